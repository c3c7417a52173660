//! Mails that may become leads, over HTTP.

use actix_multipart::Multipart;
use actix_web::{
    HttpResponse, get,
    http::StatusCode,
    post,
    web::{Data, Json, Path},
};
use domain::{
    access::may,
    id::{LeadMailFileId, LeadMailId},
    lead_mails::{
        MailAction,
        wire::{AttachMail, LeadMailListQuery, LeadMailRow, LeadMailView, MailboxView, TakenMail},
    },
    leads::{Sight, wire::LeadContent},
    list::Page,
    problem::Problem,
};

use super::{SeenMail, mailbox, moves, receive::receive, service, views};
use crate::{
    app::App,
    attachments::download,
    error::ApiResult,
    http::{Allowed, Body, Idempotent, IfMatch, ListParams, Reply, Versioned},
};

/// How far somebody sees who works on leads.
fn sight(by: &Allowed<may::LeadsWrite>) -> Sight {
    Sight::of(by.scope, by.caller.role)
}

/// List mails that may become leads.
#[utoipa::path(
    tag = "leads",
    params(LeadMailListQuery),
    security(("bearer" = ["leads.write"])),
    responses(
        (status = 200, body = Page<LeadMailRow>),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[get("/api/v1/lead-mails")]
pub async fn list_lead_mails(
    by: Allowed<may::LeadsWrite>,
    ListParams(query): ListParams<LeadMailListQuery>,
    app: Data<App>,
) -> ApiResult<Json<Page<LeadMailRow>>> {
    Ok(Json(service::page(&app, sight(&by), &query).await?))
}

/// Upload a mail.
///
/// A form with the part `file`: a mail as it was saved (.eml), at most 25 MiB. The same mail twice is
/// kept once; a reply goes onto the lead of its thread; what no person wrote is kept out.
#[utoipa::path(
    tag = "leads",
    request_body(content = Vec<u8>, content_type = "multipart/form-data"),
    security(("bearer" = ["leads.write"])),
    responses(
        (status = 200, body = TakenMail, description = "It was here before"),
        (status = 201, body = TakenMail),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[post("/api/v1/lead-mails")]
pub async fn take_lead_mail(
    by: Allowed<may::LeadsWrite>,
    form: Multipart,
    app: Data<App>,
) -> ApiResult<HttpResponse> {
    let raw = receive(form).await?;
    let taken = moves::take(&app, &by.caller, raw).await?;
    let status = if taken.is_new { StatusCode::CREATED } else { StatusCode::OK };
    Ok(HttpResponse::build(status).json(taken))
}

/// How the mailbox stands that is read by itself.
#[utoipa::path(
    tag = "leads",
    security(("bearer" = ["leads.write"])),
    responses(
        (status = 200, body = MailboxView),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[get("/api/v1/lead-mails/mailbox")]
pub async fn get_mailbox(
    by: Allowed<may::LeadsWrite>,
    app: Data<App>,
) -> ApiResult<Json<MailboxView>> {
    match sight(&by) {
        Sight::All | Sight::OfRep(_) => Ok(Json(mailbox::view(&app).await?)),
        // What a server says when it fails is for the house alone.
        Sight::Nothing | Sight::ThroughPartners => Ok(Json(MailboxView::default())),
    }
}

/// Open a mail: its text, what was read out of it, and the lead as it would be made of it.
#[utoipa::path(
    tag = "leads",
    params(("id" = uuid::Uuid, Path)),
    security(("bearer" = ["leads.write"])),
    responses(
        (status = 200, body = LeadMailView),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[get("/api/v1/lead-mails/{id}")]
pub async fn get_lead_mail(
    by: Allowed<may::LeadsWrite>,
    id: Path<LeadMailId>,
    app: Data<App>,
) -> ApiResult<Versioned<LeadMailView>> {
    let view = views::view(&app, sight(&by), *id).await?;
    let version = view.version;
    Ok(Versioned(view, version))
}

/// Download a file of a mail. It is to be saved: browsers do not show it.
#[utoipa::path(
    tag = "leads",
    params(("id" = uuid::Uuid, Path), ("file" = uuid::Uuid, Path)),
    security(("bearer" = ["leads.write"])),
    responses(
        (status = 200, content_type = "application/octet-stream", description = "The file as it came"),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[get("/api/v1/lead-mails/{id}/files/{file}")]
pub async fn lead_mail_file(
    by: Allowed<may::LeadsWrite>,
    path: Path<(LeadMailId, LeadMailFileId)>,
    app: Data<App>,
) -> ApiResult<HttpResponse> {
    let (id, file) = path.into_inner();
    download(service::file(&app, sight(&by), id, file).await?)
}

/// Make a lead of a mail; the others of its thread go onto it.
#[utoipa::path(
    tag = "leads",
    params(("id" = uuid::Uuid, Path), ("If-Match" = String, Header, description = "The version that was seen"), ("Idempotency-Key" = Option<String>, Header, description = "The same key acts once")),
    request_body = LeadContent,
    security(("bearer" = ["leads.write"])),
    responses(
        (status = 201, body = LeadMailView),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[post("/api/v1/lead-mails/{id}/confirm")]
pub async fn confirm_lead_mail(
    by: Allowed<may::LeadsWrite>,
    id: Path<LeadMailId>,
    version: IfMatch,
    idempotent: Idempotent,
    Body(body): Body<LeadContent>,
    app: Data<App>,
) -> ApiResult<Reply> {
    let once = idempotent.over(&body)?;
    let seen = SeenMail { sight: sight(&by), id: *id, version };
    moves::confirm(&app, &by.caller, seen, once.as_ref(), &body).await
}

/// Put a mail onto a lead that is there, as something that happened to it.
#[utoipa::path(
    tag = "leads",
    params(("id" = uuid::Uuid, Path), ("If-Match" = String, Header, description = "The version that was seen"), ("Idempotency-Key" = Option<String>, Header, description = "The same key acts once")),
    request_body = AttachMail,
    security(("bearer" = ["leads.write"])),
    responses(
        (status = 200, body = LeadMailView),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[post("/api/v1/lead-mails/{id}/attach")]
pub async fn attach_lead_mail(
    by: Allowed<may::LeadsWrite>,
    id: Path<LeadMailId>,
    version: IfMatch,
    idempotent: Idempotent,
    Body(body): Body<AttachMail>,
    app: Data<App>,
) -> ApiResult<Reply> {
    let once = idempotent.over(&body)?;
    let seen = SeenMail { sight: sight(&by), id: *id, version };
    moves::attach(&app, &by.caller, seen, once.as_ref(), body.lead_id).await
}

/// Say that nothing comes of a mail.
#[utoipa::path(
    tag = "leads",
    params(("id" = uuid::Uuid, Path), ("If-Match" = String, Header, description = "The version that was seen"), ("Idempotency-Key" = Option<String>, Header, description = "The same key acts once")),
    security(("bearer" = ["leads.write"])),
    responses(
        (status = 200, body = LeadMailView),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[post("/api/v1/lead-mails/{id}/ignore")]
pub async fn ignore_lead_mail(
    by: Allowed<may::LeadsWrite>,
    id: Path<LeadMailId>,
    version: IfMatch,
    idempotent: Idempotent,
    app: Data<App>,
) -> ApiResult<Reply> {
    let once = idempotent.over(&())?;
    let seen = SeenMail { sight: sight(&by), id: *id, version };
    moves::go(&app, &by.caller, seen, once.as_ref(), MailAction::Ignore).await
}

/// Bring back a mail that was ignored or kept out.
#[utoipa::path(
    tag = "leads",
    params(("id" = uuid::Uuid, Path), ("If-Match" = String, Header, description = "The version that was seen"), ("Idempotency-Key" = Option<String>, Header, description = "The same key acts once")),
    security(("bearer" = ["leads.write"])),
    responses(
        (status = 200, body = LeadMailView),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[post("/api/v1/lead-mails/{id}/restore")]
pub async fn restore_lead_mail(
    by: Allowed<may::LeadsWrite>,
    id: Path<LeadMailId>,
    version: IfMatch,
    idempotent: Idempotent,
    app: Data<App>,
) -> ApiResult<Reply> {
    let once = idempotent.over(&())?;
    let seen = SeenMail { sight: sight(&by), id: *id, version };
    moves::go(&app, &by.caller, seen, once.as_ref(), MailAction::Restore).await
}

/// Undo what was made of a mail: the lead goes again, unless somebody worked on it since.
#[utoipa::path(
    tag = "leads",
    params(("id" = uuid::Uuid, Path), ("If-Match" = String, Header, description = "The version that was seen"), ("Idempotency-Key" = Option<String>, Header, description = "The same key acts once")),
    security(("bearer" = ["leads.write"])),
    responses(
        (status = 200, body = LeadMailView),
        (status = "default", body = Problem, content_type = Problem::MEDIA_TYPE),
    ),
)]
#[post("/api/v1/lead-mails/{id}/undo")]
pub async fn undo_lead_mail(
    by: Allowed<may::LeadsWrite>,
    id: Path<LeadMailId>,
    version: IfMatch,
    idempotent: Idempotent,
    app: Data<App>,
) -> ApiResult<Reply> {
    let once = idempotent.over(&())?;
    let seen = SeenMail { sight: sight(&by), id: *id, version };
    moves::undo(&app, &by.caller, seen, once.as_ref()).await
}
