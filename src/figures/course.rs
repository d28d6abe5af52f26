//! A rate of the KPI book over weeks or months as a control chart, with the recorded changes of the process (kpi.md 5.4).

use std::collections::BTreeMap;
use std::ops::Range;

use chrono::{Datelike, NaiveDate, Weekday};

use super::control::{BASELINE, Chart, Kind, Period, Signal};
use super::kpi::{Kpi, Line};
use super::on_time::Step;
use crate::domain::words::words;

words! {
    /// What goes wrong in the cases a chart counts.
    pub enum Fault {
        Late = "late",
        Dissatisfied = "dissatisfied",
        Invalid = "invalid",
        /// The complaint itself.
        Complaint = "complaint",
        Escalated = "escalated",
        Appeal = "appeal",
    }
}

/// The line of a row that is followed over time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Followed {
    pub line: Line,
    pub kind: Kind,
    pub fault: Fault,
}

/// What a control chart of a row follows; `None` for rows whose lines are no share of cases that went wrong.
///
/// K05 follows whole orders: the stages of one order are late together, and a p-chart asks for cases that are not.
#[must_use]
pub fn followed(kpi: Kpi) -> Option<Followed> {
    let share = |line, fault| Some(Followed { line, kind: Kind::Share, fault });
    let rate = |fault| Some(Followed { line: Line::Main, kind: Kind::Rate, fault });
    match kpi {
        Kpi::K01 => rate(Fault::Complaint),
        Kpi::K08 => rate(Fault::Escalated),
        Kpi::A1 => rate(Fault::Appeal),
        Kpi::K02 | Kpi::K11 | Kpi::K14 => share(Line::Main, Fault::Late),
        Kpi::K05 => share(Line::Orders, Fault::Late),
        Kpi::K04 | Kpi::K10 | Kpi::K19 => share(Line::Main, Fault::Dissatisfied),
        Kpi::K06 | Kpi::K12 => share(Line::Main, Fault::Invalid),
        _ => None,
    }
}

/// What one period of a line came to, by its key in the KPI book (`2026-W15`, `2026-04`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cell<'a> {
    pub key: &'a str,
    pub part: i64,
    pub whole: i64,
}

/// Years before the end of a question that its chart reaches back: the baseline lies at the beginning of the records.
pub const YEARS: i32 = 10;
/// Points a picture shows at most, the newest.
pub const POINTS: usize = 60;

/// A rate over time.
#[derive(Debug, Clone, PartialEq)]
pub struct Course {
    pub followed: Followed,
    pub step: Step,
    /// The first day of each period, without holes.
    pub starts: Vec<NaiveDate>,
    pub chart: Chart,
    /// The first period after each change of the process, and what changed.
    pub changes: Vec<(usize, String)>,
    /// The first day from which the limits of the running process are reckoned.
    pub baseline: Option<NaiveDate>,
    /// Points that the running process still lacks for a baseline; 0 once its limits are kept.
    pub lacking: usize,
}

