//! Hears answers: each goes to whoever waits for it, late ones fall away.

use std::collections::VecDeque;
use std::path::PathBuf;
use std::sync::Arc;

use super::desk::Desk;
use super::entering::{EntryReading, EntryWriting};
use super::exporting::ExportRun;
use super::handing::{Delivery, PaperIssue};
use super::importing::ImportRun;
use super::many::ManyRun;
use super::organisation::ChangedBy;
use super::registering::RegisterRun;
use crate::domain::Draft;
use crate::domain::event::SheetKind;
use crate::domain::holder::Holder;
use crate::exchange::dry_run::DryRun;
use crate::exchange::roster::{RosterKind, RosterRun};
use crate::exchange::table::{ReadFault, Table};
use crate::exchange::tallies::{TallyKind, TallyRun};
use crate::paper::{FontSet, PaperError, Sheet};
use crate::rulebook::RuleBook;
use crate::store::{Answer, CaseFile, CaseId, NewIssue, NextIssue, Reply, Request, StoreError, Ticket, View};
use crate::t;
use crate::text::Lang;
use crate::ui::print::Shown;
use crate::ui::{AfterLog, Gravity, Output, Route, say};

/// What an answer is for.
#[derive(Debug)]
pub(super) enum Slot {
    ListPage,
    Counters,
    /// For the detail pane or the full screen.
    Case,
    OpenNumber,
    Command {
        done: String,
    },
    /// A note made by the program itself.
    Noted,
    Attached {
        rest: VecDeque<PathBuf>,
    },
    Logged(AfterLog),
    DraftSaved(Box<Draft>),
    DraftDropped,
    Drafts,
    Duplicates,
    Board,
    Kpi(crate::ui::kpi::KpiPart),
    Quality(crate::ui::kpi::quality::QualityPart),
    QualityRecorded(crate::ui::kpi::quality::Deed, super::quality::Turn),
    Review,
    /// A review that is to be written here.
    ReviewToFile(PathBuf),
    Views,
    Mappings,
    FirstSettings,
    Organisation,
    RuleBooks,
    Moves,
    Uses,
    BranchFigures,
    RuleBook,
    RuleBookSaved,
    OrganisationChanged(ChangedBy),
    HeatBreakSet,
    TalliesKnown(TallyKind, Box<TallyRun>),
    TalliesWritten,
    OrganisationLog,
    Filled,
    Warned,
    Paper(PaperAsk),
    /// Whether a sheet has changed since it went out last.
    NextIssue(Box<PaperIssue>),
    /// Rows of a weekly register.
    RegisterRows(Box<RegisterRun>),
    RegisterCases(Box<RegisterRun>),
    /// An issue that is put on record before it is handed out.
    Issued(Box<Delivery>),
    ImportRows(Box<ImportRun>),
    /// Accepted rows of a dry run, compared with what the file holds already.
    KnownRows(Box<DryRun>),
    /// Cases that a list of losses or handling results names.
    EntryCases(Box<EntryReading>),
    /// One command of a row of such a list.
    EntryDone(Box<EntryWriting>),
    ExportRows(Box<ExportRun>),
    /// Possible duplicates of the case that is to be linked, or the marked cases themselves.
    LinkProposed,
    /// What was searched for in the dialog of links.
    LinkFound,
    /// Rows that are to be marked in the list.
    MarkRows(Box<crate::store::ListQuery>),
    /// A case that a deed on many has come to.
    ManyOpened(Box<ManyRun>),
    /// Its command or the issue of its sheet.
    ManyDone(Box<ManyRun>),
    /// What a thread that reads a scanned file asked.
    Scan(std::sync::mpsc::SyncSender<Result<Answer, StoreError>>),
    Returns,
    PendingPrints,
    /// A case for the dialog of returned paper.
    Papers,
    /// Paper taken away or confirmed.
    Returned {
        done: String,
    },
    /// A page of the tray, assigned or laid aside.
    PageSettled,
    Quiet,
}

/// A sheet that is wanted, before its case is read.
#[derive(Debug, Clone)]
pub(super) struct PaperAsk {
    pub sheet: SheetKind,
    pub output: Output,
    /// A new issue although nothing has changed.
    pub anew: bool,
    /// The copy that is shown or goes out; `None` for all usual ones.
    pub whose: Option<Holder>,
}

