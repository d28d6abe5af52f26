//! 表单打印: a sheet as it will be printed, what it lacks, and where it goes.

mod assign;
mod by_hand;
mod checks;
mod copies;
mod forms;
mod history;
mod issues;
mod paper;
mod pending;
mod pictures;
mod printers;
mod register;
mod returns;
mod signing;

pub use pictures::{PagePictures, PictureSize};
pub use printers::{NoPrinter, Printers};
pub use register::RegisterChoice;
pub use returns::ReturnsScreen;

use std::sync::Arc;

use egui::{Key, Modifiers, Rect, Ui};

use super::case::CaseScreen;
use super::incident::Goal;
use super::paper_view::PaperView;
use super::theme::Tokens;
use super::widgets::{Button, feedback};
use super::{Action, Cx, Fetch, Output, Route, icons};
use crate::domain::event::SheetKind;
use crate::domain::holder::{FormCopy, Holder};
use crate::paper::{FontSet, Sheet};
use crate::store::{CaseFile, CaseId, PendingPrint};
use crate::t;

/// A sheet that was laid out for the screen.
#[derive(Debug)]
pub struct Shown {
    pub sheet: Sheet,
    pub checks: Checks,
    /// The copies it comes out in.
    pub copies: Vec<FormCopy>,
}

/// Something that a final print lacks, and where it is filled in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Missing {
    pub label: String,
    pub goal: Goal,
}

/// What speaks against a final print, and what a person should see before it.
#[derive(Debug, Default)]
pub struct Checks {
    pub missing: Vec<Missing>,
    pub cautions: Vec<String>,
}

/// The sheet on screen.
#[derive(Default)]
pub struct PrintScreen {
    pub case: Option<CaseId>,
    pub kind: Option<SheetKind>,
    pub sheet: Option<Sheet>,
    /// What a final print would lack.
    pub missing: Vec<Missing>,
    /// What to look at once more before it is signed; nothing of it stops a print.
    pub cautions: Vec<String>,
    /// Why no sheet could be made.
    pub refused: Option<String>,
    pub fonts: Option<Arc<FontSet>>,
    pub waiting: bool,
    /// Asked for while another sheet was being laid out.
    pub again: Option<(CaseId, SheetKind, Option<Holder>)>,
    pub page: usize,
    /// The copies the sheet comes out in, and the one that is chosen; `None` for all usual ones.
    pub copies_of: Vec<FormCopy>,
    pub whose: Option<Holder>,
    /// The system's printers, and the one that is chosen.
    pub printers: Printers,
    pub printer: Option<String>,
    /// The region whose weekly register was printed last, and the dialog while it is open.
    pub register_region: String,
    pub register: Option<RegisterChoice>,
    /// Cases whose sheets wait to be printed.
    pub pending: Fetch<Vec<PendingPrint>>,
    /// Signed paper that came back.
    pub returns: ReturnsScreen,
    /// Copies for the printer; 0 stands for the usual one.
    copies: u32,
    /// What was typed as the number of copies.
    typed: String,
    /// Points of screen for one of paper; `None` fits the page into its place.
    zoom: Option<f32>,
    /// The case as it was when the sheet was asked for.
    seen: Option<(CaseId, SheetKind, u32, Option<Holder>)>,
    view: Option<(usize, PaperView)>,
    /// The empty required field that F8 went to last: its page and its place among the fields there.
    lit: Option<(usize, usize)>,
    /// It is to be brought into view.
    seek: bool,
    /// The dialog with every issue of the sheet, while it is open.
    issues: Option<history::History>,
}

impl PrintScreen {
    /// Another sheet is on its way; the old one stays until it is here.
    pub fn wait_for(&mut self, case: CaseId, kind: SheetKind) {
        if self.case != Some(case) || self.kind != Some(kind) {
            self.page = 0;
            self.whose = None;
            self.copies_of.clear();
        }
        self.lit = None;
        self.case = Some(case);
        self.kind = Some(kind);
        self.waiting = true;
    }

    /// The sheet on screen, if it is the one that is wanted.
    fn shown(&self) -> Option<&Sheet> {
        self.sheet.as_ref().filter(|_| self.refused.is_none() || self.waiting)
    }
}

/// Draws the print screen for the case that the case screen holds.
pub fn print_ui(ui: &mut Ui, cx: &Cx<'_>, screen: &mut PrintScreen, case: &CaseScreen) {
    let t = Tokens::of(ui.ctx());
    ui.spacing_mut().item_spacing.y = 0.0;
    let file = case.file.value().map(|file| &**file);
    super::toolbar::toolbar(ui, &t!(cx.texts, "print-title"), |ui| {
        if let Some(file) = file {
            case_name(ui, cx, file);
        }
        let weekly = t!(cx.texts, "register-act");
        if Button::light(&weekly).icon(icons::CALENDAR_BLANK).small().ui(ui).clicked() {
            register::open(cx, screen);
        }
        if file.is_some() {
            paper::controls(ui, cx, screen);
        }
    });
    returns::returns_ui(ui, cx, &mut screen.returns, file);
    register_ui(ui, cx, screen);
    let room = ui.available_rect_before_wrap();
    ui.allocate_rect(room, egui::Sense::hover());
    let Some(file) = file else { return no_case_ui(ui, cx, room, screen) };
    ask(cx, screen, file);
    if let (Some(kind), Some(mut history)) = (screen.kind, screen.issues.take()) {
        let asked = (&mut history, kind, screen.printer.as_deref());
        let stays = history::dialog_ui(ui.ctx(), cx, asked, (file, &case.standings));
        screen.issues = stays.then_some(history);
    } else if !screen.returns.is_asking() && screen.register.is_none() {
        keys(ui, cx, screen, file);
    }
    let narrow = room.width() < 1_080.0;
    let (left, right) = if narrow { (208.0, 264.0) } else { (264.0, 336.0) };
    let forms = room.with_max_x(room.left() + left);
    let checks = room.with_min_x(room.right() - right);
    let desk = Rect::from_min_max(forms.right_top(), checks.left_bottom());
    let waiting = forms.with_min_y(forms.bottom() - pending::height(screen));
    forms::forms_ui(ui, cx, forms.with_max_y(waiting.top()), screen, (file, &case.standings));
    pending::pending_ui(ui, cx, waiting, screen);
    paper::desk_ui(ui, cx, desk, screen);
    checks::checks_ui(ui, cx, checks, screen, (file, &case.standings));
    let line = egui::Stroke::new(1.0, t.line);
    ui.painter().vline(forms.right() - 0.5, room.y_range(), line);
    ui.painter().vline(checks.left() + 0.5, room.y_range(), line);
}

