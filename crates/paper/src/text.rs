//! Text as lines of glyphs: cleaned of what paper cannot show, broken where Chinese and Latin break.

use std::rc::Rc;

use krilla::text::{GlyphId, KrillaGlyph};
use parley::{FontContext, FontFamily, FontFamilyName, LayoutContext, OverflowWrap, StyleProperty};

use crate::Typeface;

/// One line of a paragraph, ready to be placed.
#[derive(Clone)]
pub struct Line {
    pub glyphs: Vec<KrillaGlyph>,
    /// What the glyphs stand for: the whole paragraph.
    pub text: Rc<str>,
    pub width: f32,
    pub size: f32,
}

/// Breaks paragraphs into lines.
pub struct Setter {
    fonts: FontContext,
    layouts: LayoutContext<()>,
    family: String,
}

impl Setter {
    pub fn new(typeface: &Typeface) -> Self {
        Self {
            fonts: typeface.fonts.clone(),
            layouts: LayoutContext::new(),
            family: typeface.family.clone(),
        }
    }

    /// The lines of a text that is `width` wide at most. At least one, be it empty.
    pub fn set(&mut self, text: &str, size: f32, width: f32) -> Vec<Line> {
        let mut lines = Vec::new();
        for paragraph in text.lines() {
            self.paragraph(&cleaned(paragraph), size, width, &mut lines);
        }
        if lines.is_empty() {
            lines.push(Line { glyphs: Vec::new(), text: "".into(), width: 0.0, size });
        }
        lines
    }

    fn paragraph(&mut self, text: &str, size: f32, width: f32, lines: &mut Vec<Line>) {
        let mut builder = self.layouts.ranged_builder(&mut self.fonts, text, 1.0, false);
        let family = FontFamilyName::named(&self.family);
        builder.push_default(FontFamily::Single(family));
        builder.push_default(StyleProperty::FontSize(size));
        builder.push_default(StyleProperty::OverflowWrap(OverflowWrap::Anywhere));
        let mut layout = builder.build(text);
        layout.break_all_lines(Some(width));
        let text: Rc<str> = text.into();
        for line in layout.lines() {
            let mut glyphs: Vec<KrillaGlyph> = Vec::new();
            let mut advance = 0.0;
            for cluster in line.runs().flat_map(|run| run.visual_clusters().collect::<Vec<_>>()) {
                if cluster.is_ligature_continuation() {
                    if let Some(glyph) = glyphs.last_mut() {
                        glyph.text_range.end = glyph.text_range.end.max(cluster.text_range().end);
                    }
                    continue;
                }
                for glyph in cluster.glyphs() {
                    advance += glyph.advance;
                    glyphs.push(KrillaGlyph::new(
                        GlyphId::new(glyph.id),
                        glyph.advance / size,
                        glyph.x / size,
                        glyph.y / size,
                        0.0,
                        cluster.text_range(),
                        None,
                    ));
                }
            }
            // The blank at which a line breaks hangs over its end and is not seen.
            let width = advance - line.metrics().hanging_advance;
            lines.push(Line { glyphs, text: text.clone(), width, size });
        }
    }
}

/// Without what has no place on paper: controls, and marks that turn the direction of what follows.
fn cleaned(text: &str) -> String {
    let is_seen = |c: &char| {
        !c.is_control()
            && !matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}')
    };
    text.chars().map(|c| if c == '\t' { ' ' } else { c }).filter(is_seen).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_paper_cannot_show_is_left_out() {
        assert_eq!(cleaned("a\u{0}b\u{7}\t\u{202e}exe.txt\u{200b}\u{feff}订"), "ab exe.txt订");
    }
}
