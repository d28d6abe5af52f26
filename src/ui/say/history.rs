//! The history of a case: one line for every event, and what was said with it.

use super::deadlines::date_time;
use super::incident::{incident_detail, incident_line};
use super::procedure::{procedure_detail, procedure_line};
use super::returned::{returned_detail, returned_line};
use super::values::{Names, field_name, field_value, join, money};
use crate::domain::event::{Change, ClosingTerms, Event, Extension, Found, Recorded, ReplyGiven, Revisit};
use crate::domain::{Link, PersonId, Relation, Stamp};
use crate::t;
use crate::text::{Texts, say};

/// What the case was found to come from; empty where nobody said.
fn found_text(texts: &Texts, names: &dyn Names, found: &Found) -> String {
    join(
        texts,
        found.said().map(|(field, text)| {
            t!(texts, "event-found", what = field_name(texts, field), is = field_value(texts, names, field, text))
        }),
    )
}

/// What happened, without who and when: `派单至苏州分部`.
#[must_use]
pub fn event_line(texts: &Texts, record: &Recorded, names: &dyn Names) -> String {
    match &record.event {
        Event::Logged { number, .. } => t!(texts, "event-logged", number = number.as_str()),
        Event::Amended { changes, .. } => {
            let fields = join(texts, changes.iter().map(|change| field_name(texts, change.field)));
            t!(texts, "event-amended", fields = fields)
        }
        Event::Dispatched(order) => t!(texts, "event-dispatched", branch = names.branch(order.branch)),
        Event::Transferred { to, .. } => t!(texts, "event-transferred", branch = names.branch(*to)),
        Event::SentBack { .. } => t!(texts, "event-sent-back"),
        Event::Raised { to, .. } => t!(texts, "event-raised", tier = texts.name("tier", to.word())),
        Event::AssistAsked { unit, .. } => t!(texts, "event-assist-asked", unit = unit.as_str()),
        Event::AssistAnswered { nth, .. } => t!(texts, "event-assist-answered", nth = nth.saturating_add(1)),
        Event::Waiting { reason, .. } => t!(texts, "event-waiting", reason = names.choice(reason)),
        Event::Resumed => t!(texts, "event-resumed"),
        Event::Extended(extension) => t!(texts, "event-extended", when = say::full_time(extension.until.0)),
        Event::Warned { stage } => t!(texts, "event-warned", stage = texts.name("stage", stage.word())),
        Event::Urged { .. } => t!(texts, "event-urged"),
        Event::Handled(handling) if handling.solved => t!(texts, "event-handled"),
        Event::Handled(_) => t!(texts, "event-handled-open"),
        Event::Replied(reply) => {
            let (way, accepted) = how(texts, reply);
            t!(texts, "event-replied", way = way, accepted = accepted)
        }
        Event::AnsweredOnTheSpot(reply) => {
            let (way, accepted) = how(texts, reply);
            t!(texts, "event-on-the-spot", way = way, accepted = accepted)
        }
        Event::Revisited(revisit) => {
            let way = texts.name("way", revisit.way.word());
            t!(texts, "event-revisited", way = way, result = texts.name("satisfaction", worst(revisit)))
        }
        Event::RevisitSkipped { .. } => t!(texts, "event-revisit-skipped"),
        Event::RoundOpened { cause, .. } => {
            t!(texts, "event-round-opened", cause = texts.name("round-cause", cause.word()))
        }
        Event::Closed { .. } => t!(texts, "event-closed"),
        Event::Noted { kind, .. } => texts.name("note", kind.word()),
        Event::Attached(file) => {
            t!(texts, "event-attached", kind = texts.name("media", file.media.word()), name = file.name.as_str())
        }
        Event::Detached { .. } => t!(texts, "event-detached"),
        Event::PhotoNamed { shows, .. } => {
            t!(texts, "event-photo-named", shows = texts.name("photo-of", shows.word()))
        }
        Event::Printed { sheet, document, .. } => {
            t!(texts, "event-printed", sheet = texts.name("sheet", sheet.word()), document = document.as_str())
        }
        Event::Returned(event) => returned_line(texts, event),
        Event::Linked(link) => link_line(texts, link),
        Event::Unlinked(link) => unlink_line(texts, link),
        Event::FirstAskedBroken(breach) => {
            t!(texts, "event-breach", who = breach.who.as_str(), kind = texts.name("breach", breach.kind.word()))
        }
        Event::Incident(event) => incident_line(texts, event),
        Event::Procedure(event) => procedure_line(texts, event, names.prescribed()),
        Event::Undone { n } => t!(texts, "event-undone", n = *n),
    }
}

