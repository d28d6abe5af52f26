//! What a list of cases is asked by and answers with: views, filters, groups by remaining time, rows, counters.

mod counters;
mod pages;

pub(super) use counters::counters;
pub(super) use pages::{page, row, rows_where};

use std::sync::Arc;

use super::kpi::KpiQuery;
use super::request::{By, CaseId};
use crate::domain::stage::{IncidentGrade, InfoClass, Level, Stage};
use crate::domain::words::words;
use crate::domain::{BranchId, PersonId, Stamp};
use crate::figures::dashboard::Standing;
use crate::figures::kpi::Line;
use crate::rulebook::RuleBook;

/// A search stops counting here: more is shown as "1000+".
pub const COUNT_LIMIT: i64 = 1000;

words! {
    /// A list of the navigation.
    pub enum View {
        Mine = "mine",
        Open = "open",
        Dispatch = "dispatch",
        Handling = "handling",
        Reply = "reply",
        Revisit = "revisit",
        Closure = "closure",
        Overdue = "overdue",
        Near = "near",
        Escalated = "escalated",
        BatchHint = "batch_hint",
        Archived = "archived",
        All = "all",
    }
}

impl View {
    /// Whether the list holds open cases only and is grouped by remaining time.
    #[must_use]
    pub const fn is_open(self) -> bool {
        !matches!(self, Self::Archived | Self::All)
    }
}

words! {
    /// What a list is ordered by.
    pub enum Sort {
        Due = "due",
        Received = "received",
        Number = "number",
        Customer = "customer",
        Branch = "branch",
        Stage = "stage",
        Class = "class",
        /// Emergencies before all others, then by level (D03): ascending begins with the most pressing.
        Priority = "priority",
    }
}

words! {
    /// Customers who are treated or counted apart.
    pub enum CustomerKind {
        /// D08: handled first.
        Vip = "vip",
        /// A18: of the international business.
        International = "international",
    }
}

words! {
    /// The groups of a list in order of remaining time.
    pub enum Group {
        Overdue = "overdue",
        Near = "near",
        Today = "today",
        Later = "later",
    }
}

/// What narrows a list; `None` is "all".
#[derive(Debug, Clone, PartialEq, Eq, Default, Hash)]
pub struct Filter {
    pub region: Option<String>,
    pub class: Option<InfoClass>,
    pub level: Option<Level>,
    pub customer: Option<CustomerKind>,
    pub stage: Option<Stage>,
    pub branch: Option<BranchId>,
    pub from: Option<Stamp>,
    /// Exclusive.
    pub to: Option<Stamp>,
    /// Late when closed, or open and past the promise (K02); `Some(true)` is on time.
    pub on_time: Option<bool>,
    /// Overdue by more than the first and at most the second, in minutes, at the query's time.
    pub overdue_minutes: Option<(i64, i64)>,
    /// One of these regions; empty is "all". For a mark of a chart that gathers several.
    pub regions: Vec<String>,
    /// Promised for this moment or later (base D of K02).
    pub due_from: Option<Stamp>,
    /// Promised before this moment.
    pub due_to: Option<Stamp>,
    /// Without those that are merged into another, as figures count (kpi 5.1.9).
    pub counted: bool,
    /// Of this product type.
    pub category: Option<String>,
    /// Received by this way.
    pub channel: Option<String>,
    /// Counted in this figure.
    pub figure: Option<Box<FigureKey>>,
    /// Cells of that figure, any of them, in place of its one. For a mark of a chart that gathers several.
    pub cells: Vec<Vec<String>>,
    /// How an open case stands at the query's time.
    pub standing: Option<Standing>,
    /// Cases in which this procedure runs, by its key.
    pub procedure: Option<String>,
    /// Only these cases; empty is "all". For rows that were marked.
    pub only: Vec<CaseId>,
}

/// A figure of the KPI book whose cases are asked for: what it counts and what the list holds are the same walk.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct FigureKey {
    pub query: KpiQuery,
    pub line: Line,
    /// The cell of these keys, one for each dimension of the query; empty is the total.
    pub cell: Vec<String>,
    /// Only those that count in the numerator, or only those that do not; `None` is both.
    pub counted: Option<bool>,
}

