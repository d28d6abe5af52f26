//! What a screen may look at, for tests that draw one screen without the desk around it.

use std::path::Path;
use std::sync::Arc;

use kesu::domain::organisation::Organisation;
use kesu::domain::places::Places;
use kesu::rulebook::{BUILT_IN, RuleBook};
use kesu::store::Counters;
use kesu::text::{Lang, Texts};
use kesu::ui::{Action, Cx, Route, Wants};

use crate::store::at;

/// The minute on screen, a Thursday.
pub const NOW: &str = "2026-04-09 10:24";

/// Lists and texts of one language, and the wishes heard so far.
pub struct World {
    pub texts: Texts,
    pub book: Arc<RuleBook>,
    pub organisation: Organisation,
    pub places: Places,
    pub wanted: Vec<Action>,
}

impl World {
    pub fn new(lang: Lang) -> Self {
        let (file, text) = BUILT_IN[0];
        Self {
            texts: Texts::new(lang),
            book: Arc::new(RuleBook::read(file, text).unwrap()),
            organisation: Organisation::sample(),
            places: Places::china(),
            wanted: Vec::new(),
        }
    }

    /// Draws with the facts of this world and keeps what was wanted.
    pub fn draw(&mut self, route: Route, draw: impl FnOnce(&Cx<'_>)) {
        let cx = Cx {
            texts: &self.texts,
            now: at(NOW),
            me: "周晓岚",
            route,
            book: &self.book,
            organisation: &self.organisation,
            places: &self.places,
            counters: Counters::default(),
            views: &[],
            data_file: Path::new("/home/zhou/kesu.db"),
            wants: Wants::default(),
        };
        draw(&cx);
        self.wanted.extend(cx.wants.into_list());
    }
}
