//! Entries of the talks as stored.

use super::super::body::{Body, Stored, read_change, write_change};
use super::Read;
use crate::domain::incident::talks::{
    Agreement, AgreementEntry, Bearer, CauseMode, DirectWay, Finding, IdKind, Party, Remains, Remedy, SettlementOption,
    Talk,
};
use crate::domain::incident::{Cover, Firm, Particulars};
use crate::domain::money::Fen;
use crate::store::StoreError;

pub(super) fn encode(entry: &Talk<Agreement>, out: &mut Body) -> &'static str {
    match entry {
        Talk::Find(finding) => {
            out.list("shares", &finding.shares, |(party, percent), out| {
                out.text("party", party.word()).whole("percent", i64::from(*percent));
            });
            out.text("grounds", &finding.grounds).text("document", &finding.document).kind("incident_talk_finding")
        }
        Talk::Share(shares) => {
            out.list("shares", shares, |(bearer, amount), out| {
                out.text("bearer", bearer.word()).fen("amount", *amount);
            });
            "incident_talk_sharing"
        }
        Talk::Option(change) => {
            write_change(change, out, |option, out| {
                out.text("remedy", option.remedy.word()).fen("amount", option.amount).text("text", &option.text);
            });
            "incident_talk_option"
        }
        Talk::Agree(agreement) => write_agreement(agreement, out),
        Talk::Withdraw { reason } => out.text("reason", reason).kind("incident_talk_withdrawn"),
        Talk::EndDirectly { way, text } => out.text("way", way.word()).text("text", text).kind("incident_talk_ended"),
    }
}

pub(super) fn decode(body: &Stored<'_>) -> Read<Talk<Agreement>> {
    Ok(match body.kind {
        "incident_talk_finding" => Talk::Find(Finding {
            shares: body
                .list("shares", |share| Ok((share.word("party", Party::from_word)?, share.count("percent")?)))?,
            grounds: body.text("grounds")?,
            document: body.text("document")?,
        }),
        "incident_talk_sharing" => Talk::Share(
            body.list("shares", |share| Ok((share.word("bearer", Bearer::from_word)?, share.fen("amount")?)))?,
        ),
        "incident_talk_option" => Talk::Option(read_change(body, |body| {
            Ok(SettlementOption {
                remedy: body.word("remedy", Remedy::from_word)?,
                amount: body.fen("amount")?,
                text: body.text("text")?,
            })
        })?),
        "incident_talk_agreed" => Talk::Agree(Box::new(read_agreement(body)?)),
        "incident_talk_withdrawn" => Talk::Withdraw { reason: body.text("reason")? },
        "incident_talk_ended" => {
            Talk::EndDirectly { way: body.word("way", DirectWay::from_word)?, text: body.text("text")? }
        }
        kind => return Err(StoreError::damaged(format!("event kind {kind}"))),
    })
}

fn write_agreement(agreement: &Agreement, out: &mut Body) -> &'static str {
    let entry = &agreement.entry;
    out.text("party", &entry.party).text("id_kind", entry.id_kind.word()).text("id_number", &entry.id_number);
    out.text("payee", &entry.payee).text("payee_authority", &entry.payee_authority);
    out.text("bank", &entry.bank).text("account", &entry.account).text("late_rate", &entry.late_rate);
    out.text("remains", entry.remains.map_or("", Remains::word));
    out.text("remedy", entry.remedy.word()).fen("refund", entry.refund).fen("reduction", entry.reduction);
    out.text("reduction_reason", &entry.reduction_reason).text("cause", entry.cause.word());
    out.text("terms", &entry.terms).whole("pay_days", i64::from(entry.pay_days));
    out.whole("copies", i64::from(entry.copies)).fen("property", agreement.property);
    out.fen("injury", agreement.injury).fen("other", agreement.other).fen("total", agreement.total);
    write_particulars(&entry.particulars, out);
    "incident_talk_agreed"
}

/// Keys of a firm: name, code, representative, address, agent and phone.
type FirmKeys = [&'static str; 6];
const PAYER: FirmKeys = ["payer", "payer_code", "payer_representative", "payer_address", "payer_agent", "payer_phone"];
const THIRD: FirmKeys = ["third", "third_code", "third_representative", "third_address", "third_agent", "third_phone"];

fn write_particulars(told: &Particulars, out: &mut Body) {
    for (firm, keys) in [(&told.payer, PAYER), (&told.third, THIRD)] {
        let values = [&firm.name, &firm.code, &firm.representative, &firm.address, &firm.agent, &firm.phone];
        for (key, value) in keys.into_iter().zip(values) {
            out.text(key, value);
        }
    }
    out.text("agent", &told.agent).text("guardian", &told.guardian).text("brand", &told.brand);
    out.text("summary", &told.summary).text("agency", &told.agency).text("report", &told.report);
    out.text("report_number", &told.report_number).text("new_model", &told.new_model);
    out.text("new_barcode", &told.new_barcode).text("pay_otherwise", &told.pay_otherwise);
    out.text("keep_until", &told.keep_until).text("keep_reason", &told.keep_reason);
    if !told.covers.is_empty() {
        out.words("covers", told.covers.iter().map(|cover| cover.word()));
    }
    out.maybe_whole("other_insurance", told.other_insurance.map(|amount| amount.0));
}

/// Agreements of the time before had none of it.
fn read_particulars(body: &Stored<'_>) -> Read<Particulars> {
    let firm = |[name, code, representative, address, agent, phone]: FirmKeys| -> Read<Firm> {
        Ok(Firm {
            name: body.text(name)?,
            code: body.text(code)?,
            representative: body.text(representative)?,
            address: body.text(address)?,
            agent: body.text(agent)?,
            phone: body.text(phone)?,
        })
    };
    Ok(Particulars {
        payer: firm(PAYER)?,
        third: firm(THIRD)?,
        agent: body.text("agent")?,
        guardian: body.text("guardian")?,
        brand: body.text("brand")?,
        summary: body.text("summary")?,
        agency: body.text("agency")?,
        report: body.text("report")?,
        report_number: body.text("report_number")?,
        new_model: body.text("new_model")?,
        new_barcode: body.text("new_barcode")?,
        pay_otherwise: body.text("pay_otherwise")?,
        keep_until: body.text("keep_until")?,
        keep_reason: body.text("keep_reason")?,
        covers: body.later_words("covers", Cover::from_word)?,
        other_insurance: body.maybe_whole("other_insurance").map(Fen),
    })
}

fn read_agreement(body: &Stored<'_>) -> Read<Agreement> {
    Ok(Agreement {
        entry: AgreementEntry {
            party: body.text("party")?,
            id_kind: body.word("id_kind", IdKind::from_word)?,
            id_number: body.text("id_number")?,
            payee: body.text("payee")?,
            payee_authority: body.text("payee_authority")?,
            bank: body.text("bank")?,
            account: body.text("account")?,
            remedy: body.word("remedy", Remedy::from_word)?,
            refund: body.fen("refund")?,
            reduction: body.fen("reduction")?,
            reduction_reason: body.text("reduction_reason")?,
            cause: body.word("cause", CauseMode::from_word)?,
            remains: body.maybe("remains", Remains::from_word)?,
            terms: body.text("terms")?,
            pay_days: body.count("pay_days")?,
            late_rate: body.text("late_rate")?,
            copies: body.count("copies")?,
            particulars: read_particulars(body)?,
        },
        property: body.fen("property")?,
        injury: body.fen("injury")?,
        other: body.fen("other")?,
        total: body.fen("total")?,
    })
}
