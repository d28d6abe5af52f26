//! Numbers that prove themselves: resident identity, unified social credit code, article number, machine serial
//! (forms.md 2.6, 2.7). Every check says why; whether a fault blocks is for the form to decide.

use chrono::{Datelike, NaiveDate};

use crate::domain::words::words;

use super::money::half_width;

/// A resident identity number, permit of a Hong Kong, Macau or Taiwan resident, or foreigner's permanent residence card.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResidentId {
    /// Eighteen characters, the check letter in upper case.
    pub number: String,
    pub birth: NaiveDate,
    pub sex: Sex,
    pub holder: Holder,
    /// Unusual but not wrong: shown, never blocking.
    pub warnings: Vec<IdWarning>,
}

words! {
    /// As an identity card has it.
    pub enum Sex {
        Male = "male",
        Female = "female",
    }
}

/// Whether a bank card number passes its check digit (ISO/IEC 7812-1, forms.md 2.7); `None` where it cannot be a card's, as
/// the number of a passbook. Blanks and hyphens count for nothing.
#[must_use]
pub fn is_card_number(text: &str) -> Option<bool> {
    let text: String = half_width(text).chars().filter(|c| !matches!(c, ' ' | '-')).collect();
    let digits: Option<Vec<u32>> = text.chars().map(|c| c.to_digit(10)).collect();
    let digits = digits.filter(|digits| (16..=19).contains(&digits.len()))?;
    // every second digit from the right but one is doubled, and its figures are added up
    let weighed = digits.iter().rev().enumerate().map(|(at, digit)| match digit << (at % 2) {
        two @ 10.. => two - 9,
        one => one,
    });
    Some(weighed.sum::<u32>() % 10 == 0)
}

/// Whom the number was given to, by its first digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Holder {
    Citizen,
    HongKong,
    Macau,
    Taiwan,
    Foreigner,
}

/// Why a text is no resident identity number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum IdFault {
    Empty,
    /// Characters found; 18 are expected.
    Length(usize),
    /// Fifteen digits of the old form: good for a search ([`modern_form`]), not as a proof of identity.
    OldForm,
    /// Place of the first character that may not stand there, from 1.
    Letter(usize),
    /// The day of birth does not exist.
    NoSuchDay,
    /// The day of birth lies in the future.
    NotYetBorn,
    /// The check character that would fit.
    Check(char),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum IdWarning {
    /// The first two digits are no province. Unknown counties are not looked at: many no longer exist.
    Province,
    /// More than 130 years old.
    Age,
}

impl ResidentId {
    /// Reads a number of 18 characters; spaces, full-width digits and a small `x` are taken.
    ///
    /// # Errors
    /// The first thing wrong, in the order of [`IdFault`].
    pub fn parse(text: &str, today: NaiveDate) -> Result<Self, IdFault> {
        let number = half_width(text).to_uppercase();
        let length = number.chars().count();
        if length == 0 {
            return Err(IdFault::Empty);
        }
        if modern_form(&number).is_some() {
            return Err(IdFault::OldForm);
        }
        if length != 18 {
            return Err(IdFault::Length(length));
        }
        let may_stand = |(at, c): (usize, char)| c.is_ascii_digit() || (at == 17 && c == 'X');
        if let Some(at) = number.chars().enumerate().position(|place| !may_stand(place)) {
            return Err(IdFault::Letter(at + 1));
        }
        let birth = NaiveDate::parse_from_str(&number[6..14], "%Y%m%d").map_err(|_| IdFault::NoSuchDay)?;
        if birth.year() == 0 {
            return Err(IdFault::NoSuchDay);
        }
        if birth > today {
            return Err(IdFault::NotYetBorn);
        }
        let expected = id_check(&number[..17]);
        if !number.ends_with(expected) {
            return Err(IdFault::Check(expected));
        }
        let sex = if number.as_bytes()[16] % 2 == 1 { Sex::Male } else { Sex::Female };
        let warnings = id_warnings(&number, birth, today);
        Ok(Self { holder: holder(&number), number, birth, sex, warnings })
    }
}

fn id_warnings(number: &str, birth: NaiveDate, today: NaiveDate) -> Vec<IdWarning> {
    let known = matches!(
        &number[..2],
        "11" | "12" | "13" | "14" | "15" | "21" | "22" | "23" | "31" | "32" | "33" | "34" | "35" | "36" | "37"
    ) || matches!(
        &number[..2],
        "41" | "42" | "43" | "44" | "45" | "46" | "50" | "51" | "52" | "53" | "54" | "61" | "62" | "63" | "64" | "65"
    ) || matches!(&number[..2], "71" | "81" | "82" | "83")
        || number.starts_with('9');
    let old = today.years_since(birth).is_some_and(|years| years > 130);
    let province = (!known).then_some(IdWarning::Province);
    province.into_iter().chain(old.then_some(IdWarning::Age)).collect()
}

