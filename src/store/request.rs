//! The closed list of what may be asked of the store, and what it answers.

use std::path::PathBuf;
use std::sync::Arc;

use super::alarms::Alarm;
use super::dashboard::{Dashboard, DashboardQuery};
use super::figures::BranchFigure;
use super::issues::{Content, Issue, IssueKey, IssueOf, NewIssue, NextIssue, Way};
use super::kpi::looks::{ProcessChange, Sample, SampleQuery};
use super::kpi::{KpiMember, KpiQuery, KpiTable};
use super::list::{CaseRow, Counters, ListPage, ListQuery};
use super::pending::PendingPrint;
use super::registers::{PaperFile, PapersOf};
use super::returns::{ByHand, IncomingPage, Place, Returns, ScanId, ScannedPage};
use super::review::{Review, ReviewChange};
use super::rule_books::Moves;
use super::service::EarlyFailures;
use crate::domain::holder::Holder;
use crate::domain::incident::Corrective;
use crate::domain::organisation::{Change, Organisation};
use crate::domain::returned::ReturnCommand;
use crate::domain::tally::{CallsRow, SlipsRow, UnitsRow};
use crate::domain::words::words;
use crate::domain::{Case, Command, Draft, Facts, Link, Recorded, Stamp};
use crate::figures::heat::Measure;
use crate::figures::kpi::{Line, Span};
use crate::figures::review::Period;
use crate::rulebook::RuleBook;

/// Key of a case in the data file. The number is what people see.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CaseId(pub i64);

/// Key of an intake draft.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DraftId(pub i64);

/// Who asks, and when: handed in with everything that is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct By {
    pub name: String,
    pub now: Stamp,
}

/// A case with its history and the rule book it was opened under.
#[derive(Debug, Clone)]
pub struct CaseFile {
    pub id: CaseId,
    pub case: Case,
    pub history: Vec<Recorded>,
    pub book: Arc<RuleBook>,
    pub row: CaseRow,
    /// Attachments whose bytes are missing or do not match their hash.
    pub broken: Vec<String>,
    /// The cases it is linked with, in the order of its links.
    pub linked: Vec<LinkedCase>,
    /// The cases merged into it, and into those, with their own histories.
    pub merged: Vec<MergedCase>,
    /// Complaints received before it from the same phone or about the same serial number (H09); merged ones count once.
    pub earlier: Vec<CaseId>,
    /// What was issued of it, sheet by sheet, oldest first.
    pub issues: Vec<Issue>,
}

/// Another case as a linked one shows it.
#[derive(Debug, Clone)]
pub struct LinkedCase {
    pub link: Link,
    pub since: Stamp,
    pub row: CaseRow,
    /// Its corrective entries (L08, L09).
    pub correctives: Vec<SharedCorrective>,
}

/// A corrective entry of a linked case.
#[derive(Debug, Clone)]
pub struct SharedCorrective {
    pub id: u32,
    pub entry: Corrective,
    /// The latest look found it effective.
    pub effective: bool,
}

/// A case that is merged into the one on screen.
#[derive(Debug, Clone)]
pub struct MergedCase {
    pub case: Case,
    pub history: Vec<Recorded>,
    pub book: Arc<RuleBook>,
}

/// An intake that was not finished.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SavedDraft {
    pub id: DraftId,
    pub owner: String,
    pub saved_at: Stamp,
    pub draft: Draft,
}

/// What the intake asks about while a person types (a15).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DuplicateProbe {
    pub phone: String,
    pub serial: String,
    pub address: String,
    /// The contact's instant; duplicates lie within the rule book's days before it.
    pub at: Stamp,
}

/// Why two intakes may be the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum SameBy {
    Phone,
    Serial,
    Address,
}

/// A case that may be the same as the one being typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Duplicate {
    pub id: CaseId,
    pub same: Vec<SameBy>,
    pub row: CaseRow,
}

/// A row about to be imported, by what a case in the records has in common with it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct KnownProbe {
    /// The number another system gave it; empty when there is none.
    pub external: String,
    pub phone: String,
    pub customer: String,
    /// The contact's instant; `None` where the row does not say, and then any day is the same.
    pub received_at: Option<Stamp>,
    pub symptoms: String,
    pub description: String,
}

/// An open case that a changed rule book would move.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseMove {
    pub id: CaseId,
    pub number: String,
    /// Due under the version it was opened under; `None` without a limit or while it waits.
    pub before: Option<Stamp>,
    /// Due if the changed text held for it.
    pub after: Option<Stamp>,
}

words! {
    /// A list of a rule book whose members cases carry.
    pub enum UsedList {
        Channel = "channel",
        Category = "category",
        Symptom = "symptom",
        Wait = "wait",
    }
}

/// A named list of people's own (a14).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SavedView {
    pub name: String,
    /// The query as the screen wrote it.
    pub query: String,
}

/// A change of the organisation as it is on record. What the program set up itself has no name and the time 0.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordedChange {
    pub at: Stamp,
    pub by: String,
    pub change: Change,
}

