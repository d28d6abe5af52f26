//! A list of anything but cases on the import screen: what would be entered, what not, and why.

use egui::{Rect, Role, Sense, Ui, UiBuilder, WidgetInfo, pos2, vec2};

use super::ImportScreen;
use crate::exchange::entries::{EntryKind, EntryRun};
use crate::exchange::roster::{RosterKind, RosterRun};
use crate::exchange::row_run::RowRun;
use crate::exchange::tallies::{TallyKind, TallyRun};
use crate::t;
use crate::text::{Texts, say};
use crate::ui::say::{entry_reason_text, roster_reason_text, tally_reason_text};
use crate::ui::theme::{Tokens, font, size};
use crate::ui::widgets::chip::Tone;
use crate::ui::widgets::paint::{text_in, tip};
use crate::ui::widgets::rows::{RowLook, Rows, paint_row, row_response};
use crate::ui::widgets::{Button, Chip, feedback};
use crate::ui::{Action, Cx, Route, icons};

const ROW: f32 = 34.0;
const HEAD: f32 = 52.0;

/// What the rows of the file are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ImportKind {
    #[default]
    Cases,
    Branches,
    People,
    Losses,
    Returns,
    Sales,
    Calls,
    Slips,
}

impl ImportKind {
    pub(super) const ALL: [Self; 8] =
        [Self::Cases, Self::Branches, Self::People, Self::Losses, Self::Returns, Self::Sales, Self::Calls, Self::Slips];

    /// As the ids of the texts have it.
    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Cases => "cases",
            Self::Branches => RosterKind::Branches.word(),
            Self::People => RosterKind::People.word(),
            Self::Losses => EntryKind::Losses.word(),
            Self::Returns => EntryKind::Returns.word(),
            Self::Sales => TallyKind::Sales.word(),
            Self::Calls => TallyKind::Calls.word(),
            Self::Slips => TallyKind::Slips.word(),
        }
    }

    /// The list of the organisation that it is.
    #[must_use]
    pub const fn roster(self) -> Option<RosterKind> {
        match self {
            Self::Branches => Some(RosterKind::Branches),
            Self::People => Some(RosterKind::People),
            _ => None,
        }
    }

    /// The list of entries in cases that it is.
    #[must_use]
    pub const fn entries(self) -> Option<EntryKind> {
        match self {
            Self::Losses => Some(EntryKind::Losses),
            Self::Returns => Some(EntryKind::Returns),
            _ => None,
        }
    }
}

impl ImportKind {
    /// The list of figures from outside that it is.
    #[must_use]
    pub const fn tallies(self) -> Option<TallyKind> {
        match self {
            Self::Sales => Some(TallyKind::Sales),
            Self::Calls => Some(TallyKind::Calls),
            Self::Slips => Some(TallyKind::Slips),
            _ => None,
        }
    }
}

/// What came of the rows of a list.
#[derive(Debug, Clone, PartialEq)]
pub enum ListRun {
    Roster(RosterRun),
    Entries(EntryRun),
    Tallies(TallyRun),
}

impl ListRun {
    /// Rows accepted, refused, and there already.
    #[must_use]
    pub const fn counts(&self) -> [usize; 3] {
        match self {
            Self::Roster(run) => [run.accepted.len(), run.refused_rows(), run.repeated.len()],
            Self::Tallies(run) => [run.accepted.len(), run.refused_rows(), run.repeated.len()],
            Self::Entries(run) => [run.accepted.len(), run.refused_rows(), run.repeated.len()],
        }
    }

    const fn is_cancelled(&self) -> bool {
        match self {
            Self::Roster(run) => run.cancelled,
            Self::Entries(run) => run.cancelled,
            Self::Tallies(run) => run.cancelled,
        }
    }

    /// Lines on screen: a refused row has one for each of its reasons.
    const fn lines(&self) -> usize {
        let [accepted, _, repeated] = self.counts();
        accepted
            + repeated
            + match self {
                Self::Roster(run) => run.refused.len(),
                Self::Entries(run) => run.refused.len(),
                Self::Tallies(run) => run.refused.len(),
            }
    }

