//! Phone numbers as people write them: kind, one normal spelling, and a masked one (forms.md 2.7).

use super::{money::half_width, words::words};

words! {
    /// What a number reaches.
    pub enum PhoneKind {
        Mobile = "mobile",
        Landline = "landline",
        /// 400 and 800 numbers, hotlines of five or six digits, emergency numbers: nobody's private number.
        Service = "service",
        /// Anything else: kept as written, never refused.
        Unknown = "unknown",
    }
}

/// A phone number in its normal spelling: `13800138000`, `010-88886666`, `0571-8888666-801`, `4008108888`, `95518`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Phone {
    pub kind: PhoneKind,
    /// For an unknown kind the text without spaces and full-width forms.
    pub normalized: String,
}

impl Phone {
    /// Understands spaces, dashes, brackets, full-width digits, `+86`, `0086`, extensions after `-`, `转`, `x` or `#`.
    /// Never fails; what it cannot place is [`PhoneKind::Unknown`].
    #[must_use]
    pub fn parse(text: &str) -> Self {
        let clean = half_width(text);
        let found = digit_groups(&clean).and_then(|groups| place(&groups));
        let (kind, normalized) = found.unwrap_or((PhoneKind::Unknown, clean));
        Self { kind, normalized }
    }

    /// The number with its middle hidden: `138****8000`, `010-****6666`, `0571-****666`. Landlines keep the area code and
    /// at most half of the subscriber's number, extensions are hidden; service numbers are public and stay; of an
    /// unknown text at most half is shown.
    #[must_use]
    pub fn masked(&self) -> String {
        let text = self.normalized.as_str();
        match self.kind {
            PhoneKind::Service => text.to_owned(),
            PhoneKind::Mobile => {
                let (number, extension) = text.split_once('-').map_or((text, ""), |(n, _)| (n, "-**"));
                let (head, tail) = (number.get(..3).unwrap_or_default(), number.get(7..).unwrap_or_default());
                format!("{head}****{tail}{extension}")
            }
            PhoneKind::Landline => {
                let mut parts = text.split('-');
                let (area, number) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
                let shown = number.len() / 2;
                let tail = number.get(number.len() - shown..).unwrap_or_default();
                format!("{area}-****{tail}{}", if parts.next().is_some() { "-**" } else { "" })
            }
            PhoneKind::Unknown => mask_middle(text),
        }
    }

    /// Digits only: what a search for a part of a number looks at.
    #[must_use]
    pub fn digits(&self) -> String {
        self.normalized.chars().filter(char::is_ascii_digit).collect()
    }
}

/// Shows a quarter at each end and hides the rest.
fn mask_middle(text: &str) -> String {
    let letters: Vec<char> = text.chars().collect();
    let shown = letters.len() / 4;
    let hidden = letters.len() - 2 * shown;
    let ends = |part: &[char]| part.iter().collect::<String>();
    format!("{}{}{}", ends(&letters[..shown]), "*".repeat(hidden), ends(&letters[letters.len() - shown..]))
}

/// Runs of digits in the order written, the country code taken off; `None` for a text that holds anything else.
fn digit_groups(clean: &str) -> Option<Vec<String>> {
    let lower = clean.to_lowercase();
    let plain =
        ["转分机", "分机", "转", "ext.", "ext", "x", "#"].iter().fold(lower, |text, mark| text.replace(mark, "-"));
    if plain.chars().any(|c| !c.is_ascii_digit() && !"+-().·".contains(c)) {
        return None;
    }
    let abroad = plain.trim_start_matches('(').starts_with('+');
    let mut groups: Vec<String> =
        plain.split(|c: char| !c.is_ascii_digit()).filter(|group| !group.is_empty()).map(str::to_owned).collect();
    let first = groups.first_mut()?;
    let national = first.strip_prefix("0086").or_else(|| if abroad { first.strip_prefix("86") } else { None });
    let from_abroad = match national.map(str::to_owned) {
        Some(rest) => {
            *first = rest;
            true
        }
        None if abroad => return None,
        None => strip_bare_country_code(&mut groups),
    };
    groups.retain(|group| !group.is_empty());
    if from_abroad {
        // From abroad a landline is dialled without the 0 of its area code.
        let number = groups.concat();
        if !number.starts_with('0') && whole(&number).is_none() && place(&groups).is_none() {
            groups.first_mut()?.insert(0, '0');
        }
    }
    Some(groups)
}

/// `86 138…` without a plus sign: only when a mobile number follows.
fn strip_bare_country_code(groups: &mut [String]) -> bool {
    let number = groups.concat();
    let mobile = number.strip_prefix("86").is_some_and(is_mobile);
    match groups.first_mut() {
        Some(first) if mobile && first.starts_with("86") => {
            first.drain(..2);
            true
        }
        _ => false,
    }
}

/// Kind and normal spelling: the shortest run of groups that is a number with one group left as extension, else all.
fn place(groups: &[String]) -> Option<(PhoneKind, String)> {
    let (extension, rest) = groups.split_last()?;
    if !rest.is_empty() && extension.len() <= 6 {
        let number = rest.concat();
        if let Some((kind, normalized)) = whole(&number).filter(|_| number.len() >= 5) {
            return Some((kind, format!("{normalized}-{extension}")));
        }
    }
    whole(&groups.concat())
}

