//! Reviews: figures counted and frozen with the head of the chain, chapters and decisions kept beside them.

mod restated;
mod told;

use std::collections::BTreeSet;

use rusqlite::{Connection, OptionalExtension, Row, params};

use super::history::{self, HASH};
use super::kpi::{self, KpiQuery, KpiTable, Narrow};
use super::list::{self, CaseRow};
use super::request::{Answer, By, CaseId};
use super::{Database, OwnBook, StoreError, alarms, heat_breaks, measure, units};
use crate::domain::incident::Closure;
use crate::domain::money::Fen;
use crate::domain::stage::InfoClass;
use crate::domain::{BranchId, Case, Stamp};
use crate::figures::heat::{self, Break, Shades};
use crate::figures::kpi::{Dim, Kpi, Span, Sum, Unit, Value};
use crate::figures::report::Report;
use crate::figures::review::{
    ActionCount, ActionItem, CHARTED, Chapter, ChapterState, IncidentLine, OwnChapter, Period, Snapshot, Told,
    ToldCell, ToldTable, WarningLine, questions,
};
use crate::rulebook::RuleBook;

/// A review with everything that is printed of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Review {
    /// `PS2026Q1-01`: the period, and which of its snapshots.
    pub number: String,
    pub period: Period,
    pub taken_at: Stamp,
    pub taken_by: String,
    /// Under which the figures were counted; its standards are printed.
    pub book: OwnBook,
    /// Events on record when the figures were counted, and the head of their chain.
    pub events: i64,
    pub head: [u8; HASH],
    pub figures: Snapshot,
    /// Of the reports whose chapters somebody changed, in the order in which they are printed.
    pub chapters: Vec<(Report, Vec<ChapterState>)>,
    /// Decided in this period.
    pub actions: Vec<ActionItem>,
    /// Decided before and not done when this period began, or done since.
    pub earlier: Vec<ActionItem>,
    /// Numbers of every snapshot of the period, the newest first.
    pub snapshots: Vec<String>,
}

/// What a person changes of a review; its figures never.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReviewChange {
    /// Order, what is included, conclusions and added chapters of one report.
    Chapters(Report, Vec<ChapterState>),
    Decide {
        text: String,
        owner: String,
        due: Option<chrono::NaiveDate>,
    },
    Done {
        id: i64,
        done: bool,
    },
    /// Takes a decision of this period back.
    Drop(i64),
}

pub(super) fn answered(review: Option<Review>) -> Answer {
    Answer::Review(review.map(Box::new))
}

/// The newest snapshot of a period, or the one of that number; `None` when there is none.
pub(super) fn review(database: &Database, period: Period, number: Option<&str>) -> Result<Option<Review>, StoreError> {
    let db = &database.db;
    let word = period.word();
    let mut statement = db.prepare("SELECT number FROM review WHERE period = ? ORDER BY number DESC")?;
    let snapshots = statement.query_map([&word], |row| row.get(0))?.collect::<Result<Vec<String>, _>>()?;
    let Some(number) = number.or(snapshots.first().map(String::as_str)) else { return Ok(None) };
    let mut statement = db.prepare(
        "SELECT taken_at, taken_by, rule_book, rule_version, events, head, figures FROM review \
         WHERE number = ? AND period = ?",
    )?;
    let found = statement
        .query_row([number, &word], |row| {
            let told: (i64, String, String, i64) = (row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?);
            let frozen: (i64, Vec<u8>, String) = (row.get(4)?, row.get(5)?, row.get(6)?);
            Ok((told, frozen))
        })
        .optional()?;
    let Some(((at, taken_by, rule_book, rule_version), (events, head, figures))) = found else { return Ok(None) };
    let head = head.try_into().map_err(|_bytes| StoreError::damaged("head of a review"))?;
    let begins = period.span(Stamp(at)).from;
    Ok(Some(Review {
        number: number.to_owned(),
        period,
        taken_at: Stamp(at),
        taken_by,
        book: OwnBook(database.book_of(&rule_book, rule_version)),
        events,
        head,
        figures: told::decode(&figures)?,
        chapters: read_chapters(db, number)?,
        actions: read_actions(db, "period = ?1", &word, begins)?,
        earlier: read_actions(db, "period < ?1 AND (done_at IS NULL OR done_at >= ?2)", &word, begins)?,
        snapshots,
    }))
}

