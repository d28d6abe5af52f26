//! The built program run from outside: every command's main path, what it refuses, and its exit codes.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use kesu::domain::Field;
use kesu::store::{Answer, Database, OpenMode, Request};
use serde_json::Value;

use super::store::{by, dispatch, facts};

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

    pub fn file(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        std::fs::write(self.path(name), content).unwrap();
        self.path(name)
    }

    /// Runs `kesu` with its settings and data in this folder, whatever the computer has.
    pub fn kesu(&self, args: &[&str], input: &str) -> Output {
        let mut child = Command::new(env!("CARGO_BIN_EXE_kesu"))
            .args(args)
            .current_dir(self.folder.path())
            .env("HOME", self.folder.path())
            .env("XDG_CONFIG_HOME", self.path("config"))
            .env("XDG_DATA_HOME", self.path("data"))
            .env_remove("DISPLAY")
            .env_remove("WAYLAND_DISPLAY")
            .env_remove("WAYLAND_SOCKET")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        // A command that reads nothing may have ended already.
        let _sent = child.stdin.take().unwrap().write_all(input.as_bytes());
        child.wait_with_output().unwrap()
    }

    #[track_caller]
    pub fn done(&self, args: &[&str]) -> String {
        let output = self.kesu(args, "");
        assert_eq!(output.status.code(), Some(0), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }

    #[track_caller]
    pub fn json(&self, args: &[&str]) -> Value {
        serde_json::from_str(&self.done(args)).unwrap()
    }

    /// The one sentence of a refusal.
    #[track_caller]
    pub fn refused(&self, args: &[&str]) -> String {
        let output = self.kesu(args, "");
        let told = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(1), "{args:?}: {told}");
        let sentence = told.lines().find(|line| line.starts_with("kesu: "));
        sentence.unwrap_or_else(|| panic!("{args:?}: {told}")).to_owned()
    }

    /// A data file with two cases, the first dispatched.
    fn desk(&self) -> PathBuf {
        let path = self.path("desk.db");
        let mut database = Database::open(&path, OpenMode::Create).unwrap();
        let typed: [&[(Field, &str)]; 2] = [
            &[
                (Field::CustomerName, "沈秋蓉"),
                (Field::Phone, "13812345678"),
                (Field::Address, "浙江省嘉兴市南湖区中山路1号"),
                (Field::Category, "洗碗机"),
                (Field::Model, "WQP12-H5"),
            ],
            &[(Field::InfoClass, "major_incident"), (Field::Description, "=1+1 起火")],
        ];
        for typed in typed {
            let facts = Box::new(facts(typed, "2026-04-07 09:00"));
            database.answer(Request::Log { facts, draft: None, by: by("2026-04-07 09:20") }).unwrap();
        }
        let Answer::Case(file) = database.answer(Request::OpenNumber("KS2604-0001".to_owned())).unwrap() else {
            panic!("a case")
        };
        let (case, seen) = (file.id, file.case.revision);
        let command = Box::new(dispatch());
        database.answer(Request::Do { case, seen, command, by: by("2026-04-07 10:00") }).unwrap();
        path
    }
}

pub fn db(path: &Path) -> &str {
    path.to_str().unwrap()
}

