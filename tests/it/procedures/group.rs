//! Other procedures of the appliance group: escalated complaint, service management, competitors, tips, remedies.

use kesu::domain::Field;
use kesu::domain::procedure::ProcedureReason;

use super::{Walk, reason};

const BOOK: &str = "appliance-group.toml";

fn logged(typed: &[(Field, &str)]) -> Walk {
    Walk::begin(BOOK, "2026-04-09 09:00", typed)
}

/// A case that opens nothing by itself, with one procedure opened by a person.
fn by_hand(key: &str) -> Walk {
    let mut walk = logged(&[(Field::Channel, "hotline")]);
    assert!(walk.opened().is_empty());
    walk.open(key, "2026-04-09 09:30");
    let again = reason(
        walk.run(kesu::domain::procedure::ProcedureCommand::Open { key: key.to_owned() }.into(), "2026-04-09 09:31"),
    );
    assert_eq!(again.1, ProcedureReason::AlreadyRunning);
    walk
}

#[test]
fn a_complaint_brought_straight_to_headquarters_is_reviewed_and_revisited_there_i01_i02_a03() {
    let mut walk = logged(&[(Field::Channel, "headquarters")]);
    assert_eq!(walk.opened(), ["escalated I01"]);
    walk.fill("escalated", "dispatch", "2026-04-09 10:00", "points=核实维修次数");
    walk.fill("escalated", "answer", "2026-04-10 10:00", "finding=已修两次; measures=换机");
    walk.fill("escalated", "review", "2026-04-10 11:00", "review_opinion=同意换机");
    // The customer is not satisfied: the branch answers again.
    walk.answer("escalated", "satisfied=dissatisfied", "2026-04-10 15:00");
    walk.send_back("escalated", "answer", "用户要求退货", "2026-04-10 15:00").unwrap();
    walk.answer("escalated", "measures=退货", "2026-04-13 10:00");
    walk.step("escalated", "answer", "2026-04-13 10:00");
    walk.step("escalated", "review", "2026-04-13 11:00");
    walk.answer("escalated", "satisfied=satisfied", "2026-04-13 15:00");
    walk.step("escalated", "call", "2026-04-13 15:00");
    assert!(walk.ended("escalated"));
    assert_eq!(walk.procedure("escalated").reworks.len(), 1);
}

#[test]
fn a_callers_question_is_answered_and_the_field_manager_informed_b15() {
    let mut walk = logged(&[(Field::Channel, "outlet"), (Field::InfoClass, "service_management")]);
    let key = "service_info";
    assert_eq!(walk.opened(), ["service_info B16"]);
    walk.fill(key, "sort", "2026-04-09 09:05", "matter=question; topic=旧件返还流程");
    assert_eq!(walk.way(key), "sort answer manager returned");
    walk.fill(key, "answer", "2026-04-09 09:10", "answer_text=随月度结算寄回");
    let held = walk.held("2026-04-09 09:15");
    assert_eq!(held.1, ProcedureReason::StillRunning(vec![key.to_owned()]), "B15: the manager is not informed yet");
    walk.fill(key, "manager", "2026-04-09 09:20", "manager_name=马秀兰");
    walk.fill(key, "returned", "2026-04-09 09:25", "returned_text=已告知流程");
    assert!(walk.ended(key));
}

#[test]
fn a_complaint_about_cooperation_is_told_verified_assessed_and_returned_b16() {
    let mut walk = logged(&[(Field::Channel, "outlet"), (Field::InfoClass, "service_management")]);
    let key = "service_info";
    walk.fill(key, "sort", "2026-04-09 09:05", "matter=cooperation; topic=配件部拖延发货");
    assert_eq!(walk.way(key), "sort managers verify returned");
    let told = "service_manager=林晓; regional_manager=孙强; told_at=2026-04-09 09:08";
    walk.fill(key, "managers", "2026-04-09 09:10", told);
    walk.fill(key, "verify", "2026-04-10 10:00", "founded=yes; verified_text=延误五日属实");
    assert_eq!(walk.way(key), "sort managers verify assess returned", "found true: the person is assessed");
    walk.fill(key, "assess", "2026-04-10 11:00", "assessed_person=配件部张某; assessment=扣绩效");
    walk.fill(key, "returned", "2026-04-10 12:00", "returned_text=已考核，配件今日发出");
    assert!(walk.ended(key));
}

#[test]
fn competitors_are_reported_by_the_fifth_three_different_ones_n01_o02() {
    let mut walk = logged(&[(Field::Channel, "staff"), (Field::InfoClass, "competitor")]);
    let key = "competitor";
    assert_eq!(walk.opened(), ["competitor N01"]);
    walk.answer(key, "month=2026年3月; region=华中", "2026-04-09 09:30");
    // O02: the fifth of the following month.
    assert_eq!(walk.due(key, "file"), "04-05 23:59:59");
    let row = |brand: &str| format!("brand={brand}; new_products=零冷水机; policy=六年质保; fees=上门 50 元");
    walk.row(key, "brands", &row("甲牌"), "2026-04-09 10:00");
    walk.row(key, "brands", &row("乙牌"), "2026-04-09 10:00");
    walk.row(key, "brands", &row("乙牌"), "2026-04-09 10:00");
    assert_eq!(walk.lacking(key, "file", "2026-04-09 10:00"), ["brands 2/3"], "N01: the same one twice counts once");
    walk.row(key, "brands", &row("丙牌"), "2026-04-09 10:05");
    walk.step(key, "file", "2026-04-09 10:10");
    assert!(walk.ended(key));
}

