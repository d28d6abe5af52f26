//! Sheets beside the five official forms: there once the case has come to them, filled from what is on record.

use kesu::app::House;
use kesu::app::issuing::finished;
use kesu::app::paperwork::{Office, Paperwork, PaperworkFault, Print};
use kesu::domain::event::{Attachment, MediaKind, PhotoOf, SheetKind};
use kesu::domain::incident::Change;
use kesu::domain::procedure::ProcedureCommand;
use kesu::domain::stage::Satisfaction;
use kesu::domain::{Command, Field};
use kesu::paper::FontSet;
use kesu::store::{Answer, CaseFile, IssueMode, Request, Way};
use kesu::text::Lang;

use crate::cli::{Place, db};
use crate::store::{Desk, at, by, close, dispatch, handled, reply, revisit};
use crate::world::World;

/// A sheet of the case in its best mode: what it lacks, and its words on paper.
pub fn paper(kind: SheetKind, file: &CaseFile) -> (Vec<String>, String) {
    let content = content(kind, file).unwrap();
    let world = World::new(Lang::Zh);
    let print = Print { document: "KS-1", nth: 1, mode: content.best_mode() };
    let sheet = content.sheet(&file.case.number, print, &office(&world), &FontSet::load().unwrap()).unwrap();
    (content.missing(), sheet.to_text())
}

fn content(kind: SheetKind, file: &CaseFile) -> Result<Paperwork, PaperworkFault> {
    Paperwork::of(kind, file, &office(&World::new(Lang::Zh)))
}

fn office(world: &World) -> Office<'_> {
    static HOUSE: std::sync::LazyLock<House> = std::sync::LazyLock::new(House::default);
    Office {
        organisation: &world.organisation,
        places: &world.places,
        company: "澄屿电器集团有限公司",
        house: &HOUSE,
        me: "周晓岚",
        now: at("2026-04-20 10:00"),
    }
}

fn amend(field: Field, to: &str, reason: &str) -> Command {
    Command::Amend { changes: vec![(field, to.to_owned())], reason: reason.to_owned() }
}

#[test]
fn h07_h08_a_dissatisfied_customer_brings_a_rehandling_order() {
    let mut desk = Desk::new();
    let case = desk.log(&[(Field::CustomerName, "林佩珊"), (Field::Phone, "13800132706")], "2026-04-07 09:00");
    for (command, when) in
        [(dispatch(), "2026-04-07 10:00"), (handled(), "2026-04-08 15:00"), (reply(), "2026-04-08 16:00")]
    {
        desk.run(case, command, when).unwrap();
    }
    assert_eq!(content(SheetKind::Rehandling, &desk.file(case)), Err(PaperworkFault::NotSentBack));
    assert!(!SheetKind::of(&desk.file(case).case).contains(&SheetKind::Rehandling), "not in the list before");
    desk.run(case, revisit(Satisfaction::Dissatisfied, "还在滴水"), "2026-04-12 09:00").unwrap();
    let file = desk.file(case);
    assert!(SheetKind::of(&file.case).contains(&SheetKind::Rehandling));
    let (_, text) = paper(SheetKind::Rehandling, &file);
    for probe in [
        "投诉再处理单",
        "表号：KS-P3",
        "2026-04-08 15:00 | 处理 | 已更换接头",
        "2026-04-08 16:00 | 答复 | 已告知",
        "回访时间 | 2026-04-12 09:00 | 回访方式 | 电话",
        "还在滴水",
        "办理次数 | 第 2 次办理 | 下达时间 | 2026-04-12 09:00 | 再处理原因 | 回访不满意",
    ] {
        assert!(text.contains(probe), "{probe}\n{text}");
    }
    let due = kesu::clock::case_clock::CaseClocks::of(&file.case, &file.book.rules, &file.book.clockwork).stage;
    let due = due.unwrap().deadline.due.unwrap().wall().format("应完成时间 | %Y-%m-%d %H:%M").to_string();
    assert!(text.contains(&due), "the limit of the new round is the case's own: {due}\n{text}");
}

