//! Regions, branches and people: who owns which area, and who is responsible there.

mod change;
mod check;
mod duties;
mod register;
mod sample;
mod territory;

use chrono::NaiveDate;

use super::places::Places;
use super::words::words;

pub use change::{Change, Clash, Step};
pub use check::{Fault, Subject};
pub use duties::{Charge, Duty, Held, Insurer, Matter, Outlet, Post, Rank, StandIn};
pub use register::{register_mark, register_week};
pub use territory::Territory;

/// Key of a branch; never given to another branch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BranchId(pub i64);

/// Key of a person; never given to another person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PersonId(pub i64);

/// Key of an outlet, post, duty or stand-in; never given to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntryId(pub i64);

/// The days between which something holds; both ends included, an open end is `None`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct Span {
    pub from: Option<NaiveDate>,
    /// The last day.
    pub to: Option<NaiveDate>,
}

impl Span {
    #[must_use]
    pub const fn new(from: Option<NaiveDate>, to: Option<NaiveDate>) -> Self {
        Self { from, to }
    }

    #[must_use]
    pub fn covers(self, day: NaiveDate) -> bool {
        self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| day <= to)
    }

    /// Whether it ends before it begins.
    #[must_use]
    pub fn is_backwards(self) -> bool {
        matches!((self.from, self.to), (Some(from), Some(to)) if to < from)
    }

    /// Whether some day lies in both.
    #[must_use]
    pub fn meets(self, other: Self) -> bool {
        let begins_in_time = |a: Self, b: Self| a.from.is_none_or(|from| b.to.is_none_or(|to| from <= to));
        begins_in_time(self, other) && begins_in_time(other, self)
    }
}

words! {
    /// What a person does.
    pub enum Role {
        Intake = "intake",
        Dispatcher = "dispatcher",
        /// 驻外服务经理: first responsible person of a branch (A07).
        FieldServiceManager = "field_service_manager",
        /// 大区经理: second responsible person (A07).
        RegionalManager = "regional_manager",
        DepartmentHead = "department_head",
        GeneralManager = "general_manager",
        Technician = "technician",
        /// 申诉联系人: whom regulators reach at a unit (A06).
        AppealContact = "appeal_contact",
    }
}

/// A branch with the areas it owns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Branch {
    pub id: BranchId,
    pub name: String,
    /// The short code of other systems; may be empty.
    pub code: String,
    pub region: String,
    /// Names of provinces, cities and counties; the smallest area that fits decides.
    pub areas: Vec<String>,
    /// Product categories the branch is limited to; empty when it serves all.
    pub products: Vec<String>,
    pub span: Span,
}

impl Branch {
    /// A branch of all products that has always been there.
    #[must_use]
    pub fn new(id: BranchId, name: &str, region: &str, areas: Vec<String>) -> Self {
        Self {
            id,
            name: name.to_owned(),
            code: String::new(),
            region: region.to_owned(),
            areas,
            products: Vec::new(),
            span: Span::default(),
        }
    }
}

/// A person with the days between which the post is held.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    pub id: PersonId,
    pub name: String,
    pub role: Role,
    pub branch: Option<BranchId>,
    pub region: Option<String>,
    pub phone: String,
    pub in_force_from: Option<NaiveDate>,
    /// The last day.
    pub in_force_to: Option<NaiveDate>,
}

impl Person {
    /// Whether the post is held on `day`.
    #[must_use]
    pub fn is_in_force(&self, day: NaiveDate) -> bool {
        self.span().covers(day)
    }

    /// The days of the present post.
    #[must_use]
    pub const fn span(&self) -> Span {
        Span::new(self.in_force_from, self.in_force_to)
    }
}

/// Who is in charge of a case at a branch (A07); stand-ins in the place of those who are away.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Responsible {
    pub first: Option<PersonId>,
    pub second: Option<PersonId>,
}

/// All regions, branches and people of the group.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Organisation {
    pub regions: Vec<String>,
    pub branches: Vec<Branch>,
    pub people: Vec<Person>,
    pub outlets: Vec<Outlet>,
    /// Posts held beside or before the present one.
    pub posts: Vec<Post>,
    /// Responsibilities given by name; where there is none, A07 finds the person by the post.
    pub duties: Vec<Duty>,
    pub stand_ins: Vec<StandIn>,
    /// One a year (M4).
    pub insurers: Vec<Insurer>,
    /// The highest key ever given, those of things taken back included.
    pub last_key: i64,
}

impl Organisation {
    #[must_use]
    pub fn new(regions: Vec<String>, branches: Vec<Branch>, people: Vec<Person>) -> Self {
        let keys = branches.iter().map(|branch| branch.id.0).chain(people.iter().map(|person| person.id.0));
        let last_key = keys.max().unwrap_or(0);
        Self { regions, branches, people, last_key, ..Self::default() }
    }

