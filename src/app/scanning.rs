//! Scanned files on their way to their cases: read once by their bytes, page by page; a folder that is watched for them.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use sha2::{Digest, Sha256};

use crate::paper::scan::{self, ScanError};
use crate::store::{Answer, By, IncomingPage, Request, ScannedPage, StoreError, hex};

/// Larger files are refused before they are read: a hundred colour pages at 300 dpi stay far below.
const LARGEST: u64 = 512 << 20;
/// What the names of files that may hold scanned pages end in.
pub const ENDINGS: [&str; 6] = ["pdf", "tif", "tiff", "jpg", "jpeg", "png"];

/// Why a file was not taken in, or not to its end; pages that were taken in before stay.
#[derive(Debug, thiserror::Error)]
pub enum ScanFault {
    #[error("the file cannot be read")]
    File(#[source] io::Error),
    #[error("the file has {0} bytes, which is more than scanned paper has; scan fewer pages into one file")]
    TooLarge(u64),
    #[error(transparent)]
    Scan(#[from] ScanError),
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What became of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileRead {
    /// Its pages, as far as they were read.
    pub pages: Vec<ScannedPage>,
    /// It was on record already and was not read again.
    pub known: bool,
    /// Somebody stopped the reading before its end.
    pub stopped: bool,
}

/// What the reading of a file asks of the data file.
#[derive(Debug)]
pub enum ScanAsk {
    /// What is on record of the file with this SHA-256.
    Known(String),
    Take(Box<IncomingPage>),
}

impl ScanAsk {
    #[must_use]
    pub fn request(self, by: By) -> Request {
        match self {
            Self::Known(file) => Request::ScannedPages(file),
            Self::Take(page) => Request::TakeIn { page, by },
        }
    }
}

/// Asks the data file, on whatever thread it lives.
pub type Ask<'a> = dyn FnMut(ScanAsk) -> Result<Answer, StoreError> + 'a;

/// Takes in every page of a file. `pace` hears of every page (done, of) and stops the reading by answering false.
///
/// # Errors
/// [`ScanFault`]; what was taken in before the fault stays, and the next try goes on behind it.
pub fn take_in(
    path: &Path,
    ask: &mut Ask<'_>,
    pace: &mut dyn FnMut(usize, usize) -> bool,
) -> Result<FileRead, ScanFault> {
    let length = fs::metadata(path).map_err(ScanFault::File)?.len();
    if length > LARGEST {
        return Err(ScanFault::TooLarge(length));
    }
    let bytes = fs::read(path).map_err(ScanFault::File)?;
    let file = hex(&Sha256::digest(&bytes));
    if let Answer::Pages(pages) = ask(ScanAsk::Known(file.clone()))?
        && pages.first().is_some_and(|first| usize::try_from(first.of) == Ok(pages.len()))
    {
        return Ok(FileRead { pages, known: true, stopped: false });
    }
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let mut read = FileRead { pages: Vec::new(), known: false, stopped: false };
    let mut fault = None;
    let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    let mut each = |page: scan::ScannedPage| {
        let (done, of) = (page.number, page.of);
        let incoming = IncomingPage {
            file: file.clone(),
            name: name.clone(),
            page: number(page.number),
            of: number(page.of),
            jpeg: page.jpeg,
            codes: page.codes,
        };
        match ask(ScanAsk::Take(Box::new(incoming))) {
            Ok(Answer::Page(taken)) => read.pages.push(*taken),
            Ok(_) => fault = Some(StoreError::Gone),
            Err(error) => fault = Some(error),
        }
        read.stopped = fault.is_none() && !pace(done, of) && done < of;
        fault.is_none() && !read.stopped
    };
    scan::read(&bytes, &mut each)?;
    fault.map_or(Ok(read), |fault| Err(fault.into()))
}

/// A folder that scanners write into.
#[derive(Debug)]
pub struct Watch {
    folder: PathBuf,
    /// Every file there: how it was last seen, and whether it has been handed on.
    seen: BTreeMap<PathBuf, (Look, bool)>,
}

/// Length and time of change: a file that looks the same twice is written to its end.
type Look = (u64, Option<SystemTime>);

impl Watch {
    #[must_use]
    pub const fn new(folder: PathBuf) -> Self {
        Self { folder, seen: BTreeMap::new() }
    }

    /// Where it looks.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Looks once. Gives the files that have stopped growing since the last look, each once unless it changes.
    ///
    /// # Errors
    /// When the folder cannot be listed.
    pub fn look(&mut self) -> io::Result<Vec<PathBuf>> {
        let mut there = BTreeMap::new();
        for entry in fs::read_dir(&self.folder)? {
            let path = entry?.path();
            // A file that goes away between the two is no longer there.
            let Ok(data) = fs::metadata(&path) else { continue };
            if data.is_file() && is_scan(&path) {
                there.insert(path, (data.len(), data.modified().ok()));
            }
        }
        let mut ready = Vec::new();
        let before = std::mem::take(&mut self.seen);
        for (path, look) in there {
            let known = before.get(&path).filter(|(last, _)| *last == look);
            let handed = known.is_some_and(|(_, handed)| *handed);
            let rests = known.is_some() && look.0 > 0;
            if rests && !handed {
                ready.push(path.clone());
            }
            self.seen.insert(path, (look, handed || rests));
        }
        Ok(ready)
    }
}

/// Whether a file may hold scanned pages, by its name.
#[must_use]
pub fn is_scan(path: &Path) -> bool {
    let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase());
    ending.is_some_and(|ending| ENDINGS.contains(&ending.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_handed_on_once_it_has_stopped_growing() {
        let folder = tempfile::tempdir().unwrap();
        let mut watch = Watch::new(folder.path().to_owned());
        let path = folder.path().join("签回.PDF");
        fs::write(folder.path().join("readme.txt"), "x").unwrap();
        fs::write(&path, "").unwrap();
        assert_eq!(watch.look().unwrap(), [] as [PathBuf; 0]);
        assert_eq!(watch.look().unwrap(), [] as [PathBuf; 0], "an empty file has not been written yet");
        fs::write(&path, "half").unwrap();
        assert_eq!(watch.look().unwrap(), [] as [PathBuf; 0]);
        fs::write(&path, "half and half").unwrap();
        assert_eq!(watch.look().unwrap(), [] as [PathBuf; 0], "it has grown");
        assert_eq!(watch.look().unwrap(), std::slice::from_ref(&path));
        assert_eq!(watch.look().unwrap(), [] as [PathBuf; 0]);
        fs::write(&path, "another scan under the same name").unwrap();
        assert_eq!(watch.look().unwrap(), [] as [PathBuf; 0]);
        assert_eq!(watch.look().unwrap(), [path]);
    }

    #[test]
    fn a_folder_that_is_gone_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let mut watch = Watch::new(folder.path().join("gone"));
        assert!(watch.look().is_err());
    }
}
