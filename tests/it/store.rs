//! The store: every request, every conflict, on a file in memory.

use kesu::domain::event::{ClosingTerms, Dispatch, Found, Handling, ReplyGiven, Revisit};
use kesu::domain::stage::{Acceptance, ContactWay, Satisfaction};
use kesu::domain::{BranchId, Command, Facts, Field, Stage, Stamp};
use kesu::store::{Answer, By, CaseFile, CaseId, Database, Filter, ListPage, ListQuery, Request, StoreError, View};

pub fn at(wall: &str) -> Stamp {
    kesu::domain::facts::parse_stamp(wall).unwrap().unwrap()
}

pub fn by(wall: &str) -> By {
    By { name: "周晓岚".to_owned(), now: at(wall) }
}

pub fn facts(typed: &[(Field, &str)], received: &str) -> Facts {
    let mut facts = Facts::at(at(received));
    facts.set(Field::Channel, "hotline").unwrap();
    facts.set(Field::CustomerName, "王女士").unwrap();
    facts.set(Field::Description, "漏水").unwrap();
    for (field, text) in typed {
        facts.set(*field, text).unwrap();
    }
    facts
}

pub struct Desk {
    pub database: Database,
    _folder: tempfile::TempDir,
}

impl Desk {
    pub fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        Self { database: Database::in_memory(folder.path()).unwrap(), _folder: folder }
    }

    /// The file itself, and the folder it needs.
    pub fn into_parts(self) -> (Database, tempfile::TempDir) {
        (self.database, self._folder)
    }

    pub fn log(&mut self, typed: &[(Field, &str)], when: &str) -> CaseId {
        let facts = Box::new(facts(typed, when));
        match self.database.answer(Request::Log { facts, draft: None, by: by(when) }).unwrap() {
            Answer::Logged(logged) => logged[0].id,
            other => panic!("{other:?}"),
        }
    }

    pub fn file(&mut self, case: CaseId) -> CaseFile {
        match self.database.answer(Request::Open(case)).unwrap() {
            Answer::Case(file) => *file,
            other => panic!("{other:?}"),
        }
    }

    pub fn run(&mut self, case: CaseId, command: Command, when: &str) -> Result<CaseFile, StoreError> {
        let seen = self.file(case).case.revision;
        self.run_as_seen(case, seen, command, when)
    }

    pub fn run_as_seen(
        &mut self,
        case: CaseId,
        seen: u32,
        command: Command,
        when: &str,
    ) -> Result<CaseFile, StoreError> {
        match self.database.answer(Request::Do { case, seen, command: Box::new(command), by: by(when) })? {
            Answer::Case(file) => Ok(*file),
            other => panic!("{other:?}"),
        }
    }

    pub fn list(&mut self, view: View, search: &str, when: &str) -> ListPage {
        let query = ListQuery { search: search.to_owned(), ..ListQuery::of(view, &by(when)) };
        self.page(query)
    }

    pub fn page(&mut self, query: ListQuery) -> ListPage {
        match self.database.answer(Request::List(query)).unwrap() {
            Answer::List(page) => page,
            other => panic!("{other:?}"),
        }
    }
}

pub fn dispatch() -> Command {
    Command::Dispatch(Dispatch {
        branch: BranchId(1),
        first: None,
        second: None,
        facts: "漏水".to_owned(),
        demand: "换机".to_owned(),
        by: None,
    })
}

pub fn handled() -> Command {
    Command::Handle(Handling {
        result: "已更换接头".to_owned(),
        measures: String::new(),
        explanation: String::new(),
        solved: true,
        found: Found::default(),
    })
}

pub fn reply() -> Command {
    Command::Reply(ReplyGiven {
        way: ContactWay::Phone,
        text: "已告知".to_owned(),
        accepted: Acceptance::Accepted,
        promise: None,
        found: Found::default(),
    })
}

pub fn revisit(result: Satisfaction, opinion: &str) -> Command {
    Command::Revisit(Revisit {
        way: ContactWay::Phone,
        result,
        process: Satisfaction::Satisfied,
        staff: Satisfaction::Satisfied,
        opinion: opinion.to_owned(),
    })
}

pub fn close() -> Command {
    Command::Close { conclusion: "已解决".to_owned(), opinion: "满意".to_owned(), terms: ClosingTerms::default() }
}

pub fn numbers(page: &ListPage) -> Vec<&str> {
    page.rows.iter().map(|row| row.number.as_str()).collect()
}

