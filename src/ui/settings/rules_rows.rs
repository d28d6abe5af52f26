//! The rows of a copy: every value in its field, rows added and removed, what cases would miss told before.

use egui::{RichText, Ui};

use super::rules::section;
use super::rules_edit::Edit;
use super::rules_words::{Kind, expected, kind, members, shown, stored};
use super::{Action, Cx};
use crate::domain::Rules;
use crate::domain::pinyin;
use crate::rulebook::edit::is_quick;
use crate::rulebook::edit::rows::{Block, addable, blocks, may_miss, missing_keys, row_values};
use crate::store::UsedList;
use crate::t;
use crate::text::Texts;
use crate::ui::theme::{Tokens, font};
use crate::ui::widgets::{Button, Field, Pick, PickList, icon_button};
use crate::ui::{Fetch, icons};

pub(super) const LABEL: f32 = 260.0;
pub(super) const BOX: f32 = 280.0;

/// One value as it is typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Typed {
    pub key: String,
    pub text: String,
    kind: Kind,
    /// Shown without opening the row.
    quick: bool,
    /// May be missing; empty takes it away.
    optional: bool,
    pub wrong: bool,
}

/// One row as it is typed; it stands for the block at the same place of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Row {
    pub block: Block,
    /// The id of the rule or the key by which the row is known.
    pub rule: String,
    /// What else it is known by.
    about: String,
    pub values: Vec<Typed>,
    open: bool,
}

/// What a person wants of the rows in this frame.
pub(super) enum Wish {
    Take(usize, usize),
    Add(String),
    Remove(usize),
    /// Ask first how many open cases use it.
    AskUses(usize),
    Keep,
}

/// The rows of a text; those at the places in `open` stand open.
pub(super) fn rows_of(texts: &Texts, rules: &Rules, text: &str, open: &[usize]) -> Vec<Row> {
    let row = |(at, block): (usize, Block)| {
        let found = row_values(text, &block);
        let word = |key: &str| found.iter().find(|(_, name, _)| name == key).map(|(_, _, value)| value.clone());
        let typed = |key: &str, value: &str| {
            let kind = kind(&block.table, key);
            let text = if matches!(kind, Kind::One(_)) { value.to_owned() } else { shown(texts, rules, kind, value) };
            let (quick, optional) = (is_quick(key), may_miss(&block.table, key));
            Typed { key: key.to_owned(), text, kind, quick, optional, wrong: false }
        };
        let mut values: Vec<Typed> = found.iter().map(|(_, key, value)| typed(key, value)).collect();
        if block.is_row {
            values.extend(missing_keys(text, &block).iter().map(|key| Typed { quick: false, ..typed(key, "") }));
        } else if block.table.starts_with("procedure") {
            // Its wording and steps are written in the file; what people change are its limits.
            values.retain(|value| value.kind == Kind::Limit);
        } else {
            // Head and number stand elsewhere or are not changed.
            values.retain(|value| value.quick);
        }
        let about = found.iter().filter(|(_, key, _)| block.is_row && tells(key));
        let about = about.map(|(_, key, value)| known_word(texts, rules, &block.table, key, value)).take(2);
        let rule = word("rule").or_else(|| word("key")).unwrap_or_default();
        Row { about: about.collect::<Vec<_>>().join(" · "), rule, values, open: open.contains(&at), block }
    };
    blocks(text).into_iter().enumerate().map(row).collect()
}

/// Keys whose values tell rows of a table apart.
fn tells(key: &str) -> bool {
    !is_quick(key) && key != "rule" && key != "key" && !key.ends_with("_en")
}

fn known_word(texts: &Texts, rules: &Rules, table: &str, key: &str, value: &str) -> String {
    match kind(table, key) {
        Kind::One(list) => {
            let all = members(texts, rules, list);
            all.into_iter().find(|(word, _)| word == value).map_or_else(|| value.to_owned(), |(_, name)| name)
        }
        kind => shown(texts, rules, kind, value),
    }
}

/// What was typed as it is stored, or `None`.
pub(super) fn read(texts: &Texts, rules: &Rules, typed: &Typed) -> Option<String> {
    let read = stored(texts, rules, typed.kind, &typed.text)?;
    (typed.optional || !read.is_empty() || typed.kind == Kind::Text || matches!(typed.kind, Kind::Many(_)))
        .then_some(read)
}

