//! What is open: orders at prices from a list, so that many of them are worth the same.

use chrono::{Days, NaiveDate};
use domain::{
    finance::matching::OpenItem,
    money::{Amount, Currency},
};

use super::{chance::Chance, parties::Company};

/// Of a copy for a year, in yuan.
const LIST: [i64; 8] = [4_980, 12_800, 28_000, 36_500, 58_000, 98_000, 168_000, 298_000];
const COPIES: [i64; 12] = [1, 1, 1, 1, 1, 2, 2, 3, 5, 5, 10, 20];
const YEARS: [i64; 6] = [1, 1, 1, 1, 2, 3];
const TERMS: [u64; 6] = [7, 15, 30, 30, 45, 60];

/// An order as it really is; the matcher is told `item` only.
#[derive(Debug, Clone)]
pub struct Order {
    pub item: OpenItem,
    pub company: usize,
    pub number: String,
    pub invoice: Option<String>,
    pub contract: Option<String>,
    pub due: NaiveDate,
}

/// Makes orders, numbered by day.
#[derive(Debug)]
pub struct Orders {
    pub all: Vec<Order>,
    first_day: NaiveDate,
    per_day: usize,
    customers_from: usize,
}

impl Orders {
    /// For about so many orders within a year.
    pub fn new(about: usize, resellers: usize, first_day: NaiveDate) -> Self {
        let all = Vec::with_capacity(about);
        Self { all, first_day, per_day: about.div_ceil(365), customers_from: resellers }
    }

    /// A company with an order, resellers more often than others.
    pub fn somebody(&self, chance: &mut Chance, companies: &[Company]) -> usize {
        if chance.percent(30) {
            chance.early(self.customers_from)
        } else {
            self.customers_from + chance.early(companies.len() - self.customers_from)
        }
    }

    /// One more order; answers its place.
    pub fn add(
        &mut self,
        chance: &mut Chance,
        companies: &[Company],
        company: usize,
        currency: Currency,
    ) -> usize {
        let at = self.all.len();
        let (day, ordinal) = (at / self.per_day, at % self.per_day + 1);
        let issued_on = self.first_day + Days::new(u64::try_from(day).unwrap_or_default());
        let due = issued_on + Days::new(chance.pick(&TERMS));
        let number = format!("ORD-{}-{ordinal:06}", issued_on.format("%Y%m%d"));
        let invoice = chance
            .percent(60)
            .then(|| format!("2631{:016}", 200_000_000 + at * 3 + chance.below(3)));
        let contract = chance
            .percent(30)
            .then(|| format!("HT-2026-{:05}", company * 3 % 100_000 + chance.below(3)));
        let mut order_numbers = vec![number.clone()];
        if chance.percent(15) {
            order_numbers.push(format!("PO-{}", chance.between(10_000, 99_999)));
        }
        let item = OpenItem {
            id: chance.id(),
            party: companies[company].party.id,
            order_numbers,
            invoice_numbers: invoice.iter().cloned().collect(),
            contract_number: contract.clone(),
            open: price(chance, &companies[company], currency),
            currency,
            issued_on,
            due_on: chance.percent(90).then_some(due),
        };
        self.all.push(Order { item, company, number, invoice, contract, due });
        at
    }
}

/// What something costs a company.
pub fn price(chance: &mut Chance, company: &Company, currency: Currency) -> Amount {
    let list = chance.pick(&LIST) * chance.pick(&COPIES) * chance.pick(&YEARS);
    let yuan = if chance.percent(5) { list - chance.between(1, list / 10) } else { list };
    let minor = yuan * (100 - company.discount);
    Amount::from_minor(if currency == Currency::Cny { minor } else { minor / 7 / 100 * 100 })
}
