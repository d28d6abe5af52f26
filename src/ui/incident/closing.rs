//! 结案申请: the checklist of what is missing, corrective entries, the request and its signatures (J14, L08, L09).

use super::agreement::{closing_parts, read_signature, signatures};
use super::archive;
use super::ask::Ask;
use super::fill::{area, line, moment, one, reason, slot, text};
use super::lack::closing_lacks;
use super::view::{Block, Line, Press, Section, SectionView, Standing};
use crate::domain::facts::split_words;
use crate::domain::incident::{
    Change, ClosureEntry, ClosureRequest, Corrective, Incident, IncidentCommand, Subject, Verification,
};
use crate::store::CaseFile;
use crate::t;
use crate::text::Texts;
use crate::text::say::{full_day, full_time};
use crate::ui::dialogs::form::{Form, Input, Member, Part};
use crate::ui::widgets::chip::Tone;
use crate::ui::{Cx, say};

/// The section's words.
pub(super) fn section(cx: &Cx<'_>, file: &CaseFile, incident: &Incident) -> SectionView {
    let texts = cx.texts;
    let open = file.case.is_open();
    let found = if open { closing_lacks(texts, file) } else { Vec::new() };
    let standing = if found.is_empty() { Standing::Complete } else { Standing::Lacking };
    let remark = if found.is_empty() { String::new() } else { t!(texts, "incident-lacks", n = found.len()) };
    let checklist = Block {
        title: t!(texts, "incident-checklist"),
        lacks: found,
        empty: t!(texts, "incident-checklist-done"),
        ..Block::default()
    };
    SectionView {
        section: Section::Closing,
        title: Section::Closing.title(texts),
        remark,
        standing,
        blocks: vec![
            checklist,
            correctives(cx, file, incident),
            request(cx, file, incident),
            archive::proposals(cx, file, incident),
            signatures(cx, file, incident, Subject::Closure),
            archive::kept(cx, file, incident),
        ],
    }
}

fn correctives(cx: &Cx<'_>, file: &CaseFile, incident: &Incident) -> Block {
    let texts = cx.texts;
    let lines = incident.closure.correctives.iter().map(|(id, corrective)| {
        let works = incident.closure.is_effective(id);
        let due = t!(texts, "incident-due", day = full_day(corrective.due.date()));
        let mut acts = vec![Press::new(texts, Ask::Verify(id))];
        if file.case.is_open() {
            acts.extend(Press::pair(texts, file, Ask::Corrective(Some(id)), Ask::StrikeCorrective(id)));
        }
        Line {
            lead: t!(texts, "incident-corrective", n = id),
            text: corrective.countermeasure.clone(),
            note: if works { t!(texts, "incident-effective") } else { format!("{}　{due}", corrective.owner) },
            more: covered(texts, corrective),
            tone: if works { Tone::Ok } else { Tone::Neutral },
            acts,
            ..Line::default()
        }
    });
    Block {
        title: t!(texts, "incident-correctives"),
        lines: lines.collect(),
        empty: t!(texts, "incident-no-corrective"),
        acts: Some(Press::new(texts, Ask::Corrective(None))).filter(|_| file.case.is_open()).into_iter().collect(),
        ..Block::default()
    }
}

/// The cause, and below it the other cases the entry holds for.
fn covered(texts: &Texts, corrective: &Corrective) -> String {
    let covers = say::join(texts, corrective.covers.iter().cloned());
    let covers = if covers.is_empty() { covers } else { t!(texts, "incident-covered", numbers = covers) };
    [corrective.cause.as_str(), covers.as_str()]
        .iter()
        .filter(|part| !part.is_empty())
        .copied()
        .collect::<Vec<_>>()
        .join("\n")
}

fn request(cx: &Cx<'_>, file: &CaseFile, incident: &Incident) -> Block {
    let texts = cx.texts;
    let line = |lead: String, text: &str| Line { lead, text: text.to_owned(), ..Line::default() };
    let request = incident.closure.request.iter().flat_map(|request| {
        [
            line(t!(texts, "incident-summary"), &request.summary),
            line(t!(texts, "incident-root-cause"), &request.root_cause),
            line(t!(texts, "incident-difference"), &request.difference),
        ]
    });
    let returned = incident.closure.returned.iter().map(|signature| Line {
        note: texts.name("signer", signature.post.word()),
        tone: Tone::Warn,
        ..line(t!(texts, "incident-returned"), &signature.opinion)
    });
    Block {
        title: t!(texts, "incident-request"),
        lines: request.filter(|line| !line.text.is_empty()).chain(returned).collect(),
        empty: t!(texts, "incident-no-request"),
        acts: Some(Press::new(texts, Ask::Request)).filter(|_| file.case.is_open()).into_iter().collect(),
        ..Block::default()
    }
}

