//! Which columns the list shows, how wide, and where they stand (design README section 4).

use crate::domain::words::words;

words! {
    /// A column of the list. The words stand in the settings of this computer.
    pub enum Column {
        /// Customer and number: always shown.
        Customer = "customer",
        Trouble = "trouble",
        Received = "received",
        Priority = "priority",
        Class = "class",
        Grade = "grade",
        Channel = "channel",
        Phone = "phone",
        Address = "address",
        Region = "region",
        Branch = "branch",
        Owner = "owner",
        Batch = "batch",
        Serial = "serial",
        Stage = "stage",
        /// Time left: always shown.
        Due = "due",
    }
}

/// Room at either side of the list.
const INSET: f32 = 16.0;
/// A column is never dragged wider.
const WIDEST: f32 = 420.0;

/// Columns in the order in which they leave a list that is too narrow for all.
const LEAVES_FIRST: [Column; 14] = [
    Column::Serial,
    Column::Batch,
    Column::Address,
    Column::Owner,
    Column::Channel,
    Column::Region,
    Column::Phone,
    Column::Received,
    Column::Priority,
    Column::Grade,
    Column::Class,
    Column::Branch,
    Column::Stage,
    Column::Trouble,
];

impl Column {
    /// Whether the list is no list without it.
    #[must_use]
    pub const fn stays(self) -> bool {
        matches!(self, Self::Customer | Self::Due)
    }

    /// Its width until somebody drags it; `wide` is the layout of large screens, `english` gives three columns 20 more.
    const fn usual(self, wide: bool, english: bool) -> f32 {
        let more = if english { 20.0 } else { 0.0 };
        match self {
            Self::Customer => {
                if wide {
                    104.0
                } else {
                    96.0
                }
            }
            Self::Trouble => self.least(),
            Self::Received => {
                if wide {
                    150.0
                } else {
                    84.0
                }
            }
            Self::Priority => 48.0 + more,
            Self::Class => 62.0 + more,
            Self::Grade => (if wide { 86.0 } else { 78.0 }) + more,
            Self::Channel => 80.0,
            Self::Phone => 96.0,
            Self::Address => 180.0,
            Self::Region => 60.0,
            Self::Branch => {
                if wide {
                    90.0
                } else {
                    74.0
                }
            }
            Self::Owner => 64.0,
            Self::Batch => 72.0,
            Self::Serial => 130.0,
            Self::Stage => (if wide { 76.0 } else { 66.0 }) + more,
            Self::Due => {
                if wide {
                    150.0
                } else {
                    116.0
                }
            }
        }
    }

    /// Below this width it says nothing any more.
    const fn least(self) -> f32 {
        match self {
            Self::Trouble => 90.0,
            Self::Customer => 80.0,
            Self::Due => 100.0,
            Self::Class => 62.0,
            Self::Grade | Self::Stage | Self::Branch => 60.0,
            Self::Phone => 88.0,
            Self::Received => 76.0,
            Self::Address | Self::Serial => 90.0,
            _ => 44.0,
        }
    }
}

/// What a person chose: columns in order, each with the width it was dragged to. Empty is "as the window suggests".
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ColumnChoice(Vec<(Column, Option<f32>)>);

impl ColumnChoice {
    /// Reads `customer trouble:180 due`; words that no column has are passed over.
    #[must_use]
    pub fn read(text: &str) -> Self {
        let mut chosen: Vec<(Column, Option<f32>)> = Vec::new();
        for word in text.split_whitespace() {
            let (name, width) = word.split_once(':').unwrap_or((word, ""));
            let Some(column) = Column::from_word(name) else { continue };
            if chosen.iter().all(|(known, _)| *known != column) {
                let width = width.parse::<u16>().ok().map(f32::from);
                chosen.push((column, width.map(|width| width.clamp(column.least(), WIDEST))));
            }
        }
        if chosen.is_empty() {
            return Self::default();
        }
        for column in [Column::Customer, Column::Due] {
            if chosen.iter().all(|(known, _)| *known != column) {
                chosen.insert(if column == Column::Due { chosen.len() } else { 0 }, (column, None));
            }
        }
        Self(chosen)
    }

    /// The choice as one line of text; empty when nothing was chosen.
    #[must_use]
    pub fn write(&self) -> String {
        let word = |(column, width): &(Column, Option<f32>)| match width {
            Some(width) => format!("{}:{width:.0}", column.word()),
            None => column.word().to_owned(),
        };
        self.0.iter().map(word).collect::<Vec<_>>().join(" ")
    }

