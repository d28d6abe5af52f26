//! What a chapter's figures say in one or two sentences: the finding beside its title, and what is put into a conclusion.

use super::figures::Maker;
use crate::domain::Fen;
use crate::figures::kpi::{self, Dim, Kpi, Line, Unit};
use crate::figures::report::breakdown;
use crate::figures::review::{Chapter, IncidentLine, ToldTable};
use crate::figures::{Pareto, share::RANKED_FROM};
use crate::t;
use crate::text::say::count;
use crate::ui::board::other_symptom;
use crate::ui::say;

/// The rows on the page of key figures, in its order.
pub(super) const KEY: [Kpi; 17] = [
    Kpi::K02,
    Kpi::K03,
    Kpi::K04,
    Kpi::K05,
    Kpi::K06,
    Kpi::K09,
    Kpi::K10,
    Kpi::K12,
    Kpi::K13,
    Kpi::K14,
    Kpi::K16,
    Kpi::K19,
    Kpi::F1,
    Kpi::F3,
    Kpi::F4,
    Kpi::F6,
    Kpi::F9,
];

/// The finding of a chapter; empty where its figures say nothing.
pub(super) fn finding(it: &Maker<'_>, chapter: Chapter) -> String {
    let found = match chapter {
        Chapter::Cover | Chapter::Definitions | Chapter::Own => None,
        Chapter::LastActions => last_actions(it),
        Chapter::Kpis => kpis(it),
        Chapter::Trend => trend(it),
        Chapter::Regions => regions(it),
        Chapter::Pareto => pareto(it),
        Chapter::Heat => heat(it),
        Chapter::Incidents => incidents(it),
        Chapter::Appeals => one_rate(it, Kpi::A1, Line::OnTime),
        Chapter::Satisfaction => satisfaction(it),
        Chapter::Checks => one_rate(it, Kpi::K12, Line::Main),
        Chapter::Resources => resources(it),
        Chapter::Decisions => decisions(it),
        Chapter::AllKpis => kpis(it),
        Chapter::Results => one_rate(it, Kpi::K03, Line::Main),
        Chapter::Escalated => one_rate(it, Kpi::K09, Line::Main),
        Chapter::Praise => judged(it, true),
        Chapter::Criticism => judged(it, false),
        other => breakdown(other).and_then(|(dim, lines)| most(it, dim, lines.first()?.0)),
    };
    found.unwrap_or_default()
}

fn last_actions(it: &Maker<'_>) -> Option<String> {
    let all = &it.review.earlier;
    let done = all.iter().filter(|action| action.done_at.is_some()).count();
    let today = it.review.taken_at.date();
    let late =
        all.iter().filter(|action| action.done_at.is_none() && action.due.is_some_and(|due| due < today)).count();
    (!all.is_empty()).then(|| t!(it.texts, "review-finding-last", all = all.len(), done = done, late = late))
}

fn kpis(it: &Maker<'_>) -> Option<String> {
    let (mut with_goal, mut missed) = (0_usize, Vec::new());
    for kpi in KEY {
        let Some((line, unit, told)) = it.table(kpi, it.span(), &[]).and_then(ToldTable::headline) else { continue };
        let Some((goal, number)) = kpi::goal(it.rules, kpi, line).zip(told.number) else { continue };
        with_goal += 1;
        if !goal.is_met(number) {
            let name = it.texts.name("kpi", kpi.word());
            missed.push(t!(it.texts, "review-named", name = name, value = it.value_text(unit, &told)));
        }
    }
    let met = with_goal - missed.len();
    match (with_goal, missed.is_empty()) {
        (0, _) => None,
        (_, true) => Some(t!(it.texts, "review-finding-all-met", all = with_goal)),
        _ => Some(t!(
            it.texts,
            "review-finding-kpis",
            all = with_goal,
            met = met,
            missed = missed.len(),
            names = missed.join(&t!(it.texts, "review-and"))
        )),
    }
}

