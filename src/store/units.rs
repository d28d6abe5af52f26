//! What complaints are held against: units in warranty or sold (K01, K08, A1), and calls of the hotline (K15).

use std::collections::BTreeMap;

use chrono::{Datelike, Months, NaiveDate};
use rusqlite::types::Value;
use rusqlite::{Connection, params, params_from_iter};

use super::kpi::{KpiQuery, KpiTable, Narrow};
use super::request::By;
use super::{Database, StoreError};
use crate::domain::tally::{CallsRow, UnitsBase, UnitsRow};
use crate::figures::kpi::{Dim, Kpi, Missing, Span, Unit};

/// Months of sales that stand for the units in use where nobody counted those (kpi.md K01).
const SOLD_MONTHS: u32 = 12;
/// A model sold for fewer months than this has a count and no rate (kpi.md K01).
const YOUNG_MONTHS: i32 = 3;

/// Enters a list; a row of the same month, model, region and branch takes the place of the older one. Returns the rows that
/// changed anything.
pub(super) fn save_units(database: &mut Database, rows: &[UnitsRow], by: &By) -> Result<i64, StoreError> {
    let transaction = database.begin()?;
    let mut changed = 0;
    for row in rows {
        changed += transaction
            .prepare_cached(
                "INSERT INTO units (base, month, model, category, region, units, at, by, branch) \
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) \
                 ON CONFLICT DO UPDATE SET category = ?4, units = ?6, at = ?7, by = ?8 WHERE category <> ?4 OR units <> ?6",
            )?
            .execute(params![
                row.base.word(),
                month_name(row.month),
                row.model,
                row.category,
                row.region,
                row.units,
                by.now.0,
                by.name,
                row.branch.map_or(0, |branch| branch.0)
            ])?;
    }
    transaction.commit()?;
    Ok(i64::try_from(changed).unwrap_or(i64::MAX))
}

/// Enters calls; a row of the same day and line takes the place of the older one. Returns the rows that changed anything.
pub(super) fn save_calls(database: &mut Database, rows: &[CallsRow], by: &By) -> Result<i64, StoreError> {
    let transaction = database.begin()?;
    let mut changed = 0;
    for row in rows {
        let day = row.day.to_string();
        changed += transaction
            .prepare_cached(
                "INSERT INTO calls (day, line, requests, answered, abandoned, at, by) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) \
                 ON CONFLICT DO UPDATE SET requests = ?3, answered = ?4, abandoned = ?5, at = ?6, by = ?7 \
                 WHERE requests <> ?3 OR answered <> ?4 OR abandoned IS NOT ?5",
            )?
            .execute(params![day, row.line, row.requests, row.answered, row.abandoned, by.now.0, by.name])?;
    }
    transaction.commit()?;
    Ok(i64::try_from(changed).unwrap_or(i64::MAX))
}

/// Which rows of a list stand in the records just so already; asked before an import.
pub(super) fn known_units(db: &Connection, rows: &[UnitsRow]) -> Result<Vec<bool>, StoreError> {
    let mut statement = db.prepare_cached(
        "SELECT EXISTS (SELECT 1 FROM units WHERE base = ? AND month = ? AND model = ? AND region = ? AND branch = ? \
         AND category = ? AND units = ?)",
    )?;
    let known = rows.iter().map(|row| {
        let month = month_name(row.month);
        let branch = row.branch.map_or(0, |branch| branch.0);
        let key = params![row.base.word(), month, row.model, row.region, branch, row.category, row.units];
        statement.query_row(key, |found| found.get(0))
    });
    Ok(known.collect::<Result<_, _>>()?)
}

/// As [`known_units`], for calls.
pub(super) fn known_calls(db: &Connection, rows: &[CallsRow]) -> Result<Vec<bool>, StoreError> {
    let mut statement = db.prepare_cached(
        "SELECT EXISTS (SELECT 1 FROM calls WHERE day = ? AND line = ? AND requests = ? AND answered = ? AND abandoned IS ?)",
    )?;
    let known = rows.iter().map(|row| {
        let key = params![row.day.to_string(), row.line, row.requests, row.answered, row.abandoned];
        statement.query_row(key, |found| found.get(0))
    });
    Ok(known.collect::<Result<_, _>>()?)
}

