//! Where the invented customers live and who is in charge there.

use super::dice::Dice;
use super::words::Words;
use crate::domain::organisation::{Branch, Organisation};
use crate::domain::places::{PlaceLevel, Places};
use crate::domain::time::Stamp;
use crate::domain::{BranchId, PersonId};

/// A branch as the demo data need it.
#[derive(Debug, Clone)]
pub(super) struct Site {
    pub id: BranchId,
    pub name: String,
    pub region: String,
    pub first: Option<(PersonId, String)>,
    pub second: Option<(PersonId, String)>,
    /// Beginnings of addresses in its area.
    towns: Vec<String>,
}

/// The branches by region, in the order of the regions' table.
#[derive(Debug, Clone)]
pub(super) struct Ground {
    regions: Vec<Vec<Site>>,
}

impl Ground {
    /// Reads the organisation as it stands at `end`. A region of the table without a branch borrows those of the first.
    pub(super) fn of(organisation: &Organisation, words: &Words, end: Stamp) -> Self {
        let names: Vec<&str> = words.regions.rows().map(|row| row.cell(0)).collect();
        let mut regions: Vec<Vec<Site>> = vec![Vec::new(); names.len().max(1)];
        let mut towns = towns(organisation);
        for (branch, towns) in organisation.branches.iter().zip(&mut towns) {
            let known = names.iter().position(|name| branch.region.starts_with(name));
            let at = known.or_else(|| organisation.regions.iter().position(|region| *region == branch.region));
            let at = at.unwrap_or(0) % regions.len();
            regions[at].push(site(organisation, branch, std::mem::take(towns), end));
        }
        // A branch that nobody leads is closed: it gets no case while another of its region can.
        for sites in &mut regions {
            if sites.iter().any(|site| site.first.is_some()) {
                sites.retain(|site| site.first.is_some());
            }
        }
        if let Some(lent) = regions.iter().find(|sites| !sites.is_empty()).cloned() {
            regions.iter_mut().filter(|sites| sites.is_empty()).for_each(|sites| sites.clone_from(&lent));
        }
        Self { regions }
    }

    /// The region of a branch, by its whole name.
    pub(super) fn region_of(&self, branch: &str) -> Option<usize> {
        self.regions.iter().position(|sites| sites.iter().any(|site| site.name == branch))
    }

    /// A branch by its whole name.
    pub(super) fn named(&self, branch: &str) -> Option<&Site> {
        self.regions.iter().flatten().find(|site| site.name == branch)
    }

    /// A branch of the region; those listed first have more to do. `None` without any branch.
    pub(super) fn any(&self, region: u8, dice: &mut Dice) -> Option<&Site> {
        let sites = self.regions.get(usize::from(region)).or_else(|| self.regions.first())?;
        let count = i64::try_from(sites.len()).unwrap_or(1);
        // The first weighs twice as much as one after the last would.
        let mut left = dice.between(0, (count * 2 + (count - 1) * 2).max(1) * count / 2);
        for (at, site) in (0..).zip(sites) {
            left -= count * 2 - at;
            if left < 0 {
                return Some(site);
            }
        }
        sites.first()
    }
}

impl Ground {
    /// Every branch with its part of the whole, 0 to 1, when the regions of the table have these shares; those listed first
    /// have more, as in [`Self::any`].
    pub(super) fn parts(&self, shares: &[i64]) -> Vec<(&Site, f64)> {
        let whole = shares.iter().sum::<i64>().max(1) as f64;
        let mut parts: Vec<(&Site, f64)> = Vec::new();
        for (sites, share) in self.regions.iter().zip(shares) {
            let weight = |at: usize| (sites.len() * 2 - at) as f64;
            let all: f64 = (0..sites.len()).map(weight).sum();
            for (at, site) in sites.iter().enumerate() {
                let part = *share as f64 / whole * weight(at) / all;
                // A borrowed branch stands in more than one region.
                match parts.iter_mut().find(|(known, _)| known.id == site.id) {
                    Some((_, known)) => *known += part,
                    None => parts.push((site, part)),
                }
            }
        }
        parts
    }
}

impl Site {
    pub(super) fn first_id(&self) -> Option<PersonId> {
        self.first.as_ref().map(|(id, _)| *id)
    }

    pub(super) fn second_id(&self) -> Option<PersonId> {
        self.second.as_ref().map(|(id, _)| *id)
    }

    /// The beginning of an address in this branch's area.
    pub(super) fn town(&self, dice: &mut Dice) -> &str {
        self.towns.get(dice.position(self.towns.len())).map_or("", String::as_str)
    }
}

fn site(organisation: &Organisation, branch: &Branch, towns: Vec<String>, end: Stamp) -> Site {
    let held = organisation.responsible_for(branch.id, end.date());
    let named =
        |id: Option<PersonId>| id.and_then(|id| organisation.person(id)).map(|person| (person.id, person.name.clone()));
    Site {
        id: branch.id,
        name: branch.name.clone(),
        region: branch.region.clone(),
        first: named(held.first),
        second: named(held.second),
        towns,
    }
}

/// Province, city and county of every county, given to the branch that owns it, in the order of the branches.
fn towns(organisation: &Organisation) -> Vec<Vec<String>> {
    let places = Places::china();
    let mut towns: Vec<Vec<String>> = vec![Vec::new(); organisation.branches.len()];
    for county in places.all().iter().filter(|place| place.level == PlaceLevel::County) {
        let province = places.by_code(county.province_code()).map(|place| place.name.as_str());
        let city = county.city_code().and_then(|code| places.by_code(code));
        let city = city.filter(|city| !city.is_grouping()).map(|city| city.name.as_str());
        let Some(owner) = organisation.branch_for(Some(&county.name), city, province) else { continue };
        if let Some(at) = organisation.branches.iter().position(|branch| branch.id == owner.id) {
            towns[at].push([province.unwrap_or_default(), city.unwrap_or_default(), &county.name].concat());
        }
    }
    for (branch, towns) in organisation.branches.iter().zip(&mut towns) {
        if towns.is_empty() {
            towns.push(branch.areas.first().unwrap_or(&branch.name).clone());
        }
    }
    towns
}
