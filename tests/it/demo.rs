//! The demo data: the figures of the design pictures, and stories that the rules admit.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::BTreeMap;

use kesu::clock::case_clock::CaseClocks;
use kesu::domain::incident::{GradeEvent, IncidentCommand, IncidentEvent, Step, Talk};
use kesu::domain::stage::{InfoClass, Stage};
use kesu::domain::{Case, Command, Event, Field, Setting, Stamp, decide, judge};
use kesu::figures::kpi::Span;
use kesu::store::{Answer, Counters, DashboardQuery, Database, Group, ListPage, ListQuery, Narrow, Request, View};

use crate::store::{at, by};

pub const END: &str = "2026-04-09 10:24";

pub struct Filled {
    pub database: Database,
    _folder: tempfile::TempDir,
}

pub fn filled(cases: u32, end: &str) -> Filled {
    filled_with(cases, end, 1)
}

pub fn filled_with(cases: u32, end: &str, seed: u64) -> Filled {
    let folder = tempfile::tempdir().unwrap();
    let mut database = Database::in_memory(folder.path()).unwrap();
    let written = database.fill_demo(cases, seed, at(end), &|_, _| true).unwrap();
    assert_eq!(written, u64::from(cases));
    Filled { database, _folder: folder }
}

impl Filled {
    fn counters(&mut self, when: &str) -> Counters {
        match self.database.answer(Request::Counters { by: by(when) }).unwrap() {
            Answer::Counters(counters) => counters,
            other => panic!("{other:?}"),
        }
    }

    fn page(&mut self, view: View, when: &str) -> ListPage {
        let query = ListQuery { limit: 5_000, ..ListQuery::of(view, &by(when)) };
        match self.database.answer(Request::List(query)).unwrap() {
            Answer::List(page) => page,
            other => panic!("{other:?}"),
        }
    }
}

/// Design README section 8: the figures agree across the screens.
#[test]
fn the_navigation_counts_what_the_pictures_show() {
    let mut desk = filled(1286, END);
    let counters = desk.counters(END);
    let expected = Counters {
        mine: 23,
        open: 148,
        dispatch: 6,
        handling: 71,
        reply: 9,
        revisit: 41,
        closure: 21,
        overdue: 9,
        near: 14,
        escalated: 4,
        batch_hint: 2,
        archived: 1138,
        all: 1286,
    };
    assert_eq!(counters, expected);
    assert_eq!(desk.page(View::Mine, END).groups, [3, 4, 6, 10], "{:?}", Group::ALL);
}

#[test]
fn the_board_counts_what_the_pictures_show() {
    let mut desk = filled(1286, END);
    let span = Span { from: at("2024-01-01"), to: at("2026-05-01"), now: at(END) };
    let query = DashboardQuery { span, step: kesu::figures::on_time::Step::Month, narrow: Narrow::default() };
    let Answer::Dashboard(board) = desk.database.answer(Request::Dashboard(Box::new(query))).unwrap() else { panic!() };
    let rows: Vec<(String, [u32; 5])> = board.mix.rows().iter().map(|row| (row.region.clone(), row.counts)).collect();
    let drawn = [
        ("华东", [142, 8, 121, 31, 16]),
        ("华南", [118, 6, 102, 25, 13]),
        ("华中", [86, 4, 71, 18, 8]),
        ("华北", [79, 4, 66, 17, 10]),
        ("西南", [74, 3, 57, 15, 9]),
        ("东北", [47, 2, 38, 9, 6]),
        ("西北", [38, 1, 30, 8, 4]),
    ];
    for (region, counts) in drawn {
        let found = rows.iter().find(|(name, _)| name == region).map(|(_, counts)| *counts);
        assert_eq!(found, Some(counts), "{region}");
    }
    assert_eq!(board.open.overdue, [3, 2, 2, 1, 1]);
    assert_eq!(board.open.open, 148);
}

/// K02: of the closed ones.
#[test]
fn about_ninety_four_in_a_hundred_closed_cases_were_in_time() {
    let mut desk = filled(1286, END);
    let mut query = ListQuery { limit: 1, ..ListQuery::of(View::Archived, &by(END)) };
    query.filter.on_time = Some(true);
    let Answer::List(page) = desk.database.answer(Request::List(query)).unwrap() else { panic!() };
    assert_eq!(page.total, 1070, "94.0 % of 1138, as K02 counts them");
}

