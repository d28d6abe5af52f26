//! Keys of a case, in the list and on its own screen. They act only while no text field has the focus.

use egui::{Key, Modifiers, Ui};

use super::CaseScreen;
use crate::domain::event::SheetKind;
use crate::ui::dialogs::{self, Dialog, DialogKind};
use crate::ui::{Action, Cx, Output, Route};

/// A dispatch, R the next step, U urge, E raise, L link, N note, P print, Ctrl U attach; what is not possible now does nothing.
pub fn case_keys(ui: &Ui, cx: &Cx<'_>, screen: &mut CaseScreen) {
    let Some(file) = screen.file.value() else { return };
    let pressed = |key: Key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
    let takes_entries = file.case.merged_into().is_none();
    if takes_entries && ui.input_mut(|input| input.consume_key(Modifiers::COMMAND, Key::U)) {
        cx.want(Action::PickAttachments { case: file.id, seen: file.case.revision });
        return;
    }
    if pressed(Key::P) {
        cx.want(Action::Paper { case: file.id, sheet: SheetKind::Feedback, whose: None, output: Output::Preview });
        cx.want(Action::Go(Route::Print));
        return;
    }
    let kind = if pressed(Key::A) {
        Some(DialogKind::Dispatch)
    } else if pressed(Key::R) {
        dialogs::next_step(&file.case)
    } else if pressed(Key::U) {
        Some(DialogKind::Urge)
    } else if pressed(Key::E) {
        Some(DialogKind::Raise)
    } else if pressed(Key::L) {
        Some(DialogKind::Link)
    } else if cx.route == Route::Worklist && pressed(Key::N) {
        Some(DialogKind::Note)
    } else {
        None
    };
    if let Some(kind) = kind.filter(|kind| dialogs::why_not_now(cx, file, kind).is_none()) {
        screen.open(kind, cx);
    }
}

/// Opens the dispatch dialog of a case that was just logged, as soon as it is here.
pub fn dispatch_when_here(cx: &Cx<'_>, screen: &mut CaseScreen) {
    if !screen.dispatch_when_here || screen.file.is_waiting() {
        return;
    }
    screen.dispatch_when_here = false;
    if let Some(file) = screen.file.value()
        && dialogs::why_not_now(cx, file, &DialogKind::Dispatch).is_none()
    {
        screen.dialog = Some(Dialog::open(DialogKind::Dispatch, cx, file));
    }
}
