//! Puts a case with its incident file into form 5.

use super::PaperworkFault;
use super::incident::{count, filed, incident, need};
use crate::clock::case_clock::{RuledDeadline, promise_clock, taken};
use crate::domain::event::{Event, SheetKind};
use crate::domain::incident::evidence::counts;
use crate::domain::incident::talks::Bearer;
use crate::domain::incident::{
    Archive, ClosureEntry, Filing, Gap, Incident, IncidentEvent, LossPart, Payment, Slot, Subject, Talk, gaps,
};
use crate::domain::mask::mask_name;
use crate::domain::phone::Phone;
use crate::domain::rules::Rules;
use crate::domain::{Case, Fen, Field, Stamp};
use crate::paper::closing::{
    Archived, ClosingForm, Document, Incentive, Measure, MoneyRow, Outline, Revisited, Signer,
};
use crate::paper::form::table_time;
use crate::paper::official;
use crate::paper::official_incident::{
    DOCUMENTS, Milestone, clause_text, elapsed_text, extended_text, milestone_name, verified_text, way_name,
};
use crate::store::CaseFile;

pub(super) fn closing_form(file: &CaseFile) -> Result<ClosingForm, PaperworkFault> {
    let incident = incident(file)?;
    if !SheetKind::Closing.is_ready(&file.case) {
        return Err(PaperworkFault::NotSettled);
    }
    let (case, rules) = (&file.case, &file.book.rules);
    let request = incident.closure.request.as_ref();
    let finding = incident.talks.finding.as_ref();
    let unreached = file.history.iter().rev().find_map(|record| match &record.event {
        Event::RevisitSkipped { reason } => Some(reason.clone()),
        _ => None,
    });
    Ok(ClosingForm {
        outline: outline(file, incident),
        course: course(file, incident),
        liable: finding.map(|finding| finding.shares.iter().map(|(party, _)| *party).collect()).unwrap_or_default(),
        grounds: finding.map(|finding| finding.document.clone()).unwrap_or_default(),
        money: money(incident),
        borne: borne(incident),
        documents: documents(rules, Some((case, incident))),
        needs_measures: incident.grading.grade.is_some_and(|grade| rules.incident.corrective_grades.contains(&grade)),
        root_cause: request.map(|request| request.root_cause.clone()).unwrap_or_default(),
        measures: measures(incident),
        revisit: case.revisits.last().map(|(at, revisit)| Revisited {
            at: at.wall(),
            way: way_name(revisit.way),
            result: revisit.result,
            opinion: revisit.opinion.clone(),
        }),
        unreached: unreached.unwrap_or_default(),
        incentives: incentives(rules, incident),
        signers: signers(file, incident),
        archived: incident.closure.archive.as_ref().map(archived),
    })
}

/// What closing lacks: of the request that was made, else of any request.
pub(super) fn closing_gaps(file: &CaseFile) -> Vec<Gap> {
    let (case, rules) = (&file.case, &file.book.rules);
    let request = case.incident.as_deref().and_then(|incident| incident.closure.request.as_ref());
    // Whoever has not signed yet signs on this paper.
    match request {
        Some(request) => gaps::closure(case, rules, request),
        None => gaps::closing(case, rules),
    }
}

fn outline(file: &CaseFile, incident: &Incident) -> Outline {
    let (case, facts) = (&file.case, &file.case.facts);
    let signed = incident.settlement.as_ref().map(|settlement| settlement.signed_at);
    let settled = incident.payments.iter().map(|(_, payment)| payment.at).max().or(signed);
    let ended = settled.or_else(|| ended_directly(file));
    let promise = promise_clock(case, &file.book.rules, &file.book.clockwork);
    let due = promise.as_ref().and_then(|clock| clock.deadline.due);
    let phone = Phone::parse(facts.word(Field::Phone)).masked();
    Outline {
        case_no: case.number.clone(),
        grade: incident.grading.grade.or(facts.grade),
        region: file.row.region.clone(),
        customer: format!("{} {phone}", mask_name(facts.word(Field::CustomerName))).trim().to_owned(),
        model: facts.word(Field::Model).to_owned(),
        barcode: facts.word(Field::Serial).to_owned(),
        happened: Some(incident.opening.happened_at.wall()),
        received: Some(facts.received_at.wall()),
        settled: settled.map(Stamp::wall),
        elapsed: ended.and_then(|ended| elapsed(file, ended)).unwrap_or_default(),
        limit: promise.as_ref().map(limit).unwrap_or_default(),
        // Judged on the time that 累计用时 tells: from the same start to the same end, waits left out.
        late: ended.zip(due).map(|(ended, due)| ended > due),
    }
}

