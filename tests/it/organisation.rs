//! The organisation in the file: every change on record, refused when it makes something wrong, taken back by another change.

use kesu::domain::organisation::{Branch, Change, EntryId, Fault, Insurer, Organisation, Span, StandIn, Step};
use kesu::domain::{BranchId, Field};
use kesu::store::{Answer, Database, OpenMode, RecordedChange, Request, StoreError};

use crate::store::{Desk, at, by, dispatch};

fn change(database: &mut Database, changes: Vec<Change>, when: &str) -> Result<(), StoreError> {
    match database.answer(Request::ChangeOrganisation { changes, by: by(when) })? {
        Answer::Organisation(told) => {
            assert_eq!(told, *database.organisation(), "the answer is what holds now");
            Ok(())
        }
        other => panic!("{other:?}"),
    }
}

fn told(database: &mut Database) -> Vec<RecordedChange> {
    match database.answer(Request::OrganisationChanges).unwrap() {
        Answer::OrganisationChanges(told) => told,
        other => panic!("{other:?}"),
    }
}

fn sample_desk() -> Desk {
    let mut desk = Desk::new();
    desk.database.answer(Request::SetOrganisation(Box::new(Organisation::sample()))).unwrap();
    desk
}

fn of(database: &Database, name: &str) -> Branch {
    database.organisation().branch_named(name).expect("a branch of the sample").clone()
}

fn ended(branch: &Branch, day: &str) -> Change {
    let mut after = branch.clone();
    after.span.to = day.parse().ok();
    Change::Branch(Step::changed(branch.clone(), after))
}

/// A06, A17: a change says who made it and when, what stood before and after; closing the file keeps it.
#[test]
fn every_change_is_on_record_and_survives_the_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("desk.db");
    let mut database = Database::open(&path, OpenMode::Create).unwrap();
    database.answer(Request::SetOrganisation(Box::new(Organisation::sample()))).unwrap();
    assert_eq!(**database.organisation(), Organisation::sample());
    let branch = of(&database, "宁波分部");
    let insurer = Insurer { year: 2026, name: "甲保险".to_owned(), phone: "95500".to_owned() };
    let made = vec![ended(&branch, "2026-12-31"), Change::Insurer(Step::added(insurer))];
    change(&mut database, made.clone(), "2026-04-07 09:00").unwrap();
    let held = database.organisation().clone();
    drop(database);
    let mut database = Database::open(&path, OpenMode::Existing).unwrap();
    assert_eq!(*database.organisation(), held);
    let told = told(&mut database);
    assert_eq!((&told[1].change, &told[0].change), (&made[0], &made[1]), "newest first");
    assert!(told[..2].iter().all(|entry| entry.by == "周晓岚" && entry.at == by("2026-04-07 09:00").now));
    drop(database);
    #[expect(clippy::disallowed_methods, reason = "plays the one who tampers with the file")]
    let raw = rusqlite::Connection::open(&path).unwrap();
    assert!(raw.execute("DELETE FROM organisation_change", []).is_err(), "the file itself refuses");
    assert!(raw.execute("UPDATE organisation_change SET by = ''", []).is_err(), "the file itself refuses");
}

/// Taking back is a change of its own; a key is never given twice.
#[test]
fn a_change_taken_back_leaves_both_entries_and_the_key() {
    let mut desk = sample_desk();
    let before = desk.database.organisation().clone();
    let key = before.new_key(1);
    let new = Change::Branch(Step::added(Branch::new(BranchId(key), "昆山分部", "华东", vec!["昆山市".to_owned()])));
    change(&mut desk.database, vec![new.clone()], "2026-04-07 09:00").unwrap();
    assert!(desk.database.organisation().branch_named("昆山分部").is_some());
    let entries = told(&mut desk.database).len();
    change(&mut desk.database, vec![new.back()], "2026-04-07 09:01").unwrap();
    let after = desk.database.organisation().clone();
    assert_eq!((&after.branches, after.last_key), (&before.branches, key));
    assert_eq!(told(&mut desk.database).len(), entries + 1);
}

#[test]
fn what_would_be_wrong_is_refused_by_name_and_nothing_is_written() {
    let mut desk = sample_desk();
    let before = desk.database.organisation().clone();
    let suzhou = of(&desk.database, "苏州分部");
    let mut greedy = of(&desk.database, "杭州分部");
    greedy.areas.push("苏州".to_owned());
    let changes = vec![
        ended(&of(&desk.database, "宁波分部"), "2026-12-31"),
        Change::Branch(Step::changed(of(&desk.database, "杭州分部"), greedy.clone())),
    ];
    let refused = change(&mut desk.database, changes, "2026-04-07 09:00");
    let expected = Fault::AreaTwice { area: "苏州市".to_owned(), branches: [suzhou.id, greedy.id] };
    assert!(matches!(refused, Err(StoreError::OrganisationWrong(faults)) if faults == [expected]));
    assert_eq!(*desk.database.organisation(), before);
    let stale = Change::Branch(Step::changed(greedy.clone(), suzhou));
    let refused = change(&mut desk.database, vec![stale], "2026-04-07 09:00");
    assert!(matches!(refused, Err(StoreError::OrganisationChanged)));
    assert_eq!(told(&mut desk.database).len(), Organisation::default().changes_to(&before).len());
}

