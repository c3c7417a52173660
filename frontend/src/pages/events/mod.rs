//! What happened: the audit log, and the timelines of single records.

mod changes;
mod list;
mod subject;
mod timeline;

pub use changes::changes;
pub use list::EventListPage;
pub use subject::page_of;
pub use timeline::{EventTimeline, look};
