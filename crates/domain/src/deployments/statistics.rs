//! How long licenses take from the order to the running installation, and how often on the day that
//! was said.

use std::collections::BTreeMap;

use chrono::{Datelike as _, NaiveDate};

use super::{LifeDates, wire::LifeFigures};
use crate::id::ProductId;

/// A license that an initial deployment brought to life.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BroughtToLife {
    pub product_id: ProductId,
    pub life: LifeDates,
    /// When its deployment was completed.
    pub deployed_on: NaiveDate,
    /// When that was planned for.
    pub planned_on: Option<NaiveDate>,
}

/// The figures of all of these.
pub fn figures<'a>(all: impl IntoIterator<Item = &'a BroughtToLife>) -> LifeFigures {
    let mut figures = LifeFigures::default();
    let (mut sent, mut activated, mut deployed) = (Vec::new(), Vec::new(), Vec::new());
    for one in all {
        figures.deployed += 1;
        if let Some(planned) = one.planned_on {
            figures.planned += 1;
            figures.on_time += u32::from(one.deployed_on <= planned);
        }
        let days = |on: NaiveDate| u32::try_from(one.life.days_until(on)).unwrap_or(u32::MAX);
        sent.extend(one.life.sent_on.map(days));
        activated.extend(one.life.activated_on.map(days));
        deployed.push(days(one.deployed_on));
    }
    LifeFigures {
        days_to_sent: median(sent),
        days_to_activated: median(activated),
        days_to_deployed: median(deployed),
        ..figures
    }
}

/// By the month in which they were deployed, as its first day; the latest month first.
pub fn by_month(all: &[BroughtToLife]) -> Vec<(NaiveDate, LifeFigures)> {
    let month = |one: &BroughtToLife| one.deployed_on.with_day(1).unwrap_or(one.deployed_on);
    let mut months = grouped(all, month);
    months.reverse();
    months
}

/// By product.
pub fn by_product(all: &[BroughtToLife]) -> Vec<(ProductId, LifeFigures)> {
    grouped(all, |one| one.product_id)
}

fn grouped<K: Ord>(
    all: &[BroughtToLife],
    key: impl Fn(&BroughtToLife) -> K,
) -> Vec<(K, LifeFigures)> {
    let mut groups: BTreeMap<K, Vec<&BroughtToLife>> = BTreeMap::new();
    for one in all {
        groups.entry(key(one)).or_default().push(one);
    }
    groups.into_iter().map(|(key, group)| (key, figures(group))).collect()
}

/// The middle one; the lower one of two.
fn median(mut days: Vec<u32>) -> Option<u32> {
    days.sort_unstable();
    days.get(days.len().saturating_sub(1) / 2).copied()
}

impl LifeFigures {
    /// How many of those with a planned day were completed by it, in whole percent.
    pub fn on_time_rate(&self) -> Option<u32> {
        (u64::from(self.on_time) * 100)
            .checked_div(u64::from(self.planned))
            .and_then(|percent| u32::try_from(percent).ok())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(m: u32, d: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, m, d).unwrap()
    }

    fn brought(product: u128, took: [Option<u64>; 2], deployed: NaiveDate) -> BroughtToLife {
        let approved_on = day(9, 1);
        let after = |days: u64| approved_on + chrono::Days::new(days);
        BroughtToLife {
            product_id: uuid::Uuid::from_u128(product).into(),
            life: LifeDates {
                approved_on,
                sent_on: took[0].map(after),
                activated_on: took[1].map(after),
                deployed_on: Some(deployed),
            },
            deployed_on: deployed,
            planned_on: Some(day(10, 5)),
        }
    }

    #[test]
    fn the_middle_of_each_step_is_counted_from_the_approval() {
        let all = [
            brought(1, [Some(1), Some(9)], day(10, 5)),
            brought(1, [Some(3), None], day(10, 6)),
            brought(2, [Some(0), Some(2)], day(11, 3)),
            BroughtToLife { planned_on: None, ..brought(2, [None, Some(4)], day(10, 1)) },
        ];

        let total = figures(&all);

        assert_eq!((total.deployed, total.planned, total.on_time), (4, 3, 1));
        assert_eq!(total.on_time_rate(), Some(33));
        assert_eq!((total.days_to_sent, total.days_to_activated), (Some(1), Some(4)));
        // 30, 34, 35 and 63 days.
        assert_eq!(total.days_to_deployed, Some(34));
        let months: Vec<_> = by_month(&all).into_iter().map(|(on, it)| (on, it.deployed)).collect();
        assert_eq!(months, [(day(11, 1), 1), (day(10, 1), 3)]);
        let products: Vec<_> = by_product(&all).into_iter().map(|(_, it)| it.deployed).collect();
        assert_eq!(products, [2, 2]);
        assert_eq!(figures([]), LifeFigures::default());
        assert_eq!(LifeFigures::default().on_time_rate(), None);
    }
}
