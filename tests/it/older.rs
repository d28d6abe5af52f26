//! Data files of other versions and of other programs: brought up to date, or refused and left alone.

use kesu::domain::{BranchId, Field};
use kesu::figures::report::Report;
use kesu::figures::review::{Chapter, Period};
use kesu::store::{Answer, Database, Kept, ListQuery, Request, StoreError, View, Way};

use crate::store::{by, facts, numbers};

/// A foreign or newer file is refused and left as it was.
#[test]
fn foreign_and_newer_files_are_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let text = folder.path().join("text.db");
    std::fs::write(&text, "序号,客户\n1,王女士\n".repeat(200)).unwrap();
    assert!(matches!(Database::open(&text, kesu::store::OpenMode::Existing), Err(StoreError::NotOurs(_))));
    let foreign = folder.path().join("foreign.db");
    #[expect(clippy::disallowed_methods, reason = "makes the foreign file")]
    let raw = rusqlite::Connection::open(&foreign).unwrap();
    raw.execute_batch("CREATE TABLE t (x); INSERT INTO t VALUES (1);").unwrap();
    drop(raw);
    assert!(matches!(Database::open(&foreign, kesu::store::OpenMode::Existing), Err(StoreError::NotOurs(_))));
    let newer = folder.path().join("newer.db");
    drop(Database::open(&newer, kesu::store::OpenMode::Create).unwrap());
    #[expect(clippy::disallowed_methods, reason = "plays the newer program")]
    let raw = rusqlite::Connection::open(&newer).unwrap();
    raw.pragma_update(None, "user_version", 99).unwrap();
    drop(raw);
    let refused = Database::open(&newer, kesu::store::OpenMode::Existing);
    assert!(matches!(refused, Err(StoreError::TooNew { found: 99, .. })));
    let missing = folder.path().join("missing.db");
    assert!(matches!(Database::open(&missing, kesu::store::OpenMode::Existing), Err(StoreError::File { .. })));
}

/// A released migration is never edited: each file's text has the hash it was released with.
#[test]
fn released_migrations_are_unchanged() {
    use sha2::{Digest, Sha256};
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/store/migrations");
    let mut found: Vec<(String, String)> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| {
            let path = entry.unwrap().path();
            let hash = Sha256::digest(std::fs::read(&path).unwrap());
            let hash = hash.iter().take(8).map(|byte| format!("{byte:02x}")).collect();
            (path.file_name().unwrap().to_string_lossy().into_owned(), hash)
        })
        .collect();
    found.sort();
    let known = [
        ("V10__returned_paper.sql", "5f6eb9024a92a9b3"),
        ("V11__figures.sql", "e6f868a8d238b75e"),
        ("V13__reviews.sql", "193d8854ee807cea"),
        ("V14__issue_copies.sql", "74834ab4e5f7d722"),
        ("V18__units_by_branch.sql", "2292ba68fa85264d"),
        ("V19__quality_charts.sql", "161635482c569d0f"),
        ("V1__desk.sql", "53e197815ca8ac6d"),
        ("V20__reports.sql", "149367f85e28be2b"),
        ("V21__ledgers.sql", "cc968028f5954173"),
        ("V24__found_facts.sql", "3c6f7cba13d8ff66"),
        ("V2__quick_counts.sql", "417eca89b4a31be9"),
        ("V3__organisation_log.sql", "56dfe32ac7320707"),
        ("V4__merged.sql", "f5f3e3f8175b9a94"),
        ("V6__own_names.sql", "1e893ff9c8a9cfaf"),
        ("V7__procedures.sql", "798399984adb9636"),
        ("V8__case_measures.sql", "b39b2fdf1f631f58"),
        ("V9__issues.sql", "e2514039529d967b"),
    ];
    assert_eq!(found, known.map(|(name, hash)| (name.to_owned(), hash.to_owned())));
}

