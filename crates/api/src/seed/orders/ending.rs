//! How licenses of the demo end early, or move.

use domain::{
    access::{Role, Scope},
    events::{EventKind, SubjectKind},
    keys::RevocationReason,
    licenses::wire::TransferLicense,
};
use store::{license_keys, licenses::License};

use super::{Chapter, Teller, because};
use crate::{
    app::Tx,
    error::ApiResult,
    events::record,
    http::IfMatch,
    licenses::transfer,
    orders::service,
    seed::{people::caller, stories::Fate},
};

impl Teller<'_> {
    /// Suspends, moves or terminates what was issued, or takes an order back that nobody received.
    pub(super) async fn end(&mut self, index: usize, chapter: &Chapter) -> ApiResult<()> {
        if let Fate::Withdrawn(reason) = chapter.fate() {
            let order = self.seen(index)?;
            let admin = caller(self.staff.admin, Role::Admin);
            let (scope, version) = (Scope::Everything, order.version());
            let body = because(reason);
            let reply =
                service::cancel(self.app, &admin, scope, order.id, version, None, &body).await?;
            return self.saw(index, &reply);
        }
        if let Fate::Transferred(reason) = chapter.fate() {
            return self.transfer(index, reason).await;
        }
        for license in self.licenses(index).await? {
            self.app
                .transact(async |tx| self.end_license(tx, chapter, license.clone()).await)
                .await?;
        }
        Ok(())
    }

    /// Moves what was issued to another cluster.
    async fn transfer(&self, index: usize, reason: &str) -> ApiResult<()> {
        for license in self.licenses(index).await? {
            let body = TransferLicense {
                cluster_id: format!("k8s-{}", license.number.to_lowercase()),
                reason: reason.to_owned(),
            };
            let (ops, scope, version) =
                (self.ops(), Scope::Everything, IfMatch::of(license.version));
            transfer::transfer(self.app, &ops, scope, license.id, version, None, &body).await?;
        }
        Ok(())
    }

    async fn end_license(&self, tx: &Tx, chapter: &Chapter, mut license: License) -> ApiResult<()> {
        let (kind, reason) = match chapter.fate() {
            Fate::Suspended(reason) => {
                license.suspended_at = Some(tx.now);
                license.suspended_reason = Some(reason.to_owned());
                (EventKind::LicenseSuspended, reason)
            }
            Fate::Terminated(reason) => {
                license.terminated_at = Some(tx.now);
                license.terminated_reason = Some(reason.to_owned());
                license_keys::withdraw(&**tx, license.id, RevocationReason::Terminated, tx.now)
                    .await?;
                (EventKind::LicenseTerminated, reason)
            }
            _ => return Ok(()),
        };
        store::licenses::save(&**tx, &mut license, tx.now).await?;
        let id = license.id.as_uuid();
        record(self.app, tx, kind, SubjectKind::License, id, &license.number)
            .by(self.staff.admin)
            .note(Some(reason))
            .also_on(SubjectKind::Order, license.order_id.as_uuid())
            .append();
        Ok(())
    }
}
