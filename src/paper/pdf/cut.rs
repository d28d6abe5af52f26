//! A face cut down to a few drawings: the tables of TrueType a PDF reads, outlines thinned where no eye sees it.
//!
//! Most of a form's bytes are outlines. Their points are laid on a grid of [`CELLS`] an em and those are left out that a curve without them
//! passes as well; an outline moves by some thousandths of an em at most, which is a quarter of a dot of a printer.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use ttf_parser::{Face, GlyphId, OutlineBuilder, RawFace, Tag};

use crate::paper::fonts::{CELLS, cells};

/// How far a thinned outline may run from the drawn one, in em.
const OFF: f32 = 1.5 / 1000.0;

/// The box around a drawing is widened to multiples of this many cells: nothing is read from it but what may be cut off.
const BOX: i16 = 16;
/// Most pieces that become one.
const TOGETHER: usize = 6;

type Point = [f32; 2];

/// A stretch of an outline: a line, or a curve that leans towards `over`.
#[derive(Debug, Clone, Copy)]
struct Piece {
    from: Point,
    over: Option<Point>,
    to: Point,
}

/// A point of the outline as it is written, in cells, and whether the outline passes it.
type Knot = ([i16; 2], bool);

/// A drawing as it is written.
#[derive(Debug)]
struct Drawing {
    glyf: Vec<u8>,
    advance: u16,
    /// Where its box begins.
    left: i16,
    points: usize,
    contours: usize,
}

/// Drawings of one face that were thinned already: thinning one takes longer than all the rest of writing it.
#[derive(Debug, Default)]
pub(in crate::paper) struct Thinned(Mutex<HashMap<u16, Arc<Drawing>>>);

impl Thinned {
    fn of(&self, face: &Face<'_>, id: u16) -> Arc<Drawing> {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(known.entry(id).or_insert_with(|| Arc::new(Drawing::of(face, GlyphId(id)))))
    }
}

impl Drawing {
    fn of(face: &Face<'_>, id: GlyphId) -> Self {
        let em = f32::from(face.units_per_em());
        let mut pen = Pen { contours: Vec::new() };
        // A blank has no outline and is no fault.
        face.outline_glyph(id, &mut pen);
        let outline: Vec<Vec<Knot>> = pen.contours.iter().filter_map(|contour| knots(contour, em)).collect();
        let mut glyf = Vec::new();
        let left = write(&outline, &mut glyf);
        let advance = cells(face.glyph_hor_advance(id).unwrap_or(0), face.units_per_em());
        Self { glyf, advance, left, points: outline.iter().map(Vec::len).sum(), contours: outline.len() }
    }
}

/// The face with the given drawings only, numbered in their order behind the drawing of what is missing.
///
/// `None` when the bytes are no face with such drawings.
pub(super) fn cut(bytes: &[u8], thinned: &Thinned, drawings: &[u16]) -> Option<Vec<u8>> {
    let face = Face::parse(bytes, 0).ok()?;
    let raw = RawFace::parse(bytes, 0).ok()?;
    let (mut glyf, mut loca, mut sides) = (Vec::new(), vec![0_u32], Vec::new());
    let (mut points, mut contours) = (0, 0);
    for id in std::iter::once(0).chain(drawings.iter().copied()) {
        let drawing = thinned.of(&face, id);
        points = points.max(drawing.points);
        contours = contours.max(drawing.contours);
        sides.push((drawing.advance, drawing.left));
        glyf.extend_from_slice(&drawing.glyf);
        loca.push(u32::try_from(glyf.len()).ok()?);
    }
    let count = u16::try_from(loca.len() - 1).ok()?.to_be_bytes();
    // Behind the last width that differs the last one holds for all.
    let wide = sides.iter().rposition(|side| Some(side.0) != sides.last().map(|last| last.0)).map_or(1, |at| at + 2);
    let width = |at: usize, width: u16| (at < wide).then(|| width.to_be_bytes()).into_iter().flatten();
    let side = |(at, side): (usize, &(u16, i16))| width(at, side.0).chain(side.1.to_be_bytes());
    let hmtx = sides.iter().enumerate().flat_map(side).collect();
    let is_long = glyf.len() > 2 * usize::from(u16::MAX);
    let place = |at: u32| if is_long { at.to_be_bytes().to_vec() } else { ((at / 2) as u16).to_be_bytes().to_vec() };
    let table = |tag: &[u8; 4]| raw.table(Tag::from_bytes(tag)).map(<[u8]>::to_vec);
    let mut head = table(b"head")?;
    head.get_mut(8..12)?.fill(0);
    let em = i32::from(face.units_per_em()).max(1);
    head.get_mut(18..20)?.copy_from_slice(&CELLS.to_be_bytes());
    to_cells(head.get_mut(36..44)?, em);
    head.get_mut(50..52)?.copy_from_slice(&u16::from(is_long).to_be_bytes());
    let mut hhea = table(b"hhea")?;
    to_cells(hhea.get_mut(4..18)?, em);
    hhea.get_mut(34..36)?.copy_from_slice(&u16::try_from(wide).ok()?.to_be_bytes());
    let mut maxp = table(b"maxp")?;
    maxp.get_mut(4..6)?.copy_from_slice(&count);
    maxp.get_mut(6..8)?.copy_from_slice(&u16::try_from(points).ok()?.to_be_bytes());
    maxp.get_mut(8..10)?.copy_from_slice(&u16::try_from(contours).ok()?.to_be_bytes());
    let loca = loca.into_iter().flat_map(place).collect();
    let mut tables = vec![
        (*b"glyf", glyf),
        (*b"head", head),
        (*b"hhea", hhea),
        (*b"hmtx", hmtx),
        (*b"loca", loca),
        (*b"maxp", maxp),
    ];
    tables.extend(table(b"prep").map(|prep| (*b"prep", prep)));
    bound(&tables)
}

