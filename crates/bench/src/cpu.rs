//! P3: what an answer costs our server's processor, against a bare actix-web and sqlx handler that
//! gives the same one.

use anyhow::{Context as _, bail};
use client::{Client, Door};
use domain::auth::wire::SignIn;
use serde_json::Value;

use crate::{
    report::{Better, Report},
    serve::Served,
};

/// Asked before anything is measured, and while it is.
const WARM_UP: u32 = 200;
const REQUESTS: u32 = 1_500;

/// Asks both servers on `database` the same: a list, and one record.
///
/// # Errors
/// A server does not answer; the answers differ.
pub async fn measure(database: &str, partner: &str, report: &mut Report) -> anyhow::Result<()> {
    let ours = Served::start("serve-ours", database).await?;
    let bare = Served::start("serve-bare", database).await?;
    let person = Client::new(&ours.url);
    person.sign_in(Door::Staff, &SignIn::new("admin".to_owned(), testkit::PASSWORD)).await?;
    let token = &person.token().context("nobody signed in")?;
    let list = "/api/v1/licenses?per_page=50".to_owned();
    let one = format!("/api/v1/partners/{partner}");
    for (figure, what, path) in [
        ("P3_list", "processor time of a list of 50 licenses ÷ bare", &list),
        ("P3_point", "processor time of one partner ÷ bare", &one),
    ] {
        if answer(&ours, path, token).await? != answer(&bare, path, token).await? {
            bail!("{path}: the answers differ");
        }
        // In turns: what the machine does meanwhile meets both.
        let (mut our_time, mut bare_time) = (0.0, 0.0);
        for _ in 0..3 {
            our_time += spent(&ours, path, token).await?;
            bare_time += spent(&bare, path, token).await?;
        }
        let each = |seconds: f64| seconds * 1e6 / f64::from(3 * REQUESTS);
        println!("    {path:<60} {:>7.0} µs, bare {:>7.0} µs", each(our_time), each(bare_time));
        report.goal(figure, what, our_time / bare_time, Better::Lower, 1.5);
    }
    Ok(())
}

/// The answer, without the place of the next page: each server writes that down in its own way.
async fn answer(server: &Served, path: &str, token: &str) -> anyhow::Result<Value> {
    let asked = reqwest::Client::new().get(format!("{}{path}", server.url)).bearer_auth(token);
    let answer = asked.send().await?.error_for_status()?.bytes().await?;
    let mut answer: Value = serde_json::from_slice(&answer)?;
    answer.as_object_mut().context("no object")?.remove("next");
    Ok(answer)
}

async fn spent(server: &Served, path: &str, token: &str) -> anyhow::Result<f64> {
    let client = reqwest::Client::new();
    let url = format!("{}{path}", server.url);
    let mut before = 0.0;
    for n in 0..WARM_UP + REQUESTS {
        if n == WARM_UP {
            before = server.on_cpu()?;
        }
        client.get(&url).bearer_auth(token).send().await?.error_for_status()?.bytes().await?;
    }
    Ok(server.on_cpu()? - before)
}
