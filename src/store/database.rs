//! The data file: opened once, migrated or refused, then asked.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rusqlite::{Connection, OpenFlags, TransactionBehavior};

use super::columns::Columns;
use super::request::{Answer, Request};
use super::{
    StoreError, alarms, attachments, audit, commands, dashboard, desk_tables, drafts, figures, frozen, heat_breaks,
    history, issues, known, kpi, list, measure_row, organisation, pending, projection, registers, returns, review,
    rule_books, service, units,
};
use crate::domain::Stamp;
use crate::domain::organisation::{Organisation, Territory};
use crate::domain::places::Places;
use crate::rulebook::{BUILT_IN, RuleBook};

/// Marks a data file of this program: "KESU".
const APPLICATION_ID: i64 = 0x4B45_5355;

pub(super) const MIGRATIONS: &[(&str, &str)] = &[
    ("V1__desk", include_str!("migrations/V1__desk.sql")),
    ("V2__quick_counts", include_str!("migrations/V2__quick_counts.sql")),
    ("V3__organisation_log", include_str!("migrations/V3__organisation_log.sql")),
    ("V4__merged", include_str!("migrations/V4__merged.sql")),
    ("V6__own_names", include_str!("migrations/V6__own_names.sql")),
    ("V7__procedures", include_str!("migrations/V7__procedures.sql")),
    ("V8__case_measures", include_str!("migrations/V8__case_measures.sql")),
    ("V9__issues", include_str!("migrations/V9__issues.sql")),
    ("V10__returned_paper", include_str!("migrations/V10__returned_paper.sql")),
    ("V11__figures", include_str!("migrations/V11__figures.sql")),
    ("V13__reviews", include_str!("migrations/V13__reviews.sql")),
    ("V14__issue_copies", include_str!("migrations/V14__issue_copies.sql")),
    ("V18__units_by_branch", include_str!("migrations/V18__units_by_branch.sql")),
    ("V19__quality_charts", include_str!("migrations/V19__quality_charts.sql")),
    ("V20__reports", include_str!("migrations/V20__reports.sql")),
    ("V21__ledgers", include_str!("migrations/V21__ledgers.sql")),
    ("V24__found_facts", include_str!("migrations/V24__found_facts.sql")),
];

/// How a data file is opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OpenMode {
    /// Made when it is not there.
    Create,
    /// Refused when it is not there.
    Existing,
}

/// An open data file with what every answer needs: rule books by version, the organisation, the places.
pub struct Database {
    pub(super) db: Connection,
    pub(super) folder: PathBuf,
    pub(super) books: BTreeMap<(String, i64), Arc<RuleBook>>,
    pub(super) book: Arc<RuleBook>,
    pub(super) organisation: Arc<Organisation>,
    pub(super) places: Arc<Places>,
    /// Which branch owns which place; made anew with the organisation.
    pub(super) territory: Arc<Territory>,
    /// The measures in memory, for figures.
    pub(super) columns: Columns,
    /// What dashboards keep ready.
    pub(super) dashboards: dashboard::Kept,
}

