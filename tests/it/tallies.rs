//! Units and calls from outside: rates per 10 000 units (K01, K08, A1), the hotline (K15), warnings held against shipments.

use kesu::domain::Field;
use kesu::domain::tally::{CallsRow, UnitsBase, UnitsRow};
use kesu::figures::batch_warning::Against;
use kesu::figures::kpi::{Dim, Kpi, Missing, Span, Value};
use kesu::store::{Answer, Database, KpiQuery, KpiTable, Narrow, Request};

use crate::store::{Desk, at, by};

const NOW: &str = "2026-04-09 10:24";

fn table(database: &mut Database, kpi: Kpi, dims: &[Dim], narrow: Narrow) -> KpiTable {
    let span = Span { from: at("2026-01-01"), to: at("2026-04-01"), now: at(NOW) };
    match database.answer(Request::Kpi(KpiQuery { kpi, span, by: dims.to_vec(), narrow })).unwrap() {
        Answer::Kpi(table) => *table,
        other => panic!("{other:?}"),
    }
}

fn units(base: UnitsBase, month: &str, model: &str, region: &str, units: i64) -> UnitsRow {
    UnitsRow {
        base,
        month: format!("{month}-01").parse().unwrap(),
        model: model.to_owned(),
        category: "烟机".to_owned(),
        region: region.to_owned(),
        branch: None,
        units,
    }
}

fn save(database: &mut Database, rows: Vec<UnitsRow>) -> i64 {
    match database.answer(Request::SaveUnits { rows, by: by(NOW) }).unwrap() {
        Answer::Count(count) => count,
        other => panic!("{other:?}"),
    }
}

fn desk() -> Desk {
    let mut desk = Desk::new();
    for (day, model) in [(3, "M1"), (4, "M1"), (5, "M2"), (6, "M3")] {
        desk.log(&[(Field::Model, model), (Field::Category, "烟机")], &format!("2026-02-{day:02} 09:00"));
    }
    desk
}

/// K01: those in warranty in the middle of the period; without them what was sold in the twelve months up to its end.
#[test]
fn complaints_are_held_against_units() {
    let mut desk = desk();
    let rate = |desk: &mut Desk| {
        let table = table(&mut desk.database, Kpi::K01, &[], Narrow::default());
        table.value(0, &table.total[0])
    };
    assert_eq!(rate(&mut desk), Value::Missing(Missing::Sales), "a dash, and why");
    let sold = vec![
        units(UnitsBase::Sold, "2025-03", "M1", "华东", 999),
        units(UnitsBase::Sold, "2025-04", "M1", "华东", 6_000),
        units(UnitsBase::Sold, "2026-02", "M2", "华北", 4_000),
        units(UnitsBase::Sold, "2026-04", "M2", "华北", 777),
    ];
    assert_eq!(save(&mut desk.database, sold.clone()), 4);
    assert_eq!(save(&mut desk.database, sold), 0, "a list read twice changes nothing");
    assert_eq!(rate(&mut desk), Value::PerUnits(4.0), "4 cases, 10 000 units from April to March");
    save(&mut desk.database, vec![units(UnitsBase::InUse, "2026-02", "M1", "华东", 80_000)]);
    assert_eq!(rate(&mut desk), Value::PerUnits(0.5), "what is in use goes before what was sold");
    // K08 has no escalated case, and says so by 0.
    let escalated = table(&mut desk.database, Kpi::K08, &[], Narrow::default());
    assert_eq!(escalated.value(0, &escalated.total[0]), Value::PerUnits(0.0));
}

