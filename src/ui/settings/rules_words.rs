//! Values of a rule book as clerks write them, and back: `4 小时` for `4 h`, 周一至周五 for `mon-fri`, names for keys.

use crate::clock::WorkWeek;
use crate::domain::event::MediaKind;
use crate::domain::policy::{Deed, Kept, Period, Sign, When};
use crate::domain::rules::Choice;
use crate::domain::stage::{Exposure, IncidentGrade, Injury, Occurrence};
use crate::domain::{Field, InfoClass, Level, Rules, Stage, stage::Track};
use crate::t;
use crate::text::Texts;
use crate::ui::book_tables::when_words;
use crate::ui::dialogs::lists::name;
use crate::ui::say;

/// What a key holds, by which it is shown and read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Text,
    Amount,
    Number,
    YesNo,
    Limit,
    Week,
    When,
    Goal,
    /// One of a list.
    One(List),
    /// Any of a list.
    Many(List),
}

/// A list whose members have names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum List {
    Stage,
    Level,
    Class,
    Track,
    Grade,
    Injury,
    Occurrence,
    Exposure,
    Deed,
    Period,
    Sign,
    Media,
    Kept,
    Field,
    Channel,
    Category,
}

const UNITS: [&str; 5] = ["wmin", "min", "wd", "h", "d"];
const DAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/// What a key of a table holds.
pub(super) fn kind(table: &str, key: &str) -> Kind {
    match (table, key) {
        (_, "limit" | "longest") => Kind::Limit,
        ("clock", "week") => Kind::Week,
        ("obligation", "when") => Kind::When,
        ("kpi", "goal") => Kind::Goal,
        ("stage" | "unset", "stage") | ("stage", "from") => Kind::One(List::Stage),
        ("stage" | "promise" | "level", "level") | ("level_name", "key") => Kind::One(List::Level),
        ("stage" | "class", "class") | ("class_name", "key") => Kind::One(List::Class),
        ("stage" | "promise" | "track", "track") => Kind::One(List::Track),
        ("stage" | "promise", "category") => Kind::One(List::Category),
        ("track", "occurrence") => Kind::One(List::Occurrence),
        ("grade", "injury") => Kind::One(List::Injury),
        ("grade", "grade") => Kind::One(List::Grade),
        ("approval", "deed") => Kind::One(List::Deed),
        ("incentive", "sign") => Kind::One(List::Sign),
        ("retention", "media") => Kind::One(List::Media),
        ("retention", "holds") => Kind::One(List::Kept),
        ("level", "exposure") => Kind::Many(List::Exposure),
        ("level" | "track", "channels") => Kind::Many(List::Channel),
        ("kpi", "periods") => Kind::Many(List::Period),
        ("intake", "required") => Kind::Many(List::Field),
        ("track", "verified")
        | (_, "vip" | "needs_harm" | "beyond_law" | "from_inclusive" | "restarts" | "in_order" | "injured") => {
            Kind::YesNo
        }
        (_, "least" | "most" | "guidance_up_to" | "insurer_above" | "claim_above" | "urgent_from" | "loss_from") => {
            Kind::Amount
        }
        (_, "warning_percent" | "extensions" | "duplicate_days" | "on_time_percent" | "average_hours" | "need")
        | (_, "quantity_from" | "months" | "life_years") => Kind::Number,
        _ => Kind::Text,
    }
}

