//! Signed paper that comes back, in the window and from the command line: from the scanned file to 已签回 (Q02).

use std::path::PathBuf;
use std::sync::Arc;

use egui::{Key, Modifiers, Theme};
use egui_kittest::kittest::Queryable;
use kesu::domain::event::SheetKind;
use kesu::domain::returned::{FiledBy, ReturnCommand, ReturnedPage, Unfit, Verdict};
use kesu::domain::{Command, Field};
use kesu::store::{
    ByHand, CaseFile, CaseId, Database, OpenMode, PaperFile, PapersOf, Place, ReturnedRow, Returns, ScanId, ScannedPage,
};
use kesu::text::Lang;
use kesu::ui::case::CaseScreen;
use kesu::ui::print::{PrintScreen, print_ui};
use kesu::ui::{Action, Route};

use crate::cli::Place as Folder;
use crate::importing::Fallen;
use crate::painter::{Screen, harness};
use crate::store::{Desk, at};
use crate::window::{is_at, settings, until, window};
use crate::world::{NOW, World};

const DOCUMENT: &str = "KS2604-0001-F4-01";

struct Printing {
    print: PrintScreen,
    case: CaseScreen,
    world: World,
}

fn screen<'a>(found: Returns, lang: Lang, theme: Theme) -> Screen<'a, Printing> {
    let mut start = Printing { print: PrintScreen::default(), case: CaseScreen::default(), world: World::new(lang) };
    start.print.returns.found.put(Box::new(found));
    harness([1236.0, 856.0], theme, start, |ui, Printing { print, case, world }: &mut Printing| {
        world.draw(Route::Print, |cx| print_ui(ui, cx, print, case));
    })
}

fn row(number: u32, missing: &[u32], twice: &[u32], newer: Option<&str>) -> ReturnedRow {
    ReturnedRow {
        document: format!("KS2604-000{number}-F4-01"),
        of: PapersOf::Case(CaseId(number.into())),
        number: format!("KS2604-000{number}"),
        sheet: SheetKind::Settlement,
        pages: 2,
        missing: missing.to_vec(),
        twice: twice.to_vec(),
        newer: newer.map(str::to_owned),
        picture: "ab".repeat(32),
        at: at(NOW),
    }
}

fn tray(unfit: Unfit, place: Option<Place>) -> ScannedPage {
    ScannedPage {
        id: ScanId(7),
        name: "扫描件 0409-07.pdf".to_owned(),
        page: 3,
        of: 4,
        picture: "cd".repeat(32),
        verdict: Verdict::Tray(unfit),
        place,
        at: at(NOW),
        by: "周晓岚".to_owned(),
        settled: None,
    }
}

/// The case with form 4 printed and these pages of two back.
fn back(pages: &[u32]) -> CaseFile {
    let mut desk = Desk::new();
    let case = desk.log(&[], "2026-04-07 09:00");
    let print =
        Command::RecordPrint { sheet: SheetKind::Settlement, document: DOCUMENT.to_owned(), hash: "a".repeat(64) };
    let mut file = desk.run(case, print, "2026-04-08 09:00").unwrap();
    for &page in pages {
        let (document, picture) = (DOCUMENT.to_owned(), format!("{page:0>64}"));
        let page = ReturnedPage { document, page, pages: 2, picture, by: FiledBy::Code };
        file = desk.run(case, Command::Returned(ReturnCommand::File(page)), "2026-04-09 09:00").unwrap();
    }
    file
}

fn wanted(screen: &Screen<'_, Printing>, is: impl Fn(&Action) -> bool) -> usize {
    screen.state().world.wanted.iter().filter(|action| is(action)).count()
}

