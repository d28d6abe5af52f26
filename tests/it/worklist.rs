//! The list of cases in the whole desk: its columns, marked rows, what narrows it, and its keys.

use std::path::Path;

use egui::{Key, Modifiers, Role, Vec2};
use egui_kittest::kittest::{NodeT, Queryable};
use kesu::app::Settings;
use kesu::domain::Field;
use kesu::domain::organisation::Organisation;
use kesu::store::{Database, ListQuery, Request, SavedView, View};

use crate::store::{Desk as Records, at, by};
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

/// Whether these words stand anywhere, once or in several places.
fn shows(screen: &Window<'_>, words: &str) -> bool {
    screen.query_all_by_label(words).count() > 0
}

/// What the bar says is marked.
fn marked(screen: &Window<'_>) -> usize {
    let said = screen.query_all_by_label_contains("已选 ").filter_map(|node| node.value());
    let count = said.filter_map(|text| text.strip_prefix("已选 ")?.strip_suffix(" 单")?.parse().ok());
    count.max().unwrap_or(0)
}

fn row<'a>(screen: &'a Window<'_>, number: &'a str) -> egui_kittest::Node<'a> {
    screen.get_by_label_contains(number)
}

#[test]
fn rows_are_marked_by_keys_and_by_clicks() {
    let (database, folder) = records();
    let mut screen = list(database, folder.path(), settings(), [1440.0, 900.0]);
    screen.key_press(Key::Space);
    screen.run();
    assert_eq!(marked(&screen), 1);
    for _ in 0..2 {
        screen.key_press_modifiers(Modifiers::SHIFT, Key::ArrowDown);
        screen.run();
    }
    assert_eq!(marked(&screen), 3);
    screen.key_press_modifiers(Modifiers::SHIFT, Key::ArrowUp);
    screen.run();
    assert_eq!(marked(&screen), 2, "a range that shrinks lets its rows go");
    screen.key_press(Key::Escape);
    screen.run();
    assert_eq!(marked(&screen), 0);
    screen.get_by_label("大区 全部");

    row(&screen, "KS2604-0002 ").click_modifiers(Modifiers::COMMAND);
    screen.run();
    assert_eq!(marked(&screen), 1);
    row(&screen, "KS2604-0005 ").click_modifiers(Modifiers::SHIFT);
    screen.run();
    assert_eq!(marked(&screen), 4);
    row(&screen, "KS2604-0003 ").click_modifiers(Modifiers::COMMAND);
    screen.run();
    assert_eq!(marked(&screen), 3);
    screen.save_png("worklist-marked");
    screen.key_press_modifiers(Modifiers::COMMAND, Key::A);
    until(&mut screen, |screen| marked(screen) == 5);
    screen.event(egui::Event::Copy);
    screen.step();
    let copied = screen
        .output()
        .platform_output
        .commands
        .iter()
        .any(|command| matches!(command, egui::OutputCommand::CopyText(text) if text.lines().count() == 5));
    assert!(copied, "{:?}", screen.output().platform_output.commands);
}

#[test]
fn marked_cases_are_urged_together_and_taken_back_together_f02() {
    let (database, folder) = records();
    let mut screen = list(database, folder.path(), settings(), [1440.0, 900.0]);
    screen.key_press_modifiers(Modifiers::COMMAND, Key::A);
    until(&mut screen, |screen| marked(screen) == 5);
    screen.key_press(Key::U);
    until(&mut screen, |screen| screen.query_by_label_contains("催办：完成 5").is_some());
    screen.key_press_modifiers(Modifiers::COMMAND, Key::Z);
    until(&mut screen, |screen| screen.query_by_label_contains("撤销：完成 5").is_some());
    assert_eq!(marked(&screen), 5, "the marks stay for the next deed");
}

#[test]
fn marked_cases_go_to_their_branches_and_those_that_cannot_are_named_e08() {
    let (database, folder) = records();
    let mut screen = list(database, folder.path(), settings(), [1440.0, 900.0]);
    screen.key_press_modifiers(Modifiers::COMMAND, Key::A);
    until(&mut screen, |screen| marked(screen) == 5);
    screen.key_press(Key::P);
    screen.run();
    screen.get_by_label("打印 5 单");
    screen.key_press(Key::Enter);
    until(&mut screen, |screen| shows(screen, "已打印 0 份表单，5 条须留意"));
    screen.run();
    assert_eq!(screen.get_all_by_label_contains("派单后才有派工单").count(), 5, "E08: no slip before the dispatch");
    screen.get_by_label("关闭").click();
    screen.run();
    screen.key_press(Key::A);
    screen.run();
    screen.get_by_label("派单 5 单");
    screen.key_press(Key::Enter);
    until(&mut screen, |screen| shows(screen, "派单：完成 4，未办 1"));
    // In its first frame a dialog does not know its size yet and stands elsewhere.
    screen.run();
    screen.get_by_label_contains("（规则 E03）");
    screen.get_by_label("KS2604-0005");
    screen.save_png("worklist-report");
    screen.get_by_label("列出未办的").click();
    until(&mut screen, |screen| screen.query_all_by_role(Role::ListBoxOption).count() == 1);
    row(&screen, "KS2604-0005 郑海燕");
    screen.get_by_label("只看所选 1 单");
    until(&mut screen, |screen| shows(screen, "已选 1 / 1"));
}

