//! The board: the list behind every figure and every mark has as many cases as the figure says.

use egui::{Theme, Vec2};
use egui_kittest::kittest::Queryable;
use kesu::charts::Mark;
use kesu::domain::stage::InfoClass;
use kesu::domain::{BranchId, Stamp};
use kesu::figures::dashboard::Standing;
use kesu::figures::kpi::Span;
use kesu::store::{Answer, Dashboard, DashboardQuery, Database, ListQuery, Narrow, Request};
use kesu::text::Lang;
use kesu::ui::board::{BoardScreen, Made, Opens, Period, board_ui, present_ui, step};
use kesu::ui::{Action, Fetch, Route};

use crate::painter::{Screen, harness};
use crate::store::at;
use crate::world::{NOW, World};

/// A file with demo cases, four of which have no region.
struct Board {
    database: Database,
    _folder: tempfile::TempDir,
}

impl Board {
    fn new() -> Self {
        let mut desk = crate::store::Desk::new();
        for day in ["2026-03-02", "2026-03-30", "2026-04-08", "2026-04-09"] {
            desk.log(&[], &format!("{day} 08:00"));
        }
        let (mut database, folder) = desk.into_parts();
        database.fill_demo(400, 3, at(NOW), &|_, _| true).unwrap();
        Self { database, _folder: folder }
    }

    fn figures(&mut self, query: DashboardQuery) -> Dashboard {
        match self.database.answer(Request::Dashboard(Box::new(query))).unwrap() {
            Answer::Dashboard(figures) => *figures,
            other => panic!("{other:?}"),
        }
    }

    #[track_caller]
    fn count(&mut self, query: Option<ListQuery>) -> u64 {
        let query = query.expect("the mark is of these figures");
        match self.database.answer(Request::List(query)).unwrap() {
            Answer::List(page) => u64::try_from(page.total).unwrap(),
            other => panic!("{other:?}"),
        }
    }
}

fn query(period: Period, narrow: Narrow) -> DashboardQuery {
    let today = at(NOW).date();
    let (from, to) = period.span(at(NOW), 0, (today, today));
    DashboardQuery { span: Span { from, to, now: at(NOW) }, step: step(from.date(), to.date()), narrow }
}

fn narrows() -> [(Period, Narrow); 5] {
    let of = Narrow::default;
    [
        (Period::Weeks12, of()),
        (Period::Year, Narrow { class: Some(InfoClass::GeneralQuality), ..of() }),
        (Period::Quarter, Narrow { region: Some("华东".to_owned()), ..of() }),
        (Period::Month, Narrow { region: Some("华南".to_owned()), class: Some(InfoClass::MarketComplaint), ..of() }),
        (Period::Weeks12, Narrow { branch: Some(BranchId(2)), ..of() }),
    ]
}

/// K02, K14, kpi.md 5.1 and 5.3: what is opened is what was counted.
#[test]
fn every_figure_and_every_mark_opens_a_list_of_as_many_cases() {
    let mut board = Board::new();
    let mut seen = 0;
    for (period, narrow) in narrows() {
        let figures = board.figures(query(period, narrow.clone()));
        let opens = Opens { figures: &figures, me: "周晓岚", other: "其他" };
        for tile in figures.tiles.iter().filter(|tile| tile.unit == kesu::figures::kpi::Unit::Percent) {
            // A case may have several stages due or surveys answered, so only K02 counts cases.
            if tile.kpi == kesu::figures::kpi::Kpi::K02 {
                let (part, whole) = (u64::try_from(tile.now.part).unwrap(), u64::try_from(tile.now.whole).unwrap());
                assert_eq!(board.count(Some(opens.tile(tile.kpi, None))), whole);
                assert_eq!(board.count(Some(opens.tile(tile.kpi, Some(true)))), part);
                assert_eq!(board.count(Some(opens.tile(tile.kpi, Some(false)))), whole - part);
            }
        }
        let received = figures.tiles[0].kpi;
        assert_eq!(board.count(Some(opens.tile(received, None))), figures.mix.total());
        seen += mix_marks(&mut board, &figures);
        for (at, (_, share)) in figures.on_time.iter().enumerate() {
            assert_eq!(
                board.count(opens.mark(&Mark::Period(at))),
                u64::from(share.whole()),
                "point {at} of {period:?}"
            );
            seen += u64::from(share.whole() > 0);
        }
        seen += matrix_marks(&mut board, &figures);
    }
    assert!(seen > 60, "the file has something to count: {seen}");
}

