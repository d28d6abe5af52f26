//! What a review counts: many questions at once, corrections of closed months, and figures that open their cases.

use kesu::app::reviewing::{Made, ReviewFile, pages};
use kesu::domain::stage::Satisfaction;
use kesu::figures::kpi::{Kpi, Line, Sum};
use kesu::figures::report::{Compare, Report, Shape};
use kesu::figures::review::{Chapter, ChapterState, Period, Since, questions};
use kesu::paper::review::{Block, LaidOut, Table, report};
use kesu::paper::{FontSet, to_pdf};
use kesu::store::{Answer, Database, KpiQuery, ListQuery, Narrow, Request, Review, ReviewChange, View};
use kesu::text::{Lang, Texts};
use kesu::ui::review::Link;

use crate::demo::{END, filled};
use crate::frozen::{close, march};
use crate::store::{at, by, revisit};

const QUARTER: Period = Period::Quarter(2026, 1);

fn take(database: &mut Database, when: &str) -> Review {
    match database.answer(Request::TakeReview { period: QUARTER, by: by(when) }).unwrap() {
        Answer::Review(Some(review)) => *review,
        other => panic!("{other:?}"),
    }
}

fn made(review: &Review, fonts: &FontSet) -> (Made, LaidOut) {
    let made = pages(review, Shape::default(), (&Texts::new(Lang::Zh), "澄屿电器集团"), fonts);
    let laid_out = report(&made.report, fonts).unwrap();
    (made, laid_out)
}

fn corrections(made: &Made, chapter: Chapter) -> Option<Table> {
    let at = made.chapters.iter().position(|(known, _)| *known == chapter).unwrap();
    let mut blocks = made.report.pages[at].blocks.iter().map(|(_, block)| block);
    blocks.find(|block| matches!(block, Block::Heading(text) if text == "更正说明"))?;
    match blocks.next() {
        Some(Block::Table(table)) => Some(table.clone()),
        other => panic!("{other:?}"),
    }
}

fn opened(database: &mut Database, link: &Link) -> i64 {
    let mut query = ListQuery::of(View::All, &by(END));
    match link.clone() {
        Link::Figure(key) => query.filter.figure = Some(key),
        Link::Cases(cases) => query.filter.only = cases,
    }
    match database.answer(Request::List(query)).unwrap() {
        Answer::List(page) => page.total,
        other => panic!("{other:?}"),
    }
}

/// All questions of a review are answered in few walks: each as if it had been asked alone.
#[test]
fn questions_answered_together_are_answered_as_alone() {
    let mut file = filled(400, END);
    let review = take(&mut file.database, END);
    let asked = questions(QUARTER, at(END));
    assert_eq!(asked.len(), review.figures.tables.len());
    let plain = |sums: &[Sum]| sums.iter().map(|sum| (sum.part, sum.whole, sum.items)).collect::<Vec<_>>();
    let mut cells = 0;
    for ((kpi, span, by), told) in asked.into_iter().zip(&review.figures.tables) {
        let query = KpiQuery { kpi, span, by, narrow: Narrow::default() };
        let Answer::Kpi(alone) = file.database.answer(Request::Kpi(query)).unwrap() else { panic!() };
        let all = |lines: &[kesu::figures::review::Told]| {
            lines.iter().map(|told| (told.part, told.whole, told.items)).collect::<Vec<_>>()
        };
        assert_eq!(plain(&alone.total), all(&told.total), "{kpi:?} {:?}", told.by);
        let alone: Vec<_> = alone.cells.iter().map(|cell| (cell.keys.clone(), plain(&cell.sums))).collect();
        let told: Vec<_> = told.cells.iter().map(|cell| (cell.keys.clone(), all(&cell.lines))).collect();
        assert_eq!(alone, told, "{kpi:?}");
        cells += told.len();
    }
    assert!(cells > 300, "{cells}");
}

