//! Bytes to pages: the pages of a PDF drawn, a picture decoded, and the JPEG that is kept of each.

use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

use hayro::hayro_interpret::InterpreterSettings;
use hayro::hayro_syntax::object::dict::keys;
use hayro::hayro_syntax::object::{Name, Object};
use hayro::hayro_syntax::page::Page;
use hayro::hayro_syntax::{DecryptionError, LoadPdfError, Pdf};
use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::{PixmapSettings, RenderCache, RenderSettings};
use image::codecs::jpeg::JpegEncoder;
use image::imageops::FilterType;
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageReader, RgbaImage};

use super::{ScanError, tiff};

/// Dots to the inch a page of a PDF is drawn with: a module of our code is four of them wide.
const DPI: f32 = 200.0;
/// Longest side a page is read at: A4 at 300 dots to the inch.
const READ_SIDE: u32 = 3508;
/// Longest side that is kept: A4 at 200 dots to the inch.
const KEPT_SIDE: u32 = 2339;
/// Most pixels of one picture: A3 at 600 dots to the inch.
const MOST_PIXELS: u64 = 72_000_000;
/// Most bytes of one decoded picture.
const MOST_BYTES: u64 = 4 * MOST_PIXELS;
const QUALITY: u8 = 75;

/// What takes the pages: the number of the page and of all pages, the picture. It answers whether to go on.
pub(super) type Take<'a> = &'a mut dyn FnMut((usize, usize), DynamicImage) -> Result<bool, ScanError>;

/// Hands on the pages of a file, one at a time.
pub(super) fn each(bytes: &[u8], take: Take<'_>) -> Result<(), ScanError> {
    // A PDF may begin with up to a kilobyte of something else.
    let head = bytes.get(..1024).unwrap_or(bytes);
    if head.windows(5).any(|five| five == b"%PDF-") {
        return each_of_pdf(bytes, take);
    }
    if tiff::is_tiff(bytes) {
        return each_of_tiff(bytes, take);
    }
    let picture = picture(bytes)?;
    take((1, 1), picture).map(|_| ())
}

/// A JPEG, PNG or the first page of a TIFF, the way its camera says is up.
fn picture(bytes: &[u8]) -> Result<DynamicImage, ScanError> {
    let reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format().map_err(|_| ScanError::NotAPicture)?;
    if reader.format().is_none() {
        return Err(ScanError::NotAPicture);
    }
    let damaged = |error| match error {
        image::ImageError::Unsupported(_) => ScanError::Packed,
        error => ScanError::Damaged(error.to_string()),
    };
    let mut decoder = reader.into_decoder().map_err(damaged)?;
    let (width, height) = decoder.dimensions();
    let (width, height) = (u64::from(width), u64::from(height));
    if width * height > MOST_PIXELS || decoder.total_bytes() > MOST_BYTES {
        return Err(ScanError::TooLarge { width, height });
    }
    let turn = decoder.orientation().map_err(damaged)?;
    let mut picture = DynamicImage::from_decoder(decoder).map_err(damaged)?;
    picture.apply_orientation(turn);
    Ok(within(picture, READ_SIDE))
}

/// The picture library reads the page the head of a TIFF points to, and no other.
fn each_of_tiff(bytes: &[u8], take: Take<'_>) -> Result<(), ScanError> {
    let pages = tiff::pages(bytes)?;
    let mut bytes = bytes.to_vec();
    for (at, place) in pages.iter().enumerate() {
        bytes[4..8].copy_from_slice(place);
        let picture = guarded(|| picture(&bytes))??;
        if !take((at + 1, pages.len()), picture)? {
            break;
        }
    }
    Ok(())
}

fn each_of_pdf(bytes: &[u8], take: Take<'_>) -> Result<(), ScanError> {
    let pdf = guarded(|| Pdf::new(bytes.to_vec()))?.map_err(|error| match error {
        LoadPdfError::Decryption(DecryptionError::PasswordProtected) => ScanError::Locked,
        other => ScanError::Damaged(format!("{other:?}")),
    })?;
    guarded(|| no_giants(&pdf))??;
    let pages = pdf.pages();
    if pages.is_empty() {
        return Err(ScanError::Empty);
    }
    for (at, page) in pages.iter().enumerate() {
        let picture = guarded(|| drawn(page))??;
        if !take((at + 1, pages.len()), picture)? {
            break;
        }
    }
    Ok(())
}

