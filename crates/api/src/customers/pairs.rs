//! Possible duplicates, over HTTP and as use cases.

use actix_web::{
    get, post,
    web::{Data, Json, Path},
};
use domain::{
    access::may,
    customers::{
        duplicates::{LONGEST_REASON, PairStatus},
        wire::{Dismiss, PairListQuery, PairView, PossibleCustomer, SimilarQuery},
    },
    events::{EventKind, SubjectKind},
    id::CustomerPairId,
    list::Page,
    problem::{Problem, Reason},
    text::cleaned,
    validate::{self, Faults},
};
use store::customers::{pairs, possible_duplicates};

use super::standing::customer_event;
use crate::{
    app::App,
    error::ApiResult,
    http::{Allowed, Body, Caller, IfMatch, ListParams, Params, Versioned},
};

/// Find customers that somebody with these data might be already, the likeliest first.
#[utoipa::path(
    tag = "customers",
    params(SimilarQuery),
    security(("bearer" = ["customers.read"])),
    responses(
        (status = 200, body = Vec<PossibleCustomer>),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[get("/api/v1/customers/similar")]
pub async fn similar_customers(
    by: Allowed<may::CustomersRead>,
    Params(asked): Params<SimilarQuery>,
    app: Data<App>,
) -> ApiResult<Json<Vec<PossibleCustomer>>> {
    let Allowed { .. } = by;
    Ok(Json(possible_duplicates(&app.db.read, &asked).await?))
}

/// List pairs of customers that may be one.
///
/// They are found within seconds of a change.
#[utoipa::path(
    tag = "customers",
    params(PairListQuery),
    security(("bearer" = ["customers.read"])),
    responses(
        (status = 200, body = Page<PairView>),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[get("/api/v1/customers/duplicates")]
pub async fn list_duplicates(
    by: Allowed<may::CustomersRead>,
    ListParams(query): ListParams<PairListQuery>,
    app: Data<App>,
) -> ApiResult<Json<Page<PairView>>> {
    let Allowed { .. } = by;
    Ok(Json(pairs::page(&app.db.read, &query).await?))
}

/// Say that two customers are two, and why: nobody is asked again.
#[utoipa::path(
    tag = "customers",
    params(("id" = uuid::Uuid, Path), ("If-Match" = String, Header, description = "The version of the pair that was seen")),
    request_body = Dismiss,
    security(("bearer" = ["customers.manage"])),
    responses(
        (status = 200, body = PairView),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[post("/api/v1/customers/duplicates/{id}/dismiss")]
pub async fn dismiss_duplicate(
    by: Allowed<may::CustomersManage>,
    id: Path<CustomerPairId>,
    version: IfMatch,
    Body(body): Body<Dismiss>,
    app: Data<App>,
) -> ApiResult<Versioned<PairView>> {
    let mut faults = Faults::new();
    faults.check("/reason", validate::text(&body.reason, 1, LONGEST_REASON));
    faults.into_result()?;
    let reason = cleaned(&body.reason);
    let pair = judge(&app, &by.caller, *id, version, Some(&reason)).await?;
    let version = pair.version;
    Ok(Versioned(pair, version))
}

/// Take back that two customers are two.
#[utoipa::path(
    tag = "customers",
    params(("id" = uuid::Uuid, Path), ("If-Match" = String, Header, description = "The version of the pair that was seen")),
    security(("bearer" = ["customers.manage"])),
    responses(
        (status = 200, body = PairView),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[post("/api/v1/customers/duplicates/{id}/reopen")]
pub async fn reopen_duplicate(
    by: Allowed<may::CustomersManage>,
    id: Path<CustomerPairId>,
    version: IfMatch,
    app: Data<App>,
) -> ApiResult<Versioned<PairView>> {
    let pair = judge(&app, &by.caller, *id, version, None).await?;
    let version = pair.version;
    Ok(Versioned(pair, version))
}

/// Two customers for a reason; or to be looked at again, without one.
///
/// # Errors
/// 404; 409 where it is so already; 412.
async fn judge(
    app: &App,
    caller: &Caller,
    id: CustomerPairId,
    version: IfMatch,
    reason: Option<&str>,
) -> ApiResult<PairView> {
    app.transact(async |tx| {
        let pair = pairs::get(&**tx, id).await?;
        let kind = match (pair.status, reason) {
            (PairStatus::Dismissed, Some(_)) => return Err(Reason::PairDismissed.into()),
            (PairStatus::Open, None) => return Err(Reason::PairOpen.into()),
            (PairStatus::Open, Some(_)) => EventKind::DuplicateDismissed,
            (PairStatus::Dismissed, None) => EventKind::DuplicateReopened,
        };
        version.check(pair.version)?;
        let dismissed = reason.map(|reason| (caller.user, reason));
        pairs::judge(&**tx, id, pair.version, dismissed, tx.now).await?;
        let note = match reason {
            Some(reason) => format!("{} · {reason}", pair.other.name),
            None => pair.other.name.clone(),
        };
        customer_event(app, tx, kind, pair.one.id, &pair.one.name)
            .by(caller.user)
            .note(Some(&note))
            .also_on(SubjectKind::Customer, pair.other.id.as_uuid())
            .append();
        Ok(pairs::get(&**tx, id).await?)
    })
    .await
}
