//! Records on disk: one closed list of requests, answered by one thread.
//!
//! [`Database`] answers a [`Request`] at once and is what the command line uses; [`Store`] puts one behind a thread for the window.

mod alarms;
mod attachments;
mod audit;
mod codec;
mod columns;
mod commands;
mod dashboard;
mod database;
mod desk_tables;
mod drafts;
mod error;
mod figures;
mod fill;
mod frozen;
mod grams;
mod heat_breaks;
mod history;
mod issues;
mod known;
mod kpi;
mod links;
mod list;
mod measure;
mod measure_row;
mod organisation;
mod organisation_codec;
mod pending;
mod projection;
mod registers;
mod request;
mod returns;
mod review;
mod rule_books;
mod service;
mod thread;
mod units;

pub use alarms::Alarm;
pub use attachments::{blob_path, hex, is_unaltered};
pub use dashboard::{Dashboard, DashboardQuery, OpenNow, Tile};
pub use database::{Database, OpenMode};
pub use error::StoreError;
pub use figures::BranchFigure;
pub use frozen::{Frozen, FrozenFigure, FrozenMonth};
pub use heat_breaks::place as heat_place;
pub use issues::{
    Content, HandedOut, Issue, IssueCopy, IssueKey, IssueMode, IssueOf, Kept, NewCopy, NewIssue, NextIssue, Way,
};
pub use kpi::looks::{Look, ProcessChange, Sample, SampleQuery, SampledOrder};
pub use kpi::{KpiCell, KpiMember, KpiQuery, KpiTable, MOST_DIMS, Narrow};
pub use list::{
    COUNT_LIMIT, CaseRow, Counters, CustomerKind, FigureKey, Filter, Group, ListPage, ListQuery, OwnBook, Sort, View,
};
pub use pending::PendingPrint;
pub use registers::{IssuedPages, PaperFile, PapersOf};
pub use request::{
    Answer, By, CaseFile, CaseId, CaseMove, Chain, DraftId, Duplicate, DuplicateProbe, KnownProbe, LinkedCase, Logged,
    MergedCase, RecordedChange, Request, SameBy, SavedDraft, SavedView, SharedCorrective, UsedList,
};
pub use returns::{ByHand, IncomingPage, Place, ReturnedRow, Returns, ScanId, ScannedPage, Settled};
pub use review::{Review, ReviewChange};
pub use rule_books::{MOVES_TOLD, Moves};
pub use service::EarlyFailures;
pub use thread::{Reply, Store, Ticket, Waker};
