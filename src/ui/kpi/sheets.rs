//! Figures of the KPI book as sheets of a workbook, with real numbers and the definitions beside them.

use super::{KpiScreen, Tab, pivot};
use crate::domain::Rules;
use crate::exchange::export::{ListHead, ListSheet, Value};
use crate::figures::kpi::{self, Dim, Kpi, Line, Sum, Unit};
use crate::store::KpiTable;
use crate::t;
use crate::text::Texts;
use crate::ui::say;

/// What is on screen: the whole book and its breakdown, or the pivot; the definitions last.
#[must_use]
pub fn of_screen(texts: &Texts, rules: &Rules, screen: &KpiScreen) -> Vec<ListSheet> {
    let mut sheets = Vec::new();
    if screen.tab == Tab::Pivot {
        let Some(table) = screen.cross.value() else { return sheets };
        sheets.extend(crossed(texts, rules, table, pivot::place_of(screen, table)));
        sheets.push(list(texts, rules, &[&**table]));
    } else {
        let tables: Vec<&KpiTable> = Kpi::ALL.iter().filter_map(|kpi| screen.table(*kpi)).collect();
        sheets.push(list(texts, rules, &tables));
        sheets.extend(screen.cut.value().map(|table| list(texts, rules, &[&**table])));
    }
    sheets.push(definitions(texts, rules, screen.span().from.date(), screen));
    sheets
}

/// Tables asked for one after the other, for the command line: each as it is, two dimensions also across.
#[must_use]
pub fn of_tables(texts: &Texts, rules: &Rules, tables: &[KpiTable]) -> Vec<ListSheet> {
    let mut sheets = Vec::new();
    if let [only] = tables {
        sheets.extend(crossed(texts, rules, only, 0));
    }
    let all: Vec<&KpiTable> = tables.iter().collect();
    sheets.push(list(texts, rules, &all));
    if let Some(first) = tables.first() {
        sheets.push(definitions_of(
            texts,
            rules,
            &tables.iter().map(|table| table.query.kpi).collect::<Vec<_>>(),
            first,
        ));
    }
    sheets
}

fn number(table: &KpiTable, place: usize, sum: &Sum) -> Value {
    let unit = table.lines.get(place).map_or(Unit::Count, |(_, unit)| *unit);
    let value = table.value(place, sum);
    match (value.number(unit), unit) {
        (None, _) => Value::Empty,
        (Some(number), Unit::Count) => Value::Whole(number as i64),
        (Some(_), Unit::Money) => Value::Money(crate::domain::Fen(sum.part)),
        (Some(number), _) => Value::Number(number),
    }
}

/// A key as a cell: days as dates, everything else as people read it.
fn key_cell(texts: &Texts, rules: &Rules, dim: Dim, key: &str) -> Value {
    match (dim, key.parse()) {
        (Dim::Day, Ok(day)) => Value::Date(day),
        _ => Value::from(say::kpi_key(texts, rules, dim, key).as_str()),
    }
}

/// A line a row: what it is of, its value, numerator and denominator, interval, standard.
fn list(texts: &Texts, rules: &Rules, tables: &[&KpiTable]) -> ListSheet {
    let by: &[Dim] = tables.first().map_or(&[], |table| &table.query.by);
    let mut headings = vec![texts.name("kpi-column", "kpi"), texts.name("kpi-column", "line")];
    headings.extend(by.iter().map(|dim| texts.name("kpi-dim", dim.word())));
    for head in ["value", "unit", "part", "whole", "low", "high", "unripe", "goal", "beside"] {
        headings.push(texts.name("kpi-column", head));
    }
    let mut rows = Vec::new();
    for table in tables {
        let none = vec![String::new(); by.len()];
        let total = std::iter::once((&none, &table.total)).filter(|_| by.is_empty());
        for (keys, sums) in total.chain(table.cells.iter().map(|cell| (&cell.keys, &cell.sums))) {
            for (place, sum) in sums.iter().enumerate() {
                rows.extend(list_row(texts, rules, (table, place), (keys, sum)));
            }
        }
    }
    let title = match tables {
        [only] => format!("{} {}", only.query.kpi.row(), texts.name("kpi", only.query.kpi.word())),
        _ => t!(texts, "kpi-title"),
    };
    ListSheet { head: ListHead { title, headings }, rows }
}

fn list_row(
    texts: &Texts,
    rules: &Rules,
    (table, place): (&KpiTable, usize),
    (keys, sum): (&[String], &Sum),
) -> Option<Vec<Value>> {
    let (line, unit) = *table.lines.get(place)?;
    let kpi = table.query.kpi;
    let value = table.value(place, sum);
    let (low, high) = match &value {
        kpi::Value::Share(share) if share.is_small_base() => share
            .wilson95()
            .map_or((Value::Empty, Value::Empty), |(low, high)| (Value::Number(low), Value::Number(high))),
        _ => (Value::Empty, Value::Empty),
    };
    let name = |list: &str, word: &str| Value::from(texts.name(list, word).as_str());
    let mut row = vec![Value::from(kpi.row().as_str()), Value::from(say::kpi_line_name(texts, kpi, line).as_str())];
    row.extend(table.query.by.iter().zip(keys).map(|(dim, key)| key_cell(texts, rules, *dim, key)));
    let goal = kpi::goal(rules, kpi, line).map(|goal| say::kpi_goal(texts, &goal)).unwrap_or_default();
    row.extend([
        number(table, place, sum),
        // Times are numbers of minutes here, so that they can be reckoned with.
        match unit {
            Unit::Mean | Unit::Median => Value::from(t!(texts, "kpi-minutes").as_str()),
            _ => name("kpi-unit", unit.word()),
        },
        Value::Whole(sum.part),
        Value::Whole(sum.whole),
        low,
        high,
        Value::Whole(i64::try_from(sum.unripe).unwrap_or(i64::MAX)),
        Value::from(goal.as_str()),
        Value::from(say::kpi_beside(texts, &value, unit).as_str()),
    ]);
    Some(row)
}

