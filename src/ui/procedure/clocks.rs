//! The clocks of procedures in words.

use egui::{Rect, Role, Sense, Stroke, Ui, WidgetInfo, pos2, vec2};

use super::ask::{Ask, found};
use super::view::Press;
use crate::clock::Standing;
use crate::clock::procedure_clock::{ClockOf, ClockState, ProcedureClock, procedure_clocks};
use crate::store::CaseFile;
use crate::t;
use crate::text::Texts;
use crate::ui::remaining::TICK;
use crate::ui::theme::{Tokens, font, size};
use crate::ui::widgets::button::Button;
use crate::ui::widgets::chip::{Chip, Tone};
use crate::ui::widgets::deadline::{Deadline, Pressure};
use crate::ui::widgets::paint::{Ring, focus_ring, text_in, text_right, tip, width};
use crate::ui::{Cx, say};

/// One clock: of a step, or of the law.
#[derive(Debug, Clone, PartialEq)]
pub struct ClockText {
    pub of: ClockOf,
    pub name: String,
    pub rule: String,
    /// Instrument and article; empty for a step.
    pub law: String,
    /// Says that the text of the law is still to be checked; empty where it was read.
    pub mark: String,
    /// Time left, late, met, stopped, set aside.
    pub standing: String,
    /// Limit, from when and until when.
    pub span: String,
    pub pressure: Pressure,
    /// Nothing is to be met any more: met, or set aside.
    pub over: bool,
    pub share: f32,
    /// Sets it aside.
    pub waive: Option<Press>,
}

impl ClockText {
    /// The number of its procedure; `None` for a clock of the book itself.
    #[must_use]
    pub const fn procedure(&self) -> Option<u32> {
        self.of.procedure()
    }

    /// Whether it is the clock of this step.
    #[must_use]
    pub fn is_of_step(&self, id: u32, key: &str) -> bool {
        matches!(&self.of, ClockOf::Step { procedure, step } if *procedure == id && step == key)
    }

    /// Whether the page lists it: a step that was done in time says so in its strip only.
    #[must_use]
    pub fn is_listed(&self) -> bool {
        !self.over || self.pressure == Pressure::Over || matches!(self.of, ClockOf::Timer { .. })
    }
}

/// Every clock of the case.
pub(super) fn all(file: &CaseFile, cx: &Cx<'_>) -> Vec<ClockText> {
    let clocks = procedure_clocks(&file.case, &file.book.rules, &file.book.clockwork);
    clocks.iter().map(|clock| text(file, cx, clock)).collect()
}

fn text(file: &CaseFile, cx: &Cx<'_>, clock: &ProcedureClock) -> ClockText {
    let (texts, state) = (cx.texts, clock.state(cx.now));
    let deadline = clock.clock.as_ref().map(|clock| &clock.deadline);
    let due = deadline.and_then(|deadline| deadline.due);
    let when = |at| say::date_time(texts, cx.now, at);
    let standing = match (state, clock.met_at) {
        (ClockState::NotStarted, _) => t!(texts, "deadline-not-started"),
        (ClockState::Stopped, _) => t!(texts, "standing-paused"),
        (ClockState::Waived, _) => t!(texts, "procedure-waived"),
        (ClockState::Met(at), _) => t!(texts, "procedure-met", when = when(at)),
        (ClockState::Missed, Some(at)) => t!(texts, "procedure-met-late", when = when(at)),
        (ClockState::Missed, None) | (ClockState::Running, _) => say::due(texts, cx.now, due),
    };
    let pressure = match (state, deadline.map(|deadline| deadline.standing(cx.now))) {
        (ClockState::Missed, _) => Pressure::Over,
        (ClockState::NotStarted | ClockState::Stopped | ClockState::Waived, _) => Pressure::Paused,
        (ClockState::Running, Some(Standing::Warned)) => Pressure::Near,
        (ClockState::Running | ClockState::Met(_), _) => Pressure::Normal,
    };
    let at = clock.met_at.unwrap_or(cx.now);
    let (law, mark) = clock.law.as_ref().map_or((String::new(), String::new()), |(law, mark)| {
        (say::named(texts, law).to_owned(), say::source_mark(texts, *mark))
    });
    ClockText {
        of: clock.of.clone(),
        name: say::named(texts, &clock.name).to_owned(),
        rule: clock.rule.clone(),
        law,
        mark,
        standing,
        span: set_aside(file, texts, clock).unwrap_or_else(|| span(cx, clock)),
        pressure,
        over: clock.waived || clock.met_at.is_some(),
        share: deadline.map_or(0.0, |deadline| file.book.clockwork.used(deadline, at).share.clamp(0.0, 1.0) as f32),
        waive: waive(file, texts, clock),
    }
}

/// Limit, start and due time as far as they are known.
fn span(cx: &Cx<'_>, clock: &ProcedureClock) -> String {
    let texts = cx.texts;
    let limit = say::limit(texts, clock.limit);
    let Some(clock) = &clock.clock else { return t!(texts, "deadline-limit", limit = limit) };
    let from = say::date_time(texts, cx.now, clock.deadline.start);
    match clock.deadline.due {
        Some(due) => {
            t!(texts, "procedure-span", limit = limit, from = from, to = say::date_time(texts, cx.now, due))
        }
        None => t!(texts, "procedure-span-open", limit = limit, from = from),
    }
}

