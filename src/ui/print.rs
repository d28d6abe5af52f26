//! 表单打印: a sheet as it will be printed, what it lacks, and where it goes.

use std::sync::Arc;

use super::Cx;
use crate::domain::event::SheetKind;
use crate::paper::{FontSet, Sheet};
use crate::store::CaseId;

/// The sheet on screen.
#[derive(Default)]
pub struct PrintScreen {
    pub case: Option<CaseId>,
    pub kind: Option<SheetKind>,
    pub sheet: Option<Sheet>,
    /// What a final print would lack.
    pub missing: Vec<String>,
    /// Why no sheet could be made.
    pub refused: Option<String>,
    pub fonts: Option<Arc<FontSet>>,
    pub waiting: bool,
    /// Asked for while another sheet was being laid out.
    pub again: Option<(CaseId, SheetKind)>,
    pub page: usize,
}

impl PrintScreen {
    /// Another sheet is on its way; the old one stays until it is here.
    pub fn wait_for(&mut self, case: CaseId, kind: SheetKind) {
        if self.case != Some(case) || self.kind != Some(kind) {
            self.page = 0;
        }
        self.case = Some(case);
        self.kind = Some(kind);
        self.waiting = true;
    }
}

pub fn print_ui(_ui: &mut egui::Ui, _cx: &Cx<'_>, _screen: &mut PrintScreen) {}
