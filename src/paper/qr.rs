//! The QR code that finds a scanned sheet again: one vector path, level Q.

use qrcode::{Color, EcLevel, QrCode};

use super::error::PaperError;
use super::sheet::{Area, Item};
use crate::domain::returned::PageCode;

/// Edge of the printed code in millimetres; smaller ones are lost in scans at 150 dpi.
pub const EDGE_MM: f32 = 18.0;

/// What the code of a page says; [`PageCode`] reads it again. No personal data.
#[must_use]
pub fn payload(doc_no: &str, (page, pages): (usize, usize), hash8: &str) -> String {
    let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let (page, pages) = (number(page), number(pages));
    PageCode { document: doc_no.to_owned(), page, pages, hash8: hash8.to_owned() }.to_string()
}

/// The dark modules of `text` as one path that fills `area`. Keep four modules clear around it.
///
/// # Errors
/// [`PaperError::QrTooLong`] beyond some 1,600 characters.
pub fn code(text: &str, area: Area) -> Result<Item, PaperError> {
    let code = QrCode::with_error_correction_level(text, EcLevel::Q).map_err(|_| PaperError::QrTooLong)?;
    let count = code.width();
    let module = area.w / count as f32;
    let colors = code.into_colors();
    let mut rings = Vec::new();
    for (row, modules) in colors.chunks(count).enumerate() {
        let mut start = None;
        for column in 0..=count {
            let dark = modules.get(column) == Some(&Color::Dark);
            match (dark, start) {
                (true, None) => start = Some(column),
                (false, Some(from)) => {
                    rings.push(bar(area, module, (row, from, column)));
                    start = None;
                }
                _ => {}
            }
        }
    }
    Ok(Item::Poly { rings, ink: 100 })
}

/// Dark modules `from..to` of one row.
fn bar(area: Area, module: f32, (row, from, to): (usize, usize, usize)) -> Vec<[f32; 2]> {
    let (left, right) = (area.x + module * from as f32, area.x + module * to as f32);
    let (top, bottom) = (area.y + module * row as f32, area.y + module * (row + 1) as f32);
    vec![[left, top], [right, top], [right, bottom], [left, bottom]]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_code_fills_its_square_and_starts_with_a_finder() {
        let area = Area { x: 10.0, y: 20.0, w: 51.0, h: 51.0 };
        let text = payload("KS2026-000123-F1-01", (1, 2), "9f86d081");
        assert_eq!(text, "KS1|KS2026-000123-F1-01|1/2|9f86d081");
        let Item::Poly { rings, .. } = code(&text, area).unwrap() else { panic!("not a path") };
        let xs: Vec<f32> = rings.iter().flatten().map(|p| p[0]).collect();
        assert_eq!(xs.iter().copied().fold(f32::MAX, f32::min), 10.0);
        assert!((xs.iter().copied().fold(0.0, f32::max) - 61.0).abs() < 0.01);
        let module = 51.0 / 33.0;
        assert!(
            (rings[0][1][0] - rings[0][0][0] - 7.0 * module).abs() < 0.01,
            "first bar is the finder's seven modules"
        );
    }

    #[test]
    fn an_endless_text_is_refused() {
        let area = Area { x: 0.0, y: 0.0, w: 51.0, h: 51.0 };
        assert!(matches!(code(&"x".repeat(5000), area), Err(PaperError::QrTooLong)));
    }
}
