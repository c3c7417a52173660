//! `dsms seed`: products and prices for an empty database, or a living demo.

use anyhow::bail;
use chrono::NaiveDate;
use clap::Args;

use crate::{
    app::Clock,
    config::Config,
    seed::{self, demo},
    setup,
};

#[derive(Debug, Args)]
pub struct Options {
    /// Partners, customers, orders and licenses in every state, and people of every role.
    #[arg(long)]
    demo: bool,
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
        if options.if_empty {
            return Ok(());
        }
        bail!("there is data already; seed an empty database, or say --if-empty");
    }
    seed::essentials(&app).await?;
    if options.demo {
        demo::tell(&app, now).await?;
        print!("{}", demo::accounts());
    }
    setup::close(&app).await;
    Ok(())
}
