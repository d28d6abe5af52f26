//! A chart on screen: drawn once by plotters, painted every frame, pointed at, walked with the arrow keys, heard.

mod shapes;

use std::sync::Arc;

use egui::{
    CursorIcon, EventFilter, FontFamily, Key, PopupAnchor, Pos2, Rect, Response, Role, Sense, Stroke, StrokeKind,
    Tooltip, Ui, Vec2, WidgetInfo, vec2,
};

use crate::charts::{
    Area, Bounds, ChartError, Drawn, Hit, Mark, Measure, Palette, Picture, Recorder, Scale, Weight, record,
};

pub(in crate::ui) use shapes::on_page;

/// What a chart function draws on here.
pub type Canvas<'a> = Area<Recorder<'a, ScreenFonts>>;

/// The look of a chart; what makes an older drawing stale.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Look {
    version: u64,
    size: Vec2,
    zoom: f32,
    /// Text widths follow the pixel grid.
    pixels_per_point: f32,
    dark: bool,
    /// Texts are measured anew once the real fonts have arrived.
    fonts: bool,
}

/// What is kept of one chart from frame to frame: the picture, and the mark chosen with the keyboard.
///
/// Stale when the data version, the size, the pixels per point or the theme changes. The language is part of the data
/// version: whoever makes words new must count the version up.
#[derive(Default)]
pub struct ChartCache {
    drawn: Option<(Look, Kept)>,
    chosen: Option<usize>,
}

#[derive(Clone)]
struct Kept {
    picture: Arc<Picture>,
    /// All but the texts, relative to the chart's corner. Texts are laid out each frame through egui's own cache,
    /// because its glyphs move when the font texture is rebuilt.
    shapes: Arc<Vec<egui::Shape>>,
}

/// What is to be shown.
#[derive(Debug, Clone, Copy)]
pub struct ChartAsk<'a> {
    /// The chart's name for those who hear it, and its id among its neighbours.
    pub name: &'a str,
    /// Differs whenever figures or words differ.
    pub version: u64,
    pub size: Vec2,
}