/// When the matter ended without money.
fn ended_directly(file: &CaseFile) -> Option<Stamp> {
    file.history.iter().rev().find_map(|record| match &record.event {
        Event::Incident(event) if matches!(**event, IncidentEvent::Talk(Talk::EndDirectly { .. })) => Some(record.at),
        _ => None,
    })
}

/// Day and night, and in working days: on the clock of the outward promise.
fn elapsed(file: &CaseFile, ended: Stamp) -> Option<String> {
    let taken = taken(&file.case, &file.book.clockwork, ended)?;
    Some(elapsed_text(taken.running_minutes, taken.day_tenths, taken.waited))
}

fn limit(clock: &RuledDeadline) -> String {
    let limit = official::limit_text(clock.limit);
    clock.promised.map_or_else(|| limit.clone(), |until| extended_text(&limit, &table_time(until.wall())))
}

/// 受理—到场—报险—定责—定损—协议—付款—回访, then what the request says.
fn course(file: &CaseFile, incident: &Incident) -> String {
    let mut lines: Vec<(Stamp, Milestone, String)> = Vec::new();
    let mut add = |at: Option<Stamp>, step: Milestone, note: String| lines.extend(at.map(|at| (at, step, note)));
    add(Some(file.case.facts.received_at), Milestone::Received, String::new());
    let first_visit = incident.scene.visits.iter().map(|visit| visit.at).min();
    add(incident.opening.arrived_at.or(first_visit), Milestone::Arrived, String::new());
    if let Some(report) = &incident.insurance.report {
        add(Some(report.at), Milestone::Reported, format!("{} {}", report.insurer, report.number));
    }
    let found = file.history.iter().rev().find(|record| {
        matches!(&record.event, Event::Incident(event) if matches!(**event, IncidentEvent::Talk(Talk::Find(_))))
    });
    add(found.map(|record| record.at), Milestone::Found, String::new());
    if let Some(confirmed) = &incident.losses.confirmed {
        add(Some(confirmed.at), Milestone::Assessed, confirmed.assessed.with_currency());
    }
    if let Some(settlement) = &incident.settlement {
        add(Some(settlement.signed_at), Milestone::Agreed, settlement.document.clone());
    }
    for (_, payment) in incident.payments.iter() {
        add(Some(payment.at), Milestone::Paid, payment.amount.with_currency());
    }
    add(file.case.revisits.last().map(|(at, _)| *at), Milestone::Revisited, String::new());
    lines.sort_by_key(|(at, _, _)| *at);
    let mut told: Vec<String> = lines
        .into_iter()
        .map(|(at, step, note)| {
            format!("{}　{}　{note}", table_time(at.wall()), milestone_name(step)).trim_end().to_owned()
        })
        .collect();
    let request = incident.closure.request.as_ref();
    told.extend(request.map(|request| request.summary.clone()).filter(|summary| !summary.trim().is_empty()));
    told.extend(request.map(|request| request.difference.clone()).filter(|why| !why.trim().is_empty()));
    told.join("\n")
}

/// From loss list, agreement and payments, part by part; what nobody said of a part alone stays open.
fn money(incident: &Incident) -> [MoneyRow; 5] {
    let totals = incident.losses.totals();
    let row = |part: LossPart| {
        let pair = totals.part(part);
        let payments = incident.payments.iter().map(|(_, payment)| payment);
        let with = payments.filter(|payment| payment.of(part).map_or(payment.parts.is_empty(), |paid| paid.0 > 0));
        let paid = incident.paid_for(part);
        MoneyRow {
            claimed: Some(pair.claimed),
            assessed: Some(pair.assessed),
            agreed: incident.agreed_for(part),
            paid,
            vouchers: if paid.is_none_or(|paid| paid.0 > 0) { vouchers(with) } else { String::new() },
        }
    };
    let all = MoneyRow {
        claimed: Some(totals.all.claimed),
        assessed: Some(totals.all.assessed),
        agreed: incident.agreed(),
        paid: Some(incident.paid()),
        vouchers: vouchers(incident.payments.iter().map(|(_, payment)| payment)),
    };
    let [product, property, injury, costs] =
        [LossPart::Product, LossPart::Property, LossPart::Injury, LossPart::Costs].map(row);
    [product, property, injury, costs, all]
}

