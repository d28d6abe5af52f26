//! The review: figures are counted once and stay, pages hold them, chapters and decisions are kept beside them.

use egui::{Key, Modifiers, Theme};
use egui_kittest::kittest::Queryable;
use kesu::app::reviewing::{ReviewFile, pages};
use kesu::domain::{Fen, Field};
use kesu::figures::kpi::{Dim, Kpi, Line};
use kesu::figures::report::{Compare, Report, Shape};
use kesu::figures::review::{ActionCount, CHARTED, Chapter, IncidentLine, Period, add_chapter, charted_months};
use kesu::paper::review::{Block, report};
use kesu::paper::{FontSet, to_pdf};
use kesu::store::{Answer, Database, ListQuery, OpenMode, Request, Review, ReviewChange, View};
use kesu::text::{Lang, Texts};
use kesu::ui::review::{Link, ReviewPages, ReviewScreen, review_ui};
use kesu::ui::{Action, Fetch, Route};

use crate::demo::{END, filled};
use crate::painter::{Screen, harness};
use crate::store::{at, by};
use crate::world::World;

const QUARTER: Period = Period::Quarter(2026, 1);

fn take(database: &mut Database, period: Period, when: &str) -> Review {
    match database.answer(Request::TakeReview { period, by: by(when) }).unwrap() {
        Answer::Review(Some(review)) => *review,
        other => panic!("{other:?}"),
    }
}

fn read(database: &mut Database, period: Period, number: Option<&str>) -> Option<Review> {
    let number = number.map(str::to_owned);
    match database.answer(Request::Review { period, number }).unwrap() {
        Answer::Review(review) => review.map(|review| *review),
        other => panic!("{other:?}"),
    }
}

fn change(database: &mut Database, review: &Review, change: ReviewChange) -> Review {
    let (period, number) = (review.period, review.number.clone());
    let request = Request::ChangeReview { period, number, change: Box::new(change), now: at(END) };
    match database.answer(request).unwrap() {
        Answer::Review(Some(review)) => *review,
        other => panic!("{other:?}"),
    }
}

fn pdf(review: &Review, fonts: &FontSet) -> Vec<u8> {
    let made = pages(review, Shape::default(), (&Texts::new(Lang::Zh), "澄屿电器集团"), fonts);
    to_pdf(&report(&made.report, fonts).unwrap().sheet, fonts).unwrap()
}

/// kpi.md 5.1 rule 11: what was told stays as it was told, whatever is entered later.
#[test]
fn an_old_review_keeps_its_digits_when_the_data_change() {
    let mut file = filled(300, END);
    let database = &mut file.database;
    let first = take(database, QUARTER, END);
    assert_eq!((first.number.as_str(), first.snapshots.len()), ("PS2026Q1-01", 1));
    let fonts = FontSet::load().unwrap();
    let before = pdf(&first, &fonts);
    let facts = Box::new(crate::store::facts(&[(Field::Vip, "yes")], "2026-03-20 09:00"));
    database.answer(Request::Log { facts, draft: None, by: by(END) }).unwrap();
    let again = read(database, QUARTER, Some("PS2026Q1-01")).unwrap();
    assert_eq!(again, first);
    assert!(pdf(&again, &fonts) == before, "the same bytes");
    let second = take(database, QUARTER, END);
    assert_eq!((second.number.as_str(), second.snapshots.len()), ("PS2026Q1-02", 2));
    let received = |review: &Review| {
        let span = QUARTER.span(review.taken_at);
        review.figures.table(Kpi::K01, span, &[]).unwrap().total[0].items
    };
    assert_eq!(received(&second), received(&first) + 1, "the new snapshot knows the new case");
    assert_ne!(second.head, first.head, "the chain has gone on");
    assert!(read(database, Period::Quarter(2025, 4), None).is_none());
}

