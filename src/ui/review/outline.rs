//! The chapters of a review: included or not, in their order, with their page and whether a conclusion stands.

use egui::{Rect, Role, ScrollArea, Sense, Ui, UiBuilder, WidgetInfo, pos2, vec2};

use super::ReviewScreen;
use crate::figures::review::{Chapter, ChapterKey, ChapterState, add_chapter};
use crate::t;
use crate::ui::Cx;
use crate::ui::icons;
use crate::ui::say;
use crate::ui::theme::{Tokens, font, size};
use crate::ui::widgets::Button;
use crate::ui::widgets::paint::{Ring, focus_ring, text_in, text_right};
use crate::ui::widgets::toggle::paint_check;

const ROW: f32 = 34.0;

enum Pressed {
    Chapter(ChapterKey),
    Include(usize),
}

pub(super) fn outline_ui(ui: &mut Ui, cx: &Cx<'_>, place: Rect, screen: &mut ReviewScreen) {
    let t = Tokens::of(ui.ctx());
    let states = screen.states();
    let head = place.with_max_y(place.top() + 40.0).shrink2(vec2(16.0, 0.0));
    let pages = screen.pages.as_ref().map_or(0, |pages| pages.laid_out.sheet.pages.len());
    text_right(ui.painter(), head, &t!(cx.texts, "review-pages", n = pages), font::meta(), t.ter);
    text_in(ui.painter(), head, &t!(cx.texts, "review-outline"), font::body(), t.sec);
    let foot = place.with_min_y(place.bottom() - 64.0);
    let add = foot.translate(vec2(0.0, -40.0)).with_max_y(foot.top()).shrink2(vec2(16.0, 5.0));
    let list = Rect::from_min_max(pos2(place.left(), head.bottom()), pos2(place.right(), add.top()));
    let mut child = ui.new_child(UiBuilder::new().max_rect(list));
    child.spacing_mut().item_spacing.y = 0.0;
    let mut pressed = None;
    ScrollArea::vertical().id_salt("review-outline").auto_shrink(false).show(&mut child, |ui| {
        for (at, state) in states.iter().enumerate() {
            pressed = row_ui(ui, cx, screen, (at, state)).or(pressed.take());
        }
    });
    match pressed {
        Some(Pressed::Chapter(chapter)) => screen.choose(cx, chapter),
        Some(Pressed::Include(at)) => {
            let mut turned = states.clone();
            if let Some(state) = turned.get_mut(at) {
                state.included = !state.included;
            }
            screen.arrange(cx, turned);
        }
        None => {}
    }
    add_ui(&mut ui.new_child(UiBuilder::new().max_rect(add)), cx, screen);
    foot_ui(ui, cx, foot, &states);
}

/// A chapter of one's own behind the one at hand.
fn add_ui(ui: &mut Ui, cx: &Cx<'_>, screen: &mut ReviewScreen) {
    if Button::light(&t!(cx.texts, "review-add-chapter")).icon(icons::PLUS).small().ui(ui).clicked() {
        screen.keep_typed(cx);
        let mut states = screen.states();
        let key = add_chapter(&mut states, screen.chosen(), &t!(cx.texts, "review-new-chapter"));
        screen.arrange(cx, states);
        screen.chosen = Some(key);
    }
}

fn row_ui(ui: &mut Ui, cx: &Cx<'_>, screen: &ReviewScreen, (at, state): (usize, &ChapterState)) -> Option<Pressed> {
    let t = Tokens::of(ui.ctx());
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::click());
    let name = say::chapter_name(cx.texts, state);
    let here = screen.chosen() == state.key();
    response.widget_info(|| WidgetInfo::selected(Role::ListBoxOption, true, here, &name));
    if here || response.hovered() {
        ui.painter().rect_filled(rect, 0.0, if here { t.sel } else { t.hover });
    }
    if here {
        ui.painter().rect_filled(rect.with_max_x(rect.left() + 3.0), 0.0, t.accent);
    }
    let middle = rect.center().y;
    let square = Rect::from_center_size(pos2(rect.left() + 28.0, middle), vec2(24.0, 24.0));
    let check = ui.interact(square, ui.scope_id().with(("include", state.key())), Sense::click());
    let include = t!(cx.texts, "review-include", name = name.as_str());
    check.widget_info(|| WidgetInfo::selected(Role::CheckBox, true, state.included, &include));
    paint_check(ui.painter(), square.center(), state.included, check.hovered(), t);
    focus_ring(ui, &check, size::R_CHIP, Ring::Outside);
    let mut words = rect.with_min_x(rect.left() + 48.0).with_max_x(rect.right() - 14.0);
    if state.included {
        let said = !state.conclusion.trim().is_empty();
        let (icon, ink) = if said { (icons::CHECK_CIRCLE, t.ok) } else { (icons::PENCIL_SIMPLE, t.warn) };
        if wants_conclusion(state.chapter) {
            icon.paint(ui.painter(), pos2(words.right() - 7.0, middle), 15.0, ink);
        }
    }
    words.max.x -= 24.0;
    let page = screen.page_of(state.key()).map_or_else(|| "—".to_owned(), |page| (page + 1).to_string());
    let page = if state.included { page } else { "—".to_owned() };
    words.max.x = text_right(ui.painter(), words, &page, font::meta(), t.ter) - 8.0;
    let face = if here { font::body_medium() } else { font::body() };
    text_in(ui.painter(), words, &name, face, if state.included { t.text } else { t.ter });
    focus_ring(ui, &response, 0.0, Ring::Inside);
    if check.clicked() {
        return Some(Pressed::Include(at));
    }
    response.clicked().then_some(Pressed::Chapter(state.key()))
}

/// Cover, decisions, the appendix and chapters of one's own conclude nothing.
const fn wants_conclusion(chapter: Chapter) -> bool {
    !matches!(chapter, Chapter::Cover | Chapter::LastActions | Chapter::Decisions | Chapter::Definitions | Chapter::Own)
}

fn foot_ui(ui: &Ui, cx: &Cx<'_>, place: Rect, states: &[ChapterState]) {
    let t = Tokens::of(ui.ctx());
    ui.painter().hline(place.x_range(), place.top(), egui::Stroke::new(1.0, t.line));
    let counted = states.iter().filter(|state| state.included && wants_conclusion(state.chapter));
    let (said, open): (Vec<_>, Vec<_>) = counted.partition(|state| !state.conclusion.trim().is_empty());
    let lines = [
        (icons::PENCIL_SIMPLE, t.warn, t!(cx.texts, "review-lacking", n = open.len())),
        (icons::CHECK_CIRCLE, t.ok, t!(cx.texts, "review-said", n = said.len())),
    ];
    for (at, (icon, ink, text)) in lines.into_iter().enumerate() {
        let line = Rect::from_min_size(
            place.left_top() + vec2(16.0, 10.0 + 22.0 * at as f32),
            vec2(place.width() - 24.0, 22.0),
        );
        icon.paint(ui.painter(), pos2(line.left() + 7.0, line.center().y), 15.0, ink);
        text_in(ui.painter(), line.with_min_x(line.left() + 22.0), &text, font::meta(), t.sec);
    }
}
