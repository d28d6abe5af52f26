//! A first look into an old `.xls`, before a reader builds its sheets in memory.
//!
//! The reader makes a dense block from the first to the last cell of a sheet, so one damaged column number would ask
//! for gigabytes. Only what is needed to find the cells' places is read here.

use super::fault::{Measure, ReadFault, ReadLimits};

/// The format knows no column beyond this one.
const COLUMNS: u32 = 256;
const ROWS: u32 = 65_536;
const END: u32 = 0xFFFF_FFFA;

/// Refuses a workbook whose cells lie where no cell can, or are spread wider than the limits.
/// A container this cannot follow is left to the reader.
pub(super) fn check(bytes: &[u8], limits: &ReadLimits) -> Result<(), ReadFault> {
    workbook_stream(bytes).map_or(Ok(()), |stream| check_records(&stream, limits))
}

fn check_records(stream: &[u8], limits: &ReadLimits) -> Result<(), ReadFault> {
    let damaged = || ReadFault::Damaged("a cell lies outside the sheet".into());
    let (mut rows, mut columns) = ((u32::MAX, 0), (u32::MAX, 0));
    let mut rest = stream;
    while let [a, b, c, d, after @ ..] = rest {
        let (kind, length) = (u16::from_le_bytes([*a, *b]), usize::from(u16::from_le_bytes([*c, *d])));
        let Some((data, next)) = after.split_at_checked(length) else { break };
        rest = next;
        match kind {
            // BOF: another sheet begins.
            0x0809 => (rows, columns) = ((u32::MAX, 0), (u32::MAX, 0)),
            0x0200 => {
                let (row, column) = last_of_dimensions(data);
                if row > ROWS || column > COLUMNS {
                    return Err(damaged());
                }
            }
            // NUMBER, LABEL, RSTRING, BOOLERR, RK, LABELSST, FORMULA, MULRK
            0x0203 | 0x0204 | 0x00D6 | 0x0205 | 0x027E | 0x00FD | 0x0006 | 0x00BD => {
                let (Some(row), Some(column)) = (word(data, 0), word(data, 2)) else { continue };
                let last = if kind == 0x00BD { word(data, data.len().saturating_sub(2)) } else { None };
                rows = (rows.0.min(row), rows.1.max(row));
                columns = (columns.0.min(column), columns.1.max(column).max(last.unwrap_or(0)));
                if columns.1 >= COLUMNS {
                    return Err(damaged());
                }
                let area = u64::from(rows.1 - rows.0 + 1) * u64::from(columns.1 - columns.0 + 1);
                if area > limits.cells as u64 {
                    return Err(ReadFault::too_large(Measure::Cells, limits.cells));
                }
            }
            _ => {}
        }
    }
    Ok(())
}

/// One past the last row and column a sheet says it uses.
fn last_of_dimensions(data: &[u8]) -> (u32, u32) {
    let found = if data.len() == 10 { word(data, 2).zip(word(data, 6)) } else { long(data, 4).zip(word(data, 10)) };
    found.unwrap_or_default()
}

fn word(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..at + 2).map(|pair| u32::from(u16::from_le_bytes([pair[0], pair[1]])))
}

fn long(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..at + 4).map(|four| u32::from_le_bytes([four[0], four[1], four[2], four[3]]))
}

fn longs(bytes: &[u8]) -> impl Iterator<Item = u32> {
    bytes.chunks_exact(4).map(|four| u32::from_le_bytes([four[0], four[1], four[2], four[3]]))
}

/// The container's sectors and the table that chains them.
struct Sectors<'a> {
    bytes: &'a [u8],
    size: usize,
    next: Vec<u32>,
}

impl Sectors<'_> {
    fn at(&self, id: u32) -> Option<&[u8]> {
        let start = (id as usize).checked_add(1)?.checked_mul(self.size)?;
        self.bytes.get(start..(start + self.size).min(self.bytes.len()))
    }

    fn chain(&self, first: u32) -> Option<Vec<u8>> {
        let mut whole = Vec::new();
        let mut id = first;
        while id < END {
            whole.extend_from_slice(self.at(id)?);
            if whole.len() > self.bytes.len() {
                return None;
            }
            id = *self.next.get(id as usize)?;
        }
        Some(whole)
    }
}

