//! A month of the columns as one piece of bytes: kept in the file, it spares reading a hundred thousand rows one by one.
//!
//! Words stand once at the beginning; numbers are little-endian. A piece of another shape is no piece.

use std::collections::HashMap;

use super::names::Names;
use super::row::{Packed, Row};
use crate::domain::stage::{InfoClass, Level};

/// The shape of what follows; counts on with every change of it.
const SHAPE: u32 = 1;
const NO_BRANCH: u32 = u32::MAX;

/// What a month holds, and the cases that are too wide for it.
pub(super) struct Block {
    pub rows: Vec<Row>,
    pub packed: Vec<Packed>,
    pub arena: Vec<u8>,
    pub wide: Vec<i64>,
}

/// What is left to be read.
pub(super) struct Bytes<'a>(&'a [u8]);

impl Bytes<'_> {
    pub fn take<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (head, rest) = self.0.split_first_chunk::<N>()?;
        self.0 = rest;
        Some(*head)
    }

    pub fn number(&mut self) -> Option<u32> {
        self.take().map(u32::from_le_bytes)
    }

    fn long(&mut self) -> Option<i64> {
        self.take().map(i64::from_le_bytes)
    }

    fn bytes(&mut self) -> Option<Vec<u8>> {
        let long = self.number()? as usize;
        let (head, rest) = self.0.split_at_checked(long)?;
        self.0 = rest;
        Some(head.to_vec())
    }
}

impl Block {
    pub fn write(&self, names: &Names) -> Vec<u8> {
        let mut words: Vec<u32> = Vec::new();
        let mut places: HashMap<u32, u32> = HashMap::new();
        let mut body = Vec::with_capacity(self.rows.len() * 100 + self.arena.len());
        for (row, packed) in self.rows.iter().zip(&self.packed) {
            body.extend(row.id.to_le_bytes());
            body.extend(row.received.to_le_bytes());
            body.extend(row.branch.unwrap_or(NO_BRANCH).to_le_bytes());
            for word in [row.region, row.channel, row.category, row.made, row.model, row.batch, row.symptoms] {
                let place = *places.entry(word).or_insert_with(|| {
                    words.push(word);
                    count(words.len() - 1)
                });
                body.extend(place.to_le_bytes());
            }
            body.extend([row.class as u8, row.level as u8]);
            packed.write(&mut body);
        }
        let mut out = Vec::with_capacity(body.len() + words.len() * 24);
        out.extend(SHAPE.to_le_bytes());
        out.extend(count(words.len()).to_le_bytes());
        for word in words {
            let text = names.text(word).as_bytes();
            out.extend(count(text.len()).to_le_bytes());
            out.extend(text);
        }
        out.extend(count(self.rows.len()).to_le_bytes());
        out.extend(body);
        out.extend(count(self.arena.len()).to_le_bytes());
        out.extend(&self.arena);
        out.extend(count(self.wide.len()).to_le_bytes());
        self.wide.iter().for_each(|id| out.extend(id.to_le_bytes()));
        out
    }

    /// `None` for bytes of another shape, or that end too early.
    pub fn read(bytes: &[u8], names: &mut Names) -> Option<Self> {
        let mut rest = Bytes(bytes);
        if rest.number()? != SHAPE {
            return None;
        }
        let mut words = Vec::new();
        for _ in 0..rest.number()? {
            words.push(names.place(std::str::from_utf8(&rest.bytes()?).ok()?));
        }
        let long = rest.number()? as usize;
        // A damaged number asks for no more room than there are bytes.
        let room = long.min(bytes.len());
        let (mut rows, mut packed) = (Vec::with_capacity(room), Vec::with_capacity(room));
        for _ in 0..long {
            let (id, received) = (rest.long()?, rest.long()?);
            let branch = Some(rest.number()?).filter(|id| *id != NO_BRANCH);
            let mut dims = [0; 7];
            for dim in &mut dims {
                *dim = *words.get(rest.number()? as usize)?;
            }
            let [region, channel, category, made, model, batch, symptoms] = dims;
            let [class, level] = rest.take::<2>()?;
            let class = *InfoClass::ALL.get(usize::from(class))?;
            let level = *Level::ALL.get(usize::from(level))?;
            rows.push(Row {
                id,
                received,
                branch,
                region,
                channel,
                category,
                made,
                model,
                batch,
                symptoms,
                class,
                level,
            });
            packed.push(Packed::read(&mut rest)?);
        }
        let arena = rest.bytes()?;
        let mut wide = Vec::new();
        for _ in 0..rest.number()? {
            wide.push(rest.long()?);
        }
        rest.0.is_empty().then_some(Self { rows, packed, arena, wide })
    }
}

/// Lengths of one month fit four bytes; a longer list would be read as damaged, and the rows themselves be read.
fn count(long: usize) -> u32 {
    u32::try_from(long).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Stamp;
    use crate::figures::kpi::Measure;
    use crate::store::columns::row::pack;

    #[test]
    fn a_block_comes_back_and_a_damaged_one_does_not() {
        let mut names = Names::default();
        let [region, model] = ["华东", "CXW-268"].map(|word| names.place(word));
        let row = |id: i64, branch| Row {
            id,
            received: 1_775_000_000_123 + id,
            branch,
            region,
            channel: 0,
            category: 0,
            made: 0,
            model,
            batch: 0,
            symptoms: 0,
            class: InfoClass::MarketComplaint,
            level: Level::National,
        };
        let rows = vec![row(3, Some(7)), row(9, None)];
        let packed = rows.iter().filter_map(|row| pack(&Measure::at(Stamp(row.received)), 1, 2)).collect();
        let block = Block { rows, packed, arena: vec![5, 6, 7], wide: vec![-4, 12] };
        let bytes = block.write(&names);
        // Another process has met other words before.
        let mut others = Names::default();
        others.place("华北");
        let again = Block::read(&bytes, &mut others).expect("its own bytes");
        assert_eq!((again.arena, again.wide, again.packed), (block.arena, block.wide, block.packed));
        assert_eq!((again.rows[0].id, again.rows[0].branch, again.rows[1].branch), (3, Some(7), None));
        assert_eq!((others.text(again.rows[0].region), others.text(again.rows[1].model)), ("华东", "CXW-268"));
        assert_eq!(others.text(again.rows[0].batch), "");
        for end in 0..bytes.len() {
            assert!(Block::read(&bytes[..end], &mut others).is_none(), "cut at {end}");
        }
        let mut other_shape = bytes;
        other_shape[0] = 99;
        assert!(Block::read(&other_shape, &mut others).is_none());
    }
}