/// Writes the units a rate per 10 000 is held against into a counted table. A dimension that no list of units says
/// (level, channel) leaves the units whole, so that its rates add up; one that splits them (batch, month made) has none,
/// nor has a branch that no list names.
pub(super) fn hold_against(database: &Database, table: &mut KpiTable) -> Result<(), StoreError> {
    if !table.lines.iter().any(|(_, unit)| *unit == Unit::PerUnits) {
        return Ok(());
    }
    let any = "SELECT EXISTS (SELECT 1 FROM units)";
    if !database.db.prepare_cached(any)?.query_row([], |row| row.get::<_, bool>(0))? {
        return Ok(());
    }
    let query = table.query.clone();
    let places: Vec<usize> = (0..table.lines.len()).filter(|at| table.lines[*at].1 == Unit::PerUnits).collect();
    let of_all = units(database, &query, &[])?;
    for at in &places {
        if let Some(sum) = table.total.get_mut(*at) {
            sum.hold_against(of_all);
        }
    }
    let mut known: BTreeMap<Vec<String>, Against> = BTreeMap::new();
    for cell in &mut table.cells {
        let against = match known.get(&cell.keys) {
            Some(against) => *against,
            None => {
                let found = units(database, &query, &cell.keys)?;
                known.insert(cell.keys.clone(), found);
                found
            }
        };
        for at in &places {
            if let Some(sum) = cell.sums.get_mut(*at) {
                sum.hold_against(against);
            }
        }
    }
    Ok(())
}

/// Units, or why there are none.
type Against = Result<i64, Missing>;

/// The units of a cell: those in warranty in the middle month of its period, else those sold in the twelve months up to
/// its end.
fn units(database: &Database, query: &KpiQuery, keys: &[String]) -> Result<Against, StoreError> {
    let db = &database.db;
    let (mut first, mut last) = (query.span.from.date(), crate::domain::Stamp(query.span.end().0 - 1).date());
    let mut narrow = String::new();
    let mut values: Vec<Value> = Vec::new();
    let mut model = None;
    let Narrow { region, branch, category, brand, .. } = &query.narrow;
    // No list of units says a brand.
    if brand.is_some() {
        return Ok(Err(Missing::Sales));
    }
    let mut and = |column: &str, value: Value| {
        narrow.push_str(&format!(" AND {column} = ?"));
        values.push(value);
    };
    for (column, word) in [("region", region), ("category", category)] {
        if let Some(word) = word {
            and(column, word.clone().into());
        }
    }
    if let Some(branch) = branch {
        and("branch", branch.0.into());
    }
    for (dim, key) in query.by.iter().zip(keys) {
        match dim {
            Dim::Region => and("region", key.clone().into()),
            Dim::Category => and("category", key.clone().into()),
            // Branch 0 is a region's own row, never that of the cases without a branch.
            Dim::Branch => match database.organisation.branch_named(key) {
                Some(branch) => and("branch", branch.id.0.into()),
                None => return Ok(Err(Missing::Sales)),
            },
            Dim::Model => {
                and("model", key.clone().into());
                model = Some(key.clone());
            }
            Dim::Class | Dim::Level | Dim::Channel | Dim::Customer | Dim::Symptom | Dim::Cause | Dim::Department => {}
            Dim::Month | Dim::Quarter | Dim::Year => match period(key) {
                Some((from, to)) => (first, last) = (first.max(from), last.min(to)),
                None => return Ok(Err(Missing::Sales)),
            },
            Dim::Batch | Dim::Brand | Dim::Made | Dim::Stage | Dim::Day | Dim::Week => return Ok(Err(Missing::Sales)),
        }
    }
    if let Some(model) = model
        && is_young(db, &model, last)?
    {
        return Ok(Err(Missing::Young));
    }
    let middle = first + (last - first) / 2;
    let sum = |base: UnitsBase, from: NaiveDate, to: NaiveDate| -> Result<Option<i64>, StoreError> {
        let sql = format!("SELECT SUM(units) FROM units WHERE base = ? AND month >= ? AND month <= ?{narrow}");
        let span = [base.word().to_owned(), month_name(from), month_name(to)].map(Value::from);
        let all = span.into_iter().chain(values.iter().cloned());
        Ok(db.prepare_cached(&sql)?.query_row(params_from_iter(all), |row| row.get(0))?)
    };
    let in_use = sum(UnitsBase::InUse, middle, middle)?;
    let since = last.with_day(1).and_then(|month| month.checked_sub_months(Months::new(SOLD_MONTHS - 1)));
    let found = match in_use {
        Some(units) => Some(units),
        None => sum(UnitsBase::Sold, since.unwrap_or(first), last)?,
    };
    Ok(found.filter(|units| *units > 0).ok_or(Missing::Sales))
}

/// The units of each branch and category, as [`units`] has them of one cell; empty where no list names a branch.
pub(super) fn by_branch_and_category(db: &Connection, span: &Span) -> Result<BTreeMap<(i64, String), i64>, StoreError> {
    let (first, last) = (span.from.date(), crate::domain::Stamp(span.end().0 - 1).date());
    let middle = first + (last - first) / 2;
    let since = last.with_day(1).and_then(|month| month.checked_sub_months(Months::new(SOLD_MONTHS - 1)));
    let mut statement = db.prepare_cached(
        "SELECT branch, category, SUM(units) FROM units \
         WHERE branch > 0 AND base = ? AND month >= ? AND month <= ? GROUP BY branch, category",
    )?;
    let mut found = BTreeMap::new();
    // What is in use goes before what was sold, so it is read last.
    let sold = (UnitsBase::Sold, since.unwrap_or(first), last);
    for (base, from, to) in [sold, (UnitsBase::InUse, middle, middle)] {
        let mut rows = statement.query(params![base.word(), month_name(from), month_name(to)])?;
        while let Some(row) = rows.next()? {
            found.insert((row.get(0)?, row.get(1)?), row.get(2)?);
        }
    }
    found.retain(|_, units| *units > 0);
    Ok(found)
}

