//! What somebody wants to be told of, and how: in the list of notifications, by mail, or not at all.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{NotificationKind, wire::NotificationPreference};
use crate::{
    Lang,
    access::{Permission, Powers, Role},
    deliveries::MailKind,
    problem::{FieldError, Reason},
    validate::Faults,
};

/// The ways in which somebody is told of a kind of notification.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Channels {
    pub in_app: bool,
    pub by_mail: bool,
}

impl NotificationKind {
    /// What this kind is called where one chooses.
    pub const fn name(self, lang: Lang) -> &'static str {
        match self {
            Self::OrderSubmitted => lang.pick("订单待审核", "An order waits for approval"),
            Self::OrderApproved => lang.pick("订单已批准", "An order was approved"),
            Self::OrderRejected => lang.pick("订单被拒绝", "An order was rejected"),
            Self::OrderCancelled => lang.pick("订单已取消", "An order was canceled"),
            Self::OrderFulfilled => {
                lang.pick("许可证全部送达", "All licenses of an order were delivered")
            }
            Self::ReturnRequested => lang.pick("退单待审核", "A return waits for approval"),
            Self::ReturnApproved => lang.pick("退单已批准", "A return was approved"),
            Self::ReturnRejected => lang.pick("退单被拒绝", "A return was rejected"),
            Self::ChangeRequested => {
                lang.pick("修改申请待审批", "A change request waits for approval")
            }
            Self::ChangeApproved => lang.pick("修改申请已批准", "A change request was approved"),
            Self::ChangeRejected => lang.pick("修改申请被拒绝", "A change request was rejected"),
            Self::LicenseActivated => lang.pick("许可证已激活", "A license was activated"),
            Self::LicenseSuspended => lang.pick("许可证已暂停", "A license was suspended"),
            Self::LicenseResumed => lang.pick("许可证已恢复", "A license was resumed"),
            Self::LicenseTerminated => lang.pick("许可证已终止", "A license was terminated"),
            Self::DeliveryFailed => lang.pick("邮件投递失败", "A mail could not be delivered"),
            Self::DeploymentAssigned => {
                lang.pick("部署分配给我", "A deployment was assigned to me")
            }
            Self::DeploymentMoved => lang.pick("我的部署改期", "A deployment of mine was moved"),
            Self::DeploymentUnassigned => {
                lang.pick("部署不再由我负责", "A deployment was taken from me")
            }
            Self::InvoiceRequested => lang.pick("开票申请待处理", "An invoice is asked for"),
            Self::InvoiceIssued => lang.pick("发票已开具", "An invoice was issued"),
            Self::InvoiceRejected => lang.pick("开票申请被驳回", "An invoice request was rejected"),
            Self::ImportFinished => lang.pick("我的导入完成", "An import of mine is done"),
            Self::ImportStopped => lang.pick("我的导入失败停止", "An import of mine was stopped"),
            Self::WebhookFailed => {
                lang.pick("Webhook 消息发送失败", "A message of a webhook was given up")
            }
            Self::AccessGranted => lang.pick("获得临时权限", "I may do more for a while"),
            Self::AccessRevoked => {
                lang.pick("临时权限被收回", "A granted permission was taken back")
            }
            Self::AlertsRaised => lang.pick("预警（每日汇总）", "Alerts (once a day)"),
        }
    }

    /// Whether it waits for the person who is told: that stays in the list, whatever is chosen.
    pub const fn is_duty(self) -> bool {
        matches!(
            self,
            Self::OrderSubmitted
                | Self::ReturnRequested
                | Self::ChangeRequested
                | Self::DeliveryFailed
                | Self::InvoiceRequested
        )
    }

    /// The mail that tells the same: a letter of its own, or the notification's sentence. A mail
    /// about a mail that did not arrive would not arrive either.
    pub const fn mail(self) -> Option<MailKind> {
        match self {
            Self::OrderSubmitted => Some(MailKind::OrderSubmitted),
            Self::OrderRejected => Some(MailKind::OrderRejected),
            Self::AlertsRaised => Some(MailKind::AlertDigest),
            Self::OrderApproved
            | Self::OrderCancelled
            | Self::OrderFulfilled
            | Self::ReturnRequested
            | Self::ReturnApproved
            | Self::ReturnRejected
            | Self::ChangeRequested
            | Self::ChangeApproved
            | Self::ChangeRejected
            | Self::LicenseActivated
            | Self::LicenseSuspended
            | Self::LicenseResumed
            | Self::LicenseTerminated
            | Self::DeploymentAssigned
            | Self::DeploymentMoved
            | Self::DeploymentUnassigned
            | Self::InvoiceRequested
            | Self::InvoiceIssued
            | Self::InvoiceRejected
            | Self::ImportFinished
            | Self::ImportStopped
            | Self::WebhookFailed
            | Self::AccessGranted
            | Self::AccessRevoked => Some(MailKind::Notice),
            Self::DeliveryFailed => None,
        }
    }

    /// The kind that a letter of its own tells the same as. Mails that deliver something, such as licenses, are
    /// no notifications: nobody turns them off.
    pub fn of_mail(mail: MailKind) -> Option<Self> {
        let has_it = |kind: &Self| kind.mail() == Some(mail) && mail != MailKind::Notice;
        Self::ALL.iter().copied().find(has_it)
    }

    /// As it is for whoever chose nothing: all of it in the list, and by mail what waits for one to
    /// act or came back to one.
    pub const fn default_channels(self) -> Channels {
        let by_mail = matches!(
            self,
            Self::OrderSubmitted
                | Self::OrderRejected
                | Self::ReturnRequested
                | Self::ReturnRejected
                | Self::ChangeRequested
                | Self::ChangeRejected
                | Self::LicenseSuspended
                | Self::LicenseTerminated
                | Self::DeploymentAssigned
                | Self::DeploymentMoved
                | Self::DeploymentUnassigned
                | Self::InvoiceRequested
                | Self::InvoiceRejected
                | Self::ImportStopped
                | Self::AlertsRaised
        );
        Channels { in_app: true, by_mail }
    }

    /// Whether somebody with these powers can be told of it: duties go to the roles that approve,
    /// what became of proposals to who makes them, alerts to who sees to them, deployments to who does
    /// them, invoices to who issues or asks for them, imports to who makes them, the rest to who places
    /// orders.
    pub fn concerns(self, powers: Powers) -> bool {
        let may = |permission| powers.may(permission);
        match self {
            Self::ChangeApproved | Self::ChangeRejected => {
                may(Permission::CustomersPropose) || may(Permission::LicensesPropose)
            }
            // Who leads a deployment is told that it is late.
            Self::AlertsRaised => may(Permission::AlertsWrite) || may(Permission::DeploymentsWrite),
            Self::DeploymentAssigned | Self::DeploymentMoved | Self::DeploymentUnassigned => {
                may(Permission::DeploymentsWrite)
            }
            Self::InvoiceRequested => may(Permission::InvoicesManage),
            Self::InvoiceIssued | Self::InvoiceRejected => {
                may(Permission::InvoicesRequest) || may(Permission::PartnerInvoices)
            }
            Self::ImportFinished | Self::ImportStopped => may(Permission::ImportsManage),
            Self::WebhookFailed => may(Permission::WebhooksManage),
            // Partners' people are granted nothing.
            Self::AccessGranted | Self::AccessRevoked => powers.role() != Role::Partner,
            duty if duty.is_duty() => Powers::of(powers.role()).may(Permission::OrdersApprove),
            _ => may(Permission::OrdersPlace) || may(Permission::PartnerOrders),
        }
    }
}

