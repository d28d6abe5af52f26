//! The faces that go on paper: unpacked once, measured here, handed in wherever text is laid out.

use std::borrow::Cow;
use std::io::Read as _;
use std::sync::Arc;

use unicode_normalization::UnicodeNormalization as _;

use super::error::PaperError;
use super::pdf::{Cuts, Thinned};

static SANS: &[u8] = include_bytes!("../../assets/fonts/NotoSansSC-Regular.ttf.gz");
static SANS_BOLD: &[u8] = include_bytes!("../../assets/fonts/NotoSansSC-Bold-GB2312.ttf.gz");
static SERIF: &[u8] = include_bytes!("../../assets/fonts/NotoSerifSC-Regular.ttf.gz");
static TICKS: &[u8] = include_bytes!("../../assets/fonts/NotoSansSymbols2-Ticks.ttf.gz");
static RARE: &[u8] = include_bytes!("../../assets/fonts/KesuRareMing.ttf.gz");

/// Parts of an em in which a PDF is told outlines and advances: they are short numbers, and finer than printers.
pub(super) const CELLS: u16 = 250;

/// Units of a face as cells, rounded.
pub(super) fn cells(units: u16, em: u16) -> u16 {
    let em = u32::from(em.max(1));
    u16::try_from((u32::from(units) * u32::from(CELLS) + em / 2) / em).unwrap_or(u16::MAX)
}

/// How far, in em, the second of two dashes moves back, so that `——` is one stroke.
pub(super) const DASH_OVERLAP: f32 = 0.09;
/// Gap in em between Chinese and a Latin letter or a figure. From a tenth of an em on, programs that read the text out of
/// a PDF hear a blank, and a search for what was typed finds nothing.
pub(super) const THIN: f32 = 0.07;
/// Letters spread by more than this many em stand far enough apart without the thin gap.
const WIDE: f32 = 0.028;
/// Ink in the left half only: the empty right half may hang over the edge of a line.
pub(super) const CLOSING: &str = "，。、；：）〕】》〉」』”’";
/// Ink in the right half only.
const OPENING: &str = "（〔【《〈「『“‘";

/// By how many em the second of two neighbours moves from where its advance puts it, where letters are spread by `spacing`.
///
/// Empty halves between marks are closed up, Chinese and Latin stand a thin gap apart, two dashes are one stroke.
#[must_use]
pub(super) fn between(a: char, b: char, spacing: f32) -> f32 {
    let closed = CLOSING.contains(a) && (CLOSING.contains(b) || OPENING.contains(b));
    if a == '—' && b == '—' {
        -DASH_OVERLAP - spacing
    } else if closed || (OPENING.contains(a) && OPENING.contains(b)) {
        -0.5
    } else if spacing <= WIDE && is_thin(a, b) {
        THIN
    } else {
        0.0
    }
}

/// Whether one is Chinese and the other a Latin letter or a figure.
pub(super) const fn is_thin(a: char, b: char) -> bool {
    (is_han(a) && b.is_ascii_alphanumeric()) || (a.is_ascii_alphanumeric() && is_han(b))
}

const fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{3ffff}')
}

/// One of the five faces a sheet may use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Face {
    /// Noto Sans SC Regular: labels, titles of cells.
    Sans,
    /// Noto Sans SC Bold, GB2312 cut: titles; a character outside the cut is set in [`Face::Sans`].
    SansBold,
    /// Noto Serif SC Regular: whatever was filled in.
    Serif,
    /// Noto Sans Symbols 2, only ☐☑☒ and ticks.
    Ticks,
    /// Kesu Rare Ming, made by `packaging/rare_face.py`: characters of names and places that Noto lacks.
    Rare,
}

impl Face {
    /// All faces, in the order in which a [`FontSet`] keeps them.
    pub const ALL: [Face; 5] = [Face::Sans, Face::SansBold, Face::Serif, Face::Ticks, Face::Rare];