fn vouchers<'p>(payments: impl Iterator<Item = &'p Payment>) -> String {
    payments.map(|payment| payment.voucher.as_str()).collect::<Vec<_>>().join("、")
}

/// 考核激励建议 as the clauses of the rule book have them.
fn incentives(rules: &Rules, incident: &Incident) -> Vec<Incentive> {
    let told = incident.closure.proposals.iter().filter_map(|(_, proposal)| {
        let row = rules.policy.incentive(&proposal.row, &proposal.who)?;
        Some(Incentive {
            who: format!("{} {}", row.who.zh, proposal.person),
            clause: clause_text(if row.clause.is_empty() { &row.id } else { &row.clause }),
            sign: row.sign,
            amount: (proposal.amount.0 > 0).then_some(proposal.amount),
            reason: proposal.reason.clone(),
        })
    });
    told.collect()
}

fn archived(archive: &Archive) -> Archived {
    let Archive { number, pages, archivist, keep_until } = archive.clone();
    Archived { number, pages, archivist, keep_until }
}

fn borne(incident: &Incident) -> [Option<Fen>; 5] {
    let shared = |wanted: &[Bearer]| {
        let parts = incident.talks.sharing.iter().filter(|(bearer, _)| wanted.contains(bearer));
        let amounts: Vec<Fen> = parts.map(|(_, amount)| *amount).collect();
        if amounts.is_empty() { None } else { Fen::total(amounts) }
    };
    let ledger = incident.ledger();
    let insured = incident.insurance.is_through_insurer();
    let owed = incident.insurance.assessed.as_ref().map(|assessed| assessed.amount);
    [
        shared(&[Bearer::Company]),
        owed.or_else(|| shared(&[Bearer::Insurer])),
        insured.then_some(ledger.received),
        shared(&[Bearer::Dealer]),
        shared(&[Bearer::User, Bearer::Other]),
    ]
}

/// 资料清单 by the rule book's checklist; without a case for the blank form.
pub(super) fn documents(rules: &Rules, of: Option<(&Case, &Incident)>) -> Vec<Document> {
    DOCUMENTS
        .into_iter()
        .map(|(name, slots)| Document {
            name,
            need: need(rules, of, slots, None),
            have: count(filed(of, slots).filter(|(_, filing)| stands(of, filing)).count())
                .max(u32::from(back(of, slots))),
        })
        .collect()
}

/// A page of a 预填 is no signed form (Q02).
fn stands(of: Option<(&Case, &Incident)>, filing: &Filing) -> bool {
    of.is_some_and(|(case, _)| counts(case, filing))
}

/// A form counts as filed once it is signed back, whether or not somebody put its scan among the evidence.
fn back(of: Option<(&Case, &Incident)>, slots: &[Slot]) -> bool {
    of.is_some_and(|(case, _)| slots.iter().any(|slot| slot.is_signed_back(case)))
}

fn measures(incident: &Incident) -> Vec<Measure> {
    let closure = &incident.closure;
    closure
        .correctives
        .iter()
        .map(|(id, corrective)| {
            let looked = closure.checks.iter().any(|checked| checked.id == id && !checked.checks.is_empty());
            let verified = verified_text(looked, closure.is_effective(id));
            Measure {
                text: corrective.countermeasure.clone(),
                owner: corrective.owner.clone(),
                due: corrective.due.date(),
                verified: verified.to_owned(),
            }
        })
        .collect()
}

/// Who signs for this grade and amount, with the approvals on record.
fn signers(file: &CaseFile, incident: &Incident) -> Vec<Signer> {
    let Some(row) = incident.approval(&file.case, &file.book.rules, Subject::Closure) else { return Vec::new() };
    let when = |post, who: &str| {
        file.history.iter().rev().find_map(|record| match &record.event {
            Event::Incident(event) => match &**event {
                IncidentEvent::Closure(ClosureEntry::Sign(sign))
                    if sign.subject == Subject::Closure && sign.post == post && sign.who == who =>
                {
                    Some(record.at.wall())
                }
                _ => None,
            },
            _ => None,
        })
    };
    row.posts
        .iter()
        .map(|post| {
            let signature = incident.closure.signed(Subject::Closure).find(|signature| signature.post == *post);
            let signed = signature.and_then(|signature| {
                Some((signature.who.clone(), when(*post, &signature.who)?, signature.opinion.clone()))
            });
            Signer { post: *post, signed }
        })
        .collect()
}