/// Kind and normal spelling of a number without extension.
fn whole(number: &str) -> Option<(PhoneKind, String)> {
    let mobile = number.strip_prefix('0').filter(|rest| is_mobile(rest)).unwrap_or(number);
    if is_mobile(mobile) {
        return Some((PhoneKind::Mobile, mobile.to_owned()));
    }
    if is_service(number) {
        return Some((PhoneKind::Service, number.to_owned()));
    }
    let area = if number.starts_with("010") || number.starts_with("02") { 3 } else { 4 };
    let (code, subscriber) = number.split_at_checked(area)?;
    let code_fits = code.starts_with('0') && (area == 3 || matches!(code.as_bytes().get(1), Some(b'3'..=b'9')));
    let lengths = if area == 3 { 8..=8 } else { 7..=8 };
    let fits = lengths.contains(&subscriber.len()) && matches!(subscriber.as_bytes().first(), Some(b'2'..=b'8'));
    (code_fits && fits).then(|| (PhoneKind::Landline, format!("{code}-{subscriber}")))
}

fn is_mobile(number: &str) -> bool {
    number.len() == 11 && number.starts_with('1') && matches!(number.as_bytes()[1], b'3'..=b'9')
}

/// 400/800 numbers, 95xxx and 96xxx, the hotlines 12345 and 12315 with their kin 123xx, operators' 100xx, emergency 11x and 12x.
fn is_service(number: &str) -> bool {
    match number.len() {
        10 => number.starts_with("400") || number.starts_with("800"),
        6 => number.starts_with("95") || number.starts_with("96"),
        5 => ["95", "96", "100", "123"].iter().any(|start| number.starts_with(start)),
        3 => number.starts_with("11") || number.starts_with("12"),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// written | kind | normal | masked
    const NUMBERS: &str = "\
13800138000 | mobile | 13800138000 | 138****8000
138 0013 8000 | mobile | 13800138000 | 138****8000
+86 138-0013-8000 | mobile | 13800138000 | 138****8000
(+86)13800138000 | mobile | 13800138000 | 138****8000
008613800138000 | mobile | 13800138000 | 138****8000
86 13800138000 | mobile | 13800138000 | 138****8000
8613800138000 | mobile | 13800138000 | 138****8000
１３８００１３８０００ | mobile | 13800138000 | 138****8000
013800138000 | mobile | 13800138000 | 138****8000
13800138000转1234 | mobile | 13800138000-1234 | 138****8000-**
010-88886666 | landline | 010-88886666 | 010-****6666
(010) 8888 6666 | landline | 010-88886666 | 010-****6666
01088886666 | landline | 010-88886666 | 010-****6666
+86 10 8888 6666 | landline | 010-88886666 | 010-****6666
+86 (0)10 8888 6666 | landline | 010-88886666 | 010-****6666
0571-8888666 | landline | 0571-8888666 | 0571-****666
0571-88886666-801 | landline | 0571-88886666-801 | 0571-****6666-**
0571-8888666-8 | landline | 0571-8888666-8 | 0571-****666-**
0571 8888 6666 | landline | 0571-88886666 | 0571-****6666
0755－26001234转802 | landline | 0755-26001234-802 | 0755-****1234-**
400-810-8888 | service | 4008108888 | 4008108888
4008108888 | service | 4008108888 | 4008108888
800 820 8888 | service | 8008208888 | 8008208888
95518 | service | 95518 | 95518
955180 | service | 955180 | 955180
12345 | service | 12345 | 12345
12315 | service | 12315 | 12315
10086 | service | 10086 | 10086
120 | service | 120 | 120
12800138000 | unknown | 12800138000 | 12*******00
1380013800 | unknown | 1380013800 | 13******00
1440123456789 | unknown | 1440123456789 | 144*******789
010-1888666 | unknown | 010-1888666 | 01*******66
0211234567 | unknown | 0211234567 | 02******67
88886666 | unknown | 88886666 | 88****66
+1 415 555 0100 | unknown | +14155550100 | +14******100
13800138000/13900139000 | unknown | 13800138000/13900139000 | 13800*************39000
138****8000 | unknown | 138****8000 | 13*******00
无 | unknown | 无 | *
 | unknown |  | ";

    #[test]
    fn numbers_are_placed_normalised_and_masked() {
        for row in NUMBERS.lines() {
            let mut fields = row.split('|').map(str::trim);
            let mut next = || fields.next().unwrap();
            let (written, kind, normalized, masked) = (next(), next(), next(), next());
            let phone = Phone::parse(written);
            assert_eq!((phone.kind.word(), phone.normalized.as_str()), (kind, normalized), "{row}");
            assert_eq!(phone.masked(), masked, "{row}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn any_text_is_taken_and_the_normal_spelling_stays_itself(text in "[-+()0-9０-９ 转#x/a号]{0,20}") {
            let phone = Phone::parse(&text);
            prop_assert_eq!(&Phone::parse(&phone.normalized), &phone);
            let hidden = phone.masked().chars().filter(|&c| c == '*').count();
            let digits = phone.digits().len();
            prop_assert!(phone.kind == PhoneKind::Service || digits == 0 || hidden >= 1);
            if phone.kind == PhoneKind::Unknown {
                let shown = phone.masked().chars().filter(|&c| c != '*').count();
                prop_assert!(shown * 2 <= phone.normalized.chars().count().max(1));
            }
        }
    }
}
