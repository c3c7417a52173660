//! PAY-100k: payments of which one knows what they are for, and the open orders they were paid for.
//! The matcher gets a [`Ledger`] only; ids and the order of rows are drawn, so that they tell nothing.

use std::collections::HashMap;

use chrono::{Days, NaiveDate};
use domain::{
    finance::{
        Direction,
        matching::{Ledger, Payment},
    },
    id::{InstalmentId, PaymentId},
    money::{Amount, Currency},
};

use super::{
    chance::Chance,
    orders::{self, Order, Orders},
    parties::{self, Company},
    remarks,
};

/// What is the matter with a payment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Case {
    Clean,
    Damaged,
    WithoutReference,
    Fee,
    SeveralOrders,
    SeveralPayments,
    ThirdParty,
    OtherCurrency,
    Twice,
    Noise,
}

impl Case {
    pub const ALL: [Self; 10] = [
        Self::Clean,
        Self::Damaged,
        Self::WithoutReference,
        Self::Fee,
        Self::SeveralOrders,
        Self::SeveralPayments,
        Self::ThirdParty,
        Self::OtherCurrency,
        Self::Twice,
        Self::Noise,
    ];
}

/// How many percent of the payments are which case, and how many percent more orders are open than
/// anybody pays.
#[derive(Debug, Clone, Copy)]
pub struct Mix {
    pub percent: [usize; 10],
    pub unpaid: usize,
}

/// As the benchmark's definition has it: as many orders as payments.
pub const USUAL: Mix = Mix { percent: [55, 12, 8, 6, 5, 4, 3, 3, 2, 2], unpaid: 0 };
/// The same payments among many orders that nobody pays yet.
pub const UNPAID: Mix = Mix { unpaid: 50, ..USUAL };
/// Worse references.
pub const ROUGH: Mix = Mix { percent: [44, 18, 9, 7, 6, 5, 4, 3, 2, 2], unpaid: 20 };

/// What a payment is really for: items with amounts, sorted; of nothing open it is empty.
pub type Truth = Vec<(InstalmentId, i64)>;

#[derive(Debug)]
pub struct World {
    pub ledger: Ledger,
    pub truth: HashMap<PaymentId, (Case, Truth)>,
}

struct Maker {
    chance: Chance,
    companies: Vec<Company>,
    orders: Orders,
    payments: Vec<Payment>,
    truth: HashMap<PaymentId, (Case, Truth)>,
}

/// What a payment is made with.
struct Draft {
    case: Case,
    company: usize,
    payer: String,
    account: String,
    remark: String,
    amount: i64,
    currency: Currency,
    date: NaiveDate,
    truth: Truth,
}

/// Makes `rows` payments and at least as many orders.
pub fn world(rows: usize, seed: u64, mix: Mix) -> World {
    let mut chance = Chance::new(seed);
    let (customers, resellers) = (rows * 14 / 100 + 20, rows / 330 + 5);
    let companies = parties::companies(&mut chance, customers, resellers);
    let first_day = NaiveDate::from_ymd_opt(2025, 11, 1).unwrap_or_default();
    let open = rows + rows * mix.unpaid / 100;
    let orders = Orders::new(open, resellers, first_day);
    let mut maker = Maker {
        chance,
        companies,
        orders,
        payments: Vec::with_capacity(rows),
        truth: HashMap::new(),
    };
    let mut cases: Vec<Case> = Vec::new();
    for (case, percent) in Case::ALL.into_iter().zip(mix.percent) {
        cases.extend(std::iter::repeat_n(case, rows * percent / 100));
    }
    // Cases come in any order, and orders that nobody pays are among the others.
    maker.chance.shuffle(&mut cases);
    let mut budget: HashMap<Case, usize> = HashMap::new();
    for case in &cases {
        *budget.entry(*case).or_default() += 1;
    }
    let spare = open.saturating_sub(rows + rows * 3 / 100);
    for case in cases {
        if maker.chance.below(rows) < spare {
            maker.order(Currency::Cny);
        }
        let left = budget.get(&case).copied().unwrap_or_default();
        if left > 0 {
            let made = maker.make(case, left).max(1);
            budget.insert(case, left.saturating_sub(made));
        }
    }
    while maker.orders.all.len() < open {
        maker.order(Currency::Cny);
    }
    let Maker { mut chance, companies, orders, mut payments, truth } = maker;
    let mut items: Vec<_> = orders.all.into_iter().map(|order| order.item).collect();
    let mut parties: Vec<_> = companies.into_iter().map(|company| company.party).collect();
    chance.shuffle(&mut items);
    chance.shuffle(&mut parties);
    chance.shuffle(&mut payments);
    World { ledger: Ledger { payments, items, parties, refused: Vec::new() }, truth }
}

impl Maker {
    fn order(&mut self, currency: Currency) -> usize {
        let company = self.orders.somebody(&mut self.chance, &self.companies);
        self.orders.add(&mut self.chance, &self.companies, company, currency)
    }

