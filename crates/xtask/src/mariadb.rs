//! A private MariaDB: a real server, in a temporary folder, on a free port, gone at the end.

use std::net::{TcpListener, TcpStream};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use std::{env, fs, process, thread};

use anyhow::{Context, Result, bail};

use crate::{sh, tools};

/// Starts the server, waits for the end of its own input, and ends the server.
///
/// The input is a pipe that this process holds. However this process ends, the pipe closes, and
/// the server and its folder go: after a panic, Ctrl-C and kill -9 alike. Nothing in there is
/// worth an orderly end. (The traps do nothing rather than ignore: what a shell ignores, the server
/// would inherit as ignored.)
const KEEPER: &str = r#"
    trap : INT TERM HUP
    folder=$1; shift
    "$@" >"$folder/log" 2>&1 &
    server=$!
    cat >/dev/null
    kill -KILL "$server" 2>/dev/null
    wait "$server" 2>/dev/null
    rm -rf "$folder"
"#;

pub struct MariaDb {
    keeper: Child,
    port: u16,
    folder: PathBuf,
}

impl MariaDb {
    pub fn start() -> Result<Self> {
        let server = tools::database::find().context("no MariaDB: `cargo xtask tools`")?;
        let port = free_port()?;
        let folder = env::temp_dir().join(format!("dsms-mariadb-{}-{port}", process::id()));
        fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
        let data = folder.join("data");
        let mut install = sh::command("mariadb-install-db");
        install
            .args(["--no-defaults", "--auth-root-authentication-method=normal", "--skip-test-db"])
            .arg(format!("--datadir={}", data.display()));
        as_user(&mut install);
        sh::capture(&mut install).context("cannot lay out a database")?;

        let mut command = sh::command("sh");
        command.args(["-c", KEEPER, "dsms-mariadb"]).arg(&folder).arg(server);
        command
            .arg("--no-defaults")
            .arg(format!("--datadir={}", data.display()))
            .arg(format!("--socket={}", folder.join("socket").display()))
            .arg(format!("--pid-file={}", folder.join("pid").display()))
            .arg(format!("--port={port}"))
            .args([
                "--bind-address=127.0.0.1",
                "--max-connections=1000",
                // The data need not outlive the power: thousands of small schemas are made here.
                "--innodb-flush-log-at-trx-commit=0",
                "--innodb-doublewrite=OFF",
                "--innodb-buffer-pool-size=256M",
                "--table-open-cache=8000",
                "--table-definition-cache=8000",
                "--open-files-limit=65535",
                "--character-set-server=utf8mb4",
                "--collation-server=utf8mb4_unicode_ci",
                "--skip-name-resolve",
            ]);
        as_user(&mut command);
        command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
        let keeper = command.spawn().context("cannot start MariaDB")?;
        let started = Self { keeper, port, folder };
        started.wait_until_ready()?;
        sh::dim(&format!("a private MariaDB listens on 127.0.0.1:{port}"));
        Ok(started)
    }

    /// For `DSMS_TEST_DATABASE`: the tests make a database each.
    pub fn url(&self) -> String {
        format!("mysql://root@127.0.0.1:{}", self.port)
    }

    fn wait_until_ready(&self) -> Result<()> {
        let begun = Instant::now();
        while begun.elapsed() < Duration::from_secs(30) {
            if TcpStream::connect(("127.0.0.1", self.port)).is_ok() {
                return Ok(());
            }
            thread::sleep(Duration::from_millis(50));
        }
        let log = fs::read_to_string(self.folder.join("log")).unwrap_or_default();
        bail!("MariaDB does not answer on port {}\n{log}", self.port)
    }
}

impl Drop for MariaDb {
    fn drop(&mut self) {
        drop(self.keeper.stdin.take());
        // The keeper ends the server; if it cannot be waited for, nothing here can help.
        let _ = self.keeper.wait();
    }
}

/// As root it refuses to start unless told that this is meant.
fn as_user(command: &mut Command) {
    if sh::capture(sh::command("id").arg("-u")).is_ok_and(|id| id.trim() == "0") {
        command.arg("--user=root");
    }
}

fn free_port() -> Result<u16> {
    let listener = TcpListener::bind("127.0.0.1:0").context("no free port")?;
    Ok(listener.local_addr()?.port())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_server_answers_and_leaves_nothing_behind() {
        if tools::database::find().is_none() {
            eprintln!("MariaDB is not installed here; `cargo xtask test` brings it");
            return;
        }
        let server = MariaDb::start().unwrap();
        let (folder, port) = (server.folder.clone(), server.port);
        assert!(server.url().ends_with(&port.to_string()));

        drop(server);

        assert!(TcpStream::connect(("127.0.0.1", port)).is_err());
        assert!(!folder.exists());
    }
}
