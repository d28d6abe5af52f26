//! `kesu rulebook list|show|check|diff`: the rule books as a person reads them, and whether one can be used.

use std::{fs, io::Write, path::Path};

use anyhow::{Context, anyhow};
use serde_json::{Value, json};

use super::args::{LangArg, RulebookCommand};
use super::open::{Desk, mismatch, named};
use super::table;
use crate::rulebook::{BUILT_IN, RuleBook};
use crate::store::{Answer, OpenMode, Request};
use crate::text::{Lang, Texts};
use crate::ui::book_tables::{BookTable, TableChange, book_tables, compare};

/// Answers one of the four commands.
///
/// # Errors
/// One sentence: what cannot be read, which line is wrong, or which book is not known.
pub(super) fn run(db: Option<&Path>, asked: RulebookCommand, out: &mut impl Write) -> anyhow::Result<()> {
    match asked {
        RulebookCommand::List { json } => list(db, json, out),
        RulebookCommand::Show { book, lang, json } => show(&find(db, &book)?, lang, json, out),
        RulebookCommand::Check { file } => check(&file, out),
        RulebookCommand::Diff { before, after, lang, json } => {
            diff((&find(db, &before)?, &find(db, &after)?), lang, json, out)
        }
    }
}

/// A version and where it stands.
struct Known {
    book: RuleBook,
    built_in: bool,
    stored: bool,
}

/// Every version that the program brings or the data file keeps, by id and version.
fn known(db: Option<&Path>) -> anyhow::Result<Vec<Known>> {
    let mut all = Vec::new();
    for (file, text) in BUILT_IN {
        all.push(Known { book: RuleBook::read(file, text)?, built_in: true, stored: false });
    }
    // Without a data file there are the program's own books.
    if named(db).is_ok_and(|path| path.exists()) {
        let mut desk = Desk::open(db, OpenMode::Existing)?;
        let Answer::StoredBooks(stored) = desk.ask(Request::StoredBooks)? else { return Err(mismatch()) };
        for book in stored {
            let same = |known: &&mut Known| {
                known.book.rules.id == book.rules.id && known.book.rules.version == book.rules.version
            };
            match all.iter_mut().find(same) {
                Some(known) => *known = Known { book: (*book).clone(), built_in: true, stored: true },
                None => all.push(Known { book: (*book).clone(), built_in: false, stored: true }),
            }
        }
    }
    all.sort_by(|a, b| (&a.book.rules.id, a.book.rules.version).cmp(&(&b.book.rules.id, b.book.rules.version)));
    Ok(all)
}

fn list(db: Option<&Path>, json: bool, out: &mut impl Write) -> anyhow::Result<()> {
    let all = known(db)?;
    if json {
        let objects: Vec<Value> = all.iter().map(object).collect();
        writeln!(out, "{}", serde_json::to_string_pretty(&objects)?)?;
        return Ok(());
    }
    let rows: Vec<[String; 6]> = all
        .iter()
        .map(|known| {
            let book = &known.book;
            let place = match (known.built_in, known.stored) {
                (true, true) => "built in, stored",
                (true, false) => "built in",
                _ => "stored",
            };
            [
                book.rules.id.clone(),
                book.rules.version.to_string(),
                book.effective.to_string(),
                place.to_owned(),
                book.name_zh.clone(),
                format!("{} / {} / {}", book.author, book.reviewer, book.approver),
            ]
        })
        .collect();
    let headings = ["id", "version", "effective", "place", "name", "author / reviewer / approver"];
    Ok(table::write(out, (&headings, true), &rows)?)
}

fn object(known: &Known) -> Value {
    let book = &known.book;
    json!({
        "id": book.rules.id,
        "version": book.rules.version,
        "effective": book.effective.to_string(),
        "name_zh": book.name_zh,
        "name_en": book.name_en,
        "issued_by": book.issued_by,
        "author": book.author,
        "reviewer": book.reviewer,
        "approver": book.approver,
        "sources": book.sources,
        "built_in": known.built_in,
        "stored": known.stored,
    })
}

/// The book a person names: a file, an id, or an id with its version.
fn find(db: Option<&Path>, named: &str) -> anyhow::Result<RuleBook> {
    if Path::new(named).is_file() {
        return read(Path::new(named));
    }
    let (id, version) = match named.rsplit_once('@') {
        Some((id, version)) => {
            let version: i64 = version.parse().with_context(|| format!("{version} is no version; write {id}@1"))?;
            (id, Some(version))
        }
        None => (named, None),
    };
    let fits = |known: &Known| known.book.rules.id == id && version.is_none_or(|n| n == known.book.rules.version);
    let found = known(db)?.into_iter().rfind(fits);
    found
        .map(|known| known.book)
        .ok_or_else(|| anyhow!("there is neither a file nor a rule book {named}; `kesu rulebook list` shows the books"))
}

