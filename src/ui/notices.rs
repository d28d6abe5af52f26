//! What is told beside the screen: toasts that pass, banners that stay until dismissed.

use crate::domain::Stamp;

/// How long a toast stays.
const TOAST_MS: i64 = 8_000;

/// How serious a banner is; the colour follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gravity {
    /// Somebody else did something.
    Info,
    /// Something is missing or held back; work goes on.
    Warning,
    /// Something failed; nothing was lost.
    Error,
}

/// A deed that was done, for eight seconds, with its undo where there is one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Toast {
    pub text: String,
    pub undo: bool,
    pub until: Stamp,
}

/// A sentence that stays under the toolbar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Banner {
    pub id: u64,
    pub gravity: Gravity,
    pub text: String,
}

/// The toast and the banners on screen.
#[derive(Debug, Default)]
pub struct Notices {
    pub toast: Option<Toast>,
    pub banners: Vec<Banner>,
    next: u64,
}

impl Notices {
    /// Tells of a deed; a newer toast takes the place of the older.
    pub fn done(&mut self, text: impl Into<String>, undo: bool, now: Stamp) {
        self.toast = Some(Toast { text: text.into(), undo, until: Stamp(now.0 + TOAST_MS) });
    }

    /// Puts a banner up; the same sentence stands there once.
    pub fn tell(&mut self, gravity: Gravity, text: impl Into<String>) {
        let text = text.into();
        if self.banners.iter().any(|banner| banner.text == text) {
            return;
        }
        self.next += 1;
        self.banners.push(Banner { id: self.next, gravity, text });
    }

    pub fn dismiss(&mut self, id: u64) {
        self.banners.retain(|banner| banner.id != id);
    }

    /// Takes a toast off whose time is over; the milliseconds until then otherwise.
    pub fn pass(&mut self, now: Stamp) -> Option<u64> {
        let left = self.toast.as_ref().map(|toast| toast.until.0 - now.0)?;
        if left <= 0 {
            self.toast = None;
            return None;
        }
        u64::try_from(left).ok()
    }
}
