//! What happened to a case. Events are only ever appended; a mistake is another event.

use super::facts::Facts;
use super::field::Field;
use super::incident::IncidentEvent;
use super::links::Link;
use super::money::Fen;
use super::organisation::{BranchId, PersonId};
use super::procedure::{Procedure, ProcedureEvent};
use super::returned::{Filled, ReturnEvent};
use super::stage::{Acceptance, ContactWay, Satisfaction, Stage, Tier};
use super::time::Stamp;
use super::words::words;

/// Who is in charge after a dispatch or transfer (A07, E08).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dispatch {
    pub branch: BranchId,
    pub first: Option<PersonId>,
    pub second: Option<PersonId>,
    /// Facts as the branch is told them (E08).
    pub facts: String,
    /// What the customer wants (E08).
    pub demand: String,
    /// The time node named on the slip, where it is not the rule's own (E08).
    pub by: Option<Stamp>,
}

/// What a case was found to come from (C04, C10, S05): names of the lists of the rule book, each empty while nobody said.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Found {
    pub cause: String,
    pub department: String,
}

impl Found {
    /// The fields it sets, with their texts; a part that was left empty leaves what is known.
    pub fn said(&self) -> impl Iterator<Item = (Field, &str)> {
        let all = [(Field::Cause, self.cause.trim()), (Field::Department, self.department.trim())];
        all.into_iter().filter(|(_, text)| !text.is_empty())
    }
}

/// The branch's answer (G01, G02).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Handling {
    pub result: String,
    pub measures: String,
    /// Explanation wording for what cannot be solved now.
    pub explanation: String,
    pub solved: bool,
    pub found: Found,
}

/// What the customer was told (H01, H02).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReplyGiven {
    pub way: ContactWay,
    pub text: String,
    pub accepted: Acceptance,
    /// What was promised and by when.
    pub promise: Option<Stamp>,
    pub found: Found,
}

/// A revisit (H04-H06): satisfaction with result, process and staff.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revisit {
    pub way: ContactWay,
    pub result: Satisfaction,
    pub process: Satisfaction,
    pub staff: Satisfaction,
    pub opinion: String,
}

impl Revisit {
    #[must_use]
    pub fn is_dissatisfied(&self) -> bool {
        [self.result, self.process, self.staff].contains(&Satisfaction::Dissatisfied)
    }
}

/// A promise that replaces the deadline of the running stage (F05, F06).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Extension {
    pub until: Stamp,
    pub reason: String,
    pub approved_by: String,
    /// The customer was told the progress within the old limit (F05).
    pub customer_told: bool,
}

/// What is filed with the closing where the rule book asks for it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ClosingTerms {
    /// Refund, price cut or compensation (Q04); `None` where no money was involved.
    pub paid: Option<Fen>,
    /// Who signed it, by name (A12, Q04).
    pub approved_by: String,
    /// Where the reply is on file (Q08).
    pub copied_to: String,
}

/// A file kept with the case; the bytes lie under their hash.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attachment {
    /// SHA-256 in lower-case hex.
    pub hash: String,
    pub name: String,
    pub media: MediaKind,
    pub bytes: i64,
    /// From the picture's own data, where it has any.
    pub taken_at: Option<Stamp>,
}

words! {
    /// What kind of file an attachment is.
    pub enum MediaKind {
        Photo = "photo",
        Video = "video",
        Recording = "recording",
        Document = "document",
    }
}

words! {
    /// What a photo shows, as form 1 counts them (forms.md 1.1, R11).
    pub enum PhotoOf {
        Machine = "machine",
        /// Name plate or bar code.
        Plate = "plate",
        Surroundings = "surroundings",
    }
}

words! {
    /// What a note is about.
    pub enum NoteKind {
        Contact = "contact",
        Progress = "progress",
        Remark = "remark",
    }
}

words! {
    /// Why a further round was opened.
    pub enum RoundCause {
        /// H07, H08: the revisit found the customer dissatisfied.
        Dissatisfied = "dissatisfied",
        /// The case was reopened after it had been closed.
        Reopened = "reopened",
    }
}

