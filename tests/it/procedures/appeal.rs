//! Regulator appeals, as the telecom book and the appliance group's book prescribe them.

use kesu::clock::case_clock::promise_clocks;
use kesu::domain::Field;
use kesu::domain::event::SheetKind;
use kesu::domain::procedure::ProcedureReason;
use kesu::store::{Filter, ListQuery, Sort, View};

use crate::store::{Desk, by};

use super::Walk;

const KEY: &str = "appeal";

/// Answers of the closing that both books ask for, without the tags that each has of its own.
const FIVE: &str = "cause=计费系统重复扣款; responsibility=company; unit=计费中心";

/// Logs appeals to the group and lists those that run, the most pressing first.
#[test]
fn appeals_are_listed_by_importance_and_seriousness_d03() {
    let mut desk = Desk::new();
    let appeal =
        |level, word: &'static str| [(Field::Channel, "regulator"), (Field::Level, level), (Field::Description, word)];
    let ordinary = desk.log(&appeal("general", "漏水"), "2026-04-09 09:00");
    let important = desk.log(&appeal("provincial", "漏水"), "2026-04-09 09:01");
    let serious = desk.log(&appeal("general", "起火"), "2026-04-09 09:02");
    let both = desk.log(&appeal("national", "起火"), "2026-04-09 09:03");
    desk.log(&[(Field::Level, "national")], "2026-04-09 09:04");
    let usual = ListQuery::of(View::All, &by("2026-04-09 10:00"));
    let filter = Filter { procedure: Some(KEY.to_owned()), ..usual.filter.clone() };
    let page = desk.page(ListQuery { filter, sort: Sort::Priority, descending: false, ..usual });
    let ids: Vec<_> = page.rows.iter().map(|row| row.id).collect();
    assert_eq!(ids, [both, serious, important, ordinary], "D03: the hotline case is no appeal");
}

fn accepted_and_dispatched(walk: &mut Walk) {
    let register = "regulator=省通信管理局; regulator_no=申2026-118; kind=filed";
    walk.fill(KEY, "accept", "2026-09-17 09:30", register);
    walk.fill(KEY, "dispatch", "2026-09-17 10:00", "original_file=@申诉原件; appeal_contact=郭敏");
}

#[test]
fn an_appeal_goes_from_the_regulator_to_the_branch_and_back_i03_i06_i07_i08_h03_d04_a06() {
    let mut walk = Walk::begin("two-tier-telecom.toml", "2026-09-17 09:00", &[(Field::Channel, "regulator")]);
    assert_eq!(walk.opened(), ["appeal I03"]);
    let needed = ["regulator", "regulator_no", "kind"];
    assert_eq!(walk.lacking(KEY, "accept", "2026-09-17 09:00"), needed, "D04: filed or not, or another way in");
    assert_eq!(walk.way(KEY), "accept dispatch answer review report reply call close archive", "I03");
    // T12 over a worked Sunday: the 18th, 20th, 21st to 24th, and after the festival of the 25th the 28th, to 17:30.
    let clocks = promise_clocks(&walk.case(), &walk.book.rules, &walk.book.clockwork);
    let due: Vec<_> = clocks.iter().map(|clock| (clock.rule.as_str(), clock.deadline.due.unwrap())).collect();
    let hand = [("X3", crate::store::at("2026-09-24 09:00")), ("T12", crate::store::at("2026-09-28 17:30"))];
    assert_eq!(due, hand, "X3: both clocks");
    accepted_and_dispatched(&mut walk);
    assert!(walk.template(KEY).section("answered").unwrap().note.zh.contains("索赔"), "H03: wording beside the answer");
    walk.fill(KEY, "answer", "2026-09-18 10:00", "facts=三月重复扣款; correction=已退回并改系统");
    walk.fill(KEY, "review", "2026-09-18 15:00", "review_opinion=同意; key_appeal=yes");
    walk.fill(KEY, "report", "2026-09-20 10:00", "report_to=集团公司; report_no=报告12");
    // I06: an unfit report goes back twice, each return counted with its reason.
    walk.send_back(KEY, "review", "缺责任认定", "2026-09-20 11:00").unwrap();
    walk.step(KEY, "review", "2026-09-20 13:00");
    walk.step(KEY, "report", "2026-09-20 14:00");
    walk.send_back(KEY, "answer", "事实与账单不符", "2026-09-20 15:00").unwrap();
    let reworks = walk.procedure(KEY).reworks;
    assert_eq!((reworks.len(), reworks[1].reason.as_str()), (2, "事实与账单不符"), "I06");
    walk.answer(KEY, "facts=三月四月重复扣款", "2026-09-20 16:00");
    let (lacks, text) = walk.paper(SheetKind::Appeal);
    assert!(lacks.is_empty(), "every answer up to the report stands: {lacks:?}");
    for probe in [
        "申诉处理报告",
        "转来单位 | 省通信管理局 | 申诉编号 | 申2026-118",
        "三月四月重复扣款",
        "退回重写（共 2 次）",
        "书面报告上级 | 总部审核 | 缺责任认定",
        "是否重点申诉，须报备",
        "办理时限 | 168 小时 | 应完成时间 | 2026-09-24 09:00",
    ] {
        assert!(text.contains(probe), "I03 I06: {probe}\n{text}");
    }
    for (step, when) in [("answer", "2026-09-20 16:10"), ("review", "2026-09-20 16:20"), ("report", "2026-09-20 16:30")]
    {
        walk.step(KEY, step, when);
    }
    // I07: a key appeal is filed for the record before the regulator is answered.
    walk.fill(KEY, "reply", "2026-09-21 10:00", "filed_with=superior; filed_on=2026-09-21");
    walk.row(KEY, "papers", "paper_kind=opinion; paper_no=意见3; paper_on=2026-09-21", "2026-09-21 11:00");
    walk.answer(KEY, "opinion_on=2026-09-21; opinion_text=建议双倍退还", "2026-09-21 11:00"); // I08
    walk.fill(KEY, "call", "2026-09-22 10:00", "satisfied=accepts");
    let closing = format!("{FIVE}; responsibility_class=fee; business=internet; nature=fee; conclusion=company");
    walk.fill(KEY, "close", "2026-09-22 11:00", &closing);
    walk.step(KEY, "archive", "2026-09-22 11:30");
    assert!(walk.ended(KEY));
}

