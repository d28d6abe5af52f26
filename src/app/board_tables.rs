//! The numbers behind the board as sheets of a workbook: one a chart, the tiles, and what each figure means.

use super::board_out::BoardFile;
use crate::exchange::export::{ListHead, Value};
use crate::figures::Heat;
use crate::figures::dashboard::{Fraction, Standing};
use crate::figures::heat::{HeatRow, Measure};
use crate::figures::kpi::Unit;
use crate::t;
use crate::text::Texts;
use crate::ui::board::{Made, Piece, why};
use crate::ui::say;

type Row = Vec<Value>;
type Sheet = (ListHead, Vec<Row>);

/// The tiles, every chart (or the one named) and the definitions.
pub(super) fn tables(file: &BoardFile<'_>, made: &Made, piece: Option<Piece>) -> Vec<Sheet> {
    let mut sheets = Vec::new();
    if piece.is_none() {
        sheets.push(tiles(file, made));
    }
    for of in Piece::ALL.iter().filter(|of| piece.is_none_or(|only| only == **of)) {
        sheets.push(chart(file, made, *of));
    }
    if piece.is_none() {
        sheets.push(alarms(file));
    }
    sheets.push(definitions(file, made));
    sheets
}

fn sheet(title: &str, headings: Vec<String>, rows: Vec<Row>) -> Sheet {
    (ListHead { title: title.to_owned(), headings }, rows)
}

fn text(text: &str) -> Value {
    Value::from(text.trim_start())
}

fn count(count: impl Into<u64>) -> Value {
    Value::Whole(i64::try_from(count.into()).unwrap_or(i64::MAX))
}

/// An empty cell where there is no value (kpi.md 5.1 rule 2).
fn number(value: Option<f64>) -> Value {
    value.map_or(Value::Empty, |value| Value::Number((value * 10_000.0).round() / 10_000.0))
}

/// The unit a number of a tile is written in.
fn of_unit(unit: Unit, value: Option<f64>) -> Value {
    match unit {
        Unit::Mean | Unit::Median => number(value.map(|minutes| minutes / 60.0)),
        Unit::Count => value.map_or(Value::Empty, |count| Value::Whole(count as i64)),
        _ => number(value),
    }
}

fn tiles(file: &BoardFile<'_>, made: &Made) -> Sheet {
    let texts = file.texts;
    let mut headings = vec![t!(texts, "board-figure"), t!(texts, "board-now"), t!(texts, "board-unit")];
    headings.extend([t!(texts, "board-part"), t!(texts, "board-whole")]);
    let compare = file.compare;
    headings.extend(compare.with_before().then(|| t!(texts, "board-before")));
    headings.extend(compare.with_year().then(|| t!(texts, "board-year-before")));
    headings.push(t!(texts, "chart-target"));
    let words = made.tiles.iter();
    let mut rows: Vec<Row> = file
        .figures
        .tiles
        .iter()
        .zip(words)
        .map(|(tile, said)| {
            let now = Fraction { part: tile.now.part, whole: tile.now.whole };
            let whole = if tile.unit == Unit::Count { Value::Empty } else { Value::Whole(tile.now.whole) };
            let part = if matches!(tile.unit, Unit::Mean) {
                number(Some(tile.now.part as f64 / 3_600_000.0))
            } else {
                Value::Whole(tile.now.part)
            };
            let mut row =
                vec![text(&said.name), of_unit(tile.unit, now.number(tile.unit)), text(&said.unit), part, whole];
            row.extend(compare.with_before().then(|| of_unit(tile.unit, tile.before.number(tile.unit))));
            row.extend(compare.with_year().then(|| of_unit(tile.unit, tile.year_before.number(tile.unit))));
            row.push(number(tile.goal.map(|goal| goal.figure)));
            row
        })
        .collect();
    let open = &file.figures.open;
    rows.push(vec![text(&t!(texts, "board-open")), count(open.open)]);
    rows.push(vec![text(&t!(texts, "board-overdue")), count(open.late)]);
    sheet(&t!(texts, "board-figures"), headings, rows)
}

