//! What cases are found to come from, and the figures that rest on it: departments, causes, brands (K18, kpi.md 5.3),
//! surveys and service slips (K21, K22), cases of law enforcement (K23).

use std::collections::BTreeMap;

use kesu::domain::decide::Reason;
use kesu::domain::event::{Found, Handling, ReplyGiven};
use kesu::domain::facts::FaultKind;
use kesu::domain::procedure::ProcedureCommand;
use kesu::domain::stage::{Acceptance, ContactWay, Satisfaction};
use kesu::domain::tally::{SlipsRow, UnitsBase, UnitsRow};
use kesu::domain::{BranchId, Command, Field};
use kesu::figures::kpi::{Dim, Kpi, Line, Missing, Span, Unit, Value};
use kesu::store::{Answer, CaseId, Database, KpiQuery, KpiTable, Narrow, Request, StoreError};

use crate::store::{Desk, at, by, dispatch, reply, revisit};

const NOW: &str = "2026-04-09 10:24";

fn table(database: &mut Database, kpi: Kpi, dims: &[Dim], narrow: Narrow) -> KpiTable {
    let span = Span { from: at("2026-01-01"), to: at("2026-04-01"), now: at(NOW) };
    match database.answer(Request::Kpi(KpiQuery { kpi, span, by: dims.to_vec(), narrow })).unwrap() {
        Answer::Kpi(table) => *table,
        other => panic!("{other:?}"),
    }
}

/// Key, part and whole of a line.
fn told(table: &KpiTable, line: Line) -> Vec<(String, i64, i64)> {
    let place = table.lines.iter().position(|(known, _)| *known == line).unwrap();
    table.cells.iter().map(|cell| (cell.keys.join("/"), cell.sums[place].part, cell.sums[place].whole)).collect()
}

fn total(table: &KpiTable, line: Line) -> Value {
    let place = table.lines.iter().position(|(known, _)| *known == line).unwrap();
    table.value(place, &table.total[place])
}

fn handle(cause: &str, department: &str, solved: bool) -> Command {
    Command::Handle(Handling {
        result: "已处理".to_owned(),
        measures: String::new(),
        explanation: String::new(),
        solved,
        found: Found { cause: cause.to_owned(), department: department.to_owned() },
    })
}

/// Logged, dispatched, handled and answered within the hours given.
fn answered(desk: &mut Desk, brand: &str, command: Command, day: &str) -> CaseId {
    let case = desk.log(&[(Field::Brand, brand), (Field::Category, "油烟机")], &format!("{day} 09:00"));
    desk.run(case, dispatch(), &format!("{day} 10:00")).unwrap();
    desk.run(case, command, &format!("{day} 14:00")).unwrap();
    desk.run(case, reply(), &format!("{day} 15:00")).unwrap();
    case
}

