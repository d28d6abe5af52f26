//! 专项: the jump list at the left, one block a procedure at the right, and the keys of the page.

use egui::{
    Key, Modifiers, Rect, Response, RichText, Role, ScrollArea, Sense, Stroke, Ui, UiBuilder, WidgetInfo, pos2, vec2,
};

use super::ask::{Ask, found};
use super::clocks::ClockText;
use super::dialog::Dialog;
use super::grid::{Draw, body_ui};
use super::section::SectionText;
use super::strip::strip_ui;
use super::view::{Ahead, Block, LackText, Place, Press, ProcedureView, Standing};
use super::{ProcedureState, answers, clocks};
use crate::clock::procedure_clock::ClockOf;
use crate::store::CaseFile;
use crate::t;
use crate::ui::theme::{Tokens, font, size};
use crate::ui::widgets::button::Button;
use crate::ui::widgets::chip::{Chip, Tone};
use crate::ui::widgets::menu::{Item, context_menu};
use crate::ui::widgets::paint::{Ring, focus_ring, text_in};
use crate::ui::{Cx, icons};

/// Width of the jump list.
const JUMP: f32 = 190.0;
/// Widest the blocks grow.
const WIDE: f32 = 1120.0;
/// Narrower than this, the jump list is left out.
const NARROW: f32 = 820.0;

/// Draws the page into `body`, `inset` from its edges. Gives the clock whose arithmetic is wanted.
pub(in crate::ui) fn page_ui(
    ui: &mut Ui,
    cx: &Cx<'_>,
    file: &CaseFile,
    (state, view, shown): (&mut ProcedureState, &ProcedureView, bool),
    (body, inset): (Rect, f32),
) -> Option<ClockOf> {
    let mut pressed = keys(ui, (state, view));
    let left = if body.width() < NARROW || view.blocks.is_empty() { 0.0 } else { JUMP };
    if left > 0.0 {
        let rect = Rect::from_min_max(body.min, pos2(body.left() + left + inset, body.bottom()));
        ui.painter().vline(rect.right() + 0.5, body.y_range(), Stroke::new(1.0, Tokens::of(ui.ctx()).line));
        jump_ui(ui, (state, view), rect.shrink2(vec2(inset - 8.0, 12.0)));
    }
    let rest = Rect::from_min_max(pos2(body.left() + left + inset, body.top()), body.max);
    let mut inner = ui.new_child(UiBuilder::new().id_salt("procedures").max_rect(rest.shrink2(vec2(20.0, 0.0))));
    inner.shrink_clip_rect(rest);
    let mut asked_clock = None;
    ScrollArea::vertical().id_salt(("procedures", file.id)).auto_shrink([false, false]).show(&mut inner, |ui| {
        ui.set_max_width(WIDE.min(rest.width() - 40.0));
        ui.spacing_mut().item_spacing = vec2(8.0, 4.0);
        ui.add_space(12.0);
        pressed = pressed.take().or(top_ui(ui, cx, view));
        let draw = Draw { cx, file, shown };
        for block in &view.blocks {
            let asked = ui.push_id(block.id, |ui| block_ui(ui, draw, (block, state), &mut asked_clock)).inner;
            pressed = pressed.take().or(asked);
        }
        if !view.clocks.is_empty() {
            let here = Place { id: None, section: None };
            let asked =
                book_clocks_ui(ui, cx, (&view.clocks, state.toward && state.at == Some(here)), &mut asked_clock);
            pressed = pressed.take().or(asked);
        }
        ui.add_space(40.0);
    });
    state.toward = false;
    if std::mem::take(&mut state.opening) {
        pressed = Some((Ask::Open, None));
    }
    if let Some((ask, field)) = pressed {
        let at = field.and_then(|key| slot_of(file, &ask, &key));
        state.dialog = Some(Dialog::new(ask, cx, file, (shown, at)));
    }
    if let Some(mut dialog) = state.dialog.take()
        && dialog.show(ui.ctx(), cx, file, shown)
    {
        state.dialog = Some(dialog);
    }
    asked_clock
}

/// A dialog that is wanted, and the question that takes the focus in it.
type Pressed = Option<(Ask, Option<String>)>;

fn slot_of(file: &CaseFile, ask: &Ask, key: &str) -> Option<crate::ui::dialogs::form::Slot> {
    let (Ask::Section(id, at) | Ask::Row(id, at, _)) = ask else { return None };
    let fields = &found(file, *id)?.0.sections.get(*at)?.fields;
    fields.iter().position(|question| question.key == key).map(answers::slot)
}

