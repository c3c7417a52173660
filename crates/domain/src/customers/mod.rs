//! Customers: the organisations that run what we sell.

mod change;
mod credit_code;
pub mod wire;

use chrono::NaiveDate;

pub use change::{LONGEST_REASON, MAX_CONTACTS};
pub use credit_code::check_credit_code;

crate::enums::wire_enum! {
    pub enum Region {
        East = "east": "华东", "East China";
        South = "south": "华南", "South China";
        North = "north": "华北", "North China";
        Central = "central": "华中", "Central China";
        Southwest = "southwest": "西南", "Southwest China";
        Northwest = "northwest": "西北", "Northwest China";
        Northeast = "northeast": "东北", "Northeast China";
        HkMoTw = "hk_mo_tw": "港澳台", "Hong Kong, Macao, Taiwan";
        #[default]
        Overseas = "overseas": "海外", "Overseas";
    }
}

crate::enums::wire_enum! {
    pub enum CustomerType {
        #[default]
        Enterprise = "enterprise": "企业", "Enterprise";
        Government = "government": "政府", "Government";
        Education = "education": "教育", "Education";
        Startup = "startup": "初创", "Startup";
        Other = "other": "其他", "Other";
    }
}

crate::enums::wire_enum! {
    pub enum Industry {
        Technology = "technology": "科技", "Technology";
        Finance = "finance": "金融", "Finance";
        Manufacturing = "manufacturing": "制造", "Manufacturing";
        Energy = "energy": "能源", "Energy";
        Healthcare = "healthcare": "医疗", "Healthcare";
        Education = "education": "教育", "Education";
        Government = "government": "政府", "Government";
        Retail = "retail": "零售", "Retail";
        Consulting = "consulting": "咨询", "Consulting";
        #[default]
        Other = "other": "其他", "Other";
    }
}

crate::enums::wire_enum! {
    /// Derived from a customer's licenses (存续情况).
    pub enum Retention {
        #[default]
        Prospect = "prospect": "潜在", "Prospect";
        Active = "active": "存续", "Active";
        Expiring = "expiring": "即将到期", "Expiring";
        Lapsed = "lapsed": "已流失", "Lapsed";
    }
}

/// A customer's retention from the latest last day of its licenses that still count.
///
/// `latest_expiry` is `None` for a customer that never had a license with a term.
pub fn retention(latest_expiry: Option<NaiveDate>, today: NaiveDate) -> Retention {
    let reminder = crate::dates::plus_days(today, crate::licenses::REMINDER_DAYS);
    match latest_expiry {
        None => Retention::Prospect,
        Some(day) if day < today => Retention::Lapsed,
        Some(day) if day <= reminder => Retention::Expiring,
        Some(_) => Retention::Active,
    }
}
