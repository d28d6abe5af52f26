//! What a KPI needs of a case, worked out from its events under the rule book it was opened with.

mod told;

use chrono::{Datelike, Days, NaiveDate, NaiveTime};

use crate::clock::case_clock::{first_promise, span_clock, support_due};
use crate::clock::procedure_clock::procedure_clocks;
use crate::domain::case::{Assist, Span};
use crate::domain::incident::{AlertTo, Gate, completeness};
use crate::domain::procedure::template_of;
use crate::domain::stage::{Acceptance, InfoClass, Level, Stage, Track, Verified};
use crate::domain::{Case, Fen, Field, Stamp};
use crate::figures::kpi::{Asked, BatchRun, Closings, Conclusion, IncidentMeasure, Limits, Measure, StageRun, Survey};
use crate::rulebook::RuleBook;

/// Days after an answer within which taking the case up again makes it a reopened one (kpi.md 5.1 rule 8).
const REOPEN_DAYS: i64 = 30;
const DAY_MS: i64 = 86_400_000;

/// The measure of a case.
pub(super) fn measure(case: &Case, book: &RuleBook) -> Measure {
    let facts = &case.facts;
    let track = book.rules.track(facts);
    let kept = Kept::of(case);
    let promise = first_promise(case, &book.rules, &book.clockwork);
    let due = promise.map(|(_, due)| due);
    let handover = (facts.class == InfoClass::GeneralQuality).then(|| handover(facts.received_at, book)).flatten();
    Measure {
        received_at: facts.received_at,
        logged_at: case.spans.first().and_then(|span| span.to).unwrap_or(facts.received_at),
        class: facts.class,
        verified: match facts.verified {
            Verified::Pending => None,
            known => Some(known == Verified::True),
        },
        vip: facts.vip,
        escalated: facts.level == Level::National || !facts.exposure.is_empty() || track == Track::Escalated,
        appeal: track == Track::Appeal,
        dispatched: !case.dispatches.is_empty(),
        misrouted: (1..=case.round).any(|round| {
            case.spans.iter().filter(|span| span.round == round && span.stage == Stage::Dispatch).count() > 1
        }),
        attributed: !facts.word(Field::Department).is_empty(),
        enforced: told::enforced(case, book),
        limits: Limits { due0: promise.map(|(first, _)| first), due, promised: facts.promised_reply.or(due), handover },
        closings: kept.closings(),
        stages: kept.spans().filter_map(|span| stage_run(case, span, book)).collect(),
        surveys: kept.surveys(),
        asked: case.assists.iter().filter_map(|assist| asked(assist, book)).collect(),
        batch: batch(case, book),
        conclusion: conclusion(case, book),
        slips: told::slips(case, book),
        excellence: told::excellence(case, book),
        incident: incident(case, book),
        checked: None,
    }
}

/// The part of a case that belongs to one complaint: a round that begins long after the answer is a new matter.
struct Kept<'a> {
    case: &'a Case,
    /// Nothing from here on counts.
    end: Stamp,
    /// The beginning of each round, and the last answer before it where there was one.
    rounds: Vec<(Stamp, Option<Stamp>)>,
}

impl<'a> Kept<'a> {
    fn of(case: &'a Case) -> Self {
        let mut kept = Self { case, end: Stamp(i64::MAX), rounds: Vec::new() };
        let mut before: Option<&Span> = None;
        for span in &case.spans {
            if before.is_none_or(|before| before.round < span.round) {
                let answer =
                    case.replies.iter().rev().map(|(at, _)| *at).find(|at| *at <= span.from && before.is_some());
                let archived = before.is_some_and(|before| before.stage == Stage::Archived);
                if archived && answer.is_some_and(|answer| span.from.0 - answer.0 > REOPEN_DAYS * DAY_MS) {
                    kept.end = span.from;
                    break;
                }
                kept.rounds.push((span.from, answer));
            }
            before = Some(span);
        }
        kept
    }

    fn spans(&self) -> impl Iterator<Item = &'a Span> {
        let end = self.end;
        self.case.spans.iter().filter(move |span| span.from < end)
    }

    /// The round to which something at `at` belongs; the beginning of a round still belongs to the one before.
    fn round_of(&self, at: Stamp) -> usize {
        self.rounds.iter().filter(|(from, _)| *from < at).count().max(1)
    }

    fn closings(&self) -> Closings {
        let case = self.case;
        let opened = self.rounds.last().map_or(Stamp(i64::MIN), |(from, _)| *from);
        let replies = || case.replies.iter().filter(|(at, _)| *at < self.end);
        let last = replies().find(|(at, _)| *at >= opened);
        let agreed = last.is_some_and(|(_, reply)| reply.accepted == Acceptance::Accepted);
        let handled = case.handlings.iter().rev().find(|(at, _)| *at >= opened && *at < self.end);
        let archive = self.spans().last().filter(|span| span.stage == Stage::Archived);
        let until = last.map_or(self.end, |(at, _)| *at);
        Closings {
            first: replies().next().map(|(at, _)| *at),
            last: last.map(|(at, _)| *at),
            archived: archive.map(|span| span.from),
            reopened: self.rounds.len() > 1,
            gap_ms: self.rounds.iter().filter_map(|(from, answer)| Some(from.0 - (*answer)?.0)).sum(),
            stopped_ms: self.spans().flat_map(|span| &span.pauses).map(|pause| still(pause, until)).sum(),
            // Answered on the spot, nobody handled it: what the customer accepted was solved.
            solved: handled.map_or(agreed && last.is_some(), |(_, handling)| handling.solved),
            agreed,
        }
    }

    /// One survey a round: the last revisit of it.
    fn surveys(&self) -> Vec<Survey> {
        let mut surveys: Vec<(usize, Survey)> = Vec::new();
        for (at, revisit) in self.case.revisits.iter().filter(|(at, _)| *at <= self.end) {
            let survey = Survey { at: *at, result: revisit.result, staff: revisit.staff };
            let round = self.round_of(*at);
            match surveys.last_mut().filter(|(known, _)| *known == round) {
                Some((_, known)) => *known = survey,
                None => surveys.push((round, survey)),
            }
        }
        surveys.into_iter().map(|(_, survey)| survey).collect()
    }
}

