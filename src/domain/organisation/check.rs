//! What is wrong with an organisation, and what is missing in it, each named.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};

use super::duties::Rank;
use super::{BranchId, EntryId, Matter, Organisation, PersonId, Span, Territory};
use crate::domain::phone::{Phone, PhoneKind};
use crate::domain::places::{Place, Places};

/// One thing of the organisation.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subject {
    Region(String),
    Branch(BranchId),
    Person(PersonId),
    Outlet(EntryId),
    Post(EntryId),
    Duty(EntryId),
    StandIn(EntryId),
    Insurer(i32),
}

/// One thing that is wrong or missing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    NoName(Subject),
    NameTwice {
        name: String,
        of: Subject,
    },
    UnknownRegion {
        branch: BranchId,
        region: String,
    },
    /// The last day lies before the first.
    Backwards(Subject),
    /// It names a branch, region or person that is not there.
    Dangling(Subject),
    /// No place of this name, or several.
    AreaUnknown {
        branch: BranchId,
        area: String,
    },
    AreaTwice {
        area: String,
        branches: [BranchId; 2],
    },
    StandsInForSelf(EntryId),
    BranchWithoutFirst(BranchId),
    RegionWithoutSecond(String),
    BranchWithoutArea(BranchId),
    /// The duty runs on and the person holds no post any more.
    LeftButResponsible {
        duty: EntryId,
        person: PersonId,
        branch: BranchId,
        rank: Rank,
    },
    /// Both the person and the deputy are away, or the deputy has left.
    DeputyAway {
        entry: EntryId,
        deputy: PersonId,
    },
    /// The branch has ended and somebody still holds a post there.
    EndedWithPerson {
        branch: BranchId,
        person: PersonId,
    },
    OddPhone(PersonId),
    /// A mainland place that no branch owns, the largest such.
    Gap(String),
    /// A06.
    NoContact(BranchId),
    /// M4.
    NoInsurer(i32),
}

impl Fault {
    /// Whether it contradicts itself and may not be entered; the others are missing yet.
    #[must_use]
    pub const fn is_wrong(&self) -> bool {
        matches!(
            self,
            Self::NoName(_)
                | Self::NameTwice { .. }
                | Self::UnknownRegion { .. }
                | Self::Backwards(_)
                | Self::Dangling(_)
                | Self::AreaUnknown { .. }
                | Self::AreaTwice { .. }
                | Self::StandsInForSelf(_)
        )
    }
}

impl Organisation {
    /// Everything that is wrong or missing on `day`, what is wrong first.
    #[must_use]
    pub fn faults(&self, places: &Places, day: NaiveDate) -> Vec<Fault> {
        let mut faults = self.wrongs(places);
        self.missing_persons(day, &mut faults);
        let territory = Territory::of(self, places);
        faults.extend(gaps(&territory, places, day).into_iter().map(Fault::Gap));
        if self.insurer(day.year()).is_none() {
            faults.push(Fault::NoInsurer(day.year()));
        }
        faults
    }

    /// What contradicts itself, whatever the day.
    #[must_use]
    pub fn wrongs(&self, places: &Places) -> Vec<Fault> {
        let mut faults = Vec::new();
        self.names(&mut faults);
        self.spans(&mut faults);
        self.references(&mut faults);
        self.areas(places, &mut faults);
        faults
    }

    /// What is wrong in `after` and was not wrong here: such a change is refused.
    #[must_use]
    pub fn new_wrongs(&self, after: &Self, places: &Places) -> Vec<Fault> {
        let known = self.wrongs(places);
        after.wrongs(places).into_iter().filter(|fault| !known.contains(fault)).collect()
    }

    fn names(&self, faults: &mut Vec<Fault>) {
        let mut seen: BTreeMap<&str, u32> = BTreeMap::new();
        for branch in &self.branches {
            *seen.entry(branch.name.trim()).or_default() += 1;
            let of = Subject::Branch(branch.id);
            if branch.name.trim().is_empty() {
                faults.push(Fault::NoName(of));
            } else if seen.get(branch.name.trim()).is_some_and(|count| *count > 1) {
                faults.push(Fault::NameTwice { name: branch.name.clone(), of });
            }
        }
        let empty = |name: &str| name.trim().is_empty();
        let no_name = |of| Fault::NoName(of);
        let regions = self.regions.iter().filter(|name| empty(name));
        faults.extend(regions.map(|name| no_name(Subject::Region(name.clone()))));
        let people = self.people.iter().filter(|person| empty(&person.name));
        faults.extend(people.map(|person| no_name(Subject::Person(person.id))));
        let outlets = self.outlets.iter().filter(|outlet| empty(&outlet.name));
        faults.extend(outlets.map(|outlet| no_name(Subject::Outlet(outlet.id))));
        let insurers = self.insurers.iter().filter(|insurer| empty(&insurer.name));
        faults.extend(insurers.map(|insurer| no_name(Subject::Insurer(insurer.year))));
    }

    fn spans(&self, faults: &mut Vec<Fault>) {
        let branches = self.branches.iter().map(|branch| (branch.span, Subject::Branch(branch.id)));
        let people = self.people.iter().map(|person| (person.span(), Subject::Person(person.id)));
        let outlets = self.outlets.iter().map(|outlet| (outlet.span, Subject::Outlet(outlet.id)));
        let posts = self.posts.iter().map(|post| (post.span, Subject::Post(post.id)));
        let duties = self.duties.iter().map(|duty| (duty.span, Subject::Duty(duty.id)));
        let stand_ins = self.stand_ins.iter().map(|entry| (entry.span, Subject::StandIn(entry.id)));
        let all = branches.chain(people).chain(outlets).chain(posts).chain(duties).chain(stand_ins);
        faults.extend(all.filter(|(span, _)| Span::is_backwards(*span)).map(|(_, of)| Fault::Backwards(of)));
    }

