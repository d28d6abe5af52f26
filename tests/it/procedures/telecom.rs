//! Procedures of the two-tier telecom book: escalated complaint, proof of intake, test call, survey, standard answers.

use kesu::domain::Field;
use kesu::domain::procedure::ProcedureReason;

use super::Walk;

const BOOK: &str = "two-tier-telecom.toml";

#[test]
fn an_escalated_complaint_goes_between_headquarters_and_branch_a01_a03_i01_i02_h05() {
    let mut walk = Walk::begin(BOOK, "2026-04-09 09:00", &[(Field::Channel, "group_hotline")]);
    assert_eq!(walk.opened(), ["escalated I01", "proof B09"], "I01: brought to the group hotline");
    let key = "escalated";
    let by: Vec<_> = walk.template(key).steps.iter().map(|step| step.by.zh.clone()).collect();
    assert_eq!(
        by,
        ["总部客服中心", "分公司", "总部客服中心", "总部客服中心"],
        "A01: two tiers; A03: headquarters dispatches and reviews"
    );
    let early = walk.refused(key, "answer", "2026-04-09 09:10");
    assert_eq!(early, ("I02".to_owned(), ProcedureReason::StepFirst("dispatch".to_owned())));
    walk.fill(key, "dispatch", "2026-04-09 10:00", "points=核对三月账单; branch_contact=郭敏");
    let answered = "finding=重复计费; measures=退费; customer_told=yes";
    walk.fill(key, "answer", "2026-04-10 10:00", answered);
    // I02: the review sends back, and the branch answers once more.
    walk.send_back(key, "answer", "没有附账单", "2026-04-10 14:00").unwrap();
    assert_eq!(walk.procedure(key).reworks.len(), 1);
    walk.answer(key, "finding=重复计费，附三月账单", "2026-04-11 09:00");
    walk.step(key, "answer", "2026-04-11 09:00");
    walk.fill(key, "review", "2026-04-13 09:00", "review_opinion=同意");
    // H05: the script of the call stands beside its questions.
    assert!(walk.template(key).section("called").unwrap().note.zh.starts_with("您好"));
    walk.fill(key, "call", "2026-04-13 15:00", "called_at=2026-04-13 14:50; satisfied=satisfied");
    assert!(walk.ended(key));
}

#[test]
fn scripts_differ_by_purpose_and_are_the_same_for_all_h05() {
    let walk = Walk::begin(BOOK, "2026-04-09 09:00", &[]);
    let scripts: std::collections::BTreeSet<_> = walk
        .book
        .rules
        .procedures
        .iter()
        .flat_map(|template| &template.sections)
        .filter(|section| section.note.zh.starts_with("您好"))
        .map(|section| section.note.zh.clone())
        .collect();
    assert_eq!(scripts.len(), 3, "escalated complaint, appeal, survey");
}

#[test]
fn a_case_is_not_closed_without_a_recording_or_a_signed_record_b09() {
    let mut walk = Walk::begin(BOOK, "2026-04-09 09:00", &[(Field::Channel, "hall")]);
    assert_eq!(walk.opened(), ["proof B09"]);
    let closing = walk.held("2026-04-09 10:00");
    assert_eq!(closing, ("B09".to_owned(), ProcedureReason::StillRunning(vec!["proof".to_owned()])));
    assert_eq!(walk.lacking("proof", "keep", "2026-04-09 10:00"), ["proof_kind"]);
    walk.answer("proof", "proof_kind=signed", "2026-04-09 10:00");
    assert_eq!(walk.lacking("proof", "keep", "2026-04-09 10:00"), ["signed_paper"]);
    walk.answer("proof", "proof_kind=recording", "2026-04-09 10:00");
    assert_eq!(walk.lacking("proof", "keep", "2026-04-09 10:00"), ["recording_no"]);
    walk.answer("proof", "proof_kind=signed; signed_paper=@签字记录", "2026-04-09 10:05");
    walk.step("proof", "keep", "2026-04-09 10:05");
    assert!(walk.ended("proof"));
    assert!(
        !Walk::begin(BOOK, "2026-04-09 09:00", &[(Field::Channel, "letter")]).opens("proof"),
        "a letter is its own"
    );
}

