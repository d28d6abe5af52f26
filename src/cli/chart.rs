//! `kesu chart`: a chart of quality as a file, and its points and sentences in words.

use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use chrono::NaiveDate;
use clap::{Args, ValueEnum};

use super::args::LangArg;
use super::open::{Desk, mismatch};
use super::rows::unknown;
use super::table;
use crate::app::board_out::Kind;
use crate::app::chart_out::{ChartPage, KINDS};
use crate::figures::control::{self, Signal};
use crate::figures::course::followed;
use crate::figures::kpi::{Kpi, Span};
use crate::figures::on_time::Step;
use crate::paper::FontSet;
use crate::store::{Answer, KpiQuery, OpenMode, Request};
use crate::t;
use crate::text::{Lang, Texts};
use crate::ui::board::midnight;
use crate::ui::kpi::figure::{Figure, Shown};
use crate::ui::kpi::quality::{course_of, course_query, csat_of, mis_of, survey_query};

/// What is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum ChartArg {
    Control,
    Csat,
    Mis,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum StepArg {
    Week,
    Month,
}

#[derive(Debug, Args)]
pub(super) struct ChartArgs {
    /// The chart
    #[arg(value_enum, value_name = "CHART")]
    pub chart: ChartArg,
    /// The row of the KPI book: K01, K02, K04, K05, K06, K08, K10-K12, K14, K19 or A1 for control, K04 or K19 for csat
    #[arg(long, value_name = "KPI")]
    pub kpi: Option<String>,
    /// How long a point of a control chart lasts; rates by units go by month
    #[arg(long, value_enum, value_name = "STEP", default_value = "week")]
    pub by: StepArg,
    /// Only this region, for control
    #[arg(long, value_name = "REGION")]
    pub region: Option<String>,
    /// The model, for mis; without it the one with most failures
    #[arg(long, value_name = "MODEL")]
    pub model: Option<String>,
    /// The last day that is looked at; without it today
    #[arg(long, value_name = "DAY")]
    pub to: Option<NaiveDate>,
    /// Write the chart here as PDF, PNG or SVG, by the ending
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
    /// Language of the words: zh or en
    #[arg(long, value_enum, default_value = "zh")]
    pub lang: LangArg,
}

/// Draws the chart and tells what it says.
///
/// # Errors
/// A row that has no such chart, a region that does not exist, nothing to draw; or nothing can be read or written.
pub(super) fn run(db: Option<&Path>, asked: &ChartArgs, out: &mut impl Write) -> anyhow::Result<()> {
    let mut desk = Desk::open(db, OpenMode::Existing)?;
    let texts = Texts::new(if asked.lang == LangArg::En { Lang::En } else { Lang::Zh });
    let now = desk.by.now;
    let last = asked.to.unwrap_or_else(|| now.date());
    let Some(after) = last.succ_opt() else { bail!("--to {last} is the last day there is; name an earlier one") };
    let span = Span { from: midnight(last), to: midnight(after), now };
    let shown = match asked.chart {
        ChartArg::Control => control(&mut desk, asked, span)?,
        ChartArg::Csat => csat(&mut desk, asked, span)?,
        ChartArg::Mis => {
            let request = Request::EarlyFailures { model: asked.model.clone(), now };
            let Answer::EarlyFailures(found) = desk.ask(request)? else { return Err(mismatch()) };
            Shown::Mis(found.model.clone(), mis_of(&found))
        }
    };
    let figure = Figure::new(&texts, shown);
    if figure.is_empty() {
        bail!("nothing was counted that this chart could show");
    }
    if let Some(path) = &asked.out {
        let kind = Kind::of(path).filter(|kind| KINDS.contains(kind));
        let kind = kind.with_context(|| format!("{}: end the name in .pdf, .png or .svg", path.display()))?;
        let rules = &desk.database.book().rules;
        let of = asked.region.clone().unwrap_or_else(|| t!(texts, "board-all-cases"));
        let when = now.wall().format("%Y-%m-%d %H:%M").to_string();
        let source = format!("{of}　{}　{} {}", t!(texts, "board-as-of", when = when), rules.id, rules.version);
        let company = &desk.settings.company;
        let page = ChartPage { figure: &figure, source: &source, company, made_at: now.wall() };
        let fonts = FontSet::load()?;
        page.write(path, kind, &fonts)?;
    }
    writeln!(out, "{}\n{}", figure.title, figure.finding)?;
    for note in &figure.notes {
        writeln!(out, "{note}")?;
    }
    points(&figure.shown, out)
}

fn ask(desk: &mut Desk, query: KpiQuery) -> anyhow::Result<crate::store::KpiTable> {
    match desk.ask(Request::Kpi(query))? {
        Answer::Kpi(table) => Ok(*table),
        _ => Err(mismatch()),
    }
}

