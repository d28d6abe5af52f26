//! A copy of a rule book being edited: its values in place, checked while typing, and what they would move.

use chrono::NaiveDate;
use egui::{Key, Modifiers, Ui};

use super::rules::{RulesPage, section};
use super::table::table;
use super::{Action, Cx, heading};
use crate::domain::Stamp;
use crate::rulebook::edit::{Publication, Value, published, rule_at, values, with_value};
use crate::rulebook::{RuleBook, RuleBookError};
use crate::store::Moves;
use crate::t;
use crate::text::{Texts, say};
use crate::ui::say::store_error_text;
use crate::ui::theme::{Tokens, font};
use crate::ui::widgets::{Button, Field};

const LABEL: f32 = 260.0;
const BOX: f32 = 280.0;
/// Moved cases that are shown; the count tells the rest.
const SHOWN: usize = 12;

/// The copy.
#[derive(Debug)]
pub struct Edit {
    name: (String, String),
    id: String,
    text: String,
    values: Vec<Value>,
    version: i64,
    effective: String,
    author: String,
    reviewer: String,
    approver: String,
    /// What is wrong with the text as it stands, with the row it is in.
    fault: Option<(RuleBookError, String)>,
    /// The text that was last asked about.
    asked: Option<String>,
}

impl Edit {
    pub(super) fn of(book: &RuleBook, version: i64, today: NaiveDate, me: &str) -> Self {
        let day = today.succ_opt().unwrap_or(today);
        Self {
            name: (book.name_zh.clone(), book.name_en.clone()),
            id: book.rules.id.clone(),
            values: values(&book.text),
            text: book.text.clone(),
            version,
            effective: day.to_string(),
            author: me.to_owned(),
            reviewer: String::new(),
            approver: String::new(),
            fault: None,
            asked: None,
        }
    }

    /// The version this copy becomes.
    pub(super) fn key(&self) -> Option<(String, i64)> {
        Some((self.id.clone(), self.version))
    }

    fn day(&self) -> Option<NaiveDate> {
        self.effective.trim().parse().ok()
    }

    /// Takes a typed value into the text and checks the whole of it.
    fn take(&mut self, at: usize) {
        let Some(value) = self.values.get(at) else { return };
        self.text = with_value(&self.text, value.line, &value.text);
        self.fault = RuleBook::read("", &self.text).err().map(|error| {
            let rule = rule_at(&self.text, error.line);
            (error, rule)
        });
    }

    fn published(&self) -> String {
        let as_of = Publication {
            version: self.version,
            effective: self.day(),
            author: self.author.trim().to_owned(),
            reviewer: self.reviewer.trim().to_owned(),
            approver: self.approver.trim().to_owned(),
        };
        published(&self.text, &as_of)
    }

    /// Why it cannot be saved yet.
    fn missing(&self, texts: &Texts, moves: Option<&Moves>) -> Option<String> {
        if self.fault.is_some() {
            Some(t!(texts, "book-has-fault"))
        } else if self.day().is_none() {
            Some(t!(texts, "book-day-missing"))
        } else if [&self.author, &self.reviewer, &self.approver].iter().any(|name| name.trim().is_empty()) {
            Some(t!(texts, "store-unsigned"))
        } else if moves.is_none() || self.asked.as_deref() != Some(self.text.as_str()) {
            Some(t!(texts, "book-look-first"))
        } else {
            None
        }
    }
}

