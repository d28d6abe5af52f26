//! Due times worked out by hand; the days off are those of 2026.

use super::*;
use crate::clock::case_clock::{CaseClocks, Governs};
use crate::domain::decide::log;
use crate::domain::event::{Event, Found, ReplyGiven};
use crate::domain::facts::{Facts, parse_stamp};
use crate::domain::field::Field;
use crate::domain::procedure::{Answers, Done, ProcedureEvent};
use crate::domain::stage::{Acceptance, ContactWay};
use crate::domain::{Recorded, Stamp};
use crate::rulebook::RuleBook;

fn at(text: &str) -> Stamp {
    parse_stamp(text).unwrap().unwrap()
}

fn book() -> RuleBook {
    RuleBook::read("procedures.toml", include_str!("../../../tests/ref/procedures.toml")).unwrap()
}

/// A case received at the first time, and what happened to it later.
fn case(received: &str, typed: &[(Field, &str)], later: Vec<(&str, Event)>) -> Case {
    let mut facts = Facts::at(at(received));
    for (field, text) in typed {
        facts.set(*field, text).unwrap();
    }
    let first = (received, log("SY2604-0001".to_owned(), facts, &book().rules));
    let events = std::iter::once(first).chain(later);
    let record = |(n, (when, event))| Recorded { n, at: at(when), by: String::new(), event };
    Case::replay(&(1..).zip(events).map(record).collect::<Vec<_>>()).unwrap()
}

fn opened(key: &str, because: Option<&str>) -> Event {
    ProcedureEvent::Opened { key: key.to_owned(), because: because.map(str::to_owned) }.into()
}

fn answered(pairs: &[(&str, &str)]) -> Event {
    let answers: Answers = pairs.iter().map(|(key, text)| ((*key).to_owned(), (*text).to_owned())).collect();
    ProcedureEvent::Answered { id: 1, answers }.into()
}

fn stepped(step: &str, when: &str) -> Event {
    let done = Done { step: step.to_owned(), at: at(when), names: Vec::new(), note: String::new() };
    ProcedureEvent::Stepped { id: 1, done }.into()
}

fn waiting(reason: &str) -> Event {
    Event::Waiting { reason: reason.to_owned(), note: String::new() }
}

fn replied() -> Event {
    let reply = ReplyGiven {
        way: ContactWay::Phone,
        text: "已答复".to_owned(),
        accepted: Acceptance::Accepted,
        promise: None,
        found: Found::default(),
    };
    Event::AnsweredOnTheSpot(Box::new(reply))
}

fn clocks(case: &Case) -> Vec<ProcedureClock> {
    let book = book();
    procedure_clocks(case, &book.rules, &book.clockwork)
}

fn clock(case: &Case, rule: &str) -> ProcedureClock {
    let mut found = clocks(case).into_iter().filter(|clock| clock.rule == rule);
    let last = found.next_back();
    last.unwrap_or_else(|| panic!("no clock {rule}"))
}

fn due(clock: &ProcedureClock) -> String {
    let due = clock.clock.as_ref().map(|clock| clock.deadline.due);
    due.map_or("not started".to_owned(), |due| due.map_or("stopped".to_owned(), |due| due.wall().to_string()))
}

/// The mediation clock of a complaint that came in and was accepted on these days.
fn mediation(received: &str, accepted: &str, later: Vec<(&str, Event)>) -> ProcedureClock {
    let mut events = vec![(received, opened("mediation", None)), (received, answered(&[("accepted_on", accepted)]))];
    events.extend(later);
    let case = case(received, &[], events);
    clocks(&case).into_iter().find(|clock| clock.law.is_some()).unwrap()
}

#[test]
fn mediation_takes_forty_five_working_days_under_the_old_order() {
    // 14-17, 20-24, 27-30 April: 13; 6-9 May with the made-up Saturday: 17; 11-29 May: 32; 1-12 June: 42; 15, 16, 17 June.
    let clock = mediation("2026-04-13 09:00", "2026-04-13", Vec::new());
    assert_eq!(due(&clock), "2026-06-17 17:30:00");
    assert_eq!(clock.of, ClockOf::Timer { procedure: Some(1), timer: "mediate-20".to_owned() });
    assert_eq!(clock.law.unwrap().1, SourceMark::Read);
    // Received on the last day of the old order, accepted under the new one: the old one holds (law.md 0.1).
    let late = mediation("2026-04-14 23:00", "2026-04-21", Vec::new());
    assert_eq!(late.of, ClockOf::Timer { procedure: Some(1), timer: "mediate-20".to_owned() });
    let new = mediation("2026-04-15 00:00", "2026-04-21", Vec::new());
    assert_eq!(new.of, ClockOf::Timer { procedure: Some(1), timer: "mediate-121".to_owned() });
}

