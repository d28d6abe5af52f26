//! Linking and merging in the whole desk: the dialog of L, the banner and the links of a case, many cases at once.

use egui::{Key, Modifiers, Role};
use egui_kittest::kittest::Queryable;
use kesu::app::Settings;
use kesu::domain::incident::{Change, ClosureEntry, Corrective, IncidentCommand};
use kesu::domain::organisation::Organisation;
use kesu::domain::{Command, Field, Link, Relation};
use kesu::store::{Database, Request};
use kesu::ui::Route;

use crate::store::{Desk as Records, at, dispatch, reply};
use crate::window::{Window, is_at, settings, until, window};

const CUSTOMERS: [&str; 5] = ["林佩珊", "林佩珊", "何建平", "唐文斌", "郑海燕"];

/// Five cases: the first two of one customer, the third a batch case with a corrective entry and the fourth its member.
fn records() -> (Database, tempfile::TempDir) {
    let mut records = Records::new();
    records.database.answer(Request::SetOrganisation(Box::new(Organisation::sample()))).unwrap();
    let mut ids = Vec::new();
    for (at, customer) in CUSTOMERS.iter().enumerate() {
        let phone = if at < 2 { "13812342706".to_owned() } else { format!("1381234280{at}") };
        let serial = format!("CY2511C12-00473{at}");
        let typed = [
            (Field::CustomerName, *customer),
            (Field::Phone, phone.as_str()),
            (Field::Address, "江苏省苏州市姑苏区云锦花苑 7 幢 1203"),
            (Field::Model, "JSQ25-C12"),
            (Field::Category, "gas_water_heater"),
            (Field::Serial, serial.as_str()),
            (Field::Symptoms, "漏水"),
            (Field::Description, "进水接头漏水，木地板泡损约 12 ㎡"),
        ];
        ids.push(records.log(&typed, &format!("2026-04-09 09:0{at}")));
    }
    let link = |relation, other: &str| {
        Command::Link(Link { relation, other: other.to_owned(), reason: "同一批次接头开裂".to_owned() })
    };
    let corrective = Command::from(IncidentCommand::Closure(ClosureEntry::Corrective(Change::Add(Corrective {
        problem: "接头开裂".to_owned(),
        cause: "注塑保压不足".to_owned(),
        countermeasure: "调整保压参数并全检库存".to_owned(),
        owner: "品质部".to_owned(),
        due: at("2026-05-31 18:00"),
        covers: vec!["KS2604-0004".to_owned()],
    }))));
    for (case, command, when) in [
        (ids[1], dispatch(), "2026-04-09 09:31"),
        (ids[2], crate::incident::open(), "2026-04-09 09:40"),
        (ids[2], link(Relation::Member, "KS2604-0004"), "2026-04-09 09:50"),
        (ids[2], corrective, "2026-04-09 10:00"),
        (ids[0], link(Relation::Related, "KS2604-0004"), "2026-04-09 10:05"),
    ] {
        records.run(case, command, when).unwrap();
    }
    assert!(records.run(ids[0], reply(), "2026-04-09 10:10").is_err(), "the way of a case holds as ever");
    records.into_parts()
}

fn shows(screen: &Window<'_>, words: &str) -> bool {
    screen.query_all_by_label_contains(words).count() > 0
}

fn list<'a>(database: Database, folder: &std::path::Path, settings: Settings) -> Window<'a> {
    let mut screen = window(database, folder, settings, [1440.0, 900.0]);
    until(&mut screen, |screen| shows(screen, "KS2604-0005 郑海燕"));
    screen
}

/// Goes to the row of a case and waits until the pane beside the list shows it.
fn select(screen: &mut Window<'_>, row: &str) {
    screen.get_by_label_contains(row).click();
    screen.run();
    screen.run();
}

#[test]
fn l_proposes_the_duplicate_says_what_a_merge_does_and_ctrl_z_takes_it_back_b15() {
    let (database, folder) = records();
    let mut screen = list(database, folder.path(), settings());
    select(&mut screen, "KS2604-0002 林佩珊");
    until(&mut screen, |screen| shows(screen, "同一电话或序列号的此前投诉 1 单"));
    screen.key_press(Key::L);
    until(&mut screen, |screen| shows(screen, "电话") && shows(screen, "KS2604-0001 林** 138****2706"));
    screen.run();
    screen.save_png("links-dialog");
    screen.key_press(Key::Enter);
    screen.run();
    screen.run();
    screen.get_by_label_contains("KS2604-0002 将并入 KS2604-0001");
    screen.save_png("links-dialog-merge");
    screen.key_press_modifiers(Modifiers::COMMAND, Key::Enter);
    until(&mut screen, |screen| shows(screen, "已并入 KS2604-0001，只读"));
    assert!(!shows(&screen, "另选"), "the dialog is closed");
    until(&mut screen, |screen| screen.query_all_by_role(Role::ListBoxOption).count() == 5);
    screen.save_png("links-merged-list");
    screen.key_press_modifiers(Modifiers::COMMAND, Key::Z);
    until(&mut screen, |screen| !shows(screen, "已并入 KS2604-0001，只读"));
}

