//! Beside the page: its conclusion, typed or taken from the figures, what was decided, and where the figures come from.

use chrono::{Days, NaiveDate};
use egui::{Rect, RichText, ScrollArea, Ui, UiBuilder};

use super::{ReviewScreen, Typed, own};
use crate::figures::review::{ActionItem, Chapter};
use crate::store::ReviewChange;
use crate::t;
use crate::text::say::{full_day, full_time};
use crate::ui::Cx;
use crate::ui::icons;
use crate::ui::say;
use crate::ui::theme::{Tokens, font};
use crate::ui::widgets::toggle::check_box;
use crate::ui::widgets::{Button, Field, icon_button, menu};

/// So many characters fit beside a picture; more are printed all the same.
const ADVISED: usize = 160;

pub(super) fn inspector_ui(ui: &mut Ui, cx: &Cx<'_>, place: Rect, screen: &mut ReviewScreen) {
    let mut child = ui.new_child(UiBuilder::new().max_rect(place));
    ScrollArea::vertical().id_salt("review-inspector").auto_shrink(false).show(&mut child, |ui| {
        egui::Frame::new().inner_margin(egui::Margin::symmetric(16, 12)).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 6.0;
            conclusion_ui(ui, cx, screen);
            ui.add_space(10.0);
            actions_ui(ui, cx, screen);
            ui.add_space(10.0);
            source_ui(ui, cx, screen);
        });
    });
}

pub(super) fn heading(ui: &mut Ui, text: &str, note: &str) {
    let t = Tokens::of(ui.ctx());
    ui.horizontal(|ui| {
        ui.label(RichText::new(text).font(font::body_medium()).color(t.text));
        crate::ui::toolbar::from_right(ui, |ui| {
            ui.label(RichText::new(note).font(font::meta()).color(t.ter));
        });
    });
}

fn conclusion_ui(ui: &mut Ui, cx: &Cx<'_>, screen: &mut ReviewScreen) {
    let key = screen.chosen();
    let (chapter, _) = key;
    let Some(state) = screen.states().into_iter().find(|state| state.key() == key) else { return };
    if chapter == Chapter::Own {
        own::own_ui(ui, cx, screen, &state);
        ui.add_space(10.0);
    }
    let kept = state.conclusion.clone();
    let mut text = match screen.typed.take() {
        Some((of, text)) if of == key => text,
        _ => kept.clone(),
    };
    let name = say::chapter_name(cx.texts, &state);
    heading(
        ui,
        &t!(cx.texts, "review-page-says"),
        &t!(cx.texts, "review-letters", n = text.chars().count(), of = ADVISED),
    );
    let label = t!(cx.texts, "review-conclusion-of", name = name);
    let response = Field::new(&label, &mut text).id("review-conclusion").above().rows(6).height(132.0).ui(ui);
    let finding = finding(screen, chapter);
    let mut keep = response.lost_focus();
    let insert = t!(cx.texts, "review-insert");
    let why = finding.is_empty().then(|| t!(cx.texts, "review-no-finding"));
    let mut button = Button::secondary(&insert).icon(icons::PLUS).small();
    if let Some(why) = &why {
        button = button.blocked(Some(why));
    }
    if button.tip(&finding).ui(ui).clicked() && !finding.is_empty() {
        if !text.trim().is_empty() && !text.ends_with('\n') {
            text.push('\n');
        }
        text += &finding;
        keep = true;
    }
    if text != kept || response.has_focus() {
        screen.typed = Some((key, text));
    }
    if keep {
        screen.keep_typed(cx);
    }
}

/// What the figures of a chapter say.
fn finding(screen: &ReviewScreen, chapter: Chapter) -> String {
    let pages = screen.pages.as_ref();
    let found = pages.and_then(|pages| pages.findings.iter().find(|(of, _)| *of == chapter));
    found.map(|(_, text)| text.clone()).unwrap_or_default()
}

