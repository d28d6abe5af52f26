//! Posts, named responsibilities and stand-ins: who answers for a matter on a day.

use chrono::NaiveDate;

use super::{BranchId, EntryId, Organisation, Person, PersonId, Responsible, Role, Span};
use crate::domain::places::Recognised;
use crate::domain::words::words;

words! {
    /// First and second responsible person (A07).
    pub enum Rank {
        First = "first",
        Second = "second",
    }
}

impl Rank {
    /// The post that carries the responsibility where nobody is named (A07).
    const fn role(self) -> Role {
        match self {
            Self::First => Role::FieldServiceManager,
            Self::Second => Role::RegionalManager,
        }
    }
}

/// A post held beside or before the present one, at a branch, in a region, or at headquarters when both are missing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Post {
    pub id: EntryId,
    pub person: PersonId,
    pub role: Role,
    pub branch: Option<BranchId>,
    pub region: Option<String>,
    pub span: Span,
}

/// A responsibility given to a person by name: for a branch, or there for one area, one product, or both.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Duty {
    pub id: EntryId,
    pub rank: Rank,
    pub person: PersonId,
    pub branch: BranchId,
    /// A place by its official name.
    pub area: Option<String>,
    /// A product category.
    pub product: Option<String>,
    /// Only for cases of VIPs (D08).
    pub vip: bool,
    pub span: Span,
}

/// Who answers in another's place while that person is away.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StandIn {
    pub id: EntryId,
    pub person: PersonId,
    pub deputy: PersonId,
    pub span: Span,
}

/// A service outlet or dealer of a branch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outlet {
    pub id: EntryId,
    pub name: String,
    pub branch: BranchId,
    pub phone: String,
    pub contact: String,
    pub address: String,
    /// Where it serves, in the outlet's own words.
    pub area: String,
    pub span: Span,
}

/// The insurer of a year (M4, J10).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Insurer {
    pub year: i32,
    pub name: String,
    /// Where claims are reported.
    pub phone: String,
}

/// What a case is about, as far as it decides who answers for it.
#[derive(Debug, Clone, Copy, Default)]
pub struct Matter<'a> {
    /// Names of the places around the address: county, city, province, as far as known.
    pub areas: &'a [&'a str],
    /// Empty when not known.
    pub product: &'a str,
    /// D08.
    pub vip: bool,
}

/// One person in charge.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Held {
    /// Who acts on the day.
    pub person: PersonId,
    /// Whose responsibility it is, when that person is away.
    pub stands_in_for: Option<PersonId>,
}

/// Both persons in charge on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Charge {
    pub first: Option<Held>,
    pub second: Option<Held>,
}

impl Organisation {
    /// A07: who acts as first and second responsible person of the branch on `day`, whatever the area and product.
    #[must_use]
    pub fn responsible_for(&self, branch: BranchId, day: NaiveDate) -> Responsible {
        let charge = self.charge(branch, &Matter::default(), day);
        Responsible { first: charge.first.map(|held| held.person), second: charge.second.map(|held| held.person) }
    }

    /// A07: the persons in charge of a matter at a branch on `day`.
    ///
    /// A duty given by name goes before the post; of several the one for VIPs (D08) goes before the one for an area, that
    /// before the one for a product, and the later one before the earlier. Who is away is replaced by the stand-in of that day.
    #[must_use]
    pub fn charge(&self, branch: BranchId, matter: &Matter<'_>, day: NaiveDate) -> Charge {
        let held = |rank| self.holder(rank, branch, matter, day).map(|person| self.acting(person, day));
        Charge { first: held(Rank::First), second: held(Rank::Second) }
    }

    /// As [`Organisation::responsible_for`], for the place an address names, a product (empty when not known) and
    /// whether the customer is a VIP.
    #[must_use]
    pub fn responsible_there(
        &self,
        branch: BranchId,
        found: &Recognised<'_, '_>,
        (product, vip): (&str, bool),
        day: NaiveDate,
    ) -> Responsible {
        let places = [found.county, found.city, found.province];
        let areas: Vec<&str> = places.into_iter().flatten().map(|place| place.name.as_str()).collect();
        let charge = self.charge(branch, &Matter { areas: &areas, product, vip }, day);
        Responsible { first: charge.first.map(|held| held.person), second: charge.second.map(|held| held.person) }
    }