/// Turns numbers of two bytes from units of the face into cells, away from zero: boxes may only grow.
fn to_cells(numbers: &mut [u8], em: i32) {
    for number in numbers.chunks_exact_mut(2) {
        let units = i32::from(i16::from_be_bytes([number[0], number[1]])) * i32::from(CELLS);
        let cells = units.signum() * ((units.abs() + em - 1) / em);
        number.copy_from_slice(&(cells as i16).to_be_bytes());
    }
}

/// Tables, sorted by name, as one file.
fn bound(tables: &[([u8; 4], Vec<u8>)]) -> Option<Vec<u8>> {
    let count = u16::try_from(tables.len()).ok()?;
    let fitting = count.ilog2() as u16;
    let mut file = vec![0, 1, 0, 0];
    for number in [count, 16 << fitting, fitting, 16 * (count - (1 << fitting))] {
        file.extend(number.to_be_bytes());
    }
    let mut at = 12 + 16 * tables.len();
    let head = tables.iter().take_while(|(tag, _)| tag != b"head");
    let head = head.fold(at, |at, (_, bytes)| at + bytes.len().next_multiple_of(4));
    for (tag, bytes) in tables {
        file.extend(tag);
        for number in [sum(bytes), u32::try_from(at).ok()?, u32::try_from(bytes.len()).ok()?] {
            file.extend(number.to_be_bytes());
        }
        at += bytes.len().next_multiple_of(4);
    }
    for (_, bytes) in tables {
        file.extend(bytes);
        file.resize(file.len().next_multiple_of(4), 0);
    }
    let missing = 0xB1B0_AFBA_u32.wrapping_sub(sum(&file));
    file.get_mut(head + 8..head + 12)?.copy_from_slice(&missing.to_be_bytes());
    Some(file)
}

fn sum(bytes: &[u8]) -> u32 {
    bytes.chunks(4).fold(0, |sum: u32, part| {
        let mut four = [0; 4];
        four[..part.len()].copy_from_slice(part);
        sum.wrapping_add(u32::from_be_bytes(four))
    })
}

/// Collects the contours of a drawing.
struct Pen {
    contours: Vec<Vec<Piece>>,
}

impl Pen {
    fn add(&mut self, over: Option<Point>, to: Point) {
        let Some(contour) = self.contours.last_mut() else { return };
        if let Some(last) = contour.last() {
            contour.push(Piece { from: last.to, over, to });
        }
    }
}

impl OutlineBuilder for Pen {
    fn move_to(&mut self, x: f32, y: f32) {
        self.contours.push(vec![Piece { from: [x, y], over: None, to: [x, y] }]);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.add(None, [x, y]);
    }

