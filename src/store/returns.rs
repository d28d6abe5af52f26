//! Paper that comes back: every page of a scanned file is on record with what became of it; what no code files waits for a
//! person in the tray.

use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, Params, Row, params, params_from_iter};

use super::attachments::keep_bytes;
use super::registers::PapersOf;
use super::request::{Answer, By, CaseId};
use super::{Database, StoreError, commands, history, projection, registers};
use crate::domain::decide::{Reason, Refusal, Wording};
use crate::domain::event::SheetKind;
use crate::domain::returned::{
    FiledBy, PageCode, Paper, Papers, Registers, ReturnCommand, ReturnEvent, ReturnReason, ReturnedPage, Unfit,
    Verdict, code_of, decide, handed_out, sort,
};
use crate::domain::words::words;
use crate::domain::{Case, Event, Recorded, Stamp};

/// Key of a scanned page in the data file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ScanId(pub i64);

/// A page of a scanned file, as it was read.
#[derive(Clone, PartialEq, Eq)]
pub struct IncomingPage {
    /// SHA-256 of the whole file in lower-case hex: the same file is read once.
    pub file: String,
    /// What the file is called.
    pub name: String,
    /// The page, from 1, and of how many.
    pub page: u32,
    pub of: u32,
    pub jpeg: Vec<u8>,
    /// The texts of the codes of this program on it.
    pub codes: Vec<String>,
}

impl std::fmt::Debug for IncomingPage {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { file, page, of, jpeg, .. } = self;
        write!(f, "page {page} of {of} of {file} ({} bytes)", jpeg.len())
    }
}

/// A place in a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    pub document: String,
    /// The page, from 1, and of how many.
    pub page: u32,
    pub pages: u32,
}

/// Whose a form is that was filled in by hand and never issued: a person says so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ByHand {
    pub of: PapersOf,
    /// The form of one whose first page this is; `None` for a further page.
    pub begins: Option<SheetKind>,
}

words! {
    /// What a person did with a page of the tray.
    pub enum Settled {
        Assigned = "assigned",
        Discarded = "discarded",
    }
}

/// A page of a scanned file as it is on record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScannedPage {
    pub id: ScanId,
    pub name: String,
    pub page: u32,
    pub of: u32,
    /// SHA-256 of its picture.
    pub picture: String,
    pub verdict: Verdict,
    /// Where it lies, or where its code points.
    pub place: Option<Place>,
    pub at: Stamp,
    pub by: String,
    /// What a person did with it, with the reason of a discarding.
    pub settled: Option<(Settled, String)>,
}

impl ScannedPage {
    /// A person has to look at it.
    #[must_use]
    pub const fn is_in_tray(&self) -> bool {
        matches!(self.verdict, Verdict::Tray(_)) && self.settled.is_none()
    }
}

/// A document that came back, whole or in part, and is not confirmed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReturnedRow {
    pub document: String,
    pub of: PapersOf,
    /// Number of the case, or mark of the registers.
    pub number: String,
    pub sheet: SheetKind,
    pub pages: u32,
    pub missing: Vec<u32>,
    pub twice: Vec<u32>,
    /// The later issue that took its place.
    pub newer: Option<String>,
    /// The picture of its first page that is here.
    pub picture: String,
    /// When its last page came.
    pub at: Stamp,
}

impl ReturnedRow {
    /// Its signatures can be confirmed.
    #[must_use]
    pub fn is_ready(&self) -> bool {
        self.missing.is_empty() && self.twice.is_empty() && self.newer.is_none()
    }
}

/// Everything that came back and waits for a person, the latest first.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Returns {
    pub back: Vec<ReturnedRow>,
    pub tray: Vec<ScannedPage>,
}

/// More of either are not shown; what is settled makes room.
const SHOWN: i64 = 500;
const IN_TRAY: &str = "settled IS NULL AND verdict NOT IN ('files', 'again', 'superseded', 'known')";
const COLUMNS: &str =
    "SELECT id, name, page, of, picture, verdict, detail, document, place, pages, at, by, settled, note FROM scan_page";

