//! Lists from spreadsheets: which columns a target has, which word above a column means which of
//! them, and what a row comes to. Pure: the file is read elsewhere, and so is what is there already.

mod columns;
mod customers;
mod deployments;
mod engineers;
mod layout;
mod licenses;
mod link;
mod lookup;
mod purchases;
mod resellers;
mod sales_reps;
mod state;
pub mod wire;

use chrono::NaiveDate;

pub use self::{
    columns::{ImportColumn, columns, template},
    deployments::{DeploymentLine, deployment_key},
    layout::{Layout, MOST_ABOVE, find_heading, proposed},
    licenses::{LicenseLine, license_key},
    link::Link,
    lookup::letters_of,
    purchases::{PurchaseLine, purchase_key},
    resellers::ResellerLine,
    sales_reps::SalesRepLine,
    state::{Counts, ImportStatus, MOST_TRIES, OnDuplicate, RowState},
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
/// Days after which the rows of an import that is written, undone or was never confirmed are
/// forgotten; it cannot be undone from then on.
pub const KEPT_DAYS: i64 = 30;

crate::enums::wire_enum! {
    /// What a file is a list of.
    pub enum ImportTarget {
        #[default]
        Customers = "customers": "客户", "Customers";
        Engineers = "engineers": "工程师", "Engineers";
        SalesReps = "sales_reps": "销售代表", "Sales representatives";
        Resellers = "resellers": "经销商", "Resellers";
        Licenses = "licenses": "许可证", "Licenses";
        Purchases = "purchases": "购买记录", "Purchases";
        Deployments = "deployments": "部署记录", "Deployments";
    }
}

impl ImportTarget {
    /// Who may make its records may import them.
    pub const fn permission(self) -> Permission {
        match self {
            Self::Customers => Permission::CustomersManage,
            Self::Engineers => Permission::EngineersWrite,
            Self::SalesReps => Permission::SalesRepsWrite,
            Self::Resellers => Permission::PartnersManage,
            Self::Licenses => Permission::LicensesIssue,
            Self::Purchases => Permission::PurchasesWrite,
            Self::Deployments => Permission::DeploymentsWrite,
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
    SalesRep(SalesRepLine),
    Reseller(Box<ResellerLine>),
    License(Box<LicenseLine>),
    Purchase(Box<PurchaseLine>),
    Deployment(Box<DeploymentLine>),
}

impl Content {
    /// By what it is told from others: two rows, or a row and a record, that share one of them are
    /// the same. The second is only there where there are two. Records that it names are found
    /// before.
    pub fn keys(&self) -> [Option<String>; 2] {
        match self {
            Self::Customer(customer) => customers::keys(customer),
            Self::Engineer(engineer) => [Some(engineer.email.clone()), None],
            Self::SalesRep(rep) => [Some(rep.email.clone()), None],
            Self::Reseller(reseller) => reseller.keys(),
            Self::License(license) => [license.key(), None],
            Self::Purchase(purchase) => [purchase.key(), None],
            Self::Deployment(deployment) => [deployment.key(), None],
        }
    }

    /// What people call it.
    pub fn label(&self) -> &str {
        match self {
            Self::Customer(customer) => customer.name.as_deref().unwrap_or_default(),
            Self::Engineer(engineer) => &engineer.name,
            Self::SalesRep(rep) => &rep.name,
            Self::Reseller(reseller) => &reseller.name,
            Self::License(license) => license.customer.text.as_deref().unwrap_or_default(),
            Self::Purchase(purchase) => {
                let text = purchase.license.text.as_ref().or(purchase.customer.text.as_ref());
                text.map(String::as_str).unwrap_or_default()
            }
            Self::Deployment(deployment) => deployment.license.text.as_deref().unwrap_or_default(),
        }
    }

    /// Checks what only a record must have that is not there yet.
    ///
    /// # Errors
    /// One field error per fault, by the column's key.
    pub fn check_new(&self) -> Result<(), Vec<FieldError>> {
        match self {
            Self::Deployment(line) => line.check_done(line.engineers.len()),
            _ => Ok(()),
        }
    }
}

/// Reads a row of this target; `number` is the row's, as the spreadsheet counts, and `today` a
/// business day.
///
/// # Errors
/// One field error per fault; the pointer is `/` and the column's key.
pub fn read(
    target: ImportTarget,
    layout: &Layout,
    number: u32,
    cells: &[String],
    today: NaiveDate,
) -> Result<Content, Vec<FieldError>> {
    let mut faults = Faults::new();
    let row = lookup::Row::of(columns(target), layout, number, cells, &mut faults);
    let content = match target {
        ImportTarget::Customers => Content::Customer(Box::new(customers::read(&row, &mut faults))),
        ImportTarget::Engineers => Content::Engineer(engineers::read(&row, &mut faults)),
        ImportTarget::SalesReps => Content::SalesRep(sales_reps::read(&row, &mut faults)),
        ImportTarget::Resellers => Content::Reseller(Box::new(resellers::read(&row, &mut faults))),
        ImportTarget::Licenses => {
            Content::License(Box::new(licenses::read(&row, &mut faults, today)))
        }
        ImportTarget::Purchases => {
            Content::Purchase(Box::new(purchases::read(&row, &mut faults, today)))
        }
        ImportTarget::Deployments => {
            Content::Deployment(Box::new(deployments::read(&row, &mut faults, today)))
        }
    };
    faults.into_result().map_err(|all| by_column(target, all))?;
    Ok(content)
}

/// Faults of a record named by the columns that they come from: `/expertise/2` is part of
/// `expertise`, `/past/starts_on` is `starts_on`, and `/owner_id` is what `owner` names. Each once.
pub fn by_column(target: ImportTarget, faults: Vec<FieldError>) -> Vec<FieldError> {
    let named = |fault: FieldError| {
        let pointer = if target == ImportTarget::Customers {
            customers::column_of(&fault.pointer)
        } else {
            let mut parts = fault.pointer.trim_start_matches('/').split('/');
            let field = match target {
                ImportTarget::Licenses => parts.next_back(),
                _ => parts.next(),
            };
            let field = field.map(|field| if field == "reason" { "notes" } else { field });
            let field = field.unwrap_or_default();
            format!("/{}", field.strip_suffix("_id").unwrap_or(field))
        };
        FieldError { pointer, ..fault }
    };
    let mut found: Vec<FieldError> = Vec::new();
    for fault in faults.into_iter().map(named) {
        if !found.contains(&fault) {
            found.push(fault);
        }
    }
    found
}

/// What an empty file, or one without a row below its headings, is refused with.
pub const NOTHING_IN_IT: Reason = Reason::EmptySheet;

#[cfg(test)]
mod tests;
#[cfg(test)]
mod tests_of_sales;
