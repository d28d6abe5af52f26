//! The case screen: tabs, notes, clocks and what blocks a step, on a case with a wait, an extension and two rounds.

use std::path::{Path, PathBuf};

use egui::{Key, Modifiers, Theme, Vec2};
use egui_kittest::kittest::{NodeT, Queryable};
use kesu::domain::event::{Attachment, Dispatch, Extension, MediaKind, NoteKind};
use kesu::domain::stage::{InfoClass, Satisfaction, Stage};
use kesu::domain::{BranchId, Command, Field, PersonId, Stamp};
use kesu::store::{CaseFile, CaseId};
use kesu::text::Lang;
use kesu::ui::case::{CaseScreen, Tab, case_ui};
use kesu::ui::dialogs::DialogKind;
use kesu::ui::{Action, Fetch, Route};

use crate::painter::{Screen, harness};
use crate::store::{Desk, at, handled, reply, revisit};
use crate::world::{NOW, World};

pub const FACTS: &[(Field, &str)] = &[
    (Field::CustomerName, "林佩珊"),
    (Field::Phone, "13812342706"),
    (Field::Address, "江苏省苏州市姑苏区云锦花苑 7 幢 1203"),
    (Field::Model, "JSQ25-C12"),
    (Field::Category, "gas_water_heater"),
    (Field::Batch, "2511B"),
    (Field::Serial, "CY2511C12-004736"),
    (Field::BoughtOn, "2025-11-22"),
    (Field::InstalledOn, "2025-11-25"),
    (Field::Symptoms, "漏水"),
    (Field::Description, "进水接头漏水，木地板泡损约 12 ㎡，踢脚线变形，用户要求修复地板并更换整机"),
    (Field::Loss, "14466"),
    (Field::Demand, "repair、compensation"),
    (Field::InfoClass, "major_incident"),
    (Field::Level, "provincial"),
    (Field::Grade, "general_special"),
    (Field::PromisedReply, "2026-04-11 18:00"),
    (Field::ReporterName, "赵岩"),
    (Field::SourceUnit, "苏州分部"),
];

/// A case in its second round, with an extension and a wait in each.
fn case(desk: &mut Desk) -> CaseId {
    let case = desk.log(FACTS, "2026-04-03 20:04");
    let slip = Command::Dispatch(Dispatch {
        branch: BranchId(1),
        first: Some(PersonId(2)),
        second: Some(PersonId(3)),
        facts: "进水接头漏水".to_owned(),
        demand: "修复地板，更换整机".to_owned(),
        by: None,
    });
    let wait = || Command::Wait { reason: "parts".to_owned(), note: "等接头到货".to_owned() };
    let extend = |until: &str| {
        Command::Extend(Extension {
            until: at(until),
            reason: "整机无现货".to_owned(),
            approved_by: "顾明远".to_owned(),
            customer_told: true,
        })
    };
    let note = Command::Note {
        kind: NoteKind::Contact, text: "用户接受先修复地板、再谈更换整机的安排".to_owned()
    };
    let assist = Command::AskAssist {
        unit: "质量部".to_owned(),
        what: "判定接头开裂的原因".to_owned(),
        due: Some(at("2026-04-09 18:00")),
    };
    let urge = Command::Urge { text: "请今日内上门".to_owned() };
    for (command, when) in [
        (slip, "2026-04-03 20:31"),
        (wait(), "2026-04-04 09:00"),
        (Command::Resume, "2026-04-04 15:00"),
        (extend("2026-04-06 18:00"), "2026-04-05 09:00"),
        (handled(), "2026-04-06 16:40"),
        (reply(), "2026-04-06 17:20"),
        (revisit(Satisfaction::Dissatisfied, "接头又渗水"), "2026-04-08 09:30"),
        (note, "2026-04-08 11:12"),
        (assist, "2026-04-08 14:05"),
        (wait(), "2026-04-08 16:40"),
        (Command::Resume, "2026-04-08 19:10"),
        (urge, "2026-04-09 09:25"),
    ] {
        desk.run(case, command, when).expect("a way the desk allows");
    }
    case
}

