//! Issues: sheets that leave the house, kept with their data and their finished file for ever.
//!
//! The file is on disk under its hash before the row names it; a kill in between leaves an unnamed file.

use rusqlite::{Connection, OptionalExtension, Row};

use super::attachments::{blob_path, is_unaltered, keep_bytes};
use super::commands;
use super::history;
use super::request::{By, CaseId};
use super::{Database, StoreError, projection};
use crate::domain::event::SheetKind;
use crate::domain::holder::{FormCopy, Holder};
use crate::domain::returned::Filled;
use crate::domain::words::words;
use crate::domain::{Event, Stamp};

words! {
    /// How much of the form the issue fills in.
    pub enum IssueMode {
        /// 预填; the blanks are filled by hand.
        Prefilled = "prefilled",
        /// 定稿.
        Final = "final",
    }
}

words! {
    /// How a copy left the program.
    pub enum Way {
        Viewer = "viewer",
        File = "file",
        Printer = "printer",
    }
}

/// What a series of issues is about: each changed print takes the next number of its series.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum IssueOf {
    Sheet(CaseId, SheetKind),
    /// The register of a region and a period, by its mark, e.g. `KS2026W15-HD`.
    Register(String),
}

/// What a sheet says and by which template; without a change the same file is handed out again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Content {
    /// Number and version of the template, e.g. `KS-F1`, `A/0`.
    pub form_no: String,
    pub version: String,
    pub mode: IssueMode,
    /// Its fields as JSON.
    pub data: String,
    /// SHA-256 of the content in hex; its first eight digits stand in the code on each page.
    pub hash: String,
}

/// What the next print will be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NextIssue {
    /// Nothing has changed: this issue goes out once more.
    Same(Box<Issue>),
    /// A new issue: its number, and the how many-th of its series it is.
    New { document: String, nth: u32 },
}

/// A finished sheet that is to be put on record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewIssue {
    pub of: IssueOf,
    pub content: Content,
    /// As [`NextIssue::New`] gave it; it stands on the pages.
    pub document: String,
    /// At least one; the first has every page.
    pub copies: Vec<NewCopy>,
}

/// A finished copy of a sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewCopy {
    pub copy: FormCopy,
    pub pages: u32,
    pub pdf: Vec<u8>,
}

/// A copy of an issue that is on record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IssueCopy {
    pub copy: FormCopy,
    pub pages: u32,
    /// SHA-256 of its file in hex.
    pub pdf: String,
}

/// Whether the finished file of an issue is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kept {
    Here,
    /// Missing, or of another length than was written.
    Lost,
    /// Issued by an earlier version, which kept no file.
    Never,
}

/// One time that an issue was handed out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HandedOut {
    pub at: Stamp,
    pub by: String,
    pub way: Way,
    /// The copy that went out; `None` for all usual ones.
    pub copy: Option<Holder>,
}

/// A sheet that left the house.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Issue {
    pub document: String,
    /// The case and the kind of sheet; `None` for a register.
    pub of: Option<(CaseId, SheetKind)>,
    /// The how many-th of its series.
    pub nth: u32,
    /// `None` for what an earlier version issued.
    pub mode: Option<IssueMode>,
    pub form_no: String,
    pub version: String,
    /// 0 for what an earlier version issued.
    pub pages: u32,
    /// The fields as JSON; what an earlier version issued is no JSON.
    pub data: String,
    pub hash: String,
    /// SHA-256 of the file of its first copy in hex; empty where none was kept.
    pub pdf: String,
    /// Every copy, the first included; what an earlier version issued has one.
    pub copies: Vec<IssueCopy>,
    /// How often it was handed out.
    pub printed: i64,
    /// Each time, the oldest first; of what went out before this was recorded nothing is known.
    pub outs: Vec<HandedOut>,
    pub at: Stamp,
    pub by: String,
    /// The issue that took its place.
    pub newer: Option<String>,
    pub kept: Kept,
}

impl Issue {
    /// The copy of one holder, or all that come out without being asked for.
    pub fn chosen(&self, whose: Option<Holder>) -> impl Iterator<Item = &IssueCopy> {
        let wanted = move |copy: &&IssueCopy| match whose {
            Some(holder) => copy.copy.holder == holder,
            None => copy.copy.usual,
        };
        self.copies.iter().filter(wanted)
    }

    /// Whose a copy is, unless it is the first.
    #[must_use]
    pub fn suffix(&self, copy: &IssueCopy) -> Option<Holder> {
        let first = self.copies.first().map(|first| first.copy.holder);
        Some(copy.copy.holder).filter(|holder| Some(*holder) != first)
    }

