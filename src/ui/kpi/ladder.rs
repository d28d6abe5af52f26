//! The timeliness ladder of K05: for each stage the share in time, median and ninth decile of its time, and the slowest of
//! them, which is the bottleneck (kpi.md 5.4).

use egui::{RichText, Ui};

use super::table::{Cell, Row, table_ui};
use crate::figures::kpi::{Dim, Kpi, Line, Unit, Value};
use crate::store::KpiTable;
use crate::t;
use crate::text::say::hours_ms;
use crate::ui::theme::{Tokens, font};
use crate::ui::{Cx, say};

/// One stage.
struct Rung {
    name: String,
    in_time: Value,
    /// Median and ninth decile in milliseconds; `None` where no stage of the kind was due.
    spent: Option<(i64, i64)>,
}

/// Shows the ladder of a table of K05 by stage; nothing for any other.
pub(super) fn ladder_ui(ui: &mut Ui, cx: &Cx<'_>, table: &KpiTable) {
    let rungs = rungs(cx, table);
    let slowest = rungs.iter().filter_map(|rung| Some((rung, rung.spent?))).max_by_key(|(_, (median, _))| *median);
    let Some((slowest, (median, _))) = slowest else { return };
    let t = Tokens::of(ui.ctx());
    let texts = cx.texts;
    let said = t!(texts, "ladder-slowest", stage = slowest.name.as_str(), median = hours_ms(texts, median));
    ui.label(RichText::new(said).font(font::body()).color(t.text));
    let heads = [
        texts.name("kpi-dim", "stage"),
        t!(texts, "ladder-in-time"),
        texts.name("kpi-unit", "median"),
        t!(texts, "ladder-p90"),
        texts.name("kpi-column", "beside"),
    ];
    let rows: Vec<Row> = rungs
        .iter()
        .map(|rung| {
            let plain = |text: String| Cell { text, ..Cell::default() };
            let time = |ms: Option<i64>| ms.map_or_else(|| "—".to_owned(), |ms| hours_ms(texts, ms));
            let here = std::ptr::eq(rung, slowest);
            let remark = if here { t!(texts, "ladder-bottleneck") } else { String::new() };
            let cells = vec![
                plain(say::kpi_value(texts, &rung.in_time, Unit::Percent)),
                Cell { bar: share(rung.spent, median), ..plain(time(rung.spent.map(|(median, _)| median))) },
                plain(time(rung.spent.map(|(_, p90)| p90))),
                Cell { remark: true, ..plain(remark) },
            ];
            Row { name: rung.name.clone(), cells, total: here }
        })
        .collect();
    table_ui(ui, "ladder", (&heads, 110.0), &rows);
}

fn share(spent: Option<(i64, i64)>, most: i64) -> f32 {
    spent.map_or(0.0, |(median, _)| median as f32 / most.max(1) as f32)
}

/// The stages in the order of a case's way.
fn rungs(cx: &Cx<'_>, table: &KpiTable) -> Vec<Rung> {
    if table.query.kpi != Kpi::K05 || table.query.by != [Dim::Stage] {
        return Vec::new();
    }
    let place = |line| table.lines.iter().position(|(known, _)| *known == line);
    let (Some(main), Some(spent)) = (place(Line::Main), place(Line::Spent)) else { return Vec::new() };
    let of = |stage: &crate::domain::Stage| {
        let cell = table.cells.iter().find(|cell| cell.keys.first().is_some_and(|key| key == stage.word()))?;
        let value = |at: usize| cell.sums.get(at).map(|sum| table.value(at, sum));
        let spent = match value(spent)? {
            Value::Durations { median, p90, .. } => Some((median, p90)),
            _ => None,
        };
        Some(Rung { name: cx.texts.name("stage", stage.word()), in_time: value(main)?, spent })
    };
    crate::domain::Stage::ALL.iter().filter_map(of).collect()
}
