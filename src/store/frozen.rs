//! Closed months: on the fifth at 00:00 the figures of the month before stand as they are (kpi.md 5.1 rule 11). What the
//! records say later is told beside them, never instead (rule 8).

use chrono::{Datelike, Months, NaiveDate, NaiveTime};
use rusqlite::{Connection, OptionalExtension, params};

use super::history::HASH;
use super::kpi::{self, KpiQuery, KpiTable, Narrow};
use super::{Database, StoreError};
use crate::domain::Stamp;
use crate::figures::kpi::{Dim, Kpi, Line, Span, Sum};

/// The day of the following month on which a month is closed.
const CLOSING_DAY: u32 = 5;

/// What a closed month rested on when its figures were written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FrozenMonth {
    /// `2026-03`.
    pub month: String,
    /// The fifth at 00:00: what had not become due by then was judged as open.
    pub at: Stamp,
    /// When the figures were counted: the data time.
    pub written_at: Stamp,
    pub rule_book: String,
    pub rule_version: i64,
    /// Events on record then, and the head of their chain.
    pub events: i64,
    pub head: [u8; HASH],
}

/// One figure of a closed month.
#[derive(Debug, Clone, PartialEq)]
pub struct FrozenFigure {
    pub line: Line,
    /// `None` is the whole house.
    pub region: Option<String>,
    pub part: i64,
    pub whole: i64,
    /// In the unit of the line ([`crate::figures::kpi::Value::number`]); `None` is a dash.
    pub value: Option<f64>,
}

/// The figures of one KPI in a closed month.
#[derive(Debug, Clone, PartialEq)]
pub struct Frozen {
    pub month: FrozenMonth,
    pub figures: Vec<FrozenFigure>,
}

impl Frozen {
    /// The figure of a line, of one region or of the whole house.
    #[must_use]
    pub fn figure(&self, line: Line, region: Option<&str>) -> Option<&FrozenFigure> {
        self.figures.iter().find(|figure| figure.line == line && figure.region.as_deref() == region)
    }

    /// Whether a recount differs from what was told, so that a restatement stands beside it.
    #[must_use]
    pub fn is_restated(&self, line: Line, region: Option<&str>, recount: &Sum) -> bool {
        let told = self.figure(line, region).map_or((0, 0), |figure| (figure.part, figure.whole));
        told != (recount.part, recount.whole)
    }
}

/// Writes the figures of every month that was closed since the last one written; in a file without any, of the newest
/// closed month alone. Returns how many months were written.
pub(super) fn freeze(database: &mut Database, now: Stamp) -> Result<i64, StoreError> {
    let last: Option<String> =
        database.db.prepare_cached("SELECT MAX(month) FROM frozen_month")?.query_row([], |row| row.get(0))?;
    let Some(newest) = newest_closed(now) else { return Ok(0) };
    let mut first = match last.as_deref().and_then(first_day) {
        Some(last) => last.checked_add_months(Months::new(1)).unwrap_or(newest),
        None => newest,
    };
    let oldest: Option<i64> =
        database.db.prepare_cached("SELECT MIN(received_at) FROM case_measure")?.query_row([], |row| row.get(0))?;
    let mut written = 0;
    while first <= newest {
        let span = span_of(first);
        if oldest.is_some_and(|oldest| oldest < span.to.0) {
            write(database, first, span, now)?;
            written += 1;
        }
        first = first.checked_add_months(Months::new(1)).unwrap_or(NaiveDate::MAX);
    }
    Ok(written)
}

