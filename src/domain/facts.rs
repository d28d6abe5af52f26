//! What is known of a case: typed facts, each with one canonical text.
//!
//! [`Facts::set`] is the only parser and [`Facts::text`] the only printer of a field, so a draft, an import row,
//! a correction and the stored record all mean the same.

use chrono::{NaiveDate, NaiveDateTime};

use super::field::Field;
use super::money::Fen;
use super::stage::{DemandKind, Exposure, HandledState, IncidentGrade, InfoClass, Injury, Level, Occurrence, Verified};
use super::time::Stamp;

/// Longest accepted text of a free field, in characters.
pub const LONGEST_TEXT: usize = 4000;
/// Longest accepted text of a short field, in characters.
pub const LONGEST_WORD: usize = 200;

/// Why a typed value cannot be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FaultKind {
    /// Needed and empty.
    Missing,
    /// No date, or one that does not exist.
    NotADate,
    /// Later than the moment of entry.
    InTheFuture,
    /// No amount of money, or a negative one.
    NotAnAmount,
    /// No whole number of at least one.
    NotACount,
    /// A word that the closed list does not have.
    UnknownWord,
    /// Neither yes nor no.
    NotYesOrNo,
    /// More than [`LONGEST_TEXT`] or [`LONGEST_WORD`] characters.
    TooLong,
    /// A promise that lies before the contact.
    BeforeContact,
}

/// One value that cannot be taken, named by its field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Fault {
    pub field: Field,
    pub kind: FaultKind,
}

/// The typed facts of one case. Text fields are trimmed; empty means unknown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facts {
    words: Vec<String>,
    pub received_at: Stamp,
    pub quantity: u32,
    pub made_on: Option<NaiveDate>,
    pub bought_on: Option<NaiveDate>,
    pub installed_on: Option<NaiveDate>,
    pub promised_reply: Option<Stamp>,
    pub vip: bool,
    pub cross_province: bool,
    pub international: bool,
    pub beyond_law: bool,
    pub occurrence: Occurrence,
    pub injury: Injury,
    pub loss: Option<Fen>,
    pub demand: Vec<DemandKind>,
    pub exposure: Vec<Exposure>,
    pub class: InfoClass,
    pub level: Level,
    pub grade: Option<IncidentGrade>,
    pub handled_state: HandledState,
    pub verified: Verified,
}

impl Default for Facts {
    fn default() -> Self {
        Self {
            words: vec![String::new(); Field::ALL.len()],
            received_at: Stamp(0),
            quantity: 1,
            made_on: None,
            bought_on: None,
            installed_on: None,
            promised_reply: None,
            vip: false,
            cross_province: false,
            international: false,
            beyond_law: false,
            occurrence: Occurrence::First,
            injury: Injury::None,
            loss: None,
            demand: Vec::new(),
            exposure: Vec::new(),
            class: InfoClass::GeneralQuality,
            level: Level::General,
            grade: None,
            handled_state: HandledState::Unhandled,
            verified: Verified::Pending,
        }
    }
}

impl Facts {
    /// Facts of a contact at `received_at`, nothing else known.
    #[must_use]
    pub fn at(received_at: Stamp) -> Self {
        Self { received_at, ..Self::default() }
    }

    /// A plain text field as it was given; empty for a typed field (use [`Facts::text`]).
    #[must_use]
    pub fn word(&self, field: Field) -> &str {
        &self.words[field.index()]
    }

    /// Symptoms as separate words (C07).
    pub fn symptoms(&self) -> impl Iterator<Item = &str> {
        split_words(self.word(Field::Symptoms))
    }

    /// The canonical text of a field; empty when nothing is known.
    #[must_use]
    pub fn text(&self, field: Field) -> String {
        match field {
            Field::ReceivedAt => stamp_text(self.received_at),
            Field::Quantity => self.quantity.to_string(),
            Field::MadeOn => date_text(self.made_on),
            Field::BoughtOn => date_text(self.bought_on),
            Field::InstalledOn => date_text(self.installed_on),
            Field::PromisedReply => self.promised_reply.map(stamp_text).unwrap_or_default(),
            Field::Vip => yes_text(self.vip),
            Field::CrossProvince => yes_text(self.cross_province),
            Field::International => yes_text(self.international),
            Field::BeyondLaw => yes_text(self.beyond_law),
            Field::Occurrence => self.occurrence.word().to_owned(),
            Field::Injury => self.injury.word().to_owned(),
            Field::Loss => self.loss.map(Fen::plain).unwrap_or_default(),
            Field::Demand => join_words(self.demand.iter().map(|kind| kind.word())),
            Field::Exposure => join_words(self.exposure.iter().map(|kind| kind.word())),
            Field::InfoClass => self.class.word().to_owned(),
            Field::Level => self.level.word().to_owned(),
            Field::Grade => self.grade.map(|grade| grade.word().to_owned()).unwrap_or_default(),
            Field::HandledState => self.handled_state.word().to_owned(),
            Field::Verified => self.verified.word().to_owned(),
            _ => self.word(field).to_owned(),
        }
    }

