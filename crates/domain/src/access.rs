//! Who may do what: one table. From it come the API's extractors, the scope of every query, the
//! SPA's buttons, `docs/permissions.md` and the access test.

use crate::id::{PartnerId, UserId};

crate::enums::wire_enum! {
    /// What a person who signs in is here for.
    pub enum Role {
        Admin = "admin": "管理员", "Administrator";
        CommercialOps = "commercial_ops": "商务", "Commercial operations";
        SalesManager = "sales_manager": "销售主管", "Sales manager";
        #[default]
        SalesRep = "sales_rep": "销售代表", "Sales representative";
        ChannelManager = "channel_manager": "渠道经理", "Channel manager";
        Engineer = "engineer": "工程师", "Engineer";
        Finance = "finance": "财务", "Finance";
        Partner = "partner": "合作伙伴", "Partner";
    }
}

impl Role {
    /// Partners have a portal of their own and sign in at their own door.
    pub const fn is_partner(self) -> bool {
        matches!(self, Self::Partner)
    }
}

/// How far a permission reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    Nothing,
    /// What belongs to one's own organisation (partners) or to oneself (staff).
    Own,
    Everything,
}

/// The rows that a caller may see. Every reader in `store` demands one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    Everything,
    OfPartner(PartnerId),
    OfUser(UserId),
}

/// A permission as a type, for a handler's signature.
pub trait Grant {
    const NEEDS: Permission;
}

macro_rules! permissions {
    ($( $(#[doc = $doc:literal])+ $name:ident = $wire:literal : $($role:ident $reach:ident),* ; )+) => {
        crate::enums::wire_enum! {
            /// Something that a role may do.
            pub enum Permission { #[default] $( $(#[doc = $doc])+ $name = $wire: $wire, $wire; )+ }
        }

        impl Permission {
            /// How far the role's permission reaches.
            pub const fn reach(self, role: Role) -> Reach {
                match self {
                    $( Self::$name => {
                        $( if matches!(role, Role::$role) { return Reach::$reach; } )*
                        Reach::Nothing
                    } )+
                }
            }

            /// What it is good for.
            pub const fn about(self) -> &'static str {
                match self { $( Self::$name => concat!($($doc),+).trim_ascii() ),+ }
            }
        }

        /// One type for each permission.
        pub mod may {
            $( $(#[doc = $doc])+ #[derive(Debug)] pub enum $name {}
               impl super::Grant for $name { const NEEDS: super::Permission = super::Permission::$name; } )+
        }
    };
}

permissions! {
    /// One's own account: profile, password, sessions, notifications.
    OwnAccount = "account.own": Admin Own, CommercialOps Own, SalesManager Own, SalesRep Own, ChannelManager Own, Engineer Own, Finance Own, Partner Own;
    /// List and open orders.
    OrdersRead = "orders.read": Admin Everything, CommercialOps Everything, SalesManager Everything, SalesRep Everything, ChannelManager Everything, Finance Everything;
    /// Place, change and submit orders on a customer's behalf; cancel them before review.
    OrdersPlace = "orders.place": Admin Everything, CommercialOps Everything, SalesManager Everything, SalesRep Own;
    /// Approve or reject submitted orders; cancel them.
    OrdersApprove = "orders.approve": Admin Everything, CommercialOps Everything;
    /// The portal's orders: list, place, change, submit, cancel before review.
    PartnerOrders = "partner.orders": Partner Own;
    /// The portal's licenses.
    PartnerLicenses = "partner.licenses": Partner Own;
    /// The portal's own organisation: profile, products, prices, own end users.
    PartnerProfile = "partner.profile": Partner Own;
    /// List and open licenses.
    LicensesRead = "licenses.read": Admin Everything, CommercialOps Everything, SalesManager Everything, SalesRep Everything, ChannelManager Everything, Engineer Everything, Finance Everything;
    /// See a license's key and activation code; every showing is logged.
    LicensesKey = "licenses.key": Admin Everything, CommercialOps Everything;
    /// Send a license again, record an offline activation.
    LicensesDeliver = "licenses.deliver": Admin Everything, CommercialOps Everything;
    /// List and open customers.
    CustomersRead = "customers.read": Admin Everything, CommercialOps Everything, SalesManager Everything, SalesRep Everything, ChannelManager Everything, Engineer Everything, Finance Everything;
    /// List and open partners.
    PartnersRead = "partners.read": Admin Everything, CommercialOps Everything, SalesManager Everything, SalesRep Everything, ChannelManager Everything, Finance Everything;
    /// Create, change, approve and suspend partners.
    PartnersManage = "partners.manage": Admin Everything, ChannelManager Everything;
    /// Products and prices, and quotes from them.
    ProductsRead = "products.read": Admin Everything, CommercialOps Everything, SalesManager Everything, SalesRep Everything, ChannelManager Everything, Finance Everything;
    /// The log of mails: read them, try failed ones again.
    DeliveriesManage = "deliveries.manage": Admin Everything, CommercialOps Everything;
    /// The audit log.
    EventsRead = "events.read": Admin Everything, CommercialOps Everything;
    /// Users: list, create, change, deactivate, reactivate, give a new password.
    UsersManage = "users.manage": Admin Everything;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_partner_reaches_nothing_but_its_own() {
        for permission in Permission::ALL {
            assert_ne!(permission.reach(Role::Partner), Reach::Everything, "{permission}");
        }
    }

    #[test]
    fn whoever_only_sells_never_approves() {
        for role in
            [Role::SalesRep, Role::SalesManager, Role::Partner, Role::Engineer, Role::Finance]
        {
            assert_eq!(Permission::OrdersApprove.reach(role), Reach::Nothing, "{role}");
        }
    }

    #[test]
    fn engineers_see_no_money() {
        for permission in
            [Permission::OrdersRead, Permission::ProductsRead, Permission::PartnersRead]
        {
            assert_eq!(permission.reach(Role::Engineer), Reach::Nothing, "{permission}");
        }
    }
}
