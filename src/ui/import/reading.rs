//! How a text file is read: its encoding and the sign between its columns, recognised or chosen.

use egui::Ui;

use super::ImportScreen;
use crate::exchange::table::{AsText, DELIMITERS, ENCODINGS, Format, Table};
use crate::t;
use crate::text::Texts;
use crate::ui::widgets::menu;
use crate::ui::{Action, Cx};

/// The two lists of the file that is on screen; a choice reads the file again. Nothing for a workbook.
pub(super) fn reading_ui(ui: &mut Ui, cx: &Cx<'_>, screen: &ImportScreen) {
    let table = screen.table.as_ref();
    let is_text = table.map_or_else(|| has_text_name(screen), |table| table.encoding.is_some());
    let Some(path) = screen.path.as_ref().filter(|_| is_text && screen.is_open()) else { return };
    let mut wanted = screen.reading;
    encoding_ui(ui, cx.texts, table, &mut wanted);
    if table.is_none_or(|table| matches!(table.format, Format::Text { .. })) {
        delimiter_ui(ui, cx.texts, table, &mut wanted);
    }
    if wanted != screen.reading {
        cx.want(Action::ReadImportAs { path: path.clone(), reading: wanted });
    }
}

/// A file that could not be read may be a text all the same.
fn has_text_name(screen: &ImportScreen) -> bool {
    let ending = screen.path.as_ref().and_then(|path| path.extension()).map(|ending| ending.to_string_lossy());
    screen.reading != AsText::default()
        || ending.is_some_and(|ending| ["csv", "tsv", "txt"].iter().any(|text| ending.eq_ignore_ascii_case(text)))
}

fn encoding_ui(ui: &mut Ui, texts: &Texts, table: Option<&Table>, wanted: &mut AsText) {
    let found = table.and_then(|table| table.encoding);
    let auto = automatic(texts, found.map(|name| encoding_name(name).to_owned()));
    let names = ENCODINGS.map(encoding_name);
    let chosen = wanted.encoding.and_then(|name| ENCODINGS.iter().position(|known| *known == name));
    if let Some(choice) = menu::filter(ui, &t!(texts, "import-encoding"), &auto, &names, chosen) {
        wanted.encoding = choice.and_then(|at| ENCODINGS.get(at).copied());
    }
}

fn delimiter_ui(ui: &mut Ui, texts: &Texts, table: Option<&Table>, wanted: &mut AsText) {
    let found = table.and_then(|table| match table.format {
        Format::Text { delimiter } => Some(delimiter_name(texts, delimiter)),
        _ => None,
    });
    let auto = automatic(texts, found);
    let names = DELIMITERS.map(|delimiter| delimiter_name(texts, delimiter));
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let chosen = wanted.delimiter.and_then(|sign| DELIMITERS.iter().position(|known| *known == sign));
    if let Some(choice) = menu::filter(ui, &t!(texts, "import-delimiter"), &auto, &names, chosen) {
        wanted.delimiter = choice.and_then(|at| DELIMITERS.get(at).copied());
    }
}

/// 自动, with what was recognised.
fn automatic(texts: &Texts, found: Option<String>) -> String {
    match found {
        Some(found) => t!(texts, "import-automatic-found", found = found),
        None => t!(texts, "import-automatic"),
    }
}

/// The name as people write it.
fn encoding_name(name: &'static str) -> &'static str {
    if name == "gb18030" { "GB18030" } else { name }
}

fn delimiter_name(texts: &Texts, delimiter: char) -> String {
    match delimiter {
        ',' => t!(texts, "import-delimiter-comma"),
        '\t' => t!(texts, "import-delimiter-tab"),
        ';' => t!(texts, "import-delimiter-semicolon"),
        '|' => t!(texts, "import-delimiter-bar"),
        other => other.to_string(),
    }
}
