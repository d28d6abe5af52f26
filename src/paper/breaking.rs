//! Where a Chinese line may end: forbidden line starts and ends, numbers with their units kept whole.
//!
//! A mark that may not start a line is squeezed into the one before where that costs little (forms.md 2.3).

use super::error::PaperError;
use super::fonts::{CLOSING, Face, FontSet, THIN, between, is_thin, tidy};

/// May not stand at the start of a line.
const NO_START: &str = "，。、；：？！）〕］】｝》〉」』”’…—～·％‰℃°%,.;:?!)]}>";
/// May not stand at the end of a line.
const NO_END: &str = "（〔［【｛《〈「『“‘¥￥$([{<#№";
/// By what share of the width of its marks a line may be squeezed, and by how many em a character at most.
const SQUEEZE: (f32, f32) = (0.2, 0.05);
/// A line of fewer characters is not spread.
const FEW: usize = 8;
/// Glued to the number before them.
const UNITS: &str = "年月日时分秒天周个台张段次件户人名元角万亿项页米克度兆千百倍号楼层室幢栋单伏安瓦帕升吨套只条块根片组箱包扇把份处家\
    毫厘公平小多余℃％";
/// Glued to the number behind them.
const BEFORE_NUMBER: &str = "年月时第约近±＋－～—≤≥";

/// One line of broken text.
#[derive(Debug, Clone, PartialEq)]
pub struct BrokenLine {
    /// What stands on the line, blanks at its end dropped.
    pub text: String,
    /// Advance in points; the hanging half of a closing mark is not counted. More than was asked for by what
    /// [`BrokenLine::spacing`] squeezes.
    pub width: f32,
    /// A line end that was typed, or the end of the text: such a line is not spread.
    pub last: bool,
    /// Number of characters of the tidied text that stand before the next line.
    pub next: usize,
    /// It ends inside a word or a number that is longer than a whole line.
    pub parted: bool,
}

impl BrokenLine {
    /// Extra points behind every character that make a full line end at `width`; below zero where it is squeezed.
    #[must_use]
    pub fn spacing(&self, width: f32, size: f32) -> f32 {
        let pairs = || self.text.chars().zip(self.text.chars().skip(1));
        // two dashes stay one stroke
        let gaps = pairs().filter(|pair| *pair != ('—', '—')).count();
        let slack = width - self.width;
        if gaps == 0 || (slack >= 0.0 && (self.last || gaps <= FEW || slack >= 2.5 * size)) {
            return 0.0;
        }
        // a line that is spread far has no thin gaps
        let even = slack / gaps as f32;
        if between('一', '1', even / size) > 0.0 {
            return even;
        }
        let thin = pairs().filter(|(a, b)| is_thin(*a, *b)).count();
        (slack + thin as f32 * THIN * size) / gaps as f32
    }
}

/// Characters to be broken, with their advances and how far each moves from the one before, in points.
struct Set {
    chars: Vec<char>,
    advances: Vec<f32>,
    moves: Vec<f32>,
}

impl Set {
    /// The characters of a text set in one size.
    fn of(fonts: &FontSet, (face, size): (Face, f32), text: &str) -> Result<Set, PaperError> {
        let text = tidy(text);
        let count = text.len() / 2;
        let mut set = Set {
            chars: Vec::with_capacity(count),
            advances: Vec::with_capacity(count),
            moves: Vec::with_capacity(count),
        };
        for c in text.chars() {
            let glyph = if c == '\n' { None } else { fonts.glyph(face, c) };
            if glyph.is_none() && c != '\n' {
                return Err(PaperError::Missing { chars: fonts.missing_chars(&text) });
            }
            let shown = glyph.map_or(c, |g| g.char);
            set.moves.push(set.chars.last().map_or(0.0, |before| between(*before, shown, 0.0) * size));
            set.chars.push(shown);
            set.advances.push(glyph.map_or(0.0, |g| g.advance * size));
        }
        Ok(set)
    }
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
    let set = Set::of(fonts, (face, size), text)?;
    let mut lines = Vec::new();
    let mut start = 0;
    while start < set.chars.len() {
        let line = next_line(&set, start, width);
        start = line.next;
        lines.push(line);
    }
    Ok(lines)
}

