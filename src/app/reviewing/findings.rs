//! What a chapter's figures say in one or two sentences: the finding as its title, and what is put into a conclusion. Each
//! figure in it opens its cases.

use super::figures::{Maker, figure};
use crate::domain::Fen;
use crate::figures::kpi::{self, Dim, Kpi, Line, Unit};
use crate::figures::report::breakdown;
use crate::figures::review::{Chapter, IncidentLine, ToldTable};
use crate::figures::{Pareto, share::RANKED_FROM};
use crate::store::CaseId;
use crate::t;
use crate::text::say::count;
use crate::ui::board::other_symptom;
use crate::ui::review::Link;
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

/// What a chapter says, and the figures in it with the cases behind them, in the order in which they stand.
#[derive(Default)]
pub(super) struct Finding {
    pub text: String,
    pub figures: Figures,
}

pub(super) type Figures = Vec<(String, Link)>;

/// The finding of a chapter; empty where its figures say nothing.
pub(super) fn finding(it: &Maker<'_>, chapter: Chapter) -> Finding {
    let mut figures = Figures::new();
    let to = &mut figures;
    let found = match chapter {
        Chapter::Cover | Chapter::Definitions | Chapter::Own => None,
        Chapter::LastActions => last_actions(it),
        Chapter::Kpis => kpis(it, to),
        Chapter::Trend => trend(it, to),
        Chapter::Regions => regions(it, to),
        Chapter::Pareto => pareto(it, to),
        Chapter::Heat => heat(it, to),
        Chapter::Incidents => incidents(it, to),
        Chapter::Appeals => one_rate(it, (Kpi::A1, Line::OnTime), to),
        Chapter::Satisfaction => satisfaction(it, to),
        Chapter::Checks => one_rate(it, (Kpi::K12, Line::Main), to),
        Chapter::Resources => resources(it, to),
        Chapter::Decisions => decisions(it),
        Chapter::AllKpis => kpis(it, to),
        Chapter::Results => one_rate(it, (Kpi::K03, Line::Main), to),
        Chapter::Escalated => one_rate(it, (Kpi::K09, Line::Main), to),
        Chapter::Praise => judged(it, true),
        Chapter::Criticism => judged(it, false),
        other => breakdown(other).and_then(|(dim, lines)| most(it, (dim, lines.first()?.0), to)),
    };
    Finding { text: found.unwrap_or_default(), figures }
}

/// Notes that these words are the figure of a line, of the whole table or of one cell.
fn note(to: &mut Figures, table: &ToldTable, (line, cell): (Line, &[String]), words: &str) {
    to.push((words.to_owned(), Link::Figure(Box::new(figure(table, line, cell.to_vec())))));
}

fn last_actions(it: &Maker<'_>) -> Option<String> {
    let all = &it.review.earlier;
    let done = all.iter().filter(|action| action.done_at.is_some()).count();
    let today = it.review.taken_at.date();
    let late =
        all.iter().filter(|action| action.done_at.is_none() && action.due.is_some_and(|due| due < today)).count();
    (!all.is_empty()).then(|| t!(it.texts, "review-finding-last", all = all.len(), done = done, late = late))
}

