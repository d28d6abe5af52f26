//! What the command line enters beside the cases and tells of the figures: units, calls, looks at orders, changes of the
//! process, and the filters of the dashboard.

use std::path::{Path, PathBuf};

use kesu::store::{Database, OpenMode};

use crate::cli::{Place, db};
use crate::demo::END;
use crate::store::at;

/// A data file of the demo.
fn demo(place: &Place, cases: u32) -> PathBuf {
    let path = place.path("demo.db");
    let mut database = Database::open(&path, OpenMode::Create).unwrap();
    database.fill_demo(cases, 1, at(END), &|_, _| true).unwrap();
    path
}

fn import(place: &Place, file: &Path, kind: &str, path: &Path, more: &[&str]) -> String {
    place.done(&[&["import", db(file), "--kind", kind, "--db", db(path)], more].concat())
}

/// K01, K08: units enter row by row, a second time nothing changes, and the rate follows.
#[test]
fn units_are_imported_and_complaints_are_held_against_them() {
    let place = Place::new();
    let path = demo(&place, 60);
    let database = Database::open(&path, OpenMode::Existing).unwrap();
    let home = database.organisation().branches[0].clone();
    drop(database);
    let list = format!(
        "月份,型号,大区,分部,销量\n2026-01,A,{0},{1},6000\n2026-02,B,{0},,4000\n2026-02,C,火星,,5\n2026-02,D,{0},火星分部,5\n\
         2026-02,E,{0},,许多\n",
        home.region, home.name
    );
    let list = place.file("sales.csv", list);
    let kpi = ["kpi", "K01", "--db", db(&path), "--from", "2026-01-01", "--to", "2026-03-31", "--json"];
    let before = place.json(&kpi);
    assert_eq!(before[0]["total"]["main"]["missing"], "sales");
    let told = import(&place, &list, "sales", &path, &["--dry-run"]);
    assert!(told.contains("dry run: accepted 2, refused 3, duplicates 0"), "{told}");
    assert_eq!(place.json(&kpi)[0]["total"], before[0]["total"], "a dry run enters nothing");
    let told = import(&place, &list, "sales", &path, &[]);
    assert!(told.contains("entered 2 sales") && told.contains("refused row 4, 大区: \"火星\""), "{told}");
    assert!(told.contains("refused row 5, 分部: \"火星分部\"") && told.contains("refused row 6, 销量"), "{told}");
    let report = std::fs::read_to_string(place.path("sales.import-report.csv")).unwrap();
    assert_eq!(report.lines().count(), 6, "{report}");
    let after = place.json(&kpi);
    let of = |name: &str| after[0]["total"]["main"][name].as_i64().unwrap();
    assert_eq!((of("whole"), of("part")), (10_000, before[0]["total"]["main"]["part"].as_i64().unwrap()));
    let by_branch = place.json(&[&kpi[..], &["--by", "branch"]].concat());
    let cells = by_branch[0]["cells"].as_array().unwrap();
    let wholes: Vec<_> = cells
        .iter()
        .filter_map(|cell| Some((cell["keys"]["branch"].as_str()?, cell["lines"]["main"]["whole"].as_i64()?)))
        .filter(|(_, whole)| *whole > 0)
        .collect();
    assert!(wholes.iter().all(|pair| *pair == (home.name.as_str(), 6_000)), "{wholes:?}");
    let again = import(&place, &list, "sales", &path, &[]);
    assert!(again.contains("accepted 0, refused 3, duplicates 2"), "{again}");
}

/// K15: calls by day and line.
#[test]
fn calls_are_imported_and_the_hotline_is_counted_from_them() {
    let place = Place::new();
    let path = demo(&place, 10);
    let list = place.file(
        "calls.csv",
        "日期,线路,转人工量,15秒内接听,放弃量\n2026-03-01,1,100,90,4\n2026-03-01,2,50,20,\n2026-03-02,1,10,9,5\n2030-01-01,1,1,1,\n",
    );
    let told = import(&place, &list, "calls", &path, &[]);
    assert!(told.contains("entered 2 calls") && told.contains("accepted 2, refused 2, duplicates 0"), "{told}");
    let kpi = ["kpi", "K15", "--db", db(&path), "--from", "2026-03-01", "--to", "2026-03-31"];
    let json = place.json(&[&kpi[..], &["--json"]].concat());
    let line = &json[0]["total"]["main"];
    assert_eq!((line["part"].as_i64(), line["whole"].as_i64()), (Some(110), Some(150)));
    let wrong = ["import", db(&list), "--kind", "sales", "--db", db(&path)];
    assert!(place.refused(&wrong).contains("nothing of"), "a list of calls is none of units");
}

