//! Decides: a case, a command, the rules and the time give events, or a refusal that names its rule row.

use chrono::{Months, NaiveDate};
use std::borrow::Cow;

use super::case::Case;
use super::event::{
    Attachment, Breach, Change, ClosingTerms, Dispatch, Event, Extension, Found, Handling, MediaKind, NoteKind,
    PhotoOf, ReplyGiven, Revisit, RoundCause, SheetKind,
};
use super::facts::{Facts, FaultKind};
use super::field::Field;
use super::incident::{self, Gate, IncidentCommand, IncidentReason};
use super::links::{self, Link};
use super::organisation::{BranchId, PersonId};
use super::policy::{Deed, Name};
use super::procedure::{self, ProcedureCommand, ProcedureReason};
use super::returned::{self, ReturnCommand, ReturnReason};
use super::rules::Rules;
use super::stage::{Stage, Tier};
use super::time::Stamp;

/// What a person asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    Amend {
        changes: Vec<(Field, String)>,
        reason: String,
    },
    Dispatch(Dispatch),
    Transfer {
        to: BranchId,
        first: Option<PersonId>,
        second: Option<PersonId>,
        reason: String,
    },
    SendBack {
        reason: String,
    },
    Raise {
        to: Tier,
        reason: String,
    },
    AskAssist {
        unit: String,
        what: String,
        due: Option<Stamp>,
    },
    AnswerAssist {
        nth: usize,
        text: String,
    },
    Wait {
        reason: String,
        note: String,
    },
    Resume,
    Extend(Extension),
    Warn,
    Urge {
        text: String,
    },
    Handle(Handling),
    Reply(ReplyGiven),
    AnswerOnTheSpot(ReplyGiven),
    Revisit(Revisit),
    SkipRevisit {
        reason: String,
    },
    OpenRound {
        reason: String,
    },
    Close {
        conclusion: String,
        opinion: String,
        terms: ClosingTerms,
    },
    Reopen {
        reason: String,
    },
    Note {
        kind: NoteKind,
        text: String,
    },
    Attach(Attachment),
    Detach {
        hash: String,
        reason: String,
    },
    /// Says what a photo shows (forms.md 1.1, R11).
    NamePhoto {
        hash: String,
        shows: PhotoOf,
    },
    RecordPrint {
        sheet: SheetKind,
        document: String,
        hash: String,
    },
    /// Files, takes away or confirms printed paper that came back (Q02).
    Returned(ReturnCommand),
    /// Links or merges with another case (a15, b15).
    Link(Link),
    /// Takes a link away, or unmerges.
    Unlink(Link),
    /// A08: whoever was asked first refused, or passed on without following.
    RecordBreach(Breach),
    Incident(Box<IncidentCommand>),
    Procedure(Box<ProcedureCommand>),
    Undo {
        n: u32,
    },
}

/// What a decision may look at besides the case.
#[derive(Debug, Clone, Copy)]
pub struct Setting<'a> {
    pub rules: &'a Rules,
    pub now: Stamp,
    /// Deadline of the running stage as the clock has it; `None` without a limit or while it waits.
    pub due: Option<Stamp>,
    /// Whether the running stage has passed its warning mark.
    pub past_warning: bool,
    /// The other case of a command that names one ([`Command::other_case`]); `None` where no case has that number.
    pub other: Option<&'a Case>,
}