fn mix_marks(board: &mut Board, figures: &Dashboard) -> u64 {
    let opens = Opens { figures, me: "周晓岚", other: "其他" };
    let mut seen = 0;
    for (at, row) in figures.mix.rows().iter().enumerate() {
        let mark = Mark::Regions { rows: at..=at, class: None };
        assert_eq!(board.count(opens.mark(&mark)), row.total(), "{row:?}");
        for (class, count) in row.counts.iter().enumerate() {
            let mark = Mark::Regions { rows: at..=at, class: Some(class) };
            if figures.query.narrow.class.is_some_and(|only| only != InfoClass::ALL[class]) {
                assert_eq!((opens.mark(&mark), *count), (None, 0), "left out by the filter");
                continue;
            }
            assert_eq!(board.count(opens.mark(&mark)), u64::from(*count), "{row:?} {class}");
            seen += 1;
        }
    }
    for class in 0..InfoClass::ALL.len() {
        let total = figures.mix.class_total(class);
        if let Some(list) = opens.mark(&Mark::Class(class)) {
            assert_eq!(board.count(Some(list)), total);
        }
    }
    if let [.., first, second] = figures.mix.rows() {
        let last = figures.mix.rows().len() - 1;
        let mark = Mark::Regions { rows: last - 1..=last, class: None };
        assert_eq!(board.count(opens.mark(&mark)), first.total() + second.total(), "those gathered");
    }
    seen
}

fn matrix_marks(board: &mut Board, figures: &Dashboard) -> u64 {
    let opens = Opens { figures, me: "周晓岚", other: "其他" };
    let matrix = &figures.matrix;
    let (rows, columns) = (matrix.rows.len(), matrix.columns.len());
    for (at, row) in matrix.rows.iter().enumerate().take(3) {
        let whole = Mark::Cells { rows: at..=at, columns: 0..=columns - 1 };
        assert_eq!(board.count(opens.mark(&whole)), row.total(), "{row:?}");
        for (column, count) in row.cells.iter().map(|cell| cell.count).enumerate() {
            if columns > 1 {
                let mark = Mark::Cells { rows: at..=at, columns: column..=column };
                assert_eq!(board.count(opens.mark(&mark)), count, "{row:?} {column}");
            }
        }
    }
    if rows > 2 && columns > 3 {
        let gathered = Mark::Cells { rows: 1..=rows - 1, columns: 2..=columns - 1 };
        let sum: u64 = matrix.rows[1..].iter().flat_map(|row| &row.cells[2..]).map(|cell| cell.count).sum();
        assert_eq!(board.count(opens.mark(&gathered)), sum, "rows and columns gathered");
    }
    let symptoms = figures.symptoms.iter().map(|(name, count)| (name.clone(), u64::from(*count)));
    let pareto = kesu::figures::Pareto::new(symptoms, "其他");
    for (at, item) in pareto.items().iter().enumerate() {
        assert_eq!(board.count(opens.mark(&Mark::Items(at..at + 1))), item.count, "{}", item.name);
    }
    if !pareto.is_empty() {
        // Gathered, a case with several of them is in the list once.
        let all = board.count(opens.mark(&Mark::Items(0..pareto.items().len())));
        assert_eq!(all, figures.mix.total());
    }
    assert!(opens.mark(&Mark::Cells { rows: rows..=rows, columns: 0..=0 }).is_none());
    3
}

