//! `dsms create-admin`: the first way in.

use std::io::{IsTerminal as _, stdin};

use anyhow::{Context as _, bail};
use clap::Args;
use domain::{Lang, access::Role};
use secrecy::SecretString;

use crate::{config::Config, setup, users::service::NewUser};

#[derive(Debug, Args)]
pub struct Options {
    /// What they sign in with.
    #[arg(long)]
    username: String,
    #[arg(long)]
    email: String,
    /// What people call them; the user name where nothing is given.
    #[arg(long)]
    name: Option<String>,
}

/// Creates the administrator.
///
/// # Errors
/// A password that will not do, a name that is taken, no database.
pub async fn run(config: Config, options: Options) -> anyhow::Result<()> {
    let password = if stdin().is_terminal() {
        rpassword::prompt_password("Password: ").context("no password was read")?
    } else {
        let mut line = String::new();
        stdin().read_line(&mut line).context("no password was read")?;
        line.trim_end_matches(['\r', '\n']).to_owned()
    };
    if let Err(refusal) = domain::auth::check_password(&password, &options.username) {
        bail!("the password will not do: {refusal}");
    }
    let app = setup::app(config).await?;
    let user = NewUser {
        name: options.name.unwrap_or_else(|| options.username.clone()),
        username: options.username,
        email: options.email,
        role: Role::Admin,
        partner: None,
        language: Lang::Zh,
        password: SecretString::from(password),
    };
    let username = user.username.clone();
    crate::users::service::create(&app, None, user).await?;
    println!("Created the administrator {username}.");
    Ok(())
}
