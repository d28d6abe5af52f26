//! The rule books as tables by tab; a copy can be edited in place, its consequences seen, and saved as a new version.

use std::sync::Arc;

use egui::Ui;

use super::rules_edit::{Edit, edit_ui};
use super::table::{Column, table};
use super::{Action, Cx, heading};
use crate::rulebook::RuleBook;
use crate::store::Moves;
use crate::t;
use crate::text::{Lang, say};
use crate::ui::Fetch;
use crate::ui::book_tables::{BookGroup, BookTable, book_tables};
use crate::ui::theme::{Tokens, font};
use crate::ui::widgets::{Button, toggle};

/// What the page of rule books holds.
#[derive(Debug, Default)]
pub struct RulesPage {
    /// Every version that can be shown.
    pub books: Fetch<Vec<Arc<RuleBook>>>,
    /// What the edited text would move.
    pub moves: Fetch<Moves>,
    /// How many open cases carry the member that is about to be removed.
    pub uses: Fetch<i64>,
    /// The version on screen; the desk's own when `None`.
    pub(super) shown: Option<(String, i64)>,
    group: Option<BookGroup>,
    made: Option<Made>,
    pub(super) edit: Option<Edit>,
}

/// Tables made once for a version and a language.
#[derive(Debug)]
struct Made {
    lang: Lang,
    book: (String, i64),
    tables: Vec<BookTable>,
}

impl RulesPage {
    /// Begins a copy of a book; what an earlier copy would have moved is forgotten.
    fn copy(&mut self, book: &RuleBook, latest: i64, today: chrono::NaiveDate, me: &str) {
        self.moves = Fetch::NotAsked;
        self.edit = Some(Edit::of(book, latest + 1, today, me));
    }

    /// The version was saved: it is shown, and the copy is gone.
    pub fn saved(&mut self) {
        if let Some(edit) = self.edit.take() {
            self.shown = edit.key();
        }
        self.moves = Fetch::NotAsked;
    }
}

pub(super) fn rules_ui(ui: &mut Ui, cx: &Cx<'_>, page: &mut RulesPage) {
    if matches!(page.books, Fetch::NotAsked) {
        cx.want(Action::ReadRuleBooks);
    }
    if page.edit.is_some() {
        edit_ui(ui, cx, page);
        return;
    }
    let own = (cx.book.rules.id.clone(), cx.book.rules.version);
    let wanted = page.shown.clone().unwrap_or_else(|| own.clone());
    let all: Vec<Arc<RuleBook>> = page.books.value().cloned().unwrap_or_default();
    let found = all.iter().find(|book| (&book.rules.id, book.rules.version) == (&wanted.0, wanted.1));
    let book: &RuleBook = found.map_or(cx.book, |book| book);
    let texts = cx.texts;
    let version = t!(texts, "settings-book-version", version = book.rules.version, day = say::full_day(book.effective));
    heading(ui, name_of(cx, book), &version);
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 8.0;
        if Button::secondary(&t!(texts, "book-copy")).small().ui(ui).clicked() {
            let latest = all.iter().filter(|other| other.rules.id == book.rules.id).map(|other| other.rules.version);
            let latest = latest.max().unwrap_or(book.rules.version);
            page.copy(book, latest, cx.now.date(), cx.me);
        }
        if book.rules.id == cx.book.rules.id {
            let t = Tokens::of(ui.ctx());
            ui.label(egui::RichText::new(t!(texts, "book-in-use")).font(font::body()).color(t.ok));
        } else if Button::secondary(&t!(texts, "book-choose")).small().ui(ui).clicked() {
            cx.want(Action::ChooseRuleBook(book.rules.id.clone()));
        }
    });
    choose_ui(ui, cx, page, &all, (&wanted.0, wanted.1));
    tables_ui(ui, cx, page, book);
}

/// The versions that can be shown, one chip each.
fn choose_ui(ui: &mut Ui, cx: &Cx<'_>, page: &mut RulesPage, all: &[Arc<RuleBook>], shown: (&str, i64)) {
    let label =
        |book: &Arc<RuleBook>| t!(cx.texts, "book-version-of", name = name_of(cx, book), version = book.rules.version);
    let labels: Vec<String> = all.iter().map(label).collect();
    let present = all.iter().position(|book| (book.rules.id.as_str(), book.rules.version) == shown);
    let labels: Vec<&str> = labels.iter().map(String::as_str).collect();
    if let Some(book) = toggle::one_of(ui, &labels, present).and_then(|at| all.get(at)) {
        page.shown = Some((book.rules.id.clone(), book.rules.version));
    }
}

fn tables_ui(ui: &mut Ui, cx: &Cx<'_>, page: &mut RulesPage, book: &RuleBook) {
    let key = (book.rules.id.clone(), book.rules.version);
    let lang = cx.texts.lang();
    if !page.made.as_ref().is_some_and(|made| made.lang == lang && made.book == key) {
        page.made = Some(Made { lang, book: key, tables: book_tables(cx.texts, book) });
    }
    let Some(made) = &page.made else { return };
    let groups: Vec<BookGroup> =
        BookGroup::ALL.iter().copied().filter(|group| made.tables.iter().any(|table| table.group == *group)).collect();
    let names: Vec<String> = groups.iter().map(|group| cx.texts.name("book-group", group.word())).collect();
    let present = page.group.filter(|group| groups.contains(group)).or_else(|| groups.first().copied());
    let at = groups.iter().position(|group| Some(*group) == present);
    ui.add_space(6.0);
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    if let Some(group) = toggle::one_of(ui, &names, at).and_then(|at| groups.get(at)) {
        page.group = Some(*group);
    }
    for shown in made.tables.iter().filter(|table| Some(table.group) == present) {
        section(ui, &shown.title);
        table(ui, &columns(shown), &shown.rows);
    }
}

/// Each column as wide as its longest text asks, within bounds.
fn columns(shown: &BookTable) -> Vec<Column> {
    let share = |at: usize, name: &str| {
        let cells = shown.rows.iter().filter_map(|row| row.get(at)).map(|text| text.chars().count());
        let widest = cells.chain([name.chars().count()]).max().unwrap_or(1);
        widest.clamp(6, 34) as f32
    };
    shown.columns.iter().enumerate().map(|(at, name)| (name.clone(), share(at, name))).collect()
}

pub(super) fn name_of<'a>(cx: &Cx<'_>, book: &'a RuleBook) -> &'a str {
    if cx.texts.lang() == Lang::Zh { &book.name_zh } else { &book.name_en }
}

pub(super) fn section(ui: &mut Ui, title: &str) {
    ui.add_space(8.0);
    let t = Tokens::of(ui.ctx());
    ui.label(egui::RichText::new(title).font(font::body_l_medium()).color(t.text));
}
