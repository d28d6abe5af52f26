//! The rules of a page, written together: those of one look as one path, those that meet end to end as one line.
//!
//! Text never lies on a rule, so rules may come before the words between which the layout put them.

use std::collections::BTreeMap;

use printpdf::{DictItem, Op};

use super::tags::Place;
use super::{Tone, Writer, round};
use crate::paper::sheet::{Area, Item, Rule};

/// Percent of black and thickness in hundredths of a point.
type Look = (u8, i32);
/// From and to, in hundredths of a point.
type Span = [i32; 2];

/// Straight rules and frames of one look.
#[derive(Default)]
struct Lines {
    /// Level rules by their height, upright ones by their distance from the left.
    level: BTreeMap<i32, Vec<Span>>,
    upright: BTreeMap<i32, Vec<Span>>,
    slanted: Vec<[[f32; 2]; 2]>,
    frames: Vec<Area>,
}

/// Whether an item may be painted over what stands before it or under what stands behind it.
pub(super) fn is_barrier(item: &Item) -> bool {
    match item {
        Item::Text(run) => run.turn != 0.0,
        Item::Frame { dash, .. } => dash.is_some(),
        Item::Fill { .. } | Item::Bars { .. } | Item::Drawn(_) | Item::Jpeg { .. } => true,
        Item::Line(_) | Item::Open(_) | Item::Close => false,
    }
}

/// Whether [`Writer::rules`] writes the item.
pub(super) fn is_rule(item: &Item) -> bool {
    matches!(item, Item::Line(_) | Item::Frame { dash: None, .. })
}

impl Writer<'_> {
    /// Writes the rules among some items, whatever stands between them.
    pub(super) fn rules(&mut self, items: &[Item]) {
        let mut looks: BTreeMap<Look, Lines> = BTreeMap::new();
        for item in items {
            match item {
                Item::Line(rule) => {
                    looks.entry((rule.ink, hundredths(rule.weight))).or_default().take(rule, self.height);
                }
                Item::Frame { area, weight, dash: None } => {
                    looks.entry((100, hundredths(*weight))).or_default().frames.push(*area);
                }
                _ => {}
            }
        }
        for ((ink, weight), lines) in looks {
            self.place(Place::Artifact, false);
            self.stroke(Tone::Ink(ink), points(weight));
            self.path(lines);
        }
    }

    fn path(&mut self, lines: Lines) {
        for area in &lines.frames {
            let foot = round(self.height - area.y - area.h);
            self.plain("re", &[round(area.x), foot, round(area.w), round(area.h)]);
        }
        for (y, spans) in lines.level {
            for [from, to] in joined(spans) {
                self.line_of([points(from), points(y)], [points(to), points(y)]);
            }
        }
        for (x, spans) in lines.upright {
            for [from, to] in joined(spans) {
                self.line_of([points(x), points(from)], [points(x), points(to)]);
            }
        }
        for [from, to] in lines.slanted {
            self.line_of(from, to);
        }
        self.plain("S", &[]);
    }

    fn line_of(&mut self, from: [f32; 2], to: [f32; 2]) {
        self.plain("m", &from);
        self.plain("l", &to);
    }

    /// An operator printpdf has no name for.
    pub(super) fn plain(&mut self, key: &str, values: &[f32]) {
        let value = values.iter().map(|part| DictItem::Real(*part)).collect();
        self.ops.push(Op::Unknown { key: key.to_owned(), value });
    }
}

impl Lines {
    fn take(&mut self, rule: &Rule, height: f32) {
        let [from, to] = [rule.from, rule.to].map(|[x, y]| [hundredths(x), hundredths(height - y)]);
        let span = |n: usize| [from[n].min(to[n]), from[n].max(to[n])];
        if from[1] == to[1] {
            self.level.entry(from[1]).or_default().push(span(0));
        } else if from[0] == to[0] {
            self.upright.entry(from[0]).or_default().push(span(1));
        } else {
            self.slanted.push([from, to].map(|point| point.map(points)));
        }
    }
}

/// Spans that touch or lie on each other as one.
fn joined(mut spans: Vec<Span>) -> Vec<Span> {
    spans.sort_unstable();
    let mut out: Vec<Span> = Vec::new();
    for [from, to] in spans {
        match out.last_mut() {
            Some(last) if from <= last[1] => last[1] = last[1].max(to),
            _ => out.push([from, to]),
        }
    }
    out
}

/// Hundredths of a point, finer than any printer.
fn hundredths(value: f32) -> i32 {
    (value * 100.0).round() as i32
}

fn points(hundredths: i32) -> f32 {
    hundredths as f32 / 100.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(spans: &[Span], expected: &[Span]) {
        assert_eq!(joined(spans.to_vec()), expected);
    }

    #[test]
    fn rules_that_meet_are_one_line_and_those_apart_stay_apart() {
        check(&[], &[]);
        check(&[[100, 200], [0, 100]], &[[0, 200]]);
        check(&[[0, 100], [101, 200]], &[[0, 100], [101, 200]]);
        check(&[[0, 300], [100, 200], [250, 400]], &[[0, 400]]);
    }
}
