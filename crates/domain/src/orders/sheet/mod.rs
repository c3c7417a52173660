//! Order lines from a spreadsheet: a table of cells becomes lines, and what does not fit is named
//! by row, column and reason. The browser reads what is pasted and the server what is uploaded
//! with the same function.

pub(crate) mod cells;
mod columns;
mod line;
mod table;
mod write;

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use self::{columns::Layout, line::LineReader};
use super::wire::LineInput;
use crate::{
    Lang,
    problem::{FieldError, Reason, Refusal},
    products::{pricing::MAX_LINES, wire::ProductView},
};

pub use table::{RawRow, csv_of, delimiter_of, rows_of_text};
pub use write::{rows_of, template};

/// Most rows that are read, and most bytes of text: more is no order, but a mistake.
pub const MAX_ROWS: usize = 200;
pub const MAX_BYTES: usize = 2 * 1024 * 1024;

crate::enums::wire_enum! {
    /// A column of the sheet; without a header they stand in this order.
    pub enum SheetColumn {
        #[default]
        Product = "product": "产品", "Product";
        Sets = "sets": "套数", "Sets";
        Years = "years": "年限", "Years";
        EndUser = "end_user": "最终客户", "End user";
        CreditCode = "credit_code": "统一社会信用代码", "Credit code";
        ContactName = "contact_name": "联系人", "Contact";
        ContactEmail = "contact_email": "邮箱", "E-mail";
        ContactPhone = "contact_phone": "电话", "Phone";
        Activation = "activation": "激活方式", "Activation";
        ClusterIds = "cluster_ids": "集群 ID", "Cluster IDs";
        DeliverTo = "deliver_to": "交付给", "Deliver to";
        Language = "language": "语言", "Language";
        ManualDiscount = "manual_discount": "手工折扣", "Manual discount";
    }
}

/// `POST …/orders/lines/read`: what a sheet says; nothing is saved by it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SheetView {
    /// In the order of the sheet; last those that are not in it, but are remarked upon.
    pub columns: Vec<SheetColumn>,
    /// Headings that are not known; what stands below them is left out.
    pub ignored: Vec<String>,
    pub rows: Vec<SheetRow>,
}

/// A row of the sheet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SheetRow {
    /// As the sheet counts, from 1.
    pub row: u32,
    /// One for each of the view's columns.
    pub cells: Vec<SheetCell>,
    /// The line, unless something is wrong with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<LineInput>,
}

/// A cell, as it stands in the sheet, and what is to be said of it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SheetCell {
    pub column: SheetColumn,
    pub text: String,
    /// What is wrong: the row is no line. Pointers lead into the line.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub faults: Vec<FieldError>,
    /// What can be filled in later, but before the order is submitted.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub open: Vec<FieldError>,
}

impl SheetView {
    /// The lines that can be taken over, in the order of the sheet.
    pub fn lines(&self) -> impl Iterator<Item = &LineInput> {
        self.rows.iter().filter_map(|row| row.line.as_ref())
    }

    /// How many rows can be taken over, and how many cannot.
    pub fn counts(&self) -> (usize, usize) {
        let good = self.lines().count();
        (good, self.rows.len() - good)
    }

    /// The same in the language that was asked for.
    #[must_use]
    pub fn in_language(mut self, lang: Lang) -> Self {
        for cell in self.rows.iter_mut().flat_map(|row| &mut row.cells) {
            for said in cell.faults.iter_mut().chain(&mut cell.open) {
                said.detail = said.words(lang);
            }
        }
        self
    }
}

/// What a sheet is read with.
#[derive(Debug, Clone, Copy)]
pub struct Reader<'a> {
    pub products: &'a [ProductView],
    /// Of the mails, where the sheet does not say.
    pub language: Lang,
    /// Whether there may be manual discounts.
    pub by_staff: bool,
}

impl Reader<'_> {
    /// Reads text as it is pasted from a spreadsheet, or stands in a CSV file.
    ///
    /// # Errors
    /// Too long, nothing in it, or too many rows.
    pub fn read_text(&self, text: &str) -> Result<SheetView, Refusal> {
        self.read(&rows_of_text(text)?)
    }

    /// Reads a table. Rows without any text are left out.
    ///
    /// # Errors
    /// Nothing in it, or too many rows.
    pub fn read(&self, rows: &[RawRow]) -> Result<SheetView, Refusal> {
        let filled: Vec<&RawRow> = rows.iter().filter(|row| !row.is_blank()).collect();
        if filled.len() > MAX_ROWS + columns::MOST_ABOVE {
            return Err(Refusal::new(Reason::TooManyRows).with("max", MAX_ROWS));
        }
        let (layout, body) = Layout::find(&filled);
        if body.is_empty() {
            return Err(Reason::EmptySheet.into());
        }
        if body.len() > MAX_ROWS {
            return Err(Refusal::new(Reason::TooManyRows).with("max", MAX_ROWS));
        }
        let mut clusters = BTreeSet::new();
        let mut good = 0;
        let mut rows: Vec<SheetRow> = body
            .iter()
            .map(|raw| {
                let row = LineReader::new(*self, &layout, raw).read(&mut clusters, good);
                good += usize::from(row.line.is_some());
                row
            })
            .collect();
        let columns = complete(&layout, &mut rows);
        Ok(SheetView { columns, ignored: layout.ignored, rows })
    }
}

/// Gives every row a cell for each column that any of them has.
fn complete(layout: &Layout, rows: &mut [SheetRow]) -> Vec<SheetColumn> {
    let mut columns: Vec<SheetColumn> = layout.columns.iter().map(|(column, _)| *column).collect();
    for column in SheetColumn::ALL {
        let remarked = rows.iter().flat_map(|row| &row.cells).any(|cell| cell.column == *column);
        if remarked && !columns.contains(column) {
            columns.push(*column);
        }
    }
    for row in rows {
        let mut cells = std::mem::take(&mut row.cells);
        row.cells = columns
            .iter()
            .map(|column| match cells.iter().position(|cell| cell.column == *column) {
                Some(index) => cells.swap_remove(index),
                None => SheetCell { column: *column, ..SheetCell::default() },
            })
            .collect();
    }
    columns
}

/// The refusal of a line beyond those that an order can have.
fn too_many_lines() -> Refusal {
    Refusal::new(Reason::TooManyLines).with("max", MAX_LINES)
}

#[cfg(test)]
mod tests;
