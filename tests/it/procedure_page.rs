//! The procedures of a case on screen: whole affairs gone through by keyboard alone, refusals, masks, pictures.

use egui::{Key, Modifiers, Theme};
use egui_kittest::kittest::{NodeT, Queryable};
use kesu::domain::event::{Attachment, MediaKind};
use kesu::domain::procedure::{Answers, ProcedureCommand, has_ended};
use kesu::domain::{Command, Field};
use kesu::rulebook::BUILT_IN;
use kesu::store::{CaseId, Request, StoreError};
use kesu::text::Lang;
use kesu::ui::case::{CaseScreen, Tab, case_ui};
use kesu::ui::procedure::{Ask, Place, Standing};
use kesu::ui::{Action, Fetch, Route};

use crate::painter::{Screen, harness};
use crate::store::{Desk, by};
use crate::world::{NOW, World};

/// The default book with the procedures of the tests in place of its own.
fn book() -> String {
    let (_, text) = BUILT_IN[0];
    let mut kept = String::new();
    let mut own = false;
    for line in text.lines() {
        if line.starts_with('[') {
            own = line.starts_with("[[procedure") || line.starts_with("[[timer");
        }
        if !own {
            kept.push_str(line);
            kept.push('\n');
        }
    }
    let kept = kept.replacen("version = 1\n", "version = 90\n", 1);
    format!("{kept}\n{}", include_str!("../ref/procedure_page.toml"))
}

/// A case on screen whose wishes are carried out by a real data file.
pub struct Window {
    desk: Desk,
    case: CaseId,
    screen: CaseScreen,
    world: World,
}

impl Window {
    /// A case that came in through `channel`, shown on its page of procedures.
    fn of(channel: &str, lang: Lang) -> Self {
        let mut desk = Desk::new();
        desk.database.answer(Request::SaveRuleBook { text: book(), by: by("2026-04-07 08:00") }).unwrap();
        let facts = [(Field::Channel, channel), (Field::Description, "热水器漏水，维修超时，向监管机关申诉")];
        let case = desk.log(&facts, "2026-04-08 09:00");
        Self { desk, case, screen: CaseScreen::default(), world: World::new(lang) }
    }

    fn run(&mut self, command: ProcedureCommand) {
        self.desk.run(self.case, Command::Procedure(Box::new(command)), "2026-04-09 09:30").unwrap();
    }

    fn show<'a>(mut self, size: [f32; 2], theme: Theme) -> Screen<'a, Self> {
        self.screen.file = Fetch::Here(Box::new(self.desk.file(self.case)));
        let mut screen = harness(size, theme, self, |ui, Self { screen, world, .. }: &mut Self| {
            world.draw(Route::Case, |cx| case_ui(ui, cx, screen));
        });
        screen.run();
        screen.key_press(Key::Num7);
        screen.run();
        screen
    }
}

const SIZE: [f32; 2] = [1388.0, 874.0];

fn answers(typed: &[(&str, &str)]) -> Answers {
    typed.iter().map(|(key, text)| ((*key).to_owned(), (*text).to_owned())).collect()
}

/// Carries out what was wanted, as the desk does.
fn settle(screen: &mut Screen<'_, Window>) {
    let wanted = std::mem::take(&mut screen.state_mut().world.wanted);
    for action in wanted {
        let Action::Do { case, seen, command } = action else { continue };
        let Window { desk, screen: shown, world, .. } = screen.state_mut();
        match desk.run_as_seen(case, seen, *command, NOW) {
            Ok(file) => shown.file = Fetch::Here(Box::new(file)),
            Err(StoreError::Refused(refusal)) => {
                let of = (shown.file.value().map(|file| &**file), Some(&refusal));
                assert!(shown.full.procedure.refuse(&world.texts, of, "refused"));
            }
            Err(error) => panic!("{error}"),
        }
    }
    screen.run();
}

fn press(screen: &mut Screen<'_, Window>, key: Key) {
    screen.key_press(key);
    screen.run();
}

/// Types into whatever has the focus.
fn types(screen: &mut Screen<'_, Window>, text: &str) {
    screen.input_mut().events.push(egui::Event::Text(text.to_owned()));
    screen.run();
}

