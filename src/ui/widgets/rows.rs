//! A list of any length: the place is kept in rows, not in points, so a million rows scroll as smoothly as ten.

use egui::{Id, Rect, Response, Sense, Ui, pos2, vec2};

use crate::ui::icons;
use crate::ui::theme::{Tokens, font};

/// Width of the scroll bar.
const BAR: f32 = 8.0;

/// Where a list stands. Keep it with the screen; it holds no records.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Place {
    /// Index of the first row in sight and how much of it is scrolled away: 3.25 hides a quarter of row 3.
    pub top: f64,
    /// Row to bring into sight in the next frame.
    goal: Option<usize>,
}

impl Place {
    /// Brings a row into sight in the next frame, scrolling no further than needed.
    pub const fn scroll_to(&mut self, index: usize) {
        self.goal = Some(index);
    }
}

/// One list: number of rows and their height; some rows, such as group heads, may have another height.
#[derive(Debug, Clone, Copy)]
#[must_use]
pub struct Rows<'a> {
    /// Number of rows, heads included.
    pub count: usize,
    /// Height of an ordinary row.
    pub height: f32,
    /// Rows of another height: index and height, by rising index. Meant for a few heads; it is searched in every frame.
    pub odd: &'a [(usize, f32)],
}

/// What was seen of the list in this frame.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Seen {
    /// First row in sight.
    pub first: usize,
    /// One behind the last row in sight.
    pub end: usize,
    /// Rows that fit wholly, for page up and down.
    pub page: usize,
    /// Place of the list.
    pub area: Rect,
}

impl<'a> Rows<'a> {
    /// Rows of one height.
    pub const fn new(count: usize, height: f32) -> Self {
        Self { count, height, odd: &[] }
    }

    /// With a few rows of another height.
    pub const fn odd(self, odd: &'a [(usize, f32)]) -> Self {
        Self { odd, ..self }
    }

    fn height_of(&self, index: usize) -> f32 {
        self.odd.binary_search_by_key(&index, |&(at, _)| at).map_or(self.height, |at| self.odd[at].1)
    }

    /// Fills what is left of the layout with the list. `row` paints one row and asks its own questions of the pointer
    /// ([`row_response`]); it is called for rows in sight only.
    pub fn show(self, ui: &mut Ui, place: &mut Place, mut row: impl FnMut(&mut Ui, usize, Rect)) -> Seen {
        let area = ui.available_rect_before_wrap();
        ui.allocate_rect(area, Sense::hover());
        let high = area.height();
        let last_top = self.top_for_end(high);
        if ui.rect_contains_pointer(area) {
            let wheel = ui.input(|input| input.smooth_scroll_delta().y);
            if wheel != 0.0 {
                place.top = self.moved_by(place.top, -wheel);
            }
        }
        if let Some(goal) = place.goal.take() {
            self.reach(place, goal, high);
        }
        if !place.top.is_finite() {
            place.top = 0.0;
        }
        place.top = place.top.clamp(0.0, last_top);
        self.bar(ui, area, place, last_top);
        let first = whole(place.top);
        let mut y = area.top() - part(place.top) * self.height_of(first);
        let mut end = first;
        let mut child = ui.new_child(egui::UiBuilder::new().id_salt("rows").max_rect(area));
        child.set_clip_rect(area.intersect(ui.clip_rect()));
        while end < self.count && y < area.bottom() {
            let tall = self.height_of(end);
            row(&mut child, end, Rect::from_min_size(pos2(area.left(), y), vec2(area.width(), tall)));
            y += tall;
            end += 1;
        }
        self.paint_bar(ui, area, place, last_top);
        let page = ((high / self.height.max(1.0)) as usize).saturating_sub(1).max(1);
        Seen { first, end, page, area }
    }

    /// The place at which the last row stands at the lower edge.
    fn top_for_end(&self, high: f32) -> f64 {
        let mut left = high;
        for index in (0..self.count).rev() {
            let tall = self.height_of(index).max(1.0);
            if tall >= left {
                return index as f64 + f64::from((tall - left) / tall);
            }
            left -= tall;
        }
        0.0
    }

    /// A place moved by points, downwards when positive.
    fn moved_by(&self, top: f64, by: f32) -> f64 {
        let mut index = whole(top.max(0.0));
        let mut inside = part(top.max(0.0)) * self.height_of(index) + by;
        while inside < 0.0 && index > 0 {
            index -= 1;
            inside += self.height_of(index);
        }
        while index + 1 < self.count && inside >= self.height_of(index) {
            inside -= self.height_of(index);
            index += 1;
        }
        index as f64 + f64::from((inside / self.height_of(index).max(1.0)).max(0.0))
    }

