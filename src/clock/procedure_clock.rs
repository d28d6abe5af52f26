//! The clocks of procedures: those of their steps, and those of the law beside them.

use chrono::NaiveDate;

use super::case_clock::RuledDeadline;
use super::{Clockwork, Explanation, Pause, Run, Standing};
use crate::domain::case::Pause as Wait;
use crate::domain::policy::Name;
use crate::domain::procedure::{
    CaseTimer, Mark, Procedure, SourceMark, Step, Template, Timer, holds, moment_of, open_steps, template_of,
};
use crate::domain::rules::Rules;
use crate::domain::{Case, Limit, Stamp};

/// What a clock counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ClockOf {
    /// A step of procedure `procedure`.
    Step { procedure: u32, step: String },
    /// A clock of the law; `None` for one of the book itself.
    Timer { procedure: Option<u32>, timer: String },
}

impl ClockOf {
    /// Number of the procedure; `None` for a clock of the book itself.
    #[must_use]
    pub const fn procedure(&self) -> Option<u32> {
        match self {
            Self::Step { procedure, .. } => Some(*procedure),
            Self::Timer { procedure, .. } => *procedure,
        }
    }

    /// Key of the step or of the clock of the law.
    #[must_use]
    pub fn key(&self) -> &str {
        match self {
            Self::Step { step, .. } => step,
            Self::Timer { timer, .. } => timer,
        }
    }
}

/// One clock with the row it follows. Whether it is missed is asked for at the moment of reading, never stored.
#[derive(Debug, Clone)]
pub struct ProcedureClock {
    pub of: ClockOf,
    pub name: Name,
    pub rule: String,
    pub limit: Limit,
    /// Instrument and article, and how surely the text is known; `None` for a step.
    pub law: Option<(Name, SourceMark)>,
    /// `None` before the moment it starts at, and for a limit that cannot be counted.
    pub clock: Option<RuledDeadline>,
    /// When what it waits for was there, or the procedure was broken off.
    pub met_at: Option<Stamp>,
    /// Two persons said that it does not apply.
    pub waived: bool,
    /// The waits that stopped it, with their reasons.
    pub waits: Vec<Wait>,
    warn_percent: u8,
}

/// How a clock stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClockState {
    NotStarted,
    Running,
    /// Stopped by a wait that its law lets stop it.
    Stopped,
    Met(Stamp),
    /// Overdue, or met too late.
    Missed,
    Waived,
}

impl ProcedureClock {
    /// How it stands at `now`.
    #[must_use]
    pub fn state(&self, now: Stamp) -> ClockState {
        let standing = |at| self.clock.as_ref().map(|clock| clock.deadline.standing(at));
        match (self.met_at, standing(self.met_at.unwrap_or(now))) {
            _ if self.waived => ClockState::Waived,
            (_, Some(Standing::Overdue)) => ClockState::Missed,
            (Some(at), _) => ClockState::Met(at),
            (None, None) => ClockState::NotStarted,
            (None, Some(Standing::Paused)) => ClockState::Stopped,
            (None, Some(Standing::InTime | Standing::Warned)) => ClockState::Running,
        }
    }

    /// Whether it has started and is still to be met.
    #[must_use]
    pub const fn is_open(&self) -> bool {
        self.met_at.is_none() && !self.waived && self.clock.is_some()
    }

    /// The arithmetic behind it, up to the due time or up to `now` while a wait keeps it open (b2).
    #[must_use]
    pub fn explanation(&self, clockwork: &Clockwork, now: Stamp) -> Option<Explanation> {
        let start = self.clock.as_ref()?.deadline.start;
        let pauses = pauses(&self.waits);
        let run = Run::new(start, self.limit).pauses(&pauses).warn_percent(self.warn_percent);
        clockwork.explain(&self.rule, &run, now).ok()
    }
}

/// Every clock of the case's procedures, then those of the book itself: steps done and steps that are their turn, where a
/// limit is set, and each clock of the law that holds for the case's day. Of a procedure that was broken off only what was
/// missed before.
#[must_use]
pub fn procedure_clocks(case: &Case, rules: &Rules, clockwork: &Clockwork) -> Vec<ProcedureClock> {
    let mut clocks = Vec::new();
    for procedure in &case.procedures {
        let Some(template) = template_of(rules, procedure) else { continue };
        // One that was broken off is counted as it stood until then.
        let stood = procedure.broken_off.is_some().then(|| Procedure { broken_off: None, ..procedure.clone() });
        let (broken_off, procedure) = (&procedure.broken_off, stood.as_ref().unwrap_or(procedure));
        let counting = Counting { case, rules, clockwork, of: Some((procedure, template)) };
        let mut own = counting.steps(procedure, template);
        own.extend(template.timers.iter().filter_map(|timer| counting.timer(timer)));
        if let Some((at, _)) = broken_off {
            own.retain(|clock| clock.state(*at) == ClockState::Missed);
            own.iter_mut().for_each(|clock| clock.met_at = clock.met_at.or(Some(*at)));
        }
        clocks.extend(own);
    }
    let counting = Counting { case, rules, clockwork, of: None };
    let fits = |row: &&CaseTimer| row.opens.iter().any(|fits| fits.holds(case, rules));
    clocks.extend(rules.timers.iter().filter(fits).filter_map(|row| counting.timer(&row.timer)));
    clocks
}

