//! The papers of a case: what was printed, which pages came back, whether a person has looked at the signatures (Q02).

use crate::domain::case::Case;
use crate::domain::decide::{Reason, Refusal, Wording, need_text, refuse};
use crate::domain::event::{Event, SheetKind};
use crate::domain::time::Stamp;
use crate::domain::words::words;

words! {
    /// How a page found its place.
    pub enum FiledBy {
        /// The code on it said so.
        Code = "code",
        /// A person looked at it and said so.
        Person = "person",
    }
}

words! {
    /// How much of a sheet the program filled in.
    pub enum Filled {
        /// 预填: what was known, the rest by hand.
        Prefilled = "prefilled",
        /// 定稿.
        Final = "final",
        /// 手工填写: an empty form that was filled in outside; the program printed nothing of the case on it.
        ByHand = "by_hand",
    }
}

/// A page of paper that came back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReturnedPage {
    /// Number of the printed document.
    pub document: String,
    /// The page, from 1.
    pub page: u32,
    /// How many pages the document has.
    pub pages: u32,
    /// SHA-256 of its picture in lower-case hex.
    pub picture: String,
    pub by: FiledBy,
}

/// What a person found on a document that is back whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedBack {
    pub document: String,
    /// The boxes that are signed, as they are named on the paper.
    pub signed: Vec<String>,
    /// The boxes that are empty.
    pub empty: Vec<String>,
    /// Why it counts although a box is empty; what else was seen.
    pub note: String,
}

/// Whether a number is of the series of forms that were filled in by hand ([`Case::next_by_hand`]).
#[must_use]
pub fn is_number_by_hand(document: &str) -> bool {
    document.rsplit('-').next().is_some_and(|serial| serial.starts_with('H'))
}

/// What happened to paper that came back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReturnEvent {
    /// A person named the case and the form of paper that was filled in by hand; its first page follows.
    ByHand {
        document: String,
        sheet: SheetKind,
    },
    Filed(ReturnedPage),
    /// A page that does not belong there, or came twice, was taken away.
    Removed {
        document: String,
        page: u32,
        picture: String,
        reason: String,
    },
    SignedBack(SignedBack),
}

/// What a person, or the code on a page, asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReturnCommand {
    File(ReturnedPage),
    /// The first page of a form that was filled in by hand, under the number of [`Case::next_by_hand`].
    ByHand {
        page: ReturnedPage,
        sheet: SheetKind,
    },
    Remove {
        document: String,
        page: u32,
        picture: String,
        reason: String,
    },
    SignBack(SignedBack),
}

/// Why paper is not filed, taken away or confirmed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReturnReason {
    /// No document of this number was printed for the case.
    NotPrinted(String),
    /// The document has so many pages.
    NoSuchPage {
        pages: u32,
    },
    /// The very same picture lies there already.
    FiledAlready,
    NotFiled,
    /// Its signatures are confirmed; nothing is added or taken away afterwards.
    SignedAlready,
    /// These pages have not come back.
    PagesMissing(Vec<u32>),
    /// These pages came back more than once; one picture of each has to go.
    PagesTwice(Vec<u32>),
    /// A later issue took its place.
    Superseded(String),
    /// A person has assigned or discarded the page already.
    SettledAlready,
    /// Nobody said which boxes are signed.
    NothingSigned,
}

impl ReturnEvent {
    /// The document it is about.
    #[must_use]
    pub fn document(&self) -> &str {
        match self {
            Self::Filed(page) => &page.document,
            Self::ByHand { document, .. } | Self::Removed { document, .. } => document,
            Self::SignedBack(signed) => &signed.document,
        }
    }

    /// Whether the command may be taken back. A page goes by being removed, which puts it back into the tray.
    #[must_use]
    pub const fn is_undoable(&self) -> bool {
        matches!(self, Self::SignedBack(_))
    }
}

impl From<ReturnEvent> for Event {
    fn from(event: ReturnEvent) -> Self {
        Self::Returned(Box::new(event))
    }
}