/// A complaint's whole way, with every stage's time kept (E01, H01-H06, Q01).
#[test]
fn a_case_goes_its_whole_way() {
    let mut desk = Desk::new();
    let case = desk.log(&[], "2026-04-07 09:00");
    for (command, when, stage) in [
        (dispatch(), "2026-04-07 10:00", Stage::Handling),
        (handled(), "2026-04-07 15:00", Stage::Reply),
        (reply(), "2026-04-07 16:00", Stage::Revisit),
        (revisit(Satisfaction::Satisfied, ""), "2026-04-09 10:00", Stage::Closure),
        (close(), "2026-04-10 10:00", Stage::Archived),
    ] {
        assert_eq!(desk.run(case, command, when).unwrap().case.stage, stage);
    }
    let file = desk.file(case);
    assert_eq!(file.case.number, "KS2604-0001");
    assert_eq!(file.case.spans.len(), 7);
    assert!(matches!(
        desk.run(case, dispatch(), "2026-04-11 10:00").unwrap_err(),
        StoreError::Refused(refusal) if refusal.rule == "Q01"
    ));
}

/// A stage that is skipped is refused with the row that says so.
#[test]
fn a_stage_cannot_be_skipped() {
    let mut desk = Desk::new();
    let case = desk.log(&[], "2026-04-07 09:00");
    for (command, rule) in [(handled(), "G01"), (reply(), "H01"), (close(), "Q01")] {
        match desk.run(case, command, "2026-04-07 10:00").unwrap_err() {
            StoreError::Refused(refusal) => assert_eq!(refusal.rule, rule),
            other => panic!("{other}"),
        }
    }
    assert_eq!(desk.file(case).history.len(), 1, "nothing of a refused command is written");
}

/// E07: the branch hands its result in, and the customer hears it from the desk.
#[test]
fn the_customer_is_answered_by_the_desk_after_the_branch() {
    let mut desk = Desk::new();
    let case = desk.log(&[], "2026-04-07 09:00");
    desk.run(case, dispatch(), "2026-04-07 10:00").unwrap();
    let early = desk.run(case, reply(), "2026-04-07 11:00").unwrap_err();
    assert!(matches!(early, StoreError::Refused(refusal) if refusal.rule == "H01"), "while the branch handles");
    desk.run(case, handled(), "2026-04-07 12:00").unwrap();
    desk.run(case, reply(), "2026-04-07 13:00").unwrap();
}

/// H07, H08: a dissatisfied customer gets another round; the old one stays as it was.
#[test]
fn a_dissatisfied_revisit_opens_the_next_round() {
    let mut desk = Desk::new();
    let case = desk.log(&[], "2026-04-07 09:00");
    desk.run(case, dispatch(), "2026-04-07 10:00").unwrap();
    desk.run(case, handled(), "2026-04-07 15:00").unwrap();
    desk.run(case, reply(), "2026-04-07 16:00").unwrap();
    let before = desk.file(case).case.spans;
    let refused = desk.run(case, revisit(Satisfaction::Dissatisfied, " "), "2026-04-08 10:00").unwrap_err();
    assert!(matches!(refused, StoreError::Refused(refusal) if refusal.rule == "H07"));
    let file = desk.run(case, revisit(Satisfaction::Dissatisfied, "仍漏水"), "2026-04-08 10:00").unwrap();
    assert_eq!((file.case.stage, file.case.round), (Stage::Handling, 2));
    assert_eq!(file.case.spans[..before.len() - 1], before[..before.len() - 1]);
}

/// a16: two people on one case; the second is told and nothing is overwritten.
#[test]
fn the_second_writer_is_told_who_was_first() {
    let mut desk = Desk::new();
    let case = desk.log(&[], "2026-04-07 09:00");
    let seen = desk.file(case).case.revision;
    desk.run_as_seen(case, seen, dispatch(), "2026-04-07 10:00").unwrap();
    let error = desk.run_as_seen(case, seen, dispatch(), "2026-04-07 10:01").unwrap_err();
    assert!(matches!(error, StoreError::Stale { by, at: when } if by == "周晓岚" && when == at("2026-04-07 10:00")));
}

