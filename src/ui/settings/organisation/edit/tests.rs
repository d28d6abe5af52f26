//! What a form comes to, tried on the sample.

use super::*;
use crate::domain::places::Places;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

const TODAY: &str = "2026-04-09";

fn suzhou(group: &Organisation) -> BranchEdit {
    BranchEdit::of(group.branch_named("苏州分部").unwrap(), group, day(TODAY))
}

/// The organisation after the form is saved; what it comes to is never wrong.
#[track_caller]
fn saved(edit: &BranchEdit, group: &Organisation) -> Organisation {
    let after = group.after(&edit.changes(group, day(TODAY)).unwrap()).unwrap();
    assert_eq!(group.new_wrongs(&after, &Places::china()), []);
    after
}

#[test]
fn a_form_nobody_touched_changes_nothing() {
    let group = Organisation::sample();
    for branch in &group.branches {
        assert_eq!(BranchEdit::of(branch, &group, day(TODAY)).changes(&group, day(TODAY)), Ok(Vec::new()));
    }
    for person in &group.people {
        assert_eq!(PersonEdit::of(person).changes(&group, day(TODAY)), Ok(Vec::new()));
    }
}

#[test]
fn another_first_responsible_person_holds_from_today_a07() {
    let group = Organisation::sample();
    let mut edit = suzhou(&group);
    let (id, before) = (edit.id.unwrap(), edit.first.clone());
    let other = group.people.iter().find(|person| person_key(Some(person.id)) != before).unwrap().id;
    edit.first = person_key(Some(other));
    let after = saved(&edit, &group);
    let first = |group: &Organisation, on: &str| person_key(group.responsible_for(id, day(on)).first);
    assert_eq!([first(&after, "2026-04-08"), first(&after, TODAY)], [before.clone(), person_key(Some(other))]);
    let mut back = BranchEdit::of(after.branch(id).unwrap(), &after, day("2026-05-01"));
    back.first.clone_from(&before);
    let changes = back.changes(&after, day("2026-05-01")).unwrap();
    assert_eq!(changes.len(), 1, "the duty ends and the post holds again: {changes:?}");
    let again = after.after(&changes).unwrap();
    assert_eq!([first(&again, "2026-04-30"), first(&again, "2026-05-01")], [person_key(Some(other)), before]);
}

#[test]
fn another_contact_leaves_the_one_before_on_record_a06() {
    let group = Organisation::sample();
    let mut edit = suzhou(&group);
    let id = edit.id.unwrap();
    edit.contact = person_key(Some(group.people[0].id));
    let with = saved(&edit, &group);
    assert_eq!(with.contact_of(id, day(TODAY)), Some(group.people[0].id));
    let mut later = BranchEdit::of(with.branch(id).unwrap(), &with, day("2026-05-01"));
    later.contact = person_key(Some(group.people[1].id));
    let after = with.after(&later.changes(&with, day("2026-05-01")).unwrap()).unwrap();
    let contact = |on: &str| after.contact_of(id, day(on));
    assert_eq!([contact("2026-04-30"), contact("2026-05-01")], [Some(group.people[0].id), Some(group.people[1].id)]);
}

#[test]
fn a_stand_in_needs_a_person_and_a_first_day() {
    let group = Organisation::sample();
    let mut edit = suzhou(&group);
    let id = edit.id.unwrap();
    let deputy = group.people.iter().find(|person| person.branch.is_some_and(|at| at != id)).unwrap().id;
    edit.away_from = "2026-04-10".to_owned();
    assert_eq!(edit.changes(&group, day(TODAY)), Err(vec![(Part::Deputy, Lack::Missing)]));
    edit.deputy = person_key(Some(deputy));
    edit.away_to = "übermorgen".to_owned();
    assert_eq!(edit.changes(&group, day(TODAY)), Err(vec![(Part::AwayTo, Lack::NotADay)]));
    edit.away_to = "2026-04-12".to_owned();
    let after = saved(&edit, &group);
    assert_eq!(after.responsible_for(id, day("2026-04-11")).first, Some(deputy));
    let again = BranchEdit::of(after.branch(id).unwrap(), &after, day("2026-04-11"));
    assert_eq!((&again.first, &again.deputy, again.away_to.as_str()), (&edit.first, &edit.deputy, "2026-04-12"));
    let none = BranchEdit { deputy: String::new(), away_from: String::new(), away_to: String::new(), ..again };
    let ended = after.after(&none.changes(&after, day("2026-04-11")).unwrap()).unwrap();
    let acts = |on: &str| person_key(ended.responsible_for(id, day(on)).first);
    assert_eq!([acts("2026-04-10"), acts("2026-04-11")], [person_key(Some(deputy)), edit.first]);
}

