//! Pages and codes read back from files of several kinds, and files that are none.

use std::io::Cursor;

use image::{DynamicImage, ImageFormat};
use lopdf::{Dictionary, Document, Object, Stream};

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
fn a_page_without_a_code_is_handed_on_without_codes() {
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

/// Form 1 as a PDF that `change` was done to.
fn changed(change: impl FnOnce(&mut Document)) -> Vec<u8> {
    let mut doc = Document::load_mem(&printed(1)).unwrap();
    change(&mut doc);
    let mut bytes = Vec::new();
    doc.save_to(&mut bytes).unwrap();
    bytes
}

/// Makes the only page stand `times` times in the file.
fn repeat_page(doc: &mut Document, times: usize) {
    let page = doc.get_dictionary(doc.get_pages()[&1]).unwrap().clone();
    let kids: Vec<Object> = (0..times).map(|_| Object::Reference(doc.add_object(page.clone()))).collect();
    let tree = doc.catalog().unwrap().get(b"Pages").unwrap().as_reference().unwrap();
    let tree = doc.get_object_mut(tree).unwrap().as_dict_mut().unwrap();
    tree.set("Kids", kids);
    tree.set("Count", times as i64);
}

#[test]
fn a_locked_pdf_is_told_from_a_damaged_one() {
    let locked = changed(|doc| {
        let mut lock = Dictionary::new();
        for (key, value) in [("V", 1), ("R", 2), ("P", -4)] {
            lock.set(key, value);
        }
        for key in ["O", "U"] {
            lock.set(key, Object::string_literal([7; 32].to_vec()));
        }
        lock.set("Filter", Object::Name(b"Standard".to_vec()));
        let lock = doc.add_object(lock);
        doc.trailer.set("Encrypt", lock);
    });
    assert_eq!(refused(&locked), ScanError::Locked);
}

#[test]
fn a_pdf_without_pages_is_empty_and_a_long_one_is_left_when_told() {
    assert_eq!(refused(&changed(|doc| repeat_page(doc, 0))), ScanError::Empty);
    let long = changed(|doc| repeat_page(doc, 500));
    let mut seen = Vec::new();
    let handed = read(&long, &mut |page| {
        seen.push((page.number, page.of, page.codes.len()));
        page.number < 2
    });
    assert_eq!((handed, seen), (Ok(2), vec![(1, 500, 1), (2, 500, 1)]));
}

#[test]
fn pictures_of_giants_are_refused_before_they_are_unpacked() {
    let giant = ScanError::TooLarge { width: 60_000, height: 60_000 };
    let mut header = b"IHDR\x00\x00\xea\x60\x00\x00\xea\x60\x08\x02\x00\x00\x00".to_vec();
    let mut crc = flate2::Crc::new();
    crc.update(&header);
    header.extend(crc.sum().to_be_bytes());
    // Before its pixels a PNG is asked for its size only when their chunk has begun.
    let png = [b"\x89PNG\r\n\x1a\n\x00\x00\x00\x0d".as_slice(), &header, b"\x00\x00\x00\x04IDAT"].concat();
    assert_eq!(refused(&png), giant);
    let mut jpeg = file(&picture(), ImageFormat::Jpeg);
    let frame = jpeg.windows(2).position(|two| two == [0xff, 0xc0]).unwrap();
    jpeg[frame + 5..frame + 9].copy_from_slice(&[0xea, 0x60, 0xea, 0x60]);
    assert_eq!(refused(&jpeg), giant);
    let pdf = changed(|doc| {
        let mut dict = Dictionary::new();
        dict.set("Subtype", Object::Name(b"Image".to_vec()));
        dict.set("Width", 60_000);
        dict.set("Height", 60_000);
        doc.add_object(Stream::new(dict, Vec::new()));
    });
    assert_eq!(refused(&pdf), giant);
}

#[test]
fn whatever_is_cut_off_is_refused_or_read_and_never_falls_over() {
    let whole = printed(1);
    for share in 1..24 {
        let cut = &whole[..whole.len() * share / 24];
        match read(cut, &mut |_| true) {
            Ok(pages) => assert!(pages <= 1),
            Err(fault) => assert!(matches!(fault, ScanError::Damaged(_) | ScanError::Empty), "{share}: {fault}"),
        }
    }
}

/// The corner of form 1 three times, as fax of group 4, LZW in grey, Deflate in colour; made with ImageMagick.
const OFFICE: &[u8] = include_bytes!("../../../tests/ref/scans/office.tif");

#[test]
fn every_page_of_a_tiff_is_read_however_it_is_packed() {
    let pages = pages_of(OFFICE);
    let told: Vec<_> = pages.iter().map(|page| (page.number, page.of, page.codes.as_slice())).collect();
    let code = [CODE.to_owned()];
    assert_eq!(told, [1, 2, 3].map(|number| (number, 3, code.as_slice())));
    let single = file(&picture(), ImageFormat::Tiff);
    assert_eq!(pages_of(&single).iter().map(|page| page.codes.as_slice()).collect::<Vec<_>>(), [code.as_slice()]);
}

/// The value of a tag on the first page of [`OFFICE`], changed.
fn retagged(tag: u16, to: u32) -> Vec<u8> {
    let mut bytes = OFFICE.to_vec();
    let at = u32::from_le_bytes(bytes[4..8].try_into().unwrap()) as usize;
    let count = usize::from(u16::from_le_bytes([bytes[at], bytes[at + 1]]));
    let entry = (0..count).map(|n| at + 2 + 12 * n).find(|at| bytes[*at..at + 2] == tag.to_le_bytes()).unwrap();
    bytes[entry + 2..entry + 4].copy_from_slice(&4_u16.to_le_bytes());
    bytes[entry + 8..entry + 12].copy_from_slice(&to.to_le_bytes());
    bytes
}

#[test]
fn a_tiff_that_lies_is_refused_in_a_sentence() {
    const WIDTH: u16 = 256;
    assert!(matches!(refused(&retagged(WIDTH, 2_000_000)), ScanError::TooLarge { width: 2_000_000, height: 260 }));
    const PACKED: u16 = 259;
    assert_eq!(refused(&retagged(PACKED, 3)), ScanError::Packed, "fax of group 3");
    assert!(matches!(refused(&OFFICE[..OFFICE.len() / 2]), ScanError::Damaged(_)), "pages behind the end");
    assert!(matches!(refused(b"II*\0\x08\0\0\0\0\0\x08\0\0\0"), ScanError::Damaged(_)), "a page that follows itself");
    assert_eq!(refused(b"MM\0*\0\0\0\0"), ScanError::Empty);
    assert!(matches!(refused(b"II+\0\x08\0\0\0"), ScanError::Damaged(_)), "BigTIFF");
    for at in (8..OFFICE.len()).step_by(97) {
        let mut bytes = OFFICE.to_vec();
        bytes[at] ^= 0x5A;
        // Whatever is read of it, nothing falls over.
        let _pages = read(&bytes, &mut |_| true);
    }
}
