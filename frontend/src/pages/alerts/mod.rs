//! Alerts: the inbox, and what stands of them on other pages.

mod card;
mod columns;
mod list;
mod snooze;

pub use card::LicenseAlerts;
pub use columns::{alert_columns, alert_href};
pub use list::AlertListPage;
