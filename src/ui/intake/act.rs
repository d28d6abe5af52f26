//! What the keys and buttons of the intake do: saving, drafts put aside and taken up, the search for duplicates.

use egui::{Event, Key, Modifiers, Ui};

use super::judged::Judged;
use super::{IntakeScreen, groups::GROUPS};
use crate::domain::phone::PhoneKind;
use crate::domain::{Draft, Field};
use crate::store::{DraftId, DuplicateProbe, SavedDraft};
use crate::ui::{Action, AfterLog, Cx, Fetch, Route};

/// Rest after the last key before duplicates are looked for, in seconds.
const REST: f64 = 0.4;

/// With Alt these lead to the groups.
const GROUP_KEYS: [(Key, &str); 5] =
    [(Key::Num1, "1"), (Key::Num2, "2"), (Key::Num3, "3"), (Key::Num4, "4"), (Key::Num5, "5")];

/// The customer of the last intake, for Ctrl D.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct LastCustomer([String; 3]);

const REPEATED: [Field; 3] = [Field::Phone, Field::CustomerName, Field::Address];

impl LastCustomer {
    pub(super) fn of(draft: &Draft) -> Option<Self> {
        let texts = REPEATED.map(|field| draft.get(field).to_owned());
        texts.iter().any(|text| !text.trim().is_empty()).then_some(Self(texts))
    }

    fn write(&self, draft: &mut Draft) {
        for (field, text) in REPEATED.into_iter().zip(&self.0) {
            draft.set(field, text.clone());
        }
    }
}

/// When duplicates were last asked for, and for what.
#[derive(Debug, Default)]
pub(super) struct Probing {
    asked: DuplicateProbe,
    typed: DuplicateProbe,
    since: f64,
}

/// Reads the shortcuts of the screen before any field can take them. An input method that composes keeps its keys.
pub(super) fn keys(ui: &Ui, cx: &Cx<'_>, screen: &mut IntakeScreen) {
    let pressed = |modifiers: Modifiers, key: Key| ui.input_mut(|input| input.consume_key(modifiers, key));
    if pressed(Modifiers::COMMAND | Modifiers::SHIFT, Key::Enter) {
        screen.keep.submit = Some(AfterLog::Another);
    } else if pressed(Modifiers::COMMAND, Key::Enter) {
        screen.keep.submit = Some(AfterLog::Dispatch);
    }
    if pressed(Modifiers::COMMAND, Key::S) {
        save_draft(cx, screen);
    }
    if pressed(Modifiers::COMMAND, Key::U) {
        cx.want(Action::PickIntakeFiles);
    }
    if pressed(Modifiers::COMMAND, Key::D)
        && let Some(last) = screen.keep.last.clone()
    {
        ui.memory_mut(|memory| memory.focused().map(|id| memory.surrender_focus(id)));
        last.write(&mut screen.draft);
        screen.keep.wanted = Some(Field::Serial);
    }
    for (at, (key, digit)) in GROUP_KEYS.into_iter().enumerate() {
        if pressed(Modifiers::ALT, key) {
            screen.keep.wanted = GROUPS.get(at).and_then(|fields| fields.first()).copied();
            // Some systems send the digit as text as well.
            ui.input_mut(|input| input.events.retain(|event| !matches!(event, Event::Text(text) if text == digit)));
        }
    }
    // The first Esc leaves a field or closes a list; the next one leaves the screen. The draft is kept.
    let busy = screen.keep.focused || egui::Popup::is_any_open(ui.ctx());
    if !busy && ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape)) {
        cx.want(Action::Go(Route::Worklist));
    }
}

/// Ctrl S: the draft is stored now and not in a few seconds.
pub(super) fn save_draft(cx: &Cx<'_>, screen: &mut IntakeScreen) {
    if let Some((id, draft)) = screen.draft_to_save(cx.now) {
        cx.want(Action::SaveDraft { id, draft: Box::new(draft) });
    }
}

