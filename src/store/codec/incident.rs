//! Events of the incident file as stored: the kind begins with `incident_`, lists of changes carry their step.

mod closure;
mod evidence;
mod insurer;
mod loss;
mod scene;
mod talks;

use super::body::{Body, Stored, read_change, write_change};
use crate::domain::incident::loss::Confirmation;
use crate::domain::incident::{Casualty, GradeEvent, GradeProposal, IncidentEvent, IncidentKind, Opening, Ours};
use crate::domain::stage::{IncidentGrade, Injury};
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
        IncidentEvent::Scene(entry) => scene::encode(entry, out),
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
        IncidentEvent::Evidence(change) => evidence::encode(change, out),
        IncidentEvent::Loss(change) => {
            write_change(change, out, loss::write_line);
            "incident_loss"
        }
        IncidentEvent::InjuryLoss(change) => {
            write_change(change, out, loss::write_injury);
            "incident_injury_loss"
        }
        IncidentEvent::LossConfirmed(confirmed) => {
            out.stamp("at", Some(confirmed.at)).text("with", &confirmed.with);
            out.fen("claimed", confirmed.claimed).fen("assessed", confirmed.assessed).kind("incident_loss_confirmed")
        }
        IncidentEvent::Insurer(entry) => insurer::encode(entry, out),
        IncidentEvent::Talk(entry) => talks::encode(entry, out),
        IncidentEvent::Settlement(entry) => closure::encode_settlement(entry, out),
        IncidentEvent::Closure(entry) => closure::encode(entry, out),
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
        "incident_loss" => IncidentEvent::Loss(Box::new(read_change(body, loss::read_line)?)),
        "incident_injury_loss" => IncidentEvent::InjuryLoss(read_change(body, loss::read_injury)?),
        "incident_loss_confirmed" => IncidentEvent::LossConfirmed(Confirmation {
            at: body.instant("at")?,
            with: body.text("with")?,
            claimed: body.fen("claimed")?,
            assessed: body.fen("assessed")?,
        }),
        kind if kind.starts_with("incident_evidence") => IncidentEvent::Evidence(evidence::decode(body)?),
        kind if kind.starts_with("incident_insurer") => IncidentEvent::Insurer(insurer::decode(body)?),
        kind if kind.starts_with("incident_talk") => IncidentEvent::Talk(talks::decode(body)?),
        kind if kind.starts_with("incident_settlement") => IncidentEvent::Settlement(closure::decode_settlement(body)?),
        kind if kind.starts_with("incident_closure") => IncidentEvent::Closure(closure::decode(body)?),
        _ => IncidentEvent::Scene(scene::decode(body)?),
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
