//! A copy of a rule book on screen: values in a clerk's words, rows added and removed.

use egui::{Event, Key, Modifiers, Theme};
use egui_kittest::kittest::{NodeT, Queryable};
use kesu::domain::{Field, Limit};
use kesu::rulebook::{BUILT_IN, RuleBook};
use kesu::store::{Answer, Request, UsedList};
use kesu::text::Lang;
use kesu::ui::settings::{Page, SettingsScreen, settings_ui};
use kesu::ui::{Action, Route};

use crate::painter::{Screen, harness};
use crate::store::{Desk, dispatch};
use crate::world::World;

const WIDE: [f32; 2] = [1236.0, 874.0];

struct Shown {
    state: SettingsScreen,
    world: World,
}

fn copy<'a>(theme: Theme, lang: Lang, file: &str) -> Screen<'a, Shown> {
    let mut state = SettingsScreen::default();
    state.page = Some(Page::Rules);
    let mut world = World::new(lang);
    let (file, text) = BUILT_IN.iter().find(|(name, _)| *name == file).unwrap();
    world.book = std::sync::Arc::new(RuleBook::read(file, text).unwrap());
    let label = world.texts.name("book", "copy");
    let mut screen = harness(WIDE, theme, Shown { state, world }, |ui, shown: &mut Shown| {
        let Shown { state, world } = shown;
        world.draw(Route::Settings, |cx| settings_ui(ui, cx, state));
    });
    screen.run();
    screen.get_by_label(&label).click();
    screen.run();
    screen
}

/// What the copy says now, read as the rule book it would become.
fn read(screen: &mut Screen<'_, Shown>) -> RuleBook {
    screen.state_mut().world.wanted.clear();
    screen.get_by_label("预览影响").click();
    screen.run();
    let wanted = &screen.state().world.wanted;
    let text = wanted.iter().find_map(|want| if let Action::RuleBookMoves(text) = want { Some(text) } else { None });
    RuleBook::read("copy", text.expect("a preview was asked for")).unwrap()
}

fn retype(screen: &mut Screen<'_, Shown>, label: &str, text: &str) {
    screen.get_by_label(label).focus();
    screen.run();
    screen.key_press_modifiers(Modifiers::COMMAND, Key::A);
    screen.event(Event::Text(text.to_owned()));
    screen.run();
}

#[test]
fn a_limit_is_typed_in_words_and_a_wrong_one_says_what_is_expected() {
    let mut screen = copy(Theme::Light, Lang::Zh, "appliance-group.toml");
    screen.save_png("rules-edit-light");
    let limit = "T02 · 派单 · 时限";
    assert_eq!(screen.get_by_label(limit).value().as_deref(), Some("4 小时"));
    retype(&mut screen, limit, "快一点");
    assert!(screen.get_by_label("预览影响").accesskit_node().is_disabled());
    let told = "时限，例如 4 小时、30 分钟、7 天、7 个工作日、240 个工作分钟";
    assert!(screen.query_by_label_contains(told).is_some() || said(&screen, limit, told), "the expectation is told");
    retype(&mut screen, limit, "2 个工作日");
    let rules = read(&mut screen).rules;
    let row = rules.stage_limits.iter().find(|row| row.id == "T02").unwrap();
    assert_eq!(row.limit, Limit::WorkingDays(2));
}

fn said(screen: &Screen<'_, Shown>, label: &str, told: &str) -> bool {
    let node = screen.get_by_label(label);
    node.accesskit_node().data().description().is_some_and(|text| text.contains(told))
}