/// V20 carries the chapters of a review over, as they were left.
#[test]
fn the_conclusions_of_an_older_review_are_kept() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("old.db");
    drop(Database::open(&path, kesu::store::OpenMode::Create).unwrap());
    #[expect(clippy::disallowed_methods, reason = "plays the older program")]
    let raw = rusqlite::Connection::open(&path).unwrap();
    raw.execute_batch(
        "DROP TABLE report_chapter; DROP TABLE ledger_block; DROP TABLE ledger_seq; \
         DROP TABLE slips; DROP TABLE heat_break; ALTER TABLE case_measure DROP COLUMN brand; \
         ALTER TABLE case_measure DROP COLUMN cause; ALTER TABLE case_measure DROP COLUMN department; \
         ALTER TABLE case_measure DROP COLUMN enforced; \
         CREATE TABLE review_chapter (number TEXT NOT NULL REFERENCES review (number), chapter TEXT NOT NULL, \
         place INTEGER NOT NULL, included INTEGER NOT NULL, conclusion TEXT NOT NULL, PRIMARY KEY (number, chapter)) STRICT; \
         INSERT INTO review VALUES ('PS2026Q1-01', '2026Q1', 1, '李四', 'appliance-group', 1, 0, zeroblob(32), '{}'); \
         INSERT INTO review_chapter VALUES ('PS2026Q1-01', 'kpis', 0, 0, '已达标'), ('PS2026Q1-01', 'cover', 1, 1, ''); \
         DELETE FROM refinery_schema_history WHERE version >= 20; PRAGMA user_version = 14;",
    )
    .unwrap();
    drop(raw);
    let mut database = Database::open(&path, kesu::store::OpenMode::Existing).unwrap();
    let request = Request::Review { period: Period::Quarter(2026, 1), number: None };
    let Answer::Review(Some(review)) = database.answer(request).unwrap() else { panic!("a review") };
    let states = review.chapters_of(Report::Review);
    let told: Vec<_> = states.iter().map(|state| (state.chapter, state.included, state.conclusion.as_str())).collect();
    assert_eq!(told, [(Chapter::Kpis, false, "已达标"), (Chapter::Cover, true, "")]);
}

