//! 期限: every clock of a round with its rule, its times, and what each day counted (b2).

use egui::{Rect, ScrollArea, Sense, Stroke, Ui, WidgetInfo, pos2, vec2};

use super::band::pressure;
use super::full::{FullState, FullView, INSET, Toward, child};
use crate::clock::case_clock::{RuledDeadline, explain_promise, explain_span, promise_clock, span_clock};
use crate::clock::clockwork::Ruler;
use crate::clock::procedure_clock::ClockOf;
use crate::clock::{Explanation, Line, Why};
use crate::domain::case::{Assist, Span};
use crate::domain::{Stage, Stamp};
use crate::store::CaseFile;
use crate::t;
use crate::text::{Texts, say as words};
use crate::ui::Cx;
use crate::ui::remaining::TICK;
use crate::ui::say::{self, Names};
use crate::ui::theme::{Tokens, font, size};
use crate::ui::widgets::chip::{Chip, Tone};
use crate::ui::widgets::deadline::{Deadline as Bar, Pressure};
use crate::ui::widgets::paint::{boxed, text_in, text_right};

/// One day, or several that counted for the same reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DayRow {
    pub days: String,
    pub why: String,
    pub counted: String,
    pub paused: String,
    /// Milliseconds; 0 is drawn quietly.
    pub ms: i64,
}

/// One clock.
#[derive(Debug, Clone, PartialEq)]
pub struct ClockCard {
    /// `None` for the clocks of no stage.
    pub stage: Option<Stage>,
    /// A clock of a procedure or of the law.
    pub of: Option<ClockOf>,
    pub title: String,
    pub rule: String,
    pub standing: String,
    pub pressure: Pressure,
    pub share: f32,
    pub over: bool,
    pub pairs: Vec<(String, String)>,
    pub rows: Vec<DayRow>,
    /// Sum of the rows and the budget, milliseconds.
    pub counted: i64,
    pub budget: i64,
    pub sum: String,
    pub provisional: bool,
}

/// The clocks of a round: each pass through a stage, then what was promised to the customer.
pub(super) fn cards(file: &CaseFile, cx: &Cx<'_>, names: &dyn Names, round: u32) -> Vec<ClockCard> {
    let case = &file.case;
    let spans = case.spans.iter().filter(|span| span.round == round && span.stage != Stage::Archived);
    let mut cards: Vec<ClockCard> = spans.map(|span| span_card(file, cx, names, span)).collect();
    if round == case.round {
        cards.extend(promise_card(file, cx));
        cards.extend(reply_card(file, cx));
        cards.extend(case.assists.iter().filter_map(|assist| assist_card(assist, cx)));
        cards.extend(super::procedure_cards::cards(file, cx, names));
    }
    cards
}

fn span_card(file: &CaseFile, cx: &Cx<'_>, names: &dyn Names, span: &Span) -> ClockCard {
    let (case, rules, clockwork) = (&file.case, &file.book.rules, &file.book.clockwork);
    let title = cx.texts.name("stage", span.stage.word());
    let told = span_clock(case, span, rules, clockwork).zip(explain_span(case, span, rules, clockwork, cx.now));
    let Some((clock, told)) = told else {
        let spent = span.to.unwrap_or(cx.now).since(span.from).num_milliseconds();
        return ClockCard {
            stage: Some(span.stage),
            pairs: vec![
                (t!(cx.texts, "expl-limit"), t!(cx.texts, "due-none")),
                (t!(cx.texts, "expl-start"), words::full_time(span.from.0)),
            ],
            standing: t!(cx.texts, "deadline-spent", time = words::hours_ms(cx.texts, spent)),
            ..plain(title)
        };
    };
    let reasons: Vec<String> = span.pauses.iter().map(|pause| names.choice(&pause.reason)).collect();
    let mut card = ruled(file, cx, title, (&clock, &told), (span.to, span.waiting().is_some()), &reasons);
    card.stage = Some(span.stage);
    if let Some(agreed) = span.agreed {
        card.pairs.push((t!(cx.texts, "case-time-node"), words::full_time(agreed.0)));
    }
    for extension in &span.extensions {
        card.pairs.push((t!(cx.texts, "expl-promised"), words::full_time(extension.until.0)));
        card.pairs.push((t!(cx.texts, "case-extension-why"), extension.reason.clone()));
        card.pairs.push((t!(cx.texts, "case-extension-by"), extension.approved_by.clone()));
    }
    card
}