#[test]
fn rows_are_added_and_taken_back_c11() {
    let mut screen = copy(Theme::Light, Lang::Zh, "steel-trader.toml");
    for part in ["渠道", "环节时限", "审批", "协办时限"] {
        screen.get_by_label(&format!("添加一行：{part}")).click_accesskit();
        screen.run();
    }
    let book = read(&mut screen);
    assert_eq!(book.rules.channels.last().map(|choice| choice.key.as_str()), Some("new"));
    assert_eq!((book.rules.stage_limits[0].id.as_str(), book.rules.policy.assists.len()), ("自定", 1));
    assert_eq!(book.rules.policy.approvals.len(), 4);
    for _ in 0..4 {
        screen.get_by_label("撤回上次增删").click();
        screen.run();
    }
    let steel = BUILT_IN.iter().find(|(file, _)| *file == "steel-trader.toml").unwrap().1;
    assert_eq!(read(&mut screen).rules.channels, RuleBook::read("", steel).unwrap().rules.channels);
}

#[test]
fn removing_a_channel_says_how_many_open_cases_use_it_c11() {
    let mut screen = copy(Theme::Dark, Lang::Zh, "steel-trader.toml");
    screen.get_by_label("移除 fax").click_accesskit();
    screen.run();
    let asked = screen.state().world.wanted.iter().find_map(|want| match want {
        Action::RuleBookUses { book, list, names } => Some((book.clone(), *list, names.clone())),
        _ => None,
    });
    let (book, list, names) = asked.expect("the store is asked");
    assert_eq!((book.as_str(), list), ("steel-trader", UsedList::Channel));
    assert_eq!(names, ["fax", "传真", "Fax"]);
    screen.state_mut().state.rules.uses.put(3);
    screen.run();
    assert!(screen.query_by_label_contains("有 3 个在办工单在用“传真”").is_some());
    screen.get_by_label("移除").click_accesskit();
    screen.run();
    assert!(!read(&mut screen).rules.channels.iter().any(|choice| choice.key == "fax"));
}

#[test]
fn open_cases_of_the_book_are_counted_by_key_and_names_c11() {
    let mut desk = Desk::new();
    let leaking = [(Field::Channel, "hotline"), (Field::Category, "燃气热水器"), (Field::Symptoms, "leak、noise")];
    let open = desk.log(&leaking, "2026-04-09 09:00");
    desk.run(open, dispatch(), "2026-04-09 10:00").unwrap();
    desk.log(&[(Field::Symptoms, "leakage")], "2026-04-09 09:00");
    let mut uses = |book: &str, list, names: &[&str]| {
        let names = names.iter().map(|name| (*name).to_owned()).collect();
        match desk.database.answer(Request::Uses { book: book.to_owned(), list, names }).unwrap() {
            Answer::Count(count) => count,
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(uses("appliance-group", UsedList::Channel, &["hotline", "400 热线"]), 2);
    assert_eq!(uses("steel-trader", UsedList::Channel, &["hotline"]), 0, "another book's channel");
    assert_eq!(uses("appliance-group", UsedList::Category, &["gas_water_heater", "燃气热水器"]), 1);
    assert_eq!(uses("appliance-group", UsedList::Symptom, &["leak", "漏水"]), 1, "leakage is another symptom");
    assert_eq!(uses("appliance-group", UsedList::Wait, &["parts"]), 0);
    let wait = kesu::domain::Command::Wait { reason: "parts".to_owned(), note: String::new() };
    desk.run(open, wait, "2026-04-09 11:00").unwrap();
    let names = vec!["parts".to_owned()];
    let list = UsedList::Wait;
    let asked = desk.database.answer(Request::Uses { book: "appliance-group".to_owned(), list, names }).unwrap();
    assert!(matches!(asked, Answer::Count(1)), "{asked:?}");
}

/// Pictures for the eye: `cargo test --test it rules_edit::looks -- --ignored`.
#[test]
#[ignore = "writes pictures"]
fn looks() {
    for (theme, lang) in [(Theme::Light, Lang::Zh), (Theme::Dark, Lang::En)] {
        let mut screen = copy(theme, lang, "steel-trader.toml");
        let more = screen.state().world.texts.name("book-row", "more");
        screen.get_all_by_label(&more).next().expect("a row").click();
        screen.run();
        screen.save_png(&format!("rules-edit-open-{}", lang.word()));
    }
}
