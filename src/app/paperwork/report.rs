//! Puts a procedure of a case into the customer objection report or the appeal report.

use super::{Office, PaperworkFault, case_facts, case_party};
use crate::clock::case_clock::promise_clock;
use crate::clock::procedure_clock::{ClockOf, ProcedureClock, procedure_clocks};
use crate::domain::event::SheetKind;
use crate::domain::incident::Numbered;
use crate::domain::procedure::{
    AnswerKind, Answers, Lack, Procedure, Question, Section, Step, Template, is_asked, lacks, template_of, way,
};
use crate::domain::rules::Rules;
use crate::domain::{Case, Stamp};
use crate::paper::official;
use crate::paper::report::{Block, Entry, Part, Report, ReportForm, Return, StepLine, Value};
use crate::store::CaseFile;
use crate::text::{Lang, Texts};
use crate::ui::say;

/// The step at which a report is written: what is asked up to it must be answered.
const WRITTEN: &str = "report";
/// The table in which whoever takes the original signs (Q03).
const TAKEN: &str = "taken";

const fn report_of(kind: SheetKind) -> Option<Report> {
    match kind {
        SheetKind::Objection => Some(Report::Objection),
        SheetKind::Appeal => Some(Report::Appeal),
        _ => None,
    }
}

pub(super) fn report_form(kind: SheetKind, file: &CaseFile, office: &Office<'_>) -> Result<ReportForm, PaperworkFault> {
    let (case, rules) = (&file.case, &file.book.rules);
    let report = report_of(kind).ok_or(PaperworkFault::NoProcedure)?;
    let procedure = kind.procedure_of(case).ok_or(PaperworkFault::NoProcedure)?;
    let template = template_of(rules, procedure).ok_or(PaperworkFault::NoProcedure)?;
    let texts = Texts::new(Lang::Zh);
    let clocks = procedure_clocks(case, rules, &file.book.clockwork);
    let promise = promise_clock(case, rules, &file.book.clockwork);
    let writer = Writer { texts: &texts, template, case: Some((case, procedure)) };
    Ok(ReportForm {
        report,
        case_no: case.number.clone(),
        case: case_facts(file),
        party: case_party(file, office),
        limit: promise.as_ref().map(|clock| official::limit_text(clock.limit)).unwrap_or_default(),
        due: promise.and_then(|clock| clock.deadline.due).map(Stamp::wall),
        answered: case.replied_at().map(Stamp::wall),
        parts: writer.parts(),
        steps: writer.steps(&clocks),
        returns: writer.returns(),
        broken_off: procedure.broken_off.as_ref().map(|(_, reason)| reason.clone()).unwrap_or_default(),
        lacks: writer.lacks(),
    })
}

/// The empty report, by a rule book that prescribes it; `None` for one that does not.
pub(super) fn blank(kind: SheetKind, rules: &Rules) -> Option<ReportForm> {
    let report = report_of(kind)?;
    let key = kind.word();
    let template = rules.procedures.iter().find(|template| template.key == key)?;
    let texts = Texts::new(Lang::Zh);
    let writer = Writer { texts: &texts, template, case: None };
    Some(ReportForm { report, parts: writer.parts(), steps: writer.steps(&[]), ..ReportForm::default() })
}

struct Writer<'a> {
    texts: &'a Texts,
    template: &'a Template,
    /// `None` for the empty form.
    case: Option<(&'a Case, &'a Procedure)>,
}

