//! Presenting: the board, or one chart at a time, over the whole screen and in larger type. F11 begins, Esc ends.

use egui::{CentralPanel, Context, Frame, Key, Modifiers, Rect, Ui, UiBuilder, ViewportCommand, pos2, vec2};

use super::cards::{self, made_for, words};
use super::{BoardScreen, Opens, Piece};
use crate::t;
use crate::ui::Cx;
use crate::ui::chart::{ChartAsk, chart_zoomed_ui};
use crate::ui::theme::{Tokens, font};
use crate::ui::{Action, widgets::paint};

/// The whole board and each chart.
const PAGES: usize = 1 + Piece::ALL.len();
/// A chart that is shown alone is drawn for a place this wide, and magnified to the screen.
const DRAWN: f32 = 760.0;

/// Begins with the whole board, in full screen.
pub fn present(ctx: &Context, screen: &mut BoardScreen) {
    screen.presenting = Some(0);
    ctx.send_viewport_cmd(ViewportCommand::Fullscreen(true));
}

/// Draws what is presented over the whole window, without navigation and toolbar.
pub fn present_ui(ui: &mut Ui, cx: &Cx<'_>, screen: &mut BoardScreen) {
    let t = Tokens::of(ui.ctx());
    super::ask(cx, screen);
    CentralPanel::no_frame().frame(Frame::NONE.fill(t.app)).show(ui, |ui| {
        let page = screen.presenting.unwrap_or(0);
        let room = ui.available_rect_before_wrap();
        let head = room.with_max_y(room.top() + 52.0).shrink2(vec2(20.0, 0.0));
        let piece = page.checked_sub(1).and_then(|at| Piece::ALL.get(at)).copied();
        let name =
            piece.map_or_else(|| t!(cx.texts, "board-title"), |piece| cx.texts.name("board-chart", piece.word()));
        paint::text_in(ui.painter(), head, &name, font::display(), t.text);
        paint::text_right(ui.painter(), head, &span(cx, screen), font::body_l(), t.sec);
        let body = Rect::from_min_max(pos2(room.left(), head.bottom()), pos2(room.right(), room.bottom() - 30.0));
        let mut child = ui.new_child(UiBuilder::new().id_salt("presented").max_rect(body));
        match piece {
            None => cards::body_ui(&mut child, cx, screen),
            Some(piece) => alone(&mut child, cx, screen, piece),
        }
        let foot = Rect::from_min_max(pos2(room.left(), body.bottom()), room.max).shrink2(vec2(20.0, 0.0));
        let keys = t!(cx.texts, "board-present-keys", page = page + 1, of = PAGES);
        paint::text_in(ui.painter(), foot, &keys, font::meta(), t.ter);
    });
    keys(ui, screen);
}

/// The period and the moment of the figures.
fn span(cx: &Cx<'_>, screen: &BoardScreen) -> String {
    let (first, end) = screen.days(cx.now.date());
    let period = format!("{first} – {}", end.pred_opt().unwrap_or(end));
    let when = screen.query.span.now.wall().format("%m-%d %H:%M").to_string();
    format!("{period}　{}", t!(cx.texts, "board-as-of", when = when))
}

fn alone(ui: &mut Ui, cx: &Cx<'_>, screen: &mut BoardScreen, piece: Piece) {
    let BoardScreen { figures, compare, version, caches, made, .. } = screen;
    let Some(figures) = figures.value() else { return };
    let made = made_for(made, (*version, *compare), figures, cx);
    let place = ui.available_rect_before_wrap().shrink2(vec2(20.0, 8.0));
    if let Some(text) = made.empty(piece) {
        return words(ui, place, text);
    }
    let size = vec2(place.width().floor(), place.height().floor());
    let zoom = (size.x / DRAWN).clamp(1.0, 2.5);
    let ask = ChartAsk { name: made.title(piece), version: *version, size };
    let mut child = ui.new_child(UiBuilder::new().id_salt(piece).max_rect(place));
    let mark = chart_zoomed_ui(&mut child, &mut caches.alone, (ask, zoom), |area, pal, scale| {
        made.draw(piece, area, pal, scale)
    });
    let opens = Opens { figures, me: cx.me, other: super::other_symptom(cx.book) };
    if let Some(query) = mark.and_then(|mark| opens.mark(&mark)) {
        screen.presenting = None;
        ui.ctx().send_viewport_cmd(ViewportCommand::Fullscreen(false));
        cx.want(Action::OpenList(Box::new(query)));
    }
}

/// Page Up, Page Down and Space turn the pages, so do the arrows while no chart has the focus; Esc and F11 end.
fn keys(ui: &Ui, screen: &mut BoardScreen) {
    let Some(page) = screen.presenting else { return };
    let free = ui.memory(|memory| memory.focused().is_none());
    let (leave, next, before) = ui.input_mut(|input| {
        let mut press = |key| input.consume_key(Modifiers::NONE, key);
        let leave = press(Key::Escape) || press(Key::F11);
        let next = press(Key::PageDown) || press(Key::Space) && free || free && press(Key::ArrowRight);
        let before = press(Key::PageUp) || free && press(Key::ArrowLeft);
        (leave, next, before)
    });
    if leave {
        screen.presenting = None;
        ui.ctx().send_viewport_cmd(ViewportCommand::Fullscreen(false));
    } else if next {
        screen.presenting = Some((page + 1) % PAGES);
    } else if before {
        screen.presenting = Some((page + PAGES - 1) % PAGES);
    }
}
