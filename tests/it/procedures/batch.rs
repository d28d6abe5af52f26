//! Batch problems of the appliance group: suspected, verified, isolated, planned, carried out, verified effective.

use kesu::domain::Field;
use kesu::domain::procedure::ProcedureReason;

use super::Walk;

const KEY: &str = "batch";

/// Received on the eve of the May holidays.
fn suspected() -> Walk {
    let typed = [(Field::Channel, "outlet"), (Field::Occurrence, "same_batch")];
    Walk::begin("appliance-group.toml", "2026-04-30 09:00", &typed)
}

fn verified(walk: &mut Walk) {
    let found = "ways=phone,video; fault=密封圈开裂; model=JJZ-900; batch_no=2509A; quantity=120; is_batch=yes";
    walk.fill(KEY, "verify", "2026-04-30 11:00", found);
}

#[test]
fn a_batch_goes_from_suspicion_to_a_verified_effect_l01_l02_l03_l04_l05_l08_l09_l11_t18_t19() {
    let mut walk = suspected();
    assert_eq!(walk.opened(), ["batch L01"], "a suspicion is enough");
    assert_eq!(walk.way(KEY), "verify answered", "until it is verified");
    let needed = ["ways", "fault", "model", "batch_no", "quantity", "is_batch"];
    assert_eq!(walk.lacking(KEY, "verify", "2026-04-30 10:00"), needed, "L01: fault, model, quantity");
    verified(&mut walk);
    assert_eq!(walk.way(KEY), "verify leaders lead isolate plan carry effect answered");
    // L04, L03: leaders and the customer-service manager are told at once.
    walk.fill(KEY, "leaders", "2026-05-01 10:30", "manager_told=2026-05-01 10:00; leader_told=分管副总");
    let early = walk.refused(KEY, "isolate", "2026-05-01 10:40");
    assert_eq!(early, ("L02".to_owned(), ProcedureReason::StepFirst("lead".to_owned())), "quality leads first");
    walk.fill(KEY, "lead", "2026-05-01 11:00", "quality_lead=林晓; informed=quality,production,stores");
    // L02: every stock that is named is marked and isolated.
    walk.row(KEY, "stock", "stock_place=郑州仓; stock_model=JJZ-900 2509A; stock_quantity=46", "2026-05-01 12:00");
    let left = walk.lacking(KEY, "isolate", "2026-05-01 12:00");
    assert_eq!(left, ["stock 1 marked", "stock 1 isolated", "in_stock"]);
    let whole = "stock_place=郑州仓; stock_model=JJZ-900 2509A; stock_quantity=46; marked=yes; isolated=yes";
    walk.correct_row(KEY, "stock", 1, whole, "2026-05-01 15:00");
    walk.fill(KEY, "isolate", "2026-05-01 15:00", "in_stock=yes");
    // T18: two calendar days after the first of May, a holiday: the 3rd, to its end (X4).
    assert_eq!(walk.due(KEY, "plan"), "05-03 23:59:59");
    walk.answer(KEY, "disposition=parts; plan_text=更换密封圈", "2026-05-03 15:00");
    let alone = walk.refused(KEY, "plan 周晓岚、林晓", "2026-05-03 15:00");
    assert_eq!(alone, ("T18".to_owned(), ProcedureReason::NamesNeeded(3)), "with quality and technical dept");
    walk.step(KEY, "plan 周晓岚、林晓、陈工", "2026-05-03 15:00");
    // T19: three calendar days after the plan: the 6th.
    assert_eq!(walk.due(KEY, "carry"), "05-06 23:59:59");
    walk.row(
        KEY,
        "helpers",
        "helper=孙强; helper_from=总部; helper_to=郑州分部; helper_on=2026-05-04",
        "2026-05-04 08:00",
    );
    // L05: same-kind products are tested backwards.
    walk.answer(KEY, "tested_backwards=yes", "2026-05-06 09:00");
    walk.fill(KEY, "carry", "2026-05-06 10:00", "backward_result=2508 批合格");
    // L11, L08: supplier, cause and countermeasure signed by the person.
    let supplier = "supplier=宏达橡胶; incoming=硬度偏低; joint_measure=增加进货硬度检验";
    walk.row(KEY, "suppliers", supplier, "2026-05-06 11:00");
    let cause = "problem=密封圈开裂; cause=胶料配比错误; measure=恢复配比并首件检验; signed_by=王工";
    walk.row(KEY, "causes", cause, "2026-05-06 12:00");
    let left = walk.lacking(KEY, "effect", "2026-05-20 10:00");
    assert_eq!(left, ["causes 1 due_on", "cause_signed", "spot_check", "effective"], "L08, L09");
    walk.correct_row(KEY, "causes", 1, &format!("{cause}; due_on=2026-05-15"), "2026-05-20 10:00");
    // L09: supervised until effective: a plan that did not help is carried out anew.
    walk.send_back(KEY, "carry", "抽查仍有开裂", "2026-05-20 11:00").unwrap();
    walk.step(KEY, "carry", "2026-05-25 10:00");
    walk.fill(KEY, "effect", "2026-06-01 10:00", "cause_signed=yes; spot_check=抽 30 台无开裂; effective=yes");
    let held = walk.held("2026-06-01 10:30");
    assert_eq!(held, ("L01".to_owned(), ProcedureReason::StillRunning(vec![KEY.to_owned()])));
    // L04: the result is answered to whoever complained.
    walk.fill(KEY, "answered", "2026-06-01 11:00", "answer_text=已免费更换密封圈");
    assert!(walk.ended(KEY));
}

#[test]
fn a_suspicion_that_is_no_batch_ends_with_the_answer_l01_l04() {
    let mut walk = suspected();
    let found = "ways=visit; fault=接头松动; model=JJZ-900; batch_no=2509A; quantity=1; is_batch=no";
    walk.fill(KEY, "verify", "2026-04-30 11:00", found);
    assert_eq!(walk.way(KEY), "verify answered");
    walk.fill(KEY, "answered", "2026-04-30 12:00", "answer_text=单台接头松动，已紧固");
    assert!(walk.ended(KEY));
}

#[test]
fn without_stock_nothing_is_isolated_l02() {
    let mut walk = suspected();
    verified(&mut walk);
    walk.fill(KEY, "leaders", "2026-04-30 11:30", "manager_told=2026-04-30 11:10; leader_told=分管副总");
    walk.fill(KEY, "lead", "2026-04-30 12:00", "quality_lead=林晓; informed=quality");
    walk.fill(KEY, "isolate", "2026-04-30 13:00", "in_stock=yes");
}
