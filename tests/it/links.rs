//! Links, merging and unmerging: both sides on record, nothing lost, nothing counted twice.

use std::borrow::Cow;

use kesu::domain::decide::Reason;
use kesu::domain::event::{Breach, BreachKind, NoteKind};
use kesu::domain::incident::{Change, ClosureEntry, Corrective, IncidentCommand, Verification};
use kesu::domain::procedure::ProcedureCommand;
use kesu::domain::stage::Satisfaction;
use kesu::domain::{Case, Command, Event, Field, Link, Recorded, Relation, Stage};
use kesu::figures::kpi::{Kpi, Span};
use kesu::figures::on_time::Step;
use kesu::store::{
    Answer, CaseFile, CaseId, CaseRow, Dashboard, DashboardQuery, Filter, ListQuery, Narrow, Request, StoreError, View,
};
use proptest::prelude::*;

use crate::store::{Desk, at, by, close, dispatch, handled, numbers, reply, revisit};

const PHONE: &[(Field, &str)] = &[(Field::Phone, "13800138000"), (Field::Serial, "CY20260001")];

fn link(relation: Relation, other: &str) -> Command {
    Command::Link(Link { relation, other: other.to_owned(), reason: "同一用户同一故障".to_owned() })
}

fn merge(main: &str) -> Command {
    link(Relation::Main, main)
}

fn unlink(relation: Relation, other: &str) -> Command {
    Command::Unlink(Link { relation, other: other.to_owned(), reason: "核实是两台机器".to_owned() })
}

fn note(text: &str) -> Command {
    Command::Note { kind: NoteKind::Progress, text: text.to_owned() }
}

fn refused(answer: Result<CaseFile, StoreError>) -> (Cow<'static, str>, Reason) {
    match answer.unwrap_err() {
        StoreError::Refused(refusal) => (refusal.rule, refusal.reason),
        other => panic!("{other:?}"),
    }
}

/// Two cases of one customer, the first received an hour before the second.
fn two() -> (Desk, CaseId, CaseId) {
    let mut desk = Desk::new();
    let first = desk.log(PHONE, "2026-04-07 09:00");
    let second = desk.log(PHONE, "2026-04-07 10:00");
    (desk, first, second)
}

const FIRST: &str = "KS2604-0001";
const SECOND: &str = "KS2604-0002";

fn board(desk: &mut Desk, now: &str) -> Dashboard {
    let span = Span { from: at("2026-04-01 00:00"), to: at("2026-05-01 00:00"), now: at(now) };
    let query = DashboardQuery { span, step: Step::Day, narrow: Narrow::default() };
    match desk.database.answer(Request::Dashboard(Box::new(query))) {
        Ok(Answer::Dashboard(figures)) => *figures,
        other => panic!("{other:?}"),
    }
}

fn received(figures: &Dashboard) -> u32 {
    figures.mix.rows().iter().map(|row| row.counts.iter().sum::<u32>()).sum()
}

#[test]
fn a15_a_link_is_on_record_with_both_cases_or_with_none() {
    let (mut desk, first, second) = two();
    let file = desk.run(second, link(Relation::Related, FIRST), "2026-04-07 11:00").unwrap();
    assert_eq!(file.case.linked(Relation::Related).collect::<Vec<_>>(), [FIRST]);
    let other = desk.file(first);
    assert_eq!(other.case.linked(Relation::Related).collect::<Vec<_>>(), [SECOND]);
    let (mine, theirs) = (file.history.last().unwrap(), other.history.last().unwrap());
    assert_eq!((mine.at, &mine.by), (theirs.at, &theirs.by));
    assert_eq!(other.linked[0].row.number, SECOND);
    let n = file.case.undoable[0];
    let back = desk.run(second, Command::Undo { n }, "2026-04-07 11:01").unwrap();
    assert!(back.case.links.is_empty() && desk.file(first).case.links.is_empty(), "taken back on both sides");
    desk.run(first, link(Relation::Duplicate, SECOND), "2026-04-07 11:02").unwrap();
    let gone = desk.run(second, unlink(Relation::Duplicate, FIRST), "2026-04-07 11:03").unwrap();
    assert!(gone.case.links.is_empty() && desk.file(first).case.links.is_empty());
    assert!(gone.case.undoable.is_empty(), "what was unlinked is linked anew, not undone");
}

