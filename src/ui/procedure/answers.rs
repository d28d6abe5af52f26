//! Questions of the rule book as parts of a dialog, and what was typed as answers.

use std::collections::BTreeMap;

use crate::domain::facts::FaultKind;
use crate::domain::procedure::{AnswerKind, Answers, Question, Section, is_asked, read_answer};
use crate::store::CaseFile;
use crate::t;
use crate::text::Texts;
use crate::ui::dialogs::form::{Form, Input, Member, Mood, Part, Slot};
use crate::ui::dialogs::lists;
use crate::ui::say;
use crate::ui::widgets::Pick;
use crate::ui::{Cx, say_lists};

/// The item of a list of attachments that asks for a new one.
pub(super) const ATTACH: &str = "+";

/// The slot of a question by its place in the section.
pub(super) fn slot(at: usize) -> Slot {
    Slot::Entry("answer", u8::try_from(at).unwrap_or(u8::MAX))
}

/// What is known while a section is filled in.
#[derive(Clone, Copy)]
pub(super) struct Filling<'a> {
    pub section: &'a Section,
    /// Answers of the whole procedure: they decide which questions are asked.
    pub whole: &'a Answers,
    /// Answers on record that this dialog changes: those of the procedure, or of one row.
    pub present: &'a Answers,
    /// Private answers are not shown: an empty field leaves them as they are.
    pub hide: bool,
    /// The step that comes next: what it needs is marked.
    pub before: Option<&'a str>,
}

/// The parts of the questions that are asked as things stand, with `typed` going before what is on record.
pub(super) fn parts(cx: &Cx<'_>, file: &CaseFile, of: Filling<'_>, typed: &BTreeMap<Slot, String>) -> Vec<Part> {
    let asked = effective(of, typed);
    let mut parts = Vec::new();
    let note = say::named(cx.texts, &of.section.note);
    if !note.is_empty() {
        parts.push(Part::line(Mood::Quiet, note.to_owned()));
    }
    for (at, question) in of.section.fields.iter().enumerate().filter(|(_, question)| is_asked(question, &asked)) {
        let mut part = part(cx, file, question, of, slot(at));
        if let Some(typed) = typed.get(&slot(at)) {
            part.value.clone_from(typed);
        }
        parts.push(part);
    }
    parts
}

/// The answers of the procedure as they would be after what is typed.
fn effective(of: Filling<'_>, typed: &BTreeMap<Slot, String>) -> Answers {
    let mut answers = of.whole.clone();
    if of.section.rows.is_some() {
        return answers;
    }
    for (at, question) in of.section.fields.iter().enumerate() {
        let Some(text) = typed.get(&slot(at)) else { continue };
        match read_answer(question, text) {
            Some(answer) if !answer.is_empty() => answers.insert(question.key.clone(), answer),
            _ if question.private && of.hide && text.trim().is_empty() => None,
            _ => answers.remove(&question.key),
        };
    }
    answers
}

fn part(cx: &Cx<'_>, file: &CaseFile, question: &Question, of: Filling<'_>, slot: Slot) -> Part {
    let texts = cx.texts;
    let present = of.present.get(&question.key).map(String::as_str).unwrap_or_default();
    let mut part = Part::new(slot, say::named(texts, &question.name).to_owned(), input(cx, file, question))
        .hint(hint(texts, question));
    if question.private && of.hide && !present.is_empty() {
        let masked = say::masked_answer(texts, question, present, &file.case.attachments);
        part.hint = t!(texts, "procedure-private-hint", masked = masked);
    } else {
        let known = question.fact.filter(|_| present.is_empty()).map(|field| file.case.facts.text(field));
        part.value = known.unwrap_or_else(|| present.to_owned());
    }
    part.required = question.before.is_some() && question.before.as_deref() == of.before;
    part.half = !matches!(question.kind, AnswerKind::Text | AnswerKind::Choices);
    part
}

