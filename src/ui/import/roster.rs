//! A list of branches or people on the import screen: what would be entered, what not, and why.

use egui::{Rect, Role, Sense, Ui, UiBuilder, WidgetInfo, pos2, vec2};

use super::ImportScreen;
use crate::exchange::roster::{RosterKind, RosterRun};
use crate::exchange::row_run::Repeated;
use crate::t;
use crate::text::say;
use crate::ui::say::roster_reason_text;
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
}

impl ImportKind {
    pub(super) const ALL: [Self; 3] = [Self::Cases, Self::Branches, Self::People];

    /// As the ids of the texts have it.
    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Cases => "cases",
            Self::Branches => RosterKind::Branches.word(),
            Self::People => RosterKind::People.word(),
        }
    }
}

/// Below the head of the file: counts and rows over the full width.
pub(super) fn roster_ui(ui: &mut Ui, cx: &Cx<'_>, screen: &mut ImportScreen, place: Rect) {
    let Some(run) = screen.roster.take() else {
        let mut child = ui.new_child(UiBuilder::new().max_rect(place));
        return feedback::skeleton(&mut child, ROW);
    };
    let (head, list) = place.split_top_bottom_at_y(place.top() + HEAD);
    counts_ui(ui, cx, screen, &run, head);
    let mut child = ui.new_child(UiBuilder::new().id_salt("roster").max_rect(list));
    child.spacing_mut().item_spacing.y = 0.0;
    let count = run.refused.len() + run.accepted.len() + run.repeated.len();
    head_ui(&mut child, cx);
    Rows::new(count, ROW).show(&mut child, &mut screen.place, |ui, at, rect| {
        if let Some((tone, cells)) = line(cx, &run, at) {
            row_ui(ui, rect, at, tone, &cells);
        }
    });
    screen.roster = Some(run);
}

fn counts_ui(ui: &mut Ui, cx: &Cx<'_>, screen: &ImportScreen, run: &RosterRun, place: Rect) {
    let t = Tokens::of(ui.ctx());
    let texts = cx.texts;
    ui.painter().hline(place.x_range(), place.bottom() - 0.5, egui::Stroke::new(1.0, t.line));
    let count = |n: usize| say::count(i64::try_from(n).unwrap_or(i64::MAX));
    crate::ui::toolbar::line(ui, place, |ui| {
        ui.spacing_mut().item_spacing.x = 10.0;
        let chips = [
            (if screen.finished { "report-accepted" } else { "import-tab-accepted" }, run.accepted.len(), Tone::Ok),
            ("import-tab-refused", run.refused_rows(), Tone::Danger),
            ("roster-repeated", run.repeated.len(), Tone::Neutral),
        ];
        for (id, n, tone) in chips {
            let words = match id {
                "report-accepted" => t!(texts, "report-accepted"),
                "import-tab-accepted" => t!(texts, "import-tab-accepted"),
                "import-tab-refused" => t!(texts, "import-tab-refused"),
                _ => t!(texts, "roster-repeated"),
            };
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

/// Refused rows first, then those that would be entered, then those that are there already.
fn line(cx: &Cx<'_>, run: &RosterRun, at: usize) -> Option<(Tone, [String; 5])> {
    let texts = cx.texts;
    let number = |row: u32| if row == 0 { "—".to_owned() } else { row.to_string() };
    if let Some(refusal) = run.refused.get(at) {
        let reason = roster_reason_text(texts, &refusal.reason);
        let result = t!(texts, "report-refused");
        let cells = [number(refusal.row), result, refusal.header.clone(), reason, refusal.excerpt.clone()];
        return Some((Tone::Danger, cells));
    }
    let at = at - run.refused.len();
    if let Some(row) = run.accepted.get(at) {
        let cells = [number(row.row), t!(texts, "import-tab-accepted"), row.name.clone(), String::new(), String::new()];
        return Some((Tone::Ok, cells));
    }
    let Repeated { row, name, .. } = run.repeated.get(at - run.accepted.len())?;
    let cells =
        [number(*row), t!(texts, "report-duplicate"), name.clone(), t!(texts, "roster-repeated"), String::new()];
    Some((Tone::Neutral, cells))
}

/// The button that enters the rows, and afterwards the ways on.
pub(super) fn tools_ui(ui: &mut Ui, cx: &Cx<'_>, screen: &mut ImportScreen) {
    let texts = cx.texts;
    if screen.finished {
        if Button::primary(&t!(texts, "settings-organisation")).icon(icons::BUILDINGS).ui(ui).clicked() {
            cx.want(Action::Go(Route::Settings));
        }
        if Button::secondary(&t!(texts, "import-another")).ui(ui).clicked() {
            screen.begin_anew();
        }
        return;
    }
    let count = screen.roster.as_ref().map_or(0, |run| run.accepted.len());
    let label = t!(texts, "roster-write", count = count);
    let (checking, nothing) = (t!(texts, "import-checking"), t!(texts, "import-write-nothing"));
    let blocked = match &screen.roster {
        None => Some(checking.as_str()),
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
