//! Whether a person changes a license directly, or may only propose it.

use domain::{
    access::{Permission, Role},
    licenses::wire::LicenseView,
    problem::{Reason, Refusal},
};
use leptos::prelude::*;

use crate::{
    i18n::lang,
    pages::change_requests::OpenRequest,
    state::{Session, use_session},
};

/// The way of this person to change a license. `Copy`.
#[derive(Clone, Copy)]
pub struct Way {
    session: Session,
    open: OpenRequest,
}

pub fn use_way(open: OpenRequest) -> Way {
    Way { session: use_session(), open }
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

    /// Another proposal waits from now on.
    pub fn proposed(self) {
        self.open.reload();
    }
}
