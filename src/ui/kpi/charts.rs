//! The pages of charts: control charts of rates (控制图), early failures (早期故障), and satisfaction on its row of the book.

use egui::{Rect, RichText, ScrollArea, Ui, UiBuilder, vec2};

use super::figure::{Figure, Shown};
use super::table::{Cell, Row, table_ui};
use super::{KpiScreen, open};
use crate::charts::Mark;
use crate::figures::control::Kind;
use crate::figures::course::followed;
use crate::figures::csat::Month;
use crate::figures::kpi::{Kpi, Line};
use crate::figures::mis::Mis;
use crate::figures::on_time::Step;
use crate::store::{By, FigureKey, ListQuery, View};
use crate::t;
use crate::text::say::count;
use crate::ui::chart::{ChartAsk, chart_ui};
use crate::ui::theme::{Tokens, font};
use crate::ui::widgets::{Button, feedback, menu, toggle};
use crate::ui::{Action, Cx, Route, icons, say};

const CHART: f32 = 320.0;
/// Signals in words; the chart marks all of them.
const SAID: usize = 8;

/// The page of control charts.
pub(super) fn control_ui(ui: &mut Ui, cx: &Cx<'_>, place: Rect, screen: &mut KpiScreen) {
    super::head::output_keys(ui, cx, screen);
    page(ui, (place, "kpi-control"), |ui| {
        if followed(screen.chosen).is_none() {
            return others_ui(ui, cx, screen);
        }
        choices_ui(ui, cx, screen);
        if screen.figure(cx.texts).is_none() {
            return empty_control(ui, cx, screen);
        }
        let mark = figure_ui(ui, cx, screen, CHART);
        rules_ui(ui, cx);
        notes_ui(ui, screen);
        let said = signals_ui(ui, cx, screen);
        let point = said.or(match mark {
            Some(Mark::Period(at)) => Some(at),
            _ => None,
        });
        if let Some((figure, cells)) = point.and_then(|at| screen.behind_point(at)) {
            let mut query = ListQuery::of(View::All, &By { name: cx.me.to_owned(), now: cx.now });
            query.filter.figure = Some(Box::new(figure));
            query.filter.cells = cells;
            cx.want(Action::OpenList(Box::new(query)));
        }
    });
}

/// The page of early failures.
pub(super) fn mis_ui(ui: &mut Ui, cx: &Cx<'_>, place: Rect, screen: &mut KpiScreen) {
    super::head::output_keys(ui, cx, screen);
    page(ui, (place, "kpi-mis"), |ui| {
        models_ui(ui, cx, screen);
        if screen.figure(cx.texts).is_none() {
            if screen.quality.early.value().is_some() {
                words(ui, &t!(cx.texts, "mis-empty"));
            } else {
                waiting(ui);
            }
            return;
        }
        let mark = figure_ui(ui, cx, screen, CHART);
        notes_ui(ui, screen);
        let pressed = cohorts_ui(ui, cx, screen);
        let at = pressed.or(match mark {
            Some(Mark::Row(at)) => Some(at),
            _ => None,
        });
        if let Some(at) = at {
            open_cohort(cx, screen, at);
        }
    });
}

/// Satisfaction over thirteen months, on the page of its row.
pub(super) fn csat_ui(ui: &mut Ui, cx: &Cx<'_>, screen: &mut KpiScreen) {
    if !matches!(screen.chosen, Kpi::K04 | Kpi::K19) {
        return;
    }
    ui.add_space(10.0);
    if screen.figure(cx.texts).is_none() {
        let here = screen.quality.survey.value().is_some_and(|table| table.query.kpi == screen.chosen);
        return if here && !screen.quality.survey.is_waiting() {
            words(ui, &t!(cx.texts, "csat-empty"));
        } else {
            waiting(ui);
        };
    }
    let mark = figure_ui(ui, cx, screen, 250.0);
    let pressed = months_ui(ui, cx, screen);
    let at = pressed.or(match mark {
        Some(Mark::Row(at)) => Some(at),
        _ => None,
    });
    let Some((figure, _)) = screen.made() else { return };
    let Shown::Csat(_, csat) = &figure.shown else { return };
    let Some(month) = at.and_then(|at| csat.months.get(at)).map(|month| month.key.clone()) else { return };
    let Some(query) = screen.quality.survey.value().map(|table| table.query.clone()) else { return };
    open(cx, FigureKey { query, line: Line::Response, cell: vec![month], counted: None });
}

