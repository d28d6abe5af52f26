//! The weekly registers that come back: they belong to no case, so what happens to them stands in the chain of events under
//! the desk itself.

use rusqlite::Connection;

use super::history::{self, append, encode, record};
use super::request::{Answer, By, CaseFile, CaseId};
use super::returns::{draw, write};
use super::{Database, IssueMode, StoreError, codec};
use crate::domain::event::SheetKind;
use crate::domain::organisation::register_week;
use crate::domain::returned::{Filled, Paper, Papers, Registers, ReturnCommand, decide};
use crate::domain::{Event, Stamp};

/// Under this key the chain keeps what belongs to no case.
pub(super) const DESK: CaseId = CaseId(0);

/// Whose papers: those of a case, or the registers of a region and week by their mark, e.g. `KS2026W15-HD`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PapersOf {
    Case(CaseId),
    Registers(String),
}

/// An issue, as far as a page that comes back needs to know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IssuedPages {
    pub document: String,
    /// 0 for what an earlier version issued.
    pub pages: u32,
    pub mode: Option<IssueMode>,
}

/// The papers among which a page has its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaperFile {
    pub of: PapersOf,
    /// Number of the case, or mark of the registers.
    pub number: String,
    /// Revision of the case as it was read; 0 for registers.
    pub revision: u32,
    pub papers: Vec<Paper>,
    pub issues: Vec<IssuedPages>,
}

impl Papers for PaperFile {
    fn papers(&self) -> &[Paper] {
        &self.papers
    }

    fn number(&self) -> &str {
        &self.number
    }
}

impl From<&CaseFile> for PaperFile {
    fn from(file: &CaseFile) -> Self {
        let issue = |issue: &super::Issue| IssuedPages {
            document: issue.document.clone(),
            pages: issue.pages,
            mode: issue.mode,
        };
        Self {
            of: PapersOf::Case(file.id),
            number: file.case.number.clone(),
            revision: file.case.revision,
            papers: file.case.papers.clone(),
            issues: file.issues.iter().map(issue).collect(),
        }
    }
}

/// The papers of a case, or the registers of a mark: none of the latter where nothing was printed or came back.
pub(super) fn papers(database: &Database, of: &PapersOf) -> Result<PaperFile, StoreError> {
    match of {
        PapersOf::Case(id) => Ok(PaperFile::from(&history::case_file(database, *id)?)),
        PapersOf::Registers(mark) => {
            let (registers, issues) = registers(&database.db, mark)?;
            let (number, papers) = (registers.mark, registers.papers);
            Ok(PaperFile { of: of.clone(), number, revision: 0, papers, issues })
        }
    }
}

/// The papers that a person names: by the number of a case, or by the mark that a region and week have at this desk.
pub(super) fn papers_named(database: &Database, name: &str) -> Result<PaperFile, StoreError> {
    match history::case_by_number(&database.db, name) {
        Ok(id) => papers(database, &PapersOf::Case(id)),
        Err(StoreError::NoSuchCase(name)) => {
            let found = papers(database, &PapersOf::Registers(name.clone()))?;
            let known = !found.papers.is_empty() || register_week(&name, &database.organisation).is_some();
            if known { Ok(found) } else { Err(StoreError::NoSuchCase(name)) }
        }
        Err(error) => Err(error),
    }
}

/// Takes away or confirms on a person's word.
pub(super) fn carry_out(
    database: &mut Database,
    mark: &str,
    command: ReturnCommand,
    by: &By,
) -> Result<Answer, StoreError> {
    let transaction = database.begin()?;
    returned(&transaction, mark, command, by)?;
    transaction.commit()?;
    Ok(Answer::Papers(Box::new(papers(database, &PapersOf::Registers(mark.to_owned()))?)))
}

/// Decides and writes inside the caller's transaction.
pub(super) fn returned(db: &Connection, mark: &str, command: ReturnCommand, by: &By) -> Result<(), StoreError> {
    let (before, _) = registers(db, mark)?;
    let events = decide(&before, command).map_err(StoreError::Refused)?;
    for event in &events {
        super::returns::put_back(db, event)?;
    }
    let sql = "SELECT COALESCE(MAX(n), 0) FROM event WHERE case_id = ?";
    let after: u32 = db.prepare_cached(sql)?.query_row([DESK.0], |row| row.get(0))?;
    let mut head = history::head(db)?;
    append(db, &mut head, DESK, &encode(&record(events, after, by)))?;
    project(db, mark)
}

/// Writes the rows of what waits anew, of every mark.
pub(super) fn rebuild(db: &Connection) -> Result<(), StoreError> {
    let mut marks: Vec<String> = Vec::new();
    for (_, event) in told(db)? {
        if let Event::Returned(event) = event {
            marks.extend(mark_of(event.document()).map(str::to_owned));
        }
    }
    marks.sort();
    marks.dedup();
    marks.iter().try_for_each(|mark| project(db, mark))
}

fn project(db: &Connection, mark: &str) -> Result<(), StoreError> {
    let (registers, _) = registers(db, mark)?;
    for paper in &registers.papers {
        db.prepare_cached("DELETE FROM returned_row WHERE document = ?")?.execute([&paper.document])?;
    }
    write(db, DESK, draw(&registers))
}

/// The mark in the number of a register: what stands before the mark of the form.
pub(super) fn mark_of(document: &str) -> Option<&str> {
    let (mark, serial) = document.rsplit_once('-')?;
    let mark = mark.strip_suffix(SheetKind::Register.mark())?.strip_suffix('-')?;
    (!serial.is_empty() && !mark.is_empty()).then_some(mark)
}

/// Every issue of a mark and what came back, with the pages of each issue.
pub(super) fn registers(db: &Connection, mark: &str) -> Result<(Registers, Vec<IssuedPages>), StoreError> {
    let mut found = Registers { mark: mark.to_owned(), papers: Vec::new() };
    let mut issues = Vec::new();
    let mut statement = db.prepare_cached(
        "SELECT document, hash, mode, at, pages FROM issue WHERE series = ? AND case_id IS NULL ORDER BY nth",
    )?;
    let mut rows = statement.query([format!("{mark}-{}", SheetKind::Register.mark())])?;
    while let Some(row) = rows.next()? {
        let (document, hash, mode): (String, String, Option<String>) = (row.get(0)?, row.get(1)?, row.get(2)?);
        let mode = mode.as_deref().and_then(IssueMode::from_word);
        let filled = mode.map(|mode| match mode {
            IssueMode::Prefilled => Filled::Prefilled,
            IssueMode::Final => Filled::Final,
        });
        found.papers.push(Paper::printed(Stamp(row.get(3)?), SheetKind::Register, &document, (&hash, filled)));
        issues.push(IssuedPages { document, pages: row.get(4)?, mode });
    }
    for (at, event) in told(db)? {
        if let Event::Returned(event) = event
            && mark_of(event.document()) == Some(mark)
        {
            found.apply(at, &event);
        }
    }
    Ok((found, issues))
}

/// What the chain tells of the desk's own papers.
fn told(db: &Connection) -> Result<Vec<(Stamp, Event)>, StoreError> {
    let mut statement = db.prepare_cached("SELECT at, kind, body FROM event WHERE case_id = ? ORDER BY n")?;
    let mut rows = statement.query([DESK.0])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let (kind, body): (String, String) = (row.get(1)?, row.get(2)?);
        found.push((Stamp(row.get(0)?), codec::decode(&kind, &body)?));
    }
    Ok(found)
}
