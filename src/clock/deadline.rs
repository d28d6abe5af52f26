//! When something is due: a limit becomes a budget on a ruler, pauses stop the ruler, an extension replaces the end.

use super::{
    clockwork::{Clockwork, OutOfReach, Ruler},
    day::{DAY_MS, Day},
};
use crate::domain::{Limit, Stamp};

/// The longest limit: a hundred years of days, counted in whichever way.
const MAX_DAYS: i64 = 36_525;
/// Share of the budget after which a warning is given unless a rule says otherwise (T09).
pub const WARN_PERCENT: u8 = 90;

/// A limit with the precision of the clock: milliseconds where it counts time, days where it counts days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Term {
    /// Milliseconds day and night.
    Running(i64),
    /// Milliseconds of business hours.
    Working(i64),
    /// Calendar days, the first not counted, to 23:59:59 of the last; 0 is "the same day" (T28). Never rolled forward.
    Days(i64),
    /// Working days after the start day, to close of business of the last. 0 is the start day itself, or the next
    /// working day when its business is over.
    WorkingDays(i64),
}

impl From<Limit> for Term {
    fn from(limit: Limit) -> Self {
        match limit {
            Limit::Minutes(n) => Self::Running(n.saturating_mul(60_000)),
            Limit::Hours(n) => Self::Running(n.saturating_mul(3_600_000)),
            Limit::Days(n) => Self::Days(n),
            Limit::WorkingDays(n) => Self::WorkingDays(n),
            Limit::WorkingMinutes(n) => Self::Working(n.saturating_mul(60_000)),
        }
    }
}

impl Term {
    /// The ruler on which the term is spent.
    #[must_use]
    pub const fn ruler(self) -> Ruler {
        match self {
            Self::Running(_) | Self::Days(_) => Ruler::Running,
            Self::Working(_) | Self::WorkingDays(_) => Ruler::Business,
        }
    }

    fn is_sensible(self) -> bool {
        match self {
            Self::Running(ms) | Self::Working(ms) => (0..=MAX_DAYS * DAY_MS).contains(&ms),
            Self::Days(n) | Self::WorkingDays(n) => (0..=MAX_DAYS).contains(&n),
        }
    }
}

/// A stretch during which the clock stands still. Pauses may overlap, lie before the start and come in any order;
/// one that ends before it begins counts for nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pause {
    pub from: Stamp,
    /// `None` while it lasts.
    pub to: Option<Stamp>,
}

/// Everything a deadline follows from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Run<'a> {
    pub start: Stamp,
    pub term: Term,
    pub pauses: &'a [Pause],
    /// The instant promised by a granted extension (F05, F06); it replaces the computed one and no pause moves it.
    pub promised: Option<Stamp>,
    /// Share of the budget after which a warning is due, 0 to 100 (T09: 90).
    pub warn_percent: u8,
}

impl<'a> Run<'a> {
    /// A run without pauses or extension that warns at 90 % (T09).
    pub fn new(start: Stamp, term: impl Into<Term>) -> Self {
        Self { start, term: term.into(), pauses: &[], promised: None, warn_percent: WARN_PERCENT }
    }

    #[must_use]
    pub const fn pauses(mut self, pauses: &'a [Pause]) -> Self {
        self.pauses = pauses;
        self
    }

    #[must_use]
    pub const fn promised(mut self, promised: Option<Stamp>) -> Self {
        self.promised = promised;
        self
    }

    #[must_use]
    pub const fn warn_percent(mut self, percent: u8) -> Self {
        self.warn_percent = percent;
        self
    }
}

/// When a run is due. Holds no "now": standing and share are asked for at the moment of reading, never stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deadline {
    pub start: Stamp,
    /// `None` while a pause lasts that began before the budget was spent.
    pub due: Option<Stamp>,
    /// When the warning share of the budget is used (T09, F01); `None` while a pause keeps it from being reached.
    pub warn_at: Option<Stamp>,
    /// Where the term ends without pauses and extension.
    pub nominal: Stamp,
    /// Milliseconds on the ruler; after an extension those up to the promised instant.
    pub budget: i64,
    pub ruler: Ruler,
    /// A working day was counted in a year whose list is not published (calendar.md 4.4).
    pub provisional: bool,
    /// In order, apart from each other, none before the start.
    halts: Vec<Pause>,
}

/// How a run stands at an instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Standing {
    InTime,
    /// The warning share of the budget is used (T09).
    Warned,
    /// The second of the due time is over.
    Overdue,
    /// The clock stands still.
    Paused,
}

/// How much of a budget is used at an instant.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Used {
    /// Milliseconds counted on the ruler since the start, pauses left out. Goes on past the due time.
    pub counted: i64,
    /// Of the budget; above 1 when overdue, and 1 at once for an empty budget.
    pub share: f64,
}

impl Clockwork {
    /// Works out when a run is due.
    ///
    /// # Errors
    /// A negative limit, one of more than a hundred years, or an end outside the years 1 to 9999.
    pub fn deadline(&self, run: &Run) -> Result<Deadline, OutOfReach> {
        let start = Self::within_reach(run.start)?;
        if !run.term.is_sensible() {
            return Err(OutOfReach);
        }
        let ruler = run.term.ruler();
        let halts = halts_after(start, run.pauses);
        let (nominal, mut budget) = self.nominal(start, run.term)?;
        let due = match run.promised {
            Some(promised) => {
                budget = self.count_between(ruler, &halts, start, Self::within_reach(promised)?);
                Some(promised)
            }
            None => self.spend(ruler, &halts, start, budget)?,
        };
        let warn_budget = i128::from(budget) * i128::from(run.warn_percent.min(100)) / 100;
        let warn_at = self.spend(ruler, &halts, start, i64::try_from(warn_budget).unwrap_or(budget))?;
        let last = due.or(halts.last().map(|halt| halt.from)).unwrap_or(start);
        let provisional = ruler == Ruler::Business && self.is_provisional_between(start, last);
        Ok(Deadline { start, due, warn_at, nominal, budget, ruler, provisional, halts })
    }

