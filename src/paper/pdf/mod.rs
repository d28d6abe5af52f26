//! A sheet as PDF bytes: operations written through printpdf, faces as subsets, the same bytes for the same sheet.

mod cut;
mod drawn;
mod faces;
mod finish;
mod rules;
mod stored;
mod tags;

pub(super) use cut::Thinned;
pub(super) use faces::Cuts;
pub use stored::{join, void};

use std::collections::BTreeMap;

use printpdf::{
    Color, CurTransMat, DictItem, ExternalStream, ExternalXObject, FontId, Greyscale, Line, LineDashPattern, LinePoint,
    Mm, Op, PaintMode, PdfDocument, PdfFontHandle, PdfPage, PdfSaveOptions, Point, Polygon, PolygonRing, Pt, Rgb,
    TextItem, TextMatrix, WindingOrder, XObject, XObjectId, XObjectTransform,
};

use self::tags::{Place, Tree};
use super::error::PaperError;
use super::fonts::{Face, FontSet};
use super::sheet::{Area, Item, Jpeg, MM, Page, Sheet, TextRun};

/// Who wrote the file.
const WRITER: &str = "Kesu Desk";

/// Writes a sheet. Equal sheets give equal bytes, whoever writes them and whenever.
///
/// The file embeds subsets of the used faces only, keeps text selectable and asks viewers to print at 100 %.
///
/// # Errors
/// [`PaperError::Missing`] when a run holds a character its face lacks, [`PaperError::Pdf`] when the writer refuses.
pub fn to_pdf(sheet: &Sheet, fonts: &FontSet) -> Result<Vec<u8>, PaperError> {
    let mut doc = PdfDocument::new(&sheet.title);
    doc.metadata.info.author.clone_from(&sheet.author);
    doc.metadata.info.subject.clone_from(&sheet.subject);
    WRITER.clone_into(&mut doc.metadata.info.creator);
    WRITER.clone_into(&mut doc.metadata.info.producer);
    let mut used = Vec::new();
    for (font, of_face) in faces::subsets(sheet, fonts)? {
        doc.resources.fonts.map.insert(FontId(of_face.face.tag().to_owned()), font);
        used.push(of_face);
    }
    let pictures = pictures(sheet);
    for (picture, id) in &pictures {
        doc.resources.xobjects.map.insert(id.clone(), embed(picture));
    }
    let mut tree = Tree::new();
    doc.pages = sheet.pages.iter().map(|page| write_page(page, &pictures, &mut tree)).collect();
    // Not "secure": it would leave out the operators printpdf has no name for, and all of them are ours.
    let options = PdfSaveOptions { optimize: true, subset_fonts: false, secure: false, image_optimization: None };
    let mut warnings = Vec::new();
    let document = doc.to_lopdf_document(&options, &mut warnings);
    if let Some(warning) = warnings.first() {
        return Err(PaperError::Pdf(warning.msg.clone()));
    }
    finish::finish(document, sheet, (&tree, &used))
}

/// Each different picture once, with the name of its resource.
fn pictures(sheet: &Sheet) -> Vec<(&Jpeg, XObjectId)> {
    let mut found: Vec<(&Jpeg, XObjectId)> = Vec::new();
    for item in sheet.pages.iter().flat_map(|page| &page.items) {
        if let Item::Jpeg { picture, .. } = item
            && !found.iter().any(|(known, _)| *known == picture)
        {
            found.push((picture, XObjectId(format!("KSJPG{}", found.len()))));
        }
    }
    found
}

fn embed(picture: &Jpeg) -> XObject {
    let name = |text: &str| DictItem::Name(text.as_bytes().to_vec());
    let space = if picture.grey { "DeviceGray" } else { "DeviceRGB" };
    let dict = BTreeMap::from([
        ("Type".to_owned(), name("XObject")),
        ("Subtype".to_owned(), name("Image")),
        ("Width".to_owned(), DictItem::Int(picture.width.into())),
        ("Height".to_owned(), DictItem::Int(picture.height.into())),
        ("BitsPerComponent".to_owned(), DictItem::Int(8)),
        ("ColorSpace".to_owned(), name(space)),
        ("Filter".to_owned(), name("DCTDecode")),
    ]);
    let stream = ExternalStream { dict, content: picture.bytes.to_vec(), compress: false };
    XObject::External(ExternalXObject { stream, width: None, height: None, dpi: None })
}

/// What is painted with.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Tone {
    /// Percent of black.
    Ink(u8),
    Colour([u8; 3]),
}

