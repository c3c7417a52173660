//! What a line asks for: something new, or a change of licenses that are named.

use crate::products::ProductKind;

crate::enums::wire_enum! {
    pub enum LineKind {
        #[default]
        New = "new": "新购", "New";
        Renewal = "renewal": "续订", "Renewal";
        Upgrade = "upgrade": "升级", "Upgrade";
        Expansion = "expansion": "扩容", "Expansion";
        Addon = "addon": "附加功能", "Add-on";
        Service = "service": "服务", "Service";
    }
}

impl LineKind {
    /// Whether it names licenses that are there already.
    pub const fn is_on_licenses(self) -> bool {
        matches!(self, Self::Renewal | Self::Upgrade | Self::Expansion | Self::Addon)
    }

    /// Whether its years can be chosen; other lines run with what they are added to.
    pub const fn has_years(self) -> bool {
        matches!(self, Self::New | Self::Renewal)
    }

    /// Whether a product fits: an expansion raises limits, an add-on raises none.
    pub const fn fits(self, product: ProductKind, raises_limits: bool) -> bool {
        match self {
            Self::New | Self::Renewal | Self::Upgrade => matches!(product, ProductKind::License),
            Self::Expansion => matches!(product, ProductKind::Addon) && raises_limits,
            Self::Addon => matches!(product, ProductKind::Addon) && !raises_limits,
            Self::Service => matches!(product, ProductKind::Service),
        }
    }
}
