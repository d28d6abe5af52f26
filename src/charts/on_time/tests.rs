//! The trend as text, its marks and its tidiness.

use chrono::{Days, NaiveDate};

use super::super::display::Shape;
use super::super::measure::tests::faces;
use super::super::tidy::{texts, tidy_everywhere};
use super::super::{Picture, record};
use super::*;
use crate::figures::Share;
use crate::figures::on_time::Step;

fn words() -> Words {
    let [target, rate, closed, due, interval] =
        ["目标", "按时办结率", "按时办结", "应办结", "95 % 区间"].map(str::to_owned);
    Words { target, rate, closed, due, interval }
}

/// Weeks from text: `921/1000`, `0/0` for a gap, a holiday after it.
fn weeks(text: &str) -> OnTime {
    let first = NaiveDate::from_ymd_opt(2025, 12, 29).unwrap();
    let period = |(at, week): (usize, &str)| {
        let mut parts = week.split('+');
        let (part, whole) = parts.next().unwrap().split_once('/').unwrap();
        Period {
            label: format!("W{}", at + 1),
            start: first + Days::new(7 * at as u64),
            share: Share::of(part.parse().unwrap(), whole.parse().unwrap()),
            holidays: parts.map(str::to_owned).collect(),
        }
    };
    OnTime {
        step: Step::Week,
        periods: text.split_whitespace().enumerate().map(period).collect(),
        target_tenths: 950,
        compared: Vec::new(),
    }
}

/// The thirteen weeks of the dashboard picture.
const QUARTER: &str = "921/1000 930/1000 926/1000 938/1000 944/1000 939/1000 912/1000+春节 928/1000 940/1000 949/1000 \
                       954/1000 951/1000 958/1000";

fn draw(on_time: &OnTime, size: (f32, f32)) -> Picture {
    let words = words();
    let view = View { on_time, words: &words };
    record(size, &faces(), |area, scale| super::on_time(area, view, &Palette::LIGHT, scale)).unwrap()
}

fn tidy(on_time: &OnTime) -> Vec<Picture> {
    let words = words();
    let view = View { on_time, words: &words };
    tidy_everywhere(|area, palette, scale| super::on_time(area, view, palette, scale))
}

fn dots(picture: &Picture) -> (usize, usize) {
    let blue = Palette::LIGHT.classes[0];
    let count = |hollow: bool| {
        let is = |shape: &&Shape| matches!(shape, Shape::Circle { width, ink, .. } if ink.rgb == blue && width.is_some() == hollow);
        picture.shapes.iter().filter(is).count()
    };
    (count(false), count(true))
}

fn lines(picture: &Picture) -> Vec<usize> {
    let blue = Palette::LIGHT.classes[0];
    let points = picture.shapes.iter().filter_map(|shape| match shape {
        Shape::Line { points, ink, .. } if ink.rgb == blue => Some(points.len()),
        _ => None,
    });
    points.collect()
}

/// K02 with its target of 95: the weeks 11 to 13 reach it.
#[test]
fn weeks_below_the_target_are_hollow() {
    let picture = draw(&weeks(QUARTER), (350.0, 262.0));
    assert_eq!(dots(&picture), (3, 10));
    assert_eq!(lines(&picture), [13]);
    let expected = "90 91 92 93 94 95 96 97 W1 W3 W5 W7 W9 W11 W13";
    let texts = texts(&picture);
    assert_eq!(texts[..15].join(" "), expected);
    assert_eq!(texts[15..], ["95.8 %", "目标 95 %", "春节"]);
}

#[test]
fn exactly_the_target_is_filled() {
    let picture = draw(&weeks("95/100 949/1000 951/1000"), (350.0, 262.0));
    assert_eq!(dots(&picture), (2, 1));
}

/// Rule 2 of kpi.md 5.1: nothing due is no rate.
#[test]
fn a_week_without_a_base_breaks_the_line() {
    let picture = draw(&weeks("96/100 95/100 0/0+元旦 97/100 94/100 0/0"), (350.0, 262.0));
    assert_eq!(lines(&picture), [2, 2]);
    assert_eq!(texts(&picture).iter().filter(|text| **text == "—").count(), 2);
    assert!(texts(&picture).contains(&"元旦"), "a holiday is named in a gap too");
    assert!(texts(&picture).contains(&"94 %"), "the newest rate is that of the fifth week");
    assert_eq!(picture.hits.len(), 6);
    assert_eq!(picture.hits[2].tip.line(), "W3  元旦: 按时办结率 —, 按时办结 0, 应办结 0, 目标 95 %");
}

/// Rule 4 of kpi.md 5.1.
#[test]
fn a_small_base_is_hollow_and_tells_its_interval() {
    let picture = draw(&weeks("190/200 10/10 190/200"), (350.0, 262.0));
    assert_eq!(dots(&picture), (2, 1));
    let line = picture.hits[1].tip.line();
    assert_eq!(line, "W2: 按时办结率 100 %, 95 % 区间 72.2 – 100.0 %, 按时办结 10, 应办结 10, 目标 95 %");
    let light = |shape: &&Shape| matches!(shape, Shape::Line { ink, .. } if ink.rgb == Palette::LIGHT.minor);
    assert_eq!(picture.shapes.iter().filter(light).count(), 1);
}

