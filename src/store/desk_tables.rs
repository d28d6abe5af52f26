//! Small tables of the desk: saved views, import mappings, settings.

use rusqlite::Connection;

use super::StoreError;
use super::request::{Answer, SavedView};
use crate::domain::Stamp;

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
