//! Notifications, and who gets which.

mod http;
pub mod routing;
mod stream;

use utoipa_actix_web::service_config::ServiceConfig;

pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(http::list_notifications)
        .service(http::count_unread)
        .service(http::mark_read)
        .service(http::stream_notifications);
}
