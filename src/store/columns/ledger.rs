//! What the cases of one month add to the tiles of a dashboard, each item with its instant and its key: less than half of
//! their measures, and nothing is left to be judged when a period is asked for.

use std::hash::{Hash, Hasher};

use super::names::{ByNumber, EMPTY};
use super::row::Row;
use crate::domain::Stamp;
use crate::domain::stage::{InfoClass, Level};
use crate::figures::kpi::{self, Item, Kpi, Line, Measure, Span};

/// The figures of the tiles, in their order. The first one counts the cases received.
pub(in crate::store) const TILES: [Kpi; 5] = [Kpi::K01, Kpi::K02, Kpi::K04, Kpi::K05, Kpi::K13];

/// Every instant counts: what an item adds to one of the tiles does not depend on the period that holds it.
const ALWAYS: Span = Span { from: Stamp(i64::MIN), to: Stamp(i64::MAX), now: Stamp(i64::MAX) };

/// Everything a dashboard can be narrowed by, as numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::store) struct Key {
    pub region: u32,
    pub branch: Option<u32>,
    pub category: u32,
    pub channel: u32,
    pub class: InfoClass,
    pub level: Level,
}

impl Key {
    pub fn of(row: &Row) -> Self {
        let Row { region, branch, category, channel, class, level, .. } = *row;
        Self { region, branch, category, channel, class, level }
    }
}

impl Hash for Key {
    /// In three numbers: a month names ten thousand keys.
    fn hash<H: Hasher>(&self, state: &mut H) {
        let Self { region, branch, category, channel, class, level } = *self;
        let pair = |high: u32, low: u32| u64::from(high) << 32 | u64::from(low);
        state.write_u64(pair(region, branch.unwrap_or(u32::MAX)));
        state.write_u64(pair(category, channel));
        state.write_u64(pair(class as u32, level as u32));
    }
}

/// Model and batch of a product, as numbers of words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(in crate::store) struct Lot {
    pub model: u32,
    pub batch: u32,
}

impl Lot {
    /// Whether both are known.
    pub fn is_known(self) -> bool {
        self.model != EMPTY && self.batch != EMPTY
    }
}

/// Each value once, by its number; numbers are never given up.
pub(in crate::store) struct Numbers<T> {
    pub list: Vec<T>,
    places: ByNumber<T, u32>,
}

impl<T> Default for Numbers<T> {
    fn default() -> Self {
        Self { list: Vec::new(), places: ByNumber::default() }
    }
}

impl<T: Copy + Eq + Hash> Numbers<T> {
    pub fn place(&mut self, value: T) -> u32 {
        let list = &mut self.list;
        *self.places.entry(value).or_insert_with(|| {
            list.push(value);
            u32::try_from(list.len() - 1).unwrap_or(u32::MAX)
        })
    }
}

/// The keys and lots of all ledgers, and the regions in which branches lie now.
#[derive(Default)]
pub(in crate::store) struct Known {
    pub keys: Numbers<Key>,
    pub lots: Numbers<Lot>,
    pub regions: ByNumber<i64, u32>,
}

/// A case as warnings and counts look at it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::store) struct Case {
    pub id: i64,
    /// Milliseconds from the start of the month to its contact.
    pub at: u32,
    pub key: u32,
    pub lot: u32,
    /// The number of the text that names them.
    pub symptoms: u32,
}

/// Key, tile and what it adds to the numerator, in one number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct What(pub u32);

impl What {
    /// The bits below the key.
    const BELOW: u32 = 4;
    const MOST_KEYS: u32 = 1 << (u32::BITS - Self::BELOW);

    fn of(key: u32, tile: u8, part: u32) -> Option<Self> {
        (key < Self::MOST_KEYS).then(|| Self(key << Self::BELOW | u32::from(tile) << 1 | u32::from(part == 1)))
    }

    pub fn key(self) -> u32 {
        self.0 >> Self::BELOW
    }

    /// The same under another key.
    pub fn with_key(self, key: u32) -> Self {
        Self(key << Self::BELOW | self.0 & ((1 << Self::BELOW) - 1))
    }

    fn tile(self) -> usize {
        (self.0 >> 1 & 7) as usize
    }

    fn part(self) -> u32 {
        self.0 & 1
    }
}

/// One or nothing of one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Short {
    pub at: u32,
    pub what: What,
}

/// So much of one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Long {
    pub at: u32,
    pub what: What,
    pub part: u32,
}

/// Whatever does not fit the other two, with the contact of its case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Wide {
    pub id: i64,
    pub received: i64,
    pub at: i64,
    pub key: u32,
    pub tile: u8,
    pub part: i64,
    pub whole: i64,
}