/// What clocks are counted from: the case, or one of its procedures.
struct Counting<'a> {
    case: &'a Case,
    rules: &'a Rules,
    clockwork: &'a Clockwork,
    of: Option<(&'a Procedure, &'a Template)>,
}

impl Counting<'_> {
    fn steps(&self, procedure: &Procedure, template: &Template) -> Vec<ProcedureClock> {
        let done = procedure.done.iter().enumerate().filter_map(|(at, done)| {
            let before = at.checked_sub(1).and_then(|at| procedure.done.get(at)).map(|before| before.at);
            self.step(procedure, template.step(&done.step)?, (before, Some(done.at)))
        });
        let last = procedure.done.last().map(|done| done.at);
        let open = open_steps(template, procedure);
        let open = open.into_iter().filter_map(|step| self.step(procedure, step, (last, None)));
        done.chain(open).collect()
    }

    /// The clock of a step by its first limit that fits; `None` where no limit is set (X6).
    fn step(
        &self,
        procedure: &Procedure,
        step: &Step,
        (before, met_at): (Option<Stamp>, Option<Stamp>),
    ) -> Option<ProcedureClock> {
        let fits = |when: Option<&_>| when.is_none_or(|only| holds(only, &procedure.answers));
        let row = step.limits.iter().find(|row| fits(row.when.as_ref()))?;
        let start = match &row.from {
            Mark::Previous => Some(before.unwrap_or(procedure.opened_at)),
            mark => self.moment(mark),
        };
        let of = ClockOf::Step { procedure: procedure.id, step: step.key.clone() };
        let clock = self.clock((of, &step.name), (&row.id, row.limit), start, Vec::new());
        Some(ProcedureClock { met_at, ..clock })
    }

    /// `None` when another version of the law holds for the day.
    fn timer(&self, timer: &Timer) -> Option<ProcedureClock> {
        let start = self.moment(&timer.from);
        let day = self.day(start);
        if timer.from_day.is_some_and(|from| day < from) || timer.to_day.is_some_and(|to| day > to) {
            return None;
        }
        let id = self.of.map(|(procedure, _)| procedure.id);
        let waived = self.case.waivers.iter().any(|waiver| waiver.procedure == id && waiver.timer == timer.key);
        let all = self.case.spans.iter().flat_map(|span| &span.pauses);
        let waits = all.filter(|wait| timer.stops.contains(&wait.reason)).cloned().collect();
        let of = ClockOf::Timer { procedure: id, timer: timer.key.clone() };
        let clock = self.clock((of, &timer.name), (&timer.id, timer.limit), start, waits);
        let law = Some((timer.law.clone(), timer.mark));
        Some(ProcedureClock { law, waived, met_at: self.moment(&timer.until), ..clock })
    }

    fn clock(
        &self,
        (of, name): (ClockOf, &Name),
        (rule, limit): (&str, Limit),
        start: Option<Stamp>,
        waits: Vec<Wait>,
    ) -> ProcedureClock {
        let warn_percent = self.rules.warn_percent;
        let pauses = pauses(&waits);
        let deadline = start.and_then(|start| {
            self.clockwork.deadline(&Run::new(start, limit).pauses(&pauses).warn_percent(warn_percent)).ok()
        });
        let clock = deadline.map(|deadline| RuledDeadline { rule: rule.to_owned(), limit, deadline, promised: None });
        ProcedureClock {
            of,
            name: name.clone(),
            rule: rule.to_owned(),
            limit,
            law: None,
            clock,
            met_at: None,
            waived: false,
            waits,
            warn_percent,
        }
    }

    /// The day that says which version of the law holds (law.md 0.1): the receipt of the case; of what a person opened
    /// the opening, or the start of the clock where that was earlier.
    fn day(&self, start: Option<Stamp>) -> NaiveDate {
        match self.of {
            Some((procedure, _)) if procedure.because.is_none() => {
                start.map_or(procedure.opened_at, |start| start.min(procedure.opened_at)).date()
            }
            _ => self.case.facts.received_at.date(),
        }
    }

    /// When a mark was reached; `None` as long as it is not.
    fn moment(&self, mark: &Mark) -> Option<Stamp> {
        match (mark, self.of) {
            (Mark::Received, _) => Some(self.case.facts.received_at),
            (Mark::Replied, _) => self.case.replies.first().map(|(at, _)| *at),
            (Mark::Closed, _) => self.case.closing.as_ref().map(|closing| closing.at),
            (Mark::Opened | Mark::Previous, Some((procedure, _))) => Some(procedure.opened_at),
            (Mark::Step(key), Some((procedure, _))) => {
                procedure.done.iter().find(|done| done.step == *key).map(|done| done.at)
            }
            (Mark::Answer(key), Some((procedure, template))) => {
                let (_, question) = template.question(key)?;
                let answer = procedure.answers.get(key)?;
                moment_of(question, answer).or_else(|| procedure.answered_at.get(key).copied())
            }
            (Mark::Opened | Mark::Previous | Mark::Step(_) | Mark::Answer(_), None) => None,
        }
    }
}

fn pauses(waits: &[Wait]) -> Vec<Pause> {
    waits.iter().map(|wait| Pause { from: wait.from, to: wait.to }).collect()
}

#[cfg(test)]
mod tests;
