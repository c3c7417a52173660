//! Webhooks: other systems and chat groups are told of what happens.

mod http;
pub mod jobs;
pub mod keys;
pub mod message;
pub mod outside;
pub(crate) mod service;

use crate::http::Routes;

pub fn routes(config: &mut impl Routes) {
    config
        .service(http::list_webhooks)
        .service(http::create_webhook)
        .service(http::get_webhook)
        .service(http::change_webhook)
        .service(http::delete_webhook)
        .service(http::renew_webhook_secret)
        .service(http::test_webhook)
        .service(http::list_webhook_calls)
        .service(http::replay_webhook_call);
}
