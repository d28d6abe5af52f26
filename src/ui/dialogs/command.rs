//! What was filled in, as the command it stands for; or what is still wrong, marked at its part.

use super::DialogKind;
use super::form::{Form, Slot};
use super::lists;
use crate::domain::event::{
    Breach, BreachKind, ClosingTerms, Dispatch, Extension, Found, Handling, NoteKind, ReplyGiven, Revisit,
};
use crate::domain::facts::FaultKind;
use crate::domain::stage::{Acceptance, ContactWay, Satisfaction, Tier};
use crate::domain::{Command, Fen, Link};
use crate::store::CaseFile;
use crate::t;
use crate::ui::{Cx, say_lists};

/// Reads the form. `None` when something is missing or wrong; the parts then say what.
pub(super) fn command(kind: &DialogKind, form: &mut Form, cx: &Cx<'_>, file: &CaseFile) -> Option<Command> {
    let missing = say_lists::fault_kind_text(cx.texts, FaultKind::Missing);
    let no_date = say_lists::fault_kind_text(cx.texts, FaultKind::NotADate);
    form.check(&missing, &no_date);
    check_times(kind, form, cx, file);
    check_paid(form, cx);
    if form.is_wrong() {
        return None;
    }
    if *kind == DialogKind::Amend {
        return super::amend::command(form, cx, file);
    }
    let command = read(kind, form, cx, file);
    if command.is_none() {
        // Every closed list was chosen from, so only a list that changed meanwhile leads here.
        if let Some(part) = form.parts.iter_mut().find(|part| part.required) {
            part.error = Some(missing);
        }
    }
    command
}

/// Q04: an amount that was paid is one in yuan, above nothing.
fn check_paid(form: &mut Form, cx: &Cx<'_>) {
    if !form.text(Slot::Paid).is_empty() && paid(form).is_none() {
        form.wrong(Slot::Paid, say_lists::fault_kind_text(cx.texts, FaultKind::NotAnAmount));
    }
}

/// What was paid; `None` while the part is empty, missing or no amount above nothing.
pub(super) fn paid(form: &Form) -> Option<Fen> {
    Fen::parse(form.text(Slot::Paid)).ok().filter(|paid| paid.0 > 0)
}

/// A moment that is to come lies before now, or a promise no later than the one it replaces (F05).
fn check_times(kind: &DialogKind, form: &mut Form, cx: &Cx<'_>, file: &CaseFile) {
    let Some(at) = form.moment(Slot::Due) else { return };
    let old = if *kind == DialogKind::Extend { super::open::stage_due(file) } else { None };
    if old.is_some_and(|old| at <= old) {
        form.wrong(Slot::Due, t!(cx.texts, "dialog-not-later"));
    } else if at <= cx.now {
        form.wrong(Slot::Due, t!(cx.texts, "dialog-past"));
    }
}

