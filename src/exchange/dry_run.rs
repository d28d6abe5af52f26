//! What an import would do, row by row, before anything is written.

use std::collections::HashMap;

use super::cell::{Cell, moment_text};
use super::dates::{DateOrder, proven_order};
use super::mapping::Mapping;
use super::mask::{excerpt, shortened};
use super::table::{Row, Table};
use super::target::{Kind, Target};
use super::values::{Care, Unread};
use crate::domain::case_no::is_line_number;
use crate::domain::facts::{FaultKind, LONGEST_TEXT};
use crate::domain::{Draft, Field, Stamp};

/// Rows between two calls of the progress.
const STEP: usize = 500;

/// Why a row is not accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RefusalReason {
    /// The value in a typed column cannot be read.
    Value(Unread),
    /// The value can be read, and the intake does not take it: a date in the future, a promise before the contact.
    Fault(FaultKind),
    /// Neither a description nor a symptom.
    NothingDescribed,
    /// No customer, phone, product or date: nothing tells this complaint from another.
    NothingIdentifies,
}

/// One reason why one row is refused; a row may have several.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowRefusal {
    /// As the file numbers it.
    pub row: u32,
    /// The column's header; empty when the whole row is meant.
    pub header: String,
    pub target: Option<Target>,
    /// The value, shortened, personal ones masked.
    pub excerpt: String,
    pub reason: RefusalReason,
}

/// What a person should know of a row that is accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum WarningReason {
    Value(Care),
    /// No date of receipt: the time of the import was taken. Told once, for the first row, when no column has it.
    ReceivedNow,
    /// `4/9/2026` was read in this order, and no value of the column proves it.
    OrderAssumed(DateOrder),
    /// Other columns did not fit into the remark.
    RemarkCut,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowWarning {
    pub row: u32,
    pub header: String,
    pub excerpt: String,
    pub reason: WarningReason,
}

/// A row that would become a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AcceptedRow {
    pub row: u32,
    pub draft: Draft,
}

/// What a row repeats.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Twin {
    /// An earlier row of the same file.
    Row(u32),
    /// A case in the records, by its number.
    Case(String),
}

/// A row that is already there; not accepted unless a person says so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DuplicateRow {
    pub row: u32,
    pub draft: Draft,
    pub twin: Twin,
}

/// The whole result. Every row of the table stands in exactly one of accepted, refused (by its number) and duplicates.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DryRun {
    pub accepted: Vec<AcceptedRow>,
    pub refused: Vec<RowRefusal>,
    pub duplicates: Vec<DuplicateRow>,
    pub warnings: Vec<RowWarning>,
    /// Rows looked at.
    pub rows: usize,
    /// The person stopped it; the lists end at `rows`.
    pub cancelled: bool,
}

impl DryRun {
    /// How many rows are refused; [`DryRun::refused`] may name one several times.
    #[must_use]
    pub fn refused_rows(&self) -> usize {
        self.rows - self.accepted.len() - self.duplicates.len()
    }
}

/// What a dry run needs from outside.
pub struct RunContext<'a> {
    /// Taken as the date of receipt where a row has none.
    pub now: Stamp,
    /// The number of the case that this draft repeats, if the records have one.
    pub known: &'a dyn Fn(&Draft) -> Option<String>,
    /// Called with the rows done; `false` stops.
    pub progress: &'a dyn Fn(usize) -> bool,
}

/// Reads every row of `table` by `mapping`. One bad row never stops the others.
#[must_use]
pub fn dry_run(table: &Table, mapping: &Mapping, context: &RunContext<'_>) -> DryRun {
    let plan = Plan::new(table, mapping);
    let mut run = DryRun { warnings: plan.file_warnings(table), ..DryRun::default() };
    let mut seen = HashMap::new();
    for row in &table.rows {
        if run.rows.is_multiple_of(STEP) && !(context.progress)(run.rows) {
            run.cancelled = true;
            return run;
        }
        run.rows += 1;
        let read = plan.read_row(row, context.now);
        if !read.refusals.is_empty() {
            run.refused.extend(read.refusals);
            continue;
        }
        let first = twin_keys(&read.draft).find_map(|key| seen.get(&key).copied());
        let twin = first.map(Twin::Row).or_else(|| (context.known)(&read.draft).map(Twin::Case));
        if let Some(twin) = twin {
            run.duplicates.push(DuplicateRow { row: row.number, draft: read.draft, twin });
            continue;
        }
        for key in twin_keys(&read.draft) {
            seen.entry(key).or_insert(row.number);
        }
        run.warnings.extend(read.warnings);
        run.accepted.push(AcceptedRow { row: row.number, draft: read.draft });
    }
    (context.progress)(run.rows);
    run
}

