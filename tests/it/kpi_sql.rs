//! The KPI book against plain SQL over the recorded events: written from kpi.md alone, it shares no code and no table with
//! the engine but the limits of a case, which the clock has worked out and other tests hold.

mod flow;

use kesu::domain::procedure::ProcedureCommand;
use kesu::domain::tally::{CallsRow, UnitsBase, UnitsRow};
use kesu::domain::{Command, Field};
use kesu::figures::kpi::{Kpi, Line, Span, Unit};
use kesu::store::{Answer, CaseId, Database, KpiQuery, KpiTable, Narrow, OpenMode, Request};
use rusqlite::{Connection, named_params};

use crate::demo::END;
use crate::store::{at, by, dispatch, facts, handled, reply};

/// What every question below reads: the last value of every fact, and one row a case.
const READ: &str = "
CREATE TEMP TABLE fact AS SELECT id, field, value FROM (
    SELECT id, field, value, MAX(n) FROM (
        SELECT e.case_id AS id, f.key AS field, f.value AS value, e.n AS n
        FROM event e, json_each(e.body, '$.facts') f WHERE e.kind = 'logged'
        UNION ALL
        SELECT e.case_id, json_extract(c.value, '$.field'), json_extract(c.value, '$.to'), e.n
        FROM event e, json_each(e.body, '$.changes') c WHERE e.kind = 'amended')
    GROUP BY id, field);
CREATE INDEX temp.fact_of ON fact (id, field);
CREATE TEMP TABLE round AS
    SELECT case_id AS id, COUNT(*) FILTER (WHERE kind = 'round_opened') + 1 AS rounds,
        COALESCE(MAX(n) FILTER (WHERE kind = 'round_opened'), 0) AS begun FROM event GROUP BY case_id;
CREATE TEMP TABLE reply AS
    SELECT r.id, e.at, MIN(e.n) AS n, json_extract(e.body, '$.accepted') = 'accepted' AS agreed
    FROM round r JOIN event e ON e.case_id = r.id AND e.n > r.begun AND e.kind IN ('replied', 'answered_on_the_spot')
    GROUP BY r.id;
CREATE TEMP TABLE handling AS
    SELECT r.id, MAX(e.n), json_extract(e.body, '$.solved') AS solved
    FROM round r JOIN event e ON e.case_id = r.id AND e.n > r.begun AND e.kind = 'handled' GROUP BY r.id;
CREATE TEMP TABLE told AS
    SELECT r.id, r.rounds, first.at AS logged,
        (strftime('%s', (SELECT value FROM fact f WHERE f.id = r.id AND field = 'received_at')) - 28800) * 1000 AS received,
        COALESCE((SELECT value FROM fact f WHERE f.id = r.id AND field = 'info_class'), 'general_quality') AS class,
        (SELECT value FROM fact f WHERE f.id = r.id AND field = 'verified') AS verified,
        COALESCE((SELECT value FROM fact f WHERE f.id = r.id AND field = 'level'), '') = 'national'
            OR COALESCE((SELECT value FROM fact f WHERE f.id = r.id AND field = 'exposure'), '') <> '' AS escalated,
        (SELECT value FROM fact f WHERE f.id = r.id AND field = 'channel') AS channel,
        (SELECT value FROM fact f WHERE f.id = r.id AND field = 'phone') AS phone,
        COALESCE((SELECT NULLIF(value, '') FROM fact f WHERE f.id = r.id AND field = 'serial'),
            (SELECT value FROM fact f WHERE f.id = r.id AND field = 'model'), '') AS product,
        EXISTS (SELECT 1 FROM event e WHERE e.case_id = r.id AND e.kind = 'dispatched') AS dispatched,
        reply.at AS close, COALESCE(handling.solved, reply.agreed, 0) AS solved, COALESCE(reply.agreed, 0) AS agreed,
        limits.due, limits.promised,
        (SELECT MAX(e.at) FROM event e WHERE e.case_id = r.id AND e.kind = 'closed' AND e.n > r.begun) AS archived,
        COALESCE((SELECT SUM(o.at - (SELECT MAX(p.at) FROM event p WHERE p.case_id = r.id AND p.n < o.n
            AND p.kind IN ('replied', 'answered_on_the_spot')))
            FROM event o WHERE o.case_id = r.id AND o.kind = 'round_opened'), 0) AS gap,
        COALESCE((SELECT SUM(MAX(0, MIN(COALESCE(reply.at, 1e18), (SELECT MIN(u.at) FROM event u WHERE u.case_id = r.id
            AND u.kind = 'resumed' AND u.n > w.n)) - w.at)) FROM event w WHERE w.case_id = r.id AND w.kind = 'waiting'), 0)
            AS stopped
    FROM round r JOIN event first ON first.case_id = r.id AND first.n = 1 LEFT JOIN reply ON reply.id = r.id
    LEFT JOIN handling ON handling.id = r.id JOIN case_measure limits ON limits.id = r.id;
