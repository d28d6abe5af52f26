//! Dialogs in which a command on a case is filled in.
//!
//! A dialog is a list of parts (`form`) made when it opens (`open`), drawn (`draw`), and read as a command (`command`).

mod amend;
mod command;
pub(super) mod draw;
pub(super) mod form;
mod kind;
pub(super) mod lists;
mod open;
mod terms;

pub use kind::{DialogKind, icon, key, label, next_step, why_not, why_not_now};

use egui::{Context, Key, Modifiers};

use self::form::{Form, Mood, Part, Slot};
use super::action::{Action, Output, Route};
use super::case::CaseScreen;
use super::cx::Cx;
use super::widgets::chip::Tone;
use super::widgets::modal::{Answer, Dialog as Modal};
use crate::domain::event::SheetKind;
use crate::domain::stage::Satisfaction;
use crate::domain::{Command, Field};
use crate::store::{CaseFile, CaseId};
use crate::t;

/// The dialog that is open. It belongs to one case and closes itself when another one is on screen.
#[derive(Debug)]
pub struct Dialog {
    kind: DialogKind,
    case: CaseId,
    form: Form,
    /// The part that takes the focus in the next frame.
    focus: Option<Slot>,
    /// The command is on its way; its answer closes the dialog or says why not.
    sent: bool,
}

impl Dialog {
    /// Opens a dialog with what is known of the case. Ask [`why_not_now`] first: a dialog that is not possible opens with its
    /// button blocked.
    #[must_use]
    pub fn open(kind: DialogKind, cx: &Cx<'_>, file: &CaseFile) -> Self {
        let form = open::form(&kind, cx, file);
        let focus = form.parts.iter().map(|part| part.slot).find(|slot| *slot != Slot::Says);
        Self { kind, case: file.id, form, focus, sent: false }
    }

    /// 派单, with branch and responsible persons proposed (A07, E08).
    #[must_use]
    pub fn dispatch(cx: &Cx<'_>, file: &CaseFile) -> Self {
        Self::open(DialogKind::Dispatch, cx, file)
    }

    /// The correction of one fact, with the cursor in its new value.
    #[must_use]
    pub fn amend(field: Field, cx: &Cx<'_>, file: &CaseFile) -> Self {
        let mut dialog = Self::open(DialogKind::Amend, cx, file);
        dialog.form.set(Slot::Field, field.word());
        amend::choose(&mut dialog.form, cx, file);
        dialog.focus = Some(Slot::Value);
        dialog
    }

    #[must_use]
    pub const fn kind(&self) -> &DialogKind {
        &self.kind
    }

    /// What follows from a part that was changed.
    fn follow(&mut self, changed: Slot, cx: &Cx<'_>, file: &CaseFile) {
        if let Some(part) = self.form.part_mut(changed) {
            part.error = None;
        }
        match (&self.kind, changed) {
            (DialogKind::Dispatch | DialogKind::Transfer, Slot::Branch) => open::persons(&mut self.form, cx, file),
            (DialogKind::AskAssist, Slot::Limited) => terms::take_limited(&mut self.form, cx, file),
            (DialogKind::AskAssist, Slot::Unit) => terms::propose_due(&mut self.form, cx, file),
            (DialogKind::Close, Slot::Paid) => terms::ask_signers(&mut self.form, cx, file),
            (DialogKind::Amend, Slot::Field) => {
                amend::choose(&mut self.form, cx, file);
                self.focus = Some(Slot::Value);
            }
            (DialogKind::Revisit, Slot::Result | Slot::Process | Slot::Staff) => self.warn_of_round(cx, file),
            _ => {}
        }
    }

    /// H07: a dissatisfied customer opens the next round, and the opinion must say why.
    fn warn_of_round(&mut self, cx: &Cx<'_>, file: &CaseFile) {
        let bad = [Slot::Result, Slot::Process, Slot::Staff]
            .iter()
            .any(|slot| self.form.text(*slot) == Satisfaction::Dissatisfied.word());
        self.form.parts.retain(|part| part.slot != Slot::Says);
        if let Some(opinion) = self.form.part_mut(Slot::Opinion) {
            opinion.required = bad;
        }
        if bad {
            let says = t!(cx.texts, "dialog-next-round", round = file.case.round + 1);
            let before = self.form.parts.iter().position(|part| part.slot == Slot::Opinion).unwrap_or(0);
            self.form.parts.insert(before, Part::line(Mood::Warn, says));
        }
    }