#[test]
fn pointing_at_a_week_finds_it_at_any_height() {
    let picture = draw(&weeks(QUARTER), (350.0, 262.0));
    let circles: Vec<[f32; 2]> = picture
        .shapes
        .iter()
        .filter_map(|shape| match shape {
            Shape::Circle { at, ink, .. } if ink.rgb == Palette::LIGHT.classes[0] => Some(*at),
            _ => None,
        })
        .collect();
    assert_eq!(circles.len(), 13);
    for (week, [x, y]) in circles.into_iter().enumerate() {
        let at = picture.hit_at(x, y).unwrap();
        assert_eq!(picture.hits[at].mark, Mark::Period(week));
        assert!(picture.hits[at].frame.has(x, y));
        assert_eq!(picture.hit_at(x, 100.0), Some(at));
    }
}

#[test]
fn nothing_overlaps_at_any_size() {
    for text in [
        QUARTER,
        "5/5+元旦",
        "0/7 7/7 0/7 7/7",
        "0/0 0/0 0/0",
        "1/1+元旦+春节+清明节+劳动节+端午节+中秋节+国庆节 0/0+一个名字非常长的地方性节日以及调休安排说明 1/1",
        "1000000/1000000 1/1000000",
    ] {
        tidy(&weeks(text));
    }
    tidy(&OnTime { periods: Vec::new(), ..weeks("") });
}

#[test]
fn a_year_of_weeks_with_every_holiday_stays_readable() {
    let week = |at: usize| {
        let holiday =
            ["+元旦", "+春节", "+清明节", "+劳动节", "+端午节", "+中秋节+国庆节"].get(at / 8).filter(|_| at % 8 == 3);
        format!("{}/1000{}", 930 + at * 37 % 60, holiday.unwrap_or(&""))
    };
    let text: Vec<String> = (0..53).map(week).collect();
    for picture in tidy(&weeks(&text.join(" "))) {
        assert!(texts(&picture).contains(&"目标 95 %"), "the target is always named");
    }
}

#[test]
fn months_with_long_labels_show_the_newest_and_never_touch() {
    let mut on_time = weeks(QUARTER);
    for (at, period) in on_time.periods.iter_mut().enumerate() {
        period.label = format!("2025 年 {} 月", at + 1);
    }
    for picture in tidy(&on_time) {
        assert!(texts(&picture).contains(&"2025 年 13 月"));
    }
}

#[test]
fn the_axis_holds_every_rate_and_the_target() {
    let check = |text: &str, most: usize, expected: &[u32]| assert_eq!(levels(&weeks(text), most), expected, "{text}");
    check(QUARTER, 8, &[90, 91, 92, 93, 94, 95, 96, 97]);
    check("0/10 10/10", 6, &[0, 20, 40, 60, 80, 100]);
    check("0/10 10/10", 2, &[0, 50, 100]);
    check("95/100", 8, &[94, 95, 96]);
    check("100/100", 8, &[94, 95, 96, 97, 98, 99, 100]);
    check("", 8, &[94, 95, 96]);
}

/// kpi.md 5.4: the year before stands behind in grey, with gaps where nothing was due, and in the tooltip.
#[test]
fn earlier_periods_are_grey_lines_without_points() {
    use crate::figures::on_time::Compared;
    let mut weeks = weeks("96/100 97/100 98/100 95/100 96/100 97/100");
    let plain = draw(&weeks, (500.0, 300.0));
    let run = |name: &str, shares: &[(u32, u32)], dashed| Compared {
        name: name.to_owned(),
        shares: shares.iter().map(|(part, whole)| Share::of(*part, *whole)).collect(),
        dashed,
    };
    let year = [(90, 100), (88, 100), (0, 0), (70, 100), (94, 100), (95, 100), (1, 1)];
    weeks.compared = vec![run("去年同期", &year, false), run("上期", &[(99, 100), (98, 100)], true)];
    let drawn = draw(&weeks, (500.0, 300.0));
    let grey = |picture: &Picture| {
        let ink = Palette::LIGHT.tertiary;
        picture.shapes.iter().filter(|shape| matches!(shape, Shape::Line { ink: one, .. } if one.rgb == ink)).count()
    };
    assert!(grey(&drawn) > grey(&plain), "a line on each side of the gap, and the dashes");
    assert_eq!(dots(&drawn), dots(&plain), "no points of their own");
    let tips: Vec<String> = drawn.hits.iter().map(|hit| hit.tip.line()).collect();
    assert!(tips[0].contains("去年同期 90 %") && tips[0].contains("上期 99 %"), "{tips:?}");
    assert!(tips[5].contains("去年同期 95 %") && !tips[5].contains("上期"), "{tips:?}");
    assert!(texts(&drawn).contains(&"70"), "the axis reaches the lowest earlier one");
    tidy(&weeks);
}