/// A rate of the period beside the one before and that of last year, in points.
fn one_rate(it: &Maker<'_>, kpi: Kpi, line: Line) -> Option<String> {
    let (unit, now) = it.total(kpi, line, it.span())?;
    let number = now.number?;
    let name = say::kpi_line_name(it.texts, kpi, line);
    let mut text = t!(it.texts, "review-named", name = name, value = it.value_text(unit, &now));
    for (span, of) in it.compared() {
        let Some((_, then)) = it.total(kpi, line, span) else { continue };
        if let Some(other) = then.number
            && unit == Unit::Percent
        {
            let points = format!("{:+.1}", number - other).replace('-', "−");
            let of = it.texts.name("review-span", of);
            let value = it.value_text(unit, &then);
            text += &t!(it.texts, "review-compared", of = of, value = value, points = points);
        }
    }
    Some(text)
}

/// Which key of a breakdown most cases have.
fn most(it: &Maker<'_>, dim: Dim, kpi: Kpi) -> Option<String> {
    let table = it.table(kpi, it.span(), &[dim])?;
    let all = it.table(kpi, it.span(), &[])?.total.first()?.items;
    let items = |cell: &&crate::figures::review::ToldCell| cell.lines.first().map_or(0, |told| told.items);
    let most = table.cells.iter().max_by_key(items).filter(|_| all > 0)?;
    let n = |n: u64| count(i64::try_from(n).unwrap_or(i64::MAX));
    let name = it.key_name(dim, most.keys.first().map_or("", String::as_str));
    let share = format!("{:.0}", items(&most) as f64 * 100.0 / all as f64);
    Some(t!(it.texts, "review-finding-most", all = n(all), name = name, n = n(items(&most)), share = share))
}

/// How many branches reach the standard of K02, or do not.
fn judged(it: &Maker<'_>, praised: bool) -> Option<String> {
    let branches = it.judged();
    let met = branches.iter().filter(|branch| branch.met).count();
    let (all, below) = (branches.len(), branches.len() - met);
    (all > 0).then(|| {
        if praised {
            t!(it.texts, "review-finding-praise", all = all, met = met)
        } else {
            t!(it.texts, "review-finding-criticism", all = all, below = below)
        }
    })
}

/// What the control chart signals.
fn trend(it: &Maker<'_>) -> Option<String> {
    match it.course() {
        Some((_, course)) => Some(say::course_finding(it.texts, &course)),
        None => one_rate(it, Kpi::K02, Line::Main),
    }
}

fn regions(it: &Maker<'_>) -> Option<String> {
    let received = it.table(Kpi::K01, it.span(), &[Dim::Region])?;
    let all: u64 = received.total.first()?.items;
    let items = |cell: &&crate::figures::review::ToldCell| cell.lines.first().map_or(0, |told| told.items);
    let most = received.cells.iter().max_by_key(items).filter(|_| all > 0)?;
    let share = items(&most) as f64 * 100.0 / all as f64;
    let name = |key: Option<&String>| say::kpi_key(it.texts, it.rules, Dim::Region, key.map_or("", String::as_str));
    let mut text = t!(
        it.texts,
        "review-finding-regions",
        all = count(i64::try_from(all).unwrap_or(0)),
        name = name(most.keys.first()),
        n = count(i64::try_from(items(&most)).unwrap_or(0)),
        share = format!("{share:.0}")
    );
    let on_time = it.table(Kpi::K02, it.span(), &[Dim::Region])?;
    let ranked = on_time.cells.iter().filter_map(|cell| {
        let told = cell.lines.first().filter(|told| told.whole >= i64::from(RANKED_FROM))?;
        Some((told.number?, cell, told))
    });
    if let Some((_, cell, told)) = ranked.min_by(|a, b| a.0.total_cmp(&b.0)) {
        let value = it.value_text(Unit::Percent, told);
        text += &t!(it.texts, "review-finding-slowest-region", name = name(cell.keys.first()), value = value);
    }
    Some(text)
}

