//! What the dry run found, and after the writing what came of it.

use egui::{Align2, Rect, Role, Sense, Stroke, Ui, UiBuilder, WidgetInfo, pos2, vec2};

use super::rows::{self, Tab};
use super::{ImportScreen, progress};
use crate::exchange::dry_run::DryRun;
use crate::t;
use crate::text::{Texts, say};
use crate::ui::theme::{Tokens, font};
use crate::ui::widgets::button::turning;
use crate::ui::widgets::chip::Tone;
use crate::ui::widgets::frame;
use crate::ui::widgets::{Button, feedback};
use crate::ui::{Action, Cx, icons};

const COUNTS: f32 = 84.0;

pub(super) fn result_ui(ui: &mut Ui, cx: &Cx<'_>, screen: &mut ImportScreen, place: Rect) {
    let t = Tokens::of(ui.ctx());
    let mut top = place.top();
    if screen.written.is_some() {
        let state = place.with_max_y(top + 76.0);
        state_ui(ui, cx, screen, state);
        top = state.bottom();
    }
    let rest = place.with_min_y(top);
    let Some(run) = &screen.run else {
        let words = t!(cx.texts, "import-checking");
        let end = ui.painter().text(rest.center(), Align2::CENTER_CENTER, words, font::body(), t.sec);
        turning(ui, end.left_center() - vec2(14.0, 0.0), t.accent);
        return;
    };
    if run.cancelled {
        let mut child = ui.new_child(UiBuilder::new().max_rect(rest));
        return cancelled_ui(&mut child, cx);
    }
    counts_ui(ui, cx.texts, run, rest.with_max_y(top + COUNTS));
    let list = rest.with_min_y(top + COUNTS);
    let mut child = ui.new_child(UiBuilder::new().max_rect(list));
    child.spacing_mut().item_spacing.y = 0.0;
    let words: Vec<(String, String)> =
        Tab::ALL.iter().map(|tab| (cx.texts.name("import-tab", tab.word()), count(rows::count(run, *tab)))).collect();
    let tabs: Vec<frame::Tab<'_>> = words.iter().map(|(label, note)| frame::Tab { label, note }).collect();
    let present = Tab::ALL.iter().position(|tab| *tab == screen.tab).unwrap_or(0);
    if let Some(tab) = inset(&mut child, |ui| frame::tabs(ui, &tabs, present)).and_then(|at| Tab::ALL.get(at)) {
        screen.tab = *tab;
        screen.place = crate::ui::widgets::rows::Place::default();
    }
    rows::rows_ui(&mut child, cx, run, screen.tab, &mut screen.place);
}

/// The dry run was stopped: nothing is known of the rows, and it can begin again.
pub(super) fn cancelled_ui(ui: &mut Ui, cx: &Cx<'_>) {
    let words = t!(cx.texts, "import-cancelled");
    feedback::empty(ui, icons::PROHIBIT, (&words, ""), |ui| {
        if Button::secondary(&t!(cx.texts, "import-check")).ui(ui).clicked() {
            cx.want(Action::DryRun);
        }
    });
}

/// The tabs stand a little inside the pane.
fn inset<R>(ui: &mut Ui, body: impl FnOnce(&mut Ui) -> R) -> R {
    let place = ui.available_rect_before_wrap();
    let place = place.with_max_y(place.top() + 40.0);
    ui.allocate_rect(place, Sense::hover());
    ui.painter().hline(place.x_range(), place.bottom() - 0.5, Stroke::new(1.0, Tokens::of(ui.ctx()).line));
    let mut child = ui.new_child(UiBuilder::new().max_rect(place.shrink2(vec2(16.0, 0.0))));
    body(&mut child)
}

fn count(n: usize) -> String {
    say::count(i64::try_from(n).unwrap_or(i64::MAX))
}

/// Four figures side by side.
fn counts_ui(ui: &Ui, texts: &Texts, run: &DryRun, place: Rect) {
    let t = Tokens::of(ui.ctx());
    let inner = place.shrink2(vec2(16.0, 12.0));
    let wide = inner.width() / Tab::ALL.len() as f32;
    for (at, tab) in Tab::ALL.iter().enumerate() {
        let n = if *tab == Tab::Refused { run.refused_rows() } else { rows::count(run, *tab) };
        let cell = Rect::from_min_size(inner.min + vec2(at as f32 * wide, 0.0), vec2(wide, inner.height()));
        let tone = match tab {
            _ if n == 0 => Tone::Neutral,
            Tab::Accepted => Tone::Ok,
            Tab::Refused => Tone::Danger,
            Tab::Duplicates | Tab::Warnings => Tone::Warn,
        };
        let ink = if tone == Tone::Neutral { t.text } else { tone.colours(t).0 };
        let name = texts.name("import-tab", tab.word());
        let response = ui.interact(cell, ui.scope_id().with(("count", at)), Sense::hover());
        response.widget_info(|| WidgetInfo::labeled(Role::Label, true, format!("{name} {}", count(n))));
        let figure = pos2(cell.left(), cell.top() + 18.0);
        ui.painter().text(figure, Align2::LEFT_CENTER, count(n), font::title(), ink);
        ui.painter().text(figure + vec2(0.0, 28.0), Align2::LEFT_CENTER, name, font::meta(), t.sec);
    }
}

/// How far the writing is, or what came of it.
fn state_ui(ui: &mut Ui, cx: &Cx<'_>, screen: &ImportScreen, place: Rect) {
    let t = Tokens::of(ui.ctx());
    let texts = cx.texts;
    let Some((done, total)) = screen.written else { return };
    let (ink, ground) = if screen.finished { (t.ok, t.ok_s) } else { (t.accent_t, t.accent_s) };
    ui.painter().rect_filled(place, 0.0, ground);
    let mut child = ui.new_child(UiBuilder::new().max_rect(place.shrink2(vec2(16.0, 12.0))));
    let ui = &mut child;
    ui.spacing_mut().item_spacing.y = 6.0;
    let words = if screen.finished {
        let refused = screen.run.as_ref().map_or(0, |run| run.rows.saturating_sub(done));
        t!(texts, "import-finished", written = count(done), refused = count(refused))
    } else {
        t!(texts, "import-writing", done = count(done), total = count(total))
    };
    ui.label(egui::RichText::new(words).font(font::body_medium()).color(ink));
    if !screen.finished {
        return progress(ui, done, total);
    }
    let Some(report) = &screen.report else {
        ui.label(egui::RichText::new(t!(texts, "job-report")).font(font::meta()).color(t.sec));
        return;
    };
    let path = report.display().to_string();
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 8.0;
        let copy = t!(texts, "import-copy-path");
        let button = Button::secondary(&copy).small();
        let wide = ui.available_width() - button.width(ui) - 8.0;
        let (line, response) = ui.allocate_exact_size(vec2(wide.max(40.0), 26.0), Sense::hover());
        let told = t!(texts, "import-report-at", file = path.as_str());
        response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &told));
        let (_, cut) = crate::ui::widgets::paint::text_in(ui.painter(), line, &told, font::meta(), t.sec);
        if cut {
            crate::ui::widgets::paint::tip(&response, &path, None);
        }
        if button.ui(ui).clicked() {
            cx.want(Action::Copy(path.clone()));
        }
    });
}