/// Every figure on the pages opens a list of as many cases as were counted.
#[test]
fn every_figure_of_the_pages_opens_its_cases() {
    let mut file = filled(400, END);
    let review = take(&mut file.database, QUARTER, END);
    let fonts = FontSet::load().unwrap();
    let made = pages(&review, Shape::default(), (&Texts::new(Lang::Zh), "澄屿电器集团"), &fonts);
    let laid_out = report(&made.report, &fonts).unwrap();
    assert!(made.links.len() > 60, "{}", made.links.len());
    assert!(laid_out.spots.iter().all(|spot| spot.link < made.links.len()));
    let mut looked = 0;
    for link in &made.links {
        let Link::Figure(figure) = link else { continue };
        if !matches!(figure.query.kpi, Kpi::K01 | Kpi::K02 | Kpi::K13) {
            continue;
        }
        let table = review.figures.table(figure.query.kpi, figure.query.span, &figure.query.by).unwrap();
        let place = table.place(figure.line).unwrap();
        let told = if figure.cell.is_empty() {
            table.total[place]
        } else {
            table.cells.iter().find(|cell| cell.keys == figure.cell).unwrap().lines[place]
        };
        let mut query = ListQuery::of(View::All, &by(END));
        query.filter.figure = Some(figure.clone());
        let Answer::List(page) = file.database.answer(Request::List(query)).unwrap() else { panic!() };
        assert_eq!(u64::try_from(page.total).unwrap(), told.items, "{figure:?}");
        looked += 1;
    }
    assert!(looked > 30, "{looked}");
}

/// kpi.md 5.4: the control chart and the stacked answers stand in the review, and the trend says what the chart signals;
/// figures kept before the chart was told print without it.
#[test]
fn the_trend_has_the_control_chart_and_says_what_it_signals() {
    let mut file = filled(400, END);
    let mut review = take(&mut file.database, QUARTER, END);
    let fonts = FontSet::load().unwrap();
    let texts = Texts::new(Lang::Zh);
    let told = |review: &Review, chapter: Chapter| {
        let made = pages(review, Shape::default(), (&texts, "澄屿电器集团"), &fonts);
        let at = made.chapters.iter().position(|(known, _)| *known == chapter).unwrap();
        let charts = made.report.pages[at].blocks.iter().filter(|(_, block)| matches!(block, Block::Chart(..))).count();
        (charts, made.findings.iter().find(|(known, _)| *known == chapter).unwrap().1.clone())
    };
    let (charts, finding) = told(&review, Chapter::Trend);
    assert_eq!(charts, 3);
    let span = charted_months(QUARTER, review.taken_at);
    assert_eq!(span.from.date().to_string(), "2016-01-01", "as far back as the chart on screen");
    assert!(review.figures.table(CHARTED, span, &[Dim::Month]).is_some());
    assert_eq!(told(&review, Chapter::Satisfaction).0, 1);
    review.figures.tables.retain(|table| table.span != span);
    let (charts, before) = told(&review, Chapter::Trend);
    assert_eq!(charts, 2);
    assert_ne!(before, finding);
}

/// kpi.md 5.4: the register names cause and corrective entries of every incident; of the grades that need them, it says
/// in bold where they are missing. Figures kept before they were print without these columns.
#[test]
fn the_register_of_incidents_speaks_of_cause_and_action() {
    let mut file = filled(400, END);
    let mut review = take(&mut file.database, QUARTER, END);
    let fonts = FontSet::load().unwrap();
    let texts = Texts::new(Lang::Zh);
    review.figures.incidents = vec![IncidentLine {
        number: "KS2603-0001".to_owned(),
        region: "华南".to_owned(),
        model: "CY-60L".to_owned(),
        case: None,
        grade: "major-special".to_owned(),
        open_days: 12,
        closed: false,
        assessed: None,
        paid: Fen(0),
        insured: Fen(0),
        cause: String::new(),
        actions: Some(ActionCount { all: 3, effective: 2 }),
        grave: true,
    }];
    let register = |review: &Review| {
        let made = pages(review, Shape::default(), (&texts, "澄屿电器集团"), &fonts);
        let at = made.chapters.iter().position(|(known, _)| *known == Chapter::Incidents).unwrap();
        let tables = made.report.pages[at].blocks.iter().find_map(|(_, block)| match block {
            Block::Table(table) => Some(table.clone()),
            _ => None,
        });
        tables.unwrap()
    };
    let table = register(&review);
    assert_eq!(table.columns[9..].iter().map(|column| column.0.as_str()).collect::<Vec<_>>(), ["原因", "整改"]);
    let cells = &table.rows[0][9..];
    assert_eq!((cells[0].text.as_str(), cells[0].strong), ("原因未写", true));
    assert_eq!((cells[1].text.as_str(), cells[1].strong), ("3 项，2 项有效", false));
    for line in &mut review.figures.incidents {
        line.actions = None;
    }
    assert_eq!(register(&review).columns.len(), 9);
}

