//! The word list of import: what people's headers and values mean, read once from `assets/exchange/lexicon.toml`.

use serde::Deserialize;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::LazyLock;
use unicode_normalization::UnicodeNormalization;

use super::cell::is_padding;
use super::target::Target;

static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| {
    let file = toml::from_str(include_str!("../../assets/exchange/lexicon.toml"))
        .expect("the word list is part of the program and read by a test");
    Lexicon::new(file)
});

/// The built-in word list; constant data, the same for every caller.
#[must_use]
pub fn lexicon() -> &'static Lexicon {
    &LEXICON
}

/// A header's meaning as far as its words tell.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Meaning {
    /// Leads to this target; strength 0 to 1, the exact first synonym being 1.
    Is(Target, f32),
    /// Known, and no field of an intake.
    Ignored,
    Unknown,
}

#[derive(Deserialize)]
struct File {
    headers: BTreeMap<String, Vec<String>>,
    ignored: Ignored,
    words: BTreeMap<String, BTreeMap<String, Vec<String>>>,
    values: Values,
}

#[derive(Deserialize)]
struct Ignored {
    headers: Vec<String>,
    strangers: Vec<String>,
}

#[derive(Deserialize)]
struct Values {
    blanks: Vec<String>,
    totals: Vec<String>,
    total_units: String,
    footers: Vec<String>,
    quantity_units: Vec<String>,
    money_marks: Vec<String>,
    ten_thousand: String,
    morning: Vec<String>,
    afternoon: Vec<String>,
    weekdays: Vec<String>,
    date_signs: BTreeMap<String, String>,
    numerals: String,
}

/// Headers and words by meaning. All keys are [`plain`] spellings.
pub struct Lexicon {
    headers: HashMap<String, (Target, f32)>,
    /// The same, longest first, for headers that only contain a known one.
    synonyms: Vec<(String, Target)>,
    ignored: HashSet<String>,
    strangers: Vec<String>,
    words: HashMap<String, HashMap<String, String>>,
    blanks: HashSet<String>,
    totals: Vec<String>,
    total_units: String,
    footers: Vec<String>,
    pub(super) quantity_units: Vec<String>,
    pub(super) money_marks: Vec<String>,
    pub(super) ten_thousand: String,
    pub(super) morning: Vec<String>,
    pub(super) afternoon: Vec<String>,
    pub(super) weekdays: Vec<String>,
    pub(super) date_signs: Vec<(char, char)>,
    pub(super) numerals: Vec<char>,
}

impl Lexicon {
    fn new(file: File) -> Self {
        let mut headers = HashMap::new();
        let mut synonyms = Vec::new();
        for (word, list) in &file.headers {
            let Some(target) = Target::from_word(word) else { continue };
            for (rank, synonym) in list.iter().enumerate() {
                let strength = (1.0 - 0.002 * rank as f32).max(0.8);
                let key = plain(synonym);
                synonyms.push((key.clone(), target));
                headers.entry(key).or_insert((target, strength));
            }
        }
        synonyms.sort_by_key(|(key, _)| std::cmp::Reverse(key.chars().count()));
        let plain_all = |list: &[String]| list.iter().map(|word| plain(word)).collect::<Vec<_>>();
        let words = file.words.into_iter().map(|(list, members)| {
            let spellings = members.into_iter().flat_map(|(word, spellings)| {
                spellings.into_iter().chain([word.clone()]).map(move |spelling| (word_key(&spelling), word.clone()))
            });
            (list, spellings.collect())
        });
        let values = file.values;
        let signs = values.date_signs.iter().filter_map(|(from, to)| Some((from.chars().next()?, to.chars().next()?)));
        Self {
            headers,
            synonyms,
            ignored: plain_all(&file.ignored.headers).into_iter().collect(),
            strangers: plain_all(&file.ignored.strangers),
            words: words.collect(),
            blanks: plain_all(&values.blanks).into_iter().collect(),
            totals: plain_all(&values.totals),
            total_units: values.total_units,
            footers: values.footers,
            quantity_units: values.quantity_units,
            money_marks: values.money_marks,
            ten_thousand: values.ten_thousand,
            morning: values.morning,
            afternoon: values.afternoon,
            weekdays: values.weekdays,
            date_signs: signs.collect(),
            numerals: values.numerals.chars().collect(),
        }
    }

    /// What `header` means by its words alone.
    #[must_use]
    pub fn header(&self, header: &str) -> Meaning {
        let whole = plain(header);
        if let Some(&(target, strength)) = self.headers.get(&whole) {
            return Meaning::Is(target, strength);
        }
        let bare = plain(&without_brackets(header));
        if let Some(&(target, strength)) = self.headers.get(&bare) {
            return Meaning::Is(target, strength * 0.97);
        }
        if whole.is_empty() || self.ignored.contains(&whole) || self.ignored.contains(&bare) {
            return if whole.is_empty() { Meaning::Unknown } else { Meaning::Ignored };
        }
        // A long text is a sentence, not a header.
        let length = bare.chars().count();
        if length > 24 || self.strangers.iter().any(|word| contains_word(&bare, word)) {
            return Meaning::Unknown;
        }
        self.synonyms
            .iter()
            .find(|(key, _)| (key.chars().count() >= 2) && contains_word(&bare, key))
            .map_or(Meaning::Unknown, |(key, target)| {
                Meaning::Is(*target, 0.5 + 0.3 * key.chars().count() as f32 / length as f32)
            })
    }

    /// The stored word for `text` in the closed list `list`.
    #[must_use]
    pub fn word(&self, list: &str, text: &str) -> Option<&str> {
        self.words.get(list)?.get(&word_key(text)).map(String::as_str)
    }

