//! 事故档案: the incident file on the case screen, one section a file; entries are typed beside what is on record.

mod agreement;
mod archive;
mod ask;
mod casualties;
mod closing;
mod entry;
mod evidence;
mod fill;
mod grade;
mod insurance;
mod labels;
mod lack;
mod loss;
mod opening;
mod overview;
mod page;
mod quick;
mod record;
mod scene;
mod slots;
mod strip;
mod table;
mod talks;
mod terms;
mod view;

use crate::domain::stage::InfoClass;
use crate::domain::{Case, Refusal};

pub use ask::Ask;
pub use evidence::{EvidenceView, FiledText, SlotView};
pub use lack::{Ahead, Goal, Lack, goal_of, goal_of_source};
pub use loss::{LossPicks, LossRow, LossView};
pub(super) use overview::{column_ui, facts};
pub(super) use page::page_ui;
pub use talks::StepView;
pub use view::{Block, IncidentView, Line, Press, Section, SectionView, Standing};

use entry::Entry;
use quick::Quick;

/// What the person is doing in the incident file of the case on screen.
#[derive(Debug, Default)]
pub struct IncidentState {
    /// The entry being typed.
    entry: Option<Entry>,
    /// The line of the loss list being typed, and pasted ones.
    quick: Quick,
    /// The section that is scrolled to in the next frame, with the focus.
    toward: Option<Section>,
    /// The section that was jumped to last.
    at: Section,
    /// The entry that is opened in the next frame, and the part that takes the cursor.
    aim: Option<(Ask, &'static str)>,
    /// A place outside the file that was asked for.
    pub(in crate::ui) leave: Option<Goal>,
    /// The entry stands on the page of this frame already.
    drawn: bool,
}

impl IncidentState {
    /// Whether an entry is being typed: Esc belongs to it.
    #[must_use]
    pub fn is_filling(&self) -> bool {
        self.entry.as_ref().is_some_and(|entry| entry.ask() != Ask::Open)
    }

    /// The answer to the entry that was sent: it stays open and says beside which field it is refused. `false` when no
    /// entry waits for an answer.
    pub fn refuse(&mut self, refusal: Option<&Refusal>, text: &str) -> bool {
        match &mut self.entry {
            Some(entry) if entry.is_sent() => {
                entry.refuse(refusal, text);
                true
            }
            _ if self.quick.sent.is_some() => {
                self.quick.refuse(text);
                true
            }
            _ => false,
        }
    }

    /// The labels of the fields that are wrong, each with what is said beside it.
    #[must_use]
    pub fn faults(&self) -> Vec<(&str, &str)> {
        self.entry.as_ref().map(Entry::faults).unwrap_or_default()
    }

    /// Scrolls to a section when the page is drawn next.
    pub const fn go_to(&mut self, section: Section) {
        self.toward = Some(section);
        self.at = section;
    }

    /// Opens an entry at one of its parts when the page is drawn next; where the file does not offer it, goes to its section.
    pub const fn go_to_part(&mut self, ask: Ask, part: &'static str) {
        self.go_to(ask.section());
        self.aim = Some((ask, part));
    }

    /// The entry that is being typed.
    #[must_use]
    pub fn entry(&self) -> Option<Ask> {
        self.entry.as_ref().map(Entry::ask)
    }

    /// The section that was jumped to last.
    #[must_use]
    pub const fn at(&self) -> Section {
        self.at
    }
}

/// Whether a case shows the page: its file is open, or it is a major incident (J01).
#[must_use]
pub fn is_shown(case: &Case) -> bool {
    case.incident.is_some() || case.facts.class == InfoClass::MajorIncident
}