fn promise_card(file: &CaseFile, cx: &Cx<'_>) -> Option<ClockCard> {
    let (case, rules, clockwork) = (&file.case, &file.book.rules, &file.book.clockwork);
    let clock = promise_clock(case, rules, clockwork)?;
    let told = explain_promise(case, rules, clockwork, cx.now)?;
    let round = case.spans.iter().filter(|span| span.round == case.round);
    let names = say::Known::in_case(cx, file);
    let reasons: Vec<String> = round.flat_map(|span| &span.pauses).map(|pause| names.choice(&pause.reason)).collect();
    let waits = case.waiting().is_some();
    let ended = case.replied_at();
    Some(ruled(file, cx, cx.texts.name("governs", "promise"), (&clock, &told), (ended, waits), &reasons))
}

/// What the customer was promised on the phone (B08): an instant, nothing to count.
fn reply_card(file: &CaseFile, cx: &Cx<'_>) -> Option<ClockCard> {
    let case = &file.case;
    let times = (case.facts.received_at, case.facts.promised_reply?);
    Some(agreed_card(cx, ("B08", cx.texts.name("governs", "promised_reply")), times, case.replied_at()))
}

/// When an assisting department was to answer (E05, T17).
fn assist_card(assist: &Assist, cx: &Cx<'_>) -> Option<ClockCard> {
    let title = t!(cx.texts, "case-assist-clock", unit = assist.unit.as_str());
    let ended = assist.answer.as_ref().map(|(at, _)| *at);
    Some(agreed_card(cx, ("E05", title), (assist.asked_at, assist.due?), ended))
}

fn agreed_card(
    cx: &Cx<'_>,
    (rule, title): (&str, String),
    (start, due): (Stamp, Stamp),
    ended: Option<Stamp>,
) -> ClockCard {
    let texts = cx.texts;
    let at = ended.unwrap_or(cx.now);
    let over = at > due;
    let standing = match ended {
        Some(_) => t!(texts, "case-clock-done"),
        None => say::due(texts, cx.now, Some(due)),
    };
    let whole = (due.0 - start.0).max(1) as f64;
    ClockCard {
        rule: rule.to_owned(),
        standing,
        pressure: if over { Pressure::Over } else { Pressure::Normal },
        share: (at.0.saturating_sub(start.0) as f64 / whole).clamp(0.0, 1.0) as f32,
        over,
        pairs: vec![
            (t!(texts, "expl-start"), words::full_time(start.0)),
            (t!(texts, "expl-due"), words::full_time(due.0)),
        ],
        ..plain(title)
    }
}

pub(super) fn plain(title: String) -> ClockCard {
    ClockCard {
        stage: None,
        of: None,
        title,
        rule: String::new(),
        standing: String::new(),
        pressure: Pressure::Normal,
        share: 0.0,
        over: false,
        pairs: Vec::new(),
        rows: Vec::new(),
        counted: 0,
        budget: 0,
        sum: String::new(),
        provisional: false,
    }
}