    /// The PostScript name that stands in the PDF behind the subset tag.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Face::Sans => "NotoSansSC-Regular",
            Face::SansBold => "NotoSansSC-Bold",
            Face::Serif => "NotoSerifSC-Regular",
            Face::Ticks => "NotoSansSymbols2-Regular",
            Face::Rare => "KesuRareMing-Regular",
        }
    }

    /// Six capital letters: the subset tag and the name of the font resource in the PDF.
    #[must_use]
    pub(super) const fn tag(self) -> &'static str {
        match self {
            Face::Sans => "KSSANS",
            Face::SansBold => "KSBOLD",
            Face::Serif => "KSSERF",
            Face::Ticks => "KSTICK",
            Face::Rare => "KSRARE",
        }
    }

    pub(super) const fn weight(self) -> u16 {
        if matches!(self, Face::SansBold) { 700 } else { 400 }
    }

    /// The gzipped face as it lies in the program, so that the window can unpack the very same bytes.
    #[must_use]
    pub fn packed(self) -> &'static [u8] {
        match self {
            Face::Sans => SANS,
            Face::SansBold => SANS_BOLD,
            Face::Serif => SERIF,
            Face::Ticks => TICKS,
            Face::Rare => RARE,
        }
    }

    /// Where to look for a character, nearest face first.
    const fn chain(self) -> [Face; 5] {
        match self {
            Face::Sans => [Face::Sans, Face::Ticks, Face::Serif, Face::SansBold, Face::Rare],
            Face::SansBold => [Face::SansBold, Face::Sans, Face::Ticks, Face::Serif, Face::Rare],
            Face::Serif => [Face::Serif, Face::Ticks, Face::Sans, Face::SansBold, Face::Rare],
            Face::Ticks => [Face::Ticks, Face::Sans, Face::Serif, Face::SansBold, Face::Rare],
            Face::Rare => [Face::Rare, Face::Serif, Face::Sans, Face::Ticks, Face::SansBold],
        }
    }
}

/// A character as one face draws it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Glyph {
    /// The face that has the character; not always the one asked for.
    pub face: Face,
    /// The character to write: where several characters share one drawing, always the same one of them.
    pub char: char,
    /// Number of the drawing in that face.
    pub id: u16,
    /// Advance in em.
    pub advance: f32,
}

/// What the PDF wants to know of a whole face, in units of the face.
#[derive(Debug, Clone, Copy)]
pub(super) struct Metrics {
    pub units_per_em: u16,
    pub ascent: i16,
    pub descent: i16,
    pub bounds: [i16; 4],
}

#[derive(Debug)]
struct Entry {
    code: u32,
    canonical: char,
    id: u16,
    /// In cells, so that what is measured is what the file says.
    advance: u16,
}

#[derive(Debug)]
struct Loaded {
    bytes: Arc<[u8]>,
    metrics: Metrics,
    entries: Vec<Entry>,
    /// Where the entry of a character of the first plane stands, plus one; 0 for none.
    places: Vec<u16>,
    thinned: Thinned,
    cuts: Cuts,
}

impl Loaded {
    fn entry(&self, c: char) -> Option<&Entry> {
        let code = u32::from(c);
        match self.places.get(code as usize) {
            Some(0) => None,
            Some(place) => self.entries.get(usize::from(*place) - 1),
            None => self.entries.get(self.entries.binary_search_by_key(&code, |e| e.code).ok()?),
        }
    }
}

/// All faces in memory. Loading takes a few hundred milliseconds and about 30 MB; do it once, off the frame.
#[derive(Debug)]
pub struct FontSet {
    faces: [Loaded; 5],
}

impl FontSet {
    /// Unpacks and reads all faces.
    ///
    /// # Errors
    /// [`PaperError::Font`] when the program's own bytes are damaged.
    pub fn load() -> Result<Arc<FontSet>, PaperError> {
        Ok(Arc::new(FontSet {
            faces: [
                load(Face::Sans)?,
                load(Face::SansBold)?,
                load(Face::Serif)?,
                load(Face::Ticks)?,
                load(Face::Rare)?,
            ],
        }))
    }

    /// The unpacked TrueType bytes of a face.
    #[must_use]
    pub fn bytes(&self, face: Face) -> Arc<[u8]> {
        Arc::clone(&self.of(face).bytes)
    }

    pub(super) fn metrics(&self, face: Face) -> Metrics {
        self.of(face).metrics
    }

    pub(super) fn thinned(&self, face: Face) -> &Thinned {
        &self.of(face).thinned
    }

    pub(super) fn cuts(&self, face: Face) -> &Cuts {
        &self.of(face).cuts
    }

    /// How `c` is drawn when `face` is wished for; `None` when no face has it.
    #[must_use]
    pub fn glyph(&self, face: Face, c: char) -> Option<Glyph> {
        face.chain().into_iter().find_map(|candidate| {
            let loaded = self.of(candidate);
            let entry = loaded.entry(c)?;
            let advance = f32::from(entry.advance) / f32::from(CELLS);
            Some(Glyph { face: candidate, char: entry.canonical, id: entry.id, advance })
        })
    }

    /// Characters of `text` that no face has, each once; such a text must not be printed.
    #[must_use]
    pub fn missing_chars(&self, text: &str) -> Vec<char> {
        let mut missing = Vec::new();
        for c in tidy(text).chars() {
            if c != '\n' && !missing.contains(&c) && self.glyph(Face::Serif, c).is_none() {
                missing.push(c);
            }
        }
        missing
    }

