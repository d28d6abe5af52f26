//! Small pictures of a case's photos: what is known of each, and how one is drawn.

use std::collections::BTreeMap;

use egui::{Context, Rect, Response, Role, Sense, TextureHandle, TextureOptions, Ui, WidgetInfo, pos2, vec2};

use super::papers::FileText;
use super::timeline::media_icon;
use crate::domain::event::MediaKind;
use crate::ui::theme::{Tokens, size};
use crate::ui::widgets::paint::{Ring, focus_ring, paint_ring, tip};
use crate::ui::{Action, Cx};

/// Width and height of a small picture.
pub(in crate::ui) const CELL: egui::Vec2 = vec2(66.0, 48.0);
/// The same of a page.
const PAGE: egui::Vec2 = vec2(42.0, 58.0);

/// A picture ready to be shown: three bytes a pixel, row by row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pixels {
    pub size: [usize; 2],
    pub rgb: Vec<u8>,
}

enum Thumb {
    Waiting,
    /// The file is no picture that can be read, or is lost.
    None,
    Here(TextureHandle),
}

/// The small pictures of the case on screen, by the hash of their file; never stale, as a hash names the same bytes for ever.
#[derive(Default)]
pub struct Thumbs(BTreeMap<String, Thumb>);

impl Thumbs {
    /// These are being made.
    pub fn wait_for(&mut self, hashes: Vec<String>) {
        self.0.extend(hashes.into_iter().map(|hash| (hash, Thumb::Waiting)));
    }

    /// A picture is here, or cannot be had.
    pub fn put(&mut self, ctx: &Context, hash: String, pixels: Option<Pixels>) {
        let whole = pixels.filter(|pixels| pixels.size[0] * pixels.size[1] * 3 == pixels.rgb.len());
        let thumb = whole.map_or(Thumb::None, |pixels| {
            let image = egui::ColorImage::from_rgb(pixels.size, &pixels.rgb);
            Thumb::Here(ctx.load_texture(format!("photo-{hash}"), image, TextureOptions::LINEAR))
        });
        self.0.insert(hash, thumb);
    }

    /// Wants the pictures of photos that nothing is known of yet.
    pub(in crate::ui) fn ask(&self, cx: &Cx<'_>, files: &[FileText]) {
        let unknown: Vec<String> = files
            .iter()
            .filter(|file| file.media == MediaKind::Photo && file.broken.is_none() && !self.0.contains_key(&file.hash))
            .map(|file| file.hash.clone())
            .collect();
        if !unknown.is_empty() {
            cx.want(Action::Thumbnails(unknown));
        }
    }

    /// Whether a file has a picture, or may have one that is not here yet.
    pub(in crate::ui) fn has(&self, file: &FileText) -> bool {
        let possible = !matches!(self.0.get(&file.hash), Some(Thumb::None));
        file.media == MediaKind::Photo && file.broken.is_none() && possible
    }

    /// Paints the picture so that it fills `place`, or the sign of its kind while there is none.
    pub(in crate::ui) fn paint(&self, ui: &Ui, place: Rect, file: &FileText) {
        let t = Tokens::of(ui.ctx());
        ui.painter().rect_filled(place, size::R_THUMB, t.accent_s);
        if let Some(Thumb::Here(texture)) = self.0.get(&file.hash) {
            let part = shown_part(texture.size_vec2(), place.size());
            egui::Image::from_texture(texture).uv(part).corner_radius(size::R_THUMB).paint_at(ui, place);
        } else {
            media_icon(file.media).paint(ui.painter(), place.center(), 15.0, t.accent_t);
        }
    }

    /// One picture of the grid, as a button.
    pub(super) fn cell_ui(&self, ui: &mut Ui, file: &FileText) -> Response {
        self.sized_ui(ui, file, CELL)
    }

    /// A scanned page, upright and with the edge of its paper.
    pub(super) fn page_ui(&self, ui: &mut Ui, file: &FileText) -> Response {
        let response = self.sized_ui(ui, file, PAGE);
        let edge = (1.0, Tokens::of(ui.ctx()).paper_edge);
        ui.painter().rect_stroke(response.rect, size::R_THUMB, edge, egui::StrokeKind::Inside);
        response
    }

    fn sized_ui(&self, ui: &mut Ui, file: &FileText, cell: egui::Vec2) -> Response {
        let (place, response) = ui.allocate_exact_size(cell, Sense::click());
        response.widget_info(|| WidgetInfo::labeled(Role::Link, true, &file.name));
        self.paint(ui, place, file);
        if response.hovered() {
            let ink = Tokens::of(ui.ctx()).border3;
            paint_ring(ui.painter(), place, size::R_THUMB, Ring::Inside, ink);
        }
        focus_ring(ui, &response, size::R_THUMB, Ring::Outside);
        let about = [file.name.as_str(), &file.about, &file.taken].into_iter().filter(|part| !part.is_empty());
        tip(&response, &about.collect::<Vec<_>>().join("　"), None);
        response
    }
}

/// The middle part of a picture that has the shape of its place, as shares of its sides.
fn shown_part(picture: egui::Vec2, place: egui::Vec2) -> Rect {
    let picture = picture.max(vec2(1.0, 1.0));
    let scale = (place.x / picture.x).max(place.y / picture.y);
    Rect::from_center_size(pos2(0.5, 0.5), place / (picture * scale))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_fills_its_place_and_keeps_its_shape() {
        for picture in [vec2(256.0, 128.0), vec2(128.0, 256.0), vec2(66.0, 48.0), vec2(1.0, 1.0)] {
            let part = shown_part(picture, CELL);
            let shape = (part.width() * picture.x) / (part.height() * picture.y);
            assert!((shape - CELL.x / CELL.y).abs() < 1e-3, "{picture:?}: {shape}");
            assert!(part.width().max(part.height()) > 0.999, "{picture:?} is cut on one side only");
            assert!(part.width() <= 1.001 && part.height() <= 1.001, "{picture:?}");
        }
    }
}
