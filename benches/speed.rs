//! Measured speed: lists, searches, opening, logging, the board, KPI book, batch warnings, form 1, the largest incident.
//!
//! `cargo bench` measures on 10 000 and 200 000 invented cases; `KESU_BENCH_CASES=1000000 cargo bench` on as many as it
//! says. The files are made once under `target/bench` and kept.

mod incident;

use std::hint::black_box;
use std::path::PathBuf;
use std::time::Duration;

use criterion::{Criterion, criterion_group, criterion_main};
use kesu::domain::{Facts, Field, Stamp};
use kesu::figures::kpi::{Dim, Kpi, Span};
use kesu::figures::on_time::Step;
use kesu::store::{
    Answer, By, DashboardQuery, Database, DuplicateProbe, KpiQuery, ListQuery, Narrow, OpenMode, Request, Sort, View,
};

/// The instant the invented cases of the file end at: lists are asked for as of then.
fn by(database: &mut Database) -> By {
    let any = By { name: "周晓岚".to_owned(), now: Stamp(0) };
    let newest = match database.answer(Request::List(ListQuery { limit: 1, ..ListQuery::of(View::All, &any) })) {
        Ok(Answer::List(page)) => page.rows.first().map(|row| row.received_at),
        _ => None,
    };
    By { now: newest.unwrap_or_default(), ..any }
}

fn sizes() -> Vec<u32> {
    match std::env::var("KESU_BENCH_CASES") {
        Ok(list) => list.split(',').filter_map(|size| size.trim().parse().ok()).collect(),
        Err(_) => vec![10_000, 200_000],
    }
}

fn file(cases: u32) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(format!("target/bench/{cases}.db"))
}

fn database(cases: u32) -> Database {
    let path = file(cases);
    let known = path.exists();
    let mut database = Database::open(&path, OpenMode::Create).expect("the bench file opens");
    if !known {
        let end = Stamp::from_wall("2026-04-09T10:24:00".parse().expect("a fixed instant"));
        database.fill_demo(cases, 1, end, &|_, _| true).expect("the bench file is filled");
    }
    database
}

fn list(database: &mut Database, query: ListQuery) -> usize {
    match database.answer(Request::List(query)).expect("a page") {
        Answer::List(page) => black_box(page.rows.len()),
        _ => 0,
    }
}

fn lists(criterion: &mut Criterion) {
    for cases in sizes() {
        let mut database = database(cases);
        let mut group = criterion.benchmark_group(format!("{cases} cases"));
        let by = by(&mut database);
        let of = |view: View| ListQuery::of(view, &by);
        for (name, query) in [
            ("list: open, by time left", of(View::Open)),
            ("list: mine", of(View::Mine)),
            ("list: open, middle", ListQuery { offset: i64::from(cases) / 17, ..of(View::Open) }),
            ("list: all, newest", of(View::All)),
            ("list: all, middle", ListQuery { offset: i64::from(cases) / 2, ..of(View::All) }),
            ("list: all, last page", ListQuery { offset: i64::from(cases) - 100, ..of(View::All) }),
            ("list: open, by customer", ListQuery { sort: Sort::Customer, descending: false, ..of(View::Open) }),
        ] {
            group.bench_function(name, |bench| bench.iter(|| list(&mut database, query.clone())));
        }
        for (name, typed) in [
            ("search: one character", "漏"),
            ("search: two characters", "漏水"),
            ("search: four characters", "面板炸裂"),
            ("search: two words", "漏水 苏州"),
            ("search: phone fragment", "8000"),
            ("search: case number", "KS2604-0001"),
            ("search: initials", "lps"),
            ("search: nothing found", "蜥蜴"),
        ] {
            let query = ListQuery { search: typed.to_owned(), ..of(View::All) };
            group.bench_function(name, |bench| bench.iter(|| list(&mut database, query.clone())));
        }
        group.bench_function("counters", |bench| {
            bench.iter(|| black_box(database.answer(Request::Counters { by: by.clone() }).expect("counters")));
        });
        group.finish();
    }
}

fn cases(criterion: &mut Criterion) {
    for cases in sizes() {
        let mut database = database(cases);
        let by = by(&mut database);
        let Answer::List(page) = database.answer(Request::List(ListQuery::of(View::Open, &by))).expect("a page") else {
            return;
        };
        let ids: Vec<_> = page.rows.iter().map(|row| row.id).collect();
        let mut group = criterion.benchmark_group(format!("{cases} cases"));
        let mut at = 0;
        group.bench_function("open a case", |bench| {
            bench.iter(|| {
                at = (at + 1) % ids.len().max(1);
                black_box(database.answer(Request::Open(ids[at])).expect("a case"))
            });
        });
        let row = &page.rows[0];
        let probe = DuplicateProbe {
            phone: row.phone.clone(),
            serial: row.serial.clone(),
            address: row.address.clone(),
            at: by.now,
        };
        group.bench_function("possible duplicates", |bench| {
            bench.iter(|| black_box(database.answer(Request::Duplicates(probe.clone())).expect("duplicates")));
        });
        let from = by.now.plus_minutes(-90 * 24 * 60);
        let span = Span { from, to: by.now, now: by.now };
        let query = Box::new(DashboardQuery { span, step: Step::Week, narrow: Narrow::default() });
        group.bench_function("board of a quarter", |bench| {
            bench.iter(|| black_box(database.answer(Request::Dashboard(query.clone())).expect("figures")));
        });
        group.finish();
    }
}

