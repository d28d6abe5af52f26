//! The JSON object of one event, written and read key by key.

use serde_json::{Map, Value};

use super::super::StoreError;
use crate::domain::event::{Change, Found, Handling, ReplyGiven};
use crate::domain::incident::Change as NumberedChange;
use crate::domain::stage::{Acceptance, ContactWay};
use crate::domain::{Facts, Fen, Field, Link, PersonId, Relation, Stamp};

/// A body being written. Empty texts and absent values are left out.
#[derive(Default)]
pub(super) struct Body(pub(super) Map<String, Value>);

impl Body {
    pub(super) fn text(&mut self, key: &str, text: &str) -> &mut Self {
        if !text.is_empty() {
            self.0.insert(key.to_owned(), Value::String(text.to_owned()));
        }
        self
    }

    pub(super) fn whole(&mut self, key: &str, value: i64) -> &mut Self {
        self.0.insert(key.to_owned(), Value::from(value));
        self
    }

    pub(super) fn flag(&mut self, key: &str, value: bool) -> &mut Self {
        self.0.insert(key.to_owned(), Value::Bool(value));
        self
    }

    pub(super) fn stamp(&mut self, key: &str, value: Option<Stamp>) -> &mut Self {
        if let Some(value) = value {
            self.whole(key, value.0);
        }
        self
    }

    pub(super) fn person(&mut self, key: &str, value: Option<PersonId>) -> &mut Self {
        if let Some(value) = value {
            self.whole(key, value.0);
        }
        self
    }

    pub(super) fn reply(&mut self, reply: &ReplyGiven) -> &mut Self {
        self.text("way", reply.way.word()).text("text", &reply.text);
        self.text("accepted", reply.accepted.word()).stamp("promise", reply.promise).found(&reply.found)
    }

    /// What nobody said is left out.
    pub(super) fn found(&mut self, found: &Found) -> &mut Self {
        for (field, text) in found.said() {
            self.text(field.word(), text);
        }
        self
    }

    pub(super) fn link(&mut self, link: &Link) -> &mut Self {
        self.text("relation", link.relation.word()).text("other", &link.other).text("reason", &link.reason)
    }

    /// An amount in fen.
    pub(super) fn fen(&mut self, key: &str, value: Fen) -> &mut Self {
        self.whole(key, value.0)
    }

    /// A whole number, left out where there is none.
    pub(super) fn maybe_whole(&mut self, key: &str, value: Option<i64>) -> &mut Self {
        if let Some(value) = value {
            self.whole(key, value);
        }
        self
    }

    /// A list of objects, each written by `write`.
    pub(super) fn list<T>(&mut self, key: &str, items: &[T], write: impl Fn(&T, &mut Self)) -> &mut Self {
        let object = |item: &T| {
            let mut out = Self::default();
            write(item, &mut out);
            Value::Object(out.0)
        };
        self.0.insert(key.to_owned(), items.iter().map(object).collect());
        self
    }

    /// A list of words.
    pub(super) fn words<'a>(&mut self, key: &str, words: impl Iterator<Item = &'a str>) -> &mut Self {
        self.0.insert(key.to_owned(), words.map(Value::from).collect());
        self
    }

    pub(super) fn kind(&self, kind: &'static str) -> &'static str {
        kind
    }
}

/// A body being read.
pub(super) struct Stored<'a> {
    pub(super) kind: &'a str,
    pub(super) map: &'a Map<String, Value>,
}

