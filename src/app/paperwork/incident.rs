//! Puts the incident file of a case into forms 2, 3 and 4.

use super::{Office, PaperworkFault, choice, demand_text, joined_by};
use crate::domain::event::{Event, MediaKind, SheetKind};
use crate::domain::identity::ResidentId;
use crate::domain::incident::evidence::{Slot, holds};
use crate::domain::incident::gaps::is_bodily;
use crate::domain::incident::insurance::Insurance;
use crate::domain::incident::loss::entered_by;
use crate::domain::incident::talks::{CauseMode, IdKind};
use crate::domain::incident::{
    Agreement, Caution, Filing, Firm, Gap, Gate, Guarantee, Incident, Losses, VisitIdentity, gaps, worst_injury,
};
use crate::domain::mask::mask_id;
use crate::domain::rules::Rules;
use crate::domain::stage::{Injury, Occurrence as Occurs};
use crate::domain::{Case, Field, PersonId, Stamp};
use crate::paper::form::table_date;
use crate::paper::loss_list::LossListForm;
use crate::paper::official_incident::{
    self, EVIDENCE, LONG_PARTS, PHOTO_SLOTS, REPEATED, age_text, category_name, guarantee_text, kind_name, loss_remark,
    option_text, purchase_proof_in, safe_use_text, sex_name,
};
use crate::paper::settlement::{Agreed, Amounts, Happening, Injured, Payer, SettlementForm, Third};
use crate::paper::survey::{Body, Check, EvidenceRow, Harm, Insurer, Machine, Occurrence, Photo, SurveyForm, User};
use crate::store::CaseFile;

/// The incident file of a case.
pub(super) fn incident(file: &CaseFile) -> Result<&Incident, PaperworkFault> {
    file.case.incident.as_deref().ok_or(PaperworkFault::NoIncident)
}

fn person(office: &Office<'_>, id: Option<PersonId>) -> String {
    id.and_then(|id| office.organisation.person(id)).map(|person| person.name.clone()).unwrap_or_default()
}

pub(super) fn loss_form(file: &CaseFile) -> Result<LossListForm, PaperworkFault> {
    let incident = incident(file)?;
    if incident.losses.is_empty() {
        return Err(PaperworkFault::NoLosses);
    }
    Ok(LossListForm {
        case_no: file.case.number.clone(),
        happened: Some(incident.opening.happened_at.wall()),
        party: party(file, incident),
        place: incident.opening.place.clone(),
        losses: remarked(file, incident),
        injured: is_bodily(&file.case),
    })
}

/// The list with the remark of each line in its note: why figures were put in place of the computed ones, and by whom.
fn remarked(file: &CaseFile, incident: &Incident) -> Losses {
    let entered = entered_by(&file.case, &file.history);
    let mut losses = incident.losses.clone();
    losses.lines.update(|id, line| line.entry.note = loss_remark(line, entered.get(id).map_or("", String::as_str)));
    losses
}

/// The injured party: who agreed, until then the customer.
fn party(file: &CaseFile, incident: &Incident) -> String {
    let agreed = incident.talks.agreement.as_ref().map(|agreement| agreement.entry.party.clone());
    agreed.unwrap_or_else(|| file.case.facts.word(Field::CustomerName).to_owned())
}

