//! The KPI book on screen: rows arrive, a figure opens its cases and as many as it counts, tables are exported.

use egui::{Key, Theme};
use egui_kittest::kittest::Queryable;
use kesu::figures::kpi::{Dim, Kpi, Line, Unit, Value};
use kesu::store::{Answer, FigureKey, KpiQuery, KpiTable, ListQuery, Narrow, Request, Ticket};
use kesu::text::Lang;
use kesu::ui::board::Period;
use kesu::ui::kpi::quality::{Deed, QualityAsk};
use kesu::ui::kpi::{KpiScreen, Tab, kpi_ui, sheets};
use kesu::ui::{Action, Route};

use crate::demo::{END, Filled, filled};
use crate::painter::{Screen, harness};
use crate::store::at;
use crate::world::World;

struct Window {
    state: KpiScreen,
    world: World,
    file: Filled,
}

impl Window {
    /// Answers what the screen asked for, as the desk does.
    fn answer(&mut self) {
        for (nth, action) in std::mem::take(&mut self.world.wanted).into_iter().enumerate() {
            match action {
                Action::ReadKpi { query, part } => {
                    let ticket = Ticket(nth as u64 + 1);
                    self.state.wait_for(part, ticket);
                    self.state.settle(part, ticket, Ok(Box::new(self.file.kpi(query))));
                }
                Action::ReadQuality(ask) => {
                    let (part, ticket) = (ask.part(), Ticket(1_000 + nth as u64));
                    let request = match ask {
                        QualityAsk::Changes => Request::ProcessChanges,
                        QualityAsk::Early(model) => Request::EarlyFailures { model, now: at(END) },
                        QualityAsk::Sample(query) => Request::SampleOrders(query),
                    };
                    let answer = self.file.database.answer(request);
                    self.state.quality.wait_for(part, ticket);
                    self.state.quality.settle(part, ticket, answer);
                    self.state.version += 1;
                }
                other => self.world.wanted.push(other),
            }
        }
    }
}

impl Filled {
    fn kpi(&mut self, query: KpiQuery) -> KpiTable {
        match self.database.answer(Request::Kpi(query)).unwrap() {
            Answer::Kpi(table) => *table,
            other => panic!("{other:?}"),
        }
    }

    fn count(&mut self, query: ListQuery) -> usize {
        match self.database.answer(Request::List(query)).unwrap() {
            Answer::List(page) => usize::try_from(page.total).unwrap(),
            other => panic!("{other:?}"),
        }
    }

    fn members(&mut self, figure: &FigureKey) -> usize {
        let FigureKey { query, line, cell, counted } = figure.clone();
        match self.database.answer(Request::KpiCases { query, line, cell }).unwrap() {
            Answer::KpiCases(members) => members
                .iter()
                .filter(|member| match counted {
                    None => true,
                    Some(inside) => (member.part > 0) == inside,
                })
                .count(),
            other => panic!("{other:?}"),
        }
    }
}

fn window<'a>(lang: Lang, tab: Tab) -> Screen<'a, Window> {
    window_of([1236.0, 856.0], Theme::Light, (lang, tab))
}

fn window_of<'a>(size: [f32; 2], theme: Theme, (lang, tab): (Lang, Tab)) -> Screen<'a, Window> {
    let mut state = KpiScreen::new(at(END));
    state.period = Period::Year;
    state.tab = tab;
    let start = Window { state, world: World::new(lang), file: filled(400, END) };
    let mut screen = harness(size, theme, start, |ui, window: &mut Window| {
        let Window { state, world, .. } = window;
        world.draw(Route::Kpi, |cx| kpi_ui(ui, cx, state));
    });
    for _ in 0..60 {
        screen.step();
        screen.state_mut().answer();
    }
    screen.run();
    screen
}

/// The filters of the book narrow every figure on screen, and the list behind one.
#[test]
fn the_book_is_narrowed_by_what_cases_come_from() {
    let mut screen = window(Lang::Zh, Tab::Book);
    let all = screen.state().state.table(Kpi::K02).unwrap().total[0].clone();
    screen.state_mut().state.narrow.department = Some("售后服务部".to_owned());
    for _ in 0..60 {
        screen.step();
        screen.state_mut().answer();
    }
    screen.run();
    let state = &screen.state().state;
    let part = state.table(Kpi::K02).unwrap();
    assert_eq!(part.query.narrow, state.narrow);
    assert!(part.total[0].whole > 0 && part.total[0].whole < all.whole, "{:?}", part.total[0]);
    let query = KpiQuery { by: Vec::new(), ..part.query.clone() };
    assert_eq!(
        screen.state_mut().file.kpi(query).total[0].whole,
        screen.state().state.table(Kpi::K02).unwrap().total[0].whole
    );
    screen.get_by_label_contains("清除");
}