/// Lists whose members cases carry.
fn used_list(table: &str) -> Option<UsedList> {
    match table {
        "channel" => Some(UsedList::Channel),
        "category" => Some(UsedList::Category),
        "symptom" => Some(UsedList::Symptom),
        "wait" => Some(UsedList::Wait),
        _ => None,
    }
}

/// Asks the store how many open cases carry the member of the row.
pub(super) fn ask_uses(cx: &Cx<'_>, edit: &Edit, row: &Row) {
    let Some(list) = used_list(&row.block.table) else { return };
    let of = |key: &str| row.values.iter().find(|value| value.key == key).map(|value| value.text.clone());
    let names: Vec<String> = ["key", "zh", "en"].iter().filter_map(|key| of(key)).collect();
    cx.want(Action::RuleBookUses { book: edit.id().to_owned(), list, names });
}

/// Draws every row under the heading of its table.
pub(super) fn rows_ui(ui: &mut Ui, cx: &Cx<'_>, edit: &mut Edit, uses: &Fetch<i64>) -> Option<Wish> {
    let mut rows = std::mem::take(&mut edit.rows);
    let fault = edit.fault_place();
    let mut wish = None;
    let mut present = String::new();
    let addable = addable();
    let count = rows.len();
    let tables: Vec<String> = rows.iter().map(|row| row.block.table.clone()).collect();
    for (at, row) in rows.iter_mut().enumerate() {
        if row.values.is_empty() {
            continue;
        }
        if row.block.table != present {
            row.block.table.clone_into(&mut present);
            section(ui, &part_name(cx.texts, &present));
        }
        let wrong =
            fault.as_ref().filter(|(place, ..)| *place == at).map(|(_, key, text)| (key.as_str(), text.as_str()));
        let drawing = Drawing { cx, rules: edit.rules(), at, wrong };
        wish = ui.push_id(at, |ui| drawing.row_ui(ui, row)).inner.or(wish);
        if edit.removing == Some(at) {
            wish = removing_ui(ui, cx, row, (at, uses)).or(wish);
        }
        let last = at + 1 == count || tables.get(at + 1) != Some(&present);
        if last && addable.contains(&present) {
            let add = t!(cx.texts, "book-add-row", part = part_name(cx.texts, &present));
            if Button::light(&add).small().icon(icons::PLUS).ui(ui).clicked() {
                wish = Some(Wish::Add(present.clone()));
            }
        }
    }
    let absent: Vec<&String> = addable.iter().filter(|table| !tables.contains(table)).collect();
    if !absent.is_empty() {
        section(ui, &t!(cx.texts, "book-more-parts"));
        ui.horizontal_wrapped(|ui| {
            for table in absent {
                let add = t!(cx.texts, "book-add-row", part = part_name(cx.texts, table));
                if Button::light(&add).small().icon(icons::PLUS).ui(ui).clicked() {
                    wish = Some(Wish::Add(table.clone()));
                }
            }
        });
    }
    edit.rows = rows;
    wish
}

fn part_name(texts: &Texts, table: &str) -> String {
    texts.name("book-part", &table.replace('.', "-"))
}

/// What removing a member would mean for the open cases.
fn removing_ui(ui: &mut Ui, cx: &Cx<'_>, row: &Row, (at, uses): (usize, &Fetch<i64>)) -> Option<Wish> {
    let t = Tokens::of(ui.ctx());
    let name = row.values.iter().find(|value| value.key == "zh").map_or(row.rule.as_str(), |value| &value.text);
    let count = uses.value().copied();
    let says = match count {
        None => t!(cx.texts, "book-uses-asked", name = name),
        Some(0) => t!(cx.texts, "book-unused", name = name),
        Some(count) => t!(cx.texts, "book-uses", name = name, count = count),
    };
    let mut wish = None;
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 8.0;
        let ink = if count.unwrap_or(0) > 0 { t.warn } else { t.sec };
        ui.label(RichText::new(says).font(font::body()).color(ink));
        if count.is_some() && Button::danger(&t!(cx.texts, "book-remove")).small().ui(ui).clicked() {
            wish = Some(Wish::Remove(at));
        }
        if Button::secondary(&t!(cx.texts, "book-keep")).small().ui(ui).clicked() {
            wish = Some(Wish::Keep);
        }
    });
    wish
}

