//! `kesu scan FILE…`: signed paper that came back, each page to the form it belongs to, the rest into the tray.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, bail};

use super::args::ScanArgs;
use super::open::Desk;
use super::progress::Progress;
use super::table;
use crate::app::now;
use crate::app::scanning::{FileRead, ScanAsk, Watch, take_in};
use crate::domain::returned::Verdict;
use crate::exchange::export::{ListHead, Value, write_csv};
use crate::store::{By, OpenMode, ScannedPage, Settled};
use crate::text::{Lang, Texts};
use crate::ui::say;

/// How often a watched folder is looked at.
const EVERY: Duration = Duration::from_secs(2);
const HEADINGS: [&str; 6] = ["file", "page", "document", "page of document", "result", "reason"];

type Line = [String; 6];

/// Takes the pages in and tells what became of each.
///
/// # Errors
/// A file cannot be read, the data file or report cannot be written, or pages wait in the tray.
pub(super) fn run(db: Option<&Path>, asked: &ScanArgs, out: &mut impl Write) -> anyhow::Result<()> {
    if asked.files.is_empty() && asked.watch.is_none() {
        bail!("name scanned files, or a folder with --watch DIR");
    }
    let desk = Desk::open(db, OpenMode::Existing)?;
    let mut run = Run {
        desk,
        texts: Texts::new(Lang::En),
        lines: Vec::new(),
        told: 0,
        faults: Vec::new(),
        tray: 0,
        watching: false,
    };
    for path in &asked.files {
        run.file(path);
    }
    run.tell(asked, true, out)?;
    if let Some(folder) = &asked.watch {
        run.watch(folder, asked, out)?;
    }
    let Run { lines, faults, tray, .. } = run;
    match (faults.as_slice(), tray) {
        ([], 0) => Ok(()),
        ([], tray) => bail!(
            "{tray} of {} pages wait for a person; assign or discard them in the window, under Print forms",
            lines.len()
        ),
        ([fault], _) => bail!("{fault}"),
        ([fault, ..], _) => bail!("{} files could not be read to their end; the first: {fault}", faults.len()),
    }
}

struct Run {
    desk: Desk,
    texts: Texts,
    /// A line a page, all of them.
    lines: Vec<Line>,
    /// How many of them were told.
    told: usize,
    faults: Vec<String>,
    tray: usize,
    /// Of a watched folder only what is new is told.
    watching: bool,
}

impl Run {
    fn file(&mut self, path: &Path) {
        let progress = Progress::pages("read");
        let name = self.desk.by.name.clone();
        let mut ask = |ask: ScanAsk| self.desk.database.answer(ask.request(By { name: name.clone(), now: now() }));
        let read = take_in(path, &mut ask, &mut |done, _of| {
            progress.tell(done);
            true
        });
        match read {
            Ok(read) => self.pages(&read),
            Err(fault) => {
                let fault = anyhow::Error::from(fault).context(path.display().to_string());
                self.faults.push(format!("{fault:#}"));
            }
        }
    }

    fn pages(&mut self, read: &FileRead) {
        if read.known && self.watching {
            return;
        }
        for page in &read.pages {
            self.tray += usize::from(page.is_in_tray());
            self.lines.push(line(page, read.known, &self.texts));
        }
    }

    /// Writes the lines that were not told yet, and the whole report anew.
    fn tell(&mut self, asked: &ScanArgs, headings: bool, out: &mut impl Write) -> anyhow::Result<()> {
        let fresh = self.lines.get(self.told..).unwrap_or_default();
        table::write(out, (&HEADINGS, headings && !fresh.is_empty()), fresh)?;
        out.flush()?;
        self.told = self.lines.len();
        if let Some(path) = &asked.report {
            let head = ListHead { title: String::new(), headings: HEADINGS.map(str::to_owned).to_vec() };
            let rows = self.lines.iter().map(|line| line.iter().cloned().map(Value::Text).collect());
            write_csv(path, &head, rows, &|_rows| true).with_context(|| {
                format!("the report {} cannot be written; close it or name another place with --report", path.display())
            })?;
        }
        Ok(())
    }

    /// Goes on until the command is ended: every page is on record before the next is read, so that nothing is lost.
    fn watch(&mut self, folder: &Path, asked: &ScanArgs, out: &mut impl Write) -> anyhow::Result<()> {
        let mut watch = Watch::new(folder.to_owned());
        self.watching = true;
        writeln!(std::io::stderr(), "watching {}; end with Ctrl C", folder.display())?;
        loop {
            let ready: Vec<PathBuf> = watch.look().with_context(|| {
                format!("the folder {} cannot be listed; make it or name another with --watch", folder.display())
            })?;
            for path in ready {
                let faults = self.faults.len();
                self.file(&path);
                for fault in self.faults.iter().skip(faults) {
                    writeln!(std::io::stderr(), "kesu: {fault}")?;
                }
                self.tell(asked, false, out)?;
                if asked.report.is_none() {
                    self.lines.clear();
                    self.told = 0;
                }
            }
            std::thread::sleep(EVERY);
        }
    }
}

fn line(page: &ScannedPage, known: bool, texts: &Texts) -> Line {
    let (document, place) = page
        .place
        .as_ref()
        .map(|place| (place.document.clone(), format!("{}/{}", place.page, place.pages)))
        .unwrap_or_default();
    let (result, reason) = match (&page.verdict, &page.settled) {
        (_, Some((Settled::Assigned, _))) => ("assigned", String::new()),
        (_, Some((Settled::Discarded, why))) => ("discarded", why.clone()),
        (Verdict::Files, None) => ("filed", String::new()),
        (Verdict::Known, None) => ("known", say::verdict_text(texts, &page.verdict)),
        (Verdict::Again | Verdict::Superseded(_), None) => ("filed", say::verdict_text(texts, &page.verdict)),
        (Verdict::Tray(_), None) => ("tray", say::verdict_text(texts, &page.verdict)),
    };
    let before = known.then(|| format!("read before, on {}", page.at.wall().format("%Y-%m-%d %H:%M")));
    let reason: Vec<String> =
        [Some(reason).filter(|reason| !reason.is_empty()), before].into_iter().flatten().collect();
    [page.name.clone(), format!("{}/{}", page.page, page.of), document, place, result.to_owned(), reason.join("; ")]
}