#[test]
fn a15_what_cannot_be_linked_names_its_row() {
    let (mut desk, first, second) = two();
    let when = "2026-04-07 11:00";
    assert_eq!(refused(desk.run(first, link(Relation::Related, FIRST), when)), ("a15".into(), Reason::LinkToItself));
    let missing = desk.run(first, link(Relation::Batch, "KS2604-0099"), when);
    assert_eq!(refused(missing), ("L01".into(), Reason::NoSuchCase("KS2604-0099".to_owned())));
    desk.run(first, link(Relation::Member, "ks2604-0002"), when).unwrap();
    let twice = desk.run(second, link(Relation::Member, FIRST), when);
    assert_eq!(refused(twice), ("L01".into(), Reason::AlreadyLinked(FIRST.to_owned())), "in whatever direction");
    let absent = desk.run(first, unlink(Relation::Related, SECOND), when);
    assert_eq!(refused(absent), ("a15".into(), Reason::NotLinked(SECOND.to_owned())));
    let silent = Link { relation: Relation::Member, other: SECOND.to_owned(), reason: " ".to_owned() };
    assert_eq!(refused(desk.run(first, Command::Unlink(silent), when)).0, "L01", "a reason is needed");
    assert_eq!(desk.file(first).history.len() + desk.file(second).history.len(), 4, "nothing refused is written");
}

#[test]
fn a15_which_case_follows_the_other_is_said_by_their_contacts() {
    let (mut desk, first, second) = two();
    desk.run(first, link(Relation::Earlier, SECOND), "2026-04-07 11:00").unwrap();
    assert_eq!(desk.file(first).case.linked(Relation::Later).collect::<Vec<_>>(), [SECOND]);
    assert_eq!(desk.file(second).case.linked(Relation::Earlier).collect::<Vec<_>>(), [FIRST]);
}

#[test]
fn l01_a_batch_case_knows_its_members() {
    let (mut desk, first, second) = two();
    let third = desk.log(&[], "2026-04-07 10:30");
    desk.run(second, link(Relation::Batch, FIRST), "2026-04-07 11:00").unwrap();
    desk.run(third, link(Relation::Batch, FIRST), "2026-04-07 11:01").unwrap();
    assert_eq!(desk.file(first).case.members().collect::<Vec<_>>(), [SECOND, "KS2604-0003"]);
}

#[test]
fn b15_a_merged_case_is_read_only_and_neither_open_nor_counted_but_found() {
    let (mut desk, first, second) = two();
    desk.run(second, dispatch(), "2026-04-07 10:30").unwrap();
    assert_eq!(received(&board(&mut desk, "2026-04-20 09:00")), 2);
    let file = desk.run(second, merge(FIRST), "2026-04-07 11:00").unwrap();
    assert_eq!(file.case.merged_into(), Some(FIRST));
    assert_eq!((file.case.stage, file.row.main.as_deref(), file.row.due_at), (Stage::Handling, Some(FIRST), None));
    for command in [note("再来电"), handled(), Command::Urge { text: "催".to_owned() }] {
        let (rule, reason) = refused(desk.run(second, command, "2026-04-07 11:05"));
        assert_eq!((rule, reason), ("b15".into(), Reason::Merged(FIRST.to_owned())));
    }
    let other = refused(desk.run(second, link(Relation::Related, FIRST), "2026-04-07 11:05"));
    assert_eq!(other.0, "b15");
    for view in [View::Open, View::Handling, View::Overdue, View::Archived] {
        let page = desk.list(view, "", "2026-04-20 09:00");
        assert!(!numbers(&page).contains(&SECOND), "{view:?}");
    }
    assert!(numbers(&desk.list(View::All, "", "2026-04-20 09:00")).contains(&SECOND));
    assert!(numbers(&desk.list(View::All, "13800138000", "2026-04-20 09:00")).contains(&SECOND));
    let Answer::Case(found) = desk.database.answer(Request::OpenNumber(SECOND.to_owned())).unwrap() else { panic!() };
    assert_eq!(found.id, second);
    let Answer::Counters(counters) = desk.database.answer(Request::Counters { by: by("2026-04-20 09:00") }).unwrap()
    else {
        panic!()
    };
    assert_eq!((counters.open, counters.handling, counters.archived, counters.all), (1, 0, 0, 2));
    // kpi 5.1.9: counted once, and the list behind the figure holds as many.
    let figures = board(&mut desk, "2026-04-20 09:00");
    assert_eq!((received(&figures), figures.open.open), (1, 1));
    let opens = kesu::ui::board::Opens { figures: &figures, me: "周晓岚", other: "" };
    assert_eq!(desk.page(opens.tile(Kpi::K01, None)).total, 1);
    assert_eq!(desk.page(opens.tile(Kpi::K02, None)).total, 1);
    let Answer::Count(warned) = desk.database.answer(Request::MarkWarned { by: by("2026-04-20 09:00") }).unwrap()
    else {
        panic!()
    };
    assert_eq!(warned, 1, "only the main case is warned of");
    assert_eq!(desk.file(first).merged[0].case.number, SECOND);
    assert_eq!(desk.file(first).merged[0].history.len(), 3, "the main case has the merged one's entries");
}

