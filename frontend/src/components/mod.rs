//! Parts that know the API, the session and the router.

mod conflict;
mod export;
mod form;
mod guard;
mod list_page;
mod load;
mod notifications;
mod palette;
mod problem;
mod save_file;
mod save_table;
mod session_ended;
mod views;

pub(crate) use conflict::said;
pub use conflict::{ConflictDialog, Named, Rival, another, as_is};
pub use form::{Form, FormState};
pub use guard::{Permitted, UnsavedGuard};
pub use list_page::ListTable;
pub use load::{Load, Loaded, in_flight, use_load};
pub use notifications::{Live, NotificationDrawer, use_live};
pub use palette::CommandPalette;
pub use problem::{ProblemWords, tell_failure};
pub use save_file::save_file;
pub use save_table::save_table;
pub use session_ended::SessionEndedDialog;
