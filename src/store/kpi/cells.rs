//! Which cell of a table a contribution falls into.

use chrono::Datelike;

use super::{KpiCell, MOST_DIMS};
use crate::domain::facts::split_words;
use crate::domain::organisation::Organisation;
use crate::domain::stage::{InfoClass, Level, Stage};
use crate::domain::time::OFFSET_MS;
use crate::domain::{BranchId, Stamp};
use crate::figures::kpi::{Dim, Item, Sum, Unit};
use crate::store::columns::{ByNumber, Names, Row, Seen, Symptoms};

/// What a case says of the dimensions asked for.
pub(in crate::store) struct Keys<'r> {
    /// In the order of the dimensions; empty for those that lie elsewhere.
    texts: [&'r str; MOST_DIMS],
    dims: &'r [Dim],
    branch: Option<BranchId>,
    region: &'r str,
    vip: bool,
    organisation: &'r Organisation,
}

impl<'r> Keys<'r> {
    pub fn of(seen: &'r Seen<'_>, dims: &'r [Dim], organisation: &'r Organisation) -> Self {
        let Seen { row, measure, names } = seen;
        let mut texts = [""; MOST_DIMS];
        for (text, dim) in texts.iter_mut().zip(dims) {
            *text = match dim {
                Dim::Class => row.class.word(),
                Dim::Level => row.level.word(),
                Dim::Channel => names.text(row.channel),
                Dim::Category => names.text(row.category),
                Dim::Made => names.text(row.made),
                Dim::Model => names.text(row.model),
                Dim::Batch => names.text(row.batch),
                Dim::Symptom => names.text(row.symptoms),
                Dim::Brand => names.text(row.brand),
                Dim::Cause => names.text(row.cause),
                Dim::Department => names.text(row.department),
                Dim::Region | Dim::Branch | Dim::Customer | Dim::Stage => "",
                Dim::Day | Dim::Week | Dim::Month | Dim::Quarter | Dim::Year => "",
            };
        }
        Self { texts, dims, branch: row.branch(), region: names.text(row.region), vip: measure.vip, organisation }
    }

    /// Who carries an item: the branch named in it, else the one of the case (rule 10).
    pub fn owner(&self, item: &Item) -> Option<BranchId> {
        item.branch.or(self.branch)
    }

    /// The region of [`Keys::owner`]: a stage that another branch owned counts where that branch lies.
    pub fn region(&self, item: &Item) -> &str {
        let other = item.branch.and_then(|id| self.organisation.branch(id));
        other.map_or(self.region, |branch| &branch.region)
    }

    /// Hands the values of the `place`-th dimension to `hear`: one, but for symptoms as many as the case has.
    fn each(&self, place: usize, item: &Item, hear: &mut dyn FnMut(&str)) {
        let Some(dim) = self.dims.get(place) else { return };
        let text = self.texts.get(place).copied().unwrap_or_default();
        match dim {
            Dim::Symptom => {
                let before = |at: usize, word: &str| split_words(text).take(at).any(|earlier| earlier == word);
                let mut any = false;
                for (at, word) in split_words(text).enumerate() {
                    if !before(at, word) {
                        any = true;
                        hear(word);
                    }
                }
                if !any {
                    hear("");
                }
            }
            Dim::Branch => {
                let branch = self.owner(item).and_then(|id| self.organisation.branch(id));
                hear(branch.map_or("", |branch| &branch.name));
            }
            Dim::Region => hear(self.region(item)),
            Dim::Customer => hear(if self.vip { "vip" } else { "other" }),
            Dim::Stage => hear(item.stage.map_or("", crate::domain::Stage::word)),
            Dim::Day | Dim::Week | Dim::Month | Dim::Quarter | Dim::Year => hear(&period(*dim, item.at)),
            _ => hear(text),
        }
    }

    /// Whether the item falls into the cell with these keys.
    pub fn names(&self, item: &Item, cell: &[String]) -> bool {
        cell.iter().enumerate().all(|(place, wanted)| {
            let mut named = false;
            self.each(place, item, &mut |key| named |= key == wanted);
            named
        })
    }
}

