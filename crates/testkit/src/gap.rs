//! A gap in the line to MySQL: passes everything on, and when told to, loses the answer to COMMIT.

use std::{
    io::{Read, Write},
    net::{Shutdown, SocketAddr, TcpListener, TcpStream},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
};

/// `COM_QUERY` and its text, as one packet holds them (MySQL protocol, text protocol).
const COMMIT: &[u8] = b"\x03COMMIT";

/// What stands between a server and its database.
#[derive(Clone)]
pub struct Gap {
    pub address: SocketAddr,
    to_lose: Arc<AtomicUsize>,
}

impl Gap {
    /// Begins to pass on what comes, to `upstream`.
    pub fn before(upstream: SocketAddr) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let gap = Self { address: listener.local_addr().unwrap(), to_lose: Arc::default() };
        let to_lose = gap.to_lose.clone();
        thread::spawn(move || {
            for client in listener.incoming().flatten() {
                let server = TcpStream::connect(upstream).unwrap();
                let to_lose = to_lose.clone();
                let (back, to) = (server.try_clone().unwrap(), client.try_clone().unwrap());
                thread::spawn(move || pass_questions(client, server, &to_lose));
                thread::spawn(move || pass_answers(back, to));
            }
        });
        gap
    }

    /// Loses the answers to the next `n` commits, and the connection with them.
    pub fn lose(&self, n: usize) {
        self.to_lose.store(n, Ordering::SeqCst);
    }

    /// How many are still to be lost.
    pub fn left(&self) -> usize {
        self.to_lose.load(Ordering::SeqCst)
    }
}

fn pass_questions(mut client: TcpStream, mut server: TcpStream, to_lose: &AtomicUsize) {
    let mut packet = vec![0; 1 << 16];
    while let Ok(length @ 1..) = client.read(&mut packet) {
        let is_commit = packet[..length].windows(COMMIT.len()).any(|part| part == COMMIT);
        let takes = |left: usize| left.checked_sub(1);
        let is_lost =
            is_commit && to_lose.fetch_update(Ordering::SeqCst, Ordering::SeqCst, takes).is_ok();
        if is_lost {
            // The client hears nothing more; the server has committed when it closes its side.
            let _ = client.shutdown(Shutdown::Both);
        }
        if server.write_all(&packet[..length]).is_err() {
            break;
        }
    }
    let _ = server.shutdown(Shutdown::Write);
}

fn pass_answers(mut server: TcpStream, mut client: TcpStream) {
    let mut packet = vec![0; 1 << 16];
    while let Ok(length @ 1..) = server.read(&mut packet) {
        if client.write_all(&packet[..length]).is_err() {
            break;
        }
    }
    let _ = client.shutdown(Shutdown::Both);
}
