//! The signed acceptance form 验收单, as a file beside the deployment.

use domain::{
    Id, access::Scope, deployments::wire::DeploymentView, events::EventKind, id::DeploymentId,
};
use serde_json::{Value, json};
use store::{
    attachments::{self, Attachment, NewAttachment},
    deployments,
};

use super::{deployment_event, moves::Seen, views::view_of};
use crate::{app::App, attachments::Received, error::ApiResult, http::Caller};

/// Keeps the form that the customer signed. Another one takes its place; that it did, and what was
/// there, is told by the event.
///
/// # Errors
/// 404; 409 where it is not completed; 412.
pub async fn attach(
    app: &App,
    caller: &Caller,
    seen: Seen,
    file: &Received,
) -> ApiResult<DeploymentView> {
    app.transact(async |tx| {
        let mut deployment = deployments::lock(&**tx, seen.scope, seen.id).await?;
        deployment.status.may_attach()?;
        seen.version.check(deployment.version)?;
        let before = attachments::of_deployment(&**tx, deployment.id).await?;
        let new = NewAttachment {
            id: Id::from_uuid(app.id()),
            deployment_id: deployment.id,
            file_name: &file.file_name,
            media_type: file.media_type,
            sha256: file.sha256,
            uploaded_by: caller.user,
            content: &file.content,
        };
        attachments::replace(&**tx, &new, tx.now).await?;
        deployments::save(&**tx, &mut deployment, tx.now).await?;
        let kind = match before {
            Some(_) => EventKind::AcceptanceFormReplaced,
            None => EventKind::AcceptanceFormAttached,
        };
        let told = |name: &str, sha256: &str| json!({ "form_file": name, "form_sha256": sha256 });
        let before = before.map_or(Value::Null, |old| told(&old.file_name, &old.sha256));
        let view = view_of(app, &**tx, deployment.clone()).await?;
        let after = view.form.as_ref().map_or(Value::Null, |new| told(&new.file_name, &new.sha256));
        deployment_event(app, tx, kind, &deployment)
            .by(caller.user)
            .note(Some(&file.file_name))
            .changed(&before, &after)
            .append();
        Ok(view)
    })
    .await
}

/// The form with its content.
///
/// # Errors
/// 404 where the deployment is out of reach, or has none.
pub async fn content(app: &App, scope: Scope, id: DeploymentId) -> ApiResult<Attachment> {
    let deployment = deployments::get(&app.db.read, scope, id).await?;
    Ok(attachments::content_of(&app.db.read, deployment.id).await?)
}
