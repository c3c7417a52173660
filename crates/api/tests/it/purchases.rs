//! Purchases: what was paid is what its rows come to, corrections leave a trace, gifts cost nothing.

use client::{Client, ClientError};
use domain::{
    access::Role,
    events::EventKind,
    exports::ExportFormat,
    id::UserId,
    licenses::{
        ActivationMode::Online,
        wire::{PaymentStatus, PurchaseKind},
    },
    list::ListQuery as _,
    money::{Amount, Currency},
    problem::{ProblemCode, Reason},
    purchases::{
        PaymentMethod,
        wire::{
            CorrectPurchase, PurchaseListQuery, PurchaseRecord, PurchaseRow, RecordPurchase,
            RevenueQuery,
        },
    },
    views::SavedList,
};
use testkit::{TestApp, key, today};

pub async fn listed(client: &Client, query: &PurchaseListQuery) -> Vec<PurchaseRow> {
    client.purchases(query).await.unwrap().items
}

/// Notes that a purchase is paid.
pub async fn paid(ops: &Client, row: &PurchaseRow) -> PurchaseRecord {
    let known = ops.purchase(row.id).await.unwrap();
    let content = CorrectPurchase {
        payment_status: PaymentStatus::Paid,
        method: Some(PaymentMethod::BankTransfer),
        reason: "款项到账".to_owned(),
        ..known.correction()
    };
    ops.correct_purchase(row.id, known.version, &content).await.unwrap()
}

/// Whose account a role's person has.
pub async fn user_of(app: &TestApp, role: Role) -> UserId {
    app.as_role(role).await.me().await.unwrap().id
}

pub fn gift(of: &PurchaseRow, owner_id: Option<UserId>) -> RecordPurchase {
    RecordPurchase {
        customer_id: of.customer_id,
        license_id: None,
        owner_id,
        kind: PurchaseKind::Service,
        purchased_on: today(),
        sets: 1,
        amount: Amount::ZERO,
        currency: Currency::Cny,
        payment_status: PaymentStatus::Paid,
        method: Some(PaymentMethod::Gift),
        contract_number: None,
        notes: Some(" 赠送培训 ".to_owned()),
    }
}

fn faults(error: &ClientError) -> Vec<(&str, Reason)> {
    let problem = error.problem().unwrap();
    problem.errors.iter().map(|fault| (fault.pointer.as_str(), fault.reason)).collect()
}

#[actix_web::test]
async fn what_was_ordered_is_paid_and_the_statistics_are_what_their_rows_come_to() {
    let app = TestApp::start().await;
    for _ in 0..3 {
        app.approved(&[Online, Online]).await;
    }
    let ops = app.as_role(Role::CommercialOps).await;
    let all = listed(&ops, &PurchaseListQuery::default()).await;
    assert_eq!(all.len(), 3);
    assert!(all.iter().all(|row| row.payment_status == PaymentStatus::Pending));
    assert!(all.iter().all(|row| row.partner_id == Some(app.partner_a)));
    assert!(ops.revenue(&RevenueQuery::default()).await.unwrap().cells.is_empty());

    let first = paid(&ops, &all[0]).await;
    paid(&ops, &all[1]).await;

    assert_eq!(first.purchase.payment_status, PaymentStatus::Paid);
    assert_eq!(first.licenses.len(), 2, "one of each set");
    let query = RevenueQuery { partner: Some(app.partner_a), ..RevenueQuery::default() };
    let revenue = ops.revenue(&query).await.unwrap();
    let [cell] = revenue.cells[..] else { panic!("{revenue:?}") };
    let behind = listed(&ops, &query.list_of(&cell, today())).await;
    assert_eq!((cell.purchases, behind.len()), (2, 2));
    assert_eq!(behind.iter().map(|row| row.amount).sum::<Amount>(), cell.amount);
    assert_eq!(revenue.totals[0].amount, cell.amount);
    let other = RevenueQuery { partner: Some(app.partner_b), ..RevenueQuery::default() };
    assert!(ops.revenue(&other).await.unwrap().cells.is_empty());
    let long = RevenueQuery { from: "2000-01-01".parse().ok(), ..RevenueQuery::default() };
    let long = ops.revenue(&long).await.unwrap_err();
    assert_eq!(faults(&long), [("/until", Reason::PeriodTooLong)]);

    let filter = PurchaseListQuery {
        payment_status: vec![PaymentStatus::Paid],
        ..PurchaseListQuery::default()
    };
    let finance = app.as_role(Role::Finance).await;
    let file = finance
        .export(SavedList::Purchases, ExportFormat::Csv, &filter.to_query_string())
        .await
        .unwrap();
    let file = String::from_utf8(file).unwrap();
    assert_eq!(file.lines().count(), 3, "{file}");
    assert!(file.contains(&behind[0].amount.to_string()));
}

