//! What people do with a mail: a lead is made of it, it goes onto one that is there, or nothing comes
//! of it; and each of these is undone.

use domain::{
    events::EventKind,
    id::{LeadId, LeadMailId},
    lead_mails::{
        MailAction, MailState, Verdict,
        wire::{LeadMailView, MailSource, TakenMail},
    },
    leads::{Sight, wire::LeadContent},
    problem::Reason,
};
use store::{
    lead_mails::{self as mails, LeadMail},
    leads,
};

use super::{
    mail_event,
    service::{keep, note_on, read},
    views,
};
use crate::{
    app::{App, Tx},
    error::ApiResult,
    http::{Caller, IfMatch, Once, Reply},
    leads::service as lead_service,
};

/// A mail as somebody saw it who may do something about it.
#[derive(Debug, Clone, Copy)]
pub struct SeenMail {
    pub sight: Sight,
    pub id: LeadMailId,
    pub version: IfMatch,
}

/// Takes an upload in.
///
/// # Errors
/// It is no mail.
pub async fn take(app: &App, caller: &Caller, raw: Vec<u8>) -> ApiResult<TakenMail> {
    let read = read(app, raw).await?;
    app.transact(async |tx| keep(app, tx, caller.user, MailSource::Upload, &read).await).await
}

/// Makes a lead of it, and puts the others of its thread onto that.
///
/// # Errors
/// 404; 409; 412; field errors of the lead.
pub async fn confirm(
    app: &App,
    caller: &Caller,
    seen: SeenMail,
    once: Option<&Once>,
    content: &LeadContent,
) -> ApiResult<Reply> {
    domain::leads::check(content)?;
    app.transact_once(caller.user, once, async |tx| {
        let mut mail = locked(tx, seen).await?;
        mail.state = mail.state.after(MailAction::Confirm)?;
        let lead = lead_service::create_in(app, tx, caller, seen.sight, content).await?;
        put_on(app, tx, caller, &mut mail, lead.id, false).await?;
        for mut other in mails::lock_thread(&**tx, &mail.thread_key).await? {
            if other.id != mail.id
                && other.state == MailState::Waiting
                && other.verdict == Verdict::Person
            {
                other.state = other.state.after(MailAction::Attach)?;
                put_on(app, tx, caller, &mut other, lead.id, false).await?;
            }
        }
        mail_event(app, tx, EventKind::LeadMailConfirmed, &mail)
            .by(caller.user)
            .note(Some(&lead.content.title))
            .append();
        answer(app, tx, seen.sight, &mail, 201).await
    })
    .await
}

/// Puts it onto a lead that is there.
///
/// # Errors
/// 404; 409; 412; a lead that is not there.
pub async fn attach(
    app: &App,
    caller: &Caller,
    seen: SeenMail,
    once: Option<&Once>,
    lead: LeadId,
) -> ApiResult<Reply> {
    app.transact_once(caller.user, once, async |tx| {
        let mut mail = locked(tx, seen).await?;
        mail.state = mail.state.after(MailAction::Attach)?;
        let found = leads::lock(&**tx, seen.sight, lead).await;
        lead_service::known("/lead_id", found.map(drop))?;
        put_on(app, tx, caller, &mut mail, lead, true).await?;
        mail_event(app, tx, EventKind::LeadMailAttached, &mail).by(caller.user).append();
        answer(app, tx, seen.sight, &mail, 200).await
    })
    .await
}

/// Says that nothing comes of it, or brings it back.
///
/// # Errors
/// 404; 409; 412.
pub async fn go(
    app: &App,
    caller: &Caller,
    seen: SeenMail,
    once: Option<&Once>,
    action: MailAction,
) -> ApiResult<Reply> {
    app.transact_once(caller.user, once, async |tx| {
        let mut mail = locked(tx, seen).await?;
        let kind = match action {
            MailAction::Restore => EventKind::LeadMailRestored,
            _ => EventKind::LeadMailIgnored,
        };
        mail.state = mail.state.after(action)?;
        mails::save(&**tx, &mut mail, tx.now).await?;
        mail_event(app, tx, kind, &mail).by(caller.user).append();
        answer(app, tx, seen.sight, &mail, 200).await
    })
    .await
}

/// Takes back what was confirmed, with its lead, unless somebody worked on that since; or takes it
/// off the lead that it was put onto.
///
/// # Errors
/// 404; 409; 412.
pub async fn undo(
    app: &App,
    caller: &Caller,
    seen: SeenMail,
    once: Option<&Once>,
) -> ApiResult<Reply> {
    app.transact_once(caller.user, once, async |tx| {
        let mut mail = locked(tx, seen).await?;
        let was = mail.state;
        mail.state = mail.state.after(MailAction::Undo)?;
        let lead_id = mail.lead_id.take();
        if let (MailState::Confirmed, Some(id)) = (was, lead_id) {
            let lead = leads::lock(&**tx, seen.sight, id).await?;
            if lead.version != 1 || !leads::orders_of(&**tx, id).await?.is_empty() {
                return Err(Reason::LeadTouched.into());
            }
            mail_event(app, tx, EventKind::LeadMailUndone, &mail).by(caller.user).append();
            mail.activity_id = None;
            mails::save(&**tx, &mut mail, tx.now).await?;
            for mut other in mails::lock_of_lead(&**tx, id).await? {
                other.state = other.state.after(MailAction::Undo)?;
                (other.lead_id, other.activity_id) = (None, None);
                mails::save(&**tx, &mut other, tx.now).await?;
            }
            lead_service::delete_in(app, tx, caller, &lead).await?;
        } else {
            if let Some(activity) = mail.activity_id.take() {
                leads::forget_activity(&**tx, activity).await?;
            }
            mails::save(&**tx, &mut mail, tx.now).await?;
            mail_event(app, tx, EventKind::LeadMailUndone, &mail).by(caller.user).append();
        }
        answer(app, tx, seen.sight, &mail, 200).await
    })
    .await
}

async fn locked(tx: &Tx, seen: SeenMail) -> ApiResult<LeadMail> {
    let mail = mails::lock(&**tx, seen.sight, seen.id).await?;
    seen.version.check(mail.version)?;
    Ok(mail)
}

async fn put_on(
    app: &App,
    tx: &Tx,
    caller: &Caller,
    mail: &mut LeadMail,
    lead: LeadId,
    counts: bool,
) -> ApiResult<()> {
    mail.lead_id = Some(lead);
    note_on(app, tx, caller.user, mail, lead, counts).await?;
    Ok(mails::save(&**tx, mail, tx.now).await?)
}

async fn answer(
    app: &App,
    tx: &Tx,
    sight: Sight,
    mail: &LeadMail,
    status: u16,
) -> ApiResult<(u16, LeadMailView, Option<i64>)> {
    let view = views::of(app, &**tx, sight, mail.id).await?;
    Ok((status, view, Some(mail.version)))
}
