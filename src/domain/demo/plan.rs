//! Plans every case of the demo: when it was logged, where, of which class, and how far it got.

use chrono::{Days, Months, NaiveDate, Timelike};

use super::dice::{Dice, is_awake};
use super::shares::{scale, split};
use super::words::Words;
use super::{CLASSES, Ground, season};
use crate::domain::stage::{InfoClass, Level, Stage};
use crate::domain::time::Stamp;

/// The number of cases at which the figures of the design come out as drawn.
const DRAWN: u32 = 1286;
const DRAWN_OPEN: u32 = 148;
/// Of a thousand closed cases: replied after the promise, and taken up again after a dissatisfied revisit.
const LATE_PER_MILLE: u32 = 39;
const TWO_ROUNDS_PER_MILLE: u32 = 20;
const HOUR: i64 = 60;
const DAY: i64 = 24 * HOUR;
/// The stage limits of the default rule book in minutes (T02, T04).
pub(super) const DISPATCH_LIMIT: i64 = 4 * HOUR;
pub(super) const REPLY_LIMIT: i64 = 2 * HOUR;
/// Minutes past the limit of the overdue cases in the ageing picture, apart from the escalated ones.
const OVERDUE: [i64; 4] = [4 * DAY + 6 * HOUR, 25 * HOUR, 16 * HOUR, 7 * HOUR + 30];

/// T03: the handling limit of a level in minutes.
pub(super) const fn handling_limit(level: Level) -> i64 {
    match level {
        Level::General => 17 * HOUR,
        Level::Provincial => 41 * HOUR,
        Level::National => 65 * HOUR,
    }
}

/// How the running clock of an open case stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    Overdue,
    Near,
    /// Due before midnight, not near.
    Today,
    /// Due after midnight, not near.
    Later,
    /// In time, today or later.
    Easy,
    Waiting,
    Extended,
}

/// What makes an open case stand out in the counters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Flag {
    Plain,
    Escalated,
    SameBatch,
}

/// An open case: where it stands and since when.
#[derive(Debug, Clone)]
pub(super) struct OpenPlan {
    pub stage: Stage,
    pub mark: Mark,
    pub flag: Flag,
    pub mine: bool,
    pub level: Level,
    /// When the running stage began; for the revisit, when the handling ended, from where its clock counts (T05).
    pub anchor: Stamp,
    /// A row of the picture, by its place in the list.
    pub scripted: Option<usize>,
    /// A batch clue, by its place in the list, and which of its branches.
    pub cluster: Option<(usize, usize)>,
}

/// How a closed case went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ending {
    Plain,
    Late,
    TwoRounds,
}

#[derive(Debug, Clone)]
pub(super) enum Fate {
    Closed(Ending),
    Open(Box<OpenPlan>),
}

/// One case before anything is told of it.
#[derive(Debug, Clone)]
pub(super) struct Slot {
    pub logged: Stamp,
    pub region: u8,
    pub class: InfoClass,
    pub fate: Fate,
}

/// Open cases at [`DRAWN`]: whether of the first clerk, the stage, the standing, what else, how many.
const QUOTAS: [(bool, Stage, Mark, Flag, u32); 25] = [
    (true, Stage::Handling, Mark::Overdue, Flag::Escalated, 1),
    (true, Stage::Handling, Mark::Overdue, Flag::Plain, 1),
    (true, Stage::Reply, Mark::Overdue, Flag::Plain, 1),
    (true, Stage::Reply, Mark::Near, Flag::Plain, 1),
    (true, Stage::Dispatch, Mark::Near, Flag::Plain, 1),
    (true, Stage::Handling, Mark::Near, Flag::Plain, 1),
    (true, Stage::Handling, Mark::Near, Flag::SameBatch, 1),
    (true, Stage::Reply, Mark::Today, Flag::Plain, 1),
    (true, Stage::Dispatch, Mark::Today, Flag::Plain, 1),
    (true, Stage::Handling, Mark::Today, Flag::Plain, 4),
    (true, Stage::Handling, Mark::Later, Flag::Plain, 2),
    (true, Stage::Revisit, Mark::Later, Flag::Plain, 5),
    (true, Stage::Closure, Mark::Later, Flag::Plain, 3),
    (false, Stage::Dispatch, Mark::Overdue, Flag::Plain, 1),
    (false, Stage::Dispatch, Mark::Easy, Flag::Plain, 3),
    (false, Stage::Handling, Mark::Overdue, Flag::Escalated, 1),
    (false, Stage::Handling, Mark::Overdue, Flag::Plain, 4),
    (false, Stage::Handling, Mark::Near, Flag::Plain, 5),
    (false, Stage::Handling, Mark::Waiting, Flag::Plain, 11),
    (false, Stage::Handling, Mark::Extended, Flag::Plain, 2),
    (false, Stage::Handling, Mark::Easy, Flag::Plain, 37),
    (false, Stage::Handling, Mark::Easy, Flag::SameBatch, 1),
    (false, Stage::Reply, Mark::Near, Flag::Plain, 1),
    (false, Stage::Reply, Mark::Easy, Flag::Plain, 5),
    (false, Stage::Revisit, Mark::Near, Flag::Plain, 4),
];
/// What [`QUOTAS`] continues with; apart, because the two may trade their standing.
const QUIET: [(bool, Stage, Mark, Flag, u32); 3] = [
    (false, Stage::Revisit, Mark::Easy, Flag::Escalated, 2),
    (false, Stage::Revisit, Mark::Easy, Flag::Plain, 30),
    (false, Stage::Closure, Mark::Easy, Flag::Plain, 18),
];