    /// Reads `typed` into `field`. Empty text clears the field to what "unknown" means for it.
    ///
    /// # Errors
    /// The kind of fault; the field keeps its earlier value.
    pub fn set(&mut self, field: Field, typed: &str) -> Result<(), FaultKind> {
        let typed = typed.trim();
        match field {
            Field::ReceivedAt => self.received_at = parse_stamp(typed)?.ok_or(FaultKind::Missing)?,
            Field::Quantity => self.quantity = parse_count(typed)?,
            Field::MadeOn => self.made_on = parse_date(typed)?,
            Field::BoughtOn => self.bought_on = parse_date(typed)?,
            Field::InstalledOn => self.installed_on = parse_date(typed)?,
            Field::PromisedReply => self.promised_reply = parse_stamp(typed)?,
            Field::Vip => self.vip = parse_yes(typed)?,
            Field::CrossProvince => self.cross_province = parse_yes(typed)?,
            Field::International => self.international = parse_yes(typed)?,
            Field::BeyondLaw => self.beyond_law = parse_yes(typed)?,
            Field::Occurrence => self.occurrence = parse_word(typed, Occurrence::First, Occurrence::from_word)?,
            Field::Injury => self.injury = parse_word(typed, Injury::None, Injury::from_word)?,
            Field::Loss => self.loss = parse_loss(typed)?,
            Field::Demand => self.demand = parse_words(typed, DemandKind::from_word)?,
            Field::Exposure => self.exposure = parse_words(typed, Exposure::from_word)?,
            Field::InfoClass => self.class = parse_word(typed, InfoClass::GeneralQuality, InfoClass::from_word)?,
            Field::Level => self.level = parse_word(typed, Level::General, Level::from_word)?,
            Field::Grade => {
                self.grade = match typed {
                    "" => None,
                    word => Some(IncidentGrade::from_word(word).ok_or(FaultKind::UnknownWord)?),
                }
            }
            Field::HandledState => {
                self.handled_state = parse_word(typed, HandledState::Unhandled, HandledState::from_word)?;
            }
            Field::Verified => self.verified = parse_word(typed, Verified::Pending, Verified::from_word)?,
            Field::Symptoms => {
                within(typed, LONGEST_TEXT)?;
                self.words[field.index()] = join_words(split_words(typed));
            }
            Field::Description | Field::Environment | Field::DemandText | Field::HandlingText | Field::Remark => {
                within(typed, LONGEST_TEXT)?;
                self.words[field.index()] = typed.to_owned();
            }
            _ => {
                within(typed, LONGEST_WORD)?;
                self.words[field.index()] = typed.to_owned();
            }
        }
        Ok(())
    }
}

/// Splits a list typed with any of the usual separators.
pub fn split_words(text: &str) -> impl Iterator<Item = &str> {
    text.split(['、', '，', ',', ';', '；', '|', '\n']).map(str::trim).filter(|word| !word.is_empty())
}

fn join_words<'a>(words: impl Iterator<Item = &'a str>) -> String {
    words.collect::<Vec<_>>().join("、")
}

fn within(typed: &str, longest: usize) -> Result<(), FaultKind> {
    if typed.len() > longest && typed.chars().count() > longest { Err(FaultKind::TooLong) } else { Ok(()) }
}

fn date_text(date: Option<NaiveDate>) -> String {
    date.map(|date| date.format("%Y-%m-%d").to_string()).unwrap_or_default()
}

fn stamp_text(stamp: Stamp) -> String {
    stamp.wall().format("%Y-%m-%d %H:%M:%S").to_string()
}

fn yes_text(yes: bool) -> String {
    if yes { "yes".to_owned() } else { String::new() }
}

fn parse_yes(typed: &str) -> Result<bool, FaultKind> {
    match typed.to_lowercase().as_str() {
        "" | "no" | "n" | "false" | "0" | "否" | "无" | "不是" => Ok(false),
        "yes" | "y" | "true" | "1" | "是" | "有" | "√" => Ok(true),
        _ => Err(FaultKind::NotYesOrNo),
    }
}

fn parse_count(typed: &str) -> Result<u32, FaultKind> {
    if typed.is_empty() {
        return Ok(1);
    }
    let digits = typed.trim_end_matches(['台', '件', '套', '只', '个']).trim();
    match digits.parse::<u32>() {
        Ok(count) if count >= 1 => Ok(count),
        _ => Err(FaultKind::NotACount),
    }
}

fn parse_loss(typed: &str) -> Result<Option<Fen>, FaultKind> {
    if typed.is_empty() {
        return Ok(None);
    }
    match Fen::parse(typed) {
        Ok(amount) if amount.0 >= 0 => Ok(Some(amount)),
        _ => Err(FaultKind::NotAnAmount),
    }
}

fn parse_word<T>(typed: &str, empty: T, known: impl Fn(&str) -> Option<T>) -> Result<T, FaultKind> {
    if typed.is_empty() { Ok(empty) } else { known(typed).ok_or(FaultKind::UnknownWord) }
}

