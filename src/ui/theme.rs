//! Colours, type and measures of the window: the one place where a colour is written down.

use egui::style::{ScrollStyle, WidgetVisuals};
use egui::{Color32, Context, CornerRadius, FontFamily, FontId, Margin, Shadow, Stroke, Theme, Visuals, vec2};

/// Every colour the window may show, by what it means. Blue can be clicked, amber is nearly late or missing, red is late.
///
/// Take it with [`Tokens::of`] once at the head of a drawing function; the constants are for tests and pictures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tokens {
    /// Ground of navigation, status bar, dashboard and side panels.
    pub app: Color32,
    /// Ground of lists, details, fields and cards.
    pub panel: Color32,
    /// Table heads and fields that can only be read.
    pub sunken: Color32,
    /// Ground under the pointer.
    pub hover: Color32,
    /// Selected row, current stage.
    pub sel: Color32,
    /// Selected row while the list has no focus.
    pub sel_idle: Color32,
    /// Selected navigation item.
    pub navsel: Color32,
    /// Tracks of bars, skeleton, pressed secondary button.
    pub track: Color32,
    /// Tracks of bars on a selected row.
    pub track_sel: Color32,
    /// Lines between panes and around cards.
    pub line: Color32,
    /// Lines between rows.
    pub line2: Color32,
    /// Outline of buttons and fields.
    pub border: Color32,
    /// Outline of a hovered field, check boxes, the 90 % tick.
    pub border3: Color32,
    /// Primary text.
    pub text: Color32,
    /// Secondary text.
    pub sec: Color32,
    /// Tertiary text: labels and second lines.
    pub ter: Color32,
    /// Disabled text, and nothing else.
    pub dis: Color32,
    /// Primary button and focus ring.
    pub accent: Color32,
    /// Primary button under the pointer.
    pub accent_h: Color32,
    /// Primary button pressed.
    pub accent_p: Color32,
    /// Links and selected text.
    pub accent_t: Color32,
    /// Soft blue ground.
    pub accent_s: Color32,
    /// Text on accent or on the solid danger button.
    pub on_accent: Color32,
    /// Confirmed: text.
    pub ok: Color32,
    /// Confirmed: fill.
    pub ok_f: Color32,
    /// Confirmed: soft ground.
    pub ok_s: Color32,
    /// Nearly late or missing: text.
    pub warn: Color32,
    /// Nearly late or missing: fill.
    pub warn_f: Color32,
    /// Nearly late or missing: soft ground.
    pub warn_s: Color32,
    /// Nearly late or missing: outline.
    pub warn_l: Color32,
    /// Late or accident: text.
    pub danger: Color32,
    /// Late or accident: fill.
    pub danger_f: Color32,
    /// Late or accident: soft ground.
    pub danger_s: Color32,
    /// Late or accident: outline.
    pub danger_l: Color32,
    /// Ground of the button that destroys, in a confirm dialog.
    pub danger_solid: Color32,
    /// Appeal to the authority: text and bars. Nothing else is purple.
    pub purple: Color32,
    /// Appeal to the authority: soft ground.
    pub purple_s: Color32,
    /// Neutral chip, avatar.
    pub grey_s: Color32,
    /// Ground of the red counter with white digits.
    pub counter: Color32,
    /// Deadline bar below the warning share.
    pub due: Color32,
    /// Mini stage segment that is done.
    pub stage_done: Color32,
    /// Mini stage segment that is current.
    pub stage_now: Color32,
    /// Desk behind paper previews.
    pub desk: Color32,
    /// Edge of a sheet of paper.
    pub paper_edge: Color32,
    /// Paper itself: white in both themes.
    pub paper: Color32,
    /// Print on paper: black in both themes.
    pub ink: Color32,
    /// Ground of toasts and tips.
    pub toast: Color32,
    /// Text on a toast.
    pub on_toast: Color32,
    /// Quiet text and outlines on a toast.
    pub on_toast_quiet: Color32,
    /// Link on a toast.
    pub toast_link: Color32,
    /// Confirmed mark on a toast.
    pub toast_ok: Color32,
    /// Shadow of floating layers.
    pub shadow: Color32,
    /// Veil over the window while a dialog is open.
    pub veil: Color32,
    /// Chart colours c1 to c6: general quality, accident, market complaint, service, competitor, previous period.
    pub chart: [Color32; 6],
}

