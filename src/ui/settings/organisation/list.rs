//! The tree: a head for each region, a row for each branch.

use egui::{Rect, Role, Sense, Ui, UiBuilder, WidgetInfo, pos2, vec2};

use super::region::RegionEdit;
use super::view::{Line, Standing};
use super::{Cx, OrganisationPage};
use crate::domain::organisation::BranchId;
use crate::t;
use crate::text::say;
use crate::ui::theme::{Tokens, font, size};
use crate::ui::widgets::chip::Tone;
use crate::ui::widgets::paint::{boxed, text_in, tip};
use crate::ui::widgets::rows::{RowLook, Rows, paint_row, row_response};
use crate::ui::widgets::{Button, Chip, feedback};
use crate::ui::{Action, Route, icons};

const ROW: f32 = 36.0;
/// Below this width two columns are left out.
const NARROW: f32 = 480.0;

pub(super) fn list_ui(ui: &mut Ui, cx: &Cx<'_>, page: &mut OrganisationPage, room: Rect) {
    let t = Tokens::of(ui.ctx());
    let mut inner = ui.new_child(UiBuilder::new().id_salt("branches").max_rect(room.shrink2(vec2(24.0, 18.0))));
    let ui = &mut inner;
    head_ui(ui, cx);
    if cx.organisation.branches.is_empty() {
        return empty_ui(ui, cx, page);
    }
    let frame = ui.available_rect_before_wrap();
    boxed(ui.painter(), frame, size::R_PANEL, t.panel, t.line);
    let mut child = ui.new_child(UiBuilder::new().max_rect(frame.shrink(1.0)));
    child.spacing_mut().item_spacing.y = 0.0;
    columns_ui(&mut child, cx);
    let Some(view) = page.view.take() else { return };
    if view.lines.is_empty() {
        let (fact, line) = (t!(cx.texts, "org-none-found"), t!(cx.texts, "org-search"));
        feedback::empty(&mut child, icons::MAGNIFYING_GLASS, (&fact, &line), |_| {});
    }
    let odd: Vec<(usize, f32)> = view
        .lines
        .iter()
        .enumerate()
        .filter(|(_, line)| matches!(line, Line::Region { .. }))
        .map(|(at, _)| (at, size::GROUP))
        .collect();
    let mut clicked = None;
    let mut renamed = None;
    let selected = page.selected;
    let figures = &page.figures;
    let open = |id: BranchId| figures.iter().find(|figure| figure.branch == id).map_or(0, |figure| figure.open);
    Rows::new(view.lines.len(), ROW).odd(&odd).show(&mut child, &mut page.place, |ui, at, rect| {
        match view.lines.get(at) {
            Some(Line::Region { name, second, branches }) => {
                if region_ui(ui, cx, rect, (name, second, *branches)) {
                    renamed = Some(name.clone());
                }
            }
            Some(Line::Branch { id, cells, standing })
                if branch_ui(ui, cx, rect, (*id, cells, *standing, open(*id)), selected == Some(*id)) =>
            {
                clicked = Some(*id);
            }
            Some(Line::Branch { .. }) | None => {}
        }
    });
    page.view = Some(view);
    if let Some(old) = renamed {
        page.region = Some(RegionEdit { name: old.clone(), old });
    }
    if let Some(id) = clicked {
        page.choose(cx, id);
    }
}

fn head_ui(ui: &mut Ui, cx: &Cx<'_>) {
    let (t, texts) = (Tokens::of(ui.ctx()), cx.texts);
    let count = |n: usize| say::count(i64::try_from(n).unwrap_or(i64::MAX));
    let organisation = cx.organisation;
    let counts = t!(
        texts,
        "settings-organisation-counts",
        regions = count(organisation.regions.len()),
        branches = count(organisation.branches.len()),
        people = count(organisation.people.len())
    );
    ui.horizontal(|ui| {
        ui.label(egui::RichText::new(t!(texts, "settings-organisation")).font(font::heading()).color(t.text));
        ui.add_space(4.0);
        ui.add(egui::Label::new(egui::RichText::new(counts).font(font::body()).color(t.sec)).truncate());
    });
    let note = egui::RichText::new(t!(texts, "org-note")).font(font::body()).color(t.sec);
    ui.add(egui::Label::new(note).wrap());
    ui.add_space(4.0);
}

fn empty_ui(ui: &mut Ui, cx: &Cx<'_>, page: &mut OrganisationPage) {
    let texts = cx.texts;
    let (fact, line) = (t!(texts, "settings-no-branches"), t!(texts, "org-empty-line"));
    feedback::empty(ui, icons::BUILDINGS, (&fact, &line), |ui| {
        ui.spacing_mut().item_spacing.y = 8.0;
        if Button::primary(&t!(texts, "org-import-both")).icon(icons::FILE_XLS).ui(ui).clicked() {
            page.wants_list = true;
            cx.want(Action::Go(Route::Import));
        }
        if Button::secondary(&t!(texts, "org-by-province")).ui(ui).clicked() {
            cx.want(Action::BeginByProvince);
        }
        if Button::secondary(&t!(texts, "org-new-branch")).icon(icons::PLUS).ui(ui).clicked() {
            page.begin(cx);
        }
    });
}

