//! What happened: the audit log, and the timelines of single records.

mod changes;
mod list;
mod subject;
mod timeline;

pub use list::EventListPage;
pub use timeline::EventTimeline;
