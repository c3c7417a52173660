//! The first page: what waits for whoever is signed in, and the way to it.

mod due;
mod greeting;
mod own;
mod partner;
mod rows;
mod shortlist;
mod staff;

pub use partner::PortalHomePage;
pub use staff::HomePage;
