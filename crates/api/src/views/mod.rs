//! Saved views of lists.

mod http;
pub mod service;

use crate::http::Routes;

pub fn routes(config: &mut impl Routes) {
    config
        .service(http::list_views)
        .service(http::save_view)
        .service(http::choose_default_view)
        .service(http::change_view)
        .service(http::delete_view);
}
