//! Reads one cell as the value a field needs, or says why it cannot.

use unicode_normalization::UnicodeNormalization;

use super::cell::{Cell, is_padding, moment_text};
use super::dates::{self, DateFault, DateOrder};
use super::lexicon::{Lexicon, lexicon};
use super::target::Kind;
use crate::domain::Fen;
use crate::domain::phone::{Phone, PhoneKind};

/// Why a value in a typed column cannot be read; it refuses its row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Unread {
    Date(DateFault),
    /// No whole number of at least one.
    NotACount,
    /// No amount of money of at least zero.
    NotAnAmount,
    NotYesOrNo,
    /// A word that the closed list of the field does not have.
    UnknownWord,
}

/// What a person should know of a value that was taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Care {
    /// A month without a day was taken as its first day.
    MonthOnly,
    /// No number a telephone in China has; kept as written.
    UnusualPhone,
    /// More than one number; the first is the phone, the others stand in the remark.
    MorePhones,
    /// A long number whose last digits the spreadsheet had already lost.
    LostDigits,
    /// Longer than the field holds; what did not fit stands in the remark as far as it has room.
    TextCut,
    /// A failed formula, taken as empty.
    FailedFormula,
}

/// A value as the draft takes it. Empty text means: nothing is known.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reading {
    pub text: String,
    pub care: Option<Care>,
    /// What did not fit the field.
    pub rest: String,
}

impl Reading {
    fn plain(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }
}

/// Reads `cell` as `kind`.
///
/// # Errors
/// Only typed kinds refuse; text and phones are taken as they stand, since nothing is refused for being unusual.
pub fn read(kind: Kind, cell: &Cell, order: DateOrder) -> Result<Reading, Unread> {
    if cell.is_blank() {
        return Ok(Reading::default());
    }
    if matches!(cell, Cell::Error(_)) {
        return Ok(Reading { care: Some(Care::FailedFormula), ..Reading::default() });
    }
    let text = cell.text();
    let words = lexicon();
    let typed = !matches!(kind, Kind::Text(_) | Kind::Phone);
    // "无" is an answer where it is one of the list's words.
    let is_word = matches!(kind, Kind::YesNo | Kind::Word(_) | Kind::Words(_)) && word_of(kind, &text, words).is_some();
    if typed && !is_word && words.is_blank_word(&text) {
        return Ok(Reading::default());
    }
    match kind {
        Kind::Text(longest) => Ok(read_text(cell, &text, longest)),
        Kind::Phone => Ok(read_phone(cell, &text)),
        Kind::Date | Kind::Moment => read_moment(kind, cell, &text, order),
        Kind::Count => read_count(cell, &text, words).map(Reading::plain),
        Kind::Amount => read_amount(cell, &text, words).map(Reading::plain),
        Kind::YesNo => word_of(kind, &text, words).map(Reading::plain).ok_or(Unread::NotYesOrNo),
        Kind::Word(_) => word_of(kind, &text, words).map(Reading::plain).ok_or(Unread::UnknownWord),
        Kind::Words(list) => read_words(list, &text, words).map(Reading::plain),
    }
}

fn word_of<'a>(kind: Kind, text: &str, words: &'a Lexicon) -> Option<&'a str> {
    match kind {
        Kind::YesNo => words.word("yes_no", text),
        Kind::Word(list) | Kind::Words(list) => words.word(list, text),
        _ => None,
    }
}

fn read_words(list: &str, text: &str, words: &Lexicon) -> Result<String, Unread> {
    if let Some(word) = words.word(list, text) {
        return Ok(word.to_owned());
    }
    let mut found: Vec<&str> = Vec::new();
    for part in text.split(SEPARATORS).map(str::trim).filter(|part| !part.is_empty()) {
        let word = words.word(list, part).ok_or(Unread::UnknownWord)?;
        if !found.contains(&word) {
            found.push(word);
        }
    }
    if found.is_empty() { Err(Unread::UnknownWord) } else { Ok(found.join("|")) }
}

/// What stands between several values in one cell: the usual marks and their full-width and ideographic kin.
const SEPARATORS: [char; 11] = [',', ';', '/', '|', '\n', '+', '&', '\u{3001}', '\u{ff0c}', '\u{ff1b}', '\u{ff0f}'];

