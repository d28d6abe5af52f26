//! Each command, what it is refused for, and what it leaves behind.

use super::*;
use crate::domain::decide::Wording;
use crate::domain::event::{ClosingTerms, Found, ReplyGiven};
use crate::domain::stage::{Acceptance, ContactWay};

/// Answered on the spot, so that nothing but the procedure keeps it open.
fn answered(trial: &mut Trial) {
    let reply = ReplyGiven {
        way: ContactWay::Phone,
        text: text("已答复"),
        accepted: Acceptance::Accepted,
        promise: None,
        found: Found::default(),
    };
    trial.go(Command::AnswerOnTheSpot(reply));
}

fn close() -> Command {
    Command::Close { conclusion: text("已解决"), opinion: text("满意"), terms: ClosingTerms::default() }
}

#[test]
fn an_appeal_goes_its_way_step_by_step_i03() {
    let mut trial = Trial::appeal();
    assert_eq!((trial.procedure(1).because.as_deref(), trial.next(1)), (Some("I09"), Some("accept")));
    let early = trial.step(1, "branch");
    assert_eq!(trial.refused(early), (text("T14"), ProcedureReason::StepFirst(text("accept"))));
    let lacking = trial.step(1, "accept");
    let lack = Lack::Answer { section: text("facts"), field: text("key_appeal") };
    assert_eq!(trial.refused(lacking.clone()), (text("T13"), ProcedureReason::Lacks(vec![lack])));
    trial.go(answer(1, &[("key_appeal", "否")]));
    trial.go(lacking.clone());
    assert_eq!(trial.refused(lacking), (text("T13"), ProcedureReason::AlreadyDone));
    // I07: filing for the record is asked for key appeals only.
    let filing = trial.step(1, "filing");
    assert_eq!(trial.refused(filing), (text("I07"), ProcedureReason::NoSuchStep));
    let way: Vec<&str> = way(trial.template(1), trial.procedure(1)).iter().map(|step| step.key.as_str()).collect();
    assert_eq!(way, ["accept", "branch", "advice", "report", "reply"]);
    let branch = trial.step(1, "branch");
    trial.go(branch);
    let open: Vec<&str> =
        open_steps(trial.template(1), trial.procedure(1)).iter().map(|step| step.key.as_str()).collect();
    assert_eq!((open.as_slice(), trial.next(1)), (["advice", "report"].as_slice(), Some("report")));
}

#[test]
fn a_report_bears_two_different_names_i06() {
    let mut trial = appeal_before("report");
    for by in [&[][..], &["周晓岚"], &["周晓岚", " "], &["周晓岚", "周晓岚 "], &["周晓岚", "林致远", ""]]
    {
        let report = trial.signed(1, "report", by);
        assert_eq!(trial.refused(report), (text("I06"), ProcedureReason::NamesNeeded(2)), "{by:?}");
    }
    let report = trial.signed(1, "report", &["周晓岚", "林致远"]);
    trial.go(report);
    assert!(trial.case.undoable.is_empty(), "names put to it stand");
    assert_eq!(trial.done(1), ["accept", "branch", "report"], "the advice was passed over");
}

#[test]
fn what_is_sent_back_is_done_again_and_counted_i06() {
    let mut trial = appeal_before("reply");
    let back = |to: &str, reason: &str| ProcedureCommand::SendBack { id: 1, to: text(to), reason: text(reason) };
    assert_eq!(trial.refused(back("accept", "不实")).1, ProcedureReason::NotBackTo);
    assert_eq!(trial.try_go(back("branch", " ")).unwrap_err().reason, Reason::TextMissing(Wording::Reason));
    trial.go(back("branch", "报告不实"));
    assert_eq!((trial.done(1), trial.next(1)), (vec!["accept"], Some("branch")));
    let rework = &trial.procedure(1).reworks[0];
    assert_eq!(
        (rework.from.as_deref(), rework.to.as_str(), rework.reason.as_str()),
        (Some("report"), "branch", "报告不实")
    );
    assert_eq!(trial.refused(back("branch", "再退")).1, ProcedureReason::NotBackTo, "it is not done");
    for (step, by) in [("branch", &[][..]), ("report", &["周晓岚", "林致远"])] {
        let command = trial.signed(1, step, by);
        trial.go(command);
    }
    trial.go(back("report", "格式不合"));
    assert_eq!((trial.done(1), trial.procedure(1).reworks.len()), (vec!["accept", "branch"], 2));
}

