//! The six figures at the top: value, target, what it is compared with, and its course.

use egui::{Align2, Rect, Response, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use crate::domain::policy::{Goal, Side};
use crate::figures::Share;
use crate::figures::dashboard::Fraction;
use crate::figures::kpi::{Kpi, Unit};
use crate::figures::report::Compare;
use crate::store::{Dashboard, Tile};
use crate::t;
use crate::text::Texts;
use crate::text::say;
use crate::ui::icons::{self, Icon};
use crate::ui::theme::{Tokens, font, size};
use crate::ui::widgets::chip::Tone;
use crate::ui::widgets::paint::{Ring, boxed, focus_ring, text_in, text_right, tip, width};

/// Height of a tile.
pub(super) const TILE: f32 = 108.0;

/// One figure in words.
#[derive(Debug, Clone, PartialEq)]
pub struct TileText {
    /// `None` for what is open now.
    pub kpi: Option<Kpi>,
    pub name: String,
    /// A dash where there is no base (kpi.md 5.1 rule 2).
    pub value: String,
    pub unit: String,
    /// The verdict, or the change since the period before.
    pub mark: Option<(Icon, String, Tone)>,
    /// At the right of the value: the target, or the change since the year before.
    pub note: String,
    /// Label and value of everything known about it: numerator, denominator, earlier periods, interval.
    pub known: Vec<(String, String)>,
    pub course: Vec<Option<f64>>,
    pub target: Option<f64>,
}

/// The tiles of the figures, what is open now the last.
pub(super) fn texts(figures: &Dashboard, compare: Compare, texts: &Texts) -> Vec<TileText> {
    figures.tiles.iter().map(|tile| of_period(tile, compare, texts)).chain([open_now(figures, texts)]).collect()
}

fn of_period(tile: &Tile, compare: Compare, texts: &Texts) -> TileText {
    let unit = tile.unit;
    let now = Fraction { part: tile.now.part, whole: tile.now.whole };
    let value = now.number(unit);
    let count = |n: i64| say::count(n);
    let mut known = Vec::new();
    if unit != Unit::Count {
        known.push((texts.name("kpi-part", tile.kpi.word()), part(now.part, unit, texts)));
        known.push((texts.name("kpi-whole", tile.kpi.word()), count(now.whole)));
    }
    let share = share(now, unit);
    if let Some((low, high)) = share.filter(|share| share.is_small_base()).and_then(Share::wilson95) {
        known.push((t!(texts, "chart-interval"), format!("{low:.1} – {high:.1} %")));
    }
    if compare.with_before() {
        known.push((t!(texts, "board-before"), said(tile.before.number(unit), unit, texts)));
    }
    if compare.with_year() {
        known.push((t!(texts, "board-year-before"), said(tile.year_before.number(unit), unit, texts)));
    }
    let course = tile.points.iter().map(|(_, point)| point.number(unit)).collect();
    let target = tile.goal.map(|goal| goal.figure);
    let year = t!(texts, "board-since-year", change = change(value, tile.year_before.number(unit), unit, texts));
    let note = match tile.goal {
        Some(goal) => t!(texts, "board-goal", target = figure(goal.figure)),
        None if compare.with_year() => year,
        None => String::new(),
    };
    let mark = match (tile.goal, value) {
        (Some(_), Some(_)) if share.is_some_and(Share::is_small_base) => {
            Some((icons::INFO, t!(texts, "board-small", n = count(now.whole)), Tone::Neutral))
        }
        (Some(goal), Some(value)) => Some(verdict(goal, value, texts)),
        _ => {
            let text = t!(texts, "board-since-before", change = change(value, tile.before.number(unit), unit, texts));
            Some((icons::CLOCK_COUNTER_CLOCKWISE, text, Tone::Neutral))
                .filter(|_| value.is_some() && compare.with_before())
        }
    };
    TileText {
        kpi: Some(tile.kpi),
        name: texts.name("board-tile", tile.kpi.word()),
        value: value.map_or_else(|| "—".to_owned(), |value| digits(value, unit)),
        unit: if value.is_some() { unit_name(unit, texts) } else { String::new() },
        mark,
        note,
        known,
        course,
        target,
    }
}

fn open_now(figures: &Dashboard, texts: &Texts) -> TileText {
    let open = &figures.open;
    let late = say::count(open.late.into());
    let mark = (open.late > 0)
        .then(|| (icons::CLOCK_COUNTDOWN.fill(), t!(texts, "board-late-cases", n = late.as_str()), Tone::Danger));
    let late = (t!(texts, "board-overdue"), late);
    TileText {
        kpi: None,
        name: t!(texts, "board-open"),
        value: say::count(open.open.into()),
        unit: t!(texts, "board-cases"),
        mark,
        note: t!(texts, "board-live"),
        known: vec![late],
        course: Vec::new(),
        target: None,
    }
}

fn verdict(goal: Goal, value: f64, texts: &Texts) -> (Icon, String, Tone) {
    if goal.is_met(value) {
        return (icons::CHECK_CIRCLE.fill(), t!(texts, "board-reached"), Tone::Ok);
    }
    // A figure that misses by less than it is written with still misses.
    let by = ((goal.figure - value).abs() * 10.0).round().max(1.0) / 10.0;
    let sign = if matches!(goal.side, Side::AtLeast | Side::Above) { "" } else { "+" };
    (icons::WARNING.fill(), t!(texts, "board-missed", by = format!("{sign}{}", figure(by))), Tone::Warn)
}

fn share(now: Fraction, unit: Unit) -> Option<Share> {
    let small = |n: i64| u32::try_from(n).ok();
    (unit == Unit::Percent && now.whole > 0).then(|| Some(Share::of(small(now.part)?, small(now.whole)?))).flatten()
}

/// Counts in per cent, rates and durations in their own unit.
fn change(now: Option<f64>, then: Option<f64>, unit: Unit, texts: &Texts) -> String {
    let (Some(now), Some(then)) = (now, then) else { return "—".to_owned() };
    let signed = |value: f64| {
        let text = format!("{value:+.1}");
        if text == "+0.0" || text == "-0.0" { "±0".to_owned() } else { text.replace('-', "−") }
    };
    match unit {
        Unit::Count if then == 0.0 => "—".to_owned(),
        Unit::Count => format!("{} %", signed((now - then) * 100.0 / then)),
        Unit::Mean | Unit::Median => format!("{} {}", signed((now - then) / 60.0), unit_name(unit, texts)),
        _ => signed(now - then),
    }
}

/// One place, none where it is nought.
fn figure(value: f64) -> String {
    let text = format!("{value:.1}");
    text.strip_suffix(".0").map(str::to_owned).unwrap_or(text)
}

fn digits(value: f64, unit: Unit) -> String {
    match unit {
        Unit::Count => say::count(value as i64),
        Unit::Mean | Unit::Median => format!("{:.1}", value / 60.0),
        _ => format!("{value:.1}"),
    }
}

fn unit_name(unit: Unit, texts: &Texts) -> String {
    match unit {
        Unit::Count => t!(texts, "board-cases"),
        Unit::Mean | Unit::Median => t!(texts, "board-hours"),
        _ => "%".to_owned(),
    }
}

fn said(value: Option<f64>, unit: Unit, texts: &Texts) -> String {
    value.map_or_else(|| "—".to_owned(), |value| format!("{} {}", digits(value, unit), unit_name(unit, texts)))
}

/// A numerator: durations in hours, all else as counted.
fn part(part: i64, unit: Unit, texts: &Texts) -> String {
    match unit {
        Unit::Mean | Unit::Median => {
            format!("{} {}", say::count(part / 3_600_000), unit_name(unit, texts))
        }
        _ => say::count(part),
    }
}

/// A verdict with its sign; a neutral remark has none.
fn mark_width(ui: &Ui, (_, word, tone): &(Icon, String, Tone)) -> f32 {
    width(ui.painter(), word, font::meta()) + if *tone == Tone::Neutral { 0.0 } else { 17.0 }
}

fn paint_mark(ui: &Ui, place: Rect, (icon, word, tone): &(Icon, String, Tone)) {
    let (ink, _) = tone.colours(Tokens::of(ui.ctx()));
    let left = text_right(ui.painter(), place, word, font::meta(), ink);
    if *tone != Tone::Neutral {
        icon.paint(ui.painter(), pos2(left - 10.5, place.center().y), 13.0, ink);
    }
}

/// Draws a tile but for its course; answers the place of that.
pub(super) fn tile_ui(ui: &Ui, place: Rect, tile: &TileText) -> (Response, Rect) {
    let t = Tokens::of(ui.ctx());
    let response = ui.interact(place, ui.scope_id().with(("tile", &tile.name)), Sense::click());
    let mark = tile.mark.as_ref().map_or("", |(_, word, _)| word);
    let said = format!("{} {} {} {mark} {}", tile.name, tile.value, tile.unit, tile.note);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, said.trim()));
    boxed(ui.painter(), place, size::R_PANEL, if response.hovered() { t.hover } else { t.panel }, t.line);
    let inner = place.shrink2(vec2(14.0, 10.0));
    let head = inner.with_max_y(inner.top() + 20.0);
    let base = pos2(inner.left(), inner.top() + 39.0);
    let value = ui.painter().text(base, Align2::LEFT_CENTER, &tile.value, font::display(), t.text);
    let unit = pos2(value.right() + 4.0, value.bottom() - 4.0);
    let unit = ui.painter().text(unit, Align2::LEFT_BOTTOM, &tile.unit, font::body(), t.sec);
    let beside = Rect::from_min_max(pos2(unit.right() + 8.0, unit.top()), pos2(inner.right(), unit.bottom()));
    // A verdict without room beside the name takes the place of the note; any other remark is left to the tip.
    let name = width(ui.painter(), &tile.name, font::body());
    let above = tile.mark.as_ref().filter(|mark| name + 8.0 + mark_width(ui, mark) <= head.width());
    let below = tile.mark.as_ref().filter(|(_, _, tone)| above.is_none() && *tone != Tone::Neutral);
    for (mark, place) in [(above, head), (below, beside)] {
        if let Some(mark) = mark {
            paint_mark(ui, place, mark);
        }
    }
    text_in(ui.painter(), head, &tile.name, font::body(), t.sec);
    if below.is_none() && width(ui.painter(), &tile.note, font::meta()) <= beside.width() {
        text_right(ui.painter(), beside, &tile.note, font::meta(), t.ter);
    }
    focus_ring(ui, &response, size::R_PANEL, Ring::Outside);
    let known: Vec<String> = tile.known.iter().map(|(label, value)| format!("{label}  {value}")).collect();
    tip(&response, &known.join("\n"), None);
    let course = inner.with_min_y(inner.bottom() - 30.0);
    (response.on_hover_cursor(egui::CursorIcon::PointingHand), course)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Lang;

    #[test]
    fn a_change_is_told_in_its_unit_and_never_against_nothing() {
        let texts = Texts::new(Lang::Zh);
        let told = |now, then, unit| change(now, then, unit, &texts);
        assert_eq!(told(Some(1286.0), Some(1227.0), Unit::Count), "+4.8 %");
        assert_eq!(told(Some(94.1), Some(95.0), Unit::Percent), "−0.9");
        assert_eq!(told(Some(1896.0), Some(2040.0), Unit::Mean), "−2.4 时");
        assert_eq!(told(Some(95.0), Some(95.01), Unit::Percent), "±0");
        assert_eq!(told(Some(3.0), Some(0.0), Unit::Count), "—");
        assert_eq!(told(None, Some(3.0), Unit::Percent), "—");
    }

    /// K02 with its target of 95: 94.96 is written 95.0 and still misses.
    #[test]
    fn a_figure_that_misses_by_a_hair_says_so() {
        let texts = Texts::new(Lang::Zh);
        let goal = Goal { side: Side::AtLeast, figure: 95.0, unit: crate::domain::policy::Unit::Percent };
        assert_eq!(verdict(goal, 94.1, &texts).1, "差 0.9");
        assert_eq!(verdict(goal, 94.99, &texts).1, "差 0.1");
        assert_eq!(verdict(goal, 95.0, &texts).2, Tone::Ok);
    }
}