#[test]
fn b15_only_a_later_open_case_goes_into_an_open_main_case() {
    let (mut desk, first, second) = two();
    let third = desk.log(&[], "2026-04-07 10:30");
    let early = refused(desk.run(first, merge(SECOND), "2026-04-07 11:00"));
    assert_eq!(early, ("b15".into(), Reason::ReceivedFirst(FIRST.to_owned())));
    let early = refused(desk.run(second, link(Relation::Merged, FIRST), "2026-04-07 11:00"));
    assert_eq!(early, ("b15".into(), Reason::ReceivedFirst(FIRST.to_owned())));
    desk.run(second, merge(FIRST), "2026-04-07 11:00").unwrap();
    let circle = refused(desk.run(first, merge(SECOND), "2026-04-07 11:01"));
    assert_eq!(circle, ("b15".into(), Reason::MergeCircle(FIRST.to_owned())));
    let merged = refused(desk.run(third, merge(SECOND), "2026-04-07 11:01"));
    assert_eq!(merged, ("b15".into(), Reason::OtherMerged(SECOND.to_owned(), FIRST.to_owned())));
    for (command, when) in [
        (dispatch(), "2026-04-07 12:00"),
        (handled(), "2026-04-07 13:00"),
        (reply(), "2026-04-07 14:00"),
        (revisit(Satisfaction::Satisfied, ""), "2026-04-09 10:00"),
        (close(), "2026-04-10 10:00"),
    ] {
        desk.run(first, command, when).unwrap();
    }
    let closed = refused(desk.run(third, merge(FIRST), "2026-04-10 11:00"));
    assert_eq!(closed, ("b15".into(), Reason::MainClosed(FIRST.to_owned())));
    let parted = desk.run(second, unlink(Relation::Main, FIRST), "2026-04-10 11:01").unwrap();
    assert!(parted.case.is_open(), "the main case is closed, and still they part");
}

#[test]
fn b15_an_open_incident_file_does_not_vanish_behind_a_case_without_one() {
    let (mut desk, first, second) = two();
    desk.run(second, crate::incident::open(), "2026-04-07 10:30").unwrap();
    let hidden = refused(desk.run(second, merge(FIRST), "2026-04-07 11:00"));
    assert_eq!(hidden, ("J01".into(), Reason::IncidentFileIn(SECOND.to_owned())));
    desk.run(first, crate::incident::open(), "2026-04-07 11:01").unwrap();
    desk.run(second, merge(FIRST), "2026-04-07 11:02").unwrap();
}

