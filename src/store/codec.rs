//! Events as stored: a kind word and one JSON object each, the same text for the same event.

mod body;
mod incident;
mod procedure;
mod returned;

use serde_json::Value;

use self::body::{Body, Stored};
use super::StoreError;
use crate::domain::event::{
    Attachment, Breach, BreachKind, Change, ClosingTerms, Dispatch, Event, Extension, MediaKind, NoteKind, PhotoOf,
    Revisit, RoundCause, SheetKind,
};
use crate::domain::returned::Filled;
use crate::domain::stage::{ContactWay, Satisfaction, Stage, Tier};
use crate::domain::{BranchId, Facts, Fen, Field};

/// The stored kind and body of an event. Keys are sorted, so equal events give equal text.
pub(super) fn encode(event: &Event) -> (&'static str, String) {
    let mut out = Body::default();
    let kind = match event {
        Event::Logged { number, rule_book, rule_version, facts } => {
            out.text("number", number).text("rule_book", rule_book).whole("rule_version", *rule_version);
            out.0.insert("facts".to_owned(), facts_value(facts));
            "logged"
        }
        Event::Amended { changes, reason } => {
            out.text("reason", reason);
            out.0.insert("changes".to_owned(), changes.iter().map(change_value).collect());
            "amended"
        }
        Event::Dispatched(order) => {
            out.whole("branch", order.branch.0).person("first", order.first).person("second", order.second);
            out.text("facts", &order.facts).text("demand", &order.demand).stamp("by", order.by);
            "dispatched"
        }
        Event::Transferred { to, first, second, reason } => {
            out.whole("to", to.0).person("first", *first).person("second", *second).text("reason", reason);
            "transferred"
        }
        Event::SentBack { reason } => out.text("reason", reason).kind("sent_back"),
        Event::Raised { to, reason } => out.text("to", to.word()).text("reason", reason).kind("raised"),
        Event::AssistAsked { unit, what, due } => {
            out.text("unit", unit).text("what", what).stamp("due", *due).kind("assist_asked")
        }
        Event::AssistAnswered { nth, text } => {
            out.whole("nth", i64::try_from(*nth).unwrap_or(i64::MAX)).text("text", text).kind("assist_answered")
        }
        Event::Waiting { reason, note } => out.text("reason", reason).text("note", note).kind("waiting"),
        Event::Resumed => "resumed",
        Event::Extended(extension) => {
            out.stamp("until", Some(extension.until)).text("reason", &extension.reason);
            out.text("approved_by", &extension.approved_by).flag("customer_told", extension.customer_told);
            "extended"
        }
        Event::Warned { stage } => out.text("stage", stage.word()).kind("warned"),
        Event::Urged { text } => out.text("text", text).kind("urged"),
        Event::Handled(handling) => {
            out.text("result", &handling.result).text("measures", &handling.measures);
            out.text("explanation", &handling.explanation).flag("solved", handling.solved);
            out.found(&handling.found).kind("handled")
        }
        Event::Replied(reply) => out.reply(reply).kind("replied"),
        Event::AnsweredOnTheSpot(reply) => out.reply(reply).kind("answered_on_the_spot"),
        Event::Revisited(revisit) => {
            out.text("way", revisit.way.word()).text("result", revisit.result.word());
            out.text("process", revisit.process.word()).text("staff", revisit.staff.word());
            out.text("opinion", &revisit.opinion).kind("revisited")
        }
        Event::RevisitSkipped { reason } => out.text("reason", reason).kind("revisit_skipped"),
        Event::RoundOpened { cause, reason } => {
            out.text("cause", cause.word()).text("reason", reason).kind("round_opened")
        }
        Event::Closed { conclusion, opinion, terms } => {
            out.text("conclusion", conclusion).text("opinion", opinion);
            out.maybe_whole("paid", terms.paid.map(|paid| paid.0));
            out.text("approved_by", &terms.approved_by).text("copied_to", &terms.copied_to).kind("closed")
        }
        Event::Noted { kind, text } => out.text("kind", kind.word()).text("text", text).kind("noted"),
        Event::Attached(file) => {
            out.text("hash", &file.hash).text("name", &file.name).text("media", file.media.word());
            out.whole("bytes", file.bytes).stamp("taken_at", file.taken_at).kind("attached")
        }
        Event::Detached { hash, reason } => out.text("hash", hash).text("reason", reason).kind("detached"),
        Event::PhotoNamed { hash, shows } => out.text("hash", hash).text("shows", shows.word()).kind("photo_named"),
        Event::Printed { sheet, document, hash, filled } => {
            out.text("sheet", sheet.word()).text("document", document).text("hash", hash);
            if let Some(filled) = filled {
                out.text("filled", filled.word());
            }
            out.kind("printed")
        }
        Event::Linked(link) => out.link(link).kind("linked"),
        Event::Unlinked(link) => out.link(link).kind("unlinked"),
        Event::FirstAskedBroken(breach) => {
            out.text("who", &breach.who).text("how", breach.kind.word()).text("reason", &breach.reason);
            out.kind("first_asked_broken")
        }
        Event::Incident(event) => incident::encode(event, &mut out),
        Event::Procedure(event) => procedure::encode(event, &mut out),
        Event::Returned(event) => returned::encode(event, &mut out),
        Event::Undone { n } => out.whole("n", i64::from(*n)).kind("undone"),
    };
    (kind, Value::Object(out.0).to_string())
}

