//! The list of cases in the whole desk: its columns, marked rows, what narrows it, and its keys.

use std::path::Path;

use egui::{Key, Role, Vec2};
use egui_kittest::kittest::{NodeT, Queryable};
use kesu::app::Settings;
use kesu::domain::Field;
use kesu::domain::organisation::Organisation;
use kesu::store::{Database, Request};

use crate::store::Desk as Records;
use crate::window::{Window, folders, settings, until, window};

/// Customers of the cases, in the order in which they were logged.
const CUSTOMERS: [&str; 5] = ["马秀兰", "吴桂芬", "何建平", "唐文斌", "郑海燕"];

/// Five cases at 派单, each with an address in the area of a branch but the last.
fn records() -> (Database, tempfile::TempDir) {
    let mut records = Records::new();
    let organisation = Box::new(Organisation::sample());
    records.database.answer(Request::SetOrganisation(organisation)).unwrap();
    for (at, customer) in CUSTOMERS.iter().enumerate() {
        let address = if at == 4 { "" } else { "江苏省苏州市姑苏区云锦花苑 7 幢 1203" };
        let phone = format!("1381234270{at}");
        let typed = [
            (Field::CustomerName, *customer),
            (Field::Phone, phone.as_str()),
            (Field::Address, address),
            (Field::Model, "JSQ25-C12"),
        ];
        records.log(&typed, &format!("2026-04-09 09:0{at}"));
    }
    records.into_parts()
}

/// The list of all five, in a window of some size.
fn list<'a>(database: Database, folder: &Path, settings: Settings, size: impl Into<Vec2>) -> Window<'a> {
    let mut screen = window(database, folder, settings, size);
    until(&mut screen, |screen| screen.query_by_label_contains("KS2604-0005 郑海燕").is_some());
    screen
}

fn kept(folder: &Path) -> String {
    Settings::read(&folders(folder).settings_file()).columns
}

fn heads(screen: &Window<'_>) -> Vec<String> {
    let mut heads: Vec<(f32, String)> = screen
        .get_all_by_role(Role::ColumnHeader)
        .map(|head| (head.rect().left(), head.accesskit_node().label().unwrap_or_default()))
        .collect();
    heads.sort_by(|one, other| one.0.total_cmp(&other.0));
    heads.into_iter().map(|(_, name)| name).collect()
}

#[test]
fn columns_are_chosen_put_in_order_and_kept_on_this_computer() {
    let (database, folder) = records();
    let mut screen = list(database, folder.path(), settings(), [1440.0, 900.0]);
    assert_eq!(heads(&screen), ["客户 / 编号", "产品 / 问题", "类别", "级别", "分部 / 责任人", "环节", "时限"]);
    screen.get_by_label("列").click();
    screen.run();
    screen.get_by_label("电话").click();
    screen.run();
    screen.get_by_role_and_label(Role::MenuItemCheckBox, "级别").click();
    screen.run();
    assert_eq!(kept(folder.path()), "customer trouble class branch stage phone due");
    screen.get_by_role_and_label(Role::MenuItemCheckBox, "电话").focus();
    screen.run();
    screen.key_press(Key::ArrowLeft);
    screen.run();
    screen.key_press(Key::ArrowLeft);
    screen.run();
    screen.key_press(Key::Escape);
    screen.run();
    assert_eq!(heads(&screen), ["客户 / 编号", "产品 / 问题", "类别", "电话", "分部 / 责任人", "环节", "时限"]);
    assert_eq!(kept(folder.path()), "customer trouble class phone branch stage due");
    drop(screen);

    let (database, other) = records();
    let kept = Settings { columns: kept(folder.path()), ..settings() };
    let mut screen = list(database, other.path(), kept, [1440.0, 900.0]);
    assert_eq!(heads(&screen)[3], "电话", "the next start shows what was kept");
    screen.get_by_label("列").click();
    screen.run();
    screen.get_by_label("恢复默认").click();
    screen.run();
    assert_eq!(heads(&screen).len(), 7);
    assert_eq!(Settings::read(&folders(other.path()).settings_file()).columns, "");
}

#[test]
fn the_number_and_the_time_left_stay() {
    let (database, folder) = records();
    let mut screen = list(database, folder.path(), settings(), [1440.0, 900.0]);
    screen.get_by_label("列").click();
    screen.run();
    for stays in ["客户 / 编号", "时限"] {
        screen.get_by_role_and_label(Role::MenuItemCheckBox, stays).click();
        screen.run();
    }
    assert_eq!(heads(&screen).len(), 7);
    assert_eq!(kept(folder.path()), "");
}

#[test]
fn a_column_is_dragged_wider_at_its_edge_and_to_another_place_by_its_head() {
    let (database, folder) = records();
    let mut screen = list(database, folder.path(), settings(), [1440.0, 900.0]);
    let stage = screen.get_by_role_and_label(Role::ColumnHeader, "环节").rect();
    let edge = egui::pos2(stage.left() - 5.0, stage.center().y);
    screen.drag_at(edge);
    screen.run();
    screen.hover_at(edge - egui::vec2(12.0, 0.0));
    screen.run();
    screen.hover_at(edge - egui::vec2(24.0, 0.0));
    screen.run();
    screen.drop_at(edge - egui::vec2(24.0, 0.0));
    screen.run();
    let wider = screen.get_by_role_and_label(Role::ColumnHeader, "环节").rect();
    assert!((wider.width() - stage.width() - 24.0).abs() < 1.5, "{} became {}", stage.width(), wider.width());
    assert!((wider.right() - stage.right()).abs() < 0.5, "only the flexible column gave way");
    assert_eq!(kept(folder.path()), format!("customer trouble class grade branch stage:{:.0} due", wider.width()));

    let from = screen.get_by_role_and_label(Role::ColumnHeader, "类别").rect().center();
    let to = screen.get_by_role_and_label(Role::ColumnHeader, "分部 / 责任人").rect().center();
    screen.drag_at(from);
    screen.run();
    screen.hover_at(from + (to - from) / 2.0);
    screen.run();
    screen.hover_at(to);
    screen.run();
    screen.drop_at(to);
    screen.run();
    assert!(kept(folder.path()).starts_with("customer trouble grade branch class stage"), "{}", kept(folder.path()));
}

/// Every column ticked, as the settings name them.
const EVERY: &str = "customer trouble received priority class grade channel phone address region branch owner batch \
    serial stage due";

#[test]
fn columns_never_overlap_nor_leave_the_window_however_narrow_it_is() {
    for (width, chosen) in [(960.0, ""), (960.0, EVERY), (1240.0, EVERY), (1920.0, EVERY)] {
        let (database, folder) = records();
        let chosen = Settings { columns: chosen.to_owned(), ..settings() };
        let screen = list(database, folder.path(), chosen, [width, 700.0]);
        let mut places: Vec<egui::Rect> = screen.get_all_by_role(Role::ColumnHeader).map(|head| head.rect()).collect();
        places.sort_by(|one, other| one.left().total_cmp(&other.left()));
        assert!(places.len() >= 7, "{width}: {places:?}");
        assert!(places.windows(2).all(|two| two[0].right() <= two[1].left() + 0.01), "{width}: {places:?}");
        assert!(places.iter().all(|place| place.right() <= width), "{width}: {places:?}");
        screen.save_png(&format!("worklist-columns-{width}-{}", places.len()));
    }
}