#[test]
fn conclusions_order_and_decisions_are_kept_and_go_on() {
    let mut file = filled(60, END);
    let database = &mut file.database;
    let review = take(database, QUARTER, END);
    let mut states = review.chapters_of(Report::Review);
    states.swap(1, 2);
    states[1].conclusion = "按时办结率回升。".to_owned();
    states[3].included = false;
    let review = change(database, &review, ReviewChange::Chapters(Report::Review, states.clone()));
    assert_eq!(review.chapters_of(Report::Review), states);
    let due = "2026-04-20".parse().ok();
    let decide = ReviewChange::Decide { text: "派单预警提前".to_owned(), owner: "周晓岚".to_owned(), due };
    let review = change(database, &review, decide);
    assert_eq!(review.actions.len(), 1);
    assert_eq!(take(database, QUARTER, END).chapters_of(Report::Review), states, "the next snapshot takes them over");
    let next = take(database, QUARTER.after(), "2026-05-02 09:00");
    assert_eq!(next.earlier, review.actions, "what was decided is looked at in the next review");
    let done = change(database, &next, ReviewChange::Done { id: review.actions[0].id, done: true });
    assert!(done.earlier[0].done_at.is_some());
    let month = take(database, Period::Month(2026, 4), "2026-05-02 09:00");
    assert!(month.earlier.is_empty(), "a monthly report has its own");
}

/// kpi.md 5.4: the chapters stand in this order, every page names base, period, n and the time of the data.
#[test]
fn pages_follow_the_order_of_the_review_and_say_where_they_come_from() {
    let mut file = filled(200, END);
    let mut review = take(&mut file.database, QUARTER, END);
    let fonts = FontSet::load().unwrap();
    for (lang, words) in [
        (Lang::Zh, ["关键指标达成", "投诉表象排列", "重大事故", "附录：数据口径", "数据快照 PS2026Q1-01"]),
        (Lang::En, ["Key figures", "Symptoms in order", "Incidents", "Appendix", "Snapshot PS2026Q1-01"]),
    ] {
        let made = pages(&review, Shape::default(), (&Texts::new(lang), "澄屿电器集团"), &fonts);
        assert_eq!(made.chapters, Chapter::REVIEW.map(|chapter| (chapter, 0)));
        let text = report(&made.report, &fonts).unwrap().sheet.to_text();
        let mut from = 0;
        for word in words.iter().take(4) {
            let at = text[from..].find(word).unwrap_or_else(|| panic!("{word} behind {from}"));
            from += at;
        }
        assert!(text.contains(words[4]));
        assert!(made.report.pages.iter().all(|page| page.note.contains("2026-04-09")), "the time of the data");
    }
    // Without the chart of all months the trend tells the rate of the period.
    review.figures.tables.retain(|table| table.span != charted_months(QUARTER, review.taken_at));
    let made = pages(&review, Shape::default(), (&Texts::new(Lang::Zh), ""), &fonts);
    let said = |chapter| made.findings.iter().find(|(of, _)| *of == chapter).unwrap().1.clone();
    let span = QUARTER.span(review.taken_at);
    let received = review.figures.table(Kpi::K01, span, &[]).unwrap().total[0].items;
    assert!(said(Chapter::Regions).contains(&format!("受理 {received} 件")), "{}", said(Chapter::Regions));
    let rate = review.figures.table(Kpi::K02, span, &[]).unwrap();
    let told = rate.total[rate.place(Line::Main).unwrap()];
    let tenths = (told.number.unwrap() * 10.0 + 0.5).floor() / 10.0;
    assert!(said(Chapter::Trend).contains(&format!("{tenths:.1} %")), "{}", said(Chapter::Trend));
}

