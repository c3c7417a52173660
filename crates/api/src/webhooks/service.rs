//! Keeping webhooks, testing them, and sending a message again.

use domain::{
    Id,
    access::Scope,
    events::{EventKind, SubjectKind},
    id::{WebhookCallId, WebhookId},
    list::Page,
    problem::Reason,
    webhooks::{
        WebhookForm, check,
        wire::{WebhookCallRow, WebhookContent, WebhookListQuery, WebhookSecret, WebhookView},
    },
};
use reqwest::Url;
use store::webhooks::{self, Webhook};

use super::{jobs, message};
use crate::{
    app::{App, Tx},
    error::ApiResult,
    events::record,
    http::{Caller, IfMatch},
};

/// What is shown of an address: a robot's key stands in its path or its query.
fn shown(form: WebhookForm, url: &str) -> String {
    let Ok(url) = Url::parse(url) else { return "…".to_owned() };
    let host = url.host_str().unwrap_or_default();
    let port = url.port().map(|port| format!(":{port}")).unwrap_or_default();
    let rest = match form {
        WebhookForm::Json => url.path(),
        _ => "/…",
    };
    format!("{}://{host}{port}{rest}", url.scheme())
}

fn view(webhook: Webhook) -> WebhookView {
    let is_unsealed = webhook.is_unsealed();
    WebhookView {
        id: webhook.id,
        name: webhook.name,
        form: webhook.form,
        address: if is_unsealed { shown(webhook.form, &webhook.url) } else { webhook.address },
        is_signed: webhook.form.draws_secret() || webhook.secret.is_some(),
        language: webhook.language,
        kinds: webhook.kinds,
        active: webhook.active,
        created_at: webhook.created_at,
        version: webhook.version,
    }
}

/// Every webhook.
///
/// # Errors
/// The database is not available.
pub async fn page(
    app: &App,
    scope: Scope,
    query: &WebhookListQuery,
) -> ApiResult<Page<WebhookView>> {
    Ok(webhooks::page(&app.db.read, scope, query).await?.map(view))
}

/// One webhook.
///
/// # Errors
/// 404.
pub async fn get(app: &App, scope: Scope, id: WebhookId) -> ApiResult<WebhookView> {
    Ok(view(webhooks::get(&app.db.read, scope, id).await?))
}

/// The secret of generic JSON, as its receiver writes it down.
fn secret_of(app: &App, webhook: &Webhook) -> Option<String> {
    let key = || app.webhook_keys.key(webhook.id, webhook.generation);
    webhook.form.draws_secret().then(|| message::written(&key()))
}

fn tell(app: &App, tx: &Tx, kind: EventKind, caller: &Caller, webhook: &Webhook) {
    let (subject, label) = (webhook.id.as_uuid(), &webhook.name);
    record(app, tx, kind, SubjectKind::Webhook, subject, label).by(caller.user).append();
}

/// Keeps a new one; its secret is in the answer, this once.
///
/// # Errors
/// Field errors; nothing is kept then.
pub async fn create(
    app: &App,
    caller: &Caller,
    content: &WebhookContent,
) -> ApiResult<WebhookSecret> {
    check(content, false, app.config.webhooks.allow_internal)?;
    let id = Id::from_uuid(app.id());
    app.transact(async |tx| {
        let empty = Webhook {
            id,
            name: String::new(),
            form: content.form,
            address: String::new(),
            url: String::new(),
            secret: None,
            generation: 1,
            language: content.language,
            kinds: Vec::new(),
            active: content.active,
            created_at: tx.now,
            version: 1,
        };
        let webhook = filled(app, empty, content)?;
        webhooks::insert(&**tx, &webhook, tx.now).await?;
        tell(app, tx, EventKind::WebhookCreated, caller, &webhook);
        Ok(WebhookSecret { secret: secret_of(app, &webhook), webhook: view(webhook) })
    })
    .await
}

/// As it is after a change: address and a robot's secret stay where none is given. Both open for this
/// webhook only, and not for whoever has a copy of the database.
fn filled(app: &App, mut before: Webhook, content: &WebhookContent) -> anyhow::Result<Webhook> {
    let given = |text: &'_ Option<String>| -> Option<String> {
        text.as_deref().map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned)
    };
    let id = before.id.as_uuid();
    let seal = |text: String| app.sealer.seal(id.as_bytes(), text.as_bytes());
    if before.is_unsealed() && !before.url.is_empty() {
        before.address = shown(before.form, &before.url);
        before.url = seal(before.url)?;
        before.secret = before.secret.map(seal).transpose()?;
    }
    let url = given(&content.url);
    let address = url.as_deref().map(|url| shown(content.form, url));
    let mut kinds = content.kinds.clone();
    kinds.sort_unstable();
    kinds.dedup();
    let secret = given(&content.secret).map(seal).transpose()?;
    Ok(Webhook {
        name: content.name.trim().to_owned(),
        form: content.form,
        address: address.unwrap_or(before.address),
        url: url.map(seal).transpose()?.unwrap_or(before.url),
        secret: secret.or(before.secret).filter(|_| content.form.takes_secret()),
        language: content.language,
        kinds,
        active: content.active,
        ..before
    })
}