impl Stored<'_> {
    pub(super) fn missing(&self, key: &str) -> StoreError {
        StoreError::damaged(format!("event {} lacks {key}", self.kind))
    }

    /// A text; one that was empty was left out.
    pub(super) fn text(&self, key: &str) -> Result<String, StoreError> {
        match self.map.get(key) {
            None => Ok(String::new()),
            Some(Value::String(text)) => Ok(text.clone()),
            Some(_) => Err(self.missing(key)),
        }
    }

    pub(super) fn whole(&self, key: &str) -> Result<i64, StoreError> {
        self.map.get(key).and_then(Value::as_i64).ok_or_else(|| self.missing(key))
    }

    pub(super) fn flag(&self, key: &str) -> bool {
        self.map.get(key).and_then(Value::as_bool).unwrap_or(false)
    }

    pub(super) fn stamp(&self, key: &str) -> Option<Stamp> {
        self.map.get(key).and_then(Value::as_i64).map(Stamp)
    }

    pub(super) fn person(&self, key: &str) -> Option<PersonId> {
        self.map.get(key).and_then(Value::as_i64).map(PersonId)
    }

    pub(super) fn word<T>(&self, key: &str, known: impl Fn(&str) -> Option<T>) -> Result<T, StoreError> {
        self.map.get(key).and_then(Value::as_str).and_then(known).ok_or_else(|| self.missing(key))
    }

    /// An amount in fen.
    pub(super) fn fen(&self, key: &str) -> Result<Fen, StoreError> {
        self.whole(key).map(Fen)
    }

    pub(super) fn count(&self, key: &str) -> Result<u32, StoreError> {
        u32::try_from(self.whole(key)?).map_err(|_error| self.missing(key))
    }

    pub(super) fn maybe_whole(&self, key: &str) -> Option<i64> {
        self.map.get(key).and_then(Value::as_i64)
    }

    /// A count that may be absent, but not be anything else.
    pub(super) fn maybe_count(&self, key: &str) -> Result<Option<u32>, StoreError> {
        if self.map.contains_key(key) { self.count(key).map(Some) } else { Ok(None) }
    }

    /// A word that may be absent, but not be unknown.
    pub(super) fn maybe<T>(&self, key: &str, known: impl Fn(&str) -> Option<T>) -> Result<Option<T>, StoreError> {
        if self.map.contains_key(key) { self.word(key, known).map(Some) } else { Ok(None) }
    }

    /// A list of numbers.
    pub(super) fn numbers(&self, key: &str) -> Result<Vec<u32>, StoreError> {
        let rows = self.map.get(key).and_then(Value::as_array).ok_or_else(|| self.missing(key))?;
        let number = |row: &Value| row.as_u64().and_then(|number| u32::try_from(number).ok());
        rows.iter().map(|row| number(row).ok_or_else(|| self.missing(key))).collect()
    }

    pub(super) fn instant(&self, key: &str) -> Result<Stamp, StoreError> {
        self.whole(key).map(Stamp)
    }

    /// A list of objects, each read by `read`.
    pub(super) fn list<T>(
        &self,
        key: &str,
        read: impl Fn(&Stored<'_>) -> Result<T, StoreError>,
    ) -> Result<Vec<T>, StoreError> {
        let rows = self.map.get(key).and_then(Value::as_array).ok_or_else(|| self.missing(key))?;
        rows.iter()
            .map(|row| {
                let map = row.as_object().ok_or_else(|| self.missing(key))?;
                read(&Stored { kind: self.kind, map })
            })
            .collect()
    }

    /// As [`Stored::list`], empty for entries from before the key was asked for.
    pub(super) fn later_list<T>(
        &self,
        key: &str,
        read: impl Fn(&Stored<'_>) -> Result<T, StoreError>,
    ) -> Result<Vec<T>, StoreError> {
        if self.map.contains_key(key) { self.list(key, read) } else { Ok(Vec::new()) }
    }

    /// A list of words of a closed list.
    pub(super) fn words<T>(&self, key: &str, known: impl Fn(&str) -> Option<T>) -> Result<Vec<T>, StoreError> {
        let rows = self.map.get(key).and_then(Value::as_array).ok_or_else(|| self.missing(key))?;
        rows.iter().map(|row| row.as_str().and_then(&known).ok_or_else(|| self.missing(key))).collect()
    }

    /// As [`Stored::words`], empty where the list was left out.
    pub(super) fn later_words<T>(&self, key: &str, known: impl Fn(&str) -> Option<T>) -> Result<Vec<T>, StoreError> {
        if self.map.contains_key(key) { self.words(key, known) } else { Ok(Vec::new()) }
    }

    /// A list of texts; none where it was left out.
    pub(super) fn texts(&self, key: &str) -> Result<Vec<String>, StoreError> {
        self.later_words(key, |word| Some(word.to_owned()))
    }

    pub(super) fn handling(&self) -> Result<Handling, StoreError> {
        Ok(Handling {
            result: self.text("result")?,
            measures: self.text("measures")?,
            explanation: self.text("explanation")?,
            solved: self.flag("solved"),
            found: self.found(),
        })
    }

    pub(super) fn reply(&self) -> Result<ReplyGiven, StoreError> {
        Ok(ReplyGiven {
            way: self.word("way", ContactWay::from_word)?,
            text: self.text("text")?,
            accepted: self.word("accepted", Acceptance::from_word)?,
            promise: self.stamp("promise"),
            found: self.found(),
        })
    }

    /// Left out where nobody said, and before it was asked for.
    pub(super) fn found(&self) -> Found {
        let text = |key: &str| self.map.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
        Found { cause: text("cause"), department: text("department") }
    }

    pub(super) fn link(&self) -> Result<Link, StoreError> {
        Ok(Link {
            relation: self.word("relation", Relation::from_word)?,
            other: self.text("other")?,
            reason: self.text("reason")?,
        })
    }

    pub(super) fn facts(&self) -> Result<Facts, StoreError> {
        let map = self.map.get("facts").and_then(Value::as_object).ok_or_else(|| self.missing("facts"))?;
        let mut facts = Facts::default();
        for (key, value) in map {
            let field = Field::from_word(key).ok_or_else(|| self.missing(key))?;
            let text = value.as_str().ok_or_else(|| self.missing(key))?;
            facts.set(field, text).map_err(|_kind| self.missing(key))?;
        }
        Ok(facts)
    }

    pub(super) fn changes(&self) -> Result<Vec<Change>, StoreError> {
        let rows = self.map.get("changes").and_then(Value::as_array).ok_or_else(|| self.missing("changes"))?;
        rows.iter()
            .map(|row| {
                let map = row.as_object().ok_or_else(|| self.missing("changes"))?;
                let body = Stored { kind: self.kind, map };
                Ok(Change {
                    field: body.word("field", Field::from_word)?,
                    from: body.text("from")?,
                    to: body.text("to")?,
                })
            })
            .collect()
    }
}

/// A change of a numbered list: the member's own keys beside `step`, `id` and `reason`.
pub(super) fn write_change<T>(change: &NumberedChange<T>, out: &mut Body, write: impl Fn(&T, &mut Body)) {
    match change {
        NumberedChange::Add(member) => {
            out.text("step", "add");
            write(member, out);
        }
        NumberedChange::Correct { id, to, reason } => {
            out.text("step", "correct").whole("id", i64::from(*id)).text("reason", reason);
            write(to, out);
        }
        NumberedChange::Strike { id, reason } => {
            out.text("step", "strike").whole("id", i64::from(*id)).text("reason", reason);
        }
    }
}

pub(super) fn read_change<T>(
    body: &Stored<'_>,
    read: impl Fn(&Stored<'_>) -> Result<T, StoreError>,
) -> Result<NumberedChange<T>, StoreError> {
    Ok(match body.text("step")?.as_str() {
        "add" => NumberedChange::Add(read(body)?),
        "correct" => NumberedChange::Correct { id: body.count("id")?, to: read(body)?, reason: body.text("reason")? },
        "strike" => NumberedChange::Strike { id: body.count("id")?, reason: body.text("reason")? },
        _ => return Err(body.missing("step")),
    })
}
