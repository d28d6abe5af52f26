//! First run, print, settings and import: the main path of each, by the words on screen.

use std::path::PathBuf;

use egui::{Key, Modifiers, Theme, Vec2};
use egui_kittest::kittest::{NodeT, Queryable};
use kesu::app::House;
use kesu::app::paperwork::{Office, Paperwork, Print};
use kesu::domain::Field;
use kesu::domain::event::SheetKind;
use kesu::exchange::dry_run::{RunContext, dry_run};
use kesu::exchange::mapping::guess_table;
use kesu::exchange::table::{ReadFault, ReadLimits, table_from_bytes};
use kesu::exchange::target::Target;
use kesu::paper::{FontSet, PrintMode};
use kesu::text::{Lang, Texts};
use kesu::ui::case::CaseScreen;
use kesu::ui::first_run::{FirstRunScreen, first_run_ui};
use kesu::ui::import::{ImportScreen, import_ui};
use kesu::ui::incident::Goal;
use kesu::ui::print::{NoPrinter, PrintScreen, print_ui};
use kesu::ui::settings::{SettingsScreen, settings_ui};
use kesu::ui::{Action, Fetch, Output, Route, ThemeChoice};

use crate::painter::{Screen, harness};
use crate::store::{Desk, at};
use crate::world::{NOW, World};

/// A screen's state in its world.
pub struct Window<S> {
    pub state: S,
    pub world: World,
}

pub const WIDE: [f32; 2] = [1236.0, 856.0];

fn window<'a, S: 'a>(
    (state, lang): (S, Lang),
    size: impl Into<Vec2>,
    theme: Theme,
    route: Route,
    draw: impl Fn(&mut egui::Ui, &kesu::ui::Cx<'_>, &mut S) + 'a,
) -> Screen<'a, Window<S>> {
    let start = Window { state, world: World::new(lang) };
    harness(size, theme, start, move |ui, window: &mut Window<S>| {
        let Window { state, world } = window;
        world.draw(route, |cx| draw(ui, cx, state));
    })
}

fn first_run<'a>(size: [f32; 2], theme: Theme, lang: Lang) -> Screen<'a, Window<FirstRunScreen>> {
    window((FirstRunScreen::default(), lang), size, theme, Route::FirstRun, first_run_ui)
}

#[test]
fn the_first_screen_begins_by_key_and_by_click() {
    let mut screen = first_run([1440.0, 900.0], Theme::Light, Lang::Zh);
    screen.run();
    screen.key_press(Key::Num1);
    screen.run();
    assert!(matches!(screen.state().world.wanted.as_slice(), [Action::FillDemo { cases: 1286 }]));
    screen.state_mut().world.wanted.clear();
    screen.get_by_label("从空白开始").click();
    screen.run();
    assert!(matches!(screen.state().world.wanted.as_slice(), [Action::StartEmpty]));
    screen.state_mut().world.wanted.clear();
    screen.key_press(Key::Num2);
    screen.run();
    assert!(matches!(screen.state().world.wanted.as_slice(), [Action::StartEmpty, Action::Go(Route::Import)]));
    screen.get_by_label_contains("/home/zhou/kesu.db");
}

#[test]
fn nothing_begins_twice_while_demo_data_are_made() {
    let mut screen = first_run([1440.0, 900.0], Theme::Light, Lang::Zh);
    screen.state_mut().state.busy = true;
    screen.step();
    screen.get_by_label("载入演示数据").click();
    screen.key_press(Key::Enter);
    screen.step();
    screen.step();
    assert!(screen.state().world.wanted.is_empty());
}

const SHEET: &str = "客户姓名,联系电话,产品型号,故障描述,来电日期,经办\n\
王女士,13812345678,JSQ25-C12,进水接头漏水,2026-04-01,甲\n\
李先生,13912345678,CXW-268-T7,异响,2026-13-01,乙\n\
王女士,13812345678,JSQ25-C12,进水接头漏水,2026-04-01,甲\n\
赵女士,12345,RO-800G,出水异味,2026-04-03,丙\n";

