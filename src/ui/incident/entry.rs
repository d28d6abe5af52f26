//! An entry being typed: its parts in a frame below what is on record, sent as one command, refused beside its field.

use egui::{Key, Modifiers, Ui, vec2};

use super::ask::{Ask, concerns};
use crate::domain::{Command, Refusal};
use crate::store::{CaseFile, CaseId};
use crate::t;
use crate::ui::dialogs::draw;
use crate::ui::dialogs::form::{Form, Slot};
use crate::ui::widgets::button::Button;
use crate::ui::widgets::chip::Tone;
use crate::ui::widgets::frame::{caption, toned_card};
use crate::ui::{Action, Cx, icons};

/// Widest an entry grows.
const WIDE: f32 = 760.0;

/// The entry that is open.
#[derive(Debug)]
pub(super) struct Entry {
    ask: Ask,
    case: CaseId,
    form: Form,
    /// The part that takes the focus in the next frame.
    focus: Option<Slot>,
    /// The revision it was sent at; another one means it is on record.
    sent: Option<u32>,
    /// Why it was refused, where no field is to blame.
    refused: Option<String>,
}

impl Entry {
    pub fn new(ask: Ask, cx: &Cx<'_>, file: &CaseFile) -> Self {
        let form = ask.form(cx, file);
        let focus = form.parts.iter().map(|part| part.slot).find(|slot| *slot != Slot::Says);
        Self { ask, case: file.id, form, focus, sent: None, refused: None }
    }

    /// With the cursor in the part of this name; in the first one where it has none.
    pub fn at(mut self, part: &'static str) -> Self {
        let wanted = Slot::Entry(part, 0);
        if self.form.part(wanted).is_some() {
            self.focus = Some(wanted);
        }
        self
    }

    pub const fn ask(&self) -> Ask {
        self.ask
    }

    /// Whether it stays open: it belongs to this case and is not on record yet.
    pub fn is_open(&self, file: &CaseFile) -> bool {
        self.case == file.id && self.sent.is_none_or(|seen| seen == file.case.revision)
    }

    pub const fn is_sent(&self) -> bool {
        self.sent.is_some()
    }

    /// Labels of the parts that are wrong, each with what is said beside it.
    pub fn faults(&self) -> Vec<(&str, &str)> {
        let parts = self.form.parts.iter();
        parts.filter_map(|part| part.error.as_deref().map(|error| (part.label.as_str(), error))).collect()
    }

    pub fn refuse(&mut self, refusal: Option<&Refusal>, text: &str) {
        self.sent = None;
        let blamed: Vec<Slot> = refusal.into_iter().flat_map(concerns).map(|name| Slot::Entry(name, 0)).collect();
        let filled = |slot: &&Slot| self.form.part(**slot).is_some_and(|part| part.required || !part.value.is_empty());
        let there = |slot: &&Slot| self.form.part(**slot).is_some();
        match blamed.iter().find(filled).or_else(|| blamed.iter().find(there)).copied() {
            Some(slot) => {
                self.form.wrong(slot, text.to_owned());
                self.focus = Some(slot);
            }
            None => self.refused = Some(text.to_owned()),
        }
    }

    /// Draws the entry in its frame. `false` when the person gives it up.
    pub fn ui(&mut self, ui: &mut Ui, cx: &Cx<'_>, file: &CaseFile) -> bool {
        let mut keep = true;
        ui.scope(|ui| {
            ui.set_max_width(WIDE.min(ui.available_width()));
            toned_card(ui, Tone::Accent, |ui| keep = self.inside(ui, cx, file));
        });
        keep
    }

    /// As [`Entry::ui`] without the frame, for a page that is nothing but this entry.
    pub fn inside(&mut self, ui: &mut Ui, cx: &Cx<'_>, file: &CaseFile) -> bool {
        ui.spacing_mut().item_spacing = vec2(8.0, 8.0);
        let verb = self.ask.label(cx.texts);
        if self.ask != Ask::Open {
            caption(ui, &verb, None);
        }
        let mut changed = Vec::new();
        draw::rows(ui, cx, &mut self.form.parts, self.focus.take(), &mut changed);
        for slot in changed {
            if let Some(part) = self.form.part_mut(slot) {
                part.error = None;
            }
            self.refused = None;
        }
        if let Some(why) = &self.refused {
            draw::line(ui, Some(Tone::Danger), why);
        }
        let free = !egui::Popup::is_any_open(ui.ctx());
        let key = |modifiers, key| free && ui.input_mut(|input| input.consume_key(modifiers, key));
        let (send, leave) = (key(Modifiers::COMMAND, Key::Enter), key(Modifiers::NONE, Key::Escape));
        let (pressed, cancelled) = self.buttons(ui, cx, &verb);
        if (send || pressed) && self.sent.is_none() {
            self.submit(cx, file);
        }
        !(leave || cancelled)
    }

    fn buttons(&self, ui: &mut Ui, cx: &Cx<'_>, verb: &str) -> (bool, bool) {
        let busy = self.sent.is_some();
        ui.horizontal(|ui| {
            let save = t!(cx.texts, "incident-save");
            let label = if self.ask == Ask::Open { verb } else { &save };
            let icon = if self.ask == Ask::Open { icons::FOLDER_OPEN } else { icons::CHECK };
            let pressed = Button::primary(label).icon(icon).key("Ctrl ↵").busy(busy).ui(ui).clicked();
            if self.ask == Ask::Open {
                return (pressed, false);
            }
            let cancel = t!(cx.texts, "act-cancel");
            (pressed, Button::secondary(&cancel).key("Esc").ui(ui).clicked())
        })
        .inner
    }

    /// Wants the command, or goes to the first part that is wrong.
    fn submit(&mut self, cx: &Cx<'_>, file: &CaseFile) {
        self.refused = None;
        match self.ask.command(&mut self.form, cx, file) {
            Some(command) => {
                let command = Box::new(Command::from(command));
                cx.want(Action::Do { case: file.id, seen: file.case.revision, command });
                self.sent = Some(file.case.revision);
            }
            None => self.focus = self.form.parts.iter().find(|part| part.error.is_some()).map(|part| part.slot),
        }
    }
}
