//! Lists of losses and of handling results: what every row would enter in its case, before anything is written.
//!
//! A row is taken only if the case itself would take it: its commands are decided as a person's are, each resting on
//! the rows before. What a case has ever been told in the same words is not told it again, so that a list read twice
//! enters nothing twice, also where somebody has corrected or struck the line since.

mod rows;

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use super::dates::DateFault;
use super::mask::excerpt;
use super::row_run::{Line, Repeated, RowRun, Spellings, Taken, columns_of, order_in};
use super::table::Table;
use super::target::Target;
use super::values::Unread;
use crate::domain::event::{Event, Handling};
use crate::domain::incident::{Change, IncidentEvent, LossEntry};
use crate::domain::organisation::Organisation;
use crate::domain::rules::Rules;
use crate::domain::words::words;
use crate::domain::{Case, Command, Field, Recorded, Refusal, Setting, Stamp, decide};

/// Rows between two calls of the progress.
const STEP: usize = 50;

words! {
    /// What a list holds.
    pub enum EntryKind {
        /// Lines of the loss lists of incidents (J08, form 3).
        Losses = "losses",
        /// A branch's handling results (G01).
        Returns = "returns",
    }
}

words! {
    /// What a column of such a list says.
    pub enum EntryColumn {
        Number = "number",
        Category = "category",
        Name = "name",
        Spec = "spec",
        Unit = "unit",
        Quantity = "quantity",
        Bought = "bought",
        Proof = "proof",
        Goods = "goods",
        Price = "price",
        Newness = "newness",
        Damage = "damage",
        Salvage = "salvage",
        Claimed = "claimed",
        Assessed = "assessed",
        Reason = "reason",
        Photos = "photos",
        Note = "note",
        Branch = "branch",
        Result = "result",
        Measures = "measures",
        Explanation = "explanation",
        Solved = "solved",
        Cause = "cause",
        Department = "department",
        By = "by",
        At = "at",
    }
}

/// Why a row is not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EntryReason {
    /// The list has no column of this kind, and no row can do without it.
    NoColumn(EntryColumn),
    NoNumber,
    /// B12: no case has this number.
    UnknownCase,
    Unread(Unread),
    /// No number with at most two decimals above nothing.
    NotAQuantity,
    /// No share from 0 to 100 %.
    NotAShare,
    NotPhotoNumbers,
    /// The rule book of the case has no such kind of goods.
    UnknownGoods,
    UnknownBranch,
    /// E08: the case is with another branch, or with none.
    OtherBranch,
    /// Handled later than now.
    InFuture,
    /// Handled before the case was dispatched.
    BeforeDispatch,
    /// The case refuses it, with its rule row.
    Refused(Refusal),
    /// Not written for a reason outside the row: in words.
    Left(String),
}

/// What came of each row: the commands for its case, in their order.
pub type EntryRun = RowRun<Vec<Command>, EntryReason>;

/// A case that the list names, as it stands in the records.
#[derive(Debug, Clone, Copy)]
pub struct KnownCase<'a> {
    pub case: &'a Case,
    pub history: &'a [Recorded],
    /// Of the rule book the case was opened under.
    pub rules: &'a Rules,
}

/// What a dry run rests on.
pub struct EntryGround<'a> {
    /// Those of [`case_numbers`] that there are, by their number.
    pub cases: BTreeMap<String, KnownCase<'a>>,
    pub organisation: &'a Organisation,
    pub now: Stamp,
    /// Words of the note that says who handled it and when, in the language of the screen.
    pub note: &'a dyn Fn(&str, Option<Stamp>) -> String,
    /// Called with the rows done; `false` stops.
    pub progress: &'a dyn Fn(usize) -> bool,
}

#[derive(Deserialize)]
struct Words {
    losses: Spellings,
    returns: Spellings,
    categories: Spellings,
    proofs: Spellings,
    solved: Spellings,
}

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    toml::from_str(include_str!("../../assets/exchange/entries.toml"))
        .expect("the word list is part of the program and read by a test")
});

/// One row while it is read.
type EntryLine<'a> = Line<'a, EntryColumn, EntryReason>;

