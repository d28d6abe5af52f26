//! The page in the middle, and its controls in the toolbar.

use egui::{Pos2, Rect, Role, ScrollArea, Sense, Ui, UiBuilder, WidgetInfo, vec2};

use super::PrintScreen;
use crate::paper::Sheet;
use crate::paper::sheet::{FieldBox, Page};
use crate::t;
use crate::ui::Cx;
use crate::ui::icons;
use crate::ui::paper_view::{PaperColours, PaperView};
use crate::ui::theme::Tokens;
use crate::ui::toolbar::from_right;
use crate::ui::widgets::{feedback, icon_button};

/// Around the page.
const MARGIN: f32 = 28.0;
/// One pixel of the screen at 100 % is 96 to the inch, one point of paper 72.
const FULL: f32 = 96.0 / 72.0;
const STEP: f32 = 1.25;

/// Turns pages, forwards when positive.
pub(super) fn turn(screen: &mut PrintScreen, by: isize) {
    let last = screen.sheet.as_ref().map_or(0, |sheet| sheet.pages.len().saturating_sub(1));
    screen.page = screen.page.saturating_add_signed(by).min(last);
}

/// Goes to the next required field that is empty, behind the last one to the first again.
pub(super) fn next_missing(screen: &mut PrintScreen) {
    let pages = screen.shown().map(|sheet| sheet.pages.as_slice()).unwrap_or_default();
    let places = |(page, of): (usize, &Page)| {
        let missing = of.fields.iter().enumerate().filter(|(_, field)| field.missing);
        missing.map(|(at, _)| (page, at)).collect::<Vec<_>>()
    };
    let all: Vec<(usize, usize)> = pages.iter().enumerate().flat_map(places).collect();
    let next = all.iter().find(|place| Some(**place) > screen.lit).or(all.first()).copied();
    screen.lit = next;
    screen.seek = next.is_some();
    if let Some((page, _)) = next {
        screen.page = page;
    }
}

pub(super) fn controls(ui: &mut Ui, cx: &Cx<'_>, screen: &mut PrintScreen) {
    let texts = cx.texts;
    let Some(pages) = screen.shown().map(|sheet| sheet.pages.len()) else { return };
    let page = screen.page.min(pages.saturating_sub(1)) + 1;
    from_right(ui, |ui| {
        if icon_button(ui, icons::CARET_RIGHT, &t!(texts, "act-next-page"), Some("PgDn")).clicked() {
            turn(screen, 1);
        }
        quiet(ui, &t!(texts, "print-page", page = page, pages = pages));
        if icon_button(ui, icons::CARET_LEFT, &t!(texts, "act-previous-page"), Some("PgUp")).clicked() {
            turn(screen, -1);
        }
        ui.add_space(10.0);
        let present = screen.zoom.unwrap_or(fit_of(ui));
        if icon_button(ui, icons::FRAME_CORNERS, &t!(texts, "print-whole-page"), None).clicked() {
            screen.zoom = None;
        }
        if icon_button(ui, icons::PLUS, &t!(texts, "print-larger"), None).clicked() {
            screen.zoom = Some((present * STEP).min(4.0 * FULL));
        }
        quiet(ui, &t!(texts, "print-zoom", percent = ((present / FULL * 100.0).round() as i64)));
        if icon_button(ui, icons::MINUS, &t!(texts, "print-smaller"), None).clicked() {
            screen.zoom = Some((present / STEP).max(0.25 * FULL));
        }
    });
}

fn quiet(ui: &mut Ui, text: &str) {
    let t = Tokens::of(ui.ctx());
    ui.add(egui::Label::new(egui::RichText::new(text).font(crate::ui::theme::font::meta()).color(t.sec)).extend());
}

fn fit_id() -> egui::Id {
    egui::Id::unique("print-fit")
}

/// The scale at which the whole page was shown last.
fn fit_of(ui: &Ui) -> f32 {
    ui.data(|data| data.get_temp(fit_id())).unwrap_or(FULL)
}

