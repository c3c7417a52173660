//! Deployments of licenses: planned by approval or by hand, done, accepted.

pub(crate) mod form;
mod http;
pub(crate) mod moves;
mod overview;
mod overview_http;
pub(crate) mod plan;
pub(crate) mod views;

pub use plan::{cancel_of, plan_first};

use domain::events::{EventKind, SubjectKind};
use store::deployments::Deployment;

use crate::{
    app::{App, Tx},
    events::{Record, record},
    http::Routes,
};

pub fn routes(config: &mut impl Routes) {
    config
        .service(http::list_deployments)
        .service(http::plan_deployment)
        .service(overview_http::deployment_calendar)
        .service(overview_http::deployment_statistics)
        .service(http::get_deployment)
        .service(http::change_deployment)
        .service(http::deployment_timeline)
        .service(http::assign_engineers)
        .service(http::tick_items)
        .service(http::start_deployment)
        .service(http::complete_deployment)
        .service(http::accept_deployment)
        .service(http::fail_deployment)
        .service(http::replan_deployment)
        .service(http::cancel_deployment)
        .service(http::attach_acceptance_form)
        .service(http::get_acceptance_form);
}

/// An event of a deployment, which stands on its license's and its customer's timeline too.
fn deployment_event<'a>(
    app: &App,
    tx: &'a Tx,
    kind: EventKind,
    deployment: &Deployment,
) -> Record<'a> {
    let id = deployment.id.as_uuid();
    record(app, tx, kind, SubjectKind::Deployment, id, &deployment.number)
        .also_on(SubjectKind::License, deployment.content.license_id.as_uuid())
        .also_on(SubjectKind::Customer, deployment.customer_id.as_uuid())
}