    fn reach(&self, place: &mut Place, goal: usize, high: f32) {
        let Some(last) = self.count.checked_sub(1) else { return };
        let goal = goal.min(last);
        if goal as f64 <= place.top {
            place.top = goal as f64;
            if goal > 0 && self.odd.binary_search_by_key(&(goal - 1), |&(at, _)| at).is_ok() {
                place.top -= 1.0;
            }
            return;
        }
        let upto = Self { count: goal + 1, ..*self };
        place.top = place.top.max(upto.top_for_end(high));
    }

    fn handle(&self, area: Rect, place: &Place, last_top: f64) -> Option<Rect> {
        if last_top <= 0.0 || self.count == 0 {
            return None;
        }
        let share = (self.count as f64 - last_top) / self.count as f64;
        let tall = (f64::from(area.height()) * share).max(28.0).min(f64::from(area.height())) as f32;
        let way = area.height() - tall;
        let y = area.top() + way * (place.top / last_top) as f32;
        Some(Rect::from_min_size(pos2(area.right() - BAR, y), vec2(BAR, tall)))
    }

    fn bar(&self, ui: &Ui, area: Rect, place: &mut Place, last_top: f64) {
        let Some(handle) = self.handle(area, place, last_top) else { return };
        let lane = Rect::from_min_max(pos2(area.right() - BAR, area.top()), area.max);
        let response = ui.interact(lane, bar_id(ui), Sense::CLICK | Sense::DRAG);
        let way = area.height() - handle.height();
        if let Some(at) = response.interact_pointer_pos().filter(|_| way > 0.0) {
            let held = bar_id(ui).with("held");
            let grip: f32 = if response.drag_started() || response.clicked() {
                let press = ui.input(|input| input.pointer.press_origin()).unwrap_or(at);
                let grip = if handle.contains(press) { press.y - handle.top() } else { handle.height() / 2.0 };
                ui.data_mut(|data| data.insert_temp(held, grip));
                grip
            } else {
                ui.data(|data| data.get_temp(held)).unwrap_or(handle.height() / 2.0)
            };
            let share = ((at.y - grip - area.top()) / way).clamp(0.0, 1.0);
            place.top = f64::from(share) * last_top;
        }
    }

    fn paint_bar(&self, ui: &Ui, area: Rect, place: &Place, last_top: f64) {
        let Some(handle) = self.handle(area, place, last_top) else { return };
        let t = Tokens::of(ui.ctx());
        let near = ui.ctx().read_response(bar_id(ui)).is_some_and(|bar| bar.hovered() || bar.dragged());
        if near {
            ui.painter().rect_filled(handle.shrink2(vec2(1.0, 2.0)), 3.0, t.border3);
        } else if ui.rect_contains_pointer(area) {
            ui.painter().rect_filled(handle.with_min_x(handle.right() - 5.0).shrink2(vec2(1.0, 2.0)), 2.0, t.border);
        }
    }
}

fn bar_id(ui: &Ui) -> Id {
    ui.scope_id().with("rows-bar")
}

fn whole(top: f64) -> usize {
    top.max(0.0) as usize
}

fn part(top: f64) -> f32 {
    top.max(0.0).fract() as f32
}

/// The pointer's answer for one row. The id comes from the record, not from the index, so that it stays when rows move.
pub fn row_response(ui: &Ui, rect: Rect, record: impl std::hash::Hash + std::fmt::Debug) -> Response {
    let seen = rect.intersect(ui.clip_rect()).with_max_x(rect.right() - BAR);
    ui.interact(seen, ui.scope_id().with(("row", record)), Sense::CLICK)
}

/// Ground of a row: hovered, selected (grey when the list has no focus), with the indicator at its left edge.
pub fn paint_row(ui: &Ui, rect: Rect, state: RowLook) {
    let t = Tokens::of(ui.ctx());
    let ground = match state {
        RowLook { selected: true, focused: true, .. } => Some(t.sel),
        RowLook { selected: true, .. } => Some(t.sel_idle),
        RowLook { hovered: true, .. } => Some(t.hover),
        RowLook { .. } => None,
    };
    if let Some(ground) = ground {
        ui.painter().rect_filled(rect, 0.0, ground);
    }
    let line = egui::Stroke::new(1.0, t.line2);
    ui.painter().hline(rect.x_range(), ui.painter().round_to_pixel_center(rect.bottom() - 0.5), line);
    if state.selected {
        let mark = Rect::from_min_size(rect.min, vec2(3.0, rect.height()));
        ui.painter().rect_filled(mark, 0.0, if state.focused { t.accent } else { t.border3 });
        if state.focused && super::paint::by_keyboard(ui.ctx()) && state.ring {
            super::paint::paint_ring(ui.painter(), rect, 0.0, super::paint::Ring::Inside, t.accent);
        }
    }
}