CREATE TEMP TABLE survey AS
    SELECT id, at, MAX(n) AS n, result, staff FROM (
        SELECT e.case_id AS id, e.at, e.n, json_extract(e.body, '$.result') AS result, json_extract(e.body, '$.staff') AS staff,
            (SELECT COUNT(*) FROM event o WHERE o.case_id = e.case_id AND o.kind = 'round_opened' AND o.n < e.n) AS round
        FROM event e WHERE e.kind = 'revisited') GROUP BY id, round;
CREATE TEMP TABLE answer AS SELECT id, MAX(n), result FROM survey WHERE result <> 'not_reached' GROUP BY id;
CREATE TEMP TABLE file AS
    SELECT t.id, t.received, t.archived, json_extract(o.body, '$.reported_at') AS known,
        (SELECT MIN(json_extract(e.body, '$.at')) FROM event e WHERE e.case_id = t.id AND e.kind = 'incident_alert'
            AND json_extract(e.body, '$.to') = 'headquarters') AS headquarters,
        (SELECT MIN(json_extract(e.body, '$.at')) FROM event e WHERE e.case_id = t.id AND e.kind = 'incident_insurer_report') AS insurer,
        (SELECT SUM(json_extract(e.body, '$.amount')) FROM event e WHERE e.case_id = t.id AND e.kind = 'incident_insurer_paid') AS refunded,
        (SELECT SUM(json_extract(e.body, '$.amount')) FROM event e WHERE e.case_id = t.id AND e.kind = 'incident_settlement_paid') AS paid,
        (SELECT json_extract(e.body, '$.amount') FROM event e WHERE e.case_id = t.id AND e.kind = 'incident_insurer_claim' ORDER BY n DESC LIMIT 1) AS claim,
        EXISTS (SELECT 1 FROM event e WHERE e.case_id = t.id AND e.kind IN ('incident_insurer_assessed', 'incident_insurer_refused')) AS decided,
        (SELECT json_extract(e.body, '$.total') FROM event e WHERE e.case_id = t.id AND e.kind = 'incident_talk_agreed' ORDER BY n DESC LIMIT 1) AS agreed,
        (SELECT json_extract(e.body, '$.assessed') FROM event e WHERE e.case_id = t.id AND e.kind = 'incident_loss_confirmed' ORDER BY n DESC LIMIT 1) AS assessed
    FROM told t JOIN event o ON o.case_id = t.id AND o.kind = 'incident_opened';
CREATE TEMP TABLE question AS
    SELECT a.case_id AS id, json_extract(a.body, '$.due') AS due,
        (SELECT MIN(b.at) FROM event b WHERE b.case_id = a.case_id AND b.kind = 'assist_answered' AND json_extract(b.body, '$.nth') =
            (SELECT COUNT(*) FROM event c WHERE c.case_id = a.case_id AND c.kind = 'assist_asked' AND c.n < a.n)) AS answered
    FROM event a WHERE a.kind = 'assist_asked' AND json_extract(a.body, '$.unit') = '技术支持';
";

const GOOD: &str = "IN ('satisfied', 'fair')";

