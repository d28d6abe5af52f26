//! `kesu kpi`: the KPI book over a period, as a table, as JSON or as CSV, and the cases behind a figure.

use std::io::Write;
use std::path::Path;

use anyhow::bail;
use chrono::{NaiveDate, NaiveTime};
use serde_json::{Map, Value as Json, json};

use super::args::{FoundArgs, KpiArgs, LangArg};
use super::dashboard::narrow;
use super::open::{Desk, mismatch};
use super::rows::{iso, unknown};
use super::table::{self, one_line};
use crate::domain::policy::Goal;
use crate::domain::{Field, Rules, Stamp};
use crate::exchange::export::{would_run, write_sheets};
use crate::figures::kpi::{self, Dim, Kpi, Line, Span, Sum, Unit, Value};
use crate::store::{Answer, FrozenFigure, FrozenMonth, KpiQuery, KpiTable, MOST_DIMS, Narrow, OpenMode, Request, hex};
use crate::t;
use crate::text::{Lang, Texts};
use crate::ui::say_lists::export_fault_text;

const HEADINGS: [&str; 8] = ["kpi", "line", "of", "value", "part", "whole", "95 %", "goal"];

/// Counts what is asked for.
///
/// # Errors
/// A row, line or dimension that does not exist, a period that runs backwards; or nothing can be read or written.
pub(super) fn run(db: Option<&Path>, asked: &KpiArgs, out: &mut impl Write) -> anyhow::Result<()> {
    let mut desk = Desk::open(db, OpenMode::Existing)?;
    let rows = rows(asked)?;
    let by = dims(asked, &rows)?;
    let span = span(asked, desk.by.now)?;
    let narrow = found(&desk, &asked.found, narrow(&desk, &asked.narrow)?)?;
    desk.ask(Request::CloseMonths { now: desk.by.now })?;
    let texts = Texts::new(if asked.lang == LangArg::En { Lang::En } else { Lang::Zh });
    if let Some(line) = &asked.cases {
        return cases(&mut desk, KpiQuery { kpi: rows[0], span, by: Vec::new(), narrow }, line, (asked.json, out));
    }
    let mut tables = Vec::with_capacity(rows.len());
    for kpi in rows {
        match desk.ask(Request::Kpi(KpiQuery { kpi, span, by: by.clone(), narrow: narrow.clone() }))? {
            Answer::Kpi(table) => tables.push(*table),
            _ => return Err(mismatch()),
        }
    }
    let book = std::sync::Arc::clone(desk.database.book());
    if let Some(path) = &asked.xlsx {
        let sheets = crate::ui::kpi::sheets::of_tables(&texts, &book.rules, &tables);
        if let Err(fault) = write_sheets(path, &sheets) {
            bail!("{}: {}", path.display(), export_fault_text(&texts, &fault));
        }
    }
    let said = Said { texts: &texts, rules: &book.rules };
    if asked.json {
        let list: Vec<Json> = tables.iter().map(|table| said.object(table)).collect();
        serde_json::to_writer_pretty(&mut *out, &list)?;
        return Ok(writeln!(out)?);
    }
    if asked.csv {
        return said.csv(&tables, &by, out);
    }
    let lines: Vec<[String; 8]> = tables.iter().flat_map(|table| said.lines(table)).collect();
    Ok(table::write(out, (&HEADINGS, true), &lines)?)
}

fn rows(asked: &KpiArgs) -> anyhow::Result<Vec<Kpi>> {
    let Some(word) = &asked.kpi else { return Ok(Kpi::ALL.to_vec()) };
    Ok(vec![row(word)?])
}

/// The row of the book that a word names.
pub(super) fn row(word: &str) -> anyhow::Result<Kpi> {
    Kpi::from_word(&word.trim().to_lowercase()).ok_or_else(|| {
        let known: Vec<String> = Kpi::ALL.iter().map(|kpi| kpi.row()).collect();
        unknown("KPI", word, known.iter().map(String::as_str))
    })
}

