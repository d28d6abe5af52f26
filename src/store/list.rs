//! Lists of cases: views, filters, groups by remaining time, search, and the counters of the navigation.

use rusqlite::types::Value;
use rusqlite::{Connection, Row, params_from_iter};

use super::StoreError;
use super::grams;
use super::request::{By, CaseId};
use crate::domain::stage::{IncidentGrade, InfoClass, Level, Stage};
use crate::domain::words::words;
use crate::domain::{BranchId, PersonId, Stamp};

/// A search stops counting here: more is shown as "1000+".
pub const COUNT_LIMIT: i64 = 1000;
/// Rows a search looks at to confirm hits of one page.
const MOST_LOOKED_AT: usize = 20_000;

words! {
    /// A list of the navigation.
    pub enum View {
        Mine = "mine",
        Open = "open",
        Dispatch = "dispatch",
        Handling = "handling",
        Reply = "reply",
        Revisit = "revisit",
        Closure = "closure",
        Overdue = "overdue",
        Near = "near",
        Escalated = "escalated",
        BatchHint = "batch_hint",
        Archived = "archived",
        All = "all",
    }
}

impl View {
    /// Whether the list holds open cases only and is grouped by remaining time.
    #[must_use]
    pub const fn is_open(self) -> bool {
        !matches!(self, Self::Archived | Self::All)
    }
}

words! {
    /// What a list is ordered by.
    pub enum Sort {
        Due = "due",
        Received = "received",
        Number = "number",
        Customer = "customer",
        Branch = "branch",
        Stage = "stage",
        Class = "class",
    }
}

words! {
    /// The groups of a list in order of remaining time.
    pub enum Group {
        Overdue = "overdue",
        Near = "near",
        Today = "today",
        Later = "later",
    }
}

/// What narrows a list; `None` is "all".
#[derive(Debug, Clone, PartialEq, Eq, Default, Hash)]
pub struct Filter {
    pub region: Option<String>,
    pub class: Option<InfoClass>,
    pub level: Option<Level>,
    pub stage: Option<Stage>,
    pub branch: Option<BranchId>,
    pub from: Option<Stamp>,
    /// Exclusive.
    pub to: Option<Stamp>,
    /// Late when closed, or open and past the promise (K02); `Some(true)` is on time.
    pub on_time: Option<bool>,
    /// Overdue by more than the first and at most the second, in minutes, at the query's time.
    pub overdue_minutes: Option<(i64, i64)>,
    /// One of these regions; empty is "all". For a mark of a chart that gathers several.
    pub regions: Vec<String>,
    /// Promised for this moment or later (base D of K02).
    pub due_from: Option<Stamp>,
    /// Promised before this moment.
    pub due_to: Option<Stamp>,
    /// Only these cases; empty is "all". For rows that were marked.
    pub only: Vec<CaseId>,
}

/// One page of one list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListQuery {
    pub view: View,
    pub filter: Filter,
    pub search: String,
    pub sort: Sort,
    pub descending: bool,
    pub offset: i64,
    pub limit: i64,
    pub me: String,
    pub now: Stamp,
}

impl ListQuery {
    /// The first page of a view as it opens.
    #[must_use]
    pub fn of(view: View, by: &By) -> Self {
        Self {
            view,
            filter: Filter::default(),
            search: String::new(),
            sort: if view.is_open() { Sort::Due } else { Sort::Received },
            descending: !view.is_open(),
            offset: 0,
            limit: 128,
            me: by.name.clone(),
            now: by.now,
        }
    }

    /// Whether the rows come in the four groups.
    #[must_use]
    pub fn is_grouped(&self) -> bool {
        self.view.is_open() && self.sort == Sort::Due && self.search.trim().is_empty()
    }
}