/// Takes in one page: files it where its code says, or puts it into the tray. A page that is on record stays as it is.
///
/// The picture is on disk before a row names it; row and event are written together.
pub(super) fn take_in(database: &mut Database, page: &IncomingPage, by: &By) -> Result<ScannedPage, StoreError> {
    if let Some(known) = of_file(&database.db, &page.file, page.page)? {
        return Ok(known);
    }
    let projector = projection::Projector::of(database);
    let (picture, bytes) = keep_bytes(&database.folder, &page.jpeg)?;
    let transaction = database.begin()?;
    if let Some(known) = of_file(&transaction, &page.file, page.page)? {
        return Ok(known);
    }
    transaction
        .execute("INSERT OR IGNORE INTO blob (hash, bytes, at) VALUES (?, ?, ?)", (&picture, bytes, by.now.0))?;
    let code = code_of(&page.codes);
    let (verdict, place) = match code {
        Err(unfit) => (Verdict::Tray(unfit), None),
        Ok(code) => {
            let place = Place { document: code.document.clone(), page: code.page, pages: code.pages };
            let verdict = match owner(&transaction, &code.document)? {
                None => Verdict::Tray(Unfit::NeverIssued),
                Some(Owner { of, pages }) => {
                    let there = There::of(&transaction, of)?;
                    let verdict = there.sort(&code, &picture, pages);
                    if matches!(verdict, Verdict::Files | Verdict::Again | Verdict::Superseded(_)) {
                        let command = ReturnCommand::File(place.page_of(&picture, FiledBy::Code));
                        there.file(&transaction, &projector, command, by)?;
                    }
                    verdict
                }
            };
            (verdict, Some(place))
        }
    };
    insert(&transaction, page, (&picture, &verdict, place.as_ref()), by)?;
    let taken = of_file(&transaction, &page.file, page.page)?;
    transaction.commit()?;
    taken.ok_or_else(|| StoreError::damaged("row of a scanned page"))
}

/// What is on record of a scanned file, page by page; nothing for one that was never read.
pub(super) fn pages(db: &Connection, file: &str) -> Result<Vec<ScannedPage>, StoreError> {
    let mut statement = db.prepare_cached(&format!("{COLUMNS} WHERE file = ? ORDER BY page"))?;
    let mut rows = statement.query([file])?;
    let mut pages = Vec::new();
    while let Some(row) = rows.next()? {
        pages.push(scanned(row)?);
    }
    Ok(pages)
}

/// Files a page of the tray on a person's word.
pub(super) fn assign(
    database: &mut Database,
    id: ScanId,
    (place, by_hand): (&Place, Option<ByHand>),
    by: &By,
) -> Result<Answer, StoreError> {
    let projector = projection::Projector::of(database);
    let transaction = database.begin()?;
    let page = in_tray(&transaction, id)?;
    let owner = match &by_hand {
        Some(ByHand { of, .. }) => Some(Owner { of: of.clone(), pages: None }),
        None => owner(&transaction, &place.document)?,
    };
    let Some(Owner { of, pages }) = owner else {
        return refused(ReturnReason::NotPrinted(place.document.clone()));
    };
    if let Some(pages) = pages.filter(|pages| *pages != place.pages) {
        return refused(ReturnReason::NoSuchPage { pages });
    }
    let filed = place.page_of(&page.picture, FiledBy::Person);
    let command = match by_hand.and_then(|by_hand| by_hand.begins) {
        Some(sheet) => ReturnCommand::ByHand { page: filed, sheet },
        None => ReturnCommand::File(filed),
    };
    There::of(&transaction, of)?.file(&transaction, &projector, command, by)?;
    transaction.execute(
        "UPDATE scan_page SET document = ?, place = ?, pages = ? WHERE id = ?",
        (&place.document, place.page, place.pages, id.0),
    )?;
    settle(&transaction, id, (Settled::Assigned, ""), by)?;
    transaction.commit()?;
    Ok(Answer::Page(Box::new(by_id(&database.db, id)?)))
}