#[test]
fn a_new_branch_brings_its_region_and_names_what_is_missing() {
    let group = Organisation::sample();
    let mut edit = BranchEdit::default();
    let lacks = edit.changes(&group, day(TODAY)).unwrap_err();
    assert_eq!(lacks, [(Part::Name, Lack::Missing), (Part::Region, Lack::Missing)]);
    edit.name = " 昆山分部 ".to_owned();
    edit.region = "苏南".to_owned();
    edit.areas = vec!["昆山市".to_owned()];
    edit.first = person_key(Some(group.people[0].id));
    let after = saved(&edit, &group);
    let branch = after.branch_named("昆山分部").unwrap();
    assert!(after.regions.contains(&"苏南".to_owned()) && branch.id.0 > group.last_key);
    assert_eq!(after.responsible_for(branch.id, day(TODAY)).first, Some(group.people[0].id));
}

#[test]
fn a_move_keeps_the_post_before_on_record() {
    let group = Organisation::sample();
    let manager = group.people.iter().find(|person| person.role == Role::FieldServiceManager).unwrap();
    let old = manager.branch.unwrap();
    let new = group.branches.iter().find(|branch| branch.id != old).unwrap().id;
    let edit = PersonEdit { unit: unit_key(Some(new), None), ..PersonEdit::of(manager) };
    let after = group.after(&edit.changes(&group, day(TODAY)).unwrap()).unwrap();
    assert_eq!(after.responsible_for(old, day("2026-04-08")).first, Some(manager.id));
    assert_ne!(after.responsible_for(old, day(TODAY)).first, Some(manager.id));
    assert_eq!(after.person(manager.id).unwrap().branch, Some(new));
    let left = PersonEdit { to: "2026-04-30".to_owned(), ..PersonEdit::of(after.person(manager.id).unwrap()) };
    let gone = after.after(&left.changes(&after, day(TODAY)).unwrap()).unwrap();
    assert!(gone.is_here(manager.id, day("2026-04-30")) && !gone.is_here(manager.id, day("2026-05-01")));
}

#[test]
fn a_person_without_name_role_or_unit_is_not_taken() {
    let group = Organisation::sample();
    let mut edit = PersonEdit::at(None, day(TODAY));
    let lacks = edit.changes(&group, day(TODAY)).unwrap_err();
    assert_eq!(lacks, [(Part::Name, Lack::Missing), (Part::Role, Lack::Missing)]);
    edit.name = "王强".to_owned();
    edit.role = Role::FieldServiceManager.word().to_owned();
    assert_eq!(edit.changes(&group, day(TODAY)), Err(vec![(Part::Unit, Lack::Missing)]));
    edit.unit = unit_key(Some(group.branches[0].id), None);
    assert!(matches!(edit.changes(&group, day(TODAY)).unwrap()[..], [Change::Person(_)]));
}

#[test]
fn an_outlet_comes_today_and_has_gone_since_yesterday() {
    let group = Organisation::sample();
    let mut edit = suzhou(&group);
    let id = edit.id.unwrap();
    let outlet = |name: &str| OutletEdit { name: name.to_owned(), ..OutletEdit::default() };
    edit.outlets = vec![outlet("城东服务点"), OutletEdit { phone: "13800001111".to_owned(), ..outlet("城西服务点") }];
    let with = saved(&edit, &group);
    assert_eq!(with.outlets.len(), 2);
    let later = day("2026-05-01");
    let mut fewer = BranchEdit::of(with.branch(id).unwrap(), &with, later);
    let names = |edit: &BranchEdit| edit.outlets.iter().map(|outlet| outlet.name.clone()).collect::<Vec<_>>();
    assert_eq!(names(&fewer), names(&edit));
    fewer.outlets.remove(0);
    fewer.outlets[0].address = "城西路 3 号".to_owned();
    let after = with.after(&fewer.changes(&with, later).unwrap()).unwrap();
    assert_eq!(after.outlets[0].span, Span::new(Some(day(TODAY)), later.pred_opt()));
    let kept = BranchEdit::of(after.branch(id).unwrap(), &after, later).outlets;
    assert_eq!((kept.len(), kept[0].name.as_str(), kept[0].address.as_str()), (1, "城西服务点", "城西路 3 号"));
    assert_eq!(kept[0].phone, "13800001111");
}

