//! Money in fen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Fen(pub i64);
impl Fen {
    /// # Errors
    /// stub until merge
    pub fn parse(text: &str) -> Result<Self, ()> {
        text.replace(['¥', ','], "").parse::<f64>().map(|v| Self((v * 100.0) as i64)).map_err(|_| ())
    }
    #[must_use]
    pub fn plain(self) -> String {
        format!("{}.{:02}", self.0 / 100, self.0 % 100)
    }
}
