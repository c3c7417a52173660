//! A product's prices in time. One at most holds on a day, and what has held is never rewritten.

use chrono::NaiveDate;

use super::{
    validity::{Phase, Validity},
    wire::SetPrice,
};
use crate::{
    id::PriceId,
    money::{Amount, BasisPoints},
    problem::{FieldError, Reason, Refusal},
    validate::Faults,
};

/// The rates of value-added tax that prices may contain: 13, 6, 3, 1 and 0 %.
pub const TAX_RATES: [BasisPoints; 5] =
    [BasisPoints(13_00), BasisPoints(6_00), BasisPoints(3_00), BasisPoints(1_00), BasisPoints(0)];

/// Most that a set and year costs: an order of the largest size still adds up.
pub const MAX_PRICE: Amount = Amount::from_minor(1_000_000_000_00);

/// How long a 税收分类编码 is.
const TAX_CLASSIFICATION_DIGITS: usize = 19;

/// One price's place in time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry {
    pub id: PriceId,
    pub days: Validity,
}

/// All prices of a product (one seller, one currency), the earliest first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Timeline(Vec<Entry>);

impl Timeline {
    /// Prices in any order.
    pub fn of(entries: impl IntoIterator<Item = Entry>) -> Self {
        let mut entries: Vec<_> = entries.into_iter().collect();
        entries.sort_by_key(|entry| entry.days.from);
        Self(entries)
    }

    pub fn entries(&self) -> &[Entry] {
        &self.0
    }

    /// The price that holds on a day.
    pub fn on(&self, day: NaiveDate) -> Option<PriceId> {
        self.0.iter().find(|entry| entry.days.holds_on(day)).map(|entry| entry.id)
    }

    pub fn days_of(&self, id: PriceId) -> Option<Validity> {
        self.0.iter().find(|entry| entry.id == id).map(|entry| entry.days)
    }

    /// The days after this price on which there is none, though a later one is set.
    pub fn gap_after(&self, id: PriceId) -> Option<Validity> {
        let until = self.days_of(id)?.until?;
        let next = self.next_after(until)?;
        let (from, last) = (until.succ_opt()?, next.pred_opt()?);
        (from <= last).then_some(Validity { from, until: Some(last) })
    }

    /// Begins a new price on a day. The one that held then ends the day before, and the new one
    /// ends where the next begins.
    ///
    /// # Errors
    /// The day is over; a price begins on it already. Both are about `valid_from`.
    pub fn with(&self, id: PriceId, from: NaiveDate, today: NaiveDate) -> Result<Self, Refusal> {
        if from < today {
            return Err(Reason::InThePast.into());
        }
        if self.0.iter().any(|entry| entry.days.from == from) {
            return Err(Refusal::new(Reason::PriceFromThatDay).with("on", from));
        }
        let mut entries = self.0.clone();
        for entry in &mut entries {
            if entry.days.holds_on(from) {
                entry.days.until = from.pred_opt();
            }
        }
        entries.push(Entry { id, days: Validity { from, until: self.until_next(from) } });
        Ok(Self::of(entries))
    }

    /// Begins a future price on another day; an end of its own stays where it still fits.
    ///
    /// # Errors
    /// As [`Self::with`].
    pub fn moved(&self, id: PriceId, from: NaiveDate, today: NaiveDate) -> Result<Self, Refusal> {
        let own_end = self.days_of(id).and_then(|days| days.until);
        let mut moved = self.without(id).with(id, from, today)?;
        for entry in &mut moved.0 {
            let fits = |end: &NaiveDate| {
                *end >= from && entry.days.until.is_none_or(|latest| *end <= latest)
            };
            if entry.id == id {
                entry.days.until = own_end.filter(fits).or(entry.days.until);
            }
        }
        Ok(moved)
    }