    /// How often it was handed out before each time was recorded.
    #[must_use]
    pub fn untold(&self) -> usize {
        usize::try_from(self.printed).unwrap_or(0).saturating_sub(self.outs.len())
    }

    /// Pages of all copies that are chosen.
    #[must_use]
    pub fn pages_of(&self, whose: Option<Holder>) -> u32 {
        self.chosen(whose).map(|copy| copy.pages).sum()
    }
}

/// What an issue is looked for by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum IssueKey {
    Document(String),
    /// SHA-256 of the finished file in hex.
    File(String),
}

const COLUMNS: &str = "SELECT i.document, i.case_id, i.sheet, i.nth, i.mode, i.form_no, i.version, i.pages, i.data, \
     i.hash, i.pdf, i.printed, i.at, i.by, \
     (SELECT n.document FROM issue n WHERE n.series = i.series AND n.nth > i.nth ORDER BY n.nth DESC LIMIT 1) \
     FROM issue i ";

/// Every issue of a case, sheet by sheet, oldest first.
pub(super) fn of_case(database: &Database, case: CaseId) -> Result<Vec<Issue>, StoreError> {
    let mut statement =
        database.db.prepare_cached(&format!("{COLUMNS} WHERE i.case_id = ? ORDER BY i.series, i.nth"))?;
    let mut rows = statement.query([case.0])?;
    let mut issues = Vec::new();
    while let Some(row) = rows.next()? {
        issues.push(read(database, row)?);
    }
    Ok(issues)
}

/// The issue under a document number or of a finished file.
pub(super) fn find(database: &Database, key: &IssueKey) -> Result<Option<Issue>, StoreError> {
    let (condition, value) = match key {
        IssueKey::Document(document) => ("i.document = ?", document),
        IssueKey::File(hash) => {
            let of_file = "i.document IN (SELECT document FROM issue WHERE pdf = ?1 \
                 UNION SELECT document FROM issue_copy WHERE pdf = ?1)";
            (of_file, hash)
        }
    };
    if value.is_empty() {
        return Ok(None);
    }
    let mut statement = database.db.prepare_cached(&format!("{COLUMNS} WHERE {condition}"))?;
    let mut rows = statement.query([value])?;
    rows.next()?.map(|row| read(database, row)).transpose()
}

fn read(database: &Database, row: &Row<'_>) -> Result<Issue, StoreError> {
    let sheet: Option<String> = row.get(2)?;
    let sheet = sheet.map(|word| SheetKind::from_word(&word).ok_or_else(|| unknown(&word))).transpose()?;
    let mode: Option<String> = row.get(4)?;
    let mode = mode.map(|word| IssueMode::from_word(&word).ok_or_else(|| unknown(&word))).transpose()?;
    let case: Option<i64> = row.get(1)?;
    let (document, pages, pdf): (String, u32, String) = (row.get(0)?, row.get(7)?, row.get(10)?);
    let copies = copies(database, &document, (pages, &pdf))?;
    let outs = outs(&database.db, &document)?;
    let all_here = || copies.iter().all(|(copy, bytes)| is_here(database, &copy.pdf, *bytes));
    let kept = match pdf.is_empty() {
        true => Kept::Never,
        false if all_here() => Kept::Here,
        false => Kept::Lost,
    };
    Ok(Issue {
        document,
        of: case.map(CaseId).zip(sheet),
        nth: row.get(3)?,
        mode,
        form_no: row.get(5)?,
        version: row.get(6)?,
        pages,
        data: row.get(8)?,
        hash: row.get(9)?,
        pdf,
        copies: copies.into_iter().map(|(copy, _)| copy).collect(),
        printed: row.get(11)?,
        outs,
        at: Stamp(row.get(12)?),
        by: row.get(13)?,
        newer: row.get(14)?,
        kept,
    })
}

/// The copies of an issue with the length each file was written with; one for what has no row of its own.
fn copies(
    database: &Database,
    document: &str,
    (pages, pdf): (u32, &str),
) -> Result<Vec<(IssueCopy, Option<i64>)>, StoreError> {
    let mut statement = database.db.prepare_cached(
        "SELECT c.holder, c.usual, c.pages, c.pdf, (SELECT bytes FROM blob WHERE hash = c.pdf) FROM issue_copy c \
         WHERE c.document = ? ORDER BY c.place",
    )?;
    let mut rows = statement.query([document])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let word: String = row.get(0)?;
        let holder = Holder::from_word(&word).ok_or_else(|| unknown(&word))?;
        let copy = FormCopy { holder, usual: row.get(1)? };
        found.push((IssueCopy { copy, pages: row.get(2)?, pdf: row.get(3)? }, row.get(4)?));
    }
    if found.is_empty() && !pdf.is_empty() {
        let bytes = database
            .db
            .prepare_cached("SELECT bytes FROM blob WHERE hash = ?")?
            .query_row([pdf], |row| row.get(0))
            .optional()?;
        let copy = FormCopy::usual(Holder::Headquarters);
        found.push((IssueCopy { copy, pages, pdf: pdf.to_owned() }, bytes));
    }
    Ok(found)
}

