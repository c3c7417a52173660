//! Rows of cells with rules around them, one after another down the page; what does not fit goes
//! on over the page, under the head again.

use crate::{
    Typeface,
    canvas::{BOTTOM, Canvas, INNER, SIDE, Shade, TOP},
    text::{Line, Setter},
};

/// Between a rule and the text.
const PAD_X: f32 = 4.0;
const PAD_Y: f32 = 3.0;
/// A line's height in parts of its size.
const LEADING: f32 = 1.45;

const INK: Shade = Shade(0);
const GROUND: Shade = Shade(238);

#[derive(Clone, Copy, PartialEq)]
pub enum Place {
    Left,
    Center,
    Right,
}

/// A cell: a text in a width.
#[derive(Clone)]
pub struct Cell {
    text: String,
    width: f32,
    size: f32,
    place: Place,
    bold: bool,
    shaded: bool,
}

impl Cell {
    pub fn new(text: impl Into<String>, width: f32, size: f32) -> Self {
        let text = text.into();
        Self { text, width, size, place: Place::Left, bold: false, shaded: false }
    }

    pub fn at(mut self, place: Place) -> Self {
        self.place = place;
        self
    }

    /// A name, set apart from what stands behind it.
    pub fn head(mut self) -> Self {
        self.bold = true;
        self.shaded = true;
        self
    }

    pub fn bold(mut self) -> Self {
        self.bold = true;
        self
    }
}

/// A cell whose text is in lines.
struct SetCell {
    lines: Vec<Line>,
    cell: Cell,
}

/// The way down the pages.
pub struct Flow {
    pub canvas: Canvas,
    setter: Setter,
    y: f32,
    /// Repeated wherever a page begins, while it is there.
    head: Option<Vec<Cell>>,
}

impl Flow {
    pub fn new(typeface: &Typeface) -> Self {
        let mut canvas = Canvas::default();
        canvas.add_page();
        Self { canvas, setter: Setter::new(typeface), y: TOP, head: None }
    }

    pub fn set(&mut self, text: &str, size: f32, width: f32) -> Vec<Line> {
        self.setter.set(text, size, width)
    }

    pub fn y(&self) -> f32 {
        self.y
    }

    pub fn space(&mut self, height: f32) {
        self.y += height;
    }

    /// Begins a new page unless `height` fits on this one.
    pub fn keep(&mut self, height: f32) {
        if self.y + height > BOTTOM {
            self.turn();
        }
    }

    fn turn(&mut self) {
        self.canvas.add_page();
        self.y = TOP;
        if let Some(head) = self.head.clone() {
            self.row(head);
        }
    }

    /// From here on this head stands wherever a page begins; drawn at once.
    pub fn begin_table(&mut self, head: Vec<Cell>) {
        self.row(head.clone());
        self.head = Some(head);
    }

    pub fn end_table(&mut self) {
        self.head = None;
    }

    /// Text without rules, across the width, line by line over the pages.
    pub fn paragraph(&mut self, text: &str, size: f32, place: Place, bold: bool) {
        let height = size * LEADING;
        for line in self.set(text, size, INNER) {
            self.keep(height);
            let x = SIDE + shift(&line, INNER, place);
            self.canvas.text(line, (x, self.y), height, INK, bold);
            self.y += height;
        }
    }

    /// How high a row will be.
    pub fn height_of(&mut self, cells: &[Cell]) -> f32 {
        let heights = cells.iter().map(|cell| {
            let lines = self.setter.set(&cell.text, cell.size, cell.width - 2.0 * PAD_X);
            stacked(lines.len(), cell.size)
        });
        heights.fold(0.0, f32::max) + 2.0 * PAD_Y
    }

    /// A row. One that is higher than what is left goes to the next page; one that is higher than a
    /// page is continued there.
    pub fn row(&mut self, cells: Vec<Cell>) {
        let mut set: Vec<SetCell> = cells
            .into_iter()
            .map(|cell| {
                let lines = self.setter.set(&cell.text, cell.size, cell.width - 2.0 * PAD_X);
                SetCell { lines, cell }
            })
            .collect();
        loop {
            let room = BOTTOM - self.y - 2.0 * PAD_Y;
            let needed = highest(&set);
            if needed <= room {
                self.draw_row(&set, needed);
                return;
            }
            let head = self.head_height();
            let is_fresh = self.y <= TOP + head + 0.1;
            let fits_a_page = needed <= BOTTOM - TOP - head - 2.0 * PAD_Y;
            let fits_nothing = set.iter().any(|one| fitting(room, one.cell.size) == 0);
            if !is_fresh && (fits_a_page || fits_nothing) {
                self.turn();
                continue;
            }
            let rest: Vec<SetCell> = set
                .iter_mut()
                .map(|cell| {
                    let fits = fitting(room, cell.cell.size).min(cell.lines.len());
                    SetCell { lines: cell.lines.split_off(fits), cell: cell.cell.clone() }
                })
                .collect();
            let drawn = highest(&set);
            self.draw_row(&set, drawn);
            self.turn();
            set = rest;
        }
    }

    fn head_height(&mut self) -> f32 {
        match self.head.clone() {
            Some(head) => self.height_of(&head),
            None => 0.0,
        }
    }

    fn draw_row(&mut self, cells: &[SetCell], inner: f32) {
        let (top, height) = (self.y, inner + 2.0 * PAD_Y);
        let mut x = SIDE;
        for SetCell { cell, .. } in cells {
            if cell.shaded {
                self.canvas.fill((x, top), (cell.width, height), GROUND);
            }
            x += cell.width;
        }
        let mut x = SIDE;
        for SetCell { lines, cell } in cells {
            let step = cell.size * LEADING;
            // One line is centred in its row; more begin at the top.
            let mut y = top + PAD_Y;
            if cell.shaded || lines.len() == 1 {
                y += (inner - stacked(lines.len(), cell.size)) / 2.0;
            }
            for line in lines {
                let from = x + PAD_X + shift(line, cell.width - 2.0 * PAD_X, cell.place);
                self.canvas.text(line.clone(), (from, y), step, INK, cell.bold);
                y += step;
            }
            self.canvas.rule((x, top), (x, top + height));
            x += cell.width;
        }
        self.canvas.rule((x, top), (x, top + height));
        self.canvas.rule((SIDE, top), (x, top));
        self.canvas.rule((SIDE, top + height), (x, top + height));
        self.y += height;
    }
}

fn stacked(lines: usize, size: f32) -> f32 {
    (0..lines).fold(0.0, |height, _| height + size * LEADING)
}

/// How many lines of a size fit into a height.
fn fitting(height: f32, size: f32) -> usize {
    const MOST: usize = 500;
    (1..=MOST).take_while(|lines| stacked(*lines, size) <= height).count()
}

fn highest(cells: &[SetCell]) -> f32 {
    cells.iter().map(|cell| stacked(cell.lines.len(), cell.cell.size)).fold(0.0, f32::max)
}

/// How far to the right of its place's beginning a line begins.
fn shift(line: &Line, width: f32, place: Place) -> f32 {
    match place {
        Place::Left => 0.0,
        Place::Center => ((width - line.width) / 2.0).max(0.0),
        Place::Right => (width - line.width).max(0.0),
    }
}