/// Sends the dialog with Ctrl Enter.
fn send(screen: &mut Screen<'_, Window>) {
    screen.key_press_modifiers(Modifiers::COMMAND, Key::Enter);
    screen.run();
    settle(screen);
}

fn asks(screen: &Screen<'_, Window>) -> Option<Ask> {
    screen.state().screen.full.procedure.asks().cloned()
}

/// Steps done, in their order.
fn done(screen: &Screen<'_, Window>) -> Vec<String> {
    let file = screen.state().screen.file.value().unwrap();
    file.case.procedures[0].done.iter().map(|done| done.step.clone()).collect()
}

fn answer(screen: &Screen<'_, Window>, key: &str) -> String {
    let file = screen.state().screen.file.value().unwrap();
    file.case.procedures[0].answers.get(key).cloned().unwrap_or_default()
}

/// I03-I06: an appeal from its opening by itself to its end with S, Tab, letters and Ctrl Enter; what is missing is asked
/// for first, a second person is asked for, a report that is sent back is counted.
#[test]
fn an_appeal_is_gone_through_by_keyboard_i03_i06() {
    let mut window = Window::of("regulator", Lang::Zh);
    let case = window.desk.file(window.case).case;
    assert_eq!(case.procedures[0].because.as_deref(), Some("I09"), "opened by the channel");
    let mut screen = window.show(SIZE, Theme::Light);
    assert_eq!(screen.state().screen.full.tab, Tab::Procedures);
    // 受理 lacks two answers: S leads to the first of them.
    press(&mut screen, Key::S);
    assert_eq!(asks(&screen), Some(Ask::Section(1, 0)));
    types(&mut screen, "沪市监转〔2026〕15号");
    press(&mut screen, Key::Tab);
    types(&mut screen, "２０２６年４月８日");
    send(&mut screen);
    assert_eq!((asks(&screen), answer(&screen, "received_on").as_str()), (None, "2026-04-08"));
    for step in ["accept", "answer"] {
        press(&mut screen, Key::S);
        assert_eq!(asks(&screen), Some(Ask::Step(1, step.to_owned())));
        send(&mut screen);
    }
    assert_eq!(done(&screen), ["accept", "answer"]);

    press(&mut screen, Key::S);
    assert_eq!(asks(&screen), Some(Ask::Section(1, 1)), "the closure facts");
    types(&mut screen, "三次上门未修好");
    press(&mut screen, Key::Tab);
    // 产品, by its initials.
    types(&mut screen, "cp");
    press(&mut screen, Key::Enter);
    press(&mut screen, Key::Tab);
    types(&mut screen, "苏州分部");
    send(&mut screen);
    assert_eq!((answer(&screen, "duty"), answer(&screen, "unit")), ("product".to_owned(), "苏州分部".to_owned()));
    press(&mut screen, Key::S);
    assert_eq!(asks(&screen), Some(Ask::Row(1, 2, None)), "a paper is missing");
    types(&mut screen, "答复函");
    press(&mut screen, Key::Tab);
    types(&mut screen, "2026-04-08");
    send(&mut screen);

    press(&mut screen, Key::S);
    assert_eq!(asks(&screen), Some(Ask::Step(1, "report".to_owned())));
    press(&mut screen, Key::Tab);
    types(&mut screen, "顾明远");
    press(&mut screen, Key::Tab);
    types(&mut screen, "顾明远");
    send(&mut screen);
    let faults = screen.state().screen.full.procedure.faults();
    assert_eq!(faults, [("姓名 1", "需要 2 个不同的人署名（规则 I06）")]);
    // The refused name has the focus; the second one is the next.
    press(&mut screen, Key::Tab);
    screen.key_press_modifiers(Modifiers::COMMAND, Key::A);
    screen.run();
    types(&mut screen, "周晓岚");
    send(&mut screen);
    assert_eq!(done(&screen), ["accept", "answer", "report"]);
    send_back_and_finish(&mut screen);
}

