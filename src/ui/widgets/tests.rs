//! The widgets as a clerk meets them: by their words, with pointer and keyboard.

use egui::{Key, Modifiers, Role, Theme, Ui, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use super::menu::{Item, filter, menu};
use super::modal::Answer;
use super::rows::{Place, Rows, row_response};
use super::toggle::{any_of, one_of};
use super::when::{MonthWords, When};
use super::*;

fn harness<'a, S: 'a>(state: S, show: impl FnMut(&mut Ui, &mut S) + 'a) -> Harness<'a, S> {
    let builder = Harness::builder().with_size(vec2(520.0, 480.0)).with_theme(Theme::Light);
    let setup = |ctx: &egui::Context| {
        crate::ui::fonts::install(ctx).unwrap();
        crate::ui::theme::install(ctx);
    };
    let mut harness = builder.with_context_setup(setup).build_ui_state(show, state);
    harness.run();
    harness
}

fn click<S>(harness: &mut Harness<'_, S>, label: &str) {
    let pos = harness.get_by_label(label).rect().center();
    harness.hover_at(pos);
    harness.step();
    harness.drag_at(pos);
    harness.step();
    harness.drop_at(pos);
    harness.run();
}

fn press<S>(harness: &mut Harness<'_, S>, key: Key) {
    harness.key_press(key);
    harness.run();
}

fn write<S>(harness: &mut Harness<'_, S>, text: &str) {
    harness.event(egui::Event::Text(text.to_owned()));
    harness.run();
}

/// What is painted below a field or shown on hover is in the accessibility tree as well.
#[test]
fn errors_and_reasons_are_told_to_screen_readers() {
    let error = Some("必填");
    let items = [Pick { key: "a".to_owned(), label: "甲".to_owned(), note: String::new(), search: String::new() }];
    let texts = [String::new(), String::new(), String::new()];
    let desk = harness(texts, move |ui, [text, when, fixed]: &mut [String; 3]| {
        Field::new("描述", text).required(true).error(error).ui(ui);
        let words =
            MonthWords { weekdays: [""; 7], title: &|_, _| String::new(), previous: "", next: "", open: "月历" };
        let today = chrono::NaiveDate::from_ymd_opt(2026, 4, 9).unwrap();
        When::new("时间", when, words, today).error(error).ui(ui);
        PickList::new("分部", &items, None, &|_, _| true).error(error).ui(ui);
        Field::new("等级", fixed).blocked(Some("由判断得出")).ui(ui);
        Button::primary("延期").blocked(Some("期限已过")).ui(ui);
    });
    for field in ["描述", "时间", "分部"] {
        let node = desk.get_by_label(field);
        let node = node.accesskit_node();
        assert_eq!(node.data().description(), Some("必填"), "{field}");
        assert_eq!(node.data().invalid(), Some(egui::accesskit::Invalid::True), "{field}");
    }
    let field = desk.get_by_label("描述");
    assert!(field.accesskit_node().data().is_required());
    for (name, reason) in [("等级", "由判断得出"), ("延期", "期限已过")] {
        let node = desk.get_by_label(name);
        let node = node.accesskit_node();
        assert_eq!((node.data().description(), node.data().invalid()), (Some(reason), None), "{name}");
    }
}

#[test]
fn a_button_is_found_by_its_word_and_pressed_by_pointer_enter_and_space() {
    let mut desk = harness(0, |ui, pressed: &mut u32| {
        if Button::primary("派单").key("A").ui(ui).clicked() {
            *pressed += 1;
        }
    });
    click(&mut desk, "派单");
    assert_eq!(*desk.state(), 1);
    press(&mut desk, Key::Tab);
    assert!(desk.get_by_label("派单").is_focused());
    press(&mut desk, Key::Enter);
    press(&mut desk, Key::Space);
    assert_eq!(*desk.state(), 3);
}

#[test]
fn a_blocked_button_stays_quiet_and_tells_why() {
    let mut desk = harness(0, |ui, pressed: &mut u32| {
        if Button::primary("提交结果").blocked(Some("缺产品照片 1 张")).ui(ui).clicked() {
            *pressed += 1;
        }
    });
    assert!(desk.get_by_label("提交结果").accesskit_node().is_disabled());
    let pos = desk.get_by_label("提交结果").rect().center();
    desk.hover_at(pos);
    desk.run_steps(60);
    click(&mut desk, "提交结果");
    assert_eq!(*desk.state(), 0);
    desk.hover_at(pos + vec2(1.0, 1.0));
    desk.run_steps(60);
    assert!(desk.query_by_label("缺产品照片 1 张").is_some());
}

#[test]
fn a_busy_button_cannot_be_pressed_again() {
    let mut desk = harness(0, |ui, pressed: &mut u32| {
        if Button::secondary("备份").busy(true).ui(ui).clicked() {
            *pressed += 1;
        }
    });
    let pos = desk.get_by_label("备份").rect().center();
    desk.drag_at(pos);
    desk.step();
    desk.drop_at(pos);
    desk.run_steps(3);
    assert_eq!(*desk.state(), 0);
}

#[test]
fn a_field_takes_chinese_text_and_a_fixed_one_does_not() {
    let state = (String::new(), "2510A".to_owned());
    let mut desk = harness(state, |ui, (name, batch)| {
        Field::new("客户姓名", name).label_width(80.0).required(true).error(Some("必填")).ui(ui);
        Field::new("批次", batch).label_width(80.0).fixed(true).ui(ui);
    });
    click(&mut desk, "客户姓名");
    write(&mut desk, "欧阳女士");
    assert_eq!(desk.get_by_label("客户姓名").value().as_deref(), Some("欧阳女士"));
    click(&mut desk, "批次");
    write(&mut desk, "x");
    assert_eq!(desk.state().1, "2510A");
}

fn channels() -> Vec<Pick> {
    [("hotline", "400 热线", "rx"), ("shop", "网点", "wd"), ("wechat", "微信", "wx")]
        .map(|(key, label, initials)| Pick {
            key: key.to_owned(),
            label: label.to_owned(),
            note: String::new(),
            search: format!("{label} {initials}"),
        })
        .to_vec()
}

fn pick_desk() -> Harness<'static, Option<String>> {
    let items = channels();
    harness(Some("hotline".to_owned()), move |ui, chosen: &mut Option<String>| {
        let matcher = |search: &str, typed: &str| search.contains(typed);
        let (_, taken) = PickList::new("渠道", &items, chosen.as_deref(), &matcher).none("没有符合的").ui(ui);
        if let Some(at) = taken {
            *chosen = Some(items[at].key.clone());
        }
        Button::secondary("下一栏").ui(ui);
    })
}

#[test]
fn a_pick_list_opens_by_f4_narrows_by_initials_and_takes_by_enter() {
    let mut desk = pick_desk();
    press(&mut desk, Key::Tab);
    press(&mut desk, Key::F4);
    assert!(desk.query_by_label("网点").is_some());
    write(&mut desk, "wx");
    assert!(desk.query_by_label("网点").is_none());
    press(&mut desk, Key::Enter);
    assert_eq!(desk.state().as_deref(), Some("wechat"));
    assert!(desk.query_by_label("微信").is_none(), "the list is closed");
    assert_eq!(desk.get_by_role(Role::ComboBox).value().as_deref(), Some("微信"));
}

#[test]
fn typing_on_a_closed_pick_list_opens_it_with_the_letter() {
    let mut desk = pick_desk();
    press(&mut desk, Key::Tab);
    write(&mut desk, "w");
    write(&mut desk, "d");
    assert!(desk.query_by_label("微信").is_none());
    press(&mut desk, Key::Enter);
    assert_eq!(desk.state().as_deref(), Some("shop"));
}

#[test]
fn arrows_move_in_the_list_tab_takes_what_was_typed_and_goes_on() {
    let mut desk = pick_desk();
    press(&mut desk, Key::Tab);
    press(&mut desk, Key::F4);
    press(&mut desk, Key::ArrowDown);
    press(&mut desk, Key::ArrowDown);
    press(&mut desk, Key::ArrowUp);
    press(&mut desk, Key::Enter);
    assert_eq!(desk.state().as_deref(), Some("shop"));
    write(&mut desk, "wx");
    press(&mut desk, Key::Tab);
    assert_eq!(desk.state().as_deref(), Some("wechat"));
    assert!(desk.get_by_label("下一栏").is_focused());
}

#[test]
fn esc_leaves_the_choice_as_it_was_and_gives_the_focus_back() {
    let mut desk = pick_desk();
    press(&mut desk, Key::Tab);
    write(&mut desk, "wx");
    press(&mut desk, Key::Escape);
    assert_eq!(desk.state().as_deref(), Some("hotline"));
    assert!(desk.query_by_label("微信").is_none());
    assert!(desk.get_by_role(Role::ComboBox).is_focused());
}

#[test]
fn a_click_on_a_choice_takes_it_and_a_search_without_result_says_so() {
    let mut desk = pick_desk();
    let pos = desk.get_by_role(Role::ComboBox).rect().center();
    for _ in 0..2 {
        desk.drag_at(pos);
        desk.step();
        desk.drop_at(pos);
        desk.run();
        if desk.query_by_label("网点").is_some() {
            break;
        }
    }
    click(&mut desk, "网点");
    assert_eq!(desk.state().as_deref(), Some("shop"));
    write(&mut desk, "zz");
    press(&mut desk, Key::Enter);
    assert_eq!(desk.state().as_deref(), Some("shop"));
}

#[test]
fn toggle_chips_choose_one_or_any() {
    let mut desk = harness((0_usize, 0_u8), |ui, (one, any)| {
        if let Some(at) = one_of(ui, &["无", "轻伤", "重伤"], Some(*one)) {
            *one = at;
        }
        let bits = *any;
        if let Some(at) = any_of(ui, &["维修", "换机", "赔偿"], |at| bits >> at & 1 == 1) {
            *any ^= 1 << at;
        }
    });
    for label in ["轻伤", "换机", "赔偿", "换机"] {
        click(&mut desk, label);
    }
    assert_eq!(*desk.state(), (1, 0b100));
}

#[test]
fn a_filter_offers_all_and_tells_only_changes() {
    let mut desk = harness(None, |ui, chosen: &mut Option<usize>| {
        if let Some(new) = filter(ui, "大区", "全部", &["华东", "华南"], *chosen) {
            *chosen = new;
        }
    });
    click(&mut desk, "大区 全部");
    click(&mut desk, "华南");
    assert_eq!(*desk.state(), Some(1));
    click(&mut desk, "大区 华南");
    click(&mut desk, "全部");
    assert_eq!(*desk.state(), None);
}

#[test]
fn a_menu_is_walked_by_arrows_and_a_blocked_command_is_passed_over() {
    let mut desk = harness(None, |ui, chosen: &mut Option<usize>| {
        let more = Button::secondary("更多").ui(ui);
        let items = [Item::new("打开"), Item { blocked: Some("无权"), ..Item::new("派单") }, Item::new("打印表单")];
        if let Some(at) = menu(&more, &items) {
            *chosen = Some(at);
        }
    });
    press(&mut desk, Key::Tab);
    press(&mut desk, Key::Enter);
    press(&mut desk, Key::ArrowDown);
    press(&mut desk, Key::ArrowDown);
    assert!(desk.get_by_label("打印表单").is_focused());
    press(&mut desk, Key::Enter);
    assert_eq!(*desk.state(), Some(2));
}

#[test]
fn esc_cancels_a_dialog_and_enter_does_not_press_the_red_button() {
    let mut desk = harness(Vec::new(), |ui, answers: &mut Vec<Answer>| {
        let dialog = Dialog::new("作废这张工单？", "取消").destroy("作废工单");
        let (answer, ()) = dialog.show(ui.ctx(), "void", |ui| {
            ui.label("此操作不能撤销");
        });
        answers.extend(answer);
    });
    for _ in 0..4 {
        press(&mut desk, Key::Tab);
        if desk.get_by_label("作废工单").is_focused() {
            break;
        }
    }
    assert!(desk.get_by_label("作废工单").is_focused());
    press(&mut desk, Key::Enter);
    assert!(desk.state().is_empty());
    press(&mut desk, Key::Space);
    press(&mut desk, Key::Escape);
    assert_eq!(*desk.state(), [Answer::Confirmed, Answer::Cancelled]);
}

#[test]
fn a_day_is_chosen_from_the_month_and_the_time_stays() {
    let title = |year: i32, month: u32| format!("{year} 年 {month} 月");
    let mut desk = harness("2026-04-09 10:21".to_owned(), move |ui, value: &mut String| {
        let weekdays = ["一", "二", "三", "四", "五", "六", "日"];
        let words = MonthWords { weekdays, title: &title, previous: "上月", next: "下月", open: "选日期" };
        When::new("来电时间", value, words, chrono::NaiveDate::from_ymd_opt(2026, 4, 12).unwrap()).ui(ui);
    });
    click(&mut desk, "来电时间");
    press(&mut desk, Key::F4);
    click(&mut desk, "下月");
    click(&mut desk, "2026-05-20");
    assert_eq!(desk.state(), "2026-05-20 10:21");
}

#[test]
fn of_a_million_rows_only_those_in_sight_are_asked_for() {
    struct List {
        place: Place,
        asked: Vec<usize>,
        clicked: Option<usize>,
    }
    let list = List { place: Place::default(), asked: Vec::new(), clicked: None };
    let mut desk = harness(list, |ui, list: &mut List| {
        list.asked.clear();
        let (asked, clicked) = (&mut list.asked, &mut list.clicked);
        Rows::new(1_000_000, 46.0).show(ui, &mut list.place, |ui, at, rect| {
            asked.push(at);
            let response = row_response(ui, rect, at);
            response.widget_info(|| egui::WidgetInfo::labeled(Role::Row, true, format!("第 {at} 行")));
            if response.clicked() {
                *clicked = Some(at);
            }
        });
    });
    assert!(desk.state().asked.len() < 14);
    desk.state_mut().place.scroll_to(999_999);
    desk.run();
    assert_eq!(desk.state().asked.last(), Some(&999_999));
    assert!(desk.state().asked.len() < 14);
    click(&mut desk, "第 999998 行");
    assert_eq!(desk.state().clicked, Some(999_998));
    let event = egui::Event::MouseWheel {
        unit: egui::MouseWheelUnit::Point,
        delta: vec2(0.0, 460.0),
        source: egui::MouseWheelSource::Unknown,
        phase: egui::TouchPhase::Move,
        modifiers: Modifiers::NONE,
    };
    desk.hover_at(egui::pos2(200.0, 200.0));
    desk.event(event);
    desk.run();
    assert!((desk.state().place.top - 999_979.0).abs() < 2.0, "{}", desk.state().place.top);
}

#[test]
fn nothing_asks_for_another_frame_once_the_screen_rests() {
    let mut desk = harness(String::new(), |ui, text: &mut String| {
        Field::new("描述", text).rows(3).ui(ui);
        Deadline { text: "剩 16 分", used: 0.93, pressure: deadline::Pressure::Near, tick: 0.9 }.ui(ui, 116.0);
    });
    click(&mut desk, "描述");
    desk.run();
    let delay = desk.output().viewport_output.values().map(|view| view.repaint_delay).min().unwrap();
    assert!(delay > std::time::Duration::from_secs(3600), "{delay:?}");
}