fn tables(book: &RuleBook, lang: LangArg) -> Vec<BookTable> {
    let lang = match lang {
        LangArg::Zh => Lang::Zh,
        LangArg::En => Lang::En,
    };
    book_tables(&Texts::new(lang), book)
}

fn show(book: &RuleBook, lang: LangArg, json: bool, out: &mut impl Write) -> anyhow::Result<()> {
    let tables = tables(book, lang);
    if json {
        let object = |table: &BookTable| {
            json!({
                "group": table.group.word(),
                "table": table.key,
                "title": table.title,
                "columns": table.columns,
                "rows": table.rows,
            })
        };
        let objects: Vec<Value> = tables.iter().map(object).collect();
        writeln!(out, "{}", serde_json::to_string_pretty(&objects)?)?;
        return Ok(());
    }
    let name = if lang == LangArg::Zh { &book.name_zh } else { &book.name_en };
    writeln!(out, "{name}  {}@{}", book.rules.id, book.rules.version)?;
    for table in &tables {
        writeln!(out, "\n{}", table.title)?;
        let mut rows = vec![table.columns.clone()];
        rows.extend(table.rows.iter().cloned());
        write_rows(out, "  ", &rows)?;
    }
    Ok(())
}

fn diff(books: (&RuleBook, &RuleBook), lang: LangArg, json: bool, out: &mut impl Write) -> anyhow::Result<()> {
    let changes = compare(&tables(books.0, lang), &tables(books.1, lang));
    if json {
        let object = |change: &TableChange| json!({ "table": change.key, "title": change.title, "gone": change.gone, "come": change.come });
        let objects: Vec<Value> = changes.iter().map(object).collect();
        writeln!(out, "{}", serde_json::to_string_pretty(&objects)?)?;
        return Ok(());
    }
    let head = |book: &RuleBook| format!("{}@{} {}", book.rules.id, book.rules.version, book.effective);
    writeln!(out, "- {}\n+ {}", head(books.0), head(books.1))?;
    for change in &changes {
        writeln!(out, "\n{}", change.title)?;
        write_rows(out, "- ", &change.gone)?;
        write_rows(out, "+ ", &change.come)?;
    }
    Ok(())
}

/// Rows of equal width, two spaces between the columns.
fn write_rows(out: &mut impl Write, mark: &str, rows: &[Vec<String>]) -> anyhow::Result<()> {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let mut widths = vec![0; columns];
    for row in rows {
        for (widest, text) in widths.iter_mut().zip(row) {
            *widest = table::width(text).max(*widest);
        }
    }
    for row in rows {
        let mut line = mark.to_owned();
        for (text, &widest) in row.iter().zip(&widths) {
            line.push_str(text);
            line.push_str(&" ".repeat(widest.saturating_sub(table::width(text)) + 2));
        }
        writeln!(out, "{}", line.trim_end())?;
    }
    Ok(())
}

fn read(file: &Path) -> anyhow::Result<RuleBook> {
    let bytes = fs::read(file).with_context(|| format!("cannot read {}", file.display()))?;
    let text = std::str::from_utf8(&bytes).map_err(|error| {
        anyhow!("{} is not UTF-8 text (byte {}); save it as UTF-8", file.display(), error.valid_up_to())
    })?;
    Ok(RuleBook::read(&file.display().to_string(), text.trim_start_matches('\u{feff}'))?)
}

/// Reads a rule book and tells what it is.
///
/// # Errors
/// The file cannot be read, or the first thing that is wrong with its line and what is expected there.
pub fn check(file: &Path, mut output: impl Write) -> anyhow::Result<()> {
    let book = read(file)?;
    let rules = &book.rules;
    writeln!(
        output,
        "{} version {}, in force from {}: {} stage limits, {} promises, {} grades, {} procedures; \
         no fault found",
        rules.id,
        rules.version,
        book.effective,
        rules.stage_limits.len(),
        rules.promises.len(),
        rules.grades.len(),
        rules.procedures.len()
    )?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sound_book_is_told_and_a_wrong_line_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("book.toml");
        let sound = crate::rulebook::BUILT_IN[0].1;
        fs::write(&file, sound).unwrap();
        let mut output = Vec::new();
        check(&file, &mut output).unwrap();
        assert!(String::from_utf8(output).unwrap().starts_with("appliance-group version "));

        fs::write(&file, sound.replacen("limit = \"4 h\"", "limit = \"4 hours\"", 1)).unwrap();
        let error = check(&file, Vec::new()).unwrap_err().to_string();
        assert!(error.contains(", line ") && error.contains("4 hours"), "{error}");
        fs::write(&file, b"\xff\xfe").unwrap();
        assert!(check(&file, Vec::new()).unwrap_err().to_string().contains("not UTF-8"));
    }
}
