//! Limits, promises, tracks, grading and money of a rule book as tables.

use super::{BookGroup, BookTable, Say};
use crate::domain::Fen;
use crate::t;
use crate::text::say as words;
use crate::ui::say;

pub(super) fn tables(say: &Say<'_>) -> Vec<BookTable> {
    vec![
        head(say),
        stages(say),
        promises(say),
        assists(say),
        unset(say),
        tracks(say),
        grading(say),
        grades(say),
        money(say),
    ]
}

fn head(it: &Say<'_>) -> BookTable {
    let (texts, book) = (it.texts, it.book);
    let clock =
        t!(texts, "settings-warning", percent = u32::from(book.rules.warn_percent), count = book.rules.extensions);
    let line = |what: &str, text: String| vec![texts.name("book-head", what), text];
    let rows = vec![
        line(
            "version",
            t!(texts, "settings-book-version", version = book.rules.version, day = words::full_day(book.effective)),
        ),
        line("issued-by", book.issued_by.clone()),
        line("author", book.author.clone()),
        line("reviewer", book.reviewer.clone()),
        line("approver", book.approver.clone()),
        line("sources", book.sources.join(" · ")),
        line("clock", clock),
    ];
    it.table(BookGroup::Limits, "head", &["item", "value"], rows)
}

fn stages(it: &Say<'_>) -> BookTable {
    let texts = it.texts;
    let rows = it.book.rules.stage_limits.iter().map(|row| {
        let from = row.from.map_or_else(
            || t!(texts, "settings-from-start"),
            |stage| t!(texts, "settings-from-end-of", stage = it.stage(stage)),
        );
        let applies = [
            row.track.map(|track| texts.name("track", track.word())),
            row.level.map(|level| it.level(level)),
            row.class.map(|class| it.class(class)),
            it.category(row.category.as_ref()),
        ];
        vec![row.id.clone(), it.stage(row.stage), it.applies(applies), say::limit(texts, row.limit), from]
    });
    it.table(BookGroup::Limits, "stages", &["rule", "stage", "applies", "limit", "from"], rows.collect())
}

fn promises(it: &Say<'_>) -> BookTable {
    let texts = it.texts;
    let rows = it.book.rules.promises.iter().map(|row| {
        let average = row.average_hours.map_or_else(|| "—".to_owned(), |n| t!(texts, "unit-hours", n = n));
        let applies = [
            row.track.map(|track| texts.name("track", track.word())),
            row.level.map(|level| it.level(level)),
            it.category(row.category.as_ref()),
            None,
        ];
        vec![row.id.clone(), it.applies(applies), say::limit(texts, row.longest), average]
    });
    it.table(BookGroup::Limits, "promises", &["rule", "applies", "longest", "average"], rows.collect())
}

fn assists(it: &Say<'_>) -> BookTable {
    let rows = it.book.rules.policy.assists.iter();
    let rows = rows.map(|row| vec![row.id.clone(), it.name(&row.unit), say::limit(it.texts, row.limit)]);
    it.table(BookGroup::Limits, "assists", &["rule", "unit", "limit"], rows.collect())
}

fn unset(it: &Say<'_>) -> BookTable {
    let rows = it.book.rules.policy.unset.iter().map(|row| {
        let stage = row.stage.map_or_else(|| "—".to_owned(), |stage| it.stage(stage));
        vec![row.id.clone(), stage, it.name(&row.what), t!(it.texts, "book-unset")]
    });
    it.table(BookGroup::Limits, "unset", &["rule", "stage", "what", "limit"], rows.collect())
}

fn tracks(it: &Say<'_>) -> BookTable {
    let texts = it.texts;
    let rows = it.book.rules.policy.tracks.iter().map(|row| {
        let occurrence = row.occurrence.map(|occurrence| texts.name("occurrence", occurrence.word()));
        let by = Some(it.channels(&row.channels)).filter(|names| !names.is_empty());
        let verified = row.verified.then(|| texts.name("verified", "true"));
        let facts = it.applies([by, occurrence, verified, None]);
        vec![row.id.clone(), texts.name("track", row.track.word()), facts]
    });
    it.table(BookGroup::Grading, "tracks", &["rule", "track", "facts"], rows.collect())
}

fn grading(it: &Say<'_>) -> BookTable {
    let (texts, rules) = (it.texts, &it.book.rules);
    let classes = rules.class_hints.iter().map(|row| {
        let words = row.words.join(" · ");
        let facts = if row.needs_harm { t!(texts, "book-with-harm", words = words) } else { words };
        vec![row.id.clone(), it.class(row.class), facts]
    });
    let levels = rules.level_hints.iter().map(|row| {
        let exposure: Vec<String> = row.exposure.iter().map(|kind| texts.name("exposure", kind.word())).collect();
        let facts = [
            row.vip.then(|| "VIP".to_owned()),
            Some(exposure.join(" · ")).filter(|text| !text.is_empty()),
            Some(it.channels(&row.channels)).filter(|text| !text.is_empty()),
            row.quantity_from.map(|from| t!(texts, "book-quantity-from", n = from)),
        ];
        vec![row.id.clone(), it.level(row.level), it.applies(facts)]
    });
    it.table(BookGroup::Grading, "hints", &["rule", "proposes", "facts"], classes.chain(levels).collect())
}

fn grades(it: &Say<'_>) -> BookTable {
    let texts = it.texts;
    let rows = it.book.rules.grades.iter().map(|row| {
        let amount = row.loss_from.with_currency();
        let loss = if row.from_inclusive {
            t!(texts, "settings-from-amount", amount = amount)
        } else {
            t!(texts, "settings-above-amount", amount = amount)
        };
        let injury = row.injury.map_or_else(|| "—".to_owned(), |injury| texts.name("injury", injury.word()));
        let beyond = if row.beyond_law { t!(texts, "answer-yes") } else { "—".to_owned() };
        vec![row.id.clone(), texts.name("grade", row.grade.word()), loss, injury, beyond]
    });
    it.table(BookGroup::Money, "grades", &["rule", "grade", "loss", "injury", "beyond-law"], rows.collect())
}

fn money(it: &Say<'_>) -> BookTable {
    let (texts, money) = (it.texts, &it.book.rules.money);
    let up_to = |fen: Fen| t!(texts, "settings-up-to-amount", amount = fen.with_currency());
    let above = |fen: Fen| t!(texts, "settings-above-amount", amount = fen.with_currency());
    let from = |fen: Fen| t!(texts, "settings-from-amount", amount = fen.with_currency());
    let rows = [
        money.guidance_up_to.map(|fen| ("M2", t!(texts, "settings-money-guidance"), up_to(fen))),
        money.insurer_above.map(|fen| ("M3", t!(texts, "settings-money-insurer"), above(fen))),
        money.claim_above.map(|fen| ("M4", t!(texts, "settings-money-claim"), above(fen))),
        money.urgent_from.map(|fen| ("D06", t!(texts, "settings-money-urgent"), from(fen))),
        Some(money.urgent_words.join(" · "))
            .filter(|text| !text.is_empty())
            .map(|text| ("D06", t!(texts, "settings-money-urgent"), text)),
    ];
    let rows = rows.into_iter().flatten().map(|(rule, what, when)| vec![rule.to_owned(), what, when]);
    it.table(BookGroup::Money, "money", &["rule", "what", "loss"], rows.collect())
}
