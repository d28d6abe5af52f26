//! The questions of `kesu calc deadline` and `kesu calc workday`.
//!
//! Without `week` working days are whole days, Monday to Friday; working minutes and elapsed time use the hours of an
//! office, 08:30-12:00 and 13:30-17:30. Times are wall times at UTC+8; a bare date means its 00:00.

use chrono::{DateTime, Datelike, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};
use serde_json::{Map, Number, Value, json};

use crate::{
    clock::{
        Clockwork, Deadline, Elapsed, Listed, ListedDay, Pause, Run, Term, WorkCalendar, WorkWeek,
        year_list::parse_date,
    },
    domain::Stamp,
};

type Question = Map<String, Value>;

/// Ranges of days off are spelled out day by day; no longer ones are taken.
const MAX_RANGE_DAYS: i64 = 3_660;
const MS_PER_MINUTE: i64 = 60_000;

/// The calendars, built once for all lines.
pub(super) struct Clocks {
    china: WorkCalendar,
    none: WorkCalendar,
}

impl Default for Clocks {
    fn default() -> Self {
        Self { china: WorkCalendar::china(), none: WorkCalendar::none() }
    }
}

impl Clocks {
    /// Answers a question by its `op`; without one, `elapsed` when there is an `end` and no limit, else `due`.
    pub(super) fn answer(&self, asked: &Question) -> Result<Value, String> {
        let op = match present(asked, "op") {
            None if asked.contains_key("end") && present(asked, "limit").is_none() => "elapsed",
            None => "due",
            Some(Value::String(op)) => op.as_str(),
            Some(_) => return Err("\"op\" must be a word".to_owned()),
        };
        match op {
            "due" => self.due(asked),
            "elapsed" => self.elapsed(asked),
            "step" => self.step(asked),
            "is_workday" | "workday" => self.workday(asked),
            other => Err(format!("unknown op \"{other}\"; expected due, elapsed, step or is_workday")),
        }
    }

    /// `{"workday":…,"provisional":…}` for the day of `date` or `start`; any other `op` is answered as in `deadline`.
    pub(super) fn workday(&self, asked: &Question) -> Result<Value, String> {
        if matches!(asked.get("op").and_then(Value::as_str), Some("due" | "elapsed" | "step")) {
            return self.answer(asked);
        }
        let key = ["date", "start", "day"].into_iter().find(|key| present(asked, key).is_some()).unwrap_or("date");
        let date = moment(asked, key)?.date();
        Ok(shown_day(&self.clockwork(asked, WorkWeek::whole_days())?, date))
    }

    /// As [`Clocks::workday`] for a bare date under the Chinese calendar.
    pub(super) fn workday_on(&self, date: &str) -> Result<Value, String> {
        let date = parse_moment(date).ok_or_else(|| not_a_time("the date", date))?.date();
        let info = self.china.day(date);
        Ok(json!({ "workday": info.workday, "provisional": info.provisional }))
    }

    fn due(&self, asked: &Question) -> Result<Value, String> {
        let start = moment(asked, "start")?;
        let term = term_of(asked)?;
        let week = match term {
            Term::WorkingDays(_) | Term::Days(_) => WorkWeek::whole_days(),
            Term::Running(_) | Term::Working(_) => WorkWeek::office(),
        };
        let clockwork = self.clockwork(asked, week)?;
        let pauses = pauses_of(asked)?;
        let run = Run::new(Stamp::from_wall(start), term).pauses(&pauses);
        let deadline = clockwork.deadline(&run).map_err(|error| error.to_string())?;
        Ok(shown_deadline(&clockwork, &deadline, term))
    }

    fn elapsed(&self, asked: &Question) -> Result<Value, String> {
        let (start, end) = (moment(asked, "start")?, moment(asked, "end")?);
        let clockwork = self.clockwork(asked, WorkWeek::office())?;
        let pauses = pauses_of(asked)?;
        let (start, end) = (Stamp::from_wall(start), Stamp::from_wall(end));
        let Elapsed { working, running } = clockwork.elapsed_outside(start, end, &pauses);
        Ok(json!({ "working_minutes": minutes(working), "minutes": minutes(running) }))
    }

