//! Which list stands behind each figure of the board: the list's count is the figure.

use crate::charts::Mark;
use crate::domain::Stamp;
use crate::domain::stage::InfoClass;
use crate::figures::OnTime;
use crate::figures::ageing::BUCKETS;
use crate::store::{BoardFigures, By, Filter, ListQuery, View};

use super::period::midnight;

/// Ends of the ageing buckets in minutes over the limit: more than the first, at most the second (K14).
const BUCKET_MINUTES: [(i64, i64); BUCKETS] =
    [(0, 240), (240, 1_440), (1_440, 4_320), (4_320, 10_080), (10_080, i64::MAX)];

/// Makes the lists of one set of figures. Lists are asked as of the figures' own moment.
#[derive(Debug, Clone, Copy)]
pub struct Opens<'a> {
    pub figures: &'a BoardFigures,
    /// The person at the desk.
    pub me: &'a str,
}

impl Opens<'_> {
    fn query(&self, view: View, change: impl FnOnce(&mut Filter)) -> ListQuery {
        let asked = &self.figures.query;
        let by = By { name: self.me.to_owned(), now: asked.now };
        let mut query = ListQuery::of(view, &by);
        query.filter.region.clone_from(&asked.region);
        query.filter.class = asked.class;
        change(&mut query.filter);
        query
    }

    /// Everything received in the period.
    #[must_use]
    pub fn received(&self) -> ListQuery {
        let asked = &self.figures.query;
        self.query(View::All, |filter| {
            filter.from = Some(asked.from);
            filter.to = Some(asked.to);
            filter.counted = true;
        })
    }

    /// Everything promised in the period, up to now; `in_time` narrows it to one side of the rate.
    #[must_use]
    pub fn promised(&self, in_time: Option<bool>) -> ListQuery {
        let asked = &self.figures.query;
        self.due_between(asked.from, asked.to, in_time)
    }

    fn due_between(&self, from: Stamp, to: Stamp, in_time: Option<bool>) -> ListQuery {
        let asked = &self.figures.query;
        self.query(View::All, |filter| {
            filter.due_from = Some(from.max(asked.from));
            filter.due_to = Some(to.min(asked.to).min(asked.now));
            filter.on_time = in_time;
        })
    }

    /// Everything open now.
    #[must_use]
    pub fn open(&self) -> ListQuery {
        self.query(View::Open, |_| {})
    }

    /// Everything open past its limit.
    #[must_use]
    pub fn overdue(&self) -> ListQuery {
        self.query(View::Open, |filter| filter.overdue_minutes = Some((0, i64::MAX)))
    }

    /// What a mark of any of the three charts stands for; `None` for a mark that is not of these figures.
    #[must_use]
    pub fn mark(&self, mark: &Mark, on_time: &OnTime) -> Option<ListQuery> {
        match mark {
            Mark::Regions { rows, class } => {
                let names: Vec<String> =
                    self.figures.mix.rows().get(rows.clone())?.iter().map(|row| row.region.clone()).collect();
                let class = match class {
                    Some(class) => Some(self.class(*class)?),
                    None => None,
                };
                Some(self.of_regions(names, class))
            }
            Mark::Class(class) => {
                let mut query = self.received();
                query.filter.class = Some(self.class(*class)?);
                Some(query)
            }
            Mark::Period(index) => {
                let start = on_time.periods.get(*index)?.start;
                let end = on_time.step.after(start)?;
                Some(self.due_between(midnight(start), midnight(end), None))
            }
            Mark::Bucket(bucket) => {
                let ends = *BUCKET_MINUTES.get(*bucket)?;
                Some(self.query(View::Open, |filter| filter.overdue_minutes = Some(ends)))
            }
            Mark::Items(_) | Mark::Cells { .. } | Mark::Open { .. } | Mark::Row(_) => None,
        }
    }

    /// A class of the figures; `None` for one that their filter leaves out.
    fn class(&self, at: usize) -> Option<InfoClass> {
        let class = *InfoClass::ALL.get(at)?;
        self.figures.query.class.is_none_or(|only| only == class).then_some(class)
    }

    fn of_regions(&self, mut names: Vec<String>, class: Option<InfoClass>) -> ListQuery {
        let mut query = self.received();
        if names.len() == 1 {
            query.filter.region = names.pop();
        } else {
            query.filter.regions = names;
        }
        query.filter.class = class.or(query.filter.class);
        query
    }
}
