//! Small tables of the desk: organisation, saved views, import mappings, settings.

use chrono::NaiveDate;
use rusqlite::{Connection, TransactionBehavior};

use super::StoreError;
use super::request::{Answer, SavedView};
use crate::domain::organisation::{Branch, Organisation, Person, Role};
use crate::domain::{BranchId, PersonId, Stamp};

/// Everyone and every branch of the file.
pub(super) fn organisation(db: &Connection) -> Result<Organisation, StoreError> {
    let regions = db
        .prepare("SELECT name FROM region ORDER BY id")?
        .query_map([], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    let branches = db
        .prepare("SELECT id, name, region, areas FROM branch ORDER BY id")?
        .query_map([], |row| {
            let areas: String = row.get(3)?;
            let (name, region): (String, String) = (row.get(1)?, row.get(2)?);
            let areas = areas.split('、').filter(|area| !area.is_empty()).map(str::to_owned).collect();
            Ok(Branch::new(BranchId(row.get(0)?), &name, &region, areas))
        })?
        .collect::<Result<_, _>>()?;
    let mut statement =
        db.prepare("SELECT id, name, role, branch, region, phone, from_day, to_day FROM person ORDER BY id")?;
    let mut rows = statement.query([])?;
    let mut people = Vec::new();
    while let Some(row) = rows.next()? {
        let role: String = row.get(2)?;
        people.push(Person {
            id: PersonId(row.get(0)?),
            name: row.get(1)?,
            role: Role::from_word(&role).ok_or_else(|| StoreError::damaged("unknown role"))?,
            branch: row.get::<_, Option<i64>>(3)?.map(BranchId),
            region: row.get(4)?,
            phone: row.get(5)?,
            in_force_from: day(row.get(6)?)?,
            in_force_to: day(row.get(7)?)?,
        });
    }
    Ok(Organisation::new(regions, branches, people))
}

fn day(text: Option<String>) -> Result<Option<NaiveDate>, StoreError> {
    text.map(|text| text.parse().map_err(|_error| StoreError::damaged("a day in the list of people"))).transpose()
}

/// Replaces the organisation. Branches that cases name stay: their keys are never given to another.
pub(super) fn set_organisation(db: &mut Connection, organisation: Organisation) -> Result<Organisation, StoreError> {
    let transaction = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
    transaction.execute_batch("DELETE FROM person; DELETE FROM branch; DELETE FROM region;")?;
    for region in &organisation.regions {
        transaction.execute("INSERT INTO region (name) VALUES (?)", [region])?;
    }
    for branch in &organisation.branches {
        transaction.execute(
            "INSERT INTO branch (id, name, region, areas) VALUES (?, ?, ?, ?)",
            (branch.id.0, &branch.name, &branch.region, branch.areas.join("、")),
        )?;
    }
    for person in &organisation.people {
        transaction.execute(
            "INSERT INTO person (id, name, role, branch, region, phone, from_day, to_day) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (
                person.id.0,
                &person.name,
                person.role.word(),
                person.branch.map(|branch| branch.0),
                &person.region,
                &person.phone,
                person.in_force_from.map(|day| day.to_string()),
                person.in_force_to.map(|day| day.to_string()),
            ),
        )?;
    }
    transaction.commit()?;
    Ok(organisation)
}

pub(super) fn saved_views(db: &Connection) -> Result<Vec<SavedView>, StoreError> {
    let mut statement = db.prepare_cached("SELECT name, query FROM saved_view ORDER BY name")?;
    let rows = statement.query_map([], |row| Ok(SavedView { name: row.get(0)?, query: row.get(1)? }))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

pub(super) fn save_view(db: &Connection, view: &SavedView) -> Result<Answer, StoreError> {
    db.execute(
        "INSERT INTO saved_view (name, query, at) VALUES (?, ?, 0) ON CONFLICT (name) DO UPDATE SET query = excluded.query",
        (&view.name, &view.query),
    )?;
    Ok(Answer::SavedViews(saved_views(db)?))
}

pub(super) fn drop_view(db: &Connection, name: &str) -> Result<Answer, StoreError> {
    db.execute("DELETE FROM saved_view WHERE name = ?", [name])?;
    Ok(Answer::SavedViews(saved_views(db)?))
}

/// Import mappings by name, the latest used first.
pub(super) fn mappings(db: &Connection) -> Result<Vec<(String, String)>, StoreError> {
    let mut statement = db.prepare_cached("SELECT name, text FROM mapping ORDER BY at DESC, name")?;
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

pub(super) fn save_mapping(db: &Connection, name: &str, text: &str, now: Stamp) -> Result<Answer, StoreError> {
    db.execute(
        "INSERT INTO mapping (name, text, at) VALUES (?, ?, ?) \
         ON CONFLICT (name) DO UPDATE SET text = excluded.text, at = excluded.at",
        (name, text, now.0),
    )?;
    Ok(Answer::Mappings(mappings(db)?))
}

pub(super) fn settings(db: &Connection) -> Result<Vec<(String, String)>, StoreError> {
    let mut statement = db.prepare_cached("SELECT key, value FROM setting ORDER BY key")?;
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

pub(super) fn save_setting(db: &Connection, key: &str, value: &str) -> Result<Answer, StoreError> {
    db.execute(
        "INSERT INTO setting (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        (key, value),
    )?;
    Ok(Answer::Settings(settings(db)?))
}
