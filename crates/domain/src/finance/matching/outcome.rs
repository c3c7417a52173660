//! What is said of each payment: what it is for, how sure that is, why, and why nothing else.

use serde::{Deserialize, Serialize};

use super::Rule;
use crate::{
    id::{InstalmentId, PartyId, PaymentId},
    money::{Amount, Currency},
};

crate::enums::wire_enum! {
    /// Who has the next word.
    pub enum Band {
        Automatic = "automatic": "自动匹配", "Automatic";
        Suggested = "suggested": "待确认", "Suggested";
        #[default]
        Left = "left": "未识别", "Left";
    }
}

crate::enums::wire_enum! {
    /// What an amount is of what it is allocated to.
    pub enum AllocationKind {
        #[default]
        Exact = "exact": "全额", "Exact";
        Partial = "partial": "部分付款", "Partial";
        /// More than is open: the surplus is the party's.
        Over = "over": "多付", "Overpaid";
        /// What a bank kept: no money of the payment, but the item is settled with it.
        Fee = "fee": "手续费", "Bank fee";
        Deposit = "deposit": "意向金", "Deposit";
        Refund = "refund": "退款", "Refund";
        /// Of another currency than the item: a person says how much of the item it settles.
        Exchange = "exchange": "其他币种", "Other currency";
    }
}

/// A part of a payment and where it goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Allocation {
    /// None: to the party's balance.
    pub item: Option<InstalmentId>,
    pub party: Option<PartyId>,
    pub amount: Amount,
    pub kind: AllocationKind,
}

/// Why a proposal is one. A closed list, for words in both languages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum Evidence {
    /// The remark has the order's number; separators, width and O for 0 do not count. `shared_by`:
    /// how many open items have this number.
    OrderNumberExact {
        shared_by: usize,
    },
    /// Its digits, without the letters before them.
    OrderNumberDigits {
        shared_by: usize,
    },
    InvoiceNumber {
        shared_by: usize,
    },
    ContractNumber {
        shared_by: usize,
    },
    /// Digits wrong, missing, too many or changed over.
    OrderNumberDamaged {
        distance: usize,
    },
    /// Only its last digits.
    OrderNumberEnd {
        digits: usize,
    },
    /// The remark has the number of something else.
    AnotherNumber,
    /// The party's own name or account.
    PayerKnown,
    PayerAlias {
        weight: u16,
    },
    /// Of 1000: how alike the names are.
    PayerSimilar {
        per_mille: u16,
    },
    /// The bank gives no name.
    PayerMissing,
    PayerUnknown,
    /// The name is another party's.
    PayerIsAnother,
    /// `alike` of `of` open items of the currency have this amount.
    AmountEqual {
        alike: usize,
        of: usize,
    },
    AmountMinusFee {
        fee: Amount,
    },
    /// Less than is open.
    AmountPart {
        missing: Amount,
    },
    AmountOver {
        surplus: Amount,
    },
    /// The remark speaks of a deposit.
    SaysDeposit,
    /// The items' amounts make the payment.
    SumEqual {
        items: usize,
    },
    OtherCurrency {
        currency: Currency,
    },
    /// Days between payment and due date.
    DateNear {
        days: i32,
    },
    DateFar {
        days: i32,
    },
    /// Paid before it was ordered.
    DateBefore {
        days: i32,
    },
}

/// Why a proposal is not the one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum Lost {
    /// Less speaks for it, by so much.
    Weaker { by: i32 },
    /// Another payment has a better claim to the item.
    Taken { by: PaymentId },
}

/// One reading of a payment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proposal {
    /// Σ without fees is at most what is open of the payment, Σ on an item at most what is open of it.
    pub allocations: Vec<Allocation>,
    /// Thousandths of a log-odd; above zero more speaks for it than against.
    pub score: i32,
    pub evidence: Vec<Evidence>,
    /// What agrees, where it is one of the rules.
    pub rule: Option<Rule>,
    /// None: this is the one that goes together with those of all other payments.
    pub lost: Option<Lost>,
}

/// What else there is to say of a payment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum Note {
    /// The same money a second time.
    DuplicateOf {
        payment: PaymentId,
    },
    /// Takes an earlier payment back.
    ReversalOf {
        payment: PaymentId,
    },
    ReversedBy {
        payment: PaymentId,
    },
    /// One of several that a later entry may have taken back.
    MayBeReversed {
        payment: PaymentId,
    },
    /// Another reading is nearly as good: by how much this one is better.
    Ambiguous {
        margin: i32,
    },
    /// There were too many readings to look at all of them.
    NotAllTried,
}

/// What is said of one payment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    pub payment: PaymentId,
    pub band: Band,
    /// The best first; at most five.
    pub proposals: Vec<Proposal>,
    pub notes: Vec<Note>,
}

impl Decision {
    /// The proposal that may be booked beside those of all other payments.
    pub fn chosen(&self) -> Option<&Proposal> {
        self.proposals.first().filter(|proposal| proposal.lost.is_none())
    }
}
