//! Deliveries: mails on their way, when to try again and when to stop.

pub mod wire;

use chrono::TimeDelta;

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
        PasswordReset = "password_reset": "重置密码", "Password reset";
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
    fn it_is_tried_for_about_four_days() {
        let waits: Vec<_> = (1..).map_while(retry_after).collect();

        let total: TimeDelta = waits.iter().sum();
        assert!(waits.is_sorted());
        assert!((84..=100).contains(&total.num_hours()), "{total}");
    }
}
