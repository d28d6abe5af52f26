//! Turns texts and typed words into search terms: Chinese characters and pairs, four-character pieces of letters and digits.
//!
//! The index keeps no positions, so a word of more than one term is confirmed against the row's own text.

use std::collections::BTreeSet;

use unicode_normalization::UnicodeNormalization;

use crate::domain::pinyin;

/// Size of the pieces that runs of letters and digits are cut into.
const PIECE: usize = 4;
/// Marks a term as the initials of a name; no text yields a term that begins so.
const INITIALS: char = 'ŋ';

/// Folds width and case, and drops the separators people put into numbers.
pub(super) fn fold(text: &str) -> String {
    let usual: Option<String> = text.chars().map(folded).collect();
    usual.unwrap_or_else(|| text.nfkc().flat_map(char::to_lowercase).collect())
}

/// A text as the confirmation sees it: folded, without spaces and dashes.
pub(super) fn squeeze(text: &str) -> String {
    let mut squeezed = fold(text);
    squeezed.retain(|c| !is_separator(c));
    squeezed
}

/// What folding makes of a character that stands for itself whatever its neighbours; `None` for one that must be looked up.
const fn folded(c: char) -> Option<char> {
    match c {
        '\0'..='\x7f' => Some(c.to_ascii_lowercase()),
        '\u{4e00}'..='\u{9fff}' | '、' | '。' | '“' | '”' => Some(c),
        '，' => Some(','),
        '；' => Some(';'),
        '：' => Some(':'),
        '！' => Some('!'),
        '？' => Some('?'),
        '（' => Some('('),
        '）' => Some(')'),
        '\u{3000}' => Some(' '),
        _ => None,
    }
}

fn is_separator(c: char) -> bool {
    c.is_whitespace() || matches!(c, '-' | '_' | '·' | '.' | '/')
}

fn is_cjk(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{323af}')
}

/// The terms of one case: every text it is found by, and its customer's initials in every reading.
pub(super) fn index_terms<'a>(texts: impl Iterator<Item = &'a str>, name: &str) -> String {
    let mut terms = Vec::with_capacity(512);
    for text in texts {
        for run in runs(&squeeze(text)) {
            index_run(&run, &mut terms);
        }
    }
    terms.sort_unstable();
    terms.dedup();
    let mut text = String::with_capacity(terms.len() * 6);
    for term in terms {
        text.extend(term.iter().take_while(|c| **c != '\0'));
        text.push(' ');
    }
    let mut begun = BTreeSet::new();
    for initials in initials(name) {
        begun.extend((2..=initials.len()).map(|end| initials[..end].to_owned()));
    }
    for initials in begun {
        text.push(INITIALS);
        text.push_str(&initials);
        text.push(' ');
    }
    text.truncate(text.trim_end().len());
    text
}

/// The search expression for typed words, or `None` when nothing in them can be searched for.
pub(super) fn search_terms(typed: &str) -> Option<String> {
    let mut words = Vec::new();
    for word in fold(typed).split_whitespace() {
        let squeezed = squeeze(word);
        let mut terms = BTreeSet::new();
        for run in runs(&squeezed) {
            search_run(&run, &mut terms);
        }
        if terms.is_empty() {
            continue;
        }
        let all = terms.into_iter().collect::<Vec<_>>().join(" AND ");
        let letters = squeezed.len() >= 2 && squeezed.len() <= 8 && squeezed.chars().all(|c| c.is_ascii_lowercase());
        words.push(if letters { format!("(({all}) OR \"{INITIALS}{squeezed}\")") } else { format!("({all})") });
    }
    if words.is_empty() { None } else { Some(words.join(" AND ")) }
}

/// Whether a row's own texts really hold every typed word (or its customer's initials).
pub(super) fn confirms(typed: &str, texts: &[&str], name: &str) -> bool {
    let texts: Vec<String> = texts.iter().map(|text| squeeze(text)).collect();
    fold(typed).split_whitespace().map(squeeze).filter(|word| !word.is_empty()).all(|word| {
        texts.iter().any(|text| text.contains(&word))
            || initials(name).iter().any(|initials| initials.starts_with(&word))
    })
}

/// Whether the terms alone prove a hit, so that no row needs to be read for it.
pub(super) fn is_exact(typed: &str) -> bool {
    let folded = fold(typed);
    let mut words = folded.split_whitespace();
    match (words.next(), words.next()) {
        (Some(word), None) => word.chars().all(is_cjk) && word.chars().count() <= 2,
        _ => false,
    }
}