/// A card of a clock with a rule; `ended` is when it was met, `waits` that it stands still.
pub(super) fn ruled(
    file: &CaseFile,
    cx: &Cx<'_>,
    title: String,
    (clock, told): (&RuledDeadline, &Explanation),
    (ended, waits): (Option<Stamp>, bool),
    reasons: &[String],
) -> ClockCard {
    let (texts, deadline) = (cx.texts, &clock.deadline);
    let at = ended.unwrap_or(cx.now);
    let used = file.book.clockwork.used(deadline, at);
    let pressure = match (pressure(deadline, waits && ended.is_none(), at), ended) {
        (Pressure::Near, Some(_)) => Pressure::Normal,
        (pressure, _) => pressure,
    };
    let time = words::hours_ms(texts, used.counted);
    let standing = match (ended, pressure) {
        (Some(_), Pressure::Over) => t!(texts, "case-clock-late", time = time),
        (Some(_), _) => t!(texts, "deadline-spent", time = time),
        (None, Pressure::Paused) => t!(texts, "standing-paused"),
        (None, _) => say::due(texts, cx.now, deadline.due),
    };
    let kind = match deadline.ruler {
        Ruler::Running => t!(texts, "expl-clock-running"),
        Ruler::Business => t!(texts, "expl-clock-business"),
    };
    let warn = deadline
        .warn_at
        .map(|at| t!(texts, "expl-warning-at", when = words::full_time(at.0), percent = u32::from(told.warn_percent)));
    let due = deadline.due.map_or_else(|| t!(texts, "expl-due-open"), |due| words::full_time(due.0));
    let mut pairs = vec![
        (t!(texts, "expl-limit"), say::limit(texts, clock.limit)),
        (t!(texts, "expl-clock"), kind),
        (t!(texts, "expl-start"), words::full_time(deadline.start.0)),
    ];
    pairs.extend(warn.map(|warn| (t!(texts, "expl-warning"), warn)));
    pairs.push((t!(texts, "expl-due"), due));
    pairs.extend(ended.map(|ended| (t!(texts, "case-clock-ended"), words::full_time(ended.0))));
    if deadline.provisional {
        pairs.push((t!(texts, "expl-provisional"), t!(texts, "expl-provisional-text")));
    }
    let (counted, budget) = (words::hours_ms(texts, told.counted), words::hours_ms(texts, deadline.budget));
    ClockCard {
        rule: clock.rule.clone(),
        standing,
        pressure,
        share: used.share.clamp(0.0, 1.0) as f32,
        over: pressure == Pressure::Over,
        pairs,
        rows: told.lines.iter().map(|line| day_row(texts, told, line, reasons)).collect(),
        counted: told.counted,
        budget: deadline.budget,
        sum: t!(texts, "case-clock-sum", counted = counted, budget = budget),
        provisional: deadline.provisional,
        ..plain(title)
    }
}

fn day_row(texts: &Texts, told: &Explanation, line: &Line, reasons: &[String]) -> DayRow {
    let start = told.deadline.start.date();
    let from = words::day_and_weekday(texts, start, line.from);
    let days = if line.from == line.to {
        from
    } else {
        t!(texts, "expl-days", from = from, to = words::day_and_weekday(texts, start, line.to))
    };
    let why = match &line.why {
        Why::Counted => match stopped(told, line, reasons) {
            Some(reason) => t!(texts, "case-day-partly", reason = reason),
            None => t!(texts, "case-day-counted"),
        },
        Why::MakeUp(holiday) => t!(texts, "case-day-makeup", holiday = say::holiday_name(texts, holiday)),
        Why::Weekend => t!(texts, "expl-weekend"),
        Why::Holiday(holiday) => t!(texts, "expl-holiday", holiday = say::holiday_name(texts, holiday)),
        Why::OutsideHours => t!(texts, "expl-outside"),
        Why::Paused(at) => match reasons.get(*at) {
            Some(reason) => t!(texts, "case-day-paused", reason = reason.as_str()),
            None => t!(texts, "expl-paused", nth = at.saturating_add(1)),
        },
        Why::Several { worked, rested } => t!(texts, "case-day-several", worked = *worked, rested = *rested),
    };
    let why = match line.nth {
        Some(0) => t!(texts, "joined-parts", first = t!(texts, "expl-day-start"), next = why),
        Some(nth) => t!(texts, "joined-parts", first = t!(texts, "expl-day-nth", nth = nth), next = why),
        None => why,
    };
    let time = |ms: i64| if ms == 0 { "—".to_owned() } else { words::hours_ms(texts, ms) };
    DayRow { days, why, counted: time(line.counted), paused: time(line.paused), ms: line.counted }
}

