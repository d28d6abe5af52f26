//! Writing: one transaction that decides, appends, projects and commits.

use super::history::{self, append, encode, record};
use super::request::{Answer, By, CaseId, DraftId, Logged};
use super::{Database, StoreError, drafts, links, projection, returns};
use crate::clock::case_clock::CaseClocks;
use crate::domain::procedure;
use crate::domain::{Case, Command, Event, Facts, Recorded, Setting, Stamp, decide};
use crate::rulebook::RuleBook;

/// Opens cases, all or none. Numbers come from a counter in the same transaction: no gap, no repeat (B12).
pub(super) fn log(
    database: &mut Database,
    all: Vec<Facts>,
    draft: Option<DraftId>,
    by: &By,
) -> Result<Vec<Logged>, StoreError> {
    super::rule_books::take_effect(database, by.now)?;
    let stories = all.into_iter().map(|facts| (facts, Vec::new(), by.clone())).collect();
    let logged = log_with_history(database, stories, |db| match draft {
        Some(draft) => drafts::drop_draft(db, draft).map(drop),
        None => Ok(()),
    })?;
    Ok(logged)
}

/// A case that already went some way: its facts, the later events with their times and authors, and its first author.
pub(super) type Story = (Facts, Vec<(By, Event)>, By);

/// A case made ready to be written: nothing is left to work out.
pub(super) struct Ready {
    number: String,
    events: Vec<history::Encoded>,
    drawn: projection::Drawn,
}

/// Makes cases ready without touching the data file, on whatever thread.
pub(super) struct Maker {
    projector: projection::Projector,
    book: std::sync::Arc<RuleBook>,
}

impl Maker {
    pub(super) fn of(database: &Database) -> Self {
        Self { projector: projection::Projector::of(database), book: std::sync::Arc::clone(&database.book) }
    }

    /// The period in which a case logged at `at` is counted.
    pub(super) fn period(&self, at: Stamp) -> String {
        self.book.rules.number.period(at.date())
    }

    /// A story as the `seq`-th case of its period.
    pub(super) fn ready(&self, story: Story, seq: i64) -> Result<Ready, StoreError> {
        let (mut facts, later, by) = story;
        // A second is the finest time a field can be typed in.
        facts.received_at = Stamp(facts.received_at.0.div_euclid(1000) * 1000).min(by.now);
        let number = self.book.rules.number.number(by.now.date(), seq);
        let first = decide::log(number.clone(), facts, &self.book.rules);
        let rules = &self.book.rules;
        let mut records = record(vec![first], 0, &by);
        // What the facts prescribe runs from the logging on; a case that comes in closed is told without it.
        let closed = later.iter().rev().find_map(|(_, event)| match event {
            Event::Closed { .. } => Some(true),
            Event::RoundOpened { .. } => Some(false),
            _ => None,
        });
        if closed != Some(true) {
            let opened = procedure::openings(&history::replay(&records)?, rules);
            records.extend(record(opened, 1, &by));
        }
        let mut last = by;
        for (by, event) in later {
            let after = u32::try_from(records.len()).unwrap_or(u32::MAX);
            records.extend(record(vec![event], after, &by));
            last = by;
        }
        let mut case = history::replay(&records)?;
        let opened = procedure::openings(&case, rules);
        if !opened.is_empty() {
            let after = u32::try_from(records.len()).unwrap_or(u32::MAX);
            records.extend(record(opened, after, &last));
            case = history::replay(&records)?;
        }
        Ok(Ready { number, events: encode(&records), drawn: self.projector.draw(&case) })
    }
}

/// Where the next case is written: behind the last event, under the next key.
pub(super) struct Tail {
    head: [u8; history::HASH],
    next_id: i64,
}

impl Tail {
    pub(super) fn of(db: &rusqlite::Connection) -> Result<Self, StoreError> {
        let next_id = db.query_row("SELECT COALESCE(MAX(id), 0) + 1 FROM case_row", [], |row| row.get(0))?;
        Ok(Self { head: history::head(db)?, next_id })
    }

    /// Writes a case inside the caller's transaction.
    pub(super) fn write(&mut self, db: &rusqlite::Connection, ready: Ready) -> Result<Logged, StoreError> {
        let id = CaseId(self.next_id);
        self.next_id += 1;
        append(db, &mut self.head, id, &ready.events)?;
        ready.drawn.write(db, id, projection::Known::New)?;
        Ok(Logged { id, number: ready.number })
    }
}