#[actix_web::test]
async fn a_correction_leaves_a_trace_and_what_an_order_brought_is_taken_back_with_it() {
    let app = TestApp::start().await;
    app.approved(&[Online]).await;
    let ops = app.as_role(Role::CommercialOps).await;
    let row = listed(&ops, &PurchaseListQuery::default()).await.remove(0);
    let rep = user_of(&app, Role::SalesRep).await;
    let known = ops.purchase(row.id).await.unwrap();
    let content = CorrectPurchase {
        payment_status: PaymentStatus::PartiallyPaid,
        contract_number: Some(" HT-2026-7 ".to_owned()),
        owner_id: Some(rep),
        reason: "收到首期款".to_owned(),
        ..known.correction()
    };

    let after = ops.correct_purchase(row.id, known.version, &content).await.unwrap();

    assert_eq!(after.purchase.contract_number.as_deref(), Some("HT-2026-7"));
    assert_eq!(after.purchase.owner_name.as_deref(), Some("sales_rep 先生"));
    let timeline = ops.purchase_timeline(row.id).await.unwrap();
    let event = &timeline[0];
    assert_eq!(event.kind, EventKind::PurchaseCorrected);
    assert_eq!(event.note.as_deref(), Some("收到首期款"));
    let fields: Vec<_> = event.changes.iter().map(|change| change.field.as_str()).collect();
    assert_eq!(fields, ["contract_number", "owner_id", "payment_status"]);
    assert_eq!(event.changes[2].from.as_deref(), Some("pending"));

    let stale = ops.correct_purchase(row.id, known.version, &content).await.unwrap_err();
    assert_eq!(stale.code(), Some(ProblemCode::VersionMismatch));
    let same = ops.correct_purchase(row.id, after.version, &content).await.unwrap_err();
    assert_eq!(faults(&same)[0].1, Reason::NothingChanges);
    let back = CorrectPurchase { payment_status: PaymentStatus::Refunded, ..content.clone() };
    let back = ops.correct_purchase(row.id, after.version, &back).await.unwrap_err();
    assert_eq!(faults(&back), [("/payment_status", Reason::PaymentMove)]);
    let free = CorrectPurchase {
        payment_status: PaymentStatus::Paid,
        method: Some(PaymentMethod::Gift),
        reason: String::new(),
        ..content.clone()
    };
    let free = ops.correct_purchase(row.id, after.version, &free).await.unwrap_err();
    assert_eq!(
        faults(&free),
        [("/method", Reason::GiftCostsNothing), ("/reason", Reason::Required)]
    );
    let partner = user_of(&app, Role::Partner).await;
    let wrong = CorrectPurchase { owner_id: Some(partner), ..content };
    let wrong = ops.correct_purchase(row.id, after.version, &wrong).await.unwrap_err();
    assert_eq!(faults(&wrong), [("/owner_id", Reason::NotASalesPerson)]);
    let kept = ops.delete_purchase(row.id, after.version).await.unwrap_err();
    assert_eq!(kept.problem().unwrap().reason, Some(Reason::PurchaseOfOrder));
    assert_eq!(ops.purchase(row.id).await.unwrap(), after, "nothing half saved");
    assert_eq!(ops.purchase_timeline(row.id).await.unwrap().len(), 1);
}

