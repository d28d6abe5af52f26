//! The chart under pointer, keyboard and ear.

use std::io::Read;

use egui::{FontData, FontDefinitions, Modifiers, Theme};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT, Queryable};

use super::*;
use crate::charts::region_mix::{View, Words, region_mix};
use crate::figures::RegionMix;
use crate::figures::region_mix::RegionRow;

const NAME: &str = "各大区投诉构成";

/// What the screen around the chart remembers.
struct Desk {
    cache: ChartCache,
    version: u64,
    size: Vec2,
    drawn: usize,
    opened: Vec<Mark>,
}

fn words() -> Words {
    Words {
        classes: ["一般质量", "重大事故", "市场客诉", "服务管理", "竞品"].map(str::to_owned),
        others: "其他".to_owned(),
        total: "合计".to_owned(),
    }
}

fn font(packed: &[u8]) -> Arc<FontData> {
    let mut bytes = Vec::new();
    flate2::read::GzDecoder::new(packed).read_to_end(&mut bytes).unwrap();
    Arc::new(FontData::from_owned(bytes))
}

/// Installs the embedded faces, as the window does.
fn install(ctx: &egui::Context) {
    let mut fonts = FontDefinitions::empty();
    let regular = include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/assets/fonts/NotoSansSC-Regular.ttf.gz"));
    let medium = include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/assets/fonts/NotoSansSC-Medium-GB2312.ttf.gz"));
    fonts.font_data.insert("regular".to_owned(), font(regular));
    fonts.font_data.insert("medium".to_owned(), font(medium));
    let (regular, medium) = (vec!["regular".to_owned()], vec!["medium".to_owned(), "regular".to_owned()]);
    fonts.families.insert(FontFamily::Proportional, regular.clone());
    fonts.families.insert(FontFamily::Monospace, regular.clone());
    fonts.families.insert(named_family(Weight::Regular), regular);
    fonts.families.insert(named_family(Weight::Medium), medium);
    ctx.set_fonts(fonts);
}

fn desk() -> Harness<'static, Desk> {
    let state =
        Desk { cache: ChartCache::default(), version: 1, size: vec2(388.0, 262.0), drawn: 0, opened: Vec::new() };
    let rows = vec![RegionRow::new("华东", [142, 9, 121, 31, 15]), RegionRow::new("西北", [38, 1, 28, 9, 5])];
    let mix = RegionMix::new(rows);
    let show = move |ui: &mut Ui, desk: &mut Desk| {
        let (words, mix) = (words(), &mix);
        let ask = ChartAsk { name: NAME, version: desk.version, size: desk.size };
        let drawn = &mut desk.drawn;
        let opened = chart_ui(ui, &mut desk.cache, ask, |area, palette, scale| {
            *drawn += 1;
            region_mix(area, View { mix, words: &words }, palette, scale)
        });
        desk.opened.extend(opened);
    };
    let builder = Harness::builder().with_size(vec2(460.0, 320.0)).with_theme(Theme::Light);
    let mut harness = builder.with_context_setup(install).build_ui_state(show, state);
    harness.run();
    harness
}

/// The middle of a written text, in the window.
fn at(harness: &Harness<'_, Desk>, text: &str) -> Pos2 {
    let corner = harness.get_by_label_contains(NAME).rect().min;
    let (_, kept) = harness.state().cache.drawn.as_ref().unwrap();
    let label = kept.picture.labels().find(|label| label.text == text).unwrap();
    on_screen(&label.bounds(), corner, 1.0).center()
}

fn click(harness: &mut Harness<'_, Desk>, pos: Pos2) {
    harness.hover_at(pos);
    harness.step();
    harness.drag_at(pos);
    harness.step();
    harness.drop_at(pos);
    harness.run();
}

