//! The action bar of a case: what stands in the way at the left, then what else can be done, the next step last.

use egui::{Align, Layout, Rect, RichText, Stroke, Ui, UiBuilder, pos2, vec2};

use super::full::{Asked, FullView, INSET};
use crate::domain::case::Assist;
use crate::store::CaseFile;
use crate::t;
use crate::ui::dialogs::{self, DialogKind};
use crate::ui::incident::Ahead;
use crate::ui::procedure::Place;
use crate::ui::say::Names;
use crate::ui::theme::{Tokens, font, size};
use crate::ui::widgets::button::Button;
use crate::ui::widgets::chip::{Chip, Tone};
use crate::ui::widgets::menu::{Item, menu};
use crate::ui::{Cx, icons};

/// A command with its name and why it is not possible now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Act {
    pub kind: DialogKind,
    pub label: String,
    pub why_not: Option<String>,
    /// Another kind of command begins here.
    pub parted: bool,
}

/// What the bar says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Foot {
    /// The step that the stage asks for.
    pub next: Option<Act>,
    /// Work remains.
    pub open: bool,
    /// Why the clock stands still.
    pub waits: Option<String>,
    /// What should be looked at first; none of it forbids the step.
    pub remarks: Vec<String>,
}

/// The menu's commands; the first of each group has a line above it.
const MENU: [&[DialogKind]; 4] = [
    &[
        DialogKind::Dispatch,
        DialogKind::OnTheSpot,
        DialogKind::Transfer,
        DialogKind::SendBack,
        DialogKind::Raise,
        DialogKind::AskAssist,
    ],
    &[DialogKind::Wait, DialogKind::Extend, DialogKind::Urge],
    &[
        DialogKind::Handle,
        DialogKind::Reply,
        DialogKind::Revisit,
        DialogKind::SkipRevisit,
        DialogKind::OpenRound,
        DialogKind::Close,
        DialogKind::Reopen,
    ],
    &[DialogKind::Amend, DialogKind::Note, DialogKind::Link, DialogKind::Breach],
];

const BESIDE: [DialogKind; 4] = [DialogKind::Extend, DialogKind::Urge, DialogKind::Raise, DialogKind::Wait];

fn act(file: &CaseFile, cx: &Cx<'_>, kind: &DialogKind, parted: bool) -> Act {
    let why_not = dialogs::why_not_now(cx, file, kind);
    Act { kind: kind.clone(), label: dialogs::label(cx.texts, kind), why_not, parted }
}

/// Every command of the menu.
pub(super) fn acts(file: &CaseFile, cx: &Cx<'_>) -> Vec<Act> {
    let groups = MENU.iter().enumerate();
    groups
        .flat_map(|(group, kinds)| kinds.iter().enumerate().map(move |(at, kind)| (kind, group > 0 && at == 0)))
        .map(|(kind, parted)| act(file, cx, kind, parted))
        .collect()
}

/// What was chosen in the menu of a case.
pub(super) enum Chosen {
    Dialog(DialogKind),
    /// Another procedure is to be opened.
    Procedure,
}

/// Opens the menu of all commands below `button`; those that are not possible now say why. Answers the one chosen.
pub(super) fn menu_of(button: &egui::Response, acts: &[Act], procedure: Option<&str>) -> Option<Chosen> {
    let acts_of = acts.iter().map(|act| Item {
        icon: Some(dialogs::icon(&act.kind)),
        key: dialogs::key(&act.kind),
        blocked: act.why_not.as_deref(),
        parted: act.parted,
        ..Item::new(&act.label)
    });
    let more = procedure.map(|label| Item { icon: Some(icons::FOLDER_OPEN), parted: true, ..Item::new(label) });
    let items: Vec<Item<'_>> = acts_of.chain(more).collect();
    let at = menu(button, &items)?;
    Some(acts.get(at).map_or(Chosen::Procedure, |act| Chosen::Dialog(act.kind.clone())))
}

impl Foot {
    pub(super) fn of(file: &CaseFile, cx: &Cx<'_>, names: &dyn Names) -> Self {
        let case = &file.case;
        let waits = case.waiting().map(|pause| t!(cx.texts, "case-stopped", reason = names.choice(&pause.reason)));
        let mut remarks = Vec::new();
        let open = case.assists.iter().filter(|assist| assist.answer.is_none()).count();
        let late = |assist: &&Assist| assist.answer.is_none() && assist.due.is_some_and(|due| due < cx.now);
        let late = case.assists.iter().filter(late).count();
        if late > 0 && case.is_open() {
            remarks.push(t!(cx.texts, "case-assists-late", count = open, late = late));
        } else if open > 0 && case.is_open() {
            remarks.push(t!(cx.texts, "case-assists-open", count = open));
        }
        let broken = case.attachments.iter().filter(|kept| file.broken.contains(&kept.hash)).count();
        if broken > 0 {
            remarks.push(t!(cx.texts, "case-files-broken", count = broken));
        }
        Self {
            next: dialogs::next_step(case).map(|kind| act(file, cx, &kind, false)),
            open: case.is_open(),
            waits,
            remarks,
        }
    }
}