impl Writer<'_> {
    fn parts(&self) -> Vec<Part> {
        let part = |section: &Section| Part {
            name: section.name.zh.clone(),
            block: if section.rows.is_some() { self.table(section) } else { self.answers(section) },
            to_sign: section.key == TAKEN,
        };
        self.template.sections.iter().map(part).collect()
    }

    fn answers(&self, section: &Section) -> Block {
        let none = Answers::new();
        let given = self.case.map_or(&none, |(_, procedure)| &procedure.answers);
        let asked = section.fields.iter().filter(|question| self.case.is_none() || is_asked(question, given));
        Block::Answers(asked.map(|question| self.entry(question, given.get(&question.key))).collect())
    }

    fn entry(&self, question: &Question, given: Option<&String>) -> Entry {
        let given = given.map_or("", String::as_str);
        let told = || self.told(question, given);
        let value = match question.kind {
            AnswerKind::Text => Value::Text(told()),
            AnswerKind::Choice | AnswerKind::Choices => {
                let on = |key: &str| given.split(',').any(|chosen| chosen == key);
                Value::Ticks(question.choices.iter().map(|choice| (on(&choice.key), choice.zh.clone())).collect())
            }
            AnswerKind::YesNo => Value::Ticks(
                ["yes", "no"].map(|word| (given == word, say::answer_text(self.texts, question, word, &[]))).into(),
            ),
            _ => Value::Line(told()),
        };
        Entry { label: question.name.zh.clone(), value }
    }

    /// An answer in words; what is private stays hidden (Q07).
    fn told(&self, question: &Question, given: &str) -> String {
        let files = self.case.map(|(case, _)| case.attachments.as_slice()).unwrap_or_default();
        if given.is_empty() { String::new() } else { say::masked_answer(self.texts, question, given, files) }
    }

    fn table(&self, section: &Section) -> Block {
        let columns = section.fields.iter().map(|question| question.name.zh.clone()).collect();
        let rows = self.case.and_then(|(_, procedure)| procedure.rows.get(&section.key));
        let line = |row: &Answers| {
            let cell = |question: &Question| self.told(question, row.get(&question.key).map_or("", String::as_str));
            section.fields.iter().map(cell).collect()
        };
        Block::Table(columns, rows.into_iter().flat_map(Numbered::iter).map(|(_, row)| line(row)).collect())
    }

    fn steps(&self, clocks: &[ProcedureClock]) -> Vec<StepLine> {
        let steps: Vec<&Step> = match self.case {
            Some((_, procedure)) => way(self.template, procedure),
            None => self.template.steps.iter().collect(),
        };
        steps.into_iter().map(|step| self.step(step, clocks)).collect()
    }

    fn step(&self, step: &Step, clocks: &[ProcedureClock]) -> StepLine {
        let procedure = self.case.map(|(_, procedure)| procedure);
        let of = procedure.map(|procedure| ClockOf::Step { procedure: procedure.id, step: step.key.clone() });
        let clock = clocks.iter().find(|clock| Some(&clock.of) == of.as_ref());
        let done = procedure.and_then(|procedure| procedure.done.iter().find(|done| done.step == step.key));
        let note = done.map(|done| {
            let said = done.names.join("、");
            super::joined(&[&said, &done.note])
        });
        StepLine {
            name: step.name.zh.clone(),
            by: step.by.zh.clone(),
            limit: clock.map(|clock| official::limit_text(clock.limit)).unwrap_or_default(),
            due: clock.and_then(|clock| clock.clock.as_ref()?.deadline.due).map(Stamp::wall),
            done: done.map(|done| done.at.wall()),
            note: note.unwrap_or_default(),
        }
    }

    fn returns(&self) -> Vec<Return> {
        let name = |key: &str| self.template.step(key).map_or(key, |step| step.name.zh.as_str()).to_owned();
        let reworks = self.case.map(|(_, procedure)| procedure.reworks.as_slice()).unwrap_or_default();
        reworks
            .iter()
            .map(|rework| Return {
                at: Some(rework.at.wall()),
                from: rework.from.as_deref().map(name).unwrap_or_default(),
                to: name(&rework.to),
                reason: rework.reason.clone(),
            })
            .collect()
    }

    /// What is asked up to the step at which the report is written and has no answer yet, each once.
    fn lacks(&self) -> Vec<String> {
        let Some((_, procedure)) = self.case else { return Vec::new() };
        let steps = way(self.template, procedure);
        let written = steps.iter().position(|step| step.key == WRITTEN).map_or(steps.len(), |at| at + 1);
        let mut all: Vec<Lack> = Vec::new();
        for lack in steps.iter().take(written).flat_map(|step| lacks(self.template, procedure, &step.key)) {
            if !all.contains(&lack) {
                all.push(lack);
            }
        }
        all.iter().map(|lack| say::procedure_lack(self.texts, lack, Some(self.template))).collect()
    }
}