/// S01-S10: every report has its own pages, in the order of its chapters, and opens what it counts.
#[test]
fn every_report_has_its_own_pages_from_the_same_figures() {
    let mut file = filled(300, END);
    let review = take(&mut file.database, Period::Month(2026, 3), END);
    let fonts = FontSet::load().unwrap();
    let zh = Texts::new(Lang::Zh);
    for (report_of, title, part) in [
        (Report::Complaints, "投诉统计报告", "按渠道"),
        (Report::Escalated, "升级投诉报告", "升级投诉：投诉表象"),
        (Report::Appeals, "申诉统计报告", "申诉：热点问题"),
        (Report::Kpis, "指标报告", "没有年度调查"),
        (Report::Branches, "部门与分部评价报告", "分部评价"),
        (Report::Products, "产品服务报告", "型号服务台账"),
        (Report::Bulletin, "全国服务质量通报", "批评"),
    ] {
        let shape = Shape { report: report_of, compare: Compare::Both };
        let made = pages(&review, shape, (&zh, "澄屿电器集团"), &fonts);
        let kept: Vec<Chapter> = made.chapters.iter().map(|(chapter, _)| *chapter).collect();
        assert_eq!(kept, report_of.chapters(review.period));
        let text = report(&made.report, &fonts).unwrap().sheet.to_text();
        assert!(text.contains(title) && text.contains(part), "{title} {part}");
        assert!(!text.contains("没有统计这一项"), "{title}: everything it shows was counted");
    }
}

/// S01: the figures follow the choice of comparison.
#[test]
fn figures_are_compared_with_what_was_chosen() {
    let mut file = filled(200, END);
    let review = take(&mut file.database, QUARTER, END);
    let fonts = FontSet::load().unwrap();
    let zh = Texts::new(Lang::Zh);
    let heads = |compare| {
        let made = pages(&review, Shape { report: Report::Review, compare }, (&zh, ""), &fonts);
        let page = made.chapters.iter().position(|key| key.0 == Chapter::Kpis).unwrap();
        let table = made.report.pages[page].blocks.iter().find_map(|(_, block)| match block {
            Block::Table(table) => Some(table.clone()),
            _ => None,
        });
        let table = table.unwrap();
        assert!(table.rows.iter().all(|row| row.len() == table.columns.len()));
        table.columns.iter().map(|(name, ..)| name.clone()).collect::<Vec<_>>()[3..].join(" ")
    };
    assert_eq!(heads(Compare::Both), "上期 去年同期 达标");
    assert_eq!(heads(Compare::Before), "上期 达标");
    assert_eq!(heads(Compare::Year), "去年同期 达标");
    assert_eq!(heads(Compare::None), "达标");
}

/// A chapter a person added is kept, printed with what it shows, and goes on into the next snapshot.
#[test]
fn an_added_chapter_is_kept_and_printed() {
    let mut file = filled(200, END);
    let database = &mut file.database;
    let review = take(database, QUARTER, END);
    let mut states = review.chapters_of(Report::Review);
    let key = add_chapter(&mut states, (Chapter::Kpis, 0), "竞品服务动态");
    let own = &mut states.iter_mut().find(|state| state.key() == key).unwrap().own;
    (own.text, own.shows) = ("三家竞品延长了保修期。".to_owned(), Some(Chapter::Pareto));
    let review = change(database, &review, ReviewChange::Chapters(Report::Review, states.clone()));
    assert_eq!(review.chapters_of(Report::Review), states);
    let fonts = FontSet::load().unwrap();
    let made = pages(&review, Shape::default(), (&Texts::new(Lang::Zh), ""), &fonts);
    assert_eq!(made.chapters[3], key);
    assert!(made.report.pages[3].blocks.iter().any(|(_, block)| matches!(block, Block::Chart(..))));
    let text = report(&made.report, &fonts).unwrap().sheet.to_text();
    assert!(text.contains("竞品服务动态") && text.contains("三家竞品延长了保修期"));
    assert_eq!(take(database, QUARTER, END).chapters_of(Report::Review), states);
    assert_eq!(review.chapters_of(Report::Appeals).len(), 6, "other reports are as they were");
    states.retain(|state| state.key() != key);
    let review = change(database, &review, ReviewChange::Chapters(Report::Review, states.clone()));
    assert_eq!(review.chapters_of(Report::Review), states, "and taken away again");
}

