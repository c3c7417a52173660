//! Reports that installations send by themselves.

use domain::{
    Id,
    access::Scope,
    events::{EventKind, SubjectKind},
    problem::{FieldError, Reason, Refusal},
    usage::{
        MOST_REPORTS, UsageSource,
        chain::{Finding, Flaw, Line},
        wire::{Allowance, SendUsage, UsageReceipt},
    },
};
use serde_json::json;
use store::{
    licenses::{self, License},
    products, usage,
};

use super::{
    jws::{Claimed, Reader, claimed},
    recording::{Chain, signer_of},
};
use crate::{
    app::{App, Tx},
    error::{ApiError, ApiResult},
    events::record,
    http::Guesses,
};

/// Takes reports that continue what is known; what is known already is passed over, so that they may
/// be sent again.
///
/// # Errors
/// 404 for a key that is not registered for the license; 409 where reports before them are missing;
/// field errors, one for each that something is wrong with; 429 after many wrong ones from one address.
pub async fn report(app: &App, address: &str, body: &SendUsage) -> ApiResult<UsageReceipt> {
    if body.reports.is_empty() {
        return Err(Refusal::from(Reason::Required).at("/reports").into());
    }
    if body.reports.len() > MOST_REPORTS {
        let refusal = Refusal::new(Reason::TooManyEntries).with("max", MOST_REPORTS);
        return Err(refusal.at("/reports").into());
    }
    let guesses = Guesses::of("usage", address);
    guesses.check(app).await?;
    let lines: Vec<&str> = body.reports.iter().map(String::as_str).collect();
    let outcome = match claimed(lines.iter().copied()) {
        Some(claimed) => app.transact(async |tx| taken(app, tx, &claimed, &lines).await).await,
        None => Err(Reason::UnknownInstallation.into()),
    };
    if let Err(ApiError::Refused { problem, .. }) = &outcome
        && (problem.reason == Some(Reason::UnknownInstallation) || !problem.errors.is_empty())
    {
        guesses.count(app).await?;
    }
    outcome
}

async fn taken(app: &App, tx: &Tx, says: &Claimed, lines: &[&str]) -> ApiResult<UsageReceipt> {
    let unknown = || ApiError::from(Reason::UnknownInstallation);
    let id = usage::license_of_key(&**tx, &says.kid, &says.license_number).await?;
    // Nobody has signed in: who holds the key of an installation may report for its license.
    let license = licenses::lock(&**tx, Scope::Everything, id.ok_or_else(unknown)?).await?;
    let known = usage::lock_installations(&**tx, license.id).await?;
    let from = signer_of(lines, known).ok_or_else(unknown)?;
    let (installation, head) = (from.id, from.head.clone());
    let reader = Reader::new(&from.kid, &from.public_key);
    let last = lines.last().map(|line| reader.read(line));
    let chain = Chain { license: &license, from, lines, source: UsageSource::Online };
    let recorded = match chain.take(app, tx).await? {
        Ok(recorded) => recorded,
        Err(found) => return Err(refused(&found)),
    };
    let Some(Line::Report(last)) = last else { return Err(unknown()) };
    if recorded.taken > 0 {
        let kind = EventKind::UsageReported;
        let subject = SubjectKind::Installation;
        record(app, tx, kind, subject, installation.as_uuid(), &license.number)
            .data(json!({
                "license_id": license.id, "seq": last.claims.seq, "taken": recorded.taken,
            }))
            .append();
    }
    let (workspaces, users) =
        allowances(tx, &license, last.claims.workspaces, last.claims.users).await?;
    let seq = head.map_or(0, |head| head.seq).max(last.claims.seq);
    Ok(UsageReceipt {
        license_number: license.number,
        taken: recorded.taken,
        seq,
        workspaces,
        users,
    })
}

/// What is wrong with them. Where some before them are missing, whoever sent them goes back.
fn refused(found: &[Finding]) -> ApiError {
    let missing = found.iter().find(|finding| finding.flaw == Flaw::Missing && finding.line == 1);
    if let Some(seq) = missing.and_then(|finding| finding.seq) {
        return Refusal::new(Reason::MissingReports).with("seq", seq).into();
    }
    let at = |finding: &Finding| {
        let index = finding.line.saturating_sub(1);
        finding.refusal().at(format!("/reports/{index}"))
    };
    found.iter().map(at).collect::<Vec<FieldError>>().into()
}

async fn allowances(
    tx: &Tx,
    license: &License,
    workspaces: u32,
    users: u32,
) -> ApiResult<(Allowance, Allowance)> {
    let overages = products::overages(&**tx).await?;
    let overage = overages.get(&license.product_id).copied().unwrap_or_default();
    let of = |used, limit| Allowance { used, limit, level: overage.level(used, limit) };
    Ok((of(workspaces, license.workspaces), of(users, license.users)))
}

/// The license that an event of an installation is about.
pub fn license_of(data: &serde_json::Value) -> Option<domain::id::LicenseId> {
    data.get("license_id")?.as_str()?.parse().ok().map(Id::from_uuid)
}
