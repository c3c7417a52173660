//! Messages to webhooks: queued by events, sent by the worker, tried again until it is time to give
//! up.

use std::time::Instant;

use chrono::TimeDelta;
use domain::{
    Id,
    access::Scope,
    deliveries::retry_after,
    events::{EventKind, SubjectKind},
    webhooks::{WebhookForm, can_be_told},
};
use futures_util::future::join_all;
use serde_json::json;
use store::{
    events::LeasedEvent,
    webhooks::{self, Call, NewCall, Outcome, Webhook},
};

use super::message::{self, Message, Subject, Told};
use crate::{
    app::{App, Tx},
    error::ApiResult,
    events::record,
};

/// How long one worker may take over a message; longer than a call may take.
pub const LEASE: TimeDelta = TimeDelta::seconds(120);
/// Messages that are taken, and sent, at once.
const BATCH: u64 = 10;

/// Where people read more of a subject.
fn page_of(app: &App, kind: SubjectKind, id: uuid::Uuid) -> String {
    let url = app.config.http.public_url.trim_end_matches('/');
    let folder = match kind {
        SubjectKind::SigningKey | SubjectKind::Installation => return format!("{url}/events"),
        SubjectKind::LeadStatus | SubjectKind::LeadSource => {
            return format!("{url}/leads/settings");
        }
        SubjectKind::BankAccount | SubjectKind::MatchingRule => {
            return format!("{url}/finance/accounts");
        }
        SubjectKind::Seller | SubjectKind::Terms => return format!("{url}/settings/company"),
        SubjectKind::CreditRules => return format!("{url}/finance/receivables"),
        SubjectKind::LeadMail => return format!("{url}/leads/mail?mail={id}"),
        SubjectKind::Engineer => return format!("{url}/engineers"),
        SubjectKind::Product | SubjectKind::PriceRule => return format!("{url}/products"),
        SubjectKind::Order => "orders",
        SubjectKind::License => "licenses",
        SubjectKind::Customer => "customers",
        SubjectKind::Partner => "partners",
        SubjectKind::User => "users",
        SubjectKind::Delivery => "deliveries",
        SubjectKind::Webhook => "webhooks",
        SubjectKind::ChangeRequest => "change-requests",
        SubjectKind::Deployment => "deployments",
        SubjectKind::Purchase => "purchases",
        SubjectKind::SalesRep => "sales-reps",
        SubjectKind::Import => "imports",
        SubjectKind::Lead => "leads",
        SubjectKind::Payment => "finance/payments",
        SubjectKind::Statement => "finance/statements",
        SubjectKind::Invoice => "finance/invoices",
        SubjectKind::Balance => "finance/balances",
    };
    format!("{url}/{folder}/{id}")
}

/// Queues a message for each webhook that is told of the event. A second run adds nothing.
///
/// # Errors
/// Only the database's.
pub async fn queue_calls(app: &App, tx: &Tx, event: &LeasedEvent) -> ApiResult<()> {
    if !can_be_told(event.kind) {
        return Ok(());
    }
    let told = webhooks::told_of(&**tx, event.kind).await?;
    let message = Message {
        kind: event.kind.as_str().to_owned(),
        timestamp: event.at,
        data: Told {
            event_id: event.id.as_uuid(),
            subject: Subject {
                kind: event.subject_kind,
                id: event.subject_id,
                label: event.subject_label.clone(),
            },
            actor_id: event.actor.map(Id::as_uuid),
            note: event.note.clone(),
            url: page_of(app, event.subject_kind, event.subject_id),
        },
    };
    for webhook in told {
        let new = NewCall {
            id: Id::from_uuid(app.id()),
            webhook_id: webhook.id,
            event_id: event.id,
            kind: message.kind.clone(),
            label: event.subject_label.clone(),
            message: json!(message),
        };
        webhooks::insert_call(&**tx, &new, tx.now).await?;
    }
    Ok(())
}

/// A message that says that it is a test.
pub(super) fn test_call(app: &App, webhook: &Webhook, tx: &Tx) -> NewCall {
    let id = app.id();
    let message = Message {
        kind: message::TEST.to_owned(),
        timestamp: tx.now,
        data: Told {
            event_id: id,
            subject: Subject {
                kind: SubjectKind::Webhook,
                id: webhook.id.as_uuid(),
                label: webhook.name.clone(),
            },
            actor_id: None,
            note: None,
            url: page_of(app, SubjectKind::Webhook, webhook.id.as_uuid()),
        },
    };
    NewCall {
        id: Id::from_uuid(app.id()),
        webhook_id: webhook.id,
        event_id: Id::from_uuid(id),
        kind: message.kind.clone(),
        label: webhook.name.clone(),
        message: json!(message),
    }
}