fn attach(name: &str, hash: char) -> Command {
    Command::Attach(Attachment {
        hash: hash.to_string().repeat(64),
        name: name.to_owned(),
        media: MediaKind::Photo,
        bytes: 842_000,
        taken_at: Some(at("2026-04-08 09:31")),
    })
}

/// The screen and what it may look at.
struct Window {
    screen: CaseScreen,
    world: World,
}

impl Window {
    fn of(file: CaseFile, lang: Lang) -> Self {
        let file = Fetch::Here(Box::new(file));
        let screen = CaseScreen { file, neighbours: (None, Some(CaseId(77))), ..CaseScreen::default() };
        Self { screen, world: World::new(lang) }
    }

    fn new(lang: Lang) -> Self {
        let mut desk = Desk::new();
        let case = case(&mut desk);
        Self::of(desk.file(case), lang)
    }

    fn show<'a>(self, size: impl Into<Vec2>, theme: Theme) -> Screen<'a, Self> {
        harness(size, theme, self, |ui, Self { screen, world }: &mut Self| {
            world.draw(Route::Case, |cx| case_ui(ui, cx, screen));
        })
    }
}

/// A file that is let go over the window.
#[derive(Debug)]
struct Dropped(PathBuf);

impl egui::DroppedFile for Dropped {
    fn path(&self) -> &Path {
        &self.0
    }

    fn bytes(&self) -> Result<Vec<u8>, String> {
        Ok(Vec::new())
    }
}

const SIZE: [f32; 2] = [1388.0, 874.0];

#[test]
fn the_keys_1_to_5_open_the_tabs() {
    let mut screen = Window::new(Lang::Zh).show(SIZE, Theme::Light);
    screen.run();
    for (key, tab) in [Key::Num2, Key::Num3, Key::Num4, Key::Num5, Key::Num1].into_iter().zip([
        Tab::Files,
        Tab::Contacts,
        Tab::Deadlines,
        Tab::Changes,
        Tab::Overview,
    ]) {
        screen.key_press(key);
        screen.run();
        assert_eq!(screen.state().screen.full.tab, tab);
    }
}

/// b2: what the days counted is the budget, in every clock that is over or due.
#[test]
fn the_days_of_every_clock_add_up_to_its_budget() {
    let mut screen = Window::new(Lang::Zh).show(SIZE, Theme::Light);
    screen.run();
    let mut seen = 0;
    for round in [2, 1] {
        screen.state_mut().screen.full.round = Some(round);
        screen.run();
        let view = screen.state().screen.full.view.as_ref().unwrap();
        for card in view.clocks.iter().filter(|card| !card.rows.is_empty()) {
            assert_eq!(card.counted, card.budget, "{} of round {round}", card.title);
            assert_eq!(card.rows.iter().map(|row| row.ms).sum::<i64>(), card.counted, "{}", card.title);
            seen += 1;
        }
    }
    assert!(seen >= 6, "clocks of two rounds: {seen}");
    screen.state_mut().screen.full.round = None;
    screen.key_press(Key::Num4);
    screen.run();
    screen.get_by_label_contains("处理 T03");
    screen.get_by_label_contains("约定答复时间 B08");
}

/// An earlier round is looked at without changing anything.
#[test]
fn the_first_round_can_still_be_read() {
    let mut screen = Window::new(Lang::Zh).show(SIZE, Theme::Light);
    screen.run();
    screen.get_by_role_and_label(egui::accesskit::Role::RadioButton, "第 1 轮").click();
    screen.run();
    let view = screen.state().screen.full.view.as_ref().unwrap();
    let handling = view.clocks.iter().find(|card| card.stage == Some(Stage::Handling)).unwrap();
    assert!(handling.pairs.iter().any(|(_, value)| value == "2026-04-06 18:00"), "{:?}", handling.pairs);
    assert!(handling.rows.iter().any(|row| row.paused != "—"), "{:?}", handling.rows);
    assert!(screen.state().world.wanted.is_empty());
}

#[test]
fn a_click_on_a_stage_opens_its_clock() {
    let mut screen = Window::new(Lang::Zh).show(SIZE, Theme::Light);
    screen.run();
    screen.get_by_label_contains("回访 未开始").click();
    screen.run();
    assert_eq!(screen.state().screen.full.tab, Tab::Deadlines);
}

