//! `kesu rulebook check FILE`: can this rule book be used?

use std::{fs, io::Write, path::Path};

use anyhow::{Context, anyhow};

use crate::rulebook::RuleBook;

/// Reads a rule book and tells what it is.
///
/// # Errors
/// The file cannot be read, or the first thing that is wrong with its line and what is expected there.
pub fn check(file: &Path, mut output: impl Write) -> anyhow::Result<()> {
    let bytes = fs::read(file).with_context(|| format!("cannot read {}", file.display()))?;
    let text = std::str::from_utf8(&bytes).map_err(|error| {
        anyhow!("{} is not UTF-8 text (byte {}); save it as UTF-8", file.display(), error.valid_up_to())
    })?;
    let book = RuleBook::read(&file.display().to_string(), text.trim_start_matches('\u{feff}'))?;
    let rules = &book.rules;
    writeln!(
        output,
        "{} version {}, in force from {}: {} stage limits, {} promises, {} grades; no fault found",
        rules.id,
        rules.version,
        book.effective,
        rules.stage_limits.len(),
        rules.promises.len(),
        rules.grades.len()
    )?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sound_book_is_told_and_a_wrong_line_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("book.toml");
        let sound = crate::rulebook::BUILT_IN[0].1;
        fs::write(&file, sound).unwrap();
        let mut output = Vec::new();
        check(&file, &mut output).unwrap();
        assert!(String::from_utf8(output).unwrap().starts_with("appliance-group version "));

        fs::write(&file, sound.replacen("limit = \"4 h\"", "limit = \"4 hours\"", 1)).unwrap();
        let error = check(&file, Vec::new()).unwrap_err().to_string();
        assert!(error.contains(", line ") && error.contains("4 hours"), "{error}");
        fs::write(&file, b"\xff\xfe").unwrap();
        assert!(check(&file, Vec::new()).unwrap_err().to_string().contains("not UTF-8"));
    }
}
