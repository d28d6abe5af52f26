//! What a form costs: laying out, writing the PDF, painting a page of the preview; its bytes; a thousand of them.
//!
//! `cargo bench --bench paper` prints the forms of invented cases (made once under `target/bench`, where the files are kept)
//! and a loss list of sixty lines. `cargo bench --bench paper -- peers` then has the same words and tables set by LibreOffice, WeasyPrint,
//! ReportLab and Typst, as far as they are there, and puts all into one table; `KESU_PEERS_PYTHON` names the Python that
//! has them, `python3` on the path if it is not set. Times are of one thread's processor.

#![expect(clippy::print_stdout, reason = "what was measured is what the bench is run for")]

use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::time::{Duration, Instant};

use egui::{Color32, Context, Pos2, RawInput, Rect, vec2};
use kesu::app::Settings;
use kesu::app::paperwork::{Office, Paperwork, Print};
use kesu::domain::event::SheetKind;
use kesu::domain::incident::loss::{LossEntry, Month, Portion, Proof};
use kesu::domain::incident::{LossCategory, LossLine, Losses};
use kesu::domain::organisation::Organisation;
use kesu::domain::places::Places;
use kesu::domain::{Fen, Stamp};
use kesu::paper::loss_list::LossListForm;
use kesu::paper::sheet::{Item, Page, Part};
use kesu::paper::{FontSet, PrintMode, Sheet, to_pdf};
use kesu::store::{Answer, By, Database, ListQuery, OpenMode, Request, View};
use kesu::ui::paper_view::{PaperColours, PaperView, install_paper_fonts};

const CASES: u32 = 2_000;
const TIMES: u32 = 40;
const KINDS: [(SheetKind, &str); 5] = [
    (SheetKind::Feedback, "form 1"),
    (SheetKind::Survey, "form 2"),
    (SheetKind::Losses, "form 3"),
    (SheetKind::Settlement, "form 4"),
    (SheetKind::Closing, "form 5"),
];

/// Time this thread has had a processor, where the system tells it; else the time that has passed.
fn cpu(began: Instant) -> Duration {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let nanos = told.and_then(|text| text.split_whitespace().next()?.parse().ok());
    nanos.map_or_else(|| began.elapsed(), Duration::from_nanos)
}

/// Milliseconds a run takes, the mean of `TIMES` after a few that are not counted.
fn measure(mut work: impl FnMut()) -> f64 {
    (0..5).for_each(|_| work());
    let began = Instant::now();
    std::thread::sleep(Duration::from_millis(1));
    let before = cpu(began);
    (0..TIMES).for_each(|_| work());
    // the system counts a thread's time when it rests
    std::thread::sleep(Duration::from_millis(1));
    cpu(began).saturating_sub(before).as_secs_f64() * 1000.0 / f64::from(TIMES)
}

fn folder() -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("target/bench");
    std::fs::create_dir_all(&folder).expect("the folder of the bench files");
    folder
}

fn database() -> Database {
    let path = folder().join("paper.db");
    let known = path.exists();
    let mut database = Database::open(&path, OpenMode::Create).expect("the bench file opens");
    if !known {
        let end = Stamp::from_wall("2026-04-09T10:24:00".parse().expect("a fixed instant"));
        database.fill_demo(CASES, 1, end, &|_, _| true).expect("the bench file is filled");
    }
    database
}

/// What the forms say of the house.
struct House {
    organisation: Arc<Organisation>,
    places: Arc<Places>,
    settings: Settings,
    now: Stamp,
}

impl House {
    fn of(database: &Database, now: Stamp) -> Self {
        let settings = Settings {
            me: "周晓岚".into(), company: "澄屿电器集团有限公司".into(), ..Settings::default()
        };
        Self { organisation: Arc::clone(database.organisation()), places: Arc::clone(database.places()), settings, now }
    }

    fn office(&self) -> Office<'_> {
        Office {
            organisation: &self.organisation,
            places: &self.places,
            company: &self.settings.company,
            house: &self.settings.house,
            me: &self.settings.me,
            now: self.now,
        }
    }
}

type Make = Box<dyn Fn(&FontSet) -> Sheet>;

