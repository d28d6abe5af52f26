//! 区域看板: three charts of one period, each mark opening its cases.

mod cards;
mod head;
mod opens;
mod period;
mod trend;
mod words;

use super::chart::ChartCache;
use super::theme::Tokens;
use super::{Action, Cx, Fetch};
use crate::domain::Stamp;
use crate::domain::stage::InfoClass;
use crate::store::{BoardFigures, BoardQuery};

pub use opens::Opens;
pub use period::Period;
pub use trend::{overall, trend};

/// The period on screen and its figures.
pub struct BoardScreen {
    pub query: BoardQuery,
    pub figures: Fetch<Box<BoardFigures>>,
    /// Counts up when figures or language change.
    pub version: u64,
    /// What the period switch says, and how many periods back.
    pub period: Period,
    pub back: u32,
    pub region: Option<String>,
    pub class: Option<InfoClass>,
    charts: [ChartCache; 3],
    made: Option<(u64, words::Made)>,
}

impl BoardScreen {
    /// The last twelve weeks of the whole group.
    #[must_use]
    pub fn new(now: Stamp) -> Self {
        let period = Period::Weeks12;
        let (from, to) = period.span(now, 0);
        Self {
            query: BoardQuery { from, to, region: None, class: None, now },
            figures: Fetch::default(),
            version: 0,
            period,
            back: 0,
            region: None,
            class: None,
            charts: Default::default(),
            made: None,
        }
    }

    /// What the controls ask for at `now`.
    fn wanted(&self, now: Stamp) -> BoardQuery {
        let (from, to) = self.period.span(now, self.back);
        BoardQuery { from, to, region: self.region.clone(), class: self.class, now }
    }

    /// Whether the figures asked for last are not those wanted, or older than the minute that is shown.
    fn is_stale(&self, wanted: &BoardQuery) -> bool {
        let asked = &self.query;
        let other = (asked.from, asked.to, &asked.region, asked.class)
            != (wanted.from, wanted.to, &wanted.region, wanted.class);
        other || (!self.figures.is_waiting() && (matches!(self.figures, Fetch::NotAsked) || asked.now < wanted.now))
    }
}

/// Draws the board over the whole place it is given.
pub fn board_ui(ui: &mut egui::Ui, cx: &Cx<'_>, screen: &mut BoardScreen) {
    let t = Tokens::of(ui.ctx());
    ui.painter().rect_filled(ui.available_rect_before_wrap(), 0.0, t.app);
    ui.spacing_mut().item_spacing.y = 0.0;
    head::head_ui(ui, cx, screen);
    let wanted = screen.wanted(cx.now);
    if screen.is_stale(&wanted) {
        cx.want(Action::Board(Box::new(wanted)));
    }
    cards::body_ui(ui, cx, screen);
}
