//! The real program is killed at random, under load, again and again: whatever it acknowledged is
//! there, no license exists twice, no mail is lost, and at most one goes out twice per kill.

use std::{
    cell::{Cell, RefCell},
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, Mutex},
    time::Duration,
};

use api::{
    app::{App, Clock},
    config::Config,
    setup, worker,
};
use chrono::{Months, NaiveDate, TimeDelta};
use client::{Client, ClientResult, Side};
use domain::{
    id::LicenseId,
    licenses::{
        ActivationMode::{Offline, Online},
        wire::{Activate, LicenseListQuery},
    },
    orders::{
        LineKind, OrderStatus,
        wire::{ApproveOrder, LineInput, OrderContent, OrderView, SubmitOrder},
    },
};
use futures_util::future::{join, join_all};
use rand::{Rng as _, SeedableRng as _, rngs::StdRng};
use secrecy::SecretString;
use testkit::{MailServer, depth, key};

use crate::installation::{Installation, terminate};

/// People who work at once.
const PEOPLE: usize = 3;

/// What was acknowledged: order numbers with the state that the server said they have, and licenses
/// with the day that a renewal was to bring them to.
#[derive(Default)]
pub struct Ledger {
    placed: RefCell<BTreeSet<String>>,
    approved: RefCell<BTreeMap<String, usize>>,
    renewed: RefCell<BTreeMap<LicenseId, Option<NaiveDate>>>,
    /// What was asked, and the key that was given.
    activated: RefCell<BTreeMap<LicenseId, (Activate, String)>>,
}

/// Somebody who works until told to stop, and asks again under the same key when no answer comes.
pub struct Person<'a> {
    here: &'a Installation,
    ledger: &'a Ledger,
    is_over: &'a Cell<bool>,
    /// Signed in once; a session outlives the server.
    admin: RefCell<Option<Client>>,
}

impl<'a> Person<'a> {
    pub fn new(here: &'a Installation, ledger: &'a Ledger, is_over: &'a Cell<bool>) -> Self {
        Self { here, ledger, is_over, admin: RefCell::default() }
    }

