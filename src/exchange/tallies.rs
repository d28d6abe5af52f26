//! Lists of units sold or in use and of calls of the hotline: what every row would enter, before anything is written.

use std::collections::HashMap;
use std::sync::LazyLock;

use chrono::{Datelike, NaiveDate};
use serde::Deserialize;

use super::cell::Cell;
use super::dates::DateFault;
use super::lexicon::plain;
use super::mask::shortened;
use super::row_run::{Line, Repeated, RowRun, Spellings, Taken, columns_of, order_in};
use super::table::Table;
use crate::domain::organisation::Branch;
use crate::domain::rules::Choice;
use crate::domain::tally::{CallsRow, SlipsRow, UnitsBase, UnitsRow};
use crate::domain::words::words;

words! {
    /// What a list counts.
    pub enum TallyKind {
        /// Units sold in a month or in warranty in its middle, by model and region (K01).
        Sales = "sales",
        /// Calls of the hotline by day, as the switch exports them (K15).
        Calls = "calls",
        /// Service slips of a month by region and branch, counted by hand (K22).
        Slips = "slips",
    }
}

words! {
    /// What a column of such a list says.
    pub enum TallyColumn {
        Month = "month",
        Model = "model",
        Category = "category",
        Region = "region",
        Branch = "branch",
        Sold = "sold",
        InUse = "in_use",
        Made = "made",
        Day = "day",
        Line = "line",
        Requests = "requests",
        Answered = "answered",
        Abandoned = "abandoned",
        Opinions = "opinions",
        Satisfied = "satisfied",
    }
}

/// Why a row is not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TallyReason {
    /// The list has no column of this kind, and no row can do without it.
    NoColumn(TallyColumn),
    /// Neither units sold nor units in use.
    NoUnits,
    NoModel,
    NoDate,
    Date(DateFault),
    InFuture,
    /// No whole number of nothing or more.
    NotACount,
    /// No region of the organisation has this name.
    UnknownRegion,
    /// The region has no branch of this name.
    UnknownBranch,
    /// The rule book has no such product type.
    UnknownCategory,
    /// More answered and given up than asked for.
    MoreThanRequests,
    /// More satisfied than opinions.
    MoreThanOpinions,
    /// An earlier row says something else of the same month, model, region and branch, or of the same day and line.
    Twice(u32),
    /// Not written for a reason outside the row: in words.
    Left(String),
}

/// What one row would enter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Tally {
    /// Sold, in use, or both.
    Units(Vec<UnitsRow>),
    Calls(CallsRow),
    Slips(SlipsRow),
}

/// What came of each row.
pub type TallyRun = RowRun<Tally, TallyReason>;

/// What a dry run rests on.
#[derive(Debug, Clone, Copy)]
pub struct TallyGround<'a> {
    pub regions: &'a [String],
    pub branches: &'a [Branch],
    /// Product types of the rule book; a row is kept under the Chinese name, as cases are.
    pub categories: &'a [Choice],
    pub today: NaiveDate,
}

#[derive(Deserialize)]
struct Words {
    sales: Spellings,
    calls: Spellings,
    slips: Spellings,
}

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    toml::from_str(include_str!("../../assets/exchange/tallies.toml"))
        .expect("the word list is part of the program and read by a test")
});

type TallyLine<'a> = Line<'a, TallyColumn, TallyReason>;

/// Reads every row of a list. One bad row never stops the others.
#[must_use]
pub fn tallies(kind: TallyKind, table: &Table, ground: &TallyGround<'_>) -> TallyRun {
    use TallyColumn as C;
    let (words, needed): (_, &[C]) = match kind {
        TallyKind::Sales => (&WORDS.sales, &[C::Month, C::Model, C::Region]),
        TallyKind::Calls => (&WORDS.calls, &[C::Day, C::Requests, C::Answered]),
        TallyKind::Slips => (&WORDS.slips, &[C::Month, C::Region, C::Opinions, C::Satisfied]),
    };
    let columns = columns_of(C::ALL, C::word, words, &table.headers);
    let mut run = TallyRun { rows: table.rows.len(), ..TallyRun::default() };
    run.columns = columns.iter().map(|(column, at)| (column.word(), table.headers[*at].clone())).collect();
    for column in needed.iter().filter(|column| !columns.contains_key(column)) {
        run.lacks(TallyReason::NoColumn(*column));
    }
    let counted = [C::Sold, C::InUse, C::Made].iter().any(|column| columns.contains_key(column));
    if kind == TallyKind::Sales && !counted {
        run.lacks(TallyReason::NoColumn(C::Sold));
    }
    if !run.refused.is_empty() {
        return run;
    }
    let order = order_in(table, [C::Month, C::Day].iter().filter_map(|column| columns.get(column).copied()));
    let mut seen: HashMap<String, (u32, Tally)> = HashMap::new();
    for row in &table.rows {
        let mut line = TallyLine { table, row, columns: &columns, order, refused: Vec::new() };
        let told = match kind {
            TallyKind::Sales => units(&mut line, ground),
            TallyKind::Calls => calls(&mut line, ground),
            TallyKind::Slips => slips(&mut line, ground),
        };
        let Some((name, tally)) = told.filter(|_| line.refused.is_empty()) else {
            run.refused.extend(line.refused);
            continue;
        };
        match seen.get(&name) {
            Some((first, known)) if *known == tally => {
                run.repeated.push(Repeated { row: row.number, name, of: Some(*first) });
            }
            Some((first, _)) => {
                line.refuse_as(
                    if kind == TallyKind::Calls { C::Day } else { C::Month },
                    name,
                    TallyReason::Twice(*first),
                );
                run.refused.extend(line.refused);
            }
            None => {
                seen.insert(name.clone(), (row.number, tally.clone()));
                run.accepted.push(Taken { row: row.number, name, what: tally });
            }
        }
    }
    run
}

