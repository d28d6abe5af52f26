//! The one door to the screen texts, Chinese and English.
//!
//! All texts stand in `assets/i18n/{zh-CN,en}/kesu_desk.ftl`, one section a screen. It is one file a language because
//! the macro that checks ids and arguments when compiling reads exactly one. To add a text, add the id to both files
//! (a test compares ids and arguments) and write `t!(cx.texts, "the-id", name = value)`. An unknown id or argument
//! does not compile; a text with arguments that is asked for without any is found by a test.
//!
//! Ids are lower-case words joined by dashes. The words of a closed list have the ids `list-word`, looked up at run
//! time with [`Texts::name`]; `_` in a stored word stands as `-` in its id.
//!
//! Make a text with values when records arrive, not in every frame.

use std::borrow::Cow;

use i18n_embed::fluent::FluentLanguageLoader;
use i18n_embed::{I18nAssets, LanguageLoader};

pub mod say;
#[cfg(test)]
mod tests;

/// A text by its id, checked when compiling: `t!(texts, "nav-open")`, `t!(texts, "due-left", time = "4 h")`.
///
/// Answers a `String`. Values are strings (owned or borrowed) and numbers; numbers are written without thousands
/// separators, use [`crate::text::say::count`] for large ones.
#[macro_export]
macro_rules! t {
    ($texts:expr, $id:literal $(,)?) => { ::i18n_embed_fl::fl!($texts.loader(), $id) };
    ($texts:expr, $id:literal, $($name:ident = $value:expr),+ $(,)?) => {
        ::i18n_embed_fl::fl!($texts.loader(), $id, $($name = ($value)),+)
    };
}
pub use crate::t;

/// A language of the screen. The forms are always Chinese.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Lang {
    #[default]
    Zh,
    En,
}

impl Lang {
    /// Both, in the order in which people are offered them.
    pub const ALL: [Self; 2] = [Self::Zh, Self::En];

    /// The stored word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Zh => "zh-CN",
            Self::En => "en",
        }
    }

    /// The language with this stored word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|lang| lang.word() == word)
    }

    const fn file(self) -> &'static str {
        match self {
            Self::Zh => include_str!("../../assets/i18n/zh-CN/kesu_desk.ftl"),
            Self::En => include_str!("../../assets/i18n/en/kesu_desk.ftl"),
        }
    }
}

const DOMAIN: &str = "kesu_desk";

/// The two files as they were when compiling. Including them here also makes cargo notice when one changes.
struct Built;

impl I18nAssets for Built {
    fn get_files(&self, path: &str) -> Vec<Cow<'_, [u8]>> {
        let lang = Lang::ALL.into_iter().find(|lang| path == path_of(*lang));
        lang.map(|lang| Cow::Borrowed(lang.file().as_bytes())).into_iter().collect()
    }

    fn filenames_iter(&self) -> Box<dyn Iterator<Item = String> + '_> {
        Box::new(Lang::ALL.into_iter().map(path_of))
    }
}

fn path_of(lang: Lang) -> String {
    format!("{}/{DOMAIN}.ftl", lang.word())
}

/// The texts of one language. Holds no global state; another language is another `Texts`.
#[derive(Debug)]
pub struct Texts {
    lang: Lang,
    loader: FluentLanguageLoader,
}

impl Texts {
    /// Reads the texts of a language: about a millisecond. A text missing in English stands in Chinese.
    #[must_use]
    pub fn new(lang: Lang) -> Self {
        let language = |lang: Lang| lang.word().parse().expect("both words are language tags, a test reads them");
        let loader = FluentLanguageLoader::new(DOMAIN, language(Lang::Zh));
        loader.load_languages(&Built, &[language(lang)]).expect("both files are compiled in as UTF-8");
        // Fluent wraps values in U+2068 and U+2069, which the fonts draw as boxes.
        loader.set_use_isolating(false);
        Self { lang, loader }
    }

    #[must_use]
    pub const fn lang(&self) -> Lang {
        self.lang
    }

    /// The text of `word` in the closed list `list`, such as `name("stage", "intake")`.
    ///
    /// A word without a text is answered as it stands, so an unknown word of a newer data file stays readable.
    #[must_use]
    pub fn name(&self, list: &str, word: &str) -> String {
        let id = format!("{list}-{word}").replace('_', "-");
        if self.loader.has(&id) { self.loader.get(&id) } else { word.to_owned() }
    }

    /// What [`t!`] asks; does not check ids.
    #[doc(hidden)]
    #[must_use]
    pub const fn loader(&self) -> &FluentLanguageLoader {
        &self.loader
    }
}