/// Draws the bar below `body`.
pub(super) fn foot_ui(ui: &mut Ui, cx: &Cx<'_>, file: &CaseFile, view: &FullView, body: Rect, asked: &mut Asked) {
    let t = Tokens::of(ui.ctx());
    let bar = Rect::from_min_size(body.left_bottom(), vec2(body.width(), size::ACTION_BAR));
    ui.painter().hline(bar.x_range(), bar.top() + 0.5, Stroke::new(1.0, t.line));
    let inner = bar.shrink2(vec2(INSET, 0.0));
    let place = UiBuilder::new().id_salt("acts").max_rect(inner).layout(Layout::right_to_left(Align::Center));
    let mut right = ui.new_child(place);
    right.spacing_mut().item_spacing.x = 8.0;
    let foot = &view.foot;
    if let Some(next) = &foot.next {
        let button = if foot.waits.is_some() { Button::secondary(&next.label) } else { Button::primary(&next.label) };
        let button = button.icon(dialogs::icon(&next.kind)).blocked(next.why_not.as_deref());
        let button = if let Some(key) = dialogs::key(&next.kind) { button.key(key) } else { button };
        if button.ui(&mut right).clicked() {
            asked.dialog = Some(next.kind.clone());
        }
    }
    if foot.waits.is_some() {
        let label = t!(cx.texts, "act-resume");
        if Button::primary(&label).icon(icons::PLAY).ui(&mut right).clicked() {
            super::detail::resume(cx, file);
        }
    }
    let beside = BESIDE.iter().filter(|_| file.case.is_open());
    for act in beside.filter_map(|kind| view.acts.iter().find(|act| act.kind == *kind)) {
        let button = Button::secondary(&act.label).icon(dialogs::icon(&act.kind)).blocked(act.why_not.as_deref());
        let button = if let Some(key) = dialogs::key(&act.kind) { button.key(key) } else { button };
        // What does not fit is in the menu as well.
        if right.available_width() < button.width(&right) + inner.width() * 0.3 {
            break;
        }
        if button.ui(&mut right).clicked() {
            asked.dialog = Some(act.kind.clone());
        }
    }
    let edge = right.min_rect().left() - 16.0;
    let rest = Rect::from_min_max(inner.min, pos2(edge.max(inner.left()), inner.bottom()));
    reasons_ui(ui, cx, (foot, view), rest, asked);
}

/// Chips of what the incident file lacks, as many as fit; each leads to its section.
fn ahead_ui(left: &mut Ui, ahead: &Ahead, asked: &mut Asked) {
    let t = Tokens::of(left.ctx());
    left.label(RichText::new(&ahead.says).font(font::body_medium()).color(t.text));
    for lack in &ahead.lacks {
        let chip = Chip::new(&lack.text, Tone::Warn).icon(icons::WARNING);
        if left.available_width() < chip.width(left.painter()) {
            break;
        }
        if chip.button(left).clicked() {
            asked.go(lack.goal);
        }
    }
}

/// Chips of the procedures that have to end before the case is closed; each leads to its place.
fn holding_ui(left: &mut Ui, cx: &Cx<'_>, holding: &[(u32, String)], asked: &mut Asked) {
    let t = Tokens::of(left.ctx());
    left.label(RichText::new(t!(cx.texts, "procedure-still-open")).font(font::body_medium()).color(t.text));
    for (id, name) in holding {
        let chip = Chip::new(name, Tone::Warn).icon(icons::WARNING);
        if left.available_width() < chip.width(left.painter()) {
            break;
        }
        if chip.button(left).clicked() {
            asked.place = Some(Place { id: Some(*id), section: None });
        }
    }
}

fn reasons_ui(ui: &mut Ui, cx: &Cx<'_>, (foot, view): (&Foot, &FullView), rect: Rect, asked: &mut Asked) {
    let t = Tokens::of(ui.ctx());
    let place = UiBuilder::new().id_salt("reasons").max_rect(rect).layout(Layout::left_to_right(Align::Center));
    let mut left = ui.new_child(place);
    left.shrink_clip_rect(rect);
    left.spacing_mut().item_spacing.x = 8.0;
    if let Some(waits) = &foot.waits {
        Chip::new(waits, Tone::Neutral).icon(icons::PAUSE_CIRCLE.fill()).ui(&mut left);
    }
    for remark in &foot.remarks {
        Chip::new(remark, Tone::Warn).icon(icons::WARNING).ui(&mut left);
    }
    if !view.incident.ahead.lacks.is_empty() && foot.waits.is_none() {
        ahead_ui(&mut left, &view.incident.ahead, asked);
        return;
    }
    let Some(next) = &foot.next else { return };
    if next.kind == DialogKind::Close && !view.procedure.holding.is_empty() && foot.waits.is_none() {
        holding_ui(&mut left, cx, &view.procedure.holding, asked);
        return;
    }
    match &next.why_not {
        Some(why) => {
            left.label(RichText::new(why).font(font::body()).color(t.warn));
        }
        None if foot.waits.is_none() => {
            let words = t!(cx.texts, "case-next", act = next.label.as_str());
            left.label(RichText::new(words).font(font::body()).color(t.sec));
        }
        None => {}
    }
}
