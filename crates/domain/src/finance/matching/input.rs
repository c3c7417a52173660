//! What is looked at: payments, what is open, who owes it, and how far one goes without a person.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{
    finance::Direction,
    id::{InstalmentId, PartyId, PaymentId},
    money::{Amount, Currency},
};

/// An entry of a bank statement, or a payment by hand.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Payment {
    pub id: PaymentId,
    pub value_date: NaiveDate,
    pub direction: Direction,
    /// As the bank has it; below zero it went the other way.
    pub amount: Amount,
    /// What of it is not matched yet.
    pub open: Amount,
    pub currency: Currency,
    /// As the bank has them; empty where it has none.
    pub payer_name: String,
    pub payer_account: String,
    pub remark: String,
    pub bank_reference: String,
}

/// A part of an order that is to be paid.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct OpenItem {
    pub id: InstalmentId,
    pub party: PartyId,
    /// Ours, and those that customer and partner have given it.
    pub order_numbers: Vec<String>,
    pub invoice_numbers: Vec<String>,
    pub contract_number: Option<String>,
    /// What is not paid yet.
    pub open: Amount,
    pub currency: Currency,
    pub issued_on: NaiveDate,
    pub due_on: Option<NaiveDate>,
}

/// Who owes and pays, as far as is known.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Party {
    pub id: PartyId,
    /// Its own names: the registered one, the English one, earlier ones.
    pub names: Vec<String>,
    /// Accounts that it paid from before.
    pub accounts: Vec<String>,
    /// Others who paid for it, as people taught.
    pub aliases: Vec<Alias>,
}

/// Somebody who pays for a party.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Alias {
    pub name: String,
    /// Of 1000: how sure it is. Grows with each match that people leave, fades with time.
    pub weight: u16,
}

/// A match that a person refused or undid: it is not proposed again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Refusal {
    pub payment: PaymentId,
    pub item: InstalmentId,
}

/// All of it. The order of each list does not matter; of two rows with one id, one is taken.
#[derive(Debug, Clone, Default)]
pub struct Ledger {
    pub payments: Vec<Payment>,
    pub items: Vec<OpenItem>,
    pub parties: Vec<Party>,
    pub refused: Vec<Refusal>,
}

crate::enums::wire_enum! {
    /// What agrees where a match is made. Each is a switch of its own: by itself, or only proposed.
    pub enum Rule {
        #[default]
        NumberAmountPayer = "number_amount_payer": "订单号、金额、付款人均一致", "Order number, amount and payer agree";
        OtherNumber = "other_number": "发票号或合同号、金额、付款人均一致", "Invoice or contract number, amount and payer agree";
        DamagedNumber = "damaged_number": "订单号有误，金额与付款人一致", "Damaged order number, amount and payer agree";
        SimilarPayer = "similar_payer": "号码与金额一致，付款人名称相近", "Number and amount agree, similar payer";
        NumberAmount = "number_amount": "号码与金额一致，付款人不同", "Number and amount agree, other payer";
        Fee = "fee": "号码与付款人一致，扣除手续费", "Number and payer agree, less a bank fee";
        Partial = "partial": "号码与付款人一致，部分付款", "Number and payer agree, paid in part";
        Bundle = "bundle": "多个号码，合计一致", "Several numbers whose sum agrees";
        PayerAmount = "payer_amount": "无号码，付款人与金额唯一", "No number; only one item of this payer has the amount";
        SubsetSum = "subset_sum": "无号码，仅一种组合合计一致", "No number; only one set of this payer's items has the sum";
    }
}

/// How far matching goes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settings {
    /// What is matched without a person.
    pub automatic: BTreeSet<Rule>,
    /// Most that a bank may have kept, in minor units of the payment's currency.
    pub fee_most: Amount,
    /// The same, of 1000 of what is open.
    pub fee_per_mille: u16,
    /// The weight from which an alias is somebody known.
    pub alias_from: u16,
    /// By how much (in thousandths of a log-odd) a match must be better than the next best reading.
    pub margin: i32,
}

impl Default for Settings {
    /// Only where order number, amount and payer agree.
    fn default() -> Self {
        Self {
            automatic: BTreeSet::from([Rule::NumberAmountPayer]),
            fee_most: Amount::from_minor(200_00),
            fee_per_mille: 20,
            alias_from: 600,
            margin: 3_000,
        }
    }
}

impl Settings {
    /// With every rule switched on.
    pub fn with_all_rules() -> Self {
        Self { automatic: Rule::ALL.iter().copied().collect(), ..Self::default() }
    }
}
