//! A copy of a rule book being edited: its values in place, checked while typing, and what they would move.

use chrono::NaiveDate;
use egui::{Key, Modifiers, Ui};

use super::rules::{RulesPage, section};
use super::rules_rows::{BOX, LABEL, Row, Wish, ask_uses, read, rows_of, rows_ui};
use super::table::table;
use super::{Action, Cx, heading};
use crate::domain::{Rules, Stamp};
use crate::rulebook::edit::rows::{blocks, row_values, with_key, with_row, without_row};
use crate::rulebook::edit::{Publication, published, rule_at};
use crate::rulebook::{RuleBook, RuleBookError};
use crate::store::Moves;
use crate::t;
use crate::text::{Lang, Texts, say};
use crate::ui::Fetch;
use crate::ui::say::store_error_text;
use crate::ui::theme::{Tokens, font};
use crate::ui::widgets::{Button, Field};

/// Moved cases that are shown; the count tells the rest.
const SHOWN: usize = 12;

/// The copy.
#[derive(Debug)]
pub struct Edit {
    name: (String, String),
    id: String,
    text: String,
    /// The text as it is typed, row by row.
    pub(super) rows: Vec<Row>,
    /// Names of lists, classes and levels come from the last text that could be read.
    rules: Rules,
    /// The language in which the rows are typed.
    lang: Option<Lang>,
    /// The row that is about to be removed.
    pub(super) removing: Option<usize>,
    /// The texts before rows were added or removed, the latest last.
    before: Vec<String>,
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
            rows: Vec::new(),
            rules: book.rules.clone(),
            lang: None,
            removing: None,
            before: Vec::new(),
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

    /// The id of the book.
    pub(super) fn id(&self) -> &str {
        &self.id
    }

    pub(super) const fn rules(&self) -> &Rules {
        &self.rules
    }

    /// Takes a typed value into the text and checks the whole of it.
    fn take(&mut self, texts: &Texts, (row, at): (usize, usize)) {
        let Some(typed) = self.rows.get_mut(row).and_then(|row| row.values.get_mut(at)) else { return };
        let read = read(texts, &self.rules, typed);
        typed.wrong = read.is_none();
        let key = typed.key.clone();
        if let Some((value, block)) = read.zip(blocks(&self.text).into_iter().nth(row)) {
            self.text = with_key(&self.text, &block, &key, &value);
            self.check();
        }
    }

    /// Puts another text in the place of this one, with `open` standing open.
    fn replace(&mut self, texts: &Texts, text: String, open: &[usize]) {
        self.before.push(std::mem::replace(&mut self.text, text));
        self.check();
        self.read_rows(texts, open);
    }

    fn read_rows(&mut self, texts: &Texts, open: &[usize]) {
        self.rows = rows_of(texts, &self.rules, &self.text, open);
        self.removing = None;
        self.lang = Some(texts.lang());
    }

    fn check(&mut self) {
        match RuleBook::read("", &self.text) {
            Ok(book) => (self.rules, self.fault) = (book.rules, None),
            Err(error) => {
                let rule = rule_at(&self.text, error.line);
                self.fault = Some((error, rule));
            }
        }
    }

    /// The row and key that the reader refused, and what it expects.
    pub(super) fn fault_place(&self) -> Option<(usize, String, String)> {
        let (error, _) = self.fault.as_ref()?;
        let blocks = blocks(&self.text);
        let row = blocks.iter().position(|block| (block.line..=block.end).contains(&error.line))?;
        let found = row_values(&self.text, blocks.get(row)?);
        let (_, key, _) = found.into_iter().find(|(line, ..)| *line == error.line)?;
        Some((row, key, error.expected.clone()))
    }

    fn is_wrong(&self) -> bool {
        self.fault.is_some() || self.rows.iter().flat_map(|row| &row.values).any(|value| value.wrong)
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
        if self.is_wrong() {
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
    let RulesPage { edit: Some(edit), moves, uses, .. } = page else { return };
    let texts = cx.texts;
    if edit.lang != Some(texts.lang()) {
        edit.read_rows(texts, &[]);
    }
    let name = if texts.lang() == crate::text::Lang::Zh { &edit.name.0 } else { &edit.name.1 };
    heading(ui, &t!(texts, "book-copy-of", name = name.as_str(), version = edit.version), &t!(texts, "book-edit-note"));
    let blocked = edit.missing(texts, moves.value());
    let mut dropped = false;
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 8.0;
        let fault = edit.is_wrong().then(|| t!(texts, "book-has-fault"));
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
        if !edit.before.is_empty() && Button::light(&t!(texts, "book-rows-back")).ui(ui).clicked() {
            edit.text = edit.before.pop().unwrap_or_default();
            edit.check();
            edit.read_rows(texts, &[]);
        }
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
    match rows_ui(ui, cx, edit, uses) {
        None => {}
        Some(Wish::Take(row, at)) => edit.take(texts, (row, at)),
        Some(Wish::Add(table)) => {
            if let Some((text, line)) = with_row(&edit.text, &table) {
                let open = blocks(&text).iter().position(|block| block.line == line);
                edit.replace(texts, text, &open.into_iter().collect::<Vec<_>>());
            }
        }
        Some(Wish::Remove(row)) => {
            if let Some(block) = blocks(&edit.text).get(row) {
                let text = without_row(&edit.text, block.line);
                edit.replace(texts, text, &[]);
            }
        }
        Some(Wish::AskUses(row)) => {
            *uses = Fetch::NotAsked;
            edit.removing = Some(row);
            if let Some(row) = edit.rows.get(row) {
                ask_uses(cx, edit, row);
            }
        }
        Some(Wish::Keep) => edit.removing = None,
    }
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