/// A small picture without marks, such as a sparkline: painted at a place, kept like a chart.
pub fn picture_ui(
    ui: &Ui,
    cache: &mut ChartCache,
    (version, place): (u64, Rect),
    draw: impl FnOnce(&Canvas<'_>, &Palette, Scale) -> Drawn,
) {
    let size = vec2(place.width().floor(), place.height().floor());
    let kept = cache.kept(ui, (ChartAsk { name: "", version, size }, 1.0), draw);
    if ui.is_rect_visible(place) {
        shapes::paint(ui, (place.min, 1.0), &kept.shapes, &kept.picture);
    }
}

/// Shows a chart and answers the mark that was clicked, or chosen with the arrow keys and Enter.
///
/// `draw` is called only when what is kept is stale. A place too small for the chart stays empty. Empty figures are the
/// caller's to show in words.
pub fn chart_ui(
    ui: &mut Ui,
    cache: &mut ChartCache,
    ask: ChartAsk<'_>,
    draw: impl FnOnce(&Canvas<'_>, &Palette, Scale) -> Drawn,
) -> Option<Mark> {
    chart_zoomed_ui(ui, cache, (ask, 1.0), draw)
}

/// [`chart_ui`], magnified: everything is `zoom` times as large as in a chart that is drawn for its place.
pub fn chart_zoomed_ui(
    ui: &mut Ui,
    cache: &mut ChartCache,
    (ask, zoom): (ChartAsk<'_>, f32),
    draw: impl FnOnce(&Canvas<'_>, &Palette, Scale) -> Drawn,
) -> Option<Mark> {
    let (_, rect) = ui.allocate_space(ask.size);
    let response = ui.interact(rect, ui.scope_id().with(("chart", ask.name)), Sense::click());
    let kept = cache.kept(ui, (ask, zoom), draw);
    if !ui.is_rect_visible(rect) {
        return None;
    }
    let origin = response.rect.min;
    let hits = &kept.picture.hits;
    if response.has_focus() {
        walk(ui, &response, cache, hits.len());
    } else {
        cache.chosen = None;
    }
    shapes::paint(ui, (origin, zoom), &kept.shapes, &kept.picture);

    let hit_at = |pos: Pos2| kept.picture.hit_at((pos.x - origin.x) / zoom, (pos.y - origin.y) / zoom);
    let pointed = response.hover_pos().and_then(hit_at);
    let shown = pointed.map(|at| (at, PopupAnchor::Pointer)).or_else(|| {
        let hit = hits.get(cache.chosen?)?;
        Some((cache.chosen?, PopupAnchor::ParentRect(on_screen(&hit.frame, origin, zoom))))
    });
    let current = shown.and_then(|(at, anchor)| Some((hits.get(at)?, anchor)));
    if let Some((hit, anchor)) = current {
        frame(ui, on_screen(&hit.frame, origin, zoom));
        tell(&response, hit, anchor);
    }
    if pointed.is_some() {
        ui.set_cursor_icon(CursorIcon::PointingHand);
    }
    speak(&response, ask.name, &kept.picture, current.map(|(hit, _)| hit));
    if !response.clicked() {
        return None;
    }
    let clicked = match response.interact_pointer_pos() {
        Some(pos) => hit_at(pos),
        None => cache.chosen,
    };
    clicked.and_then(|at| hits.get(at)).map(|hit| hit.mark.clone())
}

impl ChartCache {
    fn kept(
        &mut self,
        ui: &Ui,
        (ask, zoom): (ChartAsk<'_>, f32),
        draw: impl FnOnce(&Canvas<'_>, &Palette, Scale) -> Drawn,
    ) -> Kept {
        let dark = ui.visuals().dark_mode;
        let measure = ScreenFonts::of(ui);
        let look = Look {
            version: ask.version,
            size: ask.size,
            zoom,
            pixels_per_point: ui.pixels_per_point(),
            dark,
            fonts: measure.named,
        };
        if let Some((of, kept)) = &self.drawn
            && *of == look
        {
            return kept.clone();
        }
        let palette = Palette::on_screen(dark);
        let size = ask.size / zoom;
        let picture = record((size.x, size.y), &measure, |area, scale| draw(area, palette, scale));
        let picture = picture.unwrap_or_else(|error| {
            // A place too small is the layout's passing state; the chart comes back when there is room.
            if !matches!(error, ChartError::TooSmall { .. }) {
                tracing::error!(error = &error as &dyn std::error::Error, "a chart could not be drawn");
            }
            Picture::default()
        });
        let shapes = Arc::new(shapes::shapes(&picture, zoom));
        let kept = Kept { picture: Arc::new(picture), shapes };
        self.drawn = Some((look, kept.clone()));
        self.chosen = None;
        kept
    }
}

/// Moves the choice with the arrow keys, as long as the chart has the focus.
fn walk(ui: &Ui, response: &Response, cache: &mut ChartCache, count: usize) {
    let arrows = EventFilter { horizontal_arrows: true, vertical_arrows: true, ..EventFilter::default() };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, arrows));
    let Some(last) = count.checked_sub(1) else {
        cache.chosen = None;
        return;
    };
    let pressed = |key| ui.input(|input| input.key_pressed(key));
    let at = cache.chosen.unwrap_or(0).min(last);
    let next = if pressed(Key::ArrowRight) || pressed(Key::ArrowDown) {
        at + usize::from(cache.chosen.is_some())
    } else if pressed(Key::ArrowLeft) || pressed(Key::ArrowUp) {
        at.saturating_sub(1)
    } else if pressed(Key::Home) {
        0
    } else if pressed(Key::End) {
        last
    } else {
        at
    };
    cache.chosen = Some(next.min(last));
}

fn on_screen(bounds: &Bounds, origin: Pos2, zoom: f32) -> Rect {
    let corner = |x, y| origin + vec2(x, y) * zoom;
    Rect::from_min_max(corner(bounds.left, bounds.top), corner(bounds.right, bounds.bottom))
}

fn frame(ui: &Ui, mark: Rect) {
    let stroke = Stroke::new(1.5, ui.visuals().strong_text_color());
    ui.painter().rect_stroke(mark.expand(1.0), 2.0, stroke, StrokeKind::Outside);
}

fn tell(response: &Response, hit: &Hit, anchor: PopupAnchor) {
    let tooltip = Tooltip::always_open(response.ctx.clone(), response.layer_id, response.id, anchor);
    tooltip.gap(12.0).show(|ui| {
        ui.strong(&hit.tip.title);
        egui::Grid::new(response.id.with("tip")).num_columns(2).spacing([16.0, 2.0]).show(ui, |ui| {
            let face = egui::TextStyle::Body.resolve(ui.style());
            let wide =
                |(_, value): &(String, String)| crate::ui::widgets::paint::width(ui.painter(), value, face.clone());
            let widest = hit.tip.rows.iter().map(wide).fold(0.0, f32::max);
            for (label, value) in &hit.tip.rows {
                ui.label(label);
                let room = vec2(widest, ui.text_style_height(&egui::TextStyle::Body));
                let right = egui::Layout::right_to_left(egui::Align::Center);
                ui.allocate_ui_with_layout(room, right, |ui| ui.label(value));
                ui.end_row();
            }
        });
    });
}

/// The name with the mark at hand, and every value of the chart.
fn speak(response: &Response, name: &str, picture: &Picture, current: Option<&Hit>) {
    response.widget_info(|| {
        let label = current.map_or_else(|| name.to_owned(), |hit| format!("{name}, {}", hit.tip.line()));
        let mut info = WidgetInfo::labeled(Role::GraphicsObject, response.enabled(), label);
        info.current_text_value = Some(picture.spoken());
        info
    });
}

/// Measures with the fonts of the window.
pub struct ScreenFonts {
    ctx: egui::Context,
    /// Whether the families of the design are there; without them texts fall back to the proportional one.
    named: bool,
}

impl ScreenFonts {
    fn of(ui: &Ui) -> Self {
        let named = ui.fonts(|fonts| {
            let families = &fonts.definitions().families;
            [Weight::Regular, Weight::Medium].iter().all(|weight| families.contains_key(&named_family(*weight)))
        });
        Self { ctx: ui.ctx().clone(), named }
    }

    fn family(&self, weight: Weight) -> FontFamily {
        if self.named { named_family(weight) } else { FontFamily::Proportional }
    }
}

fn named_family(weight: Weight) -> FontFamily {
    FontFamily::Name(
        match weight {
            Weight::Regular => "ui",
            Weight::Medium => "ui-medium",
        }
        .into(),
    )
}

impl Measure for ScreenFonts {
    fn width(&self, text: &str, em: f32, weight: Weight) -> f32 {
        let font = egui::FontId::new(em, self.family(weight));
        let galley =
            self.ctx.fonts_mut(|fonts| fonts.layout_no_wrap(text.to_owned(), font, egui::Color32::PLACEHOLDER));
        galley.size().x
    }
}

#[cfg(test)]
mod tests;