/// Why a command is not carried out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// The case stands in a stage in which this cannot be done.
    WrongStage {
        now: Stage,
    },
    /// Closed and archived: only reopening is possible.
    AlreadyClosed,
    NotClosed,
    /// A text that the rule demands is empty.
    TextMissing(Wording),
    AlreadyWaiting,
    NotWaiting,
    /// F06: the one extension has been used.
    NoExtensionLeft,
    /// F05: asked for after the deadline had passed.
    DeadlinePassed,
    /// F05: the new promise is not later than the old deadline.
    NotLater,
    NotApproved,
    /// Fewer signed than the row of the rule book asks for (A12, Q04, T30).
    NotSigned {
        row: String,
        by: Vec<Name>,
        need: usize,
    },
    /// Q08: nothing says that the reply went on file there.
    NotCopied {
        to: Vec<Name>,
    },
    /// Q06: a recording is kept up to this day.
    KeptUntil(NaiveDate),
    NoLimit,
    SameBranch,
    NothingChanged,
    BadValue(Field, FaultKind),
    NoSuchAssist,
    AlreadyAnswered,
    /// H07, H08: a dissatisfied revisit must be followed by another round or the customer's change of mind.
    CustomerDissatisfied,
    /// H02, Q01: the customer has not been told.
    NotReplied,
    AlreadyAttached,
    NoSuchAttachment,
    NotUndoable,
    AlreadyWarned,
    NotYetDue,
    /// Merged into the case of this number: entries are made there.
    Merged(String),
    /// No case has this number.
    NoSuchCase(String),
    LinkToItself,
    AlreadyLinked(String),
    NotLinked(String),
    /// The first is merged into the second already.
    OtherMerged(String, String),
    /// The other case is merged into this one.
    MergeCircle(String),
    /// This case was received first, so it is the one that stays.
    ReceivedFirst(String),
    /// The main case is closed while the duplicate is open.
    MainClosed(String),
    /// The open duplicate has an incident file, the main case none.
    IncidentFileIn(String),
    /// A procedure runs in the duplicate that does not run in the main case.
    ProcedureIn(String),
    /// Refused by the rules of the incident file.
    Incident(IncidentReason),
    /// Paper that came back is not filed, taken away or confirmed.
    Returned(ReturnReason),
    /// Refused by what a procedure prescribes.
    Procedure(ProcedureReason),
}

/// The texts that a command can miss.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wording {
    Reason,
    Result,
    Reply,
    Conclusion,
    Note,
    What,
    Facts,
    Opinion,
    Person,
}

/// A refused command: the row of rules.md that forbids it and what would satisfy it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// Row of the written rules, or of the rule book for what it prescribes itself.
    pub rule: Cow<'static, str>,
    pub reason: Reason,
}

pub(super) fn refuse<T>(rule: &'static str, reason: Reason) -> Result<T, Refusal> {
    Err(Refusal { rule: rule.into(), reason })
}

/// The first event of a case (B07): facts were checked by [`super::draft::Draft::check`].
#[must_use]
pub fn log(number: String, facts: Facts, rules: &Rules) -> Event {
    Event::Logged { number, rule_book: rules.id.clone(), rule_version: rules.version, facts: Box::new(facts) }
}

/// Decides on `command`. Reads nothing but its arguments, so the same arguments always decide the same.
///
/// # Errors
/// A [`Refusal`] with the rule row; the case is then as it was.
pub fn decide(case: &Case, command: Command, setting: &Setting<'_>) -> Result<Vec<Event>, Refusal> {
    if let Some(main) = case.merged_into().filter(|_| !links::allowed_when_merged(&command)) {
        return refuse("b15", Reason::Merged(main.to_owned()));
    }
    if !case.is_open() && !allowed_when_closed(case, &command, setting.rules) {
        return refuse("Q01", Reason::AlreadyClosed);
    }
    let events = decide_one(case, command, setting)?;
    let events = incident::with_proposal(case, events, setting);
    Ok(procedure::with_opened(case, events, setting))
}

