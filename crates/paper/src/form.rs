//! Where everything stands on the form, from the title to the seals.

use domain::orders::form::{COLUMNS, Fact, Sheet, SheetRow};
use krilla::{error::KrillaError, metadata::Metadata};

use crate::{
    Typeface,
    canvas::{BOTTOM, INNER, SIDE, Shade, WIDTH},
    grid::{Cell, Flow, Place},
};

const BODY: f32 = 9.0;
const SMALL: f32 = 8.0;
const LABEL: f32 = 68.0;
/// What is left of half the width beside a label.
const VALUE: f32 = INNER / 2.0 - LABEL;

/// The widths of the columns; the product takes what is left.
const NARROW: [f32; COLUMNS] = [26.0, 0.0, 102.0, 30.0, 34.0, 60.0, 60.0, 32.0, 68.0];

/// Room for a seal of 42 mm and two lines to be filled in.
const SIGNING: f32 = 128.0;

pub fn draw(sheet: &Sheet, typeface: &Typeface) -> Result<Vec<u8>, KrillaError> {
    let mut flow = Flow::new(typeface);
    title(sheet, &mut flow);
    for pair in paired(&sheet.facts) {
        facts_row(pair, &mut flow);
    }
    flow.space(6.0);
    parties(sheet, &mut flow);
    flow.space(10.0);
    lines(sheet, &mut flow);
    totals(sheet, &mut flow);
    if !sheet.acceptance.is_empty() {
        flow.space(10.0);
        heading(sheet.acceptance_heading, &mut flow);
        for pair in paired(&sheet.acceptance) {
            facts_row(pair, &mut flow);
        }
    }
    terms(sheet, &mut flow);
    signs(sheet, &mut flow);
    feet(sheet, &mut flow);
    marks(sheet, &mut flow);
    let metadata = Metadata::new()
        .title(format!("{} {}", sheet.title, sheet.number))
        .language(sheet.lang.as_str().to_owned())
        .creator("DSMS".to_owned());
    flow.canvas.into_pdf(&typeface.font, metadata)
}

fn title(sheet: &Sheet, flow: &mut Flow) {
    flow.paragraph(&sheet.heading(), 18.0, Place::Center, true);
    flow.space(8.0);
}

fn heading(text: &str, flow: &mut Flow) {
    flow.keep(60.0);
    flow.paragraph(text, 10.5, Place::Left, true);
    flow.space(3.0);
}

/// Two facts a row; one whose text is long has a row to itself.
fn paired(facts: &[Fact]) -> Vec<(&Fact, Option<&Fact>)> {
    const LONG: usize = 24;
    let is_long = |fact: &Fact| fact.value.chars().map(columns_of).sum::<usize>() > 2 * LONG;
    let mut rows = Vec::new();
    let mut waiting = None;
    for fact in facts {
        match (waiting.take(), is_long(fact)) {
            (Some(first), true) => rows.extend([(first, None), (fact, None)]),
            (None, true) => rows.push((fact, None)),
            (Some(first), false) => rows.push((first, Some(fact))),
            (None, false) => waiting = Some(fact),
        }
    }
    rows.extend(waiting.map(|fact| (fact, None)));
    rows
}

/// A Chinese character is as wide as two Latin ones.
fn columns_of(c: char) -> usize {
    if c.is_ascii() { 1 } else { 2 }
}

fn label(text: &str) -> Cell {
    Cell::new(text, LABEL, BODY).head()
}

fn facts_row((first, second): (&Fact, Option<&Fact>), flow: &mut Flow) {
    let width = if second.is_some() { VALUE } else { INNER - LABEL };
    let mut cells = vec![label(first.label), Cell::new(&first.value, width, BODY)];
    if let Some(fact) = second {
        cells.extend([label(fact.label), Cell::new(&fact.value, VALUE, BODY)]);
    }
    flow.row(cells);
}

/// Both parties beside each other.
fn parties(sheet: &Sheet, flow: &mut Flow) {
    let [seller, buyer] = &sheet.parties;
    let head = |text: &str| Cell::new(text, INNER / 2.0, BODY).head().at(Place::Center);
    flow.row(vec![head(seller.heading), head(buyer.heading)]);
    let nothing = Fact { label: "", value: String::new() };
    for index in 0..seller.facts.len().max(buyer.facts.len()) {
        let of = |facts: &[Fact]| facts.get(index).unwrap_or(&nothing).clone();
        let (left, right) = (of(&seller.facts), of(&buyer.facts));
        facts_row((&left, Some(&right)), flow);
    }
}

fn widths() -> [f32; COLUMNS] {
    let mut widths = NARROW;
    widths[1] = INNER - NARROW.iter().sum::<f32>();
    widths
}

fn lines(sheet: &Sheet, flow: &mut Flow) {
    heading(sheet.lines_heading, flow);
    let widths = widths();
    let head = (0..COLUMNS)
        .map(|at| Cell::new(sheet.columns[at], widths[at], SMALL).head().at(Place::Center));
    flow.begin_table(head.collect());
    for row in &sheet.rows {
        line(row, &widths, flow);
    }
    flow.end_table();
}

