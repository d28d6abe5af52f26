//! 季度评审: the chapters at the left, the pages as they print in the middle, conclusion and decisions at the right.

mod desk;
mod inspector;
mod outline;
mod own;
mod present;

use std::sync::Arc;

use chrono::Datelike;
use egui::{Key, Modifiers, Rect, Ui};

use super::paper_view::PaperView;
use super::theme::Tokens;
use super::widgets::chip::Tone;
use super::widgets::{Button, feedback, icon_button, menu};
use super::{Action, Cx, Fetch, icons};
use crate::domain::Stamp;
use crate::figures::report::{Compare, Report, Shape};
use crate::figures::review::{Chapter, ChapterKey, ChapterState, OwnChapter, Period};
use crate::paper::FontSet;
use crate::paper::review::LaidOut;
use crate::store::{CaseId, FigureKey, Review, ReviewChange};
use crate::t;
use crate::ui::say;

pub use present::{present, present_ui};

/// What a place on the pages opens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Link {
    /// The cases counted in a figure.
    Figure(Box<FigureKey>),
    /// These cases: an incident, the batch of a warning.
    Cases(Vec<CaseId>),
}

/// The pages of a review, and what stands behind them.
pub struct ReviewPages {
    pub laid_out: LaidOut,
    /// The lists behind the figures, by the numbers of the spots.
    pub links: Vec<Link>,
    /// The chapter of each page of the report.
    pub chapters: Vec<ChapterKey>,
    /// What the figures of every chapter say.
    pub findings: Vec<(Chapter, String)>,
}

/// A decision that is being typed.
#[derive(Debug, Default)]
struct Typed {
    text: String,
    owner: String,
    due: String,
}

/// What the person is doing with a review.
#[derive(Default)]
pub struct ReviewScreen {
    /// The period on screen; the last whole quarter when `None`.
    pub period: Option<Period>,
    /// The snapshot on screen; the newest when `None`.
    pub number: Option<String>,
    /// As which report it is shown, compared with what.
    pub shape: Shape,
    pub review: Fetch<Option<Box<Review>>>,
    pub pages: Option<ReviewPages>,
    /// Why no page could be laid out.
    pub refused: Option<String>,
    pub fonts: Option<Arc<FontSet>>,
    /// The pages on screen are of older chapters than the review; they are made anew when the job is free.
    pub again: bool,
    asked: Option<(Period, Option<String>)>,
    chosen: Option<ChapterKey>,
    /// The chapter whose conclusion is being typed, and the text.
    typed: Option<(ChapterKey, String)>,
    /// The added chapter whose title and text are being typed.
    own: Option<(ChapterKey, OwnChapter)>,
    /// Chapters as they stood before each change, the last one at the end.
    undo: Vec<(Report, Vec<ChapterState>)>,
    decision: Typed,
    /// A page that is to be brought into view.
    seek: Option<usize>,
    /// The pages stand on the wall, one at a time.
    pub presenting: bool,
    shown: usize,
    view: Option<PaperView>,
}

impl ReviewScreen {
    fn period(&self, now: Stamp) -> Period {
        self.period.unwrap_or_else(|| Period::quarter_of(now.date()).before())
    }

    fn value(&self) -> Option<&Review> {
        self.review.value().and_then(|review| review.as_deref())
    }

    /// The chapters of the report on screen.
    fn states(&self) -> Vec<ChapterState> {
        self.value().map(|review| review.chapters_of(self.shape.report)).unwrap_or_default()
    }

    /// The chapter at hand; at first the one behind the cover and the last actions.
    fn chosen(&self) -> ChapterKey {
        let states = self.states();
        let known = self.chosen.filter(|key| states.iter().any(|state| state.key() == *key));
        let keys = || states.iter().map(ChapterState::key);
        let first = keys().find(|(chapter, _)| !matches!(chapter, Chapter::Cover | Chapter::LastActions));
        known.or(first).or_else(|| keys().next()).unwrap_or((Chapter::Cover, 0))
    }

    /// Shows the same figures as another report, or compared with others.
    fn reshape(&mut self, cx: &Cx<'_>, shape: Shape) {
        self.keep_typed(cx);
        self.shape = shape;
        self.pages = None;
        cx.want(Action::LayReviewOut);
    }

