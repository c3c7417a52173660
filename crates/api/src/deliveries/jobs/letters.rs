//! What stands in a mail: read from the records when it is written, so that the queue holds no key.

use domain::{
    Lang,
    access::Scope,
    dates::business_day,
    deliveries::MailKind,
    licenses::{ActivationMode, activation_deadline},
};
use sea_orm::ConnectionTrait;
use secrecy::SecretString;
use store::{deliveries::NewDelivery, license_keys, licenses::License, orders::Order};

use crate::{
    app::App,
    auth::reset,
    error::ApiResult,
    mail::{
        ActivationChangedLetter, Handover, Letter, LicenseItem, LicensesLetter,
        OrderRejectedLetter, OrderSubmittedLetter,
    },
};

/// The letter of a queued mail.
///
/// # Errors
/// The database is not available, or a record is gone.
pub async fn letter_of(
    app: &App,
    db: &impl ConnectionTrait,
    mail: &NewDelivery,
) -> ApiResult<Letter> {
    if mail.kind == MailKind::Notice {
        return Ok(Letter::Notice(super::notices::letter(app, mail)?));
    }
    if mail.kind == MailKind::AlertDigest {
        return Ok(Letter::AlertDigest(super::digest::letter(app, mail)?));
    }
    let Some(id) = mail.order_id else { return without_order(app, db, mail).await };
    let order = store::orders::find(db, Scope::Everything, id).await?;
    let partner = match order.partner_id {
        Some(id) => Some(store::partners::name(db, id).await?),
        None => None,
    };
    let url = app.config.http.public_url.trim_end_matches('/');
    let side =
        if partner.is_some() && mail.kind != MailKind::OrderSubmitted { "/portal" } else { "" };
    let link = format!("{url}{side}/orders/{}", order.id);
    Ok(match mail.kind {
        MailKind::Licenses => Letter::Licenses(LicensesLetter {
            customer: end_users(&order, &mail_licenses(db, mail).await?),
            licenses: items(app, db, mail, due_licenses(db, mail).await?).await?,
            order_number: order.number,
            partner,
            server_url: url.to_owned(),
            link,
        }),
        MailKind::ActivationChanged => {
            let items = items(app, db, mail, mail_licenses(db, mail).await?).await?;
            let change = &mail.data["change"];
            Letter::ActivationChanged(Box::new(ActivationChangedLetter {
                customer: end_users(&order, &mail_licenses(db, mail).await?),
                license: items
                    .into_iter()
                    .next()
                    .ok_or_else(|| anyhow::anyhow!("a mail about no license"))?,
                order_number: order.number,
                from: super::changes::activation_in(&change["before"]),
                to: super::changes::activation_in(&change["after"]),
                reason: mail.data["reason"].as_str().unwrap_or_default().to_owned(),
                server_url: url.to_owned(),
                link,
            }))
        }
        MailKind::OrderRejected => Letter::OrderRejected(OrderRejectedLetter {
            customer: first_end_user(&order),
            order_number: order.number,
            reason: mail.data["reason"].as_str().unwrap_or_default().to_owned(),
            link,
        }),
        MailKind::OrderSubmitted => Letter::OrderSubmitted(OrderSubmittedLetter {
            customer: first_end_user(&order),
            total: order.totals.gross.display(order.currency),
            submitted_by: placed_by(db, &order).await?,
            order_number: order.number,
            partner,
            link,
        }),
        MailKind::Notice | MailKind::AlertDigest | MailKind::PasswordReset => {
            return without_order(app, db, mail).await;
        }
    })
}

/// What is about a person, not about an order.
async fn without_order(
    app: &App,
    db: &impl ConnectionTrait,
    mail: &NewDelivery,
) -> ApiResult<Letter> {
    let id = mail.data["reset"].as_str().and_then(|id| id.parse().ok());
    match (mail.kind, id) {
        (MailKind::PasswordReset, Some(id)) => reset::letter(app, db, id).await,
        (kind, _) => Err(anyhow::anyhow!("a mail `{kind}` without what it is about").into()),
    }
}

async fn mail_licenses(db: &impl ConnectionTrait, mail: &NewDelivery) -> ApiResult<Vec<License>> {
    let mut found = Vec::with_capacity(mail.license_ids.len());
    for id in &mail.license_ids {
        found.push(store::licenses::get(db, Scope::Everything, *id).await?);
    }
    Ok(found)
}

/// What a mail still has to hand over: neither licenses that were terminated since it was queued nor
/// changes that were taken back.
pub(super) async fn due_licenses(
    db: &impl ConnectionTrait,
    mail: &NewDelivery,
) -> ApiResult<Vec<License>> {
    let mut due = mail_licenses(db, mail).await?;
    let changes = match mail.order_id {
        Some(order) => store::segments::changes_of_order(db, order).await?,
        None => Vec::new(),
    };
    due.retain(|license| {
        let is_of_order = mail.order_id.is_none_or(|order| order == license.order_id);
        let is_changed = changes.iter().any(|change| change.license_id == license.id);
        license.terminated_at.is_none() && (is_of_order || is_changed)
    });
    Ok(due)
}

fn first_end_user(order: &Order) -> String {
    order.lines.first().map(|line| line.input.end_user.name.clone()).unwrap_or_default()
}

/// The end users of these licenses, each once.
fn end_users(order: &Order, licenses: &[License]) -> String {
    let mut names: Vec<&str> = Vec::new();
    for line in &order.lines {
        let name = line.input.end_user.name.as_str();
        let is_here = licenses.iter().any(|license| {
            license.order_line_id == line.id || line.input.licenses.contains(&license.id)
        });
        if is_here && !names.contains(&name) {
            names.push(name);
        }
    }
    names.join(" / ")
}

async fn placed_by(db: &impl ConnectionTrait, order: &Order) -> ApiResult<String> {
    let (user, _) = store::users::profile(db, order.placed_by).await?;
    Ok(user.name)
}

async fn items(
    app: &App,
    db: &impl ConnectionTrait,
    mail: &NewDelivery,
    licenses: Vec<License>,
) -> ApiResult<Vec<LicenseItem>> {
    let keys = license_keys::current_of(db, &mail.license_ids).await?;
    let today = business_day(app.clock.now());
    let mut items = Vec::with_capacity(licenses.len());
    for license in licenses {
        let names = store::licenses::names(db, &license).await?;
        let key = keys.iter().find(|key| key.license_id == license.id);
        let is_changed = mail.order_id.is_some_and(|order| order != license.order_id);
        let handover = match (license.activation_mode, key) {
            // An installation fetches the key of its changed license with the code it has.
            (ActivationMode::Online, Some(key)) if is_changed => Handover::Renewed {
                key: SecretString::from(key.jws.clone()),
                valid_until: key.expires_on,
            },
            (ActivationMode::Online, _) => Handover::Online {
                code: app.codes.code(license.id, license.code_generation),
                activate_by: license.activation_deadline.unwrap_or(activation_deadline(today)),
            },
            (ActivationMode::Offline, Some(key)) => Handover::Offline {
                key: SecretString::from(key.jws.clone()),
                cluster_id: license.cluster_id.clone().unwrap_or_default(),
                valid_until: key.expires_on,
            },
            (ActivationMode::Offline, None) => {
                return Err(anyhow::anyhow!("license {} has no key", license.number).into());
            }
        };
        items.push(LicenseItem {
            product: match mail.language {
                Lang::Zh => names.product_name_zh,
                Lang::En => names.product_name_en,
            },
            number: license.number,
            term_years: license.term_years,
            changed_until: license.expires_on.filter(|_| is_changed),
            handover,
        });
    }
    Ok(items)
}
