//! Lists of losses and of handling results: from the command line and through the window, row by row and only once.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use egui::Key;
use egui_kittest::kittest::Queryable;

use kesu::domain::event::Event;
use kesu::domain::incident::loss::Proof;
use kesu::domain::incident::talks::{AgreementEntry, CauseMode, IdKind, Remains, Remedy, SettlementOption};
use kesu::domain::incident::{Change, IncidentCommand, LossCategory, Month, Particulars, Portion, Talk};
use kesu::domain::money::Fen;
use kesu::domain::organisation::Organisation;
use kesu::domain::{Command, Field, Stage};
use kesu::store::{Answer, CaseFile, Database, OpenMode, Request};
use kesu::ui::Route;

use crate::cli::{Place, db};
use crate::importing::Fallen;
use crate::incident_money::{finding, line};
use crate::incident_page::opening;
use crate::store::{by, close, dispatch, facts, handled, reply, revisit};
use crate::window::{is_at, settings, until, window};

const DAY: &str = "2026-04-09 09:00";

/// A data file with the sample organisation: an incident, one agreed upon, a case without a file, one closed, and
/// two in handling with branch 1 and branch 2.
pub fn fill(database: &mut Database) {
    database.answer(Request::SetOrganisation(Box::new(Organisation::sample()))).unwrap();
    let incident: &[(Field, &str)] = &[(Field::InfoClass, "major_incident"), (Field::Description, "漏水泡坏地板")];
    for typed in [incident, incident, incident, &[], &[], &[]] {
        let facts = Box::new(facts(typed, "2026-04-07 20:04"));
        database.answer(Request::Log { facts, draft: None, by: by("2026-04-07 20:30") }).unwrap();
    }
    for number in 1..=2 {
        run(database, number, IncidentCommand::Open(opening()).into());
    }
    let option = |remedy| {
        let option = SettlementOption { remedy, amount: Fen(100), text: "修复".to_owned() };
        IncidentCommand::Talk(Talk::Option(Change::Add(option)))
    };
    let agreed = [
        finding(),
        IncidentCommand::Loss(Box::new(Change::Add(line(1)))),
        IncidentCommand::ConfirmLoss { with: "林佩珊".to_owned() },
        option(Remedy::Repair),
        option(Remedy::Exchange),
        IncidentCommand::Talk(Talk::Agree(Box::new(agreement()))),
    ];
    for command in agreed {
        run(database, 2, command.into());
    }
    let satisfied = kesu::domain::stage::Satisfaction::Satisfied;
    for command in [dispatch(), handled(), reply(), revisit(satisfied, "满意"), close()] {
        run(database, 4, command);
    }
    run(database, 5, dispatch());
    let Command::Dispatch(mut order) = dispatch() else { panic!("a dispatch") };
    order.branch = kesu::domain::BranchId(2);
    run(database, 6, Command::Dispatch(order));
}

fn agreement() -> AgreementEntry {
    AgreementEntry {
        party: "林佩珊".to_owned(),
        id_kind: IdKind::Other,
        id_number: "H-1".to_owned(),
        payee: "林佩珊".to_owned(),
        payee_authority: String::new(),
        bank: "中国工商银行".to_owned(),
        account: "6200 0000".to_owned(),
        remedy: Remedy::Exchange,
        refund: Fen(0),
        reduction: Fen(0),
        reduction_reason: String::new(),
        cause: CauseMode::Open,
        remains: Some(Remains::Company),
        terms: "一次性赔付".to_owned(),
        pay_days: 7,
        late_rate: "0.01%".to_owned(),
        copies: 3,
        particulars: Particulars {
            new_model: "CD-90".into(),
            new_barcode: "XJ00000001".into(),
            other_insurance: Some(Fen(0)),
            ..Particulars::default()
        },
    }
}

fn run(database: &mut Database, number: u32, command: Command) {
    let file = case(database, number);
    let (case, seen) = (file.id, file.case.revision);
    database.answer(Request::Do { case, seen, command: Box::new(command), by: by(DAY) }).unwrap();
}

pub fn case(database: &mut Database, number: u32) -> CaseFile {
    match database.answer(Request::OpenNumber(format!("KS2604-{number:04}"))).unwrap() {
        Answer::Case(file) => *file,
        other => panic!("{other:?}"),
    }
}

