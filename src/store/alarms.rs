//! Batch warnings: every model, batch and symptom that was reported lately, against its own year.

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;

use super::columns::{EMPTY, Reach, Row};
use super::request::CaseId;
use super::{Database, StoreError, units};
use crate::domain::Stamp;
use crate::domain::facts::split_words;
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

/// The cases of one model and batch: the week before the question they lie in, their number and their symptoms.
type Group = Vec<(usize, i64, i64, u32)>;

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
    let longest = WINDOWS.into_iter().max().unwrap_or(1);
    let (span, from) = span(database, at)?;
    let Database { db, columns, .. } = database;
    // Batches with their models that have enough cases in the longest window for any of their symptoms to warn.
    let mut lately: HashMap<(u32, u32), u32> = HashMap::new();
    let recent = Stamp(at.0 - WEEK_MS * i64::try_from(longest).unwrap_or(0));
    let counts = |row: &Row| row.batch != EMPTY && row.model != EMPTY && row.symptoms != EMPTY;
    columns.rows(db, (recent, at), &mut |row| {
        if counts(row) {
            *lately.entry((row.batch, row.model)).or_default() += 1;
        }
    })?;
    lately.retain(|_, cases| *cases >= LEAST_CASES);
    let mut groups: HashMap<(u32, u32), Group> = lately.into_keys().map(|key| (key, Group::new())).collect();
    columns.rows(db, (from, at), &mut |row| {
        if counts(row)
            && let Some(group) = groups.get_mut(&(row.batch, row.model))
        {
            let week = usize::try_from((at.0 - 1 - row.received) / WEEK_MS).unwrap_or(usize::MAX);
            group.push((week, row.received, row.id, row.symptoms));
        }
    })?;
    let names = columns.names();
    // The first day of each week, oldest first.
    let week = |back: usize| Stamp(at.0 - WEEK_MS * i64::try_from(back).unwrap_or(0)).date();
    let days: Vec<NaiveDate> = (1..=span).rev().map(week).collect();
    let mut found = Vec::new();
    let groups: Vec<((u32, u32), Group)> = groups.into_iter().collect();
    for ((batch, model), mut group) in groups {
        group.sort_unstable_by_key(|(_, received, id, _)| (*received, *id));
        let mut symptoms: BTreeMap<&str, Vec<(usize, i64)>> = BTreeMap::new();
        for (week, _, id, text) in group {
            for word in split_words(names.text(text)) {
                let cases = symptoms.entry(word).or_default();
                if cases.last() != Some(&(week, id)) {
                    cases.push((week, id));
                }
            }
        }
        let text = |place| names.text(place).to_owned();
        let shipped = units::weekly(db, names.text(model), &days)?;
        for (symptom, cases) in symptoms {
            found.extend(judged(&cases, span, shipped.as_deref()).map(|(warning, weeks, cases)| Alarm {
                model: text(model),
                batch: text(batch),
                symptom: symptom.to_owned(),
                warning,
                weeks,
                cases,
            }));
        }
    }
    found.sort_by(|a, b| {
        let name = |alarm: &Alarm| (alarm.model.clone(), alarm.batch.clone(), alarm.symptom.clone());
        a.warning.chance.total_cmp(&b.warning.chance).then_with(|| name(a).cmp(&name(b)))
    });
    Ok(found)
}

fn judged(cases: &[(usize, i64)], span: usize, units: Option<&[f64]>) -> Option<(Warning, Vec<u32>, Vec<CaseId>)> {
    let mut counts = vec![0_u32; span];
    for (week, _) in cases {
        // The newest week stands last.
        if let Some(count) = span.checked_sub(week + 1).and_then(|place| counts.get_mut(place)) {
            *count += 1;
        }
    }
    // Where no shipments are on record, time alone is held against time.
    let warning = warning(&Weeks { cases: &counts, units })?;
    let window = cases.iter().filter(|(week, _)| *week < warning.weeks).map(|(_, id)| CaseId(*id));
    let window = window.collect();
    Some((warning, counts, window))
}