/// A page that scrolls, inset like the others.
fn page(ui: &mut Ui, (place, salt): (Rect, &str), body: impl FnOnce(&mut Ui)) {
    let mut child = ui.new_child(UiBuilder::new().max_rect(place));
    ScrollArea::vertical().id_salt(salt).auto_shrink(false).show(&mut child, |ui| {
        egui::Frame::new().inner_margin(egui::Margin::symmetric(22, 16)).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 8.0;
            body(ui);
        });
    });
}

fn words(ui: &mut Ui, text: &str) {
    let t = Tokens::of(ui.ctx());
    ui.label(RichText::new(text).font(font::body()).color(t.sec));
}

fn waiting(ui: &mut Ui) {
    let place = Rect::from_min_size(ui.cursor().min, vec2(ui.available_width(), 240.0));
    feedback::skeleton(&mut ui.new_child(UiBuilder::new().max_rect(place)), 46.0);
    ui.add_space(240.0);
}

/// A row without a control chart: those that have one.
fn others_ui(ui: &mut Ui, cx: &Cx<'_>, screen: &mut KpiScreen) {
    words(ui, &t!(cx.texts, "kpi-control-none", name = cx.texts.name("kpi", screen.chosen.word())));
    let mut chosen = None;
    ui.horizontal_wrapped(|ui| {
        for kpi in Kpi::ALL.iter().filter(|kpi| followed(**kpi).is_some()) {
            let name = format!("{} {}", kpi.row(), cx.texts.name("kpi", kpi.word()));
            if Button::secondary(&name).small().ui(ui).clicked() {
                chosen = Some(*kpi);
            }
        }
    });
    if let Some(kpi) = chosen {
        screen.choose(kpi);
    }
}

/// Week or month, region, and the chart as a file.
fn choices_ui(ui: &mut Ui, cx: &Cx<'_>, screen: &mut KpiScreen) {
    let texts = cx.texts;
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 8.0;
        let rate = followed(screen.chosen).is_some_and(|of| of.kind == Kind::Rate);
        let step = screen.quality.step(screen.chosen);
        if !rate {
            let names = ["week", "month"].map(|dim| texts.name("kpi-dim", dim));
            let names = names.each_ref().map(String::as_str);
            let asked = toggle::one_of(ui, &names, Some(usize::from(step == Step::Month)));
            if let Some(at) = asked {
                screen.quality.monthly = at == 1;
                screen.version += 1;
            }
        }
        let regions: Vec<&str> = cx.organisation.regions.iter().map(String::as_str).collect();
        let chosen = screen.quality.region.as_deref().and_then(|name| regions.iter().position(|known| *known == name));
        if let Some(choice) = menu::filter(ui, &t!(texts, "column-region"), &t!(texts, "all"), &regions, chosen) {
            screen.quality.region = choice.and_then(|at| regions.get(at)).map(|name| (*name).to_owned());
            screen.version += 1;
        }
        export_ui(ui, cx, screen);
    });
}

/// Why there is no chart, with the way to what it lacks.
fn empty_control(ui: &mut Ui, cx: &Cx<'_>, screen: &KpiScreen) {
    let quality = &screen.quality;
    let here = quality.course.value().filter(|table| table.query.kpi == screen.chosen);
    if here.is_none() || quality.course.is_waiting() || quality.changes.value().is_none() {
        return waiting(ui);
    }
    if followed(screen.chosen).is_some_and(|of| of.kind == Kind::Rate) {
        words(ui, &t!(cx.texts, "course-empty-rate"));
        import_ui(ui, cx);
    } else {
        words(ui, &cx.texts.name("kpi-missing", "nothing"));
    }
}

/// The way to the lists that are lacking.
pub(super) fn import_ui(ui: &mut Ui, cx: &Cx<'_>) {
    if Button::secondary(&t!(cx.texts, "kpi-go-import")).small().icon(icons::EXPORT).ui(ui).clicked() {
        cx.want(Action::Go(Route::Import));
    }
}

