//! `dsms keys`: the keys that sign licenses. Says their ids, never what is in them.

use std::{process::ExitCode, time::Duration};

use chrono::{DateTime, Utc};
use clap::Subcommand;

use crate::{
    config::Config,
    keys::rotation::{self, Kept},
    setup,
};

#[derive(Debug, Subcommand)]
pub enum Action {
    /// List the keys: which one signs, and which license keys hang on each.
    List,
    /// Sign with a new key from now on. The old one keeps verifying; running servers notice by themselves.
    Rotate {
        /// A key that is in the folder already, instead of a new one.
        #[arg(long, value_name = "KID", allow_hyphen_values = true)]
        to: Option<String>,
        /// Seconds between publishing the key and signing with it. With caches in front of
        /// `/.well-known/jwks.json`: 300 or more.
        #[arg(long, default_value_t = 5)]
        wait: u64,
    },
    /// Take an old key out of use: nothing verifies with it any more.
    Retire {
        /// Its id, as `dsms keys list` says.
        #[arg(allow_hyphen_values = true)]
        kid: String,
        /// Even if license keys in use verify with it alone; says how many those are.
        #[arg(long)]
        force: bool,
    },
}

impl Action {
    /// # Errors
    /// No database, a folder that cannot be written, a key that must stay.
    pub async fn run(self, config: Config) -> anyhow::Result<ExitCode> {
        let app = setup::app(config).await?;
        match self {
            Self::List => {
                for kept in rotation::list(&app).await? {
                    println!("{}", line(&kept));
                }
            }
            Self::Rotate { to, wait } => {
                let done = rotation::rotate(&app, to, Duration::from_secs(wait)).await?;
                println!("{} signs from now on.\n{} keeps verifying.", done.to, done.from);
            }
            Self::Retire { kid, force } => {
                let broken = rotation::retire(&app, &kid, force).await?;
                println!("{kid} is out of use.");
                if broken > 0 {
                    println!("{broken} license keys in use no longer verify; deliver them again.");
                }
            }
        }
        setup::close(&app).await;
        Ok(ExitCode::SUCCESS)
    }
}

fn line(kept: &Kept) -> String {
    let written = DateTime::<Utc>::from(kept.key.written).format("%Y-%m-%d %H:%M UTC");
    let state = if kept.key.signs { "signs   " } else { "verifies" };
    let used = match &kept.signed {
        Some(signed) => format!("{} license keys in use, until {}", signed.in_use, signed.until),
        None => "no license key in use".to_owned(),
    };
    format!("{}  {state}  {written}  {used}", kept.key.kid)
}