#[test]
fn the_queue_says_how_far_each_document_is_q02() {
    let newer = Some("KS2604-0004-F4-02");
    let back = vec![row(1, &[], &[], None), row(2, &[2], &[], None), row(3, &[], &[1], None), row(4, &[], &[], newer)];
    for (lang, theme) in [(Lang::Zh, Theme::Light), (Lang::En, Theme::Dark)] {
        let found = Returns { back: back.clone(), tray: vec![tray(Unfit::NoCode, None)] };
        let mut screen = screen(found, lang, theme);
        screen.run();
        screen.save_png(if lang == Lang::Zh { "returns-queue" } else { "returns-queue-en-dark" });
        if lang == Lang::En {
            continue;
        }
        for told in ["已匹配", "缺第 2 页", "第 1 页重复", "旧版，已由 KS2604-0004-F4-02 取代", "没有找到表单二维码"]
        {
            screen.get_by_label_contains(told);
        }
        screen.get_by_label("补扫").click();
        screen.run();
        assert_eq!(wanted(&screen, |action| matches!(action, Action::PickScans)), 1);
        screen.key_press_modifiers(Modifiers::COMMAND, Key::O);
        screen.run();
        assert_eq!(wanted(&screen, |action| matches!(action, Action::PickScans)), 2);
    }
}

#[test]
fn an_empty_queue_says_how_scans_come_in_q02() {
    let mut screen = screen(Returns::default(), Lang::Zh, Theme::Light);
    screen.run();
    screen.get_by_label_contains("没有待处理的签回扫描件").click();
    screen.run();
    assert_eq!(wanted(&screen, |action| matches!(action, Action::PickScans)), 1);
    let dropped = |path: &str| Arc::new(Fallen(PathBuf::from(path)));
    screen.input_mut().dropped_files.push(dropped("/tmp/签回.pdf"));
    screen.run();
    let taken =
        |action: &Action| matches!(action, Action::TakeInScans(paths) if paths == &[PathBuf::from("/tmp/签回.pdf")]);
    assert_eq!(wanted(&screen, taken), 1);
}

/// Every box is ticked by a person; a required one that is empty needs its reason.
#[test]
fn signatures_are_confirmed_beside_the_pages_q02() {
    let file = back(&[1, 2]);
    let mut screen = screen(Returns { back: vec![row(1, &[], &[], None)], tray: vec![] }, Lang::Zh, Theme::Light);
    screen.run();
    screen.get_by_label("归档").click();
    screen.step();
    screen.step();
    assert_eq!(wanted(&screen, |action| matches!(action, Action::Papers(PapersOf::Case(CaseId(1))))), 1);
    screen.state_mut().print.returns.papers_here(&PaperFile::from(&file));
    screen.step();
    screen.step();
    let signs = |action: &Action| matches!(action, Action::Returned { .. });
    let confirm = |screen: &mut Screen<'_, Printing>| {
        screen.key_press_modifiers(Modifiers::COMMAND, Key::Enter);
        screen.step();
        screen.step();
    };
    confirm(&mut screen);
    assert_eq!(wanted(&screen, signs), 0, "nothing is ticked");
    screen.get_by_label("乙方（签名）").click();
    screen.step();
    confirm(&mut screen);
    assert_eq!(wanted(&screen, signs), 0, "party A has not signed, and nobody says why");
    screen.get_by_label_contains("请在备注里说明");
    screen.save_png("returns-signing");
    screen.get_by_label("甲方（盖章）").click();
    screen.step();
    confirm(&mut screen);
    let world = &screen.state().world;
    let Some(Action::Returned { of, seen, command: ReturnCommand::SignBack(found) }) =
        world.wanted.iter().find(|action| signs(action))
    else {
        panic!("{:?}", world.wanted)
    };
    assert_eq!((of.clone(), *seen, found.document.as_str()), (PapersOf::Case(file.id), file.case.revision, DOCUMENT));
    assert_eq!(
        (found.signed.as_slice(), found.empty.len()),
        (&["甲方（盖章）".to_owned(), "乙方（签名）".to_owned()][..], 0)
    );
}

#[test]
fn a_document_that_lacks_a_page_cannot_be_confirmed_q02() {
    let file = back(&[1]);
    let mut screen = screen(Returns { back: vec![row(1, &[2], &[], None)], tray: vec![] }, Lang::Zh, Theme::Light);
    screen.state_mut().print.returns.open(PapersOf::Case(file.id), DOCUMENT.to_owned());
    screen.state_mut().print.returns.papers_here(&PaperFile::from(&file));
    screen.step();
    screen.step();
    screen.get_by_label("乙方（签名）").click();
    screen.key_press_modifiers(Modifiers::COMMAND, Key::Enter);
    screen.step();
    screen.step();
    screen.get_by_label("还缺第 2 页，请补扫");
    assert_eq!(wanted(&screen, |action| matches!(action, Action::Returned { .. })), 0);
}

