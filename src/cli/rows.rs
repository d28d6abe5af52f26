//! Which cases a command means, and the pages they come in.

use std::collections::BTreeSet;
use std::io::Write;

use anyhow::{anyhow, bail};

use super::args::Chosen;
use super::open::{Desk, mismatch};
use crate::domain::places::Places;
use crate::domain::stage::Stage;
use crate::domain::{InfoClass, Stamp};
use crate::store::{Answer, CaseRow, Filter, ListQuery, Request, View};

/// Rows asked for at once.
pub(super) const PAGE: i64 = 2_000;

/// The query that `chosen` describes.
///
/// # Errors
/// A word that does not exist, with those that do.
pub(super) fn query(chosen: &Chosen, desk: &mut Desk) -> anyhow::Result<ListQuery> {
    let view = match &chosen.view {
        None => View::Open,
        Some(word) => {
            View::from_word(word).ok_or_else(|| unknown("view", word, View::ALL.iter().map(|view| view.word())))?
        }
    };
    let class = match &chosen.class {
        None => None,
        Some(word) => Some(
            InfoClass::from_word(word)
                .ok_or_else(|| unknown("class", word, InfoClass::ALL.iter().map(|class| class.word())))?,
        ),
    };
    let region = match &chosen.region {
        None => None,
        Some(name) => Some(region(name, desk)?),
    };
    let procedure = match &chosen.procedure {
        None => None,
        Some(key) => Some(procedure(key, desk)?),
    };
    if let (Some(from), Some(to)) = (chosen.from, chosen.to)
        && from > to
    {
        bail!("--from {from} lies after --to {to}; give the earlier day first");
    }
    let start = |day: chrono::NaiveDate| Stamp::from_wall(day.and_time(chrono::NaiveTime::MIN));
    let filter = Filter {
        region,
        class,
        procedure,
        from: chosen.from.map(start),
        to: chosen.to.and_then(|day| day.succ_opt()).map(start),
        ..Filter::default()
    };
    let search = chosen.search.clone().unwrap_or_default();
    Ok(ListQuery { filter, search, limit: PAGE, ..ListQuery::of(view, &desk.by) })
}

fn region(name: &str, desk: &Desk) -> anyhow::Result<String> {
    let name = name.trim();
    let places: &Places = desk.database.places();
    let mut known: Vec<&str> = desk.database.organisation().regions.iter().map(String::as_str).collect();
    for province in places.provinces() {
        if let Some(region) = places.region_of_province(&province.name)
            && !known.contains(&region)
        {
            known.push(region);
        }
    }
    if known.contains(&name) { Ok(name.to_owned()) } else { Err(unknown("region", name, known.into_iter())) }
}

/// A key of any rule book that the file keeps: cases go by the one they were opened under.
fn procedure(key: &str, desk: &mut Desk) -> anyhow::Result<String> {
    let Answer::StoredBooks(books) = desk.ask(Request::StoredBooks)? else { return Err(mismatch()) };
    let keys = books.iter().flat_map(|book| &book.rules.procedures).map(|template| template.key.as_str());
    let known: BTreeSet<&str> = keys.collect();
    if known.contains(key) { Ok(key.to_owned()) } else { Err(unknown("procedure", key, known.into_iter())) }
}

pub(super) fn unknown<'a>(what: &str, word: &str, known: impl Iterator<Item = &'a str>) -> anyhow::Error {
    anyhow!("there is no {what} \"{word}\"; there are: {}", known.collect::<Vec<_>>().join(", "))
}

/// Hands every row of `query` to `each`, page by page, at most `limit`. Answers how many there were.
///
/// # Errors
/// What the store or `each` reports.
pub(super) fn for_each(
    desk: &mut Desk,
    mut query: ListQuery,
    limit: Option<i64>,
    each: &mut dyn FnMut(&[CaseRow], &Desk) -> anyhow::Result<()>,
) -> anyhow::Result<i64> {
    let mut done = 0;
    loop {
        query.offset = done;
        query.limit = limit.map_or(PAGE, |limit| (limit - done).min(PAGE));
        if query.limit <= 0 {
            return Ok(done);
        }
        let page = desk.page(query.clone())?;
        let found = i64::try_from(page.rows.len()).unwrap_or(i64::MAX);
        if found > 0 {
            each(&page.rows, desk)?;
        }
        done += found;
        if found < query.limit {
            if page.more {
                writeln!(std::io::stderr(), "kesu: the search has more hits than can be listed; narrow it")?;
            }
            return Ok(done);
        }
    }
}

/// How a case stands now, as a stored word, and by how many whole minutes it is overdue.
pub(super) fn standing(row: &CaseRow, now: Stamp) -> (&'static str, Option<i64>) {
    match row.due_at {
        _ if row.main.is_some() => ("merged", None),
        _ if row.stage == Stage::Archived => ("closed", None),
        Some(due) if due <= now => ("overdue", Some(now.since(due).num_minutes())),
        _ if row.paused.is_some() => ("paused", None),
        None => ("no_limit", None),
        Some(_) if row.warn_at.is_some_and(|warn| warn <= now) => ("warned", None),
        Some(_) => ("in_time", None),
    }
}

/// Wall time at UTC+8 as `2026-04-09T10:21:00`.
pub(super) fn iso(at: Stamp) -> String {
    at.wall().format("%Y-%m-%dT%H:%M:%S").to_string()
}

/// Wall time as people read it.
pub(super) fn plain_time(at: Stamp) -> String {
    at.wall().format("%Y-%m-%d %H:%M").to_string()
}