/// The import as the program leaves it after reading and judging the file.
fn import_state() -> ImportScreen {
    let mut screen = ImportScreen::default();
    let table = table_from_bytes(SHEET.as_bytes(), None, None, &ReadLimits::default()).unwrap();
    screen.path = Some(PathBuf::from("/tmp/3 月台账.csv"));
    let mut mapping = guess_table(&table);
    mapping.choose(4, Some(Target::Field(Field::ReceivedAt)));
    screen.mapping = Some(mapping);
    screen.table = Some(table);
    judge(&mut screen);
    screen
}

fn judge(screen: &mut ImportScreen) {
    let context = RunContext { now: at(NOW), known: &|_| None, progress: &|_| true };
    screen.run = Some(dry_run(screen.table.as_ref().unwrap(), screen.mapping.as_ref().unwrap(), &context));
}

fn import<'a>(state: ImportScreen, size: [f32; 2], theme: Theme, lang: Lang) -> Screen<'a, Window<ImportScreen>> {
    window((state, lang), size, theme, Route::Import, import_ui)
}

#[test]
fn rows_are_judged_shown_and_written() {
    let mut screen = import(import_state(), WIDE, Theme::Light, Lang::Zh);
    screen.run();
    for told in ["可导入 2", "不能导入 1", "重复 1"] {
        screen.get_by_label(told);
    }
    screen.get_by_label("不能导入").click();
    screen.run();
    screen.get_by_label("3 来电日期 日历上没有这一天 2026-13-01");
    screen.get_by_label("重复").click();
    screen.run();
    screen.get_by_label_contains("与第 2 行重复");
    screen.get_by_label("写入 2 单").click();
    screen.run();
    assert!(matches!(screen.state().world.wanted.as_slice(), [Action::WriteImport]));
    screen.state_mut().state.written = Some((2, 2));
    screen.state_mut().state.finished = true;
    screen.state_mut().state.report = Some(PathBuf::from("/tmp/3 月台账-report.csv"));
    screen.run();
    screen.get_by_label_contains("3 月台账-report.csv");
    screen.get_by_label("查看工单").click();
    screen.run();
    assert!(matches!(screen.state().world.wanted.last(), Some(Action::OpenList(_))));
}

/// The recognised encoding and separator are shown; another one is picked and the file is wanted again.
#[test]
fn a_text_file_can_be_read_in_another_encoding() {
    let mut screen = import(import_state(), WIDE, Theme::Light, Lang::Zh);
    screen.run();
    screen.get_by_label("分隔符 自动（逗号）");
    screen.get_by_label("编码 自动（UTF-8）").click();
    screen.run();
    screen.get_by_label("GB18030").click();
    screen.run();
    let [Action::ReadImportAs { path, reading }] = screen.state().world.wanted.as_slice() else { panic!() };
    assert_eq!(path, &PathBuf::from("/tmp/3 月台账.csv"));
    assert_eq!((reading.encoding, reading.delimiter), (Some("gb18030"), None));

    let mut refused = import(ImportScreen::default(), WIDE, Theme::Light, Lang::Zh);
    refused.state_mut().state.path = Some(PathBuf::from("/tmp/台账.csv"));
    refused.state_mut().state.fault = Some(ReadFault::NotATable);
    refused.run();
    refused.get_by_label("编码 自动");

    let mut book = import_state();
    book.path = Some(PathBuf::from("/tmp/台账.xlsx"));
    book.table.as_mut().unwrap().encoding = None;
    let mut book = import(book, WIDE, Theme::Light, Lang::Zh);
    book.run();
    assert!(book.query_by_label_contains("编码").is_none(), "a workbook has no encoding to choose");
}

