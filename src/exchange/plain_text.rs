//! Text files as grids: encoding, delimiter, quotes.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{BIG5, Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE};

use super::cell::Cell;
use super::fault::{ReadFault, ReadLimits};
use super::grid::{Grid, GridBuilder};

/// The encodings a person can choose from, by the names a [`Table`](super::table::Table) gives them.
pub const ENCODINGS: [&str; 5] = ["UTF-8", "gb18030", "Big5", "UTF-16LE", "UTF-16BE"];
/// The delimiters that are tried, and that a person can choose from.
pub const DELIMITERS: [char; 4] = [',', '\t', ';', '|'];
/// Lines looked at to choose the delimiter.
const SAMPLE_LINES: usize = 60;
/// A field with more line breaks than this began with a quotation mark that nobody closed.
const MOST_LINES_IN_A_FIELD: usize = 200;

/// A text with the name of the encoding it was in.
pub(super) struct Decoded {
    pub text: String,
    pub encoding: &'static str,
    /// Some bytes meant no character and were replaced.
    pub lossy: bool,
}

/// How a person wants a text file to be read; what is not said is recognised from the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct AsText {
    /// A name that [`encoding_of`] gave; any other counts as none.
    pub encoding: Option<&'static str>,
    pub delimiter: Option<char>,
}

/// The encoding with this name or label (`gbk`, `utf8`, `utf-16le`, …), as its usual name; `None` when there is none.
/// GBK and GB2312 are read as GB18030, which holds both.
#[must_use]
pub fn encoding_of(label: &str) -> Option<&'static str> {
    labelled(label).map(Encoding::name)
}

fn labelled(label: &str) -> Option<&'static Encoding> {
    let found = Encoding::for_label(label.trim().as_bytes())?;
    Some(if found == encoding_rs::GBK { GB18030 } else { found })
}

/// Turns bytes into text. `label` names an encoding a person chose; an unknown label counts as none.
pub(super) fn decode(bytes: &[u8], label: Option<&str>) -> Result<Decoded, ReadFault> {
    let chosen = label.and_then(labelled);
    let (encoding, bytes) = match (chosen, Encoding::for_bom(bytes)) {
        // The choice of a person goes before the mark, which may be wrong.
        (Some(chosen), Some((marked, _))) if chosen != marked => (chosen, bytes),
        (_, Some((encoding, skip))) => (encoding, &bytes[skip..]),
        (Some(encoding), None) => (encoding, bytes),
        (None, None) => (guess(bytes)?, bytes),
    };
    let (text, lossy) = encoding.decode_without_bom_handling(bytes);
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let strange = text.chars().take(20_000).filter(|c| c.is_control() && !matches!(c, '\n' | '\t' | '\u{b}' | '\u{c}'));
    if strange.count() * 50 > text.chars().take(20_000).count() {
        return Err(ReadFault::NotATable);
    }
    Ok(Decoded { text, encoding: encoding.name(), lossy })
}

fn guess(bytes: &[u8]) -> Result<&'static Encoding, ReadFault> {
    let sample = &bytes[..bytes.len().min(64 << 10)];
    let zeros = |odd: usize| sample.iter().skip(odd).step_by(2).filter(|byte| **byte == 0).count();
    let (high_first, low_first) = (zeros(0), zeros(1));
    if high_first + low_first > 0 {
        // Commas and line ends of a UTF-16 file have one zero byte each, all on the same side.
        return match (high_first, low_first) {
            (high, low) if low > 4 * high && low * 100 > sample.len() => Ok(UTF_16LE),
            (high, low) if high > 4 * low && high * 100 > sample.len() => Ok(UTF_16BE),
            _ => Err(ReadFault::NotATable),
        };
    }
    if std::str::from_utf8(bytes).is_ok() {
        return Ok(UTF_8);
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let guessed = detector.guess(Some(b"cn"), Utf8Detection::Allow);
    let fits = |encoding: &'static Encoding| !encoding.decode_without_bom_handling(bytes).1;
    Ok(match guessed {
        _ if guessed == BIG5 && fits(BIG5) => BIG5,
        // GB18030 holds all of GBK; a text that fits it without a fault is Chinese here.
        _ if guessed == encoding_rs::GBK || fits(GB18030) => GB18030,
        _ => guessed,
    })
}

/// A text as a grid, with what had to be assumed.
pub(super) struct Parsed {
    pub grid: Grid,
    pub delimiter: u8,
    /// Lines whose number of fields is not the usual one.
    pub ragged: usize,
    /// A quotation mark was never closed, so quotation marks were taken as ordinary characters.
    pub unbalanced: bool,
    /// Part of the lines that have the usual number of fields, 0 to 1.
    pub regular: f64,
}

/// Splits the text into fields by the delimiter a person chose, the one the text states, or the one that fits best. A text
/// without any delimiter is one column.
pub(super) fn parse(text: &str, chosen: Option<char>, limits: &ReadLimits) -> Result<Parsed, ReadFault> {
    let (text, stated) = stated_delimiter(text);
    let chosen = chosen.and_then(|delimiter| u8::try_from(delimiter).ok());
    let delimiter = chosen.or(stated).unwrap_or_else(|| choose_delimiter(text));
    let first_line = if stated.is_some() { 2 } else { 1 };
    match split(text, delimiter, true, first_line, limits)? {
        Some(parsed) => Ok(parsed),
        None => split(text, delimiter, false, first_line, limits)?.ok_or(ReadFault::NotATable),
    }
}

