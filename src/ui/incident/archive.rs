//! Proposals of incentives before the closing is signed, and where the closed file lies (forms.md 1.5, sections 9 and 11).

use super::ask::Ask;
use super::fill::{amount, area, count, line, plain, reason, slot, text};
use super::view::{Block, Line, Press};
use crate::domain::facts::parse_date;
use crate::domain::incident::archive::{MOST_PROPOSALS, keep_until};
use crate::domain::incident::{Archive, Change, ClosureEntry, Incident, Proposal, Subject};
use crate::domain::policy::Incentive;
use crate::store::CaseFile;
use crate::t;
use crate::text::Texts;
use crate::text::say::full_day;
use crate::ui::book_tables::band;
use crate::ui::dialogs::form::{Form, Input, Part};
use crate::ui::dialogs::lists::pick;
use crate::ui::widgets::Pick;
use crate::ui::{Cx, say};

/// Parts the row of a clause from the person it stands there for.
const APART: char = '/';

/// What was proposed for whom.
pub(super) fn proposals(cx: &Cx<'_>, file: &CaseFile, incident: &Incident) -> Block {
    let texts = cx.texts;
    let open = file.case.is_open() && incident.closure.signed(Subject::Closure).next().is_none();
    let policy = &file.book.rules.policy;
    let lines = incident.closure.proposals.iter().map(|(id, proposal)| {
        let row = policy.incentive(&proposal.row, &proposal.who);
        let pair = || Press::pair(texts, file, Ask::Proposal(Some(id)), Ask::StrikeProposal(id));
        Line {
            lead: proposal.person.clone(),
            text: row.map(|row| clause_text(texts, row)).unwrap_or_default(),
            note: row.map(|row| signed_amount(texts, row, proposal)).unwrap_or_default(),
            more: proposal.reason.clone(),
            acts: if open { pair() } else { Vec::new() },
            ..Line::default()
        }
    });
    let more = open && incident.closure.proposals.len() < MOST_PROPOSALS && !policy.incentives.is_empty();
    Block {
        title: t!(texts, "incident-proposals"),
        lines: lines.collect(),
        empty: t!(texts, "incident-no-proposal"),
        acts: Some(Press::new(texts, Ask::Proposal(None))).filter(|_| more).into_iter().collect(),
        ..Block::default()
    }
}

/// The clause, for whom it stands there, and what for.
fn clause_text(texts: &Texts, row: &Incentive) -> String {
    let clause = if row.clause.is_empty() { &row.id } else { &row.clause };
    let (who, cause) = (say::named(texts, &row.who), say::named(texts, &row.cause));
    t!(texts, "incident-clause", clause = clause.as_str(), who = who, cause = cause)
}

fn signed_amount(texts: &Texts, row: &Incentive, proposal: &Proposal) -> String {
    if proposal.amount.0 == 0 {
        return band(texts, &Incentive { band: None, ..row.clone() });
    }
    band(texts, &Incentive { band: Some((proposal.amount, proposal.amount)), ..row.clone() })
}

/// Where the file lies once it is closed.
pub(super) fn kept(cx: &Cx<'_>, file: &CaseFile, incident: &Incident) -> Block {
    let texts = cx.texts;
    let lines = incident.closure.archive.iter().map(|archive| Line {
        lead: archive.number.clone(),
        text: t!(texts, "incident-archived", pages = archive.pages, who = archive.archivist.as_str()),
        note: t!(texts, "incident-kept-until", day = full_day(archive.keep_until)),
        ..Line::default()
    });
    let closed = file.case.closed_at().is_some();
    Block {
        title: t!(texts, "incident-archive"),
        lines: lines.collect(),
        empty: if closed { t!(texts, "incident-not-archived") } else { t!(texts, "incident-archive-later") },
        acts: Some(Press::new(texts, Ask::Archive)).filter(|_| closed).into_iter().collect(),
        ..Block::default()
    }
}

pub(super) fn proposal_parts(id: Option<u32>, cx: &Cx<'_>, file: &CaseFile) -> Vec<Part> {
    let texts = cx.texts;
    let closure = file.case.incident.as_deref().map(|incident| &incident.closure);
    let known = closure.zip(id).and_then(|(closure, id)| closure.proposals.get(id));
    let value = |of: fn(&Proposal) -> &str| known.map(of).unwrap_or_default().to_owned();
    let clause = known.map(|known| key(&known.row, &known.who)).unwrap_or_default();
    let mut parts = vec![
        Part::new(slot("clause"), t!(texts, "incident-blank-clause"), Input::Pick(clauses(texts, file)))
            .value(clause)
            .required(),
        line("person", t!(texts, "incident-blank-person")).value(value(|known| &known.person)).required().half(),
        line("fen_amount", t!(texts, "incident-amount"))
            .value(known.map(|known| plain(known.amount)).unwrap_or_default())
            .hint(t!(texts, "incident-proposal-hint"))
            .half(),
        area("why", t!(texts, "incident-proposal-why"), 2).value(value(|known| &known.reason)).required(),
    ];
    parts.extend(id.map(|_| reason(texts)));
    parts
}

/// The clauses of the rule book with their bands.
fn clauses(texts: &Texts, file: &CaseFile) -> Vec<Pick> {
    let rows = file.book.rules.policy.incentives.iter();
    rows.map(|row| pick(key(&row.id, &row.who.zh), clause_text(texts, row), band(texts, row))).collect()
}

fn key(row: &str, who: &str) -> String {
    format!("{row}{APART}{who}")
}

pub(super) fn archive_parts(cx: &Cx<'_>, file: &CaseFile) -> Vec<Part> {
    let texts = cx.texts;
    let known = file.case.incident.as_deref().and_then(|incident| incident.closure.archive.as_ref());
    let number = known.map_or(&file.case.number, |known| &known.number);
    let archivist = known.map_or(cx.me, |known| known.archivist.as_str());
    let until = known.map(|known| known.keep_until).or_else(|| keep_until(&file.case, &file.book.rules));
    vec![
        line("number", t!(texts, "incident-blank-archive-number")).value(number.clone()).required().half(),
        line("count_pages", t!(texts, "incident-blank-pages"))
            .value(known.map(|known| known.pages.to_string()).unwrap_or_default())
            .required()
            .half(),
        line("person", t!(texts, "incident-archivist")).value(archivist).required().half(),
        line("keep_until", t!(texts, "incident-archive-until"))
            .value(until.map(full_day).unwrap_or_default())
            .required()
            .half(),
    ]
}

pub(super) fn read(ask: Ask, form: &Form) -> Option<ClosureEntry> {
    let said = |name| text(form, name);
    Some(match ask {
        Ask::Proposal(id) => {
            let (row, who) = form.text(slot("clause")).split_once(APART)?;
            let proposal = Proposal {
                row: row.to_owned(),
                who: who.to_owned(),
                person: said("person"),
                amount: amount(form, slot("fen_amount"))?,
                reason: said("why"),
            };
            ClosureEntry::Proposal(match id {
                Some(id) => Change::Correct { id, to: proposal, reason: said("reason") },
                None => Change::Add(proposal),
            })
        }
        Ask::StrikeProposal(id) => ClosureEntry::Proposal(Change::Strike { id, reason: said("reason") }),
        Ask::Archive => ClosureEntry::Archive(Archive {
            number: said("number"),
            pages: count(form, slot("count_pages"))?,
            archivist: said("person"),
            keep_until: parse_date(form.text(slot("keep_until"))).ok()??,
        }),
        _ => return None,
    })
}
