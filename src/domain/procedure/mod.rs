//! Procedures: what is prescribed beside the ordinary stages, as questions, steps and clocks of the rule book.
//!
//! A regulator appeal (I03), an escalated complaint (I02), a market-authority complaint, a recall report, a batch (L01), a
//! customer objection (B06), a competitor record (N01): all are one mechanism and differ only in their [`Template`].

mod answers;
mod decide;
mod opening;
mod template;
#[cfg(test)]
mod tests;
mod way;

pub use answers::{holds, is_asked, moment_of, read_answer};
pub(super) use decide::{allowed_when_closed, check_closing, decide};
pub use opening::openings;
pub(super) use opening::with_opened;
pub use template::{
    AnswerKind, CaseTimer, Fits, Mark, Only, Question, Rows, Section, SourceMark, Step, StepLimit, Template, Timer,
};

pub use way::{has_ended, lacks, next, open_steps, template_of, way};

use std::collections::BTreeMap;

use super::case::Case;
use super::decide::Command;
use super::event::Event;
use super::incident::{Change, Numbered};
use super::time::Stamp;

/// Answers by the key of their question, in canonical text.
pub type Answers = BTreeMap<String, String>;

/// One procedure of a case. Filled by replay only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Procedure {
    /// Number in the case, from 1.
    pub id: u32,
    /// Key of its [`Template`].
    pub key: String,
    pub opened_at: Stamp,
    /// Row that opened it by itself; `None` when a person did.
    pub because: Option<String>,
    pub answers: Answers,
    /// When each question was first answered.
    pub answered_at: BTreeMap<String, Stamp>,
    /// Tables by the key of their section.
    pub rows: BTreeMap<String, Numbered<Answers>>,
    /// Steps that stand done, oldest first; those taken back by a rework are left to the record.
    pub done: Vec<Done>,
    pub reworks: Vec<Rework>,
    /// Ended before its last step, with the reason (a filing withdrawn).
    pub broken_off: Option<(Stamp, String)>,
}

/// A step that was done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Done {
    pub step: String,
    /// When it was done, as stated; not later than it was recorded.
    pub at: Stamp,
    pub names: Vec<String>,
    pub note: String,
}

/// Sent back as unfit (I06): counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rework {
    pub at: Stamp,
    /// The latest step that was done.
    pub from: Option<String>,
    pub to: String,
    pub reason: String,
}

/// A clock of the law set aside: it does not apply, say two persons.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiver {
    pub at: Stamp,
    /// `None` for a timer of the book itself.
    pub procedure: Option<u32>,
    pub timer: String,
    pub reason: String,
    pub names: Vec<String>,
}

/// What a person asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ProcedureCommand {
    Open {
        key: String,
    },
    /// Single answers of procedure `id`; an empty text takes an answer away.
    Answer {
        id: u32,
        answers: Answers,
    },
    /// A row of a table of procedure `id`.
    Row {
        id: u32,
        section: String,
        change: Change<Answers>,
    },
    /// Does a step; `at` is when it was done.
    Step {
        id: u32,
        step: String,
        at: Stamp,
        names: Vec<String>,
        note: String,
    },
    /// Sends back to an earlier step (I06).
    SendBack {
        id: u32,
        to: String,
        reason: String,
    },
    /// Says with two names that a clock of the law does not apply.
    Waive {
        procedure: Option<u32>,
        timer: String,
        reason: String,
        names: Vec<String>,
    },
    /// Ends before the last step.
    BreakOff {
        id: u32,
        reason: String,
    },
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ProcedureEvent {
    Opened { key: String, because: Option<String> },
    Answered { id: u32, answers: Answers },
    Row { id: u32, section: String, change: Change<Answers> },
    Stepped { id: u32, done: Done },
    SentBack { id: u32, to: String, reason: String },
    Waived { procedure: Option<u32>, timer: String, reason: String, names: Vec<String> },
    BrokenOff { id: u32, reason: String },
}

/// What a step waits for; told beside the grey button.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Lack {
    /// The question has no answer.
    Answer { section: String, field: String },
    /// A row of the table lacks an answer.
    RowAnswer { section: String, row: u32, field: String },
    /// The table has fewer rows than it needs.
    Rows { section: String, least: u32, have: u32 },
}

