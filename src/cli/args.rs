//! What may stand on the command line. The doc comments are the texts of `--help`.

mod narrow;

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::builder::{OsStringValueParser, TypedValueParser};
use clap::{Args, Parser, Subcommand, ValueEnum};

use super::calc::CalcKind;
use super::chart::ChartArgs;
use super::issues::IssuesArgs;
use super::looks::{ProcessChangeArgs, SpotCheckArgs};
use crate::domain::holder::Holder;
pub(super) use narrow::{FoundArgs, NarrowArgs};

/// The complaint desk: opens its window, or does one command without it.
#[derive(Debug, Parser)]
#[command(
    name = "kesu",
    version,
    max_term_width = 110,
    after_help = "Without a command the window opens.\n\nExamples:\n  kesu --db desk.db\n  kesu demo --db desk.db --cases 1286\n  kesu list --db desk.db --view overdue"
)]
pub(super) struct Cli {
    /// The data file; without it the one in this computer's data folder
    #[arg(long, global = true, value_name = "FILE", value_parser = OsStringValueParser::new().map(PathBuf::from))]
    pub db: Option<PathBuf>,
    #[command(subcommand)]
    pub command: Option<Command>,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Fill a new data file with invented cases of the last two years
    #[command(after_help = "Example:\n  kesu demo --db demo.db --cases 1286")]
    Demo(DemoArgs),
    /// Show a list of cases as a table or as JSON
    #[command(after_help = "Example:\n  kesu list --db desk.db --view overdue --json")]
    List(ListArgs),
    /// Show one case with its stages and deadlines
    #[command(after_help = "Example:\n  kesu show KS2604-0137 --db desk.db --explain")]
    Show(ShowArgs),
    /// Print a sheet of one case, or an empty form, as PDF and tell where it lies
    #[command(
        after_help = "Examples:\n  kesu print KS2604-0137 --db desk.db --form feedback --out sheets\n  kesu print KS2604-0137 --form settlement --mode final --out sheets\n  kesu print KS2604-0137 --pack insurer --out sheets\n  kesu print --view handling --form dispatch --join --out sheets\n  kesu print --blank incident-survey\n  kesu print --register REGION --from 2026-11-16 --to 2026-11-20\n  kesu print --reprint KS2604-0137-F1-01"
    )]
    Print(PrintArgs),
    /// Say whether a PDF is the genuine file of an issue that still counts
    #[command(after_help = "Example:\n  kesu verify-print KS2604-0137-F4-01.pdf --db desk.db")]
    VerifyPrint(VerifyPrintArgs),
    /// List what was issued, with its copies and everyone it was handed to
    #[command(after_help = "Example:\n  kesu issues KS2604-0137 --db desk.db")]
    Issues(IssuesArgs),
    /// File the pages of scanned, signed forms by the code that stands on each
    #[command(
        after_help = "Examples:\n  kesu scan returned.pdf page3.jpg --db desk.db --report pages.csv\n  kesu scan --watch /srv/scanner --db desk.db\n\nThe exit code is 0 when every page was filed, 1 when a page waits in the tray or a file cannot be read."
    )]
    Scan(ScanArgs),
    /// Read a spreadsheet or CSV file and log its rows as cases
    #[command(after_help = "Example:\n  kesu import ledger.xlsx --db desk.db --dry-run")]
    Import(ImportArgs),
    /// Write a list of cases as .xlsx or .csv
    #[command(after_help = "Example:\n  kesu export --db desk.db --out april.xlsx --from 2026-04-01 --to 2026-04-30")]
    Export(ExportArgs),
    /// Count the indicators of the KPI book over a period
    #[command(
        after_help = "Examples:\n  kesu kpi --db desk.db --from 2026-01-01 --to 2026-03-31\n  kesu kpi K02 --db desk.db --from 2026-01-01 --to 2026-03-31 --by region,month"
    )]
    Kpi(KpiArgs),
    /// Name batches that are reported more often than their own history explains
    #[command(after_help = "Example:\n  kesu alarms --db desk.db --at 2026-04-05")]
    Alarms(AlarmsArgs),
    /// Record that a person looked at an order, for K06 and K12
    #[command(after_help = "Example:\n  kesu spot-check KS2604-0001 --valid yes --db desk.db")]
    SpotCheck(SpotCheckArgs),
    /// Record a change of how work is done, from which on control charts begin anew; without a note list them
    #[command(after_help = "Example:\n  kesu process-change --db desk.db --day 2026-03-01 --note \"outlets dispatch\"")]
    ProcessChange(ProcessChangeArgs),
    /// Draw a chart of quality: a control chart of a rate, satisfaction by month, or early failures of a model
    #[command(after_help = "Example:\n  kesu chart control --kpi K02 --by week --db desk.db --out k02.svg")]
    Chart(ChartArgs),
    /// Write the review of a quarter, a month or a week as PDF; its figures are counted once and kept
    #[command(after_help = "Example:\n  kesu review --quarter 2026Q1 --db desk.db --out review.pdf")]
    Review(ReviewArgs),
    /// Write the regional dashboard of a period, with its charts, as PDF, PNG, SVG or a workbook
    #[command(
        after_help = "Example:\n  kesu dashboard --db desk.db --from 2026-01-01 --to 2026-03-31 --out charts --format svg"
    )]
    Dashboard(DashboardArgs),
    /// Answer questions about deadlines, workdays and checked values, one line each, from standard input
    #[command(after_help = "Example:\n  echo 1680.32 | kesu calc amount")]
    Calc {
        /// What each line asks
        #[arg(value_enum)]
        kind: CalcKind,
    },
    /// List, show, check and compare rule books
    #[command(subcommand)]
    Rulebook(RulebookCommand),
    /// Check a year's list of days off and worked weekends
    #[command(subcommand)]
    Calendar(CalendarCommand),
}

