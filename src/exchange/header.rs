//! Finds the line of headers in a sheet of real life, and what around it is no data.

use std::collections::HashSet;

use super::cell::Cell;
use super::dates::{DateOrder, parse};
use super::grid::{Grid, GridRow};
use super::lexicon::{Meaning, lexicon, plain};
use super::target::Target;
use super::values::phone;

/// Lines looked at to find the headers.
const LOOKED_AT: usize = 25;
/// Longer texts are sentences or titles.
const LONGEST_HEADER: usize = 40;

/// Where the headers stand, as indices into the grid's rows.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct HeaderAt {
    /// The first of one or two lines; `None` when the sheet begins with data.
    pub lines: Option<(usize, usize)>,
    /// How many headers are words this program knows.
    pub known: f32,
}

impl HeaderAt {
    /// Index of the first row of data.
    pub fn data_from(self) -> usize {
        self.lines.map_or(0, |(_, last)| last + 1)
    }
}

#[derive(Default)]
struct Look {
    filled: usize,
    known: f32,
    data: usize,
    score: f32,
}

fn look(row: &GridRow) -> Look {
    let mut look = Look { filled: row.cells.len(), ..Look::default() };
    let mut targets = HashSet::new();
    let mut spellings = HashSet::new();
    for (_, cell) in &row.cells {
        if is_data(cell) {
            look.data += 1;
            continue;
        }
        let text = cell.text();
        let fresh = spellings.insert(plain(&text));
        match lexicon().header(&text) {
            Meaning::Is(target, strength) if fresh && (targets.insert(target) || strength > 0.79) => {
                look.known += strength;
            }
            Meaning::Ignored if fresh => look.known += 0.7,
            _ => {}
        }
        if !fresh || text.chars().count() > LONGEST_HEADER {
            look.score -= 1.0;
        }
    }
    look.score += 3.0 * look.known + 0.3 * look.filled as f32 - 2.5 * look.data as f32;
    look
}

/// Numbers, dates, phones and failed formulas do not head a column.
fn is_data(cell: &Cell) -> bool {
    match cell {
        Cell::Text(text) => {
            let digits = text.chars().filter(char::is_ascii_digit).count();
            digits >= 5 && (phone(text).is_some() || parse(text, DateOrder::MonthFirst).is_ok())
                || (digits > 0 && text.trim().parse::<f64>().is_ok())
        }
        _ => true,
    }
}

/// Finds the headers among the first lines of `grid`.
pub(super) fn find(grid: &Grid) -> HeaderAt {
    let looks: Vec<Look> = grid.rows.iter().take(LOOKED_AT).map(look).collect();
    let widest = looks.iter().map(|look| look.filled).max().unwrap_or(0);
    let mut best: Option<(usize, &Look)> = None;
    for (index, look) in looks.iter().enumerate() {
        let lone_title = look.filled == 1 && widest > 1;
        if look.known >= 0.6 && !lone_title && best.is_none_or(|(_, best)| look.score > best.score + 0.01) {
            best = Some((index, look));
        }
    }
    let lines = match best {
        Some((index, look)) if look.score > 0.0 => Some(two_lines(grid, &looks, index)),
        // Headers in words this program does not know: the first full line without a value in it.
        _ => looks
            .iter()
            .position(|look| look.filled * 10 >= widest * 6 && (look.filled > 1 || widest == 1))
            .filter(|index| looks[*index].data == 0 && grid.rows.len() > index + 1)
            .map(|index| (index, index)),
    };
    let known = best.filter(|_| lines.is_some()).map_or(0.0, |(_, look)| look.known);
    HeaderAt { lines, known }
}

