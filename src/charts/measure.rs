//! How wide a text is. plotters asks the back end, the back end asks this.

use ttf_parser::Face;

/// The two weights the design uses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Weight {
    Regular,
    Medium,
}

/// Answers how much room a text takes.
pub trait Measure {
    /// Width in points of `text` set in one line at `em` points.
    fn width(&self, text: &str, em: f32, weight: Weight) -> f32;
}

/// Measures with the advance widths of embedded faces: for paper and for tests, where no window is.
pub struct FaceMeasure<'a> {
    regular: Face<'a>,
    medium: Face<'a>,
}

impl<'a> FaceMeasure<'a> {
    /// `None` when either is not a font file. One face may serve as both.
    #[must_use]
    pub fn new(regular: &'a [u8], medium: &'a [u8]) -> Option<Self> {
        Some(Self { regular: Face::parse(regular, 0).ok()?, medium: Face::parse(medium, 0).ok()? })
    }

    /// A character the medium cut lacks is set in the regular face, one neither has counts as a full square.
    fn advance(&self, character: char, weight: Weight) -> f32 {
        let faces = match weight {
            Weight::Regular => [&self.regular, &self.medium],
            Weight::Medium => [&self.medium, &self.regular],
        };
        let found = faces.iter().find_map(|face| {
            let advance = face.glyph_hor_advance(face.glyph_index(character)?)?;
            Some(f32::from(advance) / f32::from(face.units_per_em()))
        });
        found.unwrap_or(1.0)
    }
}

impl Measure for FaceMeasure<'_> {
    fn width(&self, text: &str, em: f32, weight: Weight) -> f32 {
        text.chars().map(|character| self.advance(character, weight)).sum::<f32>() * em
    }
}

#[cfg(test)]
pub(super) mod tests {
    use std::io::Read;
    use std::sync::OnceLock;

    use super::*;

    fn unpacked(packed: &[u8]) -> Vec<u8> {
        let mut bytes = Vec::new();
        flate2::read::GzDecoder::new(packed).read_to_end(&mut bytes).unwrap();
        bytes
    }

    /// The embedded faces, unpacked once.
    pub(in crate::charts) fn faces() -> FaceMeasure<'static> {
        static FACES: OnceLock<(Vec<u8>, Vec<u8>)> = OnceLock::new();
        let (regular, medium) = FACES.get_or_init(|| {
            let regular =
                include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/assets/fonts/NotoSansSC-Regular.ttf.gz"));
            let medium =
                include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/assets/fonts/NotoSansSC-Medium-GB2312.ttf.gz"));
            (unpacked(regular), unpacked(medium))
        });
        FaceMeasure::new(regular, medium).unwrap()
    }

    #[test]
    fn hanzi_are_square_and_digits_equally_wide() {
        let faces = faces();
        assert!((faces.width("华东", 12.0, Weight::Regular) - 24.0).abs() < 0.01);
        let ones = faces.width("111", 13.0, Weight::Medium);
        assert!((ones - faces.width("804", 13.0, Weight::Medium)).abs() < 0.01);
    }

    #[test]
    fn a_rare_name_is_measured_in_medium_too() {
        let faces = faces();
        assert!((faces.width("㛃", 10.0, Weight::Medium) - 10.0).abs() < 0.01);
        assert!((faces.width("𠮷", 10.0, Weight::Medium) - 10.0).abs() < 0.01, "a character no face has");
    }

    #[test]
    fn bytes_that_are_no_font_are_refused() {
        assert!(FaceMeasure::new(b"not a font", b"").is_none());
    }
}
