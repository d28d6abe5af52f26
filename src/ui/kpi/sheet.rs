//! One row of the KPI book: what is divided by what, the rules it follows, every line of it, and its breakdown.

use egui::{Label, Rect, RichText, ScrollArea, Ui, UiBuilder};

use super::table::{Cell, Row, table_ui};
use super::{COUNTED, KpiScreen, cut, open};
use crate::figures::kpi::{self, Definition, Line, Sum, Unit, Value};
use crate::figures::review::Told;
use crate::store::{FigureKey, KpiTable};
use crate::t;
use crate::text::say::count;
use crate::ui::theme::{Tokens, font};
use crate::ui::widgets::chip::Tone;
use crate::ui::widgets::paint::text_in;
use crate::ui::widgets::{Chip, feedback};
use crate::ui::{Cx, say};

pub(super) fn sheet_ui(ui: &mut Ui, cx: &Cx<'_>, place: Rect, screen: &mut KpiScreen) {
    super::head::output_keys(ui, cx, screen);
    let mut child = ui.new_child(UiBuilder::new().max_rect(place));
    ScrollArea::vertical().id_salt(("kpi-sheet", screen.chosen.word())).auto_shrink(false).show(&mut child, |ui| {
        egui::Frame::new().inner_margin(egui::Margin::symmetric(22, 16)).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 6.0;
            let definition = kpi::definition(screen.chosen);
            title_ui(ui, cx, &definition);
            definition_ui(ui, cx, &definition);
            lines_ui(ui, cx, screen);
            super::charts::csat_ui(ui, cx, screen);
            cut::cut_ui(ui, cx, screen);
        });
    });
}

fn title_ui(ui: &mut Ui, cx: &Cx<'_>, definition: &Definition) {
    let t = Tokens::of(ui.ctx());
    let kpi = definition.kpi;
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 8.0;
        ui.label(RichText::new(cx.texts.name("kpi", kpi.word())).font(font::title()).color(t.text));
        Chip::new(&kpi.row(), Tone::Neutral).ui(ui);
        Chip::new(&cx.texts.name("kpi-base", definition.base.word()), Tone::Accent).ui(ui);
        if let Some(goal) = definition.lines.first().and_then(|(line, _)| kpi::goal(&cx.book.rules, kpi, *line)) {
            let goal = t!(cx.texts, "kpi-goal", goal = say::kpi_goal(cx.texts, &goal));
            Chip::new(&goal, Tone::Ok).ui(ui);
        }
    });
    ui.add_space(4.0);
}

/// Numerator, denominator, who is counted, what to mind: name at the left, sentence at the right.
fn definition_ui(ui: &mut Ui, cx: &Cx<'_>, definition: &Definition) {
    let word = definition.kpi.word();
    let entries = [
        (t!(cx.texts, "kpi-says-part"), cx.texts.name("kpi-part", word)),
        (t!(cx.texts, "kpi-says-whole"), cx.texts.name("kpi-whole", word)),
        (t!(cx.texts, "kpi-says-base"), cx.texts.name("kpi-base-says", definition.base.word())),
        (t!(cx.texts, "kpi-says-edge"), cx.texts.name("kpi-edge", word)),
        (t!(cx.texts, "kpi-says-rules"), rules_of(cx, definition)),
    ];
    for (name, text) in entries {
        entry(ui, &name, &text);
    }
}

fn entry(ui: &mut Ui, name: &str, text: &str) {
    let t = Tokens::of(ui.ctx());
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = 0.0;
        let (place, _) = ui.allocate_exact_size(egui::vec2(92.0, 18.0), egui::Sense::hover());
        text_in(ui.painter(), place, name, font::body(), t.ter);
        ui.add(Label::new(RichText::new(text).font(font::body()).color(t.text)).wrap());
    });
}

/// The rules all rates follow, and those of the unit.
fn rules_of(cx: &Cx<'_>, definition: &Definition) -> String {
    let unit = definition.lines.first().map_or(Unit::Count, |(_, unit)| *unit);
    match unit {
        Unit::Percent | Unit::Ratio | Unit::PerUnits => t!(cx.texts, "kpi-rules-rate"),
        Unit::Mean | Unit::Median => t!(cx.texts, "kpi-rules-time"),
        Unit::Count | Unit::Money => t!(cx.texts, "kpi-rules-count"),
    }
}

fn section(ui: &mut Ui, title: &str) {
    let t = Tokens::of(ui.ctx());
    ui.add_space(10.0);
    ui.label(RichText::new(title).font(font::body_l_medium()).color(t.text));
}

