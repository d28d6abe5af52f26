//! The KPI book against a recount of replayed cases, its lists against its figures, and what the commands tell.

use std::collections::BTreeMap;

use kesu::clock::case_clock::{promise_clock, span_clock};
use kesu::domain::links::{Link, Relation};
use kesu::domain::procedure::ProcedureCommand;
use kesu::domain::stage::{Acceptance, InfoClass, Level, Satisfaction, Stage, Verified};
use kesu::domain::{Case, Command, Event, Field, Recorded, Stamp};
use kesu::figures::kpi::{Dim, Kpi, Line, Span, Unit, definition, goal};
use kesu::rulebook::{BUILT_IN, RuleBook};
use kesu::store::{
    Answer, CaseFile, CaseId, Database, KpiMember, KpiQuery, KpiTable, ListQuery, Narrow, Request, View,
};

use crate::demo::{END, filled};
use crate::store::{Desk, at, by, close, dispatch, handled, reply, revisit};

fn span(from: &str, to: &str) -> Span {
    Span { from: at(from), to: at(to), now: at(END) }
}

fn table(database: &mut Database, kpi: Kpi, span: Span, by: &[Dim]) -> KpiTable {
    match database.answer(Request::Kpi(KpiQuery { kpi, span, by: by.to_vec(), narrow: Narrow::default() })).unwrap() {
        Answer::Kpi(table) => *table,
        other => panic!("{other:?}"),
    }
}

fn members(database: &mut Database, table: &KpiTable, line: Line, cell: &[String]) -> Vec<KpiMember> {
    let request = Request::KpiCases { query: table.query.clone(), line, cell: cell.to_vec() };
    match database.answer(request).unwrap() {
        Answer::KpiCases(members) => members,
        other => panic!("{other:?}"),
    }
}

fn files(database: &mut Database) -> Vec<CaseFile> {
    let query = ListQuery { limit: 10_000, ..ListQuery::of(View::All, &by(END)) };
    let Answer::List(page) = database.answer(Request::List(query)).unwrap() else { panic!() };
    let ids: Vec<CaseId> = page.rows.iter().map(|row| row.id).collect();
    ids.into_iter()
        .map(|id| match database.answer(Request::Open(id)).unwrap() {
            Answer::Case(file) => *file,
            other => panic!("{other:?}"),
        })
        .collect()
}

/// A case told again from its events alone, without what the store keeps beside it.
struct Plain {
    received: Stamp,
    class: InfoClass,
    escalated: bool,
    verified: Verified,
    region: String,
    due0: Option<Stamp>,
    due: Option<Stamp>,
    promised: Option<Stamp>,
    answer: Option<Stamp>,
    solved: bool,
    settled: bool,
    rounds: usize,
    gap: i64,
    stopped: i64,
    dispatched: bool,
    sent_back: bool,
    stages: Vec<(Stamp, Option<Stamp>)>,
    surveys: Vec<(Stamp, Satisfaction, Satisfaction)>,
}

/// The promise of a history as its clock had it before the second round.
fn promise(file: &CaseFile, keep: impl Fn(&Event) -> bool) -> Option<Stamp> {
    let first = file.history.iter().take_while(|record| !matches!(record.event, Event::RoundOpened { .. }));
    let mut history: Vec<Recorded> = first.filter(|record| keep(&record.event)).cloned().collect();
    (1..).zip(&mut history).for_each(|(n, record)| record.n = n);
    let case = Case::replay(&history).unwrap();
    promise_clock(&case, &file.book.rules, &file.book.clockwork)?.deadline.due
}

