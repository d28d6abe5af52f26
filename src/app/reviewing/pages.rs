//! A review as the pages of a report: what is on each chapter, in the order and with the conclusions people gave.

use super::figures::Maker;
use super::findings::{KEY, finding, symptoms};
use crate::charts::{Mark, Palette, heat, pareto, region_mix};
use crate::domain::stage::InfoClass;
use crate::figures::course::Course;
use crate::figures::heat::{Cell as HeatCell, Heat, HeatRow};
use crate::figures::kpi::{self, Dim, Kpi, Line, Unit};
use crate::figures::region_mix::{CLASSES, RegionMix, RegionRow};
use crate::figures::report::{Shape, breakdown};
use crate::figures::review::{
    ActionItem, Chapter, ChapterKey, ChapterState, IncidentLine, Restated, ToldTable, thirteen_months,
};
use crate::paper::FontSet;
use crate::paper::picture::drawn;
use crate::paper::review::{BODY, Block, Cell, Column, HALF, Report, ReportPage, Table};
use crate::store::Review;
use crate::t;
use crate::text::{Texts, say::full_day, say::full_time};
use crate::ui::review::Link;
use crate::ui::say;

/// A review ready to be laid out, with the lists behind its figures.
pub struct Made {
    pub report: Report,
    pub links: Vec<Link>,
    /// The chapter of each page of the report.
    pub chapters: Vec<ChapterKey>,
    /// What the figures of every chapter say, for conclusions.
    pub findings: Vec<(Chapter, String)>,
    /// The control charts on the pages, for their points as rows.
    pub courses: Vec<(Kpi, Course)>,
}

/// Makes the pages of the chapters that are included.
#[must_use]
pub fn pages(review: &Review, shape: Shape, (texts, company): (&Texts, &str), fonts: &FontSet) -> Made {
    let rules = &review.book.rules;
    let mut maker = Maker { texts, rules, review, fonts, shape, links: Vec::new(), courses: Vec::new() };
    let (mut all, mut chapters) = (Vec::new(), Vec::new());
    let states = review.chapters_of(shape.report);
    for state in states.iter().filter(|state| state.included) {
        let mut page = maker.page(state);
        page.conclusion.clone_from(&state.conclusion);
        // Beside the answers by month there is room for it.
        let column = if state.chapter == Chapter::Satisfaction { Column::Right } else { Column::Whole };
        page.blocks.extend(maker.restated(state.chapter, &states).into_iter().map(|block| (column, block)));
        all.push(page);
        chapters.push(state.key());
    }
    let findings = states.iter().map(|state| (state.chapter, finding(&maker, state.chapter).text)).collect();
    let report = Report {
        title: say::report_title(texts, shape.report, review.period),
        company: company.to_owned(),
        period: say::review_period(texts, review.period),
        source: t!(texts, "review-source", number = review.number.as_str(), head = review.head8()),
        secrecy: t!(texts, "review-secrecy"),
        conclusion: t!(texts, "review-conclusion"),
        goes_on: t!(texts, "review-goes-on"),
        made_at: review.taken_at.wall(),
        pages: all,
    };
    Made { report, links: maker.links, chapters, findings, courses: maker.courses }
}

/// What the figures mean, for a workbook of them.
pub(super) fn definitions(review: &Review, shape: Shape, texts: &Texts, fonts: &FontSet) -> (String, Table) {
    let (rules, links, courses) = (&review.book.rules, Vec::new(), Vec::new());
    let maker = Maker { texts, rules, review, fonts, shape, links, courses };
    (texts.name("review-chapter", Chapter::Definitions.word()), maker.definitions())
}