fn holder(number: &str) -> Holder {
    match &number[..2] {
        "81" => Holder::HongKong,
        "82" => Holder::Macau,
        "83" => Holder::Taiwan,
        first if first.starts_with('9') => Holder::Foreigner,
        _ => Holder::Citizen,
    }
}

/// Eighteen characters for a number of the fifteen-digit form, so that a search finds both; `None` for anything else.
#[must_use]
pub fn modern_form(text: &str) -> Option<String> {
    let old = half_width(text);
    if old.len() != 15 || !old.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let body = format!("{}19{}", &old[..6], &old[6..]);
    NaiveDate::parse_from_str(&body[6..14], "%Y%m%d").ok()?;
    let check = id_check(&body);
    Some(format!("{body}{check}"))
}

/// Check character over 17 digits (GB 11643-1999).
fn id_check(body: &str) -> char {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    const CHECKS: [char; 11] = ['1', '0', 'X', '9', '8', '7', '6', '5', '4', '3', '2'];
    let sum: u32 = body.chars().zip(WEIGHTS).map(|(c, weight)| c.to_digit(10).unwrap_or_default() * weight).sum();
    CHECKS[(sum % 11) as usize]
}

/// A unified social credit code (GB 32100-2015).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CreditCode {
    /// Eighteen characters in upper case.
    pub code: String,
    pub warnings: Vec<CreditWarning>,
}

/// Why a text is no credit code. Real codes exist that fail the check: warn, do not block.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CreditFault {
    Empty,
    /// Characters found; 18 are expected.
    Length(usize),
    /// Place, from 1, of the first character outside the alphabet; I, O, S, V and Z are not used, places 3 to 8 are digits.
    Letter(usize),
    /// No authority registers under 0.
    Authority,
    /// The check character that would fit.
    Check(char),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CreditWarning {
    /// The first character stands for no known registering authority.
    Authority,
    /// The organisation code in places 9 to 17 fails its own check (GB 11714).
    Organisation,
}

const CREDIT_ALPHABET: &str = "0123456789ABCDEFGHJKLMNPQRTUWXY";

impl CreditCode {
    /// Reads a code; spaces, dashes, full-width and small letters are taken.
    ///
    /// # Errors
    /// The first thing wrong, in the order of [`CreditFault`].
    pub fn parse(text: &str) -> Result<Self, CreditFault> {
        let code: String = half_width(text).to_uppercase().chars().filter(|&c| c != '-').collect();
        let length = code.chars().count();
        match length {
            0 => return Err(CreditFault::Empty),
            18 => {}
            _ => return Err(CreditFault::Length(length)),
        }
        let values: Vec<Option<u32>> = code.chars().map(credit_value).collect();
        let may_stand = |(at, value): (usize, &Option<u32>)| value.is_some_and(|v| v < 10 || !(2..8).contains(&at));
        if let Some(at) = values.iter().enumerate().position(|place| !may_stand(place)) {
            return Err(CreditFault::Letter(at + 1));
        }
        let values: Vec<u32> = values.into_iter().flatten().collect();
        if values[0] == 0 {
            return Err(CreditFault::Authority);
        }
        let mut weight = 1;
        let mut sum = 0;
        for value in &values[..17] {
            sum += value * weight;
            weight = weight * 3 % 31;
        }
        let expected = CREDIT_ALPHABET.chars().nth(((31 - sum % 31) % 31) as usize).unwrap_or('0');
        if !code.ends_with(expected) {
            return Err(CreditFault::Check(expected));
        }
        let authority = (!"123456789ANY".contains(&code[..1])).then_some(CreditWarning::Authority);
        let organisation = (!organisation_fits(&code[8..17])).then_some(CreditWarning::Organisation);
        Ok(Self { warnings: authority.into_iter().chain(organisation).collect(), code })
    }
}

fn credit_value(c: char) -> Option<u32> {
    CREDIT_ALPHABET.chars().position(|known| known == c).and_then(|at| u32::try_from(at).ok())
}

