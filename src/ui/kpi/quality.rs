//! What the charts of quality ask for and hold: rates over time, surveys, early failures, and what people recorded.

use chrono::{Datelike, Months, NaiveDate, NaiveTime};

use super::figure::{Figure, Shown};
use super::records::Records;
use super::{KpiPart, KpiScreen, Tab};
use crate::domain::Stamp;
use crate::figures::course::{Cell, Course, POINTS, YEARS, followed};
use crate::figures::csat::Csat;
use crate::figures::kpi::{Dim, Kpi, Span};
use crate::figures::mis::Mis;
use crate::figures::on_time::Step;
use crate::store::{
    Answer, EarlyFailures, FigureKey, KpiQuery, KpiTable, Narrow, ProcessChange, Sample, SampleQuery, StoreError,
    Ticket,
};
use crate::text::Texts;
use crate::ui::Fetch;
use crate::ui::chart::ChartCache;

/// Months of satisfaction in sight, so that the same month of the year before is the first.
const MONTHS: u32 = 13;
/// Months of production in sight; more lines cannot be told apart.
const COHORTS: usize = 6;

/// Which value of the charts an answer is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum QualityPart {
    Changes,
    Early,
    Sample,
}

/// What is asked besides rows of the KPI book.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum QualityAsk {
    Changes,
    Early(Option<String>),
    Sample(SampleQuery),
}

impl QualityAsk {
    #[must_use]
    pub const fn part(&self) -> QualityPart {
        match self {
            Self::Changes => QualityPart::Changes,
            Self::Early(_) => QualityPart::Early,
            Self::Sample(_) => QualityPart::Sample,
        }
    }
}

/// What a person records on this screen, and its way back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Deed {
    /// An order was looked at (K06, K12).
    Look {
        number: String,
        valid: bool,
        note: String,
    },
    /// With what was found, so that it can be recorded again.
    WithdrawLook {
        number: String,
        valid: bool,
        note: String,
    },
    /// Work is done otherwise from a day on.
    Change(ProcessChange),
    WithdrawChange {
        id: i64,
        withdrawn: bool,
    },
}

/// The charts of quality and the records beside them.
#[derive(Default)]
pub struct Quality {
    pub monthly: bool,
    pub region: Option<String>,
    /// `None` is the model with most failures.
    pub model: Option<String>,
    pub course: Fetch<Box<KpiTable>>,
    pub survey: Fetch<Box<KpiTable>>,
    pub changes: Fetch<Vec<ProcessChange>>,
    pub early: Fetch<Box<EarlyFailures>>,
    pub sample: Fetch<Box<Sample>>,
    pub records: Records,
    /// Whether changes and failures were asked for since figures were last read anew.
    changes_asked: bool,
    early_asked: bool,
    /// The figure on screen, of which figures and words it was made.
    made: Option<(Made, Figure)>,
    pub(super) chart: ChartCache,
}

/// What a figure was made of.
type Made = (u64, Kpi, Tab);

impl Quality {
    /// How long a point of the row lasts: units are counted by months.
    #[must_use]
    pub fn step(&self, kpi: Kpi) -> Step {
        let rate = followed(kpi).is_some_and(|of| of.kind == crate::figures::control::Kind::Rate);
        if self.monthly || rate { Step::Month } else { Step::Week }
    }

    /// Remembers what is waited for.
    pub fn wait_for(&mut self, part: QualityPart, ticket: Ticket) {
        match part {
            QualityPart::Changes => {
                self.changes.wait_for(ticket);
                self.changes_asked = true;
            }
            QualityPart::Early => {
                self.early.wait_for(ticket);
                self.early_asked = true;
            }
            QualityPart::Sample => self.sample.wait_for(ticket),
        }
    }

    /// Takes an answer if it is the one that is waited for.
    pub fn settle(&mut self, part: QualityPart, ticket: Ticket, answer: Result<Answer, StoreError>) -> bool {
        match part {
            QualityPart::Changes => self.changes.settle(ticket, answer.and_then(changes)),
            QualityPart::Early => self.early.settle(ticket, answer.and_then(early)),
            QualityPart::Sample => self.sample.settle(ticket, answer.and_then(sample)),
        }
    }

    /// Reads everything anew; what is here stays in sight meanwhile.
    pub const fn forget(&mut self) {
        (self.changes_asked, self.early_asked) = (false, false);
    }
}

