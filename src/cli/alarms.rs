//! `kesu alarms`: batches that are reported more often than their own history explains, with the figures that say so.

use std::io::Write;
use std::path::Path;

use chrono::NaiveTime;
use serde_json::json;

use super::args::AlarmsArgs;
use super::open::{Desk, mismatch};
use super::rows::iso;
use super::table::{self, one_line};
use crate::domain::Stamp;
use crate::store::{Alarm, Answer, OpenMode, Request};

const HEADINGS: [&str; 9] =
    ["model", "batch", "symptom", "weeks", "cases", "expected", "history", "chance", "small numbers"];

/// Lists the warnings, the least likely by chance first.
///
/// # Errors
/// No such file, or nothing can be read or written.
pub(super) fn run(db: Option<&Path>, asked: &AlarmsArgs, out: &mut impl Write) -> anyhow::Result<()> {
    let mut desk = Desk::open(db, OpenMode::Existing)?;
    let end = asked.at.and_then(|day| day.succ_opt()).map(|day| Stamp::from_wall(day.and_time(NaiveTime::MIN)));
    let at = end.unwrap_or(desk.by.now);
    let Answer::Alarms(alarms) = desk.ask(Request::Alarms { at })? else { return Err(mismatch()) };
    if asked.json {
        let list: Vec<_> = alarms.iter().map(|alarm| object(alarm, at)).collect();
        serde_json::to_writer_pretty(&mut *out, &list)?;
        return Ok(writeln!(out)?);
    }
    if alarms.is_empty() {
        return Ok(writeln!(out, "no warning")?);
    }
    let lines: Vec<_> = alarms.iter().map(line).collect();
    Ok(table::write(out, (&HEADINGS, true), &lines)?)
}

fn line(alarm: &Alarm) -> [String; 9] {
    let found = &alarm.warning;
    [
        one_line(&alarm.model),
        one_line(&alarm.batch),
        one_line(&alarm.symptom),
        found.weeks.to_string(),
        found.cases.to_string(),
        format!("{:.2}", found.expected),
        format!("{} in {} weeks", found.history_cases, found.history_weeks),
        format!("{:.1e}", found.chance),
        if found.is_small() { "yes" } else { "no" }.to_owned(),
    ]
}

fn object(alarm: &Alarm, at: Stamp) -> serde_json::Value {
    use crate::figures::batch_warning::Against;
    let found = &alarm.warning;
    let against = match found.against {
        Against::Time => json!({ "by": "time" }),
        Against::Units { rate, centre, upper } => {
            json!({ "by": "units", "rate": rate, "centre": centre, "upper": upper })
        }
    };
    json!({
        "model": alarm.model,
        "batch": alarm.batch,
        "symptom": alarm.symptom,
        "until": iso(at),
        "weeks": found.weeks,
        "cases": found.cases,
        "expected": found.expected,
        "history_cases": found.history_cases,
        "history_weeks": found.history_weeks,
        "chance": found.chance,
        "small_numbers": found.is_small(),
        "against": against,
    })
}
