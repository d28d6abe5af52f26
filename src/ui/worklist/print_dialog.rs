//! The question before sheets of many cases are printed: which, and where to.

use egui::{Context, Key, Modifiers};

use crate::domain::event::SheetKind;
use crate::store::CaseId;
use crate::t;
use crate::ui::theme::{Tokens, font};
use crate::ui::widgets::chip::Tone;
use crate::ui::widgets::modal::{Answer, Dialog};
use crate::ui::widgets::toggle::{any_of, one_of};
use crate::ui::{Action, Batch, BatchTo, Cx, Deed, icons};

/// Where sheets can go, in the order of the choices.
const PLACES: [BatchTo; 3] = [BatchTo::Printer, BatchTo::File, BatchTo::Folder];

/// What is chosen so far.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PrintChoice {
    cases: Vec<(CaseId, String)>,
    sheets: Vec<SheetKind>,
    to: BatchTo,
}

impl PrintChoice {
    /// The dispatch slips of these cases for the printer, which is what is wanted most.
    #[must_use]
    pub fn new(cases: Vec<(CaseId, String)>) -> Self {
        Self { cases, sheets: vec![SheetKind::Dispatch], to: BatchTo::Printer }
    }

    fn turn(&mut self, kind: SheetKind) {
        if !self.sheets.contains(&kind) {
            self.sheets.push(kind);
            self.sheets.sort();
        } else {
            self.sheets.retain(|chosen| *chosen != kind);
        }
    }
}

/// Draws the question; `None` once it is answered.
pub(super) fn dialog_ui(ctx: &Context, cx: &Cx<'_>, mut choice: PrintChoice) -> Option<PrintChoice> {
    let texts = cx.texts;
    let title = t!(texts, "batch-title", count = choice.cases.len());
    let (cancel, verb) = (t!(texts, "act-cancel"), t!(texts, "act-print"));
    let none = t!(texts, "batch-no-sheet");
    let blocked = choice.sheets.is_empty().then_some(none.as_str());
    let dialog =
        Dialog::new(&title, &cancel).icon(icons::PRINTER, Tone::Accent).width(520.0).confirm(&verb).key("Enter");
    let (answer, ()) = dialog.blocked(blocked).show(ctx, "batch-print", |ui| {
        let t = Tokens::of(ui.ctx());
        ui.label(egui::RichText::new(t!(texts, "batch-which")).font(font::meta()).color(t.ter));
        let kinds: Vec<SheetKind> = SheetKind::ALL.iter().copied().filter(|kind| kind.is_of_case()).collect();
        let names: Vec<String> = kinds.iter().map(|kind| texts.name("sheet", kind.word())).collect();
        let labels: Vec<&str> = names.iter().map(String::as_str).collect();
        let is = |at: usize| kinds.get(at).is_some_and(|kind| choice.sheets.contains(kind));
        if let Some(kind) = any_of(ui, &labels, is).and_then(|at| kinds.get(at)) {
            choice.turn(*kind);
        }
        ui.label(egui::RichText::new(t!(texts, "batch-where")).font(font::meta()).color(t.ter));
        let places = [t!(texts, "batch-to-printer"), t!(texts, "batch-to-file"), t!(texts, "batch-to-folder")];
        let at = PLACES.iter().position(|place| *place == choice.to);
        if let Some(at) = one_of(ui, &places.each_ref().map(String::as_str), at) {
            choice.to = PLACES.get(at).copied().unwrap_or(choice.to);
        }
        let most = choice.cases.len() * choice.sheets.len();
        ui.label(egui::RichText::new(t!(texts, "batch-most", count = most)).font(font::body()).color(t.sec));
    });
    let enter = blocked.is_none() && ctx.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Enter));
    if answer == Some(Answer::Confirmed) || (answer.is_none() && enter) {
        let batch = Batch { sheets: choice.sheets.clone(), to: choice.to };
        cx.want(Action::Many { deed: Deed::Print(batch), cases: choice.cases.clone() });
    }
    (answer.is_none() && !enter).then_some(choice)
}