fn desk(place: &Place) -> PathBuf {
    let path = place.path("desk.db");
    fill(&mut Database::open(&path, OpenMode::Create).unwrap());
    path
}

fn import(place: &Place, file: &Path, kind: &str, path: &Path, more: &[&str]) -> String {
    place.done(&[&["import", db(file), "--kind", kind, "--db", db(path)], more].concat())
}

fn lines_of(path: &Path, number: u32) -> usize {
    let mut database = Database::open(path, OpenMode::Existing).unwrap();
    case(&mut database, number).case.incident.unwrap().losses.lines.len()
}

const LOSSES: &str = "工单编号,类别,物品名称,品牌/规格型号,单位,数量,购置年月,凭证,重置单价（元）,受损程度,残值,申报损失,折旧类别,备注\n\
KS2604-0001,2房屋及装修,实木地板,橡木 15 mm,㎡,12,2023-06,发票,368.00,80%,0,4416,,\n\
ks2604-0001,家具家电,电视机,55 寸,台,1,2024年4月,订单,4299,100,50,4299,电子类,主卧\n\
KS2604-0001,家具家电,沙发,,套,1,2024-04,,3000,100,,,,\n\
KS2604-0001,古玩,花瓶,,只,1,,,9000,100,,,,\n\
KS2604-0001,2,吊顶,,项,许多,,,900,130%,,,,\n\
KS2604-0002,2,踢脚线,,m,8,,,30,100,,,,\n\
KS2604-0003,2,踢脚线,,m,8,,,30,100,,,,\n\
KS2604-9999,2,踢脚线,,m,8,,,30,100,,,,\n\
KS2604-0004,2,踢脚线,,m,8,,,30,100,,,,\n\
KS2604-0001,2,实木地板,橡木 15 mm,㎡,12,2023-06,发票,368,0.8,,4416,,\n";

/// J08: good rows become lines by the formula; the others are named with row, column, reason and rule row.
#[test]
fn loss_lines_come_from_a_list_row_by_row_and_only_once_j08_j13() {
    let place = Place::new();
    let path = desk(&place);
    let file = place.file("losses.csv", LOSSES);
    let told = import(&place, &file, "losses", &path, &["--dry-run"]);
    assert!(told.contains("dry run: accepted 2, refused 7, duplicates 1"), "{told}");
    assert_eq!(lines_of(&path, 1), 0, "a dry run writes nothing");
    for expected in [
        "refused row 4, 工单编号: \"KS2604-0001\" Fill in the kind of goods",
        "refused row 5, 类别: \"古玩\" ",
        "refused row 6, 数量: \"许多\" The quantity must be",
        "refused row 6, 受损程度: \"130%\" The percentage",
        "refused row 7, 工单编号: \"KS2604-0002\" ",
        "refused row 8, 工单编号: \"KS2604-0003\" ",
        "refused row 9, 工单编号: \"KS2604-9999\" No case has this number (rule B12)",
        "refused row 10, 工单编号: \"KS2604-0004\" ",
        "duplicate row 11: KS2604-0001 repeats row 2",
    ] {
        assert!(told.contains(expected), "{expected} is not in {told}");
    }
    let rule_of = |row: &str| {
        let line = told.lines().find(|line| line.starts_with(&format!("refused row {row},"))).unwrap();
        line.rsplit("(rule ").next().unwrap().trim_end_matches(')').to_owned()
    };
    assert_eq!(["4", "7", "8", "10"].map(rule_of), ["J08", "J13", "J01", "Q01"], "{told}");

    let told = import(&place, &file, "losses", &path, &[]);
    assert!(told.contains("entered 2 losses"), "{told}");
    let mut database = Database::open(&path, OpenMode::Existing).unwrap();
    let file_of = case(&mut database, 1);
    let lines: Vec<_> = file_of.case.incident.as_ref().unwrap().losses.lines.iter().map(|(_, line)| line).collect();
    let floor = &lines[0];
    assert_eq!(
        (floor.entry.category, floor.entry.hundredths, floor.entry.damage, floor.entry.proof),
        (LossCategory::House, 1200, Portion::percent(80), Proof::Invoice)
    );
    assert_eq!(floor.assessed, Fen(353_280), "12 × 368.00 × 80 %");
    let television = &lines[1];
    assert_eq!(television.entry.bought, Some(Month { year: 2024, month: 4 }));
    assert_eq!(
        (television.entry.goods.as_str(), television.by_table, television.assessed),
        ("electronic", Portion::percent(80), Fen(338_920)),
        "two of ten years used: 4299.00 × 80 % − 50.00"
    );
    assert!(file_of.history.iter().rev().take(2).all(|record| matches!(record.event, Event::Incident(_))));
    drop(database);

    // What was corrected or struck since is not entered again either.
    let mut database = Database::open(&path, OpenMode::Existing).unwrap();
    let strike = Change::Strike { id: 2, reason: "用户撤回".to_owned() };
    run(&mut database, 1, IncidentCommand::Loss(Box::new(strike)).into());
    drop(database);
    let told = import(&place, &file, "losses", &path, &[]);
    assert!(told.contains("accepted 0, refused 7, duplicates 3"), "{told}");
    assert_eq!(lines_of(&path, 1), 1);
    let report = std::fs::read_to_string(place.path("losses.import-report.csv")).unwrap();
    assert_eq!(report.lines().count(), 1 + 11, "a line a row, and one more for the second reason of row 6: {report}");
}

