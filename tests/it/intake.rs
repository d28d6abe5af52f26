//! The intake by keyboard: what is typed reaches the wish to log, what is wrong is said, what is unfinished is kept.

use std::path::Path;

use egui::{Event, Key, Modifiers, Theme};
use egui_kittest::kittest::Queryable;
use kesu::domain::organisation::Organisation;
use kesu::domain::places::Places;
use kesu::domain::{Draft, Field, InfoClass, Stamp};
use kesu::rulebook::{BUILT_IN, RuleBook};
use kesu::store::{Counters, DraftId, SavedDraft};
use kesu::text::{Lang, Texts};
use kesu::ui::intake::{IntakeScreen, intake_ui};
use kesu::ui::{Action, AfterLog, Cx, Route, Wants};

use crate::painter::{Screen, harness};
use crate::store::at;

const NOW: &str = "2026-04-09 10:24";

struct Clerk {
    screen: IntakeScreen,
    wanted: Vec<Action>,
    texts: Texts,
    book: RuleBook,
    organisation: Organisation,
    places: Places,
    now: Stamp,
}

impl Clerk {
    fn new(lang: Lang) -> Self {
        let (file, text) = BUILT_IN[0];
        Self {
            screen: IntakeScreen::default(),
            wanted: Vec::new(),
            texts: Texts::new(lang),
            book: RuleBook::read(file, text).unwrap(),
            organisation: Organisation::sample(),
            places: Places::china(),
            now: at(NOW),
        }
    }

    fn draw(&mut self, ui: &mut egui::Ui) {
        let cx = Cx {
            texts: &self.texts,
            now: self.now,
            me: "周晓岚",
            route: Route::Intake,
            book: &self.book,
            organisation: &self.organisation,
            places: &self.places,
            counters: Counters::default(),
            views: &[],
            data_file: Path::new("kesu.db"),
            wants: Wants::default(),
        };
        intake_ui(ui, &cx, &mut self.screen);
        self.wanted.extend(cx.wants.into_list());
    }
}

type Desk<'a> = Screen<'a, Clerk>;

fn desk<'a>(size: [f32; 2], clerk: Clerk) -> Desk<'a> {
    let mut desk = harness(size, Theme::Light, clerk, |ui, clerk: &mut Clerk| clerk.draw(ui));
    desk.run_steps(3);
    desk
}

fn open<'a>() -> Desk<'a> {
    desk([1236.0, 874.0], Clerk::new(Lang::Zh))
}

fn write(desk: &mut Desk<'_>, text: &str) {
    desk.event(Event::Text(text.to_owned()));
    desk.run_steps(2);
}

fn press(desk: &mut Desk<'_>, key: Key) {
    press_with(desk, Modifiers::NONE, key);
}

fn press_with(desk: &mut Desk<'_>, modifiers: Modifiers, key: Key) {
    desk.key_press_modifiers(modifiers, key);
    desk.run_steps(3);
}

fn typed<'a>(desk: &'a Desk<'_>, field: Field) -> &'a str {
    desk.state().screen.draft.get(field)
}

/// Types the four required fields and little else, in the order of the form, without the pointer.
fn type_short_complaint(desk: &mut Desk<'_>) {
    write(desk, "138 1234 5182");
    press(desk, Key::Enter);
    write(desk, "沈秋蓉");
    press(desk, Key::Enter);
    write(desk, "400");
    press(desk, Key::Enter);
    press_with(desk, Modifiers::ALT, Key::Num3);
    write(desk, "ls");
    press(desk, Key::Enter);
    press(desk, Key::Enter);
    write(desk, "昨晚门底漏水，估计损失 4,800 元");
}

