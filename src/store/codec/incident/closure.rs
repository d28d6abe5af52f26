//! Entries of settlement and closure as stored.

use super::super::body::{Body, Stored, read_change, write_change};
use super::Read;
use crate::domain::incident::closure::{
    ClosureEntry, ClosureRequest, Corrective, Post, Signature, Subject, Verification,
};
use crate::domain::incident::settlement::PayWay;
use crate::domain::incident::{Archive, LossPart, Proposal};
use crate::domain::incident::{Payment, Receipt, Settlement, SettlementEntry};
use crate::store::StoreError;

pub(super) fn encode_settlement(entry: &SettlementEntry, out: &mut Body) -> &'static str {
    match entry {
        SettlementEntry::Sign(settlement) => {
            out.stamp("signed_at", Some(settlement.signed_at)).text("document", &settlement.document);
            "incident_settlement_signed"
        }
        SettlementEntry::Pay(change) => {
            write_change(change, out, |payment, out| {
                out.fen("amount", payment.amount).stamp("at", Some(payment.at)).text("way", payment.way.word());
                out.text("voucher", &payment.voucher).text("payee", &payment.payee);
                if !payment.parts.is_empty() {
                    out.list("parts", &payment.parts, |(part, amount), out| {
                        out.text("part", part.word()).fen("amount", *amount);
                    });
                }
            });
            "incident_settlement_paid"
        }
        SettlementEntry::Receive(receipt) => {
            out.fen("amount", receipt.amount).stamp("at", Some(receipt.at)).text("document", &receipt.document);
            "incident_settlement_receipt"
        }
    }
}

pub(super) fn decode_settlement(body: &Stored<'_>) -> Read<SettlementEntry> {
    Ok(match body.kind {
        "incident_settlement_signed" => SettlementEntry::Sign(Settlement {
            signed_at: body.instant("signed_at")?,
            document: body.text("document")?,
        }),
        "incident_settlement_paid" => SettlementEntry::Pay(read_change(body, |body| {
            Ok(Payment {
                amount: body.fen("amount")?,
                at: body.instant("at")?,
                way: body.word("way", PayWay::from_word)?,
                voucher: body.text("voucher")?,
                payee: body.text("payee")?,
                parts: body
                    .later_list("parts", |part| Ok((part.word("part", LossPart::from_word)?, part.fen("amount")?)))?,
            })
        })?),
        "incident_settlement_receipt" => SettlementEntry::Receive(Receipt {
            amount: body.fen("amount")?,
            at: body.instant("at")?,
            document: body.text("document")?,
        }),
        kind => return Err(StoreError::damaged(format!("event kind {kind}"))),
    })
}

pub(super) fn encode(entry: &ClosureEntry, out: &mut Body) -> &'static str {
    match entry {
        ClosureEntry::Sign(signature) => {
            out.text("subject", signature.subject.word()).text("post", signature.post.word());
            out.text("who", &signature.who).flag("agrees", signature.agrees).text("opinion", &signature.opinion);
            "incident_closure_signature"
        }
        ClosureEntry::Corrective(change) => {
            write_change(change, out, |corrective, out| {
                out.text("problem", &corrective.problem).text("cause", &corrective.cause);
                out.text("countermeasure", &corrective.countermeasure).text("owner", &corrective.owner);
                out.stamp("due", Some(corrective.due));
                if !corrective.covers.is_empty() {
                    out.words("covers", corrective.covers.iter().map(String::as_str));
                }
            });
            "incident_closure_corrective"
        }
        ClosureEntry::Verify { id, found } => {
            out.whole("id", i64::from(*id)).flag("effective", found.effective).text("note", &found.note);
            out.stamp("again", found.again).kind("incident_closure_verified")
        }
        ClosureEntry::Request(request) => {
            out.text("summary", &request.summary).text("root_cause", &request.root_cause);
            out.text("difference", &request.difference).kind("incident_closure_request")
        }
        ClosureEntry::Proposal(change) => {
            write_change(change, out, |proposal, out| {
                out.text("row", &proposal.row).text("who", &proposal.who).text("person", &proposal.person);
                out.fen("amount", proposal.amount).text("why", &proposal.reason);
            });
            "incident_closure_proposal"
        }
        ClosureEntry::Archive(archive) => {
            out.text("number", &archive.number).whole("pages", i64::from(archive.pages));
            out.text("archivist", &archive.archivist).text("keep_until", &archive.keep_until.to_string());
            "incident_closure_archive"
        }
    }
}

pub(super) fn decode(body: &Stored<'_>) -> Read<ClosureEntry> {
    Ok(match body.kind {
        "incident_closure_signature" => ClosureEntry::Sign(Signature {
            subject: body.word("subject", Subject::from_word)?,
            post: body.word("post", Post::from_word)?,
            who: body.text("who")?,
            agrees: body.flag("agrees"),
            opinion: body.text("opinion")?,
        }),
        "incident_closure_corrective" => ClosureEntry::Corrective(read_change(body, |body| {
            Ok(Corrective {
                problem: body.text("problem")?,
                cause: body.text("cause")?,
                countermeasure: body.text("countermeasure")?,
                owner: body.text("owner")?,
                due: body.instant("due")?,
                covers: body.texts("covers")?,
            })
        })?),
        "incident_closure_verified" => ClosureEntry::Verify {
            id: body.count("id")?,
            found: Verification {
                effective: body.flag("effective"),
                note: body.text("note")?,
                again: body.stamp("again"),
            },
        },
        "incident_closure_request" => ClosureEntry::Request(ClosureRequest {
            summary: body.text("summary")?,
            root_cause: body.text("root_cause")?,
            difference: body.text("difference")?,
        }),
        "incident_closure_proposal" => ClosureEntry::Proposal(read_change(body, |body| {
            Ok(Proposal {
                row: body.text("row")?,
                who: body.text("who")?,
                person: body.text("person")?,
                amount: body.fen("amount")?,
                reason: body.text("why")?,
            })
        })?),
        "incident_closure_archive" => ClosureEntry::Archive(Archive {
            number: body.text("number")?,
            pages: body.count("pages")?,
            archivist: body.text("archivist")?,
            keep_until: body.word("keep_until", |day| day.parse().ok())?,
        }),
        kind => return Err(StoreError::damaged(format!("event kind {kind}"))),
    })
}