/// The items of the cases of a month, in the order of the cases, cases received left out.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(super) struct Items {
    /// How many short and long ones each case has.
    pub counts: Vec<[u8; 2]>,
    pub short: Vec<Short>,
    pub long: Vec<Long>,
    pub wide: Vec<Wide>,
}

/// An item as a walk meets it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::store) struct Entry {
    pub key: u32,
    /// The place among [`TILES`].
    pub tile: usize,
    pub at: i64,
    pub part: i64,
    pub whole: i64,
}

/// See the module.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::store) struct Ledger {
    /// The first instant of the month.
    pub start: i64,
    /// By id.
    pub cases: Vec<Case>,
    /// `None` where only the cases were read.
    pub(super) items: Option<Items>,
}

impl Ledger {
    pub fn new(start: i64) -> Self {
        Self { start, cases: Vec::new(), items: Some(Items::default()) }
    }

    pub fn is_whole(&self) -> bool {
        self.items.is_some()
    }

    pub fn has(&self, id: i64) -> bool {
        self.cases.binary_search_by_key(&id, |case| case.id).is_ok()
    }

    pub fn bytes(&self) -> usize {
        let items = self.items.as_ref().map_or(0, |items| {
            items.counts.len() * 2 + size_of_val(items.short.as_slice()) + size_of_val(items.long.as_slice())
        });
        items + size_of_val(self.cases.as_slice())
    }

    /// Adds a case with a greater id than all others; its measure with its marks.
    pub fn push(&mut self, row: &Row, measure: &Measure, known: &mut Known) {
        let Ok(at) = u32::try_from(row.received - self.start) else { return };
        let key = known.keys.place(Key::of(row));
        let lot = known.lots.place(Lot { model: row.model, batch: row.batch });
        self.cases.push(Case { id: row.id, at, key, lot, symptoms: row.symptoms });
        let (start, Some(items)) = (self.start, &mut self.items) else { return };
        let mut counts = [0_u8; 2];
        each(row, measure, known, &mut |tile, key, item| items.push((start, row), (tile, key), item, &mut counts));
        items.counts.push(counts);
    }

    /// Takes `gone` out and puts the cases of `new` in; all by id.
    pub fn change(&mut self, gone: &[i64], new: Self) {
        let old = std::mem::replace(self, Self::new(self.start));
        let (Some(items), Some(from), Some(fresh)) = (&mut self.items, old.items, new.items) else { return };
        let mut sources = [Source::of(&old.cases, &from), Source::of(&new.cases, &fresh)];
        loop {
            let [old, new] = sources.each_ref().map(|source| source.cases.first());
            let which = match (old, new) {
                (Some(old), Some(new)) => usize::from(new.id < old.id),
                (Some(_), None) => 0,
                (None, Some(_)) => 1,
                (None, None) => break,
            };
            let Some((case, counts, short, long)) = sources[which].next() else { break };
            if which == 0 && gone.binary_search(&case.id).is_ok() {
                continue;
            }
            self.cases.push(*case);
            items.counts.push(*counts);
            items.short.extend_from_slice(short);
            items.long.extend_from_slice(long);
        }
        let stays = |wide: &&Wide| gone.binary_search(&wide.id).is_err();
        items.wide.extend(from.wide.iter().filter(stays));
        items.wide.extend(&fresh.wide);
    }

    /// Hands what counts in a period to `hear`, cases received left out. Nothing where only the cases were read.
    pub fn hear(&self, (from, to): (i64, i64), mut hear: impl FnMut(Entry)) {
        let Some(items) = &self.items else { return };
        let (first, long) = self.window((from, to));
        let mut one = |at: u32, what: What, part: u32| {
            if at.wrapping_sub(first) < long {
                let (key, at) = (what.key(), self.start + i64::from(at));
                hear(Entry { key, tile: what.tile(), at, part: part.into(), whole: 1 });
            }
        };
        items.short.iter().for_each(|item| one(item.at, item.what, item.what.part()));
        items.long.iter().for_each(|item| one(item.at, item.what, item.part));
        for wide in items.wide.iter().filter(|wide| wide.at >= from && wide.at < to && wide.received < to) {
            let Wide { key, tile, at, part, whole, .. } = *wide;
            hear(Entry { key, tile: tile.into(), at, part, whole });
        }
    }

    /// The cases received in a period.
    pub fn received(&self, period: (i64, i64)) -> impl Iterator<Item = &Case> {
        let (first, long) = self.window(period);
        self.cases.iter().filter(move |case| case.at.wrapping_sub(first) < long)
    }

