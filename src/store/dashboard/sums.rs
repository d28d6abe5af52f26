//! The items of a period added up: one walk along the ledgers of its months, whatever the filters are.

use chrono::{Days, NaiveDate};

use super::{DashboardQuery, Tile};
use crate::domain::BranchId;
use crate::domain::Stamp;
use crate::domain::stage::{InfoClass, Level};
use crate::domain::time::OFFSET_MS;
use crate::figures::dashboard::Fraction;
use crate::figures::kpi::{Item, Kpi, Span};
use crate::figures::on_time::Step;
use crate::store::columns::{Entry, Key, Names, Page, Reach, Symptoms, TILES};
use crate::store::{Database, Narrow, StoreError};

const DAY_MS: i64 = 86_400_000;

/// A [`Narrow`] in the numbers of the columns.
pub(super) struct Wanted {
    region: Option<u32>,
    branch: Option<BranchId>,
    category: Option<u32>,
    channel: Option<u32>,
    class: Option<InfoClass>,
    level: Option<Level>,
}

impl Wanted {
    pub fn of(narrow: &Narrow, names: &mut Names) -> Self {
        let mut number = |word: &Option<String>| word.as_deref().map(|word| names.place(word));
        Self {
            region: number(&narrow.region),
            branch: narrow.branch,
            category: number(&narrow.category),
            channel: number(&narrow.channel),
            class: narrow.class,
            level: narrow.level,
        }
    }

    pub fn holds(&self, key: &Key) -> bool {
        let is = |wanted: Option<u32>, name| wanted.is_none_or(|wanted| wanted == name);
        is(self.region, key.region)
            && is(self.category, key.category)
            && is(self.channel, key.channel)
            && self.class.is_none_or(|class| class == key.class)
            && self.level.is_none_or(|level| level == key.level)
            && self.branch.is_none_or(|branch| key.branch.map(|id| BranchId(i64::from(id))) == Some(branch))
    }
}

/// Which keys are wanted, each looked at once.
pub(super) struct Holds<'w> {
    wanted: &'w Wanted,
    by_key: Vec<bool>,
}

impl<'w> Holds<'w> {
    /// Takes in the keys that were met since.
    fn follow(&mut self, keys: &[Key]) {
        let new = keys.get(self.by_key.len()..).unwrap_or_default();
        self.by_key.extend(new.iter().map(|key| self.wanted.holds(key)));
    }

    fn key(&self, key: u32) -> bool {
        self.by_key.get(key as usize).copied().unwrap_or(false)
    }
}

/// Something a period is added up in.
pub(super) trait Adds: Send {
    /// Takes in what counts of a month in the period.
    fn page(&mut self, page: &Page<'_>, period: (i64, i64), holds: &Holds<'_>);

    /// Takes in a single item.
    fn entry(&mut self, entry: &Entry);
}

/// What a period that is only compared with comes to.
pub(super) struct Totals {
    /// Of the tiles, in their order.
    pub sums: [Fraction; TILES.len()],
    /// K02 of each step.
    pub course: Vec<Fraction>,
    steps: Steps,
    on_time: Option<usize>,
}

impl Totals {
    pub fn of(span: &Span, step: Step) -> Self {
        let steps = Steps::of(span, step);
        let course = vec![Fraction::default(); steps.starts.len()];
        let on_time = TILES.iter().position(|kpi| *kpi == Kpi::K02);
        Self { sums: Default::default(), course, steps, on_time }
    }
}

impl Adds for Totals {
    fn page(&mut self, page: &Page<'_>, period: (i64, i64), holds: &Holds<'_>) {
        let received = page.ledger.received(period).filter(|case| holds.key(case.key)).count();
        self.sums[0].add(i64::try_from(received).unwrap_or(i64::MAX), 0);
        page.ledger.hear(period, |entry| {
            if holds.key(entry.key) {
                self.entry(&entry);
            }
        });
    }

    fn entry(&mut self, entry: &Entry) {
        if let Some(sum) = self.sums.get_mut(entry.tile) {
            sum.add(entry.part, entry.whole);
        }
        if self.on_time == Some(entry.tile)
            && let Some(sum) = self.course.get_mut(self.steps.place(entry.at))
        {
            sum.add(entry.part, entry.whole);
        }
    }
}

/// The period itself, in detail.
pub(super) struct Detail {
    /// With a point for each step.
    pub tiles: Vec<Tile>,
    steps: Steps,
    /// Cases received by the number of their key.
    received: Vec<u32>,
    /// Cases received by the text that names their symptoms.
    texts: Vec<u32>,
}

impl Adds for Detail {
    fn page(&mut self, page: &Page<'_>, period: (i64, i64), holds: &Holds<'_>) {
        self.received.resize(page.known.keys.list.len(), 0);
        self.texts.resize(page.names.len(), 0);
        for case in page.ledger.received(period).filter(|case| holds.key(case.key)) {
            let counts = (self.received.get_mut(case.key as usize), self.texts.get_mut(case.symptoms as usize));
            let (Some(received), Some(text)) = counts else { continue };
            *received += 1;
            *text += 1;
            let at = page.ledger.start + i64::from(case.at);
            self.entry(&Entry { key: case.key, tile: 0, at, part: 1, whole: 0 });
        }
        page.ledger.hear(period, |entry| {
            if holds.key(entry.key) {
                self.entry(&entry);
            }
        });
    }