const RETURNS: &str = "工单号,分部,处理结果,改进措施,未解决说明,是否解决,处理人,处理时间\n\
KS2604-0005,苏州分部,已更换密封圈,登记批次,,已解决,沈嘉树,2026-04-09 10:30\n\
KS2604-0006,苏州分部,已更换,,,是,,\n\
KS2604-0004,,已更换,,,是,,\n\
KS2604-0001,,已更换,,,是,,\n\
KS2604-0006,,已更换,,,也许,,2026-04-08 10:30\n\
KS2604-0005,火星分部,已更换,,,否,,\n\
KS2604-0005,苏州分部,已更换密封圈,登记批次,,是,,\n\
KS2604-0006,,,,,是,,\n";

/// G01: only cases in handling, and of the branch that the row names.
#[test]
fn handling_results_come_from_a_branch_s_list_row_by_row_and_only_once_g01_e08() {
    let place = Place::new();
    let path = desk(&place);
    let organisation = Organisation::sample();
    let (first, second) = (&organisation.branches[0].name, &organisation.branches[1].name);
    let sheet = RETURNS.replace("苏州分部", first);
    let file = place.file("returns.csv", &sheet);
    let told = import(&place, &file, "returns", &path, &["--dry-run"]);
    for expected in [
        "dry run: accepted 1, refused 6, duplicates 1".to_owned(),
        format!("refused row 3, 分部: \"{first}\" The case is not with this branch (rule E08)"),
        "refused row 6, 是否解决: \"也许\" ".to_owned(),
        "refused row 6, 处理时间: \"2026-04-08 10:30\" Handled before the case was dispatched (rule E08)".to_owned(),
        "refused row 7, 分部: \"火星分部\" No such branch".to_owned(),
        "duplicate row 8: KS2604-0005 repeats row 2".to_owned(),
    ] {
        assert!(told.contains(&expected), "{expected} is not in {told}");
    }
    let rule_of = |row: &str| {
        let line = told.lines().find(|line| line.starts_with(&format!("refused row {row},"))).unwrap();
        line.rsplit("(rule ").next().unwrap().trim_end_matches(')').to_owned()
    };
    assert_eq!(["4", "5", "9"].map(rule_of), ["Q01", "G01", "G01"], "{told}");
    assert_ne!(first, second);
    let told = import(&place, &file, "returns", &path, &[]);
    assert!(told.contains("entered 1 returns"), "{told}");
    let mut database = Database::open(&path, OpenMode::Existing).unwrap();
    let returned = case(&mut database, 5);
    assert_eq!(returned.case.stage, Stage::Reply);
    let handling = &returned.case.handlings[0].1;
    assert_eq!((handling.result.as_str(), handling.measures.as_str()), ("已更换密封圈", "登记批次"));
    assert!(handling.solved && handling.explanation.is_empty());
    let noted = returned.history.iter().any(
        |record| matches!(&record.event, Event::Noted { text, .. } if text.contains("沈嘉树") && text.contains("10:30")),
    );
    assert!(noted, "who handled it and when stays with the case");
    assert_eq!(case(&mut database, 6).case.stage, Stage::Handling);
    drop(database);
    let told = import(&place, &file, "returns", &path, &[]);
    assert!(told.contains("accepted 0, refused 6, duplicates 2"), "{told}");
}

