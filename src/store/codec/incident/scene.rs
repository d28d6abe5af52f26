//! Entries about the scene as stored.

use super::super::body::{Body, Stored};
use super::Read;
use crate::domain::identity::Sex;
use crate::domain::incident::{
    Alert, AlertTo, CheckItem, InjuredParty, Official, OfficialKind, PurchaseProof, Relation, SceneEntry, SiteCheck,
    SiteRecord, Verdict, Visit, VisitIdentity,
};
use crate::domain::stage::ContactWay;
use crate::store::StoreError;

pub(super) fn encode(entry: &SceneEntry, out: &mut Body) -> &'static str {
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
        SceneEntry::Record(record) => {
            out.text("sex", record.sex.map_or("", Sex::word)).maybe_whole("age", record.age.map(i64::from));
            out.text("proof", record.proof.map_or("", PurchaseProof::word));
            out.maybe_whole("safe_years", record.safe_years.map(i64::from)).text("history", &record.history);
            out.text("condition", &record.condition).text("unchecked", &record.unchecked).text("seal", &record.seal);
            out.flag("within_law", record.within_law).text("beyond", &record.beyond).kind("incident_record")
        }
        SceneEntry::Injured(injured) => {
            out.words("relations", injured.relations.iter().map(|relation| relation.word()));
            out.text("other", &injured.other).kind("incident_injured")
        }
    }
}

pub(super) fn decode(body: &Stored<'_>) -> Read<SceneEntry> {
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
        "incident_injured" => SceneEntry::Injured(InjuredParty {
            relations: body.words("relations", Relation::from_word)?,
            other: body.text("other")?,
        }),
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
        "incident_record" => SceneEntry::Record(Box::new(SiteRecord {
            sex: body.maybe("sex", Sex::from_word)?,
            age: body.maybe_count("age")?,
            proof: body.maybe("proof", PurchaseProof::from_word)?,
            safe_years: body.maybe_count("safe_years")?,
            history: body.text("history")?,
            condition: body.text("condition")?,
            unchecked: body.text("unchecked")?,
            seal: body.text("seal")?,
            within_law: body.flag("within_law"),
            beyond: body.text("beyond")?,
        })),
        kind => return Err(StoreError::damaged(format!("event kind {kind}"))),
    })
}
