//! The font: one that has Chinese, from the settings or from where systems keep theirs.

use std::{
    fmt, fs, io,
    path::{Path, PathBuf},
    sync::Arc,
};

use krilla::text::Font;
use parley::{
    FontContext,
    fontique::{Blob, Collection, CollectionOptions, FontInfo, SourceCache},
};

/// Where systems keep fonts that have simplified Chinese; the first that is there is taken.
pub const SYSTEM_FONTS: [&str; 9] = [
    // Debian and Ubuntu: fonts-noto-cjk, fonts-wqy-microhei, fonts-wqy-zenhei.
    "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/truetype/wqy/wqy-microhei.ttc",
    "/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc",
    // Fedora, Rocky and openEuler.
    "/usr/share/fonts/google-noto-cjk/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/google-noto-sans-cjk-fonts/NotoSansCJK-Regular.ttc",
    // Arch, Alpine.
    "/usr/share/fonts/noto-cjk/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/noto/NotoSansCJK-Regular.ttc",
    // Source Han, by hand.
    "/usr/share/fonts/opentype/source-han-sans/SourceHanSansSC-Regular.otf",
    "/usr/share/fonts/adobe-source-han-sans/SourceHanSansCN-Regular.otf",
];

/// Characters that a form cannot do without.
const NEEDED: [char; 3] = ['订', '贰', '¥'];

/// Why there is no font.
#[derive(Debug, thiserror::Error)]
pub enum TypefaceError {
    #[error(
        "no font with Chinese was found: install fonts-noto-cjk, or name a font file in print.font"
    )]
    Missing,
    #[error("the font {path} cannot be read: {error}")]
    Unreadable { path: PathBuf, error: io::Error },
    #[error("{0} is not a font with simplified Chinese")]
    Unfit(PathBuf),
}

/// The font file to take: the one that is asked for, else the first of the system's.
///
/// # Errors
/// [`TypefaceError::Missing`] where nothing is asked for and the system has none.
pub fn locate(asked_for: Option<&Path>) -> Result<PathBuf, TypefaceError> {
    match asked_for {
        Some(path) => Ok(path.to_owned()),
        None => SYSTEM_FONTS
            .iter()
            .map(PathBuf::from)
            .find(|path| path.is_file())
            .ok_or(TypefaceError::Missing),
    }
}

/// A font that is open. Costs some megabytes; kept, and shared by all who draw.
pub struct Typeface {
    pub(crate) fonts: FontContext,
    pub(crate) family: String,
    pub(crate) font: Font,
}

impl fmt::Debug for Typeface {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Typeface").field("family", &self.family).finish_non_exhaustive()
    }
}

impl Typeface {
    /// Reads a font file; of a collection, the face for simplified Chinese.
    ///
    /// # Errors
    /// A file that cannot be read, or is no font with Chinese.
    pub fn open(path: &Path) -> Result<Self, TypefaceError> {
        let bytes = fs::read(path)
            .map_err(|error| TypefaceError::Unreadable { path: path.to_owned(), error })?;
        let unfit = || TypefaceError::Unfit(path.to_owned());
        let data: Arc<dyn AsRef<[u8]> + Send + Sync> = Arc::new(bytes);
        let blob = Blob::new(data.clone());
        let options = CollectionOptions { system_fonts: false, ..CollectionOptions::default() };
        let mut collection = Collection::new(options);
        let mut faces = Vec::new();
        for (family, fonts) in collection.register_fonts(blob.clone(), None) {
            let name = collection.family_name(family).unwrap_or_default().to_owned();
            faces.extend(fonts.into_iter().map(|font| (name.clone(), font)));
        }
        let fit = faces.into_iter().filter(|(_, face)| has_chinese(face, &blob));
        let (family, face) = fit.min_by_key(|(name, face)| rank(name, face)).ok_or_else(unfit)?;
        let font = Font::new(data.into(), face.index()).ok_or_else(unfit)?;
        let fonts = FontContext { collection, source_cache: SourceCache::default() };
        Ok(Self { fonts, family, font })
    }
}

fn has_chinese(face: &FontInfo, data: &Blob<u8>) -> bool {
    let charmap = face.charmap_index().charmap(data.data());
    charmap.is_some_and(|map| NEEDED.iter().all(|c| map.map(*c).is_some_and(|glyph| glyph != 0)))
}

/// Simplified before the rest, proportional before monospaced, then as they come in the file.
fn rank(family: &str, face: &FontInfo) -> (bool, bool, u32) {
    let words: Vec<&str> = family.split_whitespace().collect();
    let is_simplified = ["SC", "CN", "Hans"].iter().any(|mark| words.contains(mark));
    (!is_simplified, words.contains(&"Mono"), face.index())
}
