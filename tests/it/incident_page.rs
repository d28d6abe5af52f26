//! The incident page: the file is opened, entries are typed and sent, refusals stand beside their field.

use egui::{Key, Modifiers, Theme};
use egui_kittest::kittest::{NodeT, Queryable};
use kesu::domain::decide::Reason;
use kesu::domain::incident::{
    Alert, AlertTo, Casualty, Change, IncidentCommand, IncidentKind, IncidentReason, Opening, Ours, SceneEntry,
};
use kesu::domain::stage::{ContactWay, IncidentGrade, InfoClass, Injury, Stage};
use kesu::domain::{Command, Field, Refusal};
use kesu::store::{Answer, CaseFile, CaseId, ListQuery, Request, View};
use kesu::text::Lang;
use kesu::ui::case::{CaseScreen, Tab, case_ui};
use kesu::ui::dialogs::{Dialog, DialogKind, dialog_ui};
use kesu::ui::incident::{Ask, Goal, Section};
use kesu::ui::{Action, Fetch, Route};

use crate::case::FACTS;
use crate::painter::{Screen, harness};
use crate::store::{Desk, at, by};
use crate::world::World;

const SIZE: [f32; 2] = [1388.0, 874.0];

/// The screen and what it may look at.
pub struct Window {
    pub screen: CaseScreen,
    pub world: World,
}

impl Window {
    pub fn of(file: CaseFile, lang: Lang) -> Self {
        let mut screen = CaseScreen { file: Fetch::Here(Box::new(file)), ..CaseScreen::default() };
        screen.full.tab = Tab::Incident;
        Self { screen, world: World::new(lang) }
    }

    pub fn show<'a>(self, theme: Theme) -> Screen<'a, Self> {
        self.show_at(SIZE, theme)
    }

    fn show_at<'a>(self, size: [f32; 2], theme: Theme) -> Screen<'a, Self> {
        let mut screen = harness(size, theme, self, |ui, Self { screen, world }: &mut Self| {
            world.draw(Route::Case, |cx| {
                case_ui(ui, cx, screen);
                dialog_ui(ui.ctx(), cx, screen);
            });
        });
        screen.run();
        // Another case starts at its overview.
        screen.state_mut().screen.full.tab = Tab::Incident;
        screen.run();
        screen
    }
}

pub fn opening() -> Opening {
    Opening {
        kinds: vec![IncidentKind::Water],
        happened_at: at("2026-04-07 19:40"),
        reported_at: at("2026-04-07 20:04"),
        arrived_at: None,
        place: "苏州市姑苏区云锦花苑 7 幢 1203".to_owned(),
        ours: Ours::Yes,
        account: "进水接头开裂，木地板泡损约 12 ㎡".to_owned(),
    }
}

/// A case of class major incident.
pub fn logged(desk: &mut Desk) -> CaseId {
    desk.log(FACTS, "2026-04-07 20:04")
}

/// As [`logged`] with its file opened and these commands carried out, a minute apart.
pub fn opened(commands: Vec<IncidentCommand>) -> CaseFile {
    let mut desk = Desk::new();
    let case = logged(&mut desk);
    let mut file = desk.run(case, IncidentCommand::Open(opening()).into(), "2026-04-09 09:00").unwrap();
    for command in commands {
        file = desk.run(case, command.into(), "2026-04-09 09:30").unwrap();
    }
    file
}

pub fn alert(to: AlertTo, when: &str) -> IncidentCommand {
    IncidentCommand::Scene(SceneEntry::Alert(Alert {
        to,
        who: "沈嘉树".to_owned(),
        way: ContactWay::Phone,
        at: at(when),
        after_visit: false,
    }))
}

pub fn hurt(severity: Injury) -> IncidentCommand {
    IncidentCommand::Casualty(Change::Add(Casualty {
        person: "林佩珊".to_owned(),
        severity,
        hospital: "苏州市立医院".to_owned(),
        diagnosis: "右前臂烫伤".to_owned(),
    }))
}

/// The one command wanted since the screen was drawn first.
#[track_caller]
pub fn wanted(screen: &Screen<'_, Window>) -> IncidentCommand {
    match screen.state().world.wanted.as_slice() {
        [Action::Do { command, seen, .. }] => {
            assert_eq!(*seen, screen.state().screen.file.value().unwrap().case.revision);
            let Command::Incident(command) = &**command else { panic!("{command:?}") };
            (**command).clone()
        }
        others => panic!("{others:?}"),
    }
}

