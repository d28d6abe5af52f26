//! 区域看板: three charts of one period, each mark opening its cases.

use super::{Cx, Fetch};
use crate::domain::Stamp;
use crate::store::{BoardFigures, BoardQuery};

/// The period on screen and its figures.
pub struct BoardScreen {
    pub query: BoardQuery,
    pub figures: Fetch<Box<BoardFigures>>,
    /// Counts up when figures or language change.
    pub version: u64,
}

impl BoardScreen {
    #[must_use]
    pub fn new(now: Stamp) -> Self {
        let from = now.plus_minutes(-90 * 24 * 60);
        Self {
            query: BoardQuery { from, to: now.plus_minutes(1), region: None, class: None, now },
            figures: Fetch::default(),
            version: 0,
        }
    }
}

pub fn board_ui(_ui: &mut egui::Ui, _cx: &Cx<'_>, _screen: &mut BoardScreen) {}