/// Whether the first sale of a model lies less than [`YOUNG_MONTHS`] months before the end of the period.
fn is_young(db: &Connection, model: &str, last: NaiveDate) -> Result<bool, StoreError> {
    let sql = "SELECT MIN(month) FROM units WHERE base = 'sold' AND model = ? AND units > 0";
    let first: Option<String> = db.prepare_cached(sql)?.query_row([model], |row| row.get(0))?;
    let months = |day: NaiveDate| day.year() * 12 + i32::try_from(day.month0()).unwrap_or(0);
    let first = first.and_then(|month| NaiveDate::parse_from_str(&format!("{month}-01"), "%Y-%m-%d").ok());
    Ok(first.is_some_and(|first| months(last) - months(first) + 1 < YOUNG_MONTHS))
}

/// First and last day of `2026-04`, `2026Q2`, `2026`.
fn period(key: &str) -> Option<(NaiveDate, NaiveDate)> {
    let (first, months) = if let Some((year, month)) = key.split_once('-') {
        (NaiveDate::from_ymd_opt(year.parse().ok()?, month.parse().ok()?, 1)?, 1)
    } else if let Some((year, quarter)) = key.split_once('Q') {
        let quarter: u32 = quarter.parse().ok()?;
        (NaiveDate::from_ymd_opt(year.parse().ok()?, quarter.checked_sub(1)? * 3 + 1, 1)?, 3)
    } else {
        (NaiveDate::from_ymd_opt(key.parse().ok()?, 1, 1)?, 12)
    };
    Some((first, first.checked_add_months(Months::new(months))?.pred_opt()?))
}

/// K15 from the calls on record. A dimension the switch does not know has no calls.
pub(super) fn calls(database: &Database, table: &mut KpiTable) -> Result<(), StoreError> {
    let query = table.query.clone();
    let known = |dim: &Dim| matches!(dim, Dim::Day | Dim::Week | Dim::Month | Dim::Quarter | Dim::Year);
    if query.kpi != Kpi::K15 || !query.narrow.is_all() || !query.by.iter().all(known) {
        return Ok(());
    }
    let (first, last) = (query.span.from.date(), crate::domain::Stamp(query.span.end().0 - 1).date());
    let mut statement = database.db.prepare_cached(
        "SELECT day, SUM(answered), SUM(requests) FROM calls WHERE day >= ? AND day <= ? GROUP BY day",
    )?;
    let mut rows = statement.query([first.to_string(), last.to_string()])?;
    while let Some(row) = rows.next()? {
        let day: NaiveDate = row.get::<_, String>(0)?.parse().map_err(|_| StoreError::damaged("day of calls"))?;
        table.add_day(day, row.get(1)?, row.get(2)?);
    }
    Ok(())
}

/// Weekly units in 10 000 of a model, for batch warnings: what was sold in the twelve months up to each week's month.
/// `None` where a week has none.
pub(super) fn weekly(db: &Connection, model: &str, weeks: &[NaiveDate]) -> Result<Option<Vec<f64>>, StoreError> {
    let mut statement = db.prepare_cached(
        "SELECT SUM(units) FROM units WHERE base = 'sold' AND model = ? AND month >= ? AND month <= ?",
    )?;
    let mut found = Vec::with_capacity(weeks.len());
    let mut last: Option<(String, f64)> = None;
    for week in weeks {
        let month = month_name(*week);
        let units = match &last {
            Some((known, units)) if *known == month => *units,
            _ => {
                let since = week.with_day(1).and_then(|day| day.checked_sub_months(Months::new(SOLD_MONTHS - 1)));
                let since = month_name(since.unwrap_or(*week));
                let units: Option<i64> = statement.query_row(params![model, since, month], |row| row.get(0))?;
                units.unwrap_or(0) as f64 / 10_000.0
            }
        };
        if units <= 0.0 {
            return Ok(None);
        }
        last = Some((month, units));
        found.push(units);
    }
    Ok(Some(found))
}

fn month_name(day: NaiveDate) -> String {
    day.format("%Y-%m").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_days_of_a_period_are_told_by_its_name() {
        let days = |key: &str| period(key).map(|(from, to)| (from.to_string(), to.to_string()));
        let pair = |from: &str, to: &str| Some((from.to_owned(), to.to_owned()));
        assert_eq!(days("2026-02"), pair("2026-02-01", "2026-02-28"));
        assert_eq!(days("2026Q4"), pair("2026-10-01", "2026-12-31"));
        assert_eq!(days("2026"), pair("2026-01-01", "2026-12-31"));
        assert_eq!((days("2026Q0"), days("2026-13"), days("spring")), (None, None, None));
    }
}
