//! Continuation pages: what found no room in its place, item by item (forms.md 1.0).

use super::breaking::break_lines;
use super::error::PaperError;
use super::fonts::{Face, FontSet};
use super::form::FormHead;
use super::grid::Overflow;
use super::layout::{self, Align, Fitted, Type};
use super::plate::Plate;
use super::sheet::{Area, Item, Page, PageKind, Part, mm};

/// Pages that carry what found no room, item by item; what comes from an internal page of `pages` stands on pages of its
/// own.
pub(super) fn continuation(
    fonts: &FontSet,
    (plate, head): (&Plate, &FormHead),
    overflow: &[Overflow],
    pages: &[Page],
) -> Result<Vec<Page>, PaperError> {
    let from = |item: &Overflow| pages.get(item.page.saturating_sub(1)).map_or(PageKind::Form, |page| page.kind);
    let (inner, outer): (Vec<_>, Vec<_>) =
        overflow.iter().enumerate().partition(|(_, item)| from(item) == PageKind::Internal);
    let mut made = flow(fonts, (plate, head), &outer)?;
    let first = made.len();
    made.extend(flow(fonts, (plate, head), &inner)?);
    made.iter_mut().skip(first).for_each(|page| page.kind = PageKind::Internal);
    Ok(made)
}

/// The items with their places among all.
fn flow(
    fonts: &FontSet,
    (plate, head): (&Plate, &FormHead),
    items: &[(usize, &Overflow)],
) -> Result<Vec<Page>, PaperError> {
    let mut pages = Vec::new();
    if items.is_empty() {
        return Ok(pages);
    }
    let mut from: Vec<usize> = items.iter().map(|(_, item)| item.page).collect();
    from.dedup();
    let from = spans(&from);
    let mut flow = Flow::start(fonts, (plate, head), &from)?;
    let (left, width) = (mm(plate.left + 3.0), mm(plate.width - 6.0));
    for (n, item) in items {
        flow.room(mm(18.0), &mut pages)?;
        let name = if item.name.is_empty() { "其他" } else { &item.name };
        flow.heading(&format!("第 {} 项　{name}（接第 {} 页）", n + 1, item.page))?;
        let (size, step) = layout::STEPS[0];
        let mut page = None;
        for line in break_lines(fonts, (Face::Serif, size), &item.text, width)? {
            flow.room(step, &mut pages)?;
            if page != Some(pages.len()) {
                page = Some(pages.len());
                flow.page.items.push(Item::Open(Part::Paragraph));
            }
            let one = Fitted { lines: vec![line], size, step };
            layout::set_lines(fonts, &mut flow.page, (Face::Serif, &one), (left, flow.y + size, width))?;
            flow.y += step;
        }
        if page.is_some() {
            flow.page.items.push(Item::Close);
        }
        flow.y += mm(3.0);
    }
    pages.push(flow.end()?);
    Ok(pages)
}

/// Page numbers in growing order, three and more that follow each other as a span: `1—4、7`.
fn spans(pages: &[usize]) -> String {
    let parts = pages.chunk_by(|a, b| a + 1 == *b).map(|span| match span {
        [first, _, .., last] => format!("{first}—{last}"),
        few => few.iter().map(usize::to_string).collect::<Vec<_>>().join("、"),
    });
    parts.collect::<Vec<_>>().join("、")
}

/// A continuation page being filled from the top.
struct Flow<'a> {
    fonts: &'a FontSet,
    plate: &'a Plate,
    head: &'a FormHead,
    /// Numbers of the pages it continues.
    from: &'a str,
    page: Page,
    y: f32,
}

impl<'a> Flow<'a> {
    fn start(
        fonts: &'a FontSet,
        (plate, head): (&'a Plate, &'a FormHead),
        from: &'a str,
    ) -> Result<Flow<'a>, PaperError> {
        let mut page = plate.page();
        let area = Area { x: mm(plate.left + 3.0), y: mm(plate.top), w: mm(plate.width - 6.0), h: mm(7.0) };
        let case = if head.case_no.is_empty() { String::new() } else { format!("工单编号：{}", head.case_no) };
        layout::set_in(fonts, &mut page, Type::new(Face::Sans, 9.0), (area, Align::Left), &case)?;
        let note = format!("本页接第 {from} 页");
        layout::set_in(fonts, &mut page, Type::new(Face::Sans, 9.0), (area, Align::Right), &note)?;
        let y = mm(plate.top + 7.0);
        page.rule([mm(plate.left), y], [mm(plate.right()), y], 0.6);
        Ok(Flow { fonts, plate, head, from, page, y: y + mm(3.0) })
    }

    /// Turns to the next page when less than `height` points remain.
    fn room(&mut self, height: f32, done: &mut Vec<Page>) -> Result<(), PaperError> {
        if self.y + height > mm(self.plate.bottom - 9.0) {
            let next = Flow::start(self.fonts, (self.plate, self.head), self.from)?;
            let mut full = std::mem::replace(self, next);
            full.frame();
            done.push(full.page);
        }
        Ok(())
    }

    fn heading(&mut self, text: &str) -> Result<(), PaperError> {
        let kind = Type::new(Face::SansBold, 9.5);
        let at = (mm(self.plate.left + 3.0), self.y + 9.5);
        self.page.part(Part::Heading, |page| layout::set_line(self.fonts, page, kind, at, text).map(drop))?;
        self.y += 19.0;
        Ok(())
    }

    fn end(mut self) -> Result<Page, PaperError> {
        let area = Area { x: mm(self.plate.left), y: self.y, w: mm(self.plate.width), h: mm(6.0) };
        layout::set_in(self.fonts, &mut self.page, Type::new(Face::Serif, 9.0), (area, Align::Centre), "（以下空白）")?;
        self.frame();
        Ok(self.page)
    }

    fn frame(&mut self) {
        let Plate { left, width, top, bottom, .. } = *self.plate;
        let area = Area { x: mm(left), y: mm(top), w: mm(width), h: mm(bottom - top) };
        self.page.items.push(Item::Frame { area, weight: 1.2, dash: None });
    }
}

#[cfg(test)]
mod tests {
    use super::spans;

    #[test]
    fn pages_that_follow_each_other_are_one_span() {
        let table = [(vec![1], "1"), (vec![1, 2], "1、2"), (vec![1, 2, 3, 4, 7], "1—4、7"), (vec![2, 4, 5], "2、4、5")];
        for (pages, wanted) in table {
            assert_eq!(spans(&pages), wanted);
        }
    }
}
