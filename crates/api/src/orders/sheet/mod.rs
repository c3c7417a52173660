//! Order lines from a spreadsheet file, and the empty sheet to begin with. Nothing is saved here:
//! what comes of it is typed into the form.

mod file;
pub mod http;

use domain::{
    Lang,
    id::PartnerId,
    orders::sheet::{Reader, SheetView, csv_of, template},
    problem::{Reason, Refusal},
};
use tokio::sync::Semaphore;

use crate::{
    app::App,
    error::{ApiError, ApiResult},
    products,
};

/// Files that are looked into at the same time; each may unpack to some megabytes.
static AT_ONCE: Semaphore = Semaphore::const_new(2);

/// Reads the lines of a file, with the products that are sold to this side of the house.
///
/// # Errors
/// The file cannot be read, has nothing in it, or too many rows.
pub async fn read(
    app: &App,
    partner: Option<PartnerId>,
    bytes: Vec<u8>,
    lang: Lang,
) -> ApiResult<SheetView> {
    let catalogue = products::service::catalogue(app, partner).await?;
    let _turn = AT_ONCE.acquire().await.map_err(anyhow::Error::from)?;
    let read = actix_web::web::block(move || {
        let rows = file::rows_of(&bytes)?;
        let by_staff = partner.is_none();
        Reader { products: &catalogue.products, language: lang, by_staff }.read(&rows)
    });
    // A file that makes a parser give up is a file that cannot be read.
    let view = read.await.map_err(|_| Refusal::new(Reason::UnreadableSheet))?;
    Ok(view.map_err(ApiError::from)?.in_language(lang))
}

/// The sheet to begin with, as a CSV file.
///
/// # Errors
/// The database is not available.
pub async fn empty(app: &App, partner: Option<PartnerId>, lang: Lang) -> ApiResult<String> {
    let catalogue = products::service::catalogue(app, partner).await?;
    Ok(csv_of(&template(&catalogue.products, lang, partner.is_none())))
}
