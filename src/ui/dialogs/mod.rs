//! Dialogs in which a command on a case is filled in.

/// The dialog that is open.
#[derive(Debug)]
pub enum Dialog {}
