//! Responsibilities for a part of a branch: one area, one product, or both, each with its person.

use egui::Ui;

use super::detail::{Form, LABEL};
use super::edit::{BranchEdit, DutyEdit};
use crate::domain::PersonId;
use crate::domain::pinyin;
use crate::t;
use crate::ui::icons;
use crate::ui::widgets::chip::Tone;
use crate::ui::widgets::toggle::check_box;
use crate::ui::widgets::{Button, Chip, Pick, PickList, frame};

/// Those that hold as chips that can be taken away, and three fields for another one.
pub(super) fn duties_ui(ui: &mut Ui, form: &Form<'_>, (edit, new): (&mut BranchEdit, &mut DutyEdit)) {
    let texts = form.cx.texts;
    ui.add_space(4.0);
    frame::caption(ui, &t!(texts, "org-duties"), None);
    let mut gone = None;
    for (at, duty) in edit.duties.iter().enumerate() {
        let person = duty.person.parse().ok().map(PersonId);
        let vip = if duty.vip { t!(texts, "customer-kind-vip") } else { String::new() };
        let rank = if duty.second { t!(texts, "field-second-responsible") } else { String::new() };
        let stand_in = person.and_then(|id| acting(form, id));
        let stand_in = stand_in.map(|name| t!(texts, "org-stands-in", name = name)).unwrap_or_default();
        let name = format!("{}{stand_in}", form.cx.person_name(person));
        let parts = [duty.area.as_str(), &duty.product, &vip, &rank, &name];
        let words = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ");
        if ui.push_id(("duty", at), |ui| Chip::new(&words, Tone::Accent).closable().ui(ui)).inner.clicked() {
            gone = Some(at);
        }
    }
    if let Some(at) = gone {
        edit.duties.remove(at);
    }
    let label = t!(texts, "org-duty-area");
    pick_ui(ui, (&label, "duty-area"), form.areas, &mut new.area, |item| &item.label);
    let label = t!(texts, "org-duty-product");
    pick_ui(ui, (&label, "duty-product"), &form.view.products, &mut new.product, |item| &item.key);
    let label = t!(texts, "org-duty-person");
    pick_ui(ui, (&label, "duty-person"), &form.view.people, &mut new.person, |item| &item.key);
    let (vip, second) = (t!(texts, "org-duty-vip"), t!(texts, "org-duty-second"));
    if check_box(ui, &vip, new.vip).clicked() {
        new.vip = !new.vip;
    }
    if check_box(ui, &second, new.second).clicked() {
        new.second = !new.second;
    }
    let (add, lacking) = (t!(texts, "org-duty-add"), t!(texts, "org-duty-lacking"));
    let blocked = (!new.is_whole()).then_some(lacking.as_str());
    if Button::secondary(&add).icon(icons::PLUS).small().blocked(blocked).ui(ui).clicked() {
        edit.duties.push(std::mem::take(new));
    }
}

/// Who stands in for the person today.
fn acting<'a>(form: &Form<'a>, person: PersonId) -> Option<&'a str> {
    let day = form.cx.now.date();
    let entry = form.cx.organisation.stand_ins.iter().find(|one| one.person == person && one.span.covers(day))?;
    Some(form.cx.person_name(Some(entry.deputy)))
}

fn pick_ui(
    ui: &mut Ui,
    (label, id): (&str, &str),
    items: &[Pick],
    chosen: &mut String,
    word: impl Fn(&Pick) -> &String,
) {
    let present = items.iter().find(|item| word(item) == chosen).map(|item| item.key.as_str());
    let list = PickList::new(label, items, present, &pinyin::matches).id(id).label_width(LABEL);
    if let Some(item) = list.ui(ui).1.and_then(|at| items.get(at)) {
        chosen.clone_from(word(item));
    }
}