/// What a list shows of one case. The phone is whole here; who shows it masks it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseRow {
    pub id: CaseId,
    pub number: String,
    pub revision: u32,
    pub received_at: Stamp,
    pub owner: String,
    pub customer: String,
    pub phone: String,
    pub address: String,
    pub category: String,
    pub model: String,
    pub batch: String,
    pub serial: String,
    pub symptoms: String,
    pub description: String,
    pub channel: String,
    pub class: InfoClass,
    pub level: Level,
    pub grade: Option<IncidentGrade>,
    pub stage: Stage,
    pub round: u32,
    pub urgent: bool,
    pub region: String,
    pub branch: Option<BranchId>,
    pub person: Option<PersonId>,
    pub clock_from: Option<Stamp>,
    pub warn_at: Option<Stamp>,
    pub due_at: Option<Stamp>,
    /// Reason of the wait that stops the clock.
    pub paused: Option<String>,
    pub closed_at: Option<Stamp>,
}

/// A page and what surrounds it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListPage {
    pub offset: i64,
    pub total: i64,
    /// The total was not counted to its end ([`COUNT_LIMIT`]).
    pub more: bool,
    /// Rows in each of [`Group::ALL`]; empty for a list that is not grouped.
    pub groups: Vec<i64>,
    pub rows: Vec<CaseRow>,
}

/// The numbers beside the navigation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counters {
    pub mine: i64,
    pub open: i64,
    pub dispatch: i64,
    pub handling: i64,
    pub reply: i64,
    pub revisit: i64,
    pub closure: i64,
    pub overdue: i64,
    pub near: i64,
    pub escalated: i64,
    pub batch_hint: i64,
    pub archived: i64,
    pub all: i64,
}

impl Counters {
    #[must_use]
    pub const fn of(&self, view: View) -> i64 {
        match view {
            View::Mine => self.mine,
            View::Open => self.open,
            View::Dispatch => self.dispatch,
            View::Handling => self.handling,
            View::Reply => self.reply,
            View::Revisit => self.revisit,
            View::Closure => self.closure,
            View::Overdue => self.overdue,
            View::Near => self.near,
            View::Escalated => self.escalated,
            View::BatchHint => self.batch_hint,
            View::Archived => self.archived,
            View::All => self.all,
        }
    }
}

const COLUMNS: &str = "r.id, r.number, r.revision, r.received_at, r.owner, r.customer, r.phone, r.address, r.category, \
    r.model, r.batch, r.serial, r.symptoms, r.description, r.channel, r.class, r.level, r.grade, r.stage, r.round, \
    r.urgent, r.region, r.branch, r.person, r.clock_from, r.warn_at, r.due_at, r.paused, r.closed_at";

/// Conditions joined with AND, with their values in order.
#[derive(Clone, Default)]
struct Where {
    text: String,
    values: Vec<Value>,
}

impl Where {
    fn and(&mut self, condition: &str) -> &mut Self {
        self.text.push_str(if self.text.is_empty() { " WHERE " } else { " AND " });
        self.text.push_str(condition);
        self
    }

    fn and_value(&mut self, condition: &str, value: impl Into<Value>) -> &mut Self {
        self.values.push(value.into());
        self.and(condition)
    }
}

