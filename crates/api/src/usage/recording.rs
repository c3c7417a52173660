//! Usage that somebody was told, and files of installations without network.

use domain::{
    access::Scope,
    dates::business_day,
    events::{EventKind, SubjectKind},
    id::LicenseId,
    problem::{FieldError, Reason, Refusal},
    text::cleaned,
    usage::{
        MOST_LINES, Sample, UsageSource,
        chain::{Expected, Finding, Flaw, Report, gaps, verify},
        wire::{ManualUsage, RecordUsage, UsageRecorded},
    },
};
use serde_json::json;
use store::{
    licenses::{self, License},
    usage::{self, Installation},
};

use super::jws::{Reader, claimed};
use crate::{
    app::{App, Tx},
    error::ApiResult,
    events::record as tell,
    http::{Caller, Once, Reply},
};

/// Most faults of a file that are named.
const MOST_NAMED: usize = 50;

/// The figures of a report.
pub fn sample_of(report: &Report, source: UsageSource) -> Sample {
    let claims = &report.claims;
    Sample {
        day: claims.day,
        workspaces: claims.workspaces,
        users: claims.users,
        version: claims.version.as_deref().map(|version| version.chars().take(40).collect()),
        source,
        reason: None,
    }
}

/// Keeps what somebody was told, or the reports of a file: all of them, or none where anything of it
/// was touched.
///
/// # Errors
/// 404; field errors, for a file one for each line that something was done to.
pub async fn record(
    app: &App,
    caller: &Caller,
    scope: Scope,
    id: LicenseId,
    once: Option<&Once>,
    body: &RecordUsage,
) -> ApiResult<Reply> {
    app.transact_once(caller.user, once, async |tx| {
        let license = licenses::lock(&**tx, scope, id).await?;
        body.check(business_day(license.created_at), business_day(tx.now))?;
        let recorded = match (&body.manual, &body.file) {
            (Some(manual), _) => by_hand(app, tx, caller, &license, manual).await?,
            (None, file) => {
                from_file(app, tx, caller, &license, file.as_deref().unwrap_or_default()).await?
            }
        };
        Ok((200, recorded, None))
    })
    .await
}

async fn by_hand(
    app: &App,
    tx: &Tx,
    caller: &Caller,
    license: &License,
    manual: &ManualUsage,
) -> ApiResult<UsageRecorded> {
    let kept = |text: &str| Some(cleaned(text)).filter(|text| !text.is_empty());
    let sample = Sample {
        day: manual.day,
        workspaces: manual.workspaces,
        users: manual.users,
        version: manual.version.as_deref().and_then(kept),
        source: UsageSource::Manual,
        reason: kept(&manual.reason),
    };
    let (day, workspaces, users) = (sample.day, sample.workspaces, sample.users);
    let note = sample.reason.clone();
    let by = Some(caller.user);
    let changed = usage::take(&**tx, license.id, [sample], by, || app.id(), tx.now).await?;
    let kind = EventKind::UsageRecorded;
    tell(app, tx, kind, SubjectKind::License, license.id.as_uuid(), &license.number)
        .by(caller.user)
        .note(note.as_deref())
        .data(json!({ "day": day, "workspaces": workspaces, "users": users }))
        .append();
    let taken = u32::from(changed > 0);
    Ok(UsageRecorded { taken, known: 1 - taken, gaps: Vec::new() })
}

async fn from_file(
    app: &App,
    tx: &Tx,
    caller: &Caller,
    license: &License,
    file: &str,
) -> ApiResult<UsageRecorded> {
    let lines: Vec<&str> = file.trim().lines().map(str::trim).collect();
    if lines.len() > MOST_LINES {
        let refusal = Refusal::new(Reason::TooManyEntries).with("max", MOST_LINES);
        return Err(refusal.at("/file").into());
    }
    if file.trim().is_empty() {
        return Err(Refusal::from(Flaw::Empty.reason()).at("/file").into());
    }
    let known = usage::lock_installations(&**tx, license.id).await?;
    let Some(from) = signer_of(&lines, known) else {
        return Err(Refusal::from(Reason::UnknownInstallation).at("/file").into());
    };
    let fresh = Chain { license, from, lines: &lines, source: UsageSource::Offline };
    let recorded = fresh.take(app, tx).await?.map_err(|found| named(&found))?;
    let kind = EventKind::UsageImported;
    let data = json!({ "taken": recorded.taken, "known": recorded.known, "gaps": recorded.gaps });
    tell(app, tx, kind, SubjectKind::License, license.id.as_uuid(), &license.number)
        .by(caller.user)
        .data(data)
        .append();
    Ok(recorded)
}

/// The installation in use that says to have signed these lines.
pub fn signer_of(lines: &[&str], known: Vec<Installation>) -> Option<Installation> {
    let kid = claimed(lines.iter().copied())?.kid;
    known.into_iter().find(|one| one.kid == kid && one.retired_at.is_none())
}

/// What was found in a file, each at its line.
fn named(found: &[Finding]) -> Vec<FieldError> {
    found
        .iter()
        .take(MOST_NAMED)
        .map(|finding| finding.refusal().at(format!("/file/{}", finding.line)))
        .collect()
}

/// Reports of an installation that are about to be taken.
pub struct Chain<'a> {
    pub license: &'a License,
    pub from: Installation,
    pub lines: &'a [&'a str],
    pub source: UsageSource,
}

impl Chain<'_> {
    /// Looks through them and takes what is new; nothing of them where anything was found. That the
    /// installation was heard of counts even where all of it was known.
    ///
    /// # Errors
    /// Only the database's.
    pub async fn take(self, app: &App, tx: &Tx) -> ApiResult<Result<UsageRecorded, Vec<Finding>>> {
        let Self { license, from, lines, source } = self;
        let reader = Reader::new(&from.kid, &from.public_key);
        let lines: Vec<_> = lines.iter().map(|line| reader.read(line)).collect();
        let expected = Expected {
            license: &license.number,
            cluster_id: license.cluster_id.as_deref().unwrap_or(&from.cluster_id),
            known: from.head.as_ref(),
            is_closed: source == UsageSource::Offline,
            now: tx.now.timestamp(),
        };
        let verdict = verify(&lines, &expected);
        if !verdict.findings.is_empty() {
            return Ok(Err(verdict.findings));
        }
        let samples = verdict.fresh.iter().map(|report| sample_of(report, source));
        usage::take(&**tx, license.id, samples, None, || app.id(), tx.now).await?;
        let heard = Installation {
            head: verdict.fresh.last().map(Report::head).or(from.head.clone()),
            heard_on: business_day(tx.now),
            heard_at: Some(tx.now),
            ..from.clone()
        };
        usage::save_installation(&**tx, &heard, tx.now).await?;
        Ok(Ok(UsageRecorded {
            taken: u32::try_from(verdict.fresh.len()).unwrap_or(u32::MAX),
            known: verdict.known,
            gaps: gaps(&verdict.fresh, from.head.as_ref()),
        }))
    }
}