/// [ and ] go through the places; S does the next step, B sends back, X breaks off, W sets a clock aside, O opens another.
fn keys(ui: &Ui, (state, view): (&mut ProcedureState, &ProcedureView)) -> Pressed {
    if state.dialog.is_some() || ui.ctx().text_edit_focused() || egui::Popup::is_any_open(ui.ctx()) {
        return None;
    }
    let pressed = |key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
    let places: Vec<Place> = view.places().collect();
    let here = state.at.and_then(|at| places.iter().position(|place| *place == at));
    let goal = match (pressed(Key::OpenBracket), pressed(Key::CloseBracket)) {
        (true, _) => here.map_or(Some(0), |here| here.checked_sub(1)),
        (_, true) => here.map_or(Some(0), |here| Some(here + 1)),
        _ => None,
    };
    if let Some(goal) = goal.and_then(|at| places.get(at)) {
        state.go_to(*goal);
    }
    let free = |press: &Press| press.blocked.is_none().then(|| (press.ask.clone(), None));
    if pressed(Key::O) {
        return view.open.as_ref().and_then(free);
    }
    let block = at_hand(state, view);
    let clocks = block.map_or(&view.clocks, |block| &block.clocks);
    if pressed(Key::W) {
        return clocks.iter().find_map(|clock| clock.waive.as_ref()).and_then(free);
    }
    let block = block?;
    if pressed(Key::S) {
        let ahead = block.ahead.first()?;
        // What is missing is asked for first.
        return match ahead.lacks.first() {
            Some(lack) => Some((lack.ask.clone(), lack.field.clone())),
            None => free(&ahead.press),
        };
    }
    let other = |wanted: fn(&Ask) -> bool| block.others.iter().find(|press| wanted(&press.ask)).and_then(free);
    if pressed(Key::B) {
        return other(|ask| matches!(ask, Ask::SendBack(_)));
    }
    if pressed(Key::X) {
        return other(|ask| matches!(ask, Ask::BreakOff(_)));
    }
    None
}

/// The procedure that the keys act on: the one gone to last, else the first that runs.
fn at_hand<'v>(state: &ProcedureState, view: &'v ProcedureView) -> Option<&'v Block> {
    match state.at {
        Some(Place { id: None, .. }) => None,
        Some(Place { id: Some(id), .. }) => view.block(id),
        None => view.blocks.first(),
    }
}

/// One item a procedure and a section; Enter or a click goes there.
fn jump_ui(ui: &mut Ui, (state, view): (&mut ProcedureState, &ProcedureView), rect: Rect) {
    let mut list = ui.new_child(UiBuilder::new().id_salt("jump").max_rect(rect));
    list.shrink_clip_rect(rect);
    ScrollArea::vertical().id_salt("jump").auto_shrink([false, false]).show(&mut list, |list| {
        list.spacing_mut().item_spacing.y = 2.0;
        for place in view.places() {
            let block = place.id.and_then(|id| view.block(id));
            let section = block.zip(place.section).and_then(|(block, at)| block.sections.get(at));
            let response = match (block, section) {
                (_, Some(section)) => {
                    jump_item(list, (&section.name, !section.remark.is_empty(), 20.0), state.at == Some(place))
                }
                (Some(block), None) => jump_item(list, (&block.name, false, 0.0), state.at == Some(place)),
                (None, None) => continue,
            };
            if state.toward && state.at == Some(place) {
                response.scroll_to_me(None);
            }
            if response.clicked() {
                state.go_to(place);
            }
        }
    });
}

fn jump_item(ui: &mut Ui, (name, lacks, indent): (&str, bool, f32), here: bool) -> Response {
    let t = Tokens::of(ui.ctx());
    let (place, response) = ui.allocate_exact_size(vec2(ui.available_width(), 30.0), Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, here, name));
    if here || response.hovered() {
        ui.painter().rect_filled(place, size::R_BUTTON, if here { t.sel } else { t.hover });
    }
    let mut inner = place.shrink2(vec2(8.0, 0.0));
    inner.min.x += indent;
    if lacks {
        let sign = inner.with_min_x(inner.right() - 14.0);
        icons::WARNING.fill().paint_left(ui.painter(), sign, 13.0, t.warn_f);
        inner.max.x -= 18.0;
    }
    let face = if indent == 0.0 { font::body_medium() } else { font::body() };
    text_in(ui.painter(), inner, name, face, if here { t.accent_t } else { t.text });
    focus_ring(ui, &response, size::R_BUTTON, Ring::Inside);
    response
}

/// What the page is while nothing was opened, and the way to open something.
fn top_ui(ui: &mut Ui, cx: &Cx<'_>, view: &ProcedureView) -> Pressed {
    let t = Tokens::of(ui.ctx());
    if view.blocks.is_empty() {
        ui.label(RichText::new(t!(cx.texts, "procedure-none")).font(font::heading()).color(t.text));
        ui.label(RichText::new(t!(cx.texts, "procedure-none-says")).font(font::body()).color(t.sec));
        ui.add_space(8.0);
    }
    let press = view.open.as_ref()?;
    let button = Button::secondary(&press.label).icon(icons::FOLDER_OPEN).key("O");
    let clicked = ui.horizontal(|ui| button.ui(ui).clicked()).inner;
    ui.add_space(8.0);
    clicked.then(|| (press.ask.clone(), None))
}

