//! The open cases beside the months: few, looked at with every dashboard, and of every age.

use rusqlite::{Connection, OptionalExtension, Row as SqlRow, params};

use super::block::{Bytes, Words, count, read_branch, write_branch};
use super::names::Names;
use crate::domain::stage::{InfoClass, Level};
use crate::store::StoreError;

/// The place of their piece of bytes among those of the months, of which none is so early.
const PLACE: i32 = 0;

const SELECT: &str = "SELECT id, received_at, due_at, paused IS NOT NULL, branch, class, level, region, category, channel \
    FROM case_row WHERE open = 1";

/// What the board says of an open case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::store) struct OpenCase {
    pub id: i64,
    pub received: i64,
    pub due: Option<i64>,
    /// Its clock stands still.
    pub paused: bool,
    pub branch: Option<u32>,
    pub region: u32,
    pub category: u32,
    pub channel: u32,
    pub class: InfoClass,
    pub level: Level,
}

/// The open cases by id.
#[derive(Default)]
pub(super) struct OpenCases {
    pub list: Vec<OpenCase>,
    /// Differs from what the file keeps.
    pub fresh: bool,
}

impl OpenCases {
    /// As the file keeps them, those of `changed` read anew; row by row where it keeps nothing. `changed` are the cases
    /// with an event after the one it is told, `None` when there are too many.
    pub fn load(
        db: &Connection,
        names: &mut Names,
        changed: impl FnOnce(i64) -> Result<Option<Vec<i64>>, StoreError>,
    ) -> Result<Self, StoreError> {
        let kept: Option<(i64, Option<Vec<OpenCase>>)> = db
            .prepare_cached("SELECT seq, bytes FROM measure_block WHERE month = ?")?
            .query_row([PLACE], |row| Ok((row.get(0)?, read(row.get_ref(1)?.as_blob()?, names))))
            .optional()?;
        if let Some((seq, Some(list))) = kept
            && let Some(changed) = changed(seq)?
        {
            let mut open = Self { list, fresh: !changed.is_empty() };
            for id in changed {
                open.take_in(db, names, id)?;
            }
            return Ok(open);
        }
        let sql = format!("{SELECT} ORDER BY id");
        let mut statement = db.prepare_cached(&sql)?;
        let mut rows = statement.query([])?;
        let mut open = Self { list: Vec::new(), fresh: true };
        while let Some(row) = rows.next()? {
            open.list.push(of_row(row, names)?);
        }
        Ok(open)
    }

    /// Reads one case anew; it leaves when it is open no more.
    pub fn take_in(&mut self, db: &Connection, names: &mut Names, id: i64) -> Result<(), StoreError> {
        self.fresh = true;
        let place = self.list.binary_search_by_key(&id, |case| case.id);
        let sql = format!("{SELECT} AND id = ?");
        let mut statement = db.prepare_cached(&sql)?;
        let mut rows = statement.query([id])?;
        let found = rows.next()?.map(|row| of_row(row, names)).transpose()?;
        match (place, found) {
            (Ok(at), Some(case)) => self.list[at] = case,
            (Err(at), Some(case)) => self.list.insert(at, case),
            (Ok(at), None) => drop(self.list.remove(at)),
            (Err(_), None) => {}
        }
        Ok(())
    }

    pub fn save(&mut self, db: &Connection, seq: i64, names: &Names) -> Result<(), StoreError> {
        let bytes = write(&self.list, names);
        db.prepare_cached("INSERT OR REPLACE INTO measure_block (month, seq, bytes) VALUES (?, ?, ?)")?
            .execute(params![PLACE, seq, bytes])?;
        self.fresh = false;
        Ok(())
    }
}

fn of_row(row: &SqlRow<'_>, names: &mut Names) -> Result<OpenCase, StoreError> {
    let text = |place: usize| row.get_ref(place)?.as_str().map_err(|_| rusqlite::Error::InvalidQuery);
    let class = InfoClass::from_word(text(5)?).ok_or_else(|| StoreError::damaged("unknown class"))?;
    let level = Level::from_word(text(6)?).ok_or_else(|| StoreError::damaged("unknown level"))?;
    let mut name = |place: usize| -> Result<u32, StoreError> { Ok(names.place(text(place)?)) };
    let (region, category, channel) = (name(7)?, name(8)?, name(9)?);
    let (received, due) = (row.get(1)?, row.get(2)?);
    let (paused, branch) = (row.get(3)?, row.get(4)?);
    Ok(OpenCase { id: row.get(0)?, received, due, paused, branch, region, category, channel, class, level })
}

/// "None" of an instant.
const NEVER: i64 = i64::MIN;

fn write(list: &[OpenCase], names: &Names) -> Vec<u8> {
    let mut words = Words::default();
    let mut body = Vec::with_capacity(list.len() * 48);
    for case in list {
        body.extend(case.id.to_le_bytes());
        body.extend(case.received.to_le_bytes());
        body.extend(case.due.unwrap_or(NEVER).to_le_bytes());
        body.extend(write_branch(case.branch));
        for word in [case.region, case.category, case.channel] {
            body.extend(words.place(word).to_le_bytes());
        }
        body.extend([u8::from(case.paused), case.class as u8, case.level as u8]);
    }
    let mut out = words.write(names);
    out.extend(count(list.len()).to_le_bytes());
    out.extend(body);
    out
}

/// `None` for bytes of another shape.
fn read(bytes: &[u8], names: &mut Names) -> Option<Vec<OpenCase>> {
    let mut rest = Bytes(bytes);
    let words = rest.words(names)?;
    let long = rest.number()? as usize;
    let mut list = Vec::with_capacity(long.min(bytes.len()));
    for _ in 0..long {
        let (id, received, due) = (rest.long()?, rest.long()?, Some(rest.long()?).filter(|at| *at != NEVER));
        let branch = read_branch(&mut rest)?;
        let mut word = || words.get(rest.number()? as usize).copied();
        let (region, category, channel) = (word()?, word()?, word()?);
        let [paused, class, level] = *rest.take::<3>()?;
        let class = *InfoClass::ALL.get(usize::from(class))?;
        let level = *Level::ALL.get(usize::from(level))?;
        let paused = paused == 1;
        list.push(OpenCase { id, received, due, paused, branch, region, category, channel, class, level });
    }
    rest.0.is_empty().then_some(list)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn open_cases_come_back_and_a_damaged_piece_does_not() {
        let mut names = Names::default();
        let [region, channel] = ["华东", "hotline"].map(|word| names.place(word));
        let case = OpenCase {
            id: 4,
            received: 1_775_000_000_123,
            due: None,
            paused: true,
            branch: Some(9),
            region,
            category: 0,
            channel,
            class: InfoClass::MarketComplaint,
            level: Level::Provincial,
        };
        let list = [case, OpenCase { id: 7, due: Some(-5), paused: false, branch: None, ..case }];
        let bytes = write(&list, &names);
        assert_eq!(read(&bytes, &mut names).as_deref(), Some(&list[..]));
        assert!((0..bytes.len()).all(|end| read(&bytes[..end], &mut names).is_none()));
    }
}
