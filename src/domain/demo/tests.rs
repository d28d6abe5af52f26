//! Tests of the vocabulary and of the generator by itself; the figures are tested with the store.

use super::words::Words;
use super::*;
use crate::domain::facts::parse_stamp;
use crate::domain::{Field, Stage};

fn at(wall: &str) -> Stamp {
    parse_stamp(wall).unwrap().unwrap()
}

fn demo(cases: u32, seed: u64) -> Demo {
    Demo::new(cases, seed, at("2026-04-09 10:24"), &Organisation::sample())
}

#[test]
fn every_section_of_the_words_is_there_with_its_columns() {
    let words = Words::read();
    for (name, table) in words.tables() {
        let columns = match name {
            "goods" => 11,
            "regions" | "faults" => 6,
            "findings" => 5,
            "remainder" | "correctives" => 4,
            "sitechecks" | "visits" => 3,
            "scripted" => 16,
            "clusters" => 5,
            "harms" => 9,
            "results" | "products" => 6,
            "grievances" | "matters" | "rivals" => 3,
            "when" | "aside" | "wish" | "waits" | "assists" | "sendbacks" | "transfers" | "patterns" | "seen"
            | "kinds" | "carried" | "checked" | "slots" | "options" | "officials" | "hospitals" | "signers" => 2,
            _ => 1,
        };
        assert!(table.len() > 0, "{name}");
        for row in table.rows() {
            // The last cells of a row of the picture may be empty; anywhere else an empty cell is a slip.
            assert_eq!(row.len(), columns, "{name}: {row:?}");
        }
    }
    assert!(words.surnames.len() > 50 && words.given_first.len() > 20 && words.given_second.len() > 20);
}

#[test]
fn every_text_is_taken_by_its_field() {
    for story in demo(1286, 3) {
        let mut again = Facts::default();
        for &field in Field::ALL {
            again.set(field, &story.facts.text(field)).unwrap();
        }
        assert_eq!(again, story.facts);
        assert!(!story.facts.word(Field::Description).is_empty());
        assert!(story.facts.received_at < story.logged_at);
        let texts = Field::ALL.iter().map(|&field| story.facts.text(field));
        assert!(texts.into_iter().all(|text| !text.contains(['{', '}', '|'])), "{story:?}");
    }
}

#[test]
fn stories_come_in_order_and_as_many_as_wanted() {
    let demo = demo(700, 9);
    assert_eq!(demo.len(), 700);
    let times: Vec<Stamp> = demo.map(|story| story.logged_at).collect();
    assert!(times.is_sorted());
    assert!(times[0] < at("2024-05-10") && times[0] > at("2024-04-09"), "two years back: {:?}", times[0].wall());
}

#[test]
fn another_seed_tells_other_stories_in_the_same_proportions() {
    let count = |seed| {
        let stories: Vec<DemoStory> = demo(500, seed).collect();
        let incidents = stories.iter().filter(|story| story.facts.class == InfoClass::MajorIncident).count();
        (incidents, stories)
    };
    let (first, second) = (count(1), count(2));
    assert_eq!(first.0, second.0);
    assert_ne!(first.1, second.1);
    assert_eq!(first.1, count(1).1);
}

#[test]
fn without_branches_nothing_is_dispatched() {
    for story in Demo::new(300, 1, at("2026-04-09 10:24"), &Organisation::default()) {
        assert!(!story.events.iter().any(|(.., event)| matches!(event, Event::Dispatched(_))));
    }
}

/// Times at which a picture's row or a revisit could go wrong: midnight, a holiday, years without a known festival.
#[test]
fn any_end_is_survived() {
    for end in ["2026-01-01 00:00", "2026-02-17 23:59", "2019-10-01 12:00", "2041-06-30 08:00", "1971-01-01 00:00"] {
        for story in Demo::new(400, 5, at(end), &Organisation::sample()) {
            let mut last = story.logged_at;
            for (when, _, event) in &story.events {
                assert!(*when >= last && *when <= at(end), "{end}: {event:?}");
                last = *when;
            }
        }
    }
    assert_eq!(Demo::new(3, 5, Stamp(i64::MIN), &Organisation::sample()).count(), 3);
    assert_eq!(Demo::new(3, 5, Stamp(i64::MAX), &Organisation::sample()).count(), 3);
}

#[test]
fn nobody_is_warned_of_a_stage_that_is_over() {
    for story in demo(1286, 1) {
        let mut stage = Stage::Dispatch;
        for (_, _, event) in &story.events {
            match event {
                Event::Dispatched(_) | Event::RoundOpened { .. } => stage = Stage::Handling,
                Event::SentBack { .. } => stage = Stage::Dispatch,
                Event::Handled(_) => stage = Stage::Reply,
                Event::Replied(_) => stage = Stage::Revisit,
                Event::Warned { stage: warned } => assert_eq!(*warned, stage),
                _ => {}
            }
        }
    }
}

/// J01, J13: every major incident has a file that came about by commands the rules admit; closed ones a whole one.
#[test]
fn every_major_incident_is_told_with_its_file_j01() {
    let rules = crate::rulebook::RuleBook::read(crate::rulebook::BUILT_IN[0].0, crate::rulebook::BUILT_IN[0].1);
    let file = |nth: usize| DemoFile { hash: format!("{nth:064x}"), bytes: 9 };
    let files = Files { photos: (0..18).map(file).collect(), papers: (18..34).map(file).collect() };
    let rules = rules.unwrap().rules;
    let (mut whole, mut open) = (0, 0);
    for seed in 1..=4 {
        for story in demo(4_000, seed).with_incidents(rules.clone(), files.clone()) {
            let entries = story.events.iter().filter(|(.., event)| matches!(event, Event::Incident(_))).count();
            if story.facts.class != InfoClass::MajorIncident {
                assert_eq!(entries, 0);
                continue;
            }
            assert!(entries > 3, "{seed} {:?} {:?}", story.logged_at.wall(), story.events);
            let closed = story.events.iter().any(|(.., event)| matches!(event, Event::Closed { .. }));
            assert!(!closed || entries > 40, "{seed} {entries}");
            if closed { whole += 1 } else { open += 1 }
        }
    }
    assert!(whole > 200 && open > 20, "{whole} {open}");
}
