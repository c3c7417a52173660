//! A mailbox on a real server (Dovecot, over TLS) that is read by itself: each mail once, whatever
//! stops the reader.

use std::{
    fs,
    net::TcpListener,
    num::NonZero,
    os::unix::{fs::PermissionsExt as _, process::CommandExt as _},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::Duration,
};

use api::{config::ImapTls, lead_mails::mailbox};
use chrono::TimeDelta;
use client::Client;
use domain::{
    access::Role,
    id::LeadId,
    lead_mails::{
        MailState, Verdict,
        wire::{LeadMailListQuery, LeadMailRow, MailSource},
    },
};
use secrecy::SecretString;
use tempfile::TempDir;
use testkit::{TestApp, key};

const DOVECOT: &str = "/usr/sbin/dovecot";
/// Whose uid a server runs under that root starts: Dovecot reads no mail as root.
const NOBODY: u32 = 65_534;

/// A server of this test's own on a free port, gone with it.
struct Dovecot {
    folder: TempDir,
    port: u16,
    server: Child,
}

impl Drop for Dovecot {
    fn drop(&mut self) {
        // It takes its children along when it is asked to end.
        let _asked = Command::new("kill").arg(self.server.id().to_string()).status();
        let _ended = self.server.wait();
    }
}

fn said(program: &str, argument: &str) -> String {
    let output = Command::new(program).arg(argument).output().unwrap();
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

impl Dovecot {
    fn start() -> Self {
        assert!(Path::new(DOVECOT).exists(), "this test needs the package dovecot-imapd");
        let folder = tempfile::tempdir().unwrap();
        let at = folder.path().to_owned();
        for name in ["run", "home", "mail", "mail/new", "mail/cur", "mail/tmp"] {
            fs::create_dir(at.join(name)).unwrap();
        }
        let is_root = said("id", "-u") == "0";
        let (uid, gid, user, group) = if is_root {
            (NOBODY.to_string(), NOBODY.to_string(), "nobody".to_owned(), "nogroup".to_owned())
        } else {
            (said("id", "-u"), said("id", "-g"), said("id", "-un"), said("id", "-gn"))
        };
        certificate(&at);
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let conf = format!(
            "protocols = imap\nbase_dir = {at}/run\nstate_dir = {at}/run\nlog_path = {at}/log\nssl = required\n\
             ssl_cert = <{at}/cert.pem\nssl_key = <{at}/key.pem\nmail_location = maildir:{at}/mail\n\
             default_internal_user = {user}\ndefault_internal_group = {group}\ndefault_login_user = {user}\n\
             first_valid_uid = 1\nfirst_valid_gid = 1\nservice anvil {{\n chroot =\n}}\n\
             service imap-login {{\n chroot =\n inet_listener imap {{\n port = 0\n}}\n\
             inet_listener imaps {{\n address = 127.0.0.1\n port = {port}\n ssl = yes\n}}\n}}\n\
             passdb {{\n driver = static\n args = password=secret\n}}\n\
             userdb {{\n driver = static\n args = uid={uid} gid={gid} home={at}/home\n}}\n",
            at = at.display(),
        );
        fs::write(at.join("conf"), conf).unwrap();
        let mut command = Command::new(DOVECOT);
        command.arg("-F").arg("-c").arg(at.join("conf")).stderr(Stdio::inherit());
        if is_root {
            fs::set_permissions(&at, fs::Permissions::from_mode(0o755)).unwrap();
            let owner = format!("{NOBODY}:{NOBODY}");
            assert!(
                Command::new("chown").args(["-R", &owner]).arg(&at).status().unwrap().success()
            );
            command.uid(NOBODY).gid(NOBODY);
        }
        let server = command.spawn().unwrap();
        Self { folder, port, server }
    }

    async fn is_up(&self) {
        for _ in 0..100 {
            if tokio::net::TcpStream::connect(("127.0.0.1", self.port)).await.is_ok() {
                return;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        panic!("{}", fs::read_to_string(self.folder.path().join("log")).unwrap_or_default());
    }

    fn deliver(&self, number: usize, raw: &[u8]) {
        let file =
            self.folder.path().join(format!("mail/new/{}.{number}.test", 1_795_000_000 + number));
        fs::write(&file, raw).unwrap();
        fs::set_permissions(&file, fs::Permissions::from_mode(0o644)).unwrap();
    }

    fn certificate(&self) -> PathBuf {
        self.folder.path().join("cert.pem")
    }

    async fn app(&self) -> TestApp {
        TestApp::start_with(|config| {
            let imap = &mut config.lead_mail.imap;
            "127.0.0.1".clone_into(&mut imap.host);
            (imap.port, imap.tls) = (self.port, ImapTls::Tls);
            imap.ca_file = self.certificate();
            "sales".clone_into(&mut imap.username);
            imap.password = SecretString::from("secret");
            "sales_rep".clone_into(&mut imap.taken_by);
        })
        .await
    }
}

/// One that nobody else trusts.
fn certificate(at: &Path) {
    let made = Command::new("openssl")
        .args(["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"])
        .args(["-nodes", "-days", "30", "-subj", "/CN=127.0.0.1"])
        .args(["-addext", "subjectAltName=IP:127.0.0.1"])
        .args(["-addext", "basicConstraints=critical,CA:FALSE"])
        .arg("-keyout")
        .arg(at.join("key.pem"))
        .arg("-out")
        .arg(at.join("cert.pem"))
        .stderr(Stdio::null())
        .status();
    assert!(made.unwrap().success());
}

fn mail(id: &str, headers: &str, subject: &str, body: &str) -> Vec<u8> {
    format!(
        "From: Wang Wei <{id}@huachuang.example>\r\nTo: sales@ours.example\r\nMessage-ID: <{id}@huachuang.example>\r\n\
         Subject: {subject}\r\n{headers}Content-Type: text/plain; charset=utf-8\r\n\r\n{body}\r\n"
    )
    .into_bytes()
}

fn enquiry(n: usize) -> Vec<u8> {
    mail(
        &format!("p{n}"),
        "",
        &format!("Enquiry {n}"),
        "We want the enterprise edition for 300 users.",
    )
}

/// Stops the reader at later and later instants, then lets two of them read to the end.
async fn read_on(app: &TestApp) {
    for stop in 0..30 {
        let patience = Duration::from_millis(20 + 12 * stop);
        let _stopped = tokio::time::timeout(patience, mailbox::turn(&app.app, "one")).await;
    }
    loop {
        app.pass(TimeDelta::minutes(10));
        let two = (mailbox::turn(&app.app, "one"), mailbox::turn(&app.app, "two"));
        let (one, two) = futures_util::future::join(two.0, two.1).await;
        if one.unwrap() + two.unwrap() == 0 {
            return;
        }
    }
}

async fn in_state(client: &Client, state: MailState) -> Vec<LeadMailRow> {
    let mut rows = Vec::new();
    for page in (1..).filter_map(NonZero::new) {
        let states = vec![state];
        let query = LeadMailListQuery { state: states, page, per_page: 100, ..Default::default() };
        let found = client.lead_mails(&query).await.unwrap();
        rows.extend(found.items);
        if rows.len() as u64 >= found.total {
            break;
        }
    }
    rows
}

#[actix_web::test]
async fn two_hundred_mails_come_in_once_each_whatever_stops_the_reader() {
    let server = Dovecot::start();
    server.is_up().await;
    let app = server.app().await;
    let mut number = 0;
    let mut deliver = |raw: &[u8]| {
        number += 1;
        server.deliver(number, raw);
    };

    for n in 0..120 {
        deliver(&enquiry(n));
    }
    read_on(&app).await;

    let rep = app.as_role(Role::SalesManager).await;
    let waiting = in_state(&rep, MailState::Waiting).await;
    assert_eq!(waiting.len(), 120);
    assert!(waiting.iter().all(|row| row.source == MailSource::Mailbox));
    let mut leads: Vec<LeadId> = Vec::new();
    for n in 0..20 {
        let subject = format!("Enquiry {n}");
        let row = waiting.iter().find(|row| row.subject == subject).unwrap();
        let view = rep.lead_mail(row.id).await.unwrap();
        let done = rep.confirm_lead_mail(row.id, view.version, &view.draft, &key()).await.unwrap();
        leads.push(done.mail.lead_id.unwrap());
    }

    for n in 0..20 {
        let answers = format!("In-Reply-To: <p{n}@huachuang.example>\r\n");
        deliver(&mail(&format!("r{n}"), &answers, &format!("Re: Enquiry {n}"), "And the price?"));
        let machine = "Auto-Submitted: auto-replied\r\n";
        deliver(&mail(&format!("a{n}"), machine, "Out of office", "I am away."));
        deliver(&enquiry(n * 3));
    }
    for n in 0..10 {
        let inner = "Here.\r\n\r\n---------- Forwarded message ---------\r\nFrom: Li Na <lina@acme.example>\r\n\
                     Subject: Quote\r\n\r\nWe need 50 seats.";
        deliver(&mail(&format!("f{n}"), "", &format!("Fwd: Quote {n}"), inner));
        deliver(format!("\u{1}\u{2} no header {n} \u{0}\r\n\r\n\r\n").as_bytes());
    }
    read_on(&app).await;

    let rep = app.as_role(Role::SalesManager).await;
    let attached = in_state(&rep, MailState::Attached).await;
    let mut on: Vec<LeadId> = attached.iter().filter_map(|row| row.lead_id).collect();
    on.sort_unstable();
    leads.sort_unstable();
    assert_eq!(on, leads, "each reply is on its own lead, once");
    assert_eq!(in_state(&rep, MailState::Confirmed).await.len(), 20);
    assert_eq!(in_state(&rep, MailState::Waiting).await.len(), 100 + 10);
    let kept_out = in_state(&rep, MailState::KeptOut).await;
    let of = |verdict| kept_out.iter().filter(|row| row.verdict == verdict).count();
    assert_eq!((of(Verdict::AutoReply), of(Verdict::Unreadable), kept_out.len()), (20, 10, 30));
    let state = rep.lead_mailbox().await.unwrap();
    assert_eq!((state.error, state.read_at.is_some()), (None, true));
    let untouched = fs::read_dir(server.folder.path().join("mail/cur")).unwrap();
    let flagged =
        untouched.filter(|it| !it.as_ref().unwrap().path().to_string_lossy().ends_with(":2,"));
    assert_eq!(flagged.count(), 0, "nothing in the mailbox is marked");
}

#[actix_web::test]
async fn a_folder_that_is_numbered_anew_is_read_again_and_nothing_is_double() {
    let server = Dovecot::start();
    server.is_up().await;
    let app = server.app().await;
    (0..5).for_each(|n| server.deliver(n, &enquiry(n)));
    read_on(&app).await;

    let maildir = server.folder.path().join("mail");
    for entry in fs::read_dir(&maildir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_file() {
            fs::remove_file(path).unwrap();
        }
    }
    server.deliver(9, &enquiry(9));
    // The validity of the new numbering is the second in which it began.
    tokio::time::sleep(Duration::from_millis(1_100)).await;
    read_on(&app).await;

    let rep = app.as_role(Role::SalesManager).await;
    assert_eq!(in_state(&rep, MailState::Waiting).await.len(), 6);
}

#[actix_web::test]
async fn a_server_that_nobody_vouches_for_is_not_told_the_password_and_people_see_why() {
    let server = Dovecot::start();
    server.is_up().await;
    let app = TestApp::start_with(|config| {
        let imap = &mut config.lead_mail.imap;
        "127.0.0.1".clone_into(&mut imap.host);
        (imap.port, imap.tls) = (server.port, ImapTls::Tls);
        "sales".clone_into(&mut imap.username);
        imap.password = SecretString::from("secret");
        "sales_rep".clone_into(&mut imap.taken_by);
    })
    .await;

    mailbox::turn(&app.app, "one").await.unwrap();

    let state = app.as_role(Role::SalesRep).await.lead_mailbox().await.unwrap();
    assert!(state.error.unwrap().contains("TLS"));
    assert_eq!(state.read_at, None);
    let log = fs::read_to_string(server.folder.path().join("log")).unwrap();
    assert!(!log.contains("user=<sales>"), "{log}");
}