/// The conditions of a view and its filters, without search and group.
fn conditions(query: &ListQuery) -> Where {
    let mut found = Where::default();
    match query.view {
        View::All => {}
        View::Archived => {
            found.and("r.open = 0");
        }
        _ => {
            found.and("r.open = 1");
        }
    }
    match query.view {
        View::Mine => {
            found.and_value("r.owner = ?", query.me.clone());
        }
        View::Dispatch | View::Handling | View::Reply | View::Revisit | View::Closure => {
            found.and_value("r.stage = ?", query.view.word().to_owned());
        }
        View::Overdue => {
            found.and_value("r.due_at <= ?", query.now.0);
        }
        View::Near => {
            found.and_value("r.due_at > ?", query.now.0).and_value("r.warn_at <= ?", query.now.0);
        }
        View::Escalated => {
            found.and("r.escalated = 1");
        }
        View::BatchHint => {
            found.and("r.batch_hint = 1");
        }
        View::All | View::Open | View::Archived => {}
    }
    let filter = &query.filter;
    if let Some(region) = &filter.region {
        found.and_value("r.region = ?", region.clone());
    }
    if let Some(class) = filter.class {
        found.and_value("r.class = ?", class.word().to_owned());
    }
    if let Some(level) = filter.level {
        found.and_value("r.level = ?", level.word().to_owned());
    }
    if let Some(stage) = filter.stage {
        found.and_value("r.stage = ?", stage.word().to_owned());
    }
    if let Some(branch) = filter.branch {
        found.and_value("r.branch = ?", branch.0);
    }
    if let Some(from) = filter.from {
        found.and_value("r.received_at >= ?", from.0);
    }
    if let Some(to) = filter.to {
        found.and_value("r.received_at < ?", to.0);
    }
    if !filter.regions.is_empty() {
        let places = vec!["?"; filter.regions.len()].join(", ");
        found.values.extend(filter.regions.iter().cloned().map(Value::from));
        found.and(&format!("r.region IN ({places})"));
    }
    if !filter.only.is_empty() {
        let places = vec!["?"; filter.only.len()].join(", ");
        found.values.extend(filter.only.iter().map(|case| Value::from(case.0)));
        found.and(&format!("r.id IN ({places})"));
    }
    if let Some(from) = filter.due_from {
        found.and_value("r.promise_at >= ?", from.0);
    }
    if let Some(to) = filter.due_to {
        found.and_value("r.promise_at < ?", to.0);
    }
    match filter.on_time {
        Some(true) => {
            found.and("r.on_time = 1");
        }
        Some(false) => {
            found.and_value("(r.on_time = 0 OR (r.on_time IS NULL AND r.promise_at < ?))", query.now.0);
        }
        None => {}
    }
    if let Some((over, most)) = filter.overdue_minutes {
        found.and_value("r.due_at < ?", query.now.plus_minutes(-over).0);
        if most < i64::MAX {
            found.and_value("r.due_at >= ?", query.now.plus_minutes(most.saturating_neg()).0);
        }
    }
    found
}

/// The condition of one group, and whether urgent cases (D06) come first in it.
fn in_group(found: &mut Where, group: Group, urgent: bool, now: Stamp) {
    found.and(if urgent { "r.urgent = 1" } else { "r.urgent = 0" });
    let day_end = Stamp::from_wall(now.date().and_hms_opt(23, 59, 59).unwrap_or_default()).0;
    match group {
        Group::Overdue => {
            found.and_value("r.due_at <= ?", now.0);
        }
        Group::Near => {
            found.and_value("r.due_at > ?", now.0).and_value("r.warn_at <= ?", now.0);
        }
        Group::Today => {
            found.and_value("r.due_at > ?", now.0).and_value("r.due_at <= ?", day_end.max(now.0));
            found.and_value("(r.warn_at > ? OR r.warn_at IS NULL)", now.0);
        }
        Group::Later => {
            found.and_value("(r.due_at > ? OR r.due_at IS NULL)", day_end.max(now.0));
            found.and_value("(r.warn_at > ? OR r.warn_at IS NULL)", now.0);
        }
    }
}

/// One page of a list.
pub(super) fn page(db: &Connection, query: &ListQuery) -> Result<ListPage, StoreError> {
    if !query.search.trim().is_empty() {
        return searched(db, query);
    }
    if query.is_grouped() {
        return grouped(db, query);
    }
    let found = conditions(query);
    let total = count(db, &found)?;
    let order = order(query);
    // Far pages are read from the other end: the cost is that of the nearer end.
    let from_end = query.offset > total / 2;
    let (order, offset, limit) = if from_end {
        let last = (query.offset + query.limit).min(total);
        (reversed(&order), total - last, last - query.offset.min(last))
    } else {
        (order, query.offset, query.limit)
    };
    let mut rows = read_rows(db, &found, &order, limit, offset)?;
    if from_end {
        rows.reverse();
    }
    Ok(ListPage { offset: query.offset, total, more: false, groups: Vec::new(), rows })
}

fn grouped(db: &Connection, query: &ListQuery) -> Result<ListPage, StoreError> {
    let base = conditions(query);
    let mut groups = Vec::with_capacity(Group::ALL.len());
    let mut rows = Vec::new();
    let mut before = 0;
    for &group in Group::ALL {
        let start = before;
        for urgent in [true, false] {
            let mut found = base.clone();
            in_group(&mut found, group, urgent, query.now);
            let size = count(db, &found)?;
            let skip = (query.offset - before).max(0);
            let want = query.limit - i64::try_from(rows.len()).unwrap_or(i64::MAX);
            if want > 0 && skip < size {
                rows.extend(read_rows(db, &found, " ORDER BY r.due_at IS NULL, r.due_at, r.id", want, skip)?);
            }
            before += size;
        }
        groups.push(before - start);
    }
    Ok(ListPage { offset: query.offset, total: before, more: false, groups, rows })
}

