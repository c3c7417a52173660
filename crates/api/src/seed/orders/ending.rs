//! How licenses of the demo end early, or move.

use domain::{
    access::{Role, Scope},
    licenses::{
        LicenseAction,
        wire::{OwnerName, TransferLicense},
    },
};
use store::licenses::License;

use super::{Chapter, Teller, because};
use crate::{
    app::Tx,
    error::ApiResult,
    http::IfMatch,
    licenses::{
        life::{self, Deed},
        transfer,
    },
    orders::service,
    seed::{people::caller, stories::Fate},
};

impl Teller<'_> {
    /// Gives what came through a partner to who looks after that partner; one in three is nobody's
    /// yet. What sales sold themselves is theirs already.
    pub(super) async fn assign(&self, index: usize, chapter: &Chapter) -> ApiResult<()> {
        let owner = match chapter.story.partner.map(|partner| partner % 3) {
            Some(0) => (self.staff.sales, "王若溪"),
            Some(1) => (self.staff.manager, "赵启明"),
            _ => return Ok(()),
        };
        let owner = Some(OwnerName { id: owner.0, name: owner.1.to_owned() });
        let deed = &Deed { owner, ..Deed::new(LicenseAction::Assign, None) };
        let (manager, scope) = (caller(self.staff.manager, Role::SalesManager), Scope::Everything);
        for license in self.licenses(index).await? {
            let id = license.id;
            self.app
                .transact(async |tx| {
                    life::within(self.app, tx, &manager, scope, id, None, deed).await.map(drop)
                })
                .await?;
        }
        Ok(())
    }

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
            self.app.transact(async |tx| self.end_license(tx, chapter, &license).await).await?;
        }
        Ok(())
    }

    /// Moves what was issued to another cluster.
    async fn transfer(&self, index: usize, reason: &str) -> ApiResult<()> {
        for license in self.licenses(index).await? {
            let body = TransferLicense {
                cluster_id: format!("k8s-{}", license.number.to_lowercase()),
                installation_key: None,
                reason: reason.to_owned(),
            };
            let (ops, scope, version) =
                (self.ops(), Scope::Everything, IfMatch::of(license.version));
            transfer::transfer(self.app, &ops, scope, license.id, version, None, &body).await?;
        }
        Ok(())
    }

    async fn end_license(&self, tx: &Tx, chapter: &Chapter, license: &License) -> ApiResult<()> {
        let deed = match chapter.fate() {
            Fate::Suspended(reason) => Deed::new(LicenseAction::Suspend, Some(reason)),
            Fate::Terminated(reason) => Deed::new(LicenseAction::Terminate, Some(reason)),
            _ => return Ok(()),
        };
        let (admin, scope) = (caller(self.staff.admin, Role::Admin), Scope::Everything);
        life::within(self.app, tx, &admin, scope, license.id, None, &deed).await.map(drop)
    }
}
