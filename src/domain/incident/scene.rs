//! The scene: what happened and when, who was told, who was there, what was found (J01-J06).

use super::{Blank, Incident, IncidentReason, SiteRecord, need, refuse};
use crate::domain::decide::Refusal;
use crate::domain::stage::ContactWay;
use crate::domain::time::Stamp;
use crate::domain::words::words;

words! {
    /// What happened (J01; form 2 R1).
    pub enum IncidentKind {
        Fire = "fire",
        Explosion = "explosion",
        Leakage = "leakage",
        Shock = "shock",
        Water = "water",
        Burst = "burst",
        Gas = "gas",
        Other = "other",
    }
}

words! {
    /// Whether the machine is one of ours (B03; form 2 R8).
    pub enum Ours {
        Yes = "yes",
        No = "no",
        Pending = "pending",
    }
}

/// Nobody is older (form 2 R5).
const OLDEST: u32 = 130;

/// The first report of an incident (J01; form 2 R1-R8, R12).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opening {
    /// At least one.
    pub kinds: Vec<IncidentKind>,
    pub happened_at: Stamp,
    /// When the house first heard of it.
    pub reported_at: Stamp,
    /// When somebody was first on site; may follow later as [`SceneEntry::Arrival`].
    pub arrived_at: Option<Stamp>,
    pub place: String,
    pub ours: Ours,
    /// What happened, in the order it happened.
    pub account: String,
}

words! {
    /// Who must be told at once (J03).
    pub enum AlertTo {
        First = "first",
        Second = "second",
        Headquarters = "headquarters",
    }
}

/// Somebody was told (J03, T20).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alert {
    pub to: AlertTo,
    pub who: String,
    pub way: ContactWay,
    pub at: Stamp,
    /// The second report, right after the visit.
    pub after_visit: bool,
}

words! {
    /// A body that came to the scene (form 2 section 11).
    pub enum OfficialKind {
        FireService = "fire_service",
        Police = "police",
        Property = "property",
        Medical = "medical",
        Insurer = "insurer",
        Laboratory = "laboratory",
    }
}

/// A body on site and the paper it left (form 2 section 11).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Official {
    pub kind: OfficialKind,
    pub unit: String,
    pub at: Option<Stamp>,
    /// Name and number of its paper, such as the fire service's finding.
    pub document: String,
}

words! {
    /// What is looked at on site (form 2 section 8).
    pub enum CheckItem {
        Voltage = "voltage",
        Earthing = "earthing",
        Socket = "socket",
        LeakageBreaker = "leakage_breaker",
        CircuitBreaker = "circuit_breaker",
        WaterPressure = "water_pressure",
        Drain = "drain",
        Gas = "gas",
        Mounting = "mounting",
        Ventilation = "ventilation",
        Other = "other",
    }
}

words! {
    /// What a check on site says.
    pub enum Verdict {
        Normal = "normal",
        Abnormal = "abnormal",
        Untestable = "untestable",
    }
}

/// One check of the surroundings; a later one of the same item takes its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SiteCheck {
    pub item: CheckItem,
    /// What was measured or seen; why not, where it could not be tested.
    pub reading: String,
    pub verdict: Verdict,
}

words! {
    /// As whom a visitor came: the true identity (J04; law.md item 12).
    pub enum VisitIdentity {
        /// Sent by the service outlet, with a written authority.
        OutletDelegate = "outlet_delegate",
        /// One of the maker's own people, and says so.
        MakerStaff = "maker_staff",
        /// An engineer of a test body.
        Expert = "expert",
    }
}

/// A visit to the scene (J04).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Visit {
    pub at: Stamp,
    pub who: String,
    pub identity: VisitIdentity,
    /// Number of the outlet's written authority; needed for its delegate.
    pub authority: String,
    /// What was done for the visitor's own safety.
    pub safety: String,
    pub mood: String,
    pub scene_protected: bool,
    pub account: String,
}

words! {
    /// What the injured party is to the machine and the damaged property (form 2 R6; form 4).
    pub enum Relation {
        Buyer = "buyer",
        User = "user",
        Owner = "owner",
        Tenant = "tenant",
        Other = "other",
    }
}

/// The injured party's relation to the machine and the property; a later entry takes its place (form 2 R6).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct InjuredParty {
    pub relations: Vec<Relation>,
    /// In words, where it is none of the named ones.
    pub other: String,
}

/// One entry about the scene: asked for by a command and recorded as it was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SceneEntry {
    Arrival {
        at: Stamp,
    },
    Alert(Alert),
    Official(Official),
    Checks(Vec<SiteCheck>),
    Visit(Visit),
    /// What the site record asks beside all that.
    Record(Box<SiteRecord>),
    Injured(InjuredParty),
}

