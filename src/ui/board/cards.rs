//! The board below its toolbar: a row of figures, three charts, and the cases that wait longest.

use egui::{Align2, Pos2, Rect, Response, Role, ScrollArea, Sense, Ui, UiBuilder, WidgetInfo, pos2, vec2};

use super::words::Made;
use super::{BoardScreen, Opens, overall};
use crate::charts::{self, Mark};
use crate::store::{BoardFigures, ListQuery};
use crate::t;
use crate::text::say;
use crate::ui::chart::{ChartAsk, ChartCache, chart_ui};
use crate::ui::icons::{self, Icon};
use crate::ui::theme::{Tokens, font, size};
use crate::ui::widgets::chip::Tone;
use crate::ui::widgets::paint::{Ring, boxed, focus_ring, text_in, text_right, width};
use crate::ui::widgets::{Chip, feedback};
use crate::ui::{Action, Cx};

const GAP: f32 = 12.0;
const TILE: f32 = 86.0;
/// Lowest row of the two charts above; below it the board scrolls.
const UPPER: f32 = 280.0;
/// Ageing and the longest: five bars, eight cases.
const LOWER: f32 = 290.0;

pub(super) fn body_ui(ui: &mut Ui, cx: &Cx<'_>, screen: &mut BoardScreen) {
    if let Some(error) = screen.figures.error() {
        let text = crate::ui::say::store_error_text(cx.texts, error);
        let again = t!(cx.texts, "act-retry");
        if feedback::banner(ui, (Tone::Danger, icons::WARNING_CIRCLE), &text, &[&again]).is_some() {
            cx.want(Action::Board(Box::new(screen.query.clone())));
        }
    }
    let BoardScreen { figures, version, charts, made, .. } = screen;
    let Some(figures) = figures.value() else {
        return feedback::skeleton(ui, 92.0);
    };
    if made.as_ref().is_none_or(|(of, _)| of != version) {
        *made = Some((*version, Made::of(figures, cx.book, cx.texts)));
    }
    let Some((version, made)) = made.as_ref() else { return };
    let board = Board { cx, figures, made, version: *version, opens: Opens { figures, me: cx.me } };
    ScrollArea::vertical().auto_shrink(false).show(ui, |ui| board.ui(ui, charts));
}

struct Board<'a> {
    cx: &'a Cx<'a>,
    figures: &'a BoardFigures,
    made: &'a Made,
    version: u64,
    opens: Opens<'a>,
}

