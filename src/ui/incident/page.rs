//! 事故: the jump list at the left, the sections below each other; a file that is not open asks to be opened.

use egui::{
    Id, Key, Modifiers, Rect, RichText, Role, ScrollArea, Sense, Stroke, Ui, UiBuilder, WidgetInfo, pos2, vec2,
};

use super::ask::Ask;
use super::entry::Entry;
use super::slots::{self, Pictures};
use super::strip::{lacks_ui, standing_sign, steps_ui};
use super::view::{Block, IncidentView, Line, Press, Section, SectionView, Standing};
use super::{IncidentState, table};
use crate::domain::Command;
use crate::domain::incident::IncidentCommand;
use crate::store::CaseFile;
use crate::t;
use crate::ui::theme::{Tokens, font, size};
use crate::ui::widgets::button::Button;
use crate::ui::widgets::chip::Tone;
use crate::ui::widgets::paint::{Ring, focus_ring, text_in, text_right, width};
use crate::ui::{Action, Cx, icons};

/// Width of the jump list.
const JUMP: f32 = 214.0;
/// Height of a line with one row of text.
const LINE: f32 = 30.0;
/// Widest the sections grow.
const WIDE: f32 = 1120.0;
/// Narrower than this, the jump list is left out.
const NARROW: f32 = 700.0;

/// Draws the page into `body`, `inset` from its edges.
pub(in crate::ui) fn page_ui(
    ui: &mut Ui,
    cx: &Cx<'_>,
    file: &CaseFile,
    (state, view, pictures): (&mut IncidentState, &IncidentView, Pictures<'_>),
    (body, inset): (Rect, f32),
) {
    if state.entry.as_ref().is_some_and(|entry| !entry.is_open(file)) {
        state.entry = None;
    }
    aim(cx, file, (state, view));
    let left = if body.width() < NARROW || view.sections.is_empty() { 0.0 } else { JUMP };
    if left > 0.0 {
        let rect = Rect::from_min_max(body.min, pos2(body.left() + left + inset, body.bottom()));
        ui.painter().vline(rect.right() + 0.5, body.y_range(), Stroke::new(1.0, Tokens::of(ui.ctx()).line));
        jump_ui(ui, cx, (state, view), rect.shrink2(vec2(inset - 8.0, 12.0)));
    }
    let rest = Rect::from_min_max(pos2(body.left() + left + inset, body.top()), pos2(body.right(), body.bottom()));
    let mut inner = ui.new_child(UiBuilder::new().id_salt("incident").max_rect(rest.shrink2(vec2(20.0, 0.0))));
    inner.shrink_clip_rect(rest);
    keys(&inner, (state, view));
    ScrollArea::vertical().id_salt(("incident", file.id)).auto_shrink([false, false]).show(&mut inner, |ui| {
        ui.set_max_width(WIDE.min(rest.width() - 40.0));
        ui.spacing_mut().item_spacing = vec2(8.0, 4.0);
        ui.add_space(12.0);
        if file.case.incident.is_none() {
            open_ui(ui, cx, file, state);
        }
        for section in &view.sections {
            section_ui(ui, cx, file, state, (section, view, pictures));
        }
        ui.add_space(40.0);
    });
    state.toward = None;
    state.drawn = false;
}

/// Opens the entry that was asked for from elsewhere, where the file offers it now.
fn aim(cx: &Cx<'_>, file: &CaseFile, (state, view): (&mut IncidentState, &IncidentView)) {
    let Some((ask, part)) = state.aim.take() else { return };
    let ask = match ask {
        Ask::File(place, None) => Ask::File(place, view.evidence.loose.first().copied()),
        ask => ask,
    };
    if view.offers(ask) && state.entry.as_ref().is_none_or(|entry| !entry.is_sent()) {
        state.entry = Some(Entry::new(ask, cx, file).at(part));
        // The cursor is the goal, not the head of the section.
        state.toward = None;
    }
}

/// [ and ] go to the section before and behind.
fn keys(ui: &Ui, (state, view): (&mut IncidentState, &IncidentView)) {
    if ui.ctx().text_edit_focused() || egui::Popup::is_any_open(ui.ctx()) {
        return;
    }
    let pressed = |key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
    let here = view.sections.iter().position(|section| section.section == state.at).unwrap_or(0);
    let goal = match (pressed(Key::OpenBracket), pressed(Key::CloseBracket)) {
        (true, _) => here.checked_sub(1),
        (_, true) => Some(here + 1),
        _ => None,
    };
    if let Some(goal) = goal.and_then(|at| view.sections.get(at)) {
        state.go_to(goal.section);
    }
}

/// One item a section, with how far it is; Enter or a click goes there.
fn jump_ui(ui: &mut Ui, cx: &Cx<'_>, (state, view): (&mut IncidentState, &IncidentView), rect: Rect) {
    let mut list = ui.new_child(UiBuilder::new().id_salt("jump").max_rect(rect));
    ScrollArea::vertical().id_salt("sections").auto_shrink([false, false]).show(&mut list, |list| {
        list.spacing_mut().item_spacing.y = 2.0;
        for section in &view.sections {
            jump_to(list, cx, state, section, rect.width());
        }
    });
}

fn jump_to(list: &mut Ui, cx: &Cx<'_>, state: &mut IncidentState, section: &SectionView, wide: f32) {
    let t = Tokens::of(list.ctx());
    let (place, response) = list.allocate_exact_size(vec2(wide, 32.0), Sense::click());
    let here = state.at == section.section;
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, here, jump_name(cx, section)));
    if here || response.hovered() {
        list.painter().rect_filled(place, size::R_BUTTON, if here { t.sel } else { t.hover });
    }
    let (icon, ink) = standing_sign(section.standing, t);
    let inner = place.shrink2(vec2(8.0, 0.0));
    let x = icon.paint_left(list.painter(), inner, 15.0, ink) + 8.0;
    let words = if here { font::body_medium() } else { font::body() };
    text_in(list.painter(), inner.with_min_x(x), &section.title, words, if here { t.accent_t } else { t.text });
    focus_ring(list, &response, size::R_BUTTON, Ring::Inside);
    if response.clicked() {
        state.go_to(section.section);
    }
}

