//! `kesu export`: the cases of a list as a workbook or as CSV.

use std::io::Write;
use std::path::Path;

use anyhow::{Context, anyhow};

use super::args::ExportArgs;
use super::list::{branch_name, person_name};
use super::open::Desk;
use super::progress::Progress;
use super::rows::{PAGE, query, standing};
use crate::domain::Stamp;
use crate::domain::mask::{mask_address, mask_name};
use crate::domain::organisation::Organisation;
use crate::domain::phone::Phone;
use crate::exchange::export::{ExportFault, ListHead, Value, write_list};
use crate::store::{CaseRow, ListQuery, OpenMode, View};

const HEADINGS: [&str; 24] = [
    "number",
    "received",
    "class",
    "level",
    "incident grade",
    "stage",
    "round",
    "branch",
    "first responsible",
    "region",
    "customer",
    "phone",
    "address",
    "category",
    "model",
    "batch",
    "serial",
    "symptoms",
    "description",
    "channel",
    "stage due",
    "standing",
    "overdue minutes",
    "closed",
];

/// Writes the chosen cases and tells how many.
///
/// # Errors
/// No such file, view, class or region; a name that is neither `.xlsx` nor `.csv`; nothing can be written.
pub(super) fn run(db: Option<&Path>, asked: &ExportArgs, out: &mut impl Write) -> anyhow::Result<()> {
    let mut desk = Desk::open(db, OpenMode::Existing)?;
    let mut query = query(&asked.chosen, &desk)?;
    if asked.chosen.view.is_none() {
        query =
            ListQuery { filter: query.filter, search: query.search, limit: PAGE, ..ListQuery::of(View::All, &desk.by) };
    }
    let title = query.view.word().to_owned();
    let head = ListHead { title, headings: HEADINGS.map(str::to_owned).to_vec() };
    let progress = Progress::new("written");
    let mut pages =
        Pages { desk: &mut desk, query, whole: asked.whole, waiting: Vec::new().into_iter(), over: false, fault: None };
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
        Some(cells(&row, self.desk.database.organisation(), self.query.now, self.whole))
    }
}

fn cells(row: &CaseRow, organisation: &Organisation, now: Stamp, whole: bool) -> Vec<Value> {
    let (standing, overdue) = standing(row, now);
    let text = |text: &str| Value::from(text);
    let person = |value: &str, mask: &dyn Fn(&str) -> String| {
        if whole { Value::from(value) } else { Value::from(mask(value).as_str()) }
    };
    let moment = |at: Option<Stamp>| at.map_or(Value::Empty, |at| Value::Moment(at.wall()));
    vec![
        text(&row.number),
        moment(Some(row.received_at)),
        text(row.class.word()),
        text(row.level.word()),
        text(row.grade.map_or("", |grade| grade.word())),
        text(row.stage.word()),
        Value::Whole(i64::from(row.round)),
        text(branch_name(organisation, row.branch).unwrap_or_default()),
        text(person_name(organisation, row.person).unwrap_or_default()),
        text(&row.region),
        person(&row.customer, &mask_name),
        person(&row.phone, &|phone| Phone::parse(phone).masked()),
        person(&row.address, &mask_address),
        text(&row.category),
        text(&row.model),
        text(&row.batch),
        text(&row.serial),
        text(&row.symptoms),
        text(&row.description),
        text(&row.channel),
        moment(row.due_at),
        text(standing),
        overdue.map_or(Value::Empty, Value::Whole),
        moment(row.closed_at),
    ]
}
