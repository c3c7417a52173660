//! The paper form of an order: everything that stands on it, and the PDF.

use std::sync::Arc;

use actix_web::{
    HttpRequest, HttpResponse, Responder,
    body::BoxBody,
    http::header::{CACHE_CONTROL, CONTENT_DISPOSITION},
    web::block,
};
use domain::{
    Lang,
    access::Scope,
    orders::{
        form::{FormAgreement, FormParty, OrderForm},
        wire::EndUser,
    },
};
use sea_orm::ConnectionTrait;
use serde::Deserialize;
use store::{StoreError, orders::Order};

use super::views;
use crate::{app::App, error::ApiResult};

/// An order with both parties, the agreement and the terms, by id or number.
///
/// # Errors
/// 404 when out of reach.
pub async fn form(app: &App, scope: Scope, id_or_number: &str) -> ApiResult<OrderForm> {
    let db = &app.db.read;
    let order = store::orders::find_by(db, scope, id_or_number).await?;
    let seller = store::products::seller(db, order.seller_entity_id).await?;
    let (buyer, agreement) = buyer(db, &order).await?;
    let terms = match &order.acceptance {
        Some(accepted) => {
            let (version, hash) = (&accepted.terms_version, &accepted.terms_hash);
            store::products::accepted_terms(db, version, hash).await?
        }
        None => match store::products::terms(db, app.clock.today()).await {
            Err(StoreError::NotFound) => None,
            terms => Some(terms?),
        },
    };
    let order = views::order_view(app, db, order).await?;
    Ok(OrderForm { order, seller, buyer, agreement, terms })
}

/// The contracting party with its agreement: the partner, or the first line's end user.
async fn buyer(
    db: &impl ConnectionTrait,
    order: &Order,
) -> ApiResult<(FormParty, Option<FormAgreement>)> {
    let Some(partner) = order.partner_id else {
        let end_user = order.lines.first().map(|line| line.input.end_user.clone());
        return Ok((customer(db, end_user.unwrap_or_default()).await?, None));
    };
    let partner = store::partners::get(db, Scope::OfPartner(partner), partner).await?;
    let agreement = partner.agreement_number.map(|number| FormAgreement {
        number,
        signed_on: partner.agreement_signed_on,
        valid_until: partner.agreement_until,
    });
    let party = FormParty {
        name: partner.name,
        credit_code: partner.credit_code,
        address: partner.legal_address,
        contact_name: Some(partner.contact_name),
        contact_phone: partner.contact_phone,
        contact_email: Some(partner.contact_email),
    };
    Ok((party, agreement))
}

/// A customer who buys directly: as the order has it, and what the house knows beside.
async fn customer(db: &impl ConnectionTrait, end_user: EndUser) -> ApiResult<FormParty> {
    let known = match end_user.customer_id {
        Some(id) => store::customers::registration(db, id).await?,
        None => None,
    };
    let (credit_code, address) = known.unwrap_or_default();
    Ok(FormParty {
        name: end_user.name,
        credit_code: end_user.credit_code.or(credit_code),
        address,
        contact_name: end_user.contact_name,
        contact_phone: end_user.contact_phone,
        contact_email: end_user.contact_email,
    })
}

/// `GET …/{id}/print`
#[derive(Debug, Clone, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct PrintQuery {
    /// `zh` (or `zh-CN`) or `en`; the caller's language where nothing is said.
    #[param(inline, example = "zh")]
    lang: Option<PrintLang>,
}

/// A language as one writes it into an address.
#[derive(Debug, Clone, Copy, Deserialize, utoipa::ToSchema)]
enum PrintLang {
    #[serde(rename = "zh", alias = "zh-CN")]
    Zh,
    #[serde(rename = "en")]
    En,
}

impl PrintQuery {
    /// The language that is asked for, else the caller's own.
    pub fn lang(&self, of_caller: Lang) -> Lang {
        match self.lang {
            Some(PrintLang::Zh) => Lang::Zh,
            Some(PrintLang::En) => Lang::En,
            None => of_caller,
        }
    }
}

/// An order's form as a PDF.
#[derive(Debug)]
pub struct Paper {
    number: String,
    pdf: Vec<u8>,
}

impl utoipa::PartialSchema for Paper {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        use utoipa::openapi::{KnownFormat, ObjectBuilder, SchemaFormat, schema::Type};
        let bytes = SchemaFormat::KnownFormat(KnownFormat::Binary);
        ObjectBuilder::new().schema_type(Type::String).format(Some(bytes)).into()
    }
}

impl utoipa::ToSchema for Paper {}

impl Responder for Paper {
    type Body = BoxBody;

    fn respond_to(self, _: &HttpRequest) -> HttpResponse {
        // A number is letters, digits and hyphens: nothing to escape.
        let disposition = format!("attachment; filename=\"{}.pdf\"", self.number);
        HttpResponse::Ok()
            .content_type("application/pdf")
            .insert_header((CONTENT_DISPOSITION, disposition))
            .insert_header((CACHE_CONTROL, "no-store, private"))
            .body(self.pdf)
    }
}

/// The form as a PDF.
///
/// # Errors
/// 404 when out of reach; 503 where there is no font with Chinese.
pub async fn paper(app: &App, scope: Scope, id_or_number: &str, lang: Lang) -> ApiResult<Paper> {
    let form = form(app, scope, id_or_number).await?;
    let printer = Arc::clone(&app.printer);
    let number = form.order.number.clone();
    // Laying out takes milliseconds of computing, which other requests need not wait for.
    let drawn = block(move || printer.draw(&form.sheet(lang))).await;
    let pdf = drawn.map_err(anyhow::Error::from)??;
    Ok(Paper { number, pdf })
}
