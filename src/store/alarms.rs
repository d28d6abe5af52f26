//! Batch warnings: every model, batch and symptom that was reported lately, against its own year.

use std::collections::hash_map::Entry;

use chrono::NaiveDate;

use super::columns::{ByNumber, Case, EMPTY, Key, Lot, Page, Reach, Symptoms};
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
    Ok(with_cases(database, at)?.0)
}

/// Warnings, and the cases behind them, each once: when it was received, and its key.
type WithCases = (Vec<Alarm>, Vec<(i64, Key)>);

/// The warnings at `at` with the cases behind them.
pub(super) fn with_cases(database: &mut Database, at: Stamp) -> Result<WithCases, StoreError> {
    let (span, from) = span(database, at)?;
    let recent = recent(at).max(from);
    let mut groups = Groups::lately(database, (recent, at))?;
    let Database { db, columns, organisation, .. } = database;
    let mut counts = vec![0_u32; groups.list.len() * span];
    columns.ledgers(db, organisation, &Reach { from, to: at, marks: false }, &mut |page| {
        groups.each(page, (from, at), &mut |group, case| {
            // The newest week stands last.
            let place = span.checked_sub(week(page, case, at) + 1).map(|place| group * span + place);
            if let Some(count) = place.and_then(|place| counts.get_mut(place)) {
                *count += 1;
            }
        });
    })?;
    let names = columns.names();
    // The first day of each week, oldest first.
    let first_day = |back: usize| Stamp(at.0 - WEEK_MS * i64::try_from(back).unwrap_or(0)).date();
    let days: Vec<NaiveDate> = (1..=span).rev().map(first_day).collect();
    let mut shipped: ByNumber<u32, Option<Vec<f64>>> = ByNumber::default();
    let mut found: Vec<Option<Alarm>> = Vec::with_capacity(groups.list.len());
    for ((Lot { model, batch }, symptom), weeks) in groups.list.iter().zip(counts.chunks(span.max(1))) {
        let shipped = match shipped.entry(*model) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(new) => new.insert(units::weekly(db, names.text(*model), &days)?),
        };
        // Where no shipments are on record, time alone is held against time.
        let warning = warning(&Weeks { cases: weeks, units: shipped.as_deref() });
        found.push(warning.map(|warning| {
            let [model, batch] = [*model, *batch].map(|place| names.text(place).to_owned());
            let symptom = groups.symptoms.names.text(*symptom).to_owned();
            Alarm { model, batch, symptom, warning, weeks: weeks.to_vec(), cases: Vec::new() }
        }));
    }
    let mut windows: Vec<Vec<(i64, CaseId)>> = vec![Vec::new(); found.len()];
    let mut behind: Vec<(i64, Key)> = Vec::new();
    columns.ledgers(db, organisation, &Reach { from: recent, to: at, marks: false }, &mut |page| {
        let mut last = None;
        groups.each(page, (recent, at), &mut |group, case| {
            let alarm = found.get(group).and_then(Option::as_ref);
            if alarm.is_some_and(|alarm| week(page, case, at) < alarm.warning.weeks) {
                let received = page.ledger.start + i64::from(case.at);
                windows[group].push((received, CaseId(case.id)));
                // The groups of one case come one after another.
                if last.replace(case.id) != Some(case.id) {
                    behind.extend(page.known.keys.list.get(case.key as usize).map(|key| (received, *key)));
                }
            }
        });
    })?;
    let mut alarms = Vec::new();
    for (alarm, mut window) in found.into_iter().zip(windows) {
        window.sort_unstable();
        let cases = window.into_iter().map(|(_, id)| id).collect();
        alarms.extend(alarm.map(|alarm| Alarm { cases, ..alarm }));
    }
    alarms.sort_by(|a, b| {
        let chances = a.warning.chance.total_cmp(&b.warning.chance);
        chances.then_with(|| (&a.model, &a.batch, &a.symptom).cmp(&(&b.model, &b.batch, &b.symptom)))
    });
    Ok((alarms, behind))
}

