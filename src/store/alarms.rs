//! Batch warnings: every model, batch and symptom that was reported lately, against its own year.

use std::collections::hash_map::Entry;

use chrono::NaiveDate;

use super::columns::{ByNumber, EMPTY, Key, Lot, Reach, Symptoms};
use super::request::CaseId;
use super::{Database, StoreError, units};
use crate::domain::Stamp;
use crate::figures::batch_warning::{HISTORY_WEEKS, LEAST_CASES, WINDOWS, Warning, Weeks, warning};

const WEEK_MS: i64 = 7 * 86_400_000;

/// A group that warns.
#[derive(Debug, Clone, PartialEq)]
pub struct Alarm {
    pub model: String,
    pub batch: String,
    pub symptom: String,
    pub warning: Warning,
    /// Cases by week, oldest first; the last one ended at the question.
    pub weeks: Vec<u32>,
    /// The cases of the window, oldest first: as many as the warning counts.
    pub cases: Vec<CaseId>,
}

/// The cases of one model and batch: when they were received, their number and the text of their symptoms.
type Group = Vec<(i64, i64, u32)>;

/// The weeks that are looked at, and from when on; a young file has fewer.
fn span(database: &Database, at: Stamp) -> Result<(usize, Stamp), StoreError> {
    let longest = WINDOWS.into_iter().max().unwrap_or(1);
    let first: Option<i64> =
        database.db.prepare_cached("SELECT MIN(received_at) FROM case_measure")?.query_row([], |row| row.get(0))?;
    let age = first.map_or(0, |first| (at.0 - first).max(0) / WEEK_MS);
    let span = usize::try_from(age).unwrap_or(0).min(HISTORY_WEEKS + longest);
    Ok((span, Stamp(at.0 - WEEK_MS * i64::try_from(span).unwrap_or(0))))
}

/// When the cases that warnings at `at` look at last changed, in the columns' ticks.
pub(super) fn changed(database: &mut Database, at: Stamp) -> Result<u64, StoreError> {
    let (_, from) = span(database, at)?;
    database.columns.follow(&database.db, &Reach { from, to: at, marks: false })
}

/// The groups that warn at `at`, the least likely first. Weeks count back from there; a case without model, batch or
/// symptom belongs to no group, nor does one that is merged into another, one with several symptoms to several.
pub(super) fn alarms(database: &mut Database, at: Stamp) -> Result<Vec<Alarm>, StoreError> {
    let (span, from) = span(database, at)?;
    let recent = recent(at);
    let Database { db, columns, organisation, .. } = database;
    // Batches with their models that have enough cases in the longest window for any of their symptoms to warn.
    let mut lately: Vec<u32> = Vec::new();
    columns.ledgers(db, organisation, &Reach { from: recent, to: at, marks: false }, &mut |page| {
        lately.resize(page.known.lots.list.len(), 0);
        for case in page.ledger.received((recent.0, at.0)).filter(|case| case.symptoms != EMPTY) {
            if let Some(cases) = lately.get_mut(case.lot as usize) {
                *cases += 1;
            }
        }
    })?;
    let lots = &columns.ledger_names().lots.list;
    let enough = |lot: usize| lately[lot] >= LEAST_CASES && lots.get(lot).is_some_and(|lot| lot.is_known());
    let wanted: Vec<usize> = (0..lately.len()).filter(|lot| enough(*lot)).collect();
    // Of each lot the place of its group.
    let mut places = vec![u32::MAX; lately.len()];
    for (place, lot) in (0_u32..).zip(&wanted) {
        places[*lot] = place;
    }
    let mut groups: Vec<(Lot, Group)> = wanted.iter().map(|lot| (lots[*lot], Group::new())).collect();
    columns.ledgers(db, organisation, &Reach { from, to: at, marks: false }, &mut |page| {
        let start = page.ledger.start;
        for case in page.ledger.received((from.0, at.0)).filter(|case| case.symptoms != EMPTY) {
            let place = places.get(case.lot as usize).copied().unwrap_or(u32::MAX);
            if let Some((_, group)) = groups.get_mut(place as usize) {
                group.push((start + i64::from(case.at), case.id, case.symptoms));
            }
        }
    })?;
    let names = columns.names();
    // The first day of each week, oldest first.
    let week = |back: usize| Stamp(at.0 - WEEK_MS * i64::try_from(back).unwrap_or(0)).date();
    let days: Vec<NaiveDate> = (1..=span).rev().map(week).collect();
    let mut symptoms = Symptoms::default();
    let mut shipped: ByNumber<u32, Option<Vec<f64>>> = ByNumber::default();
    let mut cases: Vec<(u32, i64, i64)> = Vec::new();
    let mut found = Vec::new();
    for (Lot { model, batch }, group) in groups {
        cases.clear();
        for (received, id, text) in group {
            cases.extend(symptoms.of(text, names).iter().map(|symptom| (*symptom, received, id)));
        }
        cases.sort_unstable();
        // The last ones lie in the longest window, or no window has enough.
        let enough = |cases: &&[(u32, i64, i64)]| {
            let least = cases.iter().nth_back(LEAST_CASES as usize - 1);
            least.is_some_and(|(symptom, received, _)| *symptom != EMPTY && *received >= recent.0)
        };
        for cases in cases.chunk_by(|a, b| a.0 == b.0).filter(enough) {
            let shipped = match shipped.entry(model) {
                Entry::Occupied(known) => known.into_mut(),
                Entry::Vacant(new) => new.insert(units::weekly(db, names.text(model), &days)?),
            };
            let Some((warning, weeks, window)) = judged(cases, (at, span), shipped.as_deref()) else { continue };
            let symptom = symptoms.names.text(cases[0].0).to_owned();
            let [model, batch] = [model, batch].map(|place| names.text(place).to_owned());
            found.push(Alarm { model, batch, symptom, warning, weeks, cases: window });
        }
    }
    found.sort_by(|a, b| {
        let name = |alarm: &Alarm| (alarm.model.clone(), alarm.batch.clone(), alarm.symptom.clone());
        a.warning.chance.total_cmp(&b.warning.chance).then_with(|| name(a).cmp(&name(b)))
    });
    Ok(found)
}

