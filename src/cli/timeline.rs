//! The history of a case as lines: when, who, what.

use serde_json::{Value, json};

use super::list::{branch_name, person_name};
use super::rows::{iso, plain_time};
use super::show::masked;
use super::table::one_line;
use crate::domain::event::{Change, ClosingTerms, Event, Recorded};
use crate::domain::organisation::Organisation;
use crate::domain::procedure::{Answers, ProcedureEvent};
use crate::domain::returned::ReturnEvent;
use crate::domain::{BranchId, PersonId};
use crate::store::CaseFile;
use crate::text::{Lang, Texts};
use crate::ui::say;

/// One line an event, oldest first.
pub(super) fn lines(file: &CaseFile, organisation: &Organisation) -> Vec<String> {
    let texts = Texts::new(Lang::En);
    let line = |record: &Recorded| {
        let undone = if file.case.undone.contains(&record.n) { "  (taken back)" } else { "" };
        let at = record.at.wall().format("%Y-%m-%d %H:%M:%S");
        format!("{at}  {}  {}{undone}", one_line(&record.by), one_line(&what(&record.event, organisation, &texts)))
    };
    file.history.iter().map(line).collect()
}

/// The same for programs.
pub(super) fn array(file: &CaseFile, organisation: &Organisation) -> Value {
    let texts = Texts::new(Lang::En);
    let entry = |record: &Recorded| {
        json!({
            "n": record.n,
            "at": iso(record.at),
            "by": record.by,
            "what": what(&record.event, organisation, &texts),
            "taken_back": file.case.undone.contains(&record.n),
        })
    };
    Value::Array(file.history.iter().map(entry).collect())
}

fn what(event: &Event, organisation: &Organisation, texts: &Texts) -> String {
    let branch = |id: BranchId| branch_name(organisation, Some(id)).unwrap_or("a branch that is gone").to_owned();
    let person = |id: Option<PersonId>| person_name(organisation, id).unwrap_or("nobody").to_owned();
    match event {
        Event::Logged { number, rule_book, rule_version, .. } => {
            format!("logged as {number} under {rule_book} version {rule_version}")
        }
        Event::Amended { changes, reason } => format!("corrected {}{}", changed(changes), because(reason)),
        Event::Dispatched(order) => {
            let by = order.by.map_or_else(String::new, |by| format!(", by {}", plain_time(by)));
            format!("dispatched to {}, first responsible {}{by}", branch(order.branch), person(order.first))
        }
        Event::Transferred { to, first, reason, .. } => {
            format!("transferred to {}, first responsible {}{}", branch(*to), person(*first), because(reason))
        }
        Event::SentBack { reason } => format!("sent back{}", because(reason)),
        Event::Raised { to, reason } => format!("raised to {}{}", to.word(), because(reason)),
        Event::AssistAsked { unit, what, due } => {
            let due = due.map_or_else(String::new, |due| format!(", by {}", plain_time(due)));
            format!("asked {unit} to assist: {what}{due}")
        }
        Event::AssistAnswered { text, .. } => format!("assistance answered: {text}"),
        Event::Waiting { reason, note } => format!("clock stopped: {reason}{}", because(note)),
        Event::Resumed => "clock goes on".to_owned(),
        Event::Extended(extension) => format!(
            "extended to {}, approved by {}{}",
            plain_time(extension.until),
            extension.approved_by,
            because(&extension.reason)
        ),
        Event::Warned { stage } => format!("warned: {} is past its mark", stage.word()),
        Event::Urged { text } => format!("urged: {text}"),
        Event::Handled(handling) => {
            let how = if handling.solved { "handled, solved" } else { "handled, not solved" };
            let found: Vec<String> =
                handling.found.said().map(|(field, text)| format!("{}: {text}", field.word())).collect();
            let told = format!("{how}: {} {} {}", handling.result, handling.measures, handling.explanation);
            [told].into_iter().chain(found).collect::<Vec<_>>().join(" | ")
        }
        Event::Replied(reply) => format!("replied by {} ({}): {}", reply.way.word(), reply.accepted.word(), reply.text),
        Event::AnsweredOnTheSpot(reply) => format!("answered on the spot by {}: {}", reply.way.word(), reply.text),
        Event::Revisited(revisit) => format!(
            "revisited by {}: result {}, process {}, staff {}{}",
            revisit.way.word(),
            revisit.result.word(),
            revisit.process.word(),
            revisit.staff.word(),
            because(&revisit.opinion)
        ),
        Event::RevisitSkipped { reason } => format!("revisit given up{}", because(reason)),
        Event::RoundOpened { cause, reason } => format!("another round opened: {}{}", cause.word(), because(reason)),
        Event::Closed { conclusion, opinion, terms } => {
            format!("closed: {conclusion}{}{}", because(opinion), closing_terms(terms))
        }
        Event::Noted { kind, text } => format!("note ({}): {text}", kind.word()),
        Event::Attached(file) => format!("attached {}", file.name),
        Event::Detached { hash, reason } => {
            format!("detached {}{}", hash.get(..8).unwrap_or(hash), because(reason))
        }
        Event::PhotoNamed { hash, shows } => format!("photo {} shows {}", hash.get(..8).unwrap_or(hash), shows.word()),
        Event::Printed { sheet, document, .. } => format!("printed {} {document}", sheet.word()),
        Event::Returned(event) => returned(event, texts),
        Event::Linked(link) => {
            format!("linked {} as {}{}", link.other, link.relation.word(), because(&link.reason))
        }
        Event::Unlinked(link) => {
            format!("unlinked {} as {}{}", link.other, link.relation.word(), because(&link.reason))
        }
        Event::FirstAskedBroken(breach) => {
            format!("first-asked duty broken by {} ({}){}", breach.who, breach.kind.word(), because(&breach.reason))
        }
        Event::Incident(event) => say::incident_line(texts, event),
        Event::Procedure(event) => procedure(event),
        Event::Undone { n } => format!("took back entry {n}"),
    }
}