/// kpi.md 5.1 rule 8: the printed figure of a closed month stays, the review says beside it what is counted now and why;
/// a review of before prints as it did.
#[test]
fn a_review_says_which_figures_of_closed_months_count_otherwise_now() {
    let mut desk = march();
    assert_eq!(close(&mut desk.database, "2026-04-08 08:30"), 1);
    let fonts = FontSet::load().unwrap();
    let first = take(&mut desk.database, "2026-04-09 08:00");
    assert!(first.figures.restated.is_empty(), "nothing has changed");
    let bytes = |review: &Review| to_pdf(&made(review, &fonts).1.sheet, &fonts).unwrap();
    let before = bytes(&first);

    let case = desk.list(View::All, "", "2026-04-10 09:00").rows[0].id;
    desk.run(case, revisit(Satisfaction::Dissatisfied, "又漏了"), "2026-04-10 09:00").unwrap();
    let second = take(&mut desk.database, "2026-04-10 10:00");
    let told = second.figures.restated.iter().find(|one| (one.kpi, one.line) == (Kpi::K02, Line::Main)).unwrap();
    assert_eq!((told.told.part, told.told.whole, told.now.part, told.now.whole), (3, 3, 2, 3));
    assert_eq!(told.since, [(Since::Reopened, 1)]);
    assert!(second.figures.restated.iter().all(|one| (one.told.part, one.told.whole) != (one.now.part, one.now.whole)));
    assert!(!second.figures.restated.iter().any(|one| one.kpi == Kpi::K01), "as many were received as before");

    let (pages, _) = made(&second, &fonts);
    let table = corrections(&pages, Chapter::Trend).expect("K02 stands on the page of the trend");
    let row: Vec<&str> = table.rows[0].iter().map(|cell| cell.text.as_str()).collect();
    assert_eq!(row, ["按时办结率", "2026-03", "100.0 %", "66.7 %", "该月受理的工单其后重新处理 1 件"]);
    assert_eq!(table.rows.len(), 1, "of K02 the main figure alone");
    let link = table.rows[0][3].link.expect("the figure of today opens its cases");
    assert_eq!(opened(&mut desk.database, &pages.links[link]), 3);
    assert_eq!(corrections(&pages, Chapter::Regions), None, "nothing to correct there");

    let query = Request::Review { period: QUARTER, number: Some(first.number.clone()) };
    let Answer::Review(Some(again)) = desk.database.answer(query).unwrap() else { panic!() };
    assert_eq!(again.figures, first.figures);
    assert!(bytes(&again) == before, "the same bytes");
}

/// A finding that was put into a conclusion opens the cases of its figures there as well.
#[test]
fn the_figures_of_a_conclusion_open_their_cases() {
    let mut file = filled(400, END);
    let review = take(&mut file.database, END);
    let fonts = FontSet::load().unwrap();
    let said = made(&review, &fonts).0.findings;
    let mut states = review.chapters_of(Report::Review);
    for state in &mut states {
        let found = said.iter().find(|(chapter, _)| *chapter == state.chapter).unwrap();
        state.conclusion = format!("据统计，{}。", found.1);
    }
    let change = ReviewChange::Chapters(Report::Review, states);
    let (number, now) = (review.number.clone(), at(END));
    let change = Request::ChangeReview { period: QUARTER, number, change: Box::new(change), now };
    let Answer::Review(Some(review)) = file.database.answer(change).unwrap() else { panic!() };
    let (made, laid_out) = made(&review, &fonts);
    let mut looked = 0;
    for (at, page) in made.report.pages.iter().enumerate() {
        let (chapter, _) = made.chapters[at];
        for (words, link) in &page.figures {
            let places: Vec<_> = laid_out.spots.iter().filter(|spot| spot.link == *link).collect();
            let low = places.iter().filter(|spot| spot.area.y > 300.0).count();
            assert!(places.len() >= 2 && low >= 1, "{chapter:?} {words}: headline and conclusion");
            // A count opens as many cases as it says; a rate as many as were counted.
            let total = opened(&mut file.database, &made.links[*link]);
            match words.replace(',', "").parse::<i64>() {
                Ok(count) => assert_eq!(total, count, "{chapter:?} {words}"),
                Err(_) => assert!(total > 0, "{chapter:?} {words}"),
            }
            looked += 1;
        }
    }
    assert!(looked > 10, "{looked}");
    // What a person rewrote opens nothing.
    let mut other = review.clone();
    let rewrite = |state: &mut ChapterState| state.conclusion = "投诉主要集中在华东。".to_owned();
    other.chapters.iter_mut().flat_map(|(_, states)| states).for_each(rewrite);
    let spots = |review: &Review| self::made(review, &fonts).1.spots.len();
    assert!(spots(&other) < spots(&review));
}

