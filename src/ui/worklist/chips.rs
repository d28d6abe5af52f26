//! What narrows a list beyond the filters that drop down, in plain words, each taken away by a click.

use egui::{Frame, Margin, Stroke, Ui};

use super::WorklistScreen;
use crate::domain::Stamp;
use crate::figures::kpi::Dim;
use crate::store::{FigureKey, Filter, ListQuery, View};
use crate::t;
use crate::text::say::{duration, full_day, full_time};
use crate::ui::say_lists::channel_name;
use crate::ui::theme::Tokens;
use crate::ui::widgets::chip::{Chip, Tone};
use crate::ui::{Cx, icons};

/// One thing that narrows a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Narrowing {
    Received,
    Due,
    OnTime,
    Overdue,
    Regions,
    Branch,
    Stage,
    Counted,
    Category,
    Channel,
    Figure,
    Standing,
    Procedure,
    Only,
}

const ALL: [Narrowing; 14] = [
    Narrowing::Received,
    Narrowing::Due,
    Narrowing::OnTime,
    Narrowing::Overdue,
    Narrowing::Regions,
    Narrowing::Branch,
    Narrowing::Stage,
    Narrowing::Counted,
    Narrowing::Category,
    Narrowing::Channel,
    Narrowing::Figure,
    Narrowing::Standing,
    Narrowing::Procedure,
    Narrowing::Only,
];

/// Whether the stage can be chosen in the filters; elsewhere the view itself says it.
pub(super) const fn has_stage_filter(view: View) -> bool {
    matches!(view, View::All | View::Open | View::Mine)
}

impl Narrowing {
    /// What it says; `None` when the list is not narrowed by it.
    fn text(self, cx: &Cx<'_>, query: &ListQuery) -> Option<String> {
        let (texts, filter) = (cx.texts, &query.filter);
        match self {
            Self::Received => {
                let span = span(cx, filter.from, filter.to)?;
                Some(t!(texts, "chip-received", span = span))
            }
            Self::Due => {
                let span = span(cx, filter.due_from, filter.due_to)?;
                Some(t!(texts, "chip-due", span = span))
            }
            Self::OnTime => Some(match filter.on_time? {
                true => t!(texts, "chip-on-time"),
                false => t!(texts, "chip-late"),
            }),
            Self::Overdue => Some(match filter.overdue_minutes? {
                (0, i64::MAX) => t!(texts, "chip-overdue"),
                (over, i64::MAX) => t!(texts, "chip-overdue-more", over = duration(texts, over)),
                (0, most) => t!(texts, "chip-overdue-most", most = duration(texts, most)),
                (over, most) => {
                    t!(texts, "chip-overdue-between", over = duration(texts, over), most = duration(texts, most))
                }
            }),
            Self::Regions if filter.regions.is_empty() => None,
            Self::Regions => {
                let nameless = t!(texts, "board-no-region");
                let name = |region: &String| if region.is_empty() { nameless.clone() } else { region.clone() };
                let names: Vec<String> = filter.regions.iter().map(name).collect();
                Some(t!(texts, "chip-regions", regions = names.join("、")))
            }
            Self::Branch => filter.branch.map(|branch| t!(texts, "chip-branch", branch = cx.branch_name(Some(branch)))),
            Self::Stage => {
                let stage = filter.stage.filter(|_| !has_stage_filter(query.view))?;
                Some(t!(texts, "chip-stage", stage = texts.name("stage", stage.word())))
            }
            Self::Counted => filter.counted.then(|| t!(texts, "chip-counted")),
            Self::Category => filter.category.as_ref().map(|name| t!(texts, "chip-category", name = name.as_str())),
            Self::Channel => {
                let channel = filter.channel.as_deref()?;
                Some(t!(texts, "chip-channel", name = channel_name(cx.book, channel, texts.lang())))
            }
            Self::Figure => filter.figure.as_ref().map(|key| figure(cx, key, &filter.cells)),
            Self::Standing => filter.standing.map(|standing| texts.name("chart-standing", standing.word())),
            Self::Procedure => {
                // Those of the book in force are chosen in the filters.
                let named = |key: &&String| cx.book.rules.procedures.iter().all(|template| template.key != **key);
                let key = filter.procedure.as_ref().filter(named)?;
                Some(t!(texts, "chip-procedure", key = key.as_str()))
            }
            Self::Only if filter.only.is_empty() => None,
            Self::Only => Some(t!(texts, "chip-only", count = filter.only.len())),
        }
    }

    fn take_away(self, filter: &mut Filter) {
        match self {
            Self::Received => (filter.from, filter.to) = (None, None),
            Self::Due => (filter.due_from, filter.due_to) = (None, None),
            Self::OnTime => filter.on_time = None,
            Self::Overdue => filter.overdue_minutes = None,
            Self::Regions => filter.regions.clear(),
            Self::Branch => filter.branch = None,
            Self::Stage => filter.stage = None,
            Self::Counted => filter.counted = false,
            Self::Category => filter.category = None,
            Self::Channel => filter.channel = None,
            Self::Figure => {
                filter.figure = None;
                filter.cells.clear();
            }
            Self::Standing => filter.standing = None,
            Self::Procedure => filter.procedure = None,
            Self::Only => filter.only.clear(),
        }
    }
}

