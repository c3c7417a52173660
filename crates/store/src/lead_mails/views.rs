//! Mails as people read them: the queue, a thread, and leads that a mail may be about.

use domain::{
    id::{LeadId, LeadMailId},
    lead_mails::{
        MOST_ALIKE, MOST_IN_THREAD,
        wire::{LeadMailListQuery, LeadMailRow, LeadMailSort, LeadOfMail},
    },
    leads::Sight,
    list::{ListQuery, Page},
    text,
};
use sea_orm::{
    Condition, ConnectionTrait, ExprTrait, QueryResult,
    sea_query::{Expr, Order, Query, SelectStatement},
};
use uuid::Uuid;

use super::{LeadMail, visible};
use crate::{
    StoreResult,
    convert::{id_opt, word},
    list::{Kind, Listing, SortColumn},
    search::begins_with,
};

/// What a row of the queue is made of; texts stay where they are.
const COLUMNS: [&str; 13] = [
    "id",
    "state",
    "verdict",
    "source",
    "subject",
    "from_name",
    "from_email",
    "forwarded_by",
    "company",
    "lead_id",
    "sent_at",
    "created_at",
    "version",
];

fn col(name: &'static str) -> Expr {
    Expr::col(("lead_mails", name))
}

/// The mails that somebody sees and a query asks for.
///
/// # Errors
/// The database is not available; a place that is none.
pub async fn page(
    db: &impl ConnectionTrait,
    sight: Sight,
    query: &LeadMailListQuery,
) -> StoreResult<Page<LeadMailRow>> {
    listing(sight, query).page(db, columns, read).await
}

pub(crate) fn listing(sight: Sight, query: &LeadMailListQuery) -> Listing<'_> {
    let mut filter = visible(sight);
    let q = query.q.trim();
    if !q.is_empty() {
        let by_sender = begins_with(col("from_email"), &q.to_lowercase());
        let by_subject = begins_with(col("subject"), q);
        filter = filter.add(Condition::any().add(by_sender).add(by_subject));
    }
    match query.state.as_slice() {
        [] => {}
        [one] => filter = filter.add(col("state").eq(one.as_str())),
        several => filter = filter.add(col("state").is_in(several.iter().map(|it| it.as_str()))),
    }
    if let Some(lead) = query.lead {
        filter = filter.add(col("lead_id").eq(lead.as_uuid()));
    }
    Listing::new("lead_mails", filter, query.sort, column_for, query.paging()).at_once()
}

const fn column_for(key: LeadMailSort) -> SortColumn {
    match key {
        LeadMailSort::ReceivedAt => SortColumn::new("created_at", Kind::At),
    }
}

fn columns(statement: &mut SelectStatement) {
    statement.columns(COLUMNS.map(|it| ("lead_mails", it)));
}

fn read(row: &QueryResult) -> StoreResult<LeadMailRow> {
    Ok(LeadMailRow {
        id: row.try_get::<Uuid>("", "id")?.into(),
        state: word("lead_mails.state", &row.try_get::<String>("", "state")?)?,
        verdict: word("lead_mails.verdict", &row.try_get::<String>("", "verdict")?)?,
        source: word("lead_mails.source", &row.try_get::<String>("", "source")?)?,
        subject: row.try_get("", "subject")?,
        from_name: row.try_get("", "from_name")?,
        from_email: row.try_get("", "from_email")?,
        forwarded_by: row.try_get("", "forwarded_by")?,
        company: row.try_get("", "company")?,
        lead_id: id_opt(row.try_get("", "lead_id")?),
        sent_at: row.try_get("", "sent_at")?,
        received_at: row.try_get("", "created_at")?,
        version: row.try_get("", "version")?,
    })
}

/// A mail as a row of the queue.
pub fn row_of(mail: &LeadMail) -> LeadMailRow {
    LeadMailRow {
        id: mail.id,
        state: mail.state,
        verdict: mail.verdict,
        source: mail.source,
        subject: mail.subject.clone(),
        from_name: mail.from_name.clone(),
        from_email: mail.from_email.clone(),
        forwarded_by: mail.forwarded_by.clone(),
        company: mail.company.clone(),
        lead_id: mail.lead_id,
        sent_at: mail.sent_at,
        received_at: mail.created_at,
        version: mail.version,
    }
}

/// The other mails of a thread, the latest first.
///
/// # Errors
/// The database is not available.
pub async fn thread(
    db: &impl ConnectionTrait,
    sight: Sight,
    key: &[u8; 32],
    but: LeadMailId,
) -> StoreResult<Vec<LeadMailRow>> {
    let mut statement = Query::select();
    statement
        .from("lead_mails")
        .cond_where(visible(sight))
        .and_where(col("thread_key").eq(key.to_vec()))
        .and_where(col("id").ne(but.as_uuid()))
        .order_by(("lead_mails", "created_at"), Order::Desc)
        .order_by(("lead_mails", "id"), Order::Desc)
        .limit(MOST_IN_THREAD);
    columns(&mut statement);
    db.query_all(&statement).await?.iter().map(read).collect()
}

/// Leads of the same company, and those that mails from the same address are on.
///
/// # Errors
/// The database is not available.
pub async fn alike(
    db: &impl ConnectionTrait,
    sight: Sight,
    company: Option<&str>,
    email: Option<&str>,
    but: Option<LeadId>,
) -> StoreResult<Vec<LeadOfMail>> {
    let lead = |name| Expr::col(("leads", name));
    let mut same = Condition::any();
    if let Some(company) = company.filter(|company| !company.trim().is_empty()) {
        let normalized: String = text::normalized(company).chars().take(190).collect();
        same = same.add(lead("company_normalized").eq(normalized));
    }
    if let Some(email) = email {
        let mut theirs = Query::select();
        theirs
            .column(("lead_mails", "lead_id"))
            .from("lead_mails")
            .and_where(col("from_email").eq(email))
            .and_where(col("lead_id").is_not_null());
        same = same.add(lead("id").in_subquery(theirs));
    }
    if same.is_empty() {
        return Ok(Vec::new());
    }
    let mut statement = Query::select();
    statement
        .columns(["id", "title", "company"].map(|it| ("leads", it)))
        .from("leads")
        .cond_where(crate::leads::visible(sight))
        .cond_where(Condition::all().add(same))
        .order_by(("leads", "created_at"), Order::Desc)
        .order_by(("leads", "id"), Order::Desc)
        .limit(MOST_ALIKE);
    if let Some(but) = but {
        statement.and_where(lead("id").ne(but.as_uuid()));
    }
    let rows = db.query_all(&statement).await?;
    rows.iter()
        .map(|row| {
            Ok(LeadOfMail {
                id: row.try_get::<Uuid>("", "id")?.into(),
                title: row.try_get("", "title")?,
                company: row.try_get("", "company")?,
            })
        })
        .collect()
}