/// What somebody chose, of each kind; of the others the default holds. As it is stored.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Preferences(BTreeMap<NotificationKind, Channels>);

impl Preferences {
    /// What these choices come to; what is chosen as it is by default is not kept.
    pub fn chosen(choices: &[NotificationPreference]) -> Self {
        let differing = choices.iter().filter_map(|choice| {
            let channels = Channels { in_app: choice.in_app, by_mail: choice.by_mail };
            (channels != choice.kind.default_channels()).then_some((choice.kind, channels))
        });
        Self(differing.collect())
    }

    /// How they are told of this kind. A duty stays in the list and a kind without a mail sends
    /// none, whatever was stored when the rules were others.
    pub fn channels(&self, kind: NotificationKind) -> Channels {
        let chosen = self.0.get(&kind).copied().unwrap_or(kind.default_channels());
        Channels {
            in_app: chosen.in_app || kind.is_duty(),
            by_mail: chosen.by_mail && kind.mail().is_some(),
        }
    }

    /// Of each kind that can concern somebody with these powers.
    pub fn shown_to(&self, powers: Powers) -> Vec<NotificationPreference> {
        let concerned = NotificationKind::ALL.iter().copied().filter(|kind| kind.concerns(powers));
        concerned
            .map(|kind| {
                let Channels { in_app, by_mail } = self.channels(kind);
                NotificationPreference { kind, in_app, by_mail }
            })
            .collect()
    }
}

