//! A KPI over a period, by up to two dimensions, and the cases behind each of its figures.

mod cells;
mod repeats;

use rusqlite::{Row, params};

use super::measure_row::{AFTER_COLUMNS, COLUMNS, read};
use super::request::CaseId;
use super::{Database, StoreError};
use crate::domain::organisation::Organisation;
use crate::figures::kpi::{self, Definition, Dim, Item, Kpi, Line, Measure, Span, Sum, Unit, Value};
use cells::{Cells, Keys};

/// Cases of so many milliseconds and less lie in an index by their contact; the partial index holds the longer ones.
const LONG_MS: i64 = 2_592_000_000;
/// The most dimensions of one question.
pub const MOST_DIMS: usize = 2;

/// What is asked of the KPI book.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct KpiQuery {
    pub kpi: Kpi,
    pub span: Span,
    /// At most [`MOST_DIMS`]; with [`Dim::Stage`] only lines that count stages are answered.
    pub by: Vec<Dim>,
}

/// The sums of one combination of dimension values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KpiCell {
    /// One for each dimension asked for; empty where a case does not say. Words for closed lists, names for branches,
    /// `2026-04-09`, `2026-W15`, `2026-04`, `2026Q2`, `2026` for periods.
    pub keys: Vec<String>,
    /// In the order of [`KpiTable::lines`].
    pub sums: Vec<Sum>,
}

/// A KPI counted.
#[derive(Debug, Clone, PartialEq)]
pub struct KpiTable {
    pub query: KpiQuery,
    pub lines: Vec<(Line, Unit)>,
    /// Everything together; with several symptoms to a case this is less than the sum of the cells.
    pub total: Vec<Sum>,
    /// By key.
    pub cells: Vec<KpiCell>,
}

/// A case behind a figure, with what it adds to numerator and denominator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KpiMember {
    pub id: CaseId,
    pub number: String,
    pub part: i64,
    pub whole: i64,
}

impl KpiTable {
    /// What a sum of the `place`-th line comes to.
    #[must_use]
    pub fn value(&self, place: usize, sum: &Sum) -> Value {
        let Some((line, unit)) = self.lines.get(place) else {
            return Value::Missing(kpi::Missing::Nothing);
        };
        sum.value(*unit, kpi::definition(self.query.kpi).missing(*line))
    }
}

/// The lines a question is answered with.
fn lines(definition: &Definition, by: &[Dim]) -> Vec<(Line, Unit)> {
    let staged = by.contains(&Dim::Stage);
    definition.lines.iter().copied().filter(|(line, _)| !staged || definition.counts_stages(*line)).collect()
}

pub(super) fn table(database: &Database, query: &KpiQuery) -> Result<KpiTable, StoreError> {
    let definition = kpi::definition(query.kpi);
    let lines = lines(&definition, &query.by);
    let mut total = vec![Sum::default(); lines.len()];
    let mut cells = Cells::new(&query.by, lines.len());
    walk(database, query, &lines, &mut |_, place, unit, item, keys| {
        if let Some(sum) = total.get_mut(place) {
            sum.add(unit, item);
        }
        cells.add(keys, (place, unit), item);
    })?;
    let cells = cells.into_list();
    Ok(KpiTable { query: query.clone(), lines, total, cells })
}

/// The cases behind one figure: of a line, and of the cell with these keys; no keys are the total.
pub(super) fn members(
    database: &Database,
    query: &KpiQuery,
    line: Line,
    cell: &[String],
) -> Result<Vec<KpiMember>, StoreError> {
    let definition = kpi::definition(query.kpi);
    let lines: Vec<_> = lines(&definition, &query.by).into_iter().filter(|(known, _)| *known == line).collect();
    let mut found: Vec<(i64, i64, i64)> = Vec::new();
    walk(database, query, &lines, &mut |id, _, _, item, keys| {
        if !cell.is_empty() && !keys.names(item, cell) {
            return;
        }
        match found.last_mut().filter(|(last, ..)| *last == id) {
            Some((_, part, whole)) => {
                *part = part.saturating_add(item.part);
                *whole = whole.saturating_add(item.whole);
            }
            None => found.push((id, item.part, item.whole)),
        }
    })?;
    let mut number = database.db.prepare_cached("SELECT number FROM case_row WHERE id = ?")?;
    let mut members = Vec::with_capacity(found.len());
    for (id, part, whole) in found {
        members.push(KpiMember { id: CaseId(id), number: number.query_row([id], |row| row.get(0))?, part, whole });
    }
    members.sort_by_key(|member| member.id);
    Ok(members)
}

/// Hears of every contribution: the case, the place of the line, its unit, the item, and what the case says of the dimensions.
type Hear<'h> = dyn FnMut(i64, usize, Unit, &Item, &Keys<'_>) + 'h;

