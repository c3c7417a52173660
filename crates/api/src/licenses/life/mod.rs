//! Suspending, resuming, ending, extending and reassigning licenses by hand: one, or many at once.

mod bulk;
pub mod http;

use domain::{
    access::Scope,
    dates::business_day,
    events::{EventKind, SubjectKind},
    id::{LicenseId, UserId},
    keys::RevocationReason,
    licenses::{LicenseAction, OWNERS, extended, wire::OwnerName},
    problem::{Reason, Refusal},
    text::cleaned,
};
use sea_orm::ConnectionTrait;
use serde_json::{Value, json};
use store::{
    StoreError, license_keys,
    licenses::{self, License},
    users,
};

use super::{change::sign_again, service};
use crate::{
    app::{App, Tx},
    deployments,
    error::ApiResult,
    events::record,
    http::{Caller, IfMatch, Once, Reply},
};

/// What is to be done with a license, checked already.
#[derive(Debug, Clone, Default)]
pub struct Deed {
    pub action: LicenseAction,
    pub reason: Option<String>,
    /// To extend: by so many days.
    pub days: u32,
    /// To assign: to whom.
    pub owner: Option<OwnerName>,
}

impl Deed {
    /// With a reason as it is kept: trimmed, and none where nothing was said.
    pub fn new(action: LicenseAction, reason: Option<&str>) -> Self {
        let reason = reason.map(cleaned).filter(|reason| !reason.is_empty());
        Self { action, reason, ..Self::default() }
    }

    /// Whether it may be done with this license on a business day.
    fn check(&self, license: &License, today: chrono::NaiveDate) -> Result<(), Refusal> {
        license.moves(today).may(self.action)?;
        if self.action == LicenseAction::Assign && license.owner_id == self.owner_id() {
            return Err(Reason::NothingChanges.into());
        }
        Ok(())
    }

    fn owner_id(&self) -> Option<UserId> {
        self.owner.as_ref().map(|owner| owner.id)
    }

    /// The license as it is afterwards.
    fn done(&self, license: &License, now: chrono::DateTime<chrono::Utc>) -> License {
        let mut after = license.clone();
        match self.action {
            LicenseAction::Suspend => {
                after.suspended_at = Some(now);
                after.suspended_reason.clone_from(&self.reason);
            }
            LicenseAction::Resume => {
                after.suspended_at = None;
                after.suspended_reason = None;
            }
            LicenseAction::Terminate => {
                after.terminated_at = Some(now);
                after.terminated_reason.clone_from(&self.reason);
            }
            LicenseAction::Extend => {
                after.expires_on = license.expires_on.map(|last| extended(last, self.days));
            }
            LicenseAction::Assign => after.owner_id = self.owner_id(),
        }
        after
    }

    const fn event(&self) -> EventKind {
        match self.action {
            LicenseAction::Suspend => EventKind::LicenseSuspended,
            LicenseAction::Resume => EventKind::LicenseResumed,
            LicenseAction::Terminate => EventKind::LicenseTerminated,
            LicenseAction::Extend => EventKind::LicenseExtended,
            LicenseAction::Assign => EventKind::LicenseAssigned,
        }
    }

    /// What of a license it is about.
    fn told(&self, license: &License, today: chrono::NaiveDate) -> Value {
        match self.action {
            LicenseAction::Extend => json!({ "expires_on": license.expires_on }),
            LicenseAction::Assign => json!({ "owner_id": license.owner_id }),
            _ => json!({ "status": license.facts().status(today) }),
        }
    }

    /// What people read beside the event: for a new owner their name, and then the reason.
    fn note(&self) -> Option<String> {
        if self.action != LicenseAction::Assign {
            return self.reason.clone();
        }
        let name = self.owner.as_ref().map_or("—", |owner| owner.name.as_str());
        Some(self.reason.as_ref().map_or_else(|| name.to_owned(), |why| format!("{name} · {why}")))
    }
}

/// Does it with one license.
///
/// # Errors
/// 404; 409 where the rules forbid it; 412.
pub async fn change(
    app: &App,
    caller: &Caller,
    scope: Scope,
    id: LicenseId,
    version: IfMatch,
    once: Option<&Once>,
    deed: &Deed,
) -> ApiResult<Reply> {
    app.transact_once(caller.user, once, async |tx| {
        let license = within(app, tx, caller, scope, id, Some(version), deed).await?;
        let view = service::view_of(app, &**tx, caller, license).await?;
        let version = view.version;
        Ok((200, view, Some(version)))
    })
    .await
}

/// The same as part of another use case, which may have seen another version. The license is locked:
/// an activation at the same time comes before it, or finds it done.
///
/// # Errors
/// As [`change`].
pub async fn within(
    app: &App,
    tx: &Tx,
    caller: &Caller,
    scope: Scope,
    id: LicenseId,
    version: Option<IfMatch>,
    deed: &Deed,
) -> ApiResult<License> {
    let before = licenses::lock(&**tx, scope, id).await?;
    let today = business_day(tx.now);
    deed.check(&before, today)?;
    version.map_or(Ok(()), |version| version.check(before.version))?;

    let mut license = deed.done(&before, tx.now);
    licenses::save(&**tx, &mut license, tx.now).await?;
    match deed.action {
        LicenseAction::Terminate => {
            license_keys::withdraw(&**tx, id, RevocationReason::Terminated, tx.now).await?;
            let why = deed.reason.as_deref().unwrap_or_default();
            deployments::cancel_of(app, tx, caller, &[id], why).await?;
        }
        LicenseAction::Extend => sign_again(app, tx, &license).await?,
        // A suspended license's keys follow from it, and are good again when it is resumed.
        LicenseAction::Suspend | LicenseAction::Resume | LicenseAction::Assign => {}
    }
    record(app, tx, deed.event(), SubjectKind::License, id.as_uuid(), &license.number)
        .by(caller.user)
        .note(deed.note().as_deref())
        .changed(&deed.told(&before, today), &deed.told(&license, today))
        .also_on(SubjectKind::Order, license.order_id.as_uuid())
        .also_on(SubjectKind::Customer, license.customer_id.as_uuid())
        .append();
    Ok(license)
}

/// Somebody as an owner of licenses, purchases or customers.
///
/// # Errors
/// A field error at `/owner_id`: nobody, nobody who sells, or not any more.
pub async fn owner(db: &impl ConnectionTrait, id: Option<UserId>) -> ApiResult<Option<OwnerName>> {
    let Some(id) = id else { return Ok(None) };
    let user = match users::find(db, Scope::Everything, id).await {
        Ok(user) => user,
        Err(StoreError::NotFound) => {
            return Err(Refusal::from(Reason::UnknownReference).at("/owner_id").into());
        }
        Err(error) => return Err(error.into()),
    };
    if user.active && OWNERS.contains(&user.role) {
        Ok(Some(OwnerName { id, name: user.name }))
    } else {
        Err(Refusal::from(Reason::NotASalesPerson).at("/owner_id").into())
    }
}

/// Those whom licenses can be given to, by name.
async fn owners(app: &App) -> ApiResult<Vec<OwnerName>> {
    let people = users::with_roles(&app.db.read, &OWNERS).await?;
    let mut owners: Vec<_> =
        people.into_iter().map(|one| OwnerName { id: one.id, name: one.name }).collect();
    owners.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(owners)
}
