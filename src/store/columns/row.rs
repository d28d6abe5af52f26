//! One case as the columns keep it: dimensions as numbers, instants as milliseconds after its contact.

use rusqlite::Row as SqlRow;

use super::names::{EMPTY, Names};
use crate::domain::stage::{InfoClass, Level};
use crate::domain::{BranchId, Stamp};
use crate::figures::kpi::{Closings, Limits, Measure};
use crate::store::StoreError;
use crate::store::measure_row::{AFTER_COLUMNS, COLUMNS, read, read_marks};

/// What [`Kept::read`] takes, from `case_measure m` joined with `case_row r`.
pub(super) fn select() -> String {
    format!(
        "SELECT {COLUMNS}, m.id, m.marks, m.region, m.branch, m.level, m.channel, m.category, m.made, r.model, r.batch, \
         r.symptoms, m.brand, m.cause, m.department FROM case_measure m"
    )
}

/// "None" of an instant.
const NEVER: u32 = u32::MAX;
const TIMES: usize = 10;
/// The bytes of a [`Packed`] in a piece.
pub(super) const PACKED: usize = TIMES * 4 + 8;

/// What a case says of the dimensions, and when it was received.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::store) struct Row {
    pub id: i64,
    pub received: i64,
    pub branch: Option<u32>,
    pub region: u32,
    pub channel: u32,
    pub category: u32,
    pub made: u32,
    pub model: u32,
    pub batch: u32,
    pub symptoms: u32,
    pub brand: u32,
    pub cause: u32,
    pub department: u32,
    pub class: InfoClass,
    pub level: Level,
}

impl Row {
    pub fn branch(&self) -> Option<BranchId> {
        self.branch.map(|id| BranchId(i64::from(id)))
    }
}

/// The measure of a case in a few bytes; its marks lie in the arena of its month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Packed {
    times: [u32; TIMES],
    flags: u16,
    marks_long: u16,
    marks_at: u32,
}

/// A case read from the file: small where it fits, whole where it does not.
pub(super) struct Kept {
    pub row: Row,
    pub measure: Measure,
    pub marks: Vec<u8>,
}

impl Kept {
    pub fn read(row: &SqlRow<'_>, names: &mut Names) -> Result<Self, StoreError> {
        let at = |place: usize| AFTER_COLUMNS + place;
        let marks = row.get_ref(at(1))?.as_blob().map_err(|_| StoreError::damaged("marks of a case"))?;
        let measure = read(row, marks)?;
        let level = row.get_ref(at(4))?.as_str().ok().and_then(Level::from_word);
        let mut name = |place: usize| -> Result<u32, StoreError> {
            let text = row.get_ref(at(place))?.as_str().map_err(|_| StoreError::damaged("dimension of a case"))?;
            Ok(names.place(text))
        };
        let row = Row {
            id: row.get(at(0))?,
            received: measure.received_at.0,
            branch: row.get(at(3))?,
            region: name(2)?,
            channel: name(5)?,
            category: name(6)?,
            made: name(7)?,
            model: name(8)?,
            batch: name(9)?,
            symptoms: name(10)?,
            brand: name(11)?,
            cause: name(12)?,
            department: name(13)?,
            class: measure.class,
            level: level.ok_or_else(|| StoreError::damaged("unknown level"))?,
        };
        Ok(Self { row, measure, marks: marks.to_vec() })
    }
}

/// Packs a measure whose instants all lie within seven weeks after the contact; `None` for the others, which are few.
pub(super) fn pack(m: &Measure, marks_at: usize, marks_long: usize) -> Option<Packed> {
    let small = |ms: i64| u32::try_from(ms).ok().filter(|ms| *ms != NEVER);
    let at = |stamp: Option<Stamp>| stamp.map_or(Some(NEVER), |stamp| small(stamp.0 - m.received_at.0));
    let Limits { due0, due, promised, handover } = m.limits;
    let Closings { first, last, archived, reopened, gap_ms, stopped_ms, solved, agreed } = m.closings;
    let times = [
        small(m.logged_at.0 - m.received_at.0)?,
        at(due0)?,
        at(due)?,
        at(promised)?,
        at(handover)?,
        at(first)?,
        at(last)?,
        at(archived)?,
        small(gap_ms)?,
        small(stopped_ms)?,
    ];
    let marks = [
        m.verified == Some(true),
        m.verified == Some(false),
        m.vip,
        m.escalated,
        m.appeal,
        m.dispatched,
        m.misrouted,
        reopened,
        solved,
        agreed,
        m.enforced,
    ];
    let flags = marks.iter().enumerate().fold(0, |flags, (place, set)| flags | (u16::from(*set) << place));
    Some(Packed { times, flags, marks_long: u16::try_from(marks_long).ok()?, marks_at: u32::try_from(marks_at).ok()? })
}

