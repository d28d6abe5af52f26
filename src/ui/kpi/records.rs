//! 抽查与变更: orders drawn by lot and what a person found in them (K06, K12), and changes of how work is done.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use egui::{Rect, RichText, ScrollArea, Ui, UiBuilder, vec2};

use super::KpiScreen;
use super::quality::Deed;
use crate::figures::course::followed;
use crate::figures::kpi::Kpi;
use crate::store::{ProcessChange, Sample, SampleQuery, SampledOrder};
use crate::t;
use crate::text::say::count;
use crate::ui::theme::{Tokens, font};
use crate::ui::widgets::chip::Tone;
use crate::ui::widgets::field::Field;
use crate::ui::widgets::paint::text_in;
use crate::ui::widgets::when::{self, MonthWords, When};
use crate::ui::widgets::{Button, Chip, menu, toggle};
use crate::ui::{Action, Cx, icons};

/// Orders of a sample unless the person says otherwise.
const SIZE: &str = "20";
/// More than anyone looks at in one sitting.
const MOST: usize = 500;

/// What is typed on the page.
#[derive(Default)]
pub struct Records {
    /// How many and which seed; empty until the page is seen.
    size: String,
    seed: String,
    /// The sample that was asked for last.
    pub asked: Option<SampleQuery>,
    /// What is wrong with an order, while it is typed.
    notes: BTreeMap<String, String>,
    change: NewChange,
    /// What was recorded here, and how each is taken back; the last one last.
    pub made: Vec<Deed>,
}

/// A change of how work is done, as typed.
#[derive(Default)]
struct NewChange {
    day: String,
    kpi: Option<Kpi>,
    region: Option<String>,
    note: String,
}

pub(super) fn records_ui(ui: &mut Ui, cx: &Cx<'_>, place: Rect, screen: &mut KpiScreen) {
    super::head::output_keys(ui, cx, screen);
    let mut child = ui.new_child(UiBuilder::new().max_rect(place));
    ScrollArea::vertical().id_salt("kpi-records").auto_shrink(false).show(&mut child, |ui| {
        egui::Frame::new().inner_margin(egui::Margin::symmetric(22, 16)).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 8.0;
            title(ui, &t!(cx.texts, "looks-title"), &t!(cx.texts, "looks-says"));
            draw_ui(ui, cx, screen);
            if let Some(sample) = screen.quality.sample.value() {
                sample_ui(ui, cx, sample, &mut screen.quality.records.notes);
            }
            ui.add_space(14.0);
            title(ui, &t!(cx.texts, "changes-title"), &t!(cx.texts, "changes-says"));
            change_ui(ui, cx, &mut screen.quality.records.change);
            changes_ui(ui, cx, screen);
        });
    });
}

fn title(ui: &mut Ui, title: &str, says: &str) {
    let t = Tokens::of(ui.ctx());
    ui.label(RichText::new(title).font(font::body_l_medium()).color(t.text));
    ui.add(egui::Label::new(RichText::new(says).font(font::meta()).color(t.sec)).wrap());
}

/// How many orders of the period, by which seed.
fn draw_ui(ui: &mut Ui, cx: &Cx<'_>, screen: &mut KpiScreen) {
    let span = screen.span();
    let records = &mut screen.quality.records;
    if records.size.is_empty() && records.seed.is_empty() {
        SIZE.clone_into(&mut records.size);
        records.seed = cx.now.wall().format("%Y%m%d").to_string();
    }
    let size = records.size.trim().parse::<usize>().ok().filter(|size| (1..=MOST).contains(size));
    let seed = records.seed.trim().parse::<u64>().ok();
    let [how_many, which] = [t!(cx.texts, "looks-size"), t!(cx.texts, "looks-seed")];
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 12.0;
        for (label, value, wide) in [(&how_many, &mut records.size, 64.0), (&which, &mut records.seed, 120.0)] {
            let room = crate::ui::widgets::paint::width(ui.painter(), label, font::body()) + 12.0;
            ui.allocate_ui(vec2(room + wide + 4.0, 30.0), |ui| {
                Field::new(label, value).label_width(room).width(wide).height(30.0).ui(ui);
            });
        }
        let wrong = (size.is_none() || seed.is_none()).then(|| t!(cx.texts, "looks-wrong", most = MOST));
        let label = t!(cx.texts, "looks-draw");
        let button = Button::primary(&label).icon(icons::LIST_CHECKS).blocked(wrong.as_deref()).ui(ui);
        if let (true, Some(size), Some(seed)) = (button.clicked(), size, seed) {
            records.asked = Some(SampleQuery { span, seed, size });
            records.notes.clear();
        }
    });
}

