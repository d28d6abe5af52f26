//! 协议与付款: the agreement and its signatures, what was signed, paid and receipted (J14, Q04; forms.md 1.4).

use super::ask::Ask;
use super::fill::{amount, area, at, line, moment, one, plain, reason, slot, text};
use super::lack::lacks;
use super::terms;
use super::view::{Block, Line, Press, Section, SectionView, Standing};
use crate::domain::incident::closure::Post;
use crate::domain::incident::settlement::PayWay;
use crate::domain::incident::{
    Agreement, Change, ClosureEntry, Incident, IncidentCommand, LossPart, Payment, Receipt, Settlement,
    SettlementEntry, Signature, Step, Subject, Talk, gaps,
};
use crate::domain::mask::mask_account;
use crate::domain::money::Fen;
use crate::store::CaseFile;
use crate::t;
use crate::ui::dialogs::form::{Form, Input, Part};
use crate::ui::widgets::chip::Tone;
use crate::ui::{Cx, say};

/// The section's words.
pub(super) fn section(cx: &Cx<'_>, file: &CaseFile, incident: &Incident) -> SectionView {
    let (texts, rules) = (cx.texts, &file.book.rules);
    let next = incident.next_step(rules);
    let locked = next.filter(|step| *step < Step::Agreement);
    let remark = match (locked, next) {
        (Some(step), _) => t!(texts, "incident-step-locked", step = texts.name("talk-step", step.word())),
        (None, Some(step)) => t!(texts, "incident-next", step = texts.name("talk-step", step.word())),
        (None, None) => String::new(),
    };
    let standing = match (locked, next) {
        (Some(_), _) => Standing::Locked,
        (None, Some(_)) => Standing::Lacking,
        (None, None) => Standing::Complete,
    };
    SectionView {
        section: Section::Agreement,
        title: Section::Agreement.title(texts),
        remark,
        standing,
        blocks: vec![
            agreement(cx, file, incident),
            signatures(cx, file, incident, Subject::Settlement),
            signed(cx, file, incident),
            signatures(cx, file, incident, Subject::Payment),
            money(cx, file, incident),
        ],
    }
}

fn agreement(cx: &Cx<'_>, file: &CaseFile, incident: &Incident) -> Block {
    let (texts, talks) = (cx.texts, &incident.talks);
    let mut lines = talks.agreement.as_ref().map(|agreement| agreed(cx, incident, agreement)).unwrap_or_default();
    let cautions = talks.agreement.iter().filter(|_| incident.settlement.is_none());
    lines.extend(cautions.flat_map(|agreement| agreement.cautions(cx.now.date())).map(|caution| Line {
        lead: t!(texts, "incident-caution"),
        text: texts.name("caution", caution.word()),
        tone: Tone::Warn,
        ..Line::default()
    }));
    lines.extend(talks.returned.iter().map(|why| Line {
        lead: t!(texts, "incident-returned"),
        text: why.clone(),
        tone: Tone::Warn,
        ..Line::default()
    }));
    let open = file.case.is_open();
    let possible = [
        (Ask::Agree, open && incident.next_step(&file.book.rules) == Some(Step::Agreement)),
        (Ask::Withdraw, open && talks.agreement.is_some() && incident.settlement.is_none()),
    ];
    let acts = possible.into_iter().filter(|(_, possible)| *possible);
    Block {
        title: texts.name("talk-step", Step::Agreement.word()),
        lines,
        empty: t!(texts, "incident-no-agreement"),
        acts: acts.map(|(ask, _)| Press { first: ask == Ask::Agree, ..Press::new(texts, ask) }).collect(),
        ..Block::default()
    }
}

