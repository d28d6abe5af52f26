//! The dialog of the weekly register: whose, of which week, and where it goes (forms.md 1.1, F1B).

use chrono::{Datelike as _, Days, NaiveDate, Weekday};
use egui::{Context, RichText, Ui, vec2};

use super::PrintScreen;
use crate::domain::pinyin::{self, search_key};
use crate::t;
use crate::ui::theme::{Tokens, font};
use crate::ui::widgets::modal::{Answer, Dialog};
use crate::ui::widgets::paint::text_right;
use crate::ui::widgets::pick::Pick;
use crate::ui::widgets::{Button, PickList, icon_button};
use crate::ui::{Action, Cx, Output, icons};

const LABEL: f32 = 72.0;

/// What is chosen in the dialog.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegisterChoice {
    pub region: String,
    /// The Monday the week begins with.
    pub monday: NaiveDate,
}

impl RegisterChoice {
    /// The running week, of the region that was printed last.
    #[must_use]
    pub fn new(region: &str, today: NaiveDate) -> Self {
        Self { region: region.to_owned(), monday: today.week(Weekday::Mon).first_day() }
    }

    fn days(&self) -> (NaiveDate, NaiveDate) {
        (self.monday, self.monday.week(Weekday::Mon).last_day())
    }

    fn step(&mut self, weeks: i64) {
        let days = Days::new(weeks.unsigned_abs() * 7);
        let moved = if weeks < 0 { self.monday.checked_sub_days(days) } else { self.monday.checked_add_days(days) };
        self.monday = moved.unwrap_or(self.monday);
    }
}

/// Opens the dialog.
pub(super) fn open(cx: &Cx<'_>, screen: &mut PrintScreen) {
    let known = |region: &&String| cx.organisation.regions.contains(*region);
    let last = Some(&screen.register_region).filter(known).or(cx.organisation.regions.first());
    let region = last.cloned().unwrap_or_default();
    screen.register = Some(RegisterChoice::new(&region, cx.now.date()));
}

/// Draws the dialog; `false` when it is closed.
pub(super) fn dialog_ui(ctx: &Context, cx: &Cx<'_>, choice: &mut RegisterChoice, printer: Option<&str>) -> bool {
    let texts = cx.texts;
    let (title, cancel, verb) = (t!(texts, "register-title"), t!(texts, "act-cancel"), t!(texts, "print-open-pdf"));
    let none = t!(texts, "register-no-region");
    let blocked = choice.region.is_empty().then_some(none.as_str());
    let dialog = Dialog::new(&title, &cancel).confirm(&verb).blocked(blocked);
    let (answer, output) = dialog.show(ctx, "register", |ui| {
        region_ui(ui, cx, choice);
        week_ui(ui, cx, choice);
        let t = Tokens::of(ui.ctx());
        let note = t!(texts, "register-note");
        ui.add(egui::Label::new(RichText::new(note).font(font::meta()).color(t.ter)).wrap());
        ways_ui(ui, cx, (blocked, printer))
    });
    let output = output.or((answer == Some(Answer::Confirmed)).then_some(Output::OpenInViewer));
    let closed = answer.is_some() || output.is_some();
    if let Some(output) = output {
        cx.want(Action::Register { region: choice.region.clone(), days: choice.days(), output });
    }
    !closed
}

fn region_ui(ui: &mut Ui, cx: &Cx<'_>, choice: &mut RegisterChoice) {
    let picks: Vec<Pick> = cx
        .organisation
        .regions
        .iter()
        .map(|name| Pick { key: name.clone(), label: name.clone(), search: search_key(name), ..Pick::default() })
        .collect();
    let label = t!(cx.texts, "register-region");
    let wide = ui.available_width();
    let chosen = choice.region.clone();
    let list = PickList::new(&label, &picks, Some(&chosen), &pinyin::matches).label_width(LABEL).width(wide - LABEL);
    if let (_, Some(at)) = list.ui(ui)
        && let Some(pick) = picks.get(at)
    {
        choice.region.clone_from(&pick.key);
    }
}

fn week_ui(ui: &mut Ui, cx: &Cx<'_>, choice: &mut RegisterChoice) {
    let (texts, t) = (cx.texts, Tokens::of(ui.ctx()));
    ui.horizontal(|ui| {
        let (place, _) = ui.allocate_exact_size(vec2(LABEL - 8.0, 28.0), egui::Sense::hover());
        text_right(ui.painter(), place, &t!(texts, "register-week"), font::body(), t.sec);
        if icon_button(ui, icons::CARET_LEFT, &t!(texts, "register-week-before"), None).clicked() {
            choice.step(-1);
        }
        let ((from, to), week) = (choice.days(), choice.monday.iso_week());
        let (from, to) = (from.format("%m-%d").to_string(), to.format("%m-%d").to_string());
        let text = t!(texts, "register-week-of", year = week.year(), week = week.week(), from = from, to = to);
        ui.label(RichText::new(text).font(font::body()).color(t.text));
        if icon_button(ui, icons::CARET_RIGHT, &t!(texts, "register-week-after"), None).clicked() {
            choice.step(1);
        }
    });
}

/// The other ways out beside the viewer.
fn ways_ui(ui: &mut Ui, cx: &Cx<'_>, (blocked, printer): (Option<&str>, Option<&str>)) -> Option<Output> {
    let mut output = None;
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 8.0;
        let save = t!(cx.texts, "act-pdf");
        if Button::secondary(&save).icon(icons::FILE_PDF).blocked(blocked).ui(ui).clicked() {
            output = Some(Output::SaveAs);
        }
        let (print, none) = (t!(cx.texts, "act-print"), t!(cx.texts, "print-no-printer"));
        let why = blocked.or(printer.is_none().then_some(none.as_str()));
        if Button::secondary(&print).icon(icons::PRINTER).blocked(why).ui(ui).clicked() {
            output = Some(Output::Print { printer: printer.map(str::to_owned), copies: 1 });
        }
    });
    output
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_week_runs_from_monday_to_sunday_and_steps_over_the_year() {
        let day = |y, m, d| NaiveDate::from_ymd_opt(y, m, d).unwrap();
        let mut choice = RegisterChoice::new("华东大区", day(2026, 1, 2));
        assert_eq!(choice.days(), (day(2025, 12, 29), day(2026, 1, 4)));
        choice.step(-1);
        assert_eq!(choice.days(), (day(2025, 12, 22), day(2025, 12, 28)));
        choice.step(2);
        assert_eq!(choice.days(), (day(2026, 1, 5), day(2026, 1, 11)));
    }
}
