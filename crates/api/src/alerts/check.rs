//! Bringing the alerts of one record in line with its facts: the only place that raises, reopens and
//! resolves. Done twice, the second time does nothing.

use std::collections::BTreeMap;

use chrono::{NaiveDate, TimeDelta};
use domain::{
    Id,
    access::Scope,
    alerts::{DEFAULT_STEPS, Excess, LicenseFacts, Slot, UsageFacts, plan},
    events::EventKind,
    id::{CustomerId, DeploymentId, LicenseId, OrderId, PartnerId, ProductId, UserId},
    licenses::ActivationMode,
    usage::{OverageLevel, RUN_DAYS, Run, run_over},
};
use sea_orm::ConnectionTrait;
use store::{
    alerts::{self, DueDeployment, NewAlert, OverdueOrder, PartnerAgreement, Subject},
    licenses::{self, License},
    products, usage,
};

use super::alert_event;
use crate::{
    app::{App, Tx},
    error::ApiResult,
};

/// What is known of a record, and the slots that hold of it.
struct About {
    label: String,
    customer_id: Option<CustomerId>,
    partner_id: Option<PartnerId>,
    owner_id: Option<UserId>,
    slots: Vec<Slot>,
}

type Ladders = BTreeMap<ProductId, Vec<u32>>;

/// The longest ladder of any product.
pub async fn longest_step(db: &impl ConnectionTrait) -> ApiResult<u32> {
    let said = products::ladders(db).await?;
    let steps = said.values().flatten().copied();
    Ok(steps.chain(DEFAULT_STEPS).max().unwrap_or_default())
}

fn about_license(
    license: &License,
    ladders: &Ladders,
    usage: Option<&UsageFacts>,
    day: NaiveDate,
) -> About {
    let facts = LicenseFacts {
        license: license.facts(),
        activation_deadline: license.activation_deadline,
        usage: usage.copied().unwrap_or_default(),
    };
    let steps = ladders.get(&license.product_id).map_or(DEFAULT_STEPS.as_slice(), Vec::as_slice);
    About {
        label: license.number.clone(),
        customer_id: Some(license.customer_id),
        partner_id: license.partner_id,
        owner_id: license.owner_id,
        slots: facts.slots(steps, day),
    }
}

/// What of the usage of these licenses is worth an alert; four statements at most.
async fn usage_facts(
    db: &impl ConnectionTrait,
    licenses: &[License],
    day: NaiveDate,
) -> ApiResult<BTreeMap<LicenseId, UsageFacts>> {
    let ids: Vec<LicenseId> = licenses.iter().map(|license| license.id).collect();
    let since = day - TimeDelta::days(i64::from(RUN_DAYS));
    let over = usage::ever_over(db, &ids, since).await?;
    let overages = if over.is_empty() { BTreeMap::new() } else { products::overages(db).await? };
    let figures = usage::figures_since(db, &over, since).await?;
    let heard = usage::heard_on(db, &ids).await?;
    let of = |license: &License| {
        let figures = figures.get(&license.id).map_or(&[][..], Vec::as_slice);
        let overage = overages.get(&license.product_id).copied().unwrap_or_default();
        let excess = |limit, run: Option<Run>| {
            run.map(|run| Excess {
                since: run.since,
                is_tolerated: overage.level(run.peak, limit) != OverageLevel::Exceeded,
            })
        };
        let workspaces = figures.iter().map(|(day, count, _)| (*day, *count));
        let users = figures.iter().map(|(day, _, count)| (*day, *count));
        // Who has no network brings files when they can.
        let is_online = license.activation_mode == ActivationMode::Online;
        UsageFacts {
            workspaces: excess(license.workspaces, run_over(workspaces, license.workspaces)),
            users: excess(license.users, run_over(users, license.users)),
            heard_on: heard.get(&license.id).copied().filter(|_| is_online),
        }
    };
    Ok(licenses.iter().map(|license| (license.id, of(license))).collect())
}

fn about_partner(partner: PartnerAgreement, day: NaiveDate) -> About {
    About {
        label: partner.name,
        customer_id: None,
        partner_id: Some(partner.id),
        owner_id: None,
        slots: partner.facts.slots(day),
    }
}

/// Of its partner nothing is said: partners are not told how the work goes.
fn about_deployment(deployment: DueDeployment, day: NaiveDate) -> About {
    About {
        label: deployment.number,
        customer_id: Some(deployment.customer_id),
        partner_id: None,
        owner_id: deployment.owner_id,
        slots: deployment.facts.slots(day),
    }
}

/// Of its partner nothing is said: a reminder is for finance to write.
fn about_order(order: OverdueOrder, day: NaiveDate) -> About {
    About {
        label: order.number,
        customer_id: order.customer_id,
        partner_id: None,
        owner_id: order.owner_id,
        slots: order.facts.slots(day),
    }
}