    fn entry(&mut self, entry: &Entry) {
        let Some(tile) = self.tiles.get_mut(entry.tile) else { return };
        tile.now.add(tile.unit, &Item::plain(entry.part, entry.whole));
        if let Some((_, sum)) = tile.points.get_mut(self.steps.place(entry.at)) {
            sum.add(entry.part, entry.whole);
        }
    }
}

impl Detail {
    pub fn of(query: &DashboardQuery, mut tiles: Vec<Tile>) -> Self {
        let steps = Steps::of(&query.span, query.step);
        for tile in &mut tiles {
            tile.points = steps.starts.iter().map(|start| (*start, Fraction::default())).collect();
        }
        Self { tiles, steps, received: Vec::new(), texts: Vec::new() }
    }

    /// Cases received by key; `keys` are all that are known.
    pub fn received<'k>(&'k self, keys: &'k [Key]) -> impl Iterator<Item = (&'k Key, u32)> {
        keys.iter().zip(self.received.iter().copied()).filter(|(_, count)| *count > 0)
    }

    /// Cases received by symptom, most first, ties by name.
    pub fn symptoms(&self, names: &Names) -> Vec<(String, u32)> {
        let mut words = Symptoms::default();
        let mut counts: Vec<u32> = Vec::new();
        for (text, count) in (0_u32..).zip(&self.texts).filter(|(_, count)| **count > 0) {
            for symptom in words.of(text, names) {
                let place = *symptom as usize;
                counts.resize(counts.len().max(place + 1), 0);
                counts[place] += count;
            }
        }
        let named = (0_u32..).zip(counts).filter(|(_, count)| *count > 0);
        let mut list: Vec<(String, u32)> =
            named.map(|(symptom, count)| (words.names.text(symptom).to_owned(), count)).collect();
        list.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        list
    }
}

/// Adds every period up, side by side where their months fit together.
pub(super) fn add_up(
    database: &mut Database,
    wanted: &Wanted,
    periods: Vec<(Span, &mut dyn Adds)>,
) -> Result<(), StoreError> {
    let Database { db, columns, organisation, folder, .. } = database;
    let reach = |span: &Span| Reach { from: span.from, to: span.end(), marks: true };
    let reaches: Vec<Reach> = periods.iter().map(|(span, _)| reach(span)).collect();
    let mut holds = Holds { wanted, by_key: Vec::new() };
    let all = columns.load_ledgers(db, organisation, &reaches)?;
    let mut work = Vec::with_capacity(periods.len());
    for (span, sums) in periods {
        let reach = reach(&span);
        if !all {
            columns.ledgers(db, organisation, &reach, &mut |page| {
                holds.follow(&page.known.keys.list);
                sums.page(page, (reach.from.0, reach.to.0), &holds);
            })?;
        }
        let mut long = Vec::new();
        columns.long_items(db, &reach, &mut |entry| long.push(*entry))?;
        holds.follow(&columns.ledger_names().keys.list);
        long.iter().filter(|entry| holds.key(entry.key)).for_each(|entry| sums.entry(entry));
        work.push((reach, sums));
    }
    if !all {
        return Ok(());
    }
    let (columns, holds) = (&*columns, &holds);
    let add = move |(reach, sums): (Reach, &mut dyn Adds)| {
        columns.pages(&reach).for_each(|page| sums.page(&page, (reach.from.0, reach.to.0), holds));
    };
    let last = work.pop();
    std::thread::scope(|scope| {
        for one in work {
            let begun =
                std::thread::Builder::new().name("kesu-figures".to_owned()).spawn_scoped(scope, move || add(one));
            begun.map_err(|source| {
                let what = "no thread could be started";
                StoreError::File { what, path: folder.clone(), source }
            })?;
        }
        last.into_iter().for_each(add);
        Ok(())
    })
}

/// The steps of a period, and the one that holds an instant.
struct Steps {
    starts: Vec<NaiveDate>,
    /// Days since 1970-01-01 at UTC+8 of the first start, and the step of each day from there on.
    first: i64,
    by_day: Vec<usize>,
}

impl Steps {
    fn of(span: &Span, step: Step) -> Self {
        let last = Stamp(span.end().0.saturating_sub(1)).date();
        let mut starts = Vec::new();
        let mut next = Some(step.start(span.from.date()));
        while let Some(start) = next.filter(|start| *start <= last) {
            starts.push(start);
            next = step.after(start);
        }
        let first =
            starts.first().map_or(0, |start| day_of(Stamp::from_wall(start.and_time(chrono::NaiveTime::MIN)).0));
        let mut by_day = Vec::new();
        for (place, start) in starts.iter().enumerate() {
            let end = starts.get(place + 1).copied().or_else(|| last.checked_add_days(Days::new(1))).unwrap_or(last);
            let days = usize::try_from((end - *start).num_days()).unwrap_or(0);
            by_day.extend(std::iter::repeat_n(place, days));
        }
        Self { starts, first, by_day }
    }

    fn place(&self, at: i64) -> usize {
        let day = usize::try_from(day_of(at) - self.first).unwrap_or(0);
        self.by_day.get(day).copied().unwrap_or(usize::MAX)
    }
}

fn day_of(at: i64) -> i64 {
    (at + OFFSET_MS).div_euclid(DAY_MS)
}
