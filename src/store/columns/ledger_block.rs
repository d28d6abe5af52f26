//! A [`Ledger`] as two pieces of bytes: its cases, which warnings read alone, and its items. Column after column, each as
//! wide as its greatest number; words, keys and lots stand once, before the cases.

use super::block::{Bytes, Words, count, read_branch, write_branch};
use super::ledger::{Case, Items, Key, Known, Ledger, Long, Lot, Numbers, Short, What, Wide};
use super::names::{ByNumber, Names};
use crate::domain::stage::{InfoClass, Level};

/// The bytes of a key and of a wide item.
const KEY: usize = 18;
const WIDE: usize = 45;

/// Numbers of this process, each with its place among those of the piece.
#[derive(Default)]
struct Places {
    list: Vec<u32>,
    places: ByNumber<u32, u32>,
}

impl Places {
    fn of(&mut self, number: u32) -> u32 {
        *self.places.entry(number).or_insert_with(|| {
            self.list.push(number);
            count(self.list.len() - 1)
        })
    }
}

/// As few bytes a number as the greatest one needs.
fn write_column(out: &mut Vec<u8>, numbers: &[u32]) {
    let most = numbers.iter().copied().max().unwrap_or(0);
    let width = (u32::BITS - most.leading_zeros()).div_ceil(8).max(1) as usize;
    out.extend(count(numbers.len()).to_le_bytes());
    out.push(width as u8);
    for number in numbers {
        out.extend(&number.to_le_bytes()[..width]);
    }
}

/// The numbers of a column where they lie.
struct Column<'a> {
    bytes: &'a [u8],
    width: usize,
}

impl<'a> Column<'a> {
    /// `None` where the bytes end too early or the numbers are not `long`.
    fn read(rest: &mut Bytes<'a>, long: usize) -> Option<Self> {
        if rest.number()? as usize != long {
            return None;
        }
        let [width] = *rest.take::<1>()?;
        let width = Some(usize::from(width)).filter(|width| (1..=4).contains(width))?;
        let (bytes, after) = rest.0.split_at_checked(long.checked_mul(width)?)?;
        rest.0 = after;
        Some(Self { bytes, width })
    }

    fn at(&self, place: usize) -> u32 {
        let byte = |nth: usize| self.bytes[place * self.width + nth];
        match self.width {
            1 => u32::from(byte(0)),
            2 => u32::from_le_bytes([byte(0), byte(1), 0, 0]),
            3 => u32::from_le_bytes([byte(0), byte(1), byte(2), 0]),
            _ => u32::from_le_bytes([byte(0), byte(1), byte(2), byte(3)]),
        }
    }
}

impl Ledger {
    /// The cases and the items; `None` where only the cases were read.
    pub fn write(&self, known: &Known, names: &Names) -> Option<[Vec<u8>; 2]> {
        let items = self.items.as_ref()?;
        let (mut words, mut keys, mut lots) = (Words::default(), Places::default(), Places::default());
        let mut body = Vec::with_capacity(self.cases.len() * 12);
        let mut before = self.cases.first().map_or(0, |case| case.id);
        body.extend(before.to_le_bytes());
        let steps = self.cases.iter().map(|case| u32::try_from(case.id - std::mem::replace(&mut before, case.id)).ok());
        let steps: Option<Vec<u32>> = steps.collect();
        let column = |of: &mut dyn FnMut(&Case) -> u32| self.cases.iter().map(of).collect::<Vec<u32>>();
        for numbers in [
            steps?,
            column(&mut |case| case.at),
            column(&mut |case| keys.of(case.key)),
            column(&mut |case| lots.of(case.lot)),
            column(&mut |case| words.place(case.symptoms)),
        ] {
            write_column(&mut body, &numbers);
        }
        let written = items.write(&mut keys);
        let mut tables = Vec::new();
        tables.extend(count(keys.list.len()).to_le_bytes());
        for key in keys.list.iter().filter_map(|key| known.keys.list.get(*key as usize)) {
            tables.extend(write_branch(key.branch));
            for word in [key.region, key.category, key.channel] {
                tables.extend(words.place(word).to_le_bytes());
            }
            tables.extend([key.class as u8, key.level as u8]);
        }
        tables.extend(count(lots.list.len()).to_le_bytes());
        for lot in lots.list.iter().filter_map(|lot| known.lots.list.get(*lot as usize)) {
            tables.extend(words.place(lot.model).to_le_bytes());
            tables.extend(words.place(lot.batch).to_le_bytes());
        }
        let mut cases = words.write(names);
        cases.extend(tables);
        cases.extend(count(self.cases.len()).to_le_bytes());
        cases.extend(body);
        Some([cases, written])
    }

