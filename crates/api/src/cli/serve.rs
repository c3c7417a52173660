//! `dsms serve` and `dsms work`, and how they stop: nothing new, finish, release.

use std::{net::TcpListener, time::Duration};

use actix_web::web::Data;
use anyhow::Context as _;
use tokio::signal::unix::{SignalKind, signal};

use crate::{
    app::App,
    config::{Config, Environment},
    doctor,
    http::server,
    setup, spa, worker,
};

/// How long a proxy takes to notice that a server is not ready any more.
const NOTICE: Duration = Duration::from_secs(2);

/// Serves until it is told to stop.
///
/// # Errors
/// Unsafe settings, no database, no socket.
pub async fn serve(config: Config) -> anyhow::Result<()> {
    let app = Data::new(open(config).await?);
    let listener = TcpListener::bind(&app.config.http.bind)
        .with_context(|| format!("cannot listen on {}", app.config.http.bind))?;
    if spa::IS_STUB {
        tracing::warn!("this binary was built without the SPA; only the API is served");
    }
    let server = server::build(app.clone(), listener)?;
    let handle = server.handle();
    let work = app.config.worker.enabled.then(|| actix_web::rt::spawn(worker::run(app.clone())));
    let poll = actix_web::rt::spawn(worker::announce_changes(app.clone()));
    let keys = actix_web::rt::spawn(setup::follow_keys(app.clone()));
    tracing::info!(url = %app.config.http.public_url, bind = %app.config.http.bind, "serving");

    let stopper = app.clone();
    actix_web::rt::spawn(async move {
        until_told_to_stop().await;
        tracing::info!("stopping");
        stopper.stop();
        if stopper.config.http.behind_proxy {
            // Until the proxy has noticed what `/readyz` says, it sends people here.
            tokio::time::sleep(NOTICE).await;
        }
        handle.stop(true).await;
    });
    server.await?;
    poll.abort();
    keys.abort();
    if let Some(work) = work {
        work.await?;
    }
    setup::close(&app).await;
    Ok(())
}

/// Works until it is told to stop.
///
/// # Errors
/// Unsafe settings, no database.
pub async fn work(config: Config) -> anyhow::Result<()> {
    let app = Data::new(open(config).await?);
    let working = actix_web::rt::spawn(worker::run(app.clone()));
    let keys = actix_web::rt::spawn(setup::follow_keys(app.clone()));
    until_told_to_stop().await;
    app.stop();
    keys.abort();
    working.await?;
    setup::close(&app).await;
    Ok(())
}

/// The app, over a database that is fit for production where this is production.
async fn open(config: Config) -> anyhow::Result<App> {
    let app = setup::app(config).await?;
    if app.config.environment == Environment::Production {
        doctor::refuse_grave(&app.config, &app.db, &app.clock).await?;
    }
    Ok(app)
}

async fn until_told_to_stop() {
    let (Ok(mut terminate), Ok(mut interrupt)) =
        (signal(SignalKind::terminate()), signal(SignalKind::interrupt()))
    else {
        tracing::error!("cannot listen for signals; stop with SIGKILL");
        return std::future::pending().await;
    };
    tokio::select! {
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
    }
}