/// Paints the head of a group: caret, word in its tone, quiet remark and count.
pub fn paint_group(ui: &Ui, rect: Rect, (word, ink): (&str, egui::Color32), remark: &str, open: bool) {
    let t = Tokens::of(ui.ctx());
    let caret = if open { icons::CARET_DOWN } else { icons::CARET_RIGHT };
    caret.fill().paint(ui.painter(), pos2(rect.left() + 21.0, rect.center().y), 11.0, t.sec);
    let left = pos2(rect.left() + 32.0, rect.center().y);
    let end = ui.painter().text(left, egui::Align2::LEFT_CENTER, word, font::meta_medium(), ink).right();
    let behind = pos2(end + 8.0, rect.center().y);
    ui.painter().text(behind, egui::Align2::LEFT_CENTER, remark, font::meta(), t.ter);
    let line = egui::Stroke::new(1.0, t.line2);
    ui.painter().hline(rect.x_range(), ui.painter().round_to_pixel_center(rect.bottom() - 0.5), line);
}

/// How a row looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct RowLook {
    /// The pointer is over it.
    pub hovered: bool,
    /// It is selected.
    pub selected: bool,
    /// The list has the focus.
    pub focused: bool,
    /// Draw the ring of the keyboard on the selected row.
    pub ring: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEADS: [(usize, f32); 2] = [(0, 28.0), (4, 28.0)];

    #[test]
    fn the_end_of_a_million_rows_is_reached_exactly() {
        let rows = Rows::new(1_000_000, 46.0);
        let top = rows.top_for_end(460.0);
        assert!((top - 999_990.0).abs() < 1e-6, "{top}");
        assert!((rows.moved_by(top, -23.0) - 999_989.5).abs() < 1e-6);
    }

    #[test]
    fn a_short_list_does_not_scroll() {
        assert!(Rows::new(3, 46.0).top_for_end(460.0).abs() < 1e-9);
        assert!(Rows::new(0, 46.0).top_for_end(460.0).abs() < 1e-9);
    }

    #[test]
    fn heads_of_another_height_count_with_their_own_height() {
        let rows = Rows::new(10, 46.0).odd(&HEADS);
        assert!((rows.moved_by(0.0, 28.0) - 1.0).abs() < 1e-6);
        assert!((rows.moved_by(0.0, 28.0 + 3.0 * 46.0 + 14.0) - 4.5).abs() < 1e-6);
        assert!((rows.moved_by(4.5, -14.0) - 4.0).abs() < 1e-6);
    }

    #[test]
    fn moving_to_and_fro_comes_back_anywhere_in_the_list() {
        let rows = Rows::new(1_000_000, 46.0).odd(&HEADS);
        for top in [0.0, 2.5, 3.99, 500_000.25, 999_900.0] {
            let back = rows.moved_by(rows.moved_by(top, 333.0), -333.0);
            assert!((back - top).abs() < 1e-4, "{top} came back as {back}");
        }
    }

    #[test]
    fn a_row_out_of_sight_is_brought_in_and_a_row_in_sight_stays() {
        let rows = Rows::new(100, 46.0);
        let mut place = Place::default();
        rows.reach(&mut place, 5, 460.0);
        assert!(place.top.abs() < 1e-9);
        rows.reach(&mut place, 20, 460.0);
        assert!((place.top - 11.0).abs() < 1e-6, "{}", place.top);
        rows.reach(&mut place, 3, 460.0);
        assert!((place.top - 3.0).abs() < 1e-6);
        rows.reach(&mut place, 5_000, 460.0);
        assert!((place.top - 90.0).abs() < 1e-6);
    }

    #[test]
    fn going_up_to_the_first_row_of_a_group_shows_its_head() {
        let rows = Rows::new(100, 46.0).odd(&HEADS);
        let mut place = Place { top: 20.0, goal: None };
        rows.reach(&mut place, 5, 460.0);
        assert!((place.top - 4.0).abs() < 1e-6);
    }
}