#[test]
fn a_page_of_the_tray_is_assigned_or_discarded_by_a_person_q02() {
    let file = back(&[1]);
    let place = Place { document: DOCUMENT.to_owned(), page: 2, pages: 2 };
    let found = Returns { back: vec![], tray: vec![tray(Unfit::Forged, Some(place.clone()))] };
    let mut screen = screen(found, Lang::Zh, Theme::Light);
    screen.run();
    screen.get_by_label("指认").click();
    screen.step();
    screen.step();
    let sought = |action: &Action| matches!(action, Action::PapersNamed(number) if number == "KS2604-0001");
    assert_eq!(wanted(&screen, sought), 1, "the number stands in the document's");
    screen.state_mut().print.returns.papers_here(&PaperFile::from(&file));
    screen.step();
    screen.step();
    screen.save_png("returns-assign");
    screen.key_press_modifiers(Modifiers::COMMAND, Key::Enter);
    screen.step();
    screen.step();
    let assigned = |action: &Action| matches!(action, Action::AssignPage { page: ScanId(7), place: to, by_hand: None } if *to == place);
    assert_eq!(wanted(&screen, assigned), 1);
    screen.state_mut().print.returns.refuse("已有人处理");
    screen.step();
    screen.get_by_label("已有人处理");
    screen.get_by_label("丢弃这一页").click();
    screen.step();
    screen.step();
    screen.get_by_label("丢弃原因").focus();
    screen.step();
    screen.input_mut().events.push(egui::Event::Text("空白背面".to_owned()));
    screen.step();
    screen.get_by_label("丢弃这一页").click();
    screen.step();
    screen.step();
    let gone = |action: &Action| matches!(action, Action::DiscardPage { reason, .. } if reason == "空白背面");
    assert_eq!(wanted(&screen, gone), 1);
}

/// A form that was filled in by hand: a person names the case and the form beside the picture.
#[test]
fn a_page_without_an_issue_is_assigned_as_filled_in_by_hand_q02() {
    let file = back(&[1]);
    let found = Returns { back: vec![], tray: vec![tray(Unfit::NoCode, None)] };
    let mut screen = screen(found, Lang::Zh, Theme::Light);
    screen.run();
    screen.get_by_label("指认").click();
    screen.step();
    screen.step();
    screen.state_mut().print.returns.papers_here(&PaperFile::from(&file));
    screen.step();
    screen.step();
    screen.get_by_label("表单").click();
    for _ in 0..4 {
        screen.step();
    }
    screen.save_png("returns-by-hand-list");
    screen.get_by_label_contains("表 2 · H01").click();
    screen.step();
    screen.step();
    screen.get_by_label("共几页").focus();
    screen.step();
    screen.input_mut().events.push(egui::Event::Text("3".to_owned()));
    screen.step();
    screen.save_png("returns-by-hand");
    screen.key_press_modifiers(Modifiers::COMMAND, Key::Enter);
    screen.step();
    screen.step();
    let place = Place { document: "KS2604-0001-F2-H01".to_owned(), page: 1, pages: 3 };
    let hand = Some(ByHand { of: PapersOf::Case(file.id), begins: Some(SheetKind::Survey) });
    let assigned = |action: &Action| matches!(action, Action::AssignPage { page: ScanId(7), place: to, by_hand } if *to == place && *by_hand == hand);
    assert_eq!(wanted(&screen, assigned), 1, "{:?}", screen.state().world.wanted);
}

