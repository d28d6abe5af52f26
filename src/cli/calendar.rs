//! `kesu calendar check FILE`: is this year's list fit to be taken over?

use std::{fs, io::Write, path::Path};

use anyhow::{Context, bail};

use crate::rulebook::year_list::read_year_list;

/// Reads a list and tells what a person has to know before it is imported (calendar.md 4.4 item 3): the counts, then
/// each finding. Findings that two persons may confirm are told and accepted.
///
/// # Errors
/// The file cannot be read, a line cannot be understood, or the list breaks a rule no person may confirm; the
/// message names every line.
pub fn check(file: &Path, mut output: impl Write) -> anyhow::Result<()> {
    let bytes = fs::read(file).with_context(|| format!("cannot read {}", file.display()))?;
    let list = read_year_list(&bytes).with_context(|| format!("{} is no calendar list", file.display()))?;
    writeln!(
        output,
        "{}: {} days listed, {} weekdays off, {} weekend days worked",
        list.year,
        list.days.len(),
        list.weekdays_off(),
        list.weekends_worked()
    )?;
    let findings = list.check();
    let refused: Vec<String> = findings.iter().filter(|finding| finding.refuses()).map(ToString::to_string).collect();
    for finding in findings.iter().filter(|finding| !finding.refuses()) {
        writeln!(output, "to be confirmed by two persons: {finding}")?;
    }
    if !refused.is_empty() {
        bail!("{} cannot be taken over:\n{}", file.display(), refused.join("\n"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn checked(text: &str) -> (String, Option<String>) {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("2026.csv");
        fs::write(&file, text).unwrap();
        let mut output = Vec::new();
        let result = check(&file, &mut output);
        (String::from_utf8(output).unwrap(), result.err().map(|error| format!("{error:#}")))
    }

    #[test]
    fn a_published_year_is_fit_and_a_made_up_one_is_not() {
        let china = include_str!("../../assets/calendar/cn.csv");
        let year: String =
            china.lines().filter(|line| line.starts_with("2026")).map(|line| format!("{line}\n")).collect();
        let (told, error) = checked(&year);
        assert_eq!(told, "2026: 39 days listed, 19 weekdays off, 6 weekend days worked\n");
        assert_eq!(error, None);

        let (told, error) = checked("2026-10-01,off\n2026-10-12,work\n");
        assert!(told.contains("to be confirmed by two persons: 1 weekdays off minus 0 weekend days worked is 1"));
        let error = error.unwrap();
        assert!(error.contains("line 2: 2026-10-12 is a Mon"), "{error}");
        assert!(error.contains("2026-05-01 is a statutory day"), "{error}");

        let (_, error) = checked("2026-10-01,off\n2026-10-32,off\n");
        assert!(error.unwrap().contains("line 2: \"2026-10-32\" is no date"));
    }
}
