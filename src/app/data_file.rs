//! Which data file is meant, and whether it can be one. The window and every command ask here.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use anyhow::{anyhow, bail};

use super::settings::{Folders, Settings};
use crate::store::StoreError;

/// What every data file begins with, this program's and others'.
const HEADER: &[u8; 16] = b"SQLite format 3\0";

/// The file to work on: the one named on the command line, else the one of the settings, else the platform's.
///
/// # Errors
/// One sentence for a path that cannot be a data file: none, `:memory:`, a folder, something other than a file, another
/// program's file, a file that can only be read, a folder that is not there. The platform's own folder is made later.
pub fn chosen(named: Option<&Path>, settings: &Settings, folders: &Folders) -> anyhow::Result<PathBuf> {
    if named.is_some_and(|path| path.as_os_str().to_string_lossy().trim().is_empty()) {
        bail!("--db names no file; give the path of a data file");
    }
    let of_settings = || settings.data_file.clone().filter(|path| !path.as_os_str().is_empty());
    let Some(path) = named.map(Path::to_owned).or_else(of_settings) else {
        let path = folders.data_file();
        refuse_unusable(&path)?;
        return Ok(path);
    };
    if path.as_os_str() == ":memory:" {
        bail!(":memory: is no file, and what is entered there would be lost; give the path of a data file");
    }
    // SQLite keeps names that begin with a colon for itself; here they are files like any other.
    let path = if path.to_string_lossy().starts_with(':') { Path::new(".").join(path) } else { path };
    if path.is_dir() || (!path.exists() && path.to_string_lossy().ends_with(['/', std::path::MAIN_SEPARATOR])) {
        bail!("{} is a folder; name a data file with --db FILE", path.display());
    }
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty() && !folder.is_dir()) {
        bail!(
            "there is no folder {} to hold the data file; make it first or name another with --db FILE",
            folder.display()
        );
    }
    refuse_unusable(&path)?;
    Ok(path)
}

/// A file that is there has to be one of SQLite's, or empty, and open for writing.
fn refuse_unusable(path: &Path) -> anyhow::Result<()> {
    let file = path.display();
    let Ok(facts) = std::fs::metadata(path) else { return Ok(()) };
    if facts.is_dir() {
        bail!("{file} is a folder; name a data file with --db FILE");
    }
    if !facts.is_file() {
        bail!("{file} is no ordinary file; name a data file with --db FILE");
    }
    let mut first = Vec::with_capacity(HEADER.len());
    let read = File::open(path).and_then(|file| file.take(HEADER.len() as u64).read_to_end(&mut first));
    if let Err(error) = read {
        bail!("{file} could not be read ({error}); check the rights on it");
    }
    if !first.is_empty() && first != HEADER {
        return Err(refused(&StoreError::NotOurs(path.to_owned()), path));
    }
    if facts.permissions().readonly() {
        bail!("{file} can only be read, and nothing could be entered; allow writing or name another with --db FILE");
    }
    Ok(())
}

/// Why the store does not take the file, and what to do, in one sentence.
pub fn refused(error: &StoreError, path: &Path) -> anyhow::Error {
    let file = path.display();
    match error {
        StoreError::NotOurs(_) => anyhow!("{file} is not a data file of this program; name another with --db FILE"),
        StoreError::OnNetworkDrive(_) => {
            anyhow!("{file} lies on a network drive, where it could be damaged; keep it on a disk of this computer")
        }
        StoreError::TooNew { .. } => {
            anyhow!("{file} was written by a later version of this program; use that version")
        }
        StoreError::Busy => anyhow!("{file} is being written by another window; try again when it has finished"),
        StoreError::Damaged(what) => anyhow!("{file} is damaged ({what}); restore it from a backup"),
        StoreError::Sqlite(source) => {
            anyhow!("{file} could not be read or written ({source}); check the disk and the rights on the folder")
        }
        StoreError::File { what, path, source } => {
            anyhow!("{what}: {} ({source}); check the disk and the rights on the folder", path.display())
        }
        StoreError::Migration(source) => {
            anyhow!("{file} could not be brought to this version's shape ({source}); restore it from a backup")
        }
        other => anyhow!("{file} cannot be used: {other}"),
    }
}
