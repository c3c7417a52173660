//! What an expansion has to bring so that usage is within what was bought again.

use super::UsageMetric;
use crate::{id::ProductId, money::Amount};

/// A pack that is sold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pack {
    pub product_id: ProductId,
    pub workspaces: u32,
    pub users: u32,
    /// For a year, by the list.
    pub price: Amount,
}

impl Pack {
    const fn of(&self, metric: UsageMetric) -> u32 {
        match metric {
            UsageMetric::Workspaces => self.workspaces,
            UsageMetric::Users => self.users,
        }
    }
}

/// The packs that cover an excess for the least money: which, and how many of them. The smaller the
/// number where two cost the same.
pub fn needed(metric: UsageMetric, excess: u32, packs: &[Pack]) -> Option<(ProductId, u32)> {
    if excess == 0 {
        return None;
    }
    packs
        .iter()
        .filter(|pack| pack.of(metric) > 0)
        .filter_map(|pack| {
            let count = excess.div_ceil(pack.of(metric));
            Some((pack.price.times(count).ok()?, count, pack.product_id))
        })
        .min()
        .map(|(_, count, product)| (product, count))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Id;

    fn pack(id: u128, workspaces: u32, users: u32, yuan: i64) -> Pack {
        let product_id = Id::from_uuid(uuid::Uuid::from_u128(id));
        Pack { product_id, workspaces, users, price: Amount::from_minor(yuan * 100) }
    }

    #[test]
    fn the_cheapest_packs_that_are_enough() {
        let packs = [pack(1, 0, 50, 6_000), pack(2, 1, 0, 4_000), pack(3, 0, 200, 20_000)];
        let found = |metric, excess| {
            needed(metric, excess, &packs).map(|(id, count)| (id.as_uuid().as_u128(), count))
        };

        assert_eq!(found(UsageMetric::Users, 0), None);
        assert_eq!(found(UsageMetric::Users, 1), Some((1, 1)));
        assert_eq!(found(UsageMetric::Users, 50), Some((1, 1)));
        assert_eq!(found(UsageMetric::Users, 51), Some((1, 2)));
        assert_eq!(found(UsageMetric::Users, 180), Some((3, 1)), "cheaper than four small ones");
        assert_eq!(found(UsageMetric::Workspaces, 3), Some((2, 3)));
        assert_eq!(needed(UsageMetric::Users, 1, &packs[1..2]), None, "none has users");
    }
}
