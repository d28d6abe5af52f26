//! The list itself: heads of groups, visible rows, selection.

use egui::{Rect, Role, Ui, WidgetInfo};

use super::WorklistScreen;
use super::chips::{clear, is_narrowed};
use super::columns::Columns;
use super::head::head_ui;
use super::marks;
use super::rows::{RowText, paint, paint_head};
use crate::store::{CaseId, Group, ListQuery, View};
use crate::t;
use crate::text::Lang;
use crate::ui::theme::{Tokens, size};
use crate::ui::widgets::button::Button;
use crate::ui::widgets::feedback::{empty, skeleton};
use crate::ui::widgets::rows::{RowLook, Rows, paint_row, row_response};
use crate::ui::{Action, Cx, icons, say};

/// What stands at one place of the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Line {
    Head(usize),
    Row(i64),
}

/// The groups as they are shown: heads of groups that have rows, and rows of those that are not folded.
pub(super) struct Lines {
    /// Place of each head, its group, and the first row below it.
    heads: Vec<(usize, usize, i64)>,
    count: usize,
}

impl Lines {
    pub(super) fn of(screen: &WorklistScreen) -> Self {
        let groups = screen.pages.groups();
        if groups.is_empty() {
            return Self { heads: Vec::new(), count: usize::try_from(screen.pages.total()).unwrap_or(0) };
        }
        let (mut heads, mut at, mut row) = (Vec::new(), 0, 0);
        for (group, &size) in groups.iter().enumerate() {
            if size > 0 {
                heads.push((at, group, row));
                at += 1;
                if !screen.folded[group] {
                    at += usize::try_from(size).unwrap_or(0);
                }
            }
            row += size;
        }
        Self { heads, count: at }
    }

    fn line(&self, at: usize) -> Line {
        let head = self.heads.iter().rev().find(|(place, _, _)| *place <= at);
        match head {
            None => Line::Row(i64::try_from(at).unwrap_or(0)),
            Some((place, group, _)) if *place == at => Line::Head(*group),
            Some((place, _, first)) => Line::Row(first + i64::try_from(at - place - 1).unwrap_or(0)),
        }
    }

    /// Where a row stands; `None` inside a folded group.
    pub(super) fn place_of(&self, row: i64) -> Option<usize> {
        let head = self.heads.iter().rev().find(|(_, _, first)| *first <= row);
        let at = match head {
            None => usize::try_from(row).ok()?,
            Some((place, _, first)) => place + 1 + usize::try_from(row - first).ok()?,
        };
        (at < self.count && self.line(at) == Line::Row(row)).then_some(at)
    }

    /// The nearest row from `at` in a direction.
    pub(super) fn row_near(&self, at: i64, step: i64) -> Option<i64> {
        let mut at = at.clamp(0, i64::try_from(self.count).ok()? - 1);
        loop {
            if let Line::Row(row) = self.line(usize::try_from(at).ok()?) {
                return Some(row);
            }
            at += step;
            if at < 0 || at >= i64::try_from(self.count).ok()? {
                return None;
            }
        }
    }

    pub(super) const fn count(&self) -> usize {
        self.count
    }
}

pub(super) fn list_ui(ui: &mut Ui, cx: &Cx<'_>, screen: &mut WorklistScreen) {
    let english = cx.texts.lang() == Lang::En;
    screen.list_width = ui.available_width();
    let columns = Columns::of(&screen.columns, screen.list_width, is_wide(ui), english);
    head_ui(ui, cx, screen, &columns);
    refresh_texts(cx, screen);
    for query in screen.pages.wanted(0, 0) {
        cx.want(Action::ListPage(Box::new(query)));
    }
    if let Some(error) = screen.pages.error() {
        let text = say::store_error_text(cx.texts, error);
        empty(ui, icons::WARNING, (&t!(cx.texts, "list-failed"), &text), |ui| {
            if Button::secondary(&t!(cx.texts, "list-again")).ui(ui).clicked() {
                cx.want(Action::Refresh);
            }
        });
        return;
    }
    if screen.pages.is_unknown() {
        skeleton(ui, size::ROW);
        return;
    }
    if screen.pages.total() == 0 {
        empty_ui(ui, cx, screen);
        return;
    }
    rows_ui(ui, cx, screen, &columns);
}

