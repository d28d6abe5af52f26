//! A house's own names of classes and levels wherever a case shows them, customers apart, and a version taking effect.

use std::cell::Cell;
use std::rc::Rc;

use egui_kittest::kittest::Queryable;
use kesu::domain::Field;
use kesu::domain::stage::{InfoClass, Level};
use kesu::exchange::export::Value;
use kesu::rulebook::BUILT_IN;
use kesu::store::{Answer, CaseRow, CustomerKind, Filter, ListQuery, Request, View};
use kesu::text::{Lang, Texts};
use kesu::ui::say::{class_name, level_name};
use kesu::ui::say_lists::export_row;

use crate::store::{Desk, at, by};
use crate::window::{settings, until, window_at};

const STEEL: [(Field, &str); 3] =
    [(Field::Channel, "written"), (Field::InfoClass, "service_management"), (Field::Level, "national")];

fn choose(desk: &mut Desk, id: &str, when: &str) {
    desk.database.answer(Request::ChooseRuleBook { id: id.to_owned(), by: by(when) }).unwrap();
}

fn row(desk: &mut Desk, number: &str) -> CaseRow {
    let page = desk.list(View::All, "", "2026-04-09 12:00");
    page.rows.into_iter().find(|row| row.number == number).unwrap()
}

/// A case keeps the names of its own version when the desk works by another book.
#[test]
fn a_case_is_called_as_its_own_book_calls_it_c06_d01() {
    let mut desk = Desk::new();
    choose(&mut desk, "steel-trader", "2026-04-09 08:00");
    let steel = desk.log(&STEEL, "2026-04-09 09:00");
    choose(&mut desk, "appliance-group", "2026-04-09 09:30");
    let ours = desk.log(&STEEL[1..], "2026-04-09 10:00");
    let (steel, ours) = (desk.file(steel), desk.file(ours));
    let (zh, en) = (Texts::new(Lang::Zh), Texts::new(Lang::En));
    let called = |texts: &Texts, row: &CaseRow| {
        (class_name(texts, &row.book.rules, row.class), level_name(texts, &row.book.rules, row.level))
    };
    let (steel, ours) = (row(&mut desk, &steel.case.number), row(&mut desk, &ours.case.number));
    assert_eq!(called(&zh, &steel), ("管理投诉".to_owned(), "涉及钢厂".to_owned()));
    assert_eq!(called(&en, &steel), ("Management complaint".to_owned(), "Steel mill involved".to_owned()));
    let plain = (zh.name("class", InfoClass::ServiceManagement.word()), zh.name("level", Level::National.word()));
    assert_eq!(called(&zh, &ours), plain);
    let cells = export_row(&steel, desk.database.organisation(), &zh);
    for name in ["管理投诉", "涉及钢厂", "客户书面异议（盖章）"] {
        assert!(cells.contains(&Value::from(name)), "{name}");
    }
}

/// D08: among a person's own cases those of VIPs stand first in their group; other lists are not touched.
#[test]
fn the_cases_of_vips_stand_first_in_my_work_d08() {
    let mut desk = Desk::new();
    let first = desk.log(&[], "2026-04-09 09:00");
    let vip = desk.log(&[(Field::Vip, "yes")], "2026-04-09 09:05");
    let order = |desk: &mut Desk, view| -> Vec<_> {
        desk.list(view, "", "2026-04-09 09:06").rows.iter().map(|row| row.id).collect()
    };
    assert_eq!(order(&mut desk, View::Mine), [vip, first]);
    assert_eq!(order(&mut desk, View::Open), [first, vip]);
    desk.database.answer(Request::Rebuild).unwrap();
    assert_eq!(order(&mut desk, View::Mine), [vip, first]);
}

/// A18: cases of the international business are a list and a count of their own.
#[test]
fn international_customers_are_counted_apart_a18() {
    let mut desk = Desk::new();
    desk.log(&[], "2026-04-09 09:00");
    let abroad = desk.log(&[(Field::International, "yes")], "2026-04-09 09:05");
    let filter = Filter { customer: Some(CustomerKind::International), ..Filter::default() };
    let query = ListQuery { filter, ..ListQuery::of(View::All, &by("2026-04-09 10:00")) };
    let page = desk.page(query);
    assert_eq!((page.total, page.rows[0].id), (1, abroad));
}

/// X7: the window is open over midnight; new cases follow the version of that day, and the clerk is told.
#[test]
fn a_version_takes_effect_in_a_running_window_x7() {
    let text = BUILT_IN[0].1.replacen("version = 1", "version = 2", 1).replacen(
        "effective = \"2024-01-01\"",
        "effective = \"2026-04-10\"",
        1,
    );
    let (mut database, folder) = Desk::new().into_parts();
    database.answer(Request::SaveRuleBook { text, by: by("2026-04-09 08:00") }).unwrap();
    database.answer(Request::SaveSetting { key: "started".to_owned(), value: "1".to_owned() }).unwrap();
    let now = Rc::new(Cell::new(at("2026-04-09 23:59")));
    let clock = Rc::clone(&now);
    let mut screen = window_at(database, folder.path(), (settings(), Box::new(move || clock.get())), [1440.0, 900.0]);
    let told = "新登记的工单按《电器集团市场服务信息反馈制度》第 2 版办理";
    for _ in 0..40 {
        screen.step();
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    assert!(screen.query_by_label_contains(told).is_none(), "not before its day");
    now.set(at("2026-04-10 00:00"));
    until(&mut screen, |screen| screen.query_by_label_contains(told).is_some());
}

#[test]
fn stored_versions_stay_in_force_when_another_window_writes_x7() {
    let mut desk = Desk::new();
    let text = BUILT_IN[0].1.replacen("version = 1", "version = 2", 1).replacen(
        "effective = \"2024-01-01\"",
        "effective = \"2026-05-01\"",
        1,
    );
    desk.database.answer(Request::SaveRuleBook { text, by: by("2026-04-09 08:00") }).unwrap();
    desk.database.refresh().unwrap();
    let Answer::RuleBook(book) = desk.database.answer(Request::RuleBook).unwrap() else { panic!("a book") };
    assert_eq!(book.rules.version, 1, "the version of May does not hold in April");
}