fn actions_ui(ui: &mut Ui, cx: &Cx<'_>, screen: &mut ReviewScreen) {
    let Some(review) = screen.value() else { return };
    let (own, earlier) = (review.actions.clone(), review.earlier.clone());
    if !earlier.is_empty() {
        heading(ui, &cx.texts.name("review-chapter", "last_actions"), "");
        for action in &earlier {
            action_ui(ui, cx, screen, (action, false));
        }
        ui.add_space(8.0);
    }
    heading(ui, &cx.texts.name("review-chapter", "decisions"), "");
    for action in &own {
        action_ui(ui, cx, screen, (action, true));
    }
    let Typed { text, owner, due } = &mut screen.decision;
    let words = ["what", "who", "due"].map(|word| cx.texts.name("review-column", word));
    Field::new(&words[0], text).id("review-what").above().ui(ui);
    Field::new(&words[1], owner).id("review-who").above().ui(ui);
    let day = due.trim().parse::<NaiveDate>();
    let wrong = (!due.trim().is_empty() && day.is_err()).then(|| t!(cx.texts, "review-day-wrong"));
    let hint = (cx.now.date() + Days::new(14)).to_string();
    let mut field = Field::new(&words[2], due).id("review-due").above().hint(&hint);
    if let Some(wrong) = &wrong {
        field = field.error(Some(wrong));
    }
    field.ui(ui);
    let blocked = (text.trim().is_empty() || owner.trim().is_empty()).then(|| t!(cx.texts, "review-who-and-what"));
    let blocked = blocked.or(wrong);
    let add = t!(cx.texts, "review-add");
    let mut button = Button::secondary(&add).icon(icons::PLUS).small();
    if let Some(why) = &blocked {
        button = button.blocked(Some(why));
    }
    if button.ui(ui).clicked() && blocked.is_none() {
        let Typed { text, owner, .. } = std::mem::take(&mut screen.decision);
        let change =
            ReviewChange::Decide { text: text.trim().to_owned(), owner: owner.trim().to_owned(), due: day.ok() };
        screen.change(cx, change);
    }
}

fn action_ui(ui: &mut Ui, cx: &Cx<'_>, screen: &ReviewScreen, (action, own): (&ActionItem, bool)) {
    let t = Tokens::of(ui.ctx());
    ui.push_id(("action", action.id), |ui| {
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 4.0;
            let done = action.done_at.is_some();
            if check_box(ui, "", done)
                .on_hover_text(t!(cx.texts, "review-mark-done", text = action.text.as_str()))
                .clicked()
            {
                screen.change(cx, ReviewChange::Done { id: action.id, done: !done });
            }
            ui.vertical(|ui| {
                ui.spacing_mut().item_spacing.y = 1.0;
                ui.add(egui::Label::new(RichText::new(&action.text).font(font::body()).color(t.text)).wrap());
                ui.horizontal(|ui| {
                    let due = action.due.map(full_day).unwrap_or_default();
                    let late = !done && action.due.is_some_and(|due| due < cx.now.date());
                    let note = format!("{}  {due}", action.owner);
                    let ink = if late { t.danger } else { t.ter };
                    ui.label(RichText::new(note.trim()).font(font::meta()).color(ink));
                    if own && icon_button(ui, icons::TRASH, &t!(cx.texts, "review-drop"), None).clicked() {
                        screen.change(cx, ReviewChange::Drop(action.id));
                    }
                });
            });
        });
    });
}

/// Snapshot, time of the data, head of the chain, rule book: what makes the digits those they were.
fn source_ui(ui: &mut Ui, cx: &Cx<'_>, screen: &mut ReviewScreen) {
    let t = Tokens::of(ui.ctx());
    let Some(review) = screen.value() else { return };
    heading(ui, &t!(cx.texts, "review-where-from"), "");
    let names: Vec<&str> = review.snapshots.iter().map(String::as_str).collect();
    let at = names.iter().position(|name| *name == review.number).unwrap_or(0);
    let first = names.first().copied().unwrap_or_default();
    let rest = names.get(1..).unwrap_or_default();
    let choice = menu::filter(ui, &t!(cx.texts, "review-snapshot"), first, rest, at.checked_sub(1));
    let chosen =
        choice.map(|choice| choice.map_or(0, |at| at + 1)).and_then(|at| names.get(at)).map(|name| (*name).to_owned());
    let lines = [
        t!(cx.texts, "review-data-of", when = full_time(review.taken_at.0), who = review.taken_by.as_str()),
        t!(cx.texts, "review-chain", events = review.events, head = review.head8()),
        t!(cx.texts, "review-rules", id = review.book.rules.id.as_str(), version = review.book.rules.version),
    ];
    let period = review.period;
    for line in lines {
        ui.add(egui::Label::new(RichText::new(line).font(font::meta()).color(t.sec)).wrap());
    }
    if let Some(number) = chosen {
        screen.keep_typed(cx);
        screen.show(period, Some(number));
    }
}
