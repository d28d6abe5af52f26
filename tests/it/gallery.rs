//! Every widget of the kit on one page, light and dark, to be looked at beside the design's picture of states.

use egui::{CentralPanel, Color32, Frame, Margin, Sense, Theme, Ui, vec2};
use kesu::ui::icons;
use kesu::ui::theme::{Tokens, font, size};
use kesu::ui::widgets::chip::{Chip, Counter, Tone, class_chip, grade, key_cap};
use kesu::ui::widgets::deadline::{CardWords, Deadline, Pressure, card as deadline_card};
use kesu::ui::widgets::feedback::{banner, empty, paint_progress, skeleton};
use kesu::ui::widgets::field::{Adorn, Field};
use kesu::ui::widgets::frame::{GroupState, Tab, caption, card, group_head, paint_avatar, status, tabs, toned_card};
use kesu::ui::widgets::menu::filter;
use kesu::ui::widgets::nav::{self, Place};
use kesu::ui::widgets::pick::{Pick, PickList};
use kesu::ui::widgets::rows::{Place as Top, RowLook, Rows, paint_group, paint_row, row_response};
use kesu::ui::widgets::search::Search;
use kesu::ui::widgets::toggle::{any_of, check_box, one_of};
use kesu::ui::widgets::track::{Stop, big, evidence, mini};
use kesu::ui::widgets::when::{MonthWords, When};
use kesu::ui::widgets::{Button, icon_button};

use crate::painter::{Screen, scaled_harness};

/// What is typed on the page.
struct Page {
    texts: [String; 6],
    search: String,
    day: String,
    place: Top,
}

impl Page {
    fn new() -> Self {
        let texts = ["", "集成灶 JJZ-900-B2", "138****51", "洗碗机　WQP12-H5", "", "门封开裂，厨房木地板被泡"];
        Self {
            texts: texts.map(str::to_owned),
            search: String::new(),
            day: "2026-04-09 10:21".to_owned(),
            place: Top::default(),
        }
    }
}

fn gallery(theme: Theme, scale: f32) -> Screen<'static, Page> {
    scaled_harness([1440.0, 1080.0], scale, theme, Page::new(), |ui, page| {
        let ground = Tokens::of(ui.ctx()).app;
        CentralPanel::no_frame().frame(Frame::new().fill(ground).inner_margin(Margin::same(16))).show(ui, |ui| {
            ui.columns(3, |columns| {
                for (column, part) in columns.iter_mut().zip([left as fn(&mut Ui, &mut Page), middle, right]) {
                    part(column, page);
                }
            });
        });
    })
}

fn left(ui: &mut Ui, page: &mut Page) {
    card(ui, |ui| {
        caption(ui, "按钮", Some(("高 30，圆角 6", Tone::Neutral)));
        for row in 0..4 {
            ui.horizontal(|ui| {
                let make = |label| match row {
                    0 => Button::primary(label),
                    1 => Button::secondary(label),
                    2 => Button::light(label),
                    _ => Button::danger(label),
                };
                make("派单").ui(ui);
                make("催办").icon(icons::BELL_RINGING).key("U").ui(ui);
                make("禁用").blocked(Some("还缺产品照片")).ui(ui);
                make("导出").busy(true).ui(ui);
                make("小按钮").small().ui(ui);
            });
        }
        ui.horizontal(|ui| {
            Button::primary("保存并派单").icon(icons::PAPER_PLANE_TILT).key("Ctrl ↵").ui(ui);
            Button::danger_solid("作废工单").ui(ui);
            icon_button(ui, icons::DOTS_THREE.bold(), "更多", None);
            icon_button(ui, icons::MOON, "深色", None);
        });
    });
    card(ui, |ui| {
        caption(ui, "输入框", Some(("缺 1 项", Tone::Warn)));
        let [empty_text, model, phone, fixed, off, long] = &mut page.texts;
        Field::new("客户姓名", empty_text).label_width(78.0).hint("输入姓名").required(true).ui(ui);
        Field::new("型号", model)
            .label_width(78.0)
            .lead(icons::BARCODE)
            .adorn(Adorn::Mark(icons::CHECK_CIRCLE.fill(), "已识别", Tone::Ok))
            .ui(ui);
        Field::new("电话", phone)
            .label_width(78.0)
            .error(Some("手机号应为 11 位"))
            .adorn(Adorn::Chip("命中 1 位老客户", Tone::Warn))
            .ui(ui);
        Field::new("品类", fixed).label_width(78.0).fixed(true).adorn(Adorn::Text("归属 嘉兴分部")).ui(ui);
        Field::new("附件", off)
            .label_width(78.0)
            .blocked(Some("先保存草稿"))
            .hint("拖入照片")
            .adorn(Adorn::Key("Ctrl U"))
            .ui(ui);
        Field::new("描述", long).label_width(78.0).rows(3).height(76.0).ui(ui);
        let items = [Pick { key: "hotline".into(), label: "400 热线".into(), ..Pick::default() }];
        PickList::new("渠道", &items, Some("hotline"), &|search, typed| search.contains(typed))
            .label_width(78.0)
            .remark("按地址")
            .ui(ui);
        let words = MonthWords {
            weekdays: ["一", "二", "三", "四", "五", "六", "日"],
            title: &|year, month| format!("{year} 年 {month} 月"),
            previous: "上个月",
            next: "下个月",
            open: "选择日期",
        };
        let today = chrono::NaiveDate::from_ymd_opt(2026, 4, 9).expect("a day");
        When::new("来电时间", &mut page.day, words, today).label_width(78.0).ui(ui);
        ui.horizontal(|ui| one_of(ui, &["无", "轻伤", "重伤 / 死亡"], Some(0)));
        ui.horizontal(|ui| any_of(ui, &["维修", "换机", "退机", "赔偿"], |at| at % 2 == 1));
        ui.horizontal(|ui| {
            check_box(ui, "仅看我的", true);
            check_box(ui, "含已归档", false);
        });
        ui.horizontal(|ui| {
            filter(ui, "大区", "全部", &["华东", "华南"], None);
            filter(ui, "阶段", "全部", &["处理", "答复"], Some(0));
        });
        let key = Some("Ctrl K");
        Search { hint: "搜索编号、客户、电话、条码", key, clear: "清除", width: 330.0 }.ui(
            ui,
            "search",
            &mut page.search,
        );
    });
}