#[test]
fn mediation_takes_sixty_days_and_a_test_stops_it() {
    let plain = mediation("2026-04-20 09:00", "2026-04-20", Vec::new());
    assert_eq!(due(&plain), "2026-06-19 23:59:59");
    let stop = |reason: &str, to: Option<&'static str>| {
        let mut events = vec![("2026-05-06 09:00", waiting(reason))];
        events.extend(to.map(|to| (to, Event::Resumed)));
        mediation("2026-04-20 09:00", "2026-04-20", events)
    };
    // Five days to the minute.
    assert_eq!(due(&stop("test", Some("2026-05-11 09:00"))), "2026-06-24 23:59:59");
    assert_eq!(due(&stop("parts", Some("2026-05-11 09:00"))), "2026-06-19 23:59:59", "other waits do not stop it");
    let open = stop("test", None);
    assert_eq!((due(&open).as_str(), open.state(at("2026-08-01"))), ("stopped", ClockState::Stopped));
    let told = open.explanation(&book().clockwork, at("2026-05-08 12:00")).unwrap();
    assert_eq!(told.pauses.len(), 1);
}

#[test]
fn mediation_does_not_run_before_it_is_accepted() {
    let case = case("2026-04-20 09:00", &[], vec![("2026-04-20 09:00", opened("mediation", None))]);
    let found: Vec<_> =
        clocks(&case).iter().map(|clock| (clock.rule.clone(), due(clock), clock.state(at("2027-01-01")))).collect();
    // Seven working days for the answer: 21-24, 27, 28, 29 April.
    let answer = ("MEDIATE".to_owned(), "2026-04-29 17:30:00".to_owned(), ClockState::Missed);
    assert_eq!(found, [answer, ("MEDIATE".to_owned(), "not started".to_owned(), ClockState::NotStarted)]);
}

#[test]
fn a_recall_is_reported_in_two_working_days_over_a_holiday() {
    let typed = [(Field::Injury, "heavy")];
    let open = ("2026-09-30 10:00", opened("recall", Some("RECALL-2WD")));
    let running = case("2026-09-30 10:00", &typed, vec![open.clone()]);
    let clock = clock(&running, "RECALL-2WD");
    assert_eq!(due(&clock), "2026-10-09 17:30:00", "8 and 9 October");
    assert_eq!(clock.state(at("2026-10-09 17:30")), ClockState::Running);
    assert_eq!(clock.state(at("2026-10-10 09:00")), ClockState::Missed);
    let told = clock.explanation(&book().clockwork, at("2026-10-10 09:00")).unwrap();
    assert_eq!((told.rule.as_str(), told.counted), ("RECALL-2WD", told.deadline.budget));
    let met = |when: &str| {
        let case = case("2026-09-30 10:00", &typed, vec![open.clone(), (when, answered(&[("number", "召1")]))]);
        self::clock(&case, "RECALL-2WD").state(at("2026-12-01"))
    };
    assert_eq!(met("2026-10-08 11:00"), ClockState::Met(at("2026-10-08 11:00")));
    assert_eq!(met("2026-10-12 11:00"), ClockState::Missed, "met too late stays missed");
    let waived = ProcedureEvent::Waived {
        procedure: Some(1),
        timer: "recall".to_owned(),
        reason: "非缺陷".to_owned(),
        names: vec!["周晓岚".to_owned(), "林致远".to_owned()],
    };
    let set_aside = case("2026-09-30 10:00", &typed, vec![open.clone(), ("2026-10-08 09:00", waived.into())]);
    assert_eq!(self::clock(&set_aside, "RECALL-2WD").state(at("2026-12-01")), ClockState::Waived);
}

#[test]
fn the_red_line_falls_on_day_fifteen() {
    let demand = [(Field::Demand, "refund")];
    let running = case("2026-04-09 10:24", &demand, Vec::new());
    let line = clock(&running, "RED-15D");
    assert_eq!(
        (due(&line).as_str(), line.of),
        ("2026-04-24 23:59:59", ClockOf::Timer { procedure: None, timer: "red-line".to_owned() })
    );
    let kept = case("2026-04-09 10:24", &demand, vec![("2026-04-24 23:59:59", replied())]);
    assert_eq!(clock(&kept, "RED-15D").state(at("2026-05-01")), ClockState::Met(at("2026-04-24 23:59:59")));
    let missed = case("2026-04-09 10:24", &demand, vec![("2026-04-25 00:00", replied())]);
    assert_eq!(clock(&missed, "RED-15D").state(at("2026-05-01")), ClockState::Missed);
    assert!(clocks(&case("2026-04-09 10:24", &[], Vec::new())).is_empty(), "no demand, no line");
    let beyond = [(Field::Demand, "refund"), (Field::BeyondLaw, "yes")];
    assert!(clocks(&case("2026-04-09 10:24", &beyond, Vec::new())).is_empty());
}

