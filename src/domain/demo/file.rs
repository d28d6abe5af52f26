//! Keeps the incident file of an invented case: every entry is a command that the case decides on.

use super::dice::Dice;
use super::incident::{Kept, PAUSE};
use super::way::{Happened, Scene};
use super::words::{Row, Table};
use crate::domain::decide::log;
use crate::domain::event::{Attachment, Event, MediaKind, Recorded};
use crate::domain::incident::gaps::Gap;
use crate::domain::incident::insurance::InsurerReport;
use crate::domain::incident::{
    Alert, AlertTo, Aspect, Casualty, Change, CheckItem, EvidenceChange, Filing, Gate, Incident, IncidentCommand,
    IncidentKind, InjuredParty, InsurerEntry, Official, OfficialKind, Opening, Ours, Relation, SceneEntry, SiteCheck,
    Slot, Verdict, Visit, VisitIdentity, completeness,
};
use crate::domain::incident::{PurchaseProof, SiteRecord};
use crate::domain::stage::{ContactWay, Injury};
use crate::domain::{Case, Command, Facts, Fen, Field, Setting, Stamp, decide};

/// Why an invented visitor leaves some items out.
const UNCHECKED: &str = "与本次事故类型无关";

/// A file that lies in the store under its hash.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DemoFile {
    /// SHA-256 in lower-case hex.
    pub hash: String,
    pub bytes: i64,
}

/// What the evidence of invented incidents is made of: the same few files in every case.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Files {
    pub photos: Vec<DemoFile>,
    pub papers: Vec<DemoFile>,
}

/// A file as it grows between the events of the plain story. Each step answers `None` when the rules refuse it and
/// `false` when the story has ended.
pub(super) struct Keeper<'a> {
    pub scene: &'a Scene<'a>,
    pub facts: &'a Facts,
    pub kept: &'a Kept,
    pub case: Case,
    pub now: Stamp,
    told: Vec<Happened>,
    plain: std::slice::Iter<'a, Happened>,
    /// How many of the pictures and papers are in use.
    used: [usize; 2],
}

impl<'a> Keeper<'a> {
    pub(super) fn new(scene: &'a Scene<'a>, facts: &'a Facts, kept: &'a Kept, plain: &'a [Happened]) -> Option<Self> {
        let (at, by) = (scene.slot.logged, scene.clerk.to_owned());
        let event = log(String::new(), facts.clone(), &kept.rules);
        let case = Case::replay(&[Recorded { n: 1, at, by, event }]).ok()?;
        let told = Vec::with_capacity(plain.len() + 80);
        Some(Self { scene, facts, kept, case, now: at, told, plain: plain.iter(), used: [0, 0] })
    }

    /// Goes on to `at`: what the plain story tells until then happens first.
    pub(super) fn reach(&mut self, at: Stamp) -> Option<bool> {
        self.now = self.now.max(at);
        while let Some((when, by, event)) = self.plain.as_slice().first().filter(|(when, ..)| *when <= self.now) {
            let _next = self.plain.next();
            if let Event::Closed { conclusion, opinion, terms } = event {
                let (conclusion, opinion, terms) = (conclusion.clone(), opinion.clone(), terms.clone());
                let close = Command::Close { conclusion, opinion, terms };
                decide(&self.case, close, &self.setting(*when)).ok()?;
            }
            self.case.take_in(*when, std::slice::from_ref(event));
            self.told.push((*when, by.clone(), event.clone()));
        }
        Some(self.now <= self.scene.end)
    }

    /// The whole story, once the rest of the plain one is told.
    pub(super) fn finish(mut self) -> Option<Vec<Happened>> {
        self.now = self.now.min(self.scene.end);
        self.reach(self.scene.end)?;
        Some(self.told)
    }

