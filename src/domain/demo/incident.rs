//! The incident file of an invented case: told by the domain's own commands, so that nothing in it is unlawful.
//!
//! The plain story stays as it is; the entries of the file stand between its events. Where the rules would refuse one
//! of them the story is told without a file.

use super::dice::{Dice, is_awake};
use super::file::{Files, Keeper};
use super::plan::Fate;
use super::way::{Happened, Scene};
use crate::domain::event::Event;
use crate::domain::incident::Subject;
use crate::domain::rules::Rules;
use crate::domain::{Facts, Stamp};

/// Dice of their own for the looks at corrective entries, so that nothing else is moved.
const LOOKS: u64 = 25;

/// Between two entries of one step.
pub(super) const PAUSE: i64 = 20_000;

/// How far an open case's file is kept: just opened, evidence in part, loss list, responsibility found, paid.
pub(super) const DEPTHS: u8 = 5;

/// What the files of incidents are kept by, and how far each of the open ones has come.
#[derive(Debug, Clone)]
pub(super) struct Kept {
    pub rules: Rules,
    pub files: Files,
}

/// One step of the way, taken by as many commands as it needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    Opening,
    Insurer,
    Visit,
    SomePhotos,
    Photos,
    Losses,
    Finding,
    Confirmation,
    Offer,
    Agreement,
    Settlement,
    Payment,
    Papers,
    InsurersMoney,
    Closing,
}

/// What follows the dispatch: the depth from which it is done, and how much of the way has passed in percent.
const WAY: [(Step, u8, i64); 12] = [
    (Step::Visit, 1, 5),
    (Step::SomePhotos, 1, 9),
    (Step::Photos, 2, 14),
    (Step::Losses, 2, 30),
    (Step::Finding, 3, 42),
    (Step::Confirmation, 3, 50),
    (Step::Offer, 4, 56),
    (Step::Agreement, 4, 62),
    (Step::Settlement, 4, 70),
    (Step::Payment, 4, 80),
    (Step::Papers, 4, 88),
    (Step::InsurersMoney, 4, 94),
];

/// The story of a major incident with its file, if the rules admit every entry; `depth` says how far an open one is.
pub(super) fn with_file(
    scene: &Scene<'_>,
    facts: &Facts,
    (kept, depth): (&Kept, u8),
    plain: &[Happened],
    dice: &mut Dice,
) -> Option<Vec<Happened>> {
    let steps = steps(scene, plain, depth, dice)?;
    let mut keeper = Keeper::new(scene, facts, kept, plain)?;
    for (at, step) in steps {
        if !keeper.reach(at)? || !take(&mut keeper, step, dice)? {
            break;
        }
    }
    keeper.verify(&mut Dice::of(facts.received_at.0.cast_unsigned(), LOOKS))?;
    keeper.finish()
}

/// The steps with their times; `None` for a story that leaves no room for them.
fn steps(scene: &Scene<'_>, plain: &[Happened], depth: u8, dice: &mut Dice) -> Option<Vec<(Stamp, Step)>> {
    let logged = scene.slot.logged;
    let mut steps = vec![
        (logged.plus_minutes(dice.between(1, 4)).min(scene.end.plus_minutes(-2)), Step::Opening),
        (logged.plus_minutes(dice.between(6, 20)), Step::Insurer),
    ];
    let at_of = |is: fn(&Event) -> bool| plain.iter().rev().find(|(.., event)| is(event)).map(|(at, ..)| *at);
    let first = plain.iter().find(|(.., event)| matches!(event, Event::Dispatched(_))).map(|(at, ..)| *at);
    let ending = at_of(|event| matches!(event, Event::Closed { .. }));
    let asked = at_of(|event| matches!(event, Event::Revisited(_) | Event::RevisitSkipped { .. }));
    let closed = matches!(scene.slot.fate, Fate::Closed(_));
    let (from, to) = match (closed, first, asked) {
        (true, Some(first), Some(asked)) => (first, asked),
        (true, ..) => return None,
        (false, Some(first), _) => (first, scene.end),
        (false, None, _) => return Some(steps),
    };
    let reach = if closed { DEPTHS - 1 } else { depth };
    let last = WAY.iter().filter(|(_, from, _)| *from <= reach).map(|(.., percent)| *percent).max().unwrap_or(0);
    for (step, _, percent) in WAY.iter().filter(|(_, from, _)| *from <= reach) {
        let share = from.0 + (to.0 - from.0) / (last + 6) * percent;
        let before = steps.last().map_or(from, |(at, _)| *at);
        steps.push((by_day(Stamp(share / 1000 * 1000)).max(before), *step));
    }
    if let Some(ending) = ending {
        let asked = asked?;
        steps.push((Stamp(asked.0 + (ending.0 - asked.0) / 5), Step::Closing));
    }
    Some(steps)
}

/// Nobody takes photographs at night: what falls there was done half a day before.
fn by_day(at: Stamp) -> Stamp {
    if is_awake(at) { at } else { at.plus_minutes(-12 * 60) }
}

/// Takes one step; `false` when the story has come to its end.
fn take(keeper: &mut Keeper<'_>, step: Step, dice: &mut Dice) -> Option<bool> {
    match step {
        Step::Opening => keeper.open(dice),
        Step::Insurer => keeper.insurer(),
        Step::Visit => keeper.visit(dice),
        Step::SomePhotos => keeper.photos(true),
        Step::Photos => keeper.photos(false),
        Step::Losses => keeper.losses(dice),
        Step::Finding => keeper.finding(dice),
        Step::Confirmation => keeper.confirm(),
        Step::Offer => keeper.offer(),
        Step::Agreement => keeper.agree(dice),
        Step::Settlement => Some(keeper.consent(dice)? && keeper.sign_all(Subject::Settlement)? && keeper.settle()?),
        Step::Payment => Some(keeper.sign_all(Subject::Payment)? && keeper.pay()?),
        Step::Papers => keeper.papers(),
        Step::InsurersMoney => keeper.insurers_money(dice),
        Step::Closing => Some(keeper.papers()? && keeper.ask_to_close(dice)? && keeper.sign_all(Subject::Closure)?),
    }
}
