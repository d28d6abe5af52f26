//! The sheets of one settled case: their PDF read back by a reader that shares nothing with our writer, and small
//! pictures that guard their looks.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::{Arc, LazyLock};

use hayro::hayro_interpret::font::GlyphRun;
use hayro::hayro_interpret::hayro_cmap::BfString;
use hayro::hayro_interpret::util::TransformExt as _;
use hayro::hayro_interpret::{
    BlendMode, ClipPath, Context, Device, DrawMode, DrawProps, Image, ImageDrawProps, InterpreterCache,
    InterpreterSettings, SoftMask, interpret_page,
};
use hayro::hayro_syntax::Pdf;
use hayro::hayro_syntax::page::Page;
use hayro::kurbo::{BezPath, Rect};
use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::{PixmapSettings, RenderCache, RenderSettings};
use image::imageops::FilterType;
use image::{DynamicImage, GrayImage, RgbaImage};
use kesu::app::House;
use kesu::app::paperwork::{Office, Paperwork, Print};
use kesu::domain::event::SheetKind;
use kesu::paper::sheet::Sheet;
use kesu::paper::{FontSet, PrintMode, to_pdf};
use kesu::text::Lang;

use crate::forms::settled;
use crate::sources::root;
use crate::world::World;

/// A sheet as it is printed, and what its code says of it.
pub struct Issued {
    pub document: String,
    pub hash: String,
    pub sheet: Sheet,
}

/// The faces, and the five forms and the dispatch slip of one settled case in three issues each. Made once: a case with its
/// photos takes a while.
pub static ISSUED: LazyLock<(Arc<FontSet>, Vec<Issued>)> = LazyLock::new(|| {
    let fonts = FontSet::load().unwrap();
    let issued = issued(&fonts);
    (fonts, issued)
});

fn issued(fonts: &FontSet) -> Vec<Issued> {
    let folder = tempfile::tempdir().unwrap();
    let file = settled(folder.path());
    let world = World::new(Lang::Zh);
    let (organisation, places) = (&world.organisation, &world.places);
    let (company, me, now) = ("澄屿电器集团有限公司", "周晓岚", file.case.facts.received_at);
    let office = Office { organisation, places, company, house: &House::default(), me, now };
    let kinds = [
        (SheetKind::Feedback, "F1"),
        (SheetKind::Survey, "F2"),
        (SheetKind::Losses, "F3"),
        (SheetKind::Settlement, "F4"),
        (SheetKind::Closing, "F5"),
        (SheetKind::Dispatch, "D1"),
    ];
    let one = |((kind, mark), issue): ((SheetKind, &str), u32)| {
        let document = format!("{}-{mark}-{issue:02}", file.case.number);
        let paperwork = Paperwork::of(kind, &file, &office).unwrap();
        let print = Print { document: &document, nth: 1, mode: PrintMode::Prefilled };
        let sheet = paperwork.sheet(&file.case.number, print, &office, fonts).unwrap();
        Issued { document, hash: paperwork.hash(), sheet }
    };
    kinds.into_iter().flat_map(|kind| [1, 2, 13].map(|issue| (kind, issue))).map(one).collect()
}

/// What a reader makes of a page: the characters of each run and where its first one stands, in points from above.
#[derive(Default)]
struct Reader {
    runs: Vec<(String, [f64; 2])>,
}