/// Everything that may be asked.
#[derive(Debug, Clone)]
pub enum Request {
    /// A page for the screen: a newer first page takes its place while it waits.
    List(ListQuery),
    /// A page that nothing replaces, for exports.
    Rows(ListQuery),
    Counters {
        by: By,
    },
    Open(CaseId),
    OpenNumber(String),
    /// The cases of these numbers; numbers that no case has are left out.
    Cases(Vec<String>),
    Duplicates(DuplicateProbe),
    /// Which of these rows are cases already; asked before an import.
    Known(Vec<KnownProbe>),
    /// Everything the regional dashboard shows.
    Dashboard(Box<DashboardQuery>),
    /// Open cases and the on-time rate of every branch; the promises fell from `from` on and before `to`.
    BranchFigures {
        from: Stamp,
        to: Stamp,
    },
    /// A KPI over a period.
    Kpi(KpiQuery),
    /// Which rows of a list of units stand in the records just so.
    KnownUnits(Vec<UnitsRow>),
    /// Which rows of a list of calls stand in the records just so.
    KnownCalls(Vec<CallsRow>),
    /// As [`Request::KnownUnits`], for service slips.
    KnownSlips(Vec<SlipsRow>),
    /// As [`Request::SaveUnits`], for service slips (K22).
    SaveSlips {
        rows: Vec<SlipsRow>,
        by: By,
    },
    /// Enters units sold or in use; a row of the same month, model and region takes the place of the older one.
    SaveUnits {
        rows: Vec<UnitsRow>,
        by: By,
    },
    /// Enters calls of the hotline; a row of the same day and line takes the place of the older one.
    SaveCalls {
        rows: Vec<CallsRow>,
        by: By,
    },
    /// Sets the shades of the heat map for the year and the length of a period (kpi.md 5.4).
    SetHeatBreak {
        span: Span,
        /// What the cells say, and [`Shades::step`](crate::figures::heat::Shades::step).
        set: (Measure, f64),
        by: By,
    },
    /// Records that a person looked at an order (K06, K12).
    SpotCheck {
        number: String,
        valid: bool,
        note: String,
        by: By,
    },
    /// Takes back the last look at an order; answers whether there was one.
    WithdrawSpotCheck {
        number: String,
        by: By,
    },
    /// Orders answered for good in a period, drawn by lot (K06).
    SampleOrders(SampleQuery),
    /// Records a change of how work is done; answers its key.
    RecordProcessChange(ProcessChange),
    /// Takes a recorded change back, or lets it stand again.
    WithdrawProcessChange {
        id: i64,
        withdrawn: bool,
        by: By,
    },
    /// Failures of a model by month of production; of the model with most, where none is named.
    EarlyFailures {
        model: Option<String>,
        now: Stamp,
    },
    /// Every recorded change that stands, the earliest day first.
    ProcessChanges,
    /// Keeps the figures of months that were closed since (kpi.md 5.1 rule 11).
    CloseMonths {
        now: Stamp,
    },
    /// The cases behind one figure of a KPI: of the cell with these keys, of everything without keys.
    KpiCases {
        query: KpiQuery,
        line: Line,
        cell: Vec<String>,
    },
    /// Models, batches and symptoms reported more often than their own year explains, looked at from then.
    Alarms {
        at: Stamp,
    },
    Log {
        facts: Box<Facts>,
        draft: Option<DraftId>,
        by: By,
    },
    /// Imported rows: each with the contact's own time; all or nothing per request.
    LogMany {
        facts: Vec<Facts>,
        by: By,
    },
    Do {
        case: CaseId,
        seen: u32,
        command: Box<Command>,
        by: By,
    },
    /// Records warnings for open cases that passed their mark (F01), and closes months like [`Request::CloseMonths`].
    MarkWarned {
        by: By,
    },
    SaveDraft {
        id: Option<DraftId>,
        owner: String,
        draft: Box<Draft>,
        now: Stamp,
    },
    DropDraft(DraftId),
    Drafts {
        owner: String,
    },
    /// Copies a file under its hash and records it with the case.
    AttachFile {
        case: CaseId,
        seen: u32,
        path: PathBuf,
        by: By,
    },
    /// What printing this content will be: the issue that is there, or the number of a new one. Writes nothing.
    NextIssue {
        of: IssueOf,
        content: Content,
        /// A new issue although nothing has changed.
        anew: bool,
    },
    /// Puts a finished sheet on record before it is handed out.
    Issue {
        issue: Box<NewIssue>,
        /// The copy that goes out; `None` for all usual ones.
        whose: Option<Holder>,
        way: Way,
        by: By,
    },
    /// Hands out the stored file of an issue once more.
    HandOut {
        document: String,
        /// The copy that goes out; `None` for all usual ones.
        whose: Option<Holder>,
        way: Way,
        by: By,
    },
    FindIssue(IssueKey),
    /// Takes in a page of a scanned file: files it where its code says, or puts it into the tray (Q02).
    TakeIn {
        page: Box<IncomingPage>,
        by: By,
    },
    /// What is on record of the scanned file with this SHA-256.
    ScannedPages(String),
    /// Paper that came back and waits for a person.
    Returns,
    /// The papers of a case, or the registers of a mark.
    Papers(PapersOf),
    /// The same by what a person typed: the number of a case, or the mark of the registers of a region and week.
    PapersNamed(String),
    /// Takes a page off a register, or confirms its signatures (Q02).
    RegisterReturned {
        mark: String,
        command: ReturnCommand,
        by: By,
    },
    /// Cases that have a sheet ready which was never printed.
    PendingPrints,
    /// Files a page of the tray on a person's word.
    AssignPage {
        page: ScanId,
        place: Place,
        by_hand: Option<ByHand>,
        by: By,
    },
    /// Lays a page of the tray aside, with the reason.
    DiscardPage {
        page: ScanId,
        reason: String,
        by: By,
    },
    /// Invented cases and the sample organisation, for a file that is to be tried out.
    FillDemo {
        cases: u32,
        seed: u64,
        end: Stamp,
    },
    Organisation,
    /// Sets up a whole organisation; what is there and not in it is taken back. Recorded without a name.
    SetOrganisation(Box<Organisation>),
    /// Changes the organisation: all or nothing, recorded with who and when, refused when it makes something wrong.
    ChangeOrganisation {
        changes: Vec<Change>,
        by: By,
    },
    /// The latest changes of the organisation, newest first.
    OrganisationChanges,
    RuleBook,
    /// Every version that can be chosen or shown.
    RuleBooks,
    /// The versions kept in the data file.
    StoredBooks,
    /// Stores a text as a new version of its book (A17).
    SaveRuleBook {
        text: String,
        by: By,
    },
    /// Makes a book the desk's: new cases are opened under it.
    ChooseRuleBook {
        id: String,
        by: By,
    },
    /// Which open cases would be due at another time under this text. Writes nothing.
    Moves {
        text: String,
    },
    /// How many open cases of a book carry a member of one of its lists, by its key or either of its names.
    Uses {
        book: String,
        list: UsedList,
        names: Vec<String>,
    },
    SavedViews,
    SaveView(SavedView),
    DropView(String),
    Mappings,
    SaveMapping {
        name: String,
        text: String,
        now: Stamp,
    },
    Settings,
    SaveSetting {
        key: String,
        value: String,
    },
    /// The newest snapshot of a review, or the one of that number.
    Review {
        period: Period,
        number: Option<String>,
    },
    /// Counts the figures of a period and keeps them under the next number.
    TakeReview {
        period: Period,
        by: By,
    },
    /// Changes chapters or decisions of a review; its figures stay.
    ChangeReview {
        period: Period,
        number: String,
        change: Box<ReviewChange>,
        now: Stamp,
    },
    /// Whether the chain of events is whole.
    Verify,
    /// Drops the projections and builds them anew from the events.
    Rebuild,
}

