//! The breakdown of one line by one dimension: a chart above, the same figures as a table below.

use egui::{Ui, UiBuilder, vec2};

use super::sheet::is_small;
use super::table::{Cell, Row, table_ui};
use super::{COUNTED, KpiScreen, fits, open};
use crate::charts::Mark;
use crate::charts::columns::{Column, View, columns};
use crate::figures::kpi::{self, Dim, Line, Missing, Sum, Unit, Value};
use crate::store::{FigureKey, KpiCell, KpiTable};
use crate::t;
use crate::text::say::count;
use crate::ui::chart::{ChartAsk, chart_ui};
use crate::ui::theme::{Tokens, font};
use crate::ui::widgets::{feedback, menu};
use crate::ui::{Cx, say};

/// Columns of the chart; the table holds the others.
const MOST: usize = 24;
const CHART: f32 = 210.0;

/// The line that is broken down, and those it is chosen from.
struct Lines {
    all: Vec<(Line, Unit)>,
    place: usize,
}

pub(super) fn cut_ui(ui: &mut Ui, cx: &Cx<'_>, screen: &mut KpiScreen) {
    let t = Tokens::of(ui.ctx());
    ui.add_space(10.0);
    let all = kpi::definition(screen.chosen).lines.to_vec();
    let mut lines = Lines { place: screen.line.min(all.len().saturating_sub(1)), all };
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 8.0;
        ui.label(egui::RichText::new(t!(cx.texts, "kpi-cut")).font(font::body_l_medium()).color(t.text));
        if let Some(dim) = dim_ui(ui, cx, &t!(cx.texts, "kpi-by"), screen, screen.dim()) {
            screen.by = Some(dim);
        }
        if let Some(place) = line_ui(ui, cx, screen, lines.place) {
            screen.line = place;
            lines.place = place;
            screen.version += 1;
        }
    });
    let Some(table) = screen.cut.value().filter(|table| table.query.kpi == screen.chosen) else {
        let place = egui::Rect::from_min_size(ui.cursor().min, vec2(ui.available_width(), 140.0));
        feedback::skeleton(&mut ui.new_child(UiBuilder::new().max_rect(place)), 46.0);
        ui.add_space(140.0);
        return;
    };
    // By stage only some lines are answered.
    let wanted = lines.all.get(lines.place).map(|(line, _)| *line);
    let place = table.lines.iter().position(|(line, _)| Some(*line) == wanted).unwrap_or(0);
    let Some((line, unit)) = table.lines.get(place).copied() else { return };
    if table.cells.iter().all(|cell| cell.sums.get(place).is_none_or(|sum| sum.items == 0)) {
        let value = table.total.get(place).map(|sum| table.value(place, sum));
        let why = value.as_ref().map(|value| say::kpi_beside(cx.texts, value, unit)).unwrap_or_default();
        let why = if why.is_empty() { cx.texts.name("kpi-missing", "nothing") } else { why };
        ui.label(egui::RichText::new(why).font(font::body()).color(t.ter));
        if matches!(value, Some(Value::Missing(Missing::Sales | Missing::Calls))) {
            super::charts::import_ui(ui, cx);
        }
        return;
    }
    let dim = table.query.by.first().copied().unwrap_or(Dim::Region);
    super::ladder::ladder_ui(ui, cx, table);
    let cells = in_order(table, (place, dim));
    let made = Made { cx, table, place, unit, dim };
    let asked = made.chart_ui(ui, &cells, (&mut screen.chart, screen.version));
    let asked = asked.map(|at| (at, 0)).or_else(|| made.table_ui(ui, &cells));
    let figure = asked.and_then(|(row, column)| {
        let counted = *COUNTED.get(column)?;
        let cell = cells.get(row).map(|cell| cell.keys.clone()).unwrap_or_default();
        Some(FigureKey { query: table.query.clone(), line, cell, counted })
    });
    if let Some(figure) = figure {
        open(cx, figure);
    }
}