fn sample_ui(ui: &mut Ui, cx: &Cx<'_>, sample: &Sample, notes: &mut BTreeMap<String, String>) {
    let t = Tokens::of(ui.ctx());
    let n = |n: usize| count(i64::try_from(n).unwrap_or(i64::MAX));
    let looked = sample.orders.iter().filter_map(|order| order.look.as_ref());
    let (good, all) = looked.fold((0, 0), |(good, all), look| (good + usize::from(look.valid), all + 1));
    let span = sample.query.span;
    let text = t!(
        cx.texts,
        "looks-drawn",
        n = n(sample.orders.len()),
        of = n(sample.population),
        from = span.from.date().to_string(),
        to = span.to.plus_minutes(-1).date().to_string(),
        seed = sample.query.seed.to_string()
    );
    ui.label(RichText::new(text).font(font::body()).color(t.text));
    if sample.orders.is_empty() {
        return;
    }
    let state = t!(cx.texts, "looks-state", done = n(all), good = n(good), left = n(sample.orders.len() - all));
    ui.label(RichText::new(state).font(font::meta()).color(t.sec));
    for order in &sample.orders {
        ui.push_id(&order.number, |ui| order_ui(ui, cx, order, notes));
    }
}

fn order_ui(ui: &mut Ui, cx: &Cx<'_>, order: &SampledOrder, notes: &mut BTreeMap<String, String>) {
    let t = Tokens::of(ui.ctx());
    let [right, wrong] = ["yes", "no"].map(|word| cx.texts.name("looks-valid", word));
    let record = |valid: bool, note: &str| {
        cx.want(Action::RecordQuality(Deed::Look {
            number: order.number.clone(),
            valid,
            note: note.trim().to_owned(),
        }));
    };
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 8.0;
        if Button::light(&order.number).small().ui(ui).clicked() {
            cx.want(Action::OpenCase(order.id));
        }
        let (place, _) = ui.allocate_exact_size(vec2(230.0, 24.0), egui::Sense::hover());
        let what = [&order.region, &order.model, &order.symptoms];
        let what: Vec<&str> = what.into_iter().map(String::as_str).filter(|text| !text.is_empty()).collect();
        text_in(ui.painter(), place, &what.join("　"), font::meta(), t.sec);
        if let Some(look) = &order.look {
            let (word, tone) = if look.valid { (&right, Tone::Ok) } else { (&wrong, Tone::Warn) };
            Chip::new(word, tone).ui(ui);
            let day = look.at.date().format("%m-%d").to_string();
            let said = [look.note.as_str(), &look.by, &day];
            let said: Vec<&str> = said.into_iter().filter(|text| !text.is_empty()).collect();
            ui.label(RichText::new(said.join("　")).font(font::meta()).color(t.sec));
            if Button::light(&t!(cx.texts, "records-withdraw")).small().icon(icons::X).ui(ui).clicked() {
                let (number, note) = (order.number.clone(), look.note.clone());
                cx.want(Action::RecordQuality(Deed::WithdrawLook { number, valid: look.valid, note }));
            }
            return;
        }
        if toggle::toggle(ui, &right, false, egui::Role::Button).clicked() {
            notes.remove(&order.number);
            record(true, "");
        }
        let open = notes.contains_key(&order.number);
        if toggle::toggle(ui, &wrong, open, egui::Role::Button).clicked() {
            if open {
                drop(notes.remove(&order.number));
            } else {
                drop(notes.insert(order.number.clone(), String::new()));
            }
        }
        if let Some(note) = notes.get_mut(&order.number) {
            let label = t!(cx.texts, "looks-what");
            ui.allocate_ui(vec2(240.0, 28.0), |ui| {
                Field::new(&label, note).id(&order.number).hint(&label).width(232.0).height(28.0).ui(ui);
            });
            let lacking = note.trim().is_empty().then(|| label.clone());
            if Button::secondary(&t!(cx.texts, "records-save")).small().blocked(lacking.as_deref()).ui(ui).clicked() {
                record(false, note);
            }
        }
    });
}

