//! Changes of the evidence as stored.

use super::super::body::{Body, Stored};
use super::Read;
use crate::domain::incident::{Aspect, EvidenceChange, Filing, Slot};
use crate::store::StoreError;

pub(super) fn encode(change: &EvidenceChange, out: &mut Body) -> &'static str {
    match change {
        EvidenceChange::File(filing) => {
            out.text("hash", &filing.hash).text("caption", &filing.caption).text("by", &filing.by);
            place(out, filing.slot, filing.spot, filing.aspect);
            out.stamp("taken_at", filing.taken_at).kind("incident_evidence_filed")
        }
        EvidenceChange::Move { id, slot, spot, aspect } => {
            place(out.whole("id", i64::from(*id)), *slot, *spot, *aspect);
            "incident_evidence_moved"
        }
        EvidenceChange::Describe { id, caption, taken_at } => {
            out.whole("id", i64::from(*id)).text("caption", caption).stamp("taken_at", *taken_at);
            "incident_evidence_described"
        }
        EvidenceChange::Strike { id, reason } => {
            out.whole("id", i64::from(*id)).text("reason", reason).kind("incident_evidence_struck")
        }
    }
}

pub(super) fn decode(body: &Stored<'_>) -> Read<EvidenceChange> {
    Ok(match body.kind {
        "incident_evidence_filed" => EvidenceChange::File(Filing {
            hash: body.text("hash")?,
            slot: body.word("slot", Slot::from_word)?,
            spot: body.maybe_count("spot")?,
            aspect: body.maybe("aspect", Aspect::from_word)?,
            caption: body.text("caption")?,
            taken_at: body.stamp("taken_at"),
            by: body.text("by")?,
        }),
        "incident_evidence_moved" => EvidenceChange::Move {
            id: body.count("id")?,
            slot: body.word("slot", Slot::from_word)?,
            spot: body.maybe_count("spot")?,
            aspect: body.maybe("aspect", Aspect::from_word)?,
        },
        "incident_evidence_described" => EvidenceChange::Describe {
            id: body.count("id")?,
            caption: body.text("caption")?,
            taken_at: body.stamp("taken_at"),
        },
        "incident_evidence_struck" => EvidenceChange::Strike { id: body.count("id")?, reason: body.text("reason")? },
        kind => return Err(StoreError::damaged(format!("event kind {kind}"))),
    })
}

fn place(out: &mut Body, slot: Slot, spot: Option<u32>, aspect: Option<Aspect>) {
    out.text("slot", slot.word()).maybe_whole("spot", spot.map(i64::from));
    out.text("aspect", aspect.map_or("", Aspect::word));
}