pub(super) fn log_with_history(
    database: &mut Database,
    stories: Vec<Story>,
    also: impl FnOnce(&rusqlite::Connection) -> Result<(), StoreError>,
) -> Result<Vec<Logged>, StoreError> {
    let maker = Maker::of(database);
    let transaction = database.begin()?;
    let mut tail = Tail::of(&transaction)?;
    let mut logged = Vec::with_capacity(stories.len());
    for story in stories {
        let period = maker.period(story.2.now);
        let seq: i64 = transaction
            .prepare_cached(
                "INSERT INTO counter (period, last) VALUES (?, 1) \
                 ON CONFLICT (period) DO UPDATE SET last = counter.last + 1 RETURNING last",
            )?
            .query_row([&period], |row| row.get(0))?;
        logged.push(tail.write(&transaction, maker.ready(story, seq)?)?);
    }
    also(&transaction)?;
    transaction.commit()?;
    Ok(logged)
}

/// Reads the case, compares what the screen saw, decides, appends, projects.
pub(super) fn carry_out(
    database: &mut Database,
    id: CaseId,
    seen: u32,
    command: Command,
    by: &By,
) -> Result<Answer, StoreError> {
    let projector = projection::Projector::of(database);
    let history = history::of(&database.db, id)?;
    let case = history::replay(&history)?;
    let book = database.book_of(&case.rule_book, case.rule_version);
    let transaction = database.begin()?;
    refuse_stale(&transaction, id, seen, &history)?;
    let other = command.other_case().map(|number| links::other(&transaction, number)).transpose()?.flatten();
    let clocks = CaseClocks::of(&case, &book.rules, &book.clockwork);
    let stage = clocks.stage.as_ref().map(|clock| &clock.deadline);
    let setting = Setting {
        rules: &book.rules,
        now: by.now,
        due: stage.and_then(|deadline| deadline.due),
        past_warning: stage.and_then(|deadline| deadline.warn_at).is_some_and(|warn| warn <= by.now),
        other: other.as_ref(),
    };
    let events = decide(&case, command, &setting).map_err(StoreError::Refused)?;
    // A link stands on record with both of its cases, or with none.
    for event in &events {
        if let Some((other, echo)) = links::echo(&transaction, &case.number, event, &history)? {
            let history = history::of(&transaction, other)?;
            write(&transaction, &projector, other, history, vec![echo], by)?;
        }
    }
    for event in &events {
        returns::put_back(&transaction, event)?;
    }
    write(&transaction, &projector, id, history, events, by)?;
    transaction.commit()?;
    Ok(Answer::Case(Box::new(history::case_file(database, id)?)))
}

/// Appends events to a case inside the caller's transaction and brings its projections up to date.
pub(super) fn write(
    transaction: &rusqlite::Connection,
    projector: &projection::Projector,
    id: CaseId,
    mut history: Vec<Recorded>,
    events: Vec<Event>,
    by: &By,
) -> Result<Case, StoreError> {
    let after = history.last().map_or(0, |last| last.n);
    let records = record(events, after, by);
    let mut head = history::head(transaction)?;
    append(transaction, &mut head, id, &encode(&records))?;
    history.extend(records);
    let case = history::replay(&history)?;
    projector.write(transaction, id, &case, projection::Known::Again)?;
    Ok(case)
}

/// Two people on one case: the second is told who was first, nothing is overwritten (a16).
fn refuse_stale(db: &rusqlite::Connection, id: CaseId, seen: u32, history: &[Recorded]) -> Result<(), StoreError> {
    let (n, by, at): (u32, String, i64) = db
        .prepare_cached("SELECT n, by, at FROM event WHERE case_id = ? ORDER BY n DESC LIMIT 1")?
        .query_row([id.0], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    let read = history.last().map_or(0, |last| last.n);
    if n != seen || n != read { Err(StoreError::Stale { by, at: Stamp(at) }) } else { Ok(()) }
}

/// F01: every open case past its mark gets its warning on record, once a stage.
pub(super) fn mark_warned(database: &mut Database, by: &By) -> Result<i64, StoreError> {
    let due: Vec<(i64, u32)> = database
        .db
        .prepare_cached(
            "SELECT m.case_id, r.revision FROM stage_mark m JOIN case_row r ON r.id = m.case_id \
             WHERE m.warn_at <= ? ORDER BY m.warn_at LIMIT 500",
        )?
        .query_map([by.now.0], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<Result<_, _>>()?;
    let mut warned = 0;
    for (id, seen) in due {
        match carry_out(database, CaseId(id), seen, Command::Warn, by) {
            Ok(_) => warned += 1,
            // The mark was not the stage's own, as an older version kept it; or another window was first.
            Err(StoreError::Refused(_) | StoreError::Stale { .. }) => project_again(database, CaseId(id))?,
            Err(error) => return Err(error),
        }
    }
    Ok(warned)
}

/// Writes the projections of a case as its events have them.
fn project_again(database: &mut Database, id: CaseId) -> Result<(), StoreError> {
    let projector = projection::Projector::of(database);
    let transaction = database.begin()?;
    let case = history::replay(&history::of(&transaction, id)?)?;
    projector.write(&transaction, id, &case, projection::Known::Again)?;
    Ok(transaction.commit()?)
}
