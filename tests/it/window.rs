//! The whole desk in a window that a test looks at: real store, real jobs, a clock that stands still.

use std::path::Path;

use egui::{Event, Key, Theme, Vec2};
use egui_kittest::kittest::Queryable;
use kesu::app::{Desk, DeskParts, Folders, Settings};
use kesu::domain::Stamp;
use kesu::store::Database;
use kesu::ui::Route;

use crate::painter::{Screen, harness};
use crate::store::at;
use crate::world::NOW;

/// A window with a desk in it.
pub type Window<'a> = Screen<'a, Option<Desk>>;

/// Folders of a desk that keeps everything in one.
pub fn folders(folder: &Path) -> Folders {
    Folders { data: folder.to_owned(), config: folder.to_owned(), logs: folder.to_owned() }
}

/// What the desk of these tests remembers of its computer before anything is changed.
pub fn settings() -> Settings {
    Settings { language: "zh-CN".to_owned(), me: "周晓岚".to_owned(), ..Settings::default() }
}

/// A desk on a data file, made in the first frame of a window of this size.
pub fn window<'a>(database: Database, folder: &Path, settings: Settings, size: impl Into<Vec2>) -> Window<'a> {
    window_at(database, folder, (settings, Box::new(|| at(NOW))), size)
}

/// As [`window`], by another clock.
pub fn window_at<'a>(
    database: Database,
    folder: &Path,
    (settings, clock): (Settings, Box<dyn Fn() -> Stamp>),
    size: impl Into<Vec2>,
) -> Window<'a> {
    let mut parts =
        Some(DeskParts { database, data_file: folder.join("kesu.db"), settings, folders: folders(folder), clock });
    harness(size, Theme::Light, None, move |ui, desk: &mut Option<Desk>| {
        if let Some(parts) = parts.take() {
            *desk = Some(Desk::new(ui.ctx(), parts).unwrap());
        }
        if let Some(desk) = desk {
            desk.hear();
            desk.show(ui);
        }
    })
}

/// Draws until `is` holds; the threads behind the desk have ten seconds.
#[track_caller]
pub fn until<'a>(screen: &mut Window<'a>, is: impl Fn(&Window<'a>) -> bool) {
    for _ in 0..2_000 {
        screen.step();
        if is(screen) {
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    panic!("it never came");
}

/// Whether the window shows this place.
pub fn is_at(route: Route) -> impl Fn(&Window<'_>) -> bool {
    move |screen| screen.state().as_ref().is_some_and(|desk| desk.route() == route)
}

#[test]
fn a_click_that_closes_the_list_of_keys_reaches_nothing_behind_it() {
    let folder = tempfile::tempdir().unwrap();
    let database = Database::in_memory(folder.path()).unwrap();
    let mut screen = window(database, folder.path(), settings(), [1440.0, 900.0]);
    until(&mut screen, is_at(Route::FirstRun));
    screen.key_press(Key::Num2);
    until(&mut screen, is_at(Route::Import));
    screen.input_mut().events.push(Event::Text("?".to_owned()));
    until(&mut screen, |screen| screen.query_all_by_label("各处").next().is_some());
    screen.get_by_label("设置").click();
    until(&mut screen, |screen| screen.query_all_by_label("各处").next().is_none());
    for _ in 0..3 {
        screen.step();
    }
    assert!(is_at(Route::Import)(&screen), "what lies behind the list stays as it is");
    screen.get_by_label("设置").click();
    until(&mut screen, is_at(Route::Settings));
}
