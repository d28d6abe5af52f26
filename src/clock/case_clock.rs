//! The clocks of a case: the running stage, the outward promise, what the customer was promised, and procedures.

use super::day::Day;
use super::procedure_clock::{ProcedureClock, procedure_clocks};
use super::{Clockwork, Deadline, Explanation, Pause, Run};
use crate::domain::case::{Assist, Span};
use crate::domain::rules::{Promise, Rules};
use crate::domain::stage::Stage;
use crate::domain::{Case, Limit, Stamp};

/// One clock with the rule row it follows.
#[derive(Debug, Clone)]
pub struct RuledDeadline {
    pub rule: String,
    pub limit: Limit,
    pub deadline: Deadline,
    /// The deadline was replaced by a granted extension or by the time node on the dispatch slip.
    pub promised: Option<Stamp>,
}

/// Which clock a case has to meet next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Governs {
    Stage,
    /// T06-T08.
    Promise,
    /// B08.
    PromisedReply,
    /// The earliest sub-order that waits for its answer (E05, T17).
    Assist,
    /// The clock of a procedure or of the law at this place of [`CaseClocks::procedures`].
    Procedure(usize),
}

/// What a list shows of a case's time: the earliest open clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NextDue {
    pub governs: Governs,
    pub from: Stamp,
    pub warn_at: Option<Stamp>,
    pub due: Option<Stamp>,
}

/// Every clock that runs for a case now. Clocks are independent; the earliest one governs.
#[derive(Debug, Clone, Default)]
pub struct CaseClocks {
    pub stage: Option<RuledDeadline>,
    pub promise: Option<RuledDeadline>,
    pub promised_reply: Option<(Stamp, Stamp)>,
    /// Asked and due.
    pub assist: Option<(Stamp, Stamp)>,
    /// Of procedures and of the law, those still to be met.
    pub procedures: Vec<ProcedureClock>,
}

impl CaseClocks {
    /// The clocks of `case` under its own rule book. A clock that cannot be counted (a limit of centuries) is absent.
    #[must_use]
    pub fn of(case: &Case, rules: &Rules, clockwork: &Clockwork) -> Self {
        if !case.is_open() {
            return Self::default();
        }
        let replied = case.replied_at().is_some();
        Self {
            stage: case.span().and_then(|span| span_clock(case, span, rules, clockwork)),
            promise: if replied { None } else { promise_clock(case, rules, clockwork) },
            promised_reply: if replied {
                None
            } else {
                case.facts.promised_reply.map(|due| (case.facts.received_at, due))
            },
            assist: assist_clock(case),
            procedures: procedure_clocks(case, rules, clockwork).into_iter().filter(ProcedureClock::is_open).collect(),
        }
    }

    /// The clock that is met first; one that stands still counts only when no other runs.
    #[must_use]
    pub fn next(&self) -> Option<NextDue> {
        let ruled = |governs, clock: &RuledDeadline| NextDue {
            governs,
            from: clock.deadline.start,
            warn_at: clock.deadline.warn_at,
            due: clock.deadline.due,
        };
        let stage = self.stage.as_ref().map(|clock| ruled(Governs::Stage, clock));
        let promise = self.promise.as_ref().map(|clock| ruled(Governs::Promise, clock));
        let agreed = |governs, (from, due): (Stamp, Stamp)| NextDue {
            governs,
            from,
            warn_at: Some(Stamp(due.0 - (due.0 - from.0) / 10)),
            due: Some(due),
        };
        let reply = self.promised_reply.map(|times| agreed(Governs::PromisedReply, times));
        let assist = self.assist.map(|times| agreed(Governs::Assist, times));
        let procedures = self.procedures.iter().enumerate();
        let procedures =
            procedures.filter_map(|(at, clock)| Some(ruled(Governs::Procedure(at), clock.clock.as_ref()?)));
        let all = [stage, promise, reply, assist].into_iter().flatten().chain(procedures);
        all.min_by_key(|next| next.due.map_or(i64::MAX, |due| due.0))
    }
}

/// E05: while the branch works, the sub-order that is to be answered first.
fn assist_clock(case: &Case) -> Option<(Stamp, Stamp)> {
    let open = case.assists.iter().filter(|assist| assist.answer.is_none() && case.stage == Stage::Handling);
    open.filter_map(|assist| Some((assist.asked_at, assist.due?))).min_by_key(|(_, due)| *due)
}

