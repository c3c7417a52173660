//! Lists as files: which columns a row has there, and how its values are written. A list goes out
//! with all rows that its filters leave, not only with the page that is shown.

mod columns;

use chrono::{DateTime, NaiveDate, Utc};

use crate::{Lang, access::Permission, dates::wall_clock, money::Amount, views::SavedList};

crate::enums::wire_enum! {
    /// What kind of file.
    pub enum ExportFormat {
        #[default]
        Csv = "csv": "CSV", "CSV";
        Xlsx = "xlsx": "Excel (.xlsx)", "Excel (.xlsx)";
    }
}

impl ExportFormat {
    /// What it is called on the network.
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Csv => "text/csv; charset=utf-8",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        }
    }
}

/// What stands in a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    Nothing,
    Text(String),
    Count(u64),
    /// In the currency that a column of its own names.
    Money(Amount),
    Day(NaiveDate),
    /// Shown as the wall clock in Shanghai.
    At(DateTime<Utc>),
}

impl Cell {
    /// As it stands in a CSV file: decimals with a point, days and instants as ISO 8601 writes
    /// them, nothing where there is nothing.
    ///
    /// A text that a spreadsheet would take for a formula gets an apostrophe before it (OWASP, "CSV
    /// injection").
    pub fn plain(&self) -> String {
        match self {
            Self::Nothing => String::new(),
            Self::Text(text) if text.starts_with(['=', '+', '-', '@', '\t', '\r']) => {
                format!("'{text}")
            }
            Self::Text(text) => text.clone(),
            Self::Count(count) => count.to_string(),
            Self::Money(amount) => amount.to_string(),
            Self::Day(day) => day.to_string(),
            Self::At(at) => wall_clock(*at).format("%Y-%m-%d %H:%M:%S").to_string(),
        }
    }
}

impl From<Option<NaiveDate>> for Cell {
    fn from(day: Option<NaiveDate>) -> Self {
        day.map_or(Self::Nothing, Self::Day)
    }
}

impl From<Option<DateTime<Utc>>> for Cell {
    fn from(at: Option<DateTime<Utc>>) -> Self {
        at.map_or(Self::Nothing, Self::At)
    }
}

impl From<&Option<String>> for Cell {
    fn from(text: &Option<String>) -> Self {
        text.clone().map_or(Self::Nothing, Self::Text)
    }
}

impl From<&String> for Cell {
    fn from(text: &String) -> Self {
        Self::Text(text.clone())
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

/// A column of an exported list.
pub struct Column<T> {
    title: (&'static str, &'static str),
    cell: fn(&T, Lang) -> Cell,
}

impl<T> Column<T> {
    const fn new(zh: &'static str, en: &'static str, cell: fn(&T, Lang) -> Cell) -> Self {
        Self { title: (zh, en), cell }
    }

    /// What stands above it.
    pub const fn title(&self, lang: Lang) -> &'static str {
        lang.pick(self.title.0, self.title.1)
    }

    /// What a row has there.
    pub fn cell(&self, row: &T, lang: Lang) -> Cell {
        (self.cell)(row, lang)
    }
}

/// A row of a list that can be exported.
pub trait Exported: Sized + 'static {
    /// Its columns, from the left.
    const COLUMNS: &'static [Column<Self>];
}

/// The permission that opens a list and its export.
pub const fn permission(list: SavedList) -> Permission {
    match list {
        SavedList::Orders => Permission::OrdersRead,
        SavedList::Licenses => Permission::LicensesRead,
        SavedList::Customers => Permission::CustomersRead,
        SavedList::Purchases => Permission::PurchasesRead,
        SavedList::Deployments => Permission::DeploymentsRead,
        SavedList::Partners | SavedList::Resellers => Permission::PartnersRead,
        SavedList::Deliveries => Permission::DeliveriesManage,
        SavedList::Events => Permission::EventsRead,
        SavedList::Approvals => Permission::OrdersApprove,
        SavedList::Alerts => Permission::AlertsRead,
        SavedList::ChangeRequests => Permission::ChangesRead,
        SavedList::Engineers => Permission::EngineersRead,
        SavedList::SalesReps => Permission::SalesRepsRead,
        SavedList::Users => Permission::UsersManage,
        SavedList::Webhooks => Permission::WebhooksManage,
        SavedList::Leads => Permission::LeadsRead,
        SavedList::Payments | SavedList::Statements => Permission::PaymentsRead,
        SavedList::Receivables | SavedList::Balances => Permission::ReceivablesRead,
        SavedList::Invoices => Permission::InvoicesRead,
        SavedList::Imports => Permission::ImportsManage,
        SavedList::PortalOrders => Permission::PartnerOrders,
        SavedList::PortalLicenses => Permission::PartnerLicenses,
        SavedList::PortalInvoices => Permission::PartnerInvoices,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_spreadsheet_would_compute_is_a_text() {
        for text in ["=1+1", "+86 10", "-2", "@sum", "\t=1"] {
            assert_eq!(Cell::from(text).plain(), format!("'{text}"));
        }
        assert_eq!(Cell::from("a=1").plain(), "a=1");
    }

    #[test]
    fn values_are_written_as_machines_read_them() {
        let at = "2026-11-22T16:30:05Z".parse().unwrap();
        let day = "2026-11-22".parse().unwrap();

        assert_eq!(Cell::At(at).plain(), "2026-11-23 00:30:05", "in Shanghai");
        assert_eq!(Cell::Day(day).plain(), "2026-11-22");
        assert_eq!(Cell::Money(Amount::from_minor(16_800_055)).plain(), "168000.55");
        assert_eq!(Cell::Nothing.plain(), "");
    }
}
