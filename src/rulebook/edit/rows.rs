//! Adding and removing whole rows of a rule book's text: members of lists, limits, approvals, obligations.

use super::{is_whole, pair, shown, with_value};
use crate::domain::{InfoClass, Level};

/// What a new row of each table looks like; a key marked `# ?` may be missing.
const NEW: &str = include_str!("../../../assets/rulebook_rows.toml");

/// Tables of which the first row that fits holds: a new one stands before the others, so that it is heard.
const FIRST_FIT: [&str; 5] = ["stage", "promise", "track", "class", "level"];

/// One row of the text, or a plain table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// `stage`, `incident.depreciation`.
    pub table: String,
    /// Line of its heading, from 1.
    pub line: usize,
    /// Its last line that belongs to it.
    pub end: usize,
    /// One row of several, which can be removed.
    pub is_row: bool,
}

/// Every row and table of a text in its order.
#[must_use]
pub fn blocks(text: &str) -> Vec<Block> {
    let mut found: Vec<Block> = Vec::new();
    for (at, line) in text.lines().enumerate() {
        let line = line.trim();
        if line.starts_with('[') {
            let name = line.split('#').next().unwrap_or_default().trim();
            let table = name.trim_matches(['[', ']']).to_owned();
            // The parts of a procedure or of a clock of the law hang together: none of them goes alone.
            let is_row = name.starts_with("[[") && !table.starts_with("procedure") && !table.starts_with("timer");
            found.push(Block { table, line: at + 1, end: at + 1, is_row });
        } else if !line.is_empty() && !line.starts_with('#') {
            // Remarks and empty lines belong to what follows.
            if let Some(block) = found.last_mut() {
                block.end = at + 1;
            }
        }
    }
    found
}

/// Keys a row of `table` may have and `line`'s row has not, in their order.
#[must_use]
pub fn missing_keys(text: &str, block: &Block) -> Vec<String> {
    let present: Vec<&str> = lines_of(text, block).filter_map(|(_, line)| pair(line)).map(|(key, _)| key).collect();
    let may = template(&block.table).map(|model| lines_of(NEW, &model).collect::<Vec<_>>()).unwrap_or_default();
    let optional = may.into_iter().filter(|(_, line)| is_optional(line)).filter_map(|(_, line)| pair(line));
    optional.map(|(key, _)| key.to_owned()).filter(|key| !present.contains(&key.as_str())).collect()
}

/// Whether a row may do without `key`.
#[must_use]
pub fn may_miss(table: &str, key: &str) -> bool {
    template(table).is_some_and(|model| {
        lines_of(NEW, &model).any(|(_, line)| is_optional(line) && pair(line).is_some_and(|(found, _)| found == key))
    })
}

/// Tables to which rows can be added, in the order in which they are offered.
#[must_use]
pub fn addable() -> Vec<String> {
    blocks(NEW).into_iter().map(|block| block.table).collect()
}

/// The text with a new row in `table`, and the line of its heading; `None` where every member is there already.
#[must_use]
pub fn with_row(text: &str, table: &str) -> Option<(String, usize)> {
    let model = template(table)?;
    let own: Vec<Block> = blocks(text).into_iter().filter(|block| block.table == table).collect();
    let mut row = vec![format!("[[{table}]]")];
    for (_, line) in lines_of(NEW, &model).filter(|(_, line)| !is_optional(line)) {
        let line = line.to_owned();
        row.push(if pair(&line).is_some_and(|(key, _)| key == "key") {
            unused_key(text, &own, table, &line)?
        } else {
            line
        });
    }
    let first = FIRST_FIT.contains(&table);
    let mut lines: Vec<&str> = text.lines().collect();
    let at = match (own.first(), own.last()) {
        (Some(block), _) if first => block.line - 1,
        (_, Some(block)) => block.end,
        _ => lines.len(),
    };
    if own.is_empty() {
        row.insert(0, String::new());
    }
    let heading = at + 1 + usize::from(row.first().is_some_and(String::is_empty));
    lines.splice(at..at, row.iter().map(String::as_str));
    Some((whole(&lines), heading))
}

/// The text without the row whose heading stands in `line`; remarks above it stay.
#[must_use]
pub fn without_row(text: &str, line: usize) -> String {
    let Some(block) = blocks(text).into_iter().find(|block| block.line == line && block.is_row) else {
        return text.to_owned();
    };
    let mut lines: Vec<&str> = text.lines().collect();
    lines.drain(block.line - 1..block.end);
    whole(&lines)
}

/// The text with `key` in the row, in the form the table has it; an empty value takes the key away.
#[must_use]
pub fn with_key(text: &str, block: &Block, key: &str, value: &str) -> String {
    let present = lines_of(text, block).find(|(_, line)| pair(line).is_some_and(|(found, _)| found == key));
    let mut lines: Vec<&str> = text.lines().collect();
    match present {
        Some((line, _)) if value.trim().is_empty() && may_miss(&block.table, key) => {
            lines.remove(line - 1);
            whole(&lines)
        }
        Some((line, _)) => with_value(text, line, value),
        None if value.trim().is_empty() => text.to_owned(),
        None => {
            let form = template(&block.table).and_then(|model| {
                lines_of(NEW, &model).find(|(_, line)| pair(line).is_some_and(|(found, _)| found == key))
            });
            let Some((_, form)) = form else { return text.to_owned() };
            lines.insert(block.end, form.trim_end_matches("# ?").trim_end());
            with_value(&whole(&lines), block.end + 1, value)
        }
    }
}