/// Lays a page of the tray aside: no paper of this desk. It stays on record with the reason.
pub(super) fn discard(database: &mut Database, id: ScanId, reason: &str, by: &By) -> Result<Answer, StoreError> {
    let transaction = database.begin()?;
    in_tray(&transaction, id)?;
    if reason.trim().is_empty() {
        let reason = Reason::TextMissing(Wording::Reason);
        return Err(StoreError::Refused(Refusal { rule: "Q02".into(), reason }));
    }
    settle(&transaction, id, (Settled::Discarded, reason), by)?;
    transaction.commit()?;
    Ok(Answer::Page(Box::new(by_id(&database.db, id)?)))
}

/// A page that was taken off its place waits in the tray again.
pub(super) fn put_back(transaction: &Connection, event: &Event) -> Result<(), StoreError> {
    let Event::Returned(event) = event else { return Ok(()) };
    let ReturnEvent::Removed { document, page, picture, .. } = &**event else { return Ok(()) };
    transaction.execute(
        "UPDATE scan_page SET verdict = 'taken_off', detail = '', settled = NULL, settled_at = NULL, settled_by = NULL, \
         note = '' WHERE id = (SELECT MIN(id) FROM scan_page WHERE picture = ? AND document = ? AND place = ? \
         AND (settled = 'assigned' OR verdict IN ('files', 'again', 'superseded')))",
        (picture, document, page),
    )?;
    Ok(())
}

/// What waits for a person.
pub(super) fn returns(database: &Database) -> Result<Returns, StoreError> {
    let db = &database.db;
    let mut statement = db.prepare_cached(
        "SELECT b.document, b.case_id, r.number, b.sheet, b.pages, b.missing, b.twice, b.newer, b.picture, b.at \
         FROM returned_row b LEFT JOIN case_row r ON r.id = b.case_id ORDER BY b.at DESC, b.document LIMIT ?",
    )?;
    let mut rows = statement.query([SHOWN])?;
    let mut found = Returns::default();
    while let Some(row) = rows.next()? {
        let (document, case, sheet): (String, i64, String) = (row.get(0)?, row.get(1)?, row.get(3)?);
        let (of, number) = match registers::mark_of(&document).filter(|_| CaseId(case) == registers::DESK) {
            Some(mark) => (PapersOf::Registers(mark.to_owned()), mark.to_owned()),
            None => (PapersOf::Case(CaseId(case)), row.get(2)?),
        };
        found.back.push(ReturnedRow {
            document,
            of,
            number,
            sheet: SheetKind::from_word(&sheet).ok_or_else(|| StoreError::damaged(format!("word {sheet}")))?,
            pages: row.get(4)?,
            missing: numbers(&row.get::<_, String>(5)?)?,
            twice: numbers(&row.get::<_, String>(6)?)?,
            newer: row.get(7)?,
            picture: row.get(8)?,
            at: Stamp(row.get(9)?),
        });
    }
    let mut statement = db.prepare_cached(&format!("{COLUMNS} WHERE {IN_TRAY} ORDER BY id DESC LIMIT ?"))?;
    let mut rows = statement.query([SHOWN])?;
    while let Some(row) = rows.next()? {
        found.tray.push(scanned(row)?);
    }
    Ok(found)
}

/// The rows of the documents that came back and wait: an older issue only as long as the later one is not back.
pub(super) fn draw(papers: &impl Papers) -> Vec<Vec<Value>> {
    let waits = |paper: &&Paper| {
        let settled = |paper: &Paper| paper.signed.is_some();
        !paper.filed.is_empty() && !settled(paper) && !papers.newer_paper(paper).is_some_and(settled)
    };
    let row = |paper: &Paper| {
        let first = paper.filed.first();
        vec![
            paper.document.clone().into(),
            paper.sheet.word().to_owned().into(),
            paper.pages.unwrap_or(0).into(),
            listed(&paper.missing()).into(),
            listed(&paper.twice()).into(),
            papers.newer_paper(paper).map(|newer| newer.document.clone()).into(),
            first.map(|page| page.picture.clone()).unwrap_or_default().into(),
            paper.last_back().map_or(0, |at| at.0).into(),
        ]
    };
    papers.papers().iter().filter(waits).map(row).collect()
}