/// Counts the figures of a period now and keeps them under the next number; conclusions of the snapshot before go on.
pub(super) fn take(database: &mut Database, period: Period, by: &By) -> Result<Review, StoreError> {
    let mut figures = count(database, period, by.now)?;
    figures.heat = heat(&database.db, &figures, period, by)?;
    let figures = told::encode(&figures);
    let before = review(database, period, None)?;
    let nth = before.as_ref().map_or(0, |review| review.snapshots.len()) + 1;
    let number = format!("PS{}-{nth:02}", period.word());
    let states = before.map(|review| review.chapters).unwrap_or_default();
    let rules = &database.book.rules;
    let (id, version) = (rules.id.clone(), rules.version);
    let transaction = database.begin()?;
    let head = history::head(&transaction)?;
    let events: i64 = transaction.query_row("SELECT COUNT(*) FROM event", [], |row| row.get(0))?;
    transaction.execute(
        "INSERT INTO review (number, period, taken_at, taken_by, rule_book, rule_version, events, head, figures) \
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        params![number, period.word(), by.now.0, by.name, id, version, events, head, figures],
    )?;
    for (report, states) in &states {
        write_chapters(&transaction, (&number, *report), states)?;
    }
    transaction.commit()?;
    review(database, period, Some(&number))?.ok_or_else(|| StoreError::damaged("a review that was just kept"))
}

/// Changes what stands around the figures.
pub(super) fn change(
    database: &mut Database,
    (period, number): (Period, &str),
    change: &ReviewChange,
    now: Stamp,
) -> Result<Option<Review>, StoreError> {
    let transaction = database.begin()?;
    match change {
        ReviewChange::Chapters(report, states) => write_chapters(&transaction, (number, *report), states)?,
        ReviewChange::Decide { text, owner, due } => {
            let due = due.map(|day| day.to_string());
            transaction.execute(
                "INSERT INTO review_action (period, text, owner, due) VALUES (?, ?, ?, ?)",
                params![period.word(), text, owner, due],
            )?;
        }
        ReviewChange::Done { id, done } => {
            let at = done.then_some(now.0);
            transaction.execute("UPDATE review_action SET done_at = ? WHERE id = ?", params![at, id])?;
        }
        ReviewChange::Drop(id) => {
            let own = params![id, period.word()];
            transaction.execute("DELETE FROM review_action WHERE id = ? AND period = ?", own)?;
        }
    }
    transaction.commit()?;
    review(database, period, Some(number))
}

fn read_chapters(db: &Connection, number: &str) -> Result<Vec<(Report, Vec<ChapterState>)>, StoreError> {
    let mut statement = db.prepare(
        "SELECT report, chapter, nth, included, conclusion, title, words, shows FROM report_chapter \
         WHERE number = ? ORDER BY report, place, chapter, nth",
    )?;
    let rows = statement.query_map([number], |row| {
        let words: (String, String, Option<String>) = (row.get(0)?, row.get(1)?, row.get(7)?);
        let own = OwnChapter { title: row.get(5)?, text: row.get(6)?, shows: None };
        let state = ChapterState {
            nth: row.get(2)?,
            included: row.get(3)?,
            conclusion: row.get(4)?,
            own,
            ..ChapterState::new(Chapter::Own)
        };
        Ok((words, state))
    })?;
    let mut all: Vec<(Report, Vec<ChapterState>)> = Vec::new();
    for row in rows {
        let ((report, chapter, shows), mut state) = row?;
        let named = |word: &str| Chapter::from_word(word).ok_or_else(|| StoreError::damaged("unknown chapter"));
        state.chapter = named(&chapter)?;
        state.own.shows = shows.as_deref().map(named).transpose()?;
        let report = Report::from_word(&report).ok_or_else(|| StoreError::damaged("unknown report"))?;
        match all.last_mut() {
            Some((known, states)) if *known == report => states.push(state),
            _ => all.push((report, vec![state])),
        }
    }
    Ok(all)
}

/// Keeps these chapters in place of those the report had.
fn write_chapters(
    db: &Connection,
    (number, report): (&str, Report),
    states: &[ChapterState],
) -> Result<(), StoreError> {
    db.execute("DELETE FROM report_chapter WHERE number = ? AND report = ?", params![number, report.word()])?;
    for (place, state) in states.iter().enumerate() {
        db.execute(
            "INSERT INTO report_chapter (number, report, chapter, nth, place, included, conclusion, title, words, shows) \
             VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            params![
                number,
                report.word(),
                state.chapter.word(),
                state.nth,
                i64::try_from(place).unwrap_or(i64::MAX),
                state.included,
                state.conclusion,
                state.own.title,
                state.own.text,
                state.own.shows.map(Chapter::word)
            ],
        )?;
    }
    Ok(())
}

