//! What one case contributes to one line of a KPI in a period (kpi.md 5.1, 5.2).

use chrono::{Datelike, NaiveDate};

use super::measure::{BatchRun, Excellence, IncidentMeasure, Measure};
use super::{Kpi, Line};
use crate::domain::BranchId;
use crate::domain::stage::{InfoClass, Satisfaction, Stage};
use crate::domain::time::Stamp;

/// A period in which is counted, and the time of the data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Span {
    pub from: Stamp,
    /// Exclusive.
    pub to: Stamp,
    pub now: Stamp,
}

impl Span {
    /// The end of what can be judged: of the period, or now inside it.
    #[must_use]
    pub fn end(&self) -> Stamp {
        self.to.min(self.now)
    }

    fn has(&self, at: Stamp) -> bool {
        self.from <= at && at < self.end()
    }

    /// The first day of the year in which the period ends.
    #[must_use]
    pub fn year_start(&self) -> Stamp {
        let year = Stamp(self.end().0 - 1).date().year();
        let day = NaiveDate::from_ymd_opt(year, 1, 1).map(|day| day.and_time(chrono::NaiveTime::MIN));
        day.map_or(self.from, Stamp::from_wall)
    }

    /// How far back cases may lie that count in this line.
    #[must_use]
    pub fn reach(&self, line: Line) -> Stamp {
        if line == Line::YearSoFar { self.from.min(self.year_start()) } else { self.from }
    }
}

/// A contribution: so much of so much, dated by what put it into the period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Item {
    pub at: Stamp,
    /// Added to the numerator: 1, a duration in milliseconds, or fen.
    pub part: i64,
    /// Added to the denominator.
    pub whole: i64,
    /// False while the outcome is still open (received, not yet due).
    pub ripe: bool,
    pub stage: Option<Stage>,
    /// Who carries it, where that is not the branch that closed the case (rule 10).
    pub branch: Option<BranchId>,
}

impl Item {
    fn of(at: Stamp, part: i64, whole: i64) -> Self {
        Self { at, part, whole, ripe: true, stage: None, branch: None }
    }

    /// A contribution of which only the amounts are known.
    #[must_use]
    pub fn plain(part: i64, whole: i64) -> Self {
        Self::of(Stamp(0), part, whole)
    }

    /// One of one when `holds`, else none of one.
    #[must_use]
    pub fn whether(at: Stamp, holds: bool) -> Self {
        Self::of(at, i64::from(holds), 1)
    }
}

/// Hands every contribution of a case to `out`. A line without data, and a line the KPI does not have, gets none.
pub fn items(kpi: Kpi, line: Line, case: &Measure, span: &Span, out: &mut dyn FnMut(Item)) {
    match kpi {
        Kpi::K01 | Kpi::K08 | Kpi::K20 | Kpi::K23 | Kpi::F1 | Kpi::F2 => out_all(received(kpi, line, case, span), out),
        Kpi::K02 => out_all(on_time(line, case, span), out),
        Kpi::K03 | Kpi::K17 => out_all(one_time(kpi, line, case, span), out),
        Kpi::K04 | Kpi::K19 => surveys(kpi, line, case, span, out),
        Kpi::K05 | Kpi::K07 | Kpi::K11 | Kpi::K12 => flow(kpi, line, case, span, out),
        Kpi::K09 | Kpi::K14 => out_all(resolved(kpi, case, span), out),
        Kpi::K06 | Kpi::K10 | Kpi::K13 | Kpi::K16 | Kpi::K24 => out_all(closed(kpi, line, case, span), out),
        Kpi::F3 => case
            .asked
            .iter()
            .filter(|asked| span.has(asked.due))
            .for_each(|asked| out(Item::whether(asked.due, asked.is_in_time()))),
        Kpi::F4 => out_all(case.batch.and_then(|run| batch(line, &run, span)), out),
        Kpi::F5 | Kpi::F6 | Kpi::F7 | Kpi::F8 => {
            out_all(case.incident.and_then(|file| incident(kpi, line, case, &file, span)), out);
        }
        Kpi::K18 if case.attributed => department(line, case, span, out),
        Kpi::K21 => out_all(case.excellence.and_then(|survey| excellence(line, &survey, span)), out),
        Kpi::K22 => case
            .slips
            .iter()
            .filter(|slips| span.has(slips.at))
            .for_each(|slips| out(Item::of(slips.at, slips.satisfied.into(), slips.opinions.into()))),
        Kpi::A1 if case.appeal => out_all(appeal(line, case, span), out),
        Kpi::A2 => out_all(conclusion(line, case, span), out),
        // F9 looks at all cases of a customer at once, K15 at calls.
        _ => {}
    }
}