fn parse_words<T: PartialEq>(typed: &str, known: impl Fn(&str) -> Option<T>) -> Result<Vec<T>, FaultKind> {
    let mut found = Vec::new();
    for word in split_words(typed) {
        let member = known(word).ok_or(FaultKind::UnknownWord)?;
        if !found.contains(&member) {
            found.push(member);
        }
    }
    Ok(found)
}

/// Reads a typed day: `2026-04-09`, `2026/4/9`, `2026.4.9`, `2026年4月9日` or `20260409`, with or without a time behind it.
///
/// # Errors
/// [`FaultKind::NotADate`] for any other text.
pub fn parse_date(typed: &str) -> Result<Option<NaiveDate>, FaultKind> {
    Ok(parse_wall(typed)?.map(|wall| wall.date()))
}

/// Reads a typed day with an optional time as wall time at UTC+8.
///
/// # Errors
/// [`FaultKind::NotADate`] for any other text.
pub fn parse_stamp(typed: &str) -> Result<Option<Stamp>, FaultKind> {
    Ok(parse_wall(typed)?.map(Stamp::from_wall))
}

fn parse_wall(typed: &str) -> Result<Option<NaiveDateTime>, FaultKind> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Ok(None);
    }
    let numbers: Vec<&str> = typed.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty()).collect();
    let shaped = typed.chars().all(|c| c.is_ascii_digit() || "-/.:年月日时点分秒T 　".contains(c));
    let parts: Vec<u32> = match (shaped, numbers.as_slice()) {
        (true, [packed, rest @ ..]) if packed.len() == 8 => {
            let mut parts = vec![number(&packed[..4])?, number(&packed[4..6])?, number(&packed[6..])?];
            for part in rest {
                parts.push(number(part)?);
            }
            parts
        }
        (true, [year, _, _, ..]) if year.len() == 4 => {
            numbers.iter().map(|part| number(part)).collect::<Result<_, _>>()?
        }
        _ => return Err(FaultKind::NotADate),
    };
    let (day, time) = match parts.as_slice() {
        [y, m, d] => ((*y, *m, *d), (0, 0, 0)),
        [y, m, d, h] => ((*y, *m, *d), (*h, 0, 0)),
        [y, m, d, h, min] => ((*y, *m, *d), (*h, *min, 0)),
        [y, m, d, h, min, s, ..] => ((*y, *m, *d), (*h, *min, *s)),
        _ => return Err(FaultKind::NotADate),
    };
    i32::try_from(day.0)
        .ok()
        .filter(|year| (1900..=2200).contains(year))
        .and_then(|year| NaiveDate::from_ymd_opt(year, day.1, day.2))
        .and_then(|date| date.and_hms_opt(time.0, time.1, time.2))
        .map(Some)
        .ok_or(FaultKind::NotADate)
}

fn number(digits: &str) -> Result<u32, FaultKind> {
    digits.parse().map_err(|_error| FaultKind::NotADate)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_comes_back_from_its_own_text() {
        let mut facts = Facts::default();
        let typed = [
            (Field::ReceivedAt, "2026-04-09 10:21:00"),
            (Field::Phone, "13800138000"),
            (Field::Quantity, "3"),
            (Field::MadeOn, "2025-11-02"),
            (Field::Loss, "4800.00"),
            (Field::Demand, "exchange、compensation"),
            (Field::Exposure, "media"),
            (Field::InfoClass, "major_incident"),
            (Field::Grade, "major_special"),
            (Field::Vip, "yes"),
            (Field::Symptoms, "漏水、异响"),
        ];
        for (field, text) in typed {
            facts.set(field, text).unwrap();
            assert_eq!(facts.text(field), text, "{field:?}");
        }
        let mut again = Facts::default();
        for &field in Field::ALL {
            again.set(field, &facts.text(field)).unwrap();
        }
        assert_eq!(again, facts);
    }

    #[test]
    fn dates_are_read_as_people_write_them() {
        for typed in [
            "2026-04-09",
            "2026/4/9",
            "2026.4.9",
            "2026年4月9日",
            "20260409",
            "2026-04-09 10:21",
            "2026年4月9日 10时21分",
        ] {
            assert_eq!(parse_date(typed).unwrap(), NaiveDate::from_ymd_opt(2026, 4, 9), "{typed}");
        }
        for typed in ["2026-02-30", "九月", "26-4-9", "2026-13-01", "1", "2026-04-09 25:00"] {
            assert_eq!(parse_date(typed), Err(FaultKind::NotADate), "{typed}");
        }
    }

    #[test]
    fn a_refused_value_leaves_the_earlier_one() {
        let mut facts = Facts::default();
        facts.set(Field::Quantity, "5台").unwrap();
        assert_eq!(facts.set(Field::Quantity, "0"), Err(FaultKind::NotACount));
        assert_eq!(facts.quantity, 5);
        assert_eq!(facts.set(Field::Loss, "-5"), Err(FaultKind::NotAnAmount));
        assert_eq!(facts.set(Field::InfoClass, "other"), Err(FaultKind::UnknownWord));
    }
}