/// What a job brings back.
pub(super) enum JobResult {
    /// Files a person picked; empty when the dialog was closed.
    Picked(Picked, Vec<PathBuf>),
    Table(PathBuf, Box<Result<Table, ReadFault>>),
    DryRun(Box<DryRun>),
    Roster(RosterKind, Box<RosterRun>),
    Entries(Box<super::entering::Judged>),
    Tallies(TallyKind, Box<TallyRun>),
    Exported(Result<(PathBuf, u64), String>),
    Preview {
        case: CaseId,
        sheet: SheetKind,
        made: Result<Shown, String>,
        fonts: Option<Arc<FontSet>>,
    },
    /// The weekly register that the dialog shows.
    RegisterPreview {
        /// Region, first and last day.
        asked: (String, (chrono::NaiveDate, chrono::NaiveDate)),
        made: Result<Sheet, String>,
        fonts: Option<Arc<FontSet>>,
    },
    /// The pages of a new issue.
    Finished(Box<PaperIssue>, Result<Box<NewIssue>, PaperError>),
    /// A slip of a deed on many cases.
    SheetFinished(Box<ManyRun>, Result<Option<Box<NewIssue>>, PaperError>),
    /// A PDF and, when it was written, whether it could be handed on.
    Written(Result<(PathBuf, Result<(), String>), String>),
    Printers(super::printers::Found),
    ReviewLaidOut(super::reviewing::PagesMade),
    ReportWritten(Result<PathBuf, String>),
    /// Small pictures of attachments, `None` for what is no picture.
    Thumbnails(Vec<(String, Option<crate::ui::case::Pixels>)>),
    /// Pictures of scanned pages, `None` for what is lost or no picture.
    PagePictures(crate::ui::print::PictureSize, Vec<(String, Option<crate::ui::case::Pixels>)>),
    /// Scanned files were read; what became of them was told page by page.
    Scanned,
    /// An attachment was handed to the system's viewer.
    Opened(Result<(), String>),
}

/// What a file dialog was opened for.
pub(super) enum Picked {
    Attachments {
        case: CaseId,
        seen: u32,
    },
    /// For the case that is being typed.
    IntakeFiles,
    Import,
    Scans,
    /// The folder that is watched for scans.
    ScanFolder,
    ExportTo(Box<crate::store::ListQuery>),
    SheetsTo(Vec<crate::exchange::export::ListSheet>),
    PdfTo(Box<(PaperIssue, NextIssue)>),
    /// An issue that is on record: one copy, or all usual ones.
    IssueTo(String, Option<Holder>),
    BoardTo(Option<crate::ui::board::Piece>),
    FigureTo(Box<crate::ui::kpi::figure::Figure>, String),
    ReviewTo(crate::figures::review::Period, String),
}

impl Desk {
    pub(super) fn receive(&mut self, reply: Reply) {
        match reply {
            Reply::ChangedElsewhere => {
                self.refresh();
                self.read_organisation();
                self.ask(Request::RuleBook, Slot::RuleBook);
            }
            Reply::Passed(ticket) => {
                self.pending.remove(&ticket);
            }
            Reply::To(ticket, answer) => {
                if let Some(slot) = self.pending.remove(&ticket) {
                    self.settle(ticket, slot, answer);
                }
            }
        }
    }

