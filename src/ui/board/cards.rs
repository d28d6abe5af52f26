//! The board below its toolbar: six figures, five charts, the cases that wait longest, the batch warnings.

use egui::{Align2, Rect, Response, Role, ScrollArea, Sense, Ui, UiBuilder, WidgetInfo, pos2, vec2};

use super::tiles::{TILE, tile_ui};
use super::{BoardScreen, Caches, Made, Opens, Piece};
use crate::charts::{Mark, spark};
use crate::figures::dashboard::Standing;
use crate::figures::report::Compare;
use crate::store::{Dashboard, ListQuery};
use crate::t;
use crate::text::say;
use crate::ui::chart::{ChartAsk, ChartCache, chart_ui, picture_ui};
use crate::ui::icons;
use crate::ui::theme::{Tokens, font, size};
use crate::ui::widgets::chip::Tone;
use crate::ui::widgets::paint::{Ring, boxed, focus_ring, text_in, text_right, width};
use crate::ui::widgets::{Chip, feedback};
use crate::ui::{Action, Cx};

pub(super) const GAP: f32 = 12.0;
const EDGE: egui::Vec2 = vec2(16.0, 14.0);
/// Lowest rows of charts; below them the board scrolls.
const UPPER: f32 = 296.0;
const LOWER: f32 = 300.0;
/// The cards at the sides of a row, as they stand at 1440 wide.
const ROW_A: [f32; 2] = [416.0, 386.0];
const ROW_B: [f32; 2] = [528.0, 372.0];
/// Below this width three cards cannot stand beside each other.
const THREE: f32 = 1_120.0;

pub(super) fn body_ui(ui: &mut Ui, cx: &Cx<'_>, screen: &mut BoardScreen) {
    if let Some(error) = screen.figures.error() {
        let text = crate::ui::say::store_error_text(cx.texts, error);
        let again = t!(cx.texts, "act-retry");
        if feedback::banner(ui, (Tone::Danger, icons::WARNING_CIRCLE), &text, &[&again]).is_some() {
            cx.want(Action::Board(Box::new(screen.query.clone())));
        }
    }
    let BoardScreen { figures, compare, version, caches, made, .. } = screen;
    let Some(figures) = figures.value() else {
        return feedback::skeleton(ui, TILE);
    };
    let made = made_for(made, (*version, *compare), figures, cx);
    let board = Board {
        cx,
        figures,
        made,
        version: *version,
        opens: Opens { figures, me: cx.me, other: super::other_symptom(cx.book) },
    };
    ScrollArea::vertical().auto_shrink(false).show(ui, |ui| board.ui(ui, caches));
}

/// What is shown, made anew only for other figures, another comparison or another language.
pub(super) fn made_for<'m>(
    made: &'m mut Option<(u64, Made)>,
    (version, compare): (u64, Compare),
    figures: &Dashboard,
    cx: &Cx<'_>,
) -> &'m Made {
    if made.as_ref().is_some_and(|(of, _)| *of != version) {
        *made = None;
    }
    &made.get_or_insert_with(|| (version, Made::of(figures, compare, cx.book, cx.texts))).1
}

/// One set of figures being drawn.
pub(super) struct Board<'a> {
    pub cx: &'a Cx<'a>,
    pub figures: &'a Dashboard,
    pub made: &'a Made,
    pub version: u64,
    pub opens: Opens<'a>,
}