/// One form of each kind from the newest case that has come to it, complete if there is one.
fn forms(database: &mut Database) -> Vec<(&'static str, Option<Make>)> {
    let by = By { name: "周晓岚".to_owned(), now: Stamp::default() };
    let query = ListQuery { limit: CASES.into(), ..ListQuery::of(View::All, &by) };
    let Ok(Answer::List(list)) = database.answer(Request::List(query)) else { return Vec::new() };
    let now = list.rows.first().map(|row| row.received_at).unwrap_or_default();
    let mut found: Vec<(&'static str, Option<Make>)> = KINDS.map(|(_, name)| (name, None)).into();
    let mut final_ones = [false; KINDS.len()];
    for row in &list.rows {
        let Ok(Answer::Case(file)) = database.answer(Request::Open(row.id)) else { continue };
        for (n, (kind, _)) in KINDS.iter().enumerate() {
            if final_ones[n] || !kind.is_ready(&file.case) {
                continue;
            }
            let office = House::of(database, now);
            let Ok(mut paperwork) = Paperwork::of(*kind, &file, &office.office()) else { continue };
            paperwork.read_pictures(database.attachments());
            let mode = paperwork.best_mode();
            final_ones[n] = mode == PrintMode::Final;
            if found[n].1.is_some() && !final_ones[n] {
                continue;
            }
            let number = file.case.number.clone();
            found[n].1 = Some(Box::new(move |fonts| {
                let print = Print { document: "KS2604-0001-F1-01", nth: 1, mode };
                paperwork.sheet(&number, print, &office.office(), fonts).expect("the form is laid out")
            }));
        }
        if final_ones.iter().all(|done| *done) {
            break;
        }
    }
    found
}

fn long_list() -> Make {
    let goods =
        ["实木复合地板", "踢脚线", "橱柜门板（烤漆）", "石膏板吊顶", "羊毛地毯", "布艺沙发", "羽绒被", "落地灯"];
    let line = |n: usize| LossLine {
        entry: LossEntry {
            category: LossCategory::Furniture,
            name: format!("{}{n}", goods[n % goods.len()]),
            spec: "橡木 15 mm".into(),
            unit: "㎡".into(),
            hundredths: 100 + 25 * n as i64,
            bought: Some(Month { year: 2023, month: 1 + (n % 12) as u32 }),
            proof: Proof::Invoice,
            goods: String::new(),
            unit_price: Fen(36_800 + 110 * n as i64),
            newness: None,
            damage: Portion::percent(80),
            salvage: Fen(0),
            claimed: Fen(41_600 + 300 * n as i64),
            assessed: None,
            reason: String::new(),
            photos: vec![3, 7],
            note: String::new(),
        },
        by_table: Portion::percent(75),
        by_formula: Fen(35_000),
        assessed: Fen(35_000),
    };
    let form = LossListForm {
        case_no: "KS2604-0001".into(),
        happened: "2026-04-07T19:40:00".parse().ok(),
        party: "林佩珊".into(),
        place: "江苏省苏州市姑苏区云锦花苑7幢1203室".into(),
        losses: Losses { lines: (1..=60).map(line).collect(), ..Losses::default() },
        injured: false,
    };
    let head = kesu::paper::FormHead {
        company: "澄屿电器集团有限公司".into(),
        form_no: "KS-F3".into(),
        version: "A/0".into(),
        doc_no: "KS2604-0001-F3-01".into(),
        case_no: "KS2604-0001".into(),
        printed_at: "2026-04-09T10:24:00".parse().expect("a fixed instant"),
        printed_by: "周晓岚".into(),
        nth: 1,
        copy: kesu::domain::holder::Holder::Headquarters,
        hash8: "9f86d081".into(),
        shut: false,
    };
    Box::new(move |fonts| {
        kesu::paper::loss_list::loss_list(&form, &head, fonts, PrintMode::Final).expect("the list is laid out")
    })
}

/// Milliseconds from nothing to the triangles of one page at 1.5 points of screen a point of paper, layout included.
fn preview(make: &Make, fonts: &FontSet) -> f64 {
    let ctx = Context::default();
    install_paper_fonts(&ctx, fonts);
    let colours = PaperColours {
        paper: Color32::WHITE,
        edge: Color32::GRAY,
        ink: Color32::BLACK,
        missing: Color32::from_rgb(0xd9, 0x8b, 0x0b),
    };
    let mut view = PaperView::default();
    measure(|| {
        let sheet = make(fonts);
        let page: &Page = &sheet.pages[0];
        let screen_rect = Some(Rect::from_min_size(Pos2::ZERO, vec2(page.width, page.height) * 1.5));
        let mut output = ctx.run_ui(RawInput { screen_rect, ..RawInput::default() }, |ui| {
            view.page(ui.painter(), page, (Pos2::ZERO, 1.5), &colours);
        });
        let shapes = std::mem::take(&mut output.shapes);
        black_box(ctx.tessellate(shapes, output.pixels_per_point));
        output.drop_without_applying_deltas();
    })
}

/// The words of a sheet for the peers: lines outside tables, and the rows of the table cell by cell.
fn words(sheet: &Sheet) -> serde_json::Value {
    let (mut lines, mut rows) = (Vec::new(), Vec::<Vec<String>>::new());
    for page in &sheet.pages {
        let mut open: Vec<&Part> = Vec::new();
        for item in &page.items {
            match item {
                Item::Open(part) => {
                    match part {
                        Part::Row => rows.push(Vec::new()),
                        Part::Head | Part::Cell => rows.last_mut().expect("a cell lies in a row").push(String::new()),
                        _ => {}
                    }
                    open.push(part);
                }
                Item::Close => drop(open.pop()),
                Item::Text(run) => match open.last() {
                    Some(Part::Head | Part::Cell) => {
                        rows.last_mut().and_then(|row| row.last_mut()).expect("a cell is open").push_str(&run.text);
                    }
                    Some(Part::Running) => {}
                    _ => lines.push(run.text.clone()),
                },
                _ => {}
            }
        }
    }
    let wide = sheet.pages[0].width > sheet.pages[0].height;
    serde_json::json!({ "title": sheet.title, "lines": lines, "rows": rows, "wide": wide })
}

/// Hands the words of two sheets to the peers; the script prints the one table.
fn peers(sheets: &[(&str, &Make)], fonts: &FontSet) {
    let folder = folder().join("peers");
    std::fs::create_dir_all(&folder).expect("the folder of the peers");
    let mut asked = Vec::new();
    for (name, make) in sheets {
        let sheet = make(fonts);
        let bytes = to_pdf(&sheet, fonts).expect("the sheet is written");
        let file = folder.join(format!("kesu-{}.pdf", name.replace(' ', "-")));
        std::fs::write(&file, &bytes).expect("the sheet is kept");
        let wall = Instant::now();
        let ms = measure(|| drop(black_box(to_pdf(&make(fonts), fonts))));
        let wall = wall.elapsed().as_secs_f64() * 1000.0 / f64::from(TIMES + 5);
        asked.push(serde_json::json!({
            "name": name, "words": words(&sheet), "ours": { "cpu": ms, "wall": wall, "file": file },
        }));
    }
    let list = folder.join("words.json");
    std::fs::write(&list, serde_json::Value::from(asked).to_string()).expect("the words are kept");
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let python = std::env::var_os("KESU_PEERS_PYTHON").unwrap_or_else(|| "python3".into());
    let script = root.join("benches/peers/paper.py");
    let ran = Command::new(&python).arg(script).arg(&list).arg(root.join("assets/fonts")).arg(&folder).status();
    match ran {
        Ok(status) if status.success() => {}
        Ok(status) => println!("the peers' script ended with {status}"),
        Err(error) => println!("{} cannot be run ({error}); set KESU_PEERS_PYTHON", python.display()),
    }
}

fn main() {
    let began = Instant::now();
    let fonts = FontSet::load().expect("the faces unpack");
    println!("faces unpacked in {:.0} ms", began.elapsed().as_secs_f64() * 1000.0);
    let mut database = database();
    let mut forms = forms(&mut database);
    forms.push(("form 3, 60 lines", Some(long_list())));
    println!("{:<18}{:>6}{:>12}{:>10}{:>12}{:>10}", "one form, CPU ms", "pages", "layout", "PDF", "preview", "bytes");
    for (name, make) in &forms {
        let Some(make) = make else {
            println!("{name:<18}no invented case has come to it");
            continue;
        };
        let sheet = make(&fonts);
        let file = to_pdf(&sheet, &fonts).expect("the sheet is written");
        let kept = folder().join(format!("{}.pdf", name.replace([' ', ','], "-")));
        std::fs::write(kept, &file).expect("the sheet is kept");
        let bytes = file.len();
        let layout = measure(|| drop(black_box(make(&fonts))));
        let pdf = measure(|| drop(black_box(to_pdf(&sheet, &fonts))));
        let shown = preview(make, &fonts);
        println!("{name:<18}{:>6}{layout:>12.2}{pdf:>10.2}{shown:>12.2}{bytes:>10}", sheet.pages.len());
    }
    let Some((_, Some(first))) = forms.first() else { return };
    let before = cpu(began);
    for _ in 0..1000 {
        black_box(to_pdf(&first(&fonts), &fonts).expect("the sheet is written"));
    }
    std::thread::sleep(Duration::from_millis(1));
    println!("1 000 of form 1 on one core: {:.1} s", (cpu(began).saturating_sub(before)).as_secs_f64());
    if std::env::args().any(|arg| arg == "peers")
        && let [(_, Some(first)), .., (_, Some(long))] = &forms[..]
    {
        peers(&[("form 1", first), ("form 3, 60 lines", long)], &fonts);
    }
}