    /// Asks again the next time the screen is drawn.
    pub fn forget(&mut self) {
        self.asked = None;
    }

    /// The page on which a chapter begins; `None` while it is left out.
    fn page_of(&self, chapter: ChapterKey) -> Option<usize> {
        let pages = self.pages.as_ref()?;
        let at = pages.chapters.iter().position(|known| *known == chapter)?;
        pages.laid_out.starts.get(at).copied()
    }

    /// Shows another period, a snapshot of it, or the newest one.
    fn show(&mut self, period: Period, number: Option<String>) {
        self.period = Some(period);
        self.number = number;
        self.typed = None;
        self.own = None;
        self.undo.clear();
        self.pages = None;
        self.review = Fetch::NotAsked;
    }

    fn choose(&mut self, cx: &Cx<'_>, chapter: ChapterKey) {
        self.keep_typed(cx);
        self.chosen = Some(chapter);
        self.seek = self.page_of(chapter);
    }

    /// Keeps what was typed, once, where it differs.
    fn keep_typed(&mut self, cx: &Cx<'_>) {
        let before = self.states();
        let mut states = before.clone();
        if let Some((key, text)) = self.typed.take()
            && let Some(state) = states.iter_mut().find(|state| state.key() == key)
        {
            state.conclusion = text;
        }
        if let Some((key, own)) = self.own.take()
            && let Some(state) = states.iter_mut().find(|state| state.key() == key)
        {
            state.own = own;
        }
        if states != before {
            self.arrange(cx, states);
        }
    }

    /// Keeps changed chapters; the answer of the store follows.
    fn arrange(&mut self, cx: &Cx<'_>, states: Vec<ChapterState>) {
        self.undo.push((self.shape.report, self.states()));
        self.change(cx, ReviewChange::Chapters(self.shape.report, states));
    }

    /// Whether a change of the chapters can be taken back.
    #[must_use]
    pub const fn has_undo(&self) -> bool {
        !self.undo.is_empty()
    }

    /// Takes the last change of the chapters back.
    fn undo(&mut self, cx: &Cx<'_>) {
        if let Some((report, states)) = self.undo.pop() {
            self.change(cx, ReviewChange::Chapters(report, states));
        }
    }

    fn change(&self, cx: &Cx<'_>, change: ReviewChange) {
        if let Some(review) = self.value() {
            let (period, number) = (review.period, review.number.clone());
            cx.want(Action::ChangeReview { period, number, change: Box::new(change) });
        }
    }
}

/// Draws the review over the whole place it is given.
pub fn review_ui(ui: &mut Ui, cx: &Cx<'_>, screen: &mut ReviewScreen) {
    let t = Tokens::of(ui.ctx());
    ui.spacing_mut().item_spacing.y = 0.0;
    head_ui(ui, cx, screen);
    let wanted = (screen.period(cx.now), screen.number.clone());
    if screen.asked.as_ref() != Some(&wanted) {
        screen.asked = Some(wanted.clone());
        cx.want(Action::ReadReview { period: wanted.0, number: wanted.1 });
    }
    if let Some(error) = screen.review.error() {
        let text = say::store_error_text(cx.texts, error);
        let again = t!(cx.texts, "act-retry");
        if feedback::banner(ui, (Tone::Danger, icons::WARNING_CIRCLE), &text, &[&again]).is_some() {
            screen.forget();
        }
    }
    let room = ui.available_rect_before_wrap();
    ui.allocate_rect(room, egui::Sense::hover());
    ui.painter().rect_filled(room, 0.0, t.panel);
    match screen.review.value() {
        None => feedback::skeleton(&mut ui.new_child(egui::UiBuilder::new().max_rect(room)), 46.0),
        Some(None) => nothing_ui(&mut ui.new_child(egui::UiBuilder::new().max_rect(room)), cx, screen),
        Some(Some(_)) => parts_ui(ui, cx, room, screen),
    }
}