fn opened(screen: &mut Screen<'_, Window>) -> ListQuery {
    screen.run();
    let wanted = std::mem::take(&mut screen.state_mut().world.wanted);
    let found = wanted.into_iter().find_map(|action| match action {
        Action::OpenList(query) => Some(*query),
        _ => None,
    });
    found.expect("a list was opened")
}

/// kpi.md 5.3: a click opens the cases, and the list counts what the figure counts.
#[test]
fn every_row_arrives_and_a_figure_opens_its_cases() {
    let mut screen = window(Lang::Zh, Tab::Book);
    assert!(Kpi::ALL.iter().all(|kpi| screen.state().state.table(*kpi).is_some()), "the whole book was read");
    let table = screen.state().state.table(Kpi::K02).unwrap().clone();
    let missed = table.total[0].whole - table.total[0].part;
    assert!(missed > 0);
    screen.get_by_label_contains(&format!("按时办结率 未达 {missed}")).click();
    let query = opened(&mut screen);
    let figure = query.filter.figure.clone().expect("the list of a figure");
    assert_eq!((figure.query.kpi, figure.line, figure.counted), (Kpi::K02, Line::Main, Some(false)));
    let file = &mut screen.state_mut().file;
    assert_eq!(file.count(query), file.members(&figure));
    assert_eq!(file.members(&figure), usize::try_from(missed).unwrap());
}

#[test]
fn keys_go_through_rows_periods_and_pages() {
    let mut screen = window(Lang::Zh, Tab::Book);
    screen.key_press(Key::ArrowDown);
    screen.run();
    assert_eq!(screen.state().state.chosen, Kpi::K03);
    screen.get_by_label_contains("由受理渠道或中心直接答复");
    screen.key_press(Key::OpenBracket);
    screen.step();
    assert_eq!(screen.state().state.back, 1);
    screen.key_press(Key::T);
    screen.step();
    assert_eq!(screen.state().state.tab, Tab::Pivot);
}

/// Rule 3: the total of a pivot is the sum of parts over the sum of wholes, and opens all of its cases.
#[test]
fn a_pivot_has_totals_that_open_their_cases() {
    let mut screen = window(Lang::Zh, Tab::Pivot);
    let table = screen.state().state.cross.value().unwrap().clone();
    assert_eq!(table.query.by, [Dim::Region, Dim::Class]);
    let Value::Share(share) = table.value(0, &table.total[0]) else { panic!() };
    let text = format!("合计 合计 {}.{} %", share.tenths().unwrap() / 10, share.tenths().unwrap() % 10);
    screen.get_by_label_contains(&text).click();
    let query = opened(&mut screen);
    let figure = query.filter.figure.clone().unwrap();
    assert!(figure.query.by.is_empty() && figure.cell.is_empty());
    let file = &mut screen.state_mut().file;
    assert_eq!(file.count(query), file.members(&figure));
}

#[test]
fn english_has_the_same_screen() {
    let screen = window(Lang::En, Tab::Book);
    screen.get_by_label("KPI book");
    screen.get_by_label_contains("K02 On-time completion rate");
}