/// A figure by its name, period, cells and what it was narrowed to.
fn figure(cx: &Cx<'_>, key: &FigureKey, cells: &[Vec<String>]) -> String {
    let (texts, query) = (cx.texts, &key.query);
    let name = |dim: Dim, word: &str| match dim {
        _ if word.is_empty() => t!(texts, "chip-figure-none"),
        Dim::Class => texts.name("class", word),
        Dim::Level => texts.name("level", word),
        Dim::Stage => texts.name("stage", word),
        Dim::Channel => channel_name(cx.book, word, texts.lang()),
        Dim::Brand | Dim::Cause | Dim::Department => crate::ui::say::kpi_key(texts, &cx.book.rules, dim, word),
        _ => word.to_owned(),
    };
    let narrow = &query.narrow;
    let branch = narrow.branch.map(|branch| cx.branch_name(Some(branch)).to_string());
    let mut words: Vec<String> = [
        narrow.region.clone(),
        branch,
        narrow.category.clone(),
        narrow.class.map(|class| name(Dim::Class, class.word())),
        narrow.channel.as_deref().map(|channel| name(Dim::Channel, channel)),
        narrow.level.map(|level| name(Dim::Level, level.word())),
        narrow.brand.as_deref().map(|word| name(Dim::Brand, word)),
        narrow.cause.as_deref().map(|word| name(Dim::Cause, word)),
        narrow.department.as_deref().map(|word| name(Dim::Department, word)),
    ]
    .into_iter()
    .flatten()
    .collect();
    let told = |cell: &Vec<String>| query.by.iter().zip(cell).map(|(dim, word)| name(*dim, word)).collect::<Vec<_>>();
    words.extend(told(&key.cell));
    if let Some(first) = cells.first() {
        // Named where there are few of them.
        let all: Vec<String> = cells.iter().map(|cell| told(cell).join(" ")).collect();
        let first = told(first).join(" ");
        words.push(if all.len() > 3 {
            t!(texts, "chip-figure-cells", first = first, n = all.len())
        } else {
            all.join("、")
        });
    }
    if key.counted == Some(false) {
        words.push(texts.name("kpi-column", "missed"));
    }
    words.extend(span(cx, Some(query.span.from), Some(query.span.end())));
    let figure = texts.name("kpi", query.kpi.word());
    t!(texts, "chip-figure", figure = figure, of = words.join(" · "))
}

/// From the first to the last day of a period whose end is exclusive; an end within a day is told with its time.
fn span(cx: &Cx<'_>, from: Option<Stamp>, to: Option<Stamp>) -> Option<String> {
    let midnight = |at: Stamp| at.wall().format("%H:%M").to_string() == "00:00";
    let first = from.map(|from| if midnight(from) { full_day(from.date()) } else { full_time(from.0) });
    let last = to.map(|to| if midnight(to) { full_day(to.plus_minutes(-1).date()) } else { full_time(to.0) });
    Some(match (first, last) {
        (Some(first), Some(last)) if first == last => first,
        (Some(first), Some(last)) => {
            // The year is not said twice.
            let same = first.get(..5).is_some_and(|year| last.starts_with(year));
            let last = if same { last.get(5..).unwrap_or_default().to_owned() } else { last };
            t!(cx.texts, "chip-span", first = first, last = last)
        }
        (Some(first), None) => t!(cx.texts, "chip-since", first = first),
        (None, Some(last)) => t!(cx.texts, "chip-until", last = last),
        (None, None) => return None,
    })
}

/// A strip of chips below the filters, only while there is something to say.
pub(super) fn chips_ui(ui: &mut Ui, cx: &Cx<'_>, screen: &mut WorklistScreen) {
    let query = screen.pages.query();
    let told: Vec<(Narrowing, String)> =
        ALL.iter().filter_map(|&narrowing| Some((narrowing, narrowing.text(cx, query)?))).collect();
    if told.is_empty() {
        return;
    }
    let mut gone = None;
    let frame = Frame::NONE.inner_margin(Margin { left: 16, right: 16, top: 8, bottom: 8 });
    let strip = frame.show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing = egui::vec2(8.0, 6.0);
            for (narrowing, text) in &told {
                if Chip::new(text, Tone::Accent).icon(icons::FUNNEL).closable().ui(ui).clicked() {
                    gone = Some(*narrowing);
                }
            }
        });
    });
    let rect = strip.response.rect;
    let line = Stroke::new(1.0, Tokens::of(ui.ctx()).line);
    ui.painter().hline(rect.x_range(), rect.bottom() - 0.5, line);
    if let Some(gone) = gone {
        let mut query = screen.pages.query().clone();
        gone.take_away(&mut query.filter);
        screen.open(query);
    }
}

/// Whether anything narrows the list at all.
pub(super) fn is_narrowed(query: &ListQuery) -> bool {
    query.filter != Filter::default() || !query.search.trim().is_empty()
}

/// The whole view again.
pub(super) fn clear(screen: &mut WorklistScreen) {
    let query = screen.pages.query().clone();
    screen.open(ListQuery { filter: Filter::default(), search: String::new(), ..query });
}