/// Undo takes the latest command back and nothing else; the record keeps both.
#[test]
fn a_dispatch_can_be_taken_back() {
    let mut desk = Desk::new();
    let case = desk.log(&[], "2026-04-07 09:00");
    let file = desk.run(case, dispatch(), "2026-04-07 10:00").unwrap();
    let n = file.case.undoable[0];
    let back = desk.run(case, Command::Undo { n }, "2026-04-07 10:01").unwrap();
    assert_eq!((back.case.stage, back.case.branch), (Stage::Dispatch, None));
    assert_eq!(back.history.len(), 3);
    assert!(desk.run(case, Command::Undo { n }, "2026-04-07 10:02").is_err(), "only once");
    assert!(desk.run(case, Command::Undo { n: 1 }, "2026-04-07 10:02").is_err(), "never the logging");
}

/// F05, F06, T30: one extension, approved, before the deadline, to a later time.
#[test]
fn an_extension_is_granted_once_and_in_time() {
    use kesu::domain::event::Extension;
    let mut desk = Desk::new();
    let case = desk.log(&[], "2026-04-07 09:00");
    desk.run(case, dispatch(), "2026-04-07 10:00").unwrap();
    let extend = |until: &str, by: &str| {
        Command::Extend(Extension {
            until: at(until),
            reason: "等配件".to_owned(),
            approved_by: by.to_owned(),
            customer_told: true,
        })
    };
    let refused = |error: StoreError| match error {
        StoreError::Refused(refusal) => refusal.rule,
        other => panic!("{other}"),
    };
    assert_eq!(refused(desk.run(case, extend("2026-04-09 12:00", ""), "2026-04-07 11:00").unwrap_err()), "F06");
    assert_eq!(refused(desk.run(case, extend("2026-04-07 12:00", "总经理"), "2026-04-07 11:00").unwrap_err()), "F05");
    assert_eq!(refused(desk.run(case, extend("2026-04-09 12:00", "总经理"), "2026-04-08 11:00").unwrap_err()), "F05");
    let file = desk.run(case, extend("2026-04-09 12:00", "总经理"), "2026-04-07 11:00").unwrap();
    assert_eq!(file.row.due_at, Some(at("2026-04-09 12:00")));
    assert_eq!(refused(desk.run(case, extend("2026-04-10 12:00", "总经理"), "2026-04-07 12:00").unwrap_err()), "F06");
}

/// A wait stops the clock and the deadline moves by exactly what was waited.
#[test]
fn a_wait_stops_the_clock() {
    let mut desk = Desk::new();
    let case = desk.log(&[], "2026-04-07 09:00");
    let before = desk.run(case, dispatch(), "2026-04-07 10:00").unwrap().row.due_at.unwrap();
    assert_eq!(before, at("2026-04-08 03:00"), "T03: 17 h");
    let wait = Command::Wait { reason: "parts".to_owned(), note: String::new() };
    let waiting = desk.run(case, wait, "2026-04-07 12:00").unwrap();
    assert_eq!((waiting.row.due_at, waiting.row.paused.as_deref()), (None, Some("parts")));
    let after = desk.run(case, Command::Resume, "2026-04-07 14:30").unwrap();
    assert_eq!(after.row.due_at, Some(before.plus_minutes(150)));
}

/// F01, F03: the warning is on record once a stage, at 90 %.
#[test]
fn a_warning_is_recorded_once() {
    let mut desk = Desk::new();
    let case = desk.log(&[], "2026-04-07 09:00");
    let warned = |desk: &mut Desk, when: &str| match desk.database.answer(Request::MarkWarned { by: by(when) }).unwrap()
    {
        Answer::Count(count) => count,
        other => panic!("{other:?}"),
    };
    assert_eq!(warned(&mut desk, "2026-04-07 12:35"), 0);
    assert_eq!(warned(&mut desk, "2026-04-07 12:36"), 1, "90 % of 4 h");
    assert_eq!(warned(&mut desk, "2026-04-07 12:37"), 0);
    assert_eq!(desk.file(case).history.len(), 2);
}

/// The projections are what the events add up to, however they came about.
#[test]
fn projections_rebuilt_from_the_events_are_the_same() {
    let mut desk = Desk::new();
    for n in 0..20 {
        let case = desk.log(&[(Field::Phone, &format!("138000{n:05}"))], "2026-04-07 09:00");
        if n % 2 == 0 {
            desk.run(case, dispatch(), "2026-04-07 10:00").unwrap();
        }
        if n % 4 == 0 {
            desk.run(case, handled(), "2026-04-07 12:00").unwrap();
        }
    }
    let before = desk.list(View::All, "", "2026-04-07 13:00");
    let found = desk.list(View::All, "13800000007", "2026-04-07 13:00");
    assert_eq!(found.total, 1);
    assert!(matches!(desk.database.answer(Request::Rebuild).unwrap(), Answer::Count(20)));
    assert_eq!(desk.list(View::All, "", "2026-04-07 13:00"), before);
    assert_eq!(desk.list(View::All, "13800000007", "2026-04-07 13:00"), found);
}

