//! Approvals, obligations, targets, incentives, retention and lists of a rule book as tables.

use chrono::Datelike;

use super::{BookGroup, BookTable, Say};
use crate::domain::policy::{Goal, Incentive, Sign, Unit, When};
use crate::domain::rules::Choice;
use crate::t;
use crate::text::Texts;

pub(super) fn tables(say: &Say<'_>) -> Vec<BookTable> {
    let mut tables = vec![approvals(say), obligations(say), targets(say), incentives(say), retentions(say), names(say)];
    tables.extend([copies(say), groups(say)]);
    let rules = &say.book.rules;
    tables.extend([
        list(say, "channels", &rules.channels),
        list(say, "categories", &rules.categories),
        list(say, "symptoms", &rules.symptoms),
        list(say, "brands", &rules.brands),
        list(say, "causes", &rules.causes),
        list(say, "departments", &rules.departments),
        list(say, "waits", &rules.wait_reasons),
        list(say, "transfers", &rules.transfer_reasons),
        list(say, "guidance", &rules.guidance),
    ]);
    tables
}

fn approvals(it: &Say<'_>) -> BookTable {
    let rows = it.book.rules.policy.approvals.iter().map(|row| {
        let by: Vec<String> = row.by.iter().map(|name| it.name(name)).collect();
        let signs = t!(it.texts, "book-signs", names = by.join(" · "), need = row.need, all = row.by.len());
        vec![row.id.clone(), it.texts.name("book-deed", row.deed.word()), signs, Say::or_dash(it.name(&row.when))]
    });
    it.table(BookGroup::Duties, "approvals", &["rule", "deed", "signs", "when"], rows.collect())
}

fn obligations(it: &Say<'_>) -> BookTable {
    let rows = it
        .book
        .rules
        .policy
        .obligations
        .iter()
        .map(|row| vec![row.id.clone(), it.name(&row.who), it.name(&row.what), when(it.texts, row.when)]);
    it.table(BookGroup::Duties, "obligations", &["rule", "who", "what", "when"], rows.collect())
}

pub(in crate::ui) fn when(texts: &Texts, when: When) -> String {
    match when {
        When::Daily => t!(texts, "book-when-daily"),
        When::Weekly(day) => {
            let day = texts.name("weekday", &day.number_from_monday().to_string());
            t!(texts, "book-when-weekly", day = day)
        }
        When::Monthly(31) => t!(texts, "book-when-month-end"),
        When::Monthly(day) => t!(texts, "book-when-monthly", day = day),
        When::Quarterly => t!(texts, "book-when-quarterly"),
        When::Yearly { month: 12, day: 31 } => t!(texts, "book-when-year-end"),
        When::Yearly { month, day } => {
            let day = chrono::NaiveDate::from_ymd_opt(2024, month, day);
            let day = day.map(|day| format!("{:02}-{:02}", day.month(), day.day())).unwrap_or_default();
            t!(texts, "book-when-yearly", day = day)
        }
        When::TimesAYear(times) => t!(texts, "book-when-times", n = times),
        When::Open => t!(texts, "book-when-open"),
    }
}

fn targets(it: &Say<'_>) -> BookTable {
    let rows = it.book.rules.policy.targets.iter().map(|row| {
        let periods: Vec<String> = row.periods.iter().map(|kind| it.texts.name("book-period", kind.word())).collect();
        let goal = row.goal.map_or_else(|| t!(it.texts, "book-no-goal"), |goal| goal_words(it.texts, goal));
        vec![row.id.clone(), it.name(&row.name), goal, Say::or_dash(periods.join(" · "))]
    });
    it.table(BookGroup::Targets, "targets", &["rule", "target", "goal", "periods"], rows.collect())
}

fn goal_words(texts: &Texts, goal: Goal) -> String {
    let (side, figure) = (goal.side.word(), goal.figure);
    match goal.unit {
        Unit::Percent => format!("{side} {figure} %"),
        Unit::Count => format!("{side} {figure}"),
        Unit::Seconds => t!(texts, "book-seconds", side = side, n = figure),
    }
}

fn incentives(it: &Say<'_>) -> BookTable {
    let rows = it.book.rules.policy.incentives.iter().map(|row| {
        vec![
            row.id.clone(),
            Say::or_dash(row.clause.clone()),
            it.name(&row.who),
            it.name(&row.cause),
            band(it.texts, row),
            Say::or_dash(it.name(&row.besides)),
        ]
    });
    it.table(BookGroup::Targets, "incentives", &["rule", "clause", "who", "cause", "amount", "besides"], rows.collect())
}

/// An incentive's amount with its sign.
pub(in crate::ui) fn band(texts: &Texts, row: &Incentive) -> String {
    let sign = if row.sign == Sign::Positive { "+" } else { "−" };
    match row.band {
        None => t!(texts, "book-assessed", sign = sign),
        Some((least, most)) if least == most => format!("{sign}{}", least.with_currency()),
        Some((least, most)) => {
            t!(texts, "book-band", sign = sign, least = least.with_currency(), most = most.with_currency())
        }
    }
}

fn retentions(it: &Say<'_>) -> BookTable {
    let rows = it.book.rules.policy.retentions.iter();
    let rows = rows.map(|row| vec![row.id.clone(), it.name(&row.what), t!(it.texts, "book-months", n = row.months)]);
    it.table(BookGroup::Duties, "retentions", &["rule", "what", "kept"], rows.collect())
}

fn copies(it: &Say<'_>) -> BookTable {
    let rows = it.book.rules.policy.copies.iter().map(|row| vec![row.id.clone(), it.name(&row.to)]);
    it.table(BookGroup::Duties, "copies", &["rule", "who"], rows.collect())
}

fn groups(it: &Say<'_>) -> BookTable {
    let rows = it.book.rules.policy.groups.iter();
    let rows = rows.map(|row| vec![row.id.clone(), it.name(&row.name), it.name(&row.does)]);
    it.table(BookGroup::Duties, "groups", &["rule", "group", "what"], rows.collect())
}

fn names(it: &Say<'_>) -> BookTable {
    let policy = &it.book.rules.policy;
    let classes = policy.class_names.iter().map(|(class, name)| vec![class.word().to_owned(), it.name(name)]);
    let levels = policy.level_names.iter().map(|(level, name)| vec![level.word().to_owned(), it.name(name)]);
    it.table(BookGroup::Grading, "names", &["key", "name"], classes.chain(levels).collect())
}

fn list(it: &Say<'_>, key: &'static str, choices: &[Choice]) -> BookTable {
    let rows = choices.iter().map(|choice| vec![choice.key.clone(), it.choice(choice)]);
    it.table(BookGroup::Lists, key, &["key", "name"], rows.collect())
}