const fn hex(rgb: u32) -> Color32 {
    let [_, r, g, b] = rgb.to_be_bytes();
    Color32::from_rgb(r, g, b)
}

impl Tokens {
    /// Light theme (design section 2).
    pub const LIGHT: Self = Self {
        app: hex(0xF4F5F7),
        panel: hex(0xFFFFFF),
        sunken: hex(0xF8F9FB),
        hover: hex(0xF1F3F6),
        sel: hex(0xE8EEFB),
        sel_idle: hex(0xEDEFF3),
        navsel: hex(0xE1E7F3),
        track: hex(0xE6E9EE),
        track_sel: hex(0xCFD8EA),
        line: hex(0xE3E6EB),
        line2: hex(0xEDEFF3),
        border: hex(0xB9C1CC),
        border3: hex(0x8C95A3),
        text: hex(0x1A1F27),
        sec: hex(0x4A5361),
        ter: hex(0x626B79),
        dis: hex(0x9AA3B0),
        accent: hex(0x2B5BC7),
        accent_h: hex(0x244FB0),
        accent_p: hex(0x1E4397),
        accent_t: hex(0x244FB0),
        accent_s: hex(0xE8EEFB),
        on_accent: hex(0xFFFFFF),
        ok: hex(0x1B7446),
        ok_f: hex(0x2E9A63),
        ok_s: hex(0xE6F4EC),
        warn: hex(0x8A5300),
        warn_f: hex(0xE09B1F),
        warn_s: hex(0xFCF0D9),
        warn_l: hex(0xEBCF97),
        danger: hex(0xB42A20),
        danger_f: hex(0xCF3D31),
        danger_s: hex(0xFCEAE8),
        danger_l: hex(0xEFC1BC),
        danger_solid: hex(0xB42A20),
        purple: hex(0x6A3DB0),
        purple_s: hex(0xF1EBFB),
        grey_s: hex(0xEDEFF3),
        counter: hex(0xCF3D31),
        due: hex(0x8FA0B8),
        stage_done: hex(0x9DB4E6),
        stage_now: hex(0x2B5BC7),
        desk: hex(0xE9EBEF),
        paper_edge: hex(0xCDD2DA),
        paper: hex(0xFFFFFF),
        ink: hex(0x000000),
        toast: hex(0x232A35),
        on_toast: hex(0xFFFFFF),
        on_toast_quiet: hex(0xB4BBC7),
        toast_link: hex(0x9DB9F9),
        toast_ok: hex(0x6CCB95),
        shadow: Color32::from_black_alpha(31),
        veil: Color32::from_black_alpha(82),
        chart: [hex(0x335FC6), hex(0xC95536), hex(0xF1B450), hex(0x4CA88D), hex(0x62606B), hex(0xB7DDF7)],
    };

