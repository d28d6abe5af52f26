//! The export of the board from its screen: a file dialog, then a job that writes.

use std::path::PathBuf;
use std::sync::Arc;

use super::board_out::{BoardFile, Kind};
use super::desk::Desk;
use super::jobs::JobKind;
use super::receive::{JobResult, Picked, Slot};
use crate::domain::Stamp;
use crate::figures::heat::Measure;
use crate::figures::kpi::Span;
use crate::paper::FontSet;
use crate::store::{Narrow, Request, heat_place};
use crate::t;
use crate::text::Texts;
use crate::ui::Gravity;
use crate::ui::board::Piece;
use crate::ui::say;

impl Desk {
    /// Asks where the board, or one chart of it, is to be written. The ending says what kind of file it becomes.
    pub(super) fn export_board(&mut self, piece: Option<Piece>) {
        let texts = &self.shared.texts;
        let title = t!(texts, "board-export");
        let what = piece.map_or_else(|| t!(texts, "board-title"), |piece| texts.name("board-chart", piece.word()));
        let name = format!("{}-{}.pdf", what.replace(['/', '\\', ' '], ""), self.now().wall().format("%Y%m%d-%H%M"));
        self.jobs.start(JobKind::PickFiles, title, move |_| {
            let mut dialog = rfd::FileDialog::new().set_file_name(name);
            for kind in [Kind::Pdf, Kind::Png, Kind::Svg, Kind::Xlsx] {
                dialog = dialog.add_filter(kind.word(), &[kind.word()]);
            }
            JobResult::Picked(Picked::BoardTo(piece), dialog.save_file().into_iter().collect())
        });
    }

    /// Sets the shades of the heat map by what is on screen.
    pub(super) fn set_heat_break(&mut self, span: Span, (measure, step): (Measure, f64)) {
        let by = self.by();
        self.ask(Request::SetHeatBreak { span, set: (measure, step), by }, Slot::HeatBreakSet);
    }

    /// The board is read anew, in the shades that hold now.
    pub(super) fn heat_break_set(&mut self) {
        let board = &mut self.screens.board;
        let (year, length) = heat_place(&board.query.span);
        board.query.span.now = Stamp(0);
        let texts = &self.shared.texts;
        let length = texts.name("heat-length", length.word());
        let text = t!(texts, "board-heat-done", what = format!("{year} {length}"));
        let now = self.now();
        self.notices.done(text, false, now);
    }

    pub(super) fn board_to(&mut self, piece: Option<Piece>, path: PathBuf) {
        let texts = Texts::new(self.shared.texts.lang());
        let Some(kind) = Kind::of(&path) else {
            let endings: Vec<&str> = Kind::ALL.iter().map(|kind| kind.word()).collect();
            let text = t!(texts, "board-export-kinds", kinds = endings.join("、"));
            return self.notices.tell(Gravity::Warning, text);
        };
        let Some(figures) = self.screens.board.figures.value().cloned() else { return };
        let (book, organisation) = (Arc::clone(&self.shared.book), Arc::clone(&self.shared.organisation));
        let company = self.settings.company.clone();
        let compare = self.screens.board.compare;
        let title = t!(texts, "board-export");
        self.jobs.start(JobKind::Export, title, move |_| {
            let branch = figures.query.narrow.branch.and_then(|id| organisation.branch(id));
            let branch = branch.map(|branch| branch.name.clone());
            let of = narrowed(&figures.query.narrow, branch, &book, &texts);
            let file = BoardFile { figures: &figures, compare, book: &book, texts: &texts, company: &company, of };
            let written = FontSet::load()
                .map_err(anyhow::Error::from)
                .and_then(|fonts| file.write(&path, kind, piece, &fonts))
                .map(|()| (path, Ok(())));
            JobResult::Written(written.map_err(|error| format!("{error:#}")))
        });
    }
}

/// What the figures are narrowed to, in words; empty for all cases.
#[must_use]
pub fn narrowed(narrow: &Narrow, branch: Option<String>, book: &crate::rulebook::RuleBook, texts: &Texts) -> String {
    let words = [
        narrow.region.clone(),
        branch,
        narrow.category.clone(),
        narrow.class.map(|class| say::class_name(texts, &book.rules, class)),
        narrow.channel.as_deref().map(|key| crate::ui::say_lists::channel_name(book, key, texts.lang())),
        narrow.level.map(|level| texts.name("level", level.word())),
    ];
    words.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}
