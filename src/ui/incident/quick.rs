//! A new line of the loss list, typed cell by cell or pasted from a spreadsheet, several rows at once.

use std::collections::VecDeque;

use super::loss::{portion, read_month};
use crate::domain::facts::FaultKind;
use crate::domain::incident::loss::{self, Proof};
use crate::domain::incident::{Incident, LossCategory, LossEntry, Month, Portion};
use crate::domain::money::Fen;
use crate::domain::rules::Rules;
use crate::ui::widgets::Pick;

/// The cells of a line that are typed, in the order of the table and of a pasted row.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Cells {
    pub name: String,
    pub spec: String,
    pub quantity: String,
    pub unit: String,
    pub bought: String,
    pub price: String,
    pub damage: String,
    pub salvage: String,
    pub claimed: String,
}

impl Cells {
    pub fn each_mut(&mut self) -> [&mut String; 9] {
        [
            &mut self.name,
            &mut self.spec,
            &mut self.quantity,
            &mut self.unit,
            &mut self.bought,
            &mut self.price,
            &mut self.damage,
            &mut self.salvage,
            &mut self.claimed,
        ]
    }

    /// A row of a spreadsheet; what it has beyond the last column is left out.
    fn of_row<'a>(row: impl Iterator<Item = &'a str>) -> Self {
        let mut cells = Self::default();
        for (cell, typed) in cells.each_mut().into_iter().zip(row) {
            typed.trim().clone_into(cell);
        }
        cells
    }

    fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// A pasted row, with its category where its first cell names one.
#[derive(Debug, Clone, Default)]
pub(super) struct Pasted {
    category: Option<String>,
    cells: Cells,
}

impl Pasted {
    fn of(row: &str, categories: &[Pick]) -> Self {
        let first = row.split('\t').next().unwrap_or_default().trim();
        let named = categories.iter().find(|item| item.label == first).map(|item| item.key.clone());
        let skipped = usize::from(named.is_some());
        Self { category: named, cells: Cells::of_row(row.split('\t').skip(skipped)) }
    }
}

/// The line being typed, and pasted ones behind it.
#[derive(Debug, Default)]
pub(super) struct Quick {
    pub cells: Cells,
    /// Word of the category; stays for the next line.
    pub category: String,
    /// Key of the depreciation table; stays for the next line.
    pub goods: String,
    /// What is wrong with this line.
    pub error: Option<String>,
    /// The name takes the focus in the next frame.
    pub focus: bool,
    /// The revision it was sent at.
    pub sent: Option<u32>,
    /// Pasted rows that follow.
    pub queue: VecDeque<Pasted>,
    /// The next row is sent as soon as the one before is on record.
    running: bool,
}

impl Quick {
    /// Takes pasted rows: the first into the cells, the others behind it. `false` for a text that is no table.
    pub fn paste(&mut self, text: &str, categories: &[Pick]) -> bool {
        if !text.contains('\t') {
            return false;
        }
        let rows = text.lines().filter(|row| !row.trim().is_empty());
        let rows = rows.map(|row| Pasted::of(row, categories)).filter(|pasted| !pasted.cells.is_empty());
        self.queue.extend(rows);
        self.running = true;
        self.next();
        true
    }

    fn next(&mut self) {
        match self.queue.pop_front() {
            Some(pasted) => {
                self.cells = pasted.cells;
                self.category = pasted.category.unwrap_or_else(|| std::mem::take(&mut self.category));
            }
            None => {
                self.running = false;
                self.cells = Cells::default();
                self.focus = true;
            }
        }
    }

    /// The case has another revision: what was sent is on record. `true` when the next pasted row is to be sent.
    pub fn follow(&mut self, revision: u32) -> bool {
        if self.sent.is_some_and(|seen| seen != revision) {
            self.sent = None;
            self.error = None;
            self.next();
        }
        self.running && self.sent.is_none() && self.error.is_none()
    }

    /// Goes on with the pasted rows once this one is on record.
    pub fn go_on(&mut self) {
        self.running = !self.queue.is_empty();
        self.error = None;
    }

    /// What is pasted and not on record is given up.
    pub fn stop(&mut self) {
        self.queue.clear();
        self.running = false;
    }

    pub fn refuse(&mut self, text: &str) {
        self.sent = None;
        self.error = Some(text.to_owned());
        self.focus = true;
    }