    fn settle(&mut self, ticket: Ticket, slot: Slot, answer: Result<Answer, StoreError>) {
        match (slot, answer) {
            (Slot::ListPage, answer) => {
                let page = answer
                    .and_then(|answer| if let Answer::List(page) = answer { Ok(page) } else { Err(StoreError::Gone) });
                self.screens.worklist.pages.settle(ticket, page);
            }
            (Slot::Case, answer) => {
                self.screens.case.file.settle(ticket, case_file(answer));
            }
            (Slot::OpenNumber, answer) => {
                let found = case_file(answer);
                match &found {
                    Err(error) => {
                        let text = say::store_error_text(&self.shared.texts, error);
                        self.notices.tell(Gravity::Warning, text);
                    }
                    Ok(file) => {
                        // The list behind stands at the case that is shown, so that its keys act on no other.
                        self.screens.worklist.selected = Some(file.id);
                        self.route = Route::Case;
                    }
                }
                self.screens.case.file.settle(ticket, found);
            }
            (Slot::Duplicates, answer) => {
                let found = answer.and_then(|answer| {
                    if let Answer::Duplicates(found) = answer { Ok(found) } else { Err(StoreError::Gone) }
                });
                self.screens.intake.duplicates.settle(ticket, found);
            }
            (Slot::LinkProposed, answer) => self.link_cases_here(ticket, true, answer),
            (Slot::LinkFound, answer) => self.link_cases_here(ticket, false, answer),
            (Slot::Review, answer) => self.review_here(ticket, answer),
            (Slot::Kpi(part), answer) => self.kpi_here(part, ticket, answer),
            (Slot::Quality(part), answer) => self.quality_here(part, ticket, answer),
            (Slot::QualityRecorded(deed, turn), Ok(answer)) => self.quality_recorded((deed, turn), &answer),
            (Slot::Board, answer) => {
                let figures = answer.and_then(|answer| {
                    if let Answer::Dashboard(figures) = answer { Ok(figures) } else { Err(StoreError::Gone) }
                });
                if self.screens.board.figures.settle(ticket, figures) {
                    self.screens.board.version += 1;
                }
            }
            (Slot::Scan(to), answer) => {
                // The thread may have been stopped meanwhile; the page is on record either way.
                let _heard = to.send(answer);
            }
            (Slot::Returns, answer) => {
                let found = answer.and_then(|answer| {
                    if let Answer::Returns(found) = answer { Ok(found) } else { Err(StoreError::Gone) }
                });
                self.screens.print.returns.found.settle(ticket, found);
            }
            (Slot::PendingPrints, answer) => {
                let found = answer.and_then(|answer| {
                    if let Answer::PendingPrints(found) = answer { Ok(found) } else { Err(StoreError::Gone) }
                });
                self.screens.print.pending.settle(ticket, found);
            }
            (Slot::RuleBooks, answer) => {
                let books = answer.and_then(|answer| {
                    if let Answer::RuleBooks(books) = answer { Ok(books) } else { Err(StoreError::Gone) }
                });
                self.screens.settings.rules.books.settle(ticket, books);
            }
            (Slot::Moves, answer) => {
                let moves =
                    answer.and_then(
                        |answer| if let Answer::Moves(moves) = answer { Ok(moves) } else { Err(StoreError::Gone) },
                    );
                self.screens.settings.rules.moves.settle(ticket, moves);
            }
            (Slot::Uses, answer) => {
                let uses =
                    answer.and_then(
                        |answer| if let Answer::Count(count) = answer { Ok(count) } else { Err(StoreError::Gone) },
                    );
                self.screens.settings.rules.uses.settle(ticket, uses);
            }
            (slot, Ok(answer)) => self.settle_done(slot, answer),
            (slot, Err(error)) => self.settle_failed(slot, &error),
        }
    }