fn jump_name(cx: &Cx<'_>, section: &SectionView) -> String {
    t!(cx.texts, "incident-jump", section = section.title.as_str())
}

/// The file is not open: what it is for, and the entry that opens it.
fn open_ui(ui: &mut Ui, cx: &Cx<'_>, file: &CaseFile, state: &mut IncidentState) {
    let t = Tokens::of(ui.ctx());
    ui.label(RichText::new(t!(cx.texts, "incident-not-open")).font(font::heading()).color(t.text));
    ui.label(RichText::new(t!(cx.texts, "incident-not-open-says")).font(font::body()).color(t.sec));
    ui.add_space(8.0);
    if !file.case.is_open() {
        return;
    }
    let mut entry =
        state.entry.take().filter(|entry| entry.ask() == Ask::Open).unwrap_or_else(|| Entry::new(Ask::Open, cx, file));
    ui.scope(|ui| {
        ui.set_max_width(760.0_f32.min(ui.available_width()));
        entry.inside(ui, cx, file);
    });
    state.entry = Some(entry);
}

fn section_ui(
    ui: &mut Ui,
    cx: &Cx<'_>,
    file: &CaseFile,
    state: &mut IncidentState,
    (section, view, pictures): (&SectionView, &IncidentView, Pictures<'_>),
) {
    let t = Tokens::of(ui.ctx());
    let wanted = state.toward == Some(section.section);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 34.0), Sense::hover());
    let spoken = format!("{} {}", section.title, section.remark);
    response.widget_info(|| WidgetInfo::labeled(Role::Heading, true, spoken.trim()));
    let (end, _) = text_in(ui.painter(), rect, &section.title, font::heading(), t.text);
    let ink = if section.standing == Standing::Locked { t.ter } else { t.warn };
    text_in(ui.painter(), rect.with_min_x(end + 12.0), &section.remark, font::meta(), ink);
    if wanted {
        response.scroll_to_me(Some(egui::Align::Min));
    }
    let lead = lead_width(ui, section);
    let mut first = None;
    match (section.section, file.case.incident.as_deref()) {
        (Section::Evidence, _) => slots::slots_ui(ui, cx, file, state, (&view.evidence, pictures), rect),
        (Section::Loss, Some(incident)) => table::wide_table_ui(ui, cx, file, state, (&view.losses, incident)),
        (Section::Talks, _) => steps_ui(ui, &view.steps),
        _ => {}
    }
    for (nth, block) in section.blocks.iter().enumerate() {
        let id = ui.make_persistent_id(("block", section.section, nth));
        let head = if block.title.is_empty() { Some(rect) } else { None };
        ui.push_id(id, |ui| block_ui(ui, cx, file, state, (block, head, lead), &mut first));
        entry_ui(ui, cx, file, state, |ask| block.asks().any(|known| known == ask));
        ui.add_space(6.0);
    }
    if let Some(id) = first.filter(|_| wanted) {
        ui.memory_mut(|memory| memory.request_focus(id));
    }
    // What was asked for from elsewhere stands at the end of its section.
    entry_ui(ui, cx, file, state, |ask| ask.section() == section.section);
    ui.add_space(14.0);
}

