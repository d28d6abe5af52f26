//! The incident file through the data file and the command line: kept, projected, rebuilt, shown, refused.

use kesu::domain::decide::Reason;
use kesu::domain::incident::closure::ClosureEntry;
use kesu::domain::incident::loss::Proof;
use kesu::domain::incident::{
    Alert, AlertTo, Change, ClosureRequest, Finding, Gap, Gate, IncidentCommand, IncidentKind, IncidentReason,
    LossCategory, LossEntry, Opening, Ours, Party, Portion, SceneEntry, Talk,
};
use kesu::domain::stage::{ContactWay, IncidentGrade};
use kesu::domain::{Command, Fen, Field, Stamp};
use kesu::store::{Answer, CaseFile, Database, OpenMode, Request, StoreError, View};

use crate::cli::Place;
use crate::store::{Desk, at, by, close, dispatch, facts, handled, reply};

/// The first report, some minutes after the call.
pub fn open() -> Command {
    IncidentCommand::Open(Opening {
        kinds: vec![IncidentKind::Fire],
        happened_at: at("2026-04-07 07:40"),
        reported_at: at("2026-04-07 09:00"),
        arrived_at: None,
        place: "浙江省嘉兴市南湖区中山路1号".to_owned(),
        ours: Ours::Yes,
        account: "洗碗机起火".to_owned(),
    })
    .into()
}

fn alert() -> Command {
    IncidentCommand::Scene(SceneEntry::Alert(Alert {
        to: AlertTo::First,
        who: "沈嘉树".to_owned(),
        way: ContactWay::Phone,
        at: at("2026-04-07 09:06"),
        after_visit: false,
    }))
    .into()
}

fn found() -> Command {
    let shares = vec![(Party::Company, 80), (Party::Dealer, 20)];
    let finding = Finding { shares, grounds: "门锁短路".to_owned(), document: String::new() };
    IncidentCommand::Talk(Talk::Find(finding)).into()
}

/// A loss above the threshold of grade C.
fn lost() -> Command {
    let entry = LossEntry {
        category: LossCategory::House,
        name: "橱柜".to_owned(),
        spec: String::new(),
        unit: "套".to_owned(),
        hundredths: 100,
        bought: None,
        proof: Proof::Invoice,
        goods: String::new(),
        unit_price: Fen(2_000_001),
        newness: None,
        damage: Portion::WHOLE,
        salvage: Fen(0),
        claimed: Fen(2_600_000),
        assessed: None,
        reason: String::new(),
        photos: Vec::new(),
        note: String::new(),
    };
    IncidentCommand::Loss(Box::new(Change::Add(entry))).into()
}

fn confirmed() -> Command {
    IncidentCommand::ConfirmLoss { with: "沈秋蓉".to_owned() }.into()
}

/// Runs the commands, each a minute after the one before, from `when`.
fn run_all(database: &mut Database, number: &str, commands: Vec<Command>, when: Stamp) -> CaseFile {
    let mut now = when;
    let open = |database: &mut Database| match database.answer(Request::OpenNumber(number.to_owned())).unwrap() {
        Answer::Case(file) => *file,
        other => panic!("{other:?}"),
    };
    for command in commands {
        let file = open(database);
        now = now.plus_minutes(1);
        let mut by = by("2026-04-07 09:30");
        by.now = now;
        let (case, seen) = (file.id, file.case.revision);
        database.answer(Request::Do { case, seen, command: Box::new(command), by }).unwrap();
    }
    open(database)
}

#[test]
fn the_file_is_kept_and_the_list_shows_its_grade_j07() {
    let mut desk = Desk::new();
    let case = desk.log(&[(Field::InfoClass, "major_incident")], "2026-04-07 09:00");
    let mut minute = 30;
    for command in [open(), alert(), found(), lost(), confirmed()] {
        minute += 1;
        desk.run(case, command, &format!("2026-04-07 09:{minute}")).unwrap();
    }
    let file = desk.file(case);
    let incident = file.case.incident.as_deref().unwrap();
    assert_eq!(incident.grading.grade, Some(IncidentGrade::GeneralSpecial));
    assert_eq!(incident.grading.waiting().unwrap().rule, "M6", "a person decides");
    let take = IncidentCommand::DecideGrade { grade: IncidentGrade::MajorSpecial, reason: String::new() };
    let file = desk.run(case, take.into(), "2026-04-07 09:40").unwrap();
    assert_eq!(file.row.grade, Some(IncidentGrade::MajorSpecial));
    let before = desk.list(View::All, "", "2026-04-07 13:00");
    assert!(matches!(desk.database.answer(Request::Rebuild).unwrap(), Answer::Count(1)));
    assert_eq!(desk.list(View::All, "", "2026-04-07 13:00"), before);
    assert_eq!(desk.file(case).case, file.case, "read again from the events");
}

