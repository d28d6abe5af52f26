//! Photographs made ready for paper: turned upright, no finer than a printer shows. The original is not touched.

use std::io::Cursor;

use image::{DynamicImage, ImageDecoder as _, ImageReader, Limits};

use super::error::PaperError;
use super::sheet::Jpeg;

/// Pixels of a picture of 85 × 62 mm at 200 to the inch (forms.md 1.2).
const MOST: [u32; 2] = [670, 489];
/// Memory one original may take while it is read.
const MEMORY: u64 = 400 << 20;
const QUALITY: u8 = 82;

/// The picture in `bytes` (JPEG or PNG) as it goes on a photo page.
///
/// # Errors
/// [`PaperError::Jpeg`] when it cannot be read.
pub fn for_paper(bytes: &[u8]) -> Result<Jpeg, PaperError> {
    let mut reader =
        ImageReader::new(Cursor::new(bytes)).with_guessed_format().map_err(|e| PaperError::Jpeg(e.to_string()))?;
    let mut limits = Limits::default();
    limits.max_alloc = Some(MEMORY);
    reader.limits(limits);
    let unread = |e: image::ImageError| PaperError::Jpeg(e.to_string());
    let mut decoder = reader.into_decoder().map_err(unread)?;
    let turn = decoder.orientation().map_err(unread)?;
    let mut picture = DynamicImage::from_decoder(decoder).map_err(unread)?;
    picture.apply_orientation(turn);
    if picture.width() > MOST[0] || picture.height() > MOST[1] {
        picture = picture.resize(MOST[0], MOST[1], image::imageops::FilterType::Triangle);
    }
    let mut out = Vec::new();
    let encoder = image::codecs::jpeg::JpegEncoder::new_with_quality(&mut out, QUALITY);
    picture.into_rgb8().write_with_encoder(encoder).map_err(unread)?;
    Jpeg::new(out.into())
}

#[cfg(test)]
mod tests {
    use image::{ImageFormat, Rgb, RgbImage};

    use super::*;

    #[test]
    fn a_large_photo_becomes_200_to_the_inch_and_keeps_its_shape() {
        for (size, shown) in [([3000, 1500], [670, 335]), ([400, 300], [400, 300]), ([1000, 4000], [122, 489])] {
            let mut bytes = Cursor::new(Vec::new());
            RgbImage::from_pixel(size[0], size[1], Rgb([200, 40, 30])).write_to(&mut bytes, ImageFormat::Png).unwrap();
            let made = for_paper(bytes.get_ref()).unwrap();
            assert_eq!([made.width, made.height], shown);
            assert_eq!(made.pixels().unwrap().0, [shown[0] as usize, shown[1] as usize]);
        }
    }

    #[test]
    fn what_is_no_picture_is_refused() {
        assert!(for_paper("漏水".as_bytes()).is_err());
    }
}