fn changes(answer: Answer) -> Result<Vec<ProcessChange>, StoreError> {
    if let Answer::ProcessChanges(changes) = answer { Ok(changes) } else { Err(StoreError::Gone) }
}

fn early(answer: Answer) -> Result<Box<EarlyFailures>, StoreError> {
    if let Answer::EarlyFailures(found) = answer { Ok(found) } else { Err(StoreError::Gone) }
}

fn sample(answer: Answer) -> Result<Box<Sample>, StoreError> {
    if let Answer::Sample(found) = answer { Ok(found) } else { Err(StoreError::Gone) }
}

fn midnight(day: NaiveDate) -> Stamp {
    Stamp::from_wall(day.and_time(NaiveTime::MIN))
}

impl KpiScreen {
    /// The rows of the book that the charts on screen need.
    pub(super) fn wanted_rows(&self) -> Vec<(KpiQuery, KpiPart)> {
        let lacks = |fetch: &Fetch<Box<KpiTable>>, query: &KpiQuery| {
            !fetch.is_waiting() && fetch.value().is_none_or(|table| table.query != *query)
        };
        let mut wanted = Vec::new();
        if let Some(query) = self.course_query().filter(|query| lacks(&self.quality.course, query)) {
            wanted.push((query, KpiPart::Course));
        }
        if let Some(query) = self.survey_query().filter(|query| lacks(&self.quality.survey, query)) {
            wanted.push((query, KpiPart::Survey));
        }
        wanted
    }

    /// What the charts on screen need besides.
    pub(super) fn wanted_records(&self) -> Vec<QualityAsk> {
        let quality = &self.quality;
        let mut wanted = Vec::new();
        if matches!(self.tab, Tab::Control | Tab::Records) && !quality.changes_asked {
            wanted.push(QualityAsk::Changes);
        }
        if self.tab == Tab::Mis && !quality.early.is_waiting() && quality.early.error().is_none() {
            let other = |found: &EarlyFailures| quality.model.as_ref().is_some_and(|model| *model != found.model);
            if !quality.early_asked || quality.early.value().is_some_and(|found| other(found)) {
                wanted.push(QualityAsk::Early(quality.model.clone()));
            }
        }
        if self.tab == Tab::Records && !quality.sample.is_waiting() && quality.sample.error().is_none() {
            let asked = quality.records.asked;
            wanted.extend(
                asked
                    .filter(|query| quality.sample.value().is_none_or(|sample| sample.query != *query))
                    .map(QualityAsk::Sample),
            );
        }
        wanted
    }

    /// The whole course of the chosen row up to the end of the period on screen.
    fn course_query(&self) -> Option<KpiQuery> {
        let kpi = self.chosen;
        followed(kpi).filter(|_| self.tab == Tab::Control)?;
        Some(course_query(kpi, (self.quality.step(kpi), self.quality.region.clone()), self.span()))
    }

    /// The months of a row of surveys up to the end of the period on screen.
    fn survey_query(&self) -> Option<KpiQuery> {
        let surveyed = self.tab == Tab::Book && matches!(self.chosen, Kpi::K04 | Kpi::K19);
        surveyed.then(|| survey_query(self.chosen, self.span()))
    }

    /// The figure of the page on screen; `None` while its numbers are on their way, or where there are none.
    pub(super) fn figure(&mut self, texts: &Texts) -> Option<&Figure> {
        let of = (self.version, self.chosen, self.tab);
        if self.quality.made.as_ref().is_none_or(|(made, _)| *made != of) {
            let shown = match self.tab {
                Tab::Control => self.course().map(|course| Shown::Control(self.chosen, course)),
                Tab::Book => self.csat().map(|csat| Shown::Csat(self.chosen, csat)),
                Tab::Mis => self.mis(),
                Tab::Pivot | Tab::Records => None,
            };
            self.quality.made = shown.map(|shown| (of, Figure::new(texts, shown)));
        }
        self.quality.made.as_ref().map(|(_, figure)| figure).filter(|figure| !figure.is_empty())
    }

    /// The figure that was made last, and the chart it is drawn in.
    pub(super) fn made(&mut self) -> Option<(&Figure, &mut ChartCache)> {
        let (_, figure) = self.quality.made.as_ref()?;
        Some((figure, &mut self.quality.chart))
    }

    fn course(&self) -> Option<Course> {
        let query = self.course_query()?;
        let table = self.quality.course.value().filter(|table| is_alike(&table.query, &query))?;
        course_of(table, self.quality.changes.value()?).map(|found| found.latest(POINTS))
    }

