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

/// Some permissions.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct PermissionSet(u128);

impl PermissionSet {
    /// None of them.
    pub const NONE: Self = Self(0);
    /// Every one, present and to come.
    pub const ALL: Self = Self(u128::MAX);

    const fn bit(permission: Permission) -> u128 {
        const { assert!(Permission::ALL.len() <= 128, "a set has 128 bits") }
        1 << (permission as u8)
    }

    /// Whether it is among them.
    pub const fn contains(self, permission: Permission) -> bool {
        self.0 & Self::bit(permission) != 0
    }

    /// These and one more.
    #[must_use]
    pub const fn with(self, permission: Permission) -> Self {
        Self(self.0 | Self::bit(permission))
    }

    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }
}

impl FromIterator<Permission> for PermissionSet {
    fn from_iter<I: IntoIterator<Item = Permission>>(permissions: I) -> Self {
        permissions.into_iter().fold(Self::NONE, Self::with)
    }
}

/// What somebody may at this moment: what their role reaches, and what was granted to them beside it
/// for a while; and of that only what their way in lets through (an API key has scopes).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Powers {
    role: Role,
    granted: PermissionSet,
    within: PermissionSet,
}

impl Powers {
    /// A role's, and no more.
    pub const fn of(role: Role) -> Self {
        Self { role, granted: PermissionSet::NONE, within: PermissionSet::ALL }
    }

    /// With what was granted beside the role. Only staff can be granted something.
    #[must_use]
    pub const fn granting(self, granted: PermissionSet) -> Self {
        Self { granted, ..self }
    }

    /// No more than these.
    #[must_use]
    pub const fn within(self, within: PermissionSet) -> Self {
        Self { within, ..self }
    }

    /// The role that it began with.
    pub const fn role(self) -> Role {
        self.role
    }

    /// How far the permission reaches.
    pub const fn reach(self, permission: Permission) -> Reach {
        if !self.within.contains(permission) {
            Reach::Nothing
        } else if self.granted.contains(permission) && !self.role.is_partner() {
            Reach::Everything
        } else {
            permission.reach(self.role)
        }
    }

    /// Whether the permission reaches anything.
    pub const fn may(self, permission: Permission) -> bool {
        !matches!(self.reach(permission), Reach::Nothing)
    }

    /// Everything that one may, in the order of the table.
    pub fn permissions(self) -> Vec<Permission> {
        Permission::ALL.iter().copied().filter(|permission| self.may(*permission)).collect()
    }

