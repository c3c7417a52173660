//! Lists from files. A file is looked at as a whole before anything of it is kept; then its rows are
//! staged, checked, written and taken back in batches, each in one transaction with how far the
//! import has come, so that whoever takes over after a crash goes on where it stopped.

mod assess;
mod errors;
pub(crate) mod file;
mod http;
pub(crate) mod jobs;
pub(crate) mod receive;
pub(crate) mod service;
mod staging;
mod targets;
mod undo;

use domain::imports::ImportTarget;

use crate::http::{Caller, Routes};

/// Rows that are done in one transaction.
const BATCH: usize = 500;

pub fn routes(config: &mut impl Routes) {
    config
        .service(http::import_customers)
        .service(http::customer_import_template)
        .service(http::import_engineers)
        .service(http::engineer_import_template)
        .service(http::import_sales_reps)
        .service(http::sales_rep_import_template)
        .service(http::import_resellers)
        .service(http::reseller_import_template)
        .service(http::import_licenses)
        .service(http::license_import_template)
        .service(http::import_purchases)
        .service(http::purchase_import_template)
        .service(http::import_deployments)
        .service(http::deployment_import_template)
        .service(http::list_imports)
        .service(http::get_import)
        .service(http::list_import_rows)
        .service(http::map_import)
        .service(http::fix_import_rows)
        .service(http::import_errors)
        .service(http::commit_import)
        .service(http::undo_import)
        .service(http::retry_import);
}

/// What the caller may import: what they may make one by one.
fn targets_of(caller: &Caller) -> Vec<ImportTarget> {
    let may = |target: &ImportTarget| caller.powers.may(target.permission());
    ImportTarget::ALL.iter().copied().filter(may).collect()
}
