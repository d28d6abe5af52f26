//! 等级: the grade in force beside what the figures speak for; a person takes it or decides otherwise (D05, J07, M5-M7).

use super::ask::Ask;
use super::fill::{slot, text};
use super::view::{Block, Line, Press, Section, SectionView, Standing};
use crate::domain::incident::{GradeProposal, Incident, IncidentCommand};
use crate::domain::stage::{IncidentGrade, Injury};
use crate::store::CaseFile;
use crate::t;
use crate::ui::dialogs::form::{Form, Input, Mood, Part};
use crate::ui::dialogs::lists::members;
use crate::ui::widgets::chip::Tone;
use crate::ui::{Cx, say};

/// The section's words.
pub(super) fn section(cx: &Cx<'_>, file: &CaseFile, incident: &Incident) -> SectionView {
    let (texts, grading) = (cx.texts, &incident.grading);
    let waiting = grading.waiting();
    let name = |grade: IncidentGrade| texts.name("grade", grade.word());
    let in_force = Line {
        lead: t!(texts, "incident-grade-in-force"),
        text: grading.grade.map_or_else(|| t!(texts, "incident-grade-none"), name),
        ..Line::default()
    };
    let proposed = grading.proposal.as_ref().map(|proposal| Line {
        lead: t!(texts, "incident-grade-proposed"),
        text: name(proposal.grade),
        note: t!(texts, "incident-by-rule", rule = proposal.rule.as_str()),
        more: grounds(cx, proposal),
        tone: if waiting.is_some() { Tone::Warn } else { Tone::Neutral },
        ..Line::default()
    });
    let take = waiting.map(|proposal| Press {
        send: Some(IncidentCommand::DecideGrade { grade: proposal.grade, reason: String::new() }),
        label: t!(texts, "incident-grade-take", grade = name(proposal.grade)),
        first: true,
        ask: Ask::Grade,
    });
    let acts = take.into_iter().chain([Press::new(texts, Ask::Grade)]).filter(|_| file.case.is_open());
    SectionView {
        section: Section::Grade,
        title: Section::Grade.title(texts),
        remark: if waiting.is_some() { t!(texts, "incident-grade-waits") } else { String::new() },
        standing: if waiting.is_some() { Standing::Lacking } else { Standing::Complete },
        blocks: vec![Block {
            lines: std::iter::once(in_force).chain(proposed).collect(),
            acts: acts.collect(),
            ..Block::default()
        }],
    }
}

/// The figures behind a proposal.
fn grounds(cx: &Cx<'_>, proposal: &GradeProposal) -> String {
    let texts = cx.texts;
    let loss = t!(texts, "event-incident-loss", amount = say::money(texts, proposal.loss));
    let injury = (proposal.injury != Injury::None).then(|| texts.name("injury", proposal.injury.word()));
    let law = proposal.beyond_law.then(|| texts.name("field", "beyond_law"));
    [Some(loss), injury, law].into_iter().flatten().collect::<Vec<_>>().join("　")
}

pub(super) fn parts(cx: &Cx<'_>, file: &CaseFile) -> Vec<Part> {
    let texts = cx.texts;
    let grades = members(texts, "grade", IncidentGrade::ALL, IncidentGrade::word);
    let now = file.case.incident.as_deref().and_then(|incident| incident.grading.grade);
    vec![
        Part::line(Mood::Quiet, t!(texts, "incident-grade-says")),
        Part::new(slot("grade"), t!(texts, "incident-grade-other"), Input::One(grades))
            .value(now.map(IncidentGrade::word).unwrap_or_default())
            .required(),
        Part::area(slot("reason"), t!(texts, "wording-reason"), 2),
    ]
}

pub(super) fn read(form: &Form) -> Option<IncidentCommand> {
    let grade = IncidentGrade::from_word(form.text(slot("grade")))?;
    Some(IncidentCommand::DecideGrade { grade, reason: text(form, "reason") })
}
