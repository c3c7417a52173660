//! Partner organisations.

mod http;
pub mod service;
mod team;

use crate::http::Routes;

pub fn routes(config: &mut impl Routes) {
    config
        .service(http::get_own_partner)
        .service(http::change_own_partner)
        .service(team::http::list_team)
        .service(team::http::add_colleague)
        .service(team::http::change_colleague)
        .service(team::http::deactivate_colleague)
        .service(team::http::reactivate_colleague)
        .service(team::http::renew_password_of_colleague)
        .service(http::list_partners)
        .service(http::get_partner)
        .service(http::create_partner)
        .service(http::change_partner)
        .service(http::approve_partner)
        .service(http::suspend_partner)
        .service(team::staff::list_team_of_partner)
        .service(team::staff::add_person_of_partner)
        .service(team::staff::change_person_of_partner)
        .service(team::staff::deactivate_person_of_partner)
        .service(team::staff::reactivate_person_of_partner)
        .service(team::staff::renew_password_of_person);
}