/// A procedure has clocks of the law: it does not stop being seen because its case was merged.
#[test]
fn b15_a_running_procedure_goes_only_into_a_case_that_leads_the_same_one() {
    let (mut desk, first, second) = two();
    let open = || Command::from(ProcedureCommand::Open { key: "appeal".to_owned() });
    let listed = |desk: &mut Desk| {
        let query = ListQuery::of(View::All, &by("2026-04-07 12:00"));
        let filter = Filter { procedure: Some("appeal".to_owned()), ..Filter::default() };
        desk.page(ListQuery { filter, ..query }).rows.into_iter().map(|row| row.number).collect::<Vec<_>>()
    };
    desk.run(second, open(), "2026-04-07 10:30").unwrap();
    let hidden = refused(desk.run(second, merge(FIRST), "2026-04-07 11:00"));
    assert_eq!(hidden, ("b15".into(), Reason::ProcedureIn(SECOND.to_owned())));
    desk.run(first, open(), "2026-04-07 11:01").unwrap();
    desk.run(second, merge(FIRST), "2026-04-07 11:02").unwrap();
    assert_eq!(listed(&mut desk), [FIRST], "led on in the main case only");
    desk.run(second, unlink(Relation::Main, FIRST), "2026-04-07 11:03").unwrap();
    assert_eq!(listed(&mut desk).len(), 2);
}

#[test]
fn b15_a_merge_can_be_taken_back_from_either_side() {
    for from_main in [false, true] {
        let (mut desk, first, second) = two();
        let before = desk.file(second).row;
        desk.run(second, merge(FIRST), "2026-04-07 11:00").unwrap();
        let case = if from_main { first } else { second };
        let n = desk.file(case).case.undoable[0];
        desk.run(case, Command::Undo { n }, "2026-04-07 11:01").unwrap();
        assert!(desk.file(first).case.links.is_empty());
        let after = desk.file(second);
        assert_eq!(CaseRow { revision: before.revision, ..after.row }, before);
        assert!(after.case.merged_into().is_none());
    }
}

#[test]
fn b15_chains_of_merges_show_every_entry_on_the_last_main_case() {
    let (mut desk, first, second) = two();
    let third = desk.log(&[], "2026-04-07 10:30");
    desk.run(third, note("第三单的记录"), "2026-04-07 10:40").unwrap();
    desk.run(third, merge(SECOND), "2026-04-07 11:00").unwrap();
    desk.run(second, merge(FIRST), "2026-04-07 11:01").unwrap();
    let merged: Vec<String> = desk.file(first).merged.into_iter().map(|merged| merged.case.number).collect();
    assert_eq!(merged, [SECOND, "KS2604-0003"]);
    desk.run(second, unlink(Relation::Main, FIRST), "2026-04-07 11:02").unwrap();
    assert_eq!(desk.file(first).merged.len(), 0);
    assert_eq!(desk.file(second).merged.len(), 1);
}

#[test]
fn a08_a_breach_of_the_first_asked_duty_needs_person_and_reason_and_is_kept() {
    let (mut desk, first, _) = two();
    let breach = |who: &str, reason: &str| {
        Command::RecordBreach(Breach { who: who.to_owned(), kind: BreachKind::PassedOn, reason: reason.to_owned() })
    };
    for missing in [breach("", "转出后无人跟进"), breach("李建国", " ")] {
        assert_eq!(refused(desk.run(first, missing, "2026-04-07 11:00")).0, "A08");
    }
    let file = desk.run(first, breach("李建国", "转出后无人跟进"), "2026-04-07 11:00").unwrap();
    assert_eq!(file.case.breaches[0].1.who, "李建国");
    assert_eq!(file.case.logged_by, "周晓岚", "who was asked first stays");
}

/// H09: repeat complaints are visible on the case.
#[test]
fn h09_earlier_complaints_of_the_same_phone_or_product_are_counted_once() {
    let (mut desk, first, second) = two();
    let third = desk.log(&[(Field::Serial, "CY20260001")], "2026-04-07 10:30");
    let stranger = desk.log(&[], "2026-04-07 10:40");
    assert_eq!(desk.file(first).earlier, []);
    assert_eq!(desk.file(third).earlier, [second, first]);
    assert_eq!(desk.file(stranger).earlier, []);
    desk.run(second, merge(FIRST), "2026-04-07 11:00").unwrap();
    assert_eq!(desk.file(third).earlier, [first]);
}