    /// Refuses a text with characters no face has.
    ///
    /// # Errors
    /// [`PaperError::Missing`] naming them.
    pub fn check(&self, text: &str) -> Result<(), PaperError> {
        let chars = self.missing_chars(text);
        if chars.is_empty() { Ok(()) } else { Err(PaperError::Missing { chars }) }
    }

    /// Width of one line of text in points, without breaking it.
    ///
    /// # Errors
    /// [`PaperError::Missing`] when a character has no drawing.
    pub fn width(&self, face: Face, size: f32, text: &str) -> Result<f32, PaperError> {
        self.spread((face, size, 0.0), text)
    }

    /// As [`FontSet::width`], with extra points between the characters.
    ///
    /// # Errors
    /// [`PaperError::Missing`] when a character has no drawing.
    pub(super) fn spread(&self, (face, size, spacing): (Face, f32, f32), text: &str) -> Result<f32, PaperError> {
        let mut sum = 0.0;
        let mut before = None;
        for c in tidy(text).chars() {
            let glyph = self.glyph(face, c).ok_or(PaperError::Missing { chars: vec![c] })?;
            let moved = before.map_or(0.0, |before| spacing + between(before, glyph.char, spacing / size) * size);
            sum += glyph.advance * size + moved;
            before = Some(glyph.char);
        }
        Ok(sum)
    }

    fn of(&self, face: Face) -> &Loaded {
        &self.faces[face as usize]
    }
}

/// Unpacks one embedded face.
///
/// # Errors
/// [`PaperError::Font`] when the packed bytes are damaged.
pub fn unpack(face: Face) -> Result<Vec<u8>, PaperError> {
    let mut bytes = Vec::new();
    flate2::read::GzDecoder::new(face.packed())
        .read_to_end(&mut bytes)
        .map_err(|e| PaperError::Font { face: face.name(), why: e.to_string() })?;
    Ok(bytes)
}

