//! The faces of one sheet cut down to the characters it uses, and which characters they are.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use printpdf::{FontMetrics, ParsedFont, PdfFont};

use super::cut::cut;
use super::finish::packed;
use crate::paper::error::PaperError;
use crate::paper::fonts::{Face, FontSet};
use crate::paper::sheet::Sheet;

/// Cuts of one face that are kept: a few forms, each filled in, to be filled in and empty.
const KEPT: usize = 24;

/// A face as one sheet uses it.
pub(super) struct Used {
    pub face: Face,
    /// Its characters as the file numbers them, from 1.
    pub chars: Vec<char>,
    cut: Arc<Cut>,
}

impl Used {
    /// The cut face, packed; `None` where it is not kept that way.
    pub(super) fn packed(&self) -> Option<&[u8]> {
        self.cut.packed.as_deref()
    }
}

/// A face cut down to some drawings.
#[derive(Debug)]
struct Cut {
    drawings: Vec<u16>,
    bytes: Vec<u8>,
    packed: Option<Vec<u8>>,
}

/// The latest cuts of a face that sets labels: the labels of a form are the same for every case.
#[derive(Debug, Default)]
pub(in crate::paper) struct Cuts(Mutex<Vec<Arc<Cut>>>);

impl Cuts {
    fn of(&self, drawings: &[u16], make: impl FnOnce() -> Result<Cut, PaperError>) -> Result<Arc<Cut>, PaperError> {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let cut = match known.iter().position(|cut| cut.drawings == drawings) {
            Some(at) => known.remove(at),
            None => Arc::new(make()?),
        };
        // the latest stand last
        known.push(Arc::clone(&cut));
        let old = known.len().saturating_sub(KEPT);
        known.drain(..old);
        Ok(cut)
    }
}

/// A font for each face the sheet uses, holding the used drawings only.
pub(super) fn subsets(sheet: &Sheet, fonts: &FontSet) -> Result<Vec<(PdfFont, Used)>, PaperError> {
    let mut used: BTreeMap<Face, BTreeMap<char, (u16, f32)>> = BTreeMap::new();
    for run in sheet.pages.iter().flat_map(super::Page::runs) {
        let chars = used.entry(run.face).or_default();
        for c in run.text.chars() {
            if chars.contains_key(&c) {
                continue;
            }
            let glyph = fonts.glyph(run.face, c).filter(|g| g.face == run.face && g.char == c);
            let glyph = glyph.ok_or(PaperError::Missing { chars: vec![c] })?;
            chars.insert(c, (glyph.id, glyph.advance));
        }
    }
    used.into_iter().map(|(face, chars)| subset(face, &chars, fonts)).collect()
}

fn subset(face: Face, chars: &BTreeMap<char, (u16, f32)>, fonts: &FontSet) -> Result<(PdfFont, Used), PaperError> {
    let metrics = fonts.metrics(face);
    let drawings: Vec<u16> = chars.values().map(|(id, _)| *id).collect();
    let mut numbers = BTreeMap::new();
    let mut advances = BTreeMap::new();
    for (new, (c, (_, advance))) in (1..).zip(chars) {
        numbers.insert(u32::from(*c), new);
        advances.insert(new, (advance * f32::from(metrics.units_per_em)).round() as u16);
    }
    let made = |keep: bool| {
        let bytes = cut(&fonts.bytes(face), fonts.thinned(face), &drawings)
            .ok_or_else(|| PaperError::Font { face: face.name(), why: "no outlines".to_owned() })?;
        let packed = if keep { Some(packed(&bytes)?) } else { None };
        Ok(Cut { drawings: drawings.clone(), bytes, packed })
    };
    // What is filled in is another for every case.
    let cut =
        if face == Face::Serif { Arc::new(made(false)?) } else { fonts.cuts(face).of(&drawings, || made(true))? };
    let name = format!("{}+{}", face.tag(), face.name());
    let vertical = FontMetrics { ascent: metrics.ascent, descent: metrics.descent };
    let mut font = ParsedFont::with_glyph_data(
        cut.bytes.clone(),
        0,
        Some(name),
        numbers,
        advances,
        metrics.units_per_em,
        vertical,
    );
    let [x_min, y_min, x_max, y_max] = metrics.bounds;
    font.pdf_font_metrics.us_weight_class = face.weight();
    font.pdf_font_metrics.x_min = x_min;
    font.pdf_font_metrics.y_min = y_min;
    font.pdf_font_metrics.x_max = x_max;
    font.pdf_font_metrics.y_max = y_max;
    Ok((PdfFont::new(font), Used { face, chars: chars.keys().copied().collect(), cut }))
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
