//! The faces of one sheet cut down to the characters it uses.

use std::collections::BTreeMap;

use printpdf::{FontMetrics, ParsedFont, PdfFont};
use subsetter::GlyphRemapper;

use crate::paper::error::PaperError;
use crate::paper::fonts::{Face, FontSet};
use crate::paper::sheet::Sheet;

/// A font for each face the sheet uses, holding the used drawings only.
pub(super) fn subsets(sheet: &Sheet, fonts: &FontSet) -> Result<Vec<(Face, PdfFont)>, PaperError> {
    let mut used: BTreeMap<Face, BTreeMap<char, (u16, f32)>> = BTreeMap::new();
    for run in sheet.pages.iter().flat_map(super::Page::runs) {
        let chars = used.entry(run.face).or_default();
        for c in run.text.chars() {
            let glyph = fonts.glyph(run.face, c).filter(|g| g.face == run.face && g.char == c);
            let glyph = glyph.ok_or(PaperError::Missing { chars: vec![c] })?;
            chars.insert(c, (glyph.id, glyph.advance));
        }
    }
    used.into_iter().map(|(face, chars)| Ok((face, subset(face, &chars, fonts)?))).collect()
}

fn subset(face: Face, chars: &BTreeMap<char, (u16, f32)>, fonts: &FontSet) -> Result<PdfFont, PaperError> {
    let metrics = fonts.metrics(face);
    let mut remapper = GlyphRemapper::new();
    let mut numbers = BTreeMap::new();
    let mut advances = BTreeMap::new();
    for (c, (id, advance)) in chars {
        let new = remapper.remap(*id);
        numbers.insert(u32::from(*c), new);
        advances.insert(new, (advance * f32::from(metrics.units_per_em)).round() as u16);
    }
    let bytes = subsetter::subset(&fonts.bytes(face), 0, &remapper)
        .map_err(|e| PaperError::Font { face: face.name(), why: e.to_string() })?;
    let name = format!("{}+{}", face.tag(), face.name());
    let vertical = FontMetrics { ascent: metrics.ascent, descent: metrics.descent };
    let mut font = ParsedFont::with_glyph_data(bytes, 0, Some(name), numbers, advances, metrics.units_per_em, vertical);
    let [x_min, y_min, x_max, y_max] = metrics.bounds;
    font.pdf_font_metrics.us_weight_class = face.weight();
    font.pdf_font_metrics.x_min = x_min;
    font.pdf_font_metrics.y_min = y_min;
    font.pdf_font_metrics.x_max = x_max;
    font.pdf_font_metrics.y_max = y_max;
    Ok(PdfFont::new(font))
}
