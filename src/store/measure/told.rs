//! What the answers of procedures add to the figures: cases of law enforcement (K23), service slips (K22), surveys (K21).

use crate::domain::procedure::{AnswerKind, Procedure, Question, Template, moment_of, template_of};
use crate::domain::{Case, Stamp};
use crate::figures::kpi::{Excellence, Slips};
use crate::rulebook::RuleBook;

/// Answers of [`Question`]s with the id H14 that count as satisfied; what lies between is not.
const SATISFIED: [&str; 2] = ["very", "satisfied"];

/// The procedures of a case with what they follow.
fn followed<'a>(case: &'a Case, book: &'a RuleBook) -> impl Iterator<Item = (&'a Procedure, &'a Template)> {
    case.procedures.iter().filter_map(|procedure| Some((procedure, template_of(&book.rules, procedure)?)))
}

fn asked<'a>(template: &'a Template, id: &'a str) -> impl Iterator<Item = &'a Question> {
    template.sections.iter().flat_map(|section| &section.fields).filter(move |question| question.id == id)
}

/// K23: a question of this row says yes, or names the number of the case.
pub(super) fn enforced(case: &Case, book: &RuleBook) -> bool {
    followed(case, book).any(|(procedure, template)| {
        asked(template, "K23").any(|question| match procedure.answers.get(&question.key) {
            Some(answer) => {
                if question.kind == AnswerKind::YesNo {
                    answer == "yes"
                } else {
                    !answer.is_empty()
                }
            }
            None => false,
        })
    })
}

/// K22: the customer's evaluation on a slip (H14), and the slips that a survey counted: all of them, then the satisfied.
pub(super) fn slips(case: &Case, book: &RuleBook) -> Vec<Slips> {
    let mut found = Vec::new();
    for (procedure, template) in followed(case, book) {
        for question in asked(template, "H14") {
            let Some(answer) = procedure.answers.get(&question.key) else { continue };
            let satisfied = u32::from(SATISFIED.contains(&answer.as_str()));
            found.push(Slips { at: at(procedure, template, question), satisfied, opinions: 1 });
        }
        let counted = counts(procedure, template, "K22");
        if let [(question, Some(opinions)), (_, Some(satisfied)), ..] = counted.as_slice() {
            let (opinions, satisfied) = (*opinions, (*satisfied).min(*opinions));
            found.push(Slips { at: at(procedure, template, question), satisfied, opinions });
        }
    }
    found
}

/// K21: sheets that came back, those that call the product excellent, those with a complaint; of the latest survey.
pub(super) fn excellence(case: &Case, book: &RuleBook) -> Option<Excellence> {
    let found = followed(case, book).filter_map(|(procedure, template)| {
        let counted = counts(procedure, template, "K21");
        let [(question, Some(returned)), (_, Some(excellent)), rest @ ..] = counted.as_slice() else { return None };
        let complained = rest.first().and_then(|(_, count)| *count);
        Some(Excellence {
            at: at(procedure, template, question),
            returned: *returned,
            excellent: *excellent,
            complained,
        })
    });
    found.last()
}

/// The counts asked for by a row, in their order, as far as they were given.
fn counts<'a>(procedure: &Procedure, template: &'a Template, id: &'a str) -> Vec<(&'a Question, Option<u32>)> {
    let counted = asked(template, id).filter(|question| question.kind == AnswerKind::Count);
    counted
        .map(|question| (question, procedure.answers.get(&question.key).and_then(|answer| answer.parse().ok())))
        .collect()
}

/// The month a survey is of, where it says one; else when the question was first answered.
fn at(procedure: &Procedure, template: &Template, question: &Question) -> Stamp {
    let months = template.sections.iter().flat_map(|section| &section.fields);
    let month = months.filter(|asked| asked.kind == AnswerKind::Month).find_map(|asked| {
        let answer = procedure.answers.get(&asked.key)?;
        moment_of(asked, answer)
    });
    month.or_else(|| procedure.answered_at.get(&question.key).copied()).unwrap_or(procedure.opened_at)
}
