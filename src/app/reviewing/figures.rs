//! A review's figures as cells and pictures, each with the list behind it.

use crate::charts::columns::{self, Column};
use crate::charts::{Mark, Palette, Picture};
use crate::domain::Rules;
use crate::figures::course::Course;
use crate::figures::kpi::{self, Dim, Kpi, Line, Span, Unit, Value};
use crate::figures::report::Shape;
use crate::figures::review::{Told, ToldTable};
use crate::paper::FontSet;
use crate::paper::picture::drawn;
use crate::paper::review::{Block, Cell};
use crate::store::{CaseId, FigureKey, KpiQuery, Narrow, Review};
use crate::text::Texts;
use crate::ui::review::Link;
use crate::ui::say;

/// What pages are made with; gathers the lists behind the figures.
pub(super) struct Maker<'a> {
    pub texts: &'a Texts,
    pub rules: &'a Rules,
    pub review: &'a Review,
    pub fonts: &'a FontSet,
    pub shape: Shape,
    pub links: Vec<Link>,
    /// The control charts that were drawn.
    pub courses: Vec<(Kpi, Course)>,
}

/// The list behind a figure of a table; no keys are its total.
pub(super) fn figure(table: &ToldTable, line: Line, cell: Vec<String>) -> FigureKey {
    let query = KpiQuery { kpi: table.kpi, span: table.span, by: table.by.clone(), narrow: Narrow::default() };
    FigureKey { query, line, cell, counted: None }
}

impl<'a> Maker<'a> {
    pub fn span(&self) -> Span {
        self.review.period.span(self.review.taken_at)
    }

    pub fn before(&self) -> Span {
        self.review.period.before().span(self.review.taken_at)
    }

    pub fn year_before(&self) -> Span {
        self.review.period.year_before().span(self.review.taken_at)
    }

