//! The life of an invoice, as a table that a clerk can check. Whether it was paid is another matter
//! and moves nothing here.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use super::{InvoiceMedium, same_month};
use crate::{
    Lang,
    money::Amount,
    problem::{Reason, Refusal},
};

/// Hours after which a red letter that the counterparty did not confirm lapses (红字信息确认单:
/// 72 小时未确认自动作废).
pub const CONFIRMATION_HOURS: i64 = 72;

crate::enums::wire_enum! {
    pub enum InvoiceStatus {
        #[default]
        Requested = "requested": "待开", "requested";
        Issued = "issued": "已开具", "issued";
        Delivered = "delivered": "已交付", "delivered";
        Rejected = "rejected": "已驳回", "rejected";
        Cancelled = "cancelled": "已取消", "canceled";
        Voided = "voided": "已作废", "void";
    }
}

crate::enums::wire_enum! {
    pub enum InvoiceAction {
        #[default]
        Issue = "issue": "开具", "Issue";
        Deliver = "deliver": "交付", "Deliver";
        Reject = "reject": "驳回", "Reject";
        Cancel = "cancel": "取消", "Cancel";
        Void = "void": "作废", "Void";
        Confirm = "confirm": "确认红冲", "Confirm the red letter";
        Refuse = "refuse": "拒绝红冲", "Refuse the red letter";
        Withdraw = "withdraw": "撤回红冲", "Withdraw the red letter";
    }
}

crate::enums::wire_enum! {
    /// How far the counterparty agreed with a red letter.
    pub enum RedConfirmation {
        /// The buyer used the invoice for nothing yet.
        #[default]
        NotNeeded = "not_needed": "无需确认", "None needed";
        Awaiting = "awaiting": "待对方确认", "Waiting for the counterparty";
        Confirmed = "confirmed": "对方已确认", "Confirmed";
        Refused = "refused": "对方已拒绝", "Refused";
        Withdrawn = "withdrawn": "已撤回", "Withdrawn";
        /// Nobody answered in time.
        Lapsed = "lapsed": "超时失效", "Lapsed";
    }
}

crate::enums::wire_enum! {
    /// Why an invoice is reversed.
    pub enum RedReason {
        /// Whole only.
        #[default]
        IssuedWrong = "issued_wrong": "开票有误", "Issued wrong";
        GoodsReturned = "goods_returned": "销货退回", "Goods returned";
        ServiceEnded = "service_ended": "服务中止", "Service ended";
        Allowance = "allowance": "销售折让", "Allowance";
    }
}

impl InvoiceAction {
    /// The word in "cannot be …".
    pub const fn refused(self, lang: Lang) -> &'static str {
        let en = match self {
            Self::Issue => "issued",
            Self::Deliver => "delivered",
            Self::Reject => "rejected",
            Self::Cancel => "canceled",
            Self::Void => "made void",
            Self::Confirm => "confirmed",
            Self::Refuse => "refused",
            Self::Withdraw => "withdrawn",
        };
        lang.pick(self.label(Lang::Zh), en)
    }

    /// Whether it is said why.
    pub const fn needs_reason(self) -> bool {
        matches!(self, Self::Reject | Self::Void | Self::Refuse)
    }

    /// Whether it is about red letters only, or about those that are none only.
    const fn fits(self, is_red: bool) -> bool {
        match self {
            Self::Confirm | Self::Refuse | Self::Withdraw => is_red,
            Self::Reject | Self::Cancel | Self::Void => !is_red,
            Self::Issue | Self::Deliver => true,
        }
    }
}

impl InvoiceStatus {
    /// Where `action` leads from here, if anywhere.
    pub const fn after(self, action: InvoiceAction) -> Option<Self> {
        use InvoiceAction::{Cancel, Confirm, Deliver, Issue, Refuse, Reject, Void, Withdraw};
        Some(match (self, action) {
            (Self::Requested, Issue) => Self::Issued,
            (Self::Requested, Reject | Refuse) => Self::Rejected,
            (Self::Requested, Cancel | Withdraw) => Self::Cancelled,
            (Self::Requested, Confirm) => Self::Requested,
            (Self::Issued, Deliver) => Self::Delivered,
            (Self::Issued | Self::Delivered, Void) => Self::Voided,
            _ => return None,
        })
    }

    /// Whether it has a number and counts.
    pub const fn is_issued(self) -> bool {
        matches!(self, Self::Issued | Self::Delivered)
    }

    /// Whether it takes an amount of its orders: what is issued, and what is asked for.
    pub const fn claims(self) -> bool {
        matches!(self, Self::Requested | Self::Issued | Self::Delivered)
    }

    pub const fn is_final(self) -> bool {
        matches!(self, Self::Rejected | Self::Cancelled | Self::Voided)
    }
}

