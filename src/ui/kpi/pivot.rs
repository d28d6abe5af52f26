//! 透视: any line of the book by any two dimensions, with totals that are sums of parts over sums of wholes.

use egui::{Rect, ScrollArea, Ui, UiBuilder, vec2};

use super::cut::{choose, dim_ui, line_ui};
use super::sheet::is_small;
use super::table::{Cell, ROW, Row, table_ui};
use super::{KpiScreen, open};
use crate::charts::Mark;
use crate::charts::columns::{Column, View, columns};
use crate::figures::kpi::{Cross, Kpi, Sum};
use crate::store::{FigureKey, KpiTable};
use crate::t;
use crate::text::say::count;
use crate::ui::chart::{ChartAsk, ChartCache, chart_ui};
use crate::ui::theme::{Tokens, font};
use crate::ui::widgets::feedback;
use crate::ui::{Cx, say};

const COLUMN: f32 = 92.0;
const CHART: f32 = 200.0;

/// The cells of one line of a table by two dimensions.
pub(super) fn cross(table: &KpiTable, place: usize) -> Option<Cross> {
    let [down, across] = table.query.by.as_slice() else { return None };
    let cells = table.cells.iter().filter_map(|cell| match (cell.keys.as_slice(), cell.sums.get(place)) {
        ([row, column], Some(sum)) if sum.items > 0 => Some(([row.as_str(), column.as_str()], sum)),
        _ => None,
    });
    Some(Cross::of([*down, *across], cells))
}

pub(super) fn pivot_ui(ui: &mut Ui, cx: &Cx<'_>, place: Rect, screen: &mut KpiScreen) {
    super::head::output_keys(ui, cx, screen);
    let mut child = ui.new_child(UiBuilder::new().max_rect(place));
    ScrollArea::both().id_salt("kpi-pivot").auto_shrink(false).show(&mut child, |ui| {
        egui::Frame::new().inner_margin(egui::Margin::symmetric(22, 16)).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 8.0;
            measure_ui(ui, cx, screen);
            body_ui(ui, cx, (screen, place.width() - 44.0));
        });
    });
}

fn measure_ui(ui: &mut Ui, cx: &Cx<'_>, screen: &mut KpiScreen) {
    let texts = cx.texts;
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 8.0;
        let names: Vec<String> =
            Kpi::ALL.iter().map(|kpi| format!("{} {}", kpi.row(), texts.name("kpi", kpi.word()))).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let at = Kpi::ALL.iter().position(|kpi| *kpi == screen.chosen).unwrap_or(0);
        if let Some(kpi) = choose(ui, &t!(texts, "kpi-measure"), &names, at).and_then(|at| Kpi::ALL.get(at)) {
            screen.choose(*kpi);
        }
        if let Some(line) = line_ui(ui, cx, screen, screen.line) {
            screen.line = line;
            screen.version += 1;
        }
        let [down, across] = screen.across;
        if let Some(dim) = dim_ui(ui, cx, &t!(texts, "kpi-down"), screen, down) {
            screen.across = if dim == across { [across, down] } else { [dim, across] };
        }
        if let Some(dim) = dim_ui(ui, cx, &t!(texts, "kpi-across"), screen, across) {
            screen.across = if dim == down { [across, down] } else { [down, dim] };
        }
    });
}