fn agreed(cx: &Cx<'_>, incident: &Incident, agreement: &Agreement) -> Vec<Line> {
    let texts = cx.texts;
    let entry = &agreement.entry;
    let told = &entry.particulars;
    let line = |lead: String, text: String| Line { lead, text, ..Line::default() };
    let sum = |fen| say::money(texts, fen);
    let parts = t!(
        texts,
        "event-incident-agreed-parts",
        property = sum(agreement.property),
        injury = sum(agreement.injury),
        other = sum(agreement.other),
        refund = sum(entry.refund),
        reduction = sum(entry.reduction)
    );
    vec![
        line(t!(texts, "incident-party"), format!("{}　{}", entry.party, texts.name("id-kind", entry.id_kind.word()))),
        Line { more: parts, ..line(t!(texts, "incident-total"), sum(agreement.total)) },
        line(t!(texts, "incident-capital"), agreement.total.capital()),
        Line {
            note: format!("{}　{}", told.new_model, told.new_barcode).trim().to_owned(),
            ..line(t!(texts, "incident-remedy"), texts.name("remedy", entry.remedy.word()))
        },
        line(
            t!(texts, "incident-remains"),
            entry.remains.map(|of| texts.name("remains", of.word())).unwrap_or_default(),
        ),
        line(
            t!(texts, "incident-blank-payee"),
            format!("{}　{}", entry.payee, mask_account(&entry.account)).trim().to_owned(),
        ),
        line(t!(texts, "incident-pay-otherwise"), told.pay_otherwise.clone()),
        line(t!(texts, "incident-part-payer-short"), told.payer.name.clone()),
        line(t!(texts, "incident-part-third-short"), told.third.name.clone()),
        line(t!(texts, "incident-guardian"), told.guardian.clone()),
        line(t!(texts, "incident-party-agent"), told.agent.clone()),
        line(t!(texts, "incident-summary-short"), entry.summary(incident).to_owned()),
        line(t!(texts, "incident-blank-terms"), entry.terms.clone()),
    ]
    .into_iter()
    .filter(|line| !line.text.is_empty())
    .collect()
}

/// Who signs for `subject`: those who have, those who still must, and what else the step lacks.
pub(super) fn signatures(cx: &Cx<'_>, file: &CaseFile, incident: &Incident, subject: Subject) -> Block {
    let (texts, rules) = (cx.texts, &file.book.rules);
    let post = |post: Post| texts.name("signer", post.word());
    let signed = incident.closure.signed(subject).map(|signature| Line {
        lead: post(signature.post),
        text: signature.who.clone(),
        note: t!(texts, "incident-agrees"),
        more: signature.opinion.clone(),
        tone: Tone::Ok,
        ..Line::default()
    });
    let unsigned = incident.unsigned(&file.case, rules, subject);
    let due = match subject {
        Subject::Settlement => incident.talks.agreement.is_some() && incident.settlement.is_none(),
        Subject::Payment => incident.settlement.is_some(),
        Subject::Closure => incident.closure.request.is_some(),
    };
    let waits = unsigned.iter().filter(|_| due).map(|&waiting| Line {
        lead: post(waiting),
        text: t!(texts, "incident-unsigned"),
        tone: Tone::Warn,
        ..Line::default()
    });
    let may_sign = due && file.case.is_open() && !unsigned.is_empty();
    Block {
        title: t!(texts, "incident-signing", what = texts.name("approval", subject.word())),
        lines: signed.chain(waits).collect(),
        empty: t!(texts, "incident-no-signature"),
        acts: Some(Press::new(texts, Ask::Sign(subject))).filter(|_| may_sign).into_iter().collect(),
        ..Block::default()
    }
}

fn signed(cx: &Cx<'_>, file: &CaseFile, incident: &Incident) -> Block {
    let (texts, rules) = (cx.texts, &file.book.rules);
    let lines = incident.settlement.iter().map(|settlement| Line {
        lead: t!(texts, "incident-signed-form"),
        text: settlement.document.clone(),
        when: say::date_time(texts, cx.now, settlement.signed_at),
        ..Line::default()
    });
    let due = incident.talks.agreement.is_some() && incident.settlement.is_none() && file.case.is_open();
    let found = if due { gaps::agreement_form(&file.case, rules, cx.now) } else { Vec::new() };
    let press = Press { first: found.is_empty(), ..Press::new(texts, Ask::SignAgreement) };
    Block {
        title: texts.name("talk-step", Step::Settlement.word()),
        lines: lines.collect(),
        empty: t!(texts, "incident-not-signed"),
        acts: Some(press).filter(|_| due).into_iter().collect(),
        lacks: lacks(texts, &found),
    }
}