impl Database {
    /// Opens the data file at `path`, brings it to this version's shape and reads its rule books.
    ///
    /// # Errors
    /// Foreign, damaged, newer, busy or unreachable files are refused and left as they are.
    pub fn open(path: &Path, mode: OpenMode) -> Result<Self, StoreError> {
        refuse_network_drive(path)?;
        if mode == OpenMode::Create
            && let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty())
        {
            std::fs::create_dir_all(folder).map_err(|source| StoreError::File {
                what: "the folder of the data file could not be made",
                path: folder.to_owned(),
                source,
            })?;
        }
        let mut flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        if mode == OpenMode::Create {
            flags |= OpenFlags::SQLITE_OPEN_CREATE;
        }
        #[expect(clippy::disallowed_methods, reason = "the one place that opens the data file")]
        let db = Connection::open_with_flags(path, flags).map_err(|error| unreadable(path, error))?;
        Self::prepare(db, attachments_folder(path), path)
    }

    /// A data file in memory, for tests; attachments lie in `folder`.
    ///
    /// # Errors
    /// As [`Database::open`].
    pub fn in_memory(folder: &Path) -> Result<Self, StoreError> {
        Self::prepare(Connection::open_in_memory()?, folder.to_owned(), Path::new(":memory:"))
    }

    fn prepare(mut db: Connection, folder: PathBuf, path: &Path) -> Result<Self, StoreError> {
        db.busy_timeout(std::time::Duration::from_secs(5))?;
        check_ours(&db, path)?;
        db.pragma_update(None, "journal_mode", "WAL")?;
        // Events are the only copy of what people did: every confirmed entry survives a power cut.
        db.pragma_update(None, "synchronous", "FULL")?;
        db.pragma_update(None, "foreign_keys", true)?;
        db.pragma_update(None, "trusted_schema", false)?;
        db.pragma_update(None, "cache_size", -65_536)?;
        db.pragma_update(None, "mmap_size", 128 << 20)?;
        db.set_prepared_statement_cache_capacity(128);
        let older = migrate(&mut db)?;
        let mut database = Self {
            db,
            folder,
            books: BTreeMap::new(),
            book: built_in_book()?,
            organisation: Arc::new(Organisation::default()),
            places: Arc::new(Places::china()),
            territory: Arc::new(Territory::default()),
            columns: Columns::default(),
            dashboards: dashboard::Kept::default(),
        };
        database.read_books()?;
        database.finish_fill()?;
        let organisation = organisation::read(&database.db)?;
        database.take_organisation(organisation);
        if older {
            projection::mark_customers(&mut database)?;
            service::complete(&mut database)?;
            let known = i64::try_from(MIGRATIONS.len()).unwrap_or(i64::MAX);
            database.db.pragma_update(None, "user_version", known)?;
        }
        measure_row::complete(&mut database)?;
        Ok(database)
    }

    /// Answers one request. Writing requests are one transaction each.
    ///
    /// # Errors
    /// Nothing of a failed request is written.
    pub fn answer(&mut self, request: Request) -> Result<Answer, StoreError> {
        Ok(match request {
            Request::List(query) | Request::Rows(query) => Answer::List(list::page(self, &query)?),
            Request::Counters { by } => Answer::Counters(list::counters(&self.db, &by)?),
            Request::Open(id) => Answer::Case(Box::new(history::case_file(self, id)?)),
            Request::OpenNumber(number) => Answer::Case(Box::new(history::case_file_of(self, &number)?)),
            Request::Cases(numbers) => Answer::Cases(history::case_files(self, &numbers)?),
            Request::Duplicates(probe) => Answer::Duplicates(projection::duplicates(self, &probe)?),
            Request::Known(probes) => Answer::Known(known::known(&self.db, &probes)?),
            Request::Dashboard(query) => Answer::Dashboard(Box::new(dashboard::dashboard(self, &query)?)),
            Request::BranchFigures { from, to } => Answer::BranchFigures(figures::branches(&self.db, from, to)?),
            Request::Kpi(query) => Answer::Kpi(Box::new(kpi::table(self, &query)?)),
            Request::KnownUnits(rows) => Answer::KnownRows(units::known_units(&self.db, &rows)?),
            Request::KnownCalls(rows) => Answer::KnownRows(units::known_calls(&self.db, &rows)?),
            Request::SaveUnits { rows, by } => Answer::Count(units::save_units(self, &rows, &by)?),
            Request::SetHeatBreak { span, set, by } => heat_breaks::record(&self.db, &span, set, &by)?,
            Request::KnownSlips(rows) => Answer::KnownRows(kpi::slips::known(&self.db, &rows)?),
            Request::SaveSlips { rows, by } => Answer::Count(kpi::slips::save(self, &rows, &by)?),
            Request::SaveCalls { rows, by } => Answer::Count(units::save_calls(self, &rows, &by)?),
            Request::SpotCheck { number, valid, note, by } => kpi::looks::check(self, &number, (valid, &note), &by)?,
            Request::WithdrawSpotCheck { number, by } => kpi::looks::withdraw_check(self, &number, &by)?,
            Request::SampleOrders(query) => kpi::looks::draw(self, query)?,
            Request::RecordProcessChange(change) => kpi::looks::record_change(self, &change)?,
            Request::WithdrawProcessChange { id, withdrawn, by } => kpi::looks::withdraw(self, id, withdrawn, &by)?,
            Request::EarlyFailures { model, now } => service::early_failures(self, model, now)?,
            Request::ProcessChanges => Answer::ProcessChanges(kpi::looks::changes(&self.db)?),
            Request::CloseMonths { now } => {
                rule_books::take_effect(self, now)?;
                Answer::Count(frozen::freeze(self, now)?)
            }
            Request::KpiCases { query, line, cell } => Answer::KpiCases(kpi::members(self, &query, line, &cell)?),
            Request::Alarms { at } => Answer::Alarms(alarms::alarms(self, at)?),
            Request::Log { facts, draft, by } => Answer::Logged(commands::log(self, vec![*facts], draft, &by)?),
            Request::LogMany { facts, by } => Answer::Logged(commands::log(self, facts, None, &by)?),
            Request::Do { case, seen, command, by } => commands::carry_out(self, case, seen, *command, &by)?,
            Request::MarkWarned { by } => {
                rule_books::take_effect(self, by.now)?;
                frozen::freeze(self, by.now)?;
                Answer::Count(commands::mark_warned(self, &by)?)
            }
            Request::SaveDraft { id, owner, draft, now } => drafts::save(&self.db, id, &owner, &draft, now)?,
            Request::DropDraft(id) => drafts::drop_draft(&self.db, id)?,
            Request::Drafts { owner } => Answer::Drafts(drafts::all(&self.db, &owner)?),
            Request::AttachFile { case, seen, path, by } => attachments::attach(self, case, seen, &path, &by)?,
            Request::NextIssue { of, content, anew } => Answer::NextIssue(issues::next(self, &of, &content, anew)?),
            Request::Issue { issue, whose, way, by } => {
                Answer::Issued(Box::new(issues::issue(self, &issue, whose, (way, &by))?))
            }
            Request::HandOut { document, whose, way, by } => {
                Answer::Issued(Box::new(issues::hand_out(self, &document, whose, (way, &by))?))
            }
            Request::FindIssue(key) => Answer::FoundIssue(issues::find(self, &key)?.map(Box::new)),
            Request::TakeIn { page, by } => Answer::Page(Box::new(returns::take_in(self, &page, &by)?)),
            Request::ScannedPages(file) => Answer::Pages(returns::pages(&self.db, &file)?),
            Request::Returns => Answer::Returns(Box::new(returns::returns(self)?)),
            Request::Papers(of) => Answer::Papers(Box::new(registers::papers(self, &of)?)),
            Request::PapersNamed(name) => Answer::Papers(Box::new(registers::papers_named(self, &name)?)),
            Request::RegisterReturned { mark, command, by } => registers::carry_out(self, &mark, command, &by)?,
            Request::AssignPage { page, place, by_hand, by } => returns::assign(self, page, (&place, by_hand), &by)?,
            Request::DiscardPage { page, reason, by } => returns::discard(self, page, &reason, &by)?,
            Request::FillDemo { cases, seed, end } => {
                self.fill_demo(cases, seed, end, &|_, _| true)?;
                self.fill_demo_tallies(cases, seed, end)?;
                Answer::Organisation(Arc::clone(&self.organisation))
            }
            Request::Organisation => Answer::Organisation(Arc::clone(&self.organisation)),
            Request::SetOrganisation(organisation) => {
                self.set_organisation(&organisation)?;
                Answer::Organisation(Arc::clone(&self.organisation))
            }
            Request::ChangeOrganisation { changes, by } => {
                self.change_organisation(&changes, &by)?;
                Answer::Organisation(Arc::clone(&self.organisation))
            }
            Request::OrganisationChanges => Answer::OrganisationChanges(organisation::changes(&self.db)?),
            Request::RuleBook => Answer::RuleBook(Arc::clone(&self.book)),
            Request::RuleBooks => Answer::RuleBooks(rule_books::all(self)?),
            Request::PendingPrints => Answer::PendingPrints(pending::pending(self)?),
            Request::StoredBooks => Answer::StoredBooks(self.books.values().cloned().collect()),
            Request::SaveRuleBook { text, by } => {
                rule_books::save(self, &text, &by)?;
                Answer::RuleBooks(rule_books::all(self)?)
            }
            Request::ChooseRuleBook { id, by } => Answer::RuleBook(rule_books::choose(self, &id, &by)?),
            Request::Uses { book, list, names } => Answer::Count(rule_books::uses(self, &book, list, &names)?),
            Request::Moves { text } => Answer::Moves(rule_books::moves(self, &text)?),
            Request::SavedViews => Answer::SavedViews(desk_tables::saved_views(&self.db)?),
            Request::SaveView(view) => desk_tables::save_view(&self.db, &view)?,
            Request::DropView(name) => desk_tables::drop_view(&self.db, &name)?,
            Request::Mappings => Answer::Mappings(desk_tables::mappings(&self.db)?),
            Request::SaveMapping { name, text, now } => desk_tables::save_mapping(&self.db, &name, &text, now)?,
            Request::Settings => Answer::Settings(desk_tables::settings(&self.db)?),
            Request::SaveSetting { key, value } => desk_tables::save_setting(&self.db, &key, &value)?,
            Request::Review { period, number } => review::answered(review::review(self, period, number.as_deref())?),
            Request::TakeReview { period, by } => review::answered(Some(review::take(self, period, &by)?)),
            Request::ChangeReview { period, number, change, now } => {
                review::answered(review::change(self, (period, &number), &change, now)?)
            }
            Request::Verify => Answer::Chain(audit::verify(&self.db)?),
            Request::Rebuild => Answer::Count(projection::rebuild(self)?),
        })
    }

    /// Counts writes by other windows on the same file; a changed number says that lists are old.
    ///
    /// # Errors
    /// When the file can no longer be read.
    pub fn data_version(&self) -> Result<i64, StoreError> {
        Ok(self.db.pragma_query_value(None, "data_version", |row| row.get(0))?)
    }

    /// The folder that holds the attachments' bytes.
    #[must_use]
    pub fn attachments(&self) -> &Path {
        &self.folder
    }

    /// The rule book under which new cases are opened.
    #[must_use]
    pub fn book(&self) -> &Arc<RuleBook> {
        &self.book
    }

    #[must_use]
    pub fn organisation(&self) -> &Arc<Organisation> {
        &self.organisation
    }

    #[must_use]
    pub fn places(&self) -> &Arc<Places> {
        &self.places
    }

    /// Makes the next transactions cheap and unsafe against a power cut; for filling a new file with invented data only.
    ///
    /// # Errors
    /// When the file refuses the setting.
    pub fn hurry(&self, hurried: bool) -> Result<(), StoreError> {
        Ok(self.db.pragma_update(None, "synchronous", if hurried { "OFF" } else { "FULL" })?)
    }

    /// Keeps what was worked out for figures, writes the log back into the file and lets the planner learn from what was
    /// written.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn settle(&mut self) -> Result<(), StoreError> {
        self.columns.save(&self.db)?;
        self.db.execute_batch("PRAGMA optimize; PRAGMA wal_checkpoint(TRUNCATE);")?;
        Ok(())
    }

    /// Refreshes what another window may have changed: organisation and rule books.
    ///
    /// # Errors
    /// When the stored tables cannot be read.
    pub fn refresh(&mut self) -> Result<(), StoreError> {
        let organisation = organisation::read(&self.db)?;
        self.take_organisation(organisation);
        // The version in force stays until a request that tells the time takes another.
        let before = Arc::clone(&self.book);
        self.read_books()?;
        if self.book.rules.id == before.rules.id {
            self.book = before;
        }
        Ok(())
    }

    /// Takes the version of the rule book that is in force at `now`.
    ///
    /// # Errors
    /// When the settings cannot be read.
    pub fn take_effect(&mut self, now: Stamp) -> Result<(), StoreError> {
        rule_books::take_effect(self, now)
    }

    pub(super) fn take_organisation(&mut self, organisation: Organisation) {
        self.territory = Arc::new(Territory::of(&organisation, &self.places));
        self.organisation = Arc::new(organisation);
    }

    /// The rule book a case was opened under; the current one when the file has lost it.
    pub(super) fn book_of(&self, id: &str, version: i64) -> Arc<RuleBook> {
        self.books.get(&(id.to_owned(), version)).cloned().unwrap_or_else(|| Arc::clone(&self.book))
    }

    pub(super) fn begin(&mut self) -> Result<rusqlite::Transaction<'_>, StoreError> {
        Ok(self.db.transaction_with_behavior(TransactionBehavior::Immediate)?)
    }

    fn read_books(&mut self) -> Result<(), StoreError> {
        let built_in = built_in_book()?;
        let rules = &built_in.rules;
        let known: i64 = self.db.query_row(
            "SELECT COUNT(*) FROM rule_book WHERE id = ? AND version = ?",
            (&rules.id, rules.version),
            |row| row.get(0),
        )?;
        if known == 0 {
            self.db.execute(
                "INSERT OR IGNORE INTO rule_book (id, version, effective, text) VALUES (?, ?, ?, ?)",
                (&rules.id, rules.version, built_in.effective.to_string(), &built_in.text),
            )?;
        }
        let mut statement = self.db.prepare("SELECT id, version, text FROM rule_book ORDER BY id, version")?;
        let stored = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get::<_, String>(2)?)))?;
        for stored in stored {
            let (id, version, text): (String, i64, String) = stored?;
            let book = if text == built_in.text {
                Arc::clone(&built_in)
            } else {
                Arc::new(RuleBook::read(&format!("{id} {version}"), &text)?)
            };
            self.books.insert((id, version), book);
        }
        drop(statement);
        // The version in force is taken with the first request that tells the time; until then the latest stands for it.
        let id = rule_books::chosen(self)?;
        let latest = self.books.values().filter(|book| book.rules.id == id).max_by_key(|book| book.rules.version);
        if let Some(book) = latest.or_else(|| self.books.get(&(rules.id.clone(), rules.version))) {
            self.book = Arc::clone(book);
        }
        Ok(())
    }
}