/// N goes to the field without typing itself; Enter sends; the text stays until it is on record.
#[test]
fn a_note_is_typed_and_sent_from_the_keyboard() {
    for modifiers in [Modifiers::NONE, Modifiers::COMMAND] {
        let mut screen = Window::new(Lang::Zh).show(SIZE, Theme::Light);
        screen.run();
        screen.input_mut().events.push(egui::Event::Text("n".to_owned()));
        screen.key_press(Key::N);
        screen.run();
        screen.input_mut().events.push(egui::Event::Text("已约明早上门".to_owned()));
        screen.run();
        screen.key_press_modifiers(modifiers, Key::Enter);
        screen.run();
        let [Action::Do { command, seen, .. }] = screen.state().world.wanted.as_slice() else {
            panic!("{:?}", screen.state().world.wanted)
        };
        let sent = Command::Note { kind: NoteKind::Progress, text: "已约明早上门".to_owned() };
        assert_eq!(**command, sent);
        assert_eq!(*seen, screen.state().screen.file.value().unwrap().case.revision);
        assert_eq!(screen.state().screen.full.note, "已约明早上门");
    }
}

#[test]
fn j_opens_the_next_case_and_k_nothing_at_the_first() {
    let mut screen = Window::new(Lang::Zh).show(SIZE, Theme::Light);
    screen.run();
    screen.key_press(Key::K);
    screen.key_press(Key::J);
    screen.run();
    assert!(
        matches!(screen.state().world.wanted.as_slice(), [Action::OpenCase(CaseId(77))]),
        "{:?}",
        screen.state().world.wanted
    );
}

/// The phone is masked until it is asked for, and only its own minute shows it.
#[test]
fn the_phone_is_masked_until_it_is_revealed() {
    let mut screen = Window::new(Lang::Zh).show(SIZE, Theme::Light);
    screen.run();
    assert!(screen.query_all_by_label_contains("13812342706").next().is_none());
    screen.get_by_label("显示完整号码").click();
    screen.run();
    assert!(matches!(screen.state().world.wanted.as_slice(), [Action::Reveal { .. }]));
    screen.state_mut().screen.revealed_until = Some(Stamp(at(NOW).0 + 10_000));
    screen.run();
    assert!(screen.query_all_by_label_contains("13812342706").next().is_some());
}

/// A file that is lost says so, opens nothing, and stands in the action bar as well.
#[test]
fn a_lost_file_says_so() {
    let mut desk = Desk::new();
    let id = case(&mut desk);
    let mut file = desk.run(id, attach("现场.jpg", 'a'), "2026-04-09 10:00").unwrap();
    file.broken = vec!["a".repeat(64)];
    let window = Window::of(file, Lang::Zh);
    let mut screen = window.show(SIZE, Theme::Light);
    screen.run();
    screen.get_by_label_contains("附件“现场.jpg”的文件已丢失或被改动").click();
    screen.run();
    assert!(screen.state().world.wanted.is_empty(), "{:?}", screen.state().world.wanted);
    screen.get_by_label("1 个附件丢失或被改动");
}

#[test]
fn a_blocked_command_of_the_menu_says_why() {
    let screen = &mut Window::new(Lang::Zh).show(SIZE, Theme::Light);
    screen.run();
    let acts = screen.state().screen.full.view.as_ref().unwrap().acts.clone();
    let why = |kind: &DialogKind| acts.iter().find(|act| act.kind == *kind).and_then(|act| act.why_not.clone());
    assert!(why(&DialogKind::Close).unwrap().contains("Q01"), "not replied to in this round");
    assert!(why(&DialogKind::Reply).unwrap().contains("H01"));
    assert_eq!(why(&DialogKind::Handle), None);
    screen.get_by_label("更多").click();
    screen.run();
    screen.get_by_role_and_label(egui::accesskit::Role::MenuItem, "提交结果");
    let close = screen.get_by_role_and_label(egui::accesskit::Role::MenuItem, "结案");
    assert!(close.accesskit_node().is_disabled());
    let told = close.accesskit_node().data().description().map(str::to_owned);
    assert_eq!(told, why(&DialogKind::Close), "a screen reader hears the reason");
}

