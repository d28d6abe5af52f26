//! The program killed at any moment (`kill -9`): nothing confirmed is lost, nothing is half written, and the work can be
//! done again.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use kesu::store::{Answer, Database, OpenMode, Request};
use rusqlite::types::Value;
use rusqlite::{Connection, OpenFlags};

/// Cases that one transaction of an import and of a small demo holds.
const PIECE: usize = 500;

/// Moments drawn from a seed, the same in every run.
pub struct Moments(pub u64);

impl Moments {
    pub fn draw(&mut self, below: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % below
    }

    pub fn wait(&mut self, below_ms: u64) {
        std::thread::sleep(Duration::from_millis(self.draw(below_ms)));
    }
}

/// A folder with a data file and the program working on it.
pub struct Place {
    folder: tempfile::TempDir,
}

impl Place {
    pub fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn data(&self) -> PathBuf {
        self.path("desk.db")
    }

    /// Starts `kesu` with its settings in this folder, whatever the computer has.
    pub fn start(&self, args: &[&str]) -> Child {
        Command::new(env!("CARGO_BIN_EXE_kesu"))
            .args(args)
            .current_dir(self.folder.path())
            .env("HOME", self.folder.path())
            .env("XDG_CONFIG_HOME", self.path("config"))
            .env("XDG_DATA_HOME", self.path("data"))
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap()
    }

    #[track_caller]
    pub fn done(&self, args: &[&str]) -> String {
        let output = self.start(args).wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{args:?}");
        String::from_utf8(output.stdout).unwrap()
    }

    /// A table of `rows` complaints, each with a number of its own.
    fn ledger(&self, rows: usize) {
        use std::fmt::Write;
        let mut text = String::from("外部单号,受理时间,客户姓名,联系电话,投诉内容\n");
        for row in 0..rows {
            let phone = 13_800_000_000_u64 + row as u64;
            writeln!(text, "W-{row:05},2026-04-07 09:00,王女士,{phone},第{row}台不制冷").unwrap();
        }
        std::fs::write(self.path("ledger.csv"), text).unwrap();
    }
}

/// Ends the program at once, as a power switch would.
pub fn kill(mut child: Child) {
    child.kill().unwrap();
    child.wait().unwrap();
}

/// Cases a reader sees in the file at this moment; none while the file or its tables are not there.
fn held(path: &Path) -> usize {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    #[expect(clippy::disallowed_methods, reason = "looks at the file from outside while the program writes")]
    let Ok(db) = Connection::open_with_flags(path, flags) else { return 0 };
    db.query_row("SELECT COUNT(*) FROM case_row", [], |row| row.get::<_, i64>(0)).map_or(0, |count| count as usize)
}

/// Waits until a reader sees at least `wanted` cases; answers how many were seen.
#[track_caller]
fn seen(path: &Path, wanted: usize) -> usize {
    let started = Instant::now();
    loop {
        let held = held(path);
        if held >= wanted {
            return held;
        }
        assert!(started.elapsed() < Duration::from_secs(30), "{held} of {wanted} cases");
        std::thread::sleep(Duration::from_millis(2));
    }
}

pub fn raw(path: &Path) -> Connection {
    #[expect(clippy::disallowed_methods, reason = "looks at the file from outside")]
    Connection::open(path).unwrap()
}

/// Every row of a query, as values.
pub fn rows(db: &Connection, sql: &str) -> Vec<Vec<Value>> {
    let mut statement = db.prepare(sql).unwrap();
    let columns = statement.column_count();
    let read = statement.query_map([], |row| (0..columns).map(|at| row.get(at)).collect()).unwrap();
    read.collect::<Result<_, _>>().unwrap()
}

/// What lists and searches read.
fn projections(path: &Path) -> (Vec<Vec<Value>>, Vec<Vec<Value>>) {
    let db = raw(path);
    db.execute_batch("CREATE VIRTUAL TABLE temp.term USING fts5vocab (main, case_fts, row)").unwrap();
    (rows(&db, "SELECT * FROM case_row ORDER BY id"), rows(&db, "SELECT term, doc FROM temp.term ORDER BY term"))
}

/// The file as the killed program left it is whole; answers how many cases it holds.
#[track_caller]
pub fn check_whole(path: &Path) -> usize {
    let db = raw(path);
    assert_eq!(rows(&db, "PRAGMA integrity_check"), [[Value::Text("ok".to_owned())]]);
    let half = "SELECT r.id FROM case_row r WHERE r.revision <> (SELECT COUNT(*) FROM event e WHERE e.case_id = r.id) \
         OR NOT EXISTS (SELECT 1 FROM event e WHERE e.case_id = r.id AND e.n = 1)";
    assert_eq!(rows(&db, half), Vec::<Vec<Value>>::new(), "half cases");
    let lost = "SELECT case_id FROM event WHERE case_id NOT IN (SELECT id FROM case_row)";
    assert_eq!(rows(&db, lost), Vec::<Vec<Value>>::new(), "events without their case");
    check_numbers(&db);
    drop(db);
    let before = {
        let mut database = Database::open(path, OpenMode::Existing).unwrap();
        let Answer::Chain(chain) = database.answer(Request::Verify).unwrap() else { panic!("a chain") };
        assert_eq!(chain.broken_at, None);
        drop(database);
        projections(path)
    };
    let mut database = Database::open(path, OpenMode::Existing).unwrap();
    let Answer::Count(rebuilt) = database.answer(Request::Rebuild).unwrap() else { panic!("a count") };
    drop(database);
    assert_eq!(before.0.len() as i64, rebuilt);
    assert!(projections(path) == before, "rows and terms are what the events add up to");
    before.0.len()
}