/// Why the clock stood still for a part of a day that counted.
fn stopped<'r>(told: &Explanation, line: &Line, reasons: &'r [String]) -> Option<&'r str> {
    let within = |from: Stamp, to: Option<Stamp>| from.date() <= line.to && to.is_none_or(|to| to.date() >= line.from);
    let at = told.pauses.iter().position(|pause| line.paused > 0 && within(pause.from, pause.to))?;
    reasons.get(at).map(String::as_str)
}

/// Draws the page: one card below the other.
pub(super) fn page(ui: &mut Ui, cx: &Cx<'_>, (full, view): (&mut FullState, &FullView), body: Rect) {
    let mut inner = child(ui, body.shrink2(vec2(INSET, 0.0)), "clocks");
    let toward = full.toward.take();
    ScrollArea::vertical().id_salt("clocks").auto_shrink([false, false]).show(&mut inner, |ui| {
        ui.set_max_width((ui.available_width() - 4.0).min(1400.0));
        ui.spacing_mut().item_spacing.y = 0.0;
        ui.add_space(14.0);
        for card in &view.clocks {
            let rect = card_ui(ui, cx, card);
            let here = match &toward {
                Some(Toward::Stage(stage)) => card.stage == Some(*stage),
                Some(Toward::Clock(of)) => card.of.as_ref() == Some(of),
                None => false,
            };
            if here {
                ui.scroll_to_rect(rect, Some(egui::Align::TOP));
            }
            ui.add_space(12.0);
        }
    });
}

fn card_ui(ui: &mut Ui, cx: &Cx<'_>, card: &ClockCard) -> Rect {
    const PAIR: f32 = 24.0;
    const LABEL: f32 = 78.0;
    const ROW: f32 = 24.0;
    let wide = ui.available_width();
    let beside = wide >= 820.0;
    let column = if beside { 372.0 } else { wide - 32.0 };
    let room = column - 20.0 - LABEL;
    let ink = Tokens::of(ui.ctx()).text;
    let values: Vec<_> =
        card.pairs.iter().map(|(_, value)| ui.painter().layout(value.clone(), font::body(), ink, room)).collect();
    let pair_high = |value: &egui::Galley| (value.size().y + 6.0).max(PAIR);
    let pairs_high = values.iter().map(|value| pair_high(value)).sum::<f32>() + 8.0;
    let table_high = if card.rows.is_empty() { 0.0 } else { 28.0 + ROW * card.rows.len() as f32 + 30.0 };
    let inner_high = if beside { pairs_high.max(table_high) } else { pairs_high + table_high };
    let (rect, response) = ui.allocate_exact_size(vec2(wide, 64.0 + inner_high + 12.0), Sense::hover());
    let spoken = || format!("{} {} {} {}", card.title, card.rule, card.standing, card.sum);
    response.widget_info(|| WidgetInfo::labeled(egui::Role::Group, true, spoken()));
    if !ui.is_rect_visible(rect) {
        return rect;
    }
    let t = Tokens::of(ui.ctx());
    let line = match card.pressure {
        Pressure::Over => t.danger_l,
        Pressure::Near => t.warn_l,
        Pressure::Normal | Pressure::Paused => t.line,
    };
    boxed(ui.painter(), rect, size::R_PANEL, t.panel, line);
    let inner = rect.shrink2(vec2(16.0, 10.0));
    head_ui(ui, card, Rect::from_min_size(inner.min, vec2(inner.width(), 46.0)));
    let below = Rect::from_min_max(pos2(inner.left(), inner.top() + 52.0), inner.max);
    let mut top = below.top() + 4.0;
    for ((label, _), value) in card.pairs.iter().zip(values) {
        let row = Rect::from_min_size(pos2(below.left(), top), vec2(LABEL - 6.0, PAIR));
        text_in(ui.painter(), row, label, font::meta(), t.ter);
        top += pair_high(&value);
        let line = value.rows.first().map_or(18.0, |row| row.height());
        ui.painter().galley(pos2(row.left() + LABEL, row.top() + (PAIR - line) / 2.0), value, t.text);
    }
    if !card.rows.is_empty() {
        let table = if beside { below.with_min_x(below.left() + column) } else { below.with_min_y(top + 4.0) };
        table_ui(ui, cx, card, table);
    }
    rect
}

