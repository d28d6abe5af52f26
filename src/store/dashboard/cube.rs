//! The cases of one period, added up by everything a dashboard can be narrowed by: a change of a filter is a short walk.

use chrono::NaiveDate;

use crate::domain::BranchId;
use crate::domain::stage::{InfoClass, Level};
use crate::domain::time::OFFSET_MS;
use crate::figures::dashboard::Fraction;
use crate::figures::kpi::{self, Item, Kpi, Line, Span};
use crate::store::columns::{ByNumber, Hear, Names, Row, Symptoms};
use crate::store::{Narrow, StoreError};

/// The figures of the tiles, in their order.
pub(super) const TILES: [Kpi; 5] = [Kpi::K01, Kpi::K02, Kpi::K04, Kpi::K05, Kpi::K13];
/// The place of K02, whose course is also drawn of the periods that are only compared with.
const ON_TIME: u8 = 1;
const DAY_MS: i64 = 86_400_000;

/// Everything a dashboard can be narrowed by, as numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Key {
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

/// What cases of one key add to a tile on one day.
#[derive(Debug, Clone, Copy)]
pub(super) struct Fact {
    pub key: u32,
    /// Days since 1970-01-01 at UTC+8.
    day: i32,
    pub tile: u8,
    pub whole: i32,
    pub part: i64,
}

impl Fact {
    pub fn day(&self) -> NaiveDate {
        NaiveDate::from_epoch_days(self.day).unwrap_or_default()
    }
}

/// Cases by key and symptom.
type Counts = ByNumber<(u32, u32), u32>;

/// See the module.
pub(super) struct Cube {
    /// From, and the end of what can be judged.
    bounds: (i64, i64),
    /// The columns' tick it was built at.
    pub tick: u64,
    pub keys: Vec<Key>,
    /// By key.
    pub totals: Vec<[Fraction; TILES.len()]>,
    /// Single contributions with their days; of a period that is only compared with those of K02 alone.
    pub facts: Vec<Fact>,
    detailed: bool,
    /// Cases received: key, symptom, count.
    pub symptoms: Vec<(u32, u32, u32)>,
    pub symptom_names: Names,
}

/// A [`Narrow`] in the numbers of the columns; `None` inside for a word that no case carries.
pub(super) struct Wanted {
    region: Option<Option<u32>>,
    branch: Option<BranchId>,
    category: Option<Option<u32>>,
    channel: Option<Option<u32>>,
    class: Option<InfoClass>,
    level: Option<Level>,
}

impl Wanted {
    pub fn of(narrow: &Narrow, names: &Names) -> Self {
        let known = |word: &Option<String>| word.as_deref().map(|word| names.known(word));
        Self {
            region: known(&narrow.region),
            branch: narrow.branch,
            category: known(&narrow.category),
            channel: known(&narrow.channel),
            class: narrow.class,
            level: narrow.level,
        }
    }

    pub fn holds(&self, key: &Key) -> bool {
        let is = |wanted: Option<Option<u32>>, name| wanted.is_none_or(|wanted| wanted == Some(name));
        is(self.region, key.region)
            && is(self.category, key.category)
            && is(self.channel, key.channel)
            && self.class.is_none_or(|class| class == key.class)
            && self.level.is_none_or(|level| level == key.level)
            && self.branch.is_none_or(|branch| key.branch.map(|id| BranchId(i64::from(id))) == Some(branch))
    }
}

impl Cube {
    fn empty(span: &Span) -> Self {
        Self {
            bounds: (span.from.0, span.end().0),
            tick: 0,
            keys: Vec::new(),
            totals: Vec::new(),
            facts: Vec::new(),
            detailed: false,
            symptoms: Vec::new(),
            symptom_names: Names::default(),
        }
    }

    /// Walks the cases that count in the period once: `walk` hands them over. `regions` are those of the branches;
    /// `detailed` keeps days and symptoms.
    pub fn build(
        walk: impl FnOnce(&mut Hear<'_>) -> Result<(), StoreError>,
        span: &Span,
        regions: &ByNumber<i64, u32>,
        detailed: bool,
    ) -> Result<Self, StoreError> {
        let mut cube = Self { detailed, ..Self::empty(span) };
        let mut places = ByNumber::default();
        let mut words = Symptoms::default();
        let mut own: Vec<Fact> = Vec::new();
        let mut symptoms = Counts::default();
        walk(&mut |seen| {
            own.clear();
            let home = Key::of(seen.row);
            let mut last: Option<(Key, u32)> = None;
            for (tile, kpi) in (0_u8..).zip(TILES) {
                kpi::items(kpi, Line::Main, seen.measure, span, &mut |item| {
                    let mut key = home;
                    if let Some(branch) = item.branch {
                        key.branch = u32::try_from(branch.0).ok();
                        key.region = regions.get(&branch.0).copied().unwrap_or(home.region);
                    }
                    let place = match last {
                        Some((known, place)) if known == key => place,
                        _ => cube.place(&mut places, key),
                    };
                    last = Some((key, place));
                    cube.add(place, tile, &item);
                    if detailed || tile == ON_TIME {
                        gather(&mut own, (place, tile), &item);
                    }
                });
            }
            cube.facts.extend_from_slice(&own);
            if detailed {
                // The first tile counts what was received.
                if let Some(received) = own.iter().find(|fact| fact.tile == 0) {
                    for symptom in words.of(seen.row.symptoms, seen.names) {
                        *symptoms.entry((received.key, *symptom)).or_default() += 1;
                    }
                }
            }
            Ok(())
        })?;
        cube.facts.shrink_to_fit();
        cube.symptom_names = words.names;
        cube.symptoms = symptoms.into_iter().map(|((key, symptom), count)| (key, symptom, count)).collect();
        Ok(cube)
    }

    /// Whether it holds what counts in the period.
    pub fn is_of(&self, span: &Span) -> bool {
        self.bounds == (span.from.0, span.end().0)
    }

    /// Whether days and symptoms were kept.
    pub const fn is_detailed(&self) -> bool {
        self.detailed
    }

    fn place(&mut self, places: &mut ByNumber<Key, u32>, key: Key) -> u32 {
        *places.entry(key).or_insert_with(|| {
            self.keys.push(key);
            self.totals.push(<[Fraction; TILES.len()]>::default());
            u32::try_from(self.keys.len() - 1).unwrap_or(u32::MAX)
        })
    }

    fn add(&mut self, place: u32, tile: u8, item: &Item) {
        let cell = self.totals.get_mut(place as usize).and_then(|tiles| tiles.get_mut(usize::from(tile)));
        if let Some(cell) = cell {
            cell.add(item.part, item.whole);
        }
    }
}

/// Adds an item to what the case has of its tile, key and day.
fn gather(own: &mut Vec<Fact>, (key, tile): (u32, u8), item: &Item) {
    let day = i32::try_from((item.at.0 + OFFSET_MS).div_euclid(DAY_MS)).unwrap_or(0);
    let whole = i32::try_from(item.whole).unwrap_or(i32::MAX);
    match own.iter_mut().find(|fact| (fact.tile, fact.key, fact.day) == (tile, key, day)) {
        Some(fact) => {
            fact.part += item.part;
            fact.whole = fact.whole.saturating_add(whole);
        }
        None => own.push(Fact { key, day, tile, whole, part: item.part }),
    }
}