/// The stored words of a list with their names; own names of classes, levels and members come from the book.
pub(super) fn members(texts: &Texts, rules: &Rules, list: List) -> Vec<(String, String)> {
    fn of<T: Copy>(texts: &Texts, list: &str, all: &[T], word: impl Fn(T) -> &'static str) -> Vec<(String, String)> {
        all.iter().map(|&one| (word(one).to_owned(), texts.name(list, word(one)))).collect()
    }
    let choices = |all: &[Choice]| -> Vec<(String, String)> {
        all.iter().map(|choice| (choice.key.clone(), name(texts, choice).to_owned())).collect()
    };
    match list {
        List::Stage => of(texts, "stage", Stage::ALL, Stage::word),
        List::Level => {
            Level::ALL.iter().map(|&one| (one.word().to_owned(), say::level_name(texts, rules, one))).collect()
        }
        List::Class => {
            InfoClass::ALL.iter().map(|&one| (one.word().to_owned(), say::class_name(texts, rules, one))).collect()
        }
        List::Track => of(texts, "track", Track::ALL, Track::word),
        List::Grade => of(texts, "grade", IncidentGrade::ALL, IncidentGrade::word),
        List::Injury => of(texts, "injury", Injury::ALL, Injury::word),
        List::Occurrence => of(texts, "occurrence", Occurrence::ALL, Occurrence::word),
        List::Exposure => of(texts, "exposure", Exposure::ALL, Exposure::word),
        List::Deed => of(texts, "book-deed", Deed::ALL, Deed::word),
        List::Period => of(texts, "book-period", Period::ALL, Period::word),
        List::Sign => {
            Sign::ALL.iter().map(|&one| (one.word().to_owned(), texts.name("book-sign", one.word()))).collect()
        }
        List::Kept => {
            Kept::ALL.iter().map(|&one| (one.word().to_owned(), texts.name("book-kept", one.word()))).collect()
        }
        List::Media => of(texts, "media", MediaKind::ALL, MediaKind::word),
        List::Field => of(texts, "field", Field::ALL, Field::word),
        List::Channel => choices(&rules.channels),
        List::Category => choices(&rules.categories),
    }
}

/// A stored value in a clerk's words; what cannot be read stays as it stands.
pub(super) fn shown(texts: &Texts, rules: &Rules, kind: Kind, stored: &str) -> String {
    let known = match kind {
        Kind::Limit => limit_shown(texts, stored),
        Kind::Week => Some(week_shown(texts, stored)),
        Kind::When => whens(texts).into_iter().find(|(word, _)| word == stored).map(|(_, words)| words),
        Kind::Many(list) => {
            let all = members(texts, rules, list);
            let name = |word: &str| all.iter().find(|(key, _)| key == word).map_or(word, |(_, name)| name).to_owned();
            Some(split(stored).map(name).collect::<Vec<_>>().join("、"))
        }
        _ => None,
    };
    known.unwrap_or_else(|| stored.to_owned())
}

/// What was typed as it is stored; `None` when it is not understood.
pub(super) fn stored(texts: &Texts, rules: &Rules, kind: Kind, typed: &str) -> Option<String> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Some(String::new());
    }
    match kind {
        Kind::Limit => limit_stored(texts, typed),
        Kind::Week => week_stored(texts, typed),
        Kind::When => {
            let same = |words: &str| squeeze(words) == squeeze(typed);
            whens(texts).into_iter().find(|(word, words)| same(word) || same(words)).map(|(word, _)| word)
        }
        Kind::Goal => goal_stored(texts, typed),
        Kind::Number => typed.parse::<f64>().ok().map(|_| typed.to_owned()),
        Kind::Many(list) => {
            let all = members(texts, rules, list);
            let word = |one: &str| all.iter().find(|(key, name)| key == one || name == one).map(|(key, _)| key.clone());
            split(typed).map(word).collect::<Option<Vec<_>>>().map(|words| words.join("、"))
        }
        _ => Some(typed.to_owned()),
    }
}

/// What would be right, with an example; `None` where the reader of the book says it.
pub(super) fn expected(texts: &Texts, kind: Kind) -> Option<String> {
    Some(match kind {
        Kind::Limit => t!(texts, "book-expected-limit"),
        Kind::Week => t!(texts, "book-expected-week"),
        Kind::When => t!(texts, "book-expected-when"),
        Kind::Goal => t!(texts, "book-expected-goal"),
        Kind::Amount => t!(texts, "book-expected-amount"),
        Kind::Number => t!(texts, "book-expected-number"),
        Kind::Many(_) | Kind::One(_) => t!(texts, "book-expected-member"),
        Kind::YesNo | Kind::Text => return None,
    })
}

fn split(text: &str) -> impl Iterator<Item = &str> {
    text.split(['、', ',', '，']).map(str::trim).filter(|part| !part.is_empty())
}

/// Small letters and plain digits, nothing between them.
fn squeeze(text: &str) -> String {
    let plain = |c: char| match c {
        '０'..='９' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        _ => c.to_ascii_lowercase(),
    };
    text.chars().filter(|c| !c.is_whitespace()).map(plain).collect()
}