/// Composed characters, plain spaces, U+00B7 as the only middle dot, `\n` as the only line end, nothing invisible.
///
/// Selectors of variants are dropped: the faces have one drawing each.
#[must_use]
pub fn tidy(text: &str) -> Cow<'_, str> {
    if text.chars().all(is_tidy) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    for c in text.replace("\r\n", "\n").nfc() {
        match c {
            '\n' | '\r' | '\u{2028}' | '\u{2029}' | '\u{b}' | '\u{c}' => out.push('\n'),
            '・' | '‧' | '•' => out.push('·'),
            '\t' | '\u{a0}' | '\u{202f}' | '\u{2007}' => out.push(' '),
            '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{ad}' => {}
            '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}' => {}
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    Cow::Owned(out)
}

/// Characters that stay as they are whatever stands beside them: most of what is ever printed.
const fn is_tidy(c: char) -> bool {
    matches!(c, '\n' | ' '..='~' | '·' | '—' | '“' | '”' | '…' | '℃' | '☐' | '☑' | '　'..='】' | '一'..='鿿' | '！'..='～' | '￥')
}

fn load(face: Face) -> Result<Loaded, PaperError> {
    let bytes: Arc<[u8]> = unpack(face)?.into();
    let parsed =
        ttf_parser::Face::parse(&bytes, 0).map_err(|e| PaperError::Font { face: face.name(), why: e.to_string() })?;
    let bounds = parsed.global_bounding_box();
    let metrics = Metrics {
        units_per_em: parsed.units_per_em().max(1),
        ascent: parsed.ascender(),
        descent: parsed.descender(),
        bounds: [bounds.x_min, bounds.y_min, bounds.x_max, bounds.y_max],
    };
    let entries = entries(&parsed);
    // a face has fewer drawings of the first plane than the plane has characters
    let mut places = vec![0; 0x1_0000];
    for (place, entry) in (1..=u16::MAX).zip(&entries) {
        if let Some(slot) = places.get_mut(entry.code as usize) {
            *slot = place;
        }
    }
    Ok(Loaded { bytes, metrics, entries, places, thinned: Thinned::default(), cuts: Cuts::default() })
}

/// The character table, sorted; characters that share a drawing share one canonical character.
fn entries(face: &ttf_parser::Face<'_>) -> Vec<Entry> {
    let mut entries = Vec::new();
    let subtables = face.tables().cmap.map(|c| c.subtables);
    for table in subtables.into_iter().flatten().filter(ttf_parser::cmap::Subtable::is_unicode) {
        table.codepoints(|code| {
            let (Some(id), Some(c)) = (table.glyph_index(code), char::from_u32(code)) else { return };
            if id.0 != 0 {
                let advance = cells(face.glyph_hor_advance(id).unwrap_or(0), face.units_per_em());
                entries.push(Entry { code, canonical: c, id: id.0, advance });
            }
        });
    }
    entries.sort_by_key(|e| e.code);
    entries.dedup_by_key(|e| e.code);
    let mut chosen: Vec<Option<char>> = vec![None; usize::from(face.number_of_glyphs())];
    for entry in &entries {
        if let Some(slot) = chosen.get_mut(usize::from(entry.id)) {
            let better = slot.is_none_or(|old| disliked(old) && !disliked(entry.canonical));
            if better {
                *slot = Some(entry.canonical);
            }
        }
    }
    for entry in &mut entries {
        if let Some(Some(c)) = chosen.get(usize::from(entry.id)) {
            entry.canonical = *c;
        }
    }
    entries
}

/// Typographic blanks, radicals and the wave dash lose against the ordinary character that looks the same.
const fn disliked(c: char) -> bool {
    matches!(c, '\u{2000}'..='\u{200a}' | '\u{2e80}'..='\u{2fdf}' | '\u{301c}')
}

#[cfg(test)]
pub(crate) mod tests {
    use std::sync::{Arc, OnceLock};

    use super::*;

    /// One set for all tests: unpacking 30 MB a test would cost minutes.
    pub(crate) fn fonts() -> Arc<FontSet> {
        static SET: OnceLock<Arc<FontSet>> = OnceLock::new();
        Arc::clone(SET.get_or_init(|| FontSet::load().unwrap()))
    }

    #[test]
    fn every_face_reads_and_a_rare_name_has_a_drawing() {
        let set = fonts();
        let probes =
            [(Face::Sans, '䶮'), (Face::SansBold, '质'), (Face::Serif, '䶮'), (Face::Ticks, '☑'), (Face::Rare, '𠮷')];
        for (face, probe) in probes {
            let glyph = set.glyph(face, probe).unwrap();
            assert_eq!(glyph.face, face);
            assert!(glyph.advance > 0.5 && glyph.advance < 1.6, "{probe} {}", glyph.advance);
        }
    }

    #[test]
    fn bold_falls_back_to_regular_for_one_character() {
        assert_eq!(fonts().glyph(Face::SansBold, '䶮').unwrap().face, Face::Sans);
        assert_eq!(fonts().glyph(Face::Serif, '☑').unwrap().face, Face::Ticks);
    }

    #[test]
    fn a_missing_character_is_named_once() {
        let set = fonts();
        assert_eq!(set.missing_chars("𠄀野家𠄀"), vec!['𠄀']);
        let told = set.check("𠮷\u{e000}").unwrap_err().to_string();
        assert!(told.contains("U+E000") && !told.contains("𠮷"), "{told}");
    }

    #[test]
    fn names_noto_lacks_are_drawn_a_full_square_wide_in_every_face() {
        let set = fonts();
        assert!(set.missing_chars("䶮㛃𬎆𠮷𡈽𣇈𤋮").is_empty());
        for wished in Face::ALL {
            for c in "𬎆𠮷".chars() {
                let glyph = set.glyph(wished, c).unwrap();
                assert_eq!((glyph.face, glyph.char), (Face::Rare, c));
                assert!((glyph.advance - 1.0).abs() < 0.01, "{c} {}", glyph.advance);
            }
        }
    }

    #[test]
    fn characters_that_share_a_drawing_are_written_as_one() {
        let set = fonts();
        for (given, written) in [('⼈', '人'), ('〜', '～'), ('➀', '①'), ('⋯', '…')] {
            assert_eq!(set.glyph(Face::Serif, given).unwrap().char, written, "{given}");
        }
    }

    #[test]
    fn invisible_characters_and_odd_spaces_are_tidied() {
        assert_eq!(tidy("a\u{200b}b\u{a0}c\r\nd\u{fe0f}"), "ab c\nd");
        assert_eq!(tidy("e\u{301}"), "é");
        assert_eq!(tidy("阿卜杜拉・买买提"), "阿卜杜拉·买买提");
        let kept = "热水器（JSQ25-C12）漏水，“约 12 ㎡”——温度9℃；☑是☐否…阿卜杜拉·买买提";
        assert_eq!(tidy(kept), kept);
        for c in (0..0x1_0000).filter_map(char::from_u32).filter(|c| is_tidy(*c)) {
            assert_eq!(c.to_string().nfc().collect::<String>(), c.to_string(), "U+{:04X}", u32::from(c));
        }
    }
}