/// Every line of the row with its numbers, and one of them reckoned through.
fn lines_ui(ui: &mut Ui, cx: &Cx<'_>, screen: &mut KpiScreen) {
    section(ui, &t!(cx.texts, "kpi-lines"));
    let Some(table) = screen.table(screen.chosen) else {
        feedback::skeleton(
            &mut ui.new_child(
                UiBuilder::new().max_rect(Rect::from_min_size(ui.cursor().min, egui::vec2(ui.available_width(), 96.0))),
            ),
            48.0,
        );
        ui.add_space(96.0);
        return;
    };
    let heads = ["line", "value", "part", "whole", "missed", "beside", "goal"];
    let heads = heads.map(|head| cx.texts.name("kpi-column", head));
    let made: Vec<Row> = (0..table.lines.len()).filter_map(|place| line_row(cx, table, place)).collect();
    let pressed = table_ui(ui, "lines", (&heads, 118.0), &made);
    if let Some(text) = reckoned(cx, table) {
        entry(ui, &t!(cx.texts, "kpi-example"), &text);
    }
    let asked = pressed.and_then(|(row, column)| {
        let line = table.lines.get(row)?.0;
        let counted = *COUNTED.get(column)?;
        Some(FigureKey { query: table.query.clone(), line, cell: Vec::new(), counted })
    });
    if let Some(figure) = asked {
        open(cx, figure);
    }
}

fn line_row(cx: &Cx<'_>, table: &KpiTable, place: usize) -> Option<Row> {
    let (line, unit) = *table.lines.get(place)?;
    let sum = table.total.get(place)?;
    let value = table.value(place, sum);
    let kpi = table.query.kpi;
    let goal = kpi::goal(&cx.book.rules, kpi, line);
    let met = goal.zip(value.number(unit)).map(|(goal, number)| goal.is_met(number));
    let standard = goal.map_or_else(String::new, |goal| say::kpi_goal(cx.texts, &goal));
    let standard = match met {
        Some(true) => t!(cx.texts, "kpi-met", goal = standard),
        Some(false) => t!(cx.texts, "kpi-not-met", goal = standard),
        None => standard,
    };
    let plain = |text: String| Cell { text, ..Cell::default() };
    let opening = |text: String, n: i64| Cell { text, opens: n > 0, ..Cell::default() };
    let (part, whole, out) = parts(cx, sum, unit);
    let unripe = if sum.unripe > 0 { t!(cx.texts, "kpi-unripe", n = sum.unripe) } else { String::new() };
    let beside = [say::kpi_beside(cx.texts, &value, unit), restated(cx, table, (line, unit), sum), unripe];
    let beside: Vec<String> = beside.into_iter().filter(|text| !text.is_empty()).collect();
    let mut headline = opening(say::kpi_value(cx.texts, &value, unit), i64::try_from(sum.items).unwrap_or(0));
    headline.small = is_small(&value);
    let cells = vec![
        headline,
        opening(part, if out.is_some() { sum.part } else { 0 }),
        opening(whole, sum.whole),
        out.map_or_else(Cell::default, |out| opening(count(out), out)),
        Cell { text: beside.join(" · "), remark: true, ..Cell::default() },
        plain(standard),
    ];
    Some(Row { name: say::kpi_line_name(cx.texts, kpi, line), cells, total: line == Line::Main })
}

/// What was told of a closed month, where counting it again gives something else (kpi.md 5.1 rule 8).
fn restated(cx: &Cx<'_>, table: &KpiTable, (line, unit): (Line, Unit), sum: &Sum) -> String {
    let Some(frozen) = table.frozen.as_ref().filter(|frozen| frozen.is_restated(line, None, sum)) else {
        return String::new();
    };
    let Some(figure) = frozen.figure(line, None) else { return String::new() };
    let told = Told { part: figure.part, whole: figure.whole, items: 0, number: figure.value, missing: None };
    t!(cx.texts, "kpi-published", value = say::kpi_value(cx.texts, &told.value(unit), unit))
}

/// Numerator and denominator as people read them, and what is counted below but not above in a rate of cases.
fn parts(cx: &Cx<'_>, sum: &Sum, unit: Unit) -> (String, String, Option<i64>) {
    match unit {
        Unit::Percent => (count(sum.part), count(sum.whole), Some(sum.whole - sum.part)),
        Unit::PerUnits if sum.whole > 0 => (count(sum.part), count(sum.whole), None),
        Unit::PerUnits | Unit::Count => (count(sum.part), String::new(), None),
        Unit::Mean | Unit::Median if sum.items > 0 => {
            (crate::text::say::hours_ms(cx.texts, sum.part), count(sum.whole), None)
        }
        Unit::Mean | Unit::Median => (String::new(), String::new(), None),
        Unit::Money => (say::money(cx.texts, crate::domain::Fen(sum.part)), String::new(), None),
        // Sums of time or of money; the percentage is what people compare.
        Unit::Ratio => (String::new(), String::new(), None),
    }
}

pub(super) fn is_small(value: &Value) -> bool {
    matches!(value, Value::Share(share) if share.is_small_base())
}

/// The first line that divides cases by cases, with the numbers of the period.
fn reckoned(cx: &Cx<'_>, table: &KpiTable) -> Option<String> {
    table.lines.iter().zip(&table.total).enumerate().find_map(|(place, ((line, unit), sum))| {
        let value = table.value(place, sum);
        let text = say::kpi_reckoned(cx.texts, (sum.part, sum.whole), &value, *unit);
        let name = say::kpi_line_name(cx.texts, table.query.kpi, *line);
        (!text.is_empty()).then(|| t!(cx.texts, "kpi-named", name = name, value = text))
    })
}
