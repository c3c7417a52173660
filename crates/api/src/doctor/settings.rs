//! What the settings alone tell.

use std::{collections::BTreeSet, net::SocketAddr};

use secrecy::{ExposeSecret as _, SecretString};
use tracing_subscriber::EnvFilter;
use url::Url;

use super::{Finding, Findings, Rule};
use crate::{
    config::{
        Auth, Config, Database, Environment, Http, Imap, ImapTls, LogFormat, Mail, MailTls,
        MailTransport,
    },
    deliveries::jobs,
    mail::{Mailer, Transport},
};

/// Fewest characters of a secret.
const SECRET_LENGTH: usize = 32;
/// Random hexadecimal digits of that length have more different ones, all but once in a million.
const DISTINCT: usize = 8;
/// What stands in examples, ours and others'.
const PLACEHOLDERS: [&str; 6] =
    ["changeme", "change-me", "secret", "password", "example", "only-to-look-around"];

/// Looks at every setting.
pub fn examine(config: &Config) -> Vec<Finding> {
    let mut found = Findings::default();
    found.when(config.environment != Environment::Production, Rule::NotProduction);
    secrets(config, &mut found);
    http(&config.http, &mut found);
    auth(&config.auth, &mut found);
    database(&config.database, &mut found);
    mail(&config.mail, &mut found);
    imap(&config.lead_mail.imap, &mut found);
    found.when(!config.approval.four_eyes, Rule::FourEyesOff);
    found.when(is_example(&config.licensing.issuer), Rule::IssuerPlaceholder);
    found.when(!(50..=60_000).contains(&config.worker.interval_ms), Rule::WorkerInterval);
    log(&config.log.filter, &mut found);
    found.when(config.log.format == LogFormat::Text, Rule::LogForPeople);
    found.0
}

fn secrets(config: &Config, found: &mut Findings) {
    let is_short = |secret: &SecretString| secret.expose_secret().len() < SECRET_LENGTH;
    let (token, code) = (&config.auth.token_secret, &config.licensing.code_secret);
    found.when(is_short(token), Rule::TokenSecretShort);
    found.when(!is_short(token) && is_guessable(token), Rule::TokenSecretGuessable);
    found.when(is_short(code), Rule::CodeSecretShort);
    found.when(!is_short(code) && is_guessable(code), Rule::CodeSecretGuessable);
    let database = Url::parse(config.database.url.expose_secret())
        .ok()
        .and_then(|url| url.password().map(str::to_owned))
        .unwrap_or_default();
    let all = [
        ("auth.token_secret", token.expose_secret()),
        ("licensing.code_secret", code.expose_secret()),
        ("mail.password", config.mail.password.expose_secret()),
        ("the database's password", &database),
    ];
    for (at, (name, secret)) in all.iter().enumerate() {
        for (other, _) in all[at + 1..].iter().filter(|(_, it)| !it.is_empty() && it == secret) {
            found.at(Rule::SecretReused, format!("{name} and {other}"));
        }
    }
}

fn is_guessable(secret: &SecretString) -> bool {
    let text = secret.expose_secret().to_lowercase();
    text.chars().collect::<BTreeSet<_>>().len() < DISTINCT
        || PLACEHOLDERS.iter().any(|word| text.contains(word))
}

/// Names that the standards keep for examples (RFC 2606), wherever they stand.
fn is_example(text: &str) -> bool {
    let text = text.to_lowercase();
    ["example.com", "example.org", "example.net", ".example"].iter().any(|it| text.contains(it))
}

fn is_local(host: &str) -> bool {
    matches!(host, "localhost" | "::1" | "[::1]" | "") || host.starts_with("127.")
}

