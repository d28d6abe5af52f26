//! Changing a copy of a rule book in place: the values of its rows one by one, the text around them left as it is.

pub mod rows;

use chrono::NaiveDate;

/// Keys whose values people change: limits, thresholds, standards, bands and the names of lists.
const EDITABLE: [&str; 25] = [
    "limit",
    "longest",
    "average_hours",
    "warning_percent",
    "extensions",
    "duplicate_days",
    "on_time_percent",
    "guidance_up_to",
    "insurer_above",
    "claim_above",
    "urgent_from",
    "loss_from",
    "quantity_from",
    "goal",
    "when",
    "least",
    "most",
    "months",
    "week",
    "need",
    "zh",
    "en",
    "words",
    "urgent_words",
    "required",
];

/// What a new version is published with (A17).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Publication {
    pub version: i64,
    pub effective: Option<NaiveDate>,
    pub author: String,
    pub reviewer: String,
    pub approver: String,
}

/// Whether a key is one of those that people change most; the others stand behind the opened row.
#[must_use]
pub fn is_quick(key: &str) -> bool {
    EDITABLE.contains(&key)
}

/// The text with another value in one line; a line without a value stays.
#[must_use]
pub fn with_value(text: &str, line: usize, value: &str) -> String {
    let changed = |(at, old): (usize, &str)| match pair(old) {
        Some((_, parts)) if at + 1 == line => {
            format!("{}{}{}", parts.before, written(parts.value, value), parts.after)
        }
        _ => old.to_owned(),
    };
    let mut lines: Vec<String> = text.lines().enumerate().map(changed).collect();
    lines.push(String::new());
    lines.join("\n")
}

/// The text as another version, with its day and its three names (A17).
#[must_use]
pub fn published(text: &str, as_of: &Publication) -> String {
    let effective = as_of.effective.map(|day| day.to_string());
    let mut text = text.to_owned();
    let wanted = [
        ("version", Some(as_of.version.to_string())),
        ("effective", effective),
        ("author", Some(as_of.author.clone())),
        ("reviewer", Some(as_of.reviewer.clone())),
        ("approver", Some(as_of.approver.clone())),
    ];
    for (key, value) in wanted {
        let Some(value) = value else { continue };
        if let Some(line) = line_in_head(&text, key) {
            text = with_value(&text, line, &value);
        }
    }
    text
}

/// The id of the row that a line belongs to; empty outside of rows.
#[must_use]
pub fn rule_at(text: &str, line: usize) -> String {
    let before = text.lines().take(line).enumerate().filter(|(_, text)| text.trim_start().starts_with('['));
    let start = before.last().map_or(0, |(at, _)| at + 1);
    let row = text.lines().skip(start).take_while(|text| !text.trim_start().starts_with('['));
    let named = row.filter_map(pair).find(|(key, _)| *key == "rule" || *key == "key");
    named.map(|(_, parts)| shown(parts.value)).unwrap_or_default()
}

fn line_in_head(text: &str, key: &str) -> Option<usize> {
    let head = text.lines().enumerate().skip_while(|(_, line)| line.trim() != "[book]").skip(1);
    let mut head = head.take_while(|(_, line)| !line.trim_start().starts_with('['));
    head.find(|(_, line)| pair(line).is_some_and(|(found, _)| found == key)).map(|(at, _)| at + 1)
}

/// A line cut at its value.
struct Parts<'a> {
    before: &'a str,
    value: &'a str,
    after: &'a str,
}

/// `key = value # remark`; nothing for a remark, an empty line or a member of a list.
fn pair(line: &str) -> Option<(&str, Parts<'_>)> {
    if line.trim_start().starts_with(['#', '[', '{']) {
        return None;
    }
    let equals = line.find('=')?;
    let key = line.get(..equals)?.trim();
    let rest = line.get(equals + 1..)?;
    let start = equals + 1 + (rest.len() - rest.trim_start().len());
    let tail = line.get(start..)?;
    let end = start + value_length(tail);
    let value = line.get(start..end)?.trim_end();
    let parts = Parts { before: line.get(..start)?, value, after: line.get(start + value.len()..)? };
    Some((key, parts))
}

/// How far a value reaches: to a remark outside of quotation marks, or to the end.
fn value_length(tail: &str) -> usize {
    let mut quoted = false;
    let mut escaped = false;
    for (at, c) in tail.char_indices() {
        match c {
            '"' if !escaped => quoted = !quoted,
            '#' if !quoted => return at,
            _ => {}
        }
        escaped = c == '\\' && !escaped;
    }
    tail.len()
}