    /// Whether `text` only says that nothing is known.
    #[must_use]
    pub fn is_blank_word(&self, text: &str) -> bool {
        let key = plain(text);
        key.is_empty() || self.blanks.contains(&key)
    }

    /// Whether `text` begins a line of totals: the word, followed by nothing but figures and units.
    #[must_use]
    pub fn is_total(&self, text: &str) -> bool {
        let folded = plain(text);
        self.totals.iter().any(|word| {
            folded
                .strip_prefix(word.as_str())
                .is_some_and(|rest| rest.chars().all(|c| c.is_ascii_digit() || self.total_units.contains(c)))
        })
    }

    /// Whether `text` begins a line below the table: a note or a signature.
    #[must_use]
    pub fn is_footer(&self, text: &str) -> bool {
        let folded: String = text.nfkc().flat_map(char::to_lowercase).filter(|c| !is_padding(*c)).collect();
        self.footers.iter().any(|word| {
            let word: String = word.nfkc().filter(|c| !is_padding(*c)).collect();
            folded.strip_prefix(word.as_str()).is_some_and(|rest| word.ends_with(':') || rest.starts_with(':'))
        })
    }
}

/// The spelling by which words are compared: NFKC, lower case, letters and digits only.
#[must_use]
pub fn plain(text: &str) -> String {
    text.nfkc().flat_map(char::to_lowercase).filter(|c| c.is_alphanumeric()).collect()
}

/// As [`plain`]; a text of signs alone (`√`) is its own key.
fn word_key(text: &str) -> String {
    let key = plain(text);
    if key.is_empty() { text.trim().to_owned() } else { key }
}

pub(super) fn without_brackets(text: &str) -> String {
    let mut depth = 0_usize;
    text.nfkc()
        .filter(|&c| {
            match c {
                '(' | '[' | '【' | '{' => depth += 1,
                ')' | ']' | '】' | '}' => depth = depth.saturating_sub(1),
                _ => return depth == 0,
            }
            false
        })
        .collect()
}

/// Latin words are found only at least four letters long: "no" stands in too many others.
fn contains_word(text: &str, word: &str) -> bool {
    let long_enough = !word.is_ascii() || word.len() >= 4;
    long_enough && text.contains(word)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Field;

    #[track_caller]
    fn check(header: &str, field: Field) {
        match lexicon().header(header) {
            Meaning::Is(Target::Field(found), _) => assert_eq!(found, field, "{header}"),
            other => panic!("{header} means {other:?}"),
        }
    }

    #[test]
    fn every_listed_header_names_a_target_and_only_one() {
        let file: File = toml::from_str(include_str!("../../assets/exchange/lexicon.toml")).unwrap();
        let mut seen: HashMap<String, String> = HashMap::new();
        for (word, list) in &file.headers {
            assert!(Target::from_word(word).is_some(), "{word} is no target");
            for synonym in list {
                let before = seen.insert(plain(synonym), word.clone());
                assert!(before.is_none_or(|before| before == *word), "{synonym} stands under two targets");
            }
        }
        for header in &file.ignored.headers {
            assert!(!seen.contains_key(&plain(header)), "{header} is ignored and listed");
        }
    }

    #[test]
    fn every_listed_word_is_one_the_record_knows() {
        let file: File = toml::from_str(include_str!("../../assets/exchange/lexicon.toml")).unwrap();
        for target in Target::all() {
            let (super::super::target::Kind::Word(list) | super::super::target::Kind::Words(list)) = target.kind()
            else {
                continue;
            };
            for word in file.words[list].keys() {
                let mut facts = crate::domain::Facts::default();
                assert_eq!(facts.set(target.field(), word), Ok(()), "{list}: {word}");
            }
        }
    }

    #[test]
    fn headers_are_known_however_they_are_spelt() {
        for (header, field) in [
            ("联系电话", Field::Phone),
            ("联系电话（必填）", Field::Phone),
            (" 客户\n电话 *", Field::Phone),
            ("ＳＮ码", Field::Serial),
            ("Contact_Number", Field::Phone),
            ("PHONE NO.", Field::Phone),
            ("客户联系电话1", Field::Phone),
            ("反馈人电话", Field::ReporterPhone),
            ("产品条码/机号", Field::Serial),
            ("聯繫電話", Field::Phone),
            ("投诉具体内容描述", Field::Description),
            ("Ticket Description", Field::Description),
            ("投诉受理日期", Field::ReceivedAt),
        ] {
            check(header, field);
        }
    }

    #[test]
    fn what_belongs_to_others_is_left_alone() {
        for header in ["受理人电话", "维修师傅电话", "结案日期", "Resolved At", "是否上门"] {
            assert!(!matches!(lexicon().header(header), Meaning::Is(..)), "{header}");
        }
    }

    #[test]
    fn totals_and_footers_are_told_from_complaints() {
        for text in ["合计", "合 计：", "总计 35 件", "Total", "小计12"] {
            assert!(lexicon().is_total(text), "{text}");
        }
        assert!(!lexicon().is_total("合计收费不合理，要求退款"));
        assert!(lexicon().is_footer("填表人：李先生　审核："));
        assert!(lexicon().is_footer("注：本表每周五报送"));
        assert!(!lexicon().is_footer("注水时漏电"));
    }

    #[test]
    fn words_of_both_languages_are_read() {
        assert_eq!(lexicon().word("info_class", "市场客诉"), Some("market_complaint"));
        assert_eq!(lexicon().word("level", "Urgent"), Some("national"));
        assert_eq!(lexicon().word("yes_no", "√"), Some("yes"));
        assert_eq!(lexicon().word("yes_no", "也许"), None);
        assert!(lexicon().is_blank_word("N/A"));
        assert!(lexicon().is_blank_word(" — "));
    }
}
