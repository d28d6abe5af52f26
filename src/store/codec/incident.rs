//! Events of the incident file as stored: the kind begins with `incident_`, lists of changes carry their step.

use super::body::{Body, Stored};
use crate::domain::incident::{
    Alert, AlertTo, Casualty, Change, CheckItem, GradeEvent, GradeProposal, IncidentEvent, IncidentKind, Official,
    OfficialKind, Opening, Ours, SceneEntry, SiteCheck, Verdict, Visit, VisitIdentity,
};
use crate::domain::stage::{ContactWay, IncidentGrade, Injury};
use crate::store::StoreError;

type Read<T> = Result<T, StoreError>;

/// Writes the body and answers the stored kind.
pub(super) fn encode(event: &IncidentEvent, out: &mut Body) -> &'static str {
    match event {
        IncidentEvent::Opened(opening) => {
            out.words("kinds", opening.kinds.iter().map(|kind| kind.word()));
            out.stamp("happened_at", Some(opening.happened_at)).stamp("reported_at", Some(opening.reported_at));
            out.stamp("arrived_at", opening.arrived_at).text("place", &opening.place);
            out.text("ours", opening.ours.word()).text("account", &opening.account).kind("incident_opened")
        }
        IncidentEvent::Scene(entry) => encode_scene(entry, out),
        IncidentEvent::Casualty(change) => {
            write_change(change, out, |casualty, out| {
                out.text("person", &casualty.person).text("severity", casualty.severity.word());
                out.text("hospital", &casualty.hospital).text("diagnosis", &casualty.diagnosis);
            });
            "incident_casualty"
        }
        IncidentEvent::Grade(GradeEvent::Proposed(proposal)) => {
            out.text("grade", proposal.grade.word()).text("rule", &proposal.rule).fen("loss", proposal.loss);
            out.text("injury", proposal.injury.word()).flag("beyond_law", proposal.beyond_law);
            "incident_grade_proposed"
        }
        IncidentEvent::Grade(GradeEvent::Decided { grade, reason }) => {
            out.text("grade", grade.word()).text("reason", reason).kind("incident_grade_decided")
        }
    }
}

/// The event of the incident file that this stands for.
pub(super) fn decode(body: &Stored<'_>) -> Read<IncidentEvent> {
    Ok(match body.kind {
        "incident_opened" => IncidentEvent::Opened(Opening {
            kinds: body.words("kinds", IncidentKind::from_word)?,
            happened_at: body.instant("happened_at")?,
            reported_at: body.instant("reported_at")?,
            arrived_at: body.stamp("arrived_at"),
            place: body.text("place")?,
            ours: body.word("ours", Ours::from_word)?,
            account: body.text("account")?,
        }),
        "incident_casualty" => IncidentEvent::Casualty(read_change(body, |body| {
            Ok(Casualty {
                person: body.text("person")?,
                severity: body.word("severity", Injury::from_word)?,
                hospital: body.text("hospital")?,
                diagnosis: body.text("diagnosis")?,
            })
        })?),
        "incident_grade_proposed" => IncidentEvent::Grade(GradeEvent::Proposed(GradeProposal {
            grade: body.word("grade", IncidentGrade::from_word)?,
            rule: body.text("rule")?,
            loss: body.fen("loss")?,
            injury: body.word("injury", Injury::from_word)?,
            beyond_law: body.flag("beyond_law"),
        })),
        "incident_grade_decided" => IncidentEvent::Grade(GradeEvent::Decided {
            grade: body.word("grade", IncidentGrade::from_word)?,
            reason: body.text("reason")?,
        }),
        _ => IncidentEvent::Scene(decode_scene(body)?),
    })
}

fn encode_scene(entry: &SceneEntry, out: &mut Body) -> &'static str {
    match entry {
        SceneEntry::Arrival { at } => out.stamp("at", Some(*at)).kind("incident_arrival"),
        SceneEntry::Alert(alert) => {
            out.text("to", alert.to.word()).text("who", &alert.who).text("way", alert.way.word());
            out.stamp("at", Some(alert.at)).flag("after_visit", alert.after_visit).kind("incident_alert")
        }
        SceneEntry::Official(official) => {
            out.text("body", official.kind.word()).text("unit", &official.unit).stamp("at", official.at);
            out.text("document", &official.document).kind("incident_official")
        }
        SceneEntry::Checks(checks) => {
            out.list("checks", checks, |check, out| {
                out.text("item", check.item.word()).text("reading", &check.reading);
                out.text("verdict", check.verdict.word());
            });
            "incident_checks"
        }
        SceneEntry::Visit(visit) => {
            out.stamp("at", Some(visit.at)).text("who", &visit.who).text("identity", visit.identity.word());
            out.text("authority", &visit.authority).text("safety", &visit.safety).text("mood", &visit.mood);
            out.flag("scene_protected", visit.scene_protected).text("account", &visit.account).kind("incident_visit")
        }
    }
}