/// The proportions hold at any size, and at any time of day nobody is surprised.
#[test]
fn other_sizes_and_hours_keep_the_proportions() {
    for (cases, end) in [(0, END), (1, END), (10, END), (3000, "2026-02-18 03:10"), (3000, "2025-10-04 23:50")] {
        let mut desk = filled(cases, end);
        let counters = desk.counters(end);
        let share = |drawn: i64| (f64::from(cases) * drawn as f64 / 1286.0).round() as i64;
        assert_eq!(counters.all, i64::from(cases));
        for (name, found, wanted) in [
            ("open", counters.open, share(148)),
            ("handling", counters.handling, share(71)),
            ("revisit", counters.revisit, share(41)),
            ("closure", counters.closure, share(21)),
            ("overdue", counters.overdue, share(9)),
            ("near", counters.near, share(14)),
            ("mine", counters.mine, share(23)),
        ] {
            assert!((found - wanted).abs() <= 3, "{cases} at {end}: {found} {name}, not {wanted}");
        }
    }
}

#[test]
fn every_story_reads_true() {
    let mut desk = filled(1286, END);
    let end = at(END);
    let book = std::sync::Arc::clone(desk.database.book());
    let known = |list: &[kesu::domain::rules::Choice], word: &str| {
        list.iter().any(|choice| choice.zh == word || choice.key == word)
    };
    let mut lengths = BTreeMap::new();
    for row in desk.page(View::All, END).rows {
        let Answer::Case(file) = desk.database.answer(Request::Open(row.id)).unwrap() else { panic!() };
        let (case, facts) = (&file.case, &file.case.facts);
        let name = &case.number;
        let mut last = Stamp(0);
        for record in &file.history {
            assert!(record.at >= last && record.at <= end, "{name} {record:?}");
            last = record.at;
        }
        for field in [Field::Phone, Field::CustomerName, Field::Address, Field::Channel, Field::Branch] {
            assert!(!facts.word(field).is_empty(), "{name} {field:?}");
        }
        assert!(known(&book.rules.channels, facts.word(Field::Channel)), "{name}");
        assert!(facts.symptoms().all(|word| known(&book.rules.symptoms, word)), "{name}");
        let category = facts.word(Field::Category);
        assert!(category.is_empty() || known(&book.rules.categories, category), "{name} {category}");
        assert!(!file.row.description.contains(['{', '}']), "{name} {}", file.row.description);
        *lengths.entry(file.row.description.chars().count() / 10 * 10).or_insert(0) += 1;
        assert!(facts.made_on <= facts.bought_on && facts.bought_on <= facts.installed_on, "{name}");
        assert!(facts.installed_on.is_none_or(|day| day <= facts.received_at.date()), "{name}");
        let grade = judge::propose_grade(facts, &book.rules).map(|proposal| proposal.value);
        let graded = facts.class == InfoClass::MajorIncident;
        assert_eq!(facts.grade, grade.filter(|_| graded), "{name}");
        if case.stage == Stage::Archived {
            assert!(case.closing.is_some(), "{name}");
        }
    }
    let usual: i32 = lengths.range(30..=79).map(|(_, count)| count).sum();
    assert!(usual >= 1286 * 95 / 100, "{lengths:?}");
}

#[test]
fn the_same_seed_tells_the_same_and_a_stop_leaves_whole_batches() {
    let texts = |mut desk: Filled| -> Vec<String> {
        desk.page(View::All, END).rows.into_iter().map(|row| format!("{} {}", row.number, row.description)).collect()
    };
    assert_eq!(texts(filled(60, END)), texts(filled(60, END)));
    let folder = tempfile::tempdir().unwrap();
    let mut database = Database::in_memory(folder.path()).unwrap();
    let written = database.fill_demo(1286, 1, at(END), &|_, _| false).unwrap();
    assert_eq!((written, database.case_count().unwrap()), (500, 500));
    let Answer::Chain(chain) = database.answer(Request::Verify).unwrap() else { panic!() };
    assert_eq!(chain.broken_at, None);
}

/// The same for an event of the incident file: what the program worked out is left out.
fn incident_command(event: IncidentEvent) -> Option<IncidentCommand> {
    Some(match event {
        IncidentEvent::Opened(opening) => IncidentCommand::Open(opening),
        IncidentEvent::Scene(entry) => IncidentCommand::Scene(entry),
        IncidentEvent::Casualty(change) => IncidentCommand::Casualty(change),
        IncidentEvent::Grade(GradeEvent::Proposed(_)) => return None,
        IncidentEvent::Grade(GradeEvent::Decided { grade, reason }) => IncidentCommand::DecideGrade { grade, reason },
        IncidentEvent::Evidence(change) => IncidentCommand::Evidence(change),
        IncidentEvent::Loss(change) => {
            IncidentCommand::Loss(Box::new(change.try_map(|line| Ok::<_, ()>(line.entry)).unwrap()))
        }
        IncidentEvent::InjuryLoss(change) => IncidentCommand::InjuryLoss(change),
        IncidentEvent::LossConfirmed(confirmation) => IncidentCommand::ConfirmLoss { with: confirmation.with },
        IncidentEvent::Insurer(entry) => IncidentCommand::Insurer(entry),
        IncidentEvent::Talk(talk) => IncidentCommand::Talk(match talk {
            Talk::Agree(agreement) => Talk::Agree(Box::new(agreement.entry)),
            Talk::Find(finding) => Talk::Find(finding),
            Talk::Share(shares) => Talk::Share(shares),
            Talk::Option(change) => Talk::Option(change),
            Talk::Withdraw { reason } => Talk::Withdraw { reason },
            Talk::EndDirectly { way, text } => Talk::EndDirectly { way, text },
        }),
        IncidentEvent::Settlement(entry) => IncidentCommand::Settlement(entry),
        IncidentEvent::Closure(entry) => IncidentCommand::Closure(entry),
    })
}

