//! Why the store could not do what was asked.

use std::path::PathBuf;

use crate::domain::holder::Holder;
use crate::domain::organisation::Fault;
use crate::domain::{Refusal, Stamp};
use crate::rulebook::RuleBookError;

/// The reasons, each of which a person can act on. The foreign error is the source.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The domain said no; the rule row is in the refusal.
    #[error("refused by rule {}", .0.rule)]
    Refused(Refusal),
    /// Somebody changed the case after the screen read it. Nothing was written.
    #[error("the case was changed by {by} in the meantime")]
    Stale { by: String, at: Stamp },
    /// Somebody changed the organisation after the screen read it. Nothing was written.
    #[error("the organisation was changed in the meantime")]
    OrganisationChanged,
    /// The change would make something wrong. Nothing was written.
    #[error("the change makes the organisation contradict itself: {0:?}")]
    OrganisationWrong(Vec<Fault>),
    /// Cases name the branch or person that was to be taken back. Nothing was written.
    #[error("cases name the branch or person; it can end on a day")]
    OrganisationUsed,
    #[error("there is no case {0}")]
    NoSuchCase(String),
    /// A stored version of a rule book is never changed; a changed text needs the next number.
    #[error("version {version} of the rule book {id} is stored already")]
    VersionTaken { id: String, version: i64 },
    /// A17: a version names its author, reviewer and approver.
    #[error("the rule book names no author, reviewer or approver")]
    Unsigned,
    #[error("there is no issue {0}")]
    NoSuchIssue(String),
    /// Another window issued it meanwhile. Nothing was written.
    #[error("the number {0} was issued by another window in the meantime")]
    NumberTaken(String),
    /// Nothing else is handed out in its place; the sheet can be issued anew.
    #[error("the stored file of {0} is missing or damaged")]
    IssueLost(String),
    #[error("{document} has no copy for {}", holder.word())]
    NoSuchCopy { document: String, holder: Holder },
    #[error("there is no rule book {0}")]
    NoSuchBook(String),
    /// Written by a later version of the program; left alone.
    #[error("the data file has shape {found}, this program knows shapes up to {known}")]
    TooNew { found: i64, known: i64 },
    #[error("{} is not a data file of this program", .0.display())]
    NotOurs(PathBuf),
    /// The folder is on a network drive, where the file could be damaged.
    #[error("{} lies on a network drive", .0.display())]
    OnNetworkDrive(PathBuf),
    #[error("the data file is being written by another window")]
    Busy,
    #[error("the data file is damaged: {0}")]
    Damaged(String),
    #[error("the rule book stored in the data file cannot be read: {0}")]
    RuleBook(#[from] RuleBookError),
    #[error("{what}: {}", path.display())]
    File {
        what: &'static str,
        path: PathBuf,
        #[source]
        source: std::io::Error,
    },
    #[error("the data file could not be read or written")]
    Sqlite(#[source] rusqlite::Error),
    #[error("the data file could not be brought to this version's shape")]
    Migration(#[source] Box<refinery::Error>),
    /// The store thread has stopped.
    #[error("the store has stopped")]
    Gone,
}

impl StoreError {
    pub(super) fn damaged(what: impl Into<String>) -> Self {
        Self::Damaged(what.into())
    }
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode::{DatabaseBusy, DatabaseCorrupt, DatabaseLocked, NotADatabase};
        match error.sqlite_error_code() {
            Some(DatabaseBusy | DatabaseLocked) => Self::Busy,
            Some(DatabaseCorrupt | NotADatabase) => Self::Damaged(error.to_string()),
            _ => Self::Sqlite(error),
        }
    }
}
