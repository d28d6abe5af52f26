//! Tables kept as HTML or as "XML Spreadsheet 2003": what many systems hand out under the name `.xls`.

use std::collections::BTreeMap;

use super::cell::Cell;
use super::dates::{DateOrder, parse};
use super::fault::{Measure, ReadFault, ReadLimits};
use super::grid::{Grid, GridBuilder};

/// Tells HTML tables and XML spreadsheets from text; looks at the beginning only.
pub(super) fn is_markup(text: &str) -> bool {
    let head: String = text.trim_start().chars().take(4000).collect::<String>().to_lowercase();
    head.starts_with('<')
        && (["<table", "<html", "<!doctype html", "<tr", "urn:schemas-microsoft-com:office:spreadsheet"])
            .iter()
            .any(|sign| head.contains(sign))
}

/// Every table in the text as a sheet of its own; unnamed ones are numbered from 1.
pub(super) fn read_tables(text: &str, limits: &ReadLimits) -> Result<Vec<Grid>, ReadFault> {
    let mut reader = TableReader::new(limits);
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        reader.text(&rest[..at]);
        rest = &rest[at..];
        if let Some(comment) = rest.strip_prefix("<!--") {
            rest = comment.find("-->").map_or("", |end| &comment[end + 3..]);
            continue;
        }
        let Some(end) = tag_end(rest) else { break };
        let tag = Tag::new(&rest[1..end]);
        rest = &rest[end + 1..];
        if matches!(tag.name.as_str(), "script" | "style") && !tag.closes {
            let close = format!("</{}", tag.name);
            let at = find_ignoring_case(rest, &close).unwrap_or(rest.len());
            rest = &rest[at..];
            continue;
        }
        reader.tag(&tag)?;
    }
    reader.text(rest);
    reader.finish()
}

/// The `>` that ends a tag, quotes respected.
fn tag_end(text: &str) -> Option<usize> {
    let mut quote = None;
    text.char_indices().find_map(|(at, c)| {
        match (quote, c) {
            (None, '>') => return Some(at),
            (None, '"' | '\'') => quote = Some(c),
            (Some(open), _) if open == c => quote = None,
            _ => {}
        }
        None
    })
}

fn find_ignoring_case(text: &str, word: &str) -> Option<usize> {
    text.as_bytes().windows(word.len()).position(|window| window.eq_ignore_ascii_case(word.as_bytes()))
}

struct Tag<'a> {
    /// Lower case, without its prefix.
    name: String,
    closes: bool,
    closed: bool,
    attributes: &'a str,
}

impl<'a> Tag<'a> {
    fn new(inner: &'a str) -> Self {
        let closes = inner.starts_with('/');
        let inner = inner.trim_start_matches('/');
        let end = inner.find(|c: char| c.is_whitespace() || c == '/').unwrap_or(inner.len());
        let name = inner[..end].rsplit(':').next().unwrap_or_default().to_lowercase();
        Self { name, closes, closed: inner.ends_with('/'), attributes: &inner[end..] }
    }

    /// The value of an attribute, whatever its prefix.
    fn attribute(&self, name: &str) -> Option<String> {
        let mut rest = self.attributes;
        while let Some((before, after)) = rest.split_once('=') {
            let key = before.rsplit(|c: char| c.is_whitespace() || c == ':').next().unwrap_or_default();
            let after = after.trim_start();
            let (value, tail) = match after.chars().next() {
                Some(quote @ ('"' | '\'')) => after[1..].split_once(quote).unwrap_or((&after[1..], "")),
                _ => after.split_once(char::is_whitespace).unwrap_or((after, "")),
            };
            if key.trim().eq_ignore_ascii_case(name) {
                return Some(unescape(value.trim_end_matches('/')));
            }
            rest = tail;
        }
        None
    }

    fn number(&self, name: &str) -> Option<u32> {
        self.attribute(name)?.trim().parse().ok()
    }
}

/// One table being read; tables inside cells stack up.
struct Open<'a> {
    name: Option<String>,
    builder: GridBuilder<'a>,
    row: u32,
    column: u32,
    /// Columns still taken by a cell of an earlier row: last row it spans, and its value.
    spans: BTreeMap<u32, (u32, Cell)>,
}

