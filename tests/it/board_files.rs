//! The board as files: the numbers of the screen, drawn by the same functions, readable by others.

use std::path::{Path, PathBuf};

use calamine::{Data, DataType as _, Reader as _, open_workbook_auto};
use kesu::app::board_out::{BoardFile, Kind};
use kesu::figures::kpi::Span;
use kesu::figures::on_time::Step;
use kesu::paper::FontSet;
use kesu::store::{Answer, Dashboard, DashboardQuery, Narrow, Request};
use kesu::text::{Lang, Texts};
use kesu::ui::board::{Made, Piece};

use crate::demo::{END, Filled, filled};
use crate::store::at;

struct Out {
    desk: Filled,
    figures: Dashboard,
    texts: Texts,
    folder: tempfile::TempDir,
}

impl Out {
    fn new(lang: Lang) -> Self {
        let mut desk = filled(600, END);
        let span = Span { from: at("2026-01-01"), to: at("2026-04-01"), now: at(END) };
        let query = DashboardQuery { span, step: Step::Week, narrow: Narrow::default() };
        let Answer::Dashboard(figures) = desk.database.answer(Request::Dashboard(Box::new(query))).unwrap() else {
            panic!()
        };
        Self { desk, figures: *figures, texts: Texts::new(lang), folder: tempfile::tempdir().unwrap() }
    }

    fn write(&self, kind: Kind, piece: Option<Piece>) -> PathBuf {
        let path = self.folder.path().join(format!("{}.{kind}", piece.map_or("board", Piece::word)));
        let book = self.desk.database.book();
        let file = BoardFile {
            compare: kesu::figures::report::Compare::Both,
            figures: &self.figures,
            book,
            texts: &self.texts,
            company: "澄屿电器集团",
            of: String::new(),
        };
        file.write(&path, kind, piece, &FontSet::load().unwrap()).unwrap();
        path
    }
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap()
}

/// S01: the drawing carries the figures of the screen as text, and tells every mark to those who cannot see it.
#[test]
fn a_drawing_holds_the_figures_as_text() {
    for lang in [Lang::Zh, Lang::En] {
        let out = Out::new(lang);
        let made = Made::of(&out.figures, Default::default(), out.desk.database.book(), &out.texts);
        let whole = read(&out.write(Kind::Svg, None));
        for tile in &made.tiles {
            assert!(whole.contains(&format!(">{}</text>", tile.value)), "{} {}", tile.name, tile.value);
        }
        for piece in Piece::ALL {
            assert!(whole.contains(made.title(*piece)), "{piece:?}");
        }
        let single = read(&out.write(Kind::Svg, Some(Piece::Mix)));
        for row in made.mix.rows() {
            assert!(single.contains(row.region.trim()) && single.contains(&format!(">{}</text>", row.total())));
        }
        assert!(single.matches("<rect").count() > made.mix.rows().len() * 3 && !single.contains("NaN"));
    }
}

/// Vectors and selectable text: the board, then a page for each chart, the same bytes each time.
#[test]
fn a_pdf_holds_the_board_and_each_chart_with_text_that_can_be_read_back() {
    let out = Out::new(Lang::Zh);
    let path = out.write(Kind::Pdf, None);
    let bytes = std::fs::read(&path).unwrap();
    let pdf = lopdf::Document::load_mem(&bytes).unwrap();
    assert_eq!(pdf.get_pages().len(), 1 + Piece::ALL.len());
    for page in pdf.get_pages().values() {
        let content = pdf.get_and_decode_page_content(*page).unwrap();
        let shown = content.operations.iter().filter(|op| op.operator == "Tj").count();
        let coloured = content.operations.iter().filter(|op| op.operator == "rg").count();
        assert!(shown > 8 && coloured > 0, "{shown} texts, {coloured} colours");
        assert!(!content.operations.iter().any(|op| op.operator == "Do"), "no picture of a chart");
    }
    assert_eq!(std::fs::read(out.write(Kind::Pdf, None)).unwrap(), bytes);
}

#[test]
fn a_picture_has_colours_and_no_squares_of_nothing() {
    let out = Out::new(Lang::Zh);
    let bytes = std::fs::read(out.write(Kind::Png, Some(Piece::Symptoms))).unwrap();
    let image = image::load_from_memory(&bytes).unwrap().into_rgb8();
    assert_eq!(image.dimensions(), (2104, 1488));
    let blue = kesu::charts::Palette::PRINT.classes[0];
    let near = |pixel: &image::Rgb<u8>| pixel.0.iter().zip(blue).all(|(a, b)| a.abs_diff(b) < 3);
    let share = image.pixels().filter(|pixel| near(pixel)).count() as f64 / f64::from(image.width() * image.height());
    assert!((0.01..0.6).contains(&share), "the bars cover {share}");
}

/// Real numbers, and what they mean: sums equal the figures.
#[test]
fn a_workbook_holds_numbers_that_add_up() {
    let out = Out::new(Lang::Zh);
    let mut book = open_workbook_auto(out.write(Kind::Xlsx, None)).unwrap();
    let names = book.sheet_names();
    assert_eq!(names.len(), 1 + Piece::ALL.len() + 2, "{names:?}");
    let mut sum = |sheet: &str, column: u32| -> f64 {
        let range = book.worksheet_range(sheet).unwrap();
        range.rows().skip(1).filter_map(|row| row.get(column as usize).and_then(Data::as_f64)).sum()
    };
    let received = out.figures.tiles[0].now.part as f64;
    assert_eq!(sum("各大区投诉构成", 6), received);
    let columns = u32::try_from(out.figures.matrix.columns.len()).unwrap();
    assert_eq!(sum("分部 × 品类", columns + 1), received);
    assert_eq!(sum("在办账龄", 4), f64::from(out.figures.open.open));
    assert_eq!(sum("按时办结率趋势", 3), out.figures.tiles[1].now.whole as f64);
    let range = book.worksheet_range("口径").unwrap();
    let text: String = range.rows().flatten().map(ToString::to_string).collect();
    assert!(text.contains("按时办结率") && text.contains("2026-01-01 – 2026-03-31"), "{text}");
}

#[test]
fn the_ending_of_a_file_says_what_it_becomes() {
    for (name, kind) in [("a.svg", Some(Kind::Svg)), ("b.PDF", Some(Kind::Pdf)), ("c.txt", None), ("d", None)] {
        assert_eq!(Kind::of(Path::new(name)), kind, "{name}");
    }
}