/// Eight characters, A being 10, and a check character of the organisation code.
fn organisation_fits(code: &str) -> bool {
    const WEIGHTS: [u32; 8] = [3, 7, 9, 10, 5, 8, 4, 2];
    let sum: u32 = code.chars().zip(WEIGHTS).map(|(c, weight)| c.to_digit(36).unwrap_or_default() * weight).sum();
    let expected = match 11 - sum % 11 {
        10 => 'X',
        11 => '0',
        digit => char::from_digit(digit, 10).unwrap_or('0'),
    };
    code.ends_with(expected)
}

/// True for thirteen digits with a right EAN-13 check digit (GB 12904).
#[must_use]
pub fn is_ean13(text: &str) -> bool {
    let digits: Vec<u32> = text.chars().filter_map(|c| c.to_digit(10)).collect();
    let sum: u32 = digits.iter().zip([1, 3].into_iter().cycle()).map(|(digit, weight)| digit * weight).sum();
    text.len() == 13 && digits.len() == 13 && sum.is_multiple_of(10)
}

/// The serial number of a machine, cleaned of what a scanner appends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Serial {
    /// Upper case, without spaces.
    pub number: String,
    pub looks: SerialLooks,
}

/// What a serial number turns out to be. None of it blocks: makers are free in their numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SerialLooks {
    /// 6 to 40 letters, digits and dashes.
    Serial,
    /// The article number from the box, not the number of this machine.
    Article,
    /// Begins as an article number of the mainland (690 to 699) but its check digit is wrong: probably mistyped.
    BrokenArticle,
    Empty,
    /// Characters found; 6 to 40 are expected.
    Length(usize),
    /// Place of the first unexpected character, from 1.
    Letter(usize),
}