    /// The answer, or nothing when the day is over.
    async fn insist<T>(&self, ask: impl AsyncFn(&Client) -> ClientResult<T>) -> Option<T> {
        loop {
            let known = self.admin.borrow().clone();
            let client = match known {
                Some(client) => Ok(client),
                None => self.here.try_admin().await,
            };
            if let Ok(client) = client {
                self.admin.replace(Some(client.clone()));
                match ask(&client).await {
                    Ok(answer) => return Some(answer),
                    Err(error) => {
                        // Only the server's absence is an excuse.
                        let status = error.problem().map(|problem| problem.status);
                        assert!(matches!(status, None | Some(503)), "{error}");
                    }
                }
            }
            if self.is_over.get() {
                return None;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// An order of an online and an offline license.
    pub async fn content(&self, name: &str) -> Option<OrderContent> {
        let catalogue = self.insist(async |it| it.catalogue(Side::Staff).await).await?;
        Some(testkit::content(&catalogue, name, &[Online, Offline]))
    }

    pub async fn submitted(&self, content: &OrderContent) -> Option<OrderView> {
        let (place, submit) = (key(), key());
        let draft =
            self.insist(async |it| it.place_order(Side::Staff, content, &place).await).await?;
        self.ledger.placed.borrow_mut().insert(draft.number.clone());
        let catalogue = self.insist(async |it| it.catalogue(Side::Staff).await).await?;
        let acceptance = SubmitOrder {
            terms_version: catalogue.terms.version,
            terms_hash: catalogue.terms.hash,
            expected_gross: draft.totals.gross,
        };
        self.insist(async |it| {
            it.submit_order(Side::Staff, draft.id, draft.version, &acceptance, &submit).await
        })
        .await
    }

    pub async fn approve(&self, order: &OrderView) -> Option<OrderView> {
        let (all, once) = (ApproveOrder::default(), key());
        let order = self
            .insist(async |it| it.approve_order(order.id, order.version, &all, &once).await)
            .await?;
        let licenses = order.lines[0].licenses.len();
        self.ledger.approved.borrow_mut().insert(order.number.clone(), licenses);
        Some(order)
    }

    pub async fn approved(&self, content: &OrderContent) -> Option<OrderView> {
        let order = self.submitted(content).await?;
        self.approve(&order).await
    }

    /// What activating the online license of an approved order takes.
    pub async fn activation(&self, order: &OrderView) -> Option<(LicenseId, Activate)> {
        let license = order.lines[0].licenses[0].id;
        let shown = self.insist(async |it| it.show_license_key(license).await).await?;
        let activate = Activate {
            code: shown.activation_code?,
            cluster_id: format!("c-{license}"),
            version: None,
            installation_key: None,
        };
        Some((license, activate))
    }

    pub async fn activate(&self, license: LicenseId, body: Activate) -> Option<()> {
        let key = self.insist(async |it| it.activate(&body).await).await?.key;
        self.ledger.activated.borrow_mut().insert(license, (body, key));
        Some(())
    }

    /// An order that renews it for a year, submitted, and the day that this brings it to.
    pub async fn renewal(&self, license: LicenseId) -> Option<(OrderView, Option<NaiveDate>)> {
        let id = license.to_string();
        let before = self.insist(async |it| it.license(Side::Staff, &id).await).await?;
        let line = LineInput {
            kind: LineKind::Renewal,
            sets: 1,
            licenses: vec![license],
            activations: Vec::new(),
            ..LineInput::default()
        };
        let renewal = OrderContent { lines: vec![line], ..OrderContent::default() };
        let order = self.submitted(&renewal).await?;
        let until = before.expires_on.and_then(|day| day.checked_add_months(Months::new(12)));
        Some((order, until))
    }

    /// Approves a renewal.
    pub async fn renew(
        &self,
        license: LicenseId,
        order: &OrderView,
        until: Option<NaiveDate>,
    ) -> Option<()> {
        self.approve(order).await?;
        self.ledger.renewed.borrow_mut().insert(license, until);
        Some(())
    }

    /// Sells two licenses, activates the one, renews it.
    async fn sell(&self, name: &str) -> Option<()> {
        let content = self.content(name).await?;
        let order = self.approved(&content).await?;
        let (license, body) = self.activation(&order).await?;
        self.activate(license, body).await?;
        let (order, until) = self.renewal(license).await?;
        self.renew(license, &order, until).await
    }

    async fn work(&self, who: usize) {
        let mut n = 0;
        while !self.is_over.get() {
            n += 1;
            self.sell(&format!("客户 {who}-{n} 有限公司")).await;
        }
    }
}

/// The installation as its settings say, at a time when every lease is over.
async fn reopened(here: &Installation) -> App {
    let config: Config = here.config();
    let later = Clock::System.now() + TimeDelta::hours(1);
    let clock = Clock::Stopped(Arc::new(Mutex::new(later)));
    setup::app_at(config, clock, StdRng::from_rng(&mut rand::rng())).await.unwrap()
}

async fn kill_again_and_again(here: &Installation, mails: &MailServer, kills: usize) {
    here.prepare();
    let (ledger, is_over) = (Ledger::default(), Cell::new(false));
    let people: Vec<_> = (0..PEOPLE).map(|_| Person::new(here, &ledger, &is_over)).collect();
    let mut chance = StdRng::from_rng(&mut rand::rng());

    let killing = async {
        for _ in 0..kills {
            let mut server = here.serve().await;
            let pause = 100 + chance.next_u64() % 1_200;
            tokio::time::sleep(Duration::from_millis(pause)).await;
            server.kill().unwrap();
            server.wait().unwrap();
        }
        let mut server = here.serve().await;
        is_over.set(true);
        tokio::time::sleep(Duration::from_secs(1)).await;
        terminate(&server);
        assert!(server.wait().unwrap().success());
    };
    let working = people.iter().enumerate().map(|(who, person)| person.work(who));
    join(join_all(working), killing).await;

    check(here, &ledger, mails, kills).await;
}

/// Lets everything follow that follows, and compares what is there with what was acknowledged.
pub async fn check(here: &Installation, ledger: &Ledger, mails: &MailServer, kills: usize) {
    let app = reopened(here).await;
    while worker::turn(&app, "afterwards").await.unwrap() > 0 {}
    setup::close(&app).await;
    let mut server = here.serve().await;
    let admin = here.admin().await;
    // Nobody writes into it any more; taken out, since no borrow may be held while one waits.
    let placed = ledger.placed.borrow().clone();
    for number in &placed {
        assert!(admin.order(Side::Staff, number).await.is_ok(), "{number} was acknowledged");
    }
    let approved = ledger.approved.borrow().clone();
    for (number, licenses) in &approved {
        let order = admin.order(Side::Staff, number).await.unwrap();
        assert_eq!(order.status, OrderStatus::Fulfilled, "{number}");
        assert_eq!(order.lines[0].licenses.len(), *licenses, "{number}");
    }
    let renewed = ledger.renewed.borrow().clone();
    for (license, until) in &renewed {
        let license = admin.license(Side::Staff, &license.to_string()).await.unwrap();
        assert_eq!(license.expires_on, *until, "{} was extended once", license.number);
        assert_eq!(license.purchases.len(), 2, "{}", license.number);
    }
    let activated = ledger.activated.borrow().clone();
    for (license, (body, key)) in &activated {
        let timeline = admin.license_timeline(Side::Staff, *license).await.unwrap();
        let times = timeline.iter().filter(|it| it.kind.as_str() == "license.activated").count();
        assert_eq!(times, 1, "{license} was activated once");
        // A renewal brings another key.
        if !renewed.contains_key(license) {
            assert!(admin.activate(body).await.unwrap().key == *key, "{license} has one key");
        }
    }
    let all = admin.licenses(Side::Staff, &LicenseListQuery::default()).await.unwrap();
    let sales = all.total / 2;
    assert_eq!(all.total % 2, 0, "two for each sale");
    assert!(sales >= renewed.len() as u64);
    let mut taken: BTreeMap<String, usize> = BTreeMap::new();
    for mail in mails.mails() {
        *taken.entry(mail.message_id).or_default() += 1;
    }
    let twice: usize = taken.values().map(|times| times - 1).sum();
    assert!(twice <= kills, "{twice} mails came twice in {kills} kills");
    let delivered = mails.mails();
    for number in approved.keys() {
        let is_there = delivered.iter().any(|mail| mail.text.contains(number.as_str()));
        assert!(is_there, "the mail of {number} is lost");
    }
    terminate(&server);
    server.wait().unwrap();
    assert!(here.run(&["audit", "verify"]), "the chain of events is whole");
    println!(
        "{kills} kills: {} orders placed, {} approved, {} licenses activated, {} renewed, \
         {} mails, {twice} of them twice",
        ledger.placed.borrow().len(),
        approved.len(),
        activated.len(),
        ledger.renewed.borrow().len(),
        taken.len(),
    );
}

pub fn sends_to(here: Installation, mails: &MailServer) -> Installation {
    here.with("DSMS__MAIL__TRANSPORT", "smtp")
        .with("DSMS__MAIL__HOST", "127.0.0.1")
        .with("DSMS__MAIL__PORT", &mails.address.port().to_string())
        .with("DSMS__MAIL__TLS", "none")
        .with("DSMS__APPROVAL__FOUR_EYES", "false")
        .with("DSMS__WORKER__INTERVAL_MS", "50")
}

#[actix_web::test]
async fn killed_at_random_on_the_embedded_database_nothing_is_lost_or_doubled() {
    let mails = MailServer::start();
    let here = sends_to(Installation::new(), &mails);

    kill_again_and_again(&here, &mails, depth(6, 200)).await;
}

#[actix_web::test]
async fn killed_at_random_on_mysql_nothing_is_lost_or_doubled() {
    let Some(server) = testkit::database_server() else { return };
    let mails = MailServer::start();
    let database = SecretString::from(testkit::own_database(&server).await);
    let here = sends_to(Installation::on(&database), &mails);

    kill_again_and_again(&here, &mails, depth(3, 200)).await;
}
