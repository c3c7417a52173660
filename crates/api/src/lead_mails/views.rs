//! Mails as they are shown, each with the lead as it would be made of it.

use domain::{
    access::Scope,
    customers::wire::SimilarQuery,
    id::{LeadMailId, ProductId},
    lead_mails::{
        MailField,
        wire::{LeadMailView, LeadOfMail, PartnerOfMail},
    },
    leads::{Sight, wire::LeadContent},
    money::{Amount, Currency},
    products::Edition,
    validate,
};
use sea_orm::ConnectionTrait;
use store::{
    lead_mails::{self as mails, LeadMail},
    leads, partners,
};

use super::service::value_of;
use crate::{app::App, error::ApiResult};

/// One mail.
///
/// # Errors
/// 404 out of sight.
pub async fn view(app: &App, sight: Sight, id: LeadMailId) -> ApiResult<LeadMailView> {
    of(app, &app.db.read, sight, id).await
}

/// The same within a transaction.
///
/// # Errors
/// 404 out of sight.
pub async fn of(
    _: &App,
    db: &impl ConnectionTrait,
    sight: Sight,
    id: LeadMailId,
) -> ApiResult<LeadMailView> {
    let mail = mails::get(db, sight, id).await?;
    let partner = match mail.partner_id {
        Some(id) => {
            let partner = partners::get(db, Scope::Everything, id).await?;
            Some(PartnerOfMail { id, name: partner.name })
        }
        None => None,
    };
    let lead = match mail.lead_id {
        Some(id) => {
            let lead = leads::get(db, Sight::All, id).await?;
            Some(LeadOfMail { id, title: lead.content.title, company: lead.content.company })
        }
        None => None,
    };
    let company = value_of(&mail.found, MailField::Company);
    let email = value_of(&mail.found, MailField::Email).map(str::to_owned);
    let asked = SimilarQuery {
        name: company.unwrap_or_default().to_owned(),
        credit_code: None,
        email,
        phone: value_of(&mail.found, MailField::Phone).map(str::to_owned),
    };
    Ok(LeadMailView {
        mail: mails::row_of(&mail),
        files: mails::files_of(db, id).await?,
        thread: mails::thread(db, sight, &mail.thread_key, id).await?,
        alike: mails::alike(db, sight, company, mail.from_email.as_deref(), mail.lead_id).await?,
        customers: store::customers::possible_duplicates(db, &asked).await?,
        draft: draft(db, &mail).await?,
        text: mail.text,
        said: mail.said,
        found: mail.found,
        because: mail.because,
        partner,
        lead,
        version: mail.version,
    })
}

/// The lead as what was read makes it.
async fn draft(db: &impl ConnectionTrait, mail: &LeadMail) -> ApiResult<LeadContent> {
    let sources = leads::sources(db).await?;
    let by_mail = |one: &&domain::leads::wire::LeadSourceView| one.content.name_en == "E-mail";
    let active = || sources.iter().filter(|one| one.content.active);
    let source = active().find(by_mail).or_else(|| active().next());
    let source = source.ok_or_else(|| anyhow::anyhow!("no source of leads is active"))?;
    let of = |field| value_of(&mail.found, field).map(str::to_owned);
    let company = of(MailField::Company)
        .or_else(|| mail.from_name.clone())
        .or_else(|| mail.from_email.clone())
        .unwrap_or_default();
    let title: String = mail.subject.trim().chars().take(120).collect();
    let title = if title.chars().count() < 2 { company.clone() } else { title };
    let budget = of(MailField::Budget);
    let (amount, currency) = budget.as_deref().and_then(money).unwrap_or_default();
    let edition: Option<Edition> = of(MailField::Product).and_then(|it| it.parse().ok());
    let email = of(MailField::Email).filter(|email| validate::email(email).is_ok());
    Ok(LeadContent {
        title,
        company: company.chars().take(120).collect(),
        contact_name: of(MailField::Contact).map(|name| name.chars().take(60).collect()),
        contact_email: email,
        contact_phone: of(MailField::Phone).map(|phone| phone.chars().take(40).collect()),
        owner_id: None,
        partner_id: mail.partner_id,
        source_id: source.id,
        industry: None,
        region: None,
        product_id: product_of(db, edition).await?,
        amount: amount.min(domain::leads::MOST_WORTH),
        currency,
        expected_on: of(MailField::Date).and_then(|on| on.parse().ok()),
        probability: None,
        next_step: None,
        next_on: None,
        customer_id: None,
        notes: of(MailField::Users).map(|users| format!("用户数 Users：{users}")),
    })
}

fn money(budget: &str) -> Option<(Amount, Currency)> {
    let (amount, currency) = budget.split_once(' ')?;
    Some((amount.parse().ok()?, currency.parse().ok()?))
}

async fn product_of(
    db: &impl ConnectionTrait,
    edition: Option<Edition>,
) -> ApiResult<Option<ProductId>> {
    let Some(edition) = edition else { return Ok(None) };
    let products = store::products::of_licenses(db).await?;
    Ok(products.iter().find(|one| one.sold && one.edition == Some(edition)).map(|one| one.id))
}