fn read_actions(db: &Connection, which: &str, word: &str, begins: Stamp) -> Result<Vec<ActionItem>, StoreError> {
    // Periods of another kind have their own decisions.
    let sql = format!(
        "SELECT id, period, text, owner, due, done_at FROM review_action \
         WHERE {which} AND length(period) = length(?1) AND ?2 IS NOT NULL ORDER BY period, id"
    );
    let mut statement = db.prepare(&sql)?;
    let rows = statement.query_map(params![word, begins.0], |row: &Row<'_>| {
        let due: Option<String> = row.get(4)?;
        let done: Option<i64> = row.get(5)?;
        Ok((row.get::<_, String>(1)?, (row.get(0)?, row.get(2)?, row.get(3)?, due, done)))
    })?;
    rows.map(|row| {
        let (period, (id, text, owner, due, done)) = row?;
        let period = Period::from_word(&period).ok_or_else(|| StoreError::damaged("period of a decision"))?;
        let due = due.and_then(|day| day.parse().ok());
        Ok(ActionItem { id, period, text, owner, due, done_at: done.map(Stamp) })
    })
    .collect()
}

/// Asks everything a review tells.
fn count(database: &mut Database, period: Period, now: Stamp) -> Result<Snapshot, StoreError> {
    let mut snapshot = Snapshot::default();
    let asked = questions(period, now);
    let query = |(kpi, span, by): &(Kpi, Span, Vec<Dim>)| {
        let (by, narrow) = (by.clone(), Narrow::default());
        KpiQuery { kpi: *kpi, span: *span, by, narrow }
    };
    let mut queries: Vec<KpiQuery> = asked.iter().map(query).collect();
    queries.extend(restated::queries(&database.db, period, now)?);
    let mut tables = kpi::tables(database, &queries)?;
    let closed = tables.split_off(asked.len());
    for ((kpi, span, _), table) in asked.into_iter().zip(tables) {
        let cells =
            table.cells.iter().map(|cell| ToldCell { keys: cell.keys.clone(), lines: told_sums(&table, &cell.sums) });
        let cells = cells.chain(without_cases(database, &table)?);
        snapshot.tables.push(ToldTable {
            kpi,
            span,
            by: table.query.by.clone(),
            lines: table.lines.clone(),
            total: told_sums(&table, &table.total),
            cells: cells.collect(),
        });
    }
    snapshot.restated = restated::restated(&database.db, &closed)?;
    snapshot.incidents = incidents(database, period, now)?;
    let end = period.span(now).end();
    snapshot.warnings = alarms::alarms(database, end)?
        .into_iter()
        .map(|alarm| WarningLine {
            model: alarm.model,
            batch: alarm.batch,
            symptom: alarm.symptom,
            cases: u32::try_from(alarm.cases.len()).unwrap_or(u32::MAX),
            weeks: u32::try_from(alarm.warning.weeks).unwrap_or(0),
            keys: alarm.cases.iter().map(|case| case.0).collect(),
        })
        .collect();
    snapshot.changes = kpi::looks::changes(&database.db)?
        .into_iter()
        .filter(|change| change.concerns(CHARTED, None))
        .map(|change| (change.day, change.note))
        .collect();
    Ok(snapshot)
}

/// Branches and categories that have units and no case: nothing of them is a rate of 0, not an unknown one (K01).
fn without_cases(database: &Database, table: &KpiTable) -> Result<Vec<ToldCell>, StoreError> {
    let query = &table.query;
    if query.kpi != Kpi::K01 || query.by != [Dim::Branch, Dim::Category] {
        return Ok(Vec::new());
    }
    let known: BTreeSet<&[String]> = table.cells.iter().map(|cell| cell.keys.as_slice()).collect();
    let mut found = Vec::new();
    for ((branch, category), units) in units::by_branch_and_category(&database.db, &query.span)? {
        let Some(branch) = database.organisation.branch(BranchId(branch)) else { continue };
        let keys = vec![branch.name.clone(), category];
        if !known.contains(keys.as_slice()) {
            let mut sums = vec![Sum::default(); table.lines.len()];
            sums.iter_mut().for_each(|sum| sum.hold_against(Ok(units)));
            found.push(ToldCell { keys, lines: told_sums(table, &sums) });
        }
    }
    Ok(found)
}