/// The event a stored kind and body stand for.
///
/// # Errors
/// [`StoreError::Damaged`] naming the kind and the key that is missing or unknown.
pub(super) fn decode(kind: &str, body: &str) -> Result<Event, StoreError> {
    let value: Value = serde_json::from_str(body).map_err(|_error| StoreError::damaged(format!("event {kind}")))?;
    let Value::Object(map) = value else { return Err(StoreError::damaged(format!("event {kind}"))) };
    let body = Stored { kind, map: &map };
    Ok(match kind {
        "logged" => Event::Logged {
            number: body.text("number")?,
            rule_book: body.text("rule_book")?,
            rule_version: body.whole("rule_version")?,
            facts: Box::new(body.facts()?),
        },
        "amended" => Event::Amended { changes: body.changes()?, reason: body.text("reason")? },
        "dispatched" => Event::Dispatched(Box::new(Dispatch {
            branch: BranchId(body.whole("branch")?),
            first: body.person("first"),
            second: body.person("second"),
            facts: body.text("facts")?,
            demand: body.text("demand")?,
            by: body.stamp("by"),
        })),
        "transferred" => Event::Transferred {
            to: BranchId(body.whole("to")?),
            first: body.person("first"),
            second: body.person("second"),
            reason: body.text("reason")?,
        },
        "sent_back" => Event::SentBack { reason: body.text("reason")? },
        "raised" => Event::Raised { to: body.word("to", Tier::from_word)?, reason: body.text("reason")? },
        "assist_asked" => {
            Event::AssistAsked { unit: body.text("unit")?, what: body.text("what")?, due: body.stamp("due") }
        }
        "assist_answered" => Event::AssistAnswered {
            nth: usize::try_from(body.whole("nth")?).unwrap_or(usize::MAX),
            text: body.text("text")?,
        },
        "waiting" => Event::Waiting { reason: body.text("reason")?, note: body.text("note")? },
        "resumed" => Event::Resumed,
        "extended" => Event::Extended(Box::new(Extension {
            until: body.stamp("until").ok_or_else(|| body.missing("until"))?,
            reason: body.text("reason")?,
            approved_by: body.text("approved_by")?,
            customer_told: body.flag("customer_told"),
        })),
        "warned" => Event::Warned { stage: body.word("stage", Stage::from_word)? },
        "urged" => Event::Urged { text: body.text("text")? },
        "handled" => Event::Handled(Box::new(body.handling()?)),
        "replied" => Event::Replied(Box::new(body.reply()?)),
        "answered_on_the_spot" => Event::AnsweredOnTheSpot(Box::new(body.reply()?)),
        "revisited" => Event::Revisited(Box::new(Revisit {
            way: body.word("way", ContactWay::from_word)?,
            result: body.word("result", Satisfaction::from_word)?,
            process: body.word("process", Satisfaction::from_word)?,
            staff: body.word("staff", Satisfaction::from_word)?,
            opinion: body.text("opinion")?,
        })),
        "revisit_skipped" => Event::RevisitSkipped { reason: body.text("reason")? },
        "round_opened" => {
            Event::RoundOpened { cause: body.word("cause", RoundCause::from_word)?, reason: body.text("reason")? }
        }
        "closed" => Event::Closed {
            conclusion: body.text("conclusion")?,
            opinion: body.text("opinion")?,
            terms: ClosingTerms {
                paid: body.map.get("paid").and_then(Value::as_i64).map(Fen),
                approved_by: body.text("approved_by")?,
                copied_to: body.text("copied_to")?,
            },
        },
        "noted" => Event::Noted { kind: body.word("kind", NoteKind::from_word)?, text: body.text("text")? },
        "attached" => Event::Attached(Box::new(Attachment {
            hash: body.text("hash")?,
            name: body.text("name")?,
            media: body.word("media", MediaKind::from_word)?,
            bytes: body.whole("bytes")?,
            taken_at: body.stamp("taken_at"),
        })),
        "detached" => Event::Detached { hash: body.text("hash")?, reason: body.text("reason")? },
        "photo_named" => Event::PhotoNamed { hash: body.text("hash")?, shows: body.word("shows", PhotoOf::from_word)? },
        "printed" => Event::Printed {
            sheet: body.word("sheet", SheetKind::from_word)?,
            document: body.text("document")?,
            hash: body.text("hash")?,
            filled: body.maybe("filled", Filled::from_word)?,
        },
        "linked" => Event::Linked(body.link()?),
        "unlinked" => Event::Unlinked(body.link()?),
        "first_asked_broken" => Event::FirstAskedBroken(Breach {
            who: body.text("who")?,
            kind: body.word("how", BreachKind::from_word)?,
            reason: body.text("reason")?,
        }),
        "undone" => Event::Undone { n: u32::try_from(body.whole("n")?).map_err(|_error| body.missing("n"))? },
        kind if kind.starts_with("paper_") => Event::Returned(Box::new(returned::decode(&body)?)),
        kind if kind.starts_with("procedure_") => Event::Procedure(Box::new(procedure::decode(&body)?)),
        _ => Event::Incident(Box::new(incident::decode(&body)?)),
    })
}

