//! `kesu export`: the cases of a list as a workbook or as CSV.

use std::io::Write;
use std::path::Path;

use anyhow::{Context, anyhow};

use super::args::ExportArgs;
use super::open::Desk;
use super::progress::Progress;
use super::rows::{PAGE, query};
use crate::exchange::export::{ExportFault, Value, write_list};
use crate::store::{CaseRow, ListQuery, OpenMode, View};
use crate::text::Texts;
use crate::ui::say_lists;

/// Writes the chosen cases and tells how many.
///
/// # Errors
/// No such file, view, class or region; a name that is neither `.xlsx` nor `.csv`; nothing can be written.
pub(super) fn run(db: Option<&Path>, asked: &ExportArgs, out: &mut impl Write) -> anyhow::Result<()> {
    let mut desk = Desk::open(db, OpenMode::Existing)?;
    let mut query = query(&asked.chosen, &mut desk)?;
    if asked.chosen.view.is_none() {
        query =
            ListQuery { filter: query.filter, search: query.search, limit: PAGE, ..ListQuery::of(View::All, &desk.by) };
    }
    let texts = Texts::new(desk.settings.lang());
    let head = say_lists::export_head(&texts);
    let progress = Progress::new("written");
    let mut pages = Pages {
        desk: &mut desk,
        query,
        whole: asked.whole,
        texts: &texts,
        waiting: Vec::new().into_iter(),
        over: false,
        fault: None,
    };
    let written = write_list(&asked.out, &head, &mut pages, &|rows| {
        progress.tell(rows);
        true
    });
    if let Some(fault) = pages.fault.take() {
        return Err(fault);
    }
    let rows = written.map_err(|fault| worded(fault, &asked.out))?;
    writeln!(out, "{rows} cases written to {}", asked.out.display())?;
    Ok(())
}

fn worded(fault: ExportFault, path: &Path) -> anyhow::Error {
    match fault {
        ExportFault::UnknownKind => anyhow!("{} is neither .xlsx nor .csv; name one of these", path.display()),
        ExportFault::NoFolder => anyhow!("the folder of {} does not exist; make it first", path.display()),
        other => anyhow::Error::new(other).context(format!("{} was not written", path.display())),
    }
}

/// The rows of a query, page by page. A fault of the store ends them and is kept.
struct Pages<'a> {
    desk: &'a mut Desk,
    query: ListQuery,
    whole: bool,
    texts: &'a Texts,
    waiting: std::vec::IntoIter<CaseRow>,
    over: bool,
    fault: Option<anyhow::Error>,
}

impl Pages<'_> {
    fn turn(&mut self) {
        match self.desk.page(self.query.clone()).context("the export was stopped") {
            Ok(page) => {
                let found = i64::try_from(page.rows.len()).unwrap_or(i64::MAX);
                self.over = found < self.query.limit;
                if self.over && page.more {
                    self.fault = Some(anyhow!("the search has more hits than can be exported; narrow it"));
                }
                self.query.offset += found;
                self.waiting = page.rows.into_iter();
            }
            Err(fault) => {
                self.over = true;
                self.fault = Some(fault);
            }
        }
    }
}

impl Iterator for Pages<'_> {
    type Item = Vec<Value>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.waiting.len() == 0 && !self.over {
            self.turn();
        }
        let row = self.waiting.next()?;
        let database = &self.desk.database;
        let mut cells = say_lists::export_row(&row, database.organisation(), self.texts);
        if let (true, Some(phone)) = (self.whole, cells.get_mut(say_lists::PHONE_COLUMN)) {
            *phone = Value::from(row.phone.as_str());
        }
        Some(cells)
    }
}