#[test]
fn a_step_is_done_neither_tomorrow_nor_before_the_one_before_it() {
    let mut trial = appeal_before("branch");
    let accepted = trial.procedure(1).done[0].at;
    let when = |at| ProcedureCommand::Step { id: 1, step: text("branch"), at, names: Vec::new(), note: String::new() };
    let tomorrow = trial.now.plus_minutes(1440);
    assert_eq!(trial.refused(when(tomorrow)).1, ProcedureReason::InTheFuture);
    assert_eq!(trial.refused(when(accepted.plus_minutes(-1))).1, ProcedureReason::TooEarly);
    trial.go(when(accepted));
    let mut late = Trial::appeal();
    late.go(answer(1, &[("key_appeal", "否")]));
    let received = late.case.facts.received_at;
    let first = |at| ProcedureCommand::Step { id: 1, step: text("accept"), at, names: Vec::new(), note: String::new() };
    assert_eq!(late.refused(first(received.plus_minutes(-1))).1, ProcedureReason::TooEarly);
    late.go(first(received));
}

#[test]
fn answers_follow_what_they_hang_on_b06() {
    let mut trial = Trial::new(&[]);
    let id = trial.open("objection");
    assert_eq!(trial.refused(answer(id, &[("weight", "5")])), (text("B06"), ProcedureReason::NotAsked(text("weight"))));
    trial.go(answer(id, &[("weight", "5"), ("kind", "数量异议")]));
    assert_eq!(trial.procedure(id).answers, given(&[("kind", "quantity"), ("weight", "5")]));
    assert_eq!(trial.refused(answer(id, &[("amount", "很多")])).1, ProcedureReason::BadAnswer(text("amount")));
    assert_eq!(trial.refused(answer(id, &[("paper", "x")])).1, ProcedureReason::NotAsked(text("paper")));
    let before = trial.procedure(id).answered_at["kind"];
    trial.go(answer(id, &[("kind", "quality")]));
    assert_eq!(trial.procedure(id).answers, given(&[("kind", "quality")]), "the weight is asked no longer");
    assert_eq!(trial.procedure(id).answered_at["kind"], before, "first answered then");
    assert_eq!(trial.try_go(answer(id, &[("kind", "质量异议")])).unwrap_err().reason, Reason::NothingChanged);
    trial.go(answer(id, &[("kind", "")]));
    assert!(trial.procedure(id).answers.is_empty() && trial.procedure(id).answered_at.is_empty());
    let last = trial.case.undoable.clone();
    trial.go(Command::Undo { n: last[0] });
    assert_eq!(trial.procedure(id).answers, given(&[("kind", "quality")]));
}

#[test]
fn an_answer_taken_away_again_is_asked_for_again() {
    let mut trial = appeal_before("reply");
    trial.go(answer(1, &[("key_appeal", "")]));
    let reply = trial.step(1, "reply");
    let lack = Lack::Answer { section: text("facts"), field: text("key_appeal") };
    assert_eq!(trial.refused(reply).1, ProcedureReason::Lacks(vec![lack]));
}

#[test]
fn three_different_competitors_are_needed_n01() {
    let mut trial = Trial::new(&[]);
    let id = trial.open("competitor");
    trial.go(answer(id, &[("month", "2026年3月")]));
    for brand in ["甲", "乙", "乙"] {
        trial.go(add(id, "brands", &[("brand", brand)]));
    }
    let filed = trial.step(id, "filed");
    let lack = Lack::Rows { section: text("brands"), least: 3, have: 2 };
    assert_eq!(trial.refused(filed.clone()), (text("O02"), ProcedureReason::Lacks(vec![lack])));
    let row = |change| ProcedureCommand::Row { id, section: text("brands"), change };
    let correct =
        |row: u32, reason: &str| Change::Correct { id: row, to: given(&[("brand", "丙")]), reason: text(reason) };
    assert_eq!(trial.refused(row(correct(9, "写错"))).1, ProcedureReason::NoSuchRow(9));
    assert_eq!(trial.try_go(row(correct(3, ""))).unwrap_err().reason, Reason::TextMissing(Wording::Reason));
    trial.go(row(correct(3, "写错")));
    assert_eq!(trial.try_go(add(id, "brands", &[("brand", " ")])).unwrap_err().reason, Reason::NothingChanged);
    trial.go(row(Change::Strike { id: 1, reason: text("重复") }));
    trial.go(add(id, "brands", &[("brand", "丁")]));
    trial.go(filed);
    assert!(has_ended(trial.template(id), trial.procedure(id)));
    assert_eq!(trial.refused(answer(id, &[("month", "2026-04")])).1, ProcedureReason::Ended);
    assert_eq!(trial.refused(answer(9, &[])).1, ProcedureReason::NoSuchProcedure(9));
}