    /// Dark theme (design section 2).
    pub const DARK: Self = Self {
        app: hex(0x14161B),
        panel: hex(0x1B1E25),
        sunken: hex(0x181B21),
        hover: hex(0x232730),
        sel: hex(0x22304F),
        sel_idle: hex(0x2A2F39),
        navsel: hex(0x262C3A),
        track: hex(0x2E333E),
        track_sel: hex(0x384869),
        line: hex(0x2B2F39),
        line2: hex(0x252932),
        border: hex(0x4A5261),
        border3: hex(0x727B8B),
        text: hex(0xE7EAF0),
        sec: hex(0xB4BBC7),
        ter: hex(0x949DAC),
        dis: hex(0x5D6675),
        accent: hex(0x3D6BD8),
        accent_h: hex(0x416EDA),
        accent_p: hex(0x345FC4),
        accent_t: hex(0x9DB9F9),
        accent_s: hex(0x22304F),
        on_accent: hex(0xFFFFFF),
        ok: hex(0x6CCB95),
        ok_f: hex(0x4DB37C),
        ok_s: hex(0x1A3226),
        warn: hex(0xEDB558),
        warn_f: hex(0xE0A23A),
        warn_s: hex(0x382B13),
        warn_l: hex(0x5C4820),
        danger: hex(0xFF8F86),
        danger_f: hex(0xE5604F),
        danger_s: hex(0x412322),
        danger_l: hex(0x6B3531),
        danger_solid: hex(0xB42A20),
        purple: hex(0xC3A6F7),
        purple_s: hex(0x302545),
        grey_s: hex(0x2A2F39),
        counter: hex(0xC2483D),
        due: hex(0x69778E),
        stage_done: hex(0x47629F),
        stage_now: hex(0x86A9F7),
        desk: hex(0x101217),
        paper_edge: hex(0x2B2F39),
        paper: hex(0xFFFFFF),
        ink: hex(0x000000),
        toast: hex(0x232A35),
        on_toast: hex(0xFFFFFF),
        on_toast_quiet: hex(0xB4BBC7),
        toast_link: hex(0x9DB9F9),
        toast_ok: hex(0x6CCB95),
        shadow: Color32::from_black_alpha(128),
        veil: Color32::from_black_alpha(128),
        chart: [hex(0x6F97F0), hex(0xE07B5E), hex(0xF1BE63), hex(0x62BFA3), hex(0xA3A3AE), hex(0x3E5F7E)],
    };

    /// The colours of the theme the window shows now. A `&Ui` works as well: it derefs to the context.
    #[must_use]
    pub fn of(ctx: &Context) -> &'static Self {
        Self::by(ctx.theme())
    }

    /// The colours of one theme.
    #[must_use]
    pub const fn by(theme: Theme) -> &'static Self {
        match theme {
            Theme::Light => &Self::LIGHT,
            Theme::Dark => &Self::DARK,
        }
    }
}

/// Measures in points at 100 % (design sections 3 and 4).
pub mod size {
    /// Width of the navigation and of the rail it becomes below [`RAIL_BELOW`].
    pub const NAV: f32 = 204.0;
    /// Width of the collapsed navigation.
    pub const RAIL: f32 = 52.0;
    /// Window width below which the navigation is a rail.
    pub const RAIL_BELOW: f32 = 1360.0;
    /// Window width below which the detail pane closes.
    pub const DETAIL_BELOW: f32 = 1200.0;
    /// Height of one navigation item.
    pub const NAV_ITEM: f32 = 30.0;
    /// Height of the toolbar.
    pub const TOOLBAR: f32 = 48.0;
    /// Height of the filter bar.
    pub const FILTER_BAR: f32 = 42.0;
    /// Height of a table head.
    pub const TABLE_HEAD: f32 = 28.0;
    /// Height of the status bar.
    pub const STATUS_BAR: f32 = 26.0;
    /// Height of the action bar.
    pub const ACTION_BAR: f32 = 52.0;
    /// Height of one worklist row.
    pub const ROW: f32 = 46.0;
    /// Height of a group header in the worklist.
    pub const GROUP: f32 = 28.0;
    /// Height of a button.
    pub const BUTTON: f32 = 30.0;
    /// Height of a small button or a filter.
    pub const BUTTON_SMALL: f32 = 26.0;
    /// Height of a field in a form; settings use [`BUTTON`].
    pub const FIELD: f32 = 32.0;
    /// Height of a chip.
    pub const CHIP: f32 = 20.0;
    /// Height of a key cap.
    pub const KEY_CAP: f32 = 18.0;
    /// Inset of the detail pane.
    pub const INSET: f32 = 20.0;
    /// Radius of thumbnails.
    pub const R_THUMB: f32 = 3.0;
    /// Radius of chips and key caps.
    pub const R_CHIP: f32 = 4.0;
    /// Radius of buttons, fields and navigation items.
    pub const R_BUTTON: f32 = 6.0;
    /// Radius of panels.
    pub const R_PANEL: f32 = 8.0;
    /// Radius of floating layers.
    pub const R_FLOAT: f32 = 10.0;
}