#[test]
fn another_target_is_picked_by_initials_and_judged_anew() {
    let mut screen = import(import_state(), WIDE, Theme::Light, Lang::Zh);
    screen.run();
    screen.get_by_role_and_label(egui::Role::ComboBox, "经办").focus();
    screen.run();
    screen.event(egui::Event::Text("wbbh".to_owned()));
    screen.run();
    screen.key_press(Key::Enter);
    screen.run();
    let state = &screen.state().state;
    assert_eq!(state.mapping.as_ref().unwrap().target(5), Some(Target::Field(Field::ExternalNumber)));
    assert!(state.run.is_none(), "the old result no longer holds");
    assert!(matches!(screen.state().world.wanted.as_slice(), [Action::DryRun]));
    screen.get_by_label("写入 0 单").click();
    screen.step();
    assert_eq!(screen.state().world.wanted.len(), 1, "nothing is written before the rows are judged");
}

#[test]
fn a_mapping_is_remembered_by_name() {
    let mut screen = import(import_state(), WIDE, Theme::Light, Lang::Zh);
    screen.run();
    screen.get_by_label("对应关系名称").focus();
    screen.run();
    screen.event(egui::Event::Text("门店月报".to_owned()));
    screen.run();
    screen.get_by_label("记住这套对应关系").click();
    screen.run();
    let [Action::SaveMapping { name, text }] = screen.state().world.wanted.as_slice() else {
        panic!("{:?}", screen.state().world.wanted)
    };
    assert_eq!(name, "门店月报");
    let mapping = kesu::exchange::mapping::Mapping::from_toml(text).unwrap();
    assert!(mapping.column_of(Target::Field(Field::Phone)).is_some());
}

#[test]
fn a_file_that_is_refused_says_why_and_asks_for_another() {
    let mut screen = import(ImportScreen::default(), WIDE, Theme::Light, Lang::Zh);
    screen.run();
    screen.get_by_label("把表格拖到这里，或选择文件");
    screen.state_mut().state.fault = Some(ReadFault::PasswordProtected);
    screen.run();
    screen.get_by_label("文件设有打开密码，请另存一份不带密码的再导入");
    screen.get_by_label("重新选择").click();
    screen.run();
    assert!(matches!(screen.state().world.wanted.as_slice(), [Action::PickImport]));
}

/// A case on the print screen with its first form laid out, as the program does it.
pub fn print_state(typed: &[(Field, &str)]) -> (PrintScreen, CaseScreen) {
    let mut desk = Desk::new();
    let case = desk.log(typed, "2026-04-07 09:00");
    let file = desk.run(case, crate::store::dispatch(), "2026-04-07 10:00").unwrap();
    let world = World::new(Lang::Zh);
    let office = Office {
        organisation: &world.organisation,
        places: &world.places,
        company: "澄屿电器集团有限公司",
        house: &House::default(),
        me: "周晓岚",
        now: at(NOW),
    };
    let content = Paperwork::of(SheetKind::Feedback, &file, &office).unwrap();
    let fonts = FontSet::load().unwrap();
    let print = Print { document: "", nth: 1, mode: PrintMode::Prefilled };
    let mut screen = PrintScreen::default();
    screen.wait_for(case, SheetKind::Feedback);
    screen.sheet = Some(content.sheet(&file.case.number, print, &office, &fonts).unwrap());
    screen.missing = kesu::app::missing(&Texts::new(Lang::Zh), &content, SheetKind::Feedback, &file.case);
    screen.fonts = Some(fonts);
    screen.waiting = false;
    screen.take_printers(Ok((vec!["三楼客服 A4 黑白".to_owned(), "五楼".to_owned()], None)), "");
    let case = CaseScreen { file: Fetch::Here(Box::new(file)), ..CaseScreen::default() };
    (screen, case)
}

pub type Printing = (PrintScreen, CaseScreen);

pub fn print<'a>(state: Printing, size: [f32; 2], theme: Theme, lang: Lang) -> Screen<'a, Window<Printing>> {
    let fonts = state.0.fonts.clone();
    window((state, lang), size, theme, Route::Print, move |ui, cx, (screen, case): &mut Printing| {
        if let Some(fonts) = &fonts {
            kesu::ui::paper_view::install_paper_fonts(ui.ctx(), fonts);
        }
        print_ui(ui, cx, screen, case);
    })
}

