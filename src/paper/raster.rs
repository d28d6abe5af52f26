//! A page of a sheet as a PNG picture, painted from the very PDF that is printed.

use std::io::Cursor;

use hayro::hayro_interpret::InterpreterSettings;
use hayro::hayro_syntax::Pdf;
use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::{PixmapSettings, RenderCache, RenderSettings};
use image::{ImageFormat, RgbaImage};

use super::error::PaperError;
use super::fonts::FontSet;
use super::pdf::to_pdf;
use super::sheet::Sheet;

/// No longer side than this, in pixels: a wall of screens is smaller.
const LONGEST: f32 = 12_000.0;

/// Paints the first page of `sheet` on white, `scale` pixels a point.
///
/// # Errors
/// As [`to_pdf`]; [`PaperError::Pdf`] when the page is too large or cannot be painted.
pub fn to_png(sheet: &Sheet, fonts: &FontSet, scale: f32) -> Result<Vec<u8>, PaperError> {
    let failed = |why: &str| PaperError::Pdf(why.to_owned());
    let pdf = Pdf::new(to_pdf(sheet, fonts)?).map_err(|error| failed(&format!("{error:?}")))?;
    let page = pdf.pages().iter().next().ok_or_else(|| failed("no page"))?;
    let (width, height) = page.render_dimensions();
    if !(scale > 0.0 && width.max(height) * scale <= LONGEST && width.min(height) * scale >= 1.0) {
        return Err(failed(&format!("{width} x {height} pt at {scale}")));
    }
    let settings = PixmapSettings { x_scale: scale, y_scale: scale, bg_color: WHITE };
    let (cache, reading) = (RenderCache::new(), InterpreterSettings::default());
    let pixels = hayro::render(page, &cache, &reading, &RenderSettings::default(), &settings);
    let (width, height) = (u32::from(pixels.width()), u32::from(pixels.height()));
    let image = RgbaImage::from_raw(width, height, pixels.data_as_u8_slice().to_vec());
    let image = image.ok_or_else(|| failed("no pixels"))?;
    let mut bytes = Cursor::new(Vec::new());
    // On white every pixel is opaque, and a file without transparency is smaller and prints everywhere.
    let opaque = image::DynamicImage::ImageRgba8(image).into_rgb8();
    opaque.write_to(&mut bytes, ImageFormat::Png).map_err(|error| failed(&error.to_string()))?;
    Ok(bytes.into_inner())
}

#[cfg(test)]
mod tests {
    use super::super::fonts::tests::fonts;
    use super::super::sheet::{Item, Page};
    use super::*;
    use crate::charts::Bounds;
    use crate::charts::display::{Ink, Shape};

    fn sheet() -> Sheet {
        let bounds = Bounds::new(10.0, 20.0, 60.0, 70.0);
        let square = Shape::Rect { bounds, width: None, ink: Ink { rgb: [0x33, 0x5F, 0xC6], alpha: 255 } };
        let page = Page { width: 100.0, height: 80.0, items: vec![Item::Drawn(square)], ..Page::default() };
        let made_at = chrono::NaiveDate::from_ymd_opt(2026, 4, 9).unwrap().and_hms_opt(10, 24, 0).unwrap();
        Sheet { title: "图".to_owned(), author: String::new(), subject: String::new(), made_at, pages: vec![page] }
    }

    #[test]
    fn colours_and_places_are_those_of_the_sheet() {
        let bytes = to_png(&sheet(), &fonts(), 2.0).unwrap();
        let image = image::load_from_memory_with_format(&bytes, ImageFormat::Png).unwrap().into_rgb8();
        assert_eq!(image.dimensions(), (200, 160));
        let near = |x, y, colour: [u8; 3]| {
            let pixel = image.get_pixel(x, y).0;
            assert!(pixel.iter().zip(colour).all(|(a, b)| a.abs_diff(b) <= 2), "{x},{y}: {pixel:?}");
        };
        near(70, 90, [0x33, 0x5F, 0xC6]);
        near(22, 42, [0x33, 0x5F, 0xC6]);
        near(17, 90, [255; 3]);
        near(130, 90, [255; 3]);
    }

    #[test]
    fn a_page_too_large_for_memory_is_refused() {
        for scale in [0.0, f32::NAN, 500.0, 0.001] {
            assert!(to_png(&sheet(), &fonts(), scale).is_err(), "{scale}");
        }
    }
}
