//! Products and their prices.

pub mod pricing;
pub mod wire;

crate::enums::wire_enum! {
    pub enum ProductKind {
        #[default]
        License = "license": "许可证", "License";
        Addon = "addon": "附加包", "Add-on";
        Service = "service": "服务", "Service";
    }
}

crate::enums::wire_enum! {
    pub enum Edition {
        Basic = "basic": "基础版", "Basic";
        Standard = "standard": "标准版", "Standard";
        Professional = "professional": "专业版", "Professional";
        #[default]
        Enterprise = "enterprise": "企业版", "Enterprise";
        Trial = "trial": "试用版", "Trial";
    }
}

impl Edition {
    /// What a license's number begins with.
    pub const fn prefix(self) -> &'static str {
        match self {
            Self::Basic => "BAS",
            Self::Standard => "STD",
            Self::Professional => "PRO",
            Self::Enterprise => "ENT",
            Self::Trial => "TRI",
        }
    }
}