words! {
    /// A printed sheet.
    pub enum SheetKind {
        Feedback = "feedback",
        Survey = "incident_survey",
        Losses = "loss_list",
        Settlement = "settlement",
        Closing = "closure",
        Dispatch = "dispatch",
        Urge = "urge",
        /// H07, H08: back to the branch after a revisit or a reopening.
        Rehandling = "rehandling",
        /// What was corrected on the case.
        Correction = "correction",
        /// B06, Q03, Q04.
        Objection = "objection",
        /// I03-I08.
        Appeal = "appeal",
        /// F1B: the Friday register of a region, which belongs to no case.
        Register = "register",
    }
}

words! {
    /// How the first-asked duty was broken (A08, P15).
    pub enum BreachKind {
        /// The customer was sent away.
        Refused = "refused",
        /// Passed on and not followed up.
        PassedOn = "passed_on",
    }
}

/// Whoever was asked first did not see the matter through (A08, P15).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Breach {
    /// Name of the person.
    pub who: String,
    pub kind: BreachKind,
    pub reason: String,
}

impl SheetKind {
    /// The five official forms; all but the first belong to the incident file.
    pub const OFFICIAL: [Self; 5] = [Self::Feedback, Self::Survey, Self::Losses, Self::Settlement, Self::Closing];

    /// Whether the case has come to the point that the sheet is about.
    #[must_use]
    pub fn is_ready(self, case: &super::Case) -> bool {
        let incident = case.incident.as_deref();
        match self {
            Self::Feedback => true,
            Self::Dispatch => !case.dispatches.is_empty(),
            Self::Urge => !case.urges.is_empty(),
            Self::Survey => incident.is_some(),
            Self::Losses => incident.is_some_and(|incident| !incident.losses.is_empty()),
            Self::Settlement => incident.is_some_and(|incident| incident.talks.agreement.is_some()),
            Self::Closing => incident.is_some_and(|incident| {
                incident.settlement.is_some() || incident.talks.ended.is_some() || incident.closure.request.is_some()
            }),
            Self::Rehandling => case.round > 1,
            Self::Correction => case.corrections > 0,
            Self::Objection | Self::Appeal => self.procedure_of(case).is_some(),
            Self::Register => false,
        }
    }

    /// Whether a case can have it.
    #[must_use]
    pub const fn is_of_case(self) -> bool {
        !matches!(self, Self::Register)
    }

    /// The latest procedure of the case that the sheet reports on; the keys are those of the rule books.
    #[must_use]
    pub fn procedure_of(self, case: &super::Case) -> Option<&Procedure> {
        let key = match self {
            Self::Objection => "objection",
            Self::Appeal => "appeal",
            _ => return None,
        };
        case.procedures.iter().rev().find(|procedure| procedure.key == key)
    }

    /// How it is called in the number of a document.
    #[must_use]
    pub const fn mark(self) -> &'static str {
        match self {
            Self::Feedback => "F1",
            Self::Survey => "F2",
            Self::Losses => "F3",
            Self::Settlement => "F4",
            Self::Closing => "F5",
            Self::Dispatch => "PD",
            Self::Urge => "DB",
            Self::Rehandling => "ZC",
            Self::Correction => "GZ",
            Self::Objection => "YY",
            Self::Appeal => "SS",
            Self::Register => "F1B",
        }
    }

    /// Whether there is an empty form of it for the field.
    #[must_use]
    pub const fn has_blank(self) -> bool {
        !matches!(self, Self::Dispatch | Self::Urge | Self::Rehandling)
    }

    /// Whether it is one of the five official forms.
    #[must_use]
    pub fn is_official(self) -> bool {
        Self::OFFICIAL.contains(&self)
    }

    /// The sheets a case can have: the official forms of its kind, and of the others those it has come to.
    #[must_use]
    pub fn of(case: &super::Case) -> Vec<Self> {
        let belongs = |kind: Self| match kind {
            Self::Survey | Self::Losses | Self::Settlement | Self::Closing => case.incident.is_some(),
            _ => kind.is_ready(case),
        };
        Self::ALL.iter().copied().filter(|kind| belongs(*kind)).collect()
    }
}

/// One correction: the field with its canonical texts before and after.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    pub field: Field,
    pub from: String,
    pub to: String,
}