#[actix_web::test]
async fn a_gift_is_recorded_by_hand_and_is_no_revenue() {
    let app = TestApp::start().await;
    app.approved(&[Online]).await;
    let ops = app.as_role(Role::CommercialOps).await;
    let row = listed(&ops, &PurchaseListQuery::default()).await.remove(0);
    let rep = user_of(&app, Role::SalesRep).await;
    let once = key();

    let made = ops.record_purchase(&gift(&row, Some(rep)), &once).await.unwrap();
    let twin = ops.record_purchase(&gift(&row, Some(rep)), &once).await.unwrap();

    assert_eq!(made, twin, "the same key acts once");
    assert_eq!((made.purchase.order_id, made.notes.as_deref()), (None, Some("赠送培训")));
    let revenue = ops.revenue(&RevenueQuery::default()).await.unwrap();
    assert!(revenue.cells.is_empty() && revenue.totals.is_empty());
    assert_eq!(revenue.gifts.len(), 1);
    let gifts = PurchaseListQuery { gift: Some(true), ..PurchaseListQuery::default() };
    assert_eq!(listed(&ops, &gifts).await, std::slice::from_ref(&made.purchase));

    let priced = RecordPurchase { amount: Amount::from_minor(1), ..gift(&row, None) };
    let priced = ops.record_purchase(&priced, &key()).await.unwrap_err();
    assert_eq!(faults(&priced), [("/amount", Reason::GiftCostsNothing)]);
    let nobody = RecordPurchase { customer_id: uuid::Uuid::nil().into(), ..gift(&row, None) };
    let nobody = ops.record_purchase(&nobody, &key()).await.unwrap_err();
    assert_eq!(faults(&nobody), [("/customer_id", Reason::UnknownReference)]);
    let later = RecordPurchase { purchased_on: today().succ_opt().unwrap(), ..gift(&row, None) };
    let later = ops.record_purchase(&later, &key()).await.unwrap_err();
    assert_eq!(faults(&later), [("/purchased_on", Reason::InTheFuture)]);
    assert_eq!(listed(&ops, &PurchaseListQuery::default()).await.len(), 2);

    ops.delete_purchase(made.purchase.id, made.version).await.unwrap();
    let gone = ops.purchase(made.purchase.id).await.unwrap_err();
    assert_eq!(gone.code(), Some(ProblemCode::NotFound));
}

#[actix_web::test]
async fn engineers_see_no_money_and_reps_change_none() {
    let app = TestApp::start().await;
    app.approved(&[Online]).await;
    let ops = app.as_role(Role::CommercialOps).await;
    let row = listed(&ops, &PurchaseListQuery::default()).await.remove(0);
    paid(&ops, &row).await;
    let engineer = app.as_role(Role::Engineer).await;
    let refused = [
        engineer.purchases(&PurchaseListQuery::default()).await.err().unwrap(),
        engineer.purchase(row.id).await.err().unwrap(),
        engineer.purchase_timeline(row.id).await.err().unwrap(),
        engineer.revenue(&RevenueQuery::default()).await.err().unwrap(),
    ];
    for error in &refused {
        assert_eq!(error.code(), Some(ProblemCode::NotPermitted));
    }
    // Nor beside what they do read.
    let license = &ops.purchase(row.id).await.unwrap().licenses[0];
    for path in [
        format!("/api/v1/customers/{}", row.customer_id),
        format!("/api/v1/customers/{}/timeline", row.customer_id),
        format!("/api/v1/licenses/{}", license.id),
        format!("/api/v1/licenses/{}/timeline", license.id),
    ] {
        let answer = app.call(&engineer, "GET", &path, &[], None).await;
        assert!(!answer.text.contains(&row.amount.to_string()), "{path}: {}", answer.text);
    }
    let rep = app.as_role(Role::SalesRep).await;
    let known = rep.purchase(row.id).await.unwrap();
    let content = CorrectPurchase { reason: "x".to_owned(), ..known.correction() };
    let refused = rep.correct_purchase(row.id, known.version, &content).await.unwrap_err();
    assert_eq!(refused.code(), Some(ProblemCode::NotPermitted));
}
