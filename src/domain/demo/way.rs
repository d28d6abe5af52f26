//! What happened to an invented case after its logging, by whom and when.

use super::dice::Dice;
use super::ground::{Ground, Site};
use super::intake::acceptance;
use super::plan::{Ending, Fate, Mark, OpenPlan, Slot, handling_limit};
use super::words::{Row, Table, Words};
use crate::domain::event::{
    Change, ClosingTerms, Dispatch, Event, Extension, Found, Handling, NoteKind, ReplyGiven, Revisit, RoundCause,
};
use crate::domain::stage::{Acceptance, ContactWay, InfoClass, Satisfaction, Stage, Tier};
use crate::domain::time::Stamp;
use crate::domain::{Facts, Field};

const HOUR: i64 = 60;
const DAY: i64 = 24 * HOUR;

/// What a way is told from.
#[derive(Debug, Clone, Copy)]
pub(super) struct Scene<'a> {
    pub words: &'a Words,
    pub ground: &'a Ground,
    pub slot: &'a Slot,
    pub site: Option<&'a Site>,
    pub end: Stamp,
    pub clerk: &'a str,
}

pub(super) type Happened = (Stamp, String, Event);

/// The events after the logging, in order of time, none after the end.
pub(super) fn events(scene: &Scene<'_>, facts: &Facts, dice: &mut Dice) -> Vec<Happened> {
    match &scene.slot.fate {
        Fate::Open(plan) => open(scene, facts, plan, dice),
        Fate::Closed(ending) => {
            let incident = facts.class == InfoClass::MajorIncident;
            let spot = *ending == Ending::Plain && !incident && dice.chance(11);
            // A young case may not get through in time with the first throw.
            let whole = (0..4).filter(|_| !spot && scene.site.is_some()).find_map(|_| {
                let way = closed(scene, facts, *ending, dice);
                way.last().is_some_and(|(at, ..)| *at < scene.end).then_some(way)
            });
            whole.unwrap_or_else(|| on_the_spot(scene, dice))
        }
    }
}

/// A way as it grows.
struct Way<'a> {
    scene: &'a Scene<'a>,
    facts: &'a Facts,
    site: &'a Site,
    happened: Vec<Happened>,
    assists: usize,
    /// What the last handling came to, with its reply and its conclusion.
    outcome: Row<'a>,
}

impl<'a> Way<'a> {
    fn new(scene: &'a Scene<'a>, facts: &'a Facts, site: &'a Site) -> Self {
        Self { scene, facts, site, happened: Vec::with_capacity(8), assists: 0, outcome: Row::default() }
    }

    fn push(&mut self, at: Stamp, by: &str, event: Event) {
        let last = self.happened.last().map_or(self.scene.slot.logged, |(at, ..)| *at);
        self.happened.push((at.max(last), by.to_owned(), event));
    }