    /// Where a period begins in the milliseconds of the month, and how many of them it has.
    fn window(&self, (from, to): (i64, i64)) -> (u32, u32) {
        let place = |at: i64| u32::try_from((at - self.start).max(0)).unwrap_or(u32::MAX);
        let first = place(from);
        (first, place(to).saturating_sub(first))
    }
}

impl Items {
    fn push(&mut self, (start, row): (i64, &Row), (tile, key): (u8, u32), item: &Item, counts: &mut [u8; 2]) {
        // What lies before its own contact counts only where the contact does.
        let at = u32::try_from(item.at.0 - start).ok().filter(|at| item.at.0 >= row.received && *at < u32::MAX);
        let part = u32::try_from(item.part).ok().filter(|_| item.whole == 1 && tile < 8);
        if let (Some(at), Some(part), Some(what)) = (at, part, What::of(key, tile, part.unwrap_or(0))) {
            let which = usize::from(part > 1);
            if counts[which] < u8::MAX {
                counts[which] += 1;
                match which {
                    0 => self.short.push(Short { at, what }),
                    _ => self.long.push(Long { at, what, part }),
                }
                return;
            }
        }
        let (at, part, whole) = (item.at.0, item.part, item.whole);
        self.wide.push(Wide { id: row.id, received: row.received, at, key, tile, part, whole });
    }
}

/// Hands what a case adds to the tiles to `hear`, with tile and key, cases received left out.
pub(in crate::store) fn each(row: &Row, measure: &Measure, known: &mut Known, hear: &mut dyn FnMut(u8, u32, &Item)) {
    let home = Key::of(row);
    for (tile, kpi) in (0_u8..).zip(TILES).skip(1) {
        kpi::items(kpi, Line::Main, measure, &ALWAYS, &mut |item| {
            let mut key = home;
            if let Some(branch) = item.branch {
                key.branch = u32::try_from(branch.0).ok();
                key.region = known.regions.get(&branch.0).copied().unwrap_or(home.region);
            }
            hear(tile, known.keys.place(key), &item);
        });
    }
}

/// A case with what it has.
type One<'l> = (&'l Case, &'l [u8; 2], &'l [Short], &'l [Long]);

/// Cases with their items, one after another.
struct Source<'l> {
    cases: &'l [Case],
    counts: &'l [[u8; 2]],
    short: &'l [Short],
    long: &'l [Long],
}

impl<'l> Source<'l> {
    fn of(cases: &'l [Case], items: &'l Items) -> Self {
        Self { cases, counts: &items.counts, short: &items.short, long: &items.long }
    }

    fn next(&mut self) -> Option<One<'l>> {
        let case = self.cases.split_off_first()?;
        let counts = self.counts.split_off_first()?;
        let short = self.short.split_off(..usize::from(counts[0]))?;
        let long = self.long.split_off(..usize::from(counts[1]))?;
        Some((case, counts, short, long))
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::domain::BranchId;
    use crate::domain::stage::{Satisfaction, Stage};
    use crate::figures::kpi::{Closings, Limits, StageRun, Survey};

    const START: i64 = 1_775_000_000_000;
    const DAY: i64 = 86_400_000;

