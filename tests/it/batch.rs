//! Sheets of many cases from the command line: a result a sheet, refusals that stop nobody, joined files.

use kesu::store::{Answer, Database, OpenMode, Request};

use crate::cli::{Place, db};
use crate::store::{by, dispatch, facts};

/// Five cases, of which the first three are dispatched; their numbers.
fn desk(place: &Place) -> (std::path::PathBuf, Vec<String>) {
    let path = place.path("desk.db");
    let mut database = Database::open(&path, OpenMode::Create).unwrap();
    let mut numbers = Vec::new();
    for nth in 0..5 {
        let facts = Box::new(facts(&[], "2026-04-07 09:00"));
        let request = Request::Log { facts, draft: None, by: by("2026-04-07 09:00") };
        let Answer::Logged(logged) = database.answer(request).unwrap() else { panic!() };
        numbers.push(logged[0].number.clone());
        if nth < 3 {
            let Answer::Case(file) = database.answer(Request::Open(logged[0].id)).unwrap() else { panic!() };
            let (case, seen) = (file.id, file.case.revision);
            let command = Box::new(dispatch());
            database.answer(Request::Do { case, seen, command, by: by("2026-04-07 10:00") }).unwrap();
        }
    }
    (path, numbers)
}

fn count(path: &std::path::Path) -> usize {
    lopdf::Document::load(path).unwrap().get_pages().len()
}

#[test]
fn a_refused_case_does_not_stop_the_others_and_the_exit_code_says_so() {
    let place = Place::new();
    let (path, numbers) = desk(&place);
    let list = format!("{},KS9999-9999", numbers[1..].join(","));
    let args = ["print", &numbers[0], "--db", db(&path), "--cases", &list, "--form", "dispatch", "--out", "out"];
    let output = place.kesu(&args, "");
    assert!(!output.status.success());
    let told = String::from_utf8(output.stdout).unwrap();
    let errors = String::from_utf8(output.stderr).unwrap();
    assert!(errors.contains("3 of 6 were refused"), "{errors}");
    for number in &numbers[..3] {
        assert!(
            told.contains(&format!("{number}-PD-01.pdf")) && place.path(&format!("out/{number}-PD-01.pdf")).exists()
        );
    }
    assert_eq!(told.matches("has not been dispatched").count(), 2, "{told}");
    assert!(told.lines().any(|line| line.starts_with("KS9999-9999") && line.contains("refused")), "{told}");
    // Printed again: the same issue, handed out once more.
    let again = place.done(&[
        "print",
        "--db",
        db(&path),
        "--cases",
        &numbers[..3].join(","),
        "--form",
        "dispatch",
        "--out",
        "out",
    ]);
    assert_eq!(again.matches("printed as issue 1, handed out 2 times").count(), 3, "{again}");
}

#[test]
fn a_list_prints_into_one_file_in_its_order() {
    let place = Place::new();
    let (path, numbers) = desk(&place);
    let told =
        place.done(&["print", "--db", db(&path), "--view", "handling", "--form", "dispatch", "--join", "--out", "out"]);
    assert_eq!(told.matches("printed as issue 1").count(), 3, "{told}");
    let files: Vec<_> = std::fs::read_dir(place.path("out")).unwrap().map(|file| file.unwrap().path()).collect();
    assert_eq!(files.len(), 1, "{files:?}");
    assert_eq!(count(&files[0]), 3);
    let found = place.done(&["print", "--db", db(&path), "--query", &numbers[4], "--form", "feedback", "--out", "one"]);
    assert!(found.contains(&format!("{}-F1-01.pdf", numbers[4])) && found.lines().count() == 2, "{found}");
    assert!(
        place
            .refused(&["print", "--db", db(&path), "--query", "没有这样的投诉", "--form", "feedback"])
            .contains("no case is meant")
    );
}
