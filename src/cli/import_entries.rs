//! `kesu import FILE --kind losses|returns`: says what would come of each row, and enters the accepted ones.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;

use anyhow::{Context, bail};

use super::args::ImportArgs;
use super::import::{file_refused, reading, report_path, summarise_rows};
use super::open::{Desk, mismatch, refused};
use super::progress::Progress;
use crate::app::{Folders, Settings};
use crate::domain::Command;
use crate::exchange::entries::{EntryGround, EntryKind, EntryReason, EntryRun, KnownCase, case_numbers, entries};
use crate::exchange::row_run::{Refused, Taken};
use crate::exchange::table::{ReadLimits, Table, read_table_as};
use crate::store::{Answer, CaseFile, CaseId, OpenMode, Request, StoreError};
use crate::text::{Lang, Texts};
use crate::ui::say;

/// The import of a list from first look to report. Each row is a transaction of its own: one that is refused meanwhile
/// keeps none of the others.
///
/// # Errors
/// The file is refused, nothing could be accepted, or the data file cannot be written.
pub(super) fn run(db: Option<&Path>, asked: &ImportArgs, kind: EntryKind, out: &mut impl Write) -> anyhow::Result<()> {
    let texts = Texts::new(Lang::En);
    let table = read_table_as(&asked.file, asked.sheet.as_deref(), reading(asked)?, &ReadLimits::default())
        .map_err(|fault| file_refused(&asked.file, &fault, &texts))?;
    let report = report_path(asked)?;
    let mut desk = Desk::open(db, OpenMode::Existing)?;
    let cases = cases(&mut desk, kind, &table)?;
    let mut found = judge(&desk, kind, &table, &cases);
    let columns: Vec<String> = found.columns.iter().map(|(column, header)| format!("{header} -> {column}")).collect();
    writeln!(out, "{}: {} rows", asked.file.display(), table.rows.len())?;
    writeln!(out, "columns: {}", columns.join(", "))?;
    // A report that cannot be written is told before anything is entered.
    if let Some(path) = &report {
        save_report(path, &found)?;
    }
    let mut fault = None;
    if !asked.dry_run {
        fault = enter(&mut desk, &cases, &mut found).err();
        if let Some(path) = &report {
            save_report(path, &found)?;
        }
    }
    summarise_rows(asked, &found, &|reason| say::entry_reason_text(&texts, reason), out)?;
    if !asked.dry_run && !found.accepted.is_empty() {
        writeln!(out, "entered {} {}", found.accepted.len(), kind.word())?;
    }
    if let Some(path) = report {
        writeln!(out, "report: {}", path.display())?;
    }
    out.flush()?;
    if let Some(fault) = fault {
        return Err(fault.context(format!("stopped after {} rows were entered", found.accepted.len())));
    }
    if found.accepted.is_empty() && found.repeated.is_empty() {
        bail!("nothing of {} could be accepted; the rows above say why", asked.file.display());
    }
    Ok(())
}

/// The cases that the list names, as they stand in the data file.
fn cases(desk: &mut Desk, kind: EntryKind, table: &Table) -> anyhow::Result<Vec<CaseFile>> {
    match desk.ask(Request::Cases(case_numbers(kind, table)))? {
        Answer::Cases(cases) => Ok(cases),
        _ => Err(mismatch()),
    }
}

fn judge(desk: &Desk, kind: EntryKind, table: &Table, cases: &[CaseFile]) -> EntryRun {
    // What is noted in the case is read by people, so it is in the language of the screen.
    let texts = Texts::new(desk.settings.lang());
    let progress = Progress::of("read", table.rows.len());
    let known = cases.iter().map(|file| {
        let known = KnownCase { case: &file.case, history: &file.history, rules: &file.book.rules };
        (file.case.number.to_uppercase(), known)
    });
    let ground = EntryGround {
        cases: known.collect(),
        organisation: desk.database.organisation(),
        now: desk.by.now,
        note: &|who, at| say::returned_note(&texts, who, at),
        progress: &|rows| {
            progress.tell(rows);
            true
        },
    };
    entries(kind, table, &ground)
}

/// Enters the accepted rows one after the other. A row that is refused now is moved among the refused ones.
fn enter(desk: &mut Desk, cases: &[CaseFile], found: &mut EntryRun) -> anyhow::Result<()> {
    let mut seen: BTreeMap<String, (CaseId, u32)> = BTreeMap::new();
    for file in cases {
        seen.insert(file.case.number.to_uppercase(), (file.id, file.case.revision));
    }
    let wanted = std::mem::take(&mut found.accepted);
    let progress = Progress::of("entered", wanted.len());
    let mut rows = wanted.into_iter();
    while let Some(row) = rows.next() {
        match enter_row(desk, &row, &mut seen) {
            Ok(()) => found.accepted.push(row),
            Err(StoreError::Refused(refusal)) => found.refused.push(left(&row, EntryReason::Refused(refusal))),
            Err(error) => {
                let why = EntryReason::Left(error.to_string());
                found.refused.extend(std::iter::once(row).chain(rows).map(|row| left(&row, why.clone())));
                return Err(refused(error, &desk.path));
            }
        }
        progress.tell(found.accepted.len());
    }
    desk.database.settle().map_err(|error| refused(error, &desk.path))
}

fn enter_row(
    desk: &mut Desk,
    row: &Taken<Vec<Command>>,
    cases: &mut BTreeMap<String, (CaseId, u32)>,
) -> Result<(), StoreError> {
    let Some((case, seen)) = cases.get_mut(&row.name) else { return Ok(()) };
    for command in &row.what {
        let (command, by) = (Box::new(command.clone()), desk.by.clone());
        if let Answer::Case(file) = desk.database.answer(Request::Do { case: *case, seen: *seen, command, by })? {
            *seen = file.case.revision;
        }
    }
    Ok(())
}

fn left<T>(row: &Taken<T>, reason: EntryReason) -> Refused<EntryReason> {
    Refused { row: row.row, header: String::new(), excerpt: row.name.clone(), reason }
}

/// The report is read in a spreadsheet by a person, so it is in the language of the screen.
fn save_report(path: &Path, run: &EntryRun) -> anyhow::Result<()> {
    let settings = Settings::read(&Folders::of_this_computer().settings_file());
    say::entry_report(path, run, &Texts::new(settings.lang()))
        .with_context(|| format!("the report {} was not written", path.display()))
}
