//! A month of the columns as one piece of bytes: kept in the file, it spares reading a hundred thousand rows one by one.
//!
//! Words stand once at the beginning; numbers are little-endian. A piece of another shape is no piece.

use super::names::{ByNumber, Names};
use super::row::{PACKED, Packed, Row};
use crate::domain::stage::{InfoClass, Level};

/// The shape of what follows; counts on with every change of it.
const SHAPE: u32 = 2;
const NO_BRANCH: u32 = u32::MAX;
/// The bytes of one row.
const ROW: usize = 62;

/// What a month holds, and the cases that are too wide for it.
pub(super) struct Block {
    pub rows: Vec<Row>,
    pub packed: Vec<Packed>,
    pub arena: Vec<u8>,
    pub wide: Vec<i64>,
}

/// What is left to be read.
pub(super) struct Bytes<'a>(pub &'a [u8]);

impl<'a> Bytes<'a> {
    pub fn take<const N: usize>(&mut self) -> Option<&'a [u8; N]> {
        let (head, rest) = self.0.split_first_chunk::<N>()?;
        self.0 = rest;
        Some(head)
    }

    pub fn number(&mut self) -> Option<u32> {
        self.take().map(|bytes| u32::from_le_bytes(*bytes))
    }

    pub fn long(&mut self) -> Option<i64> {
        self.take().map(|bytes| i64::from_le_bytes(*bytes))
    }

    fn bytes(&mut self) -> Option<&'a [u8]> {
        let long = self.number()? as usize;
        let (head, rest) = self.0.split_at_checked(long)?;
        self.0 = rest;
        Some(head)
    }

    /// What [`Words::write`] wrote, as the numbers these words have here.
    pub fn words(&mut self, names: &mut Names) -> Option<Vec<u32>> {
        if self.number()? != SHAPE {
            return None;
        }
        (0..self.number()?).map(|_| Some(names.place(std::str::from_utf8(self.bytes()?).ok()?))).collect()
    }
}

/// The words of a piece, each once.
#[derive(Default)]
pub(super) struct Words {
    list: Vec<u32>,
    places: ByNumber<u32, u32>,
}

impl Words {
    pub fn place(&mut self, word: u32) -> u32 {
        *self.places.entry(word).or_insert_with(|| {
            self.list.push(word);
            count(self.list.len() - 1)
        })
    }

    /// The shape and the words, as they stand before what was written with their places.
    pub fn write(&self, names: &Names) -> Vec<u8> {
        let mut out = Vec::with_capacity(self.list.len() * 24);
        out.extend(SHAPE.to_le_bytes());
        out.extend(count(self.list.len()).to_le_bytes());
        for word in &self.list {
            let text = names.text(*word).as_bytes();
            out.extend(count(text.len()).to_le_bytes());
            out.extend(text);
        }
        out
    }
}

pub(super) fn write_branch(branch: Option<u32>) -> [u8; 4] {
    branch.unwrap_or(NO_BRANCH).to_le_bytes()
}

pub(super) fn read_branch(rest: &mut Bytes<'_>) -> Option<Option<u32>> {
    Some(Some(rest.number()?).filter(|id| *id != NO_BRANCH))
}

impl Block {
    pub fn write(&self, names: &Names) -> Vec<u8> {
        let mut words = Words::default();
        let mut body = Vec::with_capacity(self.rows.len() * (ROW + PACKED) + self.arena.len());
        for (row, packed) in self.rows.iter().zip(&self.packed) {
            body.extend(row.id.to_le_bytes());
            body.extend(row.received.to_le_bytes());
            body.extend(write_branch(row.branch));
            let found = [row.brand, row.cause, row.department];
            let facts = [row.region, row.channel, row.category, row.made, row.model, row.batch, row.symptoms];
            for word in facts.into_iter().chain(found) {
                body.extend(words.place(word).to_le_bytes());
            }
            body.extend([row.class as u8, row.level as u8]);
            packed.write(&mut body);
        }
        let mut out = words.write(names);
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
        let words = rest.words(names)?;
        let long = rest.number()? as usize;
        // A damaged number asks for no more room than there are bytes.
        let room = long.min(bytes.len() / (ROW + PACKED));
        let (mut rows, mut packed) = (Vec::with_capacity(room), Vec::with_capacity(room));
        for _ in 0..long {
            // Cut off at once, so that the length is looked at once and not with every number.
            let (row, times) = (rest.take::<ROW>()?, rest.take::<PACKED>()?);
            rows.push(read_row(row, &words)?);
            packed.push(Packed::read(times));
        }
        let arena = rest.bytes()?.to_vec();
        let wide = (0..rest.number()?).map(|_| rest.long()).collect::<Option<Vec<_>>>()?;
        rest.0.is_empty().then_some(Self { rows, packed, arena, wide })
    }
}

fn read_row(bytes: &[u8; ROW], words: &[u32]) -> Option<Row> {
    let mut rest = Bytes(bytes);
    let (id, received, branch) = (rest.long()?, rest.long()?, read_branch(&mut rest)?);
    let mut dims = [0; 10];
    for dim in &mut dims {
        *dim = *words.get(rest.number()? as usize)?;
    }
    let [region, channel, category, made, model, batch, symptoms, brand, cause, department] = dims;
    let [class, level] = *rest.take::<2>()?;
    let class = *InfoClass::ALL.get(usize::from(class))?;
    let level = *Level::ALL.get(usize::from(level))?;
    Some(Row {
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
        brand,
        cause,
        department,
        class,
        level,
    })
}

/// Lengths of one month fit four bytes; a longer list would be read as damaged, and the rows themselves be read.
pub(super) fn count(long: usize) -> u32 {
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
            brand: 0,
            cause: region,
            department: 0,
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