#[test]
fn calc_answers_line_by_line() {
    let place = Place::new();
    let ask = |kind: &str, input: &str| {
        let output = place.kesu(&["calc", kind], input);
        assert_eq!(output.status.code(), Some(0));
        String::from_utf8(output.stdout).unwrap()
    };
    let deadline = r#"{"op":"due","start":"2026-10-07T16:38:44","limit":{"hours":4}}"#;
    assert_eq!(ask("deadline", deadline), "{\"due\":\"2026-10-07T20:38:44\"}\n");
    assert_eq!(ask("workday", "2024-02-04\n"), "{\"provisional\":false,\"workday\":true}\n");
    assert_eq!(ask("amount", "1680.32\nabc\n").lines().next(), Some(r#"{"capital":"壹仟陆佰捌拾元零叁角贰分"}"#));
    assert_eq!(ask("phone", "+86 138 0013 8000\n"), "{\"kind\":\"mobile\",\"normalized\":\"13800138000\"}\n");
    assert!(ask("resident-id", "11010519491231002X\n").contains("\"valid\":true"));
    assert!(ask("credit-code", "91350100M000100Y43\n").contains("\"valid\":true"));
}

#[test]
fn a_list_is_an_array_of_masked_cases() {
    let place = Place::new();
    let path = place.desk();
    let list = place.json(&["list", "--db", db(&path), "--json"]);
    let rows = list.as_array().unwrap();
    assert_eq!(rows.len(), 2);
    let row = rows.iter().find(|row| row["number"] == "KS2604-0001").unwrap();
    let expected = [
        ("class", "general_quality"),
        ("level", "general"),
        ("stage", "handling"),
        ("customer", "沈**"),
        ("phone", "138****5678"),
        ("model", "WQP12-H5"),
        ("received", "2026-04-07T09:00:00"),
        ("due", "2026-04-08T03:00:00"),
        ("standing", "overdue"),
    ];
    for (key, value) in expected {
        assert_eq!(row[key], value, "{key}");
    }
    assert!(row["grade"].is_null());
    assert!(row["overdue_minutes"].as_i64().unwrap() > 0);
    let args = ["list", "--db", db(&path), "--view", "all", "--search", "嘉兴", "--limit", "5", "--json"];
    assert_eq!(place.json(&args).as_array().unwrap().len(), 1);
    assert_eq!(place.json(&["list", "--db", db(&path), "--limit", "0", "--json"]), serde_json::json!([]));
    let table = place.done(&["list", "--db", db(&path)]);
    assert!(table.lines().next().unwrap().starts_with("number       received"), "{table}");
    assert!(!table.contains("13812345678") && !table.contains("沈秋蓉"), "{table}");
}

#[test]
fn unknown_words_are_refused_with_those_that_exist() {
    let place = Place::new();
    let path = place.desk();
    let refused = |option: &str| place.refused(&["list", "--db", db(&path), option, "nonsense"]);
    assert!(refused("--view").contains("there are: mine, open,"), "{}", refused("--view"));
    assert!(refused("--class").contains("major_incident"));
    assert!(refused("--region").contains("华东"));
    assert!(place.refused(&["show", "KS9999-0001", "--db", db(&path)]).contains("there is no case KS9999-0001"));
}

#[test]
fn a_case_is_explained_down_to_the_days_of_its_deadlines() {
    let place = Place::new();
    let path = place.desk();
    let shown = place.json(&["show", "ks2604-0001", "--db", db(&path), "--explain", "--json"]);
    assert_eq!(shown["facts"]["customer_name"], "沈**");
    assert_eq!(shown["facts"]["phone"], "138****5678");
    assert_eq!(shown["stages"].as_array().unwrap().len(), 3);
    let clock = |kind: &str, stage: &str| {
        let clocks = shown["deadlines"].as_array().unwrap();
        clocks.iter().find(|clock| clock["kind"] == kind && (kind != "stage" || clock["stage"] == stage)).unwrap()
    };
    let handling = clock("stage", "handling");
    assert_eq!((&handling["rule"], &handling["limit"]["hours"]), (&"T03".into(), &17.into()));
    assert_eq!(handling["due"], "2026-04-08T03:00:00");
    assert_eq!(handling["explanation"]["counted_minutes"], 1020);
    assert_eq!(handling["explanation"]["lines"][0]["counted_minutes"], 840, "10:00 to midnight");
    assert_eq!(clock("stage", "dispatch")["standing"], "met");
    assert_eq!(clock("promise", "")["rule"], "T06");
    let plain = place.done(&["show", "KS2604-0001", "--db", db(&path), "--explain"]);
    assert!(plain.contains("counted 17 h of 17 h"), "{plain}");
    assert!(plain.contains("dispatched to"), "{plain}");
    assert!(!plain.contains("13812345678"), "{plain}");
}

#[test]
fn an_exported_list_comes_back_through_import() {
    let place = Place::new();
    let path = place.desk();
    for name in ["all.xlsx", "all.csv"] {
        let out = place.path(name);
        assert!(place.done(&["export", "--db", db(&path), "--out", db(&out), "--whole"]).starts_with("2 cases"));
        let again = place.path(&format!("{name}.db"));
        let told = place.done(&["import", db(&out), "--db", db(&again)]);
        assert!(told.contains("accepted 2, refused 0, duplicates 0"), "{told}");
        let rows = place.json(&["list", "--db", db(&again), "--json"]);
        let row = rows.as_array().unwrap().iter().find(|row| row["customer"] == "沈**").unwrap().clone();
        assert_eq!((&row["phone"], &row["received"]), (&"138****5678".into(), &"2026-04-07T09:00:00".into()), "{name}");
        assert_eq!(row["model"], "WQP12-H5", "{name}");
        let shown = place.json(&["show", row["number"].as_str().unwrap(), "--db", db(&again), "--json"]);
        assert_eq!(shown["facts"]["channel"], "hotline", "{name}");
        assert!(shown["facts"]["promised_reply"].is_null(), "the due time of a stage is no promise: {name}");
        let told = place.done(&["import", db(&out), "--db", db(&path), "--dry-run"]);
        assert!(told.contains("accepted 0, refused 0, duplicates 2"), "known by their numbers: {told}");
    }
    assert!(place.refused(&["export", "--db", db(&path), "--out", "list.pdf"]).contains("neither .xlsx nor .csv"));
    let early = ["export", "--db", db(&path), "--out", "none.csv", "--to", "2026-04-06"];
    assert!(place.done(&early).starts_with("0 cases"));
}

#[test]
fn an_import_tells_every_row_and_a_second_one_changes_nothing() {
    let place = Place::new();
    let ledger = place.file(
        "ledger.csv",
        "受理时间,客户姓名,联系电话,投诉内容\n2026-04-07 09:00,王女士,13812345678,不制冷\n\
         2026-13-09,李先生,13900001111,漏水\n2026-04-09,赵先生,13900002222,异响\n\
         2026-04-09,赵先生,13900002222,异响\n合计,3,,\n",
    );
    let path = place.path("new.db");
    let told = place.done(&["import", db(&ledger), "--db", db(&path), "--dry-run"]);
    assert!(told.contains("accepted 2, refused 1, duplicates 1"), "{told}");
    assert!(told.contains("refused row 3, 受理时间: \"2026-13-09\""), "{told}");
    assert!(!path.exists(), "a dry run makes no file");
    let told = place.done(&["import", db(&ledger), "--db", db(&path)]);
    assert!(told.contains("logged 2 cases"), "{told}");
    let report = std::fs::read_to_string(place.path("ledger.import-report.csv")).unwrap();
    assert_eq!(report.lines().count(), 5, "{report}");
    let told = place.done(&["import", db(&ledger), "--db", db(&path)]);
    assert!(told.contains("accepted 0, refused 1, duplicates 3"), "{told}");
    assert_eq!(place.json(&["list", "--db", db(&path), "--json"]).as_array().unwrap().len(), 2);
}

#[test]
fn a_mapping_file_decides_and_its_faults_name_the_line() {
    let place = Place::new();
    let path = place.path("new.db");
    let table = place.file("t.csv", "甲,乙\n不制冷了怎么办,13812345678\n漏水,13900001111\n");
    let map = place.file(
        "map.toml",
        "[[column]]\nheader = \"甲\"\nfield = \"description\"\n[[column]]\nheader = \"乙\"\nfield = \"phone\"\n",
    );
    let told = place.done(&["import", db(&table), "--db", db(&path), "--map", db(&map)]);
    assert!(told.contains("columns: 甲 -> description, 乙 -> phone") && told.contains("logged 2"), "{told}");
    let wrong = place.file("wrong.toml", "[[column]]\nheader = \"甲\"\nfield = \"telephone\"\n");
    assert!(place.refused(&["import", db(&table), "--db", db(&path), "--map", db(&wrong)]).contains("line 3"));
    let other = place.file("other.toml", "[[column]]\nheader = \"丙\"\nfield = \"phone\"\n");
    assert!(place.refused(&["import", db(&table), "--db", db(&path), "--map", db(&other)]).contains("甲, 乙"));
}

#[test]
fn a_text_file_is_read_as_the_command_line_says() {
    let place = Place::new();
    let path = place.path("new.db");
    let big5 = encoding_rs::BIG5.encode("聯絡電話;投訴內容\n13812345678;漏水, 異響\n").0.into_owned();
    let table = place.file("big5.csv", big5);
    // What is read wrongly is described all the same, and then refused for lack of rows.
    let read = |more: &[&str]| {
        let args = [&["import", db(&table), "--db", db(&path), "--dry-run"], more].concat();
        String::from_utf8(place.kesu(&args, "").stdout).unwrap()
    };
    let told = read(&["--encoding", "big5", "--delimiter", "semicolon"]);
    assert!(told.contains("text, Big5, separated by \";\", headers in row 1, 1 rows"), "{told}");
    assert!(told.contains("聯絡電話"), "{told}");
    let told = read(&["--encoding", "gbk", "--delimiter", "semicolon"]);
    assert!(told.contains("text, gb18030, separated by") && !told.contains("聯絡電話"), "{told}");
    let told = read(&["--delimiter", "comma"]);
    assert!(told.contains("separated by \",\""), "{told}");
    let refused = place.refused(&["import", db(&table), "--db", db(&path), "--encoding", "klingon"]);
    assert!(refused.contains("no encoding klingon; there are: utf-8, gb18030, big5"), "{refused}");
}

#[test]
fn files_that_are_no_tables_are_refused_in_one_sentence() {
    let place = Place::new();
    let path = place.path("new.db");
    let garbage: [(&str, &[u8]); 6] = [
        ("empty.csv", b""),
        ("pdf.xlsx", b"%PDF-1.7\n1 0 obj\n"),
        ("cut.xlsx", b"PK\x03\x04\x14\0\0\0\x08\0abc"),
        ("ole.xls", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"),
        ("noise.csv", &[0x80, 0, 0xff, 1, 2, 3, 0xfe, 9, 0, 0]),
        ("prose.txt", "今天天气很好。\n我们去散步。\n".as_bytes()),
    ];
    for (name, bytes) in garbage {
        let file = place.file(name, bytes);
        let told = place.refused(&["import", db(&file), "--db", db(&path)]);
        assert!(told.contains(name), "{told}");
        assert!(!path.exists(), "{name}: a refused file makes no data file");
        assert!(place.refused(&["list", "--db", db(&file)]).contains(name));
        assert!(place.refused(&["rulebook", "check", db(&file)]).contains(name));
        assert!(place.refused(&["calendar", "check", db(&file)]).contains(name));
        assert_eq!(std::fs::read(&file).unwrap(), bytes, "{name} is left as it was");
    }
    assert!(place.refused(&["import", "none.xlsx", "--db", db(&path)]).contains("none.xlsx"));
    assert!(place.refused(&["list", "--db", db(place.folder.path())]).contains("is a folder"));
}

/// The window and every command that works on a data file say the same, and nothing is made or changed.
#[test]
fn a_path_that_cannot_be_a_data_file_is_refused_in_one_sentence() {
    let place = Place::new();
    let table = place.file("t.csv", "联系电话,投诉内容\n13812345678,漏水\n");
    let text = place.file("text.db", "no data file of this program\n".repeat(50));
    let fixed = place.path("fixed.db");
    drop(Database::open(&fixed, OpenMode::Create).unwrap());
    let mut rights = std::fs::metadata(&fixed).unwrap().permissions();
    rights.set_readonly(true);
    std::fs::set_permissions(&fixed, rights).unwrap();
    std::fs::create_dir(place.path("folder")).unwrap();
    let before = std::fs::read_dir(place.folder.path()).unwrap().count();
    let paths = [
        ("", "names no file"),
        ("  ", "names no file"),
        (":memory:", "is no file"),
        ("folder", "is a folder"),
        ("new/", "is a folder"),
        ("none/desk.db", "there is no folder none"),
        ("t.csv/desk.db", "there is no folder t.csv"),
        (db(&text), "is not a data file of this program"),
        (db(&fixed), "can only be read"),
    ];
    let commands: [&[&str]; 7] = [
        &[],
        &["demo", "--cases", "3"],
        &["list"],
        &["show", "KS2604-0001"],
        &["print", "KS2604-0001", "--form", "feedback", "--out", "out"],
        &["import", db(&table)],
        &["export", "--out", "all.csv"],
    ];
    for (path, why) in paths {
        for command in commands {
            let args = [&["--db", path], command].concat();
            let output = place.kesu(&args, "");
            let told = String::from_utf8(output.stderr).unwrap();
            assert_eq!(output.status.code(), Some(1), "{args:?}: {told}");
            assert!(told.contains(why) && told.lines().count() == 1, "{args:?}: {told}");
            assert_eq!(output.stdout, b"", "{args:?}");
        }
    }
    let unnamed = place.kesu(&["import", db(&table), "--db", ":memory:", "--dry-run"], "");
    assert_eq!(unnamed.status.code(), Some(1), "a dry run too");
    assert_eq!(std::fs::read_dir(place.folder.path()).unwrap().count(), before, "nothing was made");
}

#[test]
fn a_sheet_keeps_its_number_while_its_content_stays() {
    let place = Place::new();
    let path = place.desk();
    let print = |mode: &str| {
        let told = place.done(&[
            "print",
            "KS2604-0001",
            "--db",
            db(&path),
            "--form",
            "feedback",
            "--out",
            "out",
            "--mode",
            mode,
        ]);
        (told.trim().to_owned(), std::fs::read(place.path(told.trim())).unwrap())
    };
    let (name, bytes) = print("prefill");
    assert!(name.ends_with("KS2604-0001-F1-01.pdf"), "{name}");
    assert!(bytes.starts_with(b"%PDF-"));
    assert_eq!(print("prefill").0, name);
    assert!(print("blank").0.ends_with("KS2604-0001-feedback-blank.pdf"));
    let slip = ["print", "KS2604-0001", "--db", db(&path), "--form", "dispatch", "--out", "out"];
    assert!(place.done(&slip).contains("KS2604-0001-PD-01.pdf"));
    let urge = ["print", "KS2604-0001", "--db", db(&path), "--form", "urge", "--out", "out"];
    assert!(place.refused(&urge).contains("has not been urged"));
    let last = ["print", "KS2604-0002", "--db", db(&path), "--form", "feedback", "--out", "out", "--mode", "final"];
    assert!(place.refused(&last).contains("these fields are empty"));
    assert!(!place.path("out").read_dir().unwrap().any(|file| db(&file.unwrap().path()).ends_with(".part")));
}

#[test]
fn demo_data_fill_a_new_file_only() {
    let place = Place::new();
    let path = place.path("demo.db");
    place.done(&["demo", "--db", db(&path), "--cases", "30"]);
    assert_eq!(place.json(&["list", "--db", db(&path), "--view", "all", "--json"]).as_array().unwrap().len(), 30);
    assert!(place.refused(&["demo", "--db", db(&path), "--cases", "30"]).contains("already holds 30 cases"));
    let text = place.file("text.db", "no data file of this program\n".repeat(50));
    assert!(place.refused(&["demo", "--db", db(&text), "--cases", "30"]).contains("is not a data file"));
    assert_eq!(place.kesu(&["demo", "--cases", "none"], "").status.code(), Some(2));
}

#[test]
fn rule_books_and_calendars_are_checked() {
    let place = Place::new();
    let book = place.file("book.toml", kesu::rulebook::BUILT_IN[0].1);
    assert!(place.done(&["rulebook", "check", db(&book)]).contains("no fault found"));
    let wrong = place.file("wrong.toml", kesu::rulebook::BUILT_IN[0].1.replace("\"4 h\"", "\"4 hours\""));
    assert!(place.refused(&["rulebook", "check", db(&wrong)]).contains(", line "));
    let calendar = place.file("2026.csv", "2026-10-01,off\n2026-10-12,work\n");
    let output = place.kesu(&["calendar", "check", db(&calendar)], "");
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8(output.stderr).unwrap().contains("line 2"));
}

#[test]
fn misuse_is_two_and_help_is_zero() {
    let place = Place::new();
    for args in [&["nonsense"] as &[&str], &["show"], &["list", "--limit", "many"], &["calc", "age"], &["print", "1"]] {
        assert_eq!(place.kesu(args, "").status.code(), Some(2), "{args:?}");
    }
    for command in ["demo", "list", "show", "print", "import", "export", "calc", "rulebook", "calendar"] {
        let help = place.done(&[command, "--help"]);
        assert!(help.contains("Usage: kesu"), "{help}");
    }
    assert!(place.refused(&[]).contains("list"), "no display: the commands that work without one are named");
}

/// `kesu list | head -1` ends without a word.
#[test]
fn a_reader_that_leaves_early_is_no_fault() {
    let place = Place::new();
    let path = place.path("many.db");
    let mut database = Database::open(&path, OpenMode::Create).unwrap();
    let many = vec![facts(&[(Field::Description, "不制冷")], "2026-04-07 09:00"); 500];
    database.answer(Request::LogMany { facts: many, by: by("2026-04-07 09:20") }).unwrap();
    drop(database);
    let mut child = Command::new(env!("CARGO_BIN_EXE_kesu"))
        .args(["list", "--json", "--db", db(&path)])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), output.stderr.as_slice()), (Some(0), b"".as_slice()));
}