impl Plain {
    fn of(file: &CaseFile) -> Self {
        let facts = &file.case.facts;
        let due = promise(file, |_| true);
        let mut told = Self {
            received: facts.received_at,
            class: facts.class,
            escalated: facts.level == Level::National || !facts.exposure.is_empty(),
            verified: facts.verified,
            region: file.row.region.clone(),
            due0: promise(file, |event| !matches!(event, Event::Extended(_))),
            due,
            promised: facts.promised_reply.or(due),
            answer: None,
            solved: false,
            settled: false,
            rounds: 1,
            gap: 0,
            stopped: 0,
            dispatched: false,
            sent_back: false,
            stages: Vec::new(),
            surveys: Vec::new(),
        };
        let (mut last_answer, mut stopped_at, mut asked_in) = (None, None, 0);
        for Recorded { at, event, .. } in &file.history {
            match event {
                Event::Dispatched(_) => told.dispatched = true,
                Event::SentBack { .. } => told.sent_back = true,
                Event::Waiting { .. } => stopped_at = Some(*at),
                Event::Resumed => told.stopped += at.0 - stopped_at.take().unwrap().0,
                Event::Handled(handling) => told.solved = handling.solved,
                Event::Replied(reply) | Event::AnsweredOnTheSpot(reply) => {
                    let accepted = reply.accepted == Acceptance::Accepted;
                    if !told.dispatched {
                        told.solved = accepted;
                    }
                    told.settled = told.solved || accepted;
                    told.answer = Some(*at);
                    last_answer = Some(*at);
                }
                Event::RoundOpened { .. } => {
                    told.rounds += 1;
                    told.answer = None;
                    told.gap -= last_answer.unwrap_or(*at).0 - at.0;
                }
                Event::Revisited(revisit) => {
                    if asked_in == told.rounds {
                        told.surveys.pop();
                    }
                    asked_in = told.rounds;
                    told.surveys.push((*at, revisit.result, revisit.staff));
                }
                _ => {}
            }
        }
        for span in file.case.spans.iter().filter(|span| span.stage != Stage::Archived) {
            let clock = span_clock(&file.case, span, &file.book.rules, &file.book.clockwork);
            told.stages.extend(clock.and_then(|clock| clock.deadline.due).map(|due| (due, span.to)));
        }
        told
    }

    fn flowed(&self, end: Stamp) -> bool {
        !self.stages.iter().any(|(due, ended)| *due < end && ended.is_none_or(|at| at > *due))
    }

    /// Answered, but neither at once nor by a transfer within the limit.
    fn is_late_or_again(&self) -> bool {
        let kept = self.answer.zip(self.due).is_some_and(|(at, due)| at <= due);
        self.answer.is_some() && !(kept && (self.dispatched || self.rounds == 1))
    }

    fn answer_of_all(&self) -> Option<Satisfaction> {
        self.surveys.iter().rev().map(|survey| survey.1).find(|answer| *answer != Satisfaction::NotReached)
    }
}

const fn good(answer: Satisfaction) -> bool {
    matches!(answer, Satisfaction::Satisfied | Satisfaction::Fair)
}

