//! Money in the demo: what was bought is paid a month later, mostly; who sells has targets; and
//! somebody was given something.

use chrono::{Datelike as _, NaiveDate, TimeDelta};
use domain::{
    access::{Role, Scope},
    customers::Region,
    licenses::wire::{PaymentStatus, PurchaseKind},
    list::{MAX_PER_PAGE, Sort},
    money::{Amount, Currency},
    purchases::{
        PaymentMethod,
        wire::{CorrectPurchase, PurchaseListQuery, PurchaseSort, RecordPurchase},
    },
    sales_reps::{
        SalesRepKind,
        wire::{SalesRepContent, TargetContent},
    },
};

use super::people::{Staff, caller};
use crate::{
    app::App,
    error::ApiResult,
    http::IfMatch,
    purchases,
    sales_reps::{service, targets},
};

/// Days that customers take to pay.
const DAYS_TO_PAY: i64 = 30;
/// One of so many is late, and one of so many pays a part first.
const LATE: usize = 9;
const IN_PARTS: usize = 7;

/// Notes by hand what came in of what is due by now, as far as no bank statement tells it.
///
/// # Errors
/// The use case refuses: then the demo is wrong.
pub async fn collect(app: &App, staff: &Staff, by_hand_until: NaiveDate) -> ApiResult<()> {
    let ops = caller(staff.ops, Role::CommercialOps);
    let due = PurchaseListQuery {
        payment_status: vec![PaymentStatus::Pending, PaymentStatus::PartiallyPaid],
        until: Some((app.clock.today() - TimeDelta::days(DAYS_TO_PAY)).min(by_hand_until)),
        sort: Sort::ascending(PurchaseSort::PurchasedOn),
        per_page: MAX_PER_PAGE,
        ..PurchaseListQuery::default()
    };
    let found = purchases::service::page(app, &ops, Scope::Everything, &due).await?;
    for row in found.items {
        // By the amount: the same every time, and not all of one week alike.
        let place = usize::try_from(row.amount.minor() / 100_00).unwrap_or_default()
            + row.customer_name.chars().count();
        let is_old = row.purchased_on + TimeDelta::days(90) < app.clock.today();
        let is_begun = row.payment_status == PaymentStatus::PartiallyPaid;
        if (place.is_multiple_of(LATE) || is_begun) && !is_old {
            continue;
        }
        let record = purchases::service::view(app, Scope::Everything, row.id).await?;
        let in_parts = place.is_multiple_of(IN_PARTS) && !is_old;
        let correction = CorrectPurchase {
            payment_status: if in_parts {
                PaymentStatus::PartiallyPaid
            } else {
                PaymentStatus::Paid
            },
            method: Some(if place.is_multiple_of(5) {
                PaymentMethod::AcceptanceBill
            } else {
                PaymentMethod::BankTransfer
            }),
            reason: if in_parts { "收到首期款" } else { "款项到账" }.to_owned(),
            ..record.correction()
        };
        let version = IfMatch::of(record.version);
        purchases::service::correct(app, &ops, Scope::Everything, row.id, version, &correction)
            .await?;
    }
    Ok(())
}

/// Says who sells where, and what they are to sell; and gives a license away.
///
/// # Errors
/// The use case refuses: then the demo is wrong.
pub async fn hire(app: &App, staff: &Staff, today: NaiveDate) -> ApiResult<()> {
    let ops = caller(staff.ops, Role::CommercialOps);
    let manager = caller(staff.manager, Role::SalesManager);
    let year = u32::try_from(today.year()).unwrap_or_default();
    for (user, position, region, target) in [
        (staff.manager, "销售总监", Region::North, 4_000_000_00),
        (staff.sales, "华东区客户经理", Region::East, 6_000_000_00),
    ] {
        let Some(rep) = store::sales_reps::of_user(&app.db.read, user).await? else { continue };
        let content = SalesRepContent {
            kind: SalesRepKind::CommercialOps,
            position: Some(position.to_owned()),
            region: Some(region),
            ..rep.content.clone()
        };
        let version = IfMatch::of(rep.version);
        service::change(app, &ops, Scope::Everything, rep.id, version, &content).await?;
        for quarter in [None, Some(1), Some(2), Some(3), Some(4)] {
            let share = if quarter.is_some() { 4 } else { 1 };
            let content = TargetContent {
                sales_rep_id: rep.id,
                year,
                quarter,
                currency: Currency::Cny,
                amount: Amount::from_minor(target / share),
            };
            targets::set(app, &manager, None, &content).await?;
        }
    }
    let architect = SalesRepContent {
        name: "何嘉树".to_owned(),
        email: "hejs@dsms.example".to_owned(),
        phone: Some("13800103001".to_owned()),
        kind: SalesRepKind::SolutionArchitect,
        position: Some("解决方案架构师".to_owned()),
        region: Some(Region::South),
        user_id: None,
    };
    service::create(app, &ops, None, &architect).await?;
    give(app, staff, today).await
}

/// A training for the customer of the first purchase, for nothing.
async fn give(app: &App, staff: &Staff, today: NaiveDate) -> ApiResult<()> {
    let ops = caller(staff.ops, Role::CommercialOps);
    let first = PurchaseListQuery {
        sort: Sort::ascending(PurchaseSort::PurchasedOn),
        per_page: 1,
        ..PurchaseListQuery::default()
    };
    let found = purchases::service::page(app, &ops, Scope::Everything, &first).await?;
    let Some(customer_id) = found.items.first().map(|row| row.customer_id) else { return Ok(()) };
    let gift = RecordPurchase {
        customer_id,
        license_id: None,
        owner_id: Some(staff.sales),
        kind: PurchaseKind::Service,
        purchased_on: today,
        sets: 1,
        amount: Amount::ZERO,
        currency: Currency::Cny,
        payment_status: PaymentStatus::Paid,
        method: Some(PaymentMethod::Gift),
        contract_number: None,
        notes: Some("续约客户，赠送一次管理员培训".to_owned()),
    };
    purchases::service::record_by_hand(app, &ops, None, &gift).await.map(drop)
}