pub(super) fn desk_ui(ui: &mut Ui, cx: &Cx<'_>, place: Rect, screen: &mut PrintScreen) {
    let t = Tokens::of(ui.ctx());
    ui.painter().rect_filled(place, 0.0, t.desk);
    let mut child = ui.new_child(UiBuilder::new().max_rect(place));
    child.set_clip_rect(place.intersect(ui.clip_rect()));
    let kept = screen.view.take();
    let Some(sheet) = screen.shown() else {
        return without(&mut child, cx, screen);
    };
    let at = screen.page.min(sheet.pages.len().saturating_sub(1));
    let Some(page) = sheet.pages.get(at) else { return };
    let room = place.shrink(MARGIN).size();
    let fit = (room.x / page.width).min(room.y / page.height).clamp(0.2, 4.0 * FULL);
    ui.data_mut(|data| data.insert_temp(fit_id(), fit));
    let scale = screen.zoom.unwrap_or(fit);
    let key = sheet_key(sheet);
    let mut view = kept.filter(|(of, _)| *of == key).map_or_else(PaperView::default, |(_, view)| view);
    let colours = PaperColours { paper: t.paper, edge: t.paper_edge, ink: t.ink, missing: t.warn_f };
    let name = format!("{} {} / {}", sheet.title, at + 1, sheet.pages.len());
    let lit = screen.lit.filter(|(on, _)| *on == at).and_then(|(_, field)| page.fields.get(field));
    let seek = screen.seek;
    ScrollArea::both().id_salt("paper").auto_shrink(false).show(&mut child, |ui| {
        let origin = paper(ui, &mut view, (page, &name), scale, &colours);
        if let Some(field) = lit {
            light(ui, field, origin, scale, seek);
        }
    });
    screen.seek = false;
    screen.view = Some((key, view));
}

/// Pictures of a sheet are kept as long as the sheet is the same.
fn sheet_key(sheet: &Sheet) -> usize {
    std::ptr::from_ref(sheet.pages.as_slice()).cast::<Page>().addr()
}

/// Answers where the upper left corner of the page lies.
fn paper(ui: &mut Ui, view: &mut PaperView, (page, name): (&Page, &str), scale: f32, colours: &PaperColours) -> Pos2 {
    let size = vec2(page.width, page.height) * scale;
    let whole = (size + vec2(2.0 * MARGIN, 2.0 * MARGIN)).max(ui.available_size());
    let (rect, response) = ui.allocate_exact_size(whole, Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, name));
    let origin = (rect.center() - size / 2.0).round();
    view.page(ui.painter(), page, (origin, scale), colours);
    origin
}

/// The field that F8 went to: a ring around it, scrolled to where it can be seen.
fn light(ui: &Ui, field: &FieldBox, origin: Pos2, scale: f32, seek: bool) {
    let t = Tokens::of(ui.ctx());
    let area = field.area;
    let place = Rect::from_min_size(origin + vec2(area.x, area.y) * scale, vec2(area.w, area.h) * scale);
    let ring = egui::Stroke::new(3.0, t.warn_f);
    ui.painter().rect(place, 0.0, t.warn_f.gamma_multiply(0.18), ring, egui::StrokeKind::Outside);
    if seek {
        ui.scroll_to_rect(place.expand(MARGIN), None);
    }
}

/// In place of the paper: it is being made, or why there is none.
fn without(ui: &mut Ui, cx: &Cx<'_>, screen: &PrintScreen) {
    let texts = cx.texts;
    if screen.waiting || screen.refused.is_none() {
        let making = t!(texts, "print-making");
        return feedback::empty(ui, icons::HOURGLASS, (&making, ""), |_| {});
    }
    let why = screen.refused.clone().unwrap_or_default();
    feedback::empty(ui, icons::FILE_TEXT, (&t!(texts, "print-no-sheet"), &why), |_| {});
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::paper::sheet::Area;

    fn page(missing: &[bool]) -> Page {
        let field = |missing: &bool| FieldBox { key: "model", area: Area::default(), missing: *missing };
        Page { fields: missing.iter().map(field).collect(), ..Page::default() }
    }

    #[test]
    fn f8_goes_through_the_empty_fields_of_all_pages_and_begins_anew() {
        let sheet = Sheet {
            title: String::new(),
            author: String::new(),
            subject: String::new(),
            made_at: chrono::NaiveDateTime::default(),
            pages: vec![page(&[false, true]), page(&[]), page(&[true, false, true])],
        };
        let mut screen = PrintScreen { sheet: Some(sheet), ..PrintScreen::default() };
        let mut next = || {
            next_missing(&mut screen);
            (screen.page, screen.lit)
        };
        for expected in [(0, 1), (2, 0), (2, 2), (0, 1)] {
            assert_eq!(next(), (expected.0, Some(expected)));
        }
        let mut complete = PrintScreen::default();
        next_missing(&mut complete);
        assert_eq!((complete.page, complete.lit), (0, None));
    }
}
