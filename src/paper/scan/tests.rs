//! Pages and codes read back from files of several kinds, and files that are none.

use std::io::Cursor;

use image::{DynamicImage, ImageFormat};

use super::super::feedback::tests::sample;
use super::super::feedback_sheet::feedback;
use super::super::fonts::tests::fonts;
use super::super::form::PrintMode;
use super::super::form::tests::head;
use super::super::to_pdf;
use super::*;

const CODE: &str = "KS1|KS2026-000123-F1-01|1/1|9f86d081";

/// Form 1 as a PDF, `copies` times in one file.
fn printed(copies: usize) -> Vec<u8> {
    let mut sheet = feedback(&sample(), &head(), &fonts(), PrintMode::Final).unwrap();
    let page = sheet.pages[0].clone();
    sheet.pages.extend(std::iter::repeat_n(page, copies - 1));
    to_pdf(&sheet, &fonts()).unwrap()
}

fn pages_of(bytes: &[u8]) -> Vec<ScannedPage> {
    let mut pages = Vec::new();
    let handed = read(bytes, &mut |page| {
        pages.push(page);
        true
    });
    assert_eq!(handed, Ok(pages.len()));
    pages
}

/// The first page as the scanner would send it.
fn picture() -> DynamicImage {
    let mut first = None;
    let mut take = |_: (usize, usize), picture| {
        first = Some(picture);
        Ok(false)
    };
    pages::each(&printed(1), &mut take).unwrap();
    first.unwrap()
}

fn file(picture: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    DynamicImage::from(picture.to_rgb8()).write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

fn refused(bytes: &[u8]) -> ScanError {
    read(bytes, &mut |page| panic!("page {} of nothing", page.number)).unwrap_err()
}

#[test]
fn a_pdf_is_read_page_by_page_until_enough() {
    let pdf = printed(3);
    let pages = pages_of(&pdf);
    assert_eq!(pages.iter().map(|page| (page.number, page.of)).collect::<Vec<_>>(), [(1, 3), (2, 3), (3, 3)]);
    assert!(pages.iter().all(|page| page.codes == [CODE]));
    let mut seen = 0;
    let handed = read(&pdf, &mut |page| {
        seen = page.number;
        page.number < 2
    });
    assert_eq!((handed, seen), (Ok(2), 2));
}

#[test]
fn pictures_are_read_whichever_way_they_lie_and_kept_upright() {
    let upright = picture();
    let turns = [upright.clone(), upright.rotate90(), upright.rotate180(), upright.rotate270()];
    for (turn, format) in turns.iter().zip([ImageFormat::Jpeg, ImageFormat::Png].into_iter().cycle()) {
        let page = pages_of(&file(turn, format)).remove(0);
        assert_eq!(page.codes, [CODE]);
        let kept = image::load_from_memory(&page.jpeg).unwrap();
        assert_eq!((kept.width(), kept.height()), (upright.width(), upright.height()));
        // The code is at the upper right: its square is darker than any other corner.
        let corners = [(0, 0), (1, 0), (0, 1), (1, 1)].map(|(right, below)| darkness(&kept, right, below));
        assert!(corners[1] > 2 * corners[0].max(corners[2]).max(corners[3]), "{corners:?}");
    }
}

/// How much black lies in one corner of a page, within the place of the code.
fn darkness(page: &DynamicImage, right: u32, below: u32) -> u64 {
    let (side, x, y) = (140, 120 + right * (1653 - 240 - 140), 105 + below * (2338 - 210 - 140));
    page.crop_imm(x, y, side, side).to_luma8().pixels().map(|pixel| u64::from(255 - pixel.0[0])).sum()
}

#[test]
fn a_page_without_a_code_or_with_a_strangers_is_handed_on_without_codes() {
    let empty = DynamicImage::ImageLuma8(image::GrayImage::from_pixel(1240, 1754, image::Luma([250])));
    let page = pages_of(&file(&empty, ImageFormat::Jpeg)).remove(0);
    assert!(page.codes.is_empty());
    let kept = image::load_from_memory(&page.jpeg).unwrap();
    assert_eq!((kept.width(), kept.height(), kept.color()), (1240, 1754, image::ColorType::L8));
}

#[test]
fn what_is_no_scan_is_refused_with_its_reason() {
    assert_eq!(refused(b""), ScanError::NotAPicture);
    assert_eq!(refused("客户来电".as_bytes()), ScanError::NotAPicture);
    let jpeg = file(&picture(), ImageFormat::Jpeg);
    assert!(matches!(refused(&jpeg[..300]), ScanError::Damaged(_)));
    let png = file(&picture(), ImageFormat::Png);
    assert!(matches!(refused(&png[..png.len() / 2]), ScanError::Damaged(_)));
    assert!(matches!(refused(b"%PDF-1.7\nnothing follows"), ScanError::Damaged(_)));
}
