//! Forms as PDF: what [`domain::orders::form`] says, as a sheet of A4 that companies sign and seal.
//! The words are the domain's; here are the places, the rules between them and the font. The same
//! sheet in the same font makes the same bytes.

mod canvas;
mod form;
mod grid;
mod text;
mod typeface;

pub use typeface::{SYSTEM_FONTS, Typeface, TypefaceError, locate};

use domain::orders::form::Sheet;

/// A sheet that could not be drawn; the font's or this crate's fault, never the sheet's.
#[derive(Debug, thiserror::Error)]
#[error("the PDF could not be made: {0}")]
pub struct PaperError(String);

/// Draws a form.
///
/// # Errors
/// Where the font cannot be embedded.
pub fn draw(sheet: &Sheet, typeface: &Typeface) -> Result<Vec<u8>, PaperError> {
    form::draw(sheet, typeface).map_err(|error| PaperError(format!("{error:?}")))
}

#[cfg(test)]
mod tests;