/// The cases behind the warnings given at `at`, each once: when it was received, and its key.
pub(super) fn behind(database: &mut Database, at: Stamp, alarms: &[Alarm]) -> Result<Vec<(i64, Key)>, StoreError> {
    let mut ids: Vec<i64> = alarms.iter().flat_map(|alarm| &alarm.cases).map(|id| id.0).collect();
    ids.sort_unstable();
    ids.dedup();
    let recent = recent(at);
    let mut found = Vec::with_capacity(ids.len());
    let Database { db, columns, organisation, .. } = database;
    columns.ledgers(db, organisation, &Reach { from: recent, to: at, marks: false }, &mut |page| {
        for case in page.ledger.received((recent.0, at.0)).filter(|case| ids.binary_search(&case.id).is_ok()) {
            let key = page.known.keys.list.get(case.key as usize).copied();
            found.extend(key.map(|key| (page.ledger.start + i64::from(case.at), key)));
        }
    })?;
    Ok(found)
}

/// The beginning of the longest window.
fn recent(at: Stamp) -> Stamp {
    let longest = WINDOWS.into_iter().max().unwrap_or(1);
    Stamp(at.0 - WEEK_MS * i64::try_from(longest).unwrap_or(0))
}

/// The cases of one symptom, oldest first, held against their own year.
fn judged(
    cases: &[(u32, i64, i64)],
    (at, span): (Stamp, usize),
    units: Option<&[f64]>,
) -> Option<(Warning, Vec<u32>, Vec<CaseId>)> {
    let week = |received: i64| usize::try_from((at.0 - 1 - received) / WEEK_MS).unwrap_or(usize::MAX);
    let mut counts = vec![0_u32; span];
    for (_, received, _) in cases {
        // The newest week stands last.
        if let Some(count) = span.checked_sub(week(*received).saturating_add(1)).and_then(|place| counts.get_mut(place))
        {
            *count += 1;
        }
    }
    // Where no shipments are on record, time alone is held against time.
    let warning = warning(&Weeks { cases: &counts, units })?;
    let window = cases.iter().filter(|(_, received, _)| week(*received) < warning.weeks).map(|(.., id)| CaseId(*id));
    let window = window.collect();
    Some((warning, counts, window))
}
