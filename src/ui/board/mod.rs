//! 区域看板: figures and charts of one period, each mark opening its cases.

mod alarms;
mod cards;
mod head;
mod opens;
mod period;
mod present;
mod tiles;
mod trend;
mod words;

use chrono::NaiveDate;

use super::chart::ChartCache;
use super::theme::Tokens;
use super::{Action, Cx, Fetch};
use crate::domain::Stamp;
use crate::figures::kpi::Span;
use crate::figures::report::Compare;
use crate::store::{Dashboard, DashboardQuery, Narrow};

pub use alarms::why;
pub(in crate::ui) use head::{bar, own_days};
pub use opens::Opens;
pub use period::{Period, midnight, step};
pub use present::{present, present_ui};
pub use tiles::TileText;
pub use trend::trend;
pub use words::{Made, Piece, heat_of, other_symptom};

/// The period on screen and its figures.
pub struct BoardScreen {
    pub query: DashboardQuery,
    pub figures: Fetch<Box<Dashboard>>,
    /// Counts up when figures or language change.
    pub version: u64,
    /// What the period switch says, and how many periods back.
    pub period: Period,
    pub back: u32,
    /// First and last day of a period of one's own, as typed.
    pub own: [String; 2],
    pub narrow: Narrow,
    /// What the figures are held against.
    pub compare: Compare,
    /// Shown to others over the whole screen: the whole board (0) or one chart.
    pub presenting: Option<usize>,
    caches: Caches,
    made: Option<(u64, Made)>,
}

/// The drawn charts.
#[derive(Default)]
struct Caches {
    charts: [ChartCache; Piece::ALL.len()],
    courses: [ChartCache; 5],
    weeks: Vec<ChartCache>,
    /// The chart that is shown alone.
    alone: ChartCache,
}

impl BoardScreen {
    /// The last twelve weeks of the whole group.
    #[must_use]
    pub fn new(now: Stamp) -> Self {
        let mut screen = Self {
            query: DashboardQuery {
                span: Span { from: now, to: now, now },
                step: crate::figures::on_time::Step::Week,
                narrow: Narrow::default(),
            },
            figures: Fetch::default(),
            version: 0,
            period: Period::Weeks12,
            back: 0,
            own: Default::default(),
            narrow: Narrow::default(),
            compare: Compare::default(),
            presenting: None,
            caches: Caches::default(),
            made: None,
        };
        screen.query = screen.wanted(now);
        screen
    }

    /// The days of a period of one's own; today where nothing readable is typed.
    fn own_days(&self, today: NaiveDate) -> (NaiveDate, NaiveDate) {
        let [first, last] = self.own.each_ref().map(|text| super::widgets::when::day_of(text).unwrap_or(today));
        (first, last)
    }

    /// The first day, and the first day after the period.
    fn days(&self, today: NaiveDate) -> (NaiveDate, NaiveDate) {
        self.period.days(today, self.back, self.own_days(today))
    }

    /// What the controls ask for at `now`.
    fn wanted(&self, now: Stamp) -> DashboardQuery {
        let (from, end) = self.days(now.date());
        let span = Span { from: midnight(from), to: midnight(end), now };
        DashboardQuery { span, step: step(from, end), narrow: self.narrow.clone() }
    }

    /// Whether the figures asked for last are not those wanted, or older than the minute that is shown.
    fn is_stale(&self, wanted: &DashboardQuery) -> bool {
        let asked = &self.query;
        let same = |query: &DashboardQuery| (query.span.from, query.span.to, query.step, query.narrow.clone());
        let other = same(asked) != same(wanted);
        let older = asked.span.now < wanted.span.now;
        other || (!self.figures.is_waiting() && (matches!(self.figures, Fetch::NotAsked) || older))
    }

    /// Goes to the period before, or back to the one after it.
    fn turn(&mut self, earlier: bool) {
        self.back = if earlier { self.back.saturating_add(1) } else { self.back.saturating_sub(1) };
    }
}

/// Draws the board over the whole place it is given.
pub fn board_ui(ui: &mut egui::Ui, cx: &Cx<'_>, screen: &mut BoardScreen) {
    let t = Tokens::of(ui.ctx());
    ui.painter().rect_filled(ui.available_rect_before_wrap(), 0.0, t.app);
    ui.spacing_mut().item_spacing.y = 0.0;
    head::head_ui(ui, cx, screen);
    ask(cx, screen);
    cards::body_ui(ui, cx, screen);
}

/// Wants the figures that the controls ask for, where they are not here or not on their way.
fn ask(cx: &Cx<'_>, screen: &BoardScreen) {
    let wanted = screen.wanted(cx.now);
    if screen.is_stale(&wanted) {
        cx.want(Action::Board(Box::new(wanted)));
    }
}
