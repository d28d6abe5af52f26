//! Procedures of the store, the equipment maker, the cement company, the e-bike seller, the bank and the factory.

use kesu::domain::Field;
use kesu::domain::procedure::ProcedureReason;

use super::Walk;

const RECEIVED: &str = "2026-04-09 09:00";

#[test]
fn the_store_checks_the_proof_finds_the_cause_and_solves_it_on_its_rung_b05_c10_g08_g09_g10_a13() {
    let mut walk = Walk::begin("department-store.toml", RECEIVED, &[(Field::Channel, "counter")]);
    let key = "counter";
    assert_eq!(walk.opened(), ["counter B05"]);
    assert_eq!(walk.lacking(key, "check", RECEIVED), ["receipt", "same_goods"], "B05");
    walk.fill(key, "check", "2026-04-09 09:10", "receipt=invoice; same_goods=yes");
    let (_, cause) = walk.template(key).question("cause").unwrap();
    let causes: Vec<_> = cause.choices.iter().map(|choice| choice.key.as_str()).collect();
    assert_eq!(causes[..4], ["misuse", "damaged", "factory", "fake"], "C10");
    walk.fill(key, "cause", "2026-04-09 09:30", "cause=factory; tested=yes; paid_first=yes; rung=store");
    assert_eq!(walk.way(key), "check cause test pay_first store carry", "A13: a hard one stays in the store");
    walk.fill(key, "test", "2026-04-10 10:00", "test_result=fault");
    walk.fill(key, "pay_first", "2026-04-10 11:00", "paid_amount=680; recover_from=厂家");
    assert_eq!(walk.refused(key, "store", "2026-04-10 12:00"), ("A13".to_owned(), ProcedureReason::NamesNeeded(1)));
    walk.step(key, "store 店长", "2026-04-10 12:00");
    assert_eq!(
        walk.lacking(key, "carry", "2026-04-10 13:00"),
        ["doubt", "for_fault"],
        "G10: a proven fault is returned"
    );
    walk.answer(key, "doubt=yes; for_fault=return", "2026-04-10 13:00");
    walk.fill(key, "carry", "2026-04-10 13:00", "for_doubt=yes");
    assert!(walk.ended(key));
    let held = walk.template(key).section("decision").unwrap();
    assert!(held.note.zh.contains("从顾客一方考虑"), "G09: in doubt for the customer");
    let (_, result) = walk.template(key).question("test_result").unwrap();
    assert!(result.choices[0].zh.contains("商场或厂方付") && result.choices[1].zh.contains("顾客付"), "G08: who pays");
}

#[test]
fn a_visit_is_planned_confirmed_made_in_the_customers_time_and_signed_for_e11_g12_h14_t23() {
    let typed = [(Field::Channel, "phone"), (Field::Level, "provincial")];
    let mut walk = Walk::begin("equipment-maker.toml", RECEIVED, &typed);
    let key = "service_slip";
    assert_eq!(walk.opened(), ["service_slip E11"]);
    let plan = "customer_time=2026-04-10 15:00; engineer=孙工; service_kind=repair,parts";
    walk.fill(key, "plan", "2026-04-09 10:00", plan);
    walk.step(key, "confirm", "2026-04-09 10:30");
    assert_eq!(walk.due(key, "visit"), "04-10 15:00:00", "T23: the customer's own time");
    walk.step(key, "visit", "2026-04-10 14:40");
    let open = walk.lacking(key, "signed", "2026-04-10 17:00");
    assert_eq!(open, ["slip_no", "evaluation", "opinion", "signature", "seal"], "G12, H14");
    let signed = "slip_no=服88; evaluation=satisfied; opinion=及时; signature=yes; seal=yes";
    walk.fill(key, "signed", "2026-04-10 17:00", signed);
    walk.answer(key, "open_points=缺一份说明书", "2026-04-10 17:10");
    walk.step(key, "returned", "2026-04-13 10:00");
    walk.fill(key, "followed", "2026-04-15 10:00", "open_result=说明书已寄");
    assert!(walk.ended(key));
}

#[test]
fn acceptance_sheets_are_registered_and_their_opinions_counted_b19() {
    let mut walk = Walk::begin("equipment-maker.toml", RECEIVED, &[(Field::Channel, "phone")]);
    walk.open("acceptance", "2026-04-09 10:00");
    assert_eq!(walk.lacking("acceptance", "register", "2026-04-09 10:00"), ["sheets 0/1"], "B19");
    let sheet = "sheet_no=验1; shipped_on=2026-03-01; returned_on=2026-04-08; rating=fair; remark=地脚螺栓偏短";
    walk.row("acceptance", "sheets", sheet, "2026-04-09 10:00");
    walk.step("acceptance", "register", "2026-04-09 10:00");
    walk.fill("acceptance", "count", "2026-04-09 11:00", "sent=40; returned=31; with_opinion=6");
    assert!(walk.ended("acceptance"));
}