/// The stream of the container that holds the sheets.
fn workbook_stream(bytes: &[u8]) -> Option<Vec<u8>> {
    let shift = word(bytes, 30).filter(|shift| matches!(shift, 9 | 12))?;
    let mut sectors = Sectors { bytes, size: 1 << shift, next: Vec::new() };
    let mut tables: Vec<u32> = longs(bytes.get(76..512)?).collect();
    let mut id = long(bytes, 68)?;
    let mut seen = 0;
    while id < END && seen <= bytes.len() / sectors.size {
        let more: Vec<u32> = longs(sectors.at(id)?).collect();
        let (last, ids) = more.split_last()?;
        tables.extend(ids);
        id = *last;
        seen += 1;
    }
    for table in tables.into_iter().filter(|id| *id < END) {
        let next: Vec<u32> = longs(sectors.at(table)?).collect();
        sectors.next.extend(next);
    }
    let directory = sectors.chain(long(bytes, 48)?)?;
    let entry = |name: &str| {
        let wide: Vec<u8> = name.encode_utf16().chain([0]).flat_map(u16::to_le_bytes).collect();
        directory
            .chunks_exact(128)
            .find(|entry| entry.get(..wide.len()).is_some_and(|own| own.eq_ignore_ascii_case(&wide)))
    };
    let found = entry("Workbook").or_else(|| entry("Book"))?;
    let (first, length) = (long(found, 116)?, long(found, 120)? as usize);
    let mut stream = if length >= 4096 {
        sectors.chain(first)?
    } else {
        let root = directory.get(..128)?;
        let small = sectors.chain(long(root, 116)?)?;
        let next: Vec<u32> = longs(&sectors.chain(long(bytes, 60)?)?).collect();
        small_chain(&small, &next, first)?
    };
    stream.truncate(length);
    Some(stream)
}

/// Streams below 4096 bytes live in sectors of 64 bytes inside another stream.
fn small_chain(small: &[u8], next: &[u32], first: u32) -> Option<Vec<u8>> {
    let mut whole = Vec::new();
    let mut id = first;
    while id < END && whole.len() <= small.len() {
        let start = id as usize * 64;
        whole.extend_from_slice(small.get(start..(start + 64).min(small.len()))?);
        id = *next.get(id as usize)?;
    }
    Some(whole)
}

#[cfg(test)]
mod tests {
    use super::*;

    const XLS: &[u8] = include_bytes!("../../tests/ref/exchange/ledger.xls");

    #[test]
    fn the_sheets_of_a_sound_file_are_found_and_pass() {
        assert!(workbook_stream(XLS).is_some_and(|stream| stream.starts_with(&[0x09, 0x08])));
        assert_eq!(check(XLS, &ReadLimits::default()), Ok(()));
    }

    #[test]
    fn one_cell_moved_far_away_is_damage() {
        // The phone of the first row: a NUMBER record in row 2, column 3.
        let record = [0x03, 0x02, 0x0E, 0x00, 0x02, 0x00, 0x03, 0x00];
        let at = XLS.windows(record.len()).position(|window| window == record);
        // Whole numbers may be kept in the shorter RK form.
        let short = [0x7E, 0x02, 0x0A, 0x00, 0x02, 0x00, 0x00, 0x00];
        let at = at.or_else(|| XLS.windows(short.len()).position(|window| window == short)).expect("the cell");
        let mut moved = XLS.to_vec();
        moved[at + 7] = 0x40;
        assert!(matches!(check(&moved, &ReadLimits::default()), Err(ReadFault::Damaged(_))));
        let narrow = ReadLimits { cells: 3, ..ReadLimits::default() };
        assert!(matches!(check(XLS, &narrow), Err(ReadFault::TooLarge { .. })));
    }
}
