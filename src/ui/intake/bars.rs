//! Above and below the form: title, saved draft and clock of the intake; what is missing and the buttons that save.

use egui::{Align, Layout, Rect, RichText, Sense, Ui, UiBuilder, pos2, vec2};

use super::judged::Judged;
use super::side::{intake_limit, limit_text};
use super::{IntakeScreen, act};
use crate::domain::Field;
use crate::store::{DraftId, SavedDraft};
use crate::t;
use crate::ui::theme::{Tokens, font, size};
use crate::ui::widgets::Button;
use crate::ui::widgets::chip::{Chip, Tone};
use crate::ui::widgets::feedback::banner;
use crate::ui::widgets::paint::{text_in, tip, width};
use crate::ui::{Action, AfterLog, Cx, Route, icons, remaining};

/// The strip above the form. `narrow` offers the side panel behind a button.
pub(super) fn toolbar_ui(ui: &mut Ui, cx: &Cx<'_>, screen: &mut IntakeScreen, judged: &Judged, narrow: bool) {
    let t = Tokens::of(ui.ctx());
    let rect = ui.max_rect();
    ui.painter().hline(rect.x_range(), rect.bottom() - 0.5, egui::Stroke::new(1.0, t.line));
    let inner = rect.shrink2(vec2(16.0, 0.0));
    let mut left = ui.new_child(UiBuilder::new().max_rect(inner).layout(Layout::left_to_right(Align::Center)));
    left.spacing_mut().item_spacing.x = 10.0;
    left.label(RichText::new(t!(cx.texts, "nav-log")).font(font::heading()).color(t.text));
    if let Some((at, _)) = &screen.saved {
        let time = at.wall().format("%H:%M").to_string();
        let words = if screen.is_changed() {
            t!(cx.texts, "intake-draft-older", time = time)
        } else {
            t!(cx.texts, "intake-draft-saved", time = time)
        };
        Chip::new(&words, Tone::Neutral).ui(&mut left);
    }
    if !screen.draft.is_empty() {
        let (name, what) = (t!(cx.texts, "intake-aside"), t!(cx.texts, "intake-aside-tip"));
        if Button::light(&name).small().icon(icons::FILE_PLUS).tip(&what).ui(&mut left).clicked() {
            act::turn_to(cx, screen, None);
        }
    }
    let rest = inner.with_min_x(left.min_rect().right() + 12.0);
    let mut right = ui.new_child(UiBuilder::new().max_rect(rest).layout(Layout::right_to_left(Align::Center)));
    right.spacing_mut().item_spacing.x = 10.0;
    if narrow {
        let class = crate::ui::say::class_name(cx.texts, &cx.book.rules, judged.facts.class);
        let name = t!(cx.texts, "intake-side", class = class);
        if Button::secondary(&name).small().icon(icons::LIST_CHECKS).ui(&mut right).clicked() {
            screen.keep.side = !screen.keep.side;
        }
    }
    clock_ui(&mut right, cx, screen, judged);
}

/// T01: how long the intake has taken against its limit.
fn clock_ui(ui: &mut Ui, cx: &Cx<'_>, screen: &IntakeScreen, judged: &Judged) {
    let (Some(started), Some(row)) = (screen.started, intake_limit(&judged.stages)) else { return };
    let t = Tokens::of(ui.ctx());
    let spent = (cx.now.0 - started.0).max(0);
    let whole = row.due.map_or(1, |due| (due.0 - judged.facts.received_at.0).max(1));
    #[expect(clippy::cast_precision_loss, reason = "minutes of one intake")]
    let share = spent as f32 / whole as f32;
    let limit = t!(cx.texts, "intake-clock-limit", limit = limit_text(cx.texts, row.limit));
    let time = remaining::span_text(cx.texts, spent.unsigned_abs() / 60_000);
    let words = t!(cx.texts, "intake-clock", time = time);
    let (ink, fill) = match share {
        s if s >= 1.0 => (t.danger, t.danger_f),
        s if s >= remaining::TICK => (t.warn, t.warn_f),
        _ => (t.sec, t.accent),
    };
    let room = ui.available_width();
    let text = width(ui.painter(), &words, font::meta());
    if room < text + 24.0 {
        return;
    }
    if room > text + 240.0 {
        ui.label(RichText::new(&limit).font(font::meta()).color(t.sec));
        let (bar, _) = ui.allocate_exact_size(vec2(90.0, 4.0), Sense::hover());
        ui.painter().rect_filled(bar, 2.0, t.track);
        let end = bar.left() + (bar.width() * share.clamp(0.0, 1.0)).max(3.0);
        ui.painter().rect_filled(bar.with_max_x(end), 2.0, fill);
    }
    let (rect, response) = ui.allocate_exact_size(vec2(text + 22.0, 20.0), Sense::hover());
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Label, true, format!("{words} {limit}")));
    let inner = rect.with_min_x(icons::TIMER.paint_left(ui.painter(), rect, 16.0, ink) + 5.0);
    text_in(ui.painter(), inner, &words, font::meta(), ink);
    tip(&response, &t!(cx.texts, "intake-due-rule", rule = row.rule.as_str()), None);
}

/// Drafts of earlier days: each can be taken up or thrown away. Only the latest is shown, with how many there are.
pub(super) fn waiting_ui(ui: &mut Ui, cx: &Cx<'_>, screen: &mut IntakeScreen) {
    let Some(first) = screen.drafts.first() else { return };
    let id = first.id;
    let words = waiting_text(cx, first, screen.drafts.len());
    let (take, drop) = (t!(cx.texts, "intake-draft-take"), t!(cx.texts, "intake-draft-drop"));
    match banner(ui, (Tone::Accent, icons::NOTE_PENCIL), &words, &[&take, &drop]) {
        Some(0) => act::turn_to(cx, screen, Some(id)),
        Some(_) => drop_draft(cx, screen, id),
        None => {}
    }
}

