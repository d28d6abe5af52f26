//! The dialog of a procedure that is open: its parts, what was typed, and what became of it.

use std::collections::BTreeMap;

use egui::{Context, Key, Modifiers};

use super::answers::ATTACH;
use super::ask::{Ask, found};
use crate::domain::decide::Reason;
use crate::domain::{Command, Refusal};
use crate::store::{CaseFile, CaseId};
use crate::t;
use crate::text::Texts;
use crate::ui::dialogs::draw;
use crate::ui::dialogs::form::{Form, Input, Part, Slot};
use crate::ui::say::{self, Concerned};
use crate::ui::widgets::chip::Tone;
use crate::ui::widgets::modal::{Answer, Dialog as Modal};
use crate::ui::{Action, Cx};

/// Width of a dialog with two columns of fields.
const WIDE: f32 = 640.0;

/// The dialog that is open.
#[derive(Debug)]
pub(super) struct Dialog {
    ask: Ask,
    case: CaseId,
    form: Form,
    /// Everything typed so far, also into questions that are not asked any more.
    typed: BTreeMap<Slot, String>,
    /// The part that takes the focus in the next frame.
    focus: Option<Slot>,
    /// The revision the parts were made at, and whether private answers were shown then.
    of: (u32, bool),
    /// The field that waits for a file being attached.
    awaits: Option<Slot>,
    /// The revision it was sent at; another one means it is on record.
    sent: Option<u32>,
    /// Why it was refused, where no field is to blame.
    refused: Option<String>,
}

impl Dialog {
    /// `at` takes the focus, else the first field.
    pub fn new(ask: Ask, cx: &Cx<'_>, file: &CaseFile, (shown, at): (bool, Option<Slot>)) -> Self {
        let typed = BTreeMap::new();
        let form = Form { parts: ask.parts(cx, file, (&typed, !shown)) };
        let first = form.parts.iter().map(|part| part.slot).find(|slot| *slot != Slot::Says);
        let focus = at.filter(|slot| form.part(*slot).is_some()).or(first);
        let of = (file.case.revision, shown);
        Self { ask, case: file.id, form, typed, focus, of, awaits: None, sent: None, refused: None }
    }

    pub const fn ask(&self) -> &Ask {
        &self.ask
    }

    pub const fn is_sent(&self) -> bool {
        self.sent.is_some()
    }

    /// Labels of the parts that are wrong, each with what is said beside it.
    pub fn faults(&self) -> Vec<(&str, &str)> {
        let parts = self.form.parts.iter();
        parts.filter_map(|part| part.error.as_deref().map(|error| (part.label.as_str(), error))).collect()
    }

    pub fn refused(&self) -> Option<&str> {
        self.refused.as_deref()
    }

    /// The answer was a refusal: it is told in the words of the procedure, beside its field where it has one.
    pub fn refuse(&mut self, texts: &Texts, (file, refusal): (Option<&CaseFile>, Option<&Refusal>), text: &str) {
        self.sent = None;
        let reason = refusal.and_then(|refusal| match &refusal.reason {
            Reason::Procedure(reason) => Some((refusal, reason)),
            _ => None,
        });
        let Some((file, (refusal, reason))) = file.zip(reason) else {
            self.refused = Some(text.to_owned());
            return;
        };
        let template = self.ask.procedure().and_then(|id| found(file, id)).map(|(template, _)| template);
        let of = Concerned { rules: Some(&file.book.rules), template };
        let text = say::procedure_refusal(texts, reason, &refusal.rule, of);
        match self.ask.blamed(file, reason).filter(|slot| self.form.part(*slot).is_some()) {
            Some(slot) => {
                self.form.wrong(slot, text);
                self.focus = Some(slot);
            }
            None => self.refused = Some(text),
        }
    }