#[test]
fn l09_linked_cases_see_corrective_entries_and_an_entry_names_those_it_covers() {
    let (mut desk, first, second) = two();
    desk.run(first, crate::incident::open(), "2026-04-07 10:30").unwrap();
    let corrective = |covers: &[&str]| {
        Command::from(IncidentCommand::Closure(ClosureEntry::Corrective(Change::Add(Corrective {
            problem: "加热管老化".to_owned(),
            cause: "镀层不足".to_owned(),
            countermeasure: "提高镀层厚度".to_owned(),
            owner: "品质部".to_owned(),
            due: at("2026-05-31 18:00"),
            covers: covers.iter().map(|number| (*number).to_owned()).collect(),
        }))))
    };
    let unknown = refused(desk.run(first, corrective(&[SECOND]), "2026-04-07 10:40"));
    assert_eq!(unknown, ("L09".into(), Reason::NotLinked(SECOND.to_owned())));
    desk.run(first, link(Relation::Member, SECOND), "2026-04-07 10:50").unwrap();
    desk.run(first, corrective(&[SECOND]), "2026-04-07 11:00").unwrap();
    let seen = desk.file(second).linked.remove(0);
    assert_eq!((seen.link.relation, seen.correctives.len()), (Relation::Batch, 1));
    let shared = &seen.correctives[0];
    assert_eq!((shared.entry.covers.as_slice(), shared.effective), ([SECOND.to_owned()].as_slice(), false));
    let found = Verification { effective: true, note: "抽检合格".to_owned(), again: None };
    let verify = IncidentCommand::Closure(ClosureEntry::Verify { id: shared.id, found });
    desk.run(first, verify.into(), "2026-04-07 12:00").unwrap();
    assert!(desk.file(second).linked[0].correctives[0].effective);
    desk.run(first, unlink(Relation::Member, SECOND), "2026-04-07 12:10").unwrap();
    assert!(desk.file(second).linked.is_empty());
}

#[test]
fn the_command_line_shows_links_and_leaves_merged_cases_out_of_the_open_ones() {
    let place = crate::cli::Place::new();
    let path = place.path("kesu.db");
    let mut database = kesu::store::Database::open(&path, kesu::store::OpenMode::Create).unwrap();
    for hour in ["09", "10"] {
        let now = format!("2026-04-07 {hour}:00");
        let facts = Box::new(crate::store::facts(PHONE, &now));
        database.answer(Request::Log { facts, draft: None, by: by(&now) }).unwrap();
    }
    let command = Box::new(merge(FIRST));
    database.answer(Request::Do { case: CaseId(2), seen: 1, command, by: by("2026-04-07 11:00") }).unwrap();
    drop(database);
    let db = path.to_str().unwrap();
    let main = place.done(&["show", FIRST, "--db", db]);
    assert!(main.contains(&format!("merged    {SECOND}  dispatch  王**  since 2026-04-07 11:00")), "{main}");
    let merged = place.done(&["show", SECOND, "--db", db]);
    assert!(merged.contains(&format!("merged into {FIRST}")) && merged.contains("dispatch  merged"), "{merged}");
    let shown = place.json(&["show", SECOND, "--db", db, "--json"]);
    assert_eq!((&shown["merged_into"], &shown["standing"]), (&FIRST.into(), &"merged".into()));
    assert_eq!(shown["links"][0]["relation"], "main");
    let open = place.done(&["list", "--db", db]);
    assert!(open.contains(FIRST) && !open.contains(SECOND), "{open}");
    assert!(place.done(&["list", "--view", "all", "--db", db]).contains(SECOND));
}

