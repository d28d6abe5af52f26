//! Complaints lodged with the market authority (law.md 3.3) under both orders, and its checks of tips.

use kesu::clock::procedure_clock::ClockState;
use kesu::domain::procedure::ProcedureReason;
use kesu::domain::{Command, Field};

use crate::store::at;

use super::Walk;

const BOOK: &str = "appliance-group.toml";
const KEY: &str = "authority";

fn lodged(received: &str, pace: &str) -> Walk {
    let mut walk = Walk::begin(BOOK, received, &[(Field::Channel, "market_authority")]);
    assert_eq!(walk.opened(), ["authority SAMR-121"], "an appeal and a tip are other procedures");
    let day = &received[..10];
    let register = format!(
        "office=郑州市市场监管局; office_no=410100; pace={pace}; received_paper_on={day}; complainant_name=王女士; \
         complainant_phone=13800000000; respondent_name=澄屿电器; dispute_text=热水器漏水; requests=return,refund"
    );
    walk.fill(KEY, "register", received, &register);
    walk
}

#[test]
fn a_complaint_before_the_new_order_is_mediated_in_45_working_days_mediate_i08() {
    let mut walk = lodged("2026-04-10 09:00", "ordinary");
    // Seven working days after Friday the 10th: 13-17 are five, 20, 21.
    assert_eq!(walk.due(KEY, "accept_20"), "04-21 17:30:00");
    assert_eq!(walk.due(KEY, "accept_121"), "absent");
    walk.answer(KEY, "agrees=no", "2026-04-11 10:00");
    let left = walk.lacking(KEY, "consent", "2026-04-11 10:00");
    assert_eq!(left, ["decided_by", "refusal_reason"], "who decided, and why not");
    walk.answer(KEY, "agrees=yes; decided_by=郭总", "2026-04-11 10:00");
    walk.step(KEY, "consent", "2026-04-11 10:00");
    // Accepted after the new order came into force: the day of receipt decides all the same.
    walk.answer(KEY, "accepted=yes", "2026-04-16 10:00");
    walk.fill(KEY, "decided", "2026-04-16 10:00", "accepted_on=2026-04-16");
    // 45 working days after the 16th: the 17th (1), 20-24 (6), 27-30 (10), May 6-9 with a worked Saturday (14), 11-15 (19),
    // 18-22 (24), 25-29 (29), June 1-5 (34), 8-12 (39), 15-18 (43), after the festival of the 19th 22, 23 (45).
    assert_eq!(walk.due(KEY, "mediate_20"), "06-23 17:30:00");
    assert_eq!(walk.due(KEY, "mediate_121"), "absent");
    walk.row(KEY, "sessions", "session_on=2026-05-12; session_by=马秀兰; session_text=同意退货", "2026-05-12 17:00");
    walk.fill(KEY, "ended", "2026-05-13 10:00", "outcome=agreed");
    assert_eq!(walk.state(KEY, "mediate_20", "2026-07-01 09:00"), ClockState::Met(at("2026-05-13 10:00")));
    assert_eq!(walk.way(KEY), "register consent decided ended file", "no notice after an agreement");
    walk.answer(KEY, "case_filed=no; agreement_file=@投诉调解书", "2026-05-13 11:00");
    assert_eq!(walk.lacking(KEY, "file", "2026-05-13 11:00"), ["papers 0/1"]);
    walk.row(KEY, "papers", "paper_kind=agreement; paper_no=郑市监调9; paper_on=2026-05-13", "2026-05-13 11:00");
    walk.step(KEY, "file", "2026-05-13 11:00");
    assert!(walk.ended(KEY));
    let (_, kinds) = walk.template(KEY).question("paper_kind").unwrap();
    assert_eq!(kinds.choices.len(), 10, "I08: document types");
}