    fn line(&self, texts: &Texts, done: bool, at: usize) -> Option<(Tone, [String; 5])> {
        match self {
            Self::Roster(run) => line(texts, run, (done, at), &|reason| roster_reason_text(texts, reason)),
            Self::Entries(run) => line(texts, run, (done, at), &|reason| entry_reason_text(texts, reason)),
            Self::Tallies(run) => line(texts, run, (done, at), &|reason| tally_reason_text(texts, reason)),
        }
    }
}

/// Below the head of the file: counts and rows over the full width.
pub(super) fn roster_ui(ui: &mut Ui, cx: &Cx<'_>, screen: &mut ImportScreen, place: Rect) {
    let Some(run) = screen.list.take() else {
        let mut child = ui.new_child(UiBuilder::new().max_rect(place));
        return feedback::skeleton(&mut child, ROW);
    };
    if run.is_cancelled() {
        let mut child = ui.new_child(UiBuilder::new().max_rect(place));
        super::result::cancelled_ui(&mut child, cx);
    } else {
        let (head, list) = place.split_top_bottom_at_y(place.top() + HEAD);
        counts_ui(ui, cx, screen, &run, head);
        let mut child = ui.new_child(UiBuilder::new().id_salt("roster").max_rect(list));
        child.spacing_mut().item_spacing.y = 0.0;
        head_ui(&mut child, cx);
        let done = screen.finished;
        Rows::new(run.lines(), ROW).show(&mut child, &mut screen.place, |ui, at, rect| {
            if let Some((tone, cells)) = run.line(cx.texts, done, at) {
                row_ui(ui, rect, at, tone, &cells);
            }
        });
    }
    screen.list = Some(run);
}

fn counts_ui(ui: &mut Ui, cx: &Cx<'_>, screen: &ImportScreen, run: &ListRun, place: Rect) {
    let t = Tokens::of(ui.ctx());
    let texts = cx.texts;
    ui.painter().hline(place.x_range(), place.bottom() - 0.5, egui::Stroke::new(1.0, t.line));
    let count = |n: usize| say::count(i64::try_from(n).unwrap_or(i64::MAX));
    crate::ui::toolbar::line(ui, place, |ui| {
        ui.spacing_mut().item_spacing.x = 10.0;
        let [accepted, refused, repeated] = run.counts();
        let chips = [
            (taken_word(texts, screen.finished), accepted, Tone::Ok),
            (t!(texts, "import-tab-refused"), refused, Tone::Danger),
            (t!(texts, "roster-repeated"), repeated, Tone::Neutral),
        ];
        for (words, n, tone) in chips {
            Chip::new(&format!("{words} {}", count(n)), if n == 0 { Tone::Neutral } else { tone }).ui(ui);
        }
        let report = screen.report.as_ref().map(|path| path.display().to_string());
        if let Some(path) = report {
            let told = t!(texts, "import-report-at", file = path.as_str());
            ui.add(egui::Label::new(egui::RichText::new(told).font(font::meta()).color(t.sec)).truncate());
        }
    });
}

fn spots(row: Rect) -> [Rect; 5] {
    let inner = row.shrink2(vec2(16.0, 0.0));
    let shares = [0.07, 0.10, 0.20, 0.38, 0.25];
    let mut x = inner.left();
    shares.map(|share| {
        let spot = Rect::from_min_max(pos2(x, row.top()), pos2(x + inner.width() * share - 8.0, row.bottom()));
        x += inner.width() * share;
        spot
    })
}

fn head_ui(ui: &mut Ui, cx: &Cx<'_>) {
    let (t, texts) = (Tokens::of(ui.ctx()), cx.texts);
    let (head, _) = ui.allocate_exact_size(vec2(ui.available_width(), size::TABLE_HEAD), Sense::hover());
    ui.painter().rect_filled(head, 0.0, t.sunken);
    let names = [
        t!(texts, "report-row"),
        t!(texts, "report-result"),
        t!(texts, "roster-place"),
        t!(texts, "report-reason"),
        t!(texts, "report-value"),
    ];
    for (spot, name) in spots(head).into_iter().zip(&names) {
        text_in(ui.painter(), spot, name, font::meta(), t.ter);
    }
}