#[test]
fn a_reopened_case_says_so_on_its_order() {
    let mut desk = Desk::new();
    let case = desk.log(&[], "2026-04-07 09:00");
    let way = [dispatch(), handled(), reply(), revisit(Satisfaction::Satisfied, "好"), close()];
    for (command, hour) in way.into_iter().zip(10..) {
        desk.run(case, command, &format!("2026-04-07 {hour}:00")).unwrap();
    }
    desk.run(case, Command::Reopen { reason: "用户再次来电".to_owned() }, "2026-04-09 09:00").unwrap();
    let (_, text) = paper(SheetKind::Rehandling, &desk.file(case));
    assert!(text.contains("再处理原因 | 结案后重开") && text.contains("用户再次来电"), "{text}");
}

#[test]
fn what_was_corrected_stands_on_the_slip_and_what_was_taken_back_does_not() {
    let mut desk = Desk::new();
    let case = desk.log(&[(Field::Model, "JSQ25-C11"), (Field::Phone, "13800132706")], "2026-04-07 09:00");
    assert_eq!(content(SheetKind::Correction, &desk.file(case)), Err(PaperworkFault::NotCorrected));
    desk.run(case, amend(Field::Model, "JSQ25-C12", "铭牌照片更正"), "2026-04-08 09:00").unwrap();
    desk.run(case, amend(Field::Phone, "13900000001", "用户来电更正"), "2026-04-08 10:00").unwrap();
    let (_, text) = paper(SheetKind::Correction, &desk.file(case));
    for probe in [
        "工单更正单",
        "1 | 型号 | JSQ25-C11 | JSQ25-C12 | 铭牌照片更正 | 周晓岚 | 2026-04-08 09:00",
        "2 | 电话 | 138****2706 | 139****0001",
    ] {
        assert!(text.contains(probe), "{probe}\n{text}");
    }
    let n = desk.file(case).case.undoable[0];
    desk.run(case, Command::Undo { n }, "2026-04-08 10:05").unwrap();
    let (_, text) = paper(SheetKind::Correction, &desk.file(case));
    assert!(text.contains("JSQ25-C12") && !text.contains("139****0001"), "the second was taken back: {text}");
}

#[test]
fn cases_with_a_sheet_that_was_never_printed_wait_until_it_is() {
    let mut desk = Desk::new();
    let pending = |desk: &mut Desk| match desk.database.answer(Request::PendingPrints).unwrap() {
        Answer::PendingPrints(found) => found.into_iter().map(|one| (one.id, one.sheets)).collect::<Vec<_>>(),
        other => panic!("{other:?}"),
    };
    let case = desk.log(&[(Field::CustomerName, "林佩珊")], "2026-04-07 09:00");
    desk.log(&[], "2026-04-07 09:00");
    assert!(pending(&mut desk).is_empty(), "form 1 of an ordinary case is printed on demand");
    desk.run(case, dispatch(), "2026-04-07 10:00").unwrap();
    desk.run(case, amend(Field::Model, "C12", "铭牌更正"), "2026-04-07 11:00").unwrap();
    assert_eq!(pending(&mut desk), [(case, vec![SheetKind::Dispatch, SheetKind::Correction])]);
    let file = desk.file(case);
    let world = World::new(Lang::Zh);
    let slip = content(SheetKind::Dispatch, &file).unwrap();
    let next = (format!("{}-PD-01", file.case.number), 1);
    let fonts = FontSet::load().unwrap();
    let of = (&slip, &file, SheetKind::Dispatch);
    let made = finished(of, next, IssueMode::Final, (&office(&world), &fonts)).unwrap();
    let request = Request::Issue { issue: Box::new(made), whose: None, way: Way::Printer, by: by("2026-04-07 12:00") };
    desk.database.answer(request).unwrap();
    assert_eq!(pending(&mut desk), [(case, vec![SheetKind::Correction])]);
}

#[test]
fn an_empty_report_prints_for_the_field() {
    let place = Place::new();
    for form in ["correction", "objection", "appeal"] {
        let told = place.done(&["print", "--blank", form, "--out", "blank"]);
        let bytes = std::fs::read(place.path(told.trim())).unwrap();
        assert!(bytes.starts_with(b"%PDF"), "{form}");
    }
    assert!(place.refused(&["print", "--blank", "rehandling"]).contains("--blank takes"));
}

