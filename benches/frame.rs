//! What one frame of the worklist and of the board costs the processor: drawn and tessellated without a window, at 1440 by 900.
//!
//! `cargo bench --bench frame` draws on 10 000 invented cases, `KESU_BENCH_CASES=1000000` on as many as it says. Three ways:
//! a list that nothing happens in, one that is scrolled by three rows a frame, and the board with its charts. Printed are the median and the 95th
//! percentile; the aim is a median of at most 1.5 ms.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use egui::{Context, Event, Key, Modifiers, MouseWheelUnit, RawInput, Rect, TouchPhase, pos2, vec2};
use kesu::app::{Desk, DeskParts, Folders, Settings};
use kesu::domain::Stamp;
use kesu::store::{Answer, By, Database, ListQuery, OpenMode, Request, View};

/// Frames that are measured, after as many that are not.
const FRAMES: u32 = 400;

fn sizes() -> Vec<u32> {
    match std::env::var("KESU_BENCH_CASES") {
        Ok(list) => list.split(',').filter_map(|size| size.trim().parse().ok()).collect(),
        Err(_) => vec![10_000],
    }
}

fn database(cases: u32, folder: &Path) -> Database {
    let path = folder.join(format!("{cases}.db"));
    let known = path.exists();
    let mut database = Database::open(&path, OpenMode::Create).expect("the bench file opens");
    if !known {
        let end = Stamp::from_wall("2026-04-09T10:24:00".parse().expect("a fixed instant"));
        database.fill_demo(cases, 1, end, &|_, _| true).expect("the bench file is filled");
    }
    database
}

/// The instant the invented cases end at: the desk lives then.
fn newest(database: &mut Database) -> Stamp {
    let by = By { name: String::new(), now: Stamp(0) };
    match database.answer(Request::List(ListQuery { limit: 1, ..ListQuery::of(View::All, &by) })) {
        Ok(Answer::List(page)) => page.rows.first().map(|row| row.received_at).unwrap_or_default(),
        _ => Stamp::default(),
    }
}

/// Time this thread has had a processor, where the system tells it; else the time that has passed.
fn cpu_time(began: Instant) -> Duration {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let nanos = told.and_then(|text| text.split_whitespace().next()?.parse().ok());
    nanos.map_or_else(|| began.elapsed(), Duration::from_nanos)
}

struct Window {
    ctx: Context,
    desk: Desk,
    time: f64,
}

impl Window {
    fn new(cases: u32) -> Self {
        let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("target/bench");
        std::fs::create_dir_all(&folder).expect("the folder of the bench files");
        let mut database = database(cases, &folder);
        let now = newest(&mut database);
        let parts = DeskParts {
            database,
            data_file: folder.join(format!("{cases}.db")),
            settings: Settings { language: "zh-CN".to_owned(), me: "周晓岚".to_owned(), ..Settings::default() },
            folders: Folders { data: folder.clone(), config: folder.join("config"), logs: folder.join("logs") },
            clock: Box::new(move || now),
        };
        let ctx = Context::default();
        let desk = Desk::new(&ctx, parts).expect("the desk starts");
        Self { ctx, desk, time: 0.0 }
    }

    /// One frame with these events; how many triangles it came to.
    fn frame(&mut self, events: Vec<Event>) -> usize {
        self.time += 1.0 / 60.0;
        let input = RawInput {
            screen_rect: Some(Rect::from_min_size(pos2(0.0, 0.0), vec2(1440.0, 900.0))),
            time: Some(self.time),
            focused: true,
            events,
            ..RawInput::default()
        };
        let Self { ctx, desk, .. } = self;
        let mut output = ctx.run_ui(input, |ui| {
            desk.hear();
            desk.show(ui);
        });
        let shapes = std::mem::take(&mut output.shapes);
        let primitives = ctx.tessellate(shapes, output.pixels_per_point);
        output.drop_without_applying_deltas();
        let triangles = primitives.iter().map(|part| match &part.primitive {
            egui::epaint::Primitive::Mesh(mesh) => mesh.indices.len() / 3,
            egui::epaint::Primitive::Callback(_) => 0,
        });
        triangles.sum()
    }

    fn measure(&mut self, events: impl Fn() -> Vec<Event>) -> (Vec<Duration>, usize) {
        let began = Instant::now();
        let mut taken = Vec::new();
        let mut triangles = 0;
        let mut before = cpu_time(began);
        for nth in 0..FRAMES * 2 {
            let passed = Instant::now();
            triangles = self.frame(events());
            let passed = passed.elapsed();
            // Pages of the list come from a thread of their own; and the system counts a thread's time when it rests.
            std::thread::sleep(Duration::from_millis(1));
            let after = cpu_time(began);
            if nth >= FRAMES {
                taken.push(after.saturating_sub(before).min(passed));
            }
            before = after;
        }
        taken.sort_unstable();
        (taken, triangles)
    }
}

fn pressed(key: Key) -> Event {
    Event::Key { key, physical_key: None, pressed: true, repeat: false, modifiers: Modifiers::NONE }
}

fn at(taken: &[Duration], share: usize) -> f64 {
    taken.get(taken.len() * share / 100).map_or(0.0, |time| time.as_secs_f64() * 1000.0)
}

#[expect(clippy::print_stdout, reason = "what was measured is what the bench is run for")]
fn main() {
    for cases in sizes() {
        let mut window = Window::new(cases);
        // The first page, the counters and the selected case arrive meanwhile.
        for _ in 0..200 {
            window.frame(Vec::new());
            std::thread::sleep(Duration::from_millis(5));
        }
        let wheel = || {
            vec![
                Event::PointerMoved(pos2(500.0, 500.0)),
                Event::MouseWheel {
                    source: egui::MouseWheelSource::Wheel,
                    unit: MouseWheelUnit::Point,
                    delta: vec2(0.0, -138.0),
                    phase: TouchPhase::Move,
                    modifiers: Modifiers::NONE,
                },
            ]
        };
        let still = window.measure(Vec::new);
        let scrolled = window.measure(wheel);
        // `G D` opens the board; its figures arrive, and its charts are painted from what was recorded of them once.
        for key in [Key::G, Key::D] {
            window.frame(vec![pressed(key)]);
        }
        for _ in 0..400 {
            window.frame(Vec::new());
            std::thread::sleep(Duration::from_millis(5));
        }
        let board = window.measure(Vec::new);
        for (what, (taken, triangles)) in [("still", still), ("scrolled", scrolled), ("board with its charts", board)] {
            println!(
                "{cases} cases, {what}: median {:.2} ms, 95 % {:.2} ms, {triangles} triangles",
                at(&taken, 50),
                at(&taken, 95)
            );
        }
    }
}