fn limit_shown(texts: &Texts, stored: &str) -> Option<String> {
    let (count, unit) = stored.split_once(' ')?;
    Some(match (count, unit.trim()) {
        ("0", "d") => t!(texts, "unit-same-day"),
        (n, "h") => t!(texts, "book-limit-h", n = n),
        (n, "min") => t!(texts, "book-limit-min", n = n),
        (n, "d") => t!(texts, "book-limit-d", n = n),
        (n, "wd") => t!(texts, "book-limit-wd", n = n),
        (n, "wmin") => t!(texts, "book-limit-wmin", n = n),
        _ => return None,
    })
}

fn limit_stored(texts: &Texts, typed: &str) -> Option<String> {
    let typed = squeeze(typed);
    if typed == squeeze(&t!(texts, "unit-same-day")) {
        return Some("0 d".to_owned());
    }
    let end = typed.find(|c: char| !c.is_ascii_digit())?;
    let (count, unit) = typed.split_at(end);
    let count: u32 = count.parse().ok()?;
    let means = |word: &&&str| split(&texts.name("book-limit-words", word)).any(|known| squeeze(known) == unit);
    let unit = UNITS.iter().find(|word| **word == unit).or_else(|| UNITS.iter().find(means))?;
    Some(format!("{count} {unit}"))
}

/// `mon-fri 08:30-12:00` with the days named.
fn week_shown(texts: &Texts, stored: &str) -> String {
    let to = t!(texts, "book-week-to");
    let day = |word: &str| if DAYS.contains(&word) { texts.name("weekday", word) } else { word.to_owned() };
    let token = |word: &str| {
        let days: Vec<String> = word.split('-').map(day).collect();
        if word.starts_with(|c: char| c.is_ascii_alphabetic()) { days.join(&to) } else { word.to_owned() }
    };
    stored.split_whitespace().map(token).collect::<Vec<_>>().join(" ")
}

fn week_stored(texts: &Texts, typed: &str) -> Option<String> {
    let mut text = typed.to_lowercase();
    for day in DAYS {
        let words = texts.name("book-week-words", day);
        for word in split(&words) {
            text = text.replace(word, &format!(" {day} "));
        }
    }
    for word in split(&t!(texts, "book-week-to-words")) {
        text = text.replace(word, "-");
    }
    for word in split(&t!(texts, "book-week-daily-words")) {
        text = text.replace(word, " daily ");
    }
    let text: String = text.chars().map(|c| if c == '、' || c == '，' { ' ' } else { c }).collect();
    let mut words: Vec<String> = Vec::new();
    for word in text.replace('：', ":").split_whitespace() {
        match words.last_mut() {
            Some(last) if last.ends_with('-') || word.starts_with('-') => last.push_str(word),
            _ => words.push(word.to_owned()),
        }
    }
    let text = words.join(" ");
    WorkWeek::parse(&text).ok().map(|_| text)
}

/// Every day an obligation can be owed on: as it is stored, and in words.
fn whens(texts: &Texts) -> Vec<(String, String)> {
    let mut all = vec![
        ("daily".to_owned(), When::Daily),
        ("quarterly".to_owned(), When::Quarterly),
        ("open".to_owned(), When::Open),
    ];
    let weekly = DAYS.iter().filter_map(|day| Some((format!("weekly {day}"), When::Weekly(day.parse().ok()?))));
    all.extend(weekly);
    all.extend((1..=31).map(|day| (format!("monthly {day}"), When::Monthly(day))));
    let days = |month: u32| (1..=31).filter(move |day| chrono::NaiveDate::from_ymd_opt(2024, month, *day).is_some());
    let dates = (1..=12).flat_map(|month| days(month).map(move |day| (month, day)));
    all.extend(dates.map(|(month, day)| (format!("yearly {month:02}-{day:02}"), When::Yearly { month, day })));
    all.extend([1, 2, 3, 4, 6, 12].map(|n| (format!("{n} a year"), When::TimesAYear(n))));
    all.into_iter().map(|(word, when)| (word, when_words(texts, when))).collect()
}

