//! Opens the data file for a command, asks it, and words its refusals.

use std::path::{Path, PathBuf};

use anyhow::{anyhow, bail};

use crate::app::{Folders, Settings, now};
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
        let path = path_of(db, &settings, &folders);
        refuse_no_file(&path)?;
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

/// The file a command fills: as [`Desk::open`] finds it.
///
/// # Errors
/// When it is a folder.
pub(super) fn named(db: Option<&Path>) -> anyhow::Result<PathBuf> {
    let folders = Folders::of_this_computer();
    let path = path_of(db, &Settings::read(&folders.settings_file()), &folders);
    refuse_no_file(&path)?;
    Ok(path)
}

fn refuse_no_file(path: &Path) -> anyhow::Result<()> {
    if path.as_os_str().is_empty() {
        bail!("--db names no file; give the path of a data file");
    }
    if path.is_dir() {
        bail!("{} is a folder; name a data file with --db FILE", path.display());
    }
    Ok(())
}

/// The store's refusal inside `error` as a sentence; any other error as it is.
pub(super) fn worded(error: anyhow::Error, path: &Path) -> anyhow::Error {
    match error.downcast::<StoreError>() {
        Ok(error) => refused(error, path),
        Err(error) => error,
    }
}

/// The file a command works on, whether it exists or not.
pub(super) fn path_of(db: Option<&Path>, settings: &Settings, folders: &Folders) -> PathBuf {
    let chosen = db.map(Path::to_owned).or_else(|| settings.data_file.clone());
    let path = chosen.unwrap_or_else(|| folders.data_file());
    // SQLite keeps ":memory:" nowhere; here it is a file like any other.
    if path.to_string_lossy().starts_with(':') { Path::new(".").join(path) } else { path }
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
        StoreError::NotOurs(_) => anyhow!("{file} is not a data file of this program; name another with --db FILE"),
        StoreError::OnNetworkDrive(_) => {
            anyhow!("{file} lies on a network drive, where it could be damaged; keep it on a disk of this computer")
        }
        StoreError::TooNew { .. } => {
            anyhow!("{file} was written by a later version of this program; use that version")
        }
        StoreError::Busy => anyhow!("{file} is being written by another window; try again when it has finished"),
        StoreError::Damaged(what) => anyhow!("{file} is damaged ({what}); restore it from a backup"),
        StoreError::Refused(refusal) => anyhow!("rule {} refuses this: {:?}", refusal.rule, refusal.reason),
        StoreError::Sqlite(source) => {
            anyhow!("{file} could not be read or written ({source}); check the disk and the rights on the folder")
        }
        other => anyhow::Error::new(other).context(format!("{file} cannot be used")),
    }
}
