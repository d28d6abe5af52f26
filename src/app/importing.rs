//! The import in the window: reading and judging in a job, writing in pieces through the store.

use std::collections::VecDeque;
use std::path::{Path, PathBuf};

use super::desk::Desk;
use super::jobs::JobKind;
use super::receive::{JobResult, Picked, Slot};
use crate::domain::{Draft, Facts, Field, Stamp, judge};
use crate::exchange::dry_run::{DryRun, DuplicateRow, RunContext, Twin, dry_run};
use crate::exchange::mapping::{self, Mapping};
use crate::exchange::table::{AsText, ReadLimits, Table, read_table_as};
use crate::store::{KnownProbe, Logged, Request};
use crate::t;
use crate::ui::import::{ImportKind, ListRun};
use crate::ui::{Gravity, say, say_lists};

/// Cases written in one transaction.
const PIECE: usize = 200;

/// An import that is being written.
#[derive(Debug)]
pub(super) struct ImportRun {
    rest: VecDeque<(u32, Facts)>,
    going: Vec<u32>,
    done: Vec<(u32, String)>,
    total: usize,
}

impl Desk {
    pub(super) fn pick_import(&mut self) {
        let title = t!(self.shared.texts, "pick-import");
        self.jobs.start(JobKind::PickFiles, title, |_| {
            let picked = rfd::FileDialog::new()
                .add_filter("xlsx xls ods csv tsv", &["xlsx", "xlsm", "xls", "ods", "csv", "tsv", "txt"])
                .pick_file();
            JobResult::Picked(Picked::Import, picked.into_iter().collect())
        });
    }

    pub(super) fn read_import(&mut self, path: PathBuf, sheet: Option<String>, reading: AsText) {
        let title = t!(self.shared.texts, "job-read-table");
        let started = self.jobs.start(JobKind::ReadTable, title, move |_| {
            let table = read_table_as(&path, sheet.as_deref(), reading, &ReadLimits::default());
            JobResult::Table(path, Box::new(table))
        });
        if started {
            self.screens.import.reading = reading;
        }
    }

    /// The table is here: its columns are guessed, or laid under the remembered mapping that fits best.
    pub(super) fn table_read(&mut self, path: PathBuf, table: Table) {
        let remembered = self
            .screens
            .import
            .mappings
            .iter()
            .filter_map(|(_, text)| Mapping::from_toml(text).ok())
            .map(|mapping| (mapping.fits(&table.headers), mapping))
            .filter(|(fit, _)| *fit >= 0.9)
            .max_by(|a, b| a.0.total_cmp(&b.0));
        let mapping = match remembered {
            Some((_, mapping)) => mapping.laid_over(&table.headers),
            None => mapping::guess_table(&table),
        };
        let screen = &mut self.screens.import;
        screen.path = Some(path);
        screen.mapping = Some(mapping);
        screen.table = Some(table);
        screen.fault = None;
        screen.run = None;
        screen.list = None;
        screen.finished = false;
        screen.written = None;
        screen.report = None;
        self.dry_run();
    }

    pub(super) fn dry_run(&mut self) {
        let kind = self.screens.import.kind;
        if let Some(kind) = kind.roster() {
            return self.roster_dry_run(kind);
        }
        if let Some(kind) = kind.entries() {
            return self.entries_dry_run(kind);
        }
        if let Some(kind) = kind.tallies() {
            return self.tally_dry_run(kind);
        }
        let screen = &self.screens.import;
        let (Some(table), Some(mapping)) = (screen.table.clone(), screen.mapping.clone()) else { return };
        let now = self.now();
        let title = t!(self.shared.texts, "job-dry-run");
        let started = self.jobs.start(JobKind::DryRun, title, move |progress| {
            let total = table.rows.len() as u64;
            let context = RunContext { now, known: &|_| None, progress: &|done| progress.report(done as u64, total) };
            JobResult::DryRun(Box::new(dry_run(&table, &mapping, &context)))
        });
        self.screens.import.again = !started;
    }

    /// A dry run is over. If the mapping changed meanwhile another one follows; else the rows that the file holds already
    /// are found before anything is shown as accepted.
    pub(super) fn dry_run_over(&mut self, run: Box<DryRun>) {
        if std::mem::take(&mut self.screens.import.again) {
            self.dry_run();
            return;
        }
        let now = self.now();
        let probes = run.accepted.iter().map(|accepted| probe(&accepted.draft, now)).collect();
        self.ask(Request::Known(probes), Slot::KnownRows(run));
    }

    pub(super) fn rows_known(&mut self, mut run: DryRun, known: Vec<Option<String>>) {
        let mut accepted = Vec::with_capacity(run.accepted.len());
        for (row, known) in std::mem::take(&mut run.accepted).into_iter().zip(known) {
            match known {
                Some(number) => {
                    run.duplicates.push(DuplicateRow { row: row.row, draft: row.draft, twin: Twin::Case(number) });
                }
                None => accepted.push(row),
            }
        }
        run.accepted = accepted;
        run.duplicates.sort_by_key(|duplicate| duplicate.row);
        self.screens.import.run = Some(run);
    }