/// Numerator and denominator counted the long way; `None` for a line that is not recounted here.
fn recount(cases: &[&Plain], kpi: Kpi, line: Line, span: &Span) -> Option<(i64, i64)> {
    let end = span.to.min(span.now);
    let inside = |at: Stamp| at >= span.from && at < end;
    let due = |case: &&&Plain| case.due.is_some_and(inside);
    let closed = |case: &&&Plain| case.answer.is_some_and(inside);
    let received = |case: &&&Plain| inside(case.received);
    let by = |case: &Plain, limit: Option<Stamp>| case.answer.zip(limit).is_some_and(|(at, limit)| at <= limit);
    let ratio = |of: Vec<&&Plain>, holds: &dyn Fn(&Plain) -> bool| {
        Some((of.iter().filter(|case| holds(case)).count() as i64, of.len() as i64))
    };
    let all = |base: &dyn Fn(&&&Plain) -> bool| cases.iter().filter(|case| base(case)).collect::<Vec<_>>();
    let surveys = |holds: &dyn Fn(&(Stamp, Satisfaction, Satisfaction)) -> bool,
                   counted: &dyn Fn(&(Stamp, Satisfaction, Satisfaction)) -> bool| {
        let asked = || cases.iter().flat_map(|case| &case.surveys).filter(|survey| inside(survey.0) && counted(survey));
        Some((asked().filter(|survey| holds(survey)).count() as i64, asked().count() as i64))
    };
    let mature = |case: &&&Plain| {
        received(case) && case.due.is_some_and(|due| due < span.now || case.answer.is_some_and(|at| at <= span.now))
    };
    match (kpi, line) {
        (Kpi::K01, _) => Some((all(&received).len() as i64, 0)),
        (Kpi::K08, _) => Some((all(&received).iter().filter(|case| case.escalated).count() as i64, 0)),
        (Kpi::K02, Line::Main) => ratio(all(&due), &|case| by(case, case.due) && case.settled),
        (Kpi::K02, Line::Raw) => ratio(all(&due), &|case| by(case, case.due0) && case.settled),
        (Kpi::K02, Line::Extended) => ratio(all(&due), &|case| case.due > case.due0),
        (Kpi::K02, Line::Cohort) => {
            ratio(all(&|case| received(case) && case.due.is_some()), &|case| by(case, case.due) && case.settled)
        }
        (Kpi::K02, Line::Reopened) => ratio(all(&closed), &|case| case.rounds > 1),
        (Kpi::K03, Line::Main) => {
            ratio(all(&mature), &|case| by(case, case.due) && !case.dispatched && case.rounds == 1)
        }
        (Kpi::K17, _) | (Kpi::K03, Line::Transferred) => {
            ratio(all(&mature), &|case| by(case, case.due) && case.dispatched)
        }
        (Kpi::K03, Line::Late) => ratio(all(&mature), &Plain::is_late_or_again),
        (Kpi::K03, Line::Open) => ratio(all(&mature), &|case| case.answer.is_none()),
        (Kpi::K04, Line::Main) => surveys(&|survey| good(survey.1), &|survey| survey.1 != Satisfaction::NotReached),
        (Kpi::K04, Line::TopBox) => {
            surveys(&|survey| survey.1 == Satisfaction::Satisfied, &|survey| survey.1 != Satisfaction::NotReached)
        }
        (Kpi::K04, Line::Response) => surveys(&|survey| survey.1 != Satisfaction::NotReached, &|_| true),
        (Kpi::K04, Line::All) => ratio(all(&received), &|case| case.answer_of_all().is_some_and(good)),
        (Kpi::K19, Line::Response) => surveys(&|survey| survey.2 != Satisfaction::NotReached, &|_| true),
        (Kpi::K19, Line::Main) => surveys(&|survey| good(survey.2), &|survey| survey.2 != Satisfaction::NotReached),
        (Kpi::K05, Line::Main) => {
            let stages = || cases.iter().flat_map(|case| &case.stages).filter(|stage| inside(stage.0));
            let kept = |stage: &&(Stamp, Option<Stamp>)| stage.1.is_some_and(|at| at <= stage.0);
            Some((stages().filter(kept).count() as i64, stages().count() as i64))
        }
        (Kpi::K11, _) | (Kpi::K05, Line::Orders) => ratio(all(&due), &|case| case.flowed(end)),
        (Kpi::K12, Line::Main) => ratio(all(&due), &|case| case.flowed(end) && !case.sent_back),
        (Kpi::K06, Line::Main) => ratio(all(&closed), &|case| case.flowed(end) && !case.sent_back),
        (Kpi::K07, Line::Main) => {
            let late: Vec<i64> = all(&due)
                .iter()
                .filter(|case| !by(case, case.due))
                .map(|case| case.answer.map_or(end, |at| at.min(end)).0 - case.due.unwrap().0)
                .collect();
            Some((late.iter().sum(), late.len() as i64))
        }
        (Kpi::K09, _) => ratio(all(&|case| due(case) && case.escalated), &|case| by(case, case.due) && case.solved),
        (Kpi::K10, Line::Main) => {
            ratio(all(&|case| closed(case) && case.escalated), &|case| case.answer_of_all().is_some_and(good))
        }
        (Kpi::K13, Line::Main | Line::Net) => {
            let of = all(&closed);
            let took = |case: &&&Plain| {
                let gross = case.answer.unwrap().0 - case.received.0 - case.gap;
                if line == Line::Net { gross - case.stopped } else { gross }
            };
            Some((of.iter().map(took).sum(), of.len() as i64))
        }
        (Kpi::K13, Line::Stopped) => {
            let gross = |case: &&&Plain| case.answer.unwrap().0 - case.received.0 - case.gap;
            Some((all(&closed).iter().map(|case| case.stopped).sum(), all(&closed).iter().map(gross).sum()))
        }
        (Kpi::K10, Line::Answered) => {
            let answered = |case: &&&Plain| closed(case) && case.escalated && case.answer_of_all().is_some();
            ratio(all(&answered), &|case| case.answer_of_all().is_some_and(good))
        }
        (Kpi::K24, Line::Count) => Some((all(&closed).len() as i64, 0)),
        (Kpi::F2, Line::Pending) => ratio(all(&received), &|case| case.verified == Verified::Pending),
        (Kpi::K14, _) => {
            ratio(all(&|case| case.promised.is_some_and(inside)), &|case| by(case, case.promised) && case.solved)
        }
        (Kpi::K16, Line::Main) => {
            let ours = |case: &&&Plain| {
                closed(case) && case.class == InfoClass::ServiceManagement && case.verified == Verified::True
            };
            Some((all(&ours).len() as i64, 0))
        }
        (Kpi::K20, Line::Complaints) => {
            Some((all(&|case| received(case) && case.class == InfoClass::MarketComplaint).len() as i64, 0))
        }
        (Kpi::F2, Line::Main) => ratio(all(&|case| received(case) && case.verified != Verified::Pending), &|case| {
            case.verified == Verified::True
        }),
        _ => None,
    }
}

