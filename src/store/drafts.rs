//! Intakes that are still being typed: kept as texts, so that nothing typed is lost.

use rusqlite::{Connection, OptionalExtension};
use serde_json::{Map, Value};

use super::StoreError;
use super::request::{Answer, DraftId, SavedDraft};
use crate::domain::{Draft, Field, Stamp};

/// Saves a draft under its key, or under a new one.
pub(super) fn save(
    db: &Connection,
    id: Option<DraftId>,
    owner: &str,
    draft: &Draft,
    now: Stamp,
) -> Result<Answer, StoreError> {
    let texts: Map<String, Value> =
        draft.filled().map(|(field, text)| (field.word().to_owned(), Value::String(text.to_owned()))).collect();
    let texts = Value::Object(texts).to_string();
    if let Some(id) = id {
        let known = db
            .prepare_cached("UPDATE draft SET texts = ?, saved_at = ? WHERE id = ? RETURNING id")?
            .query_row((&texts, now.0, id.0), |row| row.get::<_, i64>(0))
            .optional()?;
        if known.is_some() {
            return Ok(Answer::Draft(id));
        }
    }
    db.prepare_cached("INSERT INTO draft (owner, texts, saved_at) VALUES (?, ?, ?)")?
        .execute((owner, &texts, now.0))?;
    Ok(Answer::Draft(DraftId(db.last_insert_rowid())))
}

pub(super) fn drop_draft(db: &Connection, id: DraftId) -> Result<Answer, StoreError> {
    db.prepare_cached("DELETE FROM draft WHERE id = ?")?.execute([id.0])?;
    Ok(Answer::Done)
}

/// A person's drafts, the latest first. A field this version does not know is left out, the rest stays.
pub(super) fn all(db: &Connection, owner: &str) -> Result<Vec<SavedDraft>, StoreError> {
    let mut statement =
        db.prepare_cached("SELECT id, texts, saved_at FROM draft WHERE owner = ? ORDER BY saved_at DESC")?;
    let mut rows = statement.query([owner])?;
    let mut drafts = Vec::new();
    while let Some(row) = rows.next()? {
        let texts: String = row.get(1)?;
        let texts: Map<String, Value> =
            serde_json::from_str(&texts).map_err(|_error| StoreError::damaged("an intake draft"))?;
        let mut draft = Draft::default();
        for (key, value) in &texts {
            if let (Some(field), Some(text)) = (Field::from_word(key), value.as_str()) {
                draft.set(field, text);
            }
        }
        drafts.push(SavedDraft {
            id: DraftId(row.get(0)?),
            owner: owner.to_owned(),
            saved_at: Stamp(row.get(2)?),
            draft,
        });
    }
    Ok(drafts)
}