fn out_all(item: Option<Item>, out: &mut dyn FnMut(Item)) {
    if let Some(item) = item {
        out(item);
    }
}

/// The limit of a case, when it fell into the period and has passed: base D.
fn due(case: &Measure, span: &Span) -> Option<Stamp> {
    case.limits.due.filter(|due| span.has(*due))
}

fn received(kpi: Kpi, line: Line, case: &Measure, span: &Span) -> Option<Item> {
    let at = Some(case.received_at).filter(|at| span.has(*at))?;
    match (kpi, line) {
        (Kpi::K01, _) => Some(Item::of(at, 1, 0)),
        (Kpi::K23, _) => Some(Item::whether(at, case.enforced)),
        (Kpi::K08, _) => case.escalated.then(|| Item::of(at, 1, 0)),
        (Kpi::K20, Line::Complaints) => (case.class == InfoClass::MarketComplaint).then(|| Item::of(at, 1, 0)),
        (Kpi::F1, _) => {
            let handover = case.limits.handover.filter(|_| case.class == InfoClass::GeneralQuality)?;
            Some(Item::whether(at, case.logged_at <= handover))
        }
        (Kpi::F2, Line::Pending) => Some(Item::whether(at, case.verified.is_none())),
        (Kpi::F2, _) => case.verified.map(|verified| Item::whether(at, verified)),
        _ => None,
    }
}

/// K02: rules 1, 5, 6, 8. Open past the limit is late, a further round does not make the first answer count.
fn on_time(line: Line, case: &Measure, span: &Span) -> Option<Item> {
    let met = |limit: Stamp| case.is_closed_by(limit) && case.is_settled();
    match line {
        Line::Main => due(case, span).map(|due| Item::whether(due, met(due))),
        Line::Raw => due(case, span).map(|due| Item::whether(due, case.limits.due0.is_some_and(met))),
        Line::Extended => due(case, span).map(|due| Item::whether(due, case.limits.due0 != case.limits.due)),
        Line::Cohort => {
            let due = case.limits.due.filter(|_| span.has(case.received_at))?;
            Some(Item { ripe: due < span.now, ..Item::whether(case.received_at, met(due)) })
        }
        Line::Reopened => {
            let close = case.closings.last.filter(|at| span.has(*at))?;
            Some(Item::whether(close, case.closings.reopened))
        }
        _ => None,
    }
}

/// K18: as K01, K09 and K04, of the cases a department answers for.
fn department(line: Line, case: &Measure, span: &Span, out: &mut dyn FnMut(Item)) {
    match line {
        Line::Complaints => out_all(received(Kpi::K01, line, case, span), out),
        Line::Resolution => {
            out_all(due(case, span).map(|due| Item::whether(due, case.is_closed_by(due) && case.closings.solved)), out);
        }
        _ => surveys(Kpi::K04, Line::Main, case, span, out),
    }
}

/// K21: sheets of a survey, dated by what it is of.
fn excellence(line: Line, survey: &Excellence, span: &Span) -> Option<Item> {
    let part = if line == Line::Complaints { survey.complained? } else { survey.excellent };
    span.has(survey.at).then(|| Item::of(survey.at, part.into(), survey.returned.into()))
}

