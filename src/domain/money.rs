//! Money in whole fen: typed amounts, figures with thousands, capital numerals (forms.md 2.5).

use std::fmt;

/// An amount in fen. Never a fraction of a fen: round once, when a line is computed, with [`Fen::share`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Fen(pub i64);

/// Why a typed amount cannot be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
pub enum AmountFault {
    #[error("nothing is written")]
    Empty,
    #[error("this is not an amount")]
    NotANumber,
    #[error("thousands separators do not stand between groups of three digits")]
    Grouping,
    #[error("an amount has at most two decimals")]
    TooPrecise,
    #[error("the amount is too large")]
    TooLarge,
    #[error("a negative amount is not allowed here")]
    Negative,
}

/// Why capital numerals cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
pub enum CapitalFault {
    #[error("nothing is written")]
    Empty,
    #[error("{0:?} is no capital numeral")]
    Letter(char),
    #[error("the numerals stand in an order no amount has")]
    Order,
    #[error("the amount is too large")]
    TooLarge,
}

impl Fen {
    /// Reads an amount in yuan as people type it: `¥4,800.00`, `4800`, `４８００`, `1.2万`, `RMB 4800元`, `-5`, `(5.00)`.
    ///
    /// Decimals beyond the fen are refused unless they are zeros; nothing is rounded silently.
    ///
    /// # Errors
    /// What is wrong with the text; [`AmountFault::TooLarge`] beyond `i64` fen.
    pub fn parse(text: &str) -> Result<Self, AmountFault> {
        let (negative, number) = strip_sign_and_currency(&half_width(text))?;
        let (number, factor) = strip_unit(&number);
        let (whole, decimals) = number.split_once('.').unwrap_or((number, ""));
        let whole = ungroup(whole)?;
        if whole.is_empty() && decimals.is_empty() {
            return Err(AmountFault::NotANumber);
        }
        if !whole.bytes().chain(decimals.bytes()).all(|b| b.is_ascii_digit()) {
            return Err(AmountFault::NotANumber);
        }
        let fen = scaled(&whole, decimals, factor)?;
        let fen = i64::try_from(if negative { -fen } else { fen }).map_err(|_| AmountFault::TooLarge)?;
        Ok(Self(fen))
    }

    /// As [`Fen::parse`], for fields in which a negative amount has no meaning (forms 3 to 5).
    ///
    /// # Errors
    /// Also [`AmountFault::Negative`].
    pub fn parse_positive(text: &str) -> Result<Self, AmountFault> {
        let amount = Self::parse(text)?;
        if amount.0 < 0 { Err(AmountFault::Negative) } else { Ok(amount) }
    }

    /// Whole yuan.
    #[must_use]
    pub const fn from_yuan(yuan: i64) -> Self {
        Self(yuan.saturating_mul(100))
    }

    /// `None` on overflow.
    #[must_use]
    pub fn checked_add(self, other: Self) -> Option<Self> {
        self.0.checked_add(other.0).map(Self)
    }

    /// `None` on overflow.
    #[must_use]
    pub fn checked_sub(self, other: Self) -> Option<Self> {
        self.0.checked_sub(other.0).map(Self)
    }

    /// Sum of a column; `None` on overflow.
    #[must_use]
    pub fn total(amounts: impl IntoIterator<Item = Self>) -> Option<Self> {
        amounts.into_iter().try_fold(Self(0), Self::checked_add)
    }

    /// The amount times `part / whole`, half a fen rounded away from zero. `None` when `whole` is 0 or the result too large.
    #[must_use]
    pub fn share(self, part: i64, whole: i64) -> Option<Self> {
        let product = i128::from(self.0) * i128::from(part);
        let whole = i128::from(whole);
        if whole == 0 {
            return None;
        }
        let (size, base) = (product.abs(), whole.abs());
        let rounded = (size * 2 + base) / (base * 2);
        let negative = (product < 0) != (whole < 0);
        i64::try_from(if negative { -rounded } else { rounded }).ok().map(Self)
    }

