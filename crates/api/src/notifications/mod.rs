//! Notifications, and who gets which.

mod house;
mod http;
mod money;
mod preferences;
pub mod routing;
mod stream;
mod work;

use crate::http::Routes;

pub fn routes(config: &mut impl Routes) {
    config
        .service(http::list_notifications)
        .service(http::count_unread)
        .service(http::mark_read)
        .service(http::get_notification_preferences)
        .service(http::choose_notifications)
        .service(http::stream_notifications);
}