fn send_back_and_finish(screen: &mut Screen<'_, Window>) {
    press(screen, Key::B);
    assert_eq!(asks(screen), Some(Ask::SendBack(1)));
    // Space chooses the first of the steps, Tab goes over the second to the reason.
    press(screen, Key::Space);
    press(screen, Key::Tab);
    press(screen, Key::Tab);
    types(screen, "责任认定不清");
    send(screen);
    assert_eq!(done(screen), ["accept"]);
    screen.get_by_label("返工 1 次");
    for _ in 0..2 {
        press(screen, Key::S);
        if matches!(asks(screen), Some(Ask::Step(_, step)) if step == "report") {
            press(screen, Key::Tab);
            types(screen, "顾明远");
            press(screen, Key::Tab);
            types(screen, "周晓岚");
        }
        send(screen);
    }
    press(screen, Key::S);
    assert_eq!(asks(screen), Some(Ask::Section(1, 1)), "whether it counts is missing");
    press(screen, Key::Space);
    send(screen);
    assert_eq!(answer(screen, "counted"), "yes");
    press(screen, Key::S);
    send(screen);
    let file = screen.state().screen.file.value().unwrap();
    assert!(has_ended(&file.book.rules.procedures[0], &file.case.procedures[0]));
    let view = screen.state().screen.full.view.as_ref().unwrap();
    assert_eq!((view.procedure.blocks[0].standing, view.procedure.running), (Standing::Ended, 0));
}

/// L01-L03: a batch is opened by a person; a table that counts different stores lacks rows until two are there.
#[test]
fn a_batch_is_gone_through_by_keyboard_l01_l09() {
    let mut screen = Window::of("hotline", Lang::Zh).show(SIZE, Theme::Light);
    screen.get_by_label("没有专项");
    press(&mut screen, Key::O);
    types(&mut screen, "plcl");
    press(&mut screen, Key::Enter);
    send(&mut screen);
    for (nth, (store, pieces)) in [("嘉兴仓", "120"), ("苏州仓", "40")].into_iter().enumerate() {
        press(&mut screen, Key::S);
        assert_eq!(asks(&screen), Some(Ask::Row(1, 0, None)), "row {nth}");
        types(&mut screen, store);
        press(&mut screen, Key::Tab);
        types(&mut screen, pieces);
        send(&mut screen);
    }
    press(&mut screen, Key::S);
    send(&mut screen);
    // [ and ] go to a section, Enter fills it in.
    for _ in 0..3 {
        press(&mut screen, Key::CloseBracket);
    }
    assert_eq!(screen.state().screen.full.procedure.at(), Some(Place { id: Some(1), section: Some(1) }));
    press(&mut screen, Key::Enter);
    assert_eq!(asks(&screen), Some(Ask::Section(1, 1)));
    types(&mut screen, "停售并召回两批次");
    press(&mut screen, Key::Tab);
    types(&mut screen, "四月");
    send(&mut screen);
    assert_eq!(screen.state().screen.full.procedure.faults().len(), 1, "四月 is no month");
    screen.key_press_modifiers(Modifiers::COMMAND, Key::A);
    screen.run();
    types(&mut screen, "2026年5月");
    send(&mut screen);
    assert_eq!((answer(&screen, "month").as_str(), asks(&screen)), ("2026-05", None));
    press(&mut screen, Key::S);
    press(&mut screen, Key::Tab);
    types(&mut screen, "沈嘉树");
    send(&mut screen);
    press(&mut screen, Key::S);
    send(&mut screen);
    assert_eq!(done(&screen), ["isolate", "carry", "check"]);
}