/// What a person asked for to cause an event; nothing for one that comes with the event before it.
fn command_of(event: &Event) -> Option<Command> {
    Some(match event.clone() {
        Event::Amended { changes, reason } => {
            Command::Amend { changes: changes.into_iter().map(|change| (change.field, change.to)).collect(), reason }
        }
        Event::Dispatched(order) => Command::Dispatch(*order),
        Event::Transferred { to, first, second, reason } => Command::Transfer { to, first, second, reason },
        Event::SentBack { reason } => Command::SendBack { reason },
        Event::Raised { to, reason } => Command::Raise { to, reason },
        Event::AssistAsked { unit, what, due } => Command::AskAssist { unit, what, due },
        Event::AssistAnswered { nth, text } => Command::AnswerAssist { nth, text },
        Event::Waiting { reason, note } => Command::Wait { reason, note },
        Event::Resumed => Command::Resume,
        Event::Extended(extension) => Command::Extend(*extension),
        Event::Warned { .. } => Command::Warn,
        Event::Urged { text } => Command::Urge { text },
        Event::Handled(handling) => Command::Handle(*handling),
        Event::Replied(reply) => Command::Reply(*reply),
        Event::AnsweredOnTheSpot(reply) => Command::AnswerOnTheSpot(*reply),
        Event::Revisited(revisit) => Command::Revisit(*revisit),
        Event::RevisitSkipped { reason } => Command::SkipRevisit { reason },
        Event::Closed { conclusion, opinion, terms } => Command::Close { conclusion, opinion, terms },
        Event::Noted { kind, text } => Command::Note { kind, text },
        Event::Attached(attachment) => Command::Attach(*attachment),
        Event::Incident(event) => return incident_command(*event).map(Command::from),
        Event::RoundOpened { .. } => return None,
        opened if opened.opens_by_itself() => return None,
        other => panic!("{other:?}"),
    })
}

/// Every invented event is one that the rules would have admitted at its moment, warnings and extensions included.
#[test]
fn the_rules_admit_every_event() {
    let mut desk = filled(1286, END);
    let book = std::sync::Arc::clone(desk.database.book());
    for row in desk.page(View::All, END).rows {
        let Answer::Case(file) = desk.database.answer(Request::Open(row.id)).unwrap() else { panic!() };
        for (nth, record) in file.history.iter().enumerate().skip(1) {
            let Some(command) = command_of(&record.event) else { continue };
            let case = Case::replay(&file.history[..nth]).unwrap();
            let clocks = CaseClocks::of(&case, &book.rules, &book.clockwork);
            let stage = clocks.stage.as_ref().map(|clock| &clock.deadline);
            let setting = Setting {
                rules: &book.rules,
                now: record.at,
                due: stage.and_then(|deadline| deadline.due),
                past_warning: stage.and_then(|deadline| deadline.warn_at).is_some_and(|warn| warn <= record.at),
                other: None,
            };
            let events = decide(&case, command, &setting)
                .unwrap_or_else(|refusal| panic!("{} {record:?}: {refusal:?}", row.number));
            assert_eq!(events[0], record.event, "{}", row.number);
        }
    }
}

/// What was prepared beside the data file is what the events say.
#[test]
fn the_rows_are_those_that_a_rebuild_gives() {
    let mut desk = filled(300, END);
    let found = |desk: &mut Filled| {
        let rows = desk.page(View::All, END).rows;
        let search = ListQuery { search: "漏水".to_owned(), ..ListQuery::of(View::All, &by(END)) };
        let Answer::List(hits) = desk.database.answer(Request::List(search)).unwrap() else { panic!() };
        (rows, hits)
    };
    let before = found(&mut desk);
    desk.database.answer(Request::Rebuild).unwrap();
    assert!(before.1.total > 5);
    assert_eq!(found(&mut desk), before);
}