/// A05, A07, A15: branches, then people, from two lists; read again they change nothing.
#[test]
fn branches_and_people_come_from_lists_row_by_row() {
    let place = Place::new();
    let branches = place.file(
        "branches.csv",
        "分部,大区,覆盖城市\n苏州分部,华东,苏州、无锡\n火星分部,华东,火星\n杭州分部,华东,杭州市、浙江省\n",
    );
    let people = place.file(
        "people.csv",
        "姓名,职务,分部,电话\n沈嘉树,驻外服务经理,苏州分部,13900006082\n顾明远,大区经理,华东,13700005561\n\
         陈立群,驻外服务经理,宁波分部,13700000915\n",
    );
    let path = place.path("new.db");
    let list = |file: &Path, kind: &str, more: &[&str]| {
        place.done(&[&["import", db(file), "--kind", kind, "--db", db(&path)], more].concat())
    };
    let told = list(&branches, "branches", &["--dry-run"]);
    assert!(told.contains("dry run: accepted 2, refused 1, duplicates 0"), "{told}");
    assert!(told.contains("refused row 3, 覆盖城市: \"火星\""), "{told}");
    assert!(!path.exists(), "a dry run makes no file");
    let told = list(&branches, "branches", &[]);
    assert!(told.contains("entered 2 branches"), "{told}");
    let report = std::fs::read_to_string(place.path("branches.import-report.csv")).unwrap();
    assert_eq!(report.lines().count(), 4, "{report}");
    let told = list(&people, "people", &[]);
    assert!(told.contains("entered 2 people") && told.contains("refused row 4, 分部: \"宁波分部\""), "{told}");
    let told = list(&people, "people", &[]);
    assert!(told.contains("accepted 0, refused 1, duplicates 2"), "{told}");
    let database = Database::open(&path, OpenMode::Existing).unwrap();
    let organisation = database.organisation();
    let suzhou = organisation.branch_named("苏州分部").expect("the branch of the list");
    let held = organisation.responsible_for(suzhou.id, "2026-04-09".parse().unwrap());
    let name = |id: Option<_>| id.and_then(|id| organisation.person(id)).map(|person| person.name.as_str());
    assert_eq!([name(held.first), name(held.second)], [Some("沈嘉树"), Some("顾明远")]);
    let asked = ["import", db(&people), "--kind", "people", "--keep-duplicates", "--db", db(&path)];
    assert!(place.refused(&asked).contains("for cases only"));
}