/// Who said that it does not apply, and why.
pub(in crate::ui) fn set_aside(file: &CaseFile, texts: &Texts, clock: &ProcedureClock) -> Option<String> {
    let ClockOf::Timer { procedure, timer } = &clock.of else { return None };
    let mut waivers = file.case.waivers.iter();
    let waiver = waivers.find(|waiver| waiver.procedure == *procedure && waiver.timer == *timer)?;
    let names = waiver.names.join(" ");
    Some(t!(texts, "procedure-waived-by", names = names, reason = waiver.reason.as_str()))
}

/// A clock of the law that is not met can be set aside, after the closing only where its procedure goes on.
fn waive(file: &CaseFile, texts: &Texts, clock: &ProcedureClock) -> Option<Press> {
    let ClockOf::Timer { procedure, timer } = &clock.of else { return None };
    let holds = procedure.and_then(|id| found(file, id)).is_some_and(|(template, _)| template.holds_closing);
    let open = (file.case.is_open() || !holds) && clock.met_at.is_none() && !clock.waived;
    open.then(|| Press::new(texts, Ask::Waive(*procedure, timer.clone())))
}

/// Draws one clock: name, row and time left, below it the bar, from when to when and the article. Tells whether it was
/// pressed, and whether it is to be set aside. The key sets the `first` aside.
pub(super) fn clock_ui(ui: &mut Ui, cx: &Cx<'_>, (nth, clock): (usize, &ClockText), first: bool) -> (bool, bool) {
    const LINE: f32 = 18.0;
    let t = Tokens::of(ui.ctx());
    let button = clock.waive.as_ref().map(|press| {
        let button = Button::light(&press.label).small().blocked(press.blocked.as_deref());
        if first { button.key("W") } else { button }
    });
    let whole = ui.available_width();
    let taken = button.map_or(0.0, |button| button.width(ui) + 10.0);
    let needs = |text: &str| width(ui.painter(), text, font::meta());
    // What does not fit beside the article stands below it.
    let below = needs(&clock.law) + needs(&clock.span) + 24.0 > whole - taken;
    let high = if below { 60.0 + LINE } else { 60.0 };
    let (rect, response) = ui.allocate_exact_size(vec2(whole, high), Sense::click());
    let parts = [&clock.name, &clock.rule, &clock.standing, &clock.span, &clock.law, &clock.mark].map(String::as_str);
    let spoken = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ");
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, spoken.as_str()));
    ui.painter().hline(rect.x_range(), rect.bottom() - 0.5, Stroke::new(1.0, t.line2));
    if response.hovered() {
        ui.painter().rect_filled(rect, size::R_BUTTON, t.hover);
    }
    let mut inner = rect.shrink2(vec2(4.0, 5.0));
    let mut waived = false;
    if let Some(button) = button {
        let wide = taken - 10.0;
        let place = Rect::from_min_size(pos2(inner.right() - wide, rect.top() + 12.0), vec2(wide, size::BUTTON_SMALL));
        inner.max.x -= taken;
        waived = ui.push_id(("waive", nth), |ui| button.put_over(ui, place).clicked()).inner;
    }
    let painter = ui.painter();
    let upper = inner.with_max_y(inner.top() + 20.0);
    let ink = match clock.pressure {
        _ if clock.over && clock.pressure != Pressure::Over => t.ter,
        Pressure::Over => t.danger,
        Pressure::Near => t.warn,
        Pressure::Normal => t.text,
        Pressure::Paused => t.ter,
    };
    let standing = text_right(painter, upper, &clock.standing, font::body_medium(), ink);
    let words = upper.with_max_x(standing - 12.0);
    let (end, _) = text_in(painter, words, &clock.name, font::body(), if clock.over { t.sec } else { t.text });
    let chip = Chip::new(&clock.rule, Tone::Neutral).paint(painter, pos2(end + 8.0, upper.center().y), t);
    if !clock.mark.is_empty() {
        Chip::new(&clock.mark, Tone::Warn).paint(painter, pos2(chip.right() + 6.0, upper.center().y), t);
    }
    let lower = Rect::from_min_size(inner.min + vec2(0.0, 21.0), vec2(inner.width(), LINE));
    if below {
        text_in(painter, lower, &clock.law, font::meta(), t.ter);
        text_in(painter, lower.translate(vec2(0.0, LINE)), &clock.span, font::meta(), t.ter);
    } else {
        let span = text_right(painter, lower, &clock.span, font::meta(), t.ter);
        text_in(painter, lower.with_max_x(span - 12.0), &clock.law, font::meta(), t.ter);
    }
    if !clock.over {
        let bar = Rect::from_min_size(pos2(inner.left(), rect.bottom() - 11.0), vec2(inner.width(), 3.0));
        Deadline { text: "", used: clock.share, pressure: clock.pressure, tick: TICK }
            .paint_bar(painter, bar, t.track, t);
    }
    focus_ring(ui, &response, size::R_BUTTON, Ring::Inside);
    let about = if clock.law.is_empty() { String::new() } else { format!("{}\n", clock.law) };
    tip(&response, &format!("{about}{}", t!(cx.texts, "procedure-clock-tip")), None);
    (response.clicked(), waived)
}
