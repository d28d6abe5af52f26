//! What the facts suggest: class, level, grade, priority and money prompts. A person decides; this proposes with the reason.

mod loss;

use super::draft::Draft;
use super::facts::Facts;
use super::field::Field;
use super::money::Fen;
use super::rules::Rules;
use super::stage::{IncidentGrade, InfoClass, Injury, Level, Priority};
use super::time::Stamp;

pub use loss::loss_said;

/// A proposal with the rule row it rests on and, where a word of the text was the reason, that word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal<T> {
    pub value: T,
    pub rule: String,
    pub because: Option<String>,
}

/// What the money rules ask for at this loss (M2-M4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MoneyPrompt {
    /// M2: act on company guidance.
    FollowGuidance,
    /// M3: secure the scene and key evidence, report to the insurer at once.
    ReportInsurer,
    /// M4: the company may claim on the insurer if its product is liable.
    MayClaim,
}

impl MoneyPrompt {
    #[must_use]
    pub const fn rule(self) -> &'static str {
        match self {
            Self::FollowGuidance => "M2",
            Self::ReportInsurer => "M3",
            Self::MayClaim => "M4",
        }
    }
}

/// The class the words and facts speak for (C01); general quality when nothing else does, in a house that has no such
/// class its first.
#[must_use]
pub fn propose_class(facts: &Facts, rules: &Rules) -> Proposal<InfoClass> {
    let texts = [facts.word(Field::Symptoms), facts.word(Field::Description), facts.word(Field::DemandText)];
    let harm = facts.injury != Injury::None || facts.loss.is_some_and(|loss| loss.0 > 0);
    for hint in &rules.class_hints {
        if hint.needs_harm && !harm {
            continue;
        }
        if let Some(word) = hint.words.iter().find(|word| texts.iter().any(|text| says(text, word))) {
            return Proposal { value: hint.class, rule: hint.id.clone(), because: Some(word.clone()) };
        }
    }
    let offered = rules.policy.classes();
    let plain = offered.iter().copied().find(|class| *class == InfoClass::GeneralQuality);
    let value = plain.or_else(|| offered.first().copied()).unwrap_or(InfoClass::GeneralQuality);
    Proposal { value, rule: "C01".to_owned(), because: None }
}

/// Whether `text` says `word` and does not deny it ("未漏水", "没有起火").
fn says(text: &str, word: &str) -> bool {
    text.match_indices(word).any(|(at, _)| {
        let before: String = text[..at].chars().rev().take(2).collect();
        !before.starts_with(['未', '无', '没', '不']) && before != "有没" && before != "有未"
    })
}

/// The level the facts speak for (D01, D02); general when nothing lifts it.
#[must_use]
pub fn propose_level(facts: &Facts, rules: &Rules) -> Proposal<Level> {
    for hint in &rules.level_hints {
        let channel = facts.word(Field::Channel);
        let holds = (hint.vip && facts.vip)
            || hint.exposure.iter().any(|kind| facts.exposure.contains(kind))
            || hint.channels.iter().any(|key| key == channel)
            || hint.quantity_from.is_some_and(|from| facts.quantity >= from);
        if holds {
            return Proposal { value: hint.level, rule: hint.id.clone(), because: None };
        }
    }
    Proposal { value: Level::General, rule: "D01".to_owned(), because: None }
}

/// The grade of a special incident (D05, M5-M7, X1) by the facts of the intake.
#[must_use]
pub fn propose_grade(facts: &Facts, rules: &Rules) -> Option<Proposal<IncidentGrade>> {
    grade_for(facts.loss.unwrap_or_default(), facts.injury, facts.beyond_law, rules)
}

/// The grade these figures speak for: loss decides, injury or demand can only raise it (M5-M7, X1, J16).
#[must_use]
pub fn grade_for(loss: Fen, injury: Injury, beyond_law: bool, rules: &Rules) -> Option<Proposal<IncidentGrade>> {
    let band = rules.grades.iter().rev().find(|band| {
        let by_loss = loss > band.loss_from || (band.from_inclusive && loss == band.loss_from);
        by_loss || band.injury.is_some_and(|least| injury >= least) || (band.beyond_law && beyond_law)
    })?;
    Some(Proposal { value: band.grade, rule: band.id.clone(), because: None })
}

/// The prompts that the loss named at intake raises (M2-M4, X2).
#[must_use]
pub fn money_prompts(facts: &Facts, rules: &Rules) -> Vec<MoneyPrompt> {
    prompts_for(facts.loss.unwrap_or_default(), rules)
}

/// The prompts that this loss raises (M2-M4, X2): the insurer's two thresholds are separate; no loss, no prompt.
#[must_use]
pub fn prompts_for(loss: Fen, rules: &Rules) -> Vec<MoneyPrompt> {
    if loss.0 <= 0 {
        return Vec::new();
    }
    let mut prompts = Vec::new();
    if rules.money.guidance_up_to.is_some_and(|most| loss <= most) {
        prompts.push(MoneyPrompt::FollowGuidance);
    }
    if rules.money.insurer_above.is_some_and(|most| loss > most) {
        prompts.push(MoneyPrompt::ReportInsurer);
    }
    if rules.money.claim_above.is_some_and(|most| loss > most) {
        prompts.push(MoneyPrompt::MayClaim);
    }
    prompts
}

