//! What stands on a customer's timeline, in kinds that people filter by. A context that comes later
//! adds its kind here, its permission and the beginning of its events' names; where its rows are no
//! events, the store's `customers::timeline::SOURCES` names the table.

use crate::{
    access::{Permission, Powers, Reach},
    events::EventKind,
};

crate::enums::wire_enum! {
    pub enum TimelineKind {
        #[default]
        Change = "change": "资料变更", "Changes";
        Lead = "lead": "商机", "Leads";
        Order = "order": "订单", "Orders";
        License = "license": "许可证", "Licenses";
        Usage = "usage": "用量", "Usage";
        Deployment = "deployment": "部署", "Deployments";
        Purchase = "purchase": "购买", "Purchases";
        Invoice = "invoice": "发票", "Invoices";
        Payment = "payment": "回款", "Payments";
        Mail = "mail": "邮件", "Mails";
        Alert = "alert": "预警", "Alerts";
    }
}

impl TimelineKind {
    /// Who may read it: the customer alone opens the page, not everything on it.
    pub const fn needs(self) -> Permission {
        match self {
            Self::Change => Permission::CustomersRead,
            Self::Lead => Permission::LeadsRead,
            Self::Order => Permission::OrdersRead,
            Self::Purchase => Permission::PurchasesRead,
            Self::Invoice => Permission::InvoicesRead,
            Self::Payment => Permission::PaymentsRead,
            Self::License | Self::Mail | Self::Usage => Permission::LicensesRead,
            Self::Deployment => Permission::DeploymentsRead,
            Self::Alert => Permission::AlertsRead,
        }
    }

    /// Whether these powers read it: what stands there is everybody's of a customer, so one's own
    /// leads alone are not enough.
    pub fn is_for(self, powers: Powers) -> bool {
        powers.reach(self.needs()) == Reach::Everything
    }

    /// The beginnings of the names of its events. Mails are rows, not events; so is a purchase, but
    /// not what is done to it later.
    const fn events(self) -> &'static [&'static str] {
        match self {
            Self::Change => &["customer.", "change.", "import."],
            Self::Order => &["order.", "return."],
            Self::Lead => &["lead."],
            Self::License => &["license."],
            Self::Usage => &["usage."],
            Self::Invoice => &["invoice."],
            Self::Payment => &["payment."],
            Self::Deployment => &["deployment."],
            Self::Alert => &["alert."],
            Self::Purchase => &["purchase.corrected", "purchase.deleted"],
            Self::Mail => &[],
        }
    }

    /// The kind that an event is of; none for what is no customer's business.
    pub fn of(event: EventKind) -> Option<Self> {
        let is_of = |kind: &&Self| {
            kind.events().iter().any(|beginning| event.as_str().starts_with(beginning))
        };
        Self::ALL.iter().find(is_of).copied()
    }

    /// The events that these kinds show.
    pub fn events_of(kinds: &[Self]) -> Vec<EventKind> {
        let is_shown = |event: &EventKind| Self::of(*event).is_some_and(|it| kinds.contains(&it));
        EventKind::ALL.iter().copied().filter(is_shown).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::{Powers, Role};

    #[test]
    fn an_event_is_of_one_kind_or_of_none() {
        assert_eq!(TimelineKind::of(EventKind::CustomerMerged), Some(TimelineKind::Change));
        assert_eq!(TimelineKind::of(EventKind::LicenseSent), Some(TimelineKind::License));
        assert_eq!(TimelineKind::of(EventKind::ReturnApproved), Some(TimelineKind::Order));
        assert_eq!(TimelineKind::of(EventKind::SignedIn), None);
        for event in EventKind::ALL {
            let kinds = TimelineKind::ALL.iter();
            let shown = kinds.filter(|kind| TimelineKind::events_of(&[**kind]).contains(event));
            assert!(shown.count() <= 1, "{event}");
        }
    }

    #[test]
    fn engineers_are_told_of_no_money() {
        let engineer = Powers::of(Role::Engineer);
        let told: Vec<_> = TimelineKind::ALL.iter().filter(|kind| kind.is_for(engineer)).collect();
        for money in ["order", "purchase", "invoice", "payment"] {
            assert!(!told.iter().any(|kind| kind.as_str() == money), "{money}");
        }
        assert!(told.contains(&&TimelineKind::Deployment));
    }

    #[test]
    fn sales_reps_are_told_of_no_leads_of_others_and_of_no_bank() {
        let rep = Powers::of(Role::SalesRep);
        assert!(rep.may(TimelineKind::Lead.needs()) && !TimelineKind::Lead.is_for(rep));
        assert!(!TimelineKind::Payment.is_for(rep) && TimelineKind::Invoice.is_for(rep));
    }
}
