//! The print screen: what was issued of a form, what has changed since, and the weekly register.

use egui::Theme;
use egui_kittest::kittest::Queryable;
use kesu::app::issuing::content;
use kesu::app::paperwork::{Office, Paperwork};
use kesu::domain::Field;
use kesu::domain::event::SheetKind;
use kesu::domain::holder::{FormCopy, Holder};
use kesu::store::{CaseFile, Content, HandedOut, Issue, IssueCopy, IssueMode, Kept, Way};
use kesu::text::Lang;
use kesu::ui::standing::Standings;
use kesu::ui::{Action, Fetch, Output};

use crate::screens::{Printing, WIDE, Window, print, print_state};
use crate::store::at;
use crate::world::{NOW, World};

fn office<'a>(world: &'a World, house: &'a kesu::app::House) -> Office<'a> {
    let (organisation, places) = (&world.organisation, &world.places);
    Office { organisation, places, company: "澄屿电器集团有限公司", house, me: "周晓岚", now: at(NOW) }
}

fn issue(file: &CaseFile, nth: u32, content: Content, newer: Option<String>) -> Issue {
    Issue {
        document: format!("{}-F1-{nth:02}", file.case.number),
        of: Some((file.id, SheetKind::Feedback)),
        nth,
        mode: Some(IssueMode::Final),
        form_no: content.form_no,
        version: content.version,
        pages: 1,
        data: content.data,
        hash: content.hash,
        pdf: "ab".repeat(32),
        copies: Vec::new(),
        printed: 2,
        outs: Vec::new(),
        at: at("2026-04-08 09:40"),
        by: "沈嘉树".to_owned(),
        newer,
        kept: Kept::Here,
    }
}

/// Form 1 was issued twice; then the model was corrected.
fn changed() -> Printing {
    let (screen, mut case) = print_state(&[(Field::Model, "JSQ25-C12")]);
    let (world, house) = (World::new(Lang::Zh), kesu::app::House::default());
    let mut file = case.file.value().unwrap().clone();
    let told = |file: &CaseFile| {
        content(&Paperwork::of(SheetKind::Feedback, file, &office(&world, &house)).unwrap(), IssueMode::Final)
    };
    let (first, second) = (told(&file), told(&file));
    let last = format!("{}-F1-02", file.case.number);
    file.issues = vec![issue(&file, 1, first, Some(last)), issue(&file, 2, second, None)];
    file.case.facts.set(Field::Model, "JSQ30-C16").unwrap();
    let sheets = kesu::app::standing::standings(&file, &office(&world, &house));
    case.standings = Standings { of: Some((file.id, file.case.revision, (0, 0))), sheets };
    case.file = Fetch::Here(file);
    (screen, case)
}

fn wanted(window: &Window<Printing>) -> impl Iterator<Item = &Action> {
    window.world.wanted.iter()
}

#[test]
fn paper_that_says_something_else_is_named_and_issued_anew() {
    let mut screen = print(changed(), WIDE, Theme::Light, Lang::Zh);
    screen.run();
    screen.get_by_label_contains("打印后变更 1 处");
    screen.get_by_label("打印后工单有 1 处变更，纸上内容与工单不一致");
    screen.get_by_label("型号：JSQ25-C12 → JSQ30-C16");
    screen.get_by_label("按现有内容重新开具").click();
    screen.run();
    let anew = |want: &Action| {
        matches!(want, Action::IssueAnew { sheet: SheetKind::Feedback, output: Output::OpenInViewer, .. })
    };
    assert_eq!(wanted(screen.state()).filter(|want| anew(want)).count(), 1);

    screen.get_by_label("全部").click();
    screen.run();
    let number = screen.state().state.1.file.value().unwrap().case.number.clone();
    screen.get_by_label(&format!("{number}-F1-02 现行"));
    screen.get_by_label(&format!("{number}-F1-01 已作废，由 {number}-F1-02 取代"));
    // Beside the sheet stands a button of the same name; in the dialog each issue has one, the newest first.
    let opens: Vec<_> = screen.get_all_by_label("打开 PDF").collect();
    assert_eq!(opens.len(), 3);
    opens[2].click();
    screen.run();
    let out = wanted(screen.state()).find_map(|want| match want {
        Action::HandOut { document, is_void, whose: None, output } => {
            Some((document.clone(), *is_void, output.clone()))
        }
        _ => None,
    });
    assert_eq!(out, Some((format!("{number}-F1-01"), true, Output::OpenInViewer)));
}