fn dims(asked: &KpiArgs, rows: &[Kpi]) -> anyhow::Result<Vec<Dim>> {
    let mut by = Vec::new();
    for word in asked.by.iter().map(|word| word.trim()).filter(|word| !word.is_empty()) {
        match Dim::from_word(word) {
            Some(dim) if by.contains(&dim) => bail!("--by names {word} twice; name each dimension once"),
            Some(dim) => by.push(dim),
            None => return Err(unknown("dimension", word, Dim::ALL.iter().map(|dim| dim.word()))),
        }
    }
    if by.len() > MOST_DIMS {
        bail!("--by names {} dimensions; at most {MOST_DIMS} can be told at once", by.len());
    }
    let staged = |kpi: &Kpi| {
        let definition = kpi::definition(*kpi);
        definition.lines.iter().any(|(line, _)| definition.counts_stages(*line))
    };
    if by.contains(&Dim::Stage)
        && let [only] = rows
        && !staged(only)
    {
        bail!("{} counts whole cases, not stages; --by stage belongs to K05 and K07", only.row());
    }
    Ok(by)
}

/// Brand, cause and department by any of the names of the rule book; where that has no list, as cases say them.
fn found(desk: &Desk, asked: &FoundArgs, narrow: Narrow) -> anyhow::Result<Narrow> {
    let rules = &desk.database.book().rules;
    let one = |what: &str, field: Field, word: &Option<String>| {
        let Some(word) = word.as_deref().map(str::trim) else { return Ok(None) };
        let list = rules.list_of(field);
        match rules.member(field, word) {
            Some(member) => Ok(Some(member.zh.clone())),
            None if list.is_empty() => Ok(Some(word.to_owned())),
            None => Err(unknown(what, word, list.iter().map(|choice| choice.zh.as_str()))),
        }
    };
    Ok(Narrow {
        brand: one("brand", Field::Brand, &asked.brand)?,
        cause: one("cause", Field::Cause, &asked.cause)?,
        department: one("department", Field::Department, &asked.department)?,
        ..narrow
    })
}

fn span(asked: &KpiArgs, now: Stamp) -> anyhow::Result<Span> {
    if asked.from > asked.to {
        bail!("--from {} lies after --to {}; give the earlier day first", asked.from, asked.to);
    }
    let start = |day: NaiveDate| Stamp::from_wall(day.and_time(NaiveTime::MIN));
    let Some(after) = asked.to.succ_opt() else {
        bail!("--to {} is the last day there is; name an earlier one", asked.to)
    };
    Ok(Span { from: start(asked.from), to: start(after), now })
}

fn cases(desk: &mut Desk, query: KpiQuery, line: &str, (json, out): (bool, &mut impl Write)) -> anyhow::Result<()> {
    let lines = kpi::definition(query.kpi).lines;
    let found = lines.iter().map(|(line, _)| *line).find(|known| known.word() == line.trim());
    let Some(line) = found else {
        return Err(unknown("line", line, lines.iter().map(|(line, _)| line.word())));
    };
    let Answer::KpiCases(members) = desk.ask(Request::KpiCases { query, line, cell: Vec::new() })? else {
        return Err(mismatch());
    };
    if json {
        let list: Vec<Json> = members
            .iter()
            .map(|member| json!({ "number": member.number, "part": member.part, "whole": member.whole }))
            .collect();
        serde_json::to_writer_pretty(&mut *out, &list)?;
        return Ok(writeln!(out)?);
    }
    let rows: Vec<[String; 3]> = members
        .iter()
        .map(|member| [member.number.clone(), member.part.to_string(), member.whole.to_string()])
        .collect();
    Ok(table::write(out, (&["number", "part", "whole"], true), &rows)?)
}