#[derive(Debug, Args)]
pub(super) struct DemoArgs {
    /// How many cases
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=10_000_000))]
    pub cases: u32,
    /// Another number gives other cases, the same number the same
    #[arg(long, value_name = "S", default_value_t = 1)]
    pub seed: u64,
}

/// Which cases: the same choices for `list` and `export`.
#[derive(Debug, Args)]
pub(super) struct Chosen {
    /// The list (`list` shows open without it, `export` writes all): open, mine, dispatch, handling, reply, revisit, closure, overdue, near, escalated, batch_hint, archived, all
    #[arg(long, value_name = "VIEW")]
    pub view: Option<String>,
    /// Only cases with this text: a word, part of a phone or serial number, a case number, pinyin initials
    #[arg(long, value_name = "TEXT")]
    pub search: Option<String>,
    /// Only cases of this region
    #[arg(long, value_name = "REGION")]
    pub region: Option<String>,
    /// Only this class: general_quality, major_incident, market_complaint, service_management, competitor
    #[arg(long, value_name = "CLASS")]
    pub class: Option<String>,
    /// Only cases in which this procedure of their rule book runs, by its key: appeal, batch, recall
    #[arg(long, value_name = "KEY")]
    pub procedure: Option<String>,
    /// Only cases received on this day or later, as 2026-04-01
    #[arg(long, value_name = "DAY")]
    pub from: Option<NaiveDate>,
    /// Only cases received on this day or earlier
    #[arg(long, value_name = "DAY")]
    pub to: Option<NaiveDate>,
}

