//! Events of procedures as stored: the kind begins with `procedure_`, answers stand in an object by their keys.

use serde_json::{Map, Value};

use super::body::{Body, Stored, read_change, write_change};
use crate::domain::procedure::{Answers, Done, ProcedureEvent};
use crate::store::StoreError;

type Read<T> = Result<T, StoreError>;

/// Writes the body and answers the stored kind.
pub(super) fn encode(event: &ProcedureEvent, out: &mut Body) -> &'static str {
    let number = |out: &mut Body, id: u32| {
        out.whole("procedure", i64::from(id));
    };
    match event {
        ProcedureEvent::Opened { key, because } => {
            out.text("key", key).text("because", because.as_deref().unwrap_or_default()).kind("procedure_opened")
        }
        ProcedureEvent::Answered { id, answers } => {
            number(out, *id);
            write_answers(answers, out);
            "procedure_answered"
        }
        ProcedureEvent::Row { id, section, change } => {
            number(out, *id);
            out.text("section", section);
            write_change(change, out, write_answers);
            "procedure_row"
        }
        ProcedureEvent::Stepped { id, done } => {
            number(out, *id);
            out.text("key", &done.step).stamp("at", Some(done.at)).text("note", &done.note);
            out.words("names", done.names.iter().map(String::as_str)).kind("procedure_stepped")
        }
        ProcedureEvent::SentBack { id, to, reason } => {
            number(out, *id);
            out.text("to", to).text("reason", reason).kind("procedure_sent_back")
        }
        ProcedureEvent::Waived { procedure, timer, reason, names } => {
            out.maybe_whole("procedure", procedure.map(i64::from)).text("timer", timer).text("reason", reason);
            out.words("names", names.iter().map(String::as_str)).kind("procedure_waived")
        }
        ProcedureEvent::BrokenOff { id, reason } => {
            number(out, *id);
            out.text("reason", reason).kind("procedure_broken_off")
        }
    }
}

/// The event of a procedure that this stands for.
pub(super) fn decode(body: &Stored<'_>) -> Read<ProcedureEvent> {
    let id = || body.count("procedure");
    let named =
        |key: &str| body.text(key).and_then(|text| if text.is_empty() { Err(body.missing(key)) } else { Ok(text) });
    let names = || body.words("names", |name| Some(name.to_owned()));
    Ok(match body.kind {
        "procedure_opened" => ProcedureEvent::Opened {
            key: named("key")?,
            because: Some(body.text("because")?).filter(|rule| !rule.is_empty()),
        },
        "procedure_answered" => ProcedureEvent::Answered { id: id()?, answers: read_answers(body)? },
        "procedure_row" => {
            ProcedureEvent::Row { id: id()?, section: named("section")?, change: read_change(body, read_answers)? }
        }
        "procedure_stepped" => ProcedureEvent::Stepped {
            id: id()?,
            done: Done { step: named("key")?, at: body.instant("at")?, names: names()?, note: body.text("note")? },
        },
        "procedure_sent_back" => ProcedureEvent::SentBack { id: id()?, to: named("to")?, reason: body.text("reason")? },
        "procedure_waived" => ProcedureEvent::Waived {
            procedure: body.maybe_count("procedure")?,
            timer: named("timer")?,
            reason: body.text("reason")?,
            names: names()?,
        },
        "procedure_broken_off" => ProcedureEvent::BrokenOff { id: id()?, reason: body.text("reason")? },
        kind => return Err(StoreError::damaged(format!("event kind {kind}"))),
    })
}

/// Every answer, also an empty one: it says that an answer was taken away.
fn write_answers(answers: &Answers, out: &mut Body) {
    let texts: Map<String, Value> =
        answers.iter().map(|(key, text)| (key.clone(), Value::from(text.as_str()))).collect();
    out.0.insert("answers".to_owned(), Value::Object(texts));
}

fn read_answers(body: &Stored<'_>) -> Read<Answers> {
    let texts = body.map.get("answers").and_then(Value::as_object).ok_or_else(|| body.missing("answers"))?;
    let text = |(key, value): (&String, &Value)| {
        let text = value.as_str().ok_or_else(|| body.missing(key))?;
        Ok((key.clone(), text.to_owned()))
    };
    texts.iter().map(text).collect()
}

#[cfg(test)]
mod tests {
    use super::super::{decode, encode};
    use super::*;
    use crate::domain::incident::Change;
    use crate::domain::{Event, Stamp};

    #[test]
    fn every_event_of_a_procedure_comes_back_as_it_went_in() {
        let text = |text: &str| text.to_owned();
        let answers = Answers::from([(text("cause"), text("漏水")), (text("filed_with"), String::new())]);
        let row = |change| ProcedureEvent::Row { id: 2, section: text("papers"), change };
        let done = |names: &[&str]| Done {
            step: text("report"),
            at: Stamp(7),
            names: names.iter().map(|name| text(name)).collect(),
            note: String::new(),
        };
        let waived = |procedure| ProcedureEvent::Waived {
            procedure,
            timer: text("recall"),
            reason: text("非缺陷"),
            names: vec![text("周晓岚"), text("林致远")],
        };
        let events = [
            ProcedureEvent::Opened { key: text("appeal"), because: Some(text("I09")) },
            ProcedureEvent::Opened { key: text("appeal"), because: None },
            ProcedureEvent::Answered { id: 1, answers: answers.clone() },
            row(Change::Add(answers.clone())),
            row(Change::Correct { id: 1, to: answers, reason: text("写错") }),
            row(Change::Strike { id: 1, reason: text("重复") }),
            ProcedureEvent::Stepped { id: 1, done: done(&[]) },
            ProcedureEvent::Stepped { id: 1, done: done(&["周晓岚", "林致远"]) },
            ProcedureEvent::SentBack { id: 1, to: text("branch"), reason: text("不实") },
            waived(None),
            waived(Some(3)),
            ProcedureEvent::BrokenOff { id: 1, reason: text("撤诉") },
        ];
        for event in events {
            let event = Event::from(event);
            let (kind, body) = encode(&event);
            assert!(kind.starts_with("procedure_"), "{kind}");
            assert_eq!(decode(kind, &body).unwrap(), event, "{kind} {body}");
        }
    }

    #[test]
    fn a_missing_key_is_a_named_error() {
        for (kind, body, named) in [
            ("procedure_opened", "{}", "key"),
            ("procedure_answered", r#"{"procedure":1}"#, "answers"),
            ("procedure_answered", r#"{"procedure":1,"answers":{"cause":5}}"#, "cause"),
            ("procedure_stepped", r#"{"procedure":-1,"key":"a","at":1,"names":[]}"#, "procedure"),
            ("procedure_meteor", "{}", "procedure_meteor"),
        ] {
            let error = decode(kind, body).unwrap_err().to_string();
            assert!(error.contains(named), "{error}");
        }
    }
}
