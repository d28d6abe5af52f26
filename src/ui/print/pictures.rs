//! Pictures of scanned pages: small ones for lists, large ones for the dialogs, and one that is turned and enlarged.

use std::collections::BTreeMap;

use egui::epaint::{Mesh, Vertex};
use egui::{
    Context, Key, Modifiers, Painter, Rect, Role, ScrollArea, Sense, TextureFilter, TextureHandle, TextureOptions, Ui,
    WidgetInfo,
};
use egui::{pos2, vec2};

use crate::t;
use crate::ui::case::Pixels;
use crate::ui::icons;
use crate::ui::theme::{Tokens, font, size};
use crate::ui::widgets::icon_button;
use crate::ui::{Action, Cx};

/// How large a picture is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum PictureSize {
    /// For a list.
    Small,
    /// To be read.
    Large,
}

enum Picture {
    Waiting,
    /// The file is lost, altered, or no picture.
    Lost,
    Here(TextureHandle),
}

/// The pictures by the hash of their file; never stale, as a hash names the same bytes for ever.
#[derive(Default)]
pub struct PagePictures(BTreeMap<(PictureSize, String), Picture>);

impl PagePictures {
    /// These are being made.
    pub fn wait_for(&mut self, size: PictureSize, hashes: Vec<String>) {
        self.0.extend(hashes.into_iter().map(|hash| ((size, hash), Picture::Waiting)));
    }

    /// A picture is here, or cannot be had.
    pub fn put(&mut self, ctx: &Context, (size, hash): (PictureSize, String), pixels: Option<Pixels>) {
        let whole = pixels.filter(|pixels| pixels.size[0] * pixels.size[1] * 3 == pixels.rgb.len());
        let picture = whole.map_or(Picture::Lost, |pixels| {
            let image = egui::ColorImage::from_rgb(pixels.size, &pixels.rgb);
            // A page in sight as a whole is far smaller than its picture: without the steps between its lines would break.
            let look = TextureOptions { mipmap_mode: Some(TextureFilter::Linear), ..TextureOptions::LINEAR };
            Picture::Here(ctx.load_texture(format!("page-{size:?}-{hash}"), image, look))
        });
        self.0.insert((size, hash), picture);
    }

    /// Large pictures take much room and are only kept while a dialog shows them.
    pub(super) fn drop_large(&mut self) {
        self.0.retain(|(size, _), _| *size == PictureSize::Small);
    }

    /// Wants the pictures of which nothing is known yet.
    pub(super) fn ask<'a>(&self, cx: &Cx<'_>, size: PictureSize, hashes: impl Iterator<Item = &'a String>) {
        let unknown: Vec<String> =
            hashes.filter(|hash| !self.0.contains_key(&(size, (*hash).clone()))).cloned().collect();
        if !unknown.is_empty() {
            cx.want(Action::PagePictures { hashes: unknown, size });
        }
    }

    fn get(&self, size: PictureSize, hash: &str) -> Option<&Picture> {
        self.0.get(&(size, hash.to_owned()))
    }

    /// Paints the page as a small sheet in the middle of `place`.
    pub(super) fn paint_small(&self, ui: &Ui, place: Rect, hash: &str) {
        let t = Tokens::of(ui.ctx());
        let paper = |rect: Rect| {
            ui.painter().rect_filled(rect, size::R_THUMB, t.paper);
            ui.painter().rect_stroke(rect, size::R_THUMB, (1.0, t.paper_edge), egui::StrokeKind::Inside);
        };
        match self.get(PictureSize::Small, hash) {
            Some(Picture::Here(texture)) => {
                let whole = fitted(texture.size_vec2(), place);
                paper(whole);
                paint_turned(ui.painter(), texture, whole.shrink(1.0), 0);
            }
            known => {
                paper(place);
                let sign = if known.is_some_and(|known| matches!(known, Picture::Lost)) {
                    icons::WARNING_CIRCLE
                } else {
                    icons::FILE_TEXT
                };
                sign.paint(ui.painter(), place.center(), 14.0, t.ter);
            }
        }
    }
}

/// How a person looks at a page.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct PageView {
    /// Enlarged by this over the whole page in sight; 0 stands for 1.
    zoom: f32,
    /// Quarter turns clockwise.
    turn: u8,
}

const STEP: f32 = 1.4;
const MOST: f32 = 8.0;