    /// Wants the command, or marks what is wrong and goes there.
    fn submit(&mut self, cx: &Cx<'_>, file: &CaseFile) -> bool {
        match command::command(&self.kind, &mut self.form, cx, file) {
            Some(command) => {
                let (case, seen) = (file.id, file.case.revision);
                cx.want(Action::Do { case, seen, command: Box::new(command) });
                self.sent = true;
                true
            }
            None => {
                self.focus = self.form.parts.iter().find(|part| part.error.is_some()).map(|part| part.slot);
                false
            }
        }
    }

    fn show(&mut self, ctx: &Context, cx: &Cx<'_>, file: &CaseFile, refused: &mut Option<String>) -> bool {
        if refused.is_some() {
            self.sent = false;
        }
        let texts = cx.texts;
        let verb = label(texts, &self.kind);
        let title = t!(texts, "dialog-title", act = verb.as_str(), number = file.case.number.as_str());
        let cancel = t!(texts, "act-cancel");
        let blocked = if self.sent { None } else { why_not_now(cx, file, &self.kind) };
        let pressed =
            !egui::Popup::is_any_open(ctx) && ctx.input_mut(|input| input.consume_key(Modifiers::COMMAND, Key::Enter));
        let modal = Modal::new(&title, &cancel)
            .icon(icon(&self.kind), Tone::Accent)
            .width(draw::width(&self.kind))
            .confirm(&verb)
            .key("Ctrl ↵")
            .blocked(blocked.as_deref())
            .busy(self.sent);
        let why = refused.clone().or_else(|| blocked.clone());
        let (answer, changed) =
            modal.show(ctx, "case", |ui| draw::parts(ui, cx, &mut self.form, self.focus.take(), why.as_deref()));
        for slot in changed {
            self.follow(slot, cx, file);
        }
        if answer == Some(Answer::Cancelled) {
            *refused = None;
            return false;
        }
        let wanted = pressed || answer == Some(Answer::Confirmed);
        if wanted && blocked.is_none() && !self.sent && self.submit(cx, file) {
            *refused = None;
        }
        true
    }
}

/// The command that a dialog sends when nothing in it is changed, for a deed on many cases.
///
/// # Errors
/// Why it cannot be done: the rule row and what would satisfy it, or the part that has no proposal.
pub fn as_proposed(kind: &DialogKind, cx: &Cx<'_>, file: &CaseFile) -> Result<Command, String> {
    if let Some(why) = why_not_now(cx, file, kind) {
        return Err(why);
    }
    let mut form = open::form(kind, cx, file);
    if let Some(command) = command::command(kind, &mut form, cx, file) {
        return Ok(command);
    }
    if *kind == DialogKind::Dispatch && form.text(Slot::Branch).is_empty() {
        return Err(t!(cx.texts, "marked-no-branch"));
    }
    let wrong = form.parts.iter().find_map(|part| Some((part.label.as_str(), part.error.as_deref()?)));
    let (part, why) = wrong.unwrap_or_default();
    Err(t!(cx.texts, "marked-part-missing", part = part, why = why))
}

/// Draws the open dialog above the window. Its only outcome is [`Action::Do`]; who carries that out closes the dialog, or
/// leaves it open and says why in `refused`.
pub fn dialog_ui(ctx: &Context, cx: &Cx<'_>, screen: &mut CaseScreen) {
    let Some(mut dialog) = screen.dialog.take() else {
        slip_when_dispatched(cx, screen);
        return;
    };
    let Some(file) = screen.file.value() else {
        // The case is being read anew: what was typed waits.
        screen.dialog = screen.file.is_waiting().then_some(dialog);
        return;
    };
    screen.slip = None;
    if file.id == dialog.case && dialog.show(ctx, cx, file, &mut screen.refused) {
        screen.slip = (dialog.sent && dialog.form.is_yes(Slot::Slip)).then_some(dialog.case);
        screen.dialog = Some(dialog);
    }
}

/// The dispatch that asked for its slip is on record: the slip is shown as it will be printed (E08).
fn slip_when_dispatched(cx: &Cx<'_>, screen: &mut CaseScreen) {
    let Some(case) = screen.slip.take() else { return };
    if screen.file.value().is_some_and(|file| file.id == case && !file.case.dispatches.is_empty()) {
        cx.want(Action::Paper { case, sheet: SheetKind::Dispatch, whose: None, output: Output::Preview });
        cx.want(Action::Go(Route::Print));
    }
}
