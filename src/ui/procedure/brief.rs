//! What other screens say of the procedures that run: the next step and when it is due; what holds the closing.

use super::clocks;
use crate::domain::procedure::{Procedure, Template, has_ended, next, template_of};
use crate::store::CaseFile;
use crate::t;
use crate::ui::{Cx, say};

/// One running procedure in a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Brief {
    pub name: String,
    /// The next step, and behind it how its clock stands.
    pub next: String,
}

/// Every procedure of the case that runs.
pub(in crate::ui) fn briefs(file: &CaseFile, cx: &Cx<'_>) -> Vec<Brief> {
    let texts = cx.texts;
    let running: Vec<_> = running(file).collect();
    if running.is_empty() {
        return Vec::new();
    }
    let clocks = clocks::all(file, cx);
    let brief = |(template, held): (&Template, &Procedure)| {
        let step = next(template, held).map_or("", |step| say::named(texts, &step.name));
        let clock =
            next(template, held).and_then(|step| clocks.iter().find(|clock| clock.is_of_step(held.id, &step.key)));
        let next = match clock {
            Some(clock) => format!("{step}　{}", clock.standing),
            None => step.to_owned(),
        };
        Brief { name: say::named(texts, &template.name).to_owned(), next: t!(texts, "procedure-next-is", next = next) }
    };
    running.into_iter().map(brief).collect()
}

fn running(file: &CaseFile) -> impl Iterator<Item = (&Template, &Procedure)> {
    let known = |held| template_of(&file.book.rules, held).map(|template| (template, held));
    file.case.procedures.iter().filter_map(known).filter(|(template, held)| !has_ended(template, held))
}

/// What has to end before the case can be closed.
pub(in crate::ui) fn holding(file: &CaseFile) -> impl Iterator<Item = (&Template, &Procedure)> {
    running(file).filter(|(template, _)| template.holds_closing)
}
