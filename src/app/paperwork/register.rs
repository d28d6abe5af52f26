//! Puts cases of one region and period into the Friday register (form 1, F1B).

use std::collections::BTreeMap;

use chrono::{NaiveDate, TimeDelta};

use super::{Office, joined};
use crate::domain::mask::mask_name;
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
