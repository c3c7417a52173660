//! Tells the demo's orders: places, submits, decides, delivers, activates, ends.

use domain::{
    Id,
    access::{Powers, Role, Scope},
    dates::business_day,
    events::{EventKind, SubjectKind},
    id::{OrderId, SessionId},
    licenses::{
        ActivationMode,
        wire::{Activate, RecordActivation, TransferLicense},
    },
    orders::{
        DeliverTo,
        wire::{
            ActivationInput, ApproveOrder, EndUser, LineInput, OrderContent, OrderView,
            SubmitOrder, WithReason,
        },
    },
    products::{Edition, wire::Catalogue},
};
use secrecy::ExposeSecret as _;
use store::licenses::License;

use super::{
    people::{END_USERS, People},
    stories::{DemoLine, Fate, STORIES, Story},
};
use crate::{
    app::App,
    error::ApiResult,
    events::record,
    http::{Caller, IfMatch, Reply},
    licenses::{activation, transfer},
    orders::{approval, service},
    products::service::catalogue,
    worker,
};

/// A step of a story; steps of the same instant come in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    Place,
    Submit,
    Decide,
    Activate,
    End,
}

/// The worker's name while the demo is told.
const WORKER: &str = "demo";

pub struct Teller<'a> {
    app: &'a App,
    people: People,
    catalogue: Catalogue,
    orders: Vec<Option<OrderId>>,
}

impl<'a> Teller<'a> {
    pub async fn new(app: &'a App, people: People) -> ApiResult<Self> {
        let catalogue = catalogue(app, None).await?;
        Ok(Self { app, people, catalogue, orders: vec![None; STORIES.len()] })
    }

    /// Tells one step.
    pub async fn tell(&mut self, index: usize, step: Step) -> ApiResult<()> {
        let story = &STORIES[index];
        match step {
            Step::Place => self.place(index, story).await?,
            Step::Submit => self.submit(index, story).await?,
            Step::Decide => self.decide(index, story).await?,
            Step::Activate => self.activate(index).await?,
            Step::End => self.end(index, story).await?,
        }
        if matches!(story.fate, Fate::Undelivered) && step == Step::Decide {
            return Ok(());
        }
        self.settle().await
    }

    /// Does what follows from what happened.
    pub async fn settle(&self) -> ApiResult<()> {
        while worker::turn(self.app, WORKER).await? > 0 {}
        Ok(())
    }

    /// Who tells a story: the partner's person, or sales.
    fn author(&self, story: &Story) -> Caller {
        match story.partner {
            Some(partner) => {
                let (partner, user) = self.people.partners[partner];
                Caller { partner: Some(partner), ..caller(user, Role::Partner) }
            }
            None => caller(self.people.sales, Role::SalesRep),
        }
    }

    fn order(&self, index: usize) -> ApiResult<OrderId> {
        Ok(self.orders[index].ok_or_else(|| anyhow::anyhow!("story {index} has no order yet"))?)
    }

    async fn view(&self, index: usize) -> ApiResult<OrderView> {
        let id = self.order(index)?;
        service::view(self.app, Scope::Everything, &id.to_string()).await
    }

    async fn place(&mut self, index: usize, story: &Story) -> ApiResult<()> {
        let lines = story.lines.iter().map(|line| self.line(index, story, *line)).collect();
        let content = OrderContent {
            customer_order_number: story.partner.map(|_| format!("PO-{:04}", 1000 + index)),
            lines,
            ..OrderContent::default()
        };
        let reply = service::place(self.app, &self.author(story), None, &content).await?;
        self.orders[index] = Some(read(&reply)?.id);
        Ok(())
    }

    fn line(&self, index: usize, story: &Story, line: DemoLine) -> LineInput {
        let (edition, sets, years, customer, mode) = line;
        let (name, contact, email) = END_USERS[customer];
        let product = |edition: Edition| {
            self.catalogue.products.iter().find(|product| product.edition == Some(edition))
        };
        LineInput {
            product_id: product(edition).map(|product| product.id),
            sets,
            years,
            end_user: EndUser {
                name: name.to_owned(),
                contact_name: Some(contact.to_owned()),
                contact_email: Some(email.to_owned()),
                ..EndUser::default()
            },
            deliver_to: if story.partner.is_some() && index.is_multiple_of(2) {
                DeliverTo::Partner
            } else {
                DeliverTo::Customer
            },
            activations: (0..sets)
                .map(|set| ActivationInput {
                    mode,
                    cluster_id: (mode == ActivationMode::Offline)
                        .then(|| format!("cluster-{index:02}-{customer:02}-{set:02}")),
                })
                .collect(),
            ..LineInput::default()
        }
    }

    async fn submit(&self, index: usize, story: &Story) -> ApiResult<()> {
        let order = self.view(index).await?;
        let author = self.author(story);
        let submit = SubmitOrder {
            terms_version: self.catalogue.terms.version.clone(),
            terms_hash: self.catalogue.terms.hash.clone(),
            expected_gross: order.totals.gross,
        };
        let version = IfMatch::of(order.version);
        let scope = Scope::Everything;
        service::submit(self.app, &author, scope, order.id, version, None, &submit).await?;
        Ok(())
    }

