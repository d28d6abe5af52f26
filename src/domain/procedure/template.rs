//! What a rule book prescribes for one kind of affair beside the ordinary stages: questions, steps, clocks of the law.

use chrono::NaiveDate;

use crate::domain::field::Field;
use crate::domain::limit::Limit;
use crate::domain::money::Fen;
use crate::domain::policy::Name;
use crate::domain::rules::Choice;
use crate::domain::stage::{DemandKind, Exposure, IncidentGrade, InfoClass, Injury, Level, Occurrence, Track};
use crate::domain::words::words;

/// One procedure of a rule book: a regulator appeal (I03), a batch (L01), a customer objection (B06) and their like.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template {
    /// Stored word; unique in its book.
    pub key: String,
    /// Row of rules.md.
    pub id: String,
    pub name: Name,
    /// Any row that fits opens the procedure by itself; without rows a person opens it.
    pub opens: Vec<Fits>,
    /// The case is not closed before the procedure has ended.
    pub holds_closing: bool,
    pub sections: Vec<Section>,
    /// In their order; a step that is not optional is not passed over.
    pub steps: Vec<Step>,
    pub timers: Vec<Timer>,
}

/// Facts of a case. What is named must hold together; in a list any member is enough; what is not named does not matter.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Fits {
    /// Row of rules.md or article of law.
    pub id: String,
    /// Keys of channels.
    pub channels: Vec<String>,
    pub classes: Vec<InfoClass>,
    pub levels: Vec<Level>,
    pub tracks: Vec<Track>,
    pub occurrences: Vec<Occurrence>,
    pub exposure: Vec<Exposure>,
    pub demands: Vec<DemandKind>,
    /// At least this injury.
    pub injury_from: Option<Injury>,
    /// At least this grade of incident.
    pub grade_from: Option<IncidentGrade>,
    /// Loss of at least this much.
    pub loss_from: Option<Fen>,
    /// The demand does not go beyond the consumer law (J16).
    pub within_law: bool,
    /// An emergency by D06.
    pub urgent: bool,
    /// The facts were verified (B10).
    pub verified: bool,
}

/// Questions that belong together: answered once, or a table of rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    pub key: String,
    pub id: String,
    pub name: Name,
    /// What to keep in mind while filling it in; empty where nothing is to be said.
    pub note: Name,
    /// A table of rows instead of single answers.
    pub rows: Option<Rows>,
    pub fields: Vec<Question>,
}

/// A section that is a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rows {
    /// So many rows are needed ...
    pub least: u32,
    /// ... before this step; `None` asks for none.
    pub before: Option<String>,
    /// Rows count once for each different answer to this question (N01: competitors).
    pub distinct: Option<String>,
}

/// One question with the kind of its answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// Unique in its procedure.
    pub key: String,
    pub id: String,
    pub name: Name,
    pub note: Name,
    pub kind: AnswerKind,
    /// For [`AnswerKind::Choice`] and [`AnswerKind::Choices`].
    pub choices: Vec<Choice>,
    /// Must be answered before this step; `None` may stay empty.
    pub before: Option<String>,
    /// Asked only then.
    pub when: Option<Only>,
    /// A phone or identity number: masked on screens and in exports (Q07).
    pub private: bool,
    /// What the case knows already is proposed as the answer.
    pub fact: Option<Field>,
}

/// Holds when a single answer of the same procedure is one of these (for [`AnswerKind::Choices`]: contains one of them).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Only {
    /// Key of a question in a section without rows.
    pub field: String,
    /// Canonical answers: keys of choices, `yes`, `no`.
    pub is: Vec<String>,
}

