//! The table behind the KPI book: one narrow row a case, written with every event and rebuilt from the events.

use rusqlite::types::Value;
use rusqlite::{Connection, Row, params_from_iter};

use super::request::CaseId;
use super::{Database, StoreError, history, measure, projection};
use crate::domain::stage::{InfoClass, Satisfaction, Stage};
use crate::domain::{BranchId, Case, Fen, Field, Stamp};
use crate::figures::kpi::{
    Asked, BatchRun, Closings, Conclusion, Excellence, IncidentMeasure, Limits, Measure, Slips, StageRun, Survey,
};
use crate::rulebook::RuleBook;

/// What [`read`] takes, in its order; the marks come last.
pub(super) const COLUMNS: &str = "m.received_at, m.logged_at, m.class, m.verified, m.vip, m.escalated, m.appeal, \
    m.dispatched, m.misrouted, m.due0, m.due, m.promised, m.handover, m.first_close, m.last_close, m.archived_at, \
    m.reopened, m.gap_ms, m.stopped_ms, m.solved, m.agreed, m.enforced, m.department";
/// The place behind [`COLUMNS`].
pub(super) const AFTER_COLUMNS: usize = 23;

const INSERT: &str = "INSERT OR REPLACE INTO case_measure ( \
    id, received_at, logged_at, class, verified, vip, escalated, appeal, dispatched, misrouted, due0, due, promised, \
    handover, first_close, last_close, archived_at, reopened, gap_ms, stopped_ms, solved, agreed, enforced, \
    department, last_at, region, branch, level, channel, category, made, brand, cause, marks) \
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

/// The measure of a case; `None` for one that counts with the main case it is merged into (kpi.md 5.1 rule 9).
pub(super) fn measured(case: &Case, book: &RuleBook) -> Option<Measure> {
    case.merged_into().is_none().then(|| measure::measure(case, book))
}

/// The row of a case, its key left out.
pub(super) fn draw(case: &Case, m: &Measure, (book, region): (&RuleBook, &str)) -> Vec<Value> {
    let facts = &case.facts;
    let at = |stamp: Option<Stamp>| Value::from(stamp.map(|stamp| stamp.0));
    let word = |field| Value::from(facts.word(field).to_owned());
    // By whichever name it was told, it is counted under one.
    let listed = |field| {
        let told = facts.word(field);
        Value::from(book.rules.member(field, told).map_or(told, |member| &member.zh).to_owned())
    };
    let Limits { due0, due, promised, handover } = m.limits;
    let Closings { first, last, archived, reopened, gap_ms, stopped_ms, solved, agreed } = m.closings;
    vec![
        m.received_at.0.into(),
        m.logged_at.0.into(),
        m.class.word().to_owned().into(),
        m.verified.into(),
        m.vip.into(),
        m.escalated.into(),
        m.appeal.into(),
        m.dispatched.into(),
        m.misrouted.into(),
        at(due0),
        at(due),
        at(promised),
        at(handover),
        at(first),
        at(last),
        at(archived),
        reopened.into(),
        gap_ms.into(),
        stopped_ms.into(),
        solved.into(),
        agreed.into(),
        m.enforced.into(),
        listed(Field::Department),
        m.last_at().0.into(),
        region.to_owned().into(),
        case.branch.map(|branch| branch.0).into(),
        facts.level.word().to_owned().into(),
        word(Field::Channel),
        word(Field::Category),
        facts.made_on.map(|day| day.format("%Y-%m").to_string()).unwrap_or_default().into(),
        listed(Field::Brand),
        listed(Field::Cause),
        marks(m).into(),
    ]
}

pub(super) fn write(db: &Connection, id: CaseId, row: Option<Vec<Value>>) -> Result<(), StoreError> {
    let Some(row) = row else {
        db.prepare_cached("DELETE FROM case_measure WHERE id = ?")?.execute([id.0])?;
        return Ok(());
    };
    db.prepare_cached(INSERT)?.execute(params_from_iter(std::iter::once(Value::from(id.0)).chain(row)))?;
    Ok(())
}

