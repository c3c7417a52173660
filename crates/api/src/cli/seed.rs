//! `dsms seed`: products and prices for an empty database, or a living demo.

use std::cell::Cell;

use anyhow::bail;
use chrono::NaiveDate;
use clap::Args;

use crate::{
    app::{App, Clock},
    config::Config,
    seed::{self, demo, scale},
    setup,
};

#[derive(Debug, Args)]
pub struct Options {
    /// Partners, customers, orders and licenses in every state, and people of every role.
    #[arg(long)]
    demo: bool,
    /// The demo, and at least so many licenses more with their customers and orders: to see how lists
    /// and searches do. A demo that is there already is added to.
    #[arg(long, value_name = "LICENSES")]
    scale: Option<u32>,
    /// Do nothing where there are users already.
    #[arg(long)]
    if_empty: bool,
    /// The day that the demo is told on; today where nothing is given.
    #[arg(long)]
    today: Option<NaiveDate>,
    /// Only print the accounts of the demo.
    #[arg(long)]
    print_accounts: bool,
}

/// Fills the database.
///
/// # Errors
/// No database; there is data already and nothing said that this is fine.
pub async fn run(config: Config, options: Options) -> anyhow::Result<()> {
    if options.print_accounts {
        print!("{}", demo::accounts());
        return Ok(());
    }
    // Told on a day, the demo is the same every time; told now, nothing of it lies in the future.
    let now = options.today.map_or_else(|| Clock::System.now(), seed::morning);
    let app = seed::app(config, now).await?;
    let users = store::users::page(
        &app.db.read,
        domain::access::Scope::Everything,
        &domain::auth::wire::UserListQuery::default(),
    )
    .await?;
    if users.total > 0 {
        if let Some(licenses) = options.scale {
            sow(&app, licenses).await?;
            setup::close(&app).await;
            return Ok(());
        }
        if options.if_empty {
            return Ok(());
        }
        bail!("there is data already; seed an empty database, or say --if-empty");
    }
    seed::essentials(&app).await?;
    if options.demo || options.scale.is_some() {
        demo::tell(&app, now).await?;
        print!("{}", demo::accounts());
    }
    if let Some(licenses) = options.scale {
        sow(&app, licenses).await?;
    }
    setup::close(&app).await;
    Ok(())
}

/// Sows the large set, and says how far it is every fifty thousand licenses.
async fn sow(app: &App, licenses: u32) -> anyhow::Result<()> {
    let said = Cell::new(0);
    let sown = scale::sow(app, licenses, |sown| {
        if sown / 50_000 > said.get() {
            said.set(sown / 50_000);
            println!("{sown} licenses so far");
        }
    })
    .await?;
    println!("{sown} licenses, with their customers and orders");
    Ok(())
}
