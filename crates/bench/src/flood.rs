//! P17: somebody hammers the sign-in with wrong passwords, each at its full cost. What do the others
//! feel?

use std::{
    cell::Cell,
    time::{Duration, Instant},
};

use client::Side;
use domain::{access::Role, licenses::ActivationMode::Online, orders::wire::OrderListQuery};
use serde_json::json;
use testkit::TestApp;

use crate::report::{Better, Report};

/// Wrong passwords per second.
const RATE: u32 = 50;

/// Asks for `rows` lists of orders in a quiet minute, and as many during the flood.
pub async fn measure(rows: usize, report: &mut Report) -> anyhow::Result<()> {
    let app = TestApp::start_with(|config| {
        config.auth.argon2_memory = 19_456;
        config.auth.argon2_passes = 2;
        // Each comes from elsewhere, so that no brake on guessing spares the hasher its work.
        config.http.behind_proxy = true;
    })
    .await;
    for _ in 0..10 {
        app.submitted(&[Online]).await;
    }
    let admin = app.as_role(Role::Admin).await;
    let rows = rows.max(100);
    let lists = async || -> anyhow::Result<f64> {
        let mut took = Vec::with_capacity(rows);
        for _ in 0..rows {
            let begun = Instant::now();
            admin.orders(Side::Staff, &OrderListQuery::default()).await?;
            took.push(begun.elapsed().as_secs_f64() * 1000.0);
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        took.sort_by(f64::total_cmp);
        Ok(took[rows * 99 / 100])
    };
    lists().await?;
    let idle = lists().await?;

    let (is_over, sent) = (Cell::new(false), Cell::new(0_u32));
    let guesser = reqwest::Client::new();
    let flood = async {
        let mut beat = tokio::time::interval(Duration::from_secs(1) / RATE);
        while !is_over.get() {
            beat.tick().await;
            let n = sent.get();
            sent.set(n + 1);
            let guess = guesser
                .post(format!("{}/api/v1/auth/login", app.url))
                .header("X-Forwarded-For", format!("10.{}.{}.1", n / 250 % 250, n % 250))
                .json(&json!({"username": format!("nobody-{n}"), "password": "wrong horse"}));
            // What comes of it is not what is measured.
            actix_web::rt::spawn(async move { drop(guess.send().await) });
        }
    };
    let begun = Instant::now();
    let measured = async {
        // It is in full swing first.
        tokio::time::sleep(Duration::from_secs(2)).await;
        let flooded = lists().await;
        is_over.set(true);
        flooded
    };
    let ((), flooded) = futures_util::future::join(flood, measured).await;
    let flooded = flooded?;
    let rate = f64::from(sent.get()) / begun.elapsed().as_secs_f64();
    report.detail("idle_p99_ms", "a list of orders, in a quiet minute", idle);
    report.detail("flood_p99_ms", "a list of orders, during the flood", flooded);
    report.detail("guesses_per_s", "wrong passwords sent", rate);
    report.goal("P17", "p99 during the flood ÷ idle p99", flooded / idle, Better::Lower, 4.0);
    Ok(())
}