/// A measure from [`COLUMNS`]; `marks` are its stages, surveys, questions and incident, or nothing where none are asked for.
pub(super) fn read(row: &Row<'_>, marks: &[u8]) -> Result<Measure, StoreError> {
    let at = |place: usize| row.get::<_, Option<i64>>(place).map(|at| at.map(Stamp));
    let class = row.get_ref(2)?.as_str().ok().and_then(InfoClass::from_word);
    let mut m = Measure {
        logged_at: Stamp(row.get(1)?),
        class: class.ok_or_else(|| StoreError::damaged("unknown class"))?,
        verified: row.get(3)?,
        vip: row.get(4)?,
        escalated: row.get(5)?,
        appeal: row.get(6)?,
        dispatched: row.get(7)?,
        misrouted: row.get(8)?,
        limits: Limits { due0: at(9)?, due: at(10)?, promised: at(11)?, handover: at(12)? },
        closings: Closings {
            first: at(13)?,
            last: at(14)?,
            archived: at(15)?,
            reopened: row.get(16)?,
            gap_ms: row.get(17)?,
            stopped_ms: row.get(18)?,
            solved: row.get(19)?,
            agreed: row.get(20)?,
        },
        enforced: row.get(21)?,
        attributed: !row.get_ref(22)?.as_str().unwrap_or_default().is_empty(),
        ..Measure::at(Stamp(row.get(0)?))
    };
    read_marks(&mut m, marks).ok_or_else(|| StoreError::damaged("marks of a case"))?;
    Ok(m)
}