/// The name of the period that holds an instant, the same in every language and sorting in order of time.
pub(super) fn period(dim: Dim, at: Stamp) -> String {
    let day = at.date();
    match dim {
        Dim::Day => day.format("%Y-%m-%d").to_string(),
        Dim::Week => {
            let week = day.iso_week();
            format!("{}-W{:02}", week.year(), week.week())
        }
        Dim::Month => day.format("%Y-%m").to_string(),
        Dim::Quarter => format!("{}Q{}", day.year(), day.month0() / 3 + 1),
        _ => day.year().to_string(),
    }
}

/// The regions of the branches by the numbers of the columns: asked for with every stage of every case.
pub(in crate::store) struct Regions(ByNumber<i64, u32>);

impl Regions {
    pub fn of(organisation: &Organisation, names: &mut Names) -> Self {
        Self(organisation.branches.iter().map(|branch| (branch.id.0, names.place(&branch.region))).collect())
    }

    /// As [`Keys::region`].
    fn of_item(&self, row: &Row, item: &Item) -> u32 {
        item.branch.and_then(|id| self.0.get(&id.0)).copied().unwrap_or(row.region)
    }
}

/// The values of one dimension, met as numbers; their names are asked for when everything is counted.
struct Axis {
    dim: Dim,
    symptoms: Symptoms,
    periods: Vec<String>,
    /// A period is named once a day, not once a case.
    days: ByNumber<i64, u32>,
    last: Option<(i64, u32)>,
}

impl Axis {
    fn of(dim: Dim) -> Self {
        let (symptoms, periods, days) = (Symptoms::default(), Vec::new(), ByNumber::default());
        Self { dim, symptoms, periods, days, last: None }
    }

    /// One number, but for symptoms as many as the case has.
    fn values<'v>(&'v mut self, seen: &Seen<'_>, regions: &Regions, item: &Item, one: &'v mut [u32; 1]) -> &'v [u32] {
        let row = seen.row;
        one[0] = match self.dim {
            Dim::Symptom => return self.symptoms.of(row.symptoms, seen.names),
            Dim::Class => row.class as u32,
            Dim::Level => row.level as u32,
            Dim::Channel => row.channel,
            Dim::Category => row.category,
            Dim::Made => row.made,
            Dim::Model => row.model,
            Dim::Batch => row.batch,
            Dim::Brand => row.brand,
            Dim::Cause => row.cause,
            Dim::Department => row.department,
            Dim::Region => regions.of_item(row, item),
            Dim::Branch => {
                item.branch.map_or(row.branch, |id| u32::try_from(id.0).ok()).map_or(0, |id| id.saturating_add(1))
            }
            Dim::Customer => u32::from(seen.measure.vip),
            Dim::Stage => item.stage.map_or(0, |stage| stage as u32 + 1),
            Dim::Day | Dim::Week | Dim::Month | Dim::Quarter | Dim::Year => self.period(item.at),
        };
        one
    }

    fn period(&mut self, at: Stamp) -> u32 {
        let day = at.0.saturating_add(OFFSET_MS).div_euclid(86_400_000);
        if let Some((_, place)) = self.last.filter(|(last, _)| *last == day) {
            return place;
        }
        let Self { dim, periods, days, last, .. } = self;
        let place = *days.entry(day).or_insert_with(|| {
            let name = period(*dim, at);
            let known = periods.iter().rposition(|known| *known == name).unwrap_or_else(|| {
                periods.push(name);
                periods.len() - 1
            });
            u32::try_from(known).unwrap_or(u32::MAX)
        });
        *last = Some((day, place));
        place
    }

    fn name(&self, value: u32, names: &Names, organisation: &Organisation) -> String {
        let word = |known: Option<&'static str>| known.unwrap_or_default();
        let text = match self.dim {
            Dim::Class => word(InfoClass::ALL.get(value as usize).map(|class| class.word())),
            Dim::Level => word(Level::ALL.get(value as usize).map(|level| level.word())),
            Dim::Customer => ["other", "vip"][usize::from(value == 1)],
            Dim::Stage => word((value as usize).checked_sub(1).and_then(|at| Stage::ALL.get(at)).map(|at| at.word())),
            Dim::Branch => {
                let id = value.checked_sub(1).map(|id| BranchId(id.into()));
                id.and_then(|id| organisation.branch(id)).map_or("", |branch| &branch.name)
            }
            Dim::Symptom => self.symptoms.names.text(value),
            Dim::Day | Dim::Week | Dim::Month | Dim::Quarter | Dim::Year => {
                self.periods.get(value as usize).map_or("", String::as_str)
            }
            Dim::Channel | Dim::Category | Dim::Made | Dim::Model | Dim::Batch | Dim::Region => names.text(value),
            Dim::Brand | Dim::Cause | Dim::Department => names.text(value),
        };
        text.to_owned()
    }
}