/// Periods in their order, everything else with the largest first.
fn in_order(table: &KpiTable, (place, dim): (usize, Dim)) -> Vec<KpiCell> {
    let items = |cell: &KpiCell| cell.sums.get(place).map_or(0, |sum| sum.items);
    let mut cells: Vec<KpiCell> = table.cells.iter().filter(|cell| items(cell) > 0).cloned().collect();
    if !dim.is_time() {
        cells.sort_by(|a, b| items(b).cmp(&items(a)).then_with(|| a.keys.cmp(&b.keys)));
    }
    cells
}

/// The dimension a table runs along; answers another one when it was chosen.
pub(super) fn dim_ui(ui: &mut Ui, cx: &Cx<'_>, label: &str, screen: &KpiScreen, present: Dim) -> Option<Dim> {
    let dims: Vec<Dim> = Dim::ALL.iter().copied().filter(|dim| fits(screen.chosen, *dim)).collect();
    let names: Vec<String> = dims.iter().map(|dim| cx.texts.name("kpi-dim", dim.word())).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let at = dims.iter().position(|dim| *dim == present).unwrap_or(0);
    choose(ui, label, &names, at).and_then(|at| dims.get(at)).copied()
}

/// The line of the row; nothing where there is only one.
pub(super) fn line_ui(ui: &mut Ui, cx: &Cx<'_>, screen: &KpiScreen, present: usize) -> Option<usize> {
    let lines = kpi::definition(screen.chosen).lines;
    if lines.len() < 2 {
        return None;
    }
    let names: Vec<String> = lines.iter().map(|(line, _)| cx.texts.name("kpi-line", line.word())).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    choose(ui, &t!(cx.texts, "kpi-line"), &names, present)
}

/// A list of which exactly one is chosen.
pub(super) fn choose(ui: &mut Ui, label: &str, names: &[&str], present: usize) -> Option<usize> {
    let first = names.first().copied()?;
    let rest = names.get(1..).unwrap_or_default();
    menu::filter(ui, label, first, rest, present.checked_sub(1)).map(|choice| choice.map_or(0, |at| at + 1))
}

struct Made<'a> {
    cx: &'a Cx<'a>,
    table: &'a KpiTable,
    place: usize,
    unit: Unit,
    dim: Dim,
}

