//! The program killed while it prints: every issue has its whole file, every number is taken once, and nothing that was
//! handed out is unknown.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::{Duration, Instant};

use kesu::store::{Database, OpenMode, blob_path, hex};
use rusqlite::types::Value;
use sha2::{Digest as _, Sha256};

use crate::kill::{Moments, Place, check_whole, kill, raw, rows};

const CASES: usize = 40;

fn number(path: &Path, sql: &str) -> i64 {
    match rows(&raw(path), sql).concat().as_slice() {
        [Value::Integer(number)] => *number,
        other => panic!("{other:?}"),
    }
}

/// Number and SHA-256 of the file of every issue; each file lies there as it was written.
fn issues(path: &Path) -> BTreeMap<String, String> {
    let folder = Database::open(path, OpenMode::Existing).unwrap().attachments().to_owned();
    let found = rows(&raw(path), "SELECT i.document, i.pdf, b.bytes FROM issue i LEFT JOIN blob b ON b.hash = i.pdf");
    let issue = |row: Vec<Value>| {
        let [Value::Text(document), Value::Text(hash), Value::Integer(length)] = row.as_slice() else {
            panic!("an issue without its file: {row:?}")
        };
        let bytes = std::fs::read(blob_path(&folder, hash)).unwrap();
        assert_eq!((&hex(&Sha256::digest(&bytes)), bytes.len() as i64), (hash, *length), "{document}");
        (document.clone(), hash.clone())
    };
    found.into_iter().map(issue).collect()
}

/// What a killed print left behind is whole.
#[track_caller]
fn check(place: &Place) -> BTreeMap<String, String> {
    let data = place.data();
    assert_eq!(check_whole(&data), CASES);
    let issued = issues(&data);
    let gaps =
        "SELECT COUNT(*) FROM (SELECT series FROM issue GROUP BY series HAVING MAX(nth) <> COUNT(*) OR MIN(nth) <> 1)";
    assert_eq!(number(&data, gaps), 0, "the numbers of each series run from 1 without a gap");
    let untold = "SELECT COUNT(*) FROM issue i WHERE printed < 1 \
                  OR printed <> (SELECT COUNT(*) FROM handed_out h WHERE h.document = i.document)";
    assert_eq!(number(&data, untold), 0, "each handing out is on record");
    let told = "SELECT (SELECT COUNT(*) FROM event WHERE kind = 'printed') - (SELECT COUNT(*) FROM handed_out)";
    assert_eq!(number(&data, told), 0, "and in the history of its case");
    let out = std::fs::read_dir(place.path("out")).into_iter().flatten().map(|entry| entry.unwrap().path());
    for path in out.filter(|path| path.extension().is_some_and(|ending| ending == "pdf")) {
        let document = path.file_stem().unwrap().to_str().unwrap();
        let hash = hex(&Sha256::digest(std::fs::read(&path).unwrap()));
        assert_eq!(issued.get(document), Some(&hash), "{document} is the file of its issue");
    }
    issued
}

#[test]
fn printing_that_is_killed_leaves_whole_issues_and_can_go_on() {
    let place = Place::new();
    let data = place.data();
    place.done(&["demo", "--cases", "40", "--db", "desk.db"]);
    let print = ["print", "--view", "all", "--form", "feedback", "--out", "out", "--db", "desk.db"];
    let mut moments = Moments(20_261_122);
    let mut stood = BTreeMap::new();
    for wanted in [1, 8, 20] {
        let child = place.start(&print);
        let started = Instant::now();
        while number(&data, "SELECT COUNT(*) FROM issue") < wanted && started.elapsed() < Duration::from_secs(120) {
            std::thread::sleep(Duration::from_millis(2));
        }
        moments.wait(60);
        kill(child);
        let issued = check(&place);
        assert!(issued.len() as i64 >= wanted, "{} of {wanted}", issued.len());
        assert!(stood.iter().all(|(document, hash)| issued.get(document) == Some(hash)), "an issue never changes");
        stood = issued;
    }
    place.done(&print);
    let issued = check(&place);
    assert_eq!(issued.len(), CASES, "what had gone out already went out again under its number");
    assert!(stood.iter().all(|(document, hash)| issued.get(document) == Some(hash)));
    let out = std::fs::read_dir(place.path("out"))
        .unwrap()
        .filter(|entry| entry.as_ref().unwrap().path().extension().is_some_and(|ending| ending == "pdf"));
    assert_eq!(out.count(), CASES);
}