/// K06, K12: the last look at an order counts, and stands beside the check of all.
#[test]
fn a_spot_check_is_recorded_and_counted() {
    let place = Place::new();
    let path = demo(&place, 300);
    let kpi = ["kpi", "K12", "--db", db(&path), "--from", "2026-01-01", "--to", "2026-03-31", "--json"];
    let cases = place.json(&[&kpi[..], &["--cases", "main"]].concat());
    let number = |at: usize| cases[at]["number"].as_str().unwrap().to_owned();
    let look = |number: &str, valid: &str| place.done(&["spot-check", number, "--valid", valid, "--db", db(&path)]);
    assert_eq!(look(&number(0).to_lowercase(), "yes"), format!("{}: valid\n", number(0)));
    look(&number(1), "yes");
    assert_eq!(look(&number(1), "no"), format!("{}: not valid\n", number(1)), "the last look counts");
    let json = place.json(&kpi);
    let line = &json[0]["total"]["checked"];
    assert_eq!((line["part"].as_i64(), line["whole"].as_i64()), (Some(1), Some(2)));
    let told = place.refused(&["spot-check", "KS9901-0001", "--valid", "yes", "--db", db(&path)]);
    assert!(told.contains("KS9901-0001"), "{told}");
    let told = place.refused(&["spot-check", &number(0), "--db", db(&path)]);
    assert!(told.contains("--valid yes or --valid no"), "{told}");
}

/// kpi.md 5.4: a change of the process is recorded with its day, and listed in order.
#[test]
fn a_change_of_the_process_is_recorded_and_listed() {
    let place = Place::new();
    let path = demo(&place, 10);
    let change = |more: &[&'static str]| -> Vec<&str> { [&["process-change", "--db", db(&path)], more].concat() };
    place.done(&change(&["--day", "2026-03-01", "--note", "驻点派单", "--region", "华东"]));
    place.done(&change(&["--day", "2026-01-01", "--note", "新制度"]));
    let told = place.done(&change(&[]));
    let rows: Vec<&str> = told.lines().filter(|line| line.contains(" 2026-")).collect();
    assert_eq!(rows.len(), 2, "{told}");
    assert!(rows[0].contains("2026-01-01") && rows[0].contains("新制度") && rows[1].contains("华东"), "{told}");
    for (more, part) in [
        (&["--day", "2026-03-01"][..], "belong together"),
        (&["--note", "新制度"], "belong together"),
        (&["--day", "2026-03-01", "--note", " "], "belong together"),
        (&["--day", "2026-03-01", "--note", "x", "--region", "火星"], "there is no region"),
    ] {
        let told = place.refused(&change(more));
        assert!(told.contains(part), "{told}");
    }
}

/// The six filters of the window: the drawing counts the part that was asked for.
#[test]
fn the_dashboard_is_narrowed_by_each_of_six_filters() {
    let place = Place::new();
    let path = demo(&place, 400);
    let database = Database::open(&path, OpenMode::Existing).unwrap();
    let home = database.organisation().branches[0].clone();
    let elsewhere = database.organisation().regions.iter().find(|name| **name != home.region).unwrap().clone();
    let product = database.book().rules.categories[0].clone();
    drop(database);
    fn board<'a>(path: &'a Path, more: &[&'a str]) -> Vec<&'a str> {
        let period = ["--from", "2026-01-01", "--to", "2026-03-31", "--out", "charts", "--format", "svg"];
        [&["dashboard", "--db", db(path)], &period[..], more].concat()
    }
    let mut drawn = Vec::new();
    for (filter, word, name) in [
        ("--region", home.region.as_str(), home.region.as_str()),
        ("--branch", &home.name, &home.name),
        ("--product", &product.en, &product.zh),
        ("--class", "market_complaint", "市场客诉"),
        ("--channel", "hotline", "400 热线"),
        ("--level", "general", "一般"),
    ] {
        place.done(&board(&path, &[filter, word]));
        let svg = std::fs::read_to_string(place.path("charts/dashboard.svg")).unwrap();
        assert!(svg.contains(name), "{filter} {word} is told as {name}");
        assert!(!drawn.contains(&svg), "{filter} counts other cases");
        drawn.push(svg);
        let told = place.refused(&board(&path, &[filter, "火星"]));
        assert!(told.contains("there is no"), "{told}");
    }
    let told = place.refused(&board(&path, &["--region", &elsewhere, "--branch", &home.name]));
    assert!(told.contains("there is no branch"), "a branch lies in one region: {told}");
}
