//! 设置: name, company, language, theme, where the data lies, the rule book in force.

mod about;
mod calendar;
mod here;
pub mod organisation;
mod rules;
mod rules_edit;
mod rules_rows;
mod rules_words;
mod table;

use egui::{Rect, ScrollArea, Sense, Ui, UiBuilder, vec2};

use super::icons::{self, Icon};
use super::theme::{Tokens, font};
use super::widgets::chip::Counter;
use super::widgets::nav;
use super::{Action, Cx};
use crate::domain::words::words;
use crate::t;

pub use rules::RulesPage;

/// Width of the list of pages.
const SIDE: f32 = 196.0;

words! {
    /// One page of the settings.
    pub enum Page {
        Here = "desk",
        Rules = "rules",
        Organisation = "organisation",
        Calendar = "calendar",
        About = "about",
    }
}

impl Page {
    const fn icon(self) -> Icon {
        match self {
            Self::Here => icons::SLIDERS_HORIZONTAL,
            Self::Rules => icons::TIMER,
            Self::Organisation => icons::BUILDINGS,
            Self::Calendar => icons::CALENDAR_BLANK,
            Self::About => icons::INFO,
        }
    }
}

/// Keys under which the data file keeps what forms say of the company: name, credit code, legal representative, address,
/// who signs, phone.
pub const COMPANY_KEYS: [&str; 6] =
    ["company", "company_code", "company_representative", "company_address", "company_agent", "company_phone"];

/// What is typed in the settings.
#[derive(Default)]
pub struct SettingsScreen {
    pub me: String,
    /// What forms say of the company, in the order of [`COMPANY_KEYS`].
    pub company: [String; 6],
    /// The page on screen; the first one when `None`.
    pub page: Option<Page>,
    /// The company as it was last kept.
    kept: [String; 6],
    pub rules: RulesPage,
    /// The year of the calendar on screen; this year when `None`.
    year: Option<i32>,
    /// The licence on screen.
    licence: usize,
    pub organisation: organisation::OrganisationPage,
    /// The folder that is watched for scans; empty for none.
    pub scan_folder: String,
}

impl SettingsScreen {
    /// Shows what is kept now; whoever opens the screen calls it.
    pub fn open(&mut self, me: &str, company: [String; 6]) {
        me.clone_into(&mut self.me);
        self.company.clone_from(&company);
        self.kept = company;
    }

    /// Whether this page is on screen.
    #[must_use]
    pub fn is_on(&self, page: Page) -> bool {
        self.page.unwrap_or(Page::Here) == page
    }

    /// What of the company is to be kept, once, where what is typed differs from what is kept.
    fn company_to_keep(&mut self) -> Vec<(&'static str, String)> {
        let pairs = self.company.iter().zip(&mut self.kept).zip(COMPANY_KEYS);
        pairs
            .filter(|((typed, kept), _)| typed.trim() != kept.as_str())
            .map(|((typed, kept), key)| {
                typed.trim().clone_into(kept);
                (key, kept.clone())
            })
            .collect()
    }
}

/// Draws the settings over the whole place it is given.
pub fn settings_ui(ui: &mut Ui, cx: &Cx<'_>, screen: &mut SettingsScreen) {
    let t = Tokens::of(ui.ctx());
    ui.spacing_mut().item_spacing.y = 0.0;
    super::toolbar::toolbar(ui, &t!(cx.texts, "settings-title"), |ui| {
        if screen.is_on(Page::Organisation) {
            organisation::tools_ui(ui, cx, &mut screen.organisation);
        }
    });
    let room = ui.available_rect_before_wrap();
    ui.allocate_rect(room, Sense::hover());
    ui.painter().rect_filled(room, 0.0, t.panel);
    let pages = room.with_max_x(room.left() + SIDE);
    ui.painter().vline(pages.right() - 0.5, room.y_range(), egui::Stroke::new(1.0, t.line));
    pages_ui(ui, cx, pages, screen);
    let content = room.with_min_x(pages.right());
    if screen.is_on(Page::Organisation) {
        return organisation::organisation_ui(ui, cx, &mut screen.organisation, content);
    }
    let mut child = ui.new_child(UiBuilder::new().max_rect(content));
    ScrollArea::vertical().id_salt(screen.page).auto_shrink(false).show(&mut child, |ui| {
        egui::Frame::new().inner_margin(egui::Margin::symmetric(24, 18)).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 8.0;
            match screen.page.unwrap_or(Page::Here) {
                Page::Here => here::here_ui(ui, cx, screen),
                Page::Rules => rules::rules_ui(ui, cx, &mut screen.rules),
                // Drawn over the whole place above.
                Page::Organisation => {}
                Page::Calendar => calendar::calendar_ui(ui, cx, screen),
                Page::About => about::about_ui(ui, cx, screen),
            }
        });
    });
}

fn pages_ui(ui: &mut Ui, cx: &Cx<'_>, place: Rect, screen: &mut SettingsScreen) {
    let mut child = ui.new_child(UiBuilder::new().max_rect(place.shrink2(vec2(8.0, 10.0))));
    child.spacing_mut().item_spacing.y = 2.0;
    let present = screen.page.unwrap_or(Page::Here);
    for page in Page::ALL {
        let label = cx.texts.name("settings", page.word());
        let item = nav::Place { icon: page.icon(), label: &label, count: "", counter: Counter::Quiet, key: None };
        if nav::item(&mut child, &item, *page == present).clicked() {
            screen.page = Some(*page);
        }
    }
}

/// Title of a section, with a remark below it where there is one.
fn heading(ui: &mut Ui, title: &str, remark: &str) {
    let t = Tokens::of(ui.ctx());
    ui.label(egui::RichText::new(title).font(font::heading()).color(t.text));
    if !remark.is_empty() {
        ui.label(egui::RichText::new(remark).font(font::body()).color(t.sec));
    }
    ui.add_space(2.0);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_company_is_kept_once_when_it_differs() {
        let mut screen = SettingsScreen::default();
        screen.open("周晓岚", ["A", "", "", "", "", ""].map(str::to_owned));
        assert_eq!(screen.company_to_keep(), []);
        "B ".clone_into(&mut screen.company[0]);
        "陆承远".clone_into(&mut screen.company[2]);
        let kept = [("company", "B".to_owned()), ("company_representative", "陆承远".to_owned())];
        assert_eq!(screen.company_to_keep(), kept);
        assert_eq!(screen.company_to_keep(), []);
    }
}