fn hint(texts: &Texts, question: &Question) -> String {
    let note = say::named(texts, &question.note);
    match question.kind {
        _ if !note.is_empty() => note.to_owned(),
        AnswerKind::Month => t!(texts, "procedure-month-hint"),
        AnswerKind::Choice | AnswerKind::File => t!(texts, "dialog-pinyin"),
        _ => String::new(),
    }
}

fn input(cx: &Cx<'_>, file: &CaseFile, question: &Question) -> Input {
    let texts = cx.texts;
    match question.kind {
        AnswerKind::Line | AnswerKind::Month | AnswerKind::Money | AnswerKind::Count => Input::Text(1),
        AnswerKind::Text => Input::Text(3),
        AnswerKind::Day | AnswerKind::Moment => Input::When,
        AnswerKind::YesNo => {
            Input::One(vec![("yes".to_owned(), t!(texts, "answer-yes")), ("no".to_owned(), t!(texts, "answer-no"))])
        }
        AnswerKind::Choice => {
            let mut picks = lists::choices(texts, &question.choices);
            picks.insert(0, none(texts));
            Input::Pick(picks)
        }
        AnswerKind::Choices => Input::Any(members(texts, question)),
        AnswerKind::File => Input::Pick(files(texts, file)),
    }
}

fn none(texts: &Texts) -> Pick {
    lists::pick("", t!(texts, "none"), String::new())
}

fn members(texts: &Texts, question: &Question) -> Vec<Member> {
    question.choices.iter().map(|choice| (choice.key.clone(), lists::name(texts, choice).to_owned())).collect()
}

/// The attachments of the case, and the way to a new one.
fn files(texts: &Texts, file: &CaseFile) -> Vec<Pick> {
    let kept = file
        .case
        .attachments
        .iter()
        .rev()
        .map(|kept| lists::pick(kept.hash.as_str(), kept.name.clone(), texts.name("media", kept.media.word())));
    std::iter::once(none(texts))
        .chain(kept)
        .chain([lists::pick(ATTACH, t!(texts, "procedure-attach"), "Ctrl U".to_owned())])
        .collect()
}

/// The answers that differ from those on record, an empty one for what is taken away; or marks what cannot be read.
pub(super) fn changes(form: &mut Form, texts: &Texts, of: Filling<'_>) -> Option<Answers> {
    let mut changed = Answers::new();
    for (at, question) in of.section.fields.iter().enumerate() {
        let slot = slot(at);
        if form.part(slot).is_none() {
            continue;
        }
        let typed = form.text(slot).to_owned();
        let present = of.present.get(&question.key).map(String::as_str).unwrap_or_default();
        if typed.is_empty() && question.private && of.hide {
            continue;
        }
        let answer = if typed.is_empty() { Some(String::new()) } else { read_answer(question, &typed) };
        match answer {
            Some(answer) if answer != present => drop(changed.insert(question.key.clone(), answer)),
            Some(_) => {}
            None => form.wrong(slot, say_lists::fault_kind_text(texts, fault(question.kind))),
        }
    }
    (!form.is_wrong()).then_some(changed)
}

/// A row with `changed` put into what it held.
pub(super) fn row(present: &Answers, changed: Answers) -> Answers {
    let mut row = present.clone();
    row.extend(changed);
    row.retain(|_, answer| !answer.is_empty());
    row
}

const fn fault(kind: AnswerKind) -> FaultKind {
    match kind {
        AnswerKind::Day | AnswerKind::Month | AnswerKind::Moment => FaultKind::NotADate,
        AnswerKind::Money => FaultKind::NotAnAmount,
        AnswerKind::Count => FaultKind::NotACount,
        AnswerKind::YesNo => FaultKind::NotYesOrNo,
        AnswerKind::Line | AnswerKind::Text => FaultKind::TooLong,
        AnswerKind::Choice | AnswerKind::Choices | AnswerKind::File => FaultKind::UnknownWord,
    }
}
