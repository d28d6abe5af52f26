//! Words by number: a region, a category, a batch stands in a row as four bytes.

use std::collections::HashMap;

/// The number of an empty word.
pub(in crate::store) const EMPTY: u32 = 0;

/// Every word met so far; numbers are never given up.
#[derive(Debug)]
pub(in crate::store) struct Names {
    list: Vec<Box<str>>,
    places: HashMap<Box<str>, u32>,
}

impl Default for Names {
    fn default() -> Self {
        Self { list: vec!["".into()], places: HashMap::from([("".into(), EMPTY)]) }
    }
}

impl Names {
    /// The number of a word, given to it when it is new.
    pub fn place(&mut self, word: &str) -> u32 {
        if let Some(place) = self.places.get(word) {
            return *place;
        }
        let place = u32::try_from(self.list.len()).unwrap_or(u32::MAX);
        self.list.push(word.into());
        self.places.insert(word.into(), place);
        place
    }

    /// The number of a word that some row may carry.
    pub fn known(&self, word: &str) -> Option<u32> {
        self.places.get(word).copied()
    }

    pub fn text(&self, place: u32) -> &str {
        self.list.get(place as usize).map_or("", |word| word)
    }
}