/// The clock of one pass through a stage, running or ended; `None` where no limit is set (X6).
#[must_use]
pub fn span_clock(case: &Case, span: &Span, rules: &Rules, clockwork: &Clockwork) -> Option<RuledDeadline> {
    Counting::of_span(case, span, rules)?.clock(rules, clockwork)
}

/// The arithmetic behind [`span_clock`], up to the due time or up to `now` while a wait keeps it open (b2).
#[must_use]
pub fn explain_span(case: &Case, span: &Span, rules: &Rules, clockwork: &Clockwork, now: Stamp) -> Option<Explanation> {
    Counting::of_span(case, span, rules)?.explanation(rules, clockwork, now)
}

/// The outward promise of a case that governs, from the contact (or the opening of the round) to the reply (T06-T08):
/// the earliest of [`promise_clocks`].
#[must_use]
pub fn promise_clock(case: &Case, rules: &Rules, clockwork: &Clockwork) -> Option<RuledDeadline> {
    promise_clocks(case, rules, clockwork).into_iter().next()
}

/// Every clock the outward promise is counted on, the earliest first: an appeal has two (T12-T15, X3).
#[must_use]
pub fn promise_clocks(case: &Case, rules: &Rules, clockwork: &Clockwork) -> Vec<RuledDeadline> {
    let clocks = Counting::of_promises(case, rules, clockwork);
    let mut clocks: Vec<_> = clocks.iter().filter_map(|counting| counting.clock(rules, clockwork)).collect();
    clocks.sort_by_key(|clock| clock.deadline.due.map_or(i64::MAX, |due| due.0));
    clocks
}

/// The outward promise of the first round: as the rules give it, and as an extension granted before it ended moves it
/// (kpi.md 5.1 rule 6). A case is judged by these two however often it is taken up again. `None` where no limit is set
/// (X6), and while a wait keeps it open.
#[must_use]
pub fn first_promise(case: &Case, rules: &Rules, clockwork: &Clockwork) -> Option<(Stamp, Stamp)> {
    let round: Vec<&Span> = case.spans.iter().filter(|span| span.round == 1).collect();
    let start = round.first()?.from;
    let due = |row: &Promise| {
        let pauses = pauses_of(round.iter().copied());
        let counting = Counting { rule: &row.id, limit: row.longest, start, pauses, promised: None };
        counting.clock(rules, clockwork)?.deadline.due
    };
    let first = rules.promises_of(&case.facts).into_iter().filter_map(due).min()?;
    let granted = |span: &&&Span| span.extended_at.is_some_and(|at| at <= first);
    let until =
        round.iter().filter(granted).filter_map(|span| span.extensions.last()).map(|granted| granted.until).max();
    Some((first, until.map_or(first, |until| until.max(first))))
}

/// The arithmetic behind [`promise_clock`], up to the due time or up to `now` while a wait keeps it open (b2).
#[must_use]
pub fn explain_promise(case: &Case, rules: &Rules, clockwork: &Clockwork, now: Stamp) -> Option<Explanation> {
    let governs = promise_clock(case, rules, clockwork)?;
    Counting::of_promises(case, rules, clockwork)
        .iter()
        .find(|counting| counting.rule == governs.rule && counting.limit == governs.limit)?
        .explanation(rules, clockwork, now)
}

/// What a case has taken of the time its outward promise is counted in: from the same start, waits left out (forms.md 1.5).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Taken {
    pub running_minutes: i64,
    /// Working days in tenths, each day by the share of its own business hours.
    pub day_tenths: i64,
    /// A wait was left out.
    pub waited: bool,
}

