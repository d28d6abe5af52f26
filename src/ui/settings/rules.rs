//! The rule book in force as plain tables; it is read here, never changed.

use egui::Ui;

use super::table::{Column, table};
use super::{Cx, heading};
use crate::domain::Limit;
use crate::domain::rules::{GradeBand, StageLimit};
use crate::t;
use crate::text::{Lang, Texts, say};

pub(super) fn rules_ui(ui: &mut Ui, cx: &Cx<'_>) {
    let (texts, book) = (cx.texts, cx.book);
    let rules = &book.rules;
    let name = if texts.lang() == Lang::Zh { &book.name_zh } else { &book.name_en };
    let version = t!(texts, "settings-book-version", version = rules.version, day = say::full_day(book.effective));
    heading(ui, name, &version);

    section(ui, &t!(texts, "settings-stage-limits"));
    let columns = [
        column(texts.name("settings", "rule"), 0.8),
        column(t!(texts, "column-stage"), 1.0),
        column(t!(texts, "settings-applies"), 1.6),
        column(t!(texts, "settings-limit"), 1.4),
        column(t!(texts, "settings-from"), 2.0),
    ];
    let rows: Vec<_> = rules.stage_limits.iter().map(|row| stage_row(texts, row)).collect();
    table(ui, &columns, &rows);
    note(ui, &t!(texts, "settings-warning", percent = u32::from(rules.warn_percent), count = rules.extensions));

    section(ui, &t!(texts, "settings-promises"));
    let columns = [
        column(texts.name("settings", "rule"), 0.8),
        column(t!(texts, "field-level"), 1.0),
        column(t!(texts, "settings-longest"), 1.6),
        column(t!(texts, "settings-average"), 3.4),
    ];
    let rows: Vec<_> = rules
        .promises
        .iter()
        .map(|row| {
            let average = row.average_hours.map_or_else(|| "—".to_owned(), |n| t!(texts, "unit-hours", n = n));
            vec![row.id.clone(), level_words(texts, row.level), limit_words(texts, row.longest), average]
        })
        .collect();
    table(ui, &columns, &rows);
    note(ui, &t!(texts, "settings-target", percent = percent(rules.on_time_target)));

    section(ui, &t!(texts, "settings-money"));
    money(ui, cx);

    section(ui, &t!(texts, "settings-grades"));
    let columns = [
        column(texts.name("settings", "rule"), 0.8),
        column(t!(texts, "field-grade"), 1.4),
        column(t!(texts, "field-loss"), 1.8),
        column(t!(texts, "field-injury"), 1.2),
        column(t!(texts, "field-beyond-law"), 1.6),
    ];
    let rows: Vec<_> = rules.grades.iter().map(|row| grade_row(texts, row)).collect();
    table(ui, &columns, &rows);
}

/// The level a row is for; every level without one.
fn level_words(texts: &Texts, level: Option<crate::domain::Level>) -> String {
    level.map_or_else(|| t!(texts, "all"), |level| texts.name("level", level.word()))
}

fn section(ui: &mut Ui, title: &str) {
    ui.add_space(8.0);
    let t = crate::ui::theme::Tokens::of(ui.ctx());
    ui.label(egui::RichText::new(title).font(crate::ui::theme::font::body_l_medium()).color(t.text));
}

fn note(ui: &mut Ui, text: &str) {
    let t = crate::ui::theme::Tokens::of(ui.ctx());
    ui.label(egui::RichText::new(text).font(crate::ui::theme::font::meta()).color(t.ter));
}

fn column(name: String, share: f32) -> Column {
    (name, share)
}

fn percent(share: f64) -> String {
    if share.fract() == 0.0 { format!("{share:.0}") } else { format!("{share:.1}") }
}

fn stage_row(texts: &Texts, row: &StageLimit) -> Vec<String> {
    let level = row.level.map(|level| texts.name("level", level.word()));
    let class = row.class.map(|class| texts.name("class", class.word()));
    let applies: Vec<String> = level.into_iter().chain(class).collect();
    let from = row.from.map_or_else(
        || t!(texts, "settings-from-start"),
        |stage| t!(texts, "settings-from-end-of", stage = texts.name("stage", stage.word())),
    );
    vec![
        row.id.clone(),
        texts.name("stage", row.stage.word()),
        if applies.is_empty() { t!(texts, "all") } else { applies.join(" · ") },
        limit_words(texts, row.limit),
        from,
    ]
}

fn grade_row(texts: &Texts, row: &GradeBand) -> Vec<String> {
    let amount = row.loss_from.with_currency();
    let loss = if row.from_inclusive {
        t!(texts, "settings-from-amount", amount = amount)
    } else {
        t!(texts, "settings-above-amount", amount = amount)
    };
    let yes = if row.beyond_law { t!(texts, "answer-yes") } else { "—".to_owned() };
    let injury = row.injury.map_or_else(|| "—".to_owned(), |injury| texts.name("injury", injury.word()));
    vec![row.id.clone(), texts.name("grade", row.grade.word()), loss, injury, yes]
}

fn money(ui: &mut Ui, cx: &Cx<'_>) {
    let (texts, money) = (cx.texts, &cx.book.rules.money);
    let columns = [
        column(texts.name("settings", "rule"), 0.8),
        column(t!(texts, "settings-money-what"), 3.0),
        column(t!(texts, "field-loss"), 3.0),
    ];
    let amount = |fen: crate::domain::Fen| fen.with_currency();
    let none = || t!(texts, "due-none");
    let up_to = |fen: Option<_>| fen.map_or_else(none, |fen| t!(texts, "settings-up-to-amount", amount = amount(fen)));
    let above = |fen: Option<_>| fen.map_or_else(none, |fen| t!(texts, "settings-above-amount", amount = amount(fen)));
    let from = |fen: Option<_>| fen.map_or_else(none, |fen| t!(texts, "settings-from-amount", amount = amount(fen)));
    let rows = [
        vec!["M2".to_owned(), t!(texts, "settings-money-guidance"), up_to(money.guidance_up_to)],
        vec!["M3".to_owned(), t!(texts, "settings-money-insurer"), above(money.insurer_above)],
        vec!["M4".to_owned(), t!(texts, "settings-money-claim"), above(money.claim_above)],
        vec!["D06".to_owned(), t!(texts, "settings-money-urgent"), from(money.urgent_from)],
    ];
    table(ui, &columns, &rows);
}

/// A limit with its unit, and whether office hours alone count.
pub(super) fn limit_words(texts: &Texts, limit: Limit) -> String {
    match limit {
        Limit::Minutes(n) => t!(texts, "unit-minutes", n = n),
        Limit::Hours(n) => t!(texts, "unit-hours", n = n),
        Limit::Days(n) => t!(texts, "unit-days", n = n),
        Limit::WorkingDays(n) => t!(texts, "unit-working-days", n = n),
        Limit::WorkingMinutes(n) => t!(texts, "unit-business", time = say::duration(texts, n)),
    }
}
