//! The QR code that finds a scanned sheet again: one vector path, level Q.

use qrcode::canvas::{Canvas, MaskPattern};
use qrcode::{Color, EcLevel, bits, ec};

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

/// The patterns a code may be laid under.
const MASKS: [MaskPattern; 8] = [
    MaskPattern::Checkerboard,
    MaskPattern::HorizontalLines,
    MaskPattern::VerticalLines,
    MaskPattern::DiagonalLines,
    MaskPattern::LargeCheckerboard,
    MaskPattern::Fields,
    MaskPattern::Diamonds,
    MaskPattern::Meadow,
];
/// Modules along an edge up to which a row is one number.
const NARROW: usize = 64;

/// The dark modules of `text` as bars that fill `area`. Keep four modules clear around it.
///
/// # Errors
/// [`PaperError::QrTooLong`] beyond some 1,600 characters.
pub fn code(text: &str, area: Area) -> Result<Item, PaperError> {
    let canvas = drawn(text).ok_or(PaperError::QrTooLong)?;
    let colors = masked(&canvas).into_colors();
    let count = colors.len().isqrt();
    let module = area.w / count as f32;
    let mut bars: Vec<[f32; 4]> = Vec::new();
    for (row, modules) in colors.chunks(count).enumerate() {
        let row = row as f32;
        let mut at = 0;
        for run in modules.chunk_by(|a, b| a == b) {
            if run.first() == Some(&Color::Dark) {
                let (x, w) = (at as f32, run.len() as f32);
                // one that goes on below an equal one makes it longer
                match bars.iter_mut().rev().take(2 * count).find(|bar| [bar[0], bar[1] + bar[3], bar[2]] == [x, row, w])
                {
                    Some(above) => above[3] += 1.0,
                    None => bars.push([x, row, w, 1.0]),
                }
            }
            at += run.len();
        }
    }
    Ok(Item::Bars { at: [area.x, area.y], unit: module, bars, ink: 100 })
}

/// The code without a mask; `None` for a text no code has room for.
fn drawn(text: &str) -> Option<Canvas> {
    let bits = bits::encode_auto(text.as_bytes(), EcLevel::Q).ok()?;
    let version = bits.version();
    let (data, correction) = ec::construct_codewords(&bits.into_bytes(), version, EcLevel::Q).ok()?;
    let mut canvas = Canvas::new(version, EcLevel::Q);
    canvas.draw_all_functional_patterns();
    canvas.draw_data(&data, &correction);
    Some(canvas)
}

/// The code under the mask that disturbs a reader least.
fn masked(canvas: &Canvas) -> Canvas {
    let under = |mask: MaskPattern| {
        let mut canvas = canvas.clone();
        canvas.apply_mask(mask);
        let penalty = penalty(&canvas.clone().into_colors());
        (penalty, canvas)
    };
    let least = MASKS.into_iter().map(under).min_by_key(|(penalty, _)| *penalty);
    match least {
        Some((Some(_), canvas)) => canvas,
        _ => canvas.apply_best_mask(),
    }
}

/// What a code costs a reader (ISO/IEC 18004 7.8.3): long runs, blocks, what looks like a finder, too much of one colour.
/// `None` for a code wider than [`NARROW`].
fn penalty(colors: &[Color]) -> Option<u32> {
    let count = colors.len().isqrt();
    if count > NARROW {
        return None;
    }
    let (mut rows, mut columns) = (vec![0_u64; count], vec![0_u64; count]);
    for (at, _) in colors.iter().enumerate().filter(|(_, color)| **color == Color::Dark) {
        rows[at / count] |= 1 << (at % count);
        columns[at % count] |= 1 << (at / count);
    }
    // places that have a neighbour behind them
    let within = (1_u64 << (count - 1)) - 1;
    let alike = |line: u64| !(line ^ (line >> 1)) & within;
    let runs = |line: u64| {
        let same = alike(line);
        let five = same & (same >> 1) & (same >> 2) & (same >> 3);
        five.count_ones() + 2 * (five & !(five << 1)).count_ones()
    };
    let finders = |line: u64| {
        let dark = |at: u32| line >> at;
        let shape = dark(0) & !dark(1) & dark(2) & dark(3) & dark(4) & !dark(5) & dark(6);
        let before = (1..=4).fold(0, |all, at| all | (line << at));
        let behind = (7..=10).fold(0, |all, at| all | dark(at));
        40 * (shape & (!before | !behind)).count_ones()
    };
    let lines: u32 = rows.iter().chain(&columns).map(|line| runs(*line) + finders(*line)).sum();
    let block = |pair: &[u64]| (alike(pair[0]) & alike(pair[1]) & !(pair[0] ^ pair[1])).count_ones();
    let blocks: u32 = rows.windows(2).map(block).sum();
    let dark: u32 = rows.iter().map(|row| row.count_ones()).sum();
    let all = u32::try_from(colors.len()).ok()?;
    let uneven = (20 * dark).abs_diff(10 * all) / all;
    Some(lines + 3 * blocks + 10 * uneven)
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

    /// Read again by the reader that reads scans, at four points a module.
    #[test]
    fn every_code_is_read_again_whatever_mask_it_has() {
        for n in 0..24 {
            let text = payload(&format!("KS2026-{n:06}-F{}-01", 1 + n % 5), (1, 1 + n), "9f86d081");
            let colors = masked(&drawn(&text).unwrap()).into_colors();
            let count = colors.len().isqrt();
            let edge = (count + 8) * 4;
            let light = |at: usize| {
                let (x, y) = ((at % edge / 4).wrapping_sub(4), (at / edge / 4).wrapping_sub(4));
                x >= count || y >= count || colors[y * count + x] == Color::Light
            };
            let pixels = (0..edge * edge).map(|at| if light(at) { 255 } else { 0 }).collect();
            let edge = u32::try_from(edge).unwrap();
            let read = rxing::helpers::detect_in_luma(pixels, edge, edge, Some(rxing::BarcodeFormat::QR_CODE)).unwrap();
            assert_eq!(read.getText(), text);
        }
    }

    #[test]
    fn the_penalty_counts_runs_blocks_and_shades() {
        let colors = |dark: fn(usize) -> bool| -> Vec<Color> {
            (0..21 * 21).map(|at| if dark(at) { Color::Dark } else { Color::Light }).collect()
        };
        // all light: 42 lines of 21 cost 19 each, 400 blocks cost 3, half a code too light costs 100
        assert_eq!(penalty(&colors(|_| false)), Some(42 * 19 + 400 * 3 + 100));
        // a chessboard has neither runs nor blocks
        assert_eq!(penalty(&colors(|at| at % 2 == 0)), Some(0));
        // one finder row: dark, light, three dark, light, dark, then light
        let row = |at: usize| at < 21 && [0, 2, 3, 4, 6].contains(&at);
        let flat = penalty(&colors(|at| at < 21 && [0, 2, 3, 4].contains(&at))).unwrap();
        assert!(penalty(&colors(row)).unwrap() >= flat + 40 - 12);
        assert_eq!(penalty(&vec![Color::Dark; 65 * 65]), None);
    }

    #[test]
    fn an_endless_text_is_refused() {
        let area = Area { x: 0.0, y: 0.0, w: 51.0, h: 51.0 };
        assert!(matches!(code(&"x".repeat(5000), area), Err(PaperError::QrTooLong)));
    }
}
