//! Licenses that an administrator issues without an order.

use chrono::{NaiveDate, TimeDelta};
use client::{Client, ClientError, Side};
use domain::{
    Lang,
    access::Role,
    customers::wire::{CreateCustomer, CustomerListQuery},
    licenses::{
        ActivationMode, CreateLicense, LicenseStatus, PastTerm,
        wire::{Activate, LicenseListQuery, LicenseView, PaymentStatus},
    },
    money::Amount,
    orders::{DeliverTo, OrderSource, OrderStatus, wire::ActivationInput},
    problem::Reason,
    purchases::{PaymentMethod, wire::PurchaseListQuery},
};
use testkit::{TestApp, key, today};

use super::license_lines::product;

/// A trial of the standard edition for the first customer, free, sent to its own contact.
async fn trial(admin: &Client) -> CreateLicense {
    let found = admin.customers(&CustomerListQuery::default()).await.unwrap().items.pop();
    let customer_id = if let Some(customer) = found {
        customer.id
    } else {
        let name = "上海云图科技有限公司".to_owned();
        let new = CreateCustomer { name, ..CreateCustomer::default() };
        admin.create_customer(&new, &key()).await.unwrap().id
    };
    CreateLicense {
        customer_id,
        product_id: product(admin, "DIFY-STANDARD").await,
        partner_id: None,
        owner_id: None,
        years: 1,
        ends_on: Some(today() + TimeDelta::days(30)),
        amount: Amount::ZERO,
        activation: ActivationInput::default(),
        contact_name: Some("王工".to_owned()),
        contact_email: Some("it@customer.example".to_owned()),
        contact_phone: None,
        deliver_to: DeliverTo::Customer,
        language: Lang::Zh,
        contract_number: None,
        reason: "试用三十天".to_owned(),
        past: None,
    }
}

fn reasons(error: &ClientError) -> Vec<(String, Reason)> {
    let problem = error.problem().unwrap();
    problem.errors.iter().map(|fault| (fault.pointer.clone(), fault.reason)).collect()
}

async fn read(admin: &Client, license: &LicenseView) -> LicenseView {
    admin.license(Side::Staff, &license.number).await.unwrap()
}

#[actix_web::test]
async fn a_trial_is_issued_sent_activated_and_ends_on_its_day() {
    let app = TestApp::start().await;
    let admin = app.as_role(Role::Admin).await;
    let body = trial(&admin).await;
    let once = key();

    let made = admin.create_license(&body, &once).await.unwrap();
    let twin = admin.create_license(&body, &once).await.unwrap();
    assert_eq!(made, twin, "the same key acts once");
    assert_eq!(made.status, LicenseStatus::Created);

    let order = admin.order(Side::Staff, &made.order_number).await.unwrap();
    assert_eq!((order.source, order.status), (OrderSource::Direct, OrderStatus::Approved));
    assert_eq!((order.totals.gross, order.remark.as_deref()), (Amount::ZERO, Some("试用三十天")));

    app.settle().await;
    let mails = app.mails();
    assert_eq!(mails.iter().filter(|mail| mail.to == "it@customer.example").count(), 1);
    let sent = read(&admin, &made).await;
    assert_eq!(sent.status, LicenseStatus::PendingActivation);
    let order = admin.order(Side::Staff, &made.order_number).await.unwrap();
    assert_eq!(order.status, OrderStatus::Fulfilled);

    let code = admin.show_license_key(made.id).await.unwrap().activation_code.unwrap();
    let cluster_id = "cluster-trial".to_owned();
    let activate = Activate { code, cluster_id, version: None, installation_key: None };
    let active = app.stranger().activate(&activate).await.unwrap();
    assert_eq!(Some(active.expires_on), body.ends_on);
}

#[actix_web::test]
async fn a_gift_is_no_revenue_and_an_agreed_amount_is_due() {
    let app = TestApp::start().await;
    let admin = app.as_role(Role::Admin).await;
    let free = trial(&admin).await;
    let priced = CreateLicense { amount: Amount::from_minor(1_130_00), ends_on: None, ..free };

    let gift = admin.create_license(&trial(&admin).await, &key()).await.unwrap();
    let sold = admin.create_license(&priced, &key()).await.unwrap();

    let query = PurchaseListQuery { per_page: 100, ..PurchaseListQuery::default() };
    let rows = admin.purchases(&query).await.unwrap().items;
    let of = |license: &LicenseView| {
        rows.iter().find(|row| row.order_number.as_deref() == Some(&license.order_number)).unwrap()
    };
    assert_eq!(of(&gift).method, Some(PaymentMethod::Gift));
    assert_eq!(of(&gift).payment_status, PaymentStatus::Paid);
    assert_eq!((of(&sold).method, of(&sold).payment_status), (None, PaymentStatus::Pending));
    let order = admin.order(Side::Staff, &sold.order_number).await.unwrap();
    let price = order.lines[0].price.as_ref().unwrap();
    assert_eq!(price.tax, priced.amount.tax_within(price.tax_rate).unwrap());
    assert_eq!(price.net.plus(price.tax).unwrap(), order.totals.gross);
    assert_eq!(order.totals.gross, priced.amount);
}