#[test]
fn sheets_of_marked_cases_print_a_pdf_each_and_what_cannot_is_named_e08() {
    let (database, folder) = records();
    let mut screen = list(database, folder.path(), settings(), [1440.0, 900.0]);
    screen.key_press_modifiers(Modifiers::COMMAND, Key::A);
    until(&mut screen, |screen| marked(screen) == 5);
    screen.key_press(Key::A);
    screen.run();
    screen.key_press(Key::Enter);
    until(&mut screen, |screen| shows(screen, "派单：完成 4，未办 1"));
    screen.run();
    screen.get_by_label("关闭").click();
    screen.run();
    screen.key_press(Key::P);
    screen.run();
    screen.run();
    screen.save_png("worklist-print");
    screen.get_by_label("每份一个 PDF").click();
    screen.run();
    screen.key_press(Key::Enter);
    // Four sheets are laid out and written: longer than the ten seconds on a busy machine.
    for _ in 0..12_000 {
        screen.step();
        if shows(&screen, "已打印 4 份表单") {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    let paper = folders(folder.path()).data.join("paper");
    let batch =
        std::fs::read_dir(paper).unwrap().map(|entry| entry.unwrap().path()).find(|path| path.is_dir()).unwrap();
    let mut names: Vec<String> =
        std::fs::read_dir(batch).unwrap().map(|file| file.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    assert_eq!(names.len(), 4, "{names:?}");
    assert!(names.iter().all(|name| name.ends_with("-PD-01.pdf")), "{names:?}");
    screen.run();
    assert_eq!(screen.get_all_by_label_contains("派单后才有派工单").count(), 1, "the one that could not be dispatched");
}

#[test]
fn what_narrows_a_list_is_said_in_chips_that_take_it_away_and_is_kept_in_a_view() {
    let (mut database, folder) = records();
    let by = by("2026-04-09 10:24");
    let mut query = ListQuery::of(View::All, &by);
    query.filter.from = Some(at("2026-04-01 00:00"));
    query.filter.to = Some(at("2026-05-01 00:00"));
    query.filter.due_to = Some(at("2026-04-09 13:02"));
    query.filter.regions = vec!["华东".to_owned(), String::new()];
    query.filter.on_time = Some(false);
    let view = SavedView { name: "四月未按时".to_owned(), query: kesu::ui::views::write(&query) };
    database.answer(Request::SaveView(view)).unwrap();
    let mut screen = list(database, folder.path(), settings(), [1440.0, 900.0]);
    screen.get_by_label("四月未按时").click();
    until(&mut screen, |screen| screen.query_by_label("没有符合条件的工单").is_some());
    screen.get_by_label("受理 2026-04-01 至 04-30");
    screen.get_by_label("承诺到期 至 2026-04-09 13:02");
    screen.get_by_label_contains("大区：华东、");
    screen.save_png("worklist-chips");
    screen.get_by_label("按时：否").click();
    screen.run();
    assert!(screen.query_by_label("按时：否").is_none());
    screen.get_by_label("受理 2026-04-01 至 04-30");
    screen.get_by_label("清除").click();
    until(&mut screen, |screen| screen.query_by_label_contains("KS2604-0005 ").is_some());
    assert!(screen.query_by_label_contains("受理 2026").is_none());
    assert!(screen.query_by_label("清除").is_none(), "nothing is left to clear");
}

#[test]
fn f6_goes_round_the_panes_and_the_list_keeps_its_keys() {
    let (database, folder) = records();
    let mut screen = list(database, folder.path(), settings(), [1440.0, 900.0]);
    until(&mut screen, |screen| screen.query_by_label("复制编号").is_some());
    let f6 = |screen: &mut Window<'_>, modifiers| {
        screen.key_press_modifiers(modifiers, Key::F6);
        screen.run();
    };
    f6(&mut screen, Modifiers::NONE);
    assert!(screen.get_by_label("复制编号").is_focused(), "from the list to the case beside it");
    screen.key_press(Key::Space);
    screen.run();
    assert_eq!(marked(&screen), 0, "the button with the focus hears the space");
    f6(&mut screen, Modifiers::NONE);
    assert!(screen.get_by_label("登记投诉").is_focused());
    f6(&mut screen, Modifiers::NONE);
    assert!(!screen.get_by_label("登记投诉").is_focused());
    screen.key_press(Key::Space);
    screen.run();
    assert_eq!(marked(&screen), 1, "the keys of the list act again");
    f6(&mut screen, Modifiers::SHIFT);
    assert!(screen.get_by_label("登记投诉").is_focused());
}

#[test]
fn ctrl_b_folds_the_navigation_and_the_list_of_keys_says_so() {
    let (database, folder) = records();
    let mut screen = list(database, folder.path(), settings(), [1440.0, 900.0]);
    screen.key_press_modifiers(Modifiers::COMMAND, Key::B);
    screen.run();
    screen.get_by_label("展开导航");
    screen.key_press_modifiers(Modifiers::COMMAND, Key::B);
    screen.run();
    screen.get_by_label("收起导航");
    screen.event(egui::Event::Text("?".to_owned()));
    screen.run();
    for key in ["Ctrl B", "F6", "Shift F6", "Space", "Shift ↑ ↓", "Ctrl A"] {
        assert!(screen.query_all_by_label(key).count() > 0, "{key}");
    }
    screen.save_png("worklist-keys");
}
