//! The icons of the window by name: Phosphor, in three faces.

use egui::{Align2, Color32, FontFamily, FontId, Painter, Pos2, Rect};

/// Which cut of the icon face.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Face {
    /// Everything that is not named below.
    #[default]
    Regular,
    /// Check, plus and dots.
    Bold,
    /// Status marks and the selected navigation item.
    Fill,
}

impl Face {
    /// All three, for tests.
    pub const ALL: [Self; 3] = [Self::Regular, Self::Bold, Self::Fill];

    /// Name of the font family, as [`super::fonts`] installs it.
    #[must_use]
    pub const fn family(self) -> &'static str {
        match self {
            Self::Regular => "icon",
            Self::Bold => "icon-bold",
            Self::Fill => "icon-fill",
        }
    }
}

/// One icon in one face; the text it carries is a private-use character, so never put it into a text meant to be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Icon {
    glyph: char,
    face: Face,
}

impl Icon {
    const fn new(glyph: char) -> Self {
        Self { glyph, face: Face::Regular }
    }

    /// The heavy cut.
    #[must_use]
    pub const fn bold(self) -> Self {
        Self { face: Face::Bold, ..self }
    }

    /// The filled cut.
    #[must_use]
    pub const fn fill(self) -> Self {
        Self { face: Face::Fill, ..self }
    }

    /// The character in the icon families.
    #[must_use]
    pub const fn glyph(self) -> char {
        self.glyph
    }

    /// Font to lay the icon out with.
    #[must_use]
    pub fn font(self, size: f32) -> FontId {
        FontId::new(size, FontFamily::Name(self.face.family().into()))
    }

    /// Paints the icon centred on `at`, `size` points wide and high.
    pub fn paint(self, painter: &Painter, at: Pos2, size: f32, colour: Color32) {
        painter.text(at, Align2::CENTER_CENTER, self.glyph, self.font(size), colour);
    }

    /// Paints the icon at the left edge of `rect`, in the middle of its height; gives the x where text may go on.
    pub fn paint_left(self, painter: &Painter, rect: Rect, size: f32, colour: Color32) -> f32 {
        self.paint(painter, Pos2::new(rect.left() + size / 2.0, rect.center().y), size, colour);
        rect.left() + size
    }
}

macro_rules! icons {
    ($($name:ident: $word:literal = $glyph:literal,)*) => {
        $(
            #[doc = concat!("Phosphor `", $word, "`.")]
            pub const $name: Icon = Icon::new($glyph);
        )*

        /// Every named icon with its name in the icon set.
        pub const ALL: &[(&str, Icon)] = &[$(($word, $name),)*];
    };
}