fn money(cx: &Cx<'_>, file: &CaseFile, incident: &Incident) -> Block {
    let (texts, rules) = (cx.texts, &file.book.rules);
    let when = |at| say::date_time(texts, cx.now, at);
    let paid = incident.payments.iter().map(|(id, payment)| Line {
        lead: t!(texts, "incident-payment", n = id),
        text: say::money(texts, payment.amount),
        note: format!("{}　{}　{}", payment.payee, texts.name("pay-way", payment.way.word()), payment.voucher),
        when: when(payment.at),
        acts: Press::pair(texts, file, Ask::Pay(Some(id)), Ask::StrikePay(id)),
        ..Line::default()
    });
    let received = incident.receipts.iter().map(|receipt| Line {
        lead: texts.name("evidence-slot", "receipt"),
        text: say::money(texts, receipt.amount),
        note: receipt.document.clone(),
        when: when(receipt.at),
        ..Line::default()
    });
    let open = incident.settlement.is_some() && file.case.is_open();
    let pays = open && incident.agreed().is_some_and(|agreed| incident.paid() < agreed);
    let possible = [(Ask::Pay(None), pays), (Ask::Receive, open && incident.received() < incident.paid())];
    let acts = possible.into_iter().filter(|(_, possible)| *possible).map(|(ask, _)| Press::new(texts, ask));
    Block {
        title: texts.name("talk-step", Step::Payment.word()),
        lines: paid.chain(received).collect(),
        empty: t!(texts, "incident-no-payment"),
        acts: acts.collect(),
        lacks: if pays { lacks(texts, &gaps::payment(&file.case, rules)) } else { Vec::new() },
    }
}

pub(super) fn parts(ask: Ask, cx: &Cx<'_>, file: &CaseFile) -> Vec<Part> {
    let texts = cx.texts;
    let document = || line("document", t!(texts, "incident-document")).required().half();
    let sum = |of: String| line("fen_amount", t!(texts, "incident-amount")).value(of).required().half();
    match ask {
        Ask::Agree => terms::parts(cx, file),
        Ask::SignAgreement => vec![document(), at(cx).half()],
        Ask::Pay(id) => pay_parts(id, cx, file),
        Ask::Receive => {
            let open = file.case.incident.as_deref().and_then(|i| i.paid().checked_sub(i.received()));
            vec![sum(open.map(plain).unwrap_or_default()), at(cx).half(), document()]
        }
        Ask::Sign(subject) => sign_parts(subject, cx, file),
        _ => vec![reason(texts)],
    }
}

fn pay_parts(id: Option<u32>, cx: &Cx<'_>, file: &CaseFile) -> Vec<Part> {
    let texts = cx.texts;
    let incident = file.case.incident.as_deref();
    let known = incident.zip(id).and_then(|(incident, id)| incident.payments.get(id));
    let agreement = incident.and_then(|incident| incident.talks.agreement.as_ref());
    let open = incident.zip(agreement).and_then(|(incident, agreed)| agreed.total.checked_sub(incident.paid()));
    let sum = known.map(|payment| payment.amount).or(open).map(plain).unwrap_or_default();
    let payee = known.map(|payment| &payment.payee).or(agreement.map(|agreed| &agreed.entry.payee)).cloned();
    let when = known.map_or_else(|| super::fill::now(cx), |payment| crate::text::say::full_time(payment.at.0));
    let mut parts = vec![
        line("fen_amount", t!(texts, "incident-amount")).value(sum).required().half(),
        Part::new(slot("at"), t!(texts, "incident-at"), Input::When).value(when).required().half(),
        one(texts, "way", t!(texts, "incident-pay-way"), ("pay-way", PayWay::ALL), PayWay::word)
            .value(known.map_or(PayWay::Transfer, |payment| payment.way).word()),
        line("payee", t!(texts, "incident-blank-payee")).value(payee.unwrap_or_default()).required().half(),
        line("voucher", t!(texts, "incident-blank-voucher"))
            .value(known.map(|payment| payment.voucher.clone()).unwrap_or_default())
            .required()
            .half(),
    ];
    parts.extend(payment_parts(id, cx, file));
    parts.extend(id.map(|_| reason(texts)));
    parts
}