fn control(desk: &mut Desk, asked: &ChartArgs, span: Span) -> anyhow::Result<Shown> {
    let kpi = asked.kpi.as_deref().map_or(Ok(Kpi::K02), super::kpi::row)?;
    let Some(of) = followed(kpi) else {
        let known: Vec<String> = Kpi::ALL.iter().filter(|kpi| followed(**kpi).is_some()).map(|kpi| kpi.row()).collect();
        return Err(unknown("KPI with a control chart", &kpi.row(), known.iter().map(String::as_str)));
    };
    let regions = &desk.database.organisation().regions;
    if let Some(region) = asked.region.as_ref().filter(|region| !regions.contains(*region)) {
        return Err(unknown("region", region, regions.iter().map(String::as_str)));
    }
    let monthly = asked.by == StepArg::Month || of.kind == control::Kind::Rate;
    let step = if monthly { Step::Month } else { Step::Week };
    let table = ask(desk, course_query(kpi, (step, asked.region.clone()), span))?;
    let Answer::ProcessChanges(changes) = desk.ask(Request::ProcessChanges)? else { return Err(mismatch()) };
    match course_of(&table, &changes) {
        Some(course) => Ok(Shown::Control(kpi, course)),
        None => bail!(
            "no whole week or month of {} can be charted; a rate by units needs units: kesu import --kind sales",
            kpi.row()
        ),
    }
}

fn csat(desk: &mut Desk, asked: &ChartArgs, span: Span) -> anyhow::Result<Shown> {
    let kpi = asked.kpi.as_deref().map_or(Ok(Kpi::K04), super::kpi::row)?;
    if !matches!(kpi, Kpi::K04 | Kpi::K19) {
        return Err(unknown("KPI of surveys", &kpi.row(), ["K04", "K19"].into_iter()));
    }
    Ok(Shown::Csat(kpi, csat_of(&ask(desk, survey_query(kpi, span))?)))
}

/// What is plotted, as a table.
fn points(shown: &Shown, out: &mut impl Write) -> anyhow::Result<()> {
    match shown {
        Shown::Control(_, course) => {
            let labels = course.labels();
            let rows = course.chart.points.iter().map(|point| {
                let last = point.periods.end.saturating_sub(1);
                let names = [point.periods.start, last].map(|at| labels.get(at).map_or("-", String::as_str));
                let when = if point.periods.len() > 1 { names.join("..") } else { names[0].to_owned() };
                let figures =
                    [point.rate(), point.centre, point.lower, point.upper].map(|figure| format!("{figure:.5}"));
                let [rate, centre, lower, upper] = figures;
                let base = format!("{:.4}", point.base).trim_end_matches('0').trim_end_matches('.').to_owned();
                let signals: Vec<&str> = point.signals.iter().map(|signal| rule(*signal)).collect();
                let signals = if signals.is_empty() { "-".to_owned() } else { signals.join(",") };
                [when, point.count.to_string(), base, rate, centre, lower, upper, signals]
            });
            let rows: Vec<_> = rows.collect();
            let heads = ["period", "count", "base", "rate", "centre", "lower", "upper", "signals"];
            Ok(table::write(out, (&heads, true), &rows)?)
        }
        Shown::Csat(_, csat) => {
            let rows = csat.months.iter().map(|month| {
                let counts = [month.satisfied, month.fair, month.dissatisfied, month.asked].map(|n| n.to_string());
                let [satisfied, fair, dissatisfied, asked] = counts;
                let percent = |share: Option<f64>| share.map_or_else(|| "-".to_owned(), |rate| format!("{rate:.1}"));
                let interval = month.top_box().wilson95();
                let interval = interval.map_or_else(|| "-".to_owned(), |(low, high)| format!("{low:.1}-{high:.1}"));
                let (top, response) = (percent(month.top_box().percent()), percent(month.response().percent()));
                [month.key.clone(), satisfied, fair, dissatisfied, asked, top, interval, response]
            });
            let rows: Vec<_> = rows.collect();
            let heads = ["month", "satisfied", "fair", "dissatisfied", "asked", "top %", "95 %", "response %"];
            Ok(table::write(out, (&heads, true), &rows)?)
        }
        Shown::Mis(_, mis) => {
            let rows = mis.cohorts.iter().map(|cohort| {
                let units = cohort.units.map_or_else(|| "-".to_owned(), |units| units.to_string());
                let curve: Vec<String> = cohort.curve().iter().map(|value| format!("{value:.2}")).collect();
                [cohort.made.format("%Y-%m").to_string(), units, cohort.undated.to_string(), curve.join(" ")]
            });
            let rows: Vec<_> = rows.collect();
            Ok(table::write(out, (&["made", "units", "undated", "by months in service"], true), &rows)?)
        }
    }
}

const fn rule(signal: Signal) -> &'static str {
    match signal {
        Signal::Outside(_) => "outside",
        Signal::OneSide(_) => "one side",
        Signal::Trend(_) => "trend",
        Signal::Alternating => "alternating",
    }
}
