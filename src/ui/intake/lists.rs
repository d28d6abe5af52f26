//! Names and pick lists of the intake, made once for a language and an organisation.

use crate::domain::organisation::{Organisation, Role};
use crate::domain::pinyin;
use crate::domain::rules::Choice;
use crate::domain::stage::{DemandKind, Exposure, HandledState, IncidentGrade, Injury, Occurrence, Verified};
use crate::domain::{Field, Stamp};
use crate::text::Lang;
use crate::ui::Cx;
use crate::ui::say::{class_name, level_name};
use crate::ui::widgets::Pick;

/// Words the intake shows that change only with the language, the rule book or the organisation.
#[derive(Debug)]
pub(super) struct Lists {
    lang: Lang,
    book: (String, i64),
    organisation: Organisation,
    names: Vec<String>,
    pub weekdays: Vec<String>,
    pub channels: Vec<Pick>,
    pub categories: Vec<Pick>,
    pub symptoms: Vec<Pick>,
    pub brands: Vec<Pick>,
    pub branches: Vec<Pick>,
    pub people: Vec<Pick>,
    pub classes: Vec<Pick>,
    pub levels: Vec<Pick>,
    pub grades: Vec<Pick>,
    pub occurrences: Vec<Pick>,
    pub handled: Vec<Pick>,
    pub verified: Vec<Pick>,
    pub injuries: Vec<(String, &'static str)>,
    pub demands: Vec<(String, &'static str)>,
    pub exposures: Vec<(String, &'static str)>,
}

impl Lists {
    pub(super) fn new(cx: &Cx<'_>) -> Self {
        let rules = &cx.book.rules;
        let word = |list: &'static str| move |word: &'static str| (cx.texts.name(list, word), word);
        let closed = |list: &str, words: Vec<&'static str>| -> Vec<Pick> {
            words.into_iter().map(|word| pick(word.to_owned(), cx.texts.name(list, word), String::new())).collect()
        };
        let demands = rules.demands.iter().copied().map(DemandKind::word);
        Self {
            lang: cx.texts.lang(),
            book: (rules.id.clone(), rules.version),
            organisation: cx.organisation.clone(),
            names: Field::ALL.iter().map(|field| cx.texts.name("field", field.word())).collect(),
            weekdays: (1..=7).map(|day| cx.texts.name("weekday", &day.to_string())).collect(),
            channels: rules.channels.iter().map(|choice| named(choice, cx.texts.lang(), Key::Word)).collect(),
            categories: rules.categories.iter().map(|choice| named(choice, cx.texts.lang(), Key::Chinese)).collect(),
            symptoms: rules.symptoms.iter().map(|choice| named(choice, cx.texts.lang(), Key::Chinese)).collect(),
            brands: rules.brands.iter().map(|choice| named(choice, cx.texts.lang(), Key::Chinese)).collect(),
            branches: cx
                .organisation
                .branches_on(Stamp::date(cx.now))
                .map(|branch| pick(branch.name.clone(), branch.name.clone(), branch.region.clone()))
                .collect(),
            people: people(cx),
            classes: rules
                .policy
                .classes()
                .into_iter()
                .map(|class| pick(class.word().to_owned(), class_name(cx.texts, &cx.book.rules, class), String::new()))
                .collect(),
            levels: rules
                .policy
                .levels()
                .into_iter()
                .map(|level| pick(level.word().to_owned(), level_name(cx.texts, &cx.book.rules, level), String::new()))
                .collect(),
            grades: closed("grade", IncidentGrade::ALL.iter().map(|grade| grade.word()).collect()),
            occurrences: closed("occurrence", Occurrence::ALL.iter().map(|kind| kind.word()).collect()),
            handled: closed("handled-state", HandledState::ALL.iter().map(|state| state.word()).collect()),
            verified: closed("verified", Verified::ALL.iter().map(|state| state.word()).collect()),
            injuries: Injury::ALL.iter().map(|injury| injury.word()).map(word("injury")).collect(),
            demands: demands.map(word("demand")).collect(),
            exposures: Exposure::ALL.iter().map(|kind| kind.word()).map(word("exposure")).collect(),
        }
    }

    /// Whether these are still the words to show.
    pub(super) fn fit(&self, cx: &Cx<'_>) -> bool {
        let rules = &cx.book.rules;
        self.lang == cx.texts.lang()
            && self.book.0 == rules.id
            && self.book.1 == rules.version
            && self.organisation == *cx.organisation
    }

    /// What a field is called.
    pub(super) fn name(&self, field: Field) -> &str {
        self.names.get(field.index()).map_or("", String::as_str)
    }
}

/// What a choice of the rule book is stored as.
#[derive(Clone, Copy)]
enum Key {
    /// Its key: channels.
    Word,
    /// Its Chinese name: symptoms and categories, which the words of the rules look for.
    Chinese,
}

fn named(choice: &Choice, lang: Lang, key: Key) -> Pick {
    let key = match key {
        Key::Word => choice.key.clone(),
        Key::Chinese => choice.zh.clone(),
    };
    let (label, note) = match lang {
        Lang::Zh => (choice.zh.clone(), String::new()),
        Lang::En => (choice.en.clone(), choice.zh.clone()),
    };
    pick(key, label, note)
}

fn pick(key: String, label: String, note: String) -> Pick {
    let search = pinyin::search_key(&format!("{label} {note}"));
    Pick { key, label, note, search }
}

/// People whose post is held today, those who answer for branches first.
fn people(cx: &Cx<'_>) -> Vec<Pick> {
    let today = Stamp::date(cx.now);
    let mut held: Vec<_> = cx.organisation.people.iter().filter(|person| person.is_in_force(today)).collect();
    let rank = |role: Role| match role {
        Role::FieldServiceManager => 0,
        Role::RegionalManager => 1,
        _ => 2,
    };
    held.sort_by_key(|person| (rank(person.role), person.branch));
    let place = |person: &crate::domain::organisation::Person| {
        let branch = cx.branch_name(person.branch);
        let region = person.region.as_deref().unwrap_or_default();
        let place = if branch.is_empty() { region } else { branch };
        format!("{} {place}", cx.texts.name("role", person.role.word())).trim_end().to_owned()
    };
    held.into_iter().map(|person| pick(person.name.clone(), person.name.clone(), place(person))).collect()
}
