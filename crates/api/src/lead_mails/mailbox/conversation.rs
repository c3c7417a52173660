//! The conversation with the mailbox's server (RFC 3501), read only: nothing is marked or deleted.

use std::{fmt, net::SocketAddr, path::Path, sync::Arc, time::Duration};

use anyhow::{Context as _, Result, bail, ensure};
use async_imap::{Client, Session};
use domain::lead_mails::MOST_BYTES;
use futures_util::StreamExt as _;
use rustls::{
    ClientConfig, RootCertStore,
    pki_types::{CertificateDer, ServerName, pem::PemObject as _},
};
use secrecy::ExposeSecret as _;
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::{TcpStream, lookup_host},
    time::timeout,
};
use tokio_rustls::TlsConnector;

use crate::config::{Imap, ImapTls};

/// How long the server may take over one answer.
const PATIENCE: Duration = Duration::from_secs(30);
/// Bytes of the headers of a mail that is too large to be read.
const MOST_HEAD: usize = 64 << 10;

trait Wire: AsyncRead + AsyncWrite + Unpin + Send + fmt::Debug {}

impl<T: AsyncRead + AsyncWrite + Unpin + Send + fmt::Debug> Wire for T {}

/// A mail of the folder.
pub(super) enum Fetched {
    Whole(Vec<u8>),
    /// Its headers and its size in bytes.
    TooLarge(Vec<u8>, u32),
    /// Somebody deleted it a moment ago.
    Gone,
}

/// An open folder.
pub(super) struct Conversation {
    session: Session<Box<dyn Wire>>,
    pub(super) uid_validity: u32,
}

impl Conversation {
    /// Connects, signs in and opens the folder to be read.
    pub(super) async fn open(imap: &Imap) -> Result<Self> {
        timeout(PATIENCE, Self::opened(imap)).await.context("the server did not answer in time")?
    }

    async fn opened(imap: &Imap) -> Result<Self> {
        let wire = connect(imap).await?;
        let mut client = Client::new(wire);
        ensure!(client.read_response().await?.is_some(), "the server closed the connection");
        let password = imap.password.expose_secret();
        let signed_in = client.login(&imap.username, password).await;
        let mut session = signed_in.map_err(|(error, _)| error).context("signing in")?;
        let folder = session.examine(&imap.folder).await.context("opening the folder")?;
        let uid_validity =
            folder.uid_validity.context("the server gives mails no lasting number")?;
        Ok(Self { session, uid_validity })
    }

    /// The numbers of the mails after this one, the lowest first.
    pub(super) async fn after(&mut self, last: u32) -> Result<Vec<u32>> {
        let Some(next) = last.checked_add(1) else { return Ok(Vec::new()) };
        let asked = self.session.uid_search(format!("UID {next}:*"));
        let found =
            timeout(PATIENCE, asked).await.context("the server did not answer in time")??;
        // `*` is the last mail, even where that is before the first that is asked for.
        let mut uids: Vec<u32> = found.into_iter().filter(|uid| *uid >= next).collect();
        uids.sort_unstable();
        Ok(uids)
    }

    /// Fetches one, its size first.
    pub(super) async fn fetch(&mut self, uid: u32) -> Result<Fetched> {
        let fetched = timeout(4 * PATIENCE, self.fetched(uid)).await;
        fetched.context("the server did not answer in time")?
    }

    async fn fetched(&mut self, uid: u32) -> Result<Fetched> {
        let mut size = None;
        let mut answers = self.session.uid_fetch(uid.to_string(), "(UID RFC822.SIZE)").await?;
        while let Some(answer) = answers.next().await {
            let answer = answer?;
            if answer.uid == Some(uid) {
                size = answer.size;
            }
        }
        drop(answers);
        let Some(size) = size else { return Ok(Fetched::Gone) };
        if usize::try_from(size)? > MOST_BYTES {
            let head = self.bytes(uid, &format!("BODY.PEEK[]<0.{MOST_HEAD}>")).await?;
            return Ok(head.map_or(Fetched::Gone, |head| Fetched::TooLarge(head, size)));
        }
        // Bounded by the request: a size is only what the server says.
        let whole = self.bytes(uid, &format!("BODY.PEEK[]<0.{}>", MOST_BYTES + 1)).await?;
        Ok(whole.map_or(Fetched::Gone, Fetched::Whole))
    }

    async fn bytes(&mut self, uid: u32, what: &str) -> Result<Option<Vec<u8>>> {
        let mut answers = self.session.uid_fetch(uid.to_string(), format!("(UID {what})")).await?;
        let mut body = None;
        while let Some(answer) = answers.next().await {
            let answer = answer?;
            if answer.uid == Some(uid) {
                body = answer.body().map(<[u8]>::to_vec);
            }
        }
        Ok(body)
    }

    /// Takes leave; nothing depends on how.
    pub(super) async fn close(mut self) {
        if !matches!(timeout(PATIENCE, self.session.logout()).await, Ok(Ok(()))) {
            tracing::debug!("the mailbox's server did not take leave");
        }
    }
}

async fn connect(imap: &Imap) -> Result<Box<dyn Wire>> {
    let host = imap.host.as_str();
    let found: Vec<SocketAddr> = lookup_host((host, imap.port)).await?.collect();
    ensure!(!found.is_empty(), "{host} has no address");
    if imap.tls == ImapTls::None && !found.iter().all(|address| address.ip().is_loopback()) {
        bail!("without TLS only a server on this machine is read");
    }
    let tcp = TcpStream::connect(found.as_slice()).await.context("connecting")?;
    if imap.tls == ImapTls::None {
        return Ok(Box::new(tcp));
    }
    let connector = TlsConnector::from(Arc::new(tls(&imap.ca_file)?));
    let name = ServerName::try_from(host.to_owned())?;
    Ok(Box::new(connector.connect(name, tcp).await.context("TLS")?))
}

fn tls(ca_file: &Path) -> Result<ClientConfig> {
    let mut roots = RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
    if !ca_file.as_os_str().is_empty() {
        for certificate in
            CertificateDer::pem_file_iter(ca_file).context("lead_mail.imap.ca_file")?
        {
            roots.add(certificate?)?;
        }
    }
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let builder =
        ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions()?;
    Ok(builder.with_root_certificates(roots).with_no_client_auth())
}
