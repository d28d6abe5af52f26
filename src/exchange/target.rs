//! Where a column can lead: a field of the intake, or a part of its address; and how each is read.

use crate::domain::Field;

/// What a column of a spreadsheet means.
///
/// Province, city and county are parts of [`Field::Address`]: spreadsheets keep them apart, an intake does not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Target {
    Field(Field),
    Province,
    City,
    County,
}

/// How the values of a target are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Kept as it stands; at most this many characters.
    Text(usize),
    Phone,
    Date,
    /// A date, with or without a time of day.
    Moment,
    Count,
    Amount,
    YesNo,
    /// One word of the closed list with this name.
    Word(&'static str),
    /// Any number of words of the closed list with this name.
    Words(&'static str),
}

impl Target {
    /// Every target, in the order in which people list them.
    pub fn all() -> impl Iterator<Item = Self> {
        Field::ALL.iter().map(|&field| Self::Field(field)).chain([Self::Province, Self::City, Self::County])
    }

    /// The stored word, the same in mapping files and in the word list of headers.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Field(field) => field.word(),
            Self::Province => "province",
            Self::City => "city",
            Self::County => "county",
        }
    }

    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        match word {
            "province" => Some(Self::Province),
            "city" => Some(Self::City),
            "county" => Some(Self::County),
            _ => Field::from_word(word).map(Self::Field),
        }
    }

    /// The field of the intake that the value ends up in.
    #[must_use]
    pub const fn field(self) -> Field {
        match self {
            Self::Field(field) => field,
            Self::Province | Self::City | Self::County => Field::Address,
        }
    }

    #[must_use]
    pub const fn kind(self) -> Kind {
        use crate::domain::facts::{LONGEST_TEXT, LONGEST_WORD};
        match self.field() {
            Field::Phone | Field::ReporterPhone => Kind::Phone,
            Field::ReceivedAt | Field::PromisedReply => Kind::Moment,
            Field::MadeOn | Field::BoughtOn | Field::InstalledOn => Kind::Date,
            Field::Quantity => Kind::Count,
            Field::Loss => Kind::Amount,
            Field::Vip | Field::CrossProvince | Field::International | Field::BeyondLaw => Kind::YesNo,
            Field::Occurrence => Kind::Word("occurrence"),
            Field::Injury => Kind::Word("injury"),
            Field::InfoClass => Kind::Word("info_class"),
            Field::Level => Kind::Word("level"),
            Field::Grade => Kind::Word("grade"),
            Field::HandledState => Kind::Word("handled_state"),
            Field::Verified => Kind::Word("verified"),
            Field::Demand => Kind::Words("demand"),
            Field::Exposure => Kind::Words("exposure"),
            Field::Symptoms
            | Field::Description
            | Field::Environment
            | Field::DemandText
            | Field::HandlingText
            | Field::Remark => Kind::Text(LONGEST_TEXT),
            _ => Kind::Text(LONGEST_WORD),
        }
    }

    /// Whether the values name or reach a person, so that reports and lists mask them.
    #[must_use]
    pub const fn is_personal(self) -> bool {
        matches!(self, Self::Field(field) if field.is_personal())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_target_comes_back_from_its_word() {
        for target in Target::all() {
            assert_eq!(Target::from_word(target.word()), Some(target));
        }
        assert_eq!(Target::from_word("telephone"), None);
    }
}
