//! The periodic review of the management: its period, its chapters, the questions it asks, and the figures it keeps.
//!
//! A review never counts anew: its figures are counted once, kept as [`Told`], and every printing reads those.

use chrono::{Datelike, Days, Months, NaiveDate, NaiveTime, Weekday};

use super::course::YEARS;
use super::heat::Break;
use super::kpi::{Dim, Kpi, Line, Missing, Span, Unit, Value};
use super::report::breakdown;
use super::share::Share;
use crate::domain::money::Fen;
use crate::domain::time::Stamp;
use crate::domain::words::words;

/// The period of a review or a report (S01): a day, a week from Monday, a month, a quarter or a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Period {
    Quarter(i32, u32),
    Month(i32, u32),
    Week(i32, u32),
    Day(NaiveDate),
    Year(i32),
}

impl Period {
    /// Reads `2026`, `2026Q1`, `2026-03`, `2026-W10` or `2026-03-05`.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        let (year, rest) = word.split_at_checked(4)?;
        let year = year.parse().ok()?;
        let number = |text: &str| text.parse::<u32>().ok();
        let period = if rest.is_empty() {
            Self::Year(year)
        } else if word.len() == 10 {
            Self::Day(word.parse().ok()?)
        } else if let Some(n) = rest.strip_prefix('Q') {
            Self::Quarter(year, number(n).filter(|n| (1..=4).contains(n))?)
        } else if let Some(n) = rest.strip_prefix("-W") {
            Self::Week(year, number(n)?)
        } else {
            Self::Month(year, number(rest.strip_prefix('-')?)?)
        };
        period.first().map(|_| period)
    }

    /// The same in every language, and sorting in order of time within a kind.
    #[must_use]
    pub fn word(self) -> String {
        match self {
            Self::Quarter(year, n) => format!("{year}Q{n}"),
            Self::Month(year, n) => format!("{year}-{n:02}"),
            Self::Week(year, n) => format!("{year}-W{n:02}"),
            Self::Day(day) => day.to_string(),
            Self::Year(year) => year.to_string(),
        }
    }

    /// The quarter that holds a day.
    #[must_use]
    pub fn quarter_of(day: NaiveDate) -> Self {
        Self::Quarter(day.year(), day.month0() / 3 + 1)
    }

    #[must_use]
    pub fn month_of(day: NaiveDate) -> Self {
        Self::Month(day.year(), day.month())
    }

    #[must_use]
    pub fn week_of(day: NaiveDate) -> Self {
        Self::Week(day.iso_week().year(), day.iso_week().week())
    }

    fn first(self) -> Option<NaiveDate> {
        match self {
            Self::Quarter(year, n) => NaiveDate::from_ymd_opt(year, n.checked_sub(1)? * 3 + 1, 1),
            Self::Month(year, n) => NaiveDate::from_ymd_opt(year, n, 1),
            Self::Week(year, n) => NaiveDate::from_isoywd_opt(year, n, Weekday::Mon),
            Self::Day(day) => Some(day),
            Self::Year(year) => NaiveDate::from_ymd_opt(year, 1, 1),
        }
    }

    /// First day, and the first day no longer in it.
    #[must_use]
    pub fn days(self) -> (NaiveDate, NaiveDate) {
        let first = self.first().unwrap_or_default();
        let months = |n| first.checked_add_months(Months::new(n));
        let end = match self {
            Self::Quarter(..) => months(3),
            Self::Month(..) => months(1),
            Self::Week(..) => first.checked_add_days(Days::new(7)),
            Self::Day(_) => first.succ_opt(),
            Self::Year(_) => months(12),
        };
        (first, end.unwrap_or(first))
    }

    /// [`Period::days`] as moments of UTC+8, with the time of the data.
    #[must_use]
    pub fn span(self, now: Stamp) -> Span {
        let (from, to) = self.days();
        Span { from: midnight(from), to: midnight(to), now }
    }

    /// The one before it.
    #[must_use]
    pub fn before(self) -> Self {
        let day = self.days().0.pred_opt().unwrap_or_default();
        self.like(day)
    }

    /// The one behind it.
    #[must_use]
    pub fn after(self) -> Self {
        self.like(self.days().1)
    }

    /// The same one of the year before; of a 53rd week the 52nd.
    #[must_use]
    pub fn year_before(self) -> Self {
        match self {
            Self::Quarter(year, n) => Self::Quarter(year - 1, n),
            Self::Month(year, n) => Self::Month(year - 1, n),
            Self::Week(year, n) => Self::Week(year - 1, n.min(52)),
            Self::Day(day) => Self::Day(day.checked_sub_months(Months::new(12)).unwrap_or(day)),
            Self::Year(year) => Self::Year(year - 1),
        }
    }

    fn like(self, day: NaiveDate) -> Self {
        match self {
            Self::Quarter(..) => Self::quarter_of(day),
            Self::Month(..) => Self::month_of(day),
            Self::Week(..) => Self::week_of(day),
            Self::Day(_) => Self::Day(day),
            Self::Year(_) => Self::Year(day.year()),
        }
    }
}

