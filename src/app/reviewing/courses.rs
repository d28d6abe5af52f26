//! The charts of quality in a review: the control chart and satisfaction, drawn as on screen from the figures as told.

use super::super::chart_out::picture;
use super::figures::Maker;
use crate::charts::Mark;
use crate::exchange::export::{ListHead, ListSheet, Value};
use crate::figures::control::{Kind, Point};
use crate::figures::course::{Cell, Course, POINTS, followed};
use crate::figures::csat::Csat;
use crate::figures::kpi::{Dim, Kpi, Line};
use crate::figures::on_time::Step;
use crate::figures::review::{CHARTED, ToldTable, charted_months, thirteen_months};
use crate::paper::review::{BODY, Block, Column, HALF};
use crate::t;
use crate::text::Texts;
use crate::ui::kpi::figure::{Figure, Shown};
use crate::ui::say;

/// The points of a control chart as rows of numbers: counts, limits, and what a point signals.
pub(super) fn points(texts: &Texts, kpi: Kpi, course: &Course) -> ListSheet {
    let share = course.followed.kind == Kind::Share;
    let column = |word: &str| texts.name("review-column", word);
    let unit = texts.name("kpi-unit", if share { "percent" } else { "per-units" });
    let rate = t!(texts, "review-rate-in", unit = unit);
    let headings = vec![
        column("period"),
        column("faults"),
        column("whole-of"),
        rate,
        column("centre"),
        column("lower"),
        column("upper"),
        column("signal"),
    ];
    let labels = course.labels();
    let scaled = |value: f64| Value::Number(if share { value * 100.0 } else { value });
    let row = |(at, point): (usize, &Point)| {
        let of = |at: usize| labels.get(at).cloned().unwrap_or_default();
        let (first, last) = (of(point.periods.start), of(point.periods.end.saturating_sub(1)));
        let when = if point.periods.len() > 1 { format!("{first}–{last}") } else { first };
        let signals = point.signals.iter().filter_map(|signal| say::course_signal(texts, course, (at, *signal)));
        vec![
            Value::Text(when),
            Value::Whole(i64::try_from(point.count).unwrap_or(i64::MAX)),
            if share { Value::Whole(point.base.round() as i64) } else { Value::Number(point.base) },
            scaled(point.rate()),
            scaled(point.centre),
            scaled(point.lower),
            scaled(point.upper),
            signals.collect::<Vec<_>>().join("; ").as_str().into(),
        ]
    };
    let name = texts.name("kpi", kpi.word());
    ListSheet {
        head: ListHead { title: t!(texts, "review-control-points", name = name), headings },
        rows: course.chart.points.iter().enumerate().map(row).collect(),
    }
}

impl Maker<'_> {
    /// The control chart by month; `None` in figures kept before it was, and where nothing was counted (kpi.md 5.4).
    pub fn course(&self) -> Option<(&ToldTable, Course)> {
        let span = charted_months(self.review.period, self.review.taken_at);
        let table = self.table(CHARTED, span, &[Dim::Month])?;
        let of = followed(CHARTED)?;
        let place = table.place(of.line)?;
        let cells = table.cells.iter().filter_map(|cell| {
            let told = cell.lines.get(place)?;
            Some(Cell { key: cell.keys.first()?, part: told.part, whole: told.whole })
        });
        let course = Course::of(of, Step::Month, cells, (span.end().date(), &self.review.figures.changes))?;
        Some((table, course.latest(POINTS))).filter(|(_, course)| !course.chart.points.is_empty())
    }

    /// The control chart with what to mind of it; a point of one month opens its cases.
    pub fn course_blocks(&mut self, height: f32) -> Vec<(Column, Block)> {
        let Some((table, course)) = self.course() else { return Vec::new() };
        let table = table.clone();
        let labels = course.labels();
        let months: Vec<_> = course.chart.points.iter().map(|point| point.periods.clone()).collect();
        let figure = Figure::new(self.texts, Shown::Control(CHARTED, course.clone()));
        let Ok(picture) = picture(&figure, self.fonts, (BODY, height)) else { return Vec::new() };
        self.courses.push((CHARTED, course));
        let links = self.mark_links(&picture, |mark| match mark {
            Mark::Period(at) => {
                let cells = labels.get(months.get(*at)?.clone())?.iter().map(|month| vec![month.clone()]);
                Some((&table, Line::Main, cells.collect()))
            }
            _ => None,
        });
        let mut blocks = vec![Block::Heading(figure.title), Block::Chart(picture, links)];
        if !figure.notes.is_empty() {
            blocks.push(Block::Words(figure.notes.join("　")));
        }
        blocks.into_iter().map(|block| (Column::Whole, block)).collect()
    }

    /// Answers by month as stacked bars, with the one sentence they say; a month opens its surveys (kpi.md 5.4).
    pub fn csat_blocks(&mut self, height: f32) -> Vec<Block> {
        let span = thirteen_months(self.review.period, self.review.taken_at);
        let Some(table) = self.table(Kpi::K04, span, &[Dim::Month]) else { return Vec::new() };
        let csat = Csat::of(table.cells.iter().flat_map(|cell| {
            let key = cell.keys.first().map_or("", String::as_str);
            table.lines.iter().zip(&cell.lines).map(move |((line, _), told)| (key, *line, told.part, told.whole))
        }));
        let months: Vec<String> = csat.months.iter().map(|month| month.key.clone()).collect();
        let figure = Figure::new(self.texts, Shown::Csat(Kpi::K04, csat));
        if figure.is_empty() {
            return Vec::new();
        }
        let Ok(picture) = picture(&figure, self.fonts, (HALF, height)) else { return Vec::new() };
        let links = self.mark_links(&picture, |mark| match mark {
            Mark::Row(at) => Some((table, Line::Main, vec![vec![months.get(*at)?.clone()]])),
            _ => None,
        });
        vec![Block::Heading(figure.title), Block::Chart(picture, links), Block::Words(figure.finding)]
    }
}