/// kpi.md 5.4 and base O: open cases by age and by how they stand.
#[test]
fn the_bins_of_open_cases_open_their_cases() {
    let mut board = Board::new();
    let mut filled = 0;
    for narrow in [Narrow::default(), Narrow { region: Some("华东".to_owned()), ..Narrow::default() }] {
        let figures = board.figures(query(Period::Quarter, narrow));
        let opens = Opens { figures: &figures, me: "周晓岚", other: "其他" };
        let open = &figures.open;
        assert_eq!(board.count(Some(opens.open(None))), u64::from(open.open));
        assert_eq!(board.count(Some(opens.open(Some(Standing::Late)))), u64::from(open.late));
        filled += open.ages.iter().filter(|bin| bin.total() > 0).count();
        for (bin, ages) in open.ages.iter().enumerate() {
            let mark = Mark::Open { bin, standing: None };
            assert_eq!(board.count(opens.mark(&mark)), u64::from(ages.total()), "bin {bin}");
            for standing in Standing::ALL {
                let mark = Mark::Open { bin, standing: Some(*standing) };
                assert_eq!(board.count(opens.mark(&mark)), u64::from(ages.of(*standing)), "bin {bin} {standing:?}");
            }
        }
        assert!(opens.mark(&Mark::Open { bin: 9, standing: None }).is_none());
    }
    assert!(filled > 4, "{filled} bins hold cases");
}

/// The screen in its world.
struct Window {
    screen: BoardScreen,
    world: World,
}

impl Window {
    fn new(board: &mut Board, lang: Lang) -> Self {
        let mut screen = BoardScreen::new(at(NOW));
        screen.figures = Fetch::Here(Box::new(board.figures(screen.query.clone())));
        Self { screen, world: World::new(lang) }
    }

    fn show<'a>(self, size: impl Into<Vec2>, theme: Theme) -> Screen<'a, Self> {
        harness(size, theme, self, |ui, window: &mut Self| {
            let Self { screen, world } = window;
            world.draw(Route::Board, |cx| match screen.presenting {
                None => board_ui(ui, cx, screen),
                Some(_) => present_ui(ui, cx, screen),
            });
        })
    }
}

fn asked(window: &Window) -> Vec<&DashboardQuery> {
    window
        .world
        .wanted
        .iter()
        .filter_map(|want| if let Action::Board(query) = want { Some(&**query) } else { None })
        .collect()
}

#[test]
fn a_figure_and_a_waiting_case_open_what_they_name() {
    let window = Window::new(&mut Board::new(), Lang::Zh);
    let waits = window.screen.figures.value().unwrap().open.longest[0].number.clone();
    let mut screen = window.show([1236.0, 820.0], Theme::Light);
    screen.run();
    screen.get_by_label_contains("新增投诉").click();
    screen.run();
    screen.get_by_label_contains(&waits).click();
    screen.run();
    assert!(asked(screen.state()).is_empty(), "the figures on screen are those wanted");
    let [Action::OpenList(list), Action::OpenCase(_)] = screen.state().world.wanted.as_slice() else {
        panic!("{:?}", screen.state().world.wanted)
    };
    let span = list.filter.figure.as_ref().unwrap().query.span;
    assert_eq!((span.from, span.to), (at("2026-01-19 00:00"), at("2026-04-13 00:00")));
}

#[test]
fn another_period_and_the_one_before_it_are_asked_for() {
    let mut screen = Window::new(&mut Board::new(), Lang::Zh).show([1236.0, 820.0], Theme::Light);
    screen.run();
    screen.get_by_label("本月").click();
    screen.run();
    let spans = |window: &Window| asked(window).last().map(|query| (query.span.from, query.span.to));
    assert_eq!(spans(screen.state()), Some((at("2026-04-01 00:00"), at("2026-05-01 00:00"))));
    screen.key_press(egui::Key::OpenBracket);
    screen.run();
    assert_eq!(spans(screen.state()), Some((at("2026-03-01 00:00"), at("2026-04-01 00:00"))));
    screen.get_by_label("自定义").click();
    screen.run();
    assert_eq!(
        screen.state().screen.own,
        ["2026-03-01", "2026-03-31"],
        "one's own period begins with the one on screen"
    );
}

#[test]
fn an_empty_file_says_so_in_words() {
    let mut board = crate::store::Desk::new();
    let (database, folder) = std::mem::replace(&mut board, crate::store::Desk::new()).into_parts();
    let mut board = Board { database, _folder: folder };
    let mut screen = Window::new(&mut board, Lang::Zh).show([1236.0, 820.0], Theme::Dark);
    screen.run();
    for text in ["这段时间没有到期的工单", "这段时间没有登记故障现象", "现在没有在办工单", "没有批次超出自身历史"]
    {
        screen.get_by_label(text);
    }
}

