//! Engineers: who brings licenses to life.

mod http;
pub(crate) mod service;

use crate::http::Routes;

pub fn routes(config: &mut impl Routes) {
    config
        .service(http::list_engineers)
        .service(http::create_engineer)
        .service(http::get_engineer)
        .service(http::change_engineer)
        .service(http::delete_engineer)
        .service(http::activate_engineer)
        .service(http::deactivate_engineer);
}