fn drop_draft(cx: &Cx<'_>, screen: &mut IntakeScreen, id: DraftId) {
    screen.drafts.retain(|draft| draft.id != id);
    cx.want(Action::DropDraft(id));
}

fn waiting_text(cx: &Cx<'_>, draft: &SavedDraft, count: usize) -> String {
    let saved = super::side::moment_text(cx.texts, draft.saved_at, cx.now);
    let said = [Field::CustomerName, Field::Description, Field::Phone, Field::Symptoms]
        .into_iter()
        .map(|field| draft.draft.get(field).trim())
        .find(|text| !text.is_empty())
        .unwrap_or_default();
    let said: String = said.chars().take(16).collect();
    t!(cx.texts, "intake-drafts-wait", count = count, said = said, saved = saved)
}

/// What stands in the way at the left, the buttons at the right.
pub(super) fn action_bar_ui(ui: &mut Ui, cx: &Cx<'_>, screen: &mut IntakeScreen, judged: &Judged) {
    let t = Tokens::of(ui.ctx());
    let rect = ui.max_rect();
    ui.painter().hline(rect.x_range(), rect.top() + 0.5, egui::Stroke::new(1.0, t.line));
    let inner = rect.shrink2(vec2(28.0_f32.min(rect.width() / 40.0), 0.0));
    let words = [
        t!(cx.texts, "intake-log-dispatch"),
        t!(cx.texts, "intake-log-another"),
        t!(cx.texts, "key-draft"),
        t!(cx.texts, "intake-cancel"),
    ];
    let keys = ["Ctrl ↵", "Ctrl Shift ↵", "Ctrl S", "Esc"];
    let busy = screen.sending || screen.keep.submit.is_some();
    let mut buttons = [
        Button::primary(&words[0]).icon(icons::PAPER_PLANE_TILT).busy(busy).key(keys[0]),
        Button::secondary(&words[1]).busy(busy).key(keys[1]),
        Button::secondary(&words[2]).key(keys[2]),
        Button::light(&words[3]).key(keys[3]),
    ];
    let wide: f32 = buttons.iter().map(|button| button.width(ui) + 8.0).sum();
    let plain = [
        Button::primary(&words[0]).icon(icons::PAPER_PLANE_TILT).busy(busy).tip(keys[0]),
        Button::secondary(&words[1]).busy(busy).tip(keys[1]),
        Button::secondary(&words[2]).tip(keys[2]),
        Button::light(&words[3]).tip(keys[3]),
    ];
    if wide > inner.width() - 160.0 {
        buttons = plain;
    }
    let total: f32 = buttons.iter().map(|button| button.width(ui) + 8.0).sum();
    let mut x = (inner.right() - total + 8.0).max(inner.left());
    let state = inner.with_max_x(x - 12.0);
    state_ui(ui, cx, state, judged);
    // Drawn from the left so that Tab goes from 取消 to the next thing to do.
    for (at, button) in buttons.iter().enumerate().rev() {
        let place =
            Rect::from_min_size(pos2(x, inner.center().y - size::BUTTON / 2.0), vec2(button.width(ui), size::BUTTON));
        x = place.right() + 8.0;
        let builder = UiBuilder::new().max_rect(place).scope_id(ui.make_persistent_id(("act", at)));
        let mut child = ui.new_child(builder);
        if button.put(&mut child, place).clicked() {
            pressed(cx, screen, at);
        }
    }
}

fn pressed(cx: &Cx<'_>, screen: &mut IntakeScreen, button: usize) {
    match button {
        0 => screen.keep.submit = Some(AfterLog::Dispatch),
        1 => screen.keep.submit = Some(AfterLog::Another),
        2 => act::save_draft(cx, screen),
        _ => cx.want(Action::Go(Route::Worklist)),
    }
}

fn state_ui(ui: &mut Ui, cx: &Cx<'_>, rect: Rect, judged: &Judged) {
    let t = Tokens::of(ui.ctx());
    let names = |fields: &mut dyn Iterator<Item = Field>| {
        let mut names: Vec<String> = Vec::new();
        for field in fields {
            let name = cx.texts.name("field", field.word());
            if !names.contains(&name) {
                names.push(name);
            }
        }
        names.join(&t!(cx.texts, "intake-and"))
    };
    let (icon, ink, words) = if judged.is_ready() {
        (icons::CHECK_CIRCLE.fill(), t.ok_f, t!(cx.texts, "intake-ready"))
    } else if judged.missing.is_empty() {
        let fields = names(&mut judged.faults.iter().map(|fault| fault.field));
        (icons::WARNING_CIRCLE.fill(), t.danger, t!(cx.texts, "intake-faulty", fields = fields))
    } else {
        let fields = names(&mut judged.missing.iter().copied());
        (icons::CIRCLE_DASHED, t.warn, t!(cx.texts, "intake-missing", fields = fields))
    };
    let response = ui.interact(rect, ui.make_persistent_id("state"), Sense::hover());
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Status, true, &words));
    let inner = rect.with_min_x(icon.paint_left(ui.painter(), rect, 16.0, ink) + 6.0);
    let (_, cut) = text_in(ui.painter(), inner, &words, font::meta(), t.sec);
    if cut {
        tip(&response, &words, None);
    }
}