impl EntryLine<'_> {
    fn refuse(&mut self, column: EntryColumn, reason: EntryReason) {
        let shown = match column {
            EntryColumn::By => excerpt(Target::Field(Field::CustomerName), &self.text(column)),
            _ => excerpt(Target::Field(Field::Remark), &self.cell(column).text()),
        };
        self.refuse_as(column, shown, reason);
    }

    fn number(&self) -> String {
        self.text(EntryColumn::Number).to_uppercase()
    }

    fn refuse_date(&mut self, column: EntryColumn, fault: DateFault) {
        self.refuse(column, EntryReason::Unread(Unread::Date(fault)));
    }
}

fn columns(kind: EntryKind, table: &Table) -> BTreeMap<EntryColumn, usize> {
    let words = match kind {
        EntryKind::Losses => &WORDS.losses,
        EntryKind::Returns => &WORDS.returns,
    };
    columns_of(EntryColumn::ALL, EntryColumn::word, words, &table.headers)
}

const fn needed(kind: EntryKind) -> &'static [EntryColumn] {
    use EntryColumn as C;
    match kind {
        EntryKind::Losses => &[C::Number, C::Category, C::Name, C::Quantity, C::Price, C::Damage],
        EntryKind::Returns => &[C::Number, C::Result, C::Solved],
    }
}

/// The numbers of all cases that the list names, each once.
#[must_use]
pub fn case_numbers(kind: EntryKind, table: &Table) -> Vec<String> {
    let Some(at) = columns(kind, table).get(&EntryColumn::Number).copied() else { return Vec::new() };
    let numbers = table.rows.iter().filter_map(|row| row.cells.get(at)).map(|cell| cell.text().trim().to_uppercase());
    let mut numbers: Vec<String> = numbers.filter(|number| !number.is_empty()).collect();
    numbers.sort_unstable();
    numbers.dedup();
    numbers
}

/// Reads every row of a list. One bad row never stops the others; a row rests on the accepted ones before it.
#[must_use]
pub fn entries(kind: EntryKind, table: &Table, ground: &EntryGround<'_>) -> EntryRun {
    let columns = columns(kind, table);
    let named = columns.iter().map(|(column, at)| (column.word(), table.headers[*at].clone())).collect();
    let mut run = EntryRun { columns: named, ..EntryRun::default() };
    for column in needed(kind).iter().filter(|column| !columns.contains_key(column)) {
        run.lacks(EntryReason::NoColumn(*column));
    }
    if !run.refused.is_empty() {
        run.rows = table.rows.len();
        return run;
    }
    let days = [EntryColumn::Bought, EntryColumn::At].into_iter().filter_map(|column| columns.get(&column).copied());
    let order = order_in(table, days);
    let mut cases: BTreeMap<String, Growing<'_>> = BTreeMap::new();
    for row in &table.rows {
        if run.rows.is_multiple_of(STEP) && !(ground.progress)(run.rows) {
            run.cancelled = true;
            return run;
        }
        run.rows += 1;
        let line = EntryLine { table, row, columns: &columns, order, refused: Vec::new() };
        take(kind, line, ground, &mut cases, &mut run);
    }
    (ground.progress)(run.rows);
    run
}

fn take<'a>(
    kind: EntryKind,
    mut line: EntryLine<'_>,
    ground: &EntryGround<'a>,
    cases: &mut BTreeMap<String, Growing<'a>>,
    run: &mut EntryRun,
) {
    let number = line.number();
    let known = ground.cases.get(&number);
    let Some(known) = known else {
        let reason = if number.is_empty() { EntryReason::NoNumber } else { EntryReason::UnknownCase };
        line.refuse(EntryColumn::Number, reason);
        run.refused.extend(line.refused);
        return;
    };
    let case = cases.entry(number.clone()).or_insert_with(|| Growing::of(*known));
    let told = match kind {
        EntryKind::Losses => rows::loss(&mut line, known.rules).map(|entry| Told::Loss(Box::new(entry))),
        EntryKind::Returns => rows::handling(&mut line, (case.now(), known.rules), ground).map(Told::Handled),
    };
    let row = line.row.number;
    match told {
        Some(told) if line.refused.is_empty() => match case.known(&told) {
            Some(of) => run.repeated.push(Repeated { row, name: number, of }),
            None => match case.take(row, told, ground) {
                Ok(commands) => run.accepted.push(Taken { row, name: number, what: commands }),
                Err(refusal) => {
                    line.refuse_as(EntryColumn::Number, number, EntryReason::Refused(refusal));
                    run.refused.extend(line.refused);
                }
            },
        },
        _ => run.refused.extend(line.refused),
    }
}