/// Runs of Chinese characters and runs of letters and digits.
fn runs(text: &str) -> Vec<Vec<char>> {
    let mut runs: Vec<Vec<char>> = Vec::new();
    let mut kind = 0;
    for c in text.chars() {
        let this = if is_cjk(c) {
            1
        } else if c.is_alphanumeric() {
            2
        } else {
            0
        };
        if this != 0 {
            match runs.last_mut() {
                Some(run) if this == kind => run.push(c),
                _ => runs.push(vec![c]),
            }
        }
        kind = this;
    }
    runs
}

/// A term of at most [`PIECE`] characters, filled up with zeros.
type Term = [char; PIECE];

fn index_run(run: &[char], terms: &mut Vec<Term>) {
    let term = |piece: &[char]| {
        let mut term = ['\0'; PIECE];
        term.iter_mut().zip(piece).for_each(|(to, from)| *to = *from);
        term
    };
    if run.first().is_some_and(|c| is_cjk(*c)) {
        terms.extend(run.iter().map(|c| term(&[*c])));
        terms.extend(run.windows(2).map(term));
        return;
    }
    terms.extend((0..run.len()).map(|start| term(&run[start..(start + PIECE).min(run.len())])));
}

fn search_run(run: &[char], terms: &mut BTreeSet<String>) {
    let quoted = |piece: &[char]| format!("\"{}\"", piece.iter().collect::<String>());
    if run.first().is_some_and(|c| is_cjk(*c)) {
        match run {
            [_] => drop(terms.insert(quoted(run))),
            _ => terms.extend(run.windows(2).map(quoted)),
        }
    } else if run.len() < PIECE {
        terms.insert(format!("{} *", quoted(run)));
    } else {
        terms.extend(run.windows(PIECE).map(quoted));
    }
}

/// Initials of a Chinese name in every reading of its characters; a single letter would find too much.
fn initials(name: &str) -> Vec<String> {
    let mut all = pinyin::initials(name);
    all.retain(|initials| initials.len() >= 2);
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terms_are_characters_pairs_and_pieces_of_four() {
        let terms = index_terms(["空调漏水", "KS2604-0137"].into_iter(), "单娜");
        for term in ["空", "空调", "调漏", "漏水", "ks26", "0137", "137", "7", "ŋsn", "ŋdn"] {
            assert!(terms.split(' ').any(|found| found == term), "{term} in {terms}");
        }
    }

    #[test]
    fn usual_characters_fold_as_the_whole_of_unicode_does() {
        let all: String = (0_u32..0x1_0000).filter_map(char::from_u32).filter(|c| folded(*c).is_some()).collect();
        assert!(all.chars().count() > 20_000);
        for c in all.chars() {
            let (one, slow) =
                (c.to_string(), |text: &str| -> String { text.nfkc().flat_map(char::to_lowercase).collect() });
            assert_eq!(fold(&one), slow(&one), "{c:?}");
        }
        assert_eq!(fold(&all), all.nfkc().flat_map(char::to_lowercase).collect::<String>());
        assert_eq!(fold("１２㎡ É Ａb"), "12m2 é ab");
    }

    #[test]
    fn typed_words_become_terms_that_all_must_hold() {
        assert_eq!(search_terms("漏").as_deref(), Some("(\"漏\")"));
        assert_eq!(search_terms("漏水").as_deref(), Some("(\"漏水\")"));
        assert_eq!(search_terms("137").as_deref(), Some("(\"137\" *)"));
        assert_eq!(search_terms("1381 漏水").as_deref(), Some("(\"1381\") AND (\"漏水\")"));
        assert_eq!(search_terms("zxl").as_deref(), Some("((\"zxl\" *) OR \"ŋzxl\")"));
        assert_eq!(search_terms("\" *-"), None);
    }

    #[test]
    fn a_hit_is_confirmed_by_the_rows_own_text() {
        let texts = ["KS2604-0137", "138 0013 8000", "进水接头漏水，木地板泡损"];
        assert!(confirms("1380013", &texts, "林佩珊"));
        assert!(confirms("接头漏水 ks26040137", &texts, "林佩珊"));
        assert!(confirms("lps", &texts, "林佩珊"));
        assert!(!confirms("头水", &texts, "林佩珊"));
    }
}
