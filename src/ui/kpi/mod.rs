//! 指标手册: every row of the KPI book with its value of a period, what it means, and how it breaks down.

mod charts;
mod cut;
pub mod figure;
mod head;
mod ladder;
mod list;
mod pivot;
pub mod quality;
mod records;
mod sheet;
pub mod sheets;
mod table;

use std::collections::BTreeMap;

use chrono::NaiveDate;
use quality::Quality;

use super::chart::ChartCache;
use super::theme::Tokens;
use super::widgets::when;
use super::{Action, Cx, Fetch};
use crate::domain::Stamp;
use crate::domain::words::words;
use crate::figures::kpi::{self, Dim, Kpi, Span};
use crate::store::{By, FigureKey, KpiQuery, KpiTable, ListQuery, Narrow, StoreError, Ticket, View};
use crate::ui::board::Period;

words! {
    /// A page of the screen.
    pub enum Tab {
        Book = "book",
        Pivot = "pivot",
        /// Control charts (kpi.md 5.4).
        Control = "control",
        /// Early failures by months in service.
        Mis = "mis",
        /// Orders looked at, and changes of how work is done.
        Records = "records",
    }
}

/// Which value of the screen an answer is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KpiPart {
    /// A row of the list.
    Book,
    /// By one dimension.
    Cut,
    /// By two.
    Cross,
    /// Over all weeks or months, for a control chart.
    Course,
    /// A row of surveys over thirteen months.
    Survey,
}

/// Periods one can turn to.
const PERIODS: [Period; 7] =
    [Period::Month, Period::Quarter, Period::Weeks12, Period::Year, Period::Week, Period::Day, Period::Own];

/// What is on screen, and the figures that have arrived.
pub struct KpiScreen {
    pub tab: Tab,
    pub period: Period,
    /// How many periods back.
    pub back: u32,
    /// First and last day of a period of one's own, as typed.
    pub own: [String; 2],
    /// The moment the figures are of.
    pub now: Stamp,
    pub chosen: Kpi,
    /// Place of the line that is broken down.
    pub line: usize,
    /// What it is broken down by.
    pub by: Option<Dim>,
    /// Which cases the book and the pivot count.
    pub narrow: Narrow,
    /// Rows and columns of the pivot.
    pub across: [Dim; 2],
    /// The newest figures of each row; of an earlier period until theirs arrive.
    pub book: BTreeMap<Kpi, Box<KpiTable>>,
    pub reading: Fetch<Box<KpiTable>>,
    pub cut: Fetch<Box<KpiTable>>,
    pub cross: Fetch<Box<KpiTable>>,
    pub quality: Quality,
    /// Counts up when figures or language change.
    pub version: u64,
    /// The last failure was shown; nothing is asked again before the person asks.
    pub halted: bool,
    scroll_to_chosen: bool,
    chart: ChartCache,
    pivot_chart: ChartCache,
}

impl KpiScreen {
    /// The running month; the book is read when the screen opens.
    #[must_use]
    pub fn new(now: Stamp) -> Self {
        Self {
            tab: Tab::Book,
            period: Period::Month,
            back: 0,
            own: Default::default(),
            now,
            chosen: Kpi::K02,
            line: 0,
            by: None,
            narrow: Narrow::default(),
            across: [Dim::Region, Dim::Class],
            book: BTreeMap::new(),
            reading: Fetch::NotAsked,
            cut: Fetch::NotAsked,
            cross: Fetch::NotAsked,
            quality: Quality::default(),
            version: 0,
            halted: false,
            scroll_to_chosen: true,
            chart: ChartCache::default(),
            pivot_chart: ChartCache::default(),
        }
    }

    /// Reads everything anew as of `now`.
    pub fn as_of(&mut self, now: Stamp) {
        self.now = now;
        self.halted = false;
        self.quality.forget();
    }

    #[must_use]
    pub fn span(&self) -> Span {
        let (from, to) = self.period.span(self.now, self.back, self.own_days());
        Span { from, to, now: self.now }
    }

    /// The days of a period of one's own; today where nothing readable is typed.
    fn own_days(&self) -> (NaiveDate, NaiveDate) {
        let today = self.now.date();
        let [first, last] = self.own.each_ref().map(|text| when::day_of(text).unwrap_or(today));
        (first, last)
    }