/// By what two rows are the same complaint: the other system's number, or else phone, day and words.
fn twin_keys(draft: &Draft) -> impl Iterator<Item = String> {
    let number = draft.get(Field::ExternalNumber);
    let phone = draft.get(Field::Phone);
    let words = format!("{}{}", draft.get(Field::Description), draft.get(Field::Symptoms));
    let day: String = draft.get(Field::ReceivedAt).chars().take(10).collect();
    let key = if is_line_number(number) {
        Some(format!("l{number}\u{1f}{phone}\u{1f}{day}\u{1f}{words}"))
    } else if !number.is_empty() {
        Some(format!("n{number}"))
    } else if !phone.is_empty() {
        Some(format!("p{phone}\u{1f}{day}\u{1f}{words}"))
    } else {
        None
    };
    key.into_iter()
}

/// The columns in the order in which they are read, each with what it needs.
struct Plan<'a> {
    headers: &'a [String],
    columns: Vec<(usize, Target, DateOrder)>,
    /// Columns kept in the remark.
    others: Vec<usize>,
}

struct RowRead {
    draft: Draft,
    refusals: Vec<RowRefusal>,
    warnings: Vec<RowWarning>,
}

impl<'a> Plan<'a> {
    fn new(table: &'a Table, mapping: &Mapping) -> Self {
        let (mut columns, mut others) = (Vec::new(), Vec::new());
        for index in 0..table.headers.len() {
            match mapping.target(index) {
                Some(target) => columns.push((index, target, order_of(table, index, target.kind()).0)),
                None if mapping.keep_others => others.push(index),
                None => {}
            }
        }
        Self { headers: &table.headers, columns, others }
    }

    /// One warning for the whole file where no column says when, one a column whose dates could be read both ways.
    fn file_warnings(&self, table: &Table) -> Vec<RowWarning> {
        let assumed = self.columns.iter().filter_map(|&(index, target, order)| {
            let (_, example) = order_of(table, index, target.kind());
            let (row, excerpt) = example?;
            let reason = WarningReason::OrderAssumed(order);
            Some(RowWarning { row, header: self.headers[index].clone(), excerpt, reason })
        });
        let dated = self.columns.iter().any(|(_, target, _)| *target == Target::Field(Field::ReceivedAt));
        let first = table.rows.first().filter(|_| !dated).map(|row| RowWarning {
            row: row.number,
            header: String::new(),
            excerpt: String::new(),
            reason: WarningReason::ReceivedNow,
        });
        first.into_iter().chain(assumed).collect()
    }

    fn read_row(&self, row: &Row, now: Stamp) -> RowRead {
        let mut read = RowRead { draft: Draft::default(), refusals: Vec::new(), warnings: Vec::new() };
        let mut region = [String::new(), String::new(), String::new()];
        let mut rest = Vec::new();
        for &(index, target, order) in &self.columns {
            let cell = row.cells.get(index).unwrap_or(&Cell::Empty);
            match super::values::read(target.kind(), cell, order) {
                Ok(reading) => {
                    self.warn(&mut read, row, index, reading.care);
                    match target {
                        Target::Province => region[0] = reading.text,
                        Target::City => region[1] = reading.text,
                        Target::County => region[2] = reading.text,
                        Target::Field(field) => {
                            if !reading.rest.is_empty() {
                                rest.push(format!("{}: {}", self.headers[index], reading.rest));
                            }
                            read.draft.set(field, reading.text);
                        }
                    }
                }
                Err(unread) => read.refusals.push(RowRefusal {
                    row: row.number,
                    header: self.headers[index].clone(),
                    target: Some(target),
                    excerpt: excerpt(target, &cell.text()),
                    reason: RefusalReason::Value(unread),
                }),
            }
        }
        read.draft.set(Field::Address, address(&region, read.draft.get(Field::Address)));
        self.keep_others(&mut read, row, rest);
        demand_least(&mut read, row.number);
        self.ask_intake(&mut read, row, now);
        if read.draft.get(Field::ReceivedAt).is_empty() {
            read.draft.set(Field::ReceivedAt, moment_text(now.wall()));
            let header = self.header_of(Target::Field(Field::ReceivedAt));
            if !header.is_empty() {
                let reason = WarningReason::ReceivedNow;
                read.warnings.push(RowWarning { row: row.number, header, excerpt: String::new(), reason });
            }
        }
        read
    }

    /// What the intake itself would find wrong with the draft.
    fn ask_intake(&self, read: &mut RowRead, row: &Row, now: Stamp) {
        for fault in read.draft.read(now).1 {
            let target = Target::Field(fault.field);
            read.refusals.push(RowRefusal {
                row: row.number,
                header: self.header_of(target),
                target: Some(target),
                excerpt: excerpt(target, read.draft.get(fault.field)),
                reason: RefusalReason::Fault(fault.kind),
            });
        }
    }

