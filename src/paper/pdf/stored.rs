//! Finished files once more: copies of a replaced issue with 作废 across every page, and several files as one.

use lopdf::{Dictionary, Document, Object, ObjectId, Stream};
use ttf_parser::{GlyphId, OutlineBuilder};

use super::finish::refused;
use crate::paper::error::PaperError;
use crate::paper::fonts::{Face, FontSet};
use crate::paper::sheet::mm;

/// What stands across a replaced issue.
const VOID: &str = "作废";
/// Height of its characters in points, and how dark it is: text below stays readable.
const SIZE: f32 = 210.0;
const SHADE: f32 = 0.3;

/// A copy of a finished file with 作废 across every page, drawn as a path. The file itself is left as it is.
///
/// # Errors
/// [`PaperError::Pdf`] when the file is no PDF that can be read.
pub fn void(file: &[u8], fonts: &FontSet) -> Result<Vec<u8>, PaperError> {
    let mut doc = Document::load_mem(file).map_err(refused)?;
    let path = outlines(fonts)?;
    let mut look = Dictionary::new();
    look.set("Type", Object::Name(b"ExtGState".to_vec()));
    look.set("ca", SHADE);
    let look = doc.add_object(look);
    let pages: Vec<ObjectId> = doc.get_pages().into_values().collect();
    for page in pages {
        let [width, height] = size(&doc, page);
        let turn = std::f32::consts::FRAC_PI_4;
        let (sin, cos) = turn.sin_cos();
        let mark = format!(
            "q /KSVOID gs 0 g {cos:.5} {sin:.5} {:.5} {cos:.5} {:.3} {:.3} cm\n{path}f\nQ\n",
            -sin,
            width / 2.0,
            height / 2.0
        );
        // What the page itself draws must leave no trace in the state the mark is drawn under.
        let before = doc.add_object(Stream::new(Dictionary::new(), b"q\n".to_vec()));
        let after = doc.add_object(Stream::new(Dictionary::new(), format!("Q\n{mark}").into_bytes()));
        let dict = doc.get_dictionary(page).map_err(refused)?;
        let own = match dict.get(b"Contents").map_err(refused)? {
            Object::Array(parts) => parts.clone(),
            one => vec![one.clone()],
        };
        let contents = [vec![before.into()], own, vec![after.into()]].concat();
        doc.get_dictionary_mut(page).map_err(refused)?.set("Contents", contents);
        allow(&mut doc, page, look)?;
    }
    doc.compress();
    let mut bytes = Vec::new();
    doc.save_to(&mut bytes).map_err(|error| PaperError::Pdf(error.to_string()))?;
    Ok(bytes)
}

/// Names the look of the mark among the resources of a page, wherever they are written down.
fn allow(doc: &mut Document, page: ObjectId, look: ObjectId) -> Result<(), PaperError> {
    let mut resources = Dictionary::new();
    let (own, inherited) = doc.get_page_resources(page).map_err(refused)?;
    for dict in inherited.iter().rev().filter_map(|id| doc.get_dictionary(*id).ok()).chain(own) {
        resources.extend(dict);
    }
    let mut states = match resources.get(b"ExtGState") {
        Ok(Object::Reference(id)) => doc.get_dictionary(*id).cloned().unwrap_or_default(),
        Ok(Object::Dictionary(states)) => states.clone(),
        _ => Dictionary::new(),
    };
    states.set("KSVOID", look);
    resources.set("ExtGState", states);
    doc.get_dictionary_mut(page).map_err(refused)?.set("Resources", resources);
    Ok(())
}

/// Width and height of a page; A4 where it does not say.
fn size(doc: &Document, page: ObjectId) -> [f32; 2] {
    let mut at = Some(page);
    while let Some(dict) = at.and_then(|id| doc.get_dictionary(id).ok()) {
        if let Ok(Object::Array(corners)) = dict.get(b"MediaBox") {
            let corners: Vec<f32> = corners.iter().filter_map(|corner| corner.as_float().ok()).collect();
            if let [x0, y0, x1, y1] = corners[..] {
                return [x1 - x0, y1 - y0];
            }
        }
        at = dict.get(b"Parent").and_then(Object::as_reference).ok();
    }
    [mm(210.0), mm(297.0)]
}

/// The outlines of the mark, centred on the origin.
fn outlines(fonts: &FontSet) -> Result<String, PaperError> {
    let broken = |why: &str| PaperError::Font { face: Face::SansBold.name(), why: why.to_owned() };
    let bytes = fonts.bytes(Face::SansBold);
    let face = ttf_parser::Face::parse(&bytes, 0).map_err(|error| broken(&error.to_string()))?;
    let scale = SIZE / f32::from(face.units_per_em().max(1));
    let width = fonts.width(Face::SansBold, SIZE, VOID)?;
    let mut path = Path { ops: String::new(), at: [-width / 2.0, -0.38 * SIZE], scale, last: [0.0; 2] };
    for c in VOID.chars() {
        let glyph = fonts.glyph(Face::SansBold, c).ok_or(PaperError::Missing { chars: vec![c] })?;
        face.outline_glyph(GlyphId(glyph.id), &mut path).ok_or_else(|| broken(VOID))?;
        path.at[0] += glyph.advance * SIZE;
    }
    Ok(path.ops)
}