#[test]
fn a_responsibility_for_an_area_and_product_begins_today_and_can_be_taken_away_a07() {
    let group = Organisation::sample();
    let mut edit = suzhou(&group);
    let (id, other) = (edit.id.unwrap(), group.people[0].id);
    let duty = DutyEdit { area: "无锡市".to_owned(), person: person_key(Some(other)), ..DutyEdit::default() };
    assert!(duty.is_whole() && !DutyEdit { area: String::new(), ..duty.clone() }.is_whole());
    edit.duties.push(duty);
    let after = saved(&edit, &group);
    let first = |group: &Organisation, areas: &[&str], on: &str| {
        let matter = Matter { areas, product: "冰箱", vip: false };
        group.charge(id, &matter, day(on)).first.map(|held| person_key(Some(held.person)))
    };
    assert_eq!(first(&after, &["无锡市"], TODAY), Some(person_key(Some(other))));
    assert_eq!(first(&after, &["苏州市"], TODAY), Some(edit.first.clone()));
    let later = day("2026-05-01");
    let mut less = BranchEdit::of(after.branch(id).unwrap(), &after, later);
    assert_eq!(less.duties.len(), 1);
    less.duties.clear();
    let ended = after.after(&less.changes(&after, later).unwrap()).unwrap();
    assert_eq!(first(&ended, &["无锡市"], "2026-04-30"), Some(person_key(Some(other))));
    assert_eq!(first(&ended, &["无锡市"], "2026-05-01"), Some(edit.first));
}

#[test]
fn another_second_responsible_person_and_a_stand_in_hold_from_their_day_a07() {
    let group = Organisation::sample();
    let mut edit = suzhou(&group);
    let id = edit.id.unwrap();
    let by_region = edit.second.clone();
    let others: Vec<_> = group.people.iter().filter(|person| person_key(Some(person.id)) != by_region).collect();
    edit.second = person_key(Some(others[0].id));
    let after = saved(&edit, &group);
    let second = |group: &Organisation, on: &str| person_key(group.responsible_for(id, day(on)).second);
    assert_eq!([second(&after, "2026-04-08"), second(&after, TODAY)], [by_region.clone(), edit.second.clone()]);
    let mut away = BranchEdit::of(after.branch(id).unwrap(), &after, day(TODAY));
    away.second_deputy = person_key(Some(others[1].id));
    assert_eq!(away.changes(&after, day(TODAY)), Err(vec![(Part::SecondFrom, Lack::Missing)]));
    away.second_from = "2026-04-20".to_owned();
    away.second_to = "2026-04-21".to_owned();
    let out = saved(&away, &after);
    assert_eq!([second(&out, "2026-04-19"), second(&out, "2026-04-20")], [edit.second.clone(), away.second_deputy]);
    // Given back to the region: the duty ends, its manager is the second person again.
    let mut back = BranchEdit::of(after.branch(id).unwrap(), &after, day("2026-05-01"));
    back.second.clone_from(&by_region);
    let again = after.after(&back.changes(&after, day("2026-05-01")).unwrap()).unwrap();
    assert_eq!(second(&again, "2026-05-01"), by_region);
}

#[test]
fn a_person_for_vips_is_a_duty_of_the_branch_d08() {
    let group = Organisation::sample();
    let mut edit = suzhou(&group);
    let id = edit.id.unwrap();
    let other = group.people.iter().find(|person| person_key(Some(person.id)) != edit.first).unwrap().id;
    let duty = DutyEdit { vip: true, person: person_key(Some(other)), ..DutyEdit::default() };
    assert!(duty.is_whole());
    edit.duties.push(duty);
    let after = saved(&edit, &group);
    let first = |vip| after.charge(id, &Matter { vip, ..Matter::default() }, day(TODAY)).first.map(|held| held.person);
    assert_eq!((first(true), person_key(first(false))), (Some(other), edit.first));
}
