//! A customer's timeline joins what other contexts did for it: leads, purchases by hand, money.

use std::collections::BTreeSet;

use client::Client;
use domain::{
    access::Role,
    customers::{
        TimelineKind,
        wire::{CustomerListQuery, CustomerRow, TimelineEntry, TimelineQuery, Told},
    },
    events::{EventKind, SubjectKind},
    leads::wire::LeadContent,
    licenses::ActivationMode::Online,
    purchases::wire::PurchaseListQuery,
};
use testkit::{TestApp, key};

use crate::{invoices, leads, payments, purchases};

async fn told(client: &Client, of: &CustomerRow, kind: Option<TimelineKind>) -> Vec<TimelineEntry> {
    let kind = kind.into_iter().collect();
    let query = TimelineQuery { kind, per_page: 100, ..TimelineQuery::default() };
    client.customer_timeline(of.id, &query).await.unwrap().items
}

fn kinds(told: &[TimelineEntry]) -> BTreeSet<TimelineKind> {
    told.iter().map(|entry| entry.kind).collect()
}

#[actix_web::test]
async fn a_purchase_without_an_order_leads_to_itself_and_what_is_done_to_it_is_told() {
    let app = TestApp::start().await;
    app.approved(&[Online]).await;
    let ops = app.as_role(Role::CommercialOps).await;
    let customer = ops.customers(&CustomerListQuery::default()).await.unwrap().items.remove(0);
    let bought = ops.purchases(&PurchaseListQuery::default()).await.unwrap().items.remove(0);

    let gift = ops.record_purchase(&purchases::gift(&bought, None), &key()).await.unwrap();
    ops.delete_purchase(gift.purchase.id, gift.version).await.unwrap();
    let kept = ops.record_purchase(&purchases::gift(&bought, None), &key()).await.unwrap();

    let told = told(&ops, &customer, Some(TimelineKind::Purchase)).await;
    let is_row = |entry: &&TimelineEntry| matches!(entry.told, Told::Purchase { .. });
    let rows: Vec<_> = told.iter().filter(is_row).collect();
    let subjects: Vec<_> = rows.iter().map(|row| (row.subject_kind, row.subject_id)).collect();
    let (own, order) = (kept.purchase.id.as_uuid(), bought.order_id.unwrap().as_uuid());
    // Both at one instant: which comes first is nobody's concern.
    assert_eq!(subjects.len(), 2, "{subjects:?}");
    for subject in [(SubjectKind::Purchase, own), (SubjectKind::Order, order)] {
        assert!(subjects.contains(&subject), "{subjects:?}");
    }
    let is_deletion = |entry: &TimelineEntry| {
        matches!(entry.told, Told::Event { event: EventKind::PurchaseDeleted, .. })
    };
    assert_eq!(told.iter().filter(|entry| is_deletion(entry)).count(), 1);
}

#[actix_web::test]
async fn leads_invoices_and_payments_are_told_to_those_who_may_read_all_of_them() {
    let app = TestApp::start().await;
    let order = app.approved(&[Online]).await;
    let manager = app.as_role(Role::SalesManager).await;
    let customer = manager.customers(&CustomerListQuery::default()).await.unwrap().items.remove(0);
    let content = leads::content(&manager, &customer.name).await;
    let content = LeadContent { customer_id: Some(customer.id), ..content };
    let lead = manager.create_lead(&content, &key()).await.unwrap();
    invoices::issued(&app, &order, "26312000000012345678").await;
    payments::paid(&app, &order).await;

    let all = told(&manager, &customer, None).await;
    let money = [TimelineKind::Lead, TimelineKind::Invoice, TimelineKind::Payment];
    for kind in money {
        assert!(kinds(&all).contains(&kind), "{kind}: {all:#?}");
    }
    let of_leads = told(&manager, &customer, Some(TimelineKind::Lead)).await;
    assert_eq!(of_leads[0].subject_id, lead.lead.id.as_uuid());
    let rep = kinds(&told(&app.as_role(Role::SalesRep).await, &customer, None).await);
    assert!(rep.contains(&TimelineKind::Invoice), "{rep:?}");
    assert!(!rep.contains(&TimelineKind::Lead) && !rep.contains(&TimelineKind::Payment), "{rep:?}");
    let engineer = kinds(&told(&app.as_role(Role::Engineer).await, &customer, None).await);
    assert!(money.iter().all(|kind| !engineer.contains(kind)), "{engineer:?}");
}
