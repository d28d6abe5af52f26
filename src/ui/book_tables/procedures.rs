//! Procedures of a rule book and its clocks of the law as tables: what opens them, steps, questions, clocks.

use super::{BookGroup, BookTable, Say};
use crate::domain::procedure::{AnswerKind, Fits, Mark, Only, Question, Section, SourceMark, Step, Template, Timer};
use crate::t;
use crate::text::say as words;
use crate::ui::say;

pub(super) fn tables(say: &Say<'_>) -> Vec<BookTable> {
    vec![procedures(say), steps(say), questions(say), timers(say)]
}

fn procedures(it: &Say<'_>) -> BookTable {
    let rows = it.book.rules.procedures.iter().map(|template| {
        let opens = match template.opens.as_slice() {
            [] => t!(it.texts, "book-opened-by-person"),
            rows => facts(it, rows),
        };
        let holds = if template.holds_closing { t!(it.texts, "answer-yes") } else { t!(it.texts, "answer-no") };
        vec![template.id.clone(), it.name(&template.name), opens, holds]
    });
    it.table(BookGroup::Procedures, "procedures", &["rule", "procedure", "opens", "holds-closing"], rows.collect())
}

/// Each row of facts with its own row id.
fn facts(it: &Say<'_>, rows: &[Fits]) -> String {
    let row =
        |fits: &Fits| t!(it.texts, "book-fits", facts = fact_words(it, fits).join(" · "), rule = fits.id.as_str());
    rows.iter().map(row).collect::<Vec<_>>().join(" / ")
}

fn fact_words(it: &Say<'_>, fits: &Fits) -> Vec<String> {
    let texts = it.texts;
    let any = |list: &'static str, words: Vec<&'static str>| {
        let names: Vec<String> = words.into_iter().map(|word| texts.name(list, word)).collect();
        Some(join_or(it, &names)).filter(|names| !names.is_empty())
    };
    let named = |names: Vec<String>| Some(join_or(it, &names)).filter(|names| !names.is_empty());
    let all = [
        Some(it.channels(&fits.channels)).filter(|names| !names.is_empty()),
        named(fits.classes.iter().map(|class| it.class(*class)).collect()),
        named(fits.levels.iter().map(|level| it.level(*level)).collect()),
        any("track", fits.tracks.iter().map(|track| track.word()).collect()),
        any("occurrence", fits.occurrences.iter().map(|occurrence| occurrence.word()).collect()),
        any("exposure", fits.exposure.iter().map(|kind| kind.word()).collect()),
        any("demand", fits.demands.iter().map(|kind| kind.word()).collect()),
        fits.injury_from.map(|injury| t!(texts, "book-from-degree", degree = texts.name("injury", injury.word()))),
        fits.grade_from.map(|grade| t!(texts, "book-from-degree", degree = texts.name("grade", grade.word()))),
        fits.loss_from.map(|loss| t!(texts, "settings-from-amount", amount = loss.with_currency())),
        fits.within_law.then(|| t!(texts, "book-within-law")),
        fits.urgent.then(|| t!(texts, "book-urgent")),
        fits.verified.then(|| texts.name("verified", "true")),
    ];
    all.into_iter().flatten().collect()
}

fn join_or(it: &Say<'_>, names: &[String]) -> String {
    let or = t!(it.texts, "book-or");
    names.join(&format!(" {or} "))
}