impl Board<'_> {
    fn ui(&self, ui: &mut Ui, charts: &mut [ChartCache; 3]) {
        let room = ui.available_rect_before_wrap();
        let inner = room.shrink2(vec2(16.0, 14.0));
        let high = (inner.height() - TILE - 2.0 * GAP - LOWER).floor().max(UPPER);
        let whole = vec2(room.width(), 28.0 + TILE + 2.0 * GAP + high + LOWER);
        ui.allocate_exact_size(whole, Sense::hover());
        self.tiles(ui, inner.with_max_y(inner.top() + TILE));
        let left = (inner.width() * 0.44).clamp(380.0, 620.0).min(inner.width() / 2.0).floor();
        let cell = |right: bool, top: f32, high: f32| {
            let x = if right { inner.left() + left + GAP } else { inner.left() };
            let wide = if right { inner.width() - left - GAP } else { left };
            Rect::from_min_size(pos2(x, top), vec2(wide, high))
        };
        let upper = inner.top() + TILE + GAP;
        let lower = upper + high + GAP;
        let [mix, trend, ageing] = charts;
        self.mix(ui, cell(false, upper, high), mix);
        self.trend(ui, cell(true, upper, high), trend);
        self.ageing(ui, cell(false, lower, LOWER), ageing);
        self.longest(ui, cell(true, lower, LOWER));
    }

    fn open(&self, query: ListQuery) {
        self.cx.want(Action::OpenList(Box::new(query)));
    }

    fn open_mark(&self, mark: Option<Mark>) {
        if let Some(query) = mark.and_then(|mark| self.opens.mark(&mark, &self.made.trend)) {
            self.open(query);
        }
    }

    fn tiles(&self, ui: &mut Ui, row: Rect) {
        let texts = self.cx.texts;
        let wide = (row.width() - 3.0 * GAP) / 4.0;
        let place = |at: u8| Rect::from_min_size(row.min + vec2(f32::from(at) * (wide + GAP), 0.0), vec2(wide, TILE));
        let unit = t!(texts, "board-cases");
        let received = grouped(self.figures.mix.total());
        let tile = Tile::new(t!(texts, "board-received"), received, &unit);
        if tile.note(t!(texts, "board-in-period")).ui(ui, place(0)).clicked() {
            self.open(self.opens.received());
        }
        if self.rate_tile().ui(ui, place(1)).clicked() {
            self.open(self.opens.promised(None));
        }
        let open = grouped(u64::try_from(self.figures.open).unwrap_or(0));
        let tile = Tile::new(t!(texts, "board-open"), open, &unit).note(t!(texts, "board-live"));
        if tile.ui(ui, place(2)).clicked() {
            self.open(self.opens.open());
        }
        let late = self.made.ageing.total();
        let mut tile = Tile::new(t!(texts, "board-overdue"), grouped(late), &unit).note(t!(texts, "board-live"));
        if late > 0 {
            tile.mark = Some((icons::CLOCK_COUNTDOWN.fill(), t!(texts, "board-late"), Tone::Danger));
        }
        if tile.ui(ui, place(3)).clicked() {
            self.open(self.opens.overdue());
        }
    }

    /// The rate with its numerator and denominator; a dash where nothing was due (kpi.md 5.1 rule 2).
    fn rate_tile(&self) -> Tile<'static> {
        let texts = self.cx.texts;
        let share = overall(self.figures);
        let target = self.made.trend.target_tenths;
        let value = share.tenths().map_or("—".to_owned(), tenths);
        let mut tile = Tile::new(t!(texts, "chart-rate"), value, if share.whole() > 0 { "%" } else { "" });
        let (part, whole) = (grouped(share.part().into()), grouped(share.whole().into()));
        tile.short = format!("{part} / {whole}");
        tile.note = t!(texts, "board-part-of", part = part, whole = whole, target = tenths(target));
        tile.mark = share.meets(target).map(|meets| {
            if meets {
                (icons::CHECK_CIRCLE.fill(), t!(texts, "board-reached"), Tone::Ok)
            } else {
                (icons::WARNING.fill(), t!(texts, "board-not-reached"), Tone::Warn)
            }
        });
        tile
    }

    fn mix(&self, ui: &mut Ui, place: Rect, cache: &mut ChartCache) {
        let texts = self.cx.texts;
        let name = t!(texts, "board-mix");
        let inner = card(ui, place, &name, &t!(texts, "board-cases"));
        if self.made.mix.is_empty() {
            return words(ui, inner, &t!(texts, "board-empty-mix"));
        }
        let mark = self.chart(ui, inner, cache, &name, |area, palette, scale| {
            let view = charts::region_mix::View { mix: &self.made.mix, words: &self.made.mix_words };
            charts::region_mix::region_mix(area, view, palette, scale)
        });
        self.open_mark(mark);
    }

    fn trend(&self, ui: &mut Ui, place: Rect, cache: &mut ChartCache) {
        let texts = self.cx.texts;
        let name = t!(texts, "board-on-time");
        let note = match self.made.trend.step {
            crate::figures::on_time::Step::Day | crate::figures::on_time::Step::Week => t!(texts, "board-by-week"),
            crate::figures::on_time::Step::Month => t!(texts, "board-by-month"),
        };
        let inner = card(ui, place, &name, &note);
        if self.made.trend.is_empty() {
            return words(ui, inner, &t!(texts, "board-empty-on-time"));
        }
        let mark = self.chart(ui, inner, cache, &name, |area, palette, scale| {
            let view = charts::on_time::View { on_time: &self.made.trend, words: &self.made.trend_words };
            charts::on_time::on_time(area, view, palette, scale)
        });
        self.open_mark(mark);
    }

    fn ageing(&self, ui: &mut Ui, place: Rect, cache: &mut ChartCache) {
        let texts = self.cx.texts;
        let name = t!(texts, "board-ageing");
        let total = t!(texts, "unit-cases", n = grouped(self.made.ageing.total()));
        let inner = card(ui, place, &name, &total);
        let after = width(ui.painter(), &name, font::body_l_medium()) + 24.0;
        let chip = pos2(place.left() + after, place.top() + 23.0);
        Chip::new(&t!(texts, "board-live"), Tone::Neutral).paint(ui.painter(), chip, Tokens::of(ui.ctx()));
        if self.made.ageing.is_empty() {
            return words(ui, inner, &t!(texts, "board-empty-ageing"));
        }
        let mark = self.chart(ui, inner, cache, &name, |area, palette, scale| {
            let view = charts::ageing::View { ageing: &self.made.ageing, words: &self.made.ageing_words };
            charts::ageing::ageing(area, view, palette, scale)
        });
        self.open_mark(mark);
    }

    fn chart(
        &self,
        ui: &mut Ui,
        place: Rect,
        cache: &mut ChartCache,
        name: &str,
        draw: impl FnOnce(&crate::ui::chart::Canvas<'_>, &charts::Palette, charts::Scale) -> charts::Drawn,
    ) -> Option<Mark> {
        let mut child = ui.new_child(UiBuilder::new().id_salt(name).max_rect(place));
        let size = vec2(place.width().floor(), place.height().floor());
        chart_ui(&mut child, cache, ChartAsk { name, version: self.version, size }, draw)
    }

    fn longest(&self, ui: &mut Ui, place: Rect) {
        let texts = self.cx.texts;
        let inner = card(ui, place, &t!(texts, "board-longest"), &t!(texts, "board-over-limit"));
        if self.figures.longest.is_empty() {
            return words(ui, inner, &t!(texts, "board-empty-ageing"));
        }
        let high = 30.0;
        let fits = ((inner.height() / high) as usize).max(1);
        for (at, row) in (0_u16..).zip(self.figures.longest.iter().take(fits)) {
            let line = Rect::from_min_size(
                pos2(inner.left() - 6.0, inner.top() + f32::from(at) * high),
                vec2(inner.width() + 12.0, high),
            );
            let who = [self.cx.branch_name(row.branch), self.cx.person_name(row.person)];
            let mut who = who.into_iter().filter(|name| !name.is_empty()).collect::<Vec<_>>().join(" · ");
            if who.is_empty() {
                who = texts.name("stage", row.stage.word());
            }
            let waited =
                row.due_at.map(|due| say::duration_ms(texts, self.figures.query.now.0 - due.0)).unwrap_or_default();
            let what = if row.category.is_empty() { &row.model } else { &row.category };
            if waiting_row(ui, line, [&row.number, &who, what, &waited]).clicked() {
                self.cx.want(Action::OpenCase(row.id));
            }
        }
    }
}