/// How long a wait kept the clock before `until`; one that still goes on has no end to count to.
fn still(pause: &crate::domain::case::Pause, until: Stamp) -> i64 {
    pause.to.map_or(0, |to| (to.min(until).0 - pause.from.0).max(0))
}

fn stage_run(case: &Case, span: &Span, book: &RuleBook) -> Option<StageRun> {
    let due = span_clock(case, span, &book.rules, &book.clockwork)?.deadline.due?;
    // The branch carries what it handles; receiving, answering and asking back are the centre's (E07).
    let branch = (span.stage == Stage::Handling).then(|| case.branch_at(due.min(span.to.unwrap_or(due)))).flatten();
    Some(StageRun { stage: span.stage, from: span.from, due, ended: span.to, branch })
}

/// T17: a question to technical support, due as asked or by the rule book's limit.
fn asked(assist: &Assist, book: &RuleBook) -> Option<Asked> {
    let due = support_due(assist, &book.rules, &book.clockwork)?;
    Some(Asked { due, answered: assist.answer.as_ref().map(|(at, _)| *at) })
}

/// F1, O01: Friday 24:00 of the week in which it was found, the last working day before where Friday is off; what is
/// found later in the week belongs to the next one.
fn handover(found: Stamp, book: &RuleBook) -> Option<Stamp> {
    let found = found.date();
    let ahead = (4 + 7 - found.weekday().num_days_from_monday()) % 7;
    let mut friday = found.checked_add_days(Days::new(u64::from(ahead)))?;
    for _week in 0..3 {
        let day = (0..5).filter_map(|back| friday.checked_sub_days(Days::new(back))).find(|day| worked(*day, book));
        if let Some(day) = day.filter(|day| *day >= found) {
            return day.succ_opt().map(|next| Stamp::from_wall(next.and_time(NaiveTime::MIN)));
        }
        friday = friday.checked_add_days(Days::new(7))?;
    }
    None
}

fn worked(day: NaiveDate, book: &RuleBook) -> bool {
    book.clockwork.calendar().is_workday(day)
}

/// T18, T19: the clocks of the plan and of its execution, whatever the procedure is called that has them.
fn batch(case: &Case, book: &RuleBook) -> Option<BatchRun> {
    if case.procedures.is_empty() {
        return None;
    }
    let clocks = procedure_clocks(case, &book.rules, &book.clockwork);
    let run = |rule: &str| {
        let clock = clocks.iter().find(|clock| clock.rule == rule && !clock.waived)?;
        Some(Asked { due: clock.clock.as_ref()?.deadline.due?, answered: clock.met_at })
    };
    Some(BatchRun { plan: run("T18")?, carry: run("T19") })
}

/// I05: the answer to the question that follows this row.
fn conclusion(case: &Case, book: &RuleBook) -> Option<Conclusion> {
    case.procedures.iter().find_map(|procedure| {
        let template = template_of(&book.rules, procedure)?;
        let mut asked = template.sections.iter().flat_map(|section| &section.fields);
        asked.find_map(|question| {
            let answer = procedure.answers.get(&question.key).filter(|_| question.id == "I05")?;
            Conclusion::from_word(answer)
        })
    })
}

/// What the incident file contributes; `None` without one.
pub(super) fn incident(case: &Case, book: &RuleBook) -> Option<IncidentMeasure> {
    let file = case.incident.as_deref()?;
    let insurance = &file.insurance;
    let decided = insurance.assessed.is_some() || insurance.refused.is_some();
    Some(IncidentMeasure {
        known_at: file.opening.reported_at,
        headquarters_at: file.scene.alerted(AlertTo::Headquarters).map(|alert| alert.at),
        insurer_at: insurance.report.as_ref().map(|report| report.at),
        complete: completeness(case, file, &book.rules, Gate::Closure).gaps.is_empty(),
        claim: insurance.claim.as_ref().map(|(amount, _)| *amount).filter(|_| decided),
        insurer_paid: sum(insurance.payments.iter().map(|payment| payment.amount)),
        assessed: match &file.losses.confirmed {
            Some(confirmed) => confirmed.assessed,
            None => file.losses.totals().all.assessed,
        },
        agreed: file.talks.agreement.as_ref().map(|agreement| agreement.total),
        paid_out: sum(file.payments.iter().map(|(_, payment)| payment.amount)),
    })
}

fn sum(amounts: impl Iterator<Item = Fen>) -> Fen {
    Fen(amounts.fold(0, |sum, amount| sum.saturating_add(amount.0)))
}