#[test]
fn an_objection_has_the_limit_of_its_kind_t26_t27_t29() {
    let opinion = |kind: &str| {
        let events = vec![
            ("2026-04-09 10:24", opened("objection", None)),
            ("2026-04-09 10:30", answered(&[("kind", kind)])),
            ("2026-04-09 11:00", stepped("report", "2026-04-09 11:00")),
        ];
        let clock = clocks(&case("2026-04-09 10:24", &[], events)).pop().unwrap();
        (clock.rule.clone(), due(&clock))
    };
    assert_eq!(opinion("quantity"), ("T26".to_owned(), "2026-04-10 11:00:00".to_owned()));
    assert_eq!(opinion("quality"), ("T27".to_owned(), "2026-04-16 23:59:59".to_owned()));
    // 10, 13-17, 20-24, 27-30 April.
    assert_eq!(opinion("mill"), ("T29".to_owned(), "2026-04-30 17:30:00".to_owned()));
}

#[test]
fn a_step_done_keeps_its_clock_and_the_next_one_starts_there_t13_t14_t15() {
    let events = vec![
        ("2026-04-09 10:24", opened("appeal", Some("I09"))),
        ("2026-04-10 10:00", stepped("accept", "2026-04-10 09:00")),
        ("2026-04-14 10:00", stepped("branch", "2026-04-14 10:00")),
    ];
    let case = case("2026-04-09 10:24", &[(Field::Channel, "regulator")], events);
    let found: Vec<_> =
        clocks(&case).iter().map(|clock| (clock.rule.clone(), due(clock), clock.state(at("2026-04-15")))).collect();
    assert_eq!(
        found,
        [
            ("T13".to_owned(), "2026-04-10 10:24:00".to_owned(), ClockState::Met(at("2026-04-10 09:00"))),
            ("T14".to_owned(), "2026-04-14 09:00:00".to_owned(), ClockState::Missed),
            ("T15".to_owned(), "2026-04-16 10:00:00".to_owned(), ClockState::Running),
        ]
    );
}

#[test]
fn a_month_is_filed_by_the_fifth_of_the_next_o02() {
    let events = |month| {
        vec![("2026-03-20 09:00", opened("competitor", None)), ("2026-03-20 09:00", answered(&[("month", month)]))]
    };
    let filed = |month| due(&clock(&case("2026-03-20 09:00", &[], events(month)), "O02"));
    assert_eq!(filed("2026-03"), "2026-04-05 23:59:59");
    assert_eq!(filed("2026-02"), "2026-03-05 23:59:59");
    assert_eq!(filed("2026-12"), "2027-01-05 23:59:59");
}

#[test]
fn the_earliest_clock_governs_until_it_is_met_or_broken_off() {
    let typed = [(Field::Channel, "regulator"), (Field::Demand, "refund")];
    let open = ("2026-04-09 10:24", opened("appeal", Some("I09")));
    let governing = |later: Vec<(&str, Event)>| {
        let events = std::iter::once(open.clone()).chain(later).collect();
        let case = case("2026-04-09 10:24", &typed, events);
        let book = book();
        let clocks = CaseClocks::of(&case, &book.rules, &book.clockwork);
        let next = clocks.next()?;
        let Governs::Procedure(at) = next.governs else { panic!("{next:?}") };
        Some((clocks.procedures[at].rule.clone(), next.due.unwrap().wall().to_string()))
    };
    assert_eq!(governing(Vec::new()), Some(("T13".to_owned(), "2026-04-10 10:24:00".to_owned())));
    let broken = ProcedureEvent::BrokenOff { id: 1, reason: "撤诉".to_owned() };
    let line = ("RED-15D".to_owned(), "2026-04-24 23:59:59".to_owned());
    assert_eq!(governing(vec![("2026-04-09 11:00", broken.clone().into())]), Some(line));
    assert_eq!(governing(vec![("2026-04-12 11:00", broken.into()), ("2026-04-12 12:00", replied())]), None);
}

#[test]
fn what_was_missed_before_it_was_broken_off_stays_missed() {
    let broken = |when| {
        let end = ProcedureEvent::BrokenOff { id: 1, reason: "撤诉".to_owned() };
        let events = vec![("2026-04-09 10:24", opened("appeal", Some("I09"))), (when, end.into())];
        let case = case("2026-04-09 10:24", &[], events);
        clocks(&case).iter().map(|clock| (clock.rule.clone(), clock.state(at("2026-05-01")))).collect::<Vec<_>>()
    };
    assert_eq!(broken("2026-04-10 10:00"), []);
    assert_eq!(broken("2026-04-11 10:00"), [("T13".to_owned(), ClockState::Missed)]);
}