/// Whether the window has room for the layout of large screens.
pub(super) fn is_wide(ui: &Ui) -> bool {
    ui.ctx().content_rect().width() >= 1680.0
}

fn refresh_texts(cx: &Cx<'_>, screen: &mut WorklistScreen) {
    let made_of = (screen.pages.version(), cx.now, cx.texts.lang().word());
    if screen.shown_of != made_of {
        screen.shown.clear();
        screen.shown_of = made_of;
    }
    // Rows of the list before are no choice for the one that is on its way.
    if screen.selected.is_none()
        && !screen.pages.is_stale()
        && let Some(first) = screen.pages.row(0)
    {
        screen.selected = Some(first.id);
        cx.want(Action::Show(first.id));
    }
}

fn rows_ui(ui: &mut Ui, cx: &Cx<'_>, screen: &mut WorklistScreen, columns: &Columns) {
    let lines = Lines::of(screen);
    let odd: Vec<(usize, f32)> = lines.heads.iter().map(|(at, _, _)| (*at, size::GROUP)).collect();
    let mut place = screen.place;
    let focused = !ui.ctx().text_edit_focused();
    let mut wish = None;
    let seen = Rows::new(lines.count, size::ROW).odd(&odd).show(ui, &mut place, |ui, at, rect| match lines.line(at) {
        Line::Head(group) => wish = group_ui(ui, cx, screen, group, rect).or(wish.take()),
        Line::Row(index) => wish = row_ui(ui, cx, screen, columns, (index, rect), focused).or(wish.take()),
    });
    screen.place = place;
    screen.page = seen.page.max(1);
    let rows = |at: usize| match lines.line(at) {
        Line::Row(row) => row,
        Line::Head(_) => lines.row_near(i64::try_from(at).unwrap_or(0), 1).unwrap_or(0),
    };
    if seen.end > seen.first {
        for query in screen.pages.wanted(rows(seen.first), rows(seen.end - 1)) {
            cx.want(Action::ListPage(Box::new(query)));
        }
    }
    match wish {
        Some(Wish::Fold(group)) => screen.folded[group] = !screen.folded[group],
        Some(Wish::Select(id)) => select(cx, screen, id),
        Some(Wish::Mark(id)) => {
            marks::turn(screen, id);
            select(cx, screen, id);
        }
        Some(Wish::Reach(id)) => {
            marks::stretch_from(cx, screen, screen.selected, id);
            select(cx, screen, id);
        }
        Some(Wish::Open(id)) => {
            screen.selected = Some(id);
            cx.want(Action::OpenCase(id));
        }
        None => {}
    }
}

enum Wish {
    /// Marks everything from where the range began.
    Reach(CaseId),
    /// Marks the row or takes its mark away.
    Mark(CaseId),
    Fold(usize),
    Select(CaseId),
    Open(CaseId),
}

pub(super) fn select(cx: &Cx<'_>, screen: &mut WorklistScreen, id: CaseId) {
    if screen.selected != Some(id) {
        screen.selected = Some(id);
        cx.want(Action::Show(id));
    }
}

fn group_ui(ui: &Ui, cx: &Cx<'_>, screen: &WorklistScreen, group: usize, rect: Rect) -> Option<Wish> {
    let t = Tokens::of(ui.ctx());
    let which = Group::ALL.get(group)?;
    let response = row_response(ui, rect, ("group", group));
    let name = cx.texts.name("group", which.word());
    let count = screen.pages.groups().get(group).copied().unwrap_or(0);
    let size = if *which == Group::Near { t!(cx.texts, "group-near-note", count = count) } else { count.to_string() };
    let ink = match which {
        Group::Overdue => t.danger,
        Group::Near => t.warn,
        Group::Today | Group::Later => t.sec,
    };
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, format!("{name} {count}")));
    paint_head(ui, rect, &name, &size, ink, screen.folded[group]);
    response.clicked().then_some(Wish::Fold(group))
}

