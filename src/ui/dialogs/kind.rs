//! What can be done to a case: its name, its sign, its key, and why it cannot be done now.

use crate::domain::Case;
use crate::domain::decide::Reason;
use crate::domain::procedure::ProcedureReason;
use crate::domain::{Link, Refusal, Stage};
use crate::store::CaseFile;
use crate::t;
use crate::text::Texts;
use crate::ui::icons::{self, Icon};
use crate::ui::say;

/// One thing a person can do to a case through a dialog.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DialogKind {
    Dispatch,
    Transfer,
    SendBack,
    Raise,
    AskAssist,
    /// The place of the request in [`Case::assists`].
    AnswerAssist(usize),
    Wait,
    Extend,
    Urge,
    Handle,
    Reply,
    OnTheSpot,
    Revisit,
    SkipRevisit,
    OpenRound,
    Close,
    Reopen,
    Note,
    Amend,
    /// The hash of the attachment.
    Detach(String),
    /// Its own dialog, [`crate::ui::links`]; here for its name, key and place in the menus.
    Link,
    /// A link that is to be taken away.
    Unlink(Link),
    /// A08.
    Breach,
}

/// What the stage of the case asks for next; `None` while the order is still being filled in, and for a merged case.
#[must_use]
pub fn next_step(case: &Case) -> Option<DialogKind> {
    if case.merged_into().is_some() {
        return None;
    }
    match case.stage {
        Stage::Intake => None,
        Stage::Dispatch => Some(DialogKind::Dispatch),
        Stage::Handling => Some(DialogKind::Handle),
        Stage::Reply => Some(DialogKind::Reply),
        Stage::Revisit => Some(DialogKind::Revisit),
        Stage::Closure => Some(DialogKind::Close),
        Stage::Archived => Some(DialogKind::Reopen),
    }
}

/// The verb, for buttons and menus.
#[must_use]
pub fn label(texts: &Texts, kind: &DialogKind) -> String {
    match kind {
        DialogKind::Dispatch => t!(texts, "act-dispatch"),
        DialogKind::Transfer => t!(texts, "act-transfer"),
        DialogKind::SendBack => t!(texts, "act-send-back"),
        DialogKind::Raise => t!(texts, "act-raise"),
        DialogKind::AskAssist => t!(texts, "act-assist"),
        DialogKind::AnswerAssist(_) => t!(texts, "act-assist-answer"),
        DialogKind::Wait => t!(texts, "act-wait"),
        DialogKind::Extend => t!(texts, "act-extend"),
        DialogKind::Urge => t!(texts, "act-urge"),
        DialogKind::Handle => t!(texts, "act-handle"),
        DialogKind::Reply => t!(texts, "act-reply"),
        DialogKind::OnTheSpot => t!(texts, "act-on-the-spot"),
        DialogKind::Revisit => t!(texts, "act-revisit"),
        DialogKind::SkipRevisit => t!(texts, "act-skip-revisit"),
        DialogKind::OpenRound => t!(texts, "act-round"),
        DialogKind::Close => t!(texts, "act-close"),
        DialogKind::Reopen => t!(texts, "act-reopen"),
        DialogKind::Note => t!(texts, "act-note"),
        DialogKind::Amend => t!(texts, "act-amend"),
        DialogKind::Detach(_) => t!(texts, "act-detach"),
        DialogKind::Link => t!(texts, "act-link"),
        DialogKind::Unlink(link) if link.relation.is_merge() => t!(texts, "act-unmerge"),
        DialogKind::Unlink(_) => t!(texts, "act-unlink"),
        DialogKind::Breach => t!(texts, "act-breach"),
    }
}

/// The sign before the verb.
#[must_use]
pub const fn icon(kind: &DialogKind) -> Icon {
    match kind {
        DialogKind::Dispatch => icons::PAPER_PLANE_TILT,
        DialogKind::Transfer => icons::USER_SWITCH,
        DialogKind::SendBack => icons::ARROW_BEND_UP_LEFT,
        DialogKind::Raise => icons::ARROW_FAT_LINES_UP,
        DialogKind::AskAssist => icons::USERS_THREE,
        DialogKind::AnswerAssist(_) => icons::HANDSHAKE,
        DialogKind::Wait => icons::PAUSE_CIRCLE,
        DialogKind::Extend => icons::CALENDAR_PLUS,
        DialogKind::Urge => icons::BELL_RINGING,
        DialogKind::Handle => icons::WRENCH,
        DialogKind::Reply => icons::CHAT_CIRCLE_TEXT,
        DialogKind::OnTheSpot => icons::HEADSET,
        DialogKind::Revisit => icons::PHONE_CALL,
        DialogKind::SkipRevisit => icons::PROHIBIT,
        DialogKind::OpenRound => icons::ARROWS_CLOCKWISE,
        DialogKind::Close => icons::SEAL_CHECK,
        DialogKind::Reopen => icons::ARROW_COUNTER_CLOCKWISE,
        DialogKind::Note => icons::NOTE_PENCIL,
        DialogKind::Amend => icons::PENCIL_SIMPLE,
        DialogKind::Detach(_) => icons::TRASH,
        DialogKind::Link => icons::LINK_SIMPLE,
        DialogKind::Unlink(_) => icons::LINK_BREAK,
        DialogKind::Breach => icons::WARNING_CIRCLE,
    }
}