/// K01-K20, F2: the same figures from the kept table, whole and by region, and from the events told again.
#[test]
fn every_kpi_equals_a_recount_over_replayed_cases() {
    let mut desk = filled(500, END);
    let cases: Vec<Plain> = files(&mut desk.database).iter().map(Plain::of).collect();
    assert_eq!(cases.len(), 500);
    let mut recounted = 0;
    let mut nonzero = 0;
    for span in [span("2026-01-01", "2026-04-01"), span("2026-04-01", "2026-05-01"), span("2024-01-01", "2027-01-01")] {
        for &kpi in Kpi::ALL {
            let table = table(&mut desk.database, kpi, span, &[Dim::Region]);
            for (place, (line, _)) in table.lines.iter().enumerate() {
                let all: Vec<&Plain> = cases.iter().collect();
                let Some(expected) = recount(&all, kpi, *line, &span) else { continue };
                recounted += 1;
                nonzero += usize::from(expected.0 > 0);
                let found = &table.total[place];
                assert_eq!((found.part, found.whole), expected, "{kpi:?} {line:?} {span:?}");
                // Stages carry their own branch, which here lies in the same region.
                for cell in &table.cells {
                    let there: Vec<&Plain> = cases.iter().filter(|case| case.region == cell.keys[0]).collect();
                    let found = &cell.sums[place];
                    let expected = recount(&there, kpi, *line, &span).unwrap();
                    assert_eq!((found.part, found.whole), expected, "{kpi:?} {line:?} {cell:?}");
                }
            }
        }
    }
    assert!(recounted >= 3 * 28 && nonzero > 70, "{recounted} {nonzero}");
}