/// Numbers are numbers in the workbook, and the definitions stand beside them.
#[test]
fn tables_become_sheets_with_numbers_totals_and_definitions() {
    let mut file = filled(300, END);
    let world = World::new(Lang::Zh);
    let span = kesu::figures::kpi::Span { from: at("2026-01-01 00:00"), to: at("2026-04-01 00:00"), now: at(END) };
    let by = vec![Dim::Region, Dim::Month];
    let table = file.kpi(KpiQuery { kpi: Kpi::K02, span, by, narrow: Narrow::default() });
    let made = sheets::of_tables(&world.texts, &world.book.rules, std::slice::from_ref(&table));
    assert_eq!(made.len(), 3, "across, as a list, definitions");
    let total = made[0].rows.last().unwrap().last().unwrap().clone();
    let number = table.value(0, &table.total[0]).number(Unit::Percent).unwrap();
    assert_eq!(total, kesu::exchange::export::Value::Number(number));
    assert_eq!(made[1].rows.len(), table.cells.len() * table.lines.len());
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("k02.xlsx");
    kesu::exchange::export::write_sheets(&path, &made).unwrap();
    use calamine::Reader;
    let mut book: calamine::Xlsx<_> = calamine::open_workbook(&path).unwrap();
    assert_eq!(book.sheet_names().len(), 3);
    let first = book.worksheet_range_at(0).unwrap().unwrap();
    let cell = first.get_value((
        u32::try_from(made[0].rows.len()).unwrap(),
        u32::try_from(made[0].head.headings.len() - 1).unwrap(),
    ));
    assert!(matches!(cell, Some(calamine::Data::Float(value)) if (value - number).abs() < 1e-9), "{cell:?}");
}

/// kpi.md 5.4: a recorded change stands on the chart, and a point opens the cases it counts.
#[test]
fn a_point_of_a_control_chart_opens_the_cases_it_counts() {
    let mut screen = window(Lang::Zh, Tab::Control);
    screen.get_by_label_contains("4 = 连续 14 点升降交替");
    let course = screen.state().state.quality.course.value().unwrap().clone();
    assert!(course.cells.len() > 40, "weeks of two years");
    // The middle of the chart lies on a point; its list holds the late cases of that week.
    screen.get_by_role_and_label(egui::accesskit::Role::GraphicsObject, "K02 按时办结率控制图").click();
    let query = opened(&mut screen);
    let figure = query.filter.figure.clone().unwrap();
    assert_eq!((figure.query.by.as_slice(), figure.counted), ([Dim::Week].as_slice(), Some(false)));
    let weeks = if figure.cell.is_empty() { query.filter.cells.clone() } else { vec![figure.cell.clone()] };
    let late = |week: &Vec<String>| {
        let cell = course.cells.iter().find(|cell| cell.keys == *week);
        cell.map_or(0, |cell| cell.sums[0].whole - cell.sums[0].part)
    };
    let late: i64 = weeks.iter().map(late).sum();
    assert_eq!(i64::try_from(screen.state_mut().file.count(query)).unwrap(), late);
}

/// kpi.md 5.4: rows that count no share of cases say which rows have a control chart, and a rate asks for units.
#[test]
fn a_row_without_a_control_chart_says_which_have_one() {
    let mut screen = window(Lang::Zh, Tab::Control);
    screen.state_mut().state.choose(Kpi::K13);
    screen.run();
    screen.get_by_label_contains("“平均投诉处理时长”没有控制图");
    screen.get_by_label("K01 客户投诉率").click();
    for _ in 0..6 {
        screen.step();
        screen.state_mut().answer();
    }
    screen.run();
    screen.get_by_label_contains("请先导入销量或保有量");
    screen.get_by_label("去导入").click();
    screen.run();
    let wanted = std::mem::take(&mut screen.state_mut().world.wanted);
    assert!(wanted.iter().any(|action| matches!(action, Action::Go(Route::Import))));
}

/// kpi.md 5.4: satisfaction by month stands on its row, and a month opens the revisits it counts.
#[test]
fn satisfaction_stands_on_its_row_and_a_month_opens_its_revisits() {
    // High enough for the newest month below the filters; rows out of sight are not drawn.
    let mut screen = window_of([1236.0, 940.0], Theme::Light, (Lang::Zh, Tab::Book));
    screen.state_mut().state.choose(Kpi::K04);
    for _ in 0..6 {
        screen.step();
        screen.state_mut().answer();
    }
    screen.run();
    screen.get_by_label_contains("近 13 个月");
    let survey = screen.state().state.quality.survey.value().unwrap().clone();
    let place = survey.lines.iter().position(|(line, _)| *line == Line::Response).unwrap();
    let newest = survey.cells.iter().rev().find(|cell| cell.sums[place].whole > 0).unwrap();
    let (month, asked) = (newest.keys[0].clone(), newest.sums[place].whole);
    screen.get_by_label_contains(&format!("{month} 回访数 {asked}")).scroll_to_me();
    screen.run();
    screen.get_by_label_contains(&format!("{month} 回访数 {asked}")).click();
    let query = opened(&mut screen);
    let figure = query.filter.figure.clone().unwrap();
    assert_eq!(figure.cell, [month]);
    let file = &mut screen.state_mut().file;
    assert_eq!(file.count(query), file.members(&figure));
}