/// Moves rows that the records have just so among the repeated ones; `known` has one answer for each part of
/// [`all_units`] or [`all_calls`].
pub fn set_aside_known(run: &mut TallyRun, known: &[bool]) {
    let mut answers = known.iter().copied();
    for row in std::mem::take(&mut run.accepted) {
        let parts = match &row.what {
            Tally::Units(units) => units.len(),
            Tally::Calls(_) | Tally::Slips(_) => 1,
        };
        let answers: Vec<bool> = answers.by_ref().take(parts).collect();
        if answers.len() == parts && answers.iter().all(|known| *known) {
            run.repeated.push(Repeated { row: row.row, name: row.name, of: None });
        } else {
            run.accepted.push(row);
        }
    }
}

/// The units of all accepted rows.
#[must_use]
pub fn all_units(run: &TallyRun) -> Vec<UnitsRow> {
    let of = |tally: &Tally| if let Tally::Units(units) = tally { units.clone() } else { Vec::new() };
    run.accepted.iter().flat_map(|row| of(&row.what)).collect()
}

/// The calls of all accepted rows.
#[must_use]
pub fn all_calls(run: &TallyRun) -> Vec<CallsRow> {
    let of = |tally: &Tally| if let Tally::Calls(calls) = tally { Some(calls.clone()) } else { None };
    run.accepted.iter().filter_map(|row| of(&row.what)).collect()
}

/// The slips of all accepted rows.
#[must_use]
pub fn all_slips(run: &TallyRun) -> Vec<SlipsRow> {
    let of = |tally: &Tally| if let Tally::Slips(slips) = tally { Some(slips.clone()) } else { None };
    run.accepted.iter().filter_map(|row| of(&row.what)).collect()
}

fn units(line: &mut TallyLine<'_>, ground: &TallyGround<'_>) -> Option<(String, Tally)> {
    use TallyColumn as C;
    let month = day(line, C::Month, ground.today)?.with_day(1)?;
    let model = line.text(C::Model);
    if model.is_empty() {
        refuse(line, C::Model, TallyReason::NoModel);
    }
    let region = line.text(C::Region);
    // A factory makes for all regions.
    let only_made = [C::Sold, C::InUse].iter().all(|column| line.text(*column).is_empty());
    let all = region.is_empty() && only_made && !line.text(C::Made).is_empty();
    if !all && !ground.regions.contains(&region) {
        refuse(line, C::Region, TallyReason::UnknownRegion);
    }
    let named = line.text(C::Branch);
    let branch = ground.branches.iter().find(|branch| branch.name == named && branch.region == region);
    if branch.is_none() && !named.is_empty() {
        refuse(line, C::Branch, TallyReason::UnknownBranch);
    }
    let branch = branch.map(|branch| branch.id);
    let category = category(line, ground.categories);
    let mut found = Vec::new();
    for (column, base) in [(C::Sold, UnitsBase::Sold), (C::InUse, UnitsBase::InUse), (C::Made, UnitsBase::Made)] {
        if let Some(units) = count(line, column) {
            let (model, category, region) = (model.clone(), category.clone(), region.clone());
            found.push(UnitsRow { base, month, model, category, region, branch, units });
        }
    }
    if found.is_empty() && line.refused.is_empty() {
        let column = if line.columns.contains_key(&C::Sold) { C::Sold } else { C::InUse };
        refuse(line, column, TallyReason::NoUnits);
    }
    let told = format!("{} {model} {region} {named}", month.format("%Y-%m"));
    Some((told.trim_end().to_owned(), Tally::Units(found)))
}

