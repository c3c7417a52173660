//! Partners: the list and the single one for staff; the portal's own organisation.

mod actions;
mod agreement;
mod contacts;
mod credit;
mod detail;
mod form;
mod list;
mod organisation;
mod profile;
mod status;
mod team;

pub use agreement::{AgreementBanner, AgreementDay};
pub use detail::PartnerPage;
pub use form::{EditPartnerPage, NewPartnerPage};
pub use list::PartnerListPage;
pub use organisation::OrganisationPage;
pub use status::{LevelTag, PartnerStatusDot};
pub use team::TeamPage;