    fn quad_to(&mut self, over_x: f32, over_y: f32, x: f32, y: f32) {
        self.add(Some([over_x, over_y]), [x, y]);
    }

    /// TrueType has no such curves.
    fn curve_to(&mut self, _: f32, _: f32, _: f32, _: f32, x: f32, y: f32) {
        self.add(None, [x, y]);
    }

    fn close(&mut self) {
        if let Some(start) = self.contours.last().and_then(|contour| contour.first()).map(|piece| piece.from) {
            self.add(None, start);
        }
    }
}

/// A contour as it is written; `None` for one that encloses nothing.
fn knots(contour: &[Piece], em: f32) -> Option<Vec<Knot>> {
    let cell = em / f32::from(CELLS);
    let in_cells = |at: Point| at.map(|part| part / cell);
    let on_grid = |at: Point| in_cells(at).map(|part| part.round_ties_even() as i16);
    let mut knots: Vec<(Knot, Point)> = Vec::new();
    for piece in thinned(contour, em * OFF) {
        let ends = [Some((piece.from, true)), piece.over.map(|over| (over, false))];
        for (at, on) in ends.into_iter().flatten() {
            let knot = (on_grid(at), on);
            if knots.last().is_none_or(|(last, _)| last.0 != knot.0) {
                knots.push((knot, in_cells(at)));
            }
        }
    }
    while knots.len() > 1 && knots.first().map(|(knot, _)| knot.0) == knots.last().map(|(knot, _)| knot.0) {
        knots.pop();
    }
    let mut at = 1;
    while at < knots.len() {
        let ((before, _), (knot, drawn), (after, _)) = (knots[at - 1], knots[at], knots[(at + 1) % knots.len()]);
        if knot.1 && is_spare((before, after), knot.0, drawn) {
            knots.remove(at);
        } else {
            at += 1;
        }
    }
    (knots.len() > 2).then(|| knots.into_iter().map(|(knot, _)| knot).collect())
}

/// Whether the outline passes a point without naming it: on a line between two others, or midway between two it leans to.
fn is_spare((before, after): (Knot, Knot), at: [i16; 2], drawn: Point) -> bool {
    let [a, p, b] = [before.0, at, after.0].map(|point| point.map(f32::from));
    match (before.1, after.1) {
        (true, true) => cross(minus(p, a), minus(b, p)) == 0.0 && dot(minus(p, a), minus(b, p)) > 0.0,
        (false, false) => minus(middle(a, b), drawn).iter().all(|apart| apart.abs() <= 0.5),
        _ => false,
    }
}

/// Fewer pieces that run within `off` of the given ones.
fn thinned(contour: &[Piece], off: f32) -> Vec<Piece> {
    // The pen begins every contour with a piece of no length, and may end it with one.
    let pieces: Vec<Piece> = contour.iter().filter(|piece| piece.from != piece.to).copied().collect();
    let mut out = Vec::new();
    let mut rest = pieces.as_slice();
    while let Some(first) = rest.first() {
        let longer = |count: &usize| rest.get(..*count).and_then(|some| as_one(some, off));
        let fits: Vec<Piece> =
            (1..=TOGETHER).map_while(|count| longer(&count).or((count == 1).then_some(*first))).collect();
        rest = &rest[fits.len()..];
        out.extend(fits.last());
    }
    out
}

/// A line or one curve that runs within `off` of some pieces.
fn as_one(pieces: &[Piece], off: f32) -> Option<Piece> {
    let (first, last) = (pieces.first()?, pieces.last()?);
    let (from, to) = (first.from, last.to);
    let across = minus(to, from);
    let square = dot(across, across);
    // How far along the way from end to end a point lies, 0 to 1, and how far beside it.
    let place = |p: Point| {
        let way = minus(p, from);
        [dot(way, across) / square, cross(across, way) / square.sqrt()]
    };
    let between = |[along, _]: &Point| (0.0..=1.0).contains(along);
    let mut points = pieces.iter().flat_map(Piece::points).map(place);
    if square == 0.0 || !points.clone().all(|place| between(&place)) {
        return None;
    }
    if points.clone().all(|[_, beside]| beside.abs() <= off) {
        return Some(Piece { from, over: None, to });
    }
    if pieces.len() == 1 || pieces.iter().all(|piece| piece.over.is_none()) {
        return None;
    }
    let (out, back) = (minus(first.over.unwrap_or(first.to), from), minus(last.over.unwrap_or(last.from), to));
    // Where the two tangents meet.
    let reach = cross(across, back) / cross(out, back);
    let over = [from[0] + out[0] * reach, from[1] + out[1] * reach];
    let lean = place(over);
    if !(reach.is_normal() && reach > 0.0 && between(&lean)) {
        return None;
    }
    let near = |[along, beside]: Point| {
        let t = along / (lean[0] + (lean[0] * lean[0] + (1.0 - 2.0 * lean[0]) * along).max(0.0).sqrt());
        (2.0 * t * (1.0 - t) * lean[1] - beside).abs() <= off
    };
    points.all(near).then_some(Piece { from, over: Some(over), to })
}