#[test]
fn a_file_that_answers_is_one_of_the_case_and_stays_i08() {
    let mut trial = appeal_before("branch");
    let hash = "cd".repeat(32);
    let scan = add(1, "papers", &[("paper", "opinion"), ("scan", &hash)]);
    assert_eq!(trial.refused(scan.clone()), (text("I08"), ProcedureReason::BadAnswer(text("scan"))));
    trial.attach(&hash);
    trial.go(scan);
    let detach = Command::Detach { hash, reason: text("重复") };
    assert_eq!(trial.refused(detach.clone()).1, ProcedureReason::FileAnswers);
    let strike = Change::Strike { id: 2, reason: text("误传") };
    trial.go(ProcedureCommand::Row { id: 1, section: text("papers"), change: strike });
    trial.go(detach);
}

#[test]
fn a_clock_of_the_law_is_set_aside_by_two_names_only() {
    let mut trial = Trial::new(&[(Field::Injury, "heavy")]);
    let waive = |procedure, timer: &str, reason: &str, by: &[&str]| ProcedureCommand::Waive {
        procedure,
        timer: text(timer),
        reason: text(reason),
        names: names(by),
    };
    let two = ["周晓岚", "林致远"];
    assert_eq!(trial.refused(waive(Some(1), "noon", "非缺陷", &two)).1, ProcedureReason::NoSuchTimer);
    assert_eq!(trial.refused(waive(Some(7), "recall", "非缺陷", &two)).1, ProcedureReason::NoSuchProcedure(7));
    let one = waive(Some(1), "recall", "非缺陷", &["周晓岚", "周晓岚"]);
    assert_eq!(trial.refused(one), (text("RECALL-2WD"), ProcedureReason::NamesNeeded(2)));
    let unsaid = waive(Some(1), "recall", "", &two);
    assert_eq!(trial.try_go(unsaid).unwrap_err().reason, Reason::TextMissing(Wording::Reason));
    trial.go(waive(Some(1), "recall", "非缺陷", &two));
    assert_eq!(trial.refused(waive(Some(1), "recall", "非缺陷", &two)).1, ProcedureReason::AlreadyDone);
    trial.go(waive(None, "red-line", "诉求超出法律", &two));
    assert_eq!((trial.case.waivers.len(), trial.case.undoable.len()), (2, 0));
}

#[test]
fn a_running_appeal_keeps_the_case_open_i04() {
    let mut trial = Trial::appeal();
    assert_eq!(trial.refused(ProcedureCommand::Open { key: text("nothing") }).1, ProcedureReason::NotPrescribed);
    answered(&mut trial);
    assert_eq!(trial.refused(close()), (text("I03"), ProcedureReason::StillRunning(vec![text("appeal")])));
    trial.go(ProcedureCommand::BreakOff { id: 1, reason: text("撤诉") });
    trial.go(close());
}

#[test]
fn an_authority_answers_also_after_the_closing() {
    let mut trial = Trial::new(&[(Field::Injury, "heavy")]);
    answered(&mut trial);
    let second = trial.open("mediation");
    trial.go(ProcedureCommand::BreakOff { id: second, reason: text("误开") });
    trial.go(close());
    trial.go(answer(1, &[("number", "召2026-5")]));
    let report = trial.step(1, "report");
    trial.go(report);
    assert!(has_ended(trial.template(1), trial.procedure(1)));
    let refusal = trial.try_go(ProcedureCommand::Open { key: text("mediation") }).unwrap_err();
    assert_eq!(refusal.reason, Reason::AlreadyClosed);
}
