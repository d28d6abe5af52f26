//! Procedures through the data file: opened with the logging, counted in the lists, kept when rebuilt, told by the commands.

use kesu::domain::decide::Reason;
use kesu::domain::incident::Change;
use kesu::domain::procedure::{Answers, ProcedureCommand, ProcedureReason};
use kesu::domain::{Command, Field};
use kesu::store::{Answer, CaseFile, CaseId, Filter, ListQuery, Request, StoreError, View};

use super::cli::Place;
use super::store::{Desk, at, by};

const BOOK: &str = include_str!("../ref/procedures.toml");

/// A desk that works by the book of procedures.
fn desk() -> Desk {
    let mut desk = Desk::new();
    desk.database.answer(Request::SaveRuleBook { text: BOOK.to_owned(), by: by("2026-04-07 08:00") }).unwrap();
    let chosen = Request::ChooseRuleBook { id: "procedures".to_owned(), by: by("2026-04-07 08:00") };
    desk.database.answer(chosen).unwrap();
    desk
}

fn running(desk: &mut Desk, key: &str, when: &str) -> Vec<CaseId> {
    let filter = Filter { procedure: Some(key.to_owned()), ..Filter::default() };
    let query = ListQuery { filter, ..ListQuery::of(View::All, &by(when)) };
    let Answer::List(page) = desk.database.answer(Request::List(query)).unwrap() else { panic!("a page") };
    page.rows.iter().map(|row| row.id).collect()
}

fn answers(pairs: &[(&str, &str)]) -> Answers {
    pairs.iter().map(|(key, text)| ((*key).to_owned(), (*text).to_owned())).collect()
}

fn step(step: &str, when: &str) -> Command {
    ProcedureCommand::Step { id: 1, step: step.to_owned(), at: at(when), names: Vec::new(), note: String::new() }.into()
}

fn keys(file: &CaseFile) -> Vec<&str> {
    file.case.procedures.iter().map(|procedure| procedure.key.as_str()).collect()
}

#[test]
fn an_appeal_opens_with_the_logging_and_governs_the_list_i09() {
    let mut desk = desk();
    let plain = desk.log(&[], "2026-04-09 10:00");
    let appeal = desk.log(&[(Field::Channel, "regulator")], "2026-04-09 10:00");
    assert!(keys(&desk.file(plain)).is_empty());
    let file = desk.file(appeal);
    assert_eq!((keys(&file), file.case.procedures[0].because.as_deref()), (vec!["appeal"], Some("I09")));
    assert_eq!(file.row.due_at, Some(at("2026-04-10 10:00")), "T13: a day to accept");
    assert_eq!(running(&mut desk, "appeal", "2026-04-09 11:00"), [appeal]);
    assert!(running(&mut desk, "recall", "2026-04-09 11:00").is_empty());

    let given = ProcedureCommand::Answer { id: 1, answers: answers(&[("key_appeal", "no")]) };
    desk.run(appeal, given.into(), "2026-04-09 11:00").unwrap();
    let file = desk.run(appeal, step("accept", "2026-04-09 12:00"), "2026-04-09 12:00").unwrap();
    assert_eq!(file.row.due_at, Some(at("2026-04-13 12:00")), "T14: 96 hours for the branch");
    let refused = desk.run(appeal, step("reply", "2026-04-09 12:30"), "2026-04-09 12:30").unwrap_err();
    let StoreError::Refused(refusal) = refused else { panic!("{refused}") };
    assert_eq!(refusal.reason, Reason::Procedure(ProcedureReason::StepFirst("branch".to_owned())));
    assert_eq!(refusal.rule, "I03");

    desk.database.answer(Request::Rebuild).unwrap();
    assert_eq!(running(&mut desk, "appeal", "2026-04-09 13:00"), [appeal], "also when the rows are made anew");
    assert_eq!(desk.file(appeal).case, file.case, "the events say the same again");
    let end = ProcedureCommand::BreakOff { id: 1, reason: "撤诉".to_owned() };
    let file = desk.run(appeal, end.into(), "2026-04-09 14:00").unwrap();
    assert!(running(&mut desk, "appeal", "2026-04-09 15:00").is_empty());
    assert_eq!(file.row.due_at, None, "this book sets no limit to stages");
}

#[test]
fn an_imported_row_and_a_correction_open_what_they_call_for_l02() {
    let mut desk = desk();
    let row = super::store::facts(&[(Field::Injury, "heavy")], "2026-09-30 10:00");
    let many = Request::LogMany { facts: vec![row], by: by("2026-09-30 12:00") };
    let Answer::Logged(logged) = desk.database.answer(many).unwrap() else { panic!("logged") };
    let file = desk.file(logged[0].id);
    assert_eq!(keys(&file), ["recall"]);
    assert_eq!(file.row.due_at, Some(at("2026-10-09 17:30")), "two working days over the holiday");

    let batch = desk.log(&[(Field::Occurrence, "same_batch")], "2026-10-08 09:00");
    assert!(keys(&desk.file(batch)).is_empty());
    let verified = Command::Amend { changes: vec![(Field::Verified, "true".to_owned())], reason: String::new() };
    let file = desk.run(batch, verified, "2026-10-08 10:00").unwrap();
    assert_eq!((keys(&file), file.case.procedures[0].because.as_deref()), (vec!["recall"], Some("L02")));
    assert_eq!(file.history.len(), 3, "logged, corrected, opened");
}

