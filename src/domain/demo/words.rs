//! The vocabulary of the demo data, read from its text files.

use super::dice::Dice;

const WORDS: &str = include_str!("../../../assets/demo/words.txt");
const DESK: &str = include_str!("../../../assets/demo/desk.txt");
const INCIDENTS: &str = include_str!("../../../assets/demo/incidents.txt");

/// The lines of one section, each split at its bars.
#[derive(Debug, Clone, Default)]
pub(super) struct Table(Vec<Vec<&'static str>>);

impl Table {
    fn read(text: &'static str, section: &str) -> Self {
        let mut rows = Vec::new();
        let mut inside = false;
        for line in text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')) {
            match line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
                Some(name) => inside = name == section,
                None if inside => rows.push(line.split('|').map(str::trim).collect()),
                None => {}
            }
        }
        Self(rows)
    }

    pub(super) fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        self.0.iter().map(|cells| Row(cells))
    }

    pub(super) const fn len(&self) -> usize {
        self.0.len()
    }

    /// A row with no cells when there is none at `at`.
    pub(super) fn row(&self, at: usize) -> Row<'_> {
        Row(self.0.get(at).map_or(&[], Vec::as_slice))
    }

    pub(super) fn any(&self, dice: &mut Dice) -> Row<'_> {
        self.row(dice.position(self.0.len()))
    }

    /// The first cell of any row.
    pub(super) fn word(&self, dice: &mut Dice) -> &'static str {
        self.any(dice).cell(0)
    }

    /// A row by the weights in its first cell, among those that `fits` admits.
    pub(super) fn weighted(&self, dice: &mut Dice, fits: impl Fn(Row<'_>) -> i64) -> Row<'_> {
        let total: i64 = self.rows().map(&fits).sum();
        let mut left = dice.between(0, (total - 1).max(0));
        for row in self.rows() {
            left -= fits(row);
            if left < 0 {
                return row;
            }
        }
        Row(&[])
    }
}

/// One line of a section.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Row<'a>(&'a [&'static str]);

impl Row<'_> {
    /// A cell's text; empty when the line is shorter.
    pub(super) fn cell(&self, at: usize) -> &'static str {
        self.0.get(at).copied().unwrap_or_default()
    }

    pub(super) const fn len(&self) -> usize {
        self.0.len()
    }

    /// A cell's number; 0 for anything else.
    pub(super) fn number(&self, at: usize) -> i64 {
        self.cell(at).parse().unwrap_or(0)
    }
}

/// Declares the vocabulary with one table for each section of its name.
macro_rules! vocabulary {
    ($($file:ident: $($name:ident)+;)+) => {
        /// Every section of the files.
        #[derive(Debug, Clone)]
        pub(super) struct Words {
            $($(pub(super) $name: Table,)+)+
            pub(super) surnames: Vec<char>,
            pub(super) given_first: Vec<char>,
            pub(super) given_second: Vec<char>,
        }

        impl Words {
            pub(super) fn read() -> Self {
                let letters = |section| Table::read(WORDS, section).rows().flat_map(|row| row.cell(0).chars()).collect();
                Self {
                    $($($name: Table::read($file, stringify!($name)),)+)+
                    surnames: letters("surnames"),
                    given_first: letters("given_first"),
                    given_second: letters("given_second"),
                }
            }

            #[cfg(test)]
            pub(super) fn tables(&self) -> Vec<(&'static str, &Table)> {
                vec![$($((stringify!($name), &self.$name),)+)+]
            }
        }
    };
}

vocabulary! {
    WORDS: clerks hotline dispatcher system deputy phones roads estates shops installers proofs products faults carried when aside
        wish
        grievances matters rivals harms results measures unsolved spot opinions discontents conclusions skips
        urges notes waits extensions assists raises sendbacks transfers doubts seen patterns;
    DESK: regions clusters scripted;
    INCIDENTS: kinds slots goods remainder findings options terms sitechecks visits officials hospitals signers insurer
        surveyors correctives checked summaries byhand paper banks;
}

impl Words {
    /// An invented full name.
    pub(super) fn name(&self, dice: &mut Dice) -> String {
        let letters = [&self.surnames, &self.given_first, &self.given_second];
        let count = if dice.chance(15) { [0, 2].as_slice() } else { [0, 1, 2].as_slice() };
        count.iter().filter_map(|&at| letters[at].get(dice.position(letters[at].len()))).collect()
    }

    /// A mobile number of a real prefix with invented digits.
    pub(super) fn phone(&self, dice: &mut Dice) -> String {
        format!("{}{:08}", self.phones.word(dice), dice.between(1_000_000, 99_999_999))
    }
}