#[test]
fn the_case_shows_its_links_and_the_main_case_the_entries_of_the_merged_one() {
    let (database, folder) = records();
    let mut screen = list(database, folder.path(), settings());
    select(&mut screen, "KS2604-0001 林佩珊");
    until(&mut screen, |screen| shows(screen, "相关单 KS2604-0004 唐** 138****2803"));
    screen.key_press(Key::Enter);
    until(&mut screen, is_at(Route::Case));
    screen.run();
    screen.key_press(Key::L);
    until(&mut screen, |screen| shows(screen, "KS2604-0002 林** 138****2706"));
    screen.run();
    screen.get_by_label_contains("KS2604-0002 林**").click();
    screen.run();
    screen.get_by_label_contains("KS2604-0002 将并入 KS2604-0001");
    screen.key_press_modifiers(Modifiers::COMMAND, Key::Enter);
    until(&mut screen, |screen| shows(screen, "来电 2 次"));
    screen.run();
    screen.get_by_label_contains("已并入 KS2604-0002 林**");
    screen.get_by_label_contains("周晓岚 KS2604-0002 派单至");
    screen.save_png("links-main-case");
    screen.get_by_label_contains("已并入 KS2604-0002 林**").click();
    until(&mut screen, |screen| shows(screen, "已并入 KS2604-0001，只读"));
    screen.run();
    screen.get_by_label_contains("请在主单 KS2604-0001 上记录");
    screen.save_png("links-merged-case");
    screen.get_by_label("取消合并").click();
    screen.run();
    screen.run();
    screen.get_by_label_contains("KS2604-0002 恢复到合并前的环节");
    screen.save_png("links-unmerge");
    screen.get_by_label("取消").click();
    screen.run();
    screen.get_by_label("打开主单").click();
    until(&mut screen, |screen| shows(screen, "来电 2 次"));
}

#[test]
fn a_member_of_a_batch_sees_what_is_done_there_and_a_click_goes_to_it_l08_l09() {
    let (database, folder) = records();
    let mut screen = list(database, folder.path(), settings());
    select(&mut screen, "KS2604-0004 唐文斌");
    until(&mut screen, |screen| shows(screen, "批次单 KS2604-0003 何**"));
    screen.key_press(Key::Enter);
    until(&mut screen, is_at(Route::Case));
    screen.run();
    screen.get_by_label_contains("适用于本单");
    screen.save_png("links-member");
    screen.get_by_label_contains("对策：调整保压参数并全检库存").click();
    until(&mut screen, |screen| shows(screen, "结案申请"));
    screen.run();
    screen.save_png("links-corrective");
    screen.get_by_label_contains("整改 1 调整保压参数并全检库存");
}

#[test]
fn marked_cases_are_merged_into_the_chosen_one_and_those_that_cannot_are_named_b15() {
    let (database, folder) = records();
    let mut screen = list(database, folder.path(), settings());
    screen.key_press_modifiers(Modifiers::COMMAND, Key::A);
    until(&mut screen, |screen| shows(screen, "已选 5 单"));
    screen.key_press(Key::L);
    until(&mut screen, |screen| shows(screen, "关联或合并所选 5 单") && shows(screen, "KS2604-0001 林**"));
    screen.key_press(Key::Enter);
    screen.run();
    screen.run();
    screen.get_by_label_contains("4 单将并入 KS2604-0001");
    screen.save_png("links-marked");
    screen.key_press_modifiers(Modifiers::COMMAND, Key::Enter);
    until(&mut screen, |screen| shows(screen, "合并：完成 3，未办 1"));
    screen.run();
    screen.get_by_label_contains("（规则 J01）");
    screen.save_png("links-marked-report");
    screen.get_by_label("关闭").click();
    screen.run();
    until(&mut screen, |screen| screen.query_all_by_role(Role::ListBoxOption).count() == 2 + 4);
    screen.key_press_modifiers(Modifiers::COMMAND, Key::Z);
    until(&mut screen, |screen| shows(screen, "撤销：完成 3"));
    until(&mut screen, |screen| screen.query_all_by_role(Role::ListBoxOption).count() == 5 + 1);
}

#[test]
fn another_case_is_found_by_name_and_linked_only() {
    let (database, folder) = records();
    let english = Settings { language: "en".to_owned(), theme: "dark".to_owned(), ..settings() };
    let mut screen = list(database, folder.path(), english);
    select(&mut screen, "KS2604-0005 郑海燕");
    screen.key_press(Key::L);
    until(&mut screen, |screen| shows(screen, "Link or merge"));
    screen.run();
    screen.get_by_label("related").click();
    screen.run();
    screen.get_by_label("Number, phone, serial number or name").focus();
    screen.get_by_label("Number, phone, serial number or name").type_text("何建平");
    until(&mut screen, |screen| shows(screen, "KS2604-0003 何**"));
    screen.run();
    screen.save_png("links-dialog-en");
    screen.get_by_label_contains("KS2604-0003 何**").click();
    screen.run();
    screen.key_press_modifiers(Modifiers::COMMAND, Key::Enter);
    until(&mut screen, |screen| shows(screen, "related KS2604-0003 何**"));
    screen.run();
    screen.save_png("links-linked-en");
    screen.key_press(Key::Enter);
    until(&mut screen, is_at(Route::Case));
    screen.run();
    screen.save_png("links-case-en");
}