fn middle(ui: &mut Ui, page: &mut Page) {
    card(ui, |ui| {
        caption(ui, "芯片、级别、阶段、时限", None);
        let t = Tokens::of(ui.ctx());
        ui.horizontal(|ui| {
            let classes = [("质量", 0), ("客诉", 2), ("服务", 3), ("竞品", 4)];
            for (word, at) in classes {
                class_chip(ui, word, t.chart[at], false);
            }
            class_chip(ui, "事故", Color32::TRANSPARENT, true);
        });
        ui.horizontal(|ui| {
            for (word, tone) in
                [("处理", Tone::Neutral), ("启用", Tone::Ok), ("请假", Tone::Warn), ("监管", Tone::Purple)]
            {
                Chip::new(word, tone).ui(ui);
            }
            Chip::new("筛选", Tone::Accent).closable().ui(ui);
            Chip::new("批量预警", Tone::Danger).icon(icons::STACK).ui(ui);
            key_cap(ui, "Ctrl K");
            key_cap(ui, "↵");
        });
        ui.horizontal(|ui| {
            grade(ui, 1, Tone::Neutral, "一般");
            grade(ui, 2, Tone::Neutral, "大区级");
            grade(ui, 3, Tone::Purple, "监管申诉");
            grade(ui, 2, Tone::Danger, "特殊重大");
        });
        ui.horizontal(|ui| (0..=5).for_each(|at| drop(mini(ui, at, 6, "阶段"))));
        ui.horizontal(|ui| {
            for (text, used, pressure) in deadlines() {
                Deadline { text, used, pressure, tick: 0.9 }.ui(ui, 100.0);
            }
        });
        let names = ["受理", "派单", "处理", "答复", "回访", "结案"];
        let stops = names.map(|name| Stop { name, time: if name == "处理" { "37 时 53 分" } else { "—" } });
        big(ui, &stops, 2);
        let near = Deadline { text: "3 时 07 分", used: 0.92, pressure: Pressure::Near, tick: 0.9 };
        let words = CardWords {
            lead: "处理阶段剩余",
            until: "今日 13:31 前提交处理结果",
            began: "04-07 20:31 派单",
            used: "已用 92 %　限 41 时",
        };
        deadline_card(ui, &near, &words);
        evidence(ui, "环境照片", (6, 5), 72.0);
        evidence(ui, "产品照片", (4, 5), 72.0);
    });
    card(ui, |ui| {
        caption(ui, "列表行", None);
        ui.allocate_ui(vec2(ui.available_width(), 350.0), |ui| {
            ui.set_min_height(350.0);
            rows(ui, &mut page.place);
        });
    });
    tabs(
        ui,
        &[Tab { label: "概览", note: "" }, Tab { label: "表单", note: "3 / 5" }, Tab { label: "动态", note: "14" }],
        1,
    );
}