/// Whether a value ends in its own line and is a plain one: a list that goes on over several lines, or whose members are
/// tables (the choices of a question), is left to a text editor.
fn is_whole(value: &str) -> bool {
    let plain_list = value.ends_with(']') && !value.contains('{');
    !value.is_empty() && (!value.starts_with('[') || plain_list) && !value.starts_with(['{', '\''])
}

/// A value as people read it: texts without marks, lists with enumeration commas.
fn shown(value: &str) -> String {
    if let Some(list) = value.strip_prefix('[') {
        let members: Vec<String> = list.trim_end_matches(']').split(',').map(|member| shown(member.trim())).collect();
        return members.join("、");
    }
    value.trim_matches('"').replace("\\\"", "\"")
}

/// A typed value in the form of the one it replaces.
fn written(old: &str, typed: &str) -> String {
    let quote = |text: &str| format!("\"{}\"", text.trim().replace('\\', "\\\\").replace('"', "\\\""));
    if old.starts_with('[') {
        let members = typed.split(['、', ',', '，']).map(str::trim).filter(|text| !text.is_empty()).map(quote);
        return format!("[{}]", members.collect::<Vec<_>>().join(", "));
    }
    if old.starts_with('"') { quote(typed) } else { typed.trim().to_owned() }
}

#[cfg(test)]
mod tests {
    use super::super::{BUILT_IN, RuleBook};
    use super::*;

    /// The line of a key in the row of a rule.
    fn line_of(text: &str, rule: &str, key: &str) -> usize {
        let rows = rows::blocks(text).into_iter().map(|block| rows::row_values(text, &block));
        let mut row = rows.into_iter().find(|row| row.iter().any(|(_, _, value)| value == rule)).unwrap().into_iter();
        row.find(|(_, name, _)| name == key).unwrap().0
    }

    #[test]
    fn a_value_is_changed_and_nothing_else() {
        let (file, text) = BUILT_IN[0];
        let changed = with_value(text, line_of(text, "T02", "limit"), "2 h");
        let differs: Vec<_> = text.lines().zip(changed.lines()).filter(|(old, new)| old != new).collect();
        assert_eq!(differs, [("limit = \"4 h\"", "limit = \"2 h\"")]);
        RuleBook::read(file, &changed).unwrap();
    }

    #[test]
    fn every_value_of_every_book_can_be_written_back_unchanged() {
        for (file, text) in BUILT_IN {
            let before = RuleBook::read(file, text).unwrap().rules;
            let mut copy = (*text).to_owned();
            for block in rows::blocks(text) {
                for (line, _, value) in rows::row_values(text, &block) {
                    copy = with_value(&copy, line, &value);
                }
            }
            assert_eq!(RuleBook::read(file, &copy).unwrap().rules, before, "{file}");
        }
    }

    #[test]
    fn choices_on_one_line_are_left_as_they_are_c11() {
        let (file, text) = BUILT_IN[0];
        let start = text.find("choices = [\n").unwrap();
        let end = start + text[start..].find("\n]").unwrap() + 2;
        let one_line = text[start..end].replace('\n', " ").replace(", ]", " ]");
        let text = format!("{}{one_line}{}", &text[..start], &text[end..]);
        RuleBook::read(file, &text).unwrap();
        for block in rows::blocks(&text) {
            let choices = rows::row_values(&text, &block).into_iter().find(|(_, key, _)| key == "choices");
            assert_eq!(choices, None, "a line of tables would be written back as words");
        }
    }

    #[test]
    fn a_wrong_value_is_named_by_its_row() {
        let (file, text) = BUILT_IN[0];
        let line = line_of(text, "T02", "limit");
        let error = RuleBook::read(file, &with_value(text, line, "4 hours")).unwrap_err();
        assert_eq!((error.line, rule_at(text, error.line).as_str()), (line, "T02"));
    }

    #[test]
    fn a_version_is_published_with_its_day_and_names_a17() {
        let (file, text) = BUILT_IN[0];
        let as_of = Publication {
            version: 2,
            effective: NaiveDate::from_ymd_opt(2026, 5, 1),
            author: "周晓岚".to_owned(),
            reviewer: "林\"品\"质".to_owned(),
            approver: "郭总".to_owned(),
        };
        let book = RuleBook::read(file, &published(text, &as_of)).unwrap();
        assert_eq!((book.rules.version, book.effective.to_string().as_str()), (2, "2026-05-01"));
        assert_eq!(
            (book.author.as_str(), book.reviewer.as_str(), book.approver.as_str()),
            ("周晓岚", "林\"品\"质", "郭总")
        );
    }
}