fn row_ui(ui: &Ui, rect: Rect, at: usize, tone: Tone, cells: &[String; 5]) {
    let t = Tokens::of(ui.ctx());
    let response = row_response(ui, rect, ("roster", at));
    response.widget_info(|| WidgetInfo::labeled(Role::Row, true, cells.join(" ")));
    paint_row(ui, rect, RowLook { hovered: response.hovered(), ..RowLook::default() });
    let mut cut = false;
    for (at, (spot, text)) in spots(rect).into_iter().zip(cells).enumerate() {
        let ink = match at {
            0 => t.ter,
            1 => tone.colours(t).0,
            _ => t.text,
        };
        cut |= text_in(ui.painter(), spot, text, font::body(), ink).1;
    }
    if cut {
        tip(&response, &cells.join("　"), None);
    }
}

/// What a row that was taken is called before the writing and after it.
fn taken_word(texts: &Texts, done: bool) -> String {
    if done { t!(texts, "report-accepted") } else { t!(texts, "import-tab-accepted") }
}

/// Refused rows first, then those that would be entered, then those that are there already.
fn line<T, R>(
    texts: &Texts,
    run: &RowRun<T, R>,
    (done, at): (bool, usize),
    reason: &dyn Fn(&R) -> String,
) -> Option<(Tone, [String; 5])> {
    let number = |row: u32| if row == 0 { "—".to_owned() } else { row.to_string() };
    if let Some(refusal) = run.refused.get(at) {
        let (result, reason) = (t!(texts, "report-refused"), reason(&refusal.reason));
        let cells = [number(refusal.row), result, refusal.header.clone(), reason, refusal.excerpt.clone()];
        return Some((Tone::Danger, cells));
    }
    let at = at - run.refused.len();
    if let Some(row) = run.accepted.get(at) {
        let cells = [number(row.row), taken_word(texts, done), row.name.clone(), String::new(), String::new()];
        return Some((Tone::Ok, cells));
    }
    let repeated = run.repeated.get(at - run.accepted.len())?;
    let why = match repeated.of {
        Some(row) => t!(texts, "repeats-row", row = row.to_string()),
        None => t!(texts, "roster-repeated"),
    };
    let cells = [number(repeated.row), t!(texts, "report-duplicate"), repeated.name.clone(), why, String::new()];
    Some((Tone::Neutral, cells))
}

/// The button that enters the rows, and afterwards the ways on.
pub(super) fn tools_ui(ui: &mut Ui, cx: &Cx<'_>, screen: &mut ImportScreen) {
    let texts = cx.texts;
    if screen.finished {
        if screen.kind.entries().is_some() {
            super::look_button(ui, cx);
        } else if screen.kind.tallies().is_some() {
            if Button::primary(&t!(texts, "nav-board")).icon(icons::CHART_BAR).ui(ui).clicked() {
                cx.want(Action::Go(Route::Board));
            }
        } else if Button::primary(&t!(texts, "settings-organisation")).icon(icons::BUILDINGS).ui(ui).clicked() {
            cx.want(Action::Go(Route::Settings));
        }
        if Button::secondary(&t!(texts, "import-another")).ui(ui).clicked() {
            screen.begin_anew();
        }
        return;
    }
    let count = screen.list.as_ref().map_or(0, |run| run.counts()[0]);
    let label = t!(texts, "roster-write", count = count);
    let (checking, nothing) = (t!(texts, "import-checking"), t!(texts, "import-write-nothing"));
    let blocked = match &screen.list {
        None => Some(checking.as_str()),
        Some(run) if run.is_cancelled() => Some(checking.as_str()),
        Some(_) if count == 0 => Some(nothing.as_str()),
        Some(_) => None,
    };
    let button = Button::primary(&label).icon(icons::CHECK).blocked(blocked).busy(screen.is_writing());
    if button.ui(ui).clicked() {
        cx.want(Action::WriteImport);
    }
    if screen.is_open() && Button::secondary(&t!(texts, "act-choose-file")).icon(icons::FOLDER_OPEN).ui(ui).clicked() {
        cx.want(Action::PickImport);
    }
}
