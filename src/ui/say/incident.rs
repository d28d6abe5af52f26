//! The incident file in the history: one line for every event, and what was said with it.

use super::deadlines::date_time;
use super::history::lines;
use super::incident_money as more;
use super::values::{join, money};
use crate::domain::Stamp;
use crate::domain::incident::{Alert, Change, GradeEvent, IncidentEvent, Opening, SceneEntry, SiteRecord, Visit};
use crate::domain::mask::mask_name;
use crate::domain::stage::Injury;
use crate::t;
use crate::text::Texts;

/// What happened, without who and when.
#[must_use]
pub fn incident_line(texts: &Texts, event: &IncidentEvent) -> String {
    match event {
        IncidentEvent::Opened(opening) => {
            let kinds = opening.kinds.iter().map(|kind| texts.name("incident-kind", kind.word()));
            t!(texts, "event-incident-opened", kinds = join(texts, kinds))
        }
        IncidentEvent::Scene(entry) => scene_line(texts, entry),
        IncidentEvent::Casualty(change) => change_line(texts, "casualty", change, |casualty| {
            let severity = texts.name("injury", casualty.severity.word());
            t!(texts, "event-incident-casualty", name = mask_name(&casualty.person), severity = severity)
        }),
        IncidentEvent::Grade(GradeEvent::Proposed(proposal)) => {
            let grade = texts.name("grade", proposal.grade.word());
            t!(texts, "event-incident-grade-proposed", grade = grade, rule = proposal.rule.as_str())
        }
        IncidentEvent::Grade(GradeEvent::Decided { grade, .. }) => {
            t!(texts, "event-incident-grade-decided", grade = texts.name("grade", grade.word()))
        }
        IncidentEvent::Evidence(change) => more::evidence_line(texts, change),
        IncidentEvent::Loss(change) => change_line(texts, "line", change, |line| more::loss_line(texts, line)),
        IncidentEvent::InjuryLoss(change) => {
            change_line(texts, "injury_line", change, |line| more::injury_line(texts, line))
        }
        IncidentEvent::LossConfirmed(confirmed) => {
            t!(texts, "event-incident-loss-confirmed", assessed = money(texts, confirmed.assessed))
        }
        IncidentEvent::Insurer(entry) => more::insurer_line(texts, entry),
        IncidentEvent::Talk(entry) => more::talk_line(texts, entry),
        IncidentEvent::Settlement(entry) => more::settlement_line(texts, entry),
        IncidentEvent::Closure(entry) => more::closure_line(texts, entry),
    }
}

/// What was said with it; empty when there is nothing to add.
#[must_use]
pub fn incident_detail(texts: &Texts, at: Stamp, event: &IncidentEvent) -> String {
    match event {
        IncidentEvent::Opened(opening) => lines([opening_times(texts, at, opening), opening.account.clone()]),
        IncidentEvent::Scene(entry) => scene_detail(texts, at, entry),
        IncidentEvent::Casualty(change) => {
            lines([reason_of(change), change.member().map(|casualty| casualty.hospital.clone()).unwrap_or_default()])
        }
        IncidentEvent::Grade(GradeEvent::Proposed(proposal)) => {
            let loss = t!(texts, "event-incident-loss", amount = money(texts, proposal.loss));
            let injury = (proposal.injury != Injury::None)
                .then(|| t!(texts, "propose-injury", injury = texts.name("injury", proposal.injury.word())));
            let law = proposal.beyond_law.then(|| texts.name("field", "beyond_law"));
            join(texts, [Some(loss), injury, law].into_iter().flatten())
        }
        IncidentEvent::Grade(GradeEvent::Decided { reason, .. }) => reason.clone(),
        IncidentEvent::Evidence(change) => more::evidence_detail(texts, at, change),
        IncidentEvent::Loss(change) => {
            lines([reason_of(change), change.member().map(|line| more::loss_detail(texts, line)).unwrap_or_default()])
        }
        IncidentEvent::InjuryLoss(change) => {
            lines([reason_of(change), change.member().map(|line| more::injury_detail(texts, line)).unwrap_or_default()])
        }
        IncidentEvent::LossConfirmed(confirmed) => {
            let (claimed, with) = (money(texts, confirmed.claimed), mask_name(&confirmed.with));
            t!(texts, "event-incident-loss-with", claimed = claimed, with = with)
        }
        IncidentEvent::Insurer(entry) => more::insurer_detail(texts, at, entry),
        IncidentEvent::Talk(entry) => more::talk_detail(texts, entry),
        IncidentEvent::Settlement(entry) => more::settlement_detail(texts, at, entry),
        IncidentEvent::Closure(entry) => more::closure_detail(texts, at, entry),
    }
}

