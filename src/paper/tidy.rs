//! What every laid-out form must hold to, for the tests of all forms.

use super::fonts::{CLOSING, between};
use super::plate::Plate;
use super::sheet::{Item, Rule, Sheet, TextRun, mm};

/// No text below 8 pt, none outside the body, on another text or through a rule, no table in the foot; every page with
/// its code.
#[track_caller]
pub(crate) fn assert_tidy(sheet: &Sheet, plate: &Plate) {
    let coded = !sheet.subject.is_empty();
    for (n, page) in sheet.pages.iter().enumerate() {
        let (left, right) = (mm(plate.left), mm(plate.right()));
        let level: Vec<_> = page.runs().filter(|run| run.turn == 0.0).collect();
        for (at, run) in level.iter().enumerate() {
            let (n, text) = (n + 1, &run.text);
            assert!(run.size >= 8.0, "page {n}: {text} is set in {} pt", run.size);
            // the words beside a seam stand in the margin
            let beside = run.x > mm(200.0) && plate.letter;
            let inside = run.x >= left - 0.01 && run.x + run.width <= right + 0.6 * run.size;
            assert!(inside || beside, "page {n}: {text} sticks out");
            assert!(run.y <= mm(plate.size[1] - 8.0), "page {n}: {text} lies below the foot");
            let through = page.items.iter().find(|item| matches!(item, Item::Line(rule) if goes_through(rule, run)));
            assert!(through.is_none(), "page {n}: {through:?} goes through {text} at {}, {}", run.x, run.y);
            for other in &level[at + 1..] {
                // the empty halves of marks may lie on each other
                let apart = run.x + run.width
                    <= other.x + 0.3 + if closed_up(run, other) { 0.5 * run.size } else { 0.0 }
                    || other.x + other.width <= run.x + 0.3
                    || (run.y - other.y).abs() >= 0.9 * run.size.min(other.size);
                assert!(apart, "page {n}: {text} lies on {}", other.text);
            }
        }
        let low = |item: &Item| matches!(item, Item::Frame { area, .. } if area.y + area.h > mm(plate.bottom) + 0.3);
        assert!(!page.items.iter().any(low), "page {}: the body reaches into the foot", n + 1);
        let code = page.items.iter().any(|item| matches!(item, Item::Bars { bars, ink: 100, .. } if bars.len() > 60));
        assert_eq!(code, coded, "page {}: the code", n + 1);
    }
}

/// Whether an upright or level rule crosses the ink of a run; the blank half of a mark at its end may.
fn goes_through(rule: &Rule, run: &TextRun) -> bool {
    let blank = |c: char| CLOSING.contains(c) || c == ' ' || c == '　';
    let hang = if run.text.ends_with(blank) { 0.5 * run.size } else { 0.0 };
    let (left, right) = (run.x + 0.1 * run.size, run.x + run.width - hang - 0.1 * run.size);
    let (top, foot) = (run.y - 0.75 * run.size, run.y + 0.08 * run.size);
    let ([x0, y0], [x1, y1]) = (rule.from, rule.to);
    let upright = x0 == x1 && x0 > left && x0 < right && y0.min(y1) < foot && y0.max(y1) > top;
    let level = y0 == y1 && y0 > top && y0 < foot && x0.min(x1) < right && x0.max(x1) > left;
    upright || level
}

fn closed_up(a: &TextRun, b: &TextRun) -> bool {
    let pair = a.text.chars().next_back().zip(b.text.chars().next());
    pair.is_some_and(|(a, b)| between(a, b, 0.0) < 0.0)
}

/// Every character of all pages without blanks, for what must not be lost.
pub(crate) fn all_text(sheet: &Sheet) -> String {
    let runs = sheet.pages.iter().flat_map(|page| page.runs().map(|run| run.text.replace([' ', '　'], "")));
    runs.collect()
}

/// A sheet without photos goes out in 120 KB, one of more than five pages in 4 KB more a page. Written as PDF into the folder
/// named by `KESU_LOOK`, to be looked at.
pub(crate) fn look(name: &str, sheet: &Sheet) {
    let bytes = super::pdf::to_pdf(sheet, &super::fonts::tests::fonts()).unwrap();
    let pictures = sheet.pages.iter().flat_map(|page| &page.items).any(|item| matches!(item, Item::Jpeg { .. }));
    let most = (4_000 * sheet.pages.len() + 100_000).max(120_000);
    assert!(pictures || bytes.len() <= most, "{name}: {} bytes on {} pages", bytes.len(), sheet.pages.len());
    if let Some(folder) = std::env::var_os("KESU_LOOK") {
        std::fs::write(std::path::Path::new(&folder).join(format!("{name}.pdf")), bytes).unwrap();
    }
}