/// A row is corrected and struck with a reason, under its number.
#[test]
fn a_row_is_corrected_and_struck_with_a_reason() {
    let mut window = Window::of("hotline", Lang::Zh);
    window.run(ProcedureCommand::Open { key: "batch".to_owned() });
    let add = kesu::domain::incident::Change::Add(answers(&[("place", "嘉兴仓"), ("pieces", "120")]));
    window.run(ProcedureCommand::Row { id: 1, section: "stock".to_owned(), change: add });
    let mut screen = window.show(SIZE, Theme::Light);
    screen.get_by_label("更正").click();
    screen.run();
    press(&mut screen, Key::Tab);
    screen.key_press_modifiers(Modifiers::COMMAND, Key::A);
    screen.run();
    types(&mut screen, "118");
    send(&mut screen);
    assert_eq!(screen.state().screen.full.procedure.faults().len(), 1, "the reason is missing");
    types(&mut screen, "复点");
    send(&mut screen);
    let rows = |screen: &Screen<'_, Window>| {
        let file = screen.state().screen.file.value().unwrap();
        let table = &file.case.procedures[0].rows["stock"];
        table.iter().map(|(n, row)| (n, row["pieces"].clone())).collect::<Vec<_>>()
    };
    assert_eq!(rows(&screen), [(1, "118".to_owned())]);
    screen.get_by_label("删除").click();
    screen.run();
    types(&mut screen, "登错了");
    send(&mut screen);
    assert!(rows(&screen).is_empty());
}

/// Q07: an identity number is masked on the page, in its dialog and in the history; the eye asks for a look on record.
#[test]
fn a_private_answer_is_masked_until_it_is_revealed_q07() {
    let number = "320502198804123021";
    let mut window = Window::of("hotline", Lang::Zh);
    window.run(ProcedureCommand::Open { key: "appeal".to_owned() });
    window.run(ProcedureCommand::Answer { id: 1, answers: answers(&[("identity", number)]) });
    let mut screen = window.show(SIZE, Theme::Light);
    assert!(screen.query_by_label_contains(number).is_none());
    screen.get_by_label("申诉人证件号码 3205**********3021");
    let eyes = screen.query_all_by_label("显示完整号码").count();
    assert!(eyes >= 1, "the answer has its eye");
    let view = screen.state().screen.full.view.as_ref().unwrap();
    assert!(view.changes.iter().all(|line| !line.detail.contains(number)), "not in the history either");
    // An empty field leaves what is hidden as it is.
    press(&mut screen, Key::CloseBracket);
    press(&mut screen, Key::CloseBracket);
    press(&mut screen, Key::Enter);
    types(&mut screen, "15号");
    send(&mut screen);
    assert_eq!((answer(&screen, "identity").as_str(), answer(&screen, "document").as_str()), (number, "15号"));
    screen.state_mut().screen.revealed_until = Some(crate::store::at("2026-04-09 10:25"));
    screen.run();
    screen.get_by_label_contains("申诉人证件号码");
    press(&mut screen, Key::Num1);
    press(&mut screen, Key::Num7);
    assert!(screen.query_all_by_label_contains("3205**").count() == 0, "shown whole for ten seconds");
}

/// A file that answers is one of the attachments, or a new one that the dialog asks for.
#[test]
fn a_file_is_chosen_or_attached_from_the_dialog_i08() {
    let mut window = Window::of("hotline", Lang::Zh);
    window.run(ProcedureCommand::Open { key: "appeal".to_owned() });
    let mut screen = window.show(SIZE, Theme::Light);
    press(&mut screen, Key::S);
    screen.key_press_modifiers(Modifiers::COMMAND, Key::U);
    screen.run();
    let wanted = &screen.state().world.wanted;
    assert!(matches!(wanted.as_slice(), [Action::PickAttachments { .. }]), "{wanted:?}");
    let hash = "a".repeat(64);
    let kept = Attachment {
        hash: hash.clone(),
        name: "转办单.pdf".to_owned(),
        media: MediaKind::Document,
        bytes: 1200,
        taken_at: None,
    };
    let Window { desk, case, screen: shown, .. } = screen.state_mut();
    let file = desk.run(*case, Command::Attach(kept), NOW).unwrap();
    shown.file = Fetch::Here(Box::new(file));
    screen.state_mut().world.wanted.clear();
    screen.run();
    assert!(asks(&screen).is_some(), "the dialog waits for the file");
    send(&mut screen);
    assert_eq!(answer(&screen, "letter"), hash);
    screen.get_by_label("转办单 转办单.pdf");
}

