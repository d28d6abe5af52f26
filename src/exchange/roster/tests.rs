//! Lists as people keep them, and what would come of each row.

use super::*;
use crate::domain::organisation::{Fault, Role};
use crate::exchange::table::{ReadLimits, table_from_bytes};

fn table(text: &str) -> Table {
    table_from_bytes(text.as_bytes(), None, None, &ReadLimits::default()).unwrap()
}

fn run(kind: RosterKind, text: &str, organisation: &Organisation) -> RosterRun {
    roster(kind, &table(text), &Ground { organisation, places: &Places::china() })
}

/// Each refused row with its column and reason.
#[track_caller]
fn refuses(kind: RosterKind, text: &str, expected: &[(u32, &str, RosterReason)]) {
    let run = run(kind, text, &Organisation::sample());
    let found: Vec<_> =
        run.refused.iter().map(|refusal| (refusal.row, refusal.header.as_str(), refusal.reason.clone())).collect();
    assert_eq!(found, expected);
}

#[test]
fn an_empty_desk_is_filled_from_two_lists() {
    let places = Places::china();
    let branches = "序号,分部名称,所属大区,编码,覆盖城市,成立日期\n1,苏州分部,华东,HD-SZ,\"苏州、无锡,常州\",2021-03-01\n\
                    2,杭州分部,,HD-HZ,杭州市/浙江省,\n3,兰州分部,西北大区,,甘肃,2020/5/6\n";
    let first = run(RosterKind::Branches, branches, &Organisation::default());
    assert_eq!(first.refused, []);
    let with_branches = Organisation::default().after(&first.changes()).unwrap();
    assert_eq!(with_branches.regions, ["华东", "西北大区"]);
    let suzhou = with_branches.branch_named("苏州分部").unwrap();
    assert_eq!((suzhou.code.as_str(), suzhou.areas.join(" ")), ("HD-SZ", "苏州市 无锡市 常州市".to_owned()));
    assert_eq!(suzhou.span.from, "2021-03-01".parse().ok());
    let people = "姓名,职务,所属分部,电话,到任日期\n沈嘉树,驻外服务经理,苏州分部,139 0000 6082,2025-01-01\n\
                  顾明远,大区经理,华东大区,13700005561,\n沈嘉树,服务经理,杭州分部,13900006082,\n周晓岚,客服专员,—,,\n";
    let second = run(RosterKind::People, people, &with_branches);
    assert_eq!(second.refused, []);
    let whole = with_branches.after(&second.changes()).unwrap();
    assert_eq!((whole.people.len(), whole.posts.len()), (3, 1), "one person, two posts");
    let held = whole.responsible_for(whole.branch_named("杭州分部").unwrap().id, "2026-04-09".parse().unwrap());
    let name = |id: Option<_>| id.and_then(|id| whole.person(id)).map(|person| person.name.as_str());
    assert_eq!([name(held.first), name(held.second)], [Some("沈嘉树"), Some("顾明远")]);
    assert_eq!(whole.people[0].phone, "13900006082");
    assert_eq!(whole.wrongs(&places), []);
}

#[test]
fn a_list_read_again_changes_nothing_and_a_changed_row_changes_one_thing() {
    let before = Organisation::sample();
    let again =
        run(RosterKind::Branches, "分部,大区,城市\n苏州分部,华东,苏州、无锡、常州\n上海分部,华东,上海\n", &before);
    assert_eq!((again.repeated.len(), again.accepted.len(), again.refused.len()), (2, 0, 0));
    let less = run(RosterKind::Branches, "分部,大区,城市\n苏州分部,华东,苏州、常州\n", &before);
    let after = before.after(&less.changes()).unwrap();
    assert_eq!(after.branch_named("苏州分部").unwrap().areas, ["苏州市", "常州市"]);
    let who = &before.people[0];
    let people = format!("姓名,岗位,电话\n{},intake,{}\n", who.name, who.phone);
    let again = run(RosterKind::People, &people, &before);
    assert_eq!(again.repeated, [Repeated { row: 2, name: who.name.clone(), of: None }]);
}

#[test]
fn rows_that_cannot_be_taken_are_named_with_column_and_reason() {
    use RosterReason as R;
    refuses(
        RosterKind::Branches,
        "分部,大区,城市,设立日期,撤销日期\n昆山分部,华东,昆山市,2026-13-01,\n,华东,张家港市,,\n\
         火星分部,华东,火星,,\n重号分部,华东,苏州,,\n无区分部,,,,\n倒置分部,华东,太仓市,2026-02-01,2026-01-01\n",
        &[
            (2, "设立日期", R::Date(DateFault::NoSuchDate)),
            (3, "分部", R::NoName),
            (4, "城市", R::AreaUnknown),
            (5, "城市", R::AreaOwned("苏州分部".to_owned())),
            (6, "大区", R::NoRegion),
            (7, "撤销日期", R::Backwards),
        ],
    );
    refuses(
        RosterKind::People,
        "姓名,职务,分部,大区,电话\n甲,厨师,苏州分部,,\n乙,技术员,火星分部,,\n丙,驻外服务经理,,,\n丁,大区经理,,东海,\n\
         戊,技术员,苏州分部,,问前台\n",
        &[
            (2, "职务", R::UnknownRole),
            (3, "分部", R::UnknownBranch),
            (4, "分部", R::NoUnit),
            (5, "大区", R::UnknownRegion),
            (5, "大区", R::NoUnit),
            (6, "电话", R::NotAPhone),
        ],
    );
}

#[test]
fn two_rows_of_one_list_cannot_own_one_area() {
    let text = "分部,大区,城市\n甲分部,华东,苏州\n乙分部,华东,苏州市、无锡\n丙分部,华东,常州\n";
    let run = run(RosterKind::Branches, text, &Organisation::default());
    assert_eq!(run.refused[0].reason, RosterReason::AreaOwned("甲分部".to_owned()));
    assert_eq!((run.accepted.len(), run.refused_rows(), run.rows), (2, 1, 3));
    let after = Organisation::default().after(&run.changes()).unwrap();
    let faults = after.faults(&Places::china(), "2026-04-09".parse().unwrap());
    assert!(faults.contains(&Fault::Gap("无锡市".to_owned())) && !faults.contains(&Fault::Gap("常州市".to_owned())));
}

#[test]
fn a_list_without_its_columns_is_refused_whole() {
    use RosterReason as R;
    refuses(RosterKind::Branches, "甲,乙\n一,二\n", &[(0, "", R::NoColumn(Column::Name))]);
    refuses(RosterKind::People, "姓名,电话\n甲,13900006082\n", &[(0, "", R::NoColumn(Column::Role))]);
}

#[test]
fn a_phone_that_is_refused_is_masked_in_the_report() {
    let text = "姓名,职务,分部,电话\n甲,技术员,苏州分部,139000060821390000608212\n";
    let run = run(RosterKind::People, text, &Organisation::sample());
    assert!(run.refused[0].excerpt.contains('*'), "{}", run.refused[0].excerpt);
}

#[test]
fn every_role_and_column_has_its_words() {
    for role in Role::ALL {
        assert!(WORDS.roles.contains_key(role.word()), "{role:?}");
    }
    let known = |list: &Spellings| list.keys().all(|word| Column::from_word(word).is_some());
    assert!(known(&WORDS.branches) && known(&WORDS.people));
    assert!(WORDS.roles.keys().all(|word| Role::from_word(word).is_some()));
}
