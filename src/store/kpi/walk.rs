//! One walk for many questions: what is asked of the same cases is counted as they are met, other periods side by side.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::Path;

use super::cells::{self, Keys};
use super::{Narrow, looks, repeats, slips};
use crate::domain::organisation::Organisation;
use crate::figures::kpi::{self, Dim, Item, Kpi, Line, Measure, Span, Unit};
use crate::store::columns::{Reach, Seen};
use crate::store::{Database, StoreError};

/// What is asked of the cases of one period, and what grows while they are met.
pub(super) struct Group<'q, S> {
    pub span: Span,
    pub narrow: &'q Narrow,
    pub rows: Vec<(Kpi, Vec<(Line, Unit)>)>,
    pub state: S,
}

/// A contribution: the case, the places of row and line in the group, and in which unit the line counts.
pub(super) struct Met<'m> {
    pub seen: &'m Seen<'m>,
    pub row: usize,
    pub line: usize,
    pub unit: Unit,
}

/// Hears of every contribution of a group.
pub(super) type Heard<'h, S> = dyn Fn(&mut S, &Met<'_>, &Item) + Sync + 'h;

/// What is asked for beside the measures of the cases.
struct Beside<'d> {
    organisation: &'d Organisation,
    checks: HashMap<i64, bool>,
    repeats: BTreeMap<i64, bool>,
    /// Months whose slips were counted by hand: they are told by that count alone, so that none counts twice.
    by_hand: HashSet<String>,
}

/// Walks every case that may count in any of the groups. A month is read once, and counted in all groups at once.
pub(super) fn walk<S: Send>(
    database: &mut Database,
    groups: &mut [Group<'_, S>],
    hear: &Heard<'_, S>,
) -> Result<(), StoreError> {
    let Database { db, columns, organisation, folder, .. } = database;
    let organisation: &Organisation = organisation;
    let mut begun = Vec::with_capacity(groups.len());
    for group in groups.iter_mut().filter(|group| group.rows.iter().any(|(kpi, _)| has_data(*kpi))) {
        let asks = |kpis: &[Kpi]| group.rows.iter().any(|(kpi, _)| kpis.contains(kpi));
        let repeats = if asks(&[Kpi::F9]) { repeats::of(db, &group.span)? } else { BTreeMap::new() };
        let checks = if asks(&[Kpi::K06, Kpi::K12]) { looks::checks(db)? } else { HashMap::new() };
        let by_hand = if asks(&[Kpi::K22]) { slips::months(db)? } else { HashSet::new() };
        begun.push((group.reach(), Beside { organisation, checks, repeats, by_hand }, group));
    }
    // Many periods pass through more months than stay in memory: what was read row by row is kept in the file at once.
    let keeps = begun.len() > 1;
    for month in columns.begin(db, begun.iter().map(|(reach, ..)| reach))? {
        columns.read(db, month)?;
        if keeps {
            columns.save(db)?;
        }
        let columns = &*columns;
        let here: Vec<_> = begun.iter_mut().filter(|(reach, ..)| reach.covers(month)).collect();
        side_by_side(folder, here, &|(reach, beside, group)| {
            columns.walk_month(month, reach, &mut |seen| {
                group.meet(seen, beside, hear);
                Ok(())
            })
        })?;
    }
    let columns = &*columns;
    begun.iter_mut().try_for_each(|(reach, beside, group)| {
        columns.walk_long(reach, &mut |seen| {
            group.meet(seen, beside, hear);
            Ok(())
        })
    })
}

/// Does one piece of work for each of `all`, each on a thread of its own where there are several.
fn side_by_side<T: Send>(
    folder: &Path,
    all: Vec<T>,
    work: &(dyn Fn(T) -> Result<(), StoreError> + Sync),
) -> Result<(), StoreError> {
    let mut all = all.into_iter();
    let Some(first) = all.next() else { return Ok(()) };
    std::thread::scope(|scope| {
        let start = |one: T| {
            let begun =
                std::thread::Builder::new().name("kesu-figures".to_owned()).spawn_scoped(scope, move || work(one));
            let what = "no thread could be started";
            begun.map_err(|source| StoreError::File { what, path: folder.to_owned(), source })
        };
        let begun = all.map(start).collect::<Result<Vec<_>, _>>()?;
        work(first)?;
        begun.into_iter().try_for_each(|begun| begun.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
    })
}

impl<S> Group<'_, S> {
    fn reach(&self) -> Reach {
        let rows = self.rows.iter().filter(|(kpi, _)| has_data(*kpi));
        let lines = rows.clone().flat_map(|(_, lines)| lines);
        let from = lines.map(|(line, _)| self.span.reach(*line)).min().unwrap_or(self.span.from);
        Reach { from, to: self.span.end(), marks: rows.into_iter().any(|(kpi, _)| reads_marks(*kpi)) }
    }

    fn meet(&mut self, seen: &Seen<'_>, beside: &Beside<'_>, hear: &Heard<'_, S>) {
        let Self { span, narrow, rows, state } = self;
        if !narrow.holds(seen) {
            return;
        }
        let owner = narrow.asks_owner().then(|| Keys::of(seen, &[], beside.organisation));
        let looked_at = beside.checks.get(&seen.row.id).map(|valid| {
            let checked = Some(*valid);
            Measure { checked, ..seen.measure.clone() }
        });
        let measure = looked_at.as_ref().unwrap_or(seen.measure);
        let repeated = beside.repeats.get(&seen.row.id);
        for (row, (kpi, lines)) in rows.iter().enumerate() {
            for (line, (word, unit)) in lines.iter().enumerate() {
                let met = Met { seen, row, line, unit: *unit };
                let mut told = |item: &Item| {
                    if *kpi == Kpi::K22 && beside.by_hand.contains(&cells::period(Dim::Month, item.at)) {
                        return;
                    }
                    if owner.as_ref().is_none_or(|keys| narrow.holds_owner(keys, item)) {
                        hear(state, &met, item);
                    }
                };
                match (kpi, repeated) {
                    (Kpi::F9, Some(repeated)) => told(&repeats::item(measure, *repeated)),
                    _ => kpi::items(*kpi, *word, measure, span, &mut |item| told(&item)),
                }
            }
        }
    }
}

/// Calls belong to no case.
const fn has_data(kpi: Kpi) -> bool {
    !matches!(kpi, Kpi::K15)
}

/// Whether a KPI looks at stages, surveys, questions or the incident file.
const fn reads_marks(kpi: Kpi) -> bool {
    !matches!(
        kpi,
        Kpi::K01
            | Kpi::K02
            | Kpi::K03
            | Kpi::K08
            | Kpi::K09
            | Kpi::K13
            | Kpi::K14
            | Kpi::K16
            | Kpi::K17
            | Kpi::K20
            | Kpi::K23
            | Kpi::F1
            | Kpi::F2
            | Kpi::F9
            | Kpi::A1
    )
}