pub(super) fn settlement_form(file: &CaseFile, office: &Office<'_>) -> Result<SettlementForm, PaperworkFault> {
    let incident = incident(file)?;
    let agreement = incident.talks.agreement.as_ref().ok_or(PaperworkFault::NoAgreement)?;
    let (facts, entry, told) = (&file.case.facts, &agreement.entry, &agreement.entry.particulars);
    let word = |field: Field| facts.word(field).to_owned();
    let card = ResidentId::parse(&entry.id_number, office.now.date());
    let sex = card.ok().filter(|_| entry.id_kind == IdKind::Resident).map_or("", |card| sex_name(card.sex));
    Ok(SettlementForm {
        case_no: file.case.number.clone(),
        payer: payer(&told.payer, file, office),
        injured: Injured {
            name: entry.party.clone(),
            sex: sex.to_owned(),
            id_kind: Some(entry.id_kind),
            id_number: entry.id_number.clone(),
            address: word(Field::Address),
            phone: word(Field::Phone),
            relations: incident.scene.injured.relations.clone(),
            relation_other: incident.scene.injured.other.clone(),
            agent: told.agent.clone(),
            minor: entry.is_minor(office.now.date()),
            guardian: told.guardian.clone(),
        },
        third: Third { name: told.third.name.clone(), code: told.third.code.clone() },
        happening: Happening {
            at: Some(incident.opening.happened_at.wall()),
            place: incident.opening.place.clone(),
            brand: told.brand.clone(),
            category: word(Field::Category),
            model: word(Field::Model),
            barcode: word(Field::Serial),
            bought: facts.bought_on,
            kinds: incident.opening.kinds.iter().map(|kind| kind_name(*kind)).collect::<Vec<_>>().join("、"),
            summary: entry.summary(incident).to_owned(),
            survey: last_document(file, SheetKind::Survey),
        },
        agreed: agreed(incident, agreement),
    })
}

/// 甲方: the company by default, the outlet or dealer that is liable where one is named (000§4.2.3.4).
fn payer(named: &Firm, file: &CaseFile, office: &Office<'_>) -> Payer {
    let house = office.house;
    if !named.name.trim().is_empty() {
        return Payer {
            name: named.name.clone(),
            code: named.code.clone(),
            representative: named.representative.clone(),
            address: named.address.clone(),
            agent: named.agent.clone(),
            phone: named.phone.clone(),
        };
    }
    Payer {
        name: office.company.to_owned(),
        code: house.code.clone(),
        representative: house.representative.clone(),
        address: house.address.clone(),
        agent: if house.agent.is_empty() { person(office, file.case.first) } else { house.agent.clone() },
        phone: house.phone.clone(),
    }
}

fn agreed(incident: &Incident, agreement: &Agreement) -> Agreed {
    let entry = &agreement.entry;
    let told = &entry.particulars;
    let grounds = incident.talks.finding.as_ref().filter(|_| entry.cause == CauseMode::Agreed);
    // Party B needs no power of attorney to be paid.
    let authority = if entry.has_other_payee() { entry.payee_authority.clone() } else { String::new() };
    Agreed {
        cause: Some(entry.cause),
        cause_text: grounds.map(|finding| finding.grounds.clone()).unwrap_or_default(),
        agency: told.agency.clone(),
        report: told.report.clone(),
        report_number: told.report_number.clone(),
        amounts: Some(Amounts {
            property: agreement.property,
            injury: agreement.injury,
            other: agreement.other,
            refund: entry.refund,
            reduction: entry.reduction,
            total: agreement.total,
        }),
        reduction_reason: entry.reduction_reason.clone(),
        covers: told.covers.clone(),
        remedy: Some(entry.remedy),
        new_model: told.new_model.clone(),
        new_barcode: told.new_barcode.clone(),
        terms: entry.terms.clone(),
        payee: entry.payee.clone(),
        payee_authority: authority,
        bank: entry.bank.clone(),
        account: entry.account.clone(),
        pay_otherwise: told.pay_otherwise.clone(),
        pay_days: entry.pay_days,
        late_rate: entry.late_rate.clone(),
        remains: entry.remains,
        insurer: told_insurer(&incident.insurance),
        keep_until: official_incident::kept_until(&told.keep_until),
        other_insurance: told.other_insurance,
        copies: entry.copies,
    }
}

fn told_insurer(insurance: &Insurance) -> String {
    let report = insurance.report.as_ref().filter(|_| insurance.is_through_insurer());
    report.map(|report| report.insurer.clone()).unwrap_or_default()
}

/// What the signing lacks; nothing once both sides have signed.
pub(super) fn settlement_gaps(file: &CaseFile, now: Stamp) -> Vec<Gap> {
    let signed = file.case.incident.as_deref().is_some_and(|incident| incident.settlement.is_some());
    if signed { Vec::new() } else { gaps::agreement_form(&file.case, &file.book.rules, now) }
}