/// Writes outlines as the operators of a path.
struct Path {
    ops: String,
    /// Where the character stands.
    at: [f32; 2],
    scale: f32,
    /// Where the pen is, in units of the face.
    last: [f32; 2],
}

impl Path {
    fn op(&mut self, points: &[[f32; 2]], operator: &str) {
        for [x, y] in points {
            let (x, y) = (self.at[0] + x * self.scale, self.at[1] + y * self.scale);
            self.ops.push_str(&format!("{x:.2} {y:.2} "));
        }
        self.ops.push_str(operator);
        self.ops.push('\n');
        if let Some(last) = points.last() {
            self.last = *last;
        }
    }
}

impl OutlineBuilder for Path {
    fn move_to(&mut self, x: f32, y: f32) {
        self.op(&[[x, y]], "m");
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.op(&[[x, y]], "l");
    }

    fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
        let toward =
            |[from_x, from_y]: [f32; 2]| [from_x + (x1 - from_x) * 2.0 / 3.0, from_y + (y1 - from_y) * 2.0 / 3.0];
        self.op(&[toward(self.last), toward([x, y]), [x, y]], "c");
    }

    fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
        self.op(&[[x1, y1], [x2, y2], [x, y]], "c");
    }

    fn close(&mut self) {
        self.op(&[], "h");
    }
}

/// Several finished files as one, page after page, for the printer. The pages stay as they were stored.
///
/// # Errors
/// [`PaperError::Pdf`] when one of them is no PDF that can be read.
pub fn join(files: &[Vec<u8>]) -> Result<Vec<u8>, PaperError> {
    let mut whole = Document::with_version("1.7");
    let tree = whole.new_object_id();
    let mut kids: Vec<Object> = Vec::new();
    for file in files {
        let mut doc = Document::load_mem(file).map_err(refused)?;
        doc.renumber_objects_with(whole.max_id + 1);
        whole.max_id = doc.max_id;
        for page in doc.get_pages().into_values() {
            let box_of = size(&doc, page);
            let dict = doc.get_dictionary_mut(page).map_err(refused)?;
            dict.set("Parent", tree);
            dict.set("MediaBox", vec![0.0.into(), 0.0.into(), box_of[0].into(), box_of[1].into()]);
            kids.push(page.into());
        }
        whole.objects.extend(doc.objects);
    }
    let mut pages = Dictionary::new();
    pages.set("Type", Object::Name(b"Pages".to_vec()));
    pages.set("Count", i64::try_from(kids.len()).unwrap_or(i64::MAX));
    pages.set("Kids", kids);
    whole.objects.insert(tree, pages.into());
    let mut catalog = Dictionary::new();
    catalog.set("Type", Object::Name(b"Catalog".to_vec()));
    catalog.set("Pages", tree);
    let catalog = whole.add_object(catalog);
    whole.trailer.set("Root", catalog);
    whole.prune_objects();
    let mut bytes = Vec::new();
    whole.save_to(&mut bytes).map_err(|error| PaperError::Pdf(error.to_string()))?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::super::to_pdf;
    use super::*;
    use crate::paper::fonts::tests::fonts;
    use crate::paper::form::tests::head;
    use crate::paper::{PrintMode, feedback};

    fn file() -> Vec<u8> {
        let sheet = feedback(&crate::paper::feedback::tests::sample(), &head(), &fonts(), PrintMode::Final).unwrap();
        to_pdf(&sheet, &fonts()).unwrap()
    }

    #[test]
    fn a_replaced_issue_says_so_on_every_page_and_keeps_its_words() {
        let file = file();
        let marked = void(&file, &fonts()).unwrap();
        assert_eq!(marked, void(&file, &fonts()).unwrap());
        let (before, after) = (Document::load_mem(&file).unwrap(), Document::load_mem(&marked).unwrap());
        assert_eq!(before.get_pages().len(), after.get_pages().len());
        for (n, page) in after.get_pages() {
            let drawn = String::from_utf8_lossy(&after.get_page_content(page)).into_owned();
            let (own, mark) = drawn.rsplit_once("/KSVOID gs").unwrap();
            assert!(own.trim_start().starts_with('q') && own.contains("BT"), "page {n}");
            assert!(mark.matches(" c\n").count() > 10 && mark.trim_end().ends_with('Q'), "page {n}");
        }
    }

    #[test]
    fn joined_files_have_the_pages_of_all_in_their_order() {
        let (one, two) = (file(), void(&file(), &fonts()).unwrap());
        let whole = Document::load_mem(&join(&[one.clone(), two]).unwrap()).unwrap();
        let pages: Vec<ObjectId> = whole.get_pages().into_values().collect();
        let each = Document::load_mem(&one).unwrap().get_pages().len();
        assert_eq!(pages.len(), 2 * each);
        let marked = |page: &ObjectId| String::from_utf8_lossy(&whole.get_page_content(*page)).contains("/KSVOID gs");
        assert_eq!(pages.iter().map(marked).collect::<Vec<_>>(), [vec![false; each], vec![true; each]].concat());
    }

    #[test]
    fn what_is_no_pdf_is_refused() {
        assert!(matches!(void(b"no pdf", &fonts()), Err(PaperError::Pdf(_))));
        assert!(matches!(join(&[b"no pdf".to_vec()]), Err(PaperError::Pdf(_))));
    }
}