/// A grey step lists what is missing; each chip leads to its question.
#[test]
fn each_missing_answer_leads_to_its_question_i04() {
    let mut window = Window::of("hotline", Lang::Zh);
    window.run(ProcedureCommand::Open { key: "appeal".to_owned() });
    let mut screen = window.show(SIZE, Theme::Light);
    let step = screen.get_by_label("完成“受理”");
    assert!(step.accesskit_node().is_disabled());
    screen.get_by_role_and_label(egui::accesskit::Role::Button, "收文日期").click();
    screen.run();
    assert_eq!(asks(&screen), Some(Ask::Section(1, 0)));
    types(&mut screen, "2026-04-08");
    send(&mut screen);
    assert_eq!(answer(&screen, "received_on"), "2026-04-08", "the cursor stood in that question");
}

/// Law.md 3.3: a clock shows its article and that its text is to be checked; pressed, it shows every day it counted. W
/// sets it aside with two different names.
#[test]
fn a_clock_of_the_law_explains_itself_and_is_set_aside_by_two_b8() {
    let mut window = Window::of("hotline", Lang::Zh);
    window.run(ProcedureCommand::Open { key: "appeal".to_owned() });
    window.run(ProcedureCommand::Answer { id: 1, answers: answers(&[("received_on", "2026-04-08")]) });
    let mut screen = window.show(SIZE, Theme::Light);
    // Opened at 09:30, half an hour for the first step, 10:24 now.
    screen.get_by_label_contains("受理 T12 超时 24 分");
    let law = "市场监督管理投诉举报处理办法 第二十三条 依据待核";
    let clock = screen.get_by_label_contains(law);
    let spoken = clock.accesskit_node().label().unwrap();
    assert!(spoken.contains("60 天，昨天 00:00 起，06-07 23:59 止"), "{spoken}");
    clock.click();
    screen.run();
    let full = &screen.state().screen.full;
    assert_eq!(full.tab, Tab::Deadlines);
    let cards = &full.view.as_ref().unwrap().clocks;
    let card = cards.iter().find(|card| card.title == "监管申诉 · 调解期限").unwrap();
    assert!(card.pairs.iter().any(|(label, value)| label == "法条" && value.contains("依据待核")), "{card:?}");
    let days = card.rows.iter().map(|row| row.days.as_str()).collect::<Vec<_>>();
    assert!(days.first().is_some_and(|first| first.contains("04-08")), "{days:?}");

    press(&mut screen, Key::Num7);
    press(&mut screen, Key::W);
    assert_eq!(asks(&screen), Some(Ask::Waive(Some(1), "mediate".to_owned())));
    for text in ["顾明远", "顾明远", "市局已并案"] {
        types(&mut screen, text);
        press(&mut screen, Key::Tab);
    }
    send(&mut screen);
    let faults = screen.state().screen.full.procedure.faults();
    assert_eq!(faults, [("姓名 1", "需要 2 个不同的人署名（规则 MEDIATE）")]);
    screen.key_press_modifiers(Modifiers::COMMAND, Key::A);
    screen.run();
    types(&mut screen, "周晓岚");
    send(&mut screen);
    screen.get_by_label_contains("已判定不适用 周晓岚 顾明远：市局已并案");
    let file = screen.state().screen.file.value().unwrap();
    assert_eq!(file.case.waivers[0].names, ["周晓岚", "顾明远"]);
}