    /// A06: whom regulators reach at the branch on `day`.
    #[must_use]
    pub fn contact_of(&self, branch: BranchId, day: NaiveDate) -> Option<PersonId> {
        self.in_post(Role::AppealContact, Some(branch), None, day)
    }

    /// M4: the insurer of the year.
    #[must_use]
    pub fn insurer(&self, year: i32) -> Option<&Insurer> {
        self.insurers.iter().find(|insurer| insurer.year == year)
    }

    /// Whether the person holds any post on `day`.
    #[must_use]
    pub fn is_here(&self, person: PersonId, day: NaiveDate) -> bool {
        self.held_posts().any(|post| post.person == person && post.span.covers(day))
    }

    /// Every post of everyone, the present ones first.
    fn held_posts(&self) -> impl Iterator<Item = HeldPost<'_>> {
        let present = self.people.iter().map(HeldPost::of_person);
        present.chain(self.posts.iter().map(HeldPost::of_post))
    }

    fn holder(&self, rank: Rank, branch: BranchId, matter: &Matter<'_>, day: NaiveDate) -> Option<PersonId> {
        let named = self
            .duties
            .iter()
            .filter(|duty| duty.rank == rank && duty.branch == branch && duty.span.covers(day))
            .filter(|duty| duty.area.as_deref().is_none_or(|area| matter.areas.contains(&area)))
            .filter(|duty| duty.product.as_deref().is_none_or(|product| product == matter.product))
            .filter(|duty| !duty.vip || matter.vip)
            .filter(|duty| self.is_here(duty.person, day))
            .max_by_key(|duty| (duty.vip, duty.area.is_some(), duty.product.is_some(), duty.span.from, duty.id));
        if let Some(duty) = named {
            return Some(duty.person);
        }
        match rank {
            Rank::First => self.in_post(rank.role(), Some(branch), None, day),
            Rank::Second => {
                let region = self.branch(branch)?.region.as_str();
                self.in_post(rank.role(), None, Some(region), day)
            }
        }
    }

    fn in_post(&self, role: Role, branch: Option<BranchId>, region: Option<&str>, day: NaiveDate) -> Option<PersonId> {
        let fits = |post: &HeldPost<'_>| {
            post.role == role
                && post.span.covers(day)
                && (branch.is_some() && post.branch == branch || region.is_some() && post.region == region)
        };
        self.held_posts().find(fits).map(|post| post.person)
    }

    /// Follows stand-ins from the holder on; when everybody in the row is away the holder stays.
    fn acting(&self, holder: PersonId, day: NaiveDate) -> Held {
        let mut person = holder;
        // Each step is another stand-in, so a ring of them ends the walk.
        for _ in 0..=self.stand_ins.len() {
            let away = self.stand_ins.iter().find(|entry| entry.person == person && entry.span.covers(day));
            match away {
                None if person == holder => return Held { person: holder, stands_in_for: None },
                None if self.is_here(person, day) => return Held { person, stands_in_for: Some(holder) },
                None => break,
                Some(entry) => person = entry.deputy,
            }
        }
        Held { person: holder, stands_in_for: None }
    }
}

/// A present or further post, seen alike.
struct HeldPost<'a> {
    person: PersonId,
    role: Role,
    branch: Option<BranchId>,
    region: Option<&'a str>,
    span: Span,
}

impl<'a> HeldPost<'a> {
    fn of_person(person: &'a Person) -> Self {
        let (branch, region) = (person.branch, person.region.as_deref());
        Self { person: person.id, role: person.role, branch, region, span: person.span() }
    }

    fn of_post(post: &'a Post) -> Self {
        let (branch, region) = (post.branch, post.region.as_deref());
        Self { person: post.person, role: post.role, branch, region, span: post.span }
    }
}

#[cfg(test)]
mod tests;