    /// `12345.60`: for exchange with other programs.
    #[must_use]
    pub fn plain(self) -> String {
        let size = self.0.unsigned_abs();
        let sign = if self.0 < 0 { "-" } else { "" };
        format!("{sign}{}.{:02}", size / 100, size % 100)
    }

    /// `¥12,345.60`, negative `-¥12,345.60` (forms.md 2.2).
    #[must_use]
    pub fn with_currency(self) -> String {
        let sign = if self.0 < 0 { "-" } else { "" };
        format!("{sign}¥{}", grouped(self.0.unsigned_abs()))
    }

    /// Capital numerals without the prefix 人民币: `壹仟陆佰捌拾元零叁角贰分`; negative amounts begin with 负.
    #[must_use]
    pub fn capital(self) -> String {
        let size = self.0.unsigned_abs();
        let (yuan, jiao, fen) = (size / 100, size / 10 % 10, size % 10);
        let mut out = String::new();
        if self.0 < 0 {
            out.push('负');
        }
        if yuan > 0 || size == 0 {
            write_integer(&mut out, yuan);
            out.push('元');
        }
        let gap = (jiao > 0 && yuan % 10 == 0) || (jiao == 0 && fen > 0);
        if yuan > 0 && gap {
            out.push('零');
        }
        for (digit, unit) in [(jiao, '角'), (fen, '分')] {
            if digit > 0 {
                out.extend([digit_word(digit), unit]);
            }
        }
        if fen == 0 {
            out.push('整');
        }
        out
    }

    /// Reads capital numerals, with or without 人民币, with 圆 for 元, 正 for 整, and the zeros the rule leaves free.
    ///
    /// # Errors
    /// A character that is no numeral, or an order that no amount has (`壹佰贰仟元`).
    pub fn parse_capital(text: &str) -> Result<Self, CapitalFault> {
        let words = normal_capital(text)?;
        let (negative, words) = words.strip_prefix('负').map_or((false, words.as_str()), |rest| (true, rest));
        if words.is_empty() {
            return Err(CapitalFault::Empty);
        }
        let (yuan, rest) = words.split_once('元').map_or(("", words), |(yuan, rest)| (yuan, rest));
        let (jiao, rest) = rest.split_once('角').map_or(("", rest), |(jiao, rest)| (jiao, rest));
        let fen = rest.strip_suffix('整').unwrap_or(rest);
        let fen = fen.strip_suffix('分').unwrap_or(fen);
        let small = |part: &str| read_integer(part).filter(|&n| n < 10).ok_or(CapitalFault::Order);
        let (jiao, fen) = (small(jiao)?, small(fen)?);
        let size = read_integer(yuan)
            .ok_or(CapitalFault::Order)?
            .checked_mul(100)
            .and_then(|yuan| i64::try_from(yuan).ok())
            .and_then(|yuan| yuan.checked_add_unsigned(jiao * 10 + fen))
            .ok_or(CapitalFault::TooLarge)?;
        let amount = Self(if negative { -size } else { size });
        // Reading was generous; what was written must be what would be written, apart from the zeros left free.
        let as_written = bare(Self(size).capital().as_str()) == bare(words) && (size > 0 || words.starts_with('零'));
        if as_written { Ok(amount) } else { Err(CapitalFault::Order) }
    }
}

/// `12,345.60`.
impl fmt::Display for Fen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        f.pad(&format!("{sign}{}", grouped(self.0.unsigned_abs())))
    }
}

fn grouped(fen: u64) -> String {
    let yuan = (fen / 100).to_string();
    let mut out = String::with_capacity(yuan.len() * 4 / 3 + 4);
    for (at, digit) in yuan.chars().enumerate() {
        if at > 0 && (yuan.len() - at) % 3 == 0 {
            out.push(',');
        }
        out.push(digit);
    }
    out + &format!(".{:02}", fen % 100)
}

/// Full-width letters as the narrow ones, without any space.
pub(super) fn half_width(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '\u{feff}' | '\u{200b}' | '\u{200e}' | '\u{200f}'))
        .map(|c| match c {
            '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
            '。' => '.',
            '￥' => '¥',
            '−' | '–' | '—' | '‐' | '‑' | '―' => '-',
            other => other,
        })
        .collect()
}

