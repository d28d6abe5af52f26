//! Puts cases of one region and period into the Friday register (form 1, F1B).

use std::collections::BTreeMap;

use chrono::{Datelike as _, NaiveDate, TimeDelta};

use super::{Office, joined};
use crate::domain::mask::mask_name;
use crate::domain::organisation::Organisation;
use crate::domain::pinyin::initials;
use crate::domain::{Field, PersonId};
use crate::paper::feedback_words::HandlingState;
use crate::paper::register::{Entry, RegisterForm};
use crate::store::CaseFile;

/// A model, batch and part seen so often within so many days is marked (forms.md 1.1).
const OFTEN: usize = 3;
const WITHIN_DAYS: i64 = 30;

/// The first day whose cases the register must know to mark what is seen often.
#[must_use]
pub fn known_from(from: NaiveDate) -> NaiveDate {
    from.checked_sub_signed(TimeDelta::days(WITHIN_DAYS)).unwrap_or(from)
}

/// What the issues of a register are numbered under: prefix of the case numbers, week or days, initials of the region,
/// e.g. `KS2026W15-HD`. No two regions have the same; a region without a Chinese character goes by its place in the list.
#[must_use]
pub fn mark(prefix: &str, (from, to): (NaiveDate, NaiveDate), region: &str, organisation: &Organisation) -> String {
    let prefix: String = prefix.chars().take_while(char::is_ascii_alphabetic).collect();
    let (week, last) = (from.iso_week(), to.iso_week());
    let period = if week == last {
        format!("{}W{:02}", week.year(), week.week())
    } else {
        format!("{}-{}", from.format("%Y%m%d"), to.format("%Y%m%d"))
    };
    format!("{prefix}{period}-{}", region_mark(region, organisation))
}

fn region_mark(region: &str, organisation: &Organisation) -> String {
    let first = |name: &str| initials(name).into_iter().next().unwrap_or_default().to_uppercase();
    let own = first(region);
    let others: Vec<String> =
        organisation.regions.iter().filter(|name| *name != region).map(|name| first(name)).collect();
    let short = (2..=own.len()).filter_map(|count| own.get(..count));
    let mut free = short.filter(|mark| !others.iter().any(|other| other.starts_with(mark)));
    free.next().map_or_else(
        || {
            let place =
                organisation.regions.iter().position(|name| name == region).unwrap_or(organisation.regions.len());
            format!("{own}{}", place + 1)
        },
        str::to_owned,
    )
}

/// The register of `region` from one day to another, both included; `files` are the region's cases since
/// [`known_from`], of which those of the period are shown.
#[must_use]
pub fn register_form(
    region: &str,
    (from, to): (NaiveDate, NaiveDate),
    files: &[CaseFile],
    office: &Office<'_>,
) -> RegisterForm {
    let day = |file: &CaseFile| file.case.facts.received_at.date();
    let key =
        |file: &CaseFile| [Field::Model, Field::Batch, Field::FaultPart].map(|field| word(file, field).to_owned());
    let mut seen: BTreeMap<[String; 3], usize> = BTreeMap::new();
    for file in files {
        *seen.entry(key(file)).or_default() += 1;
    }
    let shown: Vec<&CaseFile> = files.iter().filter(|file| (from..=to).contains(&day(file))).collect();
    let mut firsts: Vec<PersonId> = shown.iter().filter_map(|file| file.case.first).collect();
    firsts.sort_unstable();
    firsts.dedup();
    let manager = match firsts[..] {
        [one] => office.organisation.person(one).map(|person| person.name.clone()).unwrap_or_default(),
        _ => String::new(),
    };
    let entries = shown.iter().map(|file| {
        let batched = !word(file, Field::Batch).is_empty() && !word(file, Field::FaultPart).is_empty();
        Entry {
            found: Some(day(file)),
            many: batched && seen.get(&key(file)).is_some_and(|count| *count >= OFTEN),
            ..entry(file, office)
        }
    });
    let mut form =
        RegisterForm { region: region.to_owned(), manager, period: Some((from, to)), entries: entries.collect() };
    form.sort();
    form
}

fn word(file: &CaseFile, field: Field) -> &str {
    file.case.facts.word(field)
}

fn entry(file: &CaseFile, office: &Office<'_>) -> Entry {
    let case = &file.case;
    let branch = case.branch.and_then(|id| office.organisation.branch(id)).map(|branch| branch.name.clone());
    let unit = word(file, Field::SourceUnit).to_owned();
    let whose =
        if unit.is_empty() { branch.unwrap_or_else(|| mask_name(word(file, Field::CustomerName))) } else { unit };
    let symptoms = word(file, Field::Symptoms);
    let handled = case.handlings.last().map(|(_, handling)| joined(&[&handling.result, &handling.measures]));
    Entry {
        number: case.number.clone(),
        whose,
        model: word(file, Field::Model).to_owned(),
        batch: word(file, Field::Batch).to_owned(),
        part: word(file, Field::FaultPart).to_owned(),
        quantity: case.facts.quantity,
        barcode: word(file, Field::Serial).to_owned(),
        symptom: if symptoms.is_empty() { word(file, Field::Description) } else { symptoms }.to_owned(),
        state: HandlingState::label(super::form_1::handling_state(case)).to_owned(),
        handling: handled.unwrap_or_else(|| word(file, Field::HandlingText).to_owned()),
        attachments: case.attachments.len(),
        ..Entry::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_register_is_numbered_by_week_and_region_b12() {
        let day = |d: u32| NaiveDate::from_ymd_opt(2026, 4, d).unwrap();
        let regions = ["华东大区", "华南大区", "华北大区", "海外大区", "华南大区二部", "Overseas"];
        let organisation = Organisation { regions: regions.map(str::to_owned).to_vec(), ..Organisation::default() };
        let told = |from, to, region| mark("KS2604-", (day(from), day(to)), region, &organisation);
        assert_eq!(told(6, 10, "华东大区"), "KS2026W15-HD");
        assert_eq!(told(6, 12, "华北大区"), "KS2026W15-HB");
        assert_eq!(told(1, 30, "海外大区"), "KS20260401-20260430-HW");
        let all: std::collections::BTreeSet<String> = regions.iter().map(|region| told(6, 10, region)).collect();
        assert_eq!(all.len(), regions.len(), "{all:?}");
    }
}
