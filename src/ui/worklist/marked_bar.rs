//! What can be done to all marked rows at once, in the place of the filters; the question before, the report behind.

use egui::{Align, Key, Layout, Modifiers, Ui};

use super::WorklistScreen;
use super::marks::count_text;
use super::print_dialog::{PrintChoice, dialog_ui};
use super::toolbar::strip;
use crate::store::{CaseId, Filter, ListQuery, View};
use crate::t;
use crate::ui::theme::{Tokens, font, size};
use crate::ui::widgets::button::{Button, icon_button};
use crate::ui::widgets::chip::Tone;
use crate::ui::widgets::modal::{Answer, Dialog};
use crate::ui::{Action, Cx, Deed, icons};

/// What became of a deed on many cases.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeedReport {
    /// What was done to how many, and how many were left.
    pub title: String,
    /// Key and number of each case that was left, and why.
    pub left: Vec<(CaseId, String, String)>,
}

/// What the bar offers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Offer {
    Urge,
    Dispatch,
    Print,
    Link,
    Export,
    Copy,
}

pub(super) fn marked_bar_ui(ui: &mut Ui, cx: &Cx<'_>, screen: &mut WorklistScreen) {
    let t = Tokens::of(ui.ctx());
    let mut offer = None;
    strip(ui, size::FILTER_BAR, 16.0, |ui| {
        let text = count_text(cx, &screen.marks);
        ui.label(egui::RichText::new(text).font(font::body_medium()).color(t.accent_t));
        let clear = t!(cx.texts, "marked-clear");
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if icon_button(ui, icons::X, &clear, Some("Esc")).clicked() {
                screen.marks.clear();
            }
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| offer = offers_ui(ui, cx));
        });
    });
    if let Some(offer) = offer {
        take(cx, screen, offer);
    }
}

fn offers_ui(ui: &mut Ui, cx: &Cx<'_>) -> Option<Offer> {
    let texts = cx.texts;
    let offers = [
        (Offer::Urge, icons::BELL_RINGING, t!(texts, "act-urge"), "U"),
        (Offer::Dispatch, icons::PAPER_PLANE_TILT, t!(texts, "act-dispatch"), "A"),
        (Offer::Print, icons::PRINTER, t!(texts, "marked-print"), "P"),
        (Offer::Link, icons::LINK_SIMPLE, t!(texts, "act-link"), "L"),
        (Offer::Export, icons::EXPORT, t!(texts, "marked-export"), ""),
        (Offer::Copy, icons::COPY, t!(texts, "key-copy"), "Ctrl C"),
    ];
    let mut chosen = None;
    ui.add_space(4.0);
    for (at, (offer, icon, label, key)) in offers.iter().enumerate() {
        let button = Button::light(label).small().icon(*icon);
        let button = if key.is_empty() { button } else { button.key(key) };
        // Each that follows needs at least the room of its icon.
        let rest = (offers.len() - 1 - at) as f32 * 36.0;
        let clicked = if ui.available_width() - rest >= button.width(ui) {
            button.ui(ui).clicked()
        } else {
            icon_button(ui, *icon, label, (!key.is_empty()).then_some(*key)).clicked()
        };
        if clicked {
            chosen = Some(*offer);
        }
    }
    chosen
}

fn take(cx: &Cx<'_>, screen: &mut WorklistScreen, offer: Offer) {
    let cases = screen.marks.list();
    match offer {
        Offer::Urge => cx.want(Action::Many { deed: Deed::Urge, cases }),
        Offer::Print => screen.printing = Some(PrintChoice::new(cases)),
        Offer::Dispatch => screen.asking = true,
        Offer::Link => cx.want(Action::LinkCases),
        Offer::Export => {
            let query = ListQuery { filter: only(&cases), ..screen.pages.query().clone() };
            cx.want(Action::ExportList(Box::new(ListQuery { view: View::All, search: String::new(), ..query })));
        }
        Offer::Copy => {
            let numbers: Vec<String> = cases.into_iter().map(|(_, number)| number).collect();
            cx.want(Action::Copy(numbers.join("\n")));
        }
    }
}