/// I03: a case is not closed while its appeal runs; the bar says which and leads to it.
#[test]
fn a_closing_waits_for_the_appeal_and_leads_to_it_i03() {
    let mut window = Window::of("regulator", Lang::Zh);
    let satisfied = crate::store::revisit(kesu::domain::stage::Satisfaction::Satisfied, "");
    let (dispatch, handled, reply) = (crate::store::dispatch(), crate::store::handled(), crate::store::reply());
    for (command, when) in [(dispatch, "10:00"), (handled, "11:00"), (reply, "11:30"), (satisfied, "12:00")] {
        window.desk.run(window.case, command, &format!("2026-04-08 {when}")).unwrap();
    }
    let refused = window.desk.run(window.case, crate::store::close(), "2026-04-08 13:00").unwrap_err();
    let StoreError::Refused(refused) = refused else { panic!("{refused}") };
    let rules = window.desk.file(window.case).book.rules.clone();
    let told = kesu::ui::say::refusal_in(&window.world.texts, &refused, &rules);
    assert_eq!(told, "还有专项没有办完：监管申诉，请到“专项”页办完或中止后再结案（规则 I03）");
    let mut screen = window.show(SIZE, Theme::Light);
    press(&mut screen, Key::Num1);
    assert!(screen.get_by_label("结案").accesskit_node().is_disabled());
    screen.get_by_label("结案前要办完");
    screen.get_by_role_and_label(egui::accesskit::Role::Button, "监管申诉").click();
    screen.run();
    assert_eq!(screen.state().screen.full.tab, Tab::Procedures);
}

/// The side pane of the list names what runs, its next step and how its clock stands, and leads there.
#[test]
fn the_side_pane_names_the_next_step_of_a_procedure() {
    let mut window = Window::of("regulator", Lang::Zh);
    window.screen.file = Fetch::Here(Box::new(window.desk.file(window.case)));
    let mut screen = harness([476.0, 874.0], Theme::Light, window, |ui, Window { screen, world, .. }: &mut Window| {
        world.draw(Route::Worklist, |cx| kesu::ui::case::detail_ui(ui, cx, screen));
    });
    screen.run();
    screen.get_by_label_contains("监管申诉 下一步 受理　超时").click();
    screen.run();
    assert!(matches!(screen.state().world.wanted.as_slice(), [Action::OpenCase(_)]));
    assert_eq!(screen.state().screen.full.tab, Tab::Procedures);
    assert!(!screen.image().pixels().all(|pixel| pixel.0 == [255; 4]));
}

/// Esc gives the dialog up and nothing else; letters typed beside a field are no commands of the case.
#[test]
fn esc_gives_a_dialog_up() {
    let mut window = Window::of("hotline", Lang::Zh);
    window.run(ProcedureCommand::Open { key: "batch".to_owned() });
    let mut screen = window.show(SIZE, Theme::Light);
    press(&mut screen, Key::X);
    assert_eq!(asks(&screen), Some(Ask::BreakOff(1)));
    press(&mut screen, Key::Escape);
    assert_eq!((asks(&screen), screen.state().world.wanted.len()), (None, 0));
    press(&mut screen, Key::X);
    types(&mut screen, "监管机关撤回");
    send(&mut screen);
    screen.get_by_label_contains("批量处理 已中止");
}

/// Pictures for the eye: `cargo test --test it procedure_page::looks -- --ignored`.
#[test]
#[ignore = "writes pictures"]
fn looks() {
    let filled = |lang| {
        let mut window = Window::of("hotline", lang);
        window.run(ProcedureCommand::Open { key: "appeal".to_owned() });
        window.run(ProcedureCommand::Open { key: "batch".to_owned() });
        let typed =
            [("document", "沪市监转〔2026〕15号"), ("received_on", "2026-04-08"), ("identity", "320502198804123021")];
        window.run(ProcedureCommand::Answer { id: 1, answers: answers(&typed) });
        let step = |step: &str| ProcedureCommand::Step {
            id: 1,
            step: step.to_owned(),
            at: crate::store::at("2026-04-09 09:20"),
            names: Vec::new(),
            note: String::new(),
        };
        window.run(step("accept"));
        window.run(step("answer"));
        let typed = [
            ("duty", "product"),
            ("tags", "late,quality"),
            ("refund", "1299"),
            ("cause", "热水器三次上门未修好，第三次超过约定时间两天，用户向市场监督管理局申诉，要求退货并赔偿误工损失"),
        ];
        window.run(ProcedureCommand::Answer { id: 1, answers: answers(&typed) });
        let row = |row: &[(&str, &str)]| ProcedureCommand::Row {
            id: 1,
            section: "papers".to_owned(),
            change: kesu::domain::incident::Change::Add(answers(row)),
        };
        window.run(row(&[("paper", "答复函"), ("on", "2026-04-08"), ("pages", "3")]));
        window.run(row(&[("paper", "调解意见书及全部附件、往来邮件打印件"), ("on", "2026-04-09")]));
        window
    };
    for (lang, theme, size, name) in [
        (Lang::Zh, Theme::Light, [1388.0, 874.0], "zh"),
        (Lang::En, Theme::Dark, [1388.0, 874.0], "en"),
        (Lang::Zh, Theme::Dark, [908.0, 574.0], "zh-small"),
        (Lang::En, Theme::Light, [908.0, 574.0], "en-small"),
    ] {
        let mut screen = filled(lang).show(size, theme);
        screen.save_png(&format!("procedure-{name}"));
        for section in 0..3 {
            screen.state_mut().screen.full.procedure.go_to(Place { id: Some(1), section: Some(section) });
            screen.run();
            screen.save_png(&format!("procedure-{name}-{section}"));
        }
        press(&mut screen, Key::Num4);
        screen.save_png(&format!("procedure-{name}-clocks"));
        press(&mut screen, Key::Num7);
        press(&mut screen, Key::S);
        screen.save_png(&format!("procedure-{name}-dialog"));
        press(&mut screen, Key::Escape);
        press(&mut screen, Key::Num1);
        screen.save_png(&format!("procedure-{name}-overview"));
    }
    Window::of("hotline", Lang::Zh).show(SIZE, Theme::Light).save_png("procedure-none");
}

