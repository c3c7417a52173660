//! What keeps an order from being approved: what its party is overdue with.

use chrono::NaiveDate;
use domain::{
    id::{CustomerId, PartnerId, PartyId},
    money::{Amount, Currency},
    receivables::Overdue,
};
use sea_orm::{
    ConnectionTrait, ExprTrait,
    sea_query::{Condition, Expr, Query},
};
use uuid::Uuid;

use crate::{StoreError, StoreResult, convert::word};

/// What one party owes in one currency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwedBy {
    pub party_id: PartyId,
    pub party_name: String,
    pub is_partner: bool,
    pub currency: Currency,
    pub overdue: Vec<Overdue>,
}

/// What was due before a day and is open, of a partner or of customers who bought without one; by
/// party and currency, in the order of their ids. One statement.
///
/// # Errors
/// The database is not available.
pub async fn overdue_of(
    db: &impl ConnectionTrait,
    partner: Option<PartnerId>,
    customers: &[CustomerId],
    today: NaiveDate,
) -> StoreResult<Vec<OwedBy>> {
    let col = |name: &'static str| Expr::col(("receivables", name));
    let mut whose = Condition::any();
    if let Some(partner) = partner {
        whose = whose.add(col("partner_id").eq(partner.as_uuid()));
    }
    if !customers.is_empty() {
        let ids = customers.iter().map(|id| id.as_uuid());
        whose = whose.add(
            Condition::all().add(col("customer_id").is_in(ids)).add(col("partner_id").is_null()),
        );
    }
    if whose.is_empty() {
        return Ok(Vec::new());
    }
    let mut statement = Query::select();
    statement
        .columns(
            ["partner_id", "customer_id", "currency", "open_minor", "due_on"]
                .map(|column| ("receivables", column)),
        )
        .expr_as(Expr::col(("partners", "name")), "partner_name")
        .expr_as(Expr::col(("customers", "name")), "customer_name")
        .from("receivables")
        .left_join("partners", Expr::col(("partners", "id")).equals(("receivables", "partner_id")))
        .left_join(
            "customers",
            Expr::col(("customers", "id")).equals(("receivables", "customer_id")),
        )
        .cond_where(whose)
        .and_where(col("is_open").eq(true))
        .and_where(col("due_on").lt(today));
    let mut found: Vec<OwedBy> = Vec::new();
    for row in db.query_all(&statement).await? {
        let partner: Option<Uuid> = row.try_get("", "partner_id")?;
        let customer: Option<Uuid> = row.try_get("", "customer_id")?;
        let name = if partner.is_some() { "partner_name" } else { "customer_name" };
        let party: PartyId = partner.or(customer).ok_or(StoreError::NotFound)?.into();
        let currency: Currency =
            word("receivables.currency", &row.try_get::<String>("", "currency")?)?;
        let one = Overdue {
            open: Amount::from_minor(row.try_get("", "open_minor")?),
            due_on: row.try_get("", "due_on")?,
        };
        match found.iter_mut().find(|it| it.party_id == party && it.currency == currency) {
            Some(known) => known.overdue.push(one),
            None => found.push(OwedBy {
                party_id: party,
                party_name: row.try_get::<Option<String>>("", name)?.unwrap_or_default(),
                is_partner: partner.is_some(),
                currency,
                overdue: vec![one],
            }),
        }
    }
    found.sort_by_key(|one| (one.party_id, one.currency));
    Ok(found)
}