/// What to look at once more before the agreement is signed; nothing once it is.
pub(super) fn settlement_cautions(file: &CaseFile, now: Stamp) -> Vec<Caution> {
    let unsigned = file.case.incident.as_deref().filter(|incident| incident.settlement.is_none());
    let agreement = unsigned.and_then(|incident| incident.talks.agreement.as_ref());
    agreement.map(|agreement| agreement.cautions(now.date())).unwrap_or_default()
}

/// The number under which a sheet was printed last.
fn last_document(file: &CaseFile, kind: SheetKind) -> String {
    let printed = file.history.iter().rev().find_map(|record| match &record.event {
        Event::Printed { sheet, document, .. } if *sheet == kind => Some(document.clone()),
        _ => None,
    });
    printed.unwrap_or_default()
}

pub(super) fn survey_form(file: &CaseFile, office: &Office<'_>) -> Result<SurveyForm, PaperworkFault> {
    let incident = incident(file)?;
    let (case, rules) = (&file.case, &file.book.rules);
    let finding = incident.talks.finding.as_ref();
    let liable = |percent: u32| percent > 0;
    Ok(SurveyForm {
        occurrence: occurrence(file, incident, office),
        user: user(file, incident),
        machine: machine(file, incident),
        account: incident.opening.account.clone(),
        harm: harm(file, incident),
        checks: incident
            .scene
            .checks
            .iter()
            .map(|check| Check { item: check.item, reading: check.reading.clone(), verdict: check.verdict })
            .collect(),
        unchecked: incident.scene.record.unchecked.clone(),
        identities: identities(incident),
        condition: incident.scene.record.condition.clone(),
        bodies: incident
            .scene
            .officials
            .iter()
            .map(|official| Body {
                kind: official.kind,
                unit: official.unit.clone(),
                at: official.at.map(Stamp::wall),
                document: official.document.clone(),
            })
            .collect(),
        evidence: evidence_rows(rules, Some((case, incident))),
        insurer: insurer(file, incident),
        cause: finding.map(|finding| finding.grounds.clone()).unwrap_or_default(),
        liable: finding
            .map(|finding| finding.shares.iter().filter(|(_, share)| liable(*share)).map(|(party, _)| *party).collect())
            .unwrap_or_default(),
        grounds: finding.map(|finding| finding.document.clone()).unwrap_or_default(),
        options: options(incident),
        photos: photos(case, incident),
    })
}

fn occurrence(file: &CaseFile, incident: &Incident, office: &Office<'_>) -> Occurrence {
    let opening = &incident.opening;
    let first_visit = incident.scene.visits.iter().map(|visit| visit.at).min();
    Occurrence {
        case_no: file.case.number.clone(),
        grade: incident.grading.grade.or(file.case.facts.grade),
        kinds: opening.kinds.clone(),
        occurred: Some(opening.happened_at.wall()),
        reported: Some(opening.reported_at.wall()),
        arrived: opening.arrived_at.or(first_visit).map(Stamp::wall),
        place: opening.place.clone(),
        first: person(office, file.case.first),
        second: person(office, file.case.second),
    }
}

fn user(file: &CaseFile, incident: &Incident) -> User {
    let facts = &file.case.facts;
    let number = incident.talks.agreement.as_ref().map(|agreement| mask_id(&agreement.entry.id_number));
    let record = &incident.scene.record;
    let age = record.age.map(age_text).unwrap_or_default();
    User {
        name: facts.word(Field::CustomerName).to_owned(),
        sex_age: joined_by(" / ", &[record.sex.map_or("", sex_name), &age]),
        relations: incident.scene.injured.relations.clone(),
        phone: facts.word(Field::Phone).to_owned(),
        id_number: number.unwrap_or_default(),
        address: facts.word(Field::Address).to_owned(),
    }
}