fn only(cases: &[(CaseId, String)]) -> Filter {
    Filter { only: cases.iter().map(|(case, _)| *case).collect(), ..Filter::default() }
}

/// Keys that mean all marked rows.
pub fn marked_keys(ui: &Ui, cx: &Cx<'_>, screen: &mut WorklistScreen) {
    let pressed = |modifiers, key: Key| ui.input_mut(|input| input.consume_key(modifiers, key));
    let copy = ui.input_mut(|input| input.consume_key(Modifiers::COMMAND, Key::C) || super::keys::take_copy(input));
    if copy {
        take(cx, screen, Offer::Copy);
    } else if pressed(Modifiers::NONE, Key::Escape) {
        screen.marks.clear();
    } else if pressed(Modifiers::NONE, Key::U) {
        take(cx, screen, Offer::Urge);
    } else if pressed(Modifiers::NONE, Key::A) {
        take(cx, screen, Offer::Dispatch);
    } else if pressed(Modifiers::NONE, Key::L) {
        take(cx, screen, Offer::Link);
    } else if pressed(Modifiers::NONE, Key::P) {
        take(cx, screen, Offer::Print);
    }
}

/// The question before many cases are dispatched, and the report of what was left.
pub(super) fn marked_dialogs_ui(ctx: &egui::Context, cx: &Cx<'_>, screen: &mut WorklistScreen) {
    if screen.asking {
        let title = t!(cx.texts, "marked-dispatch-title", count = screen.marks.len());
        let (cancel, verb) = (t!(cx.texts, "act-cancel"), t!(cx.texts, "act-dispatch"));
        let dialog = Dialog::new(&title, &cancel).icon(icons::PAPER_PLANE_TILT, Tone::Accent).confirm(&verb);
        let (answer, ()) = dialog.show(ctx, "marked-dispatch", |ui| {
            ui.label(t!(cx.texts, "marked-dispatch-says"));
        });
        let enter = ctx.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Enter));
        if answer == Some(Answer::Confirmed) || (answer.is_none() && enter) {
            cx.want(Action::Many { deed: Deed::Dispatch, cases: screen.marks.list() });
        }
        screen.asking = answer.is_none() && !enter;
    }
    if let Some(choice) = screen.printing.take() {
        screen.printing = dialog_ui(ctx, cx, choice);
    }
    if let Some(report) = &screen.report {
        let answer = report_ui(ctx, cx, report);
        if answer == Some(Answer::Confirmed) {
            let left = report.left.iter().map(|(case, _, _)| *case).collect();
            let filter = Filter { only: left, ..Filter::default() };
            let all = ListQuery { filter, view: View::All, search: String::new(), ..screen.pages.query().clone() };
            cx.want(Action::OpenList(Box::new(all)));
        }
        if answer.is_some() {
            screen.report = None;
        }
    }
}

fn report_ui(ctx: &egui::Context, cx: &Cx<'_>, report: &DeedReport) -> Option<Answer> {
    let (close, list) = (t!(cx.texts, "marked-report-close"), t!(cx.texts, "marked-report-list"));
    let dialog = Dialog::new(&report.title, &close).icon(icons::WARNING, Tone::Warn).width(560.0).confirm(&list);
    let (answer, ()) = dialog.show(ctx, "marked-report", |ui| {
        let t = Tokens::of(ui.ctx());
        egui::ScrollArea::vertical().max_height(360.0).auto_shrink([false, true]).show(ui, |ui| {
            for (_, number, why) in &report.left {
                ui.horizontal_top(|ui| {
                    ui.set_width(540.0);
                    ui.label(egui::RichText::new(number).font(font::body_medium()).color(t.text));
                    ui.add_space(8.0);
                    ui.add(egui::Label::new(egui::RichText::new(why).font(font::body()).color(t.sec)).wrap());
                });
            }
        });
    });
    answer
}
