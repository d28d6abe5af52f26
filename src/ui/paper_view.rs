//! Paints a laid-out page on the screen: the very positions the PDF has, so the preview is what prints.
//!
//! The faces are shared with the [`FontSet`], not copied. Call [`install_paper_fonts`] once when a preview first opens;
//! they work from the next frame on, until then the text stands in the ordinary face of the window.

use std::sync::Arc;

use egui::epaint::text::{FontData, FontInsert, FontPriority, InsertFontFamily};
use egui::epaint::{RectShape, TextShape};
use egui::{Color32, FontFamily, FontId, Galley, Painter, Pos2, Rect, Shape, Stroke, StrokeKind, TextureHandle, Vec2};

use crate::paper::fonts::{Face, FontSet};
use crate::paper::sheet::{Area, Item, Jpeg, Page, TextRun};

/// The colours of a preview; they come from the theme.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PaperColours {
    /// The sheet: white in both themes.
    pub paper: Color32,
    /// One pixel around the sheet.
    pub edge: Color32,
    /// Full black of the print.
    pub ink: Color32,
    /// Outline of a required field that is empty.
    pub missing: Color32,
}

/// Names of the font families a preview needs, with the bytes of each.
#[must_use]
pub fn paper_font_families(fonts: &FontSet) -> Vec<(&'static str, Arc<[u8]>)> {
    Face::ALL.map(|face| (family(face), fonts.bytes(face))).to_vec()
}

/// Makes the faces known to the window. Calling it again does nothing.
pub fn install_paper_fonts(ctx: &egui::Context, fonts: &FontSet) {
    for (name, bytes) in paper_font_families(fonts) {
        let family = InsertFontFamily { family: FontFamily::Name(name.into()), priority: FontPriority::Highest };
        let data = FontData::from_blob(Arc::new(bytes), 0);
        ctx.add_font(FontInsert { name: name.to_owned(), data, families: vec![family] });
    }
}

const fn family(face: Face) -> &'static str {
    match face {
        Face::Sans => "paper-sans",
        Face::SansBold => "paper-sans-bold",
        Face::Serif => "paper-serif",
        Face::Ticks => "paper-ticks",
        Face::Rare => "paper-rare",
    }
}

/// Where a page lies when its upper left corner is at `origin` and one point of paper is `scale` points of screen.
#[must_use]
pub fn page_rect(page: &Page, origin: Pos2, scale: f32) -> Rect {
    Rect::from_min_size(origin, Vec2::new(page.width, page.height) * scale)
}

/// What a preview keeps between frames: the uploaded photographs of its sheet.
///
/// Make a new one for another sheet; it never forgets a picture.
#[derive(Default)]
pub struct PaperView {
    pictures: Vec<(Jpeg, Option<TextureHandle>)>,
}

impl PaperView {
    /// Paints one page; only pages that can be seen should be painted.
    pub fn page(&mut self, painter: &Painter, page: &Page, (origin, scale): (Pos2, f32), colours: &PaperColours) {
        let sheet = page_rect(page, origin, scale);
        if !painter.clip_rect().intersects(sheet) {
            return;
        }
        painter.rect(sheet, 0.0, colours.paper, Stroke::new(1.0, colours.edge), StrokeKind::Outside);
        let brush = Brush { painter, origin, scale, colours, families: Face::ALL.map(|face| bound(painter, face)) };
        for item in &page.items {
            match item {
                Item::Jpeg { area, picture } => self.picture(&brush, *area, picture),
                other => brush.item(other),
            }
        }
        for field in page.fields.iter().filter(|field| field.missing) {
            let rect = brush.rect(field.area).shrink(1.0);
            painter.rect_stroke(rect, 0.0, Stroke::new(1.5, colours.missing), StrokeKind::Inside);
        }
    }

    fn picture(&mut self, brush: &Brush<'_>, area: Area, picture: &Jpeg) {
        let at = self.pictures.iter().position(|(known, _)| known == picture).unwrap_or_else(|| {
            let texture = picture.pixels().ok().map(|(size, rgb)| {
                let image = egui::ColorImage::from_rgb(size, &rgb);
                brush.painter.ctx().load_texture("paper-picture", image, egui::TextureOptions::LINEAR)
            });
            self.pictures.push((picture.clone(), texture));
            self.pictures.len() - 1
        });
        let whole = Rect::from_min_max(Pos2::ZERO, Pos2::new(1.0, 1.0));
        if let Some((_, Some(texture))) = self.pictures.get(at) {
            brush.painter.image(texture.id(), brush.rect(area), whole, Color32::WHITE);
        }
    }
}

