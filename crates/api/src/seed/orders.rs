//! Tells the demo's orders: places, submits, decides, delivers, activates, ends.

mod content;
mod deploying;
mod ending;
mod signed_form;

pub use self::deploying::{Work, works};
use domain::{
    access::{Role, Scope},
    dates::business_day,
    id::{LicenseId, OrderId, PartnerId, UserId},
    licenses::{
        ActivationMode,
        wire::{Activate, RecordActivation},
    },
    money::Amount,
    orders::wire::{ApproveOrder, ChangeOrder, OrderContent, OrderView, SubmitOrder, WithReason},
    patch::Patch,
    products::wire::Catalogue,
};
use secrecy::ExposeSecret as _;
use store::licenses::License;

use super::{
    people::{Staff, caller},
    stories::{self, Fate, Later, Line, Story},
    usage::signer,
};
use crate::{
    app::App,
    deliveries,
    error::ApiResult,
    http::{Caller, ClientAddress, IfMatch, Reply},
    licenses::activation,
    orders::{approval, service},
    products::service::catalogue,
    worker,
};

/// A step of an order; steps of the same instant come in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    Place,
    Submit,
    Decide,
    /// Changed after a rejection, handed in and approved.
    Mend,
    Activate,
    End,
}

/// An order to be told: the first one of a story, or one on the licenses that it brought.
#[derive(Debug, Clone, Copy)]
pub struct Chapter {
    pub story: &'static Story,
    pub later: Option<&'static Later>,
    /// Index of the chapter whose licenses it is on.
    first: usize,
}

impl Chapter {
    pub fn days_ago(&self) -> i64 {
        self.later.map_or(self.story.days_ago, |later| later.days_ago)
    }

    pub fn fate(&self) -> Fate {
        self.later.map_or(self.story.fate, |later| later.fate)
    }

    /// The end users that its lines name.
    pub fn end_users(&self) -> impl Iterator<Item = &'static str> {
        self.story.lines.iter().map(|line| match line {
            Line::New(.., name, _) | Line::Service(.., name) => *name,
        })
    }
}

/// Every order of every story.
pub fn chapters() -> Vec<Chapter> {
    let mut chapters = Vec::new();
    for story in stories::all() {
        let first = chapters.len();
        chapters.push(Chapter { story, later: None, first });
        let later = |later| Chapter { story, later: Some(later), first };
        chapters.extend(story.then.iter().map(later));
    }
    chapters
}

/// What was last seen of an order.
#[derive(Debug, Clone, Copy)]
struct Seen {
    id: OrderId,
    version: i64,
    gross: Amount,
}

impl Seen {
    const fn version(self) -> IfMatch {
        IfMatch::of(self.version)
    }
}

impl From<&OrderView> for Seen {
    fn from(order: &OrderView) -> Self {
        Self { id: order.id, version: order.version, gross: order.totals.gross }
    }
}

/// The worker's name while the demo is told.
pub const WORKER: &str = "demo";

/// From where the demo's people accept: an address that is nobody's (RFC 5737).
const OFFICE: &str = "192.0.2.20";

pub struct Teller<'a> {
    app: &'a App,
    staff: Staff,
    /// The partners with the person of each; none where nobody signs in yet.
    partners: Vec<Option<(PartnerId, UserId)>>,
    catalogue: Catalogue,
    chapters: Vec<Chapter>,
    seen: Vec<Option<Seen>>,
}

impl<'a> Teller<'a> {
    /// # Errors
    /// The database is not available.
    pub async fn new(
        app: &'a App,
        staff: Staff,
        partners: Vec<Option<(PartnerId, UserId)>>,
    ) -> ApiResult<Self> {
        let catalogue = catalogue(app, None).await?;
        let chapters = chapters();
        let seen = vec![None; chapters.len()];
        Ok(Self { app, staff, partners, catalogue, chapters, seen })
    }

    /// Tells one step.
    ///
    /// # Errors
    /// A use case refuses: then the demo is wrong.
    pub async fn tell(&mut self, index: usize, step: Step) -> ApiResult<()> {
        let chapter = self.chapters[index];
        match step {
            Step::Place => self.place(index, &chapter).await?,
            Step::Submit => self.submit(index, &chapter).await?,
            Step::Decide => self.decide(index, &chapter).await?,
            Step::Mend => self.mend(index, &chapter).await?,
            Step::Activate => self.activate(index).await?,
            Step::End => self.end(index, &chapter).await?,
        }
        settle(self.app).await
    }

    /// Who tells a story: the partner's person, or sales.
    fn author(&self, story: &Story) -> ApiResult<Caller> {
        let Some(partner) = story.partner else {
            return Ok(caller(self.staff.sales, Role::SalesRep));
        };
        let (partner, user) = self.partners[partner]
            .ok_or_else(|| anyhow::anyhow!("partner {partner} orders before it may"))?;
        Ok(Caller { partner: Some(partner), ..caller(user, Role::Partner) })
    }

    fn ops(&self) -> Caller {
        caller(self.staff.ops, Role::CommercialOps)
    }

    fn seen(&self, index: usize) -> ApiResult<Seen> {
        Ok(self.seen[index].ok_or_else(|| anyhow::anyhow!("order {index} is not placed yet"))?)
    }

    fn saw(&mut self, index: usize, reply: &Reply) -> ApiResult<()> {
        let order: OrderView = serde_json::from_str(&reply.body).map_err(anyhow::Error::from)?;
        self.seen[index] = Some(Seen::from(&order));
        Ok(())
    }

    async fn place(&mut self, index: usize, chapter: &Chapter) -> ApiResult<()> {
        let author = self.author(chapter.story)?;
        let content = self.content(index, chapter).await?;
        let reply = service::place(self.app, &author, None, &content).await?;
        self.saw(index, &reply)
    }

