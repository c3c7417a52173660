//! The line to the database is cut between any two statements, or is gone for a while (`lost_commit`:
//! answers to commits get lost; `fail_points`: the program dies): each thing happens once, whoever asks is told so, and all is well afterwards.

use std::{
    collections::BTreeSet,
    fs,
    time::{Duration, Instant},
};

use chrono::Months;
use client::{Client, ClientResult, IdempotencyKey, Side};
use domain::{
    access::Role,
    deliveries::wire::DeliveryListQuery,
    licenses::{
        ActivationMode::{Offline, Online},
        wire::{Activate, LicenseListQuery, LicenseView},
    },
    orders::{
        LineKind, OrderStatus,
        wire::{ApproveOrder, LineInput, OrderContent, OrderListQuery, OrderView},
    },
};
use testkit::{Gap, TestApp, depth, key};

use crate::lost_commit::app_with_gap;

/// Asks again while the database is not available, as every caller may.
pub async fn insist<T>(ask: impl AsyncFn() -> ClientResult<T>) -> T {
    for _ in 0..20 {
        match ask().await {
            Ok(answer) => return answer,
            Err(error) => {
                let status = error.problem().map(|problem| problem.status);
                assert_eq!(status, Some(503), "{error}");
            }
        }
    }
    panic!("it does not get through")
}

async fn approve(admin: &Client, order: &OrderView, once: &IdempotencyKey) -> OrderView {
    let approve = ApproveOrder::default();
    insist(async || admin.approve_order(order.id, order.version, &approve, once).await).await
}

/// Everything that follows, however often the line is cut: what a worker had leased when it failed
/// is taken up when the lease ends.
pub async fn settle_in_the_end(app: &TestApp) {
    for _ in 0..8 {
        while matches!(api::worker::turn(&app.app, "test").await, Ok(1..)) {}
        app.pass(chrono::TimeDelta::minutes(10));
    }
    app.settle().await;
}

/// The order is fulfilled, with so many licenses and one mail.
pub async fn check_fulfilled(admin: &Client, order: &OrderView, licenses: usize) {
    let after = admin.order(Side::Staff, &order.number).await.unwrap();
    assert_eq!(after.status, OrderStatus::Fulfilled, "{}", order.number);
    let numbers: BTreeSet<_> = after.lines[0].licenses.iter().map(|it| &it.number).collect();
    assert_eq!((numbers.len(), after.lines[0].licenses.len()), (licenses, licenses));
    let query = DeliveryListQuery { order: Some(order.id), ..DeliveryListQuery::default() };
    let mails = admin.deliveries(&query).await.unwrap();
    let sent: Vec<_> = mails.items.iter().filter(|it| it.kind.as_str() == "licenses").collect();
    assert_eq!(sent.len(), 1, "one mail for {}", order.number);
}

/// Runs `act` on something new each time, with the line cut at its first, second, third … packet,
/// until it runs uncut; answers how many cuts there were. Quick runs skip some.
async fn at_every_step<T>(
    gap: &Gap,
    skip: usize,
    prepare: impl AsyncFn() -> T,
    act: impl AsyncFn(&T),
) -> Vec<T> {
    let mut all = Vec::new();
    for n in (1..2000).step_by(depth(skip, 1)) {
        let one = prepare().await;
        gap.cut_at(n);
        act(&one).await;
        let was_cut = gap.was_cut();
        all.push(one);
        if !was_cut {
            return all;
        }
    }
    panic!("it never ends")
}

#[actix_web::test]
async fn an_approval_that_is_cut_between_any_two_steps_issues_once() {
    let Some((app, gap)) = app_with_gap().await else { return };
    let admin = app.as_role(Role::Admin).await;

    let prepare = async || app.submitted(&[Online, Offline]).await;
    let orders = at_every_step(&gap, 7, prepare, async |order| {
        approve(&admin, order, &key()).await;
    })
    .await;
    settle_in_the_end(&app).await;

    assert!(orders.len() > 4, "{} cuts", orders.len());
    println!("approvals, each cut at another step: {}", orders.len());
    let admin = app.as_role(Role::Admin).await;
    for order in &orders {
        check_fulfilled(&admin, order, 2).await;
    }
    let all = admin.licenses(Side::Staff, &LicenseListQuery::default()).await.unwrap();
    assert_eq!(all.total, 2 * orders.len() as u64);
}

#[actix_web::test]
async fn a_renewal_that_is_cut_between_any_two_steps_extends_once() {
    let Some((app, gap)) = app_with_gap().await else { return };
    let admin = app.as_role(Role::Admin).await;

    let prepare = async || {
        let license = sold(&app).await;
        let order = renewal(&app, &license).await;
        (license, order)
    };
    let renewed = at_every_step(&gap, 5, prepare, async |(_, order)| {
        approve(&admin, order, &key()).await;
    })
    .await;
    settle_in_the_end(&app).await;

    assert!(renewed.len() > 5, "{} cuts", renewed.len());
    println!("renewals, each cut at another step: {}", renewed.len());
    let admin = app.as_role(Role::Admin).await;
    for (before, order) in &renewed {
        let after = admin.license(Side::Staff, &before.number).await.unwrap();
        let a_year_later =
            before.expires_on.and_then(|day| day.checked_add_months(Months::new(12)));
        assert_eq!(after.expires_on, a_year_later, "extended once");
        assert_eq!(after.purchases.len(), 2, "one purchase for each order");
        check_fulfilled(&admin, order, 1).await;
    }
}