/// Takes the proposals for what nobody has decided: class, level and, for an incident, its grade (C01, D01, D05).
/// `decided` says whether a person or a spreadsheet gave the field.
pub fn settle(facts: &mut Facts, decided: impl Fn(Field) -> bool, rules: &Rules) {
    if !decided(Field::InfoClass) {
        facts.class = propose_class(facts, rules).value;
    }
    if !decided(Field::Level) {
        facts.level = propose_level(facts, rules).value;
    }
    if facts.class == InfoClass::MajorIncident && !decided(Field::Grade) {
        facts.grade = propose_grade(facts, rules).map(|proposal| proposal.value);
    }
}

/// The facts of an imported row: a channel that the rule book names is kept by its key, as the intake keeps it, and what
/// the row does not decide is proposed. Faulty fields are left out; the dry run has refused such rows.
#[must_use]
pub fn imported(draft: &Draft, rules: &Rules, now: Stamp) -> Facts {
    let (mut facts, _) = draft.read(now);
    if let Some(key) = rules.channel_key(draft.get(Field::Channel)) {
        // Keys are short words, so the field takes them.
        let _taken = facts.set(Field::Channel, key);
    }
    settle(&mut facts, |field| !draft.get(field).is_empty(), rules);
    facts
}

/// How pressing the case is (D02, D06).
#[must_use]
pub fn priority(facts: &Facts, rules: &Rules) -> Priority {
    let text = facts.word(Field::Symptoms);
    let safety = facts.injury != Injury::None
        || facts.loss.zip(rules.money.urgent_from).is_some_and(|(loss, least)| loss >= least)
        || rules.money.urgent_words.iter().any(|word| says(text, word) || says(facts.word(Field::Description), word));
    if safety {
        Priority::Urgent
    } else if facts.vip || !facts.exposure.is_empty() || facts.level != Level::General {
        Priority::High
    } else {
        Priority::Normal
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rulebook::{BUILT_IN, RuleBook};

    fn rules() -> Rules {
        let (file, text) = BUILT_IN[0];
        RuleBook::read(file, text).unwrap().rules
    }

    fn facts(typed: &[(Field, &str)]) -> Facts {
        let mut facts = Facts::default();
        for (field, text) in typed {
            facts.set(*field, text).unwrap();
        }
        facts
    }

    /// Loss, prompts, grade of an incident.
    const LOSSES: &str = "\
         | | M5
0        | | M5
0.01     | M2 | M5
2000     | M2 | M5
2000.01  | M2 M4 | M5
3000     | M2 M4 | M5
3000.01  | M3 M4 | M5
20000    | M3 M4 | M5
20000.01 | M3 M4 | M6
49999.99 | M3 M4 | M6
50000    | M3 M4 | M7";

    #[test]
    fn prompts_and_grades_turn_at_their_thresholds_m2_to_m7() {
        let rules = rules();
        for row in LOSSES.lines() {
            let cells: Vec<&str> = row.split('|').map(str::trim).collect();
            let facts = facts(&[(Field::Loss, cells[0])]);
            let prompts: Vec<&str> = money_prompts(&facts, &rules).into_iter().map(MoneyPrompt::rule).collect();
            assert_eq!(prompts.join(" "), cells[1], "{row}");
            assert_eq!(propose_grade(&facts, &rules).unwrap().rule, cells[2], "{row}");
        }
    }

    #[test]
    fn injury_and_demands_beyond_the_law_only_raise_the_grade_d05() {
        let rules = rules();
        let rule = |typed: &[(Field, &str)]| propose_grade(&facts(typed), &rules).unwrap().rule;
        assert_eq!(rule(&[(Field::Injury, "light")]), "M6");
        assert_eq!(rule(&[(Field::Injury, "heavy")]), "M7");
        assert_eq!(rule(&[(Field::Injury, "death")]), "M7");
        assert_eq!(rule(&[(Field::BeyondLaw, "yes")]), "M6");
        assert_eq!(rule(&[(Field::Injury, "light"), (Field::Loss, "60000")]), "M7");
    }

    #[test]
    fn a_denied_word_speaks_for_nothing_c01() {
        let rules = rules();
        for (text, class) in [
            ("厨房起火", InfoClass::MajorIncident),
            ("没有起火", InfoClass::GeneralQuality),
            ("未起火", InfoClass::GeneralQuality),
            ("用户投诉态度", InfoClass::MarketComplaint),
            ("打听竞品价格", InfoClass::Competitor),
        ] {
            assert_eq!(propose_class(&facts(&[(Field::Description, text)]), &rules).value, class, "{text}");
        }
    }

    #[test]
    fn danger_comes_first_whatever_the_class_d06() {
        let rules = rules();
        for (field, text, expected) in [
            (Field::Symptoms, "触电", Priority::Urgent),
            (Field::Injury, "light", Priority::Urgent),
            (Field::Vip, "yes", Priority::High),
            (Field::Exposure, "media", Priority::High),
            (Field::Description, "不加热", Priority::Normal),
        ] {
            assert_eq!(priority(&facts(&[(field, text)]), &rules), expected, "{text}");
        }
    }
}
