//! The dashboard's one answer: its figures are the KPI book's, its lists add up to them, and a write is never missed.

use kesu::domain::stage::{InfoClass, Level, Satisfaction};
use kesu::domain::tally::{UnitsBase, UnitsRow};
use kesu::domain::{BranchId, Field};
use kesu::figures::kpi::{Dim, Kpi, Span, Unit};
use kesu::figures::on_time::Step;
use kesu::store::{
    Answer, Dashboard, DashboardQuery, Database, FigureKey, Filter, KpiQuery, ListQuery, Narrow, Request, View,
};

use crate::demo::{END, Filled, filled};
use crate::store::{Desk, at, by, dispatch, handled, reply, revisit};

fn dashboard(database: &mut Database, query: &DashboardQuery) -> Dashboard {
    match database.answer(Request::Dashboard(Box::new(query.clone()))).unwrap() {
        Answer::Dashboard(dashboard) => *dashboard,
        other => panic!("{other:?}"),
    }
}

fn quarter(narrow: Narrow) -> DashboardQuery {
    let span = Span { from: at("2026-01-01"), to: at("2026-04-01"), now: at(END) };
    DashboardQuery { span, step: Step::Week, narrow }
}

fn listed(database: &mut Database, view: View, filter: Filter) -> u64 {
    let query = ListQuery { filter, ..ListQuery::of(view, &by(END)) };
    match database.answer(Request::List(query)).unwrap() {
        Answer::List(page) => u64::try_from(page.total).unwrap(),
        other => panic!("{other:?}"),
    }
}

fn behind(database: &mut Database, key: FigureKey) -> u64 {
    listed(database, View::All, Filter { figure: Some(Box::new(key)), ..Filter::default() })
}

fn sum(database: &mut Database, kpi: Kpi, span: Span, narrow: &Narrow) -> (i64, i64) {
    let query = KpiQuery { kpi, span, by: Vec::new(), narrow: narrow.clone() };
    match database.answer(Request::Kpi(query)).unwrap() {
        Answer::Kpi(table) => (table.total[0].part, table.total[0].whole),
        other => panic!("{other:?}"),
    }
}

fn narrows() -> Vec<Narrow> {
    vec![
        Narrow::default(),
        Narrow { region: Some("华东".to_owned()), ..Narrow::default() },
        Narrow { branch: Some(BranchId(2)), ..Narrow::default() },
        Narrow { class: Some(InfoClass::GeneralQuality), level: Some(Level::General), ..Narrow::default() },
        Narrow { channel: Some("hotline".to_owned()), ..Narrow::default() },
        Narrow { category: Some("no such thing".to_owned()), ..Narrow::default() },
    ]
}

/// K01, K02, K04, K05, K13: one figure, whether the dashboard or the KPI book is asked, now, before and a year ago.
#[test]
fn every_tile_equals_the_kpi_book() {
    let mut desk = filled(600, END);
    let mut filled = 0;
    for narrow in narrows() {
        let found = dashboard(&mut desk.database, &quarter(narrow.clone()));
        assert_eq!(found.tiles.len(), 5);
        for tile in &found.tiles {
            let span = found.query.span;
            let now = sum(&mut desk.database, tile.kpi, span, &narrow);
            assert_eq!((tile.now.part, tile.now.whole), now, "{:?} {narrow:?}", tile.kpi);
            filled += usize::from(now.0 > 0);
            for (span, old) in [(found.before, tile.before), (found.year_before, tile.year_before)] {
                let book = sum(&mut desk.database, tile.kpi, span, &narrow);
                assert_eq!((old.part, old.whole), book, "{:?} {span:?} {narrow:?}", tile.kpi);
            }
            let points =
                tile.points.iter().fold((0, 0), |(part, whole), (_, point)| (part + point.part, whole + point.whole));
            assert_eq!(points, now, "the points of {:?} add up to it", tile.kpi);
            // 2025-12-29 is the Monday of the week that holds the first of January.
            assert_eq!((tile.points[0].0.to_string().as_str(), tile.points.len()), ("2025-12-29", 14));
        }
        let on_time =
            found.on_time.iter().fold((0, 0), |(part, whole), (_, share)| (part + share.part(), whole + share.whole()));
        assert_eq!((i64::from(on_time.0), i64::from(on_time.1)), (found.tiles[1].now.part, found.tiles[1].now.whole));
    }
    assert!(filled >= 15, "{filled} tiles had something to count");
}