/// The points of the control chart stand as rows of numbers in the workbook, as they are drawn.
#[test]
fn the_points_of_the_control_chart_are_rows_of_the_workbook() {
    let mut file = filled(400, END);
    let review = take(&mut file.database, END);
    let fonts = FontSet::load().unwrap();
    let texts = Texts::new(Lang::Zh);
    let out = ReviewFile { review: &review, shape: Shape::default(), texts: &texts, company: "", fonts: &fonts };
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("r.xlsx");
    out.write(&path, &|_, _| true).unwrap();
    let mut book: calamine::Xlsx<_> = calamine::open_workbook(&path).unwrap();
    let names = calamine::Reader::sheet_names(&book);
    let name = names.iter().find(|name| name.contains("控制图")).unwrap_or_else(|| panic!("{names:?}"));
    let rows = calamine::Reader::worksheet_range(&mut book, name).unwrap();
    let (made, _) = made(&review, &fonts);
    let [(Kpi::K02, course)] = made.courses.as_slice() else { panic!("one control chart") };
    let first = rows.rows().position(|row| row[0] == "时段").expect("the headings") + 1;
    assert_eq!(rows.height() - first, course.chart.points.len());
    for (row, point) in rows.rows().skip(first).zip(&course.chart.points) {
        let number = |at: usize| calamine::DataType::as_f64(&row[at]).unwrap();
        assert_eq!((number(1), number(2)), (point.count as f64, point.base));
        let percent = [point.rate(), point.centre, point.lower, point.upper].map(|share| share * 100.0);
        for (at, share) in percent.into_iter().enumerate() {
            assert!((number(at + 3) - share).abs() < 1e-9, "{row:?}");
        }
    }
}

/// O03, O16: the first page says who owes the report by when, as the rule book has it; other reports owe nothing.
#[test]
fn the_first_page_says_by_when_the_report_is_owed() {
    let mut file = filled(60, END);
    let period = Period::Month(2026, 3);
    let Answer::Review(Some(mut review)) = file.database.answer(Request::TakeReview { period, by: by(END) }).unwrap()
    else {
        panic!()
    };
    let fonts = FontSet::load().unwrap();
    let first = |review: &Review, of: Report, lang: Lang| {
        let shape = Shape { report: of, compare: Compare::Both };
        let made = pages(review, shape, (&Texts::new(lang), "澄屿电器集团"), &fonts);
        let sheet = report(&made.report, &fonts).unwrap().sheet;
        sheet.pages[0].runs().map(|run| run.text.clone()).collect::<Vec<_>>().join(" ")
    };
    let text = first(&review, Report::Bulletin, Lang::Zh).replace(' ', "");
    assert!(text.contains("O03") && text.contains("客户服务部：上月考核结果全国公布"), "{text}");
    assert!(text.contains("2026-04-08"), "{text}");
    assert!(first(&review, Report::Bulletin, Lang::En).contains("2026-04-08"));
    assert!(!first(&review, Report::Branches, Lang::Zh).contains("O03"));
    // Another house has other duties.
    let book = kesu::rulebook::RuleBook::read("ev", include_str!("../../assets/rulebooks/ev-retailer.toml")).unwrap();
    review.book = kesu::store::OwnBook(std::sync::Arc::new(book));
    let text = first(&review, Report::Branches, Lang::Zh).replace(' ', "");
    assert!(text.contains("O16") && text.contains("2026-03-31"), "{text}");
    assert!(!first(&review, Report::Bulletin, Lang::Zh).contains("O03"));
}