fn body_ui(ui: &mut Ui, cx: &Cx<'_>, (screen, wide): (&mut KpiScreen, f32)) {
    let t = Tokens::of(ui.ctx());
    let Some(table) = screen.cross.value().filter(|table| table.query.kpi == screen.chosen) else {
        let place = Rect::from_min_size(ui.cursor().min, vec2(wide, 240.0));
        feedback::skeleton(&mut ui.new_child(UiBuilder::new().max_rect(place)), 46.0);
        return;
    };
    let place = place_of(screen, table);
    let Some((line, _)) = table.lines.get(place).copied() else { return };
    let Some(cross) = cross(table, place) else { return };
    if cross.rows.is_empty() {
        let why = cx.texts.name("kpi-missing", "nothing");
        ui.label(egui::RichText::new(why).font(font::body()).color(t.ter));
        return;
    }
    let made = Made { cx, table, place, cross: &cross };
    let asked = made.chart_ui(ui, (&mut screen.pivot_chart, screen.version), wide);
    let asked = asked.map(|row| (row, cross.columns.len())).or_else(|| made.table_ui(ui, wide));
    if cross.row_totals.is_none() || cross.column_totals.is_none() {
        ui.label(egui::RichText::new(t!(cx.texts, "kpi-not-additive")).font(font::meta()).color(t.ter));
    }
    if let Some((query, cell)) = asked.and_then(|at| made.cell_at(at)) {
        open(cx, FigureKey { query, line, cell, counted: None });
    }
}

/// The line on screen; by stage only some lines are answered.
pub(super) fn place_of(screen: &KpiScreen, table: &KpiTable) -> usize {
    let wanted = crate::figures::kpi::definition(table.query.kpi).lines.get(screen.line).map(|(line, _)| *line);
    table.lines.iter().position(|(line, _)| Some(*line) == wanted).unwrap_or(0)
}

struct Made<'a> {
    cx: &'a Cx<'a>,
    table: &'a KpiTable,
    place: usize,
    cross: &'a Cross,
}