    fn references(&self, faults: &mut Vec<Fault>) {
        let known = |name: &str| self.regions.iter().any(|region| region == name);
        for branch in self.branches.iter().filter(|branch| !known(&branch.region)) {
            faults.push(Fault::UnknownRegion { branch: branch.id, region: branch.region.clone() });
        }
        let branch = |id: Option<BranchId>| id.is_none_or(|id| self.branch(id).is_some());
        let region = |name: Option<&str>| name.is_none_or(known);
        let person = |id: PersonId| self.person(id).is_some();
        let mut dangles = |holds: bool, of: Subject| {
            if !holds {
                faults.push(Fault::Dangling(of));
            }
        };
        for one in &self.people {
            dangles(branch(one.branch) && region(one.region.as_deref()), Subject::Person(one.id));
        }
        for post in &self.posts {
            let holds = person(post.person) && branch(post.branch) && region(post.region.as_deref());
            dangles(holds, Subject::Post(post.id));
        }
        for outlet in &self.outlets {
            dangles(branch(Some(outlet.branch)), Subject::Outlet(outlet.id));
        }
        for duty in &self.duties {
            dangles(person(duty.person) && branch(Some(duty.branch)), Subject::Duty(duty.id));
        }
        for entry in &self.stand_ins {
            dangles(person(entry.person) && person(entry.deputy), Subject::StandIn(entry.id));
        }
        let selves = self.stand_ins.iter().filter(|entry| entry.person == entry.deputy);
        faults.extend(selves.map(|entry| Fault::StandsInForSelf(entry.id)));
    }

    fn areas(&self, places: &Places, faults: &mut Vec<Fault>) {
        let mut owned: BTreeMap<u32, Vec<&super::Branch>> = BTreeMap::new();
        for branch in &self.branches {
            for area in &branch.areas {
                let Some(place) = Territory::place(places, area) else {
                    faults.push(Fault::AreaUnknown { branch: branch.id, area: area.clone() });
                    continue;
                };
                let owners = owned.entry(place.code).or_default();
                let rival = owners.iter().find(|other| {
                    let same = other.products.iter().any(|product| branch.products.contains(product));
                    other.span.meets(branch.span) && (other.products.is_empty() && branch.products.is_empty() || same)
                });
                if let Some(rival) = rival {
                    let area = place.name.clone();
                    faults.push(Fault::AreaTwice { area, branches: [rival.id, branch.id] });
                }
                owners.push(branch);
            }
        }
    }

    fn missing_persons(&self, day: NaiveDate, faults: &mut Vec<Fault>) {
        for branch in self.branches_on(day) {
            if self.charge(branch.id, &Matter::default(), day).first.is_none() {
                faults.push(Fault::BranchWithoutFirst(branch.id));
            }
            if branch.areas.is_empty() {
                faults.push(Fault::BranchWithoutArea(branch.id));
            }
        }
        for region in &self.regions {
            let mut branches = self.branches_on(day).filter(|branch| branch.region == *region);
            if branches.any(|branch| self.charge(branch.id, &Matter::default(), day).second.is_none()) {
                faults.push(Fault::RegionWithoutSecond(region.clone()));
            }
        }
        for duty in self.duties.iter().filter(|duty| duty.span.covers(day) && !self.is_here(duty.person, day)) {
            let (person, branch, rank) = (duty.person, duty.branch, duty.rank);
            faults.push(Fault::LeftButResponsible { duty: duty.id, person, branch, rank });
        }
        for entry in self.stand_ins.iter().filter(|entry| entry.span.covers(day)) {
            let away = |one: &super::StandIn| one.person == entry.deputy && one.span.covers(day);
            if !self.is_here(entry.deputy, day) || self.stand_ins.iter().any(away) {
                faults.push(Fault::DeputyAway { entry: entry.id, deputy: entry.deputy });
            }
        }
        let ended = |id: BranchId| self.branch(id).is_some_and(|branch| !branch.span.covers(day));
        for person in self.people.iter().filter(|person| person.is_in_force(day)) {
            if let Some(branch) = person.branch.filter(|id| ended(*id)) {
                faults.push(Fault::EndedWithPerson { branch, person: person.id });
            }
            if !person.phone.is_empty() && Phone::parse(&person.phone).kind == PhoneKind::Unknown {
                faults.push(Fault::OddPhone(person.id));
            }
        }
        let without = self.branches_on(day).filter(|branch| self.contact_of(branch.id, day).is_none());
        faults.extend(without.map(|branch| Fault::NoContact(branch.id)));
    }
}

/// The largest mainland places that nobody owns on `day`.
fn gaps(territory: &Territory, places: &Places, day: NaiveDate) -> Vec<String> {
    let owned = |place: &Place| territory.owns(place.code, day);
    let mut gaps = Vec::new();
    for province in places.provinces().filter(|province| province.code < 700_000 && !owned(province)) {
        let any = places.all().iter().any(|place| place.is_within(province) && owned(place));
        if !any {
            gaps.push(province.name.clone());
            continue;
        }
        for part in places.below(province).into_iter().filter(|part| !owned(part)) {
            let inside = places.below(part);
            if inside.iter().any(|county| owned(county)) {
                let open = inside.into_iter().filter(|county| !owned(county));
                gaps.extend(open.map(|county| county.name.clone()));
            } else {
                gaps.push(part.name.clone());
            }
        }
    }
    gaps
}

#[cfg(test)]
mod tests;
