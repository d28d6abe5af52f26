//! Words by number: a region, a category, a batch stands in a row as four bytes.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use crate::domain::facts::split_words;

/// A map by numbers of our own giving: nobody outside chooses them, so a plain mixing of bits serves.
pub(in crate::store) type ByNumber<K, V> = HashMap<K, V, BuildHasherDefault<Mix>>;

/// See [`ByNumber`].
#[derive(Debug, Default, Clone, Copy)]
pub(in crate::store) struct Mix(u64);

impl Hasher for Mix {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|byte| self.write_u64((*byte).into()));
    }

    fn write_u32(&mut self, number: u32) {
        self.write_u64(number.into());
    }

    fn write_isize(&mut self, number: isize) {
        self.write_u64(number as u64);
    }

    /// Odd factor, then the high bits brought down, where the map looks for its bucket.
    fn write_u64(&mut self, number: u64) {
        let mixed = (self.0.rotate_left(29) ^ number).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        self.0 = mixed ^ (mixed >> 32);
    }
}

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

    /// How many there are; numbers lie below.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    pub fn text(&self, place: u32) -> &str {
        self.list.get(place as usize).map_or("", |word| word)
    }
}

/// The symptoms a text names, each text taken apart once.
#[derive(Default)]
pub(in crate::store) struct Symptoms {
    pub names: Names,
    /// By the number of the text; empty where it was not taken apart.
    of_text: Vec<Vec<u32>>,
}

impl Symptoms {
    /// Every symptom of a text once; the empty one where it says none.
    pub fn of(&mut self, text: u32, texts: &Names) -> &[u32] {
        let Self { names, of_text } = self;
        let place = text as usize;
        if place >= of_text.len() {
            of_text.resize(place + 1, Vec::new());
        }
        let found = &mut of_text[place];
        if found.is_empty() {
            found.extend(split_words(texts.text(text)).map(|word| names.place(word)));
            found.sort_unstable();
            found.dedup();
            if found.is_empty() {
                found.push(EMPTY);
            }
        }
        found
    }
}