/// Closed cases by symptom: the figures of the Pareto.
pub(super) fn symptoms(it: &Maker<'_>) -> Option<Pareto> {
    let table = it.table(Kpi::K13, it.span(), &[Dim::Symptom])?;
    let counts = table.cells.iter().filter_map(|cell| Some((cell.keys.first()?.clone(), cell.lines.first()?.items)));
    Some(Pareto::new(counts, other_symptom(&it.review.book))).filter(|pareto| !pareto.is_empty())
}

fn pareto(it: &Maker<'_>) -> Option<String> {
    let pareto = symptoms(it)?;
    let bars = pareto.bars(crate::figures::pareto::MOST_BARS);
    let vital = bars.iter().filter(|bar| bar.vital && !bar.others).count();
    let reached = bars.get(vital.checked_sub(1)?)?.reached * 100.0;
    let first = pareto.items().first()?;
    Some(t!(
        it.texts,
        "review-finding-pareto",
        n = vital,
        share = format!("{reached:.0}"),
        name = say::kpi_key(it.texts, it.rules, Dim::Symptom, &first.name),
        cases = count(i64::try_from(first.count).unwrap_or(0))
    ))
}

fn heat(it: &Maker<'_>) -> Option<String> {
    let table = it.table(Kpi::K01, it.span(), &[Dim::Branch, Dim::Category])?;
    let named = table.cells.iter().filter(|cell| cell.keys.iter().all(|key| !key.is_empty()));
    let most = named.max_by_key(|cell| cell.lines.first().map_or(0, |told| told.items))?;
    let [branch, category] = most.keys.as_slice() else { return None };
    let n = count(i64::try_from(most.lines.first()?.items).unwrap_or(0));
    Some(t!(it.texts, "review-finding-heat", branch = branch.as_str(), category = category.as_str(), n = n))
}

fn incidents(it: &Maker<'_>) -> Option<String> {
    let all = &it.review.figures.incidents;
    let sum = |of: fn(&IncidentLine) -> Fen| {
        say::money(it.texts, Fen(all.iter().map(|line| of(line).0).fold(0, i64::saturating_add)))
    };
    let open = all.iter().filter(|line| !line.closed).count();
    let (paid, insured) = (sum(|line| line.paid), sum(|line| line.insured));
    let told = t!(it.texts, "review-finding-incidents", all = all.len(), open = open, paid = paid, insured = insured);
    let graves: Vec<_> = all.iter().filter(|line| line.grave).collect();
    let done = |line: &&&IncidentLine| {
        !line.cause.is_empty()
            && line.actions.is_some_and(|actions| actions.all > 0 && actions.effective == actions.all)
    };
    let grave = match graves.len() {
        0 => String::new(),
        n => t!(it.texts, "review-finding-grave", n = n, done = graves.iter().filter(done).count()),
    };
    (!all.is_empty()).then(|| told + &grave)
}

fn satisfaction(it: &Maker<'_>) -> Option<String> {
    let mut text = one_rate(it, Kpi::K04, Line::Main)?;
    let (unit, response) = it.total(Kpi::K04, Line::Response, it.span())?;
    text += &t!(it.texts, "review-finding-response", value = it.value_text(unit, &response));
    if response.number.is_some_and(|percent| percent < 20.0) {
        text += &t!(it.texts, "review-few-answers");
    }
    Some(text)
}

fn resources(it: &Maker<'_>) -> Option<String> {
    let table = it.table(Kpi::K05, it.span(), &[Dim::Stage])?;
    let place = table.place(Line::Main)?;
    let stages = table.cells.iter().filter_map(|cell| {
        let told = cell.lines.get(place).filter(|told| told.whole >= i64::from(RANKED_FROM))?;
        Some((told.number?, cell.keys.first()?, told))
    });
    let (_, stage, told) = stages.min_by(|a, b| a.0.total_cmp(&b.0))?;
    let name = say::kpi_key(it.texts, it.rules, Dim::Stage, stage);
    Some(t!(it.texts, "review-finding-stage", name = name, value = it.value_text(Unit::Percent, told)))
}

fn decisions(it: &Maker<'_>) -> Option<String> {
    let all = it.review.actions.len();
    (all > 0).then(|| t!(it.texts, "review-finding-decisions", all = all))
}