/// Type styles (design section 3). Chinese sentences never below [`font::meta`].
pub mod font {
    use super::{FontFamily, FontId};

    /// Family of the second weight.
    #[must_use]
    pub fn medium() -> FontFamily {
        FontFamily::Name("ui-medium".into())
    }

    /// Figures of the dashboard, title of the first run: 26 medium.
    #[must_use]
    pub fn display() -> FontId {
        FontId::new(26.0, medium())
    }

    /// Title of a case, big countdown: 20 medium.
    #[must_use]
    pub fn title() -> FontId {
        FontId::new(20.0, medium())
    }

    /// Title of a screen: 16 medium.
    #[must_use]
    pub fn heading() -> FontId {
        FontId::new(16.0, medium())
    }

    /// Text of dialogs: 14.
    #[must_use]
    pub const fn body_l() -> FontId {
        FontId::new(14.0, FontFamily::Proportional)
    }

    /// Titles of cards and groups: 14 medium.
    #[must_use]
    pub fn body_l_medium() -> FontId {
        FontId::new(14.0, medium())
    }

    /// Everything else: 13.
    #[must_use]
    pub const fn body() -> FontId {
        FontId::new(13.0, FontFamily::Proportional)
    }

    /// Customer, buttons, key values: 13 medium.
    #[must_use]
    pub fn body_medium() -> FontId {
        FontId::new(13.0, medium())
    }

    /// Second lines, labels, table heads, chips: 12.
    #[must_use]
    pub const fn meta() -> FontId {
        FontId::new(12.0, FontFamily::Proportional)
    }

    /// Deadlines and filter values: 12 medium.
    #[must_use]
    pub fn meta_medium() -> FontId {
        FontId::new(12.0, medium())
    }

    /// Key caps, figures on axes, small times: 11. Never a Chinese sentence.
    #[must_use]
    pub const fn micro() -> FontId {
        FontId::new(11.0, FontFamily::Proportional)
    }
}

/// Shadow of menus, popups, toasts and dialogs.
#[must_use]
pub const fn float_shadow(tokens: &Tokens) -> Shadow {
    Shadow { offset: [0, 6], blur: 20, spread: 0, color: tokens.shadow }
}

/// Gives the window its looks in both themes. Call once at start, after [`super::fonts::install`].
pub fn install(ctx: &Context) {
    for theme in [Theme::Light, Theme::Dark] {
        ctx.style_mut_of(theme, |style| {
            style.visuals = visuals(theme);
            style.animation_time = 0.12;
            style.interaction.selectable_labels = false;
            style.text_styles = text_styles();
            let spacing = &mut style.spacing;
            spacing.item_spacing = vec2(8.0, 6.0);
            spacing.button_padding = vec2(11.0, 5.0);
            spacing.interact_size.y = size::BUTTON;
            spacing.menu_margin = Margin::same(4);
            spacing.scroll = scroll();
        });
    }
}

fn text_styles() -> std::collections::BTreeMap<egui::TextStyle, FontId> {
    use egui::TextStyle::{Body, Button, Heading, Monospace, Small};
    [
        (Heading, font::heading()),
        (Body, font::body()),
        (Button, font::body_medium()),
        (Small, font::meta()),
        (Monospace, font::body()),
    ]
    .into()
}

fn scroll() -> ScrollStyle {
    ScrollStyle { bar_width: 8.0, floating_width: 4.0, handle_min_length: 24.0, ..ScrollStyle::floating() }
}

