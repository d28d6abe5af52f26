//! The holidays of the work calendar under words that do not change with the language.

/// The word of a holiday the published lists name; `None` for any other, which is shown as it is written.
#[must_use]
pub fn holiday_word(name: &str) -> Option<&'static str> {
    Some(match name {
        "元旦" => "new-year",
        "春节" => "spring-festival",
        "清明节" => "qingming",
        "劳动节" => "labour-day",
        "端午节" => "dragon-boat",
        "中秋节" => "mid-autumn",
        "国庆节" => "national-day",
        "抗战胜利70周年纪念日" => "victory-70",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// calendar.md: every name of the shipped lists has its word.
    #[test]
    fn every_published_holiday_has_a_word() {
        let list = include_str!("../../assets/calendar/cn.csv");
        let names = list.lines().skip(1).filter_map(|line| line.split(',').nth(2)).filter(|name| !name.is_empty());
        let unknown: Vec<&str> = names.filter(|name| holiday_word(name).is_none()).collect();
        assert!(unknown.is_empty(), "{unknown:?}");
        assert_eq!(holiday_word("厂庆"), None);
    }
}
