//! Dialogs on a case: what is filled in becomes the command, what is missing is marked, what is known is proposed.

use std::path::Path;
use std::sync::Arc;

use egui::{Event, Key, Modifiers, Theme};
use egui_kittest::kittest::Queryable as _;
use kesu::domain::event::{
    Attachment, Breach, BreachKind, ClosingTerms, Dispatch, Extension, Found, Handling, MediaKind, NoteKind,
    ReplyGiven, Revisit,
};
use kesu::domain::organisation::Organisation;
use kesu::domain::places::Places;
use kesu::domain::stage::{Acceptance, ContactWay, Satisfaction, Tier};
use kesu::domain::{BranchId, Command, Field, Link, PersonId, Relation, Stage};
use kesu::rulebook::RuleBook;
use kesu::store::{CaseFile, Counters, Request};
use kesu::text::{Lang, Texts};
use kesu::ui::case::CaseScreen;
use kesu::ui::dialogs::{self, Dialog, DialogKind, dialog_ui};
use kesu::ui::theme::Tokens;
use kesu::ui::{Action, Cx, Fetch, Route, Wants};

use crate::painter::{Screen, harness};
use crate::store::{Desk, at};

const NOW: &str = "2026-04-09 10:24";

/// A case on screen with a dialog.
struct Window {
    texts: Texts,
    book: Arc<RuleBook>,
    organisation: Arc<Organisation>,
    places: Places,
    screen: CaseScreen,
    open: Option<DialogKind>,
    wanted: Vec<Action>,
}

fn file(stage: Stage) -> (CaseFile, Window) {
    let mut desk = Desk::new();
    let sample = Box::new(Organisation::sample());
    desk.database.answer(Request::SetOrganisation(sample)).expect("the sample can be kept");
    let facts = [
        (Field::Address, "浙江省嘉兴市南湖区中山路 1 号"),
        (Field::Demand, "exchange"),
        (Field::Phone, "13800138000"),
        (Field::Symptoms, "漏水"),
        (Field::Description, "进水接头漏水，木地板泡损"),
    ];
    let case = desk.log(&facts, "2026-04-09 09:00");
    let organisation = Arc::clone(desk.database.organisation());
    let branch = organisation.branch_named("嘉兴分部").expect("a branch of the sample").id;
    let hash = "ab".repeat(32);
    let photo = Attachment { hash, name: "接头.jpg".into(), media: MediaKind::Photo, bytes: 9, taken_at: None };
    let sat = Satisfaction::Satisfied;
    let way = vec![
        Command::Dispatch(Dispatch {
            branch,
            first: None,
            second: None,
            facts: "漏水".into(),
            demand: String::new(),
            by: None,
        }),
        Command::Handle(handling("更换接头")),
        Command::Reply(reply("已更换接头", ContactWay::Phone, Acceptance::Accepted)),
        Command::Revisit(Revisit {
            way: ContactWay::Phone,
            result: sat,
            process: sat,
            staff: sat,
            opinion: "好".into(),
        }),
        Command::Close { conclusion: "已解决".into(), opinion: "满意".into(), terms: ClosingTerms::default() },
    ];
    let mut minute = 1;
    let mut run = |desk: &mut Desk, command| {
        minute += 1;
        desk.run(case, command, &format!("2026-04-09 09:{minute:02}")).expect("each step follows the last");
    };
    run(&mut desk, Command::Attach(photo));
    for command in way.into_iter().take(stage.index() - 1) {
        run(&mut desk, command);
    }
    if stage == Stage::Handling {
        run(&mut desk, Command::AskAssist { unit: "质量部".into(), what: "查批次".into(), due: None });
    }
    let file = desk.file(case);
    assert_eq!(file.case.stage, stage);
    let window = Window {
        texts: Texts::new(Lang::Zh),
        book: Arc::clone(desk.database.book()),
        organisation,
        places: Places::china(),
        screen: CaseScreen { file: Fetch::Here(Box::new(file.clone())), ..CaseScreen::default() },
        open: None,
        wanted: Vec::new(),
    };
    (file, window)
}

fn handling(result: &str) -> Handling {
    Handling {
        result: result.into(),
        measures: String::new(),
        explanation: String::new(),
        solved: true,
        found: Found::default(),
    }
}