#[test]
fn a_complaint_is_logged_by_keyboard_alone_b04_c01() {
    let mut desk = open();
    type_short_complaint(&mut desk);
    assert_eq!(typed(&desk, Field::Symptoms), "漏水");
    assert_eq!(typed(&desk, Field::Channel), "hotline");
    assert_eq!(typed(&desk, Field::ReceivedAt), "2026-04-09 10:24", "the first key sets the contact time");
    press_with(&mut desk, Modifiers::COMMAND, Key::Enter);
    assert!(desk.state().screen.sending);
    let logged: Vec<_> = logged(&desk);
    let [(facts, None, AfterLog::Dispatch)] = logged.as_slice() else { panic!("{logged:?}") };
    assert_eq!(facts.word(Field::Phone), "13812345182");
    assert_eq!(facts.word(Field::CustomerName), "沈秋蓉");
    assert_eq!(facts.class, InfoClass::GeneralQuality, "a loss that was only proposed decides nothing");
    press_with(&mut desk, Modifiers::COMMAND, Key::Enter);
    assert_eq!(self::logged(&desk).len(), 1, "it is sent once");
}

fn logged(desk: &Desk<'_>) -> Vec<(kesu::domain::Facts, Option<DraftId>, AfterLog)> {
    let logs = desk.state().wanted.iter().filter_map(|action| match action {
        Action::Log { facts, draft, then } => Some(((**facts).clone(), *draft, *then)),
        _ => None,
    });
    logs.collect()
}

#[test]
fn enter_takes_the_loss_of_the_description_and_the_case_becomes_an_incident_m3() {
    let mut desk = open();
    type_short_complaint(&mut desk);
    desk.get_by_role_and_label(egui::accesskit::Role::TextInput, "估计损失").focus();
    desk.run_steps(2);
    press(&mut desk, Key::Enter);
    assert_eq!(typed(&desk, Field::Loss), "4800.00");
    assert!(desk.query_by_label("需立即报保险").is_some());
    press_with(&mut desk, Modifiers::COMMAND | Modifiers::SHIFT, Key::Enter);
    let logged = logged(&desk);
    assert_eq!((logged[0].0.class, logged[0].2), (InfoClass::MajorIncident, AfterLog::Another));
}

#[test]
fn every_fault_is_said_and_the_first_faulty_field_takes_the_focus() {
    let mut desk = open();
    write(&mut desk, "13812345182");
    press_with(&mut desk, Modifiers::ALT, Key::Num5);
    write(&mut desk, "2099-01-01");
    press_with(&mut desk, Modifiers::COMMAND, Key::Enter);
    assert!(logged(&desk).is_empty());
    assert!(!desk.state().screen.sending);
    assert!(desk.get_by_role_and_label(egui::accesskit::Role::TextInput, "客户姓名").is_focused());
    assert!(desk.query_by_label("还缺 客户姓名、渠道、描述").is_some());
}

#[test]
fn what_was_typed_survives_saving_and_taking_up_again() {
    let mut desk = open();
    write(&mut desk, "13812345182");
    press_with(&mut desk, Modifiers::COMMAND, Key::S);
    let saved = desk.state().wanted.iter().find_map(|action| match action {
        Action::SaveDraft { id: None, draft } => Some((**draft).clone()),
        _ => None,
    });
    let saved = saved.expect("Ctrl S saves at once");
    assert_eq!(saved.get(Field::Phone), "13812345182");
    let now = desk.state().now;
    desk.state_mut().screen.draft_saved(DraftId(7), saved, now);
    desk.run_steps(2);
    press_with(&mut desk, Modifiers::COMMAND, Key::Enter);
    assert!(logged(&desk).is_empty(), "required fields are missing");
    assert_eq!(desk.state().screen.draft_id, Some(DraftId(7)));
}

#[test]
fn saving_waits_until_the_draft_is_stored_so_that_none_is_left_behind() {
    let mut desk = open();
    type_short_complaint(&mut desk);
    press_with(&mut desk, Modifiers::COMMAND, Key::S);
    press_with(&mut desk, Modifiers::COMMAND, Key::Enter);
    assert!(logged(&desk).is_empty(), "a save is under way");
    let (draft, now) = (desk.state().screen.draft.clone(), desk.state().now);
    desk.state_mut().screen.draft_saved(DraftId(3), draft, now);
    desk.run_steps(2);
    assert_eq!(logged(&desk)[0].1, Some(DraftId(3)));
}