/// kpi.md 5.3: what is opened is what was counted, in every cell and for every line.
#[test]
fn the_list_behind_a_cell_adds_up_to_its_figure() {
    let mut desk = filled(400, END);
    let span = span("2026-02-01", "2026-04-01");
    let mut seen = 0;
    for (kpi, by) in [
        (Kpi::K02, vec![Dim::Region, Dim::Month]),
        (Kpi::K04, vec![Dim::Class, Dim::Level]),
        (Kpi::K05, vec![Dim::Stage, Dim::Branch]),
        (Kpi::K07, vec![Dim::Stage]),
        (Kpi::K13, vec![Dim::Symptom, Dim::Quarter]),
        (Kpi::F9, vec![Dim::Category, Dim::Week]),
        (Kpi::K01, vec![Dim::Model, Dim::Batch]),
        (Kpi::K20, vec![Dim::Customer, Dim::Channel]),
        (Kpi::K14, vec![Dim::Made, Dim::Day]),
        (Kpi::K12, vec![Dim::Year]),
    ] {
        let table = table(&mut desk.database, kpi, span, &by);
        assert!(!table.cells.is_empty(), "{kpi:?}");
        for (place, (line, _)) in table.lines.clone().into_iter().enumerate() {
            let total = members(&mut desk.database, &table, line, &[]);
            let sum = |members: &[KpiMember]| members.iter().fold((0, 0), |(p, w), m| (p + m.part, w + m.whole));
            assert_eq!(sum(&total), (table.total[place].part, table.total[place].whole), "{kpi:?} {line:?}");
            for cell in table.cells.iter().take(12) {
                let list = members(&mut desk.database, &table, line, &cell.keys);
                assert_eq!(sum(&list), (cell.sums[place].part, cell.sums[place].whole), "{kpi:?} {line:?} {cell:?}");
                seen += usize::from(!list.is_empty());
            }
            if !by.contains(&Dim::Symptom) {
                let parts: i64 = table.cells.iter().map(|cell| cell.sums[place].part).sum();
                let wholes: i64 = table.cells.iter().map(|cell| cell.sums[place].whole).sum();
                let total = &table.total[place];
                assert_eq!((parts, wholes), (total.part, total.whole), "rule 3: {kpi:?} {line:?}");
            }
        }
    }
    assert!(seen > 60, "{seen}");
}

fn everything(database: &mut Database) -> Vec<KpiTable> {
    let span = span("2024-01-01", "2027-01-01");
    Kpi::ALL.iter().map(|kpi| table(database, *kpi, span, &[Dim::Branch, Dim::Month])).collect()
}

/// The kept table is what the events say: after a rebuild, and in a file of an earlier version.
#[test]
fn measures_can_be_dropped_and_filled_again() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("desk.db");
    let mut database = Database::open(&path, kesu::store::OpenMode::Create).unwrap();
    database.fill_demo(200, 5, at(END), &|_, _| true).unwrap();
    let before = everything(&mut database);
    database.answer(Request::Rebuild).unwrap();
    assert_eq!(everything(&mut database), before);
    drop(database);
    #[expect(clippy::disallowed_methods, reason = "plays the older program")]
    let raw = rusqlite::Connection::open(&path).unwrap();
    raw.execute_batch("DELETE FROM case_measure;").unwrap();
    drop(raw);
    let mut database = Database::open(&path, kesu::store::OpenMode::Existing).unwrap();
    assert_eq!(everything(&mut database), before);
}

fn run(desk: &mut Desk, case: CaseId, command: Command, when: &str) {
    desk.run(case, command, when).unwrap();
}

/// Rules 5 and 8, and a case that runs on for months: found in the month of its answer, late in that of its limit.
#[test]
fn a_long_case_and_a_reopened_one_count_where_they_belong() {
    let mut desk = Desk::new();
    let case = desk.log(&[], "2026-01-05 09:00");
    run(&mut desk, case, dispatch(), "2026-01-05 10:00");
    run(&mut desk, case, handled(), "2026-03-19 10:00");
    run(&mut desk, case, reply(), "2026-03-20 09:00");
    let other = desk.log(&[], "2026-03-02 09:00");
    run(&mut desk, other, dispatch(), "2026-03-02 09:10");
    run(&mut desk, other, handled(), "2026-03-02 10:00");
    run(&mut desk, other, reply(), "2026-03-02 11:00");
    let (january, march) = (span("2026-01-01", "2026-02-01"), span("2026-03-01", "2026-04-01"));
    let value = |desk: &mut Desk, kpi, span: Span| {
        let table = table(&mut desk.database, kpi, span, &[]);
        (table.total[0].part, table.total[0].whole)
    };
    assert_eq!(value(&mut desk, Kpi::K02, january), (0, 1), "overdue counts as late where it was due");
    assert_eq!(value(&mut desk, Kpi::K02, march), (1, 1));
    let hour = 3_600_000;
    assert_eq!(value(&mut desk, Kpi::K13, march), ((74 * 24 + 2) * hour, 2));
    run(&mut desk, other, revisit(Satisfaction::Dissatisfied, "还在漏"), "2026-03-04 11:00");
    assert_eq!(value(&mut desk, Kpi::K02, march), (0, 1), "the first answer no longer counts as solved");
    assert_eq!(value(&mut desk, Kpi::K13, march).1, 1, "open again");
    run(&mut desk, other, handled(), "2026-03-05 10:00");
    run(&mut desk, other, reply(), "2026-03-05 11:00");
    assert_eq!(value(&mut desk, Kpi::K13, march), (((74 * 24) + 2 + 24) * hour, 2), "less the two days it lay closed");
    run(&mut desk, other, revisit(Satisfaction::Satisfied, ""), "2026-03-07 10:00");
    run(&mut desk, other, close(), "2026-03-07 11:00");
    let k04 = table(&mut desk.database, Kpi::K04, march, &[]);
    assert_eq!((k04.total[0].part, k04.total[0].whole), (1, 2), "the dissatisfied answer stays an answer");
    let before = value(&mut desk, Kpi::K13, march);
    run(&mut desk, other, Command::Reopen { reason: "另一件事".to_owned() }, "2026-04-08 10:00");
    assert_eq!(value(&mut desk, Kpi::K13, march), before, "after thirty days it is a new matter");
}

