//! An import through the whole desk: from the first screen and a file let fall on the window to cases and a report.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use egui::{DroppedFile, Key, Theme};
use egui_kittest::kittest::Queryable;
use kesu::app::{Desk, DeskParts, Folders, Settings};
use kesu::store::Database;
use kesu::ui::Route;

use crate::painter::{Screen, harness};
use crate::store::at;
use crate::world::NOW;

const SHEET: &str = "客户姓名,联系电话,产品型号,故障描述,地址\n\
王女士,13812345678,JSQ25-C12,进水接头漏水,浙江省嘉兴市南湖区中山路一号\n\
李先生,13912345678,CXW-268-T7,异响,广东省佛山市顺德区\n\
王女士,13812345678,JSQ25-C12,进水接头漏水,浙江省嘉兴市南湖区中山路一号\n";

#[derive(Debug)]
pub struct Fallen(pub PathBuf);

impl DroppedFile for Fallen {
    fn path(&self) -> &Path {
        &self.0
    }

    fn bytes(&self) -> Result<Vec<u8>, String> {
        std::fs::read(&self.0).map_err(|error| error.to_string())
    }
}

/// A desk that is made in the first frame, on a file in `folder`.
fn desk<'a>(folder: &Path) -> Screen<'a, Option<Desk>> {
    let parts = DeskParts {
        database: Database::in_memory(folder).unwrap(),
        data_file: folder.join("kesu.db"),
        settings: Settings { language: "zh-CN".to_owned(), me: "周晓岚".to_owned(), ..Settings::default() },
        folders: Folders { data: folder.to_owned(), config: folder.to_owned(), logs: folder.to_owned() },
        clock: Box::new(|| at(NOW)),
    };
    let mut parts = Some(parts);
    harness([1440.0, 900.0], Theme::Light, None, move |ui, desk: &mut Option<Desk>| {
        if let Some(parts) = parts.take() {
            *desk = Some(Desk::new(ui.ctx(), parts).unwrap());
        }
        if let Some(desk) = desk {
            desk.hear();
            desk.show(ui);
        }
    })
}

/// Draws until `is` holds; the threads behind the desk have ten seconds.
#[track_caller]
pub fn until<'a>(screen: &mut Screen<'a, Option<Desk>>, is: impl Fn(&Screen<'a, Option<Desk>>) -> bool) {
    for _ in 0..2_000 {
        screen.step();
        if is(screen) {
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    panic!("it never came");
}

pub fn is_at(route: Route) -> impl Fn(&Screen<'_, Option<Desk>>) -> bool {
    move |screen| screen.state().as_ref().is_some_and(|desk| desk.route() == route)
}

#[test]
fn a_file_is_read_again_in_the_encoding_that_was_picked() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("台账.csv");
    std::fs::write(&file, SHEET).unwrap();
    let mut screen = desk(folder.path());
    until(&mut screen, is_at(Route::FirstRun));
    screen.key_press(Key::Num2);
    until(&mut screen, is_at(Route::Import));
    screen.input_mut().dropped_files.push(Arc::new(Fallen(file)));
    until(&mut screen, |screen| screen.query_by_label("写入 2 单").is_some());
    screen.get_by_label("编码 自动（UTF-8）").click();
    until(&mut screen, |screen| screen.query_by_label("UTF-16BE").is_some());
    screen.get_by_label("UTF-16BE").click();
    let refused = "按所选的编码或分隔符读不出表格，请换一种或改回自动";
    until(&mut screen, |screen| screen.query_by_label(refused).is_some());
    screen.get_by_label("编码 UTF-16BE").click();
    until(&mut screen, |screen| screen.query_by_label("自动").is_some());
    screen.get_by_label("自动").click();
    until(&mut screen, |screen| screen.query_by_label("写入 2 单").is_some());
}

#[test]
fn a_file_let_fall_on_the_window_becomes_cases_and_a_report() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("台账.csv");
    std::fs::write(&file, SHEET).unwrap();
    let mut screen = desk(folder.path());
    until(&mut screen, is_at(Route::FirstRun));
    screen.key_press(Key::Num2);
    until(&mut screen, is_at(Route::Import));
    screen.input_mut().dropped_files.push(Arc::new(Fallen(file)));
    until(&mut screen, |screen| screen.query_by_label("写入 2 单").is_some());
    screen.get_by_label("重复 1");
    screen.get_by_label("写入 2 单").click();
    until(&mut screen, |screen| screen.query_by_label_contains("台账-report.csv").is_some());
    let report = std::fs::read_to_string(folder.path().join("台账-report.csv")).unwrap();
    assert!(report.contains("KS2604-0001") && report.contains("KS2604-0002"), "{report}");
    assert!(report.lines().any(|line| line.starts_with("4,重复,")), "every row is accounted for: {report}");
    screen.get_by_label("查看工单").click();
    until(&mut screen, is_at(Route::Worklist));
    until(&mut screen, |screen| screen.query_by_label_contains("KS2604-0002").is_some());
}
