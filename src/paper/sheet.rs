//! A laid-out sheet: what lies where on which page, read alike by the PDF writer, the preview and the tests.

use std::sync::Arc;

use chrono::NaiveDateTime;

use super::error::PaperError;
use super::fonts::Face;
use crate::charts::display::Shape;

/// Points in one millimetre.
pub const MM: f32 = 72.0 / 25.4;

/// Millimetres as points.
#[must_use]
pub const fn mm(value: f32) -> f32 {
    value * MM
}

/// Pages ready to be painted. All lengths are points, `y` grows downwards from the upper edge of the page.
#[derive(Debug, Clone, PartialEq)]
pub struct Sheet {
    /// Title of the document as a reader shows it.
    pub title: String,
    /// Who issues it: the company.
    pub author: String,
    /// Document number.
    pub subject: String,
    /// Wall time in China at which it was made; the only date in the file.
    pub made_at: NaiveDateTime,
    /// At least one page.
    pub pages: Vec<Page>,
}

/// One page.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Page {
    /// Width in points.
    pub width: f32,
    /// Height in points.
    pub height: f32,
    /// What is drawn, from the back to the front.
    pub items: Vec<Item>,
    /// Where fields lie, for the preview only; never printed.
    pub fields: Vec<FieldBox>,
    /// What a pack does with it.
    pub kind: PageKind,
}

/// What kind of page it is for whoever puts sheets together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum PageKind {
    #[default]
    Form,
    /// For nobody outside the house: page 3 of form 2 and what is continued from it.
    Internal,
    /// Photos, which stand at the end of a pack.
    Photos,
}

/// An upright rectangle in points.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Area {
    /// Left edge.
    pub x: f32,
    /// Upper edge.
    pub y: f32,
    /// Width.
    pub w: f32,
    /// Height.
    pub h: f32,
}

/// Where one field lies on the page.
#[derive(Debug, Clone, PartialEq)]
pub struct FieldBox {
    /// Stored word of the field.
    pub key: &'static str,
    /// Its cell.
    pub area: Area,
    /// Required and empty: the preview outlines it.
    pub missing: bool,
}

/// One thing on the page.
#[derive(Debug, Clone, PartialEq)]
pub enum Item {
    /// Characters of one face and size.
    Text(TextRun),
    /// A straight rule.
    Line(Rule),
    /// An upright rectangle, stroked.
    Frame {
        /// Its middle line.
        area: Area,
        /// Thickness in points.
        weight: f32,
        /// Dash and gap in points; `None` for a solid line.
        dash: Option<[f32; 2]>,
    },
    /// An upright rectangle, filled.
    Fill {
        /// What is filled.
        area: Area,
        /// Percent of black.
        ink: u8,
    },
    /// Upright rectangles filled as one path, so that no seam shows between them.
    Bars {
        /// Where they are counted from: the upper left corner.
        at: [f32; 2],
        /// How many points one unit of theirs is.
        unit: f32,
        /// Left, top, width and height of each in these units.
        bars: Vec<[f32; 4]>,
        /// Percent of black.
        ink: u8,
    },
    /// A coloured shape of a chart, in points of the page; its texts are [`Item::Text`], see [`super::picture`].
    Drawn(Shape),
    /// A photograph.
    Jpeg {
        /// Where it is stretched to.
        area: Area,
        /// The picture.
        picture: Jpeg,
    },
    /// What follows is this, up to its [`Item::Close`]; parts may lie in each other, the end of the page closes all.
    Open(Part),
    /// The end of the part opened last.
    Close,
}

/// What words are for somebody who hears the page. Text outside all parts is a paragraph a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// Name of the document.
    Title,
    /// Head of a section or an article.
    Heading,
    /// Running text.
    Paragraph,
    /// Row of a table; rows that follow each other are one table, on however many pages.
    Row,
    /// Cell that names others.
    Head,
    /// Cell with a value.
    Cell,
    /// A picture, with the words that stand for it.
    Figure(String),
    /// What is repeated on every page: not read out.
    Running,
}

/// Characters of one face and size on one baseline.
#[derive(Debug, Clone, PartialEq)]
pub struct TextRun {
    /// A face that has every character of `text`.
    pub face: Face,
    /// Size in points.
    pub size: f32,
    /// Left end of the baseline.
    pub x: f32,
    /// Baseline.
    pub y: f32,
    /// The characters, canonical (see [`super::fonts::Glyph::char`]).
    pub text: String,
    /// Advance of the whole run, spacing included.
    pub width: f32,
    /// Extra points behind every character.
    pub spacing: f32,
    /// Percent of black.
    pub ink: u8,
    /// Degrees by which the run is turned anticlockwise about its origin.
    pub turn: f32,
}

/// A straight rule.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rule {
    /// One end.
    pub from: [f32; 2],
    /// The other end.
    pub to: [f32; 2],
    /// Thickness in points.
    pub weight: f32,
    /// Percent of black.
    pub ink: u8,
}

/// A JPEG whose bytes go into the PDF unchanged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Jpeg {
    /// The file's bytes.
    pub bytes: Arc<[u8]>,
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
    /// Stored with one channel instead of three.
    pub grey: bool,
}