/// Cases left to give out, by region and class.
struct Cells {
    counts: Vec<[u32; CLASSES]>,
}

impl Cells {
    fn of(cases: u32, words: &Words) -> Self {
        let drawn: Vec<Vec<u32>> = words
            .regions
            .rows()
            .map(|row| (1..=CLASSES).map(|at| u32::try_from(row.number(at)).unwrap_or(0)).collect())
            .collect();
        let sums: Vec<u32> = drawn.iter().map(|row| row.iter().sum()).collect();
        let counts = split(cases, &sums)
            .into_iter()
            .zip(&drawn)
            .map(|(total, row)| {
                let mut counts = [0; CLASSES];
                counts.iter_mut().zip(split(total, row)).for_each(|(count, share)| *count = share);
                counts
            })
            .collect();
        Self { counts }
    }

    /// Takes one case of this region and class, if any is left.
    fn take(&mut self, region: usize, class: InfoClass) -> bool {
        let Some(count) = self.counts.get_mut(region).and_then(|row| row.get_mut(class as usize)) else { return false };
        let any = *count > 0;
        *count -= u32::from(any);
        any
    }

    /// Everything left, in random order.
    fn shuffled(self, dice: &mut Dice) -> Vec<(u8, InfoClass)> {
        let mut all = Vec::new();
        for (region, row) in (0..).zip(&self.counts) {
            for (&class, &count) in InfoClass::ALL.iter().zip(row) {
                all.extend((0..count).map(|_| (region, class)));
            }
        }
        for last in (1..all.len()).rev() {
            all.swap(last, dice.position(last + 1));
        }
        all
    }
}

/// Plans `cases` cases up to `end`, in order of their logging.
pub(super) fn plan(cases: u32, seed: u64, end: Stamp, words: &Words, ground: &Ground) -> Vec<Slot> {
    let mut dice = Dice::of(seed, u64::MAX);
    let open = scale(cases, DRAWN_OPEN, DRAWN);
    let mut cells = Cells::of(cases, words);
    let mut opened = open_plans(open, end, words, &mut dice);
    let mut slots: Vec<Slot> = Vec::with_capacity(cases as usize);
    place_told(&mut opened, cases, words, ground, &mut cells, &mut slots);
    let mut left = cells.shuffled(&mut dice).into_iter();
    for (plan, logged) in opened {
        let Some((region, class)) = left.next() else { break };
        slots.push(Slot { logged, region, class, fate: Fate::Open(Box::new(plan)) });
    }
    let closed = cases.saturating_sub(u32::try_from(slots.len()).unwrap_or(u32::MAX));
    let mut times = closed_times(closed, end, &mut dice);
    times.sort_unstable();
    let endings = endings(&times, end, &mut dice);
    for ((logged, ending), (region, class)) in times.into_iter().zip(endings).zip(left) {
        slots.push(Slot { logged, region, class, fate: Fate::Closed(ending) });
    }
    slots.sort_by_key(|slot| slot.logged);
    slots
}