fn decode_scene(body: &Stored<'_>) -> Read<SceneEntry> {
    Ok(match body.kind {
        "incident_arrival" => SceneEntry::Arrival { at: body.instant("at")? },
        "incident_alert" => SceneEntry::Alert(Alert {
            to: body.word("to", AlertTo::from_word)?,
            who: body.text("who")?,
            way: body.word("way", ContactWay::from_word)?,
            at: body.instant("at")?,
            after_visit: body.flag("after_visit"),
        }),
        "incident_official" => SceneEntry::Official(Official {
            kind: body.word("body", OfficialKind::from_word)?,
            unit: body.text("unit")?,
            at: body.stamp("at"),
            document: body.text("document")?,
        }),
        "incident_checks" => SceneEntry::Checks(body.list("checks", |check| {
            Ok(SiteCheck {
                item: check.word("item", CheckItem::from_word)?,
                reading: check.text("reading")?,
                verdict: check.word("verdict", Verdict::from_word)?,
            })
        })?),
        "incident_visit" => SceneEntry::Visit(Visit {
            at: body.instant("at")?,
            who: body.text("who")?,
            identity: body.word("identity", VisitIdentity::from_word)?,
            authority: body.text("authority")?,
            safety: body.text("safety")?,
            mood: body.text("mood")?,
            scene_protected: body.flag("scene_protected"),
            account: body.text("account")?,
        }),
        kind => return Err(StoreError::damaged(format!("event kind {kind}"))),
    })
}

/// A change of a numbered list: the member's own keys beside `step`, `id` and `reason`.
fn write_change<T>(change: &Change<T>, out: &mut Body, write: impl Fn(&T, &mut Body)) {
    match change {
        Change::Add(member) => {
            out.text("step", "add");
            write(member, out);
        }
        Change::Correct { id, to, reason } => {
            out.text("step", "correct").whole("id", i64::from(*id)).text("reason", reason);
            write(to, out);
        }
        Change::Strike { id, reason } => {
            out.text("step", "strike").whole("id", i64::from(*id)).text("reason", reason);
        }
    }
}

fn read_change<T>(body: &Stored<'_>, read: impl Fn(&Stored<'_>) -> Read<T>) -> Read<Change<T>> {
    Ok(match body.text("step")?.as_str() {
        "add" => Change::Add(read(body)?),
        "correct" => Change::Correct { id: body.count("id")?, to: read(body)?, reason: body.text("reason")? },
        "strike" => Change::Strike { id: body.count("id")?, reason: body.text("reason")? },
        _ => return Err(body.missing("step")),
    })
}

#[cfg(test)]
mod tests {
    use super::super::{decode, encode};
    use crate::domain::Event;
    use crate::domain::incident::samples;

    #[test]
    fn every_event_of_the_file_comes_back_as_it_went_in() {
        for event in samples::events() {
            let event = Event::from(event);
            let (kind, body) = encode(&event);
            assert!(kind.starts_with("incident_"), "{kind}");
            assert_eq!(decode(kind, &body).unwrap(), event, "{kind} {body}");
        }
    }

    #[test]
    fn an_unknown_step_or_word_is_a_named_error() {
        for (kind, body, named) in [
            ("incident_casualty", r#"{"step":"forget"}"#, "step"),
            ("incident_casualty", r#"{"step":"strike"}"#, "id"),
            ("incident_opened", r#"{"kinds":["meteor"],"happened_at":1,"reported_at":1,"ours":"yes"}"#, "kinds"),
            ("incident_meteor", "{}", "incident_meteor"),
        ] {
            let error = decode(kind, body).unwrap_err().to_string();
            assert!(error.contains(named), "{error}");
        }
    }
}
