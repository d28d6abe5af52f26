//! Understands the tables beside the limits; every wrong word is named by its line.

use chrono::Weekday;

use super::{Read, Reader, raw, words_of};
use crate::domain::event::MediaKind;
use crate::domain::policy::{
    Approval, AssistLimit, Deed, Goal, Group, Incentive, Kept, Name, Obligation, Period, Policy, ReplyCopy, Retention,
    Side, Sign, Target, TrackHint, Unit, Unset, When,
};
use crate::domain::rules::Choice;
use crate::domain::stage::{InfoClass, Level, Occurrence, Stage, Track};

use raw::Word;
use raw::policy::{
    ApprovalRow, AssistRow, CopyRow, GroupRow, IncentiveRow, KpiRow, ObligationRow, RetentionRow, TrackRow, UnsetRow,
};

const WHENS: &str = "daily, weekly fri, monthly 5, quarterly, yearly 12-31, 6 a year or open";

impl Reader<'_> {
    pub(super) fn policy(&self, raw: &raw::File, channels: &[Choice]) -> Read<Policy> {
        let classes = words_of(InfoClass::ALL, InfoClass::word);
        let levels = words_of(Level::ALL, Level::word);
        Ok(Policy {
            class_names: self.names(&raw.class_name, InfoClass::from_word, &classes)?,
            level_names: self.names(&raw.level_name, Level::from_word, &levels)?,
            tracks: raw.track.iter().map(|row| self.track(row, channels)).collect::<Read<_>>()?,
            assists: raw.assist.iter().map(|row| self.assist(row)).collect::<Read<_>>()?,
            unset: raw.unset.iter().map(|row| self.unset(row)).collect::<Read<_>>()?,
            approvals: raw.approval.iter().map(|row| self.signatures(row)).collect::<Read<_>>()?,
            obligations: raw.obligation.iter().map(|row| self.obligation(row)).collect::<Read<_>>()?,
            targets: raw.kpi.iter().map(|row| self.target(row)).collect::<Read<_>>()?,
            incentives: raw.incentive.iter().map(|row| self.incentive(row)).collect::<Read<_>>()?,
            retentions: raw.retention.iter().map(|row| self.retention(row)).collect::<Read<_>>()?,
            copies: raw.copy.iter().map(copy).collect(),
            groups: raw.group.iter().map(group).collect(),
        })
    }

    fn names<T: Copy + PartialEq>(
        &self,
        rows: &[raw::ChoiceRow],
        known: impl Fn(&str) -> Option<T>,
        expected: &str,
    ) -> Read<Vec<(T, Name)>> {
        let mut names: Vec<(T, Name)> = Vec::with_capacity(rows.len());
        for row in rows {
            let member = self.word(&row.key, &known, expected)?;
            if names.iter().any(|(named, _)| *named == member) {
                return self.fail(&row.key, "a key that no other row of this list has");
            }
            names.push((member, name(&row.zh, &row.en)));
        }
        Ok(names)
    }

    fn track(&self, row: &TrackRow, channels: &[Choice]) -> Read<TrackHint> {
        if row.channels.is_empty() && row.occurrence.is_none() {
            return self.fail(&row.rule, "channels or occurrence, by which the track is known");
        }
        for word in &row.channels {
            if !channels.iter().any(|choice| choice.key == *word.get_ref()) {
                return self.fail(word, "the key of a [[channel]]");
            }
        }
        Ok(TrackHint {
            id: row.rule.get_ref().clone(),
            verified: row.verified,
            track: self.word(&row.track, Track::from_word, words_of(Track::ALL, Track::word))?,
            channels: row.channels.iter().map(|word| word.get_ref().clone()).collect(),
            occurrence: self.optional(
                row.occurrence.as_ref(),
                Occurrence::from_word,
                words_of(Occurrence::ALL, Occurrence::word),
            )?,
        })
    }

    fn assist(&self, row: &AssistRow) -> Read<AssistLimit> {
        let limit = self.limit(&row.limit)?;
        Ok(AssistLimit { id: row.rule.get_ref().clone(), unit: name(&row.zh, &row.en), limit })
    }

    fn unset(&self, row: &UnsetRow) -> Read<Unset> {
        let stage = self.optional(row.stage.as_ref(), Stage::from_word, words_of(Stage::ALL, Stage::word))?;
        Ok(Unset { id: row.rule.get_ref().clone(), stage, what: name(&row.zh, &row.en) })
    }

    fn signatures(&self, row: &ApprovalRow) -> Read<Approval> {
        let (zh, en) = (row.by_zh.get_ref(), row.by_en.get_ref());
        if zh.is_empty() || zh.len() != en.len() {
            let at = row.by_en.span().start;
            return Err(self.error(at, format!("{} names", en.len()), "as many names as in by_zh, at least one"));
        }
        let all = zh.len();
        let need = match &row.need {
            None => all,
            Some(need) => match usize::try_from(*need.get_ref()) {
                Ok(count) if (1..=all).contains(&count) => count,
                _ => return self.fail(need, format!("a number from 1 to {all}")),
            },
        };
        Ok(Approval {
            id: row.rule.get_ref().clone(),
            deed: self.word(&row.deed, Deed::from_word, words_of(Deed::ALL, Deed::word))?,
            by: zh.iter().zip(en).map(|(zh, en)| name(zh, en)).collect(),
            need,
            when: name(&row.when_zh, &row.when_en),
        })
    }

    fn obligation(&self, row: &ObligationRow) -> Read<Obligation> {
        Ok(Obligation {
            id: row.rule.get_ref().clone(),
            who: name(&row.who_zh, &row.who_en),
            what: name(&row.what_zh, &row.what_en),
            when: self.word(&row.when, when, WHENS)?,
            report: self.optional(row.report.as_ref(), report, "a report from S01 to S12")?.unwrap_or_default(),
        })
    }

    fn target(&self, row: &KpiRow) -> Read<Target> {
        let expected = words_of(Period::ALL, Period::word);
        let periods = row.periods.iter().map(|word| self.word(word, Period::from_word, &expected));
        Ok(Target {
            id: row.rule.get_ref().clone(),
            name: name(&row.zh, &row.en),
            goal: self.optional(row.goal.as_ref(), goal, "a standard such as >= 95 %, > 95 %, <= 1 or <= 15 s")?,
            periods: periods.collect::<Read<_>>()?,
        })
    }

    fn incentive(&self, row: &IncentiveRow) -> Read<Incentive> {
        let band = match (&row.least, &row.most) {
            (None, None) => None,
            (Some(least), Some(most)) => {
                let (low, high) = (self.amount(least)?, self.amount(most)?);
                if low > high {
                    return self.fail(most, "an amount not below least");
                }
                Some((low, high))
            }
            (Some(word), None) | (None, Some(word)) => return self.fail(word, "least and most together, or neither"),
        };
        Ok(Incentive {
            id: row.rule.get_ref().clone(),
            clause: row.clause.clone(),
            cause: name(&row.cause_zh, &row.cause_en),
            who: name(&row.who_zh, &row.who_en),
            sign: self.word(&row.sign, Sign::from_word, words_of(Sign::ALL, Sign::word))?,
            band,
            besides: name(&row.besides_zh, &row.besides_en),
        })
    }

    fn retention(&self, row: &RetentionRow) -> Read<Retention> {
        let months = self.at_least(&row.months, 1)?.try_into().unwrap_or(u32::MAX);
        let media = words_of(MediaKind::ALL, MediaKind::word);
        let media = self.optional(row.media.as_ref(), MediaKind::from_word, media)?;
        let holds = self.optional(row.holds.as_ref(), Kept::from_word, words_of(Kept::ALL, Kept::word))?;
        Ok(Retention { id: row.rule.get_ref().clone(), what: name(&row.zh, &row.en), months, media, holds })
    }

    /// The key of a category that the book's own list has.
    pub(super) fn category(&self, word: Option<&Word>, raw: &raw::File) -> Read<Option<String>> {
        let known = |key: &str| raw.category.iter().any(|row| row.key.get_ref() == key).then(|| key.to_owned());
        self.optional(word, known, "the key of a [[category]]")
    }
}

