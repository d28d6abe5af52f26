//! The incident file of `kesu show`: what is known, the money, what the next step lacks, and the days of the law.

use std::io::Write;

use serde_json::{Value, json};

use super::rows::{iso, plain_time};
use super::table::one_line;
use crate::domain::incident::dates::legal_dates;
use crate::domain::incident::insurance::ReportDelay;
use crate::domain::incident::{
    AlertTo, Aspect, Filing, Gap, Gate, Incident, LossLine, Step, Subject, completeness, gaps, money_prompts,
    worst_injury,
};
use crate::domain::judge::MoneyPrompt;
use crate::domain::mask::{mask_address, mask_name};
use crate::domain::stage::IncidentGrade;
use crate::domain::{Case, Fen, Stamp};
use crate::store::CaseFile;
use crate::text::{Lang, Texts};
use crate::ui::say;

/// The gate of the next step, with what it lacks.
fn next_gate(case: &Case, file: &CaseFile, now: Stamp) -> (Gate, Vec<Gap>) {
    let rules = &file.book.rules;
    match case.incident.as_deref() {
        Some(incident) if incident.settlement.is_none() && incident.talks.ended.is_none() => {
            (Gate::Settlement, gaps::agreement_form(case, rules, now))
        }
        Some(incident) if incident.agreed().is_some_and(|agreed| incident.paid() < agreed) => {
            (Gate::Payment, gaps::payment(case, rules))
        }
        _ => (Gate::Closure, gaps::closing(case, rules)),
    }
}

/// The file for programs; null for a case without one.
pub(super) fn object(file: &CaseFile, now: Stamp) -> Value {
    let case = &file.case;
    let Some(incident) = case.incident.as_deref() else { return Value::Null };
    let rules = &file.book.rules;
    let opening = &incident.opening;
    let evidence = completeness(case, incident, rules, Gate::Closure);
    let (gate, missing) = next_gate(case, file, now);
    let texts = Texts::new(Lang::En);
    json!({
        "kinds": opening.kinds.iter().map(|kind| kind.word()).collect::<Vec<_>>(),
        "happened": iso(opening.happened_at),
        "reported": iso(opening.reported_at),
        "arrived": opening.arrived_at.map(iso),
        "place": mask_address(&opening.place),
        "our_product": opening.ours.word(),
        "account": opening.account,
        "alerts": AlertTo::ALL.iter().map(|to| json!({
            "to": to.word(),
            "minutes": incident.scene.alerted(*to).map(|alert| opening.minutes_until(alert.at)),
        })).collect::<Vec<_>>(),
        "visits": incident.scene.visits.iter().map(|visit| json!({
            "at": iso(visit.at), "who": visit.who, "identity": visit.identity.word(), "authority": visit.authority,
        })).collect::<Vec<_>>(),
        "casualties": incident.casualties.iter().map(|(id, casualty)| json!({
            "id": id, "person": mask_name(&casualty.person), "severity": casualty.severity.word(),
        })).collect::<Vec<_>>(),
        "injury": worst_injury(case, incident).word(),
        "grade": incident.grading.grade.map(IncidentGrade::word),
        "grade_proposed": incident.grading.proposal.as_ref().map(|proposal| json!({
            "grade": proposal.grade.word(), "rule": proposal.rule, "waiting": !incident.grading.settled,
        })),
        "money_prompts": money_prompts(case, rules).into_iter().map(MoneyPrompt::rule).collect::<Vec<_>>(),
        "evidence": {
            "percent": evidence.percent(), "have": evidence.have, "need": evidence.need,
            "files": incident.evidence.iter().map(|(id, filing)| filed(id, filing)).collect::<Vec<_>>(),
        },
        "loss": losses(incident, case),
        "insurance": insurance(incident, file, now),
        "talks": talks(incident, file),
        "closure": closure(incident),
        "next": {
            "gate": gate.word(),
            "missing": missing.iter().map(|gap| json!({
                "rule": gap.rule(), "what": say::gap_text(&texts, gap),
            })).collect::<Vec<_>>(),
        },
        "legal_dates": legal_dates(incident, rules).into_iter().map(|date| json!({
            "term": date.term.word(), "rule": date.rule, "at": iso(date.at),
        })).collect::<Vec<_>>(),
    })
}