fn papers(window: &Window<Printing>) -> Vec<(SheetKind, Output)> {
    let wanted = window.world.wanted.iter();
    wanted
        .filter_map(
            |want| {
                if let Action::Paper { sheet, output, .. } = want { Some((*sheet, output.clone())) } else { None }
            },
        )
        .collect()
}

#[test]
fn a_sheet_is_previewed_checked_and_handed_out() {
    let mut screen = print(print_state(&[]), WIDE, Theme::Light, Lang::Zh);
    screen.run();
    assert_eq!(papers(screen.state()), [(SheetKind::Feedback, Output::Preview)], "asked for once");
    assert!(!screen.state().state.0.missing.is_empty());
    let missing = screen.state().state.0.missing[0].clone();
    assert_eq!((missing.label.as_str(), missing.goal), ("大区/省/市", Goal::Fact(Field::Address)));
    screen.get_by_label(&missing.label).click();
    screen.run();
    let goal = screen.state().world.wanted.iter().find_map(|want| match want {
        Action::FillIn { goal, .. } => Some(*goal),
        _ => None,
    });
    assert_eq!(goal, Some(missing.goal));
    screen.get_by_label("打印草稿").click();
    screen.run();
    screen.key_press_modifiers(Modifiers::COMMAND, Key::E);
    screen.run();
    screen.get_by_label("打开 PDF").click();
    screen.run();
    screen.get_by_label_contains("派工单").click();
    screen.run();
    let expected = [
        Output::Preview,
        Output::Print { printer: Some("三楼客服 A4 黑白".to_owned()), copies: 1 },
        Output::SaveAs,
        Output::OpenInViewer,
        Output::Preview,
    ];
    let wanted: Vec<Output> = papers(screen.state()).into_iter().map(|(_, output)| output).collect();
    assert_eq!(wanted, expected);
    assert_eq!(papers(screen.state())[4].0, SheetKind::Dispatch);
    assert!(screen.query_by_label_contains("督办单").is_none(), "the case was not urged");
}

#[test]
fn the_printer_is_chosen_by_name_and_without_one_nothing_is_printed() {
    let mut screen = print(print_state(&[]), WIDE, Theme::Light, Lang::Zh);
    screen.run();
    screen.get_by_label("打印机").click();
    screen.run();
    screen.get_by_label("五楼").click();
    screen.run();
    assert!(matches!(screen.state().world.wanted.last(), Some(Action::SetPrinter(name)) if name == "五楼"));

    let (mut state, case) = print_state(&[]);
    state.take_printers(Err(NoPrinter::NoneSetUp), "五楼");
    let mut screen = print((state, case), WIDE, Theme::Light, Lang::Zh);
    screen.run();
    let button = screen.get_by_label("打印草稿");
    let node = button.accesskit_node();
    assert!(node.is_disabled());
    assert_eq!(node.data().description(), Some("没有打印机，请先在系统里添加"));
    screen.key_press_modifiers(Modifiers::COMMAND, Key::P);
    screen.run();
    assert_eq!(
        papers(screen.state()),
        [(SheetKind::Feedback, Output::Preview)],
        "the key does no more than the button"
    );
    screen.save_png("print-no-printer");
}

#[test]
fn without_a_case_the_print_screen_says_how_to_choose_one() {
    let state = (PrintScreen::default(), CaseScreen::default());
    let mut screen = print(state, WIDE, Theme::Light, Lang::Zh);
    screen.run();
    screen.get_by_label("选择工单，打印它的表单");
    screen.get_by_label("工单台").click();
    screen.run();
    assert!(matches!(screen.state().world.wanted.as_slice(), [Action::Go(Route::Worklist)]));
}

fn settings<'a>(size: [f32; 2], theme: Theme, lang: Lang) -> Screen<'a, Window<SettingsScreen>> {
    let mut state = SettingsScreen::default();
    state.open("周晓岚", ["澄屿电器集团有限公司", "", "", "", "", ""].map(str::to_owned));
    window((state, lang), size, theme, Route::Settings, settings_ui)
}

