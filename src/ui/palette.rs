//! Ctrl K: search and commands in one field; `?`: the list of keys.

#[derive(Debug, Default)]
pub struct PaletteScreen {
    pub open: bool,
    pub keys_open: bool,
    pub typed: String,
}
