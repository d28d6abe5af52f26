//! The boxes of form 4: the sentence to copy, the places to sign and seal, the seam of its sheets.

use super::HAND_SENTENCE;
use crate::paper::error::PaperError;
use crate::paper::fonts::{Face, FontSet};
use crate::paper::layout::{self, Align, Type};
use crate::paper::plate::LETTER;
use crate::paper::sheet::{Area, Item, Page, Part, Rule, mm};

/// What stands at the foot of every sheet that is signed (forms.md 1.0).
const BY_HAND: &str = "手写更正须由更正人签名并注明日期，涂抹、刮擦无效。";

/// The sentence that party B copies by hand, with room for it.
pub(super) fn hand_box(fonts: &FontSet, page: &mut Page, area: Area) -> Result<(), PaperError> {
    page.items.push(Item::Frame { area, weight: 1.0, dash: None });
    let line = Area { x: area.x + mm(3.0), y: area.y + mm(1.5), w: area.w - mm(6.0), h: mm(6.0) };
    let text = format!("请乙方抄写：{HAND_SENTENCE}");
    layout::set_in(fonts, page, Type::new(Face::Sans, 10.0), (line, Align::Left), &text)?;
    for y in [17.5, 27.0] {
        let y = area.y + mm(y);
        page.rule([line.x, y], [line.x + line.w, y], 0.5);
    }
    Ok(())
}

/// Who signs besides the usual.
#[derive(Debug, Clone, Copy)]
pub(super) struct Signers {
    /// A guardian signs for party B.
    pub guardian: bool,
    /// The column of the 丙方 is struck out.
    pub no_third: bool,
}

/// Three columns to sign and seal, and a line for a witness.
pub(super) fn sign_boxes(fonts: &FontSet, page: &mut Page, area: Area, signs: Signers) -> Result<(), PaperError> {
    let column = mm(52.0);
    let upper = Area { h: mm(60.0), ..area };
    page.items.push(Item::Frame { area, weight: 1.0, dash: None });
    page.rule([area.x, upper.y + upper.h], [area.x + area.w, upper.y + upper.h], 0.5);
    let b = if signs.guardian { "乙方（由监护人签名）" } else { "乙方（签名）" };
    for (n, (title, below)) in
        [("甲方（盖章）", "授权代表（签名）"), (b, ""), ("丙方（盖章）", "授权代表（签名）")].into_iter().enumerate()
    {
        let cell = Area { x: area.x + column * n as f32, w: column, ..upper };
        if n > 0 {
            page.rule([cell.x, cell.y], [cell.x, cell.y + cell.h], 0.5);
        }
        let line = |y: f32, h: f32| Area { x: cell.x + mm(2.0), y: cell.y + mm(y), w: cell.w - mm(4.0), h: mm(h) };
        layout::set_in(fonts, page, Type::new(Face::Sans, 9.5), (line(1.0, 5.0), Align::Left), title)?;
        if n == 2 && signs.no_third {
            page.rule([cell.x + cell.w, cell.y], [cell.x, cell.y + cell.h], 0.5);
            continue;
        }
        if n == 1 {
            finger_box(fonts, page, Area { x: cell.x + mm(26.0), y: cell.y + mm(23.0), w: mm(22.0), h: mm(26.0) })?;
        } else {
            layout::set_in(fonts, page, Type::new(Face::Sans, 9.5), (line(7.0, 5.0), Align::Left), below)?;
            seal(fonts, page, (cell.x + cell.w / 2.0, cell.y + mm(35.0)))?;
        }
        let date = "年　　　月　　　日";
        layout::set_in(fonts, page, Type::new(Face::Serif, 8.0), (line(54.0, 5.0), Align::Right), date)?;
    }
    let witness = Area { x: area.x + mm(2.0), y: upper.y + upper.h, w: area.w - mm(4.0), h: mm(9.0) };
    let blanks = [(0.0, "见证人（签名）", 25.0, 56.0), (58.0, "身份/单位", 75.0, 108.0), (110.0, "电话", 119.0, 151.0)];
    for (x, label, from, to) in blanks {
        let place = Area { x: witness.x + mm(x), ..witness };
        layout::set_in(fonts, page, Type::new(Face::Sans, 9.5), (place, Align::Left), label)?;
        let y = witness.y + mm(7.0);
        page.rule([witness.x + mm(from), y], [witness.x + mm(to), y], 0.5);
    }
    Ok(())
}