pub(super) fn edit_ui(ui: &mut Ui, cx: &Cx<'_>, page: &mut RulesPage) {
    let RulesPage { edit: Some(edit), moves, .. } = page else { return };
    let texts = cx.texts;
    let name = if texts.lang() == crate::text::Lang::Zh { &edit.name.0 } else { &edit.name.1 };
    heading(ui, &t!(texts, "book-copy-of", name = name.as_str(), version = edit.version), &t!(texts, "book-edit-note"));
    let blocked = edit.missing(texts, moves.value());
    let mut dropped = false;
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 8.0;
        let fault = edit.fault.is_some().then(|| t!(texts, "book-has-fault"));
        let look = Button::secondary(&t!(texts, "book-look")).blocked(fault.as_deref()).ui(ui);
        if look.clicked() && fault.is_none() {
            edit.asked = Some(edit.text.clone());
            cx.want(Action::RuleBookMoves(edit.published()));
        }
        let save = Button::primary(&t!(texts, "book-save")).key("Ctrl S").blocked(blocked.as_deref()).ui(ui);
        let pressed = ui.input_mut(|input| input.consume_key(Modifiers::COMMAND, Key::S));
        if (save.clicked() || pressed) && blocked.is_none() {
            cx.want(Action::SaveRuleBook(edit.published()));
        }
        dropped = Button::secondary(&t!(texts, "book-drop")).ui(ui).clicked();
    });
    told_ui(ui, cx, edit);
    if let Some(error) = moves.error() {
        line(ui, &store_error_text(texts, error), true);
    }
    if let Some(found) = moves.value().filter(|_| edit.asked.as_deref() == Some(edit.text.as_str())) {
        moves_ui(ui, texts, found);
    }
    section(ui, &t!(texts, "book-publication"));
    head_ui(ui, texts, edit);
    values_ui(ui, texts, edit);
    if dropped {
        page.edit = None;
    }
}

/// The fault of the text, named by its row.
fn told_ui(ui: &mut Ui, cx: &Cx<'_>, edit: &Edit) {
    let Some((error, rule)) = &edit.fault else { return };
    let text = t!(
        cx.texts,
        "book-fault",
        rule = rule.as_str(),
        line = error.line,
        found = error.found.as_str(),
        expected = error.expected.as_str()
    );
    line(ui, &text, true);
}

fn line(ui: &mut Ui, text: &str, wrong: bool) {
    let t = Tokens::of(ui.ctx());
    let ink = if wrong { t.danger } else { t.sec };
    ui.label(egui::RichText::new(text).font(font::body()).color(ink));
}

fn moves_ui(ui: &mut Ui, texts: &Texts, found: &Moves) {
    line(ui, &t!(texts, "book-moves", open = found.open, moved = found.moved), false);
    let due = |due: Option<Stamp>| due.map_or_else(|| t!(texts, "due-none"), |due| say::full_time(due.0));
    let rows: Vec<Vec<String>> = found
        .told
        .iter()
        .take(SHOWN)
        .map(|told| vec![told.number.clone(), due(told.before), due(told.after)])
        .collect();
    if !rows.is_empty() {
        let columns =
            [(t!(texts, "sort-number"), 1.0), (t!(texts, "book-due-before"), 1.2), (t!(texts, "book-due-after"), 1.2)];
        table(ui, &columns, &rows);
    }
}

fn head_ui(ui: &mut Ui, texts: &Texts, edit: &mut Edit) {
    let wrong = edit.day().is_none().then(|| t!(texts, "book-day-missing"));
    let label = t!(texts, "book-effective");
    let day = Field::new(&label, &mut edit.effective).id("book-effective").error(wrong.as_deref());
    day.label_width(LABEL).width(BOX).ui(ui);
    for (salt, value) in
        [("author", &mut edit.author), ("reviewer", &mut edit.reviewer), ("approver", &mut edit.approver)]
    {
        let label = texts.name("book-head", salt);
        Field::new(&label, value).id(salt).required(true).label_width(LABEL).width(BOX).ui(ui);
    }
}

/// Every value in the order of the text, a heading where its table changes. Tab goes from one to the next.
fn values_ui(ui: &mut Ui, texts: &Texts, edit: &mut Edit) {
    let mut present = String::new();
    let mut changed = None;
    let wrong = edit.fault.as_ref().map(|(error, _)| (error.line, error.expected.clone()));
    for (at, value) in edit.values.iter_mut().enumerate() {
        if value.table != present {
            value.table.clone_into(&mut present);
            section(ui, &texts.name("book-part", &value.table));
        }
        let mut label = vec![value.rule.clone()];
        label.extend(value.about.iter().take(2).cloned());
        label.push(texts.name("book-key", &value.key));
        label.retain(|part| !part.is_empty());
        let label = label.join(" · ");
        let salt = value.line.to_string();
        let error = wrong.as_ref().filter(|(line, _)| *line == value.line).map(|(_, expected)| expected.as_str());
        let field = Field::new(&label, &mut value.text).id(&salt).error(error).label_width(LABEL).width(BOX);
        if field.ui(ui).changed() {
            changed = Some(at);
        }
    }
    if let Some(at) = changed {
        edit.take(at);
    }
}
