//! Sheets of many cases and packs: a result a sheet, and one refused case never stops the others.

use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{anyhow, bail};

use super::super::args::{FormArg, PackArg, PrintArgs};
use super::super::open::Desk;
use super::super::table;
use super::{lacks, make_folder, office, put_out, ready, worded};
use crate::app::issuing::{copies, file_name, joined};
use crate::app::paperwork::pack::{self, Recorded, kinds};
use crate::app::write_whole;
use crate::domain::event::SheetKind;
use crate::paper::pack::Pack;
use crate::paper::{FontSet, pdf, to_pdf};
use crate::store::{CaseFile, Issue};

const HEADINGS: [&str; 4] = ["case", "sheet", "result", "file or reason"];
/// A joined file is closed when it has so many pages: no more of it is held at once.
const MOST_PAGES: u32 = 500;

/// What became of each sheet.
#[derive(Default)]
struct Results {
    rows: Vec<[String; 4]>,
    refused: usize,
}

impl Results {
    fn done(&mut self, (number, sheet): (&str, &str), result: String, told: String) {
        self.rows.push([number.to_owned(), sheet.to_owned(), result, told]);
    }

    fn refused(&mut self, (number, sheet): (&str, &str), why: &anyhow::Error) {
        self.refused += 1;
        self.rows.push([
            number.to_owned(),
            sheet.to_owned(),
            "refused".to_owned(),
            table::one_line(&format!("{why:#}")),
        ]);
    }

    fn tell(self, out: &mut impl Write) -> anyhow::Result<()> {
        table::write(out, (&HEADINGS, true), &self.rows)?;
        if self.refused > 0 {
            bail!("{} of {} were refused, the others lie where the table says", self.refused, self.rows.len());
        }
        Ok(())
    }
}

/// Sheets of many cases, a file each or joined.
///
/// # Errors
/// The folder cannot be made, nothing can be written, or a sheet was refused: the table says which and why.
pub(super) fn sheets(
    desk: &mut Desk,
    (numbers, form): (&[String], FormArg),
    asked: &PrintArgs,
    out: &mut impl Write,
) -> anyhow::Result<()> {
    make_folder(&asked.out)?;
    let fonts = FontSet::load().map_err(|fault| worded(&fault, "the forms"))?;
    let mut results = Results::default();
    let mut volume = asked.join.then(|| Volume::new(&asked.out, desk));
    for number in numbers {
        let kinds = match desk.case(number) {
            Ok(file) => ready(&file, form),
            Err(why) => {
                results.refused((number, ""), &why);
                continue;
            }
        };
        for kind in kinds {
            let sheet = (number.as_str(), kind.word());
            let made = desk.case(number).and_then(|file| {
                let (paperwork, issue) = put_out(desk, &file, kind, (asked, &fonts))?;
                let from = (desk.database.attachments(), &*fonts);
                let place = match &mut volume {
                    Some(volume) => {
                        let bytes = joined(&issue, asked.copy, from.0, from.1).map_err(|why| anyhow!(why))?;
                        volume.take(bytes, issue.pages_of(asked.copy))?
                    }
                    None => keep_all(&issue, asked, from)?,
                };
                Ok((told(&issue, &lacks(&paperwork)), place))
            });
            match made {
                Ok((result, place)) => results.done(sheet, result, place.display().to_string()),
                Err(why) => results.refused(sheet, &why),
            }
        }
    }
    if let Some(volume) = &mut volume {
        volume.close()?;
    }
    results.tell(out)
}

/// `issue 2, handed out 3 times`, and why it is a draft.
fn told(issue: &Issue, lacks: &str) -> String {
    let times = if issue.printed > 1 { format!(", handed out {} times", issue.printed) } else { String::new() };
    let draft = if lacks.is_empty() { String::new() } else { format!(", draft: {lacks}") };
    format!("printed as issue {}{times}{draft}", issue.nth)
}

/// Writes a file a copy and says where the first lies.
fn keep_all(issue: &Issue, asked: &PrintArgs, (attachments, fonts): (&Path, &FontSet)) -> anyhow::Result<PathBuf> {
    let files = copies(issue, asked.copy, attachments, fonts).map_err(|why| anyhow!(why))?;
    let places = files.iter().map(|(name, bytes)| keep(&asked.out, name, bytes)).collect::<anyhow::Result<Vec<_>>>()?;
    places.into_iter().next().ok_or_else(|| anyhow!("{} has no such copy", issue.document))
}

