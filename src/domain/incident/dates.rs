//! Days the law sets for an incident: limitation and the insurer's terms (law.md 3.1, 3.5). Shown, never refused on.

use chrono::Months;

use super::Incident;
use crate::domain::rules::Rules;
use crate::domain::time::Stamp;
use crate::domain::words::words;

words! {
    /// What a day of the law is about.
    pub enum LegalTerm {
        /// The claim of the injured party is barred.
        Limitation = "limitation",
        /// The claim on the insurer expires (art. 26).
        InsuranceClaim = "insurance_claim",
        /// The written report to the insurer.
        WrittenReport = "written_report",
        /// The insurer's decision (art. 23).
        Decision = "decision",
        /// The insurer's payment after its decision (art. 23).
        InsurerPays = "insurer_pays",
        /// The insurer's payment in advance (art. 25).
        Advance = "advance",
    }
}

/// A day of the law, with the row or article it rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LegalDate {
    pub term: LegalTerm,
    pub rule: String,
    pub at: Stamp,
}

/// Every day of the law that runs for this incident, earliest first. A term of 0 in the rule book is left out.
#[must_use]
pub fn legal_dates(incident: &Incident, rules: &Rules) -> Vec<LegalDate> {
    let happened = incident.opening.happened_at;
    let insurer = &rules.incident.insurer;
    let mut found: Vec<LegalDate> = rules
        .incident
        .limitations
        .iter()
        .map(|row| {
            let from = if row.restarts { incident.last_demand } else { happened };
            LegalDate { term: LegalTerm::Limitation, rule: row.id.clone(), at: years_after(from, row.years) }
        })
        .collect();
    if incident.insurance.without.is_none() {
        let mut add = |term, rule: &str, from: Option<Stamp>, days: i64| {
            if let Some(from) = from.filter(|_| days > 0) {
                found.push(LegalDate { term, rule: rule.to_owned(), at: from.plus_minutes(days * 1440) });
            }
        };
        let claimed = incident.insurance.claim.map(|(_, at)| at);
        let assessed = incident.insurance.assessed.as_ref().map(|assessed| assessed.at);
        add(LegalTerm::WrittenReport, "M3", Some(happened), insurer.written_days);
        add(LegalTerm::Decision, "保险法 23", claimed, insurer.decision_days);
        add(LegalTerm::InsurerPays, "保险法 23", assessed, insurer.pay_days);
        add(LegalTerm::Advance, "保险法 25", claimed, insurer.advance_days);
        if insurer.claim_years > 0 {
            let at = years_after(happened, insurer.claim_years);
            found.push(LegalDate { term: LegalTerm::InsuranceClaim, rule: "保险法 26".to_owned(), at });
        }
    }
    found.sort_by_key(|date| date.at);
    found
}

/// The same day and hour so many years later; the last of February for a leap day.
fn years_after(from: Stamp, years: i64) -> Stamp {
    let months = u32::try_from(years.saturating_mul(12)).unwrap_or(0);
    from.wall().checked_add_months(Months::new(months)).map_or(from, Stamp::from_wall)
}
