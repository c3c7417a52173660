//! Engineers: who they are, what they know, and how much work they have.

mod detail;
mod form;
mod list;
mod performance;

pub use detail::EngineerPage;
pub use list::EngineerListPage;
pub use performance::EngineersPerformancePage;
