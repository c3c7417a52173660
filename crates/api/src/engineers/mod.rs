//! Engineers: who brings licenses to life.

mod http;
pub(crate) mod service;
mod work;
mod work_http;

use crate::http::Routes;

pub fn routes(config: &mut impl Routes) {
    config
        .service(work_http::engineers_performance)
        .service(http::list_engineers)
        .service(http::create_engineer)
        .service(http::get_engineer)
        .service(http::change_engineer)
        .service(http::delete_engineer)
        .service(http::activate_engineer)
        .service(http::deactivate_engineer)
        .service(work_http::engineer_workload)
        .service(work_http::list_deployments_of_engineer);
}
