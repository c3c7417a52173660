//! Evidence in words: what the desk shows beside a proposal.

use super::{Evidence, Lost, Note};
use crate::Lang;

/// One or several things.
fn many(count: usize, one: &'static str, several: &'static str) -> String {
    if count == 1 { format!("{count} {one}") } else { format!("{count} {several}") }
}

/// Of 1000 as a percentage without decimals.
const fn percent(per_mille: u16) -> u16 {
    per_mille / 10
}

impl Evidence {
    /// The sentence for people; amounts as decimals of the payment's currency.
    pub fn words(self, lang: Lang) -> String {
        match lang {
            Lang::Zh => self.in_chinese(),
            Lang::En => self.in_english(),
        }
    }

    /// Whether it speaks for the proposal (true), or against it (false).
    pub const fn speaks_for(self) -> bool {
        !matches!(
            self,
            Self::AnotherNumber
                | Self::PayerUnknown
                | Self::PayerIsAnother
                | Self::PayerMissing
                | Self::AmountPart { .. }
                | Self::AmountOver { .. }
                | Self::OtherCurrency { .. }
                | Self::DateFar { .. }
                | Self::DateBefore { .. }
        )
    }

    fn in_chinese(self) -> String {
        let shared = |count: usize| match count {
            0 | 1 => String::new(),
            _ => format!("（{count} 笔未付款项共用）"),
        };
        match self {
            Self::OrderNumberExact { shared_by } => format!("附言写明订单号{}", shared(shared_by)),
            Self::OrderNumberDigits { shared_by } => {
                format!("附言含订单号的数字部分{}", shared(shared_by))
            }
            Self::InvoiceNumber { shared_by } => format!("附言写明发票号{}", shared(shared_by)),
            Self::ContractNumber { shared_by } => format!("附言写明合同号{}", shared(shared_by)),
            Self::OrderNumberDamaged { distance } => format!("附言的订单号有 {distance} 处差错"),
            Self::OrderNumberEnd { digits } => format!("附言含订单号末 {digits} 位"),
            Self::AnotherNumber => "附言写的是另一个号码".to_owned(),
            Self::PayerKnown => "付款人名称或账号一致".to_owned(),
            Self::PayerAlias { weight } => format!("曾为其付款（可信度 {}%）", percent(weight)),
            Self::PayerSimilar { per_mille } => {
                format!("付款人名称相近（{}%）", percent(per_mille))
            }
            Self::PayerMissing => "银行未给出付款人".to_owned(),
            Self::PayerUnknown => "付款人未知".to_owned(),
            Self::PayerIsAnother => "付款人是另一家客户或合作伙伴".to_owned(),
            Self::AmountEqual { alike: 0 | 1, .. } => "金额一致，且仅此一笔".to_owned(),
            Self::AmountEqual { alike, of } => {
                format!("金额一致（{of} 笔未付中有 {alike} 笔同额）")
            }
            Self::AmountMinusFee { fee } => format!("金额一致，扣除手续费 {fee}"),
            Self::AmountPart { missing } => format!("部分付款，尚差 {missing}"),
            Self::AmountOver { surplus } => format!("多付 {surplus}"),
            Self::SaysDeposit => "附言提到意向金或预付款".to_owned(),
            Self::SumEqual { items } => format!("{items} 笔合计与金额一致"),
            Self::OtherCurrency { currency } => format!("款项币种为 {currency}"),
            Self::DateNear { days } => format!("距应付日 {} 天", days.unsigned_abs()),
            Self::DateFar { days } => format!("距应付日较远（{} 天）", days.unsigned_abs()),
            Self::DateBefore { days } => format!("早于下单 {} 天", days.unsigned_abs()),
        }
    }