/// The entry being typed, where it `belongs`; it is drawn once a frame.
fn entry_ui(ui: &mut Ui, cx: &Cx<'_>, file: &CaseFile, state: &mut IncidentState, belongs: impl Fn(Ask) -> bool) {
    let Some(mut entry) = state.entry.take_if(|entry| !state.drawn && belongs(entry.ask())) else { return };
    state.drawn = true;
    ui.add_space(4.0);
    if entry.ui(ui, cx, file) {
        state.entry = Some(entry);
    }
}

fn block_ui(
    ui: &mut Ui,
    cx: &Cx<'_>,
    file: &CaseFile,
    state: &mut IncidentState,
    (block, head, lead): (&Block, Option<Rect>, f32),
    first: &mut Option<Id>,
) {
    let t = Tokens::of(ui.ctx());
    let head = head.unwrap_or_else(|| ui.allocate_exact_size(vec2(ui.available_width(), 30.0), Sense::hover()).0);
    text_in(ui.painter(), head, &block.title, font::meta_medium(), t.sec);
    let mut right = head.right();
    for press in block.acts.iter().rev() {
        let button = if press.first { Button::primary(&press.label) } else { Button::secondary(&press.label) };
        let button = button.small().icon(if press.send.is_some() { icons::CHECK } else { icons::PLUS });
        let wide = button.width(ui);
        let place = Rect::from_min_size(pos2(right - wide, head.top() + 2.0), vec2(wide, size::BUTTON_SMALL));
        right -= wide + 8.0;
        let response = button.put_over(ui, place);
        *first = Some(response.id);
        if response.clicked() {
            press_on(cx, file, state, press);
        }
    }
    if block.lines.is_empty() && block.lacks.is_empty() {
        let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), LINE), Sense::hover());
        response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &block.empty));
        text_in(ui.painter(), rect, &block.empty, font::body(), t.ter);
    }
    for line in &block.lines {
        line_ui(ui, cx, file, state, (line, lead));
    }
    lacks_ui(ui, state, &block.lacks);
}

/// Sends at once, or opens the entry. What is being typed elsewhere is not thrown away while it waits for its answer.
fn press_on(cx: &Cx<'_>, file: &CaseFile, state: &mut IncidentState, press: &Press) {
    match &press.send {
        Some(command) => send(cx, file, command.clone()),
        None => open_entry(cx, file, state, press.ask),
    }
}

