//! The figures engine on a large file: each question cold and warm, and the same table as CSV for another engine.
//!
//! `KESU_BENCH_CASES=1000000 cargo bench --bench figures` prints one table and writes `target/bench/figures-N.csv`;
//! `python benches/peers/figures.py target/bench/figures-N.csv` asks DuckDB the same questions of the same rows.

use std::fmt::Write as _;
use std::hint::black_box;
use std::io::Write;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use kesu::domain::Stamp;
use kesu::domain::stage::InfoClass;
use kesu::figures::kpi::{Dim, Kpi, Span};
use kesu::figures::on_time::Step;
use kesu::store::{Answer, DashboardQuery, Database, KpiQuery, Narrow, OpenMode, Request};

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
             COALESCE(m.branch, 0), m.category, m.class, m.channel, m.level, r.model, r.batch, r.symptoms \
             FROM case_measure m JOIN case_row r ON r.id = m.id",
        )
        .expect("the columns");
    let mut out = std::io::BufWriter::new(std::fs::File::create(folder().join(format!("figures-{cases}.csv")))?);
    writeln!(
        out,
        "id,received_at,due,last_close,gap_ms,settled,region,branch,category,class,channel,level,model,batch,symptoms"
    )?;
    let mut rows = statement.query([]).expect("rows");
    let mut line = String::new();
    while let Some(row) = rows.next().expect("a row") {
        line.clear();
        for place in 0..15 {
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

fn main() {
    let sizes = std::env::var("KESU_BENCH_CASES").unwrap_or_else(|_| "200000".to_owned());
    for cases in sizes.split(',').filter_map(|size| size.trim().parse::<u32>().ok()) {
        let path = folder().join(format!("{cases}.db"));
        if !path.exists() {
            std::fs::create_dir_all(folder()).expect("the folder of the bench files");
            let mut database = Database::open(&path, OpenMode::Create).expect("a new bench file");
            database.fill_demo(cases, 1, at(END), &|_, _| true).expect("the bench file is filled");
        }
        measure(cases);
        export(cases).expect("the table as CSV");
    }
}