fn returned(event: &ReturnEvent, texts: &Texts) -> String {
    let line = say::returned_line(texts, event);
    match event {
        ReturnEvent::ByHand { .. } | ReturnEvent::Filed(_) => line,
        ReturnEvent::Removed { reason, .. } => format!("{line}{}", because(reason)),
        ReturnEvent::SignedBack(found) => format!("{line}{}", because(&found.note)),
    }
}

fn changed(changes: &[Change]) -> String {
    let change = |change: &Change| {
        let (from, to) = (masked(change.field, &change.from), masked(change.field, &change.to));
        format!("{} from \"{from}\" to \"{to}\"", change.field.word())
    };
    changes.iter().map(change).collect::<Vec<_>>().join(", ")
}

fn because(reason: &str) -> String {
    if reason.trim().is_empty() { String::new() } else { format!(": {reason}") }
}

fn closing_terms(terms: &ClosingTerms) -> String {
    let paid = terms.paid.map(|paid| format!("; paid {paid} yuan")).unwrap_or_default();
    let said = |what: &str, text: &str| if text.is_empty() { String::new() } else { format!("; {what} {text}") };
    format!("{paid}{}{}", said("approved by", &terms.approved_by), said("copied to", &terms.copied_to))
}

/// Keys as the rule book has them; what was answered stands under the procedure itself.
fn procedure(event: &ProcedureEvent) -> String {
    let keys = |answers: &Answers| answers.keys().cloned().collect::<Vec<_>>().join(", ");
    match event {
        ProcedureEvent::Opened { key, because: Some(rule) } => format!("opened {key} by rule {rule}"),
        ProcedureEvent::Opened { key, because: None } => format!("opened {key}"),
        ProcedureEvent::Answered { id, answers } => format!("procedure {id}: answered {}", keys(answers)),
        ProcedureEvent::Row { id, section, change } => {
            let row = change.target().map_or_else(|| "added".to_owned(), |(row, why)| format!("{row}{}", because(why)));
            format!("procedure {id}: row of {section} {row}")
        }
        ProcedureEvent::Stepped { id, done } => {
            let names = done.names.join(", ");
            format!("procedure {id}: {} done at {}{}", done.step, plain_time(done.at), because(&names))
        }
        ProcedureEvent::SentBack { id, to, reason } => format!("procedure {id}: sent back to {to}{}", because(reason)),
        ProcedureEvent::Waived { timer, reason, names, .. } => {
            format!("{timer} set aside by {}{}", names.join(" and "), because(reason))
        }
        ProcedureEvent::BrokenOff { id, reason } => format!("procedure {id}: broken off{}", because(reason)),
    }
}