    fn csat(&self) -> Option<Csat> {
        let query = self.survey_query()?;
        self.quality.survey.value().filter(|table| is_alike(&table.query, &query)).map(|table| csat_of(table))
    }

    fn mis(&self) -> Option<Shown> {
        self.quality.early.value().map(|found| Shown::Mis(found.model.clone(), mis_of(found)))
    }

    /// The cases behind a point of the control chart: those that count as its part, over all periods it stands for.
    pub(super) fn behind_point(&self, at: usize) -> Option<(FigureKey, Vec<Vec<String>>)> {
        let (_, figure) = self.quality.made.as_ref()?;
        let Shown::Control(_, course) = &figure.shown else { return None };
        let point = course.chart.points.get(at)?;
        let labels = course.labels();
        let mut cells: Vec<Vec<String>> =
            labels.get(point.periods.clone())?.iter().map(|label| vec![label.clone()]).collect();
        let query = self.quality.course.value()?.query.clone();
        let counted = (course.followed.kind == crate::figures::control::Kind::Share).then_some(false);
        let cell = if cells.len() == 1 { cells.pop().unwrap_or_default() } else { Vec::new() };
        Some((FigureKey { query, line: course.followed.line, cell, counted }, cells))
    }
}

/// Whether two questions differ in their time only: older figures stay in sight until newer ones arrive.
fn is_alike(here: &KpiQuery, wanted: &KpiQuery) -> bool {
    here.kpi == wanted.kpi && here.by == wanted.by && here.narrow == wanted.narrow
}

/// What a control chart asks of the KPI book: all weeks or months of the records up to the end of a period, since the
/// baseline lies at their beginning.
#[must_use]
pub fn course_query(kpi: Kpi, (step, region): (Step, Option<String>), span: Span) -> KpiQuery {
    let from = NaiveDate::from_ymd_opt(span.to.date().year() - YEARS, 1, 1).map_or(span.from, midnight);
    let by = if step == Step::Month { Dim::Month } else { Dim::Week };
    KpiQuery { kpi, span: Span { from, ..span }, by: vec![by], narrow: Narrow { region, ..Narrow::default() } }
}

/// The control chart of an answer to [`course_query`], with the changes that concern it. `None` where nothing is charted.
#[must_use]
pub fn course_of(table: &KpiTable, changes: &[ProcessChange]) -> Option<Course> {
    let query = &table.query;
    let of = followed(query.kpi)?;
    let step = if query.by == [Dim::Month] { Step::Month } else { Step::Week };
    let region = query.narrow.region.as_deref();
    let changes: Vec<(NaiveDate, String)> = changes
        .iter()
        .filter(|change| change.concerns(query.kpi, region))
        .map(|change| (change.day, change.note.clone()))
        .collect();
    let place = table.lines.iter().position(|(line, _)| *line == of.line)?;
    let cells = table.cells.iter().filter_map(|cell| {
        let sum = cell.sums.get(place)?;
        Some(Cell { key: cell.keys.first()?, part: sum.part, whole: sum.whole })
    });
    Course::of(of, step, cells, (query.span.end().date(), &changes))
}

/// What satisfaction asks of the KPI book: thirteen months up to the end of a period.
#[must_use]
pub fn survey_query(kpi: Kpi, span: Span) -> KpiQuery {
    let last = span.end().plus_minutes(-1).date();
    let first = last.with_day(1).and_then(|day| day.checked_sub_months(Months::new(MONTHS - 1)));
    let from = first.map_or(span.from, midnight);
    KpiQuery { kpi, span: Span { from, ..span }, by: vec![Dim::Month], narrow: Narrow::default() }
}

/// Satisfaction by month, of an answer to [`survey_query`].
#[must_use]
pub fn csat_of(table: &KpiTable) -> Csat {
    Csat::of(table.cells.iter().flat_map(|cell| {
        let key = cell.keys.first().map_or("", String::as_str);
        table.lines.iter().zip(&cell.sums).map(move |((line, _), sum)| (key, *line, sum.part, sum.whole))
    }))
}

/// The curves of the newest months of production.
#[must_use]
pub fn mis_of(found: &EarlyFailures) -> Mis {
    let failures: Vec<_> = found.failures.iter().map(|(_, failure)| *failure).collect();
    Mis::of(&failures, &found.units, found.now.date()).latest(COHORTS)
}