#[test]
fn a_stage_is_warned_of_also_while_a_procedure_governs_f01() {
    let mut desk = desk();
    let appeal = desk.log(&[(Field::Channel, "regulator")], "2026-04-09 10:00");
    let warned = |desk: &mut Desk, when: &str| match desk.database.answer(Request::MarkWarned { by: by(when) }).unwrap()
    {
        Answer::Count(count) => count,
        other => panic!("{other:?}"),
    };
    desk.run(appeal, super::store::dispatch(), "2026-04-09 12:00").unwrap();
    // T13 is past its mark since 07:36, and late from 10:00 on.
    assert_eq!(warned(&mut desk, "2026-04-10 12:00"), 0, "the stage has time until the 11th");
    // T03: 48 hours, nine tenths of them are over at 07:12 of the 11th.
    assert_eq!(warned(&mut desk, "2026-04-11 07:11"), 0);
    assert_eq!(warned(&mut desk, "2026-04-11 07:12"), 1);
    assert_eq!(warned(&mut desk, "2026-04-11 08:00"), 0, "once a stage");
    let file = desk.file(appeal);
    assert!(file.case.span().is_some_and(|span| span.warned_at == Some(at("2026-04-11 07:12"))));
}

#[test]
fn the_commands_tell_a_procedure_and_mask_what_is_private_q07() {
    let place = Place::new();
    let path = place.path("desk.db");
    let mut database = kesu::store::Database::open(&path, kesu::store::OpenMode::Create).unwrap();
    database.answer(Request::SaveRuleBook { text: BOOK.to_owned(), by: by("2026-04-07 08:00") }).unwrap();
    let chosen = Request::ChooseRuleBook { id: "procedures".to_owned(), by: by("2026-04-07 08:00") };
    database.answer(chosen).unwrap();
    let typed = [(Field::Channel, "regulator"), (Field::Demand, "refund")];
    let facts = Box::new(super::store::facts(&typed, "2026-04-09 10:00"));
    let log = Request::Log { facts, draft: None, by: by("2026-04-09 10:00") };
    let Answer::Logged(logged) = database.answer(log).unwrap() else { panic!("logged") };
    let mut seen = 2;
    let mut run = |command: ProcedureCommand, when: &str| {
        let by = by(when);
        let done = database.answer(Request::Do { case: logged[0].id, seen, command: Box::new(command.into()), by });
        done.unwrap();
        seen += 1;
    };
    let given = answers(&[("key_appeal", "no"), ("contact", "13800138000")]);
    run(ProcedureCommand::Answer { id: 1, answers: given }, "2026-04-09 10:05");
    let row = Change::Add(answers(&[("paper", "opinion")]));
    run(ProcedureCommand::Row { id: 1, section: "papers".to_owned(), change: row }, "2026-04-09 10:06");
    let Command::Procedure(accept) = step("accept", "2026-04-09 10:30") else { panic!("a step") };
    run(*accept, "2026-04-09 10:30");
    let names = vec!["周晓岚".to_owned(), "林致远".to_owned()];
    let waived = ProcedureCommand::Waive {
        procedure: None,
        timer: "red-line".to_owned(),
        reason: "诉求超出法律".to_owned(),
        names,
    };
    run(waived, "2026-04-09 10:40");
    drop(database);

    let number = logged[0].number.as_str();
    let db = path.to_str().unwrap();
    let told = place.done(&["--db", db, "show", number]);
    for line in [
        "1 appeal (监管申诉, I03), opened 2026-04-09 10:00 by rule I09",
        "done accept         2026-04-09 10:30",
        "next branch",
        "papers 1: paper opinion",
        "red-line  2026-04-09 10:40 by 周晓岚 and 林致远: 诉求超出法律",
        "1 branch            T14 (96 hours)  from 2026-04-09 10:30, due 2026-04-13 10:30",
    ] {
        assert!(told.contains(line), "{line}\n{told}");
    }
    assert!(told.contains("138****8000") && !told.contains("13800138000"), "{told}");
    let object = place.json(&["--db", db, "show", number, "--json"]);
    assert_eq!(object["procedures"][0]["next"], "branch");
    assert_eq!(object["procedures"][0]["answers"]["contact"], "138****8000");
    assert_eq!(object["waivers"][0]["timer"], "red-line");
    let red_line = object["deadlines"].as_array().into_iter().flatten().find(|clock| clock["key"] == "red-line");
    assert_eq!(red_line.map(|clock| clock["standing"].clone()), Some("waived".into()), "{object}");
    let history = place.done(&["--db", db, "show", number, "--explain"]);
    assert!(!history.contains("13800138000"), "{history}");
    let listed = place.json(&["--db", db, "list", "--view", "all", "--procedure", "appeal", "--json"]);
    assert_eq!(listed.as_array().map(Vec::len), Some(1));
    let none = place.json(&["--db", db, "list", "--view", "all", "--procedure", "recall", "--json"]);
    assert_eq!(none.as_array().map(Vec::len), Some(0));
    let unknown = place.refused(&["--db", db, "list", "--procedure", "noon"]);
    assert!(
        unknown.contains("there is no procedure \"noon\"") && unknown.contains("mediation, objection"),
        "{unknown}"
    );
}