    /// Without a future price; the one that ended for it goes on in its place.
    #[must_use]
    pub fn without(&self, id: PriceId) -> Self {
        let Some(gone) = self.days_of(id) else { return self.clone() };
        let mut entries = self.0.clone();
        entries.retain(|entry| entry.id != id);
        for entry in &mut entries {
            if entry.days.until.is_some() && entry.days.until == gone.from.pred_opt() {
                entry.days.until = gone.until;
            }
        }
        Self(entries)
    }

    /// Ends a price on a day, or lets it go on until the next one (`None`).
    ///
    /// # Errors
    /// The day is over, lies before the price begins, or after the next one does: all about
    /// `valid_until`.
    pub fn ended(
        &self,
        id: PriceId,
        until: Option<NaiveDate>,
        today: NaiveDate,
    ) -> Result<Self, Refusal> {
        let mut ended = self.clone();
        for entry in ended.0.iter_mut().filter(|entry| entry.id == id) {
            let latest = self.until_next(entry.days.from);
            if let Some(until) = until {
                if until < today {
                    return Err(Reason::InThePast.into());
                }
                if until < entry.days.from {
                    return Err(Reason::EndsBeforeItBegins.into());
                }
                if let Some(latest) = latest.filter(|latest| until > *latest) {
                    return Err(Refusal::new(Reason::NextPriceBegins).with("on", latest));
                }
            }
            entry.days.until = until.or(latest);
        }
        Ok(ended)
    }

    fn next_after(&self, day: NaiveDate) -> Option<NaiveDate> {
        self.0.iter().map(|entry| entry.days.from).find(|from| *from > day)
    }

    /// The day before the first price that begins after `day`.
    fn until_next(&self, day: NaiveDate) -> Option<NaiveDate> {
        self.next_after(day).and_then(|next| next.pred_opt())
    }
}

/// Whether a price or rule may still be changed or removed: before it holds for the first time.
///
/// # Errors
/// It holds, or has held.
pub fn may_change(days: Validity, today: NaiveDate) -> Result<(), Refusal> {
    match days.phase(today) {
        Phase::Future => Ok(()),
        Phase::Present => Err(Reason::InForce.into()),
        Phase::Past => Err(Reason::NoLongerInForce.into()),
    }
}

/// Whether the end of a price or rule may still be set.
///
/// # Errors
/// It is over.
pub fn may_end(days: Validity, today: NaiveDate) -> Result<(), Refusal> {
    match days.phase(today) {
        Phase::Future | Phase::Present => Ok(()),
        Phase::Past => Err(Reason::NoLongerInForce.into()),
    }
}

/// Checks what a price says, apart from its days.
///
/// # Errors
/// One field error per fault, by pointer.
pub fn check_price(price: &SetPrice) -> Result<(), Vec<FieldError>> {
    let mut faults = Faults::new();
    faults.check("/list_price", amount(price.list_price, Amount::from_minor(1)));
    if let Some(floor) = price.floor_price {
        faults.check("/floor_price", amount(floor, Amount::ZERO));
        if floor > price.list_price {
            faults.add("/floor_price", Reason::FloorAboveList);
        }
    }
    if !TAX_RATES.contains(&price.tax_rate) {
        let rates = TAX_RATES.map(|rate| rate.to_string()).join(", ");
        faults.add("/tax_rate", Refusal::new(Reason::UnknownTaxRate).with("rates", rates));
    }
    if let Some(code) = price.tax_classification.as_deref().map(str::trim)
        && !code.is_empty()
        && (code.len() != TAX_CLASSIFICATION_DIGITS || !code.bytes().all(|b| b.is_ascii_digit()))
    {
        faults.add("/tax_classification", Reason::InvalidTaxClassification);
    }
    faults.into_result()
}

fn amount(amount: Amount, least: Amount) -> Result<(), Refusal> {
    if (least..=MAX_PRICE).contains(&amount) {
        Ok(())
    } else {
        Err(Refusal::new(Reason::OutOfRange).with("min", least).with("max", MAX_PRICE))
    }
}

#[cfg(test)]
#[path = "price_list_tests.rs"]
mod tests;