impl Piece {
    /// Points it passes, its end among them.
    fn points(&self) -> impl Iterator<Item = Point> + Clone {
        let Self { from, over, to } = *self;
        let at = move |t: f32| {
            let over = over?;
            let parts = [(1.0 - t) * (1.0 - t), 2.0 * t * (1.0 - t), t * t];
            Some([0, 1].map(|n| parts[0] * from[n] + parts[1] * over[n] + parts[2] * to[n]))
        };
        [0.25, 0.5, 0.75].into_iter().filter_map(at).chain([to])
    }
}

fn minus(p: Point, q: Point) -> Point {
    [p[0] - q[0], p[1] - q[1]]
}

fn middle(p: Point, q: Point) -> Point {
    [(p[0] + q[0]) / 2.0, (p[1] + q[1]) / 2.0]
}

fn dot(p: Point, q: Point) -> f32 {
    p[0] * q[0] + p[1] * q[1]
}

fn cross(p: Point, q: Point) -> f32 {
    p[0] * q[1] - p[1] * q[0]
}

/// Writes a drawing behind the ones before; says where its box begins from the left.
fn write(outline: &[Vec<Knot>], glyf: &mut Vec<u8>) -> i16 {
    let knots = || outline.iter().flatten();
    let axis = |n: usize| {
        let along = || knots().map(move |knot| knot.0[n]);
        let (least, most) = (along().min().unwrap_or(0), along().max().unwrap_or(0));
        (least.div_euclid(BOX) * BOX, -(-most).div_euclid(BOX) * BOX)
    };
    let ((left, right), (bottom, top)) = (axis(0), axis(1));
    if outline.is_empty() {
        return left;
    }
    for number in [i16::try_from(outline.len()).unwrap_or(i16::MAX), left, bottom, right, top] {
        glyf.extend(number.to_be_bytes());
    }
    let mut end = u16::MAX;
    for contour in outline {
        end = end.wrapping_add(contour.len() as u16);
        glyf.extend(end.to_be_bytes());
    }
    // no program
    glyf.extend([0, 0]);
    let (mut flags, mut steps) = (Vec::new(), [Vec::new(), Vec::new()]);
    let mut last = [0_i16; 2];
    for (at, on) in knots() {
        let flag = (0..2).fold(u8::from(*on), |flag, n| flag | step(at[n] - last[n], n, &mut steps[n]));
        flags.push(flag);
        last = *at;
    }
    for same in flags.chunk_by(|a, b| a == b) {
        for run in same.chunks(256) {
            match *run {
                [flag] => glyf.push(flag),
                [flag, _] => glyf.extend([flag, flag]),
                [flag, ..] => glyf.extend([flag | 8, (run.len() - 1) as u8]),
                [] => {}
            }
        }
    }
    glyf.extend(steps.concat());
    glyf.resize(glyf.len().next_multiple_of(2), 0);
    left
}

/// Writes how far a point lies from the one before along an axis; says how it is written.
fn step(by: i16, axis: usize, steps: &mut Vec<u8>) -> u8 {
    let (short, same) = (2 << axis, 16 << axis);
    match (by, u8::try_from(by.unsigned_abs())) {
        (0, _) => same,
        (_, Ok(size)) => {
            steps.push(size);
            if by > 0 { short | same } else { short }
        }
        (_, Err(_)) => {
            steps.extend(by.to_be_bytes());
            0
        }
    }
}