/// One thing that happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    Logged {
        number: String,
        rule_book: String,
        rule_version: i64,
        facts: Box<Facts>,
    },
    Amended {
        changes: Vec<Change>,
        reason: String,
    },
    Dispatched(Box<Dispatch>),
    /// E03: to another branch; the stage clock goes on.
    Transferred {
        to: BranchId,
        first: Option<PersonId>,
        second: Option<PersonId>,
        reason: String,
    },
    /// E04: the branch gives it back to whoever dispatched it.
    SentBack {
        reason: String,
    },
    /// E06.
    Raised {
        to: Tier,
        reason: String,
    },
    /// E05: a sub-order to an assisting department.
    AssistAsked {
        unit: String,
        what: String,
        due: Option<Stamp>,
    },
    AssistAnswered {
        nth: usize,
        text: String,
    },
    /// A wait stops the clock until `Resumed`.
    Waiting {
        reason: String,
        note: String,
    },
    Resumed,
    Extended(Box<Extension>),
    /// F01: the stage passed its warning mark.
    Warned {
        stage: Stage,
    },
    /// F02-F04.
    Urged {
        text: String,
    },
    Handled(Box<Handling>),
    Replied(Box<ReplyGiven>),
    /// E02: answered at the centre without dispatch (K03).
    AnsweredOnTheSpot(Box<ReplyGiven>),
    Revisited(Box<Revisit>),
    /// T05: the revisit queue gave up after its limit, with the reason.
    RevisitSkipped {
        reason: String,
    },
    RoundOpened {
        cause: RoundCause,
        reason: String,
    },
    /// Q01: solved or agreed wording, customer's opinion.
    Closed {
        conclusion: String,
        opinion: String,
        terms: ClosingTerms,
    },
    Noted {
        kind: NoteKind,
        text: String,
    },
    Attached(Box<Attachment>),
    Detached {
        hash: String,
        reason: String,
    },
    /// Somebody said what a photo shows.
    PhotoNamed {
        hash: String,
        shows: PhotoOf,
    },
    Printed {
        sheet: SheetKind,
        document: String,
        hash: String,
        /// How much of it was filled in; what went out before this was recorded does not say.
        filled: Option<Filled>,
    },
    /// Something about printed paper that came back (Q02).
    Returned(Box<ReturnEvent>),
    /// Linked with another case, or merged (a15, b15); the other case has the same on record.
    Linked(Link),
    Unlinked(Link),
    /// A08.
    FirstAskedBroken(Breach),
    /// Something in the incident file (J01-J17).
    Incident(Box<IncidentEvent>),
    /// Something in a procedure (I03, L01, B06).
    Procedure(Box<ProcedureEvent>),
    /// The event with this place in the case counts as not having happened; it stays in the record.
    Undone {
        n: u32,
    },
}

impl Event {
    /// Whether the command that caused it may be taken back: it destroyed nothing and left no paper outside.
    #[must_use]
    pub fn is_undoable(&self) -> bool {
        match self {
            Self::Incident(event) => event.is_undoable(),
            // A link that is wanted back is made anew: what stood against it may have changed.
            Self::Unlinked(_) => false,
            Self::Procedure(event) => event.is_undoable(),
            Self::Returned(event) => event.is_undoable(),
            Self::Logged { .. } | Self::Printed { .. } | Self::Undone { .. } | Self::Warned { .. } => false,
            _ => true,
        }
    }

    /// Whether it came by itself, so that the latest command of a person can still be taken back: a warning, a scanned page.
    #[must_use]
    pub fn comes_by_itself(&self) -> bool {
        matches!(self, Self::Warned { .. })
            || matches!(self, Self::Returned(event) if matches!(**event, ReturnEvent::Filed(_) | ReturnEvent::ByHand { .. }))
    }

    /// Whether the facts of a command opened a procedure: undoing the command leaves it open.
    #[must_use]
    pub fn opens_by_itself(&self) -> bool {
        matches!(self, Self::Procedure(event) if matches!(**event, ProcedureEvent::Opened { because: Some(_), .. }))
    }
}

/// An event with its place in the case, its time and who caused it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recorded {
    /// Place in the case, from 1.
    pub n: u32,
    pub at: Stamp,
    pub by: String,
    pub event: Event,
}
