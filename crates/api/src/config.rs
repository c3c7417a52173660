//! Settings: defaults, then a file, then the environment. `doctor` says which are unsafe.

use std::path::{Path, PathBuf};

use config::{Config as Source, Environment as Env, File, FileFormat};
use secrecy::SecretString;
use serde::Deserialize;

/// The defaults, which are also the manual.
pub const DEFAULTS: &str = include_str!("../../../config/default.toml");

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
    pub lead_mail: LeadMail,
    pub print: Print,
    pub worker: Worker,
    pub webhooks: Webhooks,
    pub log: Log,
    /// The file that they were read from, if there was one.
    #[serde(skip)]
    pub file: Option<PathBuf>,
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
    pub session_trust_ms: u32,
    pub require_totp: bool,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Licensing {
    pub keys_dir: PathBuf,
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
    pub dir: PathBuf,
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
pub struct LeadMail {
    pub imap: Imap,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ImapTls {
    None,
    Tls,
}

/// The mailbox whose mails may become leads.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Imap {
    pub host: String,
    pub port: u16,
    pub tls: ImapTls,
    pub ca_file: PathBuf,
    pub username: String,
    pub password: SecretString,
    pub folder: String,
    pub every_seconds: u32,
    pub taken_by: String,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Print {
    pub font: PathBuf,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Worker {
    pub enabled: bool,
    pub interval_ms: u64,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Webhooks {
    pub allow_internal: bool,
    pub timeout_seconds: u64,
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
        let read: Self = builder
            .add_source(
                Env::with_prefix("DSMS").prefix_separator("__").separator("__").try_parsing(true),
            )
            .build()?
            .try_deserialize()?;
        Ok(Self { file: file.map(Path::to_path_buf), ..read })
    }

    /// Reads settings from text alone, without file and environment.
    ///
    /// # Errors
    /// As [`Config::load`].
    pub fn from_toml(text: &str) -> Result<Self, config::ConfigError> {
        let defaults = Source::builder().add_source(File::from_str(DEFAULTS, FileFormat::Toml));
        defaults.add_source(File::from_str(text, FileFormat::Toml)).build()?.try_deserialize()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_not_printed() {
        let config = Config::from_toml("[auth]\ntoken_secret='canary-canary'").unwrap();

        assert!(!format!("{config:?}").contains("canary"));
    }
}
