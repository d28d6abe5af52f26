//! 责任与协商: the order of the talks as steps, then finding, sharing and options (J11-J13).

use super::ask::Ask;
use super::fill::{amount, area, count, line, one, plain, reason, slot, text};
use super::view::{Block, Line, Press, Section, SectionView, Standing};
use crate::domain::incident::talks::{Bearer, DirectWay, Remedy, SettlementOption};
use crate::domain::incident::{Change, Finding, Incident, IncidentCommand, Party, Step, Talk};
use crate::domain::stage::Stage;
use crate::store::CaseFile;
use crate::t;
use crate::ui::dialogs::form::{Form, Mood, Part, Slot};
use crate::ui::{Cx, say};

/// A step of the talks, as the strip shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StepView {
    pub name: String,
    pub state: String,
    pub standing: Standing,
}

/// The four steps: what lies before the open one is done, what lies behind it says which comes first (J13).
pub(super) fn steps(cx: &Cx<'_>, file: &CaseFile, incident: &Incident) -> Vec<StepView> {
    let texts = cx.texts;
    let name = |step: Step| texts.name("talk-step", step.word());
    let next = incident.next_step(&file.book.rules);
    let ended = incident.talks.ended.is_some();
    [Step::Responsibility, Step::Loss, Step::Sharing, Step::Agreement]
        .into_iter()
        .map(|step| {
            let (standing, state) = match next {
                Some(open) if open == step => (Standing::Lacking, t!(texts, "incident-step-open")),
                Some(open) if step > open => (Standing::Locked, t!(texts, "incident-step-locked", step = name(open))),
                _ if ended && step != Step::Responsibility => (Standing::Locked, t!(texts, "incident-step-spared")),
                _ => (Standing::Complete, t!(texts, "incident-step-done")),
            };
            StepView { name: name(step), state, standing }
        })
        .collect()
}

/// The section's words.
pub(super) fn section(cx: &Cx<'_>, file: &CaseFile, incident: &Incident) -> SectionView {
    let texts = cx.texts;
    let open_step = incident.next_step(&file.book.rules);
    let early = open_step.filter(|step| *step <= Step::Agreement);
    let remark = early.map(|step| t!(texts, "incident-next", step = texts.name("talk-step", step.word())));
    SectionView {
        section: Section::Talks,
        title: Section::Talks.title(texts),
        remark: remark.unwrap_or_default(),
        standing: if early.is_some() { Standing::Lacking } else { Standing::Complete },
        blocks: vec![finding(cx, file, incident), sharing(cx, file, incident), direct(cx, file, incident)],
    }
}

/// Whether the talks can go on: nothing is agreed, nothing ended, the case is open.
fn goes_on(file: &CaseFile, incident: &Incident) -> bool {
    file.case.is_open()
        && file.case.stage != Stage::Archived
        && incident.talks.agreement.is_none()
        && incident.talks.ended.is_none()
}

fn finding(cx: &Cx<'_>, file: &CaseFile, incident: &Incident) -> Block {
    let texts = cx.texts;
    let lines = incident.talks.finding.iter().map(|finding| Line {
        lead: t!(texts, "incident-liable"),
        text: say::shares_text(texts, finding),
        note: finding.document.clone(),
        more: finding.grounds.clone(),
        ..Line::default()
    });
    let first = incident.talks.finding.is_none();
    let acts = Some(Press { first, ..Press::new(texts, Ask::Find) }).filter(|_| goes_on(file, incident));
    Block {
        title: texts.name("talk-step", Step::Responsibility.word()),
        lines: lines.collect(),
        empty: t!(texts, "incident-no-finding"),
        acts: acts.into_iter().collect(),
        ..Block::default()
    }
}

fn sharing(cx: &Cx<'_>, file: &CaseFile, incident: &Incident) -> Block {
    let (texts, talks) = (cx.texts, &incident.talks);
    let shares = talks.sharing.iter().map(|(bearer, part)| Line {
        lead: texts.name("bearer", bearer.word()),
        text: say::money(texts, *part),
        ..Line::default()
    });
    let options = talks.options.iter().map(|(id, option)| Line {
        lead: t!(texts, "incident-option", n = id),
        text: option.text.clone(),
        note: format!("{}　{}", texts.name("remedy", option.remedy.word()), say::money(texts, option.amount)),
        acts: Press::pair(texts, file, Ask::Option(Some(id)), Ask::StrikeOption(id)),
        ..Line::default()
    });
    let unlocked = goes_on(file, incident) && talks.finding.is_some() && incident.losses.confirmed.is_some();
    let acts = [Ask::Share, Ask::Option(None)].into_iter().filter(|_| unlocked).map(|ask| Press::new(texts, ask));
    Block {
        title: texts.name("talk-step", Step::Sharing.word()),
        lines: shares.chain(options).collect(),
        empty: t!(texts, "incident-no-sharing"),
        acts: acts.collect(),
        ..Block::default()
    }
}

fn direct(cx: &Cx<'_>, file: &CaseFile, incident: &Incident) -> Block {
    let texts = cx.texts;
    let lines = incident.talks.ended.iter().map(|(way, said)| Line {
        lead: texts.name("direct-way", way.word()),
        text: said.clone(),
        ..Line::default()
    });
    let possible = goes_on(file, incident) && incident.talks.finding.is_some();
    Block {
        title: t!(texts, "incident-direct-end"),
        lines: lines.collect(),
        empty: t!(texts, "incident-no-direct-end"),
        acts: Some(Press::new(texts, Ask::EndDirectly)).filter(|_| possible).into_iter().collect(),
        ..Block::default()
    }
}