/// A new change: from which day, of which row and region, and what is done otherwise.
fn change_ui(ui: &mut Ui, cx: &Cx<'_>, change: &mut NewChange) {
    let texts = cx.texts;
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 10.0;
        day_ui(ui, cx, &mut change.day);
        let rows: Vec<Kpi> = Kpi::ALL.iter().copied().filter(|kpi| followed(*kpi).is_some()).collect();
        let names: Vec<String> =
            rows.iter().map(|kpi| format!("{} {}", kpi.row(), texts.name("kpi", kpi.word()))).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let all = t!(texts, "all");
        let chosen = change.kpi.and_then(|kpi| rows.iter().position(|known| *known == kpi));
        if let Some(choice) = menu::filter(ui, &t!(texts, "kpi-measure"), &all, &names, chosen) {
            change.kpi = choice.and_then(|at| rows.get(at)).copied();
        }
        let regions: Vec<&str> = cx.organisation.regions.iter().map(String::as_str).collect();
        let chosen = change.region.as_deref().and_then(|name| regions.iter().position(|known| *known == name));
        if let Some(choice) = menu::filter(ui, &t!(texts, "column-region"), &all, &regions, chosen) {
            change.region = choice.and_then(|at| regions.get(at)).map(|name| (*name).to_owned());
        }
        let hint = t!(texts, "changes-what");
        ui.allocate_ui(vec2(300.0, 30.0), |ui| {
            Field::new(&hint, &mut change.note).id("change-note").hint(&hint).width(292.0).height(30.0).ui(ui);
        });
        let day: Option<NaiveDate> = when::day_of(&change.day);
        let lacking = (day.is_none() || change.note.trim().is_empty()).then(|| t!(texts, "changes-lacking"));
        let button = Button::primary(&t!(texts, "changes-record")).blocked(lacking.as_deref()).ui(ui);
        if let (true, Some(day)) = (button.clicked(), day) {
            let NewChange { kpi, region, note, .. } = std::mem::take(change);
            let (note, by) = (note.trim().to_owned(), cx.me.to_owned());
            let change = ProcessChange { id: 0, day, region, kpi, note, at: cx.now, by };
            cx.want(Action::RecordQuality(Deed::Change(change)));
        }
    });
}

fn day_ui(ui: &mut Ui, cx: &Cx<'_>, day: &mut String) {
    let texts = cx.texts;
    let days: [String; 7] = ["1", "2", "3", "4", "5", "6", "7"].map(|day| texts.name("weekday", day));
    let (previous, next) = (t!(texts, "month-previous"), t!(texts, "month-next"));
    let open = t!(texts, "month-open");
    let title = |year: i32, month: u32| t!(texts, "month-title", year = year, month = month);
    let words = MonthWords {
        weekdays: days.each_ref().map(String::as_str),
        title: &title,
        previous: &previous,
        next: &next,
        open: &open,
    };
    let label = t!(texts, "changes-day");
    let wide = crate::ui::widgets::paint::width(ui.painter(), &label, font::body()) + 14.0;
    ui.allocate_ui(vec2(wide + 132.0, 30.0), |ui| {
        When::new(&label, day, words, cx.now.date()).label_width(wide).width(128.0).ui(ui);
    });
}

/// Every change that stands, the newest day first.
fn changes_ui(ui: &mut Ui, cx: &Cx<'_>, screen: &KpiScreen) {
    let t = Tokens::of(ui.ctx());
    let Some(changes) = screen.quality.changes.value() else { return };
    if changes.is_empty() {
        ui.label(RichText::new(t!(cx.texts, "changes-none")).font(font::body()).color(t.sec));
    }
    for change in changes.iter().rev() {
        ui.push_id(change.id, |ui| {
            ui.horizontal(|ui| {
                ui.spacing_mut().item_spacing.x = 12.0;
                ui.label(RichText::new(change.day.to_string()).font(font::body_medium()).color(t.text));
                let all = || t!(cx.texts, "all");
                let row =
                    change.kpi.map_or_else(all, |kpi| format!("{} {}", kpi.row(), cx.texts.name("kpi", kpi.word())));
                let of = format!("{row}　{}", change.region.clone().unwrap_or_else(all));
                let (place, _) = ui.allocate_exact_size(vec2(230.0, 24.0), egui::Sense::hover());
                text_in(ui.painter(), place, &of, font::meta(), t.sec);
                ui.label(RichText::new(&change.note).font(font::body()).color(t.text));
                ui.label(RichText::new(&change.by).font(font::meta()).color(t.ter));
                if Button::light(&t!(cx.texts, "records-withdraw")).small().icon(icons::X).ui(ui).clicked() {
                    cx.want(Action::RecordQuality(Deed::WithdrawChange { id: change.id, withdrawn: true }));
                }
            });
        });
    }
}