impl Board<'_> {
    fn ui(&self, ui: &mut Ui, caches: &mut Caches) {
        let room = ui.available_rect_before_wrap();
        let wide = room.width() - 2.0 * EDGE.x;
        let three = wide >= THREE;
        let rows = if three { 2 } else { 4 };
        let tiles = if three { TILE } else { 2.0 * TILE + GAP };
        let free = room.height() - 2.0 * EDGE.y - tiles - GAP - if three { GAP } else { 3.0 * GAP };
        // The upper row a little higher than the lower, as both grow.
        let upper = (free / rows as f32).max(UPPER).floor();
        let lower = if three { (free - upper).max(LOWER).floor() } else { upper };
        let tall = if three { upper + GAP + lower } else { 4.0 * upper + 3.0 * GAP };
        ui.allocate_exact_size(vec2(room.width(), 2.0 * EDGE.y + tiles + GAP + tall), Sense::hover());
        let corner = room.min + EDGE;
        self.tiles(ui, Rect::from_min_size(corner, vec2(wide, tiles)), caches);
        let top = corner.y + tiles + GAP;
        let place = |x: f32, y: f32, w: f32, h: f32| Rect::from_min_size(pos2(corner.x + x, y), vec2(w, h));
        let [a, b, c, d, e, f] = if three {
            let row = |[left, right]: [f32; 2], y: f32, high: f32| {
                // The middle grows with the window, the sides a little.
                let more = ((wide - 1_204.0) / 4.0).max(0.0).floor();
                let (left, right) = (left.min(wide * 0.36) + more, right.min(wide * 0.32) + more);
                let middle = wide - left - right - 2.0 * GAP;
                [
                    place(0.0, y, left, high),
                    place(left + GAP, y, middle, high),
                    place(left + middle + 2.0 * GAP, y, right, high),
                ]
            };
            let [a, b, c] = row(ROW_A, top, upper);
            let [d, e, f] = row(ROW_B, top + upper + GAP, lower);
            [a, b, c, d, e, f]
        } else {
            let half = ((wide - GAP) / 2.0).floor();
            let y = |row: f32| top + row * (upper + GAP);
            [
                place(0.0, y(0.0), half, upper),
                place(half + GAP, y(0.0), half, upper),
                place(0.0, y(1.0), half, upper),
                place(0.0, y(2.0), wide, upper),
                place(half + GAP, y(1.0), half, upper),
                place(0.0, y(3.0), wide, upper),
            ]
        };
        let [mix, trend, symptoms, matrix, ages] = &mut caches.charts;
        self.card(ui, a, Piece::Mix, mix);
        self.card(ui, b, Piece::OnTime, trend);
        self.card(ui, c, Piece::Symptoms, symptoms);
        self.card(ui, d, Piece::Matrix, matrix);
        let ages_high = (e.height() * 0.62).max(190.0).min(e.height() - 84.0).floor();
        boxed(ui.painter(), e, size::R_PANEL, Tokens::of(ui.ctx()).panel, Tokens::of(ui.ctx()).line);
        self.piece(ui, e.with_max_y(e.top() + ages_high), Piece::Ages, ages);
        self.longest(ui, e.with_min_y(e.top() + ages_high));
        self.alarms(ui, f, &mut caches.weeks);
    }

    pub(super) fn open(&self, query: ListQuery) {
        self.cx.want(Action::OpenList(Box::new(query)));
    }

    fn open_mark(&self, mark: Option<Mark>) {
        if let Some(query) = mark.and_then(|mark| self.opens.mark(&mark)) {
            self.open(query);
        }
    }

    /// All in one row, or in two where the place is as high as two.
    fn tiles(&self, ui: &mut Ui, place: Rect, caches: &mut Caches) {
        let rows = if place.height() > TILE { 2 } else { 1 };
        let columns = self.made.tiles.len().div_ceil(rows).max(1);
        let wide = (place.width() - (columns - 1) as f32 * GAP) / columns as f32;
        for (at, tile) in self.made.tiles.iter().enumerate() {
            let (row, column) = ((at / columns) as f32, (at % columns) as f32);
            let corner = place.min + vec2(column * (wide + GAP), row * (TILE + GAP));
            let (response, course) = tile_ui(ui, Rect::from_min_size(corner, vec2(wide, TILE)), tile);
            if let Some(cache) = caches.courses.get_mut(at).filter(|_| tile.kpi.is_some()) {
                picture_ui(ui, cache, (self.version, course), |area, pal, scale| {
                    spark::spark(area, spark::Spark { points: &tile.course, target: tile.target }, pal, scale)
                });
            }
            if response.clicked() {
                self.open(tile.kpi.map_or_else(|| self.opens.open(None), |kpi| self.opens.tile(kpi, None)));
            }
            if tile.kpi.is_none() && self.late_ui(ui, course) {
                self.open(self.opens.open(Some(Standing::Late)));
            }
        }
    }

    /// Below the number of open cases: those that are late, as a way to their list.
    fn late_ui(&self, ui: &Ui, place: Rect) -> bool {
        let late = self.figures.open.late;
        if late == 0 {
            return false;
        }
        let t = Tokens::of(ui.ctx());
        let text = t!(self.cx.texts, "board-show-late");
        let response = ui.interact(place.with_min_y(place.bottom() - 20.0), ui.scope_id().with("late"), Sense::click());
        response.widget_info(|| WidgetInfo::labeled(Role::Link, true, &text));
        let ink = if response.hovered() { t.danger } else { t.accent_t };
        text_in(ui.painter(), response.rect, &text, font::meta(), ink);
        focus_ring(ui, &response, size::R_BUTTON, Ring::Inside);
        response.on_hover_cursor(egui::CursorIcon::PointingHand).clicked()
    }

    fn card(&self, ui: &mut Ui, place: Rect, piece: Piece, cache: &mut ChartCache) {
        let t = Tokens::of(ui.ctx());
        boxed(ui.painter(), place, size::R_PANEL, t.panel, t.line);
        self.piece(ui, place, piece, cache);
    }

    /// A chart with its title, or the words that stand for one without figures.
    fn piece(&self, ui: &mut Ui, place: Rect, piece: Piece, cache: &mut ChartCache) {
        let name = self.made.title(piece);
        let live = (piece == Piece::Ages).then(|| t!(self.cx.texts, "board-live"));
        let inner = head(ui, place, (name, live.as_deref()), self.made.note(piece));
        if let Some(text) = self.made.empty(piece) {
            return words(ui, inner, text);
        }
        let mut child = ui.new_child(UiBuilder::new().id_salt(piece).max_rect(inner));
        let size = vec2(inner.width().floor(), inner.height().floor());
        let ask = ChartAsk { name, version: self.version, size };
        let mark = chart_ui(&mut child, cache, ask, |area, pal, scale| self.made.draw(piece, area, pal, scale));
        self.open_mark(mark);
    }

    fn longest(&self, ui: &Ui, place: Rect) {
        let texts = self.cx.texts;
        let t = Tokens::of(ui.ctx());
        ui.painter().hline(place.x_range(), place.top() + 0.5, egui::Stroke::new(1.0, t.line));
        let inner = place.shrink2(vec2(14.0, 8.0));
        let title = inner.with_max_y(inner.top() + 18.0);
        text_in(ui.painter(), title, &t!(texts, "board-longest"), font::meta(), t.ter);
        let list = inner.with_min_y(title.bottom() + 2.0);
        if self.figures.open.longest.is_empty() {
            text_in(
                ui.painter(),
                list.with_max_y(list.top() + 24.0),
                &t!(texts, "board-empty-late"),
                font::body(),
                t.sec,
            );
            return;
        }
        let high = 22.0;
        let fits = ((list.height() / high) as usize).max(1);
        for (at, row) in (0_u16..).zip(self.figures.open.longest.iter().take(fits)) {
            let line = Rect::from_min_size(
                pos2(list.left() - 6.0, list.top() + f32::from(at) * high),
                vec2(list.width() + 12.0, high),
            );
            let who = [self.cx.branch_name(row.branch), self.cx.person_name(row.person)];
            let mut who = who.into_iter().filter(|name| !name.is_empty()).collect::<Vec<_>>().join(" · ");
            if who.is_empty() {
                who = texts.name("stage", row.stage.word());
            }
            let now = self.figures.query.span.now;
            let waited = row.due_at.map(|due| say::duration_ms(texts, now.0 - due.0)).unwrap_or_default();
            if waiting_row(ui, line, [&row.number, &who, &waited]).clicked() {
                self.cx.want(Action::OpenCase(row.id));
            }
        }
    }
}