/// K06: orders are drawn by lot; one that is right is recorded with a click, one that is wrong says what.
#[test]
fn a_drawn_order_is_looked_at_and_recorded() {
    let mut screen = window(Lang::Zh, Tab::Records);
    screen.get_by_label("抽取").click();
    for _ in 0..6 {
        screen.step();
        screen.state_mut().answer();
    }
    screen.run();
    let sample = screen.state().state.quality.sample.value().unwrap().clone();
    assert_eq!((sample.orders.len(), sample.query.seed), (20, 20_260_409));
    screen.get_by_label_contains(&format!("随机抽取 20 件，种子 {}", sample.query.seed));
    screen.get_all_by_label("准确").next().unwrap().click();
    screen.run();
    let deeds = |screen: &mut Screen<'_, Window>| -> Vec<Deed> {
        let wanted = std::mem::take(&mut screen.state_mut().world.wanted);
        let deed = |action| if let Action::RecordQuality(deed) = action { Some(deed) } else { None };
        wanted.into_iter().filter_map(deed).collect()
    };
    let number = sample.orders[0].number.clone();
    assert_eq!(deeds(&mut screen), [Deed::Look { number: number.clone(), valid: true, note: String::new() }]);
    screen.get_all_by_label("有误").next().unwrap().click();
    screen.run();
    screen.get_by_label("保存").click();
    screen.run();
    assert_eq!(deeds(&mut screen), [], "what is wrong has to be said");
    screen.get_by_label("哪里有误").focus();
    screen.run();
    screen.get_by_label("哪里有误").type_text("派错分部");
    screen.run();
    screen.get_by_label("保存").click();
    screen.run();
    assert_eq!(deeds(&mut screen), [Deed::Look { number, valid: false, note: "派错分部".to_owned() }]);
}

/// The charts are painted in the colours of their theme, in either language, on a small and on a large window.
#[test]
fn charts_of_quality_are_painted_in_both_themes() {
    use kesu::charts::Palette;
    for (size, theme, lang) in [([908.0, 574.0], Theme::Light, Lang::En), ([1716.0, 1054.0], Theme::Dark, Lang::En)] {
        let palette = Palette::on_screen(theme == Theme::Dark);
        for tab in [Tab::Control, Tab::Mis] {
            let screen = window_of(size, theme, (lang, tab));
            let blue = palette.classes[0];
            let near = |pixel: &image::Rgba<u8>| (0..3).all(|at| pixel.0[at].abs_diff(blue[at]) < 30);
            let painted = screen.image().pixels().filter(|pixel| near(pixel)).count();
            assert!(painted > 60, "{tab:?} {theme:?}: {painted} pixels of the series");
        }
    }
}

/// kpi.md 5.4: the ladder of K05 names the slowest stage.
#[test]
fn the_ladder_names_the_bottleneck() {
    let mut screen = window(Lang::Zh, Tab::Book);
    screen.state_mut().state.choose(Kpi::K05);
    for _ in 0..6 {
        screen.step();
        screen.state_mut().answer();
    }
    screen.run();
    let cut = screen.state().state.cut.value().unwrap().clone();
    assert_eq!(cut.query.by, [Dim::Stage]);
    let spent = cut.lines.iter().position(|(line, _)| *line == Line::Spent).unwrap();
    let median = |cell: &kesu::store::KpiCell| match cut.value(spent, &cell.sums[spent]) {
        Value::Durations { median, .. } => median,
        _ => 0,
    };
    let slowest = cut.cells.iter().max_by_key(|cell| median(cell)).unwrap();
    assert!(median(slowest) > 0);
    let name = screen.state().world.texts.name("stage", &slowest.keys[0]);
    screen.get_by_label_contains(&format!("最慢的环节是{name}"));
}

/// A period of one's own begins with what is on screen.
#[test]
fn a_period_of_ones_own_is_typed() {
    let mut screen = window(Lang::Zh, Tab::Book);
    screen.state_mut().state.period = Period::Own;
    screen.state_mut().state.own = ["2026-02-10".to_owned(), "2026-02-20".to_owned()];
    screen.run();
    let span = screen.state().state.span();
    assert_eq!((span.from, span.to), (at("2026-02-10 00:00"), at("2026-02-21 00:00")));
}