/// Rows of incidents and of batch warnings open exactly their cases.
#[test]
fn incidents_and_batches_open_their_cases() {
    let mut file = filled(600, END);
    let review = take(&mut file.database, QUARTER, END);
    let fonts = FontSet::load().unwrap();
    let made = pages(&review, Shape::default(), (&Texts::new(Lang::Zh), ""), &fonts);
    let of = |link: &Link| match link {
        Link::Cases(cases) => Some(cases.clone()),
        Link::Figure(_) => None,
    };
    let mut lists: Vec<_> = made.links.iter().filter_map(of).collect();
    let shown = review.figures.incidents.len() + review.figures.warnings.len().min(12);
    assert!(!review.figures.incidents.is_empty());
    // The figures of the finding come first.
    let found = lists.len() - shown;
    assert_eq!(lists.drain(..found).next().map(|all| all.len()), Some(review.figures.incidents.len()));
    let counts = review.figures.warnings.iter().take(12).map(|line| i64::from(line.cases));
    let told: Vec<i64> = review.figures.incidents.iter().map(|_| 1).chain(counts).collect();
    for (cases, told) in lists.into_iter().zip(told) {
        let mut query = ListQuery::of(View::All, &by(END));
        query.filter.only = cases;
        let Answer::List(page) = file.database.answer(Request::List(query)).unwrap() else { panic!() };
        assert_eq!(page.total, told);
    }
}

/// kpi.md 5.4: landscape A4; tables go to a workbook with the definitions, every chart to a picture of its own.
#[test]
fn a_report_is_written_as_every_kind_of_file() {
    let mut file = filled(200, END);
    let review = take(&mut file.database, QUARTER, END);
    let fonts = FontSet::load().unwrap();
    let texts = Texts::new(Lang::Zh);
    let shape = Shape { report: Report::Complaints, compare: Compare::Before };
    let out = ReviewFile { review: &review, shape, texts: &texts, company: "澄屿电器集团", fonts: &fonts };
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    let pages = out.write(&path("a.pdf"), &|_, _| true).unwrap();
    let pdf = lopdf::Document::load(path("a.pdf")).unwrap();
    assert_eq!(pdf.get_pages().len(), pages);
    let sheets = out.write(&path("a.xlsx"), &|_, _| true).unwrap();
    let mut book: calamine::Xlsx<_> = calamine::open_workbook(path("a.xlsx")).unwrap();
    let names = calamine::Reader::sheet_names(&book);
    assert_eq!(names.len(), sheets);
    assert!(names.iter().any(|name| name.contains("数据口径")), "{names:?}");
    let first = calamine::Reader::worksheet_range(&mut book, &names[0]).unwrap();
    assert!(first.height() > 1);
    for (ending, begins) in [("svg", &b"<?xml"[..]), ("png", b"\x89PNG")] {
        let charts = out.write(&path(&format!("c.{ending}")), &|_, _| true).unwrap();
        assert!(charts > 2);
        for nth in 1..=charts {
            assert!(std::fs::read(path(&format!("c-{nth}.{ending}"))).unwrap().starts_with(begins));
        }
    }
    assert!(out.write(&path("b.pdf"), &|_, _| false).is_err() && !path("b.pdf").exists(), "stopped");
    assert!(out.write(&path("b.doc"), &|_, _| true).is_err());
}

struct Window {
    state: ReviewScreen,
    world: World,
}

fn window<'a>(review: Option<Review>) -> Screen<'a, Window> {
    let mut state = ReviewScreen::default();
    state.period = Some(QUARTER);
    if let Some(review) = &review {
        let fonts = FontSet::load().unwrap();
        let made = pages(review, Shape::default(), (&Texts::new(Lang::Zh), "澄屿电器集团"), &fonts);
        let laid_out = report(&made.report, &fonts).unwrap();
        let (links, chapters, findings) = (made.links, made.chapters, made.findings);
        state.pages = Some(ReviewPages { laid_out, links, chapters, findings });
    }
    state.review = Fetch::Here(review.map(Box::new));
    let start = Window { state, world: World::new(Lang::Zh) };
    harness([1236.0, 856.0], Theme::Light, start, |ui, window: &mut Window| {
        let Window { state, world } = window;
        world.draw(Route::Review, |cx| review_ui(ui, cx, state));
    })
}

fn changed(screen: &mut Screen<'_, Window>) -> Option<ReviewChange> {
    let wanted = std::mem::take(&mut screen.state_mut().world.wanted);
    wanted.into_iter().find_map(|action| match action {
        Action::ChangeReview { change, .. } => Some(*change),
        _ => None,
    })
}

