//! The recount of what rests on stages (K05, K06, K07, K11, K12), of batches (F4), and of what cases are found to come from
//! (K18, K22, K23). Only the limits of stages are the clock's; when each began and ended is told by the events alone.

use kesu::clock::case_clock::span_clock;
use kesu::domain::procedure::ProcedureCommand;
use kesu::domain::tally::SlipsRow;
use kesu::domain::{Command, Field};
use kesu::figures::kpi::{Kpi, Line};
use kesu::store::{Answer, CaseId, Database, Request};
use rusqlite::{Connection, params};

use super::run;
use crate::demo::END;
use crate::store::{at, by, facts};

/// One row a pass through a stage, in the order of the events that begin them; limits come from [`limits`].
pub const READ: &str = "
CREATE TEMP TABLE turn AS
    SELECT id, n, at, round, CASE kind
        WHEN 'logged' THEN 'dispatch' WHEN 'sent_back' THEN 'dispatch' WHEN 'dispatched' THEN 'handling'
        WHEN 'handled' THEN 'reply' WHEN 'replied' THEN 'revisit' WHEN 'closed' THEN 'archived'
        WHEN 'round_opened' THEN CASE WHEN holder = 'dispatched' THEN 'handling' ELSE 'dispatch' END
        ELSE 'closure' END AS stage
    FROM (
        SELECT e.case_id AS id, e.n, e.at, e.kind,
            (SELECT COUNT(*) + 1 FROM event o WHERE o.case_id = e.case_id AND o.kind = 'round_opened' AND o.n <= e.n) AS round,
            (SELECT h.kind FROM event h WHERE h.case_id = e.case_id AND h.n < e.n AND h.kind IN ('dispatched', 'sent_back')
                ORDER BY h.n DESC LIMIT 1) AS holder
        FROM event e WHERE e.kind IN ('logged', 'dispatched', 'sent_back', 'handled', 'replied', 'answered_on_the_spot',
            'revisit_skipped', 'round_opened', 'closed')
            OR (e.kind = 'revisited' AND 'dissatisfied' NOT IN (json_extract(e.body, '$.result'),
                json_extract(e.body, '$.process'), json_extract(e.body, '$.staff'))));
CREATE TEMP TABLE pass AS
    SELECT id, round, stage, begun, ended, ROW_NUMBER() OVER (PARTITION BY id ORDER BY begun_n) AS nth FROM (
        SELECT id, 0 AS begun_n, 1 AS round, 'intake' AS stage, MIN(received, logged) AS begun, logged AS ended FROM told
        UNION ALL
        SELECT id, n, round, stage, at, LEAD(at) OVER (PARTITION BY id ORDER BY n) FROM turn);
CREATE TEMP TABLE timed AS
    SELECT pass.id, pass.stage, pass.begun, pass.ended, stage_limit.due,
        pass.ended IS NULL OR pass.ended > stage_limit.due AS late
    FROM pass JOIN stage_limit USING (id, nth);
CREATE INDEX temp.timed_of ON timed (id, due);
CREATE TEMP TABLE misrouted AS SELECT DISTINCT id FROM pass WHERE stage = 'dispatch' GROUP BY id, round HAVING COUNT(*) > 1;
CREATE TEMP TABLE batch AS
    SELECT id, told_on, planned, (strftime('%s', told_on, '+3 days') - 28800) * 1000 - 1 AS plan_due,
        (strftime('%s', date(planned / 1000 + 28800, 'unixepoch'), '+4 days') - 28800) * 1000 - 1 AS carry_due,
        (SELECT json_extract(e.body, '$.at') FROM event e WHERE e.case_id = id AND e.kind = 'procedure_stepped'
            AND json_extract(e.body, '$.key') = 'carry') AS carried
    FROM (
        SELECT a.case_id AS id, substr(json_extract(a.body, '$.answers.manager_told'), 1, 10) AS told_on,
            (SELECT json_extract(e.body, '$.at') FROM event e WHERE e.case_id = a.case_id AND e.kind = 'procedure_stepped'
                AND json_extract(e.body, '$.key') = 'plan') AS planned
        FROM event a WHERE a.kind = 'procedure_answered' AND json_extract(a.body, '$.answers.manager_told') IS NOT NULL);
CREATE TEMP TABLE owner AS
    SELECT id FROM (
        SELECT id, name, MAX(n) FROM (
            SELECT e.case_id AS id, e.n, json_extract(e.body, '$.department') AS name FROM event e
            WHERE e.kind IN ('handled', 'replied', 'answered_on_the_spot')
            UNION ALL
            SELECT e.case_id, e.n, json_extract(c.value, '$.to') FROM event e, json_each(e.body, '$.changes') c
            WHERE e.kind = 'amended' AND json_extract(c.value, '$.field') = 'department')
        WHERE name IS NOT NULL GROUP BY id)
    WHERE name <> '';
