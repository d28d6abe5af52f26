//! Batch warnings: every model, batch and symptom that was reported lately, against its own year.

use std::collections::BTreeMap;

use rusqlite::{Connection, params};

use super::StoreError;
use super::request::CaseId;
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
    /// The cases of the window, oldest first: as many as the warning counts.
    pub cases: Vec<CaseId>,
}

/// Cases of one symptom by the week before the question they lie in, newest first, with their keys.
type Symptoms = BTreeMap<String, Vec<(usize, i64)>>;

/// The groups that warn at `at`, the least likely first. Weeks count back from there; a case without model, batch or
/// symptom belongs to no group, nor does one that is merged into another, one with several symptoms to several.
pub(super) fn alarms(db: &Connection, at: Stamp) -> Result<Vec<Alarm>, StoreError> {
    let longest = WINDOWS.into_iter().max().unwrap_or(1);
    let first: Option<i64> = db.query_row("SELECT MIN(received_at) FROM case_row", [], |row| row.get(0))?;
    let age = first.map_or(0, |first| (at.0 - first).max(0) / WEEK_MS);
    let span = usize::try_from(age).unwrap_or(0).min(HISTORY_WEEKS + longest);
    let from = at.0 - WEEK_MS * i64::try_from(span).unwrap_or(0);
    let mut history = db.prepare_cached(
        "SELECT received_at, symptoms, id FROM case_row INDEXED BY case_batch \
         WHERE batch = ?1 AND model = ?2 AND batch <> '' AND model <> '' AND main IS NULL AND received_at >= ?3 AND received_at < ?4",
    )?;
    let mut found = Vec::new();
    for (batch, model) in lately(db, at, longest)? {
        let mut symptoms = Symptoms::new();
        let mut rows = history.query(params![batch, model, from, at.0])?;
        while let Some(row) = rows.next()? {
            let week = usize::try_from((at.0 - 1 - row.get::<_, i64>(0)?) / WEEK_MS).unwrap_or(usize::MAX);
            let text = row.get_ref(1)?.as_str().map_err(|_| StoreError::damaged("symptoms of a case"))?;
            let id = row.get(2)?;
            for word in split_words(text) {
                let cases = match symptoms.get_mut(word) {
                    Some(cases) => cases,
                    None => symptoms.entry(word.to_owned()).or_default(),
                };
                if cases.last() != Some(&(week, id)) {
                    cases.push((week, id));
                }
            }
        }
        for (symptom, cases) in symptoms {
            found.extend(judged(&cases, span).map(|(warning, cases)| Alarm {
                model: model.clone(),
                batch: batch.clone(),
                symptom,
                warning,
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

/// Batches with their models that have enough cases in the longest window for any of their symptoms to warn.
fn lately(db: &Connection, at: Stamp, weeks: usize) -> Result<Vec<(String, String)>, StoreError> {
    let from = at.0 - WEEK_MS * i64::try_from(weeks).unwrap_or(0);
    let mut statement = db.prepare_cached(
        "SELECT batch, model FROM case_row INDEXED BY case_newest \
         WHERE received_at >= ?1 AND received_at < ?2 AND batch <> '' AND model <> '' AND symptoms <> '' AND main IS NULL \
         GROUP BY batch, model HAVING COUNT(*) >= ?3 ORDER BY batch, model",
    )?;
    let rows = statement.query_map(params![from, at.0, LEAST_CASES], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn judged(cases: &[(usize, i64)], span: usize) -> Option<(Warning, Vec<CaseId>)> {
    let mut counts = vec![0_u32; span];
    for (week, _) in cases {
        // The newest week stands last.
        if let Some(count) = span.checked_sub(week + 1).and_then(|place| counts.get_mut(place)) {
            *count += 1;
        }
    }
    // No shipments are on record yet, so time alone is held against time.
    let warning = warning(&Weeks { cases: &counts, units: None })?;
    let window = cases.iter().filter(|(week, _)| *week < warning.weeks).map(|(_, id)| CaseId(*id));
    Some((warning, window.collect()))
}