#[test]
fn a_case_with_an_open_incident_is_not_closed_over_it_j14_q01() {
    let mut desk = Desk::new();
    let case = desk.log(&[], "2026-04-07 09:00");
    for (command, when) in [
        (open(), "2026-04-07 09:10"),
        (dispatch(), "2026-04-07 10:00"),
        (handled(), "2026-04-07 12:00"),
        (reply(), "2026-04-07 12:10"),
        (Command::SkipRevisit { reason: "无法联系".to_owned() }, "2026-04-08 12:10"),
    ] {
        desk.run(case, command, when).unwrap();
    }
    let refused = desk.run(case, close(), "2026-04-08 12:20").unwrap_err();
    let StoreError::Refused(refusal) = refused else { panic!("{refused:?}") };
    assert_eq!(refusal.rule, "J14");
    let Reason::Incident(IncidentReason::Gaps(Gate::Closure, gaps)) = refusal.reason else {
        panic!("{:?}", refusal.reason)
    };
    assert!(gaps.contains(&Gap::Request) && gaps.contains(&Gap::Visit), "{gaps:?}");
    let request =
        ClosureRequest { summary: "已处理".to_owned(), root_cause: String::new(), difference: String::new() };
    let asked = IncidentCommand::Closure(ClosureEntry::Request(request));
    assert!(desk.run(case, asked.into(), "2026-04-08 12:30").is_err(), "the request names what is missing");
    assert!(desk.file(case).case.is_open(), "nothing of a refused command is written");
}

#[test]
fn show_tells_the_file_its_money_and_what_is_missing() {
    let place = Place::new();
    let path = place.path("desk.db");
    let mut database = Database::open(&path, OpenMode::Create).unwrap();
    let typed = facts(&[(Field::InfoClass, "major_incident")], "2026-04-07 09:00");
    database.answer(Request::Log { facts: Box::new(typed), draft: None, by: by("2026-04-07 09:20") }).unwrap();
    let commands = vec![open(), alert(), found(), lost(), confirmed()];
    run_all(&mut database, "KS2604-0001", commands, at("2026-04-07 09:30"));
    drop(database);
    let db = path.to_str().unwrap();
    let shown = place.json(&["show", "KS2604-0001", "--db", db, "--json"]);
    let incident = &shown["incident"];
    assert_eq!(incident["kinds"][0], "fire");
    assert_eq!((&incident["alerts"][0]["minutes"], &incident["alerts"][1]["minutes"]), (&6.into(), &().into()));
    assert_eq!(incident["loss"]["assessed"], "20000.01");
    assert_eq!(incident["grade_proposed"]["rule"], "M6");
    assert_eq!(incident["grade_proposed"]["waiting"], true);
    assert_eq!(incident["money_prompts"], serde_json::json!(["M3", "M4"]));
    assert_eq!(incident["talks"]["next_step"], "sharing");
    assert_eq!(incident["evidence"]["percent"], 0);
    assert_eq!(incident["next"]["gate"], "settlement");
    let missing = incident["next"]["missing"].as_array().unwrap();
    assert!(missing.iter().any(|gap| gap["rule"] == "J07"), "{missing:?}");
    let plain = place.done(&["show", "KS2604-0001", "--db", db, "--explain"]);
    for told in [
        "told after 6 min",
        "20,000.01",
        "company's product 80 %, dealer or outlet 20 %",
        "Incident file opened: fire",
        "产品质量法 45",
    ] {
        assert!(plain.contains(told), "{told} is not in\n{plain}");
    }
    assert!(!plain.contains("中山路"), "the place is masked: {plain}");
}

#[test]
fn a_case_without_an_incident_shows_none() {
    let place = Place::new();
    let path = place.path("desk.db");
    let mut database = Database::open(&path, OpenMode::Create).unwrap();
    let typed = facts(&[], "2026-04-07 09:00");
    database.answer(Request::Log { facts: Box::new(typed), draft: None, by: by("2026-04-07 09:20") }).unwrap();
    drop(database);
    let shown = place.json(&["show", "KS2604-0001", "--db", path.to_str().unwrap(), "--json"]);
    assert!(shown["incident"].is_null());
}
