//! Each fault is found where it is made, and not elsewhere.

use super::*;
use crate::domain::organisation::{Branch, Duty, Insurer, Outlet, StandIn};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn faults(group: &Organisation) -> Vec<Fault> {
    group.faults(&Places::china(), day("2026-04-09"))
}

/// What a change of the sample brings that the sample has not.
#[track_caller]
fn brings(change: impl FnOnce(&mut Organisation), expected: &[Fault]) {
    let sample = Organisation::sample();
    let known = faults(&sample);
    let mut changed = sample;
    change(&mut changed);
    let new: Vec<Fault> = faults(&changed).into_iter().filter(|fault| !known.contains(fault)).collect();
    assert_eq!(new, expected);
}

#[test]
fn the_sample_has_nothing_wrong_and_lacks_contacts_and_an_insurer() {
    let faults = faults(&Organisation::sample());
    assert!(faults.iter().all(|fault| matches!(fault, Fault::NoContact(_) | Fault::NoInsurer(2026))), "{faults:?}");
    assert_eq!(faults.len(), 31 + 1);
}

#[test]
fn a_branch_without_a_first_responsible_is_named_a07() {
    brings(
        |group| {
            let manager = group.responsible_for(BranchId(1), day("2026-04-09")).first;
            for person in group.people.iter_mut().filter(|person| Some(person.id) == manager) {
                person.in_force_to = Some(day("2026-04-08"));
            }
        },
        &[Fault::BranchWithoutFirst(BranchId(1))],
    );
}

#[test]
fn an_area_owned_twice_is_named_a15() {
    brings(
        |group| group.branches[1].areas.push("苏州".to_owned()),
        &[Fault::AreaTwice { area: "苏州市".to_owned(), branches: [BranchId(1), BranchId(2)] }],
    );
}

#[test]
fn an_area_may_change_hands_or_be_shared_by_product_a15() {
    let places = Places::china();
    let mut group = Organisation::sample();
    group.branches[1].areas.push("苏州".to_owned());
    group.branches[0].products = vec!["热水器".to_owned()];
    assert_eq!(group.wrongs(&places), [], "one branch serves water heaters, the other the rest");
    group.branches[1].products = vec!["热水器".to_owned(), "冰箱".to_owned()];
    assert_eq!(group.wrongs(&places).len(), 1, "both serve water heaters");
    group.branches[0].span.to = Some(day("2026-12-31"));
    group.branches[1].span.from = Some(day("2027-01-01"));
    assert_eq!(group.wrongs(&places), [], "the second begins the day after the first ends");
}

#[test]
fn a_place_without_an_owner_is_named_as_large_as_it_is_a15() {
    brings(|group| group.branches[1].areas.retain(|area| area != "杭州市"), &[]);
    let without = |group: &mut Organisation, area: &str| {
        for branch in &mut group.branches {
            branch.areas.retain(|owned| owned != area);
        }
    };
    brings(|group| without(group, "海南省"), &[Fault::Gap("海南省".to_owned())]);
    let mut group = Organisation::sample();
    group.branches.retain(|branch| branch.id == BranchId(1));
    group.branches[0].areas =
        vec!["浙江省".to_owned(), "苏州市".to_owned(), "昆山市".to_owned(), "嘉峪关市".to_owned()];
    let faults = faults(&group);
    let gap = |name: &str| faults.contains(&Fault::Gap(name.to_owned()));
    assert!(
        gap("无锡市") && gap("上海市") && !gap("苏州市") && !gap("江苏省") && !gap("浙江省") && !gap("香港特别行政区")
    );
}