/// Facts as an object of field words and canonical texts; fields that say nothing are left out.
fn facts_value(facts: &Facts) -> Value {
    let plain = Facts::default();
    let map = Field::ALL
        .iter()
        .map(|&field| (field, facts.text(field)))
        // Nothing is known by an empty text, so only a text that says something is compared.
        .filter(|(field, text)| !text.is_empty() && (*field == Field::ReceivedAt || *text != plain.text(*field)))
        .map(|(field, text)| (field.word().to_owned(), Value::String(text)))
        .collect();
    Value::Object(map)
}

fn change_value(change: &Change) -> Value {
    let mut body = Body::default();
    body.text("field", change.field.word()).text("from", &change.from).text("to", &change.to);
    Value::Object(body.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::event::{Found, Handling, ReplyGiven};
    use crate::domain::stage::Acceptance;
    use crate::domain::{Link, PersonId, Relation, Stamp};

    fn round_trip(event: &Event) {
        let (kind, body) = encode(event);
        assert_eq!(decode(kind, &body).unwrap(), *event, "{body}");
    }

    #[test]
    fn every_event_comes_back_as_it_went_in() {
        let mut facts = Facts::at(Stamp(1_775_701_260_000));
        facts.set(Field::CustomerName, "沈秋蓉").unwrap();
        facts.set(Field::Loss, "4800").unwrap();
        facts.set(Field::Demand, "exchange、compensation").unwrap();
        let reply = ReplyGiven {
            way: ContactWay::Phone,
            text: "同意换机".to_owned(),
            accepted: Acceptance::Accepted,
            promise: Some(Stamp(5)),
            found: Found { cause: String::new(), department: "售后部".to_owned() },
        };
        let revisit = Revisit {
            way: ContactWay::Visit,
            result: Satisfaction::Dissatisfied,
            process: Satisfaction::Fair,
            staff: Satisfaction::Satisfied,
            opinion: "仍漏水".to_owned(),
        };
        let order = Dispatch {
            branch: BranchId(4),
            first: Some(PersonId(9)),
            second: None,
            facts: "漏水".to_owned(),
            demand: "换机".to_owned(),
            by: Some(Stamp(7)),
        };
        let file = Attachment {
            hash: "ab".repeat(32),
            name: "铭牌.jpg".to_owned(),
            media: MediaKind::Photo,
            bytes: 5,
            taken_at: None,
        };
        let change = Change { field: Field::Model, from: "A".to_owned(), to: "B".to_owned() };
        let text = || "原因".to_owned();
        let events = [
            Event::Logged {
                number: "KS2604-0001".to_owned(),
                rule_book: "appliance-group".to_owned(),
                rule_version: 1,
                facts: Box::new(facts),
            },
            Event::Amended { changes: vec![change], reason: String::new() },
            Event::Dispatched(Box::new(order)),
            Event::Transferred { to: BranchId(2), first: None, second: Some(PersonId(1)), reason: text() },
            Event::SentBack { reason: text() },
            Event::Raised { to: Tier::Province, reason: text() },
            Event::AssistAsked { unit: text(), what: text(), due: None },
            Event::AssistAnswered { nth: 0, text: text() },
            Event::Waiting { reason: "parts".to_owned(), note: String::new() },
            Event::Resumed,
            Event::Extended(Box::new(Extension {
                until: Stamp(9),
                reason: text(),
                approved_by: "总经理".to_owned(),
                customer_told: true,
            })),
            Event::Warned { stage: Stage::Handling },
            Event::Urged { text: text() },
            Event::Handled(Box::new(Handling {
                result: text(),
                measures: text(),
                explanation: String::new(),
                solved: true,
                found: Found { cause: text(), department: String::new() },
            })),
            Event::Replied(Box::new(reply.clone())),
            Event::AnsweredOnTheSpot(Box::new(reply)),
            Event::Revisited(Box::new(revisit)),
            Event::RevisitSkipped { reason: text() },
            Event::RoundOpened { cause: RoundCause::Reopened, reason: text() },
            Event::Closed { conclusion: text(), opinion: text(), terms: ClosingTerms::default() },
            Event::Closed {
                conclusion: text(),
                opinion: text(),
                terms: ClosingTerms { paid: Some(Fen(12_000)), approved_by: text(), copied_to: text() },
            },
            Event::Noted { kind: NoteKind::Contact, text: text() },
            Event::Attached(Box::new(file)),
            Event::Detached { hash: "cd".repeat(32), reason: text() },
            Event::PhotoNamed { hash: text(), shows: PhotoOf::Plate },
            Event::Printed { sheet: SheetKind::Feedback, document: text(), hash: text(), filled: Some(Filled::Final) },
            Event::Printed { sheet: SheetKind::Feedback, document: text(), hash: text(), filled: None },
            Event::Linked(Link { relation: Relation::Batch, other: "KS2604-0002".to_owned(), reason: String::new() }),
            Event::Unlinked(Link { relation: Relation::Merged, other: "KS2604-0003".to_owned(), reason: text() }),
            Event::FirstAskedBroken(Breach { who: "周".to_owned(), kind: BreachKind::PassedOn, reason: text() }),
            Event::Undone { n: 3 },
        ];
        for event in &events {
            round_trip(event);
        }
    }

    #[test]
    fn an_unknown_word_is_a_named_error_never_a_default() {
        let error = decode("raised", r#"{"to":"planet"}"#).unwrap_err();
        assert!(error.to_string().contains("to"), "{error}");
        assert!(decode("invented", "{}").is_err());
        assert!(decode("logged", "[]").is_err());
    }
}
