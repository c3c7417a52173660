//! Deliveries: mails on their way, when to try again and when to stop.

pub mod wire;

use chrono::TimeDelta;

use crate::Lang;

crate::enums::wire_enum! {
    pub enum DeliveryStatus {
        #[default]
        Queued = "queued": "待发送", "Queued";
        Sent = "sent": "已送达", "Delivered";
        Retrying = "retrying": "等待重试", "Retrying";
        Failed = "failed": "失败", "Failed";
        Bounced = "bounced": "退信", "Bounced";
    }
}

crate::enums::wire_enum! {
    /// What a mail is about; each has a template in both languages.
    pub enum MailKind {
        #[default]
        Licenses = "licenses": "许可证交付", "Licenses";
        ActivationChanged = "activation_changed": "许可证激活变更", "License activation changed";
        OrderRejected = "order_rejected": "订单被拒绝", "Order rejected";
        OrderSubmitted = "order_submitted": "订单待审核", "Order submitted";
        Notice = "notice": "通知", "Notification";
        AlertDigest = "alert_digest": "预警汇总", "Digest of alerts";
        PasswordReset = "password_reset": "重置密码", "Password reset";
    }
}

crate::enums::wire_enum! {
    /// Why a mail that had not gone out yet never will; kept where mail servers' answers are.
    pub enum Withdrawal {
        #[default]
        OrderCanceled = "the order was canceled": "订单已取消", "The order was canceled";
        LicensesTakenBack = "its licenses were taken back": "许可证已收回", "Its licenses were taken back";
    }
}

/// What went wrong, for people: our own words in their language, a mail server's as they came.
pub fn trouble_in_words(error: &str, lang: Lang) -> String {
    match error.parse::<Withdrawal>() {
        Ok(withdrawal) => withdrawal.label(lang).to_owned(),
        Err(_) => error.to_owned(),
    }
}

/// How long to wait before the next try, after so many tries (RFC 5321 §4.5.4.1 asks for at least
/// half an hour after the first and four days in all); `None` when it is time to give up.
pub fn retry_after(tries: u32) -> Option<TimeDelta> {
    const MINUTE: i64 = 60;
    const HOUR: i64 = 60 * MINUTE;
    let seconds = match tries {
        0 | 1 => 5,
        2 => 5 * MINUTE,
        3 => 30 * MINUTE,
        4 => 2 * HOUR,
        5 => 5 * HOUR,
        6..=13 => 10 * HOUR,
        _ => return None,
    };
    Some(TimeDelta::seconds(seconds))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn our_own_words_are_in_the_persons_language_and_others_as_they_came() {
        let ours = Withdrawal::OrderCanceled.as_str();

        assert_eq!(trouble_in_words(ours, Lang::Zh), "订单已取消");
        assert_eq!(trouble_in_words("452 4.2.2 mailbox full", Lang::Zh), "452 4.2.2 mailbox full");
    }

    #[test]
    fn it_is_tried_for_about_four_days() {
        let waits: Vec<_> = (1..).map_while(retry_after).collect();

        let total: TimeDelta = waits.iter().sum();
        assert!(waits.is_sorted());
        assert!((84..=100).contains(&total.num_hours()), "{total}");
    }
}