fn next_line(set: &Set, start: usize, width: f32) -> BrokenLine {
    let Set { chars, advances, moves } = set;
    let mut sum = 0.0;
    let mut marks = 0.0;
    let mut chance = None;
    for at in start..chars.len() {
        if chars[at] == '\n' {
            return line(set, start..at, (at + 1, true));
        }
        if at > start && may_break(chars, at) {
            chance = Some(at);
        }
        sum += advances[at] + if at > start { moves[at] } else { 0.0 };
        let closing = CLOSING.contains(chars[at]);
        marks += if closing { advances[at] } else { 0.0 };
        let hang = if closing { advances[at] / 2.0 } else { 0.0 };
        let over = sum - hang - width;
        let blank = chars[at] == ' ';
        let most = (SQUEEZE.0 * marks).min(SQUEEZE.1 * advances[at] * (at - start) as f32);
        let squeezed = closing && over <= most;
        if over > 0.01 && !blank && !squeezed && at > start {
            let end = chance.unwrap_or_else(|| forced(chars, start, at));
            return BrokenLine { parted: chance.is_none(), ..line(set, start..end, (end, false)) };
        }
    }
    line(set, start..chars.len(), (chars.len(), true))
}

/// Where a word that fills a whole line is parted: at `at`, or before if a forbidden mark would come to a line's edge.
fn forced(chars: &[char], start: usize, at: usize) -> usize {
    let bad = |end: &usize| NO_START.contains(chars[*end]) || NO_END.contains(chars[*end - 1]);
    (start + 1..=at).rev().find(|end| !bad(end)).unwrap_or(at)
}

fn line(set: &Set, range: std::ops::Range<usize>, (next, last): (usize, bool)) -> BrokenLine {
    let Set { chars, advances, moves } = set;
    let mut end = range.end;
    while end > range.start && chars[end - 1] == ' ' {
        end -= 1;
    }
    let mut width: f32 = advances[range.start..end].iter().sum();
    width += moves.get(range.start + 1..end).unwrap_or_default().iter().sum::<f32>();
    if end > range.start && CLOSING.contains(chars[end - 1]) {
        width -= advances[end - 1] / 2.0;
    }
    BrokenLine { text: chars[range.start..end].iter().collect(), width, last, next, parted: false }
}

