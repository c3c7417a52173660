//! The answer to COMMIT gets lost: what happened counts once, and is acknowledged.

use std::net::ToSocketAddrs as _;

use chrono::{Months, TimeDelta};
use client::{Client, Side};
use domain::{
    access::Role,
    deliveries::{MailKind, wire::DeliveryListQuery},
    licenses::{
        ActivationMode::{Offline, Online},
        wire::{Activate, LicenseListQuery, LicenseView},
    },
    orders::{
        OrderStatus,
        wire::{ApproveOrder, OrderListQuery, OrderView},
    },
};
use secrecy::{ExposeSecret as _, SecretString};
use testkit::{Gap, TestApp, content, depth, key};

use crate::faults::{check_fulfilled, insist, renewal, settle_in_the_end};

/// A server whose line to MySQL has a gap; none on SQLite, which has no line.
pub async fn app_with_gap() -> Option<(TestApp, Gap)> {
    let mut gap = None;
    let app = TestApp::start_with(|config| {
        let url = config.database.url.expose_secret().to_owned();
        let Some((before, rest)) = url.split_once('@') else { return };
        let (server, name) = rest.split_once('/').unwrap();
        let upstream = server.to_socket_addrs().unwrap().next().unwrap();
        let here = Gap::before(upstream);
        config.database.url = SecretString::from(format!("{before}@{}/{name}", here.address));
        gap = Some(here);
    })
    .await;
    gap.map(|gap| (app, gap))
}

#[actix_web::test]
async fn an_approval_whose_commit_was_not_answered_happened_once_and_says_so() {
    let Some((app, gap)) = app_with_gap().await else { return };
    let order = app.submitted(&[Online, Online]).await;
    let admin = app.as_role(Role::Admin).await;
    let (approve, once) = (ApproveOrder::default(), key());

    gap.lose(1);
    let approved = admin.approve_order(order.id, order.version, &approve, &once).await.unwrap();
    assert_eq!(gap.left(), 0, "nothing was lost: this test shows nothing");
    let again = admin.approve_order(order.id, order.version, &approve, &once).await.unwrap();

    assert_eq!(approved.status, OrderStatus::Approved);
    assert_eq!(again.version, approved.version);
    let all = admin.licenses(Side::Staff, &LicenseListQuery::default()).await.unwrap();
    assert_eq!(all.total, 2);
}

/// What was done while answers to commits got lost, by kind.
#[derive(Debug, Default)]
struct Lost {
    drafts: usize,
    submissions: usize,
    approvals: usize,
    deliveries: usize,
    resends: usize,
    activations: usize,
    renewals: usize,
}

/// A sale with the answer to every commit lost, and what it came to.
struct Sale {
    order: OrderView,
    /// Before it was renewed.
    license: LicenseView,
    renewal: OrderView,
}

/// Somebody who sells over a line with a gap.
struct Seller<'a> {
    app: &'a TestApp,
    gap: &'a Gap,
    partner: Client,
    admin: Client,
    lost: &'a mut Lost,
}

impl<'a> Seller<'a> {
    /// Signed in while nothing is lost.
    async fn new(app: &'a TestApp, gap: &'a Gap, lost: &'a mut Lost) -> Self {
        let (partner, admin) = (app.as_role(Role::Partner).await, app.as_role(Role::Admin).await);
        Self { app, gap, partner, admin, lost }
    }

    /// Does it with the answer to its commit lost, and once more under the same key: the same.
    async fn once<T>(&self, act: impl AsyncFn() -> client::ClientResult<T>) -> (T, T) {
        self.gap.lose(1);
        let first = insist(&act).await;
        assert_eq!(self.gap.left(), 0, "nothing was lost: this test shows nothing");
        (first, act().await.unwrap())
    }

    async fn draft(&mut self) -> OrderView {
        let catalogue = self.partner.catalogue(Side::Portal).await.unwrap();
        let content = content(&catalogue, "招商远航银行股份有限公司", &[Online, Offline]);
        let once = key();
        let (draft, again) =
            self.once(async || self.partner.place_order(Side::Portal, &content, &once).await).await;
        assert_eq!(draft.number, again.number);
        self.lost.drafts += 1;
        draft
    }

    async fn submit(&mut self, draft: &OrderView) -> OrderView {
        let submit = self.app.acceptance(&self.partner, draft).await;
        let once = key();
        let (order, again) = self
            .once(async || {
                let version = draft.version;
                self.partner.submit_order(Side::Portal, draft.id, version, &submit, &once).await
            })
            .await;
        assert_eq!(order.version, again.version);
        self.lost.submissions += 1;
        order
    }

    async fn approve(&self, order: &OrderView) -> OrderView {
        let (approve, once) = (ApproveOrder::default(), key());
        let (approved, again) = self
            .once(async || self.admin.approve_order(order.id, order.version, &approve, &once).await)
            .await;
        assert_eq!((approved.version, approved.status), (again.version, OrderStatus::Approved));
        approved
    }