/// The queue says that a form was filled in by hand; nothing of it was matched.
#[test]
fn a_form_filled_in_by_hand_stands_in_the_list_of_forms_and_opens_its_scan_q02() {
    let mut desk = Desk::new();
    let case = desk.log(&[], "2026-04-07 09:00");
    let number = desk.file(case).case.number;
    let document = format!("{number}-F2-H01");
    let page = |page: u32| ReturnedPage {
        document: document.clone(),
        page,
        pages: 2,
        picture: format!("{page:0>64}"),
        by: FiledBy::Person,
    };
    let first = ReturnCommand::ByHand { page: page(1), sheet: SheetKind::Survey };
    let half = desk.run(case, Command::Returned(first), "2026-04-09 09:00").unwrap();
    let whole = desk.run(case, Command::Returned(ReturnCommand::File(page(2))), "2026-04-09 09:05").unwrap();
    for (file, state) in [(half, "缺第 2 页"), (whole, "待核签")] {
        let mut screen = screen(Returns::default(), Lang::Zh, Theme::Light);
        screen.state_mut().case.file = kesu::ui::Fetch::Here(Box::new(file));
        screen.run();
        screen.get_by_label(&format!("{document} 手工填写 F2-H01 {state}")).click();
        screen.run();
        assert_eq!(
            wanted(&screen, |action| matches!(action, Action::Papers(PapersOf::Case(id)) if *id == case)),
            1,
            "the dialog reads the case"
        );
        screen.get_by_label(&format!("核对签名 {document}"));
    }
}

#[test]
fn a_form_filled_in_by_hand_is_told_from_an_issue_in_the_queue_q02() {
    let hand = ReturnedRow { document: "KS2604-0102-F2-H01".to_owned(), ..row(102, &[], &[], None) };
    let mut screen = screen(Returns { back: vec![hand], tray: vec![] }, Lang::Zh, Theme::Light);
    screen.run();
    screen.get_by_label_contains("KS2604-0102-F2-H01　手工填写");
    assert!(screen.query_by_label_contains("已匹配").is_none());
}

/// A data file with one case, its form 1 printed into the folder.
fn printed(folder: &Folder) -> (PathBuf, PathBuf) {
    let path = folder.path("desk.db");
    let mut database = Database::open(&path, OpenMode::Create).unwrap();
    let facts = crate::store::facts(&[(Field::Model, "WQP12-H5")], "2026-04-07 09:00");
    let request =
        kesu::store::Request::Log { facts: Box::new(facts), draft: None, by: crate::store::by("2026-04-07 09:20") };
    database.answer(request).unwrap();
    drop(database);
    let db = path.display().to_string();
    let told = folder.done(&["print", "KS2604-0001", "--db", &db, "--form", "feedback", "--out", "sheets"]);
    let sheet = folder.path(told.lines().next().unwrap().trim());
    (path, sheet)
}

fn blank_page(folder: &Folder, name: &str) -> PathBuf {
    let path = folder.path(name);
    image::GrayImage::from_pixel(600, 800, image::Luma([250])).save(&path).unwrap();
    path
}

#[test]
fn a_printed_form_that_is_scanned_finds_its_case_q02() {
    let folder = Folder::new();
    let (db, sheet) = printed(&folder);
    let (db, sheet) = (db.display().to_string(), sheet.display().to_string());
    let told = folder.done(&["scan", &sheet, "--db", &db, "--report", "pages.csv"]);
    assert!(told.contains("KS2604-0001-F1-01") && told.contains("filed"), "{told}");
    let again = folder.done(&["scan", &sheet, "--db", &db]);
    assert!(again.contains("read before"), "{again}");
    let report = std::fs::read_to_string(folder.path("pages.csv")).unwrap();
    assert!(report.contains("1/1,KS2604-0001-F1-01,1/1,filed"), "{report}");
    let history = folder.done(&["show", "KS2604-0001", "--db", &db, "--explain"]);
    assert_eq!(history.matches("filed to KS2604-0001-F1-01").count(), 1, "{history}");
    let foreign = blank_page(&folder, "foreign.png").display().to_string();
    let refused = folder.refused(&["scan", &foreign, "--db", &db]);
    assert!(refused.contains("1 of 1 pages wait"), "{refused}");
    let damaged = folder.file("damaged.pdf", "%PDF-1.7").display().to_string();
    assert!(folder.refused(&["scan", &damaged, "--db", &db]).contains("damaged.pdf"));
}