fn order(query: &ListQuery) -> String {
    let column = match query.sort {
        Sort::Due => "r.due_at",
        Sort::Received => "r.received_at",
        Sort::Number => "r.id",
        Sort::Customer => "r.customer",
        Sort::Branch => "r.branch",
        Sort::Stage => "r.stage",
        Sort::Class => "r.class",
    };
    let direction = if query.descending { "DESC" } else { "ASC" };
    if column == "r.id" {
        format!(" ORDER BY r.id {direction}")
    } else {
        format!(" ORDER BY {column} {direction}, r.id {direction}")
    }
}

fn reversed(order: &str) -> String {
    order.replace("DESC", "\u{1}").replace("ASC", "DESC").replace('\u{1}', "ASC")
}

fn count(db: &Connection, found: &Where) -> Result<i64, StoreError> {
    let sql = format!("SELECT COUNT(*) FROM case_row r{}", found.text);
    Ok(db.prepare_cached(&sql)?.query_row(params_from_iter(&found.values), |row| row.get(0))?)
}

fn read_rows(db: &Connection, found: &Where, order: &str, limit: i64, offset: i64) -> Result<Vec<CaseRow>, StoreError> {
    // The inner query runs on an index alone; only the page's own rows are read whole.
    let sql = format!(
        "SELECT {COLUMNS} FROM case_row r WHERE r.id IN (SELECT r.id FROM case_row r{}{order} LIMIT {} OFFSET {}){order}",
        found.text,
        limit.max(0),
        offset.max(0)
    );
    let mut statement = db.prepare_cached(&sql)?;
    let rows = statement.query_map(params_from_iter(&found.values), |row| Ok(case_row(row)))?;
    rows.map(|row| row?).collect()
}

/// Newest first: exact numbers before everything, then every hit the row's own text confirms.
fn searched(db: &Connection, query: &ListQuery) -> Result<ListPage, StoreError> {
    let Some(terms) = grams::search_terms(&query.search) else {
        return Ok(ListPage { offset: 0, total: 0, more: false, groups: Vec::new(), rows: Vec::new() });
    };
    let mut found = conditions(query);
    found.and_value("f.case_fts MATCH ?", terms);
    let sql = format!(
        "SELECT {COLUMNS} FROM case_fts f CROSS JOIN case_row r ON r.id = f.rowid{} ORDER BY f.rowid DESC",
        found.text
    );
    let exact = grams::is_exact(&query.search);
    let wanted = query.offset + query.limit;
    let mut statement = db.prepare_cached(&sql)?;
    let mut hits = statement.query(params_from_iter(&found.values))?;
    let (mut total, mut looked_at, mut rows) = (0, 0, Vec::new());
    let mut more = false;
    while let Some(hit) = hits.next()? {
        looked_at += 1;
        if total >= wanted.max(COUNT_LIMIT) || looked_at > MOST_LOOKED_AT || (total >= wanted && looked_at > 2_000) {
            more = true;
            break;
        }
        if exact && (total < query.offset || total >= wanted) {
            total += 1;
            continue;
        }
        let row = case_row(hit)?;
        if exact || confirms(&query.search, &row) {
            if total >= query.offset && total < wanted {
                rows.push(row);
            }
            total += 1;
        }
    }
    Ok(ListPage { offset: query.offset, total, more, groups: Vec::new(), rows })
}

fn confirms(typed: &str, row: &CaseRow) -> bool {
    grams::confirms(typed, &searched_texts(row), &row.customer)
}

/// The texts a case is found by, in the index and in the confirmation alike.
pub(super) fn searched_texts(row: &CaseRow) -> [&str; 10] {
    [
        &row.number,
        &row.customer,
        &row.phone,
        &row.address,
        &row.category,
        &row.model,
        &row.batch,
        &row.serial,
        &row.symptoms,
        &row.description,
    ]
}

