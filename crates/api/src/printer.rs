//! Forms as PDF, with the font that the settings or the system name: found at start, read at first
//! use, kept.

use std::{
    path::PathBuf,
    sync::{Arc, Mutex, PoisonError},
};

use domain::{orders::form::Sheet, problem::Reason};
use paper::{Typeface, TypefaceError};

use crate::{
    config::Print,
    error::{ApiError, ApiResult},
};

/// Draws forms.
#[derive(Debug)]
pub struct Printer {
    font: Option<PathBuf>,
    open: Mutex<Option<Arc<Typeface>>>,
}

impl Printer {
    /// A printer with the settings' font, else the system's. Without one it draws nothing, and says
    /// so now.
    pub fn new(print: &Print) -> Self {
        let font = locate(print).map_err(|error| tracing::warn!("{error}")).ok();
        Self { font, open: Mutex::default() }
    }

    /// Draws a form; takes milliseconds, the first time some more.
    ///
    /// # Errors
    /// 503 where there is no font.
    pub fn draw(&self, sheet: &Sheet) -> ApiResult<Vec<u8>> {
        let typeface = self.typeface()?;
        paper::draw(sheet, &typeface).map_err(|error| anyhow::Error::from(error).into())
    }

    fn typeface(&self) -> ApiResult<Arc<Typeface>> {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(typeface) = &*open {
            return Ok(typeface.clone());
        }
        let path = self.font.as_ref().ok_or(Reason::NoPrintFont)?;
        let typeface = Typeface::open(path).map_err(|error| {
            tracing::error!("{error}");
            ApiError::from(Reason::NoPrintFont)
        })?;
        let typeface = Arc::new(typeface);
        *open = Some(typeface.clone());
        Ok(typeface)
    }
}

/// The font file that the settings name; an empty name asks the system.
fn locate(print: &Print) -> Result<PathBuf, TypefaceError> {
    let asked_for = Some(print.font.as_path()).filter(|path| !path.as_os_str().is_empty());
    paper::locate(asked_for)
}

/// What is wrong with the font, in words; `None` where orders can be printed.
pub fn complaint(print: &Print) -> Option<String> {
    let opened = locate(print).and_then(|path| Typeface::open(&path));
    opened.err().map(|error| format!("print.font: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_font_that_is_none_is_complained_of_by_its_setting() {
        let settings = |font: &str| Print { font: font.into() };

        let complaint = complaint(&settings("/nowhere/font.ttc")).unwrap();

        assert!(complaint.starts_with("print.font: "), "{complaint}");
        assert!(complaint.contains("/nowhere/font.ttc"), "{complaint}");
        assert_eq!(super::complaint(&settings("")), None);
    }
}
