//! One thing with many licenses. Each is a transaction of its own: what is refused of one keeps no
//! other from being done, and the answer says what came of each.

use std::collections::{HashMap, HashSet};

use domain::{
    Lang,
    access::Scope,
    dates::business_day,
    id::LicenseId,
    licenses::wire::{ChangeLicenses, ChangedLicense, ChangedLicenses},
    problem::{Problem, ProblemCode},
};
use sha2::{Digest as _, Sha256};
use store::licenses::{self, License};

use super::{Deed, owner, within};
use crate::{
    app::App,
    error::{ApiError, ApiResult},
    http::{Caller, Once},
};

/// Does it, or says what would come of it.
///
/// # Errors
/// 403 where the action is not the caller's; field errors. What is refused of single licenses is part
/// of the answer.
pub async fn change(
    app: &App,
    caller: &Caller,
    scope: Scope,
    once: Option<&Once>,
    body: &ChangeLicenses,
) -> ApiResult<ChangedLicenses> {
    if !body.action.is_allowed(caller.powers) {
        let needed = format!("This needs `{}`.", body.action.needs());
        return Err(ApiError::refuse(ProblemCode::NotPermitted, needed));
    }
    body.check()?;
    let deed = Deed {
        days: body.days.unwrap_or_default(),
        owner: owner(&app.db.read, body.owner_id).await?,
        ..Deed::new(body.action, body.reason.as_deref())
    };
    let mut named = HashSet::new();
    let ids = body.licenses.iter().copied().filter(|id| named.insert(*id)).collect::<Vec<_>>();
    let known = licenses::get_many(&app.db.read, scope, &ids).await?;
    let known: HashMap<_, _> = known.iter().map(|license| (license.id, license)).collect();
    let mut items = Vec::with_capacity(ids.len());
    for id in ids {
        let number = known.get(&id).map(|license| license.number.clone());
        let outcome = match known.get(&id) {
            None => Err(ApiError::not_found()),
            Some(license) if body.preview => foreseen(app, license, &deed),
            Some(_) => once_each(app, caller, scope, once, id, &deed).await,
        };
        items.push(match outcome {
            Ok(item) => item,
            Err(error) => {
                let refused = Some(told(&error));
                ChangedLicense { id, number, expires_on: None, refused }
            }
        });
    }
    Ok(ChangedLicenses { preview: body.preview, items })
}

fn item(license: &License) -> ChangedLicense {
    ChangedLicense {
        id: license.id,
        number: Some(license.number.clone()),
        expires_on: license.expires_on,
        refused: None,
    }
}

fn foreseen(app: &App, license: &License, deed: &Deed) -> ApiResult<ChangedLicense> {
    let now = app.clock.now();
    deed.check(license, business_day(now))?;
    Ok(item(&deed.done(license, now)))
}

/// One of them. Each is kept under a key of its own, made of the request's: a request that is sent
/// again does what it did not get to, and nothing twice.
async fn once_each(
    app: &App,
    caller: &Caller,
    scope: Scope,
    once: Option<&Once>,
    id: LicenseId,
    deed: &Deed,
) -> ApiResult<ChangedLicense> {
    let once = once.map(|once| {
        let mut hash = Sha256::new();
        hash.update(once.key.as_bytes());
        hash.update(id.as_uuid().as_bytes());
        let key = hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
        Once { key, ..once.clone() }
    });
    let reply = app
        .transact_once(caller.user, once.as_ref(), async |tx| {
            let license = within(app, tx, caller, scope, id, None, deed).await?;
            Ok((200, item(&license), None))
        })
        .await?;
    Ok(serde_json::from_str(&reply.body).map_err(anyhow::Error::from)?)
}

/// What went wrong with one of them, for the caller; a fault of ours goes to the log as well.
fn told(error: &ApiError) -> Problem {
    if let ApiError::Fault(fault) = error {
        tracing::error!(error = ?fault, "one of many licenses failed: {fault:#}");
    }
    error.problem(Lang::En)
}