impl Packed {
    pub fn write(&self, out: &mut Vec<u8>) {
        self.times.iter().for_each(|time| out.extend(time.to_le_bytes()));
        out.extend(self.flags.to_le_bytes());
        out.extend(self.marks_long.to_le_bytes());
        out.extend(self.marks_at.to_le_bytes());
    }

    pub fn read(bytes: &[u8; PACKED]) -> Self {
        let number = |at: usize| u32::from_le_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]]);
        let small = |at: usize| u16::from_le_bytes([bytes[at], bytes[at + 1]]);
        let after = TIMES * 4;
        Self {
            times: std::array::from_fn(|place| number(place * 4)),
            flags: small(after),
            marks_long: small(after + 2),
            marks_at: number(after + 4),
        }
    }

    /// Writes the measure into `m`, with its marks where they are asked for. `None` when the marks are damaged.
    pub fn unpack(&self, row: &Row, arena: Option<&[u8]>, m: &mut Measure) -> Option<()> {
        let start = row.received;
        let at = |ms: u32| (ms != NEVER).then(|| Stamp(start + i64::from(ms)));
        let [logged, due0, due, promised, handover, first, last, archived, gap, stopped] = self.times;
        let flag = |place: u16| self.flags >> place & 1 == 1;
        m.received_at = Stamp(start);
        m.logged_at = Stamp(start + i64::from(logged));
        m.class = row.class;
        m.verified = if flag(0) { Some(true) } else { flag(1).then_some(false) };
        m.vip = flag(2);
        m.escalated = flag(3);
        m.appeal = flag(4);
        m.dispatched = flag(5);
        m.misrouted = flag(6);
        m.enforced = flag(10);
        m.attributed = row.department != EMPTY;
        m.limits = Limits { due0: at(due0), due: at(due), promised: at(promised), handover: at(handover) };
        m.closings = Closings {
            first: at(first),
            last: at(last),
            archived: at(archived),
            reopened: flag(7),
            gap_ms: gap.into(),
            stopped_ms: stopped.into(),
            solved: flag(8),
            agreed: flag(9),
        };
        m.stages.clear();
        m.surveys.clear();
        m.asked.clear();
        m.slips.clear();
        (m.batch, m.conclusion, m.excellence, m.incident) = (None, None, None, None);
        let Some(arena) = arena else { return Some(()) };
        let from = self.marks_at as usize;
        read_marks(m, arena.get(from..from + usize::from(self.marks_long))?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row() -> Row {
        let class = InfoClass::GeneralQuality;
        let level = Level::General;
        let (branch, received) = (Some(3), 1_775_000_000_123);
        Row {
            id: 7,
            received,
            branch,
            region: 1,
            channel: 2,
            category: 3,
            made: 4,
            model: 5,
            batch: 6,
            symptoms: 7,
            brand: 0,
            cause: 8,
            department: 9,
            class,
            level,
        }
    }

    #[test]
    fn a_packed_measure_comes_back_whole_and_one_that_does_not_fit_is_refused() {
        let start = Stamp(row().received);
        let mut m =
            Measure { vip: true, verified: Some(false), attributed: true, enforced: true, ..Measure::at(start) };
        m.limits = Limits { due: Some(start.plus_minutes(60)), promised: Some(Stamp(start.0 + 1)), ..m.limits };
        m.closings = Closings { last: Some(start.plus_minutes(59)), solved: true, stopped_ms: 5, ..m.closings };
        let packed = pack(&m, 0, 0).expect("a case of one day fits");
        let mut again = Measure { conclusion: Some(crate::figures::kpi::Conclusion::Company), ..Measure::at(Stamp(0)) };
        packed.unpack(&row(), Some(&[]), &mut again).expect("no marks");
        assert_eq!(again, m);
        m.closings.archived = Some(start.plus_minutes(60 * 24 * 50));
        assert_eq!(pack(&m, 0, 0), None, "fifty days do not fit");
        m.closings.archived = Some(Stamp(start.0 - 1));
        assert_eq!(pack(&m, 0, 0), None, "nor does a time before the contact");
    }
}