/// Those of these records whose alerts are not what they should be on a day; ten statements at most.
///
/// # Errors
/// The database is not available.
pub async fn differing(
    db: &impl ConnectionTrait,
    subjects: &[Subject],
    day: NaiveDate,
) -> ApiResult<Vec<Subject>> {
    let (licenses, partners, deployments, orders) = apart(subjects);
    let mut wanted: BTreeMap<Subject, Vec<Slot>> = BTreeMap::new();
    if !licenses.is_empty() {
        let ladders = products::ladders(db).await?;
        let licenses = licenses::get_many(db, Scope::Everything, &licenses).await?;
        let used = usage_facts(db, &licenses, day).await?;
        for license in licenses {
            let about = about_license(&license, &ladders, used.get(&license.id), day);
            wanted.insert(Subject::License(license.id), about.slots);
        }
    }
    for partner in alerts::agreements_of(db, &partners).await? {
        wanted.insert(Subject::Partner(partner.id), partner.facts.slots(day));
    }
    for deployment in alerts::deployments_of(db, &deployments).await? {
        wanted.insert(Subject::Deployment(deployment.id), deployment.facts.slots(day));
    }
    for order in alerts::orders_of(db, &orders).await? {
        wanted.insert(Subject::Order(order.id), order.facts.slots(day));
    }
    let stored = alerts::of_subjects(db, subjects).await?;
    let differs = |(subject, slots): (Subject, Vec<Slot>)| {
        let there = stored.get(&subject).map_or(&[][..], Vec::as_slice);
        (!plan(&slots, there).is_empty()).then_some(subject)
    };
    Ok(wanted.into_iter().filter_map(differs).collect())
}

type Apart = (Vec<LicenseId>, Vec<PartnerId>, Vec<DeploymentId>, Vec<OrderId>);

fn apart(subjects: &[Subject]) -> Apart {
    let (mut licenses, mut partners, mut deployments) = (Vec::new(), Vec::new(), Vec::new());
    let mut orders = Vec::new();
    for subject in subjects {
        match subject {
            Subject::License(id) => licenses.push(*id),
            Subject::Partner(id) => partners.push(*id),
            Subject::Deployment(id) => deployments.push(*id),
            Subject::Order(id) => orders.push(*id),
        }
    }
    (licenses, partners, deployments, orders)
}

/// Checks one record and does what is to be done. It is locked meanwhile, so that a renewal in the same
/// moment is seen or waits.
///
/// # Errors
/// Only the database's.
pub async fn check(app: &App, tx: &Tx, subject: Subject, day: NaiveDate) -> ApiResult<()> {
    let Some(about) = locked(tx, subject, day).await? else { return Ok(()) };
    let mut stored = alerts::of_subjects(&**tx, &[subject]).await?;
    let stored = stored.remove(&subject).unwrap_or_default();
    let plan = plan(&about.slots, &stored);
    if plan.is_empty() {
        return Ok(());
    }
    let slot_of = |id| stored.iter().find(|alert| alert.id == id).map(|alert| alert.slot);
    let tell = |kind, slot: &Slot| alert_event(app, tx, kind, subject, &about.label, slot).append();
    for slot in plan.raise {
        let new = NewAlert {
            id: Id::from_uuid(app.id()),
            slot,
            subject,
            label: about.label.clone(),
            customer_id: about.customer_id,
            partner_id: about.partner_id,
            owner_id: about.owner_id,
        };
        if alerts::insert_if_absent(&**tx, &new, tx.now).await? {
            tell(EventKind::AlertRaised, &slot);
        }
    }
    for id in plan.reopen {
        if alerts::reopen(&**tx, id, tx.now).await?
            && let Some(slot) = slot_of(id)
        {
            tell(EventKind::AlertReopened, &slot);
        }
    }
    for (id, why) in plan.resolve {
        if alerts::resolve(&**tx, id, why, day, tx.now).await?
            && let Some(slot) = slot_of(id)
        {
            tell(EventKind::AlertResolved, &slot);
        }
    }
    Ok(())
}

async fn locked(tx: &Tx, subject: Subject, day: NaiveDate) -> ApiResult<Option<About>> {
    match subject {
        Subject::License(id) => {
            let locked = licenses::lock_all(&**tx, &[id]).await?;
            let Some(license) = locked.first() else { return Ok(None) };
            let ladders = products::ladders(&**tx).await?;
            let used = usage_facts(&**tx, &locked, day).await?;
            let mut about = about_license(license, &ladders, used.get(&license.id), day);
            owned(tx, &mut about).await?;
            Ok(Some(about))
        }
        Subject::Deployment(id) => {
            let locked = alerts::lock_deployment(&**tx, id).await?;
            let Some(deployment) = locked else { return Ok(None) };
            let mut about = about_deployment(deployment, day);
            owned(tx, &mut about).await?;
            Ok(Some(about))
        }
        Subject::Order(id) => {
            let order = alerts::lock_order(&**tx, id).await?;
            Ok(order.map(|order| about_order(order, day)))
        }
        Subject::Partner(id) => {
            let partner = alerts::lock_agreement(&**tx, id).await?;
            Ok(partner.map(|partner| about_partner(partner, day)))
        }
    }
}

/// What nobody owns is its customer's owner's, if there is anything to own.
async fn owned(tx: &Tx, about: &mut About) -> ApiResult<()> {
    if let Some(customer) = about.customer_id
        && about.owner_id.is_none()
        && !about.slots.is_empty()
    {
        about.owner_id = alerts::owners(&**tx, &[customer]).await?.get(&customer).copied();
    }
    Ok(())
}
