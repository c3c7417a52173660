//! A mailbox that is read by itself: each mail is kept in the transaction that says that it was read, so
//! that a crash at any instruction loses none and doubles none.

mod conversation;

use std::time::Duration;

use anyhow::Context as _;
use chrono::TimeDelta;
use domain::{
    Id,
    id::UserId,
    lead_mails::{
        MOST_BYTES,
        wire::{MailSource, MailboxView},
    },
};
use sha2::{Digest as _, Sha256};
use store::{
    leases,
    mailboxes::{self, Mailbox},
};

use self::conversation::{Conversation, Fetched};
use super::service::{ReadMail, keep, read, unreadable};
use crate::{app::App, config::Imap, error::ApiResult, worker::wait_after_failure};

/// Mails that are read before the lease is asked for anew.
const BATCH: usize = 50;
/// Longer than a turn may take.
const LEASE: TimeDelta = TimeDelta::seconds(300);
const TURN: Duration = Duration::from_mins(4);
/// Tries at one mail until it is set aside.
const TRIES: u32 = 4;
/// Who reads; one of several servers at a time.
const LEASE_NAME: &str = "lead-mailbox";

/// Where a try failed, and why.
struct Failed {
    /// The mail; zero where it was none.
    uid: u32,
    why: anyhow::Error,
}

fn at(uid: u32) -> impl Fn(anyhow::Error) -> Failed {
    move |why| Failed { uid, why }
}

/// Reads until the app stops.
pub async fn run(app: &App, owner: &str) {
    if app.config.lead_mail.imap.host.is_empty() {
        return;
    }
    while !app.is_stopping() {
        match turn(app, owner).await {
            Ok(0) => tokio::time::sleep(Duration::from_secs(1)).await,
            Ok(_) => {}
            Err(error) => {
                tracing::warn!(%error, "the mailbox waits");
                tokio::time::sleep(Duration::from_secs(5)).await;
            }
        }
    }
}

/// How the mailbox that is set up stands.
///
/// # Errors
/// The database is not available.
pub async fn view(app: &App) -> ApiResult<MailboxView> {
    let imap = &app.config.lead_mail.imap;
    if imap.host.is_empty() {
        return Ok(MailboxView::default());
    }
    let name = name_of(imap);
    let known = mailboxes::find(&app.db.read, &key_of(&name)).await?;
    Ok(known.map_or(MailboxView { name: Some(name), ..MailboxView::default() }, |mailbox| {
        MailboxView {
            name: Some(mailbox.name),
            read_at: mailbox.read_at,
            next_at: Some(mailbox.next_at),
            error: mailbox.error,
        }
    }))
}

fn name_of(imap: &Imap) -> String {
    let name = format!("{} · {} · {}", imap.username, imap.host, imap.folder);
    name.chars().take(300).collect()
}

fn key_of(name: &str) -> [u8; 32] {
    Sha256::digest(name.as_bytes()).into()
}

/// Reads what is new, if it is time; answers how many mails.
///
/// # Errors
/// The database is not available. What the mailbox's server does is kept with the mailbox.
pub async fn turn(app: &App, owner: &str) -> ApiResult<usize> {
    let imap = &app.config.lead_mail.imap;
    if imap.host.is_empty() {
        return Ok(0);
    }
    let mailbox = known(app, &name_of(imap)).await?;
    let now = app.clock.now();
    if mailbox.next_at > now
        || leases::acquire(&app.db.write, LEASE_NAME, owner, now, now + LEASE).await?.is_none()
    {
        return Ok(0);
    }
    let late = || at(0)(anyhow::anyhow!("it took too long"));
    let outcome = tokio::time::timeout(TURN, read_some(app, owner, &mailbox))
        .await
        .unwrap_or_else(|_| Err(late()));
    let every = TimeDelta::seconds(imap.every_seconds.max(1).into());
    app.transact(async |tx| {
        let mut mailbox = mailboxes::lock(&**tx, &mailbox.key).await?;
        match &outcome {
            Ok(count) => {
                (mailbox.error, mailbox.stuck_uid, mailbox.failures) = (None, 0, 0);
                mailbox.next_at = tx.now;
                if *count < BATCH {
                    mailbox.read_at = Some(tx.now);
                    mailbox.next_at += every;
                }
            }
            Err(Failed { uid, why }) => {
                tracing::warn!(error = %format!("{why:#}"), uid, "the mailbox was not read");
                mailbox.failures = if *uid == mailbox.stuck_uid { mailbox.failures + 1 } else { 1 };
                mailbox.stuck_uid = *uid;
                mailbox.error = Some(format!("{why:#}").chars().take(500).collect());
                mailbox.next_at = tx.now + wait_after_failure(mailbox.failures).max(every);
            }
        }
        Ok(mailboxes::save(&**tx, &mailbox, tx.now).await?)
    })
    .await?;
    Ok(outcome.unwrap_or(0))
}

