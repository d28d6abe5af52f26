//! The codes on a page: everywhere, then in the corners, where ours stand, with all but the darkest ink left out.

use std::panic::catch_unwind;

use image::metadata::Orientation;
use image::{DynamicImage, GrayImage};
use rxing::{BarcodeFormat, DecodeHints, Point, RXingResult};

use crate::domain::returned::PageCode;

/// Share of the shorter side that is looked at in each corner.
const CORNER: f32 = 0.42;
/// Where ink ends, as shares of the way from black to paper. A grey seal leaves paper a third to two thirds of its light;
/// the lower cut also parts a dark seal from print, the higher one keeps thin modules of a faint print.
const CUTS: [f32; 2] = [0.15, 0.3];

/// What stands on a page.
pub(super) struct Found {
    /// The page codes, each once.
    pub codes: Vec<String>,
    /// The quarter turn that sets the page upright.
    pub turn: Orientation,
}

/// Finds the page codes on a picture.
pub(super) fn read(picture: &DynamicImage) -> Found {
    let ink = ink(picture);
    let mut found = Found { codes: Vec::new(), turn: Orientation::NoTransforms };
    found.add(codes(&ink));
    if found.codes.is_empty() {
        let corners = corners(&ink);
        let cut = |share| corners.iter().map(move |corner| darkest(corner, share));
        for plane in corners.iter().cloned().chain(CUTS.into_iter().flat_map(cut)) {
            found.add(codes(&plane));
            if !found.codes.is_empty() {
                break;
            }
        }
    }
    found
}

impl Found {
    fn add(&mut self, results: Vec<RXingResult>) {
        for result in results {
            if result.getText().parse::<PageCode>().is_err() || self.codes.iter().any(|code| code == result.getText()) {
                continue;
            }
            if self.codes.is_empty() {
                self.turn = upright(&result);
            }
            self.codes.push(result.getText().to_owned());
        }
    }
}

/// The quarter turn that brings the upper edge of a code to the top.
fn upright(result: &RXingResult) -> Orientation {
    let Some((x, y)) = upwards(result.getPoints()) else { return Orientation::NoTransforms };
    match (x.abs() > y.abs(), x > 0.0, y > 0.0) {
        (false, _, false) => Orientation::NoTransforms,
        (false, _, true) => Orientation::Rotate180,
        (true, true, _) => Orientation::Rotate270,
        (true, false, _) => Orientation::Rotate90,
    }
}

/// From the lower to the upper edge of a code. One of the reader's two ways tells the upper left, the upper right and the
/// lower left corner first, the other the lower left, the upper left and the upper right: the longest side tells which.
fn upwards(points: &[Point]) -> Option<(f32, f32)> {
    let [a, b, c, ..] = points else { return None };
    let apart = |p: &Point, q: &Point| (p.x - q.x).hypot(p.y - q.y);
    let (above, below) = if apart(b, c) > apart(a, c) { (a, c) } else { (b, a) };
    Some((above.x - below.x, above.y - below.y))
}

/// How little light each pixel gives back in its brightest colour: black ink stays, red seals and blue pens pale.
fn ink(picture: &DynamicImage) -> GrayImage {
    let raw = match picture {
        DynamicImage::ImageLuma8(grey) => return grey.clone(),
        DynamicImage::ImageRgb8(rgb) => rgb.chunks_exact(3).map(brightest).collect(),
        DynamicImage::ImageRgba8(rgba) => rgba.chunks_exact(4).map(|p| brightest(&p[..3])).collect(),
        other => return other.to_luma8(),
    };
    GrayImage::from_raw(picture.width(), picture.height(), raw).unwrap_or_default()
}

fn brightest(pixel: &[u8]) -> u8 {
    pixel.iter().copied().max().unwrap_or(255)
}

fn corners(ink: &GrayImage) -> Vec<GrayImage> {
    let (width, height) = ink.dimensions();
    let side = (width.min(height) as f32 * CORNER) as u32;
    let (right, bottom) = (width - side, height - side);
    [(right, 0), (0, 0), (right, bottom), (0, bottom)]
        .map(|(x, y)| image::imageops::crop_imm(ink, x, y, side, side).to_image())
        .into()
}

/// Black where the ink is darker than `share` of the way from black to paper, white elsewhere.
fn darkest(corner: &GrayImage, share: f32) -> GrayImage {
    let mut sample: Vec<u8> = corner.as_raw().iter().copied().step_by(11).collect();
    sample.sort_unstable();
    // Most of a corner is paper, the dark half of a code fills some fiftieth of it.
    let level = |of: usize| f32::from(sample.get(sample.len() / of).copied().unwrap_or(0));
    let (black, paper) = (level(100), level(2));
    let end = (black + (paper - black) * share) as u8;
    let mut plane = corner.clone();
    plane.iter_mut().for_each(|light| *light = if *light < end { 0 } else { 255 });
    plane
}

/// Every code that can be read on a plane of ink.
fn codes(ink: &GrayImage) -> Vec<RXingResult> {
    let (width, height) = ink.dimensions();
    let luma = ink.as_raw().clone();
    catch_unwind(move || {
        let formats = [BarcodeFormat::QR_CODE].into();
        let mut hints = DecodeHints { PossibleFormats: Some(formats), TryHarder: Some(true), ..Default::default() };
        rxing::helpers::detect_multiple_in_luma_with_hints(luma, width, height, &mut hints).unwrap_or_default()
    })
    .unwrap_or_default()
}