fn filed(id: u32, filing: &Filing) -> Value {
    json!({
        "id": id,
        "slot": filing.slot.word(),
        "spot": filing.spot,
        "aspect": filing.aspect.map(Aspect::word),
        "caption": filing.caption,
        "taken": filing.taken_at.map(iso),
        "sha256": filing.hash,
    })
}

fn losses(incident: &Incident, case: &Case) -> Value {
    let totals = incident.losses.totals();
    let line = |(id, line): (u32, &LossLine)| {
        json!({
            "id": id,
            "category": line.entry.category.word(),
            "name": line.entry.name,
            "newness": f64::from(line.newness().0) / 10_000.0,
            "damage": f64::from(line.entry.damage.0) / 10_000.0,
            "claimed": line.entry.claimed.plain(),
            "by_formula": line.by_formula.plain(),
            "assessed": line.assessed.plain(),
        })
    };
    json!({
        "so_far": incident.loss_so_far(&case.facts).plain(),
        "claimed": totals.all.claimed.plain(),
        "assessed": totals.all.assessed.plain(),
        "property": totals.property.assessed.plain(),
        "other": totals.other.assessed.plain(),
        "injury": totals.injury.assessed.plain(),
        "confirmed": incident.losses.confirmed.as_ref().map(|confirmed| iso(confirmed.at)),
        "lines": incident.losses.lines.iter().map(line).collect::<Vec<_>>(),
    })
}

fn insurance(incident: &Incident, file: &CaseFile, now: Stamp) -> Value {
    let loss = incident.loss_so_far(&file.case.facts);
    let delay = incident.report_delay(loss, &file.book.rules, now).map(ReportDelay::word);
    let insurance = &incident.insurance;
    let ledger = incident.ledger();
    json!({
        "reported": insurance.report.as_ref().map(|report| json!({
            "insurer": report.insurer, "number": report.number, "at": iso(report.at),
        })),
        "consent": insurance.consent.as_ref().map(|consent| iso(consent.at)),
        "without": insurance.without,
        "report_delay": delay,
        "claimed": ledger.claimed.plain(),
        "assessed": ledger.assessed.plain(),
        "received": ledger.received.plain(),
        "outstanding": ledger.outstanding.plain(),
        "gap": ledger.gap.plain(),
    })
}

fn talks(incident: &Incident, file: &CaseFile) -> Value {
    let talks = &incident.talks;
    json!({
        "next_step": incident.next_step(&file.book.rules).map(Step::word),
        "responsibility": talks.finding.as_ref().map(|finding| {
            finding.shares.iter().map(|(party, percent)| json!({ "party": party.word(), "percent": percent }))
                .collect::<Vec<_>>()
        }),
        "options": talks.options.len(),
        "ended": talks.ended.as_ref().map(|(way, _)| way.word()),
        "agreed": incident.agreed().map(Fen::plain),
        "signed": incident.settlement.as_ref().map(|settlement| iso(settlement.signed_at)),
        "paid": incident.paid().plain(),
        "receipted": incident.received().plain(),
    })
}

fn closure(incident: &Incident) -> Value {
    let closure = &incident.closure;
    json!({
        "requested": closure.request.is_some(),
        "signed": closure.signed(Subject::Closure).map(|signature| signature.post.word()).collect::<Vec<_>>(),
        "returned": closure.returned.as_ref().map(|returned| json!({
            "post": returned.post.word(), "why": returned.opinion,
        })),
        "correctives": closure.correctives.iter().map(|(id, corrective)| json!({
            "id": id, "owner": corrective.owner, "due": iso(corrective.due), "effective": closure.is_effective(id),
        })).collect::<Vec<_>>(),
    })
}