    fn settle_done(&mut self, slot: Slot, answer: Answer) {
        match (slot, answer) {
            (Slot::Counters, Answer::Counters(counters)) => {
                self.shared.counters = counters;
            }
            (Slot::Command { done }, Answer::Case(file)) => {
                let now = self.now();
                self.notices.done(done, !file.case.undoable.is_empty(), now);
                self.screens.case.dialog = None;
                self.screens.links = None;
                self.case_changed(file);
            }
            (Slot::Noted, Answer::Case(file)) => self.case_changed(file),
            (Slot::Attached { rest }, Answer::Case(file)) => {
                let (case, seen) = (file.id, file.case.revision);
                self.case_changed(file);
                if rest.is_empty() {
                    let text = t!(self.shared.texts, "done-attached");
                    let now = self.now();
                    self.notices.done(text, true, now);
                } else {
                    self.perform(crate::ui::Action::Attach { case, seen, paths: rest.into() });
                }
            }
            (Slot::Logged(then), Answer::Logged(logged)) => self.logged(then, logged),
            (Slot::DraftSaved(draft), Answer::Draft(id)) => {
                let now = self.now();
                self.screens.intake.draft_saved(id, *draft, now);
            }
            (Slot::Drafts, Answer::Drafts(drafts)) => self.screens.intake.take_drafts(drafts),
            (Slot::BranchFigures, Answer::BranchFigures(figures)) => {
                self.screens.settings.organisation.figures = figures;
            }
            (Slot::Views, Answer::SavedViews(views)) => self.shared.views = views,
            (Slot::Mappings, Answer::Mappings(mappings)) => self.screens.import.mappings = mappings,
            (Slot::FirstSettings, Answer::Settings(settings)) => self.take_settings(&settings),
            (Slot::Organisation, Answer::Organisation(organisation)) => self.shared.organisation = organisation,
            (Slot::RuleBook, Answer::RuleBook(book)) => self.take_book(book),
            (Slot::RuleBookSaved, Answer::RuleBooks(books)) => {
                self.screens.settings.rules.books.put(books);
                self.screens.settings.rules.saved();
                let (text, now) = (t!(self.shared.texts, "book-saved"), self.now());
                self.notices.done(text, false, now);
                self.ask(Request::RuleBook, Slot::RuleBook);
            }
            (Slot::OrganisationChanged(by), Answer::Organisation(organisation)) => {
                self.shared.organisation = organisation;
                self.organisation_changed(by);
            }
            (Slot::OrganisationLog, Answer::OrganisationChanges(log)) => self.screens.settings.organisation.log = log,
            (Slot::Filled, Answer::Organisation(organisation)) => {
                self.shared.organisation = organisation;
                self.route = Route::Worklist;
                self.screens.first_run.busy = false;
                self.refresh();
            }
            (Slot::ReviewToFile(path), Answer::Review(Some(review))) => self.write_review(review, path),
            (Slot::Warned, Answer::Count(count)) if count > 0 => self.refresh(),
            (Slot::Paper(ask), Answer::Case(file)) => self.make_paper(ask, *file),
            (Slot::NextIssue(paper), Answer::NextIssue(next)) => self.next_issue(*paper, next),
            (Slot::RegisterRows(run), Answer::List(page)) => self.register_rows(*run, &page),
            (Slot::RegisterCases(run), Answer::Cases(files)) => self.register_cases(*run, &files),
            (Slot::Issued(delivery), Answer::Issued(issue)) => self.issued(*delivery, *issue),
            (Slot::KnownRows(run), Answer::Known(known)) => self.rows_known(*run, known),
            (Slot::ImportRows(run), Answer::Logged(logged)) => self.import_went_on(*run, &logged),
            (Slot::TalliesKnown(kind, run), Answer::KnownRows(known)) => self.tallies_known(kind, *run, &known),
            (Slot::TalliesWritten, Answer::Count(_)) => self.list_written(),
            (Slot::HeatBreakSet, Answer::Done) => self.heat_break_set(),
            (Slot::EntryCases(run), Answer::Cases(cases)) => self.entry_cases_here(*run, cases),
            (Slot::EntryDone(run), Answer::Case(file)) => self.entry_done(*run, &file),
            (Slot::ExportRows(run), Answer::List(page)) => self.export_went_on(*run, page),
            (Slot::MarkRows(asked), Answer::List(page)) => self.screens.worklist.rows_to_mark(&asked, page),
            (Slot::Papers, Answer::Papers(file)) => {
                self.screens.print.register_papers(&file);
                self.screens.print.returns.papers_here(&file);
            }
            (Slot::Returned { done }, Answer::Case(file)) => self.returned_done(done, file),
            (Slot::Returned { done }, Answer::Papers(file)) => self.register_done(done, &file),
            (Slot::PageSettled, Answer::Page(_)) => self.page_settled(),
            (Slot::ManyOpened(run), Answer::Case(file)) => self.many_opened(*run, *file),
            (Slot::ManyDone(run), Answer::Case(file)) => self.many_done(*run, &file),
            (Slot::ManyDone(run), Answer::NextIssue(next)) => self.batch_numbered(*run, next),
            (Slot::ManyDone(run), Answer::Issued(issue)) => self.many_issued(*run, *issue),
            _ => {}
        }
    }

    /// The rule book that holds now; another one than before is told.
    fn take_book(&mut self, book: Arc<RuleBook>) {
        let before = std::mem::replace(&mut self.shared.book, book);
        let book = &self.shared.book;
        if (&before.rules.id, before.rules.version) == (&book.rules.id, book.rules.version) {
            return;
        }
        let texts = &self.shared.texts;
        let name = if texts.lang() == Lang::Zh { &book.name_zh } else { &book.name_en };
        let text = t!(texts, "book-takes-effect", name = name.as_str(), version = book.rules.version);
        self.notices.tell(Gravity::Info, text);
        self.refresh();
    }

