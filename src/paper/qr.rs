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

/// The dark modules of `text` as bars that fill `area`. Keep four modules clear around it.
///
/// # Errors
/// [`PaperError::QrTooLong`] beyond some 1,600 characters.
pub fn code(text: &str, area: Area) -> Result<Item, PaperError> {
    let code = QrCode::with_error_correction_level(text, EcLevel::Q).map_err(|_| PaperError::QrTooLong)?;
    let count = code.width();
    let module = area.w / count as f32;
    let colors = code.into_colors();
    let mut bars = Vec::new();
    for (row, modules) in colors.chunks(count).enumerate() {
        let mut at = 0;
        for run in modules.chunk_by(|a, b| a == b) {
            if run.first() == Some(&Color::Dark) {
                bars.push([at as f32, row as f32, run.len() as f32, 1.0]);
            }
            at += run.len();
        }
    }
    Ok(Item::Bars { at: [area.x, area.y], unit: module, bars, ink: 100 })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_code_fills_its_square_and_starts_with_a_finder() {
        let area = Area { x: 10.0, y: 20.0, w: 51.0, h: 51.0 };
        let text = payload("KS2026-000123-F1-01", (1, 2), "9f86d081");
        assert_eq!(text, "KS1|KS2026-000123-F1-01|1/2|9f86d081");
        let Item::Bars { at, unit, bars, .. } = code(&text, area).unwrap() else { panic!("no bars") };
        assert_eq!((at, unit), ([10.0, 20.0], 51.0 / 33.0));
        assert_eq!(bars[0], [0.0, 0.0, 7.0, 1.0], "first bar is the finder's seven modules");
        assert_eq!(bars.iter().map(|bar| bar[0] + bar[2]).fold(0.0, f32::max), 33.0);
    }

    #[test]
    fn an_endless_text_is_refused() {
        let area = Area { x: 0.0, y: 0.0, w: 51.0, h: 51.0 };
        assert!(matches!(code(&"x".repeat(5000), area), Err(PaperError::QrTooLong)));
    }
}