impl Course {
    /// Charts what a table by weeks or months says: the first one of a rate is left out, since the records may begin in the
    /// midst of it. Periods without cases between others have no point; the last one
    /// ends before `until`, so that a running period is left out. `None` where nothing was counted.
    #[must_use]
    pub fn of<'a>(
        followed: Followed,
        step: Step,
        cells: impl IntoIterator<Item = Cell<'a>>,
        (until, changes): (NaiveDate, &[(NaiveDate, String)]),
    ) -> Option<Self> {
        let whole = |start: NaiveDate| step.after(start).is_some_and(|end| end <= until);
        let counted: BTreeMap<NaiveDate, Period> = cells
            .into_iter()
            .filter_map(|cell| Some((start_of(cell.key)?, period(followed.kind, cell))))
            .filter(|(start, _)| whole(*start))
            .collect();
        // Records may begin in the midst of a period: half a month of cases against the units of a whole one is no rate.
        let begun = usize::from(followed.kind == Kind::Rate);
        let (first, last) = (*counted.keys().nth(begun)?, *counted.keys().next_back()?);
        let starts: Vec<NaiveDate> =
            std::iter::successors(Some(first), |start| step.after(*start)).take_while(|start| *start <= last).collect();
        let none = Period { count: 0, base: 0.0 };
        let periods: Vec<Period> = starts.iter().map(|start| counted.get(start).copied().unwrap_or(none)).collect();
        let mut found: Vec<(usize, String)> = Vec::new();
        for (day, name) in changes {
            // The period in which the change fell is still half the old process.
            let at = starts.partition_point(|start| start < day);
            if at > 0 && at < starts.len() {
                match found.iter_mut().find(|(known, _)| *known == at) {
                    Some((_, names)) => *names = format!("{names} / {name}"),
                    None => found.push((at, name.clone())),
                }
            }
        }
        let breaks: Vec<usize> = found.iter().map(|(at, _)| *at).collect();
        let chart = Chart::of(followed.kind, &periods, &breaks);
        let running = chart.phases.last()?;
        let start = chart.points.get(running.points.start).and_then(|point| starts.get(point.periods.start));
        let (baseline, lacking) = (start.copied(), BASELINE.saturating_sub(running.points.len()));
        Some(Self { followed, step, starts, chart, changes: found, baseline, lacking })
    }

    /// The last `most` points with the limits they have in the whole.
    #[must_use]
    pub fn latest(mut self, most: usize) -> Self {
        let skipped = self.chart.points.len().saturating_sub(most);
        self.chart.points.drain(..skipped);
        let back = |at: usize| at.saturating_sub(skipped);
        for phase in &mut self.chart.phases {
            phase.points = back(phase.points.start)..back(phase.points.end);
        }
        self.chart.phases.retain(|phase| !phase.points.is_empty());
        let first = self.chart.points.first().map_or(0, |point| point.periods.start);
        self.changes.retain(|(at, _)| *at > first);
        self.chart.gathering.retain(|periods| periods.start >= first);
        self
    }

    /// What each period is called: the key of the KPI book.
    #[must_use]
    pub fn labels(&self) -> Vec<String> {
        self.starts.iter().map(|start| key_of(self.step, *start)).collect()
    }

    /// First day, and the first day no longer in them, of some periods.
    #[must_use]
    pub fn days(&self, periods: &Range<usize>) -> Option<(NaiveDate, NaiveDate)> {
        let last = *self.starts.get(periods.end.checked_sub(1)?)?;
        Some((*self.starts.get(periods.start)?, self.step.after(last)?))
    }

    /// Points that signal, the newest first.
    pub fn signals(&self) -> impl Iterator<Item = (usize, Signal)> {
        let points = self.chart.points.iter().enumerate().rev();
        points.filter_map(|(at, point)| point.signals.first().map(|signal| (at, *signal)))
    }

    /// Whether points stand for several periods.
    #[must_use]
    pub fn is_pooled(&self) -> bool {
        self.chart.points.iter().any(|point| point.periods.len() > 1)
    }
}

/// A share counts what missed; a rate counts cases over 10 000 units.
fn period(kind: Kind, cell: Cell<'_>) -> Period {
    let count = |n: i64| u32::try_from(n.max(0)).unwrap_or(u32::MAX);
    match kind {
        Kind::Share => Period { count: count(cell.whole - cell.part), base: cell.whole.max(0) as f64 },
        Kind::Rate => Period { count: count(cell.part), base: cell.whole.max(0) as f64 / 10_000.0 },
    }
}

/// The first day of `2026-W15` or `2026-04`.
fn start_of(key: &str) -> Option<NaiveDate> {
    let (year, rest) = key.split_once('-')?;
    let year = year.parse().ok()?;
    match rest.strip_prefix('W') {
        Some(week) => NaiveDate::from_isoywd_opt(year, week.parse().ok()?, Weekday::Mon),
        None => NaiveDate::from_ymd_opt(year, rest.parse().ok()?, 1),
    }
}

