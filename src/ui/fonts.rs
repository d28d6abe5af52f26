//! The faces of the window, unpacked at start and handed to egui.
//!
//! Families: `ui` (also the proportional and the monospace family), `ui-medium`, `icon`, `icon-bold`, `icon-fill`.

use std::io::Read as _;
use std::sync::Arc;

use egui::epaint::text::{FontData, FontTweak};
use egui::{FontDefinitions, FontFamily};

/// Hanzi of Noto Sans SC stand this share of an em too low in a centred box.
const LIFT: f32 = -0.055;

/// A face in the program could not be unpacked: the program file is damaged.
#[derive(Debug, thiserror::Error)]
#[error("face {name} cannot be unpacked")]
pub struct FontError {
    name: &'static str,
    #[source]
    source: std::io::Error,
}

struct Packed {
    name: &'static str,
    bytes: &'static [u8],
    lift: f32,
}

const FACES: [Packed; 6] = [
    Packed { name: "sans", bytes: include_bytes!("../../assets/fonts/NotoSansSC-Regular.ttf.gz"), lift: LIFT },
    Packed {
        name: "sans-medium",
        bytes: include_bytes!("../../assets/fonts/NotoSansSC-Medium-GB2312.ttf.gz"),
        lift: LIFT,
    },
    Packed { name: "rare", bytes: include_bytes!("../../assets/fonts/KesuRareMing.ttf.gz"), lift: LIFT },
    Packed { name: "icon", bytes: include_bytes!("../../assets/fonts/Phosphor.ttf.gz"), lift: 0.0 },
    Packed { name: "icon-bold", bytes: include_bytes!("../../assets/fonts/Phosphor-Bold.ttf.gz"), lift: 0.0 },
    Packed { name: "icon-fill", bytes: include_bytes!("../../assets/fonts/Phosphor-Fill.ttf.gz"), lift: 0.0 },
];

fn unpack(face: &Packed) -> Result<Vec<u8>, FontError> {
    let mut bytes = Vec::new();
    flate2::read::GzDecoder::new(face.bytes)
        .read_to_end(&mut bytes)
        .map_err(|source| FontError { name: face.name, source })?;
    Ok(bytes)
}

/// All families of the window.
///
/// # Errors
/// [`FontError`] names the face that could not be unpacked.
pub fn definitions() -> Result<FontDefinitions, FontError> {
    let unpacked: Vec<Result<Vec<u8>, FontError>> = std::thread::scope(|scope| {
        let handles: Vec<_> = FACES.iter().map(|face| scope.spawn(move || unpack(face))).collect();
        handles.into_iter().zip(&FACES).map(|(handle, face)| handle.join().unwrap_or_else(|_| unpack(face))).collect()
    });
    let mut fonts = FontDefinitions::empty();
    for (face, bytes) in FACES.iter().zip(unpacked) {
        let tweak = FontTweak { y_offset_factor: face.lift, ..FontTweak::default() };
        fonts.font_data.insert(face.name.to_owned(), Arc::new(FontData::from_owned(bytes?).tweak(tweak)));
    }
    let plain = ["sans", "icon", "rare"];
    for (family, faces) in [
        (FontFamily::Proportional, &plain[..]),
        (FontFamily::Monospace, &plain),
        (FontFamily::Name("ui".into()), &plain),
        (FontFamily::Name("ui-medium".into()), &["sans-medium", "sans", "icon", "rare"]),
        (FontFamily::Name("icon".into()), &["icon", "sans"]),
        (FontFamily::Name("icon-bold".into()), &["icon-bold", "icon", "sans"]),
        (FontFamily::Name("icon-fill".into()), &["icon-fill", "icon", "sans"]),
    ] {
        fonts.families.insert(family, faces.iter().map(|&name| name.to_owned()).collect());
    }
    Ok(fonts)
}

/// Hands the faces to the window; they hold from the next frame on. Call once at start.
///
/// # Errors
/// As [`definitions`].
pub fn install(ctx: &egui::Context) -> Result<(), FontError> {
    ctx.set_fonts(definitions()?);
    Ok(())
}

/// A context with faces and looks, one empty frame old, so that text can be laid out.
#[cfg(test)]
pub(crate) fn test_context() -> egui::Context {
    let ctx = egui::Context::default();
    install(&ctx).expect("the faces unpack");
    super::theme::install(&ctx);
    let mut out = ctx.run_ui(egui::RawInput::default(), |_| ());
    out.textures_delta.clear();
    ctx
}

#[cfg(test)]
mod tests {
    use super::*;
    use egui::FontId;

    #[test]
    fn every_family_draws_hanzi_figures_and_rare_names() {
        let ctx = test_context();
        for family in [FontFamily::Proportional, FontFamily::Monospace]
            .into_iter()
            .chain(["ui", "ui-medium"].map(|name| FontFamily::Name(name.into())))
        {
            for c in "客诉台 0123456789 AaZz ㎡ ￥ · → 龘 䶮 㛃 𬎆 𠮷 堃 喆".chars() {
                let font = FontId::new(13.0, family.clone());
                assert!(ctx.fonts_mut(|fonts| fonts.has_glyph(&font, c)), "{family:?} lacks {c}");
            }
        }
    }

    #[test]
    fn figures_are_equally_wide() {
        let ctx = test_context();
        let widths: Vec<f32> = ('0'..='9')
            .map(|c| ctx.fonts_mut(|fonts| fonts.glyph_width(&super::super::theme::font::body(), c)))
            .collect();
        assert!(widths.windows(2).all(|pair| (pair[0] - pair[1]).abs() < 1e-3), "{widths:?}");
    }
}