/// Where the seal goes: a dashed ring in a place of 48 by 48 mm, for seals up to 45 mm across, which meet name and date.
fn seal(fonts: &FontSet, page: &mut Page, (x, y): (f32, f32)) -> Result<(), PaperError> {
    const PARTS: usize = 72;
    let radius = mm(22.5);
    let at = |part: usize| {
        let (sin, cos) = (part as f32 / PARTS as f32 * std::f32::consts::TAU).sin_cos();
        [x + radius * cos, y + radius * sin]
    };
    for part in (0..PARTS).step_by(2) {
        page.items.push(Item::Line(Rule { from: at(part), to: at(part + 1), weight: 0.6, ink: 70 }));
    }
    let area = Area { x: x - radius, y: y - mm(3.0), w: 2.0 * radius, h: mm(6.0) };
    let kind = Type { ink: 45, ..Type::new(Face::Sans, 9.0) };
    layout::set_in(fonts, page, kind, (area, Align::Centre), "（盖章处）")
}

/// Where the fingerprint goes.
pub(super) fn finger_box(fonts: &FontSet, page: &mut Page, area: Area) -> Result<(), PaperError> {
    page.items.push(Item::Frame { area, weight: 0.6, dash: Some([2.5, 2.0]) });
    let line = Area { h: mm(5.0), ..area };
    layout::set_in(fonts, page, Type::new(Face::Sans, 8.0), (line, Align::Centre), "右手食指指印")
}

/// The seam at the right edge, for a seal across the edges of all sheets.
pub(super) fn seam(fonts: &FontSet, page: &mut Page) -> Result<(), PaperError> {
    let x = mm(202.0);
    dashes(page, [x, mm(30.0)], [x, mm(268.0)]);
    let kind = Type { ink: 55, ..Type::new(Face::Sans, 8.0) };
    page.part(Part::Running, |page| {
        ["骑", "缝", "盖", "章", "处"].into_iter().enumerate().try_for_each(|(n, c)| {
            let area = Area { x: x + mm(1.0), y: mm(136.0 + 4.6 * n as f32), w: mm(5.0), h: mm(4.6) };
            layout::set_in(fonts, page, kind, (area, Align::Centre), c)
        })
    })
}

/// A dashed line, level or upright.
pub(super) fn dashes(page: &mut Page, from: [f32; 2], to: [f32; 2]) {
    const STEP: f32 = 6.0;
    let (dx, dy) = (to[0] - from[0], to[1] - from[1]);
    let length = dx.hypot(dy).max(1.0);
    let at = |along: f32| [from[0] + dx * along / length, from[1] + dy * along / length];
    for part in 0..(length / STEP) as usize {
        let along = part as f32 * STEP;
        page.items.push(Item::Line(Rule { from: at(along), to: at(along + STEP * 0.6), weight: 0.5, ink: 60 }));
    }
}

/// How a correction by hand is made, under the foot line.
pub(super) fn foot_note(fonts: &FontSet, page: &mut Page) -> Result<(), PaperError> {
    let kind = Type { ink: 70, ..Type::new(Face::Serif, 8.0) };
    let area = Area { x: mm(LETTER.left), y: mm(LETTER.foot + 9.0), w: mm(LETTER.width), h: mm(5.0) };
    page.part(Part::Running, |page| layout::set_in(fonts, page, kind, (area, Align::Left), BY_HAND))
}