CREATE TEMP TABLE notice AS
    SELECT id FROM (
        SELECT case_id AS id, json_extract(body, '$.answers.case_filed') AS filed, MAX(n) FROM event
        WHERE kind = 'procedure_answered' AND json_extract(body, '$.answers.case_filed') IS NOT NULL GROUP BY case_id)
    WHERE filed = 'yes';
";

/// When the clock says each pass ends, by its place in the case.
pub fn limits(database: &mut Database, raw: &Connection) {
    raw.execute_batch("CREATE TEMP TABLE stage_limit (id INTEGER, nth INTEGER, due INTEGER, PRIMARY KEY (id, nth));")
        .unwrap();
    let ids: Vec<i64> = raw
        .prepare("SELECT id FROM case_row WHERE main IS NULL")
        .unwrap()
        .query_map([], |row| row.get(0))
        .unwrap()
        .collect::<Result<_, _>>()
        .unwrap();
    for id in ids {
        let Answer::Case(file) = database.answer(Request::Open(CaseId(id))).unwrap() else { panic!("a case") };
        for (nth, span) in (1..).zip(&file.case.spans) {
            let clock = span_clock(&file.case, span, &file.book.rules, &file.book.clockwork);
            if let Some(due) = clock.and_then(|clock| clock.deadline.due) {
                raw.execute("INSERT INTO stage_limit VALUES (?, ?, ?)", params![id, nth, due.0]).unwrap();
            }
        }
    }
}

/// As the questions of the module above.
pub fn questions() -> Vec<(Kpi, Line, String)> {
    let of = |kpi, line, sql: &str| (kpi, line, sql.to_owned());
    let stages = "FROM timed WHERE due >= :a AND due < :z";
    let due = "FROM told WHERE due >= :a AND due < :z";
    let closed = "FROM told WHERE close >= :a AND close < :z";
    let flowed = "NOT EXISTS (SELECT 1 FROM timed s WHERE s.id = told.id AND s.due < :z AND s.late)";
    let valid = format!("{flowed} AND id NOT IN (SELECT id FROM misrouted)");
    let ours = "AND id IN (SELECT id FROM owner)";
    let batch = "FROM batch WHERE COALESCE(carry_due, plan_due) >= :a AND COALESCE(carry_due, plan_due) < :z";
    vec![
        of(Kpi::K05, Line::Main, &format!("SELECT SUM(NOT late), COUNT(*) {stages}")),
        of(
            Kpi::K05,
            Line::Spent,
            &format!("SELECT SUM(MAX(0, MIN(COALESCE(ended, :z), :z) - begun)), COUNT(*) {stages}"),
        ),
        of(Kpi::K05, Line::Orders, &format!("SELECT SUM({flowed}), COUNT(*) {due}")),
        of(Kpi::K06, Line::Main, &format!("SELECT SUM({valid}), COUNT(*) {closed}")),
        of(
            Kpi::K07,
            Line::Stages,
            &format!("SELECT SUM(MIN(COALESCE(ended, :z), :z) - due), COUNT(*) {stages} AND late"),
        ),
        of(Kpi::K11, Line::Main, &format!("SELECT SUM({flowed}), COUNT(*) {due}")),
        of(Kpi::K12, Line::Main, &format!("SELECT SUM({valid}), COUNT(*) {due}")),
        of(
            Kpi::F4,
            Line::Main,
            &format!("SELECT SUM(COALESCE(planned <= plan_due AND carried <= carry_due, 0)), COUNT(*) {batch}"),
        ),
        of(
            Kpi::F4,
            Line::Plan,
            "SELECT SUM(COALESCE(planned <= plan_due, 0)), COUNT(*) FROM batch WHERE plan_due >= :a AND plan_due < :z",
        ),
        of(
            Kpi::F4,
            Line::Carry,
            "SELECT SUM(COALESCE(carried <= carry_due, 0)), COUNT(*) FROM batch WHERE carry_due >= :a AND carry_due < :z",
        ),
        of(
            Kpi::K18,
            Line::Complaints,
            &format!("SELECT COUNT(*), 0 FROM told WHERE received >= :a AND received < :z {ours}"),
        ),
        of(Kpi::K18, Line::Resolution, &format!("SELECT SUM(close <= due AND solved), COUNT(*) {due} {ours}")),
        of(
            Kpi::K18,
            Line::Satisfaction,
            &format!(
                "SELECT SUM(result IN ('satisfied', 'fair')), COUNT(*) FROM survey WHERE at >= :a AND at < :z \
                 AND result <> 'not_reached' {ours}"
            ),
        ),
        of(
            Kpi::K22,
            Line::Main,
            "SELECT SUM(satisfied), SUM(opinions) FROM slips WHERE month >= strftime('%Y-%m', :a / 1000 + 28800, 'unixepoch') \
             AND month <= strftime('%Y-%m', :z / 1000 + 28799, 'unixepoch')",
        ),
        of(
            Kpi::K23,
            Line::Main,
            "SELECT SUM(id IN (SELECT id FROM notice)), COUNT(*) FROM told WHERE received >= :a AND received < :z",
        ),
    ]
}

