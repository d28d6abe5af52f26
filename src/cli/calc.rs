//! `kesu calc`: the clock and the checked values, one question a line, one JSON object a line as answer.
//!
//! Every line gets exactly one answer, blank and unreadable ones an `{"error":…}`, so answers line up with questions.

use std::io::{BufRead, ErrorKind, Read, Write};

use chrono::NaiveDate;
use serde_json::{Map, Value, json};

use super::calc_clock::Clocks;
use crate::domain::{
    Fen, Stamp,
    identity::{CreditCode, CreditFault, IdFault, ResidentId, modern_form},
    phone::Phone,
};

/// What is asked for on each line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum CalcKind {
    /// Due times, elapsed time, steps by working days; one JSON object a line
    Deadline,
    /// Whether a date is worked; one JSON object or one date a line
    Workday,
    /// Capital numerals of an amount in yuan
    Amount,
    /// Check of a resident identity number
    ResidentId,
    /// Check of a unified social credit code
    CreditCode,
    /// Kind and normal spelling of a phone number
    Phone,
}

/// No question is longer; a longer line is answered with an error and skipped to its end.
const MAX_LINE: u64 = 1 << 20;

/// Answers line by line until the input ends or nobody reads the answers any more. Hand in the locked standard output:
/// each answer is one write.
///
/// # Errors
/// Only what reading or writing itself reports.
pub fn run(kind: CalcKind, input: impl BufRead, output: impl Write) -> anyhow::Result<()> {
    run_on(today(), kind, input, output)
}

/// As [`run`], on a given day (a resident number may not lie in the future).
fn run_on(today: NaiveDate, kind: CalcKind, mut input: impl BufRead, mut output: impl Write) -> anyhow::Result<()> {
    let mut clocks = Clocks::default();
    let mut line = Vec::new();
    while read_line(&mut input, &mut line)? {
        let answer = match text_of(&line) {
            Ok(text) => answer(today, kind, text, &mut clocks).unwrap_or_else(|error| json!({ "error": error })),
            Err(error) => json!({ "error": error }),
        };
        match writeln!(output, "{answer}") {
            Err(error) if error.kind() == ErrorKind::BrokenPipe => return Ok(()),
            written => written?,
        }
    }
    match output.flush() {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        flushed => Ok(flushed?),
    }
}

/// The day at UTC+8.
fn today() -> NaiveDate {
    let since = std::time::UNIX_EPOCH.elapsed().unwrap_or_default();
    Stamp(i64::try_from(since.as_millis()).unwrap_or_default()).date()
}

/// Reads up to the next line feed; false at the end of the input. Of an overlong line one byte too many is kept.
fn read_line(input: &mut impl BufRead, line: &mut Vec<u8>) -> std::io::Result<bool> {
    line.clear();
    let read = input.by_ref().take(MAX_LINE + 1).read_until(b'\n', line)?;
    if read as u64 > MAX_LINE && line.last() != Some(&b'\n') {
        skip_line(input)?;
    }
    Ok(read > 0)
}

fn skip_line(input: &mut impl BufRead) -> std::io::Result<()> {
    loop {
        let waiting = input.fill_buf()?;
        let (used, found) = match waiting.iter().position(|&b| b == b'\n') {
            Some(at) => (at + 1, true),
            None => (waiting.len(), false),
        };
        input.consume(used);
        if found || used == 0 {
            return Ok(());
        }
    }
}

fn text_of(line: &[u8]) -> Result<&str, String> {
    if line.len() as u64 > MAX_LINE {
        return Err("the line is too long".to_owned());
    }
    let text = std::str::from_utf8(line).map_err(|_| "the line is not UTF-8 text".to_owned())?;
    let text = text.trim_start_matches('\u{feff}').trim();
    if text.is_empty() { Err("the line is empty".to_owned()) } else { Ok(text) }
}

fn answer(today: NaiveDate, kind: CalcKind, text: &str, clocks: &mut Clocks) -> Result<Value, String> {
    match kind {
        CalcKind::Deadline => clocks.answer(&object_of(text)?),
        CalcKind::Workday => match text.trim_matches('"') {
            date if !date.starts_with('{') => clocks.workday_on(date),
            _ => clocks.workday(&object_of(text)?),
        },
        CalcKind::Amount => amount(text),
        CalcKind::ResidentId => Ok(resident_id(text, today)),
        CalcKind::CreditCode => Ok(credit_code(text)),
        CalcKind::Phone => {
            let phone = Phone::parse(text);
            Ok(json!({ "kind": phone.kind.word(), "normalized": phone.normalized }))
        }
    }
}

fn object_of(text: &str) -> Result<Map<String, Value>, String> {
    match serde_json::from_str(text) {
        Ok(Value::Object(object)) => Ok(object),
        Ok(_) => Err("expected one JSON object".to_owned()),
        Err(error) => Err(format!("not a JSON object: {error}")),
    }
}

fn amount(text: &str) -> Result<Value, String> {
    let amount = Fen::parse(text.trim_matches('"')).map_err(|fault| fault.to_string())?;
    Ok(json!({ "capital": amount.capital() }))
}

