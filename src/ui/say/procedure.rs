//! Procedures in words: what happened, what an answer says, what a step lacks, why a command is refused.

use super::deadlines::date_time;
use super::history::lines;
use super::incident::reason_of;
use super::values::{join, money, named};
use crate::domain::event::Attachment;
use crate::domain::incident::Change;
use crate::domain::money::Fen;
use crate::domain::phone::Phone;
use crate::domain::procedure::{
    AnswerKind, Answers, Lack, Procedure, ProcedureEvent, ProcedureReason, Question, SourceMark, Template, Timer,
};
use crate::domain::rules::{Choice, Rules};
use crate::domain::{Case, Stamp};
use crate::t;
use crate::text::{Lang, Texts, say};

/// Where the names of keys are looked up: the rule book of a case and the procedures it has.
#[derive(Debug, Clone, Copy)]
pub struct Prescribed<'a> {
    pub rules: &'a Rules,
    pub procedures: &'a [Procedure],
    pub attachments: &'a [Attachment],
}

impl<'a> Prescribed<'a> {
    #[must_use]
    pub fn of(case: &'a Case, rules: &'a Rules) -> Self {
        Self { rules, procedures: &case.procedures, attachments: &case.attachments }
    }

    /// What the rule book prescribes under a key.
    #[must_use]
    pub fn template(&self, key: &str) -> Option<&'a Template> {
        self.rules.procedures.iter().find(|template| template.key == key)
    }

    /// What the rule book prescribes for the procedure with this number.
    #[must_use]
    pub fn template_of(&self, id: u32) -> Option<&'a Template> {
        self.procedures.iter().find(|known| known.id == id).and_then(|known| self.template(&known.key))
    }

    /// A clock of a procedure, or of the book itself.
    #[must_use]
    pub fn timer(&self, procedure: Option<u32>, key: &str) -> Option<&'a Timer> {
        match procedure {
            Some(id) => self.template_of(id)?.timers.iter().find(|timer| timer.key == key),
            None => self.rules.timers.iter().map(|known| &known.timer).find(|timer| timer.key == key),
        }
    }
}

fn choice_name<'a>(texts: &Texts, choices: &'a [Choice], key: &'a str) -> &'a str {
    let known = choices.iter().find(|choice| choice.key == key);
    known.map_or(key, |choice| if texts.lang() == Lang::Zh { &choice.zh } else { &choice.en })
}

/// An answer as people read it, whole: who shows a private one masks it first ([`masked_answer`]).
#[must_use]
pub fn answer_text(texts: &Texts, question: &Question, answer: &str, files: &[Attachment]) -> String {
    match question.kind {
        _ if answer.is_empty() => String::new(),
        AnswerKind::Choice => choice_name(texts, &question.choices, answer).to_owned(),
        AnswerKind::Choices => {
            join(texts, answer.split(',').map(|key| choice_name(texts, &question.choices, key).to_owned()))
        }
        AnswerKind::YesNo if answer == "yes" => t!(texts, "answer-yes"),
        AnswerKind::YesNo => t!(texts, "answer-no"),
        AnswerKind::Money => Fen::parse(answer).map_or_else(|_| answer.to_owned(), |amount| money(texts, amount)),
        AnswerKind::Count => answer.parse().map_or_else(|_| answer.to_owned(), say::count),
        AnswerKind::File => match files.iter().find(|file| file.hash == answer) {
            Some(file) => file.name.clone(),
            None => t!(texts, "procedure-file-gone"),
        },
        AnswerKind::Line | AnswerKind::Text | AnswerKind::Day | AnswerKind::Month | AnswerKind::Moment => {
            answer.to_owned()
        }
    }
}

/// As [`answer_text`], with a phone or identity number hidden (Q07).
#[must_use]
pub fn masked_answer(texts: &Texts, question: &Question, answer: &str, files: &[Attachment]) -> String {
    if question.private { Phone::parse(answer).masked() } else { answer_text(texts, question, answer, files) }
}

/// Says of a law whose text was not read that it is still to be checked; empty for one that was.
#[must_use]
pub fn source_mark(texts: &Texts, mark: SourceMark) -> String {
    match mark {
        SourceMark::Read | SourceMark::Own => String::new(),
        SourceMark::SecondHand | SourceMark::Memory => t!(texts, "procedure-unchecked"),
    }
}

