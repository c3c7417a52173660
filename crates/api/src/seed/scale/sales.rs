//! Sales of a large set: orders in the order of time, ever more of them, with what came of each.

use std::collections::HashMap;

use anyhow::Context as _;
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use domain::{
    Id,
    customers::CustomerType,
    dates::{business_day, start_of},
    id::CustomerId,
    licenses::{
        ActivationMode, activation_deadline, number,
        wire::{PaymentStatus, PurchaseKind},
    },
    money::{Amount, BasisPoints, Currency},
    orders::{
        DeliverTo, LineKind, OrderSource, OrderStatus,
        wire::{ActivationInput, EndUser, LineInput},
    },
    products::{
        Edition,
        pricing::{PricedLine, Pricing, QuoteLine, Totals, quote},
    },
    purchases::PaymentMethod,
};
use rand::{RngExt as _, rngs::StdRng};
use store::{
    customers::{NewContact, NewCustomer},
    licenses::License,
    orders::{Acceptance, Decision, Line, Order},
    products::Product,
    purchases::Purchase,
    segments::Segment,
};
use uuid::Uuid;

use super::{Ground, names};
use crate::{app::App, orders::content_hash};

/// How far back the first sale lies.
pub const DAYS: i64 = 900;
/// Parts of the whole, to reckon with.
const WHOLE: i64 = 1_000_000;
/// Numbers of a day's orders begin here: those of people are far below.
const FIRST_NUMBER: u32 = 100_001;

/// An order, and what came of it.
pub struct Sale {
    /// Who buys for the first time.
    pub customer: Option<NewCustomer>,
    pub order: Order,
    pub licenses: Vec<License>,
    pub segments: Vec<Segment>,
    pub purchases: Vec<Purchase>,
}

/// All sales, one after another, until there are licenses enough.
pub struct Sales<'a> {
    app: &'a App,
    ground: Ground,
    chance: StdRng,
    wanted: u32,
    sown: u32,
    orders: u32,
    customers: Vec<(CustomerId, String)>,
    /// How many numbers were drawn for an edition's month, and given out on a day.
    drawn: HashMap<(Edition, String), u32>,
    numbered: (NaiveDate, u32),
}

impl Iterator for Sales<'_> {
    type Item = anyhow::Result<Sale>;

    fn next(&mut self) -> Option<Self::Item> {
        (self.sown < self.wanted).then(|| self.sale())
    }
}

impl<'a> Sales<'a> {
    pub fn new(app: &'a App, ground: Ground, chance: StdRng, wanted: u32) -> Self {
        Self {
            app,
            ground,
            chance,
            wanted,
            sown: 0,
            orders: 0,
            customers: Vec::new(),
            drawn: HashMap::new(),
            numbered: (NaiveDate::MIN, FIRST_NUMBER),
        }
    }

    fn one_in(&mut self, n: u32) -> bool {
        self.chance.random_range(0..n) == 0
    }

    fn pick<T: Copy>(&mut self, all: &[T]) -> Option<T> {
        (!all.is_empty()).then(|| all[self.chance.random_range(0..all.len())])
    }

    /// An id of this moment.
    fn id(&mut self, at: DateTime<Utc>) -> Uuid {
        let millis = u64::try_from(at.timestamp_millis()).unwrap_or_default();
        uuid::Builder::from_unix_timestamp_millis(millis, &self.chance.random()).into_uuid()
    }

    /// When the next order is placed: business grows, so days grow shorter.
    fn moment(&mut self) -> DateTime<Utc> {
        let left = i64::from(self.wanted - self.sown.min(self.wanted));
        let left = left * WHOLE / i64::from(self.wanted.max(1));
        let days_ago = DAYS * left / WHOLE * (left * WHOLE).isqrt() / WHOLE + 1;
        let day = business_day(self.ground.now - TimeDelta::days(days_ago));
        let within = i64::from(self.orders % 500) * 60;
        start_of(day) + TimeDelta::hours(9) + TimeDelta::seconds(within)
    }