fn calls(line: &mut TallyLine<'_>, ground: &TallyGround<'_>) -> Option<(String, Tally)> {
    use TallyColumn as C;
    let day = day(line, C::Day, ground.today)?;
    let [requests, answered] = [C::Requests, C::Answered].map(|column| {
        let found = count(line, column);
        if found.is_none() && line.text(column).is_empty() {
            refuse(line, column, TallyReason::NotACount);
        }
        found
    });
    let abandoned = count(line, C::Abandoned);
    let (requests, answered) = (requests?, answered?);
    if answered + abandoned.unwrap_or(0) > requests {
        refuse(line, C::Requests, TallyReason::MoreThanRequests);
    }
    let name = line.text(C::Line);
    let told = format!("{day} {name}").trim_end().to_owned();
    Some((told, Tally::Calls(CallsRow { day, line: name, requests, answered, abandoned })))
}

fn slips(line: &mut TallyLine<'_>, ground: &TallyGround<'_>) -> Option<(String, Tally)> {
    use TallyColumn as C;
    let month = day(line, C::Month, ground.today)?.with_day(1)?;
    let (region, named) = (line.text(C::Region), line.text(C::Branch));
    if !ground.regions.contains(&region) {
        refuse(line, C::Region, TallyReason::UnknownRegion);
    }
    let branch = ground.branches.iter().find(|branch| branch.name == named && branch.region == region);
    if branch.is_none() && !named.is_empty() {
        refuse(line, C::Branch, TallyReason::UnknownBranch);
    }
    let branch = branch.map(|branch| branch.id);
    let [opinions, satisfied] = [C::Opinions, C::Satisfied].map(|column| {
        let found = count(line, column);
        if found.is_none() && line.text(column).is_empty() {
            refuse(line, column, TallyReason::NotACount);
        }
        found
    });
    let (opinions, satisfied) = (opinions?, satisfied?);
    if satisfied > opinions {
        refuse(line, C::Satisfied, TallyReason::MoreThanOpinions);
    }
    let told = format!("{} {region} {named}", month.format("%Y-%m"));
    Some((told.trim_end().to_owned(), Tally::Slips(SlipsRow { month, region, branch, opinions, satisfied })))
}

fn day(line: &mut TallyLine<'_>, column: TallyColumn, today: NaiveDate) -> Option<NaiveDate> {
    match line.read_day(column) {
        Ok(Some(day)) if (day.year(), day.ordinal()) <= (today.year(), today.ordinal()) => return Some(day),
        Ok(Some(_)) => refuse(line, column, TallyReason::InFuture),
        Ok(None) => refuse(line, column, TallyReason::NoDate),
        Err(fault) => refuse(line, column, TallyReason::Date(fault)),
    }
    None
}

/// A whole number of nothing or more, with or without thousands marks; `None` for an empty cell or one that is refused.
fn count(line: &mut TallyLine<'_>, column: TallyColumn) -> Option<i64> {
    let text = line.text(column);
    if text.is_empty() {
        return None;
    }
    let found = match line.cell(column) {
        // Beyond 2^53 a spreadsheet cannot count either.
        Cell::Number(number) if number.fract() == 0.0 && (0.0..9e15).contains(number) => Some(*number as i64),
        Cell::Number(_) => None,
        _ => {
            let digits: String = text.chars().filter(|sign| ![',', '，', ' ', '台'].contains(sign)).collect();
            digits.parse().ok().filter(|count| *count >= 0)
        }
    };
    if found.is_none() {
        refuse(line, column, TallyReason::NotACount);
    }
    found
}

/// Nothing written is no type; a written one is one of the rule book's.
fn category(line: &mut TallyLine<'_>, known: &[Choice]) -> String {
    let text = line.text(TallyColumn::Category);
    if text.is_empty() {
        return text;
    }
    let wanted = plain(&text);
    let found =
        known.iter().find(|choice| [&choice.key, &choice.zh, &choice.en].iter().any(|name| plain(name) == wanted));
    match found {
        Some(choice) => choice.zh.clone(),
        None => {
            refuse(line, TallyColumn::Category, TallyReason::UnknownCategory);
            text
        }
    }
}

fn refuse(line: &mut TallyLine<'_>, column: TallyColumn, reason: TallyReason) {
    let shown = shortened(&line.cell(column).text());
    line.refuse_as(column, shown, reason);
}

/// Words by column, for a test that the file has all of them.
#[cfg(test)]
fn words_of(kind: TallyKind) -> &'static Spellings {
    match kind {
        TallyKind::Sales => &WORDS.sales,
        TallyKind::Calls => &WORDS.calls,
        TallyKind::Slips => &WORDS.slips,
    }
}

#[cfg(test)]
mod tests;