/// K18, S05: chosen with the result; by whichever name it is given, it is counted under one. Said anew with the reply or
/// corrected, the last word counts.
#[test]
fn k18_departments_are_chosen_with_the_result_and_counted() {
    let mut desk = Desk::new();
    let missing = table(&mut desk.database, Kpi::K18, &[], Narrow::default());
    for line in [Line::Complaints, Line::Resolution, Line::Satisfaction] {
        assert_eq!(total(&missing, line), Value::Missing(Missing::Departments), "what would give it");
    }
    let first = answered(&mut desk, "主品牌", handle("制造质量", "品质部", true), "2026-03-02");
    desk.run(first, revisit(Satisfaction::Satisfied, ""), "2026-03-03 09:00").unwrap();
    answered(&mut desk, "premium", handle("install", "After-sales service", false), "2026-03-04");
    let third = answered(&mut desk, "", handle("", "", true), "2026-03-05");
    let by_department = table(&mut desk.database, Kpi::K18, &[Dim::Department], Narrow::default());
    let cell = |key: &str, part, whole| (key.to_owned(), part, whole);
    assert_eq!(told(&by_department, Line::Complaints), [cell("品质部", 1, 0), cell("售后服务部", 1, 0)]);
    assert_eq!(told(&by_department, Line::Resolution), [cell("品质部", 1, 1), cell("售后服务部", 0, 1)]);
    assert_eq!(told(&by_department, Line::Satisfaction), [cell("品质部", 1, 1), cell("售后服务部", 0, 0)]);
    // B10: what nobody said is corrected, and counts from then on.
    let changes = vec![(Field::Department, "销售部".to_owned()), (Field::Cause, "other".to_owned())];
    desk.run(third, Command::Amend { changes, reason: "补登".to_owned() }, "2026-03-06 09:00").unwrap();
    let by_department = table(&mut desk.database, Kpi::K18, &[Dim::Department], Narrow::default());
    assert_eq!(told(&by_department, Line::Complaints).len(), 3);
    let causes = table(&mut desk.database, Kpi::K13, &[Dim::Cause], Narrow::default());
    let keys: Vec<String> = told(&causes, Line::Main).into_iter().map(|(key, ..)| key).collect();
    assert_eq!(keys, ["其他", "制造质量", "安装不当"]);
    let brands = table(&mut desk.database, Kpi::K02, &[Dim::Brand], Narrow::default());
    assert_eq!(told(&brands, Line::Main), [cell("", 1, 1), cell("主品牌", 1, 1), cell("高端品牌", 1, 1)]);
    let narrow = Narrow { department: Some("品质部".to_owned()), ..Narrow::default() };
    let only = table(&mut desk.database, Kpi::K02, &[Dim::Cause], narrow.clone());
    assert_eq!(told(&only, Line::Main), [cell("制造质量", 1, 1)]);
    let span = Span { from: at("2026-01-01"), to: at("2026-04-01"), now: at(NOW) };
    let query = KpiQuery { kpi: Kpi::K18, span, by: vec![Dim::Department], narrow: Narrow::default() };
    let asked = Request::KpiCases { query, line: Line::Complaints, cell: vec!["品质部".to_owned()] };
    let Answer::KpiCases(members) = desk.database.answer(asked).unwrap() else { panic!("cases") };
    assert_eq!(members.iter().map(|member| member.id).collect::<Vec<_>>(), [first], "the list behind the figure");
}

/// K18: per 10 000 units as K01; a brand that no list of units names has no rate.
#[test]
fn k18_is_held_against_units_and_a_brand_is_not() {
    let mut desk = Desk::new();
    answered(&mut desk, "主品牌", handle("", "品质部", true), "2026-03-02");
    let month = "2026-02-01".parse().unwrap();
    let (model, category, region) = ("T7".to_owned(), "油烟机".to_owned(), "华东".to_owned());
    let rows = vec![UnitsRow { base: UnitsBase::Sold, month, model, category, region, branch: None, units: 5_000 }];
    desk.database.answer(Request::SaveUnits { rows, by: by(NOW) }).unwrap();
    let rates = table(&mut desk.database, Kpi::K18, &[Dim::Department], Narrow::default());
    assert_eq!(total(&rates, Line::Complaints), Value::PerUnits(2.0));
    assert_eq!(rates.value(0, &rates.cells[0].sums[0]), Value::PerUnits(2.0), "the units are those of all departments");
    let brands = table(&mut desk.database, Kpi::K01, &[Dim::Brand], Narrow::default());
    assert_eq!(brands.value(0, &brands.cells[0].sums[0]), Value::Missing(Missing::Sales));
    let narrow = Narrow { brand: Some("主品牌".to_owned()), ..Narrow::default() };
    let one = table(&mut desk.database, Kpi::K01, &[], narrow);
    assert_eq!((total(&one, Line::Main), one.total[0].part), (Value::Missing(Missing::Sales), 1));
}

