//! Which column leads where: header, three samples, the field, and how sure that is.

use egui::{Rect, Role, ScrollArea, Sense, Stroke, Ui, UiBuilder, WidgetInfo, pos2, vec2};

use super::ImportScreen;
use crate::domain::{Field as CaseField, pinyin};
use crate::exchange::mapping::{ColumnMap, Evidence};
use crate::exchange::mask::excerpt;
use crate::exchange::table::Table;
use crate::exchange::target::Target;
use crate::t;
use crate::text::Texts;
use crate::ui::icons::{self, Icon};
use crate::ui::theme::{Tokens, font, size};
use crate::ui::widgets::chip::Tone;
use crate::ui::widgets::paint::{text_in, tip};
use crate::ui::widgets::{Button, Field, Pick, PickList, toggle};
use crate::ui::{Action, Cx, say_lists};

const ROW: f32 = 48.0;
const FOOT: f32 = 88.0;
/// Sample values of one column.
const SAMPLES: usize = 3;
/// From here on a guess needs no second look.
const SURE: f32 = 0.8;
/// Key of the choice that leads nowhere.
const NOWHERE: &str = "";

pub(super) fn columns_ui(ui: &mut Ui, cx: &Cx<'_>, screen: &mut ImportScreen, place: Rect) {
    let t = Tokens::of(ui.ctx());
    let head = place.with_max_y(place.top() + size::TABLE_HEAD);
    ui.painter().rect_filled(head, 0.0, t.sunken);
    let spots = Spots::of(head);
    for (spot, text) in [
        (spots.header, t!(cx.texts, "import-column")),
        (spots.pick, t!(cx.texts, "import-target")),
        (spots.sure, t!(cx.texts, "import-evidence")),
    ] {
        text_in(ui.painter(), spot, &text, font::meta(), t.ter);
    }
    let foot = place.with_min_y(place.bottom() - FOOT);
    let list = Rect::from_min_max(head.left_bottom(), foot.right_top());
    list_ui(ui, cx, screen, list);
    foot_ui(ui, cx, screen, foot);
}

/// Where the parts of a row stand.
struct Spots {
    header: Rect,
    pick: Rect,
    sure: Rect,
}

impl Spots {
    fn of(row: Rect) -> Self {
        let inner = row.shrink2(vec2(16.0, 0.0));
        let sure = inner.with_min_x(inner.right() - 116.0);
        let wide = (inner.width() * 0.34).clamp(136.0, 250.0);
        let pick = inner.with_max_x(sure.left() - 12.0).with_min_x(sure.left() - 12.0 - wide);
        Self { header: inner.with_max_x(pick.left() - 12.0), pick, sure }
    }
}

fn list_ui(ui: &mut Ui, cx: &Cx<'_>, screen: &mut ImportScreen, place: Rect) {
    let lang = cx.texts.lang();
    let kept = screen.picks.take().filter(|(of, _)| *of == lang);
    let (_, picks) = kept.unwrap_or_else(|| (lang, picks(cx.texts)));
    let mut choice = None;
    if let (Some(table), Some(mapping)) = (&screen.table, &screen.mapping) {
        let rows = Columns { cx, table, picks: &picks, open: screen.is_open(), keep_others: mapping.keep_others };
        let mut child = ui.new_child(UiBuilder::new().max_rect(place));
        ScrollArea::vertical().id_salt("columns").auto_shrink(false).show_rows(
            &mut child,
            ROW - 6.0,
            mapping.columns.len(),
            |ui, range| {
                ui.spacing_mut().item_spacing.y = 0.0;
                for at in range {
                    if let Some(target) = mapping.columns.get(at).and_then(|column| rows.row(ui, at, column)) {
                        choice = Some((at, target));
                    }
                }
            },
        );
    }
    screen.picks = Some((lang, picks));
    if let (Some((at, target)), Some(mapping)) = (choice, &mut screen.mapping) {
        mapping.choose(at, target);
        screen.changed(cx);
    }
}