pub fn type_into(screen: &mut Screen<'_, Window>, label: &str, text: &str) {
    use egui::accesskit::Role::{MultilineTextInput, TextInput};
    let mut found = screen.query_all_by_label(label);
    let is_field =
        |node: &egui_kittest::Node<'_>| matches!(node.accesskit_node().role(), TextInput | MultilineTextInput);
    found.find(is_field).expect(label).focus();
    drop(found);
    screen.run();
    screen.key_press_modifiers(Modifiers::COMMAND, Key::A);
    screen.run();
    screen.input_mut().events.push(egui::Event::Text(text.to_owned()));
    screen.run();
}

pub fn go(screen: &mut Screen<'_, Window>, section: Section) {
    screen.state_mut().screen.full.incident.go_to(section);
    screen.run();
}

/// J01: the tick boxes and the three times open the file.
#[test]
fn the_file_is_opened_with_what_happened_and_when() {
    let mut desk = Desk::new();
    let case = logged(&mut desk);
    let mut screen = Window::of(desk.file(case), Lang::Zh).show(Theme::Light);
    screen.get_by_label("漏水").click();
    screen.run();
    type_into(&mut screen, "发生时间", "2026-04-07 19:40");
    screen.get_by_label("启用事故档案").click();
    screen.run();
    let IncidentCommand::Open(opening) = wanted(&screen) else { panic!("{:?}", screen.state().world.wanted) };
    assert_eq!(opening.kinds, [IncidentKind::Water]);
    assert_eq!((opening.happened_at, opening.reported_at), (at("2026-04-07 19:40"), at("2026-04-07 20:04")));
    assert!(opening.place.contains("云锦花苑"), "the intake's address: {}", opening.place);
}

/// What is missing is named at its field and nothing is sent.
#[test]
fn an_opening_without_a_kind_says_so_beside_the_kinds() {
    let mut desk = Desk::new();
    let case = logged(&mut desk);
    let mut screen = Window::of(desk.file(case), Lang::Zh).show(Theme::Light);
    type_into(&mut screen, "发生时间", "前天晚上");
    screen.get_by_label("启用事故档案").click();
    screen.run();
    assert!(screen.state().world.wanted.is_empty(), "{:?}", screen.state().world.wanted);
    let faults = screen.state().screen.full.incident.faults();
    assert_eq!(faults.iter().map(|(label, _)| *label).collect::<Vec<_>>(), ["发生了什么", "发生时间"]);
}

/// A refusal of the rules stands beside the field it concerns; the text stays and can be sent again.
#[test]
fn a_refused_time_is_marked_at_the_time() {
    let mut screen = Window::of(opened(Vec::new()), Lang::Zh).show(Theme::Light);
    screen.get_by_label("登记报告").click();
    screen.run();
    type_into(&mut screen, "接报人姓名", "沈嘉树");
    type_into(&mut screen, "时间", "2026-04-09 23:59");
    screen.key_press_modifiers(Modifiers::COMMAND, Key::Enter);
    screen.run();
    assert!(matches!(wanted(&screen), IncidentCommand::Scene(SceneEntry::Alert(_))));
    let refusal = Refusal { rule: "J03".into(), reason: Reason::Incident(IncidentReason::InTheFuture) };
    assert!(screen.state_mut().screen.full.incident.refuse(Some(&refusal), "时间晚于现在"));
    screen.run();
    assert_eq!(screen.state().screen.full.incident.faults(), [("时间", "时间晚于现在")]);
    screen.key_press_modifiers(Modifiers::COMMAND, Key::Enter);
    screen.run();
    assert_eq!(screen.state().world.wanted.len(), 2, "sent again");
}

/// Esc gives the entry up; nothing was sent.
#[test]
fn esc_gives_an_entry_up() {
    let mut screen = Window::of(opened(Vec::new()), Lang::Zh).show(Theme::Light);
    go(&mut screen, Section::Casualties);
    screen.get_by_label("登记伤员").click();
    screen.run();
    assert!(screen.state().screen.full.incident.is_filling());
    screen.key_press(Key::Escape);
    screen.run();
    assert!(!screen.state().screen.full.incident.is_filling());
    assert!(screen.state().world.wanted.is_empty());
}