fn deadlines() -> [(&'static str, f32, Pressure); 4] {
    [
        ("剩 4 时 22 分", 0.6, Pressure::Normal),
        ("剩 16 分", 0.95, Pressure::Near),
        ("超时 41 分", 1.2, Pressure::Over),
        ("等用户回电", 0.45, Pressure::Paused),
    ]
}

fn rows(ui: &mut Ui, place: &mut Top) {
    let odd = [(0, size::GROUP), (4, size::GROUP)];
    Rows::new(1_000_000, size::ROW).odd(&odd).show(ui, place, |ui, at, rect| {
        let t = Tokens::of(ui.ctx());
        if at == 0 || at == 4 {
            let head = if at == 0 { ("已超时", t.danger) } else { ("今日到期", t.sec) };
            paint_group(ui, rect, head, "3", true);
            return;
        }
        let response = row_response(ui, rect, at);
        response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, format!("工单 {at}")));
        let look = RowLook { hovered: at == 3, selected: at == 2, focused: at == 2, ring: at == 5 };
        paint_row(ui, rect, look);
        let p = ui.painter();
        let inner = rect.shrink2(vec2(16.0, 4.0));
        kesu::ui::widgets::paint::text_in(p, inner.with_max_y(rect.center().y), "林佩珊", font::body_medium(), t.text);
        kesu::ui::widgets::paint::text_in(p, inner.with_min_y(rect.center().y), "KS2604-0137", font::meta(), t.ter);
        let (text, used, pressure) = deadlines()[at % 4];
        let cell = egui::Rect::from_center_size(rect.right_center() - vec2(80.0, 0.0), vec2(116.0, 30.0));
        Deadline { text, used, pressure, tick: 0.9 }.paint(p, cell, look.selected, t);
        let chip = egui::pos2(rect.left() + 110.0, rect.center().y);
        kesu::ui::widgets::chip::paint_class_chip(p, chip, ("质量", t.chart[0], at == 2), t);
        kesu::ui::widgets::track::paint_mini(p, chip + vec2(70.0, 0.0), (2, 6), look.selected, t);
    });
}

fn right(ui: &mut Ui, _: &mut Page) {
    card(ui, |ui| {
        caption(ui, "断线与错误", None);
        banner(ui, (Tone::Warn, icons::CLOUD_SLASH), "共享数据库已断开 2 分钟，现为只读", &["立即重连"]);
        banner(
            ui,
            (Tone::Danger, icons::WARNING_CIRCLE.fill()),
            "打印失败：三楼客服 A4 黑白 缺纸",
            &["导出 PDF", "继续打印"],
        );
        banner(ui, (Tone::Accent, icons::USERS_THREE), "顾明远 刚刚修改了“核定损失”", &["查看差异", "保留我的"]);
        let (bar, _) = ui.allocate_exact_size(vec2(ui.available_width(), 6.0), Sense::hover());
        paint_progress(ui.painter(), bar, 0.63, Tokens::of(ui.ctx()));
    });
    card(ui, |ui| {
        ui.allocate_ui(vec2(ui.available_width(), 170.0), |ui| {
            ui.set_min_height(170.0);
            empty(ui, icons::CHECK_CIRCLE, ("没有超时工单", "最近一单临近超时：还剩 10 分"), |ui| {
                Button::secondary("查看临近超时").icon(icons::ARROW_RIGHT).ui(ui)
            });
        });
    });
    card(ui, |ui| {
        ui.allocate_ui(vec2(ui.available_width(), 138.0), |ui| {
            ui.set_min_height(138.0);
            skeleton(ui, size::ROW);
        });
    });
    toned_card(ui, Tone::Warn, |ui| {
        group_head(ui, 1, "来电与客户", GroupState::Done);
        group_head(ui, 3, "问题与诉求", GroupState::Current);
        group_head(ui, 4, "派单", GroupState::Later);
    });
    card(ui, |ui| {
        ui.set_max_width(204.0);
        nav::group(ui, "工单");
        let place = |icon, label, count, counter| Place { icon, label, count, counter, key: None };
        nav::item(ui, &place(icons::TRAY, "我的待办", "23", Counter::Quiet), true);
        nav::item(ui, &place(icons::LIST_BULLETS, "全部在办", "148", Counter::Quiet), false);
        nav::item(ui, &place(icons::CLOCK_COUNTDOWN, "已超时", "9", Counter::Alarm), false);
        nav::item(ui, &place(icons::WARNING, "临近超时", "14", Counter::Warn), false);
        ui.horizontal(|ui| {
            nav::rail_item(ui, &place(icons::TRAY, "待办", "23", Counter::Quiet), true);
            nav::rail_item(ui, &place(icons::WARNING, "超时", "9", Counter::Alarm), false);
            let (rect, _) = ui.allocate_exact_size(vec2(30.0, 30.0), Sense::hover());
            paint_avatar(ui.painter(), rect.center(), 14.0, "周晓岚", Tokens::of(ui.ctx()));
        });
        ui.horizontal(|ui| {
            status(ui, None, "已选 1 / 23");
            status(ui, Some((icons::CHECK_CIRCLE.fill(), Tone::Ok)), "10:24 已同步");
        });
    });
}

#[test]
fn every_widget_is_drawn_in_both_themes_and_at_one_and_a_half() {
    for (theme, scale, name) in
        [(Theme::Light, 1.0, "gallery-light"), (Theme::Dark, 1.0, "gallery-dark"), (Theme::Light, 1.5, "gallery-150")]
    {
        let mut screen = gallery(theme, scale);
        screen.run_steps(3);
        let image = screen.image();
        let ground = Tokens::by(theme).app.to_array();
        let bare = image.pixels().filter(|pixel| pixel.0[..3] == ground[..3]).count();
        let share = bare as f64 / f64::from(image.width() * image.height());
        assert!((0.02..0.5).contains(&share), "{name}: {share:.2} of the page is bare ground");
        screen.save_png(name);
    }
}
