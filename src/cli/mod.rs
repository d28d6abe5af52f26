//! The command line: one file a subcommand.
//!
//! Exit code 0 when done, 1 when refused (one sentence on standard error), 2 when the command line itself is wrong.
//! Results go to standard output, progress and notes to standard error; a reader that leaves early is no fault.

mod alarms;
mod args;
pub mod calc;
mod calc_clock;
pub mod calendar;
mod chart;
mod clocks;
mod dashboard;
pub mod demo;
mod export;
mod import;
mod import_entries;
mod import_roster;
mod import_tallies;
mod incident;
mod issues;
mod kpi;
mod list;
mod looks;
mod open;
mod print;
mod print_register;
mod procedures;
mod progress;
mod review;
mod rows;
mod rulebook;
mod scan;
mod show;
mod table;
mod timeline;
mod verify_print;

use std::ffi::OsString;
use std::io::{self, BufWriter, Write};
use std::process::ExitCode;

use args::{Cli, Command};
use clap::Parser;

/// Runs the window or one command and tells how it ended.
pub fn run(args: impl IntoIterator<Item = OsString>) -> ExitCode {
    let cli = match Cli::try_parse_from(args) {
        Ok(cli) => cli,
        Err(error) => {
            // Help and misuse are told by clap itself; nobody may be listening any more.
            let _told = error.print();
            return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2));
        }
    };
    match carry_out(cli) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) if is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            let _told = writeln!(io::stderr(), "kesu: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn carry_out(cli: Cli) -> anyhow::Result<()> {
    let db = cli.db.as_deref();
    let mut out = BufWriter::new(io::stdout().lock());
    match cli.command {
        None => crate::app::run(&crate::app::Options { db: cli.db })?,
        Some(Command::Demo(asked)) => {
            let path = open::named(db)?;
            demo::run(&path, asked.cases, asked.seed, crate::app::now(), &mut io::stderr())
                .map_err(|error| open::worded(error, &path))?;
        }
        Some(Command::List(asked)) => list::run(db, &asked, &mut out)?,
        Some(Command::Show(asked)) => show::run(db, &asked, &mut out)?,
        Some(Command::Print(asked)) => print::run(db, &asked, &mut out)?,
        Some(Command::VerifyPrint(asked)) => {
            let judged = verify_print::run(db, &asked, &mut out);
            out.flush()?;
            judged?;
        }
        Some(Command::Issues(asked)) => issues::run(db, &asked, &mut out)?,
        Some(Command::Scan(asked)) => scan::run(db, &asked, &mut out)?,
        Some(Command::Import(asked)) => import::run(db, &asked, &mut out)?,
        Some(Command::Export(asked)) => export::run(db, &asked, &mut out)?,
        Some(Command::Kpi(asked)) => kpi::run(db, &asked, &mut out)?,
        Some(Command::Chart(asked)) => chart::run(db, &asked, &mut out)?,
        Some(Command::Review(asked)) => review::run(db, &asked, &mut out)?,
        Some(Command::Alarms(asked)) => alarms::run(db, &asked, &mut out)?,
        Some(Command::SpotCheck(asked)) => looks::spot_check(db, &asked, &mut out)?,
        Some(Command::ProcessChange(asked)) => looks::process_change(db, &asked, &mut out)?,
        Some(Command::Dashboard(asked)) => dashboard::run(db, &asked, &mut out)?,
        Some(Command::Calc { kind }) => return calc::run(kind, io::stdin().lock(), io::stdout().lock()),
        Some(Command::Rulebook(asked)) => rulebook::run(db, asked, &mut out)?,
        Some(Command::Calendar(args::CalendarCommand::Check { file })) => calendar::check(&file, &mut out)?,
    }
    Ok(out.flush()?)
}

/// Whether the reader of the results has left, as `head` does.
fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| match cause.downcast_ref::<io::Error>() {
        Some(cause) => cause.kind() == io::ErrorKind::BrokenPipe,
        None => cause
            .downcast_ref::<serde_json::Error>()
            .is_some_and(|cause| cause.io_error_kind() == Some(io::ErrorKind::BrokenPipe)),
    })
}