#[actix_web::test]
async fn a_delivery_that_is_cut_between_any_two_steps_is_made_up_for() {
    let Some((app, gap)) = app_with_gap().await else { return };

    let prepare = async || {
        app.settle().await;
        app.approved(&[Online, Offline]).await
    };
    let orders = at_every_step(&gap, 23, prepare, async |_| {
        while matches!(api::worker::turn(&app.app, "cut").await, Ok(1..)) {}
    })
    .await;
    settle_in_the_end(&app).await;

    assert!(orders.len() > 4, "{} cuts", orders.len());
    println!("deliveries, each cut at another step: {}", orders.len());
    let admin = app.as_role(Role::Admin).await;
    for order in &orders {
        check_fulfilled(&admin, order, 2).await;
    }
}

#[actix_web::test]
async fn an_activation_that_is_cut_between_any_two_steps_gives_one_key() {
    let Some((app, gap)) = app_with_gap().await else { return };
    let stranger = app.stranger();

    let prepare = async || {
        let order = app.approved(&[Online]).await;
        app.settle().await;
        let admin = app.as_role(Role::Admin).await;
        let license = order.lines[0].licenses[0].id;
        let code = admin.show_license_key(license).await.unwrap().activation_code.unwrap();
        (
            license,
            Activate {
                code,
                cluster_id: "cluster-1".to_owned(),
                version: None,
                installation_key: None,
            },
        )
    };
    let activated = at_every_step(&gap, 5, prepare, async |(_, body)| {
        insist(async || stranger.activate(body).await).await;
    })
    .await;

    assert!(activated.len() > 3, "{} cuts", activated.len());
    println!("activations, each cut at another step: {}", activated.len());
    let admin = app.as_role(Role::Admin).await;
    for (license, body) in &activated {
        let timeline = admin.license_timeline(Side::Staff, *license).await.unwrap();
        let times = timeline.iter().filter(|it| it.kind.as_str() == "license.activated").count();
        assert_eq!(times, 1, "activated once");
        let first = stranger.activate(body).await.unwrap().key;
        let again = stranger.activate(body).await.unwrap().key;
        assert!(first == again, "the same key, byte for byte");
    }
}

/// A license of partner A's, delivered and activated.
async fn sold(app: &TestApp) -> LicenseView {
    let order = app.approved(&[Online]).await;
    app.settle().await;
    let admin = app.as_role(Role::Admin).await;
    let license = &order.lines[0].licenses[0];
    let code = admin.show_license_key(license.id).await.unwrap().activation_code.unwrap();
    let body = Activate {
        code,
        cluster_id: "cluster-1".to_owned(),
        version: None,
        installation_key: None,
    };
    app.stranger().activate(&body).await.unwrap();
    admin.license(Side::Staff, &license.number).await.unwrap()
}

/// An order that renews it for a year, submitted.
pub async fn renewal(app: &TestApp, license: &LicenseView) -> OrderView {
    let partner = app.as_role(Role::Partner).await;
    let line = LineInput {
        kind: LineKind::Renewal,
        sets: 1,
        licenses: vec![license.id],
        activations: Vec::new(),
        ..LineInput::default()
    };
    let content = OrderContent { lines: vec![line], ..OrderContent::default() };
    let draft = partner.place_order(Side::Portal, &content, &key()).await.unwrap();
    let submit = app.acceptance(&partner, &draft).await;
    partner.submit_order(Side::Portal, draft.id, draft.version, &submit, &key()).await.unwrap()
}

/// What this process holds: open files and sockets, and memory in KiB.
fn held() -> (usize, u64) {
    let files = fs::read_dir("/proc/self/fd").unwrap().count();
    let status = fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with("VmRSS:")).unwrap();
    (files, line.split_whitespace().nth(1).unwrap().parse().unwrap())
}

#[actix_web::test]
async fn while_the_database_is_gone_callers_are_told_at_once_and_afterwards_all_is_well() {
    let Some((app, gap)) = app_with_gap().await else { return };
    let admin = app.as_role(Role::Admin).await;
    let query = OrderListQuery::default();
    for _ in 0..20 {
        admin.orders(Side::Staff, &query).await.unwrap();
    }
    let before = held();
    let gone = Duration::from_secs(u64::try_from(depth(3, 60)).unwrap());

    gap.down();
    let begun = Instant::now();
    let mut slowest = Duration::ZERO;
    let mut asked = 0;
    while begun.elapsed() < gone {
        let one = Instant::now();
        let refused =
            futures_util::future::join_all((0..8).map(|_| admin.orders(Side::Staff, &query))).await;
        slowest = slowest.max(one.elapsed());
        asked += refused.len();
        for answer in refused {
            let status = answer.unwrap_err().problem().map(|problem| problem.status);
            assert_eq!(status, Some(503));
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    gap.up();
    let back = Instant::now();
    while admin.orders(Side::Staff, &query).await.is_err() {
        assert!(back.elapsed() < Duration::from_secs(2), "it does not recover");
    }
    let recovered = back.elapsed();
    for _ in 0..40 {
        admin.orders(Side::Staff, &query).await.unwrap();
    }
    tokio::time::sleep(Duration::from_secs(1)).await;
    let after = held();

    println!(
        "gone {gone:?}: {asked} refused, slowest {slowest:?}; back after {recovered:?}; \
         files {} -> {}, KiB {} -> {}",
        before.0, after.0, before.1, after.1
    );
    assert!(slowest < Duration::from_secs(1), "told after {slowest:?}");
    assert!(after.0 <= before.0 + 24, "files {} -> {}", before.0, after.0);
    assert!(after.1 <= before.1 + 32 * 1024, "KiB {} -> {}", before.1, after.1);
    assert_eq!(app.submitted(&[Online]).await.status, OrderStatus::Submitted);
}
