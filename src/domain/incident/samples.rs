//! One of every event of the incident file, for the tests of codec and words.

use super::*;
use crate::domain::stage::{ContactWay, Injury};

fn text() -> String {
    "77".to_owned()
}

/// Every change that `member` can make.
fn changes<T: Clone>(member: &T) -> [Change<T>; 3] {
    [
        Change::Add(member.clone()),
        Change::Correct { id: 2, to: member.clone(), reason: text() },
        Change::Strike { id: 3, reason: text() },
    ]
}

/// Every kind of event, each with every field filled.
pub(crate) fn events() -> Vec<IncidentEvent> {
    let mut all = vec![IncidentEvent::Opened(Opening {
        kinds: IncidentKind::ALL.to_vec(),
        happened_at: Stamp(1_775_701_260_000),
        reported_at: Stamp(1_775_702_260_000),
        arrived_at: Some(Stamp(1_775_703_260_000)),
        place: text(),
        ours: Ours::Pending,
        account: text(),
    })];
    all.extend(scene().map(IncidentEvent::Scene));
    let casualty = Casualty { person: text(), severity: Injury::Heavy, hospital: text(), diagnosis: text() };
    all.extend(changes(&casualty).map(IncidentEvent::Casualty));
    all.push(IncidentEvent::Grade(GradeEvent::Proposed(GradeProposal {
        grade: IncidentGrade::MajorSpecial,
        rule: "M6".to_owned(),
        loss: Fen(2_000_001),
        injury: Injury::Light,
        beyond_law: true,
    })));
    all.push(IncidentEvent::Grade(GradeEvent::Decided { grade: IncidentGrade::ExtraMajor, reason: text() }));
    all
}

fn scene() -> [SceneEntry; 6] {
    let alert = |after_visit| {
        SceneEntry::Alert(Alert {
            to: AlertTo::Second,
            who: text(),
            way: ContactWay::Phone,
            at: Stamp(1_775_703_260_000),
            after_visit,
        })
    };
    [
        SceneEntry::Arrival { at: Stamp(1_775_703_260_000) },
        alert(false),
        alert(true),
        SceneEntry::Official(Official {
            kind: OfficialKind::FireService,
            unit: text(),
            at: Some(Stamp(1_775_703_260_000)),
            document: text(),
        }),
        SceneEntry::Checks(
            CheckItem::ALL
                .iter()
                .map(|&item| SiteCheck { item, reading: text(), verdict: Verdict::Untestable })
                .collect(),
        ),
        SceneEntry::Visit(Visit {
            at: Stamp(1_775_703_260_000),
            who: text(),
            identity: VisitIdentity::OutletDelegate,
            authority: text(),
            safety: text(),
            mood: text(),
            scene_protected: true,
            account: text(),
        }),
    ]
}
