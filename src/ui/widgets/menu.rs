//! What drops down: menus of commands, and the rows lists and filters share.

use egui::{
    Align2, Key, Layout, Margin, Modifiers, Popup, PopupCloseBehavior, Rect, Response, Role, Sense, Stroke, Ui,
    WidgetInfo, pos2, vec2,
};

use super::chip::{KeyCapOn, key_cap_width, paint_key_cap};
use super::paint::{self, floating, text_in, tip};
use crate::ui::icons::{self, Icon};
use crate::ui::theme::{Tokens, font, size};

/// Height of one row that drops down.
pub const ROW: f32 = 28.0;

/// One command of a menu.
#[derive(Debug, Clone, Copy)]
pub struct Item<'a> {
    /// What it does.
    pub label: &'a str,
    /// Icon before it.
    pub icon: Option<Icon>,
    /// Its shortcut.
    pub key: Option<&'a str>,
    /// Why it cannot be done now.
    pub blocked: Option<&'a str>,
    /// Destroys something: written in red.
    pub danger: bool,
    /// A line above it.
    pub parted: bool,
}

impl<'a> Item<'a> {
    /// A plain command.
    #[must_use]
    pub const fn new(label: &'a str) -> Self {
        Self { label, icon: None, key: None, blocked: None, danger: false, parted: false }
    }
}

/// Opens a menu below the button when it is clicked. Answers the index of the command chosen.
///
/// Up, Down, Home, End, Enter and Esc work while it is open.
pub fn menu(button: &Response, items: &[Item<'_>]) -> Option<usize> {
    show(Popup::menu(button), items)
}

/// Opens a menu at the pointer after a right click.
pub fn context_menu(response: &Response, items: &[Item<'_>]) -> Option<usize> {
    show(Popup::context_menu(response), items)
}

fn show(popup: Popup<'_>, items: &[Item<'_>]) -> Option<usize> {
    let ctx = popup.ctx().clone();
    let frame = floating(&ctx, Margin::same(4));
    let mut chosen = None;
    popup.frame(frame).gap(4.0).layout(Layout::top_down(egui::Align::Min)).show(|ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        let wide = items.iter().map(|item| item_width(ui, item)).fold(140.0, f32::max);
        for (at, item) in items.iter().enumerate() {
            if item.parted {
                let (line, _) = ui.allocate_exact_size(vec2(wide, 9.0), Sense::hover());
                let stroke = Stroke::new(1.0, Tokens::of(ui.ctx()).line2);
                ui.painter().hline(line.x_range(), line.center().y, stroke);
            }
            if item_row(ui, item, wide).clicked() {
                chosen = Some(at);
                ui.close();
            }
        }
    });
    chosen
}

fn item_width(ui: &Ui, item: &Item<'_>) -> f32 {
    let key = item.key.map_or(0.0, |key| key_cap_width(ui.painter(), key) + 20.0);
    46.0 + paint::width(ui.painter(), item.label, font::body()) + key
}

/// One command, for a menu that has rows of its own as well.
pub fn item_row(ui: &mut Ui, item: &Item<'_>, wide: f32) -> Response {
    let t = Tokens::of(ui.ctx());
    let sense = if item.blocked.is_some() { Sense::hover() } else { Sense::click() };
    let (rect, response) = ui.allocate_exact_size(vec2(wide, ROW), sense);
    response.widget_info(|| WidgetInfo::labeled(Role::MenuItem, item.blocked.is_none(), item.label));
    if item.blocked.is_none() && (response.hovered() || response.has_focus()) {
        ui.painter().rect_filled(rect, size::R_BUTTON, t.sel);
    }
    let ink = match (item.blocked.is_some(), item.danger) {
        (true, _) => t.dis,
        (false, true) => t.danger,
        (false, false) => t.text,
    };
    let middle = rect.center().y;
    if let Some(icon) = item.icon {
        let quiet = if ink == t.text { t.sec } else { ink };
        icon.paint(ui.painter(), pos2(rect.left() + 16.0, middle), 16.0, quiet);
    }
    ui.painter().text(pos2(rect.left() + 32.0, middle), Align2::LEFT_CENTER, item.label, font::body(), ink);
    if let Some(key) = item.key {
        let left = rect.right() - 8.0 - key_cap_width(ui.painter(), key);
        paint_key_cap(ui.painter(), pos2(left, middle), key, KeyCapOn::Panel, t);
    }
    if let Some(reason) = item.blocked {
        tip(&response, reason, None);
    }
    response
}

/// A row with a tick box: name and quiet note, ticked or not, and whether it can be turned. `clicked()` means "turn it".
pub fn tick_row(ui: &mut Ui, (label, note): (&str, &str), wide: f32, (ticked, free): (bool, bool)) -> Response {
    let t = Tokens::of(ui.ctx());
    let (rect, _) = ui.allocate_exact_size(vec2(wide, ROW), Sense::hover());
    // The focus goes with the row when its place in the menu changes.
    let response = ui.interact(rect, ui.scope_id().with(("tick", label)), Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::MenuItemCheckBox, free, ticked, label));
    if response.hovered() || response.has_focus() {
        ui.painter().rect_filled(rect, size::R_BUTTON, t.sel);
    }
    let middle = pos2(rect.left() + 16.0, rect.center().y);
    if free {
        super::toggle::paint_check(ui.painter(), middle, ticked, response.hovered(), t);
    } else {
        icons::CHECK.bold().paint(ui.painter(), middle, 12.0, t.ter);
    }
    let mut words = rect.with_min_x(rect.left() + 32.0).with_max_x(rect.right() - 8.0);
    let (end, _) = text_in(ui.painter(), words, label, font::body(), t.text);
    words.min.x = end + 8.0;
    if !note.is_empty() {
        text_in(ui.painter(), words, note, font::meta(), t.ter);
    }
    response
}