/// A page in its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FiledPage {
    pub page: u32,
    pub picture: String,
    pub at: Stamp,
    pub by: FiledBy,
}

/// A document that was printed for a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paper {
    pub document: String,
    pub sheet: SheetKind,
    /// Hash of what was printed, in hex.
    pub hash: String,
    /// `None` for what went out before this was recorded.
    pub filled: Option<Filled>,
    /// When it was first printed.
    pub at: Stamp,
    /// How many pages it has, as the first page that came back says.
    pub pages: Option<u32>,
    /// What came back, in the order of pages.
    pub filed: Vec<FiledPage>,
    /// When a person confirmed its signatures, and what was seen.
    pub signed: Option<(Stamp, SignedBack)>,
}

impl Paper {
    /// The pages that have not come back; of an unknown number of pages none is known to be missing.
    #[must_use]
    pub fn missing(&self) -> Vec<u32> {
        let there = |page: &u32| self.filed.iter().any(|filed| filed.page == *page);
        (1..=self.pages.unwrap_or(0)).filter(|page| !there(page)).collect()
    }

    /// The pages that came back more than once.
    #[must_use]
    pub fn twice(&self) -> Vec<u32> {
        let count = |page: &u32| self.filed.iter().filter(|filed| filed.page == *page).count();
        (1..=self.pages.unwrap_or(0)).filter(|page| count(page) > 1).collect()
    }

    /// Every page is back, each once.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.pages.is_some() && self.missing().is_empty() && self.twice().is_empty()
    }

    /// 预填: signed or not, it never stands for the 定稿.
    #[must_use]
    pub fn is_draft(&self) -> bool {
        self.filled == Some(Filled::Prefilled)
    }

    /// 手工填写: it stands beside the printed issues, never takes the place of one and never stands for the 定稿.
    #[must_use]
    pub fn is_by_hand(&self) -> bool {
        self.filled == Some(Filled::ByHand)
    }

    /// Neither of both; what went out before this was recorded is taken for one.
    #[must_use]
    pub fn is_final(&self) -> bool {
        !self.is_draft() && !self.is_by_hand()
    }

    /// When the last page came back.
    #[must_use]
    pub fn last_back(&self) -> Option<Stamp> {
        self.filed.iter().map(|filed| filed.at).max()
    }
}

impl Paper {
    /// A document as it leaves the house.
    #[must_use]
    pub fn printed(at: Stamp, sheet: SheetKind, document: &str, (hash, filled): (&str, Option<Filled>)) -> Self {
        Self {
            document: document.to_owned(),
            sheet,
            hash: hash.to_owned(),
            filled,
            at,
            pages: None,
            filed: Vec::new(),
            signed: None,
        }
    }

    fn apply(&mut self, at: Stamp, event: &ReturnEvent) {
        match event {
            ReturnEvent::ByHand { .. } => {}
            ReturnEvent::Filed(page) => {
                self.pages = Some(page.pages);
                self.filed.push(FiledPage { page: page.page, picture: page.picture.clone(), at, by: page.by });
                self.filed.sort_by_key(|filed| (filed.page, filed.at));
            }
            ReturnEvent::Removed { page, picture, .. } => {
                self.filed.retain(|filed| filed.page != *page || filed.picture != *picture);
                if self.filed.is_empty() {
                    self.pages = None;
                }
            }
            ReturnEvent::SignedBack(signed) => self.signed = Some((at, signed.clone())),
        }
    }
}

/// The papers of a case, or the registers of a region and week: every issue and every form filled in by hand, oldest first.
pub trait Papers {
    fn papers(&self) -> &[Paper];

    /// What the numbers of its documents begin with.
    fn number(&self) -> &str;

    /// The printed document of this number.
    fn paper(&self, document: &str) -> Option<&Paper> {
        self.papers().iter().find(|paper| paper.document == document)
    }