pub(super) fn parts(ask: Ask, cx: &Cx<'_>, file: &CaseFile) -> Vec<Part> {
    let texts = cx.texts;
    let closure = file.case.incident.as_deref().map(|incident| &incident.closure);
    match ask {
        Ask::Corrective(id) => {
            let known = closure.zip(id).and_then(|(closure, id)| closure.correctives.get(id));
            let value = |of: fn(&Corrective) -> &str| known.map(of).unwrap_or_default().to_owned();
            let mut parts = vec![
                area("problem", t!(texts, "incident-problem"), 2).value(value(|c| &c.problem)),
                area("cause", t!(texts, "incident-blank-cause"), 2).value(value(|c| &c.cause)).required(),
                area("countermeasure", t!(texts, "incident-blank-countermeasure"), 2)
                    .value(value(|c| &c.countermeasure))
                    .required(),
                line("owner", t!(texts, "incident-blank-owner")).value(value(|c| &c.owner)).required().half(),
                Part::new(slot("due"), t!(texts, "incident-due-by"), Input::When)
                    .value(known.map(|c| full_time(c.due.0)).unwrap_or_default())
                    .required()
                    .half(),
            ];
            parts.extend(covers(cx, file, known));
            parts.extend(id.map(|_| reason(texts)));
            parts
        }
        Ask::Verify(_) => vec![
            one(texts, "effective", t!(texts, "incident-works"), ("verified", &[true, false]), |yes| {
                if yes { "effective" } else { "ineffective" }
            }),
            area("note", t!(texts, "incident-found"), 2).required(),
            Part::new(slot("again"), t!(texts, "incident-blank-next-look"), Input::When)
                .hint(t!(texts, "incident-again-hint")),
        ],
        Ask::Request => {
            let known = closure.and_then(|closure| closure.request.as_ref());
            let value = |of: fn(&ClosureRequest) -> &str| known.map(of).unwrap_or_default().to_owned();
            vec![
                area("summary", t!(texts, "incident-summary"), 4).value(value(|r| &r.summary)).required(),
                area("root_cause", t!(texts, "incident-root-cause"), 2).value(value(|r| &r.root_cause)),
                area("difference", t!(texts, "incident-difference"), 2).value(value(|r| &r.difference)),
            ]
        }
        Ask::Proposal(id) => archive::proposal_parts(id, cx, file),
        Ask::Archive => archive::archive_parts(cx, file),
        Ask::Sign(_) => closing_parts(cx, file),
        _ => vec![reason(texts)],
    }
}

/// L09: the linked cases the entry holds for as well, by their numbers; asked for only where there are any.
fn covers(cx: &Cx<'_>, file: &CaseFile, known: Option<&Corrective>) -> Option<Part> {
    let mut members: Vec<Member> = Vec::new();
    for (_, link) in &file.case.links {
        if !members.iter().any(|(number, _)| *number == link.other) {
            members.push((link.other.clone(), link.other.clone()));
        }
    }
    let chosen = known.map(|corrective| corrective.covers.join(",")).unwrap_or_default();
    let part = Part::new(slot("covers"), t!(cx.texts, "incident-covers"), Input::Any(members));
    (!file.case.links.is_empty()).then(|| part.value(chosen))
}

pub(super) fn read(ask: Ask, form: &Form) -> Option<IncidentCommand> {
    let said = |name| text(form, name);
    Some(IncidentCommand::Closure(match ask {
        Ask::Corrective(id) => {
            let corrective = Corrective {
                problem: said("problem"),
                cause: said("cause"),
                countermeasure: said("countermeasure"),
                owner: said("owner"),
                due: moment(form, "due")?,
                covers: split_words(form.text(slot("covers"))).map(str::to_owned).collect(),
            };
            ClosureEntry::Corrective(match id {
                Some(id) => Change::Correct { id, to: corrective, reason: said("reason") },
                None => Change::Add(corrective),
            })
        }
        Ask::StrikeCorrective(id) => ClosureEntry::Corrective(Change::Strike { id, reason: said("reason") }),
        Ask::Verify(id) => {
            let effective = form.text(slot("effective")) == "effective";
            ClosureEntry::Verify {
                id,
                found: Verification { effective, note: said("note"), again: moment(form, "again") },
            }
        }
        Ask::Request => ClosureEntry::Request(ClosureRequest {
            summary: said("summary"),
            root_cause: said("root_cause"),
            difference: said("difference"),
        }),
        Ask::Proposal(_) | Ask::StrikeProposal(_) | Ask::Archive => archive::read(ask, form)?,
        Ask::Sign(subject) => ClosureEntry::Sign(read_signature(subject, form)?),
        _ => return None,
    }))
}