/// Any Chinese word, part of a phone or serial number, the number, pinyin initials.
#[test]
fn a_case_is_found_by_whatever_the_caller_remembers() {
    let mut desk = Desk::new();
    desk.log(
        &[
            (Field::CustomerName, "单晓娜"),
            (Field::Phone, "13812345678"),
            (Field::Serial, "CY2510H5-018822"),
            (Field::Model, "WQP12-H5"),
            (Field::Description, "门封开裂，厨房木地板被泡"),
        ],
        "2026-04-07 09:00",
    );
    desk.log(&[(Field::CustomerName, "李先生"), (Field::Description, "噪音大")], "2026-04-07 09:05");
    for typed in [
        "泡",
        "门封",
        "木地板",
        "开裂 地板",
        "2345",
        "5678",
        "018822",
        "h5-0188",
        "ks2604-0001",
        "0001",
        "sxn",
        "dxn",
        "单晓",
    ] {
        assert_eq!(numbers(&desk.list(View::All, typed, "2026-04-07 13:00")), ["KS2604-0001"], "{typed}");
    }
    for typed in ["地泡", "9999", "zzz", "!", "爆炸"] {
        assert!(desk.list(View::All, typed, "2026-04-07 13:00").rows.is_empty(), "{typed}");
    }
    assert_eq!(desk.list(View::All, "大", "2026-04-07 13:00").total, 1);
}

/// The list is grouped by remaining time; urgent cases (D06) come first in their group.
#[test]
fn the_list_is_grouped_by_remaining_time() {
    let mut desk = Desk::new();
    desk.log(&[], "2026-04-07 05:00");
    desk.log(&[], "2026-04-07 08:20");
    desk.log(&[], "2026-04-07 11:00");
    desk.log(&[(Field::Symptoms, "起火")], "2026-04-07 11:30");
    let page = desk.list(View::Open, "", "2026-04-07 12:00");
    assert_eq!(page.groups, [1, 1, 2, 0]);
    assert_eq!(numbers(&page), ["KS2604-0001", "KS2604-0002", "KS2604-0004", "KS2604-0003"]);
}

/// Every page of a list is the same cut of the same order, near and far.
#[test]
fn pages_join_without_gap_or_overlap() {
    let mut desk = Desk::new();
    for n in 0..57 {
        let description = if n % 9 == 0 { "起火" } else { "漏水" };
        let typed = [(Field::Model, &*format!("M{}", n % 7)), (Field::Description, description)];
        let case = desk.log(&typed, &format!("2026-04-{:02} 09:00", 1 + n % 28));
        // A wait has no limit that runs: these stand last.
        if n % 4 == 0 {
            let wait = Command::Wait { reason: "parts".to_owned(), note: String::new() };
            desk.run(case, wait, &format!("2026-04-{:02} 09:30", 1 + n % 28)).unwrap();
        }
    }
    for view in [View::All, View::Open] {
        let query = ListQuery { limit: 1000, ..ListQuery::of(view, &by("2026-04-15 12:00")) };
        let page = desk.page(query.clone());
        assert_eq!((page.total, page.rows.len()), (57, 57));
        assert_eq!(page.groups.iter().sum::<i64>(), if view.is_open() { 57 } else { 0 });
        let whole = page.rows;
        let mut joined = Vec::new();
        for offset in (0..57).step_by(10) {
            joined.extend(desk.page(ListQuery { limit: 10, offset, ..query.clone() }).rows);
        }
        assert_eq!(joined, whole, "{view:?}");
    }
}

/// Each number beside the navigation is the length of the list it opens.
#[test]
fn counters_are_the_lengths_of_their_lists() {
    let mut desk = Desk::new();
    for n in 0..40 {
        let wall = format!("2026-04-07 {:02}:{:02}", 5 + n % 7, n);
        let case = desk.log(&[(Field::Exposure, if n % 11 == 0 { "media" } else { "" })], &wall);
        let way = [dispatch(), handled(), reply(), revisit(Satisfaction::Satisfied, ""), close()];
        for command in way.into_iter().take(n % 6) {
            desk.run(case, command, &wall).unwrap();
        }
        if n % 5 == 0 {
            let request = Command::Wait { reason: "parts".to_owned(), note: String::new() };
            let _closed_cases_refuse = desk.run(case, request, &wall);
        }
    }
    let by = by("2026-04-07 12:00");
    let Answer::Counters(counters) = desk.database.answer(Request::Counters { by: by.clone() }).unwrap() else {
        panic!("counters")
    };
    assert!(counters.overdue > 0 && counters.near > 0 && counters.archived > 0 && counters.escalated > 0);
    for &view in View::ALL {
        assert_eq!(counters.of(view), desk.page(ListQuery::of(view, &by)).total, "{view:?}");
    }
}

