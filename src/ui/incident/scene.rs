//! 现场: times, reports with the minutes between, visits, bodies on site, checks (J03-J06, T20).

use super::ask::Ask;
use super::fill::{moment, now, slot, text};
use super::view::{Block, Line, Press, Section, SectionView, Standing};
use crate::domain::facts::split_words;
use crate::domain::incident::{
    Alert, AlertTo, CheckItem, Incident, IncidentCommand, InjuredParty, Official, OfficialKind, Relation, SceneEntry,
    SiteCheck, Verdict, Visit, VisitIdentity,
};
use crate::domain::stage::ContactWay;
use crate::domain::{Case, Stamp};
use crate::store::CaseFile;
use crate::t;
use crate::text::say::duration;
use crate::ui::Cx;
use crate::ui::dialogs::form::{Form, Input, Mood, Part, Slot};
use crate::ui::dialogs::lists::members;
use crate::ui::say;
use crate::ui::widgets::chip::Tone;

/// The section's words.
pub(super) fn section(cx: &Cx<'_>, file: &CaseFile, incident: &Incident) -> SectionView {
    let open = file.case.is_open();
    let missing = AlertTo::ALL.iter().filter(|to| incident.scene.alerted(**to).is_none()).count();
    SectionView {
        section: Section::Scene,
        title: Section::Scene.title(cx.texts),
        remark: if missing > 0 { t!(cx.texts, "incident-alerts-missing", n = missing) } else { String::new() },
        standing: if missing > 0 { Standing::Lacking } else { Standing::Complete },
        blocks: vec![
            times(cx, incident, open),
            alerts(cx, incident, open),
            visits(cx, incident, open),
            officials(cx, incident, open),
            checks(cx, incident, open),
            super::record::block(cx, incident, open),
            injured(cx, incident, open),
        ],
    }
}

fn times(cx: &Cx<'_>, incident: &Incident, open: bool) -> Block {
    let (texts, opening) = (cx.texts, &incident.opening);
    let kinds: Vec<String> = opening.kinds.iter().map(|kind| texts.name("incident-kind", kind.word())).collect();
    let when = |at: Stamp| say::date_time(texts, cx.now, at);
    let line = |lead: String, text: String| Line { lead, text, ..Line::default() };
    let gap = |at: Stamp| duration(texts, opening.minutes_until(at));
    let arrived = opening.arrived_at.map(|at| Line {
        note: t!(texts, "incident-after-report", gap = gap(at)),
        ..line(t!(texts, "incident-arrived"), when(at))
    });
    let mut lines = vec![
        line(t!(texts, "incident-kinds"), kinds.join("、")),
        line(t!(texts, "incident-happened"), when(opening.happened_at)),
        line(t!(texts, "incident-reported"), when(opening.reported_at)),
    ];
    let waits = arrived.is_none();
    lines.extend(arrived);
    lines.extend([
        line(t!(texts, "incident-place"), opening.place.clone()),
        line(t!(texts, "incident-machine"), texts.name("incident-ours", opening.ours.word())),
        line(t!(texts, "incident-account"), opening.account.clone()),
    ]);
    lines.retain(|line| !line.text.is_empty());
    let acts = if waits && open { vec![Press::new(texts, Ask::Arrival)] } else { Vec::new() };
    Block { title: t!(texts, "incident-times"), lines, acts, ..Block::default() }
}