struct TableReader<'a> {
    limits: &'a ReadLimits,
    open: Vec<Open<'a>>,
    done: Vec<Grid>,
    sheet_name: Option<String>,
    /// The text of the cell being read, with its tag's spans and type.
    cell: Option<(String, u32, u32)>,
    kind: Option<String>,
}

impl<'a> TableReader<'a> {
    fn new(limits: &'a ReadLimits) -> Self {
        Self { limits, open: Vec::new(), done: Vec::new(), sheet_name: None, cell: None, kind: None }
    }

    fn text(&mut self, raw: &str) {
        if let Some((text, ..)) = &mut self.cell
            && text.len() < 1 << 20
        {
            text.push_str(&unescape(raw));
        }
    }

    fn tag(&mut self, tag: &Tag<'_>) -> Result<(), ReadFault> {
        match (tag.name.as_str(), tag.closes) {
            ("worksheet", false) => self.sheet_name = tag.attribute("name"),
            ("table", false) => {
                let name = self.sheet_name.take();
                let builder = GridBuilder::new(self.limits);
                self.open.push(Open { name, builder, row: 0, column: 0, spans: BTreeMap::new() });
                if self.open.len() > 64 {
                    return Err(ReadFault::NotATable);
                }
            }
            ("table", true) => {
                self.end_cell()?;
                self.end_table();
            }
            ("tr" | "row", false) => {
                self.end_cell()?;
                if let Some(open) = self.open.last_mut() {
                    open.row = tag.number("index").unwrap_or(open.row.saturating_add(1)).min(1 << 24);
                    open.column = 0;
                }
            }
            ("td" | "th" | "cell", false) => {
                self.end_cell()?;
                let across = tag.number("mergeacross").map(|more| more.saturating_add(1));
                let down = tag.number("mergedown").map(|more| more.saturating_add(1));
                let across = across.or_else(|| tag.number("colspan")).unwrap_or(1).clamp(1, 1000);
                let down = down.or_else(|| tag.number("rowspan")).unwrap_or(1).clamp(1, 65_536);
                if let (Some(index), Some(open)) = (tag.number("index"), self.open.last_mut()) {
                    open.column = index.saturating_sub(1).min(16_384);
                }
                self.kind = None;
                self.cell = Some((String::new(), across, down));
                if tag.closed {
                    self.end_cell()?;
                }
            }
            ("td" | "th" | "cell" | "tr" | "row", true) => self.end_cell()?,
            ("data", false) => self.kind = tag.attribute("type"),
            ("br", _) | ("p" | "div" | "li", true) => self.text("\n"),
            _ => {}
        }
        Ok(())
    }

    fn end_cell(&mut self) -> Result<(), ReadFault> {
        let (Some((text, across, down)), Some(open)) = (self.cell.take(), self.open.last_mut()) else { return Ok(()) };
        open.row = open.row.max(1);
        open.fill_spans()?;
        let cell = typed(&text, self.kind.take().as_deref());
        let (row, column) = (open.row, open.column);
        if down > 1 {
            for covered in column..column + across {
                let value = if covered == column { cell.clone() } else { Cell::Empty };
                open.spans.insert(covered, (row + down - 1, value));
            }
        }
        open.builder.push(row, column, cell)?;
        open.column += across;
        if open.column > 100_000 {
            return Err(ReadFault::too_large(Measure::Columns, self.limits.columns));
        }
        Ok(())
    }

    fn end_table(&mut self) {
        let Some(open) = self.open.pop() else { return };
        let name = open.name.unwrap_or_else(|| (self.done.len() + 1).to_string());
        self.done.push(open.builder.finish(name));
    }

    fn finish(mut self) -> Result<Vec<Grid>, ReadFault> {
        self.end_cell()?;
        while !self.open.is_empty() {
            self.end_table();
        }
        Ok(self.done)
    }
}

