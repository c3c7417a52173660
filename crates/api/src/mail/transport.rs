//! Where mails go: a mail server, or a folder that stands for one in development.

use std::{
    fmt, fs,
    io::{self, Write},
    path::{Path, PathBuf},
    time::Duration,
};

use lettre::{
    AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor,
    message::header::MessageId,
    transport::smtp::{
        authentication::Credentials,
        client::{Tls as Mode, TlsParameters},
    },
};
use secrecy::{ExposeSecret, SecretString};

use super::{MailError, message};

/// How the conversation with the mail server is kept from others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tls {
    /// Not at all: for a server on the same machine.
    None,
    /// From the greeting on; without it, nothing is sent.
    StartTls,
    /// From the first byte on.
    Tls,
}

/// How a mail server is reached.
#[derive(Debug, Clone)]
pub struct SmtpSettings {
    pub host: String,
    pub port: u16,
    pub tls: Tls,
    pub username: Option<String>,
    pub password: Option<SecretString>,
    /// For the whole conversation.
    pub timeout: Duration,
}

/// Where mails go.
#[derive(Clone)]
pub enum Transport {
    Smtp {
        server: String,
        client: AsyncSmtpTransport<Tokio1Executor>,
        patience: Duration,
    },
    /// Writes `<message-id>.eml`.
    File {
        dir: PathBuf,
    },
    /// Takes everything and keeps nothing.
    Discard,
}

impl fmt::Debug for Transport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Smtp { server, .. } => write!(f, "Smtp({server})"),
            Self::File { dir } => write!(f, "File({})", dir.display()),
            Self::Discard => f.write_str("Discard"),
        }
    }
}

/// Answers that blame us, not the mail: no or wrong credentials, no TLS (RFC 4954 §6). An
/// administrator mends it, and then the mail goes out.
const OURS_TO_MEND: [u16; 4] = [530, 534, 535, 538];

impl Transport {
    pub fn smtp(settings: &SmtpSettings) -> Result<Self, MailError> {
        let parameters = || {
            TlsParameters::new(settings.host.clone())
                .map_err(|error| MailError::Permanent(error.to_string()))
        };
        let mode = match settings.tls {
            Tls::None => Mode::None,
            Tls::StartTls => Mode::Required(parameters()?),
            Tls::Tls => Mode::Wrapper(parameters()?),
        };
        let mut builder = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(&settings.host)
            .port(settings.port)
            .tls(mode)
            .timeout(Some(settings.timeout));
        if let (Some(username), Some(password)) = (&settings.username, &settings.password) {
            builder = builder.credentials(Credentials::new(
                username.clone(),
                password.expose_secret().to_owned(),
            ));
        }
        Ok(Self::Smtp {
            server: format!("{}:{}", settings.host, settings.port),
            client: builder.build(),
            patience: settings.timeout,
        })
    }

    pub fn file(dir: impl AsRef<Path>) -> Self {
        Self::File { dir: dir.as_ref().to_owned() }
    }

    /// Hands a message over, and answers what the server said to it.
    pub async fn send(&self, message: &Message) -> Result<String, MailError> {
        match self {
            Self::Smtp { server, client, patience } => {
                // The library's own time-out ends with connecting; a server that is silent or
                // drips its answers is given up all the same.
                match tokio::time::timeout(*patience, client.send(message.clone())).await {
                    Ok(Ok(response)) => {
                        let words: Vec<&str> = response.message().collect();
                        Ok(format!("{} {}", response.code(), words.join(" ")))
                    }
                    Ok(Err(error)) => Err(judged(server, &error)),
                    Err(_) => Err(MailError::Temporary(format!("{server} did not finish in time"))),
                }
            }
            Self::File { dir } => {
                let (dir, bytes) = (dir.clone(), message.formatted());
                let name = eml_name(message);
                let path = dir.join(&name);
                tokio::task::spawn_blocking(move || write(&dir, &path, &bytes))
                    .await
                    .map_err(|error| MailError::Temporary(error.to_string()))?
                    .map_err(|error| MailError::Temporary(format!("{name}: {error}")))?;
                Ok("written to a file".to_owned())
            }
            Self::Discard => Ok("discarded".to_owned()),
        }
    }
}

/// Whether it is worth another try, with the server's own words.
fn judged(server: &str, error: &lettre::transport::smtp::Error) -> MailError {
    let words = format!("{server}: {error}");
    let code = error.status().map(u16::from);
    if error.is_permanent() && !code.is_some_and(|code| OURS_TO_MEND.contains(&code)) {
        MailError::Permanent(words)
    } else {
        MailError::Temporary(words)
    }
}

fn eml_name(message: &Message) -> String {
    let id = message.headers().get::<MessageId>();
    let id = id.as_ref().map_or("mail", AsRef::as_ref);
    format!("{}.eml", message::file_name(id.trim_matches(['<', '>'])))
}

/// Readers see the whole mail or none: written beside its place, then moved there.
fn write(dir: &Path, path: &Path, bytes: &[u8]) -> io::Result<()> {
    fs::create_dir_all(dir)?;
    let draft = path.with_extension("eml.new");
    let mut file = fs::File::create(&draft)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(&draft, path)
}

#[cfg(test)]
#[path = "transport_tests.rs"]
mod tests;
