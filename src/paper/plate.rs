//! The pages of the official forms: where head, body and foot lie (forms.md 1.0). All lengths are millimetres.

use super::sheet::{Page, mm};

/// A kind of page.
#[derive(Debug, PartialEq)]
pub struct Plate {
    /// Width and height of the paper.
    pub size: [f32; 2],
    /// Left edge of the body.
    pub left: f32,
    /// Width of the body.
    pub width: f32,
    /// Upper edge of the body.
    pub top: f32,
    /// Nothing of the body lies below.
    pub bottom: f32,
    /// Upper edges of company name, title, code and third line.
    pub(super) head: [f32; 4],
    /// How far the page number keeps from the right edge of the body, for the code above it.
    pub(super) inset: f32,
    /// The rule over the foot line.
    pub(super) foot: f32,
    /// A text document: its title stands in the text, its number and page count at the foot.
    pub(super) letter: bool,
}

/// Page P: the upright forms 1, 2 and 5.
pub const UPRIGHT: Plate = Plate {
    size: [210.0, 297.0],
    left: 20.0,
    width: 175.0,
    top: 40.0,
    bottom: 277.0,
    head: [14.5, 21.0, 13.0, 33.4],
    inset: 0.0,
    foot: 279.6,
    letter: false,
};

/// Page L: the loss list and the Friday register, bound at the long upper edge.
pub const ACROSS: Plate = Plate {
    size: [297.0, 210.0],
    left: 15.0,
    width: 267.0,
    top: 38.0,
    bottom: 192.0,
    head: [17.4, 22.2, 16.0, 32.0],
    inset: 21.0,
    foot: 194.0,
    letter: false,
};

/// Page T: the settlement agreement.
pub const LETTER: Plate = Plate {
    size: [210.0, 297.0],
    left: 28.0,
    width: 156.0,
    top: 32.0,
    bottom: 270.0,
    head: [15.5, 0.0, 9.5, 0.0],
    inset: 0.0,
    foot: 274.0,
    letter: true,
};

impl Plate {
    /// An empty page.
    #[must_use]
    pub fn page(&self) -> Page {
        let [width, height] = self.size;
        Page { width: mm(width), height: mm(height), ..Page::default() }
    }

    /// Right edge of the body.
    #[must_use]
    pub const fn right(&self) -> f32 {
        self.left + self.width
    }
}