fn read_text(cell: &Cell, text: &str, longest: usize) -> Reading {
    let (text, lost) = whole_number(cell, text);
    let care = lost.then_some(Care::LostDigits);
    match text.char_indices().nth(longest) {
        Some((cut, _)) => {
            Reading { text: text[..cut].to_owned(), care: Some(Care::TextCut), rest: text[cut..].to_owned() }
        }
        None => Reading { text, care, rest: String::new() },
    }
}

/// The text with `1.3812345678E+10` written out, and whether digits are missing from it.
fn whole_number(cell: &Cell, text: &str) -> (String, bool) {
    match expand_scientific(text) {
        Some((digits, exact)) => (digits.unwrap_or_else(|| text.to_owned()), !exact),
        None => (text.to_owned(), cell.has_lost_digits()),
    }
}

/// `1.38E+10` → no digits, not exact; `1.3812345678E+10` → the number; anything else → `None`.
fn expand_scientific(text: &str) -> Option<(Option<String>, bool)> {
    let (mantissa, exponent) = text.trim().split_once(['E', 'e'])?;
    let exponent: usize = exponent.strip_prefix('+')?.parse().ok()?;
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = |part: &str| part.chars().all(|c| c.is_ascii_digit());
    if whole.len() != 1 || !digits(whole) || !digits(fraction) || !(6..=30).contains(&exponent) {
        return None;
    }
    let exact = fraction.len() == exponent;
    Some((exact.then(|| format!("{whole}{fraction}")), exact))
}

fn read_phone(cell: &Cell, text: &str) -> Reading {
    let (text, lost) = whole_number(cell, text);
    if lost {
        return Reading { text, care: Some(Care::LostDigits), rest: String::new() };
    }
    if let Some(phone) = phone(&text) {
        return Reading::plain(phone);
    }
    let mut parts = text.split(|c: char| SEPARATORS.contains(&c) || c.is_whitespace()).filter_map(phone);
    match (parts.next(), parts.next()) {
        (Some(first), Some(_)) => Reading { text: first, care: Some(Care::MorePhones), rest: text },
        _ => {
            let kept = read_text(cell, &text, crate::domain::facts::LONGEST_WORD);
            Reading { care: kept.care.or(Some(Care::UnusualPhone)), ..kept }
        }
    }
}

/// A telephone number in its normal spelling, or `None`. Also a number without its area code, which a phone typed by
/// hand is not taken for, but which stands in every second sheet; and one that went through a column of figures (`….0`).
#[must_use]
pub fn phone(text: &str) -> Option<String> {
    let bare = text.trim_matches(|c: char| is_padding(c) || matches!(c, '\'' | ':' | '\u{ff1a}'));
    let bare = bare.strip_suffix(".0").unwrap_or(bare);
    let phone = Phone::parse(bare);
    let local = (7..=8).contains(&bare.len())
        && bare.bytes().all(|byte| byte.is_ascii_digit())
        && (b'2'..=b'8').contains(&bare.as_bytes()[0]);
    (phone.kind != PhoneKind::Unknown || local).then_some(phone.normalized)
}

fn read_moment(kind: Kind, cell: &Cell, text: &str, order: DateOrder) -> Result<Reading, Unread> {
    let written = match cell {
        Cell::Moment(moment) => dates::Written { moment: *moment, month_only: false },
        Cell::Number(number) => match dates::moment_from_serial(*number) {
            Some(moment) => dates::Written { moment, month_only: false },
            None => dates::parse(text, order).map_err(Unread::Date)?,
        },
        _ => dates::parse(text, order).map_err(Unread::Date)?,
    };
    let text = match kind {
        Kind::Date => written.moment.date().to_string(),
        _ => moment_text(written.moment),
    };
    Ok(Reading { text, care: written.month_only.then_some(Care::MonthOnly), rest: String::new() })
}

