//! A chapter that a person added: its title, its text, and what of the other chapters stands below it.

use egui::Ui;

use super::inspector::heading;
use super::{ReviewScreen, choice};
use crate::figures::review::{Chapter, ChapterState};
use crate::t;
use crate::ui::Cx;
use crate::ui::icons;
use crate::ui::widgets::{Button, Field};

pub(super) fn own_ui(ui: &mut Ui, cx: &Cx<'_>, screen: &mut ReviewScreen, state: &ChapterState) {
    let key = state.key();
    let mut own = match screen.own.take() {
        Some((of, own)) if of == key => own,
        _ => state.own.clone(),
    };
    heading(ui, &t!(cx.texts, "review-own"), "");
    let title = Field::new(&t!(cx.texts, "review-own-title"), &mut own.title).id("review-own-title").above().ui(ui);
    let text = t!(cx.texts, "review-own-text");
    let text = Field::new(&text, &mut own.text).id("review-own-text").above().rows(6).height(132.0).ui(ui);
    let mut keep = title.lost_focus() || text.lost_focus();
    let shown: Vec<Chapter> =
        Chapter::ALL.iter().copied().filter(|one| !matches!(one, Chapter::Cover | Chapter::Own)).collect();
    let mut names = vec![t!(cx.texts, "review-own-nothing")];
    names.extend(shown.iter().map(|one| cx.texts.name("review-chapter", one.word())));
    let at = own.shows.and_then(|shows| shown.iter().position(|one| *one == shows)).map_or(0, |at| at + 1);
    if let Some(chosen) = choice(ui, &t!(cx.texts, "review-own-shows"), &names, at) {
        own.shows = chosen.checked_sub(1).and_then(|at| shown.get(at)).copied();
        keep = true;
    }
    let remove = Button::light(&t!(cx.texts, "review-own-remove")).icon(icons::TRASH).small().ui(ui).clicked();
    if own != state.own || title.has_focus() || text.has_focus() {
        screen.own = Some((key, own));
    }
    if remove {
        screen.own = None;
        let states = screen.states().into_iter().filter(|one| one.key() != key).collect();
        screen.arrange(cx, states);
    } else if keep {
        screen.keep_typed(cx);
    }
}