    fn sale(&mut self) -> anyhow::Result<Sale> {
        let at = self.moment();
        self.orders += 1;
        let (customer, of) = self.buyer(at);
        let rep = self.pick(&self.ground.reps.clone()).context("nobody sells")?;
        let partner = if self.one_in(4) { None } else { self.pick(&self.ground.partners.clone()) };
        let fate = self.fate(at);
        let mut order = Order {
            id: Id::from_uuid(self.id(at)),
            number: self.order_number(business_day(at)),
            source: OrderSource::Manual,
            status: fate,
            seller_entity_id: self.ground.seller,
            partner_id: partner.map(|(id, _)| id),
            placed_by: rep,
            last_edited_by: rep,
            customer_order_number: None,
            contract_number: Some(format!("HT-{}-{:05}", at.format("%Y%m"), self.orders)),
            remark: None,
            currency: Currency::Cny,
            totals: Totals::default(),
            acceptance: None,
            decision: None,
            submitted_at: None,
            created_at: at,
            version: 1,
            lines: Vec::new(),
        };
        let inputs = self.lines(&of);
        self.price(&mut order, inputs, partner.map(|(_, level)| level))?;
        self.decide(&mut order);
        let mut sale =
            Sale { customer, order, licenses: vec![], segments: vec![], purchases: vec![] };
        if fate == OrderStatus::Fulfilled {
            self.fulfil(&mut sale, of.0)?;
        }
        self.sown += u32::try_from(sale.licenses.len())?;
        Ok(sale)
    }

    /// Most were fulfilled; of the latest some still wait.
    fn fate(&mut self, at: DateTime<Utc>) -> OrderStatus {
        let is_recent = self.ground.now - at < TimeDelta::days(10);
        match self.chance.random_range(0..100) {
            0 => OrderStatus::Cancelled,
            1 => OrderStatus::Rejected,
            2..=6 if is_recent => OrderStatus::Draft,
            7..=24 if is_recent => OrderStatus::Submitted,
            _ => OrderStatus::Fulfilled,
        }
    }

    fn order_number(&mut self, day: NaiveDate) -> String {
        self.numbered = match self.numbered {
            (before, last) if before == day => (day, last + 1),
            _ => (day, FIRST_NUMBER),
        };
        format!("ORD-{}-{:06}", day.format("%Y%m%d"), self.numbered.1)
    }

    /// Two in five orders bring a customer; the others are from one that is there.
    fn buyer(&mut self, at: DateTime<Utc>) -> (Option<NewCustomer>, (CustomerId, String)) {
        if !self.customers.is_empty() && self.chance.random_range(0..5) > 1 {
            let known = self.chance.random_range(0..self.customers.len());
            return (None, self.customers[known].clone());
        }
        let n = u32::try_from(self.customers.len()).unwrap_or(u32::MAX);
        let organisation = names::organisation(n);
        let id = Id::from_uuid(self.id(at));
        let contact = NewContact {
            id: Id::from_uuid(self.id(at)),
            name: names::person(n),
            title: None,
            email: Some(format!("it@customer-{n:06}.example")),
            phone: Some(format!("1390{n:07}")),
        };
        let owner = self.pick(&self.ground.reps.clone());
        let new = NewCustomer {
            id,
            name: organisation.name.clone(),
            credit_code: None,
            customer_type: CustomerType::Enterprise,
            industry: Some(organisation.industry),
            region: Some(organisation.region),
            city: Some(organisation.city.to_owned()),
            address: None,
            owner,
            notes: None,
            contacts: vec![contact],
        };
        self.customers.push((id, organisation.name.clone()));
        (Some(new), (id, organisation.name))
    }

