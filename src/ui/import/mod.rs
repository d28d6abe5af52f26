//! 导入: a spreadsheet, its columns, a dry run, then the writing.

mod columns;
mod file;
mod reading;
mod result;
mod roster;
mod rows;

use std::collections::BTreeMap;
use std::path::PathBuf;

use egui::{Rect, Sense, Ui, UiBuilder, vec2};

use super::theme::Tokens;
use super::toolbar::{from_right, toolbar};
use super::widgets::pick::Pick;
use super::widgets::rows::Place;
use super::widgets::{Button, feedback};
use super::{Action, Cx, icons};
use crate::exchange::dry_run::DryRun;
use crate::exchange::mapping::Mapping;
use crate::exchange::table::{AsText, ReadFault, Table};
use crate::store::{By, CaseId, ListQuery, View};
use crate::t;
use crate::text::Lang;

pub use roster::{ImportKind, ListRun};

/// The import on screen.
#[derive(Default)]
pub struct ImportScreen {
    /// What the rows of the file are.
    pub kind: ImportKind,
    /// What would come of a list of anything but cases.
    pub list: Option<ListRun>,
    /// The cases that a list of entries was judged on: key and revision by number.
    pub seen: BTreeMap<String, (CaseId, u32)>,
    pub path: Option<PathBuf>,
    pub table: Option<Table>,
    /// How the person wants the text file to be read; recognised where nothing is chosen.
    pub reading: AsText,
    pub mapping: Option<Mapping>,
    pub run: Option<DryRun>,
    pub fault: Option<ReadFault>,
    /// Remembered mappings: name and text.
    pub mappings: Vec<(String, String)>,
    /// Rows written so far, and all of them.
    pub written: Option<(usize, usize)>,
    pub report: Option<PathBuf>,
    pub finished: bool,
    /// The mapping changed while a dry run was going on: its result is old, another one has to follow.
    pub again: bool,
    /// The name under which the mapping is to be remembered.
    name: String,
    tab: rows::Tab,
    place: Place,
    /// The targets as a pick list, in one language.
    picks: Option<(Lang, Vec<Pick>)>,
}

impl ImportScreen {
    /// Back to the beginning; remembered mappings stay.
    fn begin_anew(&mut self) {
        let mappings = std::mem::take(&mut self.mappings);
        *self = Self { mappings, kind: self.kind, ..Self::default() };
    }

    /// The mapping has changed: the old result no longer holds, and with it nothing can be written.
    fn changed(&mut self, cx: &Cx<'_>) {
        self.run = None;
        cx.want(Action::DryRun);
    }

    /// Rows are on their way into the records.
    const fn is_writing(&self) -> bool {
        self.written.is_some() && !self.finished
    }

    /// The columns can still be changed.
    const fn is_open(&self) -> bool {
        self.written.is_none()
    }
}

/// Draws the import over the whole place it is given.
pub fn import_ui(ui: &mut Ui, cx: &Cx<'_>, screen: &mut ImportScreen) {
    ui.spacing_mut().item_spacing.y = 0.0;
    take_dropped(ui, cx, screen);
    toolbar(ui, &t!(cx.texts, "import-title"), |ui| tools(ui, cx, screen));
    let room = ui.available_rect_before_wrap();
    ui.allocate_rect(room, Sense::hover());
    let t = Tokens::of(ui.ctx());
    ui.painter().rect_filled(room, 0.0, t.panel);
    let mut child = ui.new_child(UiBuilder::new().max_rect(room));
    if let Some(fault) = &screen.fault {
        let by_choice = screen.reading != AsText::default();
        let fault = match fault {
            ReadFault::NotATable | ReadFault::Empty if by_choice => t!(cx.texts, "import-not-so"),
            fault => super::say_lists::read_fault_text(cx.texts, fault),
        };
        file::refused_ui(&mut child, cx, screen, &fault);
    } else if screen.table.is_some() {
        table_ui(&mut child, cx, screen, room);
    } else {
        file::drop_ui(&mut child, cx, screen);
    }
}