    fn header_of(&self, target: Target) -> String {
        let column = self.columns.iter().find(|(_, own, _)| *own == target);
        column.map(|(index, ..)| self.headers[*index].clone()).unwrap_or_default()
    }

    fn warn(&self, read: &mut RowRead, row: &Row, index: usize, care: Option<Care>) {
        if let Some(care) = care {
            let target = self.columns.iter().find(|(own, ..)| *own == index).map(|(_, target, _)| *target);
            let text = row.cells.get(index).map(|cell| cell.text().into_owned()).unwrap_or_default();
            read.warnings.push(RowWarning {
                row: row.number,
                header: self.headers[index].clone(),
                excerpt: target.map_or_else(|| shortened(&text), |target| excerpt(target, &text)),
                reason: WarningReason::Value(care),
            });
        }
    }

    /// What led nowhere, and what did not fit, goes into the remark as `header: value` lines.
    fn keep_others(&self, read: &mut RowRead, row: &Row, rest: Vec<String>) {
        let mut lines: Vec<String> = Vec::new();
        let own = read.draft.get(Field::Remark);
        if !own.is_empty() {
            lines.push(own.to_owned());
        }
        lines.extend(rest);
        for &index in &self.others {
            let text = row.cells.get(index).map(Cell::text).unwrap_or_default();
            if !text.trim().is_empty() {
                lines.push(format!("{}: {}", self.headers[index], text));
            }
        }
        let remark = lines.join("\n");
        match remark.char_indices().nth(LONGEST_TEXT) {
            Some((cut, _)) => {
                read.draft.set(Field::Remark, &remark[..cut]);
                let header = self.header_of(Target::Field(Field::Remark));
                let reason = WarningReason::RemarkCut;
                read.warnings.push(RowWarning { row: row.number, header, excerpt: String::new(), reason });
            }
            None => read.draft.set(Field::Remark, remark),
        }
    }
}

/// A complaint needs words and something that tells it from others; a sheet of real life rarely has more.
fn demand_least(read: &mut RowRead, row: u32) {
    let has = |field| !read.draft.get(field).trim().is_empty();
    let described = has(Field::Description) || has(Field::Symptoms);
    let identified = [
        Field::CustomerName,
        Field::Phone,
        Field::Model,
        Field::Serial,
        Field::Category,
        Field::ReceivedAt,
        Field::BoughtOn,
        Field::ExternalNumber,
    ];
    let identified = identified.into_iter().any(has);
    // A value that could not be read may be the very one: then it is the only fault to name.
    let unread = |targets: &[Field]| {
        read.refusals.iter().any(|refusal| refusal.target.is_some_and(|target| targets.contains(&target.field())))
    };
    let reason = if !described {
        Some(RefusalReason::NothingDescribed)
    } else if !identified && !unread(&[Field::ReceivedAt, Field::BoughtOn]) {
        Some(RefusalReason::NothingIdentifies)
    } else {
        None
    };
    if let Some(reason) = reason {
        read.refusals.push(RowRefusal { row, header: String::new(), target: None, excerpt: String::new(), reason });
    }
}

/// Province, city and county in front of the street, unless the street already begins with them.
fn address(region: &[String; 3], street: &str) -> String {
    let mut whole = String::new();
    for part in region.iter().map(|part| part.trim()).filter(|part| !part.is_empty()) {
        // 北京市 is province and city alike.
        if !whole.ends_with(part) && !street.contains(part) {
            whole.push_str(part);
        }
    }
    whole.push_str(street);
    whole
}

/// The order of day and month in a column, and the first value that leaves it open when none proves it.
fn order_of(table: &Table, index: usize, kind: Kind) -> (DateOrder, Option<(u32, String)>) {
    if !matches!(kind, Kind::Date | Kind::Moment) {
        return (DateOrder::default(), None);
    }
    let mut open = None;
    for row in &table.rows {
        let Some(Cell::Text(text)) = row.cells.get(index) else { continue };
        if let Some(order) = proven_order(text) {
            return (order, None);
        }
        if open.is_none() && is_open(text) {
            open = Some((row.number, text.clone()));
        }
    }
    // Written with dashes or dots, day first is the commoner habit; with slashes it is the month.
    let order = match &open {
        Some((_, text)) if !text.contains('/') => DateOrder::DayFirst,
        _ => DateOrder::MonthFirst,
    };
    (order, open)
}

fn is_open(text: &str) -> bool {
    let both = [DateOrder::MonthFirst, DateOrder::DayFirst].map(|order| super::dates::parse(text, order));
    matches!(both, [Ok(a), Ok(b)] if a != b)
}

#[cfg(test)]
#[path = "dry_run_tests.rs"]
mod tests;
