//! Finds the entries of a pick list by what is typed: Chinese, initials, or whole syllables, in any mixture.

use pinyin::ToPinyinMulti;
use unicode_normalization::UnicodeNormalization;

/// Initials of one label at most; further mixtures of readings are left out.
const MOST_INITIALS: usize = 16;
/// Characters of a label whose initials are mixed.
const MOST_CHARACTERS: usize = 8;
/// Letters typed that are compared with syllables; longer texts are only looked for as they stand.
const MOST_TYPED: usize = 63;

/// Folds width and case.
#[must_use]
pub fn fold(text: &str) -> String {
    text.nfkc().flat_map(char::to_lowercase).collect()
}

/// What [`matches()`] compares typed text with; work it out once, when the list arrives.
///
/// The form is private: the label folded, then behind a line end one group of readings for each character.
#[must_use]
pub fn search_key(label: &str) -> String {
    let text: String = fold(label).chars().filter(|c| !is_separator(*c)).collect();
    let mut key = String::with_capacity(text.len() * 4);
    key.push_str(&text);
    key.push('\n');
    for c in text.chars() {
        let readings = readings(c);
        if !readings.is_empty() {
            key.push_str(&readings.join(","));
            key.push(' ');
        }
    }
    key
}

/// Whether typed text picks the entry with this key of [`search_key`]. Nothing typed picks every entry.
///
/// Letters are read from the beginning of any character on: `cq`, `chongqing`, `chongq` and `qing` all pick 重庆.
#[must_use]
pub fn matches(key: &str, typed: &str) -> bool {
    let typed: String = fold(typed).chars().filter(|c| !is_separator(*c)).collect();
    let (text, syllables) = key.split_once('\n').unwrap_or((key, ""));
    if text.contains(&typed) {
        return true;
    }
    let letters = typed.len() <= MOST_TYPED && typed.bytes().all(|letter| letter.is_ascii_alphanumeric());
    letters && spells(syllables, &typed)
}

/// Walks the groups of readings and keeps in the bits of `reached` how many typed letters are used up so far.
fn spells(syllables: &str, typed: &str) -> bool {
    let mut reached = 0_u64;
    for group in syllables.split_ascii_whitespace() {
        let mut next = 0_u64;
        reached |= 1;
        for used in (0..typed.len()).filter(|used| reached & (1 << used) != 0) {
            let Some(open) = typed.get(used..) else { continue };
            for reading in group.split(',') {
                if reading.starts_with(open) {
                    return true;
                }
                if open.starts_with(reading) {
                    next |= 1 << (used + reading.len());
                }
                if reading.get(..1).is_some_and(|initial| open.starts_with(initial)) {
                    next |= 1 << (used + 1);
                }
            }
        }
        reached = next;
    }
    false
}

/// Initials of a Chinese label, in every reading of its characters (`zq` and `cq` for 重庆), `MOST_INITIALS` at most; of longer
/// labels only the first eight characters count. Empty when the label has no Chinese character.
#[must_use]
pub fn initials(label: &str) -> Vec<String> {
    let mut all = vec![String::new()];
    for c in label.chars().filter(|c| is_han(*c)).take(MOST_CHARACTERS) {
        let mut letters: Vec<char> = Vec::new();
        for reading in readings(c) {
            letters.extend(reading.chars().next().filter(|letter| !letters.contains(letter)));
        }
        if letters.is_empty() {
            continue;
        }
        all = all
            .iter()
            .flat_map(|begun| letters.iter().map(move |letter| format!("{begun}{letter}")))
            .take(MOST_INITIALS)
            .collect();
    }
    all.retain(|initials| !initials.is_empty());
    all
}

/// The readings of a Chinese character in letters without tones, the commonest first; a letter or digit reads as itself.
fn readings(c: char) -> Vec<String> {
    if c.is_ascii_alphanumeric() {
        return vec![c.to_ascii_lowercase().to_string()];
    }
    let mut all: Vec<String> = Vec::new();
    for reading in c.to_pinyin_multi().into_iter().flatten() {
        let plain = reading.plain();
        // 女 is typed nv by most and nu by some.
        for typed in [plain.replace('ü', "v"), plain.replace('ü', "u")] {
            if !typed.is_empty() && typed.bytes().all(|letter| letter.is_ascii_lowercase()) && !all.contains(&typed) {
                all.push(typed);
            }
        }
    }
    all
}

fn is_separator(c: char) -> bool {
    c.is_whitespace() || matches!(c, '-' | '_' | '·' | '.' | '/' | '\'' | '’')
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{323af}')
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `label | picked by | not picked by`
    const LABELS: &str = "
重庆|重庆 庆 zq cq chongqing zhongqing chongq cqing qing q CQ ＣＱ chong'qing|qc chongqingx 重x ongq
单娜|单 sn dn shanna danna|ns san
漏水|ls lou louS shui 漏|lsx sl
漏水 渗漏|lssl 水渗 shenlou sl|lsl
进水-接头漏水|进水接头 jsjtls jtls|jsls
女士|nv nvs ns nushi|nx
JZT-B58 燃气灶|jztb58 b58 rqz b58rqz Ｂ５８ jzt-b58 燃气|b58rz
不制热|bzr buzhire|zbr
KS2604-0137|0137 ks26|0138
🏠|🏠|fz
";

    #[test]
    fn entries_are_picked_by_chinese_initials_and_syllables() {
        for row in LABELS.lines().skip(1) {
            let cells: Vec<&str> = row.split('|').collect();
            let [label, by, not_by] = cells[..] else { panic!("{row}") };
            let key = search_key(label);
            by.split_whitespace().for_each(|typed| assert!(matches(&key, typed), "{typed} picks {label}: {key}"));
            not_by.split_whitespace().for_each(|typed| assert!(!matches(&key, typed), "{typed} leaves {label}: {key}"));
        }
    }

    #[test]
    fn nothing_typed_picks_every_entry() {
        for label in ["重庆", "", "A"] {
            assert!(matches(&search_key(label), "") && matches(&search_key(label), " - "));
        }
        assert!(!matches(&search_key(""), "a") && !matches("", "a"));
    }

    #[test]
    fn long_texts_are_compared_without_harm() {
        let key = search_key(&"安".repeat(10_000));
        assert!(matches(&key, &"an".repeat(31)));
        assert!(matches(&key, &"a".repeat(63)));
        assert!(!matches(&key, &"a".repeat(64)), "too long to be spelled");
        assert!(!matches(&key, &"ann".repeat(20)));
    }

    #[test]
    fn initials_come_in_every_reading() {
        let has = |label: &str, wanted: &str| initials(label).iter().any(|found| found == wanted);
        assert!(has("重庆", "zq") && has("重庆", "cq"));
        assert!(has("单", "s") && has("单", "d"));
        assert_eq!(initials("漏水"), ["ls"]);
        assert!(initials("A1").is_empty() && initials("").is_empty());
        assert!(initials(&"重单".repeat(20)).iter().all(|found| found.len() == 8));
        assert!(initials(&"重单".repeat(20)).len() <= 16);
    }
}