#[test]
fn a_corrected_case_prints_its_slip_with_a_number_of_its_own() {
    let place = Place::new();
    let path = place.path("desk.db");
    let data = db(&path);
    let mut desk = kesu::store::Database::open(&path, kesu::store::OpenMode::Create).unwrap();
    let facts = Box::new(crate::store::facts(&[(Field::Model, "C11")], "2026-04-07 09:00"));
    let request = Request::Log { facts, draft: None, by: by("2026-04-07 09:00") };
    let kesu::store::Answer::Logged(logged) = desk.answer(request).unwrap() else { panic!() };
    let number = logged[0].number.clone();
    drop(desk);
    assert!(place.refused(&["print", &number, "--db", data, "--form", "correction"]).contains("nothing was corrected"));
    place.done(&["print", &number, "--db", data, "--form", "feedback", "--out", "out"]);
    let mut desk = kesu::store::Database::open(&path, kesu::store::OpenMode::Existing).unwrap();
    let kesu::store::Answer::Case(file) = desk.answer(Request::Open(logged[0].id)).unwrap() else { panic!() };
    let command = Box::new(amend(Field::Model, "C12", "铭牌更正"));
    let request = Request::Do { case: file.id, seen: file.case.revision, command, by: by("2026-04-08 09:00") };
    desk.answer(request).unwrap();
    drop(desk);
    let told = place.done(&["print", &number, "--db", data, "--form", "correction", "--out", "out"]);
    assert!(told.contains(&format!("{number}-GZ-01.pdf")), "{told}");
}

/// forms.md 1.1: R11 counts photos by what they show, R16 follows the batch track, the post comes from the list of people.
#[test]
fn form_1_counts_photos_by_what_they_show_and_names_the_batch_decision_l01_l02() {
    let mut desk = Desk::new();
    let typed = [(Field::CustomerName, "林佩珊"), (Field::Phone, "13800132706"), (Field::Occurrence, "same_batch")];
    let case = desk.log(&typed, "2026-04-07 09:00");
    let hash = |n: u8| format!("{n:064}");
    for n in 1..=4 {
        let name = format!("{n}.jpg");
        let photo = Attachment { hash: hash(n), name, media: MediaKind::Photo, bytes: 9, taken_at: None };
        desk.run(case, Command::Attach(photo), "2026-04-07 09:10").unwrap();
    }
    let boxes = |desk: &mut Desk| paper(SheetKind::Feedback, &desk.file(case)).1;
    assert!(boxes(&mut desk).contains("☐ | 整机照片"), "of four photos nobody said what they show");
    let name = |n, shows| Command::NamePhoto { hash: hash(n), shows };
    for (n, shows) in [(1, PhotoOf::Machine), (2, PhotoOf::Plate), (3, PhotoOf::Machine), (3, PhotoOf::Surroundings)] {
        desk.run(case, name(n, shows), "2026-04-07 09:20").unwrap();
    }
    assert!(desk.run(case, name(2, PhotoOf::Plate), "2026-04-07 09:20").is_err(), "it was said already");
    assert!(desk.run(case, name(9, PhotoOf::Plate), "2026-04-07 09:20").is_err(), "there is no such photo");
    let text = boxes(&mut desk).replace(" | ", "");
    for probe in ["☑整机照片1张", "☑铭牌条码1张", "☑环境1张", "☐录像0段", "☐非批量☐批量"]
    {
        assert!(text.contains(probe), "{probe}\n{text}");
    }
    let answers = |given: &[(&str, &str)]| given.iter().map(|(key, text)| ((*key).into(), (*text).into())).collect();
    let batch = ProcedureCommand::Answer { id: 1, answers: answers(&[("is_batch", "yes")]) };
    desk.run(case, Command::Procedure(Box::new(batch)), "2026-04-07 10:00").unwrap();
    let row = Change::Add(answers(&[("stock_place", "郑州仓"), ("marked", "yes"), ("isolated", "yes")]));
    let stock = ProcedureCommand::Row { id: 1, section: "stock".to_owned(), change: row };
    desk.run(case, Command::Procedure(Box::new(stock)), "2026-04-07 10:00").unwrap();
    let text = boxes(&mut desk).replace(" | ", "");
    assert!(text.contains("☐非批量☑批量，转品质部主导") && text.contains("☑标示☑隔离☐放行☐不涉及"), "{text}");
    let mut file = desk.file(case);
    let world = World::new(Lang::Zh);
    let known = world.organisation.people.first().unwrap();
    file.case.logged_by.clone_from(&known.name);
    let text = paper(SheetKind::Feedback, &file).1;
    assert!(text.contains(&format!("岗位 | {}", kesu::paper::official::role_name(known.role))), "{text}");
}