    /// Draws the dialog above the window. `false` when it is done or given up.
    pub fn show(&mut self, ctx: &Context, cx: &Cx<'_>, file: &CaseFile, shown: bool) -> bool {
        let on_record = self.sent.is_some_and(|seen| seen != file.case.revision);
        let gone = self.ask.procedure().is_some_and(|id| found(file, id).is_none());
        if self.case != file.id || on_record || gone {
            return false;
        }
        if self.of != (file.case.revision, shown) {
            self.follow(cx, file, shown);
        }
        let texts = cx.texts;
        let (verb, cancel) = (self.ask.verb(texts), t!(texts, "act-cancel"));
        let subject = self.ask.subject(texts, file);
        let title = match &self.ask {
            Ask::Section(..) => t!(texts, "procedure-fill-in", subject = subject),
            _ if subject.is_empty() => verb.clone(),
            _ => t!(texts, "procedure-dialog", act = verb.as_str(), subject = subject),
        };
        let free = !egui::Popup::is_any_open(ctx);
        let key = |modifiers, key| free && ctx.input_mut(|input| input.consume_key(modifiers, key));
        let (send, attach) = (key(Modifiers::COMMAND, Key::Enter), key(Modifiers::COMMAND, Key::U));
        if attach {
            self.attach(cx, file, None);
        }
        let modal = Modal::new(&title, &cancel)
            .icon(self.ask.icon(), Tone::Accent)
            .width(WIDE.min(ctx.content_rect().width() - 80.0))
            .confirm(&verb)
            .key("Ctrl ↵")
            .busy(self.sent.is_some());
        let (answer, changed) = modal.show(ctx, "procedure", |ui| {
            draw::parts(ui, cx, &mut self.form, self.focus.take(), self.refused.as_deref())
        });
        let onward = ctx.input(|input| input.key_pressed(Key::Tab));
        for slot in changed {
            self.changed((slot, onward), cx, file);
        }
        if answer == Some(Answer::Cancelled) {
            return false;
        }
        if (send || answer == Some(Answer::Confirmed)) && self.sent.is_none() {
            return self.submit(cx, file);
        }
        true
    }

    /// A part was changed: other questions may be asked now. The focus stays with it, or goes `onward` to the next.
    fn changed(&mut self, (slot, onward): (Slot, bool), cx: &Cx<'_>, file: &CaseFile) {
        self.refused = None;
        let Some(part) = self.form.part_mut(slot) else { return };
        part.error = None;
        if matches!(part.input, Input::Pick(_)) && part.value == ATTACH {
            self.attach(cx, file, Some(slot));
            self.rebuild(cx, file);
            return;
        }
        let value = part.value.clone();
        self.typed.insert(slot, value);
        if matches!(self.ask, Ask::Section(..)) {
            let before = self.form.parts.len();
            self.rebuild(cx, file);
            let at = self.form.parts.iter().position(|part| part.slot == slot).unwrap_or(0);
            let goal = self.form.parts.get(at + usize::from(onward)).map(|part| part.slot);
            self.focus = goal.filter(|_| before != self.form.parts.len());
        }
    }

    /// Asks for a file; the first field of that kind takes it when none asked.
    fn attach(&mut self, cx: &Cx<'_>, file: &CaseFile, slot: Option<Slot>) {
        let takes =
            |part: &&Part| matches!(&part.input, Input::Pick(items) if items.iter().any(|item| item.key == ATTACH));
        let empty = self.form.parts.iter().filter(takes).find(|part| part.value.is_empty());
        self.awaits = slot.or(empty.map(|part| part.slot));
        if self.awaits.is_some() {
            cx.want(Action::PickAttachments { case: file.id, seen: file.case.revision });
        }
    }

    /// The case has changed, or what may be shown: the parts are made anew with what was typed.
    fn follow(&mut self, cx: &Cx<'_>, file: &CaseFile, shown: bool) {
        self.of = (file.case.revision, shown);
        if let Some(slot) = self.awaits.take()
            && let Some(kept) = file.case.attachments.last()
        {
            self.typed.insert(slot, kept.hash.clone());
            self.focus = Some(slot);
        }
        self.rebuild(cx, file);
    }

    fn rebuild(&mut self, cx: &Cx<'_>, file: &CaseFile) {
        let parts = self.ask.parts(cx, file, (&self.typed, !self.of.1));
        let errors: BTreeMap<Slot, Option<String>> =
            self.form.parts.drain(..).map(|part| (part.slot, part.error)).collect();
        self.form.parts = parts;
        for part in &mut self.form.parts {
            part.error = errors.get(&part.slot).cloned().flatten();
        }
    }

    /// Wants the command, or goes to the first part that is wrong. `false` when there is nothing to send.
    fn submit(&mut self, cx: &Cx<'_>, file: &CaseFile) -> bool {
        self.refused = None;
        match self.ask.command(&mut self.form, cx, (file, !self.of.1)) {
            Ok(Some(command)) => {
                let command = Box::new(Command::Procedure(Box::new(command)));
                cx.want(Action::Do { case: file.id, seen: file.case.revision, command });
                self.sent = Some(file.case.revision);
                true
            }
            Ok(None) => false,
            Err(()) => {
                self.focus = self.form.parts.iter().find(|part| part.error.is_some()).map(|part| part.slot);
                true
            }
        }
    }
}