#[test]
fn the_outline_is_worked_with_the_keyboard() {
    let mut file = filled(100, END);
    let review = take(&mut file.database, QUARTER, END);
    let mut screen = window(Some(review.clone()));
    screen.run();
    screen.state_mut().world.wanted.clear();
    screen.key_press(Key::Space);
    screen.run();
    let Some(ReviewChange::Chapters(_, states)) = changed(&mut screen) else { panic!("a chapter is left out") };
    assert!(!states.iter().find(|state| state.chapter == Chapter::Kpis).unwrap().included);
    screen.key_press_modifiers(Modifiers::ALT, Key::ArrowUp);
    screen.run();
    let Some(ReviewChange::Chapters(_, states)) = changed(&mut screen) else { panic!("a chapter moves") };
    assert_eq!((states[1].chapter, states[2].chapter), (Chapter::Kpis, Chapter::LastActions));
    screen.get_by_label("插入数据").click();
    screen.run();
    let Some(ReviewChange::Chapters(_, states)) = changed(&mut screen) else { panic!("the finding is a conclusion") };
    let said = &states.iter().find(|state| state.chapter == Chapter::Kpis).unwrap().conclusion;
    assert!(said.contains("达标"), "{said}");
}

/// A chapter is added behind the one at hand, and Ctrl+Z takes the change back.
#[test]
fn a_chapter_is_added_in_the_window_and_taken_back() {
    let mut file = filled(100, END);
    let review = take(&mut file.database, QUARTER, END);
    let mut screen = window(Some(review.clone()));
    screen.run();
    screen.state_mut().world.wanted.clear();
    screen.get_by_label("添加章节").click();
    screen.run();
    let Some(ReviewChange::Chapters(_, states)) = changed(&mut screen) else { panic!("a chapter is added") };
    assert_eq!(states[3].chapter, Chapter::Own);
    screen.key_press_modifiers(Modifiers::COMMAND, Key::Z);
    screen.run();
    let Some(ReviewChange::Chapters(_, states)) = changed(&mut screen) else { panic!("the change is taken back") };
    assert_eq!(states, review.chapters_of(Report::Review));
}

#[test]
fn a_figure_on_the_page_opens_its_list() {
    let mut file = filled(200, END);
    let review = take(&mut file.database, QUARTER, END);
    let mut screen = window(Some(review));
    screen.run();
    screen.key_press(Key::ArrowDown);
    screen.key_press(Key::ArrowUp);
    screen.run();
    screen.state_mut().world.wanted.clear();
    screen.get_all_by_label("打开按时办结率的工单").next().expect("a figure on the page").click();
    screen.run();
    let opened = screen.state().world.wanted.iter().any(|action| {
        matches!(action, Action::OpenList(query)
            if query.filter.figure.as_ref().is_some_and(|figure| figure.query.kpi == Kpi::K02))
    });
    assert!(opened, "{:?}", screen.state().world.wanted);
}

#[test]
fn a_period_without_figures_says_what_taking_them_does() {
    let mut screen = window(None);
    screen.run();
    screen.get_by_label_contains("这一期还没有取数");
    screen.get_by_label("取数并生成").click();
    screen.run();
    assert!(screen.state().world.wanted.iter().any(|action| matches!(action, Action::TakeReview(QUARTER))));
}

/// K01: a branch that has units of a category and no case of it has a rate of 0; without units it has none.
#[test]
fn a_branch_with_units_and_without_cases_has_a_rate_of_nothing() {
    let mut file = filled(120, END);
    file.database.fill_demo_tallies(120, 1, at(END)).unwrap();
    let review = take(&mut file.database, QUARTER, END);
    let span = QUARTER.span(at(END));
    let table = review.figures.table(Kpi::K01, span, &[Dim::Branch, Dim::Category]).unwrap();
    let told = |cell: &kesu::figures::review::ToldCell| cell.lines[0];
    let (without, with): (Vec<_>, Vec<_>) = table.cells.iter().partition(|cell| told(cell).items == 0);
    assert!(!without.is_empty() && !with.is_empty());
    for cell in without {
        let (known, found) = (told(cell), with.iter().filter(|other| other.keys == cell.keys).count());
        assert_eq!((known.part, known.number, found), (0, Some(0.0), 0), "{:?}", cell.keys);
        assert!(known.whole > 0);
    }
    let unfilled = with.iter().filter(|cell| cell.keys[1].is_empty());
    assert!(unfilled.clone().count() > 0 && unfilled.clone().all(|cell| told(cell).number.is_none()));
}