/// A file of the first version is brought up to date when it is opened, with everything in it.
#[test]
fn an_older_file_is_brought_up_to_date() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("old.db");
    let mut database = Database::open(&path, kesu::store::OpenMode::Create).unwrap();
    let facts = Box::new(facts(&[(Field::Vip, "yes")], "2026-04-07 09:00"));
    database.answer(Request::Log { facts, draft: None, by: by("2026-04-07 09:00") }).unwrap();
    drop(database);
    #[expect(clippy::disallowed_methods, reason = "plays the older program")]
    let raw = rusqlite::Connection::open(&path).unwrap();
    raw.execute_batch(
        "DROP INDEX case_batch; DROP INDEX case_owner; DROP INDEX case_customer_kind; ALTER TABLE case_row DROP COLUMN vip; \
         ALTER TABLE case_row DROP COLUMN international; ALTER TABLE case_row DROP COLUMN rule_book; \
         ALTER TABLE case_row DROP COLUMN rule_version; DROP INDEX case_merged; DROP INDEX case_received; ALTER TABLE case_row DROP COLUMN main; \
         CREATE INDEX case_received ON case_row (received_at, class); \
         DROP INDEX case_stage; DROP INDEX case_escalated; DROP INDEX case_batch_hint; \
         DROP TABLE organisation_change; DROP TABLE case_measure; DROP TABLE procedure_row; \
         DROP TABLE review_action; DROP TABLE report_chapter; DROP TABLE review; DROP TABLE frozen_figure; DROP TABLE frozen_month; DROP TABLE units; DROP TABLE calls; \
         DROP TABLE process_change; DROP TABLE slips; DROP TABLE heat_break; DROP TABLE spot_check; DROP TABLE service_row; DROP TABLE measure_block; DROP TABLE ledger_block; DROP TABLE ledger_seq; \
         DROP TABLE stage_mark; DROP TABLE issue_copy; DROP TABLE handed_out; DROP TABLE issue; DROP TABLE scan_page; DROP TABLE returned_row; \
         CREATE TABLE issue (document TEXT PRIMARY KEY, case_id INTEGER NOT NULL, sheet TEXT NOT NULL, data TEXT NOT NULL, \
         hash TEXT NOT NULL, printed INTEGER NOT NULL, at INTEGER NOT NULL, by TEXT NOT NULL) STRICT; \
         INSERT INTO issue VALUES ('KS2604-0001-F1-01', 1, 'feedback', 'FeedbackForm { .. }', 'ab', 2, 1775523600000, '李四'), \
         ('KS2604-0001-F1-02', 1, 'feedback', 'FeedbackForm { .. }', 'cd', 1, 1775527200000, '李四'), \
         ('KS2604-0001-F2-01', 1, 'incident_survey', 'SurveyForm { .. }', 'ef', 1, 1775527200000, '李四'); \
         CREATE TABLE region (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT; \
         CREATE TABLE branch (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, region TEXT NOT NULL, \
         areas TEXT NOT NULL) STRICT; \
         CREATE TABLE person (id INTEGER PRIMARY KEY, name TEXT NOT NULL, role TEXT NOT NULL, \
         branch INTEGER REFERENCES branch (id), region TEXT, phone TEXT NOT NULL, from_day TEXT, to_day TEXT) STRICT; \
         INSERT INTO region VALUES (1, '华东'); INSERT INTO branch VALUES (3, '苏州分部', '华东', '苏州市、无锡市'); \
         INSERT INTO person VALUES (7, '沈嘉树', 'field_service_manager', 3, NULL, '13900006082', '2026-01-01', NULL); \
         DELETE FROM refinery_schema_history WHERE version > 1; PRAGMA user_version = 1;",
    )
    .unwrap();
    drop(raw);
    let mut database = Database::open(&path, kesu::store::OpenMode::Existing).unwrap();
    let query = ListQuery::of(View::Open, &by("2026-04-07 10:00"));
    let Answer::List(page) = database.answer(Request::List(query)).unwrap() else { panic!("a page") };
    assert_eq!(numbers(&page), ["KS2604-0001"]);
    assert!(page.rows[0].vip, "D08");
    assert_eq!((page.rows[0].book.rules.id.as_str(), page.rows[0].book.rules.version), ("appliance-group", 1));
    let Answer::Case(file) = database.answer(Request::Open(page.rows[0].id)).unwrap() else { panic!("a case") };
    let issues =
        file.issues.iter().map(|issue| (issue.document.as_str(), issue.nth, issue.newer.as_deref(), issue.kept));
    let last = Some("KS2604-0001-F1-02");
    let expected = [
        ("KS2604-0001-F1-01", 1, last, Kept::Never),
        ("KS2604-0001-F1-02", 2, None, Kept::Never),
        ("KS2604-0001-F2-01", 1, None, Kept::Never),
    ];
    assert_eq!(issues.collect::<Vec<_>>(), expected);
    assert_eq!((file.issues[0].printed, file.issues[0].mode, file.issues[0].by.as_str()), (2, None, "李四"));
    let again = Request::HandOut {
        document: file.issues[1].document.clone(),
        whose: None,
        way: Way::Viewer,
        by: by("2026-04-08 09:00"),
    };
    assert!(matches!(database.answer(again), Err(StoreError::IssueLost(document)) if document == "KS2604-0001-F1-02"));
    let organisation = database.organisation();
    let branch = organisation.branch_named("苏州分部").expect("the branch of the older file");
    assert_eq!((branch.id, branch.areas.join(" ")), (BranchId(3), "苏州市 无锡市".to_owned()));
    let held = |day: &str| organisation.responsible_for(branch.id, day.parse().unwrap()).first.map(|id| id.0);
    assert_eq!((held("2025-12-31"), held("2026-01-01")), (None, Some(7)));
    assert_eq!((organisation.regions.join(" "), organisation.last_key), ("华东".to_owned(), 7));
    drop(database);
    #[expect(clippy::disallowed_methods, reason = "looks at the file itself")]
    let raw = rusqlite::Connection::open(&path).unwrap();
    let found: i64 = raw
        .query_row("SELECT COUNT(*) FROM sqlite_schema WHERE name IN ('case_stage', 'case_batch_hint')", [], |row| {
            row.get(0)
        })
        .unwrap();
    assert_eq!(found, 2);
}