/// J01-J17, Q02, Q04: every major incident has its file, the closed ones a whole one, the open ones at every stage; and
/// the pictures it names lie beside the data file.
#[test]
fn major_incidents_have_files_at_every_stage_j13() {
    let mut desk = filled(10_000, END);
    let book = std::sync::Arc::clone(desk.database.book());
    let mut query = ListQuery { limit: 5_000, ..ListQuery::of(View::All, &by(END)) };
    query.filter.class = Some(InfoClass::MajorIncident);
    let Answer::List(page) = desk.database.answer(Request::List(query)).unwrap() else { panic!() };
    let mut stages: BTreeMap<String, usize> = BTreeMap::new();
    for row in &page.rows {
        let Answer::Case(file) = desk.database.answer(Request::Open(row.id)).unwrap() else { panic!() };
        // Young ones that were answered at the centre at once need none.
        if file.case.on_the_spot {
            continue;
        }
        let incident = file.case.incident.as_deref().unwrap_or_else(|| panic!("{} has no file", row.number));
        assert!(file.broken.is_empty(), "{}: every attachment lies there whole", row.number);
        let photos = incident.evidence.len();
        let stage = match incident.next_step(&book.rules) {
            _ if file.case.stage == Stage::Archived => "closed".to_owned(),
            None => "paid".to_owned(),
            Some(Step::Responsibility) if !incident.losses.is_empty() => "losses".to_owned(),
            Some(Step::Responsibility) if photos > 0 => "evidence".to_owned(),
            Some(Step::Responsibility) => "opened".to_owned(),
            Some(step) => step.word().to_owned(),
        };
        if stage == "closed" {
            assert_eq!(incident.paid(), incident.agreed().unwrap(), "{}", row.number);
            let loss = incident.losses.totals().all.assessed;
            assert!(file.case.facts.loss.is_none_or(|said| said == loss), "{}: the list comes to the loss", row.number);
        }
        *stages.entry(stage).or_insert(0) += 1;
    }
    assert!(page.rows.len() - stages.values().sum::<usize>() <= 3, "of {}: {stages:?}", page.rows.len());
    for stage in ["opened", "evidence", "losses", "sharing", "paid", "closed"] {
        assert!(stages.get(stage).is_some_and(|count| *count > 0), "{stage} is not among {stages:?}");
    }
}

/// L09: of the corrective entries that are due most were looked at; some work, some were found not to, each lawfully.
#[test]
fn corrective_entries_of_the_demo_were_verified() {
    let mut desk = filled(3000, END);
    let mut query = ListQuery { limit: 1000, ..ListQuery::of(View::All, &by(END)) };
    query.filter.class = Some(kesu::domain::InfoClass::MajorIncident);
    let Answer::List(page) = desk.database.answer(Request::List(query)).unwrap() else { panic!() };
    let (mut due, mut effective, mut again) = (0, 0, 0);
    for row in page.rows {
        let Answer::Case(file) = desk.database.answer(Request::Open(row.id)).unwrap() else { panic!("a case") };
        let Some(closure) = file.case.incident.as_deref().map(|incident| &incident.closure) else { continue };
        due += closure.correctives.iter().filter(|(_, entry)| entry.due < at(END)).count();
        effective += closure.correctives.iter().filter(|(id, _)| closure.is_effective(*id)).count();
        again += closure.checks.iter().flat_map(|checked| &checked.checks).filter(|found| !found.effective).count();
    }
    assert!(due > 10 && effective > due / 2 && effective < due && again > 0, "{due} {effective} {again}");
}

/// C04, C10, K02: causes, departments and brands are those of the rule book.
#[test]
fn what_the_demo_finds_is_on_the_lists_c04_c10() {
    use kesu::figures::kpi::{Dim, Kpi};
    use kesu::store::KpiQuery;
    let mut desk = filled(1286, END);
    let book = std::sync::Arc::clone(desk.database.book());
    let span = Span { from: at("2024-01-01"), to: at("2026-05-01"), now: at(END) };
    for (dim, list) in
        [(Dim::Brand, &book.rules.brands), (Dim::Cause, &book.rules.causes), (Dim::Department, &book.rules.departments)]
    {
        let query = KpiQuery { kpi: Kpi::K01, span, by: vec![dim], narrow: Narrow::default() };
        let Answer::Kpi(table) = desk.database.answer(Request::Kpi(query)).unwrap() else { panic!("figures") };
        let keys: Vec<&str> = table.cells.iter().map(|cell| cell.keys[0].as_str()).collect();
        assert!(keys.len() >= 4, "{dim:?}: {keys:?}");
        assert!(keys.iter().all(|key| key.is_empty() || list.iter().any(|choice| choice.zh == *key)), "{keys:?}");
    }
}