    /// Whether more was granted than the role has.
    pub const fn has_grants(self) -> bool {
        !self.granted.is_empty()
    }
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
    /// One's own API keys.
    OwnKeys = "account.keys": Admin Own, CommercialOps Own, SalesManager Own, SalesRep Own, ChannelManager Own, Engineer Own, Finance Own;
    /// List and open orders.
    OrdersRead = "orders.read": Admin Everything, CommercialOps Everything, SalesManager Everything, SalesRep Everything, ChannelManager Everything, Finance Everything;
    /// Place, change and submit orders on a customer's behalf; cancel them before review.
    OrdersPlace = "orders.place": Admin Everything, CommercialOps Everything, SalesManager Everything, SalesRep Own;
    /// Approve or reject submitted orders; cancel them.
    OrdersApprove = "orders.approve": Admin Everything, CommercialOps Everything;
    /// Ask for returns of approved orders.
    ReturnsRequest = "returns.request": Admin Everything, CommercialOps Everything, SalesManager Everything, SalesRep Own;
    /// Approve or reject returns.
    ReturnsApprove = "returns.approve": Admin Everything, CommercialOps Everything;
    /// List and open invoices, and what of orders is invoiced.
    InvoicesRead = "invoices.read": Admin Everything, CommercialOps Everything, SalesManager Everything, SalesRep Everything, Finance Everything;
    /// Ask for invoices of orders, change and cancel requests; keep titles. Sales reps, of their own orders.
    InvoicesRequest = "invoices.request": Admin Everything, CommercialOps Everything, SalesManager Everything, SalesRep Own, Finance Everything;
    /// Issue invoices, deliver and reject them, keep their files; red letters; make legacy paper void.
    InvoicesManage = "invoices.manage": Admin Everything, Finance Everything;
    /// The portal's invoices: read, ask for them, cancel requests.
    PartnerInvoices = "partner.invoices": Partner Own;
    /// The portal's orders: list, place, change, submit, cancel before review.
    PartnerOrders = "partner.orders": Partner Own;
    /// The portal's licenses.
    PartnerLicenses = "partner.licenses": Partner Own;
    /// The portal's products and prices, and quotes from them.
    PartnerCatalogue = "partner.catalogue": Partner Own;
    /// The portal's own organisation: profile, own end users.
    PartnerProfile = "partner.profile": Partner Own;
    /// The portal's own people: read them; for the organisation's administrators, let them in and out.
    PartnerTeam = "partner.team": Partner Own;
    /// List and open licenses.
    LicensesRead = "licenses.read": Admin Everything, CommercialOps Everything, SalesManager Everything, SalesRep Everything, ChannelManager Everything, Engineer Everything, Finance Everything;
    /// See a license's key and activation code; every showing is logged. Engineers, while its deployment is theirs to do.
    LicensesKey = "licenses.key": Admin Everything, CommercialOps Everything, Engineer Own;
    /// Send a license again, record an offline activation, transfer it, change how it is activated.
    LicensesDeliver = "licenses.deliver": Admin Everything, CommercialOps Everything;
    /// List and open deployments.
    DeploymentsRead = "deployments.read": Admin Everything, CommercialOps Everything, SalesManager Everything, SalesRep Everything, ChannelManager Everything, Engineer Everything;
    /// Plan and change deployments, assign engineers, start, complete, accept, fail, plan again, cancel.
    DeploymentsWrite = "deployments.write": Admin Everything, CommercialOps Everything, Engineer Everything;
    /// List and open engineers.
    EngineersRead = "engineers.read": Admin Everything, CommercialOps Everything, SalesManager Everything, SalesRep Everything, ChannelManager Everything, Engineer Everything;
    /// Keep engineers: create, change, activate, deactivate, delete.
    EngineersWrite = "engineers.write": Admin Everything, CommercialOps Everything;
    /// List and open purchases, and what was paid in statistics.
    PurchasesRead = "purchases.read": Admin Everything, CommercialOps Everything, SalesManager Everything, SalesRep Everything, ChannelManager Everything, Finance Everything;
    /// Record purchases by hand, correct how they are paid, delete what was recorded by hand.
    PurchasesWrite = "purchases.write": Admin Everything, CommercialOps Everything;
    /// List and open sales reps.
    SalesRepsRead = "sales_reps.read": Admin Everything, CommercialOps Everything, SalesManager Everything, SalesRep Everything, ChannelManager Everything, Engineer Everything, Finance Everything;
    /// Keep sales reps: create, change, activate, deactivate, delete.
    SalesRepsWrite = "sales_reps.write": Admin Everything, CommercialOps Everything;
    /// How sales reps and resellers perform, and what reps are to sell.
    PerformanceRead = "performance.read": Admin Everything, CommercialOps Everything, SalesManager Everything, SalesRep Everything, ChannelManager Everything, Finance Everything;
    /// Set what sales reps are to sell.
    TargetsWrite = "targets.write": Admin Everything, SalesManager Everything;
    /// List and open leads, the board and the funnel. Sales reps, their own and the pool's; channel managers, what partners brought.
    LeadsRead = "leads.read": Admin Everything, CommercialOps Everything, SalesManager Everything, SalesRep Own, ChannelManager Own;
    /// Create and change leads, move them, log activities, win them; sales reps, their own and the pool's.
    LeadsWrite = "leads.write": Admin Everything, CommercialOps Everything, SalesManager Everything, SalesRep Own;
    /// Delete leads; keep their statuses and sources.
    LeadsManage = "leads.manage": Admin Everything, SalesManager Everything;
    /// List and open payments, bank statements and our bank accounts.
    PaymentsRead = "payments.read": Admin Everything, CommercialOps Everything, SalesManager Everything, Finance Everything;
    /// Upload bank statements and undo them; enter payments, match them, undo that, ignore them; keep bank accounts and rules of matching.
    PaymentsManage = "payments.manage": Admin Everything, Finance Everything;
    /// What is owed to us and since when, what stands to the credit of parties, and who is on hold.
    ReceivablesRead = "receivables.read": Admin Everything, CommercialOps Everything, SalesManager Everything, SalesRep Everything, Finance Everything;
    /// Credit parties with what they paid, set it off, pay it back; the rules of credit.
    ReceivablesManage = "receivables.manage": Admin Everything, Finance Everything;
    /// Approve an order all the same whose party is on credit hold, with a reason.
    CreditOverride = "credit.override": Admin Everything;
    /// Suspend licenses, resume them, end them for good.
    LicensesManage = "licenses.manage": Admin Everything, CommercialOps Everything;
    /// Extend licenses without an order.
    LicensesExtend = "licenses.extend": Admin Everything;
    /// Issue licenses without an order, and take those back that were never sent.
    LicensesIssue = "licenses.issue": Admin Everything;
    /// Give licenses to sales reps.
    LicensesAssign = "licenses.assign": Admin Everything, CommercialOps Everything, SalesManager Everything;
    /// Record usage that was told or came as a file; register installations without network.
    LicensesUsage = "licenses.usage": Admin Everything, CommercialOps Everything, Engineer Everything;
    /// List and open customers.
    CustomersRead = "customers.read": Admin Everything, CommercialOps Everything, SalesManager Everything, SalesRep Everything, ChannelManager Everything, Engineer Everything, Finance Everything;
    /// Create and change customers, archive and restore them; judge duplicates, merge them and undo it.
    CustomersManage = "customers.manage": Admin Everything, CommercialOps Everything;
    /// Give customers to sales reps.
    CustomersAssign = "customers.assign": Admin Everything, CommercialOps Everything, SalesManager Everything;
    /// Propose changes of customers' data, for those who approve.
    CustomersPropose = "customers.propose": Admin Everything, CommercialOps Everything, SalesManager Everything, SalesRep Everything;
    /// Propose another cluster for licenses, or another activation mode; engineers, a cluster.
    LicensesPropose = "licenses.propose": Admin Everything, CommercialOps Everything, SalesManager Everything, SalesRep Everything, Engineer Everything;
    /// List and open change requests; withdraw one's own.
    ChangesRead = "changes.read": Admin Everything, CommercialOps Everything, SalesManager Everything, SalesRep Everything, ChannelManager Everything, Engineer Everything, Finance Everything;
    /// Approve or reject change requests of others.
    ChangesApprove = "changes.approve": Admin Everything, CommercialOps Everything;
    /// List and open partners.
    PartnersRead = "partners.read": Admin Everything, CommercialOps Everything, SalesManager Everything, SalesRep Everything, ChannelManager Everything, Finance Everything;
    /// Create, change, approve and suspend partners.
    PartnersManage = "partners.manage": Admin Everything, ChannelManager Everything;
    /// Products and prices, and quotes from them.
    ProductsRead = "products.read": Admin Everything, CommercialOps Everything, SalesManager Everything, SalesRep Everything, ChannelManager Everything, Finance Everything;
    /// Keep products, prices and discount rules.
    PricesManage = "prices.manage": Admin Everything;
    /// Keep our own company's data, which stand on orders and invoices, and publish order terms.
    SellersManage = "sellers.manage": Admin Everything;
    /// The log of mails: read them, try failed ones again.
    DeliveriesManage = "deliveries.manage": Admin Everything, CommercialOps Everything;
    /// List and open alerts.
    AlertsRead = "alerts.read": Admin Everything, CommercialOps Everything, SalesManager Everything, SalesRep Everything, ChannelManager Everything, Engineer Everything, Finance Everything;
    /// Acknowledge, snooze and reopen alerts; sales, those of their own customers.
    AlertsWrite = "alerts.write": Admin Everything, CommercialOps Everything, SalesManager Everything, SalesRep Own, ChannelManager Everything;
    /// Lists from files: of what one may make oneself. List and open them, upload, commit, undo.
    ImportsManage = "imports.manage": Admin Everything, CommercialOps Everything, ChannelManager Everything, Engineer Everything;
    /// The audit log.
    EventsRead = "events.read": Admin Everything, CommercialOps Everything;
    /// Users: list, create, change, deactivate, reactivate, give a new password.
    UsersManage = "users.manage": Admin Everything;
    /// Share saved views of lists with all staff.
    ViewsShare = "views.share": Admin Everything, SalesManager Everything, ChannelManager Everything;
    /// Webhooks: list, create, change, delete, test; their messages: read, send again.
    WebhooksManage = "webhooks.manage": Admin Everything;
}

