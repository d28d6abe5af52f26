//! Batch warnings of a data file.

use kesu::domain::Field;
use kesu::store::{Alarm, Answer, Database, Request};

use crate::store::{Desk, at};

fn alarms(database: &mut Database, when: &str) -> Vec<Alarm> {
    match database.answer(Request::Alarms { at: at(when) }).unwrap() {
        Answer::Alarms(alarms) => alarms,
        other => panic!("{other:?}"),
    }
}

/// b9: three in a week where there were none; the same number as ever is no warning.
#[test]
fn a_batch_warns_when_its_own_year_does_not_explain_it() {
    let mut desk = Desk::new();
    let mut log = |batch: &str, symptoms: &str, day: u32| {
        let typed = [(Field::Model, "WQP12-H5"), (Field::Batch, batch), (Field::Symptoms, symptoms)];
        let when = at("2025-01-01 08:00").plus_minutes(i64::from(day) * 24 * 60);
        let mut facts = crate::store::facts(&typed, "2025-01-01 08:00");
        facts.received_at = when;
        let by = kesu::store::By { name: "周晓岚".to_owned(), now: when };
        desk.database.answer(Request::Log { facts: Box::new(facts), draft: None, by }).unwrap();
    };
    for week in 0..60 {
        log("2509C", "异响", week * 7);
        log("2509C", "异响", week * 7 + 1);
    }
    for day in [414, 416, 418] {
        log("2510A", "门封开裂、漏水", day);
    }
    log("2510A", "", 418);
    // Day 420 is 2026-02-25.
    let found = alarms(&mut desk.database, "2026-02-25 08:00");
    let told: Vec<_> = found.iter().map(|alarm| (alarm.batch.as_str(), alarm.symptom.as_str())).collect();
    assert_eq!(told, [("2510A", "漏水"), ("2510A", "门封开裂")], "each symptom for itself");
    let warning = &found[0].warning;
    assert_eq!((warning.weeks, warning.cases, warning.history_cases, warning.history_weeks), (1, 3, 0, 52));
    assert!(warning.is_small(), "small numbers are told as such");
    assert_eq!(found[0].cases.len(), 3, "the list has as many as the warning counts");
    assert!(alarms(&mut desk.database, "2026-02-22 08:00").is_empty(), "two are not enough");
    assert!(alarms(&mut desk.database, "2024-02-25 08:00").is_empty());
}
