//! The board: the list behind every figure and every mark has as many cases as the figure says.

use egui::{Theme, Vec2};
use egui_kittest::kittest::Queryable;
use kesu::charts::Mark;
use kesu::domain::Stamp;
use kesu::domain::stage::InfoClass;
use kesu::store::{Answer, BoardFigures, BoardQuery, Database, ListQuery, Request};
use kesu::text::Lang;
use kesu::ui::board::{BoardScreen, Opens, Period, board_ui, overall, trend};
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

    fn figures(&mut self, query: BoardQuery) -> BoardFigures {
        match self.database.answer(Request::Figures(query)).unwrap() {
            Answer::Figures(figures) => *figures,
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

fn query(period: Period, region: Option<&str>, class: Option<InfoClass>) -> BoardQuery {
    let (from, to) = period.span(at(NOW), 0);
    BoardQuery { from, to, region: region.map(str::to_owned), class, now: at(NOW) }
}

/// K02, K14, kpi.md 5.1: what is opened is what was counted.
#[test]
fn every_figure_and_every_mark_opens_a_list_of_as_many_cases() {
    let mut board = Board::new();
    let book = std::sync::Arc::clone(board.database.book());
    let mut seen = 0;
    for (period, region, class) in [
        (Period::Weeks12, None, None),
        (Period::All, None, None),
        (Period::Quarter, Some("华东"), None),
        (Period::Year, None, Some(InfoClass::GeneralQuality)),
        (Period::Month, Some("华南"), Some(InfoClass::MarketComplaint)),
    ] {
        let figures = board.figures(query(period, region, class));
        let on_time = trend(&figures, &book);
        let opens = Opens { figures: &figures, me: "周晓岚" };
        assert_eq!(board.count(Some(opens.received())), figures.mix.total());
        let share = overall(&figures);
        assert_eq!(on_time.overall(), share, "every day lies in a period of the trend");
        assert_eq!(board.count(Some(opens.promised(None))), u64::from(share.whole()));
        assert_eq!(board.count(Some(opens.promised(Some(true)))), u64::from(share.part()));
        assert_eq!(board.count(Some(opens.promised(Some(false)))), u64::from(share.whole() - share.part()));
        assert_eq!(board.count(Some(opens.open())), u64::try_from(figures.open).unwrap());
        let late: u32 = figures.ageing.iter().sum();
        assert_eq!(board.count(Some(opens.overdue())), u64::from(late));
        for (at, row) in figures.mix.rows().iter().enumerate() {
            let mark = Mark::Regions { rows: at..=at, class: None };
            assert_eq!(board.count(opens.mark(&mark, &on_time)), row.total(), "{row:?}");
            for (at_class, count) in row.counts.iter().enumerate() {
                let mark = Mark::Regions { rows: at..=at, class: Some(at_class) };
                if class.is_some_and(|only| only != InfoClass::ALL[at_class]) {
                    assert_eq!((opens.mark(&mark, &on_time), *count), (None, 0), "left out by the filter");
                    continue;
                }
                assert_eq!(board.count(opens.mark(&mark, &on_time)), u64::from(*count), "{row:?} {at_class}");
                seen += 1;
            }
        }
        if let [.., first, second] = figures.mix.rows() {
            let last = figures.mix.rows().len() - 1;
            let mark = Mark::Regions { rows: last - 1..=last, class: None };
            assert_eq!(board.count(opens.mark(&mark, &on_time)), first.total() + second.total(), "those gathered");
        }
        for (at, period) in on_time.periods.iter().enumerate() {
            let whole = u64::from(period.share.whole());
            assert_eq!(board.count(opens.mark(&Mark::Period(at), &on_time)), whole, "{period:?}");
            seen += u64::from(whole > 0);
        }
        for (at, count) in figures.ageing.iter().enumerate() {
            assert_eq!(board.count(opens.mark(&Mark::Bucket(at), &on_time)), u64::from(*count), "bucket {at}");
        }
        assert!(opens.mark(&Mark::Bucket(9), &on_time).is_none());
    }
    assert!(seen > 60, "the file has something to count: {seen}");
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
            world.draw(Route::Board, |cx| board_ui(ui, cx, screen));
        })
    }
}

fn asked(window: &Window) -> Vec<&BoardQuery> {
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
    let waits = window.screen.figures.value().unwrap().longest[0].number.clone();
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
    assert_eq!((list.filter.from, list.filter.to), (Some(at("2026-01-19 00:00")), Some(at("2026-04-13 00:00"))));
}

#[test]
fn another_period_and_the_one_before_it_are_asked_for() {
    let mut screen = Window::new(&mut Board::new(), Lang::Zh).show([1236.0, 820.0], Theme::Light);
    screen.run();
    screen.get_by_label("本月").click();
    screen.run();
    let spans = |window: &Window| asked(window).last().map(|query| (query.from, query.to));
    assert_eq!(spans(screen.state()), Some((at("2026-04-01 00:00"), at("2026-05-01 00:00"))));
    screen.key_press(egui::Key::OpenBracket);
    screen.run();
    assert_eq!(spans(screen.state()), Some((at("2026-03-01 00:00"), at("2026-04-01 00:00"))));
}

#[test]
fn an_empty_file_says_so_in_words() {
    let mut board = crate::store::Desk::new();
    let (database, folder) = std::mem::replace(&mut board, crate::store::Desk::new()).into_parts();
    let mut board = Board { database, _folder: folder };
    let mut screen = Window::new(&mut board, Lang::Zh).show([900.0, 600.0], Theme::Dark);
    screen.run();
    screen.get_by_label("这段时间没有登记工单");
    screen.get_by_label("这段时间没有到期的承诺");
}

/// Nothing shows later than the minute on screen; a clock that went on asks anew.
#[test]
fn figures_of_an_earlier_minute_are_asked_for_again() {
    let mut window = Window::new(&mut Board::new(), Lang::Zh);
    window.screen.query.now = Stamp(at(NOW).0 - 60_000);
    let mut screen = window.show([1236.0, 820.0], Theme::Light);
    screen.step();
    assert_eq!(asked(screen.state())[0].now, at(NOW));
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