fn midnight(day: NaiveDate) -> Stamp {
    Stamp::from_wall(day.and_time(NaiveTime::MIN))
}

words! {
    /// A chapter of the review, in the order of kpi.md 5.4, then those of the other reports.
    pub enum Chapter {
        Cover = "cover",
        LastActions = "last_actions",
        Kpis = "kpis",
        Trend = "trend",
        Regions = "regions",
        Pareto = "pareto",
        Heat = "heat",
        Incidents = "incidents",
        Appeals = "appeals",
        Satisfaction = "satisfaction",
        Checks = "checks",
        Resources = "resources",
        Decisions = "decisions",
        Definitions = "definitions",
        Results = "results",
        Business = "business",
        Channels = "channels",
        Customers = "customers",
        Hot = "hot",
        Escalated = "escalated",
        EscalatedLevels = "escalated_levels",
        EscalatedBusiness = "escalated_business",
        EscalatedSymptoms = "escalated_symptoms",
        EscalatedChannels = "escalated_channels",
        EscalatedBranches = "escalated_branches",
        EscalatedDepartments = "escalated_departments",
        AppealBusiness = "appeal_business",
        AppealChannels = "appeal_channels",
        AppealSymptoms = "appeal_symptoms",
        AllKpis = "all_kpis",
        Branches = "branches",
        /// What departments answer for (S08).
        Departments = "departments",
        Products = "products",
        Models = "models",
        Praise = "praise",
        Criticism = "criticism",
        /// One that a person added.
        Own = "own",
    }
}

impl Chapter {
    /// Those of the review of the management.
    pub const REVIEW: [Self; 14] = [
        Self::Cover,
        Self::LastActions,
        Self::Kpis,
        Self::Trend,
        Self::Regions,
        Self::Pareto,
        Self::Heat,
        Self::Incidents,
        Self::Appeals,
        Self::Satisfaction,
        Self::Checks,
        Self::Resources,
        Self::Decisions,
        Self::Definitions,
    ];
}

/// A chapter and, of those a person added, which one.
pub type ChapterKey = (Chapter, u32);

/// What a chapter that a person added says.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct OwnChapter {
    pub title: String,
    pub text: String,
    /// The pictures and tables of this chapter stand below the text.
    pub shows: Option<Chapter>,
}

/// A chapter as the person left it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChapterState {
    pub chapter: Chapter,
    /// Tells added chapters apart; 0 of all others.
    pub nth: u32,
    pub included: bool,
    /// What the page concludes; empty while nobody has said it.
    pub conclusion: String,
    /// Of an added chapter.
    pub own: OwnChapter,
}

impl ChapterState {
    /// As a report begins with it: included and without a conclusion.
    #[must_use]
    pub fn new(chapter: Chapter) -> Self {
        Self { chapter, nth: 0, included: true, conclusion: String::new(), own: OwnChapter::default() }
    }

    #[must_use]
    pub const fn key(&self) -> ChapterKey {
        (self.chapter, self.nth)
    }
}

/// Puts an empty added chapter behind the one named; answers its key.
pub fn add_chapter(states: &mut Vec<ChapterState>, behind: ChapterKey, title: &str) -> ChapterKey {
    let nth = states.iter().map(|state| state.nth).max().unwrap_or(0) + 1;
    let own = OwnChapter { title: title.to_owned(), ..OwnChapter::default() };
    let at = states.iter().position(|state| state.key() == behind).map_or(states.len(), |at| at + 1);
    states.insert(at, ChapterState { nth, own, ..ChapterState::new(Chapter::Own) });
    (Chapter::Own, nth)
}