fn head_ui(ui: &Ui, card: &ClockCard, rect: Rect) {
    let t = Tokens::of(ui.ctx());
    let painter = ui.painter();
    let upper = rect.with_max_y(rect.top() + 26.0);
    let (end, _) = text_in(painter, upper, &card.title, font::body_l_medium(), t.text);
    if !card.rule.is_empty() {
        Chip::new(&card.rule, Tone::Neutral).paint(painter, pos2(end + 10.0, upper.center().y), t);
    }
    let ink = match card.pressure {
        Pressure::Over => t.danger,
        Pressure::Near => t.warn,
        Pressure::Normal => t.text,
        Pressure::Paused => t.ter,
    };
    text_right(painter, upper, &card.standing, font::body_l_medium(), ink);
    if !card.rule.is_empty() {
        let bar = Rect::from_min_size(pos2(rect.left(), upper.bottom() + 7.0), vec2(rect.width(), 5.0));
        Bar { text: &card.standing, used: card.share, pressure: card.pressure, tick: TICK }
            .paint_bar(painter, bar, t.track, t);
    }
}

fn table_ui(ui: &Ui, cx: &Cx<'_>, card: &ClockCard, table: Rect) {
    let t = Tokens::of(ui.ctx());
    let painter = ui.painter();
    let columns = |row: Rect| {
        let row = row.shrink2(vec2(10.0, 0.0));
        let (paused, counted) = (row.right(), row.right() - 92.0);
        let why = row.left() + (row.width() * 0.25).clamp(96.0, 220.0);
        (
            row.with_max_x(why - 8.0),
            row.with_min_x(why).with_max_x(counted - 92.0),
            row.with_min_x(counted - 92.0).with_max_x(counted),
            row.with_min_x(counted).with_max_x(paused),
        )
    };
    let head = Rect::from_min_size(table.min, vec2(table.width(), 28.0));
    painter.rect_filled(head, size::R_CHIP, t.sunken);
    let (days, why, counted, paused) = columns(head);
    text_in(painter, days, &t!(cx.texts, "case-col-day"), font::meta(), t.ter);
    text_in(painter, why, &t!(cx.texts, "case-col-why"), font::meta(), t.ter);
    text_right(painter, counted, &t!(cx.texts, "case-col-counted"), font::meta(), t.ter);
    text_right(painter, paused, &t!(cx.texts, "case-col-paused"), font::meta(), t.ter);
    let mut top = head.bottom();
    for day in &card.rows {
        let row = Rect::from_min_size(pos2(table.left(), top), vec2(table.width(), 24.0));
        let ink = if day.ms == 0 { t.ter } else { t.text };
        let (days, why, counted, paused) = columns(row);
        text_in(painter, days, &day.days, font::meta(), ink);
        text_in(painter, why, &day.why, font::meta(), ink);
        text_right(painter, counted, &day.counted, font::meta(), ink);
        text_right(painter, paused, &day.paused, font::meta(), t.ter);
        painter.hline(row.x_range(), row.bottom() - 0.5, Stroke::new(1.0, t.line2));
        top = row.bottom();
    }
    let row = Rect::from_min_size(pos2(table.left(), top), vec2(table.width(), 30.0));
    let (days, _, counted, _) = columns(row);
    text_in(painter, days, &t!(cx.texts, "expl-sum"), font::meta_medium(), t.text);
    text_right(painter, counted, &card.sum, font::meta_medium(), t.text);
}