fn parts_ui(ui: &mut Ui, cx: &Cx<'_>, room: Rect, screen: &mut ReviewScreen) {
    let t = Tokens::of(ui.ctx());
    keys(ui, cx, screen);
    let narrow = room.width() < 1_080.0;
    let (left, right) = if narrow { (196.0, 236.0) } else { (244.0, 296.0) };
    let outline = room.with_max_x(room.left() + left);
    let inspector = room.with_min_x(room.right() - right);
    let pages = Rect::from_min_max(outline.right_top(), inspector.left_bottom());
    outline::outline_ui(ui, cx, outline, screen);
    desk::desk_ui(ui, cx, pages, screen);
    inspector::inspector_ui(ui, cx, inspector, screen);
    let line = egui::Stroke::new(1.0, t.line);
    ui.painter().vline(outline.right() - 0.5, room.y_range(), line);
    ui.painter().vline(inspector.left() + 0.5, room.y_range(), line);
}

/// No figures were taken for the period: one way out.
fn nothing_ui(ui: &mut Ui, cx: &Cx<'_>, screen: &ReviewScreen) {
    let period = screen.period(cx.now);
    let fact = t!(cx.texts, "review-not-taken");
    if period.span(cx.now).from >= cx.now {
        let line = t!(cx.texts, "review-not-begun");
        feedback::empty(ui, icons::PRESENTATION_CHART, (&fact, &line), |_| ());
        return;
    }
    let line = t!(cx.texts, "review-what-taking-does");
    feedback::empty(ui, icons::PRESENTATION_CHART, (&fact, &line), |ui| {
        if Button::primary(&t!(cx.texts, "review-take")).icon(icons::LOCK_SIMPLE).ui(ui).clicked() {
            cx.want(Action::TakeReview(period));
        }
    });
}

fn head_ui(ui: &mut Ui, cx: &Cx<'_>, screen: &mut ReviewScreen) {
    super::toolbar::toolbar(ui, &t!(cx.texts, "nav-review"), |ui| {
        shapes(ui, cx, screen);
        kinds(ui, cx, screen);
        pager(ui, cx, screen);
        super::toolbar::from_right(ui, |ui| outputs(ui, cx, screen));
    });
}

fn kinds(ui: &mut Ui, cx: &Cx<'_>, screen: &mut ReviewScreen) {
    let period = screen.period(cx.now);
    let today = cx.now.date();
    // Of another kind the last whole one is shown.
    let kinds = [
        ("quarter", Period::quarter_of(today)),
        ("month", Period::month_of(today)),
        ("week", Period::week_of(today)),
        ("day", Period::Day(today)),
        ("year", Period::Year(today.year())),
    ];
    let here = kinds.iter().position(|(_, kind)| std::mem::discriminant(kind) == std::mem::discriminant(&period));
    let names = kinds.map(|(word, _)| cx.texts.name("review-kind", word));
    if let Some(at) = choice(ui, &t!(cx.texts, "review-kind"), &names, here.unwrap_or(0))
        && let Some((_, kind)) = kinds.get(at)
    {
        screen.keep_typed(cx);
        screen.show(kind.before(), None);
    }
}

/// One of several, the first being the usual one; answers another choice.
fn choice(ui: &mut Ui, name: &str, names: &[String], at: usize) -> Option<usize> {
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let (first, rest) = names.split_first()?;
    let chosen = menu::filter(ui, name, first, rest, at.checked_sub(1))?;
    Some(chosen.map_or(0, |at| at + 1)).filter(|chosen| *chosen != at)
}

/// Which report, and compared with what (S01).
fn shapes(ui: &mut Ui, cx: &Cx<'_>, screen: &mut ReviewScreen) {
    let Shape { report, compare } = screen.shape;
    let names: Vec<String> = Report::ALL.iter().map(|one| cx.texts.name("review-report", one.word())).collect();
    let at = Report::ALL.iter().position(|one| *one == report).unwrap_or(0);
    if let Some(report) = choice(ui, &t!(cx.texts, "review-report"), &names, at).and_then(|at| Report::ALL.get(at)) {
        screen.reshape(cx, Shape { report: *report, compare });
    }
    let names = Compare::ALL.map(|one| cx.texts.name("review-compare", one.word()));
    let at = Compare::ALL.iter().position(|one| *one == compare).unwrap_or(0);
    if let Some(compare) = choice(ui, &t!(cx.texts, "review-compare"), &names, at).and_then(|at| Compare::ALL.get(at)) {
        screen.reshape(cx, Shape { report, compare: *compare });
    }
}

