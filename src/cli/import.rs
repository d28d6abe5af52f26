//! `kesu import FILE`: reads a table, says what would come of each row, and logs the accepted ones.

use std::cell::RefCell;
use std::collections::HashMap;
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, anyhow, bail};

use super::args::{ImportArgs, KindArg};
use super::open::{Desk, mismatch, named};
use super::progress::Progress;
use crate::app::{Folders, Settings, now};
use crate::domain::{Draft, Facts, Field, Stamp, judge};
use crate::exchange::cell::moment_text;
use crate::exchange::dry_run::{DryRun, RunContext, Twin, dry_run};
use crate::exchange::entries::EntryKind;
use crate::exchange::mapping::{Mapping, guess_table};
use crate::exchange::roster::RosterKind;
use crate::exchange::row_run::RowRun;
use crate::exchange::table::{AsText, ENCODINGS, Format, ReadFault, ReadLimits, Table, encoding_of, read_table_as};
use crate::exchange::tallies::TallyKind;
use crate::exchange::target::Target;
use crate::store::{Answer, KnownProbe, OpenMode, Request};
use crate::text::{Lang, Texts};
use crate::ui::say_lists;

/// Cases logged in one transaction.
const CHUNK: usize = 500;
/// Refusals and duplicates told on screen; the report has all.
const SHOWN: usize = 20;

/// The import from first look to report.
///
/// # Errors
/// The file or mapping is refused, nothing could be accepted, or the data file cannot be written.
pub(super) fn run(db: Option<&Path>, asked: &ImportArgs, out: &mut impl Write) -> anyhow::Result<()> {
    named(db)?;
    let texts = Texts::new(Lang::En);
    if asked.kind != KindArg::Cases && (asked.map.is_some() || asked.keep_duplicates) {
        bail!("--map and --keep-duplicates are for cases only");
    }
    match asked.kind {
        KindArg::Cases => {}
        KindArg::Branches => return super::import_roster::run(db, asked, RosterKind::Branches, out),
        KindArg::People => return super::import_roster::run(db, asked, RosterKind::People, out),
        KindArg::Losses => return super::import_entries::run(db, asked, EntryKind::Losses, out),
        KindArg::Returns => return super::import_entries::run(db, asked, EntryKind::Returns, out),
        KindArg::Sales => return super::import_tallies::run(db, asked, TallyKind::Sales, out),
        KindArg::Calls => return super::import_tallies::run(db, asked, TallyKind::Calls, out),
        KindArg::Slips => return super::import_tallies::run(db, asked, TallyKind::Slips, out),
    }
    let table = read_table_as(&asked.file, asked.sheet.as_deref(), reading(asked)?, &ReadLimits::default())
        .map_err(|fault| file_refused(&asked.file, &fault, &texts))?;
    let mapping = mapping(asked, &table)?;
    let report = report_path(asked)?;
    describe(asked, &table, &mapping, &texts, out)?;
    let desk = open(db, asked.dry_run)?;
    let at = desk.as_ref().map_or_else(now, |desk| desk.by.now);
    let desk = RefCell::new(desk);
    let run = try_out(&table, &mapping, &desk, at)?;
    // A report that cannot be written is told before anything is logged.
    if let Some(path) = asked.report.as_deref() {
        save_report(path, &run, &HashMap::new())?;
    }
    let logged = match desk.into_inner() {
        Some(mut desk) if !asked.dry_run => log(&mut desk, &run, asked.keep_duplicates, at),
        _ => Logged::default(),
    };
    summarise(asked, &run, &logged, &texts, out)?;
    if let Some(path) = report {
        match save_report(&path, &run, &logged.numbers) {
            Ok(()) => writeln!(out, "report: {}", path.display())?,
            Err(fault) if asked.report.is_some() => return Err(fault),
            Err(fault) => writeln!(out, "no report: {fault:#}; name another place with --report")?,
        }
    }
    out.flush()?;
    if let Some(fault) = logged.fault {
        return Err(fault.context(format!("stopped after {} cases were logged", logged.numbers.len())));
    }
    if run.accepted.is_empty() && run.duplicates.is_empty() {
        let told = [Field::Description, Field::Symptoms].map(|field| mapping.column_of(Target::Field(field)));
        if told == [None, None] {
            bail!(
                "{} has no column that says what the complaints are about; name one with --map M.toml",
                asked.file.display()
            );
        }
        bail!("nothing of {} could be accepted; the rows above say why", asked.file.display());
    }
    Ok(())
}