impl Open<'_> {
    /// Moves past the columns that cells of earlier rows reach down into, repeating their value.
    fn fill_spans(&mut self) -> Result<(), ReadFault> {
        while let Some((last, value)) = self.spans.get(&self.column) {
            if *last < self.row {
                self.spans.remove(&self.column);
                break;
            }
            self.builder.push(self.row, self.column, value.clone())?;
            self.column += 1;
        }
        Ok(())
    }
}

fn typed(text: &str, kind: Option<&str>) -> Cell {
    let tidy = tidy(text);
    match kind {
        Some("Number") => tidy.parse().map_or_else(|_error| Cell::from_text(&tidy), Cell::Number),
        Some("DateTime") => parse(&tidy, DateOrder::MonthFirst)
            .map_or_else(|_fault| Cell::from_text(&tidy), |written| Cell::Moment(written.moment)),
        Some("Boolean") => Cell::Bool(tidy == "1"),
        Some("Error") => Cell::Error("#VALUE!"),
        _ => Cell::from_text(&tidy),
    }
}

/// Runs of blanks become one, lines stay lines.
fn tidy(text: &str) -> String {
    let lines = text.split('\n').map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
    lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

fn unescape(text: &str) -> String {
    if !text.contains('&') {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let entity = rest.char_indices().take(12).find(|(_, c)| *c == ';').map(|(end, _)| &rest[1..end]);
        match entity.and_then(|entity| entity_char(entity).map(|c| (entity.len(), c))) {
            Some((length, c)) => {
                out.push(c);
                rest = &rest[length + 2..];
            }
            None => {
                out.push('&');
                rest = &rest[1..];
            }
        }
    }
    out.push_str(rest);
    out
}

fn entity_char(entity: &str) -> Option<char> {
    match entity {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        "nbsp" => Some(' '),
        "yen" => Some('\u{a5}'),
        _ => {
            let code = entity.strip_prefix('#')?;
            let number = match code.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => code.parse().ok()?,
            };
            char::from_u32(number)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[&[&str]]) {
        let grids = read_tables(text, &ReadLimits::default()).unwrap();
        let grid = grids.first().expect("a table");
        let found: Vec<Vec<String>> = grid
            .rows
            .iter()
            .map(|row| {
                let width = row.cells.last().map_or(0, |(at, _)| *at + 1);
                (0..width).map(|at| row.at(at).map(|cell| cell.text().into_owned()).unwrap_or_default()).collect()
            })
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn an_html_table_is_read_with_its_spans() {
        check(
            "<html><style>td{a:b}</style><TABLE border=1><tr><th colspan=2>台账</th></tr>\
             <tr><td rowspan='2'>王女士</td><td>不制冷<br>&nbsp;异响</td></tr><tr><td>&lt;漏水&gt; &#x4E00;</td></tr></table>",
            &[&["台账"], &["王女士", "不制冷\n异响"], &["王女士", "<漏水> 一"]],
        );
    }

    #[test]
    fn an_xml_spreadsheet_is_read_with_its_gaps() {
        check(
            "<?xml version='1.0'?><ss:Workbook xmlns:ss='urn:schemas-microsoft-com:office:spreadsheet'><ss:Worksheet ss:Name='台账'>\
             <ss:Table><ss:Row ss:Index='3'><ss:Cell ss:Index='2'><ss:Data ss:Type='Number'>13812345678</ss:Data></ss:Cell>\
             <ss:Cell><ss:Data ss:Type='DateTime'>2026-04-09T10:21:00.000</ss:Data></ss:Cell></ss:Row></ss:Table></ss:Worksheet></ss:Workbook>",
            &[&["", "13812345678", "2026-04-09 10:21"]],
        );
    }

    #[test]
    fn unclosed_tags_still_give_their_cells() {
        check("<table><tr><td>a<td>b<tr><td>c", &[&["a", "b"], &["c"]]);
    }

    proptest::proptest! {
        #[test]
        fn no_markup_makes_the_reader_panic(text in "(<|>|/|table|tr|td|=|\"|'|&|;|#x|colspan|rowspan|index|[0-9]{1,9}| |[a-z]|表){0,60}") {
            let _unused = read_tables(&text, &ReadLimits::default());
        }
    }
}