#[test]
fn an_issue_tells_who_was_handed_which_copy_and_gives_one_copy_again() {
    let (screen, mut case) = changed();
    let mut file = case.file.value().unwrap().clone();
    let last = file.issues.last_mut().unwrap();
    let copy = |copy: FormCopy| IssueCopy { copy, pages: 1, pdf: "cd".repeat(32) };
    let (house, outlet) = (FormCopy::usual(Holder::Headquarters), FormCopy::on_wish(Holder::Outlet));
    last.copies = vec![copy(house), copy(outlet)];
    let out = |time: &str, by: &str, way, copy| HandedOut { at: at(time), by: by.to_owned(), way, copy };
    last.outs = vec![
        out("2026-04-08 09:40", "沈嘉树", Way::Printer, None),
        out("2026-04-08 15:05", "周晓岚", Way::File, Some(Holder::Outlet)),
    ];
    last.printed = 3;
    case.file = Fetch::Here(file);
    let mut screen = print((screen, case), WIDE, Theme::Light, Lang::Zh);
    screen.run();
    screen.get_by_label("全部").click();
    screen.run();
    screen.save_png("print-issue-history");
    screen.get_by_label_contains("沈嘉树 打印 总部存档联");
    screen.get_by_label_contains("周晓岚 导出文件 网点联");
    screen.get_by_label_contains("另有 1 次由较早的版本给出");
    screen.get_by_label("网点联 1 页　需要时打印");
    screen.get_by_label("打印（网点联）").click();
    screen.run();
    let number = screen.state().state.1.file.value().unwrap().case.number.clone();
    let out: Vec<_> = wanted(screen.state())
        .filter_map(|want| match want {
            Action::HandOut { document, is_void: false, whose, output } => {
                Some((document.clone(), *whose, output.clone()))
            }
            _ => None,
        })
        .collect();
    let printed = Output::Print { printer: Some("三楼客服 A4 黑白".to_owned()), copies: 1 };
    assert_eq!(out, [(format!("{number}-F1-02"), Some(Holder::Outlet), printed)]);

    // A click on its line folds an issue, another one unfolds it.
    screen.get_by_label(&format!("{number}-F1-02 现行")).click();
    screen.run();
    assert!(screen.query_by_label("打印（网点联）").is_none());
}

#[test]
fn the_weekly_register_is_chosen_by_region_and_week() {
    let mut state = print_state(&[]);
    let region = World::new(Lang::Zh).organisation.regions[1].clone();
    state.0.register_region.clone_from(&region);
    let mut screen = print(state, WIDE, Theme::Light, Lang::Zh);
    screen.run();
    screen.get_by_label("周汇总表").click();
    screen.run();
    screen.get_by_label("2026 年第 15 周（04-06 至 04-12）");
    screen.get_by_label("上一周").click();
    screen.run();
    screen.get_by_label("2026 年第 14 周（03-30 至 04-05）");
    let opens: Vec<_> = screen.get_all_by_label("打开 PDF").collect();
    opens[opens.len() - 1].click();
    screen.run();
    let asked = wanted(screen.state()).find_map(|want| match want {
        Action::Register { region, days, output } if *output != Output::Preview => {
            Some((region.clone(), *days, output.clone()))
        }
        _ => None,
    });
    let day = |text: &str| text.parse::<chrono::NaiveDate>().unwrap();
    let shown = wanted(screen.state()).filter_map(|want| match want {
        Action::Register { days, output: Output::Preview, .. } => Some(days.0),
        _ => None,
    });
    let weeks: Vec<chrono::NaiveDate> = shown.collect();
    assert_eq!(weeks, ["2026-04-06", "2026-03-30"].map(day), "each week is laid out once, when it is chosen");
    assert_eq!(asked, Some((region, (day("2026-03-30"), day("2026-04-05")), Output::OpenInViewer)));
    assert!(screen.query_by_label("上一周").is_none(), "the dialog is closed");
}