fn alerts(cx: &Cx<'_>, incident: &Incident, open: bool) -> Block {
    let texts = cx.texts;
    let told = incident.scene.alerts.iter().map(|alert| Line {
        lead: texts.name("alert-to", alert.to.word()),
        text: format!("{}　{}", alert.who, texts.name("way", alert.way.word())),
        when: say::date_time(texts, cx.now, alert.at),
        note: match alert.after_visit {
            true => t!(texts, "incident-again"),
            false => {
                t!(texts, "incident-after-report", gap = duration(texts, incident.opening.minutes_until(alert.at)))
            }
        },
        ..Line::default()
    });
    let untold = AlertTo::ALL.iter().filter(|to| incident.scene.alerted(**to).is_none()).map(|to| Line {
        lead: texts.name("alert-to", to.word()),
        text: t!(texts, "incident-not-told"),
        tone: Tone::Warn,
        ..Line::default()
    });
    let mut acts = vec![Press::new(texts, Ask::Alert { after_visit: false })];
    if !incident.scene.visits.is_empty() {
        acts.push(Press::new(texts, Ask::Alert { after_visit: true }));
    }
    acts.retain(|_| open);
    Block { title: t!(texts, "incident-alerts"), lines: told.chain(untold).collect(), acts, ..Block::default() }
}

fn visits(cx: &Cx<'_>, incident: &Incident, open: bool) -> Block {
    let texts = cx.texts;
    let lines = incident.scene.visits.iter().map(|visit| {
        let authority = (!visit.authority.is_empty())
            .then(|| t!(texts, "event-incident-authority", number = visit.authority.as_str()));
        let guarded = visit.scene_protected.then(|| t!(texts, "event-incident-guarded"));
        let more = [authority, guarded, Some(visit.safety.clone()), Some(visit.mood.clone())];
        let more: Vec<String> = more.into_iter().flatten().filter(|part| !part.is_empty()).collect();
        Line {
            lead: visit.who.clone(),
            text: visit.account.clone(),
            when: say::date_time(texts, cx.now, visit.at),
            note: texts.name("visit-identity", visit.identity.word()),
            more: more.join("　"),
            ..Line::default()
        }
    });
    Block {
        title: t!(texts, "incident-visits"),
        lines: lines.collect(),
        empty: t!(texts, "incident-no-visit"),
        acts: Some(Press::new(texts, Ask::Visit)).filter(|_| open).into_iter().collect(),
        ..Block::default()
    }
}

fn officials(cx: &Cx<'_>, incident: &Incident, open: bool) -> Block {
    let texts = cx.texts;
    let lines = incident.scene.officials.iter().map(|official| Line {
        lead: texts.name("official", official.kind.word()),
        text: official.unit.clone(),
        when: official.at.map(|at| say::date_time(texts, cx.now, at)).unwrap_or_default(),
        note: official.document.clone(),
        ..Line::default()
    });
    Block {
        title: t!(texts, "incident-officials"),
        lines: lines.collect(),
        empty: t!(texts, "incident-no-official"),
        acts: Some(Press::new(texts, Ask::Official)).filter(|_| open).into_iter().collect(),
        ..Block::default()
    }
}

fn checks(cx: &Cx<'_>, incident: &Incident, open: bool) -> Block {
    let texts = cx.texts;
    let lines = incident.scene.checks.iter().map(|check| Line {
        lead: texts.name("check-item", check.item.word()),
        text: check.reading.clone(),
        note: texts.name("verdict", check.verdict.word()),
        tone: if check.verdict == Verdict::Abnormal { Tone::Danger } else { Tone::Neutral },
        ..Line::default()
    });
    Block {
        title: t!(texts, "incident-checks"),
        lines: lines.collect(),
        empty: t!(texts, "incident-no-check"),
        acts: Some(Press::new(texts, Ask::Checks)).filter(|_| open).into_iter().collect(),
        ..Block::default()
    }
}

fn injured(cx: &Cx<'_>, incident: &Incident, open: bool) -> Block {
    let (texts, party) = (cx.texts, &incident.scene.injured);
    let relations: Vec<String> =
        party.relations.iter().map(|relation| texts.name("user-relation", relation.word())).collect();
    let line = Line {
        lead: t!(texts, "incident-relations"),
        text: relations.join("、"),
        note: party.other.clone(),
        ..Line::default()
    };
    Block {
        title: t!(texts, "incident-injured"),
        lines: Some(line).filter(|line| !line.text.is_empty()).into_iter().collect(),
        empty: t!(texts, "incident-no-relation"),
        acts: Some(Press::new(texts, Ask::Injured)).filter(|_| open).into_iter().collect(),
        ..Block::default()
    }
}