/// One row by its key.
pub(super) fn row(db: &Connection, id: CaseId) -> Result<CaseRow, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM case_row r WHERE r.id = ?");
    let mut statement = db.prepare_cached(&sql)?;
    let mut rows = statement.query([id.0])?;
    match rows.next()? {
        Some(row) => case_row(row),
        None => Err(StoreError::NoSuchCase(id.0.to_string())),
    }
}

/// Rows that meet a condition of the store's own.
pub(super) fn rows_where(db: &Connection, condition: &str, values: &[Value]) -> Result<Vec<CaseRow>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM case_row r WHERE {condition}");
    let mut statement = db.prepare_cached(&sql)?;
    let rows = statement.query_map(params_from_iter(values), |row| Ok(case_row(row)))?;
    rows.map(|row| row?).collect()
}

fn case_row(row: &Row<'_>) -> Result<CaseRow, StoreError> {
    let word = |at: usize| -> Result<String, rusqlite::Error> { row.get(at) };
    let stamp = |at: usize| -> Result<Option<Stamp>, rusqlite::Error> { Ok(row.get::<_, Option<i64>>(at)?.map(Stamp)) };
    let unknown = |what: &str| StoreError::damaged(format!("unknown {what}"));
    let grade = match row.get::<_, Option<String>>(17)? {
        None => None,
        Some(word) => Some(IncidentGrade::from_word(&word).ok_or_else(|| unknown("grade"))?),
    };
    Ok(CaseRow {
        id: CaseId(row.get(0)?),
        number: word(1)?,
        revision: row.get(2)?,
        received_at: Stamp(row.get(3)?),
        owner: word(4)?,
        customer: word(5)?,
        phone: word(6)?,
        address: word(7)?,
        category: word(8)?,
        model: word(9)?,
        batch: word(10)?,
        serial: word(11)?,
        symptoms: word(12)?,
        description: word(13)?,
        channel: word(14)?,
        class: InfoClass::from_word(&word(15)?).ok_or_else(|| unknown("class"))?,
        level: Level::from_word(&word(16)?).ok_or_else(|| unknown("level"))?,
        grade,
        stage: Stage::from_word(&word(18)?).ok_or_else(|| unknown("stage"))?,
        round: row.get(19)?,
        urgent: row.get(20)?,
        region: word(21)?,
        branch: row.get::<_, Option<i64>>(22)?.map(BranchId),
        person: row.get::<_, Option<i64>>(23)?.map(PersonId),
        clock_from: stamp(24)?,
        warn_at: stamp(25)?,
        due_at: stamp(26)?,
        paused: row.get(27)?,
        closed_at: stamp(28)?,
    })
}

/// Every counter in one pass over the open cases.
pub(super) fn counters(db: &Connection, by: &By) -> Result<Counters, StoreError> {
    let mut counters = Counters::default();
    let sql = "SELECT stage, COUNT(*), SUM(owner = ?1), SUM(due_at <= ?2), SUM(due_at > ?2 AND warn_at <= ?2), \
        SUM(escalated), SUM(batch_hint) FROM case_row WHERE open = 1 GROUP BY stage";
    let mut statement = db.prepare_cached(sql)?;
    let mut rows = statement.query((&by.name, by.now.0))?;
    while let Some(row) = rows.next()? {
        let count: i64 = row.get(1)?;
        let sum = |at: usize| -> Result<i64, rusqlite::Error> { Ok(row.get::<_, Option<i64>>(at)?.unwrap_or(0)) };
        counters.open += count;
        counters.mine += sum(2)?;
        counters.overdue += sum(3)?;
        counters.near += sum(4)?;
        counters.escalated += sum(5)?;
        counters.batch_hint += sum(6)?;
        match row.get::<_, String>(0)?.as_str() {
            "dispatch" => counters.dispatch = count,
            "handling" => counters.handling = count,
            "reply" => counters.reply = count,
            "revisit" => counters.revisit = count,
            "closure" => counters.closure = count,
            _ => {}
        }
    }
    // Case keys are given out without gaps and never taken back, so the greatest one is the count.
    counters.all = db.prepare_cached("SELECT COALESCE(MAX(id), 0) FROM case_row")?.query_row([], |row| row.get(0))?;
    counters.archived = counters.all - counters.open;
    Ok(counters)
}
