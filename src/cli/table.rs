//! Tables of plain text: columns aligned by the places a terminal gives a character.

use std::io::{self, Write};

/// Places a text takes: an ideograph or a full-width sign takes two.
#[must_use]
pub(super) fn width(text: &str) -> usize {
    text.chars().map(|c| if is_wide(c) { 2 } else { 1 }).sum()
}

fn is_wide(c: char) -> bool {
    matches!(u32::from(c),
        0x1100..=0x115f | 0x2e80..=0x303e | 0x3041..=0xa4cf | 0xac00..=0xd7a3 | 0xf900..=0xfaff
        | 0xfe30..=0xfe6f | 0xff00..=0xff60 | 0xffe0..=0xffe6 | 0x1f300..=0x1faff | 0x20000..=0x3fffd)
}

/// One line without line ends and control signs.
pub(super) fn one_line(text: &str) -> String {
    let clean: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    clean.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Writes `rows`, two spaces between the columns, below `headings` where they are wanted. Nothing is cut.
///
/// # Errors
/// What writing reports.
pub(super) fn write<const N: usize>(
    out: &mut impl Write,
    headings: (&[&str; N], bool),
    rows: &[[String; N]],
) -> io::Result<()> {
    let (headings, wanted) = headings;
    let mut widths = headings.map(width);
    for row in rows {
        for (widest, text) in widths.iter_mut().zip(row) {
            *widest = (*widest).max(width(text));
        }
    }
    if wanted {
        write_line(out, &widths, headings.iter().copied())?;
    }
    for row in rows {
        write_line(out, &widths, row.iter().map(String::as_str))?;
    }
    Ok(())
}

fn write_line<'a>(out: &mut impl Write, widths: &[usize], texts: impl Iterator<Item = &'a str>) -> io::Result<()> {
    let mut line = String::new();
    for (text, &widest) in texts.zip(widths) {
        line.push_str(text);
        line.push_str(&" ".repeat(widest.saturating_sub(width(text)) + 2));
    }
    writeln!(out, "{}", line.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ideographs_take_two_places() {
        let mut out = Vec::new();
        let rows = [["王**".to_owned(), "1".to_owned()], ["Lee".to_owned(), "22".to_owned()]];
        write(&mut out, (&["customer", "n"], true), &rows).unwrap();
        assert_eq!(String::from_utf8(out).unwrap(), "customer  n\n王**      1\nLee       22\n");
        assert_eq!(one_line("漏水\r\n\t很急"), "漏水 很急");
    }
}