/// Gives the rows of the picture and the batch clues the region and class they tell of.
fn place_told(
    opened: &mut Vec<(OpenPlan, Stamp)>,
    cases: u32,
    words: &Words,
    ground: &Ground,
    cells: &mut Cells,
    slots: &mut Vec<Slot>,
) {
    opened.retain_mut(|(plan, logged)| {
        let Some(at) = plan.scripted else { return true };
        let row = words.scripted.row(at);
        let region = ground.region_of(row.cell(5));
        let class = InfoClass::from_word(row.cell(4)).unwrap_or(InfoClass::GeneralQuality);
        match region {
            Some(region) if cells.take(region, class) => {
                let region = u8::try_from(region).unwrap_or(0);
                slots.push(Slot { logged: *logged, region, class, fate: Fate::Open(Box::new(plan.clone())) });
                false
            }
            _ => {
                plan.scripted = None;
                true
            }
        }
    });
    for (at, row) in words.clusters.rows().enumerate() {
        let wanted = scale(cases, u32::try_from(row.number(3)).unwrap_or(0), DRAWN);
        for (nth, branch) in row.cell(4).split(' ').cycle().take(wanted as usize).enumerate() {
            let quiet = |plan: &OpenPlan| {
                plan.flag == Flag::Plain && matches!(plan.stage, Stage::Revisit | Stage::Closure | Stage::Handling)
            };
            let Some(found) = opened.iter().rposition(|(plan, _)| quiet(plan)) else { return };
            let Some(region) = ground.region_of(branch) else { continue };
            if !cells.take(region, InfoClass::GeneralQuality) {
                continue;
            }
            let (mut plan, logged) = opened.swap_remove(found);
            plan.cluster = Some((at, nth));
            slots.push(Slot {
                logged,
                region: u8::try_from(region).unwrap_or(0),
                class: InfoClass::GeneralQuality,
                fate: Fate::Open(Box::new(plan)),
            });
        }
    }
}

fn open_plans(open: u32, end: Stamp, words: &Words, dice: &mut Dice) -> Vec<(OpenPlan, Stamp)> {
    let quotas: Vec<_> = QUOTAS.iter().chain(&QUIET).copied().collect();
    let mut counts = split(open, &quotas.iter().map(|quota| quota.4).collect::<Vec<_>>());
    trade_standing(&quotas, &mut counts, end);
    let mut told = vec![false; words.scripted.len()];
    let mut plans = Vec::with_capacity(open as usize);
    for (&(mine, stage, mark, flag, _), count) in quotas.iter().zip(counts) {
        for nth in 0..count {
            let scripted = words
                .scripted
                .rows()
                .enumerate()
                .position(|(at, row)| !told[at] && tells(row, mine, stage, mark, flag));
            let placed = match scripted {
                Some(at) => {
                    told[at] = true;
                    Some(told_plan(at, words, (stage, mark, flag, mine), end, dice))
                }
                None => None,
            };
            plans.push(placed.unwrap_or_else(|| untold_plan((stage, mark, flag, mine), nth, end, dice)));
        }
    }
    plans
}

/// Early in the morning no revisit can be near its end, so others are near instead.
fn trade_standing(quotas: &[(bool, Stage, Mark, Flag, u32)], counts: &mut [u32], end: Stamp) {
    if minutes_left_today(end) < DAY * 7 / 10 {
        return;
    }
    let place = |stage, mark, flag| {
        quotas.iter().position(|quota| (quota.0, quota.1, quota.2, quota.3) == (false, stage, mark, flag))
    };
    let places = (
        place(Stage::Revisit, Mark::Near, Flag::Plain),
        place(Stage::Revisit, Mark::Easy, Flag::Plain),
        place(Stage::Handling, Mark::Near, Flag::Plain),
        place(Stage::Handling, Mark::Easy, Flag::Plain),
    );
    if let (Some(near), Some(easy), Some(busy_near), Some(busy)) = places {
        let moved = counts[near].min(counts[busy]);
        counts[near] -= moved;
        counts[easy] += moved;
        counts[busy] -= moved;
        counts[busy_near] += moved;
    }
}

