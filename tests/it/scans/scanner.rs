//! A scanner and the people before it: sheets of this program laid askew on the glass, stamped, lit unevenly, compressed.

use std::f64::consts::{PI, TAU};
use std::sync::Arc;

use hayro::hayro_interpret::InterpreterSettings;
use hayro::hayro_interpret::util::TransformExt as _;
use hayro::hayro_syntax::page::Page;
use hayro::kurbo::{Affine, BezPath, Circle, Line, Point, Rect, Shape as _, Stroke};
use hayro::vello_cpu::color::{AlphaColor, Srgb};
use hayro::vello_cpu::peniko::{
    BlendMode, Compose, Extend, Gradient, ImageAlphaType, ImageBrush, ImageQuality, ImageSampler, Mix,
};
use hayro::vello_cpu::{ImageSource, PixelMetadata, Pixmap, RasterizerSettings, RenderContext, Resources, TargetInit};
use hayro::{RenderCache, RenderSettings};
use image::DynamicImage;
use image::codecs::jpeg::JpegEncoder;
use image::imageops::FilterType;

/// Numbers that look drawn by lot and are the same every time.
pub struct Lot(pub u64);

impl Lot {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number from `from` up to `to`.
    pub fn between(&mut self, from: f64, to: f64) -> f64 {
        from + (to - from) * (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// True so many times out of a hundred.
    pub fn chance(&mut self, percent: f64) -> bool {
        self.between(0.0, 100.0) < percent
    }

    /// One of them.
    pub fn one<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.next() as usize % of.len()]
    }
}

/// A company's seal: 38 to 42 mm across, a rim of 3 to 4 % of that, a star in the middle, the name along the rim.
///
/// Ink of a stamp pad does not cover: paper under it gives back 40 to 65 % of its light, print under it stays black.
#[derive(Debug, Clone, Copy)]
pub struct Stamp {
    /// Share of the light that the ink takes in red, green and blue.
    pub takes: [f32; 3],
    /// Millimetres from the middle of the code to the middle of the seal, to the right and down.
    pub from_code: [f64; 2],
    /// Millimetres across.
    pub across: f64,
}

/// How one sheet is scanned.
#[derive(Debug, Clone, Copy)]
pub struct Scan {
    /// Dots to the inch.
    pub dpi: f64,
    /// Quarter turns clockwise.
    pub quarters: u8,
    /// Degrees by which the sheet lies askew.
    pub skew: f64,
    /// Colour, or grey.
    pub colour: bool,
    /// Share of the light that is missing at the darkest edge, and from which side it falls, in degrees.
    pub falloff: (f32, f64),
    /// Share of grain in every pixel.
    pub grain: f64,
    /// The lens does not draw quite sharply.
    pub soft: bool,
    /// Of the JPEG.
    pub quality: u8,
    /// A seal over the code.
    pub stamp: Option<Stamp>,
}

/// A sheet on the glass.
#[derive(Clone, Copy)]
pub struct Laid<'a> {
    pub page: &'a Page<'a>,
    /// The middle of its code, in points from its upper left corner.
    pub code: [f64; 2],
}

/// A scanner: grain is drawn by lot once, each sheet gets it from another place.
pub struct Scanner {
    grain: Arc<Pixmap>,
}

/// Edge of the square of grain in pixels: a prime, so that it does not fall in step with anything.
const GRAIN: u16 = 509;

/// What shows of the lid where a sheet that lies askew does not cover the glass.
const LID: f32 = 0.86;

impl Scanner {
    pub fn new() -> Self {
        let mut lot = Lot(7);
        let size = usize::from(GRAIN) * usize::from(GRAIN);
        let rgba = (0..size).flat_map(|_| [(); 3].map(|()| lot.next() as u8).into_iter().chain([255])).collect();
        let grain =
            Pixmap::from_parts(rgba, GRAIN, GRAIN, PixelMetadata::new(ImageAlphaType::AlphaPremultiplied, false));
        Self { grain: Arc::new(grain) }
    }

    /// One scan of the sheets, laid side by side.
    pub fn scan(&self, sheets: &[Laid<'_>], how: &Scan) -> DynamicImage {
        let scale = how.dpi / 72.0;
        let size = |page: &Page<'_>| {
            let (w, h) = page.render_dimensions();
            (f64::from(w) * scale, f64::from(h) * scale)
        };
        let (width, height) =
            sheets.iter().map(|laid| size(laid.page)).fold((0.0, 0.0_f64), |(w, h), (pw, ph)| (w + pw, h.max(ph)));
        let (glass_w, glass_h) = if how.quarters.is_multiple_of(2) { (width, height) } else { (height, width) };
        let mut ctx = RenderContext::new(glass_w as u16, glass_h as u16);
        let turn = Affine::translate((glass_w / 2.0, glass_h / 2.0))
            * Affine::rotate(f64::from(how.quarters) * PI / 2.0 + how.skew.to_radians())
            * Affine::translate((-width / 2.0, -height / 2.0));
        let glass = Rect::new(0.0, 0.0, glass_w, glass_h);
        let mut left = 0.0;
        for Laid { page, code } in sheets {
            let lie = turn * Affine::translate((left, 0.0)) * Affine::scale(scale);
            let (w, h) = page.render_dimensions();
            ctx.set_transform(lie);
            ctx.set_blend_mode(BlendMode::default());
            ctx.set_paint(grey(1.0));
            ctx.fill_rect(&Rect::new(0.0, 0.0, f64::from(w), f64::from(h)));
            let drawn = lie * page.initial_transform(true).to_kurbo();
            let (interpreter, settings) = (InterpreterSettings::default(), RenderSettings::default());
            hayro::render_into(page, &RenderCache::new(), &interpreter, &settings, &mut ctx, drawn);
            if let Some(stamp) = how.stamp {
                press(&mut ctx, lie * Affine::translate((code[0], code[1])) * Affine::scale(MM), stamp);
            }
            left += size(page).0;
        }
        light(&mut ctx, glass, how.falloff);
        self.grain(&mut ctx, glass, how.grain);
        developed(&mut ctx, how)
    }