pub(super) fn parts(ask: Ask, cx: &Cx<'_>, file: &CaseFile) -> Vec<Part> {
    let texts = cx.texts;
    let incident = file.case.incident.as_deref();
    match ask {
        Ask::Find => find_parts(cx, incident.and_then(|incident| incident.talks.finding.as_ref())),
        Ask::Share => {
            let shares = incident.map(|incident| incident.talks.sharing.as_slice()).unwrap_or_default();
            let known = |bearer: Bearer| shares.iter().find(|(named, _)| *named == bearer).map(|(_, part)| *part);
            let confirmed = incident.and_then(|incident| incident.losses.confirmed.as_ref());
            let loss = confirmed.map(|confirmed| say::money(texts, confirmed.assessed)).unwrap_or_default();
            let says = Part::line(Mood::Quiet, t!(texts, "incident-share-says", loss = loss));
            let rows = Bearer::ALL.iter().zip(0..).map(|(&bearer, nth)| {
                let value = known(bearer).map(plain).unwrap_or_default();
                Part::text(Slot::Entry("fen_share", nth), texts.name("bearer", bearer.word())).value(value).half()
            });
            std::iter::once(says).chain(rows).collect()
        }
        Ask::Option(id) => {
            let known = incident.zip(id).and_then(|(incident, id)| incident.talks.options.get(id));
            let label = t!(texts, "incident-remedy");
            let mut parts = vec![
                one(texts, "remedy", label, ("remedy", Remedy::ALL), Remedy::word)
                    .value(known.map(|option| option.remedy.word()).unwrap_or_default()),
                line("fen_amount", t!(texts, "incident-amount"))
                    .value(known.map(|option| plain(option.amount)).unwrap_or_default()),
                area("text", t!(texts, "incident-option-text"), 2)
                    .value(known.map(|option| option.text.clone()).unwrap_or_default())
                    .required(),
            ];
            parts.extend(id.map(|_| reason(texts)));
            parts
        }
        Ask::EndDirectly => vec![
            Part::line(Mood::Quiet, t!(texts, "incident-end-says")),
            one(texts, "way", t!(texts, "incident-end-way"), ("direct-way", DirectWay::ALL), DirectWay::word),
            area("text", t!(texts, "incident-blank-account"), 2).required(),
        ],
        _ => vec![reason(texts)],
    }
}

fn find_parts(cx: &Cx<'_>, known: Option<&Finding>) -> Vec<Part> {
    let texts = cx.texts;
    let share = |party: Party| known.map_or(0, |finding| finding.share_of(party));
    let rows = Party::ALL.iter().zip(0..).map(|(&party, nth)| {
        let value = if share(party) == 0 { String::new() } else { share(party).to_string() };
        let label = t!(texts, "incident-percent", party = texts.name("party", party.word()));
        Part::text(Slot::Entry("count_share", nth), label).value(value).half()
    });
    let mut parts = vec![Part::line(Mood::Quiet, t!(texts, "incident-find-says"))];
    parts.extend(rows);
    parts.extend([
        area("grounds", t!(texts, "incident-blank-grounds"), 2)
            .value(known.map(|finding| finding.grounds.clone()).unwrap_or_default())
            .required(),
        line("document", t!(texts, "incident-finding-document"))
            .value(known.map(|finding| finding.document.clone()).unwrap_or_default()),
    ]);
    parts
}

pub(super) fn read(ask: Ask, form: &Form) -> Option<IncidentCommand> {
    Some(IncidentCommand::Talk(match ask {
        Ask::Find => {
            let shares = Party::ALL.iter().zip(0..);
            let shares = shares.map(|(&party, nth)| Some((party, count(form, Slot::Entry("count_share", nth))?)));
            let shares: Option<Vec<(Party, u32)>> = shares.collect();
            let shares = shares?.into_iter().filter(|(_, percent)| *percent > 0).collect();
            Talk::Find(Finding { shares, grounds: text(form, "grounds"), document: text(form, "document") })
        }
        Ask::Share => {
            let shares = Bearer::ALL.iter().zip(0..);
            let shares = shares.map(|(&bearer, nth)| Some((bearer, amount(form, Slot::Entry("fen_share", nth))?)));
            let shares: Option<Vec<_>> = shares.collect();
            Talk::Share(shares?.into_iter().filter(|(_, part)| part.0 != 0).collect())
        }
        Ask::Option(id) => {
            let option = SettlementOption {
                remedy: Remedy::from_word(form.text(slot("remedy")))?,
                amount: amount(form, slot("fen_amount"))?,
                text: text(form, "text"),
            };
            Talk::Option(match id {
                Some(id) => Change::Correct { id, to: option, reason: text(form, "reason") },
                None => Change::Add(option),
            })
        }
        Ask::StrikeOption(id) => Talk::Option(Change::Strike { id, reason: text(form, "reason") }),
        Ask::EndDirectly => {
            Talk::EndDirectly { way: DirectWay::from_word(form.text(slot("way")))?, text: text(form, "text") }
        }
        _ => return None,
    }))
}