    fn step(&self, asked: &Question) -> Result<Value, String> {
        let start = moment(asked, "start")?.date();
        let clockwork = self.clockwork(asked, WorkWeek::whole_days())?;
        let limit = present(asked, "limit").and_then(Value::as_object);
        let bare = ["step", "n"].into_iter().find_map(|key| present(asked, key));
        let calendar_days = limit.and_then(|limit| present(limit, "days"));
        let working_days = limit.and_then(|limit| present(limit, "working_days")).or(bare);
        let date = match (working_days, calendar_days) {
            (Some(n), _) => clockwork.step(start, whole(n, "the step")?),
            (None, Some(n)) => {
                TimeDelta::try_days(whole(n, "the step")?).and_then(|days| start.checked_add_signed(days))
            }
            (None, None) => return Err("a step needs \"limit\":{\"working_days\":N}, negative to go back".to_owned()),
        };
        let date = date.filter(|date| in_reach(*date)).ok_or("the step reaches beyond what can be counted")?;
        Ok(json!({ "date": date.to_string() }))
    }

    /// Week and calendar of a question with its own days off and days worked; the latter win.
    fn clockwork(&self, asked: &Question, default_week: WorkWeek) -> Result<Clockwork, String> {
        let week = match present(asked, "week") {
            None => default_week,
            Some(Value::String(text)) => WorkWeek::parse(text).map_err(|error| error.to_string())?,
            Some(_) => return Err("\"week\" must be text such as \"mon-fri 08:30-17:30\"".to_owned()),
        };
        let mut calendar = match present(asked, "calendar").map(|name| name.as_str()) {
            None | Some(Some("cn")) => self.china.clone(),
            Some(Some("none")) => self.none.clone(),
            Some(_) => return Err("\"calendar\" must be \"cn\" or \"none\"".to_owned()),
        };
        calendar.overlay(&days_of(asked, "holidays", Listed::Off)?);
        calendar.overlay(&days_of(asked, "extra_work", Listed::Work)?);
        Ok(Clockwork::new(week, calendar))
    }
}

fn shown_day(clockwork: &Clockwork, date: NaiveDate) -> Value {
    let info = clockwork.day(date);
    json!({ "workday": info.workday, "provisional": info.provisional })
}

/// `due` is null while a pause lasts. Calendar days also tell the latest lawful end (rolled to the next working day)
/// and the last working day on or before.
fn shown_deadline(clockwork: &Clockwork, deadline: &Deadline, term: Term) -> Value {
    let mut answer = json!({ "due": deadline.due.map(|due| shown_time(due.wall())) });
    if let (Term::Days(_), Some(due)) = (term, deadline.due) {
        let date = due.date();
        let open = clockwork.day(date).workday;
        let roll = |n| if open { Some(date) } else { clockwork.step(date, n) };
        let at_night = |date: Option<NaiveDate>| {
            let time = if open { due.wall().time() } else { NaiveTime::from_hms_opt(23, 59, 59).unwrap_or_default() };
            date.map(|date| shown_time(date.and_time(time)))
        };
        answer["legal_latest"] = json!(at_night(roll(1)));
        answer["internal_by"] = json!(at_night(roll(-1)));
    }
    if deadline.provisional {
        answer["provisional"] = json!(true);
    }
    answer
}

fn shown_time(time: NaiveDateTime) -> String {
    time.format("%Y-%m-%dT%H:%M:%S%.f").to_string()
}

/// Minutes as a whole number when they are whole.
#[expect(clippy::cast_precision_loss, reason = "ten thousand years of milliseconds fit an f64 exactly")]
fn minutes(ms: i64) -> Value {
    if ms % MS_PER_MINUTE == 0 {
        return json!(ms / MS_PER_MINUTE);
    }
    Number::from_f64(ms as f64 / MS_PER_MINUTE as f64).map_or(Value::Null, Value::Number)
}

/// A value that is there and not null.
fn present<'a>(asked: &'a Question, key: &str) -> Option<&'a Value> {
    asked.get(key).filter(|value| !value.is_null())
}

fn not_a_time(what: &str, text: &str) -> String {
    format!("{what}: \"{text}\" is no time; expected for example 2026-10-07T16:38:44")
}

fn moment(asked: &Question, key: &str) -> Result<NaiveDateTime, String> {
    match present(asked, key) {
        Some(Value::String(text)) => parse_moment(text).ok_or_else(|| not_a_time(key, text)),
        Some(other) => Err(not_a_time(key, &other.to_string())),
        None => Err(format!("\"{key}\" is missing")),
    }
}