/// Headers of two lines: a line of groups over the best one, or a line of parts under it.
fn two_lines(grid: &Grid, looks: &[Look], best: usize) -> (usize, usize) {
    let fills_gaps =
        |of: usize, by: usize| grid.rows[by].cells.iter().any(|(column, _)| grid.rows[of].at(*column).is_none());
    let short = |index: usize| grid.rows[index].cells.iter().all(|(_, cell)| cell.text().chars().count() <= 16);
    let adjoining = |a: usize, b: usize| grid.rows[b].number == grid.rows[a].number + 1;
    if let Some(above) = best.checked_sub(1)
        && looks[above].filled >= 2
        && looks[above].data == 0
        && short(above)
        && adjoining(above, best)
        && fills_gaps(best, above)
    {
        return (above, best);
    }
    if let Some(below) = looks.get(best + 1)
        && below.data == 0
        && below.known >= 1.5
        && short(best + 1)
        && adjoining(best, best + 1)
        && fills_gaps(best, best + 1)
    {
        return (best, best + 1);
    }
    (best, best)
}

/// The header over `column`: the lower line's word, or the upper one's; both together where only both are known
/// (`反馈人` over `电话`).
pub(super) fn text_at(grid: &Grid, at: HeaderAt, column: u32) -> String {
    let Some((first, last)) = at.lines else { return String::new() };
    let text = |line: usize, column: u32| grid.rows[line].at(column).map(|cell| cell.text().into_owned());
    let tidy = |text: String| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let lower = text(last, column).map(tidy);
    if first == last {
        return lower.unwrap_or_default();
    }
    let upper_here = text(first, column).map(tidy);
    // A merged group stands in its first column only.
    let group = || {
        let row = &grid.rows[first];
        row.cells.iter().rev().find(|(at, _)| *at <= column).map(|(_, cell)| tidy(cell.text().into_owned()))
    };
    match (lower, upper_here) {
        (None, upper) => upper.unwrap_or_default(),
        (Some(lower), _) => match group() {
            Some(group) if is_exact(&format!("{group}{lower}")) => format!("{group}{lower}"),
            _ => lower,
        },
    }
}

fn is_exact(header: &str) -> bool {
    matches!(lexicon().header(header), Meaning::Is(Target::Field(_), strength) if strength > 0.79)
}

/// What a row below the headers is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum RowKind {
    Data,
    /// The headers once more, as on every printed page.
    RepeatedHeader,
    Total,
}

pub(super) fn row_kind(row: &GridRow, headers: &[(u32, String)]) -> RowKind {
    let filled = row.cells.len();
    let same = headers
        .iter()
        .filter(|(column, header)| {
            !header.is_empty() && row.at(*column).is_some_and(|cell| *header == plain(&cell.text()))
        })
        .count();
    if same >= 2 && same * 10 >= filled * 6 {
        return RowKind::RepeatedHeader;
    }
    let few = filled <= 3.max(headers.len() / 2);
    let begins_total =
        row.cells.iter().take(3).any(
            |(_, cell)| matches!(cell, Cell::Text(text) if text.chars().count() <= 20 && lexicon().is_total(text)),
        );
    if few && begins_total { RowKind::Total } else { RowKind::Data }
}

/// How many of the last rows are notes and signatures below the table.
pub(super) fn footer_rows(rows: &[GridRow]) -> usize {
    rows.iter()
        .rev()
        .take(6)
        .take_while(|row| {
            row.cells.len() <= 4
                && row
                    .cells
                    .first()
                    .is_some_and(|(_, cell)| matches!(cell, Cell::Text(text) if lexicon().is_footer(text)))
        })
        .count()
}

/// How much a sheet looks like the list somebody wants to import.
pub(super) fn plausibility(grid: &Grid) -> f64 {
    let at = find(grid);
    let rows = grid.rows.len().saturating_sub(at.data_from());
    let width = grid.rows.iter().take(LOOKED_AT).map(|row| row.cells.len()).max().unwrap_or(0);
    if rows == 0 || width < 2 && at.known < 0.6 {
        return 0.0;
    }
    let visible = if grid.hidden { 0.2 } else { 1.0 };
    (0.1 + f64::from(at.known)) * (rows as f64).ln_1p() * visible
}