    fn dispatcher(&self) -> &'static str {
        self.scene.words.dispatcher.row(0).cell(0)
    }

    fn system(&self) -> &'static str {
        self.scene.words.system.row(0).cell(0)
    }

    /// Whoever answers for the branch.
    fn branch(&self) -> &'a str {
        self.site.first.as_ref().map_or(self.scene.clerk, |(_, name)| name)
    }

    /// A text with what is faulty named.
    fn said(&self, text: &str) -> String {
        let part = match self.facts.word(Field::FaultPart) {
            "" => self.facts.word(Field::Symptoms),
            part => part,
        };
        text.replace("{part}", part)
    }

    fn any(&self, table: &Table, dice: &mut Dice) -> String {
        self.said(table.word(dice))
    }

    fn dispatch(&mut self, at: Stamp) {
        let order = Dispatch {
            branch: self.site.id,
            first: self.site.first_id(),
            second: self.site.second_id(),
            facts: self.facts.word(Field::Description).to_owned(),
            demand: self.facts.word(Field::DemandText).to_owned(),
            by: None,
        };
        self.push(at, self.dispatcher(), Event::Dispatched(Box::new(order)));
    }

    fn note(&mut self, at: Stamp, by: &str, dice: &mut Dice) {
        let text = self.any(&self.scene.words.notes, dice);
        let kind = if dice.chance(60) { NoteKind::Contact } else { NoteKind::Progress };
        self.push(at, by, Event::Noted { kind, text });
    }

    fn warn(&mut self, at: Stamp, stage: Stage) {
        self.push(at, self.system(), Event::Warned { stage });
    }

    fn urge(&mut self, at: Stamp, dice: &mut Dice) {
        let text = self.any(&self.scene.words.urges, dice);
        self.push(at, self.scene.clerk, Event::Urged { text });
    }

    fn handle(&mut self, at: Stamp, solved: bool, dice: &mut Dice) {
        let words = self.scene.words;
        let kind = match (self.facts.class, self.facts.word(Field::FaultPart)) {
            (InfoClass::ServiceManagement | InfoClass::Competitor, _) => "trade",
            (_, "") => "plain",
            _ => "part",
        };
        self.outcome = words.results.weighted(dice, |row| i64::from(row.cell(0) == kind));
        let handling = Handling {
            result: self.said(self.outcome.cell(1)),
            measures: if dice.chance(35) { self.any(&words.measures, dice) } else { String::new() },
            explanation: if solved { String::new() } else { self.any(&words.unsolved, dice) },
            solved,
            found: self.found(),
        };
        self.push(at, self.branch(), Event::Handled(Box::new(handling)));
    }

    /// What it was found to come from, as far as somebody says; with dice of its own, so that nothing else is moved.
    fn found(&self) -> Found {
        let mut dice = Dice::of(self.facts.received_at.0.cast_unsigned(), 24);
        if !dice.chance(88) {
            return Found::default();
        }
        let carried = self.outcome.cell(0) == "part" && dice.chance(5);
        let row = if carried { self.scene.words.carried.row(0) } else { self.outcome };
        let (cause, department) = if carried { (row.cell(0), row.cell(1)) } else { (row.cell(4), row.cell(5)) };
        Found { cause: cause.to_owned(), department: department.to_owned() }
    }

    fn reply(&mut self, at: Stamp, dice: &mut Dice) {
        let text = self.said(self.outcome.cell(2));
        let reply =
            ReplyGiven { way: way_of(dice), text, accepted: acceptance(dice), promise: None, found: Found::default() };
        self.push(at, self.scene.clerk, Event::Replied(Box::new(reply)));
    }

    fn revisit(&mut self, at: Stamp, dissatisfied: bool, dice: &mut Dice) {
        let fair = |dice: &mut Dice| if dice.chance(2) { Satisfaction::Fair } else { Satisfaction::Satisfied };
        let words = self.scene.words;
        let table = if dissatisfied { &words.discontents } else { &words.opinions };
        let revisit = Revisit {
            way: way_of(dice),
            result: if dissatisfied { Satisfaction::Dissatisfied } else { fair(dice) },
            process: fair(dice),
            staff: fair(dice),
            opinion: table.word(dice).to_owned(),
        };
        let reason = revisit.opinion.clone();
        self.push(at, self.scene.clerk, Event::Revisited(Box::new(revisit)));
        if dissatisfied {
            self.push(at, self.scene.clerk, Event::RoundOpened { cause: RoundCause::Dissatisfied, reason });
        }
    }

    fn close(&mut self, at: Stamp, dice: &mut Dice) {
        let conclusion = self.said(self.outcome.cell(3));
        let opinion = self.any(&self.scene.words.opinions, dice);
        self.push(at, self.scene.clerk, Event::Closed { conclusion, opinion, terms: ClosingTerms::default() });
    }

    /// Gets stuck at `from` for a reason of the list; `None` leaves the clock standing.
    fn wait(&mut self, from: Stamp, to: Option<Stamp>, dice: &mut Dice) {
        let row = self.scene.words.waits.any(dice);
        let event = Event::Waiting { reason: row.cell(0).to_owned(), note: row.cell(1).to_owned() };
        self.push(from, self.branch(), event);
        if let Some(to) = to {
            self.push(to, self.branch(), Event::Resumed);
        }
    }

    fn extend(&mut self, at: Stamp, until: Stamp, dice: &mut Dice) {
        let words = self.scene.words;
        let extension = Extension {
            until,
            reason: self.any(&words.extensions, dice),
            approved_by: words.deputy.row(0).cell(0).to_owned(),
            customer_told: true,
        };
        self.push(at, self.branch(), Event::Extended(Box::new(extension)));
    }

    /// What happens on the side while a branch works: notes, assistance, a higher tier.
    fn aside(&mut self, from: Stamp, to: Stamp, dice: &mut Dice) {
        let incident = self.facts.class == InfoClass::MajorIncident;
        let middle = Stamp(from.0.midpoint(to.0));
        if dice.chance(if incident { 60 } else { 3 }) {
            let row = self.scene.words.assists.any(dice);
            let what = self.said(row.cell(1));
            let asked = dice.awake_between(from, middle);
            self.push(asked, self.branch(), Event::AssistAsked { unit: row.cell(0).to_owned(), what, due: Some(to) });
            let answered = dice.awake_between(middle, to);
            let (nth, text) = (self.assists, self.any(&self.scene.words.measures, dice));
            self.assists += 1;
            self.push(answered, row.cell(0), Event::AssistAnswered { nth, text });
        } else if dice.chance(22) {
            let at = dice.awake_between(from, middle);
            self.note(at, self.branch(), dice);
        }
        if dice.chance(if incident { 25 } else { 1 }) {
            let at = dice.awake_between(middle, to);
            let tier = if incident { Tier::Headquarters } else { Tier::Province };
            let reason = self.any(&self.scene.words.raises, dice);
            self.push(at, self.branch(), Event::Raised { to: tier, reason });
        }
    }

    /// B10: a field corrected afterwards.
    fn amend(&mut self, at: Stamp, dice: &mut Dice) {
        let words = self.scene.words;
        let (from, to) = (self.facts.word(Field::ProofOfPurchase), words.proofs.word(dice));
        if from != to {
            let change = Change { field: Field::ProofOfPurchase, from: from.to_owned(), to: to.to_owned() };
            self.push(
                at,
                self.scene.clerk,
                Event::Amended { changes: vec![change], reason: words.doubts.word(dice).to_owned() },
            );
        }
    }

    /// E04: dispatched, given back with the reason. Answers when it can be dispatched again.
    fn by_mistake(&mut self, at: Stamp, dice: &mut Dice) -> Stamp {
        self.dispatch(at);
        let back = dice.awake_after(at, 10, 40);
        let row = self.scene.words.sendbacks.any(dice);
        self.push(back, self.branch(), Event::SentBack { reason: row.cell(1).to_owned() });
        dice.awake_after(back, 5, 25)
    }
}

