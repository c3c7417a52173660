//! What the engine looks at: every open payment, every open order, who they may be, and what people
//! said before.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    Id,
    finance::matching::{Alias, Ledger, OpenItem, Party, Payment, Refusal},
    id::{InstalmentId, PartyId},
    invoices::InvoiceStatus,
    money::Amount,
    payments::{MatchMethod, MatchStatus, alias_weight},
    text,
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, ExprTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, Order, Query},
};
use uuid::Uuid;

use super::{orders, payment};
use crate::{StoreResult, convert::word};

/// Payments and earlier matches that are looked at, at most; the latest ones.
const MOST_LOOKED_AT: u64 = 50_000;

/// What waits for an order.
pub(super) const OPEN: [MatchStatus; 3] =
    [MatchStatus::Unmatched, MatchStatus::Suggested, MatchStatus::PartiallyMatched];

/// Reads the ledger; amounts in minor units. An order is one instalment, whose id is the order's.
///
/// # Errors
/// The database is not available.
pub async fn ledger(db: &impl ConnectionTrait) -> StoreResult<Ledger> {
    let owed = orders::owed(db).await?;
    let mut invoices = invoice_numbers(db).await?;
    let items = owed.iter().filter_map(|owed| {
        let order = &owed.order;
        let invoice_numbers = invoices.remove(&order.id.as_uuid()).unwrap_or_default();
        Some(OpenItem {
            id: InstalmentId::from(order.id.as_uuid()),
            party: owed.party?,
            order_numbers: [Some(order.number.clone()), owed.customer_order_number.clone()]
                .into_iter()
                .flatten()
                .collect(),
            invoice_numbers,
            contract_number: order.contract_number.clone(),
            open: order.open,
            currency: order.currency,
            issued_on: order.ordered_on,
            due_on: None,
        })
    });
    Ok(Ledger {
        items: items.collect(),
        payments: open_payments(db).await?,
        parties: parties(db).await?,
        refused: refused(db).await?,
    })
}

/// What issued invoices are numbered, by order; red letters ask for no money.
async fn invoice_numbers(db: &impl ConnectionTrait) -> StoreResult<BTreeMap<Uuid, Vec<String>>> {
    let issued = InvoiceStatus::ALL.iter().filter(|status| status.is_issued());
    let mut statement = Query::select();
    statement
        .column(("invoice_orders", "order_id"))
        .column(("invoices", "number"))
        .from("invoices")
        .inner_join(
            "invoice_orders",
            Expr::col(("invoice_orders", "invoice_id")).equals(("invoices", "id")),
        )
        .and_where(Expr::col(("invoices", "status")).is_in(issued.map(|status| status.as_str())))
        .and_where(Expr::col(("invoices", "number")).is_not_null())
        .and_where(Expr::col(("invoices", "reverses_id")).is_null())
        .order_by(("invoices", "created_at"), Order::Desc)
        .limit(MOST_LOOKED_AT);
    let mut numbers: BTreeMap<Uuid, Vec<String>> = BTreeMap::new();
    for row in db.query_all(&statement).await? {
        let order = row.try_get("", "order_id")?;
        numbers.entry(order).or_default().push(row.try_get("", "number")?);
    }
    Ok(numbers)
}

async fn open_payments(db: &impl ConnectionTrait) -> StoreResult<Vec<Payment>> {
    let rows = payment::Entity::find()
        .filter(payment::Column::Status.is_in(OPEN.map(MatchStatus::as_str)))
        .order_by_desc(payment::Column::ValueDate)
        .order_by_desc(payment::Column::Id)
        .limit(MOST_LOOKED_AT)
        .all(db)
        .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Payment {
                id: row.id.into(),
                value_date: row.value_date,
                direction: word("payments.direction", &row.direction)?,
                amount: Amount::from_minor(row.amount_minor),
                open: Amount::from_minor(row.amount_minor - row.matched_minor),
                currency: word("payments.currency", &row.currency)?,
                payer_name: row.payer_name,
                payer_account: row.payer_account,
                remark: row.remark,
                bank_reference: row.bank_reference,
            })
        })
        .collect()
}