/// Rule 9: what is merged counts with its main case, until the merge is taken back.
#[test]
fn merged_cases_count_once() {
    let mut desk = Desk::new();
    let [main, other] = ["2026-03-02 09:00", "2026-03-03 09:00"].map(|when| desk.log(&[], when));
    let number = desk.file(main).case.number;
    let count =
        |desk: &mut Desk| table(&mut desk.database, Kpi::K01, span("2026-03-01", "2026-04-01"), &[]).total[0].part;
    assert_eq!(count(&mut desk), 2);
    let link = Link { relation: Relation::Main, other: number, reason: "同一用户同一故障".to_owned() };
    run(&mut desk, other, Command::Link(link), "2026-03-04 09:00");
    assert_eq!(count(&mut desk), 1);
    desk.database.answer(Request::Rebuild).unwrap();
    assert_eq!(count(&mut desk), 1);
}

/// F9: the same customer, the same product, within 90 days.
#[test]
fn f9_counts_customers_who_came_again() {
    let mut desk = Desk::new();
    let mut log = |phone: &str, model: &str, day: &str| {
        desk.log(&[(Field::Phone, phone), (Field::Model, model)], &format!("{day} 09:00"));
    };
    log("13800000001", "JSQ25-C12", "2026-01-20");
    log("13800000001", "JSQ25-C12", "2026-03-05");
    log("13800000001", "JSQ25-C12", "2026-03-09");
    log("13800000002", "JSQ25-C12", "2026-03-05");
    log("13800000002", "WQP12-H5", "2026-03-06");
    log("13800000003", "JSQ25-C12", "2025-11-01");
    log("13800000003", "JSQ25-C12", "2026-03-30");
    log("", "JSQ25-C12", "2026-03-30");
    let table = table(&mut desk.database, Kpi::F9, span("2026-03-01", "2026-04-01"), &[]);
    assert_eq!((table.total[0].part, table.total[0].whole), (1, 3));
}