/// The letter that opens it. R opens whatever [`next_step`] says, so each step of the way shows R, except 派单 with its own A.
#[must_use]
pub const fn key(kind: &DialogKind) -> Option<&'static str> {
    match kind {
        DialogKind::Dispatch => Some("A"),
        DialogKind::Handle | DialogKind::Reply | DialogKind::Revisit | DialogKind::Close | DialogKind::Reopen => {
            Some("R")
        }
        DialogKind::Urge => Some("U"),
        DialogKind::Raise => Some("E"),
        DialogKind::Note => Some("N"),
        DialogKind::Link => Some("L"),
        _ => None,
    }
}

/// Why it cannot be done to the case as it stands: the rule row and what would satisfy it. `None` is "possible".
///
/// Knows neither the time nor the rule book: whether an extension comes in time is [`why_not_now`].
#[must_use]
pub fn why_not(texts: &Texts, case: &Case, kind: &DialogKind) -> Option<String> {
    refusal(case, kind).map(|refusal| say::refusal_text(texts, &refusal))
}

/// As [`why_not`], with what the rule book of the case and the minute that is shown forbid as well (F05, F06, T30).
#[must_use]
pub fn why_not_now(cx: &crate::ui::Cx<'_>, file: &CaseFile, kind: &DialogKind) -> Option<String> {
    let late = || match kind {
        DialogKind::Extend => no_extension(file, cx.now),
        DialogKind::Close => still_running(file),
        _ => None,
    };
    refusal(&file.case, kind).or_else(late).map(|refusal| say::refusal_in(cx.texts, &refusal, &file.book.rules))
}

/// A procedure that holds the closing has not ended.
fn still_running(file: &CaseFile) -> Option<Refusal> {
    let first = crate::ui::procedure::holding(file).next()?.0;
    let keys = crate::ui::procedure::holding(file).map(|(template, _)| template.key.clone()).collect();
    Some(Refusal { rule: first.id.clone().into(), reason: Reason::Procedure(ProcedureReason::StillRunning(keys)) })
}

fn no_extension(file: &CaseFile, now: crate::domain::Stamp) -> Option<Refusal> {
    let used = file.case.span().map_or(0, |span| span.extensions.len());
    if u32::try_from(used).unwrap_or(u32::MAX) >= file.book.rules.extensions {
        return Some(Refusal { rule: "F06".into(), reason: Reason::NoExtensionLeft });
    }
    match super::open::stage_due(file) {
        None => Some(Refusal { rule: "F05".into(), reason: Reason::NoLimit }),
        Some(due) if now > due => Some(Refusal { rule: "F05".into(), reason: Reason::DeadlinePassed }),
        Some(_) => None,
    }
}

/// The same judgements as `domain::decide`, before anything is filled in.
fn refusal(case: &Case, kind: &DialogKind) -> Option<Refusal> {
    let refuse = |rule: &'static str, reason| Some(Refusal { rule: rule.into(), reason });
    if let (Some(main), false) = (case.merged_into(), matches!(kind, DialogKind::Unlink(_))) {
        return refuse("b15", Reason::Merged(main.to_owned()));
    }
    match kind {
        DialogKind::Note | DialogKind::Link | DialogKind::Unlink(_) | DialogKind::Breach => return None,
        DialogKind::Reopen if case.is_open() => return refuse("H08", Reason::NotClosed),
        DialogKind::Reopen => return None,
        _ if !case.is_open() => return refuse("Q01", Reason::AlreadyClosed),
        _ => {}
    }
    let (rule, stages): (&'static str, &[Stage]) = match kind {
        DialogKind::Dispatch => ("E08", &[Stage::Dispatch]),
        DialogKind::OnTheSpot => ("E02", &[Stage::Dispatch]),
        DialogKind::Transfer => ("E03", &[Stage::Handling]),
        DialogKind::SendBack => ("E04", &[Stage::Handling]),
        DialogKind::AskAssist => ("E05", &[Stage::Handling]),
        DialogKind::Handle => ("G01", &[Stage::Handling]),
        DialogKind::Reply => ("H01", &[Stage::Reply]),
        DialogKind::Revisit => ("H04", &[Stage::Revisit]),
        DialogKind::SkipRevisit => ("T05", &[Stage::Revisit]),
        DialogKind::OpenRound => ("H07", &[Stage::Revisit, Stage::Closure]),
        DialogKind::Close if case.replied_at().is_none() => return refuse("Q01", Reason::NotReplied),
        DialogKind::Close => ("Q01", &[Stage::Closure]),
        DialogKind::Wait | DialogKind::Extend if case.waiting().is_some() => {
            return refuse("F05", Reason::AlreadyWaiting);
        }
        DialogKind::AnswerAssist(nth) => return no_answer(case, *nth),
        DialogKind::Detach(hash) if !case.attachments.iter().any(|kept| kept.hash == *hash) => {
            return refuse("B02", Reason::NoSuchAttachment);
        }
        _ => return None,
    };
    if stages.contains(&case.stage) { None } else { refuse(rule, Reason::WrongStage { now: case.stage }) }
}

fn no_answer(case: &Case, nth: usize) -> Option<Refusal> {
    let reason = match case.assists.get(nth) {
        None => Reason::NoSuchAssist,
        Some(assist) if assist.answer.is_some() => Reason::AlreadyAnswered,
        Some(_) => return None,
    };
    Some(Refusal { rule: "E05".into(), reason })
}