/// Why a command on a procedure is refused; the rule row stands beside it in the refusal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ProcedureReason {
    /// The rule book of the case prescribes no procedure of this key.
    NotPrescribed,
    /// One of this kind is running already.
    AlreadyRunning,
    NoSuchProcedure(u32),
    /// Its last step is done, or it was broken off.
    Ended,
    /// Another step comes first; its key.
    StepFirst(String),
    NoSuchStep,
    AlreadyDone,
    Lacks(Vec<Lack>),
    /// The answer is not of the kind its question asks for; key of the question.
    BadAnswer(String),
    /// Key of a question that the section does not have, or that is not asked as things stand.
    NotAsked(String),
    NoSuchRow(u32),
    NotBackTo,
    /// So many different names are needed.
    NamesNeeded(u32),
    InTheFuture,
    /// Before the step that came before it; for the first, before the case came in.
    TooEarly,
    NoSuchTimer,
    /// A file that answers a question is not taken off the case.
    FileAnswers,
    /// A closing waits for the end of these procedures (their keys).
    StillRunning(Vec<String>),
}

impl Procedure {
    /// Whether this step stands done.
    #[must_use]
    pub fn is_done(&self, step: &str) -> bool {
        self.done.iter().any(|done| done.step == step)
    }

    /// Whether an answer is this text; what a file answers is its hash.
    pub(super) fn keeps_file(&self, hash: &str) -> bool {
        let rows = self.rows.values().flat_map(Numbered::iter).flat_map(|(_, row)| row.values());
        self.answers.values().chain(rows).any(|answer| answer == hash)
    }
}

impl ProcedureEvent {
    /// Whether the command that caused it may be taken back: names put to something stand, and what the facts opened.
    #[must_use]
    pub fn is_undoable(&self) -> bool {
        match self {
            Self::Opened { because, .. } => because.is_none(),
            Self::Stepped { done, .. } => done.names.is_empty(),
            Self::Waived { .. } => false,
            Self::Answered { .. } | Self::Row { .. } | Self::SentBack { .. } | Self::BrokenOff { .. } => true,
        }
    }
}

impl From<ProcedureCommand> for Command {
    fn from(command: ProcedureCommand) -> Self {
        Self::Procedure(Box::new(command))
    }
}

impl From<ProcedureEvent> for Event {
    fn from(event: ProcedureEvent) -> Self {
        Self::Procedure(Box::new(event))
    }
}

/// Adds an event to the case. Called by replay only.
pub(super) fn apply(case: &mut Case, at: Stamp, event: &ProcedureEvent) {
    match event {
        ProcedureEvent::Opened { key, because } => {
            let id = u32::try_from(case.procedures.len()).unwrap_or(u32::MAX).saturating_add(1);
            case.procedures.push(Procedure::opened(id, key.clone(), at, because.clone()));
        }
        ProcedureEvent::Waived { procedure, timer, reason, names } => case.waivers.push(Waiver {
            at,
            procedure: *procedure,
            timer: timer.clone(),
            reason: reason.clone(),
            names: names.clone(),
        }),
        ProcedureEvent::Answered { id, .. }
        | ProcedureEvent::Row { id, .. }
        | ProcedureEvent::Stepped { id, .. }
        | ProcedureEvent::SentBack { id, .. }
        | ProcedureEvent::BrokenOff { id, .. } => {
            if let Some(procedure) = case.procedures.iter_mut().find(|procedure| procedure.id == *id) {
                procedure.apply(at, event);
            }
        }
    }
}

impl Procedure {
    fn opened(id: u32, key: String, opened_at: Stamp, because: Option<String>) -> Self {
        Self {
            id,
            key,
            opened_at,
            because,
            answers: Answers::new(),
            answered_at: BTreeMap::new(),
            rows: BTreeMap::new(),
            done: Vec::new(),
            reworks: Vec::new(),
            broken_off: None,
        }
    }

    fn apply(&mut self, at: Stamp, event: &ProcedureEvent) {
        match event {
            ProcedureEvent::Answered { answers, .. } => {
                for (key, text) in answers {
                    if text.is_empty() {
                        self.answers.remove(key);
                        self.answered_at.remove(key);
                    } else {
                        self.answers.insert(key.clone(), text.clone());
                        self.answered_at.entry(key.clone()).or_insert(at);
                    }
                }
            }
            ProcedureEvent::Row { section, change, .. } => {
                self.rows.entry(section.clone()).or_default().apply(change);
            }
            ProcedureEvent::Stepped { done, .. } => self.done.push(done.clone()),
            ProcedureEvent::SentBack { to, reason, .. } => {
                let from = self.done.last().map(|done| done.step.clone());
                let back = self.done.iter().position(|done| done.step == *to).unwrap_or(self.done.len());
                self.done.truncate(back);
                self.reworks.push(Rework { at, from, to: to.clone(), reason: reason.clone() });
            }
            ProcedureEvent::BrokenOff { reason, .. } => self.broken_off = Some((at, reason.clone())),
            ProcedureEvent::Opened { .. } | ProcedureEvent::Waived { .. } => {}
        }
    }
}
