//! The pages of a review as they print, one below the other; every figure on them opens its cases.

use egui::{CursorIcon, Pos2, Rect, Role, ScrollArea, Sense, Ui, UiBuilder, WidgetInfo, vec2};

use super::{Link, ReviewPages, ReviewScreen};
use crate::paper::review::Spot;
use crate::store::{By, ListQuery, View};
use crate::t;
use crate::ui::paper_view::{PaperColours, PaperView};
use crate::ui::theme::Tokens;
use crate::ui::widgets::feedback;
use crate::ui::{Action, Cx, icons, say};

const MARGIN: f32 = 22.0;
const GAP: f32 = 16.0;

pub(super) fn desk_ui(ui: &mut Ui, cx: &Cx<'_>, place: Rect, screen: &mut ReviewScreen) {
    let t = Tokens::of(ui.ctx());
    ui.painter().rect_filled(place, 0.0, t.desk);
    let mut child = ui.new_child(UiBuilder::new().max_rect(place));
    child.set_clip_rect(place.intersect(ui.clip_rect()));
    if let Some(refused) = &screen.refused {
        let line = refused.clone();
        feedback::empty(&mut child, icons::WARNING_CIRCLE, (&t!(cx.texts, "review-refused"), &line), |_| ());
        return;
    }
    let mut view = screen.view.take().unwrap_or_default();
    let seek = screen.seek.take();
    let Some(pages) = &screen.pages else {
        feedback::skeleton(&mut child, 46.0);
        screen.view = Some(view);
        screen.seek = seek;
        return;
    };
    let mut wanted = None;
    ScrollArea::vertical().id_salt("review-pages").auto_shrink(false).show(&mut child, |ui| {
        wanted = pages_ui(ui, cx, pages, (&mut view, seek));
    });
    screen.view = Some(view);
    if let Some(key) = wanted {
        open(cx, key);
    }
}

/// The list of the cases behind a figure.
fn open(cx: &Cx<'_>, link: Link) {
    let mut query = ListQuery::of(View::All, &By { name: cx.me.to_owned(), now: cx.now });
    match link {
        Link::Figure(key) => query.filter.figure = Some(key),
        Link::Cases(cases) => query.filter.only = cases,
    }
    cx.want(Action::OpenList(Box::new(query)));
}

fn pages_ui(
    ui: &mut Ui,
    cx: &Cx<'_>,
    pages: &ReviewPages,
    (view, seek): (&mut PaperView, Option<usize>),
) -> Option<Link> {
    let t = Tokens::of(ui.ctx());
    let sheet = &pages.laid_out.sheet;
    let colours = PaperColours { paper: t.paper, edge: t.paper_edge, ink: t.ink, missing: t.warn_f };
    let wide = (ui.available_width() - 2.0 * MARGIN).max(200.0);
    let mut wanted = None;
    ui.add_space(MARGIN);
    for (at, page) in sheet.pages.iter().enumerate() {
        let scale = wide / page.width;
        let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), page.height * scale), Sense::hover());
        if seek == Some(at) {
            ui.scroll_to_rect(rect.expand(GAP), Some(egui::Align::Min));
        }
        ui.add_space(GAP);
        if !ui.is_rect_visible(rect) {
            continue;
        }
        let name = format!("{} {} / {}", sheet.title, at + 1, sheet.pages.len());
        response.widget_info(|| WidgetInfo::labeled(Role::Image, true, &name));
        let origin = rect.min + vec2(MARGIN, 0.0);
        view.page(ui.painter(), page, (origin, scale), &colours);
        let spots = pages.laid_out.spots.iter().enumerate().filter(|(_, spot)| spot.page == at);
        for (nth, spot) in spots {
            let key = pages.links.get(spot.link)?;
            if spot_ui(ui, cx, (spot, nth), (origin, scale), key) {
                wanted = Some(key.clone());
            }
        }
    }
    wanted
}

fn spot_ui(ui: &Ui, cx: &Cx<'_>, (spot, nth): (&Spot, usize), (origin, scale): (Pos2, f32), link: &Link) -> bool {
    let t = Tokens::of(ui.ctx());
    let area = spot.area;
    let corner = origin + vec2(area.x, area.y) * scale;
    let rect = Rect::from_min_size(corner, vec2(area.w, area.h) * scale);
    let response = ui.interact(rect, ui.scope_id().with(("spot", nth)), Sense::click());
    let name = match link {
        Link::Figure(key) => {
            let name = say::kpi_line_name(cx.texts, key.query.kpi, key.line);
            let words = [name.as_str()].into_iter().chain(key.cell.iter().map(String::as_str));
            t!(cx.texts, "review-opens", name = words.collect::<Vec<_>>().join(" "))
        }
        Link::Cases(cases) => t!(cx.texts, "review-opens-cases", n = cases.len()),
    };
    response.widget_info(|| WidgetInfo::labeled(Role::Link, true, &name));
    if response.hovered() || response.has_focus() {
        ui.painter().rect_stroke(rect.shrink(1.0), 3.0, egui::Stroke::new(1.2, t.accent), egui::StrokeKind::Inside);
    }
    response.on_hover_cursor(CursorIcon::PointingHand).clicked()
}