    pub fn table(&self, kpi: Kpi, span: Span, by: &[Dim]) -> Option<&'a ToldTable> {
        self.review.figures.table(kpi, span, by)
    }

    /// A total of the period asked for.
    pub fn total(&self, kpi: Kpi, line: Line, span: Span) -> Option<(Unit, Told)> {
        let table = self.table(kpi, span, &[])?;
        let place = table.place(line)?;
        Some((table.lines.get(place)?.1, *table.total.get(place)?))
    }

    /// The figure of one key of a table by one dimension.
    pub fn of_key(&self, table: &ToldTable, line: Line, key: &str) -> Option<(Unit, Told)> {
        let place = table.place(line)?;
        let cell = table.cells.iter().find(|cell| cell.keys.first().is_some_and(|known| known == key))?;
        Some((table.lines.get(place)?.1, *cell.lines.get(place)?))
    }

    pub fn link(&mut self, table: &ToldTable, line: Line, cell: Vec<String>) -> usize {
        self.links.push(Link::Figure(Box::new(figure(table, line, cell))));
        self.links.len() - 1
    }

    /// A place that opens these cases; none where they were not kept.
    pub fn link_cases(&mut self, keys: impl Iterator<Item = i64>) -> Option<usize> {
        let cases: Vec<CaseId> = keys.map(CaseId).collect();
        (!cases.is_empty()).then(|| {
            self.links.push(Link::Cases(cases));
            self.links.len() - 1
        })
    }

    pub fn value_text(&self, unit: Unit, told: &Told) -> String {
        say::kpi_value(self.texts, &told.value(unit), unit)
    }

    /// A figure that opens its cases; a dash that opens nothing where there is no value.
    pub fn cell(&mut self, table: Option<&ToldTable>, line: Line, key: Option<&str>) -> Cell {
        let found = table.and_then(|table| {
            let place = table.place(line)?;
            let (_, unit) = *table.lines.get(place)?;
            let told = match key {
                None => *table.total.get(place)?,
                Some(key) => self.of_key(table, line, key)?.1,
            };
            Some((table, unit, told))
        });
        let Some((table, unit, told)) = found.filter(|(_, _, told)| told.number.is_some()) else {
            return Cell { text: "—".to_owned(), pale: true, ..Cell::default() };
        };
        let text = self.value_text(unit, &told);
        let keys = key.map(|key| vec![key.to_owned()]).unwrap_or_default();
        let link = (told.items > 0).then(|| self.link(table, line, keys));
        let small = matches!(told.value(unit), Value::Share(share) if share.is_small_base());
        Cell { text, link, pale: small, strong: false }
    }

    /// A count of cases that opens them: contributions to a line, whatever its value.
    pub fn count_cell(&mut self, table: &ToldTable, line: Line, keys: Vec<String>, n: u64) -> Cell {
        let link = (n > 0).then(|| self.link(table, line, keys));
        Cell { text: crate::text::say::count(i64::try_from(n).unwrap_or(i64::MAX)), link, ..Cell::default() }
    }

    /// A table by one dimension as a chart: a line over periods, columns otherwise.
    pub fn chart(&mut self, table: &ToldTable, line: Line, size: (f32, f32)) -> Option<Block> {
        let place = table.place(line)?;
        let (_, unit) = *table.lines.get(place)?;
        let dim = *table.by.first()?;
        let hours = matches!(unit, Unit::Mean | Unit::Median);
        let drawn_columns: Vec<Column> = table
            .cells
            .iter()
            .filter_map(|cell| {
                let told = cell.lines.get(place)?;
                let value = told.value(unit);
                let hollow = matches!(value, Value::Share(share) if share.is_small_base());
                let number = told.number.map(|number| if hours { number / 60.0 } else { number });
                let name = self.key_name(dim, cell.keys.first().map_or("", String::as_str));
                let text = self.value_text(unit, told);
                let rows = vec![(say::kpi_line_name(self.texts, table.kpi, line), text.clone())];
                // Years stand in the note; months and weeks are told apart by what follows them.
                let name = if dim.is_time() {
                    name.split_once('-').map_or(name.clone(), |(_, rest)| rest.to_owned())
                } else {
                    name
                };
                Some(Column { name, value: number, text: text.replace(" %", ""), hollow, rows })
            })
            .collect();
        if drawn_columns.iter().all(|column| column.value.is_none()) {
            return None;
        }
        let goal = kpi::goal(self.rules, table.kpi, line);
        let words = goal.map(|goal| crate::t!(self.texts, "kpi-goal", goal = say::kpi_goal(self.texts, &goal)));
        let target = goal.zip(words.as_deref()).map(|(goal, words)| (goal.figure, words));
        let view = columns::View { columns: &drawn_columns, target, line: dim.is_time() };
        let picture =
            drawn(self.fonts, size, |area, scale| columns::columns(area, view, &Palette::PRINT, scale)).ok()?;
        let keys: Vec<Vec<String>> = table.cells.iter().map(|cell| cell.keys.clone()).collect();
        let links = self.mark_links(&picture, |mark| match mark {
            Mark::Row(at) => Some((table, line, vec![keys.get(*at)?.clone()])),
            _ => None,
        });
        Some(Block::Chart(picture, links))
    }

    /// The list of each mark; a mark that gathers several cells opens nothing.
    pub fn mark_links<'t>(
        &mut self,
        picture: &Picture,
        of: impl Fn(&Mark) -> Option<(&'t ToldTable, Line, Vec<Vec<String>>)>,
    ) -> Vec<Option<usize>> {
        let found: Vec<_> = picture.hits.iter().map(|hit| of(&hit.mark)).collect();
        found
            .into_iter()
            .map(|found| {
                let (table, line, mut cells) = found?;
                let cell = cells.pop().filter(|_| cells.is_empty())?;
                // An empty cell of a matrix has no cases to open.
                let place = table.place(line)?;
                let told = table.cells.iter().find(|known| known.keys == cell)?;
                told.lines.get(place).filter(|told| told.items > 0)?;
                Some(self.link(table, line, cell))
            })
            .collect()
    }
}