    fn in_english(self) -> String {
        let shared = |count: usize| match count {
            0 | 1 => String::new(),
            _ => format!(" (shared by {count} open items)"),
        };
        let days = |days: i32| many(days.unsigned_abs() as usize, "day", "days");
        match self {
            Self::OrderNumberExact { shared_by } => {
                format!("The remark has the order number{}", shared(shared_by))
            }
            Self::OrderNumberDigits { shared_by } => {
                format!("The remark has the digits of the order number{}", shared(shared_by))
            }
            Self::InvoiceNumber { shared_by } => {
                format!("The remark has the invoice number{}", shared(shared_by))
            }
            Self::ContractNumber { shared_by } => {
                format!("The remark has the contract number{}", shared(shared_by))
            }
            Self::OrderNumberDamaged { distance } => {
                format!("The order number in the remark has {}", many(distance, "slip", "slips"))
            }
            Self::OrderNumberEnd { digits } => {
                format!(
                    "The remark has the last {} of the order number",
                    many(digits, "digit", "digits")
                )
            }
            Self::AnotherNumber => "The remark has another number".to_owned(),
            Self::PayerKnown => "The payer's name or account is known".to_owned(),
            Self::PayerAlias { weight } => {
                format!("They paid for this party before (confidence {}%)", percent(weight))
            }
            Self::PayerSimilar { per_mille } => {
                format!("The payer's name is similar ({}%)", percent(per_mille))
            }
            Self::PayerMissing => "The bank names no payer".to_owned(),
            Self::PayerUnknown => "The payer is not known".to_owned(),
            Self::PayerIsAnother => "The payer is another party".to_owned(),
            Self::AmountEqual { alike: 0 | 1, .. } => {
                "The amount agrees, and only this one has it".to_owned()
            }
            Self::AmountEqual { alike, of } => {
                format!("The amount agrees ({alike} of {of} open items have it)")
            }
            Self::AmountMinusFee { fee } => format!("The amount agrees less a bank fee of {fee}"),
            Self::AmountPart { missing } => format!("Paid in part; {missing} is missing"),
            Self::AmountOver { surplus } => format!("{surplus} more than is open"),
            Self::SaysDeposit => "The remark speaks of a deposit".to_owned(),
            Self::SumEqual { items } => {
                format!("{} make the amount", many(items, "item", "items"))
            }
            Self::OtherCurrency { currency } => format!("The item is in {currency}"),
            Self::DateNear { days: near } => format!("{} from the due date", days(near)),
            Self::DateFar { days: far } => format!("Far from the due date ({})", days(far)),
            Self::DateBefore { days: early } => {
                format!("Paid {} before it was ordered", days(early))
            }
        }
    }
}

impl Lost {
    /// The sentence for people.
    pub fn words(self, lang: Lang) -> String {
        match self {
            Self::Weaker { .. } => lang.pick("依据较弱", "Less speaks for it").to_owned(),
            Self::Taken { .. } => {
                lang.pick("另一笔汇款更符合", "Another payment has a better claim").to_owned()
            }
        }
    }
}

impl Note {
    /// The sentence for people.
    pub const fn words(self, lang: Lang) -> &'static str {
        match self {
            Self::DuplicateOf { .. } => {
                lang.pick("疑似重复付款", "This may be the same money a second time")
            }
            Self::ReversalOf { .. } => {
                lang.pick("冲正了之前的一笔汇款", "This takes an earlier payment back")
            }
            Self::ReversedBy { .. } => lang.pick("已被冲正", "A later entry took this back"),
            Self::MayBeReversed { .. } => {
                lang.pick("可能已被冲正", "A later entry may have taken this back")
            }
            Self::Ambiguous { .. } => {
                lang.pick("另有几乎同样合理的解释", "Another reading is nearly as good")
            }
            Self::NotAllTried => lang.pick(
                "可能的组合过多，未全部比较",
                "There were too many readings to try all of them",
            ),
        }
    }

    /// The other payment that it speaks of.
    pub const fn other(self) -> Option<crate::id::PaymentId> {
        match self {
            Self::DuplicateOf { payment }
            | Self::ReversalOf { payment }
            | Self::ReversedBy { payment }
            | Self::MayBeReversed { payment } => Some(payment),
            Self::Ambiguous { .. } | Self::NotAllTried => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::money::Amount;

    #[test]
    fn evidence_is_told_in_both_languages_with_its_figures() {
        let fee = Evidence::AmountMinusFee { fee: Amount::from_minor(15_00) };
        assert_eq!(fee.words(Lang::Zh), "金额一致，扣除手续费 15.00");
        assert_eq!(fee.words(Lang::En), "The amount agrees less a bank fee of 15.00");
        assert!(fee.speaks_for());
        let damaged = Evidence::OrderNumberDamaged { distance: 1 };
        assert_eq!(damaged.words(Lang::En), "The order number in the remark has 1 slip");
        let early = Evidence::DateBefore { days: 3 };
        assert_eq!(early.words(Lang::En), "Paid 3 days before it was ordered");
        assert!(!early.speaks_for());
        let shared = Evidence::OrderNumberExact { shared_by: 2 };
        assert_eq!(shared.words(Lang::Zh), "附言写明订单号（2 笔未付款项共用）");
    }
}
