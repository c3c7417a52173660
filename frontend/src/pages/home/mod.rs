//! The first page: what waits for whoever is signed in, and the way to it.

mod block;
mod due;
mod greeting;
mod own;
mod partner;
mod rows;
mod shortlist;
mod staff;
mod waiting;

pub use partner::PortalHomePage;
pub use shortlist::{Count, address, use_fresh};
pub use staff::HomePage;
