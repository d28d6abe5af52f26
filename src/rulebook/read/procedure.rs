//! Understands procedures and clocks of the law: every reference must lead somewhere, a wrong one is named by its line.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::policy::name;
use super::{Read, Reader, raw, words_of};
use crate::domain::Field;
use crate::domain::policy::Name;
use crate::domain::procedure::{
    AnswerKind, CaseTimer, Fits, Mark, Only, Question, Rows, Section, SourceMark, Step, StepLimit, Template, Timer,
};
use crate::domain::stage::{DemandKind, Exposure, IncidentGrade, InfoClass, Injury, Level, Occurrence, Track};

use raw::Word;
use raw::procedure::{FieldRow, FitsRow, ProcedureRow, RowsRow, SectionRow, StepLimitRow, StepRow, TimerRow, WhenRow};

const MARKS: &str = "received, opened, previous, replied, closed, step:KEY or answer:KEY of this procedure";
const CASE_MARKS: &str = "received, replied or closed: the clock belongs to no procedure";

/// What the rows of one procedure may refer to, complete before any of them is understood.
struct Known<'a> {
    row: &'a ProcedureRow,
    steps: Vec<&'a str>,
}

impl Known<'_> {
    fn field(&self, key: &str) -> Option<(&SectionRow, &FieldRow)> {
        let of = |section| fields(section).find(|field| field.key.get_ref() == key).map(|field| (section, field));
        self.row.section.iter().find_map(of)
    }

    /// Place of the question among all of the procedure.
    fn place(&self, key: &str) -> Option<usize> {
        self.row.section.iter().flat_map(fields).position(|field| field.key.get_ref() == key)
    }
}

fn fields(section: &SectionRow) -> std::slice::Iter<'_, FieldRow> {
    section.field.iter()
}