/// The file for people; nothing for a case without one.
///
/// # Errors
/// Nothing can be written.
pub(super) fn write_plain(file: &CaseFile, now: Stamp, out: &mut impl Write) -> anyhow::Result<()> {
    let case = &file.case;
    let Some(incident) = case.incident.as_deref() else { return Ok(()) };
    let rules = &file.book.rules;
    let texts = Texts::new(Lang::En);
    let opening = &incident.opening;
    writeln!(out, "\nIncident")?;
    let kinds: Vec<&str> = opening.kinds.iter().map(|kind| kind.word()).collect();
    let arrived = opening.arrived_at.map_or_else(|| "nobody on site yet".to_owned(), plain_time);
    writeln!(out, "  {:<20}{}", "kinds", kinds.join(", "))?;
    let (happened, reported) = (plain_time(opening.happened_at), plain_time(opening.reported_at));
    writeln!(out, "  {:<20}{happened}, reported {reported}, on site {arrived}", "happened")?;
    for &to in AlertTo::ALL {
        let after = incident.scene.alerted(to).map_or_else(
            || "not told".to_owned(),
            |alert| format!("told after {} min", opening.minutes_until(alert.at)),
        );
        writeln!(out, "  {:<20}{after}", to.word())?;
    }
    let grade = incident.grading.grade.map_or("-", |grade| grade.word());
    let waiting = incident.grading.waiting().map_or_else(String::new, |proposal| {
        format!("; proposed by {} and not answered: {}", proposal.rule, proposal.grade.word())
    });
    writeln!(out, "  {:<20}{grade}{waiting}", "grade")?;
    writeln!(out, "  {:<20}{}", "injury", worst_injury(case, incident).word())?;
    let evidence = completeness(case, incident, rules, Gate::Closure);
    writeln!(out, "  {:<20}{} % ({} of {} files)", "evidence", evidence.percent(), evidence.have, evidence.need)?;
    write_money(incident, case, &texts, out)?;
    let (gate, missing) = next_gate(case, file, now);
    for gap in &missing {
        writeln!(out, "  {:<20}{}: {} ({})", "lacks", gate.word(), say::gap_text(&texts, gap), gap.rule())?;
    }
    for date in legal_dates(incident, rules) {
        writeln!(out, "  {:<20}{} ({})", plain_time(date.at), texts.name("legal-term", date.term.word()), date.rule)?;
    }
    Ok(())
}

fn write_money(incident: &Incident, case: &Case, texts: &Texts, out: &mut impl Write) -> anyhow::Result<()> {
    let totals = incident.losses.totals();
    let so_far = incident.loss_so_far(&case.facts);
    let confirmed = if incident.losses.confirmed.is_some() { ", confirmed" } else { "" };
    writeln!(
        out,
        "  {:<20}{so_far} (list: claimed {}, assessed {}{confirmed})",
        "loss", totals.all.claimed, totals.all.assessed
    )?;
    for (id, line) in incident.losses.lines.iter() {
        writeln!(out, "    {id:>3}  {}  {}", line.assessed, one_line(&line.entry.name))?;
    }
    let ledger = incident.ledger();
    let reported = incident.insurance.report.as_ref().map_or("not told", |report| report.number.as_str());
    writeln!(
        out,
        "  {:<20}{reported}; assessed {}, received {}, outstanding {}, borne by us {}",
        "insurer", ledger.assessed, ledger.received, ledger.outstanding, ledger.gap
    )?;
    let finding =
        incident.talks.finding.as_ref().map_or_else(|| "-".to_owned(), |found| say::shares_text(texts, found));
    writeln!(out, "  {:<20}{finding}", "responsibility")?;
    let agreed = incident.agreed().map_or_else(|| "-".to_owned(), |agreed| agreed.to_string());
    let (paid, received) = (incident.paid(), incident.received());
    writeln!(out, "  {:<20}{agreed}; paid {paid}, receipts for {received}", "agreed")?;
    Ok(())
}