#[test]
fn a_complaint_under_the_new_order_is_mediated_in_60_days_and_a_test_stops_it_mediate() {
    let mut walk = lodged("2026-07-20 09:00", "ordinary");
    // Seven working days after Monday the 20th: 21-24 are four, 27, 28, 29.
    assert_eq!(walk.due(KEY, "accept_121"), "07-29 17:30:00");
    walk.fill(KEY, "consent", "2026-07-21 10:00", "agrees=yes; decided_by=郭总");
    walk.answer(KEY, "accepted=yes", "2026-08-03 09:00");
    walk.fill(KEY, "decided", "2026-08-03 09:00", "accepted_on=2026-08-02");
    // calendar.md: 2026-08-02 + 60 days is 10-01.
    assert_eq!(walk.due(KEY, "mediate_121"), "10-01 23:59:59");
    assert_eq!(walk.due(KEY, "mediate_20"), "absent");
    walk.run(Command::Wait { reason: "test".to_owned(), note: String::new() }, "2026-08-10 09:00").unwrap();
    walk.run(Command::Resume, "2026-08-20 09:00").unwrap();
    // Ten days of testing do not count: 10-01 + 10 is 10-11.
    assert_eq!(walk.due(KEY, "mediate_121"), "10-11 23:59:59");
    walk.answer(KEY, "outcome=terminated", "2026-09-18 10:00");
    walk.fill(KEY, "ended", "2026-09-18 10:00", "terminated_on=2026-09-18");
    // calendar.md: 2026-09-18 + 7 working days is 09-29.
    assert_eq!(walk.due(KEY, "notice_121"), "09-29 17:30:00");
    assert_eq!(walk.way(KEY), "register consent decided ended notice file");
    walk.fill(KEY, "notice", "2026-09-24 10:00", "notice_on=2026-09-24");
    walk.row(KEY, "papers", "paper_kind=termination; paper_no=终7; paper_on=2026-09-18", "2026-09-24 10:00");
    // K23: turning it into an enforcement case is the authority's act; the notice is counted.
    walk.answer(KEY, "case_filed=yes", "2026-09-24 10:00");
    walk.fill(KEY, "file", "2026-09-24 11:00", "case_filed_no=郑市监立2026-31");
    assert!(walk.ended(KEY));
}

#[test]
fn a_refused_complaint_has_its_ground_and_holds_the_closing_until_filed_e13() {
    let mut walk = lodged("2026-07-20 09:00", "emergency");
    walk.fill(KEY, "consent", "2026-07-20 09:30", "agrees=yes; decided_by=郭总");
    // E13: an emergency may be settled on the spot, two hours after it was opened; nobody is held to it.
    assert_eq!(walk.way(KEY), "register consent on_the_spot decided file");
    assert_eq!(walk.due(KEY, "on_the_spot"), "07-20 11:00:00", "E13");
    walk.step(KEY, "on_the_spot", "2026-07-20 10:40");
    walk.answer(KEY, "accepted=no", "2026-07-22 10:00");
    assert_eq!(walk.lacking(KEY, "decided", "2026-07-22 10:00"), ["refused_on", "refusal_ground"]);
    walk.answer(KEY, "refused_on=2026-07-22; refusal_ground=three_years", "2026-07-22 10:00");
    walk.step(KEY, "decided", "2026-07-22 10:00");
    let held = walk.held("2026-07-22 10:30");
    assert_eq!(held, ("SAMR-121".to_owned(), ProcedureReason::StillRunning(vec![KEY.to_owned()])));
    walk.row(KEY, "papers", "paper_kind=refusal; paper_no=不受3; paper_on=2026-07-22", "2026-07-22 11:00");
    walk.fill(KEY, "file", "2026-07-22 11:00", "case_filed=no");
    assert!(walk.ended(KEY));
}

#[test]
fn a_tip_is_checked_beside_the_complaint_and_never_merged_with_it_k23() {
    let mut walk = lodged("2026-04-09 09:00", "ordinary");
    walk.open("check", "2026-04-09 10:00");
    let notice = "office=郑州市市场监管局; tip_no=举12; tip_received_on=2026-04-09; matter=虚标能效";
    walk.fill("check", "receive", "2026-04-09 10:00", notice);
    // Fifteen working days and fifteen more: April 10 (1), 13-17 (6), 20-24 (11), 27-30 (15), May 6-9 (19), 11-15 (24),
    // 18-22 (29), the 25th.
    assert_eq!(walk.due("check", "check"), "05-25 17:30:00");
    walk.fill("check", "answer", "2026-04-15 10:00", "explained=能效报告一致");
    walk.answer("check", "outcome=filed", "2026-05-20 10:00");
    walk.fill("check", "result", "2026-05-20 10:00", "filed_no=郑市监立2026-40");
    assert!(walk.ended("check") && !walk.ended(KEY), "each has its own end");
}
