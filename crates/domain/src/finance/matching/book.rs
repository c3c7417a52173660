//! The ledger as it is looked things up in: rows in an order of their own, whatever order they came
//! in, and items by party and amount.

use std::collections::BTreeMap;

use chrono::Datelike as _;

use super::{Ledger, OpenItem, Party, Payment, Refusal, Settings};
use crate::money::Currency;

/// Days until an item without a due date falls due.
const USUAL_TERM: i32 = 30;

/// An open item with what is asked for most often.
#[derive(Debug)]
pub struct Item<'a> {
    pub of: &'a OpenItem,
    /// None: nobody is known to owe it.
    pub party: Option<usize>,
    pub open: i64,
    /// Items of its currency and amount, itself among them.
    pub alike: usize,
    /// Days from the Common Era.
    pub issued: i32,
    pub due: i32,
}

#[derive(Debug)]
pub struct Book<'a> {
    /// By value date, then by id.
    pub payments: Vec<&'a Payment>,
    /// By id.
    pub items: Vec<Item<'a>>,
    pub parties: Vec<&'a Party>,
    /// Items by party, currency and amount.
    by_party: Vec<(usize, Currency, i64, usize)>,
    by_amount: Vec<(Currency, i64, usize)>,
    counts: BTreeMap<Currency, usize>,
    refused: Vec<&'a Refusal>,
    pub settings: &'a Settings,
}

impl<'a> Book<'a> {
    pub fn new(ledger: &'a Ledger, settings: &'a Settings) -> Self {
        let mut payments: Vec<&Payment> = ledger.payments.iter().collect();
        payments.sort_unstable_by_key(|payment| (payment.id, *payment));
        payments.dedup_by_key(|payment| payment.id);
        payments.sort_by_key(|payment| (payment.value_date, payment.id));
        let mut parties: Vec<&Party> = ledger.parties.iter().collect();
        parties.sort_unstable();
        parties.dedup_by_key(|party| party.id);
        let mut open: Vec<&OpenItem> = ledger.items.iter().collect();
        open.sort_unstable();
        open.dedup_by_key(|item| item.id);
        open.retain(|item| item.open.minor() > 0);
        let mut items: Vec<Item> = open.into_iter().map(|of| item(of, &parties)).collect();
        let mut by_party: Vec<_> = items
            .iter()
            .enumerate()
            .filter_map(|(at, item)| Some((item.party?, item.of.currency, item.open, at)))
            .collect();
        by_party.sort_unstable();
        let mut by_amount: Vec<_> =
            items.iter().enumerate().map(|(at, item)| (item.of.currency, item.open, at)).collect();
        by_amount.sort_unstable();
        for alike in by_amount.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1)) {
            for row in alike {
                items[row.2].alike = alike.len();
            }
        }
        let mut counts = BTreeMap::new();
        for item in &items {
            *counts.entry(item.of.currency).or_default() += 1;
        }
        let mut refused: Vec<&Refusal> = ledger.refused.iter().collect();
        refused.sort_unstable();
        Self { payments, items, parties, by_party, by_amount, counts, refused, settings }
    }

    /// Items of a party whose open amount is in the range, by amount.
    pub fn of_party(
        &self,
        party: usize,
        currency: Currency,
        least: i64,
        most: i64,
    ) -> impl Iterator<Item = usize> + '_ {
        let from =
            self.by_party.partition_point(|row| (row.0, row.1, row.2) < (party, currency, least));
        self.by_party[from..]
            .iter()
            .take_while(move |row| (row.0, row.1) == (party, currency) && row.2 <= most)
            .map(|row| row.3)
    }

    /// All items of that amount.
    pub fn of_amount(&self, currency: Currency, amount: i64) -> &[(Currency, i64, usize)] {
        let from = self.by_amount.partition_point(|row| (row.0, row.1) < (currency, amount));
        let rows = &self.by_amount[from..];
        &rows[..rows.partition_point(|row| (row.0, row.1) <= (currency, amount))]
    }

    pub fn count_in(&self, currency: Currency) -> usize {
        self.counts.get(&currency).copied().unwrap_or_default()
    }

    pub fn is_refused(&self, payment: &Payment, item: usize) -> bool {
        if self.refused.is_empty() {
            return false;
        }
        let refusal = Refusal { payment: payment.id, item: self.items[item].of.id };
        self.refused.binary_search(&&refusal).is_ok()
    }

    /// What a bank may have kept, where this much is open and that much came.
    pub fn fee(&self, open: i64, paid: i64) -> Option<i64> {
        let fee = open.checked_sub(paid)?;
        let share = i128::from(open) * i128::from(self.settings.fee_per_mille) / 1000;
        let may_be = fee > 0 && fee <= self.settings.fee_most.minor() && i128::from(fee) <= share;
        may_be.then_some(fee)
    }
}

fn item<'a>(of: &'a OpenItem, parties: &[&Party]) -> Item<'a> {
    let issued = of.issued_on.num_days_from_ce();
    let due = of.due_on.map_or(issued + USUAL_TERM, |due| due.num_days_from_ce());
    let party = parties.binary_search_by_key(&of.party, |party| party.id).ok();
    Item { of, party, open: of.open.minor(), alike: 0, issued, due }
}

/// The day of a payment, as items have theirs.
pub fn day(payment: &Payment) -> i32 {
    payment.value_date.num_days_from_ce()
}
