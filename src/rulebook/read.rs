//! Understands a rule book file: every word, figure and limit is checked, a wrong one is named by its line.

mod policy;
mod procedure;

use chrono::NaiveDate;
use toml::Spanned;

use super::raw;
use super::raw::Word;
use crate::clock::{Clockwork, WorkCalendar, WorkWeek};
use crate::domain::case_no::NumberPattern;
use crate::domain::rules::{Choice, ClassHint, GradeBand, LevelHint, MoneyRules, Promise, Rules, StageLimit};
use crate::domain::stage::{DemandKind, Exposure, IncidentGrade, InfoClass, Injury, Level, Stage, Track};
use crate::domain::{Fen, Field, Limit};

/// Standard of K02 where a book gives none of its own (kpi.md, K02).
const ON_TIME_PERCENT: f64 = 95.0;

/// A rule book in force: its head (A17), the domain's tables and the clock they are counted on.
#[derive(Debug, Clone)]
pub struct RuleBook {
    pub name_zh: String,
    pub name_en: String,
    pub effective: NaiveDate,
    pub issued_by: String,
    pub author: String,
    pub reviewer: String,
    pub approver: String,
    pub sources: Vec<String>,
    pub rules: Rules,
    pub clockwork: Clockwork,
    /// The file as it was read; stored with the version.
    pub text: String,
}

/// What is wrong with a rule book, and where.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{file}, line {line}: {found}; expected {expected}")]
pub struct RuleBookError {
    pub file: String,
    pub line: usize,
    /// What stands there.
    pub found: String,
    /// What would be right.
    pub expected: String,
}

impl RuleBook {
    /// Reads and checks a rule book. `file` only names it in errors.
    ///
    /// # Errors
    /// The first thing that is wrong, with its line and what is expected there.
    pub fn read(file: &str, text: &str) -> Result<Self, RuleBookError> {
        let reader = Reader { file, text };
        let raw: raw::File = toml::from_str(text).map_err(|error| {
            let at = error.span().map_or(0, |span| span.start);
            reader.error(at, one_line(error.message()), "the shape of a rule book")
        })?;
        reader.book(&raw)
    }
}

pub(super) struct Reader<'a> {
    file: &'a str,
    text: &'a str,
}

pub(super) type Read<T> = Result<T, RuleBookError>;