struct Columns<'a> {
    cx: &'a Cx<'a>,
    table: &'a Table,
    picks: &'a [Pick],
    open: bool,
    keep_others: bool,
}

impl Columns<'_> {
    /// One column; answers where it shall lead from now on.
    fn row(&self, ui: &mut Ui, at: usize, column: &ColumnMap) -> Option<Option<Target>> {
        let t = Tokens::of(ui.ctx());
        let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::hover());
        ui.painter().hline(rect.x_range(), rect.bottom() - 0.5, Stroke::new(1.0, t.line2));
        let spots = Spots::of(rect);
        let header = spots.header;
        let (upper, lower) = (header.with_max_y(header.center().y + 1.0), header.with_min_y(header.center().y));
        text_in(ui.painter(), upper.translate(vec2(0.0, 3.0)), &column.header, font::body_medium(), t.text);
        let samples = samples(self.table, at, column.target).join(" · ");
        let (_, cut) = text_in(ui.painter(), lower.translate(vec2(0.0, -3.0)), &samples, font::meta(), t.ter);
        response.widget_info(|| WidgetInfo::labeled(Role::Row, true, format!("{} {samples}", column.header)));
        if cut {
            tip(&response, &samples, None);
        }
        self.sureness(ui, spots.sure, column);
        self.pick(ui, spots.pick, at, column)
    }

    fn pick(&self, ui: &mut Ui, spot: Rect, at: usize, column: &ColumnMap) -> Option<Option<Target>> {
        let texts = self.cx.texts;
        let place = Rect::from_min_size(pos2(spot.left(), spot.center().y - 15.0), vec2(spot.width(), size::BUTTON));
        let mut child = ui.new_child(UiBuilder::new().id_salt(("pick", at)).max_rect(place));
        let chosen = column.target.map_or(NOWHERE, Target::word);
        let (none, closed) = (t!(texts, "import-no-target"), t!(texts, "import-closed"));
        let list = PickList::new(&column.header, self.picks, Some(chosen), &pinyin::matches)
            .id("target")
            .height(size::BUTTON)
            .none(&none)
            .blocked((!self.open).then_some(closed.as_str()));
        let (_, taken) = list.ui(&mut child);
        let key = &self.picks.get(taken?)?.key;
        (key != chosen).then(|| Target::from_word(key))
    }

    fn sureness(&self, ui: &Ui, spot: Rect, column: &ColumnMap) {
        let t = Tokens::of(ui.ctx());
        let texts = self.cx.texts;
        let (icon, tone, word): (Icon, Tone, String) = match (column.target, column.evidence) {
            (None, _) if self.keep_others => (icons::NOTE_PENCIL, Tone::Neutral, t!(texts, "import-target-remark")),
            (None, _) => (icons::MINUS, Tone::Neutral, t!(texts, "import-target-none")),
            (Some(_), Evidence::Chosen) => (icons::CHECK, Tone::Accent, t!(texts, "import-by-choice")),
            (Some(_), _) if column.confidence < SURE => (icons::WARNING, Tone::Warn, t!(texts, "import-unsure")),
            (Some(_), Evidence::Header) => (icons::CHECK_CIRCLE, Tone::Ok, t!(texts, "import-by-header")),
            (Some(_), Evidence::Content) => (icons::CHECK_CIRCLE, Tone::Ok, t!(texts, "import-by-content")),
        };
        let ink = if tone == Tone::Neutral { t.ter } else { tone.colours(t).0 };
        icon.paint(ui.painter(), pos2(spot.left() + 7.0, spot.center().y), 14.0, ink);
        text_in(ui.painter(), spot.with_min_x(spot.left() + 19.0), &word, font::meta(), ink);
    }
}

