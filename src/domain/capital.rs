//! Amounts in capital numerals, written in the canonical form and read in every lawful one (forms.md 2.5).

use super::money::{Fen, half_width};

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
        let as_written =
            bare(Self(size).capital().as_str()) == bare(words) && (size > 0 || (!negative && words.starts_with('零')));
        if as_written { Ok(amount) } else { Err(CapitalFault::Order) }
    }
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
            ("负零元整", CapitalFault::Order),
            ("零元零角零分", CapitalFault::Order),
            ("壹角贰元", CapitalFault::Order),
            ("壹亿亿亿亿亿元整", CapitalFault::Order),
            ("伍元整整整拾", CapitalFault::Order),
        ];
        for (text, fault) in cases {
            assert_eq!(Fen::parse_capital(text), Err(fault), "{text}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 4_000, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn every_amount_survives_its_words(size in any::<i64>(), shift in 0..60_u32) {
            let amount = Fen((size >> shift).max(-i64::MAX));
            let words = amount.capital();
            prop_assert_eq!(Fen::parse_capital(&words), Ok(amount), "{}", words);
            for wrong in ["零零", "零元", "零万", "零亿"] {
                prop_assert!(amount.0 == 0 || !words.contains(wrong), "{} in {}", wrong, words);
            }
        }

        #[test]
        fn no_words_make_reading_fall_over(text in "[负万亿元圆角分整正零壹贰拾佰仟]{0,24}") {
            if let Ok(amount) = Fen::parse_capital(&text) {
                prop_assert_eq!(bare(&amount.capital()), bare(&normal_capital(&text).unwrap()));
            }
        }
    }
}