/// What a payment goes to: the parts there may be, with what is still to be paid of each.
fn payment_parts(id: Option<u32>, cx: &Cx<'_>, file: &CaseFile) -> Vec<Part> {
    let Some(incident) = file.case.incident.as_deref() else { return Vec::new() };
    let known = id.and_then(|id| incident.payments.get(id)).filter(|payment| !payment.parts.is_empty());
    let unpaid = incident.unpaid_parts();
    let of = |part: LossPart| match known {
        Some(payment) => payment.of(part),
        None => unpaid.iter().find(|(open, _)| *open == part).map(|(_, amount)| *amount),
    };
    let may_be = |part: LossPart| incident.agreed_for(part) != Some(Fen(0)) || of(part).is_some_and(|sum| sum.0 > 0);
    LossPart::ALL
        .iter()
        .filter(|part| may_be(**part))
        .map(|part| {
            let name = cx.texts.name("loss-part", part.word());
            let label = t!(cx.texts, "incident-part", part = name);
            line(part_slot(*part), label).value(of(*part).map(plain).unwrap_or_default()).half()
        })
        .collect()
}

const fn part_slot(part: LossPart) -> &'static str {
    match part {
        LossPart::Product => "fen_product",
        LossPart::Property => "fen_property",
        LossPart::Injury => "fen_injury",
        LossPart::Costs => "fen_costs",
    }
}

fn sign_parts(subject: Subject, cx: &Cx<'_>, file: &CaseFile) -> Vec<Part> {
    let texts = cx.texts;
    let posts = file.case.incident.as_deref().map(|i| i.unsigned(&file.case, &file.book.rules, subject));
    let posts = posts.unwrap_or_default();
    let first = posts.first().map(|post| post.word()).unwrap_or_default();
    vec![
        one(texts, "post", t!(texts, "incident-post"), ("signer", &posts), Post::word).value(first),
        line("person", t!(texts, "incident-signer")).value(cx.me).required(),
        one(texts, "agrees", t!(texts, "incident-verdict-label"), ("signing", &[true, false]), |yes| {
            if yes { "agrees" } else { "returns" }
        })
        .value("agrees"),
        area("opinion", t!(texts, "incident-opinion"), 2),
    ]
}

pub(super) fn read(ask: Ask, form: &Form) -> Option<IncidentCommand> {
    let said = |name| text(form, name);
    Some(match ask {
        Ask::Agree => IncidentCommand::Talk(Talk::Agree(Box::new(terms::read(form)?))),
        Ask::Withdraw => IncidentCommand::Talk(Talk::Withdraw { reason: said("reason") }),
        Ask::SignAgreement => {
            let settlement = Settlement { signed_at: moment(form, "at")?, document: said("document") };
            IncidentCommand::Settlement(SettlementEntry::Sign(settlement))
        }
        Ask::Pay(id) => {
            let payment = Payment {
                amount: amount(form, slot("fen_amount"))?,
                at: moment(form, "at")?,
                way: PayWay::from_word(form.text(slot("way")))?,
                voucher: said("voucher"),
                payee: said("payee"),
                parts: read_parts(form)?,
            };
            IncidentCommand::Settlement(SettlementEntry::Pay(match id {
                Some(id) => Change::Correct { id, to: payment, reason: said("reason") },
                None => Change::Add(payment),
            }))
        }
        Ask::StrikePay(id) => {
            IncidentCommand::Settlement(SettlementEntry::Pay(Change::Strike { id, reason: said("reason") }))
        }
        Ask::Receive => IncidentCommand::Settlement(SettlementEntry::Receive(Receipt {
            amount: amount(form, slot("fen_amount"))?,
            at: moment(form, "at")?,
            document: said("document"),
        })),
        Ask::Sign(subject) => IncidentCommand::Closure(ClosureEntry::Sign(read_signature(subject, form)?)),
        _ => return None,
    })
}

/// The parts of a payment that have an amount.
fn read_parts(form: &Form) -> Option<Vec<(LossPart, Fen)>> {
    let read = |part: &LossPart| amount(form, slot(part_slot(*part))).map(|amount| (*part, amount));
    let parts: Option<Vec<(LossPart, Fen)>> = LossPart::ALL.iter().map(read).collect();
    parts.map(|parts| parts.into_iter().filter(|(_, amount)| amount.0 != 0).collect())
}

/// The signature of a post, for closing as well.
pub(super) fn read_signature(subject: Subject, form: &Form) -> Option<Signature> {
    Some(Signature {
        subject,
        post: Post::from_word(form.text(slot("post")))?,
        who: text(form, "person"),
        agrees: form.text(slot("agrees")) == "agrees",
        opinion: text(form, "opinion"),
    })
}

/// The parts of a signature for closing.
pub(super) fn closing_parts(cx: &Cx<'_>, file: &CaseFile) -> Vec<Part> {
    sign_parts(Subject::Closure, cx, file)
}
