//! Small pictures of attached photos, made beside the window: originals are large and must not hold up a frame.

use std::fs::File;
use std::io::BufReader;
use std::path::Path;

use image::{DynamicImage, ImageDecoder as _, ImageReader, Limits};

use super::desk::Desk;
use super::jobs::JobKind;
use super::receive::JobResult;
use crate::store::{blob_path, is_unaltered};
use crate::t;
use crate::ui::case::Pixels;
use crate::ui::print::PictureSize;

/// Longest side of a small picture, in pixels: enough for its place on screens of any density.
const SIDE: u32 = 256;
/// Longest side of a page that is read on the screen.
const PAGE_SIDE: u32 = 2_000;
/// Memory one original may take while it is read.
const MEMORY: u64 = 400 << 20;

impl Desk {
    /// Makes the small pictures of these attachments. While others are being made nothing happens: the screen asks again.
    pub(super) fn make_thumbnails(&mut self, hashes: Vec<String>) {
        let folder = self.shared.attachments.clone();
        let title = t!(self.shared.texts, "job-thumbnails");
        let asked = hashes.clone();
        let started = self.jobs.start(JobKind::Thumbnails, title, move |progress| {
            let made = hashes.into_iter().map(|hash| {
                let wanted = !progress.is_cancelled();
                let picture = wanted.then(|| small_picture(&blob_path(&folder, &hash))).flatten();
                (hash, picture)
            });
            JobResult::Thumbnails(made.collect())
        });
        if started {
            self.screens.case.full.thumbs.wait_for(asked);
        }
    }

    /// Makes pictures of scanned pages. One that is no longer what was scanned is not shown to be read.
    pub(super) fn make_page_pictures(&mut self, hashes: Vec<String>, size: PictureSize) {
        let folder = self.shared.attachments.clone();
        let title = t!(self.shared.texts, "job-thumbnails");
        let asked = hashes.clone();
        let started = self.jobs.start(JobKind::PagePictures, title, move |_| {
            let made = hashes.into_iter().map(|hash| {
                let path = blob_path(&folder, &hash);
                let made = match size {
                    PictureSize::Small => small_picture(&path),
                    PictureSize::Large if is_unaltered(&folder, &hash).unwrap_or(false) => picture(&path, PAGE_SIDE),
                    PictureSize::Large => None,
                };
                (hash, made)
            });
            JobResult::PagePictures(size, made.collect())
        });
        if started {
            self.screens.print.returns.pictures.wait_for(size, asked);
        }
    }

    pub(super) fn page_pictures_made(&mut self, size: PictureSize, made: Vec<(String, Option<Pixels>)>) {
        for (hash, pixels) in made {
            self.screens.print.returns.pictures.put(&self.ctx, (size, hash), pixels);
        }
    }

    pub(super) fn thumbnails_made(&mut self, made: Vec<(String, Option<Pixels>)>) {
        for (hash, pixels) in made {
            self.screens.case.full.thumbs.put(&self.ctx, hash, pixels);
        }
    }
}

/// The picture in a file, at most [`SIDE`] wide and high and the right way up; `None` when there is none that can be read.
fn small_picture(path: &Path) -> Option<Pixels> {
    picture(path, SIDE)
}

/// The same of at most `side`.
fn picture(path: &Path, side: u32) -> Option<Pixels> {
    let mut reader = ImageReader::new(BufReader::new(File::open(path).ok()?)).with_guessed_format().ok()?;
    let mut limits = Limits::default();
    limits.max_alloc = Some(MEMORY);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().ok()?;
    let turn = decoder.orientation().ok()?;
    let mut picture = DynamicImage::from_decoder(decoder).ok()?;
    if picture.width().max(picture.height()) > side {
        picture = picture.thumbnail(side, side);
    }
    picture.apply_orientation(turn);
    let picture = picture.into_rgb8();
    let size = [usize::try_from(picture.width()).ok()?, usize::try_from(picture.height()).ok()?];
    Some(Pixels { size, rgb: picture.into_raw() })
}

#[cfg(test)]
mod tests {
    use image::{ImageFormat, Rgb, RgbImage};

    use super::*;

    #[test]
    fn a_large_photo_becomes_small_and_keeps_its_shape() {
        let folder = tempfile::tempdir().unwrap();
        // Attachments lie under their hash, without an ending that tells what they are.
        let path = folder.path().join("0a1b");
        for (format, size) in [(ImageFormat::Png, [1200, 600]), (ImageFormat::Jpeg, [60, 30])] {
            let [width, height] = size;
            RgbImage::from_pixel(width, height, Rgb([200, 40, 30])).save_with_format(&path, format).unwrap();
            let small = small_picture(&path).unwrap();
            assert_eq!(small.size, if width > 256 { [256, 128] } else { [60, 30] });
            assert_eq!(small.rgb.len(), small.size[0] * small.size[1] * 3);
        }
    }

    #[test]
    fn what_is_no_picture_or_is_lost_has_none() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("text");
        std::fs::write(&path, "漏水").unwrap();
        assert!(small_picture(&path).is_none());
        std::fs::write(&path, [0x89, b'P', b'N', b'G', 0x0d, 0x0a, 0x1a, 0x0a, 0, 0]).unwrap();
        assert!(small_picture(&path).is_none());
        assert!(small_picture(&folder.path().join("gone")).is_none());
    }
}