/// kpi.md 5.3: every mark opens as many cases as it counts.
#[test]
fn the_list_behind_every_figure_has_as_many_cases() {
    let mut desk = filled(600, END);
    for narrow in narrows().into_iter().take(5) {
        let found = dashboard(&mut desk.database, &quarter(narrow.clone()));
        let all = found.behind(Kpi::K01, &[], &[]);
        let received = u64::try_from(found.tiles[0].now.part).unwrap();
        assert!(received > 0);
        assert_eq!(behind(&mut desk.database, all), received);
        assert_eq!((found.mix.total(), found.matrix.total()), (received, received), "nothing is left out");
        let due = found.behind(Kpi::K02, &[], &[]);
        let late = FigureKey { counted: Some(false), ..due.clone() };
        let tile = &found.tiles[1].now;
        assert_eq!(behind(&mut desk.database, due), u64::try_from(tile.whole).unwrap());
        assert_eq!(behind(&mut desk.database, late), u64::try_from(tile.whole - tile.part).unwrap());
        for row in found.matrix.rows.iter().take(4) {
            for (category, cell) in found.matrix.columns.iter().zip(&row.cells) {
                let key = found.behind(Kpi::K01, &[Dim::Branch, Dim::Category], &[row.name.clone(), category.clone()]);
                assert_eq!(behind(&mut desk.database, key), cell.count, "{} {category}", row.name);
            }
        }
        for (symptom, count) in found.symptoms.iter().take(6) {
            let key = found.behind(Kpi::K01, &[Dim::Symptom], std::slice::from_ref(symptom));
            assert_eq!(behind(&mut desk.database, key), u64::from(*count), "{symptom}");
        }
        for row in found.mix.rows() {
            let key = found.behind(Kpi::K01, &[Dim::Region], std::slice::from_ref(&row.region));
            assert_eq!(behind(&mut desk.database, key), row.total(), "{}", row.region);
        }
    }
}

/// kpi.md 5.4, K01: a cell has the units of its branch and product type where a list tells them, and then the book's own
/// rate; what no list names has none.
#[test]
fn a_cell_has_the_units_of_its_branch_where_a_list_tells_them() {
    let mut desk = filled(600, END);
    let query = quarter(Narrow::default());
    let before = dashboard(&mut desk.database, &query).matrix;
    assert!(before.rows.iter().flat_map(|row| &row.cells).all(|cell| cell.units.is_none() && cell.rate().is_none()));
    // Cases without a branch stand in a row without a name.
    let at = before.rows.iter().position(|row| !row.name.is_empty()).unwrap();
    let (branch, category) = (before.rows[at].name.clone(), before.columns[1].clone());
    let home = desk.database.organisation().branch_named(&branch).unwrap().clone();
    let row = |base, month: &str, id, units| UnitsRow {
        base,
        month: month.parse().unwrap(),
        model: "M1".to_owned(),
        category: category.clone(),
        region: home.region.clone(),
        branch: id,
        units,
    };
    let rows = vec![
        row(UnitsBase::Sold, "2025-04-01", Some(home.id), 3_000),
        row(UnitsBase::Sold, "2026-03-01", Some(home.id), 2_000),
        row(UnitsBase::Sold, "2025-03-01", Some(home.id), 900),
        row(UnitsBase::Sold, "2026-03-01", None, 70_000),
    ];
    desk.database.answer(Request::SaveUnits { rows, by: by(END) }).unwrap();
    let check = |desk: &mut Filled, units: f64| {
        let found = dashboard(&mut desk.database, &query).matrix;
        let cell = found.rows[at].cells[1];
        assert_eq!((cell.units, cell.count), (Some(units), before.rows[at].cells[1].count));
        let known = found.rows.iter().flat_map(|row| &row.cells).filter(|cell| cell.units.is_some()).count();
        assert_eq!(known, 1, "the region's own row is no branch's");
        let by = vec![Dim::Branch, Dim::Category];
        let asked = KpiQuery { kpi: Kpi::K01, span: query.span, by, narrow: Narrow::default() };
        let Answer::Kpi(table) = desk.database.answer(Request::Kpi(asked)).unwrap() else { panic!() };
        let of = table.cells.iter().find(|cell| cell.keys == [branch.clone(), category.clone()]).unwrap();
        assert_eq!(table.value(0, &of.sums[0]).number(Unit::PerUnits), cell.rate());
    };
    check(&mut desk, 0.5);
    let rows = vec![row(UnitsBase::InUse, "2026-02-01", Some(home.id), 40_000)];
    desk.database.answer(Request::SaveUnits { rows, by: by(END) }).unwrap();
    check(&mut desk, 4.0);
}

