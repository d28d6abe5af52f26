//! Words for what the domain and the store answer.

use crate::store::StoreError;
use crate::text::Texts;

/// (temporary)
#[must_use]
pub fn store_error_text(_texts: &Texts, error: &StoreError) -> String {
    error.to_string()
}