impl Reader<'_> {
    fn book(&self, raw: &raw::File) -> Read<RuleBook> {
        let week = WorkWeek::parse(raw.clock.week.get_ref())
            .or_else(|error| self.fail(&raw.clock.week, format!("business hours as days and spans ({error})")))?;
        let calendar = match raw.clock.calendar.get_ref().as_str() {
            "cn" => WorkCalendar::china(),
            "none" => WorkCalendar::none(),
            _ => return self.fail(&raw.clock.calendar, "cn or none"),
        };
        let effective = NaiveDate::parse_from_str(raw.book.effective.get_ref(), "%Y-%m-%d")
            .or_else(|_error| self.fail(&raw.book.effective, "a day as 2026-01-31"))?;
        Ok(RuleBook {
            name_zh: raw.book.name_zh.clone(),
            name_en: raw.book.name_en.clone(),
            effective,
            issued_by: raw.book.issued_by.clone(),
            author: raw.book.author.clone(),
            reviewer: raw.book.reviewer.clone(),
            approver: raw.book.approver.clone(),
            sources: raw.book.sources.clone(),
            rules: self.rules(raw)?,
            clockwork: Clockwork::new(week, calendar),
            text: self.text.to_owned(),
        })
    }

    fn rules(&self, raw: &raw::File) -> Read<Rules> {
        let channels = self.choices(&raw.channel)?;
        let rules = Rules {
            id: self.slug(&raw.book.id)?,
            version: self.at_least(&raw.book.version, 1)?,
            number: NumberPattern::parse(raw.clock.number.get_ref()).or_else(|_part| {
                self.fail(&raw.clock.number, "a pattern of {yyyy} {yy} {mm} {dd} and exactly one {seq:4}")
            })?,
            warn_percent: match raw.clock.warning_percent.get_ref() {
                percent @ 1..=100 => *percent as u8,
                _ => return self.fail(&raw.clock.warning_percent, "a percentage from 1 to 100"),
            },
            stage_limits: raw.stage.iter().map(|row| self.stage(row, raw)).collect::<Read<_>>()?,
            promises: raw.promise.iter().map(|row| self.promise(row, raw)).collect::<Read<_>>()?,
            extensions: self.at_least(&raw.clock.extensions, 0)?.try_into().unwrap_or(u32::MAX),
            money: self.money(&raw.money)?,
            grades: self.grades(&raw.grade)?,
            class_hints: raw.class.iter().map(|row| self.class(row)).collect::<Read<_>>()?,
            level_hints: raw.level.iter().map(|row| self.level(row, &channels)).collect::<Read<_>>()?,
            required: raw
                .intake
                .required
                .iter()
                .map(|word| self.word(word, Field::from_word, "the name of an intake field"))
                .collect::<Read<_>>()?,
            policy: self.policy(raw, &channels)?,
            channels,
            symptoms: self.choices(&raw.symptom)?,
            categories: self.choices(&raw.category)?,
            brands: self.choices(&raw.brand)?,
            causes: self.choices(&raw.cause)?,
            departments: self.choices(&raw.department)?,
            wait_reasons: self.choices(&raw.wait)?,
            transfer_reasons: self.choices(&raw.transfer)?,
            demands: DemandKind::ALL.to_vec(),
            duplicate_days: self.at_least(&raw.clock.duplicate_days, 0)?,
            guidance: self.choices(&raw.guidance)?,
            incident: self.incident(&raw.incident)?,
            procedures: self.procedures(raw)?,
            timers: self.case_timers(raw)?,
            on_time_target: match &raw.targets.on_time_percent {
                None => ON_TIME_PERCENT,
                Some(percent) if (0.0..=100.0).contains(percent.get_ref()) => *percent.get_ref(),
                Some(percent) => return self.fail(percent, "a percentage from 0 to 100"),
            },
        };
        self.complete(raw, &rules)?;
        Ok(rules)
    }

    /// A book without channels opens no case. A level or stage without a row is no fault: no limit is set there (X6).
    fn complete(&self, raw: &raw::File, rules: &Rules) -> Read<()> {
        if rules.channels.is_empty() {
            return self.fail(&raw.book.id, "at least one [[channel]]");
        }
        Ok(())
    }

    fn stage(&self, row: &raw::StageRow, raw: &raw::File) -> Read<StageLimit> {
        Ok(StageLimit {
            id: row.rule.get_ref().clone(),
            stage: self.word(&row.stage, Stage::from_word, words_of(Stage::ALL, Stage::word))?,
            level: self.optional(row.level.as_ref(), Level::from_word, words_of(Level::ALL, Level::word))?,
            class: self.optional(
                row.class.as_ref(),
                InfoClass::from_word,
                words_of(InfoClass::ALL, InfoClass::word),
            )?,
            track: self.optional(row.track.as_ref(), Track::from_word, words_of(Track::ALL, Track::word))?,
            category: self.category(row.category.as_ref(), raw)?,
            limit: self.limit(&row.limit)?,
            from: self.optional(row.from.as_ref(), Stage::from_word, words_of(Stage::ALL, Stage::word))?,
        })
    }

    fn promise(&self, row: &raw::PromiseRow, raw: &raw::File) -> Read<Promise> {
        Ok(Promise {
            id: row.rule.get_ref().clone(),
            level: self.optional(row.level.as_ref(), Level::from_word, words_of(Level::ALL, Level::word))?,
            track: self.optional(row.track.as_ref(), Track::from_word, words_of(Track::ALL, Track::word))?,
            category: self.category(row.category.as_ref(), raw)?,
            longest: self.limit(&row.longest)?,
            average_hours: row.average_hours.as_ref().map(|hours| self.at_least(hours, 1)).transpose()?,
        })
    }

    fn money(&self, row: &raw::Money) -> Read<MoneyRules> {
        Ok(MoneyRules {
            guidance_up_to: self.threshold(row.guidance_up_to.as_ref())?,
            insurer_above: self.threshold(row.insurer_above.as_ref())?,
            claim_above: self.threshold(row.claim_above.as_ref())?,
            urgent_from: self.threshold(row.urgent_from.as_ref())?,
            urgent_words: row.urgent_words.clone(),
        })
    }

    fn grades(&self, rows: &[raw::GradeRow]) -> Read<Vec<GradeBand>> {
        let mut bands: Vec<GradeBand> = Vec::with_capacity(rows.len());
        for row in rows {
            let band = GradeBand {
                id: row.rule.get_ref().clone(),
                grade: self.word(
                    &row.grade,
                    IncidentGrade::from_word,
                    words_of(IncidentGrade::ALL, IncidentGrade::word),
                )?,
                loss_from: self.amount(&row.loss_from)?,
                from_inclusive: row.from_inclusive,
                injury: self.optional(row.injury.as_ref(), Injury::from_word, words_of(Injury::ALL, Injury::word))?,
                beyond_law: row.beyond_law,
            };
            if bands.last().is_some_and(|below| below.loss_from >= band.loss_from || below.grade >= band.grade) {
                return self.fail(&row.loss_from, "grades from the lowest to the highest, each from a larger loss");
            }
            bands.push(band);
        }
        Ok(bands)
    }

    fn class(&self, row: &raw::ClassRow) -> Read<ClassHint> {
        Ok(ClassHint {
            id: row.rule.get_ref().clone(),
            class: self.word(&row.class, InfoClass::from_word, words_of(InfoClass::ALL, InfoClass::word))?,
            words: row.words.clone(),
            needs_harm: row.needs_harm,
        })
    }

    fn level(&self, row: &raw::LevelRow, channels: &[Choice]) -> Read<LevelHint> {
        for word in &row.channels {
            if !channels.iter().any(|choice| choice.key == *word.get_ref()) {
                return self.fail(word, "the key of a [[channel]]");
            }
        }
        Ok(LevelHint {
            id: row.rule.get_ref().clone(),
            level: self.word(&row.level, Level::from_word, words_of(Level::ALL, Level::word))?,
            vip: row.vip,
            exposure: row
                .exposure
                .iter()
                .map(|word| self.word(word, Exposure::from_word, words_of(Exposure::ALL, Exposure::word)))
                .collect::<Read<_>>()?,
            channels: row.channels.iter().map(|word| word.get_ref().clone()).collect(),
            quantity_from: row.quantity_from,
        })
    }

    fn choices(&self, rows: &[raw::ChoiceRow]) -> Read<Vec<Choice>> {
        let mut choices: Vec<Choice> = Vec::with_capacity(rows.len());
        for row in rows {
            let key = self.slug(&row.key)?;
            if choices.iter().any(|choice| choice.key == key) {
                return self.fail(&row.key, "a key that no other row of this list has");
            }
            choices.push(Choice { key, zh: row.zh.clone(), en: row.en.clone() });
        }
        Ok(choices)
    }

    fn limit(&self, word: &Word) -> Read<Limit> {
        let expected = "a limit such as 4 h, 30 min, 7 d, 3 wd or 240 wmin";
        let Some((count, unit)) = word.get_ref().split_once(' ') else { return self.fail(word, expected) };
        let Some(count) = count.parse::<i64>().ok().filter(|count| (0..=1_000_000).contains(count)) else {
            return self.fail(word, expected);
        };
        Ok(match unit.trim() {
            "h" => Limit::Hours(count),
            "min" => Limit::Minutes(count),
            "d" => Limit::Days(count),
            "wd" => Limit::WorkingDays(count),
            "wmin" => Limit::WorkingMinutes(count),
            _ => return self.fail(word, expected),
        })
    }

    fn threshold(&self, word: Option<&Word>) -> Read<Option<Fen>> {
        word.map(|word| self.amount(word)).transpose()
    }

    pub(super) fn amount(&self, word: &Word) -> Read<Fen> {
        match Fen::parse(word.get_ref()) {
            Ok(amount) if amount.0 >= 0 => Ok(amount),
            _ => self.fail(word, "an amount in yuan such as 3000.00"),
        }
    }

    pub(super) fn slug(&self, word: &Word) -> Read<String> {
        let text = word.get_ref();
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-' || c == '_';
        if !text.is_empty() && text.chars().all(plain) {
            Ok(text.clone())
        } else {
            self.fail(word, "lower-case letters, digits, - and _")
        }
    }

    pub(super) fn word<T>(
        &self,
        word: &Word,
        known: impl Fn(&str) -> Option<T>,
        expected: impl Into<String>,
    ) -> Read<T> {
        match known(word.get_ref()) {
            Some(member) => Ok(member),
            None => self.fail(word, expected),
        }
    }

    pub(super) fn optional<T>(
        &self,
        word: Option<&Word>,
        known: impl Fn(&str) -> Option<T>,
        expected: impl Into<String>,
    ) -> Read<Option<T>> {
        word.map(|word| self.word(word, known, expected)).transpose()
    }

    pub(super) fn at_least(&self, value: &Spanned<i64>, least: i64) -> Read<i64> {
        if *value.get_ref() >= least { Ok(*value.get_ref()) } else { self.fail(value, format!("{least} or more")) }
    }

    pub(super) fn fail<T, V: std::fmt::Display>(&self, value: &Spanned<V>, expected: impl Into<String>) -> Read<T> {
        Err(self.error(value.span().start, value.get_ref().to_string(), expected))
    }

    fn error(&self, at: usize, found: String, expected: impl Into<String>) -> RuleBookError {
        let before = self.text.get(..at).unwrap_or(self.text);
        RuleBookError {
            file: self.file.to_owned(),
            line: before.matches('\n').count() + 1,
            found,
            expected: expected.into(),
        }
    }
}