fn reply(text: &str, way: ContactWay, accepted: Acceptance) -> ReplyGiven {
    ReplyGiven { way, text: text.into(), accepted, promise: None, found: Found::default() }
}

fn show<'a>(window: Window, kind: DialogKind, theme: Theme) -> Screen<'a, Window> {
    show_in([1000.0, 720.0], window, kind, theme)
}

fn show_in<'a>(size: [f32; 2], mut window: Window, kind: DialogKind, theme: Theme) -> Screen<'a, Window> {
    window.open = Some(kind);
    let mut screen = harness(size, theme, window, |ui, window: &mut Window| {
        let cx = Cx {
            texts: &window.texts,
            now: at(NOW),
            me: "周晓岚",
            route: Route::Case,
            book: &window.book,
            organisation: &window.organisation,
            places: &window.places,
            counters: Counters::default(),
            views: &[],
            data_file: Path::new("kesu.db"),
            wants: Wants::default(),
        };
        if let (Some(kind), Some(file)) = (window.open.take(), window.screen.file.value()) {
            window.screen.dialog = Some(Dialog::open(kind, &cx, file));
        }
        dialog_ui(ui.ctx(), &cx, &mut window.screen);
        window.wanted.extend(cx.wants.into_list());
    });
    screen.run();
    screen
}

