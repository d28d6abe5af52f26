//! The words on control charts, satisfaction and early failures, and the one sentence that each of them says.

use crate::charts::{control, csat, mis};
use crate::figures::control::{Kind, Signal, Way};
use crate::figures::course::{Course, Followed};
use crate::figures::csat::{Csat, Month};
use crate::figures::mis::{Cohort, Mis};
use crate::t;
use crate::text::Texts;

#[must_use]
pub fn control_words(texts: &Texts, followed: Followed) -> control::Words {
    let fault = followed.fault.word();
    control::Words {
        rate: texts.name("course-rate", fault),
        count: texts.name("course-count", fault),
        base: texts.name("course-base", if followed.kind == Kind::Share { "share" } else { "rate" }),
        centre: t!(texts, "course-centre"),
        limits: t!(texts, "course-limits"),
        signals: ["1", "2", "3", "4"].map(|rule| texts.name("course-rule", rule)),
    }
}

/// A rate in the unit of its chart.
#[must_use]
pub fn course_rate(texts: &Texts, kind: Kind, value: f64) -> String {
    rate(texts, kind, value)
}

fn rate(texts: &Texts, kind: Kind, value: f64) -> String {
    match kind {
        Kind::Share => t!(texts, "unit-percent", n = format!("{:.1}", value * 100.0)),
        Kind::Rate => t!(texts, "kpi-per-units", rate = format!("{value:.2}")),
    }
}

fn why(texts: &Texts, signal: Signal) -> String {
    let word = match signal {
        Signal::Outside(Way::Up) => "outside-up",
        Signal::Outside(Way::Down) => "outside-down",
        Signal::OneSide(Way::Up) => "one-side-up",
        Signal::OneSide(Way::Down) => "one-side-down",
        Signal::Trend(Way::Up) => "trend-up",
        Signal::Trend(Way::Down) => "trend-down",
        Signal::Alternating => "alternating",
    };
    texts.name("course-why", word)
}

/// What one point says of its signal: when, how much, which rule (kpi.md 5.4).
#[must_use]
pub fn course_signal(texts: &Texts, course: &Course, (at, signal): (usize, Signal)) -> Option<String> {
    let point = course.chart.points.get(at)?;
    let kind = course.followed.kind;
    let labels = course.labels();
    let of = |at: usize| labels.get(at).cloned().unwrap_or_default();
    let (first, last) = (of(point.periods.start), of(point.periods.end.saturating_sub(1)));
    let when = if point.periods.len() > 1 { format!("{first}–{last}") } else { first };
    Some(t!(
        texts,
        "course-found",
        when = when,
        rate = texts.name("course-rate", course.followed.fault.word()),
        value = rate(texts, kind, point.rate()),
        why = why(texts, signal),
        low = rate(texts, kind, point.lower),
        high = rate(texts, kind, point.upper)
    ))
}

/// The one sentence of a control chart: its newest signal and how many others there are, or that there is none.
#[must_use]
pub fn course_finding(texts: &Texts, course: &Course) -> String {
    let mut signals = course.signals();
    let newest = signals.next().and_then(|found| course_signal(texts, course, found));
    let others = signals.count();
    match newest {
        Some(found) if others > 0 => t!(texts, "course-found-more", found = found, n = others),
        Some(found) => found,
        None => t!(
            texts,
            "course-quiet",
            n = course.chart.points.len(),
            rate = texts.name("course-rate", course.followed.fault.word()),
            centre = rate(texts, course.followed.kind, course.chart.phases.last().map_or(0.0, |phase| phase.centre))
        ),
    }
}

/// What a reader of the chart has to know: how its limits came about, what was pooled.
#[must_use]
pub fn course_notes(texts: &Texts, course: &Course) -> Vec<String> {
    let mut notes = Vec::new();
    let last = course.chart.phases.last();
    match (course.lacking, course.baseline) {
        (0, Some(from)) => {
            notes.push(t!(texts, "course-note-baseline", when = from.format("%Y-%m-%d").to_string()));
        }
        (lacking, _) => notes.push(t!(texts, "course-note-lacking", n = lacking)),
    }
    if let Some(phase) = last.filter(|phase| phase.spread > 1.0) {
        notes.push(t!(texts, "course-note-spread", times = format!("{:.1}", phase.spread)));
    }
    if course.is_pooled() {
        notes.push(t!(texts, "course-note-pooled"));
    }
    if let Some(rest) = course.chart.gathering.last().filter(|rest| rest.end == course.starts.len()) {
        notes.push(t!(texts, "course-note-gathering", n = rest.len()));
    }
    if !course.changes.is_empty() {
        notes.push(t!(texts, "course-note-changes"));
    }
    notes
}

