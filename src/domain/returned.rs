//! Paper that comes back: what the code on a printed page says, where the page belongs, what is back and signed.

mod papers;
mod sorting;

pub use papers::{
    FiledBy, FiledPage, Filled, Paper, Papers, Registers, ReturnCommand, ReturnEvent, ReturnReason, ReturnedPage,
    SignedBack, decide, is_number_by_hand,
};
pub use sorting::{HandedOut, Unfit, Verdict, code_of, handed_out, sort};

use std::fmt;
use std::str::FromStr;

/// What the code on a page says: which document, which of its pages, and the first digits of the hash of what was printed.
/// No personal data (`forms 1.0`). Written and read as `KS1|KS2026-000123-F1-01|1/2|9f86d081`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PageCode {
    /// Number of the printed document: case number, form, running number of the issue.
    pub document: String,
    /// The page, from 1.
    pub page: u32,
    /// How many pages the document has.
    pub pages: u32,
    /// The first eight hexadecimal digits, in small letters, of the hash of what was printed.
    pub hash8: String,
}

/// The text of a code is not one that this program prints.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotAPageCode;

impl PageCode {
    /// What every code of this program begins with; the digit is the version of the order of parts behind it.
    pub const MARK: &'static str = "KS1|";
}

impl fmt::Display for PageCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { document, page, pages, hash8 } = self;
        write!(f, "{}{document}|{page}/{pages}|{hash8}", Self::MARK)
    }
}

impl FromStr for PageCode {
    type Err = NotAPageCode;

    fn from_str(text: &str) -> Result<Self, NotAPageCode> {
        let parts = || {
            // From the end: the pattern of a case number is free and may hold the mark of separation.
            let mut parts = text.strip_prefix(Self::MARK)?.rsplitn(3, '|');
            let (hash8, place, document) = (parts.next()?, parts.next()?, parts.next()?);
            let (page, pages) = place.split_once('/')?;
            Some(Self {
                document: document.to_owned(),
                page: number(page)?,
                pages: number(pages)?,
                hash8: hash8.to_owned(),
            })
        };
        let hex = |hash: &str| hash.len() == 8 && hash.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
        parts()
            .filter(|code| !code.document.is_empty() && code.page <= code.pages && hex(&code.hash8))
            .ok_or(NotAPageCode)
    }
}

/// A whole number from 1, written the one way [`PageCode`] writes it.
fn number(digits: &str) -> Option<u32> {
    let plain = digits.bytes().all(|byte| byte.is_ascii_digit()) && !digits.starts_with('0');
    digits.parse().ok().filter(|_| plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_read_as_it_was_written() {
        for document in ["KS2026-000123-F1-01", "客诉26|7-F4-02", "x"] {
            let code = PageCode { document: document.into(), page: 2, pages: 13, hash8: "9f86d081".into() };
            assert_eq!(code.to_string(), format!("KS1|{document}|2/13|9f86d081"));
            assert_eq!(code.to_string().parse(), Ok(code));
        }
    }

    #[test]
    fn other_texts_are_not_page_codes() {
        for text in [
            "",
            "KS1",
            "https://example.com/KS1|A|1/2|9f86d081",
            "KS2|A|1/2|9f86d081",
            "KS1||1/2|9f86d081",
            "KS1|A|0/2|9f86d081",
            "KS1|A|3/2|9f86d081",
            "KS1|A|+1/2|9f86d081",
            "KS1|A|01/2|9f86d081",
            "KS1|A|1/99999999999|9f86d081",
            "KS1|A|1-2|9f86d081",
            "KS1|A|1/2|9f86d08",
            "KS1|A|1/2|9F86D081",
            "KS1|A|1/2|9f86d081 ",
        ] {
            assert_eq!(text.parse::<PageCode>(), Err(NotAPageCode), "{text}");
        }
    }
}