/// Every time an issue was handed out, the oldest first.
fn outs(db: &Connection, document: &str) -> Result<Vec<HandedOut>, StoreError> {
    let mut statement =
        db.prepare_cached("SELECT at, by, way, copy FROM handed_out WHERE document = ? ORDER BY nth")?;
    let mut rows = statement.query([document])?;
    let mut outs = Vec::new();
    while let Some(row) = rows.next()? {
        let (way, copy): (String, String) = (row.get(2)?, row.get(3)?);
        let holder = |word: &str| Holder::from_word(word).ok_or_else(|| unknown(word));
        outs.push(HandedOut {
            at: Stamp(row.get(0)?),
            by: row.get(1)?,
            way: Way::from_word(&way).ok_or_else(|| unknown(&way))?,
            copy: Some(copy.as_str()).filter(|word| !word.is_empty()).map(holder).transpose()?,
        });
    }
    Ok(outs)
}

/// Whether a file has the length it was written with.
fn is_here(database: &Database, pdf: &str, bytes: Option<i64>) -> bool {
    let length =
        std::fs::metadata(blob_path(&database.folder, pdf)).ok().and_then(|file| i64::try_from(file.len()).ok());
    bytes.is_some() && length == bytes
}

fn unknown(word: &str) -> StoreError {
    StoreError::damaged(format!("word {word} of an issue"))
}

