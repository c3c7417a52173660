//! The frames that pages stand in: the staff console, the partner portal, the sign-in page.
//!
//! They show only what they are given: which entries a person sees is decided by permissions, where
//! the list of [`NavItem`]s is made.

mod auth;
mod nav;
mod portal;
mod staff;
mod tools;

pub use auth::AuthLayout;
pub use nav::{NavItem, is_current};
pub use portal::PortalShell;
pub use staff::StaffShell;
pub use tools::{Account, BellButton, LanguageMenu, ThemeMenu, UserMenu};
