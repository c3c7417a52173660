//! Notifications, and who gets which.

mod http;
mod preferences;
pub mod routing;
mod stream;

use utoipa_actix_web::service_config::ServiceConfig;

pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(http::list_notifications)
        .service(http::count_unread)
        .service(http::mark_read)
        .service(http::get_notification_preferences)
        .service(http::choose_notifications)
        .service(http::stream_notifications);
}