/// What printing this content will be. Writes nothing. `anew` asks for a new issue although nothing has changed.
pub(super) fn next(database: &Database, of: &IssueOf, content: &Content, anew: bool) -> Result<NextIssue, StoreError> {
    let series = series(&database.db, of)?;
    let last: Option<(String, u32)> = database
        .db
        .prepare_cached("SELECT document, nth FROM issue WHERE series = ? ORDER BY nth DESC LIMIT 1")?
        .query_row([&series], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    if let Some((document, _)) = &last
        && !anew
        && let Some(issue) = find(database, &IssueKey::Document(document.clone()))?
        && is_same(&issue, content)
    {
        return Ok(NextIssue::Same(Box::new(issue)));
    }
    let nth = last.map_or(0, |(_, nth)| nth) + 1;
    Ok(NextIssue::New { document: format!("{series}-{nth:02}"), nth })
}

fn is_same(issue: &Issue, content: &Content) -> bool {
    issue.mode == Some(content.mode)
        && issue.hash == content.hash
        && (&issue.form_no, &issue.version) == (&content.form_no, &content.version)
}

fn series(db: &Connection, of: &IssueOf) -> Result<String, StoreError> {
    match of {
        IssueOf::Sheet(case, sheet) => {
            let number: Option<String> = db
                .prepare_cached("SELECT number FROM case_row WHERE id = ?")?
                .query_row([case.0], |row| row.get(0))
                .optional()?;
            let number = number.ok_or_else(|| StoreError::NoSuchCase(case.0.to_string()))?;
            Ok(format!("{number}-{}", sheet.mark()))
        }
        IssueOf::Register(mark) => Ok(format!("{mark}-F1B")),
    }
}

/// Puts a finished sheet on record and hands it out for the first time.
pub(super) fn issue(
    database: &mut Database,
    new: &NewIssue,
    whose: Option<Holder>,
    (way, by): (Way, &By),
) -> Result<Issue, StoreError> {
    let Some(first) = new.copies.first() else { return Err(StoreError::damaged("an issue without a copy")) };
    let kept = new.copies.iter().map(|copy| keep_bytes(&database.folder, &copy.pdf)).collect::<Result<Vec<_>, _>>()?;
    let projector = projection::Projector::of(database);
    let transaction = database.begin()?;
    let series = series(&transaction, &new.of)?;
    let last: u32 =
        transaction
            .query_row("SELECT COALESCE(MAX(nth), 0) FROM issue WHERE series = ?", [&series], |row| row.get(0))?;
    // Another window may have issued the number that stands on these pages.
    if new.document != format!("{series}-{:02}", last + 1) {
        return Err(StoreError::NumberTaken(new.document.clone()));
    }
    for (pdf, bytes) in &kept {
        transaction.execute("INSERT OR IGNORE INTO blob (hash, bytes, at) VALUES (?, ?, ?)", (pdf, bytes, by.now.0))?;
    }
    let of = match &new.of {
        IssueOf::Sheet(case, sheet) => Some((*case, *sheet)),
        IssueOf::Register(_) => None,
    };
    let content = &new.content;
    transaction.execute(
        "INSERT INTO issue (document, series, nth, case_id, sheet, mode, form_no, version, pages, data, hash, pdf, printed, at, by) \
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?, ?)",
        rusqlite::params![
            new.document,
            series,
            last + 1,
            of.map(|(case, _)| case.0),
            of.map(|(_, sheet)| sheet.word()),
            content.mode.word(),
            content.form_no,
            content.version,
            first.pages,
            content.data,
            content.hash,
            kept.first().map(|(pdf, _)| pdf),
            by.now.0,
            by.name,
        ],
    )?;
    for (place, (copy, (pdf, _))) in (1_i64..).zip(new.copies.iter().zip(&kept)) {
        transaction.execute(
            "INSERT INTO issue_copy (document, place, holder, usual, pages, pdf) VALUES (?, ?, ?, ?, ?, ?)",
            (&new.document, place, copy.copy.holder.word(), copy.copy.usual, copy.pages, pdf),
        )?;
    }
    count(&transaction, &new.document, whose, (way, by))?;
    tell_case(&transaction, &projector, (of, &new.document, &content.hash), (Some(content.mode), by))?;
    transaction.commit()?;
    found(database, &new.document)
}

/// Hands out the stored file of an issue once more. A current issue of a case is told in its history; a copy of one that
/// was replaced is counted only.
///
/// # Errors
/// [`StoreError::IssueLost`] when the file is not there as it was written: nothing else is handed out in its place.
/// [`StoreError::NoSuchCopy`] when it has no copy for this holder.
pub(super) fn hand_out(
    database: &mut Database,
    document: &str,
    whose: Option<Holder>,
    (way, by): (Way, &By),
) -> Result<Issue, StoreError> {
    let issue = found(database, document)?;
    let whole = |copy: &IssueCopy| is_unaltered(&database.folder, &copy.pdf).unwrap_or(false);
    if issue.kept != Kept::Here || !issue.chosen(whose).all(whole) {
        return Err(StoreError::IssueLost(issue.document));
    }
    if let Some(holder) = whose.filter(|_| issue.chosen(whose).next().is_none()) {
        return Err(StoreError::NoSuchCopy { document: issue.document, holder });
    }
    let projector = projection::Projector::of(database);
    let transaction = database.begin()?;
    count(&transaction, document, whose, (way, by))?;
    if issue.newer.is_none() {
        tell_case(&transaction, &projector, (issue.of, document, &issue.hash), (issue.mode, by))?;
    }
    transaction.commit()?;
    found(database, document)
}

fn found(database: &Database, document: &str) -> Result<Issue, StoreError> {
    find(database, &IssueKey::Document(document.to_owned()))?
        .ok_or_else(|| StoreError::NoSuchIssue(document.to_owned()))
}

fn count(
    transaction: &Connection,
    document: &str,
    whose: Option<Holder>,
    (way, by): (Way, &By),
) -> Result<(), StoreError> {
    let printed: i64 = transaction.query_row(
        "UPDATE issue SET printed = printed + 1 WHERE document = ? RETURNING printed",
        [document],
        |row| row.get(0),
    )?;
    transaction.execute(
        "INSERT INTO handed_out (document, nth, at, by, way, copy) VALUES (?, ?, ?, ?, ?, ?)",
        (document, printed, by.now.0, &by.name, way.word(), whose.map_or("", Holder::word)),
    )?;
    Ok(())
}

fn tell_case(
    transaction: &Connection,
    projector: &projection::Projector,
    (of, document, hash): (Option<(CaseId, SheetKind)>, &str, &str),
    (mode, by): (Option<IssueMode>, &By),
) -> Result<(), StoreError> {
    let Some((case, sheet)) = of else { return Ok(()) };
    let history = history::of(transaction, case)?;
    let filled = mode.map(|mode| match mode {
        IssueMode::Prefilled => Filled::Prefilled,
        IssueMode::Final => Filled::Final,
    });
    let event = Event::Printed { sheet, document: document.to_owned(), hash: hash.to_owned(), filled };
    commands::write(transaction, projector, case, history, vec![event], by)?;
    Ok(())
}
