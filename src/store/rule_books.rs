//! The ledger of rule book versions: what is stored, which book new cases are opened under, what a change would move.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::NaiveDate;

use super::request::{By, CaseId, CaseMove, UsedList};
use super::{Database, StoreError, desk_tables};
use crate::clock::case_clock::CaseClocks;
use crate::domain::{Case, Recorded, Stamp};
use crate::rulebook::{BUILT_IN, RuleBook};

/// The setting that names the book of this desk.
const CHOSEN: &str = "rule_book";

/// Moves that are told one by one; the rest is counted.
pub const MOVES_TOLD: usize = 500;

/// What a changed text would do to the open cases of its book.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Moves {
    /// Open cases that were counted.
    pub open: i64,
    /// Those whose next due time would be another.
    pub moved: i64,
    /// The first [`MOVES_TOLD`] of them.
    pub told: Vec<CaseMove>,
}

/// Every version that can be chosen: the stored ones and those that come with the program, by id and version.
pub(super) fn all(database: &Database) -> Result<Vec<Arc<RuleBook>>, StoreError> {
    let mut books: BTreeMap<(String, i64), Arc<RuleBook>> = database.books.clone();
    for (file, text) in BUILT_IN {
        let book = RuleBook::read(file, text)?;
        books.entry((book.rules.id.clone(), book.rules.version)).or_insert_with(|| Arc::new(book));
    }
    Ok(books.into_values().collect())
}

/// Stores a new version (A17). A version that was stored once is never changed.
pub(super) fn save(database: &mut Database, text: &str, by: &By) -> Result<Arc<RuleBook>, StoreError> {
    let book = RuleBook::read("", text)?;
    let key = (book.rules.id.clone(), book.rules.version);
    let taken = all(database)?.iter().any(|known| known.rules.id == key.0 && known.rules.version == key.1);
    if taken {
        return Err(StoreError::VersionTaken { id: key.0, version: key.1 });
    }
    if [&book.author, &book.reviewer, &book.approver].iter().any(|name| name.trim().is_empty()) {
        return Err(StoreError::Unsigned);
    }
    store(database, Arc::new(book))?;
    take_effect(database, by.now)?;
    database.books.get(&key).cloned().ok_or_else(|| StoreError::damaged("rule book"))
}

/// Makes `id` the book of this desk: new cases are opened under its version in force.
pub(super) fn choose(database: &mut Database, id: &str, by: &By) -> Result<Arc<RuleBook>, StoreError> {
    for book in all(database)? {
        if book.rules.id == id && !database.books.contains_key(&(id.to_owned(), book.rules.version)) {
            store(database, book)?;
        }
    }
    if in_force(database, id, by.now.date()).is_none() {
        return Err(StoreError::NoSuchBook(id.to_owned()));
    }
    desk_tables::save_setting(&database.db, CHOSEN, id)?;
    take_effect(database, by.now)?;
    Ok(Arc::clone(&database.book))
}

/// Takes the version of the desk's book that is in force at `now`.
pub(super) fn take_effect(database: &mut Database, now: Stamp) -> Result<(), StoreError> {
    let id = chosen(database)?;
    if let Some(book) = in_force(database, &id, now.date()) {
        database.book = book;
    }
    Ok(())
}

/// The id of the desk's book; the default book's when none was chosen.
pub(super) fn chosen(database: &Database) -> Result<String, StoreError> {
    let settings = desk_tables::settings(&database.db)?;
    let kept = settings.into_iter().find(|(key, _)| key == CHOSEN).map(|(_, value)| value);
    match kept {
        Some(id) => Ok(id),
        None => Ok(super::database::built_in_book()?.rules.id.clone()),
    }
}

/// The latest version whose day has come; before the first one's day the first.
fn in_force(database: &Database, id: &str, today: NaiveDate) -> Option<Arc<RuleBook>> {
    let versions = || database.books.values().filter(|book| book.rules.id == id);
    let begun = versions().filter(|book| book.effective <= today).max_by_key(|book| book.rules.version);
    begun.or_else(|| versions().min_by_key(|book| book.rules.version)).cloned()
}

fn store(database: &mut Database, book: Arc<RuleBook>) -> Result<(), StoreError> {
    let rules = &book.rules;
    database.db.execute(
        "INSERT INTO rule_book (id, version, effective, text) VALUES (?, ?, ?, ?)",
        (&rules.id, rules.version, book.effective.to_string(), &book.text),
    )?;
    database.books.insert((rules.id.clone(), rules.version), book);
    Ok(())
}

/// Which open cases of the text's book would be due at another time if the text held for them. Reads one case
/// after the other and writes nothing: a case keeps the version it was opened under, and a closed one is not looked at.
pub(super) fn moves(database: &Database, text: &str) -> Result<Moves, StoreError> {
    let new = RuleBook::read("", text)?;
    let mut found = Moves::default();
    let mut statement = database.db.prepare_cached("SELECT id FROM case_row WHERE open = 1 ORDER BY id")?;
    let open = statement.query_map([], |row| row.get(0).map(CaseId))?;
    for id in open {
        let id = id?;
        found.look(database, &new, (id, &super::history::of(&database.db, id)?))?;
    }
    Ok(found)
}

/// Open cases of `book` that carry a member of `list` under one of `names`.
pub(super) fn uses(database: &Database, book: &str, list: UsedList, names: &[String]) -> Result<i64, StoreError> {
    let carried = match list {
        UsedList::Channel => "channel = ?2",
        UsedList::Category => "category = ?2",
        UsedList::Wait => "paused = ?2",
        UsedList::Symptom => "instr('、' || symptoms || '、', '、' || ?2 || '、') > 0",
    };
    let sql = format!("SELECT id FROM case_row WHERE open = 1 AND rule_book = ?1 AND {carried}");
    let mut statement = database.db.prepare_cached(&sql)?;
    let mut found = std::collections::BTreeSet::new();
    for name in names.iter().filter(|name| !name.is_empty()) {
        for id in statement.query_map((book, name), |row| row.get::<_, i64>(0))? {
            found.insert(id?);
        }
    }
    Ok(i64::try_from(found.len()).unwrap_or(i64::MAX))
}

impl Moves {
    fn look(&mut self, database: &Database, new: &RuleBook, case: (CaseId, &[Recorded])) -> Result<(), StoreError> {
        let (id, history) = case;
        let case = super::history::replay(history)?;
        if case.rule_book != new.rules.id || !case.is_open() {
            return Ok(());
        }
        let old = database.book_of(&case.rule_book, case.rule_version);
        self.open += 1;
        let due = |case: &Case, book: &RuleBook| {
            CaseClocks::of(case, &book.rules, &book.clockwork).next().and_then(|next| next.due)
        };
        let (before, after) = (due(&case, &old), due(&case, new));
        if before != after {
            self.moved += 1;
            if self.told.len() < MOVES_TOLD {
                self.told.push(CaseMove { id, number: case.number, before, after });
            }
        }
        Ok(())
    }
}