/// Date, or date and time with `T` or a space, seconds and their fraction optional. A time with its offset is
/// turned to UTC+8.
fn parse_moment(text: &str) -> Option<NaiveDateTime> {
    let text = text.trim();
    if let Ok(date) = parse_date(text) {
        return Some(date.and_time(NaiveTime::MIN));
    }
    if let Ok(with_offset) = DateTime::parse_from_rfc3339(text) {
        let china = FixedOffset::east_opt(8 * 3600)?;
        return Some(with_offset.with_timezone(&china).naive_local()).filter(|time| in_reach(time.date()));
    }
    let (date, time) = text.split_once(['T', 't', ' '])?;
    let time = ["%H:%M:%S%.f", "%H:%M"].iter().find_map(|form| NaiveTime::parse_from_str(time.trim(), form).ok())?;
    Some(parse_date(date).ok()?.and_time(time))
}

fn in_reach(date: NaiveDate) -> bool {
    (1..=9999).contains(&date.year())
}

fn term_of(asked: &Question) -> Result<Term, String> {
    const EXPECTED: &str = "\"limit\" must be {\"hours\":N}, {\"minutes\":N}, {\"working_days\":N}, {\"working_minutes\":N} or {\"days\":N}";
    let limit = present(asked, "limit").and_then(Value::as_object).ok_or(EXPECTED)?;
    let mut members = limit.iter();
    let (Some((unit, n)), None) = (members.next(), members.next()) else { return Err(EXPECTED.to_owned()) };
    let term = match unit.as_str() {
        "hours" => Term::Running(duration(n, 60 * MS_PER_MINUTE)?),
        "minutes" => Term::Running(duration(n, MS_PER_MINUTE)?),
        "working_minutes" => Term::Working(duration(n, MS_PER_MINUTE)?),
        "working_days" => Term::WorkingDays(whole(n, "the limit")?),
        "days" => Term::Days(whole(n, "the limit")?),
        _ => return Err(EXPECTED.to_owned()),
    };
    match term {
        Term::Running(n) | Term::Working(n) | Term::Days(n) | Term::WorkingDays(n) if n < 0 => {
            Err("the limit is negative".to_owned())
        }
        sensible => Ok(sensible),
    }
}

fn whole(n: &Value, what: &str) -> Result<i64, String> {
    let as_float = n.as_f64().filter(|n| n.fract() == 0.0 && n.abs() < 1e15);
    // Cut to 1e15 above, so nothing is lost.
    #[expect(clippy::cast_possible_truncation)]
    n.as_i64().or_else(|| as_float.map(|n| n as i64)).ok_or_else(|| format!("{what} must be a whole number, not {n}"))
}

/// A number of units, fractions allowed, in whole milliseconds.
#[expect(clippy::cast_precision_loss, clippy::cast_possible_truncation, reason = "limited to 1e15 before the cast")]
fn duration(n: &Value, unit_ms: i64) -> Result<i64, String> {
    if let Some(product) = n.as_i64().and_then(|n| n.checked_mul(unit_ms)) {
        return Ok(product);
    }
    let n = n.as_f64().ok_or_else(|| format!("the limit must be a number, not {n}"))?;
    let ms = (n * unit_ms as f64).round();
    if ms.abs() < 1e15 { Ok(ms as i64) } else { Err("the time limit reaches beyond what can be counted".to_owned()) }
}

fn pauses_of(asked: &Question) -> Result<Vec<Pause>, String> {
    let Some(pauses) = present(asked, "pauses") else { return Ok(Vec::new()) };
    let pauses = pauses.as_array().ok_or("\"pauses\" must be a list of [from, to]")?;
    pauses.iter().map(pause_of).collect()
}

/// `["from","to"]`; the second null or absent while the pause lasts.
fn pause_of(pair: &Value) -> Result<Pause, String> {
    let wrong = || format!("a pause must be [from, to], not {pair}");
    let ends = pair.as_array().filter(|ends| (1..=2).contains(&ends.len())).ok_or_else(wrong)?;
    let read = |end: &Value| match end {
        Value::String(text) => parse_moment(text).map(Stamp::from_wall).ok_or_else(|| not_a_time("pauses", text)),
        _ => Err(wrong()),
    };
    let from = read(&ends[0])?;
    let to = ends.get(1).filter(|end| !end.is_null()).map(read).transpose()?;
    if to.is_some_and(|to| to < from) {
        Err(format!("the pause {pair} ends before it begins"))
    } else {
        Ok(Pause { from, to })
    }
}