/// What decides whether a move may be made; the server's row and the SPA's view both give it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InvoiceFacts {
    pub status: InvoiceStatus,
    pub medium: InvoiceMedium,
    /// Of a red letter: how far the counterparty agreed, and since when it is asked.
    pub confirmation: Option<(RedConfirmation, DateTime<Utc>)>,
    pub issued_on: Option<NaiveDate>,
    /// What red letters take back of it, asked for or issued; never negative.
    pub reversed: Amount,
    /// What it is about; negative for red letters.
    pub gross: Amount,
}

impl InvoiceFacts {
    /// How far the counterparty agreed by `now`: unanswered questions lapse.
    pub fn confirmation_at(&self, now: DateTime<Utc>) -> Option<RedConfirmation> {
        self.confirmation.map(|(confirmation, since)| confirmation.at(since, now))
    }

    /// Whether this move may be made now, on the business day `today`. The API refuses by it; the
    /// SPA greys out by it.
    ///
    /// # Errors
    /// The table names no such move; a red letter that nobody confirmed; void for anything but legacy
    /// paper of this month that nothing reverses.
    pub fn allows(
        &self,
        action: InvoiceAction,
        now: DateTime<Utc>,
        today: NaiveDate,
    ) -> Result<InvoiceStatus, Refusal> {
        let confirmation = self.confirmation_at(now);
        let to =
            self.status.after(action).filter(|_| action.fits(confirmation.is_some())).ok_or_else(
                || {
                    Refusal::new(Reason::IllegalInvoiceMove)
                        .with("status", self.status)
                        .with("action", action)
                },
            )?;
        if let Some(confirmation) = confirmation {
            use RedConfirmation::{Awaiting, Confirmed, NotNeeded};
            let fits = match action {
                InvoiceAction::Issue => matches!(confirmation, NotNeeded | Confirmed),
                InvoiceAction::Confirm | InvoiceAction::Refuse => confirmation == Awaiting,
                _ => true,
            };
            if !fits {
                let refusal = Refusal::new(Reason::RedUnconfirmed);
                return Err(refusal.with("confirmation", confirmation));
            }
        }
        if action == InvoiceAction::Void {
            self.may_void(today)?;
        }
        Ok(to)
    }

    fn may_void(&self, today: NaiveDate) -> Result<(), Refusal> {
        if self.medium != InvoiceMedium::Legacy {
            return Err(Reason::VoidLegacyOnly.into());
        }
        if self.reversed != Amount::ZERO {
            return Err(Reason::VoidReversed.into());
        }
        match self.issued_on {
            Some(on) if same_month(on, today) => Ok(()),
            _ => Err(Reason::VoidOtherMonth.into()),
        }
    }

    /// Whether its content may be changed.
    ///
    /// # Errors
    /// Only a request that is no red letter may.
    pub fn allows_edit(&self) -> Result<(), Refusal> {
        if self.status == InvoiceStatus::Requested && self.confirmation.is_none() {
            Ok(())
        } else {
            Err(Refusal::new(Reason::InvoiceNotEditable).with("status", self.status))
        }
    }

    /// Whether a file may be kept beside it.
    ///
    /// # Errors
    /// Only what is issued has one.
    pub fn allows_file(&self) -> Result<(), Refusal> {
        if self.status.is_issued() {
            Ok(())
        } else {
            Err(Refusal::new(Reason::InvoiceNotIssued).with("status", self.status))
        }
    }

    /// Whether a red letter may reverse it, or what is left of it.
    ///
    /// # Errors
    /// It is one itself, is not issued, or is reversed already.
    pub fn allows_red(&self) -> Result<(), Refusal> {
        if self.confirmation.is_some() {
            return Err(Reason::RedOfRed.into());
        }
        self.allows_file()?;
        if self.reversed >= self.gross {
            return Err(Reason::ReversedWhole.into());
        }
        Ok(())
    }

    /// Whether another invoice may be issued in its place 换开.
    ///
    /// # Errors
    /// It still counts.
    pub fn allows_replacement(&self) -> Result<(), Refusal> {
        let is_reversed = self.status.is_issued() && self.reversed >= self.gross;
        if self.confirmation.is_none() && (is_reversed || self.status == InvoiceStatus::Voided) {
            Ok(())
        } else {
            Err(Reason::StillCounts.into())
        }
    }
}

impl RedConfirmation {
    /// What it is by `now`, when the counterparty is asked since `since`.
    #[must_use]
    pub fn at(self, since: DateTime<Utc>, now: DateTime<Utc>) -> Self {
        if self == Self::Awaiting && now - since >= TimeDelta::hours(CONFIRMATION_HOURS) {
            Self::Lapsed
        } else {
            self
        }
    }

    /// Whether the red letter still takes, or will take, something of its invoice.
    pub const fn claims(self) -> bool {
        matches!(self, Self::NotNeeded | Self::Awaiting | Self::Confirmed)
    }
}