/// Rows and columns with their totals; `None` unless the table has two dimensions.
fn crossed(texts: &Texts, rules: &Rules, table: &KpiTable, place: usize) -> Option<ListSheet> {
    let cross = pivot::cross(table, place)?;
    let [down, across] = <[Dim; 2]>::try_from(table.query.by.clone()).ok()?;
    let dims = [down, across].map(|dim| texts.name("kpi-dim", dim.word()));
    let mut headings = vec![dims.join(" \\ ")];
    headings.extend(cross.columns.iter().map(|key| say::kpi_key(texts, rules, across, key)));
    headings.push(t!(texts, "kpi-total"));
    let cell = |sum: Option<&Sum>| sum.map_or(Value::Empty, |sum| number(table, place, sum));
    let mut rows = Vec::with_capacity(cross.rows.len() + 1);
    for (at, key) in cross.rows.iter().enumerate() {
        let mut row = vec![key_cell(texts, rules, down, key)];
        row.extend((0..cross.columns.len()).map(|column| cell(cross.at(at, column))));
        row.push(cell(cross.row_totals.as_ref().and_then(|all| all.get(at))));
        rows.push(row);
    }
    let mut last = vec![Value::from(t!(texts, "kpi-total").as_str())];
    last.extend((0..cross.columns.len()).map(|at| cell(cross.column_totals.as_ref().and_then(|all| all.get(at)))));
    last.push(cell(table.total.get(place)));
    rows.push(last);
    let (line, _) = *table.lines.get(place)?;
    let title = format!("{} {}", table.query.kpi.row(), say::kpi_line_name(texts, table.query.kpi, line));
    Some(ListSheet { head: ListHead { title: format!("{title} ×"), headings }, rows })
}

fn definitions(texts: &Texts, rules: &Rules, _from: chrono::NaiveDate, screen: &KpiScreen) -> ListSheet {
    let kpis: Vec<Kpi> = match screen.tab {
        Tab::Book => Kpi::ALL.to_vec(),
        _ => vec![screen.chosen],
    };
    definitions_in(texts, rules, &kpis, screen.span())
}

fn definitions_of(texts: &Texts, rules: &Rules, kpis: &[Kpi], table: &KpiTable) -> ListSheet {
    definitions_in(texts, rules, kpis, table.query.span)
}

/// What every row means, of which period, as of when, under which rule book.
fn definitions_in(texts: &Texts, rules: &Rules, kpis: &[Kpi], span: kpi::Span) -> ListSheet {
    let heads = ["kpi", "name", "part", "whole", "base", "edge", "goal", "from", "to", "of", "book"];
    let headings = heads.iter().map(|head| texts.name("kpi-column", head)).collect();
    let text = |text: String| Value::from(text.as_str());
    let rows = kpis
        .iter()
        .map(|kpi| {
            let (word, definition) = (kpi.word(), kpi::definition(*kpi));
            let line = definition.lines.first().map_or(Line::Main, |(line, _)| *line);
            let goal = kpi::goal(rules, *kpi, line).map(|goal| say::kpi_goal(texts, &goal)).unwrap_or_default();
            vec![
                text(kpi.row()),
                text(texts.name("kpi", word)),
                text(texts.name("kpi-part", word)),
                text(texts.name("kpi-whole", word)),
                text(texts.name("kpi-base", definition.base.word())),
                text(texts.name("kpi-edge", word)),
                text(goal),
                Value::Date(span.from.date()),
                Value::Date(span.to.plus_minutes(-1).date()),
                Value::Moment(span.now.wall()),
                text(format!("{} {}", rules.id, rules.version)),
            ]
        })
        .collect();
    ListSheet { head: ListHead { title: t!(texts, "kpi-definitions"), headings }, rows }
}

/// A sheet as text with tabs, for the clipboard.
#[must_use]
pub fn as_text(sheet: &ListSheet) -> String {
    let cell = |value: &Value| match value {
        Value::Empty => String::new(),
        Value::Text(text) => text.replace(['\t', '\n', '\r'], " "),
        Value::Date(date) => date.to_string(),
        Value::Moment(at) => at.format("%Y-%m-%d %H:%M").to_string(),
        Value::Whole(number) => number.to_string(),
        Value::Number(number) => format!("{number:.2}"),
        Value::Money(amount) => amount.plain(),
    };
    let mut lines = vec![sheet.head.headings.join("\t")];
    lines.extend(sheet.rows.iter().map(|row| row.iter().map(cell).collect::<Vec<_>>().join("\t")));
    lines.join("\n")
}
