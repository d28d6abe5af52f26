//! The sections of a procedure in words: single answers as labels with values, tables as rows.

use super::ask::Ask;
use super::view::Press;
use crate::domain::incident::Numbered;
use crate::domain::procedure::{
    AnswerKind, Answers, Lack, Procedure, Question, Section, Template, is_asked, lacks, next,
};
use crate::store::CaseFile;
use crate::t;
use crate::text::Texts;
use crate::ui::{Cx, say};

/// One answer as it is shown.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Value {
    /// A private one is masked.
    pub text: String,
    /// A private one whole, for the ten seconds in which it is shown.
    pub whole: Option<String>,
    /// Hash and name of the attachment it stands for.
    pub file: Option<(String, String)>,
    /// The next step waits for it.
    pub missing: bool,
}

/// A label with its value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pair {
    pub label: String,
    pub value: Value,
    /// Where it is empty: before which step it is needed.
    pub needed: String,
    /// Takes the whole width.
    pub wide: bool,
}

/// A row of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    pub n: u32,
    pub cells: Vec<Value>,
    /// Correct and strike.
    pub acts: Vec<Press>,
}

/// What stands in a section.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Body {
    Pairs(Vec<Pair>),
    Table { heads: Vec<String>, lines: Vec<Line> },
}

/// A section in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SectionText {
    pub name: String,
    pub rule: String,
    pub note: String,
    /// What the next step still waits for here; empty where it waits for nothing.
    pub remark: String,
    pub body: Body,
    /// Fills in, or adds a row; `None` once the procedure has ended.
    pub act: Option<Press>,
}

/// Every section that asks something as things stand.
pub(super) fn sections(
    file: &CaseFile,
    cx: &Cx<'_>,
    (template, held): (&Template, &Procedure),
    open: bool,
) -> Vec<SectionText> {
    let lacking = match next(template, held).filter(|_| open) {
        Some(step) => lacks(template, held, &step.key),
        None => Vec::new(),
    };
    let sections = template.sections.iter().enumerate();
    let texts = sections.map(|(at, section)| one(file, cx, (template, held), (at, section), (&lacking, open)));
    texts.filter(|section| !matches!(&section.body, Body::Pairs(pairs) if pairs.is_empty())).collect()
}

fn one(
    file: &CaseFile,
    cx: &Cx<'_>,
    (template, held): (&Template, &Procedure),
    (at, section): (usize, &Section),
    (lacking, open): (&[Lack], bool),
) -> SectionText {
    let texts = cx.texts;
    let here = lacking.iter().filter(|lack| section_of(lack) == section.key).count();
    let ask = if section.rows.is_some() { Ask::Row(held.id, at, None) } else { Ask::Section(held.id, at) };
    let label = match section.rows {
        Some(_) => t!(texts, "procedure-act-row"),
        None => t!(texts, "procedure-act-fill"),
    };
    let body = match &section.rows {
        Some(_) => table(file, cx, held, (at, section), (lacking, open)),
        None => Body::Pairs(pairs(file, texts, (template, held), section, lacking)),
    };
    SectionText {
        name: say::named(texts, &section.name).to_owned(),
        rule: section.id.clone(),
        note: say::named(texts, &section.note).to_owned(),
        remark: remark(texts, template, section, held, here),
        body,
        act: open.then_some(Press { ask, label, blocked: None }),
    }
}

/// How many are missing, or how many rows a table needs before which step.
fn remark(texts: &Texts, template: &Template, section: &Section, held: &Procedure, here: usize) -> String {
    if here > 0 {
        return t!(texts, "incident-lacks", n = here);
    }
    let Some((rows, before)) = section.rows.as_ref().and_then(|rows| Some((rows, rows.before.as_deref()?))) else {
        return String::new();
    };
    let have = held.rows.get(&section.key).map_or(0, Numbered::len);
    if have >= usize::try_from(rows.least).unwrap_or(usize::MAX) || held.done.iter().any(|done| done.step == before) {
        return String::new();
    }
    let step = template.step(before).map_or(before, |step| say::named(texts, &step.name));
    t!(texts, "procedure-rows-before", step = step, n = rows.least)
}

fn section_of(lack: &Lack) -> &str {
    match lack {
        Lack::Answer { section, .. } | Lack::RowAnswer { section, .. } | Lack::Rows { section, .. } => section,
    }
}

fn pairs(
    file: &CaseFile,
    texts: &Texts,
    (template, held): (&Template, &Procedure),
    section: &Section,
    lacking: &[Lack],
) -> Vec<Pair> {
    let pair = |question: &Question| {
        let missing = lacking.iter().any(|lack| matches!(lack, Lack::Answer { field, .. } if *field == question.key));
        let value = value(file, texts, question, &held.answers, missing);
        let done = |key: &str| held.done.iter().any(|done| done.step == key);
        let step = question.before.as_deref().filter(|key| value.text.is_empty() && !done(key));
        let step = step.map(|key| template.step(key).map_or(key, |step| say::named(texts, &step.name)));
        Pair {
            label: say::named(texts, &question.name).to_owned(),
            needed: step.map(|step| t!(texts, "procedure-needed", step = step)).unwrap_or_default(),
            value,
            wide: question.kind == AnswerKind::Text,
        }
    };
    section.fields.iter().filter(|question| is_asked(question, &held.answers)).map(pair).collect()
}

fn table(
    file: &CaseFile,
    cx: &Cx<'_>,
    held: &Procedure,
    (at, section): (usize, &Section),
    (lacking, open): (&[Lack], bool),
) -> Body {
    let texts = cx.texts;
    let lines = held.rows.get(&section.key).into_iter().flat_map(Numbered::iter).map(|(n, row)| {
        let missing = |key: &str| {
            let is_it = |lack: &Lack| {
                matches!(lack, Lack::RowAnswer { section: of, row, field } if *of == section.key && *row == n && field == key)
            };
            lacking.iter().any(is_it)
        };
        let acts = [Ask::Row(held.id, at, Some(n)), Ask::StrikeRow(held.id, at, n)];
        Line {
            n,
            cells: section.fields.iter().map(|question| value(file, texts, question, row, missing(&question.key))).collect(),
            acts: acts.into_iter().filter(|_| open).map(|ask| Press::new(texts, ask)).collect(),
        }
    });
    Body::Table {
        heads: section.fields.iter().map(|question| say::named(texts, &question.name).to_owned()).collect(),
        lines: lines.collect(),
    }
}

fn value(file: &CaseFile, texts: &Texts, question: &Question, answers: &Answers, missing: bool) -> Value {
    let Some(answer) = answers.get(&question.key).filter(|answer| !answer.is_empty()) else {
        return Value { missing, ..Value::default() };
    };
    let files = &file.case.attachments;
    let text = say::masked_answer(texts, question, answer, files);
    let whole = question.private.then(|| say::answer_text(texts, question, answer, files));
    let kept = files.iter().find(|kept| question.kind == AnswerKind::File && kept.hash == *answer);
    Value { text, whole, file: kept.map(|kept| (kept.hash.clone(), kept.name.clone())), missing }
}
