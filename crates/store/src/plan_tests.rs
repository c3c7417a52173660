//! Lists beside orders and licenses: what they promise to be quick is read from an index, in order,
//! with nothing sorted and no table read whole.

use chrono::{DateTime, Utc};
use domain::{
    access::Scope,
    auth::wire::{UserListQuery, UserSort},
    change_requests::{ChangeStatus, wire::ChangeRequestListQuery},
    customers::wire::{CustomerListQuery, CustomerSort},
    dates::{EndsWithin, business_day},
    deliveries::{DeliveryStatus, wire::DeliveryListQuery},
    events::{SubjectKind, wire::EventListQuery},
    list::Sort,
    notifications::wire::NotificationListQuery,
    partners::wire::{PartnerListQuery, PartnerSort},
};
use sea_orm::{ConnectionTrait, DbBackend};
use uuid::Uuid;

use crate::{
    Db, change_requests, customers, deliveries, events,
    list::Listing,
    notifications, partners,
    testing::{at, databases, is_slow, plan, uuid},
    users, write,
};

/// Enough for an optimizer to take indexes seriously.
const ROWS: u32 = 3_000;

async fn check(db: &Db, table: &str, name: &str, listing: Listing<'_>) {
    let steps = plan(db, &listing.explained(db.backend(), |_| {}).unwrap()).await;

    let is_fine = !steps.iter().any(|step| is_slow(step, table));
    assert!(is_fine, "{:?} {table} by {name}: {steps:#?}", db.backend());
}

/// The id and the instant of the nth row.
fn row(n: u32) -> (Uuid, DateTime<Utc>) {
    (uuid(u128::from(n.reverse_bits()) << 64 | u128::from(n)), at(i64::from(n)))
}

fn user(n: u32) -> users::user::Model {
    let (id, when) = row(n);
    users::user::Model {
        org_admin: false,
        id,
        created_at: when,
        updated_at: when,
        version: 1,
        username: format!("user{n}"),
        name: String::new(),
        email: String::new(),
        role: "sales_rep".to_owned(),
        partner_id: None,
        password_hash: String::new(),
        active: true,
        language: "en".to_owned(),
        last_sign_in_at: None,
    }
}

fn partner(n: u32) -> partners::partner::Model {
    let (id, when) = row(n);
    partners::partner::Model {
        profit_share_bp: None,
        contact_title: None,
        contacts: None,
        credit_limit_minor: None,
        payment_terms: None,
        id,
        created_at: when,
        updated_at: when,
        version: 1,
        name: format!("Partner {n}"),
        name_normalized: format!("partner {n}"),
        is_reseller: true,
        level: "gold".to_owned(),
        status: "active".to_owned(),
        region: None,
        credit_code: None,
        legal_address: None,
        contact_name: String::new(),
        contact_email: String::new(),
        contact_phone: None,
        agreement_number: None,
        agreement_signed_on: None,
        agreement_until: (!n.is_multiple_of(3))
            .then(|| business_day(at(0)) + chrono::TimeDelta::days(i64::from(n % 900) - 100)),
    }
}

fn customer(n: u32) -> customers::customer::Model {
    let (id, when) = row(n);
    customers::customer::Model {
        id,
        created_at: when,
        updated_at: when,
        version: 1,
        name: format!("Customer {n}"),
        name_normalized: format!("customer {n}"),
        core_name: format!("customer{n}"),
        credit_code: None,
        customer_type: "enterprise".to_owned(),
        industry: None,
        region: None,
        country: None,
        city: None,
        address: None,
        owner_id: None,
        mail_domain: None,
        notes: None,
        archived: false,
        archived_at: None,
        merged_into: None,
        compared: true,
    }
}

fn delivery(n: u32) -> deliveries::delivery::Model {
    let (id, when) = row(n);
    deliveries::delivery::Model {
        id,
        created_at: when,
        updated_at: when,
        version: 1,
        event_id: id,
        recipient: format!("user{n}@example.com"),
        kind: "licenses".to_owned(),
        order_id: None,
        license_ids: "[]".to_owned(),
        language: "en".to_owned(),
        subject: String::new(),
        status: if n.is_multiple_of(3) { "sent" } else { "failed" }.to_owned(),
        tries: 1,
        last_error: None,
        next_try_at: None,
        lease_owner: None,
        lease_until: None,
        message_id: format!("<{n}@example.com>"),
        delivered_at: None,
        data: "{}".to_owned(),
    }
}

fn notification(n: u32) -> notifications::notification::Model {
    let (id, when) = row(n);
    notifications::notification::Model {
        id,
        created_at: when,
        updated_at: when,
        version: 1,
        user_id: row(n % 4 + 1).0,
        event_id: id,
        kind: "order_approved".to_owned(),
        params: "{}".to_owned(),
        subject_kind: "order".to_owned(),
        subject_id: id,
        read_at: n.is_multiple_of(3).then_some(when),
    }
}

fn event(n: u32) -> events::event::Model {
    let (id, when) = row(n);
    events::event::Model {
        id,
        kind: "order.placed".to_owned(),
        subject_kind: if n.is_multiple_of(2) { "order" } else { "license" }.to_owned(),
        subject_id: uuid(u128::from(n % 20)),
        subject_label: format!("ORD-{n}"),
        actor_id: Some(uuid(u128::from(n % 7))),
        note: None,
        data: "{}".to_owned(),
        at: when,
        address: None,
        api_key_id: None,
        done_at: Some(when),
        lease_owner: None,
        lease_until: None,
        attempts: 1,
        last_error: None,
        seq: None,
        hash: None,
    }
}