/// What came of an import.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Logged {
    pub id: CaseId,
    pub number: String,
}

/// What the check of the chain found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Chain {
    pub events: i64,
    /// The first event whose hash does not follow from what stands before it.
    pub broken_at: Option<i64>,
}

/// The answer to a [`Request`], one variant for each kind of thing.
#[derive(Debug, Clone)]
pub enum Answer {
    List(ListPage),
    Counters(Counters),
    Case(Box<CaseFile>),
    Cases(Vec<CaseFile>),
    Duplicates(Vec<Duplicate>),
    /// One for each probe: the number of the case that it repeats.
    Known(Vec<Option<String>>),
    Dashboard(Box<Dashboard>),
    BranchFigures(Vec<BranchFigure>),
    Kpi(Box<KpiTable>),
    KpiCases(Vec<KpiMember>),
    Alarms(Vec<Alarm>),
    ProcessChanges(Vec<ProcessChange>),
    Sample(Box<Sample>),
    EarlyFailures(Box<EarlyFailures>),
    /// One for each row that was asked about.
    KnownRows(Vec<bool>),
    Logged(Vec<Logged>),
    Draft(DraftId),
    Drafts(Vec<SavedDraft>),
    NextIssue(NextIssue),
    PendingPrints(Vec<PendingPrint>),
    Issued(Box<Issue>),
    FoundIssue(Option<Box<Issue>>),
    Page(Box<ScannedPage>),
    Pages(Vec<ScannedPage>),
    Returns(Box<Returns>),
    Papers(Box<PaperFile>),
    Organisation(Arc<Organisation>),
    OrganisationChanges(Vec<RecordedChange>),
    RuleBook(Arc<RuleBook>),
    RuleBooks(Vec<Arc<RuleBook>>),
    StoredBooks(Vec<Arc<RuleBook>>),
    Moves(Moves),
    SavedViews(Vec<SavedView>),
    Mappings(Vec<(String, String)>),
    Settings(Vec<(String, String)>),
    Chain(Chain),
    /// `None` while no figures were taken for the period.
    Review(Option<Box<Review>>),
    /// Cases that were warned or rebuilt.
    Count(i64),
    Done,
}
