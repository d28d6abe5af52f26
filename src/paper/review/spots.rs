//! Where the figures of a finding stand in its words, so that each opens its cases there too.

use std::ops::Range;

use super::super::breaking::BrokenLine;
use super::super::error::PaperError;
use super::super::fonts::{Face, FontSet, tidy};
use super::super::sheet::Area;

/// Places of figures in a text, in characters, with the numbers of their links. Figures are looked for in their order,
/// so that two alike open each its own; one that a person changed opens nothing.
pub(super) fn places(text: &[char], figures: &[(String, usize)]) -> Vec<(Range<usize>, usize)> {
    let mut from = 0;
    let mut found = Vec::new();
    for (figure, link) in figures {
        let figure: Vec<char> = tidy(figure).chars().collect();
        let fits = |at: &usize| {
            let end = at + figure.len();
            // "12" is no figure of "2026-12" nor of "12.5".
            let joins = |sign: Option<&char>| sign.is_some_and(|sign| sign.is_ascii_digit() || "-−.,".contains(*sign));
            let behind = |at: usize| text.get(at).is_some_and(char::is_ascii_digit);
            let goes_on = behind(end) || (text.get(end).is_some_and(|sign| "-.,".contains(*sign)) && behind(end + 1));
            text.get(*at..end) == Some(&figure[..]) && !joins(at.checked_sub(1).and_then(|at| text.get(at))) && !goes_on
        };
        if let Some(at) = (from..text.len()).find(fits).filter(|_| !figure.is_empty()) {
            from = at + figure.len();
            found.push((at..from, *link));
        }
    }
    found
}

/// How lines stand on a page.
pub(super) struct Stand {
    pub face: Face,
    pub size: f32,
    pub step: f32,
    pub x: f32,
    /// The line the first letters stand on.
    pub first: f32,
    /// Full lines are spread to it; `None` where they are not.
    pub width: Option<f32>,
}

/// The areas of the figures of a text that was broken into lines.
///
/// # Errors
/// [`PaperError::Missing`].
pub(super) fn areas(
    fonts: &FontSet,
    (text, lines): (&str, &[BrokenLine]),
    stand: &Stand,
    figures: &[(String, usize)],
) -> Result<Vec<(Area, usize)>, PaperError> {
    let text: Vec<char> = tidy(text).chars().collect();
    let places = places(&text, figures);
    let mut all = Vec::new();
    let mut begins = 0;
    for (nth, line) in lines.iter().enumerate() {
        let signs: Vec<char> = line.text.chars().collect();
        // Blanks between two lines stand on neither.
        begins += text.iter().skip(begins).zip(signs.first()).take_while(|(sign, first)| sign != first).count();
        let spacing = stand.width.map_or(0.0, |width| line.spacing(width, stand.size));
        for (place, link) in &places {
            let on = |at: usize| at.saturating_sub(begins).min(signs.len());
            let (from, to) = (on(place.start), on(place.end));
            if from >= to || place.end <= begins {
                continue;
            }
            let wide = |signs: &[char]| {
                let words: String = signs.iter().collect();
                Ok::<f32, PaperError>(fonts.width(stand.face, stand.size, &words)? + spacing * signs.len() as f32)
            };
            let (x, w) = (wide(&signs[..from])?, wide(&signs[from..to])?);
            let y = stand.first + stand.step * nth as f32 - stand.size;
            all.push((Area { x: stand.x + x, y, w, h: stand.size * 1.3 }, *link));
        }
        begins = line.next.max(begins + signs.len());
    }
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::super::super::breaking::break_lines;
    use super::super::super::fonts::tests::fonts;
    use super::*;

    fn found(text: &str, figures: &[&str]) -> String {
        let text: Vec<char> = text.chars().collect();
        let figures: Vec<(String, usize)> =
            figures.iter().enumerate().map(|(at, figure)| ((*figure).to_owned(), at)).collect();
        let told = places(&text, &figures);
        told.iter().map(|(place, link)| format!("{link}@{}", place.start)).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn figures_are_found_whole_and_in_their_order() {
        assert_eq!(found("受理 412 件，华东 41 件", &["412", "41"]), "0@3 1@12");
        assert_eq!(found("2026-12 有 12 件，12.5 天", &["12"]), "0@10", "neither a month nor a part of a number");
        assert_eq!(found("93.4 %，上期 93.4 %", &["93.4 %", "93.4 %"]), "0@0 1@10", "each its own");
        assert_eq!(found("按时办结率约九成", &["93.4 %"]), "", "what a person rewrote opens nothing");
        assert_eq!(found("共 7, 其中 3.", &["7", "3"]), "0@2 1@8", "a mark behind a number is no part of it");
    }

    /// A figure on the second line is marked there, at the width of its words.
    #[test]
    fn a_figure_is_marked_on_the_line_it_stands_on() {
        let fonts = fonts();
        let text = format!("{}最多，412 件", "华东大区的投诉仍然".repeat(3));
        let lines = break_lines(&fonts, (Face::Sans, 10.0), &text, 150.0).unwrap();
        let nth = lines.iter().position(|line| line.text.contains("412")).unwrap();
        assert!(nth > 0, "the sample is longer than a line");
        let stand = Stand { face: Face::Sans, size: 10.0, step: 15.0, x: 20.0, first: 100.0, width: Some(150.0) };
        let areas = areas(&fonts, (&text, &lines), &stand, &[("412".to_owned(), 9)]).unwrap();
        let [(area, 9)] = areas.as_slice() else { panic!("{areas:?}") };
        assert!((area.y - (90.0 + 15.0 * nth as f32)).abs() < 0.01, "{area:?}");
        let wide = fonts.width(Face::Sans, 10.0, "412").unwrap();
        assert!(area.w >= wide && area.w < wide + 6.0, "{area:?} {wide}");
    }
}