/// One of the things that happen to a case; what is refused is refused in both worlds alike.
fn deed(choice: u8) -> Command {
    match choice {
        0 => dispatch(),
        1 => handled(),
        2 => reply(),
        3 => revisit(Satisfaction::Satisfied, ""),
        4 => revisit(Satisfaction::Dissatisfied, "仍漏水"),
        5 => close(),
        6 => Command::Wait { reason: "parts".to_owned(), note: String::new() },
        7 => Command::Resume,
        8 => Command::Urge { text: "请尽快".to_owned() },
        9 => Command::Amend {
            changes: vec![(Field::Description, "漏电并起火".to_owned())], reason: "核实".to_owned()
        },
        10 => Command::Reopen { reason: "复发".to_owned() },
        _ => note("记录"),
    }
}

/// Runs deeds one after the other, each an hour after the one before; what is refused leaves nothing.
fn live(desk: &mut Desk, deeds: &[(CaseId, u8)], hour: &mut i64) {
    for (case, choice) in deeds {
        *hour += 1;
        let when = at("2026-04-07 11:00").plus_minutes(*hour * 60);
        let _refused = desk.run(*case, deed(*choice), &when.wall().format("%Y-%m-%d %H:%M").to_string());
    }
}

/// What a case is, without what says only that it was merged and unmerged.
fn plain(file: &CaseFile) -> (Vec<Recorded>, Case, CaseRow) {
    let merges = |event: &Event| event.link().is_some_and(|link| link.relation.is_merge());
    let mut history = file.history.clone();
    history.retain(|record| !merges(&record.event));
    for (n, record) in (1..).zip(&mut history) {
        record.n = n;
    }
    let case = Case { revision: 0, undoable: Vec::new(), ..file.case.clone() };
    (history, case, CaseRow { revision: 0, ..file.row.clone() })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, failure_persistence: None, ..ProptestConfig::default() })]

    /// b15: merged and unmerged, two cases are what they would be without it, and what was entered on the main case
    /// meanwhile stays there. Read again from the events, every row is the same.
    #[test]
    fn b15_merge_then_unmerge_leaves_the_same_data(
        before in prop::collection::vec((any::<bool>(), 0_u8..12), 0..10),
        during in prop::collection::vec(0_u8..12, 0..5),
        after in prop::collection::vec((any::<bool>(), 0_u8..12), 0..5),
    ) {
        let (mut merged, first, second) = two();
        let (mut never, ..) = two();
        let of = |deeds: &[(bool, u8)]| -> Vec<(CaseId, u8)> {
            deeds.iter().map(|(main, choice)| (if *main { first } else { second }, *choice)).collect()
        };
        let main: Vec<(CaseId, u8)> = during.iter().map(|choice| (first, *choice)).collect();
        let mut hours = [0, 0];
        live(&mut merged, &of(&before), &mut hours[0]);
        live(&mut never, &of(&before), &mut hours[1]);
        let when = |hour: i64| {
            at("2026-04-07 11:30").plus_minutes(hour * 60).wall().format("%Y-%m-%d %H:%M").to_string()
        };
        let did = merged.run(second, merge(FIRST), &when(hours[0])).is_ok();
        live(&mut merged, &main, &mut hours[0]);
        live(&mut never, &main, &mut hours[1]);
        if did {
            prop_assert!(!merged.file(second).case.is_open());
            merged.run(second, unlink(Relation::Main, FIRST), &when(hours[0])).unwrap();
        }
        for desk in [&mut merged, &mut never] {
            let mut hour = hours[0];
            live(desk, &of(&after), &mut hour);
        }
        for case in [first, second] {
            prop_assert_eq!(plain(&merged.file(case)), plain(&never.file(case)));
        }
        let now = when(hours[0] + 200);
        let figures = |desk: &mut Desk| {
            let mut figures = board(desk, &now);
            figures.open.longest.iter_mut().for_each(|row| row.revision = 0);
            figures
        };
        prop_assert_eq!(figures(&mut merged), figures(&mut never));
        let rows = |desk: &mut Desk| desk.page(ListQuery::of(View::All, &by(&now))).rows;
        let standing = rows(&mut merged);
        merged.database.answer(Request::Rebuild).unwrap();
        prop_assert_eq!(rows(&mut merged), standing);
        let Answer::Chain(chain) = merged.database.answer(Request::Verify).unwrap() else { panic!() };
        prop_assert_eq!(chain.broken_at, None);
    }
}