icons! {
    TRAY: "tray" = '\u{e4aa}',
    LIST_BULLETS: "list-bullets" = '\u{e2f2}',
    PAPER_PLANE_TILT: "paper-plane-tilt" = '\u{e398}',
    WRENCH: "wrench" = '\u{e5d4}',
    CHAT_CIRCLE_TEXT: "chat-circle-text" = '\u{e16e}',
    PHONE: "phone" = '\u{e3b8}',
    CHECK_CIRCLE: "check-circle" = '\u{e184}',
    CLOCK_COUNTDOWN: "clock-countdown" = '\u{ed2c}',
    WARNING: "warning" = '\u{e4e0}',
    SIREN: "siren" = '\u{e9b8}',
    STACK: "stack" = '\u{e466}',
    CHART_BAR: "chart-bar" = '\u{e150}',
    PRINTER: "printer" = '\u{e3dc}',
    PRESENTATION_CHART: "presentation-chart" = '\u{e656}',
    GEAR_SIX: "gear-six" = '\u{e272}',
    HEADSET: "headset" = '\u{e584}',
    PLUS: "plus" = '\u{e3d4}',
    MAGNIFYING_GLASS: "magnifying-glass" = '\u{e30c}',
    BELL: "bell" = '\u{e0ce}',
    MOON: "moon" = '\u{e330}',
    SUN: "sun" = '\u{e472}',
    SIDEBAR_SIMPLE: "sidebar-simple" = '\u{ec24}',
    CARET_DOWN: "caret-down" = '\u{e136}',
    CARET_UP: "caret-up" = '\u{e13c}',
    CARET_LEFT: "caret-left" = '\u{e138}',
    CARET_RIGHT: "caret-right" = '\u{e13a}',
    CARET_UP_DOWN: "caret-up-down" = '\u{e140}',
    ARROW_LEFT: "arrow-left" = '\u{e058}',
    ARROW_RIGHT: "arrow-right" = '\u{e06c}',
    ARROW_ELBOW_DOWN_LEFT: "arrow-elbow-down-left" = '\u{e044}',
    DOTS_THREE: "dots-three" = '\u{e1fe}',
    X: "x" = '\u{e4f6}',
    CHECK: "check" = '\u{e182}',
    COPY: "copy" = '\u{e1ca}',
    EYE: "eye" = '\u{e220}',
    EYE_SLASH: "eye-slash" = '\u{e224}',
    PENCIL_SIMPLE: "pencil-simple" = '\u{e3b4}',
    NOTE_PENCIL: "note-pencil" = '\u{e34c}',
    CAMERA: "camera" = '\u{e10e}',
    VIDEO_CAMERA: "video-camera" = '\u{e4da}',
    IMAGE_SQUARE: "image-square" = '\u{e2cc}',
    PAPERCLIP: "paperclip" = '\u{e39a}',
    UPLOAD_SIMPLE: "upload-simple" = '\u{e4c0}',
    DOWNLOAD_SIMPLE: "download-simple" = '\u{e20c}',
    EXPORT: "export" = '\u{eaf0}',
    FILE_PDF: "file-pdf" = '\u{e702}',
    FILE_XLS: "file-xls" = '\u{eb22}',
    QR_CODE: "qr-code" = '\u{e3e6}',
    SCAN: "scan" = '\u{ebb6}',
    BARCODE: "barcode" = '\u{e0b8}',
    SEAL_CHECK: "seal-check" = '\u{e606}',
    ARCHIVE: "archive" = '\u{e00c}',
    STAMP: "stamp" = '\u{ea48}',
    SIGNATURE: "signature" = '\u{ebac}',
    HANDSHAKE: "handshake" = '\u{e582}',
    UMBRELLA_SIMPLE: "umbrella-simple" = '\u{e686}',
    SHIELD_CHECK: "shield-check" = '\u{e40c}',
    MAP_PIN: "map-pin" = '\u{e316}',
    USER: "user" = '\u{e4c2}',
    USERS_THREE: "users-three" = '\u{e68e}',
    BUILDINGS: "buildings" = '\u{e102}',
    TREE_STRUCTURE: "tree-structure" = '\u{e67c}',
    TIMER: "timer" = '\u{e492}',
    CALENDAR_BLANK: "calendar-blank" = '\u{e10a}',
    CALENDAR_PLUS: "calendar-plus" = '\u{e714}',
    LINK_SIMPLE: "link-simple" = '\u{e2e6}',
    LINK_BREAK: "link-break" = '\u{e2e4}',
    GIT_MERGE: "git-merge" = '\u{e280}',
    BINOCULARS: "binoculars" = '\u{ea64}',
    ARROW_FAT_LINES_UP: "arrow-fat-lines-up" = '\u{e52a}',
    BELL_RINGING: "bell-ringing" = '\u{e5e8}',
    PUSH_PIN: "push-pin" = '\u{e3e2}',
    ARROW_SQUARE_OUT: "arrow-square-out" = '\u{e5de}',
    ARROWS_CLOCKWISE: "arrows-clockwise" = '\u{e094}',
    DATABASE: "database" = '\u{e1de}',
    PLUGS_CONNECTED: "plugs-connected" = '\u{eb5a}',
    HARD_DRIVES: "hard-drives" = '\u{e2a0}',
    FOLDER_OPEN: "folder-open" = '\u{e256}',
    LOCK_SIMPLE: "lock-simple" = '\u{e308}',
    CLOCK_COUNTER_CLOCKWISE: "clock-counter-clockwise" = '\u{e1a0}',
    TRANSLATE: "translate" = '\u{e4a2}',
    INFO: "info" = '\u{e2ce}',
    QUESTION: "question" = '\u{e3e8}',
    CLOUD_SLASH: "cloud-slash" = '\u{e1b6}',
    PROHIBIT: "prohibit" = '\u{e3de}',
    ARROWS_OUT_SIMPLE: "arrows-out-simple" = '\u{e0a6}',
    FUNNEL: "funnel" = '\u{e266}',
    SORT_ASCENDING: "sort-ascending" = '\u{e444}',
    WARNING_CIRCLE: "warning-circle" = '\u{e4e2}',
    CIRCLE_NOTCH: "circle-notch" = '\u{eb44}',
    CIRCLE_DASHED: "circle-dashed" = '\u{e602}',
    CIRCLE: "circle" = '\u{e18a}',
    TAG: "tag" = '\u{e478}',
    TICKET: "ticket" = '\u{e490}',
    TRASH: "trash" = '\u{e4a6}',
    PAUSE_CIRCLE: "pause-circle" = '\u{e3a0}',
    HOURGLASS: "hourglass" = '\u{e2b2}',
    FILE_TEXT: "file-text" = '\u{e23a}',
    MICROPHONE: "microphone" = '\u{e326}',
    PACKAGE: "package" = '\u{e390}',
    STOREFRONT: "storefront" = '\u{e470}',
    HOUSE: "house" = '\u{e2c2}',
    PHONE_CALL: "phone-call" = '\u{e3ba}',
    KEYBOARD: "keyboard" = '\u{e2d8}',
    SIGN_OUT: "sign-out" = '\u{e42a}',
    MINUS: "minus" = '\u{e32a}',
    CLOCK: "clock" = '\u{e19a}',
    ARROW_COUNTER_CLOCKWISE: "arrow-counter-clockwise" = '\u{e038}',
    ARROW_UP: "arrow-up" = '\u{e08e}',
    ARROW_DOWN: "arrow-down" = '\u{e03e}',
    FLOPPY_DISK: "floppy-disk" = '\u{e248}',
    SLIDERS_HORIZONTAL: "sliders-horizontal" = '\u{e434}',
    STAR: "star" = '\u{e46a}',
    USER_SWITCH: "user-switch" = '\u{e756}',
    CHATS_CIRCLE: "chats-circle" = '\u{e17e}',
    FIRST_AID: "first-aid" = '\u{e56e}',
    MONEY: "money" = '\u{e588}',
    FIRE: "fire" = '\u{e242}',
    DROP: "drop" = '\u{e210}',
    LIGHTNING: "lightning" = '\u{e2de}',
    LIST_CHECKS: "list-checks" = '\u{eadc}',
    ARROW_BEND_UP_LEFT: "arrow-bend-up-left" = '\u{e024}',
    DOTS_SIX_VERTICAL: "dots-six-vertical" = '\u{eae2}',
    IMAGE: "image" = '\u{e2ca}',
    PLAY: "play" = '\u{e3d0}',
    FRAME_CORNERS: "frame-corners" = '\u{e626}',
    CORNERS_OUT: "corners-out" = '\u{e1d0}',
    MAP_TRIFOLD: "map-trifold" = '\u{e31a}',
    TREND_UP: "trend-up" = '\u{e4ae}',
    TREND_DOWN: "trend-down" = '\u{e4ac}',
    FLAG: "flag" = '\u{e244}',
    HASH: "hash" = '\u{e2a2}',
    IDENTIFICATION_CARD: "identification-card" = '\u{e2c8}',
    KEY: "key" = '\u{e2d6}',
    NOTEBOOK: "notebook" = '\u{e34e}',
    FILE_PLUS: "file-plus" = '\u{e236}',
    FILES: "files" = '\u{e710}',
    USER_PLUS: "user-plus" = '\u{e4d0}',
    CALENDAR_CHECK: "calendar-check" = '\u{e712}',
    CALENDAR_X: "calendar-x" = '\u{e10c}',
    PULSE: "pulse" = '\u{e000}',
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_icon_has_a_glyph_in_all_three_faces() {
        let context = crate::ui::fonts::test_context();
        let mut lacking = Vec::new();
        for (name, icon) in ALL {
            for cut in [*icon, icon.bold(), icon.fill()] {
                if !context.fonts_mut(|fonts| fonts.has_glyph(&cut.font(16.0), cut.glyph())) {
                    lacking.push((*name, cut.face));
                }
            }
        }
        assert!(lacking.is_empty(), "{lacking:?}");
    }

    #[test]
    fn no_two_names_stand_for_one_glyph() {
        for (at, (name, icon)) in ALL.iter().enumerate() {
            let twin = ALL.iter().skip(at + 1).find(|(_, other)| other.glyph == icon.glyph);
            assert!(twin.is_none(), "{name} and {:?}", twin.map(|(name, _)| name));
        }
    }
}
