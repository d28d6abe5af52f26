//! Rows that are marked, so that one deed is done to all of them.

use std::collections::BTreeMap;

use super::WorklistScreen;
use super::list::Lines;
use crate::store::{CaseId, ListPage, ListQuery};
use crate::t;
use crate::ui::{Action, Cx};

/// So many cases can be marked at once.
pub const MOST_MARKED: usize = 500;

/// The marked cases with their numbers, in order of their keys.
#[derive(Debug, Default)]
pub struct Marks {
    cases: BTreeMap<CaseId, String>,
    /// Where a range begins: the row marked last by itself.
    anchor: Option<CaseId>,
    /// What the running range has marked; the next step of the range takes it back first.
    stretch: Vec<CaseId>,
    /// Some of the rows that were to be marked were too many.
    pub cut: bool,
}

impl Marks {
    #[must_use]
    pub fn len(&self) -> usize {
        self.cases.len()
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.cases.is_empty()
    }

    #[must_use]
    pub fn contains(&self, case: CaseId) -> bool {
        self.cases.contains_key(&case)
    }

    pub fn clear(&mut self) {
        *self = Self::default();
    }

    /// The marked cases: key and number.
    #[must_use]
    pub fn list(&self) -> Vec<(CaseId, String)> {
        self.cases.iter().map(|(case, number)| (*case, number.clone())).collect()
    }

    /// Marks a row or takes its mark away; a range begins here.
    pub fn turn(&mut self, case: CaseId, number: &str) {
        self.stretch.clear();
        self.anchor = Some(case);
        if self.cases.remove(&case).is_none() {
            self.add(case, number);
        }
    }

    fn add(&mut self, case: CaseId, number: &str) -> bool {
        if self.cases.contains_key(&case) {
            return false;
        }
        if self.cases.len() >= MOST_MARKED {
            self.cut = true;
            return false;
        }
        self.cases.insert(case, number.to_owned());
        true
    }

    /// Marks rows besides those that are marked.
    pub fn add_all(&mut self, rows: impl IntoIterator<Item = (CaseId, String)>) {
        for (case, number) in rows {
            self.add(case, &number);
        }
    }

    /// The running range reaches over these rows now.
    fn reach(&mut self, rows: impl IntoIterator<Item = (CaseId, String)>) {
        self.cut = false;
        for case in std::mem::take(&mut self.stretch) {
            self.cases.remove(&case);
        }
        for (case, number) in rows {
            if self.add(case, &number) {
                self.stretch.push(case);
            }
        }
    }
}

/// Marks the row of a case or takes its mark away.
pub(super) fn turn(screen: &mut WorklistScreen, case: CaseId) {
    let number = screen.pages.index_of(case).and_then(|at| screen.pages.row(at)).map(|row| row.number.clone());
    if let Some(number) = number {
        screen.marks.turn(case, &number);
    }
}

/// Marks everything from where the range began to a row. Rows of folded groups are passed over; rows that have not been
/// read yet are asked for and marked when they are here.
pub(super) fn stretch_from(cx: &Cx<'_>, screen: &mut WorklistScreen, start: Option<CaseId>, to: CaseId) {
    let from = *screen.marks.anchor.get_or_insert(start.unwrap_or(to));
    let (Some(from), Some(to)) = (screen.pages.index_of(from), screen.pages.index_of(to)) else { return };
    let (first, last) = (from.min(to), from.max(to));
    let last = last.min(first + i64::try_from(MOST_MARKED).unwrap_or(i64::MAX) - 1);
    let lines = Lines::of(screen);
    let open: Vec<i64> = (first..=last).filter(|row| lines.place_of(*row).is_some()).collect();
    let rows: Vec<(CaseId, String)> =
        open.iter().filter_map(|row| screen.pages.row(*row)).map(|row| (row.id, row.number.clone())).collect();
    let all_here = rows.len() == open.len();
    screen.marks.reach(rows);
    screen.marks.cut = from.abs_diff(to) >= MOST_MARKED as u64;
    if !all_here {
        let query = ListQuery { offset: first, limit: last - first + 1, ..screen.pages.query().clone() };
        cx.want(Action::MarkRows(Box::new(query)));
    }
}

/// Marks the whole list, up to [`MOST_MARKED`] rows.
pub(super) fn mark_all(cx: &Cx<'_>, screen: &mut WorklistScreen) {
    let query = ListQuery { offset: 0, limit: MOST_MARKED as i64, ..screen.pages.query().clone() };
    cx.want(Action::MarkRows(Box::new(query)));
}

impl WorklistScreen {
    /// Rows that were to be marked are here; they fall away when another list is on screen by now.
    pub fn rows_to_mark(&mut self, asked: &ListQuery, page: ListPage) {
        let shown = self.pages.query();
        let same = ListQuery { offset: 0, limit: 0, now: asked.now, ..shown.clone() }
            == ListQuery { offset: 0, limit: 0, ..asked.clone() };
        if !same {
            return;
        }
        let lines = Lines::of(self);
        // The whole list is meant with its folded groups, a range without them.
        let whole = asked.offset == 0 && asked.limit == MOST_MARKED as i64;
        let meant = |at: usize| whole || i64::try_from(at).is_ok_and(|at| lines.place_of(asked.offset + at).is_some());
        let rows = page.rows.into_iter().enumerate().filter(|(at, _)| meant(*at));
        let rows: Vec<(CaseId, String)> = rows.map(|(_, row)| (row.id, row.number)).collect();
        self.marks.add_all(rows);
        if whole {
            self.marks.cut = page.total > asked.limit;
        }
    }
}

/// How many rows are marked, for the bar.
pub(super) fn count_text(cx: &Cx<'_>, marks: &Marks) -> String {
    let text = t!(cx.texts, "marked-count", count = marks.len());
    if marks.cut {
        let most = t!(cx.texts, "marked-most", most = MOST_MARKED);
        return t!(cx.texts, "joined-parts", first = text, next = most);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(keys: std::ops::RangeInclusive<i64>) -> impl Iterator<Item = (CaseId, String)> {
        keys.map(|key| (CaseId(key), format!("KS-{key}")))
    }

    #[test]
    fn a_range_that_shrinks_takes_its_own_marks_back_and_no_others() {
        let mut marks = Marks::default();
        marks.turn(CaseId(2), "KS-2");
        marks.turn(CaseId(9), "KS-9");
        marks.reach(rows(2..=9));
        assert_eq!(marks.len(), 8);
        marks.reach(rows(7..=9));
        let left: Vec<i64> = marks.list().into_iter().map(|(case, _)| case.0).collect();
        assert_eq!(left, [2, 7, 8, 9]);
    }

    #[test]
    fn more_than_the_most_are_cut_and_said_so() {
        let mut marks = Marks::default();
        marks.add_all(rows(1..=600));
        assert_eq!(marks.len(), MOST_MARKED);
        assert!(marks.cut);
        marks.clear();
        assert!(marks.is_empty() && !marks.cut);
    }
}