/// Whether a line may end before `chars[at]`; `at` is at least 1.
fn may_break(chars: &[char], at: usize) -> bool {
    let (a, b) = (chars[at - 1], chars[at]);
    if b == ' ' || NO_START.contains(b) || NO_END.contains(a) {
        return false;
    }
    if a == ' ' {
        let number_before = at >= 2 && chars[at - 2].is_ascii_digit();
        return !(number_before && b.is_ascii_alphanumeric());
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
                let gaps = line.text.chars().count() - 1;
                let shown = line.width + line.spacing(width, 9.5) * gaps as f32;
                assert!(shown <= width + 0.1, "{shown} > {width}");
            }
        }
    }

    #[test]
    fn empty_halves_of_marks_that_meet_are_closed_up() {
        let width = |text: &str| break_lines(&fonts(), (Face::Serif, 10.0), text, 500.0).unwrap()[0].width;
        // text; width in characters, the hanging half of the last mark not counted
        let table = [("好。”", 2.0), ("他说：“好”", 5.0), ("（《甲》）乙", 5.0), ("甲、乙", 3.0), ("甲“乙", 3.0)];
        for (text, ems) in table {
            assert!((width(text) - ems * 10.0).abs() < 0.05, "{text}: {}", width(text));
        }
    }

    #[test]
    fn chinese_and_latin_stand_a_thin_gap_apart_but_not_figures_and_marks() {
        let set = fonts();
        let plain = |text: &str| -> f32 { text.chars().map(|c| set.glyph(Face::Serif, c).unwrap().advance).sum() };
        for (text, gaps) in [("水压0.32", 1.0), ("共12台", 2.0), ("12,345.60", 0.0), ("共 12 台", 0.0), ("（12）", 0.0)]
        {
            let width = set.width(Face::Serif, 10.0, text).unwrap();
            assert!((width - (plain(text) + gaps * THIN) * 10.0).abs() < 0.01, "{text}: {width}");
        }
    }

    #[test]
    fn a_mark_is_squeezed_into_its_line_rather_than_drag_a_character_down() {
        // 20 characters and two commas, 0.5 and 0.3 of a mark too long beside the half that hangs
        let text = "一二三四五六，八九十一二三四五六七，九十";
        assert_eq!(broken(text, 17.4).join("/"), "一二三四五六，八九十一二三四五六七，/九十");
        assert_eq!(broken(text, 17.0).join("/"), "一二三四五六，八九十一二三四五六/七，九十");
        let line = &break_lines(&fonts(), (Face::Serif, 10.0), text, 174.0).unwrap()[0];
        let gaps = line.text.chars().count() as f32 - 1.0;
        assert!(line.spacing(174.0, 10.0) < 0.0, "{line:?}");
        assert!((line.width + line.spacing(174.0, 10.0) * gaps - 174.0).abs() < 0.01);
    }

    /// Any text a form may hold: Chinese, marks, words, numbers with units, blanks and line ends.
    fn any_text() -> impl proptest::strategy::Strategy<Value = String> {
        let piece = proptest::sample::select(vec![
            "水",
            "热水器",
            "漏水",
            "，",
            "。",
            "：“",
            "”",
            "……",
            "——",
            "《反馈表》",
            "（",
            "）",
            "JSQ25-C12",
            " ",
            "0.32 MPa",
            "12台",
            "2026年4月8日",
            "¥1,234.50",
            "9℃",
            "63%～68%",
            "\n",
            "！",
            "？”",
            "𠮷",
            "☑",
            "kg",
            "138****2706",
        ]);
        proptest::strategy::Strategy::prop_map(proptest::collection::vec(piece, 0..60), |pieces| pieces.concat())
    }

    proptest::proptest! {
        #![proptest_config(proptest::test_runner::Config { cases: 300, failure_persistence: None, ..Default::default() })]

        #[test]
        fn every_line_fits_starts_well_and_nothing_is_lost(text in any_text(), width in 60.0_f32..400.0) {
            let set = fonts();
            let lines = break_lines(&set, (Face::Serif, 10.0), &text, width).unwrap();
            let squeeze = |text: &str| text.replace([' ', '\n'], "");
            let shown: String = lines.iter().map(|line| line.text.as_str()).collect();
            proptest::prop_assert_eq!(squeeze(&shown), squeeze(&text));
            for (n, line) in lines.iter().enumerate() {
                let spacing = line.spacing(width, 10.0);
                let set_to = set.spread((Face::Serif, 10.0, spacing), &line.text).unwrap();
                let hang = if line.text.ends_with(|c| CLOSING.contains(c)) { 5.0 } else { 0.0 };
                proptest::prop_assert!(set_to - hang <= width + 0.1, "{:?} is set {} wide in {}", line, set_to, width);
                proptest::prop_assert!(spacing > -0.55, "{:?} is squeezed by {}", line, spacing);
                // a typed line end, or a line that has no place to break before, leaves no choice
                let forced = n == 0 || lines[n - 1].last || {
                    let before: Vec<char> = lines[n - 1].text.chars().collect();
                    (1..before.len()).all(|at| !may_break(&before, at))
                };
                let first = line.text.chars().next().unwrap_or('水');
                proptest::prop_assert!(forced || !NO_START.contains(first), "{:?} after {:?}", line, lines[n - 1]);
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