fn grouped(count: u64) -> String {
    say::count(i64::try_from(count).unwrap_or(i64::MAX))
}

/// Tenths of a per cent as a figure: 941 is 94.1, 950 is 95.
fn tenths(tenths: u32) -> String {
    if tenths.is_multiple_of(10) { (tenths / 10).to_string() } else { format!("{}.{}", tenths / 10, tenths % 10) }
}

/// A card with its title and a remark; gives the place below them.
fn card(ui: &Ui, place: Rect, title: &str, note: &str) -> Rect {
    let t = Tokens::of(ui.ctx());
    boxed(ui.painter(), place, size::R_PANEL, t.panel, t.line);
    let inner = place.shrink2(vec2(14.0, 12.0));
    let head = inner.with_max_y(inner.top() + 22.0);
    let left = text_right(ui.painter(), head, note, font::meta(), t.ter);
    text_in(ui.painter(), head.with_max_x(left - 8.0), title, font::body_l_medium(), t.text);
    inner.with_min_y(inner.top() + 30.0)
}

/// One plain sentence in the middle of a card.
fn words(ui: &mut Ui, place: Rect, text: &str) {
    let t = Tokens::of(ui.ctx());
    let response = ui.interact(place, ui.scope_id().with(text), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, text));
    icons::CHECK_CIRCLE.paint(ui.painter(), place.center() - vec2(0.0, 18.0), 22.0, t.ter);
    ui.painter().text(place.center() + vec2(0.0, 10.0), Align2::CENTER_CENTER, text, font::body(), t.sec);
}