/// Numerator and denominator of each line. `:a` and `:z` bound the period, `:now` is the time of the data, `:year` its
/// first of January.
fn questions() -> Vec<(Kpi, Line, String)> {
    let of = |kpi, line, sql: &str| (kpi, line, sql.replace("GOOD", GOOD));
    let due = "FROM told WHERE due >= :a AND due < :z";
    let closed = "FROM told WHERE close >= :a AND close < :z";
    let received = "FROM told WHERE received >= :a AND received < :z";
    let ripe = format!("{received} AND due IS NOT NULL AND (close <= :now OR due < :now)");
    let service = "class = 'service_management' AND verified = 'true'";
    vec![
        of(Kpi::K01, Line::Main, &format!("SELECT COUNT(*), 0 {received}")),
        of(Kpi::K08, Line::Main, &format!("SELECT SUM(escalated), 0 {received}")),
        of(Kpi::K02, Line::Main, &format!("SELECT SUM(close <= due AND (solved OR agreed)), COUNT(*) {due}")),
        of(Kpi::K02, Line::Reopened, &format!("SELECT SUM(rounds > 1), COUNT(*) {closed}")),
        of(
            Kpi::K03,
            Line::Main,
            &format!("SELECT SUM(close <= due AND NOT dispatched AND rounds = 1), COUNT(*) {ripe}"),
        ),
        of(Kpi::K03, Line::Open, &format!("SELECT SUM(close IS NULL OR close > :now), COUNT(*) {ripe}")),
        of(Kpi::K17, Line::Main, &format!("SELECT SUM(close <= due AND dispatched), COUNT(*) {ripe}")),
        of(
            Kpi::K04,
            Line::Main,
            "SELECT SUM(result GOOD), COUNT(*) FROM survey WHERE at >= :a AND at < :z AND result <> 'not_reached'",
        ),
        of(
            Kpi::K19,
            Line::Main,
            "SELECT SUM(staff GOOD), COUNT(*) FROM survey WHERE at >= :a AND at < :z AND staff <> 'not_reached'",
        ),
        of(
            Kpi::K19,
            Line::Response,
            "SELECT SUM(staff <> 'not_reached'), COUNT(*) FROM survey WHERE at >= :a AND at < :z",
        ),
        of(
            Kpi::K07,
            Line::Main,
            &format!(
                "SELECT SUM(MIN(COALESCE(close, :z), :z) - due), COUNT(*) {due} AND (close IS NULL OR close > due)"
            ),
        ),
        of(Kpi::K09, Line::Main, &format!("SELECT SUM(close <= due AND solved), COUNT(*) {due} AND escalated")),
        of(
            Kpi::K10,
            Line::Main,
            &format!(
                "SELECT SUM((SELECT result FROM answer WHERE answer.id = told.id) GOOD), COUNT(*) {closed} AND escalated"
            ),
        ),
        of(
            Kpi::K10,
            Line::Answered,
            "SELECT SUM(result GOOD), COUNT(*) FROM told JOIN answer USING (id) WHERE close >= :a AND close < :z AND escalated",
        ),
        of(Kpi::K13, Line::Main, &format!("SELECT SUM(close - received - gap), COUNT(*) {closed}")),
        of(Kpi::K13, Line::Net, &format!("SELECT SUM(close - received - gap - stopped), COUNT(*) {closed}")),
        of(Kpi::K13, Line::Stopped, &format!("SELECT SUM(stopped), SUM(close - received - gap) {closed}")),
        of(
            Kpi::K14,
            Line::Main,
            "SELECT SUM(close <= promised AND solved), COUNT(*) FROM told WHERE promised >= :a AND promised < :z",
        ),
        of(
            Kpi::K15,
            Line::Main,
            "SELECT SUM(answered), SUM(requests) FROM calls WHERE day >= date(:a / 1000 + 28800, 'unixepoch') \
            AND day <= date(:z / 1000 + 28799, 'unixepoch')",
        ),
        of(Kpi::K16, Line::Main, &format!("SELECT COUNT(*), 0 {closed} AND {service}")),
        of(
            Kpi::K16,
            Line::YearSoFar,
            &format!("SELECT COUNT(*), 0 FROM told WHERE close >= MIN(:a, :year) AND close < :z AND {service}"),
        ),
        of(Kpi::K20, Line::Complaints, &format!("SELECT COUNT(*), 0 {received} AND class = 'market_complaint'")),
        of(
            Kpi::K24,
            Line::Main,
            "SELECT SUM(paid), COUNT(*) FROM told t LEFT JOIN file USING (id) WHERE t.archived >= :a AND t.archived < :z",
        ),
    ]
}