#[test]
fn a_tip_is_verified_and_punished_if_true_b17() {
    let mut walk = by_hand("tip");
    walk.fill("tip", "receive", "2026-04-09 10:00", "about=某网点; lead_text=虚报安装");
    walk.fill("tip", "verify", "2026-04-15 10:00", "proven=yes; found=虚报 12 台");
    assert_eq!(walk.way("tip"), "receive verify punish answer");
    walk.fill("tip", "punish", "2026-04-16 10:00", "punishment=取消网点资格");
    walk.answer("tip", "reward=500", "2026-04-16 10:00");
    walk.fill("tip", "answer", "2026-04-16 11:00", "answered_text=已查实处理");
    let (_, informer) = walk.template("tip").question("informer").unwrap();
    assert!(informer.private, "B17: who told is masked");
    assert!(walk.ended("tip"));
}

#[test]
fn a_remedy_follows_from_its_ground_g10() {
    for (ground, follows) in [
        ("seven_days", "follows_choice=return"),
        ("fifteen_days", "follows_fifteen=repair"),
        ("two_repairs", "follows_exchange=exchange"),
        ("repair_30", "follows_exchange=return"),
        ("parts_90", "follows_exchange=exchange"),
        ("distance", "follows_return=return"),
        ("quality", "follows_return=return"),
        ("ours", "follows_ours=compensate"),
        ("unwanted", "follows_unwanted=exchange"),
        ("misuse", "follows_misuse=explain"),
    ] {
        let mut walk = by_hand("remedy");
        walk.answer("remedy", &format!("ground={ground}; sold_on=2026-04-03; decided_by=林晓"), "2026-04-09 10:00");
        let (asked, _) = follows.split_once('=').unwrap();
        assert_eq!(walk.lacking("remedy", "decide", "2026-04-09 10:00"), [asked], "{ground}");
        walk.fill("remedy", "decide", "2026-04-09 10:00", follows);
        walk.step("remedy", "carry", "2026-04-10 10:00");
        assert!(walk.ended("remedy"));
    }
    let mut walk = by_hand("remedy");
    walk.answer("remedy", "ground=fifteen_days", "2026-04-09 10:00");
    let (_, question) = walk.template("remedy").question("follows_fifteen").unwrap();
    let choices: Vec<_> = question.choices.iter().map(|choice| choice.key.as_str()).collect();
    assert_eq!(choices, ["exchange", "repair"], "law.md 3.4: no return after the seventh day");
}

#[test]
fn a_remedy_has_its_three_clocks_of_the_law() {
    let mut walk = by_hand("remedy");
    let days = "sent_for_repair=2026-04-01; parts_asked_on=2026-04-01; goods_back_on=2026-04-08";
    walk.answer("remedy", days, "2026-04-09 10:00");
    // The first day not counted: 1 April + 30 = 1 May; + 90 = 29 + 31 + 30 = 30 June; the 8th + 7 = the 15th.
    let due = ["repair_30", "parts_90", "refund_7"].map(|timer| walk.due("remedy", timer));
    assert_eq!(due, ["05-01 23:59:59", "06-30 23:59:59", "04-15 23:59:59"]);
}

#[test]
fn technical_support_answers_in_writing_and_the_field_manager_follows_up_g03_t17() {
    let mut walk = by_hand("technical");
    walk.fill("technical", "refer", "2026-09-30 10:00", "question=零冷水循环异响; field_person=孙师傅");
    // T17: one working day over the national holidays, the 8th.
    assert_eq!(walk.due("technical", "reply"), "10-08 17:30:00");
    let reply = "reply_text=更换循环泵; sent_customer=yes; sent_field=yes";
    let open = walk.lacking("technical", "reply", "2026-10-08 10:00");
    assert_eq!(open, ["reply_text", "sent_customer", "sent_field"], "G03: in writing, to customer and field staff");
    walk.fill("technical", "reply", "2026-10-08 10:00", reply);
    walk.fill("technical", "follow", "2026-10-09 10:00", "followed=已换泵，无异响");
    assert!(walk.ended("technical"));
}

#[test]
fn a_suspected_breach_of_law_is_handed_on_and_not_only_mediated_g13() {
    let mut walk = by_hand("enforcement");
    walk.answer("enforcement", "kind=fake,fraud; suspect=某网店; proof=假冒铭牌照片三张", "2026-04-09 10:00");
    let unsigned = walk.refused("enforcement", "decide", "2026-04-09 10:00");
    assert_eq!(unsigned, ("G13".to_owned(), ProcedureReason::NamesNeeded(1)));
    walk.step("enforcement", "decide 何律师", "2026-04-09 10:00");
    let handed = "authority=郑州市市场监管局; handed_on=2026-04-10; receipt_no=移4";
    walk.fill("enforcement", "hand_over", "2026-04-10 10:00", handed);
    walk.fill("enforcement", "result", "2026-05-20 10:00", "outcome=filed; outcome_on=2026-05-19");
    assert!(walk.ended("enforcement"));
}

#[test]
fn a_request_about_personal_information_is_answered_in_fifteen_working_days() {
    let mut walk = by_hand("personal_right");
    walk.fill(
        "personal_right",
        "identify",
        "2026-04-09 10:00",
        "kinds=delete; asked_on=2026-04-09; identity_checked=yes",
    );
    // April 10 (1), 13-17 (6), 20-24 (11), 27-30 (15).
    assert_eq!(walk.due("personal_right", "answer"), "04-30 17:30:00");
    walk.answer("personal_right", "granted=no", "2026-04-13 10:00");
    walk.fill("personal_right", "answer", "2026-04-13 10:00", "refusal_reason=三包期内须保存");
    assert!(walk.ended("personal_right"));
}