impl Reader<'_> {
    pub(super) fn procedures(&self, raw: &raw::File) -> Read<Vec<Template>> {
        self.unlike(raw.procedure.iter().map(|row| &row.key))?;
        raw.procedure.iter().map(|row| self.procedure(row, raw)).collect()
    }

    /// The clocks of the law that belong to no procedure.
    pub(super) fn case_timers(&self, raw: &raw::File) -> Read<Vec<CaseTimer>> {
        self.unlike(raw.timer.iter().map(|row| &row.key))?;
        let timer = |row: &TimerRow| {
            if row.opens.is_empty() {
                return self.fail(&row.key, "at least one [[timer.opens]], the cases it runs for");
            }
            let opens = row.opens.iter().map(|fits| self.fits(fits, raw)).collect::<Read<_>>()?;
            Ok(CaseTimer { opens, timer: self.timer(row, None, raw)? })
        };
        raw.timer.iter().map(timer).collect()
    }

    fn procedure(&self, row: &ProcedureRow, raw: &raw::File) -> Read<Template> {
        let known = Known { row, steps: row.step.iter().map(|step| step.key.get_ref().as_str()).collect() };
        match row.step.last() {
            None => return self.fail(&row.key, "at least one [[procedure.step]]"),
            Some(last) if last.optional || last.when.is_some() => {
                return self.fail(&last.key, "a last step that is always asked: neither optional nor with when");
            }
            Some(_) => {}
        }
        self.unlike(row.step.iter().map(|step| &step.key))?;
        self.unlike(row.section.iter().map(|section| &section.key))?;
        self.unlike(row.section.iter().flat_map(fields).map(|field| &field.key))?;
        self.unlike(row.timer.iter().map(|timer| &timer.key))?;
        if let Some(timer) = row.timer.iter().find(|timer| !timer.opens.is_empty()) {
            return self.fail(&timer.key, "no opens: the clock runs with its procedure");
        }
        Ok(Template {
            key: self.slug(&row.key)?,
            id: row.rule.get_ref().clone(),
            name: self.called(&row.key, &row.zh, &row.en)?,
            opens: row.opens.iter().map(|fits| self.fits(fits, raw)).collect::<Read<_>>()?,
            holds_closing: row.holds_closing,
            sections: row.section.iter().map(|section| self.section(section, &known)).collect::<Read<_>>()?,
            steps: row.step.iter().map(|step| self.step(step, &known)).collect::<Read<_>>()?,
            timers: row.timer.iter().map(|timer| self.timer(timer, Some(&known), raw)).collect::<Read<_>>()?,
        })
    }

    fn fits(&self, row: &FitsRow, raw: &raw::File) -> Read<Fits> {
        let channel = |key: &str| raw.channel.iter().any(|row| row.key.get_ref() == key).then(|| key.to_owned());
        let fits = Fits {
            id: row.rule.get_ref().clone(),
            channels: self.each(&row.channels, channel, "the key of a [[channel]]")?,
            classes: self.each(&row.classes, InfoClass::from_word, words_of(InfoClass::ALL, InfoClass::word))?,
            levels: self.each(&row.levels, Level::from_word, words_of(Level::ALL, Level::word))?,
            tracks: self.each(&row.tracks, Track::from_word, words_of(Track::ALL, Track::word))?,
            occurrences: self.each(
                &row.occurrences,
                Occurrence::from_word,
                words_of(Occurrence::ALL, Occurrence::word),
            )?,
            exposure: self.each(&row.exposure, Exposure::from_word, words_of(Exposure::ALL, Exposure::word))?,
            demands: self.each(&row.demands, DemandKind::from_word, words_of(DemandKind::ALL, DemandKind::word))?,
            injury_from: self.optional(
                row.injury_from.as_ref(),
                Injury::from_word,
                words_of(Injury::ALL, Injury::word),
            )?,
            grade_from: self.optional(
                row.grade_from.as_ref(),
                IncidentGrade::from_word,
                words_of(IncidentGrade::ALL, IncidentGrade::word),
            )?,
            loss_from: row.loss_from.as_ref().map(|word| self.amount(word)).transpose()?,
            within_law: row.within_law,
            urgent: row.urgent,
            verified: row.verified,
        };
        if fits == (Fits { id: fits.id.clone(), ..Fits::default() }) {
            return self.fail(&row.rule, "at least one fact by which the case is known");
        }
        Ok(fits)
    }

    fn section(&self, row: &SectionRow, known: &Known<'_>) -> Read<Section> {
        if row.field.is_empty() {
            return self.fail(&row.key, "at least one [[procedure.section.field]]");
        }
        Ok(Section {
            key: self.slug(&row.key)?,
            id: row.rule.get_ref().clone(),
            name: self.called(&row.key, &row.zh, &row.en)?,
            note: name(&row.note_zh, &row.note_en),
            rows: row.rows.as_ref().map(|rows| self.rows(rows, row, known)).transpose()?,
            fields: row.field.iter().map(|field| self.question(field, row, known)).collect::<Read<_>>()?,
        })
    }

    fn rows(&self, row: &RowsRow, section: &SectionRow, known: &Known<'_>) -> Read<Rows> {
        let least = match &row.least {
            None => 0,
            Some(least) => u32::try_from(self.at_least(least, 0)?).unwrap_or(u32::MAX),
        };
        let of_table = |key: &str| fields(section).any(|field| field.key.get_ref() == key).then(|| key.to_owned());
        let distinct = self.optional(row.distinct.as_ref(), of_table, "the key of a field of this section")?;
        Ok(Rows { least, before: self.before(row.before.as_ref(), known)?, distinct })
    }

    fn question(&self, row: &FieldRow, section: &SectionRow, known: &Known<'_>) -> Read<Question> {
        let kind = self.word(&row.kind, AnswerKind::from_word, words_of(AnswerKind::ALL, AnswerKind::word))?;
        let chosen = matches!(kind, AnswerKind::Choice | AnswerKind::Choices);
        if chosen && row.choices.is_empty() {
            return self.fail(&row.key, "choices to choose from");
        }
        if !chosen && let Some(choice) = row.choices.first() {
            return self.fail(&choice.key, format!("no choices for the kind {}", kind.word()));
        }
        let when = match &row.when {
            None => None,
            Some(when) if section.rows.is_some() => {
                return self.fail(&when.field, "no when in a table: every row has every field");
            }
            Some(when) => {
                let only = self.only(when, known)?;
                if known.place(&only.field) >= known.place(row.key.get_ref()) {
                    return self.fail(&when.field, "the key of an earlier field");
                }
                Some(only)
            }
        };
        Ok(Question {
            key: self.slug(&row.key)?,
            id: row.rule.get_ref().clone(),
            name: self.called(&row.key, &row.zh, &row.en)?,
            note: name(&row.note_zh, &row.note_en),
            kind,
            choices: self.choices(&row.choices)?,
            before: self.before(row.before.as_ref(), known)?,
            when,
            private: row.private,
            fact: self.optional(row.fact.as_ref(), Field::from_word, words_of(Field::ALL, Field::word))?,
        })
    }

    fn step(&self, row: &StepRow, known: &Known<'_>) -> Read<Step> {
        let key = self.slug(&row.key)?;
        let earlier: Vec<&str> = known.steps.iter().take_while(|step| **step != key).copied().collect();
        let earlier = |step: &str| earlier.contains(&step).then(|| step.to_owned());
        Ok(Step {
            id: row.rule.get_ref().clone(),
            name: self.called(&row.key, &row.zh, &row.en)?,
            by: name(&row.by_zh, &row.by_en),
            names: match &row.names {
                None => 0,
                Some(names) => match names.get_ref() {
                    count @ 0..=20 => *count as u32,
                    _ => return self.fail(names, "a number of persons from 0 to 20"),
                },
            },
            optional: row.optional,
            when: row.when.as_ref().map(|when| self.only(when, known)).transpose()?,
            back_to: self.each(&row.back_to, earlier, "the key of an earlier step")?,
            limits: row.limits.iter().map(|limit| self.step_limit(limit, known)).collect::<Read<_>>()?,
            key,
        })
    }

    fn step_limit(&self, row: &StepLimitRow, known: &Known<'_>) -> Read<StepLimit> {
        Ok(StepLimit {
            id: row.rule.get_ref().clone(),
            when: row.when.as_ref().map(|when| self.only(when, known)).transpose()?,
            limit: self.limit(&row.limit)?,
            from: self.mark(&row.from, Some(known))?,
        })
    }

    fn timer(&self, row: &TimerRow, known: Option<&Known<'_>>, raw: &raw::File) -> Read<Timer> {
        let day = |word: &Word| {
            NaiveDate::parse_from_str(word.get_ref(), "%Y-%m-%d")
                .or_else(|_error| self.fail(word, "a day as 2026-01-31"))
        };
        let (from_day, to_day) =
            (row.from_day.as_ref().map(day).transpose()?, row.to_day.as_ref().map(day).transpose()?);
        if let (Some(from), Some(to), Some(word)) = (from_day, to_day, &row.to_day)
            && to < from
        {
            return self.fail(word, "a day not before from_day");
        }
        let from = self.mark(&row.from, known)?;
        if from == Mark::Previous {
            return self.fail(&row.from, "what starts it: received, opened, replied, closed, step:KEY or answer:KEY");
        }
        let until = self.mark(&row.until, known)?;
        if until == Mark::Received || until == Mark::Opened || until == Mark::Previous {
            return self.fail(&row.until, "what ends it: replied, closed, step:KEY or answer:KEY");
        }
        let wait = |key: &str| raw.wait.iter().any(|row| row.key.get_ref() == key).then(|| key.to_owned());
        Ok(Timer {
            key: self.slug(&row.key)?,
            id: row.rule.get_ref().clone(),
            name: self.called(&row.key, &row.zh, &row.en)?,
            law: name(&row.law_zh, &row.law_en),
            mark: self.word(&row.mark, SourceMark::from_word, words_of(SourceMark::ALL, SourceMark::word))?,
            from_day,
            to_day,
            limit: self.limit(&row.limit)?,
            from,
            until,
            stops: self.each(&row.stops, wait, "the key of a [[wait]]")?,
        })
    }

    /// A moment; without a procedure only those of the case.
    fn mark(&self, word: &Word, known: Option<&Known<'_>>) -> Read<Mark> {
        let text = word.get_ref().as_str();
        match (text, known) {
            ("received", _) => Ok(Mark::Received),
            ("replied", _) => Ok(Mark::Replied),
            ("closed", _) => Ok(Mark::Closed),
            (_, None) => self.fail(word, CASE_MARKS),
            ("opened", _) => Ok(Mark::Opened),
            ("previous", _) => Ok(Mark::Previous),
            (_, Some(known)) => match text.split_once(':') {
                Some(("step", key)) if known.steps.contains(&key) => Ok(Mark::Step(key.to_owned())),
                Some(("answer", key)) if known.field(key).is_some_and(|(section, _)| section.rows.is_none()) => {
                    Ok(Mark::Answer(key.to_owned()))
                }
                _ => self.fail(word, MARKS),
            },
        }
    }

    /// A condition: the field stands outside tables, and has the answers named.
    fn only(&self, row: &WhenRow, known: &Known<'_>) -> Read<Only> {
        let field = match known.field(row.field.get_ref()) {
            Some((section, field)) if section.rows.is_none() => field,
            _ => return self.fail(&row.field, "the key of a field in a section without rows"),
        };
        let answers: Vec<&str> = match AnswerKind::from_word(field.kind.get_ref()) {
            Some(AnswerKind::Choice | AnswerKind::Choices) => {
                field.choices.iter().map(|choice| choice.key.get_ref().as_str()).collect()
            }
            Some(AnswerKind::YesNo) => vec!["yes", "no"],
            _ => return self.fail(&row.field, "a field of the kind choice, choices or yes_no"),
        };
        if row.is.is_empty() {
            return self.fail(&row.field, "at least one answer in is");
        }
        let expected = format!("one of {}", answers.join(", "));
        let known = |key: &str| answers.contains(&key).then(|| key.to_owned());
        Ok(Only { field: row.field.get_ref().clone(), is: self.each(&row.is, known, expected)? })
    }

    fn before(&self, word: Option<&Word>, known: &Known<'_>) -> Read<Option<String>> {
        let step = |key: &str| known.steps.contains(&key).then(|| key.to_owned());
        self.optional(word, step, "the key of a step of this procedure")
    }

    fn each<T>(&self, words: &[Word], known: impl Fn(&str) -> Option<T>, expected: impl Into<String>) -> Read<Vec<T>> {
        let expected = expected.into();
        words.iter().map(|word| self.word(word, &known, expected.as_str())).collect()
    }

    /// Refuses the second of two equal keys.
    fn unlike<'w>(&self, keys: impl Iterator<Item = &'w Word>) -> Read<()> {
        let mut seen = BTreeSet::new();
        for key in keys {
            if !seen.insert(key.get_ref().as_str()) {
                return self.fail(key, "a key that no other of these has");
            }
        }
        Ok(())
    }

    /// A name in both languages; what people are shown is never empty.
    fn called(&self, key: &Word, zh: &str, en: &str) -> Read<Name> {
        if zh.trim().is_empty() || en.trim().is_empty() {
            return self.fail(key, "a name in zh and en");
        }
        Ok(name(zh, en))
    }
}

#[cfg(test)]
mod tests;
