//! What a file is by its content, and whether it is safe to unpack.

use std::io::{Cursor, Read};
use zip::ZipArchive;
use zip::result::ZipError;

use super::fault::{Measure, ReadFault, ReadLimits};

/// What the first look at a file's bytes tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Content {
    Xlsx,
    Xlsb,
    Xls,
    Ods,
    /// Everything else that is not a known binary format: CSV, HTML, XML.
    Text,
}

const OLE: &[u8] = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";
const ZIP: &[u8] = b"PK";
/// Beginnings of files that people pick by mistake: PDF, PNG, JPEG, GIF, RAR, 7z, gzip, programs, RTF, SQLite, old BIFF.
const OTHERS: [&[u8]; 14] = [
    b"%PDF",
    b"\x89PNG",
    b"\xFF\xD8\xFF",
    b"GIF8",
    b"Rar!",
    b"7z\xBC\xAF",
    b"\x1F\x8B",
    b"\x7FELF",
    b"MZ\x90",
    b"{\\rtf",
    b"SQLite format 3",
    b"BM\0\0",
    b"\0\0\x01\0",
    b"RIFF",
];

/// Tells the format from the content alone; the name of a file lies too often.
pub(super) fn look(bytes: &[u8], limits: &ReadLimits) -> Result<Content, ReadFault> {
    if bytes.iter().all(|byte| matches!(byte, b' ' | b'\t' | b'\r' | b'\n' | 0)) {
        return Err(ReadFault::Empty);
    }
    if bytes.starts_with(OLE) {
        return look_into_ole(bytes);
    }
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return look_into_zip(bytes, limits);
    }
    if OTHERS.iter().any(|magic| bytes.starts_with(magic)) || (bytes.starts_with(ZIP) && bytes.contains(&0)) {
        return Err(ReadFault::NotATable);
    }
    Ok(Content::Text)
}

/// The names of an OLE container's streams stand in its directory as UTF-16.
fn look_into_ole(bytes: &[u8]) -> Result<Content, ReadFault> {
    let has = |name: &str| {
        let wide: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        // A directory entry is 128 bytes long and begins with its name.
        bytes.chunks(128).skip(4).any(|entry| entry.starts_with(&wide) && entry.get(wide.len()) == Some(&0))
    };
    if has("EncryptedPackage") {
        Err(ReadFault::PasswordProtected)
    } else if has("Workbook") || has("Book") || has("WORKBOOK") || has("BOOK") {
        Ok(Content::Xls)
    } else if bytes.len() < 1536 {
        Err(ReadFault::Damaged("the container is cut off".into()))
    } else {
        Err(ReadFault::NotATable)
    }
}

fn look_into_zip(bytes: &[u8], limits: &ReadLimits) -> Result<Content, ReadFault> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| zip_fault(&error))?;
    let names: Vec<String> =
        archive.file_names().filter_map(Result::ok).map(|name| name.replace('\\', "/").to_lowercase()).collect();
    let has = |name: &str| names.iter().any(|known| known == name);
    // LibreOffice from 7.6 on can lock a whole document into one part.
    if has("encrypted-package") {
        return Err(ReadFault::PasswordProtected);
    }
    let content = if has("content.xml") && has("mimetype") {
        Content::Ods
    } else if names.iter().any(|name| name.ends_with("workbook.bin")) {
        Content::Xlsb
    } else if names.iter().any(|name| name.ends_with("workbook.xml") || name.contains("worksheets/")) {
        Content::Xlsx
    } else {
        return Err(ReadFault::NotATable);
    };
    if content == Content::Ods {
        look_at_mimetype(&mut archive)?;
    }
    count_unpacked(&mut archive, content, limits)?;
    Ok(content)
}

fn look_at_mimetype(archive: &mut ZipArchive<Cursor<&[u8]>>) -> Result<(), ReadFault> {
    let mut kind = String::new();
    let entry = archive.by_name("mimetype").map_err(|error| zip_fault(&error))?;
    entry.take(100).read_to_string(&mut kind).map_err(|error| ReadFault::Damaged(error.to_string()))?;
    if kind.trim().starts_with("application/vnd.oasis.opendocument.spreadsheet") {
        Ok(())
    } else {
        Err(ReadFault::NotATable)
    }
}

