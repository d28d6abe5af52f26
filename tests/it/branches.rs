//! The page of branches and people: by keyboard, through the whole desk, and with nobody entered yet.

use std::path::Path;
use std::sync::Arc;

use egui::{Key, Modifiers, Theme};
use egui_kittest::kittest::Queryable;
use kesu::domain::organisation::{Change, Insurer, Organisation};
use kesu::store::{Database, Request};
use kesu::text::Lang;
use kesu::ui::settings::{Page, SettingsScreen, settings_ui};
use kesu::ui::{Action, Route};

use crate::importing::Fallen;
use crate::painter::{Screen, harness};
use crate::window::{Window, is_at, settings, until, window};
use crate::world::World;

const WIDE: [f32; 2] = [1236.0, 874.0];

struct Shown {
    state: SettingsScreen,
    world: World,
}

fn page<'a>(size: [f32; 2], (theme, lang): (Theme, Lang), organisation: Organisation) -> Screen<'a, Shown> {
    let mut state = SettingsScreen::default();
    state.page = Some(Page::Organisation);
    state.open("周晓岚", ["澄屿电器集团有限公司", "", "", "", "", ""].map(str::to_owned));
    let mut world = World::new(lang);
    world.organisation = organisation;
    harness(size, theme, Shown { state, world }, |ui, window: &mut Shown| {
        let Shown { state, world } = window;
        world.draw(Route::Settings, |cx| settings_ui(ui, cx, state));
    })
}

fn shown<'a>() -> Screen<'a, Shown> {
    let mut screen = page(WIDE, (Theme::Light, Lang::Zh), Organisation::sample());
    screen.run();
    screen
}

fn changes(screen: &Screen<'_, Shown>) -> Vec<Change> {
    let wanted = screen.state().world.wanted.iter().rev();
    let mut found = wanted.filter_map(|want| match want {
        Action::ChangeOrganisation(changes) => Some(changes.clone()),
        _ => None,
    });
    found.next().unwrap_or_default()
}

fn type_into(screen: &mut Screen<'_, Shown>, text: &str) {
    screen.event(egui::Event::Text(text.to_owned()));
    screen.run();
}

/// Arrow, Enter, typing, Ctrl S: no pointer is needed.
#[test]
fn a_branch_is_chosen_changed_and_saved_by_keyboard_alone() {
    let mut screen = shown();
    for _ in 0..2 {
        screen.key_press(Key::ArrowDown);
        screen.run();
    }
    screen.key_press(Key::Enter);
    screen.run();
    type_into(&mut screen, "新");
    screen.key_press_modifiers(Modifiers::COMMAND, Key::S);
    screen.run();
    let changes = changes(&screen);
    let [Change::Branch(step)] = changes.as_slice() else { panic!("one change: {changes:?}") };
    let names = [&step.before, &step.after].map(|side| side.as_ref().map(|branch| branch.name.clone()).unwrap());
    assert_eq!(names[0], Organisation::sample().branches[1].name);
    assert!(names[1].contains('新') && names[1].len() == names[0].len() + '新'.len_utf8(), "{names:?}");
}

/// A name that another branch bears is said at once, and cannot be saved.
#[test]
fn what_contradicts_is_said_while_one_types_and_cannot_be_saved() {
    let mut screen = shown();
    screen.key_press(Key::N);
    screen.run();
    type_into(&mut screen, "苏州分部");
    screen.get_all_by_label("大区").next().expect("the field").focus();
    screen.run();
    type_into(&mut screen, "hd");
    screen.key_press(Key::Enter);
    screen.run();
    screen.get_by_label("已有同名的“苏州分部”");
    screen.key_press_modifiers(Modifiers::COMMAND, Key::S);
    screen.run();
    assert_eq!(changes(&screen), []);
    screen.key_press(Key::Escape);
    screen.run();
}

#[test]
fn branches_are_found_by_initials_of_their_people_and_places() {
    for (typed, found, gone) in
        [("sjs", "苏州分部", "上海分部"), ("wuxi", "苏州分部", "上海分部"), ("cq", "重庆分部", "苏州分部")]
    {
        let mut screen = shown();
        screen.key_press(Key::Slash);
        screen.run();
        type_into(&mut screen, typed);
        let rows = |label: &str| screen.query_all_by_label_contains(label).count();
        assert!(rows(found) > 0, "{typed}");
        assert_eq!(rows(gone), 0, "{typed}");
    }
}

/// M4: the insurer of the year is entered beside the branches.
#[test]
fn the_insurer_of_the_year_is_entered_once_m4() {
    let mut screen = shown();
    screen.get_by_label("2026 年未登记承保保险公司");
    screen.get_by_label("保险公司").focus();
    screen.run();
    type_into(&mut screen, "甲保险");
    screen.key_press_modifiers(Modifiers::COMMAND, Key::S);
    screen.run();
    let entered = Insurer { year: 2026, name: "甲保险".to_owned(), phone: String::new() };
    assert!(matches!(changes(&screen).as_slice(), [Change::Insurer(step)] if step.after == Some(entered)));
}

/// Phones stand masked in the list and in the form.
#[test]
fn phones_are_masked() {
    let mut screen = shown();
    screen.key_press(Key::ArrowDown);
    screen.run();
    let whole: Vec<String> = Organisation::sample().people.iter().map(|person| person.phone.clone()).collect();
    assert!(whole.iter().all(|phone| screen.query_all_by_label_contains(phone).next().is_none()));
    assert!(screen.query_all_by_label_contains("139****").next().is_some());
}