/// Carries out a wish to save once no save of the draft is under way; else it would outlive its case.
pub(super) fn submit_when_free(ui: &Ui, cx: &Cx<'_>, screen: &mut IntakeScreen, judged: &Judged) {
    if screen.saving || screen.sending {
        return;
    }
    let Some(then) = screen.keep.submit.take() else { return };
    let full = judged.complete(&screen.draft, cx.organisation, cx.now);
    match full.check(&cx.book.rules.required, cx.now) {
        Ok(facts) => {
            screen.sending = true;
            cx.want(Action::Log { facts: Box::new(facts), draft: screen.draft_id, then });
        }
        Err(faults) => {
            screen.keep.told.all = true;
            screen.keep.wanted = in_order().find(|field| faults.iter().any(|fault| fault.field == *field));
            ui.ctx().request_repaint();
        }
    }
}

/// The fields as they stand in the form.
pub(super) fn in_order() -> impl Iterator<Item = Field> {
    GROUPS.iter().flat_map(|fields| fields.iter().copied())
}

/// The first change of an empty intake starts its clock (T01) and sets the contact time and the channel used last.
pub(super) fn begin_when_typed(cx: &Cx<'_>, screen: &mut IntakeScreen) {
    if screen.started.is_some() || screen.draft.is_empty() {
        return;
    }
    screen.started = Some(cx.now);
    let moment = cx.now.wall().format("%Y-%m-%d %H:%M").to_string();
    let channel = screen.keep.channel.clone();
    for (field, text) in [(Field::ReceivedAt, moment), (Field::Channel, channel)] {
        if screen.draft.get(field).is_empty() {
            screen.draft.set(field, text);
        }
    }
}

/// Puts the intake aside and begins with another draft, or an empty one. What was typed is kept as a draft.
pub(super) fn turn_to(cx: &Cx<'_>, screen: &mut IntakeScreen, other: Option<DraftId>) {
    screen.keep.turn_to = Some(other);
    save_draft(cx, screen);
    turn_when_free(screen);
}

/// Carries out the turn once everything typed is stored.
pub(super) fn turn_when_free(screen: &mut IntakeScreen) {
    if screen.saving || screen.sending || screen.is_changed() {
        return;
    }
    let Some(other) = screen.keep.turn_to.take() else { return };
    if let (Some(id), Some((saved_at, draft))) = (screen.draft_id.take(), screen.saved.take()) {
        screen.drafts.insert(0, SavedDraft { id, owner: String::new(), saved_at, draft });
    }
    screen.draft = Draft::default();
    screen.started = None;
    screen.duplicates = Fetch::default();
    screen.keep.fresh();
    let at = other.and_then(|id| screen.drafts.iter().position(|draft| draft.id == id));
    if let Some(at) = at {
        let taken = screen.drafts.remove(at);
        screen.take_up(taken);
    }
}

/// Asks for cases that may be the same, once what identifies the intake has rested for a moment.
pub(super) fn probe(ui: &Ui, cx: &Cx<'_>, screen: &mut IntakeScreen, judged: &Judged) {
    let wanted = probe_of(&screen.draft, judged);
    let now = ui.input(|input| input.time);
    let probing = &mut screen.keep.probing;
    if probing.typed != wanted {
        probing.typed = wanted;
        probing.since = now;
    }
    if probing.typed == probing.asked {
        return;
    }
    let left = probing.since + REST - now;
    if left > 0.0 {
        ui.ctx().request_repaint_after(std::time::Duration::from_secs_f64(left));
        return;
    }
    probing.asked = probing.typed.clone();
    if is_blank(&probing.asked) {
        screen.duplicates = Fetch::default();
    } else {
        cx.want(Action::Probe(probing.asked.clone()));
    }
}

/// Only what is long enough to identify anyone is asked for. The day of the contact is enough for a window of days.
fn probe_of(draft: &Draft, judged: &Judged) -> DuplicateProbe {
    let long = |text: &str, least: usize| if text.chars().count() >= least { text.to_owned() } else { String::new() };
    let phone = &judged.phone;
    let usual = matches!(phone.kind, PhoneKind::Mobile | PhoneKind::Landline);
    let probe = DuplicateProbe {
        phone: if usual { phone.normalized.clone() } else { long(&phone.normalized, 7) },
        serial: long(draft.get(Field::Serial).trim(), 6),
        address: long(draft.get(Field::Address).trim(), 6),
        ..DuplicateProbe::default()
    };
    if is_blank(&probe) { probe } else { DuplicateProbe { at: judged.facts.received_at, ..probe } }
}

fn is_blank(probe: &DuplicateProbe) -> bool {
    probe.phone.is_empty() && probe.serial.is_empty() && probe.address.is_empty()
}