fn machine(file: &CaseFile, incident: &Incident) -> Machine {
    let facts = &file.case.facts;
    let installed = facts.installed_on.map(table_date).unwrap_or_default();
    let installed = format!("{}　{installed}", facts.word(Field::Installer));
    let record = &incident.scene.record;
    let category = choice(&file.book.rules.categories, facts.word(Field::Category));
    let long_parts = LONG_PARTS.iter().any(|kind| category.contains(kind));
    let happened = incident.opening.happened_at.date();
    let guarantee = facts.bought_on.and_then(|bought| Guarantee::on(happened, bought, long_parts));
    let before = if facts.occurrence == Occurs::Repeat { REPEATED.to_owned() } else { String::new() };
    Machine {
        ours: Some(incident.opening.ours),
        model: facts.word(Field::Model).to_owned(),
        barcode: facts.word(Field::Serial).to_owned(),
        made: facts.made_on,
        bought: facts.bought_on,
        channel: facts.word(Field::PurchaseChannel).to_owned(),
        installed: installed.trim().to_owned(),
        proof: record.proof.or_else(|| purchase_proof_in(facts.word(Field::ProofOfPurchase))),
        guarantee: guarantee.map(guarantee_text).unwrap_or_default(),
        safe_use: record.safe_years.map(|years| safe_use_text(years, facts.made_on)).unwrap_or_default(),
        history: if record.history.trim().is_empty() { before } else { record.history.clone() },
    }
}

fn harm(file: &CaseFile, incident: &Incident) -> Harm {
    let facts = &file.case.facts;
    let hurt = || incident.casualties.iter().map(|(_, casualty)| casualty);
    let count = |severity: Injury| u32::try_from(hurt().filter(|c| c.severity == severity).count()).unwrap_or(u32::MAX);
    let nobody = incident.casualties.is_empty();
    // An injury known at intake and not yet entered by person is no "nobody was hurt".
    let known = !nobody || worst_injury(&file.case, incident) == Injury::None;
    let mut hospitals: Vec<&str> =
        hurt().map(|casualty| casualty.hospital.trim()).filter(|name| !name.is_empty()).collect();
    hospitals.dedup();
    let diagnoses: Vec<String> = hurt()
        .filter(|casualty| !casualty.diagnosis.trim().is_empty())
        .map(|casualty| format!("{}：{}", casualty.person, casualty.diagnosis.trim()))
        .collect();
    let extent: Vec<&str> = incident
        .losses
        .totals()
        .categories
        .iter()
        .map(|(category, _)| category_name(*category).trim_start_matches(|c: char| c.is_ascii_digit()))
        .collect();
    let estimated = facts.loss.is_some() || !incident.losses.is_empty();
    Harm {
        casualties: known.then(|| [count(Injury::Death), count(Injury::Heavy), count(Injury::Light)]),
        hospital: hospitals.join("、"),
        diagnosis: diagnoses.join("；"),
        estimate: estimated.then(|| incident.loss_so_far(facts)),
        extent: extent.join("、"),
        demand: demand_text(file),
        beyond_law: match facts.beyond_law {
            true => Some(true),
            false => incident.scene.record.within_law.then_some(false),
        },
        beyond: incident.scene.record.beyond.clone(),
    }
}

/// As whom people came, each once.
fn identities(incident: &Incident) -> Vec<VisitIdentity> {
    let came = |identity: &&VisitIdentity| incident.scene.visits.iter().any(|visit| visit.identity == **identity);
    VisitIdentity::ALL.iter().filter(came).copied().collect()
}

pub(super) fn insurer(file: &CaseFile, incident: &Incident) -> Insurer {
    let rules = &file.book.rules;
    let (insurance, usual) = (&incident.insurance, &rules.incident.insurer);
    let above = rules.money.insurer_above.is_some_and(|most| incident.loss_so_far(&file.case.facts) > most);
    let must_know = above && insurance.without.is_none();
    let report = insurance.report.as_ref();
    Insurer {
        must_know,
        told: Some(report.is_some()),
        name: report.map_or_else(|| usual.insurer.clone(), |report| report.insurer.clone()),
        policy: report.map_or_else(|| usual.policy.clone(), |report| report.policy.clone()),
        number: report.map(|report| report.number.clone()).unwrap_or_default(),
        at: report.map(|report| report.at.wall()),
        surveyor: insurance
            .surveys
            .last()
            .map(|survey| joined_by("　", &[&survey.surveyor, &survey.phone]))
            .unwrap_or_default(),
    }
}