#[test]
fn what_other_departments_pass_on_is_sorted_and_checked_b18() {
    let mut walk = Walk::begin("equipment-maker.toml", RECEIVED, &[(Field::Channel, "staff")]);
    assert_eq!(walk.opened(), ["passed_on B18"]);
    walk.fill("passed_on", "sort", "2026-04-09 10:00", "department=安装队; content=complaint");
    walk.fill("passed_on", "check", "2026-04-09 11:00", "true=yes; checked_text=两家用户反映同样问题");
    walk.fill("passed_on", "pass", "2026-04-09 12:00", "passed_to=质量部");
    assert!(walk.ended("passed_on"));
}

#[test]
fn comparisons_are_gathered_from_contacts_and_a_yearly_market_survey_n02_o14() {
    let typed = [(Field::Channel, "field"), (Field::InfoClass, "competitor")];
    let mut walk = Walk::begin("equipment-maker.toml", RECEIVED, &typed);
    assert_eq!(walk.opened(), ["comparison N02"]);
    let row = "competitor=甲厂; point=service; better=worse; said_by=某铸造厂";
    walk.row("comparison", "compared", row, "2026-04-09 10:00");
    walk.step("comparison", "gather", "2026-04-09 10:00");
    walk.fill("comparison", "use", "2026-04-10 10:00", "gap=响应慢一天，备件库少");
    assert!(walk.ended("comparison"));
    walk.open("market_survey", "2026-04-10 11:00");
    walk.answer("market_survey", "due_on=2026-12-31", "2026-04-10 11:00");
    let asked = "asked=potential; asked_name=某机械厂; said=看重交期";
    walk.row("market_survey", "sources", asked, "2026-11-02 10:00");
    walk.step("market_survey", "gather", "2026-11-02 10:00");
    assert_eq!(walk.due("market_survey", "report"), "12-31 23:59:59", "O14");
    walk.fill("market_survey", "report", "2026-12-20 10:00", "gap=交期长; cause=外购件周期");
    assert!(walk.ended("market_survey"));
}

#[test]
fn a_survey_uses_daily_feedback_and_ends_in_the_management_review_h10_h11_h12_l10() {
    let mut walk = Walk::begin("equipment-maker.toml", RECEIVED, &[(Field::Channel, "survey")]);
    let key = "survey";
    walk.open(key, "2026-04-09 09:30");
    let asked = "ways=phone,third; period=2026-03; sampled=50; answered=41; slips=120; slips_satisfied=112";
    walk.fill(key, "ask", "2026-04-09 10:00", asked); // H10
    let analysed = "daily_feedback=37; quantitative=满意率 93.3%; qualitative=响应及时; causes=备件不足";
    walk.fill(key, "analyse", "2026-04-13 10:00", analysed);
    walk.fill(key, "slip", "2026-04-14 10:00", "slip_no=纠12");
    walk.row(key, "questions", "question=备件何时到", "2026-04-14 11:00");
    assert_eq!(walk.lacking(key, "answer", "2026-04-15 10:00"), ["questions 1 reply"], "H11: each its own answer");
    walk.correct_row(key, "questions", 1, "question=备件何时到; reply=建区域库", "2026-04-15 10:00");
    walk.step(key, "answer", "2026-04-15 10:00");
    assert_eq!(walk.lacking(key, "quality", "2026-04-15 11:00"), ["improvements 0/1"], "L10");
    walk.row(key, "improvements", "item=区域备件库; from_where=survey; owner=林工", "2026-04-15 11:00");
    walk.step(key, "quality", "2026-04-15 11:00");
    walk.fill(key, "manager", "2026-04-16 10:00", "manager_on=2026-04-16");
    walk.fill(key, "review", "2026-06-30 10:00", "review_no=评审2026-1");
    assert!(walk.ended(key), "H12: general manager and management review have it");
}

#[test]
fn main_customers_are_visited_at_intervals_and_departments_told_h13() {
    let mut walk = Walk::begin("equipment-maker.toml", RECEIVED, &[(Field::Channel, "field")]);
    let key = "main_customer";
    walk.open(key, "2026-04-09 09:30");
    walk.fill(key, "plan", "2026-04-09 10:00", "interval=3; next_on=2026-05-20");
    assert_eq!(walk.due(key, "visit"), "05-20 23:59:59");
    walk.row(key, "visits", "visited_on=2026-05-18; by_phone=visit; result=需培训", "2026-05-18 16:00");
    walk.step(key, "visit", "2026-05-18 16:00");
    assert_eq!(walk.lacking(key, "pass", "2026-05-19 10:00"), ["visits 1 passed_to"], "H13: to the departments");
    let whole = "visited_on=2026-05-18; by_phone=visit; result=需培训; passed_to=培训组";
    walk.correct_row(key, "visits", 1, whole, "2026-05-19 10:00");
    walk.step(key, "pass", "2026-05-19 10:00");
    assert!(walk.ended(key));
}