fn key_of(step: Step, start: NaiveDate) -> String {
    match step {
        Step::Day => start.format("%Y-%m-%d").to_string(),
        Step::Week => format!("{}-W{:02}", start.iso_week().year(), start.iso_week().week()),
        Step::Month => start.format("%Y-%m").to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::control::Way;
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn weeks(n: u32, part: impl Fn(u32) -> i64) -> Vec<(String, i64)> {
        let first = day("2025-09-01");
        (0..n).map(|at| (key_of(Step::Week, first + chrono::Days::new(7 * u64::from(at))), part(at))).collect()
    }

    fn course(cells: &[(String, i64)], until: &str, changes: &[(NaiveDate, String)]) -> Course {
        let cells = cells.iter().map(|(key, part)| Cell { key, part: *part, whole: 200 });
        Course::of(followed(Kpi::K02).unwrap(), Step::Week, cells, (day(until), changes)).unwrap()
    }

    /// kpi.md 5.4: the p-chart counts the late share, and a running week is no point yet.
    #[test]
    fn a_course_counts_what_missed_in_whole_weeks() {
        let cells = weeks(26, |at| if at == 24 { 160 } else { 188 + i64::from(at % 3) });
        let course = course(&cells, "2026-03-01", &[]);
        assert_eq!((course.starts.len(), course.chart.points.len()), (25, 25), "the 26th ends on the second of March");
        assert_eq!(course.chart.points[0].count, 12);
        assert_eq!(course.signals().collect::<Vec<_>>(), [(24, Signal::Outside(Way::Up))]);
        assert_eq!(course.days(&(24..25)), Some((day("2026-02-16"), day("2026-02-23"))));
        assert_eq!(course.labels()[24], "2026-W08");
        assert_eq!(course.lacking, 0);
    }

    /// kpi.md 5.4: limits are reckoned anew only after a recorded change; its own week still belongs to the old way.
    #[test]
    fn a_recorded_change_begins_a_new_baseline_with_the_week_after() {
        let cells = weeks(45, |at| if at < 22 { 165 } else { 185 } + i64::from(at % 3));
        let changes = [(day("2026-01-28"), "双人复核".to_owned()), (day("2030-01-01"), "以后".to_owned())];
        let course = course(&cells, "2026-08-01", &changes);
        assert_eq!(course.changes, [(22, "双人复核".to_owned())], "the first Monday after Wednesday, 28 January");
        let centres: Vec<f64> = course.chart.phases.iter().map(|phase| phase.centre).collect();
        assert_eq!(course.chart.phases[1].points, 22..45);
        assert!(centres[0] > 0.16 && centres[1] < 0.08, "{centres:?}");
        let latest = course.clone().latest(30);
        assert_eq!((latest.chart.points.len(), latest.chart.phases.len()), (30, 2));
        assert_eq!(latest.chart.phases[0].points, 0..7);
        assert_eq!(latest.chart.points[7], course.chart.points[22], "limits stay as they are in the whole");
        let last = course.latest(10);
        assert_eq!((last.chart.phases.len(), last.changes.len()), (1, 0));
    }

    /// kpi.md 5.4: complaints per 10 000 units; months without units have no point, and are not nought.
    #[test]
    fn a_rate_is_held_against_units_and_a_month_without_them_has_no_point() {
        let cells = [("2025-12", 5, 125_000), ("2026-01", 38, 125_000), ("2026-02", 41, 0), ("2026-04", 72, 141_000)];
        let cells = cells.map(|(key, part, whole)| Cell { key, part, whole });
        let course = Course::of(followed(Kpi::K01).unwrap(), Step::Month, cells, (day("2026-05-01"), &[])).unwrap();
        assert_eq!(course.starts.len(), 4);
        let rates: Vec<f64> = course.chart.points.iter().map(super::super::control::Point::rate).collect();
        assert_eq!(rates, [38.0 / 12.5, 72.0 / 14.1]);
        assert_eq!(course.lacking, 18);
        assert!(Course::of(followed(Kpi::K01).unwrap(), Step::Month, [], (day("2026-05-01"), &[])).is_none());
    }

    #[test]
    fn every_followed_line_belongs_to_its_row() {
        for kpi in Kpi::ALL {
            let Some(followed) = followed(*kpi) else { continue };
            let unit = super::super::kpi::definition(*kpi).unit(followed.line);
            let expected = match followed.kind {
                Kind::Share => super::super::kpi::Unit::Percent,
                Kind::Rate => super::super::kpi::Unit::PerUnits,
            };
            assert_eq!(unit, Some(expected), "{kpi:?}");
        }
    }
}