    /// Makes what belongs together of a case, at most so many payments; answers how many.
    fn make(&mut self, case: Case, most: usize) -> usize {
        let before = self.payments.len();
        match case {
            Case::Clean => self.simple(case, remarks::clean),
            Case::Damaged => self.simple(case, remarks::damaged),
            Case::WithoutReference => self.simple(case, |chance, _| remarks::nothing(chance)),
            Case::Fee => self.fee(),
            Case::SeveralOrders => self.several_orders(),
            Case::SeveralPayments => self.several_payments(most),
            Case::ThirdParty => self.third_party(),
            Case::OtherCurrency => self.other_currency(),
            Case::Twice => self.twice(most),
            Case::Noise => self.noise(),
        }
        self.payments.len() - before
    }

    /// Some days around the due date, never before the order.
    fn date(&mut self, order: usize) -> NaiveDate {
        let late = match self.chance.below(20) {
            0 => self.chance.between(30, 120),
            _ => self.chance.between(-9, 6) + self.chance.between(-4, 12),
        };
        let order = &self.orders.all[order];
        let days = |n: i64| Days::new(u64::try_from(n).unwrap_or_default());
        let date = if late < 0 { order.due - days(-late) } else { order.due + days(late) };
        date.max(order.item.issued_on)
    }

    fn draft(&mut self, case: Case, order: usize, remark: String) -> Draft {
        let Order { item, company, .. } = &self.orders.all[order];
        let (amount, currency, company, id) = (item.open.minor(), item.currency, *company, item.id);
        let date = self.date(order);
        let of = &self.companies[company];
        let (name, account) = (of.name.clone(), of.account.clone());
        let known = of.party.aliases.first().map(|alias| alias.name.clone());
        let payer = match known.filter(|_| self.chance.percent(30)) {
            Some(alias) => alias,
            None => parties::as_printed(&mut self.chance, &name),
        };
        let account = if self.chance.percent(60) { account } else { String::new() };
        Draft {
            case,
            company,
            payer,
            account,
            remark,
            amount,
            currency,
            date,
            truth: vec![(id, amount)],
        }
    }

    fn push(&mut self, draft: Draft, direction: Direction) -> PaymentId {
        let Draft { case, payer, account, remark, amount, currency, date, mut truth, .. } = draft;
        let id = self.chance.id();
        truth.sort_unstable();
        let amount = Amount::from_minor(amount);
        self.payments.push(Payment {
            id,
            value_date: date,
            direction,
            amount,
            open: amount,
            currency,
            payer_name: payer,
            payer_account: account,
            remark,
            bank_reference: format!("{}{}", date.format("%Y%m%d"), self.chance.digits(10)),
        });
        self.truth.insert(id, (case, truth));
        id
    }

    fn simple(&mut self, case: Case, remark: impl Fn(&mut Chance, &Order) -> String) {
        let order = self.order(Currency::Cny);
        let remark = remark(&mut self.chance, &self.orders.all[order]);
        let draft = self.draft(case, order, remark);
        self.push(draft, Direction::In);
    }

    /// References as they come: mostly right.
    fn some_remark(&mut self, order: usize, clean: usize, damaged: usize) -> String {
        let order = &self.orders.all[order];
        match self.chance.below(100) {
            n if n < clean => remarks::clean(&mut self.chance, order),
            n if n < clean + damaged => remarks::damaged(&mut self.chance, order),
            _ => remarks::nothing(&mut self.chance),
        }
    }

    fn fee(&mut self) {
        let order = self.order(Currency::Cny);
        let remark = self.some_remark(order, 85, 10);
        let mut draft = self.draft(Case::Fee, order, remark);
        draft.amount -= self.chance.pick(&[5_00, 5_50, 10_50, 15_00, 25_00, 50_00]);
        draft.truth[0].1 = draft.amount;
        self.push(draft, Direction::In);
    }

    fn several_orders(&mut self) {
        let first = self.order(Currency::Cny);
        let company = self.orders.all[first].company;
        let count = if self.chance.percent(90) { 2 } else { 3 };
        let mut places = vec![first];
        for _ in 1..count {
            places.push(self.orders.add(&mut self.chance, &self.companies, company, Currency::Cny));
        }
        let orders: Vec<&Order> = places.iter().map(|at| &self.orders.all[*at]).collect();
        let remark = remarks::list(&mut self.chance, &orders);
        let truth: Truth =
            orders.iter().map(|order| (order.item.id, order.item.open.minor())).collect();
        let mut draft = self.draft(Case::SeveralOrders, first, remark);
        draft.amount = truth.iter().map(|part| part.1).sum();
        draft.truth = truth;
        self.push(draft, Direction::In);
    }

