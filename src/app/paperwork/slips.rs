//! Puts a case into the re-handling order and the correction slip.

use super::{Office, PaperworkFault, assignment, case_facts, case_party};
use crate::clock::case_clock::span_clock;
use crate::domain::event::{Change, Event, Recorded, RoundCause, SheetKind};
use crate::domain::mask::mask_name;
use crate::domain::phone::Phone;
use crate::domain::stage::Stage;
use crate::domain::{Field, Stamp};
use crate::paper::correction::{Correction, CorrectionSlip, Outside};
use crate::paper::dispatch::StageLimit;
use crate::paper::official;
use crate::paper::official_incident::way_name;
use crate::paper::rehandling::{Attempt, Opinion, RehandlingOrder};
use crate::store::CaseFile;
use crate::text::{Lang, Texts};
use crate::ui::say::{self, Known};

pub(super) fn rehandling(file: &CaseFile, office: &Office<'_>) -> Result<RehandlingOrder, PaperworkFault> {
    let case = &file.case;
    let opened = standing(file).rev().find_map(|record| match &record.event {
        Event::RoundOpened { cause, reason } => Some((record, *cause, reason.clone())),
        _ => None,
    });
    let (record, cause, reason) = opened.ok_or(PaperworkFault::NotSentBack)?;
    let at = record.at;
    let limit = limit(file);
    let mut assignment = assignment(file, office);
    assignment.dispatched_at = case.dispatches.last().map(|(at, _)| at.wall());
    assignment.reply_by = limit.due;
    assignment.dispatcher.clone_from(&record.by);
    let revisit = case.revisits.iter().rev().find(|(told, revisit)| *told <= at && revisit.is_dissatisfied());
    let opinion = revisit.filter(|_| cause == RoundCause::Dissatisfied).map(|(at, revisit)| Opinion {
        at: at.wall(),
        way: way_name(revisit.way),
        marks: [revisit.result, revisit.process, revisit.staff],
        words: revisit.opinion.clone(),
    });
    Ok(RehandlingOrder {
        case: case_facts(file),
        party: case_party(file, office),
        round: case.round,
        opened: Some(at.wall()),
        cause: official::round_cause_name(cause),
        reason,
        tried: tried(file, at),
        opinion,
        limit,
        assignment,
    })
}

/// What was done before `until`, in the order of time.
fn tried(file: &CaseFile, until: Stamp) -> Vec<Attempt> {
    let case = &file.case;
    let handled = case.handlings.iter().map(|(at, handling)| {
        let text = super::joined(&[&handling.result, &handling.measures, &handling.explanation]);
        (*at, Attempt { at: Some(at.wall()), what: official::stage_name(Stage::Handling), text })
    });
    let replied = case.replies.iter().map(|(at, reply)| {
        let attempt =
            Attempt { at: Some(at.wall()), what: official::stage_name(Stage::Reply), text: reply.text.clone() };
        (*at, attempt)
    });
    let mut all: Vec<(Stamp, Attempt)> = handled.chain(replied).filter(|(at, _)| *at <= until).collect();
    all.sort_by_key(|(at, _)| *at);
    all.into_iter().map(|(_, attempt)| attempt).collect()
}

/// The limit of handling in this round.
fn limit(file: &CaseFile) -> StageLimit {
    let case = &file.case;
    let span = case.spans.iter().rev().find(|span| span.stage == Stage::Handling && span.round == case.round);
    let clock = span.and_then(|span| span_clock(case, span, &file.book.rules, &file.book.clockwork));
    StageLimit {
        stage: official::stage_name(Stage::Handling).to_owned(),
        limit: clock.as_ref().map(|clock| official::limit_text(clock.limit)).unwrap_or_default(),
        due: clock.and_then(|clock| clock.deadline.due).map(Stamp::wall),
        by: official::stage_by(Stage::Handling).to_owned(),
    }
}

pub(super) fn correction(file: &CaseFile, office: &Office<'_>) -> Result<CorrectionSlip, PaperworkFault> {
    let texts = Texts::new(Lang::Zh);
    let rules = &file.book.rules;
    let names = Known { organisation: office.organisation, rules, lang: Lang::Zh, case: Some(&file.case) };
    let amended: Vec<(&Recorded, &[Change], &str)> = standing(file)
        .filter_map(|record| match &record.event {
            Event::Amended { changes, reason } => Some((record, changes.as_slice(), reason.as_str())),
            _ => None,
        })
        .collect();
    let last = amended.last().map(|(record, ..)| record.n).ok_or(PaperworkFault::NotCorrected)?;
    let one = |record: &Recorded, change: &Change, reason: &str| Correction {
        field: say::field_name(&texts, change.field),
        before: shown(&texts, &names, change.field, &change.from),
        after: shown(&texts, &names, change.field, &change.to),
        reason: reason.to_owned(),
        by: record.by.clone(),
        at: Some(record.at.wall()),
    };
    let facts = &file.case.facts;
    let phone = Phone::parse(facts.word(Field::Phone)).masked();
    Ok(CorrectionSlip {
        case_no: file.case.number.clone(),
        received: Some(facts.received_at.wall()),
        customer: format!("{} {phone}", mask_name(facts.word(Field::CustomerName))).trim().to_owned(),
        model: facts.word(Field::Model).to_owned(),
        corrections: amended
            .iter()
            .flat_map(|(record, changes, reason)| changes.iter().map(|change| one(record, change, reason)))
            .collect(),
        outside: outside(file, &texts, last),
    })
}

/// A value in words; phones are hidden as on every paper that stays in the house.
fn shown(texts: &Texts, names: &Known<'_>, field: Field, text: &str) -> String {
    match field {
        Field::Phone | Field::ReporterPhone if !text.is_empty() => Phone::parse(text).masked(),
        _ => say::field_value(texts, names, field, text),
    }
}

/// Papers printed before the event `until`, each document once, with its last print.
fn outside(file: &CaseFile, texts: &Texts, until: u32) -> Vec<Outside> {
    let mut papers: Vec<Outside> = Vec::new();
    for record in standing(file).filter(|record| record.n < until) {
        let Event::Printed { sheet, document, .. } = &record.event else { continue };
        if *sheet == SheetKind::Correction {
            continue;
        }
        let at = record.at.wall();
        match papers.iter_mut().find(|paper| paper.document == *document) {
            Some(known) => known.at = at,
            None => papers.push(Outside { document: document.clone(), name: texts.name("sheet", sheet.word()), at }),
        }
    }
    papers
}

/// The events that were not taken back, oldest first.
fn standing(file: &CaseFile) -> impl DoubleEndedIterator<Item = &Recorded> {
    file.history.iter().filter(|record| !file.case.undone.contains(&record.n))
}
