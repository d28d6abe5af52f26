//! Closed months: what was told stays, and what the records say later stands beside it (kpi.md 5.1 rules 8 and 11).

use kesu::domain::Field;
use kesu::domain::stage::Satisfaction;
use kesu::figures::kpi::{Dim, Kpi, Line, Span};
use kesu::store::{Answer, Database, KpiQuery, KpiTable, Narrow, Request};

use crate::store::{Desk, at, dispatch, handled, reply, revisit};

fn month(database: &mut Database, kpi: Kpi, from: &str, to: &str, by: &[Dim]) -> KpiTable {
    let span = Span { from: at(from), to: at(to), now: at("2026-04-20 09:00") };
    match database.answer(Request::Kpi(KpiQuery { kpi, span, by: by.to_vec(), narrow: Narrow::default() })).unwrap() {
        Answer::Kpi(table) => *table,
        other => panic!("{other:?}"),
    }
}

pub fn close(database: &mut Database, now: &str) -> i64 {
    match database.answer(Request::CloseMonths { now: at(now) }).unwrap() {
        Answer::Count(count) => count,
        other => panic!("{other:?}"),
    }
}

/// Three cases of March, all answered in time; one of them dissatisfied later.
pub fn march() -> Desk {
    let mut desk = Desk::new();
    for day in [2, 9, 16] {
        let on = |hour: u32| format!("2026-03-{day:02} {hour:02}:00");
        let case = desk.log(&[(Field::Address, "江苏省苏州市吴中区东吴南路1号")], &on(9));
        for (command, hour) in [(dispatch(), 10), (handled(), 11), (reply(), 12)] {
            desk.run(case, command, &on(hour)).unwrap();
        }
        if day == 2 {
            desk.run(case, revisit(Satisfaction::Satisfied, ""), "2026-03-05 09:00").unwrap();
        }
    }
    desk
}

#[test]
fn a_month_is_closed_once_and_only_after_the_fifth() {
    let mut desk = march();
    assert_eq!(close(&mut desk.database, "2026-04-04 23:59"), 0, "February had no case");
    assert_eq!(close(&mut desk.database, "2026-04-05 00:00"), 1);
    assert_eq!(close(&mut desk.database, "2026-04-30 12:00"), 0, "April is not closed yet");
    assert_eq!(close(&mut desk.database, "2026-06-05 08:00"), 2, "what was missed is made up for");
    assert_eq!(close(&mut Desk::new().database, "2026-04-05 00:00"), 0, "an empty file has nothing to tell");
}

/// Rule 11: the figure of a closed month stays when its data change; rule 8: the restatement stands beside it.
#[test]
fn a_closed_figure_stays_and_its_restatement_stands_beside_it() {
    let mut desk = march();
    assert_eq!(close(&mut desk.database, "2026-04-08 08:30"), 1);
    let table = month(&mut desk.database, Kpi::K02, "2026-03-01", "2026-04-01", &[Dim::Region]);
    let frozen = table.frozen.as_ref().expect("March is closed");
    assert_eq!((frozen.month.month.as_str(), frozen.month.at), ("2026-03", at("2026-04-05 00:00")));
    assert_eq!((frozen.month.written_at, frozen.month.rule_book.as_str()), (at("2026-04-08 08:30"), "appliance-group"));
    assert!(frozen.month.events > 0 && frozen.month.head != [0; 32]);
    let told = frozen.figure(Line::Main, None).unwrap().clone();
    assert_eq!((told.part, told.whole, told.value), (3, 3, Some(100.0)));
    assert!(!frozen.is_restated(Line::Main, None, &table.total[0]));
    let region = &table.cells[0].keys[0];
    assert_eq!(frozen.figure(Line::Main, Some(region)).map(|told| told.whole), Some(3));

    // The customer was not satisfied after all: the case is taken up again and is no longer answered (rule 8).
    let case = desk.list(kesu::store::View::All, "", "2026-04-10 09:00").rows[0].id;
    desk.run(case, revisit(Satisfaction::Dissatisfied, "又漏了"), "2026-04-10 09:00").unwrap();
    let table = month(&mut desk.database, Kpi::K02, "2026-03-01", "2026-04-01", &[]);
    let frozen = table.frozen.as_ref().unwrap();
    assert_eq!(frozen.figure(Line::Main, None), Some(&told), "what was told stays");
    let recount = &table.total[0];
    assert_eq!((recount.part, recount.whole), (2, 3), "the records say otherwise now");
    assert!(frozen.is_restated(Line::Main, None, recount));

    // Anything but a whole closed month is counted as ever.
    assert!(month(&mut desk.database, Kpi::K02, "2026-03-01", "2026-03-31", &[]).frozen.is_none());
    assert!(month(&mut desk.database, Kpi::K02, "2026-03-01", "2026-04-01", &[Dim::Branch]).frozen.is_none());
    assert!(month(&mut desk.database, Kpi::K02, "2026-02-01", "2026-03-01", &[]).frozen.is_none());
}

/// Every line of every row is kept, and a fresh month agrees with its own recount.
#[test]
fn every_line_of_the_book_is_kept() {
    let mut desk = march();
    close(&mut desk.database, "2026-04-05 00:00");
    for &kpi in Kpi::ALL {
        let table = month(&mut desk.database, kpi, "2026-03-01", "2026-04-01", &[]);
        let frozen = table.frozen.as_ref().unwrap();
        for (place, (line, unit)) in table.lines.iter().enumerate() {
            let told = frozen.figure(*line, None).unwrap_or_else(|| panic!("{kpi:?} {line:?}"));
            assert!(!frozen.is_restated(*line, None, &table.total[place]), "{kpi:?} {line:?}");
            assert_eq!(told.value, table.value(place, &table.total[place]).number(*unit), "{kpi:?} {line:?}");
        }
    }
}