fn heard(screen: &Screen<'_, Window<SettingsScreen>>, is: impl Fn(&Action) -> bool) -> bool {
    screen.state().world.wanted.iter().any(is)
}

#[test]
fn name_language_and_looks_are_kept_and_the_rules_are_shown() {
    let mut screen = settings(WIDE, Theme::Light, Lang::Zh);
    screen.run();
    screen.get_by_label("姓名").focus();
    screen.run();
    screen.event(egui::Event::Text("丽".to_owned()));
    screen.run();
    screen.key_press_modifiers(Modifiers::COMMAND, Key::S);
    screen.run();
    assert!(matches!(screen.state().world.wanted.last(), Some(Action::SetMe(name)) if name.contains('丽')));
    screen.get_by_label("English").click();
    screen.run();
    assert!(heard(&screen, |want| matches!(want, Action::SetLang(Lang::En))));
    screen.get_by_label("深色").click();
    screen.run();
    assert!(heard(&screen, |want| matches!(want, Action::SetTheme(ThemeChoice::Dark))));
    screen.get_by_label("时限与制度").click();
    screen.run();
    screen.get_by_label("T02 派单 全部 4 时 进入环节时");
    screen.get_by_label("分部与责任人").click();
    screen.run();
    screen.get_by_label("节假日").click();
    screen.run();
    screen.get_by_label("国庆节 10-01 – 10-07 09-20、10-10");
    screen.get_by_label("关于").click();
    screen.run();
    screen.get_by_label("版本 0.1.0");
}

/// Pictures for the eye: `cargo test --test it screens::looks -- --ignored`.
#[test]
#[ignore = "writes pictures"]
fn looks() {
    let sizes = [
        (WIDE, Theme::Light, Lang::Zh),
        ([1716.0, 1036.0], Theme::Dark, Lang::Zh),
        ([908.0, 556.0], Theme::Light, Lang::En),
    ];
    for (size, theme, lang) in sizes {
        let name = |screen: &str| format!("{screen}-{}", size[0]);
        let mut screen = first_run([size[0] + 204.0, size[1]], theme, lang);
        screen.run();
        screen.save_png(&name("first-run"));
        let mut screen = import(import_state(), size, theme, lang);
        screen.run();
        screen.save_png(&name("import"));
        let mut screen = print(print_state(&[(Field::Model, "JSQ25-C12")]), size, theme, lang);
        screen.run();
        screen.save_png(&name("print"));
        let mut screen = settings(size, theme, lang);
        for (at, page) in ["desk", "rules", "organisation", "calendar", "about"].iter().enumerate() {
            let label = screen.state().world.texts.name("settings", page);
            screen.run();
            if at > 0 {
                screen.get_by_label(&label).click();
            }
            screen.run();
            screen.save_png(&name(&format!("settings-{page}")));
        }
    }
}

/// A copy of the rule book opens with its values, asks what it would move, and is not saved before (A17).
#[test]
fn a_copy_of_the_rule_book_is_looked_at_before_it_is_saved() {
    let mut screen = settings(WIDE, Theme::Light, Lang::Zh);
    screen.run();
    screen.get_by_label("时限与制度").click();
    screen.run();
    assert!(heard(&screen, |want| matches!(want, Action::ReadRuleBooks)));
    screen.get_by_label("复制并编辑").click();
    screen.run();
    screen.save_png("settings-rules-edit");
    screen.get_by_label("预览影响").click();
    screen.run();
    assert!(heard(&screen, |want| matches!(want, Action::RuleBookMoves(text) if text.contains("version = 2"))));
    screen.key_press_modifiers(Modifiers::COMMAND, Key::S);
    screen.run();
    assert!(!heard(&screen, |want| matches!(want, Action::SaveRuleBook(_))), "nobody has reviewed it");
    screen.get_by_label("放弃").click();
    screen.run();
    screen.get_by_label("复制并编辑");
}
