//! The schema, one step per file. A step is frozen once it has landed; a later change is a later
//! step. Migrations know no entity: entities move on, migrations do not.

mod blueprint;
mod m20261122_000001_parties;
mod m20261122_000002_people;
mod m20261122_000003_catalogue;
mod m20261122_000004_customers;
mod m20261122_000005_orders;
mod m20261122_000006_licenses;
mod m20261122_000007_messages;
mod m20261122_000008_events;
mod m20261122_000009_prices;
mod m20261122_000010_organisations;
mod m20261122_000011_acceptance;
mod m20261122_000012_keys;
mod m20261122_000013_people_more;
mod m20261122_000015_segments;
mod m20261122_000016_hooks;
mod m20261122_000017_webhooks;
mod m20261122_000018_returns;
mod m20261122_000019_ways_in;
mod m20261123_000020_notification_preferences;
mod m20261123_000021_own_work;
mod m20261123_000022_saved_views;
mod m20261123_000023_change_requests;
mod m20261123_000024_order_and_seals;
mod m20261123_000025_deployments;
mod m20261123_000026_license_life;
mod m20261123_000027_alerts;
mod m20261123_000028_audit;
mod m20261123_000029_usage;
mod m20261123_000030_customers_as_one;
mod m20261123_000031_imports;
mod m20261123_000032_sales;
mod m20261123_000033_deployment_days;
mod m20261123_000034_imports_go_on;
mod m20261123_000035_longest_grace;
mod m20261123_000036_leads;
mod m20261123_000037_license_notes;
mod m20261123_000038_order_installation_keys;
mod m20261123_000039_license_standing;
mod m20261123_000040_payments;
mod m20261123_000042_invoices;
mod m20261124_000043_receivables;
mod m20261124_000045_lead_mails;
mod m20261124_000046_mailboxes;

pub use sea_orm_migration::prelude::MigratorTrait;
use sea_orm_migration::{MigrationTrait, async_trait};

/// Every step, in order.
#[derive(Debug)]
pub struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m20261122_000001_parties::Migration),
            Box::new(m20261122_000002_people::Migration),
            Box::new(m20261122_000003_catalogue::Migration),
            Box::new(m20261122_000004_customers::Migration),
            Box::new(m20261122_000005_orders::Migration),
            Box::new(m20261122_000006_licenses::Migration),
            Box::new(m20261122_000007_messages::Migration),
            Box::new(m20261122_000008_events::Migration),
            Box::new(m20261122_000009_prices::Migration),
            Box::new(m20261122_000010_organisations::Migration),
            Box::new(m20261122_000011_acceptance::Migration),
            Box::new(m20261122_000012_keys::Migration),
            Box::new(m20261122_000013_people_more::Migration),
            Box::new(m20261122_000015_segments::Migration),
            Box::new(m20261122_000016_hooks::Migration),
            Box::new(m20261122_000017_webhooks::Migration),
            Box::new(m20261122_000018_returns::Migration),
            Box::new(m20261122_000019_ways_in::Migration),
            Box::new(m20261123_000020_notification_preferences::Migration),
            Box::new(m20261123_000021_own_work::Migration),
            Box::new(m20261123_000022_saved_views::Migration),
            Box::new(m20261123_000023_change_requests::Migration),
            Box::new(m20261123_000024_order_and_seals::Migration),
            Box::new(m20261123_000025_deployments::Migration),
            Box::new(m20261123_000026_license_life::Migration),
            Box::new(m20261123_000027_alerts::Migration),
            Box::new(m20261123_000028_audit::Migration),
            Box::new(m20261123_000029_usage::Migration),
            Box::new(m20261123_000030_customers_as_one::Migration),
            Box::new(m20261123_000031_imports::Migration),
            Box::new(m20261123_000032_sales::Migration),
            Box::new(m20261123_000033_deployment_days::Migration),
            Box::new(m20261123_000034_imports_go_on::Migration),
            Box::new(m20261123_000035_longest_grace::Migration),
            Box::new(m20261123_000036_leads::Migration),
            Box::new(m20261123_000037_license_notes::Migration),
            Box::new(m20261123_000038_order_installation_keys::Migration),
            Box::new(m20261123_000039_license_standing::Migration),
            Box::new(m20261123_000040_payments::Migration),
            Box::new(m20261123_000042_invoices::Migration),
            Box::new(m20261124_000043_receivables::Migration),
            Box::new(m20261124_000045_lead_mails::Migration),
            Box::new(m20261124_000046_mailboxes::Migration),
        ]
    }
}