/// The title of a card, a chip behind it, and a remark at the right; gives the place below them.
pub(super) fn head(ui: &Ui, place: Rect, (title, chip): (&str, Option<&str>), note: &str) -> Rect {
    let t = Tokens::of(ui.ctx());
    let inner = place.shrink2(vec2(14.0, 10.0));
    let head = inner.with_max_y(inner.top() + 22.0);
    let mut after = text_in(ui.painter(), head, title, font::body_l_medium(), t.text).0;
    if let Some(chip) = chip {
        after = Chip::new(chip, Tone::Neutral).paint(ui.painter(), pos2(after + 8.0, head.center().y), t).right();
    }
    // A remark without room is left out: the title says what is shown.
    if after + 12.0 + width(ui.painter(), note, font::meta()) <= head.right() {
        text_right(ui.painter(), head, note, font::meta(), t.ter);
    }
    inner.with_min_y(inner.top() + 28.0)
}

/// One plain sentence in the middle of a card.
pub(super) fn words(ui: &Ui, place: Rect, text: &str) {
    let t = Tokens::of(ui.ctx());
    let response = ui.interact(place, ui.scope_id().with(text), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, text));
    icons::CHECK_CIRCLE.paint(ui.painter(), place.center() - vec2(0.0, 18.0), 22.0, t.ter);
    ui.painter().text(place.center() + vec2(0.0, 10.0), Align2::CENTER_CENTER, text, font::body(), t.sec);
}

/// One of the cases that wait longest: number, who, how long.
fn waiting_row(ui: &Ui, line: Rect, [number, who, waited]: [&str; 3]) -> Response {
    let t = Tokens::of(ui.ctx());
    let response = ui.interact(line, ui.scope_id().with(("waits", number)), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Link, true, format!("{number} {who} {waited}")));
    if response.hovered() {
        ui.painter().rect_filled(line, size::R_BUTTON, t.hover);
    }
    let inner = line.shrink2(vec2(6.0, 0.0));
    let left = text_right(ui.painter(), inner, waited, font::body_medium(), t.danger);
    let (end, _) = text_in(ui.painter(), inner.with_max_x(left - 10.0), number, font::body(), t.text);
    let middle = Rect::from_min_max(pos2(end + 10.0, inner.top()), inner.max).with_max_x(left - 8.0);
    if middle.width() > 24.0 {
        text_in(ui.painter(), middle, who, font::body(), t.sec);
    }
    focus_ring(ui, &response, size::R_BUTTON, Ring::Inside);
    response.on_hover_cursor(egui::CursorIcon::PointingHand)
}
