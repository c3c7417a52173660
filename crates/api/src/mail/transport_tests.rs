//! Conversations with a mail server, the good and the bad ones.

use std::sync::{Arc, Mutex};

use domain::Lang;
use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader},
    net::TcpListener,
};

use super::{
    super::{
        Letter,
        tests::{built, has_all, licenses, mail},
    },
    *,
};

/// A mail server of its own: says `reply` to commands that begin with `at`, takes everything else,
/// and keeps what it was told.
async fn server(at: &'static str, reply: &'static str) -> (Transport, Arc<Mutex<String>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let heard = Arc::new(Mutex::new(String::new()));
    let ears = heard.clone();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let (read, mut write) = stream.split();
            let mut lines = BufReader::new(read).lines();
            let greeting = if at == "CONNECT" { reply } else { "220 sink ESMTP" };
            write.write_all(format!("{greeting}\r\n").as_bytes()).await.unwrap();
            let mut in_data = false;
            while let Ok(Some(line)) = lines.next_line().await {
                ears.lock().unwrap().extend([line.as_str(), "\n"]);
                let answer = match line.as_str() {
                    "." if at == "." => reply,
                    "." => "250 2.0.0 queued as 4F1",
                    _ if in_data => continue,
                    command if command.starts_with(at) && reply == "silence" => continue,
                    command if command.starts_with(at) => reply,
                    "DATA" => "354 go on",
                    "QUIT" => "221 bye",
                    _ => "250 ok",
                };
                in_data = line == "DATA" && answer.starts_with("354");
                if write.write_all(format!("{answer}\r\n").as_bytes()).await.is_err() {
                    break;
                }
            }
        }
    });
    (smtp(port), heard)
}

fn smtp(port: u16) -> Transport {
    Transport::smtp(&SmtpSettings {
        host: "127.0.0.1".to_owned(),
        port,
        tls: Tls::None,
        username: None,
        password: None,
        timeout: Duration::from_millis(500),
    })
    .unwrap()
}

async fn outcome(at: &'static str, reply: &'static str) -> Result<String, MailError> {
    let (transport, _) = server(at, reply).await;
    transport.send(&built(&mail(&Letter::Licenses(licenses()), Lang::Zh))).await
}

#[tokio::test]
async fn a_server_that_takes_a_mail_gets_all_of_it() {
    let (transport, heard) = server("nothing", "").await;
    let message = built(&mail(&Letter::Licenses(licenses()), Lang::Zh));

    let answer = transport.send(&message).await.unwrap();

    assert!(answer.contains("queued as 4F1"), "{answer}");
    let heard = heard.lock().unwrap().clone();
    has_all(
        &heard,
        &[
            "MAIL FROM:<licenses@dsms.example.com>",
            "RCPT TO:<li.na@partner.example>",
            "Message-ID: <0197d5c1@dsms.example.com>",
            "ENT-202611-386038.lic",
            "\n.\n",
        ],
    );
    assert_eq!(heard.matches("RCPT TO").count(), 1);
}

#[tokio::test]
async fn a_refusal_is_for_now_or_for_good_in_the_servers_words() {
    for (at, reply, is_temporary) in [
        ("CONNECT", "421 4.3.2 too busy", true),
        ("MAIL", "451 4.7.1 greylisted", true),
        ("RCPT", "450 4.2.0 mailbox busy", true),
        ("RCPT", "550 5.1.1 no such user", false),
        ("CONNECT", "554 5.7.1 blocked", false),
        ("DATA", "552 5.2.2 mailbox full", false),
        (".", "452 4.3.1 disk full", true),
        (".", "554 5.7.1 spam", false),
        // For us to mend, not the mail's fault.
        ("MAIL", "530 5.7.0 authentication required", true),
    ] {
        let error = outcome(at, reply).await.unwrap_err();

        assert_eq!(error.is_temporary(), is_temporary, "{at} {reply}: {error}");
        let words = reply.split_once(' ').unwrap().1;
        assert!(error.to_string().contains(words), "{error}");
    }
}

#[tokio::test]
async fn silence_and_absence_are_for_now() {
    let error = outcome("RCPT", "silence").await.unwrap_err();
    assert!(error.is_temporary(), "{error}");

    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    drop(listener);
    let message = built(&mail(&Letter::Licenses(licenses()), Lang::Zh));
    let error = smtp(port).send(&message).await.unwrap_err();
    assert!(error.is_temporary(), "{error}");
    assert!(error.to_string().contains("127.0.0.1"), "{error}");
}

#[tokio::test]
async fn without_the_tls_that_was_asked_for_nothing_is_sent() {
    let (Transport::Smtp { server: address, .. }, told) = server("STARTTLS", "502 no").await else {
        unreachable!()
    };
    let port = address.rsplit_once(':').unwrap().1.parse().unwrap();
    let transport = Transport::smtp(&SmtpSettings {
        host: "127.0.0.1".to_owned(),
        port,
        tls: Tls::StartTls,
        username: Some("dsms".to_owned()),
        password: Some(SecretString::from("canary")),
        timeout: Duration::from_millis(500),
    })
    .unwrap();

    let message = built(&mail(&Letter::Licenses(licenses()), Lang::Zh));
    assert!(transport.send(&message).await.is_err());
    let told = told.lock().unwrap().clone();
    assert!(!told.contains("MAIL FROM") && !told.contains("AUTH"), "{told}");
    assert!(!format!("{transport:?}").contains("canary"));
}
