//! 登记投诉: a draft that is judged while it is typed.

mod judged;

use std::path::PathBuf;

use super::{Cx, Fetch};
use crate::domain::{Draft, Stamp};
use crate::store::{DraftId, Duplicate, SavedDraft};

/// How long after the last save a changed draft is saved again.
const SAVE_EVERY_MS: i64 = 5_000;

/// What is being typed.
#[derive(Default)]
pub struct IntakeScreen {
    pub draft: Draft,
    pub draft_id: Option<DraftId>,
    /// The draft as it was last saved, and when.
    pub saved: Option<(Stamp, Draft)>,
    /// The intake is on its way to the store.
    pub sending: bool,
    pub duplicates: Fetch<Vec<Duplicate>>,
    /// Files to attach once the case is on record.
    pub files: Vec<PathBuf>,
    /// When the first field was filled (T01).
    pub started: Option<Stamp>,
    /// Drafts of earlier days that wait to be taken up.
    pub drafts: Vec<SavedDraft>,
    /// A save is on its way.
    saving: bool,
}

impl IntakeScreen {
    fn is_changed(&self) -> bool {
        match &self.saved {
            Some((_, saved)) => *saved != self.draft,
            None => !self.draft.is_empty(),
        }
    }

    /// Milliseconds until the draft wants saving; `None` when nothing changed.
    #[must_use]
    pub fn until_save(&self, now: Stamp) -> Option<u64> {
        if self.saving || self.sending || !self.is_changed() {
            return None;
        }
        let last = self.saved.as_ref().map(|(at, _)| *at).or(self.started)?;
        Some(u64::try_from(last.0 + SAVE_EVERY_MS - now.0).unwrap_or(0))
    }

    /// The draft to save now, if it changed since the last save.
    pub fn draft_to_save(&mut self, _now: Stamp) -> Option<(Option<DraftId>, Draft)> {
        if self.saving || self.sending || !self.is_changed() {
            return None;
        }
        self.saving = true;
        Some((self.draft_id, self.draft.clone()))
    }

    /// The store has the draft.
    pub fn draft_saved(&mut self, id: DraftId, draft: Draft, now: Stamp) {
        self.saving = false;
        self.draft_id = Some(id);
        self.saved = Some((now, draft));
    }

    /// Drafts found at start: the latest is taken up if nothing has been typed yet.
    pub fn take_drafts(&mut self, drafts: Vec<SavedDraft>) {
        self.drafts = drafts;
        if self.draft.is_empty() && self.draft_id.is_none() && !self.drafts.is_empty() {
            let latest = self.drafts.remove(0);
            self.draft_id = Some(latest.id);
            self.started = Some(latest.saved_at);
            self.saved = Some((latest.saved_at, latest.draft.clone()));
            self.draft = latest.draft;
        }
    }

    /// The intake is on record: an empty one takes its place. The files that were to be attached are handed out.
    pub fn finished(&mut self, _now: Stamp) -> Vec<PathBuf> {
        let drafts = std::mem::take(&mut self.drafts);
        let done = std::mem::take(self);
        self.drafts = drafts;
        done.files
    }
}

pub fn intake_ui(_ui: &mut egui::Ui, _cx: &Cx<'_>, _screen: &mut IntakeScreen) {}