#[test]
fn a_click_on_a_segment_a_total_or_the_legend_opens_its_cases() {
    let mut desk = desk();
    for text in ["121", "318", "竞品"] {
        let pos = at(&desk, text);
        click(&mut desk, pos);
    }
    let rows = 0..=0;
    let expected =
        [Mark::Regions { rows: rows.clone(), class: Some(2) }, Mark::Regions { rows, class: None }, Mark::Class(4)];
    assert_eq!(desk.state().opened, expected);
    let corner = desk.get_by_label_contains(NAME).rect().max - vec2(2.0, 2.0);
    click(&mut desk, corner);
    assert_eq!(desk.state().opened.len(), 3, "nothing lies in the corner");
}

#[test]
fn pointing_at_a_mark_tells_its_values() {
    let mut desk = desk();
    let pos = at(&desk, "142");
    desk.hover_at(pos);
    desk.run();
    assert_eq!(desk.query_all_by_label("一般质量").count(), 1, "the tooltip names the class");
    assert!(desk.query_by_label_contains("华东: 一般质量 142, 合计 318").is_some());
    desk.remove_cursor();
    desk.run();
    assert!(desk.query_by_label("一般质量").is_none());
}

#[test]
fn whoever_hears_the_chart_hears_every_value() {
    let desk = desk();
    let value = desk.get_by_label(NAME).accesskit_node().value().unwrap();
    for line in ["华东: 一般质量 142, 重大事故 9", "西北: 重大事故 1, 合计 81", "竞品: 合计 20"] {
        assert!(value.contains(line), "{line} in\n{value}");
    }
}

#[test]
fn arrow_keys_walk_the_marks_and_enter_opens_one() {
    let mut desk = desk();
    desk.key_press(Key::Tab);
    desk.run();
    desk.run();
    for _ in 0..5 {
        desk.key_press(Key::ArrowDown);
        desk.run();
    }
    assert!(desk.query_by_label_contains("华东: 一般质量 142, 重大事故 9").is_some());
    desk.key_press(Key::Enter);
    desk.run();
    desk.key_press(Key::End);
    desk.run();
    desk.key_press(Key::ArrowRight);
    desk.run();
    desk.key_press_modifiers(Modifiers::NONE, Key::Enter);
    desk.run();
    let expected = [Mark::Regions { rows: 0..=0, class: None }, Mark::Regions { rows: 1..=1, class: Some(4) }];
    assert_eq!(desk.state().opened, expected);
}

#[test]
fn drawn_again_only_when_data_size_theme_or_scale_change() {
    let mut desk = desk();
    assert_eq!(desk.state().drawn, 1);
    desk.run_steps(5);
    assert_eq!(desk.state().drawn, 1);
    desk.state_mut().version += 1;
    desk.run();
    assert_eq!(desk.state().drawn, 2);
    desk.state_mut().size = vec2(330.0, 200.0);
    desk.run();
    assert_eq!(desk.state().drawn, 3);
    desk.ctx.set_theme(Theme::Dark);
    desk.run();
    assert_eq!(desk.state().drawn, 4);
    desk.set_pixels_per_point(2.0);
    desk.run();
    assert_eq!(desk.state().drawn, 5);
}

#[test]
fn a_place_without_room_stays_empty() {
    let mut desk = desk();
    for size in [vec2(90.0, 40.0), vec2(0.0, 0.0), vec2(1.0, 100.0)] {
        desk.state_mut().size = size;
        desk.run();
        let (_, kept) = desk.state().cache.drawn.as_ref().unwrap();
        assert!(kept.picture.shapes.is_empty());
    }
}

/// The picture was measured with the same fonts it is painted with, at every scale a screen has.
#[test]
fn texts_take_the_room_they_were_measured_to_take() {
    let mut differences = Vec::new();
    let mut desk = desk();
    for scale in [1.0, 1.25, 1.5, 2.0] {
        desk.set_pixels_per_point(scale);
        desk.run();
        let (_, kept) = desk.state().cache.drawn.as_ref().unwrap();
        for label in kept.picture.labels() {
            let font = egui::FontId::new(label.em, named_family(label.weight));
            let galley =
                desk.ctx.fonts_mut(|fonts| fonts.layout_no_wrap(label.text.clone(), font, egui::Color32::BLACK));
            differences.push((galley.size().x - label.width).abs());
        }
    }
    assert!(differences.iter().all(|difference| *difference < 0.6), "{differences:?}");
}