fn read(kind: &DialogKind, form: &Form, cx: &Cx<'_>, file: &CaseFile) -> Option<Command> {
    let text = |slot| form.text(slot).to_owned();
    let reason = || text(Slot::Reason);
    Some(match kind {
        DialogKind::Dispatch => Command::Dispatch(Dispatch {
            branch: lists::branch(form.text(Slot::Branch))?,
            first: lists::person(form.text(Slot::First)),
            second: lists::person(form.text(Slot::Second)),
            facts: text(Slot::Facts),
            demand: text(Slot::Demand),
            by: form.moment(Slot::Due),
        }),
        DialogKind::Transfer => Command::Transfer {
            to: lists::branch(form.text(Slot::Branch))?,
            first: lists::person(form.text(Slot::First)),
            second: lists::person(form.text(Slot::Second)),
            reason: transfer_reason(form, cx, file),
        },
        DialogKind::SendBack => Command::SendBack { reason: reason() },
        DialogKind::Raise => Command::Raise { to: Tier::from_word(form.text(Slot::Tier))?, reason: reason() },
        DialogKind::AskAssist => {
            Command::AskAssist { unit: text(Slot::Unit), what: text(Slot::Text), due: form.moment(Slot::Due) }
        }
        DialogKind::AnswerAssist(nth) => Command::AnswerAssist { nth: *nth, text: text(Slot::Text) },
        DialogKind::Wait => Command::Wait { reason: reason(), note: text(Slot::More) },
        DialogKind::Extend => Command::Extend(Extension {
            until: form.moment(Slot::Due)?,
            reason: reason(),
            approved_by: text(Slot::Approver),
            customer_told: form.is_yes(Slot::Told),
        }),
        DialogKind::Urge => Command::Urge { text: text(Slot::Text) },
        DialogKind::Handle => Command::Handle(Handling {
            result: text(Slot::Result),
            measures: text(Slot::Measures),
            explanation: text(Slot::Explanation),
            solved: form.is_yes(Slot::Solved),
            found: found(form),
        }),
        DialogKind::Reply => Command::Reply(reply(form)?),
        DialogKind::OnTheSpot => Command::AnswerOnTheSpot(reply(form)?),
        DialogKind::Revisit => Command::Revisit(revisit(form)?),
        DialogKind::SkipRevisit => Command::SkipRevisit { reason: reason() },
        DialogKind::OpenRound => Command::OpenRound { reason: reason() },
        DialogKind::Close => Command::Close {
            conclusion: text(Slot::Conclusion),
            opinion: text(Slot::Opinion),
            terms: ClosingTerms { paid: paid(form), approved_by: text(Slot::Approver), copied_to: text(Slot::Copied) },
        },
        DialogKind::Reopen => Command::Reopen { reason: reason() },
        DialogKind::Note => {
            Command::Note { kind: NoteKind::from_word(form.text(Slot::NoteKind))?, text: text(Slot::Text) }
        }
        DialogKind::Detach(hash) => Command::Detach { hash: hash.clone(), reason: reason() },
        DialogKind::Unlink(link) => Command::Unlink(Link { reason: reason(), ..link.clone() }),
        DialogKind::Breach => Command::RecordBreach(Breach {
            who: text(Slot::Person),
            kind: BreachKind::from_word(form.text(Slot::Way))?,
            reason: reason(),
        }),
        DialogKind::Amend | DialogKind::Link => return None,
    })
}

/// The key of the chosen reason; with something added, both in words.
fn transfer_reason(form: &Form, cx: &Cx<'_>, file: &CaseFile) -> String {
    let (key, more) = (form.text(Slot::Reason), form.text(Slot::More));
    match (key, more) {
        (key, "") => key.to_owned(),
        ("", more) => more.to_owned(),
        (key, more) => {
            let chosen = file.book.rules.transfer_reasons.iter().find(|choice| choice.key == key);
            let first = chosen.map_or(key, |choice| lists::name(cx.texts, choice));
            t!(cx.texts, "joined-parts", first = first, next = more)
        }
    }
}

fn reply(form: &Form) -> Option<ReplyGiven> {
    Some(ReplyGiven {
        way: ContactWay::from_word(form.text(Slot::Way))?,
        text: form.text(Slot::Text).to_owned(),
        accepted: Acceptance::from_word(form.text(Slot::Accepted))?,
        promise: form.moment(Slot::Due),
        found: found(form),
    })
}

fn found(form: &Form) -> Found {
    Found { cause: form.text(Slot::Cause).to_owned(), department: form.text(Slot::Department).to_owned() }
}

fn revisit(form: &Form) -> Option<Revisit> {
    let answer = |slot| Satisfaction::from_word(form.text(slot));
    Some(Revisit {
        way: ContactWay::from_word(form.text(Slot::Way))?,
        result: answer(Slot::Result)?,
        process: answer(Slot::Process)?,
        staff: answer(Slot::Staff)?,
        opinion: form.text(Slot::Opinion).to_owned(),
    })
}