/// The same for quality information, incident files, returning customers and appeals.
fn more_questions() -> Vec<(Kpi, Line, String)> {
    let of = |kpi, line, sql: &str| (kpi, line, sql.to_owned());
    let due = "FROM told WHERE due >= :a AND due < :z";
    let received = "FROM told WHERE received >= :a AND received < :z";
    let archived = "FROM file WHERE archived >= :a AND archived < :z";
    vec![
        of(
            Kpi::F2,
            Line::Main,
            &format!("SELECT SUM(verified = 'true'), COUNT(*) {received} AND verified IN ('true', 'false')"),
        ),
        of(Kpi::F3, Line::Main, "SELECT SUM(answered <= due), COUNT(*) FROM question WHERE due >= :a AND due < :z"),
        of(
            Kpi::F5,
            Line::Main,
            "SELECT SUM(MAX(0, headquarters - known)), COUNT(headquarters) FROM file WHERE received >= :a AND received < :z",
        ),
        of(
            Kpi::F5,
            Line::Insurer,
            "SELECT SUM(MAX(0, insurer - known)), COUNT(insurer) FROM file WHERE received >= :a AND received < :z",
        ),
        // No file closes while a paper is missing (Q01), so all that are closed are complete.
        of(Kpi::F6, Line::Main, &format!("SELECT COUNT(*), COUNT(*) {archived}")),
        of(
            Kpi::F7,
            Line::Main,
            &format!("SELECT SUM(refunded), SUM(claim) {archived} AND decided AND claim IS NOT NULL"),
        ),
        of(Kpi::F8, Line::Main, &format!("SELECT SUM(agreed), SUM(assessed) {archived} AND agreed IS NOT NULL")),
        of(
            Kpi::F9,
            Line::Main,
            "SELECT COUNT(DISTINCT phone) FILTER (WHERE EXISTS (SELECT 1 FROM told b WHERE b.phone = told.phone AND b.product = told.product \
             AND b.product <> '' AND (b.received, b.id) < (told.received, told.id) AND told.received - b.received <= 90 * 86400000)), \
             COUNT(DISTINCT phone) FROM told WHERE received >= :a AND received < :z AND phone <> ''",
        ),
        of(Kpi::A1, Line::Main, &format!("SELECT COUNT(*), 0 {received} AND channel = 'regulator'")),
        of(Kpi::A1, Line::OnTime, &format!("SELECT SUM(close <= due), COUNT(*) {due} AND channel = 'regulator'")),
        of(Kpi::A2, Line::Company, &conclusion("company")),
        of(Kpi::A2, Line::OwnReason, &conclusion("own_reason")),
        of(Kpi::A2, Line::Withdrawn, &conclusion("withdrawn")),
    ]
}

/// Of the appeals answered in the period with a conclusion (I05): how many have this one.
fn conclusion(word: &str) -> String {
    format!(
        "SELECT SUM(found = '{word}'), COUNT(*) FROM (SELECT (SELECT json_extract(e.body, '$.answers.conclusion') FROM event e \
         WHERE e.case_id = told.id AND e.kind = 'procedure_answered' ORDER BY n DESC LIMIT 1) AS found FROM told \
         WHERE close >= :a AND close < :z) WHERE found IS NOT NULL"
    )
}

fn table(database: &mut Database, kpi: Kpi, span: Span) -> KpiTable {
    match database.answer(Request::Kpi(KpiQuery { kpi, span, by: Vec::new(), narrow: Narrow::default() })).unwrap() {
        Answer::Kpi(table) => *table,
        other => panic!("{other:?}"),
    }
}

fn run(database: &mut Database, case: CaseId, command: Command, when: &str) {
    let Answer::Case(file) = database.answer(Request::Open(case)).unwrap() else { panic!("a case") };
    let (seen, command) = (file.case.revision, Box::new(command));
    database.answer(Request::Do { case, seen, command, by: by(when) }).unwrap();
}

