//! Who answers for what, on which day.

use super::*;
use crate::domain::organisation::Branch;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn person(id: i64, role: Role, branch: Option<i64>, region: Option<&str>) -> Person {
    Person {
        id: PersonId(id),
        name: format!("人{id}"),
        role,
        branch: branch.map(BranchId),
        region: region.map(str::to_owned),
        phone: String::new(),
        in_force_from: None,
        in_force_to: None,
    }
}

fn group() -> Organisation {
    Organisation::new(
        vec!["华东".to_owned()],
        vec![Branch::new(BranchId(1), "苏州分部", "华东", vec!["苏州市".to_owned()])],
        vec![
            person(1, Role::FieldServiceManager, Some(1), None),
            person(2, Role::Technician, Some(1), None),
            person(3, Role::RegionalManager, None, Some("华东")),
            person(4, Role::Technician, Some(1), None),
        ],
    )
}

fn duty(id: i64, person: i64, area: Option<&str>, product: Option<&str>) -> Duty {
    Duty {
        id: EntryId(id),
        rank: Rank::First,
        person: PersonId(person),
        branch: BranchId(1),
        area: area.map(str::to_owned),
        product: product.map(str::to_owned),
        vip: false,
        span: Span::default(),
    }
}

fn stand_in(id: i64, person: i64, deputy: i64, from: &str, to: &str) -> StandIn {
    let span = Span::new(Some(day(from)), Some(day(to)));
    StandIn { id: EntryId(id), person: PersonId(person), deputy: PersonId(deputy), span }
}

#[track_caller]
fn first(group: &Organisation, areas: &[&str], product: &str, on: &str, acting: i64, instead_of: Option<i64>) {
    let held = group.charge(BranchId(1), &Matter { areas, product, vip: false }, day(on)).first;
    let expected = Held { person: PersonId(acting), stands_in_for: instead_of.map(PersonId) };
    assert_eq!(held, Some(expected), "{areas:?} {product} {on}");
}

#[test]
fn a_duty_given_by_name_goes_before_the_post_a07() {
    let mut group = group();
    group.duties = vec![duty(10, 2, None, Some("热水器")), duty(11, 4, Some("昆山市"), None)];
    first(&group, &[], "冰箱", "2026-04-09", 1, None);
    first(&group, &["姑苏区", "苏州市"], "热水器", "2026-04-09", 2, None);
    first(&group, &["昆山市", "苏州市"], "热水器", "2026-04-09", 4, None);
    group.duties[1].span.to = Some(day("2026-03-31"));
    first(&group, &["昆山市"], "冰箱", "2026-03-31", 4, None);
    first(&group, &["昆山市"], "冰箱", "2026-04-01", 1, None);
}

#[test]
fn a_duty_of_somebody_who_left_falls_back_to_the_post_a07() {
    let mut group = group();
    group.duties = vec![duty(10, 2, None, None)];
    group.people[1].in_force_to = Some(day("2026-03-31"));
    first(&group, &[], "", "2026-03-31", 2, None);
    first(&group, &[], "", "2026-04-01", 1, None);
}

#[test]
fn stand_ins_act_from_their_first_to_their_last_day_a07() {
    let mut group = group();
    group.stand_ins =
        vec![stand_in(10, 1, 2, "2026-04-01", "2026-04-10"), stand_in(11, 2, 4, "2026-04-05", "2026-04-06")];
    first(&group, &[], "", "2026-03-31", 1, None);
    first(&group, &[], "", "2026-04-01", 2, Some(1));
    first(&group, &[], "", "2026-04-05", 4, Some(1));
    first(&group, &[], "", "2026-04-10", 2, Some(1));
    first(&group, &[], "", "2026-04-11", 1, None);
    group.stand_ins.push(stand_in(12, 4, 1, "2026-04-05", "2026-04-06"));
    first(&group, &[], "", "2026-04-05", 1, None);
}

#[test]
fn a_second_post_counts_like_the_first_one_a07() {
    let mut group = group();
    let also = Branch::new(BranchId(2), "宁波分部", "华东", Vec::new());
    group.branches.push(also);
    let at = |group: &Organisation, on| group.responsible_for(BranchId(2), day(on));
    assert_eq!(at(&group, "2026-04-09").first, None);
    let span = Span::new(Some(day("2026-02-01")), Some(day("2026-04-09")));
    group.posts.push(Post {
        id: EntryId(10),
        person: PersonId(1),
        role: Role::FieldServiceManager,
        branch: Some(BranchId(2)),
        region: None,
        span,
    });
    assert_eq!(at(&group, "2026-04-09"), Responsible { first: Some(PersonId(1)), second: Some(PersonId(3)) });
    assert_eq!(at(&group, "2026-04-10").first, None);
}

#[test]
fn the_contact_of_a_branch_changes_on_a_day_and_both_stay_on_record_a06() {
    let mut group = group();
    let post = |id, person, span| Post {
        id: EntryId(id),
        person: PersonId(person),
        role: Role::AppealContact,
        branch: Some(BranchId(1)),
        region: None,
        span,
    };
    group.posts = vec![
        post(10, 2, Span::new(None, Some(day("2026-03-31")))),
        post(11, 4, Span::new(Some(day("2026-04-01")), None)),
    ];
    assert_eq!(group.contact_of(BranchId(1), day("2026-03-31")), Some(PersonId(2)));
    assert_eq!(group.contact_of(BranchId(1), day("2026-04-01")), Some(PersonId(4)));
    assert_eq!(group.contact_of(BranchId(9), day("2026-04-01")), None);
}

#[test]
fn an_insurer_is_that_of_its_year_m4() {
    let mut group = group();
    group.insurers = vec![Insurer { year: 2026, name: "甲保险".to_owned(), phone: "95500".to_owned() }];
    assert_eq!(group.insurer(2026).map(|insurer| insurer.name.as_str()), Some("甲保险"));
    assert_eq!(group.insurer(2025), None);
}

#[test]
fn the_place_of_an_address_decides_who_is_responsible_there_a07() {
    let places = crate::domain::places::Places::china();
    let mut group = group();
    group.duties = vec![duty(11, 4, Some("昆山市"), None)];
    let first = |address: &str| {
        let found = places.recognise(address);
        group.responsible_there(BranchId(1), &found, ("冰箱", false), day("2026-04-09")).first
    };
    assert_eq!(first("江苏省苏州市昆山市玉山镇"), Some(PersonId(4)));
    assert_eq!(first("江苏省苏州市姑苏区"), Some(PersonId(1)));
}

/// D08: a VIP's case goes to the person for VIPs, every other case past that person.
#[test]
fn a_person_for_vips_answers_for_vips_alone_d08() {
    let mut group = group();
    group.duties.push(duty(50, 2, Some("无锡市"), None));
    group.duties.push(Duty { vip: true, ..duty(51, 4, None, None) });
    let held = |areas: &[&str], vip| {
        group.charge(BranchId(1), &Matter { areas, product: "", vip }, day("2026-04-09")).first.map(|held| held.person)
    };
    assert_eq!(held(&["无锡市"], true), Some(PersonId(4)));
    assert_eq!(held(&["无锡市"], false), Some(PersonId(2)));
}