    /// The line as an entry.
    ///
    /// # Errors
    /// The first cell that lacks something or cannot be read, by its place in the table, the category being 0.
    pub fn entry(&self) -> Result<LossEntry, (usize, FaultKind)> {
        let cells = &self.cells;
        let category = LossCategory::from_word(&self.category).ok_or((0, FaultKind::Missing))?;
        if cells.name.trim().is_empty() {
            return Err((1, FaultKind::Missing));
        }
        let needed = |at, typed: &str| match typed.trim() {
            "" => Err((at, FaultKind::Missing)),
            typed => Fen::parse_positive(typed).map_err(|_unreadable| (at, FaultKind::NotAnAmount)),
        };
        let hundredths = needed(3, &cells.quantity)?.0;
        let bought = match cells.bought.trim() {
            "" => None,
            typed => Some(read_month(typed).ok_or((6, FaultKind::NotADate))?),
        };
        let unit_price = needed(7, &cells.price)?;
        let damage = needed(8, cells.damage.trim_end_matches(['%', '％']))?;
        let salvage = if cells.salvage.trim().is_empty() { Fen::default() } else { needed(9, &cells.salvage)? };
        Ok(LossEntry {
            category,
            name: cells.name.trim().to_owned(),
            spec: cells.spec.trim().to_owned(),
            unit: cells.unit.trim().to_owned(),
            hundredths,
            bought,
            proof: Proof::None,
            goods: self.goods.clone(),
            unit_price,
            newness: None,
            damage: portion(damage).ok_or((8, FaultKind::NotAnAmount))?,
            salvage,
            claimed: needed(10, &cells.claimed)?,
            assessed: None,
            reason: String::new(),
            photos: Vec::new(),
            note: String::new(),
        })
    }

    /// What the formula makes of the cells so far; `None` while figures are missing.
    pub fn preview(&self, incident: &Incident, rules: &Rules) -> Option<Fen> {
        let cells = &self.cells;
        let figure = |typed: &str| Fen::parse_positive(typed.trim().trim_end_matches(['%', '％'])).ok();
        let damage = portion(figure(&cells.damage)?)?;
        let salvage = figure(&cells.salvage).unwrap_or_default();
        let lost = Month::of(incident.opening.happened_at);
        let newness = match (rules.incident.goods(&self.goods), read_month(&cells.bought)) {
            (Some(goods), Some(bought)) => loss::newness(bought, lost, goods.life_years, &rules.incident),
            _ => Portion::WHOLE,
        };
        loss::formula(figure(&cells.quantity)?.0, figure(&cells.price)?, newness, damage, salvage)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(row: &str) -> Quick {
        let mut quick = Quick { category: "furniture".to_owned(), ..Quick::default() };
        assert!(quick.paste(row, &[]));
        quick
    }

    /// forms.md 1.3: the columns of a pasted row are those of the table.
    #[test]
    fn a_pasted_row_fills_the_cells_in_order() {
        let quick = typed("实木地板\t橡木 15 mm\t12.5\t㎡\t2023-06\t368\t100%\t50\t4,416.00");
        let entry = quick.entry().unwrap();
        assert_eq!((entry.hundredths, entry.unit_price, entry.damage), (1250, Fen(36_800), Portion::WHOLE));
        assert_eq!(entry.bought, Some(Month { year: 2023, month: 6 }));
        assert_eq!((entry.salvage, entry.claimed), (Fen(5000), Fen(441_600)));
    }

    #[test]
    fn pasted_rows_follow_one_after_another() {
        let mut quick = typed("柜\t\t1\t套\t\t100\t100\t\t100\r\n门\t\t2\t扇\t\t50\t100\t\t100\n");
        assert_eq!((quick.cells.name.as_str(), quick.queue.len()), ("柜", 1));
        quick.sent = Some(7);
        assert!(!quick.follow(7), "not on record yet");
        assert!(quick.follow(8), "the next one goes");
        assert_eq!(quick.cells.name, "门");
        quick.sent = Some(8);
        assert!(!quick.follow(9), "nothing is left");
        assert!(quick.cells.is_empty());
    }

    /// A row that is refused waits with its reason, and so do those behind it.
    #[test]
    fn a_refused_row_holds_the_others_back() {
        let mut quick = typed("柜\t\t1\t套\t\t100\t100\t\t100\n门\t\t2\t扇\t\t50\t100\t\t100");
        quick.sent = Some(7);
        quick.refuse("缺折旧类别");
        assert!(!quick.follow(8));
        assert_eq!(quick.cells.name, "柜");
        quick.go_on();
        assert!(quick.follow(8));
    }

    #[test]
    fn what_is_missing_is_named_by_its_column() {
        let mut quick = typed("柜\t\tx\t套");
        assert_eq!(quick.entry(), Err((3, FaultKind::NotAnAmount)));
        quick.category.clear();
        assert_eq!(quick.entry(), Err((0, FaultKind::Missing)));
        assert!(!quick.paste("只是一段话", &[]));
    }
}
