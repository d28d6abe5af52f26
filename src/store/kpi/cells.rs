//! Which cell of a table a contribution falls into.

use std::collections::HashMap;

use chrono::Datelike;

use super::{KpiCell, MOST_DIMS};
use crate::domain::facts::split_words;
use crate::domain::organisation::Organisation;
use crate::domain::{BranchId, Stamp};
use crate::figures::kpi::{Dim, Item, Sum, Unit};
use crate::store::columns::Seen;

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

/// Values of one dimension by number.
#[derive(Default)]
struct Names {
    list: Vec<String>,
    places: HashMap<String, u32>,
    /// The value that was named last: the lines of one case ask for the same one after another.
    last: u32,
    /// Periods by the day they hold.
    days: HashMap<i64, u32>,
}

impl Names {
    fn place(&mut self, name: &str) -> u32 {
        if self.list.get(self.last as usize).is_some_and(|last| last == name) {
            return self.last;
        }
        if let Some(place) = self.places.get(name) {
            self.last = *place;
            return *place;
        }
        let place = u32::try_from(self.list.len()).unwrap_or(u32::MAX);
        self.list.push(name.to_owned());
        self.places.insert(name.to_owned(), place);
        place
    }

    /// A period is formatted once a day, not once a case.
    fn period(&mut self, dim: Dim, at: Stamp) -> u32 {
        let day = at.0.saturating_add(8 * 3_600_000).div_euclid(86_400_000);
        if let Some(place) = self.days.get(&day) {
            return *place;
        }
        let place = self.place(&period(dim, at));
        self.days.insert(day, place);
        place
    }
}

/// Sums by cell as they grow.
pub(super) struct Cells {
    dims: Vec<Dim>,
    lines: usize,
    names: [Names; MOST_DIMS],
    places: HashMap<[u32; MOST_DIMS], usize>,
    cells: Vec<([u32; MOST_DIMS], Vec<Sum>)>,
}

impl Cells {
    pub fn new(by: &[Dim], lines: usize) -> Self {
        let dims = by.iter().copied().take(MOST_DIMS).collect();
        Self { dims, lines, names: Default::default(), places: HashMap::new(), cells: Vec::new() }
    }

    pub fn add(&mut self, keys: &Keys<'_>, (line, unit): (usize, Unit), item: &Item) {
        if self.dims.is_empty() {
            return;
        }
        let [first, second] = [0, 1].map(|place| self.values(place, keys, item));
        for &one in first.as_slice() {
            for &two in second.as_slice() {
                let cells = &mut self.cells;
                let lines = self.lines;
                let at = *self.places.entry([one, two]).or_insert_with(|| {
                    cells.push(([one, two], vec![Sum::default(); lines]));
                    cells.len() - 1
                });
                if let Some(sum) = self.cells.get_mut(at).and_then(|(_, sums)| sums.get_mut(line)) {
                    sum.add(unit, item);
                }
            }
        }
    }

    fn values(&mut self, place: usize, keys: &Keys<'_>, item: &Item) -> Values {
        let (Some(dim), Some(names)) = (self.dims.get(place), self.names.get_mut(place)) else {
            return Values::One([0]);
        };
        if matches!(dim, Dim::Day | Dim::Week | Dim::Month | Dim::Quarter | Dim::Year) {
            return Values::One([names.period(*dim, item.at)]);
        }
        if *dim == Dim::Symptom {
            let mut many = Vec::new();
            keys.each(place, item, &mut |key| many.push(names.place(key)));
            return Values::Many(many);
        }
        let mut one = 0;
        keys.each(place, item, &mut |key| one = names.place(key));
        Values::One([one])
    }

    /// The cells by their keys.
    pub fn into_list(self) -> Vec<KpiCell> {
        let Self { dims, names, cells, .. } = self;
        let name = |place: usize, at: u32| {
            names.get(place).and_then(|names| names.list.get(at as usize)).cloned().unwrap_or_default()
        };
        let mut list: Vec<KpiCell> = cells
            .into_iter()
            .map(|(key, sums)| {
                let keys = key.into_iter().enumerate().take(dims.len()).map(|(place, at)| name(place, at)).collect();
                KpiCell { keys, sums }
            })
            .collect();
        list.sort_by(|a, b| a.keys.cmp(&b.keys));
        list
    }
}

/// Most dimensions give one value.
enum Values {
    One([u32; 1]),
    Many(Vec<u32>),
}

impl Values {
    fn as_slice(&self) -> &[u32] {
        match self {
            Self::One(one) => one,
            Self::Many(many) => many,
        }
    }
}
