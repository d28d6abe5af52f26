//! The organisation a new desk begins with, until its own is entered.

use super::{Branch, BranchId, Organisation, Person, PersonId, Role};

impl Organisation {
    /// Seven regions with 31 branches that own every mainland province; all people and phones are invented.
    #[must_use]
    pub fn sample() -> Self {
        Self::from_rows(include_str!("../../../assets/demo/organisation.csv"))
    }

    /// Reads rows of `branch,key,name,region,areas` and `person,key,name,role,post,phone`; others are left out.
    /// Regions come in the order in which branches first name them.
    fn from_rows(text: &str) -> Self {
        let mut organisation = Self::default();
        for row in text.lines() {
            let cells: Vec<&str> = row.split(',').map(str::trim).collect();
            match cells[..] {
                ["branch", key, name, region, areas] => organisation.branches.extend(branch(key, name, region, areas)),
                ["person", key, name, role, post, phone] => {
                    organisation.people.extend(person(key, name, role, post, phone));
                }
                _ => {}
            }
        }
        for branch in &organisation.branches {
            if !organisation.regions.contains(&branch.region) {
                organisation.regions.push(branch.region.clone());
            }
        }
        Self::new(organisation.regions, organisation.branches, organisation.people)
    }
}

fn branch(key: &str, name: &str, region: &str, areas: &str) -> Option<Branch> {
    let areas = areas.split('、').filter(|area| !area.is_empty()).map(str::to_owned).collect();
    Some(Branch::new(BranchId(key.parse().ok()?), name, region, areas))
}

fn person(key: &str, name: &str, role: &str, post: &str, phone: &str) -> Option<Person> {
    let branch = post.parse().ok().map(BranchId);
    Some(Person {
        id: PersonId(key.parse().ok()?),
        name: name.to_owned(),
        role: Role::from_word(role)?,
        branch,
        region: (branch.is_none() && !post.is_empty()).then(|| post.to_owned()),
        phone: phone.to_owned(),
        in_force_from: None,
        in_force_to: None,
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_row_of_the_sample_is_read() {
        let rows = include_str!("../../../assets/demo/organisation.csv").lines().filter(|row| !row.starts_with('#'));
        let sample = Organisation::sample();
        assert_eq!(rows.count(), sample.branches.len() + sample.people.len());
        assert_eq!(sample.branches.len(), 31);
        assert_eq!(sample.regions, ["华东", "华南", "华中", "华北", "西南", "东北", "西北"]);
    }

    #[test]
    fn keys_names_and_phones_are_given_once() {
        let sample = Organisation::sample();
        let branches: BTreeSet<_> = sample.branches.iter().map(|branch| (branch.id, &branch.name)).collect();
        assert_eq!(branches.iter().map(|(id, _)| id).collect::<BTreeSet<_>>().len(), 31);
        assert_eq!(branches.iter().map(|(_, name)| name).collect::<BTreeSet<_>>().len(), 31);
        let people = &sample.people;
        assert_eq!(people.iter().map(|person| person.id).collect::<BTreeSet<_>>().len(), people.len());
        assert_eq!(people.iter().map(|person| &person.phone).collect::<BTreeSet<_>>().len(), people.len());
        assert!(people.iter().all(|person| person.phone.len() == 11 && person.phone[3..7] == *"0000"), "invented");
        let areas: Vec<&String> = sample.branches.iter().flat_map(|branch| &branch.areas).collect();
        assert_eq!(areas.iter().collect::<BTreeSet<_>>().len(), areas.len(), "no area has two owners");
    }

    #[test]
    fn every_branch_has_both_responsible_persons_a07() {
        let sample = Organisation::sample();
        for branch in &sample.branches {
            let responsible = sample.responsible_for(branch.id, "2026-04-09".parse().unwrap());
            let role = |id: Option<PersonId>| id.and_then(|id| sample.person(id)).map(|person| person.role);
            assert_eq!(role(responsible.first), Some(Role::FieldServiceManager), "{branch:?}");
            assert_eq!(role(responsible.second), Some(Role::RegionalManager), "{branch:?}");
        }
        let first = |name: &str| {
            let branch = sample.branch_named(name).map(|branch| branch.id).unwrap();
            let first = sample.responsible_for(branch, "2026-04-09".parse().unwrap()).first;
            first.and_then(|id| sample.person(id)).map(|person| person.name.as_str())
        };
        assert_eq!([first("苏州分部"), first("重庆分部")], [Some("沈嘉树"), Some("邹晓岚")]);
    }

    #[test]
    fn rows_of_no_known_form_are_left_out() {
        let read = Organisation::from_rows(
            "branch,x,a,b,c\nbranch,1,a\nperson,1,a,cook,,1\n\n#\nbranch,2,乙,华东,\nperson,3,丙,intake,,",
        );
        assert_eq!((read.branches.len(), read.people.len(), read.branches[0].areas.len()), (1, 1, 0));
        assert_eq!((read.people[0].branch, &read.people[0].region), (None, &None));
    }
}