/// What a row tells a case.
#[derive(Debug, Clone, PartialEq)]
enum Told {
    Loss(Box<LossEntry>),
    Handled(rows::Returned),
}

/// A case with the rows taken so far.
struct Growing<'a> {
    known: KnownCase<'a>,
    case: Case,
    losses: Vec<(Option<u32>, LossEntry)>,
    handlings: Vec<(Option<u32>, Handling)>,
}

impl<'a> Growing<'a> {
    fn of(known: KnownCase<'a>) -> Self {
        let stands = known.history.iter().filter(|record| !known.case.undone.contains(&record.n));
        let (mut losses, mut handlings) = (Vec::new(), Vec::new());
        for record in stands {
            match &record.event {
                Event::Handled(handling) => handlings.push((None, (**handling).clone())),
                Event::Incident(event) => {
                    if let IncidentEvent::Loss(change) = &**event
                        && let Change::Add(line) | Change::Correct { to: line, .. } = &**change
                    {
                        losses.push((None, line.entry.clone()));
                    }
                }
                _ => {}
            }
        }
        Self { known, case: known.case.clone(), losses, handlings }
    }

    const fn now(&self) -> &Case {
        &self.case
    }

    /// The row that told it already; the inner `None` where the records have it.
    #[expect(clippy::option_option, reason = "not there, there, and there since which row")]
    fn known(&self, told: &Told) -> Option<Option<u32>> {
        match told {
            Told::Loss(entry) => self.losses.iter().find(|(_, known)| known == &**entry).map(|(row, _)| *row),
            Told::Handled(of) => self.handlings.iter().find(|(_, known)| *known == of.handling).map(|(row, _)| *row),
        }
    }

    /// The commands for the row, once the case has taken all of them.
    fn take(&mut self, row: u32, told: Told, ground: &EntryGround<'_>) -> Result<Vec<Command>, Refusal> {
        let commands = rows::commands(&told, ground.note);
        let mut after = self.case.clone();
        for command in &commands {
            let rules = self.known.rules;
            let setting = Setting { rules, now: ground.now, due: None, past_warning: false, other: None };
            let events = decide(&after, command.clone(), &setting)?;
            after.take_in(ground.now, &events);
        }
        self.case = after;
        match told {
            Told::Loss(entry) => self.losses.push((Some(row), *entry)),
            Told::Handled(of) => self.handlings.push((Some(row), of.handling)),
        }
        Ok(commands)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::incident::LossCategory;
    use crate::domain::incident::loss::Proof;

    #[test]
    fn every_word_of_the_list_is_one_of_ours_and_every_one_of_ours_has_words() {
        let columns = |list: &Spellings| list.keys().all(|word| EntryColumn::from_word(word).is_some());
        assert!(columns(&WORDS.losses) && columns(&WORDS.returns));
        for column in EntryColumn::ALL {
            let word = column.word();
            assert!(WORDS.losses.contains_key(word) || WORDS.returns.contains_key(word), "{word}");
        }
        let categories: Vec<&str> = LossCategory::ALL.iter().map(|category| category.word()).collect();
        assert!(categories.iter().all(|word| WORDS.categories.contains_key(*word)));
        assert_eq!(WORDS.categories.len(), categories.len());
        assert!(Proof::ALL.iter().all(|proof| WORDS.proofs.contains_key(proof.word())));
        assert_eq!((WORDS.proofs.len(), WORDS.solved.len()), (Proof::ALL.len(), 2));
    }
}
