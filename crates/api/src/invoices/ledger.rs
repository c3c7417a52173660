//! What of some orders is invoiced, asked for and open: their locked prices, without what returns
//! paid back, against the lines of their invoices.

use std::collections::HashMap;

use domain::{
    id::{OrderId, ProductId},
    invoices::{Billable, InvoiceStatus, OpenLine, Split, refunded},
    money::Amount,
};
use sea_orm::ConnectionTrait;
use store::{
    invoices::{self, Invoice, SoldLine},
    orders::Order,
};

use crate::error::ApiResult;

/// Everything that says what is open of some orders.
pub struct Ledger {
    sold: Vec<SoldLine>,
    refunds: HashMap<(OrderId, u32), Amount>,
    pub invoices: Vec<Invoice>,
}

/// What an order comes to.
#[derive(Debug, Clone, Copy, Default)]
pub struct Sums {
    pub refunded: Amount,
    pub invoiced: Amount,
    pub requested: Amount,
    pub open: Amount,
    pub red_due: Amount,
}

impl Ledger {
    /// Reads it, for callers who may see the orders; three statements.
    ///
    /// # Errors
    /// The database is not available.
    pub async fn of(db: &impl ConnectionTrait, orders: &[OrderId]) -> ApiResult<Self> {
        if orders.is_empty() {
            let (sold, refunds, invoices) = Default::default();
            return Ok(Self { sold, refunds, invoices });
        }
        Ok(Self {
            sold: invoices::sold_lines(db, orders).await?,
            refunds: invoices::refunds_of(db, orders).await?,
            invoices: invoices::of_orders(db, orders).await?,
        })
    }

    /// What those invoices that `which` names have of a line.
    fn of_line(
        &self,
        order: OrderId,
        line: u32,
        which: impl Fn(&Invoice) -> bool,
    ) -> anyhow::Result<Split> {
        let lines = self.invoices.iter().filter(|one| which(one)).flat_map(|one| &one.lines);
        let of_it = lines.filter(|one| one.order_id == order && one.order_line == line);
        of_it
            .map(|one| Split { gross: one.gross, tax: one.tax })
            .try_fold(Split::default(), Split::plus)
            .map_err(anyhow::Error::from)
    }

    fn open_line(&self, line: &SoldLine) -> anyhow::Result<OpenLine> {
        let refund = self.refunds.get(&(line.order_id, line.line)).copied().unwrap_or_default();
        Ok(OpenLine {
            whole: refunded(line.sold, refund)?,
            done: self.of_line(line.order_id, line.line, Invoice::counts)?,
        })
    }

    /// What an order comes to.
    ///
    /// # Errors
    /// Amounts that do not fit.
    pub fn sums(&self, order: OrderId) -> anyhow::Result<Sums> {
        let mut sums = Sums::default();
        for line in self.sold.iter().filter(|line| line.order_id == order) {
            let open = self.open_line(line)?;
            let issued = self.of_line(order, line.line, |one| one.status.is_issued())?.gross;
            let requested = self.of_line(order, line.line, |one| {
                one.status == InvoiceStatus::Requested && one.reverses.is_none()
            })?;
            let over = issued.minus(open.whole.gross)?.max(Amount::ZERO);
            sums.refunded = sums.refunded.plus(line.sold.gross.minus(open.whole.gross)?)?;
            sums.invoiced = sums.invoiced.plus(issued)?;
            sums.requested = sums.requested.plus(requested.gross)?;
            sums.open = sums.open.plus(open.open())?;
            sums.red_due = sums.red_due.plus(over)?;
        }
        Ok(sums)
    }

    /// An order's lines as they can be invoiced.
    ///
    /// # Errors
    /// The database is not available; amounts that do not fit.
    pub async fn billables(
        &self,
        db: &impl ConnectionTrait,
        order: &Order,
    ) -> ApiResult<Vec<Billable>> {
        let products: Vec<ProductId> =
            order.lines.iter().filter_map(|line| line.input.product_id).collect();
        let (seller, currency) = (order.seller_entity_id, order.currency);
        let codes = invoices::classifications(db, seller, currency, &products).await?;
        let products = store::products::find_many(db, &products).await?;
        let mut billables = Vec::with_capacity(order.lines.len());
        for line in &order.lines {
            let sold =
                self.sold.iter().find(|one| (one.order_id, one.line) == (order.id, line.line));
            let product = products.iter().find(|one| Some(one.id) == line.input.product_id);
            let (Some(sold), Some(price), Some(product)) = (sold, &line.price, product) else {
                continue;
            };
            billables.push(Billable {
                order_id: order.id,
                order_number: order.number.clone(),
                order_line: line.line,
                name: product.name_zh.clone(),
                unit: product.unit.clone(),
                tax_classification: codes.get(&product.id).cloned(),
                quantity: line.input.sets,
                tax_rate: price.tax_rate,
                sold: sold.sold,
                open: self.open_line(sold)?,
            });
        }
        Ok(billables)
    }
}