fn models_ui(ui: &mut Ui, cx: &Cx<'_>, screen: &mut KpiScreen) {
    let Some(found) = screen.quality.early.value() else { return };
    let names: Vec<String> = found.models.iter().map(|(name, n)| format!("{name} ({n})")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let at = found.models.iter().position(|(name, _)| *name == found.model);
    let models: Vec<String> = found.models.iter().map(|(name, _)| name.clone()).collect();
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 8.0;
        if let Some(chosen) = at.and_then(|at| super::cut::choose(ui, &cx.texts.name("kpi-dim", "model"), &names, at)) {
            screen.quality.model = models.get(chosen).cloned();
            screen.version += 1;
        }
        export_ui(ui, cx, screen);
        import_ui(ui, cx);
    });
}

/// The chart on screen as a file.
fn export_ui(ui: &mut Ui, cx: &Cx<'_>, screen: &mut KpiScreen) {
    let label = t!(cx.texts, "kpi-export-chart");
    let figure = screen.figure(cx.texts).cloned();
    let waiting = figure.is_none().then(|| t!(cx.texts, "board-export-waits"));
    let button = Button::secondary(&label).small().icon(icons::EXPORT).blocked(waiting.as_deref()).ui(ui);
    if let Some(figure) = figure.filter(|_| button.clicked()) {
        let source = source(cx, screen);
        cx.want(Action::ExportFigure(Box::new(figure), source));
    }
}

/// What the figures are of: part, moment and rule book.
fn source(cx: &Cx<'_>, screen: &KpiScreen) -> String {
    let rules = &cx.book.rules;
    let when = screen.now.wall().format("%Y-%m-%d %H:%M").to_string();
    let of = screen.quality.region.clone().unwrap_or_else(|| t!(cx.texts, "board-all-cases"));
    format!("{of}　{}　{} {}", t!(cx.texts, "board-as-of", when = when), rules.id, rules.version)
}

/// Title, the sentence, the chart.
fn figure_ui(ui: &mut Ui, cx: &Cx<'_>, screen: &mut KpiScreen, high: f32) -> Option<Mark> {
    let t = Tokens::of(ui.ctx());
    let version = screen.version;
    let csat = matches!(screen.tab, super::Tab::Book);
    let label = t!(cx.texts, "kpi-months");
    let (figure, cache) = screen.made()?;
    let title = if csat { label } else { figure.title.clone() };
    ui.label(RichText::new(title).font(font::body_l_medium()).color(t.text));
    ui.add(egui::Label::new(RichText::new(&figure.finding).font(font::body()).color(t.text)).wrap());
    let ask = ChartAsk { name: &figure.title, version, size: vec2(ui.available_width().floor(), high) };
    let mark = chart_ui(ui, cache, ask, |area, palette, scale| figure.draw(area, palette, scale));
    if csat {
        export_ui(ui, cx, screen);
    }
    mark
}

/// What the numbers at the points mean.
fn rules_ui(ui: &mut Ui, cx: &Cx<'_>) {
    let t = Tokens::of(ui.ctx());
    let rules = ["1", "2", "3", "4"].map(|rule| format!("{rule} = {}", cx.texts.name("course-rule", rule)));
    ui.add(egui::Label::new(RichText::new(rules.join("　")).font(font::meta()).color(t.sec)).wrap());
}

fn notes_ui(ui: &mut Ui, screen: &mut KpiScreen) {
    let t = Tokens::of(ui.ctx());
    let Some((figure, _)) = screen.made() else { return };
    for note in &figure.notes {
        ui.add(egui::Label::new(RichText::new(note).font(font::meta()).color(t.ter)).wrap());
    }
}

/// Every signal in a sentence, the newest first; one that is pressed opens its cases.
fn signals_ui(ui: &mut Ui, cx: &Cx<'_>, screen: &mut KpiScreen) -> Option<usize> {
    let (figure, _) = screen.made()?;
    let Shown::Control(_, course) = &figure.shown else { return None };
    let mut pressed = None;
    for (at, signal) in course.signals().take(SAID) {
        let Some(text) = say::course_signal(cx.texts, course, (at, signal)) else { continue };
        if Button::light(&text).small().icon(icons::WARNING).ui(ui).clicked() {
            pressed = Some(at);
        }
    }
    pressed
}

