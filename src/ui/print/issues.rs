//! What was issued of the sheet on screen: whether it still says what the case says, and every earlier one.

use egui::{Context, Rect, RichText, Role, ScrollArea, Sense, Ui, UiBuilder, WidgetInfo, vec2};

use super::PrintScreen;
use crate::domain::event::SheetKind;
use crate::paper::Change;
use crate::store::{CaseFile, Issue, Kept};
use crate::t;
use crate::text::Texts;
use crate::text::say;
use crate::ui::standing::{Standings, current};
use crate::ui::theme::{Tokens, font, size};
use crate::ui::widgets::chip::{Chip, Tone};
use crate::ui::widgets::modal::Dialog;
use crate::ui::widgets::paint::{text_in, tip};
use crate::ui::widgets::{Button, frame, icon_button};
use crate::ui::{Action, Cx, Output, icons};

/// Changes that stand beside the sheet; the dialog has all of them.
const SHOWN: usize = 4;
const WIDTH: f32 = 640.0;
const ROW: f32 = 52.0;

/// The issue that counts, and what differs from it; nothing while none was issued.
pub(super) fn issue_ui(ui: &mut Ui, cx: &Cx<'_>, screen: &mut PrintScreen, (file, standings): (&CaseFile, &Standings)) {
    let (texts, t) = (cx.texts, Tokens::of(ui.ctx()));
    let Some((kind, issue)) = screen.kind.and_then(|kind| Some((kind, current(file, kind)?))) else { return };
    ui.add_space(6.0);
    frame::caption(ui, &t!(texts, "issue-title"), None);
    let (line, response) = ui.allocate_exact_size(vec2(ui.available_width(), 26.0), Sense::hover());
    let all = t!(texts, "issue-all");
    let button = Button::light(&all).small();
    let wide = button.width(ui);
    if button.put_over(ui, line.with_min_x(line.right() - wide)).clicked() {
        screen.issues = true;
    }
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &issue.document));
    text_in(ui.painter(), line.with_max_x(line.right() - wide - 8.0), &issue.document, font::body_medium(), t.text);
    quiet(ui, &facts(cx, issue), t.ter);
    let changes = standings.of(kind, file).map(|standing| standing.changes.as_deref());
    match (issue.kept, changes) {
        (Kept::Lost, _) => trouble(ui, cx, (file, kind), (&t!(texts, "issue-lost"), &[])),
        (_, Some(Some(changes))) if !changes.is_empty() => {
            let title = t!(texts, "issue-changed", count = changes.len());
            trouble(ui, cx, (file, kind), (&title, changes));
        }
        (_, Some(None)) => quiet(ui, &t!(texts, "issue-older"), t.ter),
        _ => {}
    }
}

/// When, by whom, how often.
fn facts(cx: &Cx<'_>, issue: &Issue) -> String {
    let when = say::date_time(cx.texts, cx.now.0, issue.at.0);
    t!(cx.texts, "issue-line", when = when, by = issue.by.as_str(), times = issue.printed)
}

fn quiet(ui: &mut Ui, text: &str, ink: egui::Color32) {
    ui.add(egui::Label::new(RichText::new(text).font(font::meta()).color(ink)).wrap());
}

/// In amber: what is wrong with the paper outside, and the way to a new one.
fn trouble(ui: &mut Ui, cx: &Cx<'_>, (file, kind): (&CaseFile, SheetKind), (title, changes): (&str, &[Change])) {
    let t = Tokens::of(ui.ctx());
    let ground = ui.painter().add(egui::Shape::Noop);
    let block = ui.scope(|ui| {
        ui.spacing_mut().item_spacing.y = 4.0;
        quiet(ui, title, t.warn);
        for change in changes.iter().take(SHOWN) {
            quiet(ui, &told(cx.texts, change), t.text);
        }
        if changes.len() > SHOWN {
            quiet(ui, &t!(cx.texts, "issue-more", count = changes.len() - SHOWN), t.sec);
        }
    });
    let around = block.response.rect.expand2(vec2(8.0, 5.0));
    ui.painter().set(ground, egui::Shape::rect_filled(around, size::R_BUTTON, t.warn_s));
    ui.add_space(4.0);
    let anew = t!(cx.texts, "issue-anew");
    if Button::secondary(&anew).icon(icons::PRINTER).small().ui(ui).clicked() {
        cx.want(Action::IssueAnew { case: file.id, sheet: kind, output: Output::OpenInViewer });
    }
}

