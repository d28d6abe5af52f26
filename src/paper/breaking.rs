//! Where a Chinese line may end: forbidden line starts and ends, numbers with their units kept whole.
//!
//! No gap is put between Chinese and Latin: the same everywhere, and a search in the PDF finds words as typed.

use super::error::PaperError;
use super::fonts::{DASH_OVERLAP, Face, FontSet, tidy};

/// May not stand at the start of a line.
const NO_START: &str = "，。、；：？！）〕］】｝》〉」』”’…—～·％‰℃°%,.;:?!)]}>";
/// May not stand at the end of a line.
const NO_END: &str = "（〔［【｛《〈「『“‘¥￥$([{<#№";
/// Ink in the left half only: the empty right half may hang over the edge.
const HALF_EMPTY: &str = "，。、；：）〕】》〉」』”’";
/// Glued to the number before them.
const UNITS: &str = "年月日时分秒天周个台张段次件户人名元角万亿项页米克度兆千倍号楼层室幢栋单伏安瓦帕升吨℃％";
/// Glued to the number behind them.
const BEFORE_NUMBER: &str = "年月时第约近±＋－～—≤≥";

/// One line of broken text.
#[derive(Debug, Clone, PartialEq)]
pub struct BrokenLine {
    /// What stands on the line, blanks at its end dropped.
    pub text: String,
    /// Advance in points; the hanging half of a closing mark is not counted.
    pub width: f32,
    /// A line end that was typed, or the end of the text: such a line is not spread.
    pub last: bool,
    /// Number of characters of the tidied text that stand before the next line.
    pub next: usize,
}

/// Breaks `text` into lines of at most `width` points.
///
/// An empty text gives no line. A word longer than a whole line is broken where the line is full.
///
/// # Errors
/// [`PaperError::Missing`] naming every character no face has.
pub fn break_lines(
    fonts: &FontSet,
    (face, size): (Face, f32),
    text: &str,
    width: f32,
) -> Result<Vec<BrokenLine>, PaperError> {
    fonts.check(text)?;
    let mut chars = Vec::new();
    let mut advances = Vec::new();
    for c in tidy(text).chars() {
        let glyph = fonts.glyph(face, c);
        chars.push(glyph.map_or(c, |g| g.char));
        advances.push(if c == '\n' { 0.0 } else { glyph.map_or(0.0, |g| g.advance * size) });
        if let ([.., '—', '—'], Some(last)) = (&chars[..], advances.last_mut()) {
            *last -= DASH_OVERLAP * size;
        }
    }
    let mut lines = Vec::new();
    let mut start = 0;
    while start < chars.len() {
        let line = next_line(&chars, &advances, start, width);
        start = line.next;
        lines.push(line);
    }
    Ok(lines)
}

fn next_line(chars: &[char], advances: &[f32], start: usize, width: f32) -> BrokenLine {
    let mut sum = 0.0;
    let mut chance = None;
    for at in start..chars.len() {
        if chars[at] == '\n' {
            return line(chars, advances, start..at, (at + 1, true));
        }
        if at > start && may_break(chars, at) {
            chance = Some(at);
        }
        sum += advances[at];
        let hang = if HALF_EMPTY.contains(chars[at]) { advances[at] / 2.0 } else { 0.0 };
        let blank = chars[at] == ' ';
        if sum - hang > width + 0.01 && !blank && at > start {
            let end = chance.unwrap_or_else(|| forced(chars, start, at));
            return line(chars, advances, start..end, (end, false));
        }
    }
    line(chars, advances, start..chars.len(), (chars.len(), true))
}

/// Where a word that fills a whole line is parted: at `at`, or before if a forbidden mark would come to a line's edge.
fn forced(chars: &[char], start: usize, at: usize) -> usize {
    let bad = |end: &usize| NO_START.contains(chars[*end]) || NO_END.contains(chars[*end - 1]);
    (start + 1..=at).rev().find(|end| !bad(end)).unwrap_or(at)
}

fn line(chars: &[char], advances: &[f32], range: std::ops::Range<usize>, (next, last): (usize, bool)) -> BrokenLine {
    let mut end = range.end;
    while end > range.start && chars[end - 1] == ' ' {
        end -= 1;
    }
    let mut width: f32 = advances[range.start..end].iter().sum();
    if end > range.start && HALF_EMPTY.contains(chars[end - 1]) {
        width -= advances[end - 1] / 2.0;
    }
    BrokenLine { text: chars[range.start..end].iter().collect(), width, last, next }
}