/// kpi.md 5.4: framed is the cell in which a case of the period stands behind a warning, and no other.
#[test]
fn a_cell_is_framed_where_a_warning_stands_behind_its_cases() {
    let mut desk = filled(1286, END);
    let mut framed = 0;
    for narrow in narrows().into_iter().take(5) {
        let span = Span { from: at("2026-04-01"), to: at("2026-05-01"), now: at(END) };
        let found = dashboard(&mut desk.database, &DashboardQuery { span, ..quarter(narrow.clone()) });
        let only: Vec<_> = found.alarms.iter().flat_map(|alarm| alarm.cases.clone()).collect();
        for (row, column, cell) in
            found.matrix.rows.iter().flat_map(|row| {
                found.matrix.columns.iter().zip(&row.cells).map(move |(column, cell)| (row, column, cell))
            })
        {
            let key = found.behind(Kpi::K01, &[Dim::Branch, Dim::Category], &[row.name.clone(), column.clone()]);
            let filter = Filter { figure: Some(Box::new(key)), only: only.clone(), ..Filter::default() };
            let there = listed(&mut desk.database, View::All, filter);
            assert_eq!(cell.alarm, there > 0, "{} {column} {narrow:?}", row.name);
            framed += usize::from(cell.alarm);
        }
    }
    assert!(framed > 0, "the demo has warnings");
}

/// kpi.md base O: the open cases by age and by lateness, as the lists of open cases have them.
#[test]
fn what_is_open_now_is_what_the_lists_of_open_cases_hold() {
    let mut desk = filled(600, END);
    for region in [None, Some("华东".to_owned())] {
        let narrow = Narrow { region: region.clone(), ..Narrow::default() };
        let open = dashboard(&mut desk.database, &quarter(narrow)).open;
        let filter = |overdue_minutes| Filter { region: region.clone(), overdue_minutes, ..Filter::default() };
        assert!(open.open > 0);
        assert_eq!(u64::from(open.open), listed(&mut desk.database, View::Open, filter(None)));
        assert_eq!(u64::from(open.late), listed(&mut desk.database, View::Open, filter(Some((0, i64::MAX)))));
        assert_eq!(open.ages.iter().map(kesu::figures::dashboard::AgeBin::total).sum::<u32>(), open.open);
        assert_eq!(open.ages.iter().map(|bin| bin.late).sum::<u32>(), open.late);
        assert_eq!(open.overdue.iter().sum::<u32>(), open.late);
        let due: Vec<_> = open.longest.iter().map(|row| row.due_at.unwrap()).collect();
        assert!(due.is_sorted() && due.len() == 8.min(open.late as usize));
    }
}