/// Something that was decided, to be done by somebody by a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActionItem {
    pub id: i64,
    /// The review it was decided in.
    pub period: Period,
    pub text: String,
    pub owner: String,
    pub due: Option<NaiveDate>,
    /// When it was marked as done.
    pub done_at: Option<Stamp>,
}

/// A figure as it was told: enough to print it again and to compare it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Told {
    pub part: i64,
    pub whole: i64,
    /// Cases or steps that were counted.
    pub items: u64,
    /// The headline in the unit of its line ([`Value::number`]); `None` is a dash.
    pub number: Option<f64>,
    pub missing: Option<Missing>,
}

impl Told {
    /// The headline as a value again; median and ninth decile were not kept.
    #[must_use]
    pub fn value(&self, unit: Unit) -> Value {
        let nothing = Value::Missing(self.missing.unwrap_or(Missing::Nothing));
        let Some(number) = self.number else { return nothing };
        let count = |n: i64| u32::try_from(n.max(0)).unwrap_or(u32::MAX);
        let ms = (number * 60_000.0).round() as i64;
        match unit {
            Unit::Percent => Value::Share(Share::of(count(self.part), count(self.whole))),
            Unit::Mean | Unit::Median => Value::Durations { mean: ms, median: ms, p90: ms },
            Unit::Count => Value::Count(self.part),
            Unit::Money => Value::Money(Fen(self.part)),
            Unit::PerUnits => Value::PerUnits(number),
            Unit::Ratio => Value::Ratio(number),
        }
    }
}

/// What was asked and what was told.
#[derive(Debug, Clone, PartialEq)]
pub struct ToldTable {
    pub kpi: Kpi,
    pub span: Span,
    pub by: Vec<Dim>,
    pub lines: Vec<(Line, Unit)>,
    pub total: Vec<Told>,
    pub cells: Vec<ToldCell>,
}

/// The figures of one combination of keys.
#[derive(Debug, Clone, PartialEq)]
pub struct ToldCell {
    pub keys: Vec<String>,
    pub lines: Vec<Told>,
}

impl ToldTable {
    /// The place of a line; `None` where it was not told.
    #[must_use]
    pub fn place(&self, line: Line) -> Option<usize> {
        self.lines.iter().position(|(known, _)| *known == line)
    }

    /// The total of the main line, else of the first.
    #[must_use]
    pub fn headline(&self) -> Option<(Line, Unit, Told)> {
        let place = self.place(Line::Main).unwrap_or(0);
        let (line, unit) = *self.lines.get(place)?;
        Some((line, unit, *self.total.get(place)?))
    }
}

/// An incident of the register (kpi.md 5.4): every one of the higher grades is spoken about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IncidentLine {
    pub number: String,
    pub region: String,
    pub model: String,
    /// Key of the case; `None` in figures kept before it was.
    pub case: Option<i64>,
    /// Word of the grade; empty until somebody graded it.
    pub grade: String,
    /// Days from the contact to the closing, or to the time of the data.
    pub open_days: i64,
    pub closed: bool,
    pub assessed: Option<Fen>,
    pub paid: Fen,
    pub insured: Fen,
    /// The root cause of the closing request; empty until somebody said it.
    pub cause: String,
    /// Corrective entries; `None` in figures kept before they were.
    pub actions: Option<ActionCount>,
    /// Whether the rule book asks for a cause and corrective entries at this grade.
    pub grave: bool,
}

/// How far the corrective entries of an incident are (kpi.md 5.4).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ActionCount {
    pub all: u32,
    /// Those that were found effective.
    pub effective: u32,
}

/// A batch warning as it stood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WarningLine {
    pub model: String,
    pub batch: String,
    pub symptom: String,
    pub cases: u32,
    pub weeks: u32,
    /// Keys of the cases; empty in figures kept before they were.
    pub keys: Vec<i64>,
}

words! {
    /// What happened to cases of a closed month after its figures were written (kpi.md 5.1 rule 8).
    pub enum Since {
        /// Taken up again.
        Reopened = "reopened",
        /// Facts were corrected.
        Corrected = "corrected",
        /// Entered late.
        Entered = "entered",
        /// Merged with another case, or parted from it.
        Merged = "merged",
    }
}

