//! What was issued of the sheet on screen, and whether it still says what the case says.

use egui::{RichText, Role, Sense, Ui, WidgetInfo, vec2};

use super::PrintScreen;
use super::history::History;
use crate::domain::event::SheetKind;
use crate::paper::Change;
use crate::store::{CaseFile, Issue, Kept};
use crate::t;
use crate::text::Texts;
use crate::text::say;
use crate::ui::standing::{Standings, current};
use crate::ui::theme::{Tokens, font, size};
use crate::ui::widgets::paint::text_in;
use crate::ui::widgets::{Button, frame};
use crate::ui::{Action, Cx, Output, icons};

/// Changes that stand beside the sheet; the dialog has all of them.
const SHOWN: usize = 4;

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
        screen.issues = Some(History::new(issue));
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
pub(super) fn facts(cx: &Cx<'_>, issue: &Issue) -> String {
    let when = say::date_time(cx.texts, cx.now.0, issue.at.0);
    t!(cx.texts, "issue-line", when = when, by = issue.by.as_str(), times = issue.printed)
}

pub(super) fn quiet(ui: &mut Ui, text: &str, ink: egui::Color32) {
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
pub(super) fn told(texts: &Texts, change: &Change) -> String {
    let empty = t!(texts, "issue-nothing");
    let shown = |text: &str| if text.is_empty() { empty.clone() } else { text.to_owned() };
    let (before, after) = (shown(&change.before), shown(&change.after));
    t!(texts, "issue-change", label = change.label.as_str(), before = before, after = after)
}