/// Takes sign, brackets and currency marks off; what is left is digits, separators and perhaps a unit.
fn strip_sign_and_currency(text: &str) -> Result<(bool, String), AmountFault> {
    let mut rest = text.to_uppercase();
    if rest.is_empty() {
        return Err(AmountFault::Empty);
    }
    let mut negative = false;
    if let Some(inner) = rest.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')) {
        (negative, rest) = (true, inner.to_owned());
    }
    let mut signs = 0;
    loop {
        let marks = ["人民币", "RMB", "CNY", "¥"];
        if let Some(shorter) = marks.iter().find_map(|mark| rest.strip_prefix(mark)) {
            rest = shorter.to_owned();
        } else if let Some(shorter) = rest.strip_prefix(['-', '+', '负']) {
            negative ^= !rest.starts_with('+');
            signs += 1;
            rest = shorter.to_owned();
        } else {
            break;
        }
    }
    let marks = ["人民币", "RMB", "CNY", "整", "正", "元", "圆", "块"];
    while let Some(shorter) = marks.iter().find_map(|mark| rest.strip_suffix(mark)) {
        rest = shorter.to_owned();
    }
    if signs > 1 { Err(AmountFault::NotANumber) } else { Ok((negative, rest)) }
}

/// `1.2万` is 1.2 times ten thousand.
fn strip_unit(number: &str) -> (&str, i128) {
    let units =
        [("万亿", 1_000_000_000_000), ("亿", 100_000_000), ("万", 10_000), ("W", 10_000), ("千", 1_000), ("百", 100)];
    units
        .iter()
        .find_map(|&(unit, factor)| number.strip_suffix(unit).map(|number| (number, factor)))
        .unwrap_or((number, 1))
}

/// Takes the commas out of `1,234,567`.
fn ungroup(whole: &str) -> Result<String, AmountFault> {
    let mut groups = whole.split([',', '\'']);
    let first = groups.next().unwrap_or_default();
    let mut rest = groups.peekable();
    let grouped = rest.peek().is_some();
    if grouped && (!(1..=3).contains(&first.len()) || rest.clone().any(|group| group.len() != 3)) {
        return Err(if whole.bytes().all(|b| b.is_ascii_digit() || b == b',' || b == b'\'') {
            AmountFault::Grouping
        } else {
            AmountFault::NotANumber
        });
    }
    Ok(rest.fold(first.to_owned(), |joined, group| joined + group))
}

/// Digits before and after the point, times the factor, as fen.
fn scaled(whole: &str, decimals: &str, factor: i128) -> Result<i128, AmountFault> {
    let decimals = decimals.trim_end_matches('0');
    let whole = whole.trim_start_matches('0');
    if whole.len() > 20 {
        return Err(AmountFault::TooLarge);
    }
    if decimals.len() > 14 {
        return Err(AmountFault::TooPrecise);
    }
    let read = |digits: &str| digits.bytes().fold(0_i128, |value, digit| value * 10 + i128::from(digit - b'0'));
    let base = 10_i128.pow(u32::try_from(decimals.len()).unwrap_or_default());
    let fen = (read(whole) * base + read(decimals)) * factor * 100;
    if fen % base == 0 { Ok(fen / base) } else { Err(AmountFault::TooPrecise) }
}

const DIGITS: [char; 10] = ['零', '壹', '贰', '叁', '肆', '伍', '陆', '柒', '捌', '玖'];
/// Units above one, largest first, with their value and the number of digits below them.
const UNITS: [(char, u64); 5] = [('亿', 100_000_000), ('万', 10_000), ('仟', 1_000), ('佰', 100), ('拾', 10)];

fn digit_word(digit: u64) -> char {
    usize::try_from(digit).ok().and_then(|digit| DIGITS.get(digit)).copied().unwrap_or('零')
}

/// Writes a whole number. Above the largest unit it holds stands a whole number again, so 万亿 and 亿亿 come by themselves;
/// one 零 bridges a gap below a unit.
fn write_integer(out: &mut String, n: u64) {
    let Some((unit, value)) = UNITS.into_iter().find(|&(_, value)| n >= value) else {
        out.push(digit_word(n));
        return;
    };
    write_integer(out, n / value);
    out.push(unit);
    let rest = n % value;
    if rest == 0 {
        return;
    }
    if rest < value / 10 {
        out.push('零');
    }
    write_integer(out, rest);
}