/// The sums of a table as they are told, in the order of its lines.
fn told_sums(table: &KpiTable, sums: &[Sum]) -> Vec<Told> {
    let one = |(place, sum): (usize, &Sum)| {
        let value = table.value(place, sum);
        let unit = table.lines.get(place).map_or(Unit::Count, |(_, unit)| *unit);
        let missing = match value {
            Value::Missing(missing) => Some(missing),
            _ => None,
        };
        Told { part: sum.part, whole: sum.whole, items: sum.items, number: value.number(unit), missing }
    };
    sums.iter().enumerate().map(one).collect()
}

/// The shades of the review's heat map: those set for its year; the first review of a year sets them.
fn heat(db: &Connection, figures: &Snapshot, period: Period, by: &By) -> Result<Option<Break>, StoreError> {
    let span = period.span(by.now);
    let Some(table) = figures.table(Kpi::K01, span, &[Dim::Branch, Dim::Category]) else { return Ok(None) };
    let told = table.cells.iter().filter_map(|cell| cell.lines.first());
    let cells: Vec<(u64, Option<f64>)> = told.map(|told| (told.items, told.number)).collect();
    let (measure, largest) = heat::largest(&cells);
    let known = heat_breaks::of(db, &span)?.into_iter().find(|set| set.measure == measure);
    match known {
        Some(known) => Ok(Some(known)),
        None if largest <= 0.0 => Ok(None),
        None => heat_breaks::set(db, &span, (measure, Shades::up_to(largest, measure).step), by).map(Some),
    }
}

/// Incidents received in the period, and those still open when it ended.
fn incidents(database: &Database, period: Period, now: Stamp) -> Result<Vec<IncidentLine>, StoreError> {
    let span = period.span(now);
    let mut statement = database.db.prepare(
        "SELECT id FROM case_row WHERE class = ? AND main IS NULL AND received_at < ? \
         AND (received_at >= ? OR open = 1) ORDER BY received_at",
    )?;
    let end = span.end();
    let major = InfoClass::MajorIncident.word();
    let rows = statement.query_map(params![major, end.0, span.from.0], |row| row.get(0).map(CaseId))?;
    let ids = rows.collect::<Result<Vec<_>, _>>()?;
    ids.into_iter()
        .map(|id| {
            let case = history::replay(&history::of(&database.db, id)?)?;
            let book = database.book_of(&case.rule_book, case.rule_version);
            Ok(incident(&list::row(database, id)?, (&case, &book), end))
        })
        .collect()
}

fn incident(row: &CaseRow, (case, book): (&Case, &RuleBook), end: Stamp) -> IncidentLine {
    const DAY_MS: i64 = 86_400_000;
    let until = row.closed_at.filter(|at| *at < end);
    let money = measure::incident(case, book);
    let closure = case.incident.as_deref().map(|incident| &incident.closure);
    let request = closure.and_then(|closure| closure.request.as_ref());
    IncidentLine {
        number: row.number.clone(),
        case: Some(row.id.0),
        region: row.region.clone(),
        model: row.model.clone(),
        grade: row.grade.map(|grade| grade.word().to_owned()).unwrap_or_default(),
        open_days: (until.unwrap_or(end).0 - row.received_at.0).max(0) / DAY_MS,
        closed: until.is_some(),
        assessed: money.map(|money| money.assessed),
        paid: money.map_or(Fen(0), |money| money.paid_out),
        insured: money.map_or(Fen(0), |money| money.insurer_paid),
        cause: request.map(|request| request.root_cause.trim().to_owned()).unwrap_or_default(),
        actions: Some(closure.map_or(ActionCount { all: 0, effective: 0 }, actions)),
        grave: row.grade.is_some_and(|grade| book.rules.incident.corrective_grades.contains(&grade)),
    }
}

fn actions(closure: &Closure) -> ActionCount {
    let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let effective = closure.correctives.iter().filter(|(id, _)| closure.is_effective(*id)).count();
    ActionCount { all: count(closure.correctives.iter().count()), effective: count(effective) }
}

impl Review {
    /// The chapters of a report as people left them, else as the report begins.
    #[must_use]
    pub fn chapters_of(&self, report: Report) -> Vec<ChapterState> {
        let kept = self.chapters.iter().find(|(known, _)| *known == report).map(|(_, states)| states.clone());
        kept.unwrap_or_else(|| report.chapters(self.period).into_iter().map(ChapterState::new).collect())
    }

    /// The head of the chain in eight digits, as it stands at the foot of every page.
    #[must_use]
    pub fn head8(&self) -> String {
        self.head.iter().take(4).map(|byte| format!("{byte:02x}")).collect()
    }
}
