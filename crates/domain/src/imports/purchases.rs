//! A row that is a purchase of the past: of a license that is there, or a service for a customer.

use chrono::NaiveDate;
use uuid::Uuid;

use super::{Link, lookup::Row};
use crate::{
    id::{CustomerId, LicenseId, UserId},
    licenses::wire::{PaymentStatus, PurchaseKind},
    money::{Amount, Currency},
    problem::Reason,
    purchases::{
        PaymentMethod, check_record,
        wire::{CorrectPurchase, RecordPurchase},
    },
    validate::Faults,
};

/// What a row says of a purchase. What was bought, when and for how much tells purchases apart; the
/// rest may be set right later.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PurchaseLine {
    /// By its number.
    pub license: Link<LicenseId>,
    /// By name or credit code; a license knows its own.
    pub customer: Link<CustomerId>,
    /// Whoever sold it, by name or address.
    pub owner: Link<UserId>,
    pub kind: PurchaseKind,
    pub purchased_on: NaiveDate,
    pub sets: u32,
    pub amount: Amount,
    pub currency: Currency,
    pub payment_status: Option<PaymentStatus>,
    pub method: Option<PaymentMethod>,
    pub contract_number: Option<String>,
    pub notes: Option<String>,
}

impl PurchaseLine {
    /// As it is recorded by hand. Where nothing is said of its payment it is still to be paid, and a
    /// gift is not.
    pub fn record(&self) -> RecordPurchase {
        let unsaid = match self.method {
            Some(PaymentMethod::Gift) => PaymentStatus::Paid,
            _ => PaymentStatus::Pending,
        };
        RecordPurchase {
            customer_id: self.customer.id.unwrap_or_else(|| Uuid::nil().into()),
            license_id: self.license.id,
            owner_id: self.owner.id,
            kind: self.kind,
            purchased_on: self.purchased_on,
            sets: self.sets,
            amount: self.amount,
            currency: self.currency,
            payment_status: self.payment_status.unwrap_or(unsaid),
            method: self.method,
            contract_number: self.contract_number.clone(),
            notes: self.notes.clone(),
        }
    }

    /// What sets a purchase right that is there already; `reason` stands on its timeline.
    #[must_use]
    pub fn over(&self, present: &CorrectPurchase, reason: &str) -> CorrectPurchase {
        CorrectPurchase {
            payment_status: self.payment_status.unwrap_or(present.payment_status),
            method: self.method.or(present.method),
            contract_number: self.contract_number.clone().or(present.contract_number.clone()),
            owner_id: self.owner.id.or(present.owner_id),
            notes: self.notes.clone().or(present.notes.clone()),
            reason: reason.to_owned(),
        }
    }

    pub(super) fn key(&self) -> Option<String> {
        let whose = match (self.license.id, self.customer.id) {
            (Some(license), _) => license.as_uuid(),
            (None, Some(customer)) => customer.as_uuid(),
            (None, None) => return None,
        };
        Some(purchase_key(whose, self.kind, self.purchased_on, self.amount, self.currency))
    }
}

/// By what a purchase of a license, or of a customer, is told from others.
pub fn purchase_key(
    whose: Uuid,
    kind: PurchaseKind,
    on: NaiveDate,
    amount: Amount,
    currency: Currency,
) -> String {
    format!("{whose} {kind} {on} {} {currency}", amount.minor())
}

pub(super) fn read(row: &Row<'_>, faults: &mut Faults, today: NaiveDate) -> PurchaseLine {
    let kind =
        row.one_of("kind", PurchaseKind::ALL, PurchaseKind::label, PurchaseKind::as_str, faults);
    let status = row.one_of(
        "payment_status",
        PaymentStatus::ALL,
        PaymentStatus::label,
        PaymentStatus::as_str,
        faults,
    );
    let method = row.one_of(
        "method",
        PaymentMethod::ALL,
        PaymentMethod::label,
        PaymentMethod::as_str,
        faults,
    );
    let (on, amount) = (row.day("purchased_on", faults), row.amount("amount", faults));
    let line = PurchaseLine {
        license: Link::of(row.code("license", faults).map(|number| number.to_ascii_uppercase())),
        customer: Link::of(row.text("customer")),
        owner: Link::of(row.text("owner")),
        kind: kind.unwrap_or_default(),
        purchased_on: on.unwrap_or(today),
        sets: row.whole("sets", faults).unwrap_or(1),
        amount: amount.unwrap_or(Amount::from_minor(1)),
        currency: row.currency("currency", faults).unwrap_or_default(),
        payment_status: status,
        method,
        contract_number: row.code("contract_number", faults),
        notes: row.lines("notes"),
    };
    if line.license.text.is_none() && line.customer.text.is_none() {
        faults.add("/license", Reason::Required);
    }
    for (key, is_there) in [("purchased_on", on.is_some()), ("amount", amount.is_some())] {
        if !is_there && row.is_empty(key) {
            faults.add(format!("/{key}"), Reason::Required);
        }
    }
    // A gift without an amount says so itself, once the amount is there.
    if amount.is_some() {
        faults.add_all(check_record(&line.record(), today));
    }
    line
}