fn copy(row: &CopyRow) -> ReplyCopy {
    ReplyCopy { id: row.rule.get_ref().clone(), to: name(&row.zh, &row.en) }
}

fn group(row: &GroupRow) -> Group {
    let (id, does) = (row.rule.get_ref().clone(), name(&row.does_zh, &row.does_en));
    Group { id, name: name(&row.zh, &row.en), does }
}

pub(super) fn name(zh: &str, en: &str) -> Name {
    Name { zh: zh.to_owned(), en: en.to_owned() }
}

/// A row of the list of reports (rules.md 15).
fn report(word: &str) -> Option<String> {
    let number: u32 = word.strip_prefix('S').filter(|digits| digits.len() == 2)?.parse().ok()?;
    (1..=12).contains(&number).then(|| word.to_owned())
}

fn when(text: &str) -> Option<When> {
    let (kind, rest) = text.split_once(' ').unwrap_or((text, ""));
    match (kind, rest) {
        ("daily", "") => Some(When::Daily),
        ("quarterly", "") => Some(When::Quarterly),
        ("open", "") => Some(When::Open),
        ("weekly", day) => day.parse::<Weekday>().ok().map(When::Weekly),
        ("monthly", day) => day.parse().ok().filter(|day| (1..=31).contains(day)).map(When::Monthly),
        ("yearly", day) => {
            let (month, day) = day.split_once('-')?;
            let (month, day) = (month.parse().ok()?, day.parse().ok()?);
            // A leap year has every day a year can name.
            chrono::NaiveDate::from_ymd_opt(2024, month, day).map(|_| When::Yearly { month, day })
        }
        (times, "a year") => {
            times.parse().ok().filter(|times| [1, 2, 3, 4, 6, 12].contains(times)).map(When::TimesAYear)
        }
        _ => None,
    }
}

fn goal(text: &str) -> Option<Goal> {
    let mut parts = text.split(' ');
    let side = Side::from_word(parts.next()?)?;
    let figure = parts.next()?.parse::<f64>().ok().filter(|figure| figure.is_finite() && *figure >= 0.0)?;
    let unit = match (parts.next(), parts.next()) {
        (None, _) => Unit::Count,
        (Some("%"), None) if figure <= 100.0 => Unit::Percent,
        (Some("s"), None) => Unit::Seconds,
        _ => return None,
    };
    Some(Goal { side, figure, unit })
}
