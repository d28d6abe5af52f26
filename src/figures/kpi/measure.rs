//! What a KPI needs of one case: instants and marks, no names and no texts.

use crate::domain::BranchId;
use crate::domain::money::Fen;
use crate::domain::stage::{InfoClass, Satisfaction, Stage};
use crate::domain::time::Stamp;
use crate::domain::words::words;

/// The limits of a whole case; `None` where none is set (X6): it counts neither as in time nor as late.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Limits {
    /// The outward promise of the first round (T06-T08, T12).
    pub due0: Option<Stamp>,
    /// The same after an extension granted before it ended (kpi.md 5.1 rule 6).
    pub due: Option<Stamp>,
    /// What the customer was promised, else `due` (B08, K14).
    pub promised: Option<Stamp>,
    /// When quality information found that week had to be handed over (F1).
    pub handover: Option<Stamp>,
}

/// How a case came to its answer. Durations in milliseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Closings {
    /// The first answer to the customer.
    pub first: Option<Stamp>,
    /// The answer of the last round; `None` while that round runs (rule 8).
    pub last: Option<Stamp>,
    /// When the case was closed and locked.
    pub archived: Option<Stamp>,
    /// Answered before and taken up again.
    pub reopened: bool,
    /// Time between an answer and the round that followed it.
    pub gap_ms: i64,
    /// Time the clock stood still before the last answer (rule 7).
    pub stopped_ms: i64,
    pub solved: bool,
    /// The customer accepted the answer.
    pub agreed: bool,
}

/// One pass through one stage that has a limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StageRun {
    pub stage: Stage,
    pub from: Stamp,
    pub due: Stamp,
    pub ended: Option<Stamp>,
    /// Who was in charge when the limit ended (rule 10).
    pub branch: Option<BranchId>,
}

/// The last answer to the revisit of one round.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Survey {
    pub at: Stamp,
    pub result: Satisfaction,
    pub staff: Satisfaction,
}

/// Something asked for by a limit: a reply of technical support (T17), a plan, its execution.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Asked {
    pub due: Stamp,
    pub answered: Option<Stamp>,
}

/// A batch problem: its plan (T18) and carrying it out (T19), each with its limit once that runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BatchRun {
    pub plan: Asked,
    /// `None` until there is a plan.
    pub carry: Option<Asked>,
}

/// Service slips with an opinion, told at `at`: a single one (H14), or those a survey counted (K22).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Slips {
    pub at: Stamp,
    pub satisfied: u32,
    pub opinions: u32,
}

/// What a yearly survey of a product found (K21).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Excellence {
    pub at: Stamp,
    pub returned: u32,
    pub excellent: u32,
    /// Sheets with a complaint; `None` where nobody counted them.
    pub complained: Option<u32>,
}

words! {
    /// What an appeal came to (I05).
    pub enum Conclusion {
        Company = "company",
        HandledBefore = "handled_before",
        Withdrawn = "withdrawn",
        OwnReason = "own_reason",
    }
}

/// What the incident file contributes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct IncidentMeasure {
    /// When the house first heard of it.
    pub known_at: Stamp,
    pub headquarters_at: Option<Stamp>,
    pub insurer_at: Option<Stamp>,
    /// Every paper that applies is there.
    pub complete: bool,
    /// Money claimed of the insurer, once decided.
    pub claim: Option<Fen>,
    pub insurer_paid: Fen,
    /// The loss as the house assessed it, and what was agreed.
    pub assessed: Fen,
    pub agreed: Option<Fen>,
    pub paid_out: Fen,
}

/// Everything a KPI needs of one case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Measure {
    pub received_at: Stamp,
    pub logged_at: Stamp,
    pub class: InfoClass,
    /// `None` until somebody checked the facts.
    pub verified: Option<bool>,
    pub vip: bool,
    pub escalated: bool,
    pub appeal: bool,
    pub dispatched: bool,
    /// Sent back by a branch: it went to the wrong one.
    pub misrouted: bool,
    /// Somebody said which department answers for it (K18).
    pub attributed: bool,
    /// Turned into a case of law enforcement (K23).
    pub enforced: bool,
    pub limits: Limits,
    pub closings: Closings,
    pub stages: Vec<StageRun>,
    pub surveys: Vec<Survey>,
    pub asked: Vec<Asked>,
    pub batch: Option<BatchRun>,
    pub conclusion: Option<Conclusion>,
    pub slips: Vec<Slips>,
    pub excellence: Option<Excellence>,
    pub incident: Option<IncidentMeasure>,
    /// What the last person who looked at the order found; known only where it is asked for.
    pub checked: Option<bool>,
}

impl Measure {
    /// A case received at `at` of which nothing else is known.
    #[must_use]
    pub fn at(at: Stamp) -> Self {
        Self {
            received_at: at,
            logged_at: at,
            class: InfoClass::GeneralQuality,
            verified: None,
            vip: false,
            escalated: false,
            appeal: false,
            dispatched: false,
            misrouted: false,
            attributed: false,
            enforced: false,
            limits: Limits::default(),
            closings: Closings::default(),
            stages: Vec::new(),
            surveys: Vec::new(),
            asked: Vec::new(),
            batch: None,
            conclusion: None,
            slips: Vec::new(),
            excellence: None,
            incident: None,
            checked: None,
        }
    }

    /// The latest instant at which the case can count in any period.
    #[must_use]
    pub fn last_at(&self) -> Stamp {
        let Self { limits, closings, .. } = self;
        let ends = [limits.due0, limits.due, limits.promised, closings.first, closings.last, closings.archived];
        let stages = self.stages.iter().map(|run| run.due);
        let surveys = self.surveys.iter().map(|survey| survey.at);
        let asked = self.asked.iter().map(|asked| asked.due);
        let batch = self.batch.iter().flat_map(|run| [Some(run.plan.due), run.carry.map(|carry| carry.due)]);
        let told = self.slips.iter().map(|slips| slips.at).chain(self.excellence.map(|survey| survey.at));
        let known = ends.into_iter().chain(batch).flatten().chain(stages).chain(surveys).chain(asked).chain(told);
        known.fold(self.received_at, Stamp::max)
    }

    /// Closed in the sense of the rules: solved, or the customer agreed to the explanation (K02).
    #[must_use]
    pub const fn is_settled(&self) -> bool {
        self.closings.solved || self.closings.agreed
    }

    /// Answered for good by `limit`.
    #[must_use]
    pub fn is_closed_by(&self, limit: Stamp) -> bool {
        self.closings.last.is_some_and(|at| at <= limit)
    }

    /// Whether no stage whose limit ended before `end` was late, and nobody sent the order back.
    #[must_use]
    pub fn flowed(&self, end: Stamp) -> bool {
        self.stages.iter().filter(|run| run.due < end).all(StageRun::is_in_time)
    }

    /// The last revisit that reached the customer.
    #[must_use]
    pub fn answer(&self) -> Option<Satisfaction> {
        self.surveys.iter().rev().map(|survey| survey.result).find(|result| *result != Satisfaction::NotReached)
    }
}

impl Asked {
    /// Answered by its limit.
    #[must_use]
    pub fn is_in_time(&self) -> bool {
        self.answered.is_some_and(|at| at <= self.due)
    }
}

impl StageRun {
    /// Ended by its limit; still running past it is late.
    #[must_use]
    pub fn is_in_time(&self) -> bool {
        self.ended.is_some_and(|at| at <= self.due)
    }
}