fn way_of(dice: &mut Dice) -> ContactWay {
    if dice.chance(90) { ContactWay::Phone } else { ContactWay::Message }
}

/// E02: answered at the centre, closed by the next day.
fn on_the_spot(scene: &Scene<'_>, dice: &mut Dice) -> Vec<Happened> {
    let words = scene.words;
    let replied = scene.slot.logged.plus_minutes(dice.between(2, 35));
    let reply = ReplyGiven {
        way: ContactWay::Phone,
        text: words.spot.word(dice).to_owned(),
        accepted: Acceptance::Accepted,
        promise: None,
        found: Found::default(),
    };
    let closed = dice.awake_after(replied, 30, 20 * HOUR);
    let (conclusion, opinion) = (words.conclusions.word(dice).to_owned(), words.opinions.word(dice).to_owned());
    vec![
        (replied, scene.clerk.to_owned(), Event::AnsweredOnTheSpot(Box::new(reply))),
        (closed, scene.clerk.to_owned(), Event::Closed { conclusion, opinion, terms: ClosingTerms::default() }),
    ]
}

/// The whole way to the archive.
fn closed(scene: &Scene<'_>, facts: &Facts, ending: Ending, dice: &mut Dice) -> Vec<Happened> {
    let Some(site) = scene.site else { return Vec::new() };
    let mut way = Way::new(scene, facts, site);
    let limit = handling_limit(facts.level);
    let mut dispatched = dice.awake_after(scene.slot.logged, 4, 45);
    if ending == Ending::Plain && dice.chance(1) {
        dispatched = way.by_mistake(dispatched, dice);
    }
    way.dispatch(dispatched);
    let handled = match ending {
        Ending::Late => handled_late(&mut way, dispatched, limit, dice),
        Ending::Plain | Ending::TwoRounds => handled_in_time(&mut way, dispatched, limit, dice),
    };
    let replied = handled.plus_minutes(dice.between(6, 100));
    way.reply(replied, dice);
    let mut asked = dice.awake_after(replied, 18 * HOUR, 5 * DAY);
    if ending == Ending::TwoRounds {
        way.revisit(asked, true, dice);
        let again = dice.awake_after(asked, 2 * HOUR, limit * 8 / 10);
        way.handle(again, true, dice);
        let told = again.plus_minutes(dice.between(6, 100));
        way.reply(told, dice);
        asked = dice.awake_after(told, DAY, 4 * DAY);
        way.revisit(asked, false, dice);
    } else if dice.chance(3) {
        asked = dice.awake_after(handled, 6 * DAY + 2 * HOUR, 6 * DAY + 22 * HOUR);
        let reason = way.any(&scene.words.skips, dice);
        way.push(asked, scene.clerk, Event::RevisitSkipped { reason });
    } else {
        way.revisit(asked, false, dice);
    }
    let closed = dice.awake_after(asked, 20, 30 * HOUR);
    way.close(closed, dice);
    way.happened
}