#[test]
fn a_test_is_paid_by_whom_its_result_names_g08_g10() {
    let mut walk = Walk::begin("cement-additive.toml", RECEIVED, &[(Field::Channel, "phone")]);
    walk.open("test", "2026-04-09 10:00");
    walk.fill("test", "agree", "2026-04-09 10:00", "body=国家建材检测中心");
    walk.fill("test", "send", "2026-04-10 10:00", "sample_no=样3; sent_on=2026-04-10");
    let (_, result) = walk.template("test").question("result").unwrap();
    assert!(result.choices[0].zh.contains("公司付") && result.choices[1].zh.contains("用户付"), "G08");
    walk.fill("test", "result", "2026-04-20 10:00", "result=fit; report_no=检77; fee=1200");
    assert_eq!(walk.lacking("test", "remedy", "2026-04-20 11:00"), ["for_fit"]);
    walk.fill("test", "remedy", "2026-04-20 11:00", "for_fit=yes");
    assert!(walk.ended("test"));
}

#[test]
fn an_overdue_case_says_why_and_gets_a_new_limit_f07() {
    let mut walk = Walk::begin("cement-additive.toml", RECEIVED, &[(Field::Channel, "phone")]);
    walk.open("overdue", "2026-04-20 09:00");
    walk.fill("overdue", "state", "2026-04-20 09:30", "cause=等检测; person=郭敏");
    walk.answer("overdue", "new_due_on=2026-04-24; measures=先供替代品", "2026-04-20 10:00");
    walk.step("overdue", "decide 业务部王", "2026-04-20 10:00");
    walk.fill("overdue", "told", "2026-04-20 11:00", "told_on=2026-04-20");
    assert_eq!(walk.due("overdue", "done"), "04-24 23:59:59", "F07");
    walk.step("overdue", "done", "2026-04-23 10:00");
    assert!(walk.ended("overdue"));
}

#[test]
fn dealers_judge_the_staff_and_customers_are_called_every_month_h11_h13_a16_o09_p13() {
    let mut walk = Walk::begin("cement-additive.toml", RECEIVED, &[(Field::Channel, "survey")]);
    walk.open("survey", "2026-04-09 09:30");
    walk.fill("survey", "send", "2026-04-09 10:00", "quarter_end=2026-03; sent=30");
    walk.answer("survey", "returned=28; satisfied=27; qualitative=服务好", "2026-04-20 10:00");
    assert_eq!(walk.lacking("survey", "gather", "2026-04-20 10:00"), ["staff 0/1"], "P13: the staff is judged");
    walk.row("survey", "staff", "staff_name=孙强; passed=no; in_row=3", "2026-04-20 10:00");
    walk.step("survey", "gather", "2026-04-20 10:00");
    walk.fill("survey", "slip", "2026-04-21 10:00", "causes=巡访少; slip_no=纠2");
    walk.step("survey", "answer", "2026-04-22 10:00");
    assert!(walk.ended("survey"), "H11: no question was raised");

    walk.open("main_customer", "2026-04-22 10:00");
    walk.fill("main_customer", "list", "2026-04-22 10:00", "month=2026-04");
    assert_eq!(walk.due("main_customer", "call"), "04-30 23:59:59", "O09: in its month");
    walk.row(
        "main_customer",
        "calls",
        "customer=某水泥厂; called_on=2026-04-23; result=掺量稳定; passed_to=质检部",
        "2026-04-23 10:00",
    );
    walk.step("main_customer", "call", "2026-04-23 10:00");
    walk.step("main_customer", "pass", "2026-04-23 11:00");
    assert!(walk.ended("main_customer"));

    walk.open("reachable", "2026-04-23 12:00");
    let off = "staff_name=孙强; off_from=2026-04-23 09:00; off_minutes=45; reported=no";
    walk.row("reachable", "checks", off, "2026-04-23 12:00");
    walk.step("reachable", "check", "2026-04-23 12:00");
    walk.fill("reachable", "settle", "2026-04-23 13:00", "settled_text=按 P10 处理");
    assert!(walk.ended("reachable"), "A16");
}