/// Whether a row of the picture fits a quota.
fn tells(row: super::words::Row<'_>, mine: bool, stage: Stage, mark: Mark, flag: Flag) -> bool {
    let level = Level::from_word(row.cell(3)).unwrap_or(Level::General);
    let rest = row.number(2);
    let told = match rest {
        ..0 => Mark::Overdue,
        _ if stage == Stage::Closure => Mark::Later,
        _ if rest * 10 <= stage_limit(stage, level) => Mark::Near,
        _ => Mark::Today,
    };
    let marked = match row.cell(13) {
        "" => Flag::Plain,
        "batch" => Flag::SameBatch,
        _ => Flag::Escalated,
    };
    (row.cell(0) == "mine") == mine && row.cell(1) == stage.word() && told == mark && marked == flag
}

const fn stage_limit(stage: Stage, level: Level) -> i64 {
    match stage {
        Stage::Dispatch => DISPATCH_LIMIT,
        Stage::Handling => handling_limit(level),
        _ => REPLY_LIMIT,
    }
}

type Standing = (Stage, Mark, Flag, bool);

fn told_plan(at: usize, words: &Words, standing: Standing, end: Stamp, dice: &mut Dice) -> (OpenPlan, Stamp) {
    let (stage, mark, flag, mine) = standing;
    let row = words.scripted.row(at);
    let level = Level::from_word(row.cell(3)).unwrap_or(Level::General);
    let anchor = if stage == Stage::Closure {
        dice.awake_between(end.plus_minutes(-18 * HOUR), end.plus_minutes(-HOUR))
    } else {
        end.plus_minutes(row.number(2) - stage_limit(stage, level))
    };
    let logged = logged_before(stage, level, anchor, dice);
    (OpenPlan { stage, mark, flag, mine, level, anchor, scripted: Some(at), cluster: None }, logged)
}

fn untold_plan(standing: Standing, nth: u32, end: Stamp, dice: &mut Dice) -> (OpenPlan, Stamp) {
    let (stage, mark, flag, mine) = standing;
    let level = match (flag, mark, stage) {
        (Flag::Escalated, ..) => Level::National,
        (_, Mark::Later, Stage::Handling) => Level::Provincial,
        _ if dice.chance(if stage == Stage::Handling { 45 } else { 20 }) => Level::Provincial,
        _ => Level::General,
    };
    let (mut anchor, mut logged) = (end, end);
    for _try in 0..12 {
        anchor = anchor_of(standing, level, nth, end, dice);
        logged = logged_before(stage, level, anchor, dice);
        if is_awake(anchor) && is_awake(logged) {
            break;
        }
    }
    (OpenPlan { stage, mark, flag, mine, level, anchor, scripted: None, cluster: None }, logged)
}

/// A beginning of the running stage that gives the wanted standing at `end`.
fn anchor_of(standing: Standing, level: Level, nth: u32, end: Stamp, dice: &mut Dice) -> Stamp {
    let (stage, mark, ..) = standing;
    let limit = stage_limit(stage, level);
    match (stage, mark) {
        (Stage::Revisit, Mark::Near) => {
            let day = end.date().checked_sub_days(Days::new(7)).unwrap_or_default();
            let start = Stamp::from_wall(day.and_hms_opt(8, 0, 0).unwrap_or_default());
            dice.awake_between(start, start.plus_minutes(12 * HOUR))
        }
        (Stage::Revisit, _) => end.plus_minutes(-dice.between(4 * HOUR, 5 * DAY + 12 * HOUR)),
        (Stage::Closure, _) => end.plus_minutes(-dice.between(20, 22 * HOUR)),
        (_, Mark::Waiting) => end.plus_minutes(-dice.between(2 * DAY, 9 * DAY)),
        (_, Mark::Extended) => end.plus_minutes(-dice.between(limit / 2, limit * 9 / 10)),
        (_, Mark::Overdue) => end.plus_minutes(-over(standing, nth, dice) - limit),
        _ => end.plus_minutes(rest_of(mark, limit, end, dice) - limit),
    }
}

/// Minutes by which a case is late.
fn over(standing: Standing, nth: u32, dice: &mut Dice) -> i64 {
    let (stage, _, flag, mine) = standing;
    let over = match (stage, flag, mine) {
        (Stage::Handling, Flag::Escalated, true) => 27 * HOUR,
        (Stage::Handling, Flag::Escalated, false) => 9 * DAY + 2 * HOUR,
        (Stage::Handling, _, false) => OVERDUE[nth as usize % OVERDUE.len()],
        (Stage::Handling, _, true) => 2 * HOUR + 14,
        _ => 40,
    };
    dice.between(over * 9 / 10, over * 11 / 10)
}