/// `型号：A → B`.
fn told(texts: &Texts, change: &Change) -> String {
    let empty = t!(texts, "issue-nothing");
    let shown = |text: &str| if text.is_empty() { empty.clone() } else { text.to_owned() };
    let (before, after) = (shown(&change.before), shown(&change.after));
    t!(texts, "issue-change", label = change.label.as_str(), before = before, after = after)
}

/// Every issue of the sheet, the newest first; `false` when the dialog is closed.
pub(super) fn dialog_ui(
    ctx: &Context,
    cx: &Cx<'_>,
    kind: SheetKind,
    (file, standings): (&CaseFile, &Standings),
) -> bool {
    let texts = cx.texts;
    let name = texts.name("sheet", kind.word());
    let (title, close) = (t!(texts, "issue-dialog", sheet = name), t!(texts, "issue-close"));
    let issues: Vec<&Issue> =
        file.issues.iter().rev().filter(|issue| issue.of.is_some_and(|(_, sheet)| sheet == kind)).collect();
    let (answer, ()) = Dialog::new(&title, &close).width(WIDTH).show(ctx, "issues", |ui| {
        let most = (ui.ctx().content_rect().height() - 240.0).max(160.0);
        let area = ScrollArea::vertical().max_height(most).min_scrolled_height(most).auto_shrink([false, true]);
        area.show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 4.0;
            for issue in issues {
                ui.push_id(&issue.document, |ui| row_ui(ui, cx, issue));
                let changes = standings.of(kind, file).and_then(|standing| standing.changes.as_deref());
                for change in changes.filter(|_| issue.newer.is_none()).unwrap_or_default() {
                    quiet(ui, &told(texts, change), Tokens::of(ui.ctx()).warn);
                }
            }
        });
    });
    answer.is_none()
}

fn row_ui(ui: &mut Ui, cx: &Cx<'_>, issue: &Issue) {
    let (texts, t) = (cx.texts, Tokens::of(ui.ctx()));
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::hover());
    let (state, tone) = match (&issue.newer, issue.kept) {
        (Some(newer), _) => (t!(texts, "issue-void", document = newer.as_str()), Tone::Neutral),
        (None, Kept::Lost) => (t!(texts, "issue-state-lost"), Tone::Danger),
        (None, _) => (t!(texts, "issue-current"), Tone::Ok),
    };
    response.widget_info(|| WidgetInfo::labeled(Role::Row, true, format!("{} {state}", issue.document)));
    ui.painter().hline(rect.x_range(), rect.bottom() - 0.5, egui::Stroke::new(1.0, t.line2));
    let words = rect.with_max_x(rect.right() - 120.0);
    let (upper, lower) = (words.with_max_y(rect.center().y), words.with_min_y(rect.center().y));
    let (end, _) = text_in(ui.painter(), upper, &issue.document, font::body_medium(), t.text);
    let chip = Chip::new(&state, tone);
    chip.paint(ui.painter(), egui::pos2(end + 10.0, upper.center().y), t);
    text_in(ui.painter(), lower.with_max_y(rect.bottom() - 6.0), &facts(cx, issue), font::meta(), t.ter);
    let place = Rect::from_min_max(egui::pos2(rect.right() - 112.0, rect.top()), rect.right_bottom());
    if issue.kept != Kept::Here {
        let why = if issue.kept == Kept::Never { t!(texts, "issue-never-kept") } else { t!(texts, "issue-lost") };
        text_in(ui.painter(), place, &t!(texts, "issue-no-file"), font::meta(), t.ter);
        return tip(&response, &why, None);
    }
    let is_void = issue.newer.is_some();
    let hand_out = |output| Action::HandOut { document: issue.document.clone(), is_void, output };
    let mut buttons =
        ui.new_child(UiBuilder::new().max_rect(place).layout(egui::Layout::right_to_left(egui::Align::Center)));
    if icon_button(&mut buttons, icons::FILE_PDF, &t!(texts, "act-pdf"), None).clicked() {
        cx.want(hand_out(Output::SaveAs));
    }
    if icon_button(&mut buttons, icons::ARROW_SQUARE_OUT, &t!(texts, "print-open-pdf"), None).clicked() {
        cx.want(hand_out(Output::OpenInViewer));
    }
}
