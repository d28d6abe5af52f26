//! Two hundred scans of real sheets: each page that carries our code is filed where it belongs, none anywhere else.

mod scanner;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::num::NonZero;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use chrono::NaiveDateTime;
use hayro::hayro_syntax::Pdf;
use kesu::domain::returned::PageCode;
use kesu::paper::scan::{ScannedPage, read};
use kesu::paper::sheet::{Area, Item, Jpeg, Page, Sheet, mm};
use kesu::paper::{FontSet, qr, to_pdf};

use self::scanner::{Laid, Lot, Scan, Scanner, Stamp, jpeg};
use crate::papers::{ISSUED, Issued};

const SCANS: usize = 200;

/// A sheet someone may lay on the glass, and what our code on it says.
struct Original {
    pdf: Pdf,
    page: usize,
    /// Where the code is, in points.
    place: [f64; 2],
    code: Option<PageCode>,
}

impl Original {
    fn laid(&self) -> Laid<'_> {
        Laid { page: &self.pdf.pages()[self.page], code: self.place }
    }
}

/// Every page of several issues of the forms of one case, papers of other houses with codes of their own, a blank back.
fn originals(fonts: &FontSet) -> Vec<Original> {
    let mut originals = Vec::new();
    for Issued { document, hash, sheet } in &ISSUED.1 {
        let pages = sheet.pages.len() as u32;
        add(&mut originals, (sheet, fonts), |page| {
            let (page, document, hash8) = (page as u32 + 1, document.clone(), hash[..8].to_owned());
            Some(PageCode { document, page, pages, hash8 })
        });
    }
    for text in ["https://www.example.com/fapiao?id=031002600111&je=1288.00", "KS1|促销券|满一千减一百"] {
        let mut page = Page::a4();
        let area = Area { x: mm(177.0), y: mm(13.0), w: mm(18.0), h: mm(18.0) };
        page.items.push(qr::code(text, area).unwrap());
        add(&mut originals, (&sheet_of(vec![page]), fonts), |_| None);
    }
    add(&mut originals, (&sheet_of(vec![Page::a4()]), fonts), |_| None);
    originals
}

fn sheet_of(pages: Vec<Page>) -> Sheet {
    Sheet { title: String::new(), author: String::new(), subject: String::new(), made_at: NaiveDateTime::MIN, pages }
}

fn add(originals: &mut Vec<Original>, (sheet, fonts): (&Sheet, &FontSet), code: impl Fn(usize) -> Option<PageCode>) {
    let pdf = to_pdf(sheet, fonts).unwrap();
    originals.extend(sheet.pages.iter().enumerate().map(|(at, page)| Original {
        pdf: Pdf::new(pdf.clone()).unwrap(),
        page: at,
        place: place(page),
        code: code(at),
    }));
}

/// The middle of the code: nothing else on a sheet has as many bars. The middle of the sheet if it has none.
fn place(page: &Page) -> [f64; 2] {
    let bars = |item| if let &Item::Bars { at, unit, ref bars, .. } = item { Some((at, unit, bars)) } else { None };
    let Some((at, unit, bars)) = page.items.iter().filter_map(bars).find(|(.., bars)| bars.len() > 100) else {
        return [f64::from(page.width) / 2.0, f64::from(page.height) / 2.0];
    };
    let side = bars.iter().map(|bar| bar[1] + bar[3]).fold(0.0, f32::max) * unit;
    at.map(|corner| f64::from(corner + side / 2.0))
}

/// How the `n`-th scan is made. Two sheets side by side are put on the glass before anyone stamps them.
fn drawn_by_lot(n: usize, stamped: bool) -> Scan {
    let mut lot = Lot(1000 + n as u64);
    let colour = lot.chance(30.0);
    let takes = match lot.between(0.0, 100.0) {
        // A red pad takes the more green and blue the darker it prints; in a grey scan it takes half of the light.
        0.0..30.0 => {
            let dark = lot.between(0.45, 0.7) as f32;
            Some([0.12, dark, dark * 0.95])
        }
        // Grey: a seal on the copy of a copy.
        30.0..60.0 => Some([lot.between(0.35, 0.6) as f32; 3]),
        _ => None,
    };
    // From the middle of the code to that of the seal: the rim, the name or the star lies across the code.
    let (away, round) = (lot.between(8.0, 25.0), lot.between(0.0, std::f64::consts::TAU));
    let across = lot.between(38.0, 42.0);
    Scan {
        dpi: if lot.chance(75.0) { 150.0 } else { lot.one(&[200.0, 200.0, 240.0, 300.0]) },
        quarters: lot.one(&[0, 0, 0, 1, 2, 3]),
        skew: lot.between(-5.0, 5.0),
        colour,
        falloff: (lot.between(0.0, 0.35) as f32, lot.between(0.0, 360.0)),
        grain: lot.between(0.02, 0.15),
        soft: lot.chance(50.0),
        quality: lot.between(50.0, 90.0) as u8,
        stamp: takes.filter(|_| stamped).map(|takes| Stamp {
            takes,
            from_code: [away * round.cos(), away * round.sin()],
            across,
        }),
    }
}