    /// The first day, and the first day after the period.
    fn days(&self) -> (NaiveDate, NaiveDate) {
        self.period.days(self.now.date(), self.back, self.own_days())
    }

    /// The figures of a row, whatever period they are of.
    #[must_use]
    pub fn table(&self, kpi: Kpi) -> Option<&KpiTable> {
        self.book.get(&kpi).map(|table| &**table)
    }

    fn query(&self, by: Vec<Dim>) -> KpiQuery {
        KpiQuery { kpi: self.chosen, span: self.span(), by, narrow: self.narrow.clone() }
    }

    /// Goes to another row; its main line is broken down.
    pub fn choose(&mut self, kpi: Kpi) {
        if self.chosen != kpi {
            self.chosen = kpi;
            self.line = 0;
            self.scroll_to_chosen = true;
        }
    }

    /// The dimension on screen: the chosen one, else the first the source names for the row.
    #[must_use]
    pub fn dim(&self) -> Dim {
        let named = kpi::definition(self.chosen).dims.first().copied().unwrap_or(Dim::Region);
        self.by.filter(|dim| fits(self.chosen, *dim)).unwrap_or(named)
    }

    /// What is to be asked next, one question at a time for the list and one for each table in sight.
    fn wanted(&self) -> Vec<(KpiQuery, KpiPart)> {
        let mut wanted = Vec::new();
        let lacks = |fetch: &Fetch<Box<KpiTable>>, query: &KpiQuery| {
            !fetch.is_waiting() && fetch.value().is_none_or(|table| table.query != *query)
        };
        let span = self.span();
        let old = |kpi: &Kpi| {
            self.table(*kpi).is_none_or(|table| table.query.span != span || table.query.narrow != self.narrow)
        };
        if !self.reading.is_waiting() {
            let next = Some(self.chosen).filter(old).or_else(|| Kpi::ALL.iter().copied().find(|kpi| old(kpi)));
            wanted.extend(
                next.map(|kpi| (KpiQuery { kpi, span, by: Vec::new(), narrow: self.narrow.clone() }, KpiPart::Book)),
            );
        }
        if self.tab == Tab::Book {
            let query = self.query(vec![self.dim()]);
            if lacks(&self.cut, &query) {
                wanted.push((query, KpiPart::Cut));
            }
        } else if self.tab == Tab::Pivot {
            let query = self.query(self.across.to_vec());
            if lacks(&self.cross, &query) {
                wanted.push((query, KpiPart::Cross));
            }
        }
        wanted.extend(self.wanted_rows());
        wanted
    }

    /// Remembers what is waited for.
    pub fn wait_for(&mut self, part: KpiPart, ticket: Ticket) {
        self.part(part).wait_for(ticket);
    }

    /// Takes an answer if it is the one that is waited for.
    pub fn settle(&mut self, part: KpiPart, ticket: Ticket, answer: Result<Box<KpiTable>, StoreError>) {
        self.halted |= answer.is_err();
        if !self.part(part).settle(ticket, answer) {
            return;
        }
        self.version += 1;
        if part == KpiPart::Book
            && let Some(table) = self.reading.value()
        {
            self.book.insert(table.query.kpi, table.clone());
        }
    }

    const fn part(&mut self, part: KpiPart) -> &mut Fetch<Box<KpiTable>> {
        match part {
            KpiPart::Book => &mut self.reading,
            KpiPart::Cut => &mut self.cut,
            KpiPart::Cross => &mut self.cross,
            KpiPart::Course => &mut self.quality.course,
            KpiPart::Survey => &mut self.quality.survey,
        }
    }
}

/// Whether a row can be broken down by a dimension: only those that count stages by stage.
#[must_use]
pub fn fits(kpi: Kpi, dim: Dim) -> bool {
    let definition = kpi::definition(kpi);
    dim != Dim::Stage || definition.lines.iter().any(|(line, _)| definition.counts_stages(*line))
}

