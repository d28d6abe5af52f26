//! Navigation: items with counters, group captions, and the narrow rail.

use egui::{Align2, Response, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use super::chip::{Counter, paint_counter};
use super::paint::{Ring, focus_ring, text_in, text_right, tip};
use crate::ui::icons::Icon;
use crate::ui::theme::{Tokens, font, size};

/// One place of the navigation.
#[derive(Debug, Clone, Copy)]
pub struct Place<'a> {
    /// Icon; filled while it is the present place.
    pub icon: Icon,
    /// Word.
    pub label: &'a str,
    /// Counter at the right; empty hides it.
    pub count: &'a str,
    /// How the counter looks.
    pub counter: Counter,
    /// Shortcut named in the tip.
    pub key: Option<&'a str>,
}

/// An item of the wide navigation, 30 high, over the full width.
pub fn item(ui: &mut Ui, place: &Place<'_>, here: bool) -> Response {
    let t = Tokens::of(ui.ctx());
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), size::NAV_ITEM), Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::Link, true, here, place.label));
    ground(ui, &response, here, t);
    let ink = if here { t.accent_t } else { t.sec };
    let icon = if here { place.icon.fill() } else { place.icon };
    icon.paint(ui.painter(), pos2(rect.left() + 16.0, rect.center().y), 17.0, if here { t.accent_t } else { t.sec });
    let mut words = rect.with_min_x(rect.left() + 33.0).with_max_x(rect.right() - 8.0);
    if !place.count.is_empty() {
        let taken = if here && place.counter == Counter::Quiet {
            words.right() - text_right(ui.painter(), words, place.count, font::meta_medium(), t.accent_t)
        } else {
            paint_counter(ui.painter(), words.right_center(), place.count, place.counter, t)
        };
        words.max.x -= taken + 6.0;
    }
    let face = if here { font::body_medium() } else { font::body() };
    text_in(ui.painter(), words, place.label, face, ink);
    if let Some(key) = place.key {
        tip(&response, place.label, Some(key));
    }
    response
}

/// An item of the rail, 36x36, with a dot when its counter is amber or red.
pub fn rail_item(ui: &mut Ui, place: &Place<'_>, here: bool) -> Response {
    let t = Tokens::of(ui.ctx());
    let (rect, response) = ui.allocate_exact_size(vec2(36.0, 36.0), Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::Link, true, here, place.label));
    ground(ui, &response, here, t);
    let icon = if here { place.icon.fill() } else { place.icon };
    icon.paint(ui.painter(), rect.center(), 18.0, if here { t.accent_t } else { t.sec });
    let dot = match place.counter {
        Counter::Alarm => Some(t.counter),
        Counter::Warn => Some(t.warn_f),
        Counter::Quiet => None,
    };
    if let Some(colour) = dot.filter(|_| !place.count.is_empty()) {
        ui.painter().circle_filled(rect.right_top() + vec2(-9.0, 9.0), 3.5, colour);
    }
    let words =
        if place.count.is_empty() { place.label.to_owned() } else { format!("{} {}", place.label, place.count) };
    tip(&response, &words, place.key);
    response
}

fn ground(ui: &Ui, response: &Response, here: bool, t: &Tokens) {
    let colour = if here {
        Some(t.navsel)
    } else if response.is_pointer_button_down_on() {
        Some(t.track)
    } else {
        response.hovered().then_some(t.navsel)
    };
    if let Some(colour) = colour {
        ui.painter().rect_filled(response.rect, size::R_BUTTON, colour);
    }
    focus_ring(ui, response, size::R_BUTTON, Ring::Inside);
}

/// Caption of a group in the navigation: 14 above, 18 high.
pub fn group(ui: &mut Ui, text: &str) {
    let t = Tokens::of(ui.ctx());
    ui.add_space(14.0);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 18.0), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Heading, true, text));
    let at = pos2(rect.left() + 8.0, rect.center().y);
    ui.painter().text(at, Align2::LEFT_CENTER, text, font::meta(), t.ter);
    ui.add_space(4.0);
}
