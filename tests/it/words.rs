//! Chinese words stand in the text files and in the tables of official words, nowhere else.

use crate::sources::program;

/// Files and folders whose Chinese literals belong there, each with the reason.
const AT_HOME: &[(&str, &str)] = &[
    ("src/paper/", "official wording of the forms, never translated"),
    ("src/domain/", "tables of official words, places and capital numerals"),
    ("src/exchange/", "headers and values that foreign spreadsheets use"),
    ("src/app/start.rs", "the title of the window is the name of the program in both languages"),
];

/// Hanzi only: a separator such as the enumeration comma is no word.
fn is_chinese(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}')
}

#[test]
fn no_chinese_literal_outside_the_text_files() {
    let mut astray = Vec::new();
    for source in program() {
        if AT_HOME.iter().any(|(home, _)| source.path.starts_with(home)) {
            continue;
        }
        for (line, text) in &source.literals {
            if text.contains(is_chinese) {
                astray.push(format!("{}:{line} {}", source.path, text.trim_end_matches('"')));
            }
        }
    }
    assert!(astray.is_empty(), "give each an id in assets/i18n:\n{}", astray.join("\n"));
}

#[test]
fn every_home_of_chinese_words_is_still_needed() {
    let sources = program();
    for (home, reason) in AT_HOME {
        let used = sources
            .iter()
            .filter(|source| source.path.starts_with(home))
            .any(|source| source.literals.iter().any(|(_, text)| text.contains(is_chinese)));
        assert!(used, "{home} ({reason}) holds no Chinese literal any more: take it off the list");
    }
}
