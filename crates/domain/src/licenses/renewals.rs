//! The renewals ahead: how many licenses end in each month, whose they are, and what they last cost.

use std::collections::BTreeMap;

use chrono::{Datelike as _, Months, NaiveDate};

use super::{
    LicenseStatus,
    wire::{LicenseListQuery, OwnerName, RenewalAmount, RenewalCell, RenewalsQuery},
};
use crate::{
    id::UserId,
    money::{Amount, AmountError, Currency},
    problem::FieldError,
    validate::{self, Faults},
};

/// Months of the board where nothing is asked for.
pub const RENEWAL_MONTHS: u32 = 12;

/// Most months of the board.
const MOST_MONTHS: u32 = 24;

/// Months before this one with which it begins: what lapsed lately may still be won back.
const MONTHS_BACK: u32 = 2;

/// What may be renewed: it has a last day, and is neither suspended nor terminated.
pub const RENEWABLE: [LicenseStatus; 5] = [
    LicenseStatus::PendingActivation,
    LicenseStatus::Active,
    LicenseStatus::Expiring,
    LicenseStatus::InGrace,
    LicenseStatus::Expired,
];

/// The licenses that end on one day, of one owner and one currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Due {
    pub expires_on: NaiveDate,
    pub owner_id: Option<UserId>,
    /// None where nothing was paid.
    pub currency: Option<Currency>,
    pub licenses: u32,
    /// What their last terms cost together, gross.
    pub amount: Amount,
}

/// The first and the last day of a day's month.
pub fn month_of(day: NaiveDate) -> (NaiveDate, NaiveDate) {
    let first = day.with_day(1).unwrap_or(day);
    let next = first.checked_add_months(Months::new(1));
    (first, next.and_then(|day| day.pred_opt()).unwrap_or(day))
}

impl RenewalsQuery {
    /// Checks how far the board goes.
    ///
    /// # Errors
    /// A field error at `/months`.
    pub fn check(&self) -> Result<(), Vec<FieldError>> {
        let mut faults = Faults::new();
        if let Some(months) = self.months {
            faults.check("/months", validate::range(months, 1, MOST_MONTHS));
        }
        faults.into_result()
    }

    /// The first and the last day of the board.
    pub fn days(&self, today: NaiveDate) -> (NaiveDate, NaiveDate) {
        let back = || today.checked_sub_months(Months::new(MONTHS_BACK)).unwrap_or(today);
        let (first, _) = month_of(self.from.unwrap_or_else(back));
        let months = self.months.unwrap_or(RENEWAL_MONTHS).max(1);
        let last = first.checked_add_months(Months::new(months - 1)).unwrap_or(first);
        (first, month_of(last).1)
    }

    /// The list of the licenses that it counts: the numbers are those of the list, because they are
    /// asked for with its query.
    pub fn list(&self, today: NaiveDate) -> LicenseListQuery {
        let (from, to) = self.days(today);
        LicenseListQuery {
            status: RENEWABLE.to_vec(),
            partner: self.partner,
            owner: self.owner,
            owned_by: self.owned_by,
            ends_from: Some(from),
            ends_to: Some(to),
            ..LicenseListQuery::default()
        }
    }
}

/// What a cell comes to.
#[derive(Default)]
struct Sum {
    licenses: u32,
    amounts: BTreeMap<Currency, Amount>,
}

/// Puts the days together to months and owners, the next first; each currency by itself.
///
/// # Errors
/// Amounts that do not fit.
pub fn board(
    due: &[Due],
    owners: &BTreeMap<UserId, String>,
) -> Result<Vec<RenewalCell>, AmountError> {
    let mut cells: BTreeMap<(NaiveDate, Option<UserId>), Sum> = BTreeMap::new();
    for day in due {
        let (month, _) = month_of(day.expires_on);
        let cell = cells.entry((month, day.owner_id)).or_default();
        cell.licenses += day.licenses;
        if let Some(currency) = day.currency {
            let sum = cell.amounts.entry(currency).or_insert(Amount::ZERO);
            *sum = sum.plus(day.amount)?;
        }
    }
    let owner = |id: UserId| OwnerName { id, name: owners.get(&id).cloned().unwrap_or_default() };
    let amount = |(currency, amount)| RenewalAmount { currency, amount };
    Ok(cells
        .into_iter()
        .map(|((month, id), Sum { licenses, amounts })| RenewalCell {
            from: month,
            to: month_of(month).1,
            owner: id.map(owner),
            licenses,
            amounts: amounts.into_iter().map(amount).collect(),
        })
        .collect())
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::Id;

    fn day(y: i32, m: u32, d: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(y, m, d).unwrap()
    }

    #[test]
    fn a_month_ends_with_its_last_day() {
        assert_eq!(month_of(day(2028, 2, 11)), (day(2028, 2, 1), day(2028, 2, 29)));
        assert_eq!(month_of(day(2026, 12, 31)), (day(2026, 12, 1), day(2026, 12, 31)));
    }

    #[test]
    fn the_board_begins_with_what_lapsed_lately() {
        let today = day(2026, 11, 22);
        let year = RenewalsQuery::default();
        let one = RenewalsQuery { from: Some(today), months: Some(1), ..year.clone() };

        assert_eq!(year.days(today), (day(2026, 9, 1), day(2027, 8, 31)));
        assert_eq!(one.days(today), (day(2026, 11, 1), day(2026, 11, 30)));
        assert!(RenewalsQuery { months: Some(25), ..year.clone() }.check().is_err());
        assert!(RenewalsQuery { months: Some(0), ..year }.check().is_err());
    }

    #[test]
    fn months_owners_and_currencies_stay_apart() {
        let rep = Id::from_uuid(Uuid::from_u128(7));
        let due = |d, owner_id, currency, minor| Due {
            expires_on: day(2026, 12, d),
            owner_id,
            currency,
            licenses: 2,
            amount: Amount::from_minor(minor),
        };
        let all = [
            due(1, Some(rep), Some(Currency::Cny), 100),
            due(31, Some(rep), Some(Currency::Cny), 50),
            due(31, Some(rep), Some(Currency::Usd), 7),
            due(2, None, None, 0),
            Due { expires_on: day(2027, 1, 1), ..due(1, Some(rep), Some(Currency::Cny), 1) },
        ];
        let names = BTreeMap::from([(rep, "王芳".to_owned())]);

        let cells = board(&all, &names).unwrap();

        let told: Vec<_> = cells
            .iter()
            .map(|cell| {
                let amounts = cell.amounts.iter().map(|a| a.amount.minor()).collect::<Vec<_>>();
                let owner = cell.owner.as_ref().map(|owner| owner.name.as_str());
                (cell.from, owner, cell.licenses, amounts)
            })
            .collect();
        assert_eq!(
            told,
            [
                (day(2026, 12, 1), None, 2, vec![]),
                (day(2026, 12, 1), Some("王芳"), 6, vec![150, 7]),
                (day(2027, 1, 1), Some("王芳"), 2, vec![1]),
            ]
        );
    }
}
