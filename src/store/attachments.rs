//! Files kept with a case: bytes under their hash, written before the row that names them.

use std::fs::File;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::request::{Answer, By, CaseId};
use super::{Database, StoreError, commands};
use crate::domain::event::{Attachment, MediaKind};
use crate::domain::{Command, Stamp};

/// Copies a file into the store and records it with the case.
///
/// The bytes are on disk before the event names them; a kill in between leaves an unnamed file, never a name without bytes.
pub(super) fn attach(
    database: &mut Database,
    case: CaseId,
    seen: u32,
    path: &Path,
    by: &By,
) -> Result<Answer, StoreError> {
    let (hash, bytes) = keep(&database.folder, path)?;
    database.db.execute("INSERT OR IGNORE INTO blob (hash, bytes, at) VALUES (?, ?, ?)", (&hash, bytes, by.now.0))?;
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let media = media_of(&name);
    let taken_at = if media == MediaKind::Photo { taken_at(path) } else { None };
    let attachment = Attachment { hash, name, media, bytes, taken_at };
    commands::carry_out(database, case, seen, Command::Attach(attachment), by)
}

/// Where the bytes of a hash lie.
#[must_use]
pub fn blob_path(folder: &Path, hash: &str) -> PathBuf {
    folder.join(hash.get(..2).unwrap_or("00")).join(hash)
}

fn keep(folder: &Path, path: &Path) -> Result<(String, i64), StoreError> {
    let failed = |what: &'static str, path: &Path| {
        let path = path.to_owned();
        move |source| StoreError::File { what, path, source }
    };
    std::fs::create_dir_all(folder).map_err(failed("the folder of the attachments could not be made", folder))?;
    let part = folder.join(format!("incoming-{}.part", std::process::id()));
    let mut from = File::open(path).map_err(failed("the file could not be opened", path))?;
    let mut to = File::create(&part).map_err(failed("the attachment could not be written", &part))?;
    let mut hasher = Sha256::new();
    let mut buffer = vec![0; 1 << 16];
    let mut bytes = 0;
    loop {
        let read = from.read(&mut buffer).map_err(failed("the file could not be read", path))?;
        if read == 0 {
            break;
        }
        hasher.update(&buffer[..read]);
        to.write_all(&buffer[..read]).map_err(failed("the attachment could not be written", &part))?;
        bytes += i64::try_from(read).unwrap_or(0);
    }
    to.sync_all().map_err(failed("the attachment could not be written", &part))?;
    let hash = hex(&hasher.finalize());
    let kept = blob_path(folder, &hash);
    if let Some(parent) = kept.parent() {
        std::fs::create_dir_all(parent).map_err(failed("the folder of the attachments could not be made", parent))?;
    }
    std::fs::rename(&part, &kept).map_err(failed("the attachment could not be written", &kept))?;
    Ok((hash, bytes))
}

/// As [`keep`] for bytes that are at hand; what lies there whole already stays. Answers hash and length.
pub(super) fn keep_bytes(folder: &Path, bytes: &[u8]) -> Result<(String, i64), StoreError> {
    let hash = hex(&Sha256::digest(bytes));
    let kept = blob_path(folder, &hash);
    let failed = |source| StoreError::File { what: "the attachment could not be written", path: kept.clone(), source };
    if !is_unaltered(folder, &hash).unwrap_or(false) {
        kept.parent().map_or(Ok(()), std::fs::create_dir_all).map_err(failed)?;
        let part = kept.with_extension("part");
        let written = File::create(&part).and_then(|mut file| file.write_all(bytes).and_then(|()| file.sync_all()));
        written.and_then(|()| std::fs::rename(&part, &kept)).map_err(failed)?;
    }
    Ok((hash, i64::try_from(bytes.len()).unwrap_or(i64::MAX)))
}

/// Lower-case hex of some bytes.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn media_of(name: &str) -> MediaKind {
    let ending = name.rsplit('.').next().unwrap_or_default().to_lowercase();
    match ending.as_str() {
        "jpg" | "jpeg" | "png" | "bmp" | "gif" | "webp" | "heic" => MediaKind::Photo,
        "mp4" | "mov" | "avi" | "mkv" | "wmv" => MediaKind::Video,
        "mp3" | "wav" | "m4a" | "amr" | "ogg" | "aac" => MediaKind::Recording,
        _ => MediaKind::Document,
    }
}

/// When a photo says it was taken, as wall time of the camera.
fn taken_at(path: &Path) -> Option<Stamp> {
    let file = File::open(path).ok()?;
    let exif = exif::Reader::new().read_from_container(&mut std::io::BufReader::new(file)).ok()?;
    let field = exif.get_field(exif::Tag::DateTimeOriginal, exif::In::PRIMARY)?;
    let exif::Value::Ascii(texts) = &field.value else { return None };
    let text = std::str::from_utf8(texts.first()?).ok()?;
    chrono::NaiveDateTime::parse_from_str(text.trim(), "%Y:%m:%d %H:%M:%S").ok().map(Stamp::from_wall)
}

/// Hashes of attachments whose bytes are gone or have another length. (The hash itself is checked when a file is opened.)
pub(super) fn broken(folder: &Path, attachments: &[Attachment]) -> Vec<String> {
    attachments
        .iter()
        .filter(|file| {
            let length = std::fs::metadata(blob_path(folder, &file.hash)).map(|data| data.len());
            !matches!(length, Ok(length) if i64::try_from(length) == Ok(file.bytes))
        })
        .map(|file| file.hash.clone())
        .collect()
}

/// Whether the bytes under a hash still have it.
///
/// # Errors
/// When the file cannot be read.
pub fn is_unaltered(folder: &Path, hash: &str) -> std::io::Result<bool> {
    let mut file = File::open(blob_path(folder, hash))?;
    let mut hasher = Sha256::new();
    std::io::copy(&mut file, &mut HashWriter(&mut hasher))?;
    Ok(hex(&hasher.finalize()) == hash)
}

struct HashWriter<'a>(&'a mut Sha256);

impl Write for HashWriter<'_> {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.update(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}