    fn lines(&mut self, (customer, name): &(CustomerId, String)) -> Vec<LineInput> {
        let lines = if self.chance.random_range(0..10) < 3 { 2 } else { 1 };
        (0..lines)
            .filter_map(|_| {
                let product = self.chance.random_range(0..self.ground.products.len().max(1));
                let product = self.ground.products.get(product)?.id;
                let sets = match self.chance.random_range(0..100) {
                    0..40 => 1,
                    40..60 => 2,
                    60..85 => self.chance.random_range(3..=5),
                    _ => self.chance.random_range(6..=20),
                };
                let years = [1, 1, 1, 2, 3][self.chance.random_range(0..5)];
                let offline = self.one_in(5);
                let set = ActivationInput {
                    mode: if offline { ActivationMode::Offline } else { ActivationMode::Online },
                    cluster_id: offline.then(|| format!("cluster-{:06}", self.orders)),
                    installation_key: None,
                };
                let end_user = EndUser {
                    customer_id: Some(*customer),
                    name: name.clone(),
                    ..EndUser::default()
                };
                Some(LineInput {
                    kind: LineKind::New,
                    product_id: Some(product),
                    sets,
                    years,
                    manual_discount: BasisPoints(0),
                    end_user,
                    deliver_to: DeliverTo::Customer,
                    activations: vec![set; sets as usize],
                    ..LineInput::default()
                })
            })
            .collect()
    }

    fn price(
        &mut self,
        order: &mut Order,
        inputs: Vec<LineInput>,
        level: Option<domain::partners::PartnerLevel>,
    ) -> anyhow::Result<()> {
        let asked: Vec<_> = inputs
            .iter()
            .filter_map(|input| Some(QuoteLine::new(input.product_id?, input.sets, input.years)))
            .collect();
        let on = business_day(order.created_at);
        let quoted = quote(&asked, &self.ground.book, Pricing { level, on })
            .map_err(|faults| anyhow::anyhow!("no price: {faults:?}"))?;
        order.totals = quoted.totals;
        for ((input, price), line) in inputs.into_iter().zip(quoted.lines).zip(1..) {
            let id = Id::from_uuid(self.id(order.created_at));
            order.lines.push(Line { id, line, input, price: Some(price) });
        }
        Ok(())
    }

    /// Handed in after a quarter of an hour, decided after two.
    fn decide(&self, order: &mut Order) {
        if order.status == OrderStatus::Draft {
            return;
        }
        let submitted_at = order.created_at + TimeDelta::minutes(15);
        order.submitted_at = Some(submitted_at);
        order.acceptance = Some(Acceptance {
            by: order.placed_by,
            at: submitted_at,
            address: None,
            terms_version: self.ground.terms.version.clone(),
            terms_hash: self.ground.terms.hash.clone(),
            content_hash: Some(content_hash(order, &self.ground.terms.hash)),
        });
        let reason = match order.status {
            OrderStatus::Submitted => return,
            OrderStatus::Rejected => Some("客户信息不完整".to_owned()),
            OrderStatus::Cancelled => Some("客户推迟采购".to_owned()),
            _ => None,
        };
        let at = order.created_at + TimeDelta::hours(2);
        order.decision = Some(Decision { by: self.ground.ops, at, reason });
    }

    fn fulfil(&mut self, sale: &mut Sale, customer: CustomerId) -> anyhow::Result<()> {
        let order = sale.order.clone();
        for line in &order.lines {
            let product = line.input.product_id;
            let products = &self.ground.products;
            let product = products.iter().find(|known| Some(known.id) == product);
            let product = product.context("an unknown product")?.clone();
            let price = line.price.clone().context("a line without a price")?;
            let first = sale.licenses.len();
            for (set, ordinal) in line.input.activations.iter().zip(1..) {
                let license = self.license(&order, line, &product, customer, set, ordinal);
                sale.licenses.push(license);
            }
            for license in &sale.licenses[first..] {
                let segment = self.segment(license, &price)?;
                sale.segments.push(segment);
            }
            let purchase = self.purchase(&order, line, &product, customer, &price);
            sale.purchases.push(purchase);
        }
        Ok(())
    }

    /// A number that nobody has: multiples of a number that shares no factor with a million.
    fn license_number(&mut self, edition: Edition, on: NaiveDate) -> String {
        loop {
            let drawn = self.drawn.entry((edition, on.format("%Y%m").to_string())).or_default();
            *drawn += 1;
            let mixed = u64::from(*drawn) * 387_361 % 1_000_000;
            let number = number(edition, on, u32::try_from(mixed).unwrap_or_default());
            if !self.ground.taken.contains(&number) {
                return number;
            }
        }
    }