fn months_ui(ui: &mut Ui, cx: &Cx<'_>, screen: &mut KpiScreen) -> Option<usize> {
    let (figure, _) = screen.made()?;
    let Shown::Csat(_, csat) = &figure.shown else { return None };
    let texts = cx.texts;
    let heads = [
        texts.name("kpi-dim", "month"),
        texts.name("kpi-line", "top_box"),
        t!(texts, "chart-interval"),
        t!(texts, "csat-answered"),
        t!(texts, "csat-asked"),
        t!(texts, "csat-response"),
        texts.name("kpi-column", "beside"),
    ];
    let rows: Vec<Row> = csat.months.iter().rev().map(|month| month_row(cx, month)).collect();
    let last = csat.months.len().checked_sub(1)?;
    table_ui(ui, "csat", (&heads, 110.0), &rows).map(|(row, _)| last - row.min(last))
}

fn month_row(cx: &Cx<'_>, month: &Month) -> Row {
    let texts = cx.texts;
    let plain = |text: String| Cell { text, ..Cell::default() };
    let percent = |share: crate::figures::Share| {
        say::kpi_value(texts, &crate::figures::kpi::Value::Share(share), crate::figures::kpi::Unit::Percent)
    };
    let top = month.top_box();
    let of = |share: crate::figures::Share| if share.whole() > 0 { percent(share) } else { "—".to_owned() };
    let interval = top.wilson95().map_or_else(String::new, |(low, high)| format!("{low:.1} – {high:.1}"));
    let remark = if month.is_thin() { t!(texts, "csat-thin") } else { String::new() };
    let cells = vec![
        Cell { small: top.is_small_base(), ..plain(of(top)) },
        plain(interval),
        plain(count(i64::from(month.answered()))),
        Cell { opens: true, ..plain(count(i64::from(month.asked))) },
        plain(of(month.response())),
        Cell { remark: true, ..plain(remark) },
    ];
    Row { name: month.key.clone(), cells, total: false }
}

fn cohorts_ui(ui: &mut Ui, cx: &Cx<'_>, screen: &mut KpiScreen) -> Option<usize> {
    let (figure, _) = screen.made()?;
    let Shown::Mis(_, mis) = &figure.shown else { return None };
    let texts = cx.texts;
    let heads = [
        texts.name("kpi-dim", "made"),
        t!(texts, "mis-units"),
        t!(texts, "mis-count"),
        t!(texts, "mis-rate"),
        t!(texts, "mis-months"),
    ];
    let rows = cohort_rows(cx, mis);
    table_ui(ui, "mis", (&heads, 110.0), &rows).map(|(row, _)| row)
}

fn cohort_rows(cx: &Cx<'_>, mis: &Mis) -> Vec<Row> {
    let plain = |text: String| Cell { text, ..Cell::default() };
    let row = |cohort: &crate::figures::mis::Cohort| {
        let units = cohort.units.map_or_else(|| t!(cx.texts, "mis-unknown"), count);
        let rate = cohort.units.and(cohort.curve().last().copied());
        let cells = vec![
            plain(units),
            Cell { opens: cohort.total() > 0, ..plain(count(i64::from(cohort.total()))) },
            plain(rate.map_or_else(|| "—".to_owned(), |rate| format!("{rate:.2}"))),
            plain(cohort.failures.len().saturating_sub(1).to_string()),
        ];
        Row { name: cohort.made.format("%Y-%m").to_string(), cells, total: false }
    };
    mis.cohorts.iter().map(row).collect()
}

/// The cases of one month of production that are in its curve.
fn open_cohort(cx: &Cx<'_>, screen: &mut KpiScreen, at: usize) {
    let Some((Figure { shown: Shown::Mis(_, mis), .. }, _)) = screen.made() else { return };
    let Some(cohort) = mis.cohorts.get(at) else { return };
    let (made, months) = (cohort.made, cohort.failures.len());
    let Some(found) = screen.quality.early.value() else { return };
    let of = |failure: &crate::figures::mis::Failure| {
        failure.made == made && failure.month_in_service().is_some_and(|month| month < months)
    };
    let only = found.failures.iter().filter(|(_, failure)| of(failure)).map(|(case, _)| *case).collect();
    let mut query = ListQuery::of(View::All, &By { name: cx.me.to_owned(), now: cx.now });
    query.filter.only = only;
    cx.want(Action::OpenList(Box::new(query)));
}