/// Figures in words.
struct Said<'a> {
    texts: &'a Texts,
    rules: &'a Rules,
}

impl Said<'_> {
    fn lines(&self, table: &KpiTable) -> Vec<[String; 8]> {
        let none = Vec::new();
        let total = std::iter::once(("-".to_owned(), &none, &table.total));
        let cells = table.cells.iter().map(|cell| (self.names(table, &cell.keys).join(" / "), &cell.keys, &cell.sums));
        let mut lines = Vec::new();
        for (of, keys, sums) in total.chain(cells) {
            for (place, ((line, unit), sum)) in table.lines.iter().zip(sums).enumerate() {
                let value = table.value(place, sum);
                let region = keys.first().map(String::as_str);
                let told = table.frozen.as_ref().and_then(|frozen| Some((frozen, frozen.figure(*line, region)?)));
                if let Some((frozen, told)) = told {
                    let restated = frozen.is_restated(*line, region, sum);
                    lines.push(self.told(table, (*line, *unit), &of, told));
                    if !restated {
                        continue;
                    }
                }
                let name = self.line_name(table.query.kpi, *line);
                let name = if told.is_some() { t!(self.texts, "kpi-restated", name = name) } else { name };
                lines.push([
                    table.query.kpi.row(),
                    name,
                    one_line(&of),
                    self.value(&value, *unit) + &self.unripe(sum),
                    sum.part.to_string(),
                    sum.whole.to_string(),
                    interval(&value).map_or_else(|| "-".to_owned(), |(low, high)| format!("{low:.1}-{high:.1}")),
                    self.goal_text(table.query.kpi, *line, &value, *unit),
                ]);
            }
        }
        lines
    }

    /// The figure of a closed month as it was told.
    fn told(&self, table: &KpiTable, (line, unit): (Line, Unit), of: &str, told: &FrozenFigure) -> [String; 8] {
        let kpi = table.query.kpi;
        let value = told.value.map_or_else(|| "—".to_owned(), |value| self.number(value, unit));
        let goal = kpi::goal(self.rules, kpi, line);
        let goal = goal.map_or_else(|| "-".to_owned(), |goal| format!("{} {}", goal.side.word(), goal.figure));
        let name = t!(self.texts, "kpi-told", name = self.line_name(kpi, line));
        [kpi.row(), name, one_line(of), value, told.part.to_string(), told.whole.to_string(), "-".to_owned(), goal]
    }

    /// A number in the unit of its line.
    fn number(&self, value: f64, unit: Unit) -> String {
        match unit {
            Unit::Percent | Unit::Ratio => format!("{value:.1} %"),
            Unit::PerUnits => t!(self.texts, "kpi-per-units", rate = format!("{value:.2}")),
            Unit::Mean | Unit::Median => format!("{:.1} h", value / 60.0),
            Unit::Count => format!("{value:.0}"),
            Unit::Money => format!("{value:.2}"),
        }
    }

    /// The name of the KPI for its main line, else of the line.
    fn line_name(&self, kpi: Kpi, line: Line) -> String {
        if line == Line::Main { self.texts.name("kpi", kpi.word()) } else { self.texts.name("kpi-line", line.word()) }
    }

    /// Values of dimensions as people read them; `-` where a case does not say.
    fn names(&self, table: &KpiTable, keys: &[String]) -> Vec<String> {
        let name = |(dim, key): (&Dim, &String)| match dim {
            _ if key.is_empty() => "-".to_owned(),
            Dim::Class => self.texts.name("class", key),
            Dim::Level => self.texts.name("level", key),
            Dim::Stage => self.texts.name("stage", key),
            _ => key.clone(),
        };
        table.query.by.iter().zip(keys).map(name).collect()
    }

    fn value(&self, value: &Value, unit: Unit) -> String {
        match value {
            Value::Missing(missing) => format!("— {}", self.texts.name("kpi-missing", missing.word())),
            Value::Share(_) | Value::Ratio(_) => {
                format!("{:.1} %", value.number(unit).unwrap_or_default())
            }
            Value::Durations { mean, median, p90 } => {
                format!("{} ({} / {})", hours(*mean), hours(*median), hours(*p90))
            }
            Value::PerUnits(rate) => t!(self.texts, "kpi-per-units", rate = format!("{rate:.2}")),
            Value::Count(count) => count.to_string(),
            Value::Money(fen) => fen.plain(),
        }
    }

    /// What is still open in the cohort of those received (rule 1).
    fn unripe(&self, sum: &Sum) -> String {
        if sum.unripe == 0 { String::new() } else { format!(", {}", t!(self.texts, "kpi-unripe", n = sum.unripe)) }
    }

    fn goal_text(&self, kpi: Kpi, line: Line, value: &Value, unit: Unit) -> String {
        let Some(goal) = kpi::goal(self.rules, kpi, line) else { return "-".to_owned() };
        let met = value.number(unit).map(|number| if goal.is_met(number) { "met" } else { "missed" });
        format!("{} {} {}", goal.side.word(), goal.figure, met.unwrap_or("-")).trim_end().to_owned()
    }

    fn object(&self, table: &KpiTable) -> Json {
        let kpi = table.query.kpi;
        let definition = kpi::definition(kpi);
        let name = |list| self.texts.name(list, kpi.word());
        let cells: Vec<Json> = table
            .cells
            .iter()
            .map(|cell| {
                let keys: Map<String, Json> = table
                    .query
                    .by
                    .iter()
                    .zip(&cell.keys)
                    .map(|(dim, key)| (dim.word().to_owned(), json!(key)))
                    .collect();
                json!({ "keys": keys, "lines": self.sums(table, &cell.keys, &cell.sums) })
            })
            .collect();
        json!({
            "kpi": kpi.row(),
            "name": name("kpi"),
            "numerator": name("kpi-part"),
            "denominator": name("kpi-whole"),
            "note": name("kpi-edge"),
            "base": definition.base.word(),
            "dimensions": definition.dims.iter().map(|dim| dim.word()).collect::<Vec<_>>(),
            "from": iso(table.query.span.from),
            "to": iso(table.query.span.to),
            "data_of": iso(table.query.span.now),
            "rule_book": format!("{}@{}", self.rules.id, self.rules.version),
            "frozen": table.frozen.as_ref().map(|frozen| month_object(&frozen.month)),
            "total": self.sums(table, &[], &table.total),
            "cells": cells,
        })
    }

    fn sums(&self, table: &KpiTable, keys: &[String], sums: &[Sum]) -> Json {
        let all = table.lines.iter().zip(sums).enumerate().map(|(place, ((line, unit), sum))| {
            let value = table.value(place, sum);
            let number = value.number(*unit);
            let goal = kpi::goal(self.rules, table.query.kpi, *line);
            let mut object = json!({
                "unit": json_unit(*unit),
                "value": number,
                "part": sum.part,
                "whole": sum.whole,
                "unripe": sum.unripe,
                "goal": goal.as_ref().map(|goal| format!("{} {}", goal.side.word(), goal.figure)),
                "met": goal.zip(number).map(|(goal, number): (Goal, f64)| goal.is_met(number)),
            });
            if let Some(object) = object.as_object_mut() {
                if let Value::Share(share) = value {
                    object.insert("ranked".to_owned(), json!(share.is_ranked()));
                }
                if let Some((low, high)) = interval(&value) {
                    object.insert("interval95".to_owned(), json!([low, high]));
                }
                let region = keys.first().map(String::as_str);
                if let Some(frozen) = &table.frozen
                    && let Some(told) = frozen.figure(*line, region)
                {
                    let restated = frozen.is_restated(*line, region, sum);
                    let told =
                        json!({ "value": told.value, "part": told.part, "whole": told.whole, "restated": restated });
                    object.insert("told".to_owned(), told);
                }
                if let Value::Missing(missing) = value {
                    object.insert("missing".to_owned(), json!(missing.word()));
                }
                if let Value::Durations { median, p90, .. } = value {
                    object.insert("median".to_owned(), json!(minutes(median)));
                    object.insert("p90".to_owned(), json!(minutes(p90)));
                }
            }
            (line.word().to_owned(), object)
        });
        Json::Object(all.collect())
    }

    fn csv(&self, tables: &[KpiTable], by: &[Dim], out: &mut impl Write) -> anyhow::Result<()> {
        let dims: Vec<&str> = by.iter().map(|dim| dim.word()).collect();
        let head = ["kpi", "line"].into_iter().chain(dims);
        let head = head.chain(["value", "unit", "part", "whole", "low", "high", "unripe", "missing"]);
        write_csv(out, head.map(str::to_owned))?;
        for table in tables {
            let none = vec![String::new(); by.len()];
            let total = std::iter::once((&none, &table.total)).filter(|_| by.is_empty());
            for (keys, sums) in total.chain(table.cells.iter().map(|cell| (&cell.keys, &cell.sums))) {
                for (place, ((line, unit), sum)) in table.lines.iter().zip(sums).enumerate() {
                    let value = table.value(place, sum);
                    let number = value.number(*unit).map(|number| number.to_string()).unwrap_or_default();
                    let (low, high) = interval(&value)
                        .map(|(low, high)| (format!("{low:.2}"), format!("{high:.2}")))
                        .unwrap_or_default();
                    let missing = if let Value::Missing(missing) = value { missing.word() } else { "" };
                    let first = [table.query.kpi.row(), line.word().to_owned()].into_iter().chain(keys.iter().cloned());
                    let figures = [number, json_unit(*unit).to_owned(), sum.part.to_string(), sum.whole.to_string()];
                    let rest = [low, high, sum.unripe.to_string(), missing.to_owned()];
                    write_csv(out, first.chain(figures).chain(rest))?;
                }
            }
        }
        Ok(())
    }
}

