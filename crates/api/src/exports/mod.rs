//! Lists as files. They are read batch by batch and never held whole, so that a million rows take no
//! more memory than a thousand; what breaks on the way breaks the answer off, so that nothing that
//! is half there looks whole.

mod csv;
mod http;
mod xlsx;

use std::future::Future;

use actix_web::{HttpResponse, http::header, web::Data};
use domain::{
    Lang,
    events::{EventKind, SubjectKind},
    exports::{ExportFormat, Exported},
    list::{ListQuery, Page},
    views::SavedList,
};

use crate::{
    app::App,
    error::ApiResult,
    events::record,
    http::{Caller, Routes},
};

pub fn routes(config: &mut impl Routes) {
    config
        .service(http::export_orders)
        .service(http::export_licenses)
        .service(http::export_leads)
        .service(http::export_payments)
        .service(http::export_receivables)
        .service(http::export_balances)
        .service(http::export_statements)
        .service(http::export_resellers)
        .service(http::export_invoices)
        .service(http::export_invoices_of_partner)
        .service(http::export_customers)
        .service(http::export_purchases)
        .service(http::export_deployments)
        .service(http::export_partners)
        .service(http::export_deliveries)
        .service(http::export_events)
        .service(http::export_approvals)
        .service(http::export_alerts)
        .service(http::export_change_requests)
        .service(http::export_engineers)
        .service(http::export_sales_reps)
        .service(http::export_users)
        .service(http::export_webhooks)
        .service(http::export_imports)
        .service(http::export_orders_of_partner)
        .service(http::export_licenses_of_partner);
}

/// Which list, for whom, as what.
struct Asked {
    list: SavedList,
    format: ExportFormat,
    caller: Caller,
    lang: Lang,
}

/// Answers with the whole list as a file; that it went out stands in the audit log.
async fn answer<Q, T, F>(
    app: Data<App>,
    asked: Asked,
    query: Q,
    fetch: impl Fn(Data<App>, Q) -> F + 'static,
) -> ApiResult<HttpResponse>
where
    Q: ListQuery + 'static,
    T: Exported,
    F: Future<Output = ApiResult<Page<T>>> + 'static,
{
    let Asked { list, format, caller, lang } = asked;
    let names = store::users::names(&app.db.read, &[caller.user]).await?;
    let who = names.get(&caller.user).cloned().unwrap_or_default();
    let note = [list.as_str(), format.as_str(), &query.to_query_string()].join(" ");
    app.transact(async |tx| {
        let subject = caller.user.as_uuid();
        record(&app, tx, EventKind::ListExported, SubjectKind::User, subject, &who)
            .by(caller.user)
            .note(Some(note.trim()))
            .append();
        Ok(())
    })
    .await?;
    let name = format!("{}-{}.{format}", list.as_str().replace('.', "-"), app.clock.today());
    let next = {
        let app = app.clone();
        move |after| fetch(app.clone(), query.clone().batch(after))
    };
    let mut response = HttpResponse::Ok();
    response
        .insert_header((header::CONTENT_TYPE, format.media_type()))
        .insert_header((header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")))
        .insert_header((header::CACHE_CONTROL, "no-store"));
    Ok(match format {
        ExportFormat::Csv => response.streaming(csv::stream(next, lang)),
        ExportFormat::Xlsx => response.streaming(xlsx::stream(next, lang).await?),
    })
}
