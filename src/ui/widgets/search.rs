//! The search box of a toolbar.

use egui::{Key, Response, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use super::chip::{KeyCapOn, key_cap_width, paint_key_cap};
use super::field::{BareEdit, BoxState, bare_edit, paint_box};
use crate::ui::icons;
use crate::ui::theme::{Tokens, font, size};

/// A search box: magnifier, text, shortcut at the right while empty, a cross to clear it while not.
#[derive(Debug, Clone, Copy)]
#[must_use]
pub struct Search<'a> {
    /// Shown while empty; also the accessible name.
    pub hint: &'a str,
    /// Shortcut that jumps here; the caller listens for it and calls `request_focus()`.
    pub key: Option<&'a str>,
    /// Accessible name of the cross.
    pub clear: &'a str,
    /// Width.
    pub width: f32,
}

impl Search<'_> {
    /// Shows the box. Esc clears it first and leaves it when it is empty already. `changed()` also tells of clearing.
    pub fn ui(self, ui: &mut Ui, salt: &str, value: &mut String) -> Response {
        let t = Tokens::of(ui.ctx());
        let id = ui.make_persistent_id(("search", salt));
        let (place, whole) = ui.allocate_exact_size(vec2(self.width, size::BUTTON), Sense::CLICK);
        let focus = ui.memory(|memory| memory.has_focus(id));
        paint_box(ui, place, BoxState { focus, hover: whole.hovered(), ..BoxState::default() });
        let mut cleared = focus && !value.is_empty() && ui.input(|input| input.key_pressed(Key::Escape));
        let mut inner = place.shrink2(vec2(10.0, 1.0));
        inner.min.x = icons::MAGNIFYING_GLASS.paint_left(ui.painter(), inner, 16.0, t.ter) + 8.0;
        if value.is_empty() {
            if let Some(key) = self.key.filter(|_| !focus) {
                inner.max.x -= key_cap_width(ui.painter(), key);
                let at = pos2(inner.max.x + 4.0, inner.center().y);
                paint_key_cap(ui.painter(), at, key, KeyCapOn::Panel, t);
            }
        } else {
            let cross = egui::Rect::from_center_size(pos2(inner.max.x - 4.0, inner.center().y), vec2(20.0, 20.0));
            let button = ui.interact(cross, id.with("clear"), Sense::CLICK);
            button.widget_info(|| WidgetInfo::labeled(Role::Button, true, self.clear));
            icons::X.paint(ui.painter(), cross.center(), 13.0, if button.hovered() { t.text } else { t.ter });
            cleared |= button.clicked();
            inner.max.x = cross.left() - 4.0;
        }
        if cleared {
            value.clear();
        }
        let (hint, name) = (self.hint, self.hint);
        let edit = BareEdit { value, hint, name, font: font::body(), ink: None, rows: 1, open: true };
        let mut response = bare_edit(ui, inner, id, edit);
        if cleared {
            response.mark_changed();
        }
        if whole.clicked() || cleared {
            response.request_focus();
        }
        response
    }
}