/// What the dashboard keeps between two answers never hides a write, a merge or a rebuild.
#[test]
fn an_answer_after_a_write_is_the_answer_of_a_file_just_opened() {
    let mut desk = Desk::new();
    let query = DashboardQuery {
        span: Span { from: at("2026-04-01"), to: at("2026-05-01"), now: at("2026-04-20 12:00") },
        ..quarter(Narrow::default())
    };
    let check = |desk: &mut Desk| {
        let kept = dashboard(&mut desk.database, &query);
        desk.database.answer(Request::Rebuild).unwrap();
        assert_eq!(dashboard(&mut desk.database, &query), kept);
        kept
    };
    assert_eq!(check(&mut desk).tiles[0].now.part, 0);
    let old = desk.log(&[(Field::Symptoms, "漏水")], "2026-01-05 09:00");
    let case = desk.log(&[(Field::Symptoms, "漏水、异响"), (Field::Category, "烟机")], "2026-04-03 09:00");
    let kept = check(&mut desk);
    assert_eq!((kept.tiles[0].now.part, kept.open.open), (1, 2));
    assert_eq!(kept.symptoms, [("异响".to_owned(), 1), ("漏水".to_owned(), 1)]);
    for (command, when) in
        [(dispatch(), "2026-04-03 10:00"), (handled(), "2026-04-03 11:00"), (reply(), "2026-04-03 12:00")]
    {
        desk.run(case, command, when).unwrap();
        check(&mut desk);
    }
    let kept = check(&mut desk);
    assert_eq!((kept.tiles[1].now.part, kept.tiles[1].now.whole), (1, 1), "K02");
    assert_eq!(kept.tiles[4].now.part, 3 * 3_600_000, "K13");
    desk.run(case, revisit(Satisfaction::Satisfied, ""), "2026-04-08 09:00").unwrap();
    assert_eq!(check(&mut desk).tiles[2].now.part, 1, "K04");
    // A case of long ago that counts in the period.
    desk.run(old, dispatch(), "2026-04-10 10:00").unwrap();
    desk.run(old, handled(), "2026-04-10 11:00").unwrap();
    desk.run(old, reply(), "2026-04-10 12:00").unwrap();
    assert_eq!(check(&mut desk).tiles[4].now.whole, 2, "K13 counts what was answered in the period");
}

/// What a closed window leaves in the file for the next one never stands in for what was written since.
#[test]
fn months_kept_in_the_file_follow_what_was_written_since() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("desk.db");
    let open = || Database::open(&path, kesu::store::OpenMode::Create).unwrap();
    let query = quarter(Narrow::default());
    let mut database = open();
    database.fill_demo(300, 1, at(END), &|_, _| true).unwrap();
    let before = dashboard(&mut database, &query);
    database.settle().unwrap();
    drop(database);
    #[expect(clippy::disallowed_methods, reason = "looks at the file itself")]
    let raw = rusqlite::Connection::open(&path).unwrap();
    let kept: i64 = raw.query_row("SELECT COUNT(*) FROM measure_block", [], |row| row.get(0)).unwrap();
    assert!(kept >= 4, "{kept} months are kept");
    let open_cases: i64 =
        raw.query_row("SELECT COUNT(*) FROM measure_block WHERE month = 0", [], |row| row.get(0)).unwrap();
    assert_eq!(open_cases, 1, "and what is open");
    drop(raw);
    let mut database = open();
    assert_eq!(dashboard(&mut database, &query), before, "from the kept months");
    drop(database);
    // A window that never looks at figures, and so keeps nothing.
    let mut database = open();
    for received in ["2026-03-30 09:00", "2026-02-11 09:00"] {
        let facts = Box::new(crate::store::facts(&[(Field::Symptoms, "漏水")], received));
        database.answer(Request::Log { facts, draft: None, by: by("2026-04-09 09:00") }).unwrap();
    }
    drop(database);
    let mut database = open();
    let after = dashboard(&mut database, &query);
    assert_eq!(after.tiles[0].now.part, before.tiles[0].now.part + 2);
    database.settle().unwrap();
    database.answer(Request::Rebuild).unwrap();
    assert_eq!(dashboard(&mut database, &query), after, "as if nothing had been kept");
}

fn alarms(database: &mut Database) -> Vec<kesu::store::Alarm> {
    match database.answer(Request::Alarms { at: at("2026-04-10") }).unwrap() {
        Answer::Alarms(alarms) => alarms,
        other => panic!("{other:?}"),
    }
}

