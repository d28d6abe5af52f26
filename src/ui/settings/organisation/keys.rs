//! Keys of the page: arrows choose, Enter edits, N adds a branch, P adds a person, Esc leaves, / searches.

use egui::{Key, Modifiers, Ui};

use super::edit::PersonEdit;
use super::{Cx, Focus, OrganisationPage};

pub(super) fn keys(ui: &Ui, cx: &Cx<'_>, page: &mut OrganisationPage) {
    if page.person.is_some() || egui::Popup::is_any_open(ui.ctx()) {
        return;
    }
    if ui.ctx().text_edit_focused() {
        return;
    }
    let pressed = |key: Key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
    if pressed(Key::Slash) {
        page.focus = Focus::Search;
    } else if page.edit.is_some() && pressed(Key::Escape) {
        page.leave();
    } else if page.edit.is_some() && ui.memory(|memory| memory.focused().is_none()) && pressed(Key::Enter) {
        page.focus = Focus::Form;
    } else if pressed(Key::N) {
        page.begin(cx);
    } else if pressed(Key::P) {
        page.person = Some(PersonEdit::at(page.selected, cx.now.date()));
    } else if pressed(Key::ArrowDown) {
        step(cx, page, true);
    } else if pressed(Key::ArrowUp) {
        step(cx, page, false);
    }
}

fn step(cx: &Cx<'_>, page: &mut OrganisationPage, down: bool) {
    let Some(view) = &page.view else { return };
    let shown: Vec<_> = view.branches().map(|(_, id)| id).collect();
    let here = page.selected.and_then(|id| shown.iter().position(|one| *one == id));
    let goal = match (here, down) {
        (None, _) => 0,
        (Some(at), true) => at + 1,
        (Some(at), false) => at.saturating_sub(1),
    };
    if let Some(id) = shown.get(goal).copied() {
        page.choose(cx, id);
    }
}