/// One thing a step waits for. Without the template the keys stand for themselves, as on the command line.
#[must_use]
pub fn procedure_lack(texts: &Texts, lack: &Lack, template: Option<&Template>) -> String {
    let section_name =
        |key: &str| template.and_then(|t| t.section(key)).map_or(key, |s| named(texts, &s.name)).to_owned();
    let field_name =
        |key: &str| template.and_then(|t| t.question(key)).map_or(key, |(_, q)| named(texts, &q.name)).to_owned();
    match lack {
        Lack::Answer { field, .. } => field_name(field),
        Lack::RowAnswer { section, row, field } => {
            t!(texts, "procedure-lack-cell", section = section_name(section), row = *row, field = field_name(field))
        }
        Lack::Rows { section, least, have } => {
            t!(texts, "procedure-lack-rows", section = section_name(section), least = *least, have = *have)
        }
    }
}

/// What happened, without who and when.
pub(super) fn procedure_line(texts: &Texts, event: &ProcedureEvent, of: Option<Prescribed<'_>>) -> String {
    let template = |id: u32| of.and_then(|of| of.template_of(id));
    let title = |id: u32| template(id).map_or_else(|| id.to_string(), |known| named(texts, &known.name).to_owned());
    let step = |id: u32, key: &str| {
        template(id).and_then(|known| known.step(key)).map_or(key, |step| named(texts, &step.name)).to_owned()
    };
    match event {
        ProcedureEvent::Opened { key, .. } => {
            let name = of.and_then(|of| of.template(key)).map_or(key.as_str(), |known| named(texts, &known.name));
            t!(texts, "event-procedure-opened", name = name)
        }
        ProcedureEvent::Answered { id, answers } => {
            let fields = in_order(answers, template(*id))
                .into_iter()
                .map(|(key, _, question)| question.map_or(key, |question| named(texts, &question.name)).to_owned());
            t!(texts, "event-procedure-answered", name = title(*id), fields = join(texts, fields))
        }
        ProcedureEvent::Row { id, section, change } => {
            let section = template(*id)
                .and_then(|known| known.section(section))
                .map_or(section.as_str(), |s| named(texts, &s.name));
            let name = title(*id);
            match change {
                Change::Add(_) => t!(texts, "event-procedure-row-added", name = name, section = section),
                Change::Correct { id, .. } => {
                    t!(texts, "event-procedure-row-corrected", name = name, section = section, row = *id)
                }
                Change::Strike { id, .. } => {
                    t!(texts, "event-procedure-row-struck", name = name, section = section, row = *id)
                }
            }
        }
        ProcedureEvent::Stepped { id, done } => {
            t!(texts, "event-procedure-stepped", name = title(*id), step = step(*id, &done.step))
        }
        ProcedureEvent::SentBack { id, to, .. } => {
            t!(texts, "event-procedure-sent-back", name = title(*id), step = step(*id, to))
        }
        ProcedureEvent::Waived { procedure, timer, .. } => {
            let known = of.and_then(|of| of.timer(*procedure, timer));
            t!(texts, "event-procedure-waived", timer = known.map_or(timer.as_str(), |known| named(texts, &known.name)))
        }
        ProcedureEvent::BrokenOff { id, .. } => t!(texts, "event-procedure-broken-off", name = title(*id)),
    }
}

/// What was said with it; empty when there is nothing to add. Private answers are masked.
pub(super) fn procedure_detail(texts: &Texts, at: Stamp, event: &ProcedureEvent, of: Option<Prescribed<'_>>) -> String {
    let told = |id: u32, answers: &Answers| answers_text(texts, answers, of.zip(of.and_then(|of| of.template_of(id))));
    match event {
        ProcedureEvent::Opened { because: Some(rule), .. } => {
            t!(texts, "event-procedure-because", rule = rule.as_str())
        }
        ProcedureEvent::Opened { because: None, .. } => String::new(),
        ProcedureEvent::Answered { id, answers } => told(*id, answers),
        ProcedureEvent::Row { id, change, .. } => {
            lines([change.member().map(|row| told(*id, row)).unwrap_or_default(), reason_of(change)])
        }
        ProcedureEvent::Stepped { done, .. } => {
            let who = join(texts, done.names.iter().cloned());
            let when = if done.at == at { String::new() } else { date_time(texts, at, done.at) };
            lines([join(texts, [who, when].into_iter().filter(|part| !part.is_empty())), done.note.clone()])
        }
        ProcedureEvent::SentBack { reason, .. } | ProcedureEvent::BrokenOff { reason, .. } => reason.clone(),
        ProcedureEvent::Waived { reason, names, .. } => lines([join(texts, names.iter().cloned()), reason.clone()]),
    }
}