async fn known(app: &App, name: &str) -> ApiResult<Mailbox> {
    let key = key_of(name);
    if let Some(mailbox) = mailboxes::find(&app.db.read, &key).await? {
        return Ok(mailbox);
    }
    let new = Mailbox {
        id: Id::from_uuid(app.id()),
        key,
        name: name.to_owned(),
        uid_validity: 0,
        last_uid: 0,
        read_at: None,
        next_at: app.clock.now(),
        error: None,
        stuck_uid: 0,
        failures: 0,
        created_at: app.clock.now(),
        version: 1,
    };
    app.transact(async |tx| Ok(mailboxes::insert(&**tx, &new).await?)).await?;
    Ok(new)
}

async fn read_some(app: &App, owner: &str, mailbox: &Mailbox) -> Result<usize, Failed> {
    let imap = &app.config.lead_mail.imap;
    let by = reader(app).await.map_err(at(0))?;
    let mut talk = Conversation::open(imap).await.map_err(at(0))?;
    // Another numbering: from the beginning, and what is known by its Message-ID is not kept twice.
    let is_same = mailbox.uid_validity == talk.uid_validity;
    let last = if is_same { mailbox.last_uid } else { 0 };
    let mut count = 0;
    for uid in talk.after(last).await.map_err(at(0))?.into_iter().take(BATCH) {
        if app.is_stopping() {
            break;
        }
        let is_last_try = is_same && mailbox.stuck_uid == uid && mailbox.failures >= TRIES;
        let one = one(app, owner, mailbox, by, &mut talk, uid).await;
        count += 1;
        if let Err(why) = one {
            if !is_last_try {
                return Err(Failed { uid, why });
            }
            let words = format!("{why:#}");
            let label = format!("{} {uid}/{}", mailbox.name, talk.uid_validity);
            let mail = unreadable(app, &[], &label, &words).map_err(at(uid))?;
            put(app, owner, mailbox, by, (talk.uid_validity, uid), Some(&mail))
                .await
                .map_err(at(uid))?;
            // The conversation may have broken off in the middle: the rest in the next one.
            return Ok(BATCH);
        }
    }
    talk.close().await;
    Ok(count)
}

/// In whose name mails are taken in.
async fn reader(app: &App) -> anyhow::Result<UserId> {
    let name = &app.config.lead_mail.imap.taken_by;
    let user = store::users::find_by_username(&app.db.read, name).await?;
    let user = user.filter(|user| user.active);
    Ok(user.with_context(|| format!("lead_mail.imap.taken_by: no active user “{name}”"))?.id)
}

async fn one(
    app: &App,
    owner: &str,
    mailbox: &Mailbox,
    by: UserId,
    talk: &mut Conversation,
    uid: u32,
) -> anyhow::Result<()> {
    let place = (talk.uid_validity, uid);
    let label = format!("{} {uid}/{}", mailbox.name, talk.uid_validity);
    let mail = match talk.fetch(uid).await? {
        Fetched::Gone => None,
        Fetched::TooLarge(head, size) => {
            let words = format!("{} MiB > {} MiB", size.div_ceil(1 << 20), MOST_BYTES >> 20);
            Some(unreadable(app, &head, &label, &words)?)
        }
        Fetched::Whole(raw) => match read(app, raw.clone()).await {
            Ok(mail) => Some(mail),
            Err(error) => Some(unreadable(app, &raw, &label, &error.to_string())?),
        },
    };
    put(app, owner, mailbox, by, place, mail.as_ref()).await
}

/// Keeps a mail, and that it was read.
async fn put(
    app: &App,
    owner: &str,
    mailbox: &Mailbox,
    by: UserId,
    (uid_validity, uid): (u32, u32),
    mail: Option<&ReadMail>,
) -> anyhow::Result<()> {
    let kept = app.transact(async |tx| {
        let until = tx.now + LEASE;
        if leases::acquire(&**tx, LEASE_NAME, owner, tx.now, until).await?.is_none() {
            return Ok(false);
        }
        let mut mailbox = mailboxes::lock(&**tx, &mailbox.key).await?;
        if let Some(mail) = mail {
            keep(app, tx, by, MailSource::Mailbox, mail).await?;
        }
        (mailbox.uid_validity, mailbox.last_uid) = (uid_validity, uid);
        mailboxes::save(&**tx, &mailbox, tx.now).await?;
        Ok(true)
    });
    anyhow::ensure!(kept.await?, "another server reads it");
    Ok(())
}
