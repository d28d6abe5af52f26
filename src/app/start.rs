//! Opens the window.

use std::path::PathBuf;

/// What the command line says of the window.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The data file; the platform's own where none is named.
    pub db: Option<PathBuf>,
}

/// Opens the window on the data file.
///
/// # Errors
/// This build has no window.
pub fn run(_options: Options) -> anyhow::Result<()> {
    anyhow::bail!("this build has no window; `kesu --help` names the commands that work without one")
}