impl Serial {
    /// Never fails: what is wrong stands in `looks`.
    #[must_use]
    pub fn read(text: &str) -> Self {
        let number = half_width(text).to_uppercase();
        let length = number.chars().count();
        let odd = number.chars().position(|c| !(c.is_ascii_uppercase() || c.is_ascii_digit() || c == '-'));
        let article = length == 13 && number.starts_with("69") && number.bytes().all(|b| b.is_ascii_digit());
        let looks = match odd {
            _ if length == 0 => SerialLooks::Empty,
            Some(at) => SerialLooks::Letter(at + 1),
            None if article && is_ean13(&number) => SerialLooks::Article,
            None if article => SerialLooks::BrokenArticle,
            None if (6..=40).contains(&length) => SerialLooks::Serial,
            None => SerialLooks::Length(length),
        };
        Self { number, looks }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn today() -> NaiveDate {
        "2026-11-21".parse().unwrap()
    }

    fn id(text: &str) -> Result<ResidentId, IdFault> {
        ResidentId::parse(text, today())
    }

    #[test]
    fn a_bank_card_proves_itself_by_its_last_digit_2_7() {
        for (number, expected) in [
            ("4111 1111 1111 1111", Some(true)),
            ("4111 1111 1111 1112", Some(false)),
            ("６２２２０２１１０２０００００００１１", Some(true)),
            ("6222-0211-0200-0000-011", Some(true)),
            // two neighbours changed places
            ("6222 0211 2000 0000 011", Some(false)),
            // a passbook, a number too long, words
            ("1202 0212 3456", None),
            ("62220211020000000190", None),
            ("工行卡", None),
            ("", None),
        ] {
            assert_eq!(is_card_number(number), expected, "{number}");
        }
    }

    #[test]
    fn the_samples_of_the_standard_are_resident_numbers() {
        let cases = [
            ("11010519491231002X", "1949-12-31", Sex::Female, Holder::Citizen),
            ("11010519491231002x", "1949-12-31", Sex::Female, Holder::Citizen),
            ("１１０１０１ 19900307 0011", "1990-03-07", Sex::Male, Holder::Citizen),
            ("440524188001010014", "1880-01-01", Sex::Male, Holder::Citizen),
            ("810000199901010014", "1999-01-01", Sex::Male, Holder::HongKong),
            ("820000200102030040", "2001-02-03", Sex::Female, Holder::Macau),
            ("830000198812310057", "1988-12-31", Sex::Male, Holder::Taiwan),
        ];
        for (text, birth, sex, holder) in cases {
            let known = id(text).unwrap_or_else(|fault| panic!("{text}: {fault:?}"));
            assert_eq!((known.birth.to_string().as_str(), known.sex, known.holder), (birth, sex, holder), "{text}");
            assert_eq!(known.number.len(), 18);
        }
        assert_eq!(id("440524188001010014").unwrap().warnings, [IdWarning::Age]);
        assert_eq!(id("110101199003070011").unwrap().warnings, []);
    }

    #[test]
    fn a_number_that_is_none_says_why() {
        let cases = [
            ("", IdFault::Empty),
            ("1101011990030700", IdFault::Length(16)),
            ("110105194912310021", IdFault::Check('X')),
            ("11010519491331002X", IdFault::NoSuchDay),
            ("653101198502290012", IdFault::NoSuchDay),
            ("110101000003070011", IdFault::NoSuchDay),
            ("110101209003070011", IdFault::NotYetBorn),
            ("1101O1199003070011", IdFault::Letter(5)),
            ("11010119900307X011", IdFault::Letter(15)),
            ("110101900307001", IdFault::OldForm),
            ("110101901307001", IdFault::Length(15)),
            ("身份证号码身份证号码身份证号码身份证", IdFault::Letter(1)),
        ];
        for (text, fault) in cases {
            assert_eq!(id(text), Err(fault), "{text}");
        }
    }

    #[test]
    fn an_unknown_province_warns_and_a_fifteen_digit_number_can_be_searched() {
        let body = "99010119900307001";
        let foreign = format!("{body}{}", id_check(body));
        assert_eq!(id(&foreign).unwrap().holder, Holder::Foreigner);
        let body = "19010119900307001";
        assert_eq!(id(&format!("{body}{}", id_check(body))).unwrap().warnings, [IdWarning::Province]);
        assert_eq!(modern_form("110105491231002").as_deref(), Some("11010519491231002X"));
        assert_eq!(modern_form("110105491331002"), None);
    }

    #[test]
    fn credit_codes_are_checked_and_their_inner_check_only_warns() {
        let cases: [(&str, &[CreditWarning]); 5] = [
            ("91350100M000100Y43", &[]),
            ("91310000000000000U", &[]),
            ("9144 0300 ma5f 5937 80", &[]),
            ("91440300MA5F59377W", &[CreditWarning::Organisation]),
            ("Q1440300MA5F59378G", &[CreditWarning::Authority]),
        ];
        for (text, warnings) in cases {
            let known = CreditCode::parse(text).unwrap_or_else(|fault| panic!("{text}: {fault:?}"));
            assert_eq!(known.warnings, warnings, "{text}");
        }
        let cases = [
            ("", CreditFault::Empty),
            ("9135", CreditFault::Length(4)),
            ("91350100M000100Y4Z", CreditFault::Letter(18)),
            ("91350100M000100Y44", CreditFault::Check('3')),
            ("91350I00M000100Y43", CreditFault::Letter(6)),
            ("91350A00M000100Y43", CreditFault::Letter(6)),
            ("000000000000000000", CreditFault::Authority),
            ("统一社会信用代码统一社会信用代码统一", CreditFault::Letter(1)),
        ];
        for (text, fault) in cases {
            assert_eq!(CreditCode::parse(text), Err(fault), "{text}");
        }
    }

    #[test]
    fn one_wrong_digit_is_always_noticed() {
        for (at, digit) in (0..17).flat_map(|at| (0..10).map(move |digit| (at, digit))) {
            let mut number: Vec<char> = "110101199003070011".chars().collect();
            let changed = char::from_digit(digit, 10).unwrap();
            if number[at] != changed {
                number[at] = changed;
                assert!(id(&number.iter().collect::<String>()).is_err(), "place {at} as {digit}");
            }
        }
    }

    #[test]
    fn serial_numbers_are_not_article_numbers() {
        let cases = [
            ("6901234567892\r\n", "6901234567892", SerialLooks::Article),
            ("6923456789012", "6923456789012", SerialLooks::Article),
            ("6901234567893", "6901234567893", SerialLooks::BrokenArticle),
            ("9780201379625", "9780201379625", SerialLooks::Serial),
            ("ｃｗ-2026 00018", "CW-202600018", SerialLooks::Serial),
            ("", "", SerialLooks::Empty),
            ("A1", "A1", SerialLooks::Length(2)),
            ("ABC_123456", "ABC_123456", SerialLooks::Letter(4)),
        ];
        for (text, number, looks) in cases {
            assert_eq!(Serial::read(text), Serial { number: number.to_owned(), looks }, "{text}");
        }
        for good in ["6901234567892", "6923456789012", "9780201379624"] {
            assert!(is_ean13(good), "{good}");
        }
        assert!(!is_ean13("9780201379625") && !is_ean13("690123456789") && !is_ean13("六九○"));
    }
}
