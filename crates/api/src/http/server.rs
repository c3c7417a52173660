//! The server: routes, middleware, and how it starts and stops.

use std::{net::TcpListener, time::Duration};

use actix_web::{
    App as Actix, HttpRequest, HttpResponse, HttpServer, Responder,
    dev::Server,
    get,
    middleware::{Compress, from_fn},
    web::{self, Data},
};
use domain::problem::ProblemCode;
use metrics_exporter_prometheus::PrometheusHandle;
use utoipa_swagger_ui::{Config, SwaggerUi};

use crate::{
    alerts, api_keys,
    app::App,
    auth, change_requests, customers, deliveries, deployments, engineers,
    error::ApiError,
    events, exports, grants,
    http::{self, ByContext, Routes},
    imports, invoices, keys, lead_mails, leads, licenses, notifications, orders, partners,
    payments, products, purchases, receivables, resellers, returns, sales_reps, search, sellers,
    spa, telemetry, usage, users, views, webhooks,
};

/// Every operation of the API. Literal paths are registered before those with a parameter.
pub fn routes(config: &mut impl Routes) {
    config
        .configure(exports::routes)
        .configure(imports::routes)
        .configure(auth::routes)
        .configure(users::routes)
        .configure(api_keys::routes)
        .configure(webhooks::routes)
        .configure(grants::routes)
        .configure(products::routes)
        .configure(orders::routes)
        .configure(returns::routes)
        .configure(licenses::routes)
        .configure(usage::routes)
        .configure(keys::routes)
        .configure(customers::routes)
        .configure(change_requests::routes)
        .configure(deployments::routes)
        .configure(lead_mails::routes)
        .configure(leads::routes)
        .configure(invoices::routes)
        .configure(engineers::routes)
        .configure(purchases::routes)
        .configure(payments::routes)
        .configure(receivables::routes)
        .configure(sales_reps::routes)
        .configure(resellers::routes)
        .configure(sellers::routes)
        .configure(search::routes)
        .configure(alerts::routes)
        .configure(partners::routes)
        .configure(deliveries::routes)
        .configure(notifications::routes)
        .configure(views::routes)
        .configure(events::routes);
}

/// Builds the server on an open socket; it runs when it is awaited.
///
/// # Errors
/// The socket cannot be listened on.
pub fn build(app: Data<App>, listener: TcpListener) -> std::io::Result<Server> {
    let workers = match app.config.http.workers {
        0 => std::thread::available_parallelism().map_or(2, usize::from),
        given => given,
    };
    let shutdown = app.config.http.shutdown_seconds;
    let metrics = telemetry::start_metrics();
    let server = HttpServer::new(move || {
        Actix::new()
            .app_data(app.clone())
            .app_data(web::PathConfig::default().error_handler(|_, _| ApiError::not_found().into()))
            .app_data(Data::new(metrics.clone()))
            .configure(|config| {
                let mut all = ByContext::default();
                routes(&mut all);
                all.register(config);
            })
            .service(healthz)
            .service(readyz)
            .service(prometheus)
            .service(keys::http::jwks)
            .service(keys::http::revocations)
            .service(problem_page)
            .service(document)
            .service(SwaggerUi::new("/docs/{_:.*}").config(Config::new(["/openapi.json"])))
            .default_service(web::to(not_found_or_spa))
            .wrap(from_fn(http::identify))
            .wrap(Compress::default())
            .wrap(from_fn(http::track))
            .wrap(from_fn(spa::security_headers))
    })
    .workers(workers)
    .keep_alive(Duration::from_secs(75))
    .client_request_timeout(Duration::from_secs(10))
    .shutdown_timeout(shutdown)
    .disable_signals()
    .listen(listener)?;
    Ok(server.run())
}

/// Paths that are the API's: what is not found there is a problem, never a page.
fn is_api(path: &str) -> bool {
    path == "/api" || path.starts_with("/api/")
}

async fn not_found_or_spa(request: HttpRequest) -> Result<HttpResponse, ApiError> {
    if is_api(request.path()) {
        return Err(ApiError::not_found());
    }
    Ok(spa::answer(&request).unwrap_or_else(|| HttpResponse::NotFound().finish()))
}

/// The process lives.
#[get("/healthz")]
async fn healthz() -> impl Responder {
    HttpResponse::Ok().content_type("text/plain").body("ok\n")
}

/// The database answers and the server is not about to stop.
#[get("/readyz")]
async fn readyz(app: Data<App>) -> Result<HttpResponse, ApiError> {
    if app.is_stopping() {
        return Err(ApiError::refuse(ProblemCode::Unavailable, "The server is stopping."));
    }
    app.db.ping().await?;
    Ok(HttpResponse::Ok().content_type("text/plain").body("ready\n"))
}

#[get("/metrics")]
async fn prometheus(handle: Data<PrometheusHandle>) -> impl Responder {
    HttpResponse::Ok().content_type("text/plain; version=0.0.4").body(handle.render())
}

/// What the API is, for machines: the document in the repository, which a test holds to the routes.
#[get("/openapi.json")]
async fn document() -> impl Responder {
    HttpResponse::Ok().content_type("application/json").body(include_str!("../../openapi.json"))
}

/// What a problem's `type` leads to.
#[get("/problems/{code}")]
async fn problem_page(code: web::Path<ProblemCode>) -> impl Responder {
    use domain::Lang;
    let code = code.into_inner();
    HttpResponse::Ok().content_type("text/plain; charset=utf-8").body(format!(
        "{code} ({})\n\n{}\n{}\n",
        code.status(),
        code.label(Lang::Zh),
        code.label(Lang::En)
    ))
}