    fn several_payments(&mut self, most: usize) {
        let order = self.order(Currency::Cny);
        let shares: &[i64] =
            self.chance.pick(&[&[50, 50][..], &[30, 70][..], &[40, 60][..], &[30, 40, 30][..]]);
        let open = self.orders.all[order].item.open.minor();
        let (mut paid, mut last) = (0, NaiveDate::MIN);
        for (at, share) in shares.iter().enumerate().take(most) {
            let remark = self.some_remark(order, 85, 5);
            let mut draft = self.draft(Case::SeveralPayments, order, remark);
            draft.amount = if at + 1 == shares.len() { open - paid } else { open * share / 100 };
            paid += draft.amount;
            draft.date = draft.date.max(last);
            last = draft.date + Days::new(5);
            draft.truth[0].1 = draft.amount;
            self.push(draft, Direction::In);
        }
    }

    fn third_party(&mut self) {
        let order = self.order(Currency::Cny);
        let remark = self.some_remark(order, 80, 0);
        let mut draft = self.draft(Case::ThirdParty, order, remark);
        let stranger = self.chance.below(self.companies.len());
        let company = &self.companies[draft.company];
        (draft.payer, draft.account) = match self.chance.below(10) {
            // Another customer pays for this one.
            0 => (self.companies[stranger].name.clone(), self.companies[stranger].account.clone()),
            1..4 => {
                let stem: String = company.name.chars().skip(2).take(2).collect();
                (format!("{stem}控股投资合伙企业"), format!("62{}", self.chance.digits(17)))
            }
            4..7 => (company.english.to_uppercase(), String::new()),
            _ => (company.pinyin.clone(), String::new()),
        };
        self.push(draft, Direction::In);
    }

    /// Two of three are orders in that currency; the third is an order in yuan paid in dollars, which
    /// nobody may match without a person.
    fn other_currency(&mut self) {
        let currency =
            self.chance.pick(&[Currency::Usd, Currency::Usd, Currency::Hkd, Currency::Eur]);
        let same = self.chance.below(3) > 0;
        let order = self.order(if same { currency } else { Currency::Cny });
        let remark = self.some_remark(order, 85, 5);
        let mut draft = self.draft(Case::OtherCurrency, order, remark);
        draft.payer = self.companies[draft.company].english.to_uppercase();
        if !same {
            draft.currency = currency;
            draft.amount = draft.amount * 100 / self.chance.between(690, 730);
            draft.truth[0].1 = 0;
        }
        self.push(draft, Direction::In);
    }

    /// A duplicate, or a payment that went back and, half of the time, came again.
    fn twice(&mut self, most: usize) {
        let order = self.order(Currency::Cny);
        let remark = self.some_remark(order, 85, 5);
        let duplicate = self.chance.percent(60);
        let one = self.draft(Case::Twice, order, remark);
        let copy = |of: &Draft, days: u64, truth: Truth| Draft {
            payer: of.payer.clone(),
            account: of.account.clone(),
            remark: of.remark.clone(),
            date: of.date + Days::new(days),
            truth,
            ..*of
        };
        let days = u64::try_from(self.chance.between(1, 5)).unwrap_or(1);
        let truth = one.truth.clone();
        if most < 2 || duplicate {
            let other = copy(&one, days, Vec::new());
            self.push(one, Direction::In);
            if most > 1 {
                self.push(other, Direction::In);
            }
            return;
        }
        let mut back = copy(&one, days, Vec::new());
        let words = ["退汇", "账号户名不符退回", "冲正", "退款"];
        self.chance.pick(&words).clone_into(&mut back.remark);
        let again = copy(&one, days + 1, truth);
        self.push(Draft { truth: Vec::new(), ..one }, Direction::In);
        self.push(back, Direction::Out);
        if most > 2 && self.chance.percent(50) {
            self.push(again, Direction::In);
        }
    }

    fn noise(&mut self) {
        let day = self.chance.below(400);
        let date = NaiveDate::from_ymd_opt(2025, 11, 1).unwrap_or_default()
            + Days::new(u64::try_from(day).unwrap_or_default());
        let company = self.orders.somebody(&mut self.chance, &self.companies);
        let known = self.companies[company].name.clone();
        let round = self.chance.between(1, 400) * 500_00;
        let odd = self.chance.between(1, 9_000_000);
        let list = orders::price(&mut self.chance, &self.companies[company], Currency::Cny).minor();
        let (payer, remark, amount) = match self.chance.below(10) {
            0..3 => (String::new(), "结息".to_owned(), odd / 1000 + 1),
            3 => ("国家金库上海市分库".to_owned(), "退税".to_owned(), odd),
            4..6 => (
                format!("{}个体工商户", self.chance.pick(&["王芳", "李强", "张伟"])),
                "往来款".to_owned(),
                round,
            ),
            6..8 => (known, format!("培训费 TR-2026-{}", self.chance.digits(4)), odd),
            8 => (known, "意向金".to_owned(), round),
            // Somebody known, at that company's prices, and for something else.
            _ => (known, "货款".to_owned(), list),
        };
        let draft = Draft {
            case: Case::Noise,
            company,
            payer,
            account: String::new(),
            remark,
            amount,
            currency: Currency::Cny,
            date,
            truth: Vec::new(),
        };
        self.push(draft, Direction::In);
    }
}
