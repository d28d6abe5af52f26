//! The rule book's tables of the incident file: their shape in the file, and their words understood.

use serde::Deserialize;
use toml::Spanned;

use super::raw::Word;
use super::read::{Read, Reader, words_of};
use crate::domain::incident::closure::{Post, Subject};
use crate::domain::incident::rules::{
    ApprovalRule, Condition, Depreciation, EvidenceRule, Gate, IncidentRules, InsurerRules, LimitationRule, Moment,
    Principle,
};
use crate::domain::incident::{Aspect, Portion, Slot};
use crate::domain::stage::IncidentGrade;

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Incident {
    grace_months: Option<Spanned<i64>>,
    floor_percent: Option<Spanned<i64>>,
    options_at_least: Option<Spanned<i64>>,
    corrective_grades: Vec<Word>,
    corrective_verified: bool,
    forbidden: Vec<String>,
    insurer: Option<InsurerTable>,
    evidence: Vec<EvidenceRow>,
    depreciation: Vec<DepreciationRow>,
    approval: Vec<ApprovalRow>,
    limitation: Vec<LimitationRow>,
    principle: Vec<PrincipleRow>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct InsurerTable {
    name: String,
    policy: String,
    report_late_minutes: Spanned<i64>,
    report_raised_minutes: Spanned<i64>,
    written_days: Spanned<i64>,
    decision_days: Spanned<i64>,
    pay_days: Spanned<i64>,
    advance_days: Spanned<i64>,
    claim_years: Spanned<i64>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct EvidenceRow {
    rule: Word,
    slot: Word,
    aspect: Option<Word>,
    at_least: Spanned<i64>,
    when: Word,
    gate: Word,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct DepreciationRow {
    key: Word,
    zh: String,
    en: String,
    life_years: Spanned<i64>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ApprovalRow {
    rule: Word,
    subject: Word,
    grade_from: Option<Word>,
    #[serde(default)]
    injured: bool,
    above: Option<Word>,
    posts: Spanned<Vec<Word>>,
    at_least: Option<Spanned<i64>>,
    #[serde(default)]
    in_order: bool,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct LimitationRow {
    rule: Word,
    years: Spanned<i64>,
    #[serde(default)]
    restarts: bool,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct PrincipleRow {
    when: Word,
    zh: String,
    en: String,
}

impl Reader<'_> {
    /// The tables of the incident file; a rule book without them has none.
    pub(super) fn incident(&self, raw: &Incident) -> Read<IncidentRules> {
        let count = |value: Option<&Spanned<i64>>| value.map_or(Ok(0), |value| self.count(value));
        let grade = |word| self.word(word, IncidentGrade::from_word, words_of(IncidentGrade::ALL, IncidentGrade::word));
        let floor = match &raw.floor_percent {
            Some(percent) if !(0..=100).contains(percent.get_ref()) => {
                return self.fail(percent, "a percentage from 0 to 100");
            }
            percent => count(percent.as_ref())?,
        };
        Ok(IncidentRules {
            evidence: raw.evidence.iter().map(|row| self.evidence(row)).collect::<Read<_>>()?,
            depreciation: self.depreciation(&raw.depreciation)?,
            grace_months: count(raw.grace_months.as_ref())?,
            floor: Portion::percent(floor),
            insurer: raw.insurer.as_ref().map_or_else(|| Ok(InsurerRules::default()), |row| self.insurer(row))?,
            options_at_least: count(raw.options_at_least.as_ref())?,
            approvals: raw.approval.iter().map(|row| self.approval(row)).collect::<Read<_>>()?,
            corrective_grades: raw.corrective_grades.iter().map(grade).collect::<Read<_>>()?,
            corrective_verified: raw.corrective_verified,
            forbidden: raw.forbidden.clone(),
            limitations: raw
                .limitation
                .iter()
                .map(|row| {
                    let years = self.at_least(&row.years, 1)?;
                    Ok(LimitationRule { id: row.rule.get_ref().clone(), years, restarts: row.restarts })
                })
                .collect::<Read<_>>()?,
            principles: raw
                .principle
                .iter()
                .map(|row| {
                    let moment = self.word(&row.when, Moment::from_word, words_of(Moment::ALL, Moment::word))?;
                    Ok(Principle { moment, zh: row.zh.clone(), en: row.en.clone() })
                })
                .collect::<Read<_>>()?,
        })
    }

    fn count(&self, value: &Spanned<i64>) -> Read<u32> {
        match u32::try_from(*value.get_ref()) {
            Ok(count) => Ok(count),
            Err(_) => self.fail(value, "0 or more"),
        }
    }

    fn evidence(&self, row: &EvidenceRow) -> Read<EvidenceRule> {
        Ok(EvidenceRule {
            id: row.rule.get_ref().clone(),
            slot: self.word(&row.slot, Slot::from_word, words_of(Slot::ALL, Slot::word))?,
            aspect: self.optional(row.aspect.as_ref(), Aspect::from_word, words_of(Aspect::ALL, Aspect::word))?,
            at_least: self.count(&row.at_least)?,
            when: self.word(&row.when, Condition::from_word, words_of(Condition::ALL, Condition::word))?,
            gate: self.word(&row.gate, Gate::from_word, words_of(Gate::ALL, Gate::word))?,
        })
    }

    fn depreciation(&self, rows: &[DepreciationRow]) -> Read<Vec<Depreciation>> {
        let mut goods: Vec<Depreciation> = Vec::with_capacity(rows.len());
        for row in rows {
            let key = self.slug(&row.key)?;
            if goods.iter().any(|known| known.key == key) {
                return self.fail(&row.key, "a key that no other row of this list has");
            }
            let life_years = self.at_least(&row.life_years, 1)?;
            let life_years = u32::try_from(life_years).unwrap_or(u32::MAX);
            goods.push(Depreciation { key, zh: row.zh.clone(), en: row.en.clone(), life_years });
        }
        Ok(goods)
    }

    fn approval(&self, row: &ApprovalRow) -> Read<ApprovalRule> {
        let posts: Vec<Post> = row
            .posts
            .get_ref()
            .iter()
            .map(|word| self.word(word, Post::from_word, words_of(Post::ALL, Post::word)))
            .collect::<Read<_>>()?;
        let at_least = match &row.at_least {
            None => posts.len(),
            Some(count) => match usize::try_from(*count.get_ref()) {
                Ok(count) if (1..=posts.len()).contains(&count) => count,
                _ => return self.fail(count, "from 1 to the number of posts"),
            },
        };
        Ok(ApprovalRule {
            id: row.rule.get_ref().clone(),
            subject: self.word(&row.subject, Subject::from_word, words_of(Subject::ALL, Subject::word))?,
            grade_from: self.optional(
                row.grade_from.as_ref(),
                IncidentGrade::from_word,
                words_of(IncidentGrade::ALL, IncidentGrade::word),
            )?,
            injured: row.injured,
            above: row.above.as_ref().map(|word| self.amount(word)).transpose()?,
            posts,
            at_least,
            in_order: row.in_order,
        })
    }

    fn insurer(&self, row: &InsurerTable) -> Read<InsurerRules> {
        Ok(InsurerRules {
            insurer: row.name.clone(),
            policy: row.policy.clone(),
            report_late_minutes: self.at_least(&row.report_late_minutes, 0)?,
            report_raised_minutes: self.at_least(&row.report_raised_minutes, 0)?,
            written_days: self.at_least(&row.written_days, 0)?,
            decision_days: self.at_least(&row.decision_days, 0)?,
            pay_days: self.at_least(&row.pay_days, 0)?,
            advance_days: self.at_least(&row.advance_days, 0)?,
            claim_years: self.at_least(&row.claim_years, 0)?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::{BUILT_IN, RuleBook};
    use super::*;

    fn rules() -> IncidentRules {
        let (file, text) = BUILT_IN[0];
        RuleBook::read(file, text).unwrap().rules.incident
    }

    #[test]
    fn the_default_book_asks_for_the_photo_set_j05() {
        let need = |slot, aspect| {
            let rows = rules().evidence.into_iter().filter(|row| row.slot == slot && row.aspect == aspect);
            rows.map(|row| (row.id, row.at_least)).collect::<Vec<_>>()
        };
        assert_eq!(need(Slot::Surroundings, None), [("J05".to_owned(), 5)]);
        assert_eq!(need(Slot::Product, None), [("J05".to_owned(), 5)]);
        assert_eq!(need(Slot::Identification, None), [("J05".to_owned(), 1)]);
        assert_eq!(need(Slot::Loss, Some(Aspect::Overall)), [("J05".to_owned(), 1)]);
        assert_eq!(need(Slot::Loss, Some(Aspect::Detail)), [("J05".to_owned(), 1)]);
    }

    #[test]
    fn the_default_book_names_its_insurer_lives_and_signers() {
        let rules = rules();
        assert_eq!(rules.insurer.insurer, "太平洋保险", "M3: insurer of the year");
        assert_eq!((rules.grace_months, rules.floor, rules.options_at_least), (6, Portion::percent(10), 2));
        let life = |key: &str| rules.goods(key).map(|row| row.life_years);
        assert_eq!(
            [life("electronic"), life("motor"), life("heating"), life("lamp")],
            [Some(10), Some(12), Some(5), Some(2)]
        );
        let closing: Vec<_> =
            rules.approvals.iter().filter(|row| row.subject == Subject::Closure).map(|row| row.posts.len()).collect();
        assert_eq!(closing, [8, 8, 6, 4, 3], "D, bodily injury, C, B with money, B");
        assert_eq!(rules.corrective_grades, [IncidentGrade::MajorSpecial, IncidentGrade::ExtraMajor]);
        assert_eq!(rules.principles.len(), 8, "J02: three before, three during, two after");
    }

    #[track_caller]
    fn refused(from: &str, to: &str, expected: &str) {
        let text = BUILT_IN[0].1.replacen(from, to, 1);
        let line = text.lines().position(|line| line.contains(to)).unwrap() + 1;
        let error = RuleBook::read("book.toml", &text).unwrap_err();
        assert_eq!(error.line, line, "{error}");
        assert!(error.expected.contains(expected), "{error}");
    }

    #[test]
    fn a_wrong_row_is_named_by_its_line() {
        refused("slot = \"surroundings\"", "slot = \"garden\"", "surroundings");
        refused("posts = [\"finance\"]", "posts = [\"treasurer\"]", "finance");
        refused("life_years = 12", "life_years = 0", "1 or more");
        refused("key = \"motor\"", "key = \"electronic\" # again", "no other row");
        refused("floor_percent = 10", "floor_percent = 101", "percentage");
    }
}