/// Unpacks every part that will be read into nothing and counts, since the sizes an archive states may be lies.
fn count_unpacked(
    archive: &mut ZipArchive<Cursor<&[u8]>>,
    content: Content,
    limits: &ReadLimits,
) -> Result<(), ReadFault> {
    let mut left = limits.unpacked_bytes;
    let too_large = || ReadFault::too_large(Measure::UnpackedBytes, limits.unpacked_bytes);
    for index in 0..archive.len() {
        let mut entry = archive.by_index(index).map_err(|error| zip_fault(&error))?;
        let Ok(name) = entry.name().map(|name| name.to_lowercase()) else { continue };
        let read_later = [".xml", ".rels", ".bin"].iter().any(|end| name.ends_with(end));
        if !read_later || name.contains("media/") {
            continue;
        }
        if entry.size() > left {
            return Err(too_large());
        }
        let mut counter = Counter { read: 0, limit: left, repeats: RepeatCounter::default() };
        counter.repeats.on = content == Content::Ods && name == "content.xml";
        let copied = std::io::copy(&mut entry, &mut counter);
        if counter.read > left {
            return Err(too_large());
        }
        if counter.repeats.cells > limits.cells as u64 {
            return Err(ReadFault::too_large(Measure::Cells, limits.cells));
        }
        copied.map_err(|error| ReadFault::Damaged(error.to_string()))?;
        left -= counter.read;
    }
    Ok(())
}

struct Counter {
    read: u64,
    limit: u64,
    repeats: RepeatCounter,
}

impl std::io::Write for Counter {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.read += bytes.len() as u64;
        self.repeats.feed(bytes);
        if self.read > self.limit { Err(std::io::Error::other("too large")) } else { Ok(bytes.len()) }
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// Counts the cells an OpenDocument sheet stands for: one tag may repeat a cell or a row many thousand times.
/// Only cells with a value count, since empty ones are not kept.
#[derive(Default)]
struct RepeatCounter {
    on: bool,
    in_tag: bool,
    tag: Vec<u8>,
    row_repeats: u64,
    cells: u64,
}

impl RepeatCounter {
    fn feed(&mut self, bytes: &[u8]) {
        if !self.on {
            return;
        }
        for &byte in bytes {
            match byte {
                b'<' => {
                    self.in_tag = true;
                    self.tag.clear();
                }
                b'>' if self.in_tag => {
                    self.in_tag = false;
                    self.end_of_tag();
                }
                _ if self.in_tag && self.tag.len() < 4096 => self.tag.push(byte),
                _ => {}
            }
        }
    }

    fn end_of_tag(&mut self) {
        if self.tag.starts_with(b"table:table-row") {
            self.row_repeats = attribute(&self.tag, b"table:number-rows-repeated=\"");
        } else if self.tag.starts_with(b"table:table-cell") || self.tag.starts_with(b"table:covered-table-cell") {
            let has_value = find(&self.tag, b"value").is_some() || find(&self.tag, b"table:formula").is_some();
            if has_value {
                let repeats = attribute(&self.tag, b"table:number-columns-repeated=\"");
                self.cells = self.cells.saturating_add(repeats.saturating_mul(self.row_repeats.max(1)));
            }
        }
    }
}

fn attribute(tag: &[u8], name: &[u8]) -> u64 {
    find(tag, name).map_or(1, |at| {
        let digits = tag[at + name.len()..].iter().take_while(|byte| byte.is_ascii_digit());
        digits.fold(0_u64, |number, digit| number.saturating_mul(10).saturating_add(u64::from(digit - b'0'))).max(1)
    })
}

fn find(haystack: &[u8], needle: &[u8]) -> Option<usize> {
    haystack.windows(needle.len()).position(|window| window == needle)
}

fn zip_fault(error: &ZipError) -> ReadFault {
    match error {
        ZipError::UnsupportedArchive(reason) if *reason == ZipError::PASSWORD_REQUIRED => ReadFault::PasswordProtected,
        other => ReadFault::Damaged(other.to_string()),
    }
}
