//! Where a page that came back belongs. Nothing is filed on a guess: what the code does not say goes to a person (Q02).

use super::{PageCode, Paper, Papers};

/// What becomes of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// Its place was empty.
    Files,
    /// Its place was taken by another picture; both are kept until a person chooses.
    Again,
    /// It belongs to an issue whose place this later one took: filed there, and never counts for the later one.
    Superseded(String),
    /// The very same picture lies there already.
    Known,
    /// A person has to look at it.
    Tray(Unfit),
}

/// Why a page cannot be filed by its code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unfit {
    /// No code of this program was found on it.
    NoCode,
    /// A code of this program, but not one that it writes.
    Unreadable,
    /// Codes of different pages on one picture.
    SeveralCodes,
    /// No such document was ever handed out.
    NeverIssued,
    /// It was issued for no case: so an earlier version left the registers of a region.
    NoCase,
    /// The hash on the page is not that of its issue: altered or forged.
    Forged,
    /// The document has so many pages, the code says another number.
    PageCount { pages: u32 },
    /// The signatures on the document are confirmed already.
    SignedAlready,
    /// It was taken off the place where it had been filed.
    TakenOff,
}

impl Verdict {
    /// The stored word.
    #[must_use]
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Files => "files",
            Self::Again => "again",
            Self::Superseded(_) => "superseded",
            Self::Known => "known",
            Self::Tray(unfit) => unfit.word(),
        }
    }
}

impl Unfit {
    /// The stored word.
    #[must_use]
    pub const fn word(&self) -> &'static str {
        match self {
            Self::NoCode => "no_code",
            Self::Unreadable => "unreadable",
            Self::SeveralCodes => "several_codes",
            Self::NeverIssued => "never_issued",
            Self::NoCase => "no_case",
            Self::Forged => "forged",
            Self::PageCount { .. } => "page_count",
            Self::SignedAlready => "signed_already",
            Self::TakenOff => "taken_off",
        }
    }
}

/// A document that was handed out, as far as a page of it needs to know.
#[derive(Debug, Clone, Copy)]
pub struct HandedOut<'a> {
    pub paper: &'a Paper,
    /// The later issue that took its place.
    pub newer: Option<&'a Paper>,
    /// How many pages it has on record; `None` where that was not recorded.
    pub pages: Option<u32>,
}

/// One of these documents as it was handed out, with its recorded number of pages.
#[must_use]
pub fn handed_out<'a>(papers: &'a impl Papers, document: &str, pages: Option<u32>) -> Option<HandedOut<'a>> {
    let paper = papers.paper(document)?;
    Some(HandedOut { paper, newer: papers.newer_paper(paper), pages: pages.or(paper.pages) })
}

/// The one code on a page, from the texts of all codes found there.
///
/// # Errors
/// [`Unfit::NoCode`], [`Unfit::Unreadable`] or [`Unfit::SeveralCodes`].
pub fn code_of(codes: &[String]) -> Result<PageCode, Unfit> {
    let mut found: Vec<&String> = codes.iter().collect();
    found.sort();
    found.dedup();
    match found.as_slice() {
        [] => Err(Unfit::NoCode),
        [one] => one.parse().map_err(|_| Unfit::Unreadable),
        _ => Err(Unfit::SeveralCodes),
    }
}

/// What becomes of a page with this code and picture.
#[must_use]
pub fn sort(code: &PageCode, picture: &str, handed_out: Option<HandedOut<'_>>) -> Verdict {
    let Some(HandedOut { paper, newer, pages }) = handed_out else { return Verdict::Tray(Unfit::NeverIssued) };
    if paper.document != code.document {
        return Verdict::Tray(Unfit::NeverIssued);
    }
    if paper.hash.get(..8) != Some(code.hash8.as_str()) {
        return Verdict::Tray(Unfit::Forged);
    }
    if let Some(pages) = pages.filter(|pages| *pages != code.pages) {
        return Verdict::Tray(Unfit::PageCount { pages });
    }
    let mut there = paper.filed.iter().filter(|filed| filed.page == code.page).peekable();
    if there.clone().any(|filed| filed.picture == picture) {
        return Verdict::Known;
    }
    if paper.signed.is_some() {
        return Verdict::Tray(Unfit::SignedAlready);
    }
    match newer {
        Some(newer) => Verdict::Superseded(newer.document.clone()),
        None if there.peek().is_some() => Verdict::Again,
        None => Verdict::Files,
    }
}