#[actix_web::test]
async fn what_is_in_use_keeps_its_dates_and_nothing_is_sent() {
    let app = TestApp::start().await;
    let admin = app.as_role(Role::Admin).await;
    let day = |y, m, d| NaiveDate::from_ymd_opt(y, m, d).unwrap();
    let past = PastTerm { starts_on: day(2025, 3, 1), expires_on: day(2027, 2, 28) };
    let known = CreateLicense {
        ends_on: None,
        contact_email: None,
        activation: ActivationInput {
            mode: ActivationMode::Offline,
            cluster_id: Some("cluster-of-then".to_owned()),
            installation_key: None,
        },
        past: Some(past),
        ..trial(&admin).await
    };
    let unknown = CreateLicense { activation: ActivationInput::default(), ..known.clone() };

    let runs = admin.create_license(&known, &key()).await.unwrap();
    let waits = admin.create_license(&unknown, &key()).await.unwrap();
    app.settle().await;

    assert_eq!(app.mails().len(), 0);
    let runs = read(&admin, &runs).await;
    assert_eq!(runs.status, LicenseStatus::Active);
    assert_eq!((runs.starts_on, runs.expires_on), (Some(past.starts_on), Some(past.expires_on)));
    let shown = admin.show_license_key(runs.id).await.unwrap().key.unwrap();
    let claims = app.app.keys.verify(&shown, app.now()).unwrap();
    assert_eq!(claims.lic.cluster_id.as_deref(), Some("cluster-of-then"));

    let order = admin.order(Side::Staff, &waits.order_number).await.unwrap();
    assert_eq!(order.status, OrderStatus::Fulfilled);
    let code = admin.show_license_key(waits.id).await.unwrap().activation_code.unwrap();
    let cluster_id = "cluster-of-now".to_owned();
    let activate = Activate { code, cluster_id, version: None, installation_key: None };
    let active = app.stranger().activate(&activate).await.unwrap();
    assert_eq!(active.expires_on, past.expires_on, "it is activated late, not longer");
}

#[actix_web::test]
async fn what_was_not_sent_is_taken_back_and_what_was_is_not() {
    let app = TestApp::start().await;
    let admin = app.as_role(Role::Admin).await;
    let made = admin.create_license(&trial(&admin).await, &key()).await.unwrap();

    let gone = admin.take_back_license(made.id, made.version).await.unwrap();
    let again = admin.take_back_license(made.id, gone.version).await.unwrap_err();
    app.settle().await;

    assert_eq!(gone.status, LicenseStatus::Terminated);
    assert_eq!(again.problem().unwrap().reason, Some(Reason::LicenseTerminated));
    assert_eq!(app.mails().len(), 0, "nothing is sent of what was taken back");
    let order = admin.order(Side::Staff, &made.order_number).await.unwrap();
    assert_eq!(order.status, OrderStatus::Cancelled);

    let sent = admin.create_license(&trial(&admin).await, &key()).await.unwrap();
    app.settle().await;
    let sent = read(&admin, &sent).await;
    let refused = admin.take_back_license(sent.id, sent.version).await.unwrap_err();
    assert_eq!(refused.problem().unwrap().reason, Some(Reason::LicenseWasSent));

    let ordered = app.approved(&[ActivationMode::Online]).await;
    let ordered = admin.license(Side::Staff, &ordered.lines[0].licenses[0].number).await.unwrap();
    let refused = admin.take_back_license(ordered.id, ordered.version).await.unwrap_err();
    assert_eq!(refused.problem().unwrap().reason, Some(Reason::LicenseOfOrder));
}

#[actix_web::test]
async fn nothing_is_kept_of_what_names_something_unknown() {
    let app = TestApp::start().await;
    let admin = app.as_role(Role::Admin).await;
    let good = trial(&admin).await;
    let nobody = CreateLicense { customer_id: domain::Id::from_uuid(uuid::Uuid::nil()), ..good };
    let good = trial(&admin).await;
    let service =
        CreateLicense { product_id: product(&admin, "DIFY-USERS-50").await, ..good.clone() };
    let to_partner = CreateLicense { deliver_to: DeliverTo::Partner, ..good.clone() };
    // Of the right length and letters, and no point of the curve.
    let no_key = ('A'..='Z')
        .map(|first| format!("{first}{}", "A".repeat(42)))
        .find(|key| api::usage::jws::public_key(key).is_none());
    let no_key = CreateLicense {
        activation: ActivationInput {
            mode: ActivationMode::Offline,
            cluster_id: Some("cluster-by-hand".to_owned()),
            installation_key: no_key,
        },
        ..good.clone()
    };
    let all = LicenseListQuery::default();
    let before = admin.licenses(Side::Staff, &all).await.unwrap().total;

    let refused = [&nobody, &service, &to_partner, &no_key];
    let mut pointers = Vec::new();
    for body in refused {
        let error = admin.create_license(body, &key()).await.unwrap_err();
        pointers.extend(reasons(&error));
    }

    assert_eq!(
        pointers,
        [
            ("/customer_id".to_owned(), Reason::UnknownReference),
            ("/product_id".to_owned(), Reason::ProductOfOtherKind),
            ("/deliver_to".to_owned(), Reason::UnknownReference),
            ("/activation/installation_key".to_owned(), Reason::InstallationKeyInvalid),
        ]
    );
    assert_eq!(admin.licenses(Side::Staff, &all).await.unwrap().total, before);
}