    /// A key that was never given: the `nth` from 1 on, for several new things at once.
    #[must_use]
    pub const fn new_key(&self, nth: i64) -> i64 {
        self.last_key.saturating_add(nth)
    }

    /// Branches at work on `day`.
    pub fn branches_on(&self, day: NaiveDate) -> impl Iterator<Item = &Branch> {
        self.branches.iter().filter(move |branch| branch.span.covers(day))
    }

    /// One branch a province of the mainland, in the seven regions and without people: what an empty desk begins with.
    #[must_use]
    pub fn by_province(places: &Places) -> Self {
        let mut regions: Vec<String> = Vec::new();
        let mut branches = Vec::new();
        for province in places.provinces() {
            let Some(region) = places.region_of_province(&province.name) else { continue };
            // Hong Kong, Macao and Taiwan are not served by branches of the mainland group.
            if province.code >= 700_000 {
                continue;
            }
            if !regions.iter().any(|known| known == region) {
                regions.push(region.to_owned());
            }
            let id = BranchId(i64::try_from(branches.len()).unwrap_or(0) + 1);
            let name = format!("{}分部", short_name(&province.name));
            branches.push(Branch::new(id, &name, region, vec![province.name.clone()]));
        }
        Self::new(regions, branches, Vec::new())
    }

    #[must_use]
    pub fn branch(&self, id: BranchId) -> Option<&Branch> {
        self.branches.iter().find(|branch| branch.id == id)
    }

    /// A branch by its whole name.
    #[must_use]
    pub fn branch_named(&self, name: &str) -> Option<&Branch> {
        let name = name.trim();
        if name.is_empty() { None } else { self.branches.iter().find(|branch| branch.name == name) }
    }

    #[must_use]
    pub fn person(&self, id: PersonId) -> Option<&Person> {
        self.people.iter().find(|person| person.id == id)
    }

    /// The branch that owns the smallest of the named areas: county before city before province.
    #[must_use]
    pub fn branch_for(&self, county: Option<&str>, city: Option<&str>, province: Option<&str>) -> Option<&Branch> {
        [county, city, province]
            .into_iter()
            .flatten()
            .find_map(|area| self.branches.iter().find(|branch| branch.areas.iter().any(|owned| owned == area)))
    }
}

/// A province as people say it: 浙江, 广西, 北京.
fn short_name(province: &str) -> &str {
    ["壮族自治区", "回族自治区", "维吾尔自治区", "自治区", "省", "市"]
        .iter()
        .find_map(|ending| province.strip_suffix(ending))
        .unwrap_or(province)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn person(id: i64, role: Role, branch: Option<i64>, region: Option<&str>, to: Option<&str>) -> Person {
        Person {
            id: PersonId(id),
            name: format!("人{id}"),
            role,
            branch: branch.map(BranchId),
            region: region.map(str::to_owned),
            phone: String::new(),
            in_force_from: None,
            in_force_to: to.map(|day| day.parse().unwrap()),
        }
    }

    fn group() -> Organisation {
        let branch = |id, name: &str, areas: &[&str]| {
            Branch::new(BranchId(id), name, "华东", areas.iter().map(|&area| area.to_owned()).collect())
        };
        Organisation::new(
            vec!["华东".to_owned()],
            vec![branch(1, "杭州分部", &["浙江省"]), branch(2, "嘉兴分部", &["嘉兴市"])],
            vec![
                person(1, Role::FieldServiceManager, Some(2), None, Some("2026-03-31")),
                person(2, Role::FieldServiceManager, Some(2), None, None),
                person(3, Role::RegionalManager, None, Some("华东"), None),
            ],
        )
    }

    #[test]
    fn the_two_responsible_persons_are_set_by_rule_a07() {
        let group = group();
        let on = |day: &str| group.responsible_for(BranchId(2), day.parse().unwrap());
        assert_eq!(on("2026-03-31"), Responsible { first: Some(PersonId(1)), second: Some(PersonId(3)) });
        assert_eq!(on("2026-04-01"), Responsible { first: Some(PersonId(2)), second: Some(PersonId(3)) });
        assert_eq!(group.responsible_for(BranchId(1), "2026-04-01".parse().unwrap()).first, None);
    }

    #[test]
    fn the_smallest_area_decides_which_branch() {
        let group = group();
        let name = |county, city, province| group.branch_for(county, city, province).map(|branch| branch.name.as_str());
        assert_eq!(name(Some("南湖区"), Some("嘉兴市"), Some("浙江省")), Some("嘉兴分部"));
        assert_eq!(name(None, Some("绍兴市"), Some("浙江省")), Some("杭州分部"));
        assert_eq!(name(None, None, Some("海南省")), None);
    }
}