#[test]
fn an_appeal_is_not_closed_without_its_five_facts_and_one_of_four_conclusions_i04_i05_c03() {
    let mut walk = Walk::begin("two-tier-telecom.toml", "2026-09-17 09:00", &[(Field::Channel, "consumer_body")]);
    let held = walk.held("2026-09-17 09:10");
    assert_eq!(held, ("I03".to_owned(), ProcedureReason::StillRunning(vec![KEY.to_owned()])));
    accepted_and_dispatched(&mut walk);
    walk.fill(KEY, "answer", "2026-09-18 10:00", "facts=三月重复扣款; correction=已退回");
    walk.fill(KEY, "review", "2026-09-18 11:00", "review_opinion=同意; key_appeal=no");
    walk.fill(KEY, "report", "2026-09-18 12:00", "report_to=集团公司; report_no=报告13");
    walk.step(KEY, "reply", "2026-09-18 13:00");
    walk.fill(KEY, "call", "2026-09-18 14:00", "satisfied=not_reached");
    let five = ["cause", "responsibility", "responsibility_class", "unit", "business", "nature", "conclusion"];
    assert_eq!(walk.lacking(KEY, "close", "2026-09-18 15:00"), five, "I04, C03: the tags are business and nature");
    let (_, conclusion) = walk.template(KEY).question("conclusion").unwrap();
    let conclusions: Vec<_> = conclusion.choices.iter().map(|choice| choice.key.as_str()).collect();
    assert_eq!(conclusions, ["company", "handled_before", "withdrawn", "own_reason"], "I05");
    assert!(conclusion.choices[1].zh.contains("不计入"), "I05: handled before is not counted");
    walk.answer(KEY, &format!("{FIVE}; responsibility_class=none; business=cards; nature=other"), "2026-09-18 15:00");
    walk.answer(KEY, "conclusion=withdrawn", "2026-09-18 15:00");
    assert_eq!(walk.lacking(KEY, "close", "2026-09-18 15:00"), ["withdrawn_ground"]);
    let (_, business) = walk.template(KEY).question("business").unwrap();
    let (_, nature) = walk.template(KEY).question("nature").unwrap();
    assert_eq!((business.choices.len(), nature.choices.len()), (5, 4), "C03: 5 x 4");
}

#[test]
fn a_regulators_transfer_to_the_group_is_an_appeal_with_its_own_clocks_i09_t12_t15() {
    let mut walk = Walk::begin("appliance-group.toml", "2026-04-09 09:00", &[(Field::Channel, "regulator")]);
    assert_eq!(walk.opened(), ["appeal I09"]);
    let clocks = promise_clocks(&walk.case(), &walk.book.rules, &walk.book.clockwork);
    let rules: Vec<_> = clocks.iter().map(|clock| clock.rule.as_str()).collect();
    assert_eq!(rules, ["X3", "T12"], "the earlier one, 168 hours, governs");
    let register = "regulator=市监局; regulator_no=转88; kind=not_filed";
    walk.fill(KEY, "accept", "2026-04-09 09:30", register);
    walk.fill(KEY, "dispatch", "2026-04-09 10:00", "original_file=@原件; appeal_contact=马秀兰");
    walk.fill(KEY, "answer", "2026-04-10 10:00", "facts=已两次维修; correction=换机");
    walk.fill(KEY, "review", "2026-04-10 11:00", "review_opinion=同意; key_appeal=no");
    walk.fill(KEY, "report", "2026-04-10 12:00", "report_to=总经理; report_no=报9");
    walk.step(KEY, "reply", "2026-04-10 13:00");
    walk.fill(KEY, "call", "2026-04-13 10:00", "satisfied=satisfied");
    let closing = format!("{FIVE}; responsibility_class=quality; tags=repeat; conclusion=handled_before");
    walk.fill(KEY, "close", "2026-04-13 11:00", &closing);
    walk.step(KEY, "archive", "2026-04-13 11:30");
    assert!(walk.ended(KEY));
}