/// Writes what [`draw`] made of a case.
pub(super) fn write(db: &Connection, id: CaseId, rows: Vec<Vec<Value>>) -> Result<(), StoreError> {
    let mut insert = db.prepare_cached(
        "INSERT INTO returned_row (document, sheet, pages, missing, twice, newer, picture, at, case_id) \
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
    )?;
    for row in rows {
        insert.execute(params_from_iter(row.into_iter().chain([Value::from(id.0)])))?;
    }
    Ok(())
}

impl Place {
    fn page_of(&self, picture: &str, by: FiledBy) -> ReturnedPage {
        let Self { document, page, pages } = self;
        ReturnedPage { document: document.clone(), page: *page, pages: *pages, picture: picture.to_owned(), by }
    }
}

/// What a document was issued for.
struct Owner {
    of: PapersOf,
    /// Its recorded number of pages.
    pages: Option<u32>,
}

fn owner(db: &Connection, document: &str) -> Result<Option<Owner>, StoreError> {
    let found: Option<(Option<i64>, u32)> = db
        .prepare_cached("SELECT case_id, pages FROM issue WHERE document = ?")?
        .query_row([document], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let Some((case, pages)) = found else { return Ok(None) };
    let of = match (case, registers::mark_of(document)) {
        (Some(case), _) => PapersOf::Case(CaseId(case)),
        (None, Some(mark)) => PapersOf::Registers(mark.to_owned()),
        (None, None) => return Err(StoreError::damaged(format!("number of the register {document}"))),
    };
    // What an earlier version issued has 0 pages on record.
    Ok(Some(Owner { of, pages: Some(pages).filter(|pages| *pages > 0) }))
}

/// The papers among which a page has its place, as they stand in this transaction.
enum There {
    Case(CaseId, Vec<Recorded>, Box<Case>),
    Registers(Registers),
}

impl There {
    fn of(db: &Connection, of: PapersOf) -> Result<Self, StoreError> {
        match of {
            PapersOf::Case(id) => {
                let history = history::of(db, id)?;
                let case = history::replay(&history)?;
                Ok(Self::Case(id, history, Box::new(case)))
            }
            PapersOf::Registers(mark) => Ok(Self::Registers(registers::registers(db, &mark)?.0)),
        }
    }

    fn sort(&self, code: &PageCode, picture: &str, pages: Option<u32>) -> Verdict {
        match self {
            Self::Case(_, _, case) => sort(code, picture, handed_out(&**case, &code.document, pages)),
            Self::Registers(found) => sort(code, picture, handed_out(found, &code.document, pages)),
        }
    }

    fn file(
        self,
        transaction: &Connection,
        projector: &projection::Projector,
        command: ReturnCommand,
        by: &By,
    ) -> Result<(), StoreError> {
        match self {
            Self::Case(id, history, case) => {
                let events = decide(&*case, command).map_err(StoreError::Refused)?;
                commands::write(transaction, projector, id, history, events, by)?;
                Ok(())
            }
            Self::Registers(found) => registers::returned(transaction, &found.mark, command, by),
        }
    }
}

fn refused<T>(reason: ReturnReason) -> Result<T, StoreError> {
    Err(StoreError::Refused(Refusal { rule: "Q02".into(), reason: Reason::Returned(reason) }))
}

fn insert(
    db: &Connection,
    page: &IncomingPage,
    (picture, verdict, place): (&str, &Verdict, Option<&Place>),
    by: &By,
) -> Result<(), StoreError> {
    let (word, detail) = verdict_words(verdict);
    let codes = serde_json::Value::from(page.codes.clone()).to_string();
    db.prepare_cached(
        "INSERT INTO scan_page (file, page, of, name, picture, codes, verdict, detail, document, place, pages, at, by, note) \
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, '')",
    )?
    .execute(params![
        page.file,
        page.page,
        page.of,
        page.name,
        picture,
        codes,
        word,
        detail,
        place.map(|place| &place.document),
        place.map(|place| place.page),
        place.map(|place| place.pages),
        by.now.0,
        by.name,
    ])?;
    Ok(())
}

/// A page of the tray; one that another window has settled meanwhile is refused.
fn in_tray(db: &Connection, id: ScanId) -> Result<ScannedPage, StoreError> {
    let page = by_id(db, id)?;
    if page.is_in_tray() { Ok(page) } else { refused(ReturnReason::SettledAlready) }
}

fn settle(db: &Connection, id: ScanId, (settled, note): (Settled, &str), by: &By) -> Result<(), StoreError> {
    db.prepare_cached("UPDATE scan_page SET settled = ?, settled_at = ?, settled_by = ?, note = ? WHERE id = ?")?
        .execute((settled.word(), by.now.0, &by.name, note, id.0))?;
    Ok(())
}

fn of_file(db: &Connection, file: &str, page: u32) -> Result<Option<ScannedPage>, StoreError> {
    one(db, "file = ? AND page = ?", (file, page))
}

fn by_id(db: &Connection, id: ScanId) -> Result<ScannedPage, StoreError> {
    one(db, "id = ?", [id.0])?.ok_or_else(|| StoreError::damaged(format!("scanned page {}", id.0)))
}

fn one(db: &Connection, condition: &str, values: impl Params) -> Result<Option<ScannedPage>, StoreError> {
    let mut statement = db.prepare_cached(&format!("{COLUMNS} WHERE {condition}"))?;
    let mut rows = statement.query(values)?;
    rows.next()?.map(scanned).transpose()
}

fn scanned(row: &Row<'_>) -> Result<ScannedPage, StoreError> {
    let (word, detail): (String, String) = (row.get(5)?, row.get(6)?);
    let verdict =
        verdict_of(&word, &detail).ok_or_else(|| StoreError::damaged(format!("word {word} of a scanned page")))?;
    let document: Option<String> = row.get(7)?;
    let place = match document {
        Some(document) => Some(Place { document, page: row.get(8)?, pages: row.get(9)? }),
        None => None,
    };
    let settled: Option<String> = row.get(12)?;
    let settled = match settled {
        None => None,
        Some(word) => {
            let settled = Settled::from_word(&word);
            Some((settled.ok_or_else(|| StoreError::damaged(format!("word {word} of a scanned page")))?, row.get(13)?))
        }
    };
    Ok(ScannedPage {
        id: ScanId(row.get(0)?),
        name: row.get(1)?,
        page: row.get(2)?,
        of: row.get(3)?,
        picture: row.get(4)?,
        verdict,
        place,
        at: Stamp(row.get(10)?),
        by: row.get(11)?,
        settled,
    })
}

fn verdict_words(verdict: &Verdict) -> (&'static str, String) {
    match verdict {
        Verdict::Tray(Unfit::PageCount { pages }) => (verdict.word(), pages.to_string()),
        Verdict::Superseded(newer) => (verdict.word(), newer.clone()),
        _ => (verdict.word(), String::new()),
    }
}

fn verdict_of(word: &str, detail: &str) -> Option<Verdict> {
    let tray = |unfit| Some(Verdict::Tray(unfit));
    match word {
        "files" => Some(Verdict::Files),
        "again" => Some(Verdict::Again),
        "superseded" => Some(Verdict::Superseded(detail.to_owned())),
        "known" => Some(Verdict::Known),
        "no_code" => tray(Unfit::NoCode),
        "unreadable" => tray(Unfit::Unreadable),
        "several_codes" => tray(Unfit::SeveralCodes),
        "never_issued" => tray(Unfit::NeverIssued),
        "no_case" => tray(Unfit::NoCase),
        "forged" => tray(Unfit::Forged),
        "page_count" => tray(Unfit::PageCount { pages: detail.parse().ok()? }),
        "signed_already" => tray(Unfit::SignedAlready),
        "taken_off" => tray(Unfit::TakenOff),
        _ => None,
    }
}

fn listed(numbers: &[u32]) -> String {
    numbers.iter().map(u32::to_string).collect::<Vec<_>>().join(",")
}

fn numbers(list: &str) -> Result<Vec<u32>, StoreError> {
    let numbers = list.split(',').filter(|number| !number.is_empty()).map(str::parse).collect::<Result<_, _>>();
    numbers.map_err(|_error| StoreError::damaged(format!("pages {list} of a returned document")))
}
