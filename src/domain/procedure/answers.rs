//! Answers: what people type, brought to one canonical text, and which questions are asked.

use chrono::{Datelike, NaiveDate};

use super::template::{AnswerKind, Only, Question};
use super::{Answers, Section};
use crate::domain::facts::{self, LONGEST_TEXT, LONGEST_WORD};
use crate::domain::money::Fen;
use crate::domain::rules::Choice;
use crate::domain::time::Stamp;

/// Whether the question is asked as the answers stand.
#[must_use]
pub fn is_asked(question: &Question, answers: &Answers) -> bool {
    question.when.as_ref().is_none_or(|only| holds(only, answers))
}

/// Whether the answers meet the condition; an open question meets none.
#[must_use]
pub fn holds(only: &Only, answers: &Answers) -> bool {
    let given = answers.get(&only.field).map_or("", String::as_str);
    given.split(',').any(|answer| only.is.iter().any(|wanted| wanted == answer))
}

/// The canonical text of what was typed; `None` when it is empty or not of the kind that is asked for.
#[must_use]
pub fn read_answer(question: &Question, typed: &str) -> Option<String> {
    let typed = typed.trim();
    if typed.is_empty() {
        return None;
    }
    match question.kind {
        AnswerKind::Line => within(typed, LONGEST_WORD).filter(|line| !line.contains('\n')),
        AnswerKind::Text => within(typed, LONGEST_TEXT),
        AnswerKind::Choice => chosen(&question.choices, typed).map(|choice| choice.key.clone()),
        AnswerKind::Choices => choices(&question.choices, typed),
        AnswerKind::YesNo => yes_no(typed).map(str::to_owned),
        AnswerKind::Day => day(&narrow(typed)).map(|day| day.to_string()),
        AnswerKind::Month => month(&narrow(typed)).map(|month| month.format("%Y-%m").to_string()),
        AnswerKind::Moment => moment(&narrow(typed)).map(|at| at.wall().format("%Y-%m-%d %H:%M").to_string()),
        AnswerKind::Money => Fen::parse_positive(typed).ok().map(Fen::plain),
        AnswerKind::Count => count(&narrow(typed)).map(|count| count.to_string()),
        AnswerKind::File => file(typed).then(|| typed.to_owned()),
    }
}

/// The instant that a canonical answer names: the start of the day, the last day of the month, the moment itself.
/// `None` for kinds that name no time.
#[must_use]
pub fn moment_of(question: &Question, answer: &str) -> Option<Stamp> {
    let day = match question.kind {
        AnswerKind::Day => day(answer)?,
        AnswerKind::Month => last_of_month(month(answer)?)?,
        AnswerKind::Moment => return moment(answer),
        _ => return None,
    };
    Some(Stamp::from_wall(day.and_time(chrono::NaiveTime::MIN)))
}

/// A row of a table or the single answers of a section, every text canonical, empty ones left out.
///
/// # Errors
/// The key of the first answer that cannot be read, or of no question of the section.
pub(super) fn read_row(section: &Section, typed: &Answers) -> Result<Answers, WrongAnswer> {
    let mut row = Answers::new();
    for (key, text) in typed {
        let question = section.fields.iter().find(|question| question.key == *key);
        let question = question.ok_or_else(|| WrongAnswer::NotAsked(key.clone()))?;
        if !text.trim().is_empty() {
            let read = read_answer(question, text).ok_or_else(|| WrongAnswer::Unreadable(key.clone()))?;
            row.insert(key.clone(), read);
        }
    }
    Ok(row)
}

/// An answer that cannot be taken, by the key of its question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum WrongAnswer {
    NotAsked(String),
    Unreadable(String),
}

fn within(typed: &str, longest: usize) -> Option<String> {
    (typed.chars().count() <= longest).then(|| typed.to_owned())
}

/// A choice by its key or either of its names.
fn chosen<'a>(choices: &'a [Choice], typed: &str) -> Option<&'a Choice> {
    let wanted = typed.trim().to_lowercase();
    choices.iter().find(|choice| [&choice.key, &choice.zh, &choice.en].iter().any(|name| name.to_lowercase() == wanted))
}

fn choices(all: &[Choice], typed: &str) -> Option<String> {
    let named: Option<Vec<&Choice>> = facts::split_words(typed).map(|word| chosen(all, word)).collect();
    let named = named.filter(|named| !named.is_empty())?;
    let keys: Vec<&str> =
        all.iter().filter(|choice| named.contains(choice)).map(|choice| choice.key.as_str()).collect();
    Some(keys.join(","))
}

fn yes_no(typed: &str) -> Option<&'static str> {
    match typed.to_lowercase().as_str() {
        "yes" | "y" | "true" | "1" | "是" | "有" | "√" => Some("yes"),
        "no" | "n" | "false" | "0" | "否" | "无" | "不是" | "没有" => Some("no"),
        _ => None,
    }
}

/// Full-width digits and marks as the narrow ones; spaces stay.
fn narrow(typed: &str) -> String {
    let narrow = |c: char| match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        '−' | '–' | '—' => '-',
        other => other,
    };
    typed.chars().map(narrow).collect()
}

fn day(typed: &str) -> Option<NaiveDate> {
    facts::parse_date(typed).ok().flatten()
}

/// A day with its time: a day alone is no moment.
fn moment(typed: &str) -> Option<Stamp> {
    let timed = typed.contains([':', '时', '点']);
    let at = facts::parse_stamp(typed).ok().flatten().filter(|_at| timed)?;
    Some(Stamp(at.0.div_euclid(60_000) * 60_000))
}

/// The first day of a month: `2026-04`, `2026/4`, `2026年4月` or `202604`.
fn month(typed: &str) -> Option<NaiveDate> {
    let shaped = typed.chars().all(|c| c.is_ascii_digit() || "-/.年月 ".contains(c));
    let numbers: Vec<&str> = typed.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty()).collect();
    let (year, month) = match (shaped, numbers.as_slice()) {
        (true, [packed]) if packed.len() == 6 => packed.split_at(4),
        (true, [year, month]) if year.len() == 4 => (*year, *month),
        _ => return None,
    };
    let year = year.parse().ok().filter(|year| (1900..=2200).contains(year))?;
    NaiveDate::from_ymd_opt(year, month.parse().ok()?, 1)
}

fn last_of_month(first: NaiveDate) -> Option<NaiveDate> {
    let (year, month) = if first.month() == 12 { (first.year() + 1, 1) } else { (first.year(), first.month() + 1) };
    NaiveDate::from_ymd_opt(year, month, 1)?.pred_opt()
}

fn count(typed: &str) -> Option<u32> {
    let digits: String = typed.chars().filter(|c| *c != ',' && !c.is_whitespace()).collect();
    digits.parse().ok()
}

/// A SHA-256 in lower-case hex.
fn file(typed: &str) -> bool {
    typed.len() == 64 && typed.bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte))
}