fn pager(ui: &mut Ui, cx: &Cx<'_>, screen: &mut ReviewScreen) {
    let t = Tokens::of(ui.ctx());
    let period = screen.period(cx.now);
    ui.spacing_mut().item_spacing.x = 2.0;
    let back = icon_button(ui, icons::CARET_LEFT, &t!(cx.texts, "board-earlier"), Some("[")).clicked();
    let name = say::review_period(cx.texts, period);
    ui.add(egui::Label::new(egui::RichText::new(name).font(super::theme::font::body_medium()).color(t.text)).extend());
    let on = icon_button(ui, icons::CARET_RIGHT, &t!(cx.texts, "board-later"), Some("]")).clicked();
    ui.spacing_mut().item_spacing.x = 6.0;
    let (back, on) = if ui.ctx().text_edit_focused() {
        (back, on)
    } else {
        let press = |key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
        (back || press(Key::OpenBracket), on || press(Key::CloseBracket))
    };
    if back || on {
        screen.keep_typed(cx);
        screen.show(if back { period.before() } else { period.after() }, None);
    }
}

fn outputs(ui: &mut Ui, cx: &Cx<'_>, screen: &mut ReviewScreen) {
    if screen.pages.is_none() {
        return;
    }
    let Some(review) = screen.value() else { return };
    let (period, number) = (review.period, review.number.clone());
    let taken = review.taken_at.wall().format("%m-%d %H:%M").to_string();
    let export = Button::primary(&t!(cx.texts, "review-export")).icon(icons::FILE_PDF).key("Ctrl E").ui(ui).clicked();
    if Button::secondary(&t!(cx.texts, "review-present")).icon(icons::PRESENTATION_CHART).key("F11").ui(ui).clicked() {
        present(ui.ctx(), screen);
    }
    let again = t!(cx.texts, "review-take-again");
    let says = t!(cx.texts, "review-take-again-says");
    let anew = if ui.available_width() > 130.0 {
        Button::light(&again).icon(icons::ARROWS_CLOCKWISE).tip(&says).ui(ui).clicked()
    } else {
        icon_button(ui, icons::ARROWS_CLOCKWISE, &again, None).clicked()
    };
    if anew {
        screen.keep_typed(cx);
        cx.want(Action::TakeReview(period));
    }
    if ui.available_width() > 190.0 {
        let frozen = t!(cx.texts, "review-frozen", when = taken);
        super::widgets::Chip::new(&frozen, Tone::Ok).icon(icons::LOCK_SIMPLE.fill()).ui(ui);
    }
    if export {
        hand_out(cx, screen, (period, number));
    }
}

/// Writes the review as it is now, the text that is being typed included.
fn hand_out(cx: &Cx<'_>, screen: &mut ReviewScreen, (period, number): (Period, String)) {
    screen.keep_typed(cx);
    cx.want(Action::ExportReview { period, number });
}

fn keys(ui: &Ui, cx: &Cx<'_>, screen: &mut ReviewScreen) {
    let press = |modifiers, key| ui.input_mut(|input| input.consume_key(modifiers, key));
    if press(Modifiers::COMMAND, Key::E)
        && let Some(review) = screen.value()
    {
        let which = (review.period, review.number.clone());
        hand_out(cx, screen, which);
    }
    if ui.ctx().text_edit_focused() || egui::Popup::is_any_open(ui.ctx()) {
        return;
    }
    if press(Modifiers::COMMAND, Key::Z) {
        return screen.undo(cx);
    }
    let states = screen.states();
    let Some(at) = states.iter().position(|state| state.key() == screen.chosen()) else { return };
    // The pair with Alt comes first: keys without modifiers are passed over where none is asked for.
    for (key, by) in [(Key::ArrowUp, -1_isize), (Key::ArrowDown, 1)] {
        let to = at.checked_add_signed(by).filter(|to| *to < states.len());
        if press(Modifiers::ALT, key) {
            if let Some(to) = to {
                let mut moved = states.clone();
                moved.swap(at, to);
                screen.arrange(cx, moved);
            }
            return;
        }
        if press(Modifiers::NONE, key)
            && let Some(state) = to.and_then(|to| states.get(to))
        {
            return screen.choose(cx, state.key());
        }
    }
    let held = ui.memory(egui::Memory::focused).is_some();
    if !held && press(Modifiers::NONE, Key::Space) {
        let mut turned = states;
        if let Some(state) = turned.get_mut(at) {
            state.included = !state.included;
        }
        screen.arrange(cx, turned);
    }
}