impl PageView {
    /// The page with its controls, in `place`.
    pub(super) fn ui(&mut self, ui: &mut Ui, cx: &Cx<'_>, (place, pictures, hash): (Rect, &PagePictures, &str)) {
        let t = Tokens::of(ui.ctx());
        pictures.ask(cx, PictureSize::Large, std::iter::once(&hash.to_owned()));
        ui.painter().rect_filled(place, size::R_PANEL, t.desk);
        let bar = place.with_max_y(place.top() + 34.0);
        let mut tools = ui.new_child(
            egui::UiBuilder::new()
                .max_rect(bar.shrink2(vec2(6.0, 3.0)))
                .layout(egui::Layout::right_to_left(egui::Align::Center)),
        );
        self.tools_ui(&mut tools, cx);
        if ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::F7)) {
            self.turn = (self.turn + 1) % 4;
        }
        let body = place.with_min_y(bar.bottom()).shrink(6.0);
        match pictures.get(PictureSize::Large, hash) {
            Some(Picture::Here(texture)) => self.page_ui(ui, body, texture),
            Some(Picture::Lost) => {
                let words = t!(cx.texts, "scan-picture-lost");
                ui.painter().text(body.center(), egui::Align2::CENTER_CENTER, words, font::body(), t.danger);
            }
            Some(Picture::Waiting) | None => {
                crate::ui::widgets::button::turning(ui, body.center(), t.ter);
            }
        }
    }

    fn tools_ui(&mut self, ui: &mut Ui, cx: &Cx<'_>) {
        ui.spacing_mut().item_spacing.x = 2.0;
        let zoom = self.zoom.max(1.0);
        if icon_button(ui, icons::ARROWS_CLOCKWISE, &t!(cx.texts, "scan-turn"), Some("F7")).clicked() {
            self.turn = (self.turn + 1) % 4;
        }
        if icon_button(ui, icons::FRAME_CORNERS, &t!(cx.texts, "print-whole-page"), None).clicked() {
            self.zoom = 1.0;
        }
        if icon_button(ui, icons::PLUS, &t!(cx.texts, "print-larger"), None).clicked() {
            self.zoom = (zoom * STEP).min(MOST);
        }
        if icon_button(ui, icons::MINUS, &t!(cx.texts, "print-smaller"), None).clicked() {
            self.zoom = (zoom / STEP).max(1.0);
        }
    }

    fn page_ui(&mut self, ui: &mut Ui, body: Rect, texture: &TextureHandle) {
        let shape = if self.turn.is_multiple_of(2) { texture.size_vec2() } else { texture.size_vec2().yx() };
        let whole = fitted(shape, body).size() * self.zoom.max(1.0);
        let mut child = ui.new_child(egui::UiBuilder::new().max_rect(body));
        child.set_clip_rect(body.intersect(ui.clip_rect()));
        ScrollArea::both().id_salt("scanned-page").auto_shrink(false).show(&mut child, |ui| {
            let room = whole.max(body.size() - vec2(1.0, 1.0));
            let (rect, response) = ui.allocate_exact_size(room, Sense::hover());
            response.widget_info(|| WidgetInfo::labeled(Role::Image, true, "scan"));
            paint_turned(ui.painter(), texture, Rect::from_center_size(rect.center(), whole), self.turn);
        });
    }
}

/// The largest rectangle of a picture's shape in the middle of `place`.
fn fitted(picture: egui::Vec2, place: Rect) -> Rect {
    let picture = picture.max(vec2(1.0, 1.0));
    let scale = (place.width() / picture.x).min(place.height() / picture.y);
    Rect::from_center_size(place.center(), picture * scale)
}

/// Paints a picture with quarter turns clockwise.
fn paint_turned(painter: &Painter, texture: &TextureHandle, place: Rect, turn: u8) {
    let corners = [place.left_top(), place.right_top(), place.right_bottom(), place.left_bottom()];
    let parts = [pos2(0.0, 0.0), pos2(1.0, 0.0), pos2(1.0, 1.0), pos2(0.0, 1.0)];
    let mut mesh = Mesh::with_texture(texture.id());
    // A quarter turn clockwise brings the lower left corner of the picture to the upper left of the place.
    let turned = parts.iter().cycle().skip(4 - usize::from(turn % 4));
    mesh.vertices =
        corners.into_iter().zip(turned).map(|(pos, uv)| Vertex { pos, uv: *uv, color: egui::Color32::WHITE }).collect();
    mesh.indices = vec![0, 1, 2, 0, 2, 3];
    painter.add(mesh);
}
