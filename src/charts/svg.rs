//! A picture as an SVG file: the same shapes as on screen and paper, texts as texts.

use std::fmt::Write as _;

use super::display::{Ink, Label, Shape};
use super::{Picture, Weight};

/// Faces a reader may have, the one that was measured with first.
const FAMILIES: &str =
    "'Noto Sans SC','Noto Sans CJK SC','Source Han Sans SC','Microsoft YaHei','PingFang SC',sans-serif";

/// Writes `picture` on the ground given, with its name and, as description, what every mark stands for.
///
/// A text is as long as it was measured, so that it keeps its room where the face is missing.
#[must_use]
pub fn svg(picture: &Picture, name: &str, ground: super::palette::Rgb) -> String {
    let (width, height) = (number(picture.width), number(picture.height));
    let mut out = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" \
         height=\"{height}\" viewBox=\"0 0 {width} {height}\" role=\"img\" font-family=\"{FAMILIES}\">\n\
         <title>{}</title>\n<desc>{}</desc>\n",
        escaped(name),
        escaped(&picture.spoken())
    );
    let [red, green, blue] = ground;
    // Writing to a string cannot fail.
    let _ = writeln!(out, "<rect width=\"{width}\" height=\"{height}\" fill=\"#{red:02X}{green:02X}{blue:02X}\"/>");
    for shape in &picture.shapes {
        write(&mut out, shape);
    }
    out.push_str("</svg>\n");
    out
}

fn write(out: &mut String, shape: &Shape) {
    let outlined = |width: &Option<f32>, ink: Ink| match width {
        None => paint("fill", ink),
        Some(width) => format!("fill=\"none\" {} stroke-width=\"{}\"", paint("stroke", ink), number(*width)),
    };
    let _ = match shape {
        Shape::Line { points, width, ink } => writeln!(
            out,
            "<polyline points=\"{}\" fill=\"none\" {} stroke-width=\"{}\" stroke-linejoin=\"round\"/>",
            list(points),
            paint("stroke", *ink),
            number(*width)
        ),
        Shape::Polygon { points, ink } => {
            writeln!(out, "<polygon points=\"{}\" {}/>", list(points), paint("fill", *ink))
        }
        Shape::Rect { bounds: b, width, ink } => writeln!(
            out,
            "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" {}/>",
            number(b.left),
            number(b.top),
            number(b.width()),
            number(b.height()),
            outlined(width, *ink)
        ),
        Shape::Circle { at: [x, y], radius, width, ink } => writeln!(
            out,
            "<circle cx=\"{}\" cy=\"{}\" r=\"{}\" {}/>",
            number(*x),
            number(*y),
            number(*radius),
            outlined(width, *ink)
        ),
        Shape::Text(label) => writeln!(out, "{}", text(label)),
    };
}

fn text(label: &Label) -> String {
    let [x, y] = label.baseline();
    let weight = match label.weight {
        Weight::Regular => "",
        Weight::Medium => " font-weight=\"500\"",
    };
    let turn = match label.quarter_turns % 4 {
        0 => String::new(),
        turns => {
            let [x, y] = label.at;
            format!(" transform=\"rotate({} {} {})\"", u32::from(turns) * 90, number(x), number(y))
        }
    };
    format!(
        "<text x=\"{}\" y=\"{}\" font-size=\"{}\" textLength=\"{}\" lengthAdjust=\"spacingAndGlyphs\"{weight}{turn} {}>{}</text>",
        number(x),
        number(y),
        number(label.em),
        number(label.width),
        paint("fill", label.ink),
        escaped(&label.text)
    )
}

fn paint(what: &str, ink: Ink) -> String {
    let [red, green, blue] = ink.rgb;
    let clear = if ink.alpha == 255 {
        String::new()
    } else {
        format!(" {what}-opacity=\"{}\"", number(f32::from(ink.alpha) / 255.0))
    };
    format!("{what}=\"#{red:02X}{green:02X}{blue:02X}\"{clear}")
}

fn list(points: &[[f32; 2]]) -> String {
    points.iter().map(|[x, y]| format!("{},{}", number(*x), number(*y))).collect::<Vec<_>>().join(" ")
}

/// Hundredths of a point, without needless places.
fn number(value: f32) -> String {
    let text = format!("{value:.2}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// Signs that mean something to XML are replaced, those it cannot carry are left out.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for sign in text.chars() {
        match sign {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' | '\t' => out.push(sign),
            sign if sign.is_control() => {}
            sign => out.push(sign),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::super::measure::tests::faces;
    use super::super::on_time::{View, Words};
    use super::super::{Palette, record};
    use super::*;
    use crate::figures::Share;
    use crate::figures::on_time::{OnTime, Period, Step};

    fn drawn() -> Picture {
        let period = |at: u32| Period {
            label: format!("W{at}"),
            start: chrono::NaiveDate::from_isoywd_opt(2026, at, chrono::Weekday::Mon).unwrap(),
            share: Share::of(900 + at, 1000),
            holidays: if at == 2 { vec!["春节 <A&B>".to_owned()] } else { Vec::new() },
        };
        let on_time = OnTime {
            step: Step::Week,
            periods: (1..=3).map(period).collect(),
            target_tenths: 950,
            compared: Vec::new(),
        };
        let [target, rate, closed, due, interval] = ["目标", "率", "办结", "应", "区间"].map(str::to_owned);
        let words = Words { target, rate, closed, due, interval };
        let view = View { on_time: &on_time, words: &words };
        record((330.0, 200.0), &faces(), |area, scale| {
            super::super::on_time::on_time(area, view, &Palette::PRINT, scale)
        })
        .unwrap()
    }

    #[test]
    fn every_shape_is_written_once_and_texts_stay_texts() {
        let picture = drawn();
        let text = svg(&picture, "趋势 & 目标", [255; 3]);
        let count = |tag: &str| text.matches(tag).count();
        let circles = picture.shapes.iter().filter(|shape| matches!(shape, Shape::Circle { .. })).count();
        assert_eq!((count("<circle"), count("<text")), (circles, picture.labels().count()));
        assert!(text.contains("<title>趋势 &amp; 目标</title>") && text.contains(">春节 &lt;A&amp;B&gt;</text>"));
        assert!(text.contains("W2  春节 &lt;A&amp;B&gt;: 率 90.2 %"), "the description tells every mark");
        assert!(text.starts_with("<?xml") && text.ends_with("</svg>\n") && !text.contains("NaN"));
    }

    /// The one rule of text sizes: the size in the file is the size in points, and the length is the measured one.
    #[test]
    fn a_text_has_the_size_and_length_it_was_measured_with() {
        let picture = drawn();
        let text = svg(&picture, "", [255; 3]);
        for label in picture.labels() {
            let size = format!("font-size=\"{}\" textLength=\"{}\"", number(label.em), number(label.width));
            assert!(text.contains(&size), "{size}");
        }
    }

    #[test]
    fn signs_xml_cannot_carry_are_left_out() {
        assert_eq!(escaped("a\u{1}b\u{b}c\"<"), "abc&quot;&lt;");
        assert_eq!([0.0, 100.0, 12.5, 7.2561].map(number), ["0", "100", "12.5", "7.26"]);
    }
}