pub(super) fn built_in_book() -> Result<Arc<RuleBook>, StoreError> {
    let (file, text) = BUILT_IN[0];
    Ok(Arc::new(RuleBook::read(file, text)?))
}

/// Attachments lie beside the data file, in a folder of the same name.
fn attachments_folder(path: &Path) -> PathBuf {
    let mut name = path.file_stem().unwrap_or_default().to_owned();
    name.push(".files");
    path.with_file_name(name)
}

fn unreadable(path: &Path, error: rusqlite::Error) -> StoreError {
    match error.sqlite_error_code() {
        Some(rusqlite::ErrorCode::CannotOpen) => StoreError::File {
            what: "the data file could not be opened",
            path: path.to_owned(),
            source: std::io::Error::new(std::io::ErrorKind::NotFound, error.to_string()),
        },
        _ => error.into(),
    }
}

/// An empty file is taken; one with foreign content is refused untouched.
fn check_ours(db: &Connection, path: &Path) -> Result<(), StoreError> {
    let not_ours = |error: rusqlite::Error| match error.sqlite_error_code() {
        Some(rusqlite::ErrorCode::NotADatabase) => StoreError::NotOurs(path.to_owned()),
        _ => error.into(),
    };
    let id: i64 = db.pragma_query_value(None, "application_id", |row| row.get(0)).map_err(not_ours)?;
    if id == APPLICATION_ID {
        return Ok(());
    }
    let tables: i64 = db.query_row("SELECT COUNT(*) FROM sqlite_schema", [], |row| row.get(0)).map_err(not_ours)?;
    if id != 0 || tables != 0 {
        return Err(StoreError::NotOurs(path.to_owned()));
    }
    Ok(())
}