impl Permission {
    /// Whether it can be given to staff beside their role: what some role has over everything. What
    /// is only ever about one's own has no meaning for others.
    pub fn is_grantable(self) -> bool {
        Role::ALL.iter().any(|role| !role.is_partner() && self.reach(*role) == Reach::Everything)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_grant_widens_a_role_and_scopes_narrow_everything() {
        let granted = PermissionSet::NONE.with(Permission::EventsRead);
        let rep = Powers::of(Role::SalesRep).granting(granted);
        let narrow = rep.within(PermissionSet::NONE.with(Permission::OrdersPlace));

        assert_eq!(rep.reach(Permission::EventsRead), Reach::Everything);
        assert_eq!(rep.reach(Permission::OrdersPlace), Reach::Own);
        assert_eq!(rep.reach(Permission::UsersManage), Reach::Nothing);
        assert_eq!(narrow.reach(Permission::EventsRead), Reach::Nothing);
        assert_eq!(narrow.permissions(), [Permission::OrdersPlace]);
    }

    #[test]
    fn nothing_granted_widens_a_partner() {
        let all: PermissionSet = Permission::ALL.iter().copied().collect();

        for permission in Permission::ALL {
            let reach = Powers::of(Role::Partner).granting(all).reach(*permission);
            assert_eq!(reach, permission.reach(Role::Partner), "{permission}");
        }
    }

    #[test]
    fn a_set_holds_what_was_put_in_and_nothing_else() {
        for one in Permission::ALL {
            let set = PermissionSet::NONE.with(*one);
            let inside: Vec<_> = Permission::ALL.iter().filter(|p| set.contains(**p)).collect();
            assert_eq!(inside, [one]);
        }
    }

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
            assert_eq!(Permission::ChangesApprove.reach(role), Reach::Nothing, "{role}");
        }
    }

    #[test]
    fn whoever_changes_directly_approves_what_others_propose_and_nobody_else() {
        for role in Role::ALL {
            let approves = Permission::ChangesApprove.reach(*role);
            assert_eq!(Permission::CustomersManage.reach(*role), approves, "{role}");
            assert_eq!(Permission::LicensesDeliver.reach(*role), approves, "{role}");
        }
        let engineer = Role::Engineer;
        assert_eq!(Permission::CustomersPropose.reach(engineer), Reach::Nothing);
        assert_eq!(Permission::LicensesPropose.reach(engineer), Reach::Everything);
    }

    #[test]
    fn engineers_see_no_money() {
        for permission in [
            Permission::OrdersRead,
            Permission::ProductsRead,
            Permission::PartnersRead,
            Permission::PurchasesRead,
            Permission::PerformanceRead,
            Permission::PaymentsRead,
            Permission::InvoicesRead,
        ] {
            assert_eq!(permission.reach(Role::Engineer), Reach::Nothing, "{permission}");
        }
    }
}
