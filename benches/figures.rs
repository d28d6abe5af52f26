//! The figures engine on a large file: each question cold and warm, the review of a quarter, and the same table as CSV for
//! another engine.
//!
//! `KESU_BENCH_CASES=1000000 cargo bench --bench figures` prints one table and writes `target/bench/figures-N.csv` with the
//! dashboard's answers in `figures-N.json`; `python benches/peers/figures.py target/bench/figures-N.csv` asks DuckDB the
//! same questions of the same rows and stops where an answer differs. `KESU_BENCH_COLD=20` only opens the file and asks
//! for the dashboard, so many times.

use std::fmt::Write as _;
use std::hint::black_box;
use std::io::Write;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use kesu::app::reviewing;
use kesu::domain::Stamp;
use kesu::domain::stage::InfoClass;
use kesu::figures::batch_warning::{HISTORY_WEEKS, Weeks, warning};
use kesu::figures::kpi::{Dim, Kpi, Span};
use kesu::figures::on_time::Step;
use kesu::figures::report::Shape;
use kesu::figures::review::Period;
use kesu::paper::review::report;
use kesu::paper::{FontSet, to_pdf};
use kesu::store::{Answer, By, DashboardQuery, Database, KpiQuery, Narrow, OpenMode, Request};
use kesu::text::{Lang, Texts};

const END: &str = "2026-04-09T10:24:00";
/// Warm questions are asked so often; the median is told.
const TIMES: usize = 15;

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("target/bench")
}

fn at(wall: &str) -> Stamp {
    Stamp::from_wall(wall.parse().expect("a fixed instant"))
}

fn quarter() -> Span {
    Span { from: at("2026-01-01T00:00:00"), to: at("2026-04-01T00:00:00"), now: at(END) }
}

fn board(narrow: Narrow) -> Request {
    Request::Dashboard(Box::new(DashboardQuery { span: quarter(), step: Step::Week, narrow }))
}

fn kpi(kpi: Kpi, by: &[Dim]) -> Request {
    Request::Kpi(KpiQuery { kpi, span: quarter(), by: by.to_vec(), narrow: Narrow::default() })
}

fn open(cases: u32) -> Database {
    Database::open(&folder().join(format!("{cases}.db")), OpenMode::Existing).expect("the bench file opens")
}

fn ask(database: &mut Database, request: &Request) -> (Duration, Answer) {
    let start = Instant::now();
    let answer = black_box(database.answer(request.clone()).expect("an answer"));
    (start.elapsed(), answer)
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() / 2]
}

/// The totals of an answer in a few words, to be held against the other engine's.
fn totals(answer: &Answer) -> String {
    match answer {
        Answer::Kpi(table) => {
            format!("{} / {} in {} cells", table.total[0].part, table.total[0].whole, table.cells.len())
        }
        Answer::Dashboard(board) => {
            let received = &board.tiles[0];
            format!("{} received, {} before, {} open", received.now.part, received.before.part, board.open.open)
        }
        Answer::Alarms(alarms) => format!("{} warnings", alarms.len()),
        _ => String::new(),
    }
}

