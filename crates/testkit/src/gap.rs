//! A gap in the line to MySQL: passes everything on, and when told to, loses the answer to COMMIT,
//! cuts the line at a statement, or is down for a while.

use std::{
    io::{Read, Write},
    net::{Shutdown, SocketAddr, TcpListener, TcpStream},
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicUsize, Ordering::SeqCst},
    },
    thread,
};

/// `COM_QUERY` and its text, as one packet holds them (MySQL protocol, text protocol).
const COMMIT: &[u8] = b"\x03COMMIT";

/// What stands between a server and its database.
#[derive(Clone)]
pub struct Gap {
    pub address: SocketAddr,
    state: Arc<State>,
}

#[derive(Default)]
struct State {
    /// Commits that are still answered before any is lost.
    to_pass: AtomicUsize,
    /// Commits whose answers are still to be lost.
    to_lose: AtomicUsize,
    /// Commits whose answers were lost.
    lost: AtomicUsize,
    /// Packets until the line is cut; zero: it is not.
    until_cut: AtomicUsize,
    is_down: AtomicBool,
    /// Both ends of every line, for when it goes down.
    lines: Mutex<Vec<TcpStream>>,
}

impl Gap {
    /// Begins to pass on what comes, to `upstream`.
    pub fn before(upstream: SocketAddr) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let gap = Self { address: listener.local_addr().unwrap(), state: Arc::default() };
        let state = gap.state.clone();
        thread::spawn(move || {
            for client in listener.incoming().flatten() {
                if state.is_down.load(SeqCst) {
                    continue;
                }
                let server = TcpStream::connect(upstream).unwrap();
                let (back, to) = (server.try_clone().unwrap(), client.try_clone().unwrap());
                let both = [server.try_clone().unwrap(), client.try_clone().unwrap()];
                state.lines.lock().unwrap().extend(both);
                let state = state.clone();
                thread::spawn(move || pass_questions(client, server, &state));
                thread::spawn(move || pass_answers(back, to));
            }
        });
        gap
    }

    /// Loses the answers to the next `n` commits, and the connection with them.
    pub fn lose(&self, n: usize) {
        self.state.to_pass.store(0, SeqCst);
        self.state.to_lose.store(n, SeqCst);
    }

    /// Loses the answer to one commit, when so many were answered.
    pub fn lose_after(&self, answered: usize) {
        self.state.to_pass.store(answered, SeqCst);
        self.state.to_lose.store(1, SeqCst);
    }

    /// How many are still to be lost.
    pub fn left(&self) -> usize {
        self.state.to_lose.load(SeqCst)
    }

    /// How many were lost.
    pub fn lost(&self) -> usize {
        self.state.lost.load(SeqCst)
    }

    /// Cuts the line of whoever sends the `n`th packet from now on, before the database has it.
    pub fn cut_at(&self, n: usize) {
        self.state.until_cut.store(n, SeqCst);
    }

    /// Whether the line was cut since; it is not any more from now on.
    pub fn was_cut(&self) -> bool {
        self.state.until_cut.swap(0, SeqCst) == 0
    }

    /// Cuts every line, and lets nobody through until `up`.
    pub fn down(&self) {
        self.state.is_down.store(true, SeqCst);
        for line in self.state.lines.lock().unwrap().drain(..) {
            let _ = line.shutdown(Shutdown::Both);
        }
    }

    /// Lets everybody through again.
    pub fn up(&self) {
        self.state.is_down.store(false, SeqCst);
    }
}

/// Counts down; whether this one was the last.
fn counts_down(count: &AtomicUsize) -> bool {
    count.fetch_update(SeqCst, SeqCst, |left| left.checked_sub(1)) == Ok(1)
}

fn pass_questions(mut client: TcpStream, mut server: TcpStream, state: &State) {
    let mut packet = vec![0; 1 << 16];
    while let Ok(length @ 1..) = client.read(&mut packet) {
        if counts_down(&state.until_cut) {
            break;
        }
        let is_commit = packet[..length].windows(COMMIT.len()).any(|part| part == COMMIT);
        let takes = |left: usize| left.checked_sub(1);
        let is_passed = is_commit && state.to_pass.fetch_update(SeqCst, SeqCst, takes).is_ok();
        if is_commit && !is_passed && state.to_lose.fetch_update(SeqCst, SeqCst, takes).is_ok() {
            // The client hears nothing more; the server has committed when it closes its side.
            let _ = client.shutdown(Shutdown::Both);
            state.lost.fetch_add(1, SeqCst);
        }
        if server.write_all(&packet[..length]).is_err() {
            break;
        }
    }
    let _ = server.shutdown(Shutdown::Write);
    let _ = client.shutdown(Shutdown::Both);
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