/// The history of a case goes on naming its branch: the branch ends, it is not taken back.
#[test]
fn a_branch_that_cases_name_can_only_end() {
    let mut desk = sample_desk();
    let case = desk.log(&[], "2026-04-07 09:00");
    desk.run(case, dispatch(), "2026-04-07 10:00").unwrap();
    let branch = desk.database.organisation().branch(BranchId(1)).unwrap().clone();
    let gone = Change::Branch(Step::removed(branch.clone()));
    let refused = change(&mut desk.database, vec![gone], "2026-04-07 11:00");
    // People hold posts there, too, which alone would be reason enough.
    assert!(matches!(refused, Err(StoreError::OrganisationUsed | StoreError::OrganisationWrong(_))));
    let unused = of(&desk.database, "兰州分部");
    let mut manned = desk.database.organisation().people.clone();
    manned.retain(|person| person.branch == Some(unused.id));
    let mut changes: Vec<Change> = manned.into_iter().map(|person| Change::Person(Step::removed(person))).collect();
    changes.push(Change::Branch(Step::removed(unused)));
    change(&mut desk.database, changes, "2026-04-07 11:00").unwrap();
    change(&mut desk.database, vec![ended(&branch, "2026-04-07")], "2026-04-07 11:00").unwrap();
}

/// The region of a new case and the persons in charge are those of its day (A07, A15).
#[test]
fn a_case_is_judged_by_the_organisation_of_its_day() {
    let mut desk = sample_desk();
    let suzhou = of(&desk.database, "苏州分部");
    let key = desk.database.organisation().new_key(1);
    let mut follower = Branch::new(BranchId(key), "苏南分部", "华中", suzhou.areas.clone());
    follower.span.from = "2026-05-01".parse().ok();
    let changes = vec![ended(&suzhou, "2026-04-30"), Change::Branch(Step::added(follower))];
    change(&mut desk.database, changes, "2026-04-07 09:00").unwrap();
    let mut region = |received: &str| {
        let case = desk.log(&[(Field::Address, "江苏省苏州市姑苏区平江路")], received);
        desk.file(case).row.region
    };
    assert_eq!([region("2026-04-30 17:00"), region("2026-05-01 09:00")], ["华东", "华中"]);
    let organisation = desk.database.organisation().clone();
    let first = organisation.responsible_for(suzhou.id, "2026-04-30".parse().unwrap()).first.unwrap();
    let deputy = organisation.people.iter().find(|person| person.id != first).unwrap().id;
    let day = |text: &str| text.parse().ok();
    let entry = StandIn {
        id: EntryId(organisation.new_key(1)),
        person: first,
        deputy,
        span: Span::new(day("2026-04-10"), day("2026-04-12")),
    };
    change(&mut desk.database, vec![Change::StandIn(Step::added(entry))], "2026-04-07 09:00").unwrap();
    let acts = |text: &str| {
        let day = text.parse().unwrap();
        desk.database.organisation().responsible_for(suzhou.id, day).first.unwrap()
    };
    assert_eq!([acts("2026-04-09"), acts("2026-04-10"), acts("2026-04-13")], [first, deputy, first]);
}

/// A renamed region keeps its cases: those of its branches, and those that no branch is in charge of yet.
#[test]
fn cases_follow_a_renamed_region_and_stay_the_same_when_rows_are_made_anew() {
    use kesu::domain::Command;
    use kesu::store::View;
    let mut desk = crate::store::Desk::new();
    let sample = Organisation::sample();
    desk.database.answer(Request::SetOrganisation(Box::new(sample.clone()))).unwrap();
    let suzhou = sample.branch_named("苏州分部").unwrap();
    let sent = desk.log(&[], "2026-04-09 09:00");
    let Command::Dispatch(order) = crate::store::dispatch() else { panic!("a dispatch") };
    let order = kesu::domain::event::Dispatch { branch: suzhou.id, ..order };
    desk.run(sent, Command::Dispatch(order), "2026-04-09 10:00").unwrap();
    desk.log(&[(Field::Address, "江苏省苏州市姑苏区人民路 8 号")], "2026-04-09 09:30");
    let changes = sample.renaming("华东", "东部大区");
    desk.database.answer(Request::ChangeOrganisation { changes, by: by("2026-04-09 11:00") }).unwrap();
    let rows = desk.list(View::All, "", "2026-04-09 12:00").rows;
    assert_eq!(rows.iter().map(|row| row.region.as_str()).collect::<Vec<_>>(), ["东部大区"; 2]);
    desk.database.answer(Request::Rebuild).unwrap();
    assert_eq!(desk.list(View::All, "", "2026-04-09 12:00").rows, rows);
    // The same figures as the lists behind them: one open case of the branch, its promise of the 10th still ahead.
    let (from, to) = (at("2026-04-01 00:00"), at("2026-04-11 00:00"));
    let Answer::BranchFigures(figures) = desk.database.answer(Request::BranchFigures { from, to }).unwrap() else {
        panic!("figures")
    };
    let told: Vec<_> =
        figures.iter().map(|one| (one.branch, one.open, one.on_time.part(), one.on_time.whole())).collect();
    assert_eq!(told, [(BranchId(suzhou.id.0), 1, 0, 1)]);
}

#[test]
fn a_quarter_begins_on_its_first_day_and_ends_before_the_next() {
    use kesu::ui::settings::organisation::quarter;
    for (now, from, to) in [
        ("2026-04-09 10:24", "2026-04-01 00:00", "2026-07-01 00:00"),
        ("2026-12-31 23:59", "2026-10-01 00:00", "2027-01-01 00:00"),
        ("2026-01-01 00:00", "2026-01-01 00:00", "2026-04-01 00:00"),
    ] {
        assert_eq!(quarter(at(now)), (at(from), at(to)), "{now}");
    }
}