/// K02 by two dimensions, the stages of K05, the time of K13 by symptom, and the batch warnings, all of a quarter.
fn book(criterion: &mut Criterion) {
    for cases in sizes() {
        let mut database = database(cases);
        let by = by(&mut database);
        let span = Span { from: by.now.plus_minutes(-90 * 24 * 60), to: by.now, now: by.now };
        let mut group = criterion.benchmark_group(format!("{cases} cases"));
        for (name, kpi, dims) in [
            ("K02 of a quarter", Kpi::K02, vec![]),
            ("K02 of a quarter, by region and month", Kpi::K02, vec![Dim::Region, Dim::Month]),
            ("K05 of a quarter, by stage and branch", Kpi::K05, vec![Dim::Stage, Dim::Branch]),
            ("K13 of a quarter, by category and symptom", Kpi::K13, vec![Dim::Category, Dim::Symptom]),
        ] {
            let query = KpiQuery { kpi, span, by: dims, narrow: Narrow::default() };
            group.bench_function(name, |bench| {
                bench.iter(|| black_box(database.answer(Request::Kpi(query.clone())).expect("a table")));
            });
        }
        group.bench_function("batch warnings", |bench| {
            bench.iter(|| black_box(database.answer(Request::Alarms { at: by.now }).expect("warnings")));
        });
        group.finish();
    }
}

/// The rule of the warnings alone: 20 000 groups of a year each.
fn groups(criterion: &mut Criterion) {
    use kesu::figures::batch_warning::{Weeks, warning};
    let years: Vec<Vec<u32>> =
        (0..20_000_u32).map(|group| (0..56).map(|week| (group * 7 + week * 5) % 9).collect()).collect();
    criterion.bench_function("batch warnings: 20 000 groups judged", |bench| {
        bench.iter(|| years.iter().filter_map(|cases| warning(&Weeks { cases, units: None })).count());
    });
}

/// On a copy, since it writes; every log is on the disk before it is answered.
fn logging(criterion: &mut Criterion) {
    for cases in sizes() {
        drop(database(cases));
        let copy = file(cases).with_extension("log.db");
        std::fs::copy(file(cases), &copy).expect("a copy of the bench file");
        let mut database = Database::open(&copy, OpenMode::Existing).expect("the copy opens");
        let by = by(&mut database);
        let mut facts = Facts::at(by.now);
        for (field, text) in [
            (Field::Channel, "hotline"),
            (Field::CustomerName, "林佩珊"),
            (Field::Phone, "13800001234"),
            (Field::Description, "冷水进水接头开裂渗漏，卧室与走廊木地板起拱，要求更换整机并赔偿地板"),
        ] {
            facts.set(field, text).expect("a sound value");
        }
        criterion.benchmark_group(format!("{cases} cases")).bench_function("log a case", |bench| {
            bench.iter(|| {
                let request = Request::Log { facts: Box::new(facts.clone()), draft: None, by: by.clone() };
                black_box(database.answer(request).expect("logged"))
            });
        });
        drop(database);
        let _gone = std::fs::remove_file(copy);
    }
}

fn paper(criterion: &mut Criterion) {
    use kesu::app::paperwork::{Office, Paperwork, Print};
    let mut database = database(10_000);
    let by = by(&mut database);
    let Answer::List(page) = database.answer(Request::List(ListQuery::of(View::Open, &by))).expect("a page") else {
        return;
    };
    let Answer::Case(case) = database.answer(Request::Open(page.rows[0].id)).expect("a case") else { return };
    let fonts = kesu::paper::FontSet::load().expect("the fonts");
    let organisation = std::sync::Arc::clone(database.organisation());
    let places = std::sync::Arc::clone(database.places());
    let house = kesu::app::House::default();
    let office = Office {
        organisation: &organisation,
        places: &places,
        company: "澄屿电器集团",
        house: &house,
        me: "周晓岚",
        now: by.now,
    };
    let content =
        Paperwork::of(kesu::domain::event::SheetKind::Feedback, &case, &office).expect("the fields of form 1");
    criterion.bench_function("form 1: laid out and written as PDF", |bench| {
        bench.iter(|| {
            let print = Print { document: "KS2604-0001-F1-01", nth: 1, mode: content.best_mode() };
            let sheet = content.sheet("KS2604-0001", print, &office, &fonts).expect("a sheet");
            black_box(kesu::paper::to_pdf(&sheet, &fonts).expect("a PDF").len())
        });
    });
}

criterion_group! {
    name = speed;
    config = Criterion::default().sample_size(20).warm_up_time(Duration::from_millis(300)).measurement_time(Duration::from_secs(2));
    targets = lists, cases, book, groups, logging, paper, incident::incident
}
criterion_main!(speed);