    /// The same under a number as a person types it.
    fn paper_named(&self, typed: &str) -> Option<&Paper> {
        self.papers().iter().find(|paper| paper.document.eq_ignore_ascii_case(typed.trim()))
    }

    /// The latest paper of a sheet whose signatures are confirmed although it is no 定稿.
    fn signed_in_vain(&self, sheet: SheetKind) -> Option<&Paper> {
        self.papers().iter().rev().find(|paper| paper.sheet == sheet && paper.signed.is_some() && !paper.is_final())
    }

    /// The issue of a sheet that counts: the latest that was printed.
    fn current_paper(&self, sheet: SheetKind) -> Option<&Paper> {
        self.papers().iter().rev().find(|paper| paper.sheet == sheet && !paper.is_by_hand())
    }

    /// The later issue that took the place of a document; `None` for one that counts.
    fn newer_paper(&self, paper: &Paper) -> Option<&Paper> {
        if paper.is_by_hand() {
            return None;
        }
        self.current_paper(paper.sheet).filter(|current| current.document != paper.document)
    }

    /// The number of the next form of this kind that was filled in by hand: a series beside that of the issues.
    fn next_by_hand(&self, sheet: SheetKind) -> String {
        let there = self.papers().iter().filter(|paper| paper.sheet == sheet && paper.is_by_hand()).count();
        format!("{}-{}-H{:02}", self.number(), sheet.mark(), there + 1)
    }
}

impl Papers for Case {
    fn papers(&self) -> &[Paper] {
        &self.papers
    }

    fn number(&self) -> &str {
        &self.number
    }
}

/// The registers of one region and week, which belong to no case (forms.md 1.1, F1B).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Registers {
    /// Prefix, week and region, e.g. `KS2026W15-HD`.
    pub mark: String,
    pub papers: Vec<Paper>,
}

impl Papers for Registers {
    fn papers(&self) -> &[Paper] {
        &self.papers
    }

    fn number(&self) -> &str {
        &self.mark
    }
}

impl Registers {
    /// Adds what happened to one of them; what belongs to none is passed over.
    pub fn apply(&mut self, at: Stamp, event: &ReturnEvent) {
        apply(&mut self.papers, at, event);
    }
}

/// Adds what happened to one of these papers.
fn apply(papers: &mut Vec<Paper>, at: Stamp, event: &ReturnEvent) {
    if let ReturnEvent::ByHand { document, sheet } = event {
        print(papers, Paper::printed(at, *sheet, document, ("", Some(Filled::ByHand))));
    } else if let Some(paper) = papers.iter_mut().find(|paper| paper.document == event.document()) {
        paper.apply(at, event);
    }
}

/// A document that was handed out before stays in its place.
fn print(papers: &mut Vec<Paper>, paper: Paper) {
    if papers.iter().all(|known| known.document != paper.document) {
        papers.push(paper);
    }
}

impl Case {
    /// When the signatures on a document were confirmed, and what was seen.
    #[must_use]
    pub fn signed_back(&self, document: &str) -> Option<&(Stamp, SignedBack)> {
        self.paper(document)?.signed.as_ref()
    }

    /// The same of the issue of a sheet that counts, if it is its 定稿.
    #[must_use]
    pub fn sheet_signed_back(&self, sheet: SheetKind) -> Option<&(Stamp, SignedBack)> {
        self.current_paper(sheet).filter(|paper| !paper.is_draft())?.signed.as_ref()
    }

    /// The same where it was the 预填 that was signed: that is on record, and no evidence of the 定稿.
    #[must_use]
    pub fn draft_signed_back(&self, sheet: SheetKind) -> Option<&(Stamp, SignedBack)> {
        self.current_paper(sheet).filter(|paper| paper.is_draft())?.signed.as_ref()
    }

    /// A sheet left the house; a document that was handed out before stays in its place.
    pub(in crate::domain) fn apply_printed(
        &mut self,
        at: Stamp,
        sheet: SheetKind,
        document: &str,
        (hash, filled): (&str, Option<Filled>),
    ) {
        print(&mut self.papers, Paper::printed(at, sheet, document, (hash, filled)));
    }