/// Nothing shows later than the minute on screen; a clock that went on asks anew.
#[test]
fn figures_of_an_earlier_minute_are_asked_for_again() {
    let mut window = Window::new(&mut Board::new(), Lang::Zh);
    window.screen.query.span.now = Stamp(at(NOW).0 - 60_000);
    let mut screen = window.show([1236.0, 820.0], Theme::Light);
    screen.step();
    assert_eq!(asked(screen.state())[0].span.now, at(NOW));
}

#[test]
fn presenting_turns_its_pages_and_ends_with_escape() {
    let mut window = Window::new(&mut Board::new(), Lang::Zh);
    window.screen.presenting = Some(0);
    let mut screen = window.show([1440.0, 900.0], Theme::Light);
    screen.run();
    for page in [1, 2] {
        screen.key_press(egui::Key::PageDown);
        screen.run();
        assert_eq!(screen.state().screen.presenting, Some(page));
    }
    screen.get_by_label_contains("按时办结率趋势");
    screen.key_press(egui::Key::PageUp);
    screen.run();
    assert_eq!(screen.state().screen.presenting, Some(1));
    screen.key_press(egui::Key::Escape);
    screen.run();
    assert_eq!(screen.state().screen.presenting, None);
}

/// S01: tiles and grey lines show what was chosen to compare with, and nothing else.
#[test]
fn tiles_and_grey_lines_follow_the_comparison() {
    use kesu::figures::report::Compare;
    let mut board = Board::new();
    let window = Window::new(&mut board, Lang::Zh);
    let texts = World::new(Lang::Zh).texts;
    for (compare, names) in [
        (Compare::Both, &["去年同期", "上期"][..]),
        (Compare::Before, &["上期"]),
        (Compare::Year, &["去年同期"]),
        (Compare::None, &[]),
    ] {
        let made = Made::of(window.screen.figures.value().unwrap(), compare, board.database.book(), &texts);
        let lines: Vec<&str> = made.trend.compared.iter().map(|run| run.name.as_str()).collect();
        assert_eq!(lines, names);
        let first = &made.tiles[0];
        let known = |label: &str| first.known.iter().any(|(name, _)| name == label);
        assert_eq!((known("上期"), known("去年同期")), (compare.with_before(), compare.with_year()));
        assert_eq!(first.note.contains("同比"), compare.with_year());
        let since = first.mark.as_ref().is_some_and(|(_, text, _)| text.contains("环比"));
        assert_eq!(since, compare.with_before());
        let dashed: Vec<bool> = made.trend.compared.iter().map(|run| run.dashed).collect();
        assert_eq!(dashed, [false, true][..names.len()], "two grey lines are told apart");
    }
}

/// Whoever hears the board hears each figure with its target, and each mark of each chart.
#[test]
fn the_board_is_told_in_words() {
    let mut board = Board::new();
    let window = Window::new(&mut board, Lang::Zh);
    let made = Made::of(
        window.screen.figures.value().unwrap(),
        Default::default(),
        board.database.book(),
        &World::new(Lang::Zh).texts,
    );
    let mut screen = window.show([1236.0, 820.0], Theme::Light);
    screen.run();
    assert_eq!(made.tiles.len(), 6);
    for tile in &made.tiles {
        screen.get_by_label_contains(&format!("{} {}", tile.name, tile.value));
    }
    for piece in kesu::ui::board::Piece::ALL {
        assert!(made.empty(*piece).is_none());
        screen.get_by_label(made.title(*piece));
    }
}

/// Pictures for the eye: `cargo test --test it board::looks -- --ignored`.
#[test]
#[ignore = "writes pictures"]
fn looks() {
    let mut board = Board::new();
    for (size, theme, lang) in [
        ([1236.0, 874.0], Theme::Light, Lang::Zh),
        ([1716.0, 1054.0], Theme::Dark, Lang::Zh),
        ([908.0, 574.0], Theme::Light, Lang::En),
    ] {
        let mut screen = Window::new(&mut board, lang).show(size, theme);
        screen.run();
        screen.save_png(&format!("board-{}-{}", size[0], lang.word()));
    }
}