/// A figure of a closed month that counts otherwise now: what was printed stays, and this stands beside it.
#[derive(Debug, Clone, PartialEq)]
pub struct Restated {
    pub kpi: Kpi,
    pub line: Line,
    pub unit: Unit,
    /// The month, as of its closing.
    pub span: Span,
    /// As it was printed; how many cases were counted was not kept.
    pub told: Told,
    pub now: Told,
    /// How many cases received in the month something happened to since; empty where nothing is known.
    pub since: Vec<(Since, u32)>,
    /// Only the units the cases are held against are others.
    pub units: bool,
}

/// Everything a review tells, counted once.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Snapshot {
    pub tables: Vec<ToldTable>,
    pub incidents: Vec<IncidentLine>,
    pub warnings: Vec<WarningLine>,
    /// Recorded changes of the process at which the chart of [`CHARTED`] begins anew, by their day.
    pub changes: Vec<(NaiveDate, String)>,
    /// Figures of closed months of the period and of the one before that count otherwise now.
    pub restated: Vec<Restated>,
    /// The shades of its heat map; `None` in figures kept before they were set.
    pub heat: Option<Break>,
}

impl Snapshot {
    /// The answer to a question of [`questions`].
    #[must_use]
    pub fn table(&self, kpi: Kpi, span: Span, by: &[Dim]) -> Option<&ToldTable> {
        self.tables.iter().find(|table| table.kpi == kpi && table.span == span && table.by == by)
    }
}

/// The months that lie in the period or in the one before, which a review looks at anew.
#[must_use]
pub fn looked_at_anew(period: Period, now: Stamp) -> Vec<Span> {
    let (mut month, end) = (Period::month_of(period.before().days().0), period.days().1);
    let first = period.before().days().0;
    let mut all = Vec::new();
    while month.days().1 <= end {
        if month.days().0 >= first {
            all.push(month.span(now));
        }
        month = month.after();
    }
    all
}

/// The thirteen months that end with the period.
#[must_use]
pub fn thirteen_months(period: Period, now: Stamp) -> Span {
    let (_, end) = period.days();
    let last = end.pred_opt().unwrap_or(end);
    let after = last.with_day(1).and_then(|first| first.checked_add_months(Months::new(1))).unwrap_or(end);
    let from = after.checked_sub_months(Months::new(13)).unwrap_or(after);
    Span { from: midnight(from), to: midnight(after), now }
}

/// The row whose control chart a review shows (kpi.md 5.4).
pub const CHARTED: Kpi = Kpi::K02;

/// The months of a control chart: all of the records up to the end of the period, since the baseline lies at their
/// beginning.
#[must_use]
pub fn charted_months(period: Period, now: Stamp) -> Span {
    let span = period.span(now);
    let from = NaiveDate::from_ymd_opt(span.to.date().year() - YEARS, 1, 1).map_or(span.from, midnight);
    Span { from, ..span }
}