fn chart(file: &BoardFile<'_>, made: &Made, piece: Piece) -> Sheet {
    let texts = file.texts;
    let total = t!(texts, "chart-total");
    let (headings, rows) = match piece {
        Piece::Mix => {
            let classes = made.class_names().to_vec();
            let headings = [vec![t!(texts, "column-region")], classes, vec![total]].concat();
            let row = |row: &crate::figures::region_mix::RegionRow| {
                let counts = row.counts.iter().map(|n| count(*n)).chain([count(row.total())]);
                std::iter::once(text(&row.region)).chain(counts).collect()
            };
            (headings, made.mix.rows().iter().map(row).collect())
        }
        Piece::OnTime => {
            let mut headings = vec![
                t!(texts, "board-first-day-of"),
                t!(texts, "chart-rate"),
                t!(texts, "chart-closed"),
                t!(texts, "chart-due"),
                t!(texts, "board-low"),
                t!(texts, "board-high"),
            ];
            headings.extend(made.trend.compared.iter().map(|run| run.name.clone()));
            let row = |(at, period): (usize, &crate::figures::on_time::Period)| {
                let share = period.share;
                let earlier = made.trend.compared.iter();
                let earlier = earlier.map(|run| number(run.shares.get(at).and_then(|share| share.percent())));
                let ends = share.wilson95().unzip();
                let counts = [count(share.part()), count(share.whole()), number(ends.0), number(ends.1)];
                [Value::Date(period.start), number(share.percent())].into_iter().chain(counts).chain(earlier).collect()
            };
            (headings, made.trend.periods.iter().enumerate().map(row).collect())
        }
        Piece::Symptoms => {
            let headings = vec![
                t!(texts, "board-symptom"),
                t!(texts, "chart-count"),
                t!(texts, "chart-share"),
                t!(texts, "chart-reached"),
            ];
            let all = made.symptoms.total().max(1) as f64;
            let mut before = 0;
            let rows = made.symptoms.items().iter().map(|item| {
                before += item.count;
                let name = if item.name.is_empty() { t!(texts, "chart-unsaid") } else { item.name.clone() };
                let share = |n: u64| number(Some(n as f64 * 100.0 / all));
                vec![text(&name), count(item.count), share(item.count), share(before)]
            });
            (headings, rows.collect())
        }
        Piece::Matrix => matrix(&made.matrix, total, texts),
        Piece::Ages => {
            let standings = Standing::ALL.iter().map(|standing| texts.name("chart-standing", standing.word()));
            let headings = std::iter::once(t!(texts, "board-age")).chain(standings).chain([total]).collect();
            let row = |(at, bin): (usize, &crate::figures::dashboard::AgeBin)| {
                let name = texts.name("chart-age", &(at + 1).to_string());
                let counts = Standing::ALL.iter().map(|standing| count(bin.of(*standing)));
                std::iter::once(text(&name)).chain(counts).chain([count(bin.total())]).collect()
            };
            (headings, made.ages.iter().enumerate().map(row).collect())
        }
    };
    sheet(made.title(piece), headings, rows)
}

/// Counts first; behind them the rates where units are known, and the product types whose cases a warning stands behind.
fn matrix(heat: &Heat, total: String, texts: &Texts) -> (Vec<String>, Vec<Row>) {
    let columns = heat.columns().to_vec();
    let rated = heat.measure == Measure::Rate;
    let per_units = t!(texts, "chart-per-units");
    let rates = columns.iter().filter(|_| rated).map(|name| format!("{name} {per_units}")).collect();
    let warned = heat.rows().iter().flat_map(|row| &row.cells).any(|cell| cell.alarm);
    let warnings = Some(t!(texts, "board-alarms")).filter(|_| warned).into_iter().collect();
    let headings = [vec![t!(texts, "board-filter-branch")], columns, vec![total], rates, warnings].concat();
    let row = |row: &HeatRow| -> Row {
        let mut cells = vec![text(&row.name)];
        cells.extend(row.cells.iter().map(|cell| count(cell.count)));
        cells.push(count(row.total()));
        cells.extend(row.cells.iter().filter(|_| rated).map(|cell| number(cell.rate())));
        if warned {
            let named = heat.columns().iter().zip(&row.cells).filter(|(_, cell)| cell.alarm);
            cells.push(text(&named.map(|(name, _)| name.as_str()).collect::<Vec<_>>().join("、")));
        }
        cells
    };
    (headings, heat.rows().iter().map(row).collect())
}

fn alarms(file: &BoardFile<'_>) -> Sheet {
    let texts = file.texts;
    let headings = ["model", "batch", "symptom", "weeks", "cases", "expected", "chance", "why"];
    let headings = headings.map(|word| texts.name("board-alarm-column", word)).to_vec();
    let rows = file.figures.alarms.iter().map(|alarm| {
        let found = &alarm.warning;
        vec![
            text(&alarm.model),
            text(&alarm.batch),
            text(&alarm.symptom),
            count(found.weeks as u64),
            count(found.cases),
            number(Some(found.expected)),
            Value::Number(found.chance),
            text(&why(alarm, texts)),
        ]
    });
    sheet(&t!(texts, "board-alarms"), headings, rows.collect())
}

/// A step without the noise of its last digits.
fn number_text(step: f64) -> String {
    ((step * 1e6).round() / 1e6).to_string()
}

/// What each figure is, and what all of them are of.
fn definitions(file: &BoardFile<'_>, made: &Made) -> Sheet {
    let texts = file.texts;
    let headings =
        vec![t!(texts, "board-figure"), t!(texts, "board-part"), t!(texts, "board-whole"), t!(texts, "board-note")];
    let mut rows: Vec<Row> = file
        .figures
        .tiles
        .iter()
        .zip(&made.tiles)
        .map(|(tile, said)| {
            let word = tile.kpi.word();
            let about = ["kpi-part", "kpi-whole", "kpi-edge"].map(|list| text(&texts.name(list, word)));
            std::iter::once(text(&said.name)).chain(about).collect()
        })
        .collect();
    for piece in Piece::ALL {
        rows.push(vec![text(made.title(*piece)), Value::Empty, Value::Empty, text(made.note(*piece))]);
    }
    if let Some(set) = &made.matrix.fixed {
        let says = format!("{} · {}", say::heat_fixed(texts, set), number_text(set.step));
        rows.push(vec![text(&t!(texts, "board-heat")), Value::Empty, Value::Empty, text(&says)]);
    }
    rows.push(vec![text(&t!(texts, "board-source")), Value::Empty, Value::Empty, text(&file.source())]);
    sheet(&t!(texts, "board-definitions"), headings, rows)
}