#[test]
fn a_test_call_is_told_to_the_unit_a03_t16() {
    let mut walk = Walk::begin(BOOK, "2026-04-09 09:00", &[(Field::Channel, "letter")]);
    walk.open("test_call", "2026-04-09 09:30");
    let call = "dialled=10000; dialled_at=2026-04-09 09:35; waited=12; correct=yes; manner=good";
    walk.fill("test_call", "call", "2026-04-09 09:40", call);
    walk.fill("test_call", "told", "2026-04-09 10:00", "unit=省客服中心");
    assert!(walk.ended("test_call"), "A03");
}

#[test]
fn a_survey_is_sampled_asked_and_analysed_perhaps_by_a_third_party_h10() {
    let mut walk = Walk::begin(BOOK, "2026-04-09 09:00", &[(Field::Channel, "letter")]);
    walk.open("survey", "2026-04-09 09:30");
    walk.answer("survey", "third_party=yes", "2026-04-09 09:30");
    let sample = "ways=phone、mail; third_party_name=市场研究公司; population=1200; sampled=100";
    walk.fill("survey", "plan", "2026-04-09 10:00", sample);
    assert_eq!(walk.procedure("survey").answers["ways"], "phone,mail", "H10: by telephone, visit or mail");
    walk.fill("survey", "ask", "2026-04-20 10:00", "answered=88; satisfied=80");
    walk.fill("survey", "report", "2026-04-21 10:00", "analysis=计费说明不清是主因");
    assert!(walk.ended("survey"));
}

#[test]
fn a_case_gives_a_standard_answer_that_staff_are_trained_in_g14() {
    let mut walk = Walk::begin(BOOK, "2026-04-09 09:00", &[(Field::Channel, "letter")]);
    let key = "knowledge";
    walk.open(key, "2026-04-09 09:30");
    walk.fill(key, "draft", "2026-04-09 10:00", "question=为什么扣两次; wording=系统重复计费，三日内退回");
    walk.answer(key, "valid_from=2026-04-15", "2026-04-10 09:00");
    let unsigned = walk.refused(key, "approve", "2026-04-10 10:00");
    assert_eq!(unsigned, ("G14".to_owned(), ProcedureReason::NamesNeeded(1)));
    walk.step(key, "approve 林主任", "2026-04-10 10:00");
    assert_eq!(walk.lacking(key, "train", "2026-04-14 10:00"), ["trained 0/1"]);
    walk.row(key, "trained", "trainee=郭敏; trained_on=2026-04-14", "2026-04-14 10:00");
    assert_eq!(walk.lacking(key, "train", "2026-04-14 10:00"), ["trained 1 passed"]);
    walk.row(key, "trained", "trainee=林晓; trained_on=2026-04-14; passed=yes", "2026-04-14 10:00");
    assert_eq!(walk.lacking(key, "train", "2026-04-14 10:00"), ["trained 1 passed"], "each row has its answers");
    walk.correct_row(key, "trained", 1, "trainee=郭敏; trained_on=2026-04-14; passed=no", "2026-04-14 10:30");
    walk.step(key, "train", "2026-04-14 10:30");
    assert!(walk.ended(key));
}

#[test]
fn front_line_staff_settle_within_their_authorisation_and_are_checked_a11() {
    let mut walk = Walk::begin(BOOK, "2026-04-09 09:00", &[(Field::Channel, "letter")]);
    let key = "authorised";
    walk.open(key, "2026-04-09 09:30");
    walk.answer(key, "authorised_scope=billing", "2026-04-09 09:30");
    assert_eq!(
        walk.lacking(key, "use", "2026-04-09 09:40"),
        ["authorised_staff", "authorised_level", "authorised_grounds", "authorised_amount"]
    );
    let used = "authorised_staff=郭敏; authorised_level=front; authorised_grounds=years、spend; authorised_amount=38.5";
    walk.fill(key, "use", "2026-04-09 10:00", used);
    assert_eq!(walk.procedure(key).answers["authorised_amount"], "38.50");
    assert_eq!(
        walk.held("2026-04-09 10:30").1,
        ProcedureReason::StillRunning(vec![key.to_owned()]),
        "A11: monitored use"
    );
    walk.answer(key, "authorised_within=no", "2026-04-09 11:00");
    assert_eq!(walk.lacking(key, "check 林主任", "2026-04-09 11:00"), ["authorised_beyond"]);
    walk.answer(key, "authorised_beyond=超出客服代表的金额，补办值班经理同意", "2026-04-09 11:10");
    walk.step(key, "check 林主任", "2026-04-09 11:10");
    assert!(walk.ended(key));
}
