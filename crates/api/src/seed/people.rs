//! Who lives in the demo: the vendor's people, and those who sign in for partners.

use domain::{
    Id, Lang,
    access::{Permission, Powers, Role, Scope},
    api_keys::wire::NewApiKey,
    grants::wire::NewGrant,
    id::{PartnerId, SessionId, UserId},
};
use secrecy::SecretString;

use crate::{
    api_keys::service::{self as api_keys, Whose},
    app::App,
    error::ApiResult,
    grants,
    http::Caller,
    users::service::{NewUser, create},
};

pub use super::partners::PARTNERS;

/// The password of every account of the demo.
pub const PASSWORD: &str = "Dsms-Demo-2026";

/// User name, name, role.
pub const STAFF: [(&str, &str, Role); 7] = [
    ("admin", "陈思远", Role::Admin),
    ("ops", "林晓彤", Role::CommercialOps),
    ("manager", "赵启明", Role::SalesManager),
    ("sales", "王若溪", Role::SalesRep),
    ("channel", "周文博", Role::ChannelManager),
    ("engineer", "郑浩然", Role::Engineer),
    ("finance", "孙雅琴", Role::Finance),
];

/// The vendor's people who act in the demo's stories.
#[derive(Debug, Clone, Copy)]
pub struct Staff {
    pub admin: UserId,
    pub ops: UserId,
    pub manager: UserId,
    pub sales: UserId,
    pub channel: UserId,
    pub engineer: UserId,
    pub finance: UserId,
}

/// Creates everybody who works for the vendor.
///
/// # Errors
/// The database is not available.
pub async fn create_staff(app: &App) -> ApiResult<Staff> {
    let mut staff = Vec::new();
    for (username, name, role) in STAFF {
        let email = format!("{username}@dsms.example");
        staff.push(create_user(app, username, name, &email, role, None).await?);
    }
    let [admin, ops, manager, sales, channel, engineer, finance] = staff[..] else {
        return Err(anyhow::anyhow!("the demo's staff is incomplete").into());
    };
    Ok(Staff { admin, ops, manager, sales, channel, engineer, finance })
}

/// Creates somebody who signs in with the demo's password.
///
/// # Errors
/// The database is not available.
pub async fn create_user(
    app: &App,
    username: &str,
    name: &str,
    email: &str,
    role: Role,
    partner: Option<PartnerId>,
) -> ApiResult<UserId> {
    let user = NewUser {
        username: username.to_owned(),
        name: name.to_owned(),
        email: email.to_owned(),
        role,
        partner,
        language: Lang::Zh,
        password: SecretString::from(PASSWORD),
    };
    create(app, None, user).await
}

/// Somebody in the demo, as if they were signed in.
pub fn caller(user: UserId, role: Role) -> Caller {
    let session: SessionId = Id::from_uuid(uuid::Uuid::nil());
    let powers = Powers::of(role);
    Caller {
        user,
        session,
        key: None,
        role,
        powers,
        partner: None,
        language: Lang::Zh,
        must_enroll: false,
    }
}

/// Grants somebody something for so many days.
///
/// # Errors
/// As the use case.
pub async fn grant(
    app: &App,
    staff: &Staff,
    user: UserId,
    (permission, days, reason): (Permission, i64, &str),
) -> ApiResult<()> {
    let until = app.clock.now() + chrono::TimeDelta::days(days);
    let new = NewGrant { permission, until, reason: reason.to_owned() };
    let admin = caller(staff.admin, Role::Admin);
    grants::service::grant(app, &admin, Scope::Everything, user, None, &new).await.map(drop)
}

/// Makes keys for a program of finance's and one of a partner's. What they are, is told to nobody:
/// in the demo they are looked at.
///
/// # Errors
/// As the use case.
pub async fn make_keys(app: &App, staff: &Staff, partner: PartnerId) -> ApiResult<()> {
    let expires_at = app.clock.now() + chrono::TimeDelta::days(180);
    let reports = NewApiKey {
        name: "BI 报表同步".to_owned(),
        scopes: vec![Permission::OrdersRead, Permission::LicensesRead],
        expires_at,
    };
    let ordering = NewApiKey {
        name: "ERP 采购对接".to_owned(),
        scopes: vec![Permission::PartnerCatalogue, Permission::PartnerOrders],
        expires_at,
    };
    let finance = caller(staff.finance, Role::Finance);
    api_keys::create(app, &finance, Whose::Own, &reports).await?;
    let channel = caller(staff.channel, Role::ChannelManager);
    let whose = Whose::Partner(partner, Scope::Everything);
    api_keys::create(app, &channel, whose, &ordering).await.map(drop)
}