fn log(database: &mut Database, received: &str, symptoms: &str) -> kesu::store::CaseId {
    let typed = [(Field::Symptoms, symptoms), (Field::Model, "WQP12-H5"), (Field::Batch, "2610Z")];
    let facts = Box::new(crate::store::facts(&typed, received));
    match database.answer(Request::Log { facts, draft: None, by: by("2026-04-09 09:00") }).unwrap() {
        Answer::Logged(logged) => logged[0].id,
        other => panic!("{other:?}"),
    }
}

/// Closes a filled file as a window does, after its figures were looked at.
fn closed(cases: u32) -> (tempfile::TempDir, std::path::PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("desk.db");
    let mut database = Database::open(&path, kesu::store::OpenMode::Create).unwrap();
    database.fill_demo(cases, 1, at(END), &|_, _| true).unwrap();
    dashboard(&mut database, &quarter(Narrow::default()));
    alarms(&mut database);
    database.settle().unwrap();
    (folder, path)
}

/// Warnings read the cases of a month without their items. What was written then, and a period asked for later, find them.
#[test]
fn months_read_for_warnings_alone_are_brought_along() {
    let (_folder, path) = closed(400);
    let open = || Database::open(&path, kesu::store::OpenMode::Existing).unwrap();
    let query = quarter(Narrow::default());
    let whole = dashboard(&mut open(), &query);
    let mut database = open();
    let first = alarms(&mut database);
    assert_eq!(dashboard(&mut database, &query), whole, "items are read when a period asks for them");
    let mut database = open();
    assert_eq!(alarms(&mut database), first);
    let many = |list: &[kesu::store::Alarm]| list.iter().filter(|alarm| alarm.batch == "2610Z").count();
    assert_eq!(many(&first), 0);
    for received in ["2026-03-30 09:00", "2026-03-31 09:00", "2026-04-08 09:00", "2026-04-08 10:00"] {
        log(&mut database, received, "门封开裂");
    }
    let after = alarms(&mut database);
    assert_eq!(many(&after), 1, "the new cases warn");
    let told = dashboard(&mut database, &query);
    assert_eq!(told.tiles[0].now.part, whole.tiles[0].now.part + 2);
    database.answer(Request::Rebuild).unwrap();
    assert_eq!((alarms(&mut database), dashboard(&mut database, &query)), (after, told));
}

