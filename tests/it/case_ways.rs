//! Ways through a case: from the side pane to a clock, from a dispatch to its slip, from a photo to its file.

use egui::Theme;
use egui_kittest::kittest::{NodeT, Queryable};
use image::{Rgb, RgbImage};
use kesu::domain::event::{Extension, MediaKind, SheetKind};
use kesu::domain::{Command, Field};
use kesu::store::{CaseFile, CaseId, Request};
use kesu::text::Lang;
use kesu::ui::case::{CaseScreen, Pixels, Tab, case_ui, detail_ui};
use kesu::ui::dialogs::{self, Dialog, DialogKind, dialog_ui};
use kesu::ui::{Action, Fetch, Output, Route};

use crate::painter::{Screen, harness};
use crate::store::{Desk, at, by, dispatch};
use crate::world::{NOW, World};

const FACTS: &[(Field, &str)] = &[
    (Field::Phone, "13812342706"),
    (Field::Address, "江苏省苏州市姑苏区云锦花苑 7 幢 1203"),
    (Field::Symptoms, "漏水"),
    (Field::Description, "进水接头漏水，木地板泡损"),
];

struct Window {
    world: World,
    screen: CaseScreen,
    route: Route,
    dialog: Option<DialogKind>,
}

impl Window {
    fn of(file: CaseFile, route: Route) -> Self {
        let screen = CaseScreen { file: Fetch::Here(Box::new(file)), ..CaseScreen::default() };
        Self { world: World::new(Lang::Zh), screen, route, dialog: None }
    }

    /// Shows the side pane or the case in full, by the route, and the dialog above it.
    fn show<'a>(self) -> Screen<'a, Self> {
        let mut shown = harness([1388.0, 874.0], Theme::Light, self, |ui, window: &mut Self| {
            let Self { world, screen, route, dialog } = window;
            world.draw(*route, |cx| {
                match route {
                    Route::Case => case_ui(ui, cx, screen),
                    _ => detail_ui(ui, cx, screen),
                }
                if let (Some(kind), Some(file)) = (dialog.take(), screen.file.value()) {
                    screen.dialog = Some(Dialog::open(kind, cx, file));
                }
                dialog_ui(ui.ctx(), cx, screen);
            });
        });
        shown.run();
        shown
    }
}

/// A case at 派单.
fn logged() -> (Desk, CaseId) {
    let mut desk = Desk::new();
    let case = desk.log(FACTS, "2026-04-09 09:00");
    (desk, case)
}

fn wants(screen: &Screen<'_, Window>, wanted: impl Fn(&Action) -> bool) -> usize {
    screen.state().world.wanted.iter().filter(|want| wanted(want)).count()
}

#[test]
fn the_deadline_card_of_the_side_pane_opens_its_arithmetic() {
    let (mut desk, case) = logged();
    let mut screen = Window::of(desk.file(case), Route::Worklist).show();
    screen.get_by_label_contains("派单阶段").click();
    screen.run();
    assert_eq!(wants(&screen, |want| matches!(want, Action::OpenCase(id) if *id == case)), 1);
    screen.state_mut().route = Route::Case;
    screen.run();
    assert_eq!(screen.state().screen.full.tab, Tab::Deadlines);
}

/// The side pane knows the time and the rule book: with the one extension used, 延期 is grey and says so.
#[test]
fn the_menu_of_the_side_pane_knows_that_the_extension_is_used_f06() {
    let (mut desk, case) = logged();
    desk.run(case, dispatch(), "2026-04-09 09:30").unwrap();
    let extend = Command::Extend(Extension {
        until: at("2026-04-12 10:00"),
        reason: "等待配件".into(),
        approved_by: "王经理".into(),
        customer_told: true,
    });
    let file = desk.run(case, extend, "2026-04-09 10:00").unwrap();
    let mut screen = Window::of(file, Route::Worklist).show();
    screen.get_by_label("更多").click();
    screen.run();
    let extend = screen.get_by_role_and_label(egui::Role::MenuItem, "申请延期");
    let extend = extend.accesskit_node();
    assert!(extend.is_disabled());
    assert!(extend.data().description().is_some_and(|why| why.contains("F06")), "{:?}", extend.data().description());
}

fn dispatching(case: CaseId, desk: &mut Desk) -> Screen<'static, Window> {
    let mut window = Window::of(desk.file(case), Route::Case);
    window.dialog = Some(DialogKind::Dispatch);
    let mut screen = window.show();
    screen.get_by_label("派单后预览派工单，以便打印").click();
    screen.run();
    screen
}