    /// Nothing was chosen: the window decides.
    #[must_use]
    pub const fn is_usual(&self) -> bool {
        self.0.is_empty()
    }

    /// The columns in order; `wide` is the layout of large screens.
    #[must_use]
    pub fn shown(&self, wide: bool) -> Vec<Column> {
        if !self.0.is_empty() {
            return self.0.iter().map(|(column, _)| *column).collect();
        }
        let usual = [Column::Customer, Column::Trouble, Column::Received, Column::Class, Column::Grade, Column::Branch];
        let usual = usual.into_iter().chain([Column::Stage, Column::Due]);
        usual.filter(|column| wide || *column != Column::Received).collect()
    }

    fn settle(&mut self, wide: bool) -> &mut Vec<(Column, Option<f32>)> {
        if self.0.is_empty() {
            self.0 = self.shown(wide).into_iter().map(|column| (column, None)).collect();
        }
        &mut self.0
    }

    /// Shows a column before the time left, or takes it away; those that stay are left alone.
    pub fn turn(&mut self, column: Column, wide: bool) {
        if column.stays() {
            return;
        }
        let chosen = self.settle(wide);
        if let Some(at) = chosen.iter().position(|(known, _)| *known == column) {
            chosen.remove(at);
        } else {
            let last = chosen.last().is_some_and(|(known, _)| *known == Column::Due);
            chosen.insert(chosen.len() - usize::from(last), (column, None));
        }
    }

    /// Moves a column to the place of another one.
    pub fn put_at(&mut self, column: Column, place: Column, wide: bool) {
        let chosen = self.settle(wide);
        let find = |wanted| chosen.iter().position(|(known, _)| *known == wanted);
        if let (Some(from), Some(to)) = (find(column), find(place)) {
            let moved = chosen.remove(from);
            chosen.insert(to, moved);
        }
    }

    /// Moves a column by one place, to the right or to the left.
    pub fn shift(&mut self, column: Column, right: bool, wide: bool) {
        let shown = self.shown(wide);
        let Some(at) = shown.iter().position(|known| *known == column) else { return };
        let place = if right { shown.get(at + 1) } else { at.checked_sub(1).and_then(|at| shown.get(at)) };
        if let Some(&place) = place {
            self.put_at(column, place, wide);
        }
    }

    /// Gives a column a width; `None` is its usual one again.
    pub fn set_width(&mut self, column: Column, width: Option<f32>, wide: bool) {
        let width = width.map(|width| width.round().clamp(column.least(), WIDEST));
        if let Some(found) = self.settle(wide).iter_mut().find(|(known, _)| *known == column) {
            found.1 = width;
        }
    }

    fn width_of(&self, column: Column, wide: bool, english: bool) -> f32 {
        let dragged = self.0.iter().find(|(known, _)| *known == column).and_then(|(_, width)| *width);
        dragged.unwrap_or_else(|| column.usual(wide, english))
    }
}

/// One column in its place: left edge from the left edge of the list, and width.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ColumnPlace {
    pub column: Column,
    pub left: f32,
    pub width: f32,
}

/// The columns as they stand in a list of some width.
#[derive(Debug, Clone, PartialEq)]
pub struct Columns {
    pub places: Vec<ColumnPlace>,
    /// Chosen, but there is no room for them.
    pub left_out: Vec<Column>,
    /// The column that takes what the others leave.
    pub flexible: Column,
    /// Room between two columns.
    pub gap: f32,
}

impl Columns {
    /// The chosen columns in a list of `width` points. Too narrow a list first squeezes them, then leaves some out.
    #[must_use]
    pub fn of(choice: &ColumnChoice, width: f32, wide: bool, english: bool) -> Self {
        let gap: f32 = if wide { 14.0 } else { 10.0 };
        let mut shown = choice.shown(wide);
        let mut left_out = Vec::new();
        loop {
            let flexible = if shown.contains(&Column::Trouble) { Column::Trouble } else { Column::Customer };
            let room = width - 2.0 * INSET - gap * (shown.len().saturating_sub(1)) as f32;
            let least: f32 = shown.iter().map(|column| column.least()).sum();
            let next = LEAVES_FIRST.iter().find(|column| least > room && shown.contains(column));
            if let Some(&next) = next {
                shown.retain(|column| *column != next);
                left_out.push(next);
                continue;
            }
            let widths = squeezed(choice, &shown, (room, flexible), (wide, english));
            let mut left = INSET;
            let mut places = Vec::with_capacity(shown.len());
            for (column, width) in shown.into_iter().zip(widths) {
                places.push(ColumnPlace { column, left, width });
                left += width + gap;
            }
            return Self { places, left_out, flexible, gap };
        }
    }