#[test]
fn the_page_rests_and_fits_in_every_size_and_language() {
    for size in [WIDE, [1716.0, 1036.0], [908.0, 556.0]] {
        for lang in Lang::ALL {
            let mut screen = page(size, (Theme::Dark, lang), Organisation::sample());
            screen.run();
            screen.key_press(Key::ArrowDown);
            screen.run();
            screen.key_press(Key::P);
            screen.run();
            assert_eq!(screen.state().world.wanted.len(), 0, "drawing wants nothing");
        }
    }
}

fn desk<'a>(folder: &Path) -> Window<'a> {
    let mut database = Database::in_memory(folder).unwrap();
    database.answer(Request::Organisation).unwrap();
    window(database, folder, settings(), [1440.0, 900.0])
}

/// From an empty desk: by province, one branch ended, taken back with Ctrl Z; each is on record.
#[test]
fn an_empty_desk_begins_by_province_and_every_change_can_be_taken_back() {
    let folder = tempfile::tempdir().unwrap();
    let mut screen = desk(folder.path());
    until(&mut screen, is_at(Route::FirstRun));
    screen.key_press(Key::Num3);
    until(&mut screen, is_at(Route::Settings));
    until(&mut screen, |screen| screen.query_by_label("导入分部与人员").is_some());
    screen.get_by_label("从省级分部开始").click();
    until(&mut screen, |screen| screen.query_by_label_contains("31 个分部，").is_some());
    screen.key_press(Key::ArrowDown);
    until(&mut screen, |screen| screen.query_by_label("停用").is_some());
    screen.get_by_label("停用").click();
    screen.step();
    screen.key_press_modifiers(Modifiers::COMMAND, Key::S);
    until(&mut screen, |screen| screen.query_by_label("分部与人员已保存").is_some());
    screen.get_by_label_contains("北京分部 北京");
    screen.key_press(Key::Escape);
    until(&mut screen, |screen| screen.query_by_label_contains("修改分部 北京分部").is_some());
    screen.key_press_modifiers(Modifiers::COMMAND, Key::Z);
    until(&mut screen, |screen| screen.query_all_by_label_contains("修改分部 北京分部").count() == 2);
}

/// A list let fall on the import screen: judged, entered, told in a report beside it.
#[test]
fn branches_and_people_are_imported_on_the_import_screen() {
    let folder = tempfile::tempdir().unwrap();
    let branches = folder.path().join("分部.csv");
    std::fs::write(&branches, "分部,大区,覆盖城市\n苏州分部,华东,苏州、无锡\n火星分部,华东,火星\n").unwrap();
    let people = folder.path().join("人员.csv");
    std::fs::write(&people, "姓名,职务,分部,电话\n沈嘉树,驻外服务经理,苏州分部,13900006082\n").unwrap();
    let mut screen = desk(folder.path());
    until(&mut screen, is_at(Route::FirstRun));
    screen.key_press(Key::Num2);
    until(&mut screen, is_at(Route::Import));
    screen.get_by_label("分部").click();
    screen.step();
    screen.input_mut().dropped_files.push(Arc::new(Fallen(branches)));
    until(&mut screen, |screen| screen.query_by_label("写入 1 条").is_some());
    screen.get_by_label_contains("覆盖城市 不认识该地区");
    screen.get_by_label("写入 1 条").click();
    until(&mut screen, |screen| screen.query_by_label_contains("分部-report.csv").is_some());
    screen.get_by_label("再导入一份").click();
    until(&mut screen, |screen| screen.query_by_label("人员").is_some());
    screen.get_by_label("人员").click();
    screen.step();
    screen.input_mut().dropped_files.push(Arc::new(Fallen(people)));
    until(&mut screen, |screen| screen.query_by_label("写入 1 条").is_some());
    screen.get_by_label("写入 1 条").click();
    until(&mut screen, |screen| screen.query_by_label_contains("人员-report.csv").is_some());
    screen.get_by_label("分部与责任人").click();
    until(&mut screen, is_at(Route::Settings));
    let report = std::fs::read_to_string(folder.path().join("分部-report.csv")).unwrap();
    assert!(report.lines().any(|line| line.starts_with("3,未写入,覆盖城市,")), "{report}");
}

#[test]
#[ignore = "writes pictures"]
fn looks() {
    let sizes = [
        (WIDE, Theme::Light, Lang::Zh),
        ([1716.0, 1036.0], Theme::Dark, Lang::Zh),
        ([908.0, 556.0], Theme::Light, Lang::En),
    ];
    for (size, theme, lang) in sizes {
        let name = |what: &str| format!("branches-{what}-{}", size[0]);
        let mut screen = page(size, (theme, lang), Organisation::sample());
        screen.run();
        screen.save_png(&name("overview"));
        screen.key_press(Key::ArrowDown);
        screen.run();
        screen.save_png(&name("detail"));
        screen.key_press(Key::P);
        screen.run();
        screen.save_png(&name("person"));
        let mut screen = page(size, (theme, lang), Organisation::default());
        screen.run();
        screen.save_png(&name("empty"));
    }
}

/// A click on the head of a region renames it; its branches and people go along.
#[test]
fn a_region_is_renamed_on_the_page() {
    let mut screen = shown();
    screen.get_by_label_contains("华东 第二责任人").click();
    screen.run();
    screen.key_press_modifiers(Modifiers::COMMAND, Key::A);
    type_into(&mut screen, "东部大区");
    screen.save_png("branches-rename");
    screen.get_by_label("保存").click();
    screen.run();
    let changes = changes(&screen);
    assert!(matches!(&changes[0], Change::Region(step) if step.after.as_deref() == Some("东部大区")), "{changes:?}");
    let own = Organisation::sample().branches.iter().filter(|branch| branch.region == "华东").count();
    assert_eq!(changes.iter().filter(|change| matches!(change, Change::Branch(_))).count(), own);
}