fn scene_line(texts: &Texts, entry: &SceneEntry) -> String {
    match entry {
        SceneEntry::Arrival { .. } => t!(texts, "event-incident-arrival"),
        SceneEntry::Alert(Alert { to, way, after_visit, .. }) => {
            let (to, way) = (texts.name("alert-to", to.word()), texts.name("way", way.word()));
            if *after_visit {
                t!(texts, "event-incident-alert-again", to = to, way = way)
            } else {
                t!(texts, "event-incident-alert", to = to, way = way)
            }
        }
        SceneEntry::Official(official) => {
            t!(texts, "event-incident-official", body = texts.name("official", official.kind.word()))
        }
        SceneEntry::Checks(checks) => t!(texts, "event-incident-checks", n = checks.len()),
        SceneEntry::Injured(injured) => {
            let relations = injured.relations.iter().map(|relation| texts.name("user-relation", relation.word()));
            t!(texts, "event-incident-injured", relations = join(texts, relations))
        }
        SceneEntry::Visit(visit) => {
            t!(texts, "event-incident-visit", identity = texts.name("visit-identity", visit.identity.word()))
        }
        SceneEntry::Record(_) => t!(texts, "event-incident-record"),
    }
}

fn scene_detail(texts: &Texts, at: Stamp, entry: &SceneEntry) -> String {
    let when = |then: Stamp| date_time(texts, at, then);
    match entry {
        SceneEntry::Arrival { at } => when(*at),
        SceneEntry::Alert(alert) => lines([alert.who.clone(), when(alert.at)]),
        SceneEntry::Official(official) => {
            lines([official.unit.clone(), official.document.clone(), official.at.map(when).unwrap_or_default()])
        }
        SceneEntry::Checks(checks) => lines(checks.iter().map(|check| {
            let item = texts.name("check-item", check.item.word());
            let verdict = texts.name("verdict", check.verdict.word());
            t!(texts, "event-incident-check", item = item, reading = check.reading.as_str(), verdict = verdict)
        })),
        SceneEntry::Injured(injured) => injured.other.clone(),
        SceneEntry::Visit(visit) => visit_text(texts, at, visit),
        SceneEntry::Record(record) => lines(
            record_words(texts, record)
                .into_iter()
                .map(|(label, value)| t!(texts, "site-pair", label = label, value = value)),
        ),
    }
}

/// The site record in labels and values, without what nobody entered.
pub fn record_words(texts: &Texts, record: &SiteRecord) -> Vec<(String, String)> {
    let years = |years: u32| t!(texts, "site-years", n = years);
    let all = [
        (t!(texts, "site-sex"), record.sex.map(|sex| texts.name("sex", sex.word())).unwrap_or_default()),
        (t!(texts, "site-age"), record.age.map(|age| age.to_string()).unwrap_or_default()),
        (
            t!(texts, "site-proof"),
            record.proof.map(|proof| texts.name("purchase-proof", proof.word())).unwrap_or_default(),
        ),
        (t!(texts, "site-safe-years"), record.safe_years.map(years).unwrap_or_default()),
        (t!(texts, "site-history"), record.history.clone()),
        (t!(texts, "site-condition"), record.condition.clone()),
        (t!(texts, "site-unchecked"), record.unchecked.clone()),
        (t!(texts, "site-seal"), record.seal.clone()),
        (t!(texts, "site-demand"), if record.within_law { t!(texts, "site-within-law") } else { String::new() }),
        (t!(texts, "site-beyond"), record.beyond.clone()),
    ];
    all.into_iter().filter(|(_, value)| !value.is_empty()).collect()
}

fn visit_text(texts: &Texts, at: Stamp, visit: &Visit) -> String {
    let authority = if visit.authority.is_empty() {
        String::new()
    } else {
        t!(texts, "event-incident-authority", number = visit.authority.as_str())
    };
    let guarded = if visit.scene_protected { t!(texts, "event-incident-guarded") } else { String::new() };
    let who = join(texts, [visit.who.clone(), date_time(texts, at, visit.at)].into_iter());
    lines([who, authority, guarded, visit.safety.clone(), visit.mood.clone(), visit.account.clone()])
}

fn opening_times(texts: &Texts, at: Stamp, opening: &Opening) -> String {
    let when = |then: Stamp| date_time(texts, at, then);
    let told =
        t!(texts, "event-incident-times", happened = when(opening.happened_at), reported = when(opening.reported_at));
    lines([told, opening.place.clone()])
}

/// An addition in its own words, a correction or strike by the name of its list and its number.
pub(super) fn change_line<T>(texts: &Texts, list: &str, change: &Change<T>, added: impl Fn(&T) -> String) -> String {
    let what = || texts.name("incident-list", list);
    match change {
        Change::Add(member) => added(member),
        Change::Correct { id, .. } => t!(texts, "event-incident-corrected", what = what(), id = *id),
        Change::Strike { id, .. } => t!(texts, "event-incident-struck", what = what(), id = *id),
    }
}

pub(super) fn reason_of<T>(change: &Change<T>) -> String {
    match change {
        Change::Add(_) => String::new(),
        Change::Correct { reason, .. } | Change::Strike { reason, .. } => reason.clone(),
    }
}
