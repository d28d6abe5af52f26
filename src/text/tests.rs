//! Both languages say the same things, and every closed list has its words.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Instant;

use super::{Lang, Texts};
use crate::domain::Relation;
use crate::domain::event::{BreachKind, MediaKind, NoteKind, RoundCause, SheetKind};
use crate::domain::field::Field;
use crate::domain::organisation::Role;
use crate::domain::procedure::AnswerKind;
use crate::domain::stage::{
    Acceptance, ContactWay, DemandKind, Exposure, HandledState, IncidentGrade, InfoClass, Injury, Level, Occurrence,
    Priority, Satisfaction, Stage, Tier, Track, Verified,
};
use crate::exchange::entries::EntryColumn;
use crate::exchange::roster::Column;
use crate::figures::kpi::{Base, Dim, Kpi, Line, Missing, Unit};
use crate::store::{Group, Sort, View};
use crate::ui::book_tables::BookGroup;

/// Ids with the names of their values. A message is an id at the start of a line and the indented lines below it.
fn messages(lang: Lang) -> BTreeMap<&'static str, BTreeSet<&'static str>> {
    let mut found: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    let mut id = "";
    for line in lang.file().lines() {
        if let Some((start, _)) = line.split_once(" =").filter(|_| line.starts_with(|c: char| c.is_ascii_alphabetic()))
        {
            id = start;
            assert!(found.insert(id, BTreeSet::new()).is_none(), "{id} stands twice in {}", lang.word());
        } else {
            let is_rest = line.is_empty() || line.starts_with(['#', ' ']);
            assert!(is_rest, "neither a text, its continuation nor a comment: {line}");
        }
        for part in line.split('$').skip(1) {
            let end = part.find(|c: char| !c.is_ascii_alphanumeric() && c != '-' && c != '_').unwrap_or(part.len());
            found.get_mut(id).expect("values stand inside a text").insert(&part[..end]);
        }
    }
    found
}

#[test]
fn both_languages_have_the_same_ids_with_the_same_values() {
    let (zh, en) = (messages(Lang::Zh), messages(Lang::En));
    assert!(zh.len() > 500, "the parser finds the texts");
    for (id, values) in &zh {
        assert_eq!(en.get(id), Some(values), "{id} in English");
    }
    let only_english: Vec<_> = en.keys().filter(|id| !zh.contains_key(*id)).collect();
    assert!(only_english.is_empty(), "only in English: {only_english:?}");
}

#[test]
fn every_text_is_read_without_a_mistake_and_without_isolation_marks() {
    for lang in Lang::ALL {
        assert!(fluent_parses(lang), "{}", lang.word());
        let texts = Texts::new(lang);
        for (id, values) in messages(lang) {
            let filled = values.iter().map(|&value| (value, "7")).collect();
            let text = texts.loader().get_args::<&str, &str>(id, filled);
            assert!(!text.contains(['\u{2068}', '\u{2069}', '{', '$']), "{id}: {text}");
            assert!(!text.trim().is_empty() && !text.starts_with("No localization"), "{id}: {text}");
            assert!(!text.ends_with(['。', '：', ':']), "{id} ends as no label does: {text}");
        }
    }
}

/// Whether the loader knows exactly the ids that stand in the file: what it cannot read, it leaves out.
fn fluent_parses(lang: Lang) -> bool {
    let texts = Texts::new(lang);
    let language = lang.word().parse().unwrap();
    let read = texts.loader().with_message_iter(&language, |found| found.count());
    read == messages(lang).len()
}