/// Name, areas, first responsible, stand-in, open cases, standing.
fn spots(row: Rect) -> [Rect; 6] {
    let inner = row.shrink2(vec2(12.0, 0.0));
    // A narrow list leaves areas and stand-in to the form.
    let shares =
        if row.width() < NARROW { [0.32, 0.0, 0.34, 0.0, 0.12, 0.22] } else { [0.17, 0.29, 0.25, 0.11, 0.08, 0.10] };
    let mut x = inner.left();
    shares.map(|share| {
        let spot = Rect::from_min_max(pos2(x, row.top()), pos2(x + inner.width() * share - 8.0, row.bottom()));
        x += inner.width() * share;
        spot
    })
}

fn columns_ui(ui: &mut Ui, cx: &Cx<'_>) {
    let (t, texts) = (Tokens::of(ui.ctx()), cx.texts);
    let (head, _) = ui.allocate_exact_size(vec2(ui.available_width(), size::TABLE_HEAD), Sense::hover());
    ui.painter().rect_filled(head, 0.0, t.sunken);
    let names = [
        t!(texts, "field-branch"),
        t!(texts, "org-areas"),
        t!(texts, "field-first-responsible"),
        t!(texts, "org-deputy"),
        t!(texts, "view-open-short"),
        t!(texts, "org-standing"),
    ];
    for (spot, name) in spots(head).into_iter().zip(&names).filter(|(spot, _)| spot.width() > 0.0) {
        text_in(ui.painter(), spot, name, font::meta(), t.ter);
    }
}

/// The head of a region; whether it was clicked to be renamed.
fn region_ui(ui: &Ui, cx: &Cx<'_>, rect: Rect, (name, second, branches): (&str, &str, usize)) -> bool {
    let t = Tokens::of(ui.ctx());
    let response = row_response(ui, rect, ("region", name));
    let remark = if second.is_empty() {
        t!(cx.texts, "org-region-without", count = branches)
    } else {
        t!(cx.texts, "org-region-remark", second = second, count = branches)
    };
    response.widget_info(|| WidgetInfo::labeled(Role::Row, true, format!("{name} {remark}")));
    ui.painter().rect_filled(rect, 0.0, t.sunken);
    let (end, _) = text_in(ui.painter(), rect.shrink2(vec2(12.0, 0.0)), name, font::body_medium(), t.text);
    let ink = if second.is_empty() { t.warn } else { t.sec };
    text_in(ui.painter(), rect.with_min_x(end + 8.0), &remark, font::meta(), ink);
    if response.hovered() {
        icons::PENCIL_SIMPLE.paint(ui.painter(), pos2(rect.right() - 18.0, rect.center().y), 13.0, t.ter);
    }
    tip(&response, &t!(cx.texts, "org-region-rename", name = name), None);
    response.clicked()
}

fn branch_ui(
    ui: &Ui,
    cx: &Cx<'_>,
    rect: Rect,
    (id, cells, standing, open): (BranchId, &[String; 4], Standing, i64),
    selected: bool,
) -> bool {
    let t = Tokens::of(ui.ctx());
    let response = row_response(ui, rect, ("branch", id));
    response.widget_info(|| WidgetInfo::selected(Role::Row, true, selected, cells.join(" ")));
    let focused = !ui.ctx().text_edit_focused();
    paint_row(ui, rect, RowLook { hovered: response.hovered(), selected, focused, ..RowLook::default() });
    let places = spots(rect);
    let mut cut = false;
    for (at, (spot, text)) in places.iter().zip(cells).enumerate() {
        let face = if at == 0 { font::body_medium() } else { font::body() };
        let ink = if standing == Standing::Ended || at > 0 { t.sec } else { t.text };
        if spot.width() > 0.0 {
            cut |= text_in(ui.painter(), *spot, text, face, ink).1;
        }
    }
    let (word, tone) = match standing {
        Standing::AtWork => (t!(cx.texts, "org-at-work"), Tone::Neutral),
        Standing::StoodIn => (t!(cx.texts, "org-stood-in"), Tone::Warn),
        Standing::Ended => (t!(cx.texts, "org-ended"), Tone::Neutral),
        Standing::NotYet => (t!(cx.texts, "org-not-yet"), Tone::Accent),
    };
    text_in(ui.painter(), places[4], &open.to_string(), font::body(), if open > 0 { t.text } else { t.ter });
    Chip::new(&word, tone).paint(ui.painter(), places[5].left_center(), t);
    if cut {
        tip(&response, &cells.join("　"), None);
    }
    response.clicked()
}