fn block_ui(
    ui: &mut Ui,
    draw: Draw<'_>,
    (block, state): (&Block, &ProcedureState),
    asked_clock: &mut Option<ClockOf>,
) -> Pressed {
    let toward = |section| state.toward && state.at == Some(Place { id: Some(block.id), section });
    let mut pressed = head_ui(ui, block, toward(None));
    if !block.broken_off.is_empty() {
        line_ui(ui, &block.broken_off, Tokens::of(ui.ctx()).sec);
    }
    strip_ui(ui, &block.steps);
    ui.add_space(4.0);
    pressed = pressed.or(acts_ui(ui, block, toward(None)));
    if !block.reworks.is_empty() {
        let count = t!(draw.cx.texts, "procedure-reworks", n = block.reworks.len());
        caption_ui(ui, &count);
        for rework in &block.reworks {
            line_ui(ui, rework, Tokens::of(ui.ctx()).text);
        }
    }
    if !block.clocks.is_empty() {
        caption_ui(ui, &t!(draw.cx.texts, "procedure-clocks"));
        pressed = pressed.or(clocks_ui(ui, draw.cx, &block.clocks, asked_clock));
    }
    for (at, section) in block.sections.iter().enumerate() {
        let asked = ui.push_id(("section", at), |ui| section_ui(ui, draw, section, toward(Some(at)))).inner;
        pressed = pressed.or(asked);
    }
    ui.add_space(26.0);
    pressed
}

/// Name, row, state and opening; a right click offers what can be done.
fn head_ui(ui: &mut Ui, block: &Block, toward: bool) -> Pressed {
    let t = Tokens::of(ui.ctx());
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 34.0), Sense::CLICK);
    response.widget_info(|| WidgetInfo::labeled(Role::Heading, true, format!("{} {}", block.name, block.state)));
    let words = if block.standing == Standing::Running { t.text } else { t.sec };
    let (end, _) = text_in(ui.painter(), rect, &block.name, font::heading(), words);
    let middle = rect.center().y;
    let rule = Chip::new(&block.rule, Tone::Neutral).paint(ui.painter(), pos2(end + 10.0, middle), t);
    let state = Chip::new(&block.state, block.tone).paint(ui.painter(), pos2(rule.right() + 6.0, middle), t);
    let rest = rect.with_min_x(state.right() + 12.0);
    text_in(ui.painter(), rest, &block.opened, font::meta(), t.ter);
    if toward {
        response.scroll_to_me(Some(egui::Align::Min));
    }
    let presses: Vec<&Press> = block.ahead.iter().map(|ahead| &ahead.press).chain(&block.others).collect();
    let items = presses.iter().enumerate().map(|(nth, press)| Item {
        icon: Some(press.ask.icon()),
        key: key_of(&press.ask, nth == 0),
        blocked: press.blocked.as_deref(),
        ..Item::new(&press.label)
    });
    let items: Vec<Item<'_>> = items.collect();
    if items.is_empty() {
        return None;
    }
    context_menu(&response, &items).and_then(|at| presses.get(at)).map(|press| (press.ask.clone(), None))
}

/// The letter that asks it; a step has one when it is the `first`.
const fn key_of(ask: &Ask, first: bool) -> Option<&'static str> {
    match ask {
        Ask::Step(..) if first => Some("S"),
        Ask::SendBack(_) => Some("B"),
        Ask::BreakOff(_) => Some("X"),
        _ => None,
    }
}

/// The next step with what it lacks, then sending back and breaking off.
fn acts_ui(ui: &mut Ui, block: &Block, toward: bool) -> Pressed {
    let (mut pressed, mut first) = (None, None);
    for (nth, ahead) in block.ahead.iter().enumerate() {
        let (asked, response) = ahead_ui(ui, ahead, nth == 0);
        pressed = pressed.or(asked);
        first = first.or(response);
    }
    if !block.others.is_empty() {
        ui.horizontal_wrapped(|ui| {
            for press in &block.others {
                let button = Button::light(&press.label).small().icon(press.ask.icon());
                let button = if let Some(key) = key_of(&press.ask, false) { button.key(key) } else { button };
                if button.blocked(press.blocked.as_deref()).ui(ui).clicked() {
                    pressed = Some((press.ask.clone(), None));
                }
            }
        });
    }
    if let Some(id) = first.filter(|_| toward) {
        ui.memory_mut(|memory| memory.request_focus(id));
    }
    pressed
}

