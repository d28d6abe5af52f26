//! Everything a screen can want: the only way out of drawing.

use std::path::PathBuf;

use crate::domain::event::SheetKind;
use crate::domain::holder::Holder;
use crate::domain::organisation;
use crate::domain::returned::ReturnCommand;
use crate::domain::{Command, Draft, Facts, Link};
use crate::exchange::export::ListSheet;
use crate::exchange::table::AsText;
use crate::figures::review::Period;
use crate::paper::pack::Pack;
use crate::store::{
    ByHand, CaseId, DashboardQuery, DraftId, DuplicateProbe, KpiQuery, ListQuery, PapersOf, Place, ReviewChange,
    ScanId, UsedList,
};
use crate::text::Lang;
use crate::ui::board::Piece;
use crate::ui::case::Tab;
use crate::ui::incident::Goal;
use crate::ui::kpi::KpiPart;
use crate::ui::kpi::figure::Figure;
use crate::ui::kpi::quality::{Deed as QualityDeed, QualityAsk};
use crate::ui::print::PictureSize;

/// Where the person is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Route {
    FirstRun,
    #[default]
    Worklist,
    /// The case that the case screen holds, full width.
    Case,
    Intake,
    Board,
    Kpi,
    Review,
    Print,
    Import,
    Settings,
}

/// What follows when an intake is on record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AfterLog {
    /// 保存并派单: the new case opens with its dispatch dialog.
    Dispatch,
    /// 保存并继续登记: an empty intake.
    Another,
}

/// Light, dark, or as the system has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ThemeChoice {
    #[default]
    System,
    Light,
    Dark,
}

/// What a sheet is made for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Output {
    /// Shown in the print screen, not on record.
    Preview,
    /// Written as PDF where the person says, on record as printed.
    SaveAs,
    /// Written into the data folder and opened in the system's viewer, on record as printed.
    OpenInViewer,
    /// Sent to the named printer of the system, on record as printed.
    Print { printer: Option<String>, copies: u32 },
}

/// What is done to every marked case, one after the other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Deed {
    /// Urged with the words its dialog proposes (F02).
    Urge,
    /// To the branch and the persons its dialog proposes (A07, E08).
    Dispatch,
    /// Sheets of each, on record and on paper.
    Print(Batch),
    /// Linked with, or merged into, one case.
    Link(Link),
}

/// Sheets of many cases, and where they go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Batch {
    /// Empty for every sheet of a case that lacks nothing.
    pub sheets: Vec<SheetKind>,
    pub to: BatchTo,
}

/// Where sheets of many cases go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BatchTo {
    /// Joined and sent to the printer.
    Printer,
    /// Joined in one PDF, in several where it comes to many pages.
    File,
    /// A PDF each in a folder of their own.
    Folder,
    /// Bound case by case, with cover and contents.
    Pack(Pack),
}

