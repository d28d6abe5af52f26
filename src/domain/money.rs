//! Money in whole fen: typed amounts, figures with thousands (forms.md 2.2, 2.5).

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
        if at > 0 && (yuan.len() - at).is_multiple_of(3) {
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

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
        fn every_amount_survives_its_figures(amount in any::<i64>(), text in "[-+()¥0-9,.万亿元整零壹拾佰 a]{0,24}") {
            prop_assert_eq!(Fen::parse(&Fen(amount).to_string()), Ok(Fen(amount)));
            prop_assert_eq!(Fen::parse(&Fen(amount).with_currency()), Ok(Fen(amount)));
            let _ = Fen::parse(&text);
        }
    }
}