words! {
    /// How an answer is written and read.
    pub enum AnswerKind {
        /// One line.
        Line = "line",
        /// Several lines.
        Text = "text",
        /// One key of the choices.
        Choice = "choice",
        /// Keys of the choices, joined by commas, in the order of the choices.
        Choices = "choices",
        /// `yes` or `no`.
        YesNo = "yes_no",
        /// `2026-04-15`.
        Day = "day",
        /// `2026-04`; as a mark it is the last day of the month.
        Month = "month",
        /// `2026-04-15 09:30`, wall time at UTC+8.
        Moment = "moment",
        /// Yuan with two digits, `1234.50`; never negative.
        Money = "money",
        /// A whole number from 0.
        Count = "count",
        /// SHA-256 of an attachment of the case.
        File = "file",
    }
}

/// One step of the way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// Unique in its procedure.
    pub key: String,
    pub id: String,
    pub name: Name,
    /// Who does it, in words; empty where the source is silent.
    pub by: Name,
    /// So many persons put their names to it; 0 where whoever records it is enough.
    pub names: u32,
    /// May be passed over.
    pub optional: bool,
    /// Left out of the way unless this holds.
    pub when: Option<Only>,
    /// Keys of earlier steps it can be sent back to; each return is counted (I06).
    pub back_to: Vec<String>,
    /// The first that fits is its clock; none is "no limit set" (X6).
    pub limits: Vec<StepLimit>,
}

/// The limit of a step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StepLimit {
    pub id: String,
    pub when: Option<Only>,
    pub limit: Limit,
    pub from: Mark,
}

/// A moment that a clock starts or stops at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mark {
    /// `received`: the complaint came in.
    Received,
    /// `opened`: the procedure was opened.
    Opened,
    /// `previous`: the step before was done (the opening, for the first).
    Previous,
    /// `replied`: the customer was first told the result.
    Replied,
    /// `closed`: the case was closed.
    Closed,
    /// `step:KEY`: that step was done.
    Step(String),
    /// `answer:KEY`: the day, month or moment answered there; for other kinds when it was first answered.
    Answer(String),
}

/// A clock of the law (law.md 3): shown with its article, missed visibly, set aside only by two names with a reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Timer {
    /// Unique in its procedure, or among the timers of the book.
    pub key: String,
    /// Row of rules.md or name of the clock (`RECALL-2WD`).
    pub id: String,
    pub name: Name,
    /// Instrument and article, as printed.
    pub law: Name,
    pub mark: SourceMark,
    /// Holds for starts from this day on.
    pub from_day: Option<NaiveDate>,
    /// Holds for starts up to and including this day.
    pub to_day: Option<NaiveDate>,
    pub limit: Limit,
    pub from: Mark,
    pub until: Mark,
    /// Keys of wait reasons that stop it; no other wait does.
    pub stops: Vec<String>,
}

words! {
    /// How surely the text of a rule is known (law.md).
    pub enum SourceMark {
        /// Read in the published text.
        Read = "V",
        /// Read second-hand: shown with 依据待核.
        SecondHand = "V2",
        /// From memory: shown with 依据待核.
        Memory = "M",
        /// Our own design.
        Own = "P",
    }
}

/// A clock of the law that runs for cases without a procedure of its own (the red line of day 15).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseTimer {
    /// Any row that fits.
    pub opens: Vec<Fits>,
    pub timer: Timer,
}

impl Template {
    /// The step with this key.
    #[must_use]
    pub fn step(&self, key: &str) -> Option<&Step> {
        self.steps.iter().find(|step| step.key == key)
    }

    /// The section with this key.
    #[must_use]
    pub fn section(&self, key: &str) -> Option<&Section> {
        self.sections.iter().find(|section| section.key == key)
    }

    /// The question with this key, with its section.
    #[must_use]
    pub fn question(&self, key: &str) -> Option<(&Section, &Question)> {
        let found = |section| Self::question_of(section, key).map(|question| (section, question));
        self.sections.iter().find_map(found)
    }

    fn question_of<'a>(section: &'a Section, key: &str) -> Option<&'a Question> {
        section.fields.iter().find(|question| question.key == key)
    }
}