/// `kesu review` from outside.
#[test]
fn a_review_is_written_from_the_command_line() {
    let place = crate::cli::Place::new();
    let path = place.path("demo.db");
    let mut database = Database::open(&path, OpenMode::Create).unwrap();
    database.fill_demo(200, 1, at(END), &|_, _| true).unwrap();
    drop(database);
    let (db, out) = (path.to_str().unwrap(), place.path("review.pdf"));
    let out = out.to_str().unwrap();
    let told = place.done(&["review", "--quarter", "2026Q1", "--db", db, "--out", out]);
    assert!(told.starts_with("PS2026Q1-01: "), "{told}");
    let first = std::fs::read(out).unwrap();
    assert!(first.starts_with(b"%PDF"));
    place.done(&["review", "--quarter", "2026Q1", "--snapshot", "PS2026Q1-01", "--db", db, "--out", out]);
    assert!(std::fs::read(out).unwrap() == first, "reprinted with the same digits");
    let told = place.done(&["review", "--month", "2026-03", "--db", db, "--out", out, "--lang", "en"]);
    assert!(told.starts_with("PS2026-03-01: "), "{told}");
    let told = place.done(&["review", "--month", "2026-03", "--report", "S03", "--db", db, "--out", out]);
    assert!(told.starts_with("PS2026-03-01: "), "the same figures as another report: {told}");
    for (wrong, part) in [
        (&["--quarter", "2026Q1", "--month", "2026-03"][..], "name one period"),
        (&["--quarter", "2026Q1", "--report", "S11"], "there is no report S11"),
        (&["--quarter", "2026Q5"][..], "no such period"),
        (&["--month", "2026Q1"], "no such period"),
        (&["--quarter", "2099Q1"], "has not begun"),
        (&["--quarter", "2026Q1", "--snapshot", "PS2026Q1-09"], "there is no snapshot"),
    ] {
        let told = place.refused(&[&["review"], wrong, &["--db", db, "--out", out]].concat());
        assert!(told.contains(part), "{told}");
    }
}

/// kpi.md 5.4: the first review of a year sets the shades of its heat map, later ones take them; one that was taken keeps
/// its own.
#[test]
fn a_review_keeps_the_shades_it_was_taken_with() {
    use kesu::figures::heat::Measure;
    let mut file = filled(300, END);
    let database = &mut file.database;
    let first = take(database, QUARTER, END);
    let set = first.figures.heat.clone().expect("set by the first one");
    assert_eq!((set.year, set.by.as_str()), (2026, "周晓岚"));
    let fonts = FontSet::load().unwrap();
    let before = pdf(&first, &fonts);
    let text = {
        let made = pages(&first, Shape::default(), (&Texts::new(Lang::Zh), ""), &fonts);
        report(&made.report, &fonts).unwrap().sheet.to_text()
    };
    assert!(text.contains("2026 年按季固定色阶"), "{text}");
    let second = take(database, Period::Quarter(2026, 2), END);
    assert_eq!(second.figures.heat, first.figures.heat);
    let span = QUARTER.span(at(END));
    let request = Request::SetHeatBreak { span, set: (Measure::Count, set.step * 10.0), by: by(END) };
    database.answer(request).unwrap();
    let again = read(database, QUARTER, Some("PS2026Q1-01")).unwrap();
    assert_eq!(again.figures.heat, first.figures.heat);
    assert!(pdf(&again, &fonts) == before, "the same bytes");
    let third = take(database, QUARTER, END);
    assert_eq!(third.figures.heat.map(|set| set.step), Some(set.step * 10.0));
}

/// S08, S05: departments are evaluated where cases say who answers for them.
#[test]
fn departments_are_evaluated_s08_s05() {
    let mut file = filled(300, END);
    let review = take(&mut file.database, Period::Month(2026, 3), END);
    let fonts = FontSet::load().unwrap();
    for (report_of, heading) in [(Report::Branches, "部门评价"), (Report::Escalated, "升级投诉：责任部门")]
    {
        let shape = Shape { report: report_of, compare: Compare::None };
        let made = pages(&review, shape, (&Texts::new(Lang::Zh), ""), &fonts);
        let text = report(&made.report, &fonts).unwrap().sheet.to_text();
        // Few complaints of one month are escalated: which departments they name is chance.
        let named = report_of == Report::Escalated || text.contains("售后服务部");
        assert!(text.contains(heading) && text.contains("责任部门") && named, "{text}");
    }
}
