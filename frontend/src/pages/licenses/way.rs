//! Whether a person changes a license directly, or may only propose it.

use client::IdempotencyKey;
use domain::{
    access::{Permission, Role},
    change_requests::wire::{ChangeLicense, ChangeRequestView},
    id::LicenseId,
    licenses::{LicenseAction, wire::LicenseView},
    problem::{Reason, Refusal},
};
use leptos::prelude::*;

use crate::{
    components::FormState,
    i18n::{lang, t},
    pages::change_requests::OpenRequest,
    state::{Session, use_session, use_toaster},
    ui::Toaster,
};

/// The way of this person to change a license. `Copy`.
#[derive(Clone, Copy)]
pub struct Way {
    session: Session,
    toaster: Toaster,
    open: OpenRequest,
}

pub fn use_way(open: OpenRequest) -> Way {
    Way { session: use_session(), toaster: use_toaster(), open }
}

impl Way {
    /// Whether it goes by a proposal (tracked).
    pub fn proposes(self) -> bool {
        !self.session.may(Permission::LicensesDeliver)
            && self.session.may(Permission::LicensesPropose)
    }

    /// Why it cannot be gone now: no permission, another proposal that waits, or a rule (tracked).
    pub fn blocked(
        self,
        license: Signal<LicenseView>,
        rule: impl Fn(&LicenseView) -> Result<(), Refusal>,
    ) -> Option<String> {
        let first = if self.proposes() {
            self.open.why_not()
        } else {
            self.session.why_not(Permission::LicensesDeliver)
        };
        first.or_else(|| rule(&license.read()).err().map(|refusal| refusal.words(lang())))
    }

    /// Why not even a proposal of another activation mode is theirs, if so (tracked).
    pub fn only_clusters(self) -> Option<String> {
        let is_engineer = self.session.me().is_some_and(|me| me.role == Role::Engineer);
        let refused = self.proposes() && is_engineer;
        refused.then(|| Reason::OnlyClusterId.label(lang()).to_owned())
    }

    /// Why nothing else can be proposed now, if so (tracked).
    pub fn waits(self) -> Option<String> {
        self.open.why_not()
    }

    /// Whether a step of a license's life goes by a proposal (tracked).
    pub fn proposes_step(self, action: LicenseAction) -> bool {
        let is_engineer = self.session.me().is_some_and(|me| me.role == Role::Engineer);
        action != LicenseAction::Assign
            && !is_engineer
            && !self.session.may(action.needs())
            && self.session.may(Permission::LicensesPropose)
    }

    /// Why a step cannot be taken or proposed now: no permission, another proposal that waits, or a
    /// rule (tracked).
    pub fn step_blocked(
        self,
        license: Signal<LicenseView>,
        action: LicenseAction,
    ) -> Option<String> {
        let first = if self.proposes_step(action) {
            self.open.why_not()
        } else {
            self.session.why_not(action.needs())
        };
        let rule = || license.read().moves().may(action).err();
        first.or_else(|| rule().map(|refusal| refusal.words(lang())))
    }

    /// Hands a proposal for the license of this id and version in, closes its dialog and says so;
    /// from now on it is the one that waits.
    pub fn propose(
        self,
        form: FormState,
        dialog: RwSignal<bool>,
        (id, version): (LicenseId, i64),
        asked: ChangeLicense,
        key: IdempotencyKey,
    ) {
        let client = self.session.client();
        form.send(
            async move { client.propose_license_change(id, version, &asked, &key).await },
            move |request: ChangeRequestView| {
                dialog.set(false);
                self.toaster.success(t::changes::proposed(&request.number));
                self.open.reload();
            },
        );
    }
}
