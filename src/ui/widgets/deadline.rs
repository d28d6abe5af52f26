//! Deadlines: the cell of a list (text over a bar), and the card in the detail pane.

use egui::{Align2, Color32, Painter, Rect, Response, Role, Sense, Shape, Stroke, Ui, WidgetInfo, pos2, vec2};

use super::paint::{boxed, text_in};
use crate::ui::icons::{self, Icon};
use crate::ui::theme::{Tokens, font, size};

/// How pressing a deadline is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pressure {
    /// Below the warning share.
    Normal,
    /// From the warning share on.
    Near,
    /// Late.
    Over,
    /// The clock stands; the text says why.
    Paused,
}

/// A deadline as the screen shows it. Words come from outside; nothing here reads a clock.
#[derive(Debug, Clone, Copy)]
pub struct Deadline<'a> {
    /// What is left or how late, or why it is paused.
    pub text: &'a str,
    /// Share of the time used, 0 to 1; more and less is cut.
    pub used: f32,
    /// How pressing.
    pub pressure: Pressure,
    /// Share at which the warning begins, where the tick stands (0.9).
    pub tick: f32,
}

impl Deadline<'_> {
    /// Text colour, bar colour and mark.
    #[must_use]
    pub fn colours(&self, t: &Tokens) -> (Color32, Color32, Option<Icon>) {
        match self.pressure {
            Pressure::Normal => (t.sec, t.due, None),
            Pressure::Near => (t.warn, t.warn_f, Some(icons::WARNING.fill())),
            Pressure::Over => (t.danger, t.danger_f, Some(icons::CLOCK.fill())),
            Pressure::Paused => (t.ter, t.due, Some(icons::PAUSE_CIRCLE.fill())),
        }
    }

    /// Paints text over bar into `rect`; the bar takes the full width. Looks best 30 high.
    pub fn paint(&self, painter: &Painter, rect: Rect, selected: bool, t: &Tokens) {
        let (ink, _, icon) = self.colours(t);
        let mut words = Rect::from_min_size(rect.min, vec2(rect.width(), 18.0));
        if let Some(icon) = icon {
            words.min.x = icon.paint_left(painter, words, 13.0, ink) + 4.0;
        }
        let face = match self.pressure {
            Pressure::Near | Pressure::Over => font::meta_medium(),
            Pressure::Normal | Pressure::Paused => font::meta(),
        };
        text_in(painter, words, self.text, face, ink);
        let bar = Rect::from_min_size(pos2(rect.left(), rect.top() + 23.0), vec2(rect.width(), 4.0));
        self.paint_bar(painter, bar, if selected { t.track_sel } else { t.track }, t);
    }

    /// Paints the bar alone: track, fill, tick two points taller on each side; dotted while paused.
    pub fn paint_bar(&self, painter: &Painter, bar: Rect, track: Color32, t: &Tokens) {
        let (_, fill, _) = self.colours(t);
        let radius = bar.height() / 2.0;
        let used = if self.pressure == Pressure::Over { 1.0 } else { self.used.clamp(0.0, 1.0) };
        let end = bar.left() + bar.width() * used;
        painter.rect_filled(bar, radius, track);
        if self.pressure == Pressure::Paused {
            let y = bar.center().y;
            let dots = Shape::dashed_line(&[pos2(bar.left(), y), pos2(end, y)], Stroke::new(4.0, fill), 2.5, 2.0);
            painter.extend(dots);
        } else if end > bar.left() {
            painter.rect_filled(Rect::from_min_max(bar.min, pos2(end, bar.bottom())), radius, fill);
        }
        let x = painter.round_to_pixel_center(bar.left() + bar.width() * self.tick.clamp(0.0, 1.0));
        painter.vline(x, (bar.top() - 2.0)..=(bar.bottom() + 2.0), Stroke::new(1.0, t.border3));
    }

    /// The cell in the flow of the layout.
    pub fn ui(&self, ui: &mut Ui, width: f32) -> Response {
        let (rect, response) = ui.allocate_exact_size(vec2(width, 30.0), Sense::hover());
        response.widget_info(|| WidgetInfo::labeled(Role::Label, true, self.text));
        self.paint(ui.painter(), rect, false, Tokens::of(ui.ctx()));
        response
    }
}

/// The words of the big deadline card.
#[derive(Debug, Clone, Copy)]
pub struct CardWords<'a> {
    /// Before the countdown: what is running.
    pub lead: &'a str,
    /// At the right of the countdown: until when what must be done.
    pub until: &'a str,
    /// Below the bar, left: when it began.
    pub began: &'a str,
    /// Below the bar, right: share used and limit.
    pub used: &'a str,
}

/// The deadline card: full width, 86 high, outlined in the colour of its pressure.
pub fn card(ui: &mut Ui, deadline: &Deadline<'_>, words: &CardWords<'_>) -> Response {
    let t = Tokens::of(ui.ctx());
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 86.0), Sense::hover());
    let spoken = || format!("{} {} {} {} {}", words.lead, deadline.text, words.until, words.began, words.used);
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, spoken()));
    let (line, ink) = match deadline.pressure {
        Pressure::Near => (t.warn_l, t.warn),
        Pressure::Over => (t.danger_l, t.danger),
        Pressure::Normal => (t.line, t.text),
        Pressure::Paused => (t.line, t.ter),
    };
    let painter = ui.painter();
    boxed(painter, rect, size::R_PANEL, t.panel, line);
    let inner = rect.shrink2(vec2(15.0, 10.0));
    let head = Rect::from_min_size(inner.min, vec2(inner.width(), 28.0));
    let until = super::paint::text_right(painter, head, words.until, font::meta(), t.sec);
    let lead = painter.text(head.left_center(), Align2::LEFT_CENTER, words.lead, font::body(), t.sec).right();
    let figure = Rect::from_min_max(pos2(lead + 8.0, head.top()), pos2(until - 8.0, head.bottom()));
    text_in(painter, figure, deadline.text, font::title(), ink);
    let bar = Rect::from_min_size(pos2(inner.left(), head.bottom() + 5.0), vec2(inner.width(), 6.0));
    deadline.paint_bar(painter, bar, t.track, t);
    let foot = Rect::from_min_max(pos2(inner.left(), bar.bottom() + 6.0), inner.max);
    let used = super::paint::text_right(painter, foot, words.used, font::meta(), t.sec);
    let began = Rect::from_min_max(foot.min, pos2(used - 8.0, foot.bottom()));
    text_in(painter, began, words.began, font::meta(), t.sec);
    response
}
