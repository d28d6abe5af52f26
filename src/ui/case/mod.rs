//! 工单详情: one case in full, and the same facts in the list's side pane.

mod band;
mod changes;
mod deadlines;
mod detail;
mod facts;
mod foot;
mod full;
mod head;
mod keys;
mod linked;
mod overview;
mod papers;
mod procedure_cards;
pub(in crate::ui) mod returned;
mod thumbs;
mod timeline;
mod view;

use super::dialogs::{Dialog, DialogKind, why_not_now};
use super::incident::Goal;
use super::standing::Standings;
use super::{Action, Cx, Fetch};
use crate::domain::{Stage, Stamp};
use crate::store::{CaseFile, CaseId};

pub use deadlines::ClockCard;
pub use detail::detail_ui;
pub use full::{FullState, FullView, Tab, case_ui};
pub use keys::{case_keys, dispatch_when_here};
pub use linked::Linked;
pub(super) use papers::FileText;
pub(super) use thumbs::CELL;
pub use thumbs::{Pixels, Thumbs};
pub use view::{DetailView, title};

/// What the person is doing with the case on screen.
#[derive(Default)]
pub struct CaseScreen {
    pub file: Fetch<Box<CaseFile>>,
    pub dialog: Option<Dialog>,
    /// Why the last command was refused; shown in the dialog that asked for it.
    pub refused: Option<String>,
    /// The phone is shown whole until then; the desk clears it when the time is over.
    pub revealed_until: Option<Stamp>,
    /// The dispatch dialog opens as soon as the case is here.
    pub dispatch_when_here: bool,
    /// The case whose dispatch slip is shown as soon as its dispatch is on record.
    pub slip: Option<CaseId>,
    /// The side pane's first button takes the focus in this frame (F6).
    pub take_focus: bool,
    /// Cases before and behind this one in the list.
    pub neighbours: (Option<CaseId>, Option<CaseId>),
    /// How far its sheets are.
    pub standings: Standings,
    /// Where this case is to be filled in, as soon as it is on screen.
    pub toward: Option<(CaseId, Goal)>,
    /// The side pane's words, made of one revision at one minute.
    pub view: Option<DetailView>,
    /// The full screen: its tab, its note, its words.
    pub full: FullState,
}

impl CaseScreen {
    /// Opens what a command is filled in with: a dialog on the case, or the one in which cases are linked.
    pub fn open(&mut self, kind: DialogKind, cx: &Cx<'_>) {
        self.refused = None;
        if kind == DialogKind::Link {
            cx.want(Action::LinkCases);
        } else if let Some(file) = self.file.value() {
            self.dialog = Some(Dialog::open(kind, cx, file));
        }
    }

    /// Goes to the very field in which something missing is typed; where that is not possible now, to where it is said why.
    fn mend(&mut self, goal: Goal, cx: &Cx<'_>) {
        let Some(file) = self.file.value() else { return };
        let kind = match goal {
            Goal::Entry(ask, part) => {
                self.full.tab = Tab::Incident;
                return self.full.incident.go_to_part(ask, part);
            }
            Goal::House => return cx.want(Action::CompanySettings),
            Goal::Fact(_) => DialogKind::Amend,
            Goal::Charge if matches!(file.case.stage, Stage::Intake | Stage::Dispatch) => DialogKind::Dispatch,
            Goal::Charge => DialogKind::Transfer,
            _ => DialogKind::Revisit,
        };
        self.full.tab = Tab::Overview;
        if why_not_now(cx, file, &kind).is_some() {
            return;
        }
        self.refused = None;
        self.dialog = Some(match goal {
            Goal::Fact(field) => Dialog::amend(field, cx, file),
            _ => Dialog::open(kind, cx, file),
        });
    }
}