#[test]
fn areas_nobody_knows_and_names_given_twice_are_wrong() {
    brings(
        |group| group.branches[4].areas.push("火星".to_owned()),
        &[Fault::AreaUnknown { branch: BranchId(5), area: "火星".to_owned() }],
    );
    brings(
        |group| group.branches[5].name = group.branches[4].name.clone(),
        &[Fault::NameTwice { name: "上海分部".to_owned(), of: Subject::Branch(BranchId(6)) }],
    );
    brings(|group| group.branches[4].name = " ".to_owned(), &[Fault::NoName(Subject::Branch(BranchId(5)))]);
    brings(|group| group.people[0].name.clear(), &[Fault::NoName(Subject::Person(PersonId(1)))]);
    brings(
        |group| group.branches[4].region = "东海".to_owned(),
        &[Fault::UnknownRegion { branch: BranchId(5), region: "东海".to_owned() }],
    );
}

#[test]
fn a_person_who_left_and_is_still_responsible_is_named_a07() {
    let leaver = PersonId(1);
    brings(
        |group| {
            let duty = Duty {
                id: EntryId(100),
                rank: Rank::First,
                person: leaver,
                branch: BranchId(1),
                area: None,
                product: Some("热水器".to_owned()),
                vip: false,
                span: Span::default(),
            };
            group.duties.push(duty);
            group.people[0].in_force_to = Some(day("2026-04-08"));
        },
        &[Fault::LeftButResponsible { duty: EntryId(100), person: leaver, branch: BranchId(1), rank: Rank::First }],
    );
}

#[test]
fn stand_ins_that_cannot_act_are_named() {
    let entry = |id, person, deputy| StandIn {
        id: EntryId(id),
        person: PersonId(person),
        deputy: PersonId(deputy),
        span: Span::new(Some(day("2026-04-01")), Some(day("2026-04-30"))),
    };
    let away = |id, deputy| Fault::DeputyAway { entry: EntryId(id), deputy: PersonId(deputy) };
    brings(|group| group.stand_ins = vec![entry(100, 1, 2), entry(101, 2, 3)], &[away(100, 2)]);
    brings(|group| group.stand_ins = vec![entry(100, 1, 1)], &[Fault::StandsInForSelf(EntryId(100)), away(100, 1)]);
    brings(
        |group| {
            group.stand_ins = vec![entry(100, 1, 2)];
            group.stand_ins[0].span = Span::new(Some(day("2027-04-02")), Some(day("2027-04-01")));
        },
        &[Fault::Backwards(Subject::StandIn(EntryId(100)))],
    );
}

#[test]
fn what_names_something_that_is_not_there_is_wrong() {
    brings(
        |group| {
            let outlet = Outlet {
                id: EntryId(100),
                name: "城东服务点".to_owned(),
                branch: BranchId(99),
                phone: String::new(),
                contact: String::new(),
                address: String::new(),
                area: String::new(),
                span: Span::default(),
            };
            group.outlets.push(outlet);
        },
        &[Fault::Dangling(Subject::Outlet(EntryId(100)))],
    );
    brings(|group| group.people[0].phone = "问前台".to_owned(), &[Fault::OddPhone(PersonId(1))]);
}

#[test]
fn the_contact_and_the_insurer_that_are_there_are_not_asked_for_a06_m4() {
    let mut group = Organisation::sample();
    group.insurers.push(Insurer { year: 2026, name: "甲保险".to_owned(), phone: String::new() });
    group.people[0].role = crate::domain::organisation::Role::AppealContact;
    group.people[0].branch = Some(BranchId(1));
    let faults = faults(&group);
    assert!(!faults.contains(&Fault::NoInsurer(2026)) && !faults.contains(&Fault::NoContact(BranchId(1))));
    assert!(faults.contains(&Fault::NoContact(BranchId(2))));
}

#[test]
fn only_what_a_change_makes_wrong_refuses_it() {
    let places = Places::china();
    let mut before = Organisation::sample();
    before.branches[0].areas.push("火星".to_owned());
    let mut after = before.clone();
    after.branches.push(Branch::new(BranchId(after.new_key(1)), "木星分部", "华东", vec!["苏州市".to_owned()]));
    let new = before.new_wrongs(&after, &places);
    let of = [BranchId(1), BranchId(before.new_key(1))];
    assert_eq!(new, [Fault::AreaTwice { area: "苏州市".to_owned(), branches: of }]);
    assert!(new.iter().all(Fault::is_wrong));
}