/// C04, C10: only members of the lists of the rule book.
#[test]
fn what_is_not_on_the_list_is_refused_c04_c10() {
    let mut desk = Desk::new();
    let case = desk.log(&[], "2026-03-02 09:00");
    desk.run(case, dispatch(), "2026-03-02 10:00").unwrap();
    for (command, rule, field) in
        [(handle("月亮", "", true), "C10", Field::Cause), (handle("", "月亮部", true), "C04", Field::Department)]
    {
        let refused = desk.run(case, command, "2026-03-02 11:00");
        let Err(StoreError::Refused(refusal)) = refused else { panic!("{refused:?}") };
        assert_eq!(refusal.rule, rule);
        assert_eq!(refusal.reason, Reason::BadValue(field, FaultKind::UnknownWord));
    }
    desk.run(case, handle(" parts ", "quality", true), "2026-03-02 12:00").unwrap();
    let file = desk.file(case);
    let said = |field| file.case.facts.word(field).to_owned();
    assert_eq!((said(Field::Cause), said(Field::Department)), ("零部件质量".to_owned(), "品质部".to_owned()));
    // The reply says it anew; what it leaves open stays.
    let found = Found { cause: "使用不当".to_owned(), department: String::new() };
    let answer = ReplyGiven {
        way: ContactWay::Phone,
        text: "已告知".to_owned(),
        accepted: Acceptance::Accepted,
        promise: None,
        found,
    };
    desk.run(case, Command::Reply(answer), "2026-03-02 13:00").unwrap();
    let file = desk.file(case);
    let said = |field| file.case.facts.word(field).to_owned();
    assert_eq!((said(Field::Cause), said(Field::Department)), ("使用不当".to_owned(), "品质部".to_owned()));
    // Taken back, the older word holds again.
    let n = file.case.revision;
    desk.run(case, Command::Undo { n }, "2026-03-02 13:01").unwrap();
    assert_eq!(desk.file(case).case.facts.word(Field::Cause), "零部件质量");
}

fn slips(month: &str, branch: Option<i64>, satisfied: i64, opinions: i64) -> SlipsRow {
    let month = format!("{month}-01").parse().unwrap();
    SlipsRow { month, region: "华东".to_owned(), branch: branch.map(BranchId), opinions, satisfied }
}

fn save(desk: &mut Desk, rows: Vec<SlipsRow>) -> i64 {
    match desk.database.answer(Request::SaveSlips { rows, by: by(NOW) }).unwrap() {
        Answer::Count(count) => count,
        other => panic!("{other:?}"),
    }
}

/// K22, O12: counted by hand, a month each; a later list replaces the row, another region or part has none.
#[test]
fn k22_slips_counted_by_hand_are_told_by_month_and_place() {
    let mut desk = Desk::new();
    let none = table(&mut desk.database, Kpi::K22, &[], Narrow::default());
    assert_eq!(total(&none, Line::Main), Value::Missing(Missing::Slips));
    let rows = vec![slips("2026-01", None, 40, 50), slips("2026-02", Some(1), 9, 10), slips("2025-12", None, 1, 9)];
    assert_eq!(save(&mut desk, rows.clone()), 3);
    let Answer::KnownRows(known) = desk.database.answer(Request::KnownSlips(rows.clone())).unwrap() else {
        panic!("known rows")
    };
    assert_eq!((known, save(&mut desk, rows)), (vec![true; 3], 0));
    assert_eq!(save(&mut desk, vec![slips("2026-01", None, 45, 50)]), 1, "the later one holds");
    let all = table(&mut desk.database, Kpi::K22, &[Dim::Month], Narrow::default());
    assert_eq!((all.total[0].part, all.total[0].whole), (54, 60), "December is not in the quarter");
    let cell = |key: &str, part, whole| (key.to_owned(), part, whole);
    assert_eq!(told(&all, Line::Main), [cell("2026-01", 45, 50), cell("2026-02", 9, 10)]);
    let branches = table(&mut desk.database, Kpi::K22, &[Dim::Branch], Narrow::default());
    assert_eq!(told(&branches, Line::Main), [cell("", 54, 60)], "a branch that is not on record has no name");
    let narrow = Narrow { branch: Some(BranchId(1)), ..Narrow::default() };
    let one = table(&mut desk.database, Kpi::K22, &[], narrow);
    assert_eq!((one.total[0].part, one.total[0].whole), (9, 10));
    let channel = table(&mut desk.database, Kpi::K22, &[Dim::Channel], Narrow::default());
    assert_eq!(total(&channel, Line::Main), Value::Missing(Missing::Slips), "no list knows the channel");
}

/// Answers questions of the first procedure of a case.
fn answer(desk: &mut Desk, case: CaseId, answers: &[(&str, &str)], when: &str) {
    let answers: BTreeMap<String, String> =
        answers.iter().map(|(key, text)| ((*key).to_owned(), (*text).to_owned())).collect();
    let id = desk.file(case).case.procedures.last().unwrap().id;
    let command = Command::Procedure(Box::new(ProcedureCommand::Answer { id, answers }));
    desk.run(case, command, when).unwrap();
}