/// The first line `sep=;`, by which some programs tell a spreadsheet the delimiter.
fn stated_delimiter(text: &str) -> (&str, Option<u8>) {
    let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
    match first.trim().trim_matches('"').strip_prefix("sep=").map(str::as_bytes) {
        Some(&[delimiter]) => (rest, Some(delimiter)),
        Some([]) => (rest, Some(b'\t')),
        _ => (text, None),
    }
}

fn choose_delimiter(text: &str) -> u8 {
    let end = text.match_indices('\n').nth(SAMPLE_LINES * 4).map_or(text.len(), |(at, _)| at);
    let score = |delimiter: u8| {
        let widths: Vec<usize> = records(&text[..end], delimiter, true)
            .filter_map(Result::ok)
            .take(SAMPLE_LINES)
            .map(|record| record.len())
            .collect();
        let usual = usual_width(&widths);
        let regular = widths.iter().filter(|width| **width == usual).count() as f64 / widths.len().max(1) as f64;
        if usual < 2 { 0.0 } else { regular * (usual as f64).ln_1p() }
    };
    let mut best = (0.0, b',');
    for delimiter in DELIMITERS.map(|delimiter| delimiter as u8) {
        let score = score(delimiter);
        if score > best.0 {
            best = (score, delimiter);
        }
    }
    best.1
}

fn usual_width(widths: &[usize]) -> usize {
    let mut counts = std::collections::BTreeMap::new();
    for width in widths {
        *counts.entry(*width).or_insert(0_usize) += 1;
    }
    counts.into_iter().max_by_key(|(_, count)| *count).map_or(0, |(width, _)| width)
}

fn records(text: &str, delimiter: u8, quoting: bool) -> impl Iterator<Item = csv::Result<csv::StringRecord>> {
    csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .quoting(quoting)
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes())
        .into_records()
}

/// `None` when an unclosed quotation mark swallowed lines.
fn split(
    text: &str,
    delimiter: u8,
    quoting: bool,
    first_line: u64,
    limits: &ReadLimits,
) -> Result<Option<Parsed>, ReadFault> {
    let mut builder = GridBuilder::new(limits);
    let mut widths = Vec::new();
    let mut lines_inside = 0;
    for record in records(text, delimiter, quoting) {
        let record = record.map_err(|error| ReadFault::Damaged(error.to_string()))?;
        // A spreadsheet counts a record with line breaks in its fields as one row.
        let line = start_line(text, &record).saturating_sub(lines_inside) + first_line - 1;
        for (column, field) in record.iter().enumerate() {
            let breaks = field.matches('\n').count();
            if quoting && breaks > MOST_LINES_IN_A_FIELD {
                return Ok(None);
            }
            lines_inside += breaks as u64;
            builder.push(line as u32, column as u32, Cell::from_text(bare(field)))?;
        }
        if record.iter().any(|field| !field.trim().is_empty()) {
            widths.push(record.len());
        }
    }
    let usual = usual_width(&widths);
    let ragged = widths.iter().filter(|width| **width != usual).count();
    let regular = 1.0 - ragged as f64 / widths.len().max(1) as f64;
    Ok(Some(Parsed { grid: builder.finish(String::new()), delimiter, ragged, unbalanced: !quoting, regular }))
}

/// The line, from 1, on which the record's first field stands; blank lines before it belong to it in the reader's count.
fn start_line(text: &str, record: &csv::StringRecord) -> u64 {
    record.position().map_or(1, |position| {
        let before = text.as_bytes().get(position.byte() as usize..).unwrap_or_default();
        position.line() + before.iter().take_while(|byte| **byte == b'\n').count() as u64
    })
}

