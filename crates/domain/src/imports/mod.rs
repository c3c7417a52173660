//! Lists from spreadsheets: which columns a target has, which word above a column means which of
//! them, and what a row comes to. Pure: the file is read elsewhere, and so is what is there already.

mod columns;
mod customers;
mod engineers;
mod layout;
mod lookup;
mod state;
pub mod wire;

pub use self::{
    columns::{ImportColumn, columns, template},
    layout::{Layout, MOST_ABOVE, find_heading, proposed},
    state::{Counts, ImportStatus, OnDuplicate, RowState},
};
use crate::{
    access::Permission,
    customers::wire::ChangeCustomer,
    engineers::wire::EngineerContent,
    problem::{FieldError, Reason},
    validate::Faults,
};

/// Largest file in bytes.
pub const MAX_BYTES: usize = 128 * 1024 * 1024;
/// Most rows below the headings.
pub const MAX_ROWS: u32 = 1_000_000;
/// Most columns that a row may have.
pub const MAX_COLUMNS: usize = 200;
/// Most characters of a cell: what a spreadsheet holds in one.
pub const MAX_CELL: usize = 32_767;
/// Most rows that are corrected at once.
pub const MOST_FIXED: usize = 100;

crate::enums::wire_enum! {
    /// What a file is a list of.
    pub enum ImportTarget {
        #[default]
        Customers = "customers": "客户", "Customers";
        Engineers = "engineers": "工程师", "Engineers";
    }
}

impl ImportTarget {
    /// Who may make its records may import them.
    pub const fn permission(self) -> Permission {
        match self {
            Self::Customers => Permission::CustomersManage,
            Self::Engineers => Permission::EngineersWrite,
        }
    }
}

/// A row as the file has it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RawRow {
    /// As the spreadsheet counts, from 1.
    pub number: u32,
    pub cells: Vec<String>,
}

impl RawRow {
    /// Whether nothing stands in it.
    pub fn is_blank(&self) -> bool {
        self.cells.iter().all(|cell| cell.trim().is_empty())
    }
}

/// What a row says, once it is understood. What it does not speak of stays as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    Customer(Box<ChangeCustomer>),
    Engineer(EngineerContent),
}

impl Content {
    /// By what it is told from others: two rows, or a row and a record, that share one of them are
    /// the same. The second is only there where there are two.
    pub fn keys(&self) -> [Option<String>; 2] {
        match self {
            Self::Customer(customer) => customers::keys(customer),
            Self::Engineer(engineer) => [Some(engineer.email.clone()), None],
        }
    }

    /// What people call it.
    pub fn label(&self) -> &str {
        match self {
            Self::Customer(customer) => customer.name.as_deref().unwrap_or_default(),
            Self::Engineer(engineer) => &engineer.name,
        }
    }
}

/// Reads a row of this target.
///
/// # Errors
/// One field error per fault; the pointer is `/` and the column's key.
pub fn read(
    target: ImportTarget,
    layout: &Layout,
    cells: &[String],
) -> Result<Content, Vec<FieldError>> {
    let mut faults = Faults::new();
    let row = lookup::Row::of(columns(target), layout, cells, &mut faults);
    let content = match target {
        ImportTarget::Customers => Content::Customer(Box::new(customers::read(&row, &mut faults))),
        ImportTarget::Engineers => Content::Engineer(engineers::read(&row, &mut faults)),
    };
    match faults.into_result() {
        Ok(()) => Ok(content),
        Err(all) => Err(all.into_iter().map(|fault| by_column(target, fault)).collect()),
    }
}

/// A fault of a record named by the column that it comes from.
fn by_column(target: ImportTarget, fault: FieldError) -> FieldError {
    let pointer = match target {
        ImportTarget::Customers => customers::column_of(&fault.pointer),
        ImportTarget::Engineers => engineers::column_of(&fault.pointer),
    };
    FieldError { pointer, ..fault }
}

/// What an empty file, or one without a row below its headings, is refused with.
pub const NOTHING_IN_IT: Reason = Reason::EmptySheet;

#[cfg(test)]
mod tests;