/// How the command line wants a text file to be read.
pub(super) fn reading(asked: &ImportArgs) -> anyhow::Result<AsText> {
    let encoding = match &asked.encoding {
        None => None,
        Some(label) => Some(encoding_of(label).ok_or_else(|| {
            anyhow!("there is no encoding {label}; there are: {} and others", ENCODINGS.join(", ").to_lowercase())
        })?),
    };
    Ok(AsText { encoding, delimiter: asked.delimiter.map(super::args::DelimiterArg::sign) })
}

/// The data file; a dry run makes none and does without when there is none.
pub(super) fn open(db: Option<&Path>, dry: bool) -> anyhow::Result<Option<Desk>> {
    if !dry {
        return Desk::open(db, OpenMode::Create).map(Some);
    }
    let path = named(db)?;
    if path.exists() { Desk::open(db, OpenMode::Existing).map(Some) } else { Ok(None) }
}

fn mapping(asked: &ImportArgs, table: &Table) -> anyhow::Result<Mapping> {
    let Some(path) = &asked.map else { return Ok(guess_table(table)) };
    let text =
        std::fs::read_to_string(path).with_context(|| format!("the mapping {} cannot be read", path.display()))?;
    let mapping = Mapping::from_toml(text.trim_start_matches('\u{feff}'))
        .map_err(|fault| anyhow!("the mapping {}, {fault}", path.display()))?
        .laid_over(&table.headers);
    if mapping.columns.iter().all(|column| column.target.is_none()) {
        bail!(
            "{} has none of the columns that {} names; it has: {}",
            asked.file.display(),
            path.display(),
            table.headers.join(", ")
        );
    }
    Ok(mapping)
}

/// Where the report goes: as asked, else beside the file; a dry run writes one only when asked.
pub(super) fn report_path(asked: &ImportArgs) -> anyhow::Result<Option<PathBuf>> {
    let path = match &asked.report {
        Some(path) => path.clone(),
        None if asked.dry_run => return Ok(None),
        None => {
            let mut name = asked.file.file_stem().unwrap_or_default().to_owned();
            name.push(".import-report.csv");
            asked.file.with_file_name(name)
        }
    };
    let same = |a: &Path, b: &Path| matches!((a.canonicalize(), b.canonicalize()), (Ok(a), Ok(b)) if a == b);
    if same(&path, &asked.file) {
        bail!("the report would overwrite {}; name another file with --report", asked.file.display());
    }
    Ok(Some(path))
}

fn describe(
    asked: &ImportArgs,
    table: &Table,
    mapping: &Mapping,
    texts: &Texts,
    out: &mut impl Write,
) -> anyhow::Result<()> {
    let kind = match table.format {
        Format::Xlsx => "xlsx workbook".to_owned(),
        Format::Xlsb => "xlsb workbook".to_owned(),
        Format::Xls => "xls workbook".to_owned(),
        Format::Ods => "ods workbook".to_owned(),
        Format::Markup => "HTML or XML table".to_owned(),
        Format::Text { delimiter } => {
            let delimiter = if delimiter == '\t' { "tab".to_owned() } else { format!("\"{delimiter}\"") };
            format!("text, {}, separated by {delimiter}", table.encoding.unwrap_or("UTF-8"))
        }
    };
    let sheet = if table.sheet.is_empty() { String::new() } else { format!(", sheet \"{}\"", table.sheet) };
    let header = if table.header_row > 0 { format!(", headers in row {}", table.header_row) } else { String::new() };
    writeln!(out, "{}: {kind}{sheet}{header}, {} rows", asked.file.display(), table.rows.len())?;
    let (used, unused): (Vec<_>, Vec<_>) = mapping.columns.iter().partition(|column| column.target.is_some());
    let used: Vec<String> =
        used.iter().filter_map(|column| Some(format!("{} -> {}", column.header, column.target?.word()))).collect();
    writeln!(out, "columns: {}", used.join(", "))?;
    if !unused.is_empty() {
        let unused: Vec<&str> = unused.iter().map(|column| column.header.as_str()).collect();
        let fate = if mapping.keep_others { "kept in the remark" } else { "left out" };
        writeln!(out, "{fate}: {}", unused.join(", "))?;
    }
    for told in &table.notes {
        writeln!(out, "note: {}", say_lists::note_text(texts, told))?;
    }
    Ok(())
}