/// Without the marks that keep a spreadsheet from turning a number into a figure or a formula:
/// `="13812345678"`, and the `'` this program writes before `=`, `+`, `-`, `@`.
fn bare(field: &str) -> &str {
    if let Some(inner) = field.strip_prefix("=\"").and_then(|rest| rest.strip_suffix('"'))
        && !inner.contains('"')
    {
        return inner;
    }
    match field.strip_prefix('\'') {
        Some(rest) if super::export::needs_mark(rest) || rest.chars().all(|c| c.is_ascii_digit()) => rest,
        _ => field,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SAMPLE: &str = "姓名,电话,内容\n王女士,13812345678,空调不制冷\n李先生,13900001111,漏水䶮\n";

    #[track_caller]
    fn check(bytes: &[u8], encoding: &str) {
        let decoded = decode(bytes, None).unwrap();
        assert_eq!((decoded.text.as_str(), decoded.encoding, decoded.lossy), (SAMPLE, encoding, false));
    }

    #[test]
    fn every_usual_encoding_is_recognised() {
        let wide = |le: bool| -> Vec<u8> {
            SAMPLE.encode_utf16().flat_map(|unit| if le { unit.to_le_bytes() } else { unit.to_be_bytes() }).collect()
        };
        check(SAMPLE.as_bytes(), "UTF-8");
        check(&[b"\xEF\xBB\xBF", SAMPLE.as_bytes()].concat(), "UTF-8");
        check(&GB18030.encode(SAMPLE).0, "gb18030");
        check(&[b"\xFF\xFE", wide(true).as_slice()].concat(), "UTF-16LE");
        check(&[b"\xFE\xFF", wide(false).as_slice()].concat(), "UTF-16BE");
        check(&wide(true), "UTF-16LE");
        check(&wide(false), "UTF-16BE");
        check(SAMPLE.replace('\n', "\r\n").as_bytes(), "UTF-8");
        check(SAMPLE.replace('\n', "\r").as_bytes(), "UTF-8");
    }

    #[test]
    fn an_encoding_that_a_person_chose_goes_before_the_mark_of_the_file() {
        let marked = [b"\xEF\xBB\xBF", GB18030.encode(SAMPLE).0.as_ref()].concat();
        let decoded = decode(&marked, Some("gb18030")).unwrap();
        assert!(decoded.text.contains("王女士") && decoded.encoding == "gb18030", "{}", decoded.text);
        let decoded = decode(&[b"\xEF\xBB\xBF", SAMPLE.as_bytes()].concat(), Some("utf8")).unwrap();
        assert_eq!(decoded.text, SAMPLE, "the mark is no part of the text");
    }

    #[test]
    fn encodings_go_by_their_usual_names() {
        for (label, name) in
            [("GBK", "gb18030"), ("gb2312", "gb18030"), ("utf8", "UTF-8"), (" UTF-16BE ", "UTF-16BE"), ("big5", "Big5")]
        {
            assert_eq!(encoding_of(label), Some(name));
        }
        assert_eq!(encoding_of("klingon"), None);
        for name in ENCODINGS {
            assert_eq!(encoding_of(name), Some(name));
        }
    }

    #[test]
    fn a_chosen_delimiter_goes_before_the_one_that_fits() {
        let parsed = parse("a;b,c;d\n1;2,5;3\n", Some(','), &ReadLimits::default()).unwrap();
        assert_eq!(parsed.delimiter, b',');
        assert_eq!(parsed.grid.rows[0].cells.len(), 2);
    }

    #[test]
    fn one_short_line_of_gbk_is_chinese() {
        let bytes = encoding_rs::GBK.encode("电话,内容\n1,漏水").0;
        assert_eq!(decode(&bytes, None).unwrap().encoding, "gb18030");
    }

    #[track_caller]
    fn fields(text: &str, expected: &[(u32, &[&str])]) -> Parsed {
        let parsed = parse(text, None, &ReadLimits::default()).unwrap();
        let found: Vec<(u32, Vec<String>)> = parsed
            .grid
            .rows
            .iter()
            .map(|row| (row.number, row.cells.iter().map(|(_, cell)| cell.text().into_owned()).collect()))
            .collect();
        let expected: Vec<(u32, Vec<String>)> = expected
            .iter()
            .map(|(number, cells)| (*number, cells.iter().map(|text| (*text).to_owned()).collect()))
            .collect();
        assert_eq!(found, expected);
        parsed
    }

    #[test]
    fn the_delimiter_is_found_and_rows_are_numbered_as_a_spreadsheet_does() {
        fields("a;b,c;d\n1;2,5;3\n", &[(1, &["a", "b,c", "d"]), (2, &["1", "2,5", "3"])]);
        fields("a\tb\n1\t2\n", &[(1, &["a", "b"]), (2, &["1", "2"])]);
        fields("sep=;\na;b\n", &[(2, &["a", "b"])]);
        fields(
            "a,b\n\n\"两\n行\",\"说\"\"漏水\"\"\"\nx,y\n",
            &[(1, &["a", "b"]), (3, &["两\n行", "说\"漏水\""]), (4, &["x", "y"])],
        );
    }

    #[test]
    fn ragged_rows_are_kept_and_counted() {
        let parsed = fields(
            "a,b,c\n1,2\n1,2,3,4\n1,2,3\n",
            &[(1, &["a", "b", "c"]), (2, &["1", "2"]), (3, &["1", "2", "3", "4"]), (4, &["1", "2", "3"])],
        );
        assert_eq!(parsed.ragged, 2);
    }

    #[test]
    fn an_unclosed_quotation_mark_swallows_nothing() {
        let mut text = String::from("姓名,内容\n王女士,\"没有结尾\n");
        for row in 0..400 {
            text.push_str(&format!("李先生,第{row}条\n"));
        }
        let parsed = parse(&text, None, &ReadLimits::default()).unwrap();
        assert!(parsed.unbalanced);
        assert_eq!(parsed.grid.rows.len(), 402);
    }

    #[test]
    fn marks_that_protect_numbers_are_taken_off() {
        fields("a,b\n=\"013812345678\",'=1+1\n", &[(1, &["a", "b"]), (2, &["013812345678", "=1+1"])]);
    }
}