/// M6, J07: an injury lifts the proposal; 采纳 takes it at once.
#[test]
fn the_proposed_grade_is_taken_with_one_press() {
    let mut screen = Window::of(opened(vec![hurt(Injury::Light)]), Lang::Zh).show(Theme::Light);
    go(&mut screen, Section::Grade);
    screen.get_by_label_contains("等级建议待确认");
    screen.get_by_label("采纳：特殊重大").click();
    screen.run();
    let taken = IncidentCommand::DecideGrade { grade: IncidentGrade::MajorSpecial, reason: String::new() };
    assert_eq!(wanted(&screen), taken);
}

/// J03, T20: every report shows the minutes since the first one, and who is still to be told.
#[test]
fn reports_show_the_minutes_between() {
    let told = alert(AlertTo::First, "2026-04-07 20:31");
    let screen = Window::of(opened(vec![told]), Lang::Zh).show(Theme::Light);
    screen.get_by_label_contains("接报后 27 分");
    assert_eq!(screen.query_all_by_label_contains("尚未报告").count(), 2);
}

/// A casualty is corrected with its reason, under its number.
#[test]
fn a_casualty_is_corrected_under_its_number() {
    let mut screen = Window::of(opened(vec![hurt(Injury::Light)]), Lang::Zh).show(Theme::Light);
    go(&mut screen, Section::Casualties);
    screen.get_by_label("更正").click();
    screen.run();
    screen.get_by_label("重伤").click();
    screen.run();
    type_into(&mut screen, "原因", "医院复查");
    screen.key_press_modifiers(Modifiers::COMMAND, Key::Enter);
    screen.run();
    let IncidentCommand::Casualty(Change::Correct { id, to, reason }) = wanted(&screen) else { panic!() };
    assert_eq!((id, to.severity, reason.as_str()), (1, Injury::Heavy, "医院复查"));
    assert_eq!(to.person, "林佩珊", "what was on record stays");
}

/// The jump list and its keys go to the sections; Enter then presses the section's first button.
#[test]
fn the_keyboard_goes_through_the_sections() {
    let mut screen = Window::of(opened(Vec::new()), Lang::Zh).show(Theme::Light);
    screen.key_press(Key::CloseBracket);
    screen.run();
    assert_eq!(screen.state().screen.full.incident.at(), Section::Casualties);
    screen.key_press(Key::Enter);
    screen.run();
    assert!(screen.state().screen.full.incident.is_filling(), "登记伤员 had the focus");
}

/// The field with the cursor, by its label.
fn cursor(screen: &Screen<'_, Window>) -> Option<String> {
    #[expect(clippy::redundant_closure_for_method_calls, reason = "the method has one lifetime, the search any")]
    let focused = screen.query_by(|node| node.is_focused());
    focused.and_then(|node| node.accesskit_node().label())
}

#[test]
fn what_is_missing_leads_to_the_very_field() {
    let file = opened(Vec::new());
    let case = file.id;
    let mut screen = Window::of(file, Lang::Zh).show(Theme::Light);
    let lead = |screen: &mut Screen<'_, Window>, goal: Goal| {
        screen.state_mut().screen.dialog = None;
        screen.state_mut().screen.toward = Some((case, goal));
        screen.run();
        screen.run();
    };
    for (goal, ask, label) in [
        (Goal::Entry(Ask::InsurerReport, "number"), Ask::InsurerReport, "报案号"),
        (Goal::Entry(Ask::Visit, "authority"), Ask::Visit, "网点委托书编号"),
        (Goal::Entry(Ask::Request, "root_cause"), Ask::Request, "根本原因"),
    ] {
        lead(&mut screen, goal);
        let full = &screen.state().screen.full;
        assert_eq!((full.tab, full.incident.entry()), (Tab::Incident, Some(ask)));
        assert_eq!(cursor(&screen).as_deref(), Some(label));
    }
    // A step that is shut opens nothing: its section says what comes first.
    lead(&mut screen, Goal::Entry(Ask::Agree, "payee"));
    let incident = &screen.state().screen.full.incident;
    assert_eq!((incident.at(), incident.entry()), (Section::Agreement, Some(Ask::Request)));

    lead(&mut screen, Goal::Fact(Field::Model));
    assert_eq!(screen.state().screen.dialog.as_ref().map(Dialog::kind), Some(&DialogKind::Amend));
    assert_eq!(cursor(&screen).as_deref(), Some("改为"));
    // The case does not wait for a revisit: its page says what comes before.
    lead(&mut screen, Goal::Revisit);
    let shown = &screen.state().screen;
    assert!(shown.dialog.is_none() && shown.full.tab == Tab::Overview);
}