#[test]
fn a_list_without_its_columns_or_of_no_case_is_refused_in_one_sentence() {
    let place = Place::new();
    let path = desk(&place);
    let file = place.file("a.csv", "工单编号,物品名称\nKS2604-0001,地板\n");
    let told = place.refused(&["import", db(&file), "--kind", "losses", "--db", db(&path)]);
    assert!(told.contains("nothing of"), "{told}");
    let missing = place.path("none.db");
    let told = place.refused(&["import", db(&file), "--kind", "returns", "--db", db(&missing)]);
    assert!(told.contains("there is no data file") && !missing.exists(), "{told}");
}

#[test]
fn a_list_let_fall_on_the_window_is_judged_entered_and_reported() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("损失清单.csv");
    std::fs::write(&file, LOSSES).unwrap();
    let path = folder.path().join("desk.db");
    let mut database = Database::open(&path, OpenMode::Create).unwrap();
    fill(&mut database);
    let mut screen = window(database, folder.path(), settings(), [1440.0, 900.0]);
    until(&mut screen, is_at(Route::Worklist));
    screen.key_press(Key::G);
    screen.key_press(Key::I);
    until(&mut screen, is_at(Route::Import));
    screen.get_by_label("损失清单").click();
    screen.step();
    screen.input_mut().dropped_files.push(Arc::new(Fallen(file)));
    until(&mut screen, |screen| screen.query_by_label("写入 2 条").is_some());
    screen.get_by_label_contains("没有这个编号的工单（规则 B12）");
    screen.save_png("import-losses");
    screen.get_by_label("写入 2 条").click();
    until(&mut screen, |screen| screen.query_by_label_contains("损失清单-report.csv").is_some());
    screen.get_by_label("已写入 2");
    let report = std::fs::read_to_string(folder.path().join("损失清单-report.csv")).unwrap();
    assert!(report.contains("2,已写入,,,,KS2604-0001") && report.contains("11,重复,,与第 2 行重复"), "{report}");
    screen.get_by_label("查看工单").click();
    until(&mut screen, is_at(Route::Worklist));
    assert_eq!(lines_of(&path, 1), 2);
}

/// Another window changed the case between the judging and the writing: its rows stay out and say so.
#[test]
fn a_case_changed_meanwhile_takes_nothing_and_the_report_says_why() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("处理结果.csv");
    std::fs::write(&file, "工单号,处理结果,是否解决\nKS2604-0005,已更换,是\nKS2604-0006,已更换,是\n").unwrap();
    let path = folder.path().join("desk.db");
    let mut database = Database::open(&path, OpenMode::Create).unwrap();
    fill(&mut database);
    let mut screen = window(database, folder.path(), settings(), [1440.0, 900.0]);
    until(&mut screen, is_at(Route::Worklist));
    screen.key_press(Key::G);
    screen.key_press(Key::I);
    until(&mut screen, is_at(Route::Import));
    screen.get_by_label("处理结果").click();
    screen.step();
    screen.input_mut().dropped_files.push(Arc::new(Fallen(file)));
    until(&mut screen, |screen| screen.query_by_label("写入 2 条").is_some());
    run(&mut Database::open(&path, OpenMode::Existing).unwrap(), 5, handled());
    screen.get_by_label("写入 2 条").click();
    until(&mut screen, |screen| screen.query_by_label_contains("处理结果-report.csv").is_some());
    screen.get_by_label("已写入 1");
    let report = std::fs::read_to_string(folder.path().join("处理结果-report.csv")).unwrap();
    assert!(report.contains("2,未写入,") && report.contains("3,已写入,,,,KS2604-0006"), "{report}");
    let mut database = Database::open(&path, OpenMode::Existing).unwrap();
    assert_eq!([5, 6].map(|number| case(&mut database, number).case.stage), [Stage::Reply, Stage::Reply]);
}
