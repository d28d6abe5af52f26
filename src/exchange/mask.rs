//! Values as lists and reports may show them: short, and without the person.

use super::target::Target;
use crate::domain::Field;
use crate::domain::phone::Phone;

/// Longest excerpt of a value, in characters.
const EXCERPT: usize = 40;
/// Digits in a row that may be a phone or an identity number wherever they stand.
const LONG_NUMBER: usize = 11;

/// The value as a report may show it: short, personal ones masked.
#[must_use]
pub fn excerpt(target: Target, text: &str) -> String {
    let masked = match target {
        Target::Field(Field::Phone | Field::ReporterPhone) => Phone::parse(text).masked(),
        _ if target.is_personal() => {
            let keep = if target == Target::Field(Field::Address) { 6 } else { 1 };
            let hidden = text.chars().count() > keep;
            text.chars().take(keep).collect::<String>() + if hidden { "**" } else { "" }
        }
        _ => masked_digits(text),
    };
    shortened(&masked)
}

pub(super) fn shortened(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(EXCERPT) {
        Some((cut, _)) => format!("{}\u{2026}", &line[..cut]),
        None => line,
    }
}

/// Hides the middle of every run of digits as long as a phone number: `138****5678`.
fn masked_digits(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find(|c: char| c.is_ascii_digit()) {
        out.push_str(&rest[..start]);
        rest = &rest[start..];
        let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
        let run = &rest[..end];
        if run.len() >= LONG_NUMBER {
            out.push_str(&run[..3]);
            out.push_str("****");
            out.push_str(&run[run.len() - 4..]);
        } else {
            out.push_str(run);
        }
        rest = &rest[end..];
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn excerpts_hide_the_person() {
        let of = |field, text| excerpt(Target::Field(field), text);
        assert_eq!(of(Field::Phone, "13812345678"), "138****5678");
        assert_eq!(of(Field::CustomerName, "王女士"), "王**");
        assert_eq!(of(Field::Address, "浙江省嘉兴市南湖区中山路一号"), "浙江省嘉兴市**");
        assert_eq!(of(Field::Description, "回电13812345678，谢谢"), "回电138****5678，谢谢");
        assert_eq!(of(Field::BoughtOn, "20261301"), "20261301");
        assert_eq!(of(Field::Remark, &"很".repeat(60)).chars().count(), EXCERPT + 1);
    }
}