fn row_ui(
    ui: &Ui,
    cx: &Cx<'_>,
    screen: &mut WorklistScreen,
    columns: &Columns,
    (index, rect): (i64, Rect),
    focused: bool,
) -> Option<Wish> {
    let Some(row) = screen.pages.row(index) else {
        crate::ui::widgets::feedback::paint_skeleton(
            ui.painter(),
            rect,
            usize::try_from(index).unwrap_or(0),
            Tokens::of(ui.ctx()),
        );
        return None;
    };
    let id = row.id;
    let response = row_response(ui, rect, id);
    let selected = screen.selected == Some(id);
    let marked = screen.marks.contains(id);
    paint_row(ui, rect, RowLook { hovered: response.hovered(), selected, focused, ring: true });
    if marked {
        paint_mark(ui, rect);
    }
    let text = screen.shown.entry(id).or_insert_with(|| RowText::of(row, cx));
    response.widget_info(|| {
        let spoken = if marked { t!(cx.texts, "marked-row", row = text.spoken.as_str()) } else { text.spoken.clone() };
        WidgetInfo::selected(Role::ListBoxOption, true, selected, spoken)
    });
    paint(ui, rect, text, columns, selected);
    if response.double_clicked() {
        Some(Wish::Open(id))
    } else if response.clicked() {
        let held = ui.input(|input| input.modifiers);
        Some(match (held.shift, held.command) {
            (true, _) => Wish::Reach(id),
            (false, true) => Wish::Mark(id),
            (false, false) => Wish::Select(id),
        })
    } else {
        None
    }
}

/// The tick of a marked row, at its left edge.
fn paint_mark(ui: &Ui, rect: Rect) {
    let t = Tokens::of(ui.ctx());
    let strip = Rect::from_min_max(rect.min, rect.left_bottom() + egui::vec2(14.0, -1.0));
    ui.painter().rect_filled(strip, 0.0, t.accent);
    icons::CHECK.bold().paint(ui.painter(), strip.center(), 11.0, t.on_accent);
}

/// Nothing to show: one fact, one way out.
fn empty_ui(ui: &mut Ui, cx: &Cx<'_>, screen: &mut WorklistScreen) {
    let query = screen.pages.query().clone();
    if is_narrowed(&query) {
        let way = t!(cx.texts, "list-clear-all");
        let fact = t!(cx.texts, "list-no-match");
        let line = if query.search.trim().is_empty() { String::new() } else { query.search.clone() };
        let clicked = empty(ui, icons::MAGNIFYING_GLASS, (&fact, &line), |ui| Button::secondary(&way).ui(ui).clicked());
        if clicked {
            clear(screen);
        }
        return;
    }
    let fact = t!(cx.texts, "list-empty", view = cx.texts.name("view", query.view.word()));
    let (line, way, view) = if query.view == View::Open || query.view == View::All {
        (t!(cx.texts, "list-empty-open"), t!(cx.texts, "nav-log"), None)
    } else {
        (String::new(), t!(cx.texts, "list-see-open"), Some(View::Open))
    };
    let clicked = empty(ui, icons::CHECK_CIRCLE, (&fact, &line), |ui| Button::secondary(&way).ui(ui).clicked());
    if clicked {
        match view {
            Some(view) => {
                let by = crate::store::By { name: query.me.clone(), now: cx.now };
                screen.open(ListQuery::of(view, &by));
            }
            None => cx.want(Action::Go(crate::ui::Route::Intake)),
        }
    }
}