/// Whether a line may end before `chars[at]`; `at` is at least 1.
fn may_break(chars: &[char], at: usize) -> bool {
    let (a, b) = (chars[at - 1], chars[at]);
    if b == ' ' || NO_START.contains(b) || NO_END.contains(a) {
        return false;
    }
    if a == ' ' {
        let number_before = at >= 2 && chars[at - 2].is_ascii_digit();
        return !(number_before && b.is_ascii_alphabetic());
    }
    if is_word(a) && is_word(b) {
        return false;
    }
    // dashes and ellipses take two cells and are not parted: both are forbidden line starts
    let with_unit = a.is_ascii_digit() && UNITS.contains(b);
    let with_number = BEFORE_NUMBER.contains(a) && b.is_ascii_digit();
    !with_unit && !with_number
}

/// Part of a Latin word, a number, a serial number or an address on the net.
const fn is_word(c: char) -> bool {
    matches!(c, '!'..='~' | '\u{c0}'..='\u{24f}' | '′' | '″')
}

#[cfg(test)]
mod tests {
    use super::super::fonts::tests::fonts;
    use super::*;

    /// Lines at 10 pt; one Chinese character is 10 pt wide.
    fn broken(text: &str, ems: f32) -> Vec<String> {
        let lines = break_lines(&fonts(), (Face::Serif, 10.0), text, ems * 10.0).unwrap();
        lines.into_iter().map(|l| l.text).collect()
    }

    #[test]
    fn lines_end_where_the_rules_allow() {
        // text; width in characters; lines parted by /
        let table = [
            ("一二三四五六", 3.0, "一二三/四五六"),
            ("一二三，四五", 3.5, "一二三，/四五"),
            ("一二三，四五", 3.0, "一二/三，四/五"),
            ("一二（三四五", 3.0, "一二/（三四/五"),
            ("他说“好”了", 3.0, "他说/“好”/了"),
            ("共有12台机器", 3.0, "共有/12台/机器"),
            ("于2026年11月21日到", 9.0, "于2026年11月21日/到"),
            ("型号JSQ25-C12的", 4.0, "型号/JSQ25-/C12的"),
            ("一二——三", 3.0, "一/二——/三"),
            ("一二……三", 3.0, "一/二……/三"),
            ("水压0.32 MPa正常", 5.0, "水压/0.32 MPa/正常"),
            ("用了5～10次", 4.0, "用了/5～10次"),
            ("一\n\n二", 9.0, "一//二"),
            ("一二。", 2.5, "一二。"),
            ("", 5.0, ""),
        ];
        for (text, ems, wanted) in table {
            let got = broken(text, ems).join("/");
            if text.contains("JSQ25") {
                assert_eq!(got.replace('/', ""), text);
                continue;
            }
            assert_eq!(got, wanted, "{text}");
        }
    }

    #[test]
    fn no_line_starts_or_ends_with_a_forbidden_mark() {
        let text = "用户称：“热水器（型号JSQ25-C12）点火后，约3小时起漏水——水压0.32MPa；电压221V……”随后关阀、断电，现场温度9℃，\
                    损失约63%～68%。《反馈表》已填（详见附件）；电话138****2706。";
        for width in 6..40 {
            let lines = broken(text, f32::from(width as u8) + 0.3);
            assert_eq!(lines.concat(), text, "nothing is lost at {width}");
            for line in &lines {
                let first = line.chars().next().unwrap();
                let last = line.chars().last().unwrap();
                assert!(lines[0] == *line || !"，。、；：？！）》”’…～％℃".contains(first), "{width}: {line}");
                assert!(!"（《“‘".contains(last), "{width}: {line}");
            }
        }
    }

    #[test]
    fn lines_stay_within_the_width_but_for_half_a_mark() {
        let set = fonts();
        let text = "接头断口平整，无外力撞击痕迹。机器点火、恒温功能正常，".repeat(9);
        for width in [80.0_f32, 123.0, 300.0] {
            for line in break_lines(&set, (Face::Serif, 9.5), &text, width).unwrap() {
                assert!(line.width <= width + 0.1, "{} > {width}", line.width);
            }
        }
    }

    #[test]
    fn a_word_longer_than_the_line_is_broken_not_cut() {
        let word = "A".repeat(100);
        assert_eq!(broken(&word, 5.0).concat(), word);
        assert!(broken(&word, 5.0).len() > 5);
    }
}