fn change_request(n: u32) -> change_requests::change_request::Model {
    let (id, when) = row(n);
    let is_open = n.is_multiple_of(50);
    change_requests::change_request::Model {
        id,
        created_at: when,
        updated_at: when,
        version: 1,
        number: format!("CR-{n}"),
        status: if is_open { "requested" } else { "approved" }.to_owned(),
        subject: "customer".to_owned(),
        customer_id: row(n % 30 + 1).0,
        license_id: None,
        subject_label: format!("Customer {n}"),
        subject_version: 1,
        open_subject: is_open.then_some(id),
        old_values: "{}".to_owned(),
        new_values: "{}".to_owned(),
        reason: String::new(),
        requested_by: row(n % 4 + 1).0,
        decided_by: None,
        decided_at: None,
        decision_reason: None,
    }
}

async fn fill(db: &Db) {
    let to = &db.write;
    let numbers = || 1..=ROWS;
    write::insert_all(to, numbers().map(user).collect()).await.unwrap();
    write::insert_all(to, numbers().map(partner).collect()).await.unwrap();
    write::insert_all(to, numbers().map(customer).collect()).await.unwrap();
    write::insert_all(to, numbers().map(change_request).collect()).await.unwrap();
    write::insert_all(to, numbers().map(delivery).collect()).await.unwrap();
    write::insert_all(to, numbers().map(notification).collect()).await.unwrap();
    write::insert_all(to, numbers().map(event).collect()).await.unwrap();
    let analyze = if db.backend() == DbBackend::Sqlite {
        "ANALYZE"
    } else {
        "ANALYZE TABLE users, partners, customers, change_requests, deliveries, notifications, events"
    };
    to.execute_unprepared(analyze).await.unwrap();
}

#[tokio::test]
async fn promised_orders_are_read_from_their_indexes() {
    for db in databases().await {
        fill(&db).await;
        let all = Scope::Everything;
        let user = row(2).0.into();
        let day = business_day(at(0));
        for descending in [false, true] {
            for key in UserSort::ALL {
                let sort = Sort { key: *key, descending };
                let query = UserListQuery { sort, ..UserListQuery::default() };
                check(&db, "users", key.as_str(), users::listing(all, &query)).await;
            }
            for key in PartnerSort::ALL {
                let sort = Sort { key: *key, descending };
                let query = PartnerListQuery { sort, ..PartnerListQuery::default() };
                let listing = partners::listing(all, &query, day);
                check(&db, "partners", key.as_str(), listing).await;
            }
            let ending = PartnerListQuery {
                sort: Sort { key: PartnerSort::AgreementUntil, descending },
                agreement_ends_within: Some(EndsWithin::SixtyDays),
                ..PartnerListQuery::default()
            };
            let listing = partners::listing(all, &ending, day);
            check(&db, "partners", "agreements about to end", listing).await;
            for key in CustomerSort::ALL {
                let sort = Sort { key: *key, descending };
                let query = CustomerListQuery { sort, ..CustomerListQuery::default() };
                let listed = |query| customers::listing(all, user, query, day);
                check(&db, "customers", key.as_str(), listed(&query)).await;
                let archived = CustomerListQuery { archived: Some(true), ..query.clone() };
                check(&db, "customers", "archived", listed(&archived)).await;
            }
            let mut query = DeliveryListQuery::default();
            query.sort.descending = descending;
            check(&db, "deliveries", "created_at", deliveries::listing(all, &query)).await;
            query.status = vec![DeliveryStatus::Failed];
            check(&db, "deliveries", "status", deliveries::listing(all, &query)).await;

            let mut query = NotificationListQuery::default();
            query.sort.descending = descending;
            check(&db, "notifications", "created_at", notifications::listing(user, &query)).await;
            query.read = Some(false);
            check(&db, "notifications", "unread", notifications::listing(user, &query)).await;

            let mut query = ChangeRequestListQuery::default();
            query.sort.descending = descending;
            let listed = |query| change_requests::listing(all, user, query);
            check(&db, "change_requests", "created_at", listed(&query)).await;
            let open =
                ChangeRequestListQuery { status: vec![ChangeStatus::Requested], ..query.clone() };
            check(&db, "change_requests", "status", listed(&open)).await;
            let own = ChangeRequestListQuery { mine: Some(true), ..query.clone() };
            check(&db, "change_requests", "mine", listed(&own)).await;
            let of_one =
                ChangeRequestListQuery { customer: Some(row(3).0.into()), ..query.clone() };
            check(&db, "change_requests", "customer", listed(&of_one)).await;

            let mut query = EventListQuery::default();
            query.sort.descending = descending;
            check(&db, "events", "at", events::listing(all, &query)).await;
            let of_kind =
                EventListQuery { subject_kind: Some(SubjectKind::Order), ..query.clone() };
            check(&db, "events", "kind", events::listing(all, &of_kind)).await;
            let of_one = EventListQuery { subject_id: Some(uuid(3)), ..of_kind };
            check(&db, "events", "subject", events::listing(all, &of_one)).await;
            let by_one = EventListQuery { actor: Some(uuid(3).into()), ..query };
            check(&db, "events", "actor", events::listing(all, &by_one)).await;
        }
    }
}