    /// Lets the worker work, with the answer to another of its commits lost each time.
    async fn deliver(&mut self) {
        let before = self.gap.lost();
        self.gap.lose_after(self.lost.deliveries % 9);
        while matches!(api::worker::turn(&self.app.app, "lossy").await, Ok(1..)) {}
        self.gap.lose(0);
        self.lost.deliveries += self.gap.lost() - before;
        // Past every lease, with nothing lost.
        self.app.pass(TimeDelta::minutes(2));
        self.app.settle().await;
    }

    async fn activate(&mut self, license: &LicenseView) {
        let shown = self.admin.show_license_key(license.id).await.unwrap();
        let body = Activate {
            code: shown.activation_code.unwrap(),
            cluster_id: format!("c-{}", license.id),
            version: None,
            installation_key: None,
        };
        let stranger = self.app.stranger();
        let (first, again) = self.once(async || stranger.activate(&body).await).await;
        assert!(first.key == again.key, "the same key, byte for byte");
        self.lost.activations += 1;
    }

    async fn resend(&mut self, license: &LicenseView) {
        let once = key();
        self.once(async || self.admin.resend_license(license.id, &once).await).await;
        self.lost.resends += 1;
        self.deliver().await;
    }

    async fn sell(&mut self) -> Sale {
        let draft = self.draft().await;
        let order = self.submit(&draft).await;
        let order = self.approve(&order).await;
        self.lost.approvals += 1;
        self.deliver().await;
        let number = &order.lines[0].licenses[0].number;
        let license = self.admin.license(Side::Staff, number).await.unwrap();
        self.resend(&license).await;
        self.activate(&license).await;
        let license = self.admin.license(Side::Staff, number).await.unwrap();
        let renewal = renewal(self.app, &license).await;
        let renewal = self.approve(&renewal).await;
        self.lost.renewals += 1;
        Sale { order, license, renewal }
    }
}

#[actix_web::test]
async fn whatever_loses_the_answer_to_its_commit_happens_once() {
    let Some((app, gap)) = app_with_gap().await else { return };
    let (mut lost, mut sales) = (Lost::default(), Vec::new());
    while gap.lost() < depth(20, 1_000) {
        sales.push(Seller::new(&app, &gap, &mut lost).await.sell().await);
    }
    settle_in_the_end(&app).await;

    let all = gap.lost();
    println!("{all} commits without an answer: {lost:?}");
    let Lost { drafts, submissions, approvals, deliveries, resends, activations, renewals } = lost;
    let each = [drafts, submissions, approvals, resends, activations, renewals];
    assert_eq!(each, [sales.len(); 6], "each kind has its part");
    assert!(deliveries >= sales.len(), "{deliveries} deliveries");
    assert_eq!(each.iter().sum::<usize>() + deliveries, all, "no other commit was lost");
    let admin = app.as_role(Role::Admin).await;
    for sale in &sales {
        check(&admin, sale).await;
    }
    let count = sales.len() as u64;
    let orders = admin.orders(Side::Staff, &OrderListQuery::default()).await.unwrap();
    assert_eq!(orders.total, 2 * count, "a sale and a renewal each");
    let licenses = admin.licenses(Side::Staff, &LicenseListQuery::default()).await.unwrap();
    assert_eq!(licenses.total, 2 * count);
}

/// It is there once: two licenses, one of them activated and renewed, one mail and one resent.
async fn check(admin: &Client, sale: &Sale) {
    let number = &sale.order.number;
    let order = admin.order(Side::Staff, number).await.unwrap();
    assert_eq!((order.status, order.lines[0].licenses.len()), (OrderStatus::Fulfilled, 2));
    let query = DeliveryListQuery { order: Some(order.id), ..DeliveryListQuery::default() };
    let mails = admin.deliveries(&query).await.unwrap().items;
    let sent = mails.iter().filter(|mail| mail.kind == MailKind::Licenses).count();
    assert_eq!(sent, 2, "one mail for {number}, and once more by hand");
    check_fulfilled(admin, &sale.renewal, 1).await;
    let timeline = admin.order_timeline(Side::Staff, order.id).await.unwrap();
    for kind in ["order.submitted", "order.approved"] {
        let times = timeline.iter().filter(|event| event.kind.as_str() == kind).count();
        assert_eq!(times, 1, "{kind} once, {number}");
    }
    let timeline = admin.license_timeline(Side::Staff, sale.license.id).await.unwrap();
    let times = timeline.iter().filter(|it| it.kind.as_str() == "license.activated").count();
    assert_eq!(times, 1, "activated once");
    let after = admin.license(Side::Staff, &sale.license.number).await.unwrap();
    let until = sale.license.expires_on.and_then(|day| day.checked_add_months(Months::new(12)));
    assert_eq!((after.expires_on, after.purchases.len()), (until, 2), "extended once");
}