    /// Cases of every kind: answered or not, with surveys and stages, some that last for months, some dated before their
    /// own contact.
    pub fn cases(seed: u64, count: i64) -> Vec<(Row, Measure)> {
        let mut state = seed;
        let mut below = move |most: i64| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            i64::try_from(state >> 33).unwrap() % most
        };
        let mut made = Vec::new();
        for id in 0..count {
            let received = START + below(30 * DAY);
            let after = |ms: i64| Stamp(received + ms);
            let most = if below(9) == 0 { 90 * DAY } else { 9 * DAY };
            let mut m = Measure::at(Stamp(received));
            m.limits = Limits { due: (below(5) > 0).then(|| after(below(most))), ..Limits::default() };
            let last = (below(4) > 0).then(|| after(below(most) - DAY));
            let (gap_ms, solved) = (below(DAY), below(3) > 0);
            m.closings = Closings { last, gap_ms, solved, ..Closings::default() };
            for _ in 0..below(if id == 7 { 900 } else { 3 }) + i64::from(id == 7) * 300 {
                let result = [Satisfaction::Satisfied, Satisfaction::NotReached, Satisfaction::Dissatisfied];
                let result = result[usize::try_from(below(3)).unwrap()];
                m.surveys.push(Survey { at: after(below(most)), result, staff: result });
            }
            for _ in 0..below(4) {
                let (due, ended) = (after(below(most)), Some(after(below(most))).filter(|_| below(4) > 0));
                let branch = Some(BranchId(below(4))).filter(|_| below(2) > 0);
                m.stages.push(StageRun { stage: Stage::Handling, from: m.received_at, due, ended, branch });
            }
            let mut word = |most: i64| u32::try_from(below(most)).unwrap();
            let row = Row {
                id: id * 3 + 1,
                received,
                branch: Some(word(4)).filter(|id| *id > 0),
                region: word(3),
                channel: word(2),
                category: word(3),
                made: 0,
                model: word(3),
                batch: word(3),
                symptoms: word(3),
                brand: 0,
                cause: 0,
                department: 0,
                class: InfoClass::ALL[word(2) as usize],
                level: Level::General,
            };
            made.push((row, m));
        }
        made
    }

    pub fn known() -> Known {
        Known { regions: (0..3).map(|branch| (branch, 1)).collect(), ..Known::default() }
    }

    pub fn ledger(cases: &[(Row, Measure)], known: &mut Known) -> Ledger {
        let mut ledger = Ledger::new(START);
        cases.iter().for_each(|(row, measure)| ledger.push(row, measure, known));
        ledger
    }

    /// What the KPI book counts of the cases received before the end of a period: tile, key, part and whole, sorted.
    fn booked(cases: &[(Row, Measure)], span: &Span, known: &mut Known) -> Vec<(usize, u32, i64, i64)> {
        let mut found = Vec::new();
        for (row, measure) in cases.iter().filter(|(row, _)| row.received < span.to.0) {
            for (tile, kpi) in TILES.into_iter().enumerate() {
                kpi::items(kpi, Line::Main, measure, span, &mut |item| {
                    let mut key = Key::of(row);
                    if let Some(branch) = item.branch {
                        key.branch = u32::try_from(branch.0).ok();
                        key.region = if branch.0 < 3 { 1 } else { key.region };
                    }
                    found.push((tile, known.keys.place(key), item.part, item.whole));
                });
            }
        }
        found.sort_unstable();
        found
    }

    fn counted(ledger: &Ledger, span: &Span) -> Vec<(usize, u32, i64, i64)> {
        let period = (span.from.0, span.to.0);
        let mut found: Vec<_> = ledger.received(period).map(|case| (0, case.key, 1, 0)).collect();
        ledger.hear(period, |entry| found.push((entry.tile, entry.key, entry.part, entry.whole)));
        found.sort_unstable();
        found
    }

    #[test]
    fn a_ledger_counts_in_any_period_what_the_book_counts() {
        let cases = cases(5, 200);
        let mut known = known();
        let ledger = ledger(&cases, &mut known);
        let items = ledger.items.as_ref().unwrap();
        assert!(items.short.len() > 300 && items.long.len() > 50 && items.wide.len() > 10, "all three kinds are met");
        for at in 0..40 {
            let from = Stamp(START + at * 2 * DAY + at * 7_654_321);
            for ms in [1, 3_600_000, 5 * DAY + 11, 40 * DAY, 400 * DAY] {
                let span = Span { from, to: Stamp(from.0 + ms), now: Stamp(i64::MAX) };
                assert_eq!(counted(&ledger, &span), booked(&cases, &span, &mut known), "{from:?} and {ms} ms");
            }
        }
        let before = Span { from: Stamp(0), to: Stamp(START), now: Stamp(i64::MAX) };
        assert_eq!(counted(&ledger, &before), []);
    }

    #[test]
    fn a_changed_ledger_is_the_one_counted_anew() {
        let mut all = cases(5, 90);
        let mut known = known();
        let mut kept = ledger(&all[..60], &mut known);
        let others = cases(77, 90);
        // Cases change, leave, and come.
        let gone: Vec<i64> = [0, 7, 20, 59].map(|at| all[at].0.id).to_vec();
        for at in [0, 20] {
            all[at].1 = Measure { received_at: all[at].1.received_at, ..others[at].1.clone() };
        }
        all.retain(|(row, _)| row.id != gone[1] && row.id != gone[3]);
        let new: Vec<_> =
            all.iter().filter(|(row, _)| gone.contains(&row.id) || row.id > 59 * 3 + 1).cloned().collect();
        kept.change(&gone, ledger(&new, &mut known));
        let anew = ledger(&all, &mut known);
        let sorted = |ledger: &Ledger| {
            let mut ledger = ledger.clone();
            ledger.items.as_mut().unwrap().wide.sort_by_key(|wide| wide.id);
            ledger
        };
        assert_eq!(sorted(&kept), sorted(&anew));
    }
}
