//! Taking mails in: each is kept once, with what it says, in its thread; a reply goes to the lead that
//! its thread is on.

use chrono::{DateTime, Utc};
use domain::{
    Id,
    dates::business_day,
    events::EventKind,
    id::{LeadId, UserId},
    lead_mails::{
        Found, IncomingMail, MailAction, MailField, MailState, Understood, Verdict, understand,
        wire::{LeadMailListQuery, LeadMailRow, MailSource, TakenMail},
    },
    leads::{ActivityKind, Sight},
    list::Page,
};
use sha2::{Digest as _, Sha256};
use store::{
    StoreError,
    attachments::Attachment,
    lead_mails::{self as mails, LeadMail, NewMailFile},
    leads::{self, Activity},
};

use super::{
    mail_event,
    parse::{ParsedMail, parse},
};
use crate::{
    app::{App, Tx},
    error::ApiResult,
};

/// Characters of a mail that stand on its lead's story.
const ON_STORY: usize = 1_900;
/// Bytes of the headers of a mail that cannot be read.
const MOST_HEAD: usize = 64 << 10;

/// A page of the queue.
///
/// # Errors
/// A place that is none.
pub async fn page(
    app: &App,
    sight: Sight,
    query: &LeadMailListQuery,
) -> ApiResult<Page<LeadMailRow>> {
    Ok(mails::page(&app.db.read, sight, query).await?)
}

/// A file of a mail.
///
/// # Errors
/// 404 out of sight, or where it has no such file.
pub async fn file(
    app: &App,
    sight: Sight,
    mail: domain::id::LeadMailId,
    file: domain::id::LeadMailFileId,
) -> ApiResult<Attachment> {
    let mail = mails::get(&app.db.read, sight, mail).await?;
    Ok(mails::content_of(&app.db.read, mail.id, file).await?)
}

/// A mail that was read, before it is kept.
#[derive(Debug, Clone)]
pub struct ReadMail {
    parsed: ParsedMail,
    understood: Understood,
    /// SHA-256 of the Message-ID, or of the whole.
    message_key: [u8; 32],
}

/// Takes a mail apart and reads it, away from the threads that answer.
///
/// # Errors
/// It is no mail.
pub async fn read(app: &App, raw: Vec<u8>) -> ApiResult<ReadMail> {
    let ours = own_domains(&app.config.mail.from);
    let now = app.clock.now();
    let reading = actix_web::web::block(move || {
        let parsed = parse(&raw)?;
        let message_key = match &parsed.mail.message_id {
            Some(id) => key_of(id),
            None => Sha256::digest(&raw).into(),
        };
        let today = business_day(written_at(&parsed.mail, now));
        let understood = understand(&parsed.mail, &ours, today);
        Ok::<_, domain::problem::Refusal>(ReadMail { parsed, understood, message_key })
    });
    let read = reading.await.map_err(anyhow::Error::from)?;
    Ok(read.map_err(|refusal| refusal.at("/file"))?)
}

/// A mail that cannot be read, as somebody sees it: by its headers where those can be read, else under
/// `label`; `because` says why.
///
/// # Errors
/// There is none for any bytes; parsing itself is what could refuse.
pub fn unreadable(app: &App, raw: &[u8], label: &str, because: &str) -> anyhow::Result<ReadMail> {
    let end = raw.windows(4).position(|four| four == b"\r\n\r\n").unwrap_or(raw.len());
    let head = [&raw[..end.min(MOST_HEAD)], b"\r\n\r\n"].concat();
    let named = format!("Subject: {}\r\n\r\n", label.replace(['\r', '\n'], " "));
    let parsed = parse(&head).or_else(|_| parse(named.as_bytes()));
    let parsed = parsed.map_err(|refusal| anyhow::anyhow!("{refusal:?}"))?;
    let message_key = match &parsed.mail.message_id {
        Some(id) => key_of(id),
        None => Sha256::digest([raw, label.as_bytes()].concat()).into(),
    };
    let ours = own_domains(&app.config.mail.from);
    let mut understood = understand(&parsed.mail, &ours, app.clock.today());
    understood.verdict = Verdict::Unreadable;
    understood.because = Some(cut(because, 300));
    Ok(ReadMail { parsed, understood, message_key })
}

/// The domain that we write from.
fn own_domains(from: &str) -> Vec<String> {
    let domain = from.rsplit('@').next().unwrap_or_default().trim_end_matches('>').trim();
    if domain.contains('.') { vec![domain.to_lowercase()] } else { Vec::new() }
}

/// Clocks are wrong, and strangers' are whatever they like.
fn written_at(mail: &IncomingMail, now: DateTime<Utc>) -> DateTime<Utc> {
    let is_likely = |at: &DateTime<Utc>| *at <= now && (now - *at).num_days() < 730;
    mail.sent_at.filter(is_likely).unwrap_or(now)
}

fn key_of(message_id: &str) -> [u8; 32] {
    let id = message_id.trim().trim_matches(['<', '>']).to_lowercase();
    Sha256::digest(id.as_bytes()).into()
}

