//! Figures of closed months held against a recount: where they differ, a review says both and what happened since.

use rusqlite::{Connection, params};

use super::told_sums;
use crate::domain::Stamp;
use crate::figures::kpi::{Kpi, Span, Unit};
use crate::figures::review::{Period, Restated, Since, Told, looked_at_anew};
use crate::store::StoreError;
use crate::store::frozen::{self, Frozen};
use crate::store::kpi::{KpiQuery, KpiTable, Narrow};

/// Every row of the book in the closed months that a review looks at anew.
pub(super) fn queries(db: &Connection, period: Period, now: Stamp) -> Result<Vec<KpiQuery>, StoreError> {
    let mut all = Vec::new();
    for span in looked_at_anew(period, now) {
        if frozen::is_closed(db, &span)? {
            let narrow = Narrow::default;
            all.extend(Kpi::ALL.iter().map(|kpi| KpiQuery { kpi: *kpi, span, by: Vec::new(), narrow: narrow() }));
        }
    }
    Ok(all)
}

/// The lines whose figure of the whole house differs from what was told, in the order of the tables.
pub(super) fn restated(db: &Connection, tables: &[KpiTable]) -> Result<Vec<Restated>, StoreError> {
    let mut found = Vec::new();
    let mut known: Option<(Span, Vec<(Since, u32)>)> = None;
    for table in tables {
        let Some(frozen) = &table.frozen else { continue };
        let span = table.query.span;
        for (place, ((line, unit), sum)) in table.lines.iter().zip(&table.total).enumerate() {
            // A line the book did not have then was not printed.
            let Some(printed) = frozen.figure(*line, None).filter(|_| frozen.is_restated(*line, None, sum)) else {
                continue;
            };
            let told =
                Told { part: printed.part, whole: printed.whole, items: 0, number: printed.value, missing: None };
            let Some(now) = told_sums(table, &table.total).get(place).copied() else { continue };
            let units = *unit == Unit::PerUnits && printed.part == sum.part;
            let since = match &known {
                _ if units => Vec::new(),
                Some((of, since)) if *of == span => since.clone(),
                _ => {
                    let since = since(db, frozen, &span)?;
                    known = Some((span, since.clone()));
                    since
                }
            };
            found.push(Restated { kpi: table.query.kpi, line: *line, unit: *unit, span, told, now, since, units });
        }
    }
    Ok(found)
}

/// What happened to cases received in a month after its figures were written, and to how many.
fn since(db: &Connection, frozen: &Frozen, span: &Span) -> Result<Vec<(Since, u32)>, StoreError> {
    // The key of the events of a case holds their number in the file: only those written since are looked at.
    let mut statement = db.prepare_cached(
        "SELECT CASE e.kind WHEN 'round_opened' THEN 'reopened' WHEN 'amended' THEN 'corrected' WHEN 'logged' THEN 'entered' \
         ELSE 'merged' END AS word, COUNT(DISTINCT e.case_id) FROM case_row r CROSS JOIN event e ON e.case_id = r.id \
         WHERE r.received_at >= ?1 AND r.received_at < ?2 AND e.seq > ?3 \
         AND e.kind IN ('round_opened', 'amended', 'logged', 'linked', 'unlinked') GROUP BY word",
    )?;
    let rows = statement.query_map(params![span.from.0, span.to.0, frozen.month.events], |row| {
        Ok((row.get::<_, String>(0)?, row.get::<_, u32>(1)?))
    })?;
    let mut found = Vec::new();
    for row in rows {
        let (word, cases) = row?;
        found.push((Since::from_word(&word).ok_or_else(|| StoreError::damaged("unknown change of a case"))?, cases));
    }
    found.sort_unstable();
    Ok(found)
}
