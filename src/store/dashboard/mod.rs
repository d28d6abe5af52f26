//! Everything the regional dashboard shows, in one answer: each figure equals the KPI book's and the list behind it.

mod open;
mod sums;

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use chrono::{Datelike, Months, NaiveDate, NaiveTime};

use super::alarms::{self, Alarm};
use super::columns::{Key, TILES};
use super::kpi::{KpiQuery, Narrow};
use super::list::{CaseRow, FigureKey};
use super::{Database, StoreError, heat_breaks, units};
use crate::domain::policy::Goal;
use crate::domain::{BranchId, Stamp};
use crate::figures::dashboard::{AGES, AgeBin, Fraction, Matrix};
use crate::figures::heat::{Break, Cell};
use crate::figures::kpi::{self, Dim, Kpi, Line, Span, Sum, Unit, Value};
use crate::figures::on_time::Step;
use crate::figures::region_mix::{CLASSES, RegionMix, RegionRow};
use crate::figures::{Share, ageing};
use sums::{Adds, Detail, Totals, Wanted};

/// Which cases the dashboard counts.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct DashboardQuery {
    pub span: Span,
    /// How long one point of trend and sparklines lasts.
    pub step: Step,
    pub narrow: Narrow,
}

/// One figure with what it is compared with.
#[derive(Debug, Clone, PartialEq)]
pub struct Tile {
    pub kpi: Kpi,
    /// [`Unit::Count`] for the cases received (K01 without its units).
    pub unit: Unit,
    pub now: Sum,
    /// Of [`Dashboard::before`].
    pub before: Fraction,
    /// Of [`Dashboard::year_before`].
    pub year_before: Fraction,
    /// By [`DashboardQuery::step`], by the first day of each; without holes up to now.
    pub points: Vec<(NaiveDate, Fraction)>,
    /// What the rule book asks for.
    pub goal: Option<Goal>,
}

impl Tile {
    #[must_use]
    pub fn value(&self) -> Value {
        self.now.value(self.unit, None)
    }
}

/// What is open now (kpi.md base O); the period does not narrow it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct OpenNow {
    pub open: u32,
    /// Past their next limit.
    pub late: u32,
    /// The late ones by how late they are.
    pub overdue: [u32; ageing::BUCKETS],
    /// By the days since they were received, kpi.md 5.4.
    pub ages: [AgeBin; AGES],
    /// The longest overdue, longest first.
    pub longest: Vec<CaseRow>,
}

/// Everything the dashboard shows.
#[derive(Debug, Clone, PartialEq)]
pub struct Dashboard {
    pub query: DashboardQuery,
    /// The period before; as much of it as has passed of an unfinished one, so that like is compared with like.
    pub before: Span,
    /// The same a year earlier: calendar months by the calendar, other periods 364 days back, so that weekdays agree.
    pub year_before: Span,
    /// K01 as a count, K02, K04, K05, K13.
    pub tiles: Vec<Tile>,
    pub open: OpenNow,
    /// R(P) by region and class.
    pub mix: RegionMix,
    /// K02 on base D by step, by its first day; steps that lie ahead are absent.
    pub on_time: Vec<(NaiveDate, Share)>,
    /// The same of [`Dashboard::before`], step by step; a step without cases due has an empty share.
    pub on_time_before: Vec<Share>,
    /// And of [`Dashboard::year_before`].
    pub on_time_year: Vec<Share>,
    /// R(P) by symptom, most first, ties by name; a case with several counts under each, the empty name is "none said".
    pub symptoms: Vec<(String, u32)>,
    /// R(P) by branch and category; with units where a list tells those of branches, and marks where a case of the
    /// period stands behind one of the warnings.
    pub matrix: Matrix,
    /// The shades of the matrix that are set for the year of the period.
    pub breaks: Vec<Break>,
    /// Warnings of today, whatever the period and the filters are.
    pub alarms: Arc<Vec<Alarm>>,
}

impl Dashboard {
    /// The list behind a figure of the period: of a tile with no dimensions, of a cell with its keys.
    #[must_use]
    pub fn behind(&self, kpi: Kpi, by: &[Dim], cell: &[String]) -> FigureKey {
        let DashboardQuery { span, narrow, .. } = &self.query;
        let query = KpiQuery { kpi, span: *span, by: by.to_vec(), narrow: narrow.clone() };
        FigureKey { query, line: Line::Main, cell: cell.to_vec(), counted: None }
    }
}

/// The warnings at an instant, of a state of the columns, and the cases behind them.
struct Warnings {
    at: Stamp,
    tick: u64,
    alarms: Arc<Vec<Alarm>>,
    /// When each was received, and its key.
    behind: Vec<(i64, Key)>,
}