/// Handled within the stage limit: plainly, after a wait, or after an extension.
fn handled_in_time(way: &mut Way<'_>, from: Stamp, limit: i64, dice: &mut Dice) -> Stamp {
    match dice.between(0, 99) {
        0..=6 => {
            let stopped = dice.awake_after(from, limit / 20, limit / 4);
            let resumed = dice.awake_after(stopped, 6 * HOUR, 60 * HOUR);
            way.wait(stopped, Some(resumed), dice);
            let handled = dice.awake_after(resumed, limit / 20, limit * 7 / 10);
            way.handle(handled, true, dice);
            handled
        }
        7..=8 => {
            let granted = dice.awake_after(from, limit * 3 / 10, limit * 8 / 10);
            let until = from.plus_minutes(limit + dice.between(20, 40) * HOUR);
            way.extend(granted, until, dice);
            let handled = dice.awake_between(granted.plus_minutes(HOUR), until.plus_minutes(-3 * HOUR));
            way.handle(handled, true, dice);
            handled
        }
        throw => {
            let handled = dice.awake_after(from, limit * 8 / 100, limit * 93 / 100);
            if throw == 9 {
                transfer(way, from, handled, dice);
            } else if throw == 10 {
                way.amend(dice.awake_between(from, Stamp(from.0.midpoint(handled.0))), dice);
            }
            way.aside(from, handled, dice);
            if throw < 14 {
                way.urge(handled.plus_minutes(-dice.between(5, 40)), dice);
            }
            let mark = from.plus_minutes(limit * 9 / 10 + 1);
            if handled > mark {
                way.warn(mark, Stage::Handling);
            }
            way.handle(handled, throw > 11, dice);
            handled
        }
    }
}

/// Handled after the outward promise has passed, warned and urged on the way.
fn handled_late(way: &mut Way<'_>, from: Stamp, limit: i64, dice: &mut Dice) -> Stamp {
    // The promise is the handling limit and seven hours, counted from the contact (T06-T08).
    let promise = way.facts.received_at.plus_minutes(limit + 7 * HOUR);
    let handled = dice.awake_after(promise, 30, 34 * HOUR);
    way.aside(from, from.plus_minutes(limit * 8 / 10), dice);
    way.warn(from.plus_minutes(limit * 9 / 10 + 1), Stage::Handling);
    if dice.chance(70) {
        let at = dice.awake_between(from.plus_minutes(limit * 9 / 10 + 2), handled);
        way.urge(at, dice);
    }
    way.handle(handled, dice.chance(70), dice);
    handled
}