/// Whether the file was of an earlier shape. Its mark is set once everything in it is up to date.
fn migrate(db: &mut Connection) -> Result<bool, StoreError> {
    let known = i64::try_from(MIGRATIONS.len()).unwrap_or(i64::MAX);
    let found: i64 = db.pragma_query_value(None, "user_version", |row| row.get(0))?;
    if found > known {
        return Err(StoreError::TooNew { found, known });
    }
    if found == known {
        return Ok(false);
    }
    let migrations = MIGRATIONS
        .iter()
        .map(|(name, sql)| refinery::Migration::unapplied(name, sql))
        .collect::<Result<Vec<_>, _>>()
        .map_err(|error| StoreError::Migration(Box::new(error)))?;
    // Before the tables: a file killed in between would have tables and no mark, and be taken for a foreign one.
    db.pragma_update(None, "application_id", APPLICATION_ID)?;
    refinery::Runner::new(&migrations)
        .set_grouped(true)
        .run(db)
        .map_err(|error| StoreError::Migration(Box::new(error)))?;
    Ok(true)
}

/// A file that several machines write through a network drive is damaged sooner or later, so it is refused.
fn refuse_network_drive(path: &Path) -> Result<(), StoreError> {
    let text = path.to_string_lossy();
    let unc = text.starts_with(r"\\") && !text.starts_with(r"\\?\");
    if unc || text.starts_with("//") || is_on_network_mount(path) {
        return Err(StoreError::OnNetworkDrive(path.to_owned()));
    }
    Ok(())
}

#[cfg(target_os = "linux")]
fn is_on_network_mount(path: &Path) -> bool {
    const NETWORK: [&str; 7] = ["nfs", "nfs4", "cifs", "smb3", "smbfs", "fuse.sshfs", "9p"];
    let Ok(folder) = path.parent().unwrap_or(path).canonicalize() else { return false };
    let Ok(mounts) = std::fs::read_to_string("/proc/self/mounts") else { return false };
    mounts
        .lines()
        .filter_map(|line| {
            let mut words = line.split(' ');
            let _device = words.next()?;
            Some((words.next()?, words.next()?))
        })
        .filter(|(mount, _)| folder.starts_with(mount))
        .max_by_key(|(mount, _)| mount.len())
        .is_some_and(|(_, kind)| NETWORK.contains(&kind))
}

#[cfg(not(target_os = "linux"))]
fn is_on_network_mount(_path: &Path) -> bool {
    false
}