    async fn submit(&mut self, index: usize, chapter: &Chapter) -> ApiResult<()> {
        let (order, author) = (self.seen(index)?, self.author(chapter.story)?);
        let submit = SubmitOrder {
            terms_version: self.catalogue.terms.version.clone(),
            terms_hash: self.catalogue.terms.hash.clone(),
            expected_gross: order.gross,
        };
        let (scope, version) = (Scope::Everything, order.version());
        let submission =
            service::Submission { body: &submit, from: ClientAddress(OFFICE.to_owned()) };
        let reply =
            service::submit(self.app, &author, scope, order.id, version, None, &submission).await?;
        self.saw(index, &reply)
    }

    async fn decide(&mut self, index: usize, chapter: &Chapter) -> ApiResult<()> {
        let (app, scope, ops) = (self.app, Scope::Everything, self.ops());
        let order = self.seen(index)?;
        let (id, version) = (order.id, order.version());
        let reply = match chapter.fate() {
            Fate::Rejected(reason) | Fate::Mended(reason) => {
                approval::reject(app, &ops, scope, id, version, None, &because(reason)).await?
            }
            Fate::Cancelled(reason) => {
                let author = self.author(chapter.story)?;
                service::cancel(app, &author, scope, id, version, None, &because(reason)).await?
            }
            _ => {
                let body = ApproveOrder::default();
                approval::approve(app, &ops, scope, id, version, None, &body).await?
            }
        };
        self.saw(index, &reply)?;
        self.assign(index, chapter).await?;
        match chapter.fate() {
            Fate::Undelivered | Fate::Withdrawn(_) => {
                self.fail_mails("452 4.2.2 mailbox full", false).await
            }
            Fate::Bounced => self.fail_mails("550 5.1.1 no such user here", true).await,
            _ => Ok(()),
        }
    }

    /// Corrected to one set more, and this time it is approved.
    async fn mend(&mut self, index: usize, chapter: &Chapter) -> ApiResult<()> {
        let (app, scope) = (self.app, Scope::Everything);
        let (order, author) = (self.seen(index)?, self.author(chapter.story)?);
        let OrderContent { mut lines, .. } = self.content(index, chapter).await?;
        for line in &mut lines {
            line.sets += 1;
            line.activations.extend(line.activations.first().cloned());
        }
        let remark = Patch::Set("已按合同更正套数，请再次审核。".to_owned());
        let change = ChangeOrder { remark, lines: Some(lines), ..ChangeOrder::default() };
        let (id, version) = (order.id, order.version());
        let changed = service::change(app, &author, scope, id, version, &change).await?;
        self.seen[index] = Some(Seen::from(&changed));
        self.submit(index, chapter).await?;
        let (ops, version) = (self.ops(), self.seen(index)?.version());
        let body =
            ApproveOrder { remark: Some("已核对合同".to_owned()), ..Default::default() };
        let reply = approval::approve(app, &ops, scope, id, version, None, &body).await?;
        self.saw(index, &reply)
    }

    /// The mail server answers this to the mails that are due.
    async fn fail_mails(&self, words: &str, never: bool) -> ApiResult<()> {
        let app = self.app;
        let now = app.clock.now();
        worker::handle_events(app, WORKER).await?;
        let later = now + deliveries::jobs::LEASE;
        let due = store::deliveries::lease_due(&app.db.write, WORKER, now, later, 10).await?;
        for mail in due {
            let (id, tries) = (mail.row.id, mail.row.tries);
            if never {
                deliveries::jobs::give_up(app, WORKER, &mail, words, true).await?;
                continue;
            }
            let next = now + chrono::TimeDelta::days(30);
            store::deliveries::mark_retry(&app.db.write, id, WORKER, tries, words, next, now)
                .await?;
        }
        Ok(())
    }

    async fn licenses(&self, index: usize) -> ApiResult<Vec<License>> {
        Ok(store::licenses::of_order(&self.app.db.read, self.seen(index)?.id).await?)
    }

    async fn license_ids(&self, index: usize) -> ApiResult<Vec<LicenseId>> {
        let licenses = self.licenses(index).await?;
        Ok(licenses.into_iter().map(|license| license.id).collect())
    }

    async fn activate(&self, index: usize) -> ApiResult<()> {
        let app = self.app;
        for license in self.licenses(index).await? {
            match license.activation_mode {
                ActivationMode::Online => {
                    let code = app.codes.code(license.id, license.code_generation);
                    let body = Activate {
                        code: code.expose_secret().to_owned(),
                        cluster_id: format!("k8s-{}", license.number.to_lowercase()),
                        version: Some("3.5.1".to_owned()),
                        installation_key: Some(signer(&license.number)?.public().to_owned()),
                    };
                    activation::activate(app, "192.0.2.10", &body).await?;
                }
                ActivationMode::Offline => {
                    let (ops, version) = (self.ops(), IfMatch::of(license.version));
                    let (scope, id) = (Scope::Everything, license.id);
                    let body = RecordActivation { activated_on: business_day(app.clock.now()) };
                    activation::record_by_hand(app, &ops, scope, id, version, None, &body).await?;
                }
            }
        }
        Ok(())
    }
}

fn because(reason: &str) -> WithReason {
    WithReason { reason: reason.to_owned() }
}

/// Does what follows from what happened. What was sealed meanwhile is [`worker::turn`]'s part.
///
/// # Errors
/// The database is not available.
pub async fn settle(app: &App) -> ApiResult<()> {
    loop {
        let handled = worker::handle_events(app, WORKER).await?;
        if handled + deliveries::jobs::send_due(app, WORKER).await? == 0 {
            return Ok(());
        }
    }
}