/// The family of a face, or the window's own while the paper faces are not yet known.
fn bound(painter: &Painter, face: Face) -> FontFamily {
    let wanted = FontFamily::Name(family(face).into());
    let probe = match face {
        Face::Ticks => '☐',
        Face::Rare => '𠮷',
        _ => '一',
    };
    let known = painter.fonts_mut(|fonts| fonts.has_glyph(&FontId::new(10.0, wanted.clone()), probe));
    if known { wanted } else { FontFamily::Proportional }
}

struct Brush<'a> {
    painter: &'a Painter,
    origin: Pos2,
    scale: f32,
    colours: &'a PaperColours,
    families: [FontFamily; 5],
}

impl Brush<'_> {
    fn item(&self, item: &Item) {
        match item {
            Item::Text(run) => self.text(run),
            Item::Line(rule) => {
                let stroke = Stroke::new(self.weight(rule.weight), self.ink(rule.ink));
                self.painter.line_segment([self.at(rule.from), self.at(rule.to)], stroke);
            }
            Item::Frame { area, weight, dash } => self.frame(*area, *weight, *dash),
            Item::Fill { area, ink } => {
                self.painter.rect_filled(self.rect(*area), 0.0, self.ink(*ink));
            }
            Item::Bars { at, unit, bars, ink } => {
                for bar in bars {
                    self.bar((*at, *unit), *bar, self.ink(*ink));
                }
            }
            Item::Drawn(shape) => {
                self.painter.add(crate::ui::chart::on_page(shape, self.origin, self.scale));
            }
            Item::Jpeg { .. } | Item::Open(_) | Item::Close => {}
        }
    }

    fn frame(&self, area: Area, weight: f32, dash: Option<[f32; 2]>) {
        let stroke = Stroke::new(self.weight(weight), self.ink(100));
        let rect = self.rect(area);
        match dash {
            None => {
                self.painter.rect_stroke(rect, 0.0, stroke, StrokeKind::Middle);
            }
            Some([on, off]) => {
                let path =
                    [rect.left_top(), rect.right_top(), rect.right_bottom(), rect.left_bottom(), rect.left_top()];
                self.painter.extend(Shape::dashed_line(&path, stroke, on * self.scale, off * self.scale));
            }
        }
    }

    /// Set on whole pixels, so that the modules of a QR code join without seams.
    fn bar(&self, ([left, top], unit): ([f32; 2], f32), [x, y, w, h]: [f32; 4], colour: Color32) {
        let pixels = self.painter.pixels_per_point();
        let corner = |x: f32, y: f32| {
            let at = self.at([left + x * unit, top + y * unit]);
            Pos2::new((at.x * pixels).round() / pixels, (at.y * pixels).round() / pixels)
        };
        let rect = Rect::from_two_pos(corner(x, y), corner(x + w, y + h));
        self.painter.add(RectShape::filled(rect, 0.0, colour));
    }

    /// One galley for the run if it comes out as wide as on paper, else one for each character at its own place.
    fn text(&self, run: &TextRun) {
        let plain = run.spacing == 0.0 && run.turn == 0.0;
        if plain {
            let galley = self.galley(run, run.text.clone());
            let off = (galley.size().x - run.width * self.scale).abs() * self.painter.pixels_per_point();
            if off < 0.4 {
                self.place(run, 0.0, galley);
                return;
            }
        }
        let mut count = 0.0;
        let mut along = 0.0;
        let advances: Vec<f32> = run.text.chars().map(|c| self.advance(run, c)).collect();
        let total: f32 = advances.iter().sum();
        let chars = advances.len() as f32;
        // what is left over is the spacing between letters, which the window's advances do not know
        let share = (run.width * self.scale - total) / chars.max(1.0);
        for (c, advance) in run.text.chars().zip(&advances) {
            self.place(run, along + share * count, self.galley(run, c.to_string()));
            along += advance;
            count += 1.0;
        }
    }

    fn advance(&self, run: &TextRun, c: char) -> f32 {
        let font = self.font(run);
        self.painter.fonts_mut(|fonts| fonts.glyph_width(&font, c))
    }

    fn font(&self, run: &TextRun) -> FontId {
        FontId::new(run.size * self.scale, self.families[run.face as usize].clone())
    }

    fn galley(&self, run: &TextRun, text: String) -> Arc<Galley> {
        self.painter.layout_no_wrap(text, self.font(run), self.ink(run.ink))
    }

    /// Puts a galley with its baseline `along` points behind the start of the run.
    fn place(&self, run: &TextRun, along: f32, galley: Arc<Galley>) {
        let baseline = galley.rows.first().map_or(0.0, |row| row.pos.y + row.glyphs.first().map_or(0.0, |g| g.pos.y));
        let (sin, cos) = (-run.turn).to_radians().sin_cos();
        let start = self.at([run.x, run.y]) + Vec2::new(along * cos, along * sin);
        let corner = start + Vec2::new(baseline * sin, -baseline * cos);
        let mut shape = TextShape::new(corner, galley, self.ink(run.ink));
        shape.angle = (-run.turn).to_radians();
        self.painter.add(shape);
    }

    fn at(&self, [x, y]: [f32; 2]) -> Pos2 {
        self.origin + Vec2::new(x, y) * self.scale
    }

    fn rect(&self, area: Area) -> Rect {
        Rect::from_min_size(self.at([area.x, area.y]), Vec2::new(area.w, area.h) * self.scale)
    }

    /// A rule never becomes thinner than one pixel.
    fn weight(&self, points: f32) -> f32 {
        (points * self.scale).max(1.0 / self.painter.pixels_per_point())
    }

    fn ink(&self, percent: u8) -> Color32 {
        self.colours.paper.lerp_to_gamma(self.colours.ink, f32::from(percent.min(100)) / 100.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::paper::feedback::tests::sample;
    use crate::paper::fonts::tests::fonts;
    use crate::paper::form::tests::head;
    use crate::paper::{PrintMode, feedback};

    const COLOURS: PaperColours = PaperColours {
        paper: Color32::WHITE,
        edge: Color32::from_rgb(0xcd, 0xd2, 0xda),
        ink: Color32::BLACK,
        missing: Color32::from_rgb(0xd9, 0x8b, 0x0b),
    };

    /// Runs two frames, the first to bring the fonts in, and hands out the shapes of the second.
    fn shapes(page: &Page, scale: f32) -> Vec<Shape> {
        let ctx = egui::Context::default();
        install_paper_fonts(&ctx, &fonts());
        let mut view = PaperView::default();
        let mut shapes = Vec::new();
        for _ in 0..2 {
            let size = Vec2::new(page.width, page.height) * scale + Vec2::splat(40.0);
            let screen = Some(Rect::from_min_size(Pos2::ZERO, size));
            let input = egui::RawInput { screen_rect: screen, ..egui::RawInput::default() };
            let output = ctx.run_ui(input, |ui| {
                view.page(ui.painter(), page, (Pos2::new(20.0, 20.0), scale), &COLOURS);
            });
            shapes = output.shapes.iter().map(|s| s.shape.clone()).collect();
            output.drop_without_applying_deltas();
        }
        shapes
    }

    #[test]
    fn every_run_stands_where_the_paper_has_it() {
        let sheet = feedback(&sample(), &head(), &fonts(), PrintMode::Final).unwrap();
        let page = &sheet.pages[0];
        for scale in [0.8, 1.33, 2.0] {
            let shown: Vec<_> = shapes(page, scale)
                .into_iter()
                .filter_map(|shape| if let Shape::Text(text) = shape { Some(text) } else { None })
                .collect();
            let mut at = 0;
            for run in page.runs() {
                let mut text = String::new();
                let mut right = 0.0_f32;
                while text.chars().count() < run.text.chars().count() {
                    let shape = &shown[at];
                    let row = &shape.galley.rows[0];
                    let glyph = &row.glyphs[0];
                    if text.is_empty() {
                        let x = (shape.pos.x - 20.0) / scale;
                        let y = (shape.pos.y + row.pos.y + glyph.pos.y - 20.0) / scale;
                        assert!((x - run.x).abs() < 0.5 && (y - run.y).abs() < 0.5, "{}: {x} {y}", run.text);
                    }
                    right = (shape.pos.x + shape.galley.size().x - 20.0) / scale;
                    text.push_str(&shape.galley.job.text);
                    at += 1;
                }
                assert_eq!(text, run.text);
                let wanted = run.x + run.width;
                assert!((right - wanted).abs() < 1.5 + run.spacing / scale, "{text}: {right} for {wanted}");
            }
            assert_eq!(at, shown.len());
        }
    }

    #[test]
    fn an_empty_required_field_is_outlined_on_screen_only() {
        let draft = feedback(&crate::paper::FeedbackForm::default(), &head(), &fonts(), PrintMode::Prefilled).unwrap();
        let amber = |shape: &Shape| matches!(shape, Shape::Rect(r) if r.stroke.color == COLOURS.missing);
        let count = shapes(&draft.pages[0], 1.0).iter().filter(|s| amber(s)).count();
        assert_eq!(count, crate::paper::required_missing(&crate::paper::FeedbackForm::default()).len());
        let done = feedback(&sample(), &head(), &fonts(), PrintMode::Final).unwrap();
        assert!(!shapes(&done.pages[0], 1.0).iter().any(amber));
    }
}
