//! Pages with marks on them: placed first, drawn when it is known how many pages there are.

use krilla::{
    Document, SerializeSettings,
    color::luma,
    error::KrillaError,
    geom::{Path, PathBuilder, Point, Rect, Transform},
    metadata::Metadata,
    num::NormalizedF32,
    page::PageSettings,
    paint::{Fill, Paint, Stroke},
    text::Font,
};

use crate::text::Line;

/// A4, in points.
pub const WIDTH: f32 = 595.276;
pub const HEIGHT: f32 = 841.89;
/// Left and right, top, and bottom with room for the foot.
pub const SIDE: f32 = 40.0;
pub const TOP: f32 = 42.0;
pub const BOTTOM: f32 = HEIGHT - 56.0;
/// The width between the margins.
pub const INNER: f32 = WIDTH - 2.0 * SIDE;

/// How far below a line's top its baseline is, in parts of the size, where the line is as high as
/// its size.
const ASCENT: f32 = 0.88;
/// How thick the outline is that makes a letter bold, in parts of the size.
const BOLD: f32 = 0.028;

/// A shade of black; 0 is black.
#[derive(Clone, Copy)]
pub struct Shade(pub u8);

enum Mark {
    Text {
        line: Line,
        x: f32,
        baseline: f32,
        shade: Shade,
        bold: bool,
    },
    Rule {
        from: (f32, f32),
        to: (f32, f32),
    },
    Fill {
        x: f32,
        y: f32,
        width: f32,
        height: f32,
        shade: Shade,
    },
    /// Across the page, from the lower left to the upper right.
    Across {
        line: Line,
        shade: Shade,
    },
}

/// Pages as they fill.
#[derive(Default)]
pub struct Canvas {
    pages: Vec<Vec<Mark>>,
}

impl Canvas {
    pub fn pages(&self) -> usize {
        self.pages.len()
    }

    pub fn add_page(&mut self) {
        self.pages.push(Vec::new());
    }

    fn mark(&mut self, page: usize, mark: Mark) {
        if let Some(marks) = self.pages.get_mut(page) {
            marks.push(mark);
        }
    }

    fn here(&self) -> usize {
        self.pages.len().saturating_sub(1)
    }

    /// Writes a line whose box of `height` begins at `y`.
    pub fn text(&mut self, line: Line, at: (f32, f32), height: f32, shade: Shade, bold: bool) {
        self.text_on(self.here(), line, at, height, shade, bold);
    }

    /// As [`Canvas::text`], on a page that is there already.
    pub fn text_on(
        &mut self,
        page: usize,
        line: Line,
        (x, y): (f32, f32),
        height: f32,
        shade: Shade,
        bold: bool,
    ) {
        let baseline = y + (height - line.size) / 2.0 + line.size * ASCENT;
        self.mark(page, Mark::Text { line, x, baseline, shade, bold });
    }

    pub fn rule(&mut self, from: (f32, f32), to: (f32, f32)) {
        self.mark(self.here(), Mark::Rule { from, to });
    }

    pub fn rule_on(&mut self, page: usize, from: (f32, f32), to: (f32, f32)) {
        self.mark(page, Mark::Rule { from, to });
    }

    pub fn fill(&mut self, (x, y): (f32, f32), (width, height): (f32, f32), shade: Shade) {
        self.mark(self.here(), Mark::Fill { x, y, width, height, shade });
    }

    /// Writes across a page, beneath everything else.
    pub fn across(&mut self, page: usize, line: Line, shade: Shade) {
        if let Some(marks) = self.pages.get_mut(page) {
            marks.insert(0, Mark::Across { line, shade });
        }
    }

    /// The pages as a PDF.
    ///
    /// # Errors
    /// Where the font cannot be embedded.
    pub fn into_pdf(self, font: &Font, metadata: Metadata) -> Result<Vec<u8>, KrillaError> {
        let mut document = Document::new_with(SerializeSettings::default());
        document.set_metadata(metadata);
        for marks in self.pages {
            let Some(settings) = PageSettings::from_wh(WIDTH, HEIGHT) else { continue };
            let mut page = document.start_page_with(settings);
            let mut surface = page.surface();
            for mark in marks {
                draw(&mut surface, mark, font);
            }
            surface.finish();
            page.finish();
        }
        document.finish()
    }
}

fn draw(surface: &mut krilla::surface::Surface<'_>, mark: Mark, font: &Font) {
    match mark {
        Mark::Text { line, x, baseline, shade, bold } => {
            surface.set_fill(Some(fill(shade)));
            surface.set_stroke(bold.then(|| stroke(shade, line.size * BOLD)));
            write(surface, &line, Point::from_xy(x, baseline), font);
        }
        Mark::Rule { from, to } => {
            surface.set_fill(None);
            surface.set_stroke(Some(stroke(Shade(90), 0.6)));
            if let Some(path) = segment(from, to) {
                surface.draw_path(&path);
            }
        }
        Mark::Fill { x, y, width, height, shade } => {
            surface.set_stroke(None);
            surface.set_fill(Some(fill(shade)));
            let mut path = PathBuilder::new();
            if let Some(rect) = Rect::from_xywh(x, y, width, height) {
                path.push_rect(rect);
            }
            if let Some(path) = path.finish() {
                surface.draw_path(&path);
            }
        }
        Mark::Across { line, shade } => {
            let (x, y) = (WIDTH / 2.0, HEIGHT / 2.0);
            surface.push_transform(&Transform::from_rotate_at(-35.0, x, y));
            surface.set_stroke(None);
            surface.set_fill(Some(fill(shade)));
            let from = Point::from_xy(x - line.width / 2.0, y + line.size * 0.35);
            write(surface, &line, from, font);
            surface.pop();
        }
    }
}

fn write(surface: &mut krilla::surface::Surface<'_>, line: &Line, from: Point, font: &Font) {
    if !line.glyphs.is_empty() {
        surface.draw_glyphs(from, &line.glyphs, font.clone(), &line.text, line.size, false);
    }
}

fn segment(from: (f32, f32), to: (f32, f32)) -> Option<Path> {
    let mut path = PathBuilder::new();
    path.move_to(from.0, from.1);
    path.line_to(to.0, to.1);
    path.finish()
}

fn paint(shade: Shade) -> Paint {
    luma::Color::new(shade.0).into()
}

fn fill(shade: Shade) -> Fill {
    Fill { paint: paint(shade), opacity: NormalizedF32::ONE, ..Fill::default() }
}

fn stroke(shade: Shade, width: f32) -> Stroke {
    Stroke { paint: paint(shade), width, ..Stroke::default() }
}
