//! The dialog of the weekly register: whose, of which week, and where it goes (forms.md 1.1, F1B).

use chrono::{Datelike as _, Days, NaiveDate, Weekday};
use egui::{Context, RichText, Role, Ui, WidgetInfo, vec2};

use super::PrintScreen;
use crate::domain::organisation::register_mark;
use crate::domain::pinyin::{self, search_key};
use crate::paper::Sheet;
use crate::paper::plate::ACROSS;
use crate::paper::sheet::mm;
use crate::store::{PaperFile, PapersOf};
use crate::t;
use crate::ui::case::returned::state_of;
use crate::ui::paper_view::{PaperColours, PaperView};
use crate::ui::theme::{Tokens, font};
use crate::ui::widgets::modal::{Answer, Dialog};
use crate::ui::widgets::paint::text_right;
use crate::ui::widgets::pick::Pick;
use crate::ui::widgets::{Button, PickList, icon_button};
use crate::ui::{Action, Cx, Output, icons};

const LABEL: f32 = 72.0;
const REGION: f32 = 220.0;
const WIDTH: f32 = 860.0;

/// What is chosen in the dialog, and the register as it would be printed.
#[derive(Debug)]
pub struct RegisterChoice {
    pub region: String,
    /// The Monday the week begins with.
    pub monday: NaiveDate,
    /// What the preview was asked for last.
    asked: Option<Wanted>,
    shown: Option<Result<Sheet, String>>,
    page: usize,
    /// What was printed of it and came back; asked for by its mark.
    papers: Option<Box<PaperFile>>,
    sought: Option<String>,
}

/// Region, first and last day.
type Wanted = (String, (NaiveDate, NaiveDate));