impl Maker<'_> {
    fn page(&mut self, state: &ChapterState) -> ReportPage {
        let chapter = state.chapter;
        let found = finding(self, chapter);
        let mut link = |(words, link): (String, Link)| {
            self.links.push(link);
            (words, self.links.len() - 1)
        };
        let figures = found.figures.into_iter().map(&mut link).collect();
        let mut page = ReportPage {
            title: say::chapter_name(self.texts, state),
            sub: found.text,
            blocks: self.blocks(chapter),
            conclusion: String::new(),
            figures,
            note: self.note(state.own.shows.unwrap_or(chapter)),
            cover: chapter == Chapter::Cover,
        };
        if page.cover {
            page.title = say::report_title(self.texts, self.shape.report, self.review.period);
            let (first, end) = self.review.period.days();
            let last = end.pred_opt().unwrap_or(end);
            page.sub = t!(self.texts, "review-days", first = full_day(first), last = full_day(last));
            page.blocks.extend(self.owed().into_iter().map(|line| (Column::Whole, Block::Words(line))));
        }
        if !state.own.text.trim().is_empty() {
            page.blocks.push((Column::Whole, Block::Words(state.own.text.clone())));
        }
        if let Some(shown) = state.own.shows {
            page.blocks.extend(self.blocks(shown));
        }
        if page.blocks.is_empty() && !page.cover {
            page.blocks.push((Column::Whole, Block::Words(t!(self.texts, "review-nothing"))));
        }
        page
    }

    fn blocks(&mut self, chapter: Chapter) -> Vec<(Column, Block)> {
        match chapter {
            Chapter::Cover | Chapter::Own => Vec::new(),
            Chapter::AllKpis => vec![(Column::Whole, self.all_kpis())],
            Chapter::Escalated => self.lines_and_regions(
                &[Kpi::K08, Kpi::K09, Kpi::K10],
                &[(Kpi::K08, Line::Main), (Kpi::K09, Line::Main), (Kpi::K10, Line::Main)],
            ),
            Chapter::Praise => self.ranking(true),
            Chapter::Criticism => self.ranking(false),
            Chapter::Channels => {
                let mut blocks = self.breakdown(chapter);
                blocks.extend(self.channels_by_category().map(|block| (Column::Whole, block)));
                blocks
            }
            Chapter::LastActions => vec![(Column::Whole, self.actions(true))],
            Chapter::Kpis => self.kpis(),
            Chapter::Trend => self.trend(),
            Chapter::Regions => self.regions(),
            Chapter::Pareto => self.pareto().into_iter().map(|block| (Column::Whole, block)).collect(),
            Chapter::Heat => self.heat().into_iter().map(|block| (Column::Whole, block)).collect(),
            Chapter::Incidents => self.incidents(),
            Chapter::Appeals => self.lines_and_regions(&[Kpi::A1, Kpi::A2], &[(Kpi::A2, Line::Company)]),
            Chapter::Satisfaction => self.satisfaction(),
            Chapter::Checks => {
                self.lines_and_regions(&[Kpi::K06, Kpi::K12], &[(Kpi::K06, Line::Main), (Kpi::K12, Line::Main)])
            }
            Chapter::Resources => self.resources(),
            Chapter::Decisions => vec![(Column::Whole, self.actions(false))],
            Chapter::Definitions => vec![(Column::Whole, Block::Table(self.definitions()))],
            other => self.breakdown(other),
        }
    }

    /// Base, period, how many cases, time of the data (kpi.md 5.4).
    fn note(&self, chapter: Chapter) -> String {
        let kpi = match chapter {
            Chapter::Kpis | Chapter::Trend => Kpi::K02,
            Chapter::Regions | Chapter::Heat => Kpi::K01,
            Chapter::Pareto => Kpi::K13,
            Chapter::Appeals => Kpi::A2,
            Chapter::Satisfaction => Kpi::K04,
            Chapter::Checks => Kpi::K12,
            Chapter::Resources => Kpi::K05,
            Chapter::Results => Kpi::K03,
            Chapter::Escalated => Kpi::K08,
            Chapter::Praise | Chapter::Criticism => Kpi::K02,
            other => match breakdown(other).and_then(|(_, lines)| lines.first()) {
                Some((kpi, _)) => *kpi,
                None => return t!(self.texts, "review-note-data", when = full_time(self.review.taken_at.0)),
            },
        };
        let base = self.texts.name("kpi-base", kpi::definition(kpi).base.word());
        let n = self.table(kpi, self.span(), &[]).and_then(ToldTable::headline).map_or(0, |(_, _, told)| told.items);
        let (first, end) = self.review.period.days();
        let last = end.pred_opt().unwrap_or(end);
        t!(
            self.texts,
            "review-note",
            base = base,
            first = full_day(first),
            last = full_day(last),
            n = crate::text::say::count(i64::try_from(n).unwrap_or(0)),
            when = full_time(self.review.taken_at.0)
        )
    }

    pub(super) fn heads(&self, heads: &[(&str, f32, bool)]) -> Vec<(String, f32, bool)> {
        heads.iter().map(|(word, share, right)| (self.texts.name("review-column", word), *share, *right)).collect()
    }

    fn actions(&self, earlier: bool) -> Block {
        let all = if earlier { &self.review.earlier } else { &self.review.actions };
        if all.is_empty() {
            let none = if earlier { t!(self.texts, "review-no-earlier") } else { t!(self.texts, "review-no-actions") };
            return Block::Words(none);
        }
        let columns =
            self.heads(&[("what", 5.0, false), ("who", 1.6, false), ("due", 1.2, true), ("state", 1.6, true)]);
        let row = |action: &ActionItem| {
            let due = action.due.map_or_else(|| "—".to_owned(), full_day);
            let late = action.due.is_some_and(|due| due < self.review.taken_at.date());
            let state = match (action.done_at, late) {
                (Some(at), _) => t!(self.texts, "review-done-on", day = full_day(at.date())),
                (None, true) => t!(self.texts, "review-action-late"),
                (None, false) => t!(self.texts, "review-action-open"),
            };
            let strong = action.done_at.is_none() && late;
            let state = Cell { text: state, strong, ..Cell::default() };
            vec![Cell::plain(action.text.as_str()), Cell::plain(action.owner.as_str()), Cell::plain(due), state]
        };
        Block::Table(Table { columns, rows: all.iter().map(row).collect() })
    }

    /// One row of figures: of the period, the one before, the year before, and whether the standard is reached.
    pub(super) fn kpi_row(&mut self, kpi: Kpi, line: Line) -> Vec<Cell> {
        let mut spans = vec![self.span()];
        spans.extend(self.compared().into_iter().map(|(span, _)| span));
        let goal = kpi::goal(self.rules, kpi, line);
        let now = self.total(kpi, line, spans[0]);
        let met = goal.zip(now.and_then(|(_, told)| told.number)).map(|(goal, number)| goal.is_met(number));
        let standard = goal.map_or_else(|| "—".to_owned(), |goal| say::kpi_goal(self.texts, &goal));
        let mut row = vec![
            Cell::plain(say::kpi_line_name(self.texts, kpi, line)),
            Cell { text: standard, pale: true, ..Cell::default() },
        ];
        for (nth, span) in spans.into_iter().enumerate() {
            let table = self.table(kpi, span, &[]);
            let mut cell = self.cell(table, line, None);
            cell.strong = nth == 0;
            row.push(cell);
        }
        let mark = met.map_or_else(String::new, |met| {
            if met { t!(self.texts, "board-reached") } else { t!(self.texts, "kpi-missed") }
        });
        row.push(Cell { text: mark, strong: met == Some(false), ..Cell::default() });
        row
    }

    pub(super) fn kpi_heads(&self) -> Vec<(String, f32, bool)> {
        let mut heads = vec![("kpi", 2.6, false), ("goal", 1.1, true), ("now", 1.5, true)];
        heads.extend(self.compared().into_iter().map(|(_, word)| (word, 1.5, true)));
        heads.push(("met", 1.1, true));
        self.heads(&heads)
    }

    fn kpis(&mut self) -> Vec<(Column, Block)> {
        let mut rows = Vec::new();
        for kpi in KEY {
            let told = self.table(kpi, self.span(), &[]).and_then(ToldTable::headline);
            if let Some((line, ..)) = told.filter(|(_, _, told)| told.number.is_some()) {
                rows.push(self.kpi_row(kpi, line));
            }
        }
        let table = Block::Table(Table { columns: self.kpi_heads(), rows });
        let mut blocks = vec![(Column::Left, table)];
        let weeks = self.table(Kpi::K02, self.span(), &[Dim::Week]);
        if let Some(chart) = weeks.and_then(|table| self.chart(table, Line::Main, (HALF, 250.0))) {
            blocks.push((Column::Right, Block::Heading(t!(self.texts, "review-on-time-by-week"))));
            blocks.push((Column::Right, chart));
        }
        blocks
    }

    fn trend(&mut self) -> Vec<(Column, Block)> {
        // A correction of the rate stands below its chart, on the same page.
        let corrected = |one: &Restated| (one.kpi, one.line) == (Kpi::K02, Line::Main);
        let lower = if self.review.figures.restated.iter().any(corrected) { 45.0 } else { 0.0 };
        let course = self.course_blocks(190.0 - lower);
        let height = if course.is_empty() { 290.0 } else { 160.0 };
        let months = thirteen_months(self.review.period, self.review.taken_at);
        let mut blocks = Vec::new();
        for (column, kpi) in [(Column::Left, Kpi::K02), (Column::Right, Kpi::K04)] {
            let Some(table) = self.table(kpi, months, &[Dim::Month]) else { continue };
            if let Some(chart) = self.chart(table, Line::Main, (HALF, height)) {
                let name = self.texts.name("kpi", kpi.word());
                blocks.push((column, Block::Heading(t!(self.texts, "review-thirteen-months", name = name))));
                blocks.push((column, chart));
            }
        }
        blocks.extend(course);
        blocks
    }

    fn regions(&mut self) -> Vec<(Column, Block)> {
        let mut blocks = Vec::new();
        blocks.extend(self.mix().map(|block| (Column::Left, block)));
        let span = self.span();
        let received = self.table(Kpi::K01, span, &[Dim::Region]);
        let mut keys: Vec<(String, u64)> = received.map_or_else(Vec::new, |table| {
            let told =
                |cell: &crate::figures::review::ToldCell| Some((cell.keys.first()?.clone(), cell.lines.first()?.items));
            table.cells.iter().filter_map(told).collect()
        });
        keys.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        let columns = self.heads(&[
            ("region", 1.6, false),
            ("received", 1.0, true),
            ("on-time", 1.3, true),
            ("satisfied", 1.3, true),
            ("took", 1.7, true),
        ]);
        let mut rows = Vec::new();
        for (key, n) in keys {
            let name = say::kpi_key(self.texts, self.rules, Dim::Region, &key);
            let count = received.map(|table| self.count_cell(table, Line::Main, vec![key.clone()], n));
            let mut row = vec![Cell::plain(name), count.unwrap_or_default()];
            for kpi in [Kpi::K02, Kpi::K04, Kpi::K13] {
                let table = self.table(kpi, span, &[Dim::Region]);
                row.push(self.cell(table, Line::Main, Some(&key)));
            }
            rows.push(row);
        }
        if !rows.is_empty() {
            blocks.push((Column::Right, Block::Table(Table { columns, rows })));
        }
        blocks
    }

    /// Received cases by region and class.
    fn mix(&mut self) -> Option<Block> {
        let table = self.table(Kpi::K01, self.span(), &[Dim::Region, Dim::Class])?;
        let mut rows: Vec<(String, [u32; CLASSES])> = Vec::new();
        for cell in &table.cells {
            let [region, class] = cell.keys.as_slice() else { continue };
            let Some(class) = InfoClass::from_word(class) else { continue };
            let n = u32::try_from(cell.lines.first()?.items).unwrap_or(u32::MAX);
            let at = rows.iter().position(|(name, _)| name == region).unwrap_or_else(|| {
                rows.push((region.clone(), [0; CLASSES]));
                rows.len() - 1
            });
            if let Some(count) = rows.get_mut(at).and_then(|(_, counts)| counts.get_mut(class as usize)) {
                *count = n;
            }
        }
        let mix = RegionMix::new(rows.into_iter().map(|(name, counts)| RegionRow::new(name, counts)).collect());
        if mix.is_empty() {
            return None;
        }
        let words = say::region_mix_words(self.texts, self.rules);
        let view = region_mix::View { mix: &mix, words: &words };
        let draw =
            drawn(self.fonts, (HALF, 290.0), |area, scale| region_mix::region_mix(area, view, &Palette::PRINT, scale));
        let picture = draw.ok()?;
        let links = self.mark_links(&picture, |mark| match mark {
            Mark::Regions { rows, class: Some(class) } if rows.start() == rows.end() => {
                let region = mix.rows().get(*rows.start())?.region.clone();
                Some((table, Line::Main, vec![vec![region, InfoClass::ALL.get(*class)?.word().to_owned()]]))
            }
            _ => None,
        });
        Some(Block::Chart(picture, links))
    }

    fn pareto(&mut self) -> Option<Block> {
        let table = self.table(Kpi::K13, self.span(), &[Dim::Symptom])?;
        let figures = symptoms(self)?;
        let words = say::pareto_words(self.texts);
        let view = pareto::View { pareto: &figures, words: &words };
        let draw = drawn(self.fonts, (BODY, 340.0), |area, scale| pareto::pareto(area, view, &Palette::PRINT, scale));
        let picture = draw.ok()?;
        let links = self.mark_links(&picture, |mark| match mark {
            Mark::Items(items) => {
                let cells = figures.items().get(items.clone())?.iter().map(|item| vec![item.name.clone()]).collect();
                Some((table, Line::Main, cells))
            }
            _ => None,
        });
        Some(Block::Chart(picture, links))
    }

    fn heat(&mut self) -> Option<Block> {
        let table = self.table(Kpi::K01, self.span(), &[Dim::Branch, Dim::Category])?;
        let key = |cell: &crate::figures::review::ToldCell, at: usize| cell.keys.get(at).cloned().unwrap_or_default();
        let mut names: Vec<String> = table.cells.iter().map(|cell| key(cell, 1)).collect();
        names.sort();
        names.dedup();
        let mut rows: Vec<HeatRow> = Vec::new();
        for cell in &table.cells {
            let (branch, category) = (key(cell, 0), key(cell, 1));
            let at = rows.iter().position(|row| row.name == branch).unwrap_or_else(|| {
                rows.push(HeatRow { name: branch, cells: vec![HeatCell::default(); names.len()] });
                rows.len() - 1
            });
            let column = names.iter().position(|name| *name == category)?;
            let told = cell.lines.first()?;
            let units = told.number.map(|_| told.whole as f64 / 10_000.0).filter(|units| *units > 0.0);
            let filled = HeatCell { count: told.items, units, alarm: false };
            if let Some(place) = rows.get_mut(at).and_then(|row| row.cells.get_mut(column)) {
                *place = filled;
            }
        }
        let shown = |dim: Dim, name: &str| say::kpi_key(self.texts, self.rules, dim, name);
        let named: Vec<HeatRow> =
            rows.into_iter().map(|row| HeatRow { name: shown(Dim::Branch, &row.name), cells: row.cells }).collect();
        let heat = Heat::new(names.iter().map(|name| shown(Dim::Category, name)).collect(), named);
        let heat = heat.fixed_by(self.review.figures.heat.as_slice());
        if heat.is_empty() {
            return None;
        }
        let words = say::heat_words(self.texts, heat.fixed.as_ref());
        let view = heat::View { heat: &heat, words: &words };
        let draw = drawn(self.fonts, (BODY, 390.0), |area, scale| heat::heat(area, view, &Palette::PRINT, scale));
        let picture = draw.ok()?;
        let none = t!(self.texts, "kpi-key-none");
        let links = self.mark_links(&picture, |mark| match mark {
            Mark::Cells { rows, columns } if rows.start() == rows.end() && columns.start() == columns.end() => {
                let branch = heat.rows().get(*rows.start())?.name.clone();
                let branch = if branch == none { String::new() } else { branch };
                Some((table, Line::Main, vec![vec![branch, names.get(*columns.start())?.clone()]]))
            }
            _ => None,
        });
        Some(Block::Chart(picture, links))
    }

    fn incidents(&mut self) -> Vec<(Column, Block)> {
        // Figures kept before causes were print as they did.
        let caused = self.review.figures.incidents.iter().any(|line| line.actions.is_some());
        let mut heads = vec![
            ("number", 1.5, false),
            ("region", 1.0, false),
            ("model", 1.5, false),
            ("grade", 1.2, false),
            ("assessed", 1.4, true),
            ("paid", 1.3, true),
            ("insured", 1.4, true),
            ("open-days", 0.8, true),
            ("state", 1.0, !caused),
        ];
        if caused {
            heads.extend([("cause", 2.6, false), ("actions", 1.6, false)]);
        }
        let columns = self.heads(&heads);
        let amount = |fen: crate::domain::Fen| if fen.0 == 0 { "—".to_owned() } else { fen.plain() };
        let review = self.review;
        let row = |line: &IncidentLine| {
            let link = self.link_cases(line.case.into_iter());
            let grade = if line.grade.is_empty() { "—".to_owned() } else { self.texts.name("grade", &line.grade) };
            let state = if line.closed { t!(self.texts, "review-closed") } else { t!(self.texts, "review-open") };
            let mut row = vec![
                Cell { link, ..Cell::plain(line.number.as_str()) },
                Cell::plain(line.region.as_str()),
                Cell::plain(line.model.as_str()),
                Cell::plain(grade),
                Cell::plain(line.assessed.map_or_else(|| "—".to_owned(), amount)),
                Cell::plain(amount(line.paid)),
                Cell::plain(amount(line.insured)),
                Cell::plain(line.open_days.to_string()),
                Cell { text: state, strong: !line.closed, ..Cell::default() },
            ];
            if caused {
                row.extend(self.cause_cells(line));
            }
            row
        };
        let mut blocks = Vec::new();
        let rows: Vec<_> = review.figures.incidents.iter().map(row).collect();
        if !rows.is_empty() {
            blocks.push((Column::Whole, Block::Table(Table { columns, rows })));
        }
        let warnings = &review.figures.warnings;
        if !warnings.is_empty() {
            blocks.push((Column::Whole, Block::Heading(t!(self.texts, "review-batches"))));
            let columns = self.heads(&[
                ("model", 2.0, false),
                ("batch", 1.4, false),
                ("symptom", 2.0, false),
                ("cases", 0.8, true),
                ("weeks", 0.8, true),
            ]);
            let row = |line: &crate::figures::review::WarningLine| {
                let link = self.link_cases(line.keys.iter().copied());
                vec![
                    Cell::plain(line.model.as_str()),
                    Cell::plain(line.batch.as_str()),
                    Cell::plain(line.symptom.as_str()),
                    Cell { link, ..Cell::plain(line.cases.to_string()) },
                    Cell::plain(line.weeks.to_string()),
                ]
            };
            let rows = warnings.iter().take(12).map(row).collect();
            blocks.push((Column::Whole, Block::Table(Table { columns, rows })));
        }
        blocks
    }

    /// Cause and corrective entries; where the grade asks for them and they are missing, that is said in bold.
    fn cause_cells(&self, line: &IncidentLine) -> [Cell; 2] {
        let (all, effective) = line.actions.map_or((0, 0), |actions| (actions.all, actions.effective));
        let missing = |text: String| match line.grave {
            true => Cell { text, strong: true, ..Cell::default() },
            false => Cell { text: "—".to_owned(), pale: true, ..Cell::default() },
        };
        let cause = match line.cause.as_str() {
            "" => missing(t!(self.texts, "review-cause-open")),
            cause => Cell::plain(cause),
        };
        let actions = match all {
            0 => missing(t!(self.texts, "review-actions-none")),
            _ => Cell::plain(t!(self.texts, "review-actions-found", all = all, effective = effective)),
        };
        [cause, actions]
    }

    /// Every line of some rows at the left, some of them by region at the right.
    fn lines_and_regions(&mut self, kpis: &[Kpi], by_region: &[(Kpi, Line)]) -> Vec<(Column, Block)> {
        let mut rows = Vec::new();
        for kpi in kpis {
            for (line, _) in kpi::definition(*kpi).lines {
                rows.push(self.kpi_row(*kpi, *line));
            }
        }
        let mut blocks = vec![(Column::Left, Block::Table(Table { columns: self.kpi_heads(), rows }))];
        blocks.extend(self.by_region(by_region).map(|block| (Column::Right, block)));
        blocks
    }

    fn by_region(&mut self, lines: &[(Kpi, Line)]) -> Option<Block> {
        self.by_dim(Dim::Region, lines)
    }

    fn satisfaction(&mut self) -> Vec<(Column, Block)> {
        let mut blocks = self.lines_and_regions(&[Kpi::K04, Kpi::K19], &[(Kpi::K04, Line::Main)]);
        blocks.extend(self.csat_blocks(210.0).into_iter().map(|block| (Column::Left, block)));
        blocks
    }

    fn resources(&mut self) -> Vec<(Column, Block)> {
        let mut rows = Vec::new();
        for (kpi, line) in [
            (Kpi::K05, Line::Main),
            (Kpi::K05, Line::Orders),
            (Kpi::K07, Line::Main),
            (Kpi::K13, Line::Main),
            (Kpi::K13, Line::Net),
            (Kpi::K15, Line::Main),
        ] {
            rows.push(self.kpi_row(kpi, line));
        }
        let mut blocks = vec![(Column::Left, Block::Table(Table { columns: self.kpi_heads(), rows }))];
        let stages = self.table(Kpi::K05, self.span(), &[Dim::Stage]);
        if let Some(chart) = stages.and_then(|table| self.chart(table, Line::Main, (HALF, 250.0))) {
            blocks.push((Column::Right, Block::Heading(t!(self.texts, "review-stages"))));
            blocks.push((Column::Right, chart));
        }
        blocks
    }

    fn definitions(&self) -> Table {
        let columns = self.heads(&[
            ("id", 0.5, false),
            ("kpi", 1.6, false),
            ("part", 3.0, false),
            ("whole", 3.0, false),
            ("edge", 3.8, false),
        ]);
        let row = |kpi: &Kpi| {
            let word = |list: &str| Cell::plain(self.texts.name(list, kpi.word()));
            vec![Cell::plain(kpi.row()), word("kpi"), word("kpi-part"), word("kpi-whole"), word("kpi-edge")]
        };
        let told = |kpi: &&Kpi| {
            let unit = kpi::definition(**kpi).lines.first().map(|(_, unit)| *unit);
            let headline = self.table(**kpi, self.span(), &[]).and_then(ToldTable::headline);
            unit == Some(Unit::PerUnits) || headline.is_some_and(|(_, _, told)| told.number.is_some())
        };
        Table { columns, rows: Kpi::ALL.iter().filter(told).map(row).collect() }
    }
}
