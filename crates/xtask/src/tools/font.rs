//! A font with Chinese, where the product itself looks for one: orders are printed with it.

use std::path::PathBuf;

use anyhow::Result;

use super::apt;

/// Debian's places (`SYSTEM_FONTS` of crates/paper has these and more).
const PLACES: [&str; 3] = [
    "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/truetype/wqy/wqy-microhei.ttc",
    "/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc",
];

pub fn find() -> Option<PathBuf> {
    PLACES.iter().map(PathBuf::from).find(|path| path.is_file())
}

pub fn bring() -> Result<()> {
    apt::install(&["fonts-noto-cjk"])
}
