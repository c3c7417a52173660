//! Where a user is signed in, for those who manage users, and how to end that.

use actix_web::{
    HttpResponse, delete, get,
    web::{Data, Json, Path},
};
use domain::{
    access::{Scope, may},
    auth::wire::SessionView,
    events::{EventKind, SubjectKind},
    id::{SessionId, UserId},
    problem::Problem,
};
use store::{
    sessions::{self, EndReason},
    users::{self, User},
};

use crate::{
    app::{App, Tx},
    error::ApiResult,
    events::record,
    http::{Allowed, Caller},
};

/// List where a user is signed in, the last used first.
#[utoipa::path(
    tag = "users",
    params(("id" = uuid::Uuid, Path)),
    security(("bearer" = ["users.manage"])),
    responses(
        (status = 200, body = Vec<SessionView>),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[get("/api/v1/users/{id}/sessions")]
pub async fn list_sessions_of_user(
    by: Allowed<may::UsersManage>,
    id: Path<UserId>,
    app: Data<App>,
) -> ApiResult<Json<Vec<SessionView>>> {
    let user = users::find(&app.db.read, by.scope, *id).await?;
    let now = app.clock.now();
    Ok(Json(sessions::live(&app.db.read, user.id, by.caller.session, now).await?))
}

/// Sign a user out everywhere.
#[utoipa::path(
    tag = "users",
    params(("id" = uuid::Uuid, Path)),
    security(("bearer" = ["users.manage"])),
    responses(
        (status = 204),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[delete("/api/v1/users/{id}/sessions")]
pub async fn end_sessions_of_user(
    by: Allowed<may::UsersManage>,
    id: Path<UserId>,
    app: Data<App>,
) -> ApiResult<HttpResponse> {
    end(&app, &by.caller, by.scope, *id, None).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// End one session of a user's.
#[utoipa::path(
    tag = "users",
    params(("id" = uuid::Uuid, Path), ("session" = uuid::Uuid, Path)),
    security(("bearer" = ["users.manage"])),
    responses(
        (status = 204),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[delete("/api/v1/users/{id}/sessions/{session}")]
pub async fn end_session_of_user(
    by: Allowed<may::UsersManage>,
    path: Path<(UserId, SessionId)>,
    app: Data<App>,
) -> ApiResult<HttpResponse> {
    let (id, session) = *path;
    end(&app, &by.caller, by.scope, id, Some(session)).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Ends one, or all of them. Where there was none nothing happened, and nothing is written down.
async fn end(
    app: &App,
    caller: &Caller,
    scope: Scope,
    user: UserId,
    session: Option<SessionId>,
) -> ApiResult<()> {
    app.transact(async |tx| {
        let user = users::find(&**tx, scope, user).await?;
        let reason = EndReason::EndedByAdmin;
        let ended = match session {
            Some(session) => {
                sessions::end(&**tx, user.id, session, reason, tx.now).await?;
                1
            }
            None => sessions::end_all(&**tx, user.id, None, reason, tx.now).await?,
        };
        if ended > 0 {
            tell(app, tx, caller, &user, ended);
        }
        Ok(())
    })
    .await
}

fn tell(app: &App, tx: &Tx, caller: &Caller, user: &User, ended: u64) {
    let (kind, subject) = (EventKind::SessionsEnded, user.id.as_uuid());
    record(app, tx, kind, SubjectKind::User, subject, &user.username)
        .by(caller.user)
        .note(Some(&ended.to_string()))
        .append();
}