/// One page on white. Nothing of it is remembered for the next: a long file needs no more memory than a short one.
fn drawn(page: &Page<'_>) -> Result<DynamicImage, ScanError> {
    let (width, height) = page.render_dimensions();
    let longest = width.max(height).max(1.0);
    let scale = (DPI / 72.0).min(READ_SIDE as f32 / longest);
    let settings = PixmapSettings { x_scale: scale, y_scale: scale, bg_color: WHITE };
    if width * scale < 1.0 || height * scale < 1.0 {
        return Err(ScanError::Damaged(format!("a page of {width} × {height} points")));
    }
    let interpreter = InterpreterSettings::default();
    let pixels = hayro::render(page, &RenderCache::new(), &interpreter, &RenderSettings::default(), &settings);
    let (width, height) = (u32::from(pixels.width()), u32::from(pixels.height()));
    RgbaImage::from_raw(width, height, pixels.data_as_u8_slice().to_vec())
        .map(DynamicImage::ImageRgba8)
        .ok_or_else(|| ScanError::Damaged("a page without pixels".to_owned()))
}

/// Refuses a PDF that holds a picture too large to be unpacked.
fn no_giants(pdf: &Pdf) -> Result<(), ScanError> {
    for object in pdf.objects() {
        let Object::Stream(stream) = object else { continue };
        let dict = stream.dict();
        if dict.get::<Name<'_>>(keys::SUBTYPE).is_none_or(|name| name.as_ref() != b"Image") {
            continue;
        }
        let side = |key| dict.get::<f64>(key).map_or(0, |side| side.max(0.0) as u64);
        let (width, height) = (side(keys::WIDTH), side(keys::HEIGHT));
        if width.saturating_mul(height) > MOST_PIXELS {
            return Err(ScanError::TooLarge { width, height });
        }
    }
    Ok(())
}

/// Runs a foreign reader on foreign bytes: should it fall over, the file is at fault and the program goes on.
fn guarded<T>(job: impl FnOnce() -> T) -> Result<T, ScanError> {
    catch_unwind(AssertUnwindSafe(job))
        .map_err(|_panic| ScanError::Damaged("its inner structure makes no sense".to_owned()))
}

/// The JPEG that is kept of a page, turned by `turn`.
pub(super) fn kept(picture: DynamicImage, turn: Orientation) -> Result<Vec<u8>, ScanError> {
    let mut picture = within(picture, KEPT_SIDE);
    picture.apply_orientation(turn);
    let picture = if is_grey(&picture) { picture.to_luma8().into() } else { DynamicImage::from(picture.to_rgb8()) };
    let mut jpeg = Vec::new();
    let encoder = JpegEncoder::new_with_quality(&mut jpeg, QUALITY);
    picture.write_with_encoder(encoder).map_err(|e| ScanError::Damaged(e.to_string()))?;
    Ok(jpeg)
}

/// Whether hardly any pixel has a colour: paper yellows, ink and seals do not count until they fill a few millimetres.
fn is_grey(picture: &DynamicImage) -> bool {
    let colourful = |pixel: &[u8]| pixel.iter().max().zip(pixel.iter().min()).is_some_and(|(a, b)| a - b > 48);
    let count = |raw: &[u8], size: usize| raw.chunks_exact(size).step_by(13).filter(|p| colourful(&p[..3])).count();
    match picture {
        DynamicImage::ImageLuma8(_) | DynamicImage::ImageLuma16(_) => true,
        DynamicImage::ImageRgb8(rgb) => count(rgb, 3) < 40,
        DynamicImage::ImageRgba8(rgba) => count(rgba, 4) < 40,
        _ => false,
    }
}

fn within(picture: DynamicImage, side: u32) -> DynamicImage {
    if picture.width().max(picture.height()) <= side {
        return picture;
    }
    picture.resize(side, side, FilterType::Triangle)
}