/// Operations of one page, with the state that need not be repeated.
struct Writer<'a> {
    height: f32,
    ops: Vec<Op>,
    spacing: f32,
    font: Option<(Face, f32)>,
    /// Where the last run of the text being written stands.
    written: Option<[f32; 2]>,
    fill: Option<Tone>,
    stroke: Option<(Tone, f32)>,
    pictures: &'a [(&'a Jpeg, XObjectId)],
    tree: &'a mut Tree,
    /// What the operations being written are marked as.
    marked: Option<Place>,
}

fn write_page(page: &Page, pictures: &[(&Jpeg, XObjectId)], tree: &mut Tree) -> PdfPage {
    tree.page();
    let mut writer = Writer {
        height: page.height,
        ops: Vec::new(),
        spacing: 0.0,
        font: None,
        written: None,
        fill: None,
        stroke: None,
        pictures,
        tree,
        marked: None,
    };
    let mut rest = page.items.as_slice();
    while !rest.is_empty() {
        let free = rest.iter().position(rules::is_barrier).unwrap_or(rest.len());
        writer.rules(&rest[..free]);
        let (now, later) = rest.split_at(rest.len().min(free + 1));
        now.iter().for_each(|item| writer.item(item));
        rest = later;
    }
    writer.leave();
    PdfPage::new(Mm(page.width / MM), Mm(page.height / MM), writer.ops)
}