/// K01: a model of less than three months has a count and no rate; a dimension that units do not have has none either.
#[test]
fn young_models_and_dimensions_without_units_have_a_count_alone() {
    let mut desk = desk();
    save(
        &mut desk.database,
        vec![
            units(UnitsBase::Sold, "2025-10", "M1", "华东", 20_000),
            units(UnitsBase::Sold, "2026-02", "M2", "华东", 5_000),
        ],
    );
    let by_model = table(&mut desk.database, Kpi::K01, &[Dim::Model], Narrow::default());
    let values: Vec<_> =
        by_model.cells.iter().map(|cell| (cell.keys[0].as_str(), by_model.value(0, &cell.sums[0]))).collect();
    assert_eq!(
        values,
        [("M1", Value::PerUnits(1.0)), ("M2", Value::Missing(Missing::Young)), ("M3", Value::Missing(Missing::Sales))]
    );
    assert_eq!(by_model.cells[1].sums[0].part, 1, "its count is there");
    // No list names a branch.
    let by_branch = table(&mut desk.database, Kpi::K01, &[Dim::Branch], Narrow::default());
    assert_eq!(by_branch.value(0, &by_branch.cells[0].sums[0]), Value::Missing(Missing::Sales));
    let by_channel = table(&mut desk.database, Kpi::K01, &[Dim::Channel], Narrow::default());
    assert_eq!(by_channel.value(0, &by_channel.cells[0].sums[0]), Value::PerUnits(1.6), "4 of 25 000");
    let narrow = Narrow { region: Some("华北".to_owned()), ..Narrow::default() };
    let north = table(&mut desk.database, Kpi::K01, &[], narrow);
    assert_eq!(north.value(0, &north.total[0]), Value::Missing(Missing::Sales), "no units there");
}

/// K15: answered within 15 s of those who asked for a person.
#[test]
fn the_hotline_is_counted_from_the_switch() {
    let mut desk = Desk::new();
    let hotline = table(&mut desk.database, Kpi::K15, &[], Narrow::default());
    assert_eq!(hotline.value(0, &hotline.total[0]), Value::Missing(Missing::Calls));
    let row = |day: &str, line: &str, requests, answered| CallsRow {
        day: day.parse().unwrap(),
        line: line.to_owned(),
        requests,
        answered,
        abandoned: None,
    };
    let rows = vec![
        row("2025-12-31", "", 50, 0),
        row("2026-01-01", "", 100, 90),
        row("2026-01-01", "2", 50, 20),
        row("2026-03-31", "", 50, 50),
        row("2026-04-01", "", 50, 0),
    ];
    desk.database.answer(Request::SaveCalls { rows, by: by(NOW) }).unwrap();
    let hotline = table(&mut desk.database, Kpi::K15, &[Dim::Month], Narrow::default());
    assert_eq!((hotline.total[0].part, hotline.total[0].whole), (160, 200));
    let months: Vec<_> =
        hotline.cells.iter().map(|cell| (cell.keys[0].as_str(), cell.sums[0].part, cell.sums[0].whole)).collect();
    assert_eq!(months, [("2026-01", 110, 150), ("2026-03", 50, 50)]);
    let by_region = table(&mut desk.database, Kpi::K15, &[Dim::Region], Narrow::default());
    assert!(by_region.cells.is_empty(), "the switch knows no region");
}

/// b9: where shipments are known they take the place of the weeks.
#[test]
fn a_warning_is_held_against_shipments_where_they_are_known() {
    let mut desk = Desk::new();
    for week in 0..60 {
        let cases = if week >= 56 { 6 } else { 2 };
        for case in 0..cases {
            let when = at("2025-01-01 08:00").plus_minutes(week * 7 * 24 * 60 + case * 60);
            let wall = when.wall().format("%Y-%m-%d %H:%M").to_string();
            desk.log(&[(Field::Model, "M1"), (Field::Batch, "B1"), (Field::Symptoms, "异响")], &wall);
        }
    }
    let alarms = |desk: &mut Desk| match desk.database.answer(Request::Alarms { at: at("2026-02-25 08:00") }).unwrap() {
        Answer::Alarms(alarms) => alarms,
        other => panic!("{other:?}"),
    };
    assert_eq!(alarms(&mut desk)[0].warning.against, Against::Time);
    // As many units in every month: still a warning, now per 10 000 units.
    let months = (0..28).map(|month| format!("{}-{:02}", 2024 + month / 12, month % 12 + 1));
    save(&mut desk.database, months.map(|month| units(UnitsBase::Sold, &month, "M1", "华东", 1_000)).collect());
    assert!(matches!(alarms(&mut desk)[0].warning.against, Against::Units { .. }));
    // Four times the sales from last month on explain three times the complaints.
    save(
        &mut desk.database,
        vec![
            units(UnitsBase::Sold, "2026-01", "M1", "华东", 40_000),
            units(UnitsBase::Sold, "2026-02", "M1", "华东", 40_000),
        ],
    );
    assert!(alarms(&mut desk).is_empty(), "{:?}", alarms(&mut desk));
}