/// Generous: takes any order of units that adds up; the caller compares with the canonical form. Empty reads as 0.
fn read_integer(words: &str) -> Option<u64> {
    if words.is_empty() {
        return Some(0);
    }
    for (unit, value) in UNITS {
        // Below 万亿 the last 亿 is the one that splits; so with every unit.
        if let Some((above, below)) = words.rsplit_once(unit) {
            return read_integer(above)?.checked_mul(value)?.checked_add(read_integer(below)?);
        }
    }
    let mut chars = words.chars();
    let digit = chars.by_ref().find(|&c| c != '零');
    let only = chars.all(|c| c == '零');
    let value = digit.map_or(Some(0), |digit| DIGITS.iter().position(|&known| known == digit))?;
    only.then(|| u64::try_from(value).ok())?
}

/// Spaces, prefix, brackets and label off; 圆 as 元, 正 as 整; simplified numerals are not taken.
fn normal_capital(text: &str) -> Result<String, CapitalFault> {
    let text = half_width(text);
    let text = text.strip_prefix("人民币").unwrap_or(&text);
    let text = text.strip_prefix("(大写)").unwrap_or(text);
    let text = text.strip_prefix(':').unwrap_or(text);
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        let c = match c {
            '圆' => '元',
            '正' => '整',
            '負' => '负',
            '貳' => '贰',
            '叄' | '參' => '叁',
            '陸' => '陆',
            '萬' => '万',
            '億' => '亿',
            other => other,
        };
        let known = DIGITS.contains(&c) || UNITS.iter().any(|&(unit, _)| unit == c) || "负元角分整".contains(c);
        if !known {
            return Err(CapitalFault::Letter(c));
        }
        out.push(c);
    }
    if out.is_empty() { Err(CapitalFault::Empty) } else { Ok(out) }
}