/// Wants a command on the case as it is on screen.
pub(super) fn send(cx: &Cx<'_>, file: &CaseFile, command: IncidentCommand) {
    let command = Box::new(Command::from(command));
    cx.want(Action::Do { case: file.id, seen: file.case.revision, command });
}

/// Opens an entry, unless one waits for its answer.
pub(super) fn open_entry(cx: &Cx<'_>, file: &CaseFile, state: &mut IncidentState, ask: Ask) {
    if state.entry.as_ref().is_none_or(|entry| !entry.is_sent()) {
        state.entry = Some(Entry::new(ask, cx, file));
    }
}

/// Room for the labels of a section's lines: as much as the longest needs, within reason.
fn lead_width(ui: &Ui, section: &SectionView) -> f32 {
    let leads = section.blocks.iter().flat_map(|block| &block.lines).map(|line| line.lead.as_str());
    leads.map(|lead| width(ui.painter(), lead, font::meta())).fold(96.0, f32::max).min(200.0) + 12.0
}

/// Label, text, remark and time in one row, more words below, the buttons at the right.
fn line_ui(ui: &mut Ui, cx: &Cx<'_>, file: &CaseFile, state: &mut IncidentState, (line, lead): (&Line, f32)) {
    let t = Tokens::of(ui.ctx());
    let whole = ui.available_width();
    let buttons: Vec<(Button<'_>, &Press)> =
        line.acts.iter().map(|press| (Button::light(&press.label).small(), press)).collect();
    let taken: f32 = buttons.iter().map(|(button, _)| button.width(ui) + 4.0).sum();
    let asides = whole * 0.38;
    let ink = if line.tone == Tone::Neutral { t.text } else { line.tone.colours(t).0 };
    let room =
        (whole - lead - taken - if line.note.is_empty() && line.when.is_empty() { 0.0 } else { asides }).max(80.0);
    let text = ui.painter().layout(line.text.clone(), font::body(), ink, room);
    let more = (!line.more.is_empty())
        .then(|| ui.painter().layout(line.more.clone(), font::meta(), t.ter, (whole - lead - taken).max(80.0)));
    let below = more.as_ref().map_or(0.0, |more| more.size().y + 2.0);
    let high = (text.size().y + 10.0).max(LINE) + below;
    let (rect, response) = ui.allocate_exact_size(vec2(whole, high), Sense::hover());
    let parts = [&line.lead, &line.text, &line.note, &line.when].map(String::as_str);
    let spoken = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ");
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, spoken.as_str()));
    ui.painter().hline(rect.x_range(), rect.bottom() - 0.5, Stroke::new(1.0, t.line2));
    if !ui.is_rect_visible(rect) {
        return;
    }
    let row = Rect::from_min_size(rect.min, vec2(whole, LINE));
    text_in(ui.painter(), row.with_max_x(rect.left() + lead - 8.0), &line.lead, font::meta(), t.ter);
    let top = rect.top() + (LINE - text.rows.first().map_or(18.0, |row| row.height())) / 2.0;
    let lower = pos2(rect.left() + lead, rect.bottom() - below - 3.0);
    ui.painter().galley(pos2(rect.left() + lead, top), text, ink);
    let mut right = rect.right();
    for (button, press) in buttons.into_iter().rev() {
        let wide = button.width(ui);
        let place = Rect::from_min_size(pos2(right - wide, row.top() + 2.0), vec2(wide, size::BUTTON_SMALL));
        right -= wide + 4.0;
        if button.put_over(ui, place).clicked() {
            press_on(cx, file, state, press);
        }
    }
    let aside = row.with_max_x(right - 4.0).with_min_x(right - asides + 12.0);
    let left = if line.when.is_empty() {
        aside.right()
    } else {
        text_right(ui.painter(), aside, &line.when, font::meta(), t.ter) - 14.0
    };
    text_right(ui.painter(), aside.with_max_x(left), &line.note, font::meta(), t.sec);
    if let Some(more) = more {
        ui.painter().galley(lower, more, t.ter);
    }
}
