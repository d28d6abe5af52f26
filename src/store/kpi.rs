//! A KPI over a period, by up to two dimensions, and the cases behind each of its figures.

mod cells;
pub(super) mod looks;
mod narrow;
mod repeats;
pub(super) mod slips;
mod walk;

use super::frozen::{self, Frozen};
use super::list::FigureKey;
use super::request::CaseId;
use super::{Database, StoreError, units};
use crate::domain::{Rules, Stamp};
use crate::figures::kpi::{self, Definition, Dim, Item, Kpi, Line, Missing, Span, Sum, Unit, Value};
use cells::{Cells, Keys, Regions};
use chrono::{NaiveDate, NaiveTime};
pub use narrow::Narrow;
use walk::{Group, walk};

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
    tables(database, std::slice::from_ref(query))?.pop().ok_or_else(|| StoreError::damaged("answer to a question"))
}

/// As [`table`], for many questions at once: those over the same cases are answered in one walk.
pub(super) fn tables(database: &mut Database, queries: &[KpiQuery]) -> Result<Vec<KpiTable>, StoreError> {
    let mut asked = queries.to_vec();
    let mut told = Vec::with_capacity(queries.len());
    for query in &mut asked {
        let found = frozen::frozen(&database.db, query)?;
        query.span.now = found.as_ref().map_or(query.span.now, |found| found.month.at);
        told.push(found);
    }
    let tables = counted(database, &asked)?;
    Ok(tables.into_iter().zip(told).map(|(table, frozen)| KpiTable { frozen, ..table }).collect())
}

/// So many questions are counted by one thread; more of one period are counted by several.
const MOST_TOGETHER: usize = 40;

/// One question while it is counted.
struct Tally {
    /// The place of the question.
    query: usize,
    /// Of each line of its row the place in the answer; `None` for a line that is not answered.
    lines: Vec<Option<usize>>,
    cells: Cells,
}

/// The figures as the records have them now.
pub(super) fn counted(database: &mut Database, queries: &[KpiQuery]) -> Result<Vec<KpiTable>, StoreError> {
    let mut groups: Vec<Group<'_, Vec<Vec<Tally>>>> = Vec::new();
    for (at, query) in queries.iter().enumerate() {
        let definition = kpi::definition(query.kpi);
        let answered = lines(&definition, &query.by);
        let place = |line: &(Line, Unit)| answered.iter().position(|known| known == line);
        let places = definition.lines.iter().map(place).collect();
        let tally = Tally { query: at, lines: places, cells: Cells::new(&query.by, answered.len()) };
        put(&mut groups, query, (&definition, tally));
    }
    let Database { columns, organisation, .. } = &mut *database;
    let regions = Regions::of(organisation, columns.names_mut());
    walk(database, &mut groups, &|state, met, item| {
        for tally in state.get_mut(met.row).into_iter().flatten() {
            if let Some(place) = tally.lines.get(met.line).copied().flatten() {
                tally.cells.add(met.seen, &regions, (place, met.unit), item);
            }
        }
    })?;
    let mut tallies: Vec<Tally> = groups.into_iter().flat_map(|group| group.state).flatten().collect();
    tallies.sort_by_key(|tally| tally.query);
    let mut tables = Vec::with_capacity(queries.len());
    for (tally, query) in tallies.into_iter().zip(queries) {
        let (total, cells) = tally.cells.into_table(database.columns.names(), &database.organisation);
        let lines = lines(&kpi::definition(query.kpi), &query.by);
        let mut table = KpiTable { query: query.clone(), lines, total, cells, frozen: None };
        units::hold_against(database, &mut table)?;
        units::calls(database, &mut table)?;
        slips::add(database, &mut table)?;
        if query.kpi == Kpi::K23 && !asks(&database.book.rules, "K23") {
            let cells = table.cells.iter_mut().flat_map(|cell| &mut cell.sums);
            table.total.iter_mut().chain(cells).for_each(|sum| sum.hold_against(Err(Missing::Enforcement)));
        }
        tables.push(table);
    }
    Ok(tables)
}

/// Puts a question to the group of its cases, beside those of the same row.
fn put<'q>(
    groups: &mut Vec<Group<'q, Vec<Vec<Tally>>>>,
    query: &'q KpiQuery,
    (definition, tally): (&Definition, Tally),
) {
    let same = |group: &Group<'_, Vec<Vec<Tally>>>| group.span == query.span && *group.narrow == query.narrow;
    let row = |group: &Group<'_, Vec<Vec<Tally>>>| group.rows.iter().position(|(kpi, _)| *kpi == query.kpi);
    let open = |group: &Group<'_, Vec<Vec<Tally>>>| {
        row(group).is_some() || group.state.iter().map(Vec::len).sum::<usize>() < MOST_TOGETHER
    };
    // A row stays together: what its cases contribute is worked out once.
    let known = groups.iter().position(|group| same(group) && row(group).is_some());
    let at = known.or_else(|| groups.iter().position(|group| same(group) && open(group))).unwrap_or_else(|| {
        groups.push(Group { span: query.span, narrow: &query.narrow, rows: Vec::new(), state: Vec::new() });
        groups.len() - 1
    });
    let Some(group) = groups.get_mut(at) else { return };
    let place = row(group).unwrap_or_else(|| {
        group.rows.push((query.kpi, definition.lines.to_vec()));
        group.state.push(Vec::new());
        group.rows.len() - 1
    });
    if let Some(tallies) = group.state.get_mut(place) {
        tallies.push(tally);
    }
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
    let organisation = database.organisation.clone();
    let rows = vec![(query.kpi, lines)];
    let mut group = Group { span: query.span, narrow: &query.narrow, rows, state: Vec::<Share>::new() };
    walk(database, std::slice::from_mut(&mut group), &|found, met, item| {
        let keys = Keys::of(met.seen, &query.by, &organisation);
        if !cells.iter().any(|cell| cell.is_empty() || keys.names(item, cell)) {
            return;
        }
        let id = met.seen.row.id;
        match found.last_mut().filter(|(last, ..)| *last == id) {
            Some((_, part, whole)) => {
                *part = part.saturating_add(item.part);
                *whole = whole.saturating_add(item.whole);
            }
            None => found.push((id, item.part, item.whole)),
        }
    })?;
    Ok(group.state)
}

/// Whether the rule book has a question of this row.
fn asks(rules: &Rules, id: &str) -> bool {
    let mut fields =
        rules.procedures.iter().flat_map(|template| &template.sections).flat_map(|section| &section.fields);
    fields.any(|question| question.id == id)
}