#[test]
fn a_waiting_draft_is_taken_up_and_the_present_one_put_aside() {
    let mut clerk = Clerk::new(Lang::Zh);
    let draft = |name: &str| {
        let mut draft = Draft::default();
        draft.set(Field::CustomerName, name);
        draft
    };
    let saved =
        |id, name| SavedDraft { id: DraftId(id), owner: "周晓岚".to_owned(), saved_at: at(NOW), draft: draft(name) };
    clerk.screen.take_drafts(vec![saved(2, "李明"), saved(1, "王芳")]);
    let mut desk = desk([1236.0, 874.0], clerk);
    assert_eq!(typed(&desk, Field::CustomerName), "李明", "the latest is taken up at once");
    desk.get_by_label("继续").click();
    desk.run_steps(3);
    assert_eq!(typed(&desk, Field::CustomerName), "王芳");
    assert_eq!(desk.state().screen.drafts.len(), 1);
    desk.get_by_label("丢弃").click();
    desk.run_steps(3);
    assert!(desk.state().wanted.iter().any(|action| matches!(action, Action::DropDraft(DraftId(2)))));
    assert!(desk.state().screen.drafts.is_empty());
}

#[test]
fn duplicates_are_asked_for_once_typing_rests_a15() {
    let mut desk = open();
    let probes =
        |desk: &Desk<'_>| desk.state().wanted.iter().filter(|action| matches!(action, Action::Probe(_))).count();
    for digit in "13812345182".chars() {
        write(&mut desk, &digit.to_string());
    }
    assert_eq!(probes(&desk), 0);
    desk.run_steps(60);
    assert_eq!(probes(&desk), 1);
    desk.run_steps(60);
    assert_eq!(probes(&desk), 1, "never twice for the same");
}

#[test]
fn ctrl_d_repeats_the_customer_of_the_last_intake() {
    let mut desk = open();
    type_short_complaint(&mut desk);
    press_with(&mut desk, Modifiers::COMMAND, Key::Enter);
    let now = desk.state().now;
    desk.state_mut().screen.finished(now);
    desk.run_steps(3);
    assert!(desk.state().screen.draft.is_empty());
    press_with(&mut desk, Modifiers::COMMAND, Key::D);
    assert_eq!(typed(&desk, Field::Phone), "13812345182");
    assert_eq!(typed(&desk, Field::CustomerName), "沈秋蓉");
    assert_eq!(typed(&desk, Field::Channel), "hotline", "the channel used last is proposed");
}

#[test]
fn the_phone_is_masked_once_it_is_left() {
    let mut desk = open();
    write(&mut desk, "13812345182");
    let phone = |desk: &Desk<'_>| desk.get_by_role_and_label(egui::accesskit::Role::TextInput, "电话").value();
    assert_eq!(phone(&desk).as_deref(), Some("13812345182"));
    press(&mut desk, Key::Tab);
    assert_eq!(phone(&desk).as_deref(), Some("138****5182"));
    assert_eq!(typed(&desk, Field::Phone), "13812345182");
}

#[test]
fn an_input_method_that_composes_keeps_its_text_to_itself() {
    let mut desk = open();
    press(&mut desk, Key::Tab);
    desk.event(Event::Ime(egui::ImeEvent::Commit("诸葛".into())));
    desk.run_steps(2);
    assert_eq!(typed(&desk, Field::CustomerName), "诸葛");
}

#[test]
fn the_screen_rests_and_fits_in_every_size_and_language() {
    for lang in [Lang::Zh, Lang::En] {
        for size in [[1236.0, 874.0], [1716.0, 1054.0], [908.0, 574.0]] {
            let mut desk = desk(size, Clerk::new(lang));
            type_short_complaint(&mut desk);
            desk.run_steps(90);
            assert!(desk.output().viewport_output.values().all(|out| out.repaint_delay.as_secs() > 0), "{size:?}");
            let label = if lang == Lang::Zh { "保存并派单" } else { "Save and dispatch" };
            let button = desk.get_by_label(label).rect();
            assert!(button.right() <= size[0] && button.bottom() <= size[1], "{button:?} in {size:?}");
        }
    }
}