/// What a closed month rested on.
fn month_object(month: &FrozenMonth) -> Json {
    json!({
        "month": month.month,
        "closed_at": iso(month.at),
        "data_of": iso(month.written_at),
        "rule_book": format!("{}@{}", month.rule_book, month.rule_version),
        "events": month.events,
        "head": hex(&month.head),
    })
}

/// The unit of the number itself.
const fn json_unit(unit: Unit) -> &'static str {
    match unit {
        Unit::Percent | Unit::Ratio => "percent",
        Unit::PerUnits => "per_10000",
        Unit::Mean | Unit::Median => "minutes",
        Unit::Count => "count",
        Unit::Money => "yuan",
    }
}

/// The Wilson interval of a small base (kpi.md 5.1 rule 4).
fn interval(value: &Value) -> Option<(f64, f64)> {
    match value {
        Value::Share(share) if share.is_small_base() => share.wilson95(),
        _ => None,
    }
}

fn minutes(ms: i64) -> f64 {
    ms as f64 / 60_000.0
}

fn hours(ms: i64) -> String {
    format!("{:.1} h", ms as f64 / 3_600_000.0)
}

/// One line; a text is quoted where it must be, and never a formula.
fn write_csv(out: &mut impl Write, cells: impl Iterator<Item = String>) -> std::io::Result<()> {
    for (place, cell) in cells.enumerate() {
        let mark = if cell.parse::<f64>().is_err() && would_run(&cell) { "'" } else { "" };
        let text = format!("{mark}{cell}");
        let quoted = text.contains([',', '"', '\n', '\r']);
        let text = if quoted { format!("\"{}\"", text.replace('"', "\"\"")) } else { text };
        write!(out, "{}{text}", if place > 0 { "," } else { "" })?;
    }
    writeln!(out)
}
