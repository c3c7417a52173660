//! What every handler is made of: who asks, what they send, and how the answer is put together.

mod allowed;
mod context;
mod guesses;
mod idempotent;
mod input;
mod reply;
mod routes;
pub mod server;
mod trust;
mod upload;

pub use allowed::{Allowed, Caller, identify};
pub use context::{ClientAddress, RequestContext, client_address, origin, track};
pub use guesses::Guesses;
pub use idempotent::{Idempotent, Once};
pub use input::{Body, IfMatch, ListParams, Params};
pub use reply::{Reply, Versioned};
pub use routes::{ByContext, Routes};
pub use trust::Trust;
pub use upload::Upload;
