//! What search boxes look up: beginnings of indexed texts, and the suffix tables that make the
//! middle of a name the beginning of a term. Each is one range of an index that stops early.

mod hits;

use domain::text;
use sea_orm::{
    ExprTrait,
    sea_query::{Alias, Expr, Query, SelectStatement},
};

pub use self::hits::{
    customers, deployments, invoices, leads, licenses, orders, partners, products, users,
};
#[cfg(test)]
pub(crate) use self::hits::{
    deployments_statement, invoices_statement, leads_statement, licenses_statement,
    orders_statement,
};

/// Rows that a look-up of terms considers at most.
const MOST_HITS: u64 = 1_000;
/// Characters of a term that are stored.
const TERM_LENGTH: usize = 80;
/// Greater than every text that begins like what stands before it.
const LAST: char = '\u{10FFFF}';

/// Texts in `column` that begin with `prefix`; case and width are the caller's matter.
pub(crate) fn begins_with(column: Expr, prefix: &str) -> Expr {
    column.between(prefix, format!("{prefix}{LAST}"))
}

/// The ids in a table of terms that `q` finds, as a subquery. The inner limit needs a table of its
/// own around it: MySQL knows no LIMIT inside IN.
pub(crate) fn ids_by_term(table: &'static str, id: &'static str, q: &str) -> SelectStatement {
    let mut range = Query::select();
    range
        .column(id)
        .from(table)
        .and_where(begins_with(Expr::col("term"), &term_of(q)))
        .limit(MOST_HITS);
    let mut ids = Query::select();
    ids.column(id).from_subquery(range, Alias::new("hits"));
    ids
}

/// What is typed, as terms are stored.
fn term_of(q: &str) -> String {
    let normalized = text::normalized(q);
    normalized.chars().take(TERM_LENGTH).collect()
}

/// The terms that a set of names is found by.
pub(crate) fn terms<'a>(names: impl IntoIterator<Item = &'a str>) -> Vec<String> {
    let mut terms: Vec<String> = names.into_iter().flat_map(text::search_terms).collect();
    terms.sort();
    terms.dedup();
    terms
}