/// E03: handed to another branch of the region, if there is one.
fn transfer(way: &mut Way<'_>, from: Stamp, to: Stamp, dice: &mut Dice) {
    let Some(target) = way.scene.ground.any(way.scene.slot.region, dice).filter(|site| site.id != way.site.id) else {
        return;
    };
    let at = dice.awake_between(from, Stamp(from.0.midpoint(to.0)));
    let reason = way.scene.words.transfers.any(dice).cell(1).to_owned();
    let event = Event::Transferred { to: target.id, first: target.first_id(), second: target.second_id(), reason };
    way.push(at, way.branch(), event);
    way.site = target;
}

/// As far as the plan says.
fn open(scene: &Scene<'_>, facts: &Facts, plan: &OpenPlan, dice: &mut Dice) -> Vec<Happened> {
    let Some(site) = scene.site else { return Vec::new() };
    let mut way = Way::new(scene, facts, site);
    let logged = scene.slot.logged;
    let limit = handling_limit(facts.level);
    match plan.stage {
        Stage::Intake | Stage::Dispatch | Stage::Archived => warn_open(&mut way, plan, logged, 4 * HOUR),
        Stage::Handling => {
            way.dispatch(plan.anchor);
            in_handling(&mut way, plan, limit, dice);
        }
        Stage::Reply | Stage::Revisit => {
            way.dispatch(logged.plus_minutes(dice.between(4, 25)));
            way.handle(plan.anchor, true, dice);
            if plan.stage == Stage::Reply {
                warn_open(&mut way, plan, plan.anchor, 2 * HOUR);
            } else {
                let replied = plan.anchor.plus_minutes(dice.between(6, 100));
                way.reply(replied, dice);
                if plan.mark == Mark::Near {
                    warn_revisit(&mut way, plan.anchor);
                }
            }
        }
        Stage::Closure => {
            let dispatched = logged.plus_minutes(dice.between(4, 45));
            way.dispatch(dispatched);
            let latest = dispatched.plus_minutes(limit * 8 / 10).min(plan.anchor.plus_minutes(-4 * HOUR));
            let handled = dice.awake_between(dispatched.plus_minutes(HOUR), latest);
            way.handle(handled, true, dice);
            way.reply(handled.plus_minutes(dice.between(6, 100)), dice);
            way.revisit(plan.anchor, false, dice);
        }
    }
    way.happened
}

fn in_handling(way: &mut Way<'_>, plan: &OpenPlan, limit: i64, dice: &mut Dice) {
    let (from, end) = (plan.anchor, way.scene.end);
    match plan.mark {
        Mark::Waiting => {
            let stopped = from.plus_minutes(dice.between(limit / 20, limit / 3));
            way.wait(stopped, None, dice);
        }
        Mark::Extended => {
            let granted = from.plus_minutes(dice.between(limit * 3 / 10, limit * 45 / 100));
            way.extend(granted, end.plus_minutes(dice.between(20, 50) * HOUR), dice);
        }
        Mark::Overdue => {
            warn_open(way, plan, from, limit);
            way.urge(from.plus_minutes(limit + 10).min(end), dice);
        }
        _ => {
            if dice.chance(50) {
                let middle = Stamp(from.0.midpoint(end.0));
                let at = dice.awake_between(from, middle);
                way.note(at, way.branch(), dice);
            }
            warn_open(way, plan, from, limit);
        }
    }
}

/// F01: the warning of a stage that has passed its mark.
fn warn_open(way: &mut Way<'_>, plan: &OpenPlan, from: Stamp, limit: i64) {
    if matches!(plan.mark, Mark::Near | Mark::Overdue) {
        let mark = Stamp(from.0 + limit * 60_000 * 9 / 10);
        way.warn(mark.plus_minutes(1).min(way.scene.end), plan.stage);
    }
}

/// T05: seven days to the end of the last one; nine tenths of it have passed.
fn warn_revisit(way: &mut Way<'_>, handled: Stamp) {
    let start = handled.date().and_hms_opt(0, 0, 0).map_or(handled, Stamp::from_wall);
    let due = start.plus_minutes(8 * DAY);
    let mark = Stamp(handled.0 + (due.0 - handled.0) / 10 * 9);
    way.warn(mark.plus_minutes(1).min(way.scene.end), Stage::Revisit);
}
