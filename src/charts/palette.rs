//! The colours of charts: light, dark and print. Plain bytes, so that screen and paper read the same values.

/// Red, green, blue.
pub type Rgb = [u8; 3];

/// One set of chart colours; the meaning of each is the same in all sets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Palette {
    /// The ground the chart lies on; hollow points are filled with it.
    pub ground: Rgb,
    /// Class colours in the fixed order of the classes. The first is also that of a single series.
    pub classes: [Rgb; 5],
    /// Label colour inside a segment of each class; the second class is too narrow for labels and has none.
    pub on_classes: [Option<Rgb>; 5],
    /// Previous period, minor marks, intervals.
    pub minor: Rgb,
    /// Overdue buckets, youngest to oldest.
    pub ageing: [Rgb; 5],
    /// Cells of a matrix, from nothing to the most.
    pub heat: [Rgb; 6],
    /// Label colour inside each of them.
    pub on_heat: [Rgb; 6],
    /// The empty part of a bar's track.
    pub track: Rgb,
    pub grid: Rgb,
    /// Names and totals.
    pub text: Rgb,
    /// Legends and notes.
    pub secondary: Rgb,
    /// Axis figures.
    pub tertiary: Rgb,
    /// The target line and its label.
    pub target: Rgb,
}

const fn hex(value: u32) -> Rgb {
    let [_, red, green, blue] = value.to_be_bytes();
    [red, green, blue]
}

const WHITE: Rgb = hex(0xFF_FFFF);
const INK: Rgb = hex(0x1A_1F27);
const PALE: Rgb = hex(0xE7EAF0);
const CLASSES_ON_WHITE: [Rgb; 5] = [hex(0x335FC6), hex(0xC95536), hex(0xF1B450), hex(0x4CA88D), hex(0x62606B)];
const LABELS_ON_WHITE: [Option<Rgb>; 5] = [Some(WHITE), None, Some(INK), Some(INK), Some(WHITE)];
const AGEING_ON_WHITE: [Rgb; 5] = [hex(0xEBC0B2), hex(0xDE9A85), hex(0xD27A5F), hex(0xC95536), hex(0x93341C)];

impl Palette {
    pub const LIGHT: Self = Self {
        ground: WHITE,
        classes: CLASSES_ON_WHITE,
        on_classes: LABELS_ON_WHITE,
        minor: hex(0xB7DDF7),
        ageing: AGEING_ON_WHITE,
        heat: [hex(0xF3F6FB), hex(0xDCE7F8), hex(0xBCD1F1), hex(0x92B3E6), hex(0x6590D8), hex(0x3F6DC4)],
        on_heat: [INK, INK, INK, INK, INK, WHITE],
        track: hex(0xF4F5F7),
        grid: hex(0xEDEFF3),
        text: INK,
        secondary: hex(0x4A5361),
        tertiary: hex(0x626B79),
        target: hex(0x1B7446),
    };

    /// The oldest bucket is the brightest here: what must be seen stands out from the ground in both themes.
    pub const DARK: Self = Self {
        ground: hex(0x1B1E25),
        classes: [hex(0x6F97F0), hex(0xE07B5E), hex(0xF1BE63), hex(0x62BFA3), hex(0xA3A3AE)],
        on_classes: [Some(hex(0x14161B)), None, Some(hex(0x14161B)), Some(hex(0x14161B)), Some(hex(0x14161B))],
        minor: hex(0x3E5F7E),
        ageing: [hex(0x6B4235), hex(0x8A4F3D), hex(0xAB5D45), hex(0xD5734F), hex(0xF6A086)],
        heat: [hex(0x232A38), hex(0x26354F), hex(0x2B4470), hex(0x325699), hex(0x5F8AE0), hex(0x9DBBF8)],
        on_heat: [PALE, PALE, PALE, PALE, hex(0x14161B), hex(0x14161B)],
        track: hex(0x232730),
        grid: hex(0x2B2F39),
        text: hex(0xE7EAF0),
        secondary: hex(0xB4BBC7),
        tertiary: hex(0x949DAC),
        target: hex(0x6CCB95),
    };

    /// Light, with darker greys: thin grey lines and small grey figures fade on paper.
    pub const PRINT: Self = Self {
        grid: hex(0xD5D9E0),
        track: hex(0xEDEFF3),
        text: hex(0x000000),
        secondary: hex(0x2B313B),
        tertiary: hex(0x4A5361),
        ..Self::LIGHT
    };

    /// The set of a theme on screen.
    #[must_use]
    pub fn on_screen(dark: bool) -> &'static Self {
        if dark { &Self::DARK } else { &Self::LIGHT }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn luminance(colour: Rgb) -> f64 {
        let linear = |channel: u8| {
            let value = f64::from(channel) / 255.0;
            if value <= 0.040_45 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * linear(colour[0]) + 0.7152 * linear(colour[1]) + 0.0722 * linear(colour[2])
    }

    fn contrast(a: Rgb, b: Rgb) -> f64 {
        let (a, b) = (luminance(a), luminance(b));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    #[test]
    fn every_text_reads_on_its_ground() {
        for (name, set) in [("light", Palette::LIGHT), ("dark", Palette::DARK), ("print", Palette::PRINT)] {
            for text in [set.text, set.secondary, set.tertiary, set.target] {
                assert!(contrast(text, set.ground) >= 4.5, "{name}: {text:?}");
            }
            for (class, label) in set.classes.iter().zip(set.on_classes) {
                let Some(label) = label else { continue };
                assert!(contrast(label, *class) >= 4.5, "{name}: {label:?} on {class:?}");
            }
            for (step, label) in set.heat.iter().zip(set.on_heat) {
                assert!(contrast(label, *step) >= 4.5, "{name}: {label:?} on {step:?}");
            }
        }
    }

    #[test]
    fn older_buckets_and_fuller_cells_stand_out_more_in_every_set() {
        for set in [Palette::LIGHT, Palette::DARK, Palette::PRINT] {
            let steps: Vec<f64> = set.ageing.iter().map(|colour| contrast(*colour, set.ground)).collect();
            assert!(steps.is_sorted(), "{steps:?}");
            let steps: Vec<f64> = set.heat.iter().map(|colour| contrast(*colour, set.ground)).collect();
            assert!(steps.is_sorted() && steps.windows(2).all(|pair| pair[1] / pair[0] > 1.08), "{steps:?}");
        }
    }
}