#[test]
fn files_dropped_on_the_window_are_attached() {
    let mut screen = Window::new(Lang::Zh).show(SIZE, Theme::Light);
    screen.run();
    let dropped = std::sync::Arc::new(Dropped(PathBuf::from("/tmp/现场.jpg")));
    screen.input_mut().dropped_files.push(dropped);
    screen.run();
    let [Action::Attach { paths, .. }] = screen.state().world.wanted.as_slice() else {
        panic!("{:?}", screen.state().world.wanted)
    };
    assert_eq!(*paths, [PathBuf::from("/tmp/现场.jpg")]);
}

/// What was taken back stays on record and is marked, on every page that tells the history.
#[test]
fn what_was_taken_back_is_still_told() {
    let mut desk = Desk::new();
    let id = case(&mut desk);
    let note = Command::Note { kind: NoteKind::Remark, text: "记错工单".to_owned() };
    let n = desk.run(id, note, "2026-04-09 10:00").unwrap().case.revision;
    let file = desk.run(id, Command::Undo { n }, "2026-04-09 10:01").unwrap();
    let mut screen = Window::of(file, Lang::Zh).show(SIZE, Theme::Light);
    screen.key_press(Key::Num5);
    screen.run();
    screen.get_by_label_contains("记错工单");
    let view = screen.state().screen.full.view.as_ref().unwrap();
    let marked: Vec<&str> = view.changes.iter().filter(|line| line.undone).map(|line| line.n.as_str()).collect();
    assert_eq!(marked, [n.to_string()]);
    assert_eq!(view.changes.len(), usize::try_from(n).unwrap() + 1, "nothing is left out");
    assert_eq!(view.changes[0].n, (n + 1).to_string(), "the newest first");
}

/// Every text of the screen exists in both languages and every page draws at any size.
#[test]
fn every_page_draws_in_both_languages_and_narrow() {
    for (lang, size) in [(Lang::Zh, [560.0, 480.0]), (Lang::En, [908.0, 640.0]), (Lang::En, SIZE)] {
        let mut screen = Window::new(lang).show(size, Theme::Dark);
        for tab in Tab::ALL {
            screen.state_mut().screen.full.tab = tab;
            screen.run();
        }
        assert_eq!(screen.state().screen.full.view.as_ref().unwrap().detail.class, InfoClass::MajorIncident);
    }
}

/// Pictures for the eye: `cargo test --test it case::looks -- --ignored`.
#[test]
#[ignore = "writes pictures"]
fn looks() {
    for (size, theme, lang, name) in [
        (SIZE, Theme::Light, Lang::Zh, "1440"),
        ([1868.0, 1054.0], Theme::Dark, Lang::Zh, "1920"),
        ([972.0, 694.0], Theme::Light, Lang::En, "1024"),
    ] {
        let mut screen = Window::new(lang).show(size, theme);
        for tab in Tab::ALL {
            screen.state_mut().screen.full.tab = tab;
            screen.run();
            screen.save_png(&format!("case-{name}-{tab:?}"));
        }
        screen.state_mut().screen.full.round = Some(1);
        screen.state_mut().screen.full.tab = Tab::Deadlines;
        screen.run();
        screen.save_png(&format!("case-{name}-first-round"));
    }
    let mut desk = Desk::new();
    let id = case(&mut desk);
    let mut file = desk.file(id);
    for (command, when) in [
        (attach("现场漏水.jpg", 'a'), "2026-04-09 10:00"),
        (attach("接头特写.jpg", 'b'), "2026-04-09 10:01"),
        (Command::Wait { reason: "customer_away".to_owned(), note: "用户出差".to_owned() }, "2026-04-09 10:10"),
    ] {
        file = desk.run(id, command, when).unwrap();
    }
    file.broken = vec!["b".repeat(64)];
    let mut screen = Window::of(file, Lang::Zh).show(SIZE, Theme::Dark);
    screen.run();
    screen.save_png("case-waits-Overview");
}
