//! What is over: whether it is tolerated is the product's to say.

use serde::{Deserialize, Serialize};

use crate::{problem::Refusal, validate};

crate::enums::wire_enum! {
    /// What a product says of usage over what was bought.
    pub enum OverageMode {
        /// It is allowed, and made up for by an expansion.
        #[default]
        Allow = "allow": "允许超额（事后补购）", "Allowed, made up for later";
        /// Up to so many percent are tolerated.
        Soft = "soft": "容忍一定比例", "Tolerated up to a share";
        /// Nothing is.
        Hard = "hard": "不允许超额", "Not allowed";
    }
}

crate::enums::wire_enum! {
    /// How usage stands to what was bought.
    pub enum OverageLevel {
        #[default]
        Within = "within": "未超额", "Within";
        Tolerated = "tolerated": "超额（容忍范围内）", "Over, tolerated";
        Exceeded = "exceeded": "超额", "Over";
    }
}

/// Most percent that are tolerated.
pub const MOST_TOLERATED: u32 = 100;

/// A product's mode with its share.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Overage {
    pub mode: OverageMode,
    /// Percent over what was bought that are tolerated, for [`OverageMode::Soft`].
    pub percent: u32,
}

impl Overage {
    /// How `used` stands to a limit; 0 is unlimited.
    ///
    /// ```
    /// use domain::usage::{Overage, OverageLevel::{Exceeded, Tolerated, Within}, OverageMode};
    /// let soft = Overage { mode: OverageMode::Soft, percent: 10 };
    /// assert_eq!([50, 55, 56].map(|used| soft.level(used, 50)), [Within, Tolerated, Exceeded]);
    /// assert_eq!(soft.level(1_000, 0), Within);
    /// ```
    pub fn level(self, used: u32, limit: u32) -> OverageLevel {
        if limit == 0 || used <= limit {
            return OverageLevel::Within;
        }
        let is_tolerated = match self.mode {
            OverageMode::Allow => true,
            OverageMode::Hard => false,
            OverageMode::Soft => {
                let most = u64::from(limit) * u64::from(100 + self.percent.min(MOST_TOLERATED));
                u64::from(used) * 100 <= most
            }
        };
        if is_tolerated { OverageLevel::Tolerated } else { OverageLevel::Exceeded }
    }
}

/// Checks the share that is tolerated: 1 to 100 percent where there is one.
///
/// # Errors
/// Another one.
pub fn check_overage(overage: Overage) -> Result<(), Refusal> {
    let least = u32::from(overage.mode == OverageMode::Soft);
    validate::range(overage.percent, least, MOST_TOLERATED)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_over_is_tolerated_as_the_product_says() {
        let level = |mode, used| Overage { mode, percent: 10 }.level(used, 3);

        assert_eq!(level(OverageMode::Allow, 4_000_000), OverageLevel::Tolerated);
        assert_eq!(level(OverageMode::Hard, 3), OverageLevel::Within);
        assert_eq!(level(OverageMode::Hard, 4), OverageLevel::Exceeded);
        // Ten percent of three are less than one.
        assert_eq!(level(OverageMode::Soft, 4), OverageLevel::Exceeded);
        let most = Overage { mode: OverageMode::Soft, percent: 100 };
        assert_eq!(most.level(u32::MAX, u32::MAX / 2 + 1), OverageLevel::Tolerated);
    }

    #[test]
    fn a_share_is_said_where_one_is_tolerated() {
        let check = |mode, percent| check_overage(Overage { mode, percent }).is_ok();

        assert!(check(OverageMode::Allow, 0) && check(OverageMode::Soft, 100));
        assert!(!check(OverageMode::Soft, 0) && !check(OverageMode::Soft, 101));
    }
}