fn line(row: &SheetRow, widths: &[f32; COLUMNS], flow: &mut Flow) {
    let cells: Vec<Cell> = (0..COLUMNS)
        .map(|at| {
            let place = match at {
                0 | 3 | 4 | 7 => Place::Center,
                at if at >= Sheet::FIRST_FIGURE => Place::Right,
                _ => Place::Left,
            };
            Cell::new(&row.cells[at], widths[at], SMALL).at(place)
        })
        .collect();
    let notes = vec![Cell::new(row.notes.join("\n"), INNER, SMALL - 0.5)];
    // A line and what is said of it stay together where they can.
    let both = flow.height_of(&cells) + flow.height_of(&notes);
    if both < BOTTOM / 2.0 {
        flow.keep(both);
    }
    flow.row(cells);
    if !row.notes.is_empty() {
        flow.row(notes);
    }
}

fn totals(sheet: &Sheet, flow: &mut Flow) {
    const NAME: f32 = 82.0;
    flow.keep(70.0);
    let third = INNER / 3.0;
    let cells = sheet.totals.iter().flat_map(|fact| {
        [
            Cell::new(fact.label, NAME, SMALL).head(),
            Cell::new(&fact.value, third - NAME, BODY).at(Place::Right).bold(),
        ]
    });
    flow.row(cells.collect());
    for fact in sheet.capitals.iter().chain(&sheet.remark) {
        let is_capitals = sheet.capitals.as_ref() == Some(fact);
        let value = Cell::new(&fact.value, INNER - NAME, BODY);
        flow.row(vec![
            Cell::new(fact.label, NAME, SMALL).head(),
            if is_capitals { value.bold() } else { value },
        ]);
    }
}

fn terms(sheet: &Sheet, flow: &mut Flow) {
    if sheet.terms.is_empty() {
        return;
    }
    flow.space(10.0);
    heading(&sheet.terms_heading, flow);
    for paragraph in &sheet.terms {
        flow.paragraph(paragraph, SMALL, Place::Left, false);
        flow.space(1.5);
    }
}

/// Where both sign and seal: one block, never cut.
fn signs(sheet: &Sheet, flow: &mut Flow) {
    flow.space(12.0);
    flow.keep(SIGNING);
    let (top, half) = (flow.y(), INNER / 2.0);
    for (at, sign) in [SIDE, SIDE + half].into_iter().zip(&sheet.signs) {
        let mut y = top + 6.0;
        for (text, bold) in [(sign.heading, true), (sign.name.as_str(), false)] {
            for line in flow.set(text, BODY, half - 16.0).into_iter().take(3) {
                flow.canvas.text(line, (at + 8.0, y), 14.0, Shade(0), bold);
                y += 14.0;
            }
        }
        let mut y = top + SIGNING - 44.0;
        for blank in sign.blanks {
            for line in flow.set(blank, BODY, half - 16.0).into_iter().take(1) {
                let from = at + 12.0 + line.width;
                flow.canvas.text(line, (at + 8.0, y), 14.0, Shade(0), false);
                flow.canvas.rule((from, y + 13.0), (at + half - 20.0, y + 13.0));
            }
            y += 20.0;
        }
    }
    let (left, right, bottom) = (SIDE, SIDE + INNER, top + SIGNING);
    for x in [left, SIDE + half, right] {
        flow.canvas.rule((x, top), (x, bottom));
    }
    flow.canvas.rule((left, top), (right, top));
    flow.canvas.rule((left, bottom), (right, bottom));
    flow.space(SIGNING);
}

/// The order's number and the page, at the foot of each.
fn feet(sheet: &Sheet, flow: &mut Flow) {
    let pages = flow.canvas.pages();
    for page in 0..pages {
        let y = BOTTOM + 14.0;
        flow.canvas.rule_on(page, (SIDE, y), (SIDE + INNER, y));
        for line in flow.set(&sheet.number_label(), SMALL, INNER).into_iter().take(1) {
            flow.canvas.text_on(page, line, (SIDE, y + 4.0), 12.0, Shade(60), false);
        }
        let label = sheet.page_label(page + 1, pages);
        for line in flow.set(&label, SMALL, INNER).into_iter().take(1) {
            let x = SIDE + INNER - line.width;
            flow.canvas.text_on(page, line, (x, y + 4.0), 12.0, Shade(60), false);
        }
    }
}

/// What binds nobody says so across every page.
fn marks(sheet: &Sheet, flow: &mut Flow) {
    let Some(mark) = sheet.mark else { return };
    let size = if mark.is_ascii() { 84.0 } else { 120.0 };
    for page in 0..flow.canvas.pages() {
        for line in flow.set(mark, size, WIDTH).into_iter().take(1) {
            flow.canvas.across(page, line, Shade(232));
        }
    }
}
