//! Paper that came back from a scanner or a telephone: its pages, one at a time, and the codes that stand on them.

mod pages;
mod reading;
mod tiff;

/// One page of a file that came back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScannedPage {
    /// The how many-th of its file, from 1.
    pub number: usize,
    /// How many pages the file has.
    pub of: usize,
    /// The page as a JPEG of at most some 200 dots to the inch, upright if a code told which way is up.
    pub jpeg: Vec<u8>,
    /// The text of every page code found, each once; [`crate::domain::returned::PageCode`] reads them.
    pub codes: Vec<String>,
}

/// Why a file cannot be read as pages.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ScanError {
    /// Neither a PDF nor a TIFF, JPEG or PNG.
    #[error("the file is not a PDF, TIFF, JPEG or PNG; scan again as one of these")]
    NotAPicture,
    /// A PDF with a password.
    #[error("the PDF is locked with a password; save it without one")]
    Locked,
    /// The file breaks off or contradicts itself; the text says what the reader met.
    #[error("the file is damaged: {0}; scan the paper again")]
    Damaged(String),
    /// A picture in a kind of its format that nobody here reads.
    #[error("the picture is packed in a way this program does not read; scan again as a PDF")]
    Packed,
    /// A picture with more pixels than any scan of a sheet has.
    #[error("a picture of {width} × {height} pixels is too large; scan at 300 dots to the inch")]
    TooLarge {
        /// Pixels from left to right.
        width: u64,
        /// Pixels from top to bottom.
        height: u64,
    },
    /// A file without a page.
    #[error("the file has no pages")]
    Empty,
}

/// Reads the pages of a PDF, TIFF, JPEG or PNG. `page` is handed each as soon as it is read; answering false stops.
/// Says how many pages were handed on.
///
/// # Errors
/// [`ScanError`]; pages handed on before the fault was met stay as they are.
pub fn read(bytes: &[u8], page: &mut dyn FnMut(ScannedPage) -> bool) -> Result<usize, ScanError> {
    let mut handed = 0;
    pages::each(bytes, &mut |(number, of), picture| {
        let found = reading::read(&picture);
        let jpeg = pages::kept(picture, found.turn)?;
        handed += 1;
        Ok(page(ScannedPage { number, of, jpeg, codes: found.codes }))
    })?;
    Ok(handed)
}

#[cfg(test)]
mod tests;
