//! The real program dies at its first, second, third … statement or commit of an approval, a
//! delivery, an activation and a renewal, until it comes through: what it acknowledged is there
//! each time, and happened once. On the database that the suite runs on: SQLite, and MariaDB.

use std::{
    cell::{Cell, RefCell},
    convert::Infallible,
    fs,
    path::PathBuf,
    pin::pin,
    process::Child,
    time::{Duration, Instant},
};

use futures_util::future::{Either, select};
use secrecy::SecretString;
use testkit::{CaughtMail, MailServer, depth};

use crate::{
    installation::{Installation, terminate},
    kills::{Ledger, Person, check, sends_to},
};

/// More steps than any of the acts has.
const MOST: usize = 2_000;

/// Where the program dies.
struct FailPoint(PathBuf);

impl FailPoint {
    /// It dies at its `n`-th step from now on.
    fn set(&self, n: usize) {
        let whole = self.0.with_extension("new");
        fs::write(&whole, n.to_string()).unwrap();
        fs::rename(whole, &self.0).unwrap();
    }

    /// Whether it died; it does not any more from now on.
    fn was_met(&self) -> bool {
        fs::remove_file(&self.0).is_err()
    }
}

/// A server that is started again whenever it died, and does nothing but answer.
struct Kept<'a> {
    here: &'a Installation,
    server: RefCell<Child>,
    deaths: Cell<usize>,
}

impl<'a> Kept<'a> {
    async fn start(here: &'a Installation) -> Self {
        here.prepare();
        Self { here, server: RefCell::new(here.serve().await), deaths: Cell::new(0) }
    }

    async fn keep(&self) -> Infallible {
        loop {
            if self.server.borrow_mut().try_wait().unwrap().is_some() {
                self.deaths.set(self.deaths.get() + 1);
                *self.server.borrow_mut() = self.here.begin();
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }

    /// Does it, however often the server dies meanwhile.
    async fn during<T>(&self, act: impl Future<Output = Option<T>>) -> T {
        match select(pin!(act), pin!(self.keep())).await {
            Either::Left((done, _)) => done.unwrap(),
            Either::Right((never, _)) => match never {},
        }
    }

    /// Ends it; answers how often it died.
    fn stop(self) -> usize {
        let mut server = self.server.into_inner();
        terminate(&server);
        assert!(server.wait().unwrap().success(), "it came through");
        self.deaths.get()
    }
}

/// An installation that sends mails there, and the point at which it dies.
async fn installation(mails: &MailServer) -> (Installation, FailPoint) {
    let here = match testkit::database_server() {
        Some(server) => {
            let database = testkit::own_database(&server).await;
            Installation::on(&SecretString::from(database))
        }
        None => Installation::new(),
    };
    let file = here.folder.path().join("dies-at");
    let here = sends_to(here, mails)
        .with("DSMS_FAIL_POINTS", &file.display().to_string())
        .with("DSMS__WORKER__ENABLED", "false")
        // Who works, works until there is nothing to do, and does not begin again by itself.
        .with("DSMS__WORKER__INTERVAL_MS", "60000");
    (here, FailPoint(file))
}

/// Prepares and does something with a fail point at each of its steps, until it is not met: then
/// all is compared with what was acknowledged. Quick runs leave out some steps.
async fn at_every_step<T>(
    skip: usize,
    prepare: impl AsyncFn(&Person<'_>, usize) -> Option<T>,
    act: impl AsyncFn(&Person<'_>, &T) -> Option<()>,
) {
    let mails = MailServer::start();
    let (here, point) = installation(&mails).await;
    let (ledger, is_over) = (Ledger::default(), Cell::new(false));
    let person = Person::new(&here, &ledger, &is_over);
    let kept = Kept::start(&here).await;
    let mut tried = 0;

    for n in (1..MOST).step_by(depth(skip, 1)) {
        let one = kept.during(prepare(&person, n)).await;
        point.set(n);
        kept.during(act(&person, &one)).await;
        tried += 1;
        if !point.was_met() {
            break;
        }
    }
    let deaths = kept.stop();

    assert_eq!(deaths, tried - 1, "it died each time but the last");
    assert!(deaths >= 4, "{deaths} deaths show nothing");
    println!("the program died {deaths} times");
    check(&here, &ledger, &mails, deaths).await;
}

fn customer(n: usize) -> String {
    format!("客户 {n} 有限公司")
}

#[actix_web::test]
async fn who_dies_at_any_step_of_an_approval_issues_once() {
    let prepare = async |person: &Person<'_>, n| {
        let content = person.content(&customer(n)).await?;
        person.submitted(&content).await
    };
    at_every_step(4, prepare, async |person, order| person.approve(order).await.map(drop)).await;
}

#[actix_web::test]
async fn who_dies_at_any_step_of_an_activation_gives_one_key() {
    let prepare = async |person: &Person<'_>, n| {
        let content = person.content(&customer(n)).await?;
        let order = person.approved(&content).await?;
        person.activation(&order).await
    };
    at_every_step(2, prepare, async |person, (license, body)| {
        person.activate(*license, body.clone()).await
    })
    .await;
}

#[actix_web::test]
async fn who_dies_at_any_step_of_a_renewal_extends_once() {
    let prepare = async |person: &Person<'_>, n| {
        let content = person.content(&customer(n)).await?;
        let order = person.approved(&content).await?;
        let (license, body) = person.activation(&order).await?;
        person.activate(license, body).await?;
        let (order, until) = person.renewal(license).await?;
        Some((license, order, until))
    };
    at_every_step(7, prepare, async |person, (license, order, until)| {
        person.renew(*license, order, *until).await
    })
    .await;
}

/// Works until it died, or until the mail of this order has come and all is done; answers whether
/// it came through.
async fn deliver(here: &Installation, mails: &MailServer, number: &str) -> bool {
    let mut worker = here.dsms(&["work"]).spawn().unwrap();
    let begun = Instant::now();
    while worker.try_wait().unwrap().is_none() {
        assert!(begun.elapsed() < Duration::from_mins(1), "the mail of {number} does not come");
        let is_it = |mail: &CaughtMail| !mail.attachments.is_empty() && mail.text.contains(number);
        if mails.mails().iter().any(is_it) {
            terminate(&worker);
            break;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    worker.wait().unwrap().success()
}

#[actix_web::test]
async fn who_dies_at_any_step_of_a_delivery_makes_up_for_it() {
    let mails = MailServer::start();
    let (here, point) = installation(&mails).await;
    let (ledger, is_over) = (Ledger::default(), Cell::new(false));
    let person = Person::new(&here, &ledger, &is_over);
    let kept = Kept::start(&here).await;
    let mut deaths = 0;

    for n in (1..MOST).step_by(depth(23, 1)) {
        let content = kept.during(person.content(&customer(n))).await;
        let order = kept.during(person.approved(&content)).await;
        point.set(n);
        let came_through = deliver(&here, &mails, &order.number).await;
        assert_eq!(point.was_met(), !came_through, "it died there and nowhere else");
        if came_through {
            break;
        }
        deaths += 1;
    }
    assert_eq!(kept.stop(), 0, "nobody but the worker died");

    assert!(deaths >= 4, "{deaths} deaths show nothing");
    println!("the worker died {deaths} times");
    check(&here, &ledger, &mails, deaths).await;
}
