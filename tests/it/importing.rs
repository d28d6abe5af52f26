//! An import through the whole desk: from the first screen and a file let fall on the window to cases and a report.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use egui::{DroppedFile, Key};
use egui_kittest::kittest::Queryable;
use kesu::store::Database;
use kesu::ui::Route;

use crate::window::{Window, is_at, settings, until, window};

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

/// A desk on an empty file in `folder`.
fn desk<'a>(folder: &Path) -> Window<'a> {
    window(Database::in_memory(folder).unwrap(), folder, settings(), [1440.0, 900.0])
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
