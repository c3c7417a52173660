//! What a line on a license follows from: its term, its limits, and what was paid for which days.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{
    LicenseStatus,
    years::{Years, days},
};
use crate::{
    dates::plus_days,
    id::{CustomerId, LicenseId, PartnerId, ProductId},
    money::{Amount, AmountError},
    orders::LineKind,
    problem::{Reason, Refusal},
};

crate::enums::wire_enum! {
    /// From when a renewal runs where the term and its grace are over.
    pub enum LapsedRenewal {
        #[default]
        Today = "today": "从当天起算", "From the day of renewal";
        Expiry = "expiry": "从原到期日起算", "From the old end";
    }
}

/// A period of a license that was paid for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Segment {
    pub kind: LineKind,
    pub product_id: ProductId,
    /// Packs, for expansions and add-ons; 1 otherwise.
    pub quantity: u32,
    pub from: NaiveDate,
    /// The last day.
    pub until: NaiveDate,
    /// What its days are worth together: what was paid, and what was credited against it.
    pub value: Amount,
    /// Its days are used up from this day on: an upgrade took credit for them, or they were
    /// returned.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closed_on: Option<NaiveDate>,
}

impl Segment {
    /// Its days from `on` to its end, and all of its days.
    fn remaining(&self, on: NaiveDate) -> (i128, i128) {
        let total = days(self.from, self.until);
        let left = if self.closed_on.is_some() { 0 } else { days(on.max(self.from), self.until) };
        (left, total)
    }

    /// What its days from `on` to the end are worth: value × remaining ÷ actual days, half away
    /// from zero.
    fn unused(&self, on: NaiveDate) -> Result<Amount, AmountError> {
        let (left, total) = self.remaining(on);
        self.value.scaled(left, total.max(1))
    }

    const fn is_term(&self) -> bool {
        matches!(self.kind, LineKind::New | LineKind::Renewal)
    }
}

/// Packs that a license holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HeldAddon {
    pub product_id: ProductId,
    pub quantity: u32,
}

/// A license, as far as lines on it are concerned.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LicenseStanding {
    pub license_id: LicenseId,
    pub number: String,
    pub status: LicenseStatus,
    pub product_id: ProductId,
    pub product_name_zh: String,
    pub product_name_en: String,
    pub partner_id: Option<PartnerId>,
    pub customer_id: CustomerId,
    pub customer_name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact_name: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact_email: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact_phone: Option<String>,
    /// Workspaces; 0 is unlimited.
    pub workspaces: u32,
    /// Users; 0 is unlimited.
    pub users: u32,
    pub starts_on: Option<NaiveDate>,
    pub expires_on: Option<NaiveDate>,
    /// Whether its term cannot move any more: it was activated, or the days to do so are over.
    pub is_settled: bool,
    pub lapsed_renewal: LapsedRenewal,
    /// The ordinal of the latest of its segments: what was bought changed where it is another.
    pub latest_segment: u32,
    /// By their beginning.
    pub segments: Vec<Segment>,
}

impl LicenseStanding {
    /// Whether a line of this kind may be placed on it on a business day; answers the last day of
    /// its term.
    ///
    /// # Errors
    /// Suspended or terminated; its term may still move; its term is over (all but renewals).
    pub fn allows(&self, kind: LineKind, on: NaiveDate) -> Result<NaiveDate, Refusal> {
        match self.status {
            LicenseStatus::Terminated => return Err(Reason::LicenseTerminated.into()),
            LicenseStatus::Suspended => return Err(Reason::LicenseSuspended.into()),
            _ => {}
        }
        let settled = self.expires_on.filter(|_| self.is_settled);
        let last = settled.ok_or_else(|| Refusal::new(Reason::TermNotSettled))?;
        if kind != LineKind::Renewal && last < on {
            return Err(Refusal::new(Reason::LicenseExpired).with("on", last));
        }
        Ok(last)
    }

    /// The first day of a renewed term: the day after the present one, or the day of renewal where
    /// term and grace are over and the product is renewed from then.
    pub fn renewal_starts(&self, last: NaiveDate, on: NaiveDate) -> NaiveDate {
        let lapsed = self.status == LicenseStatus::Expired;
        if lapsed && self.lapsed_renewal == LapsedRenewal::Today { on } else { plus_days(last, 1) }
    }

    /// The years of the terms that are not over on a day: as they were bought, and what is left of
    /// them (remaining ÷ actual days of each term).
    pub fn years_left(&self, on: NaiveDate) -> (Years, Years) {
        let mut terms: Vec<&Segment> = self.segments.iter().filter(|s| s.is_term()).collect();
        terms.sort_by_key(|segment| segment.from);
        terms.into_iter().fold((Years::NONE, Years::NONE), |(bought, left), term| {
            let years = Years::of_period(term.from, term.until);
            let total = days(term.from, term.until);
            match days(on.max(term.from), term.until) {
                0 => (bought, left),
                remaining => (bought.plus(years), left.plus(years.part(remaining, total))),
            }
        })
    }

    /// The whole years of the term that runs on a day: what its discount was measured by.
    pub fn term_years(&self, on: NaiveDate) -> u32 {
        let runs = |term: &&Segment| term.is_term() && term.until >= on;
        let term = self.segments.iter().filter(runs).min_by_key(|term| term.from);
        term.map(|term| Years::of_period(term.from, term.until).floor()).unwrap_or_default()
    }

    /// What was paid for days that are still to come: what an upgrade credits and a return gives
    /// back.
    ///
    /// # Errors
    /// Amounts that do not fit.
    pub fn unused_value(&self, on: NaiveDate) -> Result<Amount, AmountError> {
        self.segments.iter().try_fold(Amount::ZERO, |sum, segment| sum.plus(segment.unused(on)?))
    }

    /// The packs that it holds: they are renewed with it, and stay at an upgrade.
    pub fn addons(&self) -> Vec<HeldAddon> {
        let mut held: Vec<HeldAddon> = Vec::new();
        let packs = |s: &&Segment| matches!(s.kind, LineKind::Expansion | LineKind::Addon);
        for segment in self.segments.iter().filter(packs) {
            match held.iter_mut().find(|held| held.product_id == segment.product_id) {
                Some(held) => held.quantity += segment.quantity,
                None => held
                    .push(HeldAddon { product_id: segment.product_id, quantity: segment.quantity }),
            }
        }
        held
    }
}

/// A limit after packs were added; 0 is unlimited and stays it.
pub const fn raised(limit: u32, packs: u32, per_pack: u32) -> u32 {
    if limit == 0 { 0 } else { limit.saturating_add(packs.saturating_mul(per_pack)) }
}
