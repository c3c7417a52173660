//! Licenses: the list and the single one, for the console and for the portal.

mod activation;
mod bulk;
mod changes;
mod columns;
mod create;
mod detail;
mod facts;
mod key;
mod life;
mod life_fields;
mod list;
mod mode;
mod notes;
mod order_more;
mod past;
mod remaining;
mod renewals;
mod resend;
mod status;
mod transfer;
mod usage;
mod way;

pub use columns::{license_columns, license_href};
pub use create::CreateLicensePage;
pub use detail::LicensePage;
pub use list::LicenseListPage;
pub use remaining::Remaining;
pub use renewals::RenewalsPage;
pub use status::LicenseStatusDot;
