//! `kesu import FILE --kind sales|calls|slips`: says what would come of each row, and enters the accepted ones.

use std::io::Write;
use std::path::Path;

use anyhow::{Context, bail};

use super::args::ImportArgs;
use super::import::{file_refused, open, reading, report_path, summarise_rows};
use super::open::{Desk, mismatch};
use crate::app::{Folders, Settings, now};
use crate::exchange::table::{ReadLimits, read_table_as};
use crate::exchange::tallies::{
    TallyGround, TallyKind, TallyRun, all_calls, all_slips, all_units, set_aside_known, tallies,
};
use crate::store::{Answer, Request};
use crate::text::{Lang, Texts};
use crate::ui::say;

/// The import of a list from first look to report; all accepted rows are entered at once or none.
///
/// # Errors
/// The file is refused, nothing could be accepted, or the data file cannot be written.
pub(super) fn run(db: Option<&Path>, asked: &ImportArgs, kind: TallyKind, out: &mut impl Write) -> anyhow::Result<()> {
    let texts = Texts::new(Lang::En);
    let table = read_table_as(&asked.file, asked.sheet.as_deref(), reading(asked)?, &ReadLimits::default())
        .map_err(|fault| file_refused(&asked.file, &fault, &texts))?;
    let report = report_path(asked)?;
    let Some(mut desk) = open(db, asked.dry_run)? else {
        bail!("there is no data file to try the rows on: its regions and product types say which rows can be taken")
    };
    let (organisation, book) = (desk.database.organisation().clone(), desk.database.book().clone());
    let ground = TallyGround {
        regions: &organisation.regions,
        branches: &organisation.branches,
        categories: &book.rules.categories,
        today: now().date(),
    };
    let mut found = tallies(kind, &table, &ground);
    set_known_aside(&mut desk, kind, &mut found)?;
    let columns: Vec<String> = found.columns.iter().map(|(column, header)| format!("{header} -> {column}")).collect();
    writeln!(out, "{}: {} rows", asked.file.display(), table.rows.len())?;
    writeln!(out, "columns: {}", columns.join(", "))?;
    // A report that cannot be written is told before anything is entered.
    if let Some(path) = &report {
        let settings = Settings::read(&Folders::of_this_computer().settings_file());
        say::tally_report(path, &found, &Texts::new(settings.lang()))
            .with_context(|| format!("the report {} was not written", path.display()))?;
    }
    summarise_rows(asked, &found, &|reason| say::tally_reason_text(&texts, reason), out)?;
    if !asked.dry_run && !found.accepted.is_empty() {
        let by = desk.by.clone();
        desk.ask(match kind {
            TallyKind::Sales => Request::SaveUnits { rows: all_units(&found), by },
            TallyKind::Calls => Request::SaveCalls { rows: all_calls(&found), by },
            TallyKind::Slips => Request::SaveSlips { rows: all_slips(&found), by },
        })?;
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

fn set_known_aside(desk: &mut Desk, kind: TallyKind, found: &mut TallyRun) -> anyhow::Result<()> {
    let asked = match kind {
        TallyKind::Sales => Request::KnownUnits(all_units(found)),
        TallyKind::Calls => Request::KnownCalls(all_calls(found)),
        TallyKind::Slips => Request::KnownSlips(all_slips(found)),
    };
    let Answer::KnownRows(known) = desk.ask(asked)? else { return Err(mismatch()) };
    set_aside_known(found, &known);
    Ok(())
}