fn shows_slip(screen: &Screen<'_, Window>, case: CaseId) -> bool {
    let paper = |want: &Action| matches!(want, Action::Paper { case: id, sheet: SheetKind::Dispatch, output: Output::Preview, .. } if *id == case);
    wants(screen, paper) == 1 && wants(screen, |want| matches!(want, Action::Go(Route::Print))) == 1
}

#[test]
fn a_dispatch_shows_its_slip_once_it_is_on_record_e08() {
    let (mut desk, case) = logged();
    let mut screen = dispatching(case, &mut desk);
    let verb = dialogs::label(&screen.state().world.texts, &DialogKind::Dispatch);
    screen.get_all_by_label(&verb).last().expect("the verb of the dialog").click();
    screen.run();
    assert_eq!(wants(&screen, |want| matches!(want, Action::Do { .. })), 1, "{:?}", screen.state().world.wanted);
    assert!(!shows_slip(&screen, case), "not before the answer");
    let file = desk.run(case, dispatch(), "2026-04-09 10:00").unwrap();
    screen.state_mut().screen.dialog = None;
    screen.state_mut().screen.file = Fetch::Here(Box::new(file));
    screen.run();
    assert!(shows_slip(&screen, case), "{:?}", screen.state().world.wanted);
}

#[test]
fn a_dispatch_that_is_given_up_shows_no_slip() {
    let (mut desk, case) = logged();
    let mut screen = dispatching(case, &mut desk);
    screen.key_press(egui::Key::Escape);
    screen.run();
    assert!(screen.state().screen.dialog.is_none());
    let file = desk.run(case, dispatch(), "2026-04-09 10:00").unwrap();
    screen.state_mut().screen.file = Fetch::Here(Box::new(file));
    screen.run();
    assert!(!shows_slip(&screen, case));
}

/// Attaches a photo and a document; gives the hash of the photo.
fn with_files(desk: &mut Desk, case: CaseId) -> (CaseFile, String) {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let photo = folder.path().join("接头.png");
    RgbImage::from_pixel(64, 48, Rgb([200, 120, 90])).save(&photo).expect("a picture is written");
    let document = folder.path().join("报价.txt");
    std::fs::write(&document, "报价").expect("a file is written");
    for path in [photo, document] {
        let seen = desk.file(case).case.revision;
        let attach = Request::AttachFile { case, seen, path, by: by(NOW) };
        desk.database.answer(attach).map(drop).expect("the file is attached");
    }
    let file = desk.file(case);
    let mut photos = file.case.attachments.iter().filter(|kept| kept.media == MediaKind::Photo);
    let photo = photos.next().expect("a photo was attached").hash.clone();
    (file, photo)
}

#[test]
fn photos_get_small_pictures_that_open_their_file() {
    for route in [Route::Case, Route::Worklist] {
        check_photos(route);
    }
}

fn check_photos(route: Route) {
    let (mut desk, case) = logged();
    let (file, photo) = with_files(&mut desk, case);
    let mut screen = Window::of(file, route).show();
    let asked = |want: &Action| matches!(want, Action::Thumbnails(hashes) if *hashes == [photo.clone()]);
    assert!(wants(&screen, asked) > 0, "only the photo is asked for");
    screen.state_mut().screen.full.thumbs.wait_for(vec![photo.clone()]);
    screen.state_mut().world.wanted.clear();
    screen.run();
    assert!(screen.state().world.wanted.is_empty(), "asked once");

    let ctx = screen.ctx.clone();
    let pixels = Pixels { size: [2, 1], rgb: vec![255, 0, 0, 255, 0, 0] };
    screen.state_mut().screen.full.thumbs.put(&ctx, photo.clone(), Some(pixels));
    screen.run();
    let red = screen.image().pixels().filter(|pixel| pixel.0 == [255, 0, 0, 255]).count();
    assert!(red > 2000, "the picture fills its place: {red}");
    screen.get_by_label("接头.png").click();
    screen.run();
    assert_eq!(wants(&screen, |want| matches!(want, Action::OpenAttachment { hash, .. } if *hash == photo)), 1);
    screen.get_by_label("报价.txt");
}

#[test]
fn a_photo_that_cannot_be_read_stays_in_the_list_by_its_name() {
    let (mut desk, case) = logged();
    let (file, photo) = with_files(&mut desk, case);
    let mut screen = Window::of(file, Route::Case).show();
    let ctx = screen.ctx.clone();
    screen.state_mut().screen.full.thumbs.put(&ctx, photo, None);
    screen.state_mut().world.wanted.clear();
    screen.run();
    screen.get_by_label("接头.png");
    assert!(screen.state().world.wanted.is_empty(), "not asked for again");
}