/// Reads every row and asks the records, if there are any, whether they have it.
fn try_out(table: &Table, mapping: &Mapping, desk: &RefCell<Option<Desk>>, at: Stamp) -> anyhow::Result<DryRun> {
    let progress = Progress::of("read", table.rows.len());
    let fault = RefCell::new(None);
    let known = |draft: &Draft| {
        let mut desk = desk.borrow_mut();
        match ask_known(desk.as_mut()?, draft, at) {
            Ok(number) => number,
            Err(error) => {
                fault.borrow_mut().get_or_insert(error);
                None
            }
        }
    };
    let going_on = |rows: usize| {
        progress.tell(rows);
        fault.borrow().is_none()
    };
    let run = dry_run(table, mapping, &RunContext { now: at, known: &known, progress: &going_on });
    match fault.into_inner() {
        Some(fault) => Err(fault),
        None => Ok(run),
    }
}

fn ask_known(desk: &mut Desk, draft: &Draft, at: Stamp) -> anyhow::Result<Option<String>> {
    let facts = draft.read(at).0;
    // The dry run puts the time of the import where a row says nothing.
    let says_when = draft.get(Field::ReceivedAt) != moment_text(at.wall());
    let probe = KnownProbe {
        external: facts.word(Field::ExternalNumber).to_owned(),
        phone: facts.word(Field::Phone).to_owned(),
        customer: facts.word(Field::CustomerName).to_owned(),
        received_at: says_when.then_some(facts.received_at),
        symptoms: facts.word(Field::Symptoms).to_owned(),
        description: facts.word(Field::Description).to_owned(),
    };
    match desk.ask(Request::Known(vec![probe]))? {
        Answer::Known(mut numbers) => Ok(numbers.pop().flatten()),
        _ => Err(mismatch()),
    }
}

/// What was written: the case number of each row, and why it stopped early.
#[derive(Default)]
struct Logged {
    numbers: HashMap<u32, String>,
    first: Option<String>,
    last: Option<String>,
    fault: Option<anyhow::Error>,
}

fn log(desk: &mut Desk, run: &DryRun, keep_duplicates: bool, at: Stamp) -> Logged {
    let mut rows: Vec<(u32, &Draft)> = run.accepted.iter().map(|row| (row.row, &row.draft)).collect();
    if keep_duplicates {
        rows.extend(run.duplicates.iter().map(|row| (row.row, &row.draft)));
        rows.sort_by_key(|(row, _)| *row);
    }
    let progress = Progress::of("logged", rows.len());
    let mut logged = Logged::default();
    for chunk in rows.chunks(CHUNK) {
        if let Err(fault) = log_chunk(desk, chunk, at, &mut logged) {
            logged.fault = Some(fault);
            return logged;
        }
        progress.tell(logged.numbers.len());
    }
    if let Err(fault) = desk.database.settle() {
        logged.fault = Some(super::open::refused(fault, &desk.path));
    }
    logged
}

fn log_chunk(desk: &mut Desk, chunk: &[(u32, &Draft)], at: Stamp, logged: &mut Logged) -> anyhow::Result<()> {
    let rules = &desk.database.book().rules;
    let facts: Vec<Facts> = chunk.iter().map(|(_, draft)| judge::imported(draft, rules, at)).collect();
    let by = desk.by.clone();
    let Answer::Logged(cases) = desk.ask(Request::LogMany { facts, by })? else { return Err(mismatch()) };
    for ((row, _), case) in chunk.iter().zip(cases) {
        logged.first.get_or_insert_with(|| case.number.clone());
        logged.last = Some(case.number.clone());
        logged.numbers.insert(*row, case.number);
    }
    Ok(())
}