/// The first values that a column holds, personal ones masked.
fn samples(table: &Table, column: usize, target: Option<Target>) -> Vec<String> {
    // What leads nowhere may still be a number of a person: read as a remark, long numbers are hidden.
    let target = target.unwrap_or(Target::Field(CaseField::Remark));
    let values = table.rows.iter().filter_map(|row| row.cells.get(column)).map(|cell| cell.text());
    values.filter(|text| !text.trim().is_empty()).take(SAMPLES).map(|text| excerpt(target, &text)).collect()
}

/// Every target with its name and its pinyin, the choice that leads nowhere first.
fn picks(texts: &Texts) -> Vec<Pick> {
    let pick = |key: &str, label: String| {
        let search = pinyin::search_key(&label);
        Pick { key: key.to_owned(), label, note: String::new(), search }
    };
    let nowhere = pick(NOWHERE, t!(texts, "import-target-none"));
    let targets = Target::all().map(|target| pick(target.word(), say_lists::target_name(texts, target)));
    std::iter::once(nowhere).chain(targets).collect()
}

/// What happens to other columns, and the name under which this mapping is remembered.
fn foot_ui(ui: &mut Ui, cx: &Cx<'_>, screen: &mut ImportScreen, place: Rect) {
    let t = Tokens::of(ui.ctx());
    let texts = cx.texts;
    ui.painter().hline(place.x_range(), place.top() + 0.5, Stroke::new(1.0, t.line));
    if !screen.is_open() {
        return;
    }
    let mut child = ui.new_child(UiBuilder::new().max_rect(place.shrink2(vec2(16.0, 8.0))));
    let ui = &mut child;
    ui.spacing_mut().item_spacing.y = 6.0;
    let keep = screen.mapping.as_ref().is_some_and(|mapping| mapping.keep_others);
    if toggle::check_box(ui, &t!(texts, "import-keep-others"), keep).clicked()
        && let Some(mapping) = &mut screen.mapping
    {
        mapping.keep_others = !keep;
        screen.changed(cx);
    }
    ui.horizontal(|ui| {
        let label = t!(texts, "import-mapping-name");
        let save = t!(texts, "import-remember");
        let need = t!(texts, "import-name-first");
        let name = screen.name.trim().to_owned();
        let button =
            Button::secondary(&save).icon(icons::FLOPPY_DISK).blocked(name.is_empty().then_some(need.as_str()));
        let wide = (ui.available_width() - button.width(ui) - 8.0).clamp(80.0, 260.0);
        let hint = t!(texts, "import-name-hint");
        Field::new(&label, &mut screen.name).id("mapping").hint(&hint).width(wide).height(size::BUTTON).ui(ui);
        if button.ui(ui).clicked()
            && let Some(mapping) = &mut screen.mapping
        {
            mapping.name.clone_from(&name);
            cx.want(Action::SaveMapping { name, text: mapping.to_toml() });
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exchange::table::{ReadLimits, table_from_bytes};

    #[test]
    fn samples_hide_people_and_skip_empty_cells() {
        let text = "客户,电话,其他\n王女士,13812345678,\n李先生,13912345678,13700001111\n,,\n赵,1,2\n";
        let table = table_from_bytes(text.as_bytes(), None, None, &ReadLimits::default()).unwrap();
        let name = Some(Target::Field(CaseField::CustomerName));
        assert_eq!(samples(&table, 0, name), ["王**", "李**", "赵"]);
        assert_eq!(samples(&table, 1, Some(Target::Field(CaseField::Phone)))[0], "138****5678");
        assert_eq!(samples(&table, 2, None), ["137****1111", "2"]);
    }

    #[test]
    fn every_target_can_be_picked_by_initials() {
        let picks = picks(&Texts::new(crate::text::Lang::Zh));
        assert_eq!(picks.len(), Target::all().count() + 1);
        let found: Vec<&str> =
            picks.iter().filter(|pick| pinyin::matches(&pick.search, "khxm")).map(|pick| pick.key.as_str()).collect();
        assert_eq!(found, ["customer_name"]);
    }
}