/// Keeps a mail that was read, and puts it where it belongs.
///
/// # Errors
/// The database is not available.
pub async fn keep(
    app: &App,
    tx: &Tx,
    by: UserId,
    source: MailSource,
    read: &ReadMail,
) -> ApiResult<TakenMail> {
    if let Some(known) = mails::lock_any(&**tx, &[read.message_key]).await? {
        return Ok(TakenMail { mail: mails::row_of(&known), is_new: false });
    }
    let mut mail = mail_of(app, tx, by, source, read).await?;
    let thread = mails::lock_thread(&**tx, &mail.thread_key).await?;
    let lead = thread.iter().find_map(|other| other.lead_id);
    if let (Verdict::Person, Some(lead)) = (mail.verdict, lead) {
        mail.state = MailState::Waiting.after(MailAction::Attach)?;
        mail.lead_id = Some(lead);
        note_on(app, tx, by, &mut mail, lead, true).await?;
    }
    match mails::insert(&**tx, &mail, tx.now).await {
        // Somebody kept it a moment ago: the whole transaction is tried again, and finds it.
        Err(StoreError::Duplicate(_)) => return Err(crate::error::ApiError::Deadlock),
        other => other?,
    }
    let files: Vec<NewMailFile<'_>> = read
        .parsed
        .files
        .iter()
        .map(|file| NewMailFile {
            id: Id::from_uuid(app.id()),
            file_name: file.file_name.clone(),
            sha256: Sha256::digest(&file.content).into(),
            content: &file.content,
        })
        .collect();
    mails::keep_files(&**tx, mail.id, &files, tx.now).await?;
    mail_event(app, tx, EventKind::LeadMailTaken, &mail)
        .by(by)
        .note(mail.from_email.as_deref())
        .append();
    Ok(TakenMail { mail: mails::row_of(&mail), is_new: true })
}

async fn mail_of(
    app: &App,
    tx: &Tx,
    by: UserId,
    source: MailSource,
    read: &ReadMail,
) -> ApiResult<LeadMail> {
    let Understood { verdict, because, sender, forwarded_by, subject, text, said, found } =
        read.understood.clone();
    let email = sender.email;
    // Who passed a mail on may be the partner who brings it.
    let passed_on = forwarded_by.as_ref().and_then(|by| by.email.clone());
    let mut partner_id = None;
    for address in [email.as_deref(), passed_on.as_deref()].into_iter().flatten() {
        if partner_id.is_none() {
            partner_id = store::partners::of_sender(&**tx, address).await?;
        }
    }
    let is_person = verdict == Verdict::Person;
    Ok(LeadMail {
        id: Id::from_uuid(app.id()),
        state: if is_person { MailState::Waiting } else { MailState::KeptOut },
        verdict,
        because,
        source,
        message_key: read.message_key,
        thread_key: thread_key(tx, read).await?,
        subject: cut(&subject, 300),
        from_name: sender.name.map(|name| cut(&name, 120)),
        from_email: email,
        forwarded_by: forwarded_by.map(|by| cut(&by.email.or(by.name).unwrap_or_default(), 254)),
        company: value_of(&found, MailField::Company).map(|company| cut(company, 120)),
        sent_at: read.parsed.mail.sent_at.filter(|at| *at <= tx.now),
        text,
        said,
        found,
        partner_id,
        lead_id: None,
        activity_id: None,
        taken_by: by,
        created_at: tx.now,
        version: 1,
    })
}

fn cut(text: &str, most: usize) -> String {
    text.chars().take(most).collect()
}

/// What was read of a field.
pub(super) fn value_of(found: &[Found], field: MailField) -> Option<&str> {
    found.iter().find(|one| one.field == field).map(|one| one.value.as_str())
}

/// The thread of a mail: that of the mail that it answers, where that is here; else what it says that
/// the thread began with. Whoever comes first, both get the same.
async fn thread_key(tx: &Tx, read: &ReadMail) -> ApiResult<[u8; 32]> {
    let mail = &read.parsed.mail;
    let parents = mail.in_reply_to.iter().chain(mail.references.iter().rev());
    let keys: Vec<[u8; 32]> = parents.map(|id| key_of(id)).collect();
    if let Some(parent) = mails::lock_any(&**tx, &keys).await? {
        return Ok(parent.thread_key);
    }
    let first = mail.references.first().or(mail.in_reply_to.first());
    Ok(first.map_or(read.message_key, |id| key_of(id)))
}

/// Puts a mail onto the story of a lead. Where it `counts`, it is something that happened to the lead.
pub(super) async fn note_on(
    app: &App,
    tx: &Tx,
    by: UserId,
    mail: &mut LeadMail,
    lead: LeadId,
    counts: bool,
) -> ApiResult<()> {
    let said =
        mail.text.get(mail.said.from as usize..mail.said.until as usize).unwrap_or(&mail.text);
    let from = mail.from_name.as_deref().or(mail.from_email.as_deref()).unwrap_or_default();
    let happened_at = mail.sent_at.unwrap_or(mail.created_at).min(tx.now);
    let activity = Activity {
        id: Id::from_uuid(app.id()),
        lead_id: lead,
        kind: ActivityKind::Email,
        happened_at,
        text: cut(&format!("{from}：{}\n{}", mail.subject, said.trim()), ON_STORY),
        outcome: None,
        by,
    };
    leads::log(&**tx, std::slice::from_ref(&activity), tx.now).await?;
    mail.activity_id = Some(activity.id);
    if counts {
        let mut lead = leads::lock(&**tx, Sight::All, lead).await?;
        let before = lead.content.clone();
        lead.touched_at = lead.touched_at.max(happened_at);
        leads::save(&**tx, &before, &mut lead, tx.now).await?;
    }
    Ok(())
}
