//! 导入: a spreadsheet, its columns, a dry run, then the writing.

use std::path::PathBuf;

use super::Cx;
use crate::exchange::dry_run::DryRun;
use crate::exchange::mapping::Mapping;
use crate::exchange::table::{ReadFault, Table};

/// The import on screen.
#[derive(Default)]
pub struct ImportScreen {
    pub path: Option<PathBuf>,
    pub table: Option<Table>,
    pub mapping: Option<Mapping>,
    pub run: Option<DryRun>,
    pub fault: Option<ReadFault>,
    /// Remembered mappings: name and text.
    pub mappings: Vec<(String, String)>,
    /// Rows written so far, and all of them.
    pub written: Option<(usize, usize)>,
    pub report: Option<PathBuf>,
    pub finished: bool,
}

pub fn import_ui(_ui: &mut egui::Ui, _cx: &Cx<'_>, _screen: &mut ImportScreen) {}