/// K03, K17: of those received and closed or past due. With the late and the open ones they make up the whole.
fn one_time(kpi: Kpi, line: Line, case: &Measure, span: &Span) -> Option<Item> {
    let due = case.limits.due.filter(|_| span.has(case.received_at))?;
    let closed = case.closings.last.filter(|at| *at <= span.now);
    if closed.is_none() && due >= span.now {
        return None;
    }
    // Taken up again is no one-time completion (rule 8); what was answered at once and had to be dispatched later is one
    // by transfer if it still met its limit.
    let in_time = closed.is_some_and(|at| at <= due);
    let transferred = in_time && case.dispatched;
    let once = in_time && !case.dispatched && !case.closings.reopened;
    let holds = match (kpi, line) {
        (Kpi::K03, Line::Main) => once,
        (Kpi::K03, Line::Transferred) | (Kpi::K17, Line::Main) => transferred,
        (Kpi::K03, Line::Late) => closed.is_some() && !once && !transferred,
        (Kpi::K03, Line::Open) => closed.is_none(),
        _ => return None,
    };
    Some(Item::whether(case.received_at, holds))
}

/// K04, K19: the revisit of each round; who could not be reached did not answer.
fn surveys(kpi: Kpi, line: Line, case: &Measure, span: &Span, out: &mut dyn FnMut(Item)) {
    let good = |answer| matches!(answer, Satisfaction::Satisfied | Satisfaction::Fair);
    if (kpi, line) == (Kpi::K04, Line::All) {
        if span.has(case.received_at) {
            out(Item::whether(case.received_at, case.answer().is_some_and(good)));
        }
        return;
    }
    for survey in case.surveys.iter().filter(|survey| span.has(survey.at)) {
        let answer = if kpi == Kpi::K19 { survey.staff } else { survey.result };
        let answered = answer != Satisfaction::NotReached;
        match line {
            Line::Response => out(Item::whether(survey.at, answered)),
            Line::Main if answered => out(Item::whether(survey.at, good(answer))),
            Line::TopBox if answered => out(Item::whether(survey.at, answer == Satisfaction::Satisfied)),
            _ => {}
        }
    }
}

/// K05, K07, K11, K12: stages and whole orders against their limits.
fn flow(kpi: Kpi, line: Line, case: &Measure, span: &Span, out: &mut dyn FnMut(Item)) {
    let end = span.end();
    match (kpi, line) {
        (Kpi::K05, Line::Main | Line::Spent) | (Kpi::K07, Line::Stages) => {
            for run in case.stages.iter().filter(|run| span.has(run.due)) {
                let item = match (kpi, line) {
                    (_, Line::Spent) => Item::of(run.due, (run.ended.unwrap_or(end).min(end).0 - run.from.0).max(0), 1),
                    (Kpi::K05, _) => Item::whether(run.due, run.is_in_time()),
                    _ => delay(run.due, run.ended, end),
                };
                out(Item { stage: Some(run.stage), branch: run.branch, ..item });
            }
        }
        (Kpi::K07, Line::Main) => out_all(due(case, span).map(|due| delay(due, case.closings.last, end)), out),
        (Kpi::K05, Line::Orders) | (Kpi::K11, Line::Main) => {
            out_all(due(case, span).map(|due| Item::whether(due, case.flowed(end))), out);
        }
        (Kpi::K12, Line::Checked) => {
            out_all(due(case, span).zip(case.checked).map(|(due, valid)| Item::whether(due, valid)), out);
        }
        (Kpi::K12, Line::Main) => {
            out_all(due(case, span).map(|due| Item::whether(due, case.flowed(end) && !case.misrouted)), out);
        }
        _ => {}
    }
}

/// How long past its limit, in milliseconds; nothing of nothing where it was kept. What ended after the period, or has
/// not ended, is counted up to its end, so that the figure of a past period stays what it was.
fn delay(due: Stamp, ended: Option<Stamp>, end: Stamp) -> Item {
    let late = ended.map_or(end, |at| at.min(end)).0 - due.0;
    let over = ended.is_none_or(|at| at > due);
    if over { Item::of(due, late, 1) } else { Item::of(due, 0, 0) }
}