    pub(super) fn write_import(&mut self) {
        match self.screens.import.kind {
            ImportKind::Cases => {}
            ImportKind::Branches | ImportKind::People => return self.write_roster(),
            ImportKind::Losses | ImportKind::Returns => return self.write_entries(),
            ImportKind::Sales | ImportKind::Calls | ImportKind::Slips => return self.write_tallies(),
        }
        let now = self.now();
        let Some(run) = &self.screens.import.run else { return };
        let rest: VecDeque<(u32, Facts)> = run
            .accepted
            .iter()
            .map(|accepted| (accepted.row, judge::imported(&accepted.draft, &self.shared.book.rules, now)))
            .collect();
        let total = rest.len();
        self.screens.import.written = Some((0, total));
        self.import_goes_on(ImportRun { rest, going: Vec::new(), done: Vec::new(), total });
    }

    fn import_goes_on(&mut self, mut run: ImportRun) {
        let piece: Vec<(u32, Facts)> = run.rest.drain(..PIECE.min(run.rest.len())).collect();
        if piece.is_empty() {
            self.import_ended(&run);
            return;
        }
        let (rows, facts): (Vec<u32>, Vec<Facts>) = piece.into_iter().unzip();
        run.going = rows;
        let by = self.by();
        self.ask(Request::LogMany { facts, by }, Slot::ImportRows(Box::new(run)));
    }

    pub(super) fn import_went_on(&mut self, mut run: ImportRun, logged: &[Logged]) {
        let going = std::mem::take(&mut run.going);
        run.done.extend(going.into_iter().zip(logged.iter().map(|logged| logged.number.clone())));
        self.screens.import.written = Some((run.done.len(), run.total));
        self.import_goes_on(run);
    }

    /// A piece could not be written: what was written before stays, the report says which rows are missing.
    pub(super) fn import_failed(&mut self, run: &ImportRun, text: String) {
        self.notices.tell(Gravity::Error, text);
        self.import_ended(run);
    }

    fn import_ended(&mut self, run: &ImportRun) {
        let screen = &mut self.screens.import;
        screen.finished = true;
        let (Some(path), Some(result)) = (screen.path.clone(), screen.run.clone()) else { return };
        let report = report_beside(&path);
        let numbers: std::collections::HashMap<u32, String> = run.done.iter().cloned().collect();
        let texts = crate::text::Texts::new(self.shared.texts.lang());
        let title = t!(self.shared.texts, "job-report");
        self.jobs.start(JobKind::Import, title, move |_| {
            let written = write_report(&report, &result, &numbers, &texts);
            JobResult::ReportWritten(written.map(|()| report).map_err(|error| error.to_string()))
        });
        let text = t!(self.shared.texts, "done-imported", count = run.done.len());
        let now = self.now();
        self.notices.done(text, false, now);
        self.refresh();
    }
}

/// What tells whether a row is on record already.
fn probe(draft: &Draft, now: Stamp) -> KnownProbe {
    let (facts, _) = draft.read(now);
    KnownProbe {
        external: facts.word(Field::ExternalNumber).to_owned(),
        phone: facts.word(Field::Phone).to_owned(),
        customer: facts.word(Field::CustomerName).to_owned(),
        received_at: (!draft.get(Field::ReceivedAt).is_empty()).then_some(facts.received_at),
        symptoms: facts.word(Field::Symptoms).to_owned(),
        description: facts.word(Field::Description).to_owned(),
    }
}

impl Desk {
    /// A list of people, branches, units or calls is on record: says so and writes its report beside the file.
    pub(super) fn list_written(&mut self) {
        let screen = &mut self.screens.import;
        screen.finished = true;
        let count = screen.list.as_ref().map_or(0, |run| run.counts()[0]);
        screen.written = Some((count, count));
        let (path, run) = (screen.path.clone(), screen.list.clone());
        let now = self.now();
        self.notices.done(t!(self.shared.texts, "done-roster", count = count), false, now);
        let (Some(path), Some(run)) = (path, run) else { return };
        let (report, texts) = (report_beside(&path), crate::text::Texts::new(self.shared.texts.lang()));
        let title = t!(self.shared.texts, "job-report");
        self.jobs.start(JobKind::Import, title, move |_| {
            let written = match &run {
                ListRun::Roster(run) => say::roster_report(&report, run, &texts),
                ListRun::Tallies(run) => say::tally_report(&report, run, &texts),
                ListRun::Entries(run) => say::entry_report(&report, run, &texts),
            };
            JobResult::ReportWritten(written.map(|()| report).map_err(|error| error.to_string()))
        });
    }
}

/// `台账.xlsx` gets `台账-导入结果.csv`, never over an older one.
fn report_beside(path: &Path) -> PathBuf {
    let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    (1..)
        .map(|n| if n == 1 { format!("{stem}-report.csv") } else { format!("{stem}-report-{n}.csv") })
        .map(|name| path.with_file_name(name))
        .find(|path| !path.exists())
        .unwrap_or_else(|| path.with_extension("report.csv"))
}

fn write_report(
    path: &Path,
    run: &DryRun,
    numbers: &std::collections::HashMap<u32, String>,
    texts: &crate::text::Texts,
) -> Result<(), crate::exchange::export::ExportFault> {
    say_lists::import_report(path, run, &|row| numbers.get(&row).cloned(), texts)
}
