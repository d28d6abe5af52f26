//! The faces of one sheet cut down to the characters it uses, and which characters they are.

use std::collections::BTreeMap;

use printpdf::{FontMetrics, ParsedFont, PdfFont};

use super::cut::cut;
use crate::paper::error::PaperError;
use crate::paper::fonts::{Face, FontSet};
use crate::paper::sheet::Sheet;

/// The characters of a face as the file numbers them, from 1.
pub(super) type Chars = Vec<char>;

/// A font for each face the sheet uses, holding the used drawings only.
pub(super) fn subsets(sheet: &Sheet, fonts: &FontSet) -> Result<Vec<(Face, PdfFont, Chars)>, PaperError> {
    let mut used: BTreeMap<Face, BTreeMap<char, (u16, f32)>> = BTreeMap::new();
    for run in sheet.pages.iter().flat_map(super::Page::runs) {
        let chars = used.entry(run.face).or_default();
        for c in run.text.chars() {
            let glyph = fonts.glyph(run.face, c).filter(|g| g.face == run.face && g.char == c);
            let glyph = glyph.ok_or(PaperError::Missing { chars: vec![c] })?;
            chars.insert(c, (glyph.id, glyph.advance));
        }
    }
    let made = |(face, chars): (Face, BTreeMap<_, _>)| {
        let font = subset(face, &chars, fonts)?;
        Ok((face, font, chars.into_keys().collect()))
    };
    used.into_iter().map(made).collect()
}

fn subset(face: Face, chars: &BTreeMap<char, (u16, f32)>, fonts: &FontSet) -> Result<PdfFont, PaperError> {
    let metrics = fonts.metrics(face);
    let drawings: Vec<u16> = chars.values().map(|(id, _)| *id).collect();
    let mut numbers = BTreeMap::new();
    let mut advances = BTreeMap::new();
    for (new, (c, (_, advance))) in (1..).zip(chars) {
        numbers.insert(u32::from(*c), new);
        advances.insert(new, (advance * f32::from(metrics.units_per_em)).round() as u16);
    }
    let bytes = cut(&fonts.bytes(face), fonts.thinned(face), &drawings)
        .ok_or_else(|| PaperError::Font { face: face.name(), why: "no outlines".to_owned() })?;
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

/// What a reader turns the numbers of a face back into: a list for every 64 of them.
pub(super) fn to_unicode(chars: &[char]) -> String {
    let mut map = "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n\
                   /CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def\n\
                   /CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n\
                   1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n"
        .to_owned();
    // No list goes on from one upper byte to the next.
    let numbered: Vec<(usize, &char)> = (1..).zip(chars).collect();
    let same = |a: &(usize, &char), b: &(usize, &char)| a.0 / 64 == b.0 / 64;
    for list in numbered.chunk_by(same) {
        let (Some((first, _)), Some((last, _))) = (list.first(), list.last()) else { continue };
        let codes: Vec<String> = list
            .iter()
            .map(|(_, c)| {
                let units: String = c.encode_utf16(&mut [0; 2]).iter().map(|unit| format!("{unit:04X}")).collect();
                format!("<{units}>")
            })
            .collect();
        map.push_str(&format!("1 beginbfrange\n<{first:04X}> <{last:04X}> [{}]\nendbfrange\n", codes.join(" ")));
    }
    map + "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend"
}