#[expect(clippy::print_stdout, reason = "a table for the person who measures")]
fn measure(cases: u32) {
    println!("{cases} cases: question | cold ms | warm ms | answer");
    let region = Narrow { region: Some("华东".to_owned()), ..Narrow::default() };
    let class = Narrow { class: Some(InfoClass::MarketComplaint), ..Narrow::default() };
    let questions = [
        ("dashboard of a quarter", board(Narrow::default())),
        ("K02 of a quarter", kpi(Kpi::K02, &[])),
        ("K02, by region and month", kpi(Kpi::K02, &[Dim::Region, Dim::Month])),
        ("K01, by branch and category", kpi(Kpi::K01, &[Dim::Branch, Dim::Category])),
        ("K05, by stage and branch", kpi(Kpi::K05, &[Dim::Stage, Dim::Branch])),
        ("K13, by category and symptom", kpi(Kpi::K13, &[Dim::Category, Dim::Symptom])),
        ("batch warnings", Request::Alarms { at: at(END) }),
    ];
    // As a window leaves the file when it is closed.
    let mut database = open(cases);
    for (_, request) in &questions {
        let _asked = ask(&mut database, request);
    }
    database.settle().expect("what was worked out is kept");
    drop(database);
    for (name, request) in &questions {
        // A file just opened: what the process keeps is empty, what the system keeps is not.
        let mut database = open(cases);
        let (cold, answer) = ask(&mut database, request);
        let warm = median((0..TIMES).map(|_| ask(&mut database, request).0).collect());
        println!("{name} | {:.1} | {:.2} | {}", ms(cold), ms(warm), totals(&answer));
    }
    let mut database = open(cases);
    let _first = ask(&mut database, &board(Narrow::default()));
    let narrowed: Vec<Duration> = (0..TIMES)
        .map(|at| ask(&mut database, &board(if at % 2 == 0 { region.clone() } else { class.clone() })).0)
        .collect();
    println!("dashboard after a change of filter | - | {:.2} |", ms(median(narrowed)));
    println!("resident memory after it: {} MB", resident_mb());
    // A period nobody asked for yet.
    let first: Vec<Duration> = (1..=TIMES as u32)
        .map(|day| {
            let span = Span { from: at(&format!("2025-10-{day:02}T00:00:00")), ..quarter() };
            let query = DashboardQuery { span, step: Step::Week, narrow: Narrow::default() };
            ask(&mut database, &Request::Dashboard(Box::new(query))).0
        })
        .collect();
    println!("dashboard of another period | - | {:.1} |", ms(median(first)));
    println!("alarms over {GROUPS} groups of a year | - | {:.1} |", ms(median((0..TIMES).map(|_| alarms()).collect())));
    review(cases);
}

/// So many groups of a model, batch and symptom are held against their own year.
const GROUPS: u32 = 20_000;

fn alarms() -> Duration {
    let weeks = HISTORY_WEEKS + 4;
    let groups: Vec<Vec<u32>> = (0..GROUPS)
        .map(|group| {
            (0..weeks as u32)
                .map(|week| (group.wrapping_mul(2_654_435_761) ^ week.wrapping_mul(40_503)) >> 9 & 3)
                .collect()
        })
        .collect();
    let start = Instant::now();
    let found = groups.iter().filter(|cases| warning(&Weeks { cases, units: None }).is_some()).count();
    black_box(found);
    start.elapsed()
}

/// The review of the quarter, from the counting to the bytes of the PDF.
#[expect(clippy::print_stdout, reason = "a table for the person who measures")]
fn review(cases: u32) {
    let mut database = open(cases);
    let period = Period::from_word("2026Q1").expect("a quarter");
    let by = By { name: "周晓岚".to_owned(), now: at(END) };
    let (counted, answer) = ask(&mut database, &Request::TakeReview { period, by });
    let Answer::Review(Some(review)) = answer else { panic!("a review") };
    // Once more from a file just opened: the months of the first one were kept.
    drop(database);
    let again = Request::TakeReview { period, by: By { name: "周晓岚".to_owned(), now: at(END) } };
    let (counted_again, _) = ask(&mut open(cases), &again);
    let start = Instant::now();
    let (texts, fonts) = (Texts::new(Lang::Zh), FontSet::load().expect("the fonts"));
    let made = reviewing::pages(&review, Shape::default(), (&texts, "澄屿电器集团"), &fonts);
    let laid_out = report(&made.report, &fonts).expect("a report");
    let bytes = to_pdf(&laid_out.sheet, &fonts).expect("a PDF");
    let pages = laid_out.sheet.pages.len();
    println!("review of a quarter, counted | {:.0} | {:.0} | {}", ms(counted), ms(counted_again), review.number);
    println!("review of a quarter, {pages} pages drawn | {:.0} | - | {} bytes", ms(start.elapsed()), bytes.len());
}

/// The dashboard just after opening, again and again.
#[expect(clippy::print_stdout, reason = "a table for the person who measures")]
fn only_cold(cases: u32, times: usize) {
    let took = (0..times).map(|_| {
        let start = Instant::now();
        let mut database = open(cases);
        let opened = start.elapsed();
        (opened, ask(&mut database, &board(Narrow::default())).0)
    });
    let (opened, asked): (Vec<Duration>, Vec<Duration>) = took.unzip();
    println!("{cases} cases: opened in {:.1} ms, dashboard in {:.1} ms", ms(median(opened)), ms(median(asked)));
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1_000.0
}

