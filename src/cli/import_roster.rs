//! `kesu import FILE --kind branches|people`: says what would come of each row, and enters the accepted ones.

use std::io::Write;
use std::path::Path;

use anyhow::{Context, bail};

use super::args::ImportArgs;
use super::import::{file_refused, open, reading, report_path, summarise_rows};
use crate::app::{Folders, Settings};
use crate::domain::organisation::Organisation;
use crate::domain::places::Places;
use crate::exchange::roster::{Ground, RosterKind, roster};
use crate::exchange::table::{ReadLimits, read_table_as};
use crate::store::Request;
use crate::text::{Lang, Texts};
use crate::ui::say;

/// The import of a list from first look to report; all accepted rows are entered at once or none.
///
/// # Errors
/// The file is refused, nothing could be accepted, or the data file cannot be written.
pub(super) fn run(db: Option<&Path>, asked: &ImportArgs, kind: RosterKind, out: &mut impl Write) -> anyhow::Result<()> {
    let texts = Texts::new(Lang::En);
    let table = read_table_as(&asked.file, asked.sheet.as_deref(), reading(asked)?, &ReadLimits::default())
        .map_err(|fault| file_refused(&asked.file, &fault, &texts))?;
    let report = report_path(asked)?;
    let mut desk = open(db, asked.dry_run)?;
    let organisation =
        desk.as_ref().map_or_else(Organisation::default, |desk| (**desk.database.organisation()).clone());
    let places = Places::china();
    let found = roster(kind, &table, &Ground { organisation: &organisation, places: &places });
    let columns: Vec<String> = found.columns.iter().map(|(column, header)| format!("{header} -> {column}")).collect();
    writeln!(out, "{}: {} rows", asked.file.display(), table.rows.len())?;
    writeln!(out, "columns: {}", columns.join(", "))?;
    // A report that cannot be written is told before anything is entered.
    if let Some(path) = &report {
        let settings = Settings::read(&Folders::of_this_computer().settings_file());
        say::roster_report(path, &found, &Texts::new(settings.lang()))
            .with_context(|| format!("the report {} was not written", path.display()))?;
    }
    summarise_rows(asked, &found, &|reason| say::roster_reason_text(&texts, reason), out)?;
    if let Some(desk) = desk.as_mut().filter(|_| !asked.dry_run && !found.accepted.is_empty()) {
        let by = desk.by.clone();
        desk.ask(Request::ChangeOrganisation { changes: found.changes(), by })?;
        writeln!(out, "entered {} {}", found.accepted.len(), kind.word())?;
    }
    if let Some(path) = report {
        writeln!(out, "report: {}", path.display())?;
    }
    out.flush()?;
    if found.accepted.is_empty() && found.repeated.is_empty() {
        bail!("nothing of {} could be accepted; the rows above say why", asked.file.display());
    }
    Ok(())
}