impl Device<'_> for Reader {
    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, '_>, props: DrawProps<'_>, _: &DrawMode) {
        let text = run.glyphs().iter().filter_map(|glyph| glyph.as_unicode()).map(|text| match text {
            BfString::Char(character) => character.to_string(),
            BfString::String(text) => text,
        });
        let Some(first) = run.glyphs().first() else { return };
        let [_, _, _, _, x, y] = (props.transform * first.transform()).as_coeffs();
        self.runs.push((text.collect(), [x, y]));
    }

    fn draw_path(&mut self, _: &BezPath, _: DrawProps<'_>, _: &DrawMode) {}
    fn push_clip_path(&mut self, _: &ClipPath) {}
    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'_>>, _: BlendMode) {}
    fn draw_image(&mut self, _: Image<'_, '_>, _: ImageDrawProps<'_>) {}
    fn pop_clip(&mut self) {}
    fn pop_transparency_group(&mut self) {}
}

fn read(page: &Page<'_>) -> Vec<(String, [f64; 2])> {
    let (width, height) = page.render_dimensions();
    let glass = Rect::new(0.0, 0.0, f64::from(width), f64::from(height));
    let upright = page.initial_transform(true).to_kurbo();
    let (cache, settings) = (InterpreterCache::new(), InterpreterSettings::default());
    let mut reader = Reader::default();
    interpret_page(page, &mut Context::new(upright, glass, &cache, page.xref(), settings), &mut reader);
    reader.runs
}

#[test]
fn another_reader_finds_every_word_of_every_sheet_in_its_place() {
    let (fonts, issued) = &*ISSUED;
    for Issued { document, sheet, .. } in issued.iter().step_by(3) {
        let pdf = Pdf::new(to_pdf(sheet, fonts).unwrap()).unwrap();
        assert_eq!(pdf.pages().len(), sheet.pages.len(), "{document}");
        for (at, (page, wanted)) in pdf.pages().iter().zip(&sheet.pages).enumerate() {
            let (width, height) = page.render_dimensions();
            assert!(
                (width - wanted.width).abs() < 0.01 && (height - wanted.height).abs() < 0.01,
                "{document}, page {at}"
            );
            let found = read(page);
            let texts: Vec<&str> = found.iter().map(|(text, _)| text.as_str()).collect();
            assert_eq!(texts, wanted.runs().map(|run| run.text.as_str()).collect::<Vec<_>>(), "{document}, page {at}");
            for ((text, [x, y]), run) in found.iter().zip(wanted.runs()) {
                let off = (x - f64::from(run.x)).hypot(y - f64::from(run.y));
                assert!(off < 0.05, "{document}, page {at}: {text} stands {off} points off");
            }
        }
    }
}

#[test]
fn every_sheet_brings_along_only_the_characters_of_its_faces_that_it_shows() {
    let (fonts, issued) = &*ISSUED;
    for Issued { document, sheet, .. } in issued.iter().step_by(3) {
        let bytes = to_pdf(sheet, fonts).unwrap();
        let doc = lopdf::Document::load_mem(&bytes).unwrap();
        let mut brought = BTreeSet::new();
        for font in doc.get_pages().values().flat_map(|page| doc.get_page_fonts(*page).unwrap().into_values()) {
            brought.insert(String::from_utf8(font.get(b"BaseFont").unwrap().as_name().unwrap().to_vec()).unwrap());
        }
        let shown: BTreeSet<_> =
            sheet.pages.iter().flat_map(kesu::paper::Page::runs).map(|run| format!("{:?}", run.face)).collect();
        assert_eq!(brought.len(), shown.len(), "{document}: {brought:?} for {shown:?}");
        assert!(brought.iter().all(|name| name.contains('+')), "{document}: {brought:?}");
    }
}

/// Pages whose looks are guarded.
const GUARDED: &[(&str, usize)] = &[("F1", 1), ("F2", 3), ("F3", 1), ("F4", 4), ("F5", 2), ("D1", 1)];

/// A page 60 pixels along its shorter side.
fn small(page: &Page<'_>) -> GrayImage {
    let (width, height) = page.render_dimensions();
    let across = width.min(height);
    let settings = PixmapSettings { x_scale: 600.0 / across, y_scale: 600.0 / across, bg_color: WHITE };
    let (interpreter, render) = (InterpreterSettings::default(), RenderSettings::default());
    let pixels = hayro::render(page, &RenderCache::new(), &interpreter, &render, &settings);
    let (w, h) = (u32::from(pixels.width()), u32::from(pixels.height()));
    let picture = RgbaImage::from_raw(w, h, pixels.data_as_u8_slice().to_vec()).unwrap();
    let side = |points: f32| (points * 60.0 / across).round() as u32;
    DynamicImage::from(picture).resize_exact(side(width), side(height), FilterType::Triangle).to_luma8()
}

/// `KESU_REF=write` draws the pictures anew; look at the sheets themselves before you keep them.
#[test]
fn every_sheet_looks_as_it_did() {
    let (fonts, issued) = &*ISSUED;
    let folder = root().join("tests/ref/papers");
    for Issued { document, sheet, .. } in issued.iter().step_by(3) {
        let pdf = Pdf::new(to_pdf(sheet, fonts).unwrap()).unwrap();
        let (mark, guarded) = GUARDED.iter().find(|(mark, _)| document.contains(&format!("-{mark}-"))).unwrap();
        for at in 0..*guarded {
            let (name, drawn) = (format!("{mark}-{}.png", at + 1), small(&pdf.pages()[at]));
            let path: PathBuf = folder.join(&name);
            if std::env::var("KESU_REF").is_ok_and(|wish| wish == "write") {
                std::fs::create_dir_all(&folder).unwrap();
                drawn.save(&path).unwrap();
            }
            let kept = image::open(&path).unwrap().to_luma8();
            assert_eq!(kept.dimensions(), drawn.dimensions(), "{name}");
            let off: Vec<u8> = kept.iter().zip(drawn.iter()).map(|(a, b)| a.abs_diff(*b)).collect();
            let mean = off.iter().map(|off| f64::from(*off)).sum::<f64>() / off.len() as f64;
            let most = off.iter().max().copied().unwrap_or(0);
            assert!(mean < 0.5 && most < 24, "{name}: {mean:.2} off in the mean, {most} at the worst");
        }
    }
}