#[test]
fn an_e_bike_customer_hears_of_the_progress_until_it_is_solved_f08_d06() {
    let typed = [(Field::Channel, "shop"), (Field::InfoClass, "market_complaint"), (Field::Description, "刹车失灵")];
    let mut walk = Walk::begin("ev-retailer.toml", RECEIVED, &typed);
    assert_eq!(walk.opened(), ["progress F08", "emergency D06"]);
    walk.fill("progress", "agree", "2026-04-09 10:00", "interval_days=2; way=phone");
    assert_eq!(walk.lacking("progress", "told", "2026-04-11 10:00"), ["notices 0/1"]);
    walk.row("progress", "notices", "told_on=2026-04-11; progress_text=等配件; next_on=2026-04-13", "2026-04-11 10:00");
    walk.step("progress", "told", "2026-04-11 10:00");
    walk.fill("emergency", "superior", "2026-04-11 10:30", "superior_name=总经理; told_at=2026-04-09 09:10");
    walk.fill("emergency", "handle", "2026-04-12 10:00", "department=after_sales; handled_text=已换刹车");
    let held = walk.held("2026-04-12 11:00");
    let both = ["progress", "emergency"].map(str::to_owned).to_vec();
    assert_eq!(held, ("F08".to_owned(), ProcedureReason::StillRunning(both)));
    walk.fill("emergency", "evaluate", "2026-04-13 10:00", "finding=售后部责任");
    walk.fill("progress", "solved", "2026-04-13 11:00", "solved_text=已换刹车并试骑");
    assert!(walk.ended("progress") && walk.ended("emergency"));
}

#[test]
fn a_transferred_bank_complaint_is_answered_to_both_and_not_repeated_i09_h09() {
    for (file, channel) in [("bank-branch.toml", "regulator"), ("bank-branch-2.toml", "assigned")] {
        let mut walk = Walk::begin(file, RECEIVED, &[(Field::Channel, channel)]);
        let key = "transferred";
        assert_eq!(walk.opened(), ["transferred I09"]);
        let paper = "sender=上级行; sender_no=交7; due_on=2026-04-20; interested=yes";
        walk.fill(key, "register", "2026-04-09 10:00", paper);
        let handled = "handled_text=已退手续费; customer_on=2026-04-10; reply_no=复3";
        walk.fill(key, "handle", "2026-04-10 10:00", handled);
        walk.step(key, "reply", "2026-04-10 11:00");
        walk.answer(key, "repeated=yes; root_cause=公示不全，已改", "2026-04-13 10:00");
        walk.fill(key, "prevent", "2026-04-13 10:00", "first_no=YH2602-0009");
        assert!(walk.ended(key), "H09");
    }
    assert!(Walk::begin("bank-branch.toml", RECEIVED, &[(Field::Channel, "hall")]).opened().is_empty());
}

#[test]
fn the_factory_holds_traces_and_tests_backwards_before_it_releases_a14_l05_l06_l07_l11_t33() {
    let mut walk = Walk::begin("factory-quality.toml", RECEIVED, &[(Field::Channel, "inspector")]);
    let key = "reaction";
    assert_eq!(walk.opened(), ["reaction L05"]);
    let report = "group=deputy,quality,workshop,inspector; batch_no=0409-2; problem=焊点虚焊";
    assert_eq!(
        walk.lacking(key, "report", RECEIVED),
        ["group", "batch_no", "problem"],
        "A14: who of the group is at hand"
    );
    walk.fill(key, "report", "2026-04-09 09:30", report);
    let open = walk.lacking(key, "hold", "2026-04-09 10:00");
    assert_eq!(open, ["semi_held", "finished_held", "shipment_held", "held_quantity"], "L06, L05");
    let held = "semi_held=yes; finished_held=yes; shipment_held=yes; held_quantity=600";
    walk.fill(key, "hold", "2026-04-09 10:00", held);
    let open = walk.lacking(key, "trace", "2026-04-09 15:00");
    assert_eq!(open, ["stages 0/1", "potential", "systemic", "supplier_involved"], "L07");
    walk.row(key, "stages", "stage=process; record_no=制12; found=温控漂移", "2026-04-09 15:00");
    walk.fill(key, "trace", "2026-04-09 15:00", "potential=同线两机型; systemic=yes; supplier_involved=yes");
    let tested = "backward_scope=0405 起各批; backward_result=0408 批同样不良; plan_text=校温控并加首检";
    walk.answer(key, tested, "2026-04-10 10:00");
    walk.step(key, "backward", "2026-04-10 10:00");
    assert_eq!(
        walk.refused(key, "plan 副厂长", "2026-04-10 11:00"),
        ("L05".to_owned(), ProcedureReason::NamesNeeded(2))
    );
    walk.step(key, "plan 副厂长、质检部李", "2026-04-10 11:00");
    walk.fill(key, "supplier", "2026-04-11 10:00", "supplier=温控仪厂; incoming=未校准; joint=每批附校准证");
    assert_eq!(walk.due(key, "solve"), "absent", "T33 is blank in the source (X6)");
    walk.fill(key, "solve", "2026-04-13 10:00", "solution=校准并返工");
    walk.answer(key, "released_how=rework", "2026-04-13 11:00");
    walk.step(key, "release 副厂长", "2026-04-13 11:00");
    assert!(walk.ended(key));
}