/// The parts of an entry about the scene.
pub(super) fn parts(ask: Ask, cx: &Cx<'_>, file: &CaseFile) -> Vec<Part> {
    let texts = cx.texts;
    let at = || Part::new(slot("at"), t!(texts, "incident-at"), Input::When).value(now(cx)).required();
    match ask {
        Ask::Alert { after_visit } => alert_parts(after_visit, cx, &file.case),
        Ask::Visit => visit_parts(cx),
        Ask::Official => {
            let kinds = members(texts, "official", OfficialKind::ALL, OfficialKind::word);
            let label = t!(texts, "incident-official-kind");
            vec![
                Part::new(slot("kind"), label, Input::One(kinds)).required(),
                Part::text(slot("unit"), t!(texts, "incident-unit")).required().half(),
                Part { required: false, ..at().half() },
                Part::text(slot("document"), t!(texts, "incident-document")).hint(t!(texts, "incident-document-hint")),
            ]
        }
        Ask::Checks => check_parts(cx, &file.case),
        Ask::Record => super::record::parts(cx, file),
        Ask::Injured => injured_parts(cx, &file.case),
        _ => vec![at()],
    }
}

fn alert_parts(after_visit: bool, cx: &Cx<'_>, case: &Case) -> Vec<Part> {
    let texts = cx.texts;
    let known = case.incident.as_deref();
    let next = AlertTo::ALL.iter().copied().find(|to| known.is_none_or(|file| file.scene.alerted(*to).is_none()));
    let to = next.filter(|_| !after_visit).unwrap_or(AlertTo::First);
    let who = match to {
        AlertTo::First => cx.person_name(case.first),
        AlertTo::Second => cx.person_name(case.second),
        AlertTo::Headquarters => "",
    };
    let posts = members(texts, "alert-to", AlertTo::ALL, AlertTo::word);
    let ways = members(texts, "way", ContactWay::ALL, ContactWay::word);
    vec![
        Part::new(slot("to"), t!(texts, "incident-alert-to"), Input::One(posts)).value(to.word()).required(),
        Part::text(slot("person"), t!(texts, "incident-alert-who")).value(who).required().half(),
        Part::new(slot("at"), t!(texts, "incident-at"), Input::When).value(now(cx)).required().half(),
        Part::new(slot("way"), t!(texts, "incident-way"), Input::One(ways)).value(ContactWay::Phone.word()).required(),
    ]
}

fn visit_parts(cx: &Cx<'_>) -> Vec<Part> {
    let texts = cx.texts;
    let identities = members(texts, "visit-identity", VisitIdentity::ALL, VisitIdentity::word);
    vec![
        Part::text(slot("person"), t!(texts, "incident-visitor")).required().half(),
        Part::new(slot("at"), t!(texts, "incident-arrived"), Input::When).value(now(cx)).required().half(),
        Part::new(slot("identity"), t!(texts, "incident-identity"), Input::One(identities))
            .value(VisitIdentity::OutletDelegate.word())
            .required(),
        Part::line(Mood::Quiet, t!(texts, "incident-identity-says")),
        Part::text(slot("authority"), t!(texts, "incident-blank-authority")).half(),
        Part::text(slot("mood"), t!(texts, "incident-mood")).half(),
        Part::text(slot("safety"), t!(texts, "incident-safety")).hint(t!(texts, "incident-safety-hint")),
        Part::new(slot("protected"), t!(texts, "event-incident-guarded"), Input::Check),
        Part::area(slot("account"), t!(texts, "incident-visit-account"), 3).required(),
    ]
}