fn options(incident: &Incident) -> String {
    let told = incident.talks.options.iter().map(|(id, option)| option_text(id, &option.text, option.amount));
    told.collect::<Vec<_>>().join("\n")
}

/// 取证清单 by the rule book's checklist; without a case for the blank form.
pub(super) fn evidence_rows(rules: &Rules, of: Option<(&Case, &Incident)>) -> Vec<EvidenceRow> {
    EVIDENCE
        .into_iter()
        .map(|(name, unit, slots)| {
            let asked = need(rules, of, slots, Some(Gate::Settlement));
            let demand = if asked > 0 { format!("≥{asked} {unit}") } else { unit.to_owned() };
            let ids: Vec<u32> = filed(of, slots).map(|(id, _)| id).collect();
            let seal = of.map_or("", |(_, incident)| incident.scene.record.seal.trim());
            let seal = if slots.contains(&Slot::Remains) { seal } else { "" };
            EvidenceRow {
                name,
                demand,
                need: asked,
                have: count(ids.len()),
                range: joined_by("；", &[&range(&ids), seal]),
            }
        })
        .collect()
}

/// Files the rule book asks for in these slots, up to `gate`; without a case, those it always asks for.
pub(super) fn need(rules: &Rules, of: Option<(&Case, &Incident)>, slots: &[Slot], gate: Option<Gate>) -> u32 {
    use crate::domain::incident::rules::Condition;
    let rows = rules.incident.evidence.iter().filter(|row| slots.contains(&row.slot));
    let applies = |when: Condition| match of {
        Some((case, incident)) => holds(when, case, incident),
        None => when == Condition::Always,
    };
    rows.filter(|row| gate.is_none_or(|gate| row.gate <= gate) && applies(row.when)).map(|row| row.at_least).sum()
}

/// What is filed in these slots.
pub(super) fn filed<'i>(
    of: Option<(&'i Case, &'i Incident)>,
    slots: &[Slot],
) -> impl Iterator<Item = (u32, &'i Filing)> {
    of.into_iter()
        .flat_map(|(_, incident)| incident.evidence.iter())
        .filter(move |(_, filing)| slots.contains(&filing.slot))
}

pub(super) fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

/// `P-01—03、08—09`: numbers that follow each other as a span.
fn range(ids: &[u32]) -> String {
    let mut ids = ids.to_vec();
    ids.sort_unstable();
    let spans = ids.chunk_by(|a, b| a + 1 == *b).map(|span| match span {
        [first, .., last] => format!("{first:02}—{last:02}"),
        few => few.iter().map(|id| format!("{id:02}")).collect::<String>(),
    });
    let spans = spans.collect::<Vec<_>>().join("、");
    if spans.is_empty() { spans } else { format!("P-{spans}") }
}

/// Environment, product, identification, then losses by distance from the machine (forms.md 1.2).
fn photos(case: &Case, incident: &Incident) -> Vec<Photo> {
    let is_photo = |hash: &str| case.attachments.iter().any(|file| file.hash == hash && file.media == MediaKind::Photo);
    let mut found: Vec<(usize, Option<u32>, Photo)> = incident
        .evidence
        .iter()
        .filter(|(_, filing)| is_photo(&filing.hash))
        .filter_map(|(id, filing)| {
            let place = PHOTO_SLOTS.iter().position(|slot| *slot == filing.slot)?;
            let photo = Photo {
                id,
                slot: filing.slot,
                caption: filing.caption.clone(),
                taken: filing.taken_at.map(Stamp::wall),
                by: filing.by.clone(),
                hash: filing.hash.clone(),
            };
            Some((place, filing.spot, photo))
        })
        .collect();
    found.sort_by_key(|(place, spot, photo)| (*place, *spot, photo.id));
    found.into_iter().map(|(_, _, photo)| photo).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(ids: &[u32], expected: &str) {
        assert_eq!(range(ids), expected);
    }

    #[test]
    fn numbers_with_gaps_are_told_as_spans() {
        check(&[], "");
        check(&[7], "P-07");
        check(&[1, 2, 3, 8, 9], "P-01—03、08—09");
        check(&[12, 1, 3, 14, 13], "P-01、03、12—14");
    }
}