fn resolved(kpi: Kpi, case: &Measure, span: &Span) -> Option<Item> {
    let limit = match kpi {
        Kpi::K09 => due(case, span).filter(|_| case.escalated)?,
        _ => case.limits.promised.filter(|at| span.has(*at))?,
    };
    Some(Item::whether(limit, case.is_closed_by(limit) && case.closings.solved))
}

/// Base C: answered for good in the period.
fn closed(kpi: Kpi, line: Line, case: &Measure, span: &Span) -> Option<Item> {
    let wide = Span { from: span.reach(line), ..*span };
    if (kpi, line) == (Kpi::K24, Line::Main) {
        let at = case.closings.archived.filter(|at| span.has(*at))?;
        return Some(Item::of(at, case.incident.map_or(0, |file| file.paid_out.0), 1));
    }
    let at = case.closings.last.filter(|at| wide.has(*at))?;
    match (kpi, line) {
        (Kpi::K06, Line::Main) => Some(Item::whether(at, case.flowed(span.end()) && !case.misrouted)),
        (Kpi::K06, Line::Checked) => case.checked.map(|valid| Item::whether(at, valid)),
        (Kpi::K10, _) => {
            let answer = case.answer().filter(|_| case.escalated);
            let satisfied = matches!(answer, Some(Satisfaction::Satisfied | Satisfaction::Fair));
            let counted = case.escalated && (line == Line::Main || answer.is_some());
            counted.then(|| Item::whether(at, satisfied))
        }
        (Kpi::K13, _) => {
            let gross = at.0 - case.received_at.0 - case.closings.gap_ms;
            let stopped = case.closings.stopped_ms;
            Some(match line {
                Line::Net => Item::of(at, gross - stopped, 1),
                Line::Stopped => Item::of(at, stopped, gross),
                _ => Item::of(at, gross, 1),
            })
        }
        (Kpi::K16, _) => {
            let ours = case.class == InfoClass::ServiceManagement && case.verified == Some(true);
            ours.then(|| Item::of(at, 1, 0))
        }
        (Kpi::K24, Line::Count) => Some(Item::of(at, 1, 0)),
        _ => None,
    }
}

fn incident(kpi: Kpi, line: Line, case: &Measure, file: &IncidentMeasure, span: &Span) -> Option<Item> {
    if kpi == Kpi::F5 {
        let at = Some(case.received_at).filter(|at| span.has(*at))?;
        let told = if line == Line::Insurer { file.insurer_at } else { file.headquarters_at };
        return Some(told.map_or(Item::of(at, 0, 0), |told| Item::of(at, (told.0 - file.known_at.0).max(0), 1)));
    }
    let at = case.closings.archived.filter(|at| span.has(*at))?;
    match kpi {
        Kpi::F6 => Some(Item::whether(at, file.complete)),
        Kpi::F7 => file.claim.map(|claim| Item::of(at, file.insurer_paid.0, claim.0)),
        _ => file.agreed.map(|agreed| Item::of(at, agreed.0, file.assessed.0)),
    }
}

/// F4: a batch problem is due when its execution is; while the plan is missing, when that is.
fn batch(line: Line, run: &BatchRun, span: &Span) -> Option<Item> {
    let last = run.carry.unwrap_or(run.plan);
    let (due, kept) = match line {
        Line::Plan => (run.plan.due, run.plan.is_in_time()),
        Line::Carry => (run.carry?.due, last.is_in_time()),
        _ => (last.due, run.carry.is_some() && run.plan.is_in_time() && last.is_in_time()),
    };
    span.has(due).then(|| Item::whether(due, kept))
}

/// A2: of the appeals closed with a conclusion.
fn conclusion(line: Line, case: &Measure, span: &Span) -> Option<Item> {
    let found = case.conclusion?;
    let at = case.closings.last.filter(|at| span.has(*at))?;
    Some(Item::whether(at, found.word() == line.word()))
}

fn appeal(line: Line, case: &Measure, span: &Span) -> Option<Item> {
    match line {
        Line::Main => span.has(case.received_at).then(|| Item::of(case.received_at, 1, 0)),
        _ => due(case, span).map(|due| Item::whether(due, case.is_closed_by(due))),
    }
}
