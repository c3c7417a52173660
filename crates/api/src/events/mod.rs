//! The audit log.

mod http;
mod record;

pub use record::{Record, record};

use utoipa_actix_web::service_config::ServiceConfig;

pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(http::list_events);
}