#[must_use]
pub fn csat_words(texts: &Texts) -> csat::Words {
    csat::Words {
        answers: ["satisfied", "fair", "dissatisfied"].map(|answer| texts.name("satisfaction", answer)),
        response: t!(texts, "csat-response"),
        asked: t!(texts, "csat-asked"),
        answered: t!(texts, "csat-answered"),
        interval: t!(texts, "chart-interval"),
        thin: t!(texts, "csat-thin"),
    }
}

/// The one sentence of satisfaction: the best answer with its interval, the response, and which months speak for few.
#[must_use]
pub fn csat_finding(texts: &Texts, csat: &Csat) -> String {
    let total = csat.total();
    let percent = |tenths: Option<u32>| {
        tenths.map_or_else(
            || "—".to_owned(),
            |tenths| t!(texts, "unit-percent", n = format!("{}.{}", tenths / 10, tenths % 10)),
        )
    };
    let (low, high) = total.top_box().wilson95().unwrap_or_default();
    let finding = t!(
        texts,
        "csat-finding",
        n = csat.months.len(),
        answered = total.answered(),
        top = percent(total.top_box().tenths()),
        low = format!("{low:.1}"),
        high = format!("{high:.1}"),
        response = percent(total.response().tenths())
    );
    let thin: Vec<&str> = csat.months.iter().filter(|month| Month::is_thin(month)).map(|month| &*month.key).collect();
    if thin.is_empty() {
        return finding;
    }
    t!(
        texts,
        "csat-finding-thin",
        finding = finding,
        months = super::join(texts, thin.iter().map(|key| (*key).to_owned()))
    )
}

#[must_use]
pub fn mis_words(texts: &Texts) -> mis::Words {
    mis::Words {
        months: t!(texts, "mis-months"),
        rate: t!(texts, "mis-rate"),
        count: t!(texts, "mis-count"),
        units: t!(texts, "mis-units"),
        unknown: t!(texts, "mis-unknown"),
    }
}

fn made(cohort: &Cohort) -> String {
    cohort.made.format("%Y-%m").to_string()
}

/// The one sentence of early failures: the month of production with most; empty where there is none.
#[must_use]
pub fn mis_finding(texts: &Texts, mis: &Mis) -> String {
    let end = |cohort: &Cohort| cohort.curve().last().copied().unwrap_or(0.0);
    if mis.has_units() {
        let worst = mis.cohorts.iter().max_by(|a, b| end(a).total_cmp(&end(b)));
        return worst.map_or_else(String::new, |cohort| {
            let months = cohort.failures.len().saturating_sub(1);
            t!(texts, "mis-finding", made = made(cohort), rate = format!("{:.2}", end(cohort)), months = months)
        });
    }
    let most = mis.cohorts.iter().max_by_key(|cohort| cohort.total());
    most.map_or_else(String::new, |cohort| t!(texts, "mis-finding-count", made = made(cohort), count = cohort.total()))
}

/// What a reader of the curves has to know.
#[must_use]
pub fn mis_notes(texts: &Texts, mis: &Mis) -> Vec<String> {
    let mut notes = Vec::new();
    let without: Vec<String> = mis.cohorts.iter().filter(|cohort| cohort.units.is_none()).map(made).collect();
    if !without.is_empty() {
        notes.push(t!(texts, "mis-note-units", months = super::join(texts, without.into_iter())));
    }
    let undated: u32 = mis.cohorts.iter().map(|cohort| cohort.undated).sum();
    if undated > 0 {
        notes.push(t!(texts, "mis-note-undated", n = undated));
    }
    notes.push(t!(texts, "mis-note-ends"));
    notes
}
