//! Which list stands behind each figure of the board: the list's count is the figure.

use std::ops::RangeInclusive;

use crate::charts::Mark;
use crate::domain::Stamp;
use crate::domain::stage::InfoClass;
use crate::figures::dashboard::{AGE_ENDS, AGES, Standing};
use crate::figures::kpi::{Dim, Kpi, Span};
use crate::store::{Alarm, By, Dashboard, FigureKey, Filter, ListQuery, View};

use super::period::midnight;

const DAY_MS: i64 = 86_400_000;

/// Makes the lists of one set of figures. Lists are asked as of the figures' own moment.
#[derive(Debug, Clone, Copy)]
pub struct Opens<'a> {
    pub figures: &'a Dashboard,
    /// The person at the desk.
    pub me: &'a str,
    /// The symptom of cases that have none of the listed ones ([`other_symptom`](super::other_symptom)).
    pub other: &'a str,
}

impl Opens<'_> {
    fn query(&self, view: View, change: impl FnOnce(&mut Filter)) -> ListQuery {
        let by = By { name: self.me.to_owned(), now: self.figures.query.span.now };
        let mut query = ListQuery::of(view, &by);
        change(&mut query.filter);
        query
    }

    fn figure(&self, key: FigureKey, cells: Vec<Vec<String>>) -> ListQuery {
        self.query(View::All, |filter| {
            filter.figure = Some(Box::new(key));
            filter.cells = cells;
        })
    }

    /// Cells of a figure that is told by dimensions; one stands in the figure's own words.
    fn cells(&self, by: &[Dim], mut cells: Vec<Vec<String>>) -> Option<ListQuery> {
        let own = if cells.len() == 1 { cells.pop() } else { None };
        if own.is_none() && cells.is_empty() {
            return None;
        }
        Some(self.figure(self.figures.behind(Kpi::K01, by, &own.unwrap_or_default()), cells))
    }

    /// All cases a tile counts; `counted` narrows it to one side of a rate.
    #[must_use]
    pub fn tile(&self, kpi: Kpi, counted: Option<bool>) -> ListQuery {
        self.figure(FigureKey { counted, ..self.figures.behind(kpi, &[], &[]) }, Vec::new())
    }

    /// Everything open now, in one standing or in all.
    #[must_use]
    pub fn open(&self, standing: Option<Standing>) -> ListQuery {
        let narrow = &self.figures.query.narrow;
        self.query(View::Open, |filter| {
            filter.region.clone_from(&narrow.region);
            filter.branch = narrow.branch;
            filter.category.clone_from(&narrow.category);
            filter.class = narrow.class;
            filter.channel.clone_from(&narrow.channel);
            filter.level = narrow.level;
            filter.standing = standing;
        })
    }

    /// The cases of a warning's window.
    #[must_use]
    pub fn alarm(&self, alarm: &Alarm) -> ListQuery {
        self.query(View::All, |filter| filter.only.clone_from(&alarm.cases))
    }

    /// What a mark of a chart stands for; `None` for a mark that is not of these figures.
    ///
    /// A bar that gathers several symptoms counts a case with two of them twice; its list holds it once.
    #[must_use]
    pub fn mark(&self, mark: &Mark) -> Option<ListQuery> {
        match mark {
            Mark::Regions { rows, class } => self.regions(rows, *class),
            Mark::Class(class) => self.cells(&[Dim::Class], vec![vec![self.class(*class)?.word().to_owned()]]),
            Mark::Period(index) => self.step(*index),
            Mark::Items(items) => {
                let items = super::words::pareto(self.figures, self.other).items().get(items.clone())?.to_vec();
                self.cells(&[Dim::Symptom], items.into_iter().map(|item| vec![item.name]).collect())
            }
            Mark::Cells { rows, columns } => self.matrix(rows, columns),
            Mark::Open { bin, standing } => self.aged(*bin, *standing),
            Mark::Row(_) => None,
        }
    }

    /// A class of the figures; `None` for one that their filter leaves out.
    fn class(&self, at: usize) -> Option<InfoClass> {
        let class = *InfoClass::ALL.get(at)?;
        self.figures.query.narrow.class.is_none_or(|only| only == class).then_some(class)
    }

    fn regions(&self, rows: &RangeInclusive<usize>, class: Option<usize>) -> Option<ListQuery> {
        let rows = self.figures.mix.rows().get(rows.clone())?;
        let class = match class {
            Some(class) => Some(self.class(class)?.word()),
            None => None,
        };
        let by: &[Dim] = if class.is_some() { &[Dim::Region, Dim::Class] } else { &[Dim::Region] };
        let cell = |region: &String| std::iter::once(region.clone()).chain(class.map(str::to_owned)).collect();
        self.cells(by, rows.iter().map(|row| cell(&row.region)).collect())
    }

    /// K02 of the part of the period that one point stands for.
    fn step(&self, index: usize) -> Option<ListQuery> {
        let query = &self.figures.query;
        let start = self.figures.on_time.get(index)?.0;
        let end = query.step.after(start)?;
        let mut key = self.figures.behind(Kpi::K02, &[], &[]);
        let Span { from, to, now } = query.span;
        key.query.span = Span { from: midnight(start).max(from), to: midnight(end).min(to), now };
        Some(self.figure(key, Vec::new()))
    }

    fn matrix(&self, rows: &RangeInclusive<usize>, columns: &RangeInclusive<usize>) -> Option<ListQuery> {
        let matrix = &self.figures.matrix;
        let rows = matrix.rows.get(rows.clone())?;
        let names = matrix.columns.get(columns.clone())?;
        if names.len() == matrix.columns.len() {
            return self.cells(&[Dim::Branch], rows.iter().map(|row| vec![row.name.clone()]).collect());
        }
        let cell = |row: &String, column: &String| vec![row.clone(), column.clone()];
        let cells = rows.iter().flat_map(|row| names.iter().map(move |column| cell(&row.name, column)));
        self.cells(&[Dim::Branch, Dim::Category], cells.collect())
    }

    /// Open cases that were received so many whole days ago.
    fn aged(&self, bin: usize, standing: Option<Standing>) -> Option<ListQuery> {
        if bin >= AGES {
            return None;
        }
        let now = self.figures.query.span.now;
        let youngest = if bin == 0 { 0 } else { AGE_ENDS[bin - 1] + 1 };
        let mut query = self.open(standing);
        // A day is over when it is whole, so a case exactly that old belongs to the older bin.
        let before = |days: i64| Stamp(now.0 - days * DAY_MS + 1);
        // What was received after the moment of the figures has no age yet and counts as just received.
        query.filter.to = (bin > 0).then(|| before(youngest));
        query.filter.from = AGE_ENDS.get(bin).map(|oldest| before(oldest + 1));
        Some(query)
    }
}