fn decide_one(case: &Case, command: Command, setting: &Setting<'_>) -> Result<Vec<Event>, Refusal> {
    match command {
        Command::Amend { changes, reason } => amend(case, changes, reason),
        Command::Dispatch(order) => dispatch(case, order),
        Command::Transfer { to, first, second, reason } => {
            need_stage(case, "E03", &[Stage::Handling])?;
            need_text("E03", &reason, Wording::Reason)?;
            if case.branch == Some(to) {
                return refuse("E03", Reason::SameBranch);
            }
            Ok(vec![Event::Transferred { to, first, second, reason }])
        }
        Command::SendBack { reason } => {
            need_stage(case, "E04", &[Stage::Handling])?;
            need_text("E04", &reason, Wording::Reason)?;
            Ok(vec![Event::SentBack { reason }])
        }
        Command::Raise { to, reason } => {
            need_text("E06", &reason, Wording::Reason)?;
            Ok(vec![Event::Raised { to, reason }])
        }
        Command::AskAssist { unit, what, due } => {
            need_stage(case, "E05", &[Stage::Handling])?;
            need_text("E05", &unit, Wording::What)?;
            need_text("E05", &what, Wording::What)?;
            Ok(vec![Event::AssistAsked { unit, what, due }])
        }
        Command::AnswerAssist { nth, text } => answer_assist(case, nth, text),
        Command::Wait { .. } | Command::Resume | Command::Extend(_) | Command::Warn | Command::Urge { .. } => {
            clock_command(case, command, setting)
        }
        Command::Handle(handling) => {
            need_stage(case, "G01", &[Stage::Handling])?;
            need_text("G01", &handling.result, Wording::Result)?;
            let found = listed(handling.found, setting.rules)?;
            Ok(vec![Event::Handled(Box::new(Handling { found, ..handling }))])
        }
        Command::Reply(reply) => {
            need_stage(case, "H01", &[Stage::Reply])?;
            need_text("H01", &reply.text, Wording::Reply)?;
            let found = listed(reply.found, setting.rules)?;
            Ok(vec![Event::Replied(Box::new(ReplyGiven { found, ..reply }))])
        }
        Command::AnswerOnTheSpot(reply) => {
            need_stage(case, "E02", &[Stage::Dispatch])?;
            need_text("E02", &reply.text, Wording::Reply)?;
            let found = listed(reply.found, setting.rules)?;
            Ok(vec![Event::AnsweredOnTheSpot(Box::new(ReplyGiven { found, ..reply }))])
        }
        Command::Revisit(revisit) => revisited(case, revisit),
        Command::SkipRevisit { reason } => {
            need_stage(case, "T05", &[Stage::Revisit])?;
            need_text("T05", &reason, Wording::Reason)?;
            Ok(vec![Event::RevisitSkipped { reason }])
        }
        Command::OpenRound { reason } => {
            need_stage(case, "H07", &[Stage::Revisit, Stage::Closure])?;
            need_text("H07", &reason, Wording::Reason)?;
            Ok(vec![Event::RoundOpened { cause: RoundCause::Dissatisfied, reason }])
        }
        Command::Close { conclusion, opinion, terms } => close(case, (conclusion, opinion, terms), setting.rules),
        Command::Reopen { reason } => {
            if case.is_open() {
                return refuse("H08", Reason::NotClosed);
            }
            need_text("H08", &reason, Wording::Reason)?;
            Ok(vec![Event::RoundOpened { cause: RoundCause::Reopened, reason }])
        }
        Command::Note { kind, text } => {
            need_text("G01", &text, Wording::Note)?;
            Ok(vec![Event::Noted { kind, text }])
        }
        Command::Attach(_) | Command::Detach { .. } | Command::NamePhoto { .. } => attachment(case, command, setting),
        Command::RecordPrint { sheet, document, hash } => {
            Ok(vec![Event::Printed { sheet, document, hash, filled: None }])
        }
        Command::Returned(command) => returned::decide(case, command),
        Command::Link(link) => links::link(case, link, setting.other, setting.rules),
        Command::Unlink(link) => links::unlink(case, link),
        Command::RecordBreach(breach) => {
            need_text("A08", &breach.who, Wording::Person)?;
            need_text("A08", &breach.reason, Wording::Reason)?;
            Ok(vec![Event::FirstAskedBroken(breach)])
        }
        Command::Incident(command) => incident::decide(case, *command, setting),
        Command::Procedure(command) => procedure::decide(case, *command, setting),
        Command::Undo { n } => undo(case, n),
    }
}

