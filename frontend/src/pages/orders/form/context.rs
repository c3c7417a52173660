//! What every part of the form needs: the fields, their prices, and what is wrong with them.

use client::{Client, Side};
use domain::{
    Lang,
    access::Role,
    id::LicenseId,
    licenses::LicenseStanding,
    orders::{
        check_draft,
        wire::{LineInput, OrderContent},
    },
    partners::{Standing, wire::PartnerView},
    problem::FieldError,
    products::{
        pricing::Pricing,
        wire::{Catalogue, ProductView},
    },
};
use leptos::prelude::*;

use super::{
    autosave::AutoSave,
    model::OrderForm,
    price::{Priced, faults_of, priced},
};
use crate::{
    i18n::{lang, t},
    pages::orders::line_of,
    state::Session,
};

/// Shared by the form's parts; found with [`FormContext::here`].
#[derive(Clone, Copy)]
pub struct FormContext {
    pub side: Side,
    session: StoredValue<Session>,
    form: StoredValue<OrderForm>,
    pub draft: AutoSave,
    pub catalogue: RwSignal<Catalogue>,
    /// The partner that orders: the portal's own, or the one that staff chose.
    pub partner: RwSignal<Option<PartnerView>>,
    pub content: Memo<OrderContent>,
    pub priced: Memo<Priced>,
    /// What is known of the licenses that lines may be on.
    standings: RwSignal<Vec<LicenseStanding>>,
    /// Submission was tried: from now on, what is missing is said at once.
    pub attempted: RwSignal<bool>,
    pub accepted: RwSignal<bool>,
    /// What is wrong with the fields, by pointer.
    pub faults: Memo<Vec<FieldError>>,
}

impl FormContext {
    pub fn new(
        side: Side,
        session: Session,
        form: OrderForm,
        draft: AutoSave,
        catalogue: Catalogue,
        partner: Option<PartnerView>,
        standings: Vec<LicenseStanding>,
    ) -> Self {
        let standings = RwSignal::new(standings);
        let catalogue = RwSignal::new(catalogue);
        let partner = RwSignal::new(partner);
        let attempted = RwSignal::new(false);
        let accepted = RwSignal::new(false);
        let content = Memo::new(move |_| form.content());
        let priced = Memo::new(move |_| {
            let catalogue = catalogue.read();
            let level = match side {
                Side::Portal => catalogue.level,
                Side::Staff if form.partner_id().is_none() => None,
                Side::Staff => partner.read().as_ref().map(|partner| partner.level),
            };
            let pricing = Pricing { level, on: catalogue.today };
            let mut book = catalogue.price_book.clone();
            book.licenses = standings.get();
            priced(&content.read(), &book, pricing)
        });
        let faults = Memo::new(move |_| {
            let (content, priced) = (content.read(), priced.read());
            let mut faults = draft.faults.get();
            let found = if attempted.get() {
                faults_of(&content, &priced)
            } else {
                let bounds = check_draft(&content).err().unwrap_or_default();
                bounds.into_iter().chain(priced.faults.iter().cloned()).collect()
            };
            for fault in found {
                if faults.iter().all(|known| known.pointer != fault.pointer) {
                    faults.push(fault);
                }
            }
            faults
        });
        Self {
            side,
            session: StoredValue::new(session),
            form: StoredValue::new(form),
            draft,
            catalogue,
            partner,
            content,
            priced,
            standings,
            attempted,
            accepted,
            faults,
        }
    }

    /// What is known of a license (tracked).
    pub fn standing_of(self, id: LicenseId) -> Option<LicenseStanding> {
        self.standings.read().iter().find(|license| license.license_id == id).cloned()
    }

    /// Keeps what was found of licenses.
    pub fn learn(self, found: Vec<LicenseStanding>) {
        self.standings.update(|known| {
            known.retain(|one| found.iter().all(|new| new.license_id != one.license_id));
            known.extend(found);
        });
    }

    /// What is being typed.
    pub fn form(self) -> OrderForm {
        self.form.get_value()
    }

    /// Provided by the page.
    pub fn here() -> Option<Self> {
        use_context()
    }

    /// Whether an administrator types.
    pub fn is_admin(self) -> bool {
        let user = self.session.with_value(|session| untrack(|| session.me()));
        user.is_some_and(|me| me.role == Role::Admin)
    }

    pub fn client(self) -> Client {
        self.session.with_value(|session| session.client())
    }

    /// Whether it is said for whom the order is; before that, no draft can be kept (tracked).
    pub fn is_addressed(self) -> bool {
        self.side == Side::Portal || self.form().has_buyer()
    }

    /// What is wrong at this JSON pointer, in words.
    pub fn error_at(
        self,
        pointer: impl Fn() -> String + Send + Sync + 'static,
    ) -> Signal<Option<String>> {
        Signal::derive(move || {
            let pointer = pointer();
            let faults = self.faults.read();
            faults.iter().find(|fault| fault.pointer == pointer).map(|fault| fault.words(lang()))
        })
    }

    /// What is wrong and has no field of its own to stand beside (tracked).
    pub fn loose_faults(self) -> Vec<String> {
        let faults = self.faults.read();
        let loose = faults.iter().filter(|fault| !has_field(&fault.pointer));
        loose
            .map(|fault| match line_of(&fault.pointer) {
                Some(line) => t::orders::fault_in_line(line, fault.words(lang())),
                None => fault.words(lang()),
            })
            .collect()
    }

    /// The product of an id, as typed.
    pub fn product(self, id: &str) -> Option<ProductView> {
        let id = id.parse().ok()?;
        self.catalogue.read().products.iter().find(|product| product.id == id).cloned()
    }

    /// Why the buyer may not submit orders at all, if so: the agreement, its status.
    pub fn standing(self) -> Option<String> {
        let partner = self.partner.read();
        let partner = partner.as_ref()?;
        if self.side == Side::Staff && self.form().partner_id() != Some(partner.id) {
            return None;
        }
        let standing =
            Standing { status: partner.status, agreement_until: partner.agreement_until };
        standing.may_submit(self.catalogue.read().today).err().map(|refusal| refusal.words(lang()))
    }
}

/// Whether the form has a field for this pointer.
fn has_field(pointer: &str) -> bool {
    let mut parts = pointer.trim_start_matches('/').splitn(3, '/');
    match (parts.next(), parts.next(), parts.next()) {
        (Some("lines"), None, _) => true,
        (Some("lines"), Some(_), Some(field)) => {
            field.ends_with("/cluster_id")
                || field.ends_with("/installation_key")
                || field.starts_with("end_user/") && field != "end_user/customer_id"
                || matches!(
                    field,
                    "kind"
                        | "product_id"
                        | "licenses"
                        | "sets"
                        | "years"
                        | "ends_on"
                        | "manual_discount"
                        | "deliver_to"
                        | "language"
                )
        }
        (Some(header), None, _) => {
            matches!(header, "customer_order_number" | "contract_number" | "remark")
        }
        _ => false,
    }
}

/// A fresh line: mails in the language that the person reads.
pub fn fresh_line(language: Lang) -> LineInput {
    LineInput { language, ..LineInput::default() }
}

#[cfg(test)]
mod tests {
    use super::has_field;

    #[test]
    fn faults_without_a_field_are_told_apart() {
        for shown in ["/remark", "/lines", "/lines/3/sets", "/lines/0/activations/2/cluster_id"] {
            assert!(has_field(shown), "{shown}");
        }
        for loose in ["/partner_id", "/lines/0/activations", "/lines/0/end_user/customer_id", ""] {
            assert!(!has_field(loose), "{loose}");
        }
    }
}