/// K06, K12: what people found in the orders they looked at, beside the program's own check of all.
#[test]
fn spot_checks_stand_beside_the_check_of_all() {
    use kesu::figures::kpi::Line;
    let mut desk = Desk::new();
    for day in [3, 4, 5] {
        let on = |hour: u32| format!("2026-02-{day:02} {hour:02}:00");
        let case = desk.log(&[], &on(9));
        for (command, hour) in
            [(crate::store::dispatch(), 10), (crate::store::handled(), 11), (crate::store::reply(), 12)]
        {
            desk.run(case, command, &on(hour)).unwrap();
        }
    }
    let look = |desk: &mut Desk, number: &str, valid: bool, when: &str| {
        let request = Request::SpotCheck { number: number.to_owned(), valid, note: String::new(), by: by(when) };
        desk.database.answer(request).is_ok()
    };
    assert!(look(&mut desk, "KS2602-0001", true, "2026-03-01 09:00"));
    assert!(look(&mut desk, "KS2602-0002", true, "2026-03-01 09:01"));
    assert!(look(&mut desk, "KS2602-0002", false, "2026-03-02 09:00"), "the last look counts");
    assert!(!look(&mut desk, "KS2602-0009", true, "2026-03-02 09:00"), "no such case");
    for kpi in [Kpi::K06, Kpi::K12] {
        let table = table(&mut desk.database, kpi, &[], Narrow::default());
        let of = |line| table.lines.iter().position(|(known, _)| *known == line).unwrap();
        let sum = &table.total[of(Line::Checked)];
        assert_eq!((sum.part, sum.whole), (1, 2), "{kpi:?}");
        assert_eq!(table.total[of(Line::Main)].whole, 3, "{kpi:?}");
    }
    // A look recorded by mistake is withdrawn; the one before it counts again, and then none.
    let mut withdrawn = || {
        let request = Request::WithdrawSpotCheck { number: "KS2602-0002".to_owned(), by: by("2026-03-03 09:00") };
        let answer = desk.database.answer(request).unwrap();
        let table = table(&mut desk.database, Kpi::K06, &[], Narrow::default());
        let place = table.lines.iter().position(|(known, _)| *known == Line::Checked).unwrap();
        (matches!(answer, Answer::Count(1)), table.total[place].part, table.total[place].whole)
    };
    assert_eq!([withdrawn(), withdrawn(), withdrawn()], [(true, 2, 2), (true, 1, 1), (false, 1, 1)]);
}

/// K06: orders to be looked at are drawn by lot of those answered in the period, and the same seed draws the same.
#[test]
fn orders_are_drawn_by_lot_with_a_stated_seed() {
    let mut desk = Desk::new();
    for day in 3..=12 {
        let on = |hour: u32| format!("2026-02-{day:02} {hour:02}:00");
        let case = desk.log(&[], &on(9));
        if day < 12 {
            for (command, hour) in
                [(crate::store::dispatch(), 10), (crate::store::handled(), 11), (crate::store::reply(), 12)]
            {
                desk.run(case, command, &on(hour)).unwrap();
            }
        }
    }
    let checked = Request::SpotCheck {
        number: "KS2602-0001".to_owned(),
        valid: false,
        note: "派错分部".to_owned(),
        by: by("2026-03-01 09:00"),
    };
    desk.database.answer(checked).unwrap();
    let span = kesu::figures::kpi::Span { from: at("2026-02-01 00:00"), to: at("2026-03-01 00:00"), now: at(NOW) };
    let mut draw = |seed: u64, size: usize| {
        let query = kesu::store::SampleQuery { span, seed, size };
        match desk.database.answer(Request::SampleOrders(query)).unwrap() {
            Answer::Sample(sample) => *sample,
            other => panic!("{other:?}"),
        }
    };
    let (first, again) = (draw(20_260_301, 4), draw(20_260_301, 4));
    assert_eq!(first, again);
    assert_eq!((first.population, first.orders.len()), (9, 4), "the tenth is not answered");
    assert_ne!(first.orders, draw(7, 4).orders);
    let all = draw(1, 50);
    assert_eq!(all.orders.len(), 9);
    let look = all.orders[0].look.as_ref().unwrap();
    assert_eq!((all.orders[0].number.as_str(), look.valid, look.note.as_str()), ("KS2602-0001", false, "派错分部"));
    assert!(all.orders[1..].iter().all(|order| order.look.is_none()));
}