/// What the system says the process holds; 0 where it does not say.
fn resident_mb() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    line.and_then(|line| line.split_whitespace().next()).and_then(|kb| kb.parse::<u64>().ok()).unwrap_or(0) / 1024
}

/// The table behind the figures, read with nothing but the file's own columns.
fn export(cases: u32) -> std::io::Result<()> {
    #[expect(clippy::disallowed_methods, reason = "reads the file beside the program")]
    let db = rusqlite::Connection::open(folder().join(format!("{cases}.db"))).expect("the bench file");
    let mut statement = db
        .prepare(
            "SELECT m.id, m.received_at, COALESCE(m.due, ''), COALESCE(m.last_close, ''), m.gap_ms, m.solved OR m.agreed, m.region, \
             COALESCE(m.branch, 0), m.category, m.class, m.channel, m.level, r.model, r.batch, r.symptoms, r.open \
             FROM case_measure m JOIN case_row r ON r.id = m.id",
        )
        .expect("the columns");
    let mut out = std::io::BufWriter::new(std::fs::File::create(folder().join(format!("figures-{cases}.csv")))?);
    writeln!(
        out,
        "id,received_at,due,last_close,gap_ms,settled,region,branch,category,class,channel,level,model,batch,symptoms,open"
    )?;
    let mut rows = statement.query([]).expect("rows");
    let mut line = String::new();
    while let Some(row) = rows.next().expect("a row") {
        line.clear();
        for place in 0..16 {
            let value = match row.get_ref(place).expect("a value") {
                rusqlite::types::ValueRef::Integer(number) => number.to_string(),
                other => other.as_str().unwrap_or_default().replace('"', ""),
            };
            let comma = if place > 0 { "," } else { "" };
            let quote = if value.contains(',') { "\"" } else { "" };
            let _written = write!(line, "{comma}{quote}{value}{quote}");
        }
        writeln!(out, "{line}")?;
    }
    out.flush()
}

/// What the dashboard tells of the quarter, for the other engine to be held against.
fn answers(cases: u32) -> std::io::Result<()> {
    let Answer::Dashboard(board) = ask(&mut open(cases), &board(Narrow::default())).1 else { panic!("a dashboard") };
    let fraction = |part: i64, whole: i64| serde_json::json!([part, whole]);
    let tiles = board.tiles.iter().map(|tile| {
        let points = tile.points.iter().map(|(_, point)| fraction(point.part, point.whole)).collect::<Vec<_>>();
        let sums = [
            fraction(tile.now.part, tile.now.whole),
            fraction(tile.before.part, tile.before.whole),
            fraction(tile.year_before.part, tile.year_before.whole),
        ];
        (tile.kpi.word().to_owned(), serde_json::json!({ "sums": sums, "points": points }))
    });
    let mix = board.mix.rows().iter().map(|row| (row.region.clone(), serde_json::json!(row.counts)));
    let cells = board.matrix.rows.iter().flat_map(|row| &row.cells).filter(|cell| cell.count > 0);
    let mut cells: Vec<u64> = cells.map(|cell| cell.count).collect();
    cells.sort_unstable();
    let told = serde_json::json!({
        "tiles": tiles.collect::<serde_json::Map<_, _>>(),
        "mix": mix.collect::<serde_json::Map<_, _>>(),
        "cells": cells,
        "symptoms": board.symptoms,
        "open": board.open.open,
    });
    std::fs::write(folder().join(format!("figures-{cases}.json")), told.to_string())
}

fn main() {
    let sizes = std::env::var("KESU_BENCH_CASES").unwrap_or_else(|_| "200000".to_owned());
    for cases in sizes.split(',').filter_map(|size| size.trim().parse::<u32>().ok()) {
        let path = folder().join(format!("{cases}.db"));
        if !path.exists() {
            std::fs::create_dir_all(folder()).expect("the folder of the bench files");
            let mut database = Database::open(&path, OpenMode::Create).expect("a new bench file");
            database.fill_demo(cases, 1, at(END), &|_, _| true).expect("the bench file is filled");
        }
        if let Some(times) = std::env::var("KESU_BENCH_COLD").ok().and_then(|times| times.parse().ok()) {
            only_cold(cases, times);
            continue;
        }
        measure(cases);
        answers(cases).expect("the answers as JSON");
        export(cases).expect("the table as CSV");
    }
}
