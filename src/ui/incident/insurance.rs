//! 保险: the ledger with the insurer, from the report to the money (M3, M4; law.md 3.5).

use chrono::Datelike;

use super::ask::Ask;
use super::fill::{amount, area, at, line, moment, plain, reason, slot, text};
use super::view::{Block, Line, Press, Section, SectionView, Standing};
use crate::domain::Stamp;
use crate::domain::incident::dates::legal_dates;
use crate::domain::incident::insurance::{Consent, InsurerAssessment, InsurerPayment, InsurerReport, Survey};
use crate::domain::incident::{Incident, IncidentCommand, InsurerEntry, Ledger};
use crate::domain::money::Fen;
use crate::store::CaseFile;
use crate::t;
use crate::ui::dialogs::form::{Form, Input, Part};
use crate::ui::widgets::chip::Tone;
use crate::ui::{Cx, say};

/// The section's words.
pub(super) fn section(cx: &Cx<'_>, file: &CaseFile, incident: &Incident) -> SectionView {
    let texts = cx.texts;
    let waits = incident.insurer_waits(incident.loss_so_far(&file.case.facts), &file.book.rules);
    let prompts = crate::domain::incident::money_prompts(&file.case, &file.book.rules);
    let prompts = prompts.into_iter().map(|prompt| Line {
        lead: t!(texts, "incident-money-rule"),
        text: say::money_prompt(texts, prompt, &file.book.rules),
        tone: if waits { Tone::Warn } else { Tone::Neutral },
        ..Line::default()
    });
    SectionView {
        section: Section::Insurance,
        title: Section::Insurance.title(texts),
        remark: if waits { t!(texts, "gap-insurer-report") } else { String::new() },
        standing: if waits { Standing::Lacking } else { Standing::Complete },
        blocks: vec![
            Block {
                lines: prompts.chain(entries(cx, incident)).collect(),
                empty: t!(texts, "incident-no-insurer"),
                acts: acts(cx, file, incident, waits),
                ..Block::default()
            },
            Block { title: t!(texts, "incident-ledger"), lines: ledger(cx, incident), ..Block::default() },
            Block { title: t!(texts, "incident-legal-dates"), lines: dates(cx, file, incident), ..Block::default() },
        ],
    }
}

/// What the ledger waits for next; the rest stays possible.
fn acts(cx: &Cx<'_>, file: &CaseFile, incident: &Incident, waits: bool) -> Vec<Press> {
    let insurance = &incident.insurance;
    let open = file.case.is_open();
    let possible = [
        (Ask::InsurerReport, open && insurance.report.is_none()),
        (Ask::WithoutInsurer, open && insurance.without.is_none()),
        (Ask::Survey, open && insurance.report.is_some()),
        (Ask::Consent, open && insurance.report.is_some() && insurance.consent.is_none()),
        (Ask::Claim, open && insurance.report.is_some() && insurance.claim.is_none()),
        (Ask::Assessed, open && insurance.claim.is_some()),
        (Ask::InsurerRefused, open && insurance.claim.is_some() && insurance.assessed.is_none()),
        (Ask::InsurerPaid, insurance.assessed.is_some()),
    ];
    let first = |ask| waits && ask == Ask::InsurerReport;
    possible
        .into_iter()
        .filter(|(_, possible)| *possible)
        .map(|(ask, _)| Press { first: first(ask), ..Press::new(cx.texts, ask) })
        .collect()
}

fn entries(cx: &Cx<'_>, incident: &Incident) -> Vec<Line> {
    let (texts, insurance) = (cx.texts, &incident.insurance);
    let line = |ask: Ask, text: String, note: &str, at: Option<Stamp>| Line {
        lead: ask.label(texts),
        text,
        note: note.to_owned(),
        when: at.map(|at| say::date_time(texts, cx.now, at)).unwrap_or_default(),
        ..Line::default()
    };
    let sum = |fen: Fen| say::money(texts, fen);
    let mut lines = Vec::new();
    if let Some(report) = &insurance.report {
        let who = format!("{}　{}", report.insurer, report.policy);
        lines.push(line(Ask::InsurerReport, who.trim().to_owned(), &report.number, Some(report.at)));
    }
    if let Some(reason) = &insurance.without {
        lines.push(line(Ask::WithoutInsurer, reason.clone(), "", None));
    }
    lines.extend(
        insurance.surveys.iter().map(|s| {
            line(Ask::Survey, format!("{}　{}", s.surveyor, s.phone).trim_end().to_owned(), &s.note, Some(s.at))
        }),
    );
    lines.extend(insurance.consent.iter().map(|c| line(Ask::Consent, c.person.clone(), &c.document, Some(c.at))));
    lines.extend(insurance.claim.iter().map(|(claimed, at)| line(Ask::Claim, sum(*claimed), "", Some(*at))));
    lines.extend(insurance.assessed.iter().map(|a| line(Ask::Assessed, sum(a.amount), &a.document, Some(a.at))));
    lines.extend(insurance.refused.iter().map(|(at, why)| line(Ask::InsurerRefused, why.clone(), "", Some(*at))));
    lines.extend(insurance.payments.iter().map(|p| {
        let direct = if p.direct { t!(texts, "incident-direct") } else { String::new() };
        line(Ask::InsurerPaid, format!("{}　{direct}", sum(p.amount)), &p.voucher, Some(p.at))
    }));
    lines
}