/// What the store keeps between two answers.
#[derive(Default)]
pub(super) struct Kept {
    alarms: Option<Warnings>,
}

pub(super) fn dashboard(database: &mut Database, query: &DashboardQuery) -> Result<Dashboard, StoreError> {
    let before = before(&query.span);
    let year_before = year_before(&query.span);
    let wanted = Wanted::of(&query.narrow, database.columns.names_mut());
    let open = open::now(database, query.span.now, &wanted)?;
    let compared = |span: &Span| Totals::of(span, query.step);
    let (mut year_ago, mut earlier) = (compared(&year_before), compared(&before));
    let tiles = TILES.iter().map(|kpi| tile(database, *kpi)).collect();
    let mut detail = Detail::of(query, tiles);
    let periods: Vec<(Span, &mut dyn Adds)> =
        vec![(year_before, &mut year_ago), (before, &mut earlier), (query.span, &mut detail)];
    sums::add_up(database, &wanted, periods)?;
    // After the months of the periods, of which warnings need the cases alone.
    let alarms = warnings(database, query.span.now)?;
    let mut tiles = std::mem::take(&mut detail.tiles);
    for (place, tile) in tiles.iter_mut().enumerate() {
        (tile.year_before, tile.before) = (year_ago.sums[place], earlier.sums[place]);
    }
    let on_time = tiles.iter().find(|tile| tile.kpi == Kpi::K02);
    let count = |n: i64| u32::try_from(n.max(0)).unwrap_or(u32::MAX);
    let share = |sum: &Fraction| Share::of(count(sum.part), count(sum.whole));
    Ok(Dashboard {
        query: query.clone(),
        before,
        year_before,
        on_time: on_time.into_iter().flat_map(|tile| tile.points.iter().map(|(day, sum)| (*day, share(sum)))).collect(),
        on_time_before: earlier.course.iter().map(share).collect(),
        on_time_year: year_ago.course.iter().map(share).collect(),
        tiles,
        open,
        mix: mix(&detail, database),
        symptoms: detail.symptoms(database.columns.names()),
        matrix: matrix(&detail, &wanted, database, &query.span)?,
        breaks: heat_breaks::of(&database.db, &query.span)?,
        alarms,
    })
}

fn tile(database: &Database, kpi: Kpi) -> Tile {
    let unit = match kpi {
        Kpi::K01 => Unit::Count,
        _ => kpi::definition(kpi).unit(Line::Main).unwrap_or(Unit::Count),
    };
    let none = Fraction::default();
    let goal = (kpi != Kpi::K01).then(|| kpi::goal(&database.book.rules, kpi, Line::Main)).flatten();
    Tile { kpi, unit, now: Sum::default(), before: none, year_before: none, points: Vec::new(), goal }
}

fn mix(detail: &Detail, database: &Database) -> RegionMix {
    let mut regions: HashMap<u32, [u32; CLASSES]> = HashMap::new();
    for (key, count) in detail.received(&database.columns.ledger_names().keys.list) {
        regions.entry(key.region).or_default()[key.class as usize] += count;
    }
    let name = |region| database.columns.names().text(region).to_owned();
    RegionMix::new(regions.into_iter().map(|(region, counts)| RegionRow::new(name(region), counts)).collect())
}

fn matrix(detail: &Detail, wanted: &Wanted, database: &Database, span: &Span) -> Result<Matrix, StoreError> {
    let mut cells: HashMap<(Option<u32>, u32), Cell> = HashMap::new();
    for (key, count) in detail.received(&database.columns.ledger_names().keys.list) {
        cells.entry((key.branch, key.category)).or_default().count += u64::from(count);
    }
    for (received, key) in database.dashboards.alarms.iter().flat_map(|warnings| &warnings.behind) {
        let inside = *received >= span.from.0 && *received < span.end().0 && wanted.holds(key);
        if let Some(cell) = cells.get_mut(&(key.branch, key.category)).filter(|_| inside) {
            cell.alarm = true;
        }
    }
    let names = database.columns.names();
    let (rows, columns): (HashSet<Option<u32>>, HashSet<u32>) = cells.keys().copied().unzip();
    for ((branch, category), units) in units::by_branch_and_category(&database.db, span)? {
        let place = (u32::try_from(branch).ok(), names.known(&category));
        let (Some(branch), Some(category)) = place else { continue };
        // A row or a column of its own is made by complaints only.
        if rows.contains(&Some(branch)) && columns.contains(&category) {
            cells.entry((Some(branch), category)).or_default().units = Some(units as f64 / 10_000.0);
        }
    }
    let branch = |id: Option<u32>| id.and_then(|id| database.organisation.branch(BranchId(id.into())));
    Ok(Matrix::of(cells.into_iter().map(|((id, category), cell)| {
        let branch = branch(id).map_or(String::new(), |branch| branch.name.clone());
        (branch, names.text(category).to_owned(), cell)
    })))
}

