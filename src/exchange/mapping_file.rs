//! A mapping as a small TOML file, with faults that name the line.

use serde::{Deserialize, Serialize};
use thiserror::Error;
use toml::Spanned;

use super::mapping::{ColumnMap, Evidence, Mapping};
use super::target::Target;

/// Why a mapping file is not taken.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum MappingFault {
    #[error("line {line}: {message}")]
    Syntax { line: usize, message: String },
    #[error("line {line}: \"{word}\" is no field")]
    UnknownField { line: usize, word: String },
    #[error("line {line}: \"{word}\" is already filled by another column")]
    FieldTwice { line: usize, word: String },
    #[error("line {line}: the column \"{header}\" stands here a second time")]
    HeaderTwice { line: usize, header: String },
    #[error("no column leads to a field")]
    NoColumns,
}

#[derive(Serialize)]
struct Written<'a> {
    name: &'a str,
    keep_others: bool,
    column: Vec<WrittenColumn<'a>>,
}

#[derive(Serialize)]
struct WrittenColumn<'a> {
    header: &'a str,
    field: &'static str,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    name: String,
    #[serde(default = "yes")]
    keep_others: bool,
    #[serde(default)]
    column: Vec<Column>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Column {
    header: Spanned<String>,
    field: Spanned<String>,
}

const fn yes() -> bool {
    true
}

impl Mapping {
    /// The mapped columns as TOML; what led nowhere is not written.
    #[must_use]
    pub fn to_toml(&self) -> String {
        let column = self
            .columns
            .iter()
            .filter_map(|column| Some(WrittenColumn { header: &column.header, field: column.target?.word() }))
            .collect();
        let written = Written { name: &self.name, keep_others: self.keep_others, column };
        toml::to_string(&written).expect("texts and words are always TOML")
    }

    /// Reads what [`Mapping::to_toml`] wrote, or what a person wrote after its example.
    ///
    /// # Errors
    /// [`MappingFault`] with the line, counted from 1.
    pub fn from_toml(text: &str) -> Result<Self, MappingFault> {
        let line_of =
            |at: usize| text.as_bytes()[..at.min(text.len())].iter().filter(|byte| **byte == b'\n').count() + 1;
        let file: File = toml::from_str(text).map_err(|error| MappingFault::Syntax {
            line: error.span().map_or(1, |span| line_of(span.start)),
            message: error.message().to_owned(),
        })?;
        let mut columns: Vec<ColumnMap> = Vec::new();
        for column in file.column {
            let (header, word) = (column.header.get_ref(), column.field.get_ref());
            let line = line_of(column.field.span().start);
            let target =
                Target::from_word(word).ok_or_else(|| MappingFault::UnknownField { line, word: word.clone() })?;
            if columns.iter().any(|known| known.target == Some(target)) {
                return Err(MappingFault::FieldTwice { line, word: word.clone() });
            }
            if columns.iter().any(|known| known.header == *header) {
                let line = line_of(column.header.span().start);
                return Err(MappingFault::HeaderTwice { line, header: header.clone() });
            }
            columns.push(ColumnMap {
                header: header.clone(),
                target: Some(target),
                confidence: 1.0,
                evidence: Evidence::Chosen,
            });
        }
        if columns.is_empty() {
            return Err(MappingFault::NoColumns);
        }
        Ok(Self { name: file.name, columns, keep_others: file.keep_others })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "name = \"华东台账\"\nkeep_others = false\n\n[[column]]\nheader = \"联系电话\"\nfield = \"phone\"\n\n[[column]]\nheader = \"省份\"\nfield = \"province\"\n";

    #[test]
    fn a_mapping_comes_back_from_its_file() {
        let mapping = Mapping::from_toml(FILE).unwrap();
        assert_eq!((mapping.name.as_str(), mapping.keep_others, mapping.columns.len()), ("华东台账", false, 2));
        assert_eq!(Mapping::from_toml(&mapping.to_toml()).unwrap(), mapping);
    }

    #[track_caller]
    fn refused(from: &str, to: &str, expected: &str) {
        let fault = Mapping::from_toml(&FILE.replace(from, to)).unwrap_err();
        assert!(fault.to_string().starts_with(expected), "{fault}");
    }

    #[test]
    fn faults_name_their_line() {
        refused("field = \"phone\"", "field = \"telephone\"", "line 6: \"telephone\" is no field");
        refused("field = \"province\"", "field = \"phone\"", "line 10: \"phone\" is already");
        refused("header = \"省份\"", "header = \"联系电话\"", "line 9: the column");
        refused("keep_others = false", "keep_others = perhaps", "line 2: ");
        refused("name =", "title =", "line 1: ");
        assert_eq!(Mapping::from_toml("name = \"\"").unwrap_err(), MappingFault::NoColumns);
    }
}