/// The dialog of the weekly register over the screen.
fn register_ui(ui: &Ui, cx: &Cx<'_>, screen: &mut PrintScreen) {
    if let Some(mut choice) = screen.register.take()
        && register::dialog_ui(ui.ctx(), cx, &mut choice, screen.printer.as_deref())
    {
        screen.register = Some(choice);
    }
}

/// Number and customer beside the title; a click opens the case.
fn case_name(ui: &mut Ui, cx: &Cx<'_>, file: &CaseFile) {
    let name = format!("{}  {}", file.case.number, file.row.customer);
    if Button::secondary(name.trim()).icon(icons::TICKET).small().ui(ui).clicked() {
        cx.want(Action::OpenCase(file.id));
    }
}

/// Without a case there is still paper that came back, at the right.
fn no_case_ui(ui: &mut Ui, cx: &Cx<'_>, room: Rect, screen: &mut PrintScreen) {
    let t = Tokens::of(ui.ctx());
    ui.painter().rect_filled(room, 0.0, t.panel);
    let queue = room.with_min_x(room.right() - if room.width() < 1_080.0 { 264.0 } else { 336.0 });
    let mut left = ui.new_child(egui::UiBuilder::new().max_rect(room.with_max_x(queue.left())));
    no_case(&mut left, cx);
    checks::column_ui(ui, queue, |ui| returns::queue_ui(ui, cx, &mut screen.returns, None));
    ui.painter().vline(queue.left() + 0.5, room.y_range(), egui::Stroke::new(1.0, t.line));
}

fn no_case(ui: &mut Ui, cx: &Cx<'_>) {
    let words = (t!(cx.texts, "print-choose"), t!(cx.texts, "print-how-to-choose"));
    let go = t!(cx.texts, "nav-worklist");
    feedback::empty(ui, icons::PRINTER, (&words.0, &words.1), |ui| {
        if Button::secondary(&go).icon(icons::ARROW_RIGHT).ui(ui).clicked() {
            cx.want(Action::Go(Route::Worklist));
        }
    });
}

/// Asks for the sheet anew whenever case, sheet or the case's record differ from those it was made of.
fn ask(cx: &Cx<'_>, screen: &mut PrintScreen, file: &CaseFile) {
    let kind = screen.kind.unwrap_or(SheetKind::Feedback);
    let whose = screen.whose;
    let now = (file.id, kind, file.case.revision, whose);
    if screen.seen != Some(now) {
        screen.seen = Some(now);
        cx.want(Action::Paper { case: file.id, sheet: kind, whose, output: Output::Preview });
    }
}

/// What the buttons at the right and the keys do.
fn hand_out(cx: &Cx<'_>, screen: &PrintScreen, file: &CaseFile, output: Output) {
    if screen.shown().is_some()
        && !screen.waiting
        && let Some(sheet) = screen.kind
    {
        cx.want(Action::Paper { case: file.id, sheet, whose: screen.whose, output });
    }
}

/// Sends the sheet to the chosen printer; nothing while there is none.
fn print(cx: &Cx<'_>, screen: &PrintScreen, file: &CaseFile) {
    if let Some(printer) = screen.printer.clone() {
        hand_out(cx, screen, file, Output::Print { printer: Some(printer), copies: screen.copies.max(1) });
    }
}

fn keys(ui: &Ui, cx: &Cx<'_>, screen: &mut PrintScreen, file: &CaseFile) {
    let press = |modifiers, key| ui.input_mut(|input| input.consume_key(modifiers, key));
    if press(Modifiers::COMMAND, Key::E) {
        hand_out(cx, screen, file, Output::SaveAs);
    }
    if press(Modifiers::COMMAND, Key::P) {
        print(cx, screen, file);
    }
    if press(Modifiers::NONE, Key::F8) {
        paper::next_missing(screen);
    }
    if press(Modifiers::NONE, Key::PageDown) {
        paper::turn(screen, 1);
    }
    if press(Modifiers::NONE, Key::PageUp) {
        paper::turn(screen, -1);
    }
    let open = egui::Popup::is_any_open(ui.ctx());
    if ui.ctx().text_edit_focused() || open {
        return;
    }
    let kinds = forms::listed(file);
    let at = kinds.iter().position(|kind| Some(*kind) == screen.kind).unwrap_or(0);
    let next = if press(Modifiers::NONE, Key::ArrowDown) {
        at + 1
    } else if press(Modifiers::NONE, Key::ArrowUp) {
        at.saturating_sub(1)
    } else {
        at
    };
    if next != at
        && let Some(kind) = kinds.get(next)
    {
        forms::choose(cx, screen, file, *kind);
    }
}