/// The warnings as they stand at the end of the day that holds `now`.
fn warnings(database: &mut Database, now: Stamp) -> Result<Arc<Vec<Alarm>>, StoreError> {
    let tomorrow = now.date().succ_opt().unwrap_or(now.date());
    let at = Stamp::from_wall(tomorrow.and_time(NaiveTime::MIN));
    let changed = alarms::changed(database, at)?;
    if let Some(known) = database.dashboards.alarms.as_ref().filter(|known| known.at == at && known.tick >= changed) {
        return Ok(Arc::clone(&known.alarms));
    }
    let (alarms, behind) = alarms::with_cases(database, at)?;
    let alarms = Arc::new(alarms);
    let tick = database.columns.tick();
    database.dashboards.alarms = Some(Warnings { at, tick, alarms: Arc::clone(&alarms), behind });
    Ok(alarms)
}

/// The calendar months a period consists of, where it does.
fn whole_months(span: &Span) -> Option<u32> {
    let is_first = |at: Stamp| at.wall().time() == NaiveTime::MIN && at.date().day() == 1;
    let months = |at: Stamp| at.date().year() * 12 + i32::try_from(at.date().month0()).unwrap_or(0);
    let both = is_first(span.from) && is_first(span.to);
    u32::try_from(months(span.to) - months(span.from)).ok().filter(|months| both && *months > 0)
}

/// The period before, cut where the present one has come to.
fn before(span: &Span) -> Span {
    match whole_months(span) {
        Some(months) => back_by_months(span, months),
        None => back_by_ms(span, span.to.0 - span.from.0),
    }
}

fn year_before(span: &Span) -> Span {
    match whole_months(span) {
        Some(_) => back_by_months(span, 12),
        None => back_by_ms(span, 364 * 86_400_000),
    }
}

fn back_by_months(span: &Span, months: u32) -> Span {
    let back = |at: Stamp| {
        let wall = at.wall();
        Stamp::from_wall(wall.checked_sub_months(Months::new(months)).unwrap_or(wall))
    };
    cut(span, back(span.from), back(span.to))
}

fn back_by_ms(span: &Span, ms: i64) -> Span {
    let back = |at: Stamp| Stamp(at.0.saturating_sub(ms));
    cut(span, back(span.from), back(span.to))
}

fn cut(span: &Span, from: Stamp, to: Stamp) -> Span {
    let passed = if span.end() < span.to { from.0.saturating_add(span.end().0 - span.from.0) } else { to.0 };
    Span { from, to: Stamp(to.0.min(passed.max(from.0))), now: span.now }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(wall: &str) -> Stamp {
        Stamp::from_wall(wall.parse().unwrap())
    }

    fn told(span: Span) -> (String, String) {
        (span.from.wall().to_string(), span.to.wall().to_string())
    }

    fn span(from: &str, to: &str, now: &str) -> Span {
        Span { from: at(from), to: at(to), now: at(now) }
    }

    #[test]
    fn a_period_is_compared_with_one_of_its_own_kind() {
        let quarter = span("2026-01-01T00:00:00", "2026-04-01T00:00:00", "2026-04-09T10:00:00");
        assert_eq!(told(before(&quarter)), ("2025-10-01 00:00:00".to_owned(), "2026-01-01 00:00:00".to_owned()));
        assert_eq!(told(year_before(&quarter)), ("2025-01-01 00:00:00".to_owned(), "2025-04-01 00:00:00".to_owned()));
        let weeks = span("2026-01-19T00:00:00", "2026-04-13T00:00:00", "2026-05-01T00:00:00");
        assert_eq!(told(before(&weeks)), ("2025-10-27 00:00:00".to_owned(), "2026-01-19 00:00:00".to_owned()));
        assert_eq!(told(year_before(&weeks)).0, "2025-01-20 00:00:00", "a Monday again");
    }

    #[test]
    fn an_unfinished_period_is_compared_with_as_much_of_the_one_before() {
        let month = span("2026-04-01T00:00:00", "2026-05-01T00:00:00", "2026-04-09T10:00:00");
        assert_eq!(told(before(&month)), ("2026-03-01 00:00:00".to_owned(), "2026-03-09 10:00:00".to_owned()));
        let march = span("2026-03-01T00:00:00", "2026-04-01T00:00:00", "2026-03-30T10:00:00");
        assert_eq!(told(before(&march)).1, "2026-03-01 00:00:00", "never past its own end");
    }
}