impl Writer<'_> {
    fn item(&mut self, item: &Item) {
        match item {
            Item::Open(part) => self.tree.open(part),
            Item::Close => self.tree.close(),
            Item::Text(run) => {
                let place = self.tree.of_run(run);
                self.place(place, true);
                self.text(run);
            }
            Item::Jpeg { area, picture } => {
                self.place(self.tree.inner(), false);
                self.picture(*area, picture);
            }
            rule if rules::is_rule(rule) => {}
            drawn => {
                self.place(Place::Artifact, false);
                self.artifact(drawn);
            }
        }
    }

    /// What has no words and is no rule.
    fn artifact(&mut self, item: &Item) {
        match item {
            Item::Frame { area, weight, dash: Some(dash) } => {
                self.stroke(Tone::Ink(100), *weight);
                self.ops.push(Op::SetLineDashPattern { dash: LineDashPattern::new(0.0, dash) });
                let points = corners(*area).map(|p| self.corner(p)).to_vec();
                self.ops.push(Op::DrawLine { line: Line { points, is_closed: true } });
                self.ops.push(Op::SetLineDashPattern { dash: LineDashPattern::new(0.0, &[]) });
            }
            Item::Fill { area, ink } => self.polygon(&[corners(*area).to_vec()], Tone::Ink(*ink)),
            Item::Bars { at, unit, bars, ink } => {
                self.tone(Tone::Ink(*ink));
                self.bars((*at, *unit), bars);
            }
            Item::Drawn(shape) => self.drawn(shape),
            _ => {}
        }
    }

    /// Says what follows, and whether it is text; marks lie within one text as long as nothing else is drawn.
    fn place(&mut self, place: Place, text: bool) {
        if self.marked == Some(place) && self.written.is_some() == text {
            return;
        }
        self.end_mark();
        match (self.written.is_some(), text) {
            (false, true) => {
                self.ops.push(Op::StartTextSection);
                self.written = Some([0.0; 2]);
            }
            (true, false) => self.end_text(),
            _ => {}
        }
        self.marked = Some(place);
        match place {
            Place::Artifact => self.ops.push(Op::BeginMarkedContent { tag: "Artifact".to_owned() }),
            Place::Node(node) => {
                let (tag, number) = self.tree.mark(node);
                let number = DictItem::Int(number.try_into().unwrap_or(i64::MAX));
                let properties = DictItem::Dict { map: BTreeMap::from([("MCID".to_owned(), number)]) };
                self.ops.push(Op::BeginMarkedContentWithProperties { tag: tag.to_owned(), properties });
            }
        }
    }

    fn end_mark(&mut self) {
        if self.marked.take().is_some() {
            self.ops.push(Op::EndMarkedContent);
        }
    }

    fn end_text(&mut self) {
        if self.written.take().is_some() {
            self.ops.push(Op::EndTextSection);
        }
    }

    /// Ends what is open, in its order.
    fn leave(&mut self) {
        self.end_mark();
        self.end_text();
    }

    /// Each run is placed from the one before in the same text.
    fn text(&mut self, run: &TextRun) {
        self.tone(Tone::Ink(run.ink));
        if (run.spacing - self.spacing).abs() > f32::EPSILON {
            self.spacing = run.spacing;
            self.ops.push(Op::SetCharacterSpacing { multiplier: fine(run.spacing) });
        }
        let (x, y) = (round(run.x), round(self.height - run.y));
        let [from_x, from_y] = self.written.unwrap_or_default();
        if self.font != Some((run.face, run.size)) {
            self.font = Some((run.face, run.size));
            let font = PdfFontHandle::External(FontId(run.face.tag().to_owned()));
            self.ops.push(Op::SetFont { font, size: Pt(run.size) });
        }
        if run.turn == 0.0 {
            let pos = Point { x: Pt(round(x - from_x)), y: Pt(round(y - from_y)) };
            self.ops.push(Op::SetTextCursor { pos });
        } else {
            let (sin, cos) = run.turn.to_radians().sin_cos();
            let matrix = [fine(cos), fine(sin), fine(-sin), fine(cos), x, y];
            self.ops.push(Op::SetTextMatrix { matrix: TextMatrix::Raw(matrix) });
        }
        self.written = Some([x, y]);
        self.ops.push(Op::ShowText { items: vec![TextItem::Text(run.text.clone())] });
        if run.turn != 0.0 {
            self.leave();
        }
    }

    fn polygon(&mut self, rings: &[Vec<[f32; 2]>], tone: Tone) {
        self.tone(tone);
        let rings =
            rings.iter().map(|ring| PolygonRing { points: ring.iter().map(|p| self.corner(*p)).collect() }).collect();
        let polygon = Polygon { rings, mode: PaintMode::Fill, winding_order: WindingOrder::NonZero };
        self.ops.push(Op::DrawPolygon { polygon });
    }

    /// Rectangles in their own units, so that a code of whole modules is written in whole numbers.
    fn bars(&mut self, ([x, y], unit): ([f32; 2], f32), bars: &[[f32; 4]]) {
        let matrix = CurTransMat::Raw([unit, 0.0, 0.0, -unit, round(x), round(self.height - y)]);
        self.ops.push(Op::SaveGraphicsState);
        self.ops.push(Op::SetTransformationMatrix { matrix });
        for bar in bars {
            self.plain("re", &bar.map(round));
        }
        self.plain("f", &[]);
        self.ops.push(Op::RestoreGraphicsState);
    }

    fn picture(&mut self, area: Area, picture: &Jpeg) {
        let Some((_, id)) = self.pictures.iter().find(|(known, _)| *known == picture) else { return };
        let transform = XObjectTransform {
            translate_x: Some(Pt(round(area.x))),
            translate_y: Some(Pt(round(self.height - area.y - area.h))),
            scale_x: Some(round(area.w)),
            scale_y: Some(round(area.h)),
            no_auto_scale: true,
            ..XObjectTransform::default()
        };
        self.ops.push(Op::UseXobject { id: id.clone(), transform });
    }

    fn tone(&mut self, tone: Tone) {
        if self.fill != Some(tone) {
            self.fill = Some(tone);
            self.ops.push(Op::SetFillColor { col: colour(tone) });
        }
    }

    fn stroke(&mut self, tone: Tone, weight: f32) {
        if self.stroke != Some((tone, weight)) {
            self.stroke = Some((tone, weight));
            self.ops.push(Op::SetOutlineColor { col: colour(tone) });
            self.ops.push(Op::SetOutlineThickness { pt: Pt(weight) });
        }
    }

    fn corner(&self, [x, y]: [f32; 2]) -> LinePoint {
        LinePoint { p: Point { x: Pt(round(x)), y: Pt(round(self.height - y)) }, bezier: false }
    }
}

fn corners(a: Area) -> [[f32; 2]; 4] {
    [[a.x, a.y], [a.x + a.w, a.y], [a.x + a.w, a.y + a.h], [a.x, a.y + a.h]]
}

fn colour(tone: Tone) -> Color {
    match tone {
        Tone::Ink(ink) => {
            let percent = 1.0 - f32::from(ink.min(100)) / 100.0;
            Color::Greyscale(Greyscale { percent, icc_profile: None })
        }
        Tone::Colour(rgb) => {
            let [r, g, b] = rgb.map(|part| fine(f32::from(part) / 255.0));
            Color::Rgb(Rgb { r, g, b, icc_profile: None })
        }
    }
}

/// Hundredths of a point are finer than any printer and keep the file short.
fn round(value: f32) -> f32 {
    (value * 100.0).round() / 100.0
}

/// What adds up along a line, and shares of one.
fn fine(value: f32) -> f32 {
    (value * 1000.0).round() / 1000.0
}

#[cfg(test)]
mod tests;