/// Appeals of a regulator, questions to technical support, customers who come again, units and calls: what the demo has not.
fn add(database: &mut Database) {
    for (day, unit, answered) in [(2, "技术支持", 3), (3, "技术支持", 6), (4, "技术支持", 0), (5, "品质部", 5)]
    {
        let asked = format!("2026-03-{day:02} 09:00");
        let facts = Box::new(facts(&[], &asked));
        let logged = database.answer(Request::Log { facts, draft: None, by: by(&asked) }).unwrap();
        let Answer::Logged(logged) = logged else { panic!("logged") };
        let due = Some(at(&format!("2026-03-{:02} 09:00", day + 1)));
        let ask = Command::AskAssist { unit: unit.to_owned(), what: "判定原因".to_owned(), due };
        run(database, logged[0].id, dispatch(), &asked);
        run(database, logged[0].id, ask, &asked);
        if answered > 0 {
            let answer = Command::AnswerAssist { nth: 0, text: "已判定".to_owned() };
            run(database, logged[0].id, answer, &format!("2026-03-{answered:02} 09:00"));
        }
    }
    for (answered, word) in [("2026-03-05 10:00", "company"), ("2026-03-20 10:00", "own_reason"), ("", "company")] {
        let facts = Box::new(facts(&[(Field::Channel, "regulator")], "2026-03-02 09:00"));
        let logged = database.answer(Request::Log { facts, draft: None, by: by("2026-03-02 09:00") }).unwrap();
        let Answer::Logged(logged) = logged else { panic!("logged") };
        let answers = [("conclusion".to_owned(), word.to_owned())].into_iter().collect();
        run(database, logged[0].id, ProcedureCommand::Answer { id: 1, answers }.into(), "2026-03-02 10:00");
        for command in [dispatch(), handled(), reply()].into_iter().filter(|_| !answered.is_empty()) {
            run(database, logged[0].id, command, answered);
        }
    }
    // One who comes again with the same product, one with another.
    for (day, phone, model) in [(4, "1", "A"), (9, "1", "A"), (4, "2", "A"), (9, "2", "B")] {
        let when = format!("2026-03-{day:02} 11:00");
        let typed = [(Field::Phone, &*format!("1390000000{phone}")), (Field::Model, model)];
        let facts = Box::new(facts(&typed, &when));
        database.answer(Request::Log { facts, draft: None, by: by(&when) }).unwrap();
    }
    let units = |month: &str, region: &str, units| UnitsRow {
        base: UnitsBase::Sold,
        month: month.parse().unwrap(),
        model: "A".to_owned(),
        category: String::new(),
        region: region.to_owned(),
        branch: None,
        units,
    };
    let months = ["2025-02-01", "2025-04-01", "2025-05-01", "2025-12-01", "2026-03-01", "2026-04-01"];
    let rows = (1..).zip(months).flat_map(|(n, month)| [units(month, "华东", n * 700), units(month, "华北", n * 130)]);
    database.answer(Request::SaveUnits { rows: rows.collect(), by: by(END) }).unwrap();
    let calls = |day: &str, requests, answered| CallsRow {
        day: day.parse().unwrap(),
        line: String::new(),
        requests,
        answered,
        abandoned: None,
    };
    let rows = vec![calls("2025-12-31", 9, 4), calls("2026-01-01", 30, 27), calls("2026-03-31", 20, 11)];
    database.answer(Request::SaveCalls { rows, by: by(END) }).unwrap();
}

/// K01-K24, F1-F9, A1, A2: the book's figures and those of the events, in a month, a quarter, a year and all time.
#[test]
fn every_kpi_equals_plain_sql_over_the_events() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("desk.db");
    let mut database = Database::open(&path, OpenMode::Create).unwrap();
    database.fill_demo(900, 3, at(END), &|_, _| true).unwrap();
    add(&mut database);
    flow::add(&mut database);
    #[expect(clippy::disallowed_methods, reason = "counts in the file itself")]
    let raw = Connection::open(&path).unwrap();
    raw.execute_batch(READ).unwrap();
    flow::limits(&mut database, &raw);
    raw.execute_batch(flow::READ).unwrap();
    let mut empty: Vec<(Kpi, Line)> = Vec::new();
    for (kpi, line, sql) in questions().into_iter().chain(more_questions()).chain(flow::questions()) {
        let mut any = 0;
        for (from, to) in [
            ("2026-03-01", "2026-04-01"),
            ("2026-01-01", "2026-04-01"),
            ("2025-01-01", "2026-01-01"),
            ("2024-01-01", "2027-01-01"),
        ] {
            let span = Span { from: at(from), to: at(to), now: at(END) };
            let year = at(&format!("{}-01-01", &span.end().plus_minutes(-1).date().to_string()[..4]));
            let bounds = named_params! { ":a": span.from.0, ":z": span.end().0, ":now": span.now.0, ":year": year.0 };
            let mut statement = raw.prepare(&sql).unwrap();
            let used: Vec<_> = bounds.iter().filter(|(name, _)| sql.contains(*name)).copied().collect();
            let sum = |value: Option<f64>| value.unwrap_or(0.0) as i64;
            let expected =
                statement.query_row(used.as_slice(), |row| Ok((sum(row.get(0)?), sum(row.get(1)?)))).unwrap();
            let table = table(&mut database, kpi, span);
            let place = table.lines.iter().position(|(known, _)| *known == line).unwrap();
            let found = &table.total[place];
            let whole = if table.lines[place].1 == Unit::PerUnits { 0 } else { found.whole };
            assert_eq!((found.part, whole), expected, "{kpi:?} {line:?} {from} {to}");
            any += expected.0;
        }
        if any == 0 {
            empty.push((kpi, line));
        }
    }
    assert_eq!(empty, [(Kpi::A2, Line::Withdrawn)], "everything else had something to count");
}