    /// The month that begins at `start`, without items where their bytes are not given; `None` for bytes of another
    /// shape, or that end too early.
    pub fn read(start: i64, cases: &[u8], items: Option<&[u8]>, known: &mut Known, names: &mut Names) -> Option<Self> {
        let mut rest = Bytes(cases);
        let words = rest.words(names)?;
        let keys = read_table(&mut rest, &mut known.keys, KEY, |rest| read_key(rest, &words))?;
        let lots = read_table(&mut rest, &mut known.lots, 8, |rest| {
            let mut word = || words.get(rest.number()? as usize).copied();
            Some(Lot { model: word()?, batch: word()? })
        })?;
        let long = rest.number()? as usize;
        let mut id = rest.long()?;
        let mut column = || Column::read(&mut rest, long);
        let (steps, ats, key, lot, symptoms) = (column()?, column()?, column()?, column()?, column()?);
        if !rest.0.is_empty() {
            return None;
        }
        let mut list = Vec::with_capacity(long);
        for place in 0..long {
            let own = |column: &Column<'_>, numbers: &[u32]| numbers.get(column.at(place) as usize).copied();
            id = id.saturating_add(steps.at(place).into());
            let (key, lot, symptoms) = (own(&key, &keys)?, own(&lot, &lots)?, own(&symptoms, &words)?);
            list.push(Case { id, at: ats.at(place), key, lot, symptoms });
        }
        let items = match items {
            Some(bytes) => Some(Items::read(bytes, long, &keys)?),
            None => None,
        };
        Some(Self { start, cases: list, items })
    }
}