/// Single days and ranges `A..B`, both ends included.
fn days_of(asked: &Question, key: &str, listed: Listed) -> Result<Vec<ListedDay>, String> {
    let Some(entries) = present(asked, key) else { return Ok(Vec::new()) };
    let entries = entries.as_array().ok_or_else(|| format!("\"{key}\" must be a list of dates"))?;
    let mut days = Vec::new();
    for entry in entries {
        let text = entry.as_str().ok_or_else(|| format!("\"{key}\": {entry} is no date"))?;
        let read = |text: &str| parse_date(text.trim()).map_err(|fault| format!("\"{key}\": {fault}"));
        let (from, to) = match text.split_once("..") {
            Some((from, to)) => (read(from)?, read(to)?),
            None => (read(text)?, read(text)?),
        };
        let length = (to - from).num_days();
        if length < 0 {
            return Err(format!("\"{key}\": {text} ends before it begins"));
        }
        if length + i64::try_from(days.len()).unwrap_or(i64::MAX) > MAX_RANGE_DAYS {
            return Err(format!("\"{key}\" names more than {MAX_RANGE_DAYS} days"));
        }
        let spelled = from.iter_days().take_while(|date| *date <= to);
        days.extend(spelled.map(|date| ListedDay { date, listed, name: String::new(), line: 0 }));
    }
    Ok(days)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(question: &str) -> String {
        let asked: Question = serde_json::from_str(question).unwrap();
        Clocks::default().answer(&asked).unwrap_or_else(|error| json!({ "error": error })).to_string()
    }

    /// question => answer
    const ANSWERED: &str = r#"
{"op":"due","start":"2026-10-07T16:38:44","limit":{"hours":24}} => {"due":"2026-10-08T16:38:44"}
{"op":"due","start":"2026-10-07 16:38","limit":{"hours":1.5}} => {"due":"2026-10-07T18:08:00"}
{"op":"due","start":"2026-10-07","limit":{"minutes":0.5}} => {"due":"2026-10-07T00:00:30"}
{"op":"due","start":"2026-10-07T16:38:44.250","limit":{"minutes":1}} => {"due":"2026-10-07T16:39:44.250"}
{"op":"due","start":"2026-10-07T08:38:44Z","limit":{"minutes":1}} => {"due":"2026-10-07T16:39:44"}
{"op":"due","start":"2026-09-30T10:00:00","limit":{"working_days":2}} => {"due":"2026-10-09T23:59:59"}
{"op":"due","start":"2026-09-30T10:00:00","limit":{"working_days":2},"week":"mon-fri 08:30-12:00 13:30-17:30"} => {"due":"2026-10-09T17:30:00"}
{"op":"due","start":"2026-09-30T10:00:00","limit":{"working_days":2},"calendar":"none"} => {"due":"2026-10-02T23:59:59"}
{"op":"due","start":"2026-09-30T17:00:00","limit":{"working_minutes":75}} => {"due":"2026-10-08T09:15:00"}
{"op":"due","start":"2026-09-16","limit":{"days":15}} => {"due":"2026-10-01T23:59:59","internal_by":"2026-09-30T23:59:59","legal_latest":"2026-10-08T23:59:59"}
{"op":"due","start":"2026-02-08","limit":{"days":7}} => {"due":"2026-02-15T23:59:59","internal_by":"2026-02-14T23:59:59","legal_latest":"2026-02-24T23:59:59"}
{"op":"due","start":"2026-08-02","limit":{"days":60}} => {"due":"2026-10-01T23:59:59","internal_by":"2026-09-30T23:59:59","legal_latest":"2026-10-08T23:59:59"}
{"op":"due","start":"2026-11-21","limit":{"days":15}} => {"due":"2026-12-06T23:59:59","internal_by":"2026-12-04T23:59:59","legal_latest":"2026-12-07T23:59:59"}
{"op":"due","start":"2026-09-23","limit":{"days":3}} => {"due":"2026-09-26T23:59:59","internal_by":"2026-09-24T23:59:59","legal_latest":"2026-09-28T23:59:59"}
{"op":"due","start":"2010-04-30T17:00:00","limit":{"working_minutes":60},"week":"mon-fri 09:00-17:30","calendar":"none","holidays":["2010-05-01..2010-05-03"]} => {"due":"2010-05-04T09:30:00"}
{"op":"due","start":"2024-02-03","limit":{"working_days":1},"calendar":"none","extra_work":["2024-02-04"]} => {"due":"2024-02-04T23:59:59"}
{"op":"due","start":"2026-11-23T09:00:00","limit":{"hours":2},"pauses":[["2026-11-23T10:00:00","2026-11-23T11:00:00"]]} => {"due":"2026-11-23T12:00:00"}
{"op":"due","start":"2026-11-23T09:00:00","limit":{"hours":2},"pauses":[["2026-11-23T10:00:00",null]]} => {"due":null}
{"op":"due","start":"2027-02-01","limit":{"working_days":1}} => {"due":"2027-02-02T23:59:59","provisional":true}
{"op":"elapsed","start":"2026-11-23T09:00:00","end":"2026-11-23T14:00:00"} => {"minutes":300,"working_minutes":210}
{"op":"elapsed","start":"2026-11-23T09:00:00","end":"2026-11-23T09:00:15"} => {"minutes":0.25,"working_minutes":0.25}
{"op":"elapsed","start":"2026-11-23T14:00:00","end":"2026-11-23T09:00:00"} => {"minutes":-300,"working_minutes":-210}
{"op":"elapsed","start":"2026-11-23T09:00:00","end":"2026-11-23T14:00:00","pauses":[["2026-11-23T11:00:00","2026-11-23T13:00:00"]]} => {"minutes":180,"working_minutes":150}
{"op":"step","start":"2026-10-12","limit":{"working_days":-1}} => {"date":"2026-10-10"}
{"op":"step","start":"2026-10-12T10:00:00","n":2} => {"date":"2026-10-14"}
{"op":"step","start":"2026-10-12","limit":{"days":-12}} => {"date":"2026-09-30"}
{"op":"is_workday","start":"2026-10-10"} => {"provisional":false,"workday":true}
{"op":"is_workday","date":"2026-10-11T10:00:00"} => {"provisional":false,"workday":false}
{"op":"is_workday","start":"2030-10-01"} => {"provisional":true,"workday":false}
{"op":"is_workday","start":"2026-11-21","week":"mon-sat 08:00-12:00"} => {"provisional":false,"workday":true}
{"op":"due","start":"2026-10-07T16:38:44","limit":{"hours":-1}} => {"error":"the limit is negative"}
{"op":"due","start":"2026-10-07T16:38:44","limit":{"hours":1e300}} => {"error":"the time limit reaches beyond what can be counted"}
{"op":"due","start":"2026-10-07T16:38:44","limit":{"working_days":9223372036854775807}} => {"error":"the time limit reaches beyond what can be counted"}
{"op":"due","start":"2026-10-07T16:38:44","limit":{"working_days":1.5}} => {"error":"the limit must be a whole number, not 1.5"}
{"op":"due","start":"yesterday","limit":{"hours":1}} => {"error":"start: \"yesterday\" is no time; expected for example 2026-10-07T16:38:44"}
{"op":"due","limit":{"hours":1}} => {"error":"\"start\" is missing"}
{"op":"late","start":"2026-10-07"} => {"error":"unknown op \"late\"; expected due, elapsed, step or is_workday"}
{"op":"due","start":"2026-10-07","limit":{"hours":1},"week":"mon 9-5"} => {"error":"\"9\" is not a time; expected hours and minutes such as 08:30, at most 24:00"}
{"op":"due","start":"2026-10-07","limit":{"hours":1},"calendar":"us"} => {"error":"\"calendar\" must be \"cn\" or \"none\""}
{"op":"due","start":"2026-10-07","limit":{"hours":1},"holidays":["2026-10-09..2026-10-01"]} => {"error":"\"holidays\": 2026-10-09..2026-10-01 ends before it begins"}
{"op":"due","start":"2026-10-07","limit":{"hours":1},"pauses":[["2026-10-09","2026-10-01"]]} => {"error":"the pause [\"2026-10-09\",\"2026-10-01\"] ends before it begins"}
{"op":"step","start":"9999-12-31","n":1} => {"error":"the step reaches beyond what can be counted"}
"#;

    #[test]
    fn questions_to_the_clock_are_answered() {
        for row in ANSWERED.trim().lines() {
            let (question, expected) = row.split_once(" => ").unwrap();
            assert_eq!(answer(question), expected, "{question}");
        }
    }

    #[test]
    fn a_bare_date_is_a_question_for_its_working_day() {
        let clocks = Clocks::default();
        for (date, workday) in [("2026-10-10", true), ("2026/10/7", false), ("20261008", true)] {
            assert_eq!(clocks.workday_on(date).unwrap()["workday"], workday, "{date}");
        }
        assert!(clocks.workday_on("tomorrow").is_err());
    }
}