fn keep(folder: &Path, name: &str, bytes: &[u8]) -> anyhow::Result<PathBuf> {
    let path = folder.join(name);
    write_whole(&path, bytes)
        .map_err(|why| anyhow!("{} cannot be written ({why}); name another folder with --out", path.display()))?;
    Ok(path)
}

/// Finished files that are joined until they have enough pages.
struct Volume {
    folder: PathBuf,
    name: String,
    nth: usize,
    files: Vec<Vec<u8>>,
    pages: u32,
}

impl Volume {
    fn new(folder: &Path, desk: &Desk) -> Self {
        let name = desk.by.now.wall().format("print-%Y%m%d-%H%M%S").to_string();
        Self { folder: folder.to_owned(), name, nth: 1, files: Vec::new(), pages: 0 }
    }

    fn path(&self) -> PathBuf {
        self.folder.join(format!("{}-{}.pdf", self.name, self.nth))
    }

    /// Takes a file in and says where it will lie.
    fn take(&mut self, bytes: Vec<u8>, pages: u32) -> anyhow::Result<PathBuf> {
        if self.pages > 0 && self.pages + pages > MOST_PAGES {
            self.close()?;
            self.nth += 1;
        }
        self.files.push(bytes);
        self.pages += pages;
        Ok(self.path())
    }

    fn close(&mut self) -> anyhow::Result<()> {
        if self.files.is_empty() {
            return Ok(());
        }
        let whole = pdf::join(&std::mem::take(&mut self.files)).map_err(|fault| worded(&fault, "the joined file"))?;
        self.pages = 0;
        let path = self.path();
        write_whole(&path, &whole)
            .map_err(|why| anyhow!("{} cannot be written ({why}); name another folder with --out", path.display()))
    }
}

/// A pack of each case.
///
/// # Errors
/// As [`sheets`].
pub(super) fn packs(
    desk: &mut Desk,
    (numbers, pack): (&[String], PackArg),
    asked: &PrintArgs,
    out: &mut impl Write,
) -> anyhow::Result<()> {
    let pack = match pack {
        PackArg::Insurer => Pack::Insurer,
        PackArg::File => Pack::File,
    };
    make_folder(&asked.out)?;
    let fonts = FontSet::load().map_err(|fault| worded(&fault, "the pack"))?;
    let mut results = Results::default();
    for number in numbers {
        match bound(desk, (number, pack), (asked, &fonts)) {
            Ok((told, path)) => results.done((number, pack.word()), told, path.display().to_string()),
            Err(why) => results.refused((number, pack.word()), &why),
        }
    }
    results.tell(out)
}

/// Every sheet of the pack goes on record, then they are bound.
fn bound(
    desk: &mut Desk,
    (number, pack): (&str, Pack),
    (asked, fonts): (&PrintArgs, &FontSet),
) -> anyhow::Result<(String, PathBuf)> {
    let file = desk.case(number)?;
    if pack == Pack::Insurer && file.case.incident.is_none() {
        bail!("{number} has no incident file; there is nothing for the insurer");
    }
    let mut forms: Vec<Recorded> = Vec::new();
    let mut drafts: Vec<String> = Vec::new();
    for kind in kinds(pack, &file.case) {
        let file: CaseFile = desk.case(number)?;
        let (content, issue) = put_out(desk, &file, kind, (asked, fonts))?;
        if !lacks(&content).is_empty() {
            drafts.push(SheetKind::word(kind).to_owned());
        }
        forms.push(Recorded { kind, content, issue });
    }
    let file = desk.case(number)?;
    let folder = desk.database.attachments().to_owned();
    let sheet =
        pack::pack(pack, &file, &forms, &folder, (&office(desk), fonts)).map_err(|fault| worded(&fault, number))?;
    let bytes = to_pdf(&sheet, fonts).map_err(|fault| worded(&fault, number))?;
    let path = keep(&asked.out, &file_name(&format!("{number}-{}", pack.word()), None, false), &bytes)?;
    let told = format!("{} sheets on {} pages", forms.len(), sheet.pages.len());
    let told = if drafts.is_empty() { told } else { format!("{told}, drafts: {}", drafts.join(", ")) };
    Ok((told, path))
}