    pub(in crate::domain) fn apply_returned(&mut self, at: Stamp, event: &ReturnEvent) {
        apply(&mut self.papers, at, event);
    }
}

/// Q02: nothing is filed on a guess, and a document is back only when every page is and a person has looked at it.
///
/// # Errors
/// A [`Refusal`] with the rule row; the papers are then as they were.
pub fn decide(papers: &impl Papers, command: ReturnCommand) -> Result<Vec<Event>, Refusal> {
    let event = match command {
        ReturnCommand::File(page) => file(papers, page)?,
        ReturnCommand::ByHand { page, sheet } => return by_hand(papers, page, sheet),
        ReturnCommand::Remove { document, page, picture, reason } => {
            let paper = open(papers, &document)?;
            need_text("Q02", &reason, Wording::Reason)?;
            if !paper.filed.iter().any(|filed| filed.page == page && filed.picture == picture) {
                return no(ReturnReason::NotFiled);
            }
            ReturnEvent::Removed { document, page, picture, reason }
        }
        ReturnCommand::SignBack(signed) => sign_back(papers, signed)?,
    };
    Ok(vec![event.into()])
}

fn no<T>(reason: ReturnReason) -> Result<T, Refusal> {
    refuse("Q02", Reason::Returned(reason))
}

/// The document, as long as its signatures are not confirmed.
fn open<'a>(papers: &'a impl Papers, document: &str) -> Result<&'a Paper, Refusal> {
    match papers.paper(document) {
        None => no(ReturnReason::NotPrinted(document.to_owned())),
        Some(paper) if paper.signed.is_some() => no(ReturnReason::SignedAlready),
        Some(paper) => Ok(paper),
    }
}

fn file(papers: &impl Papers, page: ReturnedPage) -> Result<ReturnEvent, Refusal> {
    let paper = open(papers, &page.document)?;
    let pages = paper.pages.unwrap_or(page.pages);
    if page.pages != pages || page.page == 0 || page.page > pages {
        return no(ReturnReason::NoSuchPage { pages });
    }
    if paper.filed.iter().any(|filed| filed.page == page.page && filed.picture == page.picture) {
        return no(ReturnReason::FiledAlready);
    }
    Ok(ReturnEvent::Filed(page))
}

/// The form belongs there on a person's word; another window may have taken the number meanwhile.
fn by_hand(papers: &impl Papers, page: ReturnedPage, sheet: SheetKind) -> Result<Vec<Event>, Refusal> {
    if page.document != papers.next_by_hand(sheet) || papers.paper(&page.document).is_some() {
        return no(ReturnReason::NotPrinted(page.document));
    }
    if page.page == 0 || page.page > page.pages {
        return no(ReturnReason::NoSuchPage { pages: page.pages });
    }
    let begun = ReturnEvent::ByHand { document: page.document.clone(), sheet };
    Ok(vec![begun.into(), ReturnEvent::Filed(page).into()])
}

fn sign_back(papers: &impl Papers, signed: SignedBack) -> Result<ReturnEvent, Refusal> {
    let paper = open(papers, &signed.document)?;
    if let Some(newer) = papers.newer_paper(paper) {
        return no(ReturnReason::Superseded(newer.document.clone()));
    }
    let missing = if paper.pages.is_none() { vec![1] } else { paper.missing() };
    if !missing.is_empty() {
        return no(ReturnReason::PagesMissing(missing));
    }
    let twice = paper.twice();
    if !twice.is_empty() {
        return no(ReturnReason::PagesTwice(twice));
    }
    if signed.signed.is_empty() {
        return no(ReturnReason::NothingSigned);
    }
    if !signed.empty.is_empty() {
        need_text("Q02", &signed.note, Wording::Reason)?;
    }
    Ok(ReturnEvent::SignedBack(signed))
}

#[cfg(test)]
mod tests;