/// The button of a step, grey while something is missing, and a chip for each thing that leads to its question.
fn ahead_ui(ui: &mut Ui, ahead: &Ahead, first: bool) -> (Pressed, Option<egui::Id>) {
    let t = Tokens::of(ui.ctx());
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(8.0, 6.0);
        let label = &ahead.press.label;
        let button = if first { Button::primary(label).key("S") } else { Button::secondary(label) };
        let response = button.icon(icons::CHECK).blocked(ahead.press.blocked.as_deref()).ui(ui);
        let mut pressed = response.clicked().then(|| (ahead.press.ask.clone(), None));
        if ahead.lacks.is_empty() {
            return (pressed, Some(response.id));
        }
        ui.label(RichText::new(&ahead.says).font(font::body()).color(t.text));
        let mut focus = None;
        for lack in &ahead.lacks {
            let chip = lack_ui(ui, lack);
            focus = focus.or(Some(chip.id));
            if chip.clicked() {
                pressed = Some((lack.ask.clone(), lack.field.clone()));
            }
        }
        (pressed, focus)
    })
    .inner
}

fn lack_ui(ui: &mut Ui, lack: &LackText) -> Response {
    Chip::new(&lack.text, Tone::Warn).icon(icons::WARNING).button(ui)
}

fn caption_ui(ui: &mut Ui, text: &str) {
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 30.0), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Heading, true, text));
    text_in(ui.painter(), rect, text, font::meta_medium(), Tokens::of(ui.ctx()).sec);
}

/// Words on as many lines as they need.
fn line_ui(ui: &mut Ui, text: &str, ink: egui::Color32) {
    ui.add(egui::Label::new(RichText::new(text).font(font::body()).color(ink)).wrap());
}

fn section_ui(ui: &mut Ui, draw: Draw<'_>, section: &SectionText, toward: bool) -> Pressed {
    let t = Tokens::of(ui.ctx());
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 34.0), Sense::hover());
    let spoken = format!("{} {}", section.name, section.remark);
    response.widget_info(|| WidgetInfo::labeled(Role::Heading, true, spoken.trim()));
    let mut pressed = None;
    let mut right = rect.right();
    if let Some(press) = &section.act {
        let button = Button::secondary(&press.label).small().icon(press.ask.icon());
        let button = if toward { button.key("↵") } else { button };
        let wide = button.width(ui);
        let place = Rect::from_min_size(pos2(right - wide, rect.top() + 4.0), vec2(wide, size::BUTTON_SMALL));
        right -= wide + 10.0;
        let button = button.put_over(ui, place);
        if toward {
            button.request_focus();
        }
        if button.clicked() {
            pressed = Some((press.ask.clone(), None));
        }
    }
    if toward {
        response.scroll_to_me(Some(egui::Align::Min));
    }
    let words = rect.with_max_x(right);
    let (end, _) = text_in(ui.painter(), words, &section.name, font::body_medium(), t.text);
    let (end, _) = text_in(ui.painter(), words.with_min_x(end + 8.0), &section.rule, font::meta(), t.ter);
    text_in(ui.painter(), words.with_min_x(end + 10.0), &section.remark, font::meta(), t.warn);
    if !section.note.is_empty() {
        ui.add(egui::Label::new(RichText::new(&section.note).font(font::meta()).color(t.ter)).wrap());
    }
    ui.spacing_mut().item_spacing.y = 0.0;
    let asked = body_ui(ui, draw, &section.body);
    ui.spacing_mut().item_spacing.y = 4.0;
    ui.add_space(6.0);
    pressed.or(asked.map(|ask| (ask, None)))
}

fn book_clocks_ui(
    ui: &mut Ui,
    cx: &Cx<'_>,
    (all, toward): (&[ClockText], bool),
    asked_clock: &mut Option<ClockOf>,
) -> Pressed {
    let t = Tokens::of(ui.ctx());
    let response = ui.label(RichText::new(t!(cx.texts, "procedure-book-clocks")).font(font::heading()).color(t.text));
    if toward {
        response.scroll_to_me(Some(egui::Align::Min));
    }
    clocks_ui(ui, cx, all, asked_clock)
}

fn clocks_ui(ui: &mut Ui, cx: &Cx<'_>, all: &[ClockText], asked_clock: &mut Option<ClockOf>) -> Pressed {
    let mut pressed = None;
    let first = all.iter().position(|clock| clock.waive.is_some());
    for (nth, clock) in all.iter().enumerate() {
        let (row, waive) = clocks::clock_ui(ui, cx, (nth, clock), first == Some(nth));
        if row {
            *asked_clock = Some(clock.of.clone());
        }
        if waive {
            pressed = clock.waive.as_ref().map(|press| (press.ask.clone(), None));
        }
    }
    pressed
}
