//! Opens the data file for a command, asks it, and words its refusals.

use std::path::{Path, PathBuf};

use anyhow::{anyhow, bail};

use crate::app::{Folders, Settings, data_file, now};
use crate::store::{Answer, By, CaseFile, Database, ListPage, ListQuery, OpenMode, Request, StoreError};

/// The name on entries made by commands, where the settings of this computer name nobody.
const NOBODY: &str = "kesu";

/// An open data file and who asks it.
pub(super) struct Desk {
    pub database: Database,
    pub path: PathBuf,
    pub by: By,
    pub settings: Settings,
}

impl Desk {
    /// Opens the named data file, or the one the window would open.
    ///
    /// # Errors
    /// One sentence that names the file and what to do.
    pub fn open(db: Option<&Path>, mode: OpenMode) -> anyhow::Result<Self> {
        let folders = Folders::of_this_computer();
        let settings = Settings::read(&folders.settings_file());
        let path = data_file::chosen(db, &settings, &folders)?;
        if mode == OpenMode::Existing && !path.exists() {
            bail!(
                "there is no data file {}; make one with `kesu demo` or `kesu import`, or name another with --db FILE",
                path.display()
            );
        }
        if mode == OpenMode::Existing && std::fs::metadata(&path).is_ok_and(|file| file.is_file() && file.len() == 0) {
            bail!(
                "{} is empty; fill it with `kesu demo` or `kesu import`, or name another with --db FILE",
                path.display()
            );
        }
        let database = Database::open(&path, mode).map_err(|error| refused(error, &path))?;
        let name = if settings.me.trim().is_empty() { NOBODY.to_owned() } else { settings.me.clone() };
        Ok(Self { database, path, by: By { name, now: now() }, settings })
    }

    /// Asks the data file.
    ///
    /// # Errors
    /// The store's refusal as a sentence.
    pub fn ask(&mut self, request: Request) -> anyhow::Result<Answer> {
        let Self { database, path, .. } = self;
        database.answer(request).map_err(|error| refused(error, path))
    }

    pub fn page(&mut self, query: ListQuery) -> anyhow::Result<ListPage> {
        match self.ask(Request::List(query))? {
            Answer::List(page) => Ok(page),
            _ => Err(mismatch()),
        }
    }

    pub fn case(&mut self, number: &str) -> anyhow::Result<CaseFile> {
        match self.ask(Request::OpenNumber(number.to_owned()))? {
            Answer::Case(file) => Ok(*file),
            _ => Err(mismatch()),
        }
    }
}

/// The file a command works on, whether it exists or not.
///
/// # Errors
/// As [`data_file::chosen`].
pub(super) fn named(db: Option<&Path>) -> anyhow::Result<PathBuf> {
    let folders = Folders::of_this_computer();
    data_file::chosen(db, &Settings::read(&folders.settings_file()), &folders)
}

/// The store's refusal inside `error` as a sentence; any other error as it is.
pub(super) fn worded(error: anyhow::Error, path: &Path) -> anyhow::Error {
    match error.downcast::<StoreError>() {
        Ok(error) => refused(error, path),
        Err(error) => error,
    }
}

/// The store answers each request with its own kind of answer.
pub(super) fn mismatch() -> anyhow::Error {
    anyhow!("the data file answered something else than was asked; this is a fault of the program")
}

/// A store's refusal: what, where and what to do.
pub(super) fn refused(error: StoreError, path: &Path) -> anyhow::Error {
    let file = path.display();
    match error {
        StoreError::NoSuchCase(number) => {
            anyhow!("there is no case {number} in {file}; `kesu list --view all` shows the cases")
        }
        StoreError::NoSuchIssue(document) => {
            anyhow!("nothing was issued as {document} from {file}; `kesu show NUMBER` names what was")
        }
        StoreError::IssueLost(document) => anyhow!(
            "the stored file of {document} is missing or damaged, or an earlier version kept none; restore the folder beside {file} from a backup, or issue the sheet anew with --anew"
        ),
        StoreError::NoSuchCopy { document, holder } => {
            anyhow!("{document} has no copy for {}; `kesu show NUMBER --json` names its copies", holder.word())
        }
        StoreError::NumberTaken(document) => {
            anyhow!("{document} was issued by another window in the meantime; print once more")
        }
        StoreError::Refused(refusal) => anyhow!("rule {} refuses this: {:?}", refusal.rule, refusal.reason),
        other => data_file::refused(&other, path),
    }
}