impl Jpeg {
    /// Takes a baseline or progressive JPEG with one or three channels.
    ///
    /// Turn and shrink photographs before: a PDF ignores the camera's orientation mark and keeps every byte.
    ///
    /// # Errors
    /// [`PaperError::Jpeg`] for anything else, a four-channel picture included.
    pub fn new(bytes: Arc<[u8]>) -> Result<Jpeg, PaperError> {
        if bytes.get(..2) != Some(&[0xff, 0xd8]) {
            return Err(PaperError::Jpeg("开头不是 FF D8".to_owned()));
        }
        let frame = frame_header(&bytes).ok_or_else(|| PaperError::Jpeg("找不到图像尺寸".to_owned()))?;
        let (width, height, grey) = match frame {
            (0, _, _) | (_, 0, _) => return Err(PaperError::Jpeg("尺寸为零".to_owned())),
            (w, h, 1) => (w, h, true),
            (w, h, 3) => (w, h, false),
            (_, _, n) => return Err(PaperError::Jpeg(format!("{n} 个颜色通道"))),
        };
        Ok(Jpeg { bytes, width, height, grey })
    }
}

impl Jpeg {
    /// The picture decoded for the screen: width and height, then three bytes a pixel.
    ///
    /// # Errors
    /// [`PaperError::Jpeg`] when the picture behind the header is damaged.
    pub fn pixels(&self) -> Result<([usize; 2], Vec<u8>), PaperError> {
        let image = image::load_from_memory_with_format(&self.bytes, image::ImageFormat::Jpeg)
            .map_err(|e| PaperError::Jpeg(e.to_string()))?
            .into_rgb8();
        Ok(([image.width() as usize, image.height() as usize], image.into_raw()))
    }
}

/// Width, height and channels from the start-of-frame segment.
fn frame_header(bytes: &[u8]) -> Option<(u32, u32, u8)> {
    let mut at = 2;
    loop {
        let marker = *bytes.get(at + 1)?;
        if *bytes.get(at)? != 0xff {
            return None;
        }
        if marker == 0xff {
            at += 1;
            continue;
        }
        let length = usize::from(u16::from_be_bytes([*bytes.get(at + 2)?, *bytes.get(at + 3)?]));
        if matches!(marker, 0xc0..=0xc2) {
            let body = bytes.get(at + 4..at + 10)?;
            let [_, h1, h2, w1, w2, channels] = body else { return None };
            return Some((u16::from_be_bytes([*w1, *w2]).into(), u16::from_be_bytes([*h1, *h2]).into(), *channels));
        }
        at += 2 + length.max(2);
    }
}

impl Page {
    /// An empty A4 page, upright.
    #[must_use]
    pub fn a4() -> Page {
        Page { width: mm(210.0), height: mm(297.0), ..Page::default() }
    }

    /// The text runs in drawing order.
    pub fn runs(&self) -> impl Iterator<Item = &TextRun> {
        self.items.iter().filter_map(|item| if let Item::Text(run) = item { Some(run) } else { None })
    }

    /// Draws what `draw` draws as one part.
    ///
    /// # Errors
    /// What `draw` answers.
    pub fn part<E>(&mut self, part: Part, draw: impl FnOnce(&mut Page) -> Result<(), E>) -> Result<(), E> {
        self.items.push(Item::Open(part));
        draw(self)?;
        self.items.push(Item::Close);
        Ok(())
    }

    /// A level or upright rule in full black.
    pub fn rule(&mut self, from: [f32; 2], to: [f32; 2], weight: f32) {
        self.items.push(Item::Line(Rule { from, to, weight, ink: 100 }));
    }
}

impl Sheet {
    /// The words in reading order, one printed line a line, cells of a row parted by ` | `, pages by `== n ==`.
    #[must_use]
    pub fn to_text(&self) -> String {
        let mut out = String::new();
        for (n, page) in self.pages.iter().enumerate() {
            out.push_str(&format!("== {} ==\n", n + 1));
            let mut last: Option<&TextRun> = None;
            for run in page.runs() {
                if let Some(before) = last {
                    let end = before.x + before.width;
                    let level = (before.y - run.y).abs() < 0.5;
                    // marks are closed up by half an em, a thin gap stands between Chinese and Latin
                    let gap = (run.x - end) / run.size;
                    if level && gap > -0.55 && gap < 0.15 {
                    } else if run.x >= end - 0.5 && (before.y - run.y).abs() < mm(30.0) {
                        out.push_str(" | ");
                    } else {
                        out.push('\n');
                    }
                }
                out.push_str(&run.text);
                last = Some(run);
            }
            out.push('\n');
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The head of a JPEG: start, one segment to skip, start of frame.
    pub(super) fn head(channels: u8) -> Vec<u8> {
        let mut bytes = vec![0xff, 0xd8, 0xff, 0xe0, 0, 4, 1, 2, 0xff, 0xc0, 0, 17, 8, 0, 30, 0, 40, channels];
        bytes.extend([0; 12]);
        bytes
    }

    #[test]
    fn size_and_channels_are_read_from_the_frame_header() {
        let grey = Jpeg::new(head(1).into()).unwrap();
        assert_eq!((grey.width, grey.height, grey.grey), (40, 30, true));
        assert!(!Jpeg::new(head(3).into()).unwrap().grey);
    }

    #[test]
    fn what_a_pdf_cannot_carry_is_refused() {
        for bytes in [head(4), Vec::new(), vec![0xff, 0xd8], vec![0xff, 0xd8, 0xff, 0xe0, 0, 0], b"GIF89a".to_vec()] {
            assert!(Jpeg::new(bytes.into()).is_err());
        }
    }
}
