//! What floats above a screen, painted while it is open: menu, list, month, tip, dialog, toast, card of long work.

use egui::{CentralPanel, Frame, Key, Margin, Rect, Theme, Ui, pos2};
use egui_kittest::kittest::Queryable as _;
use kesu::ui::icons;
use kesu::ui::theme::Tokens;
use kesu::ui::widgets::feedback::{Toast, Work};
use kesu::ui::widgets::menu::{Item, menu};
use kesu::ui::widgets::when::{MonthWords, When};
use kesu::ui::widgets::{Button, Dialog, Field, Pick, PickList, Tone};

use crate::painter::{Screen, harness};

#[derive(Clone, Copy, PartialEq)]
enum Open {
    Nothing,
    Dialog,
    Work,
}

struct Page {
    open: Open,
    reason: String,
    day: String,
    items: Vec<Pick>,
}

fn page(theme: Theme, open: Open) -> Screen<'static, Page> {
    let names = ["400 热线", "官方商城", "抖音", "京东", "门店", "监管转办", "媒体", "微信公众号", "上门登记"];
    let pick = |name: &str| Pick { key: name.into(), label: name.into(), search: name.into(), ..Pick::default() };
    let items = names.map(pick).to_vec();
    let state =
        Page { open, reason: "重复登记，已并入 KS2604-0114".into(), day: "2026-04-09 10:21".into(), items };
    harness([760.0, 460.0], theme, state, page_ui)
}

fn page_ui(ui: &mut Ui, page: &mut Page) {
    let frame = Frame::new().fill(Tokens::of(ui.ctx()).panel).inner_margin(Margin::same(16));
    CentralPanel::no_frame().frame(frame).show(ui, |ui| {
        let more = Button::secondary("更多").tip("催办责任人").key("U").ui(ui);
        let items = [
            Item { icon: Some(icons::PAPER_PLANE_TILT), key: Some("A"), ..Item::new("派单") },
            Item { icon: Some(icons::BELL_RINGING), key: Some("U"), ..Item::new("催办") },
            Item { icon: Some(icons::PRINTER), blocked: Some("还没有责任人"), ..Item::new("打印表单") },
            Item { icon: Some(icons::PROHIBIT), danger: true, parted: true, ..Item::new("作废…") },
        ];
        menu(&more, &items);
        let chosen = Some("抖音");
        let list = PickList::new("渠道", &page.items, chosen, &|search, typed| search.contains(typed));
        list.label_width(78.0).width(240.0).hint("输入拼音首字母").ui(ui);
        let words = MonthWords {
            weekdays: ["一", "二", "三", "四", "五", "六", "日"],
            title: &|year, month| format!("{year} 年 {month} 月"),
            previous: "上个月",
            next: "下个月",
            open: "选择日期",
        };
        let today = chrono::NaiveDate::from_ymd_opt(2026, 4, 12).expect("a day");
        let sunday = |day: chrono::NaiveDate| chrono::Datelike::weekday(&day) == chrono::Weekday::Sun;
        When::new("来电时间", &mut page.day, words, today).label_width(78.0).width(240.0).rest(&sunday).ui(ui);
    });
    match page.open {
        Open::Nothing => {}
        Open::Dialog => {
            let dialog =
                Dialog::new("作废这张工单？", "取消").icon(icons::WARNING.fill(), Tone::Danger).destroy("作废工单");
            dialog.show(ui.ctx(), "void", |ui| {
                ui.label("KS2604-0151 将从统计中移除，编号不再使用。已打印的表 1 需收回。此操作不能撤销。");
                Field::new("作废原因", &mut page.reason).above().ui(ui);
            });
        }
        Open::Work => {
            let work = Work {
                title: "导入 Excel　3 月台账.xlsx",
                left: "剩约 25 秒",
                counts: "7,862 / 12,480 行",
                trouble: "17 行待确认",
                hide: "后台运行",
                cancel: "取消",
                share: 0.63,
            };
            work.show(ui.ctx(), 90.0);
            let undo = Some(("撤销", "Ctrl Z"));
            Toast { text: "已派单至嘉兴分部 俞佳", undo, left: "8 秒", close: "关闭" }.show(ui.ctx(), 20.0);
        }
    }
}

/// Everything painted with this ground lies inside the window with room to spare.
#[track_caller]
fn check_inside(screen: &Screen<'_, Page>, label: &str) {
    let place = screen.get_by_label(label).rect();
    let window = Rect::from_min_max(pos2(0.0, 0.0), pos2(760.0, 460.0));
    assert!(window.contains_rect(place), "{label} lies at {place:?}");
}

#[test]
fn open_menus_lists_and_months_lie_inside_the_window() {
    for (theme, name) in [(Theme::Light, "light"), (Theme::Dark, "dark")] {
        let mut screen = page(theme, Open::Nothing);
        screen.get_by_label("更多").click();
        screen.run();
        check_inside(&screen, "作废…");
        screen.save_png(&format!("floating-menu-{name}"));
        screen.key_press(Key::Escape);
        screen.run();

        screen.get_by_label("渠道").click();
        screen.run();
        check_inside(&screen, "京东");
        screen.save_png(&format!("floating-list-{name}"));
        screen.key_press(Key::Escape);
        screen.run();

        screen.get_by_label("选择日期").click();
        screen.run();
        check_inside(&screen, "2026-05-10");
        screen.save_png(&format!("floating-month-{name}"));
    }
}

#[test]
fn dialogs_toasts_and_long_work_lie_inside_the_window() {
    for (theme, name) in [(Theme::Light, "light"), (Theme::Dark, "dark")] {
        let mut screen = page(theme, Open::Dialog);
        screen.run();
        check_inside(&screen, "作废工单");
        screen.save_png(&format!("floating-dialog-{name}"));

        let mut screen = page(theme, Open::Work);
        screen.run();
        for label in ["后台运行", "撤销"] {
            check_inside(&screen, label);
        }
        screen.save_png(&format!("floating-work-{name}"));
    }
}

#[test]
fn the_focus_ring_shows_after_keys_and_not_after_the_pointer() {
    let accent = Tokens::LIGHT.accent.to_array();
    let ring = |screen: &Screen<'_, Page>| {
        let outside = screen.get_by_label("更多").rect().left_center() - egui::vec2(3.0, 0.0);
        screen.image().get_pixel(outside.x as u32, outside.y as u32).0[..3] == accent[..3]
    };
    let mut screen = page(Theme::Light, Open::Nothing);
    assert!(!ring(&screen), "nothing has the focus yet");
    screen.key_press(Key::Tab);
    screen.run();
    assert!(ring(&screen), "no ring after Tab");
    screen.save_png("floating-ring");
    let corner = pos2(700.0, 400.0);
    for pressed in [true, false] {
        screen.event(egui::Event::PointerMoved(corner));
        let button = egui::PointerButton::Primary;
        let modifiers = egui::Modifiers::NONE;
        screen.event(egui::Event::PointerButton { pos: corner, button, pressed, modifiers });
    }
    screen.get_by_label("更多").focus();
    screen.run();
    assert!(!ring(&screen), "a ring although the pointer was used last");
}