    const fn setting(&self, now: Stamp) -> Setting<'a> {
        Setting { rules: &self.kept.rules, now, due: None, past_warning: false, other: None }
    }

    /// Carries a command out a little later, in the name of `by`.
    pub(super) fn go(&mut self, by: &str, command: impl Into<Command>) -> Option<bool> {
        if !self.reach(Stamp(self.now.0 + PAUSE))? {
            return Some(false);
        }
        let mut events = decide(&self.case, command.into(), &self.setting(self.now)).ok()?;
        // Whoever makes the case ready opens what its facts prescribe.
        events.retain(|event| !event.opens_by_itself());
        self.case.take_in(self.now, &events);
        self.told.extend(events.into_iter().map(|event| (self.now, by.to_owned(), event)));
        Some(true)
    }

    pub(super) fn incident(&self) -> Option<&Incident> {
        self.case.incident.as_deref()
    }

    /// Whoever answers for the branch, else the clerk.
    pub(super) fn field(&self) -> &'a str {
        let first = self.scene.site.and_then(|site| site.first.as_ref());
        first.map_or(self.scene.clerk, |(_, name)| name)
    }

    pub(super) fn customer(&self) -> String {
        self.facts.word(Field::CustomerName).to_owned()
    }

    /// A text with what is faulty named.
    pub(super) fn said(&self, text: &str) -> String {
        let part = match self.facts.word(Field::FaultPart) {
            "" => self.facts.word(Field::Symptoms),
            part => part,
        };
        text.replace("{part}", part)
    }

    /// J01, J03: what happened, and who was told.
    pub(super) fn open(&mut self, dice: &mut Dice) -> Option<bool> {
        let symptom = self.facts.word(Field::Symptoms);
        let kind = row_of(&self.scene.words.kinds, symptom).cell(1);
        let reported = self.facts.received_at.min(self.now);
        let opening = Opening {
            kinds: vec![IncidentKind::from_word(kind).unwrap_or(IncidentKind::Other)],
            happened_at: reported.plus_minutes(-dice.between(15, 300)),
            reported_at: reported,
            arrived_at: None,
            place: self.facts.word(Field::Address).to_owned(),
            ours: Ours::Yes,
            account: self.facts.word(Field::Description).to_owned(),
        };
        if !self.go(self.scene.clerk, IncidentCommand::Open(opening))? {
            return Some(false);
        }
        for &to in AlertTo::ALL {
            let site = self.scene.site;
            let who = match to {
                AlertTo::First => site.and_then(|site| site.first.as_ref()).map(|(_, name)| name.clone()),
                AlertTo::Second => site.and_then(|site| site.second.as_ref()).map(|(_, name)| name.clone()),
                AlertTo::Headquarters => None,
            };
            let who = who.unwrap_or_else(|| self.scene.words.deputy.row(0).cell(0).to_owned());
            let at = self.now;
            let alert = Alert { to, who, way: ContactWay::Phone, at, after_visit: false };
            if !self.go(self.scene.clerk, IncidentCommand::Scene(SceneEntry::Alert(alert)))? {
                return Some(false);
            }
        }
        Some(true)
    }

    /// M3: told where the loss is above the threshold.
    pub(super) fn insurer(&mut self) -> Option<bool> {
        let loss = self.incident()?.loss_so_far(self.facts);
        if !self.incident()?.insurer_waits(loss, &self.kept.rules) {
            return Some(true);
        }
        let of_the_book = &self.kept.rules.incident.insurer;
        let insurer = match of_the_book.insurer.as_str() {
            "" => self.scene.words.insurer.row(0).cell(0).to_owned(),
            named => named.to_owned(),
        };
        let number = format!("BA{}", self.now.0 / 1000 % 100_000_000);
        let report = InsurerReport { insurer, policy: of_the_book.policy.clone(), number, at: self.now };
        self.go(self.scene.clerk, IncidentCommand::Insurer(InsurerEntry::Report(report)))
    }

    /// J04, J06: on site, with checks, bodies there and who was hurt.
    pub(super) fn visit(&mut self, dice: &mut Dice) -> Option<bool> {
        let (words, by, at) = (self.scene.words, self.field(), self.now);
        let row = words.visits.any(dice);
        let visit = Visit {
            at,
            who: by.to_owned(),
            identity: VisitIdentity::MakerStaff,
            authority: String::new(),
            safety: row.cell(0).to_owned(),
            mood: row.cell(1).to_owned(),
            scene_protected: dice.chance(80),
            account: self.said(row.cell(2)),
        };
        let checks = words.sitechecks.rows().filter_map(site_check).collect();
        let record = SiteRecord {
            proof: Some(PurchaseProof::Invoice),
            condition: self.facts.word(Field::Symptoms).to_owned(),
            unchecked: UNCHECKED.to_owned(),
            within_law: !self.facts.beyond_law,
            ..SiteRecord::default()
        };
        let relations = vec![Relation::Buyer, Relation::User];
        let mut entries = vec![
            SceneEntry::Arrival { at },
            SceneEntry::Visit(visit),
            SceneEntry::Checks(checks),
            SceneEntry::Injured(InjuredParty { relations, other: String::new() }),
            SceneEntry::Record(Box::new(record)),
        ];
        if dice.chance(45) {
            let row = words.officials.any(dice);
            let kind = OfficialKind::from_word(row.cell(0)).unwrap_or(OfficialKind::Property);
            let unit = row.cell(1).to_owned();
            entries.push(SceneEntry::Official(Official { kind, unit, at: Some(at), document: String::new() }));
        }
        let alert = Alert {
            to: AlertTo::Headquarters,
            who: self.scene.clerk.to_owned(),
            way: ContactWay::Phone,
            at,
            after_visit: true,
        };
        entries.push(SceneEntry::Alert(alert));
        for entry in entries {
            if !self.go(by, IncidentCommand::Scene(entry))? {
                return Some(false);
            }
        }
        self.hurt(dice)
    }

    fn hurt(&mut self, dice: &mut Dice) -> Option<bool> {
        if self.facts.injury == Injury::None {
            return Some(true);
        }
        let row = self.scene.words.hospitals.any(dice);
        let casualty = Casualty {
            person: self.customer(),
            severity: self.facts.injury,
            hospital: row.cell(0).to_owned(),
            diagnosis: row.cell(1).to_owned(),
        };
        self.go(self.field(), IncidentCommand::Casualty(Change::Add(casualty)))
    }

    /// J05: what the checklist still asks for before an agreement, `half` of it for now.
    pub(super) fn photos(&mut self, half: bool) -> Option<bool> {
        self.file_missing(Gate::Settlement, half)
    }

    /// Q02: every paper that the file still lacks.
    pub(super) fn papers(&mut self) -> Option<bool> {
        self.file_missing(Gate::Closure, false)
    }

    fn file_missing(&mut self, gate: Gate, half: bool) -> Option<bool> {
        let wanted = completeness(&self.case, self.incident()?, &self.kept.rules, gate).gaps;
        let wanted = wanted.into_iter().filter_map(|gap| match gap {
            Gap::Evidence { slot, aspect, have, need, .. } => Some((slot, aspect, need.saturating_sub(have))),
            _ => None,
        });
        let wanted: Vec<_> = wanted.collect();
        let count = if half { wanted.len().div_ceil(2) } else { wanted.len() };
        for (slot, aspect, missing) in wanted.into_iter().take(count) {
            for _ in 0..if half { missing.div_ceil(2) } else { missing } {
                if !self.file(slot, aspect)? {
                    return Some(false);
                }
            }
        }
        Some(true)
    }

    /// Attaches the next picture or paper and files it.
    fn file(&mut self, slot: Slot, aspect: Option<Aspect>) -> Option<bool> {
        let (kind, pool, media, ending) = if slot.is_photo() {
            (0, &self.kept.files.photos, MediaKind::Photo, "jpg")
        } else {
            (1, &self.kept.files.papers, MediaKind::Document, "txt")
        };
        let at = self.used[kind];
        // Without another file the evidence stays incomplete, and the file says so.
        let Some(DemoFile { hash, bytes }) = pool.get(at).cloned() else { return Some(true) };
        self.used[kind] += 1;
        let caption = row_of(&self.scene.words.slots, slot.word()).cell(1).to_owned();
        let name = format!("{caption}-{:02}.{ending}", at + 1);
        let attachment = Attachment { hash: hash.clone(), name, media, bytes, taken_at: None };
        let taken_at = slot.is_photo().then_some(self.now);
        let by = self.field();
        let filing = Filing {
            hash,
            slot,
            spot: (slot == Slot::Loss).then_some(1),
            aspect,
            caption,
            taken_at,
            by: by.to_owned(),
        };
        let filed = IncidentCommand::Evidence(EvidenceChange::File(filing));
        Some(self.go(by, Command::Attach(attachment))? && self.go(by, filed)?)
    }

    /// The loss that the list comes to: what the intake says, or a little where it names no sum.
    pub(super) fn loss(&self, dice: &mut Dice) -> Fen {
        self.facts.loss.unwrap_or_else(|| Fen(dice.between(300, 900) * 100))
    }
}

/// The first row that begins with `word`; an empty one where none does.
pub(super) fn row_of<'a>(table: &'a Table, word: &str) -> Row<'a> {
    table.rows().find(|row| row.cell(0) == word).unwrap_or_default()
}

fn site_check(row: Row<'_>) -> Option<SiteCheck> {
    let (item, verdict) = (CheckItem::from_word(row.cell(0))?, Verdict::from_word(row.cell(2))?);
    Some(SiteCheck { item, reading: row.cell(1).to_owned(), verdict })
}
