//! 专项: what the rule book prescribes beside the stages, one generic page for all of it.
//!
//! Words are made when the case arrives (`view`, `section`, `clocks`), drawn (`page`, `strip`, `grid`), and asked for in
//! dialogs (`ask`, `dialog`, `answers`).

mod answers;
mod ask;
mod brief;
mod clocks;
mod dialog;
mod grid;
mod page;
mod section;
mod strip;
mod view;

use crate::domain::Refusal;
use crate::store::CaseFile;
use crate::text::Texts;

pub use ask::Ask;
pub(super) use ask::openable;
pub use brief::Brief;
pub(super) use brief::{briefs, holding};
pub use clocks::ClockText;
pub(super) use clocks::set_aside;
pub(super) use page::page_ui;
pub use section::{Body, Line, Pair, SectionText, Value};
pub use view::{Ahead, Block, LackText, Place, Press, ProcedureView, Standing, StepStanding, StepText};

use dialog::Dialog;

/// What the person is doing with the procedures of the case on screen.
#[derive(Debug, Default)]
pub struct ProcedureState {
    dialog: Option<Dialog>,
    /// The place the keys act on.
    at: Option<Place>,
    /// That place is scrolled to and takes the focus in the next frame.
    toward: bool,
    /// Another procedure is to be opened when the page is drawn next.
    opening: bool,
}

impl ProcedureState {
    /// Whether a dialog is open: Esc belongs to it.
    #[must_use]
    pub const fn is_asking(&self) -> bool {
        self.dialog.is_some()
    }

    /// What the open dialog asks.
    #[must_use]
    pub fn asks(&self) -> Option<&Ask> {
        self.dialog.as_ref().map(Dialog::ask)
    }

    /// The answer to the dialog that was sent: it stays open and says why it is refused. `false` when no dialog waits.
    pub fn refuse(&mut self, texts: &Texts, of: (Option<&CaseFile>, Option<&Refusal>), text: &str) -> bool {
        let sent = self.dialog.as_mut().filter(|dialog| dialog.is_sent());
        sent.is_some_and(|dialog| {
            dialog.refuse(texts, of, text);
            true
        })
    }

    /// The labels of the fields that are wrong, each with what is said beside it.
    #[must_use]
    pub fn faults(&self) -> Vec<(&str, &str)> {
        self.dialog.as_ref().map(Dialog::faults).unwrap_or_default()
    }

    /// Why the dialog was refused as a whole.
    #[must_use]
    pub fn refused(&self) -> Option<&str> {
        self.dialog.as_ref().and_then(Dialog::refused)
    }

    /// Asks which procedure to open when the page is drawn next.
    pub const fn open_another(&mut self) {
        self.opening = true;
    }

    /// Scrolls to a place when the page is drawn next, with the focus.
    pub const fn go_to(&mut self, place: Place) {
        self.at = Some(place);
        self.toward = true;
    }

    /// The place that was gone to last.
    #[must_use]
    pub const fn at(&self) -> Option<Place> {
        self.at
    }
}

/// Whether a case shows the page: its rule book prescribes something.
#[must_use]
pub fn is_shown(file: &CaseFile) -> bool {
    !file.book.rules.procedures.is_empty() || !file.book.rules.timers.is_empty()
}