/// Sends what is due, all at once, so that one that does not answer holds up nobody else; answers
/// how many were tried.
///
/// # Errors
/// The database is not available.
pub async fn send_due(app: &App, owner: &str) -> ApiResult<usize> {
    let now = app.clock.now();
    let due = webhooks::lease_due(&app.db.write, owner, now, now + LEASE, BATCH).await?;
    let sent = join_all(due.iter().map(|call| send(app, owner, call))).await;
    sent.into_iter().collect::<ApiResult<Vec<()>>>()?;
    Ok(due.len())
}

/// What a try came to, and whether another makes sense.
struct Tried {
    outcome: Outcome,
    is_taken: bool,
}

async fn send(app: &App, owner: &str, call: &Call) -> ApiResult<()> {
    let webhook = webhooks::get(&app.db.read, Scope::Everything, call.webhook_id).await?;
    let tried = attempt(app, &webhook, call).await?;
    let (id, outcome) = (call.id, &tried.outcome);
    if tried.is_taken {
        tracing::info!(call.id = %id, "a webhook was told");
        return app
            .transact(async |tx| Ok(webhooks::mark_delivered(&**tx, call, owner, outcome).await?))
            .await;
    }
    tracing::warn!(call.id = %id, status = outcome.status, "a webhook was not told");
    match retry_after(call.tries).filter(|_| webhook.active) {
        Some(wait) => {
            app.transact(async |tx| {
                let next = tx.now + wait;
                Ok(webhooks::mark_retry(&**tx, call, owner, next, outcome).await?)
            })
            .await
        }
        None => {
            app.transact(async |tx| {
                webhooks::mark_failed(&**tx, call, owner, outcome).await?;
                let (kind, subject) = (EventKind::WebhookFailed, webhook.id.as_uuid());
                record(app, tx, kind, SubjectKind::Webhook, subject, &webhook.name)
                    .note(Some(&call.label))
                    .append();
                Ok(())
            })
            .await
        }
    }
}

async fn attempt(app: &App, webhook: &Webhook, call: &Call) -> ApiResult<Tried> {
    let at = app.clock.now();
    let outcome =
        |status, answer: String, millis| Outcome { id: app.id(), at, status, answer, millis };
    if !webhook.active {
        let words = "the webhook is switched off".to_owned();
        return Ok(Tried { outcome: outcome(None, words, 0), is_taken: false });
    }
    let open = |sealed: &str| -> anyhow::Result<String> {
        if webhook.is_unsealed() {
            return Ok(sealed.to_owned());
        }
        let bytes = app.sealer.open(webhook.id.as_uuid().as_bytes(), sealed)?;
        Ok(String::from_utf8(bytes)?)
    };
    let opened = open(&webhook.url)
        .and_then(|url| Ok((url, webhook.secret.as_deref().map(open).transpose()?)));
    let Ok((url, secret)) = opened else {
        // Not until somebody types it again, or the server has its secret back.
        let words = "the address was kept under another server secret".to_owned();
        return Ok(Tried { outcome: outcome(None, words, 0), is_taken: false });
    };
    let said: Message =
        serde_json::from_value(call.message.clone()).map_err(anyhow::Error::from)?;
    let key = match webhook.form {
        WebhookForm::Json => app.webhook_keys.key(webhook.id, webhook.generation),
        _ => [0; 32],
    };
    let prepared = message::prepare(
        webhook.form,
        &url,
        message::Signing { key: &key, secret: secret.as_deref() },
        &call.id.to_string(),
        &said,
        webhook.language,
        at,
    );
    let begun = Instant::now();
    let answer = app.outside.post(&prepared).await;
    let millis = u32::try_from(begun.elapsed().as_millis()).unwrap_or(u32::MAX);
    Ok(match answer {
        Ok(answer) => Tried {
            is_taken: message::is_taken(webhook.form, answer.status, &answer.text),
            outcome: outcome(Some(answer.status), answer.text, millis),
        },
        Err(error) => Tried { outcome: outcome(None, error.to_string(), millis), is_taken: false },
    })
}