/// Filters narrow, and the count is that of the rows.
#[test]
fn filters_narrow_the_list() {
    use kesu::domain::InfoClass;
    let mut desk = Desk::new();
    desk.log(&[(Field::InfoClass, "major_incident")], "2026-04-07 09:00");
    desk.log(&[], "2026-04-07 09:00");
    let filter = Filter { class: Some(InfoClass::MajorIncident), ..Filter::default() };
    let page = desk.page(ListQuery { filter, ..ListQuery::of(View::Open, &by("2026-04-07 10:00")) });
    assert_eq!((page.total, page.rows.len()), (1, 1));
}

/// B12: no gap and no repeat, whoever writes; each month counts anew.
#[test]
fn numbers_have_no_gap_and_no_repeat_under_parallel_writers() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("desk.db");
    drop(Database::open(&path, kesu::store::OpenMode::Create).unwrap());
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                let mut database = Database::open(&path, kesu::store::OpenMode::Existing).unwrap();
                for _ in 0..15 {
                    let facts = Box::new(facts(&[], "2026-04-07 09:00"));
                    database.answer(Request::Log { facts, draft: None, by: by("2026-04-07 09:00") }).unwrap();
                }
            });
        }
    });
    let mut database = Database::open(&path, kesu::store::OpenMode::Existing).unwrap();
    let query = ListQuery { limit: 1000, ..ListQuery::of(View::All, &by("2026-04-07 10:00")) };
    let Answer::List(page) = database.answer(Request::List(query)).unwrap() else { panic!("a list") };
    let mut found: Vec<String> = page.rows.iter().map(|row| row.number.clone()).collect();
    found.sort();
    let expected: Vec<String> = (1..=60).map(|n| format!("KS2604-{n:04}")).collect();
    assert_eq!(found, expected);
    let Answer::Chain(chain) = database.answer(Request::Verify).unwrap() else { panic!("a chain") };
    assert_eq!((chain.events, chain.broken_at), (60, None));
}

/// b10: an edited byte is found, and where.
#[test]
fn a_changed_event_is_located() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("desk.db");
    let mut database = Database::open(&path, kesu::store::OpenMode::Create).unwrap();
    for _ in 0..5 {
        let facts = Box::new(facts(&[], "2026-04-07 09:00"));
        database.answer(Request::Log { facts, draft: None, by: by("2026-04-07 09:00") }).unwrap();
    }
    drop(database);
    #[expect(clippy::disallowed_methods, reason = "plays the one who tampers with the file")]
    let raw = rusqlite::Connection::open(&path).unwrap();
    assert!(raw.execute("UPDATE event SET body = '{}' WHERE seq = 3", []).is_err(), "the file itself refuses");
    raw.execute_batch("DROP TRIGGER event_is_never_changed; UPDATE event SET by = '李四' WHERE seq = 3;").unwrap();
    drop(raw);
    let mut database = Database::open(&path, kesu::store::OpenMode::Existing).unwrap();
    let Answer::Chain(chain) = database.answer(Request::Verify).unwrap() else { panic!("a chain") };
    assert_eq!(chain.broken_at, Some(3));
}

/// A draft survives as it was typed, faults and all.
#[test]
fn a_saved_draft_comes_back_equal() {
    use kesu::domain::Draft;
    let mut desk = Desk::new();
    let mut draft = Draft::default();
    draft.set(Field::Phone, "138");
    draft.set(Field::BoughtOn, "去年秋天");
    let save = Request::SaveDraft {
        id: None,
        owner: "周".to_owned(),
        draft: Box::new(draft.clone()),
        now: at("2026-04-07 09:00"),
    };
    let Answer::Draft(id) = desk.database.answer(save).unwrap() else { panic!("a draft") };
    let Answer::Drafts(drafts) = desk.database.answer(Request::Drafts { owner: "周".to_owned() }).unwrap() else {
        panic!("drafts")
    };
    assert_eq!((drafts[0].id, &drafts[0].draft), (id, &draft));
}
