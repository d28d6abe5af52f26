//! Why the program proposes what it proposes; a person decides.

use super::values::join;
use crate::domain::judge::{MoneyPrompt, Proposal};
use crate::domain::rules::Rules;
use crate::domain::stage::{IncidentGrade, Injury};
use crate::domain::{Facts, Fen, Field};
use crate::t;
use crate::text::Texts;

/// The word or the rule behind a proposed class or level.
#[must_use]
pub fn proposal_reason<T>(texts: &Texts, proposal: &Proposal<T>) -> String {
    let rule = proposal.rule.as_str();
    match &proposal.because {
        Some(word) => t!(texts, "propose-word", word = word.as_str(), rule = rule),
        None => t!(texts, "propose-rule", rule = rule),
    }
}

/// The facts behind a proposed grade (D05, M5-M7): loss, injury, a demand beyond the law.
#[must_use]
pub fn grade_reason(texts: &Texts, facts: &Facts, proposal: &Proposal<IncidentGrade>) -> String {
    let loss = facts.loss.map(|loss| t!(texts, "propose-loss", amount = yuan(loss)));
    let injury = (facts.injury != Injury::None)
        .then(|| t!(texts, "propose-injury", injury = texts.name("injury", facts.injury.word())));
    let law = facts.beyond_law.then(|| texts.name("field", Field::BeyondLaw.word()));
    let reasons = join(texts, [loss, injury, law].into_iter().flatten());
    let rule = proposal.rule.as_str();
    if reasons.is_empty() {
        return t!(texts, "propose-rule", rule = rule);
    }
    t!(texts, "propose-grade", reasons = reasons, rule = rule)
}

/// What the money rules ask for, with the threshold of the rule book (M2-M4).
#[must_use]
pub fn money_prompt(texts: &Texts, prompt: MoneyPrompt, rules: &Rules) -> String {
    let rule = prompt.rule();
    match prompt {
        MoneyPrompt::FollowGuidance => {
            t!(texts, "money-follow-guidance", amount = yuan(rules.money.guidance_up_to.unwrap_or(Fen(0))), rule = rule)
        }
        MoneyPrompt::ReportInsurer => {
            t!(texts, "money-report-insurer", amount = yuan(rules.money.insurer_above.unwrap_or(Fen(0))), rule = rule)
        }
        MoneyPrompt::MayClaim => {
            t!(texts, "money-may-claim", amount = yuan(rules.money.claim_above.unwrap_or(Fen(0))), rule = rule)
        }
    }
}

/// What the emergency mark means (D06).
#[must_use]
pub fn urgent_reason(texts: &Texts) -> String {
    t!(texts, "urgent-text", rule = "D06")
}

/// Whole amounts without their decimals: thresholds are read, not added up.
fn yuan(amount: Fen) -> String {
    let text = amount.to_string();
    text.strip_suffix(".00").map_or_else(|| text.clone(), str::to_owned)
}