    fn grain(&self, ctx: &mut RenderContext, glass: Rect, share: f64) {
        ctx.set_transform(Affine::IDENTITY);
        ctx.set_blend_mode(BlendMode::default());
        let (x_extend, y_extend) = (Extend::Repeat, Extend::Repeat);
        let sampler = ImageSampler { x_extend, y_extend, quality: ImageQuality::Low, alpha: share as f32 };
        ctx.set_paint(ImageBrush { image: ImageSource::Pixmap(Arc::clone(&self.grain)), sampler });
        ctx.fill_rect(&glass);
    }
}

/// Points in a millimetre.
const MM: f64 = 72.0 / 25.4;

/// Presses a seal on a sheet; `lie` takes millimetres from the middle of the code to the glass.
fn press(ctx: &mut RenderContext, lie: Affine, stamp: Stamp) {
    let [red, green, blue] = stamp.takes.map(|share| 1.0 - share);
    ctx.set_transform(lie * Affine::translate((stamp.from_code[0], stamp.from_code[1])));
    ctx.set_blend_mode(BlendMode::new(Mix::Multiply, Compose::SrcOver));
    ctx.set_paint(AlphaColor::<Srgb>::new([red, green, blue, 1.0]));
    let radius = stamp.across / 2.0;
    ctx.set_stroke(Stroke::new(0.035 * stamp.across));
    ctx.stroke_path(&Circle::new((0.0, 0.0), radius * 0.96).to_path(0.01));
    ctx.fill_path(&star(radius * 0.33));
    ctx.set_stroke(Stroke::new(0.5));
    for at in 0..11 {
        // Each character is a handful of strokes some half a millimetre thick in a box of 4 by 5.5 mm.
        let turn = Affine::rotate(TAU * (f64::from(at) / 14.0 - 0.36)) * Affine::translate((0.0, -radius * 0.74));
        for [x0, y0, x1, y1] in STROKES {
            let stroke = Line::new((x0, y0), (x1, y1)).to_path(0.01);
            ctx.stroke_path(&(turn * stroke));
        }
    }
}

const STROKES: [[f64; 4]; 6] = [
    [-2.0, -2.4, 2.0, -2.4],
    [-1.8, -0.6, 1.8, -0.6],
    [-2.0, 1.4, 2.0, 1.4],
    [0.0, -2.7, 0.0, 2.6],
    [-0.2, -0.4, -1.9, 2.6],
    [0.2, -0.4, 1.9, 2.6],
];

fn star(radius: f64) -> BezPath {
    let mut path = BezPath::new();
    for corner in 0..10 {
        let reach = if corner % 2 == 0 { radius } else { radius * 0.382 };
        let angle = TAU * f64::from(corner) / 10.0 - PI / 2.0;
        let point = Point::new(reach * angle.cos(), reach * angle.sin());
        if corner == 0 { path.move_to(point) } else { path.line_to(point) }
    }
    path.close_path();
    path
}

fn grey(light: f32) -> AlphaColor<Srgb> {
    AlphaColor::new([light, light, light, 1.0])
}

/// Takes away light towards one side.
fn light(ctx: &mut RenderContext, glass: Rect, (missing, side): (f32, f64)) {
    let reach = glass.width().min(glass.height()) / 2.0;
    let (x, y) = (reach * side.to_radians().cos(), reach * side.to_radians().sin());
    let middle = glass.center();
    let gradient = Gradient::new_linear((middle.x - x, middle.y - y), (middle.x + x, middle.y + y))
        .with_stops([grey(1.0), grey(1.0 - missing)]);
    ctx.set_transform(Affine::IDENTITY);
    ctx.set_blend_mode(BlendMode::new(Mix::Multiply, Compose::SrcOver));
    ctx.set_paint(gradient);
    ctx.fill_rect(&glass);
}

/// The picture the scanner's program keeps in memory.
fn developed(ctx: &mut RenderContext, how: &Scan) -> DynamicImage {
    ctx.flush();
    let mut pixels = Pixmap::new(ctx.width(), ctx.height());
    let target_init = TargetInit::Clear(grey(LID));
    ctx.render_with(&mut pixels, &mut Resources::default(), RasterizerSettings { target_init, ..Default::default() });
    let (width, height) = (u32::from(pixels.width()), u32::from(pixels.height()));
    let rgba = pixels.take_rgba8(ImageAlphaType::Alpha);
    let rgba = image::RgbaImage::from_raw(width, height, rgba).expect("as many bytes as pixels");
    let rgba = DynamicImage::from(rgba);
    let scanned: DynamicImage = if how.colour { rgba.to_rgb8().into() } else { rgba.to_luma8().into() };
    if how.soft { scanned.resize_exact(width - 1, height - 1, FilterType::Gaussian) } else { scanned }
}

/// The file the scanner's program writes of a picture.
pub fn jpeg(picture: &DynamicImage, quality: u8) -> Vec<u8> {
    let mut bytes = Vec::new();
    picture.write_with_encoder(JpegEncoder::new_with_quality(&mut bytes, quality)).expect("a picture is encoded");
    bytes
}
