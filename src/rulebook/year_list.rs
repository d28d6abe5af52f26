//! A year's list of days off from a file: the JSON of holiday-cn or `date,off|work[,name]`, whichever it is.

use chrono::{Datelike, NaiveDate};
use serde::Deserialize;

use crate::clock::{
    Listed, ListedDay, YearList,
    year_list::{Fault, LineFault, parse_date},
};

/// Why a file holds no list.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ListError {
    #[error("the file is not UTF-8 text")]
    Encoding,
    #[error("line {line}: {what}")]
    Json { line: usize, what: String },
    /// All lines that cannot be read.
    #[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))]
    Lines(Vec<LineFault>),
}

#[derive(Deserialize)]
struct File {
    year: Option<i32>,
    days: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Entry {
    #[serde(default)]
    name: String,
    date: String,
    is_off_day: bool,
}

/// Reads a list; the checks of calendar.md 4.4 are `YearList::check`.
///
/// # Errors
/// What is wrong, with the line.
pub fn read_year_list(bytes: &[u8]) -> Result<YearList, ListError> {
    let text = std::str::from_utf8(bytes).map_err(|_| ListError::Encoding)?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if text.trim_start().starts_with('{') {
        return read_json(text);
    }
    YearList::parse(text).map_err(ListError::Lines)
}

fn read_json(text: &str) -> Result<YearList, ListError> {
    let file: File = serde_json::from_str(text)
        .map_err(|error| ListError::Json { line: error.line(), what: plain_message(&error.to_string()) })?;
    let mut faults = Vec::new();
    let mut days = Vec::with_capacity(file.days.len());
    let mut place = Place { text, at: 0, line: 1 };
    for entry in file.days {
        let line = place.next(&entry.date);
        let listed = if entry.is_off_day { Listed::Off } else { Listed::Work };
        match parse_date(&entry.date) {
            Ok(date) => days.push(ListedDay { date, listed, name: entry.name, line }),
            Err(fault) => faults.push(LineFault { line, fault }),
        }
    }
    if !faults.is_empty() {
        return Err(ListError::Lines(faults));
    }
    let year = file.year.or_else(|| days.last().map(|day: &ListedDay| day.date.year()));
    let year = year.ok_or_else(|| ListError::Lines(vec![LineFault { line: 1, fault: Fault::Empty }]))?;
    if NaiveDate::from_ymd_opt(year, 1, 1).is_none() {
        return Err(ListError::Json { line: 1, what: format!("{year} is no year") });
    }
    YearList::new(year, days).map_err(ListError::Lines)
}

/// Where in the text the next entry stands: entries come in the order of the file.
struct Place<'a> {
    text: &'a str,
    at: usize,
    line: usize,
}

impl Place<'_> {
    fn next(&mut self, date: &str) -> usize {
        let rest = &self.text[self.at..];
        let found = ["\"date\"", date]
            .iter()
            .try_fold(0, |from, wanted| Some(from + rest[from..].find(wanted)? + wanted.len()));
        if let Some(length) = found {
            self.line += rest[..length].matches('\n').count();
            self.at += length;
        }
        self.line
    }
}

/// serde's sentence without its own mention of the place, which is told in front.
fn plain_message(message: &str) -> String {
    message.rsplit_once(" at line ").map_or(message, |(what, _)| what).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    const JSON: &str = r#"{
  "$schema": "schema.json",
  "year": 2027,
  "papers": ["https://example.org/2027"],
  "days": [
    {
      "name": "元旦",
      "date": "2026-12-31",
      "isOffDay": true
    },
    { "name": "元旦", "date": "2027-01-01", "isOffDay": true },
    { "name": "春节", "date": "2027-02-20", "isOffDay": false }
  ]
}"#;

    #[test]
    fn both_forms_of_a_list_are_read() {
        let list = read_year_list(JSON.as_bytes()).unwrap();
        let shown: Vec<String> =
            list.days.iter().map(|day| format!("{} {} {:?} {}", day.line, day.date, day.listed, day.name)).collect();
        assert_eq!(list.year, 2027);
        assert_eq!(shown, ["8 2026-12-31 Off 元旦", "11 2027-01-01 Off 元旦", "12 2027-02-20 Work 春节"]);
        let csv = "\u{feff}date,kind,name\n2027-01-01,off,元旦\n2027-02-20,work\n";
        assert_eq!(read_year_list(csv.as_bytes()).unwrap().days.len(), 2);
    }

    #[test]
    fn a_broken_file_is_refused_with_its_line() {
        let cases = [
            (JSON.replace("2027-01-01", "2027-01-32"), "line 11: \"2027-01-32\" is no date"),
            (JSON.replace("2027-02-20", "2027-01-01"), "line 12: 2027-01-01 stands already in line 11"),
            (JSON.replace("\"isOffDay\": false", "\"off\": 1"), "line 12: missing field `isOffDay`"),
            (JSON.replace("\"days\": [", "\"days\": "), "line 6: "),
            (JSON.replace("2027,", "99999999,"), "line 1: 99999999 is no year"),
            ("{\"days\":[]}".to_owned(), "line 1: the list names no day"),
            ("2027-01-01,holiday".to_owned(), "line 1: \"holiday\" is neither off nor work"),
            ("PK\u{3}\u{4}".to_owned(), "line 1: the list names no day"),
        ];
        for (text, expected) in cases {
            let error = read_year_list(text.as_bytes()).expect_err(expected).to_string();
            assert!(error.starts_with(expected), "{expected}: {error}");
        }
        assert_eq!(read_year_list(b"\xff\xfe2\x00"), Err(ListError::Encoding));
    }
}