fn read_count(cell: &Cell, text: &str, words: &Lexicon) -> Result<String, Unread> {
    let count = match cell {
        Cell::Number(number) if number.fract() == 0.0 => Some(*number),
        _ => {
            let folded: String =
                text.nfkc().flat_map(char::to_lowercase).filter(|c| !is_padding(*c) && *c != ',').collect();
            let bare = words
                .quantity_units
                .iter()
                .find_map(|unit| folded.strip_suffix(unit.as_str()).filter(|rest| !rest.is_empty()))
                .unwrap_or(&folded);
            bare.parse::<f64>().ok().or_else(|| numeral(bare, words).map(f64::from))
        }
    };
    count
        .filter(|count| count.fract() == 0.0 && (1.0..=1e9).contains(count))
        .map(|count| format!("{count:.0}"))
        .ok_or(Unread::NotACount)
}

/// A Chinese numeral from one to ninety-nine.
fn numeral(text: &str, words: &Lexicon) -> Option<u32> {
    let value = |c: char| words.numerals.iter().position(|n| *n == c).map(|at| at as u32);
    let digits: Vec<u32> = text.chars().map(value).collect::<Option<_>>()?;
    match digits.as_slice() {
        [one @ 1..=10] => Some(*one),
        [10, ones @ 1..=9] => Some(10 + ones),
        [tens @ 1..=9, 10] => Some(tens * 10),
        [tens @ 1..=9, 10, ones @ 1..=9] => Some(tens * 10 + ones),
        _ => None,
    }
}

fn read_amount(cell: &Cell, text: &str, words: &Lexicon) -> Result<String, Unread> {
    let written = match cell {
        Cell::Number(number) => format!("{number:.2}"),
        _ => text.to_owned(),
    };
    let mut bare: String =
        written.nfkc().flat_map(char::to_lowercase).filter(|c| !is_padding(*c) && *c != ',').collect();
    for mark in &words.money_marks {
        bare = bare.replace(mark.as_str(), "");
    }
    let (bare, scale) = match bare.strip_suffix(words.ten_thousand.as_str()) {
        Some(rest) => (rest, 10_000),
        None => (bare.as_str(), 1),
    };
    fen(bare, scale).map(Fen::plain).ok_or(Unread::NotAnAmount)
}