/// Two windows on one file: neither leaves behind what the other one has not seen.
#[test]
fn what_one_window_keeps_never_hides_what_another_has_written() {
    let (_folder, path) = closed(300);
    let open = || Database::open(&path, kesu::store::OpenMode::Existing).unwrap();
    let query = quarter(Narrow::default());
    let (mut one, mut two) = (open(), open());
    let before = dashboard(&mut one, &query);
    assert_eq!(dashboard(&mut two, &query), before);
    log(&mut one, "2026-03-30 09:00", "漏水");
    dashboard(&mut one, &query);
    let second = log(&mut one, "2026-02-20 09:00", "异响");
    // The second window has seen the first case alone when it is closed, and is closed last.
    let seen = dashboard(&mut two, &query);
    assert_eq!(seen.tiles[0].now.part, before.tiles[0].now.part + 2);
    log(&mut one, "2026-01-12 09:00", "漏水");
    let Answer::Case(file) = one.answer(Request::Open(second)).unwrap() else { panic!("a case") };
    let (seen, command) = (file.case.revision, Box::new(dispatch()));
    one.answer(Request::Do { case: second, seen, command, by: by("2026-04-09 09:30") }).unwrap();
    let last = dashboard(&mut one, &query);
    one.settle().unwrap();
    two.settle().unwrap();
    drop((one, two));
    let mut again = open();
    assert_eq!(dashboard(&mut again, &query), last);
    again.settle().unwrap();
    drop(again);
    #[expect(clippy::disallowed_methods, reason = "looks at the file itself")]
    let raw = rusqlite::Connection::open(&path).unwrap();
    let sql = "SELECT COUNT(*), SUM(seq = (SELECT MAX(seq) FROM event)) FROM ledger_seq";
    let (months, newest): (i64, i64) = raw.query_row(sql, [], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
    assert!(months >= 4 && months == newest, "{newest} of {months} months are known up to the last event");
    drop(raw);
    let mut again = open();
    again.answer(Request::Rebuild).unwrap();
    assert_eq!(dashboard(&mut again, &query), last);
}

/// A period that lies ahead counts nothing, and is compared with nothing.
#[test]
fn a_period_that_has_not_begun_counts_nothing() {
    let mut desk = filled(100, END);
    let span = Span { from: at("2027-01-01"), to: at("2027-04-01"), now: at(END) };
    let found = dashboard(&mut desk.database, &DashboardQuery { span, ..quarter(Narrow::default()) });
    assert!(found.tiles.iter().all(|tile| (tile.now.part, tile.now.whole) == (0, 0)));
    assert_eq!((found.mix.total(), found.symptoms.len()), (0, 0));
    assert!(found.open.open > 0, "what is open now stands beside it");
}

/// S01: the grey lines are K02 of the earlier periods, month by month and narrowed alike.
#[test]
fn the_courses_behind_are_those_of_the_kpi_book() {
    let mut file = filled(900, END);
    for narrow in [Narrow::default(), Narrow { region: Some("华东".to_owned()), ..Narrow::default() }] {
        let query = DashboardQuery { step: Step::Month, ..quarter(narrow.clone()) };
        let found = dashboard(&mut file.database, &query);
        for (span, course) in [(found.before, &found.on_time_before), (found.year_before, &found.on_time_year)] {
            let query = KpiQuery { kpi: Kpi::K02, span, by: vec![Dim::Month], narrow: narrow.clone() };
            let Answer::Kpi(table) = file.database.answer(Request::Kpi(query)).unwrap() else { panic!("figures") };
            let expected = table.cells.iter().map(|cell| (cell.sums[0].part, cell.sums[0].whole));
            let course = course.iter().map(|share| (i64::from(share.part()), i64::from(share.whole())));
            let course: Vec<_> = course.filter(|(_, whole)| *whole > 0).collect();
            assert_eq!(course, expected.collect::<Vec<_>>());
            assert!(!course.is_empty());
        }
    }
}

/// kpi.md 5.4: shades set for a year hold for its quarters; set anew, the last word holds, and another length has its own.
#[test]
fn shades_are_set_for_a_year_and_a_length() {
    use kesu::figures::heat::{Length, Measure};
    let mut file = filled(600, END);
    let query = quarter(Narrow::default());
    assert_eq!(dashboard(&mut file.database, &query).breaks, []);
    let mut set = |span: Span, step: f64| {
        let request = Request::SetHeatBreak { span, set: (Measure::Count, step), by: by(END) };
        file.database.answer(request).unwrap();
        dashboard(&mut file.database, &query).breaks
    };
    let told = set(query.span, 3.0);
    assert_eq!((told.len(), told[0].step, told[0].year, told[0].length), (1, 3.0, 2026, Length::Quarter));
    assert_eq!((told[0].at, told[0].by.as_str()), (at(END), "周晓岚"));
    assert_eq!(set(Span { to: at("2026-02-01"), ..query.span }, 9.0)[0].step, 3.0, "a month is not a quarter");
    let old = Span { from: at("2025-01-01"), to: at("2025-04-01"), now: at(END) };
    assert_eq!(set(old, 9.0)[0].step, 3.0, "nor is last year");
    assert_eq!(set(query.span, 5.0)[0].step, 5.0);
    let second = Span { from: at("2026-04-01"), to: at("2026-07-01"), now: at(END) };
    let next = dashboard(&mut file.database, &DashboardQuery { span: second, ..query });
    assert_eq!(next.breaks[0].step, 5.0, "the quarters of a year have the same shades");
    let heat = kesu::ui::board::heat_of(&next);
    assert_eq!(heat.shades().step, 5.0);
}