#[derive(Debug, Args)]
pub(super) struct ListArgs {
    #[command(flatten)]
    pub chosen: Chosen,
    /// At most so many cases; without it all
    #[arg(long, value_name = "N")]
    pub limit: Option<u32>,
    /// One JSON array instead of a table
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
pub(super) struct ReviewArgs {
    /// A quarter, as 2026Q1
    #[arg(long, value_name = "QUARTER")]
    pub quarter: Option<String>,
    /// A month, as 2026-03
    #[arg(long, value_name = "MONTH")]
    pub month: Option<String>,
    /// A week, as 2026-W10
    #[arg(long, value_name = "WEEK")]
    pub week: Option<String>,
    /// A day, as 2026-03-05
    #[arg(long, value_name = "DAY")]
    pub day: Option<String>,
    /// A year, as 2026
    #[arg(long, value_name = "YEAR")]
    pub year: Option<String>,
    /// Which report: review, S01 complaints, S02 escalated, S03 appeals, S07 all figures, S08 branches, S09 products,
    /// S10 bulletin
    #[arg(long, value_name = "REPORT", default_value = "review")]
    pub report: String,
    /// Compare with the period before, the year before, both or none
    #[arg(long, value_name = "WHAT", default_value = "both", value_parser = ["before", "year", "both", "none"])]
    pub compare: String,
    /// Print this snapshot instead of the newest one
    #[arg(long, value_name = "NUMBER", conflicts_with = "new")]
    pub snapshot: Option<String>,
    /// Count anew and keep another snapshot; the earlier ones stay
    #[arg(long)]
    pub new: bool,
    /// Where it is written; the ending says as what: pdf, xlsx (tables and definitions), svg or png (every chart)
    #[arg(long, value_name = "FILE")]
    pub out: PathBuf,
    /// Language of the words: zh or en
    #[arg(long, value_enum, default_value = "zh")]
    pub lang: LangArg,
}

#[derive(Debug, Args)]
pub(super) struct KpiArgs {
    /// A row of the book, such as K02, F5 or A1; without it all of them
    #[arg(value_name = "KPI")]
    pub kpi: Option<String>,
    /// The first day of the period, as 2026-01-01
    #[arg(long, value_name = "DAY")]
    pub from: NaiveDate,
    /// The last day of the period
    #[arg(long, value_name = "DAY")]
    pub to: NaiveDate,
    /// Up to two of: region, branch, class, level, channel, customer, category, model, brand, batch, symptom, cause, department, made, stage, day, week, month, quarter, year
    #[arg(long, value_name = "DIM,DIM", value_delimiter = ',')]
    pub by: Vec<String>,
    #[command(flatten)]
    pub narrow: NarrowArgs,
    #[command(flatten)]
    pub found: FoundArgs,
    /// List the cases behind the total of this line instead, such as main
    #[arg(long, value_name = "LINE", requires = "kpi", conflicts_with = "csv")]
    pub cases: Option<String>,
    /// Language of the words: zh or en
    #[arg(long, value_enum, default_value = "zh")]
    pub lang: LangArg,
    /// One JSON array instead of a table
    #[arg(long, conflicts_with = "csv")]
    pub json: bool,
    /// Comma-separated lines with a heading instead of a table
    #[arg(long)]
    pub csv: bool,
    /// Write a workbook here as well: the figures, two dimensions also across with totals, and the definitions
    #[arg(long, value_name = "FILE", conflicts_with = "cases")]
    pub xlsx: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(super) struct AlarmsArgs {
    /// Look from the end of this day; without it from now
    #[arg(long, value_name = "DAY")]
    pub at: Option<NaiveDate>,
    /// One JSON array instead of a table
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
pub(super) struct ShowArgs {
    /// The number of the case
    #[arg(value_name = "NUMBER")]
    pub number: String,
    /// Add the arithmetic of every deadline and the history
    #[arg(long)]
    pub explain: bool,
    /// One JSON object instead of text
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
pub(super) struct PrintArgs {
    /// The numbers of the cases; several may follow each other
    #[arg(value_name = "NUMBER", required_unless_present_any = ["cases", "query", "view", "blank", "register", "reprint"])]
    pub numbers: Vec<String>,
    /// More numbers, with commas between them
    #[arg(long, value_name = "N1,N2", value_delimiter = ',')]
    pub cases: Vec<String>,
    /// All cases with this text, as `list --search` finds them
    #[arg(long, value_name = "TEXT")]
    pub query: Option<String>,
    /// All cases of this list, such as open or handling, as `list --view` has them; with --query only those of it
    #[arg(long, value_name = "VIEW")]
    pub view: Option<String>,
    /// Which sheet
    #[arg(long, value_enum, required_unless_present_any = ["pack", "blank", "register", "reprint"])]
    pub form: Option<FormArg>,
    /// All that the insurer needs, or the whole file, as one PDF with cover, contents and page numbers
    #[arg(long, value_enum, conflicts_with_all = ["form", "join", "blank", "register", "reprint"])]
    pub pack: Option<PackArg>,
    /// The sheets of all cases in one PDF, or in several where they come to more than 500 pages
    #[arg(long, conflicts_with_all = ["blank", "register", "reprint"])]
    pub join: bool,
    /// An empty form for the field, without a case: a form, or register
    #[arg(long, value_enum, value_name = "FORM", conflicts_with_all = ["numbers", "form", "mode"])]
    pub blank: Option<FormArg>,
    /// Only the copy for this holder: headquarters, outlet, region, insurer, injured, party-a, claim, party-b, party-c, spare
    /// or finance; without it every copy that is usual, a file each
    #[arg(long, value_name = "HOLDER", value_parser = holder, conflicts_with_all = ["pack", "blank", "register"])]
    pub copy: Option<Holder>,
    /// The Friday register of this region instead of a case's sheet
    #[arg(long, value_name = "REGION", requires_all = ["from", "to"], conflicts_with_all = ["numbers", "form", "blank", "mode"])]
    pub register: Option<String>,
    /// First day of the register
    #[arg(long, value_name = "DAY", requires = "register")]
    pub from: Option<NaiveDate>,
    /// Last day of the register
    #[arg(long, value_name = "DAY", requires = "register")]
    pub to: Option<NaiveDate>,
    /// The folder to write into; it is made when it is not there
    #[arg(long, value_name = "DIR", default_value = ".")]
    pub out: PathBuf,
    /// How much is filled in; without it final if nothing is missing, else prefill
    #[arg(long, value_enum)]
    pub mode: Option<ModeArg>,
    /// A new issue although nothing has changed since the last one
    #[arg(long, conflicts_with_all = ["blank", "reprint"])]
    pub anew: bool,
    /// The stored file of this document once more; a copy marked void where another issue took its place
    #[arg(long, value_name = "DOCUMENT", conflicts_with_all = ["numbers", "form", "blank", "register", "mode"])]
    pub reprint: Option<String>,
}

fn holder(word: &str) -> Result<Holder, String> {
    let known = |holder: &&Holder| holder.word() == word.replace('-', "_");
    let all = || Holder::ALL.iter().map(|holder| holder.word().replace('_', "-")).collect::<Vec<_>>().join(", ");
    Holder::ALL.iter().find(known).copied().ok_or_else(|| format!("name one of {}", all()))
}

/// What `print --pack` binds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum PackArg {
    /// Cover, forms 2 to 4 without what is internal, photos
    Insurer,
    /// Every sheet, the history, photos
    File,
}

#[derive(Debug, Args)]
pub(super) struct VerifyPrintArgs {
    /// The PDF, or a scan of the paper
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
}

#[derive(Debug, Args)]
pub(super) struct ScanArgs {
    /// Scanned files: PDF, TIFF, JPEG or PNG; a file that was read before is told from the records
    #[arg(value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// Then read what is put into this folder, every two seconds, until Ctrl C; a file is read once it stops growing
    #[arg(long, value_name = "DIR")]
    pub watch: Option<PathBuf>,
    /// Write the result of every page here too
    #[arg(long, value_name = "R.csv")]
    pub report: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(super) struct ImportArgs {
    /// The file: .xlsx, .xls, .ods, .csv or .tsv
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// What the rows are; branches come before people, who name them, and cases before losses and returns
    #[arg(long, value_enum, default_value_t = KindArg::Cases)]
    pub kind: KindArg,
    /// Which column fills which field, a TOML file; without it guessed from the headers
    #[arg(long, value_name = "M.toml")]
    pub map: Option<PathBuf>,
    /// The sheet of a workbook; without it the most plausible one
    #[arg(long, value_name = "NAME")]
    pub sheet: Option<String>,
    /// The encoding of a text file, such as gb18030, utf-8, big5, utf-16le; without it recognised
    #[arg(long, value_name = "NAME")]
    pub encoding: Option<String>,
    /// The sign between the columns of a text file: comma, tab, semicolon or bar; without it recognised
    #[arg(long, value_enum, value_name = "SIGN")]
    pub delimiter: Option<DelimiterArg>,
    /// Say what would happen and write nothing into the data file
    #[arg(long)]
    pub dry_run: bool,
    /// Also log rows that repeat a case or an earlier row
    #[arg(long)]
    pub keep_duplicates: bool,
    /// Where the result of every row is written; without it beside FILE
    #[arg(long, value_name = "R.csv")]
    pub report: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(super) struct ExportArgs {
    /// The file to write: its ending .xlsx or .csv decides
    #[arg(long, value_name = "FILE")]
    pub out: PathBuf,
    #[command(flatten)]
    pub chosen: Chosen,
    /// Write phones whole instead of masked
    #[arg(long)]
    pub whole: bool,
}

#[derive(Debug, Subcommand)]
pub(super) enum RulebookCommand {
    /// List the rule books that come with the program and those stored in the data file, a line a version
    #[command(after_help = "Example:\n  kesu rulebook list --json")]
    List {
        /// One JSON array instead of a table
        #[arg(long)]
        json: bool,
    },
    /// Show a rule book as tables, every row with its row id
    #[command(
        after_help = "Example:\n  kesu rulebook show two-tier-telecom\n  kesu rulebook show bank-branch@1 --lang en"
    )]
    Show {
        /// A file, or the id of a book: its latest version, or the one named as ID@VERSION
        #[arg(value_name = "BOOK")]
        book: String,
        /// Language of the labels: zh or en
        #[arg(long, value_enum, default_value = "zh")]
        lang: LangArg,
        /// One JSON array of tables instead of text
        #[arg(long)]
        json: bool,
    },
    /// Compare two rule books row by row: `-` stands only in the first, `+` only in the second
    #[command(after_help = "Example:\n  kesu rulebook diff bank-branch@1 bank-branch@2")]
    Diff {
        /// A file, or the id of a book
        #[arg(value_name = "A")]
        before: String,
        /// A file, or the id of a book
        #[arg(value_name = "B")]
        after: String,
        /// Language of the labels: zh or en
        #[arg(long, value_enum, default_value = "zh")]
        lang: LangArg,
        /// One JSON array of changed tables instead of text
        #[arg(long)]
        json: bool,
    },
    /// Say whether a rule book can be used, or which line is wrong
    #[command(after_help = "Example:\n  kesu rulebook check appliance-group.toml")]
    Check {
        /// The rule book, a TOML file
        file: PathBuf,
    },
}

#[derive(Debug, Subcommand)]
pub(super) enum CalendarCommand {
    /// Say whether a year's list can be taken over, and what has to be confirmed
    #[command(after_help = "Example:\n  kesu calendar check 2027.csv")]
    Check {
        /// The list, lines of `2027-10-01,off` and `2027-10-10,work`
        file: PathBuf,
    },
}

/// What `dashboard` is asked.
#[derive(Debug, Args)]
pub(super) struct DashboardArgs {
    /// First day of the period
    #[arg(long, value_name = "DAY")]
    pub from: NaiveDate,
    /// Last day of the period
    #[arg(long, value_name = "DAY")]
    pub to: NaiveDate,
    /// What the figures are held against: both, before, year, none
    #[arg(long, value_name = "WITH", default_value = "both", value_parser = ["both", "before", "year", "none"])]
    pub compare: String,
    #[command(flatten)]
    pub narrow: NarrowArgs,
    /// Set the shades of the heat map anew by this period, for its year and length
    #[arg(long)]
    pub fix_heat: bool,
    /// Folder for the files; it is made if it does not exist
    #[arg(long, value_name = "FOLDER")]
    pub out: PathBuf,
    /// What is written
    #[arg(long, value_enum, default_value_t = FormatArg::Pdf)]
    pub format: FormatArg,
    /// Language of the words
    #[arg(long, value_enum, default_value_t = LangArg::Zh)]
    pub lang: LangArg,
}

/// A kind of file for pictures and numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum FormatArg {
    /// One drawing a chart, and one of the whole board
    Svg,
    /// One picture a chart, and one of the whole board
    Png,
    /// One file: the board, then a page for each chart
    Pdf,
    /// One workbook: the numbers of each chart and what they mean
    Xlsx,
}

impl From<FormatArg> for crate::app::board_out::Kind {
    fn from(asked: FormatArg) -> Self {
        match asked {
            FormatArg::Svg => Self::Svg,
            FormatArg::Png => Self::Png,
            FormatArg::Pdf => Self::Pdf,
            FormatArg::Xlsx => Self::Xlsx,
        }
    }
}

/// A language of labels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum LangArg {
    Zh,
    En,
}

/// What the rows of an import are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum KindArg {
    /// Complaints and market information
    Cases,
    /// Branches with their regions and areas
    Branches,
    /// People with their posts
    People,
    /// Lines of the loss lists of incidents, each with its case number (form 3)
    Losses,
    /// A branch's handling results, each with its case number
    Returns,
    /// Units sold or in warranty, by month, model and region
    Sales,
    /// Calls of the hotline by day, as the switch exports them
    Calls,
    /// Service slips counted by hand, by month, region and branch
    Slips,
}