/// One thing done in a dialog, by the label of the part.
enum Do {
    Type(&'static str, &'static str),
    /// Typed into the list, then the first that answers is taken.
    Pick(&'static str, &'static str),
    Press(&'static str),
}
use Do::{Pick, Press, Type};

fn act(screen: &mut Screen<'_, Window>, steps: &[Do]) {
    for step in steps {
        match step {
            Type(label, text) => {
                screen.get_by_label(label).focus();
                screen.run();
                screen.event(Event::Text((*text).to_owned()));
            }
            Pick(label, typed) => {
                screen.get_by_label(label).focus();
                screen.run();
                screen.event(Event::Text((*typed).to_owned()));
                screen.run();
                screen.key_press(Key::Enter);
            }
            Press(label) => screen.get_by_label(label).click(),
        }
        screen.run();
    }
}

fn commands(screen: &Screen<'_, Window>) -> Vec<Command> {
    let command = |want: &Action| match want {
        Action::Do { command, .. } => Some((**command).clone()),
        _ => None,
    };
    screen.state().wanted.iter().filter_map(command).collect()
}

#[track_caller]
fn check(stage: Stage, kind: DialogKind, steps: &[Do], command: Command) {
    let (file, window) = file(stage);
    assert_eq!(dialogs::why_not(&window.texts, &file.case, &kind), None);
    let verb = dialogs::label(&window.texts, &kind);
    let mut screen = show(window, kind, Theme::Light);
    act(&mut screen, steps);
    act(&mut screen, &[Press(&*verb.leak())]);
    assert_eq!(commands(&screen), [command]);
    let Some(Action::Do { case, seen, .. }) = screen.state().wanted.first() else { panic!("no command") };
    assert_eq!((*case, *seen), (file.id, file.case.revision));
    assert!(screen.state().screen.dialog.is_some(), "the answer closes it");
}

fn branch(name: &str) -> BranchId {
    Organisation::sample().branch_named(name).expect("a branch of the sample").id
}

/// A07: whoever leads the branch, and its region, on the day.
fn in_charge(name: &str) -> (Option<PersonId>, Option<PersonId>) {
    let held = Organisation::sample().responsible_for(branch(name), at(NOW).date());
    assert!(held.first.is_some() && held.second.is_some());
    (held.first, held.second)
}

#[test]
fn dispatch_proposes_branch_persons_facts_and_demand_a07_e08() {
    let (first, second) = in_charge("嘉兴分部");
    let order = Dispatch {
        branch: branch("嘉兴分部"),
        first,
        second,
        facts: "漏水，进水接头漏水，木地板泡损".into(),
        demand: "换机".into(),
        by: Some(at("2026-04-10 12:00")),
    };
    check(Stage::Dispatch, DialogKind::Dispatch, &[Type("时间节点", "2026-04-10 12:00")], Command::Dispatch(order));
}

/// Who was named at intake goes before who holds the post; a name nobody has leaves the post.
#[test]
fn persons_named_at_intake_are_proposed_a07() {
    let (first, second) = in_charge("嘉兴分部");
    let other = in_charge("杭州分部").0;
    let (mut file, mut window) = file(Stage::Dispatch);
    let name = window.organisation.person(other.unwrap()).unwrap().name.clone();
    file.case.facts.set(Field::FirstResponsible, &name).unwrap();
    file.case.facts.set(Field::SecondResponsible, "查无此人").unwrap();
    window.screen.file = Fetch::Here(Box::new(file));
    let mut screen = show(window, DialogKind::Dispatch, Theme::Light);
    act(&mut screen, &[Press("派单")]);
    let [Command::Dispatch(order)] = &commands(&screen)[..] else { panic!("no dispatch") };
    assert_eq!((order.first, order.second), (other, second));
    assert_ne!(order.first, first);
}

#[test]
fn another_branch_brings_its_own_persons_a07() {
    let (first, second) = in_charge("杭州分部");
    assert_ne!(first, in_charge("嘉兴分部").0);
    let (_, window) = file(Stage::Dispatch);
    let mut screen = show(window, DialogKind::Dispatch, Theme::Light);
    act(&mut screen, &[Pick("分部", "hz"), Press("派单")]);
    let [Command::Dispatch(order)] = &commands(&screen)[..] else { panic!("no dispatch") };
    assert_eq!((order.branch, order.first, order.second), (branch("杭州分部"), first, second));
}

#[test]
fn a_case_in_handling_is_transferred_sent_back_raised_and_helped() {
    let (first, second) = in_charge("杭州分部");
    let reasons = [Pick("转派到", "hangzhou"), Pick("原因", "区域"), Type("补充说明", "客户搬家")];
    let (_, window) = file(Stage::Handling);
    let chosen = window.book.rules.transfer_reasons.iter().find(|choice| choice.zh.contains("区域")).unwrap();
    let reason = format!("{}，客户搬家", chosen.zh);
    let to = branch("杭州分部");
    check(Stage::Handling, DialogKind::Transfer, &reasons, Command::Transfer { to, first, second, reason });
    let why = |text: &'static str| [Type("原因", text)];
    let reason = "不属本区".to_owned();
    check(Stage::Handling, DialogKind::SendBack, &why("不属本区"), Command::SendBack { reason });
    let up = [Press("省级"), Type("原因", "要总部批件")];
    let reason = "要总部批件".to_owned();
    check(Stage::Handling, DialogKind::Raise, &up, Command::Raise { to: Tier::Province, reason });
    let ask = [Type("协助部门", "技术部"), Type("协助事项", "出方案"), Type("要求完成时间", "2026-04-10")];
    let (unit, what, due) = ("技术部".to_owned(), "出方案".to_owned(), Some(at("2026-04-10 00:00")));
    check(Stage::Handling, DialogKind::AskAssist, &ask, Command::AskAssist { unit, what, due });
    // T17: the department of the rule book brings its limit, one working day after the 9th.
    let ask = [Press("技术支持 1 个工作日（T17）"), Type("协助事项", "书面答复")];
    let (unit, what, due) = ("技术支持".to_owned(), "书面答复".to_owned(), Some(at("2026-04-10 17:30")));
    check(Stage::Handling, DialogKind::AskAssist, &ask, Command::AskAssist { unit, what, due });
    let text = "批次正常".to_owned();
    let answer = [Type("协助答复", "批次正常")];
    check(Stage::Handling, DialogKind::AnswerAssist(0), &answer, Command::AnswerAssist { nth: 0, text });
}

#[test]
fn the_clock_is_stopped_extended_and_urged_f02_f05_f06() {
    let (file, window) = file(Stage::Handling);
    let first = &window.book.rules.wait_reasons[0];
    let (name, reason): (&'static str, _) = (first.zh.clone().leak(), first.key.clone());
    let wait = [Pick("等待原因", name), Type("补充说明", "周五回电")];
    check(Stage::Handling, DialogKind::Wait, &wait, Command::Wait { reason, note: "周五回电".into() });
    let due = file.row.due_at.unwrap();
    let extension = Extension {
        until: due.plus_minutes(24 * 60),
        reason: "缺配件".into(),
        approved_by: "总经理".into(),
        customer_told: true,
    };
    let steps = [Type("批准人", "总经理"), Type("原因", "缺配件"), Press("已在原期限内把进展告知用户")];
    check(Stage::Handling, DialogKind::Extend, &steps, Command::Extend(extension));
    let mut screen = show(window, DialogKind::Urge, Theme::Light);
    act(&mut screen, &[Press("催办")]);
    let [Command::Urge { text }] = &commands(&screen)[..] else { panic!("no urging") };
    assert!(text.contains("嘉兴分部") && text.contains(&file.case.number), "{text}");
}

#[test]
fn result_reply_and_answer_on_the_spot_e02_g01_h01() {
    let done = Handling { measures: "上门".into(), solved: false, ..handling("待配件") };
    // C04, C10: cause and department are picked from the lists of the rule book.
    let found = Found { cause: "零部件质量".into(), department: "品质部".into() };
    let done = Handling { found, ..done };
    let steps = [
        Type("处理结果", "待配件"),
        Type("处理措施", "上门"),
        Pick("原因", "零部件"),
        Pick("责任部门", "品质"),
        Press("问题已解决"),
    ];
    check(Stage::Handling, DialogKind::Handle, &steps, Command::Handle(done));
    let told = reply("更换接头", ContactWay::Letter, Acceptance::Accepted);
    check(Stage::Reply, DialogKind::Reply, &[Press("信函"), Press("接受")], Command::Reply(told));
    let told = reply("教会用法", ContactWay::Phone, Acceptance::NotAccepted);
    let steps = [Type("答复内容", "教会用法"), Press("不接受")];
    check(Stage::Dispatch, DialogKind::OnTheSpot, &steps, Command::AnswerOnTheSpot(told));
}

#[test]
fn a_dissatisfied_revisit_says_what_follows_and_needs_the_opinion_h07() {
    let (_, window) = file(Stage::Revisit);
    let mut screen = show(window, DialogKind::Revisit, Theme::Light);
    let marks = ["对处理结果：不满意", "对处理过程：一般", "对服务人员：满意"];
    act(&mut screen, &marks.map(Press));
    assert!(screen.query_by_label_contains("开始第 2 轮").is_some());
    act(&mut screen, &[Press("回访")]);
    assert!(commands(&screen).is_empty(), "without an opinion");
    screen.save_png("dialog-revisit");
    act(&mut screen, &[Type("用户意见", "又漏了"), Press("回访")]);
    let revisit = Revisit {
        way: ContactWay::Phone,
        result: Satisfaction::Dissatisfied,
        process: Satisfaction::Fair,
        staff: Satisfaction::Satisfied,
        opinion: "又漏了".into(),
    };
    assert_eq!(commands(&screen), [Command::Revisit(revisit)]);
}

#[test]
fn the_end_of_the_way_and_back_t05_h07_h08_q01() {
    let why = |text: &'static str| [Type("原因", text)];
    let reason = || "联系不上".to_owned();
    let steps = why("联系不上");
    check(Stage::Revisit, DialogKind::SkipRevisit, &steps, Command::SkipRevisit { reason: reason() });
    check(Stage::Closure, DialogKind::OpenRound, &steps, Command::OpenRound { reason: reason() });
    let close =
        Command::Close { conclusion: "已解决".into(), opinion: "好".into(), terms: ClosingTerms::default() };
    check(Stage::Closure, DialogKind::Close, &[Type("结案结论", "已解决")], close);
    check(Stage::Archived, DialogKind::Reopen, &steps, Command::Reopen { reason: reason() });
}

/// A08: whoever was asked first is proposed; what was done and why is for a person to say.
#[test]
fn a_breach_of_the_first_asked_duty_a08() {
    let breach = Command::RecordBreach(Breach {
        who: "周晓岚".into(),
        kind: BreachKind::PassedOn,
        reason: "转出后三天无人跟进".into(),
    });
    let steps = [Press("转出后不跟踪"), Type("原因", "转出后三天无人跟进")];
    for stage in [Stage::Handling, Stage::Archived] {
        check(stage, DialogKind::Breach, &steps, breach.clone());
    }
}

#[test]
fn a_link_is_taken_away_with_its_reason_b15() {
    let link = |reason: &str| Link { relation: Relation::Merged, other: "KS2604-0009".into(), reason: reason.into() };
    let kind = DialogKind::Unlink(link(""));
    check(Stage::Archived, kind, &[Type("原因", "核实是两台机器")], Command::Unlink(link("核实是两台机器")));
}

#[test]
fn notes_corrections_and_files_b02_b10_d05() {
    let note = Command::Note { kind: NoteKind::Progress, text: "已约上门".into() };
    check(Stage::Archived, DialogKind::Note, &[Press("进展"), Type("记录内容", "已约上门")], note);
    let hash = "ab".repeat(32);
    let detach = Command::Detach { hash: hash.clone(), reason: "传错".into() };
    check(Stage::Reply, DialogKind::Detach(hash), &[Type("原因", "传错")], detach);
    let amend = |field, value: &str, reason: &str| Command::Amend {
        changes: vec![(field, value.to_owned())],
        reason: reason.to_owned(),
    };
    let steps = [Pick("更正项目", "xinghao"), Type("改为", "JSQ25-C12")];
    check(Stage::Reply, DialogKind::Amend, &steps, amend(Field::Model, "JSQ25-C12", ""));
    let steps = [Pick("更正项目", "级别"), Press("省级"), Type("原因", "媒体来电")];
    check(Stage::Reply, DialogKind::Amend, &steps, amend(Field::Level, "provincial", "媒体来电"));
    let steps = [Pick("更正项目", "用户诉求"), Press("赔偿")];
    check(Stage::Reply, DialogKind::Amend, &steps, amend(Field::Demand, "exchange、compensation", ""));
}

/// Fewer pixels than the sign of one fault has. The stars of needed fields are too thin to have any of the full colour.
const MARK: usize = 40;

/// Pixels of the colour that marks a wrong field.
fn marks(screen: &Screen<'_, Window>) -> usize {
    let wrong = Tokens::LIGHT.danger.to_array();
    screen.image().pixels().filter(|pixel| pixel.0[..3] == wrong[..3]).count()
}

#[test]
fn what_is_needed_and_empty_is_marked_and_nothing_is_sent() {
    let hash = "ab".repeat(32);
    let cases = [
        (Stage::Handling, DialogKind::Transfer),
        (Stage::Handling, DialogKind::SendBack),
        (Stage::Handling, DialogKind::Raise),
        (Stage::Handling, DialogKind::AskAssist),
        (Stage::Handling, DialogKind::AnswerAssist(0)),
        (Stage::Handling, DialogKind::Wait),
        (Stage::Handling, DialogKind::Extend),
        (Stage::Handling, DialogKind::Handle),
        (Stage::Reply, DialogKind::Reply),
        (Stage::Dispatch, DialogKind::OnTheSpot),
        (Stage::Revisit, DialogKind::Revisit),
        (Stage::Revisit, DialogKind::SkipRevisit),
        (Stage::Closure, DialogKind::OpenRound),
        (Stage::Closure, DialogKind::Close),
        (Stage::Archived, DialogKind::Reopen),
        (Stage::Archived, DialogKind::Note),
        (Stage::Reply, DialogKind::Amend),
        (Stage::Reply, DialogKind::Detach(hash)),
        (Stage::Reply, DialogKind::Breach),
    ];
    for (stage, kind) in cases {
        let (_, window) = file(stage);
        let mut screen = show_in([620.0, 600.0], window, kind.clone(), Theme::Light);
        screen.key_press_modifiers(Modifiers::COMMAND, Key::Enter);
        screen.run();
        assert!(commands(&screen).is_empty(), "{kind:?}");
        assert!(marks(&screen) > MARK, "{kind:?} marks nothing");
    }
}

#[test]
fn the_first_part_has_the_focus_ctrl_enter_sends_and_esc_closes() {
    let (_, window) = file(Stage::Handling);
    let mut screen = show(window, DialogKind::SendBack, Theme::Light);
    assert!(screen.get_by_label("原因").is_focused());
    screen.event(Event::Text("不属本区".to_owned()));
    screen.run();
    screen.key_press_modifiers(Modifiers::COMMAND, Key::Enter);
    screen.run();
    assert_eq!(commands(&screen), [Command::SendBack { reason: "不属本区".into() }]);
    screen.key_press_modifiers(Modifiers::COMMAND, Key::Enter);
    screen.run();
    assert_eq!(commands(&screen).len(), 1, "sent once while the answer is on its way");
    screen.state_mut().screen.refused = Some("工单已被修改".to_owned());
    screen.run();
    assert!(screen.query_by_label("工单已被修改").is_some());
    screen.save_png("dialog-refused");
    screen.key_press(Key::Escape);
    screen.run();
    let state = &screen.state().screen;
    assert!(state.dialog.is_none() && state.refused.is_none());
}

#[test]
fn what_is_not_possible_says_which_rule_and_what_would_satisfy_it() {
    let texts = Texts::new(Lang::Zh);
    for (stage, kind, rule) in [
        (Stage::Dispatch, DialogKind::Transfer, "E03"),
        (Stage::Dispatch, DialogKind::Close, "Q01"),
        (Stage::Handling, DialogKind::Dispatch, "E08"),
        (Stage::Handling, DialogKind::AnswerAssist(1), "E05"),
        (Stage::Reply, DialogKind::Reopen, "H08"),
        (Stage::Archived, DialogKind::Urge, "Q01"),
        (Stage::Archived, DialogKind::Detach("ab".repeat(32)), "Q01"),
        (Stage::Reply, DialogKind::Detach("cd".into()), "B02"),
    ] {
        let (file, _) = file(stage);
        let why = dialogs::why_not(&texts, &file.case, &kind);
        assert!(why.as_deref().is_some_and(|why| why.contains(rule)), "{stage:?} {kind:?}: {why:?}");
    }
    let (file, _) = file(Stage::Reply);
    assert_eq!(dialogs::next_step(&file.case), Some(DialogKind::Reply));
    assert_eq!(dialogs::why_not(&texts, &file.case, &DialogKind::Note), None);
}

#[test]
fn every_dialog_fits_the_window_in_both_themes() {
    for (theme, look) in [(Theme::Light, "light"), (Theme::Dark, "dark")] {
        for (stage, kind, name) in [
            (Stage::Dispatch, DialogKind::Dispatch, "dispatch"),
            (Stage::Handling, DialogKind::Transfer, "transfer"),
            (Stage::Handling, DialogKind::Extend, "extend"),
            (Stage::Reply, DialogKind::Reply, "reply"),
            (Stage::Reply, DialogKind::Amend, "amend"),
        ] {
            let (_, window) = file(stage);
            let mut screen = show(window, kind.clone(), theme);
            if kind == DialogKind::Amend {
                act(&mut screen, &[Pick("更正项目", "级别")]);
            }
            let verb = dialogs::label(&screen.state().texts, &kind);
            let button = screen.get_by_label(&verb).rect();
            assert!(button.bottom() < 715.0, "{kind:?}: {button:?}");
            screen.save_png(&format!("dialog-{name}-{look}"));
        }
    }
}

/// A12: who approved in the objection's own steps is proposed at the closing, not asked for a second time.
#[test]
fn who_approved_in_a_procedure_is_named_at_the_closing_a12() {
    use kesu::domain::procedure::{Done, Procedure};

    let (mut file, mut window) = file(Stage::Closure);
    let (_, text) = kesu::rulebook::BUILT_IN.iter().find(|(name, _)| *name == "steel-trader.toml").unwrap();
    file.book = Arc::new(RuleBook::read("steel-trader.toml", text).unwrap());
    let done = |step: &str, name: &str| Done {
        step: step.into(),
        at: at("2026-04-09 10:00"),
        names: vec![name.into()],
        note: String::new(),
    };
    file.case.procedures.push(Procedure {
        id: 1,
        key: "objection".into(),
        opened_at: at("2026-04-09 09:00"),
        because: None,
        answers: Default::default(),
        answered_at: Default::default(),
        rows: Default::default(),
        done: vec![done("report", "郭敏"), done("approve_head", "王部长")],
        reworks: Vec::new(),
        broken_off: None,
    });
    window.screen.file = Fetch::Here(Box::new(file));
    let screen = show(window, DialogKind::Close, Theme::Light);
    assert!(screen.query_all_by_value("王部长").next().is_some(), "{:?}", screen.state().wanted);
    assert!(screen.query_all_by_value("郭敏、王部长").next().is_none(), "the report is no approval");
}