    /// Budget used at an instant.
    #[must_use]
    pub fn used(&self, deadline: &Deadline, now: Stamp) -> Used {
        let counted = self.count_between(deadline.ruler, &deadline.halts, deadline.start, now);
        // Budgets stay under a hundred years of milliseconds, far inside what an f64 holds exactly.
        #[expect(clippy::cast_precision_loss)]
        let share = if deadline.budget == 0 { 1.0 } else { counted as f64 / deadline.budget as f64 };
        Used { counted, share }
    }

    /// Business and running time from start to end with the pauses left out; negative when the end comes first.
    #[must_use]
    pub fn elapsed_outside(&self, start: Stamp, end: Stamp, pauses: &[Pause]) -> super::Elapsed {
        let (from, to, sign) = if end < start { (end, start, -1) } else { (start, end, 1) };
        let halts = halts_after(from, pauses);
        let count = |ruler| sign * self.count_between(ruler, &halts, from, to);
        super::Elapsed { working: count(Ruler::Business), running: count(Ruler::Running) }
    }

    /// Where the term ends without pauses, and the milliseconds on its ruler until then.
    fn nominal(&self, start: Stamp, term: Term) -> Result<(Stamp, i64), OutOfReach> {
        let ruler = term.ruler();
        let end = match term {
            Term::Running(budget) | Term::Working(budget) => return Ok((self.walk(ruler, start, budget)?, budget)),
            Term::Days(n) => {
                let last = Day::at(start).plus(i32::try_from(n).map_err(|_| OutOfReach)?);
                Stamp(last.plus(1).start().0 - 1000)
            }
            Term::WorkingDays(0) => self.close_today_or_next(start)?,
            Term::WorkingDays(n) => self.close_of(self.step_day(Day::at(start), n).ok_or(OutOfReach)?),
        };
        let end = Self::within_reach(end)?.max(start);
        Ok((end, self.measure(ruler, start, end)))
    }

    fn close_today_or_next(&self, start: Stamp) -> Result<Stamp, OutOfReach> {
        let today = Day::at(start);
        if self.is_open(today) && start <= self.close_of(today) {
            return Ok(self.close_of(today));
        }
        self.step_day(today, 1).map(|next| self.close_of(next)).ok_or(OutOfReach)
    }

    /// The instant at which `budget` is spent from `start` with the ruler standing still in the halts; `None` if a
    /// halt without end comes first.
    fn spend(&self, ruler: Ruler, halts: &[Pause], start: Stamp, budget: i64) -> Result<Option<Stamp>, OutOfReach> {
        let (mut at, mut left) = (start, budget);
        for halt in halts {
            let free = self.measure(ruler, at, halt.from);
            if free >= left {
                break;
            }
            left -= free;
            let Some(to) = halt.to else { return Ok(None) };
            at = to;
        }
        self.walk(ruler, at, left).map(Some)
    }

    /// Milliseconds on the ruler between two instants, halts left out.
    pub(super) fn count_between(&self, ruler: Ruler, halts: &[Pause], from: Stamp, to: Stamp) -> i64 {
        let halted: i64 = halts
            .iter()
            .take_while(|halt| halt.from < to)
            .map(|halt| self.measure(ruler, halt.from.max(from), halt.to.map_or(to, |end| end.min(to))))
            .sum();
        self.measure(ruler, from, to) - halted
    }
}

impl Deadline {
    /// How the run stands at an instant. A second that has begun is not yet over: due 23:59:59 is kept at 23:59:59.9.
    #[must_use]
    pub fn standing(&self, now: Stamp) -> Standing {
        if self.due.is_some_and(|due| now.0.div_euclid(1000) > due.0.div_euclid(1000)) {
            Standing::Overdue
        } else if self.is_paused(now) {
            Standing::Paused
        } else if self.warn_at.is_some_and(|warn_at| now >= warn_at) {
            Standing::Warned
        } else {
            Standing::InTime
        }
    }

    /// True inside a pause.
    #[must_use]
    pub fn is_paused(&self, now: Stamp) -> bool {
        self.halts.iter().any(|halt| halt.from <= now && halt.to.is_none_or(|to| now < to))
    }

    pub(super) fn halts(&self) -> &[Pause] {
        &self.halts
    }
}

/// Pauses put in order, overlapping ones joined, everything before the start cut off.
fn halts_after(start: Stamp, pauses: &[Pause]) -> Vec<Pause> {
    let mut halts: Vec<Pause> = pauses
        .iter()
        .map(|pause| Pause { from: pause.from.max(start), to: pause.to })
        .filter(|pause| pause.to.is_none_or(|to| to > pause.from))
        .collect();
    halts.sort_unstable_by_key(|halt| halt.from);
    let mut joined: Vec<Pause> = Vec::with_capacity(halts.len());
    for halt in halts {
        match joined.last_mut() {
            Some(last) if last.to.is_none_or(|to| halt.from <= to) => {
                last.to = last.to.zip(halt.to).map(|(a, b)| a.max(b));
            }
            _ => joined.push(halt),
        }
    }
    joined
}

#[cfg(test)]
mod tests;