/// Answers in the order of their questions, each with its key and question; those nobody asks any more come last.
fn in_order<'a>(answers: &'a Answers, template: Option<&'a Template>) -> Vec<(&'a str, &'a str, Option<&'a Question>)> {
    let asked = template.into_iter().flat_map(|known| &known.sections).flat_map(|section| &section.fields);
    let known = asked.filter_map(|question| {
        answers.get(&question.key).map(|answer| (question.key.as_str(), answer.as_str(), Some(question)))
    });
    let is_known = |key: &str| template.is_some_and(|known| known.question(key).is_some());
    let others = answers.iter().filter(|(key, _)| !is_known(key));
    known.chain(others.map(|(key, answer)| (key.as_str(), answer.as_str(), None))).collect()
}

/// Each answer with the name of its question, a line each.
fn answers_text(texts: &Texts, answers: &Answers, of: Option<(Prescribed<'_>, &Template)>) -> String {
    lines(in_order(answers, of.map(|(_, template)| template)).into_iter().map(|(key, answer, question)| {
        let (field, value) = match of.zip(question) {
            Some(((of, _), question)) => {
                (named(texts, &question.name), masked_answer(texts, question, answer, of.attachments))
            }
            // Without its question nobody knows whether it is private.
            None => (key, String::new()),
        };
        let value = if value.is_empty() { t!(texts, "none") } else { value };
        t!(texts, "event-procedure-answer", field = field, value = value)
    }))
}

/// Whose names a refusal needs: those of the rule book, and of the procedure that was worked on.
#[derive(Debug, Clone, Copy, Default)]
pub struct Concerned<'a> {
    pub rules: Option<&'a Rules>,
    pub template: Option<&'a Template>,
}

/// What the row forbids and what would satisfy it. Without the rule book the keys stand for themselves.
#[must_use]
pub fn procedure_refusal(texts: &Texts, reason: &ProcedureReason, rule: &str, of: Concerned<'_>) -> String {
    let field = |key: &str| {
        of.template.and_then(|t| t.question(key)).map_or(key, |(_, question)| named(texts, &question.name)).to_owned()
    };
    match reason {
        ProcedureReason::NotPrescribed => t!(texts, "refused-procedure-not-prescribed", rule = rule),
        ProcedureReason::AlreadyRunning => t!(texts, "refused-procedure-already-running", rule = rule),
        ProcedureReason::NoSuchProcedure(id) => t!(texts, "refused-procedure-unknown", id = *id, rule = rule),
        ProcedureReason::Ended => t!(texts, "refused-procedure-ended", rule = rule),
        ProcedureReason::StepFirst(key) => {
            let step = of.template.and_then(|t| t.step(key)).map_or(key.as_str(), |step| named(texts, &step.name));
            t!(texts, "refused-procedure-step-first", step = step, rule = rule)
        }
        ProcedureReason::NoSuchStep => t!(texts, "refused-procedure-no-step", rule = rule),
        ProcedureReason::AlreadyDone => t!(texts, "refused-procedure-already-done", rule = rule),
        ProcedureReason::Lacks(lacks) => {
            let lacks = join(texts, lacks.iter().map(|lack| procedure_lack(texts, lack, of.template)));
            t!(texts, "refused-procedure-lacks", lacks = lacks, rule = rule)
        }
        ProcedureReason::BadAnswer(key) => t!(texts, "refused-procedure-bad-answer", field = field(key), rule = rule),
        ProcedureReason::NotAsked(key) => t!(texts, "refused-procedure-not-asked", field = field(key), rule = rule),
        ProcedureReason::NoSuchRow(id) => t!(texts, "refused-procedure-no-row", id = *id, rule = rule),
        ProcedureReason::NotBackTo => t!(texts, "refused-procedure-not-back-to", rule = rule),
        ProcedureReason::NamesNeeded(n) => t!(texts, "refused-procedure-names", n = *n, rule = rule),
        ProcedureReason::InTheFuture => t!(texts, "refused-procedure-future", rule = rule),
        ProcedureReason::TooEarly => t!(texts, "refused-procedure-too-early", rule = rule),
        ProcedureReason::NoSuchTimer => t!(texts, "refused-procedure-no-timer", rule = rule),
        ProcedureReason::FileAnswers => t!(texts, "refused-procedure-file-answers", rule = rule),
        ProcedureReason::StillRunning(keys) => {
            let names = keys.iter().map(|key| {
                let known = of.rules.and_then(|rules| rules.procedures.iter().find(|known| known.key == *key));
                known.map_or(key.as_str(), |known| named(texts, &known.name)).to_owned()
            });
            t!(texts, "refused-procedure-still-running", names = join(texts, names), rule = rule)
        }
    }
}
