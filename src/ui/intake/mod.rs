//! 登记投诉: a draft that is judged while it is typed.

mod act;
mod bars;
mod form;
mod groups;
mod judged;
mod keep;
mod lists;
mod side;
mod tidy;

use std::path::PathBuf;

use egui::{Align, Layout, Margin, Rect, ScrollArea, Ui, UiBuilder};

use super::theme::{Tokens, size};
use super::{Action, Cx, Fetch};
use crate::domain::{Draft, Field, Stamp};
use crate::store::{DraftId, Duplicate, SameBy, SavedDraft};
use form::Form;
use judged::Judged;
use keep::Keep;

/// Width of the side panel.
const SIDE: f32 = 372.0;
/// Below this width the side panel hides behind a button.
const SIDE_BELOW: f32 = 1000.0;
/// The form grows no wider than this.
const WIDEST: f32 = 1240.0;

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
    /// What the screen keeps beside the draft.
    keep: Keep,
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
            self.take_up(latest);
        }
    }

    fn take_up(&mut self, taken: SavedDraft) {
        self.draft_id = Some(taken.id);
        self.started = Some(taken.saved_at);
        self.saved = Some((taken.saved_at, taken.draft.clone()));
        self.draft = taken.draft;
    }

    /// The intake is on record: an empty one takes its place. The files that were to be attached are handed out.
    pub fn finished(&mut self, _now: Stamp) -> Vec<PathBuf> {
        let drafts = std::mem::take(&mut self.drafts);
        let keep = self.keep.after(&self.draft);
        let done = std::mem::take(self);
        self.drafts = drafts;
        self.keep = keep;
        done.files
    }
}

/// Draws the screen and reads its keys.
pub fn intake_ui(ui: &mut Ui, cx: &Cx<'_>, screen: &mut IntakeScreen) {
    let pass = ui.ctx().cumulative_pass_nr();
    let before = screen.keep.pass.replace(pass);
    if before.is_none_or(|before| before + 1 < pass) && screen.draft.is_empty() {
        screen.keep.wanted = Some(Field::Phone);
    }
    act::keys(ui, cx, screen);
    drop_files(ui, screen);
    act::turn_when_free(screen);
    let judged = screen.keep.judge(cx, &screen.draft);
    act::submit_when_free(ui, cx, screen, &judged);
    act::probe(ui, cx, screen, &judged);

    let room = ui.available_rect_before_wrap();
    let narrow = room.width() < SIDE_BELOW;
    let (bar, rest) = room.split_top_bottom_at_y(room.top() + size::TOOLBAR);
    let (middle, foot) = rest.split_top_bottom_at_y(rest.bottom() - size::ACTION_BAR);
    bars::toolbar_ui(&mut part(ui, "toolbar", bar), cx, screen, &judged, narrow);
    let (form, side) = if !narrow || screen.keep.side {
        let width = SIDE.min(middle.width() * 0.46);
        let (form, side) = middle.split_left_right_at_x(middle.right() - width);
        (form, Some(side))
    } else {
        (middle, None)
    };
    form_ui(&mut part(ui, "form", form), cx, screen, &judged);
    if let Some(place) = side {
        side_ui(&mut part(ui, "side", place), cx, screen, &judged);
    }
    bars::action_bar_ui(&mut part(ui, "actions", foot), cx, screen, &judged);
    act::begin_when_typed(cx, screen);
    screen.keep.focused = ui.memory(|memory| memory.focused().is_some());
}

/// A part of the screen with a name of its own, so that its widgets keep theirs whatever stands before them.
fn part(ui: &mut Ui, name: &str, rect: Rect) -> Ui {
    let id = ui.make_persistent_id(name);
    ui.new_child(UiBuilder::new().max_rect(rect).scope_id(id).layout(Layout::top_down(Align::Min)))
}

fn form_ui(ui: &mut Ui, cx: &Cx<'_>, screen: &mut IntakeScreen, judged: &Judged) {
    let frame = egui::Frame::NONE.inner_margin(Margin { left: 12, right: 12, top: 8, bottom: 0 });
    if !screen.drafts.is_empty() {
        frame.show(ui, |ui| bars::waiting_ui(ui, cx, screen));
    }
    let known = known_phone(screen.duplicates.value());
    ScrollArea::vertical().id_salt("fields").auto_shrink([false, false]).show(ui, |ui| {
        let inset = if ui.available_width() < 720.0 { 16 } else { 28 };
        egui::Frame::NONE.inner_margin(Margin { left: inset, right: inset, top: 6, bottom: 12 }).show(ui, |ui| {
            ui.set_width(ui.available_width().min(WIDEST));
            fields_ui(ui, cx, screen, judged, known);
        });
    });
}

fn fields_ui(ui: &mut Ui, cx: &Cx<'_>, screen: &mut IntakeScreen, judged: &Judged, known: usize) {
    form::spacing(ui);
    let lists = screen.keep.lists(cx);
    let (left, right): (Vec<Field>, Vec<Field>) = groups::sides();
    let single = form::is_narrow(ui.available_width());
    let (first, second) = form::columns(ui, &lists, &left, &right);
    let keep = &mut screen.keep;
    let mut form = Form {
        cx,
        draft: &mut screen.draft,
        judged,
        lists: &lists,
        told: &mut keep.told,
        wanted: keep.wanted.take(),
        next: false,
        here: keep.here,
        group: 1,
        columns: if single { (first.max(second), second) } else { (first, second) },
        label: 0.0,
        single,
    };
    form.contact(ui, known);
    form.product(ui);
    form.problem(ui);
    if form.dispatch(ui, &mut screen.files) {
        cx.want(Action::PickIntakeFiles);
    }
    form.more(ui, &mut keep.more);
    (keep.here, keep.wanted) = (form.here, form.wanted);
    if keep.wanted.is_some() {
        ui.ctx().request_repaint();
    }
}

fn side_ui(ui: &mut Ui, cx: &Cx<'_>, screen: &mut IntakeScreen, judged: &Judged) {
    let t = Tokens::of(ui.ctx());
    let place = ui.max_rect();
    ui.painter().rect_filled(place, 0.0, t.app);
    ui.painter().vline(place.left() + 0.5, place.y_range(), egui::Stroke::new(1.0, t.line));
    ScrollArea::vertical().id_salt("cards").auto_shrink([false, false]).show(ui, |ui| {
        egui::Frame::NONE.inner_margin(Margin { left: 18, right: 18, top: 14, bottom: 14 }).show(ui, |ui| {
            side::side_ui(ui, cx, screen, judged);
        });
    });
}

/// How many of the cases found have the same phone.
fn known_phone(found: Option<&Vec<Duplicate>>) -> usize {
    found.map_or(0, |found| found.iter().filter(|same| same.same.contains(&SameBy::Phone)).count())
}

/// Files that were let go over the window.
fn drop_files(ui: &Ui, screen: &mut IntakeScreen) {
    let dropped = ui.input(|input| input.raw.dropped_files.clone());
    let paths = dropped.into_iter().map(|file| file.path().to_owned()).filter(|path| !path.as_os_str().is_empty());
    for path in paths {
        if !screen.files.contains(&path) {
            screen.files.push(path);
        }
    }
}
