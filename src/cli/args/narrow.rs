//! Which cases a figure is asked of, on the command line.

use clap::Args;

/// Which part of the cases is counted, as the six filters of the window have it.
#[derive(Debug, Args)]
pub(in crate::cli) struct NarrowArgs {
    /// Only this region
    #[arg(long)]
    pub region: Option<String>,
    /// Only this branch
    #[arg(long)]
    pub branch: Option<String>,
    /// Only this product type
    #[arg(long)]
    pub product: Option<String>,
    /// Only this class
    #[arg(long)]
    pub class: Option<String>,
    /// Only this channel
    #[arg(long)]
    pub channel: Option<String>,
    /// Only this level
    #[arg(long)]
    pub level: Option<String>,
}

/// Which part of the cases is counted by what they were found to come from.
#[derive(Debug, Args)]
pub(in crate::cli) struct FoundArgs {
    /// Only this brand
    #[arg(long)]
    pub brand: Option<String>,
    /// Only this cause
    #[arg(long)]
    pub cause: Option<String>,
    /// Only this responsible department
    #[arg(long)]
    pub department: Option<String>,
}
