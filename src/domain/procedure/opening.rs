//! Opening by itself: facts of a case that a template or a clock of the law is for.

use super::{Fits, ProcedureEvent, Template};
use crate::domain::case::Case;
use crate::domain::decide::Setting;
use crate::domain::event::Event;
use crate::domain::field::Field;
use crate::domain::incident;
use crate::domain::judge;
use crate::domain::rules::Rules;
use crate::domain::stage::{Priority, Verified};

impl Fits {
    /// Whether the facts of the case are those named here.
    #[must_use]
    pub fn holds(&self, case: &Case, rules: &Rules) -> bool {
        let facts = &case.facts;
        let file = case.incident.as_deref();
        let any = |none: bool, found: bool| none || found;
        any(self.channels.is_empty(), self.channels.iter().any(|key| key == facts.word(Field::Channel)))
            && any(self.classes.is_empty(), self.classes.contains(&facts.class))
            && any(self.levels.is_empty(), self.levels.contains(&facts.level))
            && any(self.occurrences.is_empty(), self.occurrences.contains(&facts.occurrence))
            && any(self.exposure.is_empty(), self.exposure.iter().any(|kind| facts.exposure.contains(kind)))
            && any(self.demands.is_empty(), self.demands.iter().any(|kind| facts.demand.contains(kind)))
            && any(self.tracks.is_empty(), self.tracks.contains(&rules.track(facts)))
            && self.injury_from.is_none_or(|from| {
                file.map_or(facts.injury, |file| incident::worst_injury(case, file).max(facts.injury)) >= from
            })
            && self.grade_from.is_none_or(|from| facts.grade >= Some(from))
            && self
                .loss_from
                .is_none_or(|from| file.map_or(facts.loss.unwrap_or_default(), |file| file.loss_so_far(facts)) >= from)
            && !(self.within_law && facts.beyond_law)
            && any(!self.verified, facts.verified == Verified::True)
            && any(!self.urgent, judge::priority(facts, rules) == Priority::Urgent)
    }
}

/// The openings that the facts of the case call for: each template that fits and was never opened for it.
#[must_use]
pub fn openings(case: &Case, rules: &Rules) -> Vec<Event> {
    if !case.is_open() {
        return Vec::new();
    }
    let never = |template: &&Template| case.procedures.iter().all(|procedure| procedure.key != template.key);
    let opened = |template: &Template| {
        let fits = template.opens.iter().find(|fits| fits.holds(case, rules))?;
        Some(ProcedureEvent::Opened { key: template.key.clone(), because: Some(fits.id.clone()) }.into())
    };
    rules.procedures.iter().filter(never).filter_map(opened).collect()
}

/// Adds the openings that `events` call for by changing the facts of the case.
pub(in crate::domain) fn with_opened(case: &Case, mut events: Vec<Event>, setting: &Setting<'_>) -> Vec<Event> {
    let touches = |event: &Event| matches!(event, Event::Incident(_) | Event::Amended { .. });
    if setting.rules.procedures.is_empty() || !events.iter().any(touches) {
        return events;
    }
    let mut after = case.clone();
    for event in &events {
        after.apply(setting.now, event);
    }
    events.extend(openings(&after, setting.rules));
    events
}