fn allowed_when_closed(case: &Case, command: &Command, rules: &Rules) -> bool {
    match command {
        Command::Reopen { .. }
        | Command::Note { .. }
        | Command::Attach(_)
        | Command::RecordPrint { .. }
        | Command::Returned(_)
        | Command::Link(_)
        | Command::Unlink(_)
        | Command::RecordBreach(_)
        | Command::Undo { .. } => true,
        Command::Incident(command) => command.allowed_when_closed(),
        Command::Procedure(command) => procedure::allowed_when_closed(case, command, rules),
        _ => false,
    }
}

fn need_stage(case: &Case, rule: &'static str, stages: &[Stage]) -> Result<(), Refusal> {
    if stages.contains(&case.stage) { Ok(()) } else { refuse(rule, Reason::WrongStage { now: case.stage }) }
}

pub(super) fn need_text(rule: &'static str, text: &str, which: Wording) -> Result<(), Refusal> {
    if text.trim().is_empty() { refuse(rule, Reason::TextMissing(which)) } else { Ok(()) }
}

fn amend(case: &Case, changes: Vec<(Field, String)>, reason: String) -> Result<Vec<Event>, Refusal> {
    if case.incident.is_some() && changes.iter().any(|(field, _)| *field == Field::Grade) {
        return refuse("D05", Reason::Incident(IncidentReason::GradeInFile));
    }
    let mut facts = case.facts.clone();
    let mut made = Vec::new();
    for (field, to) in changes {
        let from = facts.text(field);
        facts.set(field, &to).or_else(|kind| refuse("B10", Reason::BadValue(field, kind)))?;
        let to = facts.text(field);
        if to != from {
            made.push(Change { field, from, to });
        }
    }
    if made.is_empty() {
        return refuse("B10", Reason::NothingChanged);
    }
    // A changed class, level or grade needs its reason (D05); other corrections may go without.
    let graded = made.iter().any(|change| matches!(change.field, Field::InfoClass | Field::Level | Field::Grade));
    if graded {
        need_text("D05", &reason, Wording::Reason)?;
    }
    Ok(vec![Event::Amended { changes: made, reason }])
}

/// C04, C10: cause and department are members of the lists of the rule book, kept by their Chinese names.
fn listed(found: Found, rules: &Rules) -> Result<Found, Refusal> {
    let one = |rule, field, text: String| match rules.member(field, &text) {
        Some(member) => Ok(member.zh.clone()),
        None if text.trim().is_empty() => Ok(String::new()),
        None => refuse(rule, Reason::BadValue(field, FaultKind::UnknownWord)),
    };
    Ok(Found {
        cause: one("C10", Field::Cause, found.cause)?,
        department: one("C04", Field::Department, found.department)?,
    })
}

fn dispatch(case: &Case, order: Dispatch) -> Result<Vec<Event>, Refusal> {
    need_stage(case, "E08", &[Stage::Dispatch])?;
    need_text("E08", &order.facts, Wording::Facts)?;
    Ok(vec![Event::Dispatched(Box::new(order))])
}

fn answer_assist(case: &Case, nth: usize, text: String) -> Result<Vec<Event>, Refusal> {
    need_text("E05", &text, Wording::Result)?;
    match case.assists.get(nth) {
        None => refuse("E05", Reason::NoSuchAssist),
        Some(assist) if assist.answer.is_some() => refuse("E05", Reason::AlreadyAnswered),
        Some(_) => Ok(vec![Event::AssistAnswered { nth, text }]),
    }
}