impl RegisterChoice {
    /// The running week, of the region that was printed last.
    #[must_use]
    pub fn new(region: &str, today: NaiveDate) -> Self {
        let monday = today.week(Weekday::Mon).first_day();
        Self { region: region.to_owned(), monday, asked: None, shown: None, page: 0, papers: None, sought: None }
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

impl PrintScreen {
    /// The register is laid out; late ones fall away.
    pub fn register_shown(&mut self, asked: &Wanted, made: Result<Sheet, String>) {
        if let Some(choice) = self.register.as_mut().filter(|choice| choice.asked.as_ref() == Some(asked)) {
            choice.shown = Some(made);
            choice.page = 0;
        }
    }

    /// What was printed of a register and came back is here.
    pub fn register_papers(&mut self, file: &PaperFile) {
        let wanted = |choice: &&mut RegisterChoice| choice.sought.as_ref() == Some(&file.number);
        if let Some(choice) = self.register.as_mut().filter(wanted) {
            choice.papers = Some(Box::new(file.clone()));
        }
    }

    /// Another sheet was being laid out: the dialog asks once more.
    pub fn ask_register_again(&mut self) {
        if let Some(choice) = &mut self.register {
            choice.asked = None;
        }
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
    ask(cx, choice);
    let room = ctx.content_rect().size() - vec2(120.0, 0.0);
    let dialog = Dialog::new(&title, &cancel).width(WIDTH.min(room.x)).confirm(&verb).blocked(blocked);
    let (answer, output) = dialog.show(ctx, "register", |ui| {
        ui.horizontal(|ui| {
            region_ui(ui, cx, choice);
            week_ui(ui, cx, choice);
        });
        preview_ui(ui, cx, choice, room.y);
        let opened = papers_ui(ui, cx, choice);
        let t = Tokens::of(ui.ctx());
        let note = t!(texts, "register-note");
        ui.add(egui::Label::new(RichText::new(note).font(font::meta()).color(t.ter)).wrap());
        (ways_ui(ui, cx, (blocked, printer)), opened)
    });
    let (output, opened) = output;
    let output = output.or((answer == Some(Answer::Confirmed)).then_some(Output::OpenInViewer));
    let closed = answer.is_some() || output.is_some() || opened;
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
    let chosen = choice.region.clone();
    let list = PickList::new(&label, &picks, Some(&chosen), &pinyin::matches).label_width(LABEL).width(REGION);
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

/// Wants the preview of what is chosen, once.
fn ask(cx: &Cx<'_>, choice: &mut RegisterChoice) {
    let wanted = (choice.region.clone(), choice.days());
    if choice.asked.as_ref() != Some(&wanted) && !choice.region.is_empty() {
        choice.asked = Some(wanted);
        let (region, days) = (choice.region.clone(), choice.days());
        cx.want(Action::Register { region, days, output: Output::Preview });
    }
    let prefix = cx.book.rules.number.period(choice.days().1);
    let mark = register_mark(&prefix, choice.days(), &choice.region, cx.organisation);
    if choice.sought.as_ref() != Some(&mark) && !choice.region.is_empty() {
        choice.sought = Some(mark.clone());
        choice.papers = None;
        cx.want(Action::Papers(PapersOf::Registers(mark)));
    }
}

/// Every issue of the register and every form filled in by hand, with its state; `true` when the scan of one is opened.
fn papers_ui(ui: &mut Ui, cx: &Cx<'_>, choice: &RegisterChoice) -> bool {
    let t = Tokens::of(ui.ctx());
    let Some(file) = &choice.papers else { return false };
    let mut opened = false;
    egui::ScrollArea::vertical().id_salt("register-papers").max_height(84.0).show(ui, |ui| {
        for paper in file.papers.iter().rev() {
            ui.horizontal(|ui| {
                ui.label(RichText::new(&paper.document).font(font::body()).color(t.text));
                let (state, tone) = state_of(&**file, paper, cx);
                ui.label(RichText::new(state).font(font::meta()).color(tone.colours(t).0));
                let look = t!(cx.texts, "scan-look");
                if !paper.filed.is_empty() && Button::light(&look).small().ui(ui).clicked() {
                    let document = paper.document.clone();
                    cx.want(Action::OpenReturned { of: file.of.clone(), document });
                    opened = true;
                }
            });
        }
    });
    opened
}

/// The page as it would be printed, with the way to the others; while it is laid out, that it is.
fn preview_ui(ui: &mut Ui, cx: &Cx<'_>, choice: &mut RegisterChoice, most: f32) {
    let (texts, t) = (cx.texts, Tokens::of(ui.ctx()));
    let wide = ui.available_width();
    let [paper_wide, paper_high] = ACROSS.size.map(mm);
    let scale = (wide / paper_wide).min(((most - 340.0) / paper_high).max(0.3));
    let (place, response) = ui.allocate_exact_size(vec2(wide, paper_high * scale), egui::Sense::hover());
    ui.painter().rect_filled(place, 0.0, t.desk);
    let sheet = match &choice.shown {
        Some(Ok(sheet)) => sheet,
        Some(Err(why)) => return text_in_middle(ui, place, why),
        None => return text_in_middle(ui, place, &t!(texts, "print-making")),
    };
    let pages = sheet.pages.len();
    let at = choice.page.min(pages.saturating_sub(1));
    if let Some(page) = sheet.pages.get(at) {
        let name = format!("{} {} / {pages}", sheet.title, at + 1);
        response.widget_info(|| WidgetInfo::labeled(Role::Image, true, &name));
        let origin = (place.center() - vec2(page.width, page.height) * scale / 2.0).round();
        let colours = PaperColours { paper: t.paper, edge: t.paper_edge, ink: t.ink, missing: t.warn_f };
        PaperView::default().page(ui.painter(), page, (origin, scale), &colours);
    }
    if pages > 1 {
        ui.horizontal(|ui| {
            if icon_button(ui, icons::CARET_LEFT, &t!(texts, "act-previous-page"), None).clicked() {
                choice.page = at.saturating_sub(1);
            }
            let words = t!(texts, "print-page", page = at + 1, pages = pages);
            ui.label(RichText::new(words).font(font::meta()).color(t.sec));
            if icon_button(ui, icons::CARET_RIGHT, &t!(texts, "act-next-page"), None).clicked() {
                choice.page = (at + 1).min(pages - 1);
            }
        });
    }
}

fn text_in_middle(ui: &Ui, place: egui::Rect, text: &str) {
    let t = Tokens::of(ui.ctx());
    ui.painter().text(place.center(), egui::Align2::CENTER_CENTER, text, font::body(), t.sec);
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
        let blank = t!(cx.texts, "register-blank");
        if Button::light(&blank).icon(icons::FILE_TEXT).ui(ui).clicked() {
            cx.want(Action::Blank { sheet: None, output: Output::OpenInViewer });
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
