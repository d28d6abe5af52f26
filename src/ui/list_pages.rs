//! A list of any length as the screen holds it: the pages that were read, the ones on their way.

use std::collections::BTreeMap;

use crate::store::{CaseId, CaseRow, ListPage, ListQuery, StoreError, Ticket};

/// Rows of one page.
pub const PAGE: i64 = 128;
/// Pages that are kept; the ones farthest from the view go first.
const MOST_PAGES: usize = 24;

/// The rows of one query that have been read so far. A new query keeps the old rows visible until its first page is here.
#[derive(Debug)]
pub struct ListPages {
    query: ListQuery,
    pages: BTreeMap<i64, Vec<CaseRow>>,
    waiting: BTreeMap<Ticket, i64>,
    asked: Vec<i64>,
    total: i64,
    more: bool,
    groups: Vec<i64>,
    error: Option<StoreError>,
    /// A first page has arrived at least once.
    known: bool,
    /// The rows shown belong to an earlier query or an earlier state of the file.
    stale: bool,
    version: u64,
}

impl ListPages {
    #[must_use]
    pub fn new(query: ListQuery) -> Self {
        Self {
            query,
            pages: BTreeMap::new(),
            waiting: BTreeMap::new(),
            asked: Vec::new(),
            total: 0,
            more: false,
            groups: Vec::new(),
            error: None,
            known: false,
            stale: true,
            version: 0,
        }
    }

    /// The query that is shown or on its way.
    #[must_use]
    pub const fn query(&self) -> &ListQuery {
        &self.query
    }

    /// Changes what is listed; the first page has to be asked for.
    pub fn ask_for(&mut self, query: ListQuery) {
        self.query = ListQuery { offset: 0, limit: PAGE, ..query };
        self.stale = true;
        self.asked.clear();
        self.waiting.clear();
    }

    /// Marks the rows as old, so that the first page is asked for again.
    pub fn refresh(&mut self, now: crate::domain::Stamp) {
        self.query.now = now;
        self.ask_for(self.query.clone());
    }

    /// The queries for pages that the rows from `first` to `last` need and that were not asked for yet.
    pub fn wanted(&mut self, first: i64, last: i64) -> Vec<ListQuery> {
        let mut queries = Vec::new();
        if self.stale {
            if !self.asked.contains(&0) {
                self.asked.push(0);
                queries.push(ListQuery { offset: 0, limit: PAGE, ..self.query.clone() });
            }
            return queries;
        }
        let last = last.min(self.total - 1);
        for page in (first.max(0) / PAGE)..=(last.max(0) / PAGE) {
            let offset = page * PAGE;
            if offset < self.total.max(1) && !self.pages.contains_key(&offset) && !self.asked.contains(&offset) {
                self.asked.push(offset);
                queries.push(ListQuery { offset, limit: PAGE, ..self.query.clone() });
            }
        }
        queries
    }

    /// Remembers under which ticket a page comes.
    pub fn wait_for(&mut self, ticket: Ticket, offset: i64) {
        self.waiting.insert(ticket, offset);
    }

    /// Takes a page if it is still wanted.
    pub fn settle(&mut self, ticket: Ticket, answer: Result<ListPage, StoreError>) {
        let Some(offset) = self.waiting.remove(&ticket) else { return };
        self.asked.retain(|asked| *asked != offset);
        match answer {
            Err(error) => self.error = Some(error),
            Ok(page) => {
                if self.stale && offset == 0 {
                    self.pages.clear();
                    self.stale = false;
                }
                self.known = true;
                self.error = None;
                self.total = page.total;
                self.more = page.more;
                self.groups = page.groups;
                self.pages.insert(offset, page.rows);
                self.version += 1;
                while self.pages.len() > MOST_PAGES {
                    let far = self.pages.keys().copied().max_by_key(|key| (key - offset).abs());
                    if let Some(far) = far {
                        self.pages.remove(&far);
                    }
                }
            }
        }
    }

    #[must_use]
    pub fn row(&self, index: i64) -> Option<&CaseRow> {
        let page = index.div_euclid(PAGE) * PAGE;
        self.pages.get(&page)?.get(usize::try_from(index - page).ok()?)
    }

    /// Where a case stands among the rows that have been read.
    #[must_use]
    pub fn index_of(&self, case: CaseId) -> Option<i64> {
        self.pages.iter().find_map(|(offset, rows)| {
            let at = rows.iter().position(|row| row.id == case)?;
            Some(offset + i64::try_from(at).ok()?)
        })
    }

    #[must_use]
    pub const fn total(&self) -> i64 {
        self.total
    }

    /// The total was not counted to its end.
    #[must_use]
    pub const fn is_cut(&self) -> bool {
        self.more
    }

    /// Rows in each of the four groups; empty for a list that is not grouped.
    #[must_use]
    pub fn groups(&self) -> &[i64] {
        &self.groups
    }

    #[must_use]
    pub const fn error(&self) -> Option<&StoreError> {
        self.error.as_ref()
    }

    /// Nothing has arrived yet at all.
    #[must_use]
    pub const fn is_unknown(&self) -> bool {
        !self.known
    }

    /// The rows that are shown belong to an earlier query or an earlier state of the file.
    #[must_use]
    pub const fn is_stale(&self) -> bool {
        self.stale
    }

    /// Counts up with every page that arrives: what is derived from rows is old when this changed.
    #[must_use]
    pub const fn version(&self) -> u64 {
        self.version
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Stamp;
    use crate::store::{By, View};

    fn pages() -> ListPages {
        ListPages::new(ListQuery::of(View::All, &By { name: String::new(), now: Stamp(0) }))
    }

    fn page(offset: i64, total: i64) -> ListPage {
        ListPage { offset, total, more: false, groups: Vec::new(), rows: Vec::new() }
    }

    #[test]
    fn a_page_is_asked_for_once() {
        let mut pages = pages();
        assert_eq!(pages.wanted(0, 20).len(), 1);
        assert!(pages.wanted(0, 20).is_empty(), "it is on its way");
        pages.wait_for(Ticket(1), 0);
        pages.settle(Ticket(1), Ok(page(0, 1000)));
        let far: Vec<i64> = pages.wanted(250, 270).iter().map(|query| query.offset).collect();
        assert_eq!(far, [128, 256]);
    }

    #[test]
    fn the_answer_to_an_older_query_falls_away() {
        let mut pages = pages();
        pages.wanted(0, 20);
        pages.wait_for(Ticket(1), 0);
        let query = ListQuery { search: "漏水".to_owned(), ..pages.query().clone() };
        pages.ask_for(query);
        pages.settle(Ticket(1), Ok(page(0, 1000)));
        assert_eq!(pages.total(), 0);
        assert_eq!(pages.wanted(0, 20)[0].search, "漏水");
    }
}
