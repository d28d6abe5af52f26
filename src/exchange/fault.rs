//! Why a file cannot be read as a table, and how much of one is read at most.

use thiserror::Error;

/// How much a file may hold. A caller may lower the figures; above the built-in ones memory runs short.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReadLimits {
    /// Bytes of the file itself.
    pub file_bytes: u64,
    /// Bytes of everything inside, unpacked, and of the text of one sheet.
    pub unpacked_bytes: u64,
    pub rows: usize,
    pub columns: usize,
    pub cells: usize,
}

impl Default for ReadLimits {
    fn default() -> Self {
        Self { file_bytes: 256 << 20, unpacked_bytes: 1 << 30, rows: 1_048_576, columns: 1_000, cells: 30_000_000 }
    }
}

/// What there is too much of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Measure {
    FileBytes,
    UnpackedBytes,
    Rows,
    Columns,
    Cells,
}

/// Why a file is not read. Each variant is one plain sentence on screen.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ReadFault {
    #[error("there is no such file")]
    NotFound,
    #[error("this user may not read the file")]
    NoPermission,
    /// Another program holds it (Windows refuses to share a workbook that is being written).
    #[error("another program has the file open; close it there first")]
    InUse,
    #[error("the file cannot be read: {0}")]
    Unreadable(String),
    #[error("the file holds no rows")]
    Empty,
    #[error("the file is not a table")]
    NotATable,
    #[error("the file is locked with a password; save a copy without it")]
    PasswordProtected,
    #[error("the file is damaged: {0}")]
    Damaged(String),
    #[error("the file is too large: {measure:?}, at most {limit}")]
    TooLarge { measure: Measure, limit: u64 },
    #[error("the workbook has no sheet \"{wanted}\"; it has: {}", .sheets.join(", "))]
    UnknownSheet { wanted: String, sheets: Vec<String> },
}

impl ReadFault {
    pub(super) fn too_large(measure: Measure, limit: impl TryInto<u64>) -> Self {
        Self::TooLarge { measure, limit: limit.try_into().unwrap_or(u64::MAX) }
    }

    /// The fault behind an operating system's refusal.
    pub(super) fn of_io(error: &std::io::Error) -> Self {
        /// Windows: sharing violation, lock violation.
        const HELD: [i32; 2] = [32, 33];
        match error.kind() {
            std::io::ErrorKind::NotFound => Self::NotFound,
            _ if cfg!(windows) && error.raw_os_error().is_some_and(|code| HELD.contains(&code)) => Self::InUse,
            std::io::ErrorKind::PermissionDenied => Self::NoPermission,
            std::io::ErrorKind::ResourceBusy | std::io::ErrorKind::ExecutableFileBusy => Self::InUse,
            _ => Self::Unreadable(error.to_string()),
        }
    }
}
