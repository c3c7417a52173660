//! The schema goes up, down and up again, and the entities are what it says they are.

use migration::{Migrator, MigratorTrait};
use sea_orm::{EntityTrait, QuerySelect};

use crate::testing;

macro_rules! select_one_of_each {
    ($db:expr, $( $module:ident :: $entity:ident ),+ $(,)?) => { $(
        crate::$module::$entity::Entity::find().limit(1).all($db).await
            .unwrap_or_else(|error| panic!("{}: {error}", stringify!($module::$entity)));
    )+ };
}

#[tokio::test]
async fn the_schema_goes_up_down_up_and_the_entities_fit() {
    for db in testing::databases().await {
        Migrator::down(&db.write, None).await.unwrap();
        Migrator::up(&db.write, None).await.unwrap();
        Migrator::up(&db.write, None).await.unwrap();

        select_one_of_each!(
            &db.read,
            activation_changes::change,
            alerts::alert,
            alerts::run,
            change_requests::change_request,
            change_requests::number,
            api_keys::key,
            attachments::attachment,
            attachments::piece,
            customers::contact,
            customers::customer,
            customers::key,
            customers::merge,
            customers::merge_move,
            customers::pair,
            customers::term,
            deliveries::delivery,
            deployments::deployment,
            deployments::work,
            engineers::engineer,
            events::event,
            events::link,
            grants::grant,
            idempotency::key,
            imports::import,
            imports::mapping,
            imports::row,
            invoices::file,
            invoices::invoice,
            invoices::number,
            invoices::order,
            invoices::piece,
            invoices::title,
            lead_mails::file,
            lead_mails::mail,
            lead_mails::piece,
            mailboxes::mailbox,
            leads::activity,
            leads::lead,
            leads::order,
            leads::source,
            leads::status,
            leads::step,
            leads::term,
            leases::lease,
            license_keys::key,
            licenses::license,
            notifications::notification,
            notifications::preference,
            orders::activation,
            orders::line,
            orders::number,
            orders::order,
            orders::term,
            partners::partner,
            partners::sender,
            partners::term,
            password_resets::reset,
            payments::account,
            payments::entry,
            payments::matched,
            payments::payment,
            payments::refusal,
            payments::rule,
            payments::statement,
            payments::suggestion,
            receivables::balance,
            receivables::entry,
            receivables::receivable,
            receivables::rule,
            products::price,
            products::product,
            products::rule,
            products::seller_entity,
            products::terms,
            purchases::purchase,
            returns::order_return,
            sales_reps::rep,
            sales_reps::target,
            segments::segment,
            second_factors::factor,
            sessions::session,
            sign_in_attempts::attempt,
            usage::installation,
            usage::sample,
            users::term,
            users::user,
            views::default_view,
            views::saved_view,
            webhooks::attempt,
            webhooks::call,
            webhooks::webhook,
        );
    }
}