/// Fills the table of a file that an earlier version wrote.
pub(super) fn complete(database: &mut Database) -> Result<(), StoreError> {
    let last = |from: &str| -> Result<i64, StoreError> {
        let sql = format!("SELECT COALESCE((SELECT id FROM {from} ORDER BY id DESC LIMIT 1), 0)");
        Ok(database.db.query_row(&sql, [], |row| row.get(0))?)
    };
    if last("case_row WHERE main IS NULL")? == last("case_measure")? {
        return Ok(());
    }
    let projector = projection::Projector::of(database);
    let transaction = database.begin()?;
    transaction.execute_batch("DELETE FROM case_measure; DELETE FROM measure_block; DELETE FROM ledger_seq;")?;
    let ids: Vec<i64> = transaction
        .prepare("SELECT id FROM case_row ORDER BY id")?
        .query_map([], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    for id in ids {
        let case = history::replay(&history::of(&transaction, CaseId(id))?)?;
        write(&transaction, CaseId(id), projector.measure(&case))?;
    }
    // The promise of each row is that of its measure, as the migration has it for files that had measures.
    transaction.execute_batch(
        "UPDATE case_row SET promise_at = m.due, on_time = CASE WHEN m.due IS NOT NULL AND m.last_close IS NOT NULL \
         THEN m.last_close <= m.due AND (m.solved = 1 OR m.agreed = 1) END FROM case_measure m WHERE m.id = case_row.id;",
    )?;
    Ok(transaction.commit()?)
}

/// 1 was a stage that did not say when it began.
const STAGE: i64 = 7;
const SURVEY: i64 = 2;
const ASKED: i64 = 3;
const INCIDENT: i64 = 4;
const BATCH: i64 = 5;
const CONCLUSION: i64 = 6;
const SLIPS: i64 = 8;
const EXCELLENCE: i64 = 9;

/// Everything of which a case may have several, as small numbers: instants count from the contact.
fn marks(m: &Measure) -> Vec<u8> {
    let mut out = Vec::with_capacity(m.stages.len() * 14);
    let since = |at: Stamp| at.0 - m.received_at.0;
    let put = |out: &mut Vec<u8>, numbers: &[i64]| numbers.iter().for_each(|number| push(out, *number));
    let maybe = |out: &mut Vec<u8>, at: Option<Stamp>| match at {
        None => push(out, 0),
        Some(at) => put(out, &[1, since(at)]),
    };
    for run in &m.stages {
        put(
            &mut out,
            &[STAGE, run.stage as i64, since(run.from), since(run.due), run.branch.map_or(-1, |branch| branch.0)],
        );
        maybe(&mut out, run.ended);
    }
    for survey in &m.surveys {
        put(&mut out, &[SURVEY, since(survey.at), survey.result as i64, survey.staff as i64]);
    }
    for asked in &m.asked {
        put(&mut out, &[ASKED, since(asked.due)]);
        maybe(&mut out, asked.answered);
    }
    if let Some(run) = &m.batch {
        put(&mut out, &[BATCH, since(run.plan.due)]);
        maybe(&mut out, run.plan.answered);
        maybe(&mut out, run.carry.map(|carry| carry.due));
        maybe(&mut out, run.carry.and_then(|carry| carry.answered));
    }
    if let Some(conclusion) = m.conclusion {
        put(&mut out, &[CONCLUSION, conclusion as i64]);
    }
    for slips in &m.slips {
        put(&mut out, &[SLIPS, since(slips.at), slips.satisfied.into(), slips.opinions.into()]);
    }
    if let Some(survey) = &m.excellence {
        let complained = survey.complained.map_or(-1, i64::from);
        put(&mut out, &[EXCELLENCE, since(survey.at), survey.returned.into(), survey.excellent.into(), complained]);
    }
    if let Some(file) = &m.incident {
        put(&mut out, &[INCIDENT, since(file.known_at), i64::from(file.complete)]);
        maybe(&mut out, file.headquarters_at);
        maybe(&mut out, file.insurer_at);
        let money = [file.claim, file.agreed].map(|amount| amount.map_or(-1, |amount| amount.0));
        put(&mut out, &[money[0], money[1], file.insurer_paid.0, file.assessed.0, file.paid_out.0]);
    }
    out
}

pub(super) fn read_marks(m: &mut Measure, bytes: &[u8]) -> Option<()> {
    let mut rest = bytes;
    let start = m.received_at.0;
    let at = |number: i64| Stamp(start + number);
    while !rest.is_empty() {
        match pull(&mut rest)? {
            STAGE => {
                let stage = *Stage::ALL.get(usize::try_from(pull(&mut rest)?).ok()?)?;
                let (from, due) = (at(pull(&mut rest)?), at(pull(&mut rest)?));
                let branch = Some(pull(&mut rest)?).filter(|id| *id >= 0).map(BranchId);
                m.stages.push(StageRun { stage, from, due, branch, ended: maybe(&mut rest)?.map(at) });
            }
            SURVEY => {
                let when = at(pull(&mut rest)?);
                let mut answer = || Satisfaction::ALL.get(usize::try_from(pull(&mut rest)?).ok()?).copied();
                m.surveys.push(Survey { at: when, result: answer()?, staff: answer()? });
            }
            ASKED => {
                let due = at(pull(&mut rest)?);
                m.asked.push(Asked { due, answered: maybe(&mut rest)?.map(at) });
            }
            BATCH => {
                let plan = Asked { due: at(pull(&mut rest)?), answered: maybe(&mut rest)?.map(at) };
                let (due, answered) = (maybe(&mut rest)?.map(at), maybe(&mut rest)?.map(at));
                m.batch = Some(BatchRun { plan, carry: due.map(|due| Asked { due, answered }) });
            }
            CONCLUSION => {
                m.conclusion = Some(*Conclusion::ALL.get(usize::try_from(pull(&mut rest)?).ok()?)?);
            }
            SLIPS => {
                let when = at(pull(&mut rest)?);
                let mut count = || u32::try_from(pull(&mut rest)?).ok();
                m.slips.push(Slips { at: when, satisfied: count()?, opinions: count()? });
            }
            EXCELLENCE => {
                let when = at(pull(&mut rest)?);
                let mut count = || u32::try_from(pull(&mut rest)?).ok();
                let (returned, excellent) = (count()?, count()?);
                let complained = u32::try_from(pull(&mut rest)?).ok();
                m.excellence = Some(Excellence { at: when, returned, excellent, complained });
            }
            INCIDENT => {
                let (known_at, complete) = (at(pull(&mut rest)?), pull(&mut rest)? == 1);
                let (headquarters_at, insurer_at) = (maybe(&mut rest)?.map(at), maybe(&mut rest)?.map(at));
                let mut money = || pull(&mut rest).map(Fen);
                let (claim, agreed) = (money()?, money()?);
                let (insurer_paid, assessed, paid_out) = (money()?, money()?, money()?);
                let known = |amount: Fen| Some(amount).filter(|amount| amount.0 >= 0);
                m.incident = Some(IncidentMeasure {
                    known_at,
                    headquarters_at,
                    insurer_at,
                    complete,
                    claim: known(claim),
                    insurer_paid,
                    assessed,
                    agreed: known(agreed),
                    paid_out,
                });
            }
            _ => return None,
        }
    }
    Some(())
}

/// Seven bits a byte, the sign in the lowest.
fn push(out: &mut Vec<u8>, number: i64) {
    let mut left = ((number << 1) ^ (number >> 63)) as u64;
    while left >= 0x80 {
        out.push((left & 0x7F) as u8 | 0x80);
        left >>= 7;
    }
    out.push(left as u8);
}

fn pull(bytes: &mut &[u8]) -> Option<i64> {
    let mut number = 0_u64;
    for shift in (0..64).step_by(7) {
        let (&byte, rest) = bytes.split_first()?;
        *bytes = rest;
        number |= u64::from(byte & 0x7F) << shift;
        if byte < 0x80 {
            return Some((number >> 1) as i64 ^ -((number & 1) as i64));
        }
    }
    None
}

fn maybe(bytes: &mut &[u8]) -> Option<Option<i64>> {
    match pull(bytes)? {
        0 => Some(None),
        1 => Some(Some(pull(bytes)?)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_come_back_equal_and_broken_ones_are_found() {
        let start = Stamp(1_775_000_000_000);
        let at = |minutes: i64| start.plus_minutes(minutes);
        let mut case = Measure::at(start);
        case.stages = vec![
            StageRun { stage: Stage::Intake, from: at(-4), due: at(60), ended: Some(at(-3)), branch: None },
            StageRun {
                stage: Stage::Handling,
                from: at(61),
                due: at(90_000),
                ended: None,
                branch: Some(BranchId(731)),
            },
        ];
        case.surveys = vec![Survey { at: at(4_000), result: Satisfaction::NotReached, staff: Satisfaction::Fair }];
        case.asked = vec![Asked { due: at(1_440), answered: Some(at(1_441)) }, Asked { due: at(9), answered: None }];
        case.incident = Some(IncidentMeasure {
            known_at: at(-20),
            headquarters_at: Some(at(5)),
            claim: Some(Fen(i64::MAX)),
            paid_out: Fen(860_000),
            ..IncidentMeasure::default()
        });
        case.batch = Some(BatchRun { plan: case.asked[0], carry: Some(case.asked[1]) });
        case.conclusion = Some(Conclusion::OwnReason);
        case.slips =
            vec![Slips { at: at(-9), satisfied: 0, opinions: 1 }, Slips { at: at(70_000), satisfied: 5, opinions: 9 }];
        case.excellence = Some(Excellence { at: at(7), returned: 300, excellent: 287, complained: None });
        let bytes = marks(&case);
        let mut again = Measure::at(start);
        assert_eq!(read_marks(&mut again, &bytes), Some(()));
        assert_eq!(again, case);
        let mut broken = Measure::at(start);
        assert_eq!(read_marks(&mut broken, &bytes[..bytes.len() - 1]), None);
        assert_eq!(read_marks(&mut broken, &[0x80; 12]), None);
        assert_eq!(read_marks(&mut broken, &[34]), None, "an unknown mark");
        for number in [0, 1, -1, 63, 64, -64, -65, i64::MAX, i64::MIN] {
            let mut bytes = Vec::new();
            push(&mut bytes, number);
            assert_eq!(pull(&mut bytes.as_slice()), Some(number));
        }
    }
}
