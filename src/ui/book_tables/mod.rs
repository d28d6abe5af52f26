//! A rule book as plain tables: what the settings show and the command line writes, row by row with the row id.

mod duties;
mod limits;
mod procedures;

pub(in crate::ui) use self::duties::{band, when as when_words};
use crate::domain::policy::Name;
use crate::domain::words::words;
use crate::domain::{InfoClass, Level, Stage};
use crate::rulebook::RuleBook;
use crate::text::{Lang, Texts};

words! {
    /// A tab of tables that belong together.
    pub enum BookGroup {
        Limits = "limits",
        Grading = "grading",
        Money = "money",
        Duties = "duties",
        Procedures = "procedures",
        Targets = "targets",
        Lists = "lists",
    }
}

/// One table: its title, the names of its columns and its rows, each as wide as the columns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BookTable {
    pub group: BookGroup,
    /// Stands for the table in JSON and in comparisons; the same in both languages.
    pub key: &'static str,
    pub title: String,
    pub columns: Vec<String>,
    pub rows: Vec<Vec<String>>,
}

/// How two books differ in one table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableChange {
    pub title: String,
    pub key: &'static str,
    /// Rows that only the first has.
    pub gone: Vec<Vec<String>>,
    /// Rows that only the second has.
    pub come: Vec<Vec<String>>,
}

/// Every table of a book in the order of the tabs; tables without rows are left out.
#[must_use]
pub fn book_tables(texts: &Texts, book: &RuleBook) -> Vec<BookTable> {
    let say = Say { texts, book };
    let mut tables = limits::tables(&say);
    tables.extend(duties::tables(&say));
    tables.extend(procedures::tables(&say));
    tables.retain(|table| !table.rows.is_empty());
    tables.sort_by_key(|table| table.group);
    tables
}

/// The tables in which two books differ, row by row.
#[must_use]
pub fn compare(before: &[BookTable], after: &[BookTable]) -> Vec<TableChange> {
    let keys = before.iter().chain(after.iter().filter(|table| before.iter().all(|old| old.key != table.key)));
    keys.filter_map(|table| {
        let rows = |tables: &[BookTable]| -> Vec<Vec<String>> {
            tables.iter().find(|other| other.key == table.key).map(|found| found.rows.clone()).unwrap_or_default()
        };
        let (old, new) = (rows(before), rows(after));
        let gone: Vec<_> = old.iter().filter(|row| !new.contains(row)).cloned().collect();
        let come: Vec<_> = new.iter().filter(|row| !old.contains(row)).cloned().collect();
        let differs = !gone.is_empty() || !come.is_empty();
        differs.then(|| TableChange { title: table.title.clone(), key: table.key, gone, come })
    })
    .collect()
}

/// A book with the words of a language.
struct Say<'a> {
    texts: &'a Texts,
    book: &'a RuleBook,
}

impl Say<'_> {
    fn table(&self, group: BookGroup, key: &'static str, columns: &[&str], rows: Vec<Vec<String>>) -> BookTable {
        BookTable {
            group,
            key,
            title: self.texts.name("book-table", key),
            columns: columns.iter().map(|column| self.texts.name("book-column", column)).collect(),
            rows,
        }
    }

    fn name(&self, name: &Name) -> String {
        match self.texts.lang() {
            Lang::Zh => name.zh.clone(),
            Lang::En => name.en.clone(),
        }
    }

    /// A text that may be missing.
    fn or_dash(text: String) -> String {
        if text.is_empty() { "—".to_owned() } else { text }
    }

    fn stage(&self, stage: Stage) -> String {
        self.texts.name("stage", stage.word())
    }

    fn class(&self, class: InfoClass) -> String {
        crate::ui::say::class_name(self.texts, &self.book.rules, class)
    }

    fn level(&self, level: Level) -> String {
        crate::ui::say::level_name(self.texts, &self.book.rules, level)
    }

    /// What a row is for: every selector it has, or all cases.
    fn applies(&self, selectors: [Option<String>; 4]) -> String {
        let named: Vec<String> = selectors.into_iter().flatten().collect();
        if named.is_empty() { crate::t!(self.texts, "all") } else { named.join(" · ") }
    }

    fn category(&self, key: Option<&String>) -> Option<String> {
        let choice = self.book.rules.categories.iter().find(|choice| Some(&choice.key) == key)?;
        Some(self.choice(choice))
    }

    fn choice(&self, choice: &crate::domain::rules::Choice) -> String {
        match self.texts.lang() {
            Lang::Zh => choice.zh.clone(),
            Lang::En => choice.en.clone(),
        }
    }

    /// The names of channels by their keys.
    fn channels(&self, keys: &[String]) -> String {
        let channels = &self.book.rules.channels;
        let names: Vec<String> =
            channels.iter().filter(|choice| keys.contains(&choice.key)).map(|choice| self.choice(choice)).collect();
        names.join(" · ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rulebook::BUILT_IN;

    fn tables(file: &str, lang: Lang) -> Vec<BookTable> {
        let (file, text) = BUILT_IN.iter().find(|(name, _)| *name == file).unwrap();
        book_tables(&Texts::new(lang), &RuleBook::read(file, text).unwrap())
    }

    #[test]
    fn every_table_of_every_book_is_as_wide_as_its_head() {
        for (file, _) in BUILT_IN {
            for lang in Lang::ALL {
                for table in tables(file, lang) {
                    assert!(table.title != table.key, "{file}: {} has no title", table.key);
                    for row in &table.rows {
                        assert_eq!(row.len(), table.columns.len(), "{file}: {} {row:?}", table.key);
                    }
                }
            }
        }
    }

    #[test]
    fn the_two_versions_of_the_bank_differ_in_their_promises() {
        let changes = compare(&tables("bank-branch.toml", Lang::Zh), &tables("bank-branch-2.toml", Lang::Zh));
        let promises = changes.iter().find(|change| change.key == "promises").unwrap();
        assert_eq!((promises.gone.len(), promises.come.len()), (0, 3));
        let same = tables("bank-branch.toml", Lang::Zh);
        assert!(compare(&same, &same).is_empty());
    }
}