impl Made<'_> {
    fn name(&self, cell: &KpiCell) -> String {
        say::kpi_key(self.cx.texts, &self.cx.book.rules, self.dim, cell.keys.first().map_or("", String::as_str))
    }

    fn chart_ui(
        &self,
        ui: &mut Ui,
        cells: &[KpiCell],
        (cache, version): (&mut crate::ui::chart::ChartCache, u64),
    ) -> Option<usize> {
        let line = self.dim.is_time();
        // Of periods the latest are drawn, of the others the largest.
        let skipped = if line { cells.len().saturating_sub(MOST) } else { 0 };
        let shown = cells.iter().skip(skipped).take(MOST);
        let drawn: Vec<Column> = shown.filter_map(|cell| self.column(cell)).collect();
        let (known, _) = *self.table.lines.get(self.place)?;
        let goal = kpi::goal(&self.cx.book.rules, self.table.query.kpi, known);
        let target =
            goal.map(|goal| (goal.figure, t!(self.cx.texts, "kpi-goal", goal = say::kpi_goal(self.cx.texts, &goal))));
        let view =
            View { columns: &drawn, target: target.as_ref().map(|(figure, words)| (*figure, words.as_str())), line };
        let name = t!(self.cx.texts, "kpi-cut");
        let size = vec2(ui.available_width().floor(), CHART);
        // Another dimension is another picture, though the figures arrived before.
        let version = version.wrapping_mul(64).wrapping_add(self.place as u64);
        let mark = chart_ui(ui, cache, ChartAsk { name: &name, version, size }, |area, palette, scale| {
            columns(area, view, palette, scale)
        });
        match mark? {
            Mark::Row(at) => Some(at + skipped),
            _ => None,
        }
    }

    fn column(&self, cell: &KpiCell) -> Option<Column> {
        let sum = cell.sums.get(self.place)?;
        let value = self.table.value(self.place, sum);
        let text = say::kpi_value(self.cx.texts, &value, self.unit);
        let mut rows = vec![(self.cx.texts.name("kpi-column", "value"), text.clone())];
        if self.unit == Unit::Percent {
            rows.push((self.cx.texts.name("kpi-column", "part"), count(sum.part)));
            rows.push((self.cx.texts.name("kpi-column", "whole"), count(sum.whole)));
        }
        let beside = say::kpi_beside(self.cx.texts, &value, self.unit);
        if !beside.is_empty() {
            rows.push((self.cx.texts.name("kpi-column", "beside"), beside));
        }
        // Times are drawn in hours; people do not read an axis of minutes.
        let hours = matches!(self.unit, Unit::Mean | Unit::Median);
        let number = if self.only_counts() { Some(sum.part as f64) } else { value.number(self.unit) };
        let number = number.map(|number| if hours { number / 60.0 } else { number });
        let text = if self.only_counts() { count(sum.part) } else { text };
        Some(Column { name: self.name(cell), value: number, text, hollow: is_small(&value), rows })
    }

    /// A rate whose base is nowhere on record still counts cases.
    fn only_counts(&self) -> bool {
        let total = self.table.total.get(self.place).map(|total| self.table.value(self.place, total));
        self.unit == Unit::PerUnits && !matches!(total, Some(Value::PerUnits(_)))
    }

    fn table_ui(&self, ui: &mut Ui, cells: &[KpiCell]) -> Option<(usize, usize)> {
        let texts = self.cx.texts;
        let heads = ["value", "part", "whole", "missed", "beside"].map(|head| texts.name("kpi-column", head));
        let mut all = vec![texts.name("kpi-dim", self.dim.word())];
        all.extend(heads);
        let most = cells.iter().filter_map(|cell| cell.sums.get(self.place)).map(|sum| sum.items).max().unwrap_or(1);
        let mut rows: Vec<Row> = cells
            .iter()
            .filter_map(|cell| Some((self.name(cell), cell.sums.get(self.place)?)))
            .map(|(name, sum)| self.row(name, sum, most))
            .collect();
        let total = self.table.total.get(self.place)?;
        let mut last = self.row(t!(texts, "kpi-total"), total, 0);
        last.total = true;
        rows.push(last);
        let first = (ui.available_width() * 0.26).max(120.0);
        let pressed = table_ui(ui, "cut", (&all, first), &rows);
        let t = Tokens::of(ui.ctx());
        if !self.dim.adds_up() {
            ui.label(egui::RichText::new(t!(texts, "kpi-not-additive")).font(font::meta()).color(t.ter));
        }
        pressed
    }

    fn row(&self, name: String, sum: &Sum, most: u64) -> Row {
        let value = self.table.value(self.place, sum);
        let texts = self.cx.texts;
        let open = |text: String, n: i64| Cell { text, opens: n > 0, ..Cell::default() };
        let items = i64::try_from(sum.items).unwrap_or(0);
        let mut headline = open(say::kpi_value(texts, &value, self.unit), items);
        headline.small = is_small(&value);
        let rate = self.unit == Unit::Percent;
        let (part, whole, missed) = match self.unit {
            Unit::Percent => (count(sum.part), count(sum.whole), count(sum.whole - sum.part)),
            Unit::PerUnits if sum.whole > 0 => (count(sum.part), count(sum.whole), String::new()),
            Unit::PerUnits | Unit::Count => (count(sum.part), String::new(), String::new()),
            Unit::Mean | Unit::Median => (crate::text::say::hours_ms(texts, sum.part), count(sum.whole), String::new()),
            Unit::Money => (say::money(texts, crate::domain::Fen(sum.part)), String::new(), String::new()),
            Unit::Ratio => (String::new(), String::new(), String::new()),
        };
        let mut base = open(whole, if rate { sum.whole } else { 0 });
        base.bar = if most > 0 { sum.items as f32 / most as f32 } else { 0.0 };
        let cells = vec![
            headline,
            open(part, if rate { sum.part } else { 0 }),
            base,
            open(missed, if rate { sum.whole - sum.part } else { 0 }),
            Cell { text: say::kpi_beside(texts, &value, self.unit), remark: true, ..Cell::default() },
        ];
        Row { name, cells, total: false }
    }
}