fn resident_id(text: &str, today: NaiveDate) -> Value {
    let why = match ResidentId::parse(text, today) {
        Ok(_) => return json!({ "valid": true, "why": "ok" }),
        Err(IdFault::OldForm) => {
            let why = "15 digits are the old form: good for a search, not as proof of identity";
            return json!({ "valid": false, "why": why, "modern": modern_form(text) });
        }
        Err(IdFault::Empty) => "nothing is written".to_owned(),
        Err(IdFault::Length(found)) => format!("{found} characters, expected 18"),
        Err(IdFault::Letter(at)) => format!("character {at} is not a digit"),
        Err(IdFault::NoSuchDay) => "the day of birth does not exist".to_owned(),
        Err(IdFault::NotYetBorn) => "the day of birth lies in the future".to_owned(),
        Err(IdFault::Check(expected)) => format!("the check character should be {expected}"),
    };
    json!({ "valid": false, "why": why })
}

fn credit_code(text: &str) -> Value {
    let why = match CreditCode::parse(text) {
        Ok(_) => return json!({ "valid": true, "why": "ok" }),
        Err(CreditFault::Empty) => "nothing is written".to_owned(),
        Err(CreditFault::Length(found)) => format!("{found} characters, expected 18"),
        Err(CreditFault::Letter(at)) => format!("character {at} may not stand there"),
        Err(CreditFault::Authority) => "no authority registers under 0".to_owned(),
        Err(CreditFault::Check(expected)) => format!("the check character should be {expected}"),
    };
    json!({ "valid": false, "why": why })
}

#[cfg(test)]
mod tests {
    use clap::ValueEnum;
    use proptest::prelude::*;

    use super::*;

    fn asked(kind: CalcKind, input: &[u8]) -> Vec<String> {
        let mut output = Vec::new();
        run_on("2026-11-21".parse().unwrap(), kind, input, &mut output).unwrap();
        String::from_utf8(output).unwrap().lines().map(str::to_owned).collect()
    }

    #[test]
    fn each_line_gets_one_answer_whatever_it_holds() {
        let answers = asked(CalcKind::Amount, b"\xef\xbb\xbf1680.32\r\n\n\xff\xfe\nabc\n-5\n0");
        assert_eq!(
            answers,
            [
                r#"{"capital":"壹仟陆佰捌拾元零叁角贰分"}"#,
                r#"{"error":"the line is empty"}"#,
                r#"{"error":"the line is not UTF-8 text"}"#,
                r#"{"error":"this is not an amount"}"#,
                r#"{"capital":"负伍元整"}"#,
                r#"{"capital":"零元整"}"#,
            ]
        );
        let mut long = vec![b'9'; 3 << 20];
        long.extend(b"\n5\n");
        assert_eq!(asked(CalcKind::Amount, &long), [r#"{"error":"the line is too long"}"#, r#"{"capital":"伍元整"}"#]);
        assert!(asked(CalcKind::Deadline, b"").is_empty());
    }

    #[test]
    fn identity_codes_and_phones_say_what_they_are() {
        let answers = asked(CalcKind::ResidentId, b"11010519491231002X\n653101198502290012\n110105194912310021\n");
        assert_eq!(
            answers,
            [
                r#"{"valid":true,"why":"ok"}"#,
                r#"{"valid":false,"why":"the day of birth does not exist"}"#,
                r#"{"valid":false,"why":"the check character should be X"}"#,
            ]
        );
        let answers = asked(CalcKind::CreditCode, b"91350100M000100Y43\n91350100M000100Y4Z\n");
        assert_eq!(
            answers,
            [r#"{"valid":true,"why":"ok"}"#, r#"{"valid":false,"why":"character 18 may not stand there"}"#]
        );
        let answers = asked(CalcKind::Phone, "＋86 138 0013 8000\n0571-8888666\n95518\n？\n".as_bytes());
        assert_eq!(
            answers,
            [
                r#"{"kind":"mobile","normalized":"13800138000"}"#,
                r#"{"kind":"landline","normalized":"0571-8888666"}"#,
                r#"{"kind":"service","normalized":"95518"}"#,
                r#"{"kind":"unknown","normalized":"?"}"#,
            ]
        );
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 120, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn bytes_of_any_kind_are_answered_line_by_line(bytes in any::<Vec<u8>>()) {
            let lines = bytes.split_inclusive(|&b| b == b'\n').count();
            for &kind in CalcKind::value_variants() {
                prop_assert_eq!(asked(kind, &bytes).len(), lines, "{:?}", kind);
            }
        }

        #[test]
        fn no_question_to_the_clock_makes_it_fall_over(
            op in "due|elapsed|step|is_workday",
            start in "(0001|1970|2026|9999)-(01-01|02-29|12-31)(T23:59:59)?",
            end in "(0001|2026|9999)-12-31",
            unit in "hours|minutes|days|working_days|working_minutes",
            n in prop_oneof![any::<i64>(), -3..5_i64],
            week in "mon|daily|sun 23:59-24:00|sat-thu 00:00-00:01",
        ) {
            let question = json!({ "op": op, "start": start, "end": end, "limit": { unit: n }, "week": week,
                "pauses": [[end, start], [start, null]], "holidays": [start] });
            prop_assert_eq!(asked(CalcKind::Deadline, question.to_string().as_bytes()).len(), 1);
        }
    }
}
