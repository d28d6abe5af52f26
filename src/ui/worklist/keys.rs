//! Keys of the list. They act only while no text field has the focus and no dialog is open.

use egui::{Event, Key, Modifiers, Ui};

use super::WorklistScreen;
use super::list::{Lines, select};
use super::marks;
use crate::ui::{Action, Cx};

pub(super) fn keys(ui: &Ui, cx: &Cx<'_>, screen: &mut WorklistScreen) {
    // A widget that has the focus, and a dialog, hears Enter, Space and the arrows itself.
    let elsewhere = ui.memory(|memory| memory.focused().is_some() || memory.top_modal_layer().is_some());
    if elsewhere || egui::Popup::is_any_open(ui.ctx()) || screen.has_dialog() {
        return;
    }
    let pressed = |key: Key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
    if pressed(Key::Slash) {
        screen.want_search();
        return;
    }
    if pressed(Key::Enter) {
        if let Some(id) = screen.selected {
            cx.want(Action::OpenCase(id));
        }
        return;
    }
    if ui.input_mut(|input| input.consume_key(Modifiers::COMMAND, Key::C) || take_copy(input)) {
        copy_number(cx, screen);
        return;
    }
    if ui.input_mut(|input| input.consume_key(Modifiers::COMMAND, Key::A)) {
        marks::mark_all(cx, screen);
        return;
    }
    if pressed(Key::Space) {
        if let Some(id) = screen.selected {
            marks::turn(screen, id);
        }
        return;
    }
    let lines = Lines::of(screen);
    if lines.count() == 0 {
        return;
    }
    // As it was when the key went down: by the end of a slow frame the shift key may be up again.
    let with_shift = |event: &Event| matches!(event, Event::Key { pressed: true, modifiers, .. } if modifiers.shift);
    let reach = ui.input(|input| input.events.iter().any(with_shift));
    let at = screen
        .selected
        .and_then(|id| screen.pages.index_of(id))
        .and_then(|row| lines.place_of(row))
        .and_then(|at| i64::try_from(at).ok());
    let page = i64::try_from(screen.page).unwrap_or(10);
    let last = i64::try_from(lines.count()).unwrap_or(1) - 1;
    let from = at.unwrap_or(-1);
    // A held key arrives several times a frame.
    let times = |key: Key| {
        let count = ui.input_mut(|input| input.count_and_consume_key(Modifiers::NONE, key));
        i64::try_from(count).ok().filter(|count| *count > 0)
    };
    let goal = if let Some(count) = times(Key::ArrowDown) {
        Some((from + count, 1))
    } else if let Some(count) = times(Key::ArrowUp) {
        Some((from - count, -1))
    } else if let Some(count) = times(Key::PageDown) {
        Some((from + count * page, 1))
    } else if let Some(count) = times(Key::PageUp) {
        Some((from - count * page, -1))
    } else if pressed(Key::Home) {
        Some((0, 1))
    } else if pressed(Key::End) {
        Some((last, -1))
    } else {
        None
    };
    if let Some((goal, step)) = goal {
        let before = screen.selected;
        go(cx, screen, &lines, goal, step);
        if let (true, Some(id)) = (reach && screen.selected != before, screen.selected) {
            marks::stretch_from(cx, screen, before, id);
        }
    }
}

/// Ctrl C arrives as a copy event where the system says so.
pub(super) fn take_copy(input: &mut egui::InputState) -> bool {
    let before = input.events.len();
    input.events.retain(|event| !matches!(event, Event::Copy));
    input.events.len() != before
}

fn go(cx: &Cx<'_>, screen: &mut WorklistScreen, lines: &Lines, goal: i64, step: i64) {
    let Some(row) = lines.row_near(goal, step).or_else(|| lines.row_near(goal, -step)) else { return };
    if let Some(place) = lines.place_of(row) {
        screen.place.scroll_to(place);
    }
    match screen.pages.row(row).map(|row| row.id) {
        Some(id) => select(cx, screen, id),
        // The page is on its way: its first row becomes selectable when it is here.
        None => {
            for query in screen.pages.wanted(row, row) {
                cx.want(Action::ListPage(Box::new(query)));
            }
        }
    }
}

fn copy_number(cx: &Cx<'_>, screen: &WorklistScreen) {
    let row = screen.selected.and_then(|id| screen.pages.index_of(id)).and_then(|at| screen.pages.row(at));
    if let Some(row) = row {
        cx.want(Action::Copy(row.number.clone()));
    }
}
