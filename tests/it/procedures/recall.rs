//! Defect report and recall (law.md 3.2), and the red line of day 15.

use kesu::clock::procedure_clock::ClockState;
use kesu::domain::Field;
use kesu::domain::procedure::{ProcedureCommand, ProcedureReason};

use crate::store::at;

use super::{Walk, reason};

const BOOK: &str = "appliance-group.toml";
const KEY: &str = "recall";

/// Heavy injury, told on the eve of the national holidays.
fn injured() -> Walk {
    let typed = [(Field::Channel, "hotline"), (Field::Injury, "heavy"), (Field::InfoClass, "major_incident")];
    Walk::begin(BOOK, "2026-09-30 16:00", &typed)
}

#[test]
fn a_defect_is_reported_in_two_working_days_over_a_holiday_recall_2wd() {
    let mut walk = injured();
    assert!(walk.opened().contains(&"recall RECALL-2WD".to_owned()));
    // calendar.md: 2026-09-30 + 2 working days is 2026-10-09.
    assert_eq!(walk.due(KEY, "report"), "10-09 17:30:00");
    let judged = "product=JSQ-16 热水器; batches=2508 约 3000 台; danger=燃气泄漏中毒; known_cases=2";
    walk.fill(KEY, "judge", "2026-10-08 10:00", judged);
    walk.fill(
        KEY,
        "report",
        "2026-10-09 10:00",
        "report_office=省市场监管局; report_no=缺2026-7; reported_on=2026-10-09",
    );
    assert_eq!(walk.state(KEY, "report", "2026-10-10 09:00"), ClockState::Met(at("2026-10-09 10:00")));
    // Sellers and outlets have the same duty: one at least is told.
    assert_eq!(walk.lacking(KEY, "notify", "2026-10-09 11:00"), ["told 0/1"]);
    walk.row(KEY, "told", "told_unit=郑州网点; told_on=2026-10-09; stop_sale=yes", "2026-10-09 11:00");
    walk.step(KEY, "notify", "2026-10-09 11:00");
    walk.answer(KEY, "recall=yes; decision_reason=同批风险", "2026-10-10 10:00");
    walk.step(KEY, "decide 郭总", "2026-10-10 10:00");
    assert_eq!(walk.way(KEY), "judge report notify decide plan carry summary file");
    walk.fill(KEY, "plan", "2026-10-12 10:00", "plan_no=召2026-3; measure=repair; recall_quantity=3000");
    walk.step(KEY, "carry", "2026-12-10 10:00");
    walk.row(KEY, "summaries", "summary_on=2026-12-31; done_quantity=2100; obstacles=地址变更", "2026-12-31 10:00");
    walk.fill(KEY, "summary", "2027-03-01 10:00", "effect=完成率 98%，无新增伤害");
    walk.fill(KEY, "file", "2027-03-02 10:00", "keep_until=2032-03-02");
    assert!(walk.ended(KEY));
}

#[test]
fn a_recall_clock_is_set_aside_only_by_two_names_with_a_reason_recall_2wd() {
    let mut walk = injured();
    let id = walk.procedure(KEY).id;
    let mut waive = |names: &[&str], why: &str| {
        let names = names.iter().map(|name| (*name).to_owned()).collect();
        let (timer, reason) = ("report".to_owned(), why.to_owned());
        walk.run(ProcedureCommand::Waive { procedure: Some(id), timer, reason, names }.into(), "2026-10-08 09:00")
    };
    let refused = reason(waive(&["林晓"], "用户自行改装"));
    assert_eq!(refused, ("RECALL-2WD".to_owned(), ProcedureReason::NamesNeeded(2)));
    assert!(waive(&["林晓", "郭总"], " ").is_err());
    waive(&["林晓", "郭总"], "用户自行改装，非产品缺陷").unwrap();
    assert_eq!(walk.state(KEY, "report", "2026-10-20 09:00"), ClockState::Waived);
}

#[test]
fn a_recall_report_opens_for_injury_grade_loss_and_an_urgent_batch_recall_2wd() {
    let hotline = (Field::Channel, "hotline");
    let opens = |typed: &[(Field, &str)]| Walk::begin(BOOK, "2026-04-09 09:00", typed).opens(KEY);
    assert!(!opens(&[hotline, (Field::Injury, "light")]));
    assert!(opens(&[hotline, (Field::Injury, "death")]));
    assert!(opens(&[hotline, (Field::Grade, "extra_major")]));
    assert!(!opens(&[hotline, (Field::Loss, "49999.99")]));
    assert!(opens(&[hotline, (Field::Loss, "50000")]));
    let batch = [hotline, (Field::Occurrence, "same_batch"), (Field::Verified, "true")];
    assert!(!opens(&batch));
    assert!(opens(&[batch[0], batch[1], batch[2], (Field::Symptoms, "起火")]));
}

#[test]
fn a_demand_within_the_law_has_its_red_line_on_day_fifteen() {
    let typed = [(Field::Channel, "hotline"), (Field::Demand, "refund")];
    let walk = Walk::begin(BOOK, "2026-04-09 09:00", &typed);
    // Calendar days, the first not counted: the 9th + 15 = the 24th.
    assert_eq!(walk.case_due("red_line"), "04-24 23:59:59");
    let beyond = [typed[0], typed[1], (Field::BeyondLaw, "true")];
    assert_eq!(Walk::begin(BOOK, "2026-04-09 09:00", &beyond).case_due("red_line"), "absent");
    assert_eq!(Walk::begin(BOOK, "2026-04-09 09:00", &typed[..1]).case_due("red_line"), "absent");
}