fn write(database: &mut Database, first: NaiveDate, span: Span, now: Stamp) -> Result<(), StoreError> {
    let query = |kpi: &Kpi| KpiQuery { kpi: *kpi, span, by: vec![Dim::Region], narrow: Narrow::default() };
    let tables = kpi::counted(database, &Kpi::ALL.iter().map(query).collect::<Vec<_>>())?;
    let (id, version) = (database.book.rules.id.clone(), database.book.rules.version);
    let month = month_name(first);
    let transaction = database.begin()?;
    let head: (i64, Vec<u8>) = transaction
        .query_row("SELECT seq, hash FROM event ORDER BY seq DESC LIMIT 1", [], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?
        .unwrap_or((0, vec![0; HASH]));
    // Another window may have been faster.
    let fresh = transaction.execute(
        "INSERT OR IGNORE INTO frozen_month (month, at, written_at, rule_book, rule_version, events, head) \
         VALUES (?, ?, ?, ?, ?, ?, ?)",
        params![month, span.now.0, now.0, id, version, head.0, head.1],
    )?;
    if fresh == 1 {
        for table in &tables {
            write_table(&transaction, &month, table)?;
        }
    }
    Ok(transaction.commit()?)
}

fn write_table(db: &Connection, month: &str, table: &KpiTable) -> Result<(), StoreError> {
    let mut insert = db.prepare_cached(
        "INSERT INTO frozen_figure (month, kpi, line, scope, region, part, whole, value) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
    )?;
    let cells = table.cells.iter().map(|cell| ("region", cell.keys.first().map_or("", String::as_str), &cell.sums));
    for (scope, region, sums) in std::iter::once(("all", "", &table.total)).chain(cells) {
        for (place, ((line, unit), sum)) in table.lines.iter().zip(sums).enumerate() {
            let value = table.value(place, sum).number(*unit);
            let kpi = table.query.kpi.word();
            insert.execute(params![month, kpi, line.word(), scope, region, sum.part, sum.whole, value])?;
        }
    }
    Ok(())
}

/// Whether the figures of the month that is this span were written.
pub(super) fn is_closed(db: &Connection, span: &Span) -> Result<bool, StoreError> {
    let mut statement = db.prepare_cached("SELECT EXISTS (SELECT 1 FROM frozen_month WHERE month = ?)")?;
    Ok(statement.query_row([month_name(span.from.date())], |row| row.get(0))?)
}

/// The figures as told, when the question is one whole closed month of everything or by region.
pub(super) fn frozen(db: &Connection, query: &KpiQuery) -> Result<Option<Frozen>, StoreError> {
    let by_region = query.by.is_empty() || query.by == [Dim::Region];
    let first = query.span.from.date();
    let month = span_of(first);
    if !by_region || !query.narrow.is_all() || (month.from, month.to) != (query.span.from, query.span.to) {
        return Ok(None);
    }
    let name = month_name(first);
    let found = db
        .prepare_cached(
            "SELECT at, written_at, rule_book, rule_version, events, head FROM frozen_month WHERE month = ?",
        )?
        .query_row([&name], |row| {
            Ok(FrozenMonth {
                month: name.clone(),
                at: Stamp(row.get(0)?),
                written_at: Stamp(row.get(1)?),
                rule_book: row.get(2)?,
                rule_version: row.get(3)?,
                events: row.get(4)?,
                head: row.get(5)?,
            })
        })
        .optional()?;
    let Some(month) = found else { return Ok(None) };
    let mut statement = db.prepare_cached(
        "SELECT line, scope, region, part, whole, value FROM frozen_figure WHERE month = ? AND kpi = ? \
         ORDER BY scope, region",
    )?;
    let mut rows = statement.query(params![name, query.kpi.word()])?;
    let mut figures = Vec::new();
    while let Some(row) = rows.next()? {
        let line = row.get_ref(0)?.as_str().ok().and_then(Line::from_word);
        let scope: String = row.get(1)?;
        figures.push(FrozenFigure {
            line: line.ok_or_else(|| StoreError::damaged("unknown line of a frozen figure"))?,
            region: if scope == "all" { None } else { Some(row.get(2)?) },
            part: row.get(3)?,
            whole: row.get(4)?,
            value: row.get(5)?,
        });
    }
    Ok(Some(Frozen { month, figures }))
}

fn month_name(first: NaiveDate) -> String {
    first.format("%Y-%m").to_string()
}

fn first_day(month: &str) -> Option<NaiveDate> {
    NaiveDate::parse_from_str(&format!("{month}-01"), "%Y-%m-%d").ok()
}

/// The calendar month that holds the day, judged as of its closing.
fn span_of(day: NaiveDate) -> Span {
    let first = day.with_day(1).unwrap_or(day);
    let next = first.checked_add_months(Months::new(1)).unwrap_or(first);
    let midnight = |day: NaiveDate| Stamp::from_wall(day.and_time(NaiveTime::MIN));
    Span { from: midnight(first), to: midnight(next), now: midnight(next.with_day(CLOSING_DAY).unwrap_or(next)) }
}

/// The first day of the newest month that is closed at `now`.
fn newest_closed(now: Stamp) -> Option<NaiveDate> {
    let today = now.date();
    let back = if today.day() >= CLOSING_DAY { 1 } else { 2 };
    today.with_day(1)?.checked_sub_months(Months::new(back))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(wall: &str) -> Stamp {
        Stamp::from_wall(wall.parse().unwrap())
    }

    /// kpi.md 5.1 rule 11: day 5, 00:00.
    #[test]
    fn a_month_is_closed_on_the_fifth_at_midnight() {
        let closed = |wall: &str| newest_closed(at(wall)).unwrap().to_string();
        assert_eq!(closed("2026-04-04T23:59:59"), "2026-02-01");
        assert_eq!(closed("2026-04-05T00:00:00"), "2026-03-01");
        assert_eq!(closed("2026-01-05T00:00:00"), "2025-12-01");
        let span = span_of("2026-12-31".parse().unwrap());
        assert_eq!(
            [span.from, span.to, span.now].map(|at| at.wall().to_string()),
            ["2026-12-01 00:00:00", "2027-01-01 00:00:00", "2027-01-05 00:00:00"]
        );
    }
}