/// Without the parts the rule leaves free: zeros and the closing 整.
fn bare(words: &str) -> String {
    words.chars().filter(|c| !matches!(c, '零' | '整')).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The test pairs of forms.md 2.5, two a line.
    const PAIRS: &str = "\
0 零元整 1000 壹仟元整
0.01 壹分 1000.10 壹仟元零壹角整
0.05 伍分 1001 壹仟零壹元整
0.09 玖分 1010 壹仟零壹拾元整
0.10 壹角整 1100 壹仟壹佰元整
0.50 伍角整 1409.50 壹仟肆佰零玖元伍角整
0.55 伍角伍分 1680.32 壹仟陆佰捌拾元零叁角贰分
1 壹元整 2019 贰仟零壹拾玖元整
1.01 壹元零壹分 3000 叁仟元整
1.10 壹元壹角整 3000.01 叁仟元零壹分
1.11 壹元壹角壹分 5000.05 伍仟元零伍分
9.90 玖元玖角整 6007.14 陆仟零柒元壹角肆分
10 壹拾元整 10000 壹万元整
10.05 壹拾元零伍分 10001 壹万零壹元整
10.50 壹拾元零伍角整 10010 壹万零壹拾元整
11 壹拾壹元整 10100 壹万零壹佰元整
15.08 壹拾伍元零捌分 10775.57 壹万零柒佰柒拾伍元伍角柒分
20.20 贰拾元零贰角整 11000 壹万壹仟元整
99.99 玖拾玖元玖角玖分 16409.02 壹万陆仟肆佰零玖元零贰分
100 壹佰元整 20500 贰万零伍佰元整
100.01 壹佰元零壹分 25000.50 贰万伍仟元零伍角整
101 壹佰零壹元整 50000 伍万元整
105.50 壹佰零伍元伍角整 100000 壹拾万元整
110 壹佰壹拾元整 100001 壹拾万零壹元整
110.10 壹佰壹拾元零壹角整 101000 壹拾万壹仟元整
200.02 贰佰元零贰分 107000.53 壹拾万柒仟元零伍角叁分
325.04 叁佰贰拾伍元零肆分 200030.40 贰拾万零叁拾元零肆角整
9040.67 玖仟零肆拾元零陆角柒分 1000001 壹佰万零壹元整
1001000 壹佰万壹仟元整 1010000 壹佰零壹万元整
1000100 壹佰万零壹佰元整 10010000 壹仟零壹万元整
10100001 壹仟零壹拾万零壹元整 100000001 壹亿零壹元整
100005000 壹亿零伍仟元整 100050000 壹亿零伍万元整
1000000000 壹拾亿元整 10000000000 壹佰亿元整
123456789.01 壹亿贰仟叁佰肆拾伍万陆仟柒佰捌拾玖元零壹分 1000000000000 壹万亿元整
1234567890123.45 壹万贰仟叁佰肆拾伍亿陆仟柒佰捌拾玖万零壹佰贰拾叁元肆角伍分 -5 负伍元整
92233720368547758.07 玖亿贰仟贰佰叁拾叁万柒仟贰佰零叁亿陆仟捌佰伍拾肆万柒仟柒佰伍拾捌元零柒分 -0.30 负叁角整";

    #[test]
    fn amounts_are_written_in_capital_numerals_and_read_back() {
        let words: Vec<&str> = PAIRS.split_whitespace().collect();
        assert_eq!(words.len(), 144);
        for pair in words.chunks(2) {
            let amount = Fen::parse(pair[0]).unwrap();
            assert_eq!(amount.capital(), pair[1], "{}", pair[0]);
            assert_eq!(Fen::parse_capital(pair[1]), Ok(amount), "{}", pair[1]);
        }
        assert_eq!(
            Fen::parse_capital(&Fen(i64::MIN).capital()),
            Err(CapitalFault::TooLarge),
            "one more than i64 holds"
        );
    }

    #[test]
    fn other_lawful_spellings_are_read() {
        let cases = [
            ("壹仟陆佰捌拾元叁角贰分", 168_032),
            ("壹拾万零柒仟元伍角叁分", 10_700_053),
            ("壹仟肆佰零玖元伍角", 140_950),
            ("人民币伍万圆正", 5_000_000),
            ("人民币（大写）： 伍万元整", 5_000_000),
            ("人民币负壹佰元整", -10_000),
            ("零元", 0),
            ("伍分整", 5),
        ];
        for (text, fen) in cases {
            assert_eq!(Fen::parse_capital(text), Ok(Fen(fen)), "{text}");
        }
    }

    #[test]
    fn words_that_name_no_amount_are_refused() {
        let cases = [
            ("", CapitalFault::Empty),
            ("人民币", CapitalFault::Empty),
            ("一百元", CapitalFault::Letter('一')),
            ("壹佰贰仟元整", CapitalFault::Order),
            ("壹贰元整", CapitalFault::Order),
            ("拾元整", CapitalFault::Order),
            ("壹佰", CapitalFault::Order),
            ("元整", CapitalFault::Order),
            ("零元零角零分", CapitalFault::Order),
            ("壹角贰元", CapitalFault::Order),
            ("壹亿亿亿亿亿元整", CapitalFault::Order),
            ("伍元整整整拾", CapitalFault::Order),
        ];
        for (text, fault) in cases {
            assert_eq!(Fen::parse_capital(text), Err(fault), "{text}");
        }
    }

    #[test]
    fn typed_amounts_are_understood() {
        let cases = [
            ("¥4,800.00", 480_000),
            ("4800", 480_000),
            ("４８００．５", 480_050),
            ("￥ 4，800", 480_000),
            ("1.2万", 1_200_000),
            ("1.2万元", 1_200_000),
            ("0.00000001亿", 100),
            ("3千", 300_000),
            ("RMB 12,345,678.9", 1_234_567_890),
            ("人民币100元整", 10_000),
            ("-5", -500),
            ("−¥5.00", -500),
            ("¥-5", -500),
            ("(5.00)", -500),
            (".5", 50),
            ("5.", 500),
            ("4800.0000", 480_000),
            ("007", 700),
            ("92233720368547758.07", i64::MAX),
            ("-92233720368547758.08", i64::MIN),
        ];
        for (text, fen) in cases {
            assert_eq!(Fen::parse(text), Ok(Fen(fen)), "{text}");
        }
    }

    #[test]
    fn typed_amounts_that_cannot_be_meant_are_refused() {
        let cases = [
            ("", AmountFault::Empty),
            ("　", AmountFault::Empty),
            ("¥", AmountFault::NotANumber),
            (".", AmountFault::NotANumber),
            ("万", AmountFault::NotANumber),
            ("abc", AmountFault::NotANumber),
            ("1.2.3", AmountFault::NotANumber),
            ("--5", AmountFault::NotANumber),
            ("1e5", AmountFault::NotANumber),
            ("48,00", AmountFault::Grouping),
            (",800", AmountFault::Grouping),
            ("1,0000", AmountFault::Grouping),
            ("1.234", AmountFault::TooPrecise),
            ("0.00000001万", AmountFault::TooPrecise),
            ("1.000000000000000000000001", AmountFault::TooPrecise),
            ("92233720368547758.08", AmountFault::TooLarge),
            ("999999999999999999999999", AmountFault::TooLarge),
            ("99999999999999999999万亿", AmountFault::TooLarge),
        ];
        for (text, fault) in cases {
            assert_eq!(Fen::parse(text), Err(fault), "{text}");
        }
        assert_eq!(Fen::parse_positive("-5"), Err(AmountFault::Negative));
        assert_eq!(Fen::parse_positive("-0"), Ok(Fen(0)));
    }

    #[test]
    fn figures_carry_thousands_and_two_decimals() {
        let cases = [
            (1_234_560, "12,345.60", "¥12,345.60", "12345.60"),
            (0, "0.00", "¥0.00", "0.00"),
            (-5, "-0.05", "-¥0.05", "-0.05"),
            (100_000, "1,000.00", "¥1,000.00", "1000.00"),
            (i64::MIN, "-92,233,720,368,547,758.08", "-¥92,233,720,368,547,758.08", "-92233720368547758.08"),
        ];
        for (fen, figure, currency, plain) in cases {
            assert_eq!((Fen(fen).to_string().as_str(), Fen(fen).with_currency().as_str()), (figure, currency));
            assert_eq!(Fen(fen).plain(), plain);
        }
    }

    #[test]
    fn a_share_is_rounded_half_away_from_zero_once() {
        let cases =
            [(1_000, 1, 3, 333), (1_000, 2, 3, 667), (5, 1, 10, 1), (-5, 1, 10, -1), (4, 1, 10, 0), (-5, 1, -10, 1)];
        for (fen, part, whole, expected) in cases {
            assert_eq!(Fen(fen).share(part, whole), Some(Fen(expected)), "{fen} * {part} / {whole}");
        }
        assert_eq!(Fen(1).share(1, 0), None);
        assert_eq!(Fen(i64::MAX).share(2, 1), None);
        assert_eq!(Fen::total([Fen(1), Fen(2)]), Some(Fen(3)));
        assert_eq!(Fen::total([Fen(i64::MAX), Fen(1)]), None);
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 4_000, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn every_amount_survives_words_and_figures(size in any::<i64>(), shift in 0..60_u32) {
            let amount = Fen((size >> shift).max(-i64::MAX));
            let words = amount.capital();
            prop_assert_eq!(Fen::parse_capital(&words), Ok(amount), "{}", words);
            prop_assert_eq!(Fen::parse(&amount.to_string()), Ok(amount));
            for wrong in ["零零", "零元", "零万", "零亿"] {
                prop_assert!(amount.0 == 0 || !words.contains(wrong), "{} in {}", wrong, words);
            }
        }

        #[test]
        fn no_text_makes_reading_fall_over(text in "[-+()¥0-9,.万亿元角分整零壹拾佰仟 a]{0,24}") {
            let _ = Fen::parse(&text);
            if let Ok(amount) = Fen::parse_capital(&text) {
                prop_assert_eq!(bare(&amount.capital()), bare(&normal_capital(&text).unwrap()));
            }
        }
    }
}
