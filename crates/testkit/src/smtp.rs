//! A mail server that takes everything and counts it: a mail that came twice is there twice.

use std::{
    io::{BufRead as _, BufReader, Write as _},
    net::{SocketAddr, TcpListener, TcpStream},
    sync::{Arc, Mutex},
    thread,
};

use crate::mail::{CaughtMail, read};

/// What it took so far, in the order in which it came.
#[derive(Clone)]
pub struct MailServer {
    pub address: SocketAddr,
    taken: Arc<Mutex<Vec<CaughtMail>>>,
}

impl MailServer {
    /// Begins to listen.
    pub fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let server = Self { address: listener.local_addr().unwrap(), taken: Arc::default() };
        let taken = server.taken.clone();
        thread::spawn(move || {
            for client in listener.incoming().flatten() {
                let taken = taken.clone();
                // A client that was killed is no fault of ours.
                thread::spawn(move || drop(converse(client, &taken)));
            }
        });
        server
    }

    /// Every mail that it said yes to.
    pub fn mails(&self) -> Vec<CaughtMail> {
        self.taken.lock().unwrap().clone()
    }
}

/// RFC 5321, as far as a sender who makes no mistakes needs it.
fn converse(mut client: TcpStream, taken: &Mutex<Vec<CaughtMail>>) -> std::io::Result<()> {
    let mut lines = BufReader::new(client.try_clone()?);
    client.write_all(b"220 here\r\n")?;
    let mut line = String::new();
    while lines.read_line(&mut line)? > 0 {
        let answer = match line.trim_end().to_ascii_uppercase().as_str() {
            "DATA" => {
                client.write_all(b"354 go on\r\n")?;
                let mail = take_mail(&mut lines)?;
                taken.lock().unwrap().push(read(&mail));
                "250 taken"
            }
            "QUIT" => {
                client.write_all(b"221 bye\r\n")?;
                return Ok(());
            }
            _ => "250 yes",
        };
        client.write_all(format!("{answer}\r\n").as_bytes())?;
        line.clear();
    }
    Ok(())
}

fn take_mail(lines: &mut impl std::io::BufRead) -> std::io::Result<Vec<u8>> {
    let mut mail = Vec::new();
    loop {
        let mut line = Vec::new();
        if lines.read_until(b'\n', &mut line)? == 0 {
            return Err(std::io::ErrorKind::UnexpectedEof.into());
        }
        if line == b".\r\n" {
            return Ok(mail);
        }
        // A point at the beginning was doubled by the sender.
        mail.extend_from_slice(line.strip_prefix(b".").unwrap_or(&line));
    }
}