struct Drawing<'a> {
    cx: &'a Cx<'a>,
    rules: &'a Rules,
    at: usize,
    /// The key that the reader of the book refused, and what it expects.
    wrong: Option<(&'a str, &'a str)>,
}

impl Drawing<'_> {
    fn row_ui(&self, ui: &mut Ui, row: &mut Row) -> Option<Wish> {
        let texts = self.cx.texts;
        let mut wish = None;
        let head = [row.rule.as_str(), &row.about].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>();
        let head = head.join(" · ");
        let Row { block, rule, values, open, .. } = row;
        let mut tools = block.is_row;
        if tools && !values.iter().any(|value| value.quick) {
            ui.horizontal(|ui| {
                let t = Tokens::of(ui.ctx());
                ui.label(RichText::new(&head).font(font::body()).color(t.sec));
                wish = self.tools_ui(ui, (block, rule), open);
            });
            tools = false;
        }
        let opened = *open;
        for (at, value) in values.iter_mut().enumerate().filter(|(_, value)| value.quick || opened) {
            let name = texts.name("book-key", &value.key);
            let label = if value.quick && !head.is_empty() { format!("{head} · {name}") } else { name };
            let changed = if std::mem::take(&mut tools) {
                ui.horizontal_top(|ui| {
                    let changed = self.value_ui(ui, &label, value);
                    wish = self.tools_ui(ui, (block, rule), open).or(wish.take());
                    changed
                })
                .inner
            } else {
                self.value_ui(ui, &label, value)
            };
            if changed {
                wish = Some(Wish::Take(self.at, at));
            }
        }
        wish
    }

    /// The pencil opens the rest of the row, the bin takes the row out.
    fn tools_ui(&self, ui: &mut Ui, (block, rule): (&Block, &str), open: &mut bool) -> Option<Wish> {
        let texts = self.cx.texts;
        let all = if *open { t!(texts, "book-row-less") } else { t!(texts, "book-row-more") };
        let icon = if *open { icons::CARET_UP } else { icons::PENCIL_SIMPLE };
        if icon_button(ui, icon, &all, None).clicked() {
            *open = !*open;
        }
        if icon_button(ui, icons::TRASH, &t!(texts, "book-row-remove", name = rule), None).clicked() {
            let used = used_list(&block.table).is_some();
            return Some(if used { Wish::AskUses(self.at) } else { Wish::Remove(self.at) });
        }
        None
    }

    fn value_ui(&self, ui: &mut Ui, label: &str, value: &mut Typed) -> bool {
        let texts = self.cx.texts;
        let refused = self.wrong.filter(|(key, _)| *key == value.key).map(|(_, text)| text.to_owned());
        let said = if value.wrong || refused.is_some() { expected(texts, value.kind).or(refused) } else { None };
        let salt = value.key.clone();
        let items: Vec<Pick> = match value.kind {
            Kind::One(list) => members(texts, self.rules, list).into_iter().map(pick).collect(),
            Kind::YesNo => ["true", "false"].map(|word| pick((word.to_owned(), yes(texts, word)))).to_vec(),
            _ => {
                let hint = if value.optional { t!(texts, "dialog-optional") } else { String::new() };
                let field = Field::new(label, &mut value.text).id(&salt).hint(&hint).error(said.as_deref());
                return field.label_width(LABEL).width(BOX).ui(ui).changed();
            }
        };
        let none = pick((String::new(), t!(texts, "all")));
        let items: Vec<Pick> = value.optional.then_some(none).into_iter().chain(items).collect();
        let list = PickList::new(label, &items, Some(&value.text), &pinyin::matches).id(&salt).error(said.as_deref());
        let Some(chosen) = list.label_width(LABEL).width(BOX).ui(ui).1.and_then(|at| items.get(at)) else {
            return false;
        };
        let changed = chosen.key != value.text;
        value.text.clone_from(&chosen.key);
        changed
    }
}

fn pick((key, label): (String, String)) -> Pick {
    let search = pinyin::search_key(&label);
    Pick { key, label, note: String::new(), search }
}

fn yes(texts: &Texts, word: &str) -> String {
    if word == "true" { t!(texts, "answer-yes") } else { t!(texts, "answer-no") }
}