/// What is known of the scene.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Scene {
    pub alerts: Vec<Alert>,
    pub officials: Vec<Official>,
    /// At most one an item.
    pub checks: Vec<SiteCheck>,
    pub visits: Vec<Visit>,
    pub record: SiteRecord,
    pub injured: InjuredParty,
}

impl Scene {
    /// The first alert to this post.
    #[must_use]
    pub fn alerted(&self, to: AlertTo) -> Option<&Alert> {
        self.alerts.iter().filter(|alert| alert.to == to).min_by_key(|alert| alert.at)
    }
}

impl Opening {
    /// Minutes from the first report to `at` (T20: shown, never judged here).
    #[must_use]
    pub fn minutes_until(&self, at: Stamp) -> i64 {
        at.since(self.reported_at).num_minutes()
    }

    pub(super) fn check(&self, now: Stamp) -> Result<(), Refusal> {
        if self.kinds.is_empty() {
            return refuse("J01", IncidentReason::NoKind);
        }
        need("J01", &self.account, Blank::Account)?;
        in_order("J01", &[Some(self.happened_at), Some(self.reported_at), self.arrived_at], now)
    }
}

/// That the known instants follow each other and none lies ahead of `now`.
fn in_order(rule: &'static str, instants: &[Option<Stamp>], now: Stamp) -> Result<(), Refusal> {
    let known = instants.iter().copied().flatten();
    if known.clone().zip(known.clone().skip(1)).any(|(before, after)| before > after) {
        return refuse(rule, IncidentReason::TimesOutOfOrder);
    }
    if known.max().is_some_and(|last| last > now) {
        return refuse(rule, IncidentReason::InTheFuture);
    }
    Ok(())
}

pub(super) fn check(incident: &Incident, entry: &SceneEntry, now: Stamp) -> Result<(), Refusal> {
    let opening = &incident.opening;
    match entry {
        SceneEntry::Arrival { at } => in_order("J03", &[Some(opening.reported_at), Some(*at)], now),
        SceneEntry::Alert(alert) => {
            need("J03", &alert.who, Blank::Person)?;
            if alert.after_visit && incident.scene.visits.is_empty() {
                return refuse("J03", IncidentReason::NotVisited);
            }
            in_order("J03", &[Some(opening.reported_at), Some(alert.at)], now)
        }
        SceneEntry::Official(official) => {
            need("J06", &official.unit, Blank::Unit)?;
            in_order("J06", &[Some(opening.happened_at), official.at], now)
        }
        SceneEntry::Checks(checks) => {
            if checks.is_empty() {
                return refuse("J06", IncidentReason::Blank(Blank::Reading));
            }
            checks.iter().try_for_each(|check| need("J06", &check.reading, Blank::Reading))
        }
        SceneEntry::Visit(visit) => {
            need("J04", &visit.who, Blank::Person)?;
            need("J04", &visit.account, Blank::Account)?;
            if visit.identity == VisitIdentity::OutletDelegate {
                need("J04", &visit.authority, Blank::Authority)?;
            }
            in_order("J04", &[Some(opening.happened_at), Some(visit.at)], now)
        }
        SceneEntry::Record(record) if record.age.is_some_and(|age| age > OLDEST) => {
            refuse("J06", IncidentReason::BadFigure)
        }
        SceneEntry::Record(_) => Ok(()),
        SceneEntry::Injured(injured) => {
            if injured.relations.is_empty() {
                return refuse("J06", IncidentReason::Blank(Blank::Relation));
            }
            // "Other" alone says nothing.
            if injured.relations.contains(&Relation::Other) {
                need("J06", &injured.other, Blank::Relation)?;
            }
            Ok(())
        }
    }
}

impl Incident {
    pub(super) fn apply_scene(&mut self, entry: &SceneEntry) {
        let scene = &mut self.scene;
        match entry {
            SceneEntry::Arrival { at } => self.opening.arrived_at = Some(*at),
            SceneEntry::Alert(alert) => scene.alerts.push(alert.clone()),
            SceneEntry::Official(official) => scene.officials.push(official.clone()),
            SceneEntry::Checks(checks) => {
                for check in checks {
                    scene.checks.retain(|known| known.item != check.item);
                    scene.checks.push(check.clone());
                }
            }
            SceneEntry::Visit(visit) => scene.visits.push(visit.clone()),
            SceneEntry::Record(record) => scene.record = (**record).clone(),
            SceneEntry::Injured(injured) => scene.injured = injured.clone(),
        }
    }
}