    async fn decide(&self, index: usize, story: &Story) -> ApiResult<()> {
        let order = self.view(index).await?;
        let (scope, version) = (Scope::Everything, IfMatch::of(order.version));
        let ops = caller(self.people.ops, Role::CommercialOps);
        let because = |reason: &str| WithReason { reason: reason.to_owned() };
        match story.fate {
            Fate::Rejected(reason) => {
                let body = because(reason);
                approval::reject(self.app, &ops, scope, order.id, version, None, &body).await?;
            }
            Fate::Cancelled(reason) => {
                let (author, body) = (self.author(story), because(reason));
                service::cancel(self.app, &author, scope, order.id, version, None, &body).await?;
            }
            _ => {
                let body = ApproveOrder::default();
                approval::approve(self.app, &ops, scope, order.id, version, None, &body).await?;
            }
        }
        if story.fate == Fate::Undelivered {
            self.fail_mails().await?;
        }
        Ok(())
    }

    /// The mail server of this story's recipient says "not now".
    async fn fail_mails(&self) -> ApiResult<()> {
        let app = self.app;
        let now = app.clock.now();
        worker::handle_events(app, WORKER).await?;
        let later = now + crate::deliveries::jobs::LEASE;
        let due = store::deliveries::lease_due(&app.db.write, WORKER, now, later, 10).await?;
        for mail in due {
            let next = now + chrono::TimeDelta::days(30);
            let words = "452 4.2.2 mailbox full";
            let (id, tries) = (mail.row.id, mail.row.tries);
            store::deliveries::mark_retry(&app.db.write, id, WORKER, tries, words, next, now)
                .await?;
        }
        Ok(())
    }

    async fn licenses(&self, index: usize) -> ApiResult<Vec<License>> {
        Ok(store::licenses::of_order(&self.app.db.read, self.order(index)?).await?)
    }

    async fn activate(&self, index: usize) -> ApiResult<()> {
        for license in self.licenses(index).await? {
            match license.activation_mode {
                ActivationMode::Online => {
                    let code = self.app.codes.code(license.id, license.code_generation);
                    let body = Activate {
                        code: code.expose_secret().to_owned(),
                        cluster_id: format!("k8s-{}", license.number.to_lowercase()),
                        version: Some("3.5.1".to_owned()),
                    };
                    activation::activate(self.app, "192.0.2.10", &body).await?;
                }
                ActivationMode::Offline => {
                    let ops = caller(self.people.ops, Role::CommercialOps);
                    let version = IfMatch::of(license.version);
                    let body =
                        RecordActivation { activated_on: business_day(self.app.clock.now()) };
                    let scope = Scope::Everything;
                    activation::record_by_hand(
                        self.app, &ops, scope, license.id, version, None, &body,
                    )
                    .await?;
                }
            }
        }
        Ok(())
    }

    /// Moves what was issued to another cluster.
    async fn transfer(&self, index: usize, reason: &str) -> ApiResult<()> {
        let ops = caller(self.people.ops, Role::CommercialOps);
        for license in self.licenses(index).await? {
            let body = TransferLicense {
                cluster_id: format!("k8s-{}", license.number.to_lowercase()),
                reason: reason.to_owned(),
            };
            let (scope, version) = (Scope::Everything, IfMatch::of(license.version));
            transfer::transfer(self.app, &ops, scope, license.id, version, None, &body).await?;
        }
        Ok(())
    }

    /// Suspends, transfers or terminates what was issued.
    async fn end(&self, index: usize, story: &Story) -> ApiResult<()> {
        if let Fate::Transferred(reason) = story.fate {
            return self.transfer(index, reason).await;
        }
        let app = self.app;
        for license in self.licenses(index).await? {
            app.transact(async |tx| {
                let mut license = license.clone();
                let (kind, reason) = match story.fate {
                    Fate::Suspended(reason) => {
                        license.suspended_at = Some(tx.now);
                        license.suspended_reason = Some(reason.to_owned());
                        (EventKind::LicenseSuspended, reason)
                    }
                    Fate::Terminated(reason) => {
                        license.terminated_at = Some(tx.now);
                        license.terminated_reason = Some(reason.to_owned());
                        (EventKind::LicenseTerminated, reason)
                    }
                    _ => return Ok(()),
                };
                store::licenses::save(&**tx, &mut license, tx.now).await?;
                let id = license.id.as_uuid();
                record(app, tx, kind, SubjectKind::License, id, &license.number)
                    .by(self.people.admin)
                    .note(Some(reason))
                    .also_on(SubjectKind::Order, license.order_id.as_uuid())
                    .append()
                    .await
            })
            .await?;
        }
        Ok(())
    }
}

/// Somebody in the demo, as if they were signed in.
pub fn caller(user: domain::id::UserId, role: Role) -> Caller {
    let session: SessionId = Id::from_uuid(uuid::Uuid::nil());
    let powers = Powers::of(role);
    Caller { user, session, role, powers, partner: None, language: domain::Lang::Zh }
}

fn read(reply: &Reply) -> ApiResult<OrderView> {
    Ok(serde_json::from_str(&reply.body).map_err(anyhow::Error::from)?)
}
