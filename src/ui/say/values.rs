//! Values of fields and names of branches, people and list members as people read them.

use crate::domain::facts::split_words;
use crate::domain::organisation::Organisation;
use crate::domain::policy::Name;
use crate::domain::rules::{Choice, Rules};
use crate::domain::{BranchId, Case, Fen, Field, InfoClass, Level, PersonId};
use crate::store::CaseFile;
use crate::t;
use crate::text::{Lang, Texts};
use crate::ui::Cx;

use super::procedure::Prescribed;

/// Looks up what events hold only by key.
pub trait Names {
    /// Empty for a branch that is not known.
    fn branch(&self, id: BranchId) -> String;
    /// Empty for a person who is not known.
    fn person(&self, id: PersonId) -> String;
    /// A member of a list of the rule book: channel, category, symptom, reason. Free text comes back as it is.
    fn choice(&self, key: &str) -> String;
    /// What the house itself calls a stored class or level; `None` where it has no name of its own.
    fn own(&self, _field: Field, _word: &str) -> Option<String> {
        None
    }
    /// The procedures of the case that is told of, with what its rule book prescribes.
    fn prescribed(&self) -> Option<Prescribed<'_>> {
        None
    }
}

/// Names from the organisation and the rule book of a case.
#[derive(Debug, Clone, Copy)]
pub struct Known<'a> {
    pub organisation: &'a Organisation,
    pub rules: &'a Rules,
    pub lang: Lang,
    /// The case that is told of, where there is one.
    pub case: Option<&'a Case>,
}

impl Names for Known<'_> {
    fn branch(&self, id: BranchId) -> String {
        self.organisation.branch(id).map(|branch| branch.name.clone()).unwrap_or_default()
    }

    fn person(&self, id: PersonId) -> String {
        self.organisation.person(id).map(|person| person.name.clone()).unwrap_or_default()
    }

    fn choice(&self, key: &str) -> String {
        let rules = self.rules;
        let lists: [&[Choice]; 5] =
            [&rules.channels, &rules.categories, &rules.symptoms, &rules.wait_reasons, &rules.transfer_reasons];
        match lists.into_iter().flatten().find(|choice| choice.key == key) {
            Some(choice) if self.lang == Lang::Zh => choice.zh.clone(),
            Some(choice) => choice.en.clone(),
            None => key.to_owned(),
        }
    }

    fn own(&self, field: Field, word: &str) -> Option<String> {
        let policy = &self.rules.policy;
        let name = match field {
            Field::InfoClass => policy.class_name(InfoClass::from_word(word)?)?,
            Field::Level => policy.level_name(Level::from_word(word)?)?,
            Field::Brand | Field::Cause | Field::Department => {
                let known = self.rules.member(field, word)?;
                return Some(if self.lang == Lang::Zh { known.zh.clone() } else { known.en.clone() });
            }
            _ => return None,
        };
        Some(if self.lang == Lang::Zh { name.zh.clone() } else { name.en.clone() })
    }

    fn prescribed(&self) -> Option<Prescribed<'_>> {
        self.case.map(|case| Prescribed::of(case, self.rules))
    }
}

/// What a house calls a class: its own name, else the program's.
#[must_use]
pub fn class_name(texts: &Texts, rules: &Rules, class: InfoClass) -> String {
    let own = rules.policy.class_name(class).map(|name| named(texts, name).to_owned());
    own.unwrap_or_else(|| texts.name("class", class.word()))
}

/// As [`class_name`], short where the program's own name stands.
#[must_use]
pub fn class_short(texts: &Texts, rules: &Rules, class: InfoClass) -> String {
    let own = rules.policy.class_name(class).map(|name| named(texts, name).to_owned());
    own.unwrap_or_else(|| texts.name("class-short", class.word()))
}

/// What a house calls a level: its own name, else the program's.
#[must_use]
pub fn level_name(texts: &Texts, rules: &Rules, level: Level) -> String {
    let own = rules.policy.level_name(level).map(|name| named(texts, name).to_owned());
    own.unwrap_or_else(|| texts.name("level", level.word()))
}

impl<'a> Known<'a> {
    /// The names of a case, under the rule book it was opened under.
    #[must_use]
    pub fn in_case(cx: &Cx<'a>, file: &'a CaseFile) -> Self {
        Self { organisation: cx.organisation, rules: &file.book.rules, lang: cx.texts.lang(), case: Some(&file.case) }
    }
}

/// A name of the rule book in the language of the screen; the Chinese one where the English is left out.
#[must_use]
pub fn named<'a>(texts: &Texts, name: &'a Name) -> &'a str {
    if texts.lang() == Lang::Zh || name.en.is_empty() { &name.zh } else { &name.en }
}

#[must_use]
pub fn field_name(texts: &Texts, field: Field) -> String {
    texts.name("field", field.word())
}

/// The canonical text of a field ([`crate::domain::Facts::text`]) in words; `无` for an empty one.
///
/// Personal fields come back whole: who shows them masks them.
#[must_use]
pub fn field_value(texts: &Texts, names: &dyn Names, field: Field, text: &str) -> String {
    if matches!(field, Field::Vip | Field::CrossProvince | Field::International | Field::BeyondLaw) {
        return if text.is_empty() { t!(texts, "answer-no") } else { t!(texts, "answer-yes") };
    }
    if text.is_empty() {
        return t!(texts, "none");
    }
    if let Some(own) = names.own(field, text) {
        return own;
    }
    match field {
        Field::Occurrence | Field::Injury | Field::Level | Field::Grade | Field::HandledState | Field::Verified => {
            texts.name(field.word(), text)
        }
        Field::InfoClass => texts.name("class", text),
        Field::Demand | Field::Exposure => join(texts, split_words(text).map(|word| texts.name(field.word(), word))),
        Field::Symptoms => join(texts, split_words(text).map(|word| names.choice(word))),
        Field::Channel | Field::Category => names.choice(text),
        Field::Loss => Fen::parse(text).map_or_else(|_| text.to_owned(), |loss| money(texts, loss)),
        // Seconds are on record, but nobody typed or wants them.
        Field::ReceivedAt | Field::PromisedReply => text.get(..16).unwrap_or(text).to_owned(),
        _ => text.to_owned(),
    }
}

/// Members of a list in one line; empty for none.
#[must_use]
pub fn join(texts: &Texts, words: impl Iterator<Item = String>) -> String {
    words.reduce(|first, next| t!(texts, "joined-members", first = first, next = next)).unwrap_or_default()
}

/// An amount with thousands apart and its unit: `14,466.00 元`.
#[must_use]
pub fn money(texts: &Texts, amount: Fen) -> String {
    t!(texts, "unit-yuan", amount = amount.to_string())
}