/// Every book is listed, shown as tables with its row ids, and compared row by row in the words of the desk.
#[test]
fn rule_books_are_listed_shown_and_compared() {
    let place = Place::new();
    let listed = place.json(&["rulebook", "list", "--json"]);
    let listed = listed.as_array().unwrap();
    assert_eq!(listed.len(), kesu::rulebook::BUILT_IN.len());
    assert!(listed.iter().all(|book| book["built_in"] == true && book["stored"] == false));
    let path = place.desk();
    let stored = place.json(&["rulebook", "list", "--json", "--db", db(&path)]);
    let own = stored.as_array().unwrap().iter().find(|book| book["id"] == "appliance-group").unwrap();
    assert_eq!(own["stored"], true);
    assert!(place.done(&["rulebook", "list"]).contains("two-tier-telecom"));

    let shown = place.done(&["rulebook", "show", "two-tier-telecom"]);
    for told in ["T12", "7 个工作日", "168 时", "监管申诉", "未设时限", "K16"] {
        assert!(shown.contains(told), "{told}");
    }
    assert!(place.done(&["rulebook", "show", "steel-trader", "--lang", "en"]).contains("Steel mill involved"));
    let tables = place.json(&["rulebook", "show", "cement-additive", "--json"]);
    assert!(tables.as_array().unwrap().iter().any(|table| table["table"] == "incentives"));

    let told = place.done(&["rulebook", "diff", "bank-branch@1", "bank-branch@2"]);
    assert!(told.contains("对外承诺") && told.contains("+ 银保监令2020-3  特殊（经审批）  60 天"), "{told}");
    let wrong = place.refused(&["rulebook", "show", "nobody"]);
    assert!(wrong.contains("kesu rulebook list"), "{wrong}");
    assert!(place.refused(&["rulebook", "show", "bank-branch@9"]).contains("bank-branch@9"));
    assert_eq!(place.kesu(&["rulebook", "show"], "").status.code(), Some(2));
}