/// Fen of a decimal number of yuan times `scale`, exactly; parts of a fen are no amount.
fn fen(text: &str, scale: i64) -> Option<Fen> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let digits = |part: &str| part.chars().all(|c| c.is_ascii_digit());
    if (whole.is_empty() && fraction.is_empty()) || !digits(whole) || !digits(fraction) {
        return None;
    }
    let fraction = fraction.trim_end_matches('0');
    if fraction.len() > 8 {
        return None;
    }
    let number: i64 = format!("0{whole}{fraction}").parse().ok()?;
    let fen = number.checked_mul(100)?.checked_mul(scale)?;
    let divisor = 10_i64.pow(fraction.len() as u32);
    (fen % divisor == 0).then_some(Fen(fen / divisor))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> Cell {
        Cell::Text(text.into())
    }

    #[track_caller]
    fn check(kind: Kind, cell: &Cell, expected: &str) {
        assert_eq!(read(kind, cell, DateOrder::MonthFirst).unwrap().text, expected, "{cell:?}");
    }

    #[test]
    fn phones_come_in_one_spelling_b04() {
        for (written, expected) in [
            (Cell::Number(13_812_345_678.0), "13812345678"),
            (text("13812345678.0"), "13812345678"),
            (text("1.3812345678E+10"), "13812345678"),
            (text("+86 138-1234-5678"), "13812345678"),
            (text("１３８１２３４５６７８"), "13812345678"),
            (text("'13812345678"), "13812345678"),
            (text("(0573) 82345678"), "0573-82345678"),
            (text("021-61234567"), "021-61234567"),
            (text("400-820-1234"), "4008201234"),
            (text("82345678"), "82345678"),
        ] {
            check(Kind::Phone, &written, expected);
        }
    }

    #[test]
    fn an_unusual_phone_is_kept_and_pointed_out() {
        let reading = read(Kind::Phone, &text("138****5678"), DateOrder::MonthFirst).unwrap();
        assert_eq!((reading.text.as_str(), reading.care), ("138****5678", Some(Care::UnusualPhone)));
        let reading = read(Kind::Phone, &text("1.38E+10"), DateOrder::MonthFirst).unwrap();
        assert_eq!((reading.text.as_str(), reading.care), ("1.38E+10", Some(Care::LostDigits)));
        let reading = read(Kind::Phone, &text("13812345678/0573-82345678"), DateOrder::MonthFirst).unwrap();
        assert_eq!((reading.text.as_str(), reading.care), ("13812345678", Some(Care::MorePhones)));
        assert!(reading.rest.contains("82345678"));
    }

    #[test]
    fn counts_and_amounts_are_read_with_their_units() {
        for (written, expected) in [("3", "3"), ("3台", "3"), ("3.0", "3"), ("十二 件", "12"), ("1,200", "1200")] {
            check(Kind::Count, &text(written), expected);
        }
        for (written, expected) in [
            ("1,280.50", "1280.50"),
            ("￥1280", "1280.00"),
            ("人民币 1280 元", "1280.00"),
            ("1.2万", "12000.00"),
            ("1.23456万元", "12345.60"),
            ("0", "0.00"),
        ] {
            check(Kind::Amount, &text(written), expected);
        }
        check(Kind::Amount, &Cell::Number(1280.1), "1280.10");
        for written in ["很多", "3000-5000", "-5", "1.234"] {
            assert_eq!(
                read(Kind::Amount, &text(written), DateOrder::MonthFirst),
                Err(Unread::NotAnAmount),
                "{written}"
            );
        }
        for written in ["0", "1.5", "若干"] {
            assert_eq!(read(Kind::Count, &text(written), DateOrder::MonthFirst), Err(Unread::NotACount), "{written}");
        }
    }

    #[test]
    fn words_of_closed_lists_are_read_or_named_as_unknown() {
        check(Kind::Word("info_class"), &text("市场客诉"), "market_complaint");
        check(Kind::Word("injury"), &text("无"), "none");
        check(Kind::YesNo, &text("否"), "no");
        check(Kind::YesNo, &Cell::Bool(true), "yes");
        check(Kind::Words("demand"), &text("退货、赔偿"), "refund|compensation");
        check(Kind::Word("level"), &text("不详"), "");
        assert_eq!(read(Kind::Word("level"), &text("甲"), DateOrder::MonthFirst), Err(Unread::UnknownWord));
        assert_eq!(read(Kind::YesNo, &text("也许"), DateOrder::MonthFirst), Err(Unread::NotYesOrNo));
    }

    #[test]
    fn nothing_known_is_empty_and_never_a_fault() {
        for kind in [Kind::Date, Kind::Moment, Kind::Count, Kind::Amount, Kind::YesNo, Kind::Word("grade")] {
            for written in ["", "  ", "不详", "/", "N/A", "--"] {
                assert_eq!(read(kind, &text(written), DateOrder::MonthFirst).unwrap().text, "", "{kind:?} {written}");
            }
            let failed = read(kind, &Cell::Error("#N/A"), DateOrder::MonthFirst).unwrap();
            assert_eq!(failed.care, Some(Care::FailedFormula));
        }
    }

    #[test]
    fn long_text_is_cut_and_the_rest_is_handed_on() {
        let reading = read(Kind::Text(3), &text("王女士来电"), DateOrder::MonthFirst).unwrap();
        assert_eq!((reading.text.as_str(), reading.rest.as_str()), ("王女士", "来电"));
        assert_eq!(reading.care, Some(Care::TextCut));
    }

    #[test]
    fn a_date_is_read_from_any_kind_of_cell() {
        check(Kind::Date, &Cell::Number(46121.0), "2026-04-09");
        check(Kind::Date, &Cell::Number(20_260_409.0), "2026-04-09");
        check(Kind::Moment, &Cell::Number(46121.43125), "2026-04-09 10:21");
        let fault = read(Kind::Date, &text("2026-02-30"), DateOrder::MonthFirst);
        assert_eq!(fault, Err(Unread::Date(DateFault::NoSuchDate)));
    }

    proptest::proptest! {
        #[test]
        fn no_value_makes_the_reader_panic(written in "\\PC{0,60}", number: f64) {
            for kind in [Kind::Text(5), Kind::Phone, Kind::Moment, Kind::Count, Kind::Amount, Kind::YesNo, Kind::Words("demand")] {
                let _unused = read(kind, &text(&written), DateOrder::DayFirst);
                let _unused = read(kind, &Cell::Number(number), DateOrder::MonthFirst);
            }
        }
    }
}