/// Changes one as a whole.
///
/// # Errors
/// Field errors, 404, 412.
pub async fn change(
    app: &App,
    caller: &Caller,
    scope: Scope,
    id: WebhookId,
    version: IfMatch,
    content: &WebhookContent,
) -> ApiResult<WebhookView> {
    app.transact(async |tx| {
        let before = webhooks::lock(&**tx, scope, id).await?;
        version.check(before.version)?;
        // An address is of the form that it was given for.
        let has_url = before.form == content.form;
        check(content, has_url, app.config.webhooks.allow_internal)?;
        let mut webhook = filled(app, before, content)?;
        webhooks::save(&**tx, &mut webhook, tx.now).await?;
        tell(app, tx, EventKind::WebhookChanged, caller, &webhook);
        Ok(view(webhook))
    })
    .await
}

/// Deletes one with its messages.
///
/// # Errors
/// 404, 412.
pub async fn delete(
    app: &App,
    caller: &Caller,
    scope: Scope,
    id: WebhookId,
    version: IfMatch,
) -> ApiResult<()> {
    app.transact(async |tx| {
        let webhook = webhooks::lock(&**tx, scope, id).await?;
        version.check(webhook.version)?;
        webhooks::delete(&**tx, id).await?;
        tell(app, tx, EventKind::WebhookDeleted, caller, &webhook);
        Ok(())
    })
    .await
}

/// Draws a new secret, which is in the answer, this once; the one before it signs nothing any more.
///
/// # Errors
/// 409 where the secret is the other side's; 404, 412.
pub async fn renew_secret(
    app: &App,
    caller: &Caller,
    scope: Scope,
    id: WebhookId,
    version: IfMatch,
) -> ApiResult<WebhookSecret> {
    app.transact(async |tx| {
        let mut webhook = webhooks::lock(&**tx, scope, id).await?;
        version.check(webhook.version)?;
        if !webhook.form.draws_secret() {
            return Err(Reason::WebhookSecretTheirs.into());
        }
        webhook.generation += 1;
        webhooks::save(&**tx, &mut webhook, tx.now).await?;
        tell(app, tx, EventKind::WebhookSecretRenewed, caller, &webhook);
        Ok(WebhookSecret { secret: secret_of(app, &webhook), webhook: view(webhook) })
    })
    .await
}

/// Queues a message that says that it is a test.
///
/// # Errors
/// 404.
pub async fn test(
    app: &App,
    caller: &Caller,
    scope: Scope,
    id: WebhookId,
) -> ApiResult<WebhookCallRow> {
    let call = app
        .transact(async |tx| {
            let webhook = webhooks::lock(&**tx, scope, id).await?;
            let call = jobs::test_call(app, &webhook, tx);
            webhooks::insert_call(&**tx, &call, tx.now).await?;
            tell(app, tx, EventKind::WebhookTested, caller, &webhook);
            Ok(call.id)
        })
        .await?;
    Ok(webhooks::get_call(&app.db.read, scope, call).await?.1)
}

/// Sends a message again, under the id that it had: a receiver that has it already knows it.
///
/// # Errors
/// 404, 412.
pub async fn replay(
    app: &App,
    caller: &Caller,
    scope: Scope,
    id: WebhookCallId,
    version: IfMatch,
) -> ApiResult<WebhookCallRow> {
    app.transact(async |tx| {
        let (webhook, call) = webhooks::get_call(&**tx, scope, id).await?;
        version.check(call.version)?;
        webhooks::send_again(&**tx, id, call.version, tx.now).await?;
        let webhook = webhooks::get(&**tx, scope, webhook).await?;
        let (kind, subject) = (EventKind::WebhookReplayed, webhook.id.as_uuid());
        record(app, tx, kind, SubjectKind::Webhook, subject, &webhook.name)
            .by(caller.user)
            .note(Some(&call.label))
            .append();
        Ok(())
    })
    .await?;
    Ok(webhooks::get_call(&app.db.read, scope, id).await?.1)
}