/// kpi.md 5.4: a baseline begins anew only after a change that somebody recorded.
#[test]
fn changes_of_the_process_are_on_record_by_their_day() {
    let mut desk = Desk::new();
    let change = |day: &str, region: Option<&str>, note: &str| kesu::store::ProcessChange {
        id: 0,
        kpi: region.map(|_| Kpi::K02),
        day: day.parse().unwrap(),
        region: region.map(str::to_owned),
        note: note.to_owned(),
        at: at(NOW),
        by: "周晓岚".to_owned(),
    };
    let (late, early) = (change("2026-03-01", Some("华东"), "驻点派单"), change("2026-01-01", None, "新制度"));
    for change in [&late, &early] {
        desk.database.answer(Request::RecordProcessChange(change.clone())).unwrap();
    }
    let listed = |desk: &mut Desk| match desk.database.answer(Request::ProcessChanges).unwrap() {
        Answer::ProcessChanges(found) => found,
        other => panic!("{other:?}"),
    };
    let expected = [kesu::store::ProcessChange { id: 2, ..early }, kesu::store::ProcessChange { id: 1, ..late }];
    assert_eq!(listed(&mut desk), expected);
    let mut withdraw = |withdrawn: bool| {
        let request = Request::WithdrawProcessChange { id: 2, withdrawn, by: by(NOW) };
        let count = matches!(desk.database.answer(request).unwrap(), Answer::Count(1));
        (count, listed(&mut desk).len())
    };
    assert_eq!([withdraw(true), withdraw(true), withdraw(false)], [(true, 1), (false, 1), (true, 2)], "and back");
    assert!(
        desk.database.answer(Request::RecordProcessChange(change("2026-01-01", None, ""))).is_err(),
        "says nothing"
    );
}

/// kpi.md 5.4: failures by month of production and of service; corrected dates follow, and rebuilding changes nothing.
#[test]
fn early_failures_know_when_a_unit_went_into_service() {
    let mut desk = Desk::new();
    let quality = |made: &'static str, bought: &'static str, installed: &'static str| {
        [(Field::Model, "CXW-268"), (Field::MadeOn, made), (Field::BoughtOn, bought), (Field::InstalledOn, installed)]
    };
    desk.log(&quality("2025-10-11", "2025-11-01", "2025-11-15"), "2026-01-20 09:00");
    desk.log(&quality("2025-10-20", "2025-12-01", ""), "2026-01-21 09:00");
    desk.log(&quality("2025-11-05", "", ""), "2026-01-22 09:00");
    desk.log(&[(Field::Model, "JSQ25"), (Field::MadeOn, "2025-10-01")], "2026-01-23 09:00");
    save(&mut desk.database, vec![units(UnitsBase::Made, "2025-10", "CXW-268", "", 400)]);
    let ask = |desk: &mut Desk| {
        let request = Request::EarlyFailures { model: None, now: at("2026-02-01 09:00") };
        match desk.database.answer(request).unwrap() {
            Answer::EarlyFailures(found) => *found,
            other => panic!("{other:?}"),
        }
    };
    let found = ask(&mut desk);
    assert_eq!(found.model, "CXW-268", "the model with most");
    assert_eq!(found.models, [("CXW-268".to_owned(), 3), ("JSQ25".to_owned(), 1)]);
    let failures: Vec<_> = found.failures.iter().map(|(_, failure)| *failure).collect();
    let started: Vec<_> = failures.iter().map(|failure| failure.started.map(|day| day.to_string())).collect();
    let day = |text: &str| Some(text.to_owned());
    assert_eq!(started, [day("2025-11-15"), day("2025-12-01"), None], "installed goes before bought");
    let mis = kesu::figures::mis::Mis::of(&failures, &found.units, "2026-02-01".parse().unwrap());
    assert_eq!((mis.cohorts[0].units, mis.cohorts[0].failures.clone()), (Some(400), vec![0, 1, 1, 0, 0]));
    assert_eq!(mis.cohorts[0].curve()[2], 0.5, "two of 400 within three months");
    desk.database.answer(Request::Rebuild).unwrap();
    assert_eq!(ask(&mut desk), found);
}
