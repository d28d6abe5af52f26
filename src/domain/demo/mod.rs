//! Invented but consistent cases over two years: the same seed tells the same stories.
//!
//! At 1286 cases the figures are those of the design pictures; at any other number each part keeps its proportion.

mod dice;
mod file;
mod ground;
mod incident;
mod intake;
mod money;
mod plan;
mod season;
mod shares;
mod tallies;
mod way;
mod words;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use super::event::Event;
use super::facts::Facts;
use super::organisation::Organisation;
use super::rules::Rules;
use super::stage::InfoClass;
use super::time::Stamp;
use dice::Dice;
use ground::{Ground, Site};
use incident::Kept;
use plan::{Fate, Slot};
use words::Words;

pub use file::{DemoFile, Files};
pub use tallies::Tallies;

/// How many information classes there are.
const CLASSES: usize = InfoClass::ALL.len();
/// Streams of chance that must not follow each other.
const CUSTOMERS: u64 = 0x43_7573_746F_6D65;
const RETURNING: u64 = 0x52_6574_7572_6E73;
/// The beginning of the year 9999, beyond which no calendar counts.
const LATEST: i64 = 253_370_736_000_000;
/// How far back a customer may have called before.
const LOOK_BACK: usize = 40;

/// One invented case: its facts and everything that happened to it, in order of time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DemoStory {
    pub facts: Facts,
    pub logged_at: Stamp,
    pub logged_by: String,
    /// What happened after the logging: when, by whom, what.
    pub events: Vec<(Stamp, String, Event)>,
}

/// Tells the stories one after another, in order of their logging.
#[derive(Debug, Clone)]
pub struct Demo {
    words: Words,
    ground: Ground,
    seed: u64,
    end: Stamp,
    slots: Vec<Slot>,
    next: usize,
    incidents: Option<Box<Incidents>>,
}

/// How the files of the major incidents are kept, and how far that of each open one has come.
#[derive(Debug, Clone)]
struct Incidents {
    kept: Kept,
    depths: BTreeMap<usize, u8>,
}

impl Demo {
    /// `cases` cases of the two years before `end`, at the branches of `organisation`.
    ///
    /// An end before 1970 or after 9998 is moved there. An organisation without branches gives cases that nobody can be put in charge of: all of them are answered at the
    /// centre or still to be dispatched. Takes about 32 bytes a case until the last one is told.
    #[must_use]
    pub fn new(cases: u32, seed: u64, end: Stamp, organisation: &Organisation) -> Self {
        let end = Stamp(end.0.clamp(0, LATEST).div_euclid(1000) * 1000);
        let words = Words::read();
        let ground = Ground::of(organisation, &words, end);
        let slots = plan::plan(cases, seed, end, &words, &ground);
        Self { words, ground, seed, end, slots, next: 0, incidents: None }
    }

    /// Gives every major incident its file, decided under `rules` and with these files for evidence: the closed ones a
    /// whole one, the open ones as far as their turn says, the youngest the least.
    #[must_use]
    pub fn with_incidents(mut self, rules: Rules, files: Files) -> Self {
        let is_open = |slot: &Slot| slot.class == InfoClass::MajorIncident && matches!(slot.fate, Fate::Open(_));
        let open = self.slots.iter().enumerate().rev().filter(|(_, slot)| is_open(slot)).map(|(at, _)| at);
        let depths = open.zip((0..incident::DEPTHS).cycle()).collect();
        self.incidents = Some(Box::new(Incidents { kept: Kept { rules, files }, depths }));
        self
    }

    /// Who hands in what the stories do not tell.
    #[must_use]
    pub fn desk() -> String {
        Words::read().clerks.row(0).cell(0).to_owned()
    }

    /// What the `nth` paper of the evidence holds.
    #[must_use]
    pub fn paper(nth: usize) -> String {
        format!("{} {nth:02}\n", Words::read().paper.row(0).cell(0))
    }

    fn story(&self, at: usize) -> Option<DemoStory> {
        let slot = self.slots.get(at)?;
        let mut dice = Dice::of(self.seed, u64::try_from(at).unwrap_or(0));
        let site = self.site(at, slot);
        let logged_by = self.clerk(slot, &mut dice);
        let mut customer = Dice::of(self.seed ^ CUSTOMERS, self.customer(at, slot));
        let facts = intake::facts(&intake::Scene { words: &self.words, slot, site }, &mut customer, &mut dice);
        let scene =
            way::Scene { words: &self.words, ground: &self.ground, slot, site, end: self.end, clerk: &logged_by };
        let plain = way::events(&scene, &facts, &mut dice);
        let incidents = self.incidents.as_ref().filter(|_| facts.class == InfoClass::MajorIncident);
        let filed = incidents.and_then(|incidents| {
            let depth = incidents.depths.get(&at).copied().unwrap_or(0);
            incident::with_file(&scene, &facts, (&incidents.kept, depth), &plain, &mut dice)
        });
        let events = filed.unwrap_or(plain);
        Some(DemoStory { facts, logged_at: slot.logged, logged_by, events })
    }

    fn clerk(&self, slot: &Slot, dice: &mut Dice) -> String {
        let first = self.words.clerks.row(0).cell(0);
        match &slot.fate {
            Fate::Open(plan) if plan.mine => first.to_owned(),
            Fate::Open(_) => {
                let others = self.words.clerks.len().saturating_sub(1);
                self.words.clerks.row(1 + dice.position(others)).cell(0).to_owned()
            }
            Fate::Closed(_) => self.words.clerks.word(dice).to_owned(),
        }
    }

    /// The number of the customer: a few call a second time, at the same branch.
    fn customer(&self, at: usize, slot: &Slot) -> u64 {
        let mut dice = Dice::of(self.seed ^ RETURNING, u64::try_from(at).unwrap_or(0));
        let plain = |slot: &Slot| matches!(&slot.fate, Fate::Closed(_));
        let earlier = if plain(slot) && dice.chance(3) {
            (at.saturating_sub(LOOK_BACK)..at)
                .rev()
                .find(|&before| plain(&self.slots[before]) && self.slots[before].region == slot.region)
        } else {
            None
        };
        u64::try_from(earlier.unwrap_or(at)).unwrap_or(0)
    }

    fn site(&self, at: usize, slot: &Slot) -> Option<&Site> {
        let told = match &slot.fate {
            Fate::Open(plan) => match (plan.scripted, plan.cluster) {
                (Some(row), _) => Some(self.words.scripted.row(row).cell(5)),
                (None, Some((row, nth))) => self.words.clusters.row(row).cell(4).split(' ').cycle().nth(nth),
                (None, None) => None,
            },
            Fate::Closed(_) => None,
        };
        let mut dice = Dice::of(self.seed ^ CUSTOMERS, self.customer(at, slot));
        told.and_then(|branch| self.ground.named(branch)).or_else(|| self.ground.any(slot.region, &mut dice))
    }
}

impl Iterator for Demo {
    type Item = DemoStory;

    fn next(&mut self) -> Option<DemoStory> {
        let story = self.story(self.next)?;
        self.next += 1;
        Some(story)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let left = self.slots.len().saturating_sub(self.next);
        (left, Some(left))
    }
}

impl ExactSizeIterator for Demo {}
