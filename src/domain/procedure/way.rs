//! Where a procedure stands: its way, the next step, and what that step lacks.

use std::collections::BTreeSet;

use super::answers::{holds, is_asked};
use super::template::{Question, Rows, Section, Step, Template};
use super::{Answers, Lack, Numbered, Procedure};
use crate::domain::rules::Rules;

/// The template that a procedure of the case follows; `None` when the book has lost it.
#[must_use]
pub fn template_of<'r>(rules: &'r Rules, procedure: &Procedure) -> Option<&'r Template> {
    rules.procedures.iter().find(|template| template.key == procedure.key)
}

/// The steps as things stand: those done, and those that are asked after the latest of them. A step that was passed over
/// or left out is no part of it.
#[must_use]
pub fn way<'t>(template: &'t Template, procedure: &Procedure) -> Vec<&'t Step> {
    let ahead = ahead(template, procedure);
    let on_it = |(at, step): &(usize, &Step)| {
        if *at < ahead { procedure.is_done(&step.key) } else { is_on_way(step, &procedure.answers) }
    };
    template.steps.iter().enumerate().filter(on_it).map(|(_, step)| step).collect()
}

/// The step that must be done next; `None` once the procedure has ended. Optional steps before it are in [`open_steps`].
#[must_use]
pub fn next<'t>(template: &'t Template, procedure: &Procedure) -> Option<&'t Step> {
    open_steps(template, procedure).pop()
}

/// The steps that can be done now: the next one, and before it the optional ones that it would pass over.
#[must_use]
pub fn open_steps<'t>(template: &'t Template, procedure: &Procedure) -> Vec<&'t Step> {
    if has_ended(template, procedure) {
        return Vec::new();
    }
    let mut open = Vec::new();
    let asked = template.steps.iter().skip(ahead(template, procedure));
    for step in asked.filter(|step| is_on_way(step, &procedure.answers)) {
        open.push(step);
        if !step.optional {
            break;
        }
    }
    open
}

/// Whether the last step is done or the procedure was broken off.
#[must_use]
pub fn has_ended(template: &Template, procedure: &Procedure) -> bool {
    let last = template.steps.last();
    procedure.broken_off.is_some() || last.is_some_and(|last| procedure.is_done(&last.key))
}

/// What `step` still waits for: answers and rows asked for before it, and those that steps already done asked for and
/// that were taken away since.
#[must_use]
pub fn lacks(template: &Template, procedure: &Procedure, step: &str) -> Vec<Lack> {
    let mut lacks = Vec::new();
    let due = |before: Option<&String>| before.is_some_and(|before| before == step || procedure.is_done(before));
    for section in &template.sections {
        match &section.rows {
            None => lacks.extend(
                section
                    .fields
                    .iter()
                    .filter(|question| due(question.before.as_ref()) && is_asked(question, &procedure.answers))
                    .filter(|question| !procedure.answers.contains_key(&question.key))
                    .map(|question| Lack::Answer { section: section.key.clone(), field: question.key.clone() }),
            ),
            Some(rows) => {
                lacks.extend(rows_lacking(section, rows, procedure).filter(|_lack| due(rows.before.as_ref())));
                lacks.extend(answers_lacking(section, procedure, |question| due(question.before.as_ref())));
            }
        }
    }
    lacks
}

fn rows_lacking(section: &Section, rows: &Rows, procedure: &Procedure) -> Option<Lack> {
    let table = procedure.rows.get(&section.key);
    let members = || table.iter().flat_map(|table| table.iter()).map(|(_, row)| row);
    let have = match &rows.distinct {
        None => members().count(),
        Some(field) => members().filter_map(|row| row.get(field)).collect::<BTreeSet<_>>().len(),
    };
    let have = u32::try_from(have).unwrap_or(u32::MAX);
    (have < rows.least).then(|| Lack::Rows { section: section.key.clone(), least: rows.least, have })
}

fn answers_lacking(section: &Section, procedure: &Procedure, due: impl Fn(&Question) -> bool) -> Vec<Lack> {
    let wanted: Vec<&Question> = section.fields.iter().filter(|question| due(question)).collect();
    let rows = procedure.rows.get(&section.key).into_iter().flat_map(Numbered::iter);
    rows.flat_map(|(row, answers)| {
        let open = wanted.iter().filter(move |question| !answers.contains_key(&question.key));
        open.map(move |question| Lack::RowAnswer { section: section.key.clone(), row, field: question.key.clone() })
    })
    .collect()
}

fn is_on_way(step: &Step, answers: &Answers) -> bool {
    step.when.as_ref().is_none_or(|only| holds(only, answers))
}

/// Place of the first step after the latest one done.
fn ahead(template: &Template, procedure: &Procedure) -> usize {
    let last = procedure.done.last();
    last.and_then(|done| template.steps.iter().position(|step| step.key == done.step)).map_or(0, |at| at + 1)
}