fn injured_parts(cx: &Cx<'_>, case: &Case) -> Vec<Part> {
    let texts = cx.texts;
    let known = case.incident.as_deref().map(|incident| incident.scene.injured.clone()).unwrap_or_default();
    let words: Vec<&str> = known.relations.iter().map(|relation| relation.word()).collect();
    let all = members(texts, "user-relation", Relation::ALL, Relation::word);
    vec![
        Part::new(slot("relations"), t!(texts, "incident-relations"), Input::Any(all))
            .value(words.join("、"))
            .required(),
        Part::text(slot("other"), t!(texts, "incident-relation-other")).value(known.other),
    ]
}

/// A line for every item: what was read, and the verdict. What stands there already is filled in.
fn check_parts(cx: &Cx<'_>, case: &Case) -> Vec<Part> {
    let texts = cx.texts;
    let verdicts = members(texts, "verdict", Verdict::ALL, Verdict::word);
    let known = |item: CheckItem| {
        let checks = case.incident.as_deref().map(|incident| incident.scene.checks.as_slice()).unwrap_or_default();
        checks.iter().find(|check| check.item == item)
    };
    let says = Part::line(Mood::Quiet, t!(texts, "incident-checks-says"));
    let rows = CheckItem::ALL.iter().zip(1..).flat_map(|(&item, nth)| {
        let name = texts.name("check-item", item.word());
        let (reading, verdict) =
            known(item).map_or((String::new(), Verdict::Normal), |check| (check.reading.clone(), check.verdict));
        [
            Part::text(reading_slot(nth), name.clone()).value(reading).half(),
            Part::new(
                Slot::Entry("verdict", nth),
                t!(texts, "incident-verdict", item = name),
                Input::One(verdicts.clone()),
            )
            .value(verdict.word())
            .half(),
        ]
    });
    std::iter::once(says).chain(rows).collect()
}

/// The first line takes the blame when nothing was read at all.
const fn reading_slot(nth: u8) -> Slot {
    Slot::Entry("reading", nth - 1)
}

/// The command of an entry about the scene.
pub(super) fn read(ask: Ask, form: &Form) -> Option<IncidentCommand> {
    Some(IncidentCommand::Scene(match ask {
        Ask::Arrival => SceneEntry::Arrival { at: moment(form, "at")? },
        Ask::Alert { after_visit } => SceneEntry::Alert(Alert {
            to: AlertTo::from_word(form.text(slot("to")))?,
            who: text(form, "person"),
            way: ContactWay::from_word(form.text(slot("way")))?,
            at: moment(form, "at")?,
            after_visit,
        }),
        Ask::Official => SceneEntry::Official(Official {
            kind: OfficialKind::from_word(form.text(slot("kind")))?,
            unit: text(form, "unit"),
            at: form.moment(slot("at")),
            document: text(form, "document"),
        }),
        Ask::Visit => SceneEntry::Visit(Visit {
            at: moment(form, "at")?,
            who: text(form, "person"),
            identity: VisitIdentity::from_word(form.text(slot("identity")))?,
            authority: text(form, "authority"),
            safety: text(form, "safety"),
            mood: text(form, "mood"),
            scene_protected: form.is_yes(slot("protected")),
            account: text(form, "account"),
        }),
        Ask::Checks => SceneEntry::Checks(read_checks(form)),
        Ask::Record => super::record::read(form)?,
        Ask::Injured => SceneEntry::Injured(InjuredParty {
            relations: split_words(form.text(slot("relations"))).filter_map(Relation::from_word).collect(),
            other: text(form, "other"),
        }),
        _ => return None,
    }))
}

/// Items that something was written for.
fn read_checks(form: &Form) -> Vec<SiteCheck> {
    let one = |(&item, nth): (&CheckItem, u8)| {
        let reading = form.text(reading_slot(nth)).to_owned();
        let verdict = Verdict::from_word(form.text(Slot::Entry("verdict", nth)))?;
        (!reading.is_empty()).then_some(SiteCheck { item, reading, verdict })
    };
    CheckItem::ALL.iter().zip(1..).filter_map(one).collect()
}