/// One page of one list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListQuery {
    pub view: View,
    pub filter: Filter,
    pub search: String,
    pub sort: Sort,
    pub descending: bool,
    pub offset: i64,
    pub limit: i64,
    pub me: String,
    pub now: Stamp,
}

impl ListQuery {
    /// The first page of a view as it opens.
    #[must_use]
    pub fn of(view: View, by: &By) -> Self {
        Self {
            view,
            filter: Filter::default(),
            search: String::new(),
            sort: if view.is_open() { Sort::Due } else { Sort::Received },
            descending: !view.is_open(),
            offset: 0,
            limit: 128,
            me: by.name.clone(),
            now: by.now,
        }
    }

    /// Whether the rows come in the four groups.
    #[must_use]
    pub fn is_grouped(&self) -> bool {
        self.view.is_open() && self.sort == Sort::Due && self.search.trim().is_empty()
    }
}

/// What a list shows of one case. The phone is whole here; who shows it masks it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseRow {
    pub id: CaseId,
    pub number: String,
    pub revision: u32,
    pub received_at: Stamp,
    pub owner: String,
    pub customer: String,
    pub phone: String,
    pub address: String,
    pub category: String,
    pub model: String,
    pub batch: String,
    pub serial: String,
    pub symptoms: String,
    pub description: String,
    pub channel: String,
    pub class: InfoClass,
    pub level: Level,
    pub grade: Option<IncidentGrade>,
    pub stage: Stage,
    pub round: u32,
    pub urgent: bool,
    pub region: String,
    pub branch: Option<BranchId>,
    pub person: Option<PersonId>,
    pub clock_from: Option<Stamp>,
    pub warn_at: Option<Stamp>,
    pub due_at: Option<Stamp>,
    /// Reason of the wait that stops the clock.
    pub paused: Option<String>,
    pub closed_at: Option<Stamp>,
    /// Number of the main case it is merged into.
    pub main: Option<String>,
    pub vip: bool,
    /// Under which the case was opened; its names hold for the case.
    pub book: OwnBook,
}

/// The rule book of a case; the same when id and version are.
#[derive(Debug, Clone)]
pub struct OwnBook(pub Arc<RuleBook>);

impl PartialEq for OwnBook {
    fn eq(&self, other: &Self) -> bool {
        (&self.rules.id, self.rules.version) == (&other.rules.id, other.rules.version)
    }
}

impl Eq for OwnBook {}

impl std::ops::Deref for OwnBook {
    type Target = RuleBook;

    fn deref(&self) -> &RuleBook {
        &self.0
    }
}

/// A page and what surrounds it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListPage {
    pub offset: i64,
    pub total: i64,
    /// The total was not counted to its end ([`COUNT_LIMIT`]).
    pub more: bool,
    /// Rows in each of [`Group::ALL`]; empty for a list that is not grouped.
    pub groups: Vec<i64>,
    pub rows: Vec<CaseRow>,
}

/// The numbers beside the navigation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counters {
    pub mine: i64,
    pub open: i64,
    pub dispatch: i64,
    pub handling: i64,
    pub reply: i64,
    pub revisit: i64,
    pub closure: i64,
    pub overdue: i64,
    pub near: i64,
    pub escalated: i64,
    pub batch_hint: i64,
    pub archived: i64,
    pub all: i64,
}

impl Counters {
    #[must_use]
    pub const fn of(&self, view: View) -> i64 {
        match view {
            View::Mine => self.mine,
            View::Open => self.open,
            View::Dispatch => self.dispatch,
            View::Handling => self.handling,
            View::Reply => self.reply,
            View::Revisit => self.revisit,
            View::Closure => self.closure,
            View::Overdue => self.overdue,
            View::Near => self.near,
            View::Escalated => self.escalated,
            View::BatchHint => self.batch_hint,
            View::Archived => self.archived,
            View::All => self.all,
        }
    }
}