/// Sums by the numbers of a cell.
#[derive(Default)]
struct Grid {
    lines: usize,
    places: ByNumber<u64, usize>,
    cells: Vec<([u32; MOST_DIMS], Vec<Sum>)>,
    /// The cell met last: the lines of one case ask for the same one after another.
    last: Option<([u32; MOST_DIMS], usize)>,
}

impl Grid {
    fn add(&mut self, key: [u32; MOST_DIMS], (line, unit): (usize, Unit), item: &Item) {
        let at = match self.last {
            Some((last, at)) if last == key => at,
            _ => {
                let Self { lines, places, cells, .. } = self;
                let number = u64::from(key[0]) << 32 | u64::from(key[1]);
                *places.entry(number).or_insert_with(|| {
                    cells.push((key, vec![Sum::default(); *lines]));
                    cells.len() - 1
                })
            }
        };
        self.last = Some((key, at));
        if let Some(sum) = self.cells.get_mut(at).and_then(|(_, sums)| sums.get_mut(line)) {
            sum.add(unit, item);
        }
    }
}

/// Sums by cell as they grow, and their total.
pub(super) struct Cells {
    axes: Vec<Axis>,
    grid: Grid,
    /// `None` where every contribution falls into one cell, so that the cells add up to it.
    total: Option<Vec<Sum>>,
}

impl Cells {
    pub fn new(by: &[Dim], lines: usize) -> Self {
        let axes: Vec<Axis> = by.iter().copied().take(MOST_DIMS).map(Axis::of).collect();
        let adds_up = !axes.is_empty() && axes.iter().all(|axis| axis.dim.adds_up());
        let total = (!adds_up).then(|| vec![Sum::default(); lines]);
        Self { axes, grid: Grid { lines, ..Grid::default() }, total }
    }

    pub fn add(&mut self, seen: &Seen<'_>, regions: &Regions, (line, unit): (usize, Unit), item: &Item) {
        if let Some(sum) = self.total.as_mut().and_then(|total| total.get_mut(line)) {
            sum.add(unit, item);
        }
        let (mut one, mut two) = ([0], [0]);
        match self.axes.as_mut_slice() {
            [] => {}
            [first] => {
                for value in first.values(seen, regions, item, &mut one) {
                    self.grid.add([*value, 0], (line, unit), item);
                }
            }
            [first, second, ..] => {
                let second = second.values(seen, regions, item, &mut two);
                for value in first.values(seen, regions, item, &mut one) {
                    for other in second {
                        self.grid.add([*value, *other], (line, unit), item);
                    }
                }
            }
        }
    }

    /// The total, and the cells by their keys; values of one name are one cell.
    pub fn into_table(self, names: &Names, organisation: &Organisation) -> (Vec<Sum>, Vec<KpiCell>) {
        let Self { axes, grid, total } = self;
        let mut cells: Vec<KpiCell> = grid
            .cells
            .into_iter()
            .map(|(key, sums)| {
                let keys = axes.iter().zip(key).map(|(axis, value)| axis.name(value, names, organisation)).collect();
                KpiCell { keys, sums }
            })
            .collect();
        cells.sort_by(|a, b| a.keys.cmp(&b.keys));
        cells.dedup_by(|next, kept| {
            let same = next.keys == kept.keys;
            if same {
                kept.sums.iter_mut().zip(&next.sums).for_each(|(sum, other)| sum.join(other));
            }
            same
        });
        let total = total.unwrap_or_else(|| {
            let mut total = vec![Sum::default(); grid.lines];
            let sums = cells.iter().map(|cell| &cell.sums);
            sums.for_each(|sums| total.iter_mut().zip(sums).for_each(|(sum, other)| sum.join(other)));
            total
        });
        (total, cells)
    }
}