/// What is let go over the print screen goes through job, store and queue; what comes into the watched folder as well.
#[test]
fn dropped_and_watched_scans_come_into_the_queue_q02() {
    let folder = Folder::new();
    let (db, sheet) = printed(&folder);
    let inbox = folder.path("inbox");
    std::fs::create_dir(&inbox).unwrap();
    let database = Database::open(&db, OpenMode::Existing).unwrap();
    let settings = kesu::app::Settings { scan_folder: inbox.display().to_string(), ..settings() };
    let mut screen = window(database, &folder.path(""), settings, [1440.0, 900.0]);
    until(&mut screen, is_at(Route::Worklist));
    screen.get_by_label("表单打印").click();
    until(&mut screen, is_at(Route::Print));
    let dropped = Arc::new(Fallen(blank_page(&folder, "扫描件.png")));
    screen.input_mut().dropped_files.push(dropped);
    until(&mut screen, |screen| screen.query_by_label_contains("没有找到表单二维码").is_some());
    std::fs::copy(&sheet, inbox.join("签回.pdf")).unwrap();
    until(&mut screen, |screen| screen.query_by_label_contains("已匹配").is_some());
}

/// What a person ticks are the boxes that stand on the paper, by their names there.
#[test]
fn the_boxes_to_tick_are_those_on_the_paper_q02() {
    use kesu::app::paperwork::{Office, Paperwork, Print};
    use kesu::paper::sheet::Item;
    use kesu::paper::signing::signature_boxes;
    use kesu::paper::{FontSet, PrintMode};
    let world = World::new(Lang::Zh);
    let office = Office {
        organisation: &world.organisation,
        places: &world.places,
        company: "澄屿电器集团有限公司",
        house: &kesu::app::House::default(),
        me: "周晓岚",
        now: at(NOW),
    };
    let fonts = FontSet::load().unwrap();
    for kind in SheetKind::OFFICIAL {
        let print = Print { document: "", nth: 1, mode: PrintMode::Blank };
        let sheet = Paperwork::blank(kind, &world.book.rules).unwrap().sheet("", print, &office, &fonts).unwrap();
        let items = sheet.pages.iter().flat_map(|page| &page.items);
        let texts: String =
            items.filter_map(|item| if let Item::Text(run) = item { Some(run.text.as_str()) } else { None }).collect();
        for of in signature_boxes(kind) {
            assert!(texts.contains(of.name), "{} is not on {}", of.name, kind.word());
        }
    }
}

/// `kesu` at work on `args`, with its settings and data in the folder.
fn start(folder: &Folder, args: &[&str]) -> std::process::Child {
    std::process::Command::new(env!("CARGO_BIN_EXE_kesu"))
        .args(args)
        .current_dir(folder.path(""))
        .env("HOME", folder.path(""))
        .env("XDG_CONFIG_HOME", folder.path("config"))
        .env("XDG_DATA_HOME", folder.path("data"))
        .stdin(std::process::Stdio::null())
        .stdout(std::process::Stdio::null())
        .stderr(std::process::Stdio::null())
        .spawn()
        .unwrap()
}

/// What a watched folder brings is filed once, whenever the watching is broken off and begun anew.
#[test]
fn a_watch_that_is_killed_goes_on_where_it_stopped_q02() {
    let folder = Folder::new();
    let (db, sheet) = printed(&folder);
    let db = db.display().to_string();
    std::fs::create_dir(folder.path("inbox")).unwrap();
    std::fs::copy(&sheet, folder.path("inbox").join("签回.pdf")).unwrap();
    blank_page(&folder, "inbox/空白.png");
    let inbox = folder.path("inbox").display().to_string();
    // Two looks and the reading lie between the first and the last of these moments.
    for wait in [1_900, 2_200, 2_500, 20_000] {
        let mut child = start(&folder, &["scan", "--watch", &inbox, "--db", &db]);
        let began = std::time::Instant::now();
        let both = || {
            let mut database = Database::open(std::path::Path::new(&db), OpenMode::Existing).unwrap();
            let Ok(kesu::store::Answer::Returns(found)) = database.answer(kesu::store::Request::Returns) else {
                panic!("the queue")
            };
            (found.back.len(), found.tray.len())
        };
        while began.elapsed().as_millis() < wait && both() != (1, 1) {
            std::thread::sleep(std::time::Duration::from_millis(50));
        }
        child.kill().unwrap();
        child.wait().unwrap();
        if wait == 20_000 {
            assert_eq!(both(), (1, 1), "both pages are on record, each once");
        }
    }
    let history = folder.done(&["show", "KS2604-0001", "--db", &db, "--explain"]);
    assert_eq!(history.matches("filed to KS2604-0001-F1-01").count(), 1, "{history}");
}
