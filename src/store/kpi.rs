//! A KPI over a period, by up to two dimensions, and the cases behind each of its figures.

mod cells;
pub(super) mod looks;
mod narrow;
mod repeats;
pub(super) mod slips;

use super::columns::Reach;
use super::frozen::{self, Frozen};
use super::list::FigureKey;
use super::request::CaseId;
use super::{Database, StoreError, units};
use crate::domain::{Rules, Stamp};
use crate::figures::kpi::{self, Definition, Dim, Item, Kpi, Line, Measure, Missing, Span, Sum, Unit, Value};
use cells::{Cells, Keys};
use chrono::{NaiveDate, NaiveTime};
pub use narrow::Narrow;
use std::collections::HashSet;

/// The most dimensions of one question.
pub const MOST_DIMS: usize = 2;

/// What is asked of the KPI book.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct KpiQuery {
    pub kpi: Kpi,
    pub span: Span,
    /// At most [`MOST_DIMS`]; with [`Dim::Stage`] only lines that count stages are answered.
    pub by: Vec<Dim>,
    pub narrow: Narrow,
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
    /// What was told of a closed month, when the question is one; the sums above are then counted anew as of its closing.
    pub frozen: Option<Frozen>,
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
            return Value::Missing(Missing::Nothing);
        };
        let value = sum.value(*unit, kpi::definition(self.query.kpi).missing(*line));
        // No calls are a switch that was not read, not a hotline that stood still; and the same of what people enter.
        let silent = match self.query.kpi {
            Kpi::K15 => Missing::Calls,
            Kpi::K18 => Missing::Departments,
            Kpi::K21 => Missing::YearSurvey,
            Kpi::K22 => Missing::Slips,
            _ => return value,
        };
        let nothing = sum.items == 0 && matches!(value, Value::Missing(Missing::Nothing | Missing::Sales));
        if nothing { Value::Missing(silent) } else { value }
    }

    /// Adds the calls of one day.
    pub(super) fn add_day(&mut self, day: NaiveDate, part: i64, whole: i64) {
        self.add_told(day, (part, whole), &|_| String::new());
    }

    /// Adds what was told of a day or a month; `key` names it under the dimensions that are no periods.
    pub(super) fn add_told(&mut self, day: NaiveDate, (part, whole): (i64, i64), key: &dyn Fn(Dim) -> String) {
        let at = Stamp::from_wall(day.and_time(NaiveTime::MIN));
        let item = Item::plain(part, whole);
        self.total.iter_mut().for_each(|sum| sum.add(Unit::Percent, &item));
        if self.query.by.is_empty() {
            return;
        }
        let name = |dim: &Dim| if dim.is_time() { cells::period(*dim, at) } else { key(*dim) };
        let keys: Vec<String> = self.query.by.iter().map(name).collect();
        let place = match self.cells.binary_search_by(|cell| cell.keys.cmp(&keys)) {
            Ok(place) => place,
            Err(place) => {
                let sums = vec![Sum::default(); self.lines.len()];
                self.cells.insert(place, KpiCell { keys, sums });
                place
            }
        };
        if let Some(cell) = self.cells.get_mut(place) {
            cell.sums.iter_mut().for_each(|sum| sum.add(Unit::Percent, &item));
        }
    }
}

/// The lines a question is answered with.
fn lines(definition: &Definition, by: &[Dim]) -> Vec<(Line, Unit)> {
    let staged = by.contains(&Dim::Stage);
    definition.lines.iter().copied().filter(|(line, _)| !staged || definition.counts_stages(*line)).collect()
}

/// The figures of a question; those of a closed month beside what was told of it.
pub(super) fn table(database: &mut Database, query: &KpiQuery) -> Result<KpiTable, StoreError> {
    let Some(told) = frozen::frozen(&database.db, query)? else { return counted(database, query) };
    let span = Span { now: told.month.at, ..query.span };
    let table = counted(database, &KpiQuery { span, ..query.clone() })?;
    Ok(KpiTable { frozen: Some(told), ..table })
}

/// The figures as the records have them now.
pub(super) fn counted(database: &mut Database, query: &KpiQuery) -> Result<KpiTable, StoreError> {
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
    let mut table = KpiTable { query: query.clone(), lines, total, cells, frozen: None };
    units::hold_against(database, &mut table)?;
    units::calls(database, &mut table)?;
    slips::add(database, &mut table)?;
    if query.kpi == Kpi::K23 && !asks(&database.book.rules, "K23") {
        let cells = table.cells.iter_mut().flat_map(|cell| &mut cell.sums);
        table.total.iter_mut().chain(cells).for_each(|sum| sum.hold_against(Err(Missing::Enforcement)));
    }
    Ok(table)
}

/// What one case adds to the figure: its id, numerator, denominator.
type Share = (i64, i64, i64);