    /// The columns that can be dragged at their edges: the column, the edge, and whether a move to the right widens it.
    /// Edges before the flexible column belong to the column at their left, those behind it to the one at their right.
    pub fn edges(&self) -> impl Iterator<Item = (ColumnPlace, f32, bool)> {
        let flexible = self.places.iter().position(|place| place.column == self.flexible).unwrap_or(0);
        let half = self.gap / 2.0;
        self.places.iter().enumerate().filter(move |(at, _)| *at != flexible).map(move |(at, place)| {
            if at < flexible {
                (*place, place.left + place.width + half, true)
            } else {
                (*place, place.left - half, false)
            }
        })
    }
}

/// Widths that fill the room: the flexible column takes what is left, or all give way towards their least width.
fn squeezed(
    choice: &ColumnChoice,
    shown: &[Column],
    (room, flexible): (f32, Column),
    (wide, english): (bool, bool),
) -> Vec<f32> {
    let own = |column: Column| {
        if column == flexible { column.least() } else { choice.width_of(column, wide, english).max(column.least()) }
    };
    let wanted: f32 = shown.iter().map(|&column| own(column)).sum();
    let slack: f32 = shown.iter().map(|&column| own(column) - column.least()).sum();
    let give = if wanted > room && slack > 0.0 { ((wanted - room) / slack).min(1.0) } else { 0.0 };
    let width = |column: Column| {
        let width = own(column) - (own(column) - column.least()) * give;
        if column == flexible { width + (room - wanted).max(0.0) } else { width }
    };
    shown.iter().map(|&column| width(column)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shows(columns: &Columns, column: Column) -> bool {
        columns.places.iter().any(|place| place.column == column)
    }

    fn right(columns: &Columns) -> f32 {
        columns.places.iter().map(|place| place.left + place.width).fold(0.0, f32::max)
    }

    #[test]
    fn the_columns_fill_the_list_and_keep_their_gaps() {
        for (width, wide) in [(760.0, false), (1100.0, true), (672.0, false), (908.0, false)] {
            let columns = Columns::of(&ColumnChoice::default(), width, wide, false);
            assert!((right(&columns) - (width - INSET)).abs() < 0.01, "{width}");
            let next =
                columns.places.windows(2).all(|two| two[1].left >= two[0].left + two[0].width + columns.gap - 0.01);
            assert!(next, "{:?}", columns.places);
            assert_eq!(shows(&columns, Column::Received), wide);
            assert!(columns.left_out.is_empty());
        }
    }

    #[test]
    fn every_column_at_once_fits_a_narrow_list_by_leaving_some_out() {
        let every = ColumnChoice(Column::ALL.iter().map(|column| (*column, None)).collect());
        for width in [460.0, 560.0, 908.0, 1400.0] {
            let columns = Columns::of(&every, width, width > 1300.0, true);
            assert!(right(&columns) <= width - INSET + 0.01, "{width}: {:?}", columns.places);
            assert!(shows(&columns, Column::Customer) && shows(&columns, Column::Due));
            assert_eq!(columns.places.len() + columns.left_out.len(), Column::ALL.len());
        }
    }

    #[test]
    fn a_choice_is_written_and_read_back() {
        let mut choice = ColumnChoice::default();
        assert!(choice.is_usual() && choice.write().is_empty());
        choice.turn(Column::Phone, false);
        choice.turn(Column::Grade, false);
        choice.turn(Column::Due, false);
        choice.set_width(Column::Branch, Some(111.6), false);
        choice.shift(Column::Phone, false, false);
        assert_eq!(choice.write(), "customer trouble class branch:112 phone stage due");
        assert_eq!(ColumnChoice::read(&choice.write()), choice);
        assert_eq!(ColumnChoice::read("nonsense"), ColumnChoice::default());
        assert_eq!(ColumnChoice::read("class:9000 class").write(), "customer class:420 due");
    }

    #[test]
    fn the_flexible_column_has_no_edge_of_its_own_and_every_other_has_one() {
        let mut choice = ColumnChoice::default();
        let columns = Columns::of(&choice, 800.0, false, false);
        let edges: Vec<Column> = columns.edges().map(|(place, _, _)| place.column).collect();
        assert_eq!(edges.len(), columns.places.len() - 1);
        assert!(!edges.contains(&Column::Trouble));
        choice.turn(Column::Trouble, false);
        assert_eq!(Columns::of(&choice, 800.0, false, false).flexible, Column::Customer);
    }
}