/// Minutes left of a limit that is not over.
fn rest_of(mark: Mark, limit: i64, end: Stamp, dice: &mut Dice) -> i64 {
    let midnight = minutes_left_today(end);
    let (low, high) = match mark {
        Mark::Near => return dice.between(2, (limit / 10 - 3).max(3)),
        Mark::Today => (limit * 12 / 100, midnight.min(limit * 95 / 100)),
        Mark::Later => ((midnight + 2).max(limit * 12 / 100), limit * 97 / 100),
        _ => (limit * 12 / 100, limit * 97 / 100),
    };
    dice.between(low, high.max(low))
}

fn minutes_left_today(end: Stamp) -> i64 {
    (i64::from(86_400 - end.wall().num_seconds_from_midnight())) / 60
}

/// When a case was logged whose running stage began at `anchor`.
fn logged_before(stage: Stage, level: Level, anchor: Stamp, dice: &mut Dice) -> Stamp {
    let limit = handling_limit(level);
    let back = match stage {
        Stage::Dispatch => 0,
        Stage::Handling => dice.between(4, 50),
        Stage::Reply | Stage::Revisit => dice.between(30, 50) + dice.between(limit / 8, limit * 8 / 10),
        _ => dice.between(30 * HOUR, 40 * HOUR) + dice.between(limit / 4, limit * 9 / 10),
    };
    anchor.plus_minutes(-back)
}

/// Logging times of closed cases over the two years before `end`, not in order.
fn closed_times(count: u32, end: Stamp, dice: &mut Dice) -> Vec<Stamp> {
    let first = end.date().checked_sub_months(Months::new(24)).unwrap_or_default();
    // Everything logged by then can be answered on the spot and closed before the end.
    let last = end.plus_minutes(-50 * HOUR).date();
    let days: Vec<NaiveDate> = first.iter_days().skip(1).take_while(|day| *day <= last).collect();
    let span = f64::from(u32::try_from(days.len().max(1)).unwrap_or(u32::MAX));
    let mut sum = 0.0;
    let upto: Vec<f64> = (0_u32..)
        .zip(&days)
        .map(|(at, day)| {
            sum += season::weight(*day, f64::from(at) / span);
            sum
        })
        .collect();
    let mut at = 0;
    (0..count)
        .filter_map(|nth| {
            let mark = (f64::from(nth) + dice.share()) / f64::from(count) * sum;
            while at + 1 < upto.len() && upto[at] < mark {
                at += 1;
            }
            days.get(at).map(|day| season::call_on(*day, dice))
        })
        .collect()
}

/// Spreads the bad endings over the closed cases, thicker at the beginning and around the Spring Festival.
fn endings(times: &[Stamp], end: Stamp, dice: &mut Dice) -> Vec<Ending> {
    let count = u32::try_from(times.len()).unwrap_or(u32::MAX);
    let bad = scale(count, LATE_PER_MILLE + TWO_ROUNDS_PER_MILLE, 1000);
    let rounds = scale(count, TWO_ROUNDS_PER_MILLE, 1000);
    // A case that went wrong takes weeks; a younger one would not be closed yet.
    let ripe = end.plus_minutes(-30 * DAY);
    let span = f64::from(count.max(1));
    let mut sum = 0.0;
    let upto: Vec<f64> = (0_u32..)
        .zip(times)
        .map(|(at, time)| {
            let festive = if season::is_festive(time.date()) { 3.0 } else { 1.0 };
            sum += if *time > ripe { 0.0 } else { (1.3 - 0.6 * f64::from(at) / span) * festive };
            sum
        })
        .collect();
    let mut endings = vec![Ending::Plain; times.len()];
    let mut at = 0;
    for nth in 0..bad {
        let mark = (f64::from(nth) + dice.share()) / f64::from(bad) * sum;
        while at < upto.len() && (upto[at] < mark || endings[at] != Ending::Plain) {
            at += 1;
        }
        if let Some(ending) = endings.get_mut(at) {
            let two = u64::from(nth + 1) * u64::from(rounds) / u64::from(bad.max(1))
                > u64::from(nth) * u64::from(rounds) / u64::from(bad.max(1));
            *ending = if two { Ending::TwoRounds } else { Ending::Late };
        }
    }
    endings
}