/// The cases behind one figure: of a line, and of the cell with these keys; no keys are the total.
pub(super) fn members(
    database: &mut Database,
    query: &KpiQuery,
    line: Line,
    cell: &[String],
) -> Result<Vec<KpiMember>, StoreError> {
    let cell = [cell.to_vec()];
    let found = shares(database, query, line, &cell)?;
    let mut number = database.db.prepare_cached("SELECT number FROM case_row WHERE id = ?")?;
    let mut members = Vec::with_capacity(found.len());
    for (id, part, whole) in found {
        members.push(KpiMember { id: CaseId(id), number: number.query_row([id], |row| row.get(0))?, part, whole });
    }
    members.sort_by_key(|member| member.id);
    Ok(members)
}

/// The ids of the cases behind a figure, as a list in JSON; of `cells`, where there are any, in place of the key's own.
pub(super) fn ids(database: &mut Database, key: &FigureKey, cells: &[Vec<String>]) -> Result<String, StoreError> {
    let cells = if cells.is_empty() { std::slice::from_ref(&key.cell) } else { cells };
    let found = shares(database, &key.query, key.line, cells)?;
    let wanted = found.iter().filter(|(_, part, _)| key.counted.is_none_or(|counted| counted == (*part > 0)));
    let mut list = String::from("[");
    for (place, (id, ..)) in wanted.enumerate() {
        if place > 0 {
            list.push(',');
        }
        list.push_str(&id.to_string());
    }
    list.push(']');
    Ok(list)
}

/// What each case adds to a line in any of `cells`; one without keys is the total.
fn shares(
    database: &mut Database,
    query: &KpiQuery,
    line: Line,
    cells: &[Vec<String>],
) -> Result<Vec<Share>, StoreError> {
    let definition = kpi::definition(query.kpi);
    let lines: Vec<_> = lines(&definition, &query.by).into_iter().filter(|(known, _)| *known == line).collect();
    let mut found: Vec<Share> = Vec::new();
    walk(database, query, &lines, &mut |id, _, _, item, keys| {
        if !cells.iter().any(|cell| cell.is_empty() || keys.names(item, cell)) {
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
    Ok(found)
}

/// Hears of every contribution: the case, the place of the line, its unit, the item, and what the case says of the dimensions.
type Hear<'h> = dyn FnMut(i64, usize, Unit, &Item, &Keys<'_>) + 'h;

/// Walks every case that may count and hands its contributions to `hear`.
fn walk(
    database: &mut Database,
    query: &KpiQuery,
    lines: &[(Line, Unit)],
    hear: &mut Hear<'_>,
) -> Result<(), StoreError> {
    // Calls belong to no case.
    if query.kpi == Kpi::K15 {
        return Ok(());
    }
    let Database { db, columns, organisation, .. } = database;
    let repeats = match query.kpi {
        Kpi::F9 => Some(repeats::of(db, &query.span)?),
        _ => None,
    };
    let checks = match query.kpi {
        Kpi::K06 | Kpi::K12 => Some(looks::checks(db)?).filter(|checks| !checks.is_empty()),
        _ => None,
    };
    // A month whose slips were counted by hand is told by that count alone, so that none counts twice.
    let by_hand = match query.kpi {
        Kpi::K22 => slips::months(db)?,
        _ => HashSet::new(),
    };
    let from = lines.iter().map(|(line, _)| query.span.reach(*line)).min().unwrap_or(query.span.from);
    let reach = Reach { from, to: query.span.end(), marks: reads_marks(query.kpi) };
    columns.walk(db, &reach, &mut |seen| {
        if !query.narrow.holds(seen) {
            return Ok(());
        }
        let keys = Keys::of(seen, &query.by, organisation);
        let mut told = |place: usize, unit: Unit, item: &Item| {
            let told_by_hand = !by_hand.is_empty() && by_hand.contains(&cells::period(Dim::Month, item.at));
            if query.narrow.holds_owner(&keys, item) && !told_by_hand {
                hear(seen.row.id, place, unit, item, &keys);
            }
        };
        let looked_at = checks.as_ref().and_then(|checks| checks.get(&seen.row.id)).map(|valid| {
            let checked = Some(*valid);
            Measure { checked, ..seen.measure.clone() }
        });
        let measure = looked_at.as_ref().unwrap_or(seen.measure);
        let repeated = repeats.as_ref().and_then(|known| known.get(&seen.row.id));
        for (place, (line, unit)) in lines.iter().enumerate() {
            match (query.kpi, repeated) {
                (Kpi::F9, Some(repeated)) => told(place, *unit, &repeats::item(measure, *repeated)),
                _ => kpi::items(query.kpi, *line, measure, &query.span, &mut |item| told(place, *unit, &item)),
            }
        }
        Ok(())
    })
}

/// Whether the rule book has a question of this row.
fn asks(rules: &Rules, id: &str) -> bool {
    let mut fields =
        rules.procedures.iter().flat_map(|template| &template.sections).flat_map(|section| &section.fields);
    fields.any(|question| question.id == id)
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
            | Kpi::K23
            | Kpi::F1
            | Kpi::F2
            | Kpi::F9
            | Kpi::A1
    )
}