/// Checks choices before they are kept.
///
/// # Errors
/// One field error per fault: a kind named twice, a duty out of the list, a mail that there is not.
pub fn check(choices: &[NotificationPreference]) -> Result<(), Vec<FieldError>> {
    let mut faults = Faults::new();
    for (index, choice) in choices.iter().enumerate() {
        let at = |field: &str| format!("/preferences/{index}/{field}");
        if choices[..index].iter().any(|before| before.kind == choice.kind) {
            faults.add(at("kind"), Reason::NamedTwice);
        }
        if choice.kind.is_duty() && !choice.in_app {
            faults.add(at("in_app"), Reason::DutyStaysListed);
        }
        if choice.by_mail && choice.kind.mail().is_none() {
            faults.add(at("by_mail"), Reason::NoMailOfThis);
        }
    }
    faults.into_result()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn any_choices() -> impl Strategy<Value = Vec<NotificationPreference>> {
        let choice =
            (proptest::sample::select(NotificationKind::ALL), any::<bool>(), any::<bool>())
                .prop_map(|(kind, in_app, by_mail)| NotificationPreference {
                    kind,
                    in_app,
                    by_mail,
                });
        proptest::collection::vec(choice, 0..12)
    }

    proptest! {
        #[test]
        fn what_is_accepted_holds_and_no_duty_is_ever_lost(choices in any_choices()) {
            let preferences = Preferences::chosen(&choices);
            for kind in NotificationKind::ALL {
                prop_assert!(!kind.is_duty() || preferences.channels(*kind).in_app);
                prop_assert!(kind.mail().is_some() || !preferences.channels(*kind).by_mail);
            }
            if check(&choices).is_ok() {
                for choice in &choices {
                    let Channels { in_app, by_mail } = preferences.channels(choice.kind);
                    prop_assert_eq!((in_app, by_mail), (choice.in_app, choice.by_mail));
                }
            }
        }

        #[test]
        fn what_is_shown_can_be_sent_back_and_changes_nothing(choices in any_choices()) {
            let preferences = Preferences::chosen(&choices);
            for role in Role::ALL {
                let shown = preferences.shown_to(Powers::of(*role));
                prop_assert_eq!(check(&shown), Ok(()));
                let again = Preferences::chosen(&shown);
                prop_assert_eq!(again.shown_to(Powers::of(*role)), shown);
            }
        }
    }

    #[test]
    fn every_fault_is_named_with_its_place() {
        let choose = |kind, in_app, by_mail| NotificationPreference { kind, in_app, by_mail };
        let bad = [
            choose(NotificationKind::OrderSubmitted, false, true),
            choose(NotificationKind::DeliveryFailed, true, true),
            choose(NotificationKind::DeliveryFailed, true, false),
        ];

        let found = check(&bad).unwrap_err();

        let found: Vec<_> = found.iter().map(|f| (f.pointer.as_str(), f.reason)).collect();
        assert_eq!(
            found,
            [
                ("/preferences/0/in_app", Reason::DutyStaysListed),
                ("/preferences/1/by_mail", Reason::NoMailOfThis),
                ("/preferences/2/kind", Reason::NamedTwice),
            ]
        );
    }

    #[test]
    fn people_choose_about_what_can_reach_them() {
        let kinds = |role| Preferences::default().shown_to(Powers::of(role)).len();

        assert_eq!(kinds(Role::Admin), NotificationKind::ALL.len());
        assert_eq!(kinds(Role::Partner), NotificationKind::ALL.len() - 16, "what staff do");
        assert_eq!(
            kinds(Role::Engineer),
            10,
            "proposals, their own work, what of it is late, imports and grants"
        );
    }

    #[test]
    fn licenses_are_mailed_whatever_is_chosen() {
        assert_eq!(NotificationKind::of_mail(MailKind::Licenses), None);
        assert_eq!(NotificationKind::of_mail(MailKind::PasswordReset), None);
        assert_eq!(NotificationKind::of_mail(MailKind::Notice), None, "it tells many kinds");
        let rejected = NotificationKind::OrderRejected;
        assert_eq!(rejected.mail().and_then(NotificationKind::of_mail), Some(rejected));
    }

    #[test]
    fn nothing_is_mailed_by_default_that_has_no_mail() {
        for kind in NotificationKind::ALL {
            assert!(kind.mail().is_some() || !kind.default_channels().by_mail, "{kind}");
        }
    }
}