#[test]
fn a_chip_of_something_missing_puts_the_cursor_into_its_field() {
    let mut screen = Window::of(opened(Vec::new()), Lang::Zh).show(Theme::Light);
    go(&mut screen, Section::Closing);
    screen.get_all_by_label("还没有提交完结申请").next().unwrap().click();
    screen.run();
    screen.run();
    assert_eq!(screen.state().screen.full.incident.entry(), Some(Ask::Request));
    assert_eq!(cursor(&screen).as_deref(), Some("处理经过"));
}

/// The page belongs to major incidents only; other cases do not show it.
#[test]
fn an_ordinary_case_has_no_incident_page() {
    use kesu::domain::Field;
    let mut desk = Desk::new();
    let case = desk.log(&[(Field::Description, "不制热"), (Field::InfoClass, "general_quality")], "2026-04-09 09:00");
    let screen = Window::of(desk.file(case), Lang::Zh).show(Theme::Light);
    assert_eq!(screen.state().screen.full.tab, Tab::Overview);
    assert!(screen.query_by_label("事故").is_none());
}

/// Pictures for the eye: `cargo test --test it incident_page::looks -- --ignored`.
#[test]
#[ignore = "writes pictures"]
fn looks() {
    let mut desk = Desk::new();
    let case = logged(&mut desk);
    let screen = Window::of(desk.file(case), Lang::Zh).show(Theme::Light);
    screen.save_png("incident-not-open");
    let file = || opened(vec![alert(AlertTo::First, "2026-04-07 20:31"), hurt(Injury::Light)]);
    for (lang, theme, name) in [(Lang::Zh, Theme::Light, "zh"), (Lang::En, Theme::Dark, "en")] {
        let mut screen = Window::of(file(), lang).show(theme);
        screen.save_png(&format!("incident-scene-{name}"));
        for section in Section::ALL {
            screen.state_mut().screen.full.incident.go_to(section);
            screen.run();
            screen.save_png(&format!("incident-{section:?}-{name}"));
        }
    }
    for (at, act) in [(Section::Scene, "登记报告"), (Section::Casualties, "填写现场检查"), (Section::Grade, "改定等级")]
    {
        let mut screen = Window::of(file(), Lang::Zh).show(Theme::Light);
        go(&mut screen, at);
        screen.get_by_label(act).click();
        screen.run();
        screen.save_png(&format!("incident-entry-{at:?}"));
    }
}

/// Every word of the program that is cut on screen; what people typed is in Chinese and may be.
fn cut_words(screen: &Screen<'_, Window>) -> Vec<String> {
    fn look(shape: &egui::Shape, found: &mut Vec<String>) {
        match shape {
            egui::Shape::Vec(shapes) => shapes.iter().for_each(|shape| look(shape, found)),
            egui::Shape::Text(text) if text.galley.elided => found.push(text.galley.job.text.clone()),
            _ => {}
        }
    }
    let mut found = Vec::new();
    screen.output().shapes.iter().for_each(|clipped| look(&clipped.shape, &mut found));
    found.retain(|text| text.is_ascii());
    found
}

/// The page and its overview in English, at the usual size and the smallest: no word of the program is cut.
#[test]
fn english_words_have_room_on_the_incident_page() {
    let mut desk = crate::demo::filled_with(500, crate::demo::END, 1);
    let mut query = ListQuery { limit: 500, ..ListQuery::of(View::All, &by(crate::demo::END)) };
    query.filter.class = Some(InfoClass::MajorIncident);
    let Ok(Answer::List(page)) = desk.database.answer(Request::List(query)) else { panic!("a page") };
    let (open, closed): (Vec<_>, Vec<_>) = page.rows.iter().partition(|row| row.stage != Stage::Archived);
    let mut cut = Vec::new();
    for row in open.into_iter().take(1).chain(closed.into_iter().take(1)) {
        for (size, name) in [(SIZE, "wide"), ([908.0, 574.0], "small")] {
            let Ok(Answer::Case(file)) = desk.database.answer(Request::Open(row.id)) else { panic!("a case") };
            let mut screen = Window::of(*file, Lang::En).show_at(size, Theme::Dark);
            for section in Section::ALL {
                go(&mut screen, section);
                cut.extend(cut_words(&screen).into_iter().map(|text| format!("{name} {section:?}: {text}")));
            }
            screen.state_mut().screen.full.tab = Tab::Overview;
            screen.run();
            cut.extend(cut_words(&screen).into_iter().map(|text| format!("{name} overview: {text}")));
        }
    }
    cut.sort();
    cut.dedup();
    assert!(cut.is_empty(), "{}", cut.join("\n"));
}