fn kpis(it: &Maker<'_>, to: &mut Figures) -> Option<String> {
    let (mut with_goal, mut missed) = (0_usize, Vec::new());
    for kpi in KEY {
        let Some(table) = it.table(kpi, it.span(), &[]) else { continue };
        let Some((line, unit, told)) = table.headline() else { continue };
        let Some((goal, number)) = kpi::goal(it.rules, kpi, line).zip(told.number) else { continue };
        with_goal += 1;
        if !goal.is_met(number) {
            let (name, value) = (it.texts.name("kpi", kpi.word()), it.value_text(unit, &told));
            note(to, table, (line, &[]), &value);
            missed.push(t!(it.texts, "review-named", name = name, value = value));
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
fn one_rate(it: &Maker<'_>, (kpi, line): (Kpi, Line), to: &mut Figures) -> Option<String> {
    let (unit, now) = it.total(kpi, line, it.span())?;
    let number = now.number?;
    let (name, value) = (say::kpi_line_name(it.texts, kpi, line), it.value_text(unit, &now));
    note(to, it.table(kpi, it.span(), &[])?, (line, &[]), &value);
    let mut text = t!(it.texts, "review-named", name = name, value = value);
    for (span, of) in it.compared() {
        let Some((_, then)) = it.total(kpi, line, span) else { continue };
        if let Some(other) = then.number
            && unit == Unit::Percent
        {
            let points = format!("{:+.1}", number - other).replace('-', "−");
            let of = it.texts.name("review-span", of);
            let value = it.value_text(unit, &then);
            if let Some(table) = it.table(kpi, span, &[]) {
                note(to, table, (line, &[]), &value);
            }
            text += &t!(it.texts, "review-compared", of = of, value = value, points = points);
        }
    }
    Some(text)
}

/// Which key of a breakdown most cases have.
fn most(it: &Maker<'_>, (dim, kpi): (Dim, Kpi), to: &mut Figures) -> Option<String> {
    let table = it.table(kpi, it.span(), &[dim])?;
    let whole = it.table(kpi, it.span(), &[])?;
    let all = whole.total.first()?.items;
    let items = |cell: &&crate::figures::review::ToldCell| cell.lines.first().map_or(0, |told| told.items);
    let most = table.cells.iter().max_by_key(items).filter(|_| all > 0)?;
    let n = |n: u64| count(i64::try_from(n).unwrap_or(i64::MAX));
    let name = it.key_name(dim, most.keys.first().map_or("", String::as_str));
    let share = format!("{:.0}", items(&most) as f64 * 100.0 / all as f64);
    let first = table.lines.first()?.0;
    note(to, whole, (first, &[]), &n(all));
    note(to, table, (first, &most.keys), &n(items(&most)));
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
fn trend(it: &Maker<'_>, to: &mut Figures) -> Option<String> {
    let Some((table, course)) = it.course() else { return one_rate(it, (Kpi::K02, Line::Main), to) };
    let newest = course.signals().next().and_then(|(at, _)| course.chart.points.get(at));
    // Several months that were pooled are no one cell.
    if let Some(point) = newest.filter(|point| point.periods.len() == 1)
        && let Some(month) = course.labels().get(point.periods.start)
    {
        let value = say::course_rate(it.texts, course.followed.kind, point.rate());
        note(to, table, (course.followed.line, std::slice::from_ref(month)), &value);
    }
    Some(say::course_finding(it.texts, &course))
}

fn regions(it: &Maker<'_>, to: &mut Figures) -> Option<String> {
    let received = it.table(Kpi::K01, it.span(), &[Dim::Region])?;
    let all: u64 = received.total.first()?.items;
    let items = |cell: &&crate::figures::review::ToldCell| cell.lines.first().map_or(0, |told| told.items);
    let most = received.cells.iter().max_by_key(items).filter(|_| all > 0)?;
    let share = items(&most) as f64 * 100.0 / all as f64;
    let name = |key: Option<&String>| say::kpi_key(it.texts, it.rules, Dim::Region, key.map_or("", String::as_str));
    let n = |n: u64| count(i64::try_from(n).unwrap_or(0));
    note(to, it.table(Kpi::K01, it.span(), &[])?, (Line::Main, &[]), &n(all));
    note(to, received, (Line::Main, &most.keys), &n(items(&most)));
    let mut text = t!(
        it.texts,
        "review-finding-regions",
        all = n(all),
        name = name(most.keys.first()),
        n = n(items(&most)),
        share = format!("{share:.0}")
    );
    let on_time = it.table(Kpi::K02, it.span(), &[Dim::Region])?;
    let ranked = on_time.cells.iter().filter_map(|cell| {
        let told = cell.lines.first().filter(|told| told.whole >= i64::from(RANKED_FROM))?;
        Some((told.number?, cell, told))
    });
    if let Some((_, cell, told)) = ranked.min_by(|a, b| a.0.total_cmp(&b.0)) {
        let value = it.value_text(Unit::Percent, told);
        note(to, on_time, (Line::Main, &cell.keys), &value);
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

fn pareto(it: &Maker<'_>, to: &mut Figures) -> Option<String> {
    let pareto = symptoms(it)?;
    let bars = pareto.bars(crate::figures::pareto::MOST_BARS);
    let vital = bars.iter().filter(|bar| bar.vital && !bar.others).count();
    let reached = bars.get(vital.checked_sub(1)?)?.reached * 100.0;
    let first = pareto.items().first()?;
    let cases = count(i64::try_from(first.count).unwrap_or(0));
    let table = it.table(Kpi::K13, it.span(), &[Dim::Symptom])?;
    note(to, table, (Line::Main, std::slice::from_ref(&first.name)), &cases);
    Some(t!(
        it.texts,
        "review-finding-pareto",
        n = vital,
        share = format!("{reached:.0}"),
        name = say::kpi_key(it.texts, it.rules, Dim::Symptom, &first.name),
        cases = cases
    ))
}

fn heat(it: &Maker<'_>, to: &mut Figures) -> Option<String> {
    let table = it.table(Kpi::K01, it.span(), &[Dim::Branch, Dim::Category])?;
    let named = table.cells.iter().filter(|cell| cell.keys.iter().all(|key| !key.is_empty()));
    let most = named.max_by_key(|cell| cell.lines.first().map_or(0, |told| told.items))?;
    let [branch, category] = most.keys.as_slice() else { return None };
    let n = count(i64::try_from(most.lines.first()?.items).unwrap_or(0));
    note(to, table, (Line::Main, &most.keys), &n);
    Some(t!(it.texts, "review-finding-heat", branch = branch.as_str(), category = category.as_str(), n = n))
}

fn incidents(it: &Maker<'_>, to: &mut Figures) -> Option<String> {
    let all = &it.review.figures.incidents;
    let sum = |of: fn(&IncidentLine) -> Fen| {
        say::money(it.texts, Fen(all.iter().map(|line| of(line).0).fold(0, i64::saturating_add)))
    };
    let open = all.iter().filter(|line| !line.closed).count();
    let (paid, insured) = (sum(|line| line.paid), sum(|line| line.insured));
    let told = t!(it.texts, "review-finding-incidents", all = all.len(), open = open, paid = paid, insured = insured);
    let graves: Vec<_> = all.iter().filter(|line| line.grave).collect();
    let mut cases = |which: &dyn Fn(&IncidentLine) -> bool| {
        let cases: Vec<CaseId> =
            all.iter().filter(|line| which(line)).filter_map(|line| line.case.map(CaseId)).collect();
        if !cases.is_empty() {
            to.push((cases.len().to_string(), Link::Cases(cases)));
        }
    };
    cases(&|_| true);
    cases(&|line| !line.closed);
    cases(&|line| line.grave);
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

fn satisfaction(it: &Maker<'_>, to: &mut Figures) -> Option<String> {
    let mut text = one_rate(it, (Kpi::K04, Line::Main), to)?;
    let (unit, response) = it.total(Kpi::K04, Line::Response, it.span())?;
    let value = it.value_text(unit, &response);
    if response.items > 0 {
        note(to, it.table(Kpi::K04, it.span(), &[])?, (Line::Response, &[]), &value);
    }
    text += &t!(it.texts, "review-finding-response", value = value);
    if response.number.is_some_and(|percent| percent < 20.0) {
        text += &t!(it.texts, "review-few-answers");
    }
    Some(text)
}

fn resources(it: &Maker<'_>, to: &mut Figures) -> Option<String> {
    let table = it.table(Kpi::K05, it.span(), &[Dim::Stage])?;
    let place = table.place(Line::Main)?;
    let stages = table.cells.iter().filter_map(|cell| {
        let told = cell.lines.get(place).filter(|told| told.whole >= i64::from(RANKED_FROM))?;
        Some((told.number?, cell.keys.first()?, told))
    });
    let (_, stage, told) = stages.min_by(|a, b| a.0.total_cmp(&b.0))?;
    let name = say::kpi_key(it.texts, it.rules, Dim::Stage, stage);
    let value = it.value_text(Unit::Percent, told);
    note(to, table, (Line::Main, std::slice::from_ref(stage)), &value);
    Some(t!(it.texts, "review-finding-stage", name = name, value = value))
}

fn decisions(it: &Maker<'_>) -> Option<String> {
    let all = it.review.actions.len();
    (all > 0).then(|| t!(it.texts, "review-finding-decisions", all = all))
}