/// One of the cases that wait longest: number, who, what, how long.
fn waiting_row(ui: &Ui, line: Rect, [number, who, what, waited]: [&str; 4]) -> Response {
    let t = Tokens::of(ui.ctx());
    let response = ui.interact(line, ui.scope_id().with(("waits", number)), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Link, true, format!("{number} {who} {waited}")));
    if response.hovered() {
        ui.painter().rect_filled(line, size::R_BUTTON, t.hover);
    }
    let inner = line.shrink2(vec2(6.0, 0.0));
    let left = text_right(ui.painter(), inner, waited, font::body_medium(), t.danger);
    let (end, _) = text_in(ui.painter(), inner.with_max_x(left - 10.0), number, font::body(), t.text);
    let middle = Rect::from_min_max(pos2(end.max(inner.left() + 100.0) + 12.0, inner.top()), inner.max);
    let (end, _) = text_in(ui.painter(), middle.with_max_x(left - 10.0), who, font::body(), t.sec);
    let rest = Rect::from_min_max(pos2(end + 16.0, inner.top()), pos2(left - 16.0, inner.bottom()));
    if rest.width() > 40.0 {
        text_in(ui.painter(), rest, what, font::meta(), t.ter);
    }
    focus_ring(ui, &response, size::R_BUTTON, Ring::Inside);
    response.on_hover_cursor(egui::CursorIcon::PointingHand)
}

/// One figure that opens its list.
struct Tile<'a> {
    name: String,
    value: String,
    unit: &'a str,
    note: String,
    /// Stands for the note where that has no room.
    short: String,
    mark: Option<(Icon, String, Tone)>,
}

impl<'a> Tile<'a> {
    fn new(name: String, value: String, unit: &'a str) -> Self {
        Self { name, value, unit, note: String::new(), short: String::new(), mark: None }
    }

    fn note(mut self, note: String) -> Self {
        self.note = note;
        self
    }

    fn ui(&self, ui: &Ui, place: Rect) -> Response {
        let t = Tokens::of(ui.ctx());
        let response = ui.interact(place, ui.scope_id().with(("tile", &self.name)), Sense::click());
        let said = format!("{} {} {} {}", self.name, self.value, self.unit, self.note);
        response.widget_info(|| WidgetInfo::labeled(Role::Button, true, said.trim()));
        boxed(ui.painter(), place, size::R_PANEL, if response.hovered() { t.hover } else { t.panel }, t.line);
        let inner = place.shrink2(vec2(14.0, 11.0));
        let head = inner.with_max_y(inner.top() + 20.0);
        let mut right = head.right();
        if let Some((icon, word, tone)) = &self.mark {
            let (ink, _) = tone.colours(t);
            right = text_right(ui.painter(), head, word, font::meta(), ink) - 17.0;
            icon.paint(ui.painter(), Pos2::new(right + 6.5, head.center().y), 13.0, ink);
        }
        text_in(ui.painter(), head.with_max_x(right - 6.0), &self.name, font::body(), t.sec);
        let base = pos2(inner.left(), inner.bottom() - 16.0);
        let value = ui.painter().text(base, Align2::LEFT_CENTER, &self.value, font::display(), t.text);
        let unit = pos2(value.right() + 4.0, value.bottom() - 4.0);
        let unit = ui.painter().text(unit, Align2::LEFT_BOTTOM, self.unit, font::body(), t.sec);
        let note = Rect::from_min_max(pos2(unit.right() + 10.0, unit.top()), pos2(inner.right(), unit.bottom()));
        let fits = width(ui.painter(), &self.note, font::meta()) <= note.width();
        let words = if fits || self.short.is_empty() { &self.note } else { &self.short };
        let wide = width(ui.painter(), words, font::meta()).min(note.width());
        text_in(ui.painter(), note.with_min_x(note.right() - wide), words, font::meta(), t.ter);
        focus_ring(ui, &response, size::R_PANEL, Ring::Outside);
        response.on_hover_cursor(egui::CursorIcon::PointingHand)
    }
}