impl Made<'_> {
    /// The question and the keys behind a place of the table; one behind the last row or column is a total.
    fn cell_at(&self, (row, column): (usize, usize)) -> Option<(crate::store::KpiQuery, Vec<String>)> {
        let mut query = self.table.query.clone();
        let [down, across] = <[_; 2]>::try_from(query.by.clone()).ok()?;
        let cell = match (self.cross.rows.get(row), self.cross.columns.get(column)) {
            (Some(row), Some(column)) => vec![row.clone(), column.clone()],
            (Some(row), None) => {
                query.by = vec![down];
                vec![row.clone()]
            }
            (None, Some(column)) => {
                query.by = vec![across];
                vec![column.clone()]
            }
            (None, None) => {
                query.by = Vec::new();
                Vec::new()
            }
        };
        Some((query, cell))
    }

    fn name(&self, place: usize, key: &str) -> String {
        let dim = self.table.query.by.get(place).copied().unwrap_or(crate::figures::kpi::Dim::Region);
        say::kpi_key(self.cx.texts, &self.cx.book.rules, dim, key)
    }

    /// A rate whose base is nowhere on record still counts cases.
    fn only_counts(&self) -> bool {
        let total = self.table.total.get(self.place).map(|total| self.table.value(self.place, total));
        let rate =
            self.table.lines.get(self.place).is_some_and(|(_, unit)| *unit == crate::figures::kpi::Unit::PerUnits);
        rate && !matches!(total, Some(crate::figures::kpi::Value::PerUnits(_)))
    }

    fn cell(&self, sum: Option<&Sum>) -> Cell {
        let Some((_, unit)) = self.table.lines.get(self.place) else { return Cell::default() };
        // Nothing counted is a dash, never nought (kpi.md 5.1 rule 2).
        let none = || Cell { text: "—".to_owned(), ..Cell::default() };
        let Some(sum) = sum.filter(|sum| sum.items > 0) else { return none() };
        let value = self.table.value(self.place, sum);
        let missing = self.only_counts();
        let text = if missing { count(sum.part) } else { say::kpi_value(self.cx.texts, &value, *unit) };
        let beside = say::kpi_beside(self.cx.texts, &value, *unit);
        let base = t!(self.cx.texts, "kpi-part-of", part = count(sum.part), whole = count(sum.whole));
        let note = match unit {
            crate::figures::kpi::Unit::Percent if beside.is_empty() => base,
            crate::figures::kpi::Unit::Percent => format!("{base} · {beside}"),
            _ => beside,
        };
        Cell { text, note, small: is_small(&value), bar: 0.0, opens: true, remark: false }
    }

    fn table_ui(&self, ui: &mut Ui, wide: f32) -> Option<(usize, usize)> {
        let texts = self.cx.texts;
        let dims = &self.table.query.by;
        let corner: Vec<String> = dims.iter().map(|dim| texts.name("kpi-dim", dim.word())).collect();
        let mut heads = vec![corner.join(" \\ ")];
        heads.extend(self.cross.columns.iter().map(|key| self.name(1, key)));
        heads.push(t!(texts, "kpi-total"));
        let totals = |all: Option<&Vec<Sum>>, at: usize| self.cell(all.and_then(|all| all.get(at)));
        let mut rows: Vec<Row> = Vec::with_capacity(self.cross.rows.len() + 1);
        for (at, key) in self.cross.rows.iter().enumerate() {
            let mut cells: Vec<Cell> =
                (0..self.cross.columns.len()).map(|column| self.cell(self.cross.at(at, column))).collect();
            cells.push(totals(self.cross.row_totals.as_ref(), at));
            rows.push(Row { name: self.name(0, key), cells, total: false });
        }
        let mut last: Vec<Cell> =
            (0..self.cross.columns.len()).map(|at| totals(self.cross.column_totals.as_ref(), at)).collect();
        last.push(self.cell(self.table.total.get(self.place)));
        rows.push(Row { name: t!(texts, "kpi-total"), cells: last, total: true });
        let first = 150.0;
        let needed = first + COLUMN * (heads.len() - 1) as f32;
        let mut child = ui.new_child(
            UiBuilder::new()
                .max_rect(Rect::from_min_size(ui.cursor().min, vec2(needed.max(wide), ROW * (rows.len() + 2) as f32))),
        );
        let pressed = table_ui(&mut child, "pivot", (&heads, first), &rows);
        ui.allocate_rect(child.min_rect(), egui::Sense::hover());
        pressed
    }

    /// The totals of the rows; nothing where they cannot be added up.
    fn chart_ui(&self, ui: &mut Ui, (cache, version): (&mut ChartCache, u64), wide: f32) -> Option<usize> {
        const MOST: usize = 24;
        let (_, unit) = *self.table.lines.get(self.place)?;
        let totals = self.cross.row_totals.as_ref()?;
        let line = self.table.query.by.first()?.is_time();
        let skipped = if line { self.cross.rows.len().saturating_sub(MOST) } else { 0 };
        let drawn: Vec<Column> = self
            .cross
            .rows
            .iter()
            .zip(totals)
            .skip(skipped)
            .take(MOST)
            .map(|(key, sum)| {
                let value = self.table.value(self.place, sum);
                let cell = self.cell(Some(sum));
                let hours = matches!(unit, crate::figures::kpi::Unit::Mean | crate::figures::kpi::Unit::Median);
                let plain = self.only_counts().then_some(sum.part as f64);
                let number = value.number(unit).or(plain).map(|number| if hours { number / 60.0 } else { number });
                let mut rows = vec![(self.cx.texts.name("kpi-column", "value"), cell.text.clone())];
                if !cell.note.is_empty() {
                    rows.push((self.cx.texts.name("kpi-column", "beside"), cell.note.clone()));
                }
                Column { name: self.name(0, key), value: number, text: cell.text, hollow: cell.small, rows }
            })
            .collect();
        let name = t!(self.cx.texts, "kpi-pivot-chart");
        let size = vec2(wide.floor(), CHART);
        let version = version.wrapping_mul(64).wrapping_add(self.place as u64);
        let view = View { columns: &drawn, target: None, line };
        let mark = chart_ui(ui, cache, ChartAsk { name: &name, version, size }, |area, palette, scale| {
            columns(area, view, palette, scale)
        });
        match mark? {
            Mark::Row(at) => Some(at + skipped),
            _ => None,
        }
    }
}
