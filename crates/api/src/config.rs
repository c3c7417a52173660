//! Settings: defaults, then a file, then the environment. Unsafe ones do not start in production.

use std::path::Path;

use config::{Config as Source, Environment as Env, File, FileFormat};
use secrecy::{ExposeSecret as _, SecretString};
use serde::Deserialize;

/// The defaults, which are also the manual.
pub const DEFAULTS: &str = include_str!("../../../config/default.toml");

/// Fewest characters of a secret in production.
const SECRET_LENGTH: usize = 32;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Environment {
    Development,
    Production,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    pub environment: Environment,
    pub http: Http,
    pub database: Database,
    pub auth: Auth,
    pub licensing: Licensing,
    pub approval: Approval,
    pub mail: Mail,
    pub worker: Worker,
    pub log: Log,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Http {
    pub bind: String,
    pub public_url: String,
    pub workers: usize,
    pub body_limit: usize,
    pub behind_proxy: bool,
    pub shutdown_seconds: u64,
}

impl Http {
    /// Whether people come by https.
    pub fn is_tls(&self) -> bool {
        self.public_url.starts_with("https://")
    }
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Database {
    pub url: SecretString,
    pub connections: u32,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Auth {
    pub token_secret: SecretString,
    pub argon2_memory: u32,
    pub argon2_passes: u32,
    pub session_days: u32,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Licensing {
    pub keys_dir: std::path::PathBuf,
    pub issuer: String,
    pub code_secret: SecretString,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Approval {
    pub four_eyes: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum MailTransport {
    File,
    Smtp,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum MailTls {
    None,
    Starttls,
    Tls,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mail {
    pub transport: MailTransport,
    pub dir: std::path::PathBuf,
    pub from: String,
    pub host: String,
    pub port: u16,
    pub tls: MailTls,
    pub username: String,
    pub password: SecretString,
    pub timeout_seconds: u64,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Worker {
    pub enabled: bool,
    pub interval_ms: u64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    Text,
    Json,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Log {
    pub format: LogFormat,
    pub filter: String,
}

impl Config {
    /// Reads defaults, `file` and the environment, in this order.
    ///
    /// # Errors
    /// An unreadable file, an unknown key, a value of the wrong kind: named with its place.
    pub fn load(file: Option<&Path>) -> Result<Self, config::ConfigError> {
        let mut builder = Source::builder().add_source(File::from_str(DEFAULTS, FileFormat::Toml));
        if let Some(file) = file {
            builder = builder.add_source(File::from(file).format(FileFormat::Toml));
        }
        builder
            .add_source(
                Env::with_prefix("DSMS").prefix_separator("__").separator("__").try_parsing(true),
            )
            .build()?
            .try_deserialize()
    }

    /// Reads settings from text alone, without file and environment.
    ///
    /// # Errors
    /// As [`Config::load`].
    pub fn from_toml(text: &str) -> Result<Self, config::ConfigError> {
        let defaults = Source::builder().add_source(File::from_str(DEFAULTS, FileFormat::Toml));
        defaults.add_source(File::from_str(text, FileFormat::Toml)).build()?.try_deserialize()
    }

    /// Every setting that must not go into production, in words; empty when all is well.
    pub fn unsafe_settings(&self) -> Vec<String> {
        let mut found = Vec::new();
        let mut demand = |is_safe: bool, complaint: &str| {
            if !is_safe {
                found.push(complaint.to_owned());
            }
        };
        let is_strong = |secret: &SecretString| secret.expose_secret().len() >= SECRET_LENGTH;
        demand(
            is_strong(&self.auth.token_secret),
            "auth.token_secret: set a random secret of at least 32 characters",
        );
        demand(
            is_strong(&self.licensing.code_secret),
            "licensing.code_secret: set a random secret of at least 32 characters",
        );
        demand(
            self.auth.token_secret.expose_secret() != self.licensing.code_secret.expose_secret()
                || self.auth.token_secret.expose_secret().is_empty(),
            "licensing.code_secret: must differ from auth.token_secret",
        );
        demand(self.http.is_tls(), "http.public_url: must begin with https://");
        demand(
            self.mail.transport == MailTransport::Smtp,
            "mail.transport: \"file\" delivers no mail; set \"smtp\"",
        );
        demand(
            self.mail.transport == MailTransport::File || self.mail.tls != MailTls::None,
            "mail.tls: \"none\" sends licenses in the clear; set \"starttls\" or \"tls\"",
        );
        demand(
            self.auth.argon2_memory >= 19_456 && self.auth.argon2_passes >= 2,
            "auth.argon2_memory, auth.argon2_passes: at least 19456 KiB and 2 passes",
        );
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_defaults_are_complete_and_unfit_for_production() {
        let config = Config::from_toml("").unwrap();

        let complaints = config.unsafe_settings();
        for key in ["auth.token_secret", "licensing.code_secret", "public_url", "mail.transport"] {
            assert!(complaints.iter().any(|complaint| complaint.contains(key)), "{key}");
        }
    }

    #[test]
    fn secrets_are_not_printed() {
        let config = Config::from_toml("[auth]\ntoken_secret='canary-canary'").unwrap();

        assert!(!format!("{config:?}").contains("canary"));
    }
}
