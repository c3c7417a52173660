//! Signing keys for licenses, and showing them to those who may: every showing is logged.

use domain::{
    Id,
    access::Scope,
    dates::{business_day, end_of, start_of},
    events::{EventKind, SubjectKind},
    id::{LicenseId, UserId},
    licenses::{
        ActivationMode, Term, activation_deadline,
        key::{AUDIENCE, KeyClaims, LicenseClaims},
        wire::KeyView,
    },
    problem::Reason,
};
use secrecy::ExposeSecret as _;
use store::{
    license_keys::{self, LicenseKey},
    licenses::{self, License},
};

use crate::{
    app::{App, Tx},
    error::ApiResult,
    events::record,
    http::Caller,
};

/// What a key calls product and customer.
#[derive(Debug, Clone, Copy)]
pub struct Named<'a> {
    /// The product's code.
    pub product: &'a str,
    pub customer: &'a str,
}

/// Signs a key for a license's term and keeps it.
///
/// # Errors
/// A fault of the signer or the database.
pub async fn sign(
    app: &App,
    tx: &Tx,
    license: &License,
    term: Term,
    named: Named<'_>,
) -> ApiResult<LicenseKey> {
    let today = business_day(tx.now);
    let jti = app.id();
    let claims = KeyClaims {
        iss: app.keys.issuer().to_owned(),
        sub: license.number.clone(),
        aud: AUDIENCE.to_owned(),
        iat: tx.now.timestamp(),
        // Good from today: a term that begins with the deadline must not lock out who is early.
        nbf: start_of(today.min(term.starts_on)).timestamp(),
        exp: end_of(term.expires_on).timestamp(),
        jti: jti.to_string(),
        lic: LicenseClaims {
            edition: license.edition,
            product: named.product.to_owned(),
            customer: named.customer.to_owned(),
            workspaces: license.workspaces,
            users: license.users,
            mode: license.activation_mode,
            cluster_id: license.cluster_id.clone(),
            activation_deadline: match license.activated_on {
                Some(_) => None,
                None => Some(license.activation_deadline.unwrap_or(activation_deadline(today))),
            },
        },
    };
    let signed = app.keys.sign(&claims).map_err(anyhow::Error::from)?;
    let key = LicenseKey {
        id: Id::from_uuid(jti),
        license_id: license.id,
        kid: signed.kid,
        jti: signed.jti,
        jws: signed.jws.expose_secret().to_owned(),
        fingerprint: signed.fingerprint,
        cluster_id: license.cluster_id.clone(),
        issued_at: tx.now,
        signed_on: today,
        expires_on: term.expires_on,
    };
    license_keys::insert(&**tx, &key).await?;
    Ok(key)
}

/// Shows the key and the activation code of a license; to an engineer while one of its deployments is
/// theirs to do.
///
/// # Errors
/// 404 when out of reach; 403 where the deployment is not theirs.
pub async fn show(app: &App, caller: &Caller, scope: Scope, id: LicenseId) -> ApiResult<KeyView> {
    app.transact(async |tx| {
        let license = match scope {
            Scope::OfUser(user) => for_engineer(tx, user, id).await?,
            other => licenses::get(&**tx, other, id).await?,
        };
        let key = license_keys::current(&**tx, id).await?;
        let is_online = license.activation_mode == ActivationMode::Online;
        record(app, tx, EventKind::KeyShown, SubjectKind::License, id.as_uuid(), &license.number)
            .by(caller.user)
            .note(key.as_ref().map(|key| key.fingerprint.get(..16).unwrap_or_default()))
            .append();
        Ok(KeyView {
            activation_code: is_online.then(|| {
                app.codes.code(license.id, license.code_generation).expose_secret().to_owned()
            }),
            key: key.map(|key| key.jws),
        })
    })
    .await
}

/// Engineers may read every license, but its key only while they have to install it.
async fn for_engineer(tx: &Tx, user: UserId, id: LicenseId) -> ApiResult<License> {
    let license = licenses::get(&**tx, Scope::Everything, id).await?;
    if store::deployments::is_at_work(&**tx, user, id).await? {
        Ok(license)
    } else {
        Err(Reason::NotYourDeployment.into())
    }
}