fn ledger(cx: &Cx<'_>, incident: &Incident) -> Vec<Line> {
    let Ledger { loss, claimed, assessed, received, outstanding, gap } = incident.ledger();
    let texts = cx.texts;
    [
        (t!(texts, "incident-ledger-loss"), loss),
        (t!(texts, "incident-ledger-claimed"), claimed),
        (t!(texts, "incident-ledger-assessed"), assessed),
        (t!(texts, "incident-ledger-received"), received),
        (t!(texts, "incident-ledger-outstanding"), outstanding),
        (t!(texts, "incident-ledger-gap"), gap),
    ]
    .into_iter()
    .map(|(lead, sum)| Line { lead, text: say::money(texts, sum), ..Line::default() })
    .collect()
}

fn dates(cx: &Cx<'_>, file: &CaseFile, incident: &Incident) -> Vec<Line> {
    let texts = cx.texts;
    let line = |date: crate::domain::incident::dates::LegalDate| Line {
        lead: texts.name("legal-term", date.term.word()),
        text: crate::text::say::full_day(date.at.date()),
        note: date.rule,
        tone: if date.at < cx.now { Tone::Warn } else { Tone::Neutral },
        ..Line::default()
    };
    legal_dates(incident, &file.book.rules).into_iter().map(line).collect()
}

pub(super) fn parts(ask: Ask, cx: &Cx<'_>, file: &CaseFile) -> Vec<Part> {
    let texts = cx.texts;
    let written = &file.book.rules.incident.insurer;
    // The insurer of the year it happened in is kept with the branches (M3, J10); without one the rule book's is proposed.
    let happened = file.case.incident.as_deref().map_or(cx.now, |incident| incident.opening.happened_at);
    let of_year = cx.organisation.insurer(happened.date().year());
    let insurer = of_year.map_or(&written.insurer, |of_year| &of_year.name);
    let assessed = file.case.incident.as_deref().map(|incident| incident.losses.totals().all.assessed);
    let sum = |of: Option<Fen>| {
        line("fen_amount", t!(texts, "incident-amount")).value(of.map(plain).unwrap_or_default()).required().half()
    };
    let person = |label: String| line("person", label).required().half();
    let document = || line("document", t!(texts, "incident-document")).required();
    let when = || at(cx).half();
    match ask {
        Ask::InsurerReport => vec![
            line("insurer", t!(texts, "incident-insurer")).value(insurer.as_str()).required().half(),
            line("policy", t!(texts, "incident-policy")).value(written.policy.as_str()).half(),
            line("number", t!(texts, "incident-blank-report-number")).required().half(),
            when(),
        ],
        Ask::Survey => {
            vec![
                person(t!(texts, "incident-surveyor")),
                line("phone", t!(texts, "incident-surveyor-phone")).half(),
                when(),
                area("note", t!(texts, "incident-survey-note"), 2),
            ]
        }
        Ask::Consent => vec![person(t!(texts, "incident-consenter")), when(), document()],
        Ask::Claim => vec![sum(assessed), when()],
        Ask::Assessed => vec![sum(None), when(), document()],
        Ask::InsurerRefused => vec![area("account", t!(texts, "wording-reason"), 2).required(), at(cx)],
        Ask::InsurerPaid => vec![
            sum(None),
            when(),
            line("voucher", t!(texts, "incident-blank-voucher")).required(),
            Part::new(slot("direct"), t!(texts, "incident-direct-says"), Input::Check),
        ],
        _ => vec![reason(texts)],
    }
}

pub(super) fn read(ask: Ask, form: &Form) -> Option<IncidentCommand> {
    let sum = || amount(form, slot("fen_amount"));
    let when = || moment(form, "at");
    let said = |name| text(form, name);
    Some(IncidentCommand::Insurer(match ask {
        Ask::InsurerReport => InsurerEntry::Report(InsurerReport {
            insurer: said("insurer"),
            policy: said("policy"),
            number: said("number"),
            at: when()?,
        }),
        Ask::Survey => InsurerEntry::Survey(Survey {
            at: when()?,
            surveyor: said("person"),
            phone: said("phone"),
            note: said("note"),
        }),
        Ask::Consent => {
            InsurerEntry::Consent(Consent { at: when()?, person: said("person"), document: said("document") })
        }
        Ask::WithoutInsurer => InsurerEntry::Without { reason: said("reason") },
        Ask::Claim => InsurerEntry::Claim { amount: sum()?, at: when()? },
        Ask::Assessed => {
            InsurerEntry::Assessed(InsurerAssessment { amount: sum()?, at: when()?, document: said("document") })
        }
        Ask::InsurerRefused => InsurerEntry::Refused { at: when()?, reason: said("account") },
        Ask::InsurerPaid => InsurerEntry::Paid(InsurerPayment {
            amount: sum()?,
            at: when()?,
            voucher: said("voucher"),
            direct: form.is_yes(slot("direct")),
        }),
        _ => return None,
    }))
}
