//! What reading one scanned page costs: decoded, its code found, the copy that is kept written.
//!
//! `cargo bench --bench scan` reads form 1 from JPEG files of 150, 200 and 300 dots to the inch: a clean one, one with a grey
//! seal over the code, and a stranger's page that is searched to the end in vain. Printed are the fastest and the median
//! of the runs; the aim is less than 400 ms.

use std::time::Instant;

use hayro::hayro_syntax::Pdf;
use kesu::app::House;
use kesu::app::paperwork::{Office, Paperwork, Print};
use kesu::domain::Stamp as Moment;
use kesu::domain::event::SheetKind;
use kesu::domain::organisation::Organisation;
use kesu::domain::places::Places;
use kesu::paper::scan::read;
use kesu::paper::{FontSet, PrintMode, to_pdf};
use kesu::rulebook::{BUILT_IN, RuleBook};

#[path = "../tests/it/scans/scanner.rs"]
#[allow(dead_code, reason = "the tests draw their scans by lot")]
mod scanner;

use scanner::{Laid, Scan, Scanner, Stamp, jpeg};

/// Runs that are measured, after one that is not.
const RUNS: usize = 11;

/// Form 1 without data, with a code or without one.
fn form(document: &str) -> Pdf {
    let (file, text) = BUILT_IN[0];
    let book = RuleBook::read(file, text).expect("the program's own rule book");
    let (organisation, places, house) = (Organisation::default(), Places::default(), House::default());
    let now = Moment::from_wall("2026-04-09T10:24:00".parse().expect("a fixed instant"));
    let (organisation, places, house) = (&organisation, &places, &house);
    let office =
        Office { organisation, places, company: "澄屿电器集团有限公司", house, me: "周晓岚", now };
    let fonts = FontSet::load().expect("the program's own faces");
    let paperwork = Paperwork::blank(SheetKind::Feedback, &book.rules).expect("form 1 can be printed empty");
    let print = Print { document, nth: 1, mode: PrintMode::Prefilled };
    let sheet = paperwork.sheet("KS2604-0001", print, &office, &fonts).expect("form 1 is laid out");
    Pdf::new(to_pdf(&sheet, &fonts).expect("form 1 is written")).expect("form 1 is read")
}

#[expect(clippy::print_stdout, reason = "what was measured is what the bench is run for")]
fn main() {
    let scanner = Scanner::new();
    let (ours, strangers) = (form("KS2604-0001-F1-01"), form(""));
    let seal = Stamp { takes: [0.5; 3], from_code: [-18.0, 6.0], across: 40.0 };
    // The middle of the code of an upright form, in points.
    let code = [186.0 * 72.0 / 25.4, 22.0 * 72.0 / 25.4];
    println!("one page               | dpi | fastest ms | median ms | codes");
    for dpi in [150.0, 200.0, 300.0] {
        for (name, pdf, stamp) in
            [("clean", &ours, None), ("grey seal over the code", &ours, Some(seal)), ("no code", &strangers, None)]
        {
            let (quarters, skew, falloff) = (0, 2.0, (0.2, 40.0));
            let how = Scan { dpi, quarters, skew, colour: true, falloff, grain: 0.08, soft: true, quality: 75, stamp };
            let file = jpeg(&scanner.scan(&[Laid { page: &pdf.pages()[0], code }], &how), how.quality);
            let mut codes = 0;
            let mut took: Vec<f64> = (0..=RUNS)
                .map(|_| {
                    let start = Instant::now();
                    read(&file, &mut |page| {
                        codes = page.codes.len();
                        true
                    })
                    .expect("the scan is read");
                    start.elapsed().as_secs_f64() * 1000.0
                })
                .skip(1)
                .collect();
            took.sort_by(f64::total_cmp);
            println!("{name:<23}| {dpi:>3} | {:>10.0} | {:>9.0} | {codes}", took[0], took[RUNS / 2]);
        }
    }
}
