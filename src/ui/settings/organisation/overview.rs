//! What stands at the right while no branch is chosen: what is missing, the insurer of the year, people of headquarters
//! and regions, the latest changes.

use chrono::Datelike;
use egui::{Key, Label, Modifiers, Rect, RichText, ScrollArea, Sense, Ui, UiBuilder};

use super::detail::person_row;
use super::edit::PersonEdit;
use super::{Cx, OrganisationPage};
use crate::t;
use crate::text::say;
use crate::ui::icons;
use crate::ui::say::recorded_change_text;
use crate::ui::theme::{Tokens, font};
use crate::ui::widgets::chip::Tone;
use crate::ui::widgets::{Button, Field, frame};

const LABEL: f32 = 78.0;
/// Changes shown here; the file keeps all.
const CHANGES: usize = 20;

pub(super) fn overview_ui(ui: &mut Ui, cx: &Cx<'_>, page: &mut OrganisationPage, room: Rect) {
    let t = Tokens::of(ui.ctx());
    ui.painter().vline(room.left() + 0.5, room.y_range(), egui::Stroke::new(1.0, t.line));
    let mut child = ui.new_child(UiBuilder::new().id_salt("overview").max_rect(room));
    ScrollArea::vertical().id_salt("overview").auto_shrink(false).show(&mut child, |ui| {
        egui::Frame::new().inner_margin(egui::Margin::symmetric(18, 16)).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 6.0;
            hints_ui(ui, cx, page);
            insurer_ui(ui, cx, page);
            people_ui(ui, cx, page);
            changes_ui(ui, cx, page);
        });
    });
}

fn hints_ui(ui: &mut Ui, cx: &Cx<'_>, page: &mut OrganisationPage) {
    let t = Tokens::of(ui.ctx());
    let Some(view) = page.view.take() else { return };
    let count = t!(cx.texts, "org-hint-count", count = view.hints.len());
    let remark = (!view.hints.is_empty()).then_some((count.as_str(), Tone::Warn));
    frame::caption(ui, &t!(cx.texts, "org-hints"), remark);
    if view.hints.is_empty() {
        ui.label(RichText::new(t!(cx.texts, "org-no-hints")).font(font::body()).color(t.sec));
    }
    for (at, (about, hint)) in view.hints.iter().enumerate() {
        let words = RichText::new(hint).font(font::body()).color(if about.is_some() { t.accent_t } else { t.sec });
        let sense = if about.is_some() { Sense::click() } else { Sense::hover() };
        let response = ui.push_id(("hint", at), |ui| ui.add(Label::new(words).wrap().sense(sense))).inner;
        if let Some(id) = about.filter(|_| response.clicked()) {
            page.choose(cx, id);
        }
    }
    page.view = Some(view);
}

/// M4: the insurer of the year is entered once a year.
fn insurer_ui(ui: &mut Ui, cx: &Cx<'_>, page: &mut OrganisationPage) {
    let texts = cx.texts;
    let year = cx.now.date().year();
    ui.add_space(8.0);
    frame::caption(ui, &t!(texts, "org-insurer", year = year.to_string()), None);
    let save_key = ui.input_mut(|input| input.consume_key(Modifiers::COMMAND, Key::S));
    let typed = page.insurer(cx, year);
    let label = t!(texts, "org-insurer-name");
    Field::new(&label, &mut typed.name).id("org-insurer-name").label_width(LABEL).ui(ui);
    let label = t!(texts, "org-insurer-phone");
    Field::new(&label, &mut typed.phone).id("org-insurer-phone").label_width(LABEL).ui(ui);
    let standing = cx.organisation.insurer(year);
    let differs = standing.map_or(!typed.name.is_empty() || !typed.phone.is_empty(), |one| one != typed);
    if differs {
        let lacking = t!(texts, "org-insurer-lacking");
        let blocked = typed.name.trim().is_empty().then_some(lacking.as_str());
        let save = Button::primary(&t!(texts, "org-save")).small().blocked(blocked).key("Ctrl S").ui(ui);
        if save.clicked() || save_key && blocked.is_none() {
            page.save_insurer(cx);
        }
    }
}

fn people_ui(ui: &mut Ui, cx: &Cx<'_>, page: &mut OrganisationPage) {
    ui.add_space(8.0);
    frame::caption(ui, &t!(cx.texts, "org-central"), None);
    ui.scope(|ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        for person in cx.organisation.people.iter().filter(|person| person.branch.is_none()) {
            if person_row(ui, cx, person) {
                page.person = Some(PersonEdit::of(person));
            }
        }
    });
    let add = t!(cx.texts, "org-new-person");
    if Button::secondary(&add).icon(icons::USER_PLUS).key("P").small().ui(ui).clicked() {
        page.person = Some(PersonEdit::at(None, cx.now.date()));
    }
}

/// Who changed what, and when.
fn changes_ui(ui: &mut Ui, cx: &Cx<'_>, page: &OrganisationPage) {
    let t = Tokens::of(ui.ctx());
    let named = page.log.iter().filter(|entry| entry.at.0 > 0).take(CHANGES);
    let mut lines = named
        .map(|entry| {
            let what = recorded_change_text(cx.texts, cx.organisation, &entry.change);
            format!("{}　{}　{what}", say::full_time(entry.at.0), entry.by)
        })
        .peekable();
    if lines.peek().is_none() {
        return;
    }
    ui.add_space(8.0);
    frame::caption(ui, &t!(cx.texts, "org-changes"), None);
    for line in lines {
        ui.add(Label::new(RichText::new(line).font(font::meta()).color(t.sec)).wrap());
    }
}