/// What a review asks of the KPI book: every row of the period, of the one before and of the year before, and what its
/// pictures show.
#[must_use]
pub fn questions(period: Period, now: Stamp) -> Vec<(Kpi, Span, Vec<Dim>)> {
    let spans = [period, period.before(), period.year_before()].map(|period| period.span(now));
    let [span, ..] = spans;
    let mut all: Vec<(Kpi, Span, Vec<Dim>)> =
        spans.iter().flat_map(|span| Kpi::ALL.iter().map(|kpi| (*kpi, *span, Vec::new()))).collect();
    let months = thirteen_months(period, now);
    for kpi in [Kpi::K02, Kpi::K04] {
        all.push((kpi, months, vec![Dim::Month]));
    }
    all.push((CHARTED, charted_months(period, now), vec![Dim::Month]));
    all.push((Kpi::K02, span, vec![Dim::Week]));
    for kpi in [Kpi::K01, Kpi::K02, Kpi::K04, Kpi::K13, Kpi::K06, Kpi::K12, Kpi::A2] {
        all.push((kpi, span, vec![Dim::Region]));
    }
    all.push((Kpi::K01, span, vec![Dim::Region, Dim::Class]));
    all.push((Kpi::K13, span, vec![Dim::Symptom]));
    all.push((Kpi::K01, span, vec![Dim::Branch, Dim::Category]));
    all.push((Kpi::K05, span, vec![Dim::Stage]));
    all.push((Kpi::K01, span, vec![Dim::Channel, Dim::Category]));
    all.extend([Kpi::K08, Kpi::K09, Kpi::K10].map(|kpi| (kpi, span, vec![Dim::Region])));
    for (dim, lines) in Chapter::ALL.iter().filter_map(|chapter| breakdown(*chapter)) {
        for (kpi, _) in lines {
            let one = (*kpi, span, vec![dim]);
            if !all.contains(&one) {
                all.push(one);
            }
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods_are_read_written_and_follow_one_another() {
        for (word, from, to, before, year) in [
            ("2026Q1", "2026-01-01", "2026-04-01", "2025Q4", "2025Q1"),
            ("2026-03", "2026-03-01", "2026-04-01", "2026-02", "2025-03"),
            ("2026-W01", "2025-12-29", "2026-01-05", "2025-W52", "2025-W01"),
            ("2020-W53", "2020-12-28", "2021-01-04", "2020-W52", "2019-W52"),
            ("2026-03-01", "2026-03-01", "2026-03-02", "2026-02-28", "2025-03-01"),
            ("2026", "2026-01-01", "2027-01-01", "2025", "2025"),
        ] {
            let period = Period::from_word(word).unwrap();
            let (first, end) = period.days();
            assert_eq!((period.word(), first.to_string(), end.to_string()), (word.into(), from.into(), to.into()));
            assert_eq!(period.before().word(), before);
            assert_eq!(period.before().after(), period);
            assert_eq!(period.year_before().word(), year);
        }
        for wrong in ["2026Q5", "2026Q0", "2026-13", "2026-W54", "2025-W53", "26Q1", "", "2026-02-30", "二〇二六"] {
            assert_eq!(Period::from_word(wrong), None, "{wrong}");
        }
    }

    /// kpi.md 5.4: the trend shows 13 months, so that the same month of last year stands at its beginning.
    #[test]
    fn the_trend_reaches_back_to_the_same_month_of_the_year_before() {
        let months = |word: &str| {
            let span = thirteen_months(Period::from_word(word).unwrap(), Stamp(0));
            (span.from.date().to_string(), span.to.date().to_string())
        };
        assert_eq!(months("2026Q1"), ("2025-03-01".to_owned(), "2026-04-01".to_owned()));
        assert_eq!(months("2026-03"), ("2025-03-01".to_owned(), "2026-04-01".to_owned()));
    }

    /// Only whole months were closed: of a week there are none.
    #[test]
    fn whole_months_of_the_period_and_of_the_one_before_are_looked_at_anew() {
        let months = |word: &str| {
            let spans = looked_at_anew(Period::from_word(word).unwrap(), Stamp(0));
            spans.iter().map(|span| span.from.date().format("%y%m").to_string()).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(months("2026Q1"), "2510 2511 2512 2601 2602 2603");
        assert_eq!(months("2026-03"), "2602 2603");
        assert_eq!(months("2026-W10"), "");
        assert_eq!(months("2026-03-05"), "");
        assert_eq!(months("2026").split(' ').count(), 24);
    }

    #[test]
    fn no_question_is_asked_twice() {
        let all = questions(Period::Quarter(2026, 1), Stamp(0));
        for (at, one) in all.iter().enumerate() {
            assert!(!all[..at].contains(one), "{one:?}");
        }
    }

    #[test]
    fn an_added_chapter_stands_behind_the_one_at_hand_and_has_its_own_key() {
        let mut states: Vec<ChapterState> = Chapter::REVIEW.into_iter().map(ChapterState::new).collect();
        let first = add_chapter(&mut states, (Chapter::Kpis, 0), "竞品服务动态");
        let second = add_chapter(&mut states, first, "审核结果");
        assert_eq!((states[3].key(), states[4].key()), (first, second));
        assert_ne!(first, second);
        assert_eq!(states.len(), Chapter::REVIEW.len() + 2);
    }

    #[test]
    fn a_told_figure_is_the_value_it_was() {
        let told = Told { part: 57, whole: 60, items: 60, number: Some(95.0), missing: None };
        assert_eq!(told.value(Unit::Percent), Value::Share(Share::of(57, 60)));
        let none = Told { number: None, missing: Some(Missing::Sales), ..told };
        assert_eq!(none.value(Unit::PerUnits), Value::Missing(Missing::Sales));
    }
}
