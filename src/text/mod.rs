//! The one door to the screen texts, Chinese and English.