fn clock_command(case: &Case, command: Command, setting: &Setting<'_>) -> Result<Vec<Event>, Refusal> {
    match command {
        Command::Wait { reason, note } => {
            need_text("F05", &reason, Wording::Reason)?;
            if case.waiting().is_some() {
                return refuse("F05", Reason::AlreadyWaiting);
            }
            Ok(vec![Event::Waiting { reason, note }])
        }
        Command::Resume => match case.waiting() {
            Some(_) => Ok(vec![Event::Resumed]),
            None => refuse("F05", Reason::NotWaiting),
        },
        Command::Extend(extension) => extend(case, extension, setting),
        Command::Warn => {
            if case.span().is_some_and(|span| span.warned_at.is_some()) {
                return refuse("F01", Reason::AlreadyWarned);
            }
            if !setting.past_warning {
                return refuse("F01", Reason::NotYetDue);
            }
            Ok(vec![Event::Warned { stage: case.stage }])
        }
        Command::Urge { text } => {
            need_stage(case, "F02", &[Stage::Dispatch, Stage::Handling, Stage::Reply, Stage::Revisit, Stage::Closure])?;
            need_text("F02", &text, Wording::What)?;
            Ok(vec![Event::Urged { text }])
        }
        _ => refuse("F01", Reason::WrongStage { now: case.stage }),
    }
}

/// F05, F06, T30: once, approved, before expiry, to a later time than the deadline.
fn extend(case: &Case, extension: Extension, setting: &Setting<'_>) -> Result<Vec<Event>, Refusal> {
    need_text("F05", &extension.reason, Wording::Reason)?;
    let used = case.span().map_or(0, |span| span.extensions.len());
    if u32::try_from(used).unwrap_or(u32::MAX) >= setting.rules.extensions {
        return refuse("F06", Reason::NoExtensionLeft);
    }
    // T30: as many approvers by name as the book asks for, at least one.
    signed(setting.rules, Deed::Extension, &extension.approved_by)?;
    if extension.approved_by.trim().is_empty() {
        return refuse("F06", Reason::NotApproved);
    }
    if case.waiting().is_some() {
        return refuse("F05", Reason::AlreadyWaiting);
    }
    let Some(due) = setting.due else { return refuse("F05", Reason::NoLimit) };
    if setting.now > due {
        return refuse("F05", Reason::DeadlinePassed);
    }
    if extension.until <= due {
        return refuse("F05", Reason::NotLater);
    }
    Ok(vec![Event::Extended(Box::new(extension))])
}

/// A12, Q04, T30: each row of the book for this deed has as many approvers by name as it asks for.
fn signed(rules: &Rules, deed: Deed, approved_by: &str) -> Result<(), Refusal> {
    let apart = |c: char| c == '、' || c == '，' || c == ',' || c == ';' || c == '；';
    let given = approved_by.split(apart).filter(|name| !name.trim().is_empty()).count();
    let rule = match deed {
        Deed::Extension => "F06",
        Deed::Closing => "A12",
        Deed::Refund => "Q04",
    };
    match rules.approvals_of(deed).find(|row| given < row.need) {
        None => Ok(()),
        Some(row) => refuse(rule, Reason::NotSigned { row: row.id.clone(), by: row.by.clone(), need: row.need }),
    }
}

/// H06-H08: a dissatisfied answer must say why and opens the next round at once.
fn revisited(case: &Case, revisit: Revisit) -> Result<Vec<Event>, Refusal> {
    need_stage(case, "H04", &[Stage::Revisit])?;
    if !revisit.is_dissatisfied() {
        return Ok(vec![Event::Revisited(Box::new(revisit))]);
    }
    need_text("H07", &revisit.opinion, Wording::Opinion)?;
    let reason = revisit.opinion.clone();
    Ok(vec![Event::Revisited(Box::new(revisit)), Event::RoundOpened { cause: RoundCause::Dissatisfied, reason }])
}