/// What was said with it, for the line below; `None` when there is nothing to add.
#[must_use]
pub fn event_detail(texts: &Texts, record: &Recorded, names: &dyn Names) -> Option<String> {
    let detail = match &record.event {
        Event::Logged { rule_book, rule_version, .. } => {
            t!(texts, "event-logged-book", book = rule_book.as_str(), version = *rule_version)
        }
        Event::Amended { changes, reason } => {
            let changes = changes.iter().map(|change| change_text(texts, names, change));
            lines(changes.chain([reason.clone()]))
        }
        Event::Dispatched(order) => lines([people(texts, names, [order.first, order.second]), order.demand.clone()]),
        Event::Transferred { first, second, reason, .. } => {
            lines([people(texts, names, [*first, *second]), names.choice(reason)])
        }
        Event::SentBack { reason } | Event::RevisitSkipped { reason } => names.choice(reason),
        Event::Raised { reason, .. } | Event::RoundOpened { reason, .. } | Event::Detached { reason, .. } => {
            reason.clone()
        }
        Event::Linked(link) | Event::Unlinked(link) => link.reason.clone(),
        Event::FirstAskedBroken(breach) => breach.reason.clone(),
        Event::AssistAsked { what, due, .. } => with_due(texts, record.at, what, *due),
        Event::AssistAnswered { text, .. } | Event::Urged { text } | Event::Noted { text, .. } => text.clone(),
        Event::Waiting { note, .. } => note.clone(),
        Event::Extended(extension) => extension_text(texts, extension),
        Event::Handled(handling) => {
            let (result, measures) = (handling.result.clone(), handling.measures.clone());
            lines([result, measures, handling.explanation.clone(), found_text(texts, names, &handling.found)])
        }
        Event::Replied(reply) | Event::AnsweredOnTheSpot(reply) => {
            let promise = |at: Stamp| t!(texts, "event-replied-promise", when = date_time(texts, record.at, at));
            let promised = reply.promise.map(promise).unwrap_or_default();
            lines([reply.text.clone(), promised, found_text(texts, names, &reply.found)])
        }
        Event::Revisited(revisit) => {
            let mark = |mark: crate::domain::stage::Satisfaction| texts.name("satisfaction", mark.word());
            let (result, process, staff) = (mark(revisit.result), mark(revisit.process), mark(revisit.staff));
            let marks = t!(texts, "event-revisited-marks", result = result, process = process, staff = staff);
            lines([marks, revisit.opinion.clone()])
        }
        Event::Closed { conclusion, opinion, terms } => {
            let opinion = t!(texts, "event-closed-opinion", opinion = opinion.as_str());
            lines([conclusion.clone(), opinion, closing_terms(texts, terms)])
        }
        Event::Incident(event) => incident_detail(texts, record.at, event),
        Event::Returned(event) => returned_detail(texts, event),
        Event::Procedure(event) => procedure_detail(texts, record.at, event, names.prescribed()),
        Event::Resumed
        | Event::Warned { .. }
        | Event::Attached(_)
        | Event::PhotoNamed { .. }
        | Event::Printed { .. }
        | Event::Undone { .. } => String::new(),
    };
    (!detail.trim().is_empty()).then_some(detail)
}

fn link_line(texts: &Texts, link: &Link) -> String {
    let number = link.other.as_str();
    match link.relation {
        Relation::Main => t!(texts, "event-merged-into", number = number),
        Relation::Merged => t!(texts, "event-merged", number = number),
        relation => t!(texts, "event-linked", relation = texts.name("relation", relation.word()), number = number),
    }
}

fn unlink_line(texts: &Texts, link: &Link) -> String {
    let number = link.other.as_str();
    match link.relation {
        Relation::Main => t!(texts, "event-unmerged-from", number = number),
        Relation::Merged => t!(texts, "event-unmerged", number = number),
        relation => t!(texts, "event-unlinked", relation = texts.name("relation", relation.word()), number = number),
    }
}

fn how(texts: &Texts, reply: &ReplyGiven) -> (String, String) {
    (texts.name("way", reply.way.word()), texts.name("acceptance", reply.accepted.word()))
}

/// The worst of the three marks speaks for the revisit (H06).
fn worst(revisit: &Revisit) -> &'static str {
    use crate::domain::stage::Satisfaction::{Dissatisfied, Fair, NotReached, Satisfied};
    let marks = [revisit.result, revisit.process, revisit.staff];
    [Dissatisfied, Fair, NotReached, Satisfied]
        .into_iter()
        .find(|mark| marks.contains(mark))
        .unwrap_or(Satisfied)
        .word()
}

fn change_text(texts: &Texts, names: &dyn Names, change: &Change) -> String {
    // History stands open on the screen; whole phones and addresses do not.
    if change.field.is_personal() {
        return String::new();
    }
    let value = |text: &str| field_value(texts, names, change.field, text);
    let (from, to) = (value(&change.from), value(&change.to));
    t!(texts, "event-amended-change", field = field_name(texts, change.field), from = from, to = to)
}

fn people(texts: &Texts, names: &dyn Names, people: [Option<PersonId>; 2]) -> String {
    let known = people.into_iter().flatten().map(|id| names.person(id)).filter(|name| !name.is_empty());
    let known = join(texts, known);
    if known.is_empty() { known } else { t!(texts, "event-dispatched-to", people = known) }
}

fn with_due(texts: &Texts, at: Stamp, what: &str, due: Option<Stamp>) -> String {
    match due {
        Some(due) => t!(texts, "event-assist-asked-by", what = what, when = date_time(texts, at, due)),
        None => what.to_owned(),
    }
}

fn extension_text(texts: &Texts, extension: &Extension) -> String {
    let (reason, by) = (extension.reason.as_str(), extension.approved_by.as_str());
    if extension.customer_told {
        t!(texts, "event-extended-told", reason = reason, by = by)
    } else {
        t!(texts, "event-extended-by", reason = reason, by = by)
    }
}

/// Money, signatures and copies of a closing, one line; empty where there is none.
fn closing_terms(texts: &Texts, terms: &ClosingTerms) -> String {
    let paid = terms.paid.map(|paid| t!(texts, "event-closed-paid", amount = money(texts, paid)));
    let by = Some(terms.approved_by.as_str()).filter(|by| !by.is_empty());
    let by = by.map(|by| t!(texts, "event-closed-by", by = by));
    let to = Some(terms.copied_to.as_str()).filter(|to| !to.is_empty());
    let to = to.map(|to| t!(texts, "event-closed-copied", to = to));
    join(texts, [paid, by, to].into_iter().flatten())
}

pub(super) fn lines(parts: impl IntoIterator<Item = String>) -> String {
    parts.into_iter().filter(|part| !part.trim().is_empty()).collect::<Vec<_>>().join("\n")
}