fn table_ui(ui: &mut Ui, cx: &Cx<'_>, screen: &mut ImportScreen, room: Rect) {
    let t = Tokens::of(ui.ctx());
    let head = file::head_height(screen);
    file::head_ui(ui, cx, screen, room.with_max_y(room.top() + head));
    let body = room.with_min_y(room.top() + head);
    let left = (body.width() * 0.52).clamp(460.0, 860.0).min(body.width() - 380.0).max(body.width() * 0.4);
    let columns = body.with_max_x(body.left() + left.floor());
    let result = body.with_min_x(columns.right());
    if screen.kind != ImportKind::Cases {
        return roster::roster_ui(ui, cx, screen, body);
    }
    columns::columns_ui(ui, cx, screen, columns);
    result::result_ui(ui, cx, screen, result);
    ui.painter().vline(columns.right() - 0.5, body.y_range(), egui::Stroke::new(1.0, t.line));
}

fn tools(ui: &mut Ui, cx: &Cx<'_>, screen: &mut ImportScreen) {
    let texts = cx.texts;
    if screen.is_open() {
        kinds_ui(ui, cx, screen);
    }
    if screen.table.is_none() {
        return;
    }
    from_right(ui, |ui| {
        if screen.kind != ImportKind::Cases {
            return roster::tools_ui(ui, cx, screen);
        }
        if screen.finished {
            look_button(ui, cx);
            if Button::secondary(&t!(texts, "import-another")).ui(ui).clicked() {
                screen.begin_anew();
            }
            return;
        }
        write_button(ui, cx, screen);
        if screen.is_open() {
            let other = t!(texts, "act-choose-file");
            if Button::secondary(&other).icon(icons::FOLDER_OPEN).ui(ui).clicked() {
                cx.want(Action::PickImport);
            }
        }
    });
}

/// To the cases, the latest number first.
fn look_button(ui: &mut Ui, cx: &Cx<'_>) {
    let look = t!(cx.texts, "import-look");
    if Button::primary(&look).icon(icons::LIST_BULLETS).ui(ui).clicked() {
        let by = By { name: cx.me.to_owned(), now: cx.now };
        cx.want(Action::OpenList(Box::new(ListQuery {
            sort: crate::store::Sort::Number,
            ..ListQuery::of(View::All, &by)
        })));
    }
}

/// What the rows are.
fn kinds_ui(ui: &mut Ui, cx: &Cx<'_>, screen: &mut ImportScreen) {
    let names = ImportKind::ALL.map(|kind| cx.texts.name("import-kind", kind.word()));
    let present = ImportKind::ALL.iter().position(|kind| *kind == screen.kind);
    let chosen = super::widgets::toggle::one_of(ui, &names.each_ref().map(String::as_str), present);
    if let Some(kind) = chosen.and_then(|at| ImportKind::ALL.get(at)) {
        screen.kind = *kind;
        screen.list = None;
        if screen.table.is_some() {
            screen.changed(cx);
        }
    }
}

fn write_button(ui: &mut Ui, cx: &Cx<'_>, screen: &ImportScreen) {
    let texts = cx.texts;
    let count = screen.run.as_ref().map_or(0, |run| run.accepted.len());
    let label = t!(texts, "import-write", count = count);
    let (checking, nothing) = (t!(texts, "import-checking"), t!(texts, "import-write-nothing"));
    let blocked = match &screen.run {
        None => Some(checking.as_str()),
        Some(run) if run.cancelled => Some(checking.as_str()),
        Some(_) if count == 0 => Some(nothing.as_str()),
        Some(_) => None,
    };
    let button = Button::primary(&label).icon(icons::CHECK).blocked(blocked).busy(screen.is_writing());
    if button.ui(ui).clicked() {
        cx.want(Action::WriteImport);
    }
}

/// A file let fall on the window is read, unless rows are being written.
fn take_dropped(ui: &Ui, cx: &Cx<'_>, screen: &ImportScreen) {
    let dropped = ui.input(|input| input.raw.dropped_files.first().map(|file| file.path().to_owned()));
    if let Some(path) = dropped.filter(|_| !screen.is_writing()) {
        cx.want(Action::ReadImport { path, sheet: None });
    }
}

/// The bar and the counts of what is being written.
fn progress(ui: &mut Ui, done: usize, total: usize) {
    let t = Tokens::of(ui.ctx());
    let (bar, _) = ui.allocate_exact_size(vec2(ui.available_width(), 6.0), Sense::hover());
    feedback::paint_progress(ui.painter(), bar, done as f32 / total.max(1) as f32, t);
}