/// In each month the numbers run from 1 without a gap, and the counter stands at the last one.
#[track_caller]
fn check_numbers(db: &Connection) {
    let mut taken: BTreeMap<String, BTreeSet<i64>> = BTreeMap::new();
    for row in rows(db, "SELECT number FROM case_row") {
        let [Value::Text(number)] = row.as_slice() else { panic!("{row:?}") };
        let (period, running) = number.split_at(number.find('-').unwrap() + 1);
        assert!(taken.entry(period.to_owned()).or_default().insert(running.parse().unwrap()), "{number} twice");
    }
    let mut counters = BTreeMap::new();
    for row in rows(db, "SELECT period, last FROM counter") {
        let [Value::Text(period), Value::Integer(last)] = row.as_slice() else { panic!("{row:?}") };
        counters.insert(period.clone(), *last);
    }
    let expected: BTreeMap<String, i64> =
        taken.iter().map(|(period, numbers)| (period.clone(), numbers.len() as i64)).collect();
    assert_eq!(counters, expected);
    for (period, numbers) in taken {
        assert!(numbers.iter().copied().eq(1..=numbers.len() as i64), "{period}: {numbers:?}");
    }
}

/// The row numbers that stand in the file.
fn external_numbers(path: &Path) -> Vec<String> {
    let rows = rows(&raw(path), "SELECT external FROM case_row ORDER BY external");
    rows.into_iter().map(|row| if let [Value::Text(text)] = row.as_slice() { text.clone() } else { panic!() }).collect()
}

/// Killed again and again while rows are being logged: what was on record stays, the rest comes with the next try.
#[test]
fn an_import_that_is_killed_loses_nothing_and_can_be_repeated() {
    let place = Place::new();
    let (all, data) = (3_000, place.data());
    place.ledger(all);
    let import = ["import", "ledger.csv", "--db", "desk.db"];
    let mut moments = Moments(20_260_409);
    let mut stood = 0;
    for wanted in [500, 1_000, 2_000] {
        let child = place.start(&import);
        let confirmed = seen(&data, wanted);
        moments.wait(120);
        kill(child);
        let held = check_whole(&data);
        assert!(held >= confirmed.max(stood), "{confirmed} and {stood} were on record, {held} are left");
        assert_eq!(held % PIECE, 0, "whole pieces only");
        stood = held;
    }
    let told = place.done(&import);
    let (missing, known) = (all - stood, stood);
    assert!(told.contains(&format!("accepted {missing}, refused 0, duplicates {known}")), "{stood}: {told}");
    assert_eq!(check_whole(&data), all);
    let expected: Vec<String> = (0..all).map(|row| format!("W-{row:05}")).collect();
    assert_eq!(external_numbers(&data), expected, "every row once");
}

/// Killed while the file is being made, or before: the next start makes or takes it.
#[test]
fn a_program_that_is_killed_at_its_first_steps_leaves_nothing_in_the_way() {
    let mut moments = Moments(7);
    for nth in 0..8 {
        let place = Place::new();
        place.ledger(20);
        let import = ["import", "ledger.csv", "--db", "desk.db"];
        let child = place.start(&import);
        // Half of the times as soon as the file appears, when its tables are being made.
        if nth % 2 == 0 {
            let started = Instant::now();
            while !place.data().exists() && started.elapsed() < Duration::from_secs(20) {
                std::thread::yield_now();
            }
            std::thread::sleep(Duration::from_micros(moments.draw(20_000)));
        } else {
            moments.wait(150);
        }
        kill(child);
        place.done(&import);
        assert_eq!(check_whole(&place.data()), 20, "the {nth}. time");
    }
}

/// A demo that was killed is a smaller demo, and says so when it is asked to go on.
#[test]
fn a_demo_that_is_killed_leaves_whole_batches() {
    let mut moments = Moments(3);
    // From 20 000 cases on the batches are larger and some indexes are made at the end.
    for (cases, batch, wanted) in [("4000", PIECE, 1_000), ("20000", 5_000, 5_000)] {
        let place = Place::new();
        let child = place.start(&["demo", "--cases", cases, "--db", "desk.db"]);
        let confirmed = seen(&place.data(), wanted);
        moments.wait(80);
        kill(child);
        let held = check_whole(&place.data());
        assert!(held >= confirmed && held.is_multiple_of(batch), "{held} of {cases}");
        let output = place.start(&["demo", "--cases", "1", "--db", "desk.db"]).wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(1), "cases are not mixed into cases");
        let fresh = place.path("fresh.db");
        drop(Database::open(&fresh, OpenMode::Create).unwrap());
        let indexes =
            |path: &Path| rows(&raw(path), "SELECT name FROM sqlite_schema WHERE type = 'index' ORDER BY name");
        assert_eq!(indexes(&place.data()), indexes(&fresh));
    }
}