/// `kesu kpi` and `kesu alarms` from outside.
#[test]
fn the_book_and_the_warnings_are_told_on_the_command_line() {
    let place = crate::cli::Place::new();
    let path = place.path("demo.db");
    let mut database = Database::open(&path, kesu::store::OpenMode::Create).unwrap();
    database.fill_demo(300, 1, at(END), &|_, _| true).unwrap();
    let expected = table(&mut database, Kpi::K02, span("2026-01-01", "2026-04-01"), &[Dim::Region]);
    drop(database);
    let db = path.to_str().unwrap();
    let period = ["--db", db, "--from", "2026-01-01", "--to", "2026-03-31"];
    fn of<'a>(more: &[&'a str], period: &[&'a str]) -> Vec<&'a str> {
        [&["kpi"], more, period].concat()
    }
    let ask = |more: &[&'static str]| of(more, &period);
    let json = place.json(&ask(&["K02", "--by", "region", "--json"]));
    let cells = json[0]["cells"].as_array().unwrap();
    assert_eq!(cells.len(), expected.cells.len());
    for (told, cell) in cells.iter().zip(&expected.cells) {
        assert_eq!(told["keys"]["region"], cell.keys[0].as_str());
        assert_eq!(told["lines"]["main"]["whole"], cell.sums[0].whole);
        assert_eq!(told["lines"]["main"]["ranked"], cell.sums[0].whole >= 10, "rule 4");
        assert_eq!(told["lines"]["main"]["interval95"].is_array(), (1..30).contains(&cell.sums[0].whole), "rule 4");
    }
    let text = place.done(&ask(&[]));
    assert!(Kpi::ALL.iter().all(|kpi| text.lines().any(|line| line.starts_with(&kpi.row()))), "{text}");
    assert!(text.contains("没有导入话务数据") && text.contains("按时办结率"), "{text}");
    let csv = place.done(&ask(&["K05", "--by", "stage", "--csv"]));
    assert!(csv.starts_with("kpi,line,stage,value,unit,part,whole,low,high,unripe,missing\nK05,main,"), "{csv}");
    let cases = place.json(&ask(&["K02", "--cases", "main", "--json"]));
    let whole: i64 = cases.as_array().unwrap().iter().map(|case| case["whole"].as_i64().unwrap()).sum();
    assert_eq!(whole, expected.total[0].whole);
    for (more, part) in [
        (&["K99"][..], "there is no KPI"),
        (&["--by", "colour"], "there is no dimension"),
        (&["--by", "region,region"], "twice"),
        (&["--by", "region,month,class"], "at most 2"),
        (&["K02", "--by", "stage"], "not stages"),
        (&["K02", "--cases", "net"], "there is no line"),
    ] {
        let told = place.refused(&ask(more));
        assert!(told.contains(part), "{told}");
    }
    let alarms = place.json(&["alarms", "--db", db, "--at", "2026-04-09", "--json"]);
    for alarm in alarms.as_array().unwrap() {
        assert!(alarm["cases"].as_u64().unwrap() >= 3 && alarm["chance"].as_f64().unwrap() <= 1.0 / 740.0, "{alarm}");
    }
}

/// Lines are told in the order in which the book has them.
#[test]
fn a_table_has_the_lines_of_its_row() {
    let mut desk = Desk::new();
    for &kpi in Kpi::ALL {
        let table = table(&mut desk.database, kpi, span("2026-01-01", "2026-02-01"), &[]);
        assert_eq!(table.lines, definition(kpi).lines);
        let units: BTreeMap<Line, Unit> = table.lines.iter().copied().collect();
        for (place, sum) in table.total.iter().enumerate() {
            let (line, _) = table.lines[place];
            let number = table.value(place, sum).number(units[&line]);
            let counts = matches!(units[&line], Unit::Count | Unit::Money) && definition(kpi).missing(line).is_none();
            assert_eq!(number, counts.then_some(0.0), "{kpi:?} {line:?}: an empty file has a dash, not a rate");
        }
    }
}

/// K02, K11, K16, K20: a line is measured by its own row of the rule book; several rows of one id follow the lines.
#[test]
fn goals_come_from_the_rule_book() {
    let book = |name: &str| {
        let (file, text) = BUILT_IN.iter().find(|(file, _)| *file == name).unwrap();
        RuleBook::read(file, text).unwrap().rules
    };
    let figure = |name: &str, kpi, line| goal(&book(name), kpi, line).map(|goal| (goal.side.word(), goal.figure));
    let (group, telecom, cement) = ("appliance-group.toml", "two-tier-telecom.toml", "cement-additive.toml");
    assert_eq!(figure(group, Kpi::K02, Line::Main), Some((">=", 95.0)));
    assert_eq!(figure(group, Kpi::K02, Line::Raw), None);
    assert_eq!(figure(group, Kpi::K11, Line::Main), Some((">=", 99.0)));
    assert_eq!(figure(telecom, Kpi::K16, Line::Main), Some(("<=", 1.0)));
    assert_eq!(figure(telecom, Kpi::K16, Line::YearSoFar), Some(("<", 4.0)));
    assert_eq!(figure(cement, Kpi::K20, Line::Grumbles), Some(("<=", 3.0)));
    assert_eq!(figure(cement, Kpi::K20, Line::Complaints), Some(("<=", 0.0)));
    assert_eq!(figure(cement, Kpi::K19, Line::Main), Some((">", 95.0)), "strictly greater");
}

fn answers(desk: &mut Desk, case: CaseId, typed: &str, when: &str) {
    let pair = |pair: &str| pair.trim().split_once('=').map(|(key, text)| (key.to_owned(), text.to_owned()));
    let answers = typed.split(';').filter_map(pair).collect();
    run(desk, case, ProcedureCommand::Answer { id: 1, answers }.into(), when);
}

fn step(desk: &mut Desk, case: CaseId, step: &str, when: &str) {
    let names = ["周晓岚", "林晓", "陈工"].map(str::to_owned).to_vec();
    let (step, note) = (step.to_owned(), String::new());
    run(desk, case, ProcedureCommand::Step { id: 1, step, at: at(when), names, note }.into(), when);
}

/// F4: the plan within two days of the report (T18), done within three days of the plan (T19), from the procedure's clocks.
#[test]
fn f4_counts_the_clocks_of_a_batch_problem() {
    let mut desk = Desk::new();
    let mut batch = |planned: &str, day: &str| {
        let case = desk.log(&[(Field::Occurrence, "same_batch")], &format!("{day} 09:00"));
        let when = format!("{day} 10:00");
        let verified = "ways=phone; fault=开裂; model=JJZ-900; batch_no=2509A; quantity=120; is_batch=yes";
        let told = format!("manager_told={day} 09:30; leader_told=分管副总");
        let lead = "quality_lead=林晓; informed=quality";
        for (done, typed) in [("verify", verified), ("leaders", &told), ("lead", lead), ("isolate", "in_stock=no")] {
            answers(&mut desk, case, typed, &when);
            step(&mut desk, case, done, &when);
        }
        if !planned.is_empty() {
            answers(&mut desk, case, "disposition=parts; plan_text=更换密封圈", planned);
            step(&mut desk, case, "plan", planned);
        }
        case
    };
    let kept = batch("2026-03-04 15:00", "2026-03-02");
    batch("2026-03-05 15:00", "2026-03-02");
    batch("", "2026-03-10");
    answers(&mut desk, kept, "tested_backwards=no", "2026-03-06 09:00");
    step(&mut desk, kept, "carry", "2026-03-06 10:00");
    let table = table(&mut desk.database, Kpi::F4, span("2026-03-01", "2026-04-01"), &[]);
    let found: Vec<_> = table.total.iter().map(|sum| (sum.part, sum.whole)).collect();
    assert_eq!(found, [(1, 3), (1, 3), (1, 2)], "both, the plan, carrying it out");
}

/// A1, A2: a regulator's appeal answered in time, with its conclusion (I05).
#[test]
fn a1_and_a2_count_appeals_and_their_conclusions() {
    let mut desk = Desk::new();
    for (answered, conclusion) in [("2026-03-05 10:00", "company"), ("2026-03-20 10:00", "own_reason"), ("", "company")]
    {
        let case = desk.log(&[(Field::Channel, "regulator")], "2026-03-02 09:00");
        answers(&mut desk, case, &format!("conclusion={conclusion}"), "2026-03-02 10:00");
        if !answered.is_empty() {
            for command in [dispatch(), handled(), reply()] {
                run(&mut desk, case, command, answered);
            }
        }
    }
    desk.log(&[], "2026-03-02 09:00");
    let march = span("2026-03-01", "2026-04-01");
    let sums = |desk: &mut Desk, kpi| {
        let table = table(&mut desk.database, kpi, march, &[]);
        table.total.iter().map(|sum| (sum.part, sum.whole)).collect::<Vec<_>>()
    };
    assert_eq!(sums(&mut desk, Kpi::A1), [(3, 0), (1, 3)], "counted; one of three answered in time (T12)");
    assert_eq!(sums(&mut desk, Kpi::A2), [(1, 2), (0, 2), (0, 2), (1, 2)], "of the two answered");
}