fn visuals(theme: Theme) -> Visuals {
    let t = Tokens::by(theme);
    let mut v = if theme == Theme::Dark { Visuals::dark() } else { Visuals::light() };
    v.panel_fill = t.panel;
    v.window_fill = t.panel;
    v.extreme_bg_color = t.panel;
    v.text_edit_bg_color = Some(t.panel);
    v.faint_bg_color = t.sunken;
    v.code_bg_color = t.grey_s;
    v.hyperlink_color = t.accent_t;
    v.warn_fg_color = t.warn;
    v.error_fg_color = t.danger;
    v.weak_text_color = Some(t.ter);
    v.selection.bg_fill = t.track_sel;
    v.selection.stroke = Stroke::new(1.0, t.accent);
    v.window_corner_radius = CornerRadius::same(10);
    v.menu_corner_radius = CornerRadius::same(10);
    v.window_shadow = float_shadow(t);
    v.popup_shadow = float_shadow(t);
    v.window_stroke = Stroke::new(1.0, t.line);
    v.text_cursor.blink = false;
    v.text_cursor.stroke = Stroke::new(1.5, t.accent);
    v.disabled_alpha = 1.0;
    let widget = |ground: Color32, line: Color32, ink: Color32| WidgetVisuals {
        bg_fill: ground,
        weak_bg_fill: ground,
        bg_stroke: Stroke::new(1.0, line),
        corner_radius: CornerRadius::same(6),
        fg_stroke: Stroke::new(1.0, ink),
        expansion: 0.0,
    };
    v.widgets.noninteractive = widget(t.panel, t.line, t.text);
    v.widgets.inactive = widget(t.panel, t.border, t.text);
    v.widgets.hovered = widget(t.hover, t.border3, t.text);
    v.widgets.active = widget(t.track, t.accent, t.text);
    v.widgets.open = widget(t.hover, t.border3, t.text);
    v
}

#[cfg(test)]
mod tests {
    use super::*;

    fn luminance(c: Color32) -> f64 {
        let linear = |v: u8| {
            let v = f64::from(v) / 255.0;
            if v <= 0.040_45 { v / 12.92 } else { ((v + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * linear(c.r()) + 0.7152 * linear(c.g()) + 0.0722 * linear(c.b())
    }

    fn contrast(a: Color32, b: Color32) -> f64 {
        let (a, b) = (luminance(a), luminance(b));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    #[test]
    fn every_text_colour_reads_on_every_ground_it_may_sit_on() {
        for t in [Tokens::LIGHT, Tokens::DARK] {
            let inks = [t.text, t.sec, t.ter, t.accent_t, t.ok, t.warn, t.danger, t.purple];
            for (at, ink) in inks.into_iter().enumerate() {
                for ground in [t.panel, t.app, t.sunken, t.hover, t.sel] {
                    assert!(contrast(ink, ground) >= 4.5, "ink {at} on {ground:?}: {:.2}", contrast(ink, ground));
                }
            }
            for (ink, ground) in [
                (t.ok, t.ok_s),
                (t.warn, t.warn_s),
                (t.danger, t.danger_s),
                (t.purple, t.purple_s),
                (t.accent_t, t.accent_s),
                (t.sec, t.grey_s),
                (t.on_accent, t.accent),
                (t.on_accent, t.accent_h),
                (t.on_accent, t.accent_p),
                (t.on_accent, t.counter),
                (t.on_accent, t.danger_solid),
                (t.on_toast, t.toast),
                (t.on_toast_quiet, t.toast),
                (t.toast_link, t.toast),
            ] {
                assert!(contrast(ink, ground) >= 4.5, "{ink:?} on {ground:?}: {:.2}", contrast(ink, ground));
            }
        }
    }

    #[test]
    fn the_tick_at_ninety_percent_stands_out_three_to_one() {
        for t in [Tokens::LIGHT, Tokens::DARK] {
            assert!(contrast(t.border3, t.panel) >= 3.0);
        }
    }

    #[test]
    fn both_themes_are_installed_and_nothing_blinks() {
        let ctx = Context::default();
        install(&ctx);
        for theme in [Theme::Light, Theme::Dark] {
            let style = ctx.style_of(theme);
            assert_eq!(style.visuals.panel_fill, Tokens::by(theme).panel);
            assert!(!style.visuals.text_cursor.blink);
            assert!((style.animation_time - 0.12).abs() < 1e-6);
        }
    }
}
