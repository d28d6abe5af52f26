//! `kesu dashboard`: the regional dashboard of a period as files, drawn by the very functions of the screen.

use std::io::Write;
use std::path::Path;

use anyhow::{Context as _, bail};

use super::args::{DashboardArgs, LangArg};
use super::open::{Desk, mismatch};
use super::rows::unknown;
use crate::app::board_files::narrowed;
use crate::app::board_out::{BoardFile, Kind};
use crate::figures::kpi::Span;
use crate::paper::FontSet;
use crate::store::{Answer, DashboardQuery, Narrow, OpenMode, Request};
use crate::text::{Lang, Texts};
use crate::ui::board::{Piece, midnight, step};

/// Writes the whole board and each of its charts into a folder, and names the files.
///
/// # Errors
/// A region that does not exist, a period that runs backwards; or nothing can be read or written.
pub(super) fn run(db: Option<&Path>, asked: &DashboardArgs, out: &mut impl Write) -> anyhow::Result<()> {
    let mut desk = Desk::open(db, OpenMode::Existing)?;
    if asked.from > asked.to {
        bail!("--from {} lies after --to {}; give the earlier day first", asked.from, asked.to);
    }
    let Some(after) = asked.to.succ_opt() else {
        bail!("--to {} is the last day there is; name an earlier one", asked.to)
    };
    let regions = &desk.database.organisation().regions;
    if let Some(region) = asked.region.as_ref().filter(|region| !regions.contains(*region)) {
        return Err(unknown("region", region, regions.iter().map(String::as_str)));
    }
    let span = Span { from: midnight(asked.from), to: midnight(after), now: desk.by.now };
    let narrow = Narrow { region: asked.region.clone(), ..Narrow::default() };
    let query = DashboardQuery { span, step: step(asked.from, after), narrow };
    let Answer::Dashboard(figures) = desk.ask(Request::Dashboard(Box::new(query)))? else { return Err(mismatch()) };
    std::fs::create_dir_all(&asked.out).with_context(|| format!("{} cannot be made", asked.out.display()))?;
    let texts = Texts::new(if asked.lang == LangArg::En { Lang::En } else { Lang::Zh });
    let book = std::sync::Arc::clone(desk.database.book());
    let of = narrowed(&figures.query.narrow, None, &book, &texts);
    let file = BoardFile { figures: &figures, book: &book, texts: &texts, company: &desk.settings.company, of };
    let fonts = FontSet::load()?;
    let kind: Kind = asked.format.into();
    // A PDF and a workbook hold the charts already; pictures are written one by one.
    let singles: &[Piece] = if matches!(kind, Kind::Pdf | Kind::Xlsx) { &[] } else { Piece::ALL };
    for piece in std::iter::once(None).chain(singles.iter().copied().map(Some)) {
        let name = piece.map_or("dashboard", Piece::word);
        let path = asked.out.join(format!("{name}.{kind}"));
        file.write(&path, kind, piece, &fonts)?;
        writeln!(out, "{}", path.display())?;
    }
    Ok(())
}
