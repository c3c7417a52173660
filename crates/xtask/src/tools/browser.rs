//! Chromium, and fonts that have Chinese.

use std::env;
use std::path::{Path, PathBuf};

use anyhow::Result;

use super::apt;
use crate::{paths, sh};

/// `DSMS_CHROMIUM`, or what the system has.
pub fn find() -> Option<PathBuf> {
    if let Some(given) = env::var_os("DSMS_CHROMIUM") {
        return Some(PathBuf::from(given));
    }
    if paths::on_path("apt-get").is_some() && !has_chinese() {
        return None;
    }
    ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]
        .into_iter()
        .find_map(paths::on_path)
}

/// Screenshots without glyphs prove nothing.
fn has_chinese() -> bool {
    Path::new("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc").exists()
        || sh::capture(sh::command("fc-list").args([":lang=zh", "family"]))
            .is_ok_and(|fonts| !fonts.trim().is_empty())
}

pub fn bring() -> Result<()> {
    apt::install(&["chromium", "fonts-noto-cjk"])
}