fn http(http: &Http, found: &mut Findings) {
    found.when(!http.is_tls(), Rule::PublicUrlNotHttps);
    let host = Url::parse(&http.public_url).ok().and_then(|url| url.host_str().map(str::to_owned));
    let is_nowhere = is_example(&http.public_url) || host.is_none_or(|host| is_local(&host));
    found.when(is_nowhere, Rule::PublicUrlPlaceholder);
    let bound: Option<SocketAddr> = http.bind.parse().ok();
    let is_open = bound.is_some_and(|address| !address.ip().is_loopback());
    found.when(is_open && !http.behind_proxy, Rule::OpenToAll);
    found.when(!is_open && http.is_tls() && !http.behind_proxy, Rule::ProxyNotTrusted);
    let cores = std::thread::available_parallelism().map_or(2, usize::from);
    found.when(http.workers > 16 * cores, Rule::TooManyThreads);
    found.when(http.body_limit > 16 << 20, Rule::BodyLimitHuge);
    found.when(http.body_limit < 64 << 10, Rule::BodyLimitTiny);
    found.when(http.shutdown_seconds < 5, Rule::StopTooHasty);
}

fn auth(auth: &Auth, found: &mut Findings) {
    found.when(auth.argon2_memory < 19_456 || auth.argon2_passes < 2, Rule::Argon2Cheap);
    found.when(auth.argon2_memory > 512 << 10, Rule::Argon2Dear);
    found.when(auth.session_days > 30, Rule::SessionTooLong);
}

fn database(database: &Database, found: &mut Findings) {
    let text = database.url.expose_secret();
    if text.starts_with("sqlite:") {
        let is_in_memory = text.contains(":memory:") || text.contains("mode=memory");
        found.when(is_in_memory, Rule::SqliteTemporary);
        let is_relative = store::embedded_file(text).is_some_and(|file| file.is_relative());
        found.when(is_relative && !is_in_memory, Rule::SqliteRelative);
        return;
    }
    let Ok(url) = Url::parse(text) else { return };
    let mode = url.query_pairs().find(|(name, _)| name == "ssl-mode" || name == "sslmode");
    let is_encrypted = mode.is_some_and(|(_, mode)| {
        matches!(mode.to_lowercase().as_str(), "required" | "verify_ca" | "verify_identity")
    });
    let is_near = is_local(url.host_str().unwrap_or_default());
    found.when(!is_near && !is_encrypted, Rule::DatabaseInTheClear);
    found.when(url.username() == "root", Rule::DatabaseAsRoot);
    found.when(url.password().unwrap_or_default().is_empty(), Rule::DatabaseWithoutPassword);
}

fn mail(mail: &Mail, found: &mut Findings) {
    found.when(mail.transport == MailTransport::File, Rule::MailToFiles);
    let is_smtp = mail.transport == MailTransport::Smtp;
    let is_plain = mail.tls == MailTls::None && !is_local(&mail.host);
    found.when(is_smtp && is_plain, Rule::MailInTheClear);
    let is_address = Mailer::new(Transport::Discard, &mail.from).is_ok();
    found.when(!is_address, Rule::MailFromInvalid);
    found.when(is_address && is_example(&mail.from), Rule::MailFromPlaceholder);
    let has_password = !mail.password.expose_secret().is_empty();
    found.when(mail.username.is_empty() == has_password, Rule::MailSignInHalf);
    let lease = u64::try_from(jobs::LEASE.num_seconds()).unwrap_or_default();
    found.when(mail.timeout_seconds == 0 || mail.timeout_seconds >= lease, Rule::MailPatience);
}

fn imap(imap: &Imap, found: &mut Findings) {
    if imap.host.is_empty() {
        return;
    }
    let is_plain = imap.tls == ImapTls::None && !is_local(&imap.host);
    found.when(is_plain, Rule::ImapInTheClear);
    let has_password = !imap.password.expose_secret().is_empty();
    let is_whole = has_password && !imap.username.is_empty() && !imap.taken_by.is_empty();
    found.when(!is_whole, Rule::ImapHalf);
}

fn log(filter: &str, found: &mut Findings) {
    found.when(EnvFilter::try_new(filter).is_err(), Rule::LogFilterInvalid);
    let filter = filter.to_lowercase();
    found.when(filter.contains("debug") || filter.contains("trace"), Rule::LogVerbose);
}
