//! Readings of one payment: what it may be for, and what speaks for it.

use super::{
    AllocationKind, Evidence, Payment, Rule, Settings,
    book::{Book, Item},
    score,
};

/// A part of a reading.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Part {
    pub item: usize,
    /// Of the payment.
    pub amount: i64,
    /// What the bank kept of it.
    pub fee: i64,
}

impl Part {
    /// How much of what is open goes with it.
    pub const fn uses(self) -> i64 {
        self.amount.saturating_add(self.fee)
    }
}

/// What goes to a party and no order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Balance {
    pub party: usize,
    pub amount: i64,
    pub kind: AllocationKind,
}

/// One reading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alternative {
    /// By item.
    pub parts: Vec<Part>,
    pub balance: Option<Balance>,
    pub evidence: Vec<Evidence>,
    pub score: i32,
    pub rule: Option<Rule>,
    /// Whether others like it were not looked at.
    pub is_unsure: bool,
}

impl Alternative {
    /// Of one item.
    pub fn single(
        book: &Book,
        payment: &Payment,
        item: usize,
        number: Option<Evidence>,
        payer: Evidence,
    ) -> Self {
        let of = &book.items[item];
        let (amount, date) = (score::amount(book, payment, of), score::date(payment, of));
        let evidence: Vec<Evidence> = number.into_iter().chain([payer, amount, date]).collect();
        let paid = payment.open.minor();
        let part = match amount {
            Evidence::OtherCurrency { .. } => Part { item, amount: 0, fee: 0 },
            Evidence::AmountMinusFee { fee } => Part { item, amount: paid, fee: fee.minor() },
            _ => Part { item, amount: paid.min(of.open), fee: 0 },
        };
        let surplus = match amount {
            Evidence::AmountOver { surplus } => surplus.minor(),
            _ => 0,
        };
        Self {
            parts: vec![part],
            balance: over(of, surplus),
            score: score::score(&evidence),
            rule: rule(book.settings, number, payer, amount, date),
            evidence,
            is_unsure: false,
        }
    }

    /// Of several items that take it whole, in their order, each as much as is open of it.
    pub fn several(
        book: &Book,
        payment: &Payment,
        items: &[usize],
        numbers: &[Option<Evidence>],
        payer: Evidence,
    ) -> Option<Self> {
        let open = items.iter().map(|item| book.items[*item].open).fold(0, i64::saturating_add);
        let paid = payment.open.minor();
        let (mut left, mut parts) = (paid, Vec::with_capacity(items.len()));
        for item in items {
            let amount = book.items[*item].open.min(left);
            if amount > 0 {
                parts.push(Part { item: *item, amount, fee: 0 });
                left -= amount;
            }
        }
        let missing = crate::money::Amount::from_minor(open.saturating_sub(paid));
        let amount = if let Some(fee) = book.fee(open, paid) {
            let last = parts.last_mut()?;
            if last.uses().saturating_add(fee) != book.items[last.item].open {
                return None;
            }
            last.fee = fee;
            Evidence::AmountMinusFee { fee: missing }
        } else if open == paid {
            Evidence::SumEqual { items: items.len() }
        } else if open > paid {
            Evidence::AmountPart { missing }
        } else {
            Evidence::AmountOver { surplus: crate::money::Amount::from_minor(left) }
        };
        let first = book.items.get(*items.first()?)?;
        let all_named = numbers.iter().all(Option::is_some);
        let weakest = numbers.iter().flatten().copied().min_by_key(|named| score::weight(*named));
        let date = score::date(payment, first);
        let evidence: Vec<Evidence> = weakest.into_iter().chain([payer, amount, date]).collect();
        let agrees = matches!(amount, Evidence::SumEqual { .. } | Evidence::AmountMinusFee { .. });
        let sum = if agrees { score::sum_weight(all_named) } else { 0 };
        let rule = match agrees && (is_known(payer, book.settings) || is_similar(payer)) {
            true if all_named => Some(Rule::Bundle),
            true if is_known(payer, book.settings) => Some(Rule::SubsetSum),
            _ => None,
        };
        parts.sort_unstable();
        Some(Self {
            parts,
            balance: over(first, left),
            score: score::score(&evidence).saturating_add(sum),
            rule,
            evidence,
            is_unsure: false,
        })
    }

    /// Of no item: money that stays a party's until it is known what for, or goes back to it.
    pub fn balance(balance: Balance, evidence: Vec<Evidence>) -> Self {
        let score = score::score(&evidence);
        let (parts, balance) = (Vec::new(), Some(balance));
        Self { parts, balance, evidence, score, rule: None, is_unsure: false }
    }

    pub fn has(&self, item: usize) -> bool {
        self.parts.iter().any(|part| part.item == item)
    }

    /// How much of an item it needs.
    pub fn uses(&self, item: usize) -> i64 {
        self.parts.iter().find(|part| part.item == item).map_or(0, |part| part.uses())
    }
}

fn over(item: &Item, surplus: i64) -> Option<Balance> {
    let party = item.party.filter(|_| surplus > 0)?;
    Some(Balance { party, amount: surplus, kind: AllocationKind::Over })
}

/// Whether this is somebody who is known to pay for the party.
pub fn is_known(payer: Evidence, settings: &Settings) -> bool {
    match payer {
        Evidence::PayerKnown => true,
        Evidence::PayerAlias { weight } => weight >= settings.alias_from,
        _ => false,
    }
}

/// Of 1000: how alike a name must be to go for the party's.
const SIMILAR_FROM: u16 = 800;

fn is_similar(payer: Evidence) -> bool {
    match payer {
        Evidence::PayerSimilar { per_mille } => per_mille >= SIMILAR_FROM,
        Evidence::PayerAlias { .. } => true,
        _ => false,
    }
}

/// Which rule it is, where what agrees is enough for one.
fn rule(
    settings: &Settings,
    number: Option<Evidence>,
    payer: Evidence,
    amount: Evidence,
    date: Evidence,
) -> Option<Rule> {
    use Evidence as E;
    let known = is_known(payer, settings);
    let ours = known || is_similar(payer);
    let whole = matches!(
        number,
        Some(E::OrderNumberExact { .. } | E::OrderNumberDigits { .. } | E::InvoiceNumber { .. })
    );
    let near = whole || matches!(number, Some(E::OrderNumberDamaged { distance: 0 | 1 }));
    let hint = matches!(
        number,
        None | Some(E::OrderNumberEnd { .. } | E::OrderNumberDamaged { distance: 2.. })
    );
    match (amount, number) {
        (E::AmountEqual { .. }, Some(E::OrderNumberExact { .. })) if known => {
            Some(Rule::NumberAmountPayer)
        }
        (E::AmountEqual { .. }, Some(E::InvoiceNumber { .. } | E::ContractNumber { .. }))
            if known =>
        {
            Some(Rule::OtherNumber)
        }
        (E::AmountEqual { .. }, _) if near && known => Some(Rule::DamagedNumber),
        (E::AmountEqual { .. }, _) if near && ours => Some(Rule::SimilarPayer),
        (E::AmountEqual { .. }, _) if whole => Some(Rule::NumberAmount),
        (E::AmountMinusFee { .. }, _) if near && ours => Some(Rule::Fee),
        (E::AmountPart { .. }, _) if near && ours => Some(Rule::Partial),
        (E::AmountEqual { .. }, _) if hint && ours && !matches!(date, E::DateBefore { .. }) => {
            Some(Rule::PayerAmount)
        }
        _ => None,
    }
}