/// One wish. `app::perform` carries it out after the frame.
#[derive(Debug, Clone)]
pub enum Action {
    Go(Route),
    /// Opens the worklist on this query.
    OpenList(Box<ListQuery>),
    /// Asks for one page of the list on screen.
    ListPage(Box<ListQuery>),
    /// Reads the case for the detail pane; the last one wanted wins.
    Show(CaseId),
    /// Opens the case in full.
    OpenCase(CaseId),
    /// Shows a page of the case that is open in full.
    CaseTab(Tab),
    /// Looks for a case by its whole number and opens it.
    OpenNumber(String),
    /// Carries out a command on a case as the screen saw it.
    Do {
        case: CaseId,
        seen: u32,
        command: Box<Command>,
    },
    /// Does one deed to many cases, each by its key and number.
    Many {
        deed: Deed,
        cases: Vec<(CaseId, String)>,
    },
    /// Opens the dialog in which the marked cases, or the one on screen, are linked or merged.
    LinkCases,
    /// Looks for cases to link with, by number, phone, serial number or name.
    SeekCases(String),
    /// Reads these rows in order to mark them.
    MarkRows(Box<ListQuery>),
    /// Takes back the latest command that can be taken back (Ctrl Z).
    Undo,
    Log {
        facts: Box<Facts>,
        draft: Option<DraftId>,
        then: AfterLog,
    },
    SaveDraft {
        id: Option<DraftId>,
        draft: Box<Draft>,
    },
    DropDraft(DraftId),
    ReadDrafts,
    /// Looks for cases that may be the same as the one being typed (a15).
    Probe(DuplicateProbe),
    /// Counts a row of the KPI book.
    ReadKpi {
        query: KpiQuery,
        part: KpiPart,
    },
    /// Reads what the charts of quality need beside the KPI book.
    ReadQuality(QualityAsk),
    /// Records what a person found in an order, or a change of how work is done; or takes it back.
    RecordQuality(QualityDeed),
    /// Asks where to, then writes a chart; below it what its figures are of.
    ExportFigure(Box<Figure>, String),
    /// Reads the newest snapshot of a review, or the one of that number.
    ReadReview {
        period: Period,
        number: Option<String>,
    },
    /// Counts the figures of a period and keeps them.
    TakeReview(Period),
    ChangeReview {
        period: Period,
        number: String,
        change: Box<ReviewChange>,
    },
    /// Lays the review on screen out anew, as it is shown now.
    LayReviewOut,
    /// Asks where to, then writes the review.
    ExportReview {
        period: Period,
        number: String,
    },
    /// Asks where to, then writes these sheets as a workbook.
    ExportSheets(Vec<ListSheet>),
    Board(Box<DashboardQuery>),
    /// Sets the shades of the heat map for the year and the length of a period.
    SetHeatBreak {
        span: crate::figures::kpi::Span,
        measure: crate::figures::heat::Measure,
        step: f64,
    },
    /// Writes the board, or one chart of it, where the person says.
    ExportBoard(Option<Piece>),
    /// Asks for files and attaches them.
    PickAttachments {
        case: CaseId,
        seen: u32,
    },
    /// Asks for files to attach to the case that is being typed.
    PickIntakeFiles,
    Attach {
        case: CaseId,
        seen: u32,
        paths: Vec<PathBuf>,
    },
    OpenAttachment {
        hash: String,
        name: String,
    },
    /// Makes small pictures of the attached photos with these hashes.
    Thumbnails(Vec<String>),
    /// A sheet; the last issue goes out once more where nothing has changed since.
    Paper {
        case: CaseId,
        sheet: SheetKind,
        /// The copy that is shown or goes out; `None` for all usual ones.
        whose: Option<Holder>,
        output: Output,
    },
    /// An empty form for the field; without a kind the weekly register.
    Blank {
        sheet: Option<SheetKind>,
        output: Output,
    },
    /// A new issue of a sheet although nothing has changed.
    IssueAnew {
        case: CaseId,
        sheet: SheetKind,
        output: Output,
    },
    /// The weekly register of a region, from one day to another.
    Register {
        region: String,
        days: (chrono::NaiveDate, chrono::NaiveDate),
        output: Output,
    },
    /// Goes to where something that a sheet of the case lacks is filled in.
    FillIn {
        case: CaseId,
        goal: Goal,
    },
    /// What the settings say of the company.
    CompanySettings,
    /// The stored file of an issue; 作废 stands across it where another took its place.
    HandOut {
        document: String,
        is_void: bool,
        /// The copy that goes out; `None` for all usual ones.
        whose: Option<Holder>,
        output: Output,
    },
    /// Asks for a spreadsheet and reads it.
    PickImport,
    ReadImport {
        path: PathBuf,
        sheet: Option<String>,
    },
    /// Reads a text file again in another encoding or with another sign between its columns.
    ReadImportAs {
        path: PathBuf,
        reading: AsText,
    },
    /// Judges every row under the mapping on screen; nothing is written.
    DryRun,
    /// Writes every accepted row and a report file.
    WriteImport,
    SaveMapping {
        name: String,
        text: String,
    },
    /// Asks where to, then writes every row of the query.
    ExportList(Box<ListQuery>),
    FillDemo {
        cases: u32,
    },
    StartEmpty,
    /// Enters one branch a province.
    BeginByProvince,
    /// Changes branches and people, all or nothing.
    ChangeOrganisation(Vec<organisation::Change>),
    SetTheme(ThemeChoice),
    SetLang(Lang),
    /// Whose desk this is: the name on every entry.
    SetMe(String),
    SaveSetting {
        key: &'static str,
        value: String,
    },
    /// Reads every version of every rule book.
    ReadRuleBooks,
    /// Makes a book the desk's own.
    ChooseRuleBook(String),
    /// Which open cases a changed text would move; nothing is written.
    RuleBookMoves(String),
    /// How many open cases carry a member of a list, before it is removed.
    RuleBookUses {
        book: String,
        list: UsedList,
        names: Vec<String>,
    },
    /// Stores a text as a new version.
    SaveRuleBook(String),
    /// Keeps the columns of the list, as text, on this computer.
    KeepColumns(String),
    SaveView {
        name: String,
        query: Box<ListQuery>,
    },
    DropView(String),
    /// The printer for this computer, by its name in the system.
    SetPrinter(String),
    /// Asks for scanned files and reads them.
    PickScans,
    TakeInScans(Vec<PathBuf>),
    /// Makes pictures of the scanned pages with these hashes.
    PagePictures {
        hashes: Vec<String>,
        size: PictureSize,
    },
    /// Reads the papers of a case, or the registers of a mark, for the dialog of returned paper.
    Papers(PapersOf),
    /// Looks for them by the number of the case or the mark for the same dialog.
    PapersNamed(String),
    AssignPage {
        page: ScanId,
        place: Place,
        by_hand: Option<ByHand>,
    },
    DiscardPage {
        page: ScanId,
        reason: String,
    },
    /// Takes away or confirms paper that came back, on a case as the dialog saw it, or on a register.
    Returned {
        of: PapersOf,
        seen: u32,
        command: ReturnCommand,
    },
    /// Opens the pages of a document that came back.
    OpenReturned {
        of: PapersOf,
        document: String,
    },
    /// Asks for the folder that is watched for scans.
    PickScanFolder,
    /// The folder that is watched for scans; empty for none.
    SetScanFolder(String),
    Copy(String),
    /// Shows a phone whole for ten seconds; the look is on record.
    Reveal {
        case: CaseId,
        seen: u32,
    },
    CancelJob,
    /// Takes a notice or finished job off the screen.
    Dismiss(u64),
    /// Reads everything on screen anew.
    Refresh,
}