/// Every procedure of the default book, open: `cargo test --test it procedure_page::books_look -- --ignored`.
#[test]
#[ignore = "writes pictures"]
fn books_look() {
    let mut desk = Desk::new();
    let case = desk.log(&[(Field::Channel, "regulator"), (Field::Description, "漏水")], "2026-04-08 09:00");
    let mut window = Window { desk, case, screen: CaseScreen::default(), world: World::new(Lang::Zh) };
    let file = window.desk.file(case);
    let keys: Vec<String> = file.book.rules.procedures.iter().map(|known| known.key.clone()).collect();
    for key in &keys {
        if window.desk.file(case).case.procedures.iter().all(|held| held.key != *key) {
            window.run(ProcedureCommand::Open { key: key.clone() });
        }
    }
    let mut screen = window.show([908.0, 1400.0], Theme::Light);
    for id in 1..=u32::try_from(keys.len()).unwrap() {
        screen.state_mut().screen.full.procedure.go_to(Place { id: Some(id), section: None });
        screen.run();
        screen.save_png(&format!("procedure-book-{id}"));
    }
}

/// L01: what the case knows of fault, model, batch and number is proposed where the suspicion is verified.
#[test]
fn the_batch_dialog_knows_what_the_case_knows_l01() {
    let mut desk = Desk::new();
    let facts = [
        (Field::Occurrence, "same_batch"),
        (Field::Description, "门封开裂"),
        (Field::Model, "WQP12-H5"),
        (Field::Batch, "2510A"),
        (Field::Quantity, "7"),
    ];
    let case = desk.log(&facts, "2026-04-08 09:00");
    let window = Window { desk, case, screen: CaseScreen::default(), world: World::new(Lang::Zh) };
    let mut screen = window.show(SIZE, Theme::Light);
    press(&mut screen, Key::S);
    assert_eq!(asks(&screen), Some(Ask::Section(1, 0)));
    for known in ["门封开裂", "WQP12-H5", "2510A", "7"] {
        assert!(screen.query_all_by_value(known).next().is_some(), "{known}");
    }
}

/// The menu of the case leads to the procedures as well, wherever one stands.
#[test]
fn the_case_menu_opens_a_procedure() {
    let mut screen = Window::of("regulator", Lang::Zh).show(SIZE, Theme::Light);
    press(&mut screen, Key::Num1);
    assert_eq!(screen.state().screen.full.tab, Tab::Overview);
    screen.query_all_by_label("更多").next().unwrap().click();
    screen.run();
    screen.get_by_label("开启专项").click();
    screen.run();
    assert_eq!(screen.state().screen.full.tab, Tab::Procedures);
    assert_eq!(asks(&screen), Some(Ask::Open));
}