/// The plain values of a row with their lines: key, value as people read it.
#[must_use]
pub fn row_values(text: &str, block: &Block) -> Vec<(usize, String, String)> {
    let of = |(line, found): (usize, &str)| {
        let (key, parts) = pair(found)?;
        is_whole(parts.value).then(|| (line, key.to_owned(), shown(parts.value)))
    };
    lines_of(text, block).filter_map(of).collect()
}

fn lines_of<'a>(text: &'a str, block: &Block) -> impl Iterator<Item = (usize, &'a str)> {
    let count = block.end.saturating_sub(block.line);
    text.lines().enumerate().skip(block.line).take(count).map(|(at, line)| (at + 1, line))
}

fn template(table: &str) -> Option<Block> {
    blocks(NEW).into_iter().find(|block| block.table == table)
}

fn is_optional(line: &str) -> bool {
    line.trim_end().ends_with("# ?")
}

/// The line of a key that no row of the table has yet.
fn unused_key(text: &str, own: &[Block], table: &str, line: &str) -> Option<String> {
    let value = |block: &Block| row_values(text, block).into_iter().find(|(_, key, _)| key == "key");
    let used: Vec<String> = own.iter().filter_map(value).map(|(_, _, key)| key).collect();
    let free = |key: &String| !used.contains(key);
    let key = match table {
        // A class or level is named once, and there are no others.
        "class_name" => InfoClass::ALL.iter().map(|class| class.word().to_owned()).find(free)?,
        "level_name" => Level::ALL.iter().map(|level| level.word().to_owned()).find(free)?,
        _ => {
            let first = pair(line).map(|(_, parts)| shown(parts.value)).unwrap_or_default();
            let next = (2..).map(|n| format!("{first}-{n}"));
            std::iter::once(first.clone()).chain(next).find(free)?
        }
    };
    Some(format!("key = \"{key}\""))
}

fn whole(lines: &[&str]) -> String {
    let mut text = lines.join("\n");
    text.push('\n');
    text
}

#[cfg(test)]
mod tests {
    use super::super::super::{BUILT_IN, RuleBook};
    use super::*;

    #[test]
    fn a_row_of_every_table_can_be_added_to_every_book_and_removed_again_c11() {
        for (file, text) in BUILT_IN {
            for table in addable() {
                let Some((longer, line)) = with_row(text, &table) else { continue };
                let book = RuleBook::read(file, &longer).unwrap_or_else(|error| panic!("{table}: {error}"));
                assert!(book.text.contains(&format!("[[{table}]]")), "{file} {table}");
                let here = blocks(&longer).into_iter().find(|block| block.line == line).unwrap();
                assert_eq!((here.table.as_str(), here.is_row), (table.as_str(), true), "{file}");
                let again = without_row(&longer, line);
                assert!(again.trim_end() == text.trim_end(), "{file} {table}");
            }
        }
    }

    #[test]
    fn a_new_limit_stands_before_the_general_one_and_takes_its_selectors() {
        let (file, text) = BUILT_IN[0];
        let (mut text, line) = with_row(text, "stage").unwrap();
        for (key, value) in [("stage", "dispatch"), ("level", "national"), ("limit", "2 h")] {
            let block = blocks(&text).into_iter().find(|block| block.line == line).unwrap();
            text = with_key(&text, &block, key, value);
        }
        let rules = RuleBook::read(file, &text).unwrap().rules;
        let mut facts = crate::domain::Facts::default();
        let hours = |facts: &crate::domain::Facts| {
            rules.stage_limit(crate::domain::Stage::Dispatch, facts).map(|row| row.limit)
        };
        assert_eq!(hours(&facts), Some(crate::domain::Limit::Hours(4)), "T02");
        facts.level = crate::domain::Level::National;
        assert_eq!(hours(&facts), Some(crate::domain::Limit::Hours(2)));
        let block = blocks(&text).into_iter().find(|block| block.line == line).unwrap();
        assert_eq!(missing_keys(&text, &block), ["class", "track", "category", "from"]);
        let text = with_key(&text, &block, "level", "");
        assert_eq!(RuleBook::read(file, &text).unwrap().rules.stage_limits[0].level, None);
    }

    #[test]
    fn every_class_is_named_once_and_no_more() {
        let mut text = BUILT_IN[0].1.to_owned();
        let mut count = 0;
        while let Some((longer, _)) = with_row(&text, "class_name") {
            RuleBook::read("copy", &longer).unwrap();
            (text, count) = (longer, count + 1);
        }
        let named = RuleBook::read("copy", &text).unwrap().rules.policy.class_names.len();
        assert!(named == 5 && count <= 5, "{named} {count}");
    }
}
