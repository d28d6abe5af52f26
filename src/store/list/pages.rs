//! Reads pages of lists: a view's conditions, the stretches of a grouped list, the search.

use rusqlite::types::Value;
use rusqlite::{Connection, Row, params_from_iter};

use super::super::request::CaseId;
use super::super::{Database, StoreError, grams, kpi};
use super::{COUNT_LIMIT, CaseRow, CustomerKind, Group, ListPage, ListQuery, OwnBook, Sort, View};
use crate::domain::stage::{IncidentGrade, InfoClass, Level, Stage};
use crate::domain::{BranchId, PersonId, Stamp};
use crate::figures::dashboard::Standing;

/// Rows a search looks at to confirm hits of one page.
const MOST_LOOKED_AT: usize = 20_000;

const COLUMNS: &str = "r.id, r.number, r.revision, r.received_at, r.owner, r.customer, r.phone, r.address, r.category, \
    r.model, r.batch, r.serial, r.symptoms, r.description, r.channel, r.class, r.level, r.grade, r.stage, r.round, \
    r.urgent, r.region, r.branch, r.person, r.clock_from, r.warn_at, r.due_at, r.paused, r.closed_at, \
    r.rule_book, r.rule_version, r.vip, r.main";

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

/// The conditions of a view.
fn of_view(query: &ListQuery) -> Where {
    let mut found = Where::default();
    match query.view {
        View::All => {}
        View::Archived => {
            found.and("r.open = 0").and("r.main IS NULL");
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
    found
}

/// The conditions of a view and its filters, without search and group; `figure` are the ids of the figure it is narrowed to.
fn conditions(query: &ListQuery, figure: Option<&str>) -> Where {
    let mut found = of_view(query);
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
    match filter.customer {
        None => {}
        Some(CustomerKind::Vip) => {
            found.and("r.vip = 1");
        }
        Some(CustomerKind::International) => {
            found.and("r.international = 1");
        }
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
    if filter.counted {
        found.and("r.main IS NULL");
    }
    if !filter.regions.is_empty() {
        let places = vec!["?"; filter.regions.len()].join(", ");
        found.values.extend(filter.regions.iter().cloned().map(Value::from));
        found.and(&format!("r.region IN ({places})"));
    }
    if !filter.only.is_empty() {
        // One value however many cases: a statement holds some thousands of them at most.
        let keys: Vec<String> = filter.only.iter().map(|case| case.0.to_string()).collect();
        found.and_value("r.id IN (SELECT value FROM json_each(?))", format!("[{}]", keys.join(",")));
    }
    if let Some(ids) = figure {
        found.and_value("r.id IN (SELECT value FROM json_each(?))", ids.to_owned());
    }
    if let Some(category) = &filter.category {
        found.and_value("r.category = ?", category.clone());
    }
    if let Some(channel) = &filter.channel {
        found.and_value("r.channel = ?", channel.clone());
    }
    if let Some(procedure) = &filter.procedure {
        found.and_value("r.id IN (SELECT case_id FROM procedure_row WHERE key = ?)", procedure.clone());
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
    match filter.standing {
        None => {}
        Some(Standing::Late) => {
            found.and_value("r.due_at < ?", query.now.0);
        }
        Some(standing) => {
            let paused = if standing == Standing::Stopped { "NOT NULL" } else { "NULL" };
            found.and_value(&format!("(r.due_at IS NULL OR r.due_at >= ?) AND r.paused IS {paused}"), query.now.0);
        }
    }
    found
}

/// A stretch of a grouped list: one walk along the index of open cases.
#[derive(Clone, Copy)]
enum Stretch {
    Overdue,
    Near,
    Today,
    Later,
    /// Open without a limit that runs: they close the last group.
    NoLimit,
}

impl Stretch {
    const fn of(group: Group) -> &'static [Self] {
        match group {
            Group::Overdue => &[Self::Overdue],
            Group::Near => &[Self::Near],
            Group::Today => &[Self::Today],
            Group::Later => &[Self::Later, Self::NoLimit],
        }
    }

    fn within(self, base: &Where, rank: Rank, now: Stamp) -> Where {
        let mut found = base.clone();
        found.and(rank.condition());
        match self {
            Self::Overdue => {
                found.and_value("r.due_at <= ?", now.0);
            }
            Self::Near => {
                found.and_value("r.due_at > ?", now.0).and_value("r.warn_at <= ?", now.0);
            }
            Self::Today => {
                found.and_value("r.due_at > ?", now.0).and_value("r.due_at <= ?", day_end(now).0);
                found.and_value("(r.warn_at > ? OR r.warn_at IS NULL)", now.0);
            }
            Self::Later => {
                found.and_value("r.due_at > ?", day_end(now).0);
                found.and_value("(r.warn_at > ? OR r.warn_at IS NULL)", now.0);
            }
            Self::NoLimit => {
                found.and("r.due_at IS NULL");
            }
        }
        found
    }
}

/// The last second of today.
fn day_end(now: Stamp) -> Stamp {
    Stamp::from_wall(now.date().and_hms_opt(23, 59, 59).unwrap_or_default()).max(now)
}

/// What stands first in each group.
#[derive(Debug, Clone, Copy)]
enum Rank {
    /// D06.
    Urgent,
    /// D08: first among a person's own cases.
    Vip,
    /// Of a person's own cases those that are neither.
    Ordinary,
    NotUrgent,
}

impl Rank {
    const fn of(view: View) -> &'static [Self] {
        if matches!(view, View::Mine) {
            &[Self::Urgent, Self::Vip, Self::Ordinary]
        } else {
            &[Self::Urgent, Self::NotUrgent]
        }
    }

    const fn condition(self) -> &'static str {
        match self {
            Self::Urgent => "r.urgent = 1",
            Self::Vip => "r.urgent = 0 AND r.vip = 1",
            Self::Ordinary => "r.urgent = 0 AND r.vip = 0",
            Self::NotUrgent => "r.urgent = 0",
        }
    }
}

/// How many cases each stretch holds, by the order of [`Stretch`]. What still runs is counted in one walk.
fn sizes(db: &Connection, base: &Where, rank: Rank, now: Stamp) -> Result<[i64; 5], StoreError> {
    let of = |stretch: Stretch| count(db, &stretch.within(base, rank, now));
    let mut runs = Where { values: vec![now.0.into(), now.0.into(), day_end(now).0.into()], ..Where::default() };
    runs.text.clone_from(&base.text);
    runs.values.extend(base.values.iter().cloned());
    runs.and(rank.condition()).and_value("r.due_at > ?", now.0);
    let sql = format!(
        "SELECT COUNT(*), COALESCE(SUM(r.warn_at <= ?), 0), COALESCE(SUM((r.warn_at IS NULL OR r.warn_at > ?) AND r.due_at <= ?), 0) \
         FROM case_row r{}",
        runs.text
    );
    let (all, near, today): (i64, i64, i64) = db
        .prepare_cached(&sql)?
        .query_row(params_from_iter(&runs.values), |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    Ok([of(Stretch::Overdue)?, near, today, all - near - today, of(Stretch::NoLimit)?])
}

/// One page of a list.
pub(in crate::store) fn page(database: &mut Database, query: &ListQuery) -> Result<ListPage, StoreError> {
    let filter = &query.filter;
    let figure = filter.figure.as_ref().map(|key| kpi::ids(database, key, &filter.cells)).transpose()?;
    let found = conditions(query, figure.as_deref());
    if !query.search.trim().is_empty() {
        return searched(database, query, found);
    }
    if query.is_grouped() {
        return grouped(database, query, &found);
    }
    let total = count(&database.db, &found)?;
    let rows = slice(database, &found, &order(query), total, query.offset, query.limit)?;
    Ok(ListPage { offset: query.offset, total, more: false, groups: Vec::new(), rows })
}

fn grouped(database: &Database, query: &ListQuery, base: &Where) -> Result<ListPage, StoreError> {
    let mut ranks = Vec::with_capacity(3);
    for &rank in Rank::of(query.view) {
        ranks.push((rank, sizes(&database.db, base, rank, query.now)?));
    }
    let mut groups = Vec::with_capacity(Group::ALL.len());
    let mut rows = Vec::new();
    let mut before = 0;
    for &group in Group::ALL {
        let start = before;
        for (rank, sizes) in &ranks {
            for &stretch in Stretch::of(group) {
                let size = sizes[stretch as usize];
                let skip = (query.offset - before).max(0);
                let want = query.limit - i64::try_from(rows.len()).unwrap_or(i64::MAX);
                if want > 0 && skip < size {
                    let found = stretch.within(base, *rank, query.now);
                    rows.extend(slice(database, &found, " ORDER BY r.due_at ASC, r.id ASC", size, skip, want)?);
                }
                before += size;
            }
        }
        groups.push(before - start);
    }
    Ok(ListPage { offset: query.offset, total: before, more: false, groups, rows })
}

/// Rows `offset..offset + limit` of the `total` found. They are read from the nearer end: the cost is the way from there.
fn slice(
    database: &Database,
    found: &Where,
    order: &str,
    total: i64,
    offset: i64,
    limit: i64,
) -> Result<Vec<CaseRow>, StoreError> {
    if offset <= total / 2 {
        return read_rows(database, found, order, limit, offset);
    }
    let last = (offset + limit).min(total);
    let mut rows = read_rows(database, found, &reversed(order), last - offset.min(last), total - last)?;
    rows.reverse();
    Ok(rows)
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
        Sort::Priority => {
            "((1 - r.urgent) * 3 + CASE r.level WHEN 'national' THEN 0 WHEN 'provincial' THEN 1 ELSE 2 END)"
        }
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

fn read_rows(
    database: &Database,
    found: &Where,
    order: &str,
    limit: i64,
    offset: i64,
) -> Result<Vec<CaseRow>, StoreError> {
    // The inner query runs on an index alone; only the page's own rows are read whole.
    let sql = format!(
        "SELECT {COLUMNS} FROM case_row r WHERE r.id IN (SELECT r.id FROM case_row r{}{order} LIMIT {} OFFSET {}){order}",
        found.text,
        limit.max(0),
        offset.max(0)
    );
    let mut statement = database.db.prepare_cached(&sql)?;
    let rows = statement.query_map(params_from_iter(&found.values), |row| Ok(case_row(database, row)))?;
    rows.map(|row| row?).collect()
}

/// Newest first: exact numbers before everything, then every hit the row's own text confirms.
fn searched(database: &Database, query: &ListQuery, mut found: Where) -> Result<ListPage, StoreError> {
    let Some(terms) = grams::search_terms(&query.search) else {
        return Ok(ListPage { offset: 0, total: 0, more: false, groups: Vec::new(), rows: Vec::new() });
    };
    found.and_value("f.case_fts MATCH ?", terms);
    let sql = format!(
        "SELECT {COLUMNS} FROM case_fts f CROSS JOIN case_row r ON r.id = f.rowid{} ORDER BY f.rowid DESC",
        found.text
    );
    let exact = grams::is_exact(&query.search);
    let wanted = query.offset + query.limit;
    let mut statement = database.db.prepare_cached(&sql)?;
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
        let row = case_row(database, hit)?;
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
pub(in crate::store) fn searched_texts(row: &CaseRow) -> [&str; 10] {
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
pub(in crate::store) fn row(database: &Database, id: CaseId) -> Result<CaseRow, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM case_row r WHERE r.id = ?");
    let mut statement = database.db.prepare_cached(&sql)?;
    let mut rows = statement.query([id.0])?;
    match rows.next()? {
        Some(row) => case_row(database, row),
        None => Err(StoreError::NoSuchCase(id.0.to_string())),
    }
}

/// Rows that meet a condition of the store's own.
pub(in crate::store) fn rows_where(
    database: &Database,
    condition: &str,
    values: &[Value],
) -> Result<Vec<CaseRow>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM case_row r WHERE {condition}");
    let mut statement = database.db.prepare_cached(&sql)?;
    let rows = statement.query_map(params_from_iter(values), |row| Ok(case_row(database, row)))?;
    rows.map(|row| row?).collect()
}

fn case_row(database: &Database, row: &Row<'_>) -> Result<CaseRow, StoreError> {
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
        vip: row.get(31)?,
        book: OwnBook(database.book_of(&word(29)?, row.get(30)?)),
        main: row.get(32)?,
    })
}