fn read_table<T: Copy + Eq + std::hash::Hash>(
    rest: &mut Bytes<'_>,
    known: &mut Numbers<T>,
    least: usize,
    mut read: impl FnMut(&mut Bytes<'_>) -> Option<T>,
) -> Option<Vec<u32>> {
    let long = rest.number()? as usize;
    // A damaged number asks for no more room than there are bytes.
    let mut found = Vec::with_capacity(long.min(rest.0.len() / least));
    for _ in 0..long {
        found.push(known.place(read(rest)?));
    }
    Some(found)
}

fn read_key(rest: &mut Bytes<'_>, words: &[u32]) -> Option<Key> {
    let branch = read_branch(rest)?;
    let mut word = || words.get(rest.number()? as usize).copied();
    let (region, category, channel) = (word()?, word()?, word()?);
    let [class, level] = *rest.take::<2>()?;
    let class = *InfoClass::ALL.get(usize::from(class))?;
    let level = *Level::ALL.get(usize::from(level))?;
    Some(Key { region, branch, category, channel, class, level })
}

impl Items {
    fn write(&self, keys: &mut Places) -> Vec<u8> {
        let mut out = Vec::with_capacity(self.short.len() * 8 + self.long.len() * 11 + self.counts.len() * 2);
        let mut own = |what: What| what.with_key(keys.of(what.key())).0;
        for place in 0..2 {
            write_column(&mut out, &self.counts.iter().map(|counts| counts[place].into()).collect::<Vec<u32>>());
        }
        write_column(&mut out, &self.short.iter().map(|item| item.at).collect::<Vec<_>>());
        write_column(&mut out, &self.short.iter().map(|item| own(item.what)).collect::<Vec<_>>());
        write_column(&mut out, &self.long.iter().map(|item| item.at).collect::<Vec<_>>());
        write_column(&mut out, &self.long.iter().map(|item| own(item.what)).collect::<Vec<_>>());
        write_column(&mut out, &self.long.iter().map(|item| item.part).collect::<Vec<_>>());
        out.extend(count(self.wide.len()).to_le_bytes());
        for wide in &self.wide {
            for long in [wide.id, wide.received, wide.at, wide.part, wide.whole] {
                out.extend(long.to_le_bytes());
            }
            out.extend(keys.of(wide.key).to_le_bytes());
            out.push(wide.tile);
        }
        out
    }

    fn read(bytes: &[u8], cases: usize, keys: &[u32]) -> Option<Self> {
        let mut rest = Bytes(bytes);
        let (shorts, longs) = (Column::read(&mut rest, cases)?, Column::read(&mut rest, cases)?);
        let (mut counts, mut sums) = (Vec::with_capacity(cases), [0_usize; 2]);
        for place in 0..cases {
            let pair = [u8::try_from(shorts.at(place)).ok()?, u8::try_from(longs.at(place)).ok()?];
            sums = [sums[0] + usize::from(pair[0]), sums[1] + usize::from(pair[1])];
            counts.push(pair);
        }
        let own = |what: u32| Some(What(what).with_key(*keys.get(What(what).key() as usize)?));
        let mut columns = |many: usize| Some((Column::read(&mut rest, many)?, Column::read(&mut rest, many)?));
        let (ats, whats) = columns(sums[0])?;
        let mut short = Vec::with_capacity(sums[0]);
        for place in 0..sums[0] {
            short.push(Short { at: ats.at(place), what: own(whats.at(place))? });
        }
        let (ats, whats) = columns(sums[1])?;
        let parts = Column::read(&mut rest, sums[1])?;
        let mut long = Vec::with_capacity(sums[1]);
        for place in 0..sums[1] {
            long.push(Long { at: ats.at(place), what: own(whats.at(place))?, part: parts.at(place) });
        }
        let many = rest.number()? as usize;
        let mut wide = Vec::with_capacity(many.min(rest.0.len() / WIDE));
        for _ in 0..many {
            let (id, received, at) = (rest.long()?, rest.long()?, rest.long()?);
            let (part, whole) = (rest.long()?, rest.long()?);
            let key = *keys.get(rest.number()? as usize)?;
            let [tile] = *rest.take::<1>()?;
            wide.push(Wide { id, received, at, key, tile, part, whole });
        }
        rest.0.is_empty().then_some(Self { counts, short, long, wide })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figures::kpi::Measure;
    use crate::store::columns::ledger::tests::{cases, known, ledger};
    use crate::store::columns::row::Row;

    /// Words of another process have other numbers; the places of the piece are translated.
    #[test]
    fn a_ledger_comes_back_whole_or_without_items_and_a_damaged_one_does_not() {
        let mut names = Names::default();
        let words = ["华东", "hotline", "烟机"].map(|word| names.place(word));
        let shifted = |(row, measure): &(Row, Measure)| {
            let word = |place: u32| words.get(place as usize).copied().unwrap_or(0);
            let row = Row {
                region: word(row.region),
                channel: word(row.channel),
                category: word(row.category),
                model: word(row.model),
                batch: word(row.batch),
                symptoms: word(row.symptoms),
                ..*row
            };
            (row, measure.clone())
        };
        let cases: Vec<_> = cases(5, 40).iter().map(shifted).collect();
        let mut own = known();
        let written = ledger(&cases, &mut own);
        let [first, second] = written.write(&own, &names).expect("it is whole");
        let again = Ledger::read(written.start, &first, Some(&second), &mut own, &mut names);
        assert_eq!(again.as_ref(), Some(&written));
        let half = Ledger::read(written.start, &first, None, &mut own, &mut names).expect("the cases alone");
        assert_eq!((half.cases, half.items), (written.cases.clone(), None));
        let (mut others, mut known) = (Names::default(), Known::default());
        others.place("华北");
        let told = |ledger: &Ledger, known: &Known, names: &Names| {
            let text = |key: u32| {
                let key = known.keys.list[key as usize];
                (names.text(key.region).to_owned(), key.branch, names.text(key.category).to_owned(), key.class)
            };
            let lot = |lot: u32| names.text(known.lots.list[lot as usize].batch).to_owned();
            let mut all = Vec::new();
            ledger.hear((0, i64::MAX), |entry| all.push((entry.tile, entry.at, entry.part, text(entry.key))));
            let cases = ledger.cases.iter().map(|case| (case.id, lot(case.lot), names.text(case.symptoms).to_owned()));
            (all, cases.collect::<Vec<_>>())
        };
        let there = Ledger::read(written.start, &first, Some(&second), &mut known, &mut others).expect("its own bytes");
        assert_eq!(told(&there, &known, &others), told(&written, &own, &names));
        for end in 0..first.len() {
            assert!(Ledger::read(0, &first[..end], None, &mut known, &mut others).is_none(), "cases cut at {end}");
        }
        let (many, keys) = (there.cases.len(), vec![0; own.keys.list.len()]);
        assert!(Items::read(&second, many, &keys).is_some());
        for end in (0..second.len()).step_by(29) {
            assert!(Items::read(&second[..end], many, &keys).is_none(), "items cut at {end}");
        }
        let mut other_shape = first;
        other_shape[0] = 99;
        assert!(Ledger::read(0, &other_shape, None, &mut known, &mut others).is_none());
    }
}