/// What the demo has not: batches that were planned and carried out in time, late and not at all; notices of the
/// authority; slips counted by hand; an order that went to the wrong branch.
pub fn add(database: &mut Database) {
    for (planned, carried) in [
        ("2026-03-04 15:00", "2026-03-07 23:00"),
        ("2026-03-05 09:00", "2026-03-06 09:00"),
        ("2026-03-03 09:00", ""),
        ("", ""),
    ] {
        batch(database, planned, carried);
    }
    for (day, filed) in [(3, &["no", "yes"][..]), (4, &["yes", "no"]), (5, &["yes"])] {
        let when = format!("2026-03-{day:02} 09:00");
        let id = log(database, &[(Field::Channel, "market_authority")], &when);
        for word in filed {
            answer(database, id, &[("case_filed", word)], &when);
        }
    }
    let slips = |month: &str, opinions, satisfied| SlipsRow {
        month: month.parse().unwrap(),
        region: "华东".to_owned(),
        branch: None,
        opinions,
        satisfied,
    };
    let rows = vec![slips("2025-12-01", 50, 41), slips("2026-01-01", 30, 29), slips("2026-03-01", 44, 40)];
    database.answer(Request::SaveSlips { rows, by: by(END) }).unwrap();
    let id = log(database, &[], "2026-03-02 09:00");
    run(database, id, crate::store::dispatch(), "2026-03-02 09:30");
    run(database, id, Command::SendBack { reason: "派错".to_owned() }, "2026-03-02 10:00");
    run(database, id, crate::store::dispatch(), "2026-03-02 10:10");
    run(database, id, crate::store::handled(), "2026-03-02 11:00");
    run(database, id, crate::store::reply(), "2026-03-02 11:30");
}

fn log(database: &mut Database, typed: &[(Field, &str)], when: &str) -> CaseId {
    let facts = Box::new(facts(typed, when));
    match database.answer(Request::Log { facts, draft: None, by: by(when) }).unwrap() {
        Answer::Logged(logged) => logged[0].id,
        other => panic!("{other:?}"),
    }
}

fn answer(database: &mut Database, case: CaseId, typed: &[(&str, &str)], when: &str) {
    let answers = typed.iter().map(|(key, text)| ((*key).to_owned(), (*text).to_owned())).collect();
    run(database, case, ProcedureCommand::Answer { id: 1, answers }.into(), when);
}

fn batch(database: &mut Database, planned: &str, carried: &str) {
    let case = log(database, &[(Field::Occurrence, "same_batch")], "2026-03-02 08:00");
    let step = |database: &mut Database, step: &str, names: &[&str], when: &str| {
        let names = names.iter().map(|name| (*name).to_owned()).collect();
        let (step, note) = (step.to_owned(), String::new());
        run(database, case, ProcedureCommand::Step { id: 1, step, at: at(when), names, note }.into(), when);
    };
    let facts = [
        ("ways", "phone"),
        ("fault", "密封圈开裂"),
        ("model", "JJZ-900"),
        ("batch_no", "2509A"),
        ("quantity", "120"),
        ("is_batch", "yes"),
        ("manager_told", "2026-03-02 10:00"),
        ("leader_told", "分管副总"),
        ("quality_lead", "林晓"),
        ("informed", "quality"),
        ("in_stock", "yes"),
        ("disposition", "parts"),
        ("plan_text", "更换密封圈"),
        ("tested_backwards", "yes"),
        ("backward_result", "合格"),
    ];
    answer(database, case, &facts, "2026-03-02 10:30");
    for done in ["verify", "leaders", "lead", "isolate"] {
        step(database, done, &[], "2026-03-02 11:00");
    }
    if !planned.is_empty() {
        step(database, "plan", &["周晓岚", "林晓", "陈工"], planned);
    }
    if !carried.is_empty() {
        step(database, "carry", &[], carried);
    }
}