/// What a look at an order found.
/// How much of a form is filled in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum ModeArg {
    /// Head and labels only, to be filled in by hand
    Blank,
    /// What is known, marked as a draft while required fields are empty
    Prefill,
    /// Refused while required fields are empty
    Final,
}

/// The sign between two columns of a text file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum DelimiterArg {
    Comma,
    Tab,
    Semicolon,
    Bar,
}

impl DelimiterArg {
    pub const fn sign(self) -> char {
        match self {
            Self::Comma => ',',
            Self::Tab => '\t',
            Self::Semicolon => ';',
            Self::Bar => '|',
        }
    }
}

/// Which sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum FormArg {
    /// Form 1: market quality information feedback
    Feedback,
    /// Form 2: on-site investigation with its photos
    IncidentSurvey,
    /// Form 3: loss list
    LossList,
    /// Form 4: settlement agreement with its receipt
    Settlement,
    /// Form 5: closure request
    Closure,
    /// Each of the five forms that the case has come to
    All,
    /// The weekly register of form 1; only --blank takes it, a filled one has --register
    Register,
    /// Dispatch slip
    Dispatch,
    /// Notice of an urged case
    Urge,
    /// Order to handle a case again after a dissatisfied revisit or a reopening
    Rehandling,
    /// Slip of what was corrected on a case
    Correction,
    /// Customer objection report
    Objection,
    /// Report on a regulator appeal
    Appeal,
}