fn summarise(
    asked: &ImportArgs,
    run: &DryRun,
    logged: &Logged,
    texts: &Texts,
    out: &mut impl Write,
) -> anyhow::Result<()> {
    writeln!(
        out,
        "{}accepted {}, refused {}, duplicates {}, warnings {}",
        if asked.dry_run { "dry run: " } else { "" },
        run.accepted.len(),
        run.refused_rows(),
        run.duplicates.len(),
        run.warnings.len()
    )?;
    if let (Some(first), Some(last)) = (&logged.first, &logged.last) {
        writeln!(out, "logged {} cases: {first} to {last}", logged.numbers.len())?;
    }
    for refusal in run.refused.iter().take(SHOWN) {
        let place = if refusal.header.is_empty() { String::new() } else { format!(", {}", refusal.header) };
        let value = if refusal.excerpt.is_empty() { String::new() } else { format!(" \"{}\"", refusal.excerpt) };
        let why = say_lists::refusal_reason_text(texts, refusal.reason);
        writeln!(out, "refused row {}{place}:{value} {why}", refusal.row)?;
    }
    more(run.refused.len(), "refusals", out)?;
    for duplicate in run.duplicates.iter().take(SHOWN) {
        match &duplicate.twin {
            Twin::Row(row) => writeln!(out, "duplicate row {}: repeats row {row}", duplicate.row)?,
            Twin::Case(number) => writeln!(out, "duplicate row {}: is case {number} already", duplicate.row)?,
        }
    }
    more(run.duplicates.len(), "duplicates", out)
}

fn more(count: usize, what: &str, out: &mut impl Write) -> anyhow::Result<()> {
    if count > SHOWN {
        writeln!(out, "... and {} more {what}; a report names them all", count - SHOWN)?;
    }
    Ok(())
}

/// What came of the rows of any list but one of cases.
pub(super) fn summarise_rows<T, R>(
    asked: &ImportArgs,
    found: &RowRun<T, R>,
    reason: &dyn Fn(&R) -> String,
    out: &mut impl Write,
) -> anyhow::Result<()> {
    let dry = if asked.dry_run { "dry run: " } else { "" };
    let (accepted, refused, repeated) = (found.accepted.len(), found.refused_rows(), found.repeated.len());
    writeln!(out, "{dry}accepted {accepted}, refused {refused}, duplicates {repeated}")?;
    for refusal in found.refused.iter().take(SHOWN) {
        let place = if refusal.header.is_empty() { String::new() } else { format!(", {}", refusal.header) };
        let value = if refusal.excerpt.is_empty() { String::new() } else { format!(" \"{}\"", refusal.excerpt) };
        let why = reason(&refusal.reason);
        match refusal.row {
            0 => writeln!(out, "refused: {why}")?,
            row => writeln!(out, "refused row {row}{place}:{value} {why}")?,
        }
    }
    more(found.refused.len(), "refusals", out)?;
    for repeated in found.repeated.iter().take(SHOWN) {
        match repeated.of {
            Some(row) => writeln!(out, "duplicate row {}: {} repeats row {row}", repeated.row, repeated.name)?,
            None => writeln!(out, "duplicate row {}: {} is on record already", repeated.row, repeated.name)?,
        }
    }
    more(found.repeated.len(), "duplicates", out)
}

/// The report is read in a spreadsheet by a person, so it is in the language of the screen.
fn save_report(path: &Path, run: &DryRun, numbers: &HashMap<u32, String>) -> anyhow::Result<()> {
    let settings = Settings::read(&Folders::of_this_computer().settings_file());
    say_lists::import_report(path, run, &|row| numbers.get(&row).cloned(), &Texts::new(settings.lang()))
        .with_context(|| format!("the report {} was not written", path.display()))
}

/// Why a file is not read: what it is, and what to do.
pub(super) fn file_refused(file: &Path, fault: &ReadFault, texts: &Texts) -> anyhow::Error {
    let sheets = match fault {
        ReadFault::UnknownSheet { sheets, .. } => format!("; it has: {}", sheets.join(", ")),
        _ => String::new(),
    };
    anyhow!("{} was not imported: {}{sheets}", file.display(), say_lists::read_fault_text(texts, fault))
}