/// What the round of `case` had taken at `until`.
#[must_use]
pub fn taken(case: &Case, clockwork: &Clockwork, until: Stamp) -> Option<Taken> {
    let round: Vec<&Span> = case.spans.iter().filter(|span| span.round == case.round).collect();
    let start = round_start(&round)?;
    let pauses = pauses_of(round.iter().copied());
    let part = |from: Stamp, to: Stamp| clockwork.elapsed_outside(from, to, &pauses);
    let mut share = 0.0;
    let mut day = Day::at(start);
    while day.start() < until {
        let open: i64 = clockwork.hours_on(day).iter().map(|span| i64::from(span.to - span.from) * 1000).sum();
        if open > 0 {
            let (from, to) = (day.start().max(start), day.plus(1).start().min(until));
            share += part(from, to).working as f64 / open as f64;
        }
        day = day.plus(1);
    }
    let running_minutes = part(start, until).running / 60_000;
    let waited = pauses.iter().any(|pause| pause.from < until);
    Some(Taken { running_minutes, day_tenths: (share * 10.0).round() as i64, waited })
}

/// When a round began, its time in the archive left out.
fn round_start(round: &[&Span]) -> Option<Stamp> {
    round.iter().find(|span| span.stage != Stage::Archived).map(|span| span.from)
}

/// What one clock of a case is counted from; deadline and explanation follow from the same.
struct Counting<'a> {
    rule: &'a str,
    limit: Limit,
    start: Stamp,
    pauses: Vec<Pause>,
    promised: Option<Stamp>,
}

impl<'a> Counting<'a> {
    fn of_span(case: &Case, span: &Span, rules: &'a Rules) -> Option<Self> {
        let promised = span.extensions.last().map(|extension| extension.until).or(span.agreed);
        let pauses = pauses_of(std::iter::once(span));
        if let Some(row) = rules.stage_limit(span.stage, &case.facts) {
            let start = row.from.and_then(|stage| case.ended_at(stage, span.round)).unwrap_or(span.from);
            return Some(Self { rule: &row.id, limit: row.limit, start, pauses, promised });
        }
        // E08: where the rules set no limit, the time node on the slip is one.
        let until = promised?;
        let minutes = (until.0 - span.from.0).max(0) / 60_000;
        Some(Self { rule: "E08", limit: Limit::Minutes(minutes), start: span.from, pauses, promised })
    }

    fn of_promises(case: &Case, rules: &'a Rules, clockwork: &Clockwork) -> Vec<Self> {
        let round: Vec<&Span> = case.spans.iter().filter(|span| span.round == case.round).collect();
        let Some(start) = round_start(&round) else { return Vec::new() };
        // An extension moves the promise with it, never to an earlier time.
        let extended = round.iter().rev().find_map(|span| span.extensions.last()).map(|extension| extension.until);
        let counted = |row: &'a Promise| {
            let pauses = pauses_of(round.iter().copied());
            let mut counting = Self { rule: &row.id, limit: row.longest, start, pauses, promised: None };
            let due = counting.clock(rules, clockwork).and_then(|clock| clock.deadline.due);
            counting.promised = extended.filter(|until| due.is_some_and(|due| *until > due));
            counting
        };
        rules.promises_of(&case.facts).into_iter().map(counted).collect()
    }

    fn run(&self, rules: &Rules) -> Run<'_> {
        Run::new(self.start, self.limit).pauses(&self.pauses).promised(self.promised).warn_percent(rules.warn_percent)
    }

    fn clock(&self, rules: &Rules, clockwork: &Clockwork) -> Option<RuledDeadline> {
        let deadline = clockwork.deadline(&self.run(rules)).ok()?;
        Some(RuledDeadline { rule: self.rule.to_owned(), limit: self.limit, deadline, promised: self.promised })
    }

    fn explanation(&self, rules: &Rules, clockwork: &Clockwork, now: Stamp) -> Option<Explanation> {
        clockwork.explain(self.rule, &self.run(rules), now).ok()
    }
}

fn pauses_of<'s>(spans: impl Iterator<Item = &'s Span>) -> Vec<Pause> {
    spans.flat_map(|span| span.pauses.iter()).map(|pause| Pause { from: pause.from, to: pause.to }).collect()
}

/// When technical support owes its written reply: as asked, or by the rule book's limit (T17). `None` for another unit.
#[must_use]
pub fn support_due(assist: &Assist, rules: &Rules, clockwork: &Clockwork) -> Option<Stamp> {
    let mut rows = rules.policy.assists.iter().filter(|row| row.id == "T17");
    let row = rows.find(|row| [&row.unit.zh, &row.unit.en].contains(&&assist.unit))?;
    assist.due.or_else(|| clockwork.deadline(&Run::new(assist.asked_at, row.limit)).ok()?.due)
}