/// Opens the list of the cases behind a figure.
fn open(cx: &Cx<'_>, figure: FigureKey) {
    let mut query = ListQuery::of(View::All, &By { name: cx.me.to_owned(), now: cx.now });
    query.filter.figure = Some(Box::new(figure));
    cx.want(Action::OpenList(Box::new(query)));
}

/// Which cases the columns value, numerator, denominator and missed of a table of figures stand for.
const COUNTED: [Option<bool>; 4] = [None, Some(true), None, Some(false)];

/// Draws the KPI book over the whole place it is given.
pub fn kpi_ui(ui: &mut egui::Ui, cx: &Cx<'_>, screen: &mut KpiScreen) {
    let t = Tokens::of(ui.ctx());
    ui.painter().rect_filled(ui.available_rect_before_wrap(), 0.0, t.panel);
    ui.spacing_mut().item_spacing.y = 0.0;
    head::head_ui(ui, cx, screen);
    head::failed_ui(ui, cx, screen);
    if !screen.halted {
        for (query, part) in screen.wanted() {
            cx.want(Action::ReadKpi { query, part });
        }
        for ask in screen.wanted_records() {
            cx.want(Action::ReadQuality(ask));
        }
    }
    let room = ui.available_rect_before_wrap();
    ui.allocate_rect(room, egui::Sense::hover());
    let list = room.with_max_x(room.left() + list::wide(room.width()));
    list::list_ui(ui, cx, list, screen);
    ui.painter().vline(list.right() - 0.5, list.y_range(), egui::Stroke::new(1.0, t.line));
    let content = room.with_min_x(list.right());
    match screen.tab {
        Tab::Book => sheet::sheet_ui(ui, cx, content, screen),
        Tab::Pivot => pivot::pivot_ui(ui, cx, content, screen),
        Tab::Control => charts::control_ui(ui, cx, content, screen),
        Tab::Mis => charts::mis_ui(ui, cx, content, screen),
        Tab::Records => records::records_ui(ui, cx, content, screen),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figures::kpi::Sum;

    fn table(query: &KpiQuery) -> Box<KpiTable> {
        let lines = kpi::definition(query.kpi).lines.to_vec();
        let total = vec![Sum::default(); lines.len()];
        Box::new(KpiTable { query: query.clone(), lines, total, cells: Vec::new(), frozen: None })
    }

    /// The row on screen is read first, then the others one after the other, each once.
    #[test]
    fn the_book_is_read_row_by_row_and_comes_to_rest() {
        let mut screen = KpiScreen::new(Stamp::from_wall("2026-04-09T10:24:00".parse().unwrap()));
        screen.choose(Kpi::F5);
        let mut read = Vec::new();
        for n in 0..100_u64 {
            let Some((query, part)) = screen.wanted().into_iter().next() else { break };
            screen.wait_for(part, Ticket(n));
            assert!(screen.wanted().iter().all(|(_, other)| *other != part), "asked once");
            read.push((query.kpi, part));
            screen.settle(part, Ticket(n), Ok(table(&query)));
        }
        assert_eq!(read[0], (Kpi::F5, KpiPart::Book));
        assert_eq!(read.iter().filter(|(_, part)| *part == KpiPart::Book).count(), Kpi::ALL.len());
        assert_eq!(read.iter().filter(|(_, part)| *part == KpiPart::Cut).count(), 1);
        screen.back = 1;
        assert_eq!(screen.wanted().len(), 2, "another period: the row and its breakdown");
        assert!(screen.table(Kpi::K01).is_some(), "the older figures stay meanwhile");
    }

    #[test]
    fn a_failure_is_not_asked_for_again_by_drawing() {
        let mut screen = KpiScreen::new(Stamp(0));
        screen.wait_for(KpiPart::Book, Ticket(1));
        screen.settle(KpiPart::Book, Ticket(1), Err(StoreError::Gone));
        assert!(screen.halted);
        screen.as_of(Stamp(60_000));
        assert!(!screen.halted);
    }

    #[test]
    fn stages_belong_to_rows_that_count_them() {
        assert!(fits(Kpi::K05, Dim::Stage) && fits(Kpi::K07, Dim::Stage));
        assert!(!fits(Kpi::K02, Dim::Stage) && fits(Kpi::K02, Dim::Month));
    }
}
