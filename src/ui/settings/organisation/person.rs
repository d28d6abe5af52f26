//! The dialog of one person: name, post, unit, phone, days. Another unit is a move; a last day is leaving.

use egui::Context;

use super::detail::{day_ui, lack_text};
use super::edit::{Part, PersonEdit};
use super::{Checked, Cx, OrganisationPage};
use crate::domain::pinyin;
use crate::t;
use crate::ui::theme::Tokens;
use crate::ui::widgets::modal::Answer;
use crate::ui::widgets::{Button, Dialog, Field, Pick, PickList};
use crate::ui::{Action, icons};

const LABEL: f32 = 78.0;

pub(super) fn person_ui(ctx: &Context, cx: &Cx<'_>, page: &mut OrganisationPage) {
    let Some(mut edit) = page.person.take() else { return };
    let Some(view) = page.view.take() else { return page.person = Some(edit) };
    let texts = cx.texts;
    let (outcome, wrongs) = page.check(cx, Checked::Person(edit.clone(), cx.organisation.clone()));
    let lacks = outcome.as_ref().err().cloned().unwrap_or_default();
    let error = |part: Part| lacks.iter().find(|(at, _)| *at == part).map(|(_, lack)| lack_text(cx, *lack));
    let title = if edit.id.is_none() { t!(texts, "org-new-person") } else { edit.name.clone() };
    let (cancel, save) = (t!(texts, "act-cancel"), t!(texts, "org-save"));
    let (lacking, wrong) = (t!(texts, "org-lacking"), t!(texts, "org-wrong"));
    let unchanged = t!(texts, "org-unchanged");
    let blocked = match &outcome {
        Err(_) => Some(lacking.as_str()),
        Ok(_) if !wrongs.is_empty() => Some(wrong.as_str()),
        Ok(changes) if changes.is_empty() => Some(unchanged.as_str()),
        Ok(_) => None,
    };
    // An empty form is not scolded before anything is typed.
    let fresh = edit.id.is_none() && edit.name.is_empty();
    let dialog = Dialog::new(&title, &cancel).confirm(&save).blocked(blocked);
    let (answer, ()) = dialog.show(ctx, "person", |ui| {
        let label = t!(texts, "org-person-name");
        let wrong = error(Part::Name).filter(|_| !fresh);
        let name = Field::new(&label, &mut edit.name).id("person-name").label_width(LABEL);
        let name = name.required(true).error(wrong.as_deref()).ui(ui);
        if fresh && ui.memory(|memory| memory.focused().is_none()) {
            name.request_focus();
        }
        let wrong = error(Part::Role).filter(|_| !fresh);
        pick_ui(ui, (&t!(texts, "org-role"), "person-role"), &view.roles, wrong.as_deref(), &mut edit.role);
        pick_ui(ui, (&t!(texts, "org-unit"), "person-unit"), &view.units, error(Part::Unit).as_deref(), &mut edit.unit);
        let label = t!(texts, "org-phone");
        Field::new(&label, &mut edit.phone).id("person-phone").label_width(LABEL).ui(ui);
        day_ui(ui, cx, ("org-since", "person-from"), error(Part::From).as_deref(), &mut edit.from);
        day_ui(ui, cx, ("org-until", "person-to"), error(Part::To).as_deref(), &mut edit.to);
        note_ui(ui, cx, &mut edit);
        for wrong in &wrongs {
            ui.colored_label(Tokens::of(ui.ctx()).danger, wrong);
        }
    });
    page.view = Some(view);
    match (answer, outcome) {
        (Some(Answer::Confirmed), Ok(changes)) if blocked.is_none() => cx.want(Action::ChangeOrganisation(changes)),
        (Some(Answer::Cancelled), _) => {}
        _ => page.person = Some(edit),
    }
}

/// What another unit means, and the way out for somebody who leaves.
fn note_ui(ui: &mut egui::Ui, cx: &Cx<'_>, edit: &mut PersonEdit) {
    let Some(person) = edit.id.and_then(|id| cx.organisation.person(id)) else { return };
    let before = PersonEdit::of(person);
    if (&before.role, &before.unit) != (&edit.role, &edit.unit) {
        ui.colored_label(Tokens::of(ui.ctx()).warn, t!(cx.texts, "org-moves"));
    }
    let leave = t!(cx.texts, "org-leave");
    if edit.to.is_empty() && Button::danger(&leave).icon(icons::PROHIBIT).small().ui(ui).clicked() {
        edit.to = cx.now.date().to_string();
    }
}

fn pick_ui(ui: &mut egui::Ui, (label, id): (&str, &str), items: &[Pick], error: Option<&str>, key: &mut String) {
    let list = PickList::new(label, items, Some(key.as_str()), &pinyin::matches);
    let list = list.id(id).label_width(LABEL).required(true).error(error);
    if let Some(item) = list.ui(ui).1.and_then(|at| items.get(at)) {
        key.clone_from(&item.key);
    }
}
