//! What stands on a customer's timeline, in kinds that people filter by. A context that comes later
//! adds its kind here, its permission and the beginning of its events' names; where its rows are no
//! events, the store's `customers::timeline::SOURCES` names the table.

use crate::{access::Permission, events::EventKind};

crate::enums::wire_enum! {
    pub enum TimelineKind {
        #[default]
        Change = "change": "资料变更", "Changes";
        Order = "order": "订单", "Orders";
        License = "license": "许可证", "Licenses";
        Deployment = "deployment": "部署", "Deployments";
        Purchase = "purchase": "购买", "Purchases";
        Mail = "mail": "邮件", "Mails";
        Alert = "alert": "预警", "Alerts";
    }
}

impl TimelineKind {
    /// Who may read it: the customer alone opens the page, not everything on it.
    pub const fn needs(self) -> Permission {
        match self {
            Self::Change => Permission::CustomersRead,
            Self::Order | Self::Purchase => Permission::OrdersRead,
            Self::License | Self::Mail => Permission::LicensesRead,
            Self::Deployment => Permission::DeploymentsRead,
            Self::Alert => Permission::AlertsRead,
        }
    }

    /// The beginnings of the names of its events. Purchases and mails are rows, not events.
    const fn events(self) -> &'static [&'static str] {
        match self {
            Self::Change => &["customer.", "change.", "import."],
            Self::Order => &["order.", "return."],
            Self::License => &["license.", "usage."],
            Self::Deployment => &["deployment."],
            Self::Alert => &["alert."],
            Self::Purchase | Self::Mail => &[],
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
        let told: Vec<_> =
            TimelineKind::ALL.iter().filter(|kind| engineer.may(kind.needs())).collect();
        assert!(!told.contains(&&TimelineKind::Order) && !told.contains(&&TimelineKind::Purchase));
        assert!(told.contains(&&TimelineKind::Deployment));
    }
}