#[test]
fn every_member_of_every_closed_list_has_a_text_in_both_languages() {
    fn words<T: Copy>(all: &[T], word: impl Fn(T) -> &'static str) -> Vec<&'static str> {
        all.iter().map(|&member| word(member)).collect()
    }
    let lists = [
        ("stage", words(Stage::ALL, Stage::word)),
        ("class", words(InfoClass::ALL, InfoClass::word)),
        ("class-short", words(InfoClass::ALL, InfoClass::word)),
        ("track", words(Track::ALL, Track::word)),
        ("level", words(Level::ALL, Level::word)),
        ("grade", words(IncidentGrade::ALL, IncidentGrade::word)),
        ("injury", words(Injury::ALL, Injury::word)),
        ("exposure", words(Exposure::ALL, Exposure::word)),
        ("occurrence", words(Occurrence::ALL, Occurrence::word)),
        ("verified", words(Verified::ALL, Verified::word)),
        ("handled-state", words(HandledState::ALL, HandledState::word)),
        ("demand", words(DemandKind::ALL, DemandKind::word)),
        ("way", words(ContactWay::ALL, ContactWay::word)),
        ("satisfaction", words(Satisfaction::ALL, Satisfaction::word)),
        ("acceptance", words(Acceptance::ALL, Acceptance::word)),
        ("tier", words(Tier::ALL, Tier::word)),
        ("priority", words(Priority::ALL, Priority::word)),
        ("role", words(Role::ALL, Role::word)),
        ("roster-column", words(Column::ALL, Column::word)),
        ("entry-column", words(EntryColumn::ALL, EntryColumn::word)),
        ("media", words(MediaKind::ALL, MediaKind::word)),
        ("note", words(NoteKind::ALL, NoteKind::word)),
        ("relation", words(Relation::ALL, Relation::word)),
        ("breach", words(BreachKind::ALL, BreachKind::word)),
        ("round-cause", words(RoundCause::ALL, RoundCause::word)),
        ("sheet", words(SheetKind::ALL, SheetKind::word)),
        ("sheet-short", words(SheetKind::ALL, SheetKind::word)),
        ("view", words(View::ALL, View::word)),
        ("group", words(Group::ALL, Group::word)),
        ("sort", words(Sort::ALL, Sort::word)),
        ("field", words(Field::ALL, Field::word)),
        ("kpi", words(Kpi::ALL, Kpi::word)),
        ("kpi-part", words(Kpi::ALL, Kpi::word)),
        ("kpi-whole", words(Kpi::ALL, Kpi::word)),
        ("kpi-edge", words(Kpi::ALL, Kpi::word)),
        ("kpi-line", words(Line::ALL, Line::word)),
        ("kpi-base", words(Base::ALL, Base::word)),
        ("kpi-unit", words(Unit::ALL, Unit::word)),
        ("kpi-missing", words(Missing::ALL, Missing::word)),
        ("kpi-dim", words(Dim::ALL, Dim::word)),
        ("answer-kind", words(AnswerKind::ALL, AnswerKind::word)),
        ("book-group", words(BookGroup::ALL, BookGroup::word)),
        ("lang", words(&Lang::ALL, Lang::word)),
    ];
    for lang in Lang::ALL {
        let (texts, found) = (Texts::new(lang), messages(lang));
        for (list, members) in &lists {
            for word in members {
                let id = format!("{list}-{}", word.replace('_', "-"));
                assert!(found.contains_key(id.as_str()), "{id} in {}", lang.word());
                assert_eq!(texts.name(list, word), texts.loader().get(&id));
            }
        }
    }
}

#[test]
fn an_unknown_word_stays_readable() {
    let texts = Texts::new(Lang::Zh);
    assert_eq!(texts.name("stage", "intake"), "受理");
    assert_eq!(texts.name("stage", "moon_base"), "moon_base");
    assert_eq!(texts.name("", ""), "");
    assert_eq!(Lang::from_word("en"), Some(Lang::En));
    assert_eq!(Lang::from_word("fr"), None);
}

#[test]
fn english_counts_one_case_and_two_cases() {
    let texts = Texts::new(Lang::En);
    assert_eq!(crate::t!(texts, "unit-cases", n = 1), "1 case");
    assert_eq!(crate::t!(texts, "unit-cases", n = 2), "2 cases");
}

/// Prints what a look-up costs; run with `--ignored --nocapture`.
#[test]
#[ignore = "measures, asserts nothing"]
fn cost_of_a_text() {
    let started = Instant::now();
    let texts = Texts::new(Lang::En);
    println!("reading the texts: {:?}", started.elapsed());
    let rounds = 100_000_u32;
    let started = Instant::now();
    for _ in 0..rounds {
        std::hint::black_box(crate::t!(texts, "view-open"));
    }
    println!("plain: {:?}", started.elapsed() / rounds);
    let started = Instant::now();
    for round in 0..rounds {
        std::hint::black_box(crate::t!(texts, "unit-hours-minutes", hours = 4, minutes = round));
    }
    println!("with two values: {:?}", started.elapsed() / rounds);
    let started = Instant::now();
    for _ in 0..rounds {
        std::hint::black_box(texts.name("class", "major_incident"));
    }
    println!("by name: {:?}", started.elapsed() / rounds);
}
