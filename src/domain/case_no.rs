//! Case numbers: a pattern of the rule book, a running number per period.

use chrono::{Datelike, NaiveDate};

/// A pattern such as `KS{yy}{mm}-{seq:4}` (B12): `{yyyy}` `{yy}` `{mm}` `{dd}` from the day of intake, `{seq:N}` the
/// running number with at least N digits, counted from 1 within what stands before it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NumberPattern {
    parts: Vec<Part>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Part {
    Text(String),
    Year4,
    Year2,
    Month,
    Day,
    Seq(usize),
}

impl NumberPattern {
    /// Reads a pattern.
    ///
    /// # Errors
    /// The placeholder that is not known, or `seq` when it does not stand exactly once.
    pub fn parse(pattern: &str) -> Result<Self, String> {
        let mut parts = Vec::new();
        let mut rest = pattern;
        while let Some(open) = rest.find('{') {
            if open > 0 {
                parts.push(Part::Text(rest[..open].to_owned()));
            }
            let close = rest[open..].find('}').ok_or_else(|| rest[open..].to_owned())? + open;
            parts.push(match &rest[open + 1..close] {
                "yyyy" => Part::Year4,
                "yy" => Part::Year2,
                "mm" => Part::Month,
                "dd" => Part::Day,
                name => match name.strip_prefix("seq:").and_then(|digits| digits.parse().ok()) {
                    Some(digits @ 1..=9) => Part::Seq(digits),
                    _ => return Err(name.to_owned()),
                },
            });
            rest = &rest[close + 1..];
        }
        if !rest.is_empty() {
            parts.push(Part::Text(rest.to_owned()));
        }
        let counters = parts.iter().filter(|part| matches!(part, Part::Seq(_))).count();
        if counters == 1 { Ok(Self { parts }) } else { Err("seq".to_owned()) }
    }

    /// The period a running number counts in: the number with the counter left out.
    #[must_use]
    pub fn period(&self, day: NaiveDate) -> String {
        self.render(day, None)
    }

    /// The number of the `seq`-th case of its period.
    #[must_use]
    pub fn number(&self, day: NaiveDate, seq: i64) -> String {
        self.render(day, Some(seq))
    }

    fn render(&self, day: NaiveDate, seq: Option<i64>) -> String {
        let mut text = String::with_capacity(16);
        for part in &self.parts {
            match part {
                Part::Text(word) => text.push_str(word),
                Part::Year4 => text.push_str(&format!("{:04}", day.year())),
                Part::Year2 => text.push_str(&format!("{:02}", day.year().rem_euclid(100))),
                Part::Month => text.push_str(&format!("{:02}", day.month())),
                Part::Day => text.push_str(&format!("{:02}", day.day())),
                Part::Seq(digits) => {
                    if let Some(seq) = seq {
                        text.push_str(&format!("{seq:0digits$}"));
                    }
                }
            }
        }
        text
    }
}

/// Whether another system's number only counts lines: up to four digits. Every month's sheet has a 1, so such a number
/// does not tell one complaint from all others.
#[must_use]
pub fn is_line_number(number: &str) -> bool {
    (1..=4).contains(&number.len()) && number.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_follow_the_rule_books_pattern_b12() {
        let pattern = NumberPattern::parse("KS{yy}{mm}-{seq:4}").unwrap();
        let day = NaiveDate::from_ymd_opt(2026, 4, 9).unwrap();
        assert_eq!(pattern.number(day, 137), "KS2604-0137");
        assert_eq!(pattern.number(day, 12_345), "KS2604-12345");
        assert_eq!(pattern.period(day), "KS2604-");
    }

    #[test]
    fn a_pattern_without_a_counter_is_refused() {
        assert_eq!(NumberPattern::parse("KS{yy}"), Err("seq".to_owned()));
        assert_eq!(NumberPattern::parse("KS{week}-{seq:4}"), Err("week".to_owned()));
        assert!(NumberPattern::parse("KS{yy").is_err());
    }

    #[test]
    fn short_digits_count_lines() {
        for (number, counts) in [("1", true), ("0137", true), ("10137", false), ("T2", false), ("", false)] {
            assert_eq!(is_line_number(number), counts, "{number}");
        }
    }
}
