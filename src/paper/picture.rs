//! Charts on paper: the shapes a chart was drawn as, laid on a page as vectors, its texts as selectable text.
//!
//! The one bridge from `charts` to sheets: [`drawn`] draws a chart with the faces of paper, [`place`] lays it on a page.
//! A picture is in points already, so what a chart looks like at its size on screen is what it looks like on paper.

use super::error::PaperError;
use super::fonts::{Face, FontSet};
use super::layout::{Type, set_line};
use super::sheet::{Item, Page};
use crate::charts::display::{Label, Shape};
use crate::charts::palette::Rgb;
use crate::charts::{Area, ChartError, Drawn, Measure, Picture, Recorder, Scale, Weight, record};

impl Measure for FontSet {
    /// A character no face has counts as a full square here; laying it on a page refuses it.
    fn width(&self, text: &str, em: f32, weight: Weight) -> f32 {
        let advance = |sign| self.glyph(face(weight), sign).map_or(1.0, |glyph| glyph.advance);
        text.chars().map(advance).sum::<f32>() * em
    }
}

const fn face(weight: Weight) -> Face {
    match weight {
        Weight::Regular => Face::Sans,
        Weight::Medium => Face::SansBold,
    }
}

/// Draws a chart of `size` points with the faces of paper.
///
/// # Errors
/// [`ChartError::TooSmall`] when there is no room for it.
pub fn drawn(
    fonts: &FontSet,
    size: (f32, f32),
    draw: impl FnOnce(&Area<Recorder<'_, FontSet>>, Scale) -> Drawn,
) -> Result<Picture, ChartError> {
    record(size, fonts, draw)
}

/// Lays `picture` on `page`, its upper left corner at the place given. Marks are left behind: paper is not clicked.
///
/// # Errors
/// [`PaperError::Missing`] when a text holds a character no face has.
pub fn place(fonts: &FontSet, page: &mut Page, picture: &Picture, at: [f32; 2]) -> Result<(), PaperError> {
    for shape in &picture.shapes {
        match shape.clone().moved(at) {
            Shape::Text(label) => text(fonts, page, &label)?,
            other => page.items.push(Item::Drawn(other)),
        }
    }
    Ok(())
}

/// Sets one label; a turned one is set level and turned about its anchor.
fn text(fonts: &FontSet, page: &mut Page, label: &Label) -> Result<(), PaperError> {
    let kind = Type { face: face(label.weight), size: label.em, spacing: 0.0, ink: percent_of_black(label.ink.rgb) };
    let [x, y] = label.baseline();
    let first = page.items.len();
    set_line(fonts, page, kind, (x, y), &label.text)?;
    let turns = label.quarter_turns % 4;
    if turns > 0 {
        let [pivot_x, pivot_y] = label.at;
        for item in page.items.iter_mut().skip(first) {
            let Item::Text(run) = item else { continue };
            let (mut dx, mut dy) = (run.x - pivot_x, run.y - pivot_y);
            for _ in 0..turns {
                (dx, dy) = (-dy, dx);
            }
            (run.x, run.y) = (pivot_x + dx, pivot_y + dy);
            // Runs turn anticlockwise, labels clockwise.
            run.turn = -90.0 * f32::from(turns);
        }
    }
    Ok(())
}

/// Text on paper is black, grey or white: as dark as its colour is to the eye.
fn percent_of_black([red, green, blue]: Rgb) -> u8 {
    let light = 0.299 * f32::from(red) + 0.587 * f32::from(green) + 0.114 * f32::from(blue);
    (100.0 - light / 2.55).round().clamp(0.0, 100.0) as u8
}

#[cfg(test)]
mod tests {
    use super::super::fonts::tests::fonts;
    use super::super::pdf::to_pdf;
    use super::super::sheet::{Sheet, mm};
    use super::*;
    use crate::charts::Palette;
    use crate::charts::pareto::{View, Words, pareto};
    use crate::figures::Pareto;

    fn chart() -> Picture {
        let [others, unsaid, count, share, reached] = ["其他", "未填", "件数", "占比", "累计"].map(str::to_owned);
        let words = Words { others, unsaid, count, share, reached };
        let counts = [("漏水", 40), ("异响", 25), ("点火失败", 5)].map(|(name, count)| (name.to_owned(), count));
        let figures = Pareto::new(counts, "");
        let view = View { pareto: &figures, words: &words };
        drawn(&fonts(), (360.0, 240.0), |area, scale| pareto(area, view, &Palette::PRINT, scale)).unwrap()
    }

    fn sheet(picture: &Picture) -> Sheet {
        let mut page = Page { width: mm(297.0), height: mm(210.0), ..Page::default() };
        place(&fonts(), &mut page, picture, [50.0, 60.0]).unwrap();
        let made_at = chrono::NaiveDate::from_ymd_opt(2026, 4, 9).unwrap().and_hms_opt(10, 24, 0).unwrap();
        Sheet { title: "图".to_owned(), author: String::new(), subject: String::new(), made_at, pages: vec![page] }
    }

    #[test]
    fn shapes_move_as_they_are_and_texts_become_runs() {
        let picture = chart();
        let sheet = sheet(&picture);
        let drawn = sheet.pages[0].items.iter().filter(|item| matches!(item, Item::Drawn(_))).count();
        assert_eq!(drawn + picture.labels().count(), picture.shapes.len());
        let text = sheet.to_text();
        for word in ["漏水", "40", "80 %"] {
            assert!(text.contains(word), "{word} in {text}");
        }
        let label = picture.labels().find(|label| label.text == "漏水").unwrap();
        let run = sheet.pages[0].runs().find(|run| run.text == "漏水").unwrap();
        assert!((run.x - 50.0 - label.bounds().left).abs() < 0.01 && (run.width - label.width).abs() < 0.01);
        assert!(run.y > 60.0 + label.bounds().top && run.y < 60.0 + label.bounds().bottom);
    }

    /// Blue bars and a red line stand in the file as operators, in their colours, without a picture.
    #[test]
    fn the_file_holds_coloured_vectors_and_no_picture() {
        let bytes = to_pdf(&sheet(&chart()), &fonts()).unwrap();
        let doc = lopdf::Document::load_mem(&bytes).unwrap();
        let content = doc.get_and_decode_page_content(doc.get_pages()[&1]).unwrap();
        let colours = |operator: &str| {
            let of = content.operations.iter().filter(|op| op.operator == operator);
            of.map(|op| op.operands.iter().map(|number| (number.as_float().unwrap() * 255.0).round() as u8).collect())
                .collect::<Vec<Vec<u8>>>()
        };
        assert!(colours("rg").contains(&Palette::PRINT.classes[0].to_vec()), "bars");
        assert!(colours("RG").contains(&Palette::PRINT.classes[1].to_vec()), "the line");
        assert!(!content.operations.iter().any(|op| op.operator == "Do"), "no picture");
    }

    #[test]
    fn white_grey_and_black_texts_keep_their_darkness() {
        assert_eq!([[255; 3], [0; 3]].map(percent_of_black), [0, 100]);
        assert!((60..=75).contains(&percent_of_black(Palette::PRINT.tertiary)));
    }

    #[test]
    fn a_turned_label_turns_about_its_anchor() {
        let picture = chart();
        let mut label = picture.labels().find(|label| label.text == "漏水").unwrap().clone();
        label.quarter_turns = 3;
        let mut page = Page::a4();
        text(&fonts(), &mut page, &label).unwrap();
        let (run, place) = (page.runs().next().unwrap(), label.bounds());
        assert_eq!(run.turn, -270.0);
        assert!(place.has(run.x, run.y - 0.1), "{run:?} in {place:?}");
    }
}