fn open(desk: &mut Desk, case: CaseId, key: &str, when: &str) {
    let command = Command::Procedure(Box::new(ProcedureCommand::Open { key: key.to_owned() }));
    desk.run(case, command, when).unwrap();
}

fn choose(desk: &mut Desk, book: &str) {
    desk.database.answer(Request::ChooseRuleBook { id: book.to_owned(), by: by("2026-01-02 09:00") }).unwrap();
}

/// K23: a complaint that became a case of law enforcement, of those received; a book that does not ask has a dash.
#[test]
fn k23_counts_the_notices_of_the_authority() {
    let mut desk = Desk::new();
    let lodged = desk.log(&[(Field::Channel, "market_authority")], "2026-03-02 09:00");
    desk.log(&[], "2026-03-03 09:00");
    let share = |desk: &mut Desk| {
        let table = table(&mut desk.database, Kpi::K23, &[], Narrow::default());
        (table.total[0].part, table.total[0].whole)
    };
    assert_eq!(share(&mut desk), (0, 2), "none of two, which is a figure");
    answer(&mut desk, lodged, &[("case_filed", "no")], "2026-03-20 09:00");
    assert_eq!(share(&mut desk), (0, 2));
    answer(&mut desk, lodged, &[("case_filed", "yes")], "2026-03-21 09:00");
    assert_eq!(share(&mut desk), (1, 2));
    choose(&mut desk, "steel-trader");
    let dash = table(&mut desk.database, Kpi::K23, &[], Narrow::default());
    assert_eq!(total(&dash, Line::Main), Value::Missing(Missing::Enforcement));
}

/// K22, H14: the customer's evaluation on the slip of a case; a month that was counted by hand is told by that alone.
#[test]
fn k22_counts_the_slips_of_cases() {
    let mut desk = Desk::new();
    choose(&mut desk, "equipment-maker");
    for (day, word) in [("2026-02-03", "very"), ("2026-02-04", "fair"), ("2026-03-05", "satisfied")] {
        let case = desk.log(&[], &format!("{day} 09:00"));
        open(&mut desk, case, "service_slip", &format!("{day} 10:00"));
        answer(&mut desk, case, &[("evaluation", word)], &format!("{day} 16:00"));
    }
    let months =
        |desk: &mut Desk| told(&table(&mut desk.database, Kpi::K22, &[Dim::Month], Narrow::default()), Line::Main);
    let cell = |key: &str, part, whole| (key.to_owned(), part, whole);
    assert_eq!(months(&mut desk), [cell("2026-02", 1, 2), cell("2026-03", 1, 1)]);
    save(&mut desk, vec![slips("2026-02", None, 19, 20)]);
    assert_eq!(months(&mut desk), [cell("2026-02", 19, 20), cell("2026-03", 1, 1)], "none counts twice");
}

/// K21: sheets of the yearly survey as its procedure holds them.
#[test]
fn k21_is_what_the_yearly_survey_found() {
    let mut desk = Desk::new();
    choose(&mut desk, "steel-trader");
    let case = desk.log(&[], "2026-02-03 09:00");
    let file = desk.file(case);
    let template = file.book.rules.procedures.iter().find(|template| {
        template.sections.iter().any(|section| section.fields.iter().any(|question| question.id == "K21"))
    });
    let key = template.unwrap().key.clone();
    open(&mut desk, case, &key, "2026-02-03 10:00");
    answer(&mut desk, case, &[("returned", "300"), ("excellent", "291")], "2026-02-20 10:00");
    let found = table(&mut desk.database, Kpi::K21, &[], Narrow::default());
    assert_eq!(total(&found, Line::Main).number(Unit::Percent), Some(97.0));
    assert_eq!(total(&found, Line::Complaints), Value::Missing(Missing::YearSurvey), "nobody counted them");
    answer(&mut desk, case, &[("complained", "6")], "2026-02-21 10:00");
    let found = table(&mut desk.database, Kpi::K21, &[], Narrow::default());
    assert_eq!(total(&found, Line::Complaints).number(Unit::Percent), Some(2.0));
}