pub(super) fn words_of<T: Copy>(all: &[T], word: impl Fn(T) -> &'static str) -> String {
    let words: Vec<_> = all.iter().map(|&member| word(member)).collect();
    format!("one of {}", words.join(", "))
}

fn one_line(message: &str) -> String {
    message.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::super::BUILT_IN;
    use super::*;

    fn default_text() -> &'static str {
        BUILT_IN[0].1
    }

    #[test]
    fn every_built_in_book_is_sound() {
        for (file, text) in BUILT_IN {
            RuleBook::read(file, text).unwrap();
        }
    }

    #[test]
    fn the_default_book_holds_the_figures_of_the_contract() {
        let rules = RuleBook::read("default", default_text()).unwrap().rules;
        let limit = |id: &str| rules.stage_limits.iter().find(|row| row.id == id).map(|row| row.limit);
        assert_eq!(limit("T01"), Some(Limit::Hours(1)));
        assert_eq!(limit("T02"), Some(Limit::Hours(4)));
        assert_eq!(limit("T04"), Some(Limit::Hours(2)));
        assert_eq!(limit("T05"), Some(Limit::Days(7)));
        let promises: Vec<_> =
            rules.promises.iter().map(|row| (row.id.as_str(), row.longest, row.average_hours)).collect();
        assert_eq!(
            promises,
            [
                ("T12", Limit::WorkingDays(7), None),
                ("X3", Limit::Hours(168), None),
                ("T06", Limit::Hours(24), None),
                ("T07", Limit::Hours(48), Some(24)),
                ("T08", Limit::Hours(72), Some(48)),
            ]
        );
        assert_eq!(rules.warn_percent, 90, "T09");
        assert_eq!(rules.extensions, 1, "T30");
        assert_eq!(rules.money.insurer_above, Some(Fen(300_000)), "M3");
        assert_eq!(rules.money.claim_above, Some(Fen(200_000)), "M4");
    }

    #[track_caller]
    fn refused(from: &str, to: &str, line_of: &str, expected: &str) {
        let text = default_text().replacen(from, to, 1);
        let line = text.lines().position(|line| line.contains(line_of)).unwrap() + 1;
        let error = RuleBook::read("book.toml", &text).unwrap_err();
        assert_eq!(error.line, line, "{error}");
        assert!(error.expected.contains(expected), "{error}");
    }

    #[test]
    fn a_wrong_word_is_named_by_its_line() {
        refused("limit = \"4 h\"", "limit = \"4 hours\"", "4 hours", "4 h, 30 min");
        refused("stage = \"reply\"", "stage = \"replay\"", "replay", "intake, dispatch");
        refused("insurer_above = \"3000.00\"", "insurer_above = \"viel\"", "viel", "amount");
        refused("warning_percent = 90", "warning_percent = 900", "= 900", "percentage");
        refused("effective = \"2024-01-01\"", "effective = \"Januar\"", "Januar", "a day");
        refused("week = \"mon-fri", "week = \"mon-fry", "mon-fry", "business hours");
        refused("{seq:4}", "{sequence}", "{sequence}", "pattern");
        refused("report = \"S10\"", "report = \"S99\"", "S99", "S01 to S12");
    }

    #[test]
    fn an_unknown_key_and_broken_syntax_are_named_by_their_line() {
        refused("duplicate_days = 30", "duplicate_weeks = 4", "duplicate_weeks", "shape");
        refused("[targets]", "[targets", "[targets", "shape");
    }
}