/// A row for each member of each procedure.
fn each<'a, T: 'a>(
    it: &'a Say<'_>,
    members: impl Fn(&'a Template) -> Vec<T>,
    row: impl Fn(&'a Template, T) -> Vec<String>,
) -> Vec<Vec<String>> {
    let rows = it.book.rules.procedures.iter().flat_map(|template| {
        let rows = members(template).into_iter().map(|member| row(template, member));
        rows.collect::<Vec<_>>()
    });
    rows.collect()
}

fn steps(it: &Say<'_>) -> BookTable {
    let row = |template: &Template, step: &Step| {
        let limits: Vec<String> = step
            .limits
            .iter()
            .map(|row| {
                let from = mark(it, Some(template), &row.from);
                let limit = t!(it.texts, "book-limit-from", limit = say::limit(it.texts, row.limit), from = from);
                let limit = t!(it.texts, "book-fits", facts = limit, rule = row.id.as_str());
                match &row.when {
                    None => limit,
                    Some(only) => t!(it.texts, "book-limit-when", when = condition(it, template, only), limit = limit),
                }
            })
            .collect();
        let limit = if limits.is_empty() { t!(it.texts, "book-unset") } else { limits.join(" / ") };
        vec![
            step.id.clone(),
            it.name(&template.name),
            it.name(&step.name),
            Say::or_dash(it.name(&step.by)),
            limit,
            Say::or_dash(terms(it, template, step)),
        ]
    };
    let rows = each(it, |template| template.steps.iter().collect(), row);
    it.table(BookGroup::Procedures, "steps", &["rule", "procedure", "step", "who", "limit", "terms"], rows)
}

/// What is asked of a step besides its time.
fn terms(it: &Say<'_>, template: &Template, step: &Step) -> String {
    let back: Vec<String> =
        step.back_to.iter().filter_map(|key| template.step(key)).map(|to| it.name(&to.name)).collect();
    let terms = [
        step.when.as_ref().map(|only| t!(it.texts, "book-only-when", when = condition(it, template, only))),
        step.optional.then(|| t!(it.texts, "book-optional")),
        (step.names > 0).then(|| t!(it.texts, "book-names", n = step.names)),
        (!back.is_empty()).then(|| t!(it.texts, "book-back-to", steps = back.join(" · "))),
    ];
    terms.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

fn questions(it: &Say<'_>) -> BookTable {
    let members = |template: &'_ Template| -> Vec<(usize, usize)> {
        let sections = template.sections.iter().enumerate();
        sections.flat_map(|(at, section)| (0..section.fields.len()).map(move |nth| (at, nth))).collect()
    };
    let row = |template: &Template, (at, nth): (usize, usize)| {
        let Some(section) = template.sections.get(at) else { return Vec::new() };
        let Some(question) = section.fields.get(nth) else { return Vec::new() };
        let before = question.before.as_ref().and_then(|key| template.step(key)).map(|step| it.name(&step.name));
        let only =
            question.when.as_ref().map(|only| t!(it.texts, "book-only-when", when = condition(it, template, only)));
        let before = [before, only].into_iter().flatten().collect::<Vec<_>>().join(" · ");
        vec![
            question.id.clone(),
            it.name(&template.name),
            section_words(it, section),
            it.name(&question.name),
            kind(it, question),
            Say::or_dash(before),
        ]
    };
    let rows = each(it, members, row);
    it.table(BookGroup::Procedures, "questions", &["rule", "procedure", "section", "question", "kind", "before"], rows)
}

fn section_words(it: &Say<'_>, section: &Section) -> String {
    match &section.rows {
        None => it.name(&section.name),
        Some(rows) if rows.least == 0 => t!(it.texts, "book-table", name = it.name(&section.name)),
        Some(rows) => t!(it.texts, "book-table-of-rows", name = it.name(&section.name), least = rows.least),
    }
}

fn kind(it: &Say<'_>, question: &Question) -> String {
    let kind = it.texts.name("answer-kind", question.kind.word());
    if !matches!(question.kind, AnswerKind::Choice | AnswerKind::Choices) {
        return kind;
    }
    let choices: Vec<String> = question.choices.iter().map(|choice| it.choice(choice)).collect();
    t!(it.texts, "book-choices", kind = kind, choices = choices.join(" · "))
}

fn timers(it: &Say<'_>) -> BookTable {
    let of_procedures = each(
        it,
        |template| template.timers.iter().collect(),
        |template, row: &Timer| timer(it, (it.name(&template.name), Some(template)), row),
    );
    let own = it.book.rules.timers.iter().map(|row| timer(it, (facts(it, &row.opens), None), &row.timer));
    let rows = of_procedures.into_iter().chain(own).collect();
    let columns = ["rule", "runs-for", "clock", "limit", "until", "law", "in-force"];
    it.table(BookGroup::Procedures, "timers", &columns, rows)
}

fn timer(it: &Say<'_>, (runs_for, template): (String, Option<&Template>), row: &Timer) -> Vec<String> {
    let texts = it.texts;
    let from = mark(it, template, &row.from);
    let limit = t!(texts, "book-limit-from", limit = say::limit(texts, row.limit), from = from);
    let waits = it.book.rules.wait_reasons.iter().filter(|choice| row.stops.contains(&choice.key));
    let stops: Vec<String> = waits.map(|choice| it.choice(choice)).collect();
    let stops = (!stops.is_empty()).then(|| t!(texts, "book-stopped-by", waits = stops.join(" · ")));
    let until = [Some(mark(it, template, &row.until)), stops].into_iter().flatten().collect::<Vec<_>>().join(" · ");
    let law = it.name(&row.law);
    let law = match row.mark {
        SourceMark::SecondHand | SourceMark::Memory => t!(texts, "book-law-unchecked", law = law),
        SourceMark::Read | SourceMark::Own => law,
    };
    let force = match (row.from_day, row.to_day) {
        (None, None) => "—".to_owned(),
        (Some(from), None) => t!(texts, "book-in-force-from", day = words::full_day(from)),
        (None, Some(to)) => t!(texts, "book-in-force-to", day = words::full_day(to)),
        (Some(from), Some(to)) => {
            t!(texts, "book-in-force-between", from = words::full_day(from), to = words::full_day(to))
        }
    };
    vec![row.id.clone(), runs_for, it.name(&row.name), limit, until, law, force]
}

/// A moment in words: `收到投诉`, `“受理”完成`.
fn mark(it: &Say<'_>, template: Option<&Template>, mark: &Mark) -> String {
    let word = match mark {
        Mark::Received => "received",
        Mark::Opened => "opened",
        Mark::Previous => "previous",
        Mark::Replied => "replied",
        Mark::Closed => "closed",
        Mark::Step(key) => {
            let step = template.and_then(|template| template.step(key)).map(|step| it.name(&step.name));
            return t!(it.texts, "book-mark-step", step = step.unwrap_or_default());
        }
        Mark::Answer(key) => {
            let question = template.and_then(|template| template.question(key)).map(|(_, found)| it.name(&found.name));
            return question.unwrap_or_default();
        }
    };
    it.texts.name("book-mark", word)
}

/// `异议种类 = 数量异议 或 质量异议`.
fn condition(it: &Say<'_>, template: &Template, only: &Only) -> String {
    let Some((_, question)) = template.question(&only.field) else { return String::new() };
    let answer = |key: &String| match question.choices.iter().find(|choice| choice.key == *key) {
        Some(choice) => it.choice(choice),
        None if key == "yes" => t!(it.texts, "answer-yes"),
        None => t!(it.texts, "answer-no"),
    };
    let answers: Vec<String> = only.is.iter().map(answer).collect();
    format!("{} = {}", it.name(&question.name), join_or(it, &answers))
}

#[cfg(test)]
mod tests {
    use super::super::{book_tables, compare};
    use crate::rulebook::RuleBook;
    use crate::text::{Lang, Texts};

    const BOOK: &str = include_str!("../../../tests/ref/procedures.toml");

    fn rows(lang: Lang, key: &str) -> Vec<String> {
        let book = RuleBook::read("procedures.toml", BOOK).unwrap();
        let tables = book_tables(&Texts::new(lang), &book);
        let table = tables.into_iter().find(|table| table.key == key).unwrap();
        assert!(table.rows.iter().all(|row| row.len() == table.columns.len()), "{key}");
        table.rows.iter().map(|row| row.join(" | ")).collect()
    }

    #[test]
    fn procedures_are_told_as_a_person_reads_them_a17() {
        assert_eq!(rows(Lang::Zh, "procedures")[0], "I03 | 监管申诉 | 监管部门转办（I09） | 是");
        assert_eq!(rows(Lang::Zh, "procedures")[1], "MEDIATE | 市场监管投诉 | 由人开启 | 否");
        let steps = rows(Lang::Zh, "steps");
        assert_eq!(steps[1], "I07 | 监管申诉 | 报备 | — | 未设时限 | 仅当 重点申诉 = 是");
        assert_eq!(
            steps[4],
            "I06 | 监管申诉 | 书面报告 | — | 48 时，自“分部办理”完成（T15） | 2 人签名 · 可退回 分部办理"
        );
        let kinds = &rows(Lang::Zh, "questions")[9];
        assert_eq!(kinds, "B06 | 客户异议 | 异议报告 | 异议种类 | 单选：数量异议 · 质量异议 · 涉及钢厂 | 填写异议报告");
        let timers = rows(Lang::Zh, "timers");
        assert_eq!(
            timers[1],
            "MEDIATE | 市场监管投诉 | 调解期限 | 60 天，自受理日期 | “调解结束”完成 · 等检测结果时停计 | \
             总局令第121号第二十三条（依据待核） | 自 2026-04-15 起"
        );
        let english = rows(Lang::En, "timers");
        assert!(english[3].starts_with("RED-15D | Repair or Exchange or Refund"), "{}", english[3]);
    }

    #[test]
    fn a_changed_step_is_named_in_a_comparison_a17() {
        let tables = |text: &str| book_tables(&Texts::new(Lang::Zh), &RuleBook::read("book.toml", text).unwrap());
        let changed = BOOK.replacen("limit = \"96 h\"", "limit = \"72 h\"", 1);
        let changes = compare(&tables(BOOK), &tables(&changed));
        assert_eq!(changes.iter().map(|change| change.key).collect::<Vec<_>>(), ["steps"]);
        assert_eq!((changes[0].gone.len(), changes[0].come.len()), (1, 1));
    }
}
