//! Leads and invoices in the search box.

use domain::{
    access::Scope,
    leads::Sight,
    search::{MOST_PER_KIND, wire::Hit},
    text::normalized,
};
use sea_orm::{
    ConnectionTrait, DbBackend,
    sea_query::{Expr, Order, Query, SelectStatement},
};

use super::{begins_with, by_terms, read_all, rows_of};
use crate::{StoreResult, convert::word, invoices as invoice_rows, leads as lead_rows};

/// What our own number of an invoice begins with.
const REFERENCE_PREFIX: &str = "INV-";

/// Leads by part of their company's name, the newest first.
///
/// # Errors
/// The database is not available.
pub async fn leads(db: &impl ConnectionTrait, sight: Sight, typed: &str) -> StoreResult<Vec<Hit>> {
    let mut statement = leads_statement(db.get_database_backend(), sight, typed);
    for column in ["id", "company", "title"] {
        statement.column(("leads", column));
    }
    read_all(db, &statement, |row| {
        Ok(Hit::Lead {
            id: row.try_get("", "id")?,
            company: row.try_get("", "company")?,
            title: row.try_get("", "title")?,
        })
    })
    .await
}

pub(crate) fn leads_statement(backend: DbBackend, sight: Sight, typed: &str) -> SelectStatement {
    let visible = lead_rows::visible(sight);
    // How many of those that fit are visible decides from where it is asked.
    let scope = match sight {
        Sight::OfRep(user) => Scope::OfUser(user),
        Sight::All | Sight::ThroughPartners | Sight::Nothing => Scope::Everything,
    };
    let terms = ("lead_terms", "lead_id");
    let mut rows = by_terms(backend, "leads", "id", terms, typed, scope, visible);
    rows.order_by(("leads", "created_at"), Order::Desc);
    rows
}

/// Invoices by the beginning of their number, of our own number, or of the title that they are made
/// out to; the newest first.
///
/// # Errors
/// The database is not available.
pub async fn invoices(
    db: &impl ConnectionTrait,
    scope: Scope,
    typed: &str,
) -> StoreResult<Vec<Hit>> {
    let mut statement = invoices_statement(db.get_database_backend(), scope, typed);
    for column in ["id", "reference", "number", "title_name", "status"] {
        statement.column(("invoices", column));
    }
    read_all(db, &statement, |row| {
        let number: Option<String> = row.try_get("", "number")?;
        let reference: String = row.try_get("", "reference")?;
        Ok(Hit::Invoice {
            id: row.try_get("", "id")?,
            number: number.unwrap_or(reference),
            title: row.try_get("", "title_name")?,
            status: word("invoices.status", &row.try_get::<String>("", "status")?)?,
        })
    })
    .await
}

/// What is typed is one of the three, never two: each is one range of an index.
pub(crate) fn invoices_statement(backend: DbBackend, scope: Scope, typed: &str) -> SelectStatement {
    let (upper, typed) = (typed.to_uppercase(), typed.trim());
    let is_number = typed.len() >= 4 && typed.bytes().all(|byte| byte.is_ascii_digit());
    let (column, beginning) = if is_number {
        ("number", typed.to_owned())
    } else if upper.starts_with(REFERENCE_PREFIX) {
        ("reference", upper.trim().to_owned())
    } else {
        ("title_normalized", normalized(typed))
    };
    let mut found = Query::select();
    found
        .column(("invoices", "id"))
        .from("invoices")
        .and_where(begins_with(Expr::col(("invoices", column)), &beginning))
        .cond_where(invoice_rows::visible(scope))
        .order_by(("invoices", column), Order::Desc)
        .limit(MOST_PER_KIND);
    let mut rows = rows_of(backend, "invoices", found);
    rows.order_by(("invoices", "created_at"), Order::Desc);
    rows
}