    fn settle_failed(&mut self, slot: Slot, error: &StoreError) {
        let text = say::store_error_text(&self.shared.texts, error);
        let gravity = match error {
            StoreError::Refused(_) => Gravity::Warning,
            StoreError::Stale { .. } => Gravity::Info,
            _ => {
                tracing::warn!("{error}");
                Gravity::Error
            }
        };
        match slot {
            Slot::Command { .. } => {
                if matches!(error, StoreError::Stale { .. }) {
                    self.refresh();
                }
                let refusal = if let StoreError::Refused(refusal) = error { Some(refusal) } else { None };
                let case = &mut self.screens.case;
                let text = match (refusal, case.file.value()) {
                    (Some(refusal), Some(file)) => say::refusal_in(&self.shared.texts, refusal, &file.book.rules),
                    _ => text,
                };
                let of = (case.file.value().map(|file| &**file), refusal);
                let beside = case.full.incident.refuse(refusal, &text)
                    || case.full.procedure.refuse(&self.shared.texts, of, &text);
                case.refused = Some(text.clone());
                if case.dialog.is_none() && self.screens.links.is_none() && !beside {
                    self.notices.tell(gravity, text);
                }
            }
            Slot::Logged(_) => {
                self.screens.intake.sending = false;
                self.notices.tell(gravity, text);
            }
            Slot::Filled => {
                self.screens.first_run.busy = false;
                self.notices.tell(gravity, text);
            }
            Slot::OrganisationChanged(by) => self.organisation_refused(&by, text),
            Slot::TalliesWritten => {
                self.screens.import.written = None;
                self.notices.tell(gravity, text);
            }
            Slot::ImportRows(run) => self.import_failed(&run, text),
            Slot::EntryCases(_) => {
                self.entry_cases_failed();
                self.notices.tell(gravity, text);
            }
            Slot::EntryDone(run) => self.entry_refused(*run, error),
            Slot::Papers | Slot::Returned { .. } | Slot::PageSettled => {
                if !self.screens.print.returns.refuse(&text) {
                    self.notices.tell(gravity, text);
                }
            }
            Slot::ManyOpened(run) | Slot::ManyDone(run) => self.many_refused(*run, error),
            _ => self.notices.tell(gravity, text),
        }
    }

    pub(super) fn case_changed(&mut self, file: Box<CaseFile>) {
        self.screens.case.refused = None;
        if self.screens.case.file.value().is_none_or(|shown| shown.id == file.id) {
            self.screens.case.file.put(file);
        }
        let now = self.now();
        self.screens.worklist.pages.refresh(now);
        self.read_counters();
    }

    fn logged(&mut self, then: AfterLog, logged: Vec<crate::store::Logged>) {
        let Some(first) = logged.into_iter().next() else { return };
        let now = self.now();
        let text = t!(self.shared.texts, "done-logged", number = first.number.as_str());
        self.notices.done(text, false, now);
        let attachments = self.screens.intake.finished(now);
        if !attachments.is_empty() {
            self.perform(crate::ui::Action::Attach { case: first.id, seen: 1, paths: attachments });
        }
        let now = self.now();
        self.screens.worklist.pages.refresh(now);
        self.read_counters();
        if then == AfterLog::Dispatch {
            self.show_case(first.id);
            self.screens.case.dispatch_when_here = true;
            self.route = Route::Case;
        }
    }

    /// On a file nobody has worked in yet the first screen asks how to begin.
    fn take_settings(&mut self, settings: &[(String, String)]) {
        let started = settings.iter().any(|(key, _)| key == "started");
        for (key, value) in settings {
            if let Some(entry) = self.settings.of_company(key) {
                entry.clone_from(value);
            }
        }
        if !started && self.shared.counters.all == 0 && self.shared.organisation.branches.is_empty() {
            self.route = Route::FirstRun;
        }
        let query = self.list_of(View::Mine);
        let view = if self.shared.counters.mine > 0 { query } else { self.list_of(View::Open) };
        self.screens.worklist.open(view);
    }

    pub(super) fn ask_again(&mut self, request: Request, slot: Slot) {
        self.ask(request, slot);
    }
}

fn case_file(answer: Result<Answer, StoreError>) -> Result<Box<CaseFile>, StoreError> {
    match answer? {
        Answer::Case(file) => Ok(file),
        _ => Err(StoreError::Gone),
    }
}