/// Q01: only what was answered can be closed, with the customer's opinion on record; an incident not before its file is
/// asked to close and signed (J14).
///
/// Where money was paid the book's approvals for a refund hold (Q04), elsewhere those for closing (A12).
fn close(
    case: &Case,
    (conclusion, opinion, terms): (String, String, ClosingTerms),
    rules: &Rules,
) -> Result<Vec<Event>, Refusal> {
    if case.replied_at().is_none() {
        return refuse("Q01", Reason::NotReplied);
    }
    need_stage(case, "Q01", &[Stage::Closure])?;
    need_text("Q01", &conclusion, Wording::Conclusion)?;
    need_text("Q01", &opinion, Wording::Opinion)?;
    let gaps = incident::gaps::closing(case, rules);
    if !gaps.is_empty() {
        return refuse("J14", Reason::Incident(IncidentReason::Gaps(Gate::Closure, gaps)));
    }
    procedure::check_closing(case, rules)?;
    let paid = terms.paid.is_some() || case.incident.as_deref().is_some_and(|incident| incident.paid().0 > 0);
    signed(rules, if paid { Deed::Refund } else { Deed::Closing }, &terms.approved_by)?;
    let copies = &rules.policy.copies;
    if !copies.is_empty() && terms.copied_to.trim().is_empty() {
        return refuse("Q08", Reason::NotCopied { to: copies.iter().map(|row| row.to.clone()).collect() });
    }
    Ok(vec![Event::Closed { conclusion, opinion, terms }])
}

fn attachment(case: &Case, command: Command, setting: &Setting<'_>) -> Result<Vec<Event>, Refusal> {
    match command {
        Command::Attach(attachment) => {
            if case.attachments.iter().any(|kept| kept.hash == attachment.hash) {
                return refuse("B02", Reason::AlreadyAttached);
            }
            Ok(vec![Event::Attached(Box::new(attachment))])
        }
        Command::Detach { hash, reason } => {
            need_text("B02", &reason, Wording::Reason)?;
            if !case.attachments.iter().any(|kept| kept.hash == hash) {
                return refuse("B02", Reason::NoSuchAttachment);
            }
            let mut filed = case.incident.iter().flat_map(|incident| incident.evidence.iter());
            if let Some((id, _)) = filed.find(|(_, filing)| filing.hash == hash) {
                return refuse("J05", Reason::Incident(IncidentReason::FiledAsEvidence(id)));
            }
            if let Some(day) = kept_until(case, &hash, setting.rules).filter(|day| setting.now.date() <= *day) {
                return refuse("Q06", Reason::KeptUntil(day));
            }
            if case.procedures.iter().any(|procedure| procedure.keeps_file(&hash)) {
                return refuse("B02", Reason::Procedure(ProcedureReason::FileAnswers));
            }
            Ok(vec![Event::Detached { hash, reason }])
        }
        Command::NamePhoto { hash, shows } => {
            let photo = |kept: &Attachment| kept.hash == hash && kept.media == MediaKind::Photo;
            if !case.attachments.iter().any(photo) {
                return refuse("B02", Reason::NoSuchAttachment);
            }
            if case.photos.contains(&(hash.clone(), shows)) {
                return refuse("B02", Reason::NothingChanged);
            }
            Ok(vec![Event::PhotoNamed { hash, shows }])
        }
        _ => refuse("B02", Reason::NothingChanged),
    }
}

/// Q06: the last day on which a recording is kept, where the book sets a period for recordings.
fn kept_until(case: &Case, hash: &str, rules: &Rules) -> Option<NaiveDate> {
    let (_, since) = case.recordings.iter().find(|(kept, _)| kept == hash)?;
    let row = rules.policy.retentions.iter().find(|row| row.media == Some(MediaKind::Recording))?;
    since.date().checked_add_months(Months::new(row.months))
}

/// Takes back the latest command, all its events together; nothing in between can be picked out.
fn undo(case: &Case, n: u32) -> Result<Vec<Event>, Refusal> {
    if case.undoable.contains(&n) {
        Ok(case.undoable.iter().map(|&n| Event::Undone { n }).collect())
    } else {
        refuse("F03", Reason::NotUndoable)
    }
}