/// K01, K08: per 10 000 units sold in the twelve months up to the end of the period (no units in warranty on record).
#[test]
fn rates_per_ten_thousand_units_equal_plain_sql() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("desk.db");
    let mut database = Database::open(&path, OpenMode::Create).unwrap();
    database.fill_demo(300, 3, at(END), &|_, _| true).unwrap();
    add(&mut database);
    #[expect(clippy::disallowed_methods, reason = "counts in the file itself")]
    let raw = Connection::open(&path).unwrap();
    raw.execute_batch(READ).unwrap();
    let span = Span { from: at("2026-01-01"), to: at("2026-04-01"), now: at(END) };
    for (kpi, counted) in [(Kpi::K01, "1"), (Kpi::K08, "escalated")] {
        let sql = format!(
            "SELECT SUM({counted}) * 10000.0 / (SELECT SUM(units) FROM units WHERE month BETWEEN '2025-04' AND '2026-03') \
             FROM told WHERE received >= ? AND received < ?"
        );
        let expected: f64 = raw.query_row(&sql, [span.from.0, span.to.0], |row| row.get(0)).unwrap();
        let table = table(&mut database, kpi, span);
        let found = table.value(0, &table.total[0]).number(Unit::PerUnits).unwrap();
        assert!((found - expected).abs() < 1e-9 && expected > 0.0, "{kpi:?} {found} {expected}");
    }
}

/// F1, O01: handed over by the Friday 24:00 of its week, in a month whose Fridays are all worked.
#[test]
fn quality_information_handed_over_in_time_equals_plain_sql() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("desk.db");
    let mut database = Database::open(&path, OpenMode::Create).unwrap();
    database.fill_demo(900, 3, at(END), &|_, _| true).unwrap();
    // Found on a Monday and on a Saturday, logged when it was too late.
    for (found, logged) in [("2026-03-02 09:00", "2026-03-07 00:01"), ("2026-03-07 09:00", "2026-03-14 08:00")] {
        let facts = Box::new(facts(&[], found));
        database.answer(Request::Log { facts, draft: None, by: by(logged) }).unwrap();
    }
    #[expect(clippy::disallowed_methods, reason = "counts in the file itself")]
    let raw = Connection::open(&path).unwrap();
    raw.execute_batch(READ).unwrap();
    let span = Span { from: at("2026-03-01"), to: at("2026-04-01"), now: at(END) };
    // %w counts from Sunday; a Friday is five days after one, a Saturday belongs to the week that comes.
    let sql = "SELECT SUM(logged <= ((received / 1000 + 28800) / 86400 + \
        (12 - strftime('%w', received / 1000 + 28800, 'unixepoch')) % 7 + 1) * 86400000 - 28800000), COUNT(*) \
        FROM told WHERE received >= ? AND received < ? AND class = 'general_quality'";
    let expected: (i64, i64) =
        raw.query_row(sql, [span.from.0, span.to.0], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
    let table = table(&mut database, Kpi::F1, span);
    assert_eq!((table.total[0].part, table.total[0].whole), expected);
    assert!(expected.1 > 10 && expected.1 - expected.0 >= 2, "{expected:?}");
}
