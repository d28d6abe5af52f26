//! The pages of a TIFF, which office scanners write: found here, each then read as if it were the only one.

use super::ScanError;

/// More pages no scanner feeds; a chain that goes on is made to.
const MOST: usize = 10_000;
/// Tag of what a page is to the others; its lowest bit says that it is a small copy of another.
const KIND: u16 = 254;

/// Reads numbers in the order of bytes the file is written in.
struct Numbers<'a> {
    bytes: &'a [u8],
    little: bool,
}

impl Numbers<'_> {
    fn short(&self, at: usize) -> Option<u16> {
        let two = self.bytes.get(at..at.checked_add(2)?)?.try_into().ok()?;
        Some(if self.little { u16::from_le_bytes(two) } else { u16::from_be_bytes(two) })
    }

    fn long(&self, at: usize) -> Option<u32> {
        let four = self.bytes.get(at..at.checked_add(4)?)?.try_into().ok()?;
        Some(if self.little { u32::from_le_bytes(four) } else { u32::from_be_bytes(four) })
    }

    /// Whether the page described at `at` is a small copy, and where the next one is described; 0 behind the last.
    fn page(&self, at: u32) -> Option<(bool, u32)> {
        let at = usize::try_from(at).ok()?;
        let count = usize::from(self.short(at)?);
        let entry = |n: usize| at + 2 + 12 * n;
        let kind = (0..count).find(|n| self.short(entry(*n)) == Some(KIND));
        let small = kind.and_then(|n| self.long(entry(n) + 8)).is_some_and(|kind| kind & 1 == 1);
        Some((small, self.long(entry(count))?))
    }
}

/// Whether the bytes begin like a TIFF.
pub(super) fn is_tiff(bytes: &[u8]) -> bool {
    [b"II*\0", b"MM\0*", b"II+\0", b"MM\0+"].iter().any(|start| bytes.starts_with(*start))
}

/// Where the pages of a TIFF are described, as the four bytes stand in its head: with them put there, the page is the first.
pub(super) fn pages(bytes: &[u8]) -> Result<Vec<[u8; 4]>, ScanError> {
    let damaged = |what: &str| ScanError::Damaged(what.to_owned());
    if bytes.get(2..4).is_some_and(|sign| sign.contains(&b'+')) {
        return Err(damaged("a BigTIFF, for files of four gigabytes and more"));
    }
    let numbers = Numbers { bytes, little: bytes.starts_with(b"II") };
    let mut next = numbers.long(4).unwrap_or(0);
    let mut seen = Vec::new();
    let mut found = Vec::new();
    while next != 0 {
        if seen.contains(&next) || seen.len() == MOST {
            return Err(damaged("its pages have no end"));
        }
        seen.push(next);
        let (small, behind) = numbers.page(next).ok_or_else(|| damaged("it ends before its last page"))?;
        if !small {
            found.push(if numbers.little { next.to_le_bytes() } else { next.to_be_bytes() });
        }
        next = behind;
    }
    if found.is_empty() { Err(ScanError::Empty) } else { Ok(found) }
}
