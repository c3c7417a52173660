//! Change requests in a list.

use domain::{
    access::Scope,
    change_requests::{
        difference,
        wire::{ChangeRequestListQuery, ChangeRequestRow, ChangeRequestSort},
    },
    id::UserId,
    list::{ListQuery, Page},
};
use sea_orm::{
    Condition, ConnectionTrait, ExprTrait, FromQueryResult, QueryResult,
    sea_query::{Asterisk, Expr, JoinType, SelectStatement},
};

use super::{ChangeRequest, change_request::Model, visible};
use crate::{
    StoreResult,
    list::{Kind, Listing, SortColumn},
    search::begins_with,
};

/// Change requests by their number or subject, by status, subject, and who `user` is beside others.
pub async fn page(
    db: &impl ConnectionTrait,
    scope: Scope,
    user: UserId,
    query: &ChangeRequestListQuery,
) -> StoreResult<Page<ChangeRequestRow>> {
    listing(scope, user, query).page(db, columns, read).await
}

pub(crate) fn listing(scope: Scope, user: UserId, query: &ChangeRequestListQuery) -> Listing<'_> {
    let mut filter = visible(scope);
    let q = query.q.trim();
    if !q.is_empty() {
        let by_number = begins_with(Expr::col("number"), &q.to_ascii_uppercase());
        let by_label = begins_with(Expr::col("subject_label"), q);
        filter = filter.add(Condition::any().add(by_number).add(by_label));
    }
    if !query.status.is_empty() {
        filter = filter.add(Expr::col("status").is_in(query.status.iter().map(|s| s.as_str())));
    }
    if !query.subject.is_empty() {
        filter = filter.add(Expr::col("subject").is_in(query.subject.iter().map(|s| s.as_str())));
    }
    if let Some(customer) = query.customer {
        filter = filter.add(Expr::col("customer_id").eq(customer.as_uuid()));
    }
    if let Some(license) = query.license {
        filter = filter.add(Expr::col("license_id").eq(license.as_uuid()));
    }
    if let Some(mine) = query.mine {
        let by = Expr::col("requested_by");
        filter = filter.add(if mine { by.eq(user.as_uuid()) } else { by.ne(user.as_uuid()) });
    }
    Listing::new("change_requests", filter, query.sort, column_for, query.paging())
}

const fn column_for(key: ChangeRequestSort) -> SortColumn {
    match key {
        ChangeRequestSort::CreatedAt => SortColumn::new("created_at", Kind::At),
    }
}

fn columns(statement: &mut SelectStatement) {
    statement
        .column(("change_requests", Asterisk))
        .expr_as(Expr::col(("requesters", "name")), "requester_name")
        .join_as(
            JoinType::LeftJoin,
            "users",
            "requesters",
            Expr::col(("requesters", "id")).equals(("change_requests", "requested_by")),
        );
}

fn read(row: &QueryResult) -> StoreResult<ChangeRequestRow> {
    let name: Option<String> = row.try_get("", "requester_name")?;
    let request = ChangeRequest::try_from(Model::from_query_result(row, "")?)?;
    let fields = difference(&request.before, &request.after);
    Ok(ChangeRequestRow {
        subject: request.subject(),
        subject_id: request.subject_id(),
        fields: fields.into_iter().map(|change| change.field).collect(),
        id: request.id,
        number: request.number,
        status: request.status,
        subject_label: request.subject_label,
        reason: request.reason,
        requested_by: request.requested_by,
        requested_by_name: name.unwrap_or_default(),
        requested_at: request.created_at,
        decided_at: request.decided_at,
    })
}