/// How many weeks before `at` a case was received, the last one not counted.
fn week(page: &Page<'_>, case: &Case, at: Stamp) -> usize {
    usize::try_from((at.0 - 1 - page.ledger.start - i64::from(case.at)) / WEEK_MS).unwrap_or(0)
}

/// The models, batches and symptoms with enough cases in the longest window for any warning.
struct Groups {
    list: Vec<(Lot, u32)>,
    /// Of each lot the place among `by_symptom`; `u32::MAX` for none.
    by_lot: Vec<u32>,
    /// Of each symptom the place in `list`; `u32::MAX` for none.
    by_symptom: Vec<Vec<u32>>,
    symptoms: Symptoms,
}

impl Groups {
    fn lately(database: &mut Database, (recent, at): (Stamp, Stamp)) -> Result<Self, StoreError> {
        let Database { db, columns, organisation, .. } = database;
        let reach = Reach { from: recent, to: at, marks: false };
        let mut lately: Vec<u32> = Vec::new();
        columns.ledgers(db, organisation, &reach, &mut |page| {
            lately.resize(page.known.lots.list.len(), 0);
            for case in page.ledger.received((recent.0, at.0)).filter(|case| case.symptoms != EMPTY) {
                if let Some(cases) = lately.get_mut(case.lot as usize) {
                    *cases += 1;
                }
            }
        })?;
        let mut lots: Vec<Lot> = Vec::new();
        let mut by_lot = vec![u32::MAX; lately.len()];
        for ((lot, cases), place) in columns.ledger_names().lots.list.iter().zip(&lately).zip(&mut by_lot) {
            if *cases >= LEAST_CASES && lot.is_known() {
                *place = u32::try_from(lots.len()).unwrap_or(u32::MAX);
                lots.push(*lot);
            }
        }
        let mut found =
            Self { list: Vec::new(), by_lot, by_symptom: vec![Vec::new(); lots.len()], symptoms: Symptoms::default() };
        // Counted first, then each count gives way to the place of its group.
        columns.ledgers(db, organisation, &reach, &mut |page| {
            let Self { by_lot, by_symptom, symptoms, .. } = &mut found;
            for case in page.ledger.received((recent.0, at.0)) {
                let place = by_lot.get(case.lot as usize).copied().unwrap_or(u32::MAX);
                let Some(counts) = by_symptom.get_mut(place as usize) else { continue };
                for symptom in symptoms.of(case.symptoms, page.names) {
                    let symptom = *symptom as usize;
                    counts.resize(counts.len().max(symptom + 1), 0);
                    counts[symptom] += 1;
                }
            }
        })?;
        for (lot, counts) in lots.into_iter().zip(&mut found.by_symptom) {
            for (symptom, count) in (0_u32..).zip(counts) {
                let enough = symptom != EMPTY && *count >= LEAST_CASES;
                *count = if enough { u32::try_from(found.list.len()).unwrap_or(u32::MAX) } else { u32::MAX };
                if enough {
                    found.list.push((lot, symptom));
                }
            }
        }
        Ok(found)
    }

    /// Hands every case of a month that was received in the period to `hear`, with the place of each of its groups.
    fn each(&mut self, page: &Page<'_>, (from, to): (Stamp, Stamp), hear: &mut impl FnMut(usize, &Case)) {
        let Self { by_lot, by_symptom, symptoms, .. } = self;
        for case in page.ledger.received((from.0, to.0)) {
            let place = by_lot.get(case.lot as usize).copied().unwrap_or(u32::MAX);
            let Some(groups) = by_symptom.get(place as usize) else { continue };
            for symptom in symptoms.of(case.symptoms, page.names) {
                if let Some(group) = groups.get(*symptom as usize).filter(|group| **group != u32::MAX) {
                    hear(*group as usize, case);
                }
            }
        }
    }
}

/// The beginning of the longest window.
fn recent(at: Stamp) -> Stamp {
    let longest = WINDOWS.into_iter().max().unwrap_or(1);
    Stamp(at.0 - WEEK_MS * i64::try_from(longest).unwrap_or(0))
}