/// How a row of a drop-down list looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct RowState {
    /// The keyboard is on it.
    pub lit: bool,
    /// It is the present choice.
    pub chosen: bool,
}

/// One row of a drop-down list, clicked with the pointer (the keyboard is the list's own affair).
pub fn choice_row(ui: &mut Ui, (label, note): (&str, &str), wide: f32, state: RowState) -> Response {
    let t = Tokens::of(ui.ctx());
    let (rect, response) = ui.allocate_exact_size(vec2(wide, ROW), Sense::CLICK);
    response.widget_info(|| WidgetInfo::selected(Role::ListBoxOption, true, state.chosen, label));
    let ground = if state.lit { Some(t.sel) } else { response.hovered().then_some(t.hover) };
    if let Some(ground) = ground {
        ui.painter().rect_filled(rect, size::R_BUTTON, ground);
    }
    let mut inner = rect.shrink2(vec2(8.0, 0.0));
    if state.chosen {
        icons::CHECK.bold().paint(ui.painter(), pos2(inner.right() - 6.0, inner.center().y), 13.0, t.accent_t);
    }
    inner.max.x -= 18.0;
    let (end, _) = text_in(ui.painter(), inner, label, font::body(), if state.chosen { t.accent_t } else { t.text });
    inner.min.x = end + 8.0;
    if !note.is_empty() && inner.width() > 16.0 {
        text_in(ui.painter(), inner, note, font::meta(), t.ter);
    }
    response
}

/// Moves a highlighted index by the arrow keys, Home and End, and eats those keys. `None` when nothing was pressed.
pub(super) fn moved(ui: &Ui, at: usize, count: usize) -> Option<usize> {
    let last = count.checked_sub(1)?;
    ui.input_mut(|input| {
        let mut press = |key| input.consume_key(Modifiers::NONE, key);
        if press(Key::ArrowDown) {
            Some((at + 1).min(last))
        } else if press(Key::ArrowUp) {
            Some(at.saturating_sub(1))
        } else if press(Key::PageDown) {
            Some((at + 8).min(last))
        } else if press(Key::PageUp) {
            Some(at.saturating_sub(8))
        } else {
            None
        }
    })
}

/// A filter: small button with name and value that opens a list of choices.
///
/// `chosen == None` means no restriction; the first row, `all`, stands for that. Answers the new choice when it changed.
pub fn filter(ui: &mut Ui, name: &str, all: &str, choices: &[&str], chosen: Option<usize>) -> Option<Option<usize>> {
    let t = Tokens::of(ui.ctx());
    let value = chosen.and_then(|at| choices.get(at)).copied().unwrap_or(all);
    let painter = ui.painter();
    let wide = paint::width(painter, name, font::meta()) + paint::width(painter, value, font::meta_medium()) + 40.0;
    let (rect, response) = ui.allocate_exact_size(vec2(wide, size::BUTTON_SMALL), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::ComboBox, true, format!("{name} {value}")));
    let open = Popup::is_id_open(ui.ctx(), Popup::default_response_id(&response));
    let active = chosen.is_some();
    let ground = match (active, open || response.hovered()) {
        (true, _) => t.accent_s,
        (false, true) => t.hover,
        (false, false) => t.panel,
    };
    paint::boxed(ui.painter(), rect, size::R_BUTTON, ground, if active { t.accent } else { t.border });
    let middle = rect.center().y;
    let (quiet, ink) = if active { (t.accent_t, t.accent_t) } else { (t.ter, t.text) };
    let end =
        ui.painter().text(pos2(rect.left() + 9.0, middle), Align2::LEFT_CENTER, name, font::meta(), quiet).right();
    ui.painter().text(pos2(end + 5.0, middle), Align2::LEFT_CENTER, value, font::meta_medium(), ink);
    icons::CARET_DOWN.paint(ui.painter(), pos2(rect.right() - 14.0, middle), 12.0, quiet);
    paint::focus_ring(ui, &response, size::R_BUTTON, paint::Ring::Outside);

    let mut answer = None;
    let popup = Popup::menu(&response).close_behavior(PopupCloseBehavior::CloseOnClickOutside);
    popup.frame(floating(ui.ctx(), Margin::same(4))).gap(4.0).show(|ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        let widest = choices.iter().map(|word| paint::width(ui.painter(), word, font::body())).fold(96.0, f32::max);
        egui::ScrollArea::vertical().max_height(ROW * 12.0).show(ui, |ui| {
            for (at, word) in
                std::iter::once((None, all)).chain(choices.iter().enumerate().map(|(at, w)| (Some(at), *w)))
            {
                if menu_choice(ui, word, widest + 40.0, at == chosen).clicked() {
                    answer = (at != chosen).then_some(at);
                    ui.close();
                }
            }
        });
    });
    answer
}

fn menu_choice(ui: &mut Ui, word: &str, wide: f32, chosen: bool) -> Response {
    let t = Tokens::of(ui.ctx());
    let (rect, response) = ui.allocate_exact_size(vec2(wide, ROW), Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::MenuItemRadio, true, chosen, word));
    if response.hovered() || response.has_focus() {
        ui.painter().rect_filled(rect, size::R_BUTTON, t.sel);
    }
    let ink = if chosen { t.accent_t } else { t.text };
    let words = Rect::from_min_max(pos2(rect.left() + 8.0, rect.top()), pos2(rect.right() - 22.0, rect.bottom()));
    text_in(ui.painter(), words, word, font::body(), ink);
    if chosen {
        icons::CHECK.bold().paint(ui.painter(), pos2(rect.right() - 14.0, rect.center().y), 13.0, ink);
    }
    response
}