/// One scan and what became of it.
struct Judged {
    n: usize,
    how: Scan,
    wanted: BTreeSet<PageCode>,
    found: BTreeSet<PageCode>,
    /// The page that is kept stands or lies as the sheet does.
    upright: bool,
}

fn judge(n: usize, originals: &[Original], scanner: &Scanner, fonts: &FontSet) -> Judged {
    let on_glass: Vec<&Original> = if n % 20 == 19 {
        [n, n + 5].map(|at| &originals[at % originals.len()]).into()
    } else {
        vec![&originals[n % originals.len()]]
    };
    let mut how = drawn_by_lot(n, on_glass.len() == 1);
    if on_glass.len() == 2 {
        // Further askew, the code of a sheet beside another lies off the glass.
        how.skew *= 0.3;
    }
    let laid: Vec<Laid<'_>> = on_glass.iter().map(|original| original.laid()).collect();
    let picture = scanner.scan(&laid, &how);
    let mut file = jpeg(&picture, how.quality);
    if n.is_multiple_of(3) {
        file = in_a_pdf(file, how.dpi as f32, fonts);
    }
    let mut pages: Vec<ScannedPage> = Vec::new();
    let handed = read(&file, &mut |page| {
        pages.push(page);
        true
    });
    assert_eq!((handed, pages.len()), (Ok(1), 1), "scan {n}");
    let wanted: BTreeSet<PageCode> = on_glass.iter().filter_map(|original| original.code.clone()).collect();
    let found: BTreeSet<PageCode> = pages[0].codes.iter().map(|code| code.parse().unwrap()).collect();
    let (width, height) = image::load_from_memory(&pages[0].jpeg).map(|kept| (kept.width(), kept.height())).unwrap();
    let (w, h) = laid[0].page.render_dimensions();
    let upright = on_glass.len() > 1 || (width > height) == (w > h);
    if let Some(folder) = std::env::var_os("KESU_SCANS_OUT").filter(|_| found != wanted) {
        std::fs::write(std::path::Path::new(&folder).join(format!("{n}.jpg")), &pages[0].jpeg).unwrap();
    }
    Judged { n, how, wanted, found, upright }
}

/// The file of a scanner that writes PDF: one picture that fills the page.
fn in_a_pdf(file: Vec<u8>, dpi: f32, fonts: &FontSet) -> Vec<u8> {
    let picture = Jpeg::new(file.into()).unwrap();
    let [w, h] = [picture.width, picture.height].map(|pixels| pixels as f32 * 72.0 / dpi);
    let area = Area { x: 0.0, y: 0.0, w, h };
    let page = Page { width: w, height: h, items: vec![Item::Jpeg { area, picture }], ..Page::default() };
    to_pdf(&sheet_of(vec![page]), fonts).unwrap()
}

/// `KESU_SCANS_OUT=folder` keeps the scans that were not read, to be looked at.
#[test]
fn two_hundred_mixed_scans_are_filed_right() {
    let fonts = &ISSUED.0;
    let (originals, scanner) = (originals(fonts), Scanner::new());
    let (next, judged) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
    std::thread::scope(|scope| {
        for _ in 0..std::thread::available_parallelism().map_or(2, NonZero::get).min(8) {
            scope.spawn(|| {
                loop {
                    let n = next.fetch_add(1, Ordering::Relaxed);
                    if n >= SCANS {
                        break;
                    }
                    let one = judge(n, &originals, &scanner, fonts);
                    judged.lock().unwrap().push(one);
                }
            });
        }
    });
    let judged = judged.into_inner().unwrap();
    assert_eq!(judged.len(), SCANS);
    let (mut ours, mut stamped, mut right, mut lost) = (0, 0, 0, String::new());
    for Judged { n, how, wanted, found, upright } in &judged {
        assert!(found.is_subset(wanted), "scan {n} is filed wrong: {found:?} for {wanted:?}, {how:?}");
        ours += wanted.len();
        right += if *upright { found.len() } else { 0 };
        stamped += usize::from(how.stamp.is_some() && !wanted.is_empty());
        if found != wanted || (!upright && !wanted.is_empty()) {
            write!(lost, "\nscan {n}: {found:?} for {wanted:?}, {how:?}").unwrap();
        }
    }
    assert!(ours > 180 && stamped > 90, "{ours} pages, {stamped} stamped");
    assert!(right * 100 >= ours * 99, "{right} of {ours} pages:{lost}");
}