/// Reads every case that may count and hands its contributions to `hear`.
fn walk(database: &Database, query: &KpiQuery, lines: &[(Line, Unit)], hear: &mut Hear<'_>) -> Result<(), StoreError> {
    let repeats = match query.kpi {
        Kpi::F9 => Some(repeats::of(&database.db, &query.span)?),
        _ => None,
    };
    // Rows without data yet count nothing, and need not be looked for.
    let Some(counts) = counts(query.kpi) else { return Ok(()) };
    let sql = statement(query, counts);
    let mut statement = database.db.prepare_cached(&sql)?;
    let end = query.span.end();
    let reach = lines.iter().map(|(line, _)| query.span.reach(*line)).min().unwrap_or(query.span.from);
    let mut rows = statement.query(params![reach.0, end.0, reach.0.saturating_sub(LONG_MS)])?;
    while let Some(row) = rows.next()? {
        let id: i64 = row.get(AFTER_COLUMNS)?;
        let marks = row.get_ref(AFTER_COLUMNS + 1)?.as_blob().map_err(|_| StoreError::damaged("marks of a case"))?;
        let case = read(row, marks)?;
        let keys = keys(row, &case, query, &database.organisation)?;
        let repeated = repeats.as_ref().and_then(|known| known.get(&id));
        for (place, (line, unit)) in lines.iter().enumerate() {
            match (query.kpi, repeated) {
                (Kpi::F9, Some(repeated)) => hear(id, place, *unit, &repeats::item(&case, *repeated), &keys),
                _ => kpi::items(query.kpi, *line, &case, &query.span, &mut |item| hear(id, place, *unit, &item, &keys)),
            }
        }
    }
    Ok(())
}

fn keys<'r>(
    row: &'r Row<'_>,
    case: &Measure,
    query: &'r KpiQuery,
    organisation: &'r Organisation,
) -> Result<Keys<'r>, StoreError> {
    let mut keys = Keys { texts: [""; MOST_DIMS], dims: &query.by, branch: None, vip: case.vip, organisation };
    for (place, dim) in query.by.iter().enumerate().take(MOST_DIMS) {
        let at = AFTER_COLUMNS + 2 + place;
        if *dim == Dim::Branch {
            keys.branch = row.get(at)?;
        } else if let (Some(text), Some(column)) = (keys.texts.get_mut(place), column(*dim)) {
            *text = row.get_ref(at)?.as_str().map_err(|_| StoreError::damaged(column))?;
        }
    }
    Ok(keys)
}

/// The column a dimension is read from; `None` for one that lies in the item or the measure.
const fn column(dim: Dim) -> Option<&'static str> {
    Some(match dim {
        Dim::Region => "m.region",
        Dim::Branch => "m.branch",
        Dim::Class => "m.class",
        Dim::Level => "m.level",
        Dim::Channel => "m.channel",
        Dim::Category => "m.category",
        Dim::Made => "m.made",
        Dim::Model => "r.model",
        Dim::Batch => "r.batch",
        Dim::Symptom => "r.symptoms",
        Dim::Customer | Dim::Stage | Dim::Day | Dim::Week | Dim::Month | Dim::Quarter | Dim::Year => return None,
    })
}

/// Two ranges that overlap no case twice: those received shortly before the period or in it, and the few long ones.
fn statement(query: &KpiQuery, counts: &str) -> String {
    let marks = if reads_marks(query.kpi) { "m.marks" } else { "x''" };
    let mut dims = String::new();
    for dim in query.by.iter().take(MOST_DIMS) {
        dims.push_str(", ");
        dims.push_str(column(*dim).unwrap_or("''"));
    }
    let joined = if dims.contains("r.") { "JOIN case_row r ON r.id = m.id" } else { "" };
    format!(
        "SELECT {COLUMNS}, m.id, {marks}{dims} FROM case_measure m INDEXED BY case_measure_received {joined} \
         WHERE m.received_at >= ?3 AND m.received_at < ?2 AND {counts} \
         UNION ALL \
         SELECT {COLUMNS}, m.id, {marks}{dims} FROM case_measure m INDEXED BY case_measure_long {joined} \
         WHERE m.last_at - m.received_at > {LONG_MS} AND m.last_at >= ?1 AND m.received_at < ?3 AND {counts}"
    )
}

/// Whether a KPI looks at stages, surveys, questions or the incident file.
const fn reads_marks(kpi: Kpi) -> bool {
    !matches!(
        kpi,
        Kpi::K01
            | Kpi::K02
            | Kpi::K03
            | Kpi::K08
            | Kpi::K09
            | Kpi::K13
            | Kpi::K14
            | Kpi::K16
            | Kpi::K17
            | Kpi::K20
            | Kpi::F1
            | Kpi::F2
            | Kpi::F9
            | Kpi::A1
    )
}

/// What a case must have to count at all; the items decide, this only spares reading the others. `None` where nothing counts yet.
const fn counts(kpi: Kpi) -> Option<&'static str> {
    Some(match kpi {
        Kpi::K02 => {
            "((m.due >= ?1 AND m.due < ?2) OR m.received_at >= ?1 OR (m.last_close >= ?1 AND m.last_close < ?2))"
        }
        Kpi::K01 | Kpi::K03 | Kpi::K08 | Kpi::K17 | Kpi::K20 | Kpi::F1 | Kpi::F2 | Kpi::F5 | Kpi::F9 => {
            "m.received_at >= ?1"
        }
        Kpi::K09 | Kpi::K11 | Kpi::K12 => "m.due >= ?1 AND m.due < ?2",
        Kpi::K06 | Kpi::K10 | Kpi::K13 | Kpi::K16 | Kpi::A2 => "m.last_close >= ?1 AND m.last_close < ?2",
        Kpi::K14 => "m.promised >= ?1 AND m.promised < ?2",
        Kpi::F6 | Kpi::F7 | Kpi::F8 => "m.archived_at >= ?1 AND m.archived_at < ?2",
        Kpi::A1 => "m.appeal = 1",
        Kpi::K15 | Kpi::K18 | Kpi::K21 | Kpi::K22 | Kpi::K23 => return None,
        Kpi::K04 | Kpi::K05 | Kpi::K07 | Kpi::K19 | Kpi::K24 | Kpi::F3 | Kpi::F4 => "1",
    })
}