/// `≥95%`, `>= 95 %`, `<= 15 秒`.
fn goal_stored(texts: &Texts, typed: &str) -> Option<String> {
    let plain =
        squeeze(typed).replace('≥', ">=").replace('≤', "<=").replace('％', "%").replace('＞', ">").replace('＜', "<");
    let side = [">=", "<=", ">", "<"].into_iter().find(|side| plain.starts_with(side))?;
    let rest = plain.get(side.len()..)?;
    let end = rest.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(rest.len());
    let (figure, unit) = rest.split_at(end);
    figure.parse::<f64>().ok()?;
    match unit {
        "" => Some(format!("{side} {figure}")),
        "%" => Some(format!("{side} {figure} %")),
        unit if unit == "s" || split(&t!(texts, "book-second-words")).any(|word| word == unit) => {
            Some(format!("{side} {figure} s"))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rulebook::edit::rows::{blocks, row_values};
    use crate::rulebook::{BUILT_IN, RuleBook};
    use crate::text::Lang;

    #[test]
    fn every_value_of_every_book_comes_back_as_it_was_stored() {
        for lang in Lang::ALL {
            let texts = Texts::new(lang);
            for (file, text) in BUILT_IN {
                let rules = RuleBook::read(file, text).unwrap().rules;
                for block in blocks(text) {
                    for (line, key, value) in row_values(text, &block) {
                        let kind = kind(&block.table, &key);
                        let words = shown(&texts, &rules, kind, &value);
                        let back = stored(&texts, &rules, kind, &words);
                        assert_eq!(back.as_deref(), Some(value.trim()), "{file}:{line} {words}");
                    }
                }
            }
        }
    }

    #[track_caller]
    fn typed(kind: Kind, text: &str, expected: Option<&str>) {
        let rules = RuleBook::read("", BUILT_IN[0].1).unwrap().rules;
        for lang in [Lang::Zh, Lang::En] {
            if lang == Lang::En && !text.is_ascii() {
                continue;
            }
            assert_eq!(stored(&Texts::new(lang), &rules, kind, text).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn limits_are_typed_in_a_clerks_words() {
        typed(Kind::Limit, "4 h", Some("4 h"));
        typed(Kind::Limit, "4 小时", Some("4 h"));
        typed(Kind::Limit, "４小时", Some("4 h"));
        typed(Kind::Limit, "4时", Some("4 h"));
        typed(Kind::Limit, "30 分钟", Some("30 min"));
        typed(Kind::Limit, "7 个工作日", Some("7 wd"));
        typed(Kind::Limit, "7工作日", Some("7 wd"));
        typed(Kind::Limit, "7 天", Some("7 d"));
        typed(Kind::Limit, "当天", Some("0 d"));
        typed(Kind::Limit, "240 个工作分钟", Some("240 wmin"));
        typed(Kind::Limit, "7 working days", Some("7 wd"));
        typed(Kind::Limit, "4 hours", Some("4 h"));
        typed(Kind::Limit, "快点", None);
        typed(Kind::Limit, "4", None);
        typed(Kind::Limit, "4 weeks", None);
    }

    #[test]
    fn the_week_days_and_goals_are_typed_in_words() {
        typed(Kind::Week, "周一至周五 8:30-17:30", Some("mon-fri 8:30-17:30"));
        typed(Kind::Week, "星期一到星期六 8:30-12:00、13:30-17:30", Some("mon-sat 8:30-12:00 13:30-17:30"));
        typed(Kind::Week, "Mon-Fri 08:30-17:30", Some("mon-fri 08:30-17:30"));
        typed(Kind::Week, "每天", Some("daily"));
        typed(Kind::Week, "周八 8:30-17:30", None);
        typed(Kind::Week, "周一 17:30-8:30", None);
        typed(Kind::When, "每周五", Some("weekly fri"));
        typed(Kind::When, "每月5日前", Some("monthly 5"));
        typed(Kind::When, "monthly 5", Some("monthly 5"));
        typed(Kind::When, "改天", None);
        typed(Kind::Goal, "≥95%", Some(">= 95 %"));
        typed(Kind::Goal, "<= 15 秒", Some("<= 15 s"));
        typed(Kind::Goal, "约 95", None);
        typed(Kind::Many(List::Channel), "400 热线、信函", Some("hotline、letter"));
        typed(Kind::Many(List::Channel), "飞鸽", None);
    }
}