    fn license(
        &mut self,
        order: &Order,
        line: &Line,
        product: &Product,
        customer: CustomerId,
        set: &ActivationInput,
        ordinal: u32,
    ) -> License {
        let issued_at = order.created_at + TimeDelta::hours(2);
        let (sent_at, sent_on) = (issued_at + TimeDelta::minutes(3), business_day(issued_at));
        let id = Id::from_uuid(self.id(issued_at));
        let edition = product.edition.unwrap_or_default();
        let activated_at = Some(sent_at + TimeDelta::hours(self.chance.random_range(1..160)))
            .filter(|at| *at < self.ground.now && self.chance.random_range(0..100) > 2);
        let mut license = License {
            id,
            number: self.license_number(edition, sent_on),
            customer_id: customer,
            order_id: order.id,
            order_line_id: line.id,
            ordinal,
            product_id: product.id,
            edition,
            partner_id: order.partner_id,
            owner_id: Some(order.placed_by),
            workspaces: product.workspaces,
            users: product.users,
            term_years: line.input.years,
            grace_days: product.grace_days,
            activation_mode: set.mode,
            cluster_id: set
                .cluster_id
                .clone()
                .or_else(|| activated_at.map(|_| format!("cluster-{:06}", self.orders))),
            sent_at: Some(sent_at),
            activation_deadline: Some(activation_deadline(sent_on)),
            activated_at,
            activated_on: activated_at.map(business_day),
            code_hash: (set.mode == ActivationMode::Online).then(|| self.app.codes.hash(id, 1)),
            created_at: issued_at,
            ..License::default()
        };
        let term = license.first_term(sent_on, license.activated_on);
        license.starts_on = Some(term.starts_on);
        license.expires_on = Some(term.expires_on);
        let later = (sent_at + TimeDelta::days(30)).min(self.ground.now);
        match self.chance.random_range(0..100) {
            0 => {
                license.suspended_at = Some(later);
                license.suspended_reason = Some("客户欠款".to_owned());
            }
            1 => {
                license.terminated_at = Some(later);
                license.terminated_reason = Some("合同解除".to_owned());
            }
            _ => {}
        }
        license
    }

    fn segment(&mut self, license: &License, price: &PricedLine) -> anyhow::Result<Segment> {
        Ok(Segment {
            id: self.id(license.created_at),
            license_id: license.id,
            order_id: license.order_id,
            order_line_id: license.order_line_id,
            product_id: license.product_id,
            kind: LineKind::New,
            quantity: 1,
            ordinal: 1,
            from_on: None,
            until_on: None,
            value: price.gross.share(license.ordinal, price.sets)?,
            credit: Amount::ZERO,
            closed_on: None,
            closed_by: None,
            old_product_id: None,
            old_expires_on: None,
            new_expires_on: None,
            old_workspaces: license.workspaces,
            new_workspaces: license.workspaces,
            old_users: license.users,
            new_users: license.users,
            delivered_at: license.sent_at,
            created_at: license.created_at,
        })
    }

    fn purchase(
        &mut self,
        order: &Order,
        line: &Line,
        product: &Product,
        customer: CustomerId,
        price: &PricedLine,
    ) -> Purchase {
        let is_old = self.ground.now - order.created_at > TimeDelta::days(60);
        let paid = is_old && self.chance.random_range(0..100) < 92;
        let at = order.created_at + TimeDelta::hours(2);
        Purchase {
            id: Id::from_uuid(self.id(at)),
            order_id: Some(order.id),
            order_line_id: Some(line.id),
            customer_id: customer,
            license_id: None,
            partner_id: order.partner_id,
            owner_id: Some(order.placed_by),
            kind: PurchaseKind::New,
            purchased_on: business_day(at),
            sets: line.input.sets,
            amount: price.gross,
            currency: order.currency,
            payment_status: if paid { PaymentStatus::Paid } else { PaymentStatus::Pending },
            method: paid.then_some(PaymentMethod::BankTransfer),
            contract_number: order.contract_number.clone(),
            workspaces: product.workspaces,
            users: product.users,
            old_expires_on: None,
            new_expires_on: None,
            profit_share: None,
            notes: None,
            created_at: at,
            version: 1,
        }
    }
}