async fn refused(db: &impl ConnectionTrait) -> StoreResult<Vec<Refusal>> {
    let mut statement = Query::select();
    statement
        .columns(["payment_id", "order_id"].map(|column| ("payment_refusals", column)))
        .from("payment_refusals")
        .inner_join(
            "payments",
            Expr::col(("payments", "id")).equals(("payment_refusals", "payment_id")),
        )
        .and_where(Expr::col(("payments", "status")).is_in(OPEN.map(MatchStatus::as_str)));
    let rows = db.query_all(&statement).await?;
    rows.iter()
        .map(|row| {
            Ok(Refusal {
                payment: row.try_get::<Uuid>("", "payment_id")?.into(),
                item: row.try_get::<Uuid>("", "order_id")?.into(),
            })
        })
        .collect()
}

/// Every partner, and every customer that a direct order names, with what earlier matches taught.
async fn parties(db: &impl ConnectionTrait) -> StoreResult<Vec<Party>> {
    let mut parties: BTreeMap<Uuid, Party> = BTreeMap::new();
    let mut partners = Query::select();
    partners.columns(["id", "name"]).from("partners");
    let mut direct = Query::select();
    direct
        .column(("order_lines", "customer_id"))
        .from("order_lines")
        .inner_join("orders", Expr::col(("orders", "id")).equals(("order_lines", "order_id")))
        .and_where(Expr::col(("orders", "partner_id")).is_null())
        .and_where(Expr::col(("order_lines", "customer_id")).is_not_null());
    let mut customers = Query::select();
    customers
        .columns(["id", "name"])
        .from("customers")
        .and_where(Expr::col("id").in_subquery(direct));
    for statement in [partners, customers] {
        for row in db.query_all(&statement).await? {
            let id: Uuid = row.try_get("", "id")?;
            let party = Party {
                id: PartyId::from(id),
                names: vec![row.try_get("", "name")?],
                accounts: Vec::new(),
                aliases: Vec::new(),
            };
            parties.insert(id, party);
        }
    }
    teach(db, &mut parties).await?;
    Ok(parties.into_values().collect())
}

/// Accounts that a party itself paid from, and others who paid for it, as people said.
async fn teach(db: &impl ConnectionTrait, parties: &mut BTreeMap<Uuid, Party>) -> StoreResult<()> {
    let mut statement = Query::select();
    statement
        .column(("payment_matches", "method"))
        .columns(["payer_name", "payer_account"].map(|column| ("payments", column)))
        .column(("orders", "partner_id"))
        .expr_as(Expr::cust(orders::CUSTOMER), "customer_id")
        .from("payment_matches")
        .inner_join(
            "payments",
            Expr::col(("payments", "id")).equals(("payment_matches", "payment_id")),
        )
        .inner_join("orders", Expr::col(("orders", "id")).equals(("payment_matches", "order_id")))
        .and_where(Expr::col(("payment_matches", "undone_at")).is_null())
        .order_by(("payment_matches", "created_at"), Order::Desc)
        .limit(MOST_LOOKED_AT);
    let mut accounts: BTreeSet<(Uuid, String)> = BTreeSet::new();
    let mut others: BTreeMap<(Uuid, String), u32> = BTreeMap::new();
    for row in db.query_all(&statement).await? {
        let partner: Option<Uuid> = row.try_get("", "partner_id")?;
        let Some(id) = partner.or(row.try_get("", "customer_id")?) else { continue };
        let Some(party) = parties.get(&id) else { continue };
        let method: MatchMethod =
            word("payment_matches.method", &row.try_get::<String>("", "method")?)?;
        let payer: String = row.try_get("", "payer_name")?;
        let account: String = row.try_get("", "payer_account")?;
        let is_own =
            party.names.iter().any(|name| text::normalized(name) == text::normalized(&payer));
        if is_own && !account.is_empty() {
            accounts.insert((id, account));
        } else if !is_own && method == MatchMethod::Manual && !payer.trim().is_empty() {
            *others.entry((id, payer)).or_default() += 1;
        }
    }
    for (id, account) in accounts {
        parties.entry(id).and_modify(|party| party.accounts.push(account));
    }
    for ((id, name), times) in others {
        let alias = Alias { name, weight: alias_weight(times) };
        parties.entry(id).and_modify(|party| party.aliases.push(alias));
    }
    Ok(())
}

/// The order that an item stands for.
pub fn order_of(item: InstalmentId) -> domain::id::OrderId {
    Id::from_uuid(item.as_uuid())
}
